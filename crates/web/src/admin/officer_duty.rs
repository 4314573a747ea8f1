//! Duties: who acts in which role, where, from when, by which decree.

use super::agencies;
use super::authority::{Act, OF_AGENCY_ADMIN, Subject, reaches_nation};
use super::form::{Asked, denied, may_date, need_date, need_text, put_date};
use super::frame::{Confirm, Done, Place, SURE, Sheet, leavable, post};
use super::officers::{self as list, path, telling};
use super::session::{Admin, AdminForm};
use super::{label, local, pick};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::format::long_date;
use crate::ui::{Choice, Errors, Notice, Text, Width, notice};
use axum::extract::Path;
use axum::response::Response;
use domain::directory::{Agency, HubKind, Unit};
use domain::region::RegionCode;
use domain::{Duty, OfficerId, Role};
use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, html};
use store::duties::{self, DECREE_MAX, DutyId, Held, NewDuty};
use store::officers::Officer;
use store::reference::list as reference_list;

/// Admins keep their duty at least so long (guide of `KemenPANRB` for managers of SP4N-LAPOR!): a
/// change every few months leaves nobody who knows the work. Ending earlier is warned of.
const TENURE_YEARS: i16 = 2;

/// The day until which an admin was to stay, when `last_day` comes before it.
fn tenure(held: &Held, last_day: Date) -> Option<Date> {
    let bound = matches!(held.duty.role, Role::AgencyAdmin | Role::NationalAdmin);
    let until = held.valid_from.checked_add(TENURE_YEARS.years()).ok()?;
    (bound && last_day < until).then_some(until)
}

/// The roles that this officer may give.
fn roles(admin: &Admin) -> Vec<Role> {
    let national = reaches_nation(admin.duty(), Act::GiveDuty);
    let given = |role: &Role| {
        !matches!(role, Role::Visitor | Role::Reporter | Role::Proxy | Role::DataConsumer)
            && (national || OF_AGENCY_ADMIN.contains(role))
            && (*role != Role::NationalSupervisor || admin.duty().role == Role::NationalSupervisor)
    };
    Role::ALL.iter().copied().filter(given).collect()
}

/// What a form for a duty begins with.
pub(crate) fn begin(admin: &Admin, fields: &mut Fields) {
    put_date(fields, "sejak", admin.today);
    if let Some(agency) = own(admin) {
        fields.set("instansi", agencies::name(admin, agency));
    }
}

/// The agency of an officer who gives duties in one agency only.
fn own(admin: &Admin) -> Option<&Agency> {
    let bound = !reaches_nation(admin.duty(), Act::GiveDuty);
    admin.duty().agency.filter(|_| bound).and_then(|id| admin.reference.directory.agency(id))
}

/// The fields of a duty.
pub(crate) fn inputs(admin: &Admin, asked: Asked<'_>) -> Markup {
    let w = admin.words();
    let roles = roles(admin).into_iter().map(|role| Choice::new(role.word(), label::role(w, role)));
    let roles = std::iter::once(Choice::new("", w.t("admin-choose-one"))).chain(roles).collect();
    let none = || std::iter::once(Choice::new("", w.t("admin-none")));
    html! {
        (asked.select("peran", w.t("admin-duty-role"), roles))
        @if let Some(agency) = own(admin) {
            (asked.select("unit", w.ta("admin-duty-unit-of", &[("name", agencies::name(admin, agency).into())]), own_units(admin, agency)).width(Width::Full).hint(w.t("admin-duty-unit-own-hint")))
        } @else {
            (asked.text("instansi", w.t("admin-duty-agency")).hint(w.t("admin-duty-agency-hint")).optional())
            (asked.text("unit", w.t("admin-unit")).hint(w.t("admin-duty-unit-hint")).optional())
            (asked.select("simpul", w.t("admin-duty-hub"), none().chain(hubs(admin)).collect()).hint(w.t("admin-duty-hub-hint")))
            (asked.select("provinsi", w.t("admin-duty-province"), none().chain(admin.reference.regions.below(None).map(|region| Choice::new(region.code.to_string(), region.name))).collect()).hint(w.t("admin-duty-province-hint")))
        }
        (asked.date("sejak", w.t("admin-duty-from")))
        (asked.date("sampai", w.t("admin-duty-to")).hint(w.t("admin-duty-to-hint")))
        (asked.text("keputusan", w.t("admin-duty-decree-label")).hint(w.t("admin-duty-decree-hint")))
    }
}

fn own_units<'a>(admin: &'a Admin, agency: &Agency) -> Vec<Choice<'a>> {
    let tree = reference_list::unit_tree(&admin.reference.directory, agency.id, admin.today, false);
    let units = tree.into_iter().map(|(depth, unit)| {
        Choice::new(&*unit.code, format!("{}{}", "\u{2014} ".repeat(depth), unit.name))
    });
    std::iter::once(Choice::new("", admin.words().t("admin-duty-whole-agency")))
        .chain(units)
        .collect()
}

