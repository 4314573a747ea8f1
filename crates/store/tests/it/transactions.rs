//! Sharing a commit, failing in company, running again, waiting in line.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use store::db::{Db, Engine, Tx};
use store::testing::{Place, run_empty};
use store::{Error, both_engines, params};
use tokio::task::JoinHandle;

const INSERT: &str = "INSERT INTO entry (id, body) VALUES ($1, $2)";

/// A database with one writer, so that what waits together runs together.
async fn one_writer(place: &Place, writes_waiting_max: usize) -> Db {
    let mut options = place.options();
    options.writers = 1;
    options.writes_waiting_max = writes_waiting_max;
    let db = Db::open(&options).await.unwrap();
    let create = "CREATE TABLE entry (id BIGINT NOT NULL PRIMARY KEY, body TEXT NOT NULL)";
    db.write("create", move |tx| tx.exec(create, params![])).await.unwrap();
    db
}

/// Keeps the writer busy until told otherwise.
struct Hold {
    release: Sender<()>,
    done: JoinHandle<Result<(), Error>>,
}

async fn hold(db: &Db) -> Hold {
    let (began, wait_began) = channel();
    let (release, wait_release): (_, Receiver<()>) = channel();
    let db = db.clone();
    let done = tokio::spawn(async move {
        db.write("hold", move |_| {
            began.send(()).unwrap();
            wait_release.recv().unwrap();
            Ok(())
        })
        .await
    });
    tokio::task::spawn_blocking(move || wait_began.recv().unwrap()).await.unwrap();
    Hold { release, done }
}

impl Hold {
    async fn end(self) {
        self.release.send(()).unwrap();
        self.done.await.unwrap().unwrap();
    }
}

