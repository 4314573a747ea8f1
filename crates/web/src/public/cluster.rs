//! One page for reports of the same matter at the same place: those joined to one another and those
//! that likely tell of the same, as far as the public sees them.

use super::cache::Key;
use super::list::{RowTitle, rows};
use crate::alike;
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::format;
use crate::i18n::Value;
use crate::reader::Reader;
use crate::ui::{
    self, Bar, Button, Icon, Place, PublicPage, PublicStage, bar_figure, button_row, count_line,
    empty_state, heading,
};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use domain::{Reference, ReportId, Stage, TrackingId};
use maud::{Markup, html};
use std::collections::BTreeSet;
use store::reports::queries::{Summary, by_id, by_ids, by_tracking};
use store::{reports, supporters};
use text::personal::covered;

/// Joined reports that are listed; more stand as a number.
const JOINED_MAX: usize = 200;

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Path(number): Path<String>,
) -> Answer {
    let reader = reader.without_query();
    let tracking = TrackingId::parse(&number).map_err(|_| Failure::NotFound)?;
    let key = Key::new(&reader, format!("serupa|{tracking}"));
    if let Some(kept) = app.pages().list(&key, &headers) {
        return Ok(kept);
    }
    let row = by_tracking(app.store(), tracking).await?.filter(|row| row.listed);
    let row = row.ok_or(Failure::NotFound)?;
    let (report, _) = reports::load(app.store(), row.id).await?.ok_or(Failure::NotFound)?;
    if let Stage::MergedInto { main, .. } = &report.stage {
        // The page of the main report holds them all, where the public sees it.
        let main = by_id(app.store(), *main).await?.filter(|main| main.listed);
        let main = main.ok_or(Failure::NotFound)?;
        let to = reader.href(&format!("/laporan/{}/serupa", main.tracking.compact()));
        return Ok(Redirect::to(&to).into_response());
    }
    let members = members(&app, &row, &report.followers).await?;
    let page = page(&app, &reader, &row, &members).await?;
    Ok(app.pages().keep_list(key, page, &headers))
}

/// The report, those joined to it, and those alike, the newest first.
async fn members(app: &App, row: &Summary, joined: &[ReportId]) -> Answer<Vec<Summary>> {
    let newest: Vec<ReportId> = joined.iter().rev().take(JOINED_MAX).copied().collect();
    let mut members = by_ids(app.store(), &newest).await?;
    let mut known: BTreeSet<ReportId> = members.iter().map(|row| row.id).collect();
    known.insert(row.id);
    for one in alike::alike(app.store(), alike::said(row), Some(row.id), true).await? {
        if known.insert(one.row.id) {
            members.push(one.row);
        }
    }
    members.push(row.clone());
    members.retain(|row| row.listed);
    members.sort_by_key(|row| std::cmp::Reverse(row.id));
    Ok(members)
}

async fn page(app: &App, reader: &Reader, row: &Summary, members: &[Summary]) -> Answer<Markup> {
    let w = reader.words;
    let ids: Vec<ReportId> = members.iter().map(|row| row.id).collect();
    let counts = supporters::counts(app.store(), &ids).await?;
    let support: u64 = counts.values().sum();
    let day = |at| format::plain_date(w.lang(), Reference::today(at));
    let first = members.iter().map(|row| row.received_at).min().unwrap_or(row.received_at);
    let last = members.iter().map(|row| row.received_at).max().unwrap_or(row.received_at);
    let back = reader.href(&format!("/laporan/{}", row.tracking.compact()));
    let span = [("from", Value::from(day(first))), ("to", Value::from(day(last)))];
    let count = [("n", Value::from(members.len()))];
    let title = w.t("cluster-title");
    let body = html! {
        (heading(None, title.as_ref()))
        p { strong { (covered(&row.title, &row.redactions)) } }
        @if members.len() < 2 {
            (empty_state(Icon::Search, w.t("cluster-none"), &html! { p { (w.t("cluster-none-text")) } }))
        } @else {
            p.lead { (w.ta("cluster-lead", &span)) }
            @if let Some(n) = alike::supporters(w, support) { p { (n) } }
            (stages(reader, members))
            h2 { (w.t("cluster-list")) }
            (count_line(w.ta("cluster-count", &count), w.t("cluster-order")))
            (rows(app, reader, members, &counts, RowTitle::Third))
            p.hint { (w.t("cluster-how")) }
        }
        (button_row(&[Button::secondary(w.t("cluster-back")).href(back.clone())]))
    };
    Ok(PublicPage::new(reader.view(), title.as_ref()).place(Place::Browse).back(back).around(&body))
}

/// How many are at each stage, in the order of a report's life.
fn stages(reader: &Reader, members: &[Summary]) -> Markup {
    let w = reader.words;
    let mut counted: Vec<(PublicStage, i64)> = Vec::new();
    let mut order: Vec<&Summary> = members.iter().collect();
    order.sort_by_key(|row| row.stage);
    for row in order {
        let stage = PublicStage::from(row.stage);
        match counted.iter_mut().find(|(known, _)| *known == stage) {
            Some((_, n)) => *n += 1,
            None => counted.push((stage, 1)),
        }
    }
    let bars: Vec<Bar<'_>> = counted
        .into_iter()
        .map(|(stage, value)| Bar { label: w.t(stage.key(ui::Reader::Public)), value, href: None })
        .collect();
    bar_figure(w, "tahap", w.t("statistics-stages"), w.t("statistics-count"), &bars, None)
}
