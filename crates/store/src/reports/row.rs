//! The read row of a report, its tasks and its search tokens.

use crate::clock::micros;
use crate::db::{Tx, Value};
use crate::search::{self, facets};
use crate::{Error, Result, params};
use domain::category::CategoryCode;
use domain::deadline::DeadlineKind;
use domain::directory::Directory;
use domain::filing::Filing;
use domain::redaction::{Redaction, Redactions};
use domain::region::{RegionCode, RegionLevel};
use domain::report::{Task, TaskState};
use domain::role::Desk;
use domain::{AgencyId, Report, ReportId, UnitId};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// What the row holds beside the state: set once, at filing.
pub(crate) struct Fixed<'a> {
    pub(crate) secret_hash: Vec<u8>,
    pub(crate) filing: &'a Filing,
    pub(crate) language: &'a str,
}

/// How a desk is named in rows.
#[must_use]
pub(crate) fn desk_word(desk: Desk) -> String {
    match desk {
        Desk::National => "national".to_owned(),
        Desk::Review => "review".to_owned(),
        Desk::Ombudsman => "ombudsman".to_owned(),
        Desk::Agency(agency) => format!("a{agency}"),
        Desk::Unit(_, unit) => format!("u{unit}"),
    }
}

/// The desk of such a name; `None` when its unit is not in the directory.
pub(crate) fn desk_of(word: &str, directory: &Directory) -> Option<Desk> {
    match word {
        "national" => Some(Desk::National),
        "review" => Some(Desk::Review),
        "ombudsman" => Some(Desk::Ombudsman),
        _ => {
            if let Some(agency) = word.strip_prefix('a') {
                return agency.parse().ok().map(|agency| Desk::Agency(AgencyId(agency)));
            }
            let unit = directory.unit(UnitId(word.strip_prefix('u')?.parse().ok()?))?;
            Some(Desk::Unit(unit.agency, unit.id))
        }
    }
}

const INSERT: &str = "INSERT INTO report (id, tracking, secret_hash, body, place, happened_on, language, received_at, \
    channel, rules, version, changed_at, kind, class, title, category, level, urgency, region, province, regency, \
    anonymous, confidential, restricted, listed, stage, stage_since, open, desk, lead, unit, transfers, contests, \
    escalated_at, warn_at, due_at, sort_key, reporter_due_at, outer_due_at, rating, \
    accused, branch, redactions, spot) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
    $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44)";
const UPDATE: &str = "UPDATE report SET version = $2, changed_at = $3, kind = $4, class = $5, title = $6, \
    category = $7, level = $8, urgency = $9, region = $10, province = $11, regency = $12, anonymous = $13, \
    confidential = $14, restricted = $15, listed = $16, stage = $17, stage_since = $18, open = $19, desk = $20, \
    lead = $21, unit = $22, transfers = $23, contests = $24, escalated_at = $25, warn_at = $26, due_at = $27, \
    sort_key = $28, reporter_due_at = $29, outer_due_at = $30, rating = $31, accused = $32, \
    branch = $33, redactions = $34 WHERE id = $1";
const SELECT: &str = "SELECT id, tracking, secret_hash, body, place, happened_on, language, received_at, channel, rules, \
    version, changed_at, kind, class, title, category, level, urgency, region, province, regency, \
    anonymous, confidential, restricted, listed, stage, stage_since, open, desk, lead, unit, \
    transfers, contests, escalated_at, warn_at, due_at, sort_key, reporter_due_at, outer_due_at, \
    rating, accused, branch, redactions, spot \
    FROM report WHERE id > $1 AND id <= $2 ORDER BY id";
const REWRITE_FIXED: &str = "UPDATE report SET tracking = $2, body = $3, place = $4, happened_on = $5, \
    received_at = $6, channel = $7, rules = $8, spot = $9 WHERE id = $1";
const TASKS: &str = "SELECT report_id, no, agency, unit, state, warn_at, due_at FROM task \
    WHERE report_id > $1 AND report_id <= $2 ORDER BY report_id, no";
const TASKS_DROP: &str = "DELETE FROM task WHERE report_id = $1";
const TASK: &str = "INSERT INTO task (report_id, no, agency, unit, state, warn_at, due_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (report_id, no) DO UPDATE SET agency = excluded.agency, \
    unit = excluded.unit, state = excluded.state, warn_at = excluded.warn_at, due_at = excluded.due_at";

const COPIES: &str =
    "SELECT report_id, agency FROM copied WHERE report_id > $1 AND report_id <= $2";
