//! The last look: what the public will see, what the office will see, and sending.

use super::alike;
use super::draft::{Draft, Step, resume, token};
use super::frame::{Frame, missing_before};
use super::heard;
use super::sent::intake_key;
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::i18n::Value;
use crate::label::events::paragraphs;
use crate::label::{self, promise};
use crate::public::shown::{Shown, is_public};
use crate::rate::Caller;
use crate::reader::Reader;
use crate::refusal::refusal_text;
use crate::ui::{Button, Errors, Fact, Form, Icon, Notice, heading, icon, notice, summary_list};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use domain::decide::{self, Context};
use domain::refusal::Field;
use domain::{Filing, Reference, Refusal, Report, TrackingId};
use maud::{Markup, html};
use store::reports::{self, Intake};
use text::personal::covered;

pub(crate) async fn show(State(app): State<App>, reader: Reader, draft: Draft) -> Answer {
    if let Some(step) = missing_before(&draft.said, Step::Review) {
        return Ok(Redirect::to(&reader.href(step.path())).into_response());
    }
    let reminder = alike::reminder(&app, &reader, &draft).await?;
    Ok(page(&app, &reader, &draft, &reminder))
}

/// The report as it would stand if it were sent now, or every fault of what was said.
fn rehearse(app: &App, draft: &Draft) -> Result<(Filing, Report), Vec<Refusal>> {
    let filing = draft.said.filing().ok_or_else(|| vec![Refusal::Unknown])?;
    let (now, reference) = (app.store().now(), app.store().reference());
    let context = Context { now, reference: &reference };
    let event = decide::file(filing.clone(), TrackingId::from_draw(0), &context)?;
    let report =
        Report::begin(draft.report_id, &event, now).ok_or_else(|| vec![Refusal::Unknown])?;
    Ok((filing, report))
}

fn page(app: &App, reader: &Reader, draft: &Draft, reminder: &Markup) -> Response {
    let w = reader.words;
    let title = w.t("review-title");
    match rehearse(app, draft) {
        Err(faults) => {
            let mut errors = Errors::none();
            for fault in &faults {
                errors.add(anchor(fault), refusal_text(w, fault));
            }
            let body = html! { (heading(None, title.as_ref())) (answers(app, reader, draft)) };
            frame(app, reader, draft, &title, &errors).page(&body)
        }
        Ok((filing, report)) => {
            let form = Form::post(reader.href("/lapor/kirim"))
                .button(Button::primary(w.t("review-send")).icon(Icon::Send));
            let body = html! {
                (heading(None, title.as_ref()))
                p.lead { (w.t("review-lead")) }
                (heard::before_sending(reader, &draft.said))
                (reminder)
                (public_part(app, reader, &filing, &report))
                h2 { (w.t("review-office-title")) }
                p { (recipients(app, reader, &report)) }
                (answers(app, reader, draft))
                (promised(app, reader, &report))
                p { (w.t("review-truth")) }
                (form.around(&html! {}))
            };
            frame(app, reader, draft, &title, &Errors::none()).page(&body)
        }
    }
}

fn frame<'a>(
    app: &'a App,
    reader: &'a Reader,
    draft: &'a Draft,
    title: &'a str,
    errors: &'a Errors<'a>,
) -> Frame<'a> {
    Frame { app, reader, step: Step::Review, title, errors, draft: Some(draft) }
}

/// Where on the page a fault is put right.
fn anchor(fault: &Refusal) -> &'static str {
    match fault {
        Refusal::Empty { field }
        | Refusal::TooShort { field, .. }
        | Refusal::TooLong { field, .. }
        | Refusal::HiddenCharacters { field } => match field {
            Field::Place => "jawaban-tempat",
            _ => "jawaban-isi",
        },
        Refusal::DateInFuture => "jawaban-isi",
        Refusal::UnknownCategory => "jawaban-kategori",
        Refusal::UnknownAgency => "jawaban-tujuan",
        _ => "jawaban",
    }
}

/// Exactly what the public page will show, or that it will show nothing (B1).
fn public_part(app: &App, reader: &Reader, filing: &Filing, report: &Report) -> Markup {
    let w = reader.words;
    let reference = app.store().reference();
    let today = Reference::today(app.store().now());
    let covers = Shown::covers(filing);
    html! {
        h2 { (w.t("review-public-title")) }
        @if is_public(report) {
            p { (w.t("review-public-text")) }
            @if covers > 0 { p { (icon(Icon::EyeOff)) " " (w.ta("review-public-covered", &[("n", Value::from(covers))])) } }
            div.preview data-preview {
                h3.preview-title { (covered(&report.title, &report.redactions)) }
                (Shown::of(report, filing).text(w, &reference, today))
            }
        } @else {
            (notice(w, Notice::Success, w.t("review-public-nothing"), &html! {
                p { (icon(Icon::Lock)) " " (w.t("review-public-nothing-text")) }
            }))
        }
    }
}

/// Who gets it first.
fn recipients(app: &App, reader: &Reader, report: &Report) -> String {
    let w = reader.words;
    let (reference, today) = (app.store().reference(), Reference::today(app.store().now()));
    match report.stage.office() {
        Some(office) => {
            let name = label::office(w, &reference, office, today);
            w.ta("review-goes-to", &[("office", Value::from(name))]).into_owned()
        }
        None => w.t("review-goes-national").into_owned(),
    }
}

