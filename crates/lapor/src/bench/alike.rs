//! How long it takes to find reports that tell of the same: as the form, the desk and the public
//! page ask for it, of one report after another of the large database and of a small one.

use super::outcome::{Bar, Row};
use super::{Run, seed};
use crate::compose::Failed;
use crate::place::Place;
use domain::TrackingId;
use domain::region::RegionLevel;
use std::time::Instant;
use store::Store;
use store::reports::queries::{Summary, by_tracking, public_list};
use store::search::Narrow;
use triage::likeness::Said;
use web::alike::{alike, said};

/// Reports asked about.
const ASKED: usize = 1_000;

/// Measures the samples of a database; half of them as if they lay in the large city, where most
/// candidates are.
pub(super) async fn measure(
    run: &mut Run,
    place: &Place,
    reports: u64,
    samples: &[TrackingId],
) -> Result<(), Failed> {
    run.tell("looking for reports that tell of the same");
    let store = place.open().await?;
    let asked = asked(&store, samples).await?;
    let (mut times, mut found) = (Vec::new(), 0);
    for row in &asked {
        let told = Said { received_at: store.now(), ..said(row) };
        let began = Instant::now();
        found += alike(&store, told, None, true).await?.len();
        times.push(began.elapsed().as_secs_f64() * 1000.0);
    }
    store.db().close().await?;
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or(0.0);
    let what =
        format!("likely duplicates at {reports} reports, p99 of {} ({found} found)", asked.len());
    let mut row = Row::plain("alike", what, place.engine, "ms", at(99)).held_to(Bar::AtMost(20.0));
    row.p50_ms = Some(at(50));
    row.p99_ms = Some(at(99));
    run.rows.push(row);
    Ok(())
}

async fn asked(store: &Store, samples: &[TrackingId]) -> Result<Vec<Summary>, Failed> {
    let mut asked = Vec::new();
    let step = (samples.len() / (ASKED / 2)).max(1);
    for tracking in samples.iter().step_by(step).take(ASKED / 2) {
        asked.extend(by_tracking(store, *tracking).await?);
    }
    let reference = store.reference();
    let large = reference.directory.agency_by_slug(seed::LARGE).and_then(|agency| agency.region);
    let city = large.and_then(|region| region.at(RegionLevel::Regency));
    let narrow = Narrow { region: city, ..Narrow::default() };
    let mut before = None;
    while asked.len() < ASKED {
        let page = public_list(store, narrow.clone(), before).await?;
        let Some(last) = page.last() else { break };
        before = Some(last.id);
        asked.extend(page);
    }
    Ok(asked)
}
