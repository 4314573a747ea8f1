//! What the writer wants: to complain, to suggest, or to know; and whether officials' conduct
//! needs examination.

use crate::cues::{Cue, Hit};
use crate::urgency::distinct_weight;
use domain::kind::{ComplaintClass, ReportKind};
use text::Span;

/// Most points that words of a complaint may give: a question keeps its kind however long it is.
const COMPLAINT_MAX: u32 = 7;
/// A question mark, unless the text clearly complains.
const QUESTION: u32 = 3;
/// Added to the kind whose first strong phrase comes first: people begin with what they want.
const FIRST: u32 = 2;
/// From this weight a phrase is strong.
const STRONG: u32 = 3;
/// Weight that a supervisory reading needs.
const SUPERVISORY: u32 = 3;

/// The kind, with the words that carry it.
pub(crate) fn kind(text: &str, hits: &[Hit]) -> (ReportKind, Vec<Span>) {
    let of = |kind: ReportKind| hits.iter().filter(move |hit| hit.cue == Cue::Kind(kind));
    let first = hits
        .iter()
        .filter(|hit| hit.weight >= STRONG)
        .find_map(|hit| if let Cue::Kind(kind) = hit.cue { Some(kind) } else { None });
    let points = |kind| {
        let sum = distinct_weight(of(kind));
        let sum = if kind == ReportKind::Complaint { sum.min(COMPLAINT_MAX) } else { sum };
        sum + if first == Some(kind) { FIRST } else { 0 }
    };
    let complaint = points(ReportKind::Complaint);
    let aspiration = points(ReportKind::Aspiration);
    let information = points(ReportKind::InformationRequest);
    let asks = if complaint < STRONG || information > 0 { QUESTION } else { 0 };
    let information = information + if text.contains('?') { asks } else { 0 };
    let kind = if supervisory(hits).is_some() || complaint.max(1) >= information.max(aspiration) {
        ReportKind::Complaint
    } else if information > aspiration {
        ReportKind::InformationRequest
    } else {
        ReportKind::Aspiration
    };
    (kind, of(kind).map(|hit| hit.span).collect())
}

/// The class of a complaint, with the words that speak of misconduct.
pub(crate) fn class(hits: &[Hit], kind: ReportKind) -> (ComplaintClass, Vec<Span>) {
    match supervisory(hits) {
        Some(spans) if kind == ReportKind::Complaint => (ComplaintClass::Supervisory, spans),
        _ => (ComplaintClass::NonSupervisory, Vec::new()),
    }
}

/// Misconduct named as such, or an official and what no official may do in one sentence.
pub(crate) fn supervisory(hits: &[Hit]) -> Option<Vec<Span>> {
    let found = || hits.iter().filter(|hit| hit.cue == Cue::Supervisory && !hit.negated);
    if distinct_weight(found()) >= SUPERVISORY {
        return Some(found().map(|hit| hit.span).collect());
    }
    hits.iter().filter(|hit| hit.cue == Cue::Wrong && !hit.negated).find_map(|wrong| {
        let official =
            hits.iter().find(|hit| hit.cue == Cue::Official && hit.sentence == wrong.sentence)?;
        Some(vec![official.span, wrong.span])
    })
}
