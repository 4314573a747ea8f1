//! Why a command is not carried out. Values, never faults: each has a message in every language.

use crate::authority::Action;
use crate::visibility::Part;
use crate::worded;

worded! {
    /// A field a refusal speaks of.
    pub enum Field {
        /// Title of a report.
        Title = "title",
        /// Body of a report.
        Body = "body",
        /// What the reporter hopes for.
        Wish = "wish",
        /// Place in words.
        Place = "place",
        /// Answer, note or message.
        Text = "text",
        /// A reason given.
        Reason = "reason",
        /// A task asked of a supporting agency.
        Request = "request",
        /// A frequent question.
        Question = "question",
        /// What a ready answer rests on.
        Basis = "basis",
        /// A passage covered or uncovered.
        Passage = "passage",
    }
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// This role may never do this, or not with this report.
    #[error("not allowed: {action}")]
    NotAllowed {
        /// What was tried.
        action: Action,
    },
    /// The report is at a stage in which this cannot be done.
    #[error("{action} is not possible at stage {stage}")]
    WrongStage {
        /// What was tried.
        action: Action,
        /// Word of the stage.
        stage: &'static str,
    },
    /// Somebody else changed the report first.
    #[error("the report has changed meanwhile")]
    Stale,
    /// There are as many frequent questions as anybody keeps up to date.
    #[error("there are {max} frequent questions already")]
    TooManyQuestions {
        /// How many are possible.
        max: usize,
    },
    /// No report of this number that the asker may see.
    #[error("no such report")]
    Unknown,
    /// Nothing was typed.
    #[error("{field} is empty")]
    Empty {
        /// Which field.
        field: Field,
    },
    /// Too short to be useful.
    #[error("{field} has {length} characters, at least {min} are needed")]
    TooShort {
        /// Which field.
        field: Field,
        /// Characters needed.
        min: usize,
        /// Characters typed.
        length: usize,
    },
    /// Too long.
    #[error("{field} has {length} characters, at most {max} are possible")]
    TooLong {
        /// Which field.
        field: Field,
        /// Characters allowed.
        max: usize,
        /// Characters typed.
        length: usize,
    },
    /// Control characters or direction overrides in text.
    #[error("{field} contains hidden characters")]
    HiddenCharacters {
        /// Which field.
        field: Field,
    },
    /// An event cannot lie in the future.
    #[error("the date lies in the future")]
    DateInFuture,
    /// A promised date cannot lie in the past.
    #[error("the date lies in the past")]
    DateInPast,
    /// A promise further away than this binds nobody.
    #[error("the date is more than {days} days away")]
    DateTooFar {
        /// Days ahead allowed.
        days: i64,
    },
    /// An answer that promises action must say by when.
    #[error("a date is needed")]
    DateMissing,
    /// More files than allowed.
    #[error("at most {max} files")]
    TooManyFiles {
        /// Files allowed.
        max: usize,
    },
    /// More passages of one report covered or uncovered than allowed.
    #[error("at most {max} passages")]
    TooManyRedactions {
        /// Passages allowed.
        max: usize,
    },
    /// More offices than allowed.
    #[error("at most {max} offices")]
    TooManyOffices {
        /// Offices allowed.
        max: usize,
    },
    /// No such agency, or it ended and was split: one of its successors has to be chosen.
    #[error("the agency does not exist any more or is unknown")]
    UnknownAgency,
    /// No such unit in that agency.
    #[error("the unit is not one of this agency")]
    UnknownUnit,
    /// No such category, or it is not a leaf.
    #[error("the category is unknown")]
    UnknownCategory,
    /// The office has it already.
    #[error("the report is already there")]
    SameOffice,
    /// A report about an office never lands only on that office.
    #[error("the office is complained about in this report")]
    ConflictOfInterest,
    /// The desk that closed it must not judge the appeal.
    #[error("this desk closed the report and cannot handle the appeal")]
    ClosedItBefore,
    /// The last transfer was decided by the national admin: the office must handle it.
    #[error("the national admin has decided: no further transfer")]
    TransferDecided,
    /// Each postponement starts the clocks again, so their number is limited.
    #[error("the reporter was asked {max} times: no further postponement")]
    AskedEnough {
        /// Postponements allowed.
        max: u8,
    },
    /// Supporting agencies have not finished.
    #[error("{open} supporting tasks are open")]
    TasksOpen {
        /// Tasks neither done nor released.
        open: usize,
    },
    /// No task of that number, or it is settled.
    #[error("the task is not open")]
    TaskNotOpen,
    /// Only a contested answer can be closed by the agency.
    #[error("nothing has been answered yet")]
    NotAnswered,
    /// The answer to the contest must come first.
    #[error("the contest must be answered first")]
    ContestOpen,
    /// The reporter's time for this is over.
    #[error("the time for this is over")]
    WindowOver,
    /// The time is not over yet.
    #[error("the limit has not passed yet")]
    LimitNotPassed,
    /// It was rated before.
    #[error("already rated")]
    AlreadyRated,
    /// It was escalated before.
    #[error("already with the Ombudsman")]
    AlreadyEscalated,
    /// It was extended before, or this kind cannot be.
    #[error("the limit cannot be extended")]
    NotExtendable,
    /// A mark is 1 to 5.
    #[error("a rating is 1 to 5")]
    RatingRange,
    /// A report cannot be joined to itself, to one that is over, or to a less protected one.
    #[error("cannot be joined to that report")]
    CannotMerge,
    /// Only a complaint can be supervisory.
    #[error("only a complaint or a whistleblower's report goes to the inspectorate")]
    NotSupervisory,
    /// The agency has no internal oversight on record.
    #[error("the agency has no inspectorate")]
    NoInspectorate,
    /// Only the clock gives this reason.
    #[error("this reason is given by the clock only")]
    ReasonOfClock,
    /// The part is hidden from this role whatever the reason.
    #[error("{part} is hidden from this role")]
    Hidden {
        /// Which part.
        part: Part,
    },
}

