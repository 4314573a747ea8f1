//! Photos and documents; this step may be passed over.

use super::draft::{Draft, Step};
use super::frame::{Frame, is_changing, missing_before};
use crate::app::App;
use crate::failure::Answer;
use crate::fields::{Fields, Query};
use crate::reader::Reader;
use crate::ui::{Errors, heading};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use maud::html;

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    draft: Draft,
    Query(query): Query,
) -> Answer {
    if let Some(step) = missing_before(&draft.said, Step::Files) {
        return Ok(Redirect::to(&reader.href(step.path())).into_response());
    }
    let w = reader.words;
    let title = w.t("files-title");
    let errors = Errors::none();
    let frame = Frame {
        app: &app,
        reader: &reader,
        step: Step::Files,
        title: &title,
        errors: &errors,
        draft: Some(&draft),
    };
    let body = html! {
        (heading(None, title.as_ref()))
        p { (w.t("files-lead")) }
        (frame.form(&html! {}, is_changing(&query)))
    };
    Ok(frame.page(&body))
}

pub(crate) async fn save(
    State(app): State<App>,
    reader: Reader,
    mut draft: Draft,
    fields: Fields,
) -> Answer {
    draft.proceed(&app, &reader, Step::Files, is_changing(&fields)).await
}
