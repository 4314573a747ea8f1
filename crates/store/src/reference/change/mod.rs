//! What administration changes: each act one transaction, dated, audited, and known to all nodes.
//!
//! Rows are not edited in place where reports of the past need them: a new fact is a new row with
//! a later date, and what it replaces is closed. Every function checks first, writes then, adds a
//! row to the audit trail, raises the revision, and loads the result into the store it was given.

mod agency;
mod category;
mod holiday;
mod hub;
mod route;
mod rules;
mod unit;

pub use agency::{
    NewAgency, Reorganisation, add_agency, rename_agency, reorganise, set_category_hidden,
    set_settlement,
};
pub use category::{
    add_category, change_category, may_add_category, may_change_category, retire_category,
};
pub use holiday::{add_holiday, move_holiday, remove_holiday};
pub use hub::{add_hub_member, end_hub_member};
pub use route::{end_route, may_end_route, may_set_route, set_route};
pub use rules::add_rules;
pub use unit::{NewUnit, add_unit, end_unit, move_unit, rename_unit};

use super::load;
use crate::clock::micros;
use crate::db::{Tx, Value};
use crate::{Error, Store, params};
use domain::calendar::Limit;
use domain::{OfficerId, Reference, worded};
use jiff::civil::Date;
use serde_json::Value as Json;

worded! {
    /// Why a change is refused. The word is the key of the message that explains it.
    pub enum Refusal {
        /// No such agency.
        UnknownAgency = "refusal-unknown-agency",
        /// No such unit in that agency.
        UnknownUnit = "refusal-unknown-unit",
        /// No such hub.
        UnknownHub = "refusal-unknown-hub",
        /// No such category, or it is retired.
        UnknownCategory = "refusal-unknown-category",
        /// No such region, or one is needed.
        UnknownRegion = "refusal-unknown-region",
        /// No such holiday.
        UnknownHoliday = "refusal-unknown-holiday",
        /// A name or text is empty or longer than a page can show.
        BadText = "refusal-bad-text",
        /// A code or URL name has other characters than it may.
        BadCode = "refusal-bad-code",
        /// The URL name belongs to another agency, maybe a former one.
        SlugTaken = "refusal-slug-taken",
        /// The code belongs to another unit or category, maybe a former one.
        CodeTaken = "refusal-code-taken",
        /// The region has a government already.
        RegionGoverned = "refusal-region-governed",
        /// It does not exist on that day.
        NotOnThatDay = "refusal-not-on-that-day",
        /// It has ended or will end already.
        AlreadyEnded = "refusal-already-ended",
        /// The day lies before the beginning of what it would end or replace.
        BeforeBeginning = "refusal-before-beginning",
        /// Only days after today: what was received keeps what it was received under.
        NotInFuture = "refusal-not-in-future",
        /// A later change is already planned.
        LaterChange = "refusal-later-change",
        /// Nothing would change.
        Unchanged = "refusal-unchanged",
        /// An agency cannot follow itself, nor one that ends with it.
        BadSuccessor = "refusal-bad-successor",
        /// A unit cannot lie below itself or in another agency.
        BadParent = "refusal-bad-parent",
        /// Units, branches or leaves below it have to end or move first.
        HasChildren = "refusal-has-children",
        /// Supervisory complaints need an inspectorate.
        InspectorateNeeded = "refusal-inspectorate-needed",
        /// It is a member already, then or later.
        AlreadyMember = "refusal-already-member",
        /// It is no member on that day.
        NotMember = "refusal-not-member",
        /// The national hub has every agency.
        HubHasAll = "refusal-hub-has-all",
        /// A sibling has one of the keywords.
        KeywordTaken = "refusal-keyword-taken",
        /// There is to be exactly one catch-all among siblings.
        OneCatchAll = "refusal-one-catch-all",
        /// A leaf needs a level of government.
        LevelNeeded = "refusal-level-needed",
        /// A limit, share or time is out of range.
        BadLimit = "refusal-bad-limit",
        /// Another rule set begins then or later.
        RulesOverlap = "refusal-rules-overlap",
        /// Somebody changed categories or routes since they were looked at.
        Stale = "refusal-stale",
        /// A route begins today or later.
        InPast = "refusal-in-past",
        /// The national level needs an agency; the others take the government of the place.
        AgencyNeeded = "refusal-agency-needed",
        /// Without this route nobody would be named.
        RouteNeeded = "refusal-route-needed",
        /// There is such a holiday already.
        HolidayTaken = "refusal-holiday-taken",
    }
}