fn hubs(admin: &Admin) -> impl Iterator<Item = Choice<'_>> {
    let named =
        |hub: &&domain::directory::Hub| hub.kind != HubKind::Unlisted && hub.exists_on(admin.today);
    let mut hubs: Vec<_> = admin.reference.directory.hubs().filter(named).collect();
    hubs.sort_by_key(|hub| (hub.kind, &hub.name.0));
    hubs.into_iter().map(|hub| Choice::new(&*hub.code, local(admin.lang(), &hub.name)))
}

/// The duty that was typed; `None` when something is wrong with it.
pub(crate) fn read(
    admin: &Admin,
    officer: OfficerId,
    fields: &Fields,
    errors: &mut Errors<'static>,
) -> Option<NewDuty> {
    let w = admin.words();
    let role = Role::from_word(fields.get("peran")).filter(|role| roles(admin).contains(role));
    if role.is_none() {
        errors.add("peran", w.t("admin-choose"));
    }
    let typed = fields.line("instansi");
    let agency = match own(admin) {
        Some(own) => Some(own),
        None if typed.is_empty() => None,
        None => pick::agency(admin, &typed).map_err(|fault| errors.add("instansi", fault)).ok(),
    };
    let unit = read_unit(admin, agency, &fields.line("unit"), errors);
    let code = fields.get("simpul");
    let hub = admin.reference.directory.hubs().find(|hub| &*hub.code == code).map(|hub| hub.id);
    let province = RegionCode::parse(fields.get("provinsi"));
    let valid_from = need_date(w, fields, "sejak", errors);
    let valid_to = may_date(w, fields, "sampai", errors);
    let decree = need_text(w, fields, "keputusan", DECREE_MAX, errors).into_string();
    let role = role?;
    check_place(admin, role, agency.is_some(), unit.is_some(), errors);
    if role == Role::HubManager && hub.is_none() {
        errors.add("simpul", w.t("admin-duty-needs-hub"));
    }
    let hub = hub.filter(|_| role == Role::HubManager);
    let province = province.filter(|_| role == Role::OmbudsmanOfficer);
    let (agency, unit) = (agency.map(|agency| agency.id), unit.map(|unit| unit.id));
    let duty = Duty { officer, role, agency, unit, hub, province };
    let valid_from = valid_from.filter(|_| errors.is_empty())?;
    Some(NewDuty { duty, valid_from, valid_to, decree })
}

fn check_place(admin: &Admin, role: Role, agency: bool, unit: bool, errors: &mut Errors<'static>) {
    let w = admin.words();
    if role.is_of_agency() && !agency && errors.of("instansi").is_none() {
        errors.add("instansi", w.t("admin-duty-needs-agency"));
    }
    if role.is_of_unit() && !unit && errors.of("unit").is_none() {
        errors.add("unit", w.t("admin-duty-needs-unit"));
    }
}

/// The unit that was named by code or by name within an agency.
fn read_unit<'a>(
    admin: &'a Admin,
    agency: Option<&Agency>,
    typed: &str,
    errors: &mut Errors<'static>,
) -> Option<&'a Unit> {
    if typed.is_empty() {
        return None;
    }
    let wanted = typed.to_lowercase();
    let found = agency.and_then(|agency| {
        let mut units = admin
            .reference
            .directory
            .units_of(agency.id)
            .filter(|unit| unit.exists_on(admin.today));
        units.find(|unit| *unit.code == *typed || unit.name.to_lowercase() == wanted)
    });
    if found.is_none() {
        errors.add(
            "unit",
            admin.words().ta("admin-pick-unit-none", &[("typed", typed.to_owned().into())]),
        );
    }
    found
}

/// The officer of an address with the duties that say whose account it is.
async fn find(admin: &Admin, id: i64) -> Answer<(Officer, Vec<Held>, Vec<Duty>)> {
    let (officer, held) = list::find(admin, id).await?;
    let telling = telling(admin, &held);
    Ok((officer, held, telling))
}

fn sheet<'a>(admin: &'a Admin, officer: &'a Officer, title: impl Into<Text<'a>>) -> Sheet<'a> {
    let name = officer.name.as_str();
    Sheet::new(admin, Place::Officers, title).above(name).under(name, path(officer.id))
}

pub(crate) async fn ask_new(admin: Admin, Path(id): Path<i64>) -> Answer {
    let (officer, _, telling) = find(&admin, id).await?;
    admin.require(Act::GiveDuty, Subject::Account(officer.id, &telling))?;
    let mut fields = Fields::default();
    begin(&admin, &mut fields);
    Ok(new_page(&admin, &officer, &fields, &Errors::none()))
}

pub(crate) async fn take_new(Path(id): Path<i64>, form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    let (officer, _, telling) = find(&admin, id).await?;
    admin.require(Act::GiveDuty, Subject::Account(officer.id, &telling))?;
    let mut errors = Errors::none();
    if let Some(new) = read(&admin, officer.id, &fields, &mut errors).filter(|_| !restored) {
        admin.require(Act::GiveDuty, Subject::Duty(&new.duty))?;
        match duties::add(admin.store(), &new, Some(admin.id())).await {
            Ok(_) => return Ok(super::frame::done(&admin, &path(officer.id), Done::Added)),
            Err(why) => denied(admin.words(), why, &mut errors)?,
        }
    }
    Ok(new_page(&admin, &officer, &fields, &errors))
}

