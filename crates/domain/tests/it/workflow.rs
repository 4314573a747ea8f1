//! The table says exactly what `decide` does.

use crate::explore::{FILINGS, Moved, explore};
use crate::story::{stage_name, tell};
use domain::authority::Action;
use domain::report::StageName;
use domain::workflow::{TRANSITIONS, Transition, diagram, table};
use domain::{DeadlineKind, kind::ArchiveReason};
use std::collections::BTreeSet;

/// The search finds every move of the table and none that is not in it; on the way the
/// invariants hold in every state.
#[test]
fn the_table_lists_exactly_the_moves_that_succeed() {
    let of = |t: &Transition| -> Vec<Moved> {
        let pairs = t.moves.pairs().into_iter();
        pairs.filter_map(|(from, to)| Some((t.action, from?, to, t.event))).collect()
    };
    let told: BTreeSet<Moved> = TRANSITIONS.iter().flat_map(of).collect();
    let found = explore(400);
    let missing: Vec<_> = found.difference(&told).collect();
    let invented: Vec<_> = told.difference(&found).collect();
    assert!(missing.is_empty(), "done but not in the table: {missing:?}");
    assert!(invented.is_empty(), "in the table but never done: {invented:?}");
}

#[test]
fn every_first_stage_is_in_the_table() {
    let told: BTreeSet<StageName> = TRANSITIONS
        .iter()
        .filter(|t| t.action == Action::File)
        .flat_map(|t| t.moves.pairs().into_iter().map(|(_, to)| to))
        .collect();
    let found: BTreeSet<StageName> =
        FILINGS.iter().map(|filing| tell(filing).report().stage.name()).collect();
    assert_eq!(told, found);
}

#[test]
fn every_number_and_every_action_has_its_row() {
    for number in (1..=28).filter(|n| !matches!(n, 19 | 20)) {
        let named = |t: &&str| t.split(", ").any(|one| one == format!("T{number}"));
        assert!(TRANSITIONS.iter().map(|t| t.number).any(|n| named(&n)), "T{number}");
    }
    for action in Action::ALL {
        assert!(TRANSITIONS.iter().any(|t| t.action == *action), "{action} has no row");
    }
}

#[test]
fn the_page_names_every_deadline_reason_and_stage() {
    let page = table();
    for kind in DeadlineKind::ALL {
        assert!(page.contains(&format!("| {kind} |")), "{kind}");
    }
    for reason in ArchiveReason::ALL {
        assert!(page.contains(&format!("| {reason} |")), "{reason}");
    }
    for stage in StageName::ALL {
        assert!(diagram().contains(&format!("--> {stage}:")), "nothing leads to {stage}");
    }
    assert_eq!(stage_name(&tell("filed").report().stage), "at_national");
}
