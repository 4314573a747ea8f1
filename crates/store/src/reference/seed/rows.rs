//! The rows of a data set for each table, in an order that foreign keys allow.

use super::super::files::{
    AgencyNameRow, AgencyRow, HolidayRow, HubMemberRow, HubRow, OmbudsmanRow, RegionRow, RouteRow,
    TagRow, csv_rows, rows,
};
use super::super::{ALWAYS, DataSet, subject};
use super::table::{
    AGENCY, AGENCY_NAME, AGENCY_SUCCESSOR, CATEGORY, HOLIDAY, HUB, HUB_MEMBER, OMBUDSMAN_OFFICE,
    REGION, ROUTE, RULE_LIMIT, RULE_SET, TAG, UNIT,
};
use super::{Fill, categories, fault, since, text, units};
use crate::db::Value;
use crate::{Result, params};
use domain::Rules;
use std::collections::{HashMap, HashSet};

/// What the database holds already.
pub(super) struct Known {
    /// Agencies by slug. One that an operator entered before the data set did keeps its number.
    pub(super) slugs: HashMap<String, i64>,
    /// Subjects in the audit trail.
    pub(super) agencies_touched: HashSet<String>,
    pub(super) holidays_touched: HashSet<String>,
    pub(super) members_touched: HashSet<String>,
}

/// Agencies of the data set, and their numbers in the database.
pub(super) struct Agencies {
    pub(super) rows: Vec<AgencyRow>,
    by_slug: HashMap<String, i64>,
    by_id: HashMap<i64, i64>,
}

impl Agencies {
    fn read(data: &DataSet, known: &Known) -> Result<Self> {
        let rows: Vec<AgencyRow> = rows(data, "agencies.csv")?;
        let (mut by_slug, mut by_id) = (HashMap::new(), HashMap::new());
        for row in &rows {
            let id = known.slugs.get(&row.slug).copied().unwrap_or(row.id);
            if by_slug.insert(row.slug.clone(), id).is_some() || by_id.insert(row.id, id).is_some()
            {
                return Err(fault(format_args!("agencies.csv names {} twice", row.slug)));
            }
        }
        Ok(Self { rows, by_slug, by_id })
    }

    pub(super) fn slug(&self, slug: &str) -> Result<i64> {
        let id = self.by_slug.get(slug).copied();
        id.ok_or_else(|| fault(format_args!("no agency has the slug {slug}")))
    }

    pub(super) fn id(&self, id: i64) -> Result<i64> {
        let id = self.by_id.get(&id).copied().ok_or(id);
        id.map_err(|id| fault(format_args!("no agency has the number {id}")))
    }
}

/// Everything, table by table.
pub(super) fn fills(data: &DataSet, known: &Known) -> Result<Vec<Fill>> {
    let agencies = Agencies::read(data, known)?;
    let hubs: Vec<HubRow> = rows(data, "hubs.csv")?;
    let rules = Rules::seed();
    Ok(vec![
        Fill { table: &REGION, rows: regions(data)? },
        Fill { table: &AGENCY, rows: agency_rows(&agencies)? },
        Fill { table: &AGENCY_NAME, rows: names(data, &agencies)? },
        Fill { table: &AGENCY_SUCCESSOR, rows: successors(&agencies, known)? },
        Fill { table: &UNIT, rows: units::rows_of(data, &agencies)? },
        Fill { table: &HUB, rows: hub_rows(&hubs, &agencies)? },
        Fill { table: &HUB_MEMBER, rows: members(data, &hubs, &agencies)? },
        Fill { table: &OMBUDSMAN_OFFICE, rows: ombudsman(data)? },
        Fill { table: &CATEGORY, rows: categories::rows_of(data)? },
        Fill { table: &ROUTE, rows: routes(data, &agencies)? },
        Fill { table: &TAG, rows: tags(data)? },
        Fill { table: &RULE_SET, rows: vec![rule_set(&rules)] },
        Fill { table: &RULE_LIMIT, rows: rule_limits(&rules) },
        Fill { table: &HOLIDAY, rows: holidays(data, known)? },
    ])
}

fn regions(data: &DataSet) -> Result<Vec<Vec<Value>>> {
    let mut all = Vec::with_capacity(92_000);
    for file in ["provinces", "regencies", "districts", "villages"] {
        for row in rows::<RegionRow>(data, &format!("regions/{file}.csv"))? {
            let code: i64 = row
                .code
                .parse()
                .map_err(|_| fault(format_args!("{file}.csv: {} is no code", row.code)))?;
            all.push(params![code, row.name, row.zone, row.lat, row.lon, row.postal]);
        }
    }
    Ok(all)
}

fn agency_rows(agencies: &Agencies) -> Result<Vec<Vec<Value>>> {
    let row = |row: &AgencyRow| {
        Ok(vec![
            Value::Int(agencies.id(row.id)?),
            Value::from(&row.slug),
            Value::from(&row.kind),
            row.parent.map(|id| agencies.id(id)).transpose()?.into(),
            row.region.into(),
            Value::from(&row.zone),
            text(row.valid_from.as_ref()),
            text(row.valid_to.as_ref()),
        ])
    };
    agencies.rows.iter().map(row).collect()
}

