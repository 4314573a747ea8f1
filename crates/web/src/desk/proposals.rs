//! What LAPOR suggests for a report that waits to be sent on: category and office with the words
//! that carried them, accepted with one key. The officer decides.

use super::act::Doing;
use super::fields::Asking;
use super::form::{DeskForm, TOKEN};
use super::label;
use super::report::Case;
use super::screen::{asked_of, case};
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::i18n::{Value, Words};
use crate::reader::Reader;
use crate::ui::Form;
use axum::Router;
use axum::extract::{Path, State};
use axum::routing::post;
use domain::authority::Action;
use domain::category::CategoryCode;
use domain::command::{Classification, Command};
use domain::decide::{Context, decide};
use domain::kind::{ComplaintClass, Urgency};
use domain::report::{Office, StageName};
use domain::{AgencyId, Reference, Report, UnitId};
use maud::{Markup, html};
use store::reports;
use triage::reading::{self, Reading};
use triage::{Asked, Proposal, Span};

/// Suggestions shown, each with its key.
const SHOWN: usize = 3;
const KEYS: [&str; SHOWN] = ["1", "2", "3"];

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/meja/laporan/{number}/usulan", post(accept))
}

/// What an officer does with a suggestion at this desk; `None` where nothing waits to be sent on.
fn act(report: &Report, offered: &[Action]) -> Option<Action> {
    let act = match report.stage.name() {
        StageName::AtNational => Action::Forward,
        StageName::AtAgency => Action::Assign,
        _ => return None,
    };
    offered.contains(&act).then_some(act)
}

/// The commands that carry out a suggestion: correct the category where it differs, then send.
fn commands(
    report: &Report,
    category: &CategoryCode,
    office: Option<Office>,
    act: Action,
) -> Vec<Command> {
    let mut commands = Vec::new();
    if report.category.as_ref() != Some(category) {
        let category = Some(category.clone());
        commands.push(Command::Reclassify(Classification { category, ..Default::default() }));
    }
    let sent = office.and_then(|office| match (act, office.unit) {
        (Action::Forward, _) => Some(Command::Forward {
            lead: office.agency,
            supporting: Vec::new(),
            copies: Vec::new(),
            watcher: None,
            note: String::new(),
        }),
        (Action::Assign, Some(unit)) if report.lead == Some(office.agency) => {
            Some(Command::Assign { unit, supporting: Vec::new(), note: String::new() })
        }
        _ => None,
    });
    commands.extend(sent);
    commands
}

/// The panel above the acts; empty where there is nothing to suggest.
pub(super) fn panel(app: &App, asking: &Asking<'_>, offered: &[Action]) -> Markup {
    let Some(act) = act(&asking.case.report, offered) else { return html! {} };
    let Some(text) = text(asking.case) else { return html! {} };
    let report = &asking.case.report;
    let asked = Asked {
        text: &text,
        region: report.region,
        level: report.level,
        reference: asking.reference,
        today: Reference::today(asking.now),
    };
    let found = app.suggester().read().propose(&asked, SHOWN);
    let w = asking.reader.words;
    let read = reading::read(&text);
    html! {
        section.proposal aria-labelledby="usulan" {
            h2 #usulan { (w.t("desk-proposal")) }
            (signs(w, report, &read, &text))
            ol.proposal-list {
                @for (one, key) in found.iter().zip(KEYS) { li { (suggestion(asking, one, act, key)) } }
            }
            p.hint { (w.t("desk-proposal-help")) }
        }
    }
}

/// One suggestion as a button.
fn suggestion(asking: &Asking<'_>, proposal: &Proposal, act: Action, key: &str) -> Markup {
    let (w, report) = (asking.reader.words, &asking.case.report);
    let today = Reference::today(asking.now);
    let commands = commands(report, &proposal.category, proposal.office, act);
    // What the rules would refuse is not offered; the last command says where it goes.
    let context = Context { now: asking.now, reference: asking.reference };
    let actor = asking.officer.actor();
    let accepted =
        commands.last().is_some_and(|last| decide(report, last, &actor, &context).is_ok());
    let sends = !matches!(commands.last(), None | Some(Command::Reclassify(_)));
    let directory = &asking.reference.directory;
    let category = asking.reference.categories.get(&proposal.category);
    let name = category.map_or("", |it| label::category_name(it, asking.reader.lang()));
    let branch = proposal.category.parent().and_then(|code| asking.reference.categories.get(&code));
    let branch = branch.map(|it| label::category_name(it, asking.reader.lang()));
    let to = proposal.office.map(|office| label::office(directory, office, today));
    let inside = html! {
        kbd aria-hidden="true" { (key) }
        span.proposal-what { (name) @if let Some(branch) = branch { span.proposal-branch { " · " (branch) } } }
        @if let Some(to) = &to {
            span.proposal-to {
                (w.ta(if sends { "desk-proposal-to" } else { "desk-proposal-competent" }, &[("office", Value::from(to.as_str()))]))
                @if proposal.by_custom { " " (w.t("desk-proposal-custom")) }
            }
        }
        span.proposal-why { (why(w, proposal)) }
    };
    if !accepted {
        return html! { div.proposal-one { (inside) } };
    }
    let number = report.tracking.compact();
    let mut form = Form::post(asking.reader.href(&format!("/meja/laporan/{number}/usulan")))
        .hidden(TOKEN, asking.officer.form_token.as_str())
        .hidden("versi", report.version.to_string())
        .hidden("antrean", asking.asked.name.word())
        .hidden("kategori", proposal.category.as_str());
    if let Some(office) = proposal.office {
        form = form.hidden("instansi", office.agency.to_string());
        if let Some(unit) = office.unit {
            form = form.hidden("unit", unit.to_string());
        }
    }
    let button = html! { button.proposal-one type="submit" data-key=(key) data-press { (inside) } };
    form.around(&button)
}

