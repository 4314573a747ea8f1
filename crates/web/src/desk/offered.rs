//! What is offered to a duty on a report: exactly what the rules would accept in some form.
//!
//! Each act is tried on `decide` with the most acceptable words and with every office, task and
//! part that a form could name, until one is accepted. Nothing is offered that would always be
//! refused, and nothing is left out that could succeed.

use domain::authority::Action;
use domain::command::{Classification, Command, MainReport, Post};
use domain::decide::{Context, decide};
use domain::kind::{
    ActionTaken, ArchiveReason, CloseGround, DeclineReason, DisputeForm, MissingItem, ReopenGround,
};
use domain::redaction::Redaction;
use domain::report::{Stage, StageName};
use domain::role::Actor;
use domain::visibility::Part;
use domain::{AgencyId, Duty, Office, Reference, Refusal, Report, ReportId, Role};
use jiff::Timestamp;

/// Words long enough for every field.
pub(super) const WORDS: &str = "Kata-kata yang cukup panjang untuk setiap isian.";

/// The acts a duty may do to a report now, the most likely next one first.
#[must_use]
pub fn offered(report: &Report, duty: &Duty, reference: &Reference, now: Timestamp) -> Vec<Action> {
    let trial =
        Trial { report, actor: Actor::Officer(duty.clone()), context: Context { now, reference } };
    order(&report.stage, duty.role).into_iter().filter(|action| trial.could(*action)).collect()
}

/// All acts of the desk in the order of likelihood.
fn order(stage: &Stage, role: Role) -> Vec<Action> {
    use Action as A;
    let first: &[Action] = match (role, stage.name()) {
        (Role::OmbudsmanOfficer, _) => &[A::Advise, A::Forward, A::PostNote],
        (Role::HubManager, _) => &[A::PostNote, A::Forward, A::OpenTask],
        (_, StageName::AtNational) => {
            &[A::Forward, A::Reclassify, A::Postpone, A::Archive, A::Supervise, A::Merge]
        }
        (_, StageName::AtAgency) => {
            &[A::Assign, A::TakeUp, A::PostAnswer, A::Decline, A::Postpone, A::Archive]
        }
        (_, StageName::AtUnit) => {
            &[A::TakeUp, A::PostAnswer, A::PostProgress, A::Decline, A::Assign]
        }
        (_, StageName::InProgress | StageName::Contested) => {
            &[A::PostAnswer, A::PostProgress, A::Assign, A::Close]
        }
        (_, StageName::Answered) => &[A::SendMessage, A::PostNote, A::Close],
        (_, StageName::AwaitingReporter) => &[A::SendMessage, A::PostNote],
        (
            _,
            StageName::Closed | StageName::Archived | StageName::MergedInto | StageName::Withdrawn,
        ) => &[A::Reopen, A::PostNote],
    };
    // Who has only a task in the case is here to finish it.
    let task = [A::FinishTask];
    let rest = Action::ALL.iter().filter(|action| super::label::act(**action).is_some());
    let mut all: Vec<Action> = Vec::new();
    for action in task.iter().chain(first).chain(rest) {
        if !all.contains(action) {
            all.push(*action);
        }
    }
    all
}

/// A report, who acts, and what they may look at.
struct Trial<'a> {
    report: &'a Report,
    actor: Actor,
    context: Context<'a>,
}

