//! Telephone numbers spelt out in words, as people do to get past filters.

use super::tokens::Scan;
use super::{Claims, PersonalKind};

/// Longest number, in digits.
const DIGITS_MAX: usize = 15;

pub(super) fn find(scan: &Scan<'_>, claims: &mut Claims) {
    let mut at = 0;
    while at < scan.len() {
        at = match read(scan, at) {
            Some(last) => {
                claims.claim(scan.span(at, last), PersonalKind::Phone);
                last + 1
            }
            None => at + 1,
        };
    }
}

/// The last token of a spelt number that begins at `from`.
fn read(scan: &Scan<'_>, from: usize) -> Option<usize> {
    digit(scan.word(from))?;
    let (mut digits, mut spelt, mut last) = (String::new(), 0, from);
    let mut at = from;
    let mut times = 1;
    loop {
        if let Some(found) = digit(scan.word(at)) {
            digits.extend(std::iter::repeat_n(found, times));
            (spelt, times, last) = (spelt + 1, 1, at);
        } else if let Some(found) = repeat(scan.word(at)) {
            times = found;
        } else if (1..=4).contains(&scan.digits(at).len()) {
            digits.push_str(scan.digits(at));
            last = at;
        } else if !matches!(scan.mark(at), ',' | '.' | '-') {
            break;
        }
        if digits.len() > DIGITS_MAX {
            return None;
        }
        at += 1;
    }
    let begins = digits.starts_with("08") || digits.starts_with("628");
    (begins && spelt >= 4 && (9..=DIGITS_MAX).contains(&digits.len())).then_some(last)
}

fn digit(word: &str) -> Option<char> {
    Some(match word {
        "nol" | "kosong" | "zero" => '0',
        "satu" | "atu" => '1',
        "dua" => '2',
        "tiga" => '3',
        "empat" | "ampat" => '4',
        "lima" => '5',
        "enam" | "anam" => '6',
        "tujuh" => '7',
        "delapan" | "lapan" => '8',
        "sembilan" => '9',
        _ => return None,
    })
}

/// How often a slang word says that the next digit stands.
fn repeat(word: &str) -> Option<usize> {
    match word {
        "dobel" | "double" | "dabel" | "dbl" => Some(2),
        "tripel" | "triple" => Some(3),
        _ => None,
    }
}
