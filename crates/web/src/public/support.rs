//! Supporting a public report instead of filing the same: a form for everybody, and the page on
//! which one leaves again.

use super::shown::is_public;
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, Query};
use crate::hex::hex;
use crate::i18n::Value;
use crate::rate::Caller;
use crate::reader::Reader;
use crate::refusal::refusal_text;
use crate::reporter::contact;
use crate::ui::{
    Button, Errors, Field, Form, Icon, Place, PublicPage, PublicStage, Reader as ReaderOf,
    button_row, error_summary, heading, stage_badge,
};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::filing::check_text;
use domain::refusal::Field as Named;
use domain::{Refusal, Report, TrackingId, limit};
use maud::{Markup, html};
use store::reports::queries::by_tracking;
use store::reports::{self};
use store::supporters::{self, NewSupport};
use text::personal::covered;

/// A public report that is still open; anything else is not there.
async fn supportable(app: &App, number: &str) -> Answer<Report> {
    let tracking = TrackingId::parse(number).map_err(|_| Failure::NotFound)?;
    let row = by_tracking(app.store(), tracking).await?.filter(|row| row.listed);
    let row = row.ok_or(Failure::NotFound)?;
    let (report, _) = reports::load(app.store(), row.id).await?.ok_or(Failure::NotFound)?;
    let open = report.is_listed() && is_public(&report) && report.stage.name().is_open();
    open.then_some(report).ok_or(Failure::NotFound)
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(number): Path<String>,
) -> Answer {
    let report = supportable(&app, &number).await?;
    let mut key = [0; 16];
    app.store().chance().fill(&mut key);
    let mut typed = Fields::default();
    typed.set("kunci", hex(&key));
    Ok(page(&app, &reader, &report, &typed, &Errors::none()))
}

