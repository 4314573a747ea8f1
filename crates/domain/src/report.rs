//! The state of one report, folded from its events.

mod fold;

use crate::category::CategoryCode;
use crate::command::Rating;
use crate::deadline::{Clock, DeadlineKind, Light};
use crate::directory::Directory;
use crate::event::{Event, Fact};
use crate::filing::{Filing, ReporterFacts};
use crate::id::{AgencyId, OfficerId, ReportId, RulesId, TaskNo, UnitId};
use crate::kind::{
    ArchiveReason, Channel, ComplaintClass, Level, ReportKind, ServiceDeficit, Urgency,
};
use crate::redaction::Redactions;
use crate::region::RegionCode;
use crate::role::{Actor, Desk, Duty};
use crate::tracking::TrackingId;
use crate::visibility::Privacy;
use crate::worded;
use jiff::Timestamp;
use jiff::civil::Date;

/// An agency, or one of its units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Office {
    /// The agency.
    pub agency: AgencyId,
    /// The unit; `None` is the agency's own desk, or the agency as a whole.
    pub unit: Option<UnitId>,
}

impl Office {
    /// Its desk.
    #[must_use]
    pub fn desk(self) -> Desk {
        self.unit.map_or(Desk::Agency(self.agency), |unit| Desk::Unit(self.agency, unit))
    }
}

worded! {
    /// Which national desk.
    pub enum NationalDesk {
        /// Verifies and forwards.
        Triage = "triage",
        /// Judges appeals against the first.
        Review = "review",
    }
}

worded! {
    /// How a report was closed.
    pub enum ClosedBy {
        /// The reporter accepted the answer.
        Reporter = "reporter",
        /// The agency, after the contest was answered.
        Agency = "agency",
        /// The clock: nobody contested the answer.
        Clock = "clock",
    }
}

/// Where a report stands, named by whose turn it is. Each variant carries the facts of its stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Menunggu verifikasi, at the national desk.
    AtNational {
        /// Which of the two.
        desk: NationalDesk,
        /// The transfers are used up: decide within a working day.
        forced: bool,
    },
    /// At the agency's admins, second verification.
    AtAgency {
        /// Which agency.
        agency: AgencyId,
    },
    /// At a unit, nothing posted yet.
    AtUnit {
        /// Which agency.
        agency: AgencyId,
        /// Which unit.
        unit: UnitId,
    },
    /// Tertunda: the reporter has to add something.
    AwaitingReporter {
        /// Who asked.
        asked_by: Desk,
        /// Where it goes on.
        back_to: Box<Stage>,
    },
    /// An office is working on it.
    InProgress {
        /// Which.
        office: Office,
    },
    /// Answered: the reporter's window.
    Answered {
        /// By which office.
        office: Office,
    },
    /// Ditanggapi kembali: the office has to answer again.
    Contested {
        /// Which.
        office: Office,
    },
    /// Selesai.
    Closed {
        /// How.
        how: ClosedBy,
    },
    /// Diarsipkan.
    Archived {
        /// Why.
        reason: ArchiveReason,
    },
    /// Dicabut.
    Withdrawn,
    /// Digabung.
    MergedInto {
        /// The one that goes on.
        main: ReportId,
        /// Where it would go on by itself.
        back_to: Box<Stage>,
    },
}

worded! {
    /// The stages without their facts, for rows, counts and messages.
    pub enum StageName {
        /// See [`Stage::AtNational`].
        AtNational = "at_national",
        /// See [`Stage::AtAgency`].
        AtAgency = "at_agency",
        /// See [`Stage::AtUnit`].
        AtUnit = "at_unit",
        /// See [`Stage::AwaitingReporter`].
        AwaitingReporter = "awaiting_reporter",
        /// See [`Stage::InProgress`].
        InProgress = "in_progress",
        /// See [`Stage::Answered`].
        Answered = "answered",
        /// See [`Stage::Contested`].
        Contested = "contested",
        /// See [`Stage::Closed`].
        Closed = "closed",
        /// See [`Stage::Archived`].
        Archived = "archived",
        /// See [`Stage::Withdrawn`].
        Withdrawn = "withdrawn",
        /// See [`Stage::MergedInto`].
        MergedInto = "merged_into",
    }
}

impl StageName {
    /// True while somebody still has to do something.
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Archived | Self::Withdrawn | Self::MergedInto)
    }
}

