//! Searches that officers keep, and the news of what they newly find.
//!
//! A search that tells is looked at when its time has come, a bounded number at once, and never
//! finds more than any other search does. What is new is what it did not find the last time and
//! what has changed since: a report that has only come back into sight is not.

use super::{Ask, Narrow, Scope, find_for};
use crate::clock::{instant, micros};
use crate::db::{Row, Tx};
use crate::duties::{self, DutyId};
use crate::notices::{self, About, Planner};
use crate::reports::queries::Summary;
use crate::{Error, Result, Store, params};
use domain::category::CategoryCode;
use domain::deadline::Light;
use domain::kind::{Channel, ReportKind};
use domain::notice::{Notice, NoticeKey, Recipient};
use domain::region::RegionCode;
use domain::report::StageName;
use domain::{AgencyId, OfficerId, Reference, ReportId, Zone, worded};
use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use std::collections::HashSet;
use std::time::Duration;
use text::Query;
use tokio::sync::watch;

/// Searches one officer can keep.
pub const SAVED_MAX: usize = 20;
/// Characters of a name.
pub const NAME_MAX: usize = 60;
/// How long a search that tells soon rests between two looks.
const SOON: SignedDuration = SignedDuration::from_mins(5);
/// When a search that tells daily is looked at, in Jakarta.
const MORNING: Time = Time::constant(7, 0, 0, 0);
/// Searches looked at in one step.
const BATCH: i64 = 20;
/// How long the walk rests when none is due.
const REST: Duration = Duration::from_secs(15);

const PUT: &str = "INSERT INTO saved_search (id, officer, duty, name, query, tell, due_at, looked_at, known, created_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8)";
const COUNT: &str = "SELECT COUNT(*) FROM saved_search WHERE officer = $1";
const DROP: &str = "DELETE FROM saved_search WHERE id = $1 AND officer = $2";
const TELL: &str = "UPDATE saved_search SET tell = $3, due_at = $4 WHERE id = $1 AND officer = $2";
const OF: &str = "SELECT id, officer, duty, name, query, tell, looked_at, known, due_at FROM saved_search \
                  WHERE officer = $1 ORDER BY id";
const DUE: &str = "SELECT id, officer, duty, name, query, tell, looked_at, known, due_at FROM saved_search \
                   WHERE due_at IS NOT NULL AND due_at <= $1 ORDER BY due_at, id LIMIT $2";
const LOOKED: &str =
    "UPDATE saved_search SET looked_at = $2, known = $3, due_at = $4 WHERE id = $1 AND due_at = $5";
const STOP: &str =
    "UPDATE saved_search SET tell = 'never', due_at = NULL WHERE id = $1 AND due_at = $2";

worded! {
    /// Whether news of what is found is told.
    pub enum Tell {
        /// Only looked at by hand.
        Never = "never",
        /// Within minutes.
        Soon = "soon",
        /// Once a day, in the morning.
        Daily = "daily",
    }
}

impl Tell {
    fn next(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Never => None,
            Self::Soon => now.checked_add(SOON).ok(),
            Self::Daily => {
                let today = Zone::Wib.date(now);
                let at = |day: jiff::civil::Date| Zone::Wib.instant(day.to_datetime(MORNING));
                Some(at(today)).filter(|at| *at > now).or_else(|| today.tomorrow().ok().map(at))
            }
        }
    }
}

/// A search that an officer keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its name in rows.
    pub id: i64,
    /// Whose.
    pub officer: OfficerId,
    /// The duty in which it looks.
    pub duty: DutyId,
    /// What its officer calls it.
    pub name: String,
    /// Words.
    pub query: Query,
    /// Filters.
    pub narrow: Narrow,
    /// Whether it tells.
    pub tell: Tell,
    looked_at: Timestamp,
    known: HashSet<i64>,
    due_at: Option<i64>,
}

/// A search to be kept.
#[derive(Debug, Clone)]
pub struct NewSaved {
    /// Whose.
    pub officer: OfficerId,
    /// The duty in which it looks.
    pub duty: DutyId,
    /// One line of at most [`NAME_MAX`] characters.
    pub name: String,
    /// Words.
    pub query: Query,
    /// Filters.
    pub narrow: Narrow,
    /// Whether it tells.
    pub tell: Tell,
    /// What it finds now, which is no news.
    pub known: Vec<ReportId>,
}

