//! What could become an entry: groups of the agency's settled reports of one matter.

use super::Asked;
use crate::app::App;
use crate::desk::earlier;
use crate::desk::example::last_answer;
use crate::desk::session::Officer;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::i18n::Value;
use crate::reader::Reader;
use crate::ui::{Button, Icon, button_row, count_line, empty_state};
use axum::extract::State;
use axum::response::IntoResponse as _;
use domain::answer::is_example;
use domain::{Report, ReportId, TrackingId};
use maud::html;
use store::reports;
use store::reports::queries::by_tracking;
use text::personal::covered;
use triage::answer::frequent;

/// Reports of one matter that make a question a frequent one.
const LEAST: usize = 3;
/// Groups shown.
const GROUPS: usize = 10;
/// Reports shown of a group, and kept as sources of an entry.
const SHOWN: usize = 5;

/// A settled report with its answer, personal data masked.
struct Settled {
    report: Report,
    answer: String,
}

/// Groups of settled reports, the largest first.
pub(super) async fn show(State(app): State<App>, reader: Reader, officer: Officer) -> Answer {
    let asked = Asked::of(&app, &reader, &officer)?;
    let Some(agency) = officer.duty.agency else { return Err(Failure::NotFound) };
    let w = asked.w();
    let held = earlier::of(&app, agency).await?;
    // Comparing a thousand reports takes about a second, in which the other pages go on.
    let grouping = tokio::task::spawn_blocking(move || frequent(&held.cases, LEAST, GROUPS));
    let groups = grouping.await.map_err(|_| Failure::Fault("grouping reports ended".to_owned()))?;
    let mut shown = Vec::new();
    for group in groups {
        let mut settled = Vec::new();
        for id in group.cases.iter().take(SHOWN) {
            settled.extend(settled_report(&asked, *id).await?);
        }
        if !settled.is_empty() {
            shown.push((group.cases.len(), settled));
        }
    }
    let body = html! {
        p { (w.t("desk-faq-propose-lead")) }
        @if shown.is_empty() {
            (empty_state(Icon::Inbox, w.t("desk-faq-propose-none"), &html! { p { (w.t("desk-faq-propose-none-help")) } }))
        } @else {
            (count_line(w.ta("desk-faq-groups", &[("n", shown.len().into())]), w.t("desk-faq-groups-order")))
        }
        div.drafts { @for (n, settled) in &shown {
            @let numbers: Vec<String> = settled.iter().map(|one| one.report.tracking.compact()).collect();
            article {
                p { strong { (w.ta("desk-faq-group", &[("n", Value::from(*n))])) } }
                ul { @for one in settled {
                    li { (covered(&one.report.title, &one.report.redactions)) " " a href=(reader.href(&format!("/laporan/{}", one.report.tracking.compact()))) { (one.report.tracking) } }
                } }
                @if let Some(best) = settled.first() { blockquote { (best.answer) } }
                (button_row(&[Button::secondary(w.t("desk-faq-from-group"))
                    .href(reader.href(&format!("/meja/tanya/baru?dari={}", numbers.join(","))))]))
            }
        } }
    };
    Ok(asked.page(&w.t("desk-faq-propose"), false, &body).await?.into_response())
}

/// A report that may be a source: closed, of the own agency, read by everybody.
async fn settled_report(asked: &Asked<'_>, id: ReportId) -> Result<Option<Settled>, Failure> {
    let Some(agency) = asked.officer.duty.agency else { return Ok(None) };
    let Some((report, history)) = reports::load(asked.app.store(), id).await? else {
        return Ok(None);
    };
    if report.lead != Some(agency) || !is_example(&report) {
        return Ok(None);
    }
    Ok(last_answer(&history, agency).map(|answer| {
        let answer = covered(answer, &report.redactions).into_owned();
        Settled { report, answer }
    }))
}

/// The sources named by their numbers that may be sources.
async fn named(asked: &Asked<'_>, numbers: &str) -> Result<Vec<Settled>, Failure> {
    let mut found = Vec::new();
    for number in numbers.split(',').take(SHOWN) {
        let Ok(tracking) = TrackingId::parse(number) else { continue };
        let Some(row) = by_tracking(asked.app.store(), tracking).await? else { continue };
        found.extend(settled_report(asked, row.id).await?);
    }
    Ok(found)
}

/// The form of a new entry filled from the reports named in `dari`.
pub(super) async fn given(asked: &Asked<'_>, query: &Fields) -> Result<Fields, Failure> {
    let settled = named(asked, query.get("dari")).await?;
    let mut fields = Fields::default();
    if let Some(first) = settled.first() {
        let numbers: Vec<String> =
            settled.iter().map(|one| one.report.tracking.compact()).collect();
        fields.set("tanya", covered(&first.report.title, &first.report.redactions));
        fields.set("jawab", first.answer.as_str());
        fields.set("sumber", numbers.join(","));
        let category = first.report.category.as_ref();
        fields.set("bidang", category.map_or(String::new(), ToString::to_string));
    }
    Ok(fields)
}

/// The sources a form names.
pub(super) async fn source_ids(
    asked: &Asked<'_>,
    fields: &Fields,
) -> Result<Vec<ReportId>, Failure> {
    let settled = named(asked, fields.get("sumber")).await?;
    Ok(settled.into_iter().map(|one| one.report.id).collect())
}
