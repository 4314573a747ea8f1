//! Where it happened: proposed from what was written, found by its name, or province, regency,
//! district and village one after the other; and words. No map is needed (B10).

use super::alike;
use super::draft::{Draft, Step};
use super::frame::{Frame, is_changing, missing_before, shown_again};
use super::heard;
use super::office::{Search, search};
use crate::app::App;
use crate::failure::Answer;
use crate::fields::{Fields, Query};
use crate::i18n::{Value, Words};
use crate::label;
use crate::reader::Reader;
use crate::refusal::refusal_text;
use crate::ui::{Button, Choice, Errors, Field, Icon, Radios, button_row, heading};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::filing::check_text;
use domain::kind::ReportKind;
use domain::refusal::Field as Named;
use domain::region::{Region, RegionCode, RegionLevel};
use domain::{Reference, limit};
use maud::{Markup, html};
use store::reference::find;
use text::region::meant;

/// Places shown for a search.
const FOUND_MAX: usize = 15;

/// Names of the selects, from the largest region down.
const NAMES: [&str; 4] = ["provinsi", "kabupaten", "kecamatan", "desa"];

/// The proposal that is none of those from the text.
const ELSEWHERE: &str = "lain";

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    draft: Draft,
    Query(query): Query,
) -> Answer {
    if let Some(step) = missing_before(&draft.said, Step::Place) {
        return Ok(Redirect::to(&reader.href(step.path())).into_response());
    }
    let asked = query.line("cari");
    if !asked.is_empty() {
        return Ok(found(&app, &reader, &draft, &asked, &Errors::none(), is_changing(&query)));
    }
    let said = &draft.said;
    let chosen = chain(said.region());
    let mut typed = Fields::default();
    typed.set("keterangan", &said.place);
    // Coming back after "I don't know the rest", the next select is not pressed on the reader.
    let shown = if said.has_answered(Step::Place) { chosen.len().max(1) } else { chosen.len() + 1 };
    Ok(page(&app, &reader, &draft, &chosen, shown, &typed, &Errors::none(), is_changing(&query)))
}

/// The region and what it lies in, from the province down.
fn chain(region: Option<RegionCode>) -> Vec<RegionCode> {
    let mut up: Vec<RegionCode> = std::iter::successors(region, |code| code.parent()).collect();
    up.reverse();
    up
}

#[expect(clippy::too_many_arguments, reason = "each is one part of what the page shows again")]
fn page(
    app: &App,
    reader: &Reader,
    draft: &Draft,
    chosen: &[RegionCode],
    shown: usize,
    typed: &Fields,
    errors: &Errors<'_>,
    changing: bool,
) -> Response {
    let w = reader.words;
    let reference = app.store().reference();
    let title = w.t("place-title");
    let selects = selects(&reference, chosen, shown);
    let count = selects.len().to_string();
    let frame = Frame { app, reader, step: Step::Place, title: &title, errors, draft: Some(draft) };
    let name = Field::search(w, "nama", w.t("place-search")).hint(w.t("place-search-hint"));
    let fields = html! {
        input type="hidden" name="tampil" value=(count);
        (proposals(w, &reference, draft, typed.get("usul")))
        // Inside of this form, so that what was typed below it comes along.
        (name.value(shown_again(typed.get("nama"))).unforced().optional())
        (button_row(&[Button::secondary(w.t("place-search-go")).icon(Icon::Search)]))
        @for (at, (name, options)) in NAMES.iter().zip(&selects).enumerate() {
            (region_select(w, at, name, options, chosen.get(at), errors))
        }
        (Field::long(w, "keterangan", w.t("place-words")).hint(w.t("place-words-hint")).rows(3)
            .value(shown_again(typed.get("keterangan"))).optional().error(errors.of("keterangan")))
    };
    frame.page(&html! {
        (heading(None, title.as_ref()))
        p { (w.t("place-lead")) }
        (frame.form(&fields, changing))
    })
}

