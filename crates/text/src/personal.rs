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

/// The text as the public may read it; borrowed when nothing in it is about a person.
#[must_use]
pub fn covered(text: &str) -> Cow<'_, str> {
    let findings = find(text);
    if findings.is_empty() { text.into() } else { masked(text, &findings).into() }
}

/// The text with every finding covered. The length of a mask tells nothing about what it covers.
#[must_use]
pub fn masked(text: &str, findings: &[Finding]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for finding in findings {
        out.push_str(text.get(at..finding.span.start).unwrap_or(""));
        out.push_str(mask(finding.kind));
        at = finding.span.end.max(at);
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
        | PersonalKind::PersonName => "▒▒▒▒",
    }
}
