//! A text cut into words, digit runs and marks, so that the finders need no byte arithmetic.

use std::ops::Range;

/// How far back words are looked for; keeps the work in proportion to the text.
const TOKENS_BACK: usize = 24;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Word,
    Digits,
    Mark,
}

#[derive(Debug, Clone, Copy)]
struct Token {
    start: usize,
    end: usize,
    shape: Shape,
    /// First on its line.
    first: bool,
}

/// A text and its tokens. Beyond either end every question has an empty answer.
pub(super) struct Scan<'a> {
    text: &'a str,
    /// Same bytes, ASCII letters in lower case.
    lower: String,
    tokens: Vec<Token>,
    /// Mostly capitals, so that a capital says nothing.
    shouting: bool,
}

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 4);
        let mut first = true;
        let (mut capitals, mut letters) = (0_usize, 0_usize);
        for (start, c) in text.char_indices() {
            let end = start + c.len_utf8();
            let shape = if c.is_ascii_digit() {
                Shape::Digits
            } else if c.is_alphabetic() {
                letters += 1;
                capitals += usize::from(c.is_uppercase());
                Shape::Word
            } else if c.is_whitespace() || is_invisible(c) {
                first |= c == '\n';
                continue;
            } else {
                Shape::Mark
            };
            match tokens.last_mut() {
                Some(last) if shape != Shape::Mark && last.shape == shape && last.end == start => {
                    last.end = end;
                }
                _ => tokens.push(Token { start, end, shape, first }),
            }
            first = false;
        }
        let shouting = capitals * 10 > letters * 6;
        Self { text, lower: text.to_ascii_lowercase(), tokens, shouting }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn shouting(&self) -> bool {
        self.shouting
    }

    fn of(&self, at: usize, shape: Shape) -> Option<Token> {
        self.tokens.get(at).copied().filter(|token| token.shape == shape)
    }

    fn part(&self, at: usize, shape: Shape) -> &str {
        self.of(at, shape).and_then(|t| self.lower.get(t.start..t.end)).unwrap_or("")
    }

    /// The word there in lower case; empty when there is none.
    pub(super) fn word(&self, at: usize) -> &str {
        self.part(at, Shape::Word)
    }

    /// The digits there; empty when there are none.
    pub(super) fn digits(&self, at: usize) -> &str {
        self.part(at, Shape::Digits)
    }

    /// The mark there; a space when there is none.
    pub(super) fn mark(&self, at: usize) -> char {
        self.part(at, Shape::Mark).chars().next().unwrap_or(' ')
    }

    /// Begins with a capital letter.
    pub(super) fn capital(&self, at: usize) -> bool {
        let token = self.of(at, Shape::Word).and_then(|t| self.text.get(t.start..t.end));
        token.and_then(|word| word.chars().next()).is_some_and(char::is_uppercase)
    }

    /// Touches the token before it.
    pub(super) fn glued(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|b| self.tokens.get(b));
        before.zip(self.tokens.get(at)).is_some_and(|(b, t)| b.end == t.start)
    }

    /// First on its line.
    pub(super) fn first(&self, at: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.first)
    }

    /// The first token at or after `at` that is none of these marks.
    pub(super) fn past(&self, mut at: usize, marks: &[char]) -> usize {
        while marks.contains(&self.mark(at)) {
            at += 1;
        }
        at
    }

    /// The words before `at`, nearest first, at most `most`; digits in between are passed over.
    pub(super) fn words_before(&self, at: usize, most: usize) -> impl Iterator<Item = &str> {
        let nearest_first = (0..at.min(self.len())).rev();
        nearest_first
            .take(TOKENS_BACK)
            .take_while(|&i| !matches!(self.mark(i), '!' | '?' | ';'))
            .map(|i| self.word(i))
            .filter(|word| !word.is_empty())
            .take(most)
    }

    /// The bytes from one token to another, both included.
    pub(super) fn span(&self, from: usize, to: usize) -> Range<usize> {
        let start = self.tokens.get(from).map_or(0, |token| token.start);
        let end = self.tokens.get(to).map_or(self.text.len(), |token| token.end);
        start..end
    }
}

/// Joiners, direction marks and the like, which pasted numbers carry along.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}
