//! Figures for everybody: how many at each stage, at which agencies now, about what.

use super::cache::Key;
use crate::app::App;
use crate::failure::Answer;
use crate::format;
use crate::label;
use crate::reader::Reader;
use crate::ui::{Bar, Place, PublicPage, PublicStage, bar_figure, heading};
use axum::extract::State;
use axum::http::HeaderMap;
use domain::category::CategoryCode;
use domain::counter::{Dimension, Measure};
use domain::report::StageName;
use domain::{AgencyId, Reference};
use maud::{Markup, html};
use store::counters::{self, Sums};

/// Agencies and affairs shown.
const TOP: u16 = 15;

pub(crate) async fn show(State(app): State<App>, reader: Reader, headers: HeaderMap) -> Answer {
    let reader = reader.without_query();
    let key = Key::new(&reader, "/statistik".to_owned());
    if let Some(kept) = app.pages().list(&key, &headers) {
        return Ok(kept);
    }
    let w = reader.words;
    let nation = counters::totals(app.store()).await?.nation;
    let agencies = counters::top(app.store(), Dimension::Agency, Measure::Open, TOP).await?;
    let affairs = counters::top(app.store(), Dimension::Affair, Measure::Received, TOP).await?;
    let body = html! {
        (heading(None, w.t("statistics-title")))
        p.lead { (w.t("statistics-lead")) }
        (totals(&reader, &nation))
        (stages(&reader, &nation))
        (by_agency(&app, &reader, &agencies))
        (by_affair(&app, &reader, &affairs))
        p { a href=(reader.href("/model")) { (w.t("model-title")) } }
        p.hint { (w.t("statistics-note")) }
    };
    let page = PublicPage::new(reader.view(), w.t("statistics-title"))
        .place(Place::Statistics)
        .wide()
        .around(&body);
    Ok(app.pages().keep_list(key, page, &headers))
}

fn totals(reader: &Reader, sums: &Sums) -> Markup {
    let w = reader.words;
    let count = |measure| format::count(w.lang(), sums.of(measure));
    let share = sums
        .of(Measure::ClosedInTime)
        .checked_mul(1000)
        .and_then(|n| n.checked_div(sums.of(Measure::Closed)));
    let days = sums.mean(Measure::DaysToClosing, Measure::Closed);
    let mark = sums.mean(Measure::RatingSum, Measure::Ratings);
    html! {
        dl.totals {
            div { dt { (w.t("home-received")) } dd { (count(Measure::Received)) } }
            div { dt { (w.t("home-open")) } dd { (count(Measure::Open)) } }
            div { dt { (w.t("home-closed")) } dd { (count(Measure::Closed)) } }
            @if let Some(permille) = share {
                div { dt { (w.t("statistics-in-time")) } dd { (permille / 10) "%" } }
            }
            @if let Some(days) = days {
                div { dt { (w.t("statistics-days")) } dd { (format::number(w.lang(), tenth(days))) } }
            }
            @if let Some(mark) = mark {
                div { dt { (w.t("statistics-mark")) } dd { (format::number(w.lang(), tenth(mark))) } }
            }
        }
    }
}

fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn stages(reader: &Reader, sums: &Sums) -> Markup {
    let w = reader.words;
    let stages = [
        (PublicStage::AwaitingCheck, &[StageName::AtNational][..]),
        (PublicStage::Forwarded, &[StageName::AtAgency, StageName::AtUnit]),
        (PublicStage::AwaitingReporter, &[StageName::AwaitingReporter]),
        (PublicStage::InProgress, &[StageName::InProgress]),
        (PublicStage::Answered, &[StageName::Answered]),
        (PublicStage::Contested, &[StageName::Contested]),
        (PublicStage::Closed, &[StageName::Closed]),
        (PublicStage::Archived, &[StageName::Archived]),
        (PublicStage::Merged, &[StageName::MergedInto]),
        (PublicStage::Withdrawn, &[StageName::Withdrawn]),
    ];
    let bars: Vec<Bar<'_>> = stages
        .iter()
        .map(|(stage, names)| Bar {
            label: w.t(stage.key(crate::ui::Reader::Public)),
            value: names.iter().map(|name| sums.at(*name)).sum(),
            href: None,
        })
        .collect();
    bar_figure(w, "keadaan", w.t("statistics-stages"), w.t("statistics-count"), &bars, None)
}

fn by_agency(app: &App, reader: &Reader, top: &[(String, i64)]) -> Markup {
    let w = reader.words;
    let (reference, today) = (app.store().reference(), Reference::today(app.store().now()));
    let bars: Vec<Bar<'_>> = top
        .iter()
        .filter_map(|(key, n)| {
            let agency = reference.directory.agency(AgencyId(key.parse().ok()?))?;
            Some(Bar {
                label: label::agency(w, &reference, agency.id, today).into(),
                value: *n,
                href: Some(reader.href(&format!("/laporan?instansi={}", agency.slug)).into()),
            })
        })
        .collect();
    bar_figure(w, "instansi", w.t("statistics-agencies"), w.t("statistics-count"), &bars, None)
}

fn by_affair(app: &App, reader: &Reader, top: &[(String, i64)]) -> Markup {
    let w = reader.words;
    let reference = app.store().reference();
    let bars: Vec<Bar<'_>> = top
        .iter()
        .filter_map(|(key, n)| {
            let affair = reference.categories.get(&CategoryCode::parse(key)?)?;
            Some(Bar {
                label: label::category(w, affair).to_owned().into(),
                value: *n,
                href: Some(reader.href(&format!("/laporan?kategori={}", affair.code)).into()),
            })
        })
        .collect();
    bar_figure(w, "bidang", w.t("statistics-affairs"), w.t("statistics-count"), &bars, None)
}
