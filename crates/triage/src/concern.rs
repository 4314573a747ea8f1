//! Whom a text concerns, and what was lacking in the service.

use crate::cues::{Cue, Hit};
use crate::normal::Normal;
use domain::kind::{ReportKind, Sensitivity, ServiceDeficit};
use text::Span;

/// Grounds on which confidentiality is proposed, each with its words. A question or wish about a
/// group of people concerns nobody until the writer speaks of their own.
pub(crate) fn sensitivity(
    normal: &Normal,
    hits: &[Hit],
    kind: ReportKind,
) -> Vec<(Sensitivity, Vec<Span>)> {
    let own = kind == ReportKind::Complaint
        || normal.tokens.iter().any(|token| {
            matches!(normal.word(token), "saya" | "aku" | "istri" | "suami" | "my" | "i")
        });
    if own { gather(Sensitivity::ALL, hits, Cue::Sense) } else { Vec::new() }
}

/// What was lacking, each with its words.
pub(crate) fn deficits(hits: &[Hit]) -> Vec<(ServiceDeficit, Vec<Span>)> {
    let mut found = gather(ServiceDeficit::ALL, hits, Cue::Deficit);
    if !found.iter().any(|(deficit, _)| *deficit == ServiceDeficit::Facility) {
        found.extend(broken_thing(hits).map(|spans| (ServiceDeficit::Facility, spans)));
    }
    found
}

/// A thing and what is wrong with it, in one sentence.
fn broken_thing(hits: &[Hit]) -> Option<Vec<Span>> {
    hits.iter().filter(|hit| hit.cue == Cue::Broken).find_map(|broken| {
        let thing =
            hits.iter().find(|hit| hit.cue == Cue::Thing && hit.sentence == broken.sentence)?;
        Some(vec![thing.span, broken.span])
    })
}

fn gather<T: Copy>(all: &[T], hits: &[Hit], cue: fn(T) -> Cue) -> Vec<(T, Vec<Span>)> {
    all.iter()
        .filter_map(|value| {
            let spans: Vec<Span> = hits
                .iter()
                .filter(|hit| hit.cue == cue(*value) && !hit.negated)
                .map(|hit| hit.span)
                .collect();
            (!spans.is_empty()).then_some((*value, spans))
        })
        .collect()
}
