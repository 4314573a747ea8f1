//! While somebody writes what happened: what it seems to be about, who would answer for it, and
//! what others reported of it. Nothing is kept or chosen; each question has its own step.

use super::draft::Draft;
use super::{alike, category, heard};
use crate::app::App;
use crate::failure::Answer;
use crate::fields::Fields;
use crate::label;
use crate::reader::Reader;
use axum::extract::State;
use axum::response::IntoResponse as _;
use domain::filing::check_text;
use domain::refusal::Field as Named;
use domain::{Reference, limit};
use maud::{Markup, html};
use text::personal::covered;
use text::region::meant;
use triage::Proposal;

/// Path of the question. What was typed is in the body: addresses are written into logs.
pub(super) const PATH: &str = "/lapor/isi/usulan";
/// Below so many characters nothing is said yet.
const TYPED_MIN: usize = 20;
/// Categories named.
const NAMED_MAX: usize = 3;
/// How likely a category must be to be named.
const LIKELY: f32 = 0.15;

pub(super) async fn propose(
    State(app): State<App>,
    reader: Reader,
    mut draft: Draft,
    fields: Fields,
) -> Answer {
    let reference = app.store().reference();
    let said = &mut draft.said;
    (said.title, said.body) = (fields.line("judul"), fields.text("isi"));
    let text = heard::text(said);
    let typed = [
        check_text(Named::Title, &said.title, 0, limit::TITLE_MAX),
        check_text(Named::Body, &said.body, 0, limit::BODY_MAX),
        check_text(Named::Text, &text, TYPED_MIN, usize::MAX),
    ];
    // What is wrong with a text is said when it is handed in.
    if typed.iter().any(Result::is_err) {
        return Ok(html! {}.into_response());
    }
    if said.region.is_none()
        && let [region] = meant(&reference.regions, &text).as_slice()
    {
        said.region = Some(region.number());
    }
    let mut proposals = category::proposals(&app, &reference, said);
    proposals.retain(|one| one.probability >= LIKELY);
    proposals.truncate(NAMED_MAX);
    if said.category.is_none() {
        said.category = proposals.first().map(|one| one.category.to_string());
    }
    let similar = alike::offered(&app, &draft).await?;
    let w = reader.words;
    Ok(html! {
        @if !proposals.is_empty() {
            p.typing-title { (w.t("typing-about")) }
            ul { @for one in &proposals { (named(&app, &reader, &reference, one)) } }
        }
        @if !similar.is_empty() {
            p.typing-title { (w.t("typing-alike")) }
            ul {
                @for one in &similar {
                    @let path = format!("/laporan/{}", one.row.tracking.compact());
                    li { a href=(reader.href(&path)) target="_blank" rel="noopener" {
                        (covered(&one.row.title, &one.row.redactions)) " " (w.t("typing-new-tab"))
                    } }
                }
            }
        }
        @if !proposals.is_empty() || !similar.is_empty() { p.hint { (w.t("typing-later")) } }
    }
    .into_response())
}

/// A category with the office that would answer for it.
fn named(app: &App, reader: &Reader, reference: &Reference, one: &Proposal) -> Markup {
    let w = reader.words;
    let today = Reference::today(app.store().now());
    let leaf = reference.categories.get(&one.category);
    let office = one.office.map(|office| label::agency(w, reference, office.agency, today));
    html! {
        @if let Some(leaf) = leaf {
            li { (label::category(w, leaf)) @if let Some(office) = office { " → " (office) } }
        }
    }
}
