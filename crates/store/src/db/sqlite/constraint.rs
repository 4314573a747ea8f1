//! Names for SQLite's errors.
//!
//! SQLite reports a unique violation by columns and a foreign-key violation not at all.
//! The name is looked up in the schema when the error has happened: the unique index over
//! exactly these columns, else the name PostgreSQL gives by default.

use rusqlite::{Connection, ErrorCode, ffi};

use super::Value;
use crate::Error;

/// What `error` means, with the name of the constraint.
pub(super) fn error(
    conn: &Connection,
    error: &rusqlite::Error,
    sql: &str,
    params: &[Value],
) -> Error {
    let rusqlite::Error::SqliteFailure(failure, Some(message)) = error else {
        return without_names(error);
    };
    match failure.extended_code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => Error::Unique { constraint: unique_name(conn, message) },
        ffi::SQLITE_CONSTRAINT_CHECK => {
            Error::Check { constraint: after_colon(message).to_owned() }
        }
        ffi::SQLITE_CONSTRAINT_NOTNULL => Error::Check {
            constraint: format!("{}_not_null", after_colon(message).replace('.', "_")),
        },
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => {
            let constraint = foreign_name(conn, sql, params).unwrap_or_default();
            Error::Foreign { constraint }
        }
        _ => without_names(error),
    }
}

/// What `error` means when no constraint can be involved.
pub(super) fn without_names(error: &rusqlite::Error) -> Error {
    match error {
        // At a commit, when a deferred foreign key turns out to be broken.
        rusqlite::Error::SqliteFailure(failure, _)
            if failure.extended_code == ffi::SQLITE_CONSTRAINT_FOREIGNKEY =>
        {
            Error::Foreign { constraint: String::new() }
        }
        rusqlite::Error::SqliteFailure(failure, message) => match failure.code {
            ErrorCode::DiskFull => Error::Unavailable("the disk is full".to_owned()),
            ErrorCode::SystemIoFailure => Error::Unavailable(format!(
                "the disk fails (SQLite code {})",
                failure.extended_code
            )),
            ErrorCode::CannotOpen => Error::Unavailable("the file cannot be opened".to_owned()),
            ErrorCode::PermissionDenied => {
                Error::Unavailable("no permission for the file".to_owned())
            }
            ErrorCode::OutOfMemory => Error::Unavailable("out of memory".to_owned()),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                Error::Unavailable("another process holds the write lock".to_owned())
            }
            ErrorCode::OperationInterrupted => {
                Error::Unavailable("a statement took too long".to_owned())
            }
            ErrorCode::ReadOnly => read_only(failure.extended_code),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => {
                Error::Corrupt(format!("SQLite code {}", failure.extended_code))
            }
            _ => Error::Fault(statement_fault(failure.extended_code, message.as_deref())),
        },
        rusqlite::Error::SqlInputError { error, msg, .. } => {
            Error::Fault(statement_fault(error.extended_code, Some(msg)))
        }
        rusqlite::Error::ExecuteReturnedResults => {
            Error::Fault("exec of a statement that returns rows".to_owned())
        }
        rusqlite::Error::MultipleStatement => Error::Fault("more than one statement".to_owned()),
        _ => Error::Fault("SQLite was used wrongly".to_owned()),
    }
}

fn read_only(code: i32) -> Error {
    if code == ffi::SQLITE_READONLY {
        Error::Fault("a statement that writes in a read".to_owned())
    } else {
        Error::Unavailable("the file is read-only".to_owned())
    }
}

/// SQLite's message names only things of the schema, except that FTS5 quotes the search text.
fn statement_fault(code: i32, message: Option<&str>) -> String {
    match message {
        Some(message) if !message.contains("fts5") => format!("SQLite code {code}: {message}"),
        _ => format!("SQLite code {code}"),
    }
}

/// `UNIQUE constraint failed: t.a, t.b` or `...: index 'name'`.
fn unique_name(conn: &Connection, message: &str) -> String {
    let what = after_colon(message);
    if let Some(name) = what.strip_prefix("index '") {
        return name.trim_end_matches('\'').to_owned();
    }
    let mut table = "";
    let mut columns = Vec::new();
    for part in what.split(", ") {
        if let Some((of, column)) = part.split_once('.') {
            table = of;
            columns.push(column);
        }
    }
    index_over(conn, table, &columns).unwrap_or_else(|| format!("{table}_pkey"))
}

/// The unique index over exactly these columns. A rowid key has none and is the primary key.
fn index_over(conn: &Connection, table: &str, columns: &[&str]) -> Option<String> {
    let mut list = conn
        .prepare(
            "SELECT name, origin FROM pragma_index_list(?1) WHERE \"unique\" = 1 ORDER BY seq DESC",
        )
        .ok()?;
    let mut info = conn.prepare("SELECT name FROM pragma_index_info(?1) ORDER BY seqno").ok()?;
    let indexes: Vec<(String, String)> =
        list.query_map([table], |row| Ok((row.get(0)?, row.get(1)?))).ok()?.flatten().collect();
    for (name, origin) in indexes {
        let over: Vec<Option<String>> =
            info.query_map([&name], |row| row.get(0)).ok()?.flatten().collect();
        if over.iter().map(Option::as_deref).eq(columns.iter().copied().map(Some)) {
            return Some(match origin.as_str() {
                "pk" => format!("{table}_pkey"),
                "u" => format!("{table}_{}_key", columns.join("_")),
                _ => name,
            });
        }
    }
    None
}

