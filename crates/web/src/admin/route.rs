//! Routes: which office answers for a category at each level of government, from when.

use super::authority::{Act, Subject};
use super::categories::{find, name, path};
use super::form::{Asked, need_date, need_text};
use super::frame::{Done, Place, SURE, Sheet, done, leavable, post};
use super::replay::{self, BACK, Change, SEEN};
use super::session::{Admin, AdminForm};
use super::{day_from, day_to, label, pick};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::ui::{Button, Column, Errors, Fact, Table, button_row, summary_list};
use axum::extract::Path;
use axum::response::Response;
use domain::AgencyId;
use domain::category::Category;
use domain::kind::Level;
use domain::routing::{DISTRICT, Route, governments};
use jiff::ToSpan as _;
use maud::{Markup, Render as _, html};
use store::reference::change::{self, Refusal};
use store::reference::rows::{self, RouteRow};

/// Longest code or name of a unit, in characters.
const UNIT_MAX: usize = 200;

fn own_path(category: &Category, level: Level) -> String {
    format!("{}/rute/{level}", path(&category.code))
}

/// The category and level of an address.
fn place<'a>(admin: &'a Admin, code: &str, level: &str) -> Result<(&'a Category, Level), Failure> {
    let level = Level::from_word(level).ok_or(Failure::NotFound)?;
    Ok((find(admin, code)?, level))
}

/// What a route says: agency and unit, or the unit in each government of the level.
fn says(admin: &Admin, route: &Route) -> Markup {
    let (w, directory) = (admin.words(), &admin.reference.directory);
    if &*route.unit == DISTRICT {
        return html! { (w.t("admin-route-district")) };
    }
    let named = |agency: AgencyId| directory.unit_by_code(agency, &route.unit);
    match route.agency {
        Some(agency) => {
            let name = crate::label::agency(w, &admin.reference, agency, admin.today);
            html! { @if let Some(unit) = named(agency) { (unit.name) ", " } (name) }
        }
        None => {
            let mut here = governments(directory, route.level, admin.today);
            let unit = here.find_map(|it| named(it.id));
            html! { (unit.map_or(&*route.unit, |unit| &unit.name)) " (" (w.t("admin-route-of-place")) ")" }
        }
    }
}

/// The offices of a category by level, on its own page.
pub(super) fn section(admin: &Admin, node: &Category) -> Markup {
    let w = admin.words();
    let routing = &admin.reference.routing;
    let may = admin.may(Act::ChangeCategories, Subject::Nation) && node.valid_to.is_none();
    let mut columns = vec![
        Column::text(w.t("admin-route-level")),
        Column::text(w.t("admin-route-office")),
        Column::text(w.t("admin-route-by")),
    ];
    if may {
        columns.push(Column::text(w.t("admin-route-change")));
    }
    let mut table = Table::new(w.t("admin-routes-caption"), columns);
    for level in Level::ALL.iter().copied() {
        let row = routing.row(&node.code, level);
        if row.is_none() && !node.levels.contains(&level) {
            continue;
        }
        let own = row.is_some_and(|row| row.category == node.code);
        let mut cells = vec![
            html! { (label::level(w, level)) },
            row.map_or_else(|| html! { (w.t("admin-replay-no-office")) }, |row| says(admin, row)),
            html! { @match row { Some(row) if !own => (super::categories::link(admin, &row.category)), Some(_) => (w.t("admin-route-own")), None => "–" } },
        ];
        if may {
            let href = admin.href(&own_path(node, level));
            cells.push(html! { a href=(href) { (w.t("admin-route-change")) span.sr { " " (label::level(w, level)) } } });
        }
        table.row(cells);
    }
    html! { h2 { (w.t("admin-routes")) } (table.render()) }
}

fn sheet<'a>(
    admin: &'a Admin,
    category: &'a Category,
    level: Level,
    title: &'static str,
) -> Sheet<'a> {
    let w = admin.words();
    Sheet::new(
        admin,
        Place::Categories,
        w.ta(title, &[("level", label::level(w, level).into_owned().into())]),
    )
    .above(name(admin, category))
    .under(name(admin, category), path(&category.code))
}

