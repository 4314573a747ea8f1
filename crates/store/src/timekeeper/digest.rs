//! The morning's list: what waits at each desk, by light.

use super::{PAGE, write_notices};
use crate::clock::micros;
use crate::db::{Row, Tx};
use crate::follow::Position;
use crate::notices::{About, Planner};
use crate::reports::desk_of;
use crate::{Result, Store, params};
use domain::calendar::Place;
use domain::notice::{Notice, NoticeKey, Recipient};
use domain::{Desk, Reference, Zone};
use jiff::Timestamp;
use jiff::civil::Time;

/// When it is made, local time.
const MORNING: Time = Time::constant(7, 30, 0, 0);

const COUNTS: &str = "SELECT desk, CAST(SUM(CASE WHEN due_at < $2 THEN 1 ELSE 0 END) AS BIGINT), \
                      CAST(SUM(CASE WHEN due_at >= $2 AND warn_at < $2 THEN 1 ELSE 0 END) AS BIGINT), \
                      CAST(SUM(CASE WHEN due_at >= $2 THEN 1 ELSE 0 END) AS BIGINT), COUNT(*) \
                      FROM report WHERE open = 1 AND desk > $1 GROUP BY desk ORDER BY desk LIMIT $3";

struct Counts {
    desk: String,
    red: i64,
    yellow: i64,
    /// Not late, yellow ones included.
    in_time: i64,
    all: i64,
}

/// The walk's name in the table of positions: one for each zone, at the last day done.
fn walk(zone: Zone) -> &'static str {
    match zone {
        Zone::Wib => "digest-wib",
        Zone::Wita => "digest-wita",
        Zone::Wit => "digest-wit",
    }
}

/// From 07:30 of a working day on, in the desk's own zone, tells each desk that has work how much
/// of it is late, near its limit and in time. Once a day; returns how many desks.
pub async fn digest(store: &Store, now: Timestamp) -> Result<usize> {
    let reference = store.reference();
    let mut desks = 0;
    for zone in Zone::ALL.iter().copied() {
        let local = zone.local(now);
        let here = Place { zone, province: None };
        if local.time() < MORNING || !reference.calendar.is_working_day(local.date(), here) {
            continue;
        }
        let epoch = jiff::civil::date(1970, 1, 1);
        let day = local.date().since(epoch).map_or(0, |span| i64::from(span.get_days()));
        let done = store.db().read("digest-done", move |tx| Position::of(tx, walk(zone))).await?;
        if done.is_some_and(|done| done.tx >= day) {
            continue;
        }
        desks += digest_zone(store, &reference, zone, now).await?;
        let at = Position { tx: day, report: 0, version: 0 };
        store.db().write("digest-done", move |tx| at.put(tx, walk(zone))).await?;
    }
    Ok(desks)
}

async fn digest_zone(
    store: &Store,
    reference: &Reference,
    zone: Zone,
    now: Timestamp,
) -> Result<usize> {
    let mut desks = 0;
    let mut behind = String::new();
    loop {
        let values = params![&behind, micros(now), PAGE];
        let page = store.db().select("digest-counts", COUNTS, values, read).await?;
        let Some(last) = page.last() else { return Ok(desks) };
        behind.clone_from(&last.desk);
        let mut told = Vec::new();
        for counts in page {
            let Some(desk) = desk_of(&counts.desk, &reference.directory) else { continue };
            let place =
                desk.agency().map_or(Place::NATIONAL, |agency| reference.directory.place(agency));
            let works = reference.calendar.is_working_day(zone.date(now), place);
            if place.zone == zone && works && counts.red + counts.in_time > 0 {
                told.push((desk, counts));
            }
        }
        desks += told.len();
        let date = zone.date(now);
        let plan = move |tx: &mut Tx<'_>| {
            let mut planner = Planner::new(tx, [], now)?;
            for (desk, counts) in &told {
                tell(tx, &mut planner, *desk, counts, &format!("digest:{date}"))?;
            }
            Ok(planner.drafts)
        };
        let drafts = store.db().read("digest-plan", plan).await?;
        write_notices(store, drafts, now).await?;
    }
}

fn tell(
    tx: &mut Tx<'_>,
    planner: &mut Planner,
    desk: Desk,
    counts: &Counts,
    dedup: &str,
) -> Result<()> {
    let detail = serde_json::json!({
        "red": counts.red,
        "yellow": counts.yellow,
        "green": counts.in_time - counts.yellow,
        "waiting": counts.all - counts.red - counts.in_time,
    });
    let about = About {
        report: None,
        version: None,
        // An officer of two desks gets the list of each.
        dedup: format!("{dedup}:{}", counts.desk),
        detail: Some(detail.to_string()),
    };
    planner.tell(tx, &about, Notice { to: Recipient::Desk(desk), key: NoticeKey::Digest })
}

fn read(row: &Row<'_>) -> Result<Counts> {
    Ok(Counts {
        desk: row.get(0)?,
        red: row.get(1)?,
        yellow: row.get(2)?,
        in_time: row.get(3)?,
        all: row.get(4)?,
    })
}
