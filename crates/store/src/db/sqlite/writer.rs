//! The thread that writes: whoever waits shares one commit.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Session;
use crate::db::Options;
use crate::db::job::{Job, settle};
use crate::db::queue::{Queue, Taken};
use crate::db::stats::Recorder;
use crate::db::tx::{self, Failure, Tx};
use crate::{Error, Result};

/// Most transactions in one commit. More gains nothing: the flush is already shared.
const BATCH_MAX: usize = 256;
/// A commit is not held back longer than this for the transactions behind it.
const BATCH_TIME: Duration = Duration::from_millis(25);
/// Quiet time after which the write-ahead log is copied into the database.
const IDLE: Duration = Duration::from_millis(200);
/// A log file that grew beyond this behind a long read is cut as soon as the read ends.
pub(super) const WAL_KEPT_BYTES: u64 = 64 << 20;

pub(in crate::db) struct Writer {
    session: Session,
    wal: PathBuf,
    queue: Arc<Queue<Box<dyn Job>>>,
    recorder: Arc<Recorder>,
    written: bool,
    /// While the disk is full: when to try next to empty the log.
    starved: Option<Instant>,
}

impl Writer {
    pub(in crate::db) fn open(
        path: &Path,
        options: &Options,
        queue: Arc<Queue<Box<dyn Job>>>,
        recorder: Arc<Recorder>,
    ) -> Result<Self> {
        let mut wal = path.as_os_str().to_owned();
        wal.push("-wal");
        let session = Session::writer(path, options)?;
        Ok(Self { session, wal: wal.into(), queue, recorder, written: false, starved: None })
    }

    /// Serves until the queue is closed and empty.
    pub(in crate::db) fn run(mut self) {
        loop {
            match self.queue.take(BATCH_MAX, IDLE) {
                Taken::Some(mut jobs) => {
                    jobs.retain(|job| !job.abandoned());
                    while !jobs.is_empty() {
                        self.batch(&mut jobs, false);
                    }
                    if self.starved.is_some_and(|next| next <= Instant::now()) {
                        self.checkpoint();
                    }
                }
                Taken::Idle => self.checkpoint(),
                // The last connection to close may be a reader's, which cannot do it: the file
                // alone would lack what is still in the log.
                Taken::Closed => return self.checkpoint(),
            }
        }
    }

    /// One commit for as many jobs as fit into [`BATCH_TIME`]. Each is `guarded` by a savepoint
    /// only after one of them has failed with rows already written: at every savepoint the
    /// full-text index puts what it holds on disk, a segment for each report.
    fn batch(&mut self, jobs: &mut VecDeque<Box<dyn Job>>, guarded: bool) {
        if jobs.len() == 1 {
            for job in jobs.drain(..) {
                self.alone(job);
            }
            return;
        }
        if let Err(error) = self.session.command("BEGIN IMMEDIATE") {
            self.refuse(jobs.drain(..).collect(), &error);
            return;
        }
        let start = Instant::now();
        let mut done: Vec<(Box<dyn Job>, Option<Error>)> = Vec::with_capacity(jobs.len());
        while let Some(mut job) = jobs.pop_front() {
            let before = self.session.conn.total_changes();
            let verdict =
                if guarded { self.in_savepoint(job.as_mut()) } else { self.closure(job.as_mut()) };
            let lost = !self.session.in_transaction();
            let wrote = self.session.conn.total_changes() != before;
            let stays = guarded || verdict == Ok(true) || !wrote;
            done.push((job, verdict.err()));
            if lost {
                self.starve();
                // A full disk takes the neighbours' work with it; each gets its own chance.
                self.each_alone(done.into_iter().map(|(job, _)| job));
                return;
            }
            if !stays {
                self.rollback();
                for (job, _) in done.into_iter().rev() {
                    self.recorder.rerun(job.name());
                    jobs.push_front(job);
                }
                return self.batch(jobs, true);
            }
            if start.elapsed() > BATCH_TIME {
                break;
            }
        }
        match self.commit() {
            Ok(()) => {
                self.recorder.committed(done.len());
                settle(&self.recorder, done);
            }
            Err(error @ (Error::Unavailable(_) | Error::Unconfirmed(_) | Error::Corrupt(_))) => {
                self.refuse(done.into_iter().map(|(job, _)| job).collect(), &error);
            }
            // One of them broke a deferred constraint; the others are not to blame.
            Err(_) => self.each_alone(done.into_iter().map(|(job, _)| job)),
        }
    }