impl Stage {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> StageName {
        match self {
            Self::AtNational { .. } => StageName::AtNational,
            Self::AtAgency { .. } => StageName::AtAgency,
            Self::AtUnit { .. } => StageName::AtUnit,
            Self::AwaitingReporter { .. } => StageName::AwaitingReporter,
            Self::InProgress { .. } => StageName::InProgress,
            Self::Answered { .. } => StageName::Answered,
            Self::Contested { .. } => StageName::Contested,
            Self::Closed { .. } => StageName::Closed,
            Self::Archived { .. } => StageName::Archived,
            Self::Withdrawn => StageName::Withdrawn,
            Self::MergedInto { .. } => StageName::MergedInto,
        }
    }

    /// The desk that has it.
    #[must_use]
    pub fn desk(&self) -> Option<Desk> {
        match self {
            Self::AtNational { desk: NationalDesk::Triage, .. } => Some(Desk::National),
            Self::AtNational { desk: NationalDesk::Review, .. } => Some(Desk::Review),
            Self::AtAgency { agency } => Some(Desk::Agency(*agency)),
            Self::AtUnit { agency, unit } => Some(Desk::Unit(*agency, *unit)),
            Self::AwaitingReporter { back_to, .. } => back_to.desk(),
            Self::InProgress { office }
            | Self::Answered { office }
            | Self::Contested { office } => Some(office.desk()),
            Self::Closed { .. }
            | Self::Archived { .. }
            | Self::Withdrawn
            | Self::MergedInto { .. } => None,
        }
    }

    /// The office that handles it.
    #[must_use]
    pub fn office(&self) -> Option<Office> {
        let desk = self.desk()?;
        desk.agency().map(|agency| Office { agency, unit: desk.unit() })
    }
}

/// Where a supporting task stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// To be done.
    Open,
    /// Done at.
    Done(Timestamp),
    /// Let go at.
    Released(Timestamp),
}

/// A task of a supporting office, with its own clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Its number.
    pub no: TaskNo,
    /// Who does it.
    pub office: Office,
    /// Its clock.
    pub clock: Clock,
    /// Where it stands.
    pub state: TaskState,
}

/// Who closed or archived a report: neither the desk nor the officer may judge the appeal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closer {
    /// The desk.
    pub desk: Desk,
    /// The officer, unless it was the clock.
    pub officer: Option<OfficerId>,
}

/// Instants from which the indicators are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Milestones {
    /// Received.
    pub received: Timestamp,
    /// Complete file: received, or the last completion.
    pub complete: Timestamp,
    /// First verification.
    pub verified: Option<Timestamp>,
    /// First disposition to an agency.
    pub forwarded: Option<Timestamp>,
    /// First disposition to a unit.
    pub assigned: Option<Timestamp>,
    /// First answer or progress note.
    pub responded: Option<Timestamp>,
    /// Last answer.
    pub answered: Option<Timestamp>,
    /// Closed, archived, withdrawn or joined.
    pub ended: Option<Timestamp>,
}

