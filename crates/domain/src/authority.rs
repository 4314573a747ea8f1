//! Who may do what: a table one can read, and the question whether a scope holds for a report.

use crate::AgencyId;
use crate::directory::Directory;
use crate::refusal::Refusal;
use crate::region::RegionCode;
use crate::report::{Report, Task};
use crate::role::{Actor, Desk, Duty, Role};
use crate::visibility::{Part, Privacy, Sight, Viewer, may_see};
use crate::worded;
use jiff::Timestamp;

worded! {
    /// An act on a report.
    pub enum Action {
        /// T1.
        File = "file",
        /// T2, T22, T26.
        Forward = "forward",
        /// T1c: sent by LAPOR itself.
        Route = "route",
        /// Corrects what a report is.
        Reclassify = "reclassify",
        /// T3.
        Postpone = "postpone",
        /// T4.
        Complete = "complete",
        /// T6.
        Archive = "archive",
        /// T7, T10.
        Decline = "decline",
        /// T8, T11.
        Assign = "assign",
        /// T9.
        TakeUp = "take_up",
        /// T12, T13, T15.
        PostProgress = "post_progress",
        /// T12, T13, T15.
        PostAnswer = "post_answer",
        /// Two-way talk.
        SendMessage = "send_message",
        /// Among officers.
        PostNote = "post_note",
        /// T14.
        Contest = "contest",
        /// T16.
        Accept = "accept",
        /// Marks.
        Rate = "rate",
        /// T17.
        Close = "close",
        /// T5, T18.
        Lapse = "lapse",
        /// T21.
        Escalate = "escalate",
        /// T22.
        Advise = "advise",
        /// T23.
        Withdraw = "withdraw",
        /// T24.
        Merge = "merge",
        /// The other side of a merge.
        Follow = "follow",
        /// The other side of reopening a joined report.
        Unfollow = "unfollow",
        /// T25.
        Reopen = "reopen",
        /// Objection to a closing.
        Appeal = "appeal",
        /// T26.
        OpenTask = "open_task",
        /// Supporting task done.
        FinishTask = "finish_task",
        /// Supporting task let go.
        ReleaseTask = "release_task",
        /// T27.
        Supervise = "supervise",
        /// T28.
        RecordDispute = "record_dispute",
        /// Conflict of interest.
        DeclareConflict = "declare_conflict",
        /// D16.
        Extend = "extend",
        /// Reads who the reporter is.
        RevealIdentity = "reveal_identity",
        /// Moves to the successor of an agency that ended.
        Succeed = "succeed",
        /// Recounts due dates.
        Recount = "recount",
        /// Covers or uncovers a passage for the public.
        Redact = "redact",
    }
}

worded! {
    /// On which reports a role may act.
    pub enum Scope {
        /// Any.
        Any = "any",
        /// The reporter's own.
        Own = "own",
        /// Those the own agency answers for, supervisory ones excepted.
        Agency = "agency",
        /// Those the own unit, or one below it, has.
        Unit = "unit",
        /// Those in which the own office has an open task.
        Task = "task",
        /// Supervisory ones of the own agency, for its inspectorate.
        Inspectorate = "inspectorate",
        /// Those of the members of the own hub.
        Hub = "hub",
        /// Those escalated to the Ombudsman, in the own province for regional offices.
        Escalated = "escalated",
    }
}

