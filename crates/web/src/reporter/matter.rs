//! What happened: title, text, wish, date.

use super::answers;
use super::danger;
use super::draft::{Draft, Step};
use super::frame::{Frame, is_changing, missing_before, shown_again};
use super::heard;
use super::typing;
use crate::app::App;
use crate::failure::Answer;
use crate::fields::{Fields, Query};
use crate::reader::Reader;
use crate::refusal::refusal_text;
use crate::ui::{DateField, DateParts, Errors, Field, heading, reveal};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::filing::check_text;
use domain::kind::ReportKind;
use domain::refusal::Field as Named;
use domain::{Reference, Refusal, limit};
use jiff::civil::Date;
use maud::html;

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    draft: Draft,
    Query(query): Query,
) -> Answer {
    if let Some(step) = missing_before(&draft.said, Step::Matter) {
        return Ok(Redirect::to(&reader.href(step.path())).into_response());
    }
    let mut typed = Fields::default();
    typed.set("judul", &draft.said.title);
    typed.set("isi", &draft.said.body);
    typed.set("harapan", &draft.said.wish);
    let date: Option<Date> = draft.said.happened_on.as_deref().and_then(|day| day.parse().ok());
    if let Some(date) = date {
        typed.set("tanggal-day", date.day().to_string());
        typed.set("tanggal-month", date.month().to_string());
        typed.set("tanggal-year", date.year().to_string());
    }
    Ok(page(&app, &reader, &draft, &typed, &Errors::none(), is_changing(&query)))
}

fn page(
    app: &App,
    reader: &Reader,
    draft: &Draft,
    typed: &Fields,
    errors: &Errors<'_>,
    changing: bool,
) -> Response {
    let w = reader.words;
    let (title, hint) = match draft.said.kind() {
        Some(ReportKind::Aspiration) => ("matter-title-aspiration", "matter-body-hint-aspiration"),
        Some(ReportKind::InformationRequest) => {
            ("matter-title-information", "matter-body-hint-information")
        }
        Some(ReportKind::Complaint | ReportKind::Whistleblowing) | None => {
            ("matter-title-complaint", "matter-body-hint-complaint")
        }
    };
    let title = w.t(title);
    let again = |name| shown_again(typed.get(name));
    let [day, month, year] = ["tanggal-day", "tanggal-month", "tanggal-year"].map(again);
    let parts = DateParts { day: &day, month: &month, year: &year };
    let body_max = u32::try_from(limit::BODY_MAX).unwrap_or(u32::MAX);
    let fields = html! {
        (Field::text(w, "judul", w.t("matter-subject")).hint(w.t("matter-subject-hint"))
            .value(again("judul")).error(errors.of("judul")))
        (Field::long(w, "isi", w.t("matter-body")).hint(w.t(hint)).rows(8).limit(body_max)
            .value(again("isi")).error(errors.of("isi")))
        // Filled while somebody types; without scripts the next steps propose the same. What a
        // whistleblower writes leaves the device only when it is handed in.
        @if draft.said.kind() != Some(ReportKind::Whistleblowing) {
            div.typing data-typing=(reader.href(typing::PATH)) aria-live="polite" {}
        }
        (reveal(w.t("matter-well"), &html! {
            ul.ticks {
                li { (w.t("matter-well-what")) }
                li { (w.t("matter-well-when")) }
                li { (w.t("matter-well-who")) }
                li { (w.t("matter-well-effect")) }
                li { (w.t("matter-well-private")) }
            }
        }))
        (DateField::new(w, "tanggal", w.t("matter-date"), parts).hint(w.t("matter-date-hint"))
            .error(errors.of("tanggal")))
        (Field::long(w, "harapan", w.t("matter-wish")).hint(w.t("matter-wish-hint")).rows(3).optional()
            .value(again("harapan")).error(errors.of("harapan")))
    };
    let frame =
        Frame { app, reader, step: Step::Matter, title: &title, errors, draft: Some(draft) };
    frame.page(&html! { (heading(None, title.as_ref())) (frame.form(&fields, changing)) })
}

/// What was typed, checked. Errors are in the order of the page.
struct Checked {
    title: String,
    body: String,
    wish: String,
    happened_on: Option<Date>,
    faults: Vec<(&'static str, Refusal)>,
    bad_date: bool,
}

fn check(fields: &Fields, today: Date) -> Checked {
    let title = fields.text("judul").split_whitespace().collect::<Vec<_>>().join(" ");
    let (body, wish) = (fields.text("isi"), fields.text("harapan"));
    let mut faults = Vec::new();
    let mut check = |name, field, text: &str, min, max| {
        faults.extend(check_text(field, text, min, max).err().map(|fault| (name, fault)));
    };
    // Joining the words has taken hidden characters of the title for ends of words.
    check(
        "judul",
        Named::Title,
        &fields.text("judul").replace('\n', " "),
        limit::TITLE_MIN,
        limit::TITLE_MAX,
    );
    check("isi", Named::Body, &body, limit::BODY_MIN, limit::BODY_MAX);
    check("harapan", Named::Wish, &wish, 0, limit::REASON_MAX);
    let date = fields.date("tanggal");
    let happened_on = date.unwrap_or(None);
    if happened_on.is_some_and(|day| day > today) {
        faults.push(("tanggal", Refusal::DateInFuture));
    }
    Checked { title, body, wish, happened_on, faults, bad_date: date.is_err() }
}

pub(crate) async fn save(
    State(app): State<App>,
    reader: Reader,
    mut draft: Draft,
    fields: Fields,
) -> Answer {
    let w = reader.words;
    let checked = check(&fields, Reference::today(app.store().now()));
    let mut errors = Errors::none();
    for (name, fault) in checked.faults.iter().filter(|(name, _)| *name != "harapan") {
        errors.add(name, refusal_text(w, fault));
    }
    if checked.bad_date {
        errors.add("tanggal", w.t("matter-date-wrong"));
    }
    for (name, fault) in checked.faults.iter().filter(|(name, _)| *name == "harapan") {
        errors.add(name, refusal_text(w, fault));
    }
    let changing = is_changing(&fields);
    if !errors.is_empty() {
        return Ok(page(&app, &reader, &draft, &fields, &errors, changing));
    }
    draft.said.title = checked.title;
    draft.said.body = checked.body;
    draft.said.wish = checked.wish;
    draft.said.danger = danger::sounds(&heard::text(&draft.said));
    draft.said.happened_on = checked.happened_on.map(|day| day.to_string());
    let found = answers::found(&app, &mut draft.said).await?;
    let on = draft.proceed(&app, &reader, Step::Matter, changing).await?;
    if found {
        return Ok(Redirect::to(&reader.href(&answers::path(changing))).into_response());
    }
    Ok(on)
}
