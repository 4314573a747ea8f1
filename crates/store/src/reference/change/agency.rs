//! Agencies: new ones, new names, ends, mergers and splits, and what an agency sets for itself.

use super::super::{ALWAYS, from_day, subject};
use super::{
    Edit, Failure, Outcome, Refusal, check_limit, check_name, day_after, day_before, edit,
    limit_json,
};
use crate::{Store, params};
use domain::calendar::{Limit, Zone};
use domain::category::CategoryCode;
use domain::directory::{Agency, AgencyKind, UnitKind};
use domain::region::RegionCode;
use domain::{AgencyId, OfficerId};
use jiff::civil::Date;
use serde_json::json;

const INSERT: &str = "INSERT INTO agency (id, slug, kind, parent, region, zone, valid_from) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";
const INSERT_NAME: &str = "INSERT INTO agency_name (agency, valid_from, name, short_name) \
                           VALUES ($1, $2, $3, $4)";
const INSERT_UNIT: &str = "INSERT INTO unit (id, agency, parent, code, kind, name, valid_from) \
                           VALUES ($1, $2, NULL, $3, $4, $5, $6)";
const CLOSE_NAME: &str =
    "UPDATE agency_name SET valid_to = $3 WHERE agency = $1 AND valid_from = $2";
const END: &str = "UPDATE agency SET valid_to = $2 WHERE id = $1";
const INSERT_SUCCESSOR: &str = "INSERT INTO agency_successor (agency, successor) VALUES ($1, $2)";
const LEAVE_HUBS: &str = "UPDATE hub_member SET valid_to = $2 WHERE agency = $1 \
                          AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)";
const SET_SETTLEMENT: &str =
    "UPDATE agency SET settlement_amount = $2, settlement_unit = $3 WHERE id = $1";
const HIDE: &str = "INSERT INTO agency_category_hidden (agency, category) VALUES ($1, $2)";
const SHOW: &str = "DELETE FROM agency_category_hidden WHERE agency = $1 AND category = $2";

/// An agency to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAgency {
    /// Its name in URLs: lowercase letters, digits and hyphens. Never used again.
    pub slug: Box<str>,
    /// What it is.
    pub kind: AgencyKind,
    /// In full.
    pub name: Box<str>,
    /// As people say it.
    pub short_name: Box<str>,
    /// Co-ordinating ministry, or province of an administrative city.
    pub parent: Option<AgencyId>,
    /// Region it governs; needed for governments.
    pub region: Option<RegionCode>,
    /// Its time zone.
    pub zone: Zone,
    /// First day; `None` when it has always been there and was only missing here.
    pub valid_from: Option<Date>,
    /// Name of its internal oversight, where supervisory complaints go.
    pub inspectorate: Box<str>,
}

/// One act of reorganisation: these agencies end with a day and those take over the next.
///
/// One and none: dissolved. Several and one: merged. One and several: split; its open reports
/// wait until somebody chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reorganisation {
    /// What ends.
    pub ended: Vec<AgencyId>,
    /// Its last day.
    pub last_day: Date,
    /// Who takes over; they are entered before.
    pub successors: Vec<AgencyId>,
}

/// Enters an agency with its name and its inspectorate.
pub async fn add_agency(store: &Store, officer: OfficerId, new: NewAgency) -> Outcome<AgencyId> {
    edit(store, officer, "agency-add", 3, move |edit| {
        check_new(edit, &new)?;
        let id = edit.id()?;
        let (parent, region) = (new.parent.map(|p| p.0), new.region.map(RegionCode::number));
        let begins = new.valid_from.map(|day| day.to_string());
        let (kind, zone) = (new.kind.word(), new.zone.word());
        edit.exec(INSERT, params![id, &*new.slug, kind, parent, region, zone, begins.clone()])?;
        edit.exec(INSERT_NAME, params![id, ALWAYS, &*new.name, &*new.short_name])?;
        let (unit, kind) = (edit.id()?, UnitKind::Inspectorate.word());
        edit.exec(INSERT_UNIT, params![unit, id, kind, kind, &*new.inspectorate, begins.clone()])?;
        let after = json!({
            "slug": new.slug, "kind": new.kind.word(), "name": new.name,
            "short_name": new.short_name, "parent": parent, "region": region, "valid_from": begins,
        });
        edit.record("agency.added", subject::agency(id), None, Some(after))?;
        Ok(AgencyId(id))
    })
    .await
}

fn check_new(edit: &Edit<'_, '_>, new: &NewAgency) -> Outcome<()> {
    [&new.name, &new.short_name, &new.inspectorate].into_iter().try_for_each(|n| check_name(n))?;
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if new.slug.is_empty() || new.slug.len() > 60 || !new.slug.bytes().all(plain) {
        return Err(Refusal::BadCode.into());
    }
    if edit.reference.directory.agency_by_slug(&new.slug).is_some() {
        return Err(Refusal::SlugTaken.into());
    }
    if let Some(parent) = new.parent {
        find(edit, parent)?;
    }
    match new.region {
        Some(region) if edit.reference.regions.get(region).is_none() => {
            return Err(Refusal::UnknownRegion.into());
        }
        None if new.kind.is_government() => return Err(Refusal::UnknownRegion.into()),
        _ => {}
    }
    let first = new.valid_from.unwrap_or(Date::MIN);
    let rival = |other: &Agency| {
        other.kind.is_government()
            && other.region == new.region
            && other.valid_to.is_none_or(|to| first <= to)
    };
    if new.kind.is_government() && edit.reference.directory.agencies().any(rival) {
        return Err(Refusal::RegionGoverned.into());
    }
    Ok(())
}

