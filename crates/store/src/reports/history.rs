//! Events of a report, and the state they fold to.

use crate::clock::{instant, micros};
use crate::codec;
use crate::db::{Row, Tx, Value};
use crate::{Error, Result, Store, dialect, params};
use domain::role::{Actor, Reconciler, Role};
use domain::{AgencyId, Event, OfficerId, Report, ReportId, UnitId};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Who did it, as written down beside the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// The reporter.
    Reporter,
    /// An officer in a duty.
    Officer {
        /// Who.
        officer: OfficerId,
        /// As what.
        role: Option<Role>,
        /// For which agency.
        agency: Option<AgencyId>,
        /// In which unit.
        unit: Option<UnitId>,
    },
    /// LAPOR itself.
    System,
}

/// One event with when and by whom.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its number within the report, from 1.
    pub version: u32,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
    /// What.
    pub event: Event,
}

const EVENTS: &str = "SELECT version, at, actor, officer, role, agency, unit, kind, body \
                      FROM event WHERE report_id = $1 ORDER BY version";
const EVENTS_OF_SOME: &str = "SELECT version, at, actor, officer, role, agency, unit, kind, body, report_id \
                              FROM event WHERE report_id > $1 AND report_id <= $2 ORDER BY report_id, version";
const APPEND: &str = "INSERT INTO event (report_id, version, at, actor, officer, role, agency, unit, kind, body) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Reads an event from the first nine columns of [`EVENTS`].
pub(crate) fn read(row: &Row<'_>) -> Result<Recorded> {
    let by = match row.get::<String>(2)?.as_str() {
        "reporter" => By::Reporter,
        "system" => By::System,
        _ => By::Officer {
            officer: OfficerId(row.get(3)?),
            role: row.get::<Option<String>>(4)?.as_deref().and_then(Role::from_word),
            agency: row.get::<Option<i64>>(5)?.map(AgencyId),
            unit: row.get::<Option<i64>>(6)?.map(UnitId),
        },
    };
    let event = codec::decode(&row.get::<String>(7)?, &row.get::<String>(8)?)?;
    Ok(Recorded { version: row.get(0)?, at: instant(row.get(1)?), by, event })
}

pub(crate) fn events_of(tx: &mut Tx<'_>, id: ReportId) -> Result<Vec<Recorded>> {
    tx.all(EVENTS, params![id.0], read)
}

/// A version, and the event written there or why it does not read.
pub(crate) type Versioned = (u32, Result<Recorded>);

/// The events of every report after `after` up to `upto`, by report and version; one that does
/// not read is an error in its place.
pub(crate) fn events_between(
    tx: &mut Tx<'_>,
    after: i64,
    upto: i64,
) -> Result<BTreeMap<i64, Vec<Versioned>>> {
    let mut found: BTreeMap<i64, Vec<_>> = BTreeMap::new();
    let rows = tx.all(EVENTS_OF_SOME, params![after, upto], |row| {
        Ok((row.get::<i64>(9)?, row.get::<u32>(0)?, read(row)))
    })?;
    for (id, version, recorded) in rows {
        found.entry(id).or_default().push((version, recorded));
    }
    Ok(found)
}

/// The state after all events; `None` without any.
pub(crate) fn fold(id: ReportId, events: &[Recorded]) -> Result<Option<Report>> {
    let Some((first, rest)) = events.split_first() else { return Ok(None) };
    let begun = Report::begin(id, &first.event, first.at);
    let mut report =
        begun.ok_or_else(|| Error::Corrupt(format!("report {id} does not begin with a filing")))?;
    for recorded in rest {
        report.apply(&recorded.event, recorded.at, recorded.officer());
    }
    Ok(Some(report))
}

impl Recorded {
    /// The officer, if it was one.
    #[must_use]
    pub fn officer(&self) -> Option<OfficerId> {
        match self.by {
            By::Officer { officer, .. } => Some(officer),
            By::Reporter | By::System => None,
        }
    }
}

/// All events of a report, oldest first. Empty when there is no such report.
pub async fn history(store: &Store, id: ReportId) -> Result<Vec<Recorded>> {
    store.db().select("history", EVENTS, params![id.0], read).await
}

const EVENTS_OF_MANY: &str = "SELECT version, at, actor, officer, role, agency, unit, kind, body, report_id \
                              FROM event WHERE report_id {{IN $1}} ORDER BY report_id, version";

/// The states of some reports, in no order, in one statement; those that do not exist are left out.
pub async fn load_many(store: &Store, ids: &[ReportId]) -> Result<Vec<Report>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = vec![dialect::list(ids.iter().map(|id| id.0))];
    let read = |row: &Row<'_>| Ok((ReportId(row.get(9)?), read(row)?));
    let events = store.db().select("history-many", EVENTS_OF_MANY, wanted, read).await?;
    let mut reports = Vec::with_capacity(ids.len());
    for same in events.chunk_by(|(a, _), (b, _)| a == b) {
        let Some((id, _)) = same.first() else { continue };
        let own: Vec<Recorded> = same.iter().map(|(_, recorded)| recorded.clone()).collect();
        reports.extend(fold(*id, &own)?);
    }
    Ok(reports)
}

/// The state of a report with its events.
pub async fn load(store: &Store, id: ReportId) -> Result<Option<(Report, Vec<Recorded>)>> {
    let events = history(store, id).await?;
    Ok(fold(id, &events)?.map(|report| (report, events)))
}

/// Appends events at the versions after `version`. Two writers at once collide on the key.
pub(crate) fn append(
    tx: &mut Tx<'_>,
    id: ReportId,
    version: u32,
    at: Timestamp,
    actor: &Actor,
    events: &[Event],
) -> Result<()> {
    append_rows(tx, rows(id, version, at, actor, events))
}

/// Appends what [`rows`] made.
pub(crate) fn append_rows(
    tx: &mut Tx<'_>,
    rows: impl IntoIterator<Item = Vec<Value>>,
) -> Result<()> {
    rows.into_iter().try_for_each(|row| tx.queue(APPEND, row))
}

/// The rows of events at the versions after `version`.
pub(crate) fn rows(
    id: ReportId,
    version: u32,
    at: Timestamp,
    actor: &Actor,
    events: &[Event],
) -> Vec<Vec<Value>> {
    let (word, duty) = match actor {
        Actor::Reporter => ("reporter", None),
        Actor::Officer(duty) => ("officer", Some(duty)),
        Actor::System(
            Reconciler::Timekeeper
            | Reconciler::Triage
            | Reconciler::Calendar
            | Reconciler::Directory
            | Reconciler::Demonstrator,
        ) => ("system", None),
    };
    let row = |(event, version): (&Event, u32)| {
        params![
            id.0,
            version,
            micros(at),
            word,
            duty.map(|d| d.officer.0),
            duty.map(|d| d.role.word()),
            duty.and_then(|d| d.agency).map(|a| a.0),
            duty.and_then(|d| d.unit).map(|u| u.0),
            event.fact.word(),
            codec::encode(event),
        ]
    };
    events.iter().zip(version + 1..).map(row).collect()
}
