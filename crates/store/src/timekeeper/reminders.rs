//! Reminders: a row for each open report says when one of its clocks turns next.
//!
//! The rows follow the events; the reminders themselves are read from the report as it is when
//! that instant has passed ([`domain::reminder`]), so a row that comes too early tells nothing.

use super::PAGE;
use crate::clock::micros;
use crate::db::Tx;
use crate::follow::{self, Change};
use crate::notices::{self, About, Planner};
use crate::reports::fold;
use crate::{Result, Store, params};
use domain::reminder::{Reminder, reminders};
use domain::{Reference, Report, ReportId};
use jiff::Timestamp;
use std::collections::BTreeSet;

/// Name of the follower.
pub const FOLLOWER: &str = "reminders";

const PUT: &str = "INSERT INTO reminder (report_id, at) VALUES ($1, $2) \
                   ON CONFLICT (report_id) DO UPDATE SET at = excluded.at";
const DROP: &str = "DELETE FROM reminder WHERE report_id = $1";
const DUE: &str =
    "SELECT report_id, at FROM reminder WHERE at < $1 ORDER BY at, report_id LIMIT $2";
const MOVE: &str = "UPDATE reminder SET at = $3 WHERE report_id = $1 AND at = $2";
const DROP_AT: &str = "DELETE FROM reminder WHERE report_id = $1 AND at = $2";

/// Takes the follower past one batch; how many events it took.
pub async fn advance(store: &Store) -> Result<usize> {
    let (reference, now) = (store.reference(), store.now());
    let look = move |tx: &mut Tx<'_>, changes: &[Change]| {
        // Not the state after the event but the newest: a later event may have been met before.
        let reports: BTreeSet<ReportId> = changes.iter().map(|change| change.report).collect();
        let mut next = Vec::new();
        for (id, history) in follow::histories(tx, reports)? {
            let report = fold(id, &history)?;
            let all = report.map(|report| reminders(&report, &reference, now)).unwrap_or_default();
            next.push((id, all.iter().map(|reminder| micros(reminder.at)).min()));
        }
        Ok(next)
    };
    let apply = |tx: &mut Tx<'_>, next: &Vec<(ReportId, Option<i64>)>| {
        for (id, at) in next {
            match at {
                Some(at) => tx.queue(PUT, params![id.0, *at])?,
                None => tx.queue(DROP, params![id.0])?,
            }
        }
        Ok(())
    };
    follow::advance(store, FOLLOWER, PAGE, look, apply).await
}

/// Says when one of a report's clocks turns next.
pub(crate) fn put(tx: &mut Tx<'_>, report: ReportId, at: i64) -> Result<()> {
    tx.queue(PUT, params![report.0, at])
}

/// A report that was looked at: the row as it was, and the next instant.
struct Seen {
    report: ReportId,
    at: i64,
    next: Option<i64>,
}

/// Tells what has become due: limits that are near or have passed, windows that end. Each once. At
/// most `limit` reports, returns how many.
pub async fn remind_due(store: &Store, now: Timestamp, limit: u16) -> Result<usize> {
    let reference = store.reference();
    let look = move |tx: &mut Tx<'_>| look(tx, &reference, now, limit);
    let (seen, drafts) = store.db().read("remind-look", look).await?;
    if seen.is_empty() {
        return Ok(0);
    }
    let count = seen.len();
    let writer = store.clone();
    let write = move |tx: &mut Tx<'_>| {
        notices::write(tx, &writer, &drafts, now)?;
        for Seen { report, at, next } in &seen {
            match next {
                Some(next) => tx.queue(MOVE, params![report.0, *at, *next])?,
                None => tx.queue(DROP_AT, params![report.0, *at])?,
            }
        }
        Ok(())
    };
    store.db().write("remind", write).await?;
    Ok(count)
}

fn look(
    tx: &mut Tx<'_>,
    reference: &Reference,
    now: Timestamp,
    limit: u16,
) -> Result<(Vec<Seen>, Vec<notices::Draft>)> {
    let rows = tx.all(DUE, params![micros(now), limit], |row| {
        Ok((ReportId(row.get(0)?), row.get::<i64>(1)?))
    })?;
    if rows.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let mut histories = follow::histories(tx, rows.iter().map(|(report, _)| *report))?;
    let mut found: Vec<(i64, Report)> = Vec::new();
    let mut seen = Vec::new();
    for (id, at) in rows {
        let history = histories.remove(&id).unwrap_or_default();
        match fold(id, &history)? {
            Some(report) => found.push((at, report)),
            None => seen.push(Seen { report: id, at, next: None }),
        }
    }
    let mut planner = Planner::new(tx, found.iter().map(|(_, report)| report), now)?;
    for (at, report) in &found {
        let (passed, coming): (Vec<Reminder>, Vec<Reminder>) =
            reminders(report, reference, now).into_iter().partition(|reminder| reminder.at < now);
        for reminder in passed {
            planner.tell(tx, &about(report, &reminder), reminder.notice)?;
        }
        let next = coming.iter().map(|reminder| micros(reminder.at)).min();
        seen.push(Seen { report: report.id, at: *at, next });
    }
    Ok((seen, planner.drafts))
}

fn about<'r>(report: &'r Report, reminder: &Reminder) -> About<'r> {
    let Reminder { deadline, due, task, .. } = reminder;
    let task = task.map(|task| task.0);
    let detail =
        serde_json::json!({ "deadline": deadline.word(), "due": micros(*due), "task": task });
    let which = task.map_or_else(|| deadline.to_string(), |task| format!("{deadline}-{task}"));
    About {
        report: Some(report),
        version: None,
        dedup: format!("{}:{which}-{}", report.id, micros(*due)),
        detail: Some(detail.to_string()),
    }
}