/// Gives an agency another name from a day on. Older reports keep the name of their time.
pub async fn rename_agency(
    store: &Store,
    officer: OfficerId,
    agency: AgencyId,
    from: Date,
    name: (Box<str>, Box<str>),
) -> Outcome<()> {
    edit(store, officer, "agency-rename", 1, move |edit| {
        let (full, short) = (&*name.0, &*name.1);
        check_name(full)?;
        check_name(short)?;
        let found = find(edit, agency)?;
        if !found.exists_on(from) {
            return Err(Refusal::NotOnThatDay.into());
        }
        let last = found.names.last().ok_or(Refusal::UnknownAgency)?;
        if last.valid_from.is_some_and(|since| from <= since) {
            return Err(Refusal::LaterChange.into());
        }
        if *last.name == *full && *last.short_name == *short {
            return Err(Refusal::Unchanged.into());
        }
        let before = json!({ "name": last.name, "short_name": last.short_name });
        let closed = day_before(from).to_string();
        edit.exec(CLOSE_NAME, params![agency.0, from_day(last.valid_from), closed])?;
        edit.exec(INSERT_NAME, params![agency.0, from.to_string(), full, short])?;
        let after = json!({ "name": full, "short_name": short, "from": from.to_string() });
        edit.record("agency.renamed", subject::agency(agency.0), Some(before), Some(after))?;
        Ok(())
    })
    .await
}

/// Ends agencies and says who takes over. They leave their hubs on the same day.
pub async fn reorganise(store: &Store, officer: OfficerId, act: Reorganisation) -> Outcome<()> {
    let numbers = act.ended.len();
    edit(store, officer, "agency-reorganise", numbers, move |edit| {
        check_reorganisation(edit, &act)?;
        let last_day = act.last_day.to_string();
        for agency in &act.ended {
            edit.exec(END, params![agency.0, &last_day])?;
            edit.exec(LEAVE_HUBS, params![agency.0, &last_day])?;
            for successor in &act.successors {
                edit.exec(INSERT_SUCCESSOR, params![agency.0, successor.0])?;
            }
            let successors: Vec<i64> = act.successors.iter().map(|agency| agency.0).collect();
            let after = json!({ "last_day": last_day, "successors": successors });
            edit.record("agency.ended", subject::agency(agency.0), None, Some(after))?;
        }
        Ok(())
    })
    .await
}

fn check_reorganisation(edit: &Edit<'_, '_>, act: &Reorganisation) -> Outcome<()> {
    if act.ended.is_empty() {
        return Err(Refusal::UnknownAgency.into());
    }
    for (index, agency) in act.ended.iter().enumerate() {
        let found = find(edit, *agency)?;
        let twice = act.ended.iter().take(index).any(|other| other == agency);
        if found.valid_to.is_some() || twice {
            return Err(Refusal::AlreadyEnded.into());
        }
        if found.valid_from.is_some_and(|from| act.last_day < from) {
            return Err(Refusal::BeforeBeginning.into());
        }
    }
    for (index, successor) in act.successors.iter().enumerate() {
        let found = find(edit, *successor)?;
        let twice = act.successors.iter().take(index).any(|other| other == successor);
        if twice || act.ended.contains(successor) || !found.exists_on(day_after(act.last_day)) {
            return Err(Refusal::BadSuccessor.into());
        }
    }
    Ok(())
}

/// Sets or lifts an agency's own settlement limit. It only ever shortens the national one.
pub async fn set_settlement(
    store: &Store,
    officer: OfficerId,
    agency: AgencyId,
    limit: Option<Limit>,
) -> Outcome<()> {
    edit(store, officer, "agency-settlement", 1, move |edit| {
        check_limit(limit)?;
        let present = find(edit, agency)?.settlement;
        if present == limit {
            return Err(Refusal::Unchanged.into());
        }
        let (amount, unit) = (limit.map(|l| l.amount), limit.map(|l| l.unit.word()));
        edit.exec(SET_SETTLEMENT, params![agency.0, amount, unit])?;
        let (before, after) = (limit_json(present), limit_json(limit));
        edit.record("agency.settlement", subject::agency(agency.0), Some(before), Some(after))?;
        Ok(())
    })
    .await
}

/// Hides a category, with everything below it, from an agency, or shows it again. A catch-all
/// stays: without it the agency's tree would have a gap.
pub async fn set_category_hidden(
    store: &Store,
    officer: OfficerId,
    agency: AgencyId,
    category: CategoryCode,
    hidden: bool,
) -> Outcome<()> {
    edit(store, officer, "agency-category", 1, move |edit| {
        find(edit, agency)?;
        let node = edit.reference.categories.get(&category).ok_or(Refusal::UnknownCategory)?;
        if hidden && node.catch_all {
            return Err(Refusal::OneCatchAll.into());
        }
        if edit.reference.hidden.of(agency).any(|code| *code == category) == hidden {
            return Err(Refusal::Unchanged.into());
        }
        let sql = if hidden { HIDE } else { SHOW };
        edit.exec(sql, params![agency.0, category.as_str()])?;
        let act = if hidden { "agency.category_hidden" } else { "agency.category_shown" };
        let after = json!({ "category": category.as_str() });
        edit.record(act, subject::agency(agency.0), None, Some(after))?;
        Ok(())
    })
    .await
}

/// The agency, or a refusal.
pub(super) fn find<'e>(edit: &Edit<'e, '_>, agency: AgencyId) -> Result<&'e Agency, Failure> {
    Ok(edit.reference.directory.agency(agency).ok_or(Refusal::UnknownAgency)?)
}
