//! Indonesian as people write it, brought to one spelling, each word with where it stood.

use crate::slang;
use std::borrow::Cow;
use text::Span;

/// What is said around the matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsideKind {
    /// To whom, and the greeting: says nothing of the matter.
    Salutation,
    /// Thanks, farewell and the writer's name: a name must not be read as a place.
    Closing,
}

/// A greeting or signature, set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aside {
    /// Which.
    pub kind: AsideKind,
    /// Where.
    pub span: Span,
}

/// One word in its usual spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    start: u32,
    end: u32,
    /// Where it stood; several tokens share a span when an abbreviation was written out.
    pub span: Span,
    /// Number of the clause: what a "not" reaches ends with it.
    pub clause: u16,
    /// Number of the sentence.
    pub sentence: u16,
    /// Written with a capital first and small letters after it.
    pub capital: bool,
    /// Belongs to a greeting or signature.
    pub aside: bool,
}

/// A text in its usual spelling.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Normal {
    words: String,
    /// Its words in order.
    pub tokens: Vec<Token>,
    /// Greetings and signatures.
    pub asides: Vec<Aside>,
}

/// Words that may follow a greeting and belong to it.
const ADDRESSED: &[&str] = &[
    "bapak",
    "ibu",
    "yang",
    "terhormat",
    "wali",
    "kota",
    "bupati",
    "gubernur",
    "camat",
    "lurah",
    "kepala",
    "dinas",
    "terkait",
    "presiden",
    "menteri",
    "admin",
    "kakak",
    "saudara",
    "saudari",
    "pemerintah",
    "daerah",
    "warahmatullahi",
    "wabarakatuh",
    "wr",
    "wb",
    "pagi",
    "siang",
    "sore",
    "malam",
    "sejahtera",
    "semua",
    "dan",
    "swastiastu",
    "hormat",
    "izin",
    "maaf",
    "mohon",
    "sekalian",
    "tim",
    "lapor",
];

/// Beginnings of a greeting.
const GREETINGS: &[&str] = &[
    "yth",
    "kepada",
    "assalamualaikum",
    "assalamu",
    "halo",
    "hallo",
    "hai",
    "permisi",
    "selamat",
    "shalom",
    "salam",
    "sampurasun",
    "om",
    "dengan",
];

/// Abbreviations whose full stop ends no sentence.
const WITH_STOP: &[&str] =
    &["jl", "jln", "kec", "kel", "kab", "prov", "no", "yth", "gg", "ds", "kp", "rt", "rw", "dr"];

impl Normal {
    /// Normalises a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut normal = Self {
            words: String::with_capacity(text.len() + text.len() / 4),
            tokens: Vec::with_capacity(text.len() / 5 + 4),
            asides: Vec::new(),
        };
        normal.split(text);
        normal.greet();
        normal.part();
        normal
    }

    /// The usual spelling of a token of this text.
    #[must_use]
    pub fn word(&self, token: &Token) -> &str {
        self.words.get(token.start as usize..token.end as usize).unwrap_or_default()
    }

    /// The word at a place, empty beyond the end.
    #[must_use]
    pub fn at(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| self.word(token))
    }

    /// The whole text in its usual spelling, one blank between words.
    #[must_use]
    pub fn text(&self) -> &str {
        self.words.trim_end()
    }

    /// The piece of the original from one token to another, both included.
    #[must_use]
    pub fn span(&self, first: usize, last: usize) -> Option<Span> {
        Some(self.tokens.get(first)?.span.to(self.tokens.get(last)?.span))
    }

    fn split(&mut self, text: &str) {
        let (mut clause, mut sentence) = (0_u16, 0_u16);
        let mut chars = text.char_indices().peekable();
        let mut last_stops = false;
        while let Some((start, first)) = chars.next() {
            if !first.is_alphanumeric() {
                let ends = match first {
                    '!' | '?' | '\n' | '…' | ';' => true,
                    '.' => !last_stops && chars.peek().is_none_or(|(_, c)| c.is_whitespace()),
                    _ => false,
                };
                if ends {
                    sentence = sentence.saturating_add(1);
                }
                if ends || matches!(first, ',' | ':' | '(' | ')') {
                    clause = clause.saturating_add(1);
                }
                continue;
            }
            let mut end = start + first.len_utf8();
            let mut plain = first.is_ascii();
            let mut rest_small = true;
            while let Some((at, c)) = chars.peek().copied() {
                let mark = ('\u{300}'..='\u{36f}').contains(&c);
                if !c.is_alphanumeric() && !mark {
                    break;
                }
                plain &= c.is_ascii();
                rest_small &= !c.is_uppercase();
                end = at + c.len_utf8();
                chars.next();
            }
            let raw = text.get(start..end).unwrap_or_default();
            let word = fold(raw, plain);
            last_stops = WITH_STOP.contains(&word.as_ref());
            let shape = Token {
                start: 0,
                end: 0,
                span: Span { start, end },
                clause,
                sentence,
                capital: first.is_uppercase() && rest_small,
                aside: false,
            };
            match slang::written_out(&word) {
                Some(written) => {
                    for part in written.split([' ', '-']) {
                        self.push(part, shape);
                    }
                }
                None => self.push(&word, shape),
            }
        }
    }

    fn push(&mut self, word: &str, shape: Token) {
        let (Ok(start), Ok(end)) =
            (u32::try_from(self.words.len()), u32::try_from(self.words.len() + word.len()))
        else {
            return;
        };
        self.words.push_str(word);
        self.words.push(' ');
        self.tokens.push(Token { start, end, ..shape });
    }

    /// Sets the greeting at the beginning aside.
    fn greet(&mut self) {
        let mut until = 0;
        while until < 24 {
            let word = self.at(until);
            let follows = self.at(until + 1);
            let greets = match word {
                "dengan" => follows == "hormat",
                "selamat" => matches!(follows, "pagi" | "siang" | "sore" | "malam"),
                "om" => follows == "swastiastu",
                "salam" => matches!(follows, "sejahtera" | "hormat" | "kenal"),
                _ => GREETINGS.contains(&word),
            };
            if !greets {
                break;
            }
            let clause = self.tokens.get(until).map(|token| token.clause);
            let sentence = self.tokens.get(until).map(|token| token.sentence);
            until += 1;
            let to_somebody = matches!(word, "yth" | "kepada");
            while let Some(token) = self.tokens.get(until) {
                let same = Some(token.clause) == clause
                    || (word == "yth" && Some(token.sentence) == sentence);
                let known = ADDRESSED.contains(&self.word(token));
                if !same || !(known || (to_somebody && token.capital)) || until >= 24 {
                    break;
                }
                until += 1;
            }
        }
        self.set_aside(AsideKind::Salutation, 0, until);
    }

    /// Sets thanks, farewell and name at the end aside.
    fn part(&mut self) {
        let count = self.tokens.len();
        let from = (count.saturating_sub(12).max(1)..count).find(|&index| match self.at(index) {
            "terima" => self.at(index + 1) == "kasih" && count - index <= 6,
            "wassalam" | "wassalamualaikum" | "wasalam" => true,
            "hormat" | "salam" => matches!(self.at(index + 1), "saya" | "kami" | "hormat"),
            "ttd" => true,
            _ => false,
        });
        if let Some(from) = from {
            self.set_aside(AsideKind::Closing, from, count);
        }
    }

    fn set_aside(&mut self, kind: AsideKind, from: usize, until: usize) {
        let Some(last) = until.checked_sub(1) else { return };
        let Some(span) = self.span(from, last) else { return };
        self.asides.push(Aside { kind, span });
        for token in self.tokens.iter_mut().take(until).skip(from) {
            token.aside = true;
        }
    }
}

