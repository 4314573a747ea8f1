//! Whom a text concerns, and what was lacking in the service.

use crate::cues::{Cue, Hit};
use crate::normal::Span;
use domain::kind::{Sensitivity, ServiceDeficit};

/// Grounds on which confidentiality is proposed, each with its words.
pub(crate) fn sensitivity(hits: &[Hit]) -> Vec<(Sensitivity, Vec<Span>)> {
    gather(Sensitivity::ALL, hits, Cue::Sense)
}

/// What was lacking, each with its words.
pub(crate) fn deficits(hits: &[Hit]) -> Vec<(ServiceDeficit, Vec<Span>)> {
    gather(ServiceDeficit::ALL, hits, Cue::Deficit)
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
