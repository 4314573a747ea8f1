//! What the administration's pages list, answered from the snapshot.

use domain::directory::{Agency, AgencyKind, Directory, Unit};
use domain::{AgencyId, UnitId};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// Which agencies to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AgencyFilter {
    /// Every word begins a word of a present or former name, a short name or the slug.
    pub text: String,
    /// Only of this kind.
    pub kind: Option<AgencyKind>,
    /// Also those that have ended.
    pub ended: bool,
}

/// One page of agencies in order of name.
#[derive(Debug, Clone)]
pub struct AgencyPage<'r> {
    /// The agencies.
    pub agencies: Vec<&'r Agency>,
    /// What to pass as `after` for the next page; `None` on the last.
    pub next: Option<AgencyId>,
}

/// The agencies that `filter` lets through, as of `day`, at most `limit` of those that come
/// after the agency `after`.
#[must_use]
pub fn agencies<'r>(
    directory: &'r Directory,
    filter: &AgencyFilter,
    day: Date,
    after: Option<AgencyId>,
    limit: usize,
) -> AgencyPage<'r> {
    let wanted = words(&filter.text);
    let key = |agency: &Agency| {
        let name = agency.name_on(day).map(|name| name.name.to_lowercase());
        (name.unwrap_or_default(), agency.id)
    };
    let after = after.and_then(|id| directory.agency(id)).map(key);
    let mut found: Vec<_> = directory
        .agencies()
        .filter(|agency| filter.kind.is_none_or(|kind| kind == agency.kind))
        .filter(|agency| filter.ended || agency.valid_to.is_none_or(|to| day <= to))
        .filter(|agency| matches(agency, &wanted))
        .map(|agency| (key(agency), agency))
        .filter(|(key, _)| after.as_ref().is_none_or(|after| key > after))
        .collect();
    found.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    let more = found.len() > limit;
    found.truncate(limit);
    let agencies: Vec<&Agency> = found.into_iter().map(|(_, agency)| agency).collect();
    let next = if more { agencies.last().map(|agency| agency.id) } else { None };
    AgencyPage { agencies, next }
}

fn matches(agency: &Agency, wanted: &[String]) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let names = agency.names.iter().flat_map(|name| [&*name.name, &*name.short_name]);
    let own: Vec<String> = names.chain([&*agency.slug]).flat_map(words).collect();
    wanted.iter().all(|word| own.iter().any(|own| own.starts_with(word.as_str())))
}

/// Lowercase words; everything but letters and digits separates.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The units of an agency from the top down, each with its depth from 0, siblings in order of
/// name. `ended` also lists those that no longer exist on `day`. A unit whose parent is not
/// listed stands at the top.
#[must_use]
pub fn unit_tree(
    directory: &Directory,
    agency: AgencyId,
    day: Date,
    ended: bool,
) -> Vec<(usize, &Unit)> {
    let listed: Vec<&Unit> =
        directory.units_of(agency).filter(|unit| ended || unit.exists_on(day)).collect();
    let known: HashSet<UnitId> = listed.iter().map(|unit| unit.id).collect();
    let mut below: HashMap<Option<UnitId>, Vec<&Unit>> = HashMap::new();
    for unit in listed {
        let parent = unit.parent.filter(|parent| known.contains(parent));
        below.entry(parent).or_default().push(unit);
    }
    for siblings in below.values_mut() {
        // Taken from the end below.
        siblings.sort_unstable_by(|a, b| (&b.name, b.id).cmp(&(&a.name, a.id)));
    }
    let mut tree = Vec::new();
    let mut open: Vec<(usize, &Unit)> =
        below.remove(&None).unwrap_or_default().into_iter().map(|unit| (0, unit)).collect();
    while let Some((depth, unit)) = open.pop() {
        tree.push((depth, unit));
        let children = below.remove(&Some(unit.id)).unwrap_or_default();
        open.extend(children.into_iter().map(|child| (depth + 1, child)));
    }
    tree
}
