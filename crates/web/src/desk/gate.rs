//! Reads an answer before it is posted. One with faults comes back with what is wrong, each fault
//! in its place in the text; the officer changes it, or says why it goes out all the same.

use super::act::Doing;
use super::earlier;
use super::fields::Fault;
use super::form::Upload;
use super::label;
use super::offered::offered;
use super::queues::reads;
use super::screen::Beside;
use crate::failure::{Answer, Failure};
use crate::i18n::Words;
use crate::refusal::refusal_text;
use crate::ui::{Button, Field, Notice, button_row, notice};
use axum::response::Response;
use domain::answer::{AnswerFault, Gate, gate, photo_faults};
use domain::authority::Action;
use domain::command::Command;
use domain::decide::{Context, decide};
use domain::limit;
use domain::visibility::{Part, Sight, Viewer, may_see};
use maud::{Markup, html};
use std::collections::BTreeSet;
use store::files::{self, Used};
use store::reports::queries::by_id;
use text::Span;
use triage::answer::{Asked, Earlier, Fault as ReadFault, Review, review};

/// Field for the reason to post an answer all the same, behind the act's name.
const REASON: &str = "tetap";
/// The button that takes the words to the act that gives the report back.
pub(crate) const INSTEAD: &str = "alihkan";

/// What becomes of the words of an act.
pub(crate) enum Passed {
    /// Carried out, with the note that says why there were faults, if there were any.
    Yes(Option<Command>),
    /// The page again.
    No(Box<Response>),
}

/// The words of a command that are read before it is carried out.
fn words_of(command: &Command) -> Option<&str> {
    match command {
        Command::PostAnswer { post, .. } => Some(&post.text),
        Command::Close { explanation, .. } => Some(explanation),
        _ => None,
    }
}

/// The act that brings a report to who can help, if the officer may do it now.
fn instead(doing: &Doing<'_>) -> Option<Action> {
    let (reference, now) = (doing.app.store().reference(), doing.app.store().now());
    let offered = offered(&doing.case.report, &doing.officer.duty, &reference, now);
    [Action::Decline, Action::Forward].into_iter().find(|action| offered.contains(action))
}

/// Reads the words of a command against what the agency answered before.
pub(crate) async fn pass(
    doing: &Doing<'_>,
    command: &Command,
    uploads: &[Upload],
) -> Result<Passed, Failure> {
    let Some(words) = words_of(command) else { return Ok(Passed::Yes(None)) };
    let (reference, now) = (doing.app.store().reference(), doing.app.store().now());
    let context = Context { now, reference: &reference };
    // What the rules refuse is said first; it comes back from carrying it out.
    if decide(&doing.case.report, command, &doing.officer.actor(), &context).is_err() {
        return Ok(Passed::Yes(None));
    }
    let mut found = read(doing, words).await?;
    found.faults.extend(of_photos(doing, uploads).await?);
    found.faults.sort_by_key(|fault| fault.kind);
    let reason = doing.fields.text(&format!("{}-{REASON}", doing.act.slug));
    let faults: Vec<AnswerFault> = found.faults.iter().map(|fault| fault.kind).collect();
    let leads_to = gate(&faults, &reason, instead(doing).is_some());
    if leads_to == Gate::Open {
        let justify = (!faults.is_empty()).then_some(Command::Justify { faults, reason });
        return Ok(Passed::Yes(justify));
    }
    Ok(Passed::No(Box::new(held(doing, words, &found, &leads_to).await?)))
}

async fn read(doing: &Doing<'_>, words: &str) -> Result<Review, Failure> {
    let report = &doing.case.report;
    let body = doing.case.filing().map(|filing| filing.body.as_str()).unwrap_or_default();
    let text = format!("{}\n{body}", report.title);
    let public = may_see(Viewer::Public, Part::Content, report.privacy, report.restricted);
    let to = Asked { id: report.id, text: &text, public: public == Sight::Full };
    let mut found = match doing.officer.duty.agency {
        Some(agency) => review(words, to, &earlier::of(doing.app, agency).await?.answers),
        None => review(words, to, &Earlier::with_room(0)),
    };
    if doing.action == Action::Close {
        found.faults.retain(|fault| fault.kind.counts_in_closing());
        found.missing.clear();
    }
    Ok(found)
}

/// The faults of photographs, each once: one that served before, in this report or as proof in
/// another one, or that was taken before the report or elsewhere.
async fn of_photos(doing: &Doing<'_>, uploads: &[Upload]) -> Result<Vec<ReadFault>, Failure> {
    let (store, bucket, report) = (doing.app.store(), doing.app.bucket(), &doing.case.report);
    let reference = store.reference();
    let field = format!("{}-berkas", doing.act.slug);
    let mut found: Vec<ReadFault> = Vec::new();
    for upload in uploads.iter().filter(|upload| upload.field == field) {
        let proof = files::proof(store, bucket, report.id, upload.bytes.clone()).await?;
        let reused = proof.used.map(|used| match used {
            Used::ByReporter => (AnswerFault::ReusedPhoto, None),
            Used::Elsewhere(other) => (AnswerFault::ReusedPhoto, Some(other)),
        });
        let told = proof.taken.told(reference.zone(report.region));
        let told = photo_faults(told, report, &reference).into_iter().map(|kind| (kind, None));
        for (kind, like) in reused.into_iter().chain(told) {
            if found.iter().all(|fault| fault.kind != kind) {
                found.push(ReadFault { kind, spans: Vec::new(), like });
            }
        }
    }
    Ok(found)
}

