//! Units of an agency.

use super::super::subject;
use super::agency::find as find_agency;
use super::{Edit, Outcome, Refusal, check_name, edit};
use crate::{Store, params};
use domain::directory::{Unit, UnitKind};
use domain::{AgencyId, OfficerId, UnitId};
use jiff::civil::Date;
use serde_json::json;

const INSERT: &str = "INSERT INTO unit (id, agency, parent, code, kind, name, valid_from) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7)";
const RENAME: &str = "UPDATE unit SET name = $2 WHERE id = $1";
const MOVE: &str = "UPDATE unit SET parent = $2 WHERE id = $1";
const END: &str = "UPDATE unit SET valid_to = $2 WHERE id = $1";

/// A unit to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUnit {
    /// Whose it is.
    pub agency: AgencyId,
    /// The unit above it.
    pub parent: Option<UnitId>,
    /// Its name for routes, never used again in this agency: lowercase letters, digits, `_`, `.`.
    pub code: Box<str>,
    /// What it is.
    pub kind: UnitKind,
    /// Its name without the agency's.
    pub name: Box<str>,
}

/// Enters a unit; it works from today.
pub async fn add_unit(store: &Store, officer: OfficerId, new: NewUnit) -> Outcome<UnitId> {
    edit(store, officer, "unit-add", 2, move |edit| {
        check_name(&new.name)?;
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.".contains(&b);
        if new.code.is_empty() || new.code.len() > 60 || !new.code.bytes().all(plain) {
            return Err(Refusal::BadCode.into());
        }
        if !find_agency(edit, new.agency)?.exists_on(edit.today) {
            return Err(Refusal::NotOnThatDay.into());
        }
        check_parent(edit, new.agency, new.parent)?;
        if edit.reference.directory.unit_by_code(new.agency, &new.code).is_some() {
            return Err(Refusal::CodeTaken.into());
        }
        let (id, parent, today) = (edit.id()?, new.parent.map(|p| p.0), edit.today.to_string());
        let (code, kind, name) = (&*new.code, new.kind.word(), &*new.name);
        edit.exec(INSERT, params![id, new.agency.0, parent, code, kind, name, today])?;
        let after = json!({
            "agency": new.agency.0, "parent": parent, "code": code, "kind": kind, "name": name,
        });
        edit.record("unit.added", subject::unit(id), None, Some(after))?;
        Ok(UnitId(id))
    })
    .await
}

/// Gives a unit another name. Reports name units by number, so they show the new one.
pub async fn rename_unit(
    store: &Store,
    officer: OfficerId,
    unit: UnitId,
    name: Box<str>,
) -> Outcome<()> {
    edit(store, officer, "unit-rename", 1, move |edit| {
        check_name(&name)?;
        let present = &*find(edit, unit)?.name;
        if *present == *name {
            return Err(Refusal::Unchanged.into());
        }
        edit.exec(RENAME, params![unit.0, &*name])?;
        let (before, after) = (json!({ "name": present }), json!({ "name": name }));
        edit.record("unit.renamed", subject::unit(unit.0), Some(before), Some(after))?;
        Ok(())
    })
    .await
}

/// Puts a unit, with all below it, under another unit of its agency or at the top.
pub async fn move_unit(
    store: &Store,
    officer: OfficerId,
    unit: UnitId,
    parent: Option<UnitId>,
) -> Outcome<()> {
    edit(store, officer, "unit-move", 1, move |edit| {
        let found = find(edit, unit)?;
        if found.parent == parent {
            return Err(Refusal::Unchanged.into());
        }
        check_parent(edit, found.agency, parent)?;
        if parent.is_some_and(|above| edit.reference.directory.is_within(above, unit)) {
            return Err(Refusal::BadParent.into());
        }
        // Internal oversight stands beside what it oversees.
        if found.kind == UnitKind::Inspectorate
            && parent.is_some()
            && is_only_inspectorate(edit, found)
        {
            return Err(Refusal::InspectorateNeeded.into());
        }
        edit.exec(MOVE, params![unit.0, parent.map(|p| p.0)])?;
        let before = json!({ "parent": found.parent.map(|p| p.0) });
        let after = json!({ "parent": parent.map(|p| p.0) });
        edit.record("unit.moved", subject::unit(unit.0), Some(before), Some(after))?;
        Ok(())
    })
    .await
}

/// Ends a unit with a day. Routes to it fall back to the next shorter row.
pub async fn end_unit(
    store: &Store,
    officer: OfficerId,
    unit: UnitId,
    last_day: Date,
) -> Outcome<()> {
    edit(store, officer, "unit-end", 1, move |edit| {
        let found = find(edit, unit)?;
        if found.valid_to.is_some() {
            return Err(Refusal::AlreadyEnded.into());
        }
        let mut units = edit.reference.directory.units_of(found.agency);
        if units.any(|below| below.parent == Some(unit) && below.valid_to.is_none()) {
            return Err(Refusal::HasChildren.into());
        }
        if found.kind == UnitKind::Inspectorate && is_only_inspectorate(edit, found) {
            return Err(Refusal::InspectorateNeeded.into());
        }
        edit.exec(END, params![unit.0, last_day.to_string()])?;
        let after = json!({ "last_day": last_day.to_string() });
        edit.record("unit.ended", subject::unit(unit.0), None, Some(after))?;
        Ok(())
    })
    .await
}

fn find<'e>(edit: &Edit<'e, '_>, unit: UnitId) -> Outcome<&'e Unit> {
    Ok(edit.reference.directory.unit(unit).ok_or(Refusal::UnknownUnit)?)
}

fn check_parent(edit: &Edit<'_, '_>, agency: AgencyId, parent: Option<UnitId>) -> Outcome<()> {
    let Some(parent) = parent else { return Ok(()) };
    let found = find(edit, parent)?;
    if found.agency == agency && found.valid_to.is_none() {
        Ok(())
    } else {
        Err(Refusal::BadParent.into())
    }
}

/// True when the agency has no other inspectorate that stays, at the top.
fn is_only_inspectorate(edit: &Edit<'_, '_>, unit: &Unit) -> bool {
    let another = |other: &Unit| {
        other.id != unit.id
            && other.kind == UnitKind::Inspectorate
            && other.parent.is_none()
            && other.valid_to.is_none()
    };
    unit.parent.is_none() && !edit.reference.directory.units_of(unit.agency).any(another)
}
