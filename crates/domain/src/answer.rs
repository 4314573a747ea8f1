//! What may be wrong with an answer, and what that leads to before it is posted.

use crate::Reference;
use crate::filing::check_text;
use crate::limit;
use crate::refusal::{Field, Refusal};
use crate::region::{RegionLevel, kilometres};
use crate::report::{Report, StageName};
use crate::visibility::{Part, Sight, Viewer, may_see};
use crate::worded;
use jiff::civil::Date;

worded! {
    /// What can be wrong with an answer, gravest first.
    pub enum AnswerFault {
        /// Blames or insults the reporter.
        Blames = "blames",
        /// Tells everybody who somebody is, where they live or how to reach them.
        Personal = "personal",
        /// Shows a photograph that served before: another case's proof, or the reporter's own.
        ReusedPhoto = "reused_photo",
        /// Shows a photograph that its own data place before the report.
        OldPhoto = "old_photo",
        /// Shows a photograph that its own data place elsewhere.
        FarPhoto = "far_photo",
        /// "Not our authority" in place of declining, which would bring the report to who can help.
        NotOurAuthority = "not_our_authority",
        /// Speaks of another matter.
        OffTopic = "off_topic",
        /// Sends the reporter elsewhere and does nothing else.
        RefersElsewhere = "refers_elsewhere",
        /// Gives the report's own words back.
        Echoes = "echoes",
        /// Nearly what was answered to other reports, or nothing but known empty wordings.
        Canned = "canned",
        /// Promises without a day one can hold the office to.
        Undated = "undated",
        /// Nothing done, decided, scheduled or explained.
        NoAction = "no_action",
        /// Too few words to tell anything.
        TooShort = "too_short",
    }
}

impl AnswerFault {
    /// Whether it is one in the words that close a report: these follow an answer and need not
    /// tell again what was done.
    #[must_use]
    pub fn counts_in_closing(self) -> bool {
        matches!(self, Self::Blames | Self::Personal | Self::NotOurAuthority)
    }
}

/// What a photograph says of itself: a device may be set wrong, so it asks for a reason and proves
/// nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PhotoData {
    /// The day on which it was taken, where it was taken.
    pub day: Option<Date>,
    /// Degrees north and east.
    pub point: Option<(f32, f32)>,
}

/// Beyond so many kilometres from its place a photograph that lies nearer to another regency's
/// places was taken elsewhere: places are known by one point inside them.
const AWAY_KM: f32 = 10.0;

/// What is wrong with a photograph as proof that this report was settled.
#[must_use]
pub fn photo_faults(photo: PhotoData, report: &Report, reference: &Reference) -> Vec<AnswerFault> {
    let received = reference.zone(report.region).date(report.milestones.received);
    let old = photo.day.is_some_and(|day| day < received);
    let far = photo.point.zip(report.region).is_some_and(|(point, place)| {
        let regency = place.at(RegionLevel::Regency).unwrap_or(place);
        let nearest = reference.regions.nearest(point);
        let own = reference.regions.get(place).and_then(|place| place.point);
        nearest.is_some_and(|nearest| !nearest.code.lies_in(regency))
            && own.is_some_and(|own| kilometres(own, point) > AWAY_KM)
    });
    let faults = [(old, AnswerFault::OldPhoto), (far, AnswerFault::FarPhoto)];
    faults.into_iter().filter_map(|(is, fault)| is.then_some(fault)).collect()
}

/// What the faults of an answer lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gate {
    /// It is posted.
    Open,
    /// The officer changes it, or says why it is posted all the same; what is wrong with the
    /// reason given, if one was given.
    NeedsReason(Option<Refusal>),
    /// It is not posted: the report is given back or passed on.
    Decline,
}

/// What becomes of an answer with these faults and this reason to post it all the same, empty when
/// none was given. `may_decline` says whether its officer could give the report back or pass it on.
#[must_use]
pub fn gate(faults: &[AnswerFault], reason: &str, may_decline: bool) -> Gate {
    if faults.is_empty() {
        return Gate::Open;
    }
    if may_decline && faults.contains(&AnswerFault::NotOurAuthority) {
        return Gate::Decline;
    }
    if reason.trim().is_empty() {
        return Gate::NeedsReason(None);
    }
    match check_text(Field::Reason, reason, limit::REASON_MIN, limit::REASON_MAX) {
        Ok(()) => Gate::Open,
        Err(refusal) => Gate::NeedsReason(Some(refusal)),
    }
}

/// Whether the answer to a report may be offered as an example for another one: closed, content
/// with it, and read by everybody, so that nothing secret goes from one office to another.
#[must_use]
pub fn is_example(report: &Report) -> bool {
    let public = may_see(Viewer::Public, Part::Content, report.privacy, report.restricted);
    report.stage.name() == StageName::Closed
        && report.is_listed()
        && public == Sight::Full
        && well_judged(report.rating.as_ref().map(|rating| rating.overall), report.contests)
}

/// Whether a reporter was content: at least 3 of 5, or no mark and never a contest.
#[must_use]
pub fn well_judged(rating: Option<u8>, contests: u16) -> bool {
    rating.map_or(contests == 0, |overall| overall >= 3)
}