const COPIES_DROP: &str = "DELETE FROM copied WHERE report_id = $1";
const COPY: &str = "INSERT INTO copied (report_id, agency) VALUES ($1, $2)";

/// Later than any date: year 4000, in microseconds.
pub(crate) const NEVER: i64 = 64_060_588_800_000_000;
/// Sort keys of open reports are below, those of ended ones above.
pub(crate) const OPEN_BELOW: i64 = NEVER * 2 - NEVER / 2;

/// What queues are sorted by: due dates first, then what waits for the reporter (oldest first),
/// then what has ended (newest first).
fn sort_key(report: &Report) -> i64 {
    if !report.stage.name().is_open() {
        return 3 * NEVER - micros(report.stage_since);
    }
    match report.office_clock() {
        Some(clock) => micros(clock.due),
        None => NEVER + micros(report.milestones.received),
    }
}

/// The columns that follow the state, in the order of both statements.
fn moving(report: &Report, changed_at: jiff::Timestamp) -> Vec<Value> {
    let region = report.region.map(RegionCode::number);
    let province = report.region.map(|r| r.province().number());
    let regency = report.region.and_then(|r| r.at(RegionLevel::Regency)).map(RegionCode::number);
    let desk = report.stage.desk();
    let office_clocks = || report.clocks.iter().filter(|c| !c.kind.waits_for_reporter());
    params![
        report.version,
        micros(changed_at),
        report.kind.word(),
        report.class.word(),
        report.title.as_str(),
        report.category.as_ref().map(ToString::to_string),
        report.level.map(domain::kind::Level::word),
        report.urgency.word(),
        region,
        province,
        regency,
        report.privacy.anonymous,
        report.privacy.confidential,
        report.restricted,
        report.is_listed(),
        report.stage.name().word(),
        micros(report.stage_since),
        report.stage.name().is_open(),
        desk.map(desk_word),
        report.lead.map(|a| a.0),
        unit_of(report).map(|u| u.0),
        i64::from(report.transfers),
        i64::from(report.contests),
        report.escalated.map(micros),
        office_clocks().map(|c| c.warn_at).min().map(micros),
        report.office_clock().map(|c| micros(c.due)),
        sort_key(report),
        report.reporter_clock().map(|c| micros(c.due)),
        report.clock(DeadlineKind::OmbudsmanEscalation).map(|c| micros(c.due)),
        report.rating.as_ref().map(|r| i64::from(r.overall)),
        !report.accused.is_empty(),
        report.category.as_ref().and_then(CategoryCode::branch).map(|code| code.to_string()),
        redactions_text(&report.redactions),
    ]
}

/// How a row keeps what officers found; `None` for nothing.
fn redactions_text(redactions: &Redactions) -> Option<String> {
    let pairs = || redactions.all().map(|(how, passage)| json!([how.word(), passage]));
    (!redactions.is_empty()).then(|| pairs().collect::<serde_json::Value>().to_string())
}

/// The inverse of [`redactions_text`].
pub(crate) fn redactions_of(text: Option<&str>) -> Result<Redactions> {
    let bad = || Error::Decode("report row: redactions".to_owned());
    let Some(text) = text else { return Ok(Redactions::default()) };
    let pairs: Vec<(String, String)> = serde_json::from_str(text).map_err(|_| bad())?;
    let read = |(how, passage): (String, String)| Some((Redaction::from_word(&how)?, passage));
    let read: Option<Vec<_>> = pairs.into_iter().map(read).collect();
    read.map(Redactions::new).ok_or_else(bad)
}

/// The number of the place that a report names: in words for the place, in its title or its text.
fn spot(filing: &Filing) -> Option<i64> {
    let said = [filing.place.detail.as_str(), filing.title.as_str(), filing.body.as_str()];
    text::place::main_place(&said.join("\n")).map(|named| text::place::number(&named.name))
}

/// The unit that has it. An ended report keeps the unit that answered it for its lead, so that
/// lists by unit still find it.
pub(crate) fn unit_of(report: &Report) -> Option<UnitId> {
    if report.stage.name().is_open() {
        return report.stage.desk().and_then(Desk::unit);
    }
    let answered_by = report.answered_by.map(|by| by.desk);
    answered_by.filter(|desk| desk.agency() == report.lead).and_then(Desk::unit)
}

/// The row and the search tokens of a report, ready to be written: the one thread that writes
/// SQLite has better to do than to analyse texts.
pub(crate) struct Prepared {
    id: ReportId,
    values: Vec<Value>,
    tokens: Vec<String>,
    /// Of a report that has a history already.
    tasks: Vec<Vec<Value>>,
    copies: Vec<i64>,
}

