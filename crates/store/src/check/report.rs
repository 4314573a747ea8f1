//! Rows, tasks and search tokens of reports against their events.

use super::finding::Fault;
use super::search::{self, State};
use crate::db::{Tx, Value};
use crate::reports::{
    Recorded, Versioned, copies_between, events_between, events_of, expected_copies, expected_row,
    expected_tasks, fold, rewrite as rewrite_rows, rows_between, tasks_between,
};
use crate::search::facets;
use crate::{Result, dialect, params};
use domain::event::Fact;
use domain::filing::{FileNo, Filing};
use domain::{Report, ReportId};
use std::collections::{BTreeMap, BTreeSet};

/// What was seen of one batch.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) reports: u64,
    pub(super) events: u64,
    pub(super) faults: Vec<(ReportId, Vec<Fault>)>,
}

/// What the tables hold of the reports of one batch.
struct Tables {
    rows: BTreeMap<i64, Vec<(&'static str, Value)>>,
    tasks: BTreeMap<i64, Vec<Vec<Value>>>,
    copies: BTreeMap<i64, BTreeSet<i64>>,
    files: BTreeSet<(i64, FileNo)>,
}

const FILES: &str = "SELECT report_id, no FROM attachment WHERE report_id > $1 AND report_id <= $2";

/// Compares the reports after `after` up to `upto`.
pub(super) fn compare(tx: &mut Tx<'_>, after: i64, upto: i64) -> Result<Seen> {
    let mut events = events_between(tx, after, upto)?;
    let files = tx.all(FILES, params![after, upto], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let tables = Tables {
        rows: rows_between(tx, after, upto)?,
        tasks: tasks_between(tx, after, upto)?,
        copies: copies_between(tx, after, upto)?,
        files: files.into_iter().collect(),
    };
    let in_search =
        tx.all(dialect::search_ids(tx.engine()), params![after, upto], |row| row.get::<i64>(0))?;
    let named: BTreeSet<i64> = events.keys().chain(tables.rows.keys()).copied().collect();
    let mut seen = Seen::default();
    for id in &named {
        seen.reports += 1;
        let of_report = events.remove(id).unwrap_or_default();
        seen.events += of_report.len() as u64;
        let faults = compare_one(tx, ReportId(*id), of_report, &tables)?;
        if !faults.is_empty() {
            seen.faults.push((ReportId(*id), faults));
        }
    }
    for id in in_search.into_iter().filter(|id| !named.contains(id)) {
        seen.faults.push((ReportId(id), vec![Fault::SearchAlone]));
    }
    Ok(seen)
}

fn compare_one(
    tx: &mut Tx<'_>,
    id: ReportId,
    versioned: Vec<Versioned>,
    tables: &Tables,
) -> Result<Vec<Fault>> {
    let (events, mut faults) = whole(versioned);
    let Some(state) = folded(id, &events) else {
        if faults.is_empty() {
            faults.push(if events.is_empty() { Fault::NoEvents } else { Fault::NoFiling });
        }
        return Ok(faults);
    };
    match tables.rows.get(&id.0) {
        None => faults.push(Fault::RowMissing),
        Some(row) => {
            let expected = expected_row(&state.report, state.filing, state.changed_at);
            let differs = row.iter().zip(&expected).filter(|(is, should)| is != should);
            let columns: Vec<_> = differs.map(|((name, _), _)| *name).collect();
            if !columns.is_empty() {
                faults.push(Fault::RowDiffers { columns });
            }
        }
    }
    if tables.tasks.get(&id.0).map_or(&[][..], Vec::as_slice) != expected_tasks(&state.report) {
        faults.push(Fault::TasksDiffer);
    }
    if tables.copies.get(&id.0).cloned().unwrap_or_default() != expected_copies(&state.report) {
        faults.push(Fault::CopiesDiffer);
    }
    match search::state(
        tx,
        id,
        &facets::tokens(&state.report, &state.filing.body, &facets::posts_of(&events)),
    )? {
        State::Same => {}
        State::Missing => faults.push(Fault::SearchMissing),
        State::Stale => faults.push(Fault::SearchStale),
    }
    let named = events.iter().flat_map(|recorded| recorded.event.fact.files());
    let lost = named.filter(|no| !tables.files.contains(&(id.0, **no)));
    faults.extend(lost.map(|no| Fault::FileMissing { no: *no }));
    Ok(faults)
}

/// The events that read, and what is wrong with their sequence.
fn whole(versioned: Vec<Versioned>) -> (Vec<Recorded>, Vec<Fault>) {
    let (mut events, mut faults) = (Vec::with_capacity(versioned.len()), Vec::new());
    let mut expected = 1;
    for (version, recorded) in versioned {
        if version != expected {
            faults.push(Fault::VersionGap { expected, found: version });
        }
        expected = version.saturating_add(1);
        match recorded {
            Ok(recorded) => events.push(recorded),
            Err(error) => faults.push(Fault::EventUnreadable { version, why: error.to_string() }),
        }
    }
    (events, faults)
}

struct Folded<'a> {
    report: Report,
    filing: &'a Filing,
    changed_at: jiff::Timestamp,
}

fn folded(id: ReportId, events: &[Recorded]) -> Option<Folded<'_>> {
    let report = fold(id, events).ok().flatten()?;
    let Fact::Filed { filing, .. } = &events.first()?.event.fact else { return None };
    Some(Folded { report, filing, changed_at: events.last()?.at })
}

/// Writes the rows of a report from its events as they are now. False when they do not fold.
pub(super) fn rewrite(tx: &mut Tx<'_>, id: ReportId) -> Result<bool> {
    let events = events_of(tx, id)?;
    let Some(state) = folded(id, &events) else { return Ok(false) };
    let posts = facets::posts_of(&events);
    rewrite_rows(tx, &state.report, state.filing, &posts, state.changed_at)?;
    Ok(true)
}
