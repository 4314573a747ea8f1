//! News of the desk: what happened to its reports, newest first.

use super::form::{DeskForm, TOKEN};
use super::queues::reads;
use super::search::wanted_of;
use super::session::Officer;
use super::shared::{Entry, Frame};
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::Query;
use crate::format::{self, Zone};
use crate::i18n::{Value, Words};
use crate::notice_text::{NoticeFacts, NoticeReader, sentences};
use crate::reader::Reader;
use crate::search::{DESK, Wanted};
use crate::ui::{Button, Form, Icon, Text, count_line, empty_state, heading, pages, when};
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use domain::calendar::Place;
use domain::notice::NoticeKey;
use domain::{Duty, Report, ReportId};
use jiff::Timestamp;
use maud::{Markup, html};
use std::collections::HashMap;
use store::notices::{self, InboxItem};
use store::reports;
use store::search::saved::{self, Saved};

/// News of one page, as the store gives them.
const PAGE: usize = 25;
/// Pages of news whose unread ones are counted.
const UNREAD_PAGES: usize = 5;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/meja/kabar", get(show).post(mark_read))
}

async fn show(State(app): State<App>, reader: Reader, officer: Officer, query: Query) -> Answer {
    let w = reader.words;
    let inboxes = notices::inboxes_of(&officer.duty);
    let before = query.0.number("sebelum");
    let items = notices::inbox(app.store(), &inboxes, before).await?;
    let reports = readable(&app, &officer.duty, &items).await?;
    let shown: Vec<&InboxItem> = items
        .iter()
        .filter(|item| item.report.is_none_or(|id| reports.contains_key(&id)))
        .collect();
    let kept = if shown.iter().any(|item| item.key == NoticeKey::Found) {
        saved::of_officer(app.store(), officer.session.officer).await?
    } else {
        Vec::new()
    };
    let older = items
        .last()
        .filter(|_| items.len() == PAGE)
        .map(|last| Text::from(format!("{}?sebelum={}", reader.href("/meja/kabar"), last.id)));
    let newer = before.map(|_| Text::from(reader.href("/meja/kabar")));
    let unread: Vec<i64> = shown.iter().filter(|item| item.unread).map(|item| item.id).collect();
    let body = html! {
        (heading(None, w.t("desk-nav-inbox")))
        div.flow {
            @if shown.is_empty() {
                (empty_state(Icon::Inbox, w.t("desk-inbox-empty"), &html! { p { (w.t("desk-inbox-empty-help")) } }))
            } @else {
                (count_line(w.ta("desk-inbox-count", &[("n", Value::from(shown.len()))]), w.t("desk-queue-order-found")))
                @if !unread.is_empty() { (read_form(&reader, &officer, &unread)) }
                ol.news { @for item in &shown { (one(&app, &reader, item, &reports, &kept)) } }
            }
            (pages(w, newer, older))
        }
    };
    let title = w.t("desk-nav-inbox");
    Ok(Frame::new(&title, Entry::Inbox)
        .around(&app, &reader, &officer, &body)
        .await?
        .into_response())
}

/// The reports of the news that the duty reads by now.
async fn readable(
    app: &App,
    duty: &Duty,
    items: &[InboxItem],
) -> Result<HashMap<ReportId, Report>, Failure> {
    let (reference, now) = (app.store().reference(), app.store().now());
    let mut ids: Vec<ReportId> = items.iter().filter_map(|item| item.report).collect();
    ids.sort_unstable();
    ids.dedup();
    let reports = reports::load_many(app.store(), &ids).await?;
    let open = reports.into_iter().filter(|report| reads(duty, report, &reference, now).is_some());
    Ok(open.map(|report| (report.id, report)).collect())
}

/// Unread news of a duty, as far as it may read the reports they are about: up to
/// [`UNREAD_PAGES`] pages are looked at.
pub(super) async fn unread(app: &App, duty: &Duty) -> Result<usize, Failure> {
    let inboxes = notices::inboxes_of(duty);
    let (mut before, mut unread) = (None, 0);
    if notices::unread_count(app.store(), &inboxes).await? == 0 {
        return Ok(0);
    }
    for _ in 0..UNREAD_PAGES {
        let items = notices::inbox(app.store(), &inboxes, before).await?;
        let open = readable(app, duty, &items).await?;
        let counts =
            |item: &&InboxItem| item.unread && item.report.is_none_or(|id| open.contains_key(&id));
        unread += items.iter().filter(counts).count();
        before = items.last().map(|item| item.id);
        if items.len() < PAGE {
            break;
        }
    }
    Ok(unread)
}