/// Starts a write and comes back once it waits in line.
async fn start<T, F>(db: &Db, name: &'static str, work: F) -> JoinHandle<Result<T, Error>>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
{
    let before = db.stats().writes_waiting;
    let task = tokio::spawn({
        let db = db.clone();
        async move { db.write(name, work).await }
    });
    while db.stats().writes_waiting == before && !task.is_finished() {
        tokio::task::yield_now().await;
    }
    task
}

async fn ids(db: &Db) -> Vec<i64> {
    let sql = "SELECT id FROM entry ORDER BY id";
    db.select("ids", sql, params![], |row| row.get(0)).await.unwrap()
}

both_engines!(empty waiting_writes_share_a_commit, |place| async move {
    let db = one_writer(&place, 100).await;
    let held = hold(&db).await;
    let before = db.stats().commits;
    let mut tasks = Vec::new();
    for id in 0..10_i64 {
        tasks.push(start(&db, "insert", move |tx| tx.queue(INSERT, params![id, "together"])).await);
    }
    held.end().await;
    for task in tasks {
        assert_eq!(task.await.unwrap(), Ok(()));
    }
    let after = db.stats().commits;
    assert_eq!(after.largest, 10);
    assert!(after.members - before.members >= 10);
    assert_eq!(db.stats().transactions["insert"].count, 10);
    assert_eq!(db.stats().transactions["insert"].reruns, 0);
    assert_eq!(ids(&db).await.len(), 10);
});

both_engines!(empty a_failing_neighbour_takes_nobody_along, |place| async move {
    let db = one_writer(&place, 100).await;
    let held = hold(&db).await;
    let first = start(&db, "first", |tx| tx.queue(INSERT, params![1, "first"])).await;
    let refused = start(&db, "refused", |tx| {
        tx.exec(INSERT, params![2, "refused"])?;
        Err::<(), _>(Error::Missing)
    })
    .await;
    let doubled = start(&db, "doubled", |tx| tx.queue(INSERT, params![1, "again"])).await;
    let panicked = start(&db, "panicked", |tx| {
        tx.exec(INSERT, params![3, "panicked"])?;
        tx.one("SELECT 1", params![], |_| -> Result<(), Error> { panic!("on purpose") })
    })
    .await;
    let last = start(&db, "last", |tx| {
        tx.exec(INSERT, params![4, "last"])?;
        tx.one("SELECT COUNT(*) FROM entry", params![], |row| row.get::<i64>(0))
    })
    .await;
    held.end().await;
    assert_eq!(first.await.unwrap(), Ok(()));
    assert_eq!(refused.await.unwrap(), Err(Error::Missing));
    let unique = Error::Unique { constraint: "entry_pkey".to_owned() };
    assert_eq!(doubled.await.unwrap(), Err(unique));
    let fault = Error::Fault("transaction panicked panicked".to_owned());
    assert_eq!(panicked.await.unwrap(), Err(fault));
    assert_eq!(last.await.unwrap(), Ok(2));
    assert_eq!(ids(&db).await, [1, 4]);
    assert_eq!(db.stats().transactions["refused"].failed, 1);
    assert_eq!(db.stats().transactions["last"].failed, 0);
});

both_engines!(empty a_refusal_after_reading_does_not_break_the_group, |place| async move {
    let db = one_writer(&place, 100).await;
    let held = hold(&db).await;
    let writes = start(&db, "writes", |tx| tx.queue(INSERT, params![1, "first"])).await;
    let refuses = start(&db, "refuses", |tx| {
        tx.one("SELECT id FROM entry WHERE id = 99", params![], |row| row.get::<i64>(0))
    })
    .await;
    held.end().await;
    assert_eq!(writes.await.unwrap(), Ok(()));
    assert_eq!(refuses.await.unwrap(), Err(Error::Missing));
    assert_eq!(db.stats().transactions["refuses"].reruns, 0);
    assert_eq!(db.stats().transactions["writes"].reruns, 0);
    assert_eq!(ids(&db).await, [1]);
});

both_engines!(empty a_failed_queued_statement_surfaces_at_the_next_query, |place| async move {
    let db = one_writer(&place, 100).await;
    let seen = db
        .write("surface", |tx| {
            tx.queue(INSERT, params![1, "once"])?;
            let twice = tx.queue(INSERT, params![1, "twice"]);
            let counted = tx.one("SELECT COUNT(*) FROM entry", params![], |row| row.get::<i64>(0));
            twice.and(counted)
        })
        .await;
    assert_eq!(seen, Err(Error::Unique { constraint: "entry_pkey".to_owned() }));
    assert!(ids(&db).await.is_empty());
});

both_engines!(empty a_commit_that_fails_acknowledges_nobody_it_did_not_keep, |place| async move {
    let db = one_writer(&place, 100).await;
    let create = "CREATE TABLE part (id BIGINT NOT NULL PRIMARY KEY, entry_id BIGINT \
                  REFERENCES entry (id) DEFERRABLE INITIALLY DEFERRED)";
    db.write("create", move |tx| tx.exec(create, params![])).await.unwrap();
    let held = hold(&db).await;
    let whole = start(&db, "whole", |tx| tx.queue(INSERT, params![1, "whole"])).await;
    let orphan = start(&db, "orphan", |tx| {
        tx.queue(INSERT, params![2, "beside the orphan"])?;
        tx.queue("INSERT INTO part (id, entry_id) VALUES ($1, $2)", params![1, 99])
    })
    .await;
    held.end().await;
    assert_eq!(whole.await.unwrap(), Ok(()));
    let orphan = orphan.await.unwrap();
    assert!(matches!(orphan, Err(Error::Foreign { .. })), "{orphan:?}");
    assert_eq!(ids(&db).await, [1]);
    assert_eq!(db.stats().transactions["whole"].reruns, 1);
});

both_engines!(empty a_full_line_is_busy, |place| async move {
    let db = one_writer(&place, 2).await;
    let held = hold(&db).await;
    let one = start(&db, "wait", |tx| tx.queue(INSERT, params![1, "one"])).await;
    let two = start(&db, "wait", |tx| tx.queue(INSERT, params![2, "two"])).await;
    let three = db.write("wait", |tx| tx.queue(INSERT, params![3, "three"])).await;
    assert_eq!(three, Err(Error::Busy));
    held.end().await;
    assert_eq!((one.await.unwrap(), two.await.unwrap()), (Ok(()), Ok(())));
    assert_eq!(ids(&db).await, [1, 2]);
});

both_engines!(empty closing_serves_those_who_wait, |place| async move {
    let db = one_writer(&place, 100).await;
    let held = hold(&db).await;
    let waiting = start(&db, "wait", |tx| tx.queue(INSERT, params![1, "one"])).await;
    let closing = tokio::spawn({
        let db = db.clone();
        async move { db.close().await }
    });
    let mut late = Ok(());
    while late.is_ok() {
        late = db.read("late", |_| Ok(())).await;
    }
    assert!(matches!(late, Err(Error::Unavailable(_))), "{late:?}");
    held.end().await;
    assert_eq!(waiting.await.unwrap(), Ok(()));
    assert_eq!(closing.await.unwrap(), Ok(()));
    let again = place.open().await;
    assert_eq!(ids(&again).await, [1]);
});

both_engines!(empty a_write_nobody_waits_for_does_not_start, |place| async move {
    let db = one_writer(&place, 100).await;
    let held = hold(&db).await;
    let forgotten = start(&db, "forgotten", |tx| tx.queue(INSERT, params![1, "one"])).await;
    forgotten.abort();
    assert!(forgotten.await.unwrap_err().is_cancelled());
    held.end().await;
    db.write("next", |tx| tx.queue(INSERT, params![2, "two"])).await.unwrap();
    assert_eq!(ids(&db).await, [2]);
});

const LOSE_A_RACE: &str = "DO $$ BEGIN RAISE EXCEPTION 'lost' USING ERRCODE = '40001'; END $$";

#[test]
fn a_lost_race_is_run_again() {
    run_empty(Engine::Postgres, |place| async move {
        let db = one_writer(&place, 100).await;
        let runs = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&runs);
        let won = db
            .write("race", move |tx| {
                tx.queue(INSERT, params![1, "won"])?;
                if counted.fetch_add(1, Ordering::Relaxed) < 3 {
                    tx.queue(LOSE_A_RACE, params![])?;
                }
                Ok(())
            })
            .await;
        assert_eq!(won, Ok(()));
        assert_eq!(runs.load(Ordering::Relaxed), 4);
        assert_eq!(db.stats().transactions["race"].retries, 3);
        assert_eq!(ids(&db).await, [1]);

        let lost = db.write("lost", |tx| tx.exec(LOSE_A_RACE, params![])).await;
        assert_eq!(lost, Err(Error::Conflict));
        assert_eq!(db.stats().transactions["lost"].count, 1);
    });
}