impl Refusal {
    /// Key of the message that explains it to people.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.word()
    }
}

/// Why nothing was changed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Failure {
    /// The rules say no.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// The store could not.
    #[error(transparent)]
    Store(#[from] Error),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The result of a change.
pub type Outcome<T> = Result<T, Failure>;

/// Longest name of anything, in characters: what a heading can hold.
const NAME_MAX: usize = 200;
/// Longest description, in characters: two lines below a heading.
const ABOUT_MAX: usize = 400;

const LOCK: &str = "SELECT revision FROM reference_revision WHERE id = 1 {{LOCK ROW}}";
const REVISION: &str = "SELECT revision FROM reference_revision WHERE id = 1";
const BUMP: &str = "UPDATE reference_revision SET revision = revision + 1, \
                    calendar = calendar + $1, sorting = sorting + $2 WHERE id = 1";
const RECORD: &str = "INSERT INTO audit (id, at, officer, act, subject, before, after) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// A change in its transaction.
struct Edit<'e, 't> {
    tx: &'e mut Tx<'t>,
    reference: &'e Reference,
    today: Date,
    at: i64,
    officer: OfficerId,
    ids: std::slice::Iter<'e, i64>,
    wrote: bool,
    calendar: bool,
    sorting: bool,
}

impl Edit<'_, '_> {
    /// What was looked at is still so: `seen` is [`Reference::sorting`] as it was then.
    fn fresh(&self, seen: i64) -> Outcome<()> {
        if self.reference.sorting == seen { Ok(()) } else { Err(Refusal::Stale.into()) }
    }

    fn exec(&mut self, sql: &'static str, params: Vec<Value>) -> Result<u64, Error> {
        self.wrote = true;
        self.tx.exec(sql, params)
    }

    /// A number for a new row, the same when the transaction is repeated.
    fn id(&mut self) -> Result<i64, Error> {
        let none = || Error::Fault("a change needs more numbers than it was given".to_owned());
        self.ids.next().copied().ok_or_else(none)
    }

    /// Adds to the audit trail.
    fn record(
        &mut self,
        act: &'static str,
        subject: String,
        before: Option<Json>,
        after: Option<Json>,
    ) -> Result<(), Error> {
        let id = self.id()?;
        let [before, after] = [before, after].map(|json| json.map(|json| json.to_string()));
        let row = params![id, self.at, self.officer.0, act, subject, before, after];
        self.exec(RECORD, row).map(|_| ())
    }
}

/// Runs `work` while no other change of reference data can. It sees the data as they are and
/// may take `numbers` numbers, one for each new row and each line of the audit trail.
async fn edit<T, F>(
    store: &Store,
    officer: OfficerId,
    name: &'static str,
    numbers: usize,
    work: F,
) -> Outcome<T>
where
    T: Send + 'static,
    F: Fn(&mut Edit<'_, '_>) -> Outcome<T> + Send + 'static,
{
    let (at, today) = (micros(store.now()), Reference::today(store.now()));
    let ids: Vec<i64> = (0..numbers).map(|_| store.next_id()).collect();
    let present = store.reference();
    let regions = present.regions.clone();
    let done = store
        .db()
        .write(name, move |tx| {
            let revision: i64 = tx.one(LOCK, params![], |row| row.get(0))?;
            let fresh = newer(tx, revision, &present, today)?;
            let reference = fresh.as_ref().unwrap_or(&present);
            let ids = ids.iter();
            let (wrote, calendar, sorting) = (false, false, false);
            let mut edit =
                Edit { tx, reference, today, at, officer, ids, wrote, calendar, sorting };
            match work(&mut edit) {
                Ok(value) => {
                    let (calendar, sorting) = (edit.calendar, edit.sorting);
                    edit.exec(BUMP, params![calendar, sorting])?;
                    Ok(Ok(value))
                }
                Err(Failure::Refused(refusal)) if !edit.wrote => Ok(Err(refusal)),
                Err(Failure::Refused(refusal)) => {
                    Err(Error::Fault(format!("{refusal} comes after a write")))
                }
                Err(Failure::Store(error)) => Err(error),
            }
        })
        .await;
    let value = done.map_err(by_constraint)??;
    // The change stands; a node that cannot read now finds out at its next look.
    if let Err(error) = load::read(store, regions).await {
        tracing::warn!(%error, "the changed reference data could not be loaded");
    }
    Ok(value)
}

/// What a change would be answered, were it made now: `work` checks and writes nothing.
async fn look<F>(store: &Store, name: &'static str, work: F) -> Outcome<()>
where
    F: Fn(&mut Edit<'_, '_>) -> Outcome<()> + Send + 'static,
{
    let (at, today) = (micros(store.now()), Reference::today(store.now()));
    let present = store.reference();
    let found = store.db().read(name, move |tx| {
        let revision: i64 = tx.one(REVISION, params![], |row| row.get(0))?;
        let fresh = newer(tx, revision, &present, today)?;
        let reference = fresh.as_ref().unwrap_or(&present);
        let (officer, ids) = (OfficerId(0), [].iter());
        let (wrote, calendar, sorting) = (false, false, false);
        match work(&mut Edit { tx, reference, today, at, officer, ids, wrote, calendar, sorting }) {
            Ok(()) => Ok(Ok(())),
            Err(Failure::Refused(refusal)) => Ok(Err(refusal)),
            Err(Failure::Store(error)) => Err(error),
        }
    });
    Ok(found.await??)
}

/// The data as they are, when those in memory are of another revision or day.
fn newer(
    tx: &mut Tx<'_>,
    revision: i64,
    present: &Reference,
    today: Date,
) -> Result<Option<Reference>, Error> {
    if present.revision == revision && present.as_of == Some(today) {
        return Ok(None);
    }
    load::snapshot(tx, today, &present.regions).map(Some)
}

/// What a key that is taken means to people.
fn by_constraint(error: Error) -> Failure {
    let Error::Unique { constraint } = &error else { return error.into() };
    let refusal = match constraint.as_str() {
        "agency_slug_key" => Refusal::SlugTaken,
        "unit_agency_code_key" => Refusal::CodeTaken,
        "agency_name_pkey" | "category_pkey" | "route_pkey" => Refusal::LaterChange,
        "hub_member_pkey" => Refusal::AlreadyMember,
        "holiday_pkey" => Refusal::HolidayTaken,
        _ => return error.into(),
    };
    refusal.into()
}

fn check_name(text: &str) -> Outcome<()> {
    check_text(text, NAME_MAX)
}

fn check_text(text: &str, max: usize) -> Outcome<()> {
    let length = text.chars().count();
    let bad = text.trim().is_empty() || length > max || text.contains(char::is_control);
    if bad { Err(Refusal::BadText.into()) } else { Ok(()) }
}

fn check_limit(limit: Option<Limit>) -> Outcome<()> {
    match limit {
        Some(Limit { amount: 0, .. }) => Err(Refusal::BadLimit.into()),
        _ => Ok(()),
    }
}

fn limit_json(limit: Option<Limit>) -> Json {
    limit.map_or(Json::Null, |limit| Json::from(format!("{} {}", limit.amount, limit.unit)))
}

fn day_before(day: Date) -> Date {
    day.yesterday().unwrap_or(Date::MIN)
}

fn day_after(day: Date) -> Date {
    day.tomorrow().unwrap_or(Date::MAX)
}
