//! The first page: what LAPOR is, one thing to do, and what then happens by when.

use super::cache::Key;
use super::list::{RowTitle, rows};
use crate::app::App;
use crate::failure::Answer;
use crate::format;
use crate::i18n::Value;
use crate::label::{self, promise};
use crate::reader::Reader;
use crate::reporter::has_draft;
use crate::ui::{Button, Field, Form, Icon, PublicPage, button_row, icon, kawung_field};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use domain::calendar::Place;
use domain::counter::Measure;
use domain::{Clock, DeadlineKind, Reference, ReportId};
use maud::{Markup, html};
use store::counters;
use store::reports::queries::public_list;
use store::search::Narrow;
use store::supporters;

/// Newest reports shown.
const NEWEST: usize = 4;

pub(crate) async fn show(State(app): State<App>, reader: Reader, headers: HeaderMap) -> Answer {
    let reader = reader.without_query();
    // Whoever is writing gets a page of their own, kept by nobody.
    let writing = has_draft(&headers);
    let key = Key::new(&reader, "/".to_owned());
    if !writing && let Some(kept) = app.pages().list(&key, &headers) {
        return Ok(kept);
    }
    let body = html! {
        (hero(&reader, writing))
        (track(&reader))
        (totals(&app, &reader).await?)
        (steps(&app, &reader))
        (secrets(&reader))
        (newest(&app, &reader).await?)
    };
    let page = PublicPage::new(reader.view(), reader.words.t("home-name")).wide().around(&body);
    Ok(if writing { page.into_response() } else { app.pages().keep_list(key, page, &headers) })
}

fn hero(reader: &Reader, writing: bool) -> Markup {
    let w = reader.words;
    let mut buttons =
        vec![Button::primary(w.t("home-write")).href(reader.href("/lapor")).icon(Icon::Pencil)];
    if writing {
        buttons.push(Button::secondary(w.t("draft-resume")).href(reader.href("/lapor")));
    }
    html! {
        div.hero {
            div.hero-text {
                h1 { (w.t("home-title")) }
                p.lead { (w.t("home-lead")) }
                (button_row(&buttons))
            }
            (kawung_field())
        }
    }
}

fn track(reader: &Reader) -> Markup {
    let w = reader.words;
    let form = Form::get(reader.href("/lacak"))
        .button(Button::secondary(w.t("home-track-go")).icon(Icon::Search));
    html! {
        section.band aria-labelledby="lacak" {
            h2 #lacak { (w.t("home-track")) }
            (form.around(&html! {
                (Field::digits(w, "nomor", w.t("track-number")).hint(w.t("track-number-hint")).unforced())
            }))
        }
    }
}

/// Received, being handled, finished: three numbers as of now.
async fn totals(app: &App, reader: &Reader) -> Answer<Markup> {
    let w = reader.words;
    let sums = counters::totals(app.store()).await?.nation;
    let numbers = [
        (sums.of(Measure::Received), "home-received"),
        (sums.of(Measure::Open), "home-open"),
        (sums.of(Measure::Closed), "home-closed"),
    ];
    Ok(html! {
        section aria-labelledby="jumlah" {
            h2 #jumlah { (w.t("home-totals")) }
            dl.totals {
                @for (n, key) in numbers {
                    div { dt { (w.t(key)) } dd { (format::count(w.lang(), n)) } }
                }
            }
            p { a href=(reader.href("/statistik")) { (w.t("home-statistics")) } }
        }
    })
}

/// Each step with its legal limit, counted from today for somebody who sends now.
fn steps(app: &App, reader: &Reader) -> Markup {
    let w = reader.words;
    let (reference, now) = (app.store().reference(), app.store().now());
    let Some(rules) = reference.rules.on(Reference::today(now)) else { return html! {} };
    let step = |kind: DeadlineKind| {
        let limit = rules.limit(kind);
        let clock = Clock::start(kind, now, limit, Place::NATIONAL, &reference.calendar, rules);
        let day = promise::last_day(w, &reference, rules, &clock);
        let values = [("limit", Value::from(label::limit(w, limit))), ("day", Value::from(day))];
        w.ta("home-step-limit", &values)
    };
    let plain = |kind: DeadlineKind| label::limit(w, rules.limit(kind));
    let steps = [
        ("home-step-check", "home-step-check-text", step(DeadlineKind::NationalVerification)),
        (
            "home-step-agency",
            "home-step-agency-text",
            w.ta(
                "home-step-then",
                &[("limit", Value::from(plain(DeadlineKind::AgencyVerification)))],
            ),
        ),
        (
            "home-step-first",
            "home-step-first-text",
            w.ta("home-step-then", &[("limit", Value::from(plain(DeadlineKind::FirstResponse)))]),
        ),
        ("home-step-answer", "home-step-answer-text", step(DeadlineKind::SettleComplaint)),
        (
            "home-step-judge",
            "home-step-judge-text",
            w.ta("home-step-yours", &[("limit", Value::from(plain(DeadlineKind::ReporterWindow)))]),
        ),
    ];
    let source = [("source", Value::from(rules.source.to_string()))];
    html! {
        section aria-labelledby="langkah" {
            h2 #langkah { (w.t("home-steps")) }
            ol.path {
                @for (title, text, limit) in &steps {
                    li { h3 { (w.t(title)) } p { (w.t(text)) } p.hint { (limit) } }
                }
            }
            p.hint { (w.ta("home-steps-source", &source)) }
        }
    }
}

fn secrets(reader: &Reader) -> Markup {
    let w = reader.words;
    html! {
        section aria-labelledby="rahasia" {
            h2 #rahasia { (icon(Icon::Lock)) " " (w.t("home-secret")) }
            ul.ticks {
                li { (w.t("home-secret-name")) }
                li { (w.t("home-secret-anonymous")) }
                li { (w.t("home-secret-confidential")) }
                li { (w.t("home-secret-read")) }
            }
            p { a href=(reader.href("/privasi")) { (w.t("home-secret-more")) } }
        }
    }
}

async fn newest(app: &App, reader: &Reader) -> Answer<Markup> {
    let w = reader.words;
    let mut found = public_list(app.store(), Narrow::default(), None).await?;
    found.truncate(NEWEST);
    let ids: Vec<ReportId> = found.iter().map(|row| row.id).collect();
    let support = supporters::counts(app.store(), &ids).await?;
    Ok(html! {
        section aria-labelledby="terbaru" {
            h2 #terbaru { (w.t("home-newest")) }
            @if found.is_empty() { p { (w.t("home-newest-none")) } }
            @else {
                (rows(app, reader, &found, &support, RowTitle::Third))
                p { a href=(reader.href("/laporan")) { (w.t("home-newest-all")) } }
            }
        }
    })
}
