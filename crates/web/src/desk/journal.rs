//! The journal of a report: who did what when, in which words, and whether the reporter was told.

use super::gate;
use super::label;
use super::report::Case;
use super::shared::names;
use crate::app::App;
use crate::failure::Failure;
use crate::format;
use crate::i18n::{Value, Words};
use crate::reader::Reader;
use crate::ui::{Icon, Moment, icon, timeline};
use domain::event::Fact;
use domain::{Office, OfficerId, Reference, ReportId};
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::HashMap;
use std::sync::Arc;
use store::notices::{self, Channel, Delivery, State};
use store::reports::{self, By, Recorded};

/// What the sentences look things up in.
struct Sources<'a> {
    reader: &'a Reader,
    reference: Arc<Reference>,
    names: HashMap<OfficerId, Arc<str>>,
    numbers: HashMap<ReportId, String>,
    deliveries: Vec<Delivery>,
    today: Date,
}

/// The journal, newest event first.
pub(crate) async fn journal(app: &App, reader: &Reader, case: &Case) -> Result<Markup, Failure> {
    let sources = sources(app, reader, case, &case.events).await?;
    let moments: Vec<Moment<'_>> =
        case.events.iter().rev().map(|recorded| moment(&sources, case, recorded)).collect();
    Ok(timeline(reader.words, &moments))
}

/// What happened after a version, oldest first: what an officer has not seen yet.
pub(crate) async fn changes(
    app: &App,
    reader: &Reader,
    case: &Case,
    after: u32,
) -> Result<Markup, Failure> {
    let fresh: Vec<Recorded> =
        case.events.iter().filter(|recorded| recorded.version > after).cloned().collect();
    let sources = sources(app, reader, case, &fresh).await?;
    let moments: Vec<Moment<'_>> =
        fresh.iter().map(|recorded| moment(&sources, case, recorded)).collect();
    Ok(timeline(reader.words, &moments))
}

async fn sources<'a>(
    app: &App,
    reader: &'a Reader,
    case: &Case,
    events: &[Recorded],
) -> Result<Sources<'a>, Failure> {
    let reference = app.store().reference();
    let today = Reference::today(app.store().now());
    let names = names(app, events.iter().filter_map(Recorded::officer)).await?;
    let others = events.iter().filter_map(|recorded| match &recorded.event.fact {
        Fact::Merged { main } => Some(*main),
        Fact::Followed { joined } | Fact::Unfollowed { joined } => Some(*joined),
        _ => None,
    });
    let others: Vec<ReportId> = others.collect();
    let numbers = reports::load_many(app.store(), &others).await?;
    let numbers = numbers.iter().map(|report| (report.id, report.tracking.to_string())).collect();
    let deliveries = notices::of_report(app.store(), case.report.id).await?;
    Ok(Sources { reader, reference, names, numbers, deliveries, today })
}

fn moment<'a>(sources: &Sources<'_>, case: &Case, recorded: &Recorded) -> Moment<'a> {
    let w = sources.reader.words;
    let zone = case.zone(&sources.reference);
    let when = format::short_date_time(w.lang(), recorded.at, zone);
    Moment {
        at: Some(recorded.at),
        when: format!("{when} {}", zone.abbreviation).into(),
        who: who(sources, &recorded.by).into(),
        what: label::fact(w, &recorded.event.fact),
        detail: Some(detail(sources, recorded)),
    }
}

/// Officers by name and role; reporters never by name.
fn who(sources: &Sources<'_>, by: &By) -> String {
    let w = sources.reader.words;
    match by {
        By::Reporter => w.t("desk-by-reporter").into_owned(),
        By::System => w.t("desk-by-system").into_owned(),
        By::Officer { officer, role, agency, unit } => {
            let name = sources
                .names
                .get(officer)
                .map_or_else(|| w.t("desk-by-officer").into_owned(), ToString::to_string);
            let role = role.map(|role| label::role(w, role).into_owned());
            let place = agency.map(|agency| {
                label::office(
                    &sources.reference.directory,
                    Office { agency, unit: *unit },
                    sources.today,
                )
            });
            [Some(name), role, place].into_iter().flatten().collect::<Vec<_>>().join(", ")
        }
    }
}

fn detail(sources: &Sources<'_>, recorded: &Recorded) -> Markup {
    let w = sources.reader.words;
    let inside = words_of(sources, &recorded.event.fact);
    let told: Vec<String> = sources
        .deliveries
        .iter()
        .filter(|delivery| {
            delivery.version == Some(recorded.version)
                && delivery.desk.is_none()
                && delivery.officer.is_none()
        })
        .filter_map(|delivery| delivered(w, delivery))
        .collect();
    html! {
        (inside)
        @if recorded.event.fact.is_internal() { p.moment-tag { (icon(Icon::EyeOff)) (w.t("desk-internal")) } }
        @for told in &told { p.moment-told { (icon(Icon::Send)) (told) } }
    }
}

/// How the reporter was told, and whether it arrived.
fn delivered(w: Words, delivery: &Delivery) -> Option<String> {
    let way = match delivery.channel {
        Channel::Email => w.t("desk-told-email"),
        Channel::Sms => w.t("desk-told-sms"),
        Channel::Letter => w.t("desk-told-letter"),
        Channel::Inbox => return None,
    };
    let state = match delivery.state {
        State::Waiting => w.t("desk-told-waiting"),
        State::Sent => w.t("desk-told-sent"),
        State::Failed => w.t("desk-told-failed"),
        State::ToPrint => w.t("desk-told-to-print"),
        State::Printed => w.t("desk-told-printed"),
        State::Unread | State::Read => return None,
    };
    let values =
        [("way", Value::from(way.into_owned())), ("state", Value::from(state.into_owned()))];
    Some(w.ta("desk-told", &values).into_owned())
}

