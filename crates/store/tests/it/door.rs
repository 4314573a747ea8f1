//! The one door and the intake: exactly once, never stale, joined and parted, shown to whom it may.

use crate::world::{
    PAPUA, WEST, WORKS, World, accept, admin, answer, assign, forward, intake, liaison, national,
};
use domain::deadline::Light;
use domain::kind::{Channel, ReopenGround};
use domain::report::StageName;
use domain::role::Desk;
use domain::visibility::{Part, Privacy};
use domain::{Actor, Command, Refusal, Report, TrackingSecret};
use store::both_engines;
use store::people::{Identity, Revealed};
use store::reports::queries::{self, Queue, QueueFilter};
use store::reports::{self, By};
use store::search::{Ask, Narrow, Scope, find};
use store::{Error, Store};
use text::Query;

both_engines!(the_same_submission_is_received_once, |db| async move {
    let world = World::new(&db);
    let first =
        reports::file(&world.store, intake("one".into(), Channel::Website, None)).await.unwrap();
    let again =
        reports::file(&world.store, intake("one".into(), Channel::Website, None)).await.unwrap();
    assert!(first.first && !again.first);
    assert_eq!((first.tracking, first.secret.clone()), (again.tracking, again.secret));
    let other =
        reports::file(&world.store, intake("two".into(), Channel::Website, None)).await.unwrap();
    assert_ne!(first.tracking, other.tracking);
    let opened =
        queries::open_with_secret(&world.store, first.tracking, &first.secret).await.unwrap();
    assert_eq!(opened.map(|row| row.id), Some(first.id));
    let wrong = TrackingSecret::from_draw(1);
    assert_eq!(
        queries::open_with_secret(&world.store, first.tracking, &wrong).await.unwrap(),
        None
    );
});

both_engines!(fifty_sendings_at_once_are_one_report, |db| async move {
    let world = World::new(&db);
    let sendings = (0..50).map(|_| {
        let store = world.store.clone();
        tokio::spawn(async move {
            reports::file(&store, intake("same".into(), Channel::Website, None)).await.unwrap()
        })
    });
    let mut receipts = Vec::new();
    for sending in sendings.collect::<Vec<_>>() {
        receipts.push(sending.await.unwrap());
    }
    assert_eq!(receipts.iter().filter(|r| r.first).count(), 1);
    assert!(
        receipts
            .iter()
            .all(|r| r.tracking == receipts[0].tracking && r.secret == receipts[0].secret)
    );
});

both_engines!(a_form_with_faults_names_them_all_and_leaves_nothing, |db| async move {
    let world = World::new(&db);
    let mut bad = intake("bad".into(), Channel::Website, None);
    bad.filing.title = "x".into();
    bad.filing.body = String::new();
    bad.filing.happened_on = Some(jiff::civil::date(2030, 1, 1));
    let Err(Error::Form(faults)) = reports::file(&world.store, bad).await else { panic!("taken") };
    assert_eq!(faults.len(), 3);
    assert!(queries::public_list(&world.store, Narrow::default(), None).await.unwrap().is_empty());
    let good =
        reports::file(&world.store, intake("bad".into(), Channel::Website, None)).await.unwrap();
    assert!(good.first, "the key of a refused form is free");
});

both_engines!(what_was_decided_on_an_older_version_is_refused, |db| async move {
    let world = World::new(&db);
    let id = world.file().await;
    let seen = world.load(id).await.version;
    reports::execute(&world.store, id, Some(seen), forward(WEST), national()).await.unwrap();
    let late = reports::execute(&world.store, id, Some(seen), forward(PAPUA), national()).await;
    assert_eq!(late.unwrap_err(), Error::Refused(Refusal::Stale));
    let unknown = domain::ReportId(1);
    let nobody = reports::execute(&world.store, unknown, None, forward(WEST), national()).await;
    assert_eq!(nobody.unwrap_err(), Error::Refused(Refusal::Unknown));
});

