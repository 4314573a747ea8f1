//! Units of an agency: the tree, and what changes it.

use super::agencies::{self, path, sheet};
use super::authority::{Act, Subject};
use super::form::{Asked, need_date, need_text, put_date, refused};
use super::frame::{Confirm, Done, SURE, leavable, post};
use super::session::{Admin, AdminForm};
use super::{day_to, label};
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, Query};
use crate::format::long_date;
use crate::ui::{Button, Choice, Errors, Width, button_row, count_line};
use axum::extract::Path;
use axum::response::Response;
use domain::UnitId;
use domain::directory::{Agency, Unit, UnitKind};
use maud::{Markup, html};
use store::reference::change::{self, NewUnit, Refusal};
use store::reference::list;

/// Units named on an agency's own page; the rest is behind a link.
const OUTLINE: usize = 12;

fn base(agency: &Agency) -> String {
    format!("{}/unit", path(agency))
}

/// The first units of an agency, for its own page.
pub(crate) fn outline(admin: &Admin, agency: &Agency) -> Markup {
    let w = admin.words();
    let tree = list::unit_tree(&admin.reference.directory, agency.id, admin.today, false);
    let n = i64::try_from(tree.len()).unwrap_or(i64::MAX);
    html! {
        @if tree.is_empty() { p { (w.t("admin-units-none")) } }
        @else {
            ul.plain { @for (depth, unit) in tree.iter().take(OUTLINE) { (line(*depth, &html! { (unit.name) })) } }
        }
        p { a href=(admin.href(&base(agency))) { (w.ta("admin-units-all", &[("n", n.into())])) } }
    }
}

fn line(depth: usize, name: &Markup) -> Markup {
    // Five steps of indentation: deeper trees would leave no room on a phone.
    let class = ["d0", "d1", "d2", "d3", "d4"].get(depth).copied().unwrap_or("d5");
    html! { li.row class=(class) { (name) } }
}

pub(crate) async fn index(admin: Admin, Path(slug): Path<String>, Query(asked): Query) -> Answer {
    let agency = admin.agency(&slug)?;
    admin.require(Act::ReadDirectory, Subject::Agency(agency.id))?;
    let w = admin.words();
    let ended = asked.get("berakhir") == "ya";
    let may = admin.may(Act::ChangeUnits, Subject::Agency(agency.id));
    let tree = list::unit_tree(&admin.reference.directory, agency.id, admin.today, ended);
    let n = i64::try_from(tree.len()).unwrap_or(i64::MAX);
    let other = if ended { base(agency) } else { format!("{}?berakhir=ya", base(agency)) };
    let body = html! {
        (count_line(w.ta("admin-units-count", &[("n", n.into())]), w.t("admin-units-order")))
        @if may { (button_row(&[Button::secondary(w.t("admin-unit-add")).href(admin.href(&format!("{}/baru", base(agency))))])) }
        ul.rows { @for (depth, unit) in &tree { (row(&admin, agency, *depth, unit, may)) } }
        p { a href=(admin.href(&other)) { @if ended { (w.t("admin-units-hide-ended")) } @else { (w.t("admin-units-show-ended")) } } }
    };
    Ok(sheet(&admin, agency, w.t("admin-units-title")).show(&html! { div.flow { (body) } }))
}

fn row(admin: &Admin, agency: &Agency, depth: usize, unit: &Unit, may: bool) -> Markup {
    let w = admin.words();
    let href = |what: &str| admin.href(&format!("{}/{}/{what}", base(agency), unit.code));
    line(
        depth,
        &html! {
            span.row-name {
                (unit.name) " " span.muted { (label::unit_kind(w, unit.kind)) " · " code { (unit.code) }
                    @if unit.valid_to.is_some() { " · " (day_to(admin, unit.valid_to)) } }
            }
            @if may && unit.valid_to.is_none() {
                span.row-ways {
                    a href=(href("nama")) { (w.t("admin-unit-rename-short")) span.sr { " " (unit.name) } }
                    a href=(href("pindah")) { (w.t("admin-unit-move-short")) span.sr { " " (unit.name) } }
                    a href=(href("akhiri")) { (w.t("admin-unit-end-short")) span.sr { " " (unit.name) } }
                }
            }
        },
    )
}

/// The agency and the unit of an address, when this officer may change them.
fn find<'a>(admin: &'a Admin, slug: &str, code: &str) -> Result<(&'a Agency, &'a Unit), Failure> {
    let agency = admin.agency(slug)?;
    admin.require(Act::ChangeUnits, Subject::Agency(agency.id))?;
    let unit = admin.reference.directory.unit_by_code(agency.id, code).ok_or(Failure::NotFound)?;
    Ok((agency, unit))
}

fn back(admin: &Admin, agency: &Agency, done: Done) -> Response {
    super::frame::done(admin, &base(agency), done)
}