/// Keeps a search; `None` when its officer has [`SAVED_MAX`] already.
pub async fn save(store: &Store, new: NewSaved) -> Result<Option<i64>> {
    let (id, now) = (store.next_id(), store.now());
    let write = move |tx: &mut Tx<'_>| {
        let kept: i64 = tx.one(COUNT, params![new.officer.0], |row| row.get(0))?;
        if usize::try_from(kept).unwrap_or(usize::MAX) >= SAVED_MAX {
            return Ok(None);
        }
        let values = params![
            id,
            new.officer.0,
            new.duty.0,
            new.name.as_str(),
            encode(&new.query, &new.narrow),
            new.tell.word(),
            new.tell.next(now).map(micros),
            micros(now),
            listed(new.known.iter().map(|id| id.0)),
        ];
        tx.exec(PUT, values)?;
        Ok(Some(id))
    };
    store.db().write("search-save", write).await
}

/// The searches of an officer, the oldest first.
pub async fn of_officer(store: &Store, officer: OfficerId) -> Result<Vec<Saved>> {
    store.db().select("search-saved", OF, params![officer.0], read).await
}

/// Forgets a search of this officer; false when there is none.
pub async fn forget(store: &Store, officer: OfficerId, id: i64) -> Result<bool> {
    let gone = store.db().write("search-forget", move |tx| tx.exec(DROP, params![id, officer.0]));
    Ok(gone.await? > 0)
}

/// Changes whether a search of this officer tells; false when there is none.
pub async fn tell(store: &Store, officer: OfficerId, id: i64, tell: Tell) -> Result<bool> {
    let due = tell.next(store.now()).map(micros);
    let values = move |tx: &mut Tx<'_>| tx.exec(TELL, params![id, officer.0, tell.word(), due]);
    Ok(store.db().write("search-tell", values).await? > 0)
}

/// Looks at the searches whose time has come, at most [`BATCH`], and tells what is new in the
/// inbox of their officers; how many were looked at.
pub async fn look(store: &Store) -> Result<usize> {
    let now = store.now();
    let due = store.db().select("search-due", DUE, params![micros(now), BATCH], read).await?;
    for saved in &due {
        look_at(store, saved, now).await?;
    }
    Ok(due.len())
}

async fn look_at(store: &Store, saved: &Saved, now: Timestamp) -> Result<()> {
    let (id, due) = (saved.id, saved.due_at);
    let today = Reference::today(now);
    let held = duties::get(store, saved.duty).await?;
    let Some(held) =
        held.filter(|held| held.is_in_force(today) && held.duty.officer == saved.officer)
    else {
        // The duty has ended; whoever takes it up again turns it on.
        return store.db().write("search-stop", move |tx| tx.queue(STOP, params![id, due])).await;
    };
    let scope = Scope::of_duty(&held.duty, &store.reference().directory, now);
    let ask = Ask { exactly: true, ..Ask::new(saved.query.clone(), saved.narrow.clone(), scope) };
    let found = find_for(store, &held.duty, ask).await?;
    let is_new =
        |row: &&Summary| !saved.known.contains(&row.id.0) && row.changed_at >= saved.looked_at;
    let new = found.rows.iter().filter(is_new).count();
    let known = listed(found.rows.iter().map(|row| row.id.0));
    let (writer, officer, next) = (store.clone(), saved.officer, saved.tell.next(now).map(micros));
    let write = move |tx: &mut Tx<'_>| {
        let looked = params![id, micros(now), known.as_str(), next, due];
        if tx.exec(LOOKED, looked)? == 0 || new == 0 {
            return Ok(());
        }
        let mut planner = Planner::new(tx, [], now)?;
        let about = About {
            report: None,
            version: None,
            dedup: format!("saved:{id}:{}", due.unwrap_or_default()),
            detail: Some(json!({ "found": new, "saved": id }).to_string()),
        };
        let notice = Notice { to: Recipient::Officer(officer), key: NoticeKey::Found };
        planner.tell(tx, &about, notice)?;
        notices::write(tx, &writer, &planner.drafts, now)
    };
    store.db().write("search-looked", write).await
}

