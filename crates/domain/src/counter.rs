//! What an event adds to the counters: sums and counts by day, never averages.
//!
//! A pure function of the state before, the event and the state after, so that the counters can
//! be folded again from the events at any time and compared.

use crate::calendar::{Calendar, Place, Zone};
use crate::category::CategoryCode;
use crate::directory::Directory;
use crate::event::{Event, Fact};
use crate::region::{RegionCode, RegionLevel};
use crate::report::{Report, StageName};
use crate::worded;
use jiff::Timestamp;
use std::cmp::Ordering;

worded! {
    /// What is counted. Stocks (`open`, `stage_*`) rise and fall; their sum is the present count.
    pub enum Measure {
        /// Indicators 1 and 2.
        Received = "received",
        /// Indicator 3.
        Verified = "verified",
        /// Indicator 4: first disposition.
        Dispositioned = "dispositioned",
        /// Indicator 5: first response.
        Responded = "responded",
        /// Answers posted.
        Answered = "answered",
        /// Answers and closings posted although reading them found faults.
        PostedDespite = "posted_despite",
        /// Indicator 8.
        Closed = "closed",
        /// Closed before the settlement limit.
        ClosedInTime = "closed_in_time",
        /// Indicator 10.
        Postponed = "postponed",
        /// Indicator 11: reports with a first reply by the reporter.
        Replied = "replied",
        /// Contests.
        Contested = "contested",
        /// Archived.
        Archived = "archived",
        /// Withdrawn.
        Withdrawn = "withdrawn",
        /// Joined to another.
        Merged = "merged",
        /// Returned as not ours.
        Returned = "returned",
        /// Indicator 16 looks at the stock; this counts the escalations.
        Escalated = "escalated",
        /// Reopened or appealed.
        Reopened = "reopened",
        /// Working days from receipt to first disposition, summed (indicator 12).
        DaysToDisposition = "days_to_disposition",
        /// Working days from the agency's receipt to first response, summed (13).
        DaysToResponse = "days_to_response",
        /// Working days from receipt to first follow-up, summed (14).
        DaysToFollowUp = "days_to_follow_up",
        /// Working days from receipt to closing, summed (15).
        DaysToClosing = "days_to_closing",
        /// Ratings given.
        Ratings = "ratings",
        /// Overall marks, summed (20).
        RatingSum = "rating_sum",
        /// Accuracy marks, summed (21).
        AccuracySum = "accuracy_sum",
        /// Stock: not ended (9).
        Open = "open",
        /// Stock by stage.
        StageAtNational = "stage_at_national",
        /// Stock by stage.
        StageAtAgency = "stage_at_agency",
        /// Stock by stage.
        StageAtUnit = "stage_at_unit",
        /// Stock by stage.
        StageAwaitingReporter = "stage_awaiting_reporter",
        /// Stock by stage.
        StageInProgress = "stage_in_progress",
        /// Stock by stage.
        StageAnswered = "stage_answered",
        /// Stock by stage.
        StageContested = "stage_contested",
        /// Stock by stage.
        StageClosed = "stage_closed",
        /// Stock by stage.
        StageArchived = "stage_archived",
        /// Stock by stage.
        StageWithdrawn = "stage_withdrawn",
        /// Stock by stage.
        StageMergedInto = "stage_merged_into",
    }
}

impl Measure {
    /// The stock of a stage.
    #[must_use]
    pub fn of_stage(stage: StageName) -> Self {
        match stage {
            StageName::AtNational => Self::StageAtNational,
            StageName::AtAgency => Self::StageAtAgency,
            StageName::AtUnit => Self::StageAtUnit,
            StageName::AwaitingReporter => Self::StageAwaitingReporter,
            StageName::InProgress => Self::StageInProgress,
            StageName::Answered => Self::StageAnswered,
            StageName::Contested => Self::StageContested,
            StageName::Closed => Self::StageClosed,
            StageName::Archived => Self::StageArchived,
            StageName::Withdrawn => Self::StageWithdrawn,
            StageName::MergedInto => Self::StageMergedInto,
        }
    }
}

worded! {
    /// By what it is counted.
    pub enum Dimension {
        /// The whole country; its key is empty.
        Nation = "nation",
        /// The agency that answers for the case.
        Agency = "agency",
        /// The unit that has it.
        Unit = "unit",
        /// Level 1 of the category.
        Affair = "affair",
        /// The leaf.
        Category = "category",
        /// Province of the place.
        Province = "province",
        /// Regency or city of the place.
        Regency = "regency",
        /// Raw channel.
        Channel = "channel",
        /// Kind of report.
        Kind = "kind",
        /// Sex as stated.
        Sex = "sex",
        /// Disability as stated.
        Disability = "disability",
        /// Branch of the category in a regency ([`Matter`]); only what was received is counted, on
        /// the day it was received.
        Matter = "matter",
    }
}

