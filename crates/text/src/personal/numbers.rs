//! Numbers that lead to a person: by their shape where it is telling, else by the words around.

use super::figures::{Cut, Figures};
use super::lexicon;
use super::tokens::Scan;
use super::topic::{self, Topic};
use super::{Claims, PersonalKind};
use domain::nik::Nik;

/// Numbers with fewer digits lead to nobody.
const DIGITS_MIN: usize = 6;

pub(super) fn find(scan: &Scan<'_>, claims: &mut Claims) {
    let mut at = 0;
    while at < scan.len() {
        at = match read(scan, at) {
            Some((first, cut, kind)) => {
                claims.claim(scan.span(first, cut.last), kind);
                cut.last + 1
            }
            None => at + 1,
        };
    }
}

/// The number that begins at `at`: its first token, its end and what it is.
fn read(scan: &Scan<'_>, at: usize) -> Option<(usize, Cut, PersonalKind)> {
    let figures = Figures::read(scan, at)?;
    let all = figures.cuts.last()?.digits;
    if all < DIGITS_MIN || is_torn(scan, at) || figures.is_date() {
        return None;
    }
    if let Some(cut) = tax_shape(&figures) {
        return Some((at, cut, PersonalKind::TaxNumber));
    }
    let topic = topic::before(scan, at);
    let (kind, cut) =
        by_topic(scan, at, &figures, topic).or_else(|| by_shape(scan, at, &figures, topic))?;
    let first = if kind == PersonalKind::Phone { opening(scan, at) } else { at };
    Some((first, cut, kind))
}

/// The middle of a longer number or of a code.
fn is_torn(scan: &Scan<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).filter(|_| scan.glued(at)) else { return false };
    let word = scan.word(before);
    let digits_before = before.checked_sub(1).is_some_and(|i| !scan.digits(i).is_empty());
    let joined = matches!(scan.mark(before), '.' | ',' | '-' | '/') && scan.glued(before);
    !word.is_empty() && !names_a_number(word) || joined && digits_before
}

/// The bracket or plus with which a telephone number begins.
fn opening(scan: &Scan<'_>, at: usize) -> usize {
    let before = |at: usize, mark| at.checked_sub(1).filter(|b| scan.mark(*b) == mark);
    let plus = before(at, '+').unwrap_or(at);
    before(plus, '(').unwrap_or(plus)
}

/// Words that people write without a space before the number.
fn names_a_number(word: &str) -> bool {
    matches!(
        word,
        "nik" | "kk" | "hp" | "wa" | "telp" | "tlp" | "npwp" | "rek" | "no" | "nokk" | "nohp"
    )
}

fn by_topic(
    scan: &Scan<'_>,
    at: usize,
    figures: &Figures,
    topic: Option<Topic>,
) -> Option<(PersonalKind, Cut)> {
    let cut = |kind, least, most| figures.cut(least, most).map(|cut| (kind, cut));
    match topic? {
        // A digit more or less is a slip of the finger, and still somebody's.
        Topic::Nik => cut(PersonalKind::Nik, 16, 16).or_else(|| cut(PersonalKind::Nik, 15, 17)),
        Topic::FamilyCard => {
            cut(PersonalKind::FamilyCard, 16, 16).or_else(|| cut(PersonalKind::FamilyCard, 15, 17))
        }
        Topic::Tax => cut(PersonalKind::TaxNumber, 15, 16),
        Topic::Phone => phone_said(figures).map(|cut| (PersonalKind::Phone, cut)),
        Topic::Bank if is_account(scan, at, figures) => cut(PersonalKind::BankAccount, 8, 18),
        Topic::Customer if !is_money(scan, figures) => cut(PersonalKind::CustomerNumber, 6, 16),
        // `petugas BPJS pakai nomor 08…` is a telephone's.
        Topic::Insurance if phone(scan, at, figures).is_none() => {
            cut(PersonalKind::CustomerNumber, 11, 13)
        }
        Topic::Card => card(figures, true).map(|cut| (PersonalKind::PaymentCard, cut)),
        Topic::Bank | Topic::Customer | Topic::Insurance | Topic::Impersonal => None,
    }
}

fn by_shape(
    scan: &Scan<'_>,
    at: usize,
    figures: &Figures,
    topic: Option<Topic>,
) -> Option<(PersonalKind, Cut)> {
    if let Some(cut) = phone(scan, at, figures) {
        return Some((PersonalKind::Phone, cut));
    }
    if topic == Some(Topic::Impersonal) {
        return None;
    }
    if let Some(cut) = figures.cut(16, 16).filter(|cut| is_nik(figures.upto(*cut))) {
        return Some((PersonalKind::Nik, cut));
    }
    if let Some(cut) = card(figures, false) {
        return Some((PersonalKind::PaymentCard, cut));
    }
    if figures.digits.starts_with("000") {
        return figures.cut(13, 13).map(|cut| (PersonalKind::CustomerNumber, cut));
    }
    account_named_after(scan, at, figures).map(|cut| (PersonalKind::BankAccount, cut))
}

/// A NIK whose first digits are a province; cards share the other beginnings.
fn is_nik(digits: &str) -> bool {
    let province = digits.get(..2).and_then(|p| p.parse::<u8>().ok()).unwrap_or(0);
    let known = matches!(
        province,
        11..=19 | 21 | 31..=36 | 51..=53 | 61..=65 | 71..=76 | 81 | 82 | 91..=97
    );
    known && Nik::parse(digits).is_ok()
}