/// The words and facts of an event.
fn words_of(sources: &Sources<'_>, fact: &Fact) -> Markup {
    let w = sources.reader.words;
    let directory = &sources.reference.directory;
    let agency = |id| label::agency(directory, id, sources.today);
    let office = |of| label::office(directory, of, sources.today);
    let number = |id: &ReportId| sources.numbers.get(id).cloned().unwrap_or_default();
    let said = |text: &str| html! { @if !text.is_empty() { p.moment-words { (text) } } };
    match fact {
        Fact::Filed { .. }
        | Fact::Reclassified(_)
        | Fact::DuesRecounted { .. }
        | Fact::Escalated { .. } => html! {},
        Fact::Succeeded { ended, heir, .. } => html! {
            p { (w.ta("desk-succeeded-ended", &[("agency", agency(*ended).into())])) }
            @if let Some(heir) = heir { p { (agency(*heir)) } }
        },
        Fact::Forwarded { lead, copies, watcher, decided, note, .. } => html! {
            p { (agency(*lead)) }
            @if *decided { p { (w.t("desk-forward-decided")) } }
            @if let Some(watcher) = watcher { p { (w.ta("desk-forward-watcher", &[("agency", agency(*watcher).into())])) } }
            @if !copies.is_empty() {
                p { (w.ta("desk-forward-copies", &[("agencies", copies.iter().map(|id| agency(*id)).collect::<Vec<_>>().join("; ").into())])) }
            }
            (said(note))
        },
        Fact::Routed { category, lead, evidence } => {
            let lang = sources.reader.lang();
            let category = sources.reference.categories.get(category);
            let category = category.map_or("", |category| label::category_name(category, lang));
            let told = [
                ("category", Value::from(category)),
                ("percent", Value::from(evidence.permille / 10)),
                ("words", Value::from(evidence.words.join(", "))),
                ("model", Value::from(evidence.model.as_str())),
            ];
            html! {
                p { (agency(*lead)) }
                p { (w.ta("desk-routed-why", &told)) }
            }
        }
        Fact::Postponed { missing, question, .. } => html! {
            @if !missing.is_empty() { p { (missing.iter().map(|item| label::missing_item(w, *item)).collect::<Vec<_>>().join(", ")) } }
            (said(question))
        },
        Fact::Archived { reason, explanation, .. } => {
            html! { p { (label::archive_reason(w, *reason)) } (said(explanation)) }
        }
        Fact::Declined { reason, explanation, suggested, .. } => html! {
            p { (label::decline_reason(w, *reason)) }
            (said(explanation))
            @if let Some(suggested) = suggested { p { (w.ta("desk-declined-suggested", &[("agency", agency(*suggested).into())])) } }
        },
        Fact::Assigned { agency, unit, note, .. } => {
            html! { p { (office(Office { agency: *agency, unit: Some(*unit) })) } (said(note)) }
        }
        Fact::TakenUp { office: of } => html! { p { (office(*of)) } },
        Fact::AnswerPosted { text, action, scheduled_for, files, .. } => html! {
            p { (label::action_taken(w, *action)) @if let Some(day) = scheduled_for { ": " (format::long_date(w.lang(), *day)) } }
            (said(text))
            (file_count(w, files.len()))
        },
        Fact::ProgressPosted { text, files, .. }
        | Fact::MessageSent { text, files, .. }
        | Fact::Completed { text, files }
        | Fact::Contested { text, files }
        | Fact::Advised { text, files }
        | Fact::Appealed { text, files, .. }
        | Fact::TaskFinished { text, files, .. } => {
            html! { (said(text)) (file_count(w, files.len())) }
        }
        Fact::NotePosted { text, despite, .. } => html! {
            @if !despite.is_empty() { p { (gate::despite(w, despite)) } }
            (said(text))
        },
        Fact::Rated(rating) => html! {
            p { (w.ta("desk-rated", &[("overall", rating.overall.into()), ("accuracy", rating.accuracy.into())])) }
            (said(&rating.comment))
        },
        Fact::Closed { ground, explanation, .. } => html! {
            @if let Some(ground) = ground { p { (label::close_ground(w, *ground)) } }
            (said(explanation))
        },
        Fact::Withdrawn { reason }
        | Fact::TaskReleased { reason, .. }
        | Fact::LimitExtended { reason } => said(reason),
        Fact::Merged { main } => html! { p { (number(main)) } },
        Fact::Followed { joined } | Fact::Unfollowed { joined } => html! { p { (number(joined)) } },
        Fact::Reopened { ground, explanation, .. } => {
            html! { p { (label::reopen_ground(w, *ground)) } (said(explanation)) }
        }
        Fact::TaskOpened { office: of, request, .. } => {
            html! { p { (office(*of)) } (said(request)) }
        }
        Fact::Supervised { agency, unit } => {
            html! { p { (office(Office { agency: *agency, unit: Some(*unit) })) } }
        }
        Fact::DisputeRecorded { form, outcome } => {
            html! { p { (label::dispute_form(w, *form)) } (said(outcome)) }
        }
        Fact::ConflictDeclared { office: of, reason, .. } => {
            html! { p { (office(*of)) } (said(reason)) }
        }
        Fact::Redacted { passage, reason, .. } => {
            html! { p { q { (passage) } } (said(reason)) }
        }
        Fact::IdentityRevealed { part, reason } => {
            html! { p { (label::part(w, *part)) } (said(reason)) }
        }
    }
}

fn file_count(w: Words, n: usize) -> Markup {
    html! { @if n > 0 { p.moment-tag { (icon(Icon::Paperclip)) (w.ta("desk-files", &[("n", n.into())])) } } }
}
