//! The public list as an Atom feed (RFC 4287): who follows a search in a feed reader hears of what
//! it newly finds, without an account.

use super::list::Asked;
use crate::app::App;
use crate::failure::Answer;
use crate::fields::Query;
use crate::label;
use crate::reader::Reader;
use crate::search::PUBLIC;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::IntoResponse;
use domain::Reference;
use domain::region::RegionLevel;
use maud::{Markup, PreEscaped, html};
use store::reports::queries::{PAGE, Summary, public_list};
use store::search::{Order, Scope, find};
use text::personal::covered;

/// Seconds for which a feed reader may keep it.
const CACHE_POLICY: &str = "public, max-age=300";
/// Characters of the text of a report.
const EXCERPT: usize = 300;

pub(crate) async fn show(State(app): State<App>, reader: Reader, Query(query): Query) -> Answer {
    let reference = app.store().reference();
    let asked = Asked::read(&app, &query, &reference).await?;
    let wanted = &asked.wanted;
    let rows = if asked.is_unclear() || wanted.is_idle() {
        Vec::new()
    } else if wanted.is_empty() {
        public_list(app.store(), wanted.narrow.clone(), None).await?
    } else {
        let mut ask = wanted.ask(Scope::public());
        // What is new comes first, and nothing else than what was asked for.
        (ask.order, ask.exactly) = (Order::Newest, true);
        find(app.store(), ask).await?.rows
    };
    let address = wanted.query(PUBLIC, &reference);
    let feed = feed(&app, &reader, &rows, &address, &reference);
    let headers =
        [(CONTENT_TYPE, "application/atom+xml; charset=utf-8"), (CACHE_CONTROL, CACHE_POLICY)];
    Ok((headers, feed.into_string()).into_response())
}

fn feed(
    app: &App,
    reader: &Reader,
    rows: &[Summary],
    query: &str,
    reference: &Reference,
) -> Markup {
    let w = reader.words;
    let site = app.settings().base_url.as_str();
    let mark = if query.is_empty() { "" } else { "?" };
    let here = |path: &str| format!("{site}{}", reader.href(&format!("{path}{mark}{query}")));
    let updated = rows.iter().map(|row| row.received_at).max();
    html! {
        (PreEscaped("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"))
        feed xmlns="http://www.w3.org/2005/Atom" xml:lang=(w.lang().code()) {
            id { (here("/laporan.atom")) }
            title { (w.t("list-title")) " · LAPOR" }
            link rel="self" type="application/atom+xml" href=(here("/laporan.atom")) {}
            link rel="alternate" type="text/html" href=(here("/laporan")) {}
            updated { (updated.unwrap_or(jiff::Timestamp::UNIX_EPOCH)) }
            author { name { "LAPOR" } }
            @for row in rows.iter().take(PAGE) { (entry(app, reader, row, reference)) }
        }
    }
}

fn entry(app: &App, reader: &Reader, row: &Summary, reference: &Reference) -> Markup {
    let w = reader.words;
    let today = Reference::today(app.store().now());
    let path = format!("/laporan/{}", row.tracking.compact());
    let site = app.settings().base_url.as_str();
    let place = row.region.map(|region| region.at(RegionLevel::Regency).unwrap_or(region));
    let named = [
        row.lead.map(|agency| label::agency(w, reference, agency, today)),
        place.map(|region| label::region(reference, region)),
    ];
    let named = named.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let body = covered(&row.body, &row.redactions);
    let mut excerpt: String = body.chars().take(EXCERPT).collect();
    if excerpt.len() < body.len() {
        excerpt.push('…');
    }
    html! {
        entry {
            // The address without language: the same report in every feed.
            id { (site) (path) }
            title { (covered(&row.title, &row.redactions)) }
            link rel="alternate" type="text/html" href={ (site) (reader.href(&path)) } {}
            published { (row.received_at) }
            updated { (row.received_at) }
            summary { @if !named.is_empty() { (named) ". " } (excerpt) }
        }
    }
}
