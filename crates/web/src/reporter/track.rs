//! Following a report with its number and its secret: reading, answering, judging.

mod access;
mod deed;
mod deed_page;
mod report;

pub(crate) use access::{filing, opened_id};

use crate::app::App;
use crate::failure::Answer;
use crate::fields::{Fields, Query};
use crate::rate::Caller;
use crate::reader::Reader;
use crate::ui::{Button, Errors, Field, Form, Place, PublicPage, error_summary, heading};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::tracking::TrackingError;
use domain::{TrackingId, TrackingSecret};
use maud::html;
use store::reports::queries::open_with_secret;

/// Routes of following.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/lacak", get(ask).post(open))
        .route("/lacak/{nomor}", get(report::show))
        .route("/lacak/{nomor}/tutup", post(access::close))
        .route("/lacak/{nomor}/{tindakan}", get(deed_page::show).post(deed_page::act))
}

async fn ask(State(app): State<App>, reader: Reader, Query(query): Query) -> Answer {
    Ok(page(&app, &reader, &query.line("nomor"), &Errors::none()))
}

fn page(app: &App, reader: &Reader, number: &str, errors: &Errors<'_>) -> Response {
    let w = reader.words;
    let form = Form::post(reader.href("/lacak")).button(Button::primary(w.t("track-open")));
    let body = html! {
        (error_summary(w, errors))
        (heading(None, w.t("track-title")))
        p.lead { (w.t("track-lead")) }
        (form.around(&html! {
            (Field::digits(w, "nomor", w.t("track-number")).hint(w.t("track-number-hint"))
                .value(number).error(errors.of("nomor")))
            (Field::digits(w, "kode", w.t("track-secret")).hint(w.t("track-secret-hint"))
                .error(errors.of("kode")))
        }))
        h2 { (w.t("track-lost-title")) }
        p { (w.t("track-lost")) }
        p { a href=(reader.href("/laporan")) { (w.t("track-public")) } }
    };
    let page = PublicPage::new(reader.view(), w.t("track-title"))
        .place(Place::Track)
        .exit_to(app.settings().exit_url.as_str())
        .errors(!errors.is_empty())
        .around(&body);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, page).into_response()
}

/// One answer for a wrong number and a wrong secret: what exists is nobody's business.
async fn open(State(app): State<App>, caller: Caller, reader: Reader, fields: Fields) -> Answer {
    let w = reader.words;
    let mut errors = Errors::none();
    let number = TrackingId::parse(fields.get("nomor"));
    let secret = TrackingSecret::parse(fields.get("kode"));
    match number {
        Ok(_) => {}
        Err(TrackingError::Length { expected, .. }) => {
            errors.add("nomor", w.ta("track-number-length", &[("n", expected.into())]));
        }
        Err(TrackingError::CheckDigit) => errors.add("nomor", w.t("track-number-check")),
    }
    if secret.is_err() {
        let n = [("n", TrackingSecret::DIGITS.into())];
        errors.add("kode", w.ta("track-secret-length", &n));
    }
    let typed = fields.line("nomor");
    let (Ok(number), Ok(secret)) = (number, secret) else {
        return Ok(page(&app, &reader, &typed, &errors));
    };
    app.limits().secret(caller, number)?;
    let Some(row) = open_with_secret(app.store(), number, &secret).await? else {
        app.limits().wrong_secret(caller, number)?;
        errors.add("kode", w.t("track-no-match"));
        return Ok(page(&app, &reader, &typed, &errors));
    };
    let to = reader.href(&format!("/lacak/{}", number.compact()));
    Ok(access::grant(&app, row.id, Redirect::to(&to).into_response()))
}
