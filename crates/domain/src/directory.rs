//! Agencies, their units and hubs: who exists, since when, under whom, under which name.

use crate::calendar::{Limit, Place, Zone};
use crate::id::{AgencyId, UnitId};
use crate::region::RegionCode;
use crate::role::HubId;
use crate::worded;
use jiff::civil::Date;
use std::collections::HashMap;
use std::sync::Arc;

worded! {
    /// Kind of an agency.
    pub enum AgencyKind {
        /// Kementerian koordinator.
        CoordinatingMinistry = "coordinating_ministry",
        /// Kementerian.
        Ministry = "ministry",
        /// Lembaga pemerintah nonkementerian.
        NonMinisterial = "non_ministerial",
        /// Lembaga negara.
        StateOrgan = "state_organ",
        /// Lembaga nonstruktural.
        NonStructural = "non_structural",
        /// Lembaga penyiaran publik.
        PublicBroadcaster = "public_broadcaster",
        /// BPJS.
        SocialSecurity = "social_security",
        /// BUMN.
        StateEnterprise = "state_enterprise",
        /// BUMD.
        RegionalEnterprise = "regional_enterprise",
        /// Pemerintah provinsi.
        Province = "province",
        /// Pemerintah kabupaten.
        Regency = "regency",
        /// Pemerintah kota.
        City = "city",
        /// Kota or kabupaten administrasi: no government of its own.
        AdministrativeCity = "administrative_city",
    }
}

worded! {
    /// Kind of a unit.
    pub enum UnitKind {
        /// Sekretariat, biro.
        Secretariat = "secretariat",
        /// Inspektorat, satuan pengawasan intern: internal oversight (APIP).
        Inspectorate = "inspectorate",
        /// Direktorat (jenderal), deputi.
        Directorate = "directorate",
        /// Dinas.
        Dinas = "dinas",
        /// Badan.
        Badan = "badan",
        /// Rumah sakit.
        Hospital = "hospital",
        /// Perumda.
        Utility = "utility",
        /// Sekretariat DPRD.
        Council = "council",
        /// Kecamatan, distrik.
        District = "district",
        /// Anything else.
        Other = "other",
    }
}

impl AgencyKind {
    /// True for the government of a region, and for administrative cities, which are governed
    /// by their province; false for an enterprise that merely has its seat there.
    #[must_use]
    pub fn is_government(self) -> bool {
        matches!(self, Self::Province | Self::Regency | Self::City | Self::AdministrativeCity)
    }
}

/// A name an agency bore for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyName {
    /// First day; `None` from the beginning.
    pub valid_from: Option<Date>,
    /// Last day.
    pub valid_to: Option<Date>,
    /// In full.
    pub name: Box<str>,
    /// As people say it.
    pub short_name: Box<str>,
}

/// An agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Its number.
    pub id: AgencyId,
    /// Its name in URLs.
    pub slug: Box<str>,
    /// What it is.
    pub kind: AgencyKind,
    /// Co-ordinating ministry, province of an administrative city.
    pub parent: Option<AgencyId>,
    /// Region it governs.
    pub region: Option<RegionCode>,
    /// Its time zone.
    pub zone: Zone,
    /// First day.
    pub valid_from: Option<Date>,
    /// Last day.
    pub valid_to: Option<Date>,
    /// Who took over.
    pub successors: Vec<AgencyId>,
    /// A settlement limit of its own, shorter than the national one.
    pub settlement: Option<Limit>,
    /// Names, oldest first; the last is the present one.
    pub names: Vec<AgencyName>,
}

impl Agency {
    /// The name on a day: old reports keep the names of their time.
    #[must_use]
    pub fn name_on(&self, day: Date) -> Option<&AgencyName> {
        let borne = |n: &&AgencyName| {
            n.valid_from.is_none_or(|from| from <= day) && n.valid_to.is_none_or(|to| day <= to)
        };
        self.names.iter().rev().find(borne).or(self.names.last())
    }

    /// True while it exists.
    #[must_use]
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// A unit of an agency. Thousands bear the same names, which they share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its number.
    pub id: UnitId,
    /// Whose it is.
    pub agency: AgencyId,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// Its name within the agency, stable (`public_works`, `inspectorate`, `district.327301`).
    pub code: Arc<str>,
    /// What it is.
    pub kind: UnitKind,
    /// Its name without the agency's.
    pub name: Arc<str>,
    /// Last day.
    pub valid_to: Option<Date>,
}

impl Unit {
    /// True until its last day has passed.
    #[must_use]
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_to.is_none_or(|to| day <= to)
    }
}