/// The page again: nothing was posted, everything typed is there.
async fn held(doing: &Doing<'_>, words: &str, found: &Review, leads_to: &Gate) -> Answer {
    let w = doing.reader.words;
    let slug = doing.act.slug;
    let reason = format!("{slug}-{REASON}");
    let wrong = match leads_to {
        Gate::NeedsReason(Some(refusal)) => Some(refusal_text(w, refusal).into_owned()),
        _ => None,
    };
    let fault = match &wrong {
        Some(wrong) => Fault::new(reason.as_str(), wrong.as_str()),
        None => {
            let n = [("n", found.faults.len().into())];
            Fault::new(format!("{slug}-isi"), w.ta("desk-gate-error", &n))
        }
    };
    let body = html! {
        (faults(doing, words, found).await?)
        @if *leads_to == Gate::Decline { p { (w.t("desk-gate-decline")) } }
        @else { p { (w.t("desk-gate-choice")) } }
        @if doing.attached { p { (w.t("desk-gate-files")) } }
    };
    let above = notice(w, Notice::Warning, w.t("desk-gate-title"), &body);
    let last = html! {
        @if matches!(leads_to, Gate::NeedsReason(_)) {
            (Field::long(w, &reason, w.t("desk-gate-reason"))
                .rows(2).optional()
                .limit(u32::try_from(limit::REASON_MAX).unwrap_or(u32::MAX))
                .value(doing.fields.get(&reason))
                .hint(w.t("desk-gate-reason-hint"))
                .error(wrong))
        }
    };
    let below = html! {
        @if *leads_to == Gate::Decline {
            (button_row(&[Button::secondary(w.t("desk-gate-to-decline")).value(INSTEAD, "ya")]))
        }
    };
    doing.show(doing.action, doing.fields, Some(fault), Beside { above, last, below }).await
}

/// What is wrong, what is missing, and the text with the places marked by the faults' numbers.
async fn faults(doing: &Doing<'_>, words: &str, found: &Review) -> Result<Markup, Failure> {
    let w = doing.reader.words;
    let mut told = Vec::new();
    let mut marks = Vec::new();
    for (fault, number) in found.faults.iter().zip(1_usize..) {
        let whole =
            matches!(fault.spans.as_slice(), [span] if span.of(words).trim() == words.trim());
        let spans = fault.spans.iter().filter(|_| !whole);
        marks.extend(spans.map(|span| (*span, Some(number))));
        let like = match fault.like {
            Some(id) => like(doing, id).await?,
            None => None,
        };
        told.push((fault.kind, like));
    }
    let missing: Vec<_> = found.missing.iter().map(|what| label::missing_of(w, *what)).collect();
    Ok(html! {
        ol.gate-faults {
            @for (kind, like) in &told {
                li {
                    strong { (label::answer_fault(w, *kind)) } " " (label::answer_fault_help(w, *kind))
                    @if let Some((number, href)) = like {
                        " " a href=(href) { (w.ta("desk-gate-like", &[("number", number.as_str().into())])) }
                    }
                }
            }
        }
        @if !marks.is_empty() { p.gate-text { (marked(words, &marks)) } }
        @if !missing.is_empty() { p { (w.ta("desk-gate-missing", &[("what", missing.join("; ").into())])) } }
    })
}

/// Number and address of the report that was answered alike; `None` when the officer reads no more
/// of it than the public.
async fn like(
    doing: &Doing<'_>,
    id: domain::ReportId,
) -> Result<Option<(String, String)>, Failure> {
    let store = doing.app.store();
    let Some((report, _)) = store::reports::load(store, id).await? else { return Ok(None) };
    if reads(&doing.officer.duty, &report, &store.reference(), store.now()).is_none() {
        return Ok(None);
    }
    let Some(row) = by_id(store, id).await? else { return Ok(None) };
    let href = doing.reader.href(&format!("/meja/laporan/{}", row.tracking.compact()));
    Ok(Some((row.tracking.to_string(), href)))
}

/// A text with these pieces marked, however they overlap; behind each stands its number, if it has
/// one.
pub(crate) fn marked(words: &str, spans: &[(Span, Option<usize>)]) -> Markup {
    let ends = spans.iter().flat_map(|(span, _)| [span.start, span.end]);
    let cuts: BTreeSet<usize> = ends.chain([0, words.len()]).collect();
    let pieces = cuts.iter().zip(cuts.iter().skip(1));
    html! {
        @for (start, end) in pieces {
            @let piece = words.get(*start..*end).unwrap_or_default();
            @if spans.iter().any(|(span, _)| span.start <= *start && *end <= span.end) { mark { (piece) } }
            @else { (piece) }
            @let numbers: Vec<String> = spans
                .iter()
                .filter(|(span, _)| span.end == *end)
                .filter_map(|(_, number)| Some(number.as_ref()?.to_string()))
                .collect();
            @if !numbers.is_empty() { sup { (numbers.join(", ")) } }
        }
    }
}

/// The act that gives the report back, its form filled with the words typed for this one.
pub(crate) async fn go_instead(doing: &Doing<'_>) -> Answer {
    let Some(action) = instead(doing) else { return doing.again(None).await };
    let act = label::act(action).ok_or(Failure::NotFound)?;
    let part = if action == Action::Forward { "catatan" } else { "isi" };
    let mut fields = doing.fields.clone();
    fields.set(
        &format!("{}-{part}", act.slug),
        doing.fields.text(&format!("{}-isi", doing.act.slug)),
    );
    doing.show(action, &fields, None, Beside::default()).await
}

/// The sentence of a note that says why an answer was posted in spite of its faults.
pub(crate) fn despite(w: Words, faults: &[AnswerFault]) -> String {
    let named: Vec<_> = faults.iter().map(|fault| label::answer_fault(w, *fault)).collect();
    w.ta("desk-despite", &[("faults", named.join("; ").into())]).into_owned()
}
