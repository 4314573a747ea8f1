//! The first page: what this duty may administer, with what needs a look.

use super::authority::{Act, Subject, administers};
use super::frame::{Place, Sheet};
use super::session::Admin;
use crate::failure::Answer;
use crate::i18n::Words;
use crate::ui::{Notice, Text, notice};
use maud::{Markup, html};
use store::jobs;

pub(crate) async fn index(admin: Admin) -> Answer {
    let w = admin.words();
    debug_assert!(administers(admin.duty()), "the extractor has let somebody else in");
    let alerts = alerts(&admin).await?;
    let places: Vec<Place> =
        Place::of(admin.duty()).filter(|place| *place != Place::Overview).collect();
    let role = super::label::role(w, admin.duty().role).into_owned();
    let body = html! {
        p.lead { (w.ta("admin-overview-lead", &[("role", role.into())])) }
        (alerts)
        ul.places { @for place in places {
            li { a href=(admin.href(&place.path())) { strong { (place.label(w)) } } span.muted { (about(w, place, &admin)) } }
        } }
    };
    Ok(Sheet::new(&admin, Place::Overview, w.t("admin-title")).show(&html! { div.flow { (body) } }))
}

async fn alerts(admin: &Admin) -> Answer<Markup> {
    let w = admin.words();
    let dead = admin.may(Act::ReviveWork, Subject::Nation)
        && !jobs::dead(admin.store(), None, 1).await?.is_empty();
    let faults = admin.may(Act::ChangeCategories, Subject::Nation)
        && !admin.reference.categories.tree_faults().is_empty();
    Ok(html! {
        @if dead {
            (notice(w, Notice::Warning, w.t("admin-alert-dead"), &html! { a href=(admin.href("/atur/pekerjaan")) { (w.t("admin-alert-dead-link")) } }))
        }
        @if faults {
            (notice(w, Notice::Warning, w.t("admin-alert-tree"), &html! { a href=(admin.href("/atur/kategori/periksa")) { (w.t("admin-tree-check")) } }))
        }
    })
}

/// What can be done there: said differently to those who may only read.
fn about(w: Words, place: Place, admin: &Admin) -> Text<'static> {
    let may = |act| super::authority::reaches(admin.duty(), act);
    match place {
        Place::Overview => Text::Borrowed(""),
        Place::Agencies if may(Act::ChangeAgencies) => w.t("admin-about-agencies"),
        Place::Agencies if may(Act::ChangeUnits) => w.t("admin-about-agencies-own"),
        Place::Agencies => w.t("admin-about-agencies-read"),
        Place::Officers if may(Act::GiveDuty) => w.t("admin-about-officers"),
        Place::Officers => w.t("admin-about-officers-read"),
        Place::Categories if may(Act::ChangeCategories) => w.t("admin-about-categories"),
        Place::Categories => w.t("admin-about-categories-read"),
        Place::Limits if may(Act::ChangeLimits) => w.t("admin-about-limits"),
        Place::Limits => w.t("admin-about-limits-read"),
        Place::Machine => w.t("admin-about-machine"),
        Place::Calendar if may(Act::ChangeCalendar) => w.t("admin-about-calendar"),
        Place::Calendar => w.t("admin-about-calendar-read"),
        Place::Hubs if may(Act::ChangeHubs) => w.t("admin-about-hubs"),
        Place::Hubs => w.t("admin-about-hubs-read"),
        Place::Ombudsman => w.t("admin-about-ombudsman"),
        Place::Journal => w.t("admin-about-journal"),
        Place::Work => w.t("admin-about-work"),
    }
}
