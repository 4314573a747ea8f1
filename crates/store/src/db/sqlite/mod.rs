//! SQLite: one connection that writes, some that read.

mod backup;
mod constraint;
mod reader;
mod writer;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Statement};

pub(super) use backup::backup;
pub(super) use reader::Reader;
pub(super) use writer::Writer;

use super::tx::{Failure, Next, Visited};
use super::value::{Cell, Row, Value};
use super::{Engine, Options};
use crate::{Error, Result, dialect};

/// Waits this long for another process that holds the write lock (`lapor backup`, a shell).
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
/// Prepared statements kept by each connection.
const STATEMENTS_KEPT: usize = 256;
/// Steps of SQLite's machine between two looks at the time.
const WATCH_STEPS: i32 = 10_000;

/// A connection and what it remembers.
pub(super) struct Session {
    conn: Connection,
    expanded: RefCell<HashMap<&'static str, String>>,
    watch: Arc<Watch>,
}

/// When the running statement has to be finished.
struct Watch {
    start: Instant,
    /// Microseconds after `start`; 0 while there is no limit.
    until: AtomicU64,
    limit: Duration,
}

impl Watch {
    fn set(&self) {
        let until = self.start.elapsed().saturating_add(self.limit);
        let until = if self.limit.is_zero() { 0 } else { until.as_micros() };
        self.until.store(u64::try_from(until).unwrap_or(0), Ordering::Relaxed);
    }

    fn lift(&self) {
        self.until.store(0, Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        let until = self.until.load(Ordering::Relaxed);
        until > 0 && self.start.elapsed() > Duration::from_micros(until)
    }
}

impl Session {
    /// The connection that writes. `synchronous=FULL`: with NORMAL a power cut loses commits
    /// that were acknowledged.
    fn writer(path: &Path, options: &Options) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let session = Self::open(path, flags, options.statement_limit)?;
        let mode: String = session
            .conn
            .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
            .map_err(|error| plain(&error))?;
        if mode != "wal" {
            return Err(Error::Fault(format!("journal mode is {mode}, not wal")));
        }
        session.configure(&format!(
            "PRAGMA synchronous = FULL;
             PRAGMA foreign_keys = ON;
             PRAGMA wal_autocheckpoint = {};
             PRAGMA journal_size_limit = {};
             PRAGMA cache_size = -{};
             PRAGMA temp_store = MEMORY;",
            options.checkpoint_pages,
            writer::WAL_KEPT_BYTES,
            options.writer_cache_kib,
        ))?;
        Ok(session)
    }

    /// A connection that cannot write.
    fn reader(path: &Path, cache_kib: u32, limit: Duration) -> Result<Self> {
        let session = Self::open(path, OpenFlags::SQLITE_OPEN_READ_ONLY, limit)?;
        session.configure(&format!("PRAGMA query_only = ON; PRAGMA cache_size = -{cache_kib};"))?;
        Ok(session)
    }

