//! Agencies and units by name: "Dinas PU Sidoarjo", "Puskesmas Gedangan", "RSUD".

use super::{Answered, Asked, parts, typed_words};
use domain::directory::{Agency, Directory};
use domain::region::{RegionCode, RegionLevel, Regions};
use domain::{AgencyId, Office, Reference};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::HashMap;

/// Where an office is, seen from a place: what governs it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Distance {
    Here,
    Nation,
    Elsewhere,
}

/// An agency with the words it answers for.
struct Known<'r> {
    name: &'r str,
    own: Answered,
    /// By its names and by those of the districts it governs.
    all: Answered,
    distance: Distance,
}

/// The offices that `typed` names, at most `limit`: agencies and units that exist on `day`, those
/// that answer for the most words first, then those that govern `near`, then the closest names. A
/// word may name the agency of a unit or a district it governs: a health centre is found by its
/// district.
#[must_use]
pub fn offices(
    reference: &Reference,
    typed: &str,
    near: Option<RegionCode>,
    day: Date,
    limit: usize,
) -> Vec<Office> {
    let spelt = |word: String| match word.as_str() {
        "kab" => "kabupaten".to_owned(),
        "prov" => "provinsi".to_owned(),
        "kec" => "kecamatan".to_owned(),
        _ => word,
    };
    let asked = Asked::new(typed_words(typed).map(spelt));
    if asked.is_too_short() {
        return Vec::new();
    }
    let directory = &reference.directory;
    let agencies = agencies(directory, &reference.regions, &asked, near, day);
    let mut found = Vec::new();
    let mut add = |office, known: &Known<'_>, own: Answered, name: &str, order: String| {
        let all = own.and(known.all);
        if asked.telling(own.any) == 0 {
            return;
        }
        let rank = (
            Reverse(asked.telling(all.any)),
            Reverse(all.any.count_ones()),
            Reverse(asked.telling(all.whole)),
            known.distance,
            Reverse(asked.telling(own.any)),
            parts(name).count(),
            order,
        );
        found.push((rank, office));
    };
    for (id, known) in &agencies {
        let office = Office { agency: *id, unit: None };
        add(office, known, known.own, known.name, known.name.to_owned());
    }
    // Most units are called the same in every government.
    let mut names: HashMap<&str, Answered> = HashMap::new();
    for unit in directory.units().filter(|unit| unit.exists_on(day)) {
        let Some(known) = agencies.get(&unit.agency) else { continue };
        let own = *names.entry(&unit.name).or_insert_with(|| asked.answered(&unit.name, true));
        if asked.telling(own.any) > 0 {
            let office = Office { agency: unit.agency, unit: Some(unit.id) };
            add(office, known, own, &unit.name, format!("{} {}", known.name, unit.code));
        }
    }
    let best = found.iter().map(|((matched, ..), _)| matched.0).max().unwrap_or_default();
    found.retain(|((matched, ..), _)| matched.0 == best);
    found.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    found.into_iter().take(limit).map(|(_, office)| office).collect()
}

fn agencies<'r>(
    directory: &'r Directory,
    regions: &Regions,
    asked: &Asked,
    near: Option<RegionCode>,
    day: Date,
) -> HashMap<AgencyId, Known<'r>> {
    let districts = districts(regions, asked);
    let known = |agency: &'r Agency| {
        let name: &'r str = agency.name_on(day).map_or("", |name| &*name.name);
        let names = agency.names.iter().flat_map(|name| [&*name.name, &*name.short_name]);
        let own = names
            .chain([&*agency.slug])
            .fold(Answered::default(), |all, name| all.and(asked.answered(name, true)));
        let governed = agency.region.filter(|_| agency.kind.is_government());
        let all = governed.and_then(|region| districts.get(&region)).copied().unwrap_or_default();
        let distance = match (governed, near) {
            (Some(region), Some(near)) if near.lies_in(region) => Distance::Here,
            (None, _) => Distance::Nation,
            (Some(_), _) => Distance::Elsewhere,
        };
        (agency.id, Known { name, own, all: own.and(all), distance })
    };
    directory.agencies().filter(|agency| agency.exists_on(day)).map(known).collect()
}

/// For each regency and city, the words that its districts' names answer for.
fn districts(regions: &Regions, asked: &Asked) -> HashMap<RegionCode, Answered> {
    let mut found: HashMap<RegionCode, Answered> = HashMap::new();
    let coarse = regions.all().take_while(|region| region.code.level() <= RegionLevel::District);
    for region in coarse.filter(|region| region.code.level() == RegionLevel::District) {
        let own = asked.answered(region.name, false);
        if let Some(regency) = region.code.parent().filter(|_| own.any != 0) {
            let entry = found.entry(regency).or_default();
            *entry = entry.and(own);
        }
    }
    found
}