impl Prepared {
    pub(crate) fn of(report: &Report, fixed: &Fixed<'_>, changed_at: jiff::Timestamp) -> Self {
        let (tasks, copies) = (Vec::new(), Vec::new());
        let tokens = facets::tokens(report, &fixed.filing.body, &[]);
        Self { id: report.id, values: whole_row(report, fixed, changed_at), tokens, tasks, copies }
    }

    /// Of a report that has a history already, with what its offices wrote in it.
    pub(crate) fn whole(
        report: &Report,
        fixed: &Fixed<'_>,
        posts: &[String],
        changed_at: jiff::Timestamp,
    ) -> Self {
        Self {
            id: report.id,
            values: whole_row(report, fixed, changed_at),
            tokens: facets::tokens(report, &fixed.filing.body, posts),
            tasks: report.tasks.iter().map(|task| whole_task(report, task)).collect(),
            copies: expected_copies(report).into_iter().collect(),
        }
    }

    pub(crate) fn insert(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.queue(INSERT, self.values.clone())?;
        search::put(tx, self.id, &self.tokens)?;
        for task in &self.tasks {
            tx.queue(TASK, task.clone())?;
        }
        put_copies(tx, self.id, self.copies.iter().copied())
    }
}

/// Every column, in the order of [`INSERT`].
fn whole_row(report: &Report, fixed: &Fixed<'_>, changed_at: jiff::Timestamp) -> Vec<Value> {
    let received = report.milestones.received;
    let mut values = params![
        report.id.0,
        report.tracking.number(),
        fixed.secret_hash.as_slice(),
        fixed.filing.body.as_str(),
        fixed.filing.place.detail.as_str(),
        fixed.filing.happened_on.map(|d| d.to_string()),
        fixed.language,
        micros(received),
        report.channel.word(),
        report.rules.0,
    ];
    values.extend(moving(report, changed_at));
    values.extend(params![spot(fixed.filing)]);
    values
}

/// What the row of a report should hold, column by column, without the two that are in no
/// event: the hash of the secret, which only intake knew, and the language of notices.
pub(crate) fn expected_row(
    report: &Report,
    filing: &Filing,
    changed_at: jiff::Timestamp,
) -> Vec<(&'static str, Value)> {
    let fixed = Fixed { secret_hash: Vec::new(), filing, language: "" };
    let named = names().zip(whole_row(report, &fixed, changed_at));
    named.filter(|(name, _)| !NOT_IN_EVENTS.contains(name)).collect()
}

/// Columns that cannot be folded from events.
const NOT_IN_EVENTS: [&str; 2] = ["secret_hash", "language"];

/// The columns of [`INSERT`] and [`SELECT`], in their order.
fn names() -> impl Iterator<Item = &'static str> {
    let listed = SELECT.strip_prefix("SELECT ").and_then(|rest| rest.split_once(" FROM "));
    listed.map_or("", |(columns, _)| columns).split(',').map(str::trim)
}

/// The rows of reports after `after` up to `upto`, as [`expected_row`] names their columns.
pub(crate) fn rows_between(
    tx: &mut Tx<'_>,
    after: i64,
    upto: i64,
) -> Result<BTreeMap<i64, Vec<(&'static str, Value)>>> {
    let rows = tx.all(SELECT, params![after, upto], |row| {
        let columns = names().enumerate().filter(|(_, name)| !NOT_IN_EVENTS.contains(name));
        let columns = columns.map(|(at, name)| Ok((name, row.get::<Value>(at)?)));
        Ok((row.get::<i64>(0)?, columns.collect::<Result<Vec<_>>>()?))
    })?;
    Ok(rows.into_iter().collect())
}

/// The task rows of reports after `after` up to `upto`: number, agency, unit, state, warning
/// and due date.
pub(crate) fn tasks_between(
    tx: &mut Tx<'_>,
    after: i64,
    upto: i64,
) -> Result<BTreeMap<i64, Vec<Vec<Value>>>> {
    let mut found: BTreeMap<i64, Vec<Vec<Value>>> = BTreeMap::new();
    let rows = tx.all(TASKS, params![after, upto], |row| {
        let columns = (1..=6).map(|at| row.get::<Value>(at)).collect::<Result<Vec<_>>>()?;
        Ok((row.get::<i64>(0)?, columns))
    })?;
    for (id, columns) in rows {
        found.entry(id).or_default().push(columns);
    }
    Ok(found)
}

