//! Everything a decision may look up: one immutable snapshot.

use crate::calendar::{Calendar, Zone};
use crate::category::{Categories, CategoryCode};
use crate::directory::Directory;
use crate::id::AgencyId;
use crate::region::{RegionCode, Regions};
use crate::routing::Routing;
use crate::rules::RuleBook;
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A campaign topic: a season, a disaster, a programme. It cuts across the tree of categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its stable name.
    pub code: Box<str>,
    /// Indonesian and English names.
    pub name: (Box<str>, Box<str>),
    /// Group it is shown in ("campaign", "disaster", "inclusion", "programme").
    pub kind: Box<str>,
}

/// The Ombudsman's office for a province.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OmbudsmanOffice {
    /// Its stable name, the same for all provinces it serves.
    pub code: Box<str>,
    /// What it is called.
    pub name: Box<str>,
    /// Where it sits.
    pub city: Box<str>,
    /// False when another province's office serves this one.
    pub own: bool,
}

/// Categories an agency does not use (Permen PANRB 46/2020 §3.3.2).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden(HashMap<AgencyId, HashSet<CategoryCode>>);

impl Hidden {
    /// A table of these rows.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = (AgencyId, CategoryCode)>) -> Self {
        let mut hidden = Self::default();
        for (agency, category) in rows {
            hidden.0.entry(agency).or_default().insert(category);
        }
        hidden
    }

    /// True when the agency hides the category or one above it.
    #[must_use]
    pub fn has(&self, agency: AgencyId, category: &CategoryCode) -> bool {
        let Some(codes) = self.0.get(&agency) else { return false };
        std::iter::successors(Some(category.clone()), CategoryCode::parent)
            .any(|code| codes.contains(&code))
    }

    /// What the agency hides, in no order.
    pub fn of(&self, agency: AgencyId) -> impl Iterator<Item = &CategoryCode> {
        self.0.get(&agency).into_iter().flatten()
    }
}

/// Reference data at one moment. Changes make a new snapshot.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    /// Grows with every change of any part.
    pub revision: i64,
    /// Grows with every change of categories or routes.
    pub sorting: i64,
    /// Dated rules.
    pub rules: RuleBook,
    /// Days off.
    pub calendar: Calendar,
    /// Agencies, units, hubs.
    pub directory: Directory,
    /// The category tree.
    pub categories: Categories,
    /// Regions down to villages.
    pub regions: Regions,
    /// Which office is competent.
    pub routing: Routing,
    /// Campaign topics, by code.
    pub tags: Vec<Tag>,
    /// Categories that agencies do not use.
    pub hidden: Hidden,
    /// The Ombudsman's office for each province.
    pub ombudsman: BTreeMap<RegionCode, OmbudsmanOffice>,
    /// The day in Jakarta as of which dated rows were chosen.
    pub as_of: Option<Date>,
}

impl Reference {
    /// Time zone of a place; the capital's where none is known.
    #[must_use]
    pub fn zone(&self, region: Option<RegionCode>) -> Zone {
        region.map_or(Zone::Wib, |region| self.regions.zone(region))
    }

    /// The Ombudsman's office for a region.
    #[must_use]
    pub fn ombudsman_office(&self, region: RegionCode) -> Option<&OmbudsmanOffice> {
        self.ombudsman.get(&region.province())
    }

    /// The tag of a code.
    #[must_use]
    pub fn tag(&self, code: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| &*tag.code == code)
    }

    /// The date in Jakarta: what "today" means for names and validity.
    #[must_use]
    pub fn today(now: Timestamp) -> Date {
        Zone::Wib.date(now)
    }
}
