//! The journal: what officers did outside of reports, by subject or by officer, newest first.

use super::authority::{self, Act, Subject};
use super::frame::{Place, Sheet};
use super::session::Admin;
use super::{agencies, categories, officers, units};
use crate::failure::{Answer, Failure};
use crate::fields::Query;
use crate::format::{Zone, short_date_time};
use crate::i18n::Words;
use crate::ui::{Icon, Text, count_line, empty_state, pages, when};
use domain::category::CategoryCode;
use domain::kind::Level;
use domain::role::HubId;
use domain::{AgencyId, OfficerId, UnitId};
use maud::{Markup, html};
use serde_json::Value;
use std::collections::HashMap;
use store::audit::{self, Recorded, Trail};

/// Acts on one page.
const PAGE: u16 = 50;

pub(crate) async fn index(admin: Admin, Query(asked): Query) -> Answer {
    if !authority::reaches(admin.duty(), Act::ReadJournal) {
        return Err(Failure::Forbidden);
    }
    let w = admin.words();
    let trail = trail(&admin, asked.get("perihal"), asked.number("petugas")).await?;
    let before = asked.number("sebelum");
    let mut acts = audit::page(admin.store(), &trail, before, PAGE + 1).await?;
    let more = acts.len() > usize::from(PAGE);
    acts.truncate(usize::from(PAGE));
    let older = acts.last().filter(|_| more).map(|last| {
        let kept = [("perihal", asked.get("perihal")), ("petugas", asked.get("petugas"))];
        super::query_path(&admin, "/atur/jurnal", &kept, &[("sebelum", last.id.to_string())])
    });
    let names = names(&admin, &acts).await?;
    let about = match &trail {
        Trail::Whole => None,
        Trail::Subject(subject) => Some(subject_of(&admin, &names, subject)),
        Trail::Officer(id) => Some(person(&admin, &names, *id)),
    };
    let body = html! {
        p { (w.t("admin-journal-lead")) }
        @if let Some(about) = about { p.journal-of { strong { (w.t("admin-journal-about")) " " (about) } } }
        (count_line(w.ta("admin-journal-count", &[("n", acts.len().into())]), w.t("admin-journal-order")))
        @if acts.is_empty() { (empty_state(Icon::FileText, w.t("admin-journal-none"), &html! { p { (w.t("admin-journal-none-help")) } })) }
        @else {
            ol.journal { @for act in &acts { (entry(&admin, &names, act)) } }
            (pages(w, None, older.map(Into::into)))
        }
    };
    Ok(Sheet::new(&admin, Place::Journal, w.t("admin-place-journal"))
        .show(&html! { div.flow { (body) } }))
}

/// What was asked for, when this officer may read it. Who may read the own agency only is led to it.
async fn trail(admin: &Admin, subject: &str, officer: Option<i64>) -> Result<Trail, Failure> {
    let national = authority::reaches_nation(admin.duty(), Act::ReadJournal);
    if let Some(id) = officer {
        officers::find(admin, id).await?;
        return Ok(Trail::Officer(OfficerId(id)));
    }
    if national {
        return Ok(if subject.is_empty() {
            Trail::Whole
        } else {
            Trail::Subject(subject.to_owned())
        });
    }
    let own = admin.duty().agency.ok_or(Failure::Forbidden)?;
    let number = |kind: &str| subject.strip_prefix(kind).and_then(|id| id.parse::<i64>().ok());
    let agency = if subject.is_empty() {
        Some(own)
    } else if let Some(id) = number("agency:") {
        Some(AgencyId(id))
    } else if let Some(id) = number("unit:") {
        admin.reference.directory.unit(UnitId(id)).map(|unit| unit.agency)
    } else if let Some(id) = number("officer:") {
        officers::find(admin, id).await?;
        Some(own)
    } else {
        None
    };
    let agency = agency.ok_or(Failure::NotFound)?;
    admin.require(Act::ReadJournal, Subject::Agency(agency))?;
    Ok(Trail::Subject(if subject.is_empty() {
        format!("agency:{own}")
    } else {
        subject.to_owned()
    }))
}

type Names = HashMap<OfficerId, String>;

/// Names of the officers on a page, each read once.
async fn names(admin: &Admin, acts: &[Recorded]) -> Result<Names, Failure> {
    let told = |act: &Recorded| {
        let about =
            act.subject.strip_prefix("officer:").and_then(|id| id.parse().ok()).map(OfficerId);
        act.officer.into_iter().chain(about)
    };
    let mut names = Names::new();
    for id in acts.iter().flat_map(told) {
        if !names.contains_key(&id)
            && let Some(officer) = store::officers::get(admin.store(), id).await?
        {
            names.insert(id, officer.name);
        }
    }
    Ok(names)
}

