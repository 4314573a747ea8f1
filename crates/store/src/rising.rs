//! What rises: a matter in a regency beyond its usual, several reports of one place, a place where
//! what was settled comes back. A follower of the events looks where something has just happened;
//! what it finds is told once and kept with its evidence.

use crate::clock::micros;
use crate::db::{Row, Tx};
use crate::follow::{self, Change};
use crate::notices::{self, About, Draft, Planner};
use crate::{Error, Result, Store, counters, params};
use domain::category::CategoryCode;
use domain::counter::{Matter, day_of};
use domain::event::Fact;
use domain::notice::{Notice, NoticeKey, Recipient};
use domain::region::RegionCode;
use domain::surge::{self, detect};
use domain::{AgencyId, Desk, Reference, Report, ReportId, worded};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Name of the follower.
pub const FOLLOWER: &str = "rising";

/// Events in one transaction.
const BATCH: u16 = 200;
/// Alarms about what is older than this help nobody: history that was brought in.
const FRESH: SignedDuration = SignedDuration::from_hours(3 * 24);
/// Reports of one place that are looked at.
const OF_PLACE_MAX: u16 = 200;
/// Days for which an alarm is listed after its last report.
const LISTED_DAYS: i32 = 14;
/// Alarms listed at most.
const LISTED_MAX: u16 = 50;

const SERIES: &str = "SELECT day, n FROM counter WHERE dimension = 'matter' AND key = $1 AND measure = 'received' \
                      AND day >= $2 AND day <= $3";
const PLACE: &str = "SELECT spot, place, title, body FROM report WHERE id = $1";
const AT_PLACE: &str = "SELECT id, branch, received_at, stage, stage_since FROM report \
                        WHERE regency = $1 AND spot = $2 ORDER BY id DESC LIMIT $3";
const KNOWN: &str = "SELECT id, last_day FROM rising WHERE kind = $1 AND branch = $2 AND regency = $3 AND spot = $4 \
                     ORDER BY first_day DESC LIMIT 1";
const PUT: &str = "INSERT INTO rising (id, kind, branch, regency, spot, place, agency, first_day, last_day, days, n, \
                   expected, report_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12) \
                   ON CONFLICT (kind, branch, regency, spot, first_day) DO NOTHING";
const MOVE: &str = "UPDATE rising SET last_day = $2, days = $3, n = $4, expected = $5, report_id = $6 WHERE id = $1";
const OF_NATION: &str = "SELECT id, kind, branch, regency, place, agency, first_day, last_day, days, n, expected FROM rising \
                         WHERE $1 = 0 AND last_day >= $2 ORDER BY last_day DESC, id DESC LIMIT $3";
const OF_AGENCY: &str = "SELECT id, kind, branch, regency, place, agency, first_day, last_day, days, n, expected FROM rising \
                         WHERE agency = $1 AND last_day >= $2 ORDER BY last_day DESC, id DESC LIMIT $3";
const EVIDENCE: &str = "SELECT id FROM report WHERE regency = $1 AND branch = $2 AND $3 = 0 \
                        ORDER BY id DESC LIMIT $4";
const EVIDENCE_AT_PLACE: &str = "SELECT id FROM report WHERE regency = $1 AND branch = $2 AND spot = $3 \
                                 ORDER BY id DESC LIMIT $4";
const SPOT_OF: &str = "SELECT regency, branch, spot FROM rising WHERE id = $1";

worded! {
    /// What an alarm is about.
    pub enum Kind {
        /// More reports of a matter in a regency than usual.
        Surge = "surge",
        /// Several reports of a matter at one place.
        Cluster = "cluster",
        /// A matter that was settled at one place again and again.
        Repeat = "repeat",
    }
}

/// An alarm with its evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct Rising {
    /// Its name.
    pub id: i64,
    /// About what.
    pub kind: Kind,
    /// The matter.
    pub branch: CategoryCode,
    /// Where.
    pub regency: RegionCode,
    /// The place, as texts name it; empty for all of the regency.
    pub place: String,
    /// The agency told besides the national desk.
    pub agency: Option<AgencyId>,
    /// Day of the alarm, days since 1970-01-01 in Jakarta.
    pub first_day: i32,
    /// Day of the last report that belongs to it.
    pub last_day: i32,
    /// So many reports, or settlements, in so many days.
    pub count: i64,
    /// See `count`.
    pub days: i32,
    /// How many are usual in these days; 0 where nothing is compared.
    pub expected: f64,
}

/// What was found, to be written.
#[derive(Debug, Clone)]
struct Found {
    id: i64,
    kind: Kind,
    matter: Matter,
    spot: i64,
    place: String,
    agency: Option<AgencyId>,
    day: i32,
    days: i32,
    count: i64,
    expected: f64,
    report: ReportId,
    /// The alarm that goes on with this.
    known: Option<i64>,
}

/// What is told to desks and what is written.
type Plan = (Vec<Found>, Vec<Draft>);

