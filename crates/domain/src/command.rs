//! What may be asked of a report. Verbs; each becomes events of the same root, or a refusal.

use crate::answer::AnswerFault;
use crate::authority::Action;
use crate::category::CategoryCode;
use crate::filing::FileNo;
use crate::id::{AgencyId, ReportId, TaskNo, UnitId};
use crate::kind::{
    ActionTaken, ArchiveReason, CloseGround, ComplaintClass, DeclineReason, DisputeForm,
    MissingItem, ReopenGround, ReportKind, ServiceDeficit, Urgency,
};
use crate::redaction::Redaction;
use crate::region::RegionCode;
use crate::report::{Office, Report};
use crate::visibility::Part;
use jiff::civil::Date;

/// Words with files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Post {
    /// The words.
    pub text: String,
    /// Attachments, already stored.
    pub files: Vec<FileNo>,
}

/// What an officer finds a report to be; `None` leaves it as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Classification {
    /// A clearer title; the original stays in the history.
    pub title: Option<String>,
    /// What the reporter wants.
    pub kind: Option<ReportKind>,
    /// A leaf.
    pub category: Option<CategoryCode>,
    /// Where.
    pub region: Option<RegionCode>,
    /// How fast harm follows.
    pub urgency: Option<Urgency>,
    /// What was lacking.
    pub deficits: Option<Vec<ServiceDeficit>>,
    /// Campaign topics.
    pub tags: Option<Vec<String>>,
    /// Hides the content from the public. An officer may protect more, never less.
    pub confidential: Option<bool>,
    /// Only the national desk may find that what came as supervisory is not, which lifts the
    /// restriction; the other direction is T27.
    pub class: Option<ComplaintClass>,
}

/// Marks of 1 to 5.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// Nilai umum (indicator 20).
    pub overall: u8,
    /// Ketepatan solusi (indicator 21).
    pub accuracy: u8,
    /// In words.
    pub comment: String,
}

/// The report another one is joined to, as the store sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MainReport {
    /// Its name.
    pub id: ReportId,
    /// Not closed, archived, withdrawn or joined itself.
    pub open: bool,
    /// Hidden from the public.
    pub confidential: bool,
    /// Seen by the inspectorate only.
    pub restricted: bool,
    /// Offices complained about.
    pub accused: Vec<Office>,
}

impl MainReport {
    /// What a merge has to know of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        Self {
            id: report.id,
            open: report.stage.name().is_open(),
            confidential: report.privacy.confidential,
            restricted: report.restricted,
            accused: report.accused.clone(),
        }
    }
}

