//! The first event: T1, T1b, and T27 at once for what goes to an inspectorate.

use super::clocks::{Clocks, Settling};
use super::{Context, at_national};
use crate::calendar::Place;
use crate::deadline::DeadlineKind as D;
use crate::event::{Event, Fact};
use crate::filing::Filing;
use crate::id::AgencyId;
use crate::kind::{ComplaintClass, ReportKind};
use crate::reference::Reference;
use crate::refusal::Refusal;
use crate::report::{self, Office, Stage};
use crate::tracking::TrackingId;

/// Receives a report: finds its first desk and starts its clocks. All faults of the form at once.
///
/// A report that names its agency goes straight there (T1b), a supervisory one to that agency's
/// inspectorate; one that complains about the very agency it names goes to the national desk.
pub fn file(
    filing: Filing,
    tracking: TrackingId,
    context: &Context<'_>,
) -> Result<Event, Vec<Refusal>> {
    let Context { now, reference } = *context;
    let today = Reference::today(now);
    let mut faults = filing.faults(today);
    let category = filing.category.as_ref();
    if category.is_some_and(|code| code.depth() != 3 || reference.categories.get(code).is_none()) {
        faults.push(Refusal::UnknownCategory);
    }
    let target = filing.target.map(|id| reference.directory.resolve(id, today));
    if matches!(target, Some(None)) {
        faults.push(Refusal::UnknownAgency);
    }
    if filing.accused.iter().any(|office| !known(*office, reference)) {
        faults.push(Refusal::UnknownUnit);
    }
    let Some(rules) = reference.rules.on(today) else { return Err(vec![Refusal::UnknownAgency]) };
    if !faults.is_empty() {
        return Err(faults);
    }
    let filing = with_class(filing, reference);
    let target = target.flatten().map(|agency| agency.id);
    let stage = first_stage(&filing, target, reference);
    let agency = stage.office().map(|office| office.agency);
    let clocks = Clocks::new(Vec::new(), reference, rules);
    let clocks = match (&stage, agency) {
        (Stage::AtAgency { .. }, Some(agency)) => {
            let place = reference.directory.place(agency);
            clocks.start(D::AgencyVerification, now, place).start(D::FirstResponse, now, place)
        }
        (_, Some(agency)) => clocks.start(D::FirstResponse, now, reference.directory.place(agency)),
        (_, None) => clocks.start(D::NationalVerification, now, Place::NATIONAL),
    };
    let settling = Settling {
        kind: filing.kind,
        class: filing.class,
        category: filing.category.as_ref(),
        agency,
        region: filing.place.region,
    };
    let place = agency.map_or(Place::NATIONAL, |id| reference.directory.place(id));
    let clocks = clocks.settle(now, &settling, false).start(D::OmbudsmanEscalation, now, place);
    Ok(clocks.with(Fact::Filed { tracking, rules: rules.id, filing: Box::new(filing), stage }))
}

/// A complaint of a supervisory category is supervisory; a sensitive category is confidential
/// unless the reporter was asked and said otherwise, which the form records in `privacy`.
fn with_class(mut filing: Filing, reference: &Reference) -> Filing {
    let category = filing.category.as_ref().and_then(|code| reference.categories.get(code));
    let supervisory = category.is_some_and(|c| c.class == ComplaintClass::Supervisory);
    match filing.kind {
        ReportKind::Complaint if supervisory => filing.class = ComplaintClass::Supervisory,
        ReportKind::Whistleblowing => {
            filing.class = ComplaintClass::Supervisory;
            filing.privacy.confidential = true;
        }
        ReportKind::Complaint => {}
        ReportKind::Aspiration | ReportKind::InformationRequest => {
            filing.class = ComplaintClass::NonSupervisory;
        }
    }
    filing
}

/// An office that exists or existed, and a unit only together with its own agency.
fn known(office: Office, reference: &Reference) -> bool {
    let directory = &reference.directory;
    match office.unit {
        None => directory.agency(office.agency).is_some(),
        Some(unit) => directory.unit(unit).is_some_and(|u| u.agency == office.agency),
    }
}

fn first_stage(filing: &Filing, target: Option<AgencyId>, reference: &Reference) -> Stage {
    let Some(agency) = target else { return at_national(false) };
    let accuses =
        |unit| report::accuses(&filing.accused, Office { agency, unit }, &reference.directory);
    if filing.class == ComplaintClass::Supervisory {
        match reference.directory.inspectorate_of(agency) {
            Some(unit) if !accuses(Some(unit.id)) => Stage::AtUnit { agency, unit: unit.id },
            _ => at_national(false),
        }
    } else if accuses(None) {
        at_national(false)
    } else {
        Stage::AtAgency { agency }
    }
}
