//! What an agency sets for itself: a shorter limit, and the categories it uses.

use super::agencies::{self, path, sheet};
use super::authority::{Act, Subject};
use super::form::{Asked, limit_units, may_limit, refused};
use super::frame::{Done, leavable, post};
use super::local;
use super::session::{Admin, AdminForm};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::ui::{Errors, Notice, Width, notice};
use axum::extract::Path;
use axum::response::Response;
use domain::DeadlineKind;
use domain::calendar::LimitUnit;
use domain::category::{Category, CategoryCode};
use domain::directory::Agency;
use maud::{Markup, html};
use store::reference::change;

pub(crate) async fn ask_limit(admin: Admin, Path(slug): Path<String>) -> Answer {
    let agency = admin.agency(&slug)?;
    admin.require(Act::SetAgencyLimit, Subject::Agency(agency.id))?;
    let mut fields = Fields::default();
    if let Some(limit) = agency.settlement {
        fields.set("jumlah", limit.amount.to_string());
    }
    fields
        .set("satuan", agency.settlement.map_or(LimitUnit::WorkingDays, |limit| limit.unit).word());
    Ok(limit_page(&admin, agency, &fields, &Errors::none()))
}

pub(crate) async fn take_limit(Path(slug): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    let (agency, w) = (admin.agency(&slug)?, admin.words());
    admin.require(Act::SetAgencyLimit, Subject::Agency(agency.id))?;
    let mut errors = Errors::none();
    let limit = may_limit(w, &fields, ("jumlah", "satuan"), &mut errors);
    if errors.is_empty() && !restored {
        match change::set_settlement(admin.store(), admin.id(), agency.id, limit).await {
            Ok(()) => return Ok(agencies::back(&admin, agency, Done::Changed)),
            Err(failure) => refused(w, failure, &mut errors, |_| "jumlah")?,
        }
    }
    Ok(limit_page(&admin, agency, &fields, &errors))
}

fn limit_page(
    admin: &Admin,
    agency: &Agency,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let rules = admin.reference.rules.on(admin.today);
    let national = [
        DeadlineKind::SettleInformation,
        DeadlineKind::SettleAspiration,
        DeadlineKind::SettleComplaint,
        DeadlineKind::SettleSupervisory,
    ];
    let body = html! {
        p { (w.t("admin-agency-limit-lead")) }
        @if let Some(rules) = rules {
            ul.plain { @for kind in national {
                li { (super::label::deadline(w, kind)) ": " (super::limit(w, rules.limit(kind))) }
            } }
        }
        (asked.digits("jumlah", w.t("admin-limit-amount")).width(Width::Short).hint(w.t("admin-agency-limit-hint")).unforced())
        (asked.select("satuan", w.t("admin-limit-unit"), limit_units(w)))
    };
    let form = leavable(
        admin,
        post(admin, &format!("{}/batas", path(agency))),
        w.t("admin-save"),
        &path(agency),
    );
    sheet(admin, agency, w.t("admin-agency-limit")).ask(errors, &form.around(&body))
}

pub(crate) async fn ask_categories(admin: Admin, Path(slug): Path<String>) -> Answer {
    let agency = admin.agency(&slug)?;
    admin.require(Act::HideCategories, Subject::Agency(agency.id))?;
    Ok(categories_page(&admin, agency, &Errors::none()))
}

/// One category at a time: a button of its row hides or shows it.
pub(crate) async fn take_categories(Path(slug): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    let (agency, w) = (admin.agency(&slug)?, admin.words());
    admin.require(Act::HideCategories, Subject::Agency(agency.id))?;
    let mut errors = Errors::none();
    let (typed, hide) = match fields.get("sembunyikan") {
        "" => (fields.get("tampilkan"), false),
        code => (code, true),
    };
    match CategoryCode::parse(typed).filter(|_| !restored) {
        Some(code) => {
            match change::set_category_hidden(admin.store(), admin.id(), agency.id, code, hide)
                .await
            {
                Ok(()) => {
                    let page = format!("{}/kategori", path(agency));
                    return Ok(super::frame::done(&admin, &page, Done::Changed));
                }
                Err(failure) => refused(w, failure, &mut errors, |_| "kategori")?,
            }
        }
        None if !restored => errors.add("kategori", w.t("admin-choose")),
        None => {}
    }
    Ok(categories_page(&admin, agency, &errors))
}

fn categories_page(admin: &Admin, agency: &Agency, errors: &Errors<'static>) -> Response {
    let w = admin.words();
    let body = html! {
        p { (w.t("admin-agency-hidden-lead")) }
        (notice(w, Notice::Info, w.t("admin-agency-hidden-effect"), &html! {}))
        div id="kategori" tabindex="-1" {
            @for affair in used(admin, None) { (affair_rows(admin, agency, affair)) }
        }
    };
    let form = post(admin, &format!("{}/kategori", path(agency)));
    sheet(admin, agency, w.t("admin-agency-hidden"))
        .ask(errors, &form.around(&html! { div.flow { (body) } }))
}

fn used<'a>(admin: &'a Admin, above: Option<&CategoryCode>) -> impl Iterator<Item = &'a Category> {
    let today = admin.today;
    admin.reference.categories.below(above).filter(move |node| node.is_used_on(today))
}

fn affair_rows(admin: &Admin, agency: &Agency, affair: &Category) -> Markup {
    let (w, lang) = (admin.words(), admin.lang());
    let hides = |node: &Category| admin.reference.hidden.has(agency.id, &node.code);
    let some_hidden = hides(affair) || used(admin, Some(&affair.code)).any(&hides);
    html! {
        details.reveal.tree open[some_hidden] {
            summary { (crate::ui::icon(crate::ui::Icon::ChevronDown)) (local(lang, &affair.name))
                @if hides(affair) { " " span.badge-plain { (w.t("admin-hidden")) } } }
            ul.rows {
                (switch(admin, agency, affair, w.t("admin-category-whole")))
                @if !hides(affair) {
                    @for branch in used(admin, Some(&affair.code)) {
                        (switch(admin, agency, branch, local(lang, &branch.name)))
                    }
                }
            }
        }
    }
}

fn switch<'a>(
    admin: &Admin,
    agency: &Agency,
    node: &Category,
    label: impl Into<crate::ui::Text<'a>>,
) -> Markup {
    let w = admin.words();
    let own = admin.reference.hidden.of(agency.id).any(|code| *code == node.code);
    let (field, word) =
        if own { ("tampilkan", w.t("admin-show")) } else { ("sembunyikan", w.t("admin-hide")) };
    let name = local(admin.lang(), &node.name);
    html! {
        li.row {
            span.row-name { (label.into()) @if own { " " span.badge-plain { (w.t("admin-hidden")) } } }
            @if node.catch_all { span.muted { (w.t("admin-category-catch-all-stays")) } }
            @else {
                button.btn.btn-quiet type="submit" name=(field) value=(node.code) { (word) span.sr { " " (name) } }
            }
        }
    }
}
