//! Endings and what undoes them: close, lapse, merge, reopen.

use super::{Case, Decision, at_national, check_reason, plain};
use crate::calendar::Place;
use crate::command::MainReport;
use crate::deadline::DeadlineKind as D;
use crate::event::{Event, Fact};
use crate::id::{AgencyId, ReportId};
use crate::kind::{ArchiveReason, CloseGround, ReopenGround};
use crate::refusal::Refusal;
use crate::report::{ClosedBy, Office, Stage};
use crate::role::{Desk, Role};

impl Case<'_> {
    /// T17: an agency or the nation may close only what was answered, contested and answered
    /// again; the reporter may appeal. An uncontested answer closes by the clock alone (T18).
    pub(super) fn close(&self, ground: CloseGround, explanation: &str) -> Decision {
        match &self.report.stage {
            Stage::Answered { .. } => {}
            Stage::InProgress { .. } if self.report.contest_open => {
                return Err(Refusal::ContestOpen);
            }
            Stage::InProgress { .. } => return Err(Refusal::NotAnswered),
            Stage::Contested { .. } => return Err(Refusal::ContestOpen),
            // A judge who finds an appeal unfounded lets the closing stand.
            Stage::AtNational { .. } | Stage::AtAgency { .. } if self.report.appeal_open => {}
            Stage::AtNational { .. }
            | Stage::AtAgency { .. }
            | Stage::AtUnit { .. }
            | Stage::AwaitingReporter { .. }
            | Stage::Closed { .. }
            | Stage::Archived { .. }
            | Stage::Withdrawn
            | Stage::MergedInto { .. } => return self.wrong_stage(),
        }
        check_reason(explanation)?;
        if self.report.contest_open {
            return Err(Refusal::ContestOpen);
        }
        let contested_enough =
            self.report.contests_answered >= u16::from(self.rules.contests_before_close);
        if self.report.answers == 0 || !(contested_enough || self.report.appeal_open) {
            return Err(Refusal::NotAnswered);
        }
        let open = self.report.open_tasks().count();
        if open > 0 {
            return Err(Refusal::TasksOpen { open });
        }
        let by = self.desk();
        if self.report.appeal_open && self.report.was_closed_by(by) {
            return Err(Refusal::ClosedItBefore);
        }
        Ok(vec![self.closed(ClosedBy::Agency, by, Some(ground), explanation)])
    }

    fn closed(
        &self,
        how: ClosedBy,
        by: Desk,
        ground: Option<CloseGround>,
        explanation: &str,
    ) -> Event {
        let place = by.agency().map_or(Place::NATIONAL, |agency| self.place(agency));
        let clocks = self.clocks().stop_all().start(D::AppealWindow, self.now, place);
        clocks.with(Fact::Closed { how, by, ground, explanation: explanation.trim().into() })
    }

    /// T5 and T18. T19: a contested answer has no such clock and never closes by itself.
    pub(super) fn lapse(&self) -> Decision {
        let (kind, event) = match &self.report.stage {
            Stage::AwaitingReporter { asked_by, .. } => {
                (D::Completion, self.archived(*asked_by, ArchiveReason::NotCompleted, ""))
            }
            Stage::Answered { office } => {
                (D::ReporterWindow, self.closed(ClosedBy::Clock, office.desk(), None, ""))
            }
            Stage::AtNational { .. }
            | Stage::AtAgency { .. }
            | Stage::AtUnit { .. }
            | Stage::InProgress { .. }
            | Stage::Contested { .. }
            | Stage::Closed { .. }
            | Stage::Archived { .. }
            | Stage::Withdrawn
            | Stage::MergedInto { .. } => return self.wrong_stage(),
        };
        match self.report.clock(kind) {
            Some(clock) if self.now > clock.due => Ok(vec![event]),
            _ => Err(Refusal::LimitNotPassed),
        }
    }

    /// T24. A report may join only one that protects it at least as well.
    pub(super) fn merge(&self, main: &MainReport) -> Decision {
        if !self.is_open() {
            return self.wrong_stage();
        }
        self.check_judge()?;
        let exposes = self.report.privacy.confidential && !main.confidential
            || self.report.restricted != main.restricted
            || self.report.accused.iter().any(|office| !main.accused.contains(office));
        if main.id == self.report.id || !main.open || exposes || !self.report.followers.is_empty() {
            return Err(Refusal::CannotMerge);
        }
        Ok(vec![self.clocks().stop_all().with(Fact::Merged { main: main.id })])
    }

    pub(super) fn follow(&self, joined: ReportId) -> Decision {
        let known = joined == self.report.id || self.report.followers.contains(&joined);
        if !self.is_open() || known {
            return Err(Refusal::CannotMerge);
        }
        Ok(vec![plain(Fact::Followed { joined })])
    }

    /// At any stage: the joined report may be opened again after the main one was closed.
    pub(super) fn unfollow(&self, joined: ReportId) -> Decision {
        if !self.report.followers.contains(&joined) {
            return Err(Refusal::CannotMerge);
        }
        Ok(vec![plain(Fact::Unfollowed { joined })])
    }

    /// True when the agency is complained about and nobody watches over it.
    fn biased(&self, agency: AgencyId) -> bool {
        let directory = &self.reference.directory;
        let office = Office { agency, unit: None };
        self.report.accuses(office, directory) && !self.report.is_watched(directory)
    }

    /// T25.
    pub(super) fn reopen(&self, ground: ReopenGround, explanation: &str) -> Decision {
        check_reason(explanation)?;
        let to = match &self.report.stage {
            Stage::Closed { .. } => match self.report.answered_by.and_then(|by| by.desk.agency()) {
                // The agency's desk, not the unit whose answer was found wanting.
                Some(agency) if !self.report.restricted && !self.biased(agency) => {
                    Stage::InProgress { office: Office { agency, unit: None } }
                }
                _ => at_national(false),
            },
            Stage::Archived { .. } => at_national(false),
            Stage::MergedInto { back_to, .. } => (**back_to).clone(),
            Stage::AtNational { .. }
            | Stage::AtAgency { .. }
            | Stage::AtUnit { .. }
            | Stage::AwaitingReporter { .. }
            | Stage::InProgress { .. }
            | Stage::Answered { .. }
            | Stage::Contested { .. }
            | Stage::Withdrawn => return self.wrong_stage(),
        };
        let closed_here = self.report.closers.last().is_some_and(|c| c.desk == Desk::National)
            && !matches!(self.report.stage, Stage::MergedInto { .. });
        if closed_here && self.actor.role() == Some(Role::NationalAdmin) {
            return Err(Refusal::ClosedItBefore);
        }
        let clocks = self.entering(&to, self.now);
        Ok(vec![clocks.with(Fact::Reopened { ground, explanation: explanation.trim().into(), to })])
    }
}