pub(crate) async fn ask(admin: Admin, Path((code, level)): Path<(String, String)>) -> Answer {
    admin.require(Act::ChangeCategories, Subject::Nation)?;
    let (category, level) = place(&admin, &code, &level)?;
    let mut fields = Fields::default();
    if let Some(row) = admin.reference.routing.row(&category.code, level) {
        let district = &*row.unit == DISTRICT;
        let word = admin.words().t("admin-route-district-word");
        fields.set("unit", if district { &*word } else { &*row.unit });
        if let Some(agency) = row.agency.and_then(|id| admin.reference.directory.agency(id)) {
            fields.set("instansi", &*agency.slug);
        }
    }
    let tomorrow = admin.today.checked_add(1.day()).unwrap_or(admin.today);
    replay::begin(&admin, &mut fields, tomorrow);
    form_page(&admin, category, level, &fields, &Errors::none()).await
}

async fn form_page(
    admin: &Admin,
    category: &Category,
    level: Level,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Answer {
    let w = admin.words();
    let written = rows::of_route(admin.store(), &category.code, level).await?;
    let asked = Asked::new(w, fields, errors);
    let row = admin.reference.routing.row(&category.code, level);
    let own = row.is_some_and(|row| row.category == category.code);
    let present =
        row.map_or_else(|| html! { (w.t("admin-replay-no-office")) }, |row| says(admin, row));
    let mut facts = vec![Fact::new(w.t("admin-route-present"), present)];
    if let Some(row) = row.filter(|_| !own) {
        facts.push(Fact::new(w.t("admin-route-by"), super::categories::link(admin, &row.category)));
    }
    let inputs = html! {
        @if level == Level::National {
            (asked.text("instansi", w.t("admin-route-agency")).hint(w.t("admin-route-agency-hint")))
        }
        (asked.text("unit", w.t("admin-route-unit")).hint(if level == Level::National { w.t("admin-route-unit-hint") } else { w.t("admin-route-unit-place-hint") }))
        (asked.date("sejak", w.t("admin-category-from")).hint(w.t("admin-route-from-hint")))
    };
    let form = post(admin, &own_path(category, level)).hidden(SEEN, fields.get(SEEN));
    let form = leavable(admin, form, w.t("admin-replay-look"), &path(&category.code));
    let end = Button::secondary(w.t("admin-route-end"))
        .href(admin.href(&format!("{}/akhiri", own_path(category, level))));
    let body = html! {
        div.flow {
            (summary_list(w, &facts))
            (form.around(&inputs))
            @if !written.is_empty() { (history(admin, &written)) }
            @if own && category.code.depth() > 1 { (button_row(&[end])) }
        }
    };
    Ok(sheet(admin, category, level, "admin-route-title").ask(errors, &body))
}

fn history(admin: &Admin, written: &[RouteRow]) -> Markup {
    let w = admin.words();
    let mut table = Table::new(
        w.t("admin-route-rows"),
        vec![
            Column::text(w.t("admin-from")),
            Column::text(w.t("admin-to")),
            Column::text(w.t("admin-route-office")),
        ],
    );
    let mut next: Option<jiff::civil::Date> = None;
    for row in written {
        let before_next = next.and_then(|day| day.yesterday().ok());
        let to = row.valid_to.into_iter().chain(before_next).min();
        let planned = row.valid_from.is_some_and(|from| from > admin.today);
        table.row(vec![
            html! { (day_from(admin, row.valid_from)) @if planned { " " span.badge-plain { (w.t("admin-planned")) } } },
            html! { (day_to(admin, to)) },
            says(admin, &row.route),
        ]);
        next = row.valid_from;
    }
    html! { h2 { (w.t("admin-route-history")) } (table.render()) }
}

fn field(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownAgency | Refusal::AgencyNeeded | Refusal::NotOnThatDay => "instansi",
        Refusal::LaterChange | Refusal::InPast | Refusal::RouteNeeded => "sejak",
        _ => "unit",
    }
}

/// The route as typed; only good while `errors` stays empty.
fn read(
    admin: &Admin,
    category: &Category,
    level: Level,
    fields: &Fields,
    errors: &mut Errors<'static>,
) -> Option<Route> {
    let w = admin.words();
    let agency = if level == Level::National {
        let typed = need_text(w, fields, "instansi", UNIT_MAX, errors);
        match pick::agency(admin, &typed) {
            Ok(agency) => Some(agency.id),
            Err(_) if typed.is_empty() => None,
            Err(why) => {
                errors.add("instansi", why);
                None
            }
        }
    } else {
        None
    };
    let typed = need_text(w, fields, "unit", UNIT_MAX, errors);
    let unit = unit_code(admin, level, agency, &typed);
    errors.is_empty().then(|| Route { category: category.code.clone(), level, agency, unit })
}