/// The regions that what was written means, to be chosen; none once a region was chosen.
fn proposals(w: Words, reference: &Reference, draft: &Draft, chosen: &str) -> Markup {
    let said = &draft.said;
    let found = match said.region {
        None => meant(&reference.regions, &format!("{}\n{}", heard::text(said), said.place)),
        Some(_) => Vec::new(),
    };
    if found.is_empty() {
        return html! {};
    }
    let choices = found.into_iter().map(|code| choice(w, reference, code));
    let other = Choice::new(ELSEWHERE, w.t("place-meant-other"));
    html! {
        (Radios::new(w, "usul", w.t("place-meant"), choices.chain([other]).collect())
            .chosen(chosen.to_owned()))
    }
}

/// A region with what it is and lies in.
fn choice<'r>(w: Words, reference: &Reference, code: RegionCode) -> Choice<'r> {
    let name = reference.regions.get(code).map(|region| region.name.to_string());
    let level = label::region_level(w, code.level());
    let within = code.parent().map(|parent| label::region(reference, parent));
    let hint = within.map_or_else(|| level.to_string(), |within| format!("{level} · {within}"));
    Choice::new(code.to_string(), name.unwrap_or_default()).hint(hint)
}

/// What was found by name, each with what it lies in.
fn found(
    app: &App,
    reader: &Reader,
    draft: &Draft,
    asked: &str,
    errors: &Errors<'_>,
    changing: bool,
) -> Response {
    let w = reader.words;
    let reference = app.store().reference();
    let title = w.t("place-title");
    let codes = find::places(&reference.regions, asked, FOUND_MAX);
    let choices = codes.iter().map(|code| choice(w, &reference, *code)).collect();
    let radios =
        Radios::new(w, "wilayah", w.t("place-found-question"), choices).error(errors.of("wilayah"));
    let count = [("n", Value::from(codes.len())), ("words", Value::from(asked))];
    let told = if codes.len() == FOUND_MAX { "place-found-many" } else { "place-found" };
    let frame = Frame { app, reader, step: Step::Place, title: &title, errors, draft: Some(draft) };
    let change = if changing { "?ubah=ya" } else { "" };
    let stepwise = reader.href(&format!("{}{change}", Step::Place.path()));
    frame.page(&html! {
        (heading(None, title.as_ref()))
        p role="status" { strong { (w.ta(told, &count)) } }
        @if !codes.is_empty() {
            (frame.form(&html! { input type="hidden" name="cari" value=(shown_again(asked)); (radios) }, changing))
        }
        p { a href=(stepwise) { (w.t("place-found-none")) } }
        (search(reader, &Search::PLACE, &shown_again(asked), changing))
    })
}

fn region_select(
    w: Words,
    at: usize,
    name: &str,
    options: &[Region<'_>],
    chosen: Option<&RegionCode>,
    errors: &Errors<'_>,
) -> Markup {
    let level = RegionLevel::ALL.get(at).copied().unwrap_or(RegionLevel::Province);
    let named = options.iter().map(|r| Choice::new(r.code.to_string(), r.name.to_string()));
    let choices = std::iter::once(Choice::new("", w.t("place-choose"))).chain(named).collect();
    let select = Field::select(w, name, label::region_level(w, level), choices)
        .value(chosen.map(ToString::to_string).unwrap_or_default())
        .unforced()
        .error(errors.of(name));
    html! { (select) }
}

/// The choices of each select: provinces, then what lies below the choice before.
fn selects<'r>(
    reference: &'r Reference,
    chosen: &[RegionCode],
    shown: usize,
) -> Vec<Vec<Region<'r>>> {
    let parents = std::iter::once(None).chain(chosen.iter().copied().map(Some));
    let mut selects: Vec<Vec<Region<'_>>> = parents
        .take(shown.clamp(1, NAMES.len()))
        .map(|parent| reference.regions.below(parent).collect::<Vec<_>>())
        .take_while(|options| !options.is_empty())
        .collect();
    for options in &mut selects {
        options.sort_by(|a, b| a.name.cmp(b.name));
    }
    selects
}