fn person(admin: &Admin, names: &Names, id: OfficerId) -> Markup {
    html! {
        @if let Some(name) = names.get(&id) { a href=(admin.href(&officers::path(id))) { (name) } }
        @else { (id) }
    }
}

fn entry(admin: &Admin, names: &Names, act: &Recorded) -> Markup {
    let w = admin.words();
    html! {
        li.journal-entry {
            p.journal-head {
                (when(act.at, short_date_time(admin.lang(), act.at, Zone::WIB))) " · "
                strong { (act_name(w, &act.act)) } " · " (subject_of(admin, names, &act.subject))
            }
            p.journal-who { @match act.officer { Some(id) => (person(admin, names, id)), None => (w.t("admin-journal-system")) } }
            (values(admin, &w.t("admin-journal-before"), act.before.as_ref()))
            (values(admin, &w.t("admin-journal-after"), act.after.as_ref()))
        }
    }
}

/// What an act was about, in words, with a link where there is a page.
fn subject_of(admin: &Admin, names: &Names, subject: &str) -> Markup {
    let w = admin.words();
    let (kind, rest) = subject.split_once(':').unwrap_or((subject, ""));
    let number = rest.parse::<i64>().ok();
    match (kind, number) {
        ("agency", Some(id)) => agencies::link(admin, AgencyId(id)),
        ("unit", Some(id)) => {
            html! { (units::full_name(admin, UnitId(id)).unwrap_or_else(|| subject.to_owned())) }
        }
        ("officer", Some(id)) => person(admin, names, OfficerId(id)),
        ("rules", Some(id)) => {
            html! { a href=(admin.href(&format!("/atur/batas/{id}"))) { (w.t("admin-rules")) " " (id) } }
        }
        ("category", _) => category(admin, rest),
        ("route", _) => {
            let (code, level) = rest.split_once(':').unwrap_or((rest, ""));
            html! { (category(admin, code)) @if let Some(level) = Level::from_word(level) { ", " (crate::label::level(w, level)) } }
        }
        ("hub_member", _) => hub_member(admin, rest),
        ("holiday", _) => {
            let mut parts = rest.splitn(4, ':');
            html! { (parts.next().unwrap_or_default()) " " (parts.nth(2).unwrap_or_default()) }
        }
        ("reference", _) => html! { (w.t("admin-journal-reference")) },
        ("sign-in", _) => html! { (w.t("admin-journal-unknown-name")) },
        _ => html! { code { (subject) } },
    }
}

fn category(admin: &Admin, rest: &str) -> Markup {
    let Some(code) = CategoryCode::parse(rest) else { return html! { (rest) } };
    let shown =
        admin.reference.categories.get(&code).map_or(rest, |node| categories::name(admin, node));
    html! { a href=(admin.href(&categories::path(&code))) { (shown) } }
}

fn hub_member(admin: &Admin, rest: &str) -> Markup {
    let ids = rest
        .split_once(':')
        .and_then(|(hub, agency)| Some((hub.parse().ok()?, agency.parse().ok()?)));
    let Some((hub, agency)) = ids else { return html! { (rest) } };
    let hub = admin
        .reference
        .directory
        .hub(HubId(hub))
        .map_or("", |hub| super::local(admin.lang(), &hub.name));
    html! { (hub) ", " (agencies::link(admin, AgencyId(agency))) }
}

/// What was written down as JSON, one line for each thing.
fn values(admin: &Admin, title: &str, value: Option<&Value>) -> Markup {
    let told = match value {
        Some(Value::Object(map)) => {
            let told: Vec<_> = map.iter().filter(|(_, value)| !value.is_null()).collect();
            html! {
                @for (at, (key, value)) in told.iter().enumerate() {
                    @if at > 0 { "; " } (key_name(admin.words(), key)) ": " (value_text(admin, key, value))
                }
            }
        }
        Some(Value::String(text)) => html! { code { (text) } },
        _ => return html! {},
    };
    html! { @if !told.0.is_empty() { dl.journal-values { div { dt { (title) } dd { (told) } } } } }
}

