//! Dated rows as they were written, for whoever looks at how a rule or category came to be.

use super::load::{category, holiday, route};
use crate::db::Row;
use crate::{Error, Result, Store, params};
use domain::calendar::Holiday;
use domain::category::{Category, CategoryCode};
use domain::kind::Level;
use domain::routing::Route;
use jiff::civil::Date;

/// What a category was from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryRow {
    /// First day; `None` from the beginning. Perhaps in the future.
    pub valid_from: Option<Date>,
    /// What it is from then on.
    pub category: Category,
    /// What takes its place after its last day.
    pub replaced_by: Option<CategoryCode>,
}

const CATEGORY: &str = "SELECT code, name_id, name_en, about_id, about_en, examples_id, \
     examples_en, keywords, kind, class, settlement_amount, settlement_unit, sensitive, levels, \
     catch_all, valid_to, valid_from, replaced_by FROM category WHERE code = $1 ORDER BY valid_from DESC";

/// Every row of a category, the latest first.
pub async fn of_category(store: &Store, code: &CategoryCode) -> Result<Vec<CategoryRow>> {
    let read = |row: &Row<'_>| {
        Ok(CategoryRow {
            valid_from: super::day(row.get::<Option<String>>(16)?.as_deref())?,
            category: category(row)?,
            replaced_by: row.get::<Option<String>>(17)?.as_deref().and_then(CategoryCode::parse),
        })
    };
    store.db().select("category-rows", CATEGORY, params![code.as_str()], read).await
}

/// What a route was from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteRow {
    /// First day; `None` from the beginning. Perhaps in the future.
    pub valid_from: Option<Date>,
    /// Last day.
    pub valid_to: Option<Date>,
    /// What it says.
    pub route: Route,
}

const ROUTE: &str = "SELECT category, level, agency, unit, valid_from, valid_to FROM route \
     WHERE category = $1 AND level = $2 ORDER BY valid_from DESC";

/// Every row of a category's own route at a level, the latest first.
pub async fn of_route(store: &Store, code: &CategoryCode, level: Level) -> Result<Vec<RouteRow>> {
    let read = |row: &Row<'_>| {
        Ok(RouteRow {
            valid_from: super::day(row.get::<Option<String>>(4)?.as_deref())?,
            valid_to: super::day(row.get::<Option<String>>(5)?.as_deref())?,
            route: route(row)?,
        })
    };
    store.db().select("route-rows", ROUTE, params![code.as_str(), level.word()], read).await
}

/// A holiday with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayRow {
    /// The day off.
    pub holiday: Holiday,
    /// The decree that set it.
    pub decree: String,
    /// Computed, before a decree has confirmed it.
    pub estimated: bool,
}

const HOLIDAYS: &str = "SELECT date, kind, region, name_id, name_en, decree, estimated FROM holiday \
     WHERE date >= $1 AND date <= $2 ORDER BY date, region, kind, name_id";

/// The holidays of a year.
pub async fn holidays(store: &Store, year: i16) -> Result<Vec<HolidayRow>> {
    let day = |month, day| {
        Date::new(year, month, day).map_err(|_| Error::Fault(format!("{year} is no year")))
    };
    let wanted = params![day(1, 1)?.to_string(), day(12, 31)?.to_string()];
    let read = |row: &Row<'_>| {
        Ok(HolidayRow { holiday: holiday(row)?, decree: row.get(5)?, estimated: row.get(6)? })
    };
    store.db().select("holiday-rows", HOLIDAYS, wanted, read).await
}

const OPEN: &str = "SELECT COUNT(*) FROM (SELECT id FROM report WHERE open = 1 LIMIT $1) AS some";

/// How many reports are open, counted up to `bound`: so many dates a change of the calendar
/// counts again.
pub async fn open_reports(store: &Store, bound: u32) -> Result<u32> {
    let read = |row: &Row<'_>| row.get(0);
    let rows = store.db().select("open-reports", OPEN, params![bound], read).await?;
    Ok(rows.into_iter().next().unwrap_or_default())
}
