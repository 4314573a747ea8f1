//! Jobs: what has to be done outside of the database, committed together with its cause.
//!
//! A job is done at least once, so whoever does it makes a repeat harmless. It is claimed under a
//! lease; when its worker dies the lease ends and another worker gets it.

use crate::audit::{self, Act, Entry};
use crate::clock::{instant, micros};
use crate::db::{Row, Tx};
use crate::{Result, Store, params};
use domain::OfficerId;
use jiff::{SignedDuration, Timestamp};

/// Claims after which a job is dead although its own schedule would go on: it kills its workers.
pub const ATTEMPTS_MAX: u32 = 100;
/// How long jobs that are done are kept, to be looked at.
pub const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Rows removed in one transaction.
const PRUNE: u16 = 1_000;

const ENQUEUE: &str = "INSERT INTO job (id, queue, kind, dedup, payload, state, run_at, attempts, created_at) \
                       VALUES ($1, $2, $3, $4, $5, 'waiting', $6, 0, $7) ON CONFLICT (dedup) DO NOTHING";
const RECLAIM: &str = "UPDATE job SET state = CASE WHEN attempts >= $2 THEN 'dead' ELSE 'waiting' END, \
                       ended_at = CASE WHEN attempts >= $2 THEN CAST($1 AS BIGINT) END, \
                       error = 'its worker did not come back', lease_until = NULL WHERE id IN \
                       (SELECT id FROM job WHERE state = 'running' AND lease_until < $1 {{SKIP LOCKED}})";
const CLAIM: &str = "WITH next AS MATERIALIZED (SELECT id FROM job WHERE state = 'waiting' AND queue = $1 \
                     AND run_at <= $2 ORDER BY run_at, id LIMIT $4 {{SKIP LOCKED}}) \
                     UPDATE job SET state = 'running', attempts = attempts + 1, lease_until = $3 \
                     WHERE id IN (SELECT id FROM next) RETURNING id, kind, payload, attempts, created_at";
const DONE: &str = "UPDATE job SET state = 'done', ended_at = $3, lease_until = NULL, error = NULL \
                    WHERE id = $1 AND attempts = $2 AND state = 'running'";
const RETRY: &str = "UPDATE job SET state = 'waiting', run_at = $3, lease_until = NULL, error = $4 \
                     WHERE id = $1 AND attempts = $2 AND state = 'running'";
const BURY: &str = "UPDATE job SET state = 'dead', ended_at = $3, lease_until = NULL, error = $4 \
                    WHERE id = $1 AND attempts = $2 AND state = 'running'";
const DEAD: &str = "SELECT id, queue, kind, payload, attempts, error, created_at, ended_at FROM job \
                    WHERE state = 'dead' AND id < $1 ORDER BY id DESC LIMIT $2";
const REVIVE: &str = "UPDATE job SET state = 'waiting', run_at = $2, attempts = 0, ended_at = NULL \
                      WHERE id = $1 AND state = 'dead'";
const PRUNE_DONE: &str = "DELETE FROM job WHERE id IN \
                          (SELECT id FROM job WHERE state = 'done' AND ended_at < $1 LIMIT $2)";
const WAITING: &str =
    "SELECT COUNT(*), MIN(run_at) FROM job WHERE state = 'waiting' AND queue = $1 AND run_at <= $2";

/// A job to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Its name, from [`Store::next_id`].
    pub id: i64,
    /// Workers take from one queue, so that a slow other side delays only its own.
    pub queue: &'static str,
    /// What is to be done; stable, because jobs outlive builds.
    pub kind: &'static str,
    /// The same for every repeat of the same cause; a repeat is ignored.
    pub dedup: String,
    /// JSON that holds names of rows, never personal data.
    pub payload: String,
    /// Not before.
    pub run_at: Timestamp,
    /// Now.
    pub created_at: Timestamp,
}

/// Adds a job to the transaction of its cause.
pub fn enqueue(tx: &mut Tx<'_>, job: &NewJob) -> Result<()> {
    let (run_at, created_at) = (micros(job.run_at), micros(job.created_at));
    tx.queue(
        ENQUEUE,
        params![job.id, job.queue, job.kind, &job.dedup, &job.payload, run_at, created_at],
    )
}

/// A job that this worker has until its lease ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Its name.
    pub id: i64,
    /// What is to be done.
    pub kind: String,
    /// With what.
    pub payload: String,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// When its cause was.
    pub created_at: Timestamp,
}

