//! The disk is full, the server is gone: the caller learns it, and it passes.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use store::db::{Db, Engine, Options};
use store::testing::run_empty;
use store::{Error, both_engines, params};

const CREATE: &str = "CREATE TABLE entry (id BIGINT NOT NULL PRIMARY KEY, body TEXT NOT NULL)";
const INSERT: &str = "INSERT INTO entry (id, body) VALUES ($1, $2)";

async fn insert(db: &Db, id: i64, bytes: usize) -> Result<(), Error> {
    db.write("insert", move |tx| tx.queue(INSERT, params![id, "x".repeat(bytes)])).await
}

async fn ids(db: &Db) -> Result<Vec<i64>, Error> {
    db.select("ids", "SELECT id FROM entry ORDER BY id", params![], |row| row.get(0)).await
}

#[test]
fn a_full_disk_is_told_and_passes() {
    run_empty(Engine::Sqlite, |place| async move {
        let db = place.open().await;
        let limit = |sql: &'static str| {
            let db = db.clone();
            async move {
                db.write("limit", move |tx| tx.one(sql, params![], |row| row.get::<i64>(0))).await
            }
        };
        db.write("create", |tx| tx.exec(CREATE, params![])).await.unwrap();
        limit("PRAGMA max_page_count = 20").await.unwrap();
        insert(&db, 1, 100).await.unwrap();
        let full = Err(Error::Unavailable("the disk is full".to_owned()));
        assert_eq!(insert(&db, 2, 500_000).await, full);
        // In company, too: the large ones fail, the small ones get through.
        let (small, large, other) =
            tokio::join!(insert(&db, 3, 100), insert(&db, 4, 500_000), insert(&db, 5, 100));
        assert_eq!((small, large, other), (Ok(()), full, Ok(())));
        assert_eq!(ids(&db).await, Ok(vec![1, 3, 5]));
        limit("PRAGMA max_page_count = 100000").await.unwrap();
        assert_eq!(insert(&db, 2, 500_000).await, Ok(()));
        assert_eq!(ids(&db).await, Ok(vec![1, 2, 3, 5]));
    });
}

both_engines!(empty a_statement_without_end_is_stopped, |place| async move {
    let mut options = place.options();
    options.statement_limit = Duration::from_millis(200);
    let db = Db::open(&options).await.unwrap();
    let endless = "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT i + 1 FROM n \
                   WHERE i < 10000000000) SELECT COUNT(*) FROM n";
    let stopped = db.select("endless", endless, params![], |row| row.get::<i64>(0)).await;
    assert_eq!(stopped, Err(Error::Unavailable("a statement took too long".to_owned())));
    let stopped = db.write("endless", |tx| tx.one(endless, params![], |row| row.get::<i64>(0))).await;
    assert_eq!(stopped, Err(Error::Unavailable("a statement took too long".to_owned())));
    assert_eq!(db.ping().await, Ok(()));
});

#[test]
fn a_file_that_is_no_database_is_told() {
    run_empty(Engine::Sqlite, |place| async move {
        std::fs::write(&place.url, "not a database, but long enough to look at ".repeat(50))
            .unwrap();
        let opened = Db::open(&place.options()).await;
        assert!(matches!(opened, Err(Error::Corrupt(_))), "{:?}", opened.err());
        let missing = Options::new("/no/such/folder/lapor.sqlite");
        let opened = Db::open(&missing).await;
        assert!(matches!(opened, Err(Error::Unavailable(_))), "{:?}", opened.err());
    });
}

/// A server of its own, because this test takes it down.
pub(crate) struct Server {
    folder: PathBuf,
    port: u16,
}

impl Server {
    pub(crate) fn start(folder: PathBuf) -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { folder, port: free.local_addr().unwrap().port() };
        drop(free);
        server.script("start");
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    pub(crate) fn script(&self, command: &str) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/postgres-for-tests.sh");
        let status = Command::new(script)
            .arg(command)
            .env("LAPOR_TEST_DIR", &self.folder)
            .env("LAPOR_TEST_POSTGRES_PORT", self.port.to_string())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "{script} {command}");
    }

    /// Pulls the plug: the postmaster and all its children, without a word.
    pub(crate) fn kill(&self) {
        let pid_file = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap();
        let postmaster = pid_file.lines().next().unwrap();
        // Stopped first, so that it cannot react to the death of its children.
        for command in [
            format!("kill -STOP {postmaster}"),
            format!("pkill -KILL -P {postmaster}"),
            format!("kill -KILL {postmaster}"),
        ] {
            let mut words = command.split(' ');
            let status = Command::new(words.next().unwrap()).args(words).status().unwrap();
            assert!(status.success(), "{command}");
        }
        while std::path::Path::new(&format!("/proc/{postmaster}")).exists() {
            std::thread::yield_now();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.script("stop");
    }
}

#[test]
fn a_server_that_goes_and_comes_back() {
    run_empty(Engine::Sqlite, |place| async move {
        let server = Server::start(place.folder().join("server"));
        let mut options = Options::new(server.url());
        options.patience = Duration::from_millis(300);
        let db = Db::open(&options).await.unwrap();
        db.write("create", |tx| tx.exec(CREATE, params![])).await.unwrap();
        assert_eq!(insert(&db, 1, 10).await, Ok(()));

        // A restart between two transactions goes unnoticed.
        server.script("stop");
        server.script("start");
        assert_eq!(insert(&db, 2, 10).await, Ok(()));
        assert_eq!(ids(&db).await, Ok(vec![1, 2]));

        server.kill();
        let start = Instant::now();
        let mut gone = Vec::new();
        for id in 10..60 {
            gone.push(tokio::spawn({
                let db = db.clone();
                async move { insert(&db, id, 10).await }
            }));
        }
        for task in gone {
            // Unconfirmed, should the last socket close a moment after its process.
            let answer = task.await.unwrap();
            let told = matches!(answer, Err(Error::Unavailable(_) | Error::Unconfirmed(_)));
            assert!(told, "{answer:?}");
        }
        let read = ids(&db).await;
        assert!(matches!(read, Err(Error::Unavailable(_))), "{read:?}");
        assert!(start.elapsed() < Duration::from_secs(5), "nobody waits long for a dead server");
        assert!(matches!(db.ping().await, Err(Error::Unavailable(_))));

        server.script("start");
        assert_eq!(insert(&db, 3, 10).await, Ok(()));
        assert_eq!(ids(&db).await, Ok(vec![1, 2, 3]));
        db.close().await.unwrap();
    });
}

#[test]
fn a_server_that_is_not_there_is_told() {
    run_empty(Engine::Sqlite, |_| async move {
        let mut options = Options::new("postgres://postgres@127.0.0.1:1/none");
        options.patience = Duration::from_millis(200);
        let opened = Db::open(&options).await;
        assert!(matches!(opened, Err(Error::Unavailable(_))), "{:?}", opened.err());
        let nonsense = Db::open(&Options::new("postgres://host:port/x?what=ever")).await;
        assert!(matches!(nonsense, Err(Error::Fault(_))), "{:?}", nonsense.err());
    });
}
