//! How many officers each desk needs so that nothing waits long for one.
//!
//! What takes long outside of offices, and what an agency leaves lying by habit, no officer more
//! changes: the plan says where the goal is missed although nobody waits.

use crate::Result;
use crate::nation::{Nation, Scenario};
use crate::offices::Workload;
use crate::run::{Run, Span, officers};
use crate::states::States;
use crate::summary::{Summary, Sums};
use domain::{AgencyId, Desk};
use std::collections::{BTreeMap, HashMap};

/// Rounds after which the numbers are taken as they are.
const ROUNDS: usize = 6;
/// Working seconds that a thing may wait for an officer, on average.
const WAIT: u64 = 4 * 3_600;
/// Working seconds of a day.
const DAY: u64 = 8 * 3_600;
/// Of a hundred working minutes at most so many go into reports.
const BUSY: u64 = 85;

/// What an agency needs and comes to with it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Need {
    /// Officers at its desk and those of its units.
    pub officers: u64,
    /// Hours of work.
    pub hours: u64,
    /// What its reports come to.
    pub sums: Sums,
}

/// A staffing of the nation.
#[derive(Debug)]
pub struct Plan {
    /// Officers of the national desk.
    pub national: u64,
    /// By agency.
    pub agencies: BTreeMap<AgencyId, Need>,
    /// What it comes to.
    pub summary: Summary,
    /// Rounds it took.
    pub rounds: usize,
}

/// Finds it by living through the span again and again; `told` hears of round, day and days.
pub fn plan(
    nation: &Nation,
    scenario: &Scenario,
    span: Span,
    mut told: impl FnMut(usize, usize, usize),
) -> Result<Plan> {
    let mut staff = officers(nation, scenario, &span)?;
    let mut round = 1;
    loop {
        let mut states =
            States::new(nation.reference(), nation.seed(), span.until(), |day, days| {
                told(round, day, days);
            });
        let done = Run::staffed(nation, scenario, span, staff.clone(), &mut states)?.go()?;
        let summary = states.finish();
        let next = restaffed(&done.loads, &span);
        if round == ROUNDS || next.iter().all(|(desk, count)| staff.get(desk) == Some(count)) {
            return Ok(planned(&done.loads, summary, round));
        }
        staff.extend(next);
        round += 1;
    }
}

/// More officers where things wait, fewer where they have nothing to do.
fn restaffed(loads: &[(Desk, Workload)], span: &Span) -> HashMap<Desk, u64> {
    let there = span.days as u64 * 5 / 7 * DAY * BUSY / 100;
    let need = |load: &Workload| {
        let least = load.busy.div_ceil(there.max(1)).max(1);
        let waits = load.waited / load.done.max(1);
        if waits > WAIT { load.officers.max(least) + 1 + waits / DAY / 4 } else { load.officers }
    };
    loads.iter().map(|(desk, load)| (*desk, need(load))).collect()
}

fn planned(loads: &[(Desk, Workload)], summary: Summary, rounds: usize) -> Plan {
    let mut agencies: BTreeMap<AgencyId, Need> = BTreeMap::new();
    for (agency, sums) in &summary.agencies {
        agencies.entry(*agency).or_default().sums = *sums;
    }
    let mut national = 0;
    for (desk, load) in loads {
        if let Some(agency) = desk.agency() {
            let need = agencies.entry(agency).or_default();
            need.officers += load.officers;
            need.hours += load.busy / 3_600;
        } else if *desk == Desk::National {
            national = load.officers;
        }
    }
    Plan { national, agencies, summary, rounds }
}
