//! Frequent questions with their answers: by subject, or by words.

use super::cache::Key;
use crate::app::App;
use crate::failure::Answer;
use crate::fields::Query;
use crate::label;
use crate::questions::{Published, answer, language, published};
use crate::reader::Reader;
use crate::ui::{
    Button, Field, Form, Icon, Place, PublicPage, button_row, count_line, empty_state, heading,
    icon,
};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::IntoResponse as _;
use domain::Reference;
use domain::category::Category;
use domain::faq::Faq;
use maud::{Markup, html};

/// Entries that one search shows.
const FOUND_MAX: usize = 20;
/// Entries that stand on one page with their answers; more are listed by subject.
const ALL_MAX: usize = 40;
/// In addresses: what is about no affair.
const OTHER: &str = "lain";
/// Letters of a search that are read.
const WORDS_MAX: usize = 200;

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Query(asked): Query,
) -> Answer {
    let words: String = asked.line("q").chars().take(WORDS_MAX).collect();
    let affair = known(&app, &asked.line("bidang"));
    let kept = words
        .is_empty()
        .then(|| Key::new(&reader.clone().without_query(), format!("/tanya|{affair}")));
    if let Some(page) = kept.as_ref().and_then(|key| app.pages().list(key, &headers)) {
        return Ok(page);
    }
    let published = published(&app).await?;
    match kept {
        Some(key) => {
            let reader = reader.without_query();
            let page = page(&app, &reader, &published, "", &affair);
            Ok(app.pages().keep_list(key, page, &headers))
        }
        None => Ok(page(&app, &reader, &published, &words, "").into_response()),
    }
}

/// The affair asked for; empty when there is none of that name, so that kept pages are few.
fn known(app: &App, asked: &str) -> String {
    let reference = app.store().reference();
    let is_known = asked == OTHER
        || reference.categories.below(None).any(|affair| affair.code.as_str() == asked);
    if is_known { asked.to_owned() } else { String::new() }
}

/// An affair in addresses.
fn code(affair: Option<&Category>) -> &str {
    affair.map_or(OTHER, |affair| affair.code.as_str())
}

fn page(app: &App, reader: &Reader, published: &Published, words: &str, affair: &str) -> Markup {
    let w = reader.words;
    let reference = app.store().reference();
    let today = Reference::today(app.store().now());
    let entries = |found: &[&Faq]| {
        html! { @for entry in found {
            details.branch id={ "t-" (entry.id) } {
                summary lang=(language(entry.language).code()) { (icon(Icon::ChevronDown)) (entry.words.question) }
                (answer(w, &reference, today, entry))
            }
        } }
    };
    let subjects: Vec<(Option<&Category>, Vec<&Faq>)> = reference
        .categories
        .below(None)
        .map(Some)
        .chain([None])
        .map(|one| (one, published.about(one.map(|affair| &affair.code), reader.lang())))
        .filter(|(_, found)| !found.is_empty())
        .collect();
    let name = |one: Option<&Category>| {
        one.map_or_else(|| w.t("ask-other").into_owned(), |one| label::category(w, one).to_owned())
    };
    let found = published.found(words, FOUND_MAX);
    let body = html! {
        (heading(None, w.t("ask-title")))
        p.lead { (w.t("ask-lead")) }
        (Form::get(reader.href("/tanya")).button(Button::secondary(w.t("list-search-go")).icon(Icon::Search))
            .around(&html! { (Field::search(w, "q", w.t("ask-search")).value(words).unforced()) }))
        @if !words.is_empty() {
            @if found.is_empty() {
                (empty_state(Icon::Search, w.t("ask-none"), &html! { p { a href=(reader.href("/tanya")) { (w.t("ask-all")) } } }))
            } @else {
                (count_line(w.ta("ask-count", &[("n", found.len().into())]), w.t("ask-order")))
                (entries(&found))
                p { a href=(reader.href("/tanya")) { (w.t("ask-all")) } }
            }
        } @else if published.is_empty() {
            (empty_state(Icon::CircleHelp, w.t("ask-empty"), &html! { p { (w.t("ask-empty-text")) } }))
        } @else if affair.is_empty() && subjects.iter().map(|(_, found)| found.len()).sum::<usize>() > ALL_MAX {
            h2 { (w.t("ask-subjects")) }
            ul.links { @for (one, found) in &subjects {
                li { a href=(reader.href(&format!("/tanya?bidang={}", code(*one)))) { (name(*one)) } " (" (found.len()) ")" }
            } }
        } @else {
            @for (one, found) in subjects.iter().filter(|(one, _)| affair.is_empty() || affair == code(*one)) {
                h2 { (name(*one)) }
                (entries(found))
            }
            @if !affair.is_empty() { p { a href=(reader.href("/tanya")) { (w.t("ask-all")) } } }
        }
        h2 { (w.t("ask-not-answered")) }
        p { (w.t("ask-not-answered-text")) }
        (button_row(&[Button::secondary(w.t("home-write")).href(reader.href("/lapor"))]))
    };
    PublicPage::new(reader.view(), w.t("ask-title")).place(Place::Help).around(&body)
}
