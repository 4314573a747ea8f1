//! How many small transactions a second the writer takes, for comparing machines and changes.
//!
//! `cargo run --release -p store --example commit_rate --features testing -- sqlite 256 3`
//! (engine, clients, rows in each transaction; the row is about 800 bytes with two secondary
//! indexes). PostgreSQL is the server of `LAPOR_TEST_POSTGRES`.
#![expect(clippy::print_stdout, reason = "it prints its measurement")]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

use store::db::{Db, Engine};
use store::{Error, params, testing};

const MEASURED: Duration = Duration::from_secs(5);
const SCHEMA: [&str; 3] = [
    "CREATE TABLE entry (id BIGINT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, place BIGINT NOT NULL, body TEXT NOT NULL)",
    "CREATE INDEX entry_at ON entry (at)",
    "CREATE INDEX entry_place ON entry (place, at)",
];
const INSERT: &str = "INSERT INTO entry (id, at, place, body) VALUES ($1, $2, $3, $4)";

fn main() {
    let mut args = std::env::args().skip(1);
    let engine = match args.next().as_deref() {
        Some("postgres") => Engine::Postgres,
        _ => Engine::Sqlite,
    };
    let mut number = |default| args.next().and_then(|arg| arg.parse().ok()).unwrap_or(default);
    let (clients, rows) = (number(256), i64::from(number(3)));
    testing::run_empty(engine, |place| async move {
        let db = place.open().await;
        match measure(&db, clients, rows).await {
            Ok(line) => println!("{engine:?}: {line}"),
            Err(error) => println!("{engine:?}: {error}"),
        }
    });
}

async fn measure(db: &Db, clients: u32, rows: i64) -> Result<String, Error> {
    db.write("schema", |tx| SCHEMA.iter().try_for_each(|sql| tx.exec(sql, params![]).map(drop)))
        .await?;
    let ids = Arc::new(AtomicI64::new(0));
    let stop = Arc::new(AtomicBool::new(false));
    let start = Instant::now();
    let tasks: Vec<_> = (0..clients)
        .map(|_| tokio::spawn(client(db.clone(), rows, Arc::clone(&ids), Arc::clone(&stop))))
        .collect();
    tokio::time::sleep(MEASURED).await;
    stop.store(true, Ordering::Relaxed);
    let mut waits = Vec::new();
    for task in tasks {
        waits.extend(task.await.map_err(|_| Error::Fault("a client panicked".to_owned()))??);
    }
    let seconds = start.elapsed().as_secs_f64();
    waits.sort_unstable();
    let at = |part: usize| waits.get(waits.len() * part / 100).copied().unwrap_or_default();
    let commits = db.stats().commits;
    Ok(format!(
        "{clients} clients, {rows} rows: {:.0} transactions/s, p50 {:?}, p99 {:?}, {} commits, largest {}",
        f64::from(u32::try_from(waits.len()).unwrap_or(u32::MAX)) / seconds,
        at(50),
        at(99),
        commits.count,
        commits.largest,
    ))
}

async fn client(
    db: Db,
    rows: i64,
    ids: Arc<AtomicI64>,
    stop: Arc<AtomicBool>,
) -> Result<Vec<Duration>, Error> {
    let mut waits = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let first = ids.fetch_add(rows, Ordering::Relaxed);
        let start = Instant::now();
        db.write("insert", move |tx| {
            (first..first + rows).try_for_each(|id| {
                let body = "laporan ".repeat(100);
                tx.queue(INSERT, params![id, id * 1_000, id % 514, body])
            })
        })
        .await?;
        waits.push(start.elapsed());
    }
    Ok(waits)
}