/// One change: `measure` of `dimension` = `key` on `day` grows by `n`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Delta {
    /// Days since 1970-01-01 in Jakarta.
    pub day: i32,
    /// What.
    pub measure: Measure,
    /// By what.
    pub dimension: Dimension,
    /// Of which.
    pub key: String,
    /// How many.
    pub n: i64,
}

/// What surges are looked for in: a branch of the category tree in a regency or city.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Matter {
    /// Level 2 of the tree.
    pub branch: CategoryCode,
    /// The regency or city.
    pub regency: RegionCode,
}

impl Matter {
    /// The matter of a report whose category and place are known. Nothing confidential and nothing
    /// supervisory has one: counts by matter are read by more officers than such a report is.
    #[must_use]
    pub fn of(report: &Report) -> Option<Self> {
        if report.privacy.confidential || report.restricted {
            return None;
        }
        let branch = report.category.as_ref()?.branch()?;
        Some(Self { branch, regency: report.region?.at(RegionLevel::Regency)? })
    }

    /// Its key in the counters: `public_works.roads@3273`.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}@{}", self.branch, self.regency)
    }
}

/// Days since 1970-01-01 of an instant in Jakarta: one calendar for all counters.
#[must_use]
pub fn day_of(at: Timestamp) -> i32 {
    let epoch = jiff::civil::date(1970, 1, 1);
    Zone::Wib.date(at).since(epoch).map_or(0, |span| span.get_days())
}

/// The deltas of one event. `before` is `None` for a filing.
#[must_use]
pub fn deltas(
    before: Option<&Report>,
    event: &Event,
    after: &Report,
    at: Timestamp,
    calendar: &Calendar,
    directory: &Directory,
) -> Vec<Delta> {
    let (old, new) = (before.map(keys).unwrap_or_default(), keys(after));
    // What an agency gives back counts for that agency, which no longer has it.
    let given_back = before.is_some() && matches!(event.fact, Fact::Declined { .. });
    let flows = flows(before, event, after, at, calendar, directory);
    let day = day_of(at);
    let (mut out, mut changes) = (Vec::with_capacity(32), Vec::with_capacity(16));
    for (key, was, is) in merged(&old, &new) {
        if let Some(before) = before.filter(|_| was) {
            stocks(before, -1, &mut changes);
        }
        if is {
            stocks(after, 1, &mut changes);
        }
        if if given_back { was } else { is } {
            changes.extend(&flows);
        }
        changes.sort_unstable();
        for same in changes.chunk_by(|(one, _), (other, _)| one == other) {
            let n: i64 = same.iter().map(|(_, n)| n).sum();
            if let Some((measure, _)) = same.first().filter(|_| n != 0) {
                let (dimension, key) = key.clone();
                out.push(Delta { day, measure: *measure, dimension, key, n });
            }
        }
        changes.clear();
    }
    out.extend(matters(before, after));
    out
}

/// A report counts for the matter that it has by now, on the day it was received.
fn matters(before: Option<&Report>, after: &Report) -> Vec<Delta> {
    let (old, new) = (before.and_then(Matter::of), Matter::of(after));
    if old == new {
        return Vec::new();
    }
    let delta = |matter: Matter, n| Delta {
        day: day_of(after.milestones.received),
        measure: Measure::Received,
        dimension: Dimension::Matter,
        key: matter.key(),
        n,
    };
    let mut both: Vec<Delta> = old.map(|matter| delta(matter, -1)).into_iter().collect();
    both.extend(new.map(|matter| delta(matter, 1)));
    both.sort_by(|a, b| a.key.cmp(&b.key));
    both
}

/// A counter's dimension and key.
type Key = (Dimension, String);

fn stocks(report: &Report, n: i64, changes: &mut Vec<(Measure, i64)>) {
    let stage = report.stage.name();
    changes.push((Measure::of_stage(stage), n));
    if stage.is_open() {
        changes.push((Measure::Open, n));
    }
}

