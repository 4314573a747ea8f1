//! Reorganisation: new agencies, new names, ends with successors. Old reports keep the names of
//! their time; open ones follow the successor.

use super::agencies::{self, path, sheet};
use super::authority::{Act, Subject};
use super::form::{Asked, may_date, need_date, need_text, put_date, refused};
use super::frame::{Confirm, Done, Place, SURE, Sheet, leavable, post};
use super::session::{Admin, AdminForm};
use super::{label, pick};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::format::long_date;
use crate::ui::{Choice, Errors, Width};
use axum::extract::Path;
use axum::response::Response;
use domain::AgencyId;
use domain::calendar::Zone;
use domain::directory::{Agency, AgencyKind};
use jiff::civil::Date;
use maud::{Markup, html};
use store::reference::change::{self, NewAgency, Refusal, Reorganisation};

/// Longest name of anything, in characters; the store refuses more.
pub(crate) const NAME_MAX: usize = 200;

pub(crate) async fn ask_new(admin: Admin) -> Answer {
    admin.require(Act::ChangeAgencies, Subject::Nation)?;
    let mut fields = Fields::default();
    fields.set("zona", Zone::Wib.word());
    fields.set("inspektorat", admin.words().t("admin-agency-inspectorate-usual"));
    Ok(new_page(&admin, &fields, &Errors::none()))
}

pub(crate) async fn take_new(form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    admin.require(Act::ChangeAgencies, Subject::Nation)?;
    let mut errors = Errors::none();
    if !restored && let Some(new) = read_new(&admin, &fields, &mut errors) {
        let slug = new.slug.clone();
        let field = |refusal| match refusal {
            Refusal::BadCode | Refusal::SlugTaken => "alamat",
            Refusal::UnknownRegion | Refusal::RegionGoverned => "wilayah",
            Refusal::UnknownAgency => "induk",
            _ => "nama",
        };
        match change::add_agency(admin.store(), admin.id(), new).await {
            Ok(_) => {
                return Ok(super::frame::done(
                    &admin,
                    &format!("/atur/instansi/{slug}"),
                    Done::Added,
                ));
            }
            Err(failure) => refused(admin.words(), failure, &mut errors, field)?,
        }
    }
    Ok(new_page(&admin, &fields, &errors))
}

fn read_new(admin: &Admin, fields: &Fields, errors: &mut Errors<'static>) -> Option<NewAgency> {
    let w = admin.words();
    let name = need_text(w, fields, "nama", NAME_MAX, errors);
    let short_name = need_text(w, fields, "singkatan", NAME_MAX, errors);
    let slug = need_text(w, fields, "alamat", 60, errors);
    let kind = AgencyKind::from_word(fields.get("jenis"));
    if kind.is_none() {
        errors.add("jenis", w.t("admin-choose"));
    }
    let parent =
        optional(errors, "induk", &fields.line("induk"), |typed| pick::agency(admin, typed));
    let region =
        optional(errors, "wilayah", &fields.line("wilayah"), |typed| pick::region(admin, typed));
    let zone = Zone::from_word(fields.get("zona"));
    if zone.is_none() {
        errors.add("zona", w.t("admin-choose"));
    }
    let valid_from = may_date(w, fields, "sejak", errors);
    let inspectorate = need_text(w, fields, "inspektorat", NAME_MAX, errors);
    if !errors.is_empty() {
        return None;
    }
    let parent = parent.map(|agency| agency.id);
    Some(NewAgency {
        slug,
        kind: kind?,
        name,
        short_name,
        parent,
        region,
        zone: zone?,
        valid_from,
        inspectorate,
    })
}

/// What a field that may stay empty names; adds what is wrong with it.
fn optional<T>(
    errors: &mut Errors<'static>,
    name: &'static str,
    typed: &str,
    find: impl Fn(&str) -> Result<T, crate::ui::Text<'static>>,
) -> Option<T> {
    if typed.is_empty() {
        return None;
    }
    find(typed).map_err(|fault| errors.add(name, fault)).ok()
}