/// The choices that are there and lie in one another; the first that does not ends the chain.
fn read(fields: &Fields, reference: &Reference) -> Vec<RegionCode> {
    let mut chosen: Vec<RegionCode> = Vec::new();
    for name in NAMES {
        let code = RegionCode::parse(fields.get(name));
        match code.filter(|code| code.parent() == chosen.last().copied()) {
            Some(code) if reference.regions.get(code).is_some() => chosen.push(code),
            _ => break,
        }
    }
    chosen
}

pub(crate) async fn save(
    State(app): State<App>,
    reader: Reader,
    mut draft: Draft,
    fields: Fields,
) -> Answer {
    let w = reader.words;
    let reference = app.store().reference();
    let proposed =
        RegionCode::parse(fields.get("usul")).filter(|code| reference.regions.get(*code).is_some());
    let (chosen, shown) = match proposed {
        Some(_) => (chain(proposed), chain(proposed).len()),
        None => {
            let shown: usize = fields.get("tampil").parse().unwrap_or(1);
            (read(&fields, &reference), shown.min(NAMES.len()))
        }
    };
    let words = fields.text("keterangan");
    let changing = is_changing(&fields);
    let mut errors = Errors::none();
    let asked = fields.line("cari");
    if !asked.is_empty() {
        let code = RegionCode::parse(fields.get("wilayah"));
        let Some(code) = code.filter(|code| reference.regions.get(*code).is_some()) else {
            errors.add("wilayah", w.t("place-found-missing"));
            return Ok(found(&app, &reader, &draft, &asked, &errors, changing));
        };
        // Back to the steps: the name stands chosen there, with what lies in it and the words.
        draft.said.region = Some(code.number());
        return draft.again(&app, &reader, Step::Place, changing).await;
    }
    for (at, name) in NAMES.iter().enumerate().filter(|_| proposed.is_none()) {
        let typed = fields.get(name);
        if at == chosen.len()
            && !typed.is_empty()
            && RegionCode::parse(typed).and_then(|c| reference.regions.get(c)).is_none()
        {
            errors.add(name, w.t("place-unknown"));
        }
    }
    let name = fields.line("nama");
    let needed = name.is_empty()
        && matches!(draft.said.kind(), Some(ReportKind::Complaint | ReportKind::Whistleblowing));
    if errors.is_empty() && needed && chosen.is_empty() && words.is_empty() {
        errors.add("provinsi", w.t("place-missing"));
    }
    if let Err(fault) = check_text(Named::Place, &words, 0, limit::PLACE_MAX) {
        errors.add("keterangan", refusal_text(w, &fault));
    }
    if !errors.is_empty() {
        let shown = shown.max(1);
        return Ok(page(&app, &reader, &draft, &chosen, shown, &fields, &errors, changing));
    }
    let deeper = reference.regions.below(chosen.last().copied()).next().is_some();
    draft.said.region = chosen.last().map(|code| code.number());
    draft.said.place = words;
    if !name.is_empty() {
        draft.save(&app).await?;
        return Ok(Redirect::to(&reader.href(&search_path(&name, changing))).into_response());
    }
    // Everything that was shown is chosen: offer the next smaller region before going on.
    let all_chosen = chosen.len() == shown && deeper;
    if all_chosen || (proposed.is_none() && lost_child(&fields, chosen.len())) {
        return draft.again(&app, &reader, Step::Place, changing).await;
    }
    let on = draft.proceed(&app, &reader, Step::Place, changing).await?;
    if alike::offered(&app, &draft).await?.is_empty() {
        return Ok(on);
    }
    let change = if changing { "?ubah=ya" } else { "" };
    Ok(Redirect::to(&reader.href(&format!("{}{change}", alike::PATH))).into_response())
}

/// Where the places of a name are shown.
fn search_path(name: &str, changing: bool) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("cari", name);
    if changing {
        query.append_pair("ubah", "ya");
    }
    format!("{}?{}", Step::Place.path(), query.finish())
}

/// True when a larger region was changed, so that the smaller one named with it no longer fits.
fn lost_child(fields: &Fields, kept: usize) -> bool {
    NAMES.get(kept).is_some_and(|name| !fields.get(name).is_empty())
}