/// The table: on which reports a role may do an action. Empty means never.
#[must_use]
#[expect(clippy::match_same_arms, reason = "a table, read row by row")]
pub fn grants(role: Role, action: Action) -> &'static [Scope] {
    use Action as A;
    use Scope as S;
    match role {
        Role::Visitor => match action {
            A::File => &[S::Any],
            _ => &[],
        },
        Role::Reporter | Role::Proxy => match action {
            A::File => &[S::Any],
            A::Complete | A::SendMessage | A::Contest | A::Accept | A::Rate => &[S::Own],
            A::Escalate | A::Withdraw | A::Appeal | A::DeclareConflict => &[S::Own],
            _ => &[],
        },
        Role::IntakeOperator | Role::SocialMediaOperator => match action {
            A::File => &[S::Any],
            _ => &[],
        },
        Role::NationalAdmin | Role::NationalSupervisor => match action {
            A::File | A::Forward | A::Reclassify | A::Postpone | A::Archive | A::PostProgress => {
                &[S::Any]
            }
            A::PostAnswer
            | A::TakeUp
            | A::PostNote
            | A::Close
            | A::Merge
            | A::Follow
            | A::Unfollow
            | A::Reopen => &[S::Any],
            A::OpenTask | A::ReleaseTask | A::Supervise | A::RecordDispute | A::Escalate => {
                &[S::Any]
            }
            A::DeclareConflict | A::RevealIdentity | A::SendMessage | A::Redact => &[S::Any],
            _ => &[],
        },
        Role::HubManager => match action {
            A::Forward | A::OpenTask | A::ReleaseTask | A::PostNote => &[S::Hub],
            _ => &[],
        },
        Role::AgencyAdmin => match action {
            A::File => &[S::Any],
            A::Reclassify | A::Postpone | A::Archive | A::Decline | A::Assign | A::TakeUp => {
                &[S::Agency]
            }
            A::PostProgress | A::PostAnswer | A::PostNote | A::Close | A::Merge => &[S::Agency],
            A::OpenTask | A::ReleaseTask | A::Supervise | A::DeclareConflict | A::Extend => {
                &[S::Agency]
            }
            A::SendMessage | A::RevealIdentity | A::Redact => &[S::Agency],
            A::FinishTask => &[S::Task],
            _ => &[],
        },
        Role::LiaisonOfficer => match action {
            A::File => &[S::Any],
            A::Decline | A::Assign | A::TakeUp | A::PostProgress | A::PostAnswer => &[S::Unit],
            A::PostNote => &[S::Unit, S::Task],
            A::DeclareConflict | A::Extend | A::SendMessage | A::RevealIdentity => &[S::Unit],
            A::FinishTask => &[S::Task],
            _ => &[],
        },
        Role::InspectorateOfficer => match action {
            A::TakeUp | A::PostProgress | A::PostAnswer | A::PostNote | A::SendMessage => {
                &[S::Inspectorate]
            }
            A::Decline | A::Postpone | A::DeclareConflict | A::RevealIdentity => &[S::Inspectorate],
            A::OpenTask | A::ReleaseTask => &[S::Inspectorate],
            A::FinishTask => &[S::Task],
            _ => &[],
        },
        Role::ComplaintAnalyst => match action {
            A::PostNote | A::RecordDispute => &[S::Agency],
            _ => &[],
        },
        Role::OmbudsmanOfficer => match action {
            A::Forward | A::Advise | A::PostNote | A::Reopen | A::RecordDispute => &[S::Escalated],
            A::RevealIdentity | A::Supervise => &[S::Escalated],
            _ => &[],
        },
        Role::AgencyHead | Role::ServiceOwner => match action {
            A::PostNote => &[S::Agency],
            _ => &[],
        },
        Role::WorkingCommittee
        | Role::PresidentialStaff
        | Role::HomeAffairs
        | Role::DataProcessor
        | Role::SystemAnalyst
        | Role::PublicRelations
        | Role::AgencyDeveloper
        | Role::LearningManagerNational
        | Role::LearningManagerAgency
        | Role::Learner
        | Role::GuestLearner
        | Role::Evaluator
        | Role::CivilSocietyPartner
        | Role::DataConsumer
        | Role::DataProtectionOfficer
        | Role::SystemOperator => &[],
    }
}

/// What LAPOR does by itself.
pub(crate) fn system_may(action: Action) -> bool {
    matches!(
        action,
        Action::Lapse
            | Action::Escalate
            | Action::Succeed
            | Action::Recount
            | Action::Route
            | Action::Follow
            | Action::Unfollow
    )
}

