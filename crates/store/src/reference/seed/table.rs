//! Inserting many rows: a statement with many rows at once, and one for the rest.

use crate::Result;
use crate::db::{Tx, Value};
use std::fmt::Write;
use std::sync::OnceLock;

/// Rows of one statement. A row has at most 20 columns and the stricter engine takes 32,766
/// parameters; beyond some dozens more gains nothing.
const ROWS: usize = 64;

/// A table that the data set fills.
pub(super) struct Table {
    pub(super) name: &'static str,
    columns: &'static [&'static str],
    one: OnceLock<String>,
    many: OnceLock<String>,
}

impl Table {
    pub(super) const fn new(name: &'static str, columns: &'static [&'static str]) -> Self {
        Self { name, columns, one: OnceLock::new(), many: OnceLock::new() }
    }

    /// Adds the rows whose key is not there yet and returns how many that were.
    pub(super) fn insert(
        &'static self,
        tx: &mut Tx<'_>,
        rows: &[Vec<Value>],
        mut done: impl FnMut(usize),
    ) -> Result<u64> {
        let mut added = 0;
        let mut count = 0;
        let (whole, rest) = rows.as_chunks::<ROWS>();
        for chunk in whole {
            added += tx.exec(self.many.get_or_init(|| self.sql(ROWS)), chunk.concat())?;
            count += ROWS;
            done(count);
        }
        for row in rest {
            added += tx.exec(self.one.get_or_init(|| self.sql(1)), row.clone())?;
        }
        done(rows.len());
        Ok(added)
    }

    /// No conflict target: a row that collides with an operator's by any key gives way.
    fn sql(&self, rows: usize) -> String {
        let mut sql = format!("INSERT INTO {} ({}) VALUES ", self.name, self.columns.join(", "));
        let mut number = 0;
        for row in 0..rows {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..self.columns.len() {
                number += 1;
                let comma = if column == 0 { "" } else { ", " };
                let _ = write!(sql, "{comma}${number}");
            }
            sql.push(')');
        }
        sql.push_str(" ON CONFLICT DO NOTHING");
        sql
    }
}

pub(super) static REGION: Table =
    Table::new("region", &["code", "name", "zone", "latitude", "longitude", "postal"]);
pub(super) static AGENCY: Table = Table::new(
    "agency",
    &["id", "slug", "kind", "parent", "region", "zone", "valid_from", "valid_to"],
);
pub(super) static AGENCY_NAME: Table =
    Table::new("agency_name", &["agency", "valid_from", "valid_to", "name", "short_name"]);
pub(super) static AGENCY_SUCCESSOR: Table =
    Table::new("agency_successor", &["agency", "successor"]);
pub(super) static UNIT: Table =
    Table::new("unit", &["id", "agency", "parent", "code", "kind", "name"]);
pub(super) static HUB: Table = Table::new(
    "hub",
    &[
        "id",
        "code",
        "kind",
        "name_id",
        "name_en",
        "province",
        "coordinator",
        "valid_from",
        "valid_to",
    ],
);
pub(super) static HUB_MEMBER: Table =
    Table::new("hub_member", &["hub", "agency", "valid_from", "valid_to"]);
pub(super) static OMBUDSMAN_OFFICE: Table =
    Table::new("ombudsman_office", &["province", "code", "name", "city", "own"]);
pub(super) static CATEGORY: Table = Table::new(
    "category",
    &[
        "code",
        "valid_from",
        "position",
        "name_id",
        "name_en",
        "about_id",
        "about_en",
        "examples_id",
        "examples_en",
        "keywords",
        "kind",
        "class",
        "settlement_amount",
        "settlement_unit",
        "sensitive",
        "levels",
        "catch_all",
    ],
);
pub(super) static ROUTE: Table =
    Table::new("route", &["category", "level", "valid_from", "agency", "unit"]);
pub(super) static TAG: Table = Table::new("tag", &["code", "name_id", "name_en", "kind"]);
pub(super) static RULE_SET: Table = Table::new(
    "rule_set",
    &[
        "id",
        "source",
        "valid_from",
        "valid_to",
        "office_open",
        "office_close",
        "yellow_permille",
        "transfers_max",
        "contests_before_close",
    ],
);
pub(super) static RULE_LIMIT: Table =
    Table::new("rule_limit", &["rules", "deadline", "amount", "unit"]);
pub(super) static HOLIDAY: Table =
    Table::new("holiday", &["date", "region", "kind", "name_id", "name_en", "decree", "estimated"]);
