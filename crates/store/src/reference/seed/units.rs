//! The units of every agency: a template for the regions, a list for the centre.

use super::super::DataSet;
use super::super::files::{CentralUnitRow, RegionRow, RegionalUnitRow, rows};
use super::fault;
use super::rows::Agencies;
use crate::db::Value;
use crate::{Result, params};
use std::collections::{HashMap, HashSet};

/// Numbers of the units of one agency lie between its number times this and the next one's.
const PER_AGENCY: i64 = 1_000_000;
/// District offices are numbered by the code of their district, above everything else.
const DISTRICTS: i64 = 10_000_000_000;
/// In these provinces a kecamatan is a distrik (UU 21/2001).
const PAPUA: std::ops::RangeInclusive<i64> = 91..=96;

/// Every unit of the data set.
pub(super) fn rows_of(data: &DataSet, agencies: &Agencies) -> Result<Vec<Vec<Value>>> {
    let mut units = Units { rows: Vec::with_capacity(40_000), ids: HashSet::new() };
    regional(data, agencies, &mut units)?;
    districts(data, agencies, &mut units)?;
    central(data, agencies, &mut units)?;
    Ok(units.rows)
}

struct Units {
    rows: Vec<Vec<Value>>,
    ids: HashSet<i64>,
}

impl Units {
    fn add(&mut self, id: i64, agency: i64, parent: Option<i64>, words: [&str; 3]) -> Result<()> {
        let [code, kind, name] = words;
        if !self.ids.insert(id) {
            return Err(fault(format_args!("two units have the number of {code}, {id}")));
        }
        self.rows.push(params![id, agency, parent, code, kind, name]);
        Ok(())
    }
}

/// A number that follows from a code alone, so that installations agree on it whatever came
/// before or after in their files: FNV-1a, reduced. Collisions are refused where they matter.
pub(super) fn stable_number(code: &str) -> i64 {
    let fold = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    i64::from(code.bytes().fold(0x811c_9dc5, fold)) % PER_AGENCY
}

/// `agency` is the number in the data set, also where the database has another.
fn unit_id(agency: i64, code: &str) -> i64 {
    agency * PER_AGENCY + stable_number(code)
}

fn regional(data: &DataSet, agencies: &Agencies, units: &mut Units) -> Result<()> {
    let template: Vec<RegionalUnitRow> = rows(data, "units/regional.csv")?;
    for agency in agencies.rows.iter().filter(|agency| agency.valid_to.is_none()) {
        let name: fn(&RegionalUnitRow) -> Option<&String> = match agency.kind.as_str() {
            "province" => |unit| unit.name_province.as_ref(),
            "regency" => |unit| unit.name_regency.as_ref(),
            "city" => |unit| unit.name_city.as_ref(),
            _ => continue,
        };
        let id = agencies.id(agency.id)?;
        for unit in template.iter().filter(|unit| unit.kind != "district") {
            if let Some(name) = name(unit) {
                let words = [&unit.code, &unit.kind, name].map(String::as_str);
                units.add(unit_id(agency.id, &unit.code), id, None, words)?;
            }
        }
    }
    Ok(())
}

/// District offices belong to the regency or city; where that has no government of its own, to
/// the province.
fn districts(data: &DataSet, agencies: &Agencies, units: &mut Units) -> Result<()> {
    let mut governments = HashMap::new();
    for agency in agencies.rows.iter().filter(|agency| agency.valid_to.is_none()) {
        let government = match (agency.kind.as_str(), agency.parent) {
            ("regency" | "city", _) => agency.id,
            ("administrative_city", Some(province)) => province,
            _ => continue,
        };
        if let Some(region) = agency.region {
            governments.insert(region, agencies.id(government)?);
        }
    }
    for district in rows::<RegionRow>(data, "regions/districts.csv")? {
        let no_code = |_| fault(format_args!("districts.csv: {} is no code", district.code));
        let number: i64 = district.code.parse().map_err(no_code)?;
        let agency = governments.get(&(number / 100)).copied();
        let agency =
            agency.ok_or_else(|| fault(format_args!("district {number} lies in no government")))?;
        let kind = if PAPUA.contains(&(number / 10_000)) { "Distrik" } else { "Kecamatan" };
        let (code, name) = (format!("district.{number}"), format!("{kind} {}", district.name));
        units.add(DISTRICTS + number, agency, None, [&code, "district", &name])?;
    }
    Ok(())
}

fn central(data: &DataSet, agencies: &Agencies, units: &mut Units) -> Result<()> {
    let numbers: HashMap<&str, i64> =
        agencies.rows.iter().map(|agency| (agency.slug.as_str(), agency.id)).collect();
    for unit in rows::<CentralUnitRow>(data, "units/central.csv")? {
        let agency = agencies.slug(&unit.agency_slug)?;
        let number = numbers.get(unit.agency_slug.as_str()).copied().unwrap_or(agency);
        let parent = unit.parent_code.as_deref().map(|code| unit_id(number, code));
        let words = [&unit.code, &unit.kind, &unit.name].map(String::as_str);
        units.add(unit_id(number, &unit.code), agency, parent, words)?;
    }
    Ok(())
}
