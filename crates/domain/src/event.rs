//! What happened to a report. Past participles; written once, never changed.

use crate::answer::AnswerFault;
use crate::category::CategoryCode;
use crate::command::{Classification, Evidence, Rating};
use crate::deadline::Clock;
use crate::filing::{FileNo, Filing};
use crate::id::{AgencyId, ReportId, RulesId, TaskNo, UnitId};
use crate::kind::{
    ActionTaken, ArchiveReason, CloseGround, DeclineReason, DisputeForm, MissingItem, ReopenGround,
};
use crate::redaction::Redaction;
use crate::report::{ClosedBy, Office, Stage};
use crate::role::Desk;
use crate::tracking::TrackingId;
use crate::visibility::Part;
use jiff::civil::Date;

/// One event: what happened, and the clocks that run after it.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What happened.
    pub fact: Fact,
    /// All clocks that run from now on; `None` when they are untouched.
    pub clocks: Option<Vec<Clock>>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// T1, T1b.
    Filed {
        /// Its public number.
        tracking: TrackingId,
        /// What was handed in.
        filing: Box<Filing>,
        /// The rules it is under from now on.
        rules: RulesId,
        /// Where it landed.
        stage: Stage,
    },
    /// T2, T22.
    Forwarded {
        /// From which desk.
        from: Desk,
        /// Who answers for the case.
        lead: AgencyId,
        /// May read along.
        copies: Vec<AgencyId>,
        /// Watches a lead that is complained about.
        watcher: Option<AgencyId>,
        /// After the last transfer: the office may not decline any more.
        decided: bool,
        /// For the officers.
        note: String,
    },
    /// T1c: sent by LAPOR itself; no officer has looked at it yet.
    Routed {
        /// What it was taken for.
        category: CategoryCode,
        /// Who answers for the case.
        lead: AgencyId,
        /// Why.
        evidence: Evidence,
    },
    /// Corrected.
    Reclassified(Classification),
    /// T3.
    Postponed {
        /// By which desk.
        by: Desk,
        /// What is missing.
        missing: Vec<MissingItem>,
        /// The question.
        question: String,
    },
    /// T4.
    Completed {
        /// What was added.
        text: String,
        /// Attachments.
        files: Vec<FileNo>,
    },
    /// T5, T6.
    Archived {
        /// By which desk.
        by: Desk,
        /// Why.
        reason: ArchiveReason,
        /// In words.
        explanation: String,
    },
    /// T7, T10.
    Declined {
        /// By which desk.
        by: Desk,
        /// Where it goes back to.
        to: Stage,
        /// Why.
        reason: DeclineReason,
        /// In words.
        explanation: String,
        /// Who, then.
        suggested: Option<AgencyId>,
    },
    /// T8, T11.
    Assigned {
        /// By which desk.
        by: Desk,
        /// Whose unit.
        agency: AgencyId,
        /// Which unit.
        unit: UnitId,
        /// For the officers.
        note: String,
    },
    /// T9.
    TakenUp {
        /// By which office.
        office: Office,
    },
    /// T12, T13, T15.
    ProgressPosted {
        /// By which office.
        office: Office,
        /// The words.
        text: String,
        /// Attachments.
        files: Vec<FileNo>,
    },
    /// T12, T13, T15.
    AnswerPosted {
        /// By which office.
        office: Office,
        /// The words.
        text: String,
        /// Attachments.
        files: Vec<FileNo>,
        /// What was done.
        action: ActionTaken,
        /// By when.
        scheduled_for: Option<Date>,
    },
    /// From the reporter or to the reporter.
    MessageSent {
        /// From which desk; `None` from the reporter.
        from: Option<Desk>,
        /// The words.
        text: String,
        /// Attachments.
        files: Vec<FileNo>,
    },
    /// Among officers.
    NotePosted {
        /// By which desk.
        by: Desk,
        /// The words.
        text: String,
        /// Faults found in an answer that was posted all the same, for the reason in the words;
        /// empty for any other note.
        despite: Vec<AnswerFault>,
    },
    /// T14.
    Contested {
        /// Why.
        text: String,
        /// Attachments.
        files: Vec<FileNo>,
    },
    /// Marks.
    Rated(Rating),
    /// T16, T17, T18.
    Closed {
        /// How.
        how: ClosedBy,
        /// The desk whose answer stands.
        by: Desk,
        /// For closings by an agency.
        ground: Option<CloseGround>,
        /// In words.
        explanation: String,
    },
    /// T21.
    Escalated {
        /// The reporter asked for it; otherwise the clock did.
        asked: bool,
    },
    /// T22.
    Advised {
        /// The words.
        text: String,
        /// Attachments.
        files: Vec<FileNo>,
    },
    /// T23.
    Withdrawn {
        /// Why, if said.
        reason: String,
    },
    /// T24.
    Merged {
        /// The one that goes on.
        main: ReportId,
    },
    /// The main report gained a follower.
    Followed {
        /// The joined report.
        joined: ReportId,
    },
    /// A joined report went its own way again.
    Unfollowed {
        /// That report.
        joined: ReportId,
    },
    /// T25.
    Reopened {
        /// Why.
        ground: ReopenGround,
        /// In words.
        explanation: String,
        /// Where it goes on.
        to: Stage,
    },
    /// The reporter objected.
    Appealed {
        /// Why.
        text: String,
        /// Attachments.
        files: Vec<FileNo>,
        /// Who judges it.
        to: Stage,
    },
    /// T26.
    TaskOpened {
        /// Its number.
        task: TaskNo,
        /// Who.
        office: Office,
        /// What.
        request: String,
        /// By when.
        clock: Clock,
    },
    /// Done.
    TaskFinished {
        /// Which.
        task: TaskNo,
        /// What was done.
        text: String,
        /// Attachments.
        files: Vec<FileNo>,
    },
    /// Let go.
    TaskReleased {
        /// Which.
        task: TaskNo,
        /// Why.
        reason: String,
    },
    /// T27.
    Supervised {
        /// Whose inspectorate.
        agency: AgencyId,
        /// The inspectorate.
        unit: UnitId,
    },
    /// T28.
    DisputeRecorded {
        /// How.
        form: DisputeForm,
        /// What came out.
        outcome: String,
    },
    /// An office is complained about.
    ConflictDeclared {
        /// Which.
        office: Office,
        /// Why.
        reason: String,
        /// Where the report goes when it lay there.
        to: Option<Stage>,
    },
    /// D16.
    LimitExtended {
        /// In words.
        reason: String,
    },
    /// Somebody read who the reporter is.
    IdentityRevealed {
        /// Which part.
        part: Part,
        /// Why.
        reason: String,
    },
    /// An agency ended; what it had in the case moved on.
    Succeeded {
        /// Which agency.
        ended: AgencyId,
        /// Who took over; `None` when the national desk chooses.
        heir: Option<AgencyId>,
        /// Where the report goes when it lay with the agency.
        to: Option<Stage>,
    },
    /// Due dates after a change of the calendar.
    DuesRecounted {
        /// Revision of the calendar.
        revision: i64,
        /// Clocks of the open tasks that moved.
        tasks: Vec<(TaskNo, Clock)>,
    },
    /// What the public reads of a passage was corrected.
    Redacted {
        /// By which desk.
        by: Desk,
        /// Covered or uncovered.
        how: Redaction,
        /// As it stands in the text.
        passage: String,
        /// Why.
        reason: String,
    },
}