/// Takes the follower past one batch; how many events it took.
pub async fn advance(store: &Store) -> Result<usize> {
    let (now, reference) = (store.now(), store.reference());
    let (looker, writer) = (store.clone(), store.clone());
    let look = move |tx: &mut Tx<'_>, changes: &[Change]| {
        let found = find(tx, &looker, changes, &reference, now)?;
        let drafts = plan(tx, &found, now)?;
        Ok((found, drafts))
    };
    let apply = move |tx: &mut Tx<'_>, (found, drafts): &Plan| {
        found.iter().try_for_each(|one| put(tx, one))?;
        notices::write(tx, &writer, drafts, now)
    };
    // The series are read from what was counted.
    let places = (FOLLOWER, Some(counters::FOLLOWER));
    follow::advance_behind(store, places, BATCH, look, apply).await
}

fn find(
    tx: &mut Tx<'_>,
    store: &Store,
    changes: &[Change],
    reference: &Reference,
    now: Timestamp,
) -> Result<Vec<Found>> {
    let today = day_of(now);
    // The newest report of a matter speaks for it.
    let (mut received, mut settled) = (BTreeMap::new(), BTreeMap::new());
    for change in changes.iter().filter(|change| now.duration_since(change.recorded.at) < FRESH) {
        let Some(matter) = Matter::of(&change.after) else { continue };
        match &change.recorded.event.fact {
            Fact::Filed { .. } | Fact::Reclassified(_) => {
                received.insert((matter, change.report), &change.after);
            }
            Fact::Closed { .. } => {
                settled.insert((matter, change.report), &change.after);
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    let by_matter: BTreeMap<&Matter, &Report> =
        received.iter().map(|((matter, _), report)| (matter, *report)).collect();
    for (matter, report) in by_matter {
        found.extend(rising(tx, matter, report, today)?);
    }
    for ((matter, _), report) in &received {
        found.extend(at_place(tx, Kind::Cluster, matter, report, now)?);
    }
    for ((matter, _), report) in &settled {
        found.extend(at_place(tx, Kind::Repeat, matter, report, now)?);
    }
    let mut told: BTreeMap<(Kind, Matter, i64), Found> = BTreeMap::new();
    for mut one in found {
        one.id = store.next_id();
        one.agency = one.agency.or_else(|| competent(&one, reference, now));
        told.insert((one.kind, one.matter.clone(), one.spot), one);
    }
    Ok(told.into_values().collect())
}

/// The government of the regency, where no agency answers for the newest report yet.
fn competent(found: &Found, reference: &Reference, now: Timestamp) -> Option<AgencyId> {
    let day = Reference::today(now);
    reference.directory.government_of(found.matter.regency, day).map(|agency| agency.id)
}

fn rising(tx: &mut Tx<'_>, matter: &Matter, report: &Report, today: i32) -> Result<Option<Found>> {
    let first = today - surge::BASELINE_DAYS - surge::GUARD_DAYS;
    let series = tx.all(SERIES, params![matter.key(), first, today], |row| {
        Ok((row.get::<i32>(0)?, row.get::<i64>(1)?))
    })?;
    let Some(surge) = detect(&series, today) else { return Ok(None) };
    let known = known(tx, Kind::Surge, matter, 0, today - surge::QUIET_DAYS)?;
    Ok(Some(Found {
        id: 0,
        kind: Kind::Surge,
        matter: matter.clone(),
        spot: 0,
        place: String::new(),
        agency: report.lead,
        day: today,
        days: surge.days,
        count: surge.count,
        expected: surge.expected,
        report: report.id,
        known,
    }))
}

/// The alarm of the same that is not over, if one is.
fn known(
    tx: &mut Tx<'_>,
    kind: Kind,
    matter: &Matter,
    spot: i64,
    since: i32,
) -> Result<Option<i64>> {
    let values = params![kind.word(), matter.branch.as_str(), matter.regency.number(), spot];
    let last = tx.first(KNOWN, values, |row| Ok((row.get::<i64>(0)?, row.get::<i32>(1)?)))?;
    Ok(last.filter(|(_, day)| *day >= since).map(|(id, _)| id))
}

/// Reports of the same matter at the place that a report names: received lately, or settled within
/// the year.
fn at_place(
    tx: &mut Tx<'_>,
    kind: Kind,
    matter: &Matter,
    report: &Report,
    now: Timestamp,
) -> Result<Option<Found>> {
    let read = |row: &Row<'_>| {
        let said = [row.get::<String>(1)?, row.get::<String>(2)?, row.get::<String>(3)?];
        Ok((row.get::<Option<i64>>(0)?, said.join("\n")))
    };
    let Some((Some(spot), said)) = tx.first(PLACE, params![report.id.0], read)? else {
        return Ok(None);
    };
    let (days, least, quiet) = match kind {
        Kind::Repeat => (surge::REPEAT_DAYS, surge::REPEAT_MIN, surge::REPEAT_DAYS),
        Kind::Cluster | Kind::Surge => (surge::CLUSTER_DAYS, surge::CLUSTER_MIN, surge::QUIET_DAYS),
    };
    let since = micros(now) - i64::from(days) * 24 * 3_600_000_000;
    let values = params![matter.regency.number(), spot, OF_PLACE_MAX];
    let near = tx.all(AT_PLACE, values, |row| {
        let same = row.get::<Option<String>>(1)?.as_deref() == Some(matter.branch.as_str());
        let counts = match kind {
            Kind::Repeat => row.get::<String>(3)? == "closed" && row.get::<i64>(4)? >= since,
            Kind::Cluster | Kind::Surge => row.get::<i64>(2)? >= since,
        };
        Ok(same && counts)
    })?;
    let count = i64::try_from(near.into_iter().filter(|counts| *counts).count()).unwrap_or(0);
    if count < least {
        return Ok(None);
    }
    let today = day_of(now);
    let place = text::place::main_place(&said).map(|named| named.name).unwrap_or_default();
    Ok(Some(Found {
        id: 0,
        kind,
        matter: matter.clone(),
        spot,
        place,
        agency: report.lead,
        day: today,
        days,
        count,
        expected: 0.0,
        report: report.id,
        known: known(tx, kind, matter, spot, today - quiet)?,
    }))
}

/// What is new is told to the national desk and to the agency, with the numbers.
fn plan(tx: &mut Tx<'_>, found: &[Found], now: Timestamp) -> Result<Vec<Draft>> {
    if found.iter().all(|one| one.known.is_some()) {
        return Ok(Vec::new());
    }
    let mut planner = Planner::new(tx, [], now)?;
    for one in found.iter().filter(|one| one.known.is_none()) {
        let detail = serde_json::json!({
            "rising": one.id,
            "kind": one.kind.word(),
            "branch": one.matter.branch.as_str(),
            "regency": one.matter.regency.number(),
            "place": one.place,
            "count": one.count,
            "days": one.days,
        });
        let about = About {
            report: None,
            version: None,
            dedup: format!("rising:{}:{}:{}:{}", one.kind, one.matter.key(), one.spot, one.day),
            detail: Some(detail.to_string()),
        };
        let desks = std::iter::once(Desk::National).chain(one.agency.map(Desk::Agency));
        for desk in desks {
            let mut about = about.clone();
            about.dedup = format!("{}:{desk:?}", about.dedup);
            let notice = Notice { to: Recipient::Desk(desk), key: NoticeKey::Rising };
            planner.tell(tx, &about, notice)?;
        }
    }
    Ok(planner.drafts)
}

fn put(tx: &mut Tx<'_>, one: &Found) -> Result<()> {
    if let Some(known) = one.known {
        let values = params![known, one.day, one.days, one.count, one.expected, one.report.0];
        return tx.queue(MOVE, values);
    }
    let values = params![
        one.id,
        one.kind.word(),
        one.matter.branch.as_str(),
        one.matter.regency.number(),
        one.spot,
        &one.place,
        one.agency.map(|agency| agency.0),
        one.day,
        one.days,
        one.count,
        one.expected,
        one.report.0,
    ];
    tx.queue(PUT, values)
}

/// What has risen in the last two weeks, the newest first: of an agency, or of the nation.
pub async fn current(store: &Store, agency: Option<AgencyId>) -> Result<Vec<Rising>> {
    let since = day_of(store.now()) - LISTED_DAYS;
    let sql = if agency.is_some() { OF_AGENCY } else { OF_NATION };
    let values = params![agency.map_or(0, |agency| agency.0), since, LISTED_MAX];
    store.db().select("rising", sql, values, read).await
}

fn read(row: &Row<'_>) -> Result<Rising> {
    let known = || Error::Decode("rising row".to_owned());
    Ok(Rising {
        id: row.get(0)?,
        kind: Kind::from_word(&row.get::<String>(1)?).ok_or_else(known)?,
        branch: CategoryCode::parse(&row.get::<String>(2)?).ok_or_else(known)?,
        regency: RegionCode::from_number(row.get(3)?).ok_or_else(known)?,
        place: row.get(4)?,
        agency: row.get::<Option<i64>>(5)?.map(AgencyId),
        first_day: row.get(6)?,
        last_day: row.get(7)?,
        days: row.get(8)?,
        count: row.get(9)?,
        expected: row.get(10)?,
    })
}

/// The newest reports of the matter and place of an alarm, for those who may read them.
pub async fn evidence(store: &Store, rising: i64, limit: u16) -> Result<Vec<ReportId>> {
    let look = move |tx: &mut Tx<'_>| {
        let read =
            |row: &Row<'_>| Ok((row.get::<i64>(0)?, row.get::<String>(1)?, row.get::<i64>(2)?));
        let Some((regency, branch, spot)) = tx.first(SPOT_OF, params![rising], read)? else {
            return Ok(Vec::new());
        };
        let sql = if spot == 0 { EVIDENCE } else { EVIDENCE_AT_PLACE };
        tx.all(sql, params![regency, branch, spot, limit], |row| Ok(ReportId(row.get(0)?)))
    };
    store.db().read("rising-evidence", look).await
}
