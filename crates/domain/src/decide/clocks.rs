//! Which clocks run when.

use super::Case;
use crate::calendar::{Limit, Place};
use crate::category::CategoryCode;
use crate::deadline::{Clock, DeadlineKind};
use crate::event::{Event, Fact};
use crate::id::AgencyId;
use crate::kind::{ComplaintClass, ReportKind};
use crate::reference::Reference;
use crate::region::RegionCode;
use crate::report::Stage;
use crate::rules::Rules;
use jiff::Timestamp;

/// The clocks of a report while they are being changed.
pub(super) struct Clocks<'a> {
    running: Vec<Clock>,
    reference: &'a Reference,
    rules: &'a Rules,
}

/// What decides how long settlement may take, and where it is counted.
pub(super) struct Settling<'a> {
    pub(super) kind: ReportKind,
    pub(super) class: ComplaintClass,
    pub(super) category: Option<&'a CategoryCode>,
    pub(super) agency: Option<AgencyId>,
    pub(super) region: Option<RegionCode>,
}

impl<'a> Clocks<'a> {
    pub(super) fn new(running: Vec<Clock>, reference: &'a Reference, rules: &'a Rules) -> Self {
        Self { running, reference, rules }
    }

    pub(super) fn start(mut self, kind: DeadlineKind, from: Timestamp, place: Place) -> Self {
        let limit = self.rules.limit(kind);
        self.put(kind, from, limit, place);
        self
    }

    fn put(&mut self, kind: DeadlineKind, from: Timestamp, limit: Limit, place: Place) {
        self.running.retain(|clock| clock.kind != kind);
        let clock = Clock::start(kind, from, limit, place, &self.reference.calendar, self.rules);
        self.running.push(clock);
    }

    /// Starts settlement with the shortest of the national, the category's and the agency's limit.
    pub(super) fn settle(
        mut self,
        from: Timestamp,
        settling: &Settling<'_>,
        extended: bool,
    ) -> Self {
        self.running.retain(|clock| !clock.kind.is_settlement());
        let category = settling.category.and_then(|code| self.reference.categories.get(code));
        let agency = settling.agency.and_then(|id| self.reference.directory.agency(id));
        let (kind, mut limit) = self.rules.shortest_settlement(
            settling.kind,
            settling.class,
            category.and_then(|c| c.settlement),
            agency.and_then(|a| a.settlement),
        );
        if extended && settling.kind == ReportKind::InformationRequest {
            limit = self.rules.extended(limit);
        }
        let place = match (settling.agency, settling.region) {
            (Some(agency), _) => self.reference.directory.place(agency),
            (None, region) => Place { zone: self.reference.zone(region), province: None },
        };
        self.put(kind, from, limit, place);
        self
    }

    pub(super) fn stop(mut self, kinds: &[DeadlineKind]) -> Self {
        self.running.retain(|clock| !kinds.contains(&clock.kind));
        self
    }

    pub(super) fn stop_settlement(mut self) -> Self {
        self.running.retain(|clock| !clock.kind.is_settlement());
        self
    }

    pub(super) fn stop_all(mut self) -> Self {
        self.running.clear();
        self
    }

    /// The event with these clocks.
    pub(super) fn with(self, fact: Fact) -> Event {
        Event { fact, clocks: Some(self.running) }
    }
}

/// Clocks of a desk that verifies or decides.
pub(super) const DESK_CLOCKS: &[DeadlineKind] = &[
    DeadlineKind::NationalVerification,
    DeadlineKind::ForcedDecision,
    DeadlineKind::AgencyVerification,
];

impl<'a> Case<'a> {
    pub(super) fn clocks(&self) -> Clocks<'a> {
        Clocks::new(self.report.clocks.clone(), self.reference, self.rules)
    }

    /// The clocks of a report that enters `stage` afresh, settlement counted from `from`.
    pub(super) fn entering(&self, stage: &Stage, from: Timestamp) -> Clocks<'a> {
        let place = stage.office().map_or(Place::NATIONAL, |office| self.place(office.agency));
        let clocks = self.clocks().stop_all();
        let kinds: &[DeadlineKind] = match stage {
            Stage::AtNational { forced: true, .. } => &[DeadlineKind::ForcedDecision],
            Stage::AtNational { forced: false, .. } => &[DeadlineKind::NationalVerification],
            Stage::AtAgency { .. } => {
                &[DeadlineKind::AgencyVerification, DeadlineKind::FirstResponse]
            }
            Stage::AtUnit { .. } | Stage::InProgress { .. } | Stage::Contested { .. } => {
                &[DeadlineKind::FirstResponse]
            }
            Stage::AwaitingReporter { .. } => {
                return clocks.start(DeadlineKind::Completion, self.now, place);
            }
            Stage::Answered { .. } => {
                return clocks.start(DeadlineKind::ReporterWindow, self.now, place);
            }
            Stage::Closed { .. }
            | Stage::Archived { .. }
            | Stage::Withdrawn
            | Stage::MergedInto { .. } => return clocks,
        };
        let clocks = kinds.iter().fold(clocks, |clocks, kind| clocks.start(*kind, self.now, place));
        let settling = self.settling(self.report.lead);
        self.outer(clocks.settle(from, &settling, self.report.extended), from, place)
    }

    /// The outer limit runs until the Ombudsman has the report, and not again after that.
    pub(super) fn outer(&self, clocks: Clocks<'a>, from: Timestamp, place: Place) -> Clocks<'a> {
        if self.report.escalated.is_some() {
            return clocks;
        }
        clocks.start(DeadlineKind::OmbudsmanEscalation, from, place)
    }

    pub(super) fn place(&self, agency: AgencyId) -> Place {
        self.reference.directory.place(agency)
    }

    /// What settlement depends on, for an agency that answers for the case from now on.
    pub(super) fn settling(&self, agency: Option<AgencyId>) -> Settling<'a> {
        Settling {
            kind: self.report.kind,
            class: self.report.class,
            category: self.report.category.as_ref(),
            agency,
            region: self.report.region,
        }
    }
}