fn page(
    app: &App,
    reader: &Reader,
    report: &Report,
    typed: &Fields,
    errors: &Errors<'_>,
) -> Response {
    let w = reader.words;
    let number = report.tracking.compact();
    let clean = |name: &str| -> String {
        typed
            .get(name)
            .chars()
            .filter(|c| !domain::filing::is_forbidden(*c) || *c == '\n')
            .collect()
    };
    let form = Form::post(reader.href(&format!("/laporan/{number}/dukung")))
        .hidden("kunci", typed.get("kunci"))
        .button(Button::primary(w.t("support-send")))
        .button(
            Button::quiet(w.t("support-cancel")).href(reader.href(&format!("/laporan/{number}"))),
        );
    let body = html! {
        (error_summary(w, errors))
        (heading(None, w.t("support-title")))
        p { strong { (covered(&report.title, &report.redactions)) } }
        p { (stage_badge(w, PublicStage::from(report.stage.name()), ReaderOf::Public)) }
        p.lead { (w.t("support-lead")) }
        (form.around(&html! {
            h2 { (w.t("support-contact")) }
            p.hint { (w.t("support-contact-text")) }
            (Field::phone(w, "telepon", w.t("identity-phone")).hint(w.t("identity-phone-hint")).optional()
                .value(clean("telepon")).error(errors.of("telepon")))
            (Field::email(w, "email", w.t("identity-email")).optional()
                .value(clean("email")).error(errors.of("email")))
            (Field::long(w, "keterangan", w.t("support-note")).hint(w.t("support-note-hint")).rows(4).optional()
                .limit(u32::try_from(limit::SUPPORT_NOTE_MAX).unwrap_or(u32::MAX))
                .value(clean("keterangan")).error(errors.of("keterangan")))
        }))
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = PublicPage::new(reader.view(), w.t("support-title"))
        .place(Place::Browse)
        .back(reader.href(&format!("/laporan/{number}")))
        .exit_to(app.settings().exit_url.as_str())
        .errors(!errors.is_empty())
        .unlisted()
        .around(&body);
    (status, page).into_response()
}

pub(super) async fn save(
    State(app): State<App>,
    caller: Caller,
    reader: Reader,
    Path(number): Path<String>,
    fields: Fields,
) -> Answer {
    let report = supportable(&app, &number).await?;
    let w = reader.words;
    let mut errors = Errors::none();
    let (phone, email) = (fields.line("telepon"), fields.line("email"));
    let note = fields.text("keterangan");
    let reached = contact::phone(&phone);
    if !phone.is_empty() && reached.is_none() {
        errors.add("telepon", w.t("identity-phone-wrong"));
    }
    if !email.is_empty() && !contact::is_email(&email) {
        errors.add("email", w.t("identity-email-wrong"));
    }
    if let Err(fault) = check_text(Named::Text, &note, 0, limit::SUPPORT_NOTE_MAX) {
        errors.add("keterangan", refusal_text(w, &fault));
    }
    if !errors.is_empty() {
        return Ok(page(&app, &reader, &report, &fields, &errors));
    }
    let key = fields.get("kunci");
    if key.len() != 32 {
        return Err(Failure::BadForm);
    }
    app.limits().support(caller)?;
    let new = NewSupport {
        key: key.to_owned(),
        phone: reached,
        email: Some(email).filter(|email| !email.is_empty()),
        note,
        language: reader.lang().code().to_owned(),
    };
    match supporters::support(app.store(), report.id, &new).await {
        Ok(kept) => {
            let to = reader.href(&format!("/dukungan/{}?baru=ya", kept.token));
            Ok(Redirect::to(&to).into_response())
        }
        Err(store::Error::Refused(Refusal::Unknown)) => Err(Failure::NotFound),
        Err(error) => Err(error.into()),
    }
}

/// The page of a support: thanks at first, and the way out at any time.
pub(super) async fn own(
    State(app): State<App>,
    reader: Reader,
    Path(token): Path<String>,
    Query(query): Query,
) -> Answer {
    let Some(id) = supporters::supports(app.store(), &token).await? else {
        return Err(Failure::NotFound);
    };
    let (report, _) = reports::load(app.store(), id).await?.ok_or(Failure::NotFound)?;
    let w = reader.words;
    let fresh = query.get("baru") == "ya";
    let seen = report.is_listed() && is_public(&report);
    let number = report.tracking.to_string();
    let title = if fresh { w.t("support-thanks") } else { w.t("support-own") };
    let leave = Form::post(reader.href(&format!("/dukungan/{token}")))
        .button(Button::secondary(w.t("support-leave")));
    let body = html! {
        (heading(Some(w.ta("report-number", &[("number", Value::from(number))])), title.as_ref()))
        @if seen {
            p { a href=(reader.href(&format!("/laporan/{}", report.tracking.compact()))) { (covered(&report.title, &report.redactions)) } }
        }
        p { (w.t("support-told")) }
        @if fresh { p { (w.t("support-done-text")) } }
        @if fresh {
            h2 { (w.t("support-draft")) }
            p { (w.t("support-draft-text")) }
            (button_row(&[Button::quiet(w.t("draft-discard")).href(reader.href("/lapor/buang"))]))
        }
        h2 { (w.t("support-leave-title")) }
        p { (w.t("support-leave-text")) }
        (leave.around(&html! {}))
    };
    Ok(plain(&app, &reader, &title, &body))
}

pub(super) async fn leave(
    State(app): State<App>,
    reader: Reader,
    Path(token): Path<String>,
) -> Answer {
    supporters::leave(app.store(), &token).await?;
    let w = reader.words;
    let title = w.t("support-left");
    let body = html! {
        (heading(None, title.as_ref()))
        p { (w.t("support-left-text")) }
        (button_row(&[Button::secondary(w.t("support-browse")).href(reader.href("/laporan")).icon(Icon::ArrowRight)]))
    };
    Ok(plain(&app, &reader, &title, &body))
}

fn plain(app: &App, reader: &Reader, title: &str, body: &Markup) -> Response {
    PublicPage::new(reader.view(), title)
        .place(Place::Browse)
        .exit_to(app.settings().exit_url.as_str())
        .unlisted()
        .around(body)
        .into_response()
}
