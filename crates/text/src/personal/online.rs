//! E-mail addresses, also disguised ones, and names in social media.

use super::lexicon;
use super::tokens::Scan;
use super::{Claims, PersonalKind};

/// Shorter ones are slips of the keyboard.
const HANDLE_MIN: usize = 3;

pub(super) fn find(scan: &Scan<'_>, claims: &mut Claims) {
    for at in 0..scan.len() {
        if let Some((first, last)) = email(scan, at) {
            claims.claim(scan.span(first, last), PersonalKind::Email);
        }
    }
    for at in 0..scan.len() {
        if let Some((first, last)) = handle(scan, at) {
            claims.claim(scan.span(first, last), PersonalKind::SocialAccount);
        }
    }
}

/// The e-mail address whose `@`, or what stands for it, begins at `at`.
fn email(scan: &Scan<'_>, at: usize) -> Option<(usize, usize)> {
    let open = matches!(scan.mark(at), '[' | '(' | '{');
    let sign = at + usize::from(open);
    let word = matches!(scan.word(sign), "at" | "et" | "add");
    let after = if open { sign + 2 } else { sign + 1 };
    if scan.mark(sign) != '@' && !word {
        return None;
    }
    // `@sari.dewi` behind a space is a handle.
    if scan.mark(sign) == '@' && !open && scan.glued(sign) != scan.glued(after) {
        return None;
    }
    let last = domain(scan, after)?;
    let first = local(scan, at)?;
    Some((first, last))
}

/// The first token of what stands before the `@`.
fn local(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let mut first = at.checked_sub(1)?;
    let named = |i: usize| !scan.word(i).is_empty() || !scan.digits(i).is_empty();
    let joins = |i: usize| matches!(scan.mark(i), '.' | '_' | '-' | '+' | '%');
    if !named(first) && !joins(first) {
        return None;
    }
    while first > 0 && scan.glued(first) && (named(first - 1) || joins(first - 1)) {
        first -= 1;
    }
    Some(first)
}

/// The last token of a domain that begins at `from`; it must end in letters.
fn domain(scan: &Scan<'_>, from: usize) -> Option<usize> {
    let label = |i: usize| !scan.word(i).is_empty() || !scan.digits(i).is_empty();
    if !label(from) {
        return None;
    }
    let mut last = label_end(scan, from);
    let mut dots = 0;
    while let Some(next) = past_dot(scan, last + 1).filter(|next| label(*next)) {
        last = label_end(scan, next);
        dots += 1;
    }
    (dots > 0 && (2..=10).contains(&scan.word(last).len())).then_some(last)
}

fn label_end(scan: &Scan<'_>, mut at: usize) -> usize {
    let joined =
        |i: usize| scan.glued(i) && (!scan.word(i).is_empty() || !scan.digits(i).is_empty());
    loop {
        if joined(at + 1) {
            at += 1;
        } else if scan.mark(at + 1) == '-' && scan.glued(at + 1) && joined(at + 2) {
            at += 2;
        } else {
            return at;
        }
    }
}

/// Behind the dot at `at`: `.`, ` dot `, `[dot]`, `(titik)`.
fn past_dot(scan: &Scan<'_>, at: usize) -> Option<usize> {
    if scan.mark(at) == '.' && scan.glued(at) && scan.glued(at + 1) {
        return Some(at + 1);
    }
    let open = usize::from(matches!(scan.mark(at), '[' | '(' | '{'));
    let spoken = matches!(scan.word(at + open), "dot" | "titik");
    spoken.then_some(at + 1 + 2 * open)
}

/// The account named at `at`, with its `@` or behind the name of a platform.
fn handle(scan: &Scan<'_>, at: usize) -> Option<(usize, usize)> {
    if scan.mark(at) == '@' && scan.glued(at + 1) {
        let said = scan.words_before(at, 5).any(|word| is_platform(word) || word == "akun");
        let last = handle_end(scan, at + 1)?;
        let ours = is_office(scan, at + 1, last);
        return (said && !ours).then_some((at, last));
    }
    if !is_platform(scan.word(at)) {
        return None;
    }
    let mut first = scan.past(at + 1, &[':', '=']);
    let pointed = first > at + 1;
    while matches!(
        scan.word(first),
        "saya" | "sy" | "nya" | "akun" | "nama" | "an" | "atas" | "dia"
    ) {
        first = scan.past(first + 1, &[':', '=']);
    }
    if let Some(last) = handle_end(scan, first).filter(|last| !is_office(scan, first, *last)) {
        let coined = last > first;
        let plain = pointed && !lexicon::is_common(scan.word(first));
        if coined || plain {
            return Some((first, last));
        }
    }
    let last = displayed(scan, first)?;
    Some((first, last))
}

fn is_platform(word: &str) -> bool {
    matches!(
        word,
        "ig" | "instagram"
            | "insta"
            | "fb"
            | "facebook"
            | "fesbuk"
            | "tiktok"
            | "twitter"
            | "twiter"
            | "telegram"
            | "tele"
            | "threads"
            | "medsos"
            | "youtube"
            | "yt"
            | "tt"
    )
}

/// The last token of a handle: letters, digits, dots and underscores without a gap.
fn handle_end(scan: &Scan<'_>, from: usize) -> Option<usize> {
    let part = |i: usize| !scan.word(i).is_empty() || !scan.digits(i).is_empty();
    if !part(from) {
        return None;
    }
    let mut last = from;
    let mut at = from + 1;
    while scan.glued(at) && (part(at) || matches!(scan.mark(at), '.' | '_')) {
        if part(at) || scan.mark(at) == '_' {
            last = at;
        }
        at += 1;
    }
    (scan.span(from, last).len() >= HANDLE_MIN).then_some(last)
}

/// Accounts of offices are public.
fn is_office(scan: &Scan<'_>, first: usize, last: usize) -> bool {
    const OFFICES: &[&str] = &[
        "dinas",
        "dishub",
        "disdik",
        "pemkot",
        "pemkab",
        "pemprov",
        "humas",
        "lapor",
        "kemen",
        "polres",
        "polri",
        "polda",
        "satpol",
        "kelurahan",
        "kecamatan",
        "rsud",
        "puskesmas",
        "dpupr",
        "dukcapil",
        "disdukcapil",
        "pln",
        "pdam",
        "bpjs",
        "resmi",
        "official",
        "info",
    ];
    (first..=last).any(|i| OFFICES.iter().any(|office| scan.word(i).starts_with(office)))
}

/// A displayed name of up to three capitalised words: `fb Asep Knalpot`.
fn displayed(scan: &Scan<'_>, first: usize) -> Option<usize> {
    let named = |i: usize| {
        scan.capital(i)
            && !scan.shouting()
            && !lexicon::is_common(scan.word(i))
            && !is_office(scan, i, i)
    };
    (first..first + 3).take_while(|i| named(*i)).last()
}
