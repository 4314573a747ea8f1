//! The words that reports use: which of them somebody probably meant, and which a beginning may
//! become.
//!
//! Every known word is looked at for each unknown one, but a set of its letters, kept in one
//! number, settles all but a few without comparing spellings.

use crate::tokens;
use std::collections::HashMap;

/// Letters of the shortest word that is corrected; shorter ones are near to too many.
const CORRECTED_MIN: usize = 4;
/// From this length on two mistakes are forgiven, below it one.
const TWO_MISTAKES_FROM: usize = 8;
/// Letters of the shortest beginning that is completed.
const BEGINNING_MIN: usize = 2;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    word: Box<str>,
    /// The letters in it, one bit each.
    letters: u32,
    reports: u32,
}

/// Known words with the number of reports that use them.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// By the alphabet.
    words: Vec<Known>,
    /// Uses by stem: the words that the index holds as one.
    stems: HashMap<Box<str>, u32>,
}

impl Vocabulary {
    /// From words, folded, with the number of reports that use each.
    #[must_use]
    pub fn new(counted: impl IntoIterator<Item = (String, u32)>) -> Self {
        let mut stems: HashMap<Box<str>, u32> = HashMap::new();
        let mut words = Vec::new();
        for (word, reports) in counted {
            for stem in tokens(&word) {
                let uses = stems.entry(stem.into()).or_default();
                *uses = uses.saturating_add(reports);
            }
            words.push(Known { letters: letters(&word), word: word.into(), reports });
        }
        words.sort_unstable_by(|a, b| a.word.cmp(&b.word));
        words.dedup_by(|a, b| a.word == b.word);
        words.shrink_to_fit();
        Self { words, stems }
    }

    /// How many words are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// No word is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// About how many reports use a stem, in any form; 0 for one that is not known.
    #[must_use]
    pub fn reports_with(&self, stem: &str) -> u32 {
        self.stems.get(stem).copied().unwrap_or(0)
    }

    /// Whether a word is known, in this form or another one of the same stem.
    #[must_use]
    pub fn knows(&self, word: &str) -> bool {
        let stems = tokens(word);
        stems.iter().all(|stem| self.stems.contains_key(stem.as_str()))
    }

    /// The known word that an unknown one was probably meant to be: with the fewest mistakes, then
    /// used by most reports. A mistake is a letter too many, too few, another one, or two that
    /// changed places. `None` for a short word, one with digits, and one that is near to nothing.
    #[must_use]
    pub fn nearest(&self, word: &str) -> Option<&str> {
        let typed: Vec<char> = word.chars().collect();
        if typed.len() < CORRECTED_MIN || typed.iter().any(char::is_ascii_digit) {
            return None;
        }
        let most = if typed.len() < TWO_MISTAKES_FROM { 1 } else { 2 };
        let own = letters(word);
        let mut best: Option<(usize, &Known)> = None;
        for known in &self.words {
            // A mistake changes at most two bits.
            let differ = (known.letters ^ own).count_ones();
            let far = known.word.len().abs_diff(word.len()) > 2 * most;
            if differ > 2 * u32::try_from(most).unwrap_or(2) || far {
                continue;
            }
            let other: Vec<char> = known.word.chars().collect();
            let Some(mistakes) = mistakes(&typed, &other, most) else { continue };
            if best.is_none_or(|(than, of)| (mistakes, of.reports) < (than, known.reports)) {
                best = Some((mistakes, known));
            }
        }
        best.map(|(_, known)| &*known.word)
    }

    /// The known words with this beginning, those used by most reports first, at most `n`.
    #[must_use]
    pub fn completions(&self, beginning: &str, n: usize) -> Vec<&str> {
        if beginning.chars().count() < BEGINNING_MIN {
            return Vec::new();
        }
        let from = self.words.partition_point(|known| *known.word < *beginning);
        let rest = self.words.get(from..).unwrap_or_default();
        let mut found: Vec<&Known> =
            rest.iter().take_while(|known| known.word.starts_with(beginning)).collect();
        found.sort_by(|a, b| b.reports.cmp(&a.reports).then_with(|| a.word.cmp(&b.word)));
        found.into_iter().take(n).map(|known| &*known.word).collect()
    }
}

/// One bit for each letter; everything that is no letter of a to z shares six.
fn letters(word: &str) -> u32 {
    let bit = |c: char| match c {
        'a'..='z' => u32::from(c) - u32::from('a'),
        other => 26 + u32::from(other) % 6,
    };
    word.chars().fold(0, |set, c| set | 1 << bit(c))
}

/// Mistakes between two words, neighbours that changed places being one; `None` above `most`.
fn mistakes(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, right) in b.iter().enumerate() {
            let other = usize::from(left != right);
            let mut least = (at(&above, j) + other).min(at(&above, j + 1) + 1).min(at(&row, j) + 1);
            let swapped =
                i > 0 && j > 0 && a.get(i - 1) == Some(right) && b.get(j - 1) == Some(left);
            if swapped {
                least = least.min(at(&before, j - 1) + 1);
            }
            row.push(least);
        }
        if row.iter().all(|least| *least > most) {
            return None;
        }
        before = above;
        above = row;
    }
    Some(at(&above, b.len())).filter(|found| *found <= most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn known() -> Vocabulary {
        let words = [
            ("jalan", 90),
            ("jalanan", 3),
            ("jembatan", 20),
            ("lampu", 50),
            ("lampau", 2),
            ("perbaikan", 9),
        ];
        Vocabulary::new(words.map(|(word, reports)| (word.to_owned(), reports)))
    }

    #[test]
    fn a_mistake_is_forgiven() {
        let known = known();
        for (typed, meant) in [
            ("lamp", Some("lampu")),
            ("lampuu", Some("lampu")),
            ("lmapu", Some("lampu")),
            ("lanpu", Some("lampu")),
            ("jemabtna", Some("jembatan")),
            ("perbaikna", Some("perbaikan")),
            ("lam", None),
            ("gedung", None),
            ("jembat4n", None),
        ] {
            assert_eq!(known.nearest(typed), meant, "{typed}");
        }
        assert!(known.knows("perbaiki") && known.knows("memperbaiki") && !known.knows("gedung"));
        assert_eq!(known.reports_with("jalan"), 93, "all forms together");
    }

    #[test]
    fn the_usual_words_come_first() {
        assert_eq!(known().completions("ja", 5), ["jalan", "jalanan"]);
        assert_eq!(known().completions("lam", 1), ["lampu"]);
        assert!(known().completions("l", 5).is_empty());
    }

    proptest! {
        #[test]
        fn what_is_named_is_near(typed in "[a-z]{4,12}", words in prop::collection::vec("[a-z]{3,12}", 0..40)) {
            let known = Vocabulary::new(words.into_iter().map(|word| (word, 3)));
            if let Some(meant) = known.nearest(&typed) {
                let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), meant.chars().collect());
                prop_assert!(mistakes(&a, &b, 2).is_some());
                prop_assert_eq!(mistakes(&a, &b, 2), mistakes(&b, &a, 2));
            }
        }
    }
}
