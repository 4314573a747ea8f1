//! Offices, places and subjects that somebody names in a search, so that they can be offered as a
//! filter instead of as words.

use domain::category::CategoryCode;
use domain::region::{RegionCode, RegionLevel};
use domain::{AgencyId, Reference};
use jiff::civil::Date;
use text::Query;

/// Things offered at once.
const OFFERED_MAX: usize = 4;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// An agency that exists.
    Agency(AgencyId),
    /// A province, regency or city.
    Region(RegionCode),
    /// A category in use.
    Category(CategoryCode),
}

/// A thing named in a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What.
    pub named: Named,
    /// The search without the words that name it.
    pub rest: Query,
}

/// What the words of a search name in full: an agency by its name or short name, a province,
/// regency or city by its name with or without its kind, a category by its name in either language.
/// The longest names first.
#[must_use]
pub fn named(reference: &Reference, query: &Query, today: Date) -> Vec<Offer> {
    let words: Vec<&str> = query.words().collect();
    let mut found: Vec<(Vec<String>, Named)> = Vec::new();
    each(reference, today, |name, named| {
        if !words.iter().any(|word| may_begin(name, word)) {
            return;
        }
        let name: Vec<String> = text::words(name).collect();
        // Names of three letters are words of the language too often.
        let is_name = name.iter().map(String::len).sum::<usize>() > 3;
        if is_name && words.windows(name.len()).any(|part| part == name) {
            found.push((name, named));
        }
    });
    found.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    let mut offers: Vec<(Vec<String>, Offer)> = Vec::new();
    for (name, named) in found {
        // "Kota Bandung" names the city and not the regency that is called Bandung too.
        let within = |longer: &Vec<String>| longer.windows(name.len()).any(|part| part == name);
        let is_part = |(longer, offer): &(Vec<String>, Offer)| {
            offer.named == named
                || (longer.len() > name.len()
                    && within(longer)
                    && matches!((&offer.named, &named), (Named::Region(_), Named::Region(_))))
        };
        if offers.len() < OFFERED_MAX && !offers.iter().any(is_part) {
            let kept =
                |term: &&text::Term| !term.words().all(|word| name.iter().any(|own| own == word));
            let with = query.with.iter().filter(kept).cloned().collect();
            let rest = Query { with, without: query.without.clone() };
            offers.push((name, Offer { named, rest }));
        }
    }
    offers.into_iter().map(|(_, offer)| offer).collect()
}

/// What begins as the words typed so far do: agencies, then places, then categories, at most `n`
/// of each.
#[must_use]
pub fn beginning(reference: &Reference, typed: &str, today: Date, n: usize) -> Vec<Named> {
    let typed: Vec<String> = text::words(typed).collect();
    let Some((last, whole)) = typed.split_last() else { return Vec::new() };
    if last.chars().count() < 2 && whole.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(usize, Named)> = Vec::new();
    each(reference, today, |name, named| {
        if !may_begin(name, last) {
            return;
        }
        let name: Vec<String> = text::words(name).collect();
        let has = whole.iter().all(|word| name.contains(word));
        let begins = name.iter().any(|word| word.starts_with(last.as_str()));
        if has && begins && !found.iter().any(|(_, known)| *known == named) {
            found.push((name.len(), named));
        }
    });
    found.sort_by_key(|(length, _)| *length);
    let of = |wanted: fn(&Named) -> bool| {
        found.iter().map(|(_, named)| named).filter(move |named| wanted(named)).take(n).cloned()
    };
    of(|named| matches!(named, Named::Agency(_)))
        .chain(of(|named| matches!(named, Named::Region(_))))
        .chain(of(|named| matches!(named, Named::Category(_))))
        .collect()
}

/// Whether a word of the name may begin so. Told without folding, which thousands of names at each
/// search would pay for, where the name is in plain letters.
fn may_begin(name: &str, start: &str) -> bool {
    let begins = |word: &str| {
        word.get(..start.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
    };
    !name.is_ascii() || name.split(|c: char| !c.is_ascii_alphanumeric()).any(begins)
}

/// Every name of everything that can be a filter.
fn each(reference: &Reference, today: Date, mut see: impl FnMut(&str, Named)) {
    let agencies = reference.directory.agencies();
    for agency in agencies.filter(|agency| agency.valid_to.is_none_or(|to| today <= to)) {
        if let Some(name) = agency.name_on(today) {
            see(&name.name, Named::Agency(agency.id));
            see(&name.short_name, Named::Agency(agency.id));
        }
    }
    for province in reference.regions.below(None) {
        see(province.name, Named::Region(province.code));
        for regency in reference.regions.below(Some(province.code)) {
            debug_assert_eq!(regency.code.level(), RegionLevel::Regency);
            see(regency.name, Named::Region(regency.code));
            let bare = regency
                .name
                .split_once(' ')
                .filter(|(kind, _)| ["Kabupaten", "Kota"].contains(kind));
            if let Some((_, bare)) = bare {
                see(bare, Named::Region(regency.code));
            }
        }
    }
    for category in reference.categories.all().filter(|category| category.is_used_on(today)) {
        see(&category.name.0, Named::Category(category.code.clone()));
        see(&category.name.1, Named::Category(category.code.clone()));
    }
}
