//! Named transactions over one SQL text with `$1` to `$n`, on SQLite or PostgreSQL.
//!
//! A write is a closure that may run more than once and touches nothing but its [`Tx`].
//! Waiting writes share a commit on both engines, and an answer is sent only after it.

mod job;
mod postgres;
mod queue;
mod sqlite;
mod stats;
mod tx;
mod value;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

pub use stats::{CommitStats, Stats, TransactionStats};
pub use tx::Tx;
pub use value::{Cell, FromValue, Row, Value};

use crate::{Error, Result};
use job::Job;
use queue::Queue;
use stats::Recorder;

/// Which database runs underneath.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    /// One file, one process.
    Sqlite,
    /// A server.
    Postgres,
}

/// How to open a database.
#[derive(Clone)]
pub struct Options {
    /// A path (also `sqlite:path`) or `postgres://user:password@host/database?sslmode=require`.
    pub url: String,
    /// Connections that write. SQLite has one whatever is asked.
    pub writers: usize,
    /// Connections that read.
    pub readers: usize,
    /// Writes that may wait; the next one gets [`Error::Busy`].
    pub writes_waiting_max: usize,
    /// Reads that may wait; the next one gets [`Error::Busy`].
    pub reads_waiting_max: usize,
    /// How long a transaction waits for a PostgreSQL that is gone.
    pub patience: Duration,
    /// A statement that takes longer is stopped; migrations are exempt.
    pub statement_limit: Duration,
    /// Page cache of the SQLite connection that writes.
    pub writer_cache_kib: u32,
    /// Page cache of each SQLite connection that reads.
    pub reader_cache_kib: u32,
    /// Pages of SQLite's write-ahead log after which it is copied into the database under load.
    pub checkpoint_pages: u32,
}

impl Options {
    /// The defaults for the engine that `url` names.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        let url = url.into();
        let readers = match engine_of(&url) {
            Engine::Sqlite => 4,
            Engine::Postgres => 8,
        };
        Self {
            url,
            writers: 4,
            readers,
            writes_waiting_max: 4_096,
            reads_waiting_max: 4_096,
            patience: Duration::from_secs(2),
            statement_limit: Duration::from_secs(30),
            writer_cache_kib: 4_096,
            reader_cache_kib: 2_048,
            checkpoint_pages: 4_096,
        }
    }

    /// For a process that writes much and serves nobody: more memory, and pages that are written
    /// again and again are copied less often.
    #[must_use]
    pub fn in_bulk(mut self) -> Self {
        self.writer_cache_kib = 256 * 1_024;
        self.checkpoint_pages = 64 * 1_024;
        self
    }
}

fn engine_of(url: &str) -> Engine {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        Engine::Postgres
    } else {
        Engine::Sqlite
    }
}

/// How far a backup is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupProgress {
    /// Pages copied.
    pub pages_done: u64,
    /// Pages in all.
    pub pages: u64,
}

/// An open database. Clones share it; the threads end when the last clone is dropped or
/// after [`Db::close`].
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    engine: Engine,
    path: Option<PathBuf>,
    writes: Arc<Queue<Box<dyn Job>>>,
    reads: Arc<Queue<Box<dyn Job>>>,
    recorder: Arc<Recorder>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.writes.close();
        self.reads.close();
    }
}

impl Db {
    /// Opens the database and waits until it answers, on PostgreSQL at most the patience.
    pub async fn open(options: &Options) -> Result<Self> {
        let options = options.clone();
        let db = tokio::task::spawn_blocking(move || Self::start(&options))
            .await
            .map_err(|_| Error::Fault("opening the database panicked".to_owned()))??;
        db.ping().await?;
        if db.engine() == Engine::Postgres {
            db.check_encoding().await?;
        }
        Ok(db)
    }

    fn start(options: &Options) -> Result<Self> {
        let inner = Inner {
            engine: engine_of(&options.url),
            path: None,
            writes: Arc::new(Queue::new(options.writes_waiting_max)),
            reads: Arc::new(Queue::new(options.reads_waiting_max)),
            recorder: Arc::default(),
            threads: Mutex::default(),
        };
        match inner.engine {
            Engine::Sqlite => Self::start_sqlite(options, inner),
            Engine::Postgres => Self::start_postgres(options, inner),
        }
    }

    fn start_sqlite(options: &Options, mut inner: Inner) -> Result<Self> {
        let path = sqlite::path_of(&options.url).into_owned();
        let writer = sqlite::Writer::open(
            &path,
            options,
            Arc::clone(&inner.writes),
            Arc::clone(&inner.recorder),
        )?;
        inner.spawn("store-write", move || writer.run())?;
        for _ in 0..options.readers.max(1) {
            let reader = sqlite::Reader::open(
                &path,
                options,
                Arc::clone(&inner.reads),
                Arc::clone(&inner.recorder),
            )?;
            inner.spawn("store-read", move || reader.run())?;
        }
        inner.path = Some(path);
        Ok(Self(Arc::new(inner)))
    }

    fn start_postgres(options: &Options, inner: Inner) -> Result<Self> {
        let target =
            postgres::Target::parse(&options.url, options.patience, options.statement_limit)?;
        for seed in 1..=options.writers.max(1) {
            let worker = postgres::Worker::new(
                target.clone(),
                0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(u64::try_from(seed).unwrap_or(1)),
                Arc::clone(&inner.writes),
                Arc::clone(&inner.recorder),
            )?;
            inner.spawn("store-write", move || worker.run())?;
        }
        for _ in 0..options.readers.max(1) {
            let reader = postgres::Reader::new(
                target.clone(),
                Arc::clone(&inner.reads),
                Arc::clone(&inner.recorder),
            )?;
            inner.spawn("store-read", move || reader.run())?;
        }
        Ok(Self(Arc::new(inner)))
    }

