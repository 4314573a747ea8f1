//! Agencies, categories and places as officers type them: by name or a part of it.

use super::label;
use crate::i18n::Lang;
use domain::category::CategoryCode;
use domain::region::{RegionCode, RegionLevel};
use domain::{AgencyId, Reference, Report};
use jiff::civil::Date;
use store::reference::list::{AgencyFilter, agencies};

/// Candidates shown when what was typed fits several.
const CANDIDATES_MAX: usize = 8;

/// What a typed name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Found<T> {
    /// Nothing.
    None,
    /// One.
    One(T),
    /// Several: the officer chooses.
    Several(Vec<T>),
}

impl<T> Found<T> {
    fn of(mut all: Vec<T>) -> Self {
        if all.len() > 1 {
            return Self::Several(all);
        }
        all.pop().map_or(Self::None, Self::One)
    }
}

/// The agency of a name, a short name or the beginnings of its words.
pub(crate) fn agency(reference: &Reference, typed: &str, today: Date) -> Found<AgencyId> {
    if typed.is_empty() {
        return Found::None;
    }
    let directory = &reference.directory;
    let filter = AgencyFilter { text: typed.to_owned(), ..AgencyFilter::default() };
    let found = agencies(directory, &filter, today, None, CANDIDATES_MAX).agencies;
    let is_named = |agency: &&&domain::directory::Agency| {
        agency.name_on(today).is_some_and(|name| {
            [&name.name, &name.short_name]
                .iter()
                .any(|name| name.to_lowercase() == typed.to_lowercase())
        })
    };
    if let Some(exact) = found.iter().find(is_named) {
        return Found::One(exact.id);
    }
    Found::of(found.into_iter().map(|agency| agency.id).collect())
}

/// The leaf of the tree whose name or keywords hold every word typed.
pub(crate) fn category(
    reference: &Reference,
    typed: &str,
    lang: Lang,
    today: Date,
) -> Found<CategoryCode> {
    let wanted: Vec<String> = typed.to_lowercase().split_whitespace().map(str::to_owned).collect();
    if wanted.is_empty() {
        return Found::None;
    }
    let mut named = Vec::new();
    for leaf in reference.categories.leaves().filter(|leaf| leaf.is_used_on(today)) {
        let name = label::category_name(leaf, lang).to_lowercase();
        if name == typed.to_lowercase() {
            return Found::One(leaf.code.clone());
        }
        let keywords =
            leaf.keywords.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>().join(" ");
        let holds =
            |word: &String| name.contains(word.as_str()) || keywords.contains(word.as_str());
        if named.len() < CANDIDATES_MAX && wanted.iter().all(holds) {
            named.push(leaf.code.clone());
        }
    }
    Found::of(named)
}

/// The province, regency, city or district of a name; "Coblong, Bandung" tells one of several.
pub(crate) fn region(reference: &Reference, typed: &str) -> Found<RegionCode> {
    let parts: Vec<String> =
        typed.split(',').map(|part| part.trim().to_lowercase()).filter(|p| !p.is_empty()).collect();
    let Some((own, above)) = parts.split_first() else { return Found::None };
    let regions = &reference.regions;
    let coarse = regions.all().filter(|region| region.code.level() <= RegionLevel::District);
    let fits = |region: &domain::region::Region<'_>| {
        region.name.to_lowercase().contains(own.as_str()) && {
            let full = regions.full_name(region.code).to_lowercase();
            above.iter().all(|part| full.contains(part.as_str()))
        }
    };
    let mut found: Vec<_> = coarse.filter(fits).collect();
    found.sort_by_key(|region| {
        (region.name.to_lowercase() != *own, region.code.level(), region.code)
    });
    if let [first, second, ..] = found.as_slice()
        && first.name.to_lowercase() == *own
        && second.name.to_lowercase() != *own
    {
        return Found::One(first.code);
    }
    Found::of(found.into_iter().take(CANDIDATES_MAX).map(|region| region.code).collect())
}

/// The agency competent by category, level and place; the reporter's level may be unknown.
pub(crate) fn competent(reference: &Reference, report: &Report, today: Date) -> Option<AgencyId> {
    let code = report.category.as_ref()?;
    let levels =
        reference.categories.get(code).map(|category| category.levels.clone()).unwrap_or_default();
    let levels = report.level.into_iter().chain(levels);
    let directory = &reference.directory;
    let found = reference.routing.competent(code, levels, report.region, directory, today);
    found.map(|(_, office)| office.agency)
}
