//! What there is to learn from officers' acts, read in the order of the events.
//!
//! Unlike other followers it writes nothing: every node reads at its own pace and keeps its place
//! beside what it made of it, so that place and result never part.

use crate::db::Tx;
use crate::follow::{self, Position};
use crate::reports::By;
use crate::{Error, Result, Store, dialect, params};
use domain::confirmation::Confirmed;
use domain::event::Fact;
use domain::nik::Sex;
use domain::region::RegionCode;
use domain::{Filing, ReportId};
use std::collections::HashMap;

const FILINGS: &str = "SELECT version, at, actor, officer, role, agency, unit, kind, body, report_id FROM event \
                       WHERE report_id {{IN $1}} AND version = 1";

const COUNT: &str = "SELECT COUNT(*) FROM event";

/// An act of an officer and what it confirms.
#[derive(Debug, Clone, PartialEq)]
pub struct Lesson {
    /// Of which report.
    pub report: ReportId,
    /// Title and text as handed in.
    pub text: String,
    /// What is right.
    pub confirmed: Confirmed,
    /// The category the report has.
    pub category: Option<domain::category::CategoryCode>,
    /// Where.
    pub region: Option<RegionCode>,
    /// As the reporter stated it.
    pub sex: Option<Sex>,
    /// Days since 1970-01-01 in Jakarta.
    pub day: i32,
}

/// Events read in one go.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// In the order of the events.
    pub lessons: Vec<Lesson>,
    /// How many events were read for them.
    pub events: usize,
    /// The place behind them.
    pub place: Place,
}

/// A place in the order of the events, and which event is there (report, version, instant): who
/// comes with it to another database, or to an older copy of this one, is told so.
pub type Place = [i64; 6];

/// Reads on from a place, zeroes for the beginning; at most `limit` events. `None` when these
/// events have no such place.
pub async fn after(store: &Store, place: Place, limit: u16) -> Result<Option<Page>> {
    let look = move |tx: &mut Tx<'_>| {
        let [tx_no, report, version, event @ ..] = place;
        let from = Position { tx: tx_no, report, version };
        if place != Place::default() && event_at(tx, from)? != Some(event) {
            return Ok(None);
        }
        let Some((changes, to)) = follow::read(tx, from, limit)? else {
            return Ok(Some(Page { lessons: Vec::new(), events: 0, place }));
        };
        let [report, version, at] =
            event_at(tx, to)?.ok_or_else(|| Error::Corrupt("an event is gone".to_owned()))?;
        let events = changes.len();
        let mut lessons = Vec::new();
        for change in changes {
            if !matches!(change.recorded.by, By::Officer { .. }) {
                continue;
            }
            let event = &change.recorded.event;
            let confirmed = Confirmed::of(change.before.as_ref(), event, &change.after);
            if !confirmed.is_empty() {
                lessons.push(Lesson {
                    report: change.report,
                    text: String::new(),
                    confirmed,
                    category: change.after.category.clone(),
                    region: change.after.region,
                    sex: change.after.reporter.sex,
                    day: domain::counter::day_of(change.recorded.at),
                });
            }
        }
        let filings = filings(tx, lessons.iter().map(|lesson| lesson.report))?;
        for lesson in &mut lessons {
            let filing = filings.get(&lesson.report);
            let filing =
                filing.ok_or_else(|| Error::Corrupt("a report has no filing".to_owned()))?;
            lesson.text = format!("{}\n{}", filing.title, filing.body);
        }
        let place = [to.tx, to.report, to.version, report, version, at];
        Ok(Some(Page { lessons, events, place }))
    };
    store.db().read("lessons", look).await
}

/// The event at a place: report, version, instant.
fn event_at(tx: &mut Tx<'_>, place: Position) -> Result<Option<[i64; 3]>> {
    let sql = dialect::event_at(tx.engine());
    tx.first(sql, params![place.tx, place.report, place.version], |row| {
        Ok([row.get(0)?, row.get(1)?, row.get(2)?])
    })
}

/// Events there are, for those who show how far they have read.
pub async fn count(store: &Store) -> Result<i64> {
    let found =
        store.db().select("lessons-count", COUNT, Vec::new(), |row| row.get::<i64>(0)).await?;
    Ok(found.first().copied().unwrap_or(0))
}

fn filings(
    tx: &mut Tx<'_>,
    reports: impl Iterator<Item = ReportId>,
) -> Result<HashMap<ReportId, Filing>> {
    let ids = dialect::list(reports.map(|report| report.0));
    let found = tx.all(FILINGS, vec![ids], |row| {
        Ok((ReportId(row.get(9)?), crate::reports::read_event(row)?))
    })?;
    let filed = found.into_iter().filter_map(|(report, recorded)| match recorded.event.fact {
        Fact::Filed { filing, .. } => Some((report, *filing)),
        _ => None,
    });
    Ok(filed.collect())
}