/// Looks whenever one is due, until `shutdown` becomes true.
pub async fn run(store: &Store, mut shutdown: watch::Receiver<bool>) {
    while !*shutdown.borrow() {
        let looked = look(store).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "saved searches were not looked at");
            0
        });
        let full = i64::try_from(looked).is_ok_and(|looked| looked >= BATCH);
        if !full && tokio::time::timeout(REST, shutdown.wait_for(|stop| *stop)).await.is_ok() {
            return;
        }
    }
}

fn listed(ids: impl Iterator<Item = i64>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(",")
}

fn read(row: &Row<'_>) -> Result<Saved> {
    let text: String = row.get(4)?;
    let (query, narrow) =
        decode(&text).ok_or_else(|| Error::Decode("a saved search does not read".to_owned()))?;
    let tell = Tell::from_word(&row.get::<String>(5)?);
    let known: String = row.get(7)?;
    Ok(Saved {
        id: row.get(0)?,
        officer: OfficerId(row.get(1)?),
        duty: DutyId(row.get(2)?),
        name: row.get(3)?,
        query,
        narrow,
        tell: tell.ok_or_else(|| Error::Decode("a saved search tells nobody".to_owned()))?,
        looked_at: instant(row.get(6)?),
        known: known.split(',').filter_map(|id| id.parse().ok()).collect(),
        due_at: row.get(8)?,
    })
}

fn encode(query: &Query, narrow: &Narrow) -> String {
    json!({
        "words": query.to_string(),
        "kind": narrow.kind.map(ReportKind::word),
        "stage": narrow.stage.map(StageName::word),
        "agency": narrow.agency.map(|agency| agency.0),
        "category": narrow.category.as_ref().map(CategoryCode::as_str),
        "region": narrow.region.map(|region| region.to_string()),
        "channel": narrow.channel.map(Channel::word),
        "from": narrow.from.map(|day| day.to_string()),
        "to": narrow.to.map(|day| day.to_string()),
        "light": narrow.light.map(Light::word),
    })
    .to_string()
}

fn decode(text: &str) -> Option<(Query, Narrow)> {
    let json: Json = serde_json::from_str(text).ok()?;
    let word = |name: &str| json.get(name).and_then(Json::as_str);
    let narrow = Narrow {
        kind: word("kind").and_then(ReportKind::from_word),
        stage: word("stage").and_then(StageName::from_word),
        agency: json.get("agency").and_then(Json::as_i64).map(AgencyId),
        category: word("category").and_then(CategoryCode::parse),
        region: word("region").and_then(RegionCode::parse),
        channel: word("channel").and_then(Channel::from_word),
        from: word("from").and_then(|day| day.parse().ok()),
        to: word("to").and_then(|day| day.parse().ok()),
        light: word("light").and_then(Light::from_word),
    };
    Some((Query::parse(word("words")?), narrow))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_is_kept_as_it_was() {
        let query = Query::parse("lampu \"jalan raya\" -taman");
        let narrow = Narrow {
            kind: Some(ReportKind::Complaint),
            stage: Some(StageName::AtUnit),
            agency: Some(AgencyId(7)),
            category: CategoryCode::parse("public_works.roads"),
            region: RegionCode::parse("3273"),
            channel: Some(Channel::Sms),
            from: "2026-01-31".parse().ok(),
            to: "2026-02-01".parse().ok(),
            light: Some(Light::Red),
        };
        assert_eq!(decode(&encode(&query, &narrow)), Some((query, narrow)));
        let nothing = (Query::default(), Narrow::default());
        assert_eq!(decode(&encode(&nothing.0, &nothing.1)), Some(nothing));
    }

    #[test]
    fn daily_is_the_next_morning() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let next = |now: &str| Tell::Daily.next(at(now)).unwrap();
        assert_eq!(next("2026-11-22T23:00:00Z"), at("2026-11-23T00:00:00Z"), "06:00 in Jakarta");
        assert_eq!(next("2026-11-23T00:00:00Z"), at("2026-11-24T00:00:00Z"), "at 07:00 itself");
        assert_eq!(Tell::Never.next(at("2026-11-23T00:00:00Z")), None);
    }
}
