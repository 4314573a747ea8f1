//! The reporter's own view of a report: where it stands, by when, what happened, what to do.

use super::access::Opened;
use super::deed::{Deed, number_line};
use crate::app::App;
use crate::failure::Answer;
use crate::fields::Query;
use crate::format;
use crate::i18n::Value;
use crate::label::events::{Teller, files as files_of};
use crate::label::{self, promise};
use crate::public::shown::Shown;
use crate::reader::Reader;
use crate::reporter::journey;
use crate::ui::{
    self, Attachment, Button, Fact, Form, Notice, Place, PublicPage, PublicStage, attachment_list,
    heading, notice, stage_badge, summary_list, timeline,
};
use axum::extract::State;
use axum::response::IntoResponse;
use domain::event::Fact as Event;
use domain::filing::FileNo;
use domain::redaction::Redactions;
use domain::{Reference, Report};
use maud::{Markup, html};
use store::files::{Attachment as Stored, FileState};
use store::people::{self, OwnIdentity};

/// Tells the reporter, on the clock of the place.
pub(super) fn teller<'a>(app: &App, reader: &'a Reader, report: &Report) -> Owned<'a> {
    let reference = app.store().reference();
    let zone = journey::zone(&reference, report);
    Owned { reader, reference, zone, redactions: report.redactions.clone() }
}

/// A teller with the snapshot it names things by.
pub(super) struct Owned<'a> {
    reader: &'a Reader,
    reference: std::sync::Arc<Reference>,
    zone: format::Zone,
    redactions: Redactions,
}

impl Owned<'_> {
    fn teller(&self) -> Teller<'_> {
        let (words, reference) = (self.reader.words, &*self.reference);
        let redactions = &self.redactions;
        Teller { words, reader: ui::Reader::Reporter, reference, zone: self.zone, redactions }
    }

    /// See [`Teller::moment`].
    pub(super) fn moment(
        &self,
        recorded: &store::reports::Recorded,
        files: Option<Markup>,
    ) -> Option<ui::Moment<'static>> {
        self.teller().moment(recorded, files)
    }

    /// See [`Teller::text`].
    pub(super) fn text(&self, fact: &Event) -> Option<String> {
        self.teller().text(fact)
    }
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    opened: Opened,
    Query(query): Query,
) -> Answer {
    let w = reader.words;
    let report = &opened.report;
    let own = people::own(app.store(), report.id).await?;
    let reference = app.store().reference();
    let done = Deed::from_path(query.get("selesai"));
    let body = html! {
        @if let Some(done) = done { (notice(w, Notice::Success, done.done(w), &html! {})) }
        (heading(Some(number_line(w, report).into()), report.title.as_str()))
        (standing(&app, &reader, report))
        (deeds(&app, &reader, &opened))
        h2 { (w.t("report-journey")) }
        (timeline(w, &moments(&app, &reader, &opened)))
        h2 { (w.t("report-yours")) }
        @if let Some(filing) = opened.filing() {
            (Shown::of(report, filing).text(w, &reference, Reference::today(app.store().now())))
        }
        (attachments(&reader, &opened, opened.filing().map_or(&[], |filing| &filing.files)))
        h2 { (w.t("report-privacy")) }
        (privacy(&app, &reader, &opened, own.as_ref()))
        (Form::post(reader.href(&format!("{}/tutup", opened.path())))
            .button(Button::quiet(w.t("report-close"))).around(&html! { p.hint { (w.t("report-close-hint")) } }))
    };
    let page = PublicPage::new(reader.view(), number_line(w, report))
        .place(Place::Track)
        .exit_to(app.settings().exit_url.as_str())
        .unlisted()
        .around(&body);
    Ok(page.into_response())
}

/// Stage, whose turn it is, and the dates.
fn standing(app: &App, reader: &Reader, report: &Report) -> Markup {
    let w = reader.words;
    let (reference, now) = (app.store().reference(), app.store().now());
    let today = Reference::today(now);
    let stage = PublicStage::from(report.stage.name());
    let holder = report.stage.desk().map(|desk| label::desk(w, &reference, desk, today));
    let rules = reference.rules.get(report.rules);
    let mut clocks: Vec<_> = report.reporter_clock().into_iter().collect();
    if report.stage.name().is_open() {
        clocks.extend(report.office_clock());
        clocks.extend(report.settlement());
    }
    clocks.dedup_by_key(|clock| clock.kind);
    html! {
        p { (stage_badge(w, stage, ui::Reader::Reporter)) }
        @if let Some(holder) = holder { p { (w.t("report-now-with")) " " strong { (holder) } } }
        @if report.escalated.is_some() { p { (w.t("report-escalated")) } }
        @if let Some(rules) = rules {
            @for clock in clocks { (promise::block(w, &reference, rules, clock, now)) }
        }
    }
}

