//! Dates of birth: a date alone is an event, one that somebody was born on is personal.

use super::lexicon;
use super::tokens::Scan;
use super::{Claims, PersonalKind};

/// Words between `lahir` and the date: a place, `di`, `tanggal`.
const WORDS_BETWEEN: usize = 6;

pub(super) fn find(scan: &Scan<'_>, claims: &mut Claims) {
    for at in 0..scan.len() {
        if is_birth(scan, at)
            && let Some((first, last)) = date_after(scan, at + 1)
        {
            claims.claim(scan.span(first, last), PersonalKind::BirthDate);
        }
    }
}

/// A word that speaks of somebody's birth, not of a document or a feast.
fn is_birth(scan: &Scan<'_>, at: usize) -> bool {
    let said = matches!(scan.word(at), "lahir" | "kelahiran" | "ttl" | "lhr" | "tgllahir");
    let before = scan.words_before(at, 1).next().unwrap_or("");
    said && !matches!(before, "hari" | "akta" | "akte" | "surat" | "hut")
}

fn date_after(scan: &Scan<'_>, from: usize) -> Option<(usize, usize)> {
    let mut words = 0;
    let mut at = from;
    while at < scan.len() && words < WORDS_BETWEEN {
        if let Some(last) = date(scan, at) {
            return Some((at, last));
        }
        let word = scan.word(at);
        let between = matches!(
            word,
            "di" | "pada"
                | "tanggal"
                | "tgl"
                | "tg"
                | "tahun"
                | "thn"
                | "th"
                | "saya"
                | "sy"
                | "nya"
                | "dia"
                | "hari"
                | "anak"
                | "istri"
                | "suami"
                | "ibu"
        );
        if !word.is_empty()
            && !between
            && (lexicon::is_common(word) && !lexicon::is_city(word) || lexicon::is_derived(word))
            || matches!(scan.mark(at), '?' | '!' | ';')
        {
            return None;
        }
        words += usize::from(!word.is_empty());
        at += 1;
    }
    None
}

/// The last token of the date at `at`: `12 Maret 1985`, `7 juli`, `04-07-1990`, `1992-11-30`.
fn date(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let figure = |i: usize, least: u16, most: u16| {
        scan.digits(i).parse::<u16>().is_ok_and(|n| (least..=most).contains(&n))
    };
    let year = |i: usize| figure(i, 1900, 2100) || scan.digits(i).len() == 2;
    let parts = |i: usize| matches!(scan.mark(i), '-' | '/' | '.' | ' ');
    let next = |i: usize| if scan.mark(i + 1) == ' ' { i + 1 } else { i + 2 };
    if figure(at, 1900, 2100) {
        let (month, day) = (next(at), next(next(at)));
        return (parts(at + 1) && figure(month, 1, 12) && figure(day, 1, 31)).then_some(day);
    }
    if !figure(at, 1, 31) {
        return None;
    }
    let month = next(at);
    let after = next(month);
    if is_month(scan.word(month)) {
        return Some(if year(after) { after } else { month });
    }
    (parts(at + 1) && parts(month + 1) && figure(month, 1, 12) && year(after)).then_some(after)
}

fn is_month(word: &str) -> bool {
    matches!(
        word,
        "januari"
            | "jan"
            | "februari"
            | "pebruari"
            | "feb"
            | "peb"
            | "maret"
            | "mar"
            | "mrt"
            | "april"
            | "apr"
            | "mei"
            | "juni"
            | "jun"
            | "juli"
            | "jul"
            | "agustus"
            | "agt"
            | "ags"
            | "agst"
            | "agu"
            | "september"
            | "sept"
            | "sep"
            | "oktober"
            | "okt"
            | "november"
            | "nopember"
            | "nov"
            | "nop"
            | "desember"
            | "des"
    )
}
