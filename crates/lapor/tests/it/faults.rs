//! What LAPOR needs is away: it says so, takes nothing by halves, and goes on by itself.

use crate::browser::Reply;
use crate::crowd::{Crowd, finish, reach};
use crate::journey::{At, Journey, Setback, Story};
use crate::ledger::Ledger;
use crate::program::{Home, free_port};
use crate::relay::{Relay, recipients};
use crate::{seed, trial, until};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;
use store::both_engines;
use store::db::Engine;
use store::params;
use store::testing::run_empty;

const SORRY: &str = "LAPOR sedang tidak dapat melayani";
const SORRY_EN: &str = "LAPOR cannot serve you right now";
/// For a fault to be noticed, and for it to be over.
const SOON: Duration = Duration::from_secs(60);

/// The page of a service that cannot, in the reader's language, with the time to come back.
fn check_sorry(reply: &Reply, words: &str) {
    assert_eq!(reply.status, 503, "{}", reply.title());
    assert!(reply.body.contains(words), "{}", reply.title());
    assert!(reply.retry_after.is_some_and(|seconds| (1..=60).contains(&seconds)));
}

async fn status(home: &Home, path: &str) -> u16 {
    home.browser().get(path).await.unwrap().status
}

#[test]
fn without_postgresql_people_are_told_and_nothing_is_lost() {
    run_empty(Engine::Sqlite, |place| async move {
        let seed = seed();
        let postgres = Postgres::start(place.folder().join("server"));
        let home = Home::at(place.folder().clone(), postgres.url());
        home.succeed(&["migrate"]).await;
        let server = home.start().await;
        let ledger = Arc::new(Ledger::begin(home.folder()));
        let story = Story::anonymous("Air keruh di Kampung Tengah");
        let mut writing = Journey::new(home.browser(), story, Arc::clone(&ledger));
        reach(&mut writing, At::Identity).await;
        let mut crowd = Crowd::gather(&home, &ledger, seed);
        crowd.wait_for(10, &ledger).await;

        postgres.script("crash");
        let told = writing.step().await;
        let Err(Setback::Unavailable(reply)) = told else { panic!("{told:?}") };
        check_sorry(&reply, SORRY);
        check_sorry(&writing.browser.get("/lapor/isi").await.unwrap(), SORRY);
        check_sorry(&writing.browser.get("/en/lapor/isi").await.unwrap(), SORRY_EN);
        assert_eq!(status(&home, "/readyz").await, 503);
        assert_eq!(status(&home, "/healthz").await, 200);

        postgres.script("start");
        until("the service is ready again", SOON, async || {
            (status(&home, "/readyz").await == 200).then_some(())
        })
        .await;
        let kept = writing.browser.get("/lapor/isi").await.unwrap();
        assert!(
            kept.status == 200 && kept.body.contains(&writing.story.title),
            "what was typed is kept"
        );
        finish(&mut writing).await;
        crowd.wait_for(10, &ledger).await;
        crowd.disperse().await;
        trial::hold(&home, server, &ledger).await.acquit(&home).await;
    });
}

/// A server of its own, because this test takes it down.
struct Postgres {
    folder: PathBuf,
    port: u16,
}

impl Postgres {
    fn start(folder: PathBuf) -> Self {
        let server = Self { folder, port: free_port() };
        server.script("start");
        server
    }

    fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn script(&self, command: &str) {
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres-for-tests.sh");
        let status = Command::new(script)
            .arg(command)
            .env("LAPOR_TEST_DIR", &self.folder)
            .env("LAPOR_TEST_POSTGRES_PORT", self.port.to_string())
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success(), "postgres-for-tests.sh {command}");
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.script("stop");
    }
}

#[test]
fn on_a_full_disk_people_are_told_and_nothing_is_lost() {
    run_empty(Engine::Sqlite, |place| async move {
        let seed = seed();
        let disk = SmallDisk::mount(place.folder().join("disk"));
        let home =
            Home::at(disk.0.clone(), format!("sqlite:{}", disk.0.join("lapor.sqlite").display()));
        let server = home.start().await;
        let ledger = Arc::new(Ledger::begin(place.folder()));
        let mut ready = Vec::new();
        for number in 0..8 {
            let story = Story::anonymous(format!("Sampah menumpuk di pasar {number}"));
            let mut journey = Journey::new(home.browser(), story, Arc::clone(&ledger));
            reach(&mut journey, At::Send).await;
            ready.push(journey);
        }
        let mut crowd = Crowd::gather(&home, &ledger, seed);
        crowd.wait_for(10, &ledger).await;

        disk.fill();
        // What the log of the database had in reserve is used up by the crowd.
        let mut refused = 0;
        for journey in &mut ready {
            until("the disk is full", SOON, async || probe(&home, &ledger).await).await;
            match journey.step().await {
                Ok(()) => {}
                Err(Setback::Unavailable(reply)) => {
                    check_sorry(&reply, SORRY);
                    refused += 1;
                }
                Err(Setback::NoAnswer) => panic!("a full disk is no reason to say nothing"),
            }
        }
        assert!(refused > 0, "the full disk was noticed when reports were sent");
        assert_eq!(status(&home, "/healthz").await, 200);

        disk.clear();
        for journey in &mut ready {
            finish(journey).await;
        }
        crowd.wait_for(10, &ledger).await;
        crowd.disperse().await;
        let trial = trial::hold(&home, server, &ledger).await;
        println!("{refused} of 8 were refused while the disk was full");
        trial.acquit(&home).await;
    });
}

