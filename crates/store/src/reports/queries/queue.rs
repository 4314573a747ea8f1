//! The queues of the desks, the most urgent date first.

use super::{PAGE, Summary, read};
use crate::clock::micros;
use crate::db::{Tx, Value};
use crate::reports::row::{NEVER, OPEN_BELOW, desk_word};
use crate::search::{Ask, Narrow, Scope, facets, found_newest};
use crate::{Result, Store, dialect, params};
use domain::deadline::Light;
use domain::report::StageName;
use domain::role::Desk;
use domain::{AgencyId, TrackingId, UnitId};
use jiff::Timestamp;
use text::{Query, Vocabulary};

/// Which reports a desk lists.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Queue {
    /// Those that wait at this desk.
    Desk(Desk),
    /// All open ones an agency answers for.
    Agency(AgencyId),
    /// All open ones of these units.
    Units(Vec<UnitId>),
    /// All open ones these agencies answer for.
    Agencies(Vec<AgencyId>),
    /// Ended ones an agency answered for.
    AgencyEnded(AgencyId),
    /// Ended ones that these units had last.
    UnitsEnded(Vec<UnitId>),
    /// Those in which an agency has an open task.
    Tasks(AgencyId),
    /// Those in which one of these units has an open task.
    UnitTasks(Vec<UnitId>),
    /// Open ones of which an agency was told, by a copy or to watch over the lead.
    Copies(AgencyId),
    /// Every open one in the country.
    Nation,
    /// Those escalated to the Ombudsman, newest first.
    Escalated,
}

/// What a queue may be narrowed by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct QueueFilter {
    /// Words of the text, or a tracking number.
    pub words: String,
    /// Stage.
    pub stage: Option<StageName>,
    /// Light.
    pub light: Option<Light>,
    /// Came back at least so often.
    pub transfers_min: u8,
    /// After this row: its sort key and name.
    pub after: Option<(i64, i64)>,
}

/// A page of a queue: the most urgent date first, those without a date last.
pub async fn queue(store: &Store, queue: Queue, filter: QueueFilter) -> Result<Vec<Summary>> {
    queue_up_to(store, queue, filter, PAGE + 1).await
}

/// The first `limit` rows of a queue, for counts that end in "99+".
pub async fn queue_up_to(
    store: &Store,
    queue: Queue,
    filter: QueueFilter,
    limit: usize,
) -> Result<Vec<Summary>> {
    let now = store.now();
    let words = store.words();
    store.db().read("queue", move |tx| queue_rows(tx, &queue, &filter, &words, now, limit)).await
}