    fn open(path: &Path, flags: OpenFlags, limit: Duration) -> Result<Self> {
        let mut conn = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
            .map_err(|error| plain(&error))?;
        conn.busy_timeout(LOCK_PATIENCE).map_err(|error| plain(&error))?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        // A misspelt column in double quotes must be an error, as on PostgreSQL, not a string.
        for (config, on) in [
            (DbConfig::SQLITE_DBCONFIG_DQS_DML, false),
            (DbConfig::SQLITE_DBCONFIG_DQS_DDL, false),
            (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
            (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            // A plan is for the statement, not for what is bound: without it every run of one that
            // a partial index might serve is parsed and planned anew.
            (DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true),
        ] {
            conn.set_db_config(config, on).map_err(|error| plain(&error))?;
        }
        let watch = Arc::new(Watch { start: Instant::now(), until: AtomicU64::new(0), limit });
        let watched = Arc::clone(&watch);
        conn.progress_handler(WATCH_STEPS, Some(move || watched.is_over()))
            .map_err(|error| plain(&error))?;
        Ok(Self { conn, expanded: RefCell::default(), watch })
    }

    fn configure(&self, pragmas: &str) -> Result<()> {
        self.conn.execute_batch(pragmas).map_err(|error| plain(&error))
    }

    /// Runs a transaction command (`BEGIN`, `COMMIT`, `SAVEPOINT` ...).
    fn command(&self, sql: &'static str) -> Result<()> {
        self.watch.lift();
        let run = || self.conn.prepare_cached(sql)?.raw_execute();
        run().map(|_| ()).map_err(|error| plain(&error))
    }

    /// False once SQLite has rolled the whole transaction back by itself, as it does when the
    /// disk is full or fails.
    fn in_transaction(&self) -> bool {
        !self.conn.is_autocommit()
    }

    pub(super) fn exec(&self, sql: &'static str, params: &[Value]) -> Result<u64, Failure> {
        self.with(sql, params, |stmt| {
            let count = stmt.raw_execute()?;
            Ok(u64::try_from(count).unwrap_or(u64::MAX))
        })
    }

    pub(super) fn visit(
        &self,
        sql: &'static str,
        params: &[Value],
        visit: &mut dyn FnMut(&Row<'_>) -> Result<Next>,
    ) -> Visited {
        self.with(sql, params, |stmt| {
            let mut rows = stmt.raw_query();
            while let Some(row) = rows.next()? {
                match visit(&Row::sqlite(row)) {
                    Ok(Next::More) => {}
                    Ok(Next::Enough) => break,
                    Err(error) => return Ok(Err(error)),
                }
            }
            Ok(Ok(()))
        })
    }

    /// Only prepares, to learn whether the engine understands it.
    #[cfg(feature = "testing")]
    pub(super) fn prepare(&self, sql: &'static str) -> Result<(), Failure> {
        let text = dialect::expand(Engine::Sqlite, sql).map_err(Failure::last)?;
        self.conn.prepare(&text).map(drop).map_err(|error| self.failure(&error, sql, &[]))
    }

    pub(super) fn script(&self, sql: &str) -> Result<(), Failure> {
        self.watch.lift();
        self.conn.execute_batch(sql).map_err(|error| self.failure(&error, sql, &[]))
    }

    fn with<T>(
        &self,
        sql: &'static str,
        params: &[Value],
        run: impl FnOnce(&mut Statement<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Failure> {
        let mut expanded = self.expanded.borrow_mut();
        let text = if sql.contains("{{") {
            if !expanded.contains_key(sql) {
                let text = dialect::expand(Engine::Sqlite, sql).map_err(Failure::last)?;
                expanded.insert(sql, text.into_owned());
            }
            expanded.get(sql).map_or(sql, String::as_str)
        } else {
            sql
        };
        let mut stmt =
            self.conn.prepare_cached(text).map_err(|error| self.failure(&error, text, params))?;
        bind(&mut stmt, params, text)?;
        self.watch.set();
        run(&mut stmt).map_err(|error| self.failure(&error, text, params))
    }

    fn failure(&self, error: &rusqlite::Error, sql: &str, params: &[Value]) -> Failure {
        Failure::last(constraint::error(&self.conn, error, sql, params))
    }
}

/// Binds by name: SQLite takes `$2` for a name and numbers it by first appearance.
fn bind(stmt: &mut Statement<'_>, params: &[Value], sql: &str) -> Result<(), Failure> {
    let fault = |what: String| Failure::last(Error::Fault(format!("{what} in: {sql}")));
    let count = stmt.parameter_count();
    if count != params.len() {
        return Err(fault(format!("{} parameters given, {count} expected", params.len())));
    }
    for index in 1..=count {
        let value = stmt
            .parameter_name(index)
            .and_then(|name| name.strip_prefix('$'))
            .and_then(|digits| digits.parse::<usize>().ok())
            .and_then(|number| params.get(number.checked_sub(1)?))
            .ok_or_else(|| fault(format!("parameter {index} is not one of $1 to ${count}")))?;
        stmt.raw_bind_parameter(index, value)
            .map_err(|error| fault(format!("parameter {index} cannot be bound ({error})")))?;
    }
    Ok(())
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(int) => ValueRef::Integer(*int),
            Self::Real(real) => ValueRef::Real(*real),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(blob) => ValueRef::Blob(blob),
        }))
    }
}

/// A column, or what is wrong with it.
pub(super) fn cell<'r>(row: &'r rusqlite::Row<'_>, index: usize) -> Result<Cell<'r>, String> {
    Ok(match row.get_ref(index).map_err(|_| "not in the answer".to_owned())? {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(int) => Cell::Int(int),
        ValueRef::Real(real) => Cell::Real(real),
        ValueRef::Text(text) => {
            Cell::Text(std::str::from_utf8(text).map_err(|_| "text that is not UTF-8".to_owned())?)
        }
        ValueRef::Blob(blob) => Cell::Blob(blob),
    })
}

/// An error outside any statement of a closure.
fn plain(error: &rusqlite::Error) -> Error {
    constraint::without_names(error)
}

/// The path in `sqlite:path` or a bare path.
pub(super) fn path_of(url: &str) -> Cow<'_, Path> {
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    Cow::Borrowed(Path::new(path.strip_prefix("//").unwrap_or(path)))
}
