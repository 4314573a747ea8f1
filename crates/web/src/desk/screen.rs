//! The screen of a queue and of one report: queue, report, actions and journal side by side.

use super::alike;
use super::fields::{Asking, forms, has_field};
use super::journal::{changes, journal};
use super::label;
use super::list::{self, Asked};
use super::offered::offered;
use super::proposals;
use super::queues::{QueueName, home, queues_of, reads, widest};
use super::report::{self, Case};
use super::session::Officer;
use super::shared::{Entry, Frame, counts};
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, Query};
use crate::reader::Reader;
use crate::ui::{Button, Errors, Icon, Notice, empty_state, error_summary, heading, notice, panes};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use domain::TrackingId;
use domain::authority::Action;
use domain::role::Actor;
use domain::visibility::{Part, Sight};
use maud::{Markup, html};
use store::reports::queries::by_tracking;
use store::{files, notices, reports};

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/meja", get(start))
        .route("/meja/{queue}", get(queue))
        .route("/meja/{queue}/{number}", get(show))
        .route("/meja/laporan/{number}", get(find))
}

/// The first queue of the duty in which something waits.
async fn start(State(app): State<App>, reader: Reader, officer: Officer) -> Answer {
    let w = reader.words;
    let counts = counts(&app, &officer.duty).await?;
    let waiting = counts.iter().find(|(_, n)| *n > 0).or(counts.first());
    if let Some((first, _)) = waiting {
        return Ok(Redirect::to(&reader.href(&format!("/meja/{first}"))).into_response());
    }
    let title = w.t("desk-no-queue");
    let body = html! {
        h1.sr { (title) }
        (empty_state(Icon::Inbox, title.as_ref(), &html! {
            p { (w.t("desk-no-queue-help")) }
            (Button::secondary(w.t("desk-choose-duty")).href(reader.href("/meja/akun")))
        }))
    };
    Ok(Frame::new(&title, Entry::Queue)
        .around(&app, &reader, &officer, &body)
        .await?
        .into_response())
}

async fn queue(
    State(app): State<App>,
    reader: Reader,
    officer: Officer,
    Path(name): Path<String>,
    query: Query,
) -> Answer {
    let name = QueueName::from_word(&name).ok_or(Failure::NotFound)?;
    let asked = Asked::of(name, &query.0);
    let listed = list::load(&app, &officer, &asked).await?;
    // A number leads to its report, in whichever queue the officer has it.
    if TrackingId::parse(&asked.words).is_ok() {
        let beside = match listed.rows.as_slice() {
            [_] => Some(name),
            _ => home_of(&app, &officer, &asked.words).await?,
        };
        if let Some(beside) = beside {
            return Ok(to_report(&reader, beside, &asked.words)?.into_response());
        }
    }
    let w = reader.words;
    let pane = list::pane(&app, &reader, &officer, &asked, &listed, None).await?;
    let title = name.label(w);
    let body = html! {
        h1.sr { (title) }
        (done(&reader, Some(&query.0), None))
        (panes(w, &pane, None, None, &reader.href("/meja")))
    };
    let frame = Frame { full: true, asked: &asked.words, ..Frame::new(&title, Entry::Queue) };
    Ok(frame.around(&app, &reader, &officer, &body).await?.into_response())
}

/// What was done just now, and where to go on.
fn done(reader: &Reader, query: Option<&Fields>, next: Option<String>) -> Markup {
    let w = reader.words;
    let act = query.and_then(|query| label::act_of(query.get("berhasil"))).and_then(label::act);
    html! {
        @if let Some(act) = act {
            (notice(w, Notice::Success, w.t(act.done), &html! {
                @if let Some(next) = next { p { a href=(next) data-key="." { (w.t("desk-next-report")) } } }
            }))
        }
    }
}