/// Every agency has a name: the dated ones where they are listed, else the one of its own row.
fn names(data: &DataSet, agencies: &Agencies) -> Result<Vec<Vec<Value>>> {
    let dated: Vec<AgencyNameRow> = rows(data, "agency_names.csv")?;
    let listed: HashSet<i64> = dated.iter().map(|row| row.agency_id).collect();
    let mut all = Vec::with_capacity(agencies.rows.len() + dated.len());
    for row in agencies.rows.iter().filter(|row| !listed.contains(&row.id)) {
        all.push(vec![
            Value::Int(agencies.id(row.id)?),
            since(None),
            Value::Null,
            Value::from(&row.name),
            Value::from(&row.short_name),
        ]);
    }
    for row in &dated {
        all.push(vec![
            Value::Int(agencies.id(row.agency_id)?),
            since(row.valid_from.as_ref()),
            text(row.valid_to.as_ref()),
            Value::from(&row.name),
            Value::from(&row.short_name),
        ]);
    }
    Ok(all)
}

fn successors(agencies: &Agencies, known: &Known) -> Result<Vec<Vec<Value>>> {
    let mut all = Vec::new();
    for row in &agencies.rows {
        let agency = agencies.id(row.id)?;
        if known.agencies_touched.contains(&subject::agency(agency)) {
            continue;
        }
        for successor in row.successors.iter().flat_map(|list| list.split('|')) {
            let number = successor.parse().map_err(|_| fault("a successor that is no number"))?;
            all.push(params![agency, agencies.id(number)?]);
        }
    }
    Ok(all)
}

/// A hub's number follows from its code, so that two installations agree on it.
fn hub_id(code: &str) -> i64 {
    units::stable_number(code)
}

fn hub_rows(hubs: &[HubRow], agencies: &Agencies) -> Result<Vec<Vec<Value>>> {
    let mut ids = HashSet::new();
    let row = |row: &HubRow| {
        if !ids.insert(hub_id(&row.code)) {
            return Err(fault(format_args!("two hubs have the number of {}", row.code)));
        }
        let coordinator = row.coordinator_slug.as_deref();
        Ok(vec![
            Value::Int(hub_id(&row.code)),
            Value::from(&row.code),
            Value::from(&row.kind),
            Value::from(&row.name_id),
            Value::from(&row.name_en),
            row.region.into(),
            coordinator.map(|slug| agencies.slug(slug)).transpose()?.into(),
            text(row.valid_from.as_ref()),
            text(row.valid_to.as_ref()),
        ])
    };
    hubs.iter().map(row).collect()
}

fn members(data: &DataSet, hubs: &[HubRow], agencies: &Agencies) -> Result<Vec<Vec<Value>>> {
    let codes: HashSet<&str> = hubs.iter().map(|hub| hub.code.as_str()).collect();
    let row = |row: HubMemberRow| {
        if !codes.contains(row.hub.as_str()) {
            return Err(fault(format_args!("no hub has the code {}", row.hub)));
        }
        Ok(vec![
            Value::Int(hub_id(&row.hub)),
            Value::Int(agencies.slug(&row.agency_slug)?),
            since(row.valid_from.as_ref()),
            text(row.valid_to.as_ref()),
        ])
    };
    rows(data, "hub_members.csv")?.into_iter().map(row).collect()
}

fn ombudsman(data: &DataSet) -> Result<Vec<Vec<Value>>> {
    let row = |row: OmbudsmanRow| {
        params![row.province, row.office_code, row.office_name, row.city, row.own]
    };
    Ok(rows(data, "ombudsman_offices.csv")?.into_iter().map(row).collect())
}

fn routes(data: &DataSet, agencies: &Agencies) -> Result<Vec<Vec<Value>>> {
    let (mut all, mut keys) = (Vec::new(), HashSet::new());
    for (path, csv) in data.below("routing/") {
        for row in csv_rows::<RouteRow>(path, csv)? {
            let agency = row.agency_slug.map(|slug| agencies.slug(&slug)).transpose()?;
            if !keys.insert((row.category.clone(), row.level.clone())) {
                return Err(fault(format_args!("two routes for {} {}", row.category, row.level)));
            }
            all.push(params![row.category, row.level, ALWAYS, agency, row.unit_code]);
        }
    }
    Ok(all)
}

fn tags(data: &DataSet) -> Result<Vec<Vec<Value>>> {
    let row = |row: TagRow| params![row.code, row.name_id, row.name_en, row.kind];
    Ok(rows(data, "tags.csv")?.into_iter().map(row).collect())
}

fn holidays(data: &DataSet, known: &Known) -> Result<Vec<Vec<Value>>> {
    let mut all = Vec::new();
    for row in rows::<HolidayRow>(data, "holidays.csv")? {
        let region = row.region.unwrap_or(0);
        let subject = subject::holiday_row(&row.date, region, &row.kind, &row.name_id);
        if known.holidays_touched.contains(&subject) {
            continue;
        }
        let decree = row.decree.unwrap_or_default();
        all.push(params![
            row.date,
            region,
            row.kind,
            row.name_id,
            row.name_en,
            decree,
            row.estimated
        ]);
    }
    Ok(all)
}

/// A rule set as a row.
pub(super) fn rule_set(rules: &Rules) -> Vec<Value> {
    let minute = |time: jiff::civil::Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    params![
        rules.id.0,
        &*rules.source,
        rules.valid_from.to_string(),
        rules.valid_to.map(|day| day.to_string()),
        minute(rules.office_hours.open),
        minute(rules.office_hours.close),
        rules.yellow_permille,
        rules.transfers_max,
        rules.contests_before_close,
    ]
}

/// The limits of a rule set as rows.
pub(super) fn rule_limits(rules: &Rules) -> Vec<Vec<Value>> {
    let row = |(deadline, limit): (&domain::DeadlineKind, &domain::calendar::Limit)| {
        params![rules.id.0, deadline.word(), limit.amount, limit.unit.word()]
    };
    rules.limits.iter().map(row).collect()
}
