//! Words of a text with where they stand and to which sentence they belong.

use std::ops::Range;
use text::Span;

/// A dot after these ends no sentence.
const ABBREVIATIONS: &[&str] = &[
    "jl", "jln", "no", "yth", "bpk", "sdr", "sdri", "dr", "drg", "drs", "ir", "hj", "kec", "kel",
    "kab", "gg", "tgl", "jo", "rp", "pt", "cv", "dll", "dsb",
];

/// Longest text that is read; an answer has at most 10,000 characters.
const BYTES_MAX: usize = 60_000;

/// A word, folded.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) folded: String,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Written with a capital, in a text where capitals tell names from words.
    pub(super) capital: bool,
    /// The first of its sentence.
    pub(super) first: bool,
}

impl Word {
    pub(super) fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }

    pub(super) fn is(&self, list: &[&str]) -> bool {
        list.contains(&self.folded.as_str())
    }

    pub(super) fn has_digit(&self) -> bool {
        self.folded.contains(|c: char| c.is_numeric())
    }
}

/// A text as words and sentences.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) words: Vec<Word>,
    /// Ranges of `words`.
    pub(super) sentences: Vec<Range<usize>>,
}

impl Text {
    pub(super) fn read(text: &str) -> Self {
        let mut read = Self::default();
        let mut from = 0;
        let mut start: Option<usize> = None;
        let mut chars = text.char_indices().take_while(|(at, _)| *at < BYTES_MAX).peekable();
        while let Some((at, c)) = chars.next() {
            if c.is_alphanumeric() {
                start.get_or_insert(at);
                if chars.peek().is_some_and(|(_, next)| next.is_alphanumeric()) {
                    continue;
                }
                let begun = start.take().unwrap_or(at);
                read.push(text, begun..at + c.len_utf8(), from);
                continue;
            }
            let spaced = chars.peek().is_none_or(|(_, next)| next.is_whitespace());
            let abbreviated = read.words.last().is_some_and(|word| word.is(ABBREVIATIONS));
            let ends = match c {
                '\n' | ';' => true,
                '!' | '?' => spaced,
                '.' => spaced && !abbreviated,
                _ => false,
            };
            if ends && read.words.len() > from {
                read.sentences.push(from..read.words.len());
                from = read.words.len();
            }
        }
        if read.words.len() > from {
            read.sentences.push(from..read.words.len());
        }
        let capitals = read.words.iter().filter(|word| word.capital).count();
        if capitals * 10 >= read.words.len() * 7 {
            read.words.iter_mut().for_each(|word| word.capital = false);
        }
        read
    }

    fn push(&mut self, text: &str, span: Range<usize>, from: usize) {
        let Some(written) = text.get(span.clone()) else { return };
        self.words.push(Word {
            folded: text::fold(written),
            start: span.start,
            end: span.end,
            capital: written.chars().next().is_some_and(char::is_uppercase),
            first: self.words.len() == from,
        });
    }

    pub(super) fn sentence(&self, range: &Range<usize>) -> &[Word] {
        self.words.get(range.clone()).unwrap_or_default()
    }
}