/// Why LAPOR itself sends a report to an office: what anybody needs to judge it afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Which state of the model suggested it: format and number of decisions learned from.
    pub model: String,
    /// How likely the category is, in thousandths.
    pub permille: u16,
    /// The words of the text that carried it.
    pub words: Vec<String>,
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// T2, T22, T26: verify and send to the competent agency; others support or get a copy.
    Forward {
        /// Answers for the case.
        lead: AgencyId,
        /// Get a task of their own.
        supporting: Vec<AgencyId>,
        /// May read along (tembusan).
        copies: Vec<AgencyId>,
        /// Watches when the lead itself is complained about.
        watcher: Option<AgencyId>,
        /// For the officers.
        note: String,
    },
    /// T1c: LAPOR sends it where the text leaves no doubt.
    Route {
        /// A leaf.
        category: CategoryCode,
        /// The competent agency.
        lead: AgencyId,
        /// Why.
        evidence: Evidence,
    },
    /// Correct title, kind, category and the like.
    Reclassify(Classification),
    /// T3: ask the reporter for what is missing; the clocks stop.
    Postpone {
        /// What is missing, for the counts.
        missing: Vec<MissingItem>,
        /// The question, in plain words.
        question: String,
    },
    /// T4: the reporter adds what was missing.
    Complete(Post),
    /// T6: will not be handled, and why.
    Archive {
        /// For the counts.
        reason: ArchiveReason,
        /// What the reporter reads: why, and where to go instead.
        explanation: String,
    },
    /// T7, T10: not ours.
    Decline {
        /// For the counts.
        reason: DeclineReason,
        /// Why.
        explanation: String,
        /// Who, then.
        suggested: Option<AgencyId>,
    },
    /// T8, T11: down the tree of units.
    Assign {
        /// Handles it.
        unit: UnitId,
        /// Get a task of their own.
        supporting: Vec<UnitId>,
        /// For the officers.
        note: String,
    },
    /// T9: the desk handles it itself ("kelola").
    TakeUp,
    /// T12, T13, T15: says what is being done; the clock runs on.
    PostProgress(Post),
    /// T12, T13, T15: the answer; opens the reporter's window.
    PostAnswer {
        /// The answer.
        post: Post,
        /// What was done.
        action: ActionTaken,
        /// By when, for [`ActionTaken::Scheduled`].
        scheduled_for: Option<Date>,
    },
    /// Two-way talk that contests nothing.
    SendMessage(Post),
    /// Among officers, never public, not to the reporter.
    PostNote {
        /// The note.
        text: String,
    },
    /// Why words are posted although reading them found faults; a note that names the faults.
    Justify {
        /// What was found.
        faults: Vec<AnswerFault>,
        /// Why they are posted all the same.
        reason: String,
    },
    /// T14: the answer does not settle it.
    Contest(Post),
    /// T16: the answer settles it.
    Accept {
        /// Marks, if the reporter gives them at once.
        rating: Option<Rating>,
    },
    /// Marks after closing.
    Rate(Rating),
    /// T17: the agency or the national admin closes after a contest was answered.
    Close {
        /// For the counts.
        ground: CloseGround,
        /// What the reporter reads.
        explanation: String,
    },
    /// T5, T18: the reporter's time ran out; given by the clock only.
    Lapse,
    /// T21: to the Ombudsman.
    Escalate,
    /// T22: the Ombudsman's word on it.
    Advise(Post),
    /// T23: the reporter takes it back.
    Withdraw {
        /// Why, if said.
        reason: String,
    },
    /// T24: joined to another report of the same matter.
    Merge {
        /// The one that goes on.
        main: MainReport,
    },
    /// The other side of a merge: the main report gains a follower.
    Follow {
        /// The joined report.
        joined: ReportId,
    },
    /// The other side of reopening a joined report: the main report loses a follower.
    Unfollow {
        /// The report that goes its own way again.
        joined: ReportId,
    },
    /// T25: goes on after closing or archiving.
    Reopen {
        /// For the counts.
        ground: ReopenGround,
        /// What the reporter reads.
        explanation: String,
    },
    /// The reporter objects to a closing or archiving.
    Appeal(Post),
    /// T26: another agency, or another unit, gets a task.
    OpenTask {
        /// Who.
        office: Office,
        /// What.
        request: String,
    },
    /// A supporting office reports its task done.
    FinishTask {
        /// Which.
        task: TaskNo,
        /// What was done.
        post: Post,
    },
    /// The lead or the national admin lets a supporting office go.
    ReleaseTask {
        /// Which.
        task: TaskNo,
        /// Why.
        reason: String,
    },
    /// T27: supervisory: to the inspectorate of an agency, restricted view.
    Supervise {
        /// Whose inspectorate.
        agency: AgencyId,
    },
    /// T28.
    RecordDispute {
        /// How.
        form: DisputeForm,
        /// What came out.
        outcome: String,
    },
    /// An office turns out to be complained about.
    DeclareConflict {
        /// Which.
        office: Office,
        /// Why.
        reason: String,
    },
    /// D16: once, for information requests.
    Extend {
        /// What the reporter reads.
        reason: String,
    },
    /// Shows who the reporter is; written down before it is shown, and told to the reporter.
    RevealIdentity {
        /// Which part.
        part: Part,
        /// Why.
        reason: String,
    },
    /// An agency ended: what it had moves on.
    Succeed {
        /// Which agency.
        ended: AgencyId,
    },
    /// The calendar or the limits changed.
    Recount,
    /// Corrects what the finder of personal data took for it, or missed.
    Redact {
        /// Covers or uncovers.
        how: Redaction,
        /// As it stands in the text.
        passage: String,
        /// Why.
        reason: String,
    },
}

impl Command {
    /// The act, for the table of authority.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Forward { .. } => Action::Forward,
            Self::Reclassify(_) => Action::Reclassify,
            Self::Postpone { .. } => Action::Postpone,
            Self::Complete(_) => Action::Complete,
            Self::Archive { .. } => Action::Archive,
            Self::Decline { .. } => Action::Decline,
            Self::Assign { .. } => Action::Assign,
            Self::Route { .. } => Action::Route,
            Self::TakeUp => Action::TakeUp,
            Self::PostProgress(_) => Action::PostProgress,
            Self::PostAnswer { .. } => Action::PostAnswer,
            Self::SendMessage(_) => Action::SendMessage,
            Self::PostNote { .. } | Self::Justify { .. } => Action::PostNote,
            Self::Contest(_) => Action::Contest,
            Self::Accept { .. } => Action::Accept,
            Self::Rate(_) => Action::Rate,
            Self::Close { .. } => Action::Close,
            Self::Lapse => Action::Lapse,
            Self::Escalate => Action::Escalate,
            Self::Advise(_) => Action::Advise,
            Self::Withdraw { .. } => Action::Withdraw,
            Self::Merge { .. } => Action::Merge,
            Self::Follow { .. } => Action::Follow,
            Self::Unfollow { .. } => Action::Unfollow,
            Self::Reopen { .. } => Action::Reopen,
            Self::Appeal(_) => Action::Appeal,
            Self::OpenTask { .. } => Action::OpenTask,
            Self::FinishTask { .. } => Action::FinishTask,
            Self::ReleaseTask { .. } => Action::ReleaseTask,
            Self::Supervise { .. } => Action::Supervise,
            Self::RecordDispute { .. } => Action::RecordDispute,
            Self::DeclareConflict { .. } => Action::DeclareConflict,
            Self::Extend { .. } => Action::Extend,
            Self::RevealIdentity { .. } => Action::RevealIdentity,
            Self::Succeed { .. } => Action::Succeed,
            Self::Recount => Action::Recount,
            Self::Redact { .. } => Action::Redact,
        }
    }
}