fn read_form(reader: &Reader, officer: &Officer, unread: &[i64]) -> Markup {
    let ids: Vec<String> = unread.iter().map(ToString::to_string).collect();
    Form::post(reader.href("/meja/kabar"))
        .hidden(TOKEN, officer.form_token.as_str())
        .hidden("kabar", ids.join(","))
        .button(Button::secondary(reader.words.t("desk-inbox-mark")).icon(Icon::Check))
        .around(&html! {})
}

fn one(
    app: &App,
    reader: &Reader,
    item: &InboxItem,
    reports: &HashMap<ReportId, Report>,
    kept: &[Saved],
) -> Markup {
    let w = reader.words;
    let search = noted(item, "saved").and_then(|id| kept.iter().find(|saved| saved.id == id));
    let report = item.report.and_then(|id| reports.get(&id));
    let number = report.map(|report| report.tracking.to_string()).unwrap_or_default();
    let (date, counts) = (date(w, item, report), counts(item));
    let mut facts = NoticeFacts { number, date, counts, ..NoticeFacts::default() };
    if item.key == NoticeKey::Rising {
        facts.rising(w, &app.store().reference(), item.detail.as_deref());
    }
    let (line, _) = sentences(w, NoticeReader::Officer, item.key, &facts);
    let told = format::ago(w, app.store().now(), item.created_at);
    let href = match (report, search) {
        (None, Some(saved)) => {
            let newest = Wanted { newest: true, ..wanted_of(saved) };
            newest.href(reader, DESK, &app.store().reference())
        }
        (Some(report), _) => reader.href(&format!("/meja/laporan/{}", report.tracking.compact())),
        (None, None) if item.key == NoticeKey::Rising => reader.href("/meja/naik"),
        (None, None) => reader.href("/meja"),
    };
    html! {
        li.news-one.news-unread[item.unread] {
            a.news-link href=(href) {
                @if item.unread { span.sr { (w.t("queue-unread")) ": " } }
                span.news-line { (super::letters::sentence(&line)) }
                @if let Some(saved) = search { span.news-title { (saved.name) } }
                @if let Some(report) = report { span.news-title { (report.tracking) " · " (report.title) } }
            }
            p.moment-meta { (when(item.created_at, told)) " · " (format::short_date_time(w.lang(), item.created_at, Zone::WIB)) " WIB" }
        }
    }
}

/// A number of what the timekeeper wrote with its news.
fn noted(item: &InboxItem, name: &str) -> Option<i64> {
    let detail: serde_json::Value = serde_json::from_str(item.detail.as_deref()?).ok()?;
    detail.get(name)?.as_i64()
}

/// The date a reminder is about; for other news the one the office has now.
fn date(w: Words, item: &InboxItem, report: Option<&Report>) -> String {
    let clock = report.and_then(Report::office_clock);
    let place = clock.map_or(Place::NATIONAL, |clock| clock.place);
    let due = noted(item, "due").and_then(|due| Timestamp::from_microsecond(due).ok());
    let due = due.or(clock.map(|clock| clock.due));
    due.map(|due| format::plain_date(w.lang(), place.zone.date(due))).unwrap_or_default()
}

/// Late, near the limit, open: what a digest counts; what a kept search has newly found.
fn counts(item: &InboxItem) -> [i64; 3] {
    let count = |name| noted(item, name).unwrap_or(0);
    if item.key == NoticeKey::Found {
        return [0, 0, count("found")];
    }
    let open = count("red") + count("yellow") + count("green") + count("waiting");
    [count("red"), count("yellow"), open]
}

async fn mark_read(State(app): State<App>, reader: Reader, form: DeskForm) -> Answer {
    let inboxes = notices::inboxes_of(&form.officer.duty);
    let ids: Vec<i64> =
        form.fields.get("kabar").split(',').filter_map(|id| id.parse().ok()).take(PAGE).collect();
    if !form.restored {
        notices::mark_read(app.store(), &inboxes, &ids).await?;
        app.desk().forget(&form.officer.duty);
    }
    Ok(Redirect::to(&reader.href("/meja/kabar")).into_response())
}
