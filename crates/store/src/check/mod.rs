//! Proves that what is read is what happened: folds the events of every report again and
//! compares.
//!
//! Goes through the reports in the order of their names, [`BATCH`] in one snapshot, so that the
//! memory it takes does not grow with their number and writers never wait. On a live database a
//! finding is a fault, not a race.

mod finding;
pub(crate) mod links;
mod report;
mod search;

use crate::db::{Engine, Tx};
use crate::files::Bucket;
use crate::{Result, Store, dialect, params};
use domain::ReportId;

pub use finding::{FINDINGS_MAX, Fault, Finding, Findings};

/// Reports read in one snapshot.
const BATCH: usize = 100;

/// How far a check is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Reports looked at.
    pub done: u64,
    /// Reports there were at the start.
    pub total: u64,
}

/// How closely the contents of attachments are looked at.
#[derive(Clone, Copy)]
pub enum Contents<'a> {
    /// Not at all.
    Unchecked,
    /// Each is there and has the size of its row.
    There(&'a Bucket),
    /// Each is read and has the hash of its row.
    Read(&'a Bucket),
}

const TOTAL: &str = "SELECT COUNT(*) FROM report";
const REPORT_IDS: &str = "SELECT id FROM report WHERE id > $1 ORDER BY id LIMIT $2";
const EVENT_IDS: &str =
    "SELECT DISTINCT report_id FROM event WHERE report_id > $1 ORDER BY report_id LIMIT $2";
const INTEGRITY_SQLITE: &str = "PRAGMA integrity_check(100)";
const HOLD: &str = "SELECT id FROM report WHERE id = $1 {{LOCK ROW}}";

/// Compares everything with the events and changes nothing.
pub async fn check(
    store: &Store,
    contents: Contents<'_>,
    progress: impl FnMut(Progress),
) -> Result<Findings> {
    let mut findings = walk(store, Mend::Nothing, progress).await?;
    links::check(store, &mut findings).await?;
    links::check_contents(store, contents, &mut findings).await?;
    if store.db().engine() == Engine::Sqlite {
        let look = |tx: &mut Tx<'_>| {
            // A connection remembers the parts its search index had and looks whether they have
            // changed only when it searches: without that it would miss those that are gone.
            tx.first(dialect::search_newest(tx.engine(), true), params!["_l", 0, 1], |_| Ok(()))?;
            tx.all(INTEGRITY_SQLITE, params![], |row| row.get::<String>(0))
        };
        let verdicts = store.db().read("check-integrity", look).await?;
        // The text names tables and pages, never what they hold.
        for verdict in verdicts.into_iter().filter(|verdict| verdict != "ok") {
            findings.add(None, Fault::Database { verdict });
        }
    }
    Ok(findings)
}

/// Compares the rows, tasks and search tokens of every report with its events and writes those
/// that differ again. What it reports are the differences it found; [`Finding::mended`] says
/// which of them are gone. Events themselves are never changed, so a gap among them stays.
pub async fn rebuild(store: &Store, progress: impl FnMut(Progress)) -> Result<Findings> {
    walk(store, Mend::Rows, progress).await
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mend {
    Nothing,
    Rows,
}

async fn walk(store: &Store, mend: Mend, mut progress: impl FnMut(Progress)) -> Result<Findings> {
    let total = store.db().select("check-total", TOTAL, params![], |row| row.get::<u64>(0)).await?;
    let total = total.into_iter().next().unwrap_or(0);
    let mut findings = Findings::default();
    let mut after = i64::MIN;
    while after < i64::MAX {
        let batch = store
            .db()
            .read("check-batch", move |tx| {
                let upto = bound(tx, after)?;
                report::compare(tx, after, upto).map(|seen| (upto, seen))
            })
            .await?;
        let (upto, seen) = batch;
        findings.reports += seen.reports;
        findings.events += seen.events;
        for (id, faults) in seen.faults {
            let mended = mend == Mend::Rows && put_right(store, id, &faults).await?;
            for fault in faults {
                let mended = mended && fault.is_of_rows();
                findings.push(Finding { report: Some(id), fault, mended });
            }
        }
        after = upto;
        progress(Progress { done: findings.reports, total });
    }
    Ok(findings)
}

/// The last name of the next batch.
fn bound(tx: &mut Tx<'_>, after: i64) -> Result<i64> {
    let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let mut ids = tx.all(REPORT_IDS, params![after, limit], |row| row.get::<i64>(0))?;
    ids.extend(tx.all(EVENT_IDS, params![after, limit], |row| row.get::<i64>(0))?);
    ids.sort_unstable();
    ids.dedup();
    Ok(ids.get(BATCH - 1).copied().unwrap_or(i64::MAX))
}

/// Writes the rows of a report again when its events are whole.
async fn put_right(store: &Store, id: ReportId, faults: &[Fault]) -> Result<bool> {
    if !faults.iter().any(Fault::is_of_rows) || faults.iter().any(Fault::is_of_events) {
        return Ok(false);
    }
    store
        .db()
        .write("check-mend", move |tx| {
            // Whoever changes the report at this moment waits, or is waited for.
            tx.first(HOLD, params![id.0], |_| Ok(()))?;
            report::rewrite(tx, id)
        })
        .await
}
