//! Days off. The joint decree of the ministers comes each year and is amended during it.

use super::super::subject;
use super::{Edit, Outcome, Refusal, check_name, edit};
use crate::{Store, params};
use domain::OfficerId;
use domain::calendar::{Holiday, HolidayKind};
use domain::region::{RegionCode, RegionLevel};
use jiff::civil::Date;
use serde_json::json;

const INSERT: &str = "INSERT INTO holiday (date, region, kind, name_id, name_en, decree, estimated) \
                      VALUES ($1, $2, $3, $4, $5, $6, 0)";
const DELETE: &str =
    "DELETE FROM holiday WHERE date = $1 AND region = $2 AND kind = $3 AND name_id = $4";

/// Adds a holiday set by `decree`.
pub async fn add_holiday(
    store: &Store,
    officer: OfficerId,
    holiday: Holiday,
    decree: Box<str>,
) -> Outcome<()> {
    edit(store, officer, "holiday-add", 1, move |edit| {
        check(&holiday, &decree)?;
        if exists(edit, &holiday) {
            return Err(Refusal::HolidayTaken.into());
        }
        insert(edit, &holiday, &decree)?;
        let after = json!({ "name_en": holiday.name.1, "decree": decree });
        edit.record("holiday.added", subject::holiday(&holiday), None, Some(after))?;
        Ok(())
    })
    .await
}

/// Takes a holiday away, as `decree` says. A later seed does not bring it back.
pub async fn remove_holiday(
    store: &Store,
    officer: OfficerId,
    holiday: Holiday,
    decree: Box<str>,
) -> Outcome<()> {
    edit(store, officer, "holiday-remove", 1, move |edit| {
        check_name(&decree)?;
        if !exists(edit, &holiday) {
            return Err(Refusal::UnknownHoliday.into());
        }
        delete(edit, &holiday)?;
        let after = json!({ "decree": decree });
        edit.record("holiday.removed", subject::holiday(&holiday), None, Some(after))?;
        Ok(())
    })
    .await
}

/// Puts a holiday on another day, as `decree` says. A later seed does not bring the old day back.
pub async fn move_holiday(
    store: &Store,
    officer: OfficerId,
    holiday: Holiday,
    to: Date,
    decree: Box<str>,
) -> Outcome<()> {
    edit(store, officer, "holiday-move", 2, move |edit| {
        let moved = Holiday { date: to, ..holiday.clone() };
        check(&moved, &decree)?;
        if !exists(edit, &holiday) {
            return Err(Refusal::UnknownHoliday.into());
        }
        if exists(edit, &moved) {
            return Err(Refusal::HolidayTaken.into());
        }
        delete(edit, &holiday)?;
        insert(edit, &moved, &decree)?;
        let (before, after) = (json!({ "to": to.to_string() }), json!({ "decree": decree }));
        edit.record("holiday.moved", subject::holiday(&holiday), None, Some(before))?;
        edit.record("holiday.added", subject::holiday(&moved), None, Some(after))?;
        Ok(())
    })
    .await
}

fn check(holiday: &Holiday, decree: &str) -> Outcome<()> {
    [&holiday.name.0, &holiday.name.1].into_iter().try_for_each(|name| check_name(name))?;
    check_name(decree)?;
    let fits = match (holiday.kind, holiday.region) {
        (HolidayKind::Regional, Some(region)) => region.level() == RegionLevel::Province,
        (HolidayKind::Regional, None) => false,
        (HolidayKind::National | HolidayKind::JointLeave, region) => region.is_none(),
    };
    if fits { Ok(()) } else { Err(Refusal::UnknownRegion.into()) }
}

fn key(holiday: &Holiday) -> (Date, Option<RegionCode>, HolidayKind, &str) {
    (holiday.date, holiday.region, holiday.kind, &holiday.name.0)
}

fn exists(edit: &Edit<'_, '_>, holiday: &Holiday) -> bool {
    edit.reference.calendar.holidays().any(|other| key(other) == key(holiday))
}

fn region(holiday: &Holiday) -> i64 {
    holiday.region.map_or(0, RegionCode::number)
}

fn insert(edit: &mut Edit<'_, '_>, holiday: &Holiday, decree: &str) -> Outcome<()> {
    edit.calendar = true;
    let (date, kind, (name_id, name_en)) =
        (holiday.date.to_string(), holiday.kind.word(), (&*holiday.name.0, &*holiday.name.1));
    edit.exec(INSERT, params![date, region(holiday), kind, name_id, name_en, decree])?;
    Ok(())
}

fn delete(edit: &mut Edit<'_, '_>, holiday: &Holiday) -> Outcome<()> {
    edit.calendar = true;
    let (date, kind) = (holiday.date.to_string(), holiday.kind.word());
    edit.exec(DELETE, params![date, region(holiday), kind, &*holiday.name.0])?;
    Ok(())
}
