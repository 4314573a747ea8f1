//! Personal data in the text of a report, found so that it can be masked where the public reads.
//!
//! It proposes; an officer decides what is shown, and the original stays sealed.

mod addresses;
mod births;
mod figures;
mod lexicon;
mod names;
mod numbers;
mod online;
mod plates;
mod spelt;
mod tokens;
mod topic;

use crate::span::Span;
use domain::redaction::{Redaction, Redactions};
use std::borrow::Cow;
use std::ops::Range;
use tokens::Scan;

domain::worded! {
    /// What a piece of text tells about a person.
    pub enum PersonalKind {
        /// Population number (NIK).
        Nik = "nik",
        /// Number of a family card (KK).
        FamilyCard = "family_card",
        /// Tax number (NPWP).
        TaxNumber = "tax_number",
        /// Telephone number, in digits or spelt out.
        Phone = "phone",
        /// E-mail address.
        Email = "email",
        /// Vehicle plate (TNKB).
        VehiclePlate = "plate",
        /// Bank account.
        BankAccount = "bank_account",
        /// Credit or debit card.
        PaymentCard = "card",
        /// Address down to the house; a street alone is a place.
        HomeAddress = "address",
        /// Number of a customer, meter or insured person (PLN, PDAM, BPJS).
        CustomerNumber = "customer_number",
        /// Date of birth.
        BirthDate = "birth_date",
        /// Name of a private person.
        PersonName = "name",
        /// Name in social media.
        SocialAccount = "handle",
    }
}

/// One piece of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finding {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: PersonalKind,
}

/// Findings that do not overlap: who claims first, keeps.
#[derive(Default)]
struct Claims(Vec<Finding>);

impl Claims {
    fn claim(&mut self, span: Range<usize>, kind: PersonalKind) {
        if !span.is_empty() && self.is_free(&span) {
            self.0.push(Finding { span: span.into(), kind });
        }
    }

    fn is_free(&self, span: &Range<usize>) -> bool {
        !self.0.iter().any(|f| f.span.start < span.end && span.start < f.span.end)
    }
}

/// Finds personal data in a text, in order, without overlaps.
#[must_use]
pub fn find(text: &str) -> Vec<Finding> {
    let scan = Scan::new(text);
    let mut claims = Claims::default();
    // The surest shapes first: an address may hold a number, a number never an address.
    online::find(&scan, &mut claims);
    births::find(&scan, &mut claims);
    numbers::find(&scan, &mut claims);
    spelt::find(&scan, &mut claims);
    plates::find(&scan, &mut claims);
    addresses::find(&scan, &mut claims);
    names::find(&scan, &mut claims);
    let mut found = claims.0;
    found.sort_by_key(|finding| finding.span.start);
    found
}

/// What covers a passage that an officer found.
const ANY: &str = "▒▒▒▒";

/// The text as the public may read it; borrowed when nothing in it is about a person.
#[must_use]
pub fn covered<'t>(text: &'t str, redactions: &Redactions) -> Cow<'t, str> {
    let hidden = hidden(text, redactions);
    if hidden.is_empty() { text.into() } else { hide(text, &hidden).into() }
}

/// Where the public does not read on, in order: what is found and not uncovered by an officer, and
/// what officers covered, wherever it stands as words of its own, in small letters or large.
#[must_use]
pub fn hidden(text: &str, redactions: &Redactions) -> Vec<(Span, &'static str)> {
    let mut hidden: Vec<_> =
        find(text).into_iter().map(|found| (found.span, mask(found.kind))).collect();
    let spans = |how| -> Vec<Span> {
        redactions.of(how).flat_map(|passage| occurrences(text, passage)).collect()
    };
    let uncovered = spans(Redaction::Uncover);
    let within = |one: Span, span: &Span| span.start <= one.start && one.end <= span.end;
    hidden.retain(|(one, _)| !uncovered.iter().any(|span| within(*one, span)));
    hidden.extend(spans(Redaction::Cover).into_iter().map(|span| (span, ANY)));
    hidden.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    hidden
}

/// Whether a passage stands in a text as words of its own.
#[must_use]
pub fn occurs(text: &str, passage: &str) -> bool {
    !occurrences(text, passage).is_empty()
}

/// Where a passage stands in a text.
fn occurrences(text: &str, passage: &str) -> Vec<Span> {
    let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let is_here = |at: usize| {
        let end = at + passage.len();
        let here = text.get(at..end).filter(|here| here.eq_ignore_ascii_case(passage))?;
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(end..).and_then(|text| text.chars().next());
        let alone = |edge: Option<char>, side| outside(edge) || outside(side);
        let whole = alone(here.chars().next(), before) && alone(here.chars().next_back(), after);
        whole.then(|| Span::from(at..end))
    };
    text.char_indices().filter_map(|(at, _)| is_here(at)).collect()
}

/// The text with every finding covered. The length of a mask tells nothing about what it covers.
#[must_use]
pub fn masked(text: &str, findings: &[Finding]) -> String {
    let pieces: Vec<_> = findings.iter().map(|one| (one.span, mask(one.kind))).collect();
    hide(text, &pieces)
}

/// The text with pieces of it, in order, replaced.
fn hide(text: &str, pieces: &[(Span, &str)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, mask) in pieces {
        // A passage of an officer may hold what was found, or stand across it.
        if span.end > at {
            out.push_str(text.get(at..span.start).unwrap_or(""));
            out.push_str(mask);
            at = span.end;
        }
    }
    out.push_str(text.get(at..).unwrap_or(""));
    out
}

/// What covers a kind; it keeps the outline that lets a sentence be read on.
const fn mask(kind: PersonalKind) -> &'static str {
    match kind {
        PersonalKind::Nik
        | PersonalKind::FamilyCard
        | PersonalKind::TaxNumber
        | PersonalKind::PaymentCard => "▒▒▒▒▒▒▒▒",
        PersonalKind::Phone => "▒▒▒▒-▒▒▒▒",
        PersonalKind::Email => "▒▒▒▒@▒▒▒▒",
        PersonalKind::VehiclePlate => "▒ ▒▒▒▒ ▒▒",
        PersonalKind::BirthDate => "▒▒-▒▒-▒▒▒▒",
        PersonalKind::SocialAccount => "@▒▒▒▒",
        PersonalKind::BankAccount
        | PersonalKind::HomeAddress
        | PersonalKind::CustomerNumber
        | PersonalKind::PersonName => ANY,
    }
}
