//! Which office is competent: category × level of authority × region → agency and unit.

use crate::category::CategoryCode;
use crate::directory::Directory;
use crate::id::AgencyId;
use crate::kind::Level;
use crate::region::{RegionCode, RegionLevel};
use crate::report::Office;
use jiff::civil::Date;
use std::collections::HashMap;

/// One row: the longest matching category prefix wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// A category or a prefix of one.
    pub category: CategoryCode,
    /// For this level of authority.
    pub level: Level,
    /// The agency, for the national level; regional levels take the government of the region.
    pub agency: Option<AgencyId>,
    /// Code of the unit within the agency.
    pub unit: Box<str>,
}

/// The whole table.
#[derive(Debug, Clone, Default)]
pub struct Routing {
    rows: HashMap<(CategoryCode, Level), Route>,
}

impl Routing {
    /// A table of these rows.
    #[must_use]
    pub fn new(rows: impl IntoIterator<Item = Route>) -> Self {
        Self { rows: rows.into_iter().map(|r| ((r.category.clone(), r.level), r)).collect() }
    }

    /// The row that decides.
    #[must_use]
    pub fn row(&self, category: &CategoryCode, level: Level) -> Option<&Route> {
        std::iter::successors(Some(category.clone()), CategoryCode::parent)
            .find_map(|code| self.rows.get(&(code, level)))
    }

    /// All rows, in no order.
    pub fn rows(&self) -> impl Iterator<Item = &Route> {
        self.rows.values()
    }

    /// The competent office, its unit included where that unit exists; `None` only when the
    /// region is missing for a regional level or the agency was split.
    #[must_use]
    pub fn office(
        &self,
        category: &CategoryCode,
        level: Level,
        region: Option<RegionCode>,
        directory: &Directory,
        day: Date,
    ) -> Option<Office> {
        let row = self.row(category, level)?;
        let agency = match (row.agency, level) {
            (Some(agency), _) => directory.resolve(agency, day)?,
            (None, Level::National) => return None,
            (None, Level::Province) => directory.government_of(region?.province(), day)?,
            (None, Level::Regency | Level::Village) => {
                directory.government_of(region?.at(RegionLevel::Regency)?, day)?
            }
        };
        let district = region.and_then(|r| r.at(RegionLevel::District));
        let unit = match (&*row.unit, district) {
            ("district", Some(district)) => {
                directory.unit_by_code(agency.id, &format!("district.{district}"))
            }
            (code, _) => directory.unit_by_code(agency.id, code),
        };
        Some(Office { agency: agency.id, unit: unit.map(|u| u.id) })
    }
}
