//! The shapes of the data files. Columns that the store does not keep are not named.

use super::DataSet;
use crate::{Error, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// A province, regency, district or village.
#[derive(Debug, Deserialize)]
pub(super) struct RegionRow {
    pub(super) code: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) zone: Option<String>,
    pub(super) lat: Option<f64>,
    pub(super) lon: Option<f64>,
    #[serde(default)]
    pub(super) postal: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct AgencyRow {
    pub(super) id: i64,
    pub(super) slug: String,
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) short_name: String,
    pub(super) parent: Option<i64>,
    pub(super) region: Option<i64>,
    pub(super) zone: String,
    pub(super) valid_from: Option<String>,
    pub(super) valid_to: Option<String>,
    /// Numbers separated by `|`.
    pub(super) successors: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct AgencyNameRow {
    pub(super) agency_id: i64,
    pub(super) valid_from: Option<String>,
    pub(super) valid_to: Option<String>,
    pub(super) name: String,
    pub(super) short_name: String,
}

/// A unit that every government of a kind has where the name of that kind is given.
#[derive(Debug, Deserialize)]
pub(super) struct RegionalUnitRow {
    pub(super) code: String,
    pub(super) kind: String,
    pub(super) name_province: Option<String>,
    pub(super) name_regency: Option<String>,
    pub(super) name_city: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CentralUnitRow {
    pub(super) agency_slug: String,
    pub(super) code: String,
    pub(super) parent_code: Option<String>,
    pub(super) kind: String,
    pub(super) name: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct HubRow {
    pub(super) code: String,
    pub(super) kind: String,
    pub(super) name_id: String,
    pub(super) name_en: String,
    pub(super) region: Option<i64>,
    pub(super) coordinator_slug: Option<String>,
    pub(super) valid_from: Option<String>,
    pub(super) valid_to: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct HubMemberRow {
    pub(super) hub: String,
    pub(super) agency_slug: String,
    pub(super) valid_from: Option<String>,
    pub(super) valid_to: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct OmbudsmanRow {
    pub(super) province: i64,
    pub(super) office_code: String,
    pub(super) office_name: String,
    pub(super) city: String,
    pub(super) own: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct HolidayRow {
    pub(super) date: String,
    pub(super) kind: String,
    pub(super) region: Option<i64>,
    pub(super) name_id: String,
    pub(super) name_en: String,
    pub(super) decree: Option<String>,
    pub(super) estimated: i64,
}

#[derive(Debug, Deserialize)]
pub(super) struct TagRow {
    pub(super) code: String,
    pub(super) name_id: String,
    pub(super) name_en: String,
    pub(super) kind: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct RouteRow {
    pub(super) category: String,
    pub(super) level: String,
    pub(super) agency_slug: Option<String>,
    pub(super) unit_code: String,
}

/// An affair with everything below it.
#[derive(Debug, Deserialize)]
pub(super) struct AffairFile {
    #[serde(flatten)]
    pub(super) words: Words,
    #[serde(default)]
    pub(super) keywords: Vec<String>,
    #[serde(default)]
    pub(super) catch_all: bool,
    #[serde(default)]
    pub(super) branch: Vec<BranchTable>,
}

#[derive(Debug, Deserialize)]
pub(super) struct BranchTable {
    #[serde(flatten)]
    pub(super) words: Words,
    #[serde(default)]
    pub(super) keywords: Vec<String>,
    #[serde(default)]
    pub(super) catch_all: bool,
    #[serde(default)]
    pub(super) leaf: Vec<LeafTable>,
}

#[derive(Debug, Deserialize)]
pub(super) struct LeafTable {
    #[serde(flatten)]
    pub(super) words: Words,
    pub(super) examples_id: Vec<String>,
    pub(super) examples_en: Vec<String>,
    pub(super) keywords: Vec<String>,
    /// "any", "complaint", "aspiration", "information".
    pub(super) kind: String,
    pub(super) class: String,
    /// Settlement limit in working days.
    pub(super) days: Option<i64>,
    pub(super) sensitive: Vec<String>,
    pub(super) levels: Vec<String>,
    #[serde(default)]
    pub(super) catch_all: bool,
}

/// What every node of the tree says about itself.
#[derive(Debug, Deserialize)]
pub(super) struct Words {
    pub(super) code: String,
    pub(super) id: String,
    pub(super) en: String,
    pub(super) about_id: String,
    pub(super) about_en: String,
}

/// The rows of a CSV file. [`Error::Fault`] names the file and the line.
pub(super) fn rows<T: DeserializeOwned>(data: &DataSet, path: &str) -> Result<Vec<T>> {
    csv_rows(path, data.text(path)?)
}

/// The rows of one text.
pub(super) fn csv_rows<T: DeserializeOwned>(path: &str, text: &str) -> Result<Vec<T>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.deserialize().collect::<Result<Vec<T>, csv::Error>>();
    rows.map_err(|error| Error::Fault(format!("{path}: {error}")))
}

/// The affairs in the order of their files, each with the number its file name begins with.
pub(super) fn affairs(data: &DataSet) -> Result<Vec<(i64, AffairFile)>> {
    let mut affairs = Vec::new();
    for (path, text) in data.below("categories/") {
        let fault = |what: &str| Error::Fault(format!("{path}: {what}"));
        let name = path.trim_start_matches("categories/");
        let number = name.split('-').next().and_then(|n| n.parse().ok());
        let affair: AffairFile = toml::from_str(text).map_err(|error| fault(error.message()))?;
        affairs.push((number.ok_or_else(|| fault("the name begins with no number"))?, affair));
    }
    Ok(affairs)
}
