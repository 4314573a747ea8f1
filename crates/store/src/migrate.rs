//! Brings a database to the schema of this build: numbered steps, forward only.
//!
//! A step is one file for both engines. Tokens: `{{PK}}` after a column name is its integer
//! primary key, `{{BLOB}}` bytes, `{{STRICT}}` the end of a table definition, and
//! `{{ONLY sqlite}}..{{END}}`, `{{ONLY postgres}}..{{END}}` enclose what only one engine gets.
//! BIGINT and DOUBLE PRECISION become INTEGER and REAL on SQLite, whose strict tables know
//! no others; in `CAST(.. AS BIGINT)` they stay, so that an index on an expression matches
//! the query.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::db::{Db, Engine, Tx};
use crate::{Error, Result, dialect, params};

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Number, ascending.
    pub version: i64,
    /// What it does, from the file name.
    pub name: &'static str,
    /// The SQL with tokens.
    pub sql: &'static str,
}

/// `steps![1 "0001_reports", ...]` embeds `migrations/0001_reports.sql`.
#[macro_export]
macro_rules! steps {
    ($($version:literal $file:literal),* $(,)?) => {
        &[$($crate::migrate::Step {
            version: $version,
            name: $file,
            sql: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/", $file, ".sql")),
        }),*]
    };
}

/// The steps of this build.
pub const STEPS: &[Step] = steps![
    1 "0001_reference",
    2 "0002_people",
    3 "0003_reports",
    4 "0004_work",
    5 "0005_files",
    6 "0006_copies",
    7 "0007_represented",
    8 "0008_accused",
    9 "0009_sums",
    10 "0010_machine_routing",
    11 "0011_search",
    12 "0012_alike",
    13 "0013_answers",
    14 "0014_routes",
    15 "0015_redactions",
    16 "0016_pairs",
];

const CREATE: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
    version BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at BIGINT NOT NULL
)";
const APPLIED: &str = "SELECT version, sha256 FROM schema_migration ORDER BY version";
const RECORD: &str =
    "INSERT INTO schema_migration (version, name, sha256, at) VALUES ($1, $2, $3, $4)";

/// The steps that `db` has not had yet. [`Error::Fault`] when an applied step has been
/// changed since, when a step comes before one already applied, or when the database has had
/// steps that this build does not know.
pub async fn pending(db: &Db, steps: &'static [Step]) -> Result<Vec<Step>> {
    db.write("migrate-look", move |tx| {
        tx.script(dialect::lock_migrations(tx.engine()))?;
        tx.script(CREATE)?;
        compare(steps, &applied(tx)?)
    })
    .await
}

/// Applies what is [`pending`], each step in a transaction of its own, and returns how many.
/// `at` is written down as the time, in UTC microseconds. Several nodes may do this at once.
pub async fn apply(
    db: &Db,
    steps: &'static [Step],
    at: i64,
    mut progress: impl FnMut(&Step),
) -> Result<usize> {
    let pending = pending(db, steps).await?;
    for step in &pending {
        progress(step);
        let step = *step;
        db.write("migrate-step", move |tx| run(tx, step, at)).await?;
    }
    Ok(pending.len())
}

fn run(tx: &mut Tx<'_>, step: Step, at: i64) -> Result<()> {
    tx.script(dialect::lock_migrations(tx.engine()))?;
    match applied(tx)?.get(&step.version) {
        Some(sha256) if *sha256 == fingerprint(&step) => return Ok(()),
        Some(_) => return Err(changed(&step)),
        None => {}
    }
    tx.script(&translate(tx.engine(), step.sql)?)?;
    tx.exec(RECORD, params![step.version, step.name, fingerprint(&step), at])?;
    Ok(())
}

fn applied(tx: &mut Tx<'_>) -> Result<BTreeMap<i64, String>> {
    let rows = tx.all(APPLIED, params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.into_iter().collect())
}

fn compare(steps: &[Step], applied: &BTreeMap<i64, String>) -> Result<Vec<Step>> {
    let newest = applied.keys().next_back().copied().unwrap_or_default();
    let known = steps.iter().any(|step| step.version == newest);
    if newest > 0 && !known {
        return Err(Error::Fault(format!(
            "the database is at step {newest}, newer than this build"
        )));
    }
    let mut pending = Vec::new();
    for step in steps {
        match applied.get(&step.version) {
            Some(sha256) if *sha256 == fingerprint(step) => {}
            Some(_) => return Err(changed(step)),
            None if step.version < newest => {
                return Err(Error::Fault(format!(
                    "{} comes before step {newest}, which is applied",
                    step.name
                )));
            }
            None => pending.push(*step),
        }
    }
    Ok(pending)
}

fn changed(step: &Step) -> Error {
    Error::Fault(format!("{} was changed after it was applied", step.name))
}

fn fingerprint(step: &Step) -> String {
    hex(&Sha256::digest(step.sql.as_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    let nibbles = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|nibble| DIGITS.get(usize::from(nibble))).collect()
}

/// The SQL of a step as `engine` wants it. [`Error::Fault`] for an unknown, open or nested token.
pub fn translate(engine: Engine, sql: &str) -> Result<String> {
    let mut out = String::with_capacity(sql.len());
    let mut only: Option<Engine> = None;
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((token, tail)) = after.split_once("}}") else {
            return Err(Error::Fault("a token has no end".to_owned()));
        };
        let kept = only.is_none_or(|of| of == engine);
        if kept {
            out.push_str(before);
        }
        match (token, only) {
            ("ONLY sqlite", None) => only = Some(Engine::Sqlite),
            ("ONLY postgres", None) => only = Some(Engine::Postgres),
            ("END", Some(_)) => only = None,
            _ => {
                let word = word(engine, token)
                    .ok_or_else(|| Error::Fault(format!("misplaced token {{{{{token}}}}}")))?;
                if kept {
                    out.push_str(word);
                }
            }
        }
        rest = tail;
    }
    if only.is_some() {
        return Err(Error::Fault("{{ONLY}} has no {{END}}".to_owned()));
    }
    out.push_str(rest);
    Ok(match engine {
        Engine::Sqlite => strict_types(&out),
        Engine::Postgres => out,
    })
}

fn word(engine: Engine, token: &str) -> Option<&'static str> {
    Some(match (token, engine) {
        ("PK", Engine::Sqlite) => "INTEGER PRIMARY KEY",
        ("PK", Engine::Postgres) => "BIGINT PRIMARY KEY",
        ("BLOB", Engine::Sqlite) => "BLOB",
        ("BLOB", Engine::Postgres) => "BYTEA",
        ("STRICT", Engine::Sqlite) => "STRICT",
        ("STRICT", Engine::Postgres) => "",
        _ => return None,
    })
}

fn strict_types(sql: &str) -> String {
    const KEPT: [(&str, &str); 2] =
        [("AS BIGINT", "AS \u{1}"), ("AS DOUBLE PRECISION", "AS \u{2}")];
    let hidden = KEPT.iter().fold(sql.to_owned(), |sql, (from, to)| sql.replace(from, to));
    let typed = hidden.replace("BIGINT", "INTEGER").replace("DOUBLE PRECISION", "REAL");
    KEPT.iter().fold(typed, |sql, (from, to)| sql.replace(to, from))
}
