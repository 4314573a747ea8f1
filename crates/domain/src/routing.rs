//! Which office is competent: category × level of authority × region → agency and unit.

use crate::category::{Categories, CategoryCode};
use crate::directory::{Agency, AgencyKind, Directory, Unit};
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

    /// The row of exactly this category and level.
    #[must_use]
    pub fn own(&self, category: &CategoryCode, level: Level) -> Option<&Route> {
        self.rows.get(&(category.clone(), level))
    }

    /// The same table with this row, in place of the one for its category and level if there is one.
    #[must_use]
    pub fn with(mut self, route: Route) -> Self {
        self.rows.insert((route.category.clone(), route.level), route);
        self
    }

    /// The same table without the row of a category and level.
    #[must_use]
    pub fn without(mut self, category: &CategoryCode, level: Level) -> Self {
        self.rows.remove(&(category.clone(), level));
        self
    }

    /// The competent office at the first of these levels that has one, and that level.
    #[must_use]
    pub fn competent(
        &self,
        category: &CategoryCode,
        mut levels: impl Iterator<Item = Level>,
        region: Option<RegionCode>,
        directory: &Directory,
        day: Date,
    ) -> Option<(Level, Office)> {
        levels
            .find_map(|level| Some((level, self.office(category, level, region, directory, day)?)))
    }

    /// What to look at before a row is taken into this table: where it would say nothing, and where
    /// it would lead nowhere. Empty when there is nothing.
    #[must_use]
    pub fn faults_of(
        &self,
        route: &Route,
        categories: &Categories,
        directory: &Directory,
        day: Date,
    ) -> Vec<RouteFault> {
        let mut faults = Vec::new();
        let above = route.category.parent().and_then(|code| self.row(&code, route.level));
        if let Some(above) = above
            && (above.agency, &above.unit) == (route.agency, &route.unit)
        {
            faults.push(RouteFault::SaysTheSame { above: above.category.clone() });
        }
        faults.extend(self.narrowed(route, categories));
        if let Some(agency) = route.agency.and_then(|id| directory.agency(id))
            && let Some(last_day) = agency.valid_to
        {
            faults.push(RouteFault::AgencyEnds { agency: agency.id, last_day });
        }
        if route.agency.is_none() && &*route.unit != DISTRICT {
            let governments = || governments(directory, route.level, day);
            let without = governments()
                .filter(|it| unit_of(route, it.id, None, directory, day).is_none())
                .count();
            if without > 0 {
                faults.push(RouteFault::UnitMissing { without, of: governments().count() });
            }
        }
        faults
    }

    /// Longer rows of the level decide for a part of the row's categories, or for all of them.
    fn narrowed(&self, route: &Route, categories: &Categories) -> Option<RouteFault> {
        let below = |code: &CategoryCode| {
            std::iter::successors(Some(code.clone()), CategoryCode::parent)
                .any(|above| above == route.category)
        };
        let mut by: Vec<CategoryCode> = self
            .rows()
            .filter(|row| row.level == route.level && row.category != route.category)
            .filter(|row| below(&row.category))
            .map(|row| row.category.clone())
            .collect();
        if by.is_empty() {
            return None;
        }
        by.sort();
        let with = self.clone().with(route.clone());
        let decides = categories
            .leaves()
            .filter(|leaf| leaf.valid_to.is_none() && below(&leaf.code))
            .any(|leaf| with.row(&leaf.code, route.level) == Some(route));
        Some(if decides { RouteFault::Narrowed { by } } else { RouteFault::Hidden { by } })
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

/// What makes a row of the table worth a second look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteFault {
    /// The row above says the same.
    SaysTheSame {
        /// The category of that row.
        above: CategoryCode,
    },
    /// More special rows go on deciding for some categories.
    Narrowed {
        /// The categories of those rows, in order.
        by: Vec<CategoryCode>,
    },
    /// More special rows decide for every category below: it decides nothing.
    Hidden {
        /// The categories of those rows, in order.
        by: Vec<CategoryCode>,
    },
    /// The agency has ended or is going to.
    AgencyEnds {
        /// Which.
        agency: AgencyId,
        /// Its last day.
        last_day: Date,
    },
    /// Governments of this level that have no such unit: there a shorter row or nobody is named.
    UnitMissing {
        /// How many have none.
        without: usize,
        /// How many there are.
        of: usize,
    },
}

/// Code that stands for the office of the district where something happened.
pub const DISTRICT: &str = "district";

/// The governments of a level that exist on a day; villages are served by their regency's.
pub fn governments(
    directory: &Directory,
    level: Level,
    day: Date,
) -> impl Iterator<Item = &Agency> {
    let of_level = move |kind: AgencyKind| match level {
        Level::National => false,
        Level::Province => kind == AgencyKind::Province,
        Level::Regency | Level::Village => matches!(kind, AgencyKind::Regency | AgencyKind::City),
    };
    directory.agencies().filter(move |agency| of_level(agency.kind) && agency.exists_on(day))
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
        (DISTRICT, Some(district)) => {
            directory.unit_by_code(agency, &format!("district.{district}"))
        }
        (code, _) => directory.unit_by_code(agency, code),
    };
    unit.filter(|unit| unit.exists_on(day))
}
