//! What LAPOR may route by itself: one switch, and a threshold for each category (T1c).

use crate::audit::{self, Act, Entry, subject};
use crate::clock::micros;
use crate::db::Tx;
use crate::follow::Position;
use crate::reports::{self, queries};
use crate::{Error, Result, Store, dialect, params};
use domain::category::CategoryCode;
use domain::command::{Command, Evidence};
use domain::role::{Actor, Reconciler};
use domain::{AgencyId, OfficerId, ReportId};
use jiff::Timestamp;
use serde_json::json;
use std::collections::BTreeMap;

const SWITCH: &str = "SELECT is_on FROM machine_routing WHERE id = 1";
const THRESHOLDS: &str = "SELECT category, permille FROM machine_threshold ORDER BY category";
const TURN: &str = "INSERT INTO machine_routing (id, is_on, officer, at) VALUES (1, $1, $2, $3) \
                    ON CONFLICT (id) DO UPDATE SET is_on = excluded.is_on, officer = excluded.officer, at = excluded.at";
const ALLOW: &str = "INSERT INTO machine_threshold (category, permille, officer, at) VALUES ($1, $2, $3, $4) \
                     ON CONFLICT (category) DO UPDATE SET permille = excluded.permille, officer = excluded.officer, at = excluded.at";
const FORBID: &str = "DELETE FROM machine_threshold WHERE category = $1";
const BEFORE: &str = "SELECT permille FROM machine_threshold WHERE category = $1";

/// What is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Allowed {
    /// Off stops everything at once and keeps the thresholds.
    pub on: bool,
    /// From which probability on, in thousandths; categories without one are never routed.
    pub thresholds: BTreeMap<CategoryCode, u16>,
}

/// What is allowed now.
pub async fn allowed(store: &Store) -> Result<Allowed> {
    let look = |tx: &mut Tx<'_>| {
        let on = tx.first(SWITCH, params![], |row| row.get::<bool>(0))?.unwrap_or(false);
        let rows =
            tx.all(THRESHOLDS, params![], |row| Ok((row.get::<String>(0)?, row.get::<u16>(1)?)))?;
        let read = |(code, permille): (String, u16)| {
            let code = CategoryCode::parse(&code).ok_or(Error::Decode("threshold".to_owned()))?;
            Ok((code, permille))
        };
        let thresholds = rows.into_iter().map(read).collect::<Result<_>>()?;
        Ok(Allowed { on, thresholds })
    };
    store.db().read("machine-routing", look).await
}

/// Turns it on or off; holds for the next report.
pub async fn turn(store: &Store, on: bool, officer: OfficerId) -> Result<()> {
    let about = subject("machine_routing", "switch");
    let entry = Entry::new(store, Some(officer), Act::ReferenceChanged, about);
    let entry = entry.before(json!({ "on": !on })).after(json!({ "on": on }));
    let at = micros(store.now());
    let write = move |tx: &mut Tx<'_>| {
        tx.queue(TURN, params![on, officer.0, at])?;
        audit::append(tx, &entry)
    };
    store.db().write("machine-routing-turn", write).await
}

/// Allows a category from a probability on; `None` takes it back.
pub async fn allow(
    store: &Store,
    category: &CategoryCode,
    permille: Option<u16>,
    officer: OfficerId,
) -> Result<()> {
    let about = subject("machine_routing", category);
    let entry = Entry::new(store, Some(officer), Act::ReferenceChanged, about);
    let (at, category) = (micros(store.now()), category.to_string());
    let write = move |tx: &mut Tx<'_>| {
        let before = tx.first(BEFORE, params![&category], |row| row.get::<i64>(0))?;
        match permille {
            Some(permille) => tx.queue(ALLOW, params![&category, permille, officer.0, at])?,
            None => tx.queue(FORBID, params![&category])?,
        }
        let entry = entry.clone().before(json!({ "permille": before }));
        audit::append(tx, &entry.after(json!({ "permille": permille })))
    };
    store.db().write("machine-routing-allow", write).await
}

/// How far what has come in was looked at: first what stood there at the beginning, by name, then
/// the filings in the order of the events. Names alone would not do: a draft takes its name when it
/// is begun, and is filed behind later ones.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// Of what stood there, the last looked at; `None` once all was.
    standing: Option<ReportId>,
    events: Position,
}

/// Reports that nobody has touched.
#[derive(Debug)]
pub struct Arrivals {
    /// Their rows.
    pub reports: Vec<queries::Summary>,
    /// The place behind them.
    pub place: Place,
    /// Whether there may be more at once.
    pub more: bool,
}

/// The place in front of everything that waits now.
pub async fn begin(store: &Store) -> Result<Place> {
    let look = |tx: &mut Tx<'_>| {
        let events =
            tx.first(dialect::events_end(tx.engine()), params![], |row| Position::read(row, 0))?;
        Ok(Place { standing: Some(ReportId(0)), events: events.unwrap_or_default() })
    };
    store.db().read("machine-routing-begin", look).await
}

/// Reads on: reports received at `since` or later that nobody has touched, from at most `limit`
/// rows or events.
pub async fn arrived(
    store: &Store,
    place: Place,
    since: Timestamp,
    limit: u16,
) -> Result<Arrivals> {
    let look = move |tx: &mut Tx<'_>| {
        if let Some(behind) = place.standing {
            let reports = queries::untouched(tx, since, behind, limit)?;
            let more = reports.len() == usize::from(limit);
            let standing = reports.last().map(|row| row.id).filter(|_| more);
            return Ok(Arrivals { reports, place: Place { standing, ..place }, more: true });
        }
        let found = place.events.next(tx, limit)?;
        let Some((_, _, events)) = found.last().copied() else {
            return Ok(Arrivals { reports: Vec::new(), place, more: false });
        };
        let filed = found.iter().filter(|(_, version, _)| *version == 1).map(|(id, _, _)| *id);
        let reports = queries::untouched_of(tx, since, filed)?;
        let more = found.len() == usize::from(limit);
        Ok(Arrivals { reports, place: Place { events, ..place }, more })
    };
    store.db().read("arrived", look).await
}

/// Routes a report; false when the rules refuse it or somebody was faster.
pub async fn route(
    store: &Store,
    report: ReportId,
    category: CategoryCode,
    lead: AgencyId,
    evidence: Evidence,
) -> Result<bool> {
    let command = Command::Route { category, lead, evidence };
    let actor = Actor::System(Reconciler::Triage);
    match reports::execute(store, report, Some(1), command, actor).await {
        Ok(_) => Ok(true),
        Err(Error::Refused(_)) => Ok(false),
        Err(error) => Err(error),
    }
}