/// The units below which a unit can stand; the top first.
fn parents<'a>(admin: &'a Admin, agency: &Agency, moved: Option<UnitId>) -> Vec<Choice<'a>> {
    let directory = &admin.reference.directory;
    let tree = list::unit_tree(directory, agency.id, admin.today, false);
    let fits = |unit: &Unit| moved.is_none_or(|moved| !directory.is_within(unit.id, moved));
    let units = tree.into_iter().filter(|(_, unit)| unit.valid_to.is_none() && fits(unit));
    let choice = |(depth, unit): (usize, &'a Unit)| {
        Choice::new(&*unit.code, format!("{}{}", "\u{2014} ".repeat(depth), unit.name))
    };
    std::iter::once(Choice::new("", admin.words().t("admin-unit-top")))
        .chain(units.map(choice))
        .collect()
}

/// The unit chosen as the one above; adds what is wrong with it.
fn parent(
    admin: &Admin,
    agency: &Agency,
    fields: &Fields,
    errors: &mut Errors<'static>,
) -> Option<UnitId> {
    let code = fields.get("di-bawah");
    let found = admin.reference.directory.unit_by_code(agency.id, code).map(|unit| unit.id);
    if found.is_none() && !code.is_empty() {
        errors.add("di-bawah", label::refusal(admin.words(), Refusal::UnknownUnit));
    }
    found
}

fn field(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::BadCode | Refusal::CodeTaken => "kode",
        Refusal::BadParent | Refusal::UnknownUnit => "di-bawah",
        _ => "nama",
    }
}

pub(crate) async fn ask_new(admin: Admin, Path(slug): Path<String>) -> Answer {
    let agency = admin.agency(&slug)?;
    admin.require(Act::ChangeUnits, Subject::Agency(agency.id))?;
    Ok(new_page(&admin, agency, &Fields::default(), &Errors::none()))
}

pub(crate) async fn take_new(Path(slug): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    let (agency, w) = (admin.agency(&slug)?, admin.words());
    admin.require(Act::ChangeUnits, Subject::Agency(agency.id))?;
    let mut errors = Errors::none();
    let name = need_text(w, &fields, "nama", super::agency_change::NAME_MAX, &mut errors);
    let code = need_text(w, &fields, "kode", 60, &mut errors);
    let kind = UnitKind::from_word(fields.get("jenis"));
    if kind.is_none() {
        errors.add("jenis", w.t("admin-choose"));
    }
    let above = parent(&admin, agency, &fields, &mut errors);
    if let Some(kind) = kind.filter(|_| errors.is_empty() && !restored) {
        let new = NewUnit { agency: agency.id, parent: above, code, kind, name };
        match change::add_unit(admin.store(), admin.id(), new).await {
            Ok(_) => return Ok(back(&admin, agency, Done::Added)),
            Err(failure) => refused(w, failure, &mut errors, field)?,
        }
    }
    Ok(new_page(&admin, agency, &fields, &errors))
}

fn new_page(admin: &Admin, agency: &Agency, fields: &Fields, errors: &Errors<'static>) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let kinds =
        UnitKind::ALL.iter().map(|kind| Choice::new(kind.word(), label::unit_kind(w, *kind)));
    let kinds = std::iter::once(Choice::new("", w.t("admin-choose-one"))).chain(kinds).collect();
    let body = html! {
        (asked.text("nama", w.t("admin-unit-name")).hint(w.t("admin-unit-name-hint")))
        (asked.text("kode", w.t("admin-unit-code")).width(Width::Medium).hint(w.t("admin-unit-code-hint")))
        (asked.select("jenis", w.t("admin-unit-kind"), kinds))
        (asked.select("di-bawah", w.t("admin-unit-parent"), parents(admin, agency, None)).width(Width::Full))
    };
    ask(
        admin,
        agency,
        &Step {
            title: w.t("admin-unit-add"),
            path: format!("{}/baru", base(agency)),
            save: w.t("admin-unit-add"),
        },
        errors,
        &body,
    )
}

/// A form about units: its title, where it is sent, and the words of its button.
struct Step {
    title: crate::ui::Text<'static>,
    path: String,
    save: crate::ui::Text<'static>,
}

fn ask(
    admin: &Admin,
    agency: &Agency,
    step: &Step,
    errors: &Errors<'static>,
    body: &Markup,
) -> Response {
    let w = admin.words();
    let form = leavable(admin, post(admin, &step.path), step.save.clone(), &base(agency));
    sheet(admin, agency, step.title.clone())
        .under(w.t("admin-units-title"), base(agency))
        .ask(errors, &form.around(body))
}

pub(crate) async fn ask_name(admin: Admin, Path((slug, code)): Path<(String, String)>) -> Answer {
    let (agency, unit) = find(&admin, &slug, &code)?;
    let mut fields = Fields::default();
    fields.set("nama", &*unit.name);
    Ok(name_page(&admin, agency, unit, &fields, &Errors::none()))
}

pub(crate) async fn take_name(
    Path((slug, code)): Path<(String, String)>,
    form: AdminForm,
) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    let (agency, unit) = find(&admin, &slug, &code)?;
    let w = admin.words();
    let mut errors = Errors::none();
    let name = need_text(w, &fields, "nama", super::agency_change::NAME_MAX, &mut errors);
    if errors.is_empty() && !restored {
        match change::rename_unit(admin.store(), admin.id(), unit.id, name).await {
            Ok(()) => return Ok(back(&admin, agency, Done::Changed)),
            Err(failure) => refused(w, failure, &mut errors, field)?,
        }
    }
    Ok(name_page(&admin, agency, unit, &fields, &errors))
}

