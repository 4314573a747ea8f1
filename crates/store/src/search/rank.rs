//! Which of the matches is the best: rare words count more, words of the title three times, words
//! that follow each other as they were typed most. Whole numbers, so that both engines agree.

use crate::reports::queries::Summary;
use std::cmp::Reverse;
use text::{Query, Term, Vocabulary};

/// A word that stands often in a text tells no more than one that stands there so often.
const OFTEN: usize = 3;
/// What a word in the title is worth beside one in the text.
const TITLE: usize = 3;
/// What all words next to each other are worth beside one word.
const TOGETHER: usize = 4;

/// Sorts matches, the best first; of equals the newest.
pub(super) fn sort(rows: &mut [Summary], query: &Query, words: &Vocabulary) {
    let wanted: Vec<String> = query.with.iter().flat_map(Term::tokens).collect();
    let weights: Vec<usize> = wanted.iter().map(|token| weight(words, token)).collect();
    let scored = |row: &Summary| {
        let (title, body) = (text::tokens(&row.title), text::tokens(&row.body));
        TITLE * score(&title, &wanted, &weights) + score(&body, &wanted, &weights)
    };
    rows.sort_by_cached_key(|row| (Reverse(scored(row)), Reverse(row.id)));
}

/// The fewer reports use it, the more it tells: from 1 to 33.
fn weight(words: &Vocabulary, token: &str) -> usize {
    usize::try_from(words.reports_with(token).leading_zeros()).unwrap_or(0) + 1
}

fn score(text: &[String], wanted: &[String], weights: &[usize]) -> usize {
    let worth = |(token, weight): (&String, &usize)| {
        weight * text.iter().filter(|own| *own == token).take(OFTEN).count()
    };
    let apart: usize = wanted.iter().zip(weights).map(worth).sum();
    let follows = wanted.len() > 1 && text.windows(wanted.len()).any(|part| part == wanted);
    apart + if follows { TOGETHER * weights.iter().sum::<usize>() } else { 0 }
}
