//! After a change of the calendar: every open report counts its dates again.

use super::give;
use crate::follow::Position;
use crate::{Result, Store, params};
use domain::role::Reconciler;
use domain::{Command, ReportId};
use jiff::Timestamp;

/// The walk's name in the table of positions: at a revision of the calendar (`tx`), behind a
/// report; version 1 says that the walk is over.
const WALK: &str = "recount";
const OVER: i64 = 1;

const OPEN: &str = "SELECT id FROM report WHERE open = 1 AND id > $1 ORDER BY id LIMIT $2";

/// Walks on through the open reports if the calendar is newer than the last walk; at most `limit`
/// reports, returns how many. Goes on where it was cut off.
pub async fn recount_due(store: &Store, now: Timestamp, limit: u16) -> Result<usize> {
    let revision = store.reference().calendar.revision();
    let at = store.db().read("recount-at", |tx| Position::of(tx, WALK)).await?;
    let behind = match at {
        // A new database: what it holds was counted under this calendar.
        None => return put(store, revision, 0, true).await.map(|()| 0),
        Some(at) if at.tx > revision || (at.tx == revision && at.version == OVER) => return Ok(0),
        Some(at) if at.tx == revision => at.report,
        Some(_) => 0,
    };
    let page = store
        .db()
        .select("recount-page", OPEN, params![behind, limit], |row| Ok(ReportId(row.get(0)?)))
        .await?;
    for id in &page {
        give(store, *id, &Command::Recount, Reconciler::Calendar, now).await?;
    }
    let last = page.last().map_or(behind, |id| id.0);
    put(store, revision, last, page.len() < usize::from(limit)).await?;
    Ok(page.len())
}

async fn put(store: &Store, revision: i64, behind: i64, over: bool) -> Result<()> {
    let at = Position { tx: revision, report: behind, version: i64::from(over) };
    store.db().write("recount-at", move |tx| at.put(tx, WALK)).await
}
