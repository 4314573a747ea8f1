//! The search: an index inside the database, written with the report it is of.
//!
//! What a report is found by is put into the index in the transaction that changes the report, so
//! there is nothing to catch up after a crash; [`rebuild`] fills an index that is new or damaged
//! while everybody goes on. [`find`] asks it, always for a bounded number of candidates.

mod ask;
mod expr;
pub(crate) mod facets;
mod find;
pub mod named;
mod rank;
pub mod rebuild;
pub mod saved;
mod words;

pub(crate) use ask::CANDIDATES;
pub use ask::{Ask, Narrow, Order, Scope};
pub(crate) use expr::Expr;
pub(crate) use find::found_newest;
pub use find::{Facets, Found, find, find_for};
pub use text::{Query, Term, Vocabulary};
pub(crate) use words::Words;
pub use words::{learn, run as keep_learning};

use crate::db::Tx;
use crate::{Result, dialect, params};
use domain::{Report, ReportId};

/// Puts the tokens of a report that is not in the index.
pub(crate) fn put(tx: &mut Tx<'_>, id: ReportId, tokens: &[String]) -> Result<()> {
    let engine = tx.engine();
    tx.queue(dialect::search_put(engine), params![id.0, dialect::search_tokens(engine, tokens)])
}

/// Brings the index to the state of a report; `posts` is what its offices wrote for the reporter.
pub(crate) fn put_again(
    tx: &mut Tx<'_>,
    report: &Report,
    body: &str,
    posts: &[String],
) -> Result<()> {
    tx.queue(dialect::search_drop(tx.engine()), params![report.id.0])?;
    put(tx, report.id, &facets::tokens(report, body, posts))
}
