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
/// Shortest run of letters, the spaces around a word included.
const RUN_MIN: usize = 4;
/// Longest run of letters.
const RUN_MAX: usize = 5;
/// Longest stretch of digits told apart: how long a number is says more than which it is.
const DIGITS_MAX: usize = 4;
/// Times a term must have been seen before it counts.
const SEEN_MIN: u32 = 2;
/// Characters of a text that are read for its matter; the rest of a longer one is left out.
const READ_MAX: usize = 4_000;

/// Buckets with their weights, in the order of the buckets.
pub(crate) type Vector = Vec<(u32, f32)>;

/// How often each term occurs in a text, damped.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    words: Vector,
    letters: Vector,
}

impl Terms {
    pub(crate) fn of(text: &str) -> Self {
        let words = words(text);
        let mut counted = Vec::with_capacity(words.len() * 2);
        let mut runs = Vec::with_capacity(words.len() * 8);
        let mut letters = Vec::new();
        for word in &words {
            counted.push(word_bucket(word));
            letters.clear();
            letters.push(' ');
            letters.extend(word.chars());
            letters.push(' ');
            for from in 0..letters.len() {
                let mut hash = SEEDS[2];
                for (letter, length) in letters.iter().skip(from).take(RUN_MAX).zip(1..) {
                    hash = mix(hash, u64::from(*letter));
                    if length >= RUN_MIN {
                        runs.push(WORDS + bucket(hash, LETTERS));
                    }
                }
            }
        }
        for pair in words.windows(2) {
            if let [first, second] = pair {
                counted.push(pair_bucket(first, second));
            }
        }
        Self { words: damped(counted), letters: damped(runs) }
    }

    fn buckets(&self) -> impl Iterator<Item = u32> {
        self.words.iter().chain(&self.letters).map(|(bucket, _)| *bucket)
    }
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

    /// Rare terms weigh more; words and letters have length 1 each.
    pub(crate) fn weigh(&self, terms: &Terms) -> Vector {
        let mut vector = self.scaled(&terms.words);
        vector.extend(self.scaled(&terms.letters));
        vector
    }

    fn scaled(&self, counted: &Vector) -> Vector {
        let weighed = counted.iter().filter_map(|(bucket, count)| {
            let seen = *self.seen.get(*bucket as usize)?;
            (seen >= SEEN_MIN).then(|| (*bucket, count * self.rarity(seen)))
        });
        let mut vector: Vector = weighed.collect();
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        for (_, weight) in &mut vector {
            *weight /= length.max(f32::MIN_POSITIVE);
        }
        vector
    }

    fn rarity(&self, seen: u32) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a ratio of counts")]
        let ratio = (self.texts + 1) as f32 / (seen + 1) as f32;
        ratio.ln() + 1.0
    }

    pub(crate) fn write(&self, to: &mut Writer) {
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
    let words = words(text);
    let mut found: Vec<(String, u32)> =
        words.iter().map(|word| (word.clone(), word_bucket(word))).collect();
    for pair in words.windows(2) {
        if let [first, second] = pair {
            found.push((format!("{first} {second}"), pair_bucket(first, second)));
        }
    }
    found
}

/// Folded words; of numbers only how long they are.
fn words(text: &str) -> Vec<String> {
    let end = text.char_indices().nth(READ_MAX).map_or(text.len(), |(at, _)| at);
    let folded = text::fold(text.get(..end).unwrap_or(text));
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| {
            if word.bytes().all(|byte| byte.is_ascii_digit()) {
                "0".repeat(word.len().min(DIGITS_MAX))
            } else {
                word.to_owned()
            }
        })
        .collect()
}

/// Different starts, so that a word, a pair and a run of the same letters do not meet.
const SEEDS: [u64; 3] = [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9];

fn word_bucket(word: &str) -> u32 {
    bucket(word.bytes().fold(SEEDS[0], |hash, byte| mix(hash, u64::from(byte))), WORDS)
}

fn pair_bucket(first: &str, second: &str) -> u32 {
    let bytes = first.bytes().chain(std::iter::once(b' ')).chain(second.bytes());
    bucket(bytes.fold(SEEDS[1], |hash, byte| mix(hash, u64::from(byte))), WORDS)
}

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
        assert_eq!(words("RT 03 no. 12345, 99999"), ["rt", "00", "no", "0000", "0000"]);
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
        assert!((squares - 2.0).abs() < 1e-4, "{squares}");
        assert!(frequencies.weigh(&Terms::of("mati")).iter().all(|(b, _)| *b >= WORDS));
    }

    #[test]
    fn of_a_very_long_text_the_beginning_is_read() {
        let (begun, long) = ("é".repeat(READ_MAX), "é".repeat(READ_MAX + 1));
        assert_eq!(words(&begun), words(&long));
    }
}
