//! The threads that write: waiting transactions share one, and with it one round trip.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::connect::Target;
use super::session::{Mode, Session};
use crate::Result;
use crate::db::job::{Job, settle};
use crate::db::queue::{Queue, Taken};
use crate::db::stats::Recorder;
use crate::db::tx::{self, Failure, Remedy, Tx};

/// Most transactions in one commit. Their locks are held together, so it stays small.
const BATCH_MAX: usize = 16;
/// How often a transaction is run before its race is given up as lost.
const RUNS_MAX: u32 = 8;
/// The first pause after a lost race; it doubles, and up to the same again is added by chance.
const RACE_PAUSE: Duration = Duration::from_millis(2);
/// How long a worker sleeps between looks at an empty queue; a push wakes it at once.
const IDLE: Duration = Duration::from_secs(60);

pub(in crate::db) struct Worker {
    session: Session,
    queue: Arc<Queue<Box<dyn Job>>>,
    recorder: Arc<Recorder>,
    jitter: u64,
}

impl Worker {
    /// Does not connect yet; `seed` differs between workers and spreads their retries.
    pub(in crate::db) fn new(
        target: Target,
        seed: u64,
        queue: Arc<Queue<Box<dyn Job>>>,
        recorder: Arc<Recorder>,
    ) -> Result<Self> {
        let session = Session::new(target, Mode::Write)?;
        Ok(Self { session, queue, recorder, jitter: seed | 1 })
    }

    /// Serves until the queue is closed and empty.
    pub(in crate::db) fn run(mut self) {
        loop {
            match self.queue.take(BATCH_MAX, IDLE) {
                Taken::Some(mut jobs) => {
                    jobs.retain(|job| !job.abandoned());
                    if jobs.len() > 1 {
                        self.group(jobs);
                    } else {
                        for job in jobs {
                            self.alone(job);
                        }
                    }
                }
                Taken::Idle => {}
                Taken::Closed => return,
            }
        }
    }

    /// All in one transaction; when that fails each alone.
    fn group(&mut self, mut jobs: VecDeque<Box<dyn Job>>) {
        let grouped = self.session.ready().is_ok() && self.run_all(&mut jobs);
        if grouped {
            match self.session.commit() {
                Ok(reached) => {
                    if reached {
                        self.recorder.committed(jobs.len());
                    }
                    let done = jobs.into_iter().map(|job| (job, None)).collect();
                    return settle(&self.recorder, done);
                }
                Err(Failure { error: error @ crate::Error::Unconfirmed(_), .. }) => {
                    let done = jobs.into_iter().map(|job| (job, Some(error.clone()))).collect();
                    return settle(&self.recorder, done);
                }
                Err(_) => {}
            }
        }
        self.session.rollback();
        for job in jobs {
            self.recorder.rerun(job.name());
            self.alone(job);
        }
    }

    /// True when every closure either wants the commit or has refused without a trace.
    fn run_all(&mut self, jobs: &mut VecDeque<Box<dyn Job>>) -> bool {
        jobs.iter_mut().all(|job| {
            self.session.begin_closure();
            let (ok, failure) = closure(&mut self.session, job.as_mut());
            failure.is_none() && (ok || !self.session.touched())
        })
    }

    fn alone(&mut self, mut job: Box<dyn Job>) {
        let mut verdict = Ok(());
        for run in 1..=RUNS_MAX {
            verdict = match self.session.ready() {
                Ok(()) => self.attempt(job.as_mut()),
                Err(error) => Err(Failure::last(error)),
            };
            match &verdict {
                Err(failure) if failure.remedy != Remedy::None && run < RUNS_MAX => {
                    self.recorder.retried(job.name());
                    if failure.remedy == Remedy::Again {
                        std::thread::sleep(self.pause(run));
                    }
                }
                _ => break,
            }
        }
        settle(&self.recorder, vec![(job, verdict.err().map(|failure| failure.error))]);
    }

    fn attempt(&mut self, job: &mut dyn Job) -> Result<(), Failure> {
        self.session.begin_closure();
        let (ok, failure) = closure(&mut self.session, job);
        let verdict = match failure {
            // What the closure made of its failed statement is its answer, unless another
            // run may turn out better.
            Some(failure) if ok || failure.remedy != Remedy::None => Err(failure),
            Some(_) => Ok(()),
            None if ok => {
                return match self.session.commit() {
                    Ok(reached) => {
                        if reached {
                            self.recorder.committed(1);
                        }
                        Ok(())
                    }
                    Err(failure) => {
                        self.session.rollback();
                        Err(failure)
                    }
                };
            }
            // On SQLite a queued statement that fails comes before a later refusal.
            None => self.session.flush(),
        };
        self.session.rollback();
        verdict
    }

    /// Exponential, with jitter from a xorshift generator: chance needs no quality here.
    fn pause(&mut self, run: u32) -> Duration {
        self.jitter ^= self.jitter << 13;
        self.jitter ^= self.jitter >> 7;
        self.jitter ^= self.jitter << 17;
        let base = RACE_PAUSE * 2_u32.saturating_pow(run.saturating_sub(1).min(5));
        let extra = u32::try_from(self.jitter % 1_000).unwrap_or_default();
        base + base * extra / 1_000
    }
}

pub(super) fn closure(session: &mut Session, job: &mut dyn Job) -> (bool, Option<Failure>) {
    let mut tx = Tx::new(tx::Session::Postgres(session));
    let ok = job.run(&mut tx);
    (ok, tx.into_failure())
}
