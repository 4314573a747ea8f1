//! For the operator: is it alive, is it ready, how much does it do. Nothing personal.

use crate::app::App;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::{Registry, Unit};
use std::sync::atomic::AtomicU64;
use std::time::Instant;

/// Routes outside of languages, cookies and forms.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/healthz", get(alive))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// The process answers. Says nothing about the database, so that a database that is away does not
/// get the process killed.
async fn alive() -> &'static str {
    "ok\n"
}

/// The database answers and the reference data is there: send people here.
async fn ready(State(app): State<App>) -> Response {
    let known = app.store().reference().directory.agencies().next().is_some();
    match app.store().db().ping().await {
        Ok(()) if known => "ready\n".into_response(),
        Ok(()) => {
            (StatusCode::SERVICE_UNAVAILABLE, "reference data is not loaded\n").into_response()
        }
        Err(_) => {
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Named {
    transaction: String,
}

/// What is counted while requests pass.
#[derive(Debug)]
pub(crate) struct Meters {
    requests: Family<Route, Counter>,
    seconds: Histogram,
}

impl Default for Meters {
    fn default() -> Self {
        // 0.5 ms to about 16 s.
        Self {
            requests: Family::default(),
            seconds: Histogram::new(exponential_buckets(0.0005, 2.0, 16)),
        }
    }
}

/// Middleware: counts answers by route pattern, never by address.
pub(crate) async fn measure(State(app): State<App>, request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let route =
        request.extensions().get::<MatchedPath>().map_or("(none)", MatchedPath::as_str).to_owned();
    let began = Instant::now();
    let response = next.run(request).await;
    let meters = app.meters();
    meters.seconds.observe(began.elapsed().as_secs_f64());
    meters
        .requests
        .get_or_create(&Route { method, route, status: response.status().as_u16() })
        .inc();
    response
}

async fn metrics(State(app): State<App>) -> Response {
    let mut registry = Registry::with_prefix("lapor");
    let meters = app.meters();
    registry.register("http_requests", "Answers by route and status", meters.requests.clone());
    registry.register_with_unit(
        "http_request",
        "Time to answer",
        Unit::Seconds,
        meters.seconds.clone(),
    );
    let stats = app.store().db().stats();
    registry.register(
        "db_writes_waiting",
        "Transactions waiting to write",
        gauge(stats.writes_waiting),
    );
    registry.register(
        "db_reads_waiting",
        "Transactions waiting to read",
        gauge(stats.reads_waiting),
    );
    registry.register(
        "db_commits",
        "Commits of the writers",
        ConstCounter::new(stats.commits.count),
    );
    registry.register(
        "db_commit_members",
        "Transactions in those commits",
        ConstCounter::new(stats.commits.members),
    );
    let counts = Family::<Named, Counter<u64, AtomicU64>>::default();
    let retries = Family::<Named, Counter<u64, AtomicU64>>::default();
    for (name, transaction) in &stats.transactions {
        let named = Named { transaction: (*name).to_owned() };
        counts.get_or_create(&named).inc_by(transaction.count);
        retries.get_or_create(&named).inc_by(transaction.retries);
    }
    registry.register("db_transactions", "Transactions by name", counts);
    registry.register("db_retries", "Transactions run again by name", retries);
    let mut text = String::new();
    if encode(&mut text, &registry).is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], text).into_response()
}

fn gauge(n: usize) -> ConstGauge<i64> {
    ConstGauge::new(i64::try_from(n).unwrap_or(i64::MAX))
}
