//! Officers: who works where, and one officer with account and duties.

use super::agencies;
use super::authority::{self, Act, Subject};
use super::frame::{Place, Sheet};
use super::session::Admin;
use super::{day_to, label, local, units};
use crate::failure::{Answer, Failure};
use crate::fields::Query;
use crate::format::{Zone, date_time, plain_date, short_date};
use crate::ui::{
    Button, Column, Facet, Fact, Finder, Icon, Notice, Table, button_row, count_line, empty_state,
    notice, pages, summary_list,
};
use axum::extract::Path;
use domain::directory::Agency;
use domain::{Duty, OfficerId};
use maud::{Markup, Render as _, html};
use store::duties::{self, Held};
use store::officers::{self, Officer, State};
use store::reference::list;
use store::roster::{self, Filter, Whose};

/// Officers on one page.
const PAGE: u16 = 40;

/// Path of an officer's page.
pub(crate) fn path(officer: OfficerId) -> String {
    format!("/atur/petugas/{officer}")
}

/// The duties that say whose account it is: those that have not ended, or all when all have.
pub(crate) fn telling(admin: &Admin, held: &[Held]) -> Vec<Duty> {
    let open = |held: &&Held| held.valid_to.is_none_or(|to| admin.today <= to);
    let present: Vec<Duty> = held.iter().filter(open).map(|held| held.duty.clone()).collect();
    if present.is_empty() { held.iter().map(|held| held.duty.clone()).collect() } else { present }
}

/// An account with its duties, when this officer may read it.
pub(crate) async fn find(admin: &Admin, id: i64) -> Answer<(Officer, Vec<Held>)> {
    let officer = officers::get(admin.store(), OfficerId(id)).await?.ok_or(Failure::NotFound)?;
    let held = duties::of(admin.store(), officer.id).await?;
    let telling = telling(admin, &held);
    // What this officer may not read is not there.
    if !admin.may(Act::ReadOfficers, Subject::Account(officer.id, &telling)) {
        return Err(Failure::NotFound);
    }
    Ok((officer, held))
}

/// Where a duty reaches, in words.
pub(crate) fn place(admin: &Admin, duty: &Duty) -> Markup {
    let (lang, reference) = (admin.lang(), &admin.reference);
    let hub = duty.hub.and_then(|id| reference.directory.hub(id));
    let province = duty.province.and_then(|code| reference.regions.get(code));
    html! {
        @if let Some(unit) = duty.unit { (units::full_name(admin, unit).unwrap_or_default()) }
        @else if let Some(agency) = duty.agency { (agencies::link(admin, agency)) }
        @else if let Some(hub) = hub { (local(lang, &hub.name)) }
        @else if let Some(province) = province { (province.name) }
        @else { (admin.words().t("admin-nation")) }
    }
}

pub(crate) fn state(admin: &Admin, officer: &Officer) -> Markup {
    let w = admin.words();
    let locked = officer.locked_until.is_some_and(|until| until > admin.store().now());
    html! {
        (label::account_state(w, officer.state))
        @if locked { " · " (w.t("admin-account-locked")) }
    }
}

pub(crate) async fn index(admin: Admin, Query(asked): Query) -> Answer {
    if !authority::reaches(admin.duty(), Act::ReadOfficers) {
        return Err(Failure::Forbidden);
    }
    let w = admin.words();
    let national = authority::reaches_nation(admin.duty(), Act::ReadOfficers);
    let own = admin.duty().agency.and_then(|id| admin.reference.directory.agency(id));
    let agency = match asked.get("instansi") {
        _ if !national => Some(own.ok_or(Failure::Forbidden)?),
        "" => None,
        slug => Some(admin.agency(slug)?),
    };
    let unit = agency
        .and_then(|agency| admin.reference.directory.unit_by_code(agency.id, asked.get("unit")));
    let whose = match (agency, unit) {
        (_, Some(unit)) => Whose::Unit(unit.id),
        (Some(agency), None) => Whose::Agency(agency.id),
        (None, None) => Whose::Everybody,
    };
    let filter = Filter { text: asked.line("q"), whose };
    let after = asked.number("sesudah").map(|id| (asked.get("nama").to_owned(), OfficerId(id)));
    let page = roster::page(admin.store(), &filter, after.as_ref(), PAGE).await?;
    let n = roster::count(admin.store(), agency.map(|agency| agency.id)).await?;
    let older = page.next.as_ref().map(|(name, id)| {
        let kept = [
            ("q", asked.get("q")),
            ("instansi", asked.get("instansi")),
            ("unit", asked.get("unit")),
        ];
        super::query_path(
            &admin,
            "/atur/petugas",
            &kept,
            &[("nama", name.clone()), ("sesudah", id.to_string())],
        )
    });
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    let body = html! {
        (finder(&admin, &filter, agency.filter(|_| national), agency, asked.get("unit")))
        (count_line(w.ta("admin-officers-count", &[("n", n.into())]), w.t("admin-sorted-by-name")))
        @if page.officers.is_empty() {
            (empty_state(Icon::Users, w.t("admin-officers-none"), &html! { p { (w.t("admin-officers-none-help")) } }))
        } @else {
            (table(&admin, &page.officers))
            (pages(w, None, older.map(Into::into)))
        }
        @if authority::reaches(admin.duty(), Act::GiveDuty) {
            (button_row(&[Button::secondary(w.t("admin-officer-add")).href(admin.href("/atur/petugas/baru"))]))
        }
    };
    let mut sheet = Sheet::new(&admin, Place::Officers, w.t("admin-place-officers"));
    if let Some(agency) = agency {
        sheet = sheet.above(agencies::name(&admin, agency));
    }
    Ok(sheet.show(&body))
}

