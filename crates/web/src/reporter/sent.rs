//! The receipt: number, secret, promised dates, what happens next. Shown for a quarter of an hour
//! to whoever holds the draft's cookie, then never again.

use super::draft::token;
use super::journey;
use crate::app::App;
use crate::failure::Answer;
use crate::fields::Query;
use crate::format;
use crate::i18n::Value;
use crate::label::events::Teller;
use crate::label::promise;
use crate::reader::Reader;
use crate::ui;
use crate::ui::{
    Button, Form, Icon, Notice, Place, PublicPage, Receipt, heading, notice, qr, timeline,
};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use domain::Report;
use jiff::SignedDuration;
use maud::{Markup, html};
use store::reports::{self, Recorded};

/// How long the receipt can be opened again: enough to fetch paper, too short for the next user
/// of a shared telephone.
const SHOWN_FOR: SignedDuration = SignedDuration::from_mins(15);

/// The intake key of a draft; only whoever holds the token can make it.
pub(crate) fn intake_key(token: &str) -> String {
    format!("web:{token}")
}

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Query(query): Query,
) -> Answer {
    let w = reader.words;
    let away = || Ok(Redirect::to(&reader.href("/lacak")).into_response());
    let Some(token) = token(&headers) else { return away() };
    let Some(receipt) = reports::receipt_of(app.store(), &intake_key(&token)).await? else {
        return away();
    };
    let now = app.store().now();
    if now.duration_since(receipt.received_at) > SHOWN_FOR {
        return away();
    }
    let Some((report, history)) = reports::load(app.store(), receipt.id).await? else {
        return away();
    };
    let number = receipt.tracking.compact();
    let secret = receipt.secret.expose();
    let address =
        format!("{}{}", app.settings().base_url, reader.href(&format!("/lacak?nomor={number}")));
    let panel = Receipt {
        number: &number,
        secret: Some(secret),
        qr: qr(&address, &w.t("receipt-qr-label")),
        print_href: reader.href("/lapor/terkirim?cetak=ya").into(),
    };
    let follow = Form::post(reader.href("/lacak"))
        .hidden("nomor", number.as_str())
        .hidden("kode", secret)
        .button(Button::primary(w.t("sent-follow")).icon(Icon::ArrowRight));
    let printing = query.get("cetak") == "ya";
    let body = html! {
        @if printing { p.no-print { (w.t("sent-print-how")) } }
        (heading(None, w.t("sent-title")))
        p.lead { (w.t("sent-thanks")) }
        (panel.panel(w))
        p.js-only.no-print {
            button.btn type="button" data-copy={ (w.t("receipt-number")) ": " (number) "\n" (w.t("receipt-secret")) ": " (secret) }
                data-copied=(w.t("sent-copied")) { (w.t("sent-copy")) }
        }
        @if !report.reporter.reachable {
            (notice(w, Notice::Warning, w.t("sent-unreachable"), &html! { p { (w.t("sent-unreachable-text")) } }))
        }
        h2 { (w.t("sent-promise")) }
        (promises(&app, &reader, &report))
        h2 { (w.t("sent-next")) }
        (next(&app, &reader, &report, &history))
        @if printing { (letter(&app, &reader, &report, &address)) }
        div.no-print {
            (follow.around(&html! {}))
            p { (w.t("sent-forget-text")) }
            (Form::post(reader.href("/lapor/buang")).button(Button::quiet(w.t("sent-forget"))).around(&html! {}))
        }
    };
    let page = PublicPage::new(reader.view(), w.t("sent-title"))
        .place(Place::Submit)
        .exit_to(app.settings().exit_url.as_str())
        .unlisted()
        .around(&body);
    Ok(page.into_response())
}

fn promises(app: &App, reader: &Reader, report: &Report) -> Markup {
    let (reference, now) = (app.store().reference(), app.store().now());
    let Some(rules) = reference.rules.get(report.rules) else { return html! {} };
    html! {
        @for clock in report.office_clock().into_iter().chain(report.settlement()) {
            (promise::block(reader.words, &reference, rules, clock, now))
        }
    }
}

/// What has happened and what comes, in the reporter's words.
fn next(app: &App, reader: &Reader, report: &Report, history: &[Recorded]) -> Markup {
    let w = reader.words;
    let reference = app.store().reference();
    let zone = journey::zone(&reference, report);
    let teller = Teller {
        words: w,
        reader: ui::Reader::Reporter,
        reference: &reference,
        zone,
        redactions: &report.redactions,
    };
    let mut moments: Vec<_> =
        history.iter().filter_map(|recorded| teller.moment(recorded, None)).collect();
    moments.extend(journey::to_come(app, reader, report));
    timeline(w, &moments)
}

/// What a letter needs beside the numbers: what was sent, when, and where to look.
fn letter(app: &App, reader: &Reader, report: &Report, address: &str) -> Markup {
    let w = reader.words;
    let reference = app.store().reference();
    let zone = journey::zone(&reference, report);
    let received = format::date_time(w.lang(), report.milestones.received, zone);
    html! {
        section.letter {
            p { (w.ta("letter-received", &[("when", Value::from(received))])) }
            p { (w.t("letter-title")) " " strong { (report.title) } }
            p { (w.t("letter-where")) " " (address) }
            p { (w.t("letter-secret")) }
        }
    }
}
