//! What an answer holds: deeds, decisions, facts, and the wordings that hold nothing.

use super::Missing;
use super::across;
use super::wording as w;
use super::wording::Pair;
use super::words::{Text, Word};
use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;
use text::Span;

/// Facts that explain something even where no deed is told.
const FACTS_MIN: usize = 2;

/// How many words before a verb say whether it is ahead.
const AHEAD_WORDS: usize = 4;

static EMPTY: LazyLock<HashSet<&str>> = LazyLock::new(|| w::EMPTY_DEEDS.iter().copied().collect());
static NO_DEED: LazyLock<HashSet<&str>> = LazyLock::new(|| w::NO_DEED.iter().copied().collect());
static FORMULAS: LazyLock<Vec<Vec<&str>>> =
    LazyLock::new(|| w::FORMULAS.iter().map(|formula| formula.split(' ').collect()).collect());

/// Something an answer has, once or often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    /// Something lies ahead with its day.
    Scheduled,
    Explained,
    Refused,
    Reasoned,
    Who,
    Evidence,
    /// A day or a time, not only that of receiving the report.
    Dated,
}

/// What was found in an answer.
#[derive(Debug, Default)]
pub(super) struct Substance {
    marks: BTreeSet<Mark>,
    /// Deeds told as done, in sentences that speak of the matter.
    deeds: usize,
    pub(super) blame: Vec<Span>,
    pub(super) not_ours: Vec<Span>,
    pub(super) elsewhere: Vec<Span>,
    pub(super) promises: Vec<Span>,
    /// Empty wordings and empty deeds.
    pub(super) empty: Vec<Span>,
    /// Words that belong to empty wordings.
    pub(super) formula_words: usize,
}

impl Substance {
    pub(super) fn of(text: &Text, echoed: &[bool]) -> Self {
        let mut found = Self::default();
        let mut facts = 0;
        for range in &text.sentences {
            let sentence = text.sentence(range);
            let copied = echoed.get(range.clone()).unwrap_or_default();
            facts += found.read_sentence(sentence, copied);
        }
        found.mark(Mark::Explained, facts >= FACTS_MIN);
        found
    }

    /// Something was done, decided, scheduled or explained.
    pub(super) fn acts(&self) -> bool {
        self.own_deed() || self.has(Mark::Explained)
    }

    /// Something was done or scheduled; explaining why it is another's does not count.
    pub(super) fn own_deed(&self) -> bool {
        self.deeds > 0 || self.has(Mark::Scheduled)
    }

    /// A day or a time is named.
    pub(super) fn dated(&self) -> bool {
        self.has(Mark::Dated)
    }

    pub(super) fn missing(&self) -> Vec<Missing> {
        let found = [
            (Missing::Action, self.acts()),
            (Missing::When, self.dated()),
            (Missing::Who, self.has(Mark::Who)),
            (Missing::Reason, self.has(Mark::Reasoned) || !self.has(Mark::Refused)),
            (Missing::Evidence, self.has(Mark::Evidence) || self.deeds == 0),
        ];
        found.into_iter().filter(|(_, there)| !there).map(|(what, _)| what).collect()
    }

