//! What the audit trail calls the things that administration changes.

use domain::calendar::Holiday;
use domain::category::CategoryCode;
use domain::kind::Level;
use domain::region::RegionCode;

pub(super) fn agency(id: i64) -> String {
    format!("agency:{id}")
}

pub(super) fn unit(id: i64) -> String {
    format!("unit:{id}")
}

pub(super) fn hub_member(hub: i64, agency: i64) -> String {
    format!("hub_member:{hub}:{agency}")
}

pub(super) fn category(code: &str) -> String {
    format!("category:{code}")
}

pub(super) fn route(category: &CategoryCode, level: Level) -> String {
    format!("route:{category}:{level}")
}

pub(super) fn rules(id: i64) -> String {
    format!("rules:{id}")
}

/// The key of a holiday's row; no region is written as 0.
pub(super) fn holiday(holiday: &Holiday) -> String {
    let region = holiday.region.map_or(0, RegionCode::number);
    holiday_row(&holiday.date.to_string(), region, holiday.kind.word(), &holiday.name.0)
}

pub(super) fn holiday_row(date: &str, region: i64, kind: &str, name: &str) -> String {
    format!("holiday:{date}:{region}:{kind}:{name}")
}