/// Somebody begins a report; `Some` when the service says that it cannot.
async fn probe(home: &Home, ledger: &Arc<Ledger>) -> Option<()> {
    let story = Story::anonymous("Hanya mencoba formulir");
    let mut journey = Journey::new(home.browser(), story, Arc::clone(ledger));
    match journey.step().await {
        Err(Setback::Unavailable(reply)) => {
            check_sorry(&reply, SORRY);
            Some(())
        }
        _ => None,
    }
}

/// A file system in memory that is soon full.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// The reference data takes about 9 MB, and as much in the log of the database.
    fn mount(folder: PathBuf) -> Self {
        std::fs::create_dir_all(&folder).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"])
            .arg(&folder)
            .output();
        let output = mounted.expect("the command mount");
        let why = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "this test mounts a small file system and needs to be root: {why}"
        );
        Self(folder)
    }

    fn fill(&self) {
        let mut ballast = File::create(self.0.join("ballast")).unwrap();
        while ballast.write_all(&[0; 4096]).is_ok() {}
    }

    fn clear(&self) {
        std::fs::remove_file(self.0.join("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _gone = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

#[test]
fn notices_wait_for_the_relay_and_arrive_once() {
    run_empty(Engine::Sqlite, |place| async move {
        let port = free_port();
        let home = Home::new(&place)
            .with("LAPOR_EMAIL_HOST", "127.0.0.1")
            .with("LAPOR_EMAIL_PORT", port.to_string())
            .with("LAPOR_EMAIL_SECURITY", "none");
        let server = home.start().await;
        let ledger = Arc::new(Ledger::begin(home.folder()));
        let addresses: Vec<String> = (0..5).map(|n| format!("warga{n}@contoh.example")).collect();
        for (number, email) in addresses.iter().enumerate() {
            let mut story = Story::anonymous(format!("Halte rusak nomor {number}"));
            (story.name, story.email) = (format!("Warga {number}"), email.clone());
            finish(&mut Journey::new(home.browser(), story, Arc::clone(&ledger))).await;
        }
        let tried = "SELECT COUNT(*) FROM notice WHERE channel = 'email' AND state = 'waiting' AND attempts > 0";
        wait_for_notices(&home, tried, 5).await;
        // Waiting is written down: it outlives the program.
        server.kill();
        let server = home.start().await;
        let maildir = home.folder().join("maildir");
        let relay = Relay::start(port, &maildir);
        let sent = "SELECT COUNT(*) FROM notice WHERE channel = 'email' AND state = 'sent'";
        wait_for_notices(&home, sent, 5).await;
        let trial = trial::hold(&home, server, &ledger).await;
        drop(relay);
        assert_eq!(recipients(&maildir), addresses, "one mail to each");
        trial.acquit(&home).await;
    });
}

/// The first repeat of a mail comes after 15 to 30 seconds.
async fn wait_for_notices(home: &Home, sql: &'static str, count: i64) {
    let db = home.database().await;
    until("the notices have moved", Duration::from_secs(120), async || {
        let found = db.select("notices", sql, params![], |row| row.get::<i64>(0)).await.unwrap();
        (found[0] == count).then_some(())
    })
    .await;
    db.close().await.unwrap();
}

both_engines!(empty a_stop_signal_under_load_loses_nothing, |place| async move {
    let seed = seed();
    let home = Home::new(&place);
    home.succeed(&["migrate"]).await;
    let ledger = Arc::new(Ledger::begin(home.folder()));
    let mut server = home.start().await;
    let mut crowd = Crowd::gather(&home, &ledger, seed);
    for _ in 0..3 {
        crowd.wait_for(10, &ledger).await;
        let (status, took) = server.stop(trial::STOP_LIMIT).await;
        println!("stopped within {took:?}");
        assert!(status.success(), "{status}:\n{}", home.log());
        server = home.start().await;
    }
    crowd.disperse().await;
    trial::hold(&home, server, &ledger).await.acquit(&home).await;
});