    fn has(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    fn mark(&mut self, mark: Mark, there: bool) {
        if there {
            self.marks.insert(mark);
        }
    }

    /// Reads a sentence; returns the facts that count.
    fn read_sentence(&mut self, sentence: &[Word], copied: &[bool]) -> usize {
        let any = |list: &[&str]| sentence.iter().any(|word| word.is(list));
        let refused = !pairs(sentence, w::REFUSALS).is_empty();
        let reason = gives_reason(sentence);
        self.mark_formulas(sentence);
        self.mark(Mark::Evidence, any(w::EVIDENCE));
        self.mark(Mark::Reasoned, reason);
        self.mark(Mark::Refused, refused);
        self.mark(Mark::Who, any(w::WHO));
        let promised = sentence.iter().filter(|word| word.is(w::PROMISES));
        self.promises.extend(promised.map(Word::span));

        let facts = facts(sentence, copied);
        let about_report = any(w::ABOUT_REPORT);
        let Deeds { done, hollow } = deeds(sentence, copied, about_report, facts);
        self.empty.extend(hollow.iter().copied());
        let hollow = !hollow.is_empty();
        let dates = dated(sentence);
        self.mark(Mark::Dated, dates && !(hollow && done == 0));

        // What is said of the report itself, of another's door or of the reporter's fault is no
        // deed, however many numbers stand in it.
        let blame = pairs(sentence, w::BLAME);
        let not_ours = pairs(sentence, w::NOT_OURS);
        let elsewhere = pairs(sentence, w::ELSEWHERE);
        let aside = !blame.is_empty()
            || (done == 0 && !(elsewhere.is_empty() && not_ours.is_empty()))
            || (about_report && hollow)
            || (about_report && done > 0 && facts == 0 && sentence.len() < 8);
        self.blame.extend(blame);
        self.not_ours.extend(not_ours);
        self.elsewhere.extend(elsewhere);
        if aside {
            return 0;
        }
        self.deeds += done;
        self.mark(Mark::Scheduled, any(w::PROMISES) && dates && facts > 0);
        let reasoned = reason && (facts > 0 || refused || any(w::LEGAL_BASIS));
        self.mark(Mark::Explained, reasoned || any(&["pasal"]));
        if hollow && done == 0 && !reason { facts.saturating_sub(1) } else { facts }
    }

    fn mark_formulas(&mut self, sentence: &[Word]) {
        let mut at = 0;
        while at < sentence.len() {
            let rest = sentence.get(at..).unwrap_or_default();
            let longest = FORMULAS
                .iter()
                .filter(|formula| {
                    rest.len() >= formula.len()
                        && rest.iter().zip(formula.iter()).all(|(word, f)| word.folded == *f)
                })
                .map(Vec::len)
                .max();
            if let Some(length) = longest {
                self.formula_words += length;
                self.empty.extend(across(rest.get(..length).unwrap_or_default()));
                at += length;
            } else {
                if rest.first().is_some_and(|word| {
                    EMPTY.contains(word.folded.as_str())
                        || word.is(w::ABOUT_REPORT)
                        || word.is(w::FILLERS)
                }) {
                    self.formula_words += 1;
                }
                at += 1;
            }
        }
    }
}

/// The deeds of a sentence.
struct Deeds {
    done: usize,
    /// Deeds that change nothing for the reporter.
    hollow: Vec<Span>,
}

fn deeds(sentence: &[Word], copied: &[bool], about_report: bool, facts: usize) -> Deeds {
    let bare = facts == 0 && sentence.len() < 5;
    let given = pairs(sentence, w::WORDS_GIVEN);
    let mut deeds = Deeds { done: 0, hollow: Vec::new() };
    for (at, word) in sentence.iter().enumerate() {
        if EMPTY.contains(word.folded.as_str())
            || (about_report && word.is(w::CLOSINGS))
            || (bare && word.is(w::ENDINGS))
        {
            deeds.hollow.extend((!word.is(w::STATES)).then(|| word.span()));
        } else if copied.get(at) != Some(&true)
            && !given.iter().any(|span| span.start == word.start)
            && is_deed(sentence, at)
        {
            deeds.done += 1;
        }
    }
    deeds
}

/// Whether the word at a place tells of a deed that is done.
fn is_deed(sentence: &[Word], at: usize) -> bool {
    let Some(word) = sentence.get(at) else { return false };
    let before = |n: usize| sentence.get(at.saturating_sub(n)..at).unwrap_or_default();
    if NO_DEED.contains(word.folded.as_str())
        || word.is(w::AHEAD)
        || word.is(w::PROMISES)
        || before(2).iter().any(|w| w.is(w::NEGATIONS))
        || before(AHEAD_WORDS).iter().any(|w| w.is(w::AHEAD))
    {
        return false;
    }
    let perfect = before(3).iter().any(|w| w.is(w::PERFECT));
    let previous = before(1).first();
    let by_us = previous.is_some_and(|w| w.is(&["kami", "kita"]));
    // "Yang" before a verb, "telah" or not in between, tells of a thing and not of a deed.
    let relative = previous.is_some_and(|w| w.is(&["yang", "secara", "dengan", "lebih"]))
        || (previous.is_some_and(|w| w.is(w::PERFECT))
            && before(2).first().is_some_and(|w| w.is(&["yang"])));
    if word.is(w::DECISIONS) {
        return !relative;
    }
    let length = word.folded.chars().count();
    let passive = word.folded.starts_with("di") && length >= 5 && (!word.capital || word.first);
    let active = length >= 6
        && (word.folded.starts_with("me") || word.folded.starts_with("ber") || word.is(w::RESULTS));
    if word.is(w::RESULTS) {
        let next = sentence.get(at + 1).is_some_and(|w| w.is(&["lagi", "kembali"]));
        let changed = perfect || next || facts(sentence, &[]) > 0 || !word.is(w::CLAIMS);
        return !relative && changed && (!word.capital || word.first);
    }
    // "Kami serahkan" with its day tells of a deed without a word for the perfect.
    let ours = by_us && word.folded.ends_with("kan") && facts(sentence, &[]) > 0;
    (passive && !relative) || ours || (perfect && (by_us || active) && length >= 4)
}

/// Whether a reason is named, and not only said to exist.
fn gives_reason(sentence: &[Word]) -> bool {
    sentence.iter().enumerate().any(|(at, word)| {
        let mut next = sentence.iter().skip(at + 1).take(3);
        word.is(w::REASONS) && !next.any(|word| word.is(w::VAGUE))
    })
}

/// Where pairs of words stand, from the first to the second.
fn pairs(sentence: &[Word], wanted: &[Pair]) -> Vec<Span> {
    let mut spans = Vec::new();
    for (at, word) in sentence.iter().enumerate() {
        for pair in wanted.iter().filter(|pair| word.is(pair.first)) {
            if pair.then.is_empty() {
                spans.push(word.span());
                continue;
            }
            let next = sentence.iter().enumerate().skip(at + 1).take(pair.within);
            if let Some((end, _)) = next.into_iter().find(|(_, word)| word.is(pair.then)) {
                spans.extend(across(sentence.get(at..=end).unwrap_or_default()));
            }
        }
    }
    spans
}

/// Whether a day or a time is named.
fn dated(sentence: &[Word]) -> bool {
    let next_is = |at: usize, list: &[&str]| sentence.get(at + 1).is_some_and(|w| w.is(list));
    sentence.iter().enumerate().any(|(at, word)| {
        let digit_near = sentence
            .get(at.saturating_sub(1)..(at + 2).min(sentence.len()))
            .is_some_and(|near| near.iter().any(Word::has_digit));
        (word.is(w::MONTHS) && (digit_near || word.folded.len() > 3))
            || word.is(w::DAYS)
            || word.is(w::NEAR_DAYS)
            || (word.is(w::PARTS_OF_DAY) && next_is(at, &["ini", "lalu", "itu"]))
            || (word.is(&["pukul", "jam", "tanggal", "tgl"]) && digit_near)
    })
}

/// Counts runs of numbers, days and amounts; names of rules and numbers of reports are none.
fn facts(sentence: &[Word], copied: &[bool]) -> usize {
    let mut facts = 0;
    let mut last: Option<&Word> = None;
    let mut after_law = 0_u8;
    for (at, word) in sentence.iter().enumerate() {
        let law = word.is(w::LAWS);
        after_law = if law { 7 } else { after_law.saturating_sub(1) };
        if after_law > 0 && (word.is(w::MONTHS) || word.is(&["tanggal"])) {
            after_law = 0;
        }
        let number = word.has_digit() && after_law == 0;
        let fact = number
            || word.is(w::NUMBERS)
            || word.is(w::MONTHS)
            || word.is(w::DAYS)
            || word.is(w::NEAR_DAYS);
        let fact = fact && copied.get(at) != Some(&true);
        // "Senin, 23 November" is one day, "16.00, Senin" are two facts.
        let goes_on = last.is_some_and(|last| word.start <= last.end + 1 || last.is(w::DAYS));
        if fact && !goes_on {
            // A price answers a question by itself.
            facts += if word.folded.starts_with("rp") { FACTS_MIN } else { 1 };
        }
        last = fact.then_some(word);
    }
    facts
}
