//! What rises is told once, to the right desks, with its numbers.

use crate::world::{
    WEST, WORKS, World, accept, admin, answer, assign, forward, intake, liaison, national,
};
use domain::category::CategoryCode;
use domain::command::Classification;
use domain::counter::{Dimension, Measure, day_of};
use domain::kind::Channel;
use domain::notice::NoticeKey;
use domain::region::RegionCode;
use domain::{Actor, Command, ReportId};
use jiff::SignedDuration;
use store::reports;
use store::rising::{self, Kind};
use store::{both_engines, counters, params};

const LAMP: &str = "public_works.roads.street_lighting";
const MATTER: &str = "public_works.roads@3204";

async fn file(world: &World, place: &str, confidential: bool) -> ReportId {
    let mut intake = intake(format!("{}", world.store.next_id()), Channel::Website, None);
    intake.filing.category = CategoryCode::parse(LAMP);
    intake.filing.place.region = RegionCode::parse("3204011001");
    intake.filing.place.detail = place.to_owned();
    intake.filing.privacy.confidential = confidential;
    reports::file(&world.store, intake).await.unwrap().id
}

/// Count of alarms in an inbox.
async fn alarms(world: &World, inbox: &str) -> i64 {
    const TOLD: &str =
        "SELECT COUNT(*) FROM notice WHERE desk = $1 AND channel = 'inbox' AND notice_key = $2";
    let values = params![inbox, NoticeKey::Rising.word()];
    world.store.db().select("alarms", TOLD, values, |row| row.get(0)).await.unwrap()[0]
}

both_engines!(a_surge_is_told_once, |db| async move {
    let world = World::new(&db);
    // Ten weeks with one report in each.
    for _ in 0..10 {
        file(&world, "", false).await;
        world.catch_up().await;
        world.clock.advance(SignedDuration::from_hours(7 * 24));
    }
    assert_eq!(rising::current(&world.store, None).await.unwrap(), []);
    for _ in 0..9 {
        file(&world, "", false).await;
        world.catch_up().await;
    }
    let found = rising::current(&world.store, None).await.unwrap();
    assert_eq!(found.len(), 1);
    let surge = &found[0];
    assert_eq!((surge.kind, surge.count, surge.days), (Kind::Surge, 9, 1));
    assert_eq!(
        (surge.branch.as_str(), surge.regency.to_string().as_str()),
        ("public_works.roads", "3204")
    );
    assert!(surge.expected < 1.0, "{surge:?}");
    assert_eq!(alarms(&world, "national").await, 1);
    assert_eq!(alarms(&world, "a1").await, 1, "the government of the regency");
    assert_eq!(rising::current(&world.store, Some(WEST)).await.unwrap().len(), 1);
    assert_eq!(rising::evidence(&world.store, surge.id, 5).await.unwrap().len(), 5);
    // It goes on the next day and is told no second time; after a quiet month it is.
    world.clock.advance(SignedDuration::from_hours(24));
    file(&world, "", false).await;
    world.catch_up().await;
    assert_eq!(alarms(&world, "national").await, 1);
    let on = rising::current(&world.store, None).await.unwrap();
    assert_eq!((on.len(), on[0].last_day - on[0].first_day), (1, 1));
    world.clock.advance(SignedDuration::from_hours(40 * 24));
    for _ in 0..30 {
        file(&world, "", false).await;
    }
    world.catch_up().await;
    assert_eq!(alarms(&world, "national").await, 2);
});

both_engines!(what_is_confidential_raises_nothing, |db| async move {
    let world = World::new(&db);
    for _ in 0..12 {
        file(&world, "Jl. Kenanga", true).await;
    }
    world.catch_up().await;
    assert_eq!(rising::current(&world.store, None).await.unwrap(), []);
    let today = day_of(world.store.now());
    let series =
        counters::series(&world.store, Dimension::Matter, MATTER, Measure::Received, 0, today);
    assert_eq!(series.await.unwrap(), []);
});

both_engines!(a_matter_is_counted_where_it_belongs_by_now, |db| async move {
    let world = World::new(&db);
    let id = file(&world, "", false).await;
    let today = day_of(world.store.now());
    world.clock.advance(SignedDuration::from_hours(48));
    let hide = Classification { confidential: Some(true), ..Classification::default() };
    let of = async |key: &str| {
        world.catch_up().await;
        counters::series(&world.store, Dimension::Matter, key, Measure::Received, 0, today + 9)
            .await
            .unwrap()
            .into_iter()
            .filter(|(_, n)| *n != 0)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(MATTER).await, [(today, 1)]);
    world.give(id, national(), Command::Reclassify(hide)).await;
    assert_eq!(of(MATTER).await, []);
    assert_eq!(counters::check(&world.store, |_| {}).await.unwrap(), []);
});

both_engines!(several_of_one_place_are_a_cluster, |db| async move {
    let world = World::new(&db);
    for place in ["Jl. Kenanga", "jln kenanga no 3", "Jalan Kenanga", "Jl. Melati"] {
        file(&world, place, false).await;
        world.clock.advance(SignedDuration::from_hours(20));
    }
    world.catch_up().await;
    assert_eq!(rising::current(&world.store, None).await.unwrap(), []);
    file(&world, "di Jl Kenanga", false).await;
    world.catch_up().await;
    let found = rising::current(&world.store, None).await.unwrap();
    let cluster = found.iter().find(|one| one.kind == Kind::Cluster).unwrap();
    assert_eq!((cluster.count, cluster.place.as_str()), (4, "jalan kenanga"));
    assert_eq!(rising::evidence(&world.store, cluster.id, 9).await.unwrap().len(), 4);
});

both_engines!(what_is_settled_again_and_again_is_told, |db| async move {
    let world = World::new(&db);
    for nth in 0..4 {
        let id = file(&world, "Jl. Kenanga", false).await;
        world.give(id, national(), forward(WEST)).await;
        world.give(id, admin(WEST), assign(WORKS)).await;
        world.give(id, liaison(WORKS), answer()).await;
        world.give(id, Actor::Reporter, accept()).await;
        world.catch_up().await;
        let found = rising::current(&world.store, None).await.unwrap();
        let repeats: Vec<_> = found.iter().filter(|one| one.kind == Kind::Repeat).collect();
        match nth {
            0 | 1 => assert_eq!(repeats.len(), 0),
            _ => assert_eq!(repeats[0].count, nth + 1),
        }
        world.clock.advance(SignedDuration::from_hours(40 * 24));
    }
    assert_eq!(alarms(&world, "a1").await, 1);
});