fn new_page(admin: &Admin, fields: &Fields, errors: &Errors<'static>) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let kinds =
        AgencyKind::ALL.iter().map(|kind| Choice::new(kind.word(), label::agency_kind(w, *kind)));
    let kinds = std::iter::once(Choice::new("", w.t("admin-choose-one"))).chain(kinds).collect();
    let zones =
        Zone::ALL.iter().map(|zone| Choice::new(zone.word(), zone.word().to_uppercase())).collect();
    let body = html! {
        (asked.text("nama", w.t("admin-agency-name")))
        (asked.text("singkatan", w.t("admin-agency-short")).width(Width::Medium).hint(w.t("admin-agency-short-hint")))
        (asked.text("alamat", w.t("admin-agency-address")).width(Width::Medium).hint(w.t("admin-agency-address-hint")))
        (asked.select("jenis", w.t("admin-agency-kind"), kinds))
        (asked.text("wilayah", w.t("admin-agency-region")).width(Width::Medium).hint(w.t("admin-agency-region-hint")).optional())
        (asked.text("induk", w.t("admin-agency-parent")).hint(w.t("admin-agency-parent-hint")).optional())
        (asked.radios("zona", w.t("admin-agency-zone"), zones).inline())
        (asked.date("sejak", w.t("admin-agency-since-ask")).hint(w.t("admin-agency-since-hint")))
        (asked.text("inspektorat", w.t("admin-agency-inspectorate")).hint(w.t("admin-agency-inspectorate-hint")))
    };
    let form = leavable(
        admin,
        post(admin, "/atur/instansi/baru"),
        w.t("admin-agency-add"),
        "/atur/instansi",
    );
    Sheet::new(admin, Place::Agencies, w.t("admin-agency-new")).ask(errors, &form.around(&body))
}

pub(crate) async fn ask_name(admin: Admin, Path(slug): Path<String>) -> Answer {
    admin.require(Act::ChangeAgencies, Subject::Nation)?;
    let agency = admin.agency(&slug)?;
    let mut fields = Fields::default();
    if let Some(last) = agency.names.last() {
        fields.set("nama", &*last.name);
        fields.set("singkatan", &*last.short_name);
    }
    put_date(&mut fields, "sejak", admin.today);
    Ok(name_page(&admin, agency, &fields, &Errors::none()))
}

pub(crate) async fn take_name(Path(slug): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    admin.require(Act::ChangeAgencies, Subject::Nation)?;
    let (agency, w) = (admin.agency(&slug)?, admin.words());
    let mut errors = Errors::none();
    let name = need_text(w, &fields, "nama", NAME_MAX, &mut errors);
    let short = need_text(w, &fields, "singkatan", NAME_MAX, &mut errors);
    let from = need_date(w, &fields, "sejak", &mut errors);
    if let Some(from) = from.filter(|_| errors.is_empty() && !restored) {
        let field = |refusal| match refusal {
            Refusal::NotOnThatDay | Refusal::LaterChange => "sejak",
            _ => "nama",
        };
        match change::rename_agency(admin.store(), admin.id(), agency.id, from, (name, short)).await
        {
            Ok(()) => return Ok(agencies::back(&admin, agency, Done::Changed)),
            Err(failure) => refused(w, failure, &mut errors, field)?,
        }
    }
    Ok(name_page(&admin, agency, &fields, &errors))
}

fn name_page(
    admin: &Admin,
    agency: &Agency,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let body = html! {
        (asked.text("nama", w.t("admin-agency-name")))
        (asked.text("singkatan", w.t("admin-agency-short")).width(Width::Medium).hint(w.t("admin-agency-short-hint")))
        (asked.date("sejak", w.t("admin-agency-name-from")).hint(w.t("admin-agency-name-from-hint")))
    };
    let form = leavable(
        admin,
        post(admin, &format!("{}/nama", path(agency))),
        w.t("admin-save"),
        &path(agency),
    );
    sheet(admin, agency, w.t("admin-agency-rename")).ask(errors, &form.around(&body))
}

pub(crate) async fn ask_end(admin: Admin, Path(slug): Path<String>) -> Answer {
    admin.require(Act::ChangeAgencies, Subject::Nation)?;
    let agency = admin.agency(&slug)?;
    let mut fields = Fields::default();
    put_date(&mut fields, "sampai", admin.today);
    Ok(end_page(&admin, agency, &fields, &Errors::none()))
}

