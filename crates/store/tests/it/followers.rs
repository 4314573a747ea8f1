//! Followers see every event once, whatever is written and dies at the same time.

use crate::world::{World, intake, post};
use domain::counter::Measure;
use domain::kind::Channel;
use domain::{Actor, Command};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;
use store::db::{Db, Engine, Tx};
use store::follow::{self, Change};
use store::followers;
use store::{Result, Store, both_engines, counters, params, reports, testing, timekeeper};
use tokio::sync::watch;

const NAME: &str = "witness";
const CREATE: &str = "CREATE TABLE seen (report_id BIGINT NOT NULL, version BIGINT NOT NULL, PRIMARY KEY (report_id, version))";
/// Fails when the event was seen before.
const SEEN: &str = "INSERT INTO seen (report_id, version) VALUES ($1, $2)";
const SEEN_COUNT: &str = "SELECT COUNT(*) FROM seen";
const MISSED: &str = "SELECT COUNT(*) FROM event e WHERE NOT EXISTS \
                      (SELECT 1 FROM seen s WHERE s.report_id = e.report_id AND s.version = e.version)";
const EVENT: &str = "INSERT INTO event (report_id, version, at, actor, kind, body) \
                     SELECT $1, version, at, actor, kind, body FROM event WHERE report_id = $2";
const WRITERS: usize = 32;
const REPORTS: usize = 3;
const MESSAGES: usize = 3;

async fn create(db: &Db) {
    db.write("create", |tx| tx.exec(CREATE, params![])).await.unwrap();
}

async fn witness(store: &Store, limit: u16) -> Result<usize> {
    let look = |_: &mut Tx<'_>, changes: &[Change]| {
        for change in changes {
            assert_eq!(change.after.version, change.recorded.version);
            assert_eq!(
                change.before.as_ref().map_or(0, |before| before.version),
                change.recorded.version - 1
            );
        }
        Ok(changes.iter().map(|change| (change.report.0, change.recorded.version)).collect())
    };
    let apply = |tx: &mut Tx<'_>, seen: &Vec<(i64, u32)>| {
        seen.iter().try_for_each(|(report, version)| tx.queue(SEEN, params![*report, *version]))
    };
    follow::advance(store, NAME, limit, look, apply).await
}

async fn count(db: &Db, sql: &'static str) -> usize {
    let count: i64 =
        db.read("count", move |tx| tx.one(sql, params![], |row| row.get(0))).await.unwrap();
    usize::try_from(count).unwrap()
}

async fn write_reports(store: Store, writer: usize) {
    for nth in 0..REPORTS {
        let report = intake(format!("key {writer} {nth}"), Channel::Website, None);
        let id = reports::file(&store, report).await.unwrap().id;
        for _ in 0..MESSAGES {
            reports::execute(&store, id, None, Command::SendMessage(post()), Actor::Reporter)
                .await
                .unwrap();
        }
    }
}

both_engines!(sees_everything_of_32_writers_once, |db| async move {
    create(&db).await;
    let world = World::new(&db);
    let left = Arc::new(AtomicUsize::new(WRITERS));
    for writer in 0..WRITERS {
        let (store, left) = (world.store.clone(), left.clone());
        tokio::spawn(async move {
            write_reports(store, writer).await;
            left.fetch_sub(1, Ordering::SeqCst);
        });
    }
    // Two followers race for the same batches, and every third try is killed somewhere on its way.
    let mut tries = 0_u32;
    while left.load(Ordering::SeqCst) > 0
        || !follow::is_caught_up(&world.store, NAME).await.unwrap()
    {
        tries += 1;
        let (one, other) = (witness(&world.store, 7), witness(&world.store, 5));
        if tries.is_multiple_of(3) {
            let limit = Duration::from_micros(u64::from(tries % 40) * 100);
            drop(tokio::time::timeout(limit, async { tokio::join!(one, other) }).await);
        } else {
            let (one, other) = tokio::join!(one, other);
            one.unwrap();
            other.unwrap();
        }
    }
    assert_eq!(count(&db, MISSED).await, 0);
    assert_eq!(count(&db, SEEN_COUNT).await, WRITERS * REPORTS * (1 + MESSAGES));
});

/// A transaction that began early and commits late: what was committed in between has to wait for
/// it, or the follower would have passed it by.
#[test]
fn waits_for_a_late_commit() {
    testing::run(Engine::Postgres, |db| async move {
        create(&db).await;
        let world = World::new(&db);
        let first = world.file().await;
        while !follow::is_caught_up(&world.store, NAME).await.unwrap() {
            witness(&world.store, 10).await.unwrap();
        }
        let (began, wait_began) = mpsc::channel();
        let (release, wait_release) = mpsc::channel::<()>();
        let late = tokio::spawn({
            let db = db.clone();
            async move {
                db.write("late", move |tx| {
                    tx.exec(EVENT, params![1, first.0])?;
                    began.send(()).unwrap();
                    wait_release.recv().unwrap();
                    Ok(())
                })
                .await
            }
        });
        tokio::task::spawn_blocking(move || wait_began.recv().unwrap()).await.unwrap();
        world.file().await;
        assert_eq!(witness(&world.store, 10).await, Ok(0));
        assert!(!follow::is_caught_up(&world.store, NAME).await.unwrap());
        release.send(()).unwrap();
        late.await.unwrap().unwrap();
        while !follow::is_caught_up(&world.store, NAME).await.unwrap() {
            witness(&world.store, 10).await.unwrap();
        }
        assert_eq!((count(&db, SEEN_COUNT).await, count(&db, MISSED).await), (3, 0));
    });
}

#[test]
fn refuses_events_that_another_cluster_numbered() {
    testing::run(Engine::Postgres, |db| async move {
        const RESTORE: &str = "UPDATE event SET tx = CAST('900000000000' AS xid8)";
        let world = World::new(&db);
        world.file().await;
        assert_eq!(follow::check_origin(&world.store).await, Ok(()));
        db.write("restore", |tx| tx.exec(RESTORE, params![])).await.unwrap();
        let refused = follow::check_origin(&world.store).await;
        assert!(matches!(refused, Err(store::Error::Corrupt(_))));
    });
}

both_engines!(runs_until_it_is_told_to_stop, |db| async move {
    let world = World::new(&db);
    let (stop, stopped) = watch::channel(false);
    let followers = tokio::spawn({
        let (store, stopped) = (world.store.clone(), stopped.clone());
        async move { followers::run(&store, stopped).await }
    });
    let timekeeper = tokio::spawn({
        let store = world.store.clone();
        async move { timekeeper::run(&store, stopped).await }
    });
    world.file().await;
    while counters::totals(&world.store).await.unwrap().nation.of(Measure::Received) == 0 {
        tokio::task::yield_now().await;
    }
    stop.send(true).unwrap();
    followers.await.unwrap();
    timekeeper.await.unwrap();
});