fn value_text(admin: &Admin, key: &str, value: &Value) -> Markup {
    let agency = matches!(key, "agency" | "parent" | "successors");
    match value {
        Value::Number(number) if agency => match number.as_i64() {
            Some(id) if key == "parent" && admin.reference.directory.unit(UnitId(id)).is_some() => {
                html! { (units::full_name(admin, UnitId(id)).unwrap_or_default()) }
            }
            Some(id) => agencies::link(admin, AgencyId(id)),
            None => html! { (number) },
        },
        Value::Number(number) if key == "unit" => {
            let id = number.as_i64().map(UnitId);
            html! { (id.and_then(|id| units::full_name(admin, id)).unwrap_or_else(|| number.to_string())) }
        }
        Value::String(text) => html! { (text) },
        Value::Array(items) => {
            html! { @for (at, item) in items.iter().enumerate() { @if at > 0 { ", " } (value_text(admin, key, item)) } }
        }
        Value::Object(map) => {
            html! { @for (at, (key, item)) in map.iter().enumerate() { @if at > 0 { ", " } (key) " " (value_text(admin, key, item)) } }
        }
        Value::Bool(_) | Value::Null | Value::Number(_) => html! { (value) },
    }
}

fn key_name(w: Words, key: &str) -> Text<'_> {
    match key {
        "name" => w.t("admin-key-name"),
        "short_name" => w.t("admin-key-short"),
        "from" | "valid_from" => w.t("admin-from"),
        "to" | "last_day" => w.t("admin-last-day"),
        "decree" => w.t("admin-duty-decree-label"),
        "role" => w.t("admin-duty-role"),
        "agency" => w.t("admin-duty-agency"),
        "unit" => w.t("admin-unit"),
        "parent" => w.t("admin-key-parent"),
        "kind" => w.t("admin-agency-kind"),
        "code" | "slug" => w.t("admin-category-code"),
        "successors" => w.t("admin-agency-successors"),
        "category" => w.t("admin-key-category"),
        "username" => w.t("admin-officer-username"),
        "state" => w.t("admin-officer-state"),
        "settlement" => w.t("admin-agency-limit"),
        "replaced_by" => w.t("admin-category-replaced"),
        "source" => w.t("admin-rules-source"),
        _ => Text::Borrowed(key),
    }
}

/// An act in words; one that another build wrote down keeps its word.
fn act_name(w: Words, act: &str) -> Text<'_> {
    match act {
        "sign_in_tried" => w.t("admin-act-sign-in-tried"),
        "code_refused" => w.t("admin-act-code-refused"),
        "signed_in" => w.t("admin-act-signed-in"),
        "signed_out" => w.t("admin-act-signed-out"),
        "officer_created" => w.t("admin-act-officer-created"),
        "officer_changed" => w.t("admin-act-officer-changed"),
        "officer_suspended" => w.t("admin-act-officer-suspended"),
        "officer_reinstated" => w.t("admin-act-officer-reinstated"),
        "officer_reset" => w.t("admin-act-officer-reset"),
        "officer_unlocked" => w.t("admin-act-officer-unlocked"),
        "password_changed" => w.t("admin-act-password-changed"),
        "second_factor_enrolled" => w.t("admin-act-second-factor"),
        "duty_added" => w.t("admin-act-duty-added"),
        "duty_ended" => w.t("admin-act-duty-ended"),
        "job_revived" => w.t("admin-act-job-revived"),
        "agency.added" => w.t("admin-act-agency-added"),
        "agency.renamed" => w.t("admin-act-agency-renamed"),
        "agency.ended" => w.t("admin-act-agency-ended"),
        "agency.settlement" => w.t("admin-act-agency-settlement"),
        "agency.category_hidden" => w.t("admin-act-category-hidden"),
        "agency.category_shown" => w.t("admin-act-category-shown"),
        "unit.added" => w.t("admin-act-unit-added"),
        "unit.renamed" => w.t("admin-act-unit-renamed"),
        "unit.moved" => w.t("admin-act-unit-moved"),
        "unit.ended" => w.t("admin-act-unit-ended"),
        "category.added" => w.t("admin-act-category-added"),
        "category.changed" => w.t("admin-act-category-changed"),
        "category.retired" => w.t("admin-act-category-retired"),
        "route.set" => w.t("admin-act-route-set"),
        "route.ended" => w.t("admin-act-route-ended"),
        "reference.seeded" => w.t("admin-act-seeded"),
        "rules.added" => w.t("admin-act-rules-added"),
        "holiday.added" => w.t("admin-act-holiday-added"),
        "holiday.moved" => w.t("admin-act-holiday-moved"),
        "holiday.removed" => w.t("admin-act-holiday-removed"),
        "hub_member.added" => w.t("admin-act-hub-member-added"),
        "hub_member.ended" => w.t("admin-act-hub-member-ended"),
        other => Text::Borrowed(other),
    }
}