/// One report.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that hold beside any stage, each by itself"
)]
pub struct Report {
    /// Its internal name.
    pub id: ReportId,
    /// Count of events; the next one is written at this number plus one.
    pub version: u32,
    /// Its public number.
    pub tracking: TrackingId,
    /// The rules it was received under.
    pub rules: RulesId,
    /// How it entered.
    pub channel: Channel,
    /// What the reporter wants.
    pub kind: ReportKind,
    /// Supervisory or not.
    pub class: ComplaintClass,
    /// Title as corrected.
    pub title: String,
    /// A leaf, once known.
    pub category: Option<CategoryCode>,
    /// Level of authority, once known.
    pub level: Option<Level>,
    /// Where.
    pub region: Option<RegionCode>,
    /// When it happened, as the reporter says.
    pub happened_on: Option<Date>,
    /// How fast harm follows.
    pub urgency: Urgency,
    /// What was lacking.
    pub deficits: Vec<ServiceDeficit>,
    /// Campaign topics.
    pub tags: Vec<String>,
    /// Anonymous, confidential.
    pub privacy: Privacy,
    /// Only the inspectorate, the nation and the Ombudsman read it (T27).
    pub restricted: bool,
    /// What officers found about personal data in its texts.
    pub redactions: Redactions,
    /// Countable facts about the reporter.
    pub reporter: ReporterFacts,
    /// Where it stands.
    pub stage: Stage,
    /// Since when.
    pub stage_since: Timestamp,
    /// The agency that answers for the case.
    pub lead: Option<AgencyId>,
    /// Agencies that read along.
    pub copies: Vec<AgencyId>,
    /// Watches a lead that is complained about.
    pub watcher: Option<AgencyId>,
    /// Supporting tasks.
    pub tasks: Vec<Task>,
    /// Offices complained about.
    pub accused: Vec<Office>,
    /// Times an agency said "not ours".
    pub transfers: u8,
    /// The national admin decided after the last transfer.
    pub decided: bool,
    /// Times the reporter was asked to complete it.
    pub postponements: u8,
    /// Answers posted.
    pub answers: u16,
    /// Contests by the reporter.
    pub contests: u16,
    /// A contest waits for its answer, wherever the report lies by now.
    pub contest_open: bool,
    /// Contests answered since it was last opened.
    pub contests_answered: u16,
    /// Messages, contests and completions by the reporter after the first follow-up.
    pub replies: u16,
    /// Times it was reopened or appealed successfully into handling again.
    pub reopenings: u16,
    /// An appeal waits for its judge.
    pub appeal_open: bool,
    /// Desks that closed or archived it before.
    pub closers: Vec<Closer>,
    /// Who posted the last answer.
    pub answered_by: Option<Closer>,
    /// With the Ombudsman since.
    pub escalated: Option<Timestamp>,
    /// D16 was used.
    pub extended: bool,
    /// An answer or ending came after the settlement limit.
    pub late: bool,
    /// LAPOR itself sent it (T1c); until an officer gives it back.
    pub routed: bool,
    /// Marks.
    pub rating: Option<Rating>,
    /// Reports joined to this one.
    pub followers: Vec<ReportId>,
    /// Running clocks.
    pub clocks: Vec<Clock>,
    /// From when the settlement clock counts.
    pub settle_from: Timestamp,
    /// Instants for the indicators.
    pub milestones: Milestones,
}

impl Report {
    /// The state after the first event; `None` when that event is not a filing.
    #[must_use]
    pub fn begin(id: ReportId, event: &Event, at: Timestamp) -> Option<Self> {
        let Fact::Filed { tracking, filing, rules, stage } = &event.fact else { return None };
        let mut report = Self::from_filing(id, *tracking, filing, *rules, stage.clone(), at);
        report.clocks = event.clocks.clone().unwrap_or_default();
        Some(report)
    }

    fn from_filing(
        id: ReportId,
        tracking: TrackingId,
        filing: &Filing,
        rules: RulesId,
        stage: Stage,
        at: Timestamp,
    ) -> Self {
        let lead = stage.office().map(|office| office.agency);
        let assigned = matches!(stage, Stage::AtUnit { .. }).then_some(at);
        Self {
            id,
            version: 1,
            tracking,
            rules,
            channel: filing.channel,
            kind: filing.kind,
            class: filing.class,
            title: filing.title.clone(),
            category: filing.category.clone(),
            level: filing.level,
            region: filing.place.region,
            happened_on: filing.happened_on,
            urgency: Urgency::Normal,
            deficits: filing.deficits.clone(),
            tags: Vec::new(),
            privacy: filing.privacy,
            restricted: filing.class == ComplaintClass::Supervisory
                || filing.kind == ReportKind::Whistleblowing,
            redactions: Redactions::default(),
            reporter: filing.reporter,
            stage,
            stage_since: at,
            lead,
            copies: Vec::new(),
            watcher: None,
            tasks: Vec::new(),
            accused: filing.accused.clone(),
            transfers: 0,
            decided: false,
            postponements: 0,
            answers: 0,
            contests: 0,
            contest_open: false,
            contests_answered: 0,
            replies: 0,
            reopenings: 0,
            appeal_open: false,
            closers: Vec::new(),
            answered_by: None,
            escalated: None,
            extended: false,
            late: false,
            routed: false,
            rating: None,
            followers: Vec::new(),
            clocks: Vec::new(),
            settle_from: at,
            milestones: Milestones {
                received: at,
                complete: at,
                verified: None,
                forwarded: lead.map(|_| at),
                assigned,
                responded: None,
                answered: None,
                ended: None,
            },
        }
    }

