//! The machine's own limit for intake: all rows of one report, inserted in one transaction by the
//! plainest client that knows the driver well.
//!
//! The rows are copied from a report that was really filed, into the tables it was filed into, so
//! that the limit pays for the same columns and indexes.

pub(crate) mod postgres;
pub(crate) mod sqlite;

/// A value of a copied row.
#[derive(Debug, Clone)]
enum Cell {
    Integer(Option<i64>),
    Text(Option<String>),
    Bytes(Option<Vec<u8>>),
    /// The name of the report, and of its person.
    Name,
    /// Its public number.
    Tracking,
    /// Its intake key.
    Key,
}

/// One row of a report, to be written again under other names.
#[derive(Debug, Clone)]
struct Copied {
    table: &'static str,
    columns: Vec<String>,
    cells: Vec<Cell>,
}

/// The tables of a report just filed, in the order they are written, with the condition that finds
/// the row of report `$1`.
const TABLES: [(&str, &str); 5] = [
    ("intake", "report_id = $1"),
    ("event", "report_id = $1 AND version = 1"),
    ("report", "id = $1"),
    ("person", "id = (SELECT person_id FROM report_person WHERE report_id = $1)"),
    ("report_person", "report_id = $1"),
];

/// A report with all five rows, the newest.
const NEWEST: &str = "SELECT report_id FROM report_person ORDER BY report_id DESC LIMIT 1";

impl Copied {
    /// None for columns the engine fills in by itself.
    #[expect(clippy::option_option, reason = "no such column, or one without a kind")]
    fn kind_of(table: &str, column: &str) -> Option<Option<Cell>> {
        match (table, column) {
            ("event", "position" | "tx") => None,
            (_, "id" | "report_id" | "person_id") => Some(Some(Cell::Name)),
            ("report", "tracking") => Some(Some(Cell::Tracking)),
            ("intake", "key_hash") => Some(Some(Cell::Key)),
            _ => Some(None),
        }
    }

    fn insert(&self) -> String {
        let places: Vec<String> = (1..=self.columns.len()).map(|n| format!("${n}")).collect();
        format!(
            "INSERT INTO {} ({}) VALUES ({})",
            self.table,
            self.columns.join(", "),
            places.join(", ")
        )
    }

    fn text(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| name == column);
        match at.and_then(|at| self.cells.get(at)) {
            Some(Cell::Text(Some(text))) => text,
            _ => "",
        }
    }
}

/// The words by which a copied report would be found.
fn tokens(rows: &[Copied]) -> String {
    let report = rows.iter().find(|row| row.table == "report");
    let mut words = Vec::new();
    for column in ["title", "body"] {
        words.extend(text::tokens(report.map_or("", |row| row.text(column))));
    }
    words.join(" ")
}

/// The names of the `n`th copy. They are scattered like drawn numbers, except the report's own,
/// which grows with time.
#[derive(Debug, Clone, Copy)]
struct Names {
    name: i64,
    tracking: i64,
    key: [u8; 32],
}

impl Names {
    fn of(newest: i64, n: u64) -> Self {
        let name = newest.saturating_add(i64::try_from(n).unwrap_or(i64::MAX)).saturating_add(1);
        // From the name, which goes on where an earlier measurement ended: nothing comes twice.
        let scattered = name.unsigned_abs().wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut key = [0; 32];
        for (byte, from) in key.iter_mut().zip(scattered.to_be_bytes().iter().cycle()) {
            *byte = *from;
        }
        // Above every number that is given out (ten digits), and an odd factor keeps them apart.
        let tracking = (scattered & 0xffff_ffff_ffff) | 0x1_0000_0000_0000;
        Self { name, tracking: i64::try_from(tracking).unwrap_or(i64::MAX), key }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn copies_do_not_collide() {
        let first = (0..50_000).map(|n| Names::of(7, n));
        let names: Vec<Names> = first.chain((0..50_000).map(|n| Names::of(50_007, n))).collect();
        assert_eq!(names.iter().map(|n| n.tracking).collect::<BTreeSet<_>>().len(), names.len());
        assert_eq!(names.iter().map(|n| n.key).collect::<BTreeSet<_>>().len(), names.len());
        assert_eq!(names.iter().map(|n| n.name).collect::<BTreeSet<_>>().len(), names.len());
    }
}
