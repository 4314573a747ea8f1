//! The public list, narrowed by words, place, agency, category or stage.

use super::{CANDIDATES, PAGE, Summary, candidates, read};
use crate::db::Value;
use crate::reports::row::{LISTED, lead_token};
use crate::{Result, Store, params};
use domain::category::CategoryCode;
use domain::region::{RegionCode, RegionLevel};
use domain::report::StageName;
use domain::{AgencyId, ReportId};

/// What the public list may be narrowed by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Hash)]
pub struct PublicFilter {
    /// Words of the text.
    pub words: String,
    /// Province, or regency or city.
    pub region: Option<RegionCode>,
    /// Agency that answers.
    pub agency: Option<AgencyId>,
    /// Affair, branch or leaf.
    pub category: Option<CategoryCode>,
    /// Stage.
    pub stage: Option<StageName>,
    /// Older than this report.
    pub before: Option<ReportId>,
}

/// A page of what the public may see, newest first, one row more than [`PAGE`] when there are more.
pub async fn public_list(store: &Store, filter: PublicFilter) -> Result<Vec<Summary>> {
    store
        .db()
        .read("public-list", move |tx| {
            let before = filter.before.map_or(i64::MAX, |id| id.0);
            let limit = i64::try_from(PAGE + 1).unwrap_or(26);
            let tokens = text::query_tokens(&filter.words);
            let fits = |row: &Summary| fits_public(row, &filter);
            if !tokens.is_empty() {
                let facet = filter.agency.map(|agency| lead_token(agency.0));
                let wanted =
                    tokens.iter().map(String::as_str).chain([LISTED]).chain(facet.as_deref());
                let rows = candidates(tx, wanted, before)?;
                return Ok(rows
                    .into_iter()
                    .filter(|r| r.listed && fits(r))
                    .take(PAGE + 1)
                    .collect());
            }
            let (sql, mut values) = public_statement(&filter);
            values.extend(params![before, limit.max(CANDIDATES * i64::from(filter.is_narrow()))]);
            let rows = tx.all(sql, values, read)?;
            Ok(rows.into_iter().filter(fits).take(PAGE + 1).collect())
        })
        .await
}

impl PublicFilter {
    /// More than one facet: the index serves one, the rest is filtered from bounded candidates.
    fn is_narrow(&self) -> bool {
        let facets = [
            self.region.is_some(),
            self.agency.is_some(),
            self.category.is_some(),
            self.stage.is_some(),
        ];
        let deep = self.region.is_some_and(|r| r.level() > RegionLevel::Regency)
            || self.category.as_ref().is_some_and(|c| c.depth() < 3);
        facets.iter().filter(|f| **f).count() > 1 || deep
    }
}

fn public_statement(filter: &PublicFilter) -> (&'static str, Vec<Value>) {
    let regency = filter.region.and_then(|r| r.at(RegionLevel::Regency));
    if let Some(agency) = filter.agency {
        (
            columns!("WHERE listed = 1 AND lead = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![agency.0],
        )
    } else if let Some(regency) = regency {
        (
            columns!("WHERE listed = 1 AND regency = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![regency.number()],
        )
    } else if let Some(region) = filter.region {
        (
            columns!("WHERE listed = 1 AND province = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![region.number()],
        )
    } else if let Some(category) = filter.category.as_ref().filter(|c| c.depth() == 3) {
        (
            columns!("WHERE listed = 1 AND category = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![category.as_str()],
        )
    } else if let Some(stage) = filter.stage {
        (
            columns!("WHERE listed = 1 AND stage = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![stage.word()],
        )
    } else {
        (
            columns!("WHERE listed = 1 AND $1 = 1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![1_i64],
        )
    }
}

fn fits_public(row: &Summary, filter: &PublicFilter) -> bool {
    let within = |wanted: &CategoryCode| {
        row.category.as_ref().is_some_and(|code| {
            std::iter::successors(Some(code.clone()), CategoryCode::parent).any(|c| c == *wanted)
        })
    };
    filter.agency.is_none_or(|agency| row.lead == Some(agency))
        && filter.region.is_none_or(|region| row.region.is_some_and(|r| r.lies_in(region)))
        && filter.category.as_ref().is_none_or(within)
        && filter.stage.is_none_or(|stage| row.stage == stage)
}
