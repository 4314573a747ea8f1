//! What a run or a plan came to, as tables.

use crate::say;
use domain::{Desk, Reference};
use sim::Done;
use sim::plan::{Need, Plan};
use sim::summary::{HOURS, Summary, Sums};
use std::cmp::Reverse;

/// Desks with the longest queues, and agencies with the most officers, that are shown.
const SHOWN: usize = 10;
const AGENCIES: usize = 40;

pub(super) fn outcome(reference: &Reference, summary: &Summary, done: &Done, took: f64) {
    let nation = &summary.nation;
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let speed = nation.received as f64 / took.max(0.001);
    say::line(format!(
        "{} reports, {} events in {took:.1} s: {speed:.0} reports/s; {} of {} commands refused",
        nation.received, summary.events, done.refused, done.given
    ));
    say::line("");
    say::line(
        "                                            received settled  silent archived   late contested Ombudsman",
    );
    sums("nation", nation);
    for (hub, own) in summary.hubs() {
        sums(reference.directory.hub(hub).map_or("", |hub| &*hub.name.0), &own);
    }
    say::line("");
    let words: u64 = summary.first_word.iter().sum();
    let mut so_far = 0;
    let columns = HOURS.iter().zip(summary.first_word).map(|(hours, count)| {
        so_far += count;
        let share = so_far * 100 / words.max(1);
        if *hours == i64::MAX { String::new() } else { format!("{share} % within {hours} h") }
    });
    let columns: Vec<String> = columns.filter(|one| !one.is_empty()).collect();
    say::line(format!("first word to the reporter: {}", columns.join(", ")));
    say::line("");
    say::line(
        "longest queues                                            officers    done  busy h  waited h (middle, longest)",
    );
    let mut loads = done.loads.clone();
    loads.sort_by_key(|(desk, load)| (Reverse(load.waited), *desk));
    for (desk, load) in loads.iter().take(SHOWN) {
        let name = desk_name(reference, *desk);
        let mean = load.waited / load.done.max(1) / 3_600;
        say::line(format!(
            "{name:<56} {:>9} {:>7} {:>7} {mean:>8} {:>6}",
            load.officers,
            load.done,
            load.busy / 3_600,
            load.longest / 3_600
        ));
    }
}

fn head() {
    say::line(format!(
        "{:<42} {:>9} {:>7} {:>7} {:>8} {:>7} {:>9} {:>9}",
        "", "received", "settled", "silent", "archived", "late", "contested", "Ombudsman"
    ));
}

fn sums(name: &str, sums: &Sums) {
    let share = |some| share(sums.permille(some));
    let name: String = name.chars().take(42).collect();
    say::line(format!(
        "{name:<42} {:>9} {:>7} {:>7} {:>8} {:>7} {:>9} {:>9}",
        sums.received,
        share(sums.settled),
        share(sums.silent),
        share(sums.archived),
        share(sums.late),
        share(sums.contested),
        share(sums.escalated)
    ));
}

pub(super) fn desk_name(reference: &Reference, desk: Desk) -> String {
    let directory = &reference.directory;
    let agency = desk.agency().and_then(|agency| directory.agency(agency));
    let agency = agency.and_then(|agency| agency.names.last()).map_or("", |name| &*name.short_name);
    let unit = desk.unit().and_then(|unit| directory.unit(unit)).map(|unit| &*unit.name);
    let name = match (desk, unit) {
        (Desk::National, _) => "National desk".to_owned(),
        (Desk::Review, _) => "National supervisor".to_owned(),
        (Desk::Ombudsman, _) => "Ombudsman".to_owned(),
        (_, Some(unit)) => format!("{unit}, {agency}"),
        (_, None) => agency.to_owned(),
    };
    name.chars().take(56).collect()
}

/// Agencies by officers, and those whose goal no officer more reaches.
pub(super) fn plan(reference: &Reference, plan: &Plan, (settled, on_time): (u64, u64)) {
    let all: u64 = plan.agencies.values().map(|need| need.officers).sum();
    let nation = &plan.summary.nation;
    say::line(format!(
        "{} officers at agencies and {} at the national desk, after {} rounds",
        all, plan.national, plan.rounds
    ));
    say::line("");
    head();
    sums("nation", nation);
    say::line("");
    say::line(format!(
        "{:<42} {:>9} {:>9} {:>8} {:>8} {:>8}",
        "agency", "received", "officers", "busy h", "settled", "in time"
    ));
    let mut agencies: Vec<_> = plan.agencies.iter().collect();
    agencies.sort_by_key(|(agency, need)| (Reverse(need.officers), **agency));
    for (agency, need) in agencies.iter().take(AGENCIES) {
        row(&desk_name(reference, Desk::Agency(**agency)), need);
    }
    let misses = |need: &Need| {
        let in_time = 1_000 - need.sums.permille(need.sums.late);
        need.sums.permille(need.sums.settled) < settled || in_time < on_time
    };
    let missing = agencies.iter().filter(|(_, need)| misses(need)).count();
    say::line("");
    say::line(format!(
        "{missing} of {} agencies miss the goal although nothing waits there: by habit, not for want of officers",
        agencies.len()
    ));
}

fn row(name: &str, need: &Need) {
    let Need { officers, hours, sums } = need;
    let in_time = 1_000 - sums.permille(sums.late).min(1_000);
    let name: String = name.chars().take(42).collect();
    say::line(format!(
        "{name:<42} {:>9} {officers:>9} {hours:>8} {:>8} {:>8}",
        sums.received,
        share(sums.permille(sums.settled)),
        share(in_time)
    ));
}

fn share(permille: u64) -> String {
    format!("{}.{} %", permille / 10, permille % 10)
}
