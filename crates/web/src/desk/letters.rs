//! Letters to those who filed on paper: written by LAPOR, printed and posted by an office.

use super::form::{DeskForm, TOKEN};
use super::label;
use super::queues::reads;
use super::session::Officer;
use super::shared::{Entry, Frame};
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::Query;
use crate::format::{self, Zone};
use crate::i18n::{Lang, Value, Words};
use crate::notice_text::{NoticeFacts, NoticeReader, sentences};
use crate::reader::Reader;
use crate::ui::{
    Button, Form, Icon, Notice, count_line, empty_state, heading, kawung_mark, notice, qr,
};
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use domain::event::Fact;
use domain::{AgencyId, Reference, Report, ReportId, Role};
use maud::{Markup, html};
use std::collections::HashMap;
use store::notices::{self, Letter};
use store::reports::{self, Recorded};

/// Letters of one print run.
const RUN: u16 = 20;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/meja/surat", get(show).post(printed))
}

/// Whose work it is to print.
pub(crate) fn prints(role: Role) -> bool {
    matches!(role, Role::NationalAdmin | Role::NationalSupervisor | Role::AgencyAdmin)
}

/// The agency whose letters an officer prints; `None` for all. Others print none.
fn agency_of(officer: &Officer) -> Result<Option<AgencyId>, Failure> {
    if prints(officer.duty.role) { Ok(officer.duty.agency) } else { Err(Failure::Forbidden) }
}

async fn show(State(app): State<App>, reader: Reader, officer: Officer, query: Query) -> Answer {
    let w = reader.words;
    let letters = run(&app, &officer).await?;
    let ids: Vec<String> = letters.iter().map(|(letter, ..)| letter.id.to_string()).collect();
    let body = html! {
        div.no-print {
            (heading(None, w.t("desk-nav-letters")))
            @if query.0.get("berhasil") == "surat" { (notice(w, Notice::Success, w.t("desk-letters-done"), &html! {})) }
            @if letters.is_empty() {
                (empty_state(Icon::Printer, w.t("desk-letters-empty"), &html! { p { (w.t("desk-letters-empty-help")) } }))
            } @else {
                (count_line(w.ta("desk-letters-count", &[("n", Value::from(letters.len()))]), w.t("desk-letters-order")))
                p { (w.t("desk-letters-help")) }
                (Form::post(reader.href("/meja/surat")).hidden(TOKEN, officer.form_token.as_str()).hidden("surat", ids.join(","))
                    .button(Button::primary(w.t("desk-letters-printed")).icon(Icon::Printer)).around(&html! {}))
            }
        }
        @for (letter, report, events) in &letters { (sheet(&app, letter, report, events)) }
    };
    let title = w.t("desk-nav-letters");
    Ok(Frame::new(&title, Entry::Letters)
        .around(&app, &reader, &officer, &body)
        .await?
        .into_response())
}

type Written = (Letter, Report, Vec<Recorded>);

/// The letters of one run, with their reports; those of reports the officer may not read are left
/// to others.
async fn run(app: &App, officer: &Officer) -> Result<Vec<Written>, Failure> {
    let agency = agency_of(officer)?;
    let (store, reference, now) = (app.store(), app.store().reference(), app.store().now());
    let letters = notices::letters_to_print(store, agency, None, RUN).await?;
    let mut known: HashMap<ReportId, (Report, Vec<Recorded>)> = HashMap::new();
    let mut written = Vec::new();
    for letter in letters {
        let of = letter.cause.unwrap_or(letter.report);
        if !known.contains_key(&of)
            && let Some(loaded) = reports::load(store, of).await?
        {
            known.insert(of, loaded);
        }
        if let Some((report, events)) = known.get(&of)
            && reads(&officer.duty, report, &reference, now).is_some()
        {
            written.push((letter, report.clone(), events.clone()));
        }
    }
    Ok(written)
}

/// One letter on one sheet, in the reporter's language. It bears the number, not the name: the
/// office that posts it knows the address from the paper it received.
fn sheet(app: &App, letter: &Letter, report: &Report, events: &[Recorded]) -> Markup {
    let w = Words::of(if letter.language == "en" { Lang::En } else { Lang::Id });
    let reference = app.store().reference();
    let now = app.store().now();
    let today = Reference::today(now);
    let agency =
        report.lead.map(|id| label::agency(&reference.directory, id, today)).unwrap_or_default();
    let clock = report.reporter_clock().or(report.office_clock()).or(report.settlement());
    let date = clock.map(|clock| clock.place.zone.date(clock.due));
    let url = format!("{}/lacak/{}", app.settings().base_url, report.tracking.compact());
    let facts = NoticeFacts {
        number: report.tracking.to_string(),
        agency: agency.clone(),
        date: date.map(|date| format::plain_date(w.lang(), date)).unwrap_or_default(),
        url: url.clone(),
        counts: [0; 3],
        ..NoticeFacts::default()
    };
    let (line, next) = sentences(w, NoticeReader::Reporter, letter.key, &facts);
    let said = events
        .iter()
        .find(|recorded| Some(recorded.version) == letter.version)
        .and_then(|recorded| said(&recorded.event.fact));
    html! {
        article.letter lang=(w.lang().code()) {
            header.letter-head {
                (kawung_mark())
                p { strong { "LAPOR" } br; (agency) }
                p.letter-date { (format::plain_date(w.lang(), Zone::WIB.civil(now).date())) }
            }
            h2 { (w.ta("desk-letter-about", &[("number", Value::from(report.tracking.to_string()))])) }
            p { (w.t("desk-letter-dear")) }
            p { (sentence(&line)) }
            @if let Some(said) = said { blockquote.pane-body { (said) } }
            p { (next) }
            footer.letter-foot {
                @if let Some(code) = qr(&url, &w.t("receipt-qr")) { div.qr-frame { (code) } }
                p { (w.t("desk-letter-track")) " " strong { (url) } }
            }
        }
    }
}

/// With a capital, as a sentence of its own.
pub(super) fn sentence(line: &str) -> String {
    let mut letters = line.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What an office wrote to the reporter.
fn said(fact: &Fact) -> Option<&str> {
    match fact {
        Fact::Postponed { question: text, .. }
        | Fact::Archived { explanation: text, .. }
        | Fact::ProgressPosted { text, .. }
        | Fact::AnswerPosted { text, .. }
        | Fact::MessageSent { from: Some(_), text, .. }
        | Fact::Advised { text, .. }
        | Fact::Closed { explanation: text, .. }
        | Fact::Reopened { explanation: text, .. }
        | Fact::LimitExtended { reason: text } => {
            Some(text.as_str()).filter(|text| !text.is_empty())
        }
        _ => None,
    }
}

async fn printed(State(app): State<App>, reader: Reader, form: DeskForm) -> Answer {
    // Only letters that the officer is shown may be marked.
    let own = run(&app, &form.officer).await?;
    let asked: Vec<i64> =
        form.fields.get("surat").split(',').filter_map(|id| id.parse().ok()).collect();
    let ids: Vec<i64> =
        own.iter().map(|(letter, ..)| letter.id).filter(|id| asked.contains(id)).collect();
    if !form.restored {
        notices::mark_printed(app.store(), &ids).await?;
    }
    Ok(Redirect::to(&reader.href("/meja/surat?berhasil=surat")).into_response())
}
