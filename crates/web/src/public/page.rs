//! One public report: what `may_see` lets the public see, and nothing else.
//!
//! A report that is confidential, restricted, withdrawn or not yet looked at by an officer answers
//! exactly as one that does not exist.

use super::cache::Key;
use super::shown::{Shown, is_public};
use crate::alike;
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::i18n::Value;
use crate::label::events::Teller;
use crate::label::{self, promise};
use crate::reader::Reader;
use crate::reporter::filing;
use crate::ui::{
    self, Button, Icon, Place, PublicPage, PublicStage, button_row, heading, icon, light,
    stage_badge, timeline,
};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use domain::{Light, Reference, Report, TrackingId};
use maud::{Markup, html};
use store::reports::queries::{Face, face};
use store::reports::{self, Recorded};
use text::personal::covered;

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    Path(number): Path<String>,
) -> Answer {
    let reader = reader.without_query();
    // One address for each report: other spellings of the number are no page.
    let tracking = TrackingId::parse(&number).map_err(|_| Failure::NotFound)?;
    if tracking.compact() != number {
        return Err(Failure::NotFound);
    }
    let face = face(app.store(), tracking).await?.ok_or(Failure::NotFound)?;
    let Face { id, version, supporters, .. } = face;
    let revision = app.store().reference().revision;
    let today = Reference::today(app.store().now());
    let light = face.light.map_or("", Light::word);
    let what = format!("{id}|{version}|{revision}|{today}|{light}|{supporters}");
    let key = Key::new(&reader, what);
    if let Some(kept) = app.pages().page(&key, &headers) {
        return Ok(kept);
    }
    let loaded = reports::load(app.store(), id).await?.ok_or(Failure::NotFound)?;
    let (report, history) = loaded;
    if !report.is_listed() || !is_public(&report) {
        return Err(Failure::NotFound);
    }
    let page = page(&app, &reader, &report, &history, supporters);
    Ok(app.pages().keep_page(key, page, &headers))
}

fn page(app: &App, reader: &Reader, report: &Report, history: &[Recorded], support: u64) -> Markup {
    let w = reader.words;
    let reference = app.store().reference();
    let today = Reference::today(app.store().now());
    let zone = crate::reporter::zone(&reference, report);
    let teller = Teller {
        words: w,
        reader: ui::Reader::Public,
        reference: &reference,
        zone,
        redactions: &report.redactions,
    };
    let moments: Vec<_> = history.iter().filter_map(|one| teller.moment(one, None)).collect();
    let number = w.ta("report-number", &[("number", Value::from(report.tracking.to_string()))]);
    let shown = filing(history).map(|filing| Shown::of(report, filing));
    let title = covered(&report.title, &report.redactions);
    let body = html! {
        (heading(Some(number), title.as_ref()))
        (standing(app, reader, report))
        (supported(reader, report, support))
        @if let Some(shown) = &shown { (shown.text(w, &reference, today)) }
        h2 { (w.t("report-journey")) }
        (timeline(w, &moments))
        @if let Some(rating) = &report.rating {
            p { (w.ta("page-rated", &[("overall", rating.overall.into()), ("accuracy", rating.accuracy.into())])) }
        }
        (more(reader, report, &reference))
        (button_row(&[
            Button::secondary(w.t("page-same")).href(reader.href("/lapor")),
            Button::quiet(w.t("page-mine")).href(reader.href(&format!("/lacak?nomor={}", report.tracking.compact()))),
        ]))
    };
    PublicPage::new(reader.view(), title.as_ref()).place(Place::Browse).around(&body)
}

/// Stage, and whether the office is late: the public learns it from the same light as the desk.
fn standing(app: &App, reader: &Reader, report: &Report) -> Markup {
    let w = reader.words;
    let (reference, now) = (app.store().reference(), app.store().now());
    let rules = reference.rules.get(report.rules);
    let open = report.stage.name().is_open();
    let clock = report.settlement().or_else(|| report.office_clock()).filter(|_| open);
    html! {
        p {
            (stage_badge(w, PublicStage::from(report.stage.name()), ui::Reader::Public))
            @if open && report.light(now) == Some(Light::Red) { " " (light(w, ui::Light::Late)) " " (w.t("page-late")) }
        }
        @if let Some((clock, rules)) = clock.zip(rules) { (promise::block(w, &reference, rules, clock, now)) }
    }
}

/// How many stand behind it, and the way to be one of them while it is open.
fn supported(reader: &Reader, report: &Report, support: u64) -> Markup {
    let w = reader.words;
    let number = report.tracking.compact();
    html! {
        @if let Some(n) = alike::supporters(w, support) { p { (icon(Icon::Users)) " " strong { (n) } } }
        @if report.stage.name().is_open() {
            (button_row(&[Button::secondary(w.t("support-this")).href(reader.href(&format!("/laporan/{number}/dukung")))]))
        }
    }
}

/// Reports of the same, of the same agency and of the same category.
fn more(reader: &Reader, report: &Report, reference: &Reference) -> Markup {
    let w = reader.words;
    let agency = report.lead.and_then(|id| reference.directory.agency(id));
    let category = report.category.as_ref().and_then(|code| reference.categories.get(code));
    html! {
        ul.links {
            li { a href=(reader.href(&format!("/laporan/{}/serupa", report.tracking.compact()))) {
                @if report.followers.is_empty() { (w.t("page-alike")) }
                @else { (w.ta("page-joined", &[("n", Value::from(report.followers.len()))])) }
            } }
            @if let Some(agency) = agency {
                li { a href=(reader.href(&format!("/laporan?instansi={}", agency.slug))) { (w.t("page-more-agency")) } }
            }
            @if let Some(category) = category {
                li { a href=(reader.href(&format!("/laporan?kategori={}", category.code))) {
                    (w.ta("page-more-category", &[("name", Value::from(label::category(w, category)))]))
                } }
            }
        }
    }
}
