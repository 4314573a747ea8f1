//! Routes: a row with a later date for every change, the old rows stay.

use super::super::subject;
use super::{Edit, Outcome, Refusal, edit, look};
use crate::{Store, params};
use domain::category::CategoryCode;
use domain::kind::Level;
use domain::routing::{DISTRICT, Route, governments};
use domain::{AgencyId, OfficerId};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

const INSERT: &str = "INSERT INTO route (category, level, valid_from, agency, unit) \
                      VALUES ($1, $2, $3, $4, $5)";
const LAST: &str = "SELECT valid_from FROM route WHERE category = $1 AND level = $2 \
                    ORDER BY valid_from DESC";
const END: &str = "UPDATE route SET valid_to = $4 \
                   WHERE category = $1 AND level = $2 AND valid_from = $3";

/// Names the office of a category at a level of government from a day on. `seen` is
/// [`domain::Reference::sorting`] when the routes were looked at.
pub async fn set_route(
    store: &Store,
    officer: OfficerId,
    route: Route,
    from: Date,
    seen: i64,
) -> Outcome<()> {
    edit(store, officer, "route-set", 1, move |edit| {
        check_set(edit, &route, from, seen)?;
        let Route { category, level, agency, unit } = &route;
        edit.sorting = true;
        let day = from.to_string();
        let agency = agency.map(|agency| agency.0);
        edit.exec(INSERT, params![category.as_str(), level.word(), day, agency, &**unit])?;
        let before = edit.reference.routing.own(category, *level).map(|it| describe(it, None));
        let after = describe(&route, Some(from));
        edit.record("route.set", subject::route(category, *level), before, Some(after))?;
        Ok(())
    })
    .await
}

/// What [`set_route`] would be answered now; writes nothing.
pub async fn may_set_route(store: &Store, route: Route, from: Date, seen: i64) -> Outcome<()> {
    look(store, "route-may-set", move |edit| check_set(edit, &route, from, seen)).await
}

fn check_set(edit: &mut Edit<'_, '_>, route: &Route, from: Date, seen: i64) -> Outcome<()> {
    let Route { category, level, .. } = route;
    let present = edit.reference.categories.get(category).filter(|it| it.valid_to.is_none());
    if present.is_none() {
        return Err(Refusal::UnknownCategory.into());
    }
    edit.fresh(seen)?;
    if from < edit.today {
        return Err(Refusal::InPast.into());
    }
    if last_row(edit, category, *level)?.is_some_and(|since| from.to_string() <= since) {
        return Err(Refusal::LaterChange.into());
    }
    check_office(edit, route, from)?;
    if edit.reference.routing.own(category, *level) == Some(route) {
        return Err(Refusal::Unchanged.into());
    }
    Ok(())
}

/// An agency that exists then, with the unit; for a region's level a unit that some government has.
fn check_office(edit: &Edit<'_, '_>, route: &Route, from: Date) -> Outcome<()> {
    let directory = &edit.reference.directory;
    let has = |agency: AgencyId| {
        directory.unit_by_code(agency, &route.unit).is_some_and(|unit| unit.exists_on(from))
    };
    let found = match (route.level, route.agency) {
        (Level::National, Some(id)) => {
            let agency = directory.agency(id).ok_or(Refusal::UnknownAgency)?;
            if !agency.exists_on(from) {
                return Err(Refusal::NotOnThatDay.into());
            }
            has(id)
        }
        (Level::National, None) | (_, Some(_)) => return Err(Refusal::AgencyNeeded.into()),
        (level, None) => {
            &*route.unit == DISTRICT || governments(directory, level, from).any(|it| has(it.id))
        }
    };
    if found { Ok(()) } else { Err(Refusal::UnknownUnit.into()) }
}

/// Takes a route back after its last day: the next shorter one decides then. `seen` as in
/// [`set_route`].
pub async fn end_route(
    store: &Store,
    officer: OfficerId,
    (category, level): (CategoryCode, Level),
    last_day: Date,
    seen: i64,
) -> Outcome<()> {
    edit(store, officer, "route-end", 1, move |edit| {
        let since = check_end(edit, &category, level, last_day, seen)?;
        edit.sorting = true;
        edit.exec(END, params![category.as_str(), level.word(), since, last_day.to_string()])?;
        let before = edit.reference.routing.own(&category, level).map(|it| describe(it, None));
        let after = json!({ "last_day": last_day.to_string() });
        edit.record("route.ended", subject::route(&category, level), before, Some(after))?;
        Ok(())
    })
    .await
}

/// What [`end_route`] would be answered now; writes nothing.
pub async fn may_end_route(
    store: &Store,
    (category, level): (CategoryCode, Level),
    last_day: Date,
    seen: i64,
) -> Outcome<()> {
    let work = move |edit: &mut Edit<'_, '_>| {
        check_end(edit, &category, level, last_day, seen).map(|_| ())
    };
    look(store, "route-may-end", work).await
}

/// The first day of the row that ends.
fn check_end(
    edit: &mut Edit<'_, '_>,
    category: &CategoryCode,
    level: Level,
    last_day: Date,
    seen: i64,
) -> Outcome<String> {
    let routing = &edit.reference.routing;
    if routing.own(category, level).is_none() {
        return Err(Refusal::UnknownCategory.into());
    }
    let above = category.parent().and_then(|code| routing.row(&code, level));
    if above.is_none() {
        return Err(Refusal::RouteNeeded.into());
    }
    edit.fresh(seen)?;
    if last_day < edit.today {
        return Err(Refusal::InPast.into());
    }
    let since = last_row(edit, category, level)?.ok_or(Refusal::UnknownCategory)?;
    if since > edit.today.to_string() {
        return Err(Refusal::LaterChange.into());
    }
    Ok(since)
}

/// First day of the newest row, also of one that has not begun.
fn last_row(
    edit: &mut Edit<'_, '_>,
    category: &CategoryCode,
    level: Level,
) -> Outcome<Option<String>> {
    Ok(edit.tx.first(LAST, params![category.as_str(), level.word()], |row| row.get(0))?)
}

fn describe(route: &Route, from: Option<Date>) -> Json {
    json!({
        "from": from.map(|day| day.to_string()),
        "agency": route.agency.map(|agency| agency.0),
        "code": route.unit,
    })
}
