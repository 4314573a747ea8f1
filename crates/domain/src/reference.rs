//! Everything a decision may look up: one immutable snapshot.

use crate::calendar::{Calendar, Zone};
use crate::category::Categories;
use crate::directory::Directory;
use crate::region::Regions;
use crate::routing::Routing;
use crate::rules::RuleBook;
use jiff::Timestamp;
use jiff::civil::Date;

/// Reference data at one moment. Changes make a new snapshot.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    /// Grows with every change of any part.
    pub revision: i64,
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
}

impl Reference {
    /// The date in Jakarta: what "today" means for names and validity.
    #[must_use]
    pub fn today(now: Timestamp) -> Date {
        Zone::Wib.date(now)
    }
}
