//! Handling: assign, take up, progress, answer, talk, notes, extension, recount, reveal.

use super::clocks::DESK_CLOCKS;
use super::{Case, Decision, check_note, check_post, check_reason, plain};
use crate::answer::AnswerFault;
use crate::authority;
use crate::command::Post;
use crate::deadline::{Clock, DeadlineKind as D};
use crate::event::{Event, Fact};
use crate::filing::check_text;
use crate::id::UnitId;
use crate::kind::{ActionTaken, DisputeForm, ReportKind};
use crate::limit;
use crate::redaction::Redaction;
use crate::reference::Reference;
use crate::refusal::{Field, Refusal};
use crate::report::{Office, Stage};
use crate::role::{Actor, Desk};
use crate::visibility::{Part, Sight, Viewer, may_see};
use jiff::ToSpan;
use jiff::civil::{Date, Time};

impl Case<'_> {
    /// T8 from the agency's desk, T11 from a unit to another or down the tree.
    pub(super) fn assign(&self, unit: UnitId, supporting: &[UnitId], note: &str) -> Decision {
        let (agency, now_at) = match &self.report.stage {
            Stage::AtAgency { agency } => (*agency, None),
            Stage::AtUnit { agency, unit } => (*agency, Some(*unit)),
            Stage::InProgress { office } | Stage::Contested { office } => {
                (office.agency, office.unit)
            }
            Stage::AtNational { .. }
            | Stage::AwaitingReporter { .. }
            | Stage::Answered { .. }
            | Stage::Closed { .. }
            | Stage::Archived { .. }
            | Stage::Withdrawn
            | Stage::MergedInto { .. } => return self.wrong_stage(),
        };
        check_note(note)?;
        if supporting.len() > limit::SUPPORT_MAX {
            return Err(Refusal::TooManyOffices { max: limit::SUPPORT_MAX });
        }
        self.check_unit(agency, unit)?;
        if now_at == Some(unit) {
            return Err(Refusal::SameOffice);
        }
        // A liaison officer hands down its own branch of the tree; sideways is the agency's to do.
        if let Actor::Officer(duty) = self.actor
            && let Some(own) = duty.unit
            && !self.reference.directory.is_within(unit, own)
        {
            return Err(Refusal::NotAllowed { action: self.action });
        }
        if self.report.was_closed_by(Desk::Unit(agency, unit)) {
            return Err(Refusal::ClosedItBefore);
        }
        let clocks = self.clocks().stop(DESK_CLOCKS);
        let mut events = vec![clocks.with(Fact::Assigned {
            by: self.desk(),
            agency,
            unit,
            note: note.trim().into(),
        })];
        let mut asked = vec![unit];
        for (nth, helper) in supporting.iter().enumerate() {
            self.check_unit(agency, *helper)?;
            if asked.contains(helper) {
                return Err(Refusal::SameOffice);
            }
            asked.push(*helper);
            events.push(self.task_event(Office { agency, unit: Some(*helper) }, note, nth)?);
        }
        Ok(events)
    }

    fn check_unit(&self, agency: crate::id::AgencyId, unit: UnitId) -> Result<(), Refusal> {
        let directory = &self.reference.directory;
        let today = Reference::today(self.now);
        let found = directory.unit(unit).filter(|u| u.agency == agency);
        if found.is_none_or(|u| u.valid_to.is_some_and(|end| end < today)) {
            return Err(Refusal::UnknownUnit);
        }
        if self.report.accuses(Office { agency, unit: Some(unit) }, directory) {
            return Err(Refusal::ConflictOfInterest);
        }
        Ok(())
    }

    /// T9.
    pub(super) fn take_up(&self) -> Decision {
        let office = match &self.report.stage {
            Stage::AtAgency { agency } => Office { agency: *agency, unit: None },
            Stage::AtUnit { agency, unit } => Office { agency: *agency, unit: Some(*unit) },
            Stage::AtNational { .. }
            | Stage::AwaitingReporter { .. }
            | Stage::InProgress { .. }
            | Stage::Answered { .. }
            | Stage::Contested { .. }
            | Stage::Closed { .. }
            | Stage::Archived { .. }
            | Stage::Withdrawn
            | Stage::MergedInto { .. } => return self.wrong_stage(),
        };
        Ok(vec![self.clocks().stop(DESK_CLOCKS).with(Fact::TakenUp { office })])
    }

    /// The office that works on it now; `None` where nothing can be posted.
    fn working_office(&self) -> Option<Office> {
        match &self.report.stage {
            Stage::AtAgency { .. }
            | Stage::AtUnit { .. }
            | Stage::InProgress { .. }
            | Stage::Contested { .. } => self.acting_office(),
            Stage::AtNational { .. }
            | Stage::AwaitingReporter { .. }
            | Stage::Answered { .. }
            | Stage::Closed { .. }
            | Stage::Archived { .. }
            | Stage::Withdrawn
            | Stage::MergedInto { .. } => None,
        }
    }

    /// T12, T13, T15: the settlement clock runs on; only an answer stops it.
    pub(super) fn post_progress(&self, post: &Post) -> Decision {
        let Some(office) = self.working_office() else { return self.wrong_stage() };
        check_post(post, limit::ANSWER_MIN)?;
        let fact = Fact::ProgressPosted {
            office,
            text: post.text.trim().into(),
            files: post.files.clone(),
        };
        let clocks = self.clocks().stop(DESK_CLOCKS);
        // A contest has to be answered; a progress note does not stop its clock.
        if self.report.contest_open {
            return Ok(vec![clocks.with(fact)]);
        }
        Ok(vec![clocks.stop(&[D::FirstResponse]).with(fact)])
    }

    /// T12, T13, T15: opens the reporter's window.
    pub(super) fn post_answer(
        &self,
        post: &Post,
        action: ActionTaken,
        scheduled_for: Option<Date>,
    ) -> Decision {
        let Some(office) = self.working_office() else { return self.wrong_stage() };
        check_post(post, limit::ANSWER_MIN)?;
        match (action, scheduled_for) {
            (ActionTaken::Scheduled, None) => return Err(Refusal::DateMissing),
            (ActionTaken::Scheduled, Some(day)) if day < Reference::today(self.now) => {
                return Err(Refusal::DateInPast);
            }
            (ActionTaken::Scheduled, Some(day)) if day > self.furthest_promise() => {
                return Err(Refusal::DateTooFar { days: limit::PROMISE_DAYS });
            }
            _ => {}
        }
        let open = self.report.open_tasks().count();
        if open > 0 {
            return Err(Refusal::TasksOpen { open });
        }
        // Whoever was promised something judges it once the promised day has come.
        let place = self.place(office.agency);
        let promised =
            scheduled_for.map(|day| place.zone.instant(day.to_datetime(Time::midnight())));
        let from = promised.map_or(self.now, |day| day.max(self.now));
        let clocks = self
            .clocks()
            .stop(DESK_CLOCKS)
            .stop(&[D::FirstResponse, D::OmbudsmanEscalation])
            .stop_settlement()
            .start(D::ReporterWindow, from, place);
        Ok(vec![clocks.with(Fact::AnswerPosted {
            office,
            text: post.text.trim().into(),
            files: post.files.clone(),
            action,
            scheduled_for,
        })])
    }

    fn furthest_promise(&self) -> Date {
        Reference::today(self.now).saturating_add(limit::PROMISE_DAYS.days())
    }

    pub(super) fn send_message(&self, post: &Post) -> Decision {
        if !self.is_open() {
            return self.wrong_stage();
        }
        check_post(post, 1)?;
        let from = (!self.actor_is_reporter()).then(|| self.desk());
        Ok(vec![plain(Fact::MessageSent {
            from,
            text: post.text.trim().into(),
            files: post.files.clone(),
        })])
    }

    pub(super) fn post_note(&self, text: &str) -> Decision {
        check_text(Field::Text, text, 1, limit::ANSWER_MAX)?;
        Ok(vec![plain(Fact::NotePosted {
            by: self.desk(),
            text: text.trim().into(),
            despite: Vec::new(),
        })])
    }

    pub(super) fn justify(&self, faults: &[AnswerFault], reason: &str) -> Decision {
        check_reason(reason)?;
        let (by, text) = (self.desk(), reason.trim().into());
        Ok(vec![plain(Fact::NotePosted { by, text, despite: faults.to_vec() })])
    }

    /// T22.
    pub(super) fn advise(post: &Post) -> Decision {
        check_post(post, limit::ANSWER_MIN)?;
        Ok(vec![plain(Fact::Advised { text: post.text.trim().into(), files: post.files.clone() })])
    }

    /// D16: UU 14/2008 art. 22 lets the provider take seven more working days, once, in writing.
    pub(super) fn extend(&self, reason: &str) -> Decision {
        if !self.is_open() {
            return self.wrong_stage();
        }
        check_reason(reason)?;
        let information = self.report.kind == ReportKind::InformationRequest;
        if !information || self.report.extended || self.report.settlement().is_none() {
            return Err(Refusal::NotExtendable);
        }
        let settling = self.settling(self.report.lead);
        let clocks = self.clocks().settle(self.report.settle_from, &settling, true);
        Ok(vec![clocks.with(Fact::LimitExtended { reason: reason.trim().into() })])
    }

    /// T28.
    pub(super) fn record_dispute(form: DisputeForm, outcome: &str) -> Decision {
        check_reason(outcome)?;
        Ok(vec![plain(Fact::DisputeRecorded { form, outcome: outcome.trim().into() })])
    }

    /// Allowed only where the visibility table says "audited".
    pub(super) fn reveal_identity(&self, part: Part, reason: &str) -> Decision {
        check_reason(reason)?;
        let viewer = match self.actor {
            Actor::Officer(duty) => {
                authority::viewer(duty, self.report, &self.reference.directory, self.now)
            }
            Actor::Reporter => Viewer::Reporter,
            Actor::System(_) => Viewer::Operator,
        };
        if may_see(viewer, part, self.report.privacy, self.report.restricted) != Sight::Audited {
            return Err(Refusal::Hidden { part });
        }
        Ok(vec![plain(Fact::IdentityRevealed { part, reason: reason.trim().into() })])
    }

    pub(super) fn redact(&self, how: Redaction, passage: &str, reason: &str) -> Decision {
        let passage = passage.trim();
        check_text(Field::Passage, passage, limit::PASSAGE_MIN, limit::PASSAGE_MAX)?;
        check_reason(reason)?;
        let redactions = &self.report.redactions;
        if redactions.len() >= limit::REDACTIONS_MAX && !redactions.knows(passage) {
            return Err(Refusal::TooManyRedactions { max: limit::REDACTIONS_MAX });
        }
        let (by, reason) = (self.desk(), reason.trim().into());
        Ok(vec![plain(Fact::Redacted { by, how, passage: passage.into(), reason })])
    }

    /// Dates under the calendar as it is now; no event when nothing moves.
    pub(super) fn recount(&self) -> Vec<Event> {
        let calendar = &self.reference.calendar;
        let moved = |clock: &Clock| clock.recount(calendar, self.rules);
        let clocks: Vec<Clock> = self.report.clocks.iter().map(moved).collect();
        let tasks = self.report.open_tasks().map(|task| (task, moved(&task.clock)));
        let tasks: Vec<_> = tasks
            .filter(|(task, clock)| task.clock != *clock)
            .map(|(task, clock)| (task.no, clock))
            .collect();
        if clocks == self.report.clocks && tasks.is_empty() {
            return Vec::new();
        }
        let fact = Fact::DuesRecounted { revision: calendar.revision(), tasks };
        vec![Event { fact, clocks: Some(clocks) }]
    }
}
