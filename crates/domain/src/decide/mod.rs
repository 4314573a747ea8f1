//! `decide`: given a report, a command, who gives it and the rules, what happens or why not.

mod clocks;
mod closing;
mod filing;
mod handling;
mod reporter;
mod succession;
mod support;
mod verification;

pub use filing::file;

use crate::authority::{self, Action};
use crate::command::{Command, Post};
use crate::event::{Event, Fact};
use crate::filing::check_text;
use crate::id::AgencyId;
use crate::limit;
use crate::reference::Reference;
use crate::refusal::{Field, Refusal};
use crate::report::{Office, Report, Stage};
use crate::role::{Actor, Desk, Role};
use crate::rules::Rules;
use jiff::Timestamp;

/// What a decision may look at besides the report: the time and the reference data.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The instant of the decision; given by the caller, never read here.
    pub now: Timestamp,
    /// The reference data in force.
    pub reference: &'a Reference,
}

type Decision = Result<Vec<Event>, Refusal>;

/// Decides. Total and pure; nothing is done here.
pub fn decide(
    report: &Report,
    command: &Command,
    actor: &Actor,
    context: &Context<'_>,
) -> Decision {
    let case = Case::new(report, command, actor, context)?;
    match command {
        Command::Forward { lead, supporting, copies, watcher, note } => {
            case.forward(*lead, supporting, copies, *watcher, note)
        }
        Command::Reclassify(found) => case.reclassify(found),
        Command::Postpone { missing, question } => case.postpone(missing, question),
        Command::Complete(post) => case.complete(post),
        Command::Archive { reason, explanation } => case.archive(*reason, explanation),
        Command::Decline { reason, explanation, suggested } => {
            case.decline(*reason, explanation, *suggested)
        }
        Command::Assign { unit, supporting, note } => case.assign(*unit, supporting, note),
        Command::Route { category, lead, evidence } => case.route(category, *lead, evidence),
        Command::TakeUp => case.take_up(),
        Command::PostProgress(post) => case.post_progress(post),
        Command::PostAnswer { post, action, scheduled_for } => {
            case.post_answer(post, *action, *scheduled_for)
        }
        Command::SendMessage(post) => case.send_message(post),
        Command::PostNote { text } => case.post_note(text),
        Command::Justify { faults, reason } => case.justify(faults, reason),
        Command::Contest(post) => case.contest(post),
        Command::Accept { rating } => case.accept(rating.as_ref()),
        Command::Rate(rating) => case.rate(rating),
        Command::Close { ground, explanation } => case.close(*ground, explanation),
        Command::Lapse => case.lapse(),
        Command::Escalate => case.escalate(),
        Command::Advise(post) => Case::advise(post),
        Command::Withdraw { reason } => case.withdraw(reason),
        Command::Merge { main } => case.merge(main),
        Command::Follow { joined } => case.follow(*joined),
        Command::Unfollow { joined } => case.unfollow(*joined),
        Command::Reopen { ground, explanation } => case.reopen(*ground, explanation),
        Command::Appeal(post) => case.appeal(post),
        Command::OpenTask { office, request } => case.open_task(*office, request),
        Command::FinishTask { task, post } => case.finish_task(*task, post),
        Command::ReleaseTask { task, reason } => case.release_task(*task, reason),
        Command::Supervise { agency } => case.supervise(*agency),
        Command::RecordDispute { form, outcome } => Case::record_dispute(*form, outcome),
        Command::DeclareConflict { office, reason } => case.declare_conflict(*office, reason),
        Command::Extend { reason } => case.extend(reason),
        Command::RevealIdentity { part, reason } => case.reveal_identity(*part, reason),
        Command::Succeed { ended } => case.succeed(*ended),
        Command::Recount => Ok(case.recount()),
        Command::Redact { how, passage, reason } => case.redact(*how, passage, reason),
    }
}

/// One decision in the making: everything its parts look at.
struct Case<'a> {
    report: &'a Report,
    actor: &'a Actor,
    action: Action,
    now: Timestamp,
    reference: &'a Reference,
    rules: &'a Rules,
}

