//! What somebody types into the search box: words, "phrases", and -words that must not be there.

use crate::{is_stop_word, tokens, words};
use std::fmt;

/// Terms of one query that are looked at; more narrow nothing further.
pub const TERMS_MAX: usize = 16;

/// One thing asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// One word, folded as [`words`] folds.
    Word(String),
    /// Words that stand next to each other in this order, folded; at least two.
    Phrase(Vec<String>),
}

impl Term {
    /// Its words as typed, folded.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::Word(word) => std::slice::from_ref(word),
            Self::Phrase(words) => words,
        }
        .iter()
        .map(String::as_str)
    }

    /// What the index holds for it, in order. A phrase keeps no stop words, so one that is found in
    /// the index is still compared with the text ([`Term::is_in`]).
    #[must_use]
    pub fn tokens(&self) -> Vec<String> {
        tokens(&self.words().collect::<Vec<_>>().join(" "))
    }

    /// Whether a text, given as its [`words`], holds it to the letter: a phrase word by word, a
    /// single word always, because the index knows words.
    #[must_use]
    pub fn is_in(&self, text: &[String]) -> bool {
        match self {
            Self::Word(_) => true,
            Self::Phrase(phrase) => text.windows(phrase.len()).any(|part| part == phrase),
        }
    }

    /// Nothing the index could find.
    fn is_idle(&self) -> bool {
        self.words().all(is_stop_word)
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Phrase(words) => write!(f, "\"{}\"", words.join(" ")),
        }
    }
}

/// A query. Any text is one; what means nothing is left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Query {
    /// All of these must be there.
    pub with: Vec<Term>,
    /// None of these may be.
    pub without: Vec<Term>,
}

impl Query {
    /// Reads what was typed: words separated by anything that is no letter or digit, phrases in
    /// straight or curly double quotes (one that is left open ends with the text), a minus directly
    /// in front of a word or phrase. Repeats and stop words are left out; at most [`TERMS_MAX`]
    /// terms are kept.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut query = Self::default();
        let (mut quoted, mut minus) = (false, false);
        for part in text.split(['"', '\u{201c}', '\u{201d}', '\u{201e}', '«', '»']) {
            if quoted {
                query.add(phrase(part), minus);
            } else {
                minus = query.add_words(part);
            }
            quoted = !quoted;
        }
        query
    }

    /// Adds words that stand outside of quotes; true when they end in a minus, which then belongs
    /// to the phrase that follows.
    fn add_words(&mut self, text: &str) -> bool {
        let mut last = false;
        for part in text.split_whitespace() {
            let minus = part.starts_with(['-', '\u{2212}']);
            for word in words(part) {
                self.add(Some(Term::Word(word)), minus);
            }
            last = minus && part.chars().count() == 1;
        }
        last && !text.ends_with(char::is_whitespace)
    }

    fn add(&mut self, term: Option<Term>, without: bool) {
        let Some(term) = term.filter(|term| !term.is_idle()) else { return };
        let full = self.with.len() + self.without.len() >= TERMS_MAX;
        let terms = if without { &mut self.without } else { &mut self.with };
        if !full && !terms.contains(&term) {
            terms.push(term);
        }
    }

    /// Nothing is looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.with.is_empty() && self.without.is_empty()
    }

    /// The words that are looked for, phrases included, in order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.with.iter().flat_map(Term::words)
    }

    /// The single word with which it ends, which somebody may still be typing.
    #[must_use]
    pub fn last_word(&self) -> Option<&str> {
        match self.with.last()? {
            Term::Word(word) => Some(word),
            Term::Phrase(_) => None,
        }
    }

    /// The same query with other words in the place of some.
    #[must_use]
    pub fn with_words<'a>(&'a self, mut other: impl FnMut(&'a str) -> &'a str) -> Self {
        let mut changed = Self { with: Vec::new(), without: self.without.clone() };
        for term in &self.with {
            let term = match term {
                Term::Word(word) => Term::Word(other(word).to_owned()),
                Term::Phrase(words) => {
                    Term::Phrase(words.iter().map(|word| other(word).to_owned()).collect())
                }
            };
            changed.add(Some(term), false);
        }
        changed
    }
}

/// What stands in quotes; one word in quotes is a word.
fn phrase(text: &str) -> Option<Term> {
    let mut words: Vec<String> = words(text).collect();
    match words.len() {
        0 => None,
        1 => words.pop().map(Term::Word),
        _ => Some(Term::Phrase(words)),
    }
}

impl fmt::Display for Query {
    /// As one would type it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let with = self.with.iter().map(ToString::to_string);
        let without = self.without.iter().map(|term| format!("-{term}"));
        f.write_str(&with.chain(without).collect::<Vec<_>>().join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn word(text: &str) -> Term {
        Term::Word(text.to_owned())
    }

    #[test]
    fn words_phrases_and_minus() {
        let query =
            Query::parse("Lampu \u{201c}Jalan Raya\u{201d} -taman -\"pasar baru\" anak-anak");
        let phrase = |words: &[&str]| Term::Phrase(words.iter().map(|&w| w.to_owned()).collect());
        assert_eq!(query.with, [word("lampu"), phrase(&["jalan", "raya"]), word("anak")]);
        assert_eq!(query.without, [word("taman"), phrase(&["pasar", "baru"])]);
        assert_eq!(query.to_string(), "lampu \"jalan raya\" anak -taman -\"pasar baru\"");
        assert_eq!(Query::parse("\"lampu").with, [word("lampu")], "left open");
        assert!(Query::parse("yang di - \"\" -\"dan\"").is_empty(), "words of every text");
        assert_eq!(Query::parse("jalan pad").last_word(), Some("pad"));
    }

    #[test]
    fn a_phrase_is_found_to_the_letter() {
        let [phrase] = &Query::parse("\"rusak di jalan\"").with[..] else { panic!("one phrase") };
        let text = |text| words(text).collect::<Vec<_>>();
        assert!(phrase.is_in(&text("Ada yang rusak, di Jalan Merdeka")));
        assert!(!phrase.is_in(&text("rusak jalan")));
        assert_eq!(phrase.tokens(), ["rusak", "jalan"]);
    }

    proptest! {
        #[test]
        fn any_text_is_a_query_that_reads_back(text in "(?s).{0,200}") {
            let query = Query::parse(&text);
            prop_assert!(query.with.len() + query.without.len() <= TERMS_MAX);
            prop_assert_eq!(Query::parse(&query.to_string()), query);
        }

        #[test]
        fn so_is_what_people_type(text in "([a-z]{1,6}|\"|-| |\u{201c}|,){0,30}") {
            let query = Query::parse(&text);
            prop_assert_eq!(Query::parse(&query.to_string()), query);
        }
    }
}
