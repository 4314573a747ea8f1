//! The threads that read.

use std::sync::Arc;
use std::time::Duration;

use super::connect::Target;
use super::session::{Mode, Session};
use super::worker::closure;
use crate::Result;
use crate::db::job::{Job, settle};
use crate::db::queue::{Queue, Taken};
use crate::db::stats::Recorder;
use crate::db::tx::{Failure, Remedy};

/// How long a reader sleeps between looks at an empty queue; a push wakes it at once.
const IDLE: Duration = Duration::from_secs(60);
/// A read is run again once when its connection turns out to be dead.
const RUNS_MAX: u32 = 3;

pub(in crate::db) struct Reader {
    session: Session,
    queue: Arc<Queue<Box<dyn Job>>>,
    recorder: Arc<Recorder>,
}

impl Reader {
    pub(in crate::db) fn new(
        target: Target,
        queue: Arc<Queue<Box<dyn Job>>>,
        recorder: Arc<Recorder>,
    ) -> Result<Self> {
        Ok(Self { session: Session::new(target, Mode::Snapshot)?, queue, recorder })
    }

    pub(in crate::db) fn run(mut self) {
        loop {
            match self.queue.take(1, IDLE) {
                Taken::Some(jobs) => {
                    for job in jobs.into_iter().filter(|job| !job.abandoned()) {
                        self.serve(job);
                    }
                }
                Taken::Idle => {}
                Taken::Closed => return,
            }
        }
    }

    fn serve(&mut self, mut job: Box<dyn Job>) {
        self.session.set_mode(if job.single() { Mode::Single } else { Mode::Snapshot });
        let mut verdict = Ok(());
        for run in 1..=RUNS_MAX {
            verdict = match self.session.ready() {
                Ok(()) => match closure(&mut self.session, job.as_mut()) {
                    (ok, Some(failure)) if ok || failure.remedy != Remedy::None => Err(failure),
                    _ => Ok(()),
                },
                Err(error) => Err(Failure::last(error)),
            };
            match &verdict {
                Err(failure) if failure.remedy != Remedy::None && run < RUNS_MAX => {
                    self.recorder.retried(job.name());
                    self.session.rollback();
                }
                _ => break,
            }
        }
        // The answer does not wait for the end of the snapshot.
        settle(&self.recorder, vec![(job, verdict.err().map(|failure| failure.error))]);
        self.session.rollback();
    }
}