/// What [`tasks_between`] should find for a report.
pub(crate) fn expected_tasks(report: &Report) -> Vec<Vec<Value>> {
    let mut tasks: Vec<&Task> = report.tasks.iter().collect();
    tasks.sort_by_key(|task| task.no.0);
    tasks.into_iter().map(task_row).collect()
}

/// Writes the row, the tasks and the search tokens of a report anew. A row that was lost comes
/// back with a secret that nothing opens, and with notices in Indonesian.
pub(crate) fn rewrite(
    tx: &mut Tx<'_>,
    report: &Report,
    filing: &Filing,
    posts: &[String],
    changed_at: jiff::Timestamp,
) -> Result<()> {
    let mut values = params![report.id.0];
    values.extend(moving(report, changed_at));
    if tx.exec(UPDATE, values)? == 0 {
        let fixed = Fixed { secret_hash: Vec::new(), filing, language: "id" };
        tx.queue(INSERT, whole_row(report, &fixed, changed_at))?;
    } else {
        let fixed = params![
            report.id.0,
            report.tracking.number(),
            filing.body.as_str(),
            filing.place.detail.as_str(),
            filing.happened_on.map(|d| d.to_string()),
            micros(report.milestones.received),
            report.channel.word(),
            report.rules.0,
            spot(filing),
        ];
        tx.queue(REWRITE_FIXED, fixed)?;
    }
    tx.queue(TASKS_DROP, params![report.id.0])?;
    for task in &report.tasks {
        tx.queue(TASK, whole_task(report, task))?;
    }
    tx.queue(COPIES_DROP, params![report.id.0])?;
    put_copies(tx, report.id, expected_copies(report))?;
    search::put_again(tx, report, &filing.body, posts)
}

fn task_row(task: &Task) -> Vec<Value> {
    let state = match task.state {
        TaskState::Open => "open",
        TaskState::Done(_) => "done",
        TaskState::Released(_) => "released",
    };
    params![
        i64::from(task.no.0),
        task.office.agency.0,
        task.office.unit.map(|u| u.0),
        state,
        micros(task.clock.warn_at),
        micros(task.clock.due),
    ]
}

/// The agencies told of each report after `after` up to `upto`.
pub(crate) fn copies_between(
    tx: &mut Tx<'_>,
    after: i64,
    upto: i64,
) -> Result<BTreeMap<i64, BTreeSet<i64>>> {
    let mut found: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for (id, agency) in
        tx.all(COPIES, params![after, upto], |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))?
    {
        found.entry(id).or_default().insert(agency);
    }
    Ok(found)
}

/// What [`copies_between`] should find for a report: nobody is kept informed of an ended one.
pub(crate) fn expected_copies(report: &Report) -> BTreeSet<i64> {
    told(report).map(|agency| agency.0).collect()
}

/// The agencies that are kept informed.
pub(crate) fn told(report: &Report) -> impl Iterator<Item = AgencyId> {
    let told = report.copies.iter().copied().chain(report.watcher);
    told.filter(|_| report.stage.name().is_open())
}

fn put_copies(
    tx: &mut Tx<'_>,
    id: ReportId,
    agencies: impl IntoIterator<Item = i64>,
) -> Result<()> {
    agencies.into_iter().try_for_each(|agency| tx.queue(COPY, params![id.0, agency]))
}

/// Every column of a task, in the order of [`TASK`].
fn whole_task(report: &Report, task: &Task) -> Vec<Value> {
    let mut values = params![report.id.0];
    values.extend(task_row(task));
    values
}

/// Brings the row and tasks to the state `report`; `before` is what they show now.
pub(crate) fn write_row(
    tx: &mut Tx<'_>,
    before: &Report,
    report: &Report,
    at: jiff::Timestamp,
) -> Result<()> {
    let mut values = params![report.id.0];
    values.extend(moving(report, at));
    tx.queue(UPDATE, values)?;
    for task in report.tasks.iter().filter(|task| !before.tasks.contains(task)) {
        tx.queue(TASK, whole_task(report, task))?;
    }
    if expected_copies(before) != expected_copies(report) {
        tx.queue(COPIES_DROP, params![report.id.0])?;
        put_copies(tx, report.id, expected_copies(report))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_statements_list_the_same_columns() {
        let inserted = INSERT.split(['(', ')']).nth(1).unwrap();
        assert!(names().eq(inserted.split(',').map(str::trim)));
    }
}
