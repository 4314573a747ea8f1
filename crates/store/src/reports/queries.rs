//! Lists: what the public, a desk or an overseer sees of many reports.
//!
//! Every list is bounded and pages by key, so its cost does not grow with the number of reports.

/// A row of the list with what follows `FROM report`. Stands before the modules that use it.
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, tracking, version, received_at, changed_at, kind, channel, title, body, category, level, ",
            "urgency, region, place, happened_on, anonymous, confidential, restricted, listed, stage, stage_since, ",
            "lead, unit, transfers, contests, escalated_at, warn_at, due_at, sort_key, reporter_due_at, rating, desk, accused, redactions FROM report ",
            $rest
        )
    };
}

mod nearby;
mod public;
mod queue;
mod received;

pub use nearby::{Nearby, nearby, twins};
pub use public::{Face, face, public_list};
pub use queue::{Queue, QueueFilter, queue, queue_up_to};
pub use received::{Received, received};

use crate::clock::{instant, micros};
use crate::db::{Row, Tx, Value};
use crate::keys::Purpose;
use crate::reports::row::{desk_of, redactions_of};
use crate::{Error, Result, Store, dialect, params};
use domain::authority::{Standing, opens, viewer_by_place};
use domain::category::CategoryCode;
use domain::deadline::Light;
use domain::directory::Directory;
use domain::kind::{Channel, Level, ReportKind, Urgency};
use domain::redaction::Redactions;
use domain::region::RegionCode;
use domain::report::StageName;
use domain::visibility::{Privacy, Viewer};
use domain::{AgencyId, Duty, ReportId, TrackingId, TrackingSecret, UnitId};
use jiff::Timestamp;
use jiff::civil::Date;

/// Rows on one page.
pub const PAGE: usize = 25;

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
    /// The unit that has it, or answered what has ended.
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
    /// It complains about an office, which then reads nothing of it.
    pub accused: bool,
    /// What officers found about personal data in its texts.
    pub redactions: Redactions,
    /// The desk that has it, as rows name desks.
    pub(crate) desk: Option<String>,
}

impl Summary {
    /// What decides how most offices stand to it.
    #[must_use]
    pub fn standing(&self, directory: &Directory) -> Standing {
        Standing {
            lead: self.lead,
            desk: self.desk.as_deref().and_then(|desk| desk_of(desk, directory)),
            restricted: self.restricted,
            escalated: self.escalated_at.is_some(),
            region: self.region,
        }
    }

    /// True when the row alone shows that a duty works with the report; where it does not, its
    /// events are asked ([`domain::authority::reads`]).
    #[must_use]
    pub fn is_read_by(&self, duty: &Duty, directory: &Directory, now: Timestamp) -> bool {
        // Escalated, but in the province of another office: the row does not tell.
        let viewer = viewer_by_place(duty, self.standing(directory), directory, now)
            .filter(|viewer| !self.accused && *viewer != Viewer::Ombudsman);
        viewer.is_some_and(|viewer| opens(viewer, self.privacy, self.restricted))
    }

    /// The light of the office's most urgent clock.
    #[must_use]
    pub fn light(&self, now: Timestamp) -> Option<Light> {
        light(self.warn_at, self.due_at, now)
    }
}

/// The light of a clock that turns yellow and red at these instants.
fn light(warn: Option<Timestamp>, due: Option<Timestamp>, now: Timestamp) -> Option<Light> {
    let due = due?;
    Some(if now > due {
        Light::Red
    } else if warn.is_some_and(|warn| now > warn) {
        Light::Yellow
    } else {
        Light::Green
    })
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
        desk: maybe(31)?,
        accused: row.get(32)?,
        redactions: redactions_of(maybe(33)?.as_deref())?,
    })
}

/// The row of a report by its internal name.
pub async fn by_id(store: &Store, id: ReportId) -> Result<Option<Summary>> {
    one(store, columns!("WHERE id = $1"), params![id.0]).await
}

/// The rows of some reports, the newest first; those that are not there are left out.
pub async fn by_ids(store: &Store, ids: &[ReportId]) -> Result<Vec<Summary>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    store.db().read("report-rows", move |tx| rows_of(tx, ids.clone())).await
}

/// The row of a report by its public number. Opens nothing: callers ask `may_see` what to show.
pub async fn by_tracking(store: &Store, tracking: TrackingId) -> Result<Option<Summary>> {
    one(store, columns!("WHERE tracking = $1"), params![tracking.number()]).await
}

/// Rows at the national desk that nobody has touched, by name behind `behind`.
pub(crate) fn untouched(
    tx: &mut Tx<'_>,
    since: Timestamp,
    behind: ReportId,
    limit: u16,
) -> Result<Vec<Summary>> {
    let sql = columns!(
        "WHERE version = 1 AND stage = 'at_national' AND received_at >= $1 AND id > $2 ORDER BY id LIMIT $3"
    );
    tx.all(sql, params![micros(since), behind.0, limit], read)
}

/// The same of some reports, in the order of their names.
pub(crate) fn untouched_of(
    tx: &mut Tx<'_>,
    since: Timestamp,
    reports: impl Iterator<Item = ReportId>,
) -> Result<Vec<Summary>> {
    let ids: Vec<i64> = reports.map(|id| id.0).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = columns!(
        "WHERE id {{IN $2}} AND version = 1 AND stage = 'at_national' AND received_at >= $1 ORDER BY id"
    );
    tx.all(sql, vec![Value::from(micros(since)), dialect::list(ids)], read)
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

/// [`by_ids`] within a transaction.
pub(crate) fn rows_of(tx: &mut Tx<'_>, ids: Vec<i64>) -> Result<Vec<Summary>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.all(columns!("WHERE id {{IN $1}} ORDER BY id DESC"), vec![dialect::list(ids)], read)
}
