//! Which office answers: suggested from category and place, found by name, or left to officers.

use super::draft::{Draft, Said, Step};
use super::frame::{Frame, is_changing, missing_before};
use crate::app::App;
use crate::failure::Answer;
use crate::fields::{Fields, Query};
use crate::i18n::Value;
use crate::label;
use crate::reader::Reader;
use crate::ui::{Button, Choice, Errors, Field, Form, Icon, Radios, heading};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::kind::Level;
use domain::region::RegionLevel;
use domain::report::Office;
use domain::{AgencyId, Reference};
use jiff::civil::Date;
use maud::{Markup, html};
use store::reference::find;

/// Agencies shown for a search.
const FOUND_MAX: usize = 12;

/// An office that may be competent, and at which level of government.
pub(crate) struct Suggestion {
    pub(crate) office: Office,
    pub(crate) level: Level,
}

/// Who may be competent for what was said: by the routing table where the category is known, the
/// governments of the place otherwise. The usual one first, each agency once.
pub(crate) fn suggestions(said: &Said, reference: &Reference, today: Date) -> Vec<Suggestion> {
    let (directory, region) = (&reference.directory, said.region());
    let mut found: Vec<Suggestion> = Vec::new();
    let mut add = |office: Option<Office>, level| {
        if let Some(office) = office
            && found.iter().all(|one| one.office.agency != office.agency)
        {
            found.push(Suggestion { office, level });
        }
    };
    if let Some(category) = said.category(reference) {
        for level in &category.levels {
            let routed = reference.routing.office(&category.code, *level, region, directory, today);
            add(routed, *level);
        }
    } else if let Some(region) = region {
        let governs = |level| {
            let agency = region.at(level).and_then(|code| directory.government_of(code, today))?;
            Some(Office { agency: agency.id, unit: None })
        };
        add(governs(RegionLevel::Regency), Level::Regency);
        add(governs(RegionLevel::Province), Level::Province);
    }
    found
}

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    draft: Draft,
    Query(query): Query,
) -> Answer {
    if let Some(step) = missing_before(&draft.said, Step::Office) {
        return Ok(Redirect::to(&reader.href(step.path())).into_response());
    }
    Ok(page(&app, &reader, &draft, &query, &Errors::none()))
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
    let title = w.t("office-title");
    let words = asked.line("cari");
    let changing = is_changing(asked);
    let suggested = suggestions(&draft.said, &reference, today);
    let mut choices: Vec<Choice<'_>> = suggested
        .iter()
        .map(|one| {
            let value = format!("{}.{}", one.office.agency, one.level);
            Choice::new(value, label::agency(w, &reference, one.office.agency, today))
                .hint(hint(app, reader, one))
        })
        .collect();
    let mut listed: Vec<AgencyId> = suggested.iter().map(|one| one.office.agency).collect();
    // A report goes to an agency; a unit found by its name leads to the agency it belongs to.
    let mut more = |office: Office| {
        if !listed.contains(&office.agency) {
            listed.push(office.agency);
            let name = label::agency(w, &reference, office.agency, today);
            let choice = Choice::new(format!("{}.", office.agency), name);
            let unit = office.unit.and_then(|id| label::unit(&reference, id));
            choices.push(match unit {
                Some(unit) => choice.hint(unit),
                None => choice,
            });
        }
    };
    draft.said.agency().into_iter().for_each(|agency| more(Office { agency, unit: None }));
    let hits = find::offices(&reference, &words, draft.said.region(), today, FOUND_MAX);
    hits.iter().copied().for_each(&mut more);
    let mut agencies: Vec<AgencyId> = hits.iter().map(|office| office.agency).collect();
    agencies.sort_unstable();
    agencies.dedup();
    let found = agencies.len();
    choices.push(Choice::new("tidak-tahu", w.t("office-unknown")).hint(w.t("office-unknown-hint")));
    let chosen = match (&draft.said.agency, draft.said.has_answered(Step::Office)) {
        (Some(id), _) => format!("{id}.{}", draft.said.level.as_deref().unwrap_or("")),
        (None, true) => "tidak-tahu".to_owned(),
        (None, false) => String::new(),
    };
    let radios = Radios::new(w, "tujuan", w.t("office-question"), choices)
        .chosen(chosen)
        .error(errors.of("tujuan"));
    let frame =
        Frame { app, reader, step: Step::Office, title: &title, errors, draft: Some(draft) };
    let n = [("n", Value::from(found)), ("words", Value::from(words.as_str()))];
    frame.page(&html! {
        (heading(None, title.as_ref()))
        p { (w.t("office-lead")) }
        @if !words.is_empty() { p role="status" { strong { (w.ta("office-found", &n)) } } }
        (frame.form(&html! { (radios) }, changing))
        (search(reader, &Search::OFFICE, &words, changing))
    })
}

/// A box that looks for names: where it is, and its words.
pub(super) struct Search {
    step: Step,
    title: &'static str,
    label: &'static str,
    hint: &'static str,
    go: &'static str,
}

impl Search {
    const OFFICE: Self = Self {
        step: Step::Office,
        title: "office-search-title",
        label: "office-search",
        hint: "office-search-hint",
        go: "office-search-go",
    };
    pub(super) const ACCUSED: Self = Self {
        step: Step::Accused,
        title: "accused-search-title",
        label: "accused-search",
        hint: "accused-search-hint",
        go: "accused-search-go",
    };
    pub(super) const PLACE: Self = Self {
        step: Step::Place,
        title: "place-search-title",
        label: "place-search",
        hint: "place-search-hint",
        go: "place-search-go",
    };
}

/// The box itself; asking needs no script.
pub(super) fn search(reader: &Reader, of: &Search, words: &str, changing: bool) -> Markup {
    let w = reader.words;
    let mut form = Form::get(reader.href(of.step.path()));
    if changing {
        form = form.hidden("ubah", "ya");
    }
    let field = Field::search(w, "cari", w.t(of.label)).hint(w.t(of.hint)).value(words).unforced();
    html! {
        h2 { (w.t(of.title)) }
        (form.button(Button::secondary(w.t(of.go)).icon(Icon::Search)).around(&html! { (field) }))
    }
}

fn hint(app: &App, reader: &Reader, one: &Suggestion) -> String {
    let w = reader.words;
    let reference = app.store().reference();
    let unit = one.office.unit.and_then(|id| label::unit(&reference, id));
    let level = label::level(w, one.level);
    match unit {
        Some(unit) => format!("{unit} · {level}"),
        None => level.into_owned(),
    }
}

pub(crate) async fn save(
    State(app): State<App>,
    reader: Reader,
    mut draft: Draft,
    fields: Fields,
) -> Answer {
    let today = Reference::today(app.store().now());
    let typed = fields.get("tujuan");
    if typed == "tidak-tahu" {
        (draft.said.agency, draft.said.level) = (None, None);
        return draft.proceed(&app, &reader, Step::Office, is_changing(&fields)).await;
    }
    let (id, level) = typed.split_once('.').unwrap_or((typed, ""));
    let reference = app.store().reference();
    let agency = id.parse().ok().and_then(|id| reference.directory.resolve(AgencyId(id), today));
    let Some(agency) = agency else {
        let mut errors = Errors::none();
        errors.add("tujuan", reader.words.t("office-missing"));
        return Ok(page(&app, &reader, &draft, &fields, &errors));
    };
    draft.said.agency = Some(agency.id.0);
    draft.said.level = Level::from_word(level).map(|level| level.word().to_owned());
    draft.proceed(&app, &reader, Step::Office, is_changing(&fields)).await
}
