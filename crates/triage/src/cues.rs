//! Phrases that carry a reading, found in one pass over a text.

use crate::elsewhere::Elsewhere;
use crate::normal::{Normal, Token};
use crate::urgency::Danger;
use crate::wordlist::Words;
use domain::kind::{ReportKind, Sensitivity, ServiceDeficit};
use std::sync::LazyLock;
use text::Span;

/// What a phrase speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cue {
    Kind(ReportKind),
    Supervisory,
    /// It happens now.
    Now,
    /// Something that is an emergency when it happens now.
    Event(Danger),
    /// An emergency whenever it is said.
    Emergency(Danger),
    /// Harm may follow soon.
    High(Danger),
    /// Can wait.
    Low,
    /// Over, or only spoken of.
    Calm,
    /// Long ago: ends an event, not what hangs loose since.
    Past,
    /// Not there yet: feared, possible.
    Feared,
    Sense(Sensitivity),
    Deficit(ServiceDeficit),
    Elsewhere(Elsewhere),
    /// Looks like a cue and is none.
    Mask,
    /// Who acts for the state.
    Official,
    /// What nobody may do with an office; alone it may be anybody's act.
    Wrong,
    /// Something built.
    Thing,
    /// Something built does not do.
    Broken,
    Time,
    Office,
}

/// A phrase found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) cue: Cue,
    pub(crate) weight: u32,
    /// Number of the first token.
    pub(crate) first: usize,
    /// Number of the last token.
    pub(crate) last: usize,
    pub(crate) sentence: u16,
    /// A "not" stands before it.
    pub(crate) negated: bool,
    pub(crate) span: Span,
}

impl Hit {
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Step {
    Word(String),
    Prefix(String),
    /// Up to [`GAP_MAX`] words of any kind.
    Gap,
}

#[derive(Debug)]
struct Phrase {
    cue: Cue,
    weight: u32,
    first: Step,
    rest: Vec<Step>,
}

#[derive(Debug, Default)]
struct Lexicon {
    by_word: Words<String, Vec<Phrase>>,
    /// By the first four bytes.
    by_prefix: Words<String, Vec<Phrase>>,
}

/// Words a gap may leap.
const GAP_MAX: usize = 4;
/// Least letters of a prefix, so that it can be looked up.
const PREFIX_MIN: usize = 4;
/// Variants one line may unfold into.
const VARIANTS_MAX: usize = 512;
/// How far a "not" reaches.
const NOT_REACHES: usize = 3;

const NOT: &[&str] =
    &["tidak", "bukan", "belum", "tanpa", "jangan", "bukanlah", "not", "ora", "indak", "teu"];

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| build(include_str!("../data/cues.tsv")));

/// A word of a text, and without its clitic.
#[derive(Debug, Clone, Copy)]
struct Said<'a> {
    word: &'a str,
    bare: &'a str,
}

impl<'a> Said<'a> {
    fn of(normal: &'a Normal, token: &Token) -> Self {
        let word = normal.word(token);
        Self { word, bare: without_clitic(word) }
    }
}

/// Every phrase of the lexicon that stands in the text, in order; greetings are left out.
pub(crate) fn find(normal: &Normal) -> Vec<Hit> {
    let mut hits = Vec::with_capacity(32);
    let said: Vec<Said<'_>> = normal.tokens.iter().map(|token| Said::of(normal, token)).collect();
    for (index, (token, Said { word, bare })) in normal.tokens.iter().zip(&said).enumerate() {
        if token.aside {
            continue;
        }
        let mut look = |phrases: Option<&Vec<Phrase>>| {
            for phrase in phrases.into_iter().flatten() {
                if matches!(&phrase.first, Step::Prefix(prefix) if !word.starts_with(prefix.as_str()))
                {
                    continue;
                }
                let Some(last) = follow(normal, &said, index, &phrase.rest) else { continue };
                let Some(span) = normal.span(index, last) else { continue };
                hits.push(Hit {
                    cue: phrase.cue,
                    weight: phrase.weight,
                    first: index,
                    last,
                    sentence: token.sentence,
                    negated: is_negated(normal, index),
                    span,
                });
            }
        };
        look(LEXICON.by_word.get(*word));
        if bare != word {
            look(LEXICON.by_word.get(*bare));
        }
        if let Some(key) = word.get(..PREFIX_MIN) {
            look(LEXICON.by_prefix.get(key));
        }
    }
    unmask(&mut hits);
    hits
}

/// Drops what a mask covers wholly.
fn unmask(hits: &mut Vec<Hit>) {
    if !hits.iter().any(|hit| hit.cue == Cue::Mask) {
        return;
    }
    let masks: Vec<Hit> = hits.iter().filter(|hit| hit.cue == Cue::Mask).copied().collect();
    hits.retain(|hit| !masks.iter().any(|mask| mask.first <= hit.first && hit.last <= mask.last));
}

