//! The journeys of reports: what happens to them, one step after the other, and how often.

use domain::kind::{ArchiveReason, CloseGround, ReopenGround};

/// One step. Where the report has already come further the step is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// The national desk, or LAPOR itself, sends it to the competent agency.
    Forward,
    /// To an agency that is not competent.
    ForwardWrong,
    /// With a second agency that supports.
    ForwardJointly,
    /// Asks the reporter.
    Postpone,
    /// The reporter adds what was missing.
    Complete,
    /// Ends it without handling.
    Archive(ArchiveReason),
    /// Not ours.
    Decline,
    /// Down to the competent unit.
    Assign,
    /// To a unit that is not competent.
    AssignWrong,
    /// From there to the competent one.
    Reassign,
    /// Begins to work on it.
    TakeUp,
    /// Says what is being done.
    Progress,
    /// Answers.
    Answer,
    /// Answers what was contested.
    AnswerAgain,
    /// To the reporter.
    OfficeMessage,
    /// From the reporter.
    ReporterMessage,
    /// Among officers.
    Note,
    /// The answer does not settle it.
    Contest,
    /// It does; with marks.
    Accept,
    /// Marks once the clock has closed it.
    RateOnceClosed,
    /// The agency closes.
    Close(CloseGround),
    /// The reporter goes to the Ombudsman once the office is late.
    Escalate,
    /// The Ombudsman's word.
    Advise,
    /// The Ombudsman sends it to another agency.
    ForwardByOmbudsman,
    /// A hub sends it to another of its members.
    ForwardByHub,
    /// The reporter takes it back.
    Withdraw,
    /// Joined to the report it belongs to.
    Merge,
    /// Opened again.
    Reopen(ReopenGround),
    /// The reporter objects once it has ended.
    AppealOnceEnded,
    /// Another unit gets a task.
    OpenTask,
    /// Supporting offices do their tasks.
    FinishTasks,
    /// A supporting office is let go.
    ReleaseTask,
    /// To the inspectorate.
    Supervise,
    /// A mediation.
    RecordDispute,
    /// The office is itself complained about.
    DeclareConflict,
    /// Seven more days for information.
    Extend,
    /// Shows the contact, with a reason.
    Reveal,
}

/// What a journey needs of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wants {
    /// Anything that no inspectorate gets.
    Ordinary,
    /// A complaint that no inspectorate gets, hidden from nobody.
    Open,
    /// A request for information.
    Information,
    /// What an inspectorate examines.
    Supervisory,
    /// An insider's report.
    Whistleblower,
    /// What deserves archiving.
    Junk,
}

/// A journey.
#[derive(Debug)]
pub(crate) struct Journey {
    /// How often at least, among four hundred.
    pub(crate) at_least: u32,
    /// Share of the rest.
    pub(crate) weight: u32,
    /// Filed at most and at least so many days ago.
    pub(crate) days_ago: (u32, u32),
    /// What it needs.
    pub(crate) wants: Wants,
    /// Whether the reporter names the agency; `None` is left to chance.
    pub(crate) named: Option<bool>,
    /// Reports that are joined to it, each with a journey of its own.
    pub(crate) joined: &'static [&'static [Act]],
    /// What happens.
    pub(crate) acts: &'static [Act],
}

const fn journey(
    at_least: u32,
    weight: u32,
    days_ago: (u32, u32),
    acts: &'static [Act],
) -> Journey {
    Journey { at_least, weight, days_ago, wants: Wants::Ordinary, named: None, joined: &[], acts }
}

impl Journey {
    const fn on(mut self, wants: Wants) -> Self {
        self.wants = wants;
        self
    }

    const fn named(mut self, named: bool) -> Self {
        self.named = Some(named);
        self
    }

    const fn with(mut self, joined: &'static [&'static [Act]]) -> Self {
        self.joined = joined;
        self
    }
}

use Act as A;
use ArchiveReason as R;