fn finder(
    admin: &Admin,
    filter: &Filter,
    kept: Option<&Agency>,
    agency: Option<&Agency>,
    unit: &str,
) -> Markup {
    let w = admin.words();
    let asked = !filter.text.is_empty() || kept.is_some() || !unit.is_empty();
    let mut finder = Finder::new(
        admin.href("/atur/petugas"),
        w.t("admin-officers-search"),
        filter.text.as_str(),
    )
    .clear(asked.then(|| admin.href("/atur/petugas")));
    if let Some(agency) = kept {
        finder = finder.keep("instansi", &*agency.slug);
    }
    if let Some(agency) = agency {
        let tree = list::unit_tree(&admin.reference.directory, agency.id, admin.today, true);
        let units = tree.into_iter().map(|(depth, unit)| {
            let name = format!("{}{}", "\u{2014} ".repeat(depth), unit.name);
            ((&*unit.code).into(), name.into())
        });
        let choices = [("".into(), w.t("admin-all"))].into_iter().chain(units).collect();
        finder = finder.facet(Facet {
            name: "unit",
            label: w.t("admin-unit"),
            choices,
            chosen: unit.into(),
        });
        return finder.bar(w);
    }
    finder.bar(w)
}

fn table(admin: &Admin, found: &[(Officer, Vec<Held>)]) -> Markup {
    let w = admin.words();
    let mut table = Table::new(
        w.t("admin-officers-caption"),
        vec![
            Column::text(w.t("admin-officer-name")),
            Column::text(w.t("admin-officer-username")),
            Column::text(w.t("admin-officer-duties")),
            Column::text(w.t("admin-officer-state")),
        ],
    );
    for (officer, held) in found {
        let present: Vec<&Held> =
            held.iter().filter(|held| held.is_in_force(admin.today)).collect();
        table.row(vec![
            html! { a href=(admin.href(&path(officer.id))) { (officer.name) } },
            html! { (officer.username) },
            html! {
                @if present.is_empty() { span.muted { (w.t("admin-officer-no-duty")) } }
                @else { ul.plain { @for held in present { li { (label::role(w, held.duty.role)) ", " (place(admin, &held.duty)) } } } }
            },
            state(admin, officer),
        ]);
    }
    table.render()
}

pub(crate) async fn show(admin: Admin, Path(id): Path<i64>) -> Answer {
    let (officer, held) = find(&admin, id).await?;
    let w = admin.words();
    let locked = officer.locked_until.is_some_and(|until| until > admin.store().now());
    let body = html! {
        @if officer.state == State::Suspended {
            (notice(w, Notice::Warning, w.t("admin-account-closed"), &html! { (w.t("admin-account-closed-help")) }))
        }
        (facts(&admin, &officer))
        (duty_table(&admin, &officer, &held))
        (ways(&admin, &officer, &held, locked))
    };
    let sheet = Sheet::new(&admin, Place::Officers, officer.name.as_str());
    Ok(sheet.above(w.t("admin-officer")).show(&html! { div.flow { (body) } }))
}

