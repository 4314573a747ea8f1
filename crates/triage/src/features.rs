//! A text as a sparse vector: its words, pairs of words and runs of letters, hashed.
//!
//! Words tell the matter, runs of letters forgive spelling. Hashing needs no dictionary, so a word
//! never seen before costs nothing and a model stays as large as it is.

use crate::bytes::{Reader, Writer};

/// Buckets for words and pairs of words.
const WORDS: u32 = 1 << 16;
/// Buckets for runs of letters.
const LETTERS: u32 = 1 << 16;
/// All buckets.
pub(crate) const BUCKETS: usize = (WORDS + LETTERS) as usize;
/// Length of a run of letters, the spaces around a word included.
const RUN: usize = 4;
/// Words at the beginning that count once more: there people name what it is about.
const BEGINNING: usize = 12;
/// Lengths of the three parts of a vector: words and pairs, letters, the beginning.
const LENGTHS: [f32; 3] = [1.0, 1.2, 0.5];
/// Times a term must have been seen before it counts.
const SEEN_MIN: u32 = 2;
/// Characters of a text that are read for its matter; the rest of a longer one is left out.
const READ_MAX: usize = 4_000;

/// Buckets with their weights: words and pairs, letters, the beginning, each in order.
pub(crate) type Vector = Vec<(u32, f32)>;

/// How often each term occurs in a text, damped.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    words: Vector,
    letters: Vector,
    beginning: Vector,
}

impl Terms {
    pub(crate) fn of(text: &str) -> Self {
        let folded = fold(beginning(text));
        let words = words(&folded);
        let mut counted = Vec::with_capacity(words.len() * 2);
        let mut runs = Vec::with_capacity(words.len() * 5);
        let mut letters = Vec::new();
        for word in &words {
            counted.push(word.bucket(Part::Word));
            letters.clear();
            letters.push(' ');
            letters.extend(word.said.chars());
            letters.push(' ');
            runs.extend(letters.windows(RUN).map(|run| {
                let hash = run.iter().fold(SEEDS[2], |hash, letter| mix(hash, u64::from(*letter)));
                WORDS + bucket(hash, LETTERS)
            }));
        }
        counted.extend(words.windows(2).filter_map(pair_bucket));
        let beginning = words.iter().take(BEGINNING).map(|word| word.bucket(Part::Beginning));
        Self {
            beginning: damped(beginning.collect()),
            words: damped(counted),
            letters: damped(runs),
        }
    }

    fn buckets(&self) -> impl Iterator<Item = u32> {
        self.words.iter().chain(&self.letters).chain(&self.beginning).map(|(bucket, _)| *bucket)
    }
}

/// Whether a bucket is one of words and pairs.
pub(crate) const fn is_of_words(bucket: u32) -> bool {
    bucket < WORDS
}

/// In how many texts each term was seen.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Frequencies {
    texts: u32,
    seen: Vec<u32>,
}

impl Frequencies {
    pub(crate) fn new() -> Self {
        Self { texts: 0, seen: vec![0; BUCKETS] }
    }

    pub(crate) fn count(&mut self, terms: &Terms) {
        self.texts = self.texts.saturating_add(1);
        for bucket in terms.buckets() {
            if let Some(seen) = self.seen.get_mut(bucket as usize) {
                *seen = seen.saturating_add(1);
            }
        }
    }

    /// Rare terms weigh more; each part of the vector has its length of [`LENGTHS`].
    pub(crate) fn weigh(&self, terms: &Terms) -> Vector {
        let parts = [&terms.words, &terms.letters, &terms.beginning];
        let mut vector = Vec::with_capacity(parts.iter().map(|part| part.len()).sum());
        for (part, length) in parts.into_iter().zip(LENGTHS) {
            self.add_scaled(&mut vector, part, length);
        }
        vector
    }

    fn add_scaled(&self, to: &mut Vector, counted: &Vector, wanted: f32) {
        let from = to.len();
        to.extend(counted.iter().filter_map(|(bucket, count)| {
            let seen = *self.seen.get(*bucket as usize)?;
            (seen >= SEEN_MIN).then(|| (*bucket, count * self.rarity(seen)))
        }));
        let vector = to.get_mut(from..).unwrap_or_default();
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        for (_, weight) in vector {
            *weight *= wanted / length.max(f32::MIN_POSITIVE);
        }
    }

    fn rarity(&self, seen: u32) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a ratio of counts")]
        let ratio = (self.texts + 1) as f32 / (seen + 1) as f32;
        ratio.ln() + 1.0
    }

    pub(crate) fn write(&self, to: &mut Writer<'_>) {
        to.count(self.texts as usize);
        to.sparse(&self.seen, |to, seen| to.count(seen as usize));
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let (texts, seen) = (from.small()?, from.sparse(Reader::small)?);
        (seen.len() == BUCKETS).then_some(Self { texts, seen })
    }
}

/// The words of a text with the buckets through which each counts, itself and with its neighbour.
pub(crate) fn word_buckets(text: &str) -> Vec<(String, u32)> {
    let folded = fold(beginning(text));
    let words = words(&folded);
    let alone = words.iter().map(|word| (word.said.to_owned(), word.bucket(Part::Word)));
    let pairs = words.windows(2).filter_map(|pair| {
        let said: Vec<&str> = pair.iter().map(|word| word.said).collect();
        Some((said.join(" "), pair_bucket(pair)?))
    });
    alone.chain(pairs).collect()
}