/// Every journey. Those that ought to be seen at a certain stage are young enough to stand there.
pub(crate) const JOURNEYS: &[Journey] = &[
    // New, and left lying at the national desk.
    journey(9, 5, (2, 0), &[]).named(false),
    journey(4, 1, (12, 6), &[]).named(false),
    // At an agency: new, yellow, red.
    journey(8, 4, (3, 0), &[A::Forward]),
    journey(4, 2, (6, 4), &[A::Forward]).named(true),
    journey(5, 2, (22, 10), &[A::Forward, A::Note]),
    // At a unit: new, yellow, red.
    journey(10, 5, (5, 1), &[A::Forward, A::Assign]),
    journey(6, 2, (9, 6), &[A::Forward, A::Assign, A::Note]),
    journey(6, 2, (32, 14), &[A::Forward, A::Assign]),
    // In progress: in time, near the limit, late.
    journey(14, 8, (12, 4), &[A::Forward, A::Assign, A::TakeUp, A::Progress]),
    journey(6, 3, (19, 15), &[A::Forward, A::Assign, A::TakeUp, A::Progress, A::OfficeMessage]),
    journey(7, 2, (44, 26), &[A::Forward, A::Assign, A::TakeUp, A::Progress, A::ReporterMessage]),
    // Answered: waiting for the reporter, closed by the clock, accepted.
    journey(16, 8, (13, 4), &[A::Forward, A::Assign, A::TakeUp, A::Answer]),
    journey(26, 16, (45, 27), &[A::Forward, A::Assign, A::Progress, A::Answer]),
    journey(8, 6, (45, 30), &[A::Forward, A::Assign, A::Answer, A::RateOnceClosed]),
    journey(
        40,
        46,
        (45, 7),
        &[A::Forward, A::Assign, A::TakeUp, A::Progress, A::Answer, A::Accept],
    ),
    journey(10, 16, (44, 5), &[A::Forward, A::Assign, A::Answer, A::Accept]),
    journey(6, 5, (40, 8), &[A::Forward, A::TakeUp, A::Answer, A::Accept]),
    // Two-way talk.
    journey(
        10,
        8,
        (40, 12),
        &[
            A::Forward,
            A::Assign,
            A::OfficeMessage,
            A::ReporterMessage,
            A::Note,
            A::Progress,
            A::ReporterMessage,
            A::Answer,
            A::Accept,
        ],
    ),
    // Contested: open, answered again, closed by the agency, mediated.
    journey(9, 3, (16, 7), &[A::Forward, A::Assign, A::Answer, A::Contest]),
    journey(
        12,
        6,
        (45, 20),
        &[A::Forward, A::Assign, A::Progress, A::Answer, A::Contest, A::AnswerAgain, A::Accept],
    ),
    journey(
        4,
        2,
        (45, 24),
        &[A::Forward, A::Assign, A::Answer, A::Contest, A::Progress, A::AnswerAgain],
    ),
    journey(
        4,
        1,
        (45, 26),
        &[
            A::Forward,
            A::Assign,
            A::Answer,
            A::Contest,
            A::AnswerAgain,
            A::Contest,
            A::AnswerAgain,
            A::Close(CloseGround::AnsweredAgain),
        ],
    ),
    journey(
        2,
        1,
        (45, 26),
        &[
            A::Forward,
            A::Assign,
            A::Answer,
            A::Contest,
            A::AnswerAgain,
            A::Close(CloseGround::SettledSince),
        ],
    ),
    journey(
        2,
        1,
        (45, 24),
        &[
            A::Forward,
            A::Assign,
            A::Answer,
            A::Contest,
            A::RecordDispute,
            A::AnswerAgain,
            A::Accept,
        ],
    ),
    // Postponed: waiting, completed, lapsed.
    journey(6, 3, (8, 1), &[A::Postpone]).named(false),
    journey(3, 2, (9, 3), &[A::Forward, A::Postpone]),
    journey(
        9,
        4,
        (45, 16),
        &[
            A::Postpone,
            A::Complete,
            A::Forward,
            A::Assign,
            A::TakeUp,
            A::Progress,
            A::Answer,
            A::Accept,
        ],
    )
    .named(false),
    journey(3, 1, (16, 8), &[A::Forward, A::Postpone, A::Complete, A::Assign, A::Progress]),
    journey(5, 2, (45, 24), &[A::Postpone]).named(false),
    // Archived, for each reason.
    journey(3, 1, (44, 1), &[A::Archive(R::WrongFormat)]).on(Wants::Junk).named(false),
    journey(3, 1, (44, 1), &[A::Archive(R::TooGeneral)]).on(Wants::Junk).named(false),
    journey(3, 1, (44, 1), &[A::Archive(R::NotPublicService)]).on(Wants::Junk).named(false),
    journey(2, 1, (44, 1), &[A::Archive(R::Unclear)]).on(Wants::Junk).named(false),
    journey(1, 0, (44, 1), &[A::Archive(R::Hateful)]).on(Wants::Junk).named(false),
    journey(2, 0, (44, 1), &[A::Archive(R::UnderLegalProcess)]).on(Wants::Junk).named(false),
    journey(3, 1, (44, 1), &[A::Archive(R::Spam)]).on(Wants::Junk).named(false),
    journey(3, 1, (44, 2), &[A::Archive(R::DuplicateInProcess)]).named(false),
    // Sent to the wrong office, once and three times.
    journey(
        6,
        3,
        (45, 16),
        &[A::ForwardWrong, A::Decline, A::Forward, A::Assign, A::Progress, A::Answer, A::Accept],
    )
    .named(false),
    journey(
        3,
        1,
        (45, 22),
        &[
            A::ForwardWrong,
            A::Decline,
            A::ForwardWrong,
            A::Decline,
            A::ForwardWrong,
            A::Decline,
            A::Forward,
            A::Assign,
            A::Progress,
            A::Answer,
        ],
    )
    .named(false),
    journey(2, 1, (8, 5), &[A::ForwardWrong, A::Decline]).named(false),
    journey(
        4,
        2,
        (40, 14),
        &[A::Forward, A::AssignWrong, A::Decline, A::Assign, A::Progress, A::Answer, A::Accept],
    ),
    journey(3, 1, (36, 12), &[A::Forward, A::AssignWrong, A::Reassign, A::Progress, A::Answer]),
    // Several offices on one case.
    journey(
        5,
        2,
        (42, 16),
        &[A::ForwardJointly, A::Assign, A::Progress, A::FinishTasks, A::Answer, A::Accept],
    )
    .named(false),
    journey(3, 1, (12, 5), &[A::ForwardJointly, A::Assign, A::Progress]).named(false),
    journey(
        3,
        1,
        (36, 14),
        &[A::Forward, A::OpenTask, A::Assign, A::Progress, A::FinishTasks, A::Answer, A::Accept],
    ),
    journey(
        2,
        1,
        (36, 14),
        &[A::Forward, A::OpenTask, A::Assign, A::Progress, A::ReleaseTask, A::Answer],
    ),
    // Supervisory complaints and insiders.
    journey(6, 6, (44, 4), &[A::Forward, A::TakeUp, A::Progress]).on(Wants::Supervisory),
    journey(4, 3, (44, 20), &[A::Forward, A::TakeUp, A::Progress, A::Answer])
        .on(Wants::Supervisory),
    journey(3, 3, (6, 1), &[A::Forward]).on(Wants::Supervisory),
    journey(2, 1, (30, 10), &[A::Forward, A::Postpone, A::Complete, A::TakeUp])
        .on(Wants::Supervisory),
    journey(3, 1, (40, 6), &[A::Forward, A::Supervise, A::TakeUp, A::Progress]).on(Wants::Open),
    journey(6, 3, (44, 5), &[A::Forward, A::TakeUp, A::Note, A::Progress]).on(Wants::Whistleblower),
    journey(2, 1, (5, 0), &[]).on(Wants::Whistleblower),
    // Taken back.
    journey(3, 1, (40, 2), &[A::Withdraw]),
    journey(3, 1, (40, 6), &[A::Forward, A::Assign, A::TakeUp, A::Withdraw]),
    // Joined to another of the same matter; one of them parted again.
    journey(3, 1, (30, 12), &[A::Forward, A::Assign, A::TakeUp, A::Progress])
        .on(Wants::Open)
        .with(&[&[A::Merge], &[A::Merge]]),
    journey(2, 1, (44, 26), &[A::Forward, A::Assign, A::Progress, A::Answer, A::Accept])
        .on(Wants::Open)
        .with(&[&[A::Merge], &[A::Merge], &[A::Merge]]),
    journey(2, 0, (34, 20), &[A::Forward, A::Assign, A::Progress]).on(Wants::Open).with(&[&[
        A::Merge,
        A::Reopen(ReopenGround::WronglyMerged),
        A::Forward,
        A::Assign,
        A::Progress,
    ]]),
    // Objections: against archiving, against closing; judged both ways; opened again.
    journey(
        3,
        1,
        (44, 14),
        &[
            A::Archive(R::TooGeneral),
            A::AppealOnceEnded,
            A::Forward,
            A::Assign,
            A::Progress,
            A::Answer,
        ],
    )
    .named(false),
    journey(
        3,
        1,
        (45, 33),
        &[A::Forward, A::Assign, A::Answer, A::AppealOnceEnded, A::TakeUp, A::Progress],
    ),
    journey(
        1,
        1,
        (45, 33),
        &[A::Forward, A::Assign, A::Answer, A::AppealOnceEnded, A::Close(CloseGround::BeyondLaw)],
    ),
    journey(1, 0, (30, 24), &[A::Forward, A::Assign, A::Answer, A::AppealOnceEnded]),
    journey(
        2,
        1,
        (44, 20),
        &[
            A::Archive(R::Unclear),
            A::Reopen(ReopenGround::Supervision),
            A::Forward,
            A::Assign,
            A::Progress,
        ],
    )
    .named(false),
    journey(
        2,
        1,
        (45, 20),
        &[
            A::Forward,
            A::Assign,
            A::Answer,
            A::Accept,
            A::Reopen(ReopenGround::NewFacts),
            A::Progress,
            A::Answer,
            A::Accept,
        ],
    ),
    // To the Ombudsman.
    journey(
        3,
        1,
        (45, 32),
        &[A::Forward, A::Assign, A::TakeUp, A::Progress, A::Escalate, A::Advise],
    ),
    journey(
        3,
        1,
        (40, 14),
        &[A::Forward, A::Assign, A::TakeUp, A::Escalate, A::Advise, A::Answer, A::Accept],
    )
    .on(Wants::Information),
    journey(
        1,
        0,
        (45, 34),
        &[A::Forward, A::Assign, A::TakeUp, A::Escalate, A::ForwardByOmbudsman, A::Assign],
    ),
    // The rest of what may happen.
    journey(2, 1, (36, 10), &[A::Forward, A::ForwardByHub, A::Assign, A::Progress, A::Answer]),
    journey(3, 1, (36, 8), &[A::Forward, A::Assign, A::DeclareConflict, A::TakeUp, A::Progress])
        .on(Wants::Open),
    journey(3, 1, (36, 12), &[A::Forward, A::Assign, A::TakeUp, A::Extend, A::Answer])
        .on(Wants::Information),
    journey(6, 6, (40, 3), &[A::Forward, A::Assign, A::Answer, A::Accept]).on(Wants::Information),
    journey(3, 2, (3, 0), &[A::Forward, A::Assign]).on(Wants::Information),
    journey(3, 1, (36, 8), &[A::Forward, A::Assign, A::TakeUp, A::Reveal, A::Progress])
        .on(Wants::Open),
];
