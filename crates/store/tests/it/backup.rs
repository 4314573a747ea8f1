//! A copy made in the middle of writing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use store::db::{BackupProgress, Db, Engine, Options};
use store::testing::run_empty;
use store::{Error, params};

const INSERT: &str = "INSERT INTO entry (id, body) VALUES ($1, $2)";

async fn count(db: &Db) -> i64 {
    let sql = "SELECT COUNT(*) FROM entry";
    db.select("count", sql, params![], |row| row.get(0)).await.unwrap()[0]
}

#[test]
fn a_copy_is_whole_while_writes_go_on() {
    run_empty(Engine::Sqlite, |place| async move {
        let db = place.open().await;
        let create = "CREATE TABLE entry (id BIGINT NOT NULL PRIMARY KEY, body TEXT NOT NULL)";
        db.write("create", move |tx| tx.exec(create, params![])).await.unwrap();
        db.write("fill", |tx| {
            (0..5_000_i64).try_for_each(|id| tx.queue(INSERT, params![id, "x".repeat(3_000)]))
        })
        .await
        .unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let writing = tokio::spawn({
            let (db, stop) = (db.clone(), Arc::clone(&stop));
            async move {
                let mut id = 5_000_i64;
                while !stop.load(Ordering::Relaxed) {
                    db.write("more", move |tx| tx.queue(INSERT, params![id, "more"]))
                        .await
                        .unwrap();
                    id += 1;
                }
                id
            }
        });
        let to = place.folder().join("copy.sqlite");
        let (report, reports) = std::sync::mpsc::channel();
        db.backup_to(&to, move |at| report.send(at).unwrap()).await.unwrap();
        stop.store(true, Ordering::Relaxed);
        let written = writing.await.unwrap();
        assert!(written > 5_000, "nothing was written meanwhile");

        let reports: Vec<BackupProgress> = reports.iter().collect();
        assert!(reports.len() > 2 && reports.is_sorted_by_key(|at| at.pages_done));
        let last = reports.last().unwrap();
        assert_eq!(last.pages_done, last.pages);

        let copy = Db::open(&Options::new(to.to_str().unwrap())).await.unwrap();
        assert!((5_000..=written).contains(&count(&copy).await));
        let again = db.backup_to(&to, |_| {}).await;
        assert_eq!(again, Err(Error::Fault("the backup file exists already".to_owned())));
    });
}

#[test]
fn a_copy_that_cannot_be_written_leaves_nothing() {
    run_empty(Engine::Sqlite, |place| async move {
        let db = place.open().await;
        let got = db.backup_to(place.folder().join("no/such/folder.sqlite"), |_| {}).await;
        assert!(matches!(got, Err(Error::Unavailable(_))), "{got:?}");
    });
}
