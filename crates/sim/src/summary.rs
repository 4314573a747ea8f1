//! What a run came to, in the words of the national plan.

use domain::report::StageName;
use domain::role::HubId;
use domain::{AgencyId, Reference, Report};
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Hours after which an answer counts, in the order of their columns.
pub const HOURS: [i64; 8] = [8, 24, 72, 120, 240, 480, 960, i64::MAX];

/// Sums over some reports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Received.
    pub received: u64,
    /// Closed.
    pub settled: u64,
    /// Archived.
    pub archived: u64,
    /// Taken back.
    pub withdrawn: u64,
    /// No office has said a word to the reporter.
    pub silent: u64,
    /// Answered, archived or closed after the limit, or open behind it.
    pub late: u64,
    /// Contested at least once.
    pub contested: u64,
    /// With the Ombudsman.
    pub escalated: u64,
}

impl Sums {
    fn add(&mut self, report: &Report, now: Timestamp) {
        let stage = report.stage.name();
        self.received += 1;
        self.settled += u64::from(stage == StageName::Closed);
        self.archived += u64::from(stage == StageName::Archived);
        self.withdrawn += u64::from(stage == StageName::Withdrawn);
        let spoken = report.milestones.responded.is_some() || report.milestones.ended.is_some();
        self.silent += u64::from(!spoken);
        let behind = stage.is_open() && report.settlement().is_some_and(|clock| clock.due < now);
        self.late += u64::from(report.late || behind);
        self.contested += u64::from(report.contests > 0);
        self.escalated += u64::from(report.escalated.is_some());
    }

    /// So many of a thousand reports.
    #[must_use]
    pub fn permille(&self, some: u64) -> u64 {
        (some * 1_000 + self.received / 2) / self.received.max(1)
    }
}

/// What a run came to.
#[derive(Debug, Clone)]
pub struct Summary {
    reference: Arc<Reference>,
    now: Timestamp,
    /// Of the nation.
    pub nation: Sums,
    /// By the agency that answers for the case.
    pub agencies: BTreeMap<AgencyId, Sums>,
    /// Events of all reports.
    pub events: u64,
    /// Reports by how many hours the first answer or word took, as [`HOURS`] divides them.
    pub first_word: [u64; HOURS.len()],
}

impl Summary {
    pub(crate) fn new(reference: Arc<Reference>, now: Timestamp) -> Self {
        let (nation, agencies) = (Sums::default(), BTreeMap::new());
        Self { reference, now, nation, agencies, events: 0, first_word: [0; HOURS.len()] }
    }

    pub(crate) fn add(&mut self, report: &Report, events: usize) {
        self.events += events as u64;
        self.nation.add(report, self.now);
        if let Some(agency) = report.lead {
            self.agencies.entry(agency).or_default().add(report, self.now);
        }
        if let Some(responded) = report.milestones.responded {
            let hours = responded.duration_since(report.milestones.received).as_hours();
            let column = HOURS.partition_point(|most| hours >= *most);
            if let Some(count) = self.first_word.get_mut(column) {
                *count += 1;
            }
        }
    }

    /// The agencies' sums by hub, the most reports first; an agency of two hubs counts in both.
    #[must_use]
    pub fn hubs(&self) -> Vec<(HubId, Sums)> {
        let today = Reference::today(self.now);
        let of = |hub: HubId| {
            let mut sums = Sums::default();
            for (agency, own) in &self.agencies {
                if self.reference.directory.hub(hub).is_some_and(|hub| hub.has(*agency, today)) {
                    sums.received += own.received;
                    sums.settled += own.settled;
                    sums.archived += own.archived;
                    sums.withdrawn += own.withdrawn;
                    sums.silent += own.silent;
                    sums.late += own.late;
                    sums.contested += own.contested;
                    sums.escalated += own.escalated;
                }
            }
            (hub, sums)
        };
        let mut hubs: Vec<_> = self.reference.directory.hubs().map(|hub| of(hub.id)).collect();
        hubs.retain(|(_, sums)| sums.received > 0);
        hubs.sort_by_key(|(hub, sums)| (Reverse(sums.received), hub.0));
        hubs
    }
}
