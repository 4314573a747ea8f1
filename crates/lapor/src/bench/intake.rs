//! Reports filed per second through the real form: the last step of it, sent by so many people at
//! once, each with a draft of their own. Answered after the commit, with every row of the report.

use super::load::{self, Measured, Requests, float};
use super::outcome::{Bar, Row};
use super::service::Service;
use super::{Plan, Run, fill, http, limit};
use crate::compose::Failed;
use crate::place::Place;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use store::{Store, drafts, params};

/// Drafts made ready for each second of a measurement. A faster machine uses them up earlier and
/// is measured over that shorter time.
const DRAFTS_PER_SECOND: u64 = 5_000;
/// As many reports as LAPOR's own writer puts into one commit at most.
const TOGETHER: u32 = 256;
/// From so many milliseconds on a flush costs what it does on an ordinary disk. On one that answers
/// at once grouping commits has nothing to win, and the bar says nothing (docs/performance.md).
const FLUSH_ORDINARY_MS: f64 = 0.5;
/// Drafts being made at the same time.
const AT_ONCE: u64 = 128;

/// Measures one engine at every number of connections.
pub(crate) async fn measure(run: &mut Run, place: &Place) -> Result<(), Failed> {
    let plan = run.plan.clone();
    let drafts = (DRAFTS_PER_SECOND * plan.seconds).min(plan.drafts_max);
    let store = place.open().await?;
    let mut prepared = Vec::new();
    for _ in &plan.connections {
        run.tell(format!("{}: making {drafts} drafts", place.engine));
        prepared.push(Requests::once(sendings(&store, drafts).await?));
    }
    store.db().close().await?;
    let service = Service::start(place).await?;
    let mut rows = Vec::new();
    let mut acknowledged = 0;
    for (connections, requests) in plan.connections.iter().zip(&prepared) {
        run.tell(format!("{}: sending over {connections} connections", place.engine));
        let sent =
            |answer: &http::Answer| answer.status == 303 && answer.location == "/lapor/terkirim";
        let warm = load::run(service.address, requests, *connections, plan.time() / 10, sent).await;
        let found = load::run(service.address, requests, *connections, plan.time(), sent).await;
        acknowledged += warm.right + found.right;
        run.count(&warm);
        run.count(&found);
        rows.push((*connections, found));
    }
    service.stop().await?;
    prove(place, acknowledged).await?;
    let flush = flush_ms(place).await?;
    for (connections, found) in rows {
        run.tell(format!("{}: the machine's own limit at {connections}", place.engine));
        let row = beside(&plan, place, connections, &found, flush).await?;
        run.rows.push(row);
    }
    if place.engine == "SQLite" {
        run.tell("SQLite: what grouping commits can win here");
        let row = grouped(&plan, place).await?;
        run.rows.push(row);
        let what = "a flush of this disk".to_owned();
        run.rows.push(Row::plain("flush", what, place.engine, "ms", flush));
    }
    Ok(())
}

/// What grouping alone wins: no server grouping its commits can be faster than this.
async fn grouped(plan: &Plan, place: &Place) -> Result<Row, Failed> {
    let most = rows_alone(plan, place, TOGETHER).await?;
    let what = format!("rows alone, {TOGETHER} reports per commit");
    let row = Row::plain("intake", what, place.engine, "reports/s", most);
    Ok(row.beside(rows_alone(plan, place, 1).await?, "one commit per report"))
}

async fn flush_ms(place: &Place) -> Result<f64, Failed> {
    let folder = place.folder.clone();
    tokio::task::spawn_blocking(move || limit::sqlite::flush_ms(&folder)).await?
}

async fn rows_alone(plan: &Plan, place: &Place, together: u32) -> Result<f64, Failed> {
    let (file, time) = (place.folder.join("lapor.db"), plan.time());
    tokio::task::spawn_blocking(move || limit::sqlite::rate(&file, together, time)).await?
}

async fn beside(
    plan: &Plan,
    place: &Place,
    connections: usize,
    found: &Measured,
    flush: f64,
) -> Result<Row, Failed> {
    let row = Row::rate("intake", "reports filed".to_owned(), place.engine, "reports/s", found)
        .connections(connections);
    if place.engine == "PostgreSQL" {
        let (most, clients) = limit::postgres::rate(&place.url, connections, plan.time()).await?;
        let is = if clients < connections {
            "pipelined, as many connections as the server takes"
        } else {
            "pipelined"
        };
        let row = row.beside(most, is);
        return Ok(if connections == 16 { row.held_to(Bar::RatioAtLeast(0.4)) } else { row });
    }
    let row = row.beside(rows_alone(plan, place, 1).await?, "one commit per report");
    let held = connections == 256 && flush >= FLUSH_ORDINARY_MS;
    Ok(if held { row.held_to(Bar::RatioAtLeast(3.0)) } else { row })
}

/// The last step of the form with the cookies of drafts in which everything is answered.
async fn sendings(store: &Store, count: u64) -> Result<Vec<Vec<u8>>, Failed> {
    let next = Arc::new(AtomicU64::new(0));
    let tasks: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (store, next) = (store.clone(), Arc::clone(&next));
            tokio::spawn(async move {
                let mut ready = Vec::new();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        return Ok::<_, Failed>(ready);
                    }
                    let draft = drafts::create(&store).await?;
                    drafts::save(&store, &draft.token, &said(n)).await?;
                    ready.push(http::post("/lapor/kirim", &format!("draf={}", draft.token)));
                }
            })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.extend(task.await??);
    }
    Ok(all)
}

/// What the steps before the last keep of the `n`th report, as the form writes it down.
fn said(n: u64) -> String {
    let who = fill::identity(n);
    json!({
        "kind": "complaint",
        "title": fill::title(n),
        "body": fill::body(n),
        "name": who.name,
        "phone": who.phone,
        "email": who.email,
        "answered": [
            "Kind", "Matter", "Category", "Place", "Office", "Accused", "Files", "Identity", "Review"
        ],
    })
    .to_string()
}

/// Every acknowledged report has all its rows.
async fn prove(place: &Place, acknowledged: usize) -> Result<(), Failed> {
    const COUNTS: &str = "SELECT (SELECT COUNT(*) FROM report), (SELECT COUNT(*) FROM intake), \
        (SELECT COUNT(*) FROM event WHERE version = 1), (SELECT COUNT(*) FROM report_person), \
        (SELECT COUNT(*) FROM person)";
    let store = place.open().await?;
    let read = |row: &store::db::Row<'_>| {
        (0..5).map(|at| row.get::<i64>(at)).collect::<Result<Vec<_>, _>>()
    };
    let counts = store.db().select("bench-counts", COUNTS, params![], read).await?;
    store.db().close().await?;
    let counts = counts.into_iter().next().unwrap_or_default();
    let whole = counts.windows(2).all(|pair| pair.first() == pair.last());
    // A connection cut at the end of the time may have committed without hearing of it.
    let enough =
        counts.first().is_some_and(|n| *n >= i64::try_from(acknowledged).unwrap_or(i64::MAX));
    if whole && enough {
        return Ok(());
    }
    Err(format!("{} acknowledged {acknowledged} reports but holds {counts:?} rows", place.engine)
        .into())
}

impl Plan {
    /// How long each measurement lasts.
    pub(crate) fn time(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}

impl Run {
    /// Wrong answers count against the whole run.
    pub(crate) fn count(&mut self, found: &Measured) {
        self.wrong += found.wrong;
        self.complaints.extend(found.complaint.clone());
        if float(found.right) < 1.0 {
            self.complaints.push("nothing was answered".to_owned());
            self.wrong += 1;
        }
    }
}
