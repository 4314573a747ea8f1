//! Whether an answer speaks of what the report speaks of, or only gives its words back.

use super::wording::{COMMON, MATTERS};
use super::words::Text;
use std::collections::{BTreeSet, HashSet};
use text::Span;

/// Words of a run that is not the same by chance.
const RUN: usize = 3;

/// Words that are shared make the same matter when they begin alike by so many letters.
const ALIKE: usize = 4;

/// Marks the words of an answer that stand in the report in the same order.
pub(super) fn echoed(answer: &Text, report: &Text) -> Vec<bool> {
    let folded = |text: &Text| -> Vec<String> {
        text.words.iter().map(|word| word.folded.clone()).collect()
    };
    let (ours, theirs) = (folded(answer), folded(report));
    let runs: HashSet<&[String]> = theirs.windows(RUN).collect();
    let mut marks = vec![false; ours.len()];
    for (at, run) in ours.windows(RUN).enumerate() {
        if runs.contains(run) {
            marks.iter_mut().skip(at).take(RUN).for_each(|mark| *mark = true);
        }
    }
    marks
}

/// The words of another matter, if the answer has one and shares nothing with the report.
pub(super) fn off_topic(answer: &Text, report: &Text) -> Option<Vec<Span>> {
    let asked: BTreeSet<usize> = matters(report).map(|(matter, _)| matter).collect();
    let answered: Vec<(usize, Span)> = matters(answer).collect();
    if asked.is_empty() || answered.is_empty() {
        return None;
    }
    if answered.iter().any(|(matter, _)| asked.contains(matter)) || share_a_word(answer, report) {
        return None;
    }
    Some(answered.into_iter().map(|(_, span)| span).collect())
}

/// Which matters a text has, and by which words.
fn matters(text: &Text) -> impl Iterator<Item = (usize, Span)> + '_ {
    text.words.iter().flat_map(|word| {
        MATTERS
            .iter()
            .enumerate()
            .filter(|(_, roots)| roots.iter().any(|root| begins(&word.folded, root)))
            .map(|(matter, _)| (matter, word.span()))
    })
}

/// A short root must be the whole word: "sd" does not begin "sdr".
fn begins(word: &str, root: &str) -> bool {
    if root.len() < ALIKE { word == root } else { word.starts_with(root) }
}

fn share_a_word(answer: &Text, report: &Text) -> bool {
    let starts = |text: &Text| -> HashSet<String> {
        text.words
            .iter()
            .filter(|word| !word.has_digit() && word.folded.chars().count() >= ALIKE)
            .filter(|word| !COMMON.iter().any(|common| word.folded.starts_with(common)))
            .map(|word| root(&word.folded))
            .collect()
    };
    !starts(answer).is_disjoint(&starts(report))
}

/// The beginning of a word without its verb prefix.
fn root(word: &str) -> String {
    let bare = ["di", "ber", "ter"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix).filter(|rest| rest.chars().count() >= ALIKE))
        .unwrap_or(word);
    bare.chars().take(ALIKE + 1).collect()
}
