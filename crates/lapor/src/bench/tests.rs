//! What the seed writes is what the door would have written.

use super::seed::{self, Plan};
use std::sync::Arc;
use store::chance::{SeededChance, SystemChance};
use store::check::{self, Contents};
use store::clock::ManualClock;
use store::keys::Keys;
use store::reference::{self, DataSet};
use store::{Store, both_engines, counters, followers};

both_engines!(two_thousand_reports_are_clean, |db| async move {
    let now = "2026-11-22T05:00:00Z".parse().unwrap();
    let keys = || Keys::generate(&SeededChance::new(3));
    let store = Store::new(db, keys(), Arc::new(ManualClock::new(now)), Arc::new(SystemChance), 1);
    reference::seed(&store, DataSet::embedded().unwrap(), |_| {}).await.unwrap();
    reference::load(&store).await.unwrap();
    let plan = Plan { reports: 2_000, seed: 46, now };
    let written = seed::write(&store, &keys(), &plan).await.unwrap();
    assert_eq!(written.reports, 2_000);
    assert!(written.events > 8_000, "{} events", written.events);
    let findings = check::check(&store, Contents::Unchecked, |_| {}).await.unwrap();
    assert!(findings.is_clean(), "{:?}", findings.found);
    assert_eq!((findings.reports, findings.events), (2_000, written.events));
    assert_eq!(counters::check(&store, |_| {}).await.unwrap(), []);
    assert_eq!(
        followers::advance_all(&store).await.unwrap(),
        0,
        "every follower stands at the end"
    );
    let totals = counters::totals(&store).await.unwrap();
    let open = totals.nation.of(domain::counter::Measure::Open);
    assert!((130..=160).contains(&open), "{open} open");
    let large = store.reference().directory.agency_by_slug("kota-bandung").unwrap().id;
    let of_large = counters::sums(&store, domain::counter::Dimension::Agency, &large.to_string())
        .await
        .unwrap();
    let received = of_large.of(domain::counter::Measure::StageClosed);
    assert!(received > 60, "{received} closed at the large agency");
});
