//! The reference data of the nation: complete, resolvable, dated, and safe from a second seed.

use domain::Reference;
use domain::directory::{AgencyKind, HubKind};
use domain::region::RegionLevel;
use jiff::civil::{Date, date};
use std::sync::Arc;
use store::chance::SeededChance;
use store::clock::ManualClock;
use store::db::Db;
use store::keys::Keys;
use store::reference::{self, DataSet, Seeded};
use store::{Store, both_engines};

const TODAY: Date = date(2026, 11, 20);

fn store_on(db: Db) -> Store {
    let now = domain::Zone::Wib.instant(TODAY.at(10, 0, 0, 0));
    let clock = Arc::new(ManualClock::new(now));
    let chance = Arc::new(SeededChance::new(1));
    Store::new(db, Keys::generate(&*chance), clock, chance, 1)
}

async fn seeded(db: Db) -> Store {
    let store = store_on(db);
    reference::seed(&store, DataSet::embedded().unwrap(), |_| {}).await.unwrap();
    store
}

fn regions_at(reference: &Reference, level: RegionLevel) -> usize {
    reference.regions.all().filter(|region| region.code.level() == level).count()
}

both_engines!(the_nation_is_complete, |db| async move {
    let start = std::time::Instant::now();
    let store = seeded(db).await;
    println!("seeded in {:?}", start.elapsed());
    let start = std::time::Instant::now();
    reference::load(&store).await.unwrap();
    println!("loaded in {:?}", start.elapsed());
    let reference = store.reference();
    assert_eq!(regions_at(&reference, RegionLevel::Province), 38);
});