impl Trial<'_> {
    fn try_one(&self, command: &Command) -> Result<(), Refusal> {
        decide(self.report, command, &self.actor, &self.context).map(drop)
    }

    fn any(&self, commands: impl IntoIterator<Item = Command>) -> bool {
        for command in commands {
            match self.try_one(&command) {
                Ok(()) => return true,
                // No other office or word changes these.
                Err(Refusal::WrongStage { .. }) => return false,
                Err(_) => {}
            }
        }
        false
    }

    /// Whether the role may ever do this to this report; spares the many tries below.
    fn allowed(&self, action: Action) -> bool {
        let directory = &self.context.reference.directory;
        domain::authority::check(&self.actor, action, self.report, directory, self.context.now)
            .is_ok()
    }

    fn agencies(&self) -> impl Iterator<Item = AgencyId> {
        self.context.reference.directory.agencies().map(|agency| agency.id)
    }

    /// The offices a task could go to: own units first, then other agencies.
    fn offices(&self) -> impl Iterator<Item = Office> {
        let directory = &self.context.reference.directory;
        let lead = self.report.lead;
        let units = lead.into_iter().flat_map(|agency| directory.units_of(agency));
        let units = units.map(|unit| Office { agency: unit.agency, unit: Some(unit.id) });
        units.chain(self.agencies().map(|agency| Office { agency, unit: None }))
    }

    fn could(&self, action: Action) -> bool {
        self.allowed(action) && self.any_of(action)
    }

    fn any_of(&self, action: Action) -> bool {
        let text = || WORDS.to_owned();
        let post = || Post { text: WORDS.to_owned(), files: Vec::new() };
        match action {
            Action::Forward => {
                // A lead that is complained about needs a watcher, which any other agency can be.
                let today = Reference::today(self.context.now);
                let directory = &self.context.reference.directory;
                let there = self
                    .agencies()
                    .filter(|id| directory.resolve(*id, today).is_some_and(|a| a.id == *id));
                let watchers: Vec<AgencyId> = there.take(2).collect();
                let watcher = |lead| watchers.iter().copied().find(|watcher| *watcher != lead);
                self.any(self.agencies().map(|lead| Command::Forward {
                    lead,
                    supporting: Vec::new(),
                    copies: Vec::new(),
                    watcher: watcher(lead),
                    note: String::new(),
                }))
            }
            Action::Assign => {
                let units = self.report.lead.into_iter();
                let units =
                    units.flat_map(|agency| self.context.reference.directory.units_of(agency));
                self.any(units.map(|unit| Command::Assign {
                    unit: unit.id,
                    supporting: Vec::new(),
                    note: String::new(),
                }))
            }
            Action::OpenTask => {
                self.any(self.offices().map(|office| Command::OpenTask { office, request: text() }))
            }
            Action::DeclareConflict => self.any(
                self.offices().map(|office| Command::DeclareConflict { office, reason: text() }),
            ),
            Action::Supervise => {
                self.any(self.agencies().map(|agency| Command::Supervise { agency }))
            }
            Action::Merge => self.any([Command::Merge { main: self.best_main() }]),
            Action::FinishTask => self.any(
                self.report
                    .open_tasks()
                    .map(|task| Command::FinishTask { task: task.no, post: post() }),
            ),
            Action::ReleaseTask => self.any(
                self.report
                    .open_tasks()
                    .map(|task| Command::ReleaseTask { task: task.no, reason: text() }),
            ),
            Action::RevealIdentity => self.any(
                [Part::Name, Part::Contact, Part::Nik]
                    .map(|part| Command::RevealIdentity { part, reason: text() }),
            ),
            _ => plain(action).is_some_and(|command| self.any([command])),
        }
    }

    /// The best report this one could be joined to.
    fn best_main(&self) -> MainReport {
        let id = ReportId(self.report.id.0.wrapping_add(1));
        MainReport {
            id,
            open: true,
            confidential: true,
            restricted: self.report.restricted,
            accused: self.report.accused.clone(),
        }
    }
}

/// Acts that name nothing but words.
fn plain(action: Action) -> Option<Command> {
    let text = || WORDS.to_owned();
    let post = || Post { text: WORDS.to_owned(), files: Vec::new() };
    Some(match action {
        Action::Reclassify => Command::Reclassify(Classification::default()),
        Action::Postpone => {
            Command::Postpone { missing: vec![MissingItem::Facts], question: text() }
        }
        Action::Archive => Command::Archive { reason: ArchiveReason::Unclear, explanation: text() },
        Action::Decline => Command::Decline {
            reason: DeclineReason::NotOurAuthority,
            explanation: text(),
            suggested: None,
        },
        Action::TakeUp => Command::TakeUp,
        Action::PostProgress => Command::PostProgress(post()),
        Action::PostAnswer => {
            Command::PostAnswer { post: post(), action: ActionTaken::Done, scheduled_for: None }
        }
        Action::SendMessage => Command::SendMessage(post()),
        Action::PostNote => Command::PostNote { text: text() },
        Action::Close => Command::Close { ground: CloseGround::AnsweredAgain, explanation: text() },
        Action::Escalate => Command::Escalate,
        Action::Advise => Command::Advise(post()),
        Action::Reopen => Command::Reopen { ground: ReopenGround::NewFacts, explanation: text() },
        Action::RecordDispute => {
            Command::RecordDispute { form: DisputeForm::Mediation, outcome: text() }
        }
        Action::Extend => Command::Extend { reason: text() },
        Action::Redact => {
            Command::Redact { how: Redaction::Cover, passage: text(), reason: text() }
        }
        _ => return None,
    })
}
