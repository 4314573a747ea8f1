//! Verification at the two desks: forward, reclassify, postpone, archive, decline, supervise.

use super::clocks::DESK_CLOCKS;
use super::{Case, Decision, at_national, check_note, check_reason, plain};
use crate::calendar::Place;
use crate::command::Classification;
use crate::deadline::DeadlineKind as D;
use crate::event::{Event, Fact};
use crate::filing::check_text;
use crate::id::AgencyId;
use crate::kind::{ArchiveReason, ComplaintClass, DeclineReason, MissingItem, ReportKind};
use crate::limit;
use crate::refusal::{Field, Refusal};
use crate::report::{NationalDesk, Office, Stage};
use crate::role::{Actor, Desk, Role};

impl Case<'_> {
    /// T2 from the national desk, T22 by the Ombudsman, T26 by a hub.
    pub(super) fn forward(
        &self,
        lead: AgencyId,
        supporting: &[AgencyId],
        copies: &[AgencyId],
        watcher: Option<AgencyId>,
        note: &str,
    ) -> Decision {
        let from_national = match &self.report.stage {
            Stage::AtNational { forced, .. } => Some(*forced),
            Stage::AtAgency { .. }
            | Stage::AtUnit { .. }
            | Stage::InProgress { .. }
            | Stage::Contested { .. } => None,
            Stage::AwaitingReporter { .. }
            | Stage::Answered { .. }
            | Stage::Closed { .. }
            | Stage::Archived { .. }
            | Stage::Withdrawn
            | Stage::MergedInto { .. } => return self.wrong_stage(),
        };
        self.check_review_desk()?;
        check_note(note)?;
        let lead = self.agency(lead)?;
        self.check_hub(lead)?;
        if from_national.is_none() && self.report.lead == Some(lead) {
            return Err(Refusal::SameOffice);
        }
        if self.report.was_closed_by(Desk::Agency(lead)) {
            return Err(Refusal::ClosedItBefore);
        }
        let watcher = watcher.map(|id| self.agency(id)).transpose()?;
        if self.report.accuses(Office { agency: lead, unit: None }, &self.reference.directory)
            && watcher.is_none_or(|w| w == lead)
        {
            return Err(Refusal::ConflictOfInterest);
        }
        let copies = copies.iter().map(|id| self.agency(*id)).collect::<Result<Vec<_>, _>>()?;
        let place = self.place(lead);
        let clocks = self
            .clocks()
            .stop(DESK_CLOCKS)
            .start(D::AgencyVerification, self.now, place)
            .start(D::FirstResponse, self.now, place)
            .settle(self.report.settle_from, &self.settling(Some(lead)), self.report.extended);
        let from = self.desk();
        let decided = self.report.decided || from_national.unwrap_or(false);
        let mut events = vec![clocks.with(Fact::Forwarded {
            from,
            lead,
            copies,
            watcher,
            decided,
            note: note.trim().into(),
        })];
        self.open_tasks_for_agencies(lead, supporting, note, &mut events)?;
        Ok(events)
    }

    /// An appeal that lies at the review desk is for the supervisor, not for the admins.
    fn check_review_desk(&self) -> Result<(), Refusal> {
        let at_review =
            matches!(self.report.stage, Stage::AtNational { desk: NationalDesk::Review, .. });
        if at_review && self.actor.role() == Some(Role::NationalAdmin) {
            return Err(Refusal::ClosedItBefore);
        }
        Ok(())
    }

    pub(super) fn reclassify(&self, found: &Classification) -> Decision {
        if !self.is_open() {
            return self.wrong_stage();
        }
        if let Some(title) = &found.title {
            check_text(Field::Title, title, limit::TITLE_MIN, limit::TITLE_MAX)?;
        }
        if let Some(code) = &found.category
            && (code.depth() != 3 || self.reference.categories.get(code).is_none())
        {
            return Err(Refusal::UnknownCategory);
        }
        let settles = self.report.settlement().is_some();
        if !settles || (found.kind.is_none() && found.category.is_none()) {
            return Ok(vec![plain(Fact::Reclassified(found.clone()))]);
        }
        let mut settling = self.settling(self.report.lead);
        settling.kind = found.kind.unwrap_or(settling.kind);
        settling.category = found.category.as_ref().or(settling.category);
        let clocks = self.clocks().settle(self.report.settle_from, &settling, self.report.extended);
        Ok(vec![clocks.with(Fact::Reclassified(found.clone()))])
    }

    /// T3.
    pub(super) fn postpone(&self, missing: &[MissingItem], question: &str) -> Decision {
        match (&self.report.stage, self.actor.role()) {
            (Stage::AtNational { .. } | Stage::AtAgency { .. }, _) => {}
            (Stage::AtUnit { .. }, Some(Role::InspectorateOfficer)) => {}
            _ => return self.wrong_stage(),
        }
        check_reason(question)?;
        let place = self.report.lead.map_or(Place::NATIONAL, |agency| self.place(agency));
        let clocks = self.clocks().stop_all().start(D::Completion, self.now, place);
        Ok(vec![clocks.with(Fact::Postponed {
            by: self.desk(),
            missing: missing.to_vec(),
            question: question.trim().into(),
        })])
    }

    /// T6.
    pub(super) fn archive(&self, reason: ArchiveReason, explanation: &str) -> Decision {
        if !matches!(self.report.stage, Stage::AtNational { .. } | Stage::AtAgency { .. }) {
            return self.wrong_stage();
        }
        self.check_review_desk()?;
        if reason == ArchiveReason::NotCompleted {
            return Err(Refusal::ReasonOfClock);
        }
        check_reason(explanation)?;
        Ok(vec![self.archived(self.desk(), reason, explanation)])
    }

    pub(super) fn archived(&self, by: Desk, reason: ArchiveReason, explanation: &str) -> Event {
        let place = by.agency().map_or(Place::NATIONAL, |agency| self.place(agency));
        let clocks = self.clocks().stop_all().start(D::AppealWindow, self.now, place);
        clocks.with(Fact::Archived { by, reason, explanation: explanation.trim().into() })
    }

    /// T7 from an agency to the nation, T10 from a unit to its agency.
    pub(super) fn decline(
        &self,
        reason: DeclineReason,
        explanation: &str,
        suggested: Option<AgencyId>,
    ) -> Decision {
        check_reason(explanation)?;
        let suggested = suggested.map(|id| self.agency(id)).transpose()?;
        let clocks = self.clocks().stop(DESK_CLOCKS).stop(&[D::FirstResponse]);
        let (to, clocks) = match &self.report.stage {
            Stage::AtAgency { .. } => {
                if self.report.decided {
                    return Err(Refusal::TransferDecided);
                }
                let forced = self.report.transfers + 1 >= self.rules.transfers_max;
                let kind = if forced { D::ForcedDecision } else { D::NationalVerification };
                (at_national(forced), clocks.start(kind, self.now, Place::NATIONAL))
            }
            Stage::AtUnit { .. } if self.report.restricted => (
                at_national(false),
                clocks.start(D::NationalVerification, self.now, Place::NATIONAL),
            ),
            Stage::AtUnit { agency, .. } => {
                let place = self.place(*agency);
                let mut clocks = clocks.start(D::AgencyVerification, self.now, place);
                if self.report.milestones.responded.is_none() {
                    clocks = clocks.start(D::FirstResponse, self.now, place);
                }
                (Stage::AtAgency { agency: *agency }, clocks)
            }
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
        let by = self.report.stage.desk().unwrap_or_else(|| self.desk());
        Ok(vec![clocks.with(Fact::Declined {
            by,
            to,
            reason,
            explanation: explanation.trim().into(),
            suggested,
        })])
    }

    /// T27.
    pub(super) fn supervise(&self, agency: AgencyId) -> Decision {
        match &self.report.stage {
            Stage::AtNational { .. } | Stage::AtAgency { .. } | Stage::AtUnit { .. } => {}
            Stage::InProgress { .. } | Stage::Contested { .. } => {}
            Stage::AwaitingReporter { .. }
            | Stage::Answered { .. }
            | Stage::Closed { .. }
            | Stage::Archived { .. }
            | Stage::Withdrawn
            | Stage::MergedInto { .. } => return self.wrong_stage(),
        }
        if !matches!(self.report.kind, ReportKind::Complaint | ReportKind::Whistleblowing) {
            return Err(Refusal::NotSupervisory);
        }
        let agency = self.agency(agency)?;
        let directory = &self.reference.directory;
        let unit = directory.inspectorate_of(agency).ok_or(Refusal::NoInspectorate)?.id;
        if matches!(self.actor, Actor::Officer(duty) if duty.agency.is_some_and(|own| own != agency))
        {
            return Err(Refusal::NotAllowed { action: self.action });
        }
        let office = Office { agency, unit: Some(unit) };
        if self.report.accuses(office, directory) {
            return Err(Refusal::ConflictOfInterest);
        }
        if self.report.was_closed_by(office.desk()) {
            return Err(Refusal::ClosedItBefore);
        }
        let mut settling = self.settling(Some(agency));
        settling.class = ComplaintClass::Supervisory;
        let clocks = self
            .clocks()
            .stop(DESK_CLOCKS)
            .start(D::FirstResponse, self.now, self.place(agency))
            .settle(self.report.settle_from, &settling, false);
        Ok(vec![clocks.with(Fact::Supervised { agency, unit })])
    }

    /// An office turns out to be complained about: if the report lies there, it leaves at once.
    pub(super) fn declare_conflict(&self, office: Office, reason: &str) -> Decision {
        if !self.is_open() {
            return self.wrong_stage();
        }
        check_reason(reason)?;
        self.agency(office.agency)?;
        let known = office.unit.is_none_or(|unit| {
            self.reference.directory.unit(unit).is_some_and(|u| u.agency == office.agency)
        });
        if !known {
            return Err(Refusal::UnknownUnit);
        }
        let mut after = self.report.clone();
        after.accused.push(office);
        let here =
            self.report.stage.office().filter(|at| after.accuses(*at, &self.reference.directory));
        let fact = |to| Fact::ConflictDeclared { office, reason: reason.trim().into(), to };
        let Some(here) = here.filter(|at| at.unit.is_some() || self.report.watcher.is_none())
        else {
            return Ok(vec![plain(fact(None))]);
        };
        let clocks = self.clocks().stop(DESK_CLOCKS);
        Ok(vec![match office.unit {
            // Only the unit is complained about: its agency's desk takes over.
            Some(_) if !self.report.restricted => clocks
                .start(D::AgencyVerification, self.now, self.place(here.agency))
                .with(fact(Some(Stage::AtAgency { agency: here.agency }))),
            _ => clocks
                .start(D::NationalVerification, self.now, Place::NATIONAL)
                .with(fact(Some(at_national(false)))),
        }])
    }
}