worded! {
    /// Kind of a hub (Permen PANRB 46/2020 §3.1.2).
    pub enum HubKind {
        /// Holds every agency; its members are not listed.
        National = "national",
        /// Follows a coordinating ministry.
        Sector = "sector",
        /// A province with its regencies and cities.
        Province = "province",
        /// Agencies that stand in no list of the regulation.
        Unlisted = "none",
    }
}

/// A hub with its dated members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hub {
    /// Its number.
    pub id: HubId,
    /// Its stable name.
    pub code: Box<str>,
    /// What it gathers.
    pub kind: HubKind,
    /// Indonesian and English names.
    pub name: (Box<str>, Box<str>),
    /// Province of a province hub.
    pub province: Option<RegionCode>,
    /// The agency that coordinates it.
    pub coordinator: Option<AgencyId>,
    /// First day.
    pub valid_from: Option<Date>,
    /// Last day.
    pub valid_to: Option<Date>,
    /// Members with the first and last day of membership.
    pub members: Vec<(AgencyId, Option<Date>, Option<Date>)>,
}

impl Hub {
    /// True when the agency is a member on that day; the national hub has every agency.
    #[must_use]
    pub fn has(&self, agency: AgencyId, day: Date) -> bool {
        self.exists_on(day)
            && (self.kind == HubKind::National || self.members_on(day).any(|m| m == agency))
    }

    /// The listed members on that day.
    pub fn members_on(&self, day: Date) -> impl Iterator<Item = AgencyId> {
        let member = move |(_, from, to): &&(AgencyId, Option<Date>, Option<Date>)| {
            from.is_none_or(|f| f <= day) && to.is_none_or(|t| day <= t)
        };
        self.members.iter().filter(member).map(|(agency, _, _)| *agency)
    }

    /// True while it exists.
    #[must_use]
    pub fn exists_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

/// Everybody who may be addressed.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    agencies: HashMap<AgencyId, Agency>,
    by_slug: HashMap<Box<str>, AgencyId>,
    by_region: HashMap<RegionCode, Vec<AgencyId>>,
    /// By agency and code, so that the units of an agency lie together.
    units: Box<[Unit]>,
    /// Where in `units` each one is, by its number.
    by_number: Box<[u32]>,
    hubs: HashMap<HubId, Hub>,
}

impl Directory {
    /// Builds the directory. Of two units with one agency and code the first is kept.
    #[must_use]
    pub fn new(
        agencies: impl IntoIterator<Item = Agency>,
        units: impl IntoIterator<Item = Unit>,
        hubs: impl IntoIterator<Item = Hub>,
    ) -> Self {
        let mut directory = Self::default();
        for agency in agencies {
            directory.by_slug.insert(agency.slug.clone(), agency.id);
            if let Some(region) = agency.region {
                directory.by_region.entry(region).or_default().push(agency.id);
            }
            directory.agencies.insert(agency.id, agency);
        }
        let mut sorted: Vec<Unit> = units.into_iter().collect();
        sorted.sort_by(|a, b| (a.agency, &a.code).cmp(&(b.agency, &b.code)));
        sorted.dedup_by(|b, a| (a.agency, &a.code) == (b.agency, &b.code));
        directory.by_number = (0..).zip(&sorted).map(|(at, _)| at).collect();
        directory.units = sorted.into_boxed_slice();
        let units = &directory.units;
        directory.by_number.sort_unstable_by_key(|at| units.get(*at as usize).map(|unit| unit.id));
        directory.hubs = hubs.into_iter().map(|hub| (hub.id, hub)).collect();
        directory
    }

    /// One agency.
    #[must_use]
    pub fn agency(&self, id: AgencyId) -> Option<&Agency> {
        self.agencies.get(&id)
    }

    /// The agency of a URL name.
    #[must_use]
    pub fn agency_by_slug(&self, slug: &str) -> Option<&Agency> {
        self.by_slug.get(slug).and_then(|id| self.agency(*id))
    }

    /// All agencies, in no order.
    pub fn agencies(&self) -> impl Iterator<Item = &Agency> {
        self.agencies.values()
    }

    /// The government of a province, regency or city; Jakarta's cities are the province's.
    #[must_use]
    pub fn government_of(&self, region: RegionCode, day: Date) -> Option<&Agency> {
        let here = self.by_region.get(&region)?.iter().filter_map(|id| self.agency(*id));
        let direct = here.filter(|a| a.kind.is_government()).find(|a| a.exists_on(day))?;
        self.resolve(direct.id, day)
    }

