//! Reports that may tell of the same: of the same branch in the same regency, or naming the same
//! place there. Two stretches of an index, however many reports there are.

use super::{Summary, read};
use crate::clock::micros;
use crate::db::Tx;
use crate::{Result, Store, dialect, params};
use domain::ReportId;
use domain::category::CategoryCode;
use domain::region::{RegionCode, RegionLevel};
use jiff::Timestamp;
use std::collections::HashSet;

/// Newest reports of the branch in the regency of which the nearest are taken.
const OF_BRANCH: u16 = 400;
/// Of these so many, the nearest first.
const NEAREST: usize = 40;
/// Newest reports that name the same place.
const OF_SPOT: u16 = 20;

const BRANCH: &str = "SELECT id, region FROM report WHERE regency = $1 AND branch = $2 \
                      ORDER BY id DESC LIMIT $3";
const SPOT: &str =
    "SELECT id FROM report WHERE regency = $1 AND spot = $2 ORDER BY id DESC LIMIT $3";

/// Where and about what reports are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nearby {
    /// The place; nothing is found above a regency or city.
    pub region: RegionCode,
    /// The category, of which the branch counts.
    pub category: Option<CategoryCode>,
    /// What the report says of its place, in words: place, title and text, a line each.
    pub said: String,
    /// Received since.
    pub since: Timestamp,
    /// The report itself.
    pub except: Option<ReportId>,
    /// Only what the public may see.
    pub listed: bool,
}

/// Candidates to be compared, the newest first; at most [`NEAREST`] and [`OF_SPOT`] together.
pub async fn nearby(store: &Store, asked: Nearby) -> Result<Vec<Summary>> {
    let Some(regency) = asked.region.at(RegionLevel::Regency) else { return Ok(Vec::new()) };
    let spot = text::place::main_place(&asked.said).map(|named| text::place::number(&named.name));
    store
        .db()
        .read("nearby", move |tx| {
            let mut ids = Vec::new();
            if let Some(branch) = asked.category.as_ref().and_then(CategoryCode::branch) {
                ids = of_branch(tx, regency, &branch, asked.region)?;
            }
            if let Some(spot) = spot {
                let values = params![regency.number(), spot, OF_SPOT];
                ids.extend(tx.all(SPOT, values, |row| row.get::<i64>(0))?);
            }
            ids.retain(|id| asked.except.is_none_or(|except| except.0 != *id));
            if ids.is_empty() {
                return Ok(Vec::new());
            }
            let ids = dialect::list(ids);
            let mut rows =
                tx.all(columns!("WHERE id {{IN $1}} ORDER BY id DESC"), vec![ids], read)?;
            let since = micros(asked.since);
            rows.retain(|row| micros(row.received_at) >= since && (row.listed || !asked.listed));
            Ok(rows)
        })
        .await
}

/// The nearest of the newest: of the same village, then of the same district, then of the regency.
fn of_branch(
    tx: &mut Tx<'_>,
    regency: RegionCode,
    branch: &CategoryCode,
    here: RegionCode,
) -> Result<Vec<i64>> {
    let values = params![regency.number(), branch.as_str(), OF_BRANCH];
    let mut found: Vec<(u8, i64)> = tx.all(BRANCH, values, |row| {
        let there = row.get::<Option<i64>>(1)?.and_then(RegionCode::from_number);
        let district = |code: RegionCode| code.at(RegionLevel::District);
        let far = match there {
            Some(there) if there == here => 0,
            Some(there) if district(there).is_some() && district(there) == district(here) => 1,
            _ => 2,
        };
        Ok((far, row.get::<i64>(0)?))
    })?;
    // Stable: within each the newest stay first.
    found.sort_by_key(|(far, _)| *far);
    Ok(found.into_iter().take(NEAREST).map(|(_, id)| id).collect())
}

const TWINS: &str = "SELECT a.id FROM report a WHERE a.id {{IN $1}} AND a.spot IS NOT NULL AND EXISTS ( \
                     SELECT 1 FROM report b WHERE b.regency = a.regency AND b.spot = a.spot AND b.branch = a.branch \
                     AND b.id <> a.id AND b.open = 1 AND b.received_at >= $2 AND b.restricted = 0 AND b.accused = 0 \
                     AND (b.listed = 1 OR b.lead = a.lead))";

/// Those of the reports beside which another open one names the same place in a matter of the same
/// branch, received since: a mark for lists, where nothing is compared. The other is one that
/// whoever has the report may read.
pub async fn twins(
    store: &Store,
    reports: &[ReportId],
    since: Timestamp,
) -> Result<HashSet<ReportId>> {
    let mut values = vec![dialect::list(reports.iter().map(|report| report.0))];
    values.extend(params![micros(since)]);
    let found = store.db().select("twins", TWINS, values, |row| Ok(ReportId(row.get(0)?))).await?;
    Ok(found.into_iter().collect())
}