/// A word as it was said, folded, and its stem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Word<'a> {
    said: &'a str,
    stem: &'a str,
}

/// What a word counts as.
#[derive(Debug, Clone, Copy)]
enum Part {
    Word,
    Beginning,
}

impl Word<'_> {
    fn bucket(self, part: Part) -> u32 {
        let seed = match part {
            Part::Word => SEEDS[0],
            Part::Beginning => SEEDS[3],
        };
        bucket(self.stem.bytes().fold(seed, |hash, byte| mix(hash, u64::from(byte))), WORDS)
    }
}

fn pair_bucket(pair: &[Word<'_>]) -> Option<u32> {
    let [first, second] = pair else { return None };
    let bytes = first.stem.bytes().chain(std::iter::once(b' ')).chain(second.stem.bytes());
    Some(bucket(bytes.fold(SEEDS[1], |hash, byte| mix(hash, u64::from(byte))), WORDS))
}

/// Folded as [`text::fold`] does, at once where there is nothing but ASCII.
fn fold(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text::fold(text) }
}

/// As much of a text as is read.
fn beginning(text: &str) -> &str {
    let end = text.char_indices().nth(READ_MAX).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text)
}

/// The words of a folded text; of numbers only how long they are.
fn words(folded: &str) -> Vec<Word<'_>> {
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| {
            if word.bytes().all(|byte| byte.is_ascii_digit()) {
                let length = "0000".get(..word.len()).unwrap_or("0000");
                Word { said: length, stem: length }
            } else {
                Word { said: word, stem: stem(word) }
            }
        })
        .collect()
}

/// Endings and beginnings that words take on, the longer before the shorter.
const ENDINGS: [&str; 8] = ["nya", "lah", "kah", "kan", "an", "i", "ku", "mu"];
const BEGINNINGS: [&str; 16] = [
    "di", "ke", "se", "meng", "meny", "mem", "men", "me", "peng", "peny", "pem", "pen", "per",
    "pe", "ber", "ter",
];
/// Letters of a word from which an ending is taken off.
const ENDING_FROM: usize = 6;
/// Letters of a word from which a beginning is taken off.
const BEGINNING_FROM: usize = 7;

/// A word without its ending and at most two beginnings. Coarser than a stemmer, which a text
/// need not wait for: what counts is that forms of a word meet.
fn stem(word: &str) -> &str {
    let mut stem = word;
    if stem.len() >= ENDING_FROM {
        stem = ENDINGS.iter().find_map(|end| stem.strip_suffix(end)).unwrap_or(stem);
    }
    for _ in 0..2 {
        if stem.len() >= BEGINNING_FROM {
            stem = BEGINNINGS.iter().find_map(|begin| stem.strip_prefix(begin)).unwrap_or(stem);
        }
    }
    stem
}

/// Different starts, so that a word, a pair, a run of the same letters and a word at the beginning
/// do not meet.
const SEEDS: [u64; 4] =
    [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9, 0x27d4_eb2f_1656_67c5];

/// FNV-1a, one step (<https://www.rfc-editor.org/rfc/rfc9923>).
fn mix(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0000_0100_0000_01b3)
}

/// A bucket below `buckets` for a hash.
pub(crate) fn bucket(hash: u64, buckets: u32) -> u32 {
    let spread = (hash ^ (hash >> 32)).wrapping_mul(SEEDS[0]);
    u32::try_from(spread >> 33).unwrap_or(u32::MAX) % buckets
}

/// Counts as 1 + ln(count): the third "tolong" says little more than the first.
fn damped(mut found: Vec<u32>) -> Vector {
    found.sort_unstable();
    #[expect(clippy::cast_precision_loss, reason = "how often a word occurs in a text")]
    let damp = |run: &[u32]| Some((*run.first()?, 1.0 + (run.len() as f32).ln()));
    found.chunk_by(|a, b| a == b).filter_map(damp).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_known_by_their_length() {
        let said: Vec<&str> = words("rt 03 no. 12345, 9").iter().map(|word| word.said).collect();
        assert_eq!(said, ["rt", "00", "no", "0000", "0"]);
    }

    #[test]
    fn only_terms_seen_before_count_and_each_view_has_length_one() {
        let mut frequencies = Frequencies::new();
        let terms = Terms::of("lampu jalan mati");
        frequencies.count(&terms);
        assert!(frequencies.weigh(&terms).is_empty());
        frequencies.count(&Terms::of("lampu jalan padam"));
        let vector = frequencies.weigh(&terms);
        let squares: f32 = vector.iter().map(|(_, weight)| weight * weight).sum();
        assert!((squares - 2.69).abs() < 1e-4, "{squares}");
        assert!(frequencies.weigh(&Terms::of("mati")).iter().all(|(b, _)| *b >= WORDS));
    }

    #[test]
    fn of_a_very_long_text_the_beginning_is_read() {
        assert_eq!(beginning(&"é".repeat(READ_MAX + 1)), "é".repeat(READ_MAX));
    }

    #[test]
    fn forms_of_a_word_meet() {
        for (form, stemmed) in [
            ("memperbaiki", "baik"),
            ("diperbaiki", "baik"),
            ("lampunya", "lampu"),
            ("mati", "mati"),
        ] {
            assert_eq!(stem(form), stemmed);
        }
    }
}