/// The token at which the steps end, when they can be taken from here; one sentence only.
fn follow(normal: &Normal, said: &[Said<'_>], from: usize, steps: &[Step]) -> Option<usize> {
    let Some((step, rest)) = steps.split_first() else { return Some(from) };
    let sentence = normal.tokens.get(from)?.sentence;
    if *step == Step::Gap {
        return (0..=GAP_MAX).find_map(|leap| {
            let reached = from + leap;
            let token = normal.tokens.get(reached)?;
            (token.sentence == sentence).then(|| follow(normal, said, reached, rest)).flatten()
        });
    }
    let token = normal.tokens.get(from + 1)?;
    if token.sentence != sentence || token.aside {
        return None;
    }
    let Said { word, bare } = said.get(from + 1)?;
    let fits = match step {
        Step::Word(wanted) => wanted == word || wanted == bare,
        Step::Prefix(prefix) => word.starts_with(prefix.as_str()),
        Step::Gap => false,
    };
    fits.then(|| follow(normal, said, from + 1, rest)).flatten()
}

/// True when a "not" of the same clause stands shortly before.
fn is_negated(normal: &Normal, index: usize) -> bool {
    let Some(token) = normal.tokens.get(index) else { return false };
    (1..=NOT_REACHES)
        .filter_map(|back| index.checked_sub(back))
        .filter_map(|before| normal.tokens.get(before))
        .any(|before| before.clause == token.clause && NOT.contains(&normal.word(before)))
}

/// A word without -nya, -lah, -kah, -pun, -ku, -mu.
pub(crate) fn without_clitic(word: &str) -> &str {
    ["nya", "lah", "kah", "pun", "ku", "mu"]
        .iter()
        .find_map(|clitic| word.strip_suffix(clitic).filter(|bare| bare.len() >= 4))
        .unwrap_or(word)
}

fn build(lines: &str) -> Lexicon {
    let mut lexicon = Lexicon::default();
    for (cue, weight, written) in parsed(lines).flatten() {
        for mut steps in variants(written) {
            if steps.is_empty() {
                continue;
            }
            let first = steps.remove(0);
            let (shelf, key) = match &first {
                Step::Word(word) => (&mut lexicon.by_word, word.clone()),
                Step::Prefix(prefix) => match prefix.get(..PREFIX_MIN) {
                    Some(key) => (&mut lexicon.by_prefix, key.to_owned()),
                    None => continue,
                },
                Step::Gap => continue,
            };
            shelf.entry(key).or_default().push(Phrase { cue, weight, first, rest: steps });
        }
    }
    lexicon
}

/// Each phrase of the data file; `None` for a line that cannot be read.
fn parsed(lines: &str) -> impl Iterator<Item = Option<(Cue, u32, &str)>> {
    lines.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).flat_map(|line| {
        let mut cells = line.splitn(3, '\t');
        let cue = cells.next().and_then(cue);
        let weight = cells.next().and_then(|cell| cell.parse().ok());
        let phrases = cells.next().unwrap_or_default();
        phrases.split(" | ").map(move |phrase| Some((cue?, weight?, phrase)))
    })
}

fn cue(label: &str) -> Option<Cue> {
    Some(match label.split_once('.') {
        Some(("kind", word)) => Cue::Kind(ReportKind::from_word(word)?),
        Some(("event", word)) => Cue::Event(Danger::from_word(word)?),
        Some(("emergency", word)) => Cue::Emergency(Danger::from_word(word)?),
        Some(("high", word)) => Cue::High(Danger::from_word(word)?),
        Some(("sense", word)) => Cue::Sense(Sensitivity::from_word(word)?),
        Some(("deficit", word)) => Cue::Deficit(ServiceDeficit::from_word(word)?),
        Some(("elsewhere", word)) => Cue::Elsewhere(Elsewhere::from_word(word)?),
        Some(("class", "supervisory")) => Cue::Supervisory,
        Some(_) => return None,
        None => match label {
            "now" => Cue::Now,
            "low" => Cue::Low,
            "calm" => Cue::Calm,
            "past" => Cue::Past,
            "thing" => Cue::Thing,
            "official" => Cue::Official,
            "wrong" => Cue::Wrong,
            "broken" => Cue::Broken,
            "feared" => Cue::Feared,
            "mask" => Cue::Mask,
            "time" => Cue::Time,
            "office" => Cue::Office,
            _ => return None,
        },
    })
}

/// A phrase with each choice of its "a/b" taken, spelled as texts are after normalising.
fn variants(phrase: &str) -> Vec<Vec<Step>> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for written in phrase.split_whitespace() {
        let mut longer = Vec::new();
        for choice in written.split('/') {
            for before in &all {
                let mut next = before.clone();
                next.push(choice.to_owned());
                longer.push(next);
            }
        }
        longer.truncate(VARIANTS_MAX);
        all = longer;
    }
    all.into_iter().map(|words| words.iter().flat_map(|word| steps(word)).collect()).collect()
}

fn steps(word: &str) -> Vec<Step> {
    if word == ".." {
        return vec![Step::Gap];
    }
    if let Some(prefix) = word.strip_suffix('*') {
        return vec![Step::Prefix(prefix.to_owned())];
    }
    let normal = Normal::of(word);
    normal.tokens.iter().map(|token| Step::Word(normal.word(token).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lexicon_is_read() {
        for (number, entry) in parsed(include_str!("../data/cues.tsv")).enumerate() {
            let (_, weight, phrase) = entry.unwrap_or_else(|| panic!("entry {number}"));
            assert!(weight > 0 && !phrase.trim().is_empty(), "entry {number}: {phrase}");
            for steps in variants(phrase) {
                assert!(
                    matches!(steps.first(), Some(Step::Word(_) | Step::Prefix(_))),
                    "{phrase} has no first word"
                );
                assert_ne!(steps.last(), Some(&Step::Gap), "{phrase} ends in a gap");
            }
        }
    }

    #[test]
    fn a_not_reaches_to_the_end_of_its_clause() {
        let find = |text: &str| find(&Normal::of(text));
        let rude = |hit: &&Hit| hit.cue == Cue::Deficit(ServiceDeficit::Behaviour);
        assert!(find("petugas tidak kasar").iter().find(rude).unwrap().negated);
        assert!(!find("saya tidak tahu, petugas kasar").iter().find(rude).unwrap().negated);
    }
}
