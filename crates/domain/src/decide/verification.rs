//! Verification at the two desks: forward, reclassify, postpone, archive, decline, supervise.

use super::clocks::{Clocks, DESK_CLOCKS};
use super::{Case, Decision, at_national, check_note, check_reason, plain};
use crate::calendar::Place;
use crate::category::CategoryCode;
use crate::command::{Classification, Evidence};
use crate::deadline::DeadlineKind as D;
use crate::event::{Event, Fact};
use crate::filing::check_text;
use crate::id::AgencyId;
use crate::kind::{ArchiveReason, ComplaintClass, DeclineReason, MissingItem, ReportKind, Urgency};
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
        self.check_judge()?;
        check_note(note)?;
        let lead = self.agency(lead)?;
        self.check_hub(lead)?;
        if from_national.is_none() && self.report.lead == Some(lead) {
            return Err(Refusal::SameOffice);
        }
        // Once an appeal is judged at a national desk the competent agency may get it back, for
        // officers other than the one who closed; nobody else may send it there.
        if from_national.is_none() && self.report.was_closed_by(Desk::Agency(lead)) {
            return Err(Refusal::ClosedItBefore);
        }
        let watcher = watcher.map(|id| self.agency(id)).transpose()?;
        let accused =
            |agency| self.report.accuses(Office { agency, unit: None }, &self.reference.directory);
        if accused(lead) && watcher.is_none_or(|w| w == lead || accused(w)) {
            return Err(Refusal::ConflictOfInterest);
        }
        if copies.len() > limit::SUPPORT_MAX {
            return Err(Refusal::TooManyOffices { max: limit::SUPPORT_MAX });
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
        if self.report.restricted {
            events.push(self.to_inspectorate(lead, from_national.is_some())?);
        }
        self.open_tasks_for_agencies(lead, supporting, note, &mut events)?;
        Ok(events)
    }

    /// T1c: once, before anybody has touched it, and never where a mistake would expose somebody:
    /// what is supervisory, confidential, sensitive, urgent or names an office is for people.
    pub(super) fn route(
        &self,
        category: &CategoryCode,
        lead: AgencyId,
        evidence: &Evidence,
    ) -> Decision {
        let report = self.report;
        let waits =
            matches!(report.stage, Stage::AtNational { desk: NationalDesk::Triage, forced: false });
        if !waits || report.version != 1 {
            return self.wrong_stage();
        }
        let leaf = self.reference.categories.get(category).filter(|leaf| leaf.code.depth() == 3);
        let leaf = leaf.ok_or(Refusal::UnknownCategory)?;
        let delicate = report.restricted
            || report.privacy.confidential
            || report.kind == ReportKind::Whistleblowing
            || report.class == ComplaintClass::Supervisory
            || leaf.class == ComplaintClass::Supervisory
            || !leaf.sensitive.is_empty()
            || report.urgency >= Urgency::High
            || !report.accused.is_empty();
        if delicate {
            return Err(Refusal::NotAllowed { action: self.action });
        }
        let lead = self.agency(lead)?;
        let place = self.place(lead);
        let mut settling = self.settling(Some(lead));
        settling.category = Some(category);
        let clocks = self
            .clocks()
            .stop(DESK_CLOCKS)
            .start(D::AgencyVerification, self.now, place)
            .start(D::FirstResponse, self.now, place)
            .settle(report.settle_from, &settling, report.extended);
        let (category, evidence) = (category.clone(), evidence.clone());
        Ok(vec![clocks.with(Fact::Routed { category, lead, evidence })])
    }

    /// An appeal that lies at the review desk is for the supervisor, not for the admins.
    pub(super) fn check_judge(&self) -> Result<(), Refusal> {
        let at_review = self.report.stage.desk() == Some(Desk::Review);
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
        // Protection begins at the national desk, which then sends it to an inspectorate; an
        // agency that finds wrongdoing marks the report as supervisory (T27).
        let whistle = found.kind == Some(ReportKind::Whistleblowing);
        if whistle && !self.report.restricted && self.report.stage.office().is_some() {
            return self.wrong_stage();
        }
        self.check_class(found)?;
        let settles = self.report.settlement().is_some();
        if !settles || (found.kind, &found.category, found.class) == (None, &None, None) {
            return Ok(vec![plain(Fact::Reclassified(found.clone()))]);
        }
        let mut settling = self.settling(self.report.lead);
        settling.kind = found.kind.unwrap_or(settling.kind);
        if whistle {
            settling.class = ComplaintClass::Supervisory;
        }
        settling.class = found.class.unwrap_or(settling.class);
        settling.category = found.category.as_ref().or(settling.category);
        let clocks = self.clocks().settle(self.report.settle_from, &settling, self.report.extended);
        Ok(vec![clocks.with(Fact::Reclassified(found.clone()))])
    }

    /// Where everybody's restricted reports are read, and there alone, the restriction is lifted
    /// from a complaint that shows no irregularity.
    fn check_class(&self, found: &Classification) -> Result<(), Refusal> {
        let kind = found.kind.unwrap_or(self.report.kind);
        match found.class {
            None => Ok(()),
            Some(ComplaintClass::Supervisory) => Err(Refusal::NotSupervisory),
            Some(ComplaintClass::NonSupervisory) if kind == ReportKind::Whistleblowing => {
                Err(Refusal::NotSupervisory)
            }
            Some(ComplaintClass::NonSupervisory) => match self.report.stage {
                Stage::AtNational { .. } => Ok(()),
                _ => self.wrong_stage(),
            },
        }
    }

    /// T3.
    pub(super) fn postpone(&self, missing: &[MissingItem], question: &str) -> Decision {
        match (&self.report.stage, self.actor.role()) {
            (Stage::AtNational { .. } | Stage::AtAgency { .. }, _)
            | (Stage::AtUnit { .. }, Some(Role::InspectorateOfficer)) => {}
            _ => return self.wrong_stage(),
        }
        self.check_judge()?;
        check_reason(question)?;
        if self.report.postponements >= limit::POSTPONEMENTS_MAX {
            return Err(Refusal::AskedEnough { max: limit::POSTPONEMENTS_MAX });
        }
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
        self.check_judge()?;
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
            Stage::AtAgency { .. } => self.back_to_national(clocks)?,
            // An inspectorate has no agency desk above it.
            Stage::AtUnit { .. } if self.report.restricted => self.back_to_national(clocks)?,
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

    /// A transfer; after the last one the national desk decides within a working day.
    fn back_to_national<'c>(&self, clocks: Clocks<'c>) -> Result<(Stage, Clocks<'c>), Refusal> {
        if self.report.decided || self.report.transfers >= self.rules.transfers_max {
            return Err(Refusal::TransferDecided);
        }
        let forced = self.report.transfers + 1 >= self.rules.transfers_max;
        let kind = if forced { D::ForcedDecision } else { D::NationalVerification };
        let clocks = clocks.start(kind, self.now, Place::NATIONAL);
        if !self.report.appeal_open {
            return Ok((at_national(forced), clocks));
        }
        // An appeal goes up only to a desk that may judge it; the agency judges it where none is
        // left.
        match self.superior(self.desk()) {
            Some(Stage::AtNational { desk, .. }) => {
                Ok((Stage::AtNational { desk, forced }, clocks))
            }
            _ => Err(Refusal::ClosedItBefore),
        }
    }

    /// The national desk that takes over from an agency that may not go on.
    pub(super) fn judge_above(&self, agency: AgencyId) -> Stage {
        let judge = self.report.appeal_open.then(|| self.superior(Desk::Agency(agency))).flatten();
        judge.unwrap_or(at_national(false))
    }

    /// T27.
    pub(super) fn supervise(&self, agency: AgencyId) -> Decision {
        match &self.report.stage {
            Stage::AtNational { .. }
            | Stage::AtAgency { .. }
            | Stage::AtUnit { .. }
            | Stage::InProgress { .. }
            | Stage::Contested { .. } => {}
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
        self.check_judge()?;
        let agency = self.agency(agency)?;
        if matches!(self.actor, Actor::Officer(duty) if duty.agency.is_some_and(|own| own != agency))
        {
            return Err(Refusal::NotAllowed { action: self.action });
        }
        let from_national = matches!(self.report.stage, Stage::AtNational { .. });
        Ok(vec![self.to_inspectorate(agency, from_national)?])
    }

    /// To the inspectorate of an agency; from a national desk also to one that closed it before.
    fn to_inspectorate(&self, agency: AgencyId, from_national: bool) -> Result<Event, Refusal> {
        let directory = &self.reference.directory;
        let unit = directory.inspectorate_of(agency).ok_or(Refusal::NoInspectorate)?.id;
        let office = Office { agency, unit: Some(unit) };
        if self.report.stage.office() == Some(office) {
            return Err(Refusal::SameOffice);
        }
        if self.report.accuses(office, directory) {
            return Err(Refusal::ConflictOfInterest);
        }
        if !from_national && self.report.was_closed_by(office.desk()) {
            return Err(Refusal::ClosedItBefore);
        }
        let mut settling = self.settling(Some(agency));
        settling.class = ComplaintClass::Supervisory;
        let clocks = self
            .clocks()
            .stop(DESK_CLOCKS)
            .start(D::FirstResponse, self.now, self.place(agency))
            .settle(self.report.settle_from, &settling, false);
        Ok(clocks.with(Fact::Supervised { agency, unit }))
    }

    /// An office turns out to be complained about: if the report lies there, it leaves at once.
    pub(super) fn declare_conflict(&self, office: Office, reason: &str) -> Decision {
        if !self.is_open() {
            return self.wrong_stage();
        }
        check_reason(reason)?;
        let directory = &self.reference.directory;
        let office = match office.unit {
            None => Office { agency: self.agency(office.agency)?, unit: None },
            Some(unit) => {
                let known = directory.unit(unit).is_some_and(|u| u.agency == office.agency);
                if !known {
                    return Err(Refusal::UnknownUnit);
                }
                office
            }
        };
        let mut after = self.report.clone();
        after.accused.push(office);
        let fact = |to| Fact::ConflictDeclared { office, reason: reason.trim().into(), to };
        let here = self.report.stage.office().filter(|at| after.accuses(*at, directory));
        let Some(here) = here.filter(|at| at.unit.is_some() || !after.is_watched(directory)) else {
            return Ok(vec![plain(fact(None))]);
        };
        // Where only the unit is complained about, its agency's desk takes over.
        let above = Office { agency: here.agency, unit: None };
        let to = if self.report.restricted || after.accuses(above, directory) {
            self.judge_above(here.agency)
        } else {
            Stage::AtAgency { agency: here.agency }
        };
        // The reporter's answer is still awaited; only whom it goes to has changed.
        if matches!(self.report.stage, Stage::AwaitingReporter { .. }) {
            let asked_by = to.desk().unwrap_or(Desk::National);
            let to = Stage::AwaitingReporter { asked_by, back_to: Box::new(to) };
            return Ok(vec![plain(fact(Some(to)))]);
        }
        let clocks = self.entering(&to, self.report.settle_from);
        Ok(vec![clocks.with(fact(Some(to)))])
    }
}
