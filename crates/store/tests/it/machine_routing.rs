//! What comes in is looked at in the order of the filings, whatever names the drafts reserved.

use crate::world::{WEST, World, admin, forward, intake, national};
use domain::ReportId;
use domain::kind::Channel;
use jiff::Timestamp;
use store::machine_routing::{self, Place};
use store::{both_engines, reports};

/// Looks until there is nothing more; the reports met, and the place behind them.
async fn look(world: &World, mut place: Place, since: Timestamp) -> (Vec<ReportId>, Place) {
    // Until no transaction of other tests on the same server stands before the last filing.
    world.catch_up().await;
    let mut found = Vec::new();
    loop {
        let arrivals = machine_routing::arrived(&world.store, place, since, 2).await.unwrap();
        found.extend(arrivals.reports.iter().map(|row| row.id));
        place = arrivals.place;
        if !arrivals.more {
            return (found, place);
        }
    }
}

async fn file(world: &World, key: &str, id: Option<ReportId>) -> ReportId {
    let mut handed_in = intake(key.to_owned(), Channel::Website, None);
    handed_in.report_id = id;
    reports::file(&world.store, handed_in).await.unwrap().id
}

both_engines!(each_arrival_is_met_once_in_the_order_of_the_filings, |db| async move {
    let world = World::new(&db);
    let mut standing = Vec::new();
    for key in ["one", "two", "three"] {
        standing.push(file(&world, key, None).await);
    }
    let draft = store::drafts::create(&world.store).await.unwrap();
    world.give(standing[1], national(), forward(WEST)).await;
    world.catch_up().await;
    let place = machine_routing::begin(&world.store).await.unwrap();
    let (found, place) = look(&world, place, Timestamp::MIN).await;
    assert_eq!(found, [standing[0], standing[2]], "what is touched is for people");
    let later = file(&world, "four", None).await;
    let (found, place) = look(&world, place, Timestamp::MIN).await;
    assert_eq!(found, [later]);
    let reserved = file(&world, "five", Some(draft.report_id)).await;
    assert!(reserved < later, "reserved before the other was filed");
    world.give(later, national(), forward(WEST)).await;
    world.give(later, admin(WEST), crate::world::assign(domain::UnitId(12))).await;
    let (found, place) = look(&world, place, Timestamp::MIN).await;
    assert_eq!(found, [reserved]);
    file(&world, "six", None).await;
    let (found, _) = look(&world, place, Timestamp::MAX).await;
    assert!(found.is_empty(), "what came in too long ago is for people");
});
