//! Lists: what the public, a desk or an overseer sees of many reports.
//!
//! Every list is bounded and pages by key, so its cost does not grow with the number of reports.

use super::row::{LISTED, NEVER, desk_word, lead_token};
use crate::clock::{instant, micros};
use crate::db::{Row, Tx, Value};
use crate::keys::Purpose;
use crate::{Error, Result, Store, dialect, params};
use domain::category::CategoryCode;
use domain::deadline::Light;
use domain::kind::{Channel, Level, ReportKind, Urgency};
use domain::region::{RegionCode, RegionLevel};
use domain::report::StageName;
use domain::role::Desk;
use domain::visibility::Privacy;
use domain::{AgencyId, ReportId, TrackingId, TrackingSecret, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;

/// Rows on one page.
pub const PAGE: usize = 25;

/// Newest matches a search looks at before it filters (docs/adr: bounded candidates).
const CANDIDATES: i64 = 300;

const ANY: &str = "SELECT id FROM report LIMIT 1";

/// Whether there is any report at all.
pub async fn is_any(store: &Store) -> Result<bool> {
    let found = store.db().select("report-any", ANY, Vec::new(), |row| row.get::<i64>(0)).await?;
    Ok(!found.is_empty())
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Internal name.
    pub id: ReportId,
    /// Public number.
    pub tracking: TrackingId,
    /// Version shown.
    pub version: u32,
    /// When it was received.
    pub received_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
    /// What is wanted.
    pub kind: ReportKind,
    /// How it entered.
    pub channel: Channel,
    /// Title as corrected.
    pub title: String,
    /// Text as handed in.
    pub body: String,
    /// Category.
    pub category: Option<CategoryCode>,
    /// Level of authority.
    pub level: Option<Level>,
    /// How fast harm follows.
    pub urgency: Urgency,
    /// Where.
    pub region: Option<RegionCode>,
    /// Where, in words.
    pub place: String,
    /// When it happened.
    pub happened_on: Option<Date>,
    /// Anonymous, confidential.
    pub privacy: Privacy,
    /// Supervisory: restricted view.
    pub restricted: bool,
    /// The public may see it.
    pub listed: bool,
    /// Where it stands.
    pub stage: StageName,
    /// Since when.
    pub stage_since: Timestamp,
    /// The agency that answers for it.
    pub lead: Option<AgencyId>,
    /// The unit that has it or answered it.
    pub unit: Option<UnitId>,
    /// Times it came back.
    pub transfers: u8,
    /// Contests.
    pub contests: u16,
    /// With the Ombudsman since.
    pub escalated_at: Option<Timestamp>,
    /// When the light turns yellow.
    pub warn_at: Option<Timestamp>,
    /// When it turns red.
    pub due_at: Option<Timestamp>,
    /// What queues are sorted by; with the name, the place in a queue.
    pub sort_key: i64,
    /// By when the reporter has to act.
    pub reporter_due_at: Option<Timestamp>,
    /// Overall mark.
    pub rating: Option<u8>,
}

impl Summary {
    /// The light of the office's most urgent clock.
    #[must_use]
    pub fn light(&self, now: Timestamp) -> Option<Light> {
        let due = self.due_at?;
        Some(if now > due {
            Light::Red
        } else if self.warn_at.is_some_and(|warn| now > warn) {
            Light::Yellow
        } else {
            Light::Green
        })
    }
}

macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, tracking, version, received_at, changed_at, kind, channel, title, body, category, level, ",
            "urgency, region, place, happened_on, anonymous, confidential, restricted, listed, stage, stage_since, ",
            "lead, unit, transfers, contests, escalated_at, warn_at, due_at, sort_key, reporter_due_at, rating FROM report ",
            $rest
        )
    };
}

