//! The newest reports, for replays of rules: a stretch of the key, however many there are.

use super::{Summary, read};
use crate::chance::first_received;
use crate::clock::micros;
use crate::{Result, Store, params};
use jiff::Timestamp;

const COUNT: &str = "SELECT COUNT(*) FROM report WHERE id >= $1 AND received_at >= $2";

/// Reports received since an instant: the newest, and how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// The newest first, at most as many as asked for.
    pub newest: Vec<Summary>,
    /// All of them.
    pub count: u64,
}

/// The newest reports received since an instant, at most `limit`.
pub async fn received(store: &Store, since: Timestamp, limit: u16) -> Result<Received> {
    let sql = columns!("WHERE id >= $1 AND received_at >= $2 ORDER BY id DESC LIMIT $3");
    let (first, since) = (first_received(since), micros(since));
    store
        .db()
        .read("received", move |tx| {
            let newest = tx.all(sql, params![first, since, limit], read)?;
            let count: i64 = tx.one(COUNT, params![first, since], |row| row.get(0))?;
            Ok(Received { newest, count: count.unsigned_abs() })
        })
        .await
}