/// A report as notices link to it: beside the queue in which whoever reads the notice has it.
async fn find(
    State(app): State<App>,
    reader: Reader,
    officer: Officer,
    Path(number): Path<String>,
) -> Answer {
    let queue = home_of(&app, &officer, &number).await?.ok_or(Failure::NotFound)?;
    Ok(to_report(&reader, queue, &number)?.into_response())
}

/// The queue beside which a report opens by its number; `None` when the officer does not read it.
pub(super) async fn home_of(
    app: &App,
    officer: &Officer,
    number: &str,
) -> Result<Option<QueueName>, Failure> {
    let (reference, now) = (app.store().reference(), app.store().now());
    match case(app, officer, number).await {
        Ok(case) => Ok(home(&officer.duty, &case.report, &reference, now)),
        Err(Failure::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

pub(super) fn to_report(
    reader: &Reader,
    queue: QueueName,
    number: &str,
) -> Result<Redirect, Failure> {
    let tracking = TrackingId::parse(number).map_err(|_| Failure::NotFound)?;
    Ok(Redirect::to(&reader.href(&format!("/meja/{queue}/{}", tracking.compact()))))
}

async fn show(
    State(app): State<App>,
    reader: Reader,
    officer: Officer,
    Path((name, number)): Path<(String, String)>,
    query: Query,
) -> Answer {
    let name =
        QueueName::from_word(&name).filter(|name| queues_of(officer.duty.role).contains(name));
    let asked = Asked::of(name.ok_or(Failure::NotFound)?, &query.0);
    let case = case(&app, &officer, &number).await?;
    let inboxes = notices::inboxes_of(&officer.duty);
    if notices::mark_report_read(app.store(), &inboxes, case.report.id).await? > 0 {
        app.desk().forget(&officer.duty);
    }
    page(
        &app,
        &reader,
        &officer,
        &asked,
        &case,
        Shown { query: Some(&query.0), ..Shown::default() },
    )
    .await
}

/// A report the officer may work with; anything else is not there.
pub(crate) async fn case(app: &App, officer: &Officer, number: &str) -> Result<Case, Failure> {
    let (store, reference) = (app.store(), app.store().reference());
    let tracking = TrackingId::parse(number).map_err(|_| Failure::NotFound)?;
    let row = by_tracking(store, tracking).await?.ok_or(Failure::NotFound)?;
    let (report, events) = reports::load(store, row.id).await?.ok_or(Failure::NotFound)?;
    let viewer = reads(&officer.duty, &report, &reference, store.now()).ok_or(Failure::NotFound)?;
    let files = files::list(store, report.id).await?;
    Ok(Case { report, events, viewer, files })
}

/// The queue a form came from, if the duty has it.
pub(crate) fn asked_of(officer: &Officer, fields: &Fields) -> Result<Asked, Failure> {
    let queues = queues_of(officer.duty.role);
    let named = QueueName::from_word(fields.get("antrean")).filter(|name| queues.contains(name));
    let name = named.or_else(|| widest(officer.duty.role)).ok_or(Failure::Forbidden)?;
    Ok(Asked::of(name, &Fields::default()))
}

/// What a page of a report shows beside the report.
#[derive(Default)]
pub(crate) struct Shown<'a> {
    /// The query of the address.
    pub(crate) query: Option<&'a Fields>,
    /// A form that was refused or comes back from signing in.
    pub(crate) typed: Option<Typed<'a>>,
    /// An identity read just now.
    pub(crate) identity: Option<Markup>,
}

/// A form with what was typed into it.
pub(crate) struct Typed<'a> {
    pub(crate) action: Action,
    pub(crate) fields: &'a Fields,
    /// Field and sentence; none when it is only shown again.
    pub(crate) fault: Option<super::fields::Fault>,
    /// The version its officer saw.
    pub(crate) seen: Option<u32>,
    /// What stands around its fields.
    pub(crate) beside: Beside,
}

/// What a form shows beside its own fields.
#[derive(Default)]
pub(crate) struct Beside {
    /// Before the fields.
    pub(crate) above: Markup,
    /// Behind the fields, before the buttons.
    pub(crate) last: Markup,
    /// Behind the buttons.
    pub(crate) below: Markup,
}

/// The three panes of a report.
pub(crate) async fn page(
    app: &App,
    reader: &Reader,
    officer: &Officer,
    asked: &Asked,
    case: &Case,
    shown: Shown<'_>,
) -> Answer {
    let w = reader.words;
    let listed = list::load(app, officer, asked).await?;
    let queue = list::pane(app, reader, officer, asked, &listed, Some(case.report.id)).await?;
    let next = listed.rows.iter().find(|row| row.id != case.report.id);
    let next = next.map(|row| asked.address(reader, Some(row.tracking)));
    let (reference, now) = (app.store().reference(), app.store().now());
    let offered = offered(&case.report, &officer.duty, &reference, now);
    let report = html! {
        (done(reader, shown.query, next))
        (report::pane(app, reader, case)?)
        (alike::section(app, reader, officer, asked, case, &offered).await?)
    };
    let actions = actions(app, reader, officer, asked, case, (&shown, &offered)).await?;
    let refused = shown.typed.as_ref().is_some_and(|typed| typed.fault.is_some());
    let body = panes(w, &queue, Some(&report), Some(&actions), &asked.address(reader, None));
    let title = format!("{}: {}", case.report.tracking, asked.name.label(w));
    let frame = Frame {
        full: true,
        errors: refused,
        asked: &asked.words,
        ..Frame::new(&title, Entry::Queue)
    };
    let page = frame.around(app, reader, officer, &body).await?;
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let response: Response = (status, page).into_response();
    Ok(response)
}

/// The right pane: what may be done, the most likely first, and what has happened.
async fn actions(
    app: &App,
    reader: &Reader,
    officer: &Officer,
    asked: &Asked,
    case: &Case,
    (shown, offered): (&Shown<'_>, &[Action]),
) -> Result<Markup, Failure> {
    let w = reader.words;
    let (reference, now) = (app.store().reference(), app.store().now());
    let acting = Actor::Officer(officer.duty.clone());
    let stale = match shown.typed.as_ref().and_then(|typed| typed.seen) {
        Some(seen) if seen < case.report.version => Some(changes(app, reader, case, seen).await?),
        _ => None,
    };
    let asking = Asking {
        reader,
        officer,
        asked,
        case,
        reference: &reference,
        now,
        typed: shown.typed.as_ref(),
    };
    let journal = if case.sees(Part::Journal) == Sight::Full {
        journal(app, reader, case).await?
    } else {
        html! { p.muted { (w.t("desk-journal-hidden")) } }
    };
    let forms = forms(&asking, offered);
    let fault = shown.typed.as_ref().and_then(|typed| typed.fault.as_ref());
    let mut errors = Errors::none();
    if let Some(fault) = fault.filter(|fault| has_field(&forms, &fault.field)) {
        errors.add(&fault.field, fault.message.as_str());
    }
    Ok(html! {
        (error_summary(w, &errors))
        @if let Some(stale) = &stale {
            (notice(w, Notice::Warning, w.t("desk-stale"), stale))
        }
        @if let Some(identity) = &shown.identity { (identity) }
        (proposals::panel(app, &asking, offered))
        h2 { (w.t("desk-actions")) }
        @if case.report.reopenings > 0 && case.report.was_closed_by_actor(&acting) {
            (notice(w, Notice::Info, w.t("refusal-closed-it-before"), &html! {}))
        }
        @if offered.is_empty() { p.muted { (w.t("desk-actions-none")) } }
        (forms)
        h2 { (w.t("desk-journal")) }
        (journal)
    })
}

/// A page about a report outside the three panes.
pub(crate) async fn plain_page(
    app: &App,
    reader: &Reader,
    officer: &Officer,
    title: &str,
    body: &Markup,
) -> Answer {
    let body = html! { (heading(None, title)) (body) };
    Ok(Frame::new(title, Entry::Queue).around(app, reader, officer, &body).await?.into_response())
}
