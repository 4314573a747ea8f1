//! Before the report goes on: others that were filed of the same, to be supported instead (B16).
//! A page between two steps that is shown only when there is something to show.

use super::draft::{Draft, Step};
use super::frame::{Frame, is_changing, missing_before};
use crate::alike::{self, Alike};
use crate::app::App;
use crate::failure::Answer;
use crate::fields::Query;
use crate::i18n::Value;
use crate::label::promise;
use crate::reader::Reader;
use crate::ui::{self, Button, Errors, PublicStage, button_row, heading, light, stage_badge};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use domain::kind::{ComplaintClass, ReportKind};
use domain::{Light, Reference};
use maud::{Markup, html};
use std::collections::HashMap;
use store::{reports, supporters};
use text::personal::covered;
use triage::likeness::Said;

/// Path of the page.
pub(super) const PATH: &str = "/lapor/serupa";
/// Reports offered.
const OFFERED_MAX: usize = 3;
/// Reasons named to a citizen.
const REASONS_MAX: usize = 4;

/// Open public reports that likely tell of the same as the draft. None for what will not be public
/// itself: nothing is looked up for it, and nobody is led to write in public.
pub(super) async fn offered(app: &App, draft: &Draft) -> Answer<Vec<Alike>> {
    let said = &draft.said;
    let reference = app.store().reference();
    let supervisory =
        said.category(&reference).is_some_and(|c| c.class == ComplaintClass::Supervisory);
    let whistle = said.kind() == Some(ReportKind::Whistleblowing);
    if said.confidential || supervisory || whistle {
        return Ok(Vec::new());
    }
    let category = said.category_code();
    let told = Said {
        title: &said.title,
        body: &said.body,
        place: &said.place,
        category: category.as_ref(),
        region: said.region(),
        received_at: app.store().now(),
    };
    let mut found = alike::alike(app.store(), told, None, true).await?;
    found.retain(|one| one.row.stage.is_open() && Some(one.row.kind) == said.kind());
    found.truncate(OFFERED_MAX);
    Ok(found)
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    draft: Draft,
    Query(query): Query,
) -> Answer {
    if let Some(step) = missing_before(&draft.said, Step::Office) {
        return Ok(Redirect::to(&reader.href(step.path())).into_response());
    }
    let onward = if is_changing(&query) { draft.said.next_open() } else { Step::Office };
    let onward = reader.href(onward.path());
    let found = offered(&app, &draft).await?;
    if found.is_empty() {
        return Ok(Redirect::to(&onward).into_response());
    }
    let w = reader.words;
    let ids: Vec<_> = found.iter().map(|one| one.row.id).collect();
    let counts = supporters::counts(app.store(), &ids).await?;
    // Who filed it counts too.
    let people = found.len() as u64 + counts.values().sum::<u64>();
    let people = i64::try_from(people).unwrap_or(i64::MAX);
    let title = w.ta("alike-title", &[("n", Value::from(people))]);
    let errors = Errors::none();
    let mut cards = Vec::new();
    for one in &found {
        cards.push(card(&app, &reader, one, &counts).await?);
    }
    let body = html! {
        (heading(None, title.as_ref()))
        p.lead { (w.t("alike-lead")) }
        ol.reports { @for card in &cards { (card) } }
        h2 { (w.t("alike-other-title")) }
        p { (w.t("alike-other-text")) }
        (button_row(&[Button::primary(w.t("alike-go-on")).href(onward)]))
    };
    let frame = Frame {
        app: &app,
        reader: &reader,
        step: Step::Place,
        title: &title,
        errors: &errors,
        draft: Some(&draft),
    };
    Ok(frame.page(&body))
}

/// One report: what it says, where it stands, by when, why it is shown.
async fn card(
    app: &App,
    reader: &Reader,
    one: &Alike,
    counts: &HashMap<domain::ReportId, u64>,
) -> Answer<Markup> {
    let (w, row) = (reader.words, &one.row);
    let (reference, now) = (app.store().reference(), app.store().now());
    let number = row.tracking.compact();
    let loaded = reports::load(app.store(), row.id).await?;
    let due = loaded.and_then(|(report, _)| {
        let clock = report.settlement().or_else(|| report.office_clock())?.clone();
        let rules = reference.rules.get(report.rules)?;
        let day = promise::last_day(w, &reference, rules, &clock);
        Some(format!("{} {day}", promise::promise(w, clock.kind)))
    });
    let received = crate::format::plain_date(w.lang(), Reference::today(row.received_at));
    Ok(html! {
        li {
            h2 { a href=(reader.href(&format!("/laporan/{number}"))) { (covered(&row.title, &row.redactions)) } }
            p.report-line {
                (stage_badge(w, PublicStage::from(row.stage), ui::Reader::Public))
                @if row.light(now) == Some(Light::Red) { " " (light(w, ui::Light::Late)) }
            }
            @if let Some(due) = due { p { (due) } }
            p.hint {
                (w.ta("alike-filed", &[("when", Value::from(received))]))
                @if let Some(n) = alike::supporters(w, counts.get(&row.id).copied().unwrap_or(0)) { " · " (n) }
            }
            p.hint { (w.t("alike-why")) " " (alike::reasons(w, &reference, &one.likeness, REASONS_MAX)) }
            (Button::secondary(w.t("support-this")).href(reader.href(&format!("/laporan/{number}/dukung"))))
        }
    })
}

/// At the last look once more, in case the matter or the place were changed.
pub(super) async fn reminder(app: &App, reader: &Reader, draft: &Draft) -> Answer<Markup> {
    let found = offered(app, draft).await?;
    let w = reader.words;
    let n = [("n", Value::from(found.len()))];
    Ok(html! {
        @if !found.is_empty() {
            (ui::notice(w, ui::Notice::Info, w.ta("alike-again", &n), &html! {
                p { a href=(reader.href(&format!("{PATH}?ubah=ya"))) { (w.t("alike-again-look")) } }
            }))
        }
    })
}