    /// Which engine runs underneath.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// Runs `work` in a transaction and answers after its commit.
    ///
    /// `work` may run several times and may share its commit with others; when it returns an
    /// error, nothing of it is kept. `name` is what [`Db::stats`] counts by. When the returned
    /// future is dropped before the transaction began, it does not take place.
    pub async fn write<T, F>(&self, name: &'static str, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (job, answer) = job::call(name, false, work);
        self.0.writes.push(job)?;
        received(answer).await
    }

    /// Runs `work` over one snapshot of the database; it never waits for a write. A statement
    /// that writes is an [`Error::Fault`].
    pub async fn read<T, F>(&self, name: &'static str, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        let (job, answer) = job::call(name, false, work);
        self.0.reads.push(job)?;
        received(answer).await
    }

    /// All rows of one statement: the cheapest read, because a single statement needs no
    /// transaction around it.
    pub async fn select<T, F>(
        &self,
        name: &'static str,
        sql: &'static str,
        params: Vec<Value>,
        read: F,
    ) -> Result<Vec<T>>
    where
        T: Send + 'static,
        F: Fn(&Row<'_>) -> Result<T> + Send + 'static,
    {
        let work = move |tx: &mut Tx<'_>| tx.all(sql, params.clone(), &read);
        let (job, answer) = job::call(name, true, work);
        self.0.reads.push(job)?;
        received(answer).await
    }

    /// The engine that the URL of these options names.
    #[must_use]
    pub fn engine_of(options: &Options) -> Engine {
        engine_of(&options.url)
    }

    /// The file that the URL of these options names on SQLite.
    #[must_use]
    pub(crate) fn sqlite_path(options: &Options) -> PathBuf {
        sqlite::path_of(&options.url).into_owned()
    }

    /// Whether a write and a read come through.
    pub async fn ping(&self) -> Result<()> {
        let select = |tx: &mut Tx<'_>| tx.one("SELECT 1", Vec::new(), |row| row.get::<i64>(0));
        self.write("ping", select).await?;
        self.read("ping", select).await.map(|_| ())
    }

    /// Totals since the database was opened.
    #[must_use]
    pub fn stats(&self) -> Stats {
        Stats {
            writes_waiting: self.0.writes.len(),
            reads_waiting: self.0.reads.len(),
            ..self.0.recorder.read()
        }
    }

    /// Takes no more transactions, serves those that wait and ends the threads.
    pub async fn close(&self) -> Result<()> {
        self.0.writes.close();
        self.0.reads.close();
        let threads =
            std::mem::take(&mut *self.0.threads.lock().unwrap_or_else(PoisonError::into_inner));
        let joined = tokio::task::spawn_blocking(move || {
            threads.into_iter().map(JoinHandle::join).filter(Result::is_err).count()
        });
        match joined.await {
            Ok(0) => Ok(()),
            _ => Err(Error::Fault("a thread of the store panicked".to_owned())),
        }
    }

    /// Copies an SQLite database as it is now to `to`, which must not exist, and verifies the
    /// copy. Writes go on meanwhile. PostgreSQL is backed up with its own tools.
    pub async fn backup_to(
        &self,
        to: impl AsRef<Path>,
        mut progress: impl FnMut(BackupProgress) + Send + 'static,
    ) -> Result<()> {
        let Some(from) = self.0.path.clone() else {
            return Err(Error::Fault(
                "PostgreSQL is backed up with pg_dump or pg_basebackup".to_owned(),
            ));
        };
        let to = to.as_ref().to_owned();
        tokio::task::spawn_blocking(move || sqlite::backup(&from, &to, &mut progress))
            .await
            .map_err(|_| Error::Fault("the backup panicked".to_owned()))?
    }

    /// Refuses a server that stores text in another encoding, and warns of one that orders
    /// text differently from SQLite.
    async fn check_encoding(&self) -> Result<()> {
        let sql = "SELECT CAST(PG_ENCODING_TO_CHAR(encoding) AS TEXT), CAST(datcollate AS TEXT) \
                   FROM pg_database WHERE datname = CURRENT_DATABASE()";
        let found = self
            .select("check-encoding", sql, Vec::new(), |row| {
                Ok((row.get::<String>(0)?, row.get::<String>(1)?))
            })
            .await?;
        let Some((encoding, collation)) = found.into_iter().next() else {
            return Err(Error::Missing);
        };
        if encoding != "UTF8" {
            return Err(Error::Fault(format!("the database is in {encoding}, not UTF8")));
        }
        if !matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
            tracing::warn!(%collation, "the database should be created with LOCALE 'C'");
        }
        Ok(())
    }
}

impl Inner {
    fn spawn(&self, name: &str, run: impl FnOnce() + Send + 'static) -> Result<()> {
        let thread = std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(run)
            .map_err(|error| Error::Unavailable(format!("no thread ({})", error.kind())))?;
        self.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        Ok(())
    }
}

async fn received<T>(answer: oneshot::Receiver<Result<T>>) -> Result<T> {
    answer.await.unwrap_or_else(|_| Err(Error::Fault("a thread of the store ended".to_owned())))
}