impl<'a> Case<'a> {
    fn new(
        report: &'a Report,
        command: &Command,
        actor: &'a Actor,
        context: &Context<'a>,
    ) -> Result<Self, Refusal> {
        let action = command.action();
        let reference = context.reference;
        authority::check(actor, action, report, &reference.directory, context.now)?;
        // A report keeps the rules it was received under; a database always holds them.
        let rules = reference.rules.get(report.rules).or_else(|| reference.rules.sets().first());
        let rules = rules.ok_or(Refusal::NotAllowed { action })?;
        Ok(Self { report, actor, action, now: context.now, reference, rules })
    }

    fn wrong_stage<T>(&self) -> Result<T, Refusal> {
        Err(Refusal::WrongStage { action: self.action, stage: self.report.stage.name().word() })
    }

    fn is_open(&self) -> bool {
        self.report.stage.name().is_open()
    }

    /// The agency that answers for `id` today.
    fn agency(&self, id: AgencyId) -> Result<AgencyId, Refusal> {
        let today = Reference::today(self.now);
        self.reference.directory.resolve(id, today).map(|a| a.id).ok_or(Refusal::UnknownAgency)
    }

    /// A hub manager reaches the members of the own hub and nobody else.
    fn check_hub(&self, agency: AgencyId) -> Result<(), Refusal> {
        let Actor::Officer(duty) = self.actor else { return Ok(()) };
        if duty.role != Role::HubManager {
            return Ok(());
        }
        let hub = duty.hub.and_then(|hub| self.reference.directory.hub(hub));
        if hub.is_some_and(|hub| hub.has(agency, Reference::today(self.now))) {
            Ok(())
        } else {
            Err(Refusal::NotAllowed { action: self.action })
        }
    }

    /// The desk the actor speaks for.
    fn desk(&self) -> Desk {
        match self.actor {
            Actor::Officer(duty) => match (duty.role, duty.agency, duty.unit) {
                (Role::OmbudsmanOfficer, ..) => Desk::Ombudsman,
                (Role::NationalSupervisor, ..) => Desk::Review,
                (_, Some(agency), Some(unit)) => Desk::Unit(agency, unit),
                (_, Some(agency), None) => Desk::Agency(agency),
                (_, None, _) => Desk::National,
            },
            Actor::Reporter | Actor::System(_) => {
                self.report.stage.desk().unwrap_or(Desk::National)
            }
        }
    }

    /// The office the actor speaks for when it works on the report: its own, or the one that has
    /// the report when the nation steps in.
    fn acting_office(&self) -> Option<Office> {
        let desk = self.desk();
        match desk.agency() {
            Some(agency) => Some(Office { agency, unit: desk.unit() }),
            None => self.report.stage.office(),
        }
    }

    fn actor_is_reporter(&self) -> bool {
        matches!(self.actor, Actor::Reporter)
    }

    fn is_triage(&self) -> bool {
        matches!(self.actor, Actor::System(_))
    }
}

/// An event that leaves the clocks alone.
fn plain(fact: Fact) -> Event {
    Event { fact, clocks: None }
}

fn check_post(post: &Post, min: usize) -> Result<(), Refusal> {
    check_text(Field::Text, &post.text, min, limit::ANSWER_MAX)?;
    if post.files.len() > limit::FILES_MAX {
        return Err(Refusal::TooManyFiles { max: limit::FILES_MAX });
    }
    Ok(())
}

fn check_reason(reason: &str) -> Result<(), Refusal> {
    check_text(Field::Reason, reason, limit::REASON_MIN, limit::REASON_MAX)
}

fn check_note(note: &str) -> Result<(), Refusal> {
    check_text(Field::Text, note, 0, limit::ANSWER_MAX)
}

/// The national stage a report returns to.
fn at_national(forced: bool) -> Stage {
    Stage::AtNational { desk: crate::report::NationalDesk::Triage, forced }
}