fn facts(admin: &Admin, officer: &Officer) -> Markup {
    let (w, lang) = (admin.words(), admin.lang());
    let day = |at| plain_date(lang, Zone::WIB.civil(at).date());
    let factor = if officer.enrolled {
        w.t("admin-account-enrolled")
    } else {
        w.t("admin-account-not-enrolled")
    };
    let mut facts = vec![
        Fact::new(w.t("admin-officer-username"), html! { (officer.username) }),
        Fact::new(w.t("admin-officer-state"), state(admin, officer)),
        Fact::new(w.t("admin-account-factor"), html! { (factor) }),
        Fact::new(w.t("admin-account-language"), html! { (language(officer)) }),
        Fact::new(w.t("admin-account-created"), html! { (day(officer.created_at)) }),
        Fact::new(w.t("admin-account-password-at"), html! { (day(officer.password_at)) }),
    ];
    if let Some(until) = officer.locked_until.filter(|until| *until > admin.store().now()) {
        facts.push(Fact::new(
            w.t("admin-account-locked-until"),
            html! { (date_time(lang, until, Zone::WIB)) },
        ));
    }
    summary_list(w, &facts)
}

fn language(officer: &Officer) -> &'static str {
    use crate::i18n::Lang;
    Lang::ALL
        .iter()
        .find(|lang| lang.code() == officer.language)
        .map_or("Indonesia", |lang| lang.name())
}

fn duty_table(admin: &Admin, officer: &Officer, held: &[Held]) -> Markup {
    let (w, lang) = (admin.words(), admin.lang());
    let mut table = Table::new(
        w.t("admin-duties-caption"),
        vec![
            Column::text(w.t("admin-duty-role")),
            Column::text(w.t("admin-duty-where")),
            Column::text(w.t("admin-from")),
            Column::text(w.t("admin-to")),
            Column::text(w.t("admin-duty-decree-label")),
            Column::text(w.t("admin-duty-ways")),
        ],
    );
    for held in held {
        let open = held.valid_to.is_none_or(|to| admin.today <= to);
        let may = open && admin.may(Act::EndDuty, Subject::Duty(&held.duty));
        let end = format!("{}/tugas/{}/akhiri", path(officer.id), held.id.0);
        table.row(vec![
            html! { (label::role(w, held.duty.role)) },
            place(admin, &held.duty),
            html! { (short_date(lang, held.valid_from)) },
            html! { (day_to(admin, held.valid_to)) },
            html! { (held.decree) },
            html! {
                @if may { a href=(admin.href(&end)) { (w.t("admin-duty-end")) span.sr { ": " (label::role(w, held.duty.role)) } } }
                @else { "–" }
            },
        ]);
    }
    html! {
        h2 { (w.t("admin-officer-duties")) }
        @if held.is_empty() { p { (w.t("admin-officer-never-duty")) } } @else { (table.render()) }
    }
}

fn ways(admin: &Admin, officer: &Officer, held: &[Held], locked: bool) -> Markup {
    let (w, base) = (admin.words(), path(officer.id));
    let telling = telling(admin, held);
    let account = Subject::Account(officer.id, &telling);
    let href = |what: &str| admin.href(&format!("{base}/{what}"));
    let mut buttons = Vec::new();
    if admin.may(Act::GiveDuty, account) && officer.state != State::Suspended {
        buttons.push(Button::secondary(w.t("admin-duty-add")).href(href("tugas")));
    }
    if admin.may(Act::ChangeAccount, account) {
        buttons.push(Button::secondary(w.t("admin-account-change")).href(href("ubah")));
        if locked {
            buttons.push(Button::secondary(w.t("admin-account-unlock")).href(href("lepas")));
        }
        if officer.state == State::Suspended {
            buttons.push(Button::secondary(w.t("admin-account-reinstate")).href(href("buka")));
        } else {
            buttons.push(Button::secondary(w.t("admin-account-reset")).href(href("setel-ulang")));
            buttons.push(Button::secondary(w.t("admin-account-suspend")).href(href("tutup")));
        }
    }
    if admin.may(Act::ReadJournal, account) {
        buttons.push(
            Button::quiet(w.t("admin-history"))
                .href(admin.href(&format!("/atur/jurnal?perihal=officer:{}", officer.id))),
        );
        buttons.push(
            Button::quiet(w.t("admin-officer-acts"))
                .href(admin.href(&format!("/atur/jurnal?petugas={}", officer.id))),
        );
    }
    let oneself = officer.id == admin.id();
    html! {
        @if oneself { (notice(w, Notice::Info, w.t("admin-oneself"), &html! { (w.t("admin-oneself-help")) })) }
        @if !buttons.is_empty() { (button_row(&buttons)) }
    }
}
