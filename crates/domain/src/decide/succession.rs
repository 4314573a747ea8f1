//! What open reports do when an agency ends: they move to the one that took over, and the dates
//! promised to the reporter stay.

use super::{Case, Decision, plain};
use crate::event::Fact;
use crate::id::AgencyId;
use crate::reference::Reference;
use crate::refusal::Refusal;
use crate::report::{Office, Stage};
use crate::role::Desk;

impl Case<'_> {
    /// What the ended agency had in this case goes to its only successor; where there is none, or
    /// several, the national desk chooses whom to send it to. No transfer is counted.
    pub(super) fn succeed(&self, ended: AgencyId) -> Decision {
        if !self.is_open() {
            return self.wrong_stage();
        }
        let (report, directory) = (self.report, &self.reference.directory);
        let today = Reference::today(self.now);
        if directory.agency(ended).is_none_or(|agency| agency.exists_on(today)) {
            return Err(Refusal::SameOffice);
        }
        let heir = directory.resolve(ended, today).and_then(|heir| self.office_of_heir(heir.id));
        let fact = |to| Fact::Succeeded { ended, heir: heir.map(|office| office.agency), to };
        if report.lead != Some(ended) {
            if heir.is_none() || !report.involves(ended) {
                return Err(Refusal::SameOffice);
            }
            return Ok(vec![plain(fact(None))]);
        }
        let to = match (&report.stage, heir) {
            (Stage::AwaitingReporter { asked_by, back_to }, _) => {
                let back_to = self.moved(back_to, ended, heir);
                let asked = asked_by.agency() == Some(ended);
                let asked_by = if asked { back_to.desk() } else { Some(*asked_by) };
                let asked_by = asked_by.unwrap_or(Desk::National);
                Stage::AwaitingReporter { asked_by, back_to: Box::new(back_to) }
            }
            // The reporter is still asked whether the answer settles it.
            (Stage::Answered { .. }, None) => return self.wrong_stage(),
            (stage, _) => self.moved(stage, ended, heir),
        };
        // A national desk has it: only who answers for it changes.
        if to == report.stage {
            return Ok(vec![plain(fact(None))]);
        }
        if heir.is_some() || matches!(report.stage, Stage::AwaitingReporter { .. }) {
            return Ok(vec![plain(fact(Some(to)))]);
        }
        let clocks = self.entering(&to, report.settle_from);
        Ok(vec![clocks.with(fact(Some(to)))])
    }

    /// Where the successor takes it: its inspectorate for what is restricted, otherwise its desk.
    /// `None` when it must not have it.
    fn office_of_heir(&self, agency: AgencyId) -> Option<Office> {
        let (report, directory) = (self.report, &self.reference.directory);
        let unit = directory.inspectorate_of(agency).map(|unit| unit.id);
        if report.restricted && unit.is_none() {
            return None;
        }
        let office = Office { agency, unit: unit.filter(|_| report.restricted) };
        let free = !report.accuses(office, directory) || report.is_watched(directory);
        free.then_some(office)
    }

    fn moved(&self, stage: &Stage, ended: AgencyId, heir: Option<Office>) -> Stage {
        if stage.office().is_none_or(|office| office.agency != ended) {
            return stage.clone();
        }
        let Some(office) = heir else { return self.judge_above(ended) };
        match stage {
            Stage::InProgress { .. } => Stage::InProgress { office },
            Stage::Answered { .. } => Stage::Answered { office },
            Stage::Contested { .. } => Stage::Contested { office },
            _ => match office.unit {
                Some(unit) => Stage::AtUnit { agency: office.agency, unit },
                None => Stage::AtAgency { agency: office.agency },
            },
        }
    }
}
