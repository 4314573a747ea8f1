//! Which office is complained about: it will not be the one that judges (B21).

use super::draft::{Draft, Step};
use super::frame::{Frame, is_changing, missing_before};
use super::office::{Search, search, suggestions};
use crate::app::App;
use crate::failure::Answer;
use crate::fields::{Fields, Query};
use crate::i18n::Value;
use crate::label;
use crate::reader::Reader;
use crate::ui::{Checkboxes, Choice, Errors, Notice, heading, notice};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::report::Office;
use domain::{AgencyId, Reference, UnitId, limit};
use maud::html;
use store::reference::find;

/// Offices shown for a search.
const FOUND_MAX: usize = 12;

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    draft: Draft,
    Query(query): Query,
) -> Answer {
    if let Some(step) = missing_before(&draft.said, Step::Accused) {
        return Ok(Redirect::to(&reader.href(step.path())).into_response());
    }
    Ok(page(&app, &reader, &draft, &query, &Errors::none()))
}

fn value(office: Office) -> String {
    match office.unit {
        Some(unit) => format!("{}.{unit}", office.agency),
        None => office.agency.to_string(),
    }
}

fn page(
    app: &App,
    reader: &Reader,
    draft: &Draft,
    asked: &Fields,
    errors: &Errors<'_>,
) -> Response {
    let w = reader.words;
    let reference = app.store().reference();
    let today = Reference::today(app.store().now());
    let title = w.t("accused-title");
    let words = asked.line("cari");
    let mut offices: Vec<Office> = draft.said.accused().collect();
    let mut add = |office: Office| {
        if !offices.contains(&office) {
            offices.push(office);
        }
    };
    draft.said.agency().into_iter().for_each(|agency| add(Office { agency, unit: None }));
    for one in suggestions(&draft.said, &reference, today) {
        add(one.office);
        add(Office { unit: None, ..one.office });
    }
    let found = find::offices(&reference, &words, draft.said.region(), today, FOUND_MAX);
    found.iter().copied().for_each(&mut add);
    let count = [("n", Value::from(found.len())), ("words", Value::from(words.as_str()))];
    let choices: Vec<Choice<'_>> = offices
        .iter()
        .map(|office| Choice::new(value(*office), label::office(w, &reference, *office, today)))
        .collect();
    let chosen: Vec<String> = draft.said.accused().map(value).collect();
    let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
    let boxes = Checkboxes::new(w, "terlapor", w.t("accused-question"), choices, &chosen)
        .hint(w.t("accused-hint"))
        .error(errors.of("terlapor"));
    let frame =
        Frame { app, reader, step: Step::Accused, title: &title, errors, draft: Some(draft) };
    let changing = is_changing(asked);
    frame.page(&html! {
        (heading(None, title.as_ref()))
        (notice(w, Notice::Info, w.t("accused-promise"), &html! { p { (w.t("accused-promise-text")) } }))
        @if !words.is_empty() { p role="status" { strong { (w.ta("accused-found", &count)) } } }
        @if offices.is_empty() {
            p { (w.t("accused-none-listed")) }
            (frame.form(&html! {}, changing))
        } @else {
            (frame.form(&html! { (boxes) }, changing))
        }
        (search(reader, &Search::ACCUSED, &words, changing))
    })
}

pub(crate) async fn save(
    State(app): State<App>,
    reader: Reader,
    mut draft: Draft,
    fields: Fields,
) -> Answer {
    let w = reader.words;
    let reference = app.store().reference();
    let known = |typed: &str| {
        let (agency, unit) = typed.split_once('.').map_or((typed, None), |(a, u)| (a, Some(u)));
        let agency = reference.directory.agency(AgencyId(agency.parse().ok()?))?.id;
        let unit = match unit {
            None => None,
            Some(unit) => {
                let unit = reference.directory.unit(UnitId(unit.parse().ok()?))?;
                Some(unit).filter(|unit| unit.agency == agency).map(|unit| unit.id.0).map(Some)?
            }
        };
        Some((agency.0, unit))
    };
    let named: Option<Vec<(i64, Option<i64>)>> = fields.all("terlapor").map(known).collect();
    let mut errors = Errors::none();
    match named {
        None => errors.add("terlapor", w.t("accused-unknown")),
        Some(named) if named.len() > limit::ACCUSED_MAX => {
            let fault = domain::Refusal::TooManyOffices { max: limit::ACCUSED_MAX };
            errors.add("terlapor", crate::refusal::refusal_text(w, &fault));
        }
        Some(named) => draft.said.accused = named,
    }
    if !errors.is_empty() {
        return Ok(page(&app, &reader, &draft, &fields, &errors));
    }
    draft.proceed(&app, &reader, Step::Accused, is_changing(&fields)).await
}