/// The code of a unit typed by its code or its name; what is neither stays as it was typed.
fn unit_code(admin: &Admin, level: Level, agency: Option<AgencyId>, typed: &str) -> Box<str> {
    let directory = &admin.reference.directory;
    if agency.is_none() && typed.to_lowercase() == admin.words().t("admin-route-district-word") {
        return DISTRICT.into();
    }
    let offices: Vec<AgencyId> = match agency {
        Some(agency) => vec![agency],
        None => governments(directory, level, admin.today).map(|it| it.id).collect(),
    };
    let units = || offices.iter().flat_map(|agency| directory.units_of(*agency));
    let named = || units().find(|unit| unit.name.to_lowercase() == typed.to_lowercase());
    let coded = units().find(|unit| *unit.code == *typed);
    coded.or_else(named).map_or_else(|| typed.into(), |unit| (*unit.code).into())
}

pub(crate) async fn take(Path((code, level)): Path<(String, String)>, form: AdminForm) -> Answer {
    let AdminForm { admin, mut fields, restored } = form;
    admin.require(Act::ChangeCategories, Subject::Nation)?;
    let (category, level) = place(&admin, &code, &level)?;
    let mut errors = Errors::none();
    if restored || fields.has(BACK) {
        return form_page(&admin, category, level, &fields, &errors).await;
    }
    let route = read(&admin, category, level, &fields, &mut errors);
    let from = need_date(admin.words(), &fields, "sejak", &mut errors);
    if let Some((route, from)) = route.zip(from).filter(|_| errors.is_empty()) {
        let own = own_path(category, level);
        let (store, seen) = (admin.store(), replay::seen(&fields));
        let answer = if fields.has(SURE) {
            change::set_route(store, admin.id(), route.clone(), from, seen).await
        } else {
            change::may_set_route(store, route.clone(), from, seen).await
        };
        match answer {
            Ok(()) if fields.has(SURE) => return Ok(done(&admin, &own, Done::Changed)),
            Ok(()) => {
                let sheet = sheet(&admin, category, level, "admin-replay-title-route");
                let change = Change::Route(route);
                return replay::show(&admin, &sheet, &change, (from, &own), &fields).await;
            }
            Err(failure) => replay::refused(&admin, failure, &mut fields, &mut errors, field)?,
        }
    }
    form_page(&admin, category, level, &fields, &errors).await
}

pub(crate) async fn ask_end(admin: Admin, Path((code, level)): Path<(String, String)>) -> Answer {
    admin.require(Act::ChangeCategories, Subject::Nation)?;
    let (category, level) = place(&admin, &code, &level)?;
    let mut fields = Fields::default();
    replay::begin(&admin, &mut fields, admin.today);
    Ok(end_page(&admin, category, level, &fields, &Errors::none()))
}

fn end_page(
    admin: &Admin,
    category: &Category,
    level: Level,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let own = own_path(category, level);
    let form = post(admin, &format!("{own}/akhiri")).hidden(SEEN, fields.get(SEEN));
    let form = leavable(admin, form, w.t("admin-replay-look"), &own);
    let body = asked.date("sejak", w.t("admin-last-day")).hint(w.t("admin-route-end-hint"));
    sheet(admin, category, level, "admin-route-end-title").ask(errors, &form.around(&body.render()))
}

pub(crate) async fn take_end(
    Path((code, level)): Path<(String, String)>,
    form: AdminForm,
) -> Answer {
    let AdminForm { admin, mut fields, restored } = form;
    admin.require(Act::ChangeCategories, Subject::Nation)?;
    let (category, level) = place(&admin, &code, &level)?;
    let mut errors = Errors::none();
    if restored || fields.has(BACK) {
        return Ok(end_page(&admin, category, level, &fields, &errors));
    }
    if let Some(day) = need_date(admin.words(), &fields, "sejak", &mut errors) {
        let own = own_path(category, level);
        let (store, seen) = (admin.store(), replay::seen(&fields));
        let key = (category.code.clone(), level);
        let answer = if fields.has(SURE) {
            change::end_route(store, admin.id(), key.clone(), day, seen).await
        } else {
            change::may_end_route(store, key.clone(), day, seen).await
        };
        match answer {
            Ok(()) if fields.has(SURE) => return Ok(done(&admin, &own, Done::Ended)),
            Ok(()) => {
                let sheet = sheet(&admin, category, level, "admin-replay-title-route");
                let (change, path) = (Change::NoRoute(key.0, key.1), format!("{own}/akhiri"));
                return replay::show(&admin, &sheet, &change, (day, &path), &fields).await;
            }
            Err(failure) => {
                replay::refused(&admin, failure, &mut fields, &mut errors, |_| "sejak")?;
            }
        }
    }
    Ok(end_page(&admin, category, level, &fields, &errors))
}