/// Whether this actor may do this to this report.
///
/// An officer of an office complained about may do nothing to the report, nor may an officer who
/// closed it judge what comes after.
pub fn check(
    actor: &Actor,
    action: Action,
    report: &Report,
    directory: &Directory,
    now: Timestamp,
) -> Result<(), Refusal> {
    let refused = Err(Refusal::NotAllowed { action });
    match actor {
        Actor::System(_) => {
            if system_may(action) {
                Ok(())
            } else {
                refused
            }
        }
        Actor::Reporter => {
            if grants(Role::Reporter, action).contains(&Scope::Own) {
                Ok(())
            } else {
                refused
            }
        }
        Actor::Officer(duty) => {
            if report.accuses_duty(duty, directory) {
                return Err(Refusal::ConflictOfInterest);
            }
            let holds = |scope: &Scope| in_scope(duty, *scope, report, directory, now);
            if !grants(duty.role, action).iter().any(holds) {
                return refused;
            }
            if report.reopenings > 0 && report.was_closed_by_actor(actor) && judges(action) {
                return Err(Refusal::ClosedItBefore);
            }
            Ok(())
        }
    }
}

/// Acts that decide on a report; talk and notes do not.
fn judges(action: Action) -> bool {
    !matches!(
        action,
        Action::PostNote
            | Action::SendMessage
            | Action::DeclareConflict
            | Action::RevealIdentity
            | Action::Redact
            | Action::FinishTask
    )
}

/// What of a report decides how most offices stand to it: as much as fits a row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The agency that answers for it.
    pub lead: Option<AgencyId>,
    /// The desk that has it.
    pub desk: Option<Desk>,
    /// Supervisory.
    pub restricted: bool,
    /// With the Ombudsman.
    pub escalated: bool,
    /// Where.
    pub region: Option<RegionCode>,
}

impl From<&Report> for Standing {
    fn from(report: &Report) -> Self {
        Self {
            lead: report.lead,
            desk: report.stage.desk(),
            restricted: report.restricted,
            escalated: report.escalated.is_some(),
            region: report.region,
        }
    }
}

/// Whether a scope holds for a duty on a report.
#[must_use]
pub fn in_scope(
    duty: &Duty,
    scope: Scope,
    report: &Report,
    directory: &Directory,
    now: Timestamp,
) -> bool {
    if scope == Scope::Task {
        return report.open_tasks().any(|task| concerns(task, duty, directory));
    }
    stands_in(duty, scope, Standing::from(report), directory, now)
}

/// Whether a scope other than that of tasks holds for a duty.
fn stands_in(
    duty: &Duty,
    scope: Scope,
    report: Standing,
    directory: &Directory,
    now: Timestamp,
) -> bool {
    let desk = report.desk;
    // An appealed report still names its lead; that agency has no say over what lies at a
    // national desk.
    let at_national = matches!(desk, Some(Desk::National | Desk::Review));
    let leads = duty.agency.is_some() && duty.agency == report.lead && !at_national;
    match scope {
        Scope::Any => true,
        Scope::Own | Scope::Task => false,
        Scope::Agency => leads && !report.restricted && !held_by_inspectorate(desk, directory),
        Scope::Unit => {
            leads
                && !report.restricted
                && duty
                    .unit
                    .zip(desk.and_then(Desk::unit))
                    .is_some_and(|(own, at)| directory.is_within(at, own))
        }
        Scope::Inspectorate => {
            leads
                && duty.unit.is_some_and(|unit| directory.is_inspectorate(unit))
                && (report.restricted || held_by_inspectorate(desk, directory))
        }
        Scope::Hub => in_hub(duty, report, directory, now) && !report.restricted && !at_national,
        Scope::Escalated => {
            report.escalated
                && duty.province.is_none_or(|province| {
                    report.region.is_none_or(|region| region.province() == province)
                })
        }
    }
}

fn held_by_inspectorate(desk: Option<Desk>, directory: &Directory) -> bool {
    desk.and_then(Desk::unit).is_some_and(|unit| directory.is_inspectorate(unit))
}

/// Whether a task is one of the office of a duty, or of a unit below it.
fn concerns(task: &Task, duty: &Duty, directory: &Directory) -> bool {
    duty.agency == Some(task.office.agency)
        && match (duty.unit, task.office.unit) {
            (None, _) => true,
            (Some(own), Some(unit)) => directory.is_within(unit, own),
            (Some(_), None) => false,
        }
}

fn in_hub(duty: &Duty, report: Standing, directory: &Directory, now: Timestamp) -> bool {
    let today = crate::calendar::Zone::Wib.date(now);
    let hub = duty.hub.and_then(|hub| directory.hub(hub));
    hub.is_some_and(|hub| report.lead.is_some_and(|lead| hub.has(lead, today)))
}