#[test]
fn a_deadlock_is_run_again() {
    run_empty(Engine::Postgres, |place| async move {
        let db = one_writer(&place, 100).await;
        db.write("fill", |tx| {
            tx.queue(INSERT, params![1, "a"])?;
            tx.queue(INSERT, params![2, "b"])
        })
        .await
        .unwrap();
        db.close().await.unwrap();
        let mut options = place.options();
        options.writers = 2;
        let db = Db::open(&options).await.unwrap();
        let barrier = Arc::new(std::sync::Barrier::new(2));
        let append = "UPDATE entry SET body = body || $2 WHERE id = $1";
        let crossing = |mine: i64, other: i64, began: Sender<()>| {
            let barrier = Arc::clone(&barrier);
            let runs = AtomicU32::new(0);
            move |tx: &mut Tx<'_>| {
                let first = runs.fetch_add(1, Ordering::Relaxed) == 0;
                if first {
                    began.send(()).unwrap();
                }
                tx.exec(append, params![mine, "+"])?;
                if first {
                    barrier.wait();
                }
                tx.exec(append, params![other, "+"])
            }
        };
        let (began, wait_began) = channel();
        let one = tokio::spawn({
            let (db, work) = (db.clone(), crossing(1, 2, began.clone()));
            async move { db.write("cross", work).await }
        });
        tokio::task::spawn_blocking(move || wait_began.recv().unwrap()).await.unwrap();
        let (began, _wait_began) = channel();
        let two = db.write("cross", crossing(2, 1, began)).await;
        assert_eq!((one.await.unwrap(), two), (Ok(1), Ok(1)));
        assert_eq!(db.stats().transactions["cross"].retries, 1);
        let sql = "SELECT body FROM entry ORDER BY id";
        let bodies = db.select("bodies", sql, params![], |row| row.get::<String>(0)).await;
        assert_eq!(bodies, Ok(vec!["a++".to_owned(), "b++".to_owned()]));
    });
}

#[test]
fn a_migration_under_a_prepared_statement_is_survived() {
    run_empty(Engine::Postgres, |place| async move {
        let db = one_writer(&place, 100).await;
        let sql = "INSERT INTO entry VALUES ($1, $2) RETURNING *";
        let insert = move |id: i64| {
            move |tx: &mut Tx<'_>| tx.one(sql, params![id, "x"], |row| row.get::<i64>(0))
        };
        assert_eq!(db.write("insert", insert(1)).await, Ok(1));
        let other = place.open().await;
        other
            .write("alter", |tx| tx.exec("ALTER TABLE entry ADD COLUMN more TEXT", params![]))
            .await
            .unwrap();
        assert_eq!(db.write("insert", insert(2)).await, Ok(2));
        assert_eq!(db.stats().transactions["insert"].retries, 1);
    });
}
