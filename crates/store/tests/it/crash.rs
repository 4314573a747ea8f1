//! What was acknowledged is there after a crash.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use store::db::{Db, Engine, Options};
use store::testing::run_empty;
use store::{Error, params};

use crate::outage::Server;

const URL: &str = "LAPOR_CRASH_URL";
const CREATE: &str = "CREATE TABLE entry (id BIGINT NOT NULL PRIMARY KEY, body TEXT NOT NULL)";
const INSERT: &str = "INSERT INTO entry (id, body) VALUES ($1, $2)";
const CLIENTS: i64 = 32;
/// Acknowledgements after which the plug is pulled.
const ENOUGH: usize = 2_000;

/// Writes from many clients and prints each id once its write is acknowledged.
#[test]
#[ignore = "this is the process that the crash tests start and kill"]
fn writing_child() {
    let url = std::env::var(URL).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = Db::open(&Options::new(url)).await.unwrap();
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let db = db.clone();
                tokio::spawn(async move {
                    for id in (client..).step_by(usize::try_from(CLIENTS).unwrap()) {
                        let written = db.write("insert", move |tx| {
                            tx.queue(INSERT, params![id * 2, "first"])?;
                            tx.queue(INSERT, params![id * 2 + 1, "second"])
                        });
                        match written.await {
                            Ok(()) => println!("\nacknowledged {id}"),
                            Err(_) => return,
                        }
                    }
                })
            })
            .collect();
        for client in clients {
            client.await.unwrap();
        }
    });
}

/// Runs the child against `url`, pulls the plug after [`ENOUGH`] and returns what it had
/// acknowledged until then.
fn acknowledged_until(url: &str, pull: impl FnOnce(u32)) -> BTreeSet<i64> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::writing_child", "--ignored", "--nocapture"])
        .env(URL, url)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = BTreeSet::new();
    let mut pull = Some(pull);
    while let Some(Ok(line)) = lines.next() {
        if let Some(id) = line.strip_prefix("acknowledged ").and_then(|id| id.parse().ok()) {
            acknowledged.insert(id);
        }
        if acknowledged.len() == ENOUGH
            && let Some(pull) = pull.take()
        {
            pull(child.id());
        }
    }
    child.wait().unwrap();
    assert!(acknowledged.len() >= ENOUGH, "only {} acknowledged", acknowledged.len());
    acknowledged
}

async fn check_all_there(url: &str, acknowledged: BTreeSet<i64>) {
    let db = Db::open(&Options::new(url)).await.unwrap();
    let sql = "SELECT id FROM entry ORDER BY id";
    let ids: Vec<i64> = db.select("ids", sql, params![], |row| row.get(0)).await.unwrap();
    let there: BTreeSet<i64> = ids.iter().copied().collect();
    for id in acknowledged {
        assert!(there.contains(&(id * 2)), "{id} was acknowledged and is lost");
    }
    for id in there.iter().filter(|id| **id % 2 == 0) {
        assert!(there.contains(&(id + 1)), "{id} was kept in part");
    }
    let more = db.write("after", |tx| tx.exec(INSERT, params![-1, "after the crash"])).await;
    assert_eq!(more, Ok(1));
    db.close().await.unwrap();
}

async fn create(url: &str) -> Result<(), Error> {
    let db = Db::open(&Options::new(url)).await?;
    db.write("create", |tx| tx.exec(CREATE, params![])).await?;
    db.close().await
}

fn kill(pid: u32) {
    let status = Command::new("kill").args(["-KILL", &pid.to_string()]).status().unwrap();
    assert!(status.success());
}

#[test]
fn nothing_acknowledged_is_lost_when_the_process_dies_sqlite() {
    run_empty(Engine::Sqlite, |place| async move {
        create(&place.url).await.unwrap();
        let acknowledged = acknowledged_until(&place.url, kill);
        assert!(Path::new(&format!("{}-wal", place.url)).exists(), "the log was left behind");
        check_all_there(&place.url, acknowledged).await;
    });
}

#[test]
fn nothing_acknowledged_is_lost_when_the_process_dies_postgres() {
    run_empty(Engine::Postgres, |place| async move {
        create(&place.url).await.unwrap();
        let acknowledged = acknowledged_until(&place.url, kill);
        check_all_there(&place.url, acknowledged).await;
    });
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_dies() {
    run_empty(Engine::Sqlite, |place| async move {
        let server = Server::start(place.folder().join("server"));
        create(&server.url()).await.unwrap();
        let acknowledged = acknowledged_until(&server.url(), |_| server.kill());
        server.script("start");
        check_all_there(&server.url(), acknowledged).await;
    });
}
