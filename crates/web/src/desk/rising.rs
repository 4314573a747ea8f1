//! What rises, with its evidence: surges of a matter in a regency, several reports of one place,
//! places where what was settled comes back.

use super::queues::{queues_of, reads};
use super::session::Officer;
use super::shared::{Entry, Frame};
use crate::alike::capitals;
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::format;
use crate::i18n::{Value, Words};
use crate::label;
use crate::reader::Reader;
use crate::ui::{Bar, Icon, bar_figure, count_line, empty_state, heading, reveal};
use axum::Router;
use axum::extract::State;
use axum::response::IntoResponse;
use axum::routing::get;
use domain::category::CategoryCode;
use domain::counter::{Dimension, Matter, Measure, day_of};
use domain::region::RegionCode;
use domain::{Reference, Report, Role};
use jiff::civil::Date;
use maud::{Markup, html};
use store::rising::{self, Kind, Rising};
use store::{counters, reports};
use text::personal::covered;

/// Days of the figure of a surge.
const FIGURE_DAYS: i32 = 14;
/// Newest reports named as evidence.
const EVIDENCE: u16 = 5;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/meja/naik", get(show))
}

/// The duties that see it: whoever has a queue of an agency or of the nation.
pub(crate) fn watches(role: Role) -> bool {
    matches!(
        role,
        Role::NationalAdmin
            | Role::NationalSupervisor
            | Role::AgencyAdmin
            | Role::AgencyHead
            | Role::ServiceOwner
            | Role::ComplaintAnalyst
    ) && !queues_of(role).is_empty()
}

async fn show(State(app): State<App>, reader: Reader, officer: Officer) -> Answer {
    if !watches(officer.duty.role) {
        return Err(Failure::Forbidden);
    }
    let w = reader.words;
    let found = rising::current(app.store(), officer.duty.agency).await?;
    let mut cards = Vec::new();
    for one in &found {
        cards.push(card(&app, &reader, &officer, one).await?);
    }
    let title = w.t("rising-title");
    let bars: Vec<Bar<'_>> = found
        .iter()
        .map(|one| Bar {
            label: what(w, &app.store().reference(), one).into(),
            value: one.count,
            href: Some(format!("#naik-{}", one.id).into()),
        })
        .collect();
    let body = html! {
        (heading(None, title.as_ref()))
        div.flow {
            p { (w.t("rising-lead")) }
            @if found.is_empty() {
                (empty_state(Icon::Check, w.t("rising-none"), &html! { p { (w.t("rising-none-text")) } }))
            } @else {
                (count_line(w.ta("rising-count", &[("n", Value::from(found.len()))]), w.t("rising-order")))
                (bar_figure(w, "naik", w.t("rising-figure"), w.t("statistics-count"), &bars, None))
                ol.alike { @for card in &cards { (card) } }
            }
        }
    };
    Ok(Frame::new(&title, Entry::Rising)
        .around(&app, &reader, &officer, &body)
        .await?
        .into_response())
}

/// The matter and the place in words: "Jalan, Jalan Kenanga, Kota Bandung".
fn what(w: Words, reference: &Reference, one: &Rising) -> String {
    matter(w, reference, &one.branch, one.regency, &one.place)
}

/// [`what`] of its parts, for notices too.
pub(crate) fn matter(
    w: Words,
    reference: &Reference,
    branch: &CategoryCode,
    regency: RegionCode,
    place: &str,
) -> String {
    let branch = reference.categories.get(branch).map(|c| label::category(w, c).to_owned());
    let regency = reference.regions.get(regency).map(|region| region.name.to_string());
    let place = (!place.is_empty()).then(|| capitals(place));
    [branch, place, regency].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

async fn card(
    app: &App,
    reader: &Reader,
    officer: &Officer,
    one: &Rising,
) -> Result<Markup, Failure> {
    let w = reader.words;
    let (reference, now) = (app.store().reference(), app.store().now());
    let newest = rising::evidence(app.store(), one.id, EVIDENCE).await?;
    let mut readable: Vec<Report> = reports::load_many(app.store(), &newest).await?;
    // What was not counted is no evidence.
    let counted = |report: &Report| Matter::of(report).is_some();
    readable.retain(|report| {
        counted(report) && reads(&officer.duty, report, &reference, now).is_some()
    });
    readable.sort_by_key(|report| std::cmp::Reverse(report.id));
    let since = format::plain_date(w.lang(), date(one.first_day));
    Ok(html! {
        li id={ "naik-" (one.id) } {
            h2 { (what(w, &reference, one)) }
            p { strong { (numbers(w, one)) } }
            p.hint { (w.ta("rising-since", &[("day", Value::from(since))])) }
            @if one.kind == Kind::Surge { (reveal(w.t("rising-days"), &days(app, reader, one).await?)) }
            @if !readable.is_empty() {
                h3 { (w.t("rising-newest")) }
                ul.links {
                    @for report in &readable {
                        li { a href=(reader.href(&format!("/meja/laporan/{}", report.tracking.compact()))) {
                            (report.tracking) " · " (covered(&report.title, &report.redactions))
                        } }
                    }
                }
            }
        }
    })
}

/// The evidence in one sentence.
fn numbers(w: Words, one: &Rising) -> String {
    let key = match one.kind {
        Kind::Surge => "rising-surge",
        Kind::Cluster => "rising-cluster",
        Kind::Repeat => "rising-repeat",
    };
    let usual = match one.expected {
        few if few < 1.0 => w.t("rising-few").into_owned(),
        many => format::number(w.lang(), (many * 10.0).round() / 10.0),
    };
    let values = [
        ("n", Value::from(one.count)),
        ("days", Value::from(one.days)),
        ("usual", Value::from(usual)),
    ];
    w.ta(key, &values).into_owned()
}

/// Reports by day, those without a report too.
async fn days(app: &App, reader: &Reader, one: &Rising) -> Result<Markup, Failure> {
    let w = reader.words;
    let today = day_of(app.store().now());
    let from = today - FIGURE_DAYS + 1;
    let matter = Matter { branch: one.branch.clone(), regency: one.regency };
    let series = counters::series(
        app.store(),
        Dimension::Matter,
        &matter.key(),
        Measure::Received,
        from,
        today,
    )
    .await?;
    let bars: Vec<Bar<'_>> = (from..=today)
        .map(|day| Bar {
            label: format::short_date(w.lang(), date(day)).into(),
            value: series.iter().find(|(of, _)| *of == day).map_or(0, |(_, n)| *n),
            href: None,
        })
        .collect();
    let name = format!("hari-{}", one.id);
    Ok(bar_figure(w, &name, w.t("rising-days"), w.t("statistics-count"), &bars, None))
}

/// A day counted since 1970.
fn date(day: i32) -> Date {
    let epoch = jiff::civil::date(1970, 1, 1);
    epoch.checked_add(jiff::Span::new().days(day)).unwrap_or(epoch)
}