/// What came of a claimed job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// To be tried again, by the schedule of whoever did it. The reason holds no personal data.
    Retry {
        /// When.
        at: Timestamp,
        /// Why.
        why: String,
    },
    /// Given up: a person has to look at it. The reason holds no personal data.
    Dead {
        /// Why.
        why: String,
    },
}

/// Claims up to `n` jobs of a queue that are due, for the time of the lease. Jobs whose lease has
/// ended are given back first.
pub async fn claim(
    store: &Store,
    queue: &'static str,
    n: u16,
    lease: SignedDuration,
) -> Result<Vec<Claimed>> {
    let now = store.now();
    let until = now.checked_add(lease).unwrap_or(Timestamp::MAX);
    let take = move |tx: &mut Tx<'_>| {
        tx.queue(RECLAIM, params![micros(now), ATTEMPTS_MAX])?;
        tx.all(CLAIM, params![queue, micros(now), micros(until), n], |row| {
            Ok(Claimed {
                id: row.get(0)?,
                kind: row.get(1)?,
                payload: row.get(2)?,
                attempt: row.get(3)?,
                created_at: instant(row.get(4)?),
            })
        })
    };
    let mut claimed = store.db().write("job-claim", take).await?;
    claimed.sort_by_key(|job| job.id);
    Ok(claimed)
}

/// Writes down what came of a job. False when its lease had ended and somebody else has it, or had
/// it since: then nothing is written.
pub async fn settle(store: &Store, job: &Claimed, outcome: Outcome) -> Result<bool> {
    let (id, attempt, now) = (job.id, job.attempt, micros(store.now()));
    let write = move |tx: &mut Tx<'_>| match &outcome {
        Outcome::Done => tx.exec(DONE, params![id, attempt, now]),
        Outcome::Retry { at, why } => tx.exec(RETRY, params![id, attempt, micros(*at), why]),
        Outcome::Dead { why } => tx.exec(BURY, params![id, attempt, now, why]),
    };
    Ok(store.db().write("job-settle", write).await? == 1)
}

/// A job that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// Its name.
    pub id: i64,
    /// Its queue.
    pub queue: String,
    /// What was to be done.
    pub kind: String,
    /// With what.
    pub payload: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last attempt did not succeed.
    pub error: Option<String>,
    /// When its cause was.
    pub created_at: Timestamp,
    /// When it was given up.
    pub ended_at: Timestamp,
}

/// Jobs that were given up, newest first, behind the name `before`.
pub async fn dead(store: &Store, before: Option<i64>, limit: u16) -> Result<Vec<DeadJob>> {
    let read = |row: &Row<'_>| {
        Ok(DeadJob {
            id: row.get(0)?,
            queue: row.get(1)?,
            kind: row.get(2)?,
            payload: row.get(3)?,
            attempts: row.get(4)?,
            error: row.get(5)?,
            created_at: instant(row.get(6)?),
            ended_at: instant(row.get(7)?),
        })
    };
    store.db().select("job-dead", DEAD, params![before.unwrap_or(i64::MAX), limit], read).await
}

/// Lets a job that was given up begin again, and writes down who did. False when it is not dead.
pub async fn revive(store: &Store, id: i64, by: Option<OfficerId>) -> Result<bool> {
    let now = micros(store.now());
    let entry = Entry::new(store, by, Act::JobRevived, audit::subject("job", id));
    let work = move |tx: &mut Tx<'_>| {
        let revived = tx.exec(REVIVE, params![id, now])? == 1;
        if revived {
            audit::append(tx, &entry)?;
        }
        Ok(revived)
    };
    store.db().write("job-revive", work).await
}

/// Removes jobs done longer ago than [`KEPT`]; how many.
pub async fn prune(store: &Store) -> Result<u64> {
    let before = micros(store.now().checked_sub(KEPT).unwrap_or(Timestamp::MIN));
    let mut removed = 0;
    loop {
        let prune = move |tx: &mut Tx<'_>| tx.exec(PRUNE_DONE, params![before, PRUNE]);
        let some = store.db().write("job-prune", prune).await?;
        removed += some;
        if some < u64::from(PRUNE) {
            return Ok(removed);
        }
    }
}

/// How many jobs of a queue are due, and since when the oldest.
pub async fn backlog(store: &Store, queue: &'static str) -> Result<(u64, Option<Timestamp>)> {
    let values = params![queue, micros(store.now())];
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get::<Option<i64>>(1)?.map(instant)));
    Ok(store
        .db()
        .select("job-backlog", WAITING, values, read)
        .await?
        .into_iter()
        .next()
        .unwrap_or_default())
}