pub(crate) async fn take_end(Path(slug): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    admin.require(Act::ChangeAgencies, Subject::Nation)?;
    let (agency, w) = (admin.agency(&slug)?, admin.words());
    let mut errors = Errors::none();
    if !restored && let Some(act) = read_end(&admin, agency, &fields, &mut errors) {
        if !fields.has(SURE) {
            return Ok(end_confirm(&admin, agency, &act, &fields));
        }
        let field = |refusal| match refusal {
            Refusal::BadSuccessor => "pengganti",
            Refusal::AlreadyEnded => "bersama",
            _ => "sampai",
        };
        match change::reorganise(admin.store(), admin.id(), act).await {
            Ok(()) => return Ok(agencies::back(&admin, agency, Done::Ended)),
            Err(failure) => refused(w, failure, &mut errors, field)?,
        }
    }
    Ok(end_page(&admin, agency, &fields, &errors))
}

fn read_end(
    admin: &Admin,
    agency: &Agency,
    fields: &Fields,
    errors: &mut Errors<'static>,
) -> Option<Reorganisation> {
    let last_day = need_date(admin.words(), fields, "sampai", errors);
    let mut named = |name: &'static str| -> Vec<AgencyId> {
        match pick::agencies(admin, &fields.text(name)) {
            Ok(found) => found.iter().map(|agency| agency.id).collect(),
            Err(fault) => {
                errors.add(name, fault);
                Vec::new()
            }
        }
    };
    let successors = named("pengganti");
    let mut ended = vec![agency.id];
    ended.extend(named("bersama"));
    let last_day = last_day.filter(|_| errors.is_empty())?;
    Some(Reorganisation { ended, last_day, successors })
}

fn end_page(admin: &Admin, agency: &Agency, fields: &Fields, errors: &Errors<'static>) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let body = html! {
        p { (w.t("admin-agency-end-lead")) }
        (asked.date("sampai", w.t("admin-last-day")).hint(w.t("admin-agency-end-hint")))
        (asked.long("pengganti", w.t("admin-agency-end-successors")).rows(3).hint(w.t("admin-agency-end-successors-hint")).optional())
        (asked.long("bersama", w.t("admin-agency-end-with")).rows(3).hint(w.t("admin-agency-end-with-hint")).optional())
    };
    let form = leavable(
        admin,
        post(admin, &format!("{}/akhiri", path(agency))),
        w.t("admin-continue"),
        &path(agency),
    );
    sheet(admin, agency, w.t("admin-agency-end")).ask(errors, &form.around(&body))
}

fn end_confirm(admin: &Admin, agency: &Agency, act: &Reorganisation, fields: &Fields) -> Response {
    let w = admin.words();
    let consequence = end_consequence(admin, &act.ended, act.last_day, &act.successors);
    let (own, page) = (path(agency), format!("{}/akhiri", path(agency)));
    let question = w.ta("admin-agency-end-ask", &[("name", agencies::name(admin, agency).into())]);
    let asked = Confirm {
        question,
        consequence: &consequence,
        path: &page,
        yes: w.t("admin-agency-end-yes"),
        back: &own,
    };
    sheet(admin, agency, w.t("admin-agency-end")).confirm(&asked, fields)
}

fn end_consequence(
    admin: &Admin,
    ended: &[AgencyId],
    last_day: Date,
    successors: &[AgencyId],
) -> Markup {
    let w = admin.words();
    html! {
        ul {
            li { (w.ta("admin-agency-end-day", &[("date", long_date(admin.lang(), last_day).into())])) ": "
                @for (at, id) in ended.iter().enumerate() { @if at > 0 { ", " } (agencies::link(admin, *id)) } "." }
            @match successors {
                [] => li { (w.t("admin-agency-end-none")) },
                [only] => li { (w.t("admin-agency-end-one")) " " (agencies::link(admin, *only)) "." },
                several => li { (w.t("admin-agency-end-several")) " "
                    @for (at, id) in several.iter().enumerate() { @if at > 0 { ", " } (agencies::link(admin, *id)) } "." },
            }
            li { (w.t("admin-agency-end-hubs")) }
            li { (w.t("admin-agency-end-past")) }
            li { (w.t("admin-agency-end-duties")) }
        }
    }
}
