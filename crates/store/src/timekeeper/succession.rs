//! After the last day of an agency: its open reports, tasks and copies go to who took over.

use super::give;
use crate::reports::OPEN_BELOW;
use crate::{Result, Store, dialect, params};
use domain::directory::Agency;
use domain::role::Reconciler;
use domain::{AgencyId, Command, Reference, ReportId};
use jiff::Timestamp;

/// Reports that agencies with one successor ($1) answer for, help with or are told of, and reports
/// that agencies with several or none ($2) answer for; the reporter's window is left to end first.
/// The sort key ($6) keeps the look from what these agencies ended in all their years.
const LEFT: &str = "SELECT id, lead FROM report WHERE open = 1 AND lead {{IN $1}} AND sort_key < $6 AND (id, lead) > ($3, $4) \
    UNION SELECT id, lead FROM report WHERE open = 1 AND stage <> 'answered' AND lead {{IN $2}} \
        AND sort_key < $6 AND (id, lead) > ($3, $4) \
    UNION SELECT report_id, agency FROM task WHERE state = 'open' AND agency {{IN $1}} \
        AND (report_id, agency) > ($3, $4) \
    UNION SELECT report_id, agency FROM copied WHERE agency {{IN $1}} AND (report_id, agency) > ($3, $4) \
    ORDER BY 1, 2 LIMIT $5";

/// Moves what ended agencies still have; at most `limit` reports, returns how many moved. A report
/// that cannot move is passed over.
pub async fn succeed_due(store: &Store, now: Timestamp, limit: u16) -> Result<usize> {
    let reference = store.reference();
    let (directory, today) = (&reference.directory, Reference::today(now));
    let over = |agency: &&Agency| agency.valid_to.is_some_and(|last| last < today);
    let (followed, scattered): (Vec<_>, Vec<_>) = directory
        .agencies()
        .filter(over)
        .map(|agency| agency.id)
        .partition(|id| directory.resolve(*id, today).is_some());
    let list = |ids: Vec<AgencyId>| dialect::list(ids.into_iter().map(|id| id.0));
    let (followed, scattered) = (list(followed), list(scattered));
    let (mut moved, mut behind) = (0, (i64::MIN, i64::MIN));
    while moved < usize::from(limit) {
        let mut values = vec![followed.clone(), scattered.clone()];
        values.extend(params![behind.0, behind.1, limit, OPEN_BELOW]);
        let found = store
            .db()
            .select("succession", LEFT, values, |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))
            .await?;
        let Some(last) = found.last() else { break };
        behind = *last;
        for (report, ended) in found {
            let command = Command::Succeed { ended: AgencyId(ended) };
            let given = give(store, ReportId(report), &command, Reconciler::Directory, now).await?;
            moved += usize::from(given);
        }
    }
    Ok(moved)
}
