//! SQLite: one connection, prepared statements, one commit for a report or for many.

use super::{Cell, Copied, NEWEST, Names, TABLES, tokens};
use crate::compose::Failed;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, OptionalExtension, ToSql};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// Reports per second that are on disk, so many `together` in one commit; nobody else may have the
/// file open.
pub(crate) fn rate(file: &Path, together: u32, time: Duration) -> Result<f64, Failed> {
    let database = Connection::open(file)?;
    database.pragma_update(None, "journal_mode", "WAL")?;
    database.pragma_update(None, "synchronous", "FULL")?;
    // What LAPOR gives its own writer.
    database.pragma_update(None, "cache_size", -4_096)?;
    let newest: Option<i64> = database.query_row(NEWEST, [], |row| row.get(0)).optional()?;
    let newest = newest.ok_or("no report with a person was filed")?;
    let rows = TABLES
        .iter()
        .map(|(table, condition)| copy(&database, table, condition, newest))
        .collect::<Result<Vec<_>, _>>()?;
    let words = tokens(&rows);
    let mut inserts =
        rows.iter().map(|row| database.prepare(&row.insert())).collect::<Result<Vec<_>, _>>()?;
    let mut search = database.prepare("INSERT INTO search (rowid, tokens) VALUES ($1, $2)")?;
    let (mut begin, mut commit) =
        (database.prepare("BEGIN IMMEDIATE")?, database.prepare("COMMIT")?);
    let began = Instant::now();
    let mut done: u32 = 0;
    while began.elapsed() < time {
        let names = Names::of(newest, done.into());
        if done.is_multiple_of(together) {
            begin.execute([])?;
        }
        for (insert, row) in inserts.iter_mut().zip(&rows) {
            let cells = row.cells.iter().map(|cell| Named { cell, names: &names });
            insert.execute(rusqlite::params_from_iter(cells))?;
        }
        search.execute((names.name, &words))?;
        done += 1;
        if done.is_multiple_of(together) {
            commit.execute([])?;
        }
    }
    if !done.is_multiple_of(together) {
        commit.execute([])?;
    }
    Ok(f64::from(done) / began.elapsed().as_secs_f64())
}

/// How long this disk takes to say that a page is safe, in milliseconds: the middle of 51.
pub(crate) fn flush_ms(folder: &Path) -> Result<f64, Failed> {
    let path = folder.join("flush");
    let mut file = File::create(&path)?;
    let mut times = Vec::new();
    for _ in 0..51 {
        file.write_all(&[1; 4_096])?;
        let began = Instant::now();
        file.sync_data()?;
        times.push(began.elapsed());
    }
    fs::remove_file(path)?;
    times.sort_unstable();
    Ok(times.get(times.len() / 2).map_or(0.0, Duration::as_secs_f64) * 1_000.0)
}

fn copy(
    database: &Connection,
    table: &'static str,
    condition: &str,
    report: i64,
) -> Result<Copied, Failed> {
    let mut select = database.prepare(&format!("SELECT * FROM {table} WHERE {condition}"))?;
    let names: Vec<String> = select.column_names().map(str::to_owned).collect();
    let values = select.query_row([report], |row| {
        (0..names.len()).map(|at| row.get::<_, Value>(at)).collect::<Result<Vec<_>, _>>()
    })?;
    let mut copied = Copied { table, columns: Vec::new(), cells: Vec::new() };
    for (column, value) in names.into_iter().zip(values) {
        let Some(named) = Copied::kind_of(table, &column) else { continue };
        let cell = named.unwrap_or(match value {
            Value::Integer(n) => Cell::Integer(Some(n)),
            Value::Text(text) => Cell::Text(Some(text)),
            Value::Blob(bytes) => Cell::Bytes(Some(bytes)),
            Value::Null | Value::Real(_) => Cell::Integer(None),
        });
        copied.columns.push(column);
        copied.cells.push(cell);
    }
    Ok(copied)
}

struct Named<'a> {
    cell: &'a Cell,
    names: &'a Names,
}

impl ToSql for Named<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let value = match self.cell {
            Cell::Name => ValueRef::Integer(self.names.name),
            Cell::Tracking => ValueRef::Integer(self.names.tracking),
            Cell::Key => ValueRef::Blob(&self.names.key),
            Cell::Integer(Some(n)) => ValueRef::Integer(*n),
            Cell::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Cell::Bytes(Some(bytes)) => ValueRef::Blob(bytes),
            Cell::Integer(None) | Cell::Text(None) | Cell::Bytes(None) => ValueRef::Null,
        };
        Ok(ToSqlOutput::Borrowed(value))
    }
}
