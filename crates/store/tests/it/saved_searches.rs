//! Searches that officers keep, on both engines.

use crate::world::{WEST, WORKS, World, admin, assign, duty, forward, national};
use domain::{OfficerId, Role};
use jiff::SignedDuration;
use store::both_engines;
use store::duties::DutyId;
use store::search::saved::{self, NewSaved, SAVED_MAX, Tell};
use store::search::{Narrow, Query};

fn new(officer: i64, tell: Tell) -> NewSaved {
    NewSaved {
        officer: OfficerId(officer),
        duty: DutyId(officer),
        name: "Lampu".to_owned(),
        query: Query::parse("lampu"),
        narrow: Narrow::default(),
        tell,
        known: Vec::new(),
    }
}

async fn news(world: &World) -> usize {
    let inbox = ["o5".to_owned()];
    store::notices::inbox(&world.store, &inbox, None).await.unwrap().len()
}

both_engines!(news_comes_once_and_only_of_what_is_theirs, |db| async move {
    let world = World::new(&db);
    world.officer(5, &duty(Role::AgencyAdmin, Some(WEST), None)).await;
    let id = saved::save(&world.store, new(5, Tell::Daily)).await.unwrap().unwrap();
    let report = world.file().await;
    assert_eq!(saved::look(&world.store).await.unwrap(), 0, "in the morning");
    world.at("2026-11-03T07:00");
    assert_eq!(saved::look(&world.store).await.unwrap(), 1);
    assert_eq!(news(&world).await, 0, "not with the agency yet");
    world.give(report, national(), forward(WEST)).await;
    world.at("2026-11-04T07:00");
    assert_eq!(saved::look(&world.store).await.unwrap(), 1);
    assert_eq!(news(&world).await, 1, "an old report that came today");
    world.give(report, admin(WEST), assign(WORKS)).await;
    world.at("2026-11-05T07:00");
    saved::look(&world.store).await.unwrap();
    assert_eq!(news(&world).await, 1, "known, although it has changed");
    assert!(saved::tell(&world.store, OfficerId(5), id, Tell::Soon).await.unwrap());
    assert!(!saved::tell(&world.store, OfficerId(6), id, Tell::Never).await.unwrap());
    let second = world.file_by(domain::kind::Channel::Sms, Some(WEST)).await;
    world.clock.advance(SignedDuration::from_mins(5));
    saved::look(&world.store).await.unwrap();
    assert_eq!(news(&world).await, 2, "{second}");
    let kept = saved::of_officer(&world.store, OfficerId(5)).await.unwrap();
    assert_eq!((kept.len(), kept[0].tell), (1, Tell::Soon));
});

both_engines!(a_duty_that_has_ended_tells_nothing, |db| async move {
    let world = World::new(&db);
    world.officer(5, &duty(Role::AgencyAdmin, Some(WEST), None)).await;
    saved::save(&world.store, new(5, Tell::Soon)).await.unwrap();
    let end = "UPDATE duty SET valid_to = '2026-11-01'";
    world.store.db().write("end", move |tx| tx.exec(end, store::params![])).await.unwrap();
    world.file_by(domain::kind::Channel::Website, Some(WEST)).await;
    world.clock.advance(SignedDuration::from_mins(5));
    assert_eq!(saved::look(&world.store).await.unwrap(), 1);
    assert_eq!(news(&world).await, 0);
    let kept = saved::of_officer(&world.store, OfficerId(5)).await.unwrap();
    assert_eq!(kept[0].tell, Tell::Never);
});

both_engines!(an_officer_keeps_a_bounded_number, |db| async move {
    let world = World::new(&db);
    world.officer(5, &duty(Role::AgencyAdmin, Some(WEST), None)).await;
    let mut last = None;
    for _ in 0..SAVED_MAX {
        last = saved::save(&world.store, new(5, Tell::Never)).await.unwrap();
        assert!(last.is_some());
    }
    assert_eq!(saved::save(&world.store, new(5, Tell::Never)).await.unwrap(), None);
    assert!(!saved::forget(&world.store, OfficerId(6), last.unwrap()).await.unwrap());
    assert!(saved::forget(&world.store, OfficerId(5), last.unwrap()).await.unwrap());
    assert!(saved::save(&world.store, new(5, Tell::Never)).await.unwrap().is_some());
});