both_engines!(twenty_officers_at_once_decide_once, |db| async move {
    let world = World::new(&db);
    let id = world.file().await;
    let seen = world.load(id).await.version;
    let attempts = (0..20).map(|_| {
        let store = world.store.clone();
        tokio::spawn(async move {
            reports::execute(&store, id, Some(seen), forward(WEST), national()).await
        })
    });
    let mut decided = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(_) => decided += 1,
            Err(Error::Refused(Refusal::Stale)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((decided, world.load(id).await.version), (1, seen + 1));
});

async fn joined(world: &World) -> (Report, Report) {
    let (main, other) = (world.at_unit().await, world.at_unit().await);
    let other = reports::merge(&world.store, other, None, main, admin(WEST)).await.unwrap();
    (world.load(main).await, other)
}

both_engines!(a_joined_report_follows_and_parts_again, |db| async move {
    let world = World::new(&db);
    let (main, other) = joined(&world).await;
    assert_eq!(main.followers, vec![other.id]);
    let reopen = Command::Reopen {
        ground: ReopenGround::WronglyMerged,
        explanation: "Jalan yang berbeda.".into(),
    };
    let parted = reports::execute(&world.store, other.id, None, reopen, national()).await.unwrap();
    assert_eq!(parted.stage.name(), StageName::AtUnit);
    assert_eq!(world.load(main.id).await.followers, Vec::new());
});

fn secret_filing(key: &str) -> reports::Intake {
    let mut intake = intake(key.into(), Channel::Website, Some(WEST));
    intake.filing.privacy = Privacy { anonymous: false, confidential: true };
    intake.filing.title = "Kanarikuning di kantor".into();
    intake.identity = Some(Identity {
        name: Some("Sri Rahayu".into()),
        phone: Some("+628123456789".into()),
        language: "id".into(),
        ..Identity::default()
    });
    intake
}

async fn public_titles(store: &Store, words: &str) -> Vec<String> {
    let ask = Ask::new(Query::parse(words), Narrow::default(), Scope::public());
    let rows = find(store, ask).await.unwrap().rows;
    rows.into_iter().map(|row| row.title).collect()
}

both_engines!(the_public_finds_only_what_is_verified_and_open, |db| async move {
    let world = World::new(&db);
    let hidden = reports::file(&world.store, secret_filing("secret")).await.unwrap();
    let open = world.file_by(Channel::Website, Some(WEST)).await;
    assert_eq!(public_titles(&world.store, "").await, Vec::<String>::new());
    for id in [hidden.id, open] {
        world.give(id, admin(WEST), assign(WORKS)).await;
    }
    let title = world.load(open).await.title;
    assert_eq!(public_titles(&world.store, "").await, vec![title.clone()]);
    assert_eq!(public_titles(&world.store, "kanarikuning").await, Vec::<String>::new());
    let by_agency = Narrow { agency: Some(WEST), ..Narrow::default() };
    assert_eq!(queries::public_list(&world.store, by_agency, None).await.unwrap().len(), 1);
    world.give(open, Actor::Reporter, Command::Withdraw { reason: String::new() }).await;
    assert_eq!(public_titles(&world.store, "").await, Vec::<String>::new());
});

both_engines!(an_identity_is_read_once_written_down_or_not_at_all, |db| async move {
    let world = World::new(&db);
    let id = reports::file(&world.store, secret_filing("who")).await.unwrap().id;
    let why = "Perlu menghubungi untuk survei lokasi.".to_owned();
    let shown =
        reports::reveal(&world.store, id, Part::Name, why.clone(), admin(WEST)).await.unwrap();
    assert!(
        matches!(shown, Some(Revealed::Name { own: Some(name), represents: None }) if &*name == "Sri Rahayu")
    );
    let refused = reports::reveal(&world.store, id, Part::Nik, why.clone(), admin(WEST)).await;
    assert_eq!(refused.unwrap_err(), Error::Refused(Refusal::Hidden { part: Part::Nik }));
    let stranger = reports::reveal(&world.store, id, Part::Name, why, admin(PAPUA)).await;
    assert!(matches!(stranger.unwrap_err(), Error::Refused(Refusal::NotAllowed { .. })));
    let history = reports::history(&world.store, id).await.unwrap();
    let reads: Vec<&str> =
        history.iter().map(|r| r.event.fact.word()).filter(|w| *w == "identity_revealed").collect();
    assert_eq!(reads.len(), 1);
    assert!(matches!(history.last().unwrap().by, By::Officer { .. }));
});

both_engines!(a_queue_is_sorted_by_urgency_and_narrowed_by_light, |db| async move {
    let world = World::new(&db);
    let early = world.file_by(Channel::Website, Some(WEST)).await;
    world.at("2026-11-06T09:00");
    let late = world.file_by(Channel::Website, Some(WEST)).await;
    let answered = world.file_by(Channel::Website, Some(WEST)).await;
    world.give(answered, admin(WEST), answer()).await;
    let queue = |filter: QueueFilter| {
        let store = world.store.clone();
        async move {
            let rows = queries::queue(&store, Queue::Agency(WEST), filter).await.unwrap();
            rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        }
    };
    assert_eq!(queue(QueueFilter::default()).await, vec![early, late, answered]);
    let red = QueueFilter { light: Some(Light::Red), ..QueueFilter::default() };
    assert_eq!(queue(red.clone()).await, vec![early]);
    let at_stage = QueueFilter { stage: Some(StageName::Answered), ..QueueFilter::default() };
    assert_eq!(queue(at_stage).await, vec![answered]);
    let number = world.load(late).await.tracking.to_string();
    assert_eq!(queue(QueueFilter { words: number, ..QueueFilter::default() }).await, vec![late]);
    let rows =
        queries::queue(&world.store, Queue::Agency(WEST), QueueFilter::default()).await.unwrap();
    let after = rows.first().map(|row| (row.sort_key, row.id.0));
    assert_eq!(queue(QueueFilter { after, ..QueueFilter::default() }).await, vec![late, answered]);
    world.give(answered, Actor::Reporter, accept()).await;
    let ended = queries::queue(&world.store, Queue::AgencyEnded(WEST), QueueFilter::default())
        .await
        .unwrap();
    assert_eq!(ended.iter().map(|row| row.id).collect::<Vec<_>>(), vec![answered]);
    assert_eq!(queue(QueueFilter::default()).await, vec![early, late]);
});

both_engines!(a_queue_of_several_agencies_is_one_order, |db| async move {
    let world = World::new(&db);
    let mut filed = Vec::new();
    for (hour, agency) in [("09", WEST), ("10", PAPUA), ("11", WEST), ("12", PAPUA)] {
        world.at(&format!("2026-11-06T{hour}:00"));
        filed.push(world.file_by(Channel::Website, Some(agency)).await);
    }
    let store = &world.store;
    let both = || Queue::Agencies(vec![PAPUA, WEST]);
    let rows = queries::queue_up_to(store, both(), QueueFilter::default(), 10).await.unwrap();
    let mut ordered = rows.iter().map(|row| (row.sort_key, row.id)).collect::<Vec<_>>();
    assert_eq!(ordered.len(), filed.len());
    assert!(ordered.is_sorted(), "{ordered:?}");
    let first = queries::queue_up_to(store, both(), QueueFilter::default(), 2).await.unwrap();
    let after = first.last().map(|row| (row.sort_key, row.id.0));
    let rest =
        queries::queue_up_to(store, both(), QueueFilter { after, ..QueueFilter::default() }, 10)
            .await
            .unwrap();
    let paged = first.iter().chain(&rest).map(|row| (row.sort_key, row.id)).collect::<Vec<_>>();
    assert_eq!(paged, ordered);
    ordered.retain(|(_, id)| filed.contains(id));
    assert_eq!(ordered.len(), filed.len());
    let nobody =
        queries::queue(store, Queue::Units(Vec::new()), QueueFilter::default()).await.unwrap();
    assert_eq!(nobody, []);
});

both_engines!(a_desk_lists_what_waits_there, |db| async move {
    let world = World::new(&db);
    let id = world.at_unit().await;
    let at = |desk: Desk| {
        let store = world.store.clone();
        async move {
            queries::queue(&store, Queue::Desk(desk), QueueFilter::default()).await.unwrap().len()
        }
    };
    assert_eq!(
        (at(Desk::Unit(WEST, WORKS)).await, at(Desk::Agency(WEST)).await, at(Desk::National).await),
        (1, 0, 0)
    );
    let units = Queue::Units(vec![WORKS]);
    assert_eq!(
        queries::queue(&world.store, units, QueueFilter::default()).await.unwrap()[0].id,
        id
    );
    world.give(id, liaison(WORKS), answer()).await;
    assert_eq!(world.load(id).await.answered_by.unwrap().desk, Desk::Unit(WEST, WORKS));
});
