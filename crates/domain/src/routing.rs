//! Which office is competent: category × level of authority × region → agency and unit.

use crate::category::CategoryCode;
use crate::directory::{Directory, Unit};
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
        self.rows_up(category, level).next()
    }

    /// All rows, in no order.
    pub fn rows(&self) -> impl Iterator<Item = &Route> {
        self.rows.values()
    }

    /// The competent office and its unit. `None` when the region is missing for a regional level
    /// or the agency was split: somebody has to choose.
    ///
    /// Where the row's unit does not exist in that government (a health centre of Jakarta's
    /// province, the district of a place known only by its city), the next shorter row of the
    /// level decides, then the level above; without any the unit is `None`.
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
        let levels: &[Level] = match level {
            Level::National | Level::Province => &[],
            Level::Regency => &[Level::Province],
            Level::Village => &[Level::Regency, Level::Province],
        };
        let district = region.and_then(|r| r.at(RegionLevel::District));
        let unit = std::iter::once(&level)
            .chain(levels)
            .flat_map(|level| self.rows_up(category, *level))
            .filter(|other| other.agency == row.agency)
            .find_map(|other| unit_of(other, agency.id, district, directory, day));
        Some(Office { agency: agency.id, unit: unit.map(|u| u.id) })
    }

    /// The row of a category, then of what lies above it.
    fn rows_up(&self, category: &CategoryCode, level: Level) -> impl Iterator<Item = &Route> {
        std::iter::successors(Some(category.clone()), CategoryCode::parent)
            .filter_map(move |code| self.rows.get(&(code, level)))
    }
}

/// The unit a row names, where the agency has it on that day.
fn unit_of<'d>(
    row: &Route,
    agency: AgencyId,
    district: Option<RegionCode>,
    directory: &'d Directory,
    day: Date,
) -> Option<&'d Unit> {
    let unit = match (&*row.unit, district) {
        ("district", Some(district)) => {
            directory.unit_by_code(agency, &format!("district.{district}"))
        }
        (code, _) => directory.unit_by_code(agency, code),
    };
    unit.filter(|unit| unit.exists_on(day))
}