impl Fact {
    /// The stable word of this kind of event.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Filed { .. } => "filed",
            Self::Forwarded { .. } => "forwarded",
            Self::Routed { .. } => "routed",
            Self::Reclassified(_) => "reclassified",
            Self::Postponed { .. } => "postponed",
            Self::Completed { .. } => "completed",
            Self::Archived { .. } => "archived",
            Self::Declined { .. } => "declined",
            Self::Assigned { .. } => "assigned",
            Self::TakenUp { .. } => "taken_up",
            Self::ProgressPosted { .. } => "progress_posted",
            Self::AnswerPosted { .. } => "answer_posted",
            Self::MessageSent { .. } => "message_sent",
            Self::NotePosted { .. } => "note_posted",
            Self::Contested { .. } => "contested",
            Self::Rated(_) => "rated",
            Self::Closed { .. } => "closed",
            Self::Escalated { .. } => "escalated",
            Self::Advised { .. } => "advised",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Merged { .. } => "merged",
            Self::Followed { .. } => "followed",
            Self::Unfollowed { .. } => "unfollowed",
            Self::Reopened { .. } => "reopened",
            Self::Appealed { .. } => "appealed",
            Self::TaskOpened { .. } => "task_opened",
            Self::TaskFinished { .. } => "task_finished",
            Self::TaskReleased { .. } => "task_released",
            Self::Supervised { .. } => "supervised",
            Self::DisputeRecorded { .. } => "dispute_recorded",
            Self::ConflictDeclared { .. } => "conflict_declared",
            Self::LimitExtended { .. } => "limit_extended",
            Self::IdentityRevealed { .. } => "identity_revealed",
            Self::Succeeded { .. } => "succeeded",
            Self::DuesRecounted { .. } => "dues_recounted",
            Self::Redacted { .. } => "redacted",
        }
    }

    /// Attachments that this names.
    #[must_use]
    pub fn files(&self) -> &[FileNo] {
        match self {
            Self::Filed { filing, .. } => &filing.files,
            Self::Completed { files, .. }
            | Self::ProgressPosted { files, .. }
            | Self::AnswerPosted { files, .. }
            | Self::MessageSent { files, .. }
            | Self::Contested { files, .. }
            | Self::Advised { files, .. }
            | Self::Appealed { files, .. }
            | Self::TaskFinished { files, .. } => files,
            Self::Forwarded { .. }
            | Self::Routed { .. }
            | Self::Reclassified(_)
            | Self::Postponed { .. }
            | Self::Archived { .. }
            | Self::Declined { .. }
            | Self::Assigned { .. }
            | Self::TakenUp { .. }
            | Self::NotePosted { .. }
            | Self::Rated(_)
            | Self::Closed { .. }
            | Self::Escalated { .. }
            | Self::Withdrawn { .. }
            | Self::Merged { .. }
            | Self::Followed { .. }
            | Self::Unfollowed { .. }
            | Self::Reopened { .. }
            | Self::TaskOpened { .. }
            | Self::TaskReleased { .. }
            | Self::Supervised { .. }
            | Self::DisputeRecorded { .. }
            | Self::ConflictDeclared { .. }
            | Self::LimitExtended { .. }
            | Self::IdentityRevealed { .. }
            | Self::Succeeded { .. }
            | Self::DuesRecounted { .. }
            | Self::Redacted { .. } => &[],
        }
    }

    /// True for events that only officers read.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        // Who gets copies is not told outside; nor is who takes them over.
        matches!(
            self,
            Self::NotePosted { .. }
                | Self::ConflictDeclared { .. }
                | Self::DuesRecounted { .. }
                | Self::Redacted { .. }
                | Self::Succeeded { to: None, .. }
        )
    }
}