fn new_page(
    admin: &Admin,
    officer: &Officer,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let body = inputs(admin, Asked::new(w, fields, errors));
    let form = leavable(
        admin,
        post(admin, &format!("{}/tugas", path(officer.id))),
        w.t("admin-duty-add"),
        &path(officer.id),
    );
    sheet(admin, officer, w.t("admin-duty-add")).ask(errors, &form.around(&body))
}

/// The duty of an address, when this officer may end it.
async fn find_held(admin: &Admin, id: i64, duty: i64) -> Answer<(Officer, Held)> {
    let (officer, held, _) = find(admin, id).await?;
    let held = held.into_iter().find(|held| held.id == DutyId(duty)).ok_or(Failure::NotFound)?;
    admin.require(Act::EndDuty, Subject::Duty(&held.duty))?;
    Ok((officer, held))
}

pub(crate) async fn ask_end(admin: Admin, Path((id, duty)): Path<(i64, i64)>) -> Answer {
    let (officer, held) = find_held(&admin, id, duty).await?;
    let mut fields = Fields::default();
    put_date(&mut fields, "sampai", admin.today);
    Ok(end_page(&admin, &officer, &held, &fields, &Errors::none()))
}

pub(crate) async fn take_end(Path((id, duty)): Path<(i64, i64)>, form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    let (officer, held) = find_held(&admin, id, duty).await?;
    let w = admin.words();
    let mut errors = Errors::none();
    let last_day = need_date(w, &fields, "sampai", &mut errors);
    if let Some(last_day) = last_day.filter(|_| !restored) {
        if !fields.has(SURE) {
            return Ok(end_confirm(&admin, &officer, &held, last_day, &fields));
        }
        match duties::end(admin.store(), held.id, last_day, Some(admin.id())).await {
            Ok(()) => return Ok(super::frame::done(&admin, &path(officer.id), Done::Ended)),
            Err(why) => denied(w, why, &mut errors)?,
        }
    }
    Ok(end_page(&admin, &officer, &held, &fields, &errors))
}

fn end_page(
    admin: &Admin,
    officer: &Officer,
    held: &Held,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let body = html! {
        p { strong { (label::role(w, held.duty.role)) } ", " (list::place(admin, &held.duty)) }
        (Asked::new(w, fields, errors).date("sampai", w.t("admin-last-day")).hint(w.t("admin-duty-end-hint")))
    };
    let form = leavable(
        admin,
        post(admin, &format!("{}/tugas/{}/akhiri", path(officer.id), held.id.0)),
        w.t("admin-continue"),
        &path(officer.id),
    );
    sheet(admin, officer, w.t("admin-duty-end")).ask(errors, &form.around(&body))
}

fn end_confirm(
    admin: &Admin,
    officer: &Officer,
    held: &Held,
    last_day: Date,
    fields: &Fields,
) -> Response {
    let (w, lang) = (admin.words(), admin.lang());
    let role = label::role(w, held.duty.role);
    let consequence = html! {
        p { (w.ta("admin-duty-end-effect", &[("date", long_date(lang, last_day).into())])) }
        @if let Some(until) = tenure(held, last_day) {
            (notice(w, Notice::Warning, w.t("admin-tenure"), &html! {
                (w.ta("admin-tenure-until", &[("date", long_date(lang, until).into())]))
            }))
        }
    };
    let (own, page) =
        (path(officer.id), format!("{}/tugas/{}/akhiri", path(officer.id), held.id.0));
    let values = [("name", officer.name.clone().into()), ("role", role.into_owned().into())];
    let question = w.ta("admin-duty-end-ask", &values);
    let asked = Confirm {
        question,
        consequence: &consequence,
        path: &page,
        yes: w.t("admin-duty-end"),
        back: &own,
    };
    sheet(admin, officer, w.t("admin-duty-end")).confirm(&asked, fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::AgencyId;
    use jiff::civil::date;

    #[test]
    fn only_admins_who_leave_within_two_years_are_warned_of() {
        let held = |role| Held {
            id: DutyId(1),
            duty: Duty {
                officer: OfficerId(1),
                role,
                agency: Some(AgencyId(1)),
                unit: None,
                hub: None,
                province: None,
            },
            valid_from: date(2025, 3, 10),
            valid_to: None,
            decree: "SK 1".to_owned(),
        };
        assert_eq!(tenure(&held(Role::AgencyAdmin), date(2027, 3, 9)), Some(date(2027, 3, 10)));
        assert_eq!(tenure(&held(Role::AgencyAdmin), date(2027, 3, 10)), None);
        assert_eq!(tenure(&held(Role::LiaisonOfficer), date(2025, 4, 1)), None);
    }
}