fn read(row: &Row<'_>) -> Result<Summary> {
    fn known<T>(word: &str, found: Option<T>) -> Result<T> {
        found.ok_or_else(|| Error::Decode(format!("report row: {word}")))
    }
    let text = |index: usize| row.get::<String>(index);
    let maybe = |index: usize| row.get::<Option<String>>(index);
    let at = |index: usize| Ok::<_, Error>(row.get::<Option<i64>>(index)?.map(instant));
    Ok(Summary {
        id: ReportId(row.get(0)?),
        tracking: known("tracking", TrackingId::from_number(row.get(1)?))?,
        version: row.get(2)?,
        received_at: instant(row.get(3)?),
        changed_at: instant(row.get(4)?),
        kind: known("kind", ReportKind::from_word(&text(5)?))?,
        channel: known("channel", Channel::from_word(&text(6)?))?,
        title: text(7)?,
        body: text(8)?,
        category: maybe(9)?.and_then(|code| CategoryCode::parse(&code)),
        level: maybe(10)?.and_then(|word| Level::from_word(&word)),
        urgency: known("urgency", Urgency::from_word(&text(11)?))?,
        region: row.get::<Option<i64>>(12)?.and_then(RegionCode::from_number),
        place: text(13)?,
        happened_on: maybe(14)?.and_then(|day| day.parse().ok()),
        privacy: Privacy { anonymous: row.get(15)?, confidential: row.get(16)? },
        restricted: row.get(17)?,
        listed: row.get(18)?,
        stage: known("stage", StageName::from_word(&text(19)?))?,
        stage_since: instant(row.get(20)?),
        lead: row.get::<Option<i64>>(21)?.map(AgencyId),
        unit: row.get::<Option<i64>>(22)?.map(UnitId),
        transfers: row.get(23)?,
        contests: row.get(24)?,
        escalated_at: at(25)?,
        warn_at: at(26)?,
        due_at: at(27)?,
        sort_key: row.get(28)?,
        reporter_due_at: at(29)?,
        rating: row.get(30)?,
    })
}

/// The row of a report by its internal name.
pub async fn by_id(store: &Store, id: ReportId) -> Result<Option<Summary>> {
    one(store, columns!("WHERE id = $1"), params![id.0]).await
}

/// The row of a report by its public number. Opens nothing: callers ask `may_see` what to show.
pub async fn by_tracking(store: &Store, tracking: TrackingId) -> Result<Option<Summary>> {
    one(store, columns!("WHERE tracking = $1"), params![tracking.number()]).await
}

async fn one(store: &Store, sql: &'static str, params: Vec<Value>) -> Result<Option<Summary>> {
    Ok(store.db().select("report-row", sql, params, read).await?.into_iter().next())
}

/// The report that this number and this secret open together. One answer for a wrong number and a
/// wrong secret; rate limits are the caller's.
pub async fn open_with_secret(
    store: &Store,
    tracking: TrackingId,
    secret: &TrackingSecret,
) -> Result<Option<Summary>> {
    let hash = store.keys().hash(Purpose::TrackingSecret, secret.expose());
    let sql = columns!("WHERE tracking = $1 AND secret_hash = $2");
    one(store, sql, params![tracking.number(), hash]).await
}

/// What the public list may be narrowed by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct PublicFilter {
    /// Words of the text.
    pub words: String,
    /// Province, or regency or city.
    pub region: Option<RegionCode>,
    /// Agency that answers.
    pub agency: Option<AgencyId>,
    /// Affair, branch or leaf.
    pub category: Option<CategoryCode>,
    /// Stage.
    pub stage: Option<StageName>,
    /// Older than this report.
    pub before: Option<ReportId>,
}

/// A page of what the public may see, newest first, one row more than [`PAGE`] when there are more.
pub async fn public_list(store: &Store, filter: PublicFilter) -> Result<Vec<Summary>> {
    store
        .db()
        .read("public-list", move |tx| {
            let before = filter.before.map_or(i64::MAX, |id| id.0);
            let limit = i64::try_from(PAGE + 1).unwrap_or(26);
            let tokens = text::query_tokens(&filter.words);
            let fits = |row: &Summary| fits_public(row, &filter);
            if !tokens.is_empty() {
                let facet = filter.agency.map(|agency| lead_token(agency.0));
                let wanted =
                    tokens.iter().map(String::as_str).chain([LISTED]).chain(facet.as_deref());
                let rows = candidates(tx, wanted, before)?;
                return Ok(rows
                    .into_iter()
                    .filter(|r| r.listed && fits(r))
                    .take(PAGE + 1)
                    .collect());
            }
            let (sql, mut values) = public_statement(&filter);
            values.extend(params![before, limit.max(CANDIDATES * i64::from(filter.is_narrow()))]);
            let rows = tx.all(sql, values, read)?;
            Ok(rows.into_iter().filter(fits).take(PAGE + 1).collect())
        })
        .await
}

impl PublicFilter {
    /// More than one facet: the index serves one, the rest is filtered from bounded candidates.
    fn is_narrow(&self) -> bool {
        let facets = [
            self.region.is_some(),
            self.agency.is_some(),
            self.category.is_some(),
            self.stage.is_some(),
        ];
        let deep = self.region.is_some_and(|r| r.level() > RegionLevel::Regency)
            || self.category.as_ref().is_some_and(|c| c.depth() < 3);
        facets.iter().filter(|f| **f).count() > 1 || deep
    }
}

