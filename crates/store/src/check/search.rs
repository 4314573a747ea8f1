//! Whether the full-text index holds the words of a report.

use crate::db::{Engine, Tx};
use crate::search::Expr;
use crate::{Result, dialect, params};
use domain::ReportId;
use std::collections::BTreeSet;

/// Tokens asked for in one query of SQLite's index.
const ASKED: usize = 64;

pub(super) enum State {
    Same,
    Missing,
    Stale,
}

/// PostgreSQL keeps the tokens, so they are compared. SQLite keeps an index and a count: all
/// tokens must be found and their number must be right, which only tokens that appear several
/// times could deceive.
pub(super) fn state(tx: &mut Tx<'_>, id: ReportId, tokens: &[String]) -> Result<State> {
    let engine = tx.engine();
    if tx.all(dialect::search_ids(engine), params![id.0 - 1, id.0], |_| Ok(()))?.is_empty() {
        return Ok(State::Missing);
    }
    let same = match engine {
        Engine::Postgres => holds(tx, id, dialect::search_tokens(engine, tokens))?,
        Engine::Sqlite => {
            let different: BTreeSet<&str> = tokens.iter().map(String::as_str).collect();
            let different: Vec<&str> = different.into_iter().collect();
            let mut all = has_length(tx, id, tokens)?;
            for some in different.chunks(ASKED) {
                let query = dialect::search_query(engine, &Expr::tokens(some.iter().copied()));
                all = all && holds(tx, id, query)?;
            }
            all
        }
    };
    Ok(if same { State::Same } else { State::Stale })
}

fn holds(tx: &mut Tx<'_>, id: ReportId, query: String) -> Result<bool> {
    let sql = dialect::search_holds(tx.engine());
    tx.one(sql, params![id.0, query], |row| row.get::<bool>(0))
}

/// True when SQLite's index has as many tokens.
fn has_length(tx: &mut Tx<'_>, id: ReportId, tokens: &[String]) -> Result<bool> {
    let bytes =
        tx.one(dialect::SEARCH_LENGTH_SQLITE, params![id.0], |row| row.get::<Vec<u8>>(0))?;
    let length = bytes.iter().take(9).fold(0, |n, byte| n << 7 | u64::from(byte & 0x7f));
    Ok(length == tokens.len() as u64)
}