/// Everything that was said, each with a way to change it.
fn answers(app: &App, reader: &Reader, draft: &Draft) -> Markup {
    let (w, said) = (reader.words, &draft.said);
    let (reference, today) = (app.store().reference(), Reference::today(app.store().now()));
    let change = |step: Step| reader.href(&format!("{}?ubah=ya", step.path()));
    let none = || html! { span.muted { (w.t("review-none")) } };
    let kind = said.kind().map(|kind| label::report_kind(w, kind));
    let category = said.category_code().map(|code| label::category_path(w, &reference, &code));
    let agency = said.agency().map(|id| label::agency(w, &reference, id, today));
    let accused: Vec<String> =
        said.accused().map(|office| label::office(w, &reference, office, today)).collect();
    let date = said.happened_on.as_deref().and_then(|day| day.parse().ok());
    let matter = html! {
        div #jawaban-isi .flow {
            p { strong { (said.title) } }
            (paragraphs(&said.body))
            @if !said.wish.is_empty() { p { (w.t("shown-wish")) ": " (said.wish) } }
            @if let Some(date) = date { p { (w.t("shown-date")) ": " (crate::format::plain_date(w.lang(), date)) } }
        }
    };
    let place = html! {
        div #jawaban-tempat {
            @if let Some(region) = said.region() { (label::region(&reference, region)) br; }
            @if said.place.is_empty() && said.region().is_none() { (none()) } @else { (said.place) }
        }
    };
    let facts = [
        Fact::new(w.t("shown-kind"), html! { (kind.unwrap_or_default()) }).change(change(Step::Kind)),
        Fact::new(w.t("review-matter"), matter).change(change(Step::Matter)),
        Fact::new(w.t("shown-category"), html! { div #jawaban-kategori { (category.unwrap_or_else(|| w.t("review-category-officer").into_owned())) } })
            .change(change(Step::Category)),
        Fact::new(w.t("shown-place"), place).change(change(Step::Place)),
        Fact::new(w.t("review-agency"), html! { div #jawaban-tujuan { (agency.unwrap_or_else(|| w.t("office-unknown").into_owned())) } })
            .change(change(Step::Office)),
        Fact::new(w.t("review-accused"), html! {
            @if accused.is_empty() { (none()) } @else { (accused.join("; ")) }
            p.hint { (w.t("review-accused-secret")) }
        }).change(change(Step::Accused)),
        Fact::new(w.t("review-files"), html! {
            @if said.files.is_empty() { (none()) } @else { (w.ta("review-files-count", &[("n", said.files.len().into())])) }
            p.hint { (w.t("review-files-secret")) }
        }).change(change(Step::Files)),
        Fact::new(w.t("review-identity"), identity(reader, draft)).change(change(Step::Identity)),
    ];
    html! { div #jawaban { (summary_list(w, &facts)) } }
}

fn identity(reader: &Reader, draft: &Draft) -> Markup {
    let (w, said) = (reader.words, &draft.said);
    let given: Vec<&str> = [&said.name, &said.phone, &said.email]
        .into_iter()
        .map(String::as_str)
        .filter(|t| !t.is_empty())
        .collect();
    html! {
        @if said.anonymous { p { strong { (w.t("identity-anonymous")) } } }
        @if said.confidential { p { strong { (w.t("identity-confidential")) } } }
        @for line in &given { p { (line) } }
        @if said.proxy {
            p { (w.t("review-proxy")) @if !said.represented.is_empty() { ": " (said.represented) } @if !said.relation.is_empty() { " (" (said.relation) ")" } }
        }
        @if !said.nik.is_empty() { p { (w.t("review-nik-given")) } }
        p.hint { (w.t(if said.anonymous { "review-identity-anonymous" } else { "review-identity-named" })) }
    }
}

/// The dates the law gives the office, before anything is sent (B5).
fn promised(app: &App, reader: &Reader, report: &Report) -> Markup {
    let w = reader.words;
    let (reference, now) = (app.store().reference(), app.store().now());
    let Some(rules) = reference.rules.get(report.rules) else { return html! {} };
    html! {
        h2 { (w.t("review-promise-title")) }
        @for clock in report.office_clock().into_iter().chain(report.settlement()) {
            (promise::block(w, &reference, rules, clock, now))
        }
    }
}

/// Sends. A second click, or a second window, gets the receipt of the first.
pub(crate) async fn send(
    State(app): State<App>,
    caller: Caller,
    reader: Reader,
    headers: HeaderMap,
) -> Answer {
    let sent = || Ok(Redirect::to(&reader.href("/lapor/terkirim")).into_response());
    let Some(token) = token(&headers) else {
        return Ok(Redirect::to(&reader.href("/lapor")).into_response());
    };
    let key = intake_key(&token);
    let Some(draft) = resume(&app, &headers).await? else {
        return match reports::receipt_of(app.store(), &key).await? {
            Some(_) => sent(),
            None => Ok(Redirect::to(&reader.href("/lapor?hilang=ya")).into_response()),
        };
    };
    if let Some(step) = missing_before(&draft.said, Step::Review) {
        return Ok(Redirect::to(&reader.href(step.path())).into_response());
    }
    app.limits().filing(caller)?;
    let language = reader.lang().code().to_owned();
    let filing = draft.said.filing().ok_or(Failure::BadForm)?;
    let intake = Intake {
        key,
        report_id: Some(draft.report_id),
        filing,
        identity: draft.said.identity(&language),
        language,
        draft: Some(token),
    };
    match reports::file_for(app.store(), intake, draft.said.represents()).await {
        Ok(_) => sent(),
        Err(store::Error::Form(_)) => Ok(page(&app, &reader, &draft, &html! {})),
        Err(error) => Err(error.into()),
    }
}