fn name_page(
    admin: &Admin,
    agency: &Agency,
    unit: &Unit,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let body = html! {
        (Asked::new(w, fields, errors).text("nama", w.t("admin-unit-name")).hint(w.t("admin-unit-rename-hint")))
    };
    let path = format!("{}/{}/nama", base(agency), unit.code);
    ask(
        admin,
        agency,
        &Step { title: w.t("admin-unit-rename"), path, save: w.t("admin-save") },
        errors,
        &body,
    )
}

pub(crate) async fn ask_move(admin: Admin, Path((slug, code)): Path<(String, String)>) -> Answer {
    let (agency, unit) = find(&admin, &slug, &code)?;
    let mut fields = Fields::default();
    let above = unit.parent.and_then(|id| admin.reference.directory.unit(id));
    fields.set("di-bawah", above.map_or("", |above| &*above.code));
    Ok(move_page(&admin, agency, unit, &fields, &Errors::none()))
}

pub(crate) async fn take_move(
    Path((slug, code)): Path<(String, String)>,
    form: AdminForm,
) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    let (agency, unit) = find(&admin, &slug, &code)?;
    let mut errors = Errors::none();
    let above = parent(&admin, agency, &fields, &mut errors);
    if errors.is_empty() && !restored {
        match change::move_unit(admin.store(), admin.id(), unit.id, above).await {
            Ok(()) => return Ok(back(&admin, agency, Done::Changed)),
            Err(failure) => refused(admin.words(), failure, &mut errors, |_| "di-bawah")?,
        }
    }
    Ok(move_page(&admin, agency, unit, &fields, &errors))
}

fn move_page(
    admin: &Admin,
    agency: &Agency,
    unit: &Unit,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let choices = parents(admin, agency, Some(unit.id));
    let label = w.ta("admin-unit-move-to", &[("name", (&*unit.name).into())]);
    let body = html! {
        (Asked::new(w, fields, errors).select("di-bawah", label, choices).width(Width::Full).hint(w.t("admin-unit-move-hint")))
    };
    let path = format!("{}/{}/pindah", base(agency), unit.code);
    ask(
        admin,
        agency,
        &Step { title: w.t("admin-unit-move"), path, save: w.t("admin-save") },
        errors,
        &body,
    )
}

pub(crate) async fn ask_end(admin: Admin, Path((slug, code)): Path<(String, String)>) -> Answer {
    let (agency, unit) = find(&admin, &slug, &code)?;
    let mut fields = Fields::default();
    put_date(&mut fields, "sampai", admin.today);
    Ok(end_page(&admin, agency, unit, &fields, &Errors::none()))
}

pub(crate) async fn take_end(
    Path((slug, code)): Path<(String, String)>,
    form: AdminForm,
) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    let (agency, unit) = find(&admin, &slug, &code)?;
    let w = admin.words();
    let mut errors = Errors::none();
    let last_day = need_date(w, &fields, "sampai", &mut errors);
    if let Some(last_day) = last_day.filter(|_| !restored) {
        if !fields.has(SURE) {
            let consequence = html! { ul {
                li { (w.ta("admin-unit-end-day", &[("date", long_date(admin.lang(), last_day).into())])) }
                li { (w.t("admin-unit-end-routes")) }
                li { (w.t("admin-unit-end-duties")) }
            } };
            let page = format!("{}/{}/akhiri", base(agency), unit.code);
            let asked = Confirm {
                question: w.ta("admin-unit-end-ask", &[("name", (&*unit.name).into())]),
                consequence: &consequence,
                path: &page,
                yes: w.t("admin-unit-end-yes"),
                back: &base(agency),
            };
            return Ok(sheet(&admin, agency, w.t("admin-unit-end")).confirm(&asked, &fields));
        }
        match change::end_unit(admin.store(), admin.id(), unit.id, last_day).await {
            Ok(()) => return Ok(back(&admin, agency, Done::Ended)),
            Err(failure) => refused(w, failure, &mut errors, |_| "sampai")?,
        }
    }
    Ok(end_page(&admin, agency, unit, &fields, &errors))
}

fn end_page(
    admin: &Admin,
    agency: &Agency,
    unit: &Unit,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let title = w.ta("admin-unit-end-title", &[("name", (&*unit.name).into())]);
    let body = html! { (Asked::new(w, fields, errors).date("sampai", w.t("admin-last-day")).hint(w.t("admin-unit-end-hint"))) };
    let path = format!("{}/{}/akhiri", base(agency), unit.code);
    ask(admin, agency, &Step { title, path, save: w.t("admin-continue") }, errors, &body)
}

/// A unit's name with its agency's, for lists of officers.
pub(crate) fn full_name(admin: &Admin, id: UnitId) -> Option<String> {
    let unit = admin.reference.directory.unit(id)?;
    let agency = admin.reference.directory.agency(unit.agency)?;
    Some(format!("{}, {}", unit.name, agencies::name(admin, agency)))
}
