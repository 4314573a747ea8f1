//! The machine's own limit for a page: an axum route that answers with so many bytes and does
//! nothing else.

use crate::compose::Failed;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use std::net::SocketAddr;

/// Longest body it answers with; no page is longer.
const BYTES_MAX: usize = 1_000_000;

/// Answers `/{bytes}` until it is killed.
pub(crate) async fn serve(listen: SocketAddr) -> Result<(), Failed> {
    let body = Bytes::from(vec![b'x'; BYTES_MAX]);
    let router = Router::new().route("/{bytes}", get(answer)).with_state(body);
    let listener = tokio::net::TcpListener::bind(listen).await?;
    axum::serve(listener, router).await?;
    Ok(())
}

async fn answer(State(body): State<Bytes>, Path(bytes): Path<usize>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body.slice(..bytes.min(BYTES_MAX)))
}
