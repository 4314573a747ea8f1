//! Hubs and their members with dates, and the Ombudsman's offices.

use super::agencies;
use super::agency_change::NAME_MAX;
use super::authority::{Act, Subject};
use super::form::{Asked, need_date, need_text, put_date, refused};
use super::frame::{Confirm, Done, Place, SURE, Sheet, leavable, post};
use super::session::{Admin, AdminForm};
use super::{day_from, day_to, label, local, pick};
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, Query};
use crate::format::long_date;
use crate::ui::{
    Button, Column, Errors, Fact, Notice, Table, Text, button_row, count_line, notice, summary_list,
};
use axum::extract::Path;
use axum::response::Response;
use domain::AgencyId;
use domain::directory::{Agency, Hub, HubKind};
use maud::{Markup, Render as _, html};
use store::reference::change::{self, Refusal};

fn path(hub: &Hub) -> String {
    format!("/atur/simpul/{}", hub.code)
}

fn find<'a>(admin: &'a Admin, code: &str) -> Result<&'a Hub, Failure> {
    admin.reference.directory.hubs().find(|hub| *hub.code == *code).ok_or(Failure::NotFound)
}

pub(crate) async fn index(admin: Admin) -> Answer {
    admin.require(Act::ReadDirectory, Subject::Nation)?;
    let w = admin.words();
    let mut hubs: Vec<&Hub> = admin.reference.directory.hubs().collect();
    hubs.sort_by_key(|hub| (hub.kind, local(admin.lang(), &hub.name)));
    let mut table = Table::new(
        w.t("admin-hubs-caption"),
        vec![
            Column::text(w.t("admin-hub-name")),
            Column::text(w.t("admin-hub-kind")),
            Column::number(w.t("admin-hub-members")),
        ],
    );
    for hub in &hubs {
        let members = hub.members_on(admin.today).count();
        table.row(vec![
            html! { a href=(admin.href(&path(hub))) { (local(admin.lang(), &hub.name)) } },
            html! { (label::hub_kind(w, hub.kind)) },
            html! { @if hub.kind == HubKind::National { (w.t("admin-hub-all")) } @else { (members) } },
        ]);
    }
    let body = html! {
        (count_line(w.ta("admin-hubs-count", &[("n", hubs.len().into())]), w.t("admin-hubs-order")))
        (table.render())
    };
    Ok(Sheet::new(&admin, Place::Hubs, w.t("admin-place-hubs")).show(&body))
}

pub(crate) async fn show(admin: Admin, Path(code): Path<String>, Query(asked): Query) -> Answer {
    admin.require(Act::ReadDirectory, Subject::Nation)?;
    let hub = find(&admin, &code)?;
    let w = admin.words();
    let former = asked.get("lama") == "ya";
    let may = admin.may(Act::ChangeHubs, Subject::Nation) && hub.kind != HubKind::National;
    let mut facts =
        vec![Fact::new(w.t("admin-agency-since"), html! { (day_from(&admin, hub.valid_from)) })];
    if let Some(coordinator) = hub.coordinator {
        facts.push(Fact::new(w.t("admin-hub-coordinator"), agencies::link(&admin, coordinator)));
    }
    if let Some(province) = hub.province.and_then(|code| admin.reference.regions.get(code)) {
        facts.push(Fact::new(w.t("admin-province"), html! { (province.name) }));
    }
    let other = if former { path(hub) } else { format!("{}?lama=ya", path(hub)) };
    let body = html! {
        (summary_list(w, &facts))
        @if hub.kind == HubKind::National { (notice(w, Notice::Info, w.t("admin-hub-has-all"), &html! {})) }
        @else {
            h2 { (w.t("admin-hub-members")) }
            (members(&admin, hub, former, may))
            p { a href=(admin.href(&other)) { @if former { (w.t("admin-hub-hide-former")) } @else { (w.t("admin-hub-show-former")) } } }
        }
        @if may { (button_row(&[Button::secondary(w.t("admin-hub-add")).href(admin.href(&format!("{}/baru", path(hub))))])) }
    };
    let sheet = Sheet::new(&admin, Place::Hubs, local(admin.lang(), &hub.name));
    Ok(sheet.above(label::hub_kind(w, hub.kind)).show(&html! { div.flow { (body) } }))
}