impl Refusal {
    /// Key of the message that explains it to people.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NotAllowed { .. } => "refusal-not-allowed",
            Self::WrongStage { .. } => "refusal-wrong-stage",
            Self::Stale => "refusal-stale",
            Self::TooManyQuestions { .. } => "refusal-too-many-questions",
            Self::Unknown => "refusal-unknown",
            Self::Empty { .. } => "refusal-empty",
            Self::TooShort { .. } => "refusal-too-short",
            Self::TooLong { .. } => "refusal-too-long",
            Self::HiddenCharacters { .. } => "refusal-hidden-characters",
            Self::DateInFuture => "refusal-date-in-future",
            Self::DateInPast => "refusal-date-in-past",
            Self::DateTooFar { .. } => "refusal-date-too-far",
            Self::DateMissing => "refusal-date-missing",
            Self::TooManyFiles { .. } => "refusal-too-many-files",
            Self::TooManyRedactions { .. } => "refusal-too-many-redactions",
            Self::TooManyOffices { .. } => "refusal-too-many-offices",
            Self::UnknownAgency => "refusal-unknown-agency",
            Self::UnknownUnit => "refusal-unknown-unit",
            Self::UnknownCategory => "refusal-unknown-category",
            Self::SameOffice => "refusal-same-office",
            Self::ConflictOfInterest => "refusal-conflict-of-interest",
            Self::ClosedItBefore => "refusal-closed-it-before",
            Self::TransferDecided => "refusal-transfer-decided",
            Self::AskedEnough { .. } => "refusal-asked-enough",
            Self::TasksOpen { .. } => "refusal-tasks-open",
            Self::TaskNotOpen => "refusal-task-not-open",
            Self::NotAnswered => "refusal-not-answered",
            Self::ContestOpen => "refusal-contest-open",
            Self::WindowOver => "refusal-window-over",
            Self::LimitNotPassed => "refusal-limit-not-passed",
            Self::AlreadyRated => "refusal-already-rated",
            Self::AlreadyEscalated => "refusal-already-escalated",
            Self::NotExtendable => "refusal-not-extendable",
            Self::RatingRange => "refusal-rating-range",
            Self::CannotMerge => "refusal-cannot-merge",
            Self::NotSupervisory => "refusal-not-supervisory",
            Self::NoInspectorate => "refusal-no-inspectorate",
            Self::ReasonOfClock => "refusal-reason-of-clock",
            Self::Hidden { .. } => "refusal-hidden",
        }
    }
}