/// `09.254.294.3-407.000`, which nothing else looks like.
fn tax_shape(figures: &Figures) -> Option<Cut> {
    let groups: Vec<usize> = figures.groups().take(6).collect();
    let shaped = groups == [2, 3, 3, 1, 3, 3];
    if shaped && figures.marks.iter().any(|mark| *mark != ' ') {
        figures.cuts.get(5).copied()
    } else {
        None
    }
}

/// A mobile number or a landline that can be told without a word before it.
fn phone(scan: &Scan<'_>, at: usize, figures: &Figures) -> Option<Cut> {
    let digits = figures.digits.as_str();
    let plus = at.checked_sub(1).is_some_and(|b| scan.mark(b) == '+');
    let first = figures.groups().next()?;
    if digits.starts_with("62") {
        let mobile = digits.get(2..3) == Some("8");
        if mobile || plus {
            return phone_end(figures, 10, 15);
        }
        return None;
    }
    let bytes = digits.as_bytes();
    if bytes.first() != Some(&b'0') {
        return None;
    }
    if bytes.get(1) == Some(&b'8') && bytes.get(2) != Some(&b'0') {
        // Hours look like `08.15-13.30`; a number in pairs has spaces.
        let pairs = figures.groups().all(|group| group <= 2);
        let spelt = first > 2 || pairs && figures.marks.iter().all(|mark| *mark == ' ');
        return if spelt && !figures.is_amount() { phone_end(figures, 10, 13) } else { None };
    }
    let bracketed =
        at.checked_sub(1).is_some_and(|b| scan.mark(b) == '(') && scan.mark(at + 1) == ')';
    let dashed = figures.marks.first() == Some(&'-');
    let area = matches!(first, 3 | 4) && !matches!(bytes.get(1), Some(b'0' | b'1'));
    // The five oldest codes have three digits and are known to everybody.
    let known =
        first == 3 && ["021", "022", "024", "031", "061"].iter().any(|c| digits.starts_with(c));
    if area && (bracketed || dashed || known) { phone_end(figures, 9, 12) } else { None }
}

/// A number that a word before it says is a telephone's.
fn phone_said(figures: &Figures) -> Option<Cut> {
    let digits = figures.digits.as_bytes();
    // `0800…` and its like are call centres.
    let free = figures.digits.starts_with("080");
    let begins = match (digits.first(), digits.get(1)) {
        (Some(b'0'), Some(b'0' | b'1')) => false,
        (Some(b'0'), Some(_)) | (Some(b'8'), _) => true,
        (Some(b'6'), Some(b'2')) => true,
        _ => false,
    };
    if begins && !free && !figures.is_amount() { phone_end(figures, 9, 15) } else { None }
}

/// Where a telephone number ends: a lone digit or a new number behind a space is not its own.
fn phone_end(figures: &Figures, least: usize, most: usize) -> Option<Cut> {
    let pairs = figures.groups().take(4).all(|group| group <= 2);
    let groups: Vec<usize> = figures.groups().collect();
    let mut end = None;
    for (i, cut) in figures.cuts.iter().enumerate() {
        let group = groups.get(i).copied().unwrap_or(0);
        let spaced = i > 0 && figures.marks.get(i - 1) == Some(&' ');
        let begins_anew = end.is_some() && spaced && !pairs && group < 3;
        if begins_anew || cut.digits > most {
            break;
        }
        if cut.digits >= least {
            end = Some(*cut);
        }
    }
    end
}

/// A payment card by its first digits and its check digit.
fn card(figures: &Figures, said: bool) -> Option<Cut> {
    let cuts = figures.cuts.iter().rev();
    cuts.copied().find(|cut| {
        let digits = figures.upto(*cut);
        let issuer = match digits.len() {
            16 => digits.starts_with(['4', '5', '2', '6']) || digits.starts_with("35"),
            15 => digits.starts_with("34") || digits.starts_with("37"),
            13 | 14 | 17..=19 => said,
            _ => return false,
        };
        (issuer || said) && passes_luhn(digits)
    })
}

/// The check digit of ISO/IEC 7812.
fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, byte)| {
            let digit = u32::from(byte.saturating_sub(b'0'));
            let weighed = if i % 2 == 1 { digit * 2 } else { digit };
            weighed / 10 + weighed % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

fn is_money(scan: &Scan<'_>, figures: &Figures) -> bool {
    let after = figures.cuts.last().map_or("", |cut| scan.word(cut.last + 1));
    figures.is_amount() || lexicon::is_measure(after)
}

/// `rekening` means an account here, and no bill.
fn is_account(scan: &Scan<'_>, at: usize, figures: &Figures) -> bool {
    let bill = scan
        .words_before(at, 5)
        .any(|word| matches!(word, "listrik" | "air" | "koran" | "tagihan" | "bulan" | "telepon"));
    !bill && !is_money(scan, figures)
}

/// `transfer ke 0098765432 BNI`: the bank comes after its number.
fn account_named_after(scan: &Scan<'_>, at: usize, figures: &Figures) -> Option<Cut> {
    let sent = |word: &str| {
        matches!(word, "transfer" | "transfernya" | "ditransfer" | "tf" | "trf" | "kirim" | "bank")
    };
    let cut = figures.cut(8, 18)?;
    let bank_before = scan.words_before(at, 2).any(topic::is_bank);
    let bank_after = (1..=2).any(|away| topic::is_bank(scan.word(cut.last + away)));
    let said = scan.words_before(at, 5).any(sent) && !is_money(scan, figures);
    (said && (bank_before || bank_after)).then_some(cut)
}