fn members(admin: &Admin, hub: &Hub, former: bool, may: bool) -> Markup {
    let w = admin.words();
    let name = |id: AgencyId| {
        admin.reference.directory.agency(id).map_or("", |agency| agencies::name(admin, agency))
    };
    let shown = |to: Option<jiff::civil::Date>| former || to.is_none_or(|to| admin.today <= to);
    let mut rows: Vec<_> = hub.members.iter().filter(|(_, _, to)| shown(*to)).collect();
    rows.sort_by_key(|(id, from, _)| (name(*id), *from));
    let mut columns = vec![
        Column::text(w.t("admin-agency-name")),
        Column::text(w.t("admin-from")),
        Column::text(w.t("admin-to")),
    ];
    if may {
        columns.push(Column::text(w.t("admin-duty-ways")));
    }
    let mut table = Table::new(w.t("admin-hub-members-caption"), columns);
    for (id, from, to) in rows.iter().copied() {
        let mut cells = vec![
            agencies::link(admin, *id),
            html! { (day_from(admin, *from)) },
            html! { (day_to(admin, *to)) },
        ];
        if may {
            let slug = admin.reference.directory.agency(*id).map_or("", |agency| &*agency.slug);
            let end = admin.href(&format!("{}/{slug}/akhiri", path(hub)));
            cells.push(html! { @if to.is_none() { a href=(end) { (w.t("admin-hub-end-short")) span.sr { ": " (name(*id)) } } } @else { "–" } });
        }
        table.row(cells);
    }
    html! {
        (count_line(w.ta("admin-hub-count", &[("n", rows.len().into())]), w.t("admin-sorted-by-name")))
        @if !rows.is_empty() { (table.render()) }
    }
}

fn sheet<'a>(admin: &'a Admin, hub: &'a Hub, title: impl Into<Text<'a>>) -> Sheet<'a> {
    let name = local(admin.lang(), &hub.name);
    Sheet::new(admin, Place::Hubs, title).above(name).under(name, path(hub))
}

pub(crate) async fn ask_new(admin: Admin, Path(code): Path<String>) -> Answer {
    admin.require(Act::ChangeHubs, Subject::Nation)?;
    let hub = find(&admin, &code)?;
    let mut fields = Fields::default();
    put_date(&mut fields, "sejak", admin.today);
    Ok(new_page(&admin, hub, &fields, &Errors::none()))
}

pub(crate) async fn take_new(Path(code): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    admin.require(Act::ChangeHubs, Subject::Nation)?;
    let (hub, w) = (find(&admin, &code)?, admin.words());
    let mut errors = Errors::none();
    let typed = need_text(w, &fields, "instansi", NAME_MAX, &mut errors);
    let agency = if typed.is_empty() {
        None
    } else {
        pick::agency(&admin, &typed).map_err(|fault| errors.add("instansi", fault)).ok()
    };
    let from = need_date(w, &fields, "sejak", &mut errors);
    if let Some((agency, from)) = agency.zip(from).filter(|_| errors.is_empty() && !restored) {
        let field = |refusal| if refusal == Refusal::NotOnThatDay { "sejak" } else { "instansi" };
        match change::add_hub_member(admin.store(), admin.id(), hub.id, agency.id, from).await {
            Ok(()) => return Ok(super::frame::done(&admin, &path(hub), Done::Added)),
            Err(failure) => refused(w, failure, &mut errors, field)?,
        }
    }
    Ok(new_page(&admin, hub, &fields, &errors))
}

fn new_page(admin: &Admin, hub: &Hub, fields: &Fields, errors: &Errors<'static>) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let body = html! {
        (asked.text("instansi", w.t("admin-duty-agency")).hint(w.t("admin-hub-agency-hint")))
        (asked.date("sejak", w.t("admin-hub-from")))
    };
    let form = leavable(
        admin,
        post(admin, &format!("{}/baru", path(hub))),
        w.t("admin-hub-add"),
        &path(hub),
    );
    sheet(admin, hub, w.t("admin-hub-add")).ask(errors, &form.around(&body))
}