    /// Who answers for an agency today: itself, its only successor, or the province of an
    /// administrative city. `None` when it was split: somebody has to choose.
    #[must_use]
    pub fn resolve(&self, id: AgencyId, day: Date) -> Option<&Agency> {
        let mut agency = self.agency(id)?;
        for _ in 0..8 {
            if !agency.exists_on(day) {
                let [only] = agency.successors.as_slice() else { return None };
                agency = self.agency(*only)?;
            } else if agency.kind == AgencyKind::AdministrativeCity {
                agency = self.agency(agency.parent?)?;
            } else {
                return Some(agency);
            }
        }
        None
    }

    /// True when `agency` is `earlier` or took over from it, in whole or in part.
    #[must_use]
    pub fn follows(&self, agency: AgencyId, earlier: AgencyId) -> bool {
        let mut generation = vec![earlier];
        for _ in 0..8 {
            if generation.contains(&agency) {
                return true;
            }
            let heirs = |id: &AgencyId| self.agency(*id).map(|a| a.successors.as_slice());
            generation = generation.iter().filter_map(heirs).flatten().copied().collect();
        }
        false
    }

    /// One unit.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        let at = |at: &u32| self.units.get(*at as usize);
        let found =
            self.by_number.binary_search_by_key(&Some(id), |one| at(one).map(|unit| unit.id));
        found.ok().and_then(|found| self.by_number.get(found)).and_then(at)
    }

    /// All units, by agency and code.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.units.iter()
    }

    /// Units of an agency, by code.
    pub fn units_of(&self, agency: AgencyId) -> impl Iterator<Item = &Unit> {
        let from = self.units.partition_point(|unit| unit.agency < agency);
        let to = self.units.partition_point(|unit| unit.agency <= agency);
        self.units.get(from..to).into_iter().flatten()
    }

    /// The unit with this code in an agency.
    #[must_use]
    pub fn unit_by_code(&self, agency: AgencyId, code: &str) -> Option<&Unit> {
        let key = |unit: &Unit| (unit.agency, &*unit.code).cmp(&(agency, code));
        self.units.binary_search_by(key).ok().and_then(|at| self.units.get(at))
    }

    /// The unit's name with whose it is, as people write it: "Dinas Kesehatan Kota Bandung",
    /// "Inspektorat Jenderal, Kemenkes". `None` when there is no such unit.
    #[must_use]
    pub fn full_unit_name(&self, unit: UnitId, day: Date) -> Option<String> {
        let unit = self.unit(unit)?;
        let agency = self.agency(unit.agency)?;
        let name = agency.name_on(day)?;
        // A government's name is that of its territory behind one word.
        let territory = name.name.split_once(' ').filter(|_| agency.kind.is_government());
        Some(match territory {
            Some((_, territory)) => format!("{} {territory}", unit.name),
            None => format!("{}, {}", unit.name, name.short_name),
        })
    }

    /// True when `unit` is `above` or lies below it.
    #[must_use]
    pub fn is_within(&self, unit: UnitId, above: UnitId) -> bool {
        let parents = |u: &UnitId| self.unit(*u).and_then(|u| u.parent);
        std::iter::successors(Some(unit), parents).take(32).any(|u| u == above)
    }

    /// The agency's internal oversight; one that has ended only when there is no other.
    #[must_use]
    pub fn inspectorate_of(&self, agency: AgencyId) -> Option<&Unit> {
        self.units_of(agency)
            .filter(|unit| unit.kind == UnitKind::Inspectorate && unit.parent.is_none())
            .min_by_key(|unit| unit.valid_to.is_some())
    }

    /// True when the unit is internal oversight or lies below it.
    #[must_use]
    pub fn is_inspectorate(&self, unit: UnitId) -> bool {
        let parents = |u: &UnitId| self.unit(*u).and_then(|u| u.parent);
        std::iter::successors(Some(unit), parents)
            .take(32)
            .any(|u| self.unit(u).is_some_and(|u| u.kind == UnitKind::Inspectorate))
    }

    /// Where an agency's deadlines are counted.
    #[must_use]
    pub fn place(&self, agency: AgencyId) -> Place {
        self.agency(agency).map_or(Place::NATIONAL, |a| Place {
            zone: a.zone,
            province: a.region.map(RegionCode::province),
        })
    }

    /// One hub.
    #[must_use]
    pub fn hub(&self, id: HubId) -> Option<&Hub> {
        self.hubs.get(&id)
    }

    /// All hubs, in no order.
    pub fn hubs(&self) -> impl Iterator<Item = &Hub> {
        self.hubs.values()
    }

    /// The hubs an agency belongs to on a day; PUPR and KLHK were in two.
    pub fn hubs_of(&self, agency: AgencyId, day: Date) -> impl Iterator<Item = &Hub> {
        self.hubs.values().filter(move |hub| hub.has(agency, day))
    }
}