fn queue_rows(
    tx: &mut Tx<'_>,
    queue: &Queue,
    filter: &QueueFilter,
    words: &Vocabulary,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<Summary>> {
    let fits = |row: &Summary| {
        filter.stage.is_none_or(|stage| row.stage == stage)
            && filter.light.is_none_or(|light| row.light(now) == Some(light))
            && row.transfers >= filter.transfers_min
    };
    if let Ok(tracking) = TrackingId::parse(&filter.words) {
        let rows = tx.all(columns!("WHERE tracking = $1"), params![tracking.number()], read)?;
        return in_queue(tx, rows, queue);
    }
    let query = Query::parse(&filter.words);
    if !query.is_empty() {
        let narrow = Narrow { stage: filter.stage, light: filter.light, ..Narrow::default() };
        let ask = Ask::new(query, narrow, scope(queue));
        let rows = found_newest(tx, &ask, words, now)?;
        let rows = in_queue(tx, rows.into_iter().filter(fits).collect(), queue)?;
        return Ok(rows.into_iter().take(limit).collect());
    }
    let (low, high) = key_range(queue, filter.light, now);
    let (after_key, after_id) = filter.after.unwrap_or((i64::MIN, i64::MIN));
    // The index serves queue, light and order; a stage is filtered from a bounded stretch of it.
    let filtered =
        filter.stage.is_some() || filter.light == Some(Light::Yellow) || filter.transfers_min > 0;
    let stretch = if filtered { 2_000 } else { limit };
    let bounds = params![
        low.max(after_key),
        high,
        after_id,
        after_key,
        i64::try_from(stretch).unwrap_or(2_000)
    ];
    Ok(queue_stretch(tx, queue, bounds, stretch)?.into_iter().filter(fits).take(limit).collect())
}

/// Where in the index a queue's reports are.
fn scope(queue: &Queue) -> Scope {
    match queue {
        Queue::Desk(desk) => Scope::any([facets::desk(*desk)]),
        Queue::Agency(agency) | Queue::AgencyEnded(agency) => Scope::any([facets::lead(*agency)]),
        Queue::Agencies(agencies) => Scope::any(agencies.iter().copied().map(facets::lead)),
        Queue::Units(units) | Queue::UnitsEnded(units) => Scope::units(units),
        Queue::Tasks(agency) => Scope::any([facets::task(*agency)]),
        Queue::UnitTasks(units) => Scope::any(units.iter().copied().map(facets::unit_task)),
        Queue::Copies(agency) => Scope::any([facets::copy(*agency)]),
        Queue::Escalated => Scope::any([facets::ESCALATED.to_owned()]),
        Queue::Nation => Scope::nation(),
    }
}

/// Sort keys between which a queue and a light can be. A yellow light depends on a second column,
/// so its range is only the outer bound.
fn key_range(queue: &Queue, light: Option<Light>, now: Timestamp) -> (i64, i64) {
    match (queue, light) {
        (Queue::AgencyEnded(_) | Queue::UnitsEnded(_), _) => (OPEN_BELOW, i64::MAX),
        (_, None) => (i64::MIN, OPEN_BELOW),
        (_, Some(Light::Red)) => (i64::MIN, micros(now) - 1),
        (_, Some(Light::Yellow | Light::Green)) => (micros(now), NEVER - 1),
    }
}

/// The next rows of a queue. Parameters: $1 the queue's own; then the bounds: $2 lowest and $3
/// highest sort key, $4 and $5 name and key of the last row of the page before, $6 rows.
fn queue_stretch(
    tx: &mut Tx<'_>,
    queue: &Queue,
    bounds: Vec<Value>,
    rows: usize,
) -> Result<Vec<Summary>> {
    let (sql, mut values) = match queue {
        Queue::Agencies(agencies) => {
            return merged(tx, OF_AGENCY, agencies.iter().map(|a| a.0), &bounds, rows);
        }
        Queue::Units(units) | Queue::UnitsEnded(units) => {
            return merged(tx, OF_UNIT, units.iter().map(|u| u.0), &bounds, rows);
        }
        Queue::Desk(desk) => (
            columns!(
                "WHERE open = 1 AND desk = $1 AND sort_key >= $2 AND sort_key <= $3 \
                 AND (id > $4 OR sort_key > $5) ORDER BY sort_key, id LIMIT $6"
            ),
            params![desk_word(*desk)],
        ),
        Queue::Agency(agency) | Queue::AgencyEnded(agency) => (
            columns!(
                "WHERE lead = $1 AND sort_key >= $2 AND sort_key <= $3 \
                 AND (id > $4 OR sort_key > $5) ORDER BY sort_key, id LIMIT $6"
            ),
            params![agency.0],
        ),
        // Sorted after finding: an agency has few open tasks at a time.
        Queue::Tasks(agency) => (
            columns!(
                "WHERE id IN (SELECT report_id FROM task WHERE agency = $1 AND state = 'open') \
                 AND sort_key >= $2 AND sort_key <= $3 AND (id > $4 OR sort_key > $5) \
                 ORDER BY sort_key, id LIMIT $6"
            ),
            params![agency.0],
        ),
        Queue::UnitTasks(units) => (
            columns!(
                "WHERE id IN (SELECT report_id FROM task WHERE unit {{IN $1}} AND state = 'open') \
                 AND sort_key >= $2 AND sort_key <= $3 AND (id > $4 OR sort_key > $5) \
                 ORDER BY sort_key, id LIMIT $6"
            ),
            vec![dialect::list(units.iter().map(|unit| unit.0))],
        ),
        Queue::Copies(agency) => (
            columns!(
                "WHERE id IN (SELECT report_id FROM copied WHERE agency = $1) \
                 AND sort_key >= $2 AND sort_key <= $3 AND (id > $4 OR sort_key > $5) \
                 ORDER BY sort_key, id LIMIT $6"
            ),
            params![agency.0],
        ),
        Queue::Nation => (
            columns!(
                "WHERE open = 1 AND $1 = 1 AND sort_key >= $2 AND sort_key <= $3 \
                 AND (id > $4 OR sort_key > $5) ORDER BY sort_key, id LIMIT $6"
            ),
            params![1_i64],
        ),
        Queue::Escalated => (
            columns!(
                "WHERE escalated_at IS NOT NULL AND open = 1 AND $1 = 1 AND sort_key >= $2 AND sort_key <= $3 \
                 AND (id > $4 OR sort_key > $5) ORDER BY sort_key, id LIMIT $6"
            ),
            params![1_i64],
        ),
    };
    values.extend(bounds);
    tx.all(sql, values, read)
}

const OF_AGENCY: &str = "SELECT sort_key, id FROM report WHERE lead = $1 AND sort_key >= $2 AND sort_key <= $3 \
                         AND (id > $4 OR sort_key > $5) ORDER BY sort_key, id LIMIT $6";
const OF_UNIT: &str = "SELECT sort_key, id FROM report WHERE unit = $1 AND sort_key >= $2 AND sort_key <= $3 \
                       AND (id > $4 OR sort_key > $5) ORDER BY sort_key, id LIMIT $6";

/// The next rows of several offices together. Each office's index gives its own next ones in
/// order; asking for all offices at once would sort everything they ever had.
fn merged(
    tx: &mut Tx<'_>,
    sql: &'static str,
    offices: impl IntoIterator<Item = i64>,
    bounds: &[Value],
    rows: usize,
) -> Result<Vec<Summary>> {
    let mut places: Vec<(i64, i64)> = Vec::new();
    for office in offices {
        let mut values = params![office];
        values.extend_from_slice(bounds);
        places.extend(tx.all(sql, values, |row| Ok((row.get::<i64>(0)?, row.get::<i64>(1)?)))?);
    }
    places.sort_unstable();
    places.truncate(rows);
    if places.is_empty() {
        return Ok(Vec::new());
    }
    let ids = dialect::list(places.iter().map(|(_, id)| *id));
    let mut found = tx.all(columns!("WHERE id {{IN $1}} ORDER BY id DESC"), vec![ids], read)?;
    found.sort_unstable_by_key(|row| (row.sort_key, row.id));
    Ok(found)
}

/// Those of the rows found by words or number that the queue holds.
fn in_queue(tx: &mut Tx<'_>, rows: Vec<Summary>, queue: &Queue) -> Result<Vec<Summary>> {
    let helped = if rows.is_empty() { Vec::new() } else { helped(tx, &rows, queue)? };
    let is_in = |row: &Summary| is_in_queue(row, queue) || helped.contains(&row.id.0);
    Ok(rows.into_iter().filter(is_in).collect())
}

/// Those of the rows that a queue holds for what its office is asked or told.
fn helped(tx: &mut Tx<'_>, rows: &[Summary], queue: &Queue) -> Result<Vec<i64>> {
    let ids = dialect::list(rows.iter().map(|row| row.id.0));
    let (sql, office): (_, Value) = match queue {
        Queue::Tasks(agency) => (
            "SELECT report_id FROM task WHERE agency = $1 AND state = 'open' AND report_id {{IN $2}}",
            agency.0.into(),
        ),
        Queue::UnitTasks(units) => (
            "SELECT report_id FROM task WHERE unit {{IN $1}} AND state = 'open' AND report_id {{IN $2}}",
            dialect::list(units.iter().map(|unit| unit.0)),
        ),
        Queue::Copies(agency) => (
            "SELECT report_id FROM copied WHERE agency = $1 AND report_id {{IN $2}}",
            agency.0.into(),
        ),
        _ => return Ok(Vec::new()),
    };
    tx.all(sql, vec![office, ids], |row| row.get(0))
}

fn is_in_queue(row: &Summary, queue: &Queue) -> bool {
    let open = row.stage.is_open();
    let of_unit = |units: &[UnitId]| row.unit.is_some_and(|unit| units.contains(&unit));
    match queue {
        Queue::Desk(desk) => open && row.desk.as_deref() == Some(desk_word(*desk).as_str()),
        Queue::Escalated => row.escalated_at.is_some(),
        Queue::Agency(agency) => open && row.lead == Some(*agency),
        Queue::Agencies(agencies) => open && row.lead.is_some_and(|lead| agencies.contains(&lead)),
        Queue::AgencyEnded(agency) => !open && row.lead == Some(*agency),
        Queue::Units(units) => open && of_unit(units),
        Queue::UnitsEnded(units) => !open && of_unit(units),
        Queue::Tasks(_) | Queue::UnitTasks(_) | Queue::Copies(_) => false,
        Queue::Nation => open,
    }
}
