//! Who finds a report in a queue: those who have it, help with it or were told of it, and no longer.

use crate::world::{
    PAPUA, WEST, WORKS, World, admin, answer, assign, forward, liaison, national, post,
};
use domain::kind::{ArchiveReason, DeclineReason};
use domain::role::{Desk, Reconciler};
use domain::{Actor, AgencyId, Command, Office, ReportId, UnitId};
use store::both_engines;
use store::reports::queries::{self, Queue, QueueFilter};

/// The reports of a queue, however it is asked: as a whole, by words, by number. Each way gives
/// the same for the one report these tests have.
async fn found(world: &World, queue: Queue) -> Vec<ReportId> {
    let mut ways = Vec::new();
    let number = queries::queue(&world.store, Queue::Nation, QueueFilter::default()).await.unwrap();
    let number = number.first().map(|row| row.tracking.to_string());
    for words in ["", "lampu padam"].map(str::to_owned).into_iter().chain(number) {
        let filter = QueueFilter { words, ..QueueFilter::default() };
        let rows = queries::queue(&world.store, queue.clone(), filter).await.unwrap();
        ways.push(rows.into_iter().map(|row| row.id).collect::<Vec<_>>());
    }
    assert!(ways.windows(2).all(|two| two[0] == two[1]), "{queue:?} {ways:?}");
    ways.remove(0)
}

/// The reporter says nothing, so the clock closes what was answered.
async fn end(world: &World, id: ReportId) {
    world.at("2026-12-10T09:00");
    world.give(id, Actor::System(Reconciler::Timekeeper), Command::Lapse).await;
}

fn with_copies(lead: AgencyId, copies: Vec<AgencyId>, watcher: Option<AgencyId>) -> Command {
    Command::Forward { lead, supporting: Vec::new(), copies, watcher, note: String::new() }
}

both_engines!(an_agency_that_got_a_copy_finds_it_while_it_is_open, |db| async move {
    let world = World::new(&db);
    let id = world.file().await;
    world.give(id, national(), with_copies(WEST, vec![PAPUA], None)).await;
    assert_eq!(found(&world, Queue::Copies(PAPUA)).await, [id]);
    assert_eq!(found(&world, Queue::Copies(WEST)).await, []);
    world.give(id, admin(WEST), answer()).await;
    end(&world, id).await;
    assert_eq!(found(&world, Queue::Copies(PAPUA)).await, []);
    world.give(id, Actor::Reporter, Command::Appeal(post())).await;
    assert_eq!(found(&world, Queue::Copies(PAPUA)).await, [id]);
    let watched = world.file().await;
    world.give(watched, national(), with_copies(WEST, Vec::new(), Some(PAPUA))).await;
    let filter = QueueFilter::default();
    let rows = queries::queue(&world.store, Queue::Copies(PAPUA), filter).await.unwrap();
    assert_eq!(rows.len(), 2, "who watches over the lead has it too");
});

both_engines!(a_unit_finds_the_tasks_of_its_own_and_no_others, |db| async move {
    let world = World::new(&db);
    let id = world.at_unit().await;
    let other = UnitId(13);
    let office = Office { agency: WEST, unit: Some(other) };
    let request = "Mohon data jaringan listrik di jalan ini.".to_owned();
    world.give(id, admin(WEST), Command::OpenTask { office, request }).await;
    assert_eq!(found(&world, Queue::UnitTasks(vec![other])).await, [id]);
    assert_eq!(found(&world, Queue::UnitTasks(vec![WORKS])).await, []);
    assert_eq!(found(&world, Queue::Tasks(WEST)).await, [id]);
    let done = Command::FinishTask { task: world.load(id).await.tasks[0].no, post: post() };
    world.give(id, liaison(other), done).await;
    assert_eq!(found(&world, Queue::UnitTasks(vec![other])).await, []);
});

both_engines!(a_unit_that_answered_has_it_no_longer_once_another_desk_does, |db| async move {
    let world = World::new(&db);
    let id = world.at_unit().await;
    world.give(id, liaison(WORKS), answer()).await;
    assert_eq!(found(&world, Queue::Units(vec![WORKS])).await, [id]);
    end(&world, id).await;
    let ended = Queue::UnitsEnded(vec![WORKS]);
    let rows = queries::queue(&world.store, ended.clone(), QueueFilter::default()).await.unwrap();
    assert_eq!(rows.len(), 1);
    world.give(id, Actor::Reporter, Command::Appeal(post())).await;
    assert_eq!(found(&world, Queue::Units(vec![WORKS])).await, []);
    assert_eq!(found(&world, Queue::Desk(Desk::Agency(WEST))).await, [id]);
    assert_eq!(found(&world, ended).await, []);
});

both_engines!(an_agency_that_declined_finds_it_only_once_it_has_it_again, |db| async move {
    let world = World::new(&db);
    let id = world.at_unit().await;
    let decline = || Command::Decline {
        reason: DeclineReason::OtherRegion,
        explanation: "Jalan ini bukan milik kabupaten.".to_owned(),
        suggested: None,
    };
    world.give(id, liaison(WORKS), decline()).await;
    assert_eq!(found(&world, Queue::Agency(WEST)).await, [id]);
    world.give(id, admin(WEST), decline()).await;
    let queues = || {
        [
            Queue::Agency(WEST),
            Queue::Agencies(vec![WEST, PAPUA]),
            Queue::AgencyEnded(WEST),
            Queue::Desk(Desk::Agency(WEST)),
            Queue::Units(vec![WORKS]),
            Queue::UnitsEnded(vec![WORKS]),
        ]
    };
    for queue in queues() {
        assert_eq!(found(&world, queue).await, []);
    }
    assert_eq!(found(&world, Queue::Desk(Desk::National)).await, [id]);
    assert_eq!(found(&world, Queue::Desk(Desk::Review)).await, []);
    world.give(id, national(), forward(WEST)).await;
    assert_eq!(found(&world, Queue::Agency(WEST)).await, [id]);
    world.give(id, admin(WEST), assign(WORKS)).await;
    assert_eq!(found(&world, Queue::Units(vec![WORKS])).await, [id]);
    world.give(id, liaison(WORKS), decline()).await;
    world.give(id, admin(WEST), decline()).await;
    let archive = Command::Archive {
        reason: ArchiveReason::Unclear,
        explanation: "Tempatnya tidak dapat ditemukan.".to_owned(),
    };
    world.give(id, national(), archive).await;
    for queue in queues() {
        assert_eq!(found(&world, queue).await, []);
    }
});

both_engines!(the_newest_reports_of_a_month_are_read_and_counted, |db| async move {
    let world = World::new(&db);
    world.file().await;
    world.at("2026-11-05T10:00");
    let since = world.store.now();
    let mut filed = Vec::new();
    for _ in 0..4 {
        filed.push(world.file().await);
    }
    let found = queries::received(&world.store, since, 3).await.unwrap();
    let names: Vec<_> = found.newest.iter().map(|row| row.id).collect();
    assert_eq!(names, [filed[3], filed[2], filed[1]], "the newest first");
    assert_eq!(found.count, 4, "what was received before is not counted");
});