struct ForeignKey {
    parent: String,
    from: Vec<String>,
    to: Vec<Option<String>>,
}

/// Which foreign key an INSERT or UPDATE broke: the only one of its table, or the one whose
/// parameters have no parent row. None for a DELETE and for statements of another form.
fn foreign_name(conn: &Connection, sql: &str, params: &[Value]) -> Option<String> {
    let table = written_table(sql)?;
    let keys = foreign_keys(conn, table)?;
    let broken = match keys.as_slice() {
        [only] => only,
        several => several.iter().find(|key| {
            let given: Option<Vec<&Value>> =
                key.from.iter().map(|column| given_value(sql, column, params)).collect();
            given.is_some_and(|values| has_no_parent(conn, key, &values) == Some(true))
        })?,
    };
    Some(format!("{table}_{}_fkey", broken.from.join("_")))
}

fn written_table(sql: &str) -> Option<&str> {
    let mut words = sql.split_whitespace();
    let table = match words.next()? {
        "INSERT" => words.nth(1)?,
        "UPDATE" => words.next()?,
        _ => return None,
    };
    table.split('(').next()
}

fn foreign_keys(conn: &Connection, table: &str) -> Option<Vec<ForeignKey>> {
    let mut stmt = conn
        .prepare(
            "SELECT id, \"table\", \"from\", \"to\" FROM pragma_foreign_key_list(?1) ORDER BY id, seq",
        )
        .ok()?;
    let mut rows = stmt.query([table]).ok()?;
    let mut keys: Vec<(i64, ForeignKey)> = Vec::new();
    while let Some(row) = rows.next().ok()? {
        let id: i64 = row.get(0).ok()?;
        let (from, to) = (row.get(2).ok()?, row.get(3).ok()?);
        match keys.last_mut() {
            Some((last, key)) if *last == id => {
                key.from.push(from);
                key.to.push(to);
            }
            _ => keys.push((
                id,
                ForeignKey { parent: row.get(1).ok()?, from: vec![from], to: vec![to] },
            )),
        }
    }
    Some(keys.into_iter().map(|(_, key)| key).collect())
}

/// The parameter that `sql` writes to `column`, for `INSERT INTO t (a, b) VALUES ($1, $2)`
/// and `UPDATE t SET a = $1`.
fn given_value<'p>(sql: &str, column: &str, params: &'p [Value]) -> Option<&'p Value> {
    let term = if sql.trim_start().starts_with("INSERT") {
        let (columns, rest) = sql.split_once('(')?.1.split_once(')')?;
        let values = rest.split_once("VALUES")?.1.split_once('(')?.1;
        let position = columns.split(',').position(|name| name.trim() == column)?;
        values.split(',').nth(position)?
    } else {
        let assignments = sql.split_once(" SET ")?.1;
        assignments.split(',').find_map(|part| {
            let (name, term) = part.split_once('=')?;
            (name.trim() == column).then_some(term)
        })?
    };
    let digits: String =
        term.trim().strip_prefix('$')?.chars().take_while(char::is_ascii_digit).collect();
    params.get(digits.parse::<usize>().ok()?.checked_sub(1)?)
}

fn has_no_parent(conn: &Connection, key: &ForeignKey, values: &[&Value]) -> Option<bool> {
    if values.iter().any(|value| **value == Value::Null) {
        return Some(false);
    }
    let own = primary_key(conn, &key.parent)?;
    let columns = key.to.iter().enumerate().map(|(at, to)| to.as_ref().or_else(|| own.get(at)));
    let tests: Option<Vec<String>> = columns
        .enumerate()
        .map(|(at, column)| Some(format!("\"{}\" = ?{}", column?, at + 1)))
        .collect();
    let sql = format!("SELECT 1 FROM \"{}\" WHERE {}", key.parent, tests?.join(" AND "));
    let mut stmt = conn.prepare(&sql).ok()?;
    stmt.exists(rusqlite::params_from_iter(values)).ok().map(|found| !found)
}

fn primary_key(conn: &Connection, table: &str) -> Option<Vec<String>> {
    let mut stmt =
        conn.prepare("SELECT name FROM pragma_table_info(?1) WHERE pk > 0 ORDER BY pk").ok()?;
    let columns = stmt.query_map([table], |row| row.get(0)).ok()?.flatten().collect();
    Some(columns)
}

fn after_colon(message: &str) -> &str {
    message.split_once(": ").map_or(message, |(_, what)| what)
}