fn why(w: Words, proposal: &Proposal) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
    let percent = (proposal.probability.clamp(0.0, 1.0) * 100.0).round() as u8;
    let told =
        [("percent", Value::from(percent)), ("words", Value::from(proposal.words.join(", ")))];
    let key = match (percent, proposal.words.is_empty()) {
        (0, _) => "desk-proposal-hardly",
        (_, true) => "desk-proposal-sure",
        (_, false) => "desk-proposal-because",
    };
    w.ta(key, &told).into_owned()
}

/// What the text says of itself that an officer should not overlook, with its words.
fn signs(w: Words, report: &Report, read: &Reading, text: &str) -> Markup {
    let mut signs: Vec<(String, Vec<String>)> = Vec::new();
    let words = |spans: &[Span]| {
        let mut said: Vec<String> =
            spans.iter().map(|span| span.of(text).to_owned()).filter(|it| !it.is_empty()).collect();
        said.dedup();
        said
    };
    if read.urgency.level >= Urgency::High && report.urgency < read.urgency.level {
        let spans: Vec<Span> = read.urgency.because.iter().map(|(_, span)| *span).collect();
        signs.push((label::urgency(w, read.urgency.level).into_owned(), words(&spans)));
    }
    if read.class.0 == ComplaintClass::Supervisory && !report.restricted {
        signs.push((w.t("desk-proposal-supervisory").into_owned(), words(&read.class.1)));
    }
    if !report.privacy.confidential {
        for (why, spans) in &read.sensitivity {
            let told = w.ta(
                "desk-proposal-sensitive",
                &[("why", Value::from(crate::label::sensitivity(w, *why).into_owned()))],
            );
            signs.push((told.into_owned(), words(spans)));
        }
    }
    if read.kind.0 != report.kind && !read.kind.1.is_empty() {
        let kind = label::kind(w, read.kind.0).into_owned();
        let told = w.ta("desk-proposal-kind", &[("kind", Value::from(kind))]);
        signs.push((told.into_owned(), words(&read.kind.1)));
    }
    html! {
        @if !signs.is_empty() {
            ul.proposal-signs {
                @for (sign, words) in &signs {
                    li { strong { (sign) } @if !words.is_empty() { ": " (words.join(", ")) } }
                }
            }
        }
    }
}

/// Title and text as handed in.
fn text(case: &Case) -> Option<String> {
    case.filing().map(|filing| format!("{}\n{}", filing.title, filing.body))
}

async fn accept(
    State(app): State<App>,
    reader: Reader,
    Path(number): Path<String>,
    form: DeskForm,
) -> Answer {
    let (officer, fields) = (&form.officer, &form.fields);
    let asked = asked_of(officer, fields)?;
    let case = case(&app, officer, &number).await?;
    let category = CategoryCode::parse(fields.get("kategori")).ok_or(Failure::BadForm)?;
    let agency = fields.number("instansi").map(AgencyId);
    let unit = fields.number("unit").map(UnitId);
    let office = agency.map(|agency| Office { agency, unit });
    let action = match case.report.stage.name() {
        StageName::AtAgency => Action::Assign,
        _ => Action::Forward,
    };
    let act = label::act(action).ok_or(Failure::NotFound)?;
    let commands = commands(&case.report, &category, office, action);
    let doing = Doing {
        app: &app,
        reader: &reader,
        officer,
        fields,
        case,
        asked,
        action,
        act,
        attached: false,
    };
    if commands.is_empty() {
        return doing.again(None).await;
    }
    let (id, seen) = (doing.case.report.id, doing.seen());
    match reports::execute_all(app.store(), id, Some(seen), commands, officer.actor()).await {
        Ok(after) => Ok(doing.done(&after)),
        Err(store::Error::Refused(refusal)) => doing.refused(&refusal).await,
        Err(error) => Err(error.into()),
    }
}