pub(crate) async fn ask_end(admin: Admin, Path((code, slug)): Path<(String, String)>) -> Answer {
    admin.require(Act::ChangeHubs, Subject::Nation)?;
    let (hub, agency) = (find(&admin, &code)?, admin.agency(&slug)?);
    let mut fields = Fields::default();
    put_date(&mut fields, "sampai", admin.today);
    Ok(end_page(&admin, hub, agency, &fields, &Errors::none()))
}

pub(crate) async fn take_end(
    Path((code, slug)): Path<(String, String)>,
    form: AdminForm,
) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    admin.require(Act::ChangeHubs, Subject::Nation)?;
    let (hub, agency, w) = (find(&admin, &code)?, admin.agency(&slug)?, admin.words());
    let mut errors = Errors::none();
    let last_day = need_date(w, &fields, "sampai", &mut errors);
    if let Some(last_day) = last_day.filter(|_| !restored) {
        if !fields.has(SURE) {
            return Ok(end_confirm(&admin, hub, agency, last_day, &fields));
        }
        match change::end_hub_member(admin.store(), admin.id(), hub.id, agency.id, last_day).await {
            Ok(()) => return Ok(super::frame::done(&admin, &path(hub), Done::Ended)),
            Err(failure) => refused(w, failure, &mut errors, |_| "sampai")?,
        }
    }
    Ok(end_page(&admin, hub, agency, &fields, &errors))
}

fn end_path(hub: &Hub, agency: &Agency) -> String {
    format!("{}/{}/akhiri", path(hub), agency.slug)
}

fn end_page(
    admin: &Admin,
    hub: &Hub,
    agency: &Agency,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let body = html! {
        p { strong { (agencies::name(admin, agency)) } }
        (Asked::new(w, fields, errors).date("sampai", w.t("admin-last-day")).hint(w.t("admin-hub-end-hint")))
    };
    let form =
        leavable(admin, post(admin, &end_path(hub, agency)), w.t("admin-continue"), &path(hub));
    sheet(admin, hub, w.t("admin-hub-end")).ask(errors, &form.around(&body))
}

fn end_confirm(
    admin: &Admin,
    hub: &Hub,
    agency: &Agency,
    last_day: jiff::civil::Date,
    fields: &Fields,
) -> Response {
    let w = admin.words();
    let values = [("date", long_date(admin.lang(), last_day).into())];
    let consequence = html! { p { (w.ta("admin-hub-end-effect", &values)) } };
    let (page, back) = (end_path(hub, agency), path(hub));
    let asked = Confirm {
        question: w.ta("admin-hub-end-ask", &[("name", agencies::name(admin, agency).into())]),
        consequence: &consequence,
        path: &page,
        yes: w.t("admin-hub-end"),
        back: &back,
    };
    sheet(admin, hub, w.t("admin-hub-end")).confirm(&asked, fields)
}

/// The Ombudsman's office for each province.
pub(crate) async fn ombudsman(admin: Admin) -> Answer {
    admin.require(Act::ReadDirectory, Subject::Nation)?;
    let w = admin.words();
    let mut table = Table::new(
        w.t("admin-ombudsman-caption"),
        vec![
            Column::text(w.t("admin-province")),
            Column::text(w.t("admin-ombudsman-office")),
            Column::text(w.t("admin-ombudsman-city")),
        ],
    );
    for (code, office) in &admin.reference.ombudsman {
        let province = admin.reference.regions.get(*code).map_or("", |region| region.name);
        table.row(vec![
            html! { (province) },
            html! { (office.name) @if !office.own { " " span.badge-plain { (w.t("admin-ombudsman-shared")) } } },
            html! { (office.city) },
        ]);
    }
    let n = admin.reference.ombudsman.len();
    let body = html! {
        p { (w.t("admin-ombudsman-lead")) }
        (count_line(w.ta("admin-ombudsman-count", &[("n", n.into())]), w.t("admin-ombudsman-order")))
        (table.render())
    };
    Ok(Sheet::new(&admin, Place::Ombudsman, w.t("admin-place-ombudsman"))
        .show(&html! { div.flow { (body) } }))
}