/// What is possible now, each with what it leads to.
fn deeds(app: &App, reader: &Reader, opened: &Opened) -> Markup {
    let w = reader.words;
    let (reference, now) = (app.store().reference(), app.store().now());
    let possible: Vec<Deed> = Deed::ALL
        .into_iter()
        .filter(|deed| deed.is_possible(&opened.report, &reference, now))
        .collect();
    html! {
        @if !possible.is_empty() {
            h2 { (w.t("report-deeds")) }
            ul.deeds {
                @for deed in possible {
                    li {
                        a href=(reader.href(&format!("{}/{}", opened.path(), deed.path()))) { (deed.label(w)) }
                        p.hint { (deed.consequence(w)) }
                    }
                }
            }
        }
    }
}

fn moments(app: &App, reader: &Reader, opened: &Opened) -> Vec<ui::Moment<'static>> {
    let told = teller(app, reader, &opened.report);
    let mut moments: Vec<ui::Moment<'static>> = opened
        .history
        .iter()
        .filter_map(|recorded| {
            // The files of the filing stand with its text.
            let named =
                if recorded.version == 1 { &[][..] } else { files_of(&recorded.event.fact) };
            let files = (!named.is_empty()).then(|| attachments(reader, opened, named));
            told.moment(recorded, files)
        })
        .collect();
    moments.extend(journey::to_come(app, reader, &opened.report));
    moments
}

/// Some files of this report as links, those that wait for the scanner named without one.
fn attachments(reader: &Reader, opened: &Opened, named: &[FileNo]) -> Markup {
    let w = reader.words;
    let chosen: Vec<&Stored> = opened.files.iter().filter(|f| named.contains(&f.no)).collect();
    let (ready, held): (Vec<&Stored>, Vec<&Stored>) =
        chosen.into_iter().partition(|file| file.state == FileState::Ready);
    let number = opened.report.tracking.compact();
    let links: Vec<Attachment<'_>> = ready
        .iter()
        .map(|file| {
            let href = reader.href(&format!("/berkas/{number}/{}", file.no));
            Attachment {
                name: file.name.as_str().into(),
                thumbnail: None,
                href: href.into(),
                size: file.bytes,
                description: None,
            }
        })
        .collect();
    html! {
        @if !links.is_empty() { (attachment_list(w, &links)) }
        @for file in held { p.hint { (w.ta("report-file-held", &[("name", Value::from(file.name.as_str()))])) } }
    }
}

/// Who may see what, what LAPOR knows of the reporter, and who has read it.
fn privacy(app: &App, reader: &Reader, opened: &Opened, own: Option<&OwnIdentity>) -> Markup {
    let w = reader.words;
    let report = &opened.report;
    let hidden = report.privacy.confidential || report.restricted;
    let told = teller(app, reader, report);
    let reads: Vec<_> = opened
        .history
        .iter()
        .filter(|recorded| matches!(recorded.event.fact, Event::IdentityRevealed { .. }))
        .filter_map(|recorded| told.moment(recorded, None))
        .collect();
    let mut facts = vec![
        Fact::new(
            w.t("report-public-sees"),
            html! {
                (w.t(if hidden { "report-public-nothing" } else if report.is_listed() { "report-public-yes" } else { "report-public-later" }))
                @if !hidden && report.is_listed() {
                    " " a href=(reader.href(&format!("/laporan/{}", report.tracking.compact()))) { (w.t("report-public-open")) }
                }
            },
        ),
        Fact::new(
            w.t("report-agency-knows"),
            html! {
                (w.t(if report.privacy.anonymous { "review-identity-anonymous" } else { "review-identity-named" }))
            },
        ),
    ];
    if let Some(own) = own {
        let lines = [&own.name, &own.phone, &own.email, &own.nik_masked, &own.address];
        facts.push(Fact::new(
            w.t("report-we-know"),
            html! {
                @for line in lines.into_iter().flatten() { p { (line) } }
                @if let Some(it) = &own.represents { p { (w.t("review-proxy")) ": " (it.name) } }
            },
        ));
    } else {
        facts.push(Fact::new(w.t("report-we-know"), html! { (w.t("report-we-know-nothing")) }));
    }
    html! {
        (summary_list(w, &facts))
        h3 { (w.t("report-read-by")) }
        @if reads.is_empty() { p { (w.t("report-read-by-nobody")) } } @else { (timeline(w, &reads)) }
    }
}
