//! Fills a database with the data set of a build, and adds what a newer one brings.
//!
//! A row whose key is there is left as it is, so what an operator changed stays changed. A
//! holiday that an operator removed, and the end of an agency that an operator has dealt with,
//! are recognised by the audit trail.

mod categories;
mod rows;
mod table;
mod units;

use super::{ALWAYS, DataSet, load, subject};
use crate::clock::micros;
use crate::db::{Tx, Value};
use crate::{Error, Result, Store, params};
use domain::Rules;
use rows::Known;
use std::sync::Arc;
use table::Table;

/// How far the seed is: called now and then, and at the end of each table. When the transaction
/// has to be repeated, the counts begin again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Table that is being filled.
    pub table: &'static str,
    /// Rows looked at.
    pub done: usize,
    /// Rows the data set has for it.
    pub total: usize,
}

/// What a seed did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seeded {
    /// Rows that were added.
    pub rows: u64,
    /// Agencies and memberships that ended with the newer data set.
    pub ended: u64,
}

/// Rows for one table.
struct Fill {
    table: &'static Table,
    rows: Vec<Vec<Value>>,
}

const LAST_SEED: &str = "SELECT after FROM audit WHERE subject = 'reference' ORDER BY id DESC";
const LOCK: &str = "SELECT revision FROM reference_revision WHERE id = 1 {{LOCK ROW}}";
const BUMP: &str = "UPDATE reference_revision SET revision = revision + 1, \
                    calendar = calendar + $1, sorting = sorting + 1 WHERE id = 1";
const RECORD: &str = "INSERT INTO audit (id, at, officer, act, subject, before, after) \
                      VALUES ($1, $2, NULL, 'reference.seeded', 'reference', NULL, $3)";
const SLUGS: &str = "SELECT slug, id FROM agency";
const TOUCHED: &str = "SELECT DISTINCT subject FROM audit WHERE subject >= $1 AND subject < $2";
const END_AGENCY: &str = "UPDATE agency SET valid_to = $2 WHERE id = $1 AND valid_to IS NULL";
const END_NAME: &str = "UPDATE agency_name SET valid_to = $3 \
                        WHERE agency = $1 AND valid_from = $2 AND valid_to IS NULL";
const END_MEMBER: &str = "UPDATE hub_member SET valid_to = $4 \
                          WHERE hub = $1 AND agency = $2 AND valid_from = $3 AND valid_to IS NULL";

/// Seeds the store with `data` in one transaction and loads the result into `store`.
///
/// The same data set again changes nothing. [`Error::Fault`] when the data set contradicts
/// itself; then nothing is written.
pub async fn seed(
    store: &Store,
    data: DataSet,
    progress: impl Fn(Progress) + Send + 'static,
) -> Result<Seeded> {
    let (at, audit) = (micros(store.now()), store.next_id());
    let fingerprint = data.fingerprint();
    let data = Arc::new(data);
    let seeded = store
        .db()
        .write("reference-seed", move |tx| {
            tx.one(LOCK, params![], |row| row.get::<i64>(0))?;
            let last = tx.first(LAST_SEED, params![], |row| row.get::<Option<String>>(0))?;
            if last.flatten().as_deref() == Some(&fingerprint) {
                return Ok(Seeded { rows: 0, ended: 0 });
            }
            let seeded = fill(tx, &data, &progress)?;
            tx.exec(RECORD, params![audit, at, &fingerprint])?;
            Ok(seeded)
        })
        .await?;
    load(store).await?;
    Ok(seeded)
}

fn fill(tx: &mut Tx<'_>, data: &DataSet, progress: &impl Fn(Progress)) -> Result<Seeded> {
    let known = known(tx)?;
    let mut seeded = Seeded { rows: 0, ended: 0 };
    let mut holidays = 0;
    let fills = rows::fills(data, &known)?;
    for Fill { table, rows } in &fills {
        let total = rows.len();
        let added =
            table.insert(tx, rows, |done| progress(Progress { table: table.name, done, total }))?;
        seeded.rows += added;
        if table.name == table::HOLIDAY.name {
            holidays += added;
        }
    }
    // Before this data set there was none whose rows could have ended since.
    if !known.slugs.is_empty() {
        for Fill { table, rows } in &fills {
            seeded.ended += end(tx, table, rows, &known)?;
        }
    }
    if seeded.rows + seeded.ended > 0 {
        tx.exec(BUMP, params![holidays > 0])?;
    }
    Ok(seeded)
}

/// What is in the database already and matters for what may be added.
fn known(tx: &mut Tx<'_>) -> Result<Known> {
    let slugs = tx.all(SLUGS, params![], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut touched = |prefix: &str| -> Result<_> {
        // The character after the colon ends the range of subjects of one kind.
        let range = params![format!("{prefix}:"), format!("{prefix};")];
        Ok(tx.all(TOUCHED, range, |row| row.get::<String>(0))?.into_iter().collect())
    };
    Ok(Known {
        agencies_touched: touched("agency")?,
        holidays_touched: touched("holiday")?,
        members_touched: touched("hub_member")?,
        slugs: slugs.into_iter().collect(),
    })
}

/// Closes rows that were open and that the data set now closes, operators' aside.
fn end(tx: &mut Tx<'_>, table: &Table, rows: &[Vec<Value>], known: &Known) -> Result<u64> {
    let mut ended = 0;
    for row in rows {
        ended += match (table.name, row.as_slice()) {
            ("agency", [id @ Value::Int(number), .., to @ Value::Text(_)])
                if !known.agencies_touched.contains(&subject::agency(*number)) =>
            {
                tx.exec(END_AGENCY, vec![id.clone(), to.clone()])?
            }
            ("agency_name", [id @ Value::Int(number), from, to @ Value::Text(_), ..])
                if !known.agencies_touched.contains(&subject::agency(*number)) =>
            {
                tx.exec(END_NAME, vec![id.clone(), from.clone(), to.clone()])?
            }
            (
                "hub_member",
                [hub @ Value::Int(h), id @ Value::Int(a), from, to @ Value::Text(_)],
            ) if !known.members_touched.contains(&subject::hub_member(*h, *a)) => {
                tx.exec(END_MEMBER, vec![hub.clone(), id.clone(), from.clone(), to.clone()])?
            }
            _ => 0,
        };
    }
    Ok(ended)
}

/// Inserts a rule set without its limits.
pub(super) fn insert_rules(tx: &mut Tx<'_>, rules: &Rules) -> Result<u64> {
    table::RULE_SET.insert(tx, &[rows::rule_set(rules)], |_| {})
}

/// Inserts the limits of a rule set.
pub(super) fn insert_limits(tx: &mut Tx<'_>, rules: &Rules) -> Result<u64> {
    table::RULE_LIMIT.insert(tx, &rows::rule_limits(rules), |_| {})
}

/// A mistake in a data file.
fn fault(what: impl std::fmt::Display) -> Error {
    Error::Fault(format!("the data set: {what}"))
}

/// A column of a data file that may be empty.
fn text(value: Option<&String>) -> Value {
    value.map_or(Value::Null, Value::from)
}

/// A date column that may not be null.
fn since(value: Option<&String>) -> Value {
    value.map_or_else(|| Value::from(ALWAYS), Value::from)
}