/// How an officer stands to a report, for [`crate::visibility::may_see`].
#[must_use]
pub fn viewer(duty: &Duty, report: &Report, directory: &Directory, now: Timestamp) -> Viewer {
    if report.accuses_duty(duty, directory) {
        return Viewer::Accused;
    }
    if let Some(viewer) = viewer_by_place(duty, report.into(), directory, now) {
        return viewer;
    }
    match duty.role {
        Role::AgencyAdmin | Role::LiaisonOfficer | Role::InspectorateOfficer
            if supports(duty, report, directory) =>
        {
            Viewer::Support
        }
        _ => Viewer::OtherOfficer,
    }
}

/// How an officer stands to a report that complains about no office, as far as its place tells;
/// `None` when tasks and copies have to be asked too.
#[must_use]
pub fn viewer_by_place(
    duty: &Duty,
    report: Standing,
    directory: &Directory,
    now: Timestamp,
) -> Option<Viewer> {
    let holds = |scope| stands_in(duty, scope, report, directory, now);
    match duty.role {
        Role::NationalAdmin | Role::NationalSupervisor => Some(Viewer::National),
        Role::OmbudsmanOfficer if holds(Scope::Escalated) => Some(Viewer::OmbudsmanEscalated),
        Role::OmbudsmanOfficer => Some(Viewer::Ombudsman),
        Role::HubManager if in_hub(duty, report, directory, now) => Some(Viewer::Hub),
        Role::SystemOperator => Some(Viewer::Operator),
        Role::InspectorateOfficer if holds(Scope::Inspectorate) => Some(Viewer::Inspectorate),
        Role::AgencyAdmin | Role::AgencyHead | Role::ServiceOwner | Role::ComplaintAnalyst
            if duty.agency.is_some() && duty.agency == report.lead =>
        {
            Some(Viewer::Agency)
        }
        Role::LiaisonOfficer if holds(Scope::Unit) => Some(Viewer::Unit),
        _ => None,
    }
}

/// How a duty stands to a report when it may work with it: its content is open to the duty, and not
/// only as it is to everybody.
#[must_use]
pub fn reads(
    duty: &Duty,
    report: &Report,
    directory: &Directory,
    now: Timestamp,
) -> Option<Viewer> {
    let viewer = viewer(duty, report, directory, now);
    opens(viewer, report.privacy, report.restricted).then_some(viewer)
}

/// Whether the content of a report is open for work to those who stand so to it.
#[must_use]
pub fn opens(viewer: Viewer, privacy: Privacy, restricted: bool) -> bool {
    let outside = matches!(
        viewer,
        Viewer::Public
            | Viewer::Reporter
            | Viewer::Follower
            | Viewer::Accused
            | Viewer::OtherOfficer
            | Viewer::Operator
    );
    !outside && may_see(viewer, Part::Content, privacy, restricted) == Sight::Full
}

/// True for an office that has or had a task in the case, or got a copy, or watches.
fn supports(duty: &Duty, report: &Report, directory: &Directory) -> bool {
    let Some(agency) = duty.agency else { return false };
    let copied = report.copies.contains(&agency) || report.watcher == Some(agency);
    let tasked = report.tasks.iter().any(|task| concerns(task, duty, directory));
    tasked || (copied && duty.unit.is_none())
}

/// The table for docs/generated/authority.md.
#[must_use]
pub fn table() -> String {
    use std::fmt::Write;
    let mut out = String::from(
        "# Who may do what\n\nGenerated from `domain::authority::grants`. A cell names on which reports \
         the role may do it; an empty cell means never.\n\n| role |",
    );
    for action in Action::ALL {
        let _ = write!(out, " {action} |");
    }
    let _ = write!(out, "\n|---|{}\n", "---|".repeat(Action::ALL.len()));
    for role in Role::ALL {
        let _ = write!(out, "| {role} |");
        for action in Action::ALL {
            let scopes: Vec<&str> = grants(*role, *action).iter().map(|s| s.word()).collect();
            let _ = write!(out, " {} |", scopes.join(", "));
        }
        out.push('\n');
    }
    out
}
