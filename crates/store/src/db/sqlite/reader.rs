//! A thread that reads, each read in its own snapshot.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::Session;
use crate::db::Options;
use crate::db::job::{Job, settle};
use crate::db::queue::{Queue, Taken};
use crate::db::stats::Recorder;
use crate::db::tx::{self, Tx};
use crate::{Error, Result};

/// How long a reader sleeps between looks at an empty queue; a push wakes it at once.
const IDLE: Duration = Duration::from_secs(60);

pub(in crate::db) struct Reader {
    session: Session,
    queue: Arc<Queue<Box<dyn Job>>>,
    recorder: Arc<Recorder>,
}

impl Reader {
    pub(in crate::db) fn open(
        path: &Path,
        options: &Options,
        queue: Arc<Queue<Box<dyn Job>>>,
        recorder: Arc<Recorder>,
    ) -> Result<Self> {
        Ok(Self {
            session: Session::reader(path, options.reader_cache_kib, options.statement_limit)?,
            queue,
            recorder,
        })
    }

    pub(in crate::db) fn run(self) {
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

    fn serve(&self, mut job: Box<dyn Job>) {
        let verdict = self.snapshot(job.as_mut());
        settle(&self.recorder, vec![(job, verdict.err())]);
    }

    fn snapshot(&self, job: &mut dyn Job) -> Result<(), Error> {
        if !job.single() {
            self.session.command("BEGIN")?;
        }
        let mut tx = Tx::new(tx::Session::Sqlite(&self.session));
        let ok = job.run(&mut tx);
        let passed_over = tx.into_failure().filter(|_| ok);
        if self.session.in_transaction() {
            self.session.command("ROLLBACK")?;
        }
        passed_over.map_or(Ok(()), |failure| Err(failure.error))
    }
}