/// Small letters without accents, stretched letters drawn together, "anak2" as one word.
fn fold(raw: &str, plain: bool) -> Cow<'_, str> {
    let small = if !plain {
        Cow::Owned(text::fold(raw).chars().filter(|c| c.is_alphanumeric()).collect())
    } else if raw.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(raw.to_ascii_lowercase())
    } else {
        Cow::Borrowed(raw)
    };
    let tight = if is_stretched(&small) { Cow::Owned(tighten(&small)) } else { small };
    match tight.split_once('2') {
        Some((base, rest))
            if base.len() >= 3
                && base.bytes().all(|b| b.is_ascii_alphabetic())
                && rest.bytes().all(|b| b.is_ascii_alphabetic())
                && slang::written_out(&tight).is_none() =>
        {
            Cow::Owned(base.to_owned())
        }
        _ => tight,
    }
}

fn is_stretched(word: &str) -> bool {
    word.as_bytes()
        .windows(3)
        .any(|three| matches!(three, [a, b, c] if a == b && b == c && a.is_ascii_alphabetic()))
}

/// One letter for each run; words that truly double a vowel keep two.
fn tighten(word: &str) -> String {
    let draw = |keep: usize| {
        let mut drawn = String::with_capacity(word.len());
        let (mut before, mut run) = (None, 0);
        for c in word.chars() {
            run = if before == Some(c) { run + 1 } else { 1 };
            before = Some(c);
            if run <= keep || !c.is_alphabetic() {
                drawn.push(c);
            }
        }
        drawn
    };
    let doubled = draw(2);
    if matches!(doubled.as_str(), "maaf" | "saat" | "taat" | "manfaat" | "keadaan" | "doong") {
        if doubled == "doong" { draw(1) } else { doubled }
    } else {
        draw(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual(text: &str) -> String {
        Normal::of(text).text().to_owned()
    }

    #[test]
    fn short_forms_are_written_out() {
        assert_eq!(
            usual("tlg dong pju mati gelap bgt"),
            "tolong dong penerangan jalan umum mati gelap banget"
        );
        assert_eq!(
            usual("Jl. Kenanga RT 03/05, Kec. Pakis"),
            "jalan kenanga rukun tetangga 03 05 kecamatan pakis"
        );
        assert_eq!(usual("paraaah maaaf anak2nya ＫＯＴＯＲ"), "parah maaf anak anaknya kotor");
    }

    #[test]
    fn words_keep_where_they_stood() {
        let text = "Pé PJU mati!";
        let normal = Normal::of(text);
        let at: Vec<&str> = normal.tokens.iter().map(|token| token.span.of(text)).collect();
        assert_eq!(at, ["Pé", "PJU", "PJU", "PJU", "mati"]);
    }

    #[test]
    fn greetings_and_names_are_set_aside() {
        let text = "Yth. Bapak Walikota Bekasi, lampu mati. Terima kasih, Suparman";
        let normal = Normal::of(text);
        let said: Vec<(AsideKind, &str)> =
            normal.asides.iter().map(|a| (a.kind, a.span.of(text))).collect();
        assert_eq!(
            said,
            [
                (AsideKind::Salutation, "Yth. Bapak Walikota Bekasi"),
                (AsideKind::Closing, "Terima kasih, Suparman")
            ]
        );
    }
}