    /// Whether the national desk may find that it need not be restricted.
    #[must_use]
    pub fn may_be_freed(&self) -> bool {
        self.restricted
            && self.kind != ReportKind::Whistleblowing
            && matches!(self.stage, Stage::AtNational { .. })
    }

    /// The clock of a kind, if it runs.
    #[must_use]
    pub fn clock(&self, kind: DeadlineKind) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.kind == kind)
    }

    /// The running settlement clock.
    #[must_use]
    pub fn settlement(&self) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.kind.is_settlement())
    }

    /// The next date by which an office has to act: what a queue is sorted by.
    #[must_use]
    pub fn office_clock(&self) -> Option<&Clock> {
        let own = |c: &&Clock| {
            !c.kind.waits_for_reporter() && c.kind != DeadlineKind::OmbudsmanEscalation
        };
        self.clocks.iter().filter(own).min_by_key(|clock| clock.due)
    }

    /// The date by which the reporter has to act.
    #[must_use]
    pub fn reporter_clock(&self) -> Option<&Clock> {
        self.clocks.iter().filter(|c| c.kind.waits_for_reporter()).min_by_key(|clock| clock.due)
    }

    /// Merah, kuning, hijau: the worst light of the offices' clocks; `None` when no office has
    /// to act.
    #[must_use]
    pub fn light(&self, now: Timestamp) -> Option<Light> {
        self.clocks.iter().filter(|c| !c.kind.waits_for_reporter()).map(|c| c.light(now)).max()
    }

    /// True when the public may list and read it: verified by an office, hidden by nobody, not
    /// taken back. Nothing reaches the public before an officer has looked at it.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.milestones.verified.is_some()
            && !self.privacy.confidential
            && !self.restricted
            && !matches!(self.stage, Stage::Withdrawn)
    }

    /// True when an agency helps with the open case or is told of it.
    #[must_use]
    pub fn involves(&self, agency: AgencyId) -> bool {
        self.open_tasks().any(|task| task.office.agency == agency)
            || self.copies.contains(&agency)
            || self.watcher == Some(agency)
    }

    /// Tasks neither done nor released.
    pub fn open_tasks(&self) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(|t| t.state == TaskState::Open)
    }

    /// True when the report complains about this office: an accused agency includes all its
    /// units, its own inspectorate too, and whoever took over from it; an accused unit includes
    /// those below it.
    #[must_use]
    pub fn accuses(&self, office: Office, directory: &Directory) -> bool {
        accuses(&self.accused, office, directory)
    }

    /// True when an agency that is not complained about itself watches over the lead.
    #[must_use]
    pub fn is_watched(&self, directory: &Directory) -> bool {
        self.watcher.is_some_and(|watcher| {
            self.lead != Some(watcher)
                && !self.accuses(Office { agency: watcher, unit: None }, directory)
        })
    }

    /// True when the officer sits in an accused office and nobody watches over it.
    #[must_use]
    pub fn accuses_duty(&self, duty: &Duty, directory: &Directory) -> bool {
        let Some(agency) = duty.agency else { return false };
        let unit_accused = duty.unit.is_some_and(|unit| {
            self.accused.iter().any(|a| a.unit.is_some_and(|it| directory.is_within(unit, it)))
        });
        let agency_accused = self.accuses(Office { agency, unit: None }, directory);
        unit_accused || (agency_accused && !self.is_watched(directory))
    }

    /// True when this desk or officer closed or archived the report before.
    #[must_use]
    pub fn was_closed_by(&self, desk: Desk) -> bool {
        self.closers.iter().any(|closer| closer.desk == desk)
    }

    /// True when the actor is an officer who closed or archived the report before.
    #[must_use]
    pub fn was_closed_by_actor(&self, actor: &Actor) -> bool {
        actor
            .officer()
            .is_some_and(|officer| self.closers.iter().any(|c| c.officer == Some(officer)))
    }
}

/// Whether one of `accused` is this office; see [`Report::accuses`].
#[must_use]
pub fn accuses(accused: &[Office], office: Office, directory: &Directory) -> bool {
    accused.iter().any(|accused| match (accused.unit, office.unit) {
        (None, _) => directory.follows(office.agency, accused.agency),
        (Some(_), None) => false,
        (Some(unit), Some(at)) => directory.is_within(at, unit),
    })
}
