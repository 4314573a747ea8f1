//! A transaction on its way from a task to the thread that runs it and back.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::stats::Recorder;
use super::tx::Tx;
use crate::{Error, Result};

/// A named closure with the place its answer goes to.
pub(super) trait Job: Send {
    fn name(&self) -> &'static str;
    /// A read of one statement, which needs no snapshot around it.
    fn single(&self) -> bool;
    /// Nobody waits for the answer any more.
    fn abandoned(&self) -> bool;
    /// Runs the closure once and keeps its outcome; true when it wants to be committed.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// The last run returned an error.
    fn failed(&self) -> bool;
    /// Time spent in the closure so far.
    fn spent(&self) -> Duration;
    /// Sends the kept outcome.
    fn settle(self: Box<Self>);
    /// Sends this error instead of the kept outcome.
    fn refuse(self: Box<Self>, error: Error);
}

pub(super) struct Call<T, F> {
    name: &'static str,
    closure: F,
    single: bool,
    outcome: Option<Result<T>>,
    spent: Duration,
    reply: oneshot::Sender<Result<T>>,
}

/// Sends every job its outcome, or the error that replaces it.
pub(super) fn settle(recorder: &Recorder, done: Vec<(Box<dyn Job>, Option<Error>)>) {
    recorder
        .answered(done.iter().map(|(job, error)| (job.as_ref(), error.is_some() || job.failed())));
    for (job, error) in done {
        match error {
            None => job.settle(),
            Some(error) => job.refuse(error),
        }
    }
}

/// The job and where its answer will arrive.
pub(super) fn call<T, F>(
    name: &'static str,
    single: bool,
    closure: F,
) -> (Box<dyn Job>, oneshot::Receiver<Result<T>>)
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (Box::new(Call { name, closure, single, outcome: None, spent: Duration::ZERO, reply }), answer)
}

impl<T, F> Call<T, F> {
    fn send(self, outcome: Result<T>) {
        // The receiver is gone when the asking task was cancelled; nobody is left to tell.
        drop(self.reply.send(outcome));
    }
}

impl<T, F> Job for Call<T, F>
where
    T: Send,
    F: Fn(&mut Tx<'_>) -> Result<T> + Send,
{
    fn name(&self) -> &'static str {
        self.name
    }

    fn single(&self) -> bool {
        self.single
    }

    fn abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let start = Instant::now();
        // A half-done closure leaves nothing behind: its part of the transaction is rolled
        // back, and the payload stays out of the error because it may quote a person.
        let outcome = catch_unwind(AssertUnwindSafe(|| (self.closure)(tx)))
            .unwrap_or_else(|_| Err(Error::Fault(format!("transaction {} panicked", self.name))));
        self.spent += start.elapsed();
        let ok = outcome.is_ok();
        self.outcome = Some(outcome);
        ok
    }

    fn failed(&self) -> bool {
        matches!(self.outcome, Some(Err(_)))
    }

    fn spent(&self) -> Duration {
        self.spent
    }

    fn settle(mut self: Box<Self>) {
        let outcome = self
            .outcome
            .take()
            .unwrap_or_else(|| Err(Error::Fault(format!("transaction {} never ran", self.name))));
        self.send(outcome);
    }

    fn refuse(self: Box<Self>, error: Error) {
        self.send(Err(error));
    }
}