    fn each_alone(&mut self, jobs: impl Iterator<Item = Box<dyn Job>>) {
        for job in jobs {
            self.recorder.rerun(job.name());
            self.alone(job);
        }
    }

    /// A failing closure takes back its own part only. The error, when there is one,
    /// replaces what the closure returned.
    fn in_savepoint(&self, job: &mut dyn Job) -> Result<bool> {
        self.session.command("SAVEPOINT one")?;
        let verdict = self.closure(job);
        if verdict == Ok(true) {
            return self.session.command("RELEASE one").map(|()| true);
        }
        if self.session.in_transaction() {
            self.session.command("ROLLBACK TO one")?;
            self.session.command("RELEASE one")?;
        }
        verdict
    }

    fn alone(&mut self, mut job: Box<dyn Job>) {
        let verdict = self.session.command("BEGIN IMMEDIATE").and_then(|()| {
            match self.closure(job.as_mut()) {
                Ok(true) => {
                    self.commit()?;
                    self.recorder.committed(1);
                    Ok(())
                }
                ended => {
                    if !self.session.in_transaction() {
                        self.starve();
                    }
                    self.rollback();
                    ended.map(drop)
                }
            }
        });
        settle(&self.recorder, vec![(job, verdict.err())]);
    }

    /// True when the closure wants to be committed. An error is a failed statement that the
    /// closure passed over.
    fn closure(&self, job: &mut dyn Job) -> Result<bool> {
        let mut tx = Tx::new(tx::Session::Sqlite(&self.session));
        let ok = job.run(&mut tx);
        match tx.into_failure() {
            Some(Failure { error, .. }) if ok => Err(error),
            _ => Ok(ok),
        }
    }

    fn commit(&mut self) -> Result<()> {
        self.written = true;
        self.session.command("COMMIT").map_err(|error| {
            if matches!(error, Error::Unavailable(_)) {
                self.starve();
            }
            self.rollback();
            match error {
                // The frames may have reached the disk although the flush failed.
                Error::Unavailable(why) if why.starts_with("the disk fails") => {
                    Error::Unconfirmed(why)
                }
                other => other,
            }
        })
    }

    fn rollback(&self) {
        if self.session.in_transaction()
            && let Err(error) = self.session.command("ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }

    /// SQLite took a transaction back by itself: most likely the disk is full. The log is not
    /// left to grow to its usual size then, but emptied and given back as soon as that works.
    fn starve(&mut self) {
        self.starved.get_or_insert_with(Instant::now);
    }

    fn refuse(&self, jobs: Vec<Box<dyn Job>>, error: &Error) {
        let done = jobs.into_iter().map(|job| (job, Some(error.clone()))).collect();
        settle(&self.recorder, done);
    }

    /// Copies the log into the database while nobody waits, and cuts a log that a long read
    /// had let grow or that takes space on a full disk.
    fn checkpoint(&mut self) {
        if !self.written && self.starved.is_none() {
            return;
        }
        self.written = false;
        let starved = self.starved.take().is_some();
        let oversized =
            starved || std::fs::metadata(&self.wal).is_ok_and(|wal| wal.len() > WAL_KEPT_BYTES);
        let pragma = if oversized {
            "PRAGMA wal_checkpoint(TRUNCATE)"
        } else {
            "PRAGMA wal_checkpoint(PASSIVE)"
        };
        // TRUNCATE waits for readers; the next write must not wait with it.
        let done =
            self.session.conn.busy_timeout(Duration::ZERO).and_then(|()| {
                self.session.conn.query_row(pragma, [], |row| row.get::<_, bool>(0))
            });
        let restored = self.session.conn.busy_timeout(super::LOCK_PATIENCE);
        match done.and_then(|blocked| restored.map(|()| blocked)) {
            // A reader is in the way: once more at the next quiet moment.
            Ok(false) => return,
            Ok(true) => self.written = true,
            Err(error) => tracing::warn!(%error, "the write-ahead log could not be copied"),
        }
        self.starved = starved.then(|| Instant::now() + IDLE);
    }
}
