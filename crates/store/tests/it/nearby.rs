//! Candidates for the same: by branch and by named place, near ones first, bounded, and nothing
//! for the public that the public does not see.

use crate::world::{WEST, World, forward, intake, national};
use domain::category::CategoryCode;
use domain::kind::Channel;
use domain::region::RegionCode;
use domain::{Actor, ReportId};
use jiff::{SignedDuration, Timestamp};
use store::reports::queries::{Nearby, nearby};
use store::reports::{self};
use store::{Store, both_engines, check};

const LAMP: &str = "public_works.roads.street_lighting";
const HOLE: &str = "public_works.roads.potholes";
const WASTE: &str = "environment.waste.uncollected";

/// A report of a leaf, in a place of a village.
async fn file(world: &World, leaf: &str, village: &str, place: &str) -> ReportId {
    let mut intake = intake(format!("{}", world.store.next_id()), Channel::Website, None);
    intake.filing.category = CategoryCode::parse(leaf);
    intake.filing.place.region = RegionCode::parse(village);
    intake.filing.place.detail = place.to_owned();
    reports::file(&world.store, intake).await.unwrap().id
}

fn asked(leaf: &str, village: &str, said: &str) -> Nearby {
    Nearby {
        region: RegionCode::parse(village).unwrap(),
        category: CategoryCode::parse(leaf),
        said: said.to_owned(),
        since: Timestamp::UNIX_EPOCH,
        except: None,
        listed: false,
    }
}

async fn found(store: &Store, asked: Nearby) -> Vec<ReportId> {
    nearby(store, asked).await.unwrap().into_iter().map(|row| row.id).collect()
}

both_engines!(what_may_be_the_same_is_found, |db| async move {
    let world = World::new(&db);
    let lamp = file(&world, LAMP, "3204011001", "Jl. Kenanga").await;
    let hole = file(&world, HOLE, "3204022002", "").await;
    let street = file(&world, WASTE, "3204022002", "Jalan Kenanga No. 4").await;
    file(&world, LAMP, "3273011001", "Jl. Kenanga").await;
    file(&world, WASTE, "3204011001", "Jl. Melati").await;
    let here = |said: &str| asked(LAMP, "3204011001", said);
    assert_eq!(found(&world.store, here("di jln kenanga")).await, [street, hole, lamp]);
    assert_eq!(found(&world.store, here("")).await, [hole, lamp], "the branch, not the leaf");
    let mut without = here("");
    without.except = Some(lamp);
    assert_eq!(found(&world.store, without).await, [hole]);
    let mut unknown = here("Jl. Kenanga");
    unknown.category = None;
    assert_eq!(found(&world.store, unknown).await, [street, lamp], "the place alone");
    let province = Nearby { region: RegionCode::parse("32").unwrap(), ..here("Jl. Kenanga") };
    assert_eq!(found(&world.store, province).await, []);
    let mut late = here("");
    world.clock.advance(SignedDuration::from_hours(1));
    late.since = world.store.now();
    assert_eq!(found(&world.store, late).await, []);
});

both_engines!(the_public_is_offered_what_it_sees, |db| async move {
    let world = World::new(&db);
    let seen = file(&world, LAMP, "3204011001", "Jl. Kenanga").await;
    let unverified = file(&world, LAMP, "3204011001", "Jl. Kenanga").await;
    world.give(seen, national(), forward(WEST)).await;
    let public = || Nearby { listed: true, ..asked(LAMP, "3204011001", "Jl. Kenanga") };
    assert_eq!(found(&world.store, public()).await, [seen]);
    world.give(unverified, national(), forward(WEST)).await;
    assert_eq!(found(&world.store, public()).await, [unverified, seen]);
    world.give(seen, Actor::Reporter, domain::Command::Withdraw { reason: String::new() }).await;
    assert_eq!(found(&world.store, public()).await, [unverified]);
    let findings = check::check(&world.store, check::Contents::Unchecked, |_| {}).await.unwrap();
    assert!(findings.is_clean(), "{:?}", findings.found);
});

both_engines!(near_ones_are_found_among_many, |db| async move {
    let world = World::new(&db);
    let near = file(&world, LAMP, "3204011001", "").await;
    for nth in 0..60 {
        file(&world, LAMP, &format!("32040220{:02}", nth % 20 + 10), "").await;
    }
    let found = found(&world.store, asked(LAMP, "3204011001", "")).await;
    assert_eq!(found.len(), 40);
    assert!(found.contains(&near), "the oldest, of the same village");
});