fn public_statement(filter: &PublicFilter) -> (&'static str, Vec<Value>) {
    let regency = filter.region.and_then(|r| r.at(RegionLevel::Regency));
    if let Some(agency) = filter.agency {
        (
            columns!("WHERE listed = 1 AND lead = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![agency.0],
        )
    } else if let Some(regency) = regency {
        (
            columns!("WHERE listed = 1 AND regency = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![regency.number()],
        )
    } else if let Some(region) = filter.region {
        (
            columns!("WHERE listed = 1 AND province = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![region.number()],
        )
    } else if let Some(category) = filter.category.as_ref().filter(|c| c.depth() == 3) {
        (
            columns!("WHERE listed = 1 AND category = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![category.as_str()],
        )
    } else if let Some(stage) = filter.stage {
        (
            columns!("WHERE listed = 1 AND stage = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![stage.word()],
        )
    } else {
        (
            columns!("WHERE listed = 1 AND $1 = 1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![1_i64],
        )
    }
}

fn fits_public(row: &Summary, filter: &PublicFilter) -> bool {
    let within = |wanted: &CategoryCode| {
        row.category.as_ref().is_some_and(|code| {
            std::iter::successors(Some(code.clone()), CategoryCode::parent).any(|c| c == *wanted)
        })
    };
    filter.agency.is_none_or(|agency| row.lead == Some(agency))
        && filter.region.is_none_or(|region| row.region.is_some_and(|r| r.lies_in(region)))
        && filter.category.as_ref().is_none_or(within)
        && filter.stage.is_none_or(|stage| row.stage == stage)
}

/// The newest reports that hold all tokens.
fn candidates<'t>(
    tx: &mut Tx<'_>,
    tokens: impl IntoIterator<Item = &'t str>,
    before: i64,
) -> Result<Vec<Summary>> {
    let query = dialect::search_query(tx.engine(), tokens);
    let sql = dialect::search_newest(tx.engine());
    let ids: Vec<i64> = tx.all(sql, params![query, before, CANDIDATES], |row| row.get(0))?;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.all(columns!("WHERE id {{IN $1}} ORDER BY id DESC"), vec![dialect::list(ids)], read)
}

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
    store.db().read("queue", move |tx| queue_rows(tx, &queue, &filter, now, limit)).await
}

fn queue_rows(
    tx: &mut Tx<'_>,
    queue: &Queue,
    filter: &QueueFilter,
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
    let tokens = text::query_tokens(&filter.words);
    if !tokens.is_empty() {
        let facet = match queue {
            Queue::Agency(agency)
            | Queue::AgencyEnded(agency)
            | Queue::Desk(Desk::Agency(agency)) => Some(lead_token(agency.0)),
            _ => None,
        };
        let wanted = tokens.iter().map(String::as_str).chain(facet.as_deref());
        let rows = candidates(tx, wanted, i64::MAX)?;
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

/// Sort keys between which a queue and a light can be. A yellow light depends on a second column,
/// so its range is only the outer bound.
fn key_range(queue: &Queue, light: Option<Light>, now: Timestamp) -> (i64, i64) {
    match (queue, light) {
        (Queue::AgencyEnded(_) | Queue::UnitsEnded(_), _) => (NEVER * 2 - NEVER / 2, i64::MAX),
        (_, None) => (i64::MIN, NEVER * 2 - NEVER / 2),
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
    let tasked: Vec<i64> = match queue {
        Queue::Tasks(agency) if !rows.is_empty() => tx.all(
            "SELECT report_id FROM task WHERE agency = $1 AND state = 'open' AND report_id {{IN $2}}",
            vec![agency.0.into(), dialect::list(rows.iter().map(|row| row.id.0))],
            |row| row.get(0),
        )?,
        _ => Vec::new(),
    };
    Ok(rows
        .into_iter()
        .filter(|row| is_in_queue(row, queue) || tasked.contains(&row.id.0))
        .collect())
}

fn is_in_queue(row: &Summary, queue: &Queue) -> bool {
    let open = row.stage.is_open();
    let of_unit = |units: &[UnitId]| row.unit.is_some_and(|unit| units.contains(&unit));
    match queue {
        Queue::Desk(Desk::Agency(agency)) => {
            open && row.lead == Some(*agency) && row.unit.is_none()
        }
        Queue::Desk(Desk::Unit(_, unit)) => open && row.unit == Some(*unit),
        Queue::Desk(Desk::National | Desk::Review) => open && row.stage == StageName::AtNational,
        Queue::Desk(Desk::Ombudsman) | Queue::Escalated => row.escalated_at.is_some(),
        Queue::Agency(agency) => open && row.lead == Some(*agency),
        Queue::Agencies(agencies) => open && row.lead.is_some_and(|lead| agencies.contains(&lead)),
        Queue::AgencyEnded(agency) => !open && row.lead == Some(*agency),
        Queue::Units(units) => open && of_unit(units),
        Queue::UnitsEnded(units) => !open && of_unit(units),
        Queue::Tasks(_) => false,
        Queue::Nation => open,
    }
}
