//! What officers' acts teach: in the order of the events, once each, from any place on.

use crate::world::{WEST, World, admin, assign, forward, intake, national};
use domain::category::CategoryCode;
use domain::command::{Classification, Command};
use domain::kind::Channel;
use domain::region::RegionCode;
use domain::visibility::Privacy;
use domain::{Office, ReportId, UnitId};
use store::lessons::{self, Lesson};
use store::{Store, both_engines, reports};

async fn read(store: &Store, limit: u16) -> Vec<Lesson> {
    let (mut found, mut place) = (Vec::new(), lessons::Place::default());
    loop {
        let page = lessons::after(store, place, limit).await.unwrap().unwrap();
        if page.events == 0 {
            assert_eq!(page.place, place);
            return found;
        }
        found.extend(page.lessons);
        place = page.place;
    }
}

fn category(text: &str) -> Option<CategoryCode> {
    CategoryCode::parse(text)
}

async fn filed(world: &World, key: &str, privacy: Privacy) -> ReportId {
    let mut handed_in = intake(key.to_owned(), Channel::Website, None);
    handed_in.filing.category = category("public_works.roads.street_lighting");
    handed_in.filing.privacy = privacy;
    reports::file(&world.store, handed_in).await.unwrap().id
}

both_engines!(lessons_follow_the_order_of_the_events, |db| async move {
    let world = World::new(&db);
    let report = filed(&world, "one", Privacy::default()).await;
    let secret = Privacy { confidential: true, ..Privacy::default() };
    let hidden = filed(&world, "two", secret).await;
    for id in [report, hidden] {
        world.give(id, national(), forward(WEST)).await;
        world.give(id, admin(WEST), assign(UnitId(12))).await;
    }
    world.catch_up().await;
    let found = read(&world.store, 1).await;
    let office = |unit| Some(Office { agency: WEST, unit });
    let told: Vec<_> = found
        .iter()
        .map(|it| (it.report, it.confirmed.category.clone(), it.confirmed.office))
        .collect();
    assert_eq!(
        told,
        [
            (report, category("public_works.roads.street_lighting"), office(None)),
            (report, None, office(Some(UnitId(12)))),
        ],
        "the category counts once, the protected report never"
    );
    assert!(found[0].text.starts_with("Lampu jalan padam\nLampu jalan di depan"));
    assert_eq!(found[0].region, RegionCode::parse("3204"));
    assert_eq!(read(&world.store, 200).await, found, "whatever the size of a page");
    assert_eq!(lessons::count(&world.store).await.unwrap(), 6);
});

both_engines!(what_only_the_reporter_said_teaches_nothing, |db| async move {
    let world = World::new(&db);
    let report = filed(&world, "one", Privacy::default()).await;
    let corrected = Classification { title: Some("Lampu padam".into()), ..Default::default() };
    world.give(report, national(), Command::Reclassify(corrected)).await;
    world.catch_up().await;
    assert!(read(&world.store, 200).await.is_empty());
});

both_engines!(who_comes_with_a_place_of_other_events_is_told, |db| async move {
    let world = World::new(&db);
    filed(&world, "one", Privacy::default()).await;
    world.catch_up().await;
    let page = lessons::after(&world.store, [0; 6], 10).await.unwrap().unwrap();
    assert_eq!(page.events, 1);
    let [.., at] = page.place;
    for other in [
        // Of a copy that has this event of another instant, and of one that has more events.
        [page.place[0], page.place[1], page.place[2], page.place[3], page.place[4], at + 1],
        [page.place[0], page.place[1] + 1, page.place[2], page.place[3], page.place[4], at],
    ] {
        assert_eq!(lessons::after(&world.store, other, 10).await.unwrap(), None);
    }
    assert!(lessons::after(&world.store, page.place, 10).await.unwrap().is_some());
});
