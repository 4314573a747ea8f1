//! The timekeeper: asks what is due as of now, and gives commands through the one door.
//!
//! There is no timer per report. Every activation is a bounded look into an index; it may be cut
//! off anywhere and run on several machines at once, because the door refuses what was done before
//! and a notice is written once.

mod digest;
mod recount;
mod reminders;
mod succession;

pub use digest::digest;
pub use recount::recount_due;
pub(crate) use reminders::put as put_reminder;
pub use reminders::{FOLLOWER, advance, remind_due};
pub use succession::succeed_due;

use crate::clock::micros;
use crate::db::Tx;
use crate::{Error, Result, Store, jobs, params, reports};
use domain::role::Reconciler;
use domain::{Actor, Command, ReportId};
use jiff::Timestamp;
use std::time::Duration;
use tokio::sync::watch;

/// How long the timekeeper rests when nothing is due. Limits end at the end of a day, so this is
/// only how late a closing can be.
const REST: Duration = Duration::from_secs(15);
/// Reports looked at in one step.
const PAGE: u16 = 200;
/// Activations between two looks for jobs to be removed: an hour.
const PRUNE_EVERY: u32 = 240;

const LAPSED: &str = "SELECT reporter_due_at, id FROM report WHERE open = 1 AND reporter_due_at IS NOT NULL \
                      AND reporter_due_at < $1 AND (reporter_due_at, id) > ($2, $3) \
                      ORDER BY reporter_due_at, id LIMIT $4";
const OUTER: &str = "SELECT outer_due_at, id FROM report WHERE open = 1 AND outer_due_at IS NOT NULL \
                     AND escalated_at IS NULL AND outer_due_at < $1 AND (outer_due_at, id) > ($2, $3) \
                     ORDER BY outer_due_at, id LIMIT $4";

/// What one activation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Activation {
    /// Reports closed or archived because the reporter's time ran out.
    pub lapsed: usize,
    /// Reports handed to the Ombudsman.
    pub escalated: usize,
    /// Reports whose clocks were looked at for reminders.
    pub reminded: usize,
    /// Desks that got the morning's list.
    pub digests: usize,
    /// Reports walked through after a change of the calendar.
    pub recounted: usize,
    /// Reports that moved on from an agency that ended.
    pub succeeded: usize,
}

impl Activation {
    fn is_idle(self) -> bool {
        self == Self::default()
    }
}

/// One activation as of `now`.
pub async fn run_once(store: &Store, now: Timestamp) -> Result<Activation> {
    Ok(Activation {
        recounted: recount_due(store, now, PAGE).await?,
        succeeded: succeed_due(store, now, PAGE).await?,
        lapsed: lapse_due(store, now, PAGE).await?,
        escalated: escalate_due(store, now, PAGE).await?,
        reminded: remind_due(store, now, PAGE).await?,
        digests: digest(store, now).await?,
    })
}

/// Keeps time until `shutdown` becomes true.
pub async fn run(store: &Store, mut shutdown: watch::Receiver<bool>) {
    let mut activations: u32 = 0;
    while !*shutdown.borrow() {
        match run_once(store, store.now()).await {
            Ok(done) if !done.is_idle() => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the timekeeper stopped for a moment"),
        }
        if activations.is_multiple_of(PRUNE_EVERY)
            && let Err(error) = jobs::prune(store).await
        {
            tracing::warn!(%error, "jobs were not pruned");
        }
        activations = activations.wrapping_add(1);
        // A sender that is gone means shutdown too.
        if matches!(tokio::time::timeout(REST, shutdown.changed()).await, Ok(Err(_))) {
            return;
        }
    }
}

/// T5, T18: closes or archives what the reporter let pass; at most `limit`, returns how many.
pub async fn lapse_due(store: &Store, now: Timestamp, limit: u16) -> Result<usize> {
    command_due(store, LAPSED, &Command::Lapse, now, limit).await
}

/// T21: hands to the Ombudsman what nobody settled by the outer limit; at most `limit`.
pub async fn escalate_due(store: &Store, now: Timestamp, limit: u16) -> Result<usize> {
    command_due(store, OUTER, &Command::Escalate, now, limit).await
}

/// Gives a command to every report the statement finds. A report that refuses is passed over, so
/// that it does not hold up those behind it.
async fn command_due(
    store: &Store,
    sql: &'static str,
    command: &Command,
    now: Timestamp,
    limit: u16,
) -> Result<usize> {
    let mut done = 0;
    let mut behind = (i64::MIN, i64::MIN);
    while done < usize::from(limit) {
        let values = params![micros(now), behind.0, behind.1, limit];
        let found = store
            .db()
            .select("timekeeper-due", sql, values, |row| {
                Ok((row.get::<i64>(0)?, row.get::<i64>(1)?))
            })
            .await?;
        let Some(last) = found.last() else { break };
        behind = *last;
        for (_, id) in found {
            done +=
                usize::from(give(store, ReportId(id), command, Reconciler::Timekeeper, now).await?);
        }
    }
    Ok(done)
}

/// False when the report refuses: it has moved on, or another machine was faster.
async fn give(
    store: &Store,
    id: ReportId,
    command: &Command,
    reconciler: Reconciler,
    now: Timestamp,
) -> Result<bool> {
    let actor = Actor::System(reconciler);
    match reports::execute_at(store, id, None, command.clone(), actor, now).await {
        Ok(_) => Ok(true),
        Err(Error::Refused(_)) => Ok(false),
        Err(error @ (Error::Decode(_) | Error::Corrupt(_))) => {
            tracing::error!(report.id = id.0, %error, "a report cannot be read");
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Writes planned notices in a transaction of their own.
async fn write_notices(
    store: &Store,
    drafts: Vec<crate::notices::Draft>,
    now: Timestamp,
) -> Result<()> {
    let writer = store.clone();
    let write = move |tx: &mut Tx<'_>| crate::notices::write(tx, &writer, &drafts, now);
    store.db().write("timekeeper-notices", write).await
}