/// The keys of either list, in order, and whether they are in the first and in the second.
fn merged<'k>(old: &'k [Key], new: &'k [Key]) -> Vec<(&'k Key, bool, bool)> {
    let (mut old, mut new) = (old.iter().peekable(), new.iter().peekable());
    let mut all = Vec::with_capacity(16);
    loop {
        let order = match (old.peek(), new.peek()) {
            (Some(one), Some(other)) => one.cmp(other),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => return all,
        };
        let was = order.is_le().then(|| old.next()).flatten();
        let is = order.is_ge().then(|| new.next()).flatten();
        all.extend(was.or(is).map(|key| (key, was.is_some(), is.is_some())));
    }
}

/// Every counter a report belongs to, in order.
fn keys(report: &Report) -> Vec<Key> {
    use Dimension as D;
    let mut keys = Vec::with_capacity(12);
    keys.push((D::Nation, String::new()));
    keys.extend(report.lead.map(|agency| (D::Agency, agency.to_string())));
    keys.extend(report.stage.office().and_then(|o| o.unit).map(|unit| (D::Unit, unit.to_string())));
    if let Some(code) = &report.category {
        keys.push((D::Affair, code.affair().into()));
        keys.push((D::Category, code.to_string()));
    }
    if let Some(region) = report.region {
        keys.push((D::Province, region.province().to_string()));
        let regency = region.at(RegionLevel::Regency);
        keys.extend(regency.map(|code| (D::Regency, code.to_string())));
    }
    keys.push((D::Channel, report.channel.word().into()));
    keys.push((D::Kind, report.kind.word().into()));
    keys.extend(report.reporter.sex.map(|sex| (D::Sex, sex.word().into())));
    let word = |yes: bool| if yes { "yes" } else { "no" };
    keys.extend(report.reporter.disability.map(|yes| (D::Disability, word(yes).into())));
    keys
}

fn flows(
    before: Option<&Report>,
    event: &Event,
    after: &Report,
    at: Timestamp,
    calendar: &Calendar,
    directory: &Directory,
) -> Vec<(Measure, i64)> {
    use Measure as M;
    let mut flows = Vec::new();
    let place = after.lead.map_or(Place::NATIONAL, |agency| directory.place(agency));
    let days = |from: Timestamp| i64::from(calendar.working_days_between(from, at, place));
    let first = |now: Option<Timestamp>, then: Option<Option<Timestamp>>| {
        now.is_some() && then.flatten().is_none()
    };
    let old = before.map(|b| b.milestones);
    let new = after.milestones;
    if first(new.verified, old.map(|m| m.verified)) {
        flows.push((M::Verified, 1));
    }
    if first(new.forwarded, old.map(|m| m.forwarded)) {
        flows.extend([(M::Dispositioned, 1), (M::DaysToDisposition, days(new.received))]);
    }
    if first(new.responded, old.map(|m| m.responded)) {
        flows.extend([
            (M::Responded, 1),
            (M::DaysToResponse, days(new.forwarded.unwrap_or(new.received))),
            (M::DaysToFollowUp, days(new.received)),
        ]);
    }
    if after.replies == 1 && before.is_some_and(|b| b.replies == 0) {
        flows.push((M::Replied, 1));
    }
    match &event.fact {
        Fact::Filed { .. } => flows.push((M::Received, 1)),
        Fact::AnswerPosted { .. } => flows.push((M::Answered, 1)),
        Fact::NotePosted { despite, .. } if !despite.is_empty() => {
            flows.push((M::PostedDespite, 1));
        }
        Fact::Postponed { .. } => flows.push((M::Postponed, 1)),
        Fact::Contested { .. } => flows.push((M::Contested, 1)),
        Fact::Archived { .. } => flows.push((M::Archived, 1)),
        Fact::Withdrawn { .. } => flows.push((M::Withdrawn, 1)),
        Fact::Merged { .. } => flows.push((M::Merged, 1)),
        Fact::Declined { .. } => flows.push((M::Returned, 1)),
        Fact::Escalated { .. } => flows.push((M::Escalated, 1)),
        Fact::Reopened { .. } | Fact::Appealed { .. } => flows.push((M::Reopened, 1)),
        Fact::Rated(rating) => flows.extend([
            (M::Ratings, 1),
            (M::RatingSum, i64::from(rating.overall)),
            (M::AccuracySum, i64::from(rating.accuracy)),
        ]),
        Fact::Closed { .. } => {
            flows.extend([(M::Closed, 1), (M::DaysToClosing, days(new.received))]);
            if !after.late {
                flows.push((M::ClosedInTime, 1));
            }
        }
        _ => {}
    }
    flows
}
