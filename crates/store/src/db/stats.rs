//! Counters by transaction name, for metrics and tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::job::Job;

/// What [`super::Db::stats`] returns: totals since the database was opened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stats {
    /// By the name given to `write` or `read`.
    pub transactions: BTreeMap<&'static str, TransactionStats>,
    /// Physical commits of writers.
    pub commits: CommitStats,
    /// Writes waiting now.
    pub writes_waiting: usize,
    /// Reads waiting now.
    pub reads_waiting: usize,
}

/// One named transaction.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct TransactionStats {
    /// Answered, with success or not.
    pub count: u64,
    /// Answered with an error, refusals included.
    pub failed: u64,
    /// Run again after a serialization failure, a deadlock or a lost connection.
    pub retries: u64,
    /// Run again alone because a neighbour in the same commit failed.
    pub reruns: u64,
    /// Time inside the closure, all runs together.
    pub spent: Duration,
}

/// How well writes share commits.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct CommitStats {
    /// Commits that reached the engine.
    pub count: u64,
    /// Transactions in them.
    pub members: u64,
    /// Most transactions in one commit.
    pub largest: u64,
}

#[derive(Default)]
pub(super) struct Recorder(Mutex<Recorded>);

#[derive(Default)]
struct Recorded {
    transactions: BTreeMap<&'static str, TransactionStats>,
    commits: CommitStats,
}

impl Recorder {
    fn lock(&self) -> MutexGuard<'_, Recorded> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn answered<'a>(&self, jobs: impl Iterator<Item = (&'a dyn Job, bool)>) {
        let mut recorded = self.lock();
        for (job, failed) in jobs {
            let entry = recorded.transactions.entry(job.name()).or_default();
            entry.count += 1;
            entry.failed += u64::from(failed);
            entry.spent += job.spent();
        }
    }

    pub(super) fn retried(&self, name: &'static str) {
        self.lock().transactions.entry(name).or_default().retries += 1;
    }

    pub(super) fn rerun(&self, name: &'static str) {
        self.lock().transactions.entry(name).or_default().reruns += 1;
    }

    pub(super) fn committed(&self, members: usize) {
        let members = u64::try_from(members).unwrap_or(u64::MAX);
        let commits = &mut self.lock().commits;
        commits.count += 1;
        commits.members += members;
        commits.largest = commits.largest.max(members);
    }

    pub(super) fn read(&self) -> Stats {
        let recorded = self.lock();
        Stats {
            transactions: recorded.transactions.clone(),
            commits: recorded.commits,
            ..Stats::default()
        }
    }
}
