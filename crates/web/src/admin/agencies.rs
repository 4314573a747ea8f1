//! Agencies: the list, and one agency with everything that is known of it.

use super::authority::{Act, Subject};
use super::frame::{Place, Sheet};
use super::session::Admin;
use super::{day_from, day_to, label, units};
use crate::failure::Answer;
use crate::fields::Query;
use crate::format::short_date;
use crate::ui::{
    Button, Column, Facet, Fact, Finder, Icon, Notice, Table, button_row, count_line, empty_state,
    notice, pages, summary_list,
};
use axum::extract::Path;
use axum::response::Response;
use domain::AgencyId;
use domain::directory::{Agency, AgencyKind, AgencyName};
use maud::{Markup, Render as _, html};
use store::reference::list::{self, AgencyFilter};
use store::roster;

/// Agencies on one page.
const PAGE: usize = 50;

/// Path of an agency's page.
pub(crate) fn path(agency: &Agency) -> String {
    format!("/atur/instansi/{}", agency.slug)
}

/// The name an agency bears today.
pub(crate) fn name<'a>(admin: &Admin, agency: &'a Agency) -> &'a str {
    agency.name_on(admin.today).map_or(&*agency.slug, |name| &*name.name)
}

/// A link to an agency; its number when it is not known.
pub(crate) fn link(admin: &Admin, id: AgencyId) -> Markup {
    let agency = admin.reference.directory.agency(id);
    html! {
        @if let Some(agency) = agency { a href=(admin.href(&path(agency))) { (name(admin, agency)) } }
        @else { (id) }
    }
}

pub(crate) async fn index(admin: Admin, Query(asked): Query) -> Answer {
    admin.require(Act::ReadDirectory, Subject::Nation)?;
    let w = admin.words();
    let filter = AgencyFilter {
        text: asked.line("q"),
        kind: AgencyKind::from_word(asked.get("jenis")),
        ended: asked.get("berakhir") == "ya",
    };
    let after = asked.number("sesudah").map(AgencyId);
    let directory = &admin.reference.directory;
    let all = list::agencies(directory, &filter, admin.today, None, usize::MAX).agencies.len();
    let page = list::agencies(directory, &filter, admin.today, after, PAGE);
    let mut table = Table::new(
        w.t("admin-agencies-caption"),
        vec![
            Column::text(w.t("admin-agency-name")),
            Column::text(w.t("admin-agency-short")),
            Column::text(w.t("admin-agency-kind")),
            Column::text(w.t("admin-agency-region")),
        ],
    );
    for agency in &page.agencies {
        let short = agency.name_on(admin.today).map_or("", |name| &*name.short_name);
        let region =
            agency.region.map(|code| admin.reference.regions.full_name(code)).unwrap_or_default();
        table.row(vec![
            html! {
                (link(&admin, agency.id))
                @if let Some(to) = agency.valid_to { " " span.muted { (day_to(&admin, Some(to))) } }
            },
            html! { (short) },
            html! { (label::agency_kind(w, agency.kind)) },
            html! { @if region.is_empty() { "–" } @else { (region) } },
        ]);
    }
    let older = page.next.map(|next| {
        let kept = [
            ("q", asked.get("q")),
            ("jenis", asked.get("jenis")),
            ("berakhir", asked.get("berakhir")),
        ];
        super::query_path(&admin, "/atur/instansi", &kept, &[("sesudah", next.0.to_string())])
    });
    let shown = i64::try_from(all).unwrap_or(i64::MAX);
    let body = html! {
        (finder(&admin, &filter))
        (count_line(w.ta("admin-agencies-count", &[("n", shown.into())]), w.t("admin-sorted-by-name")))
        @if page.agencies.is_empty() {
            (empty_state(Icon::Search, w.t("admin-agencies-none"), &html! { p { (w.t("admin-agencies-none-help")) } }))
        } @else {
            (table.render())
            (pages(w, None, older.map(Into::into)))
        }
        @if admin.may(Act::ChangeAgencies, Subject::Nation) {
            (button_row(&[Button::secondary(w.t("admin-agency-add")).href(admin.href("/atur/instansi/baru"))]))
        }
    };
    Ok(Sheet::new(&admin, Place::Agencies, w.t("admin-place-agencies")).show(&body))
}

fn finder(admin: &Admin, filter: &AgencyFilter) -> Markup {
    let w = admin.words();
    let kinds =
        AgencyKind::ALL.iter().map(|kind| (kind.word().into(), label::agency_kind(w, *kind)));
    let kind = Facet {
        name: "jenis",
        label: w.t("admin-agency-kind"),
        choices: [("".into(), w.t("admin-all"))].into_iter().chain(kinds).collect(),
        chosen: filter.kind.map_or("", AgencyKind::word).into(),
    };
    let ended = Facet {
        name: "berakhir",
        label: w.t("admin-agencies-which"),
        choices: vec![
            ("".into(), w.t("admin-agencies-present")),
            ("ya".into(), w.t("admin-agencies-with-ended")),
        ],
        chosen: if filter.ended { "ya" } else { "" }.into(),
    };
    Finder::new(admin.href("/atur/instansi"), w.t("admin-agencies-search"), filter.text.as_str())
        .facet(kind)
        .facet(ended)
        .clear((*filter != AgencyFilter::default()).then(|| admin.href("/atur/instansi")))
        .bar(w)
}

pub(crate) async fn show(admin: Admin, Path(slug): Path<String>) -> Answer {
    let agency = admin.agency(&slug)?;
    let w = admin.words();
    let subject = Subject::Agency(agency.id);
    let body = html! {
        @if let Some(to) = agency.valid_to { (ended_notice(&admin, agency, to)) }
        (facts(&admin, agency))
        (names(&admin, agency))
        (hubs(&admin, agency))
        h2 { (w.t("admin-units-title")) }
        (units::outline(&admin, agency))
        @if admin.may(Act::ReadOfficers, subject) { (officers(&admin, agency).await?) }
        (ways(&admin, agency))
    };
    let sheet = Sheet::new(&admin, Place::Agencies, name(&admin, agency));
    Ok(sheet.above(label::agency_kind(w, agency.kind)).show(&html! { div.flow { (body) } }))
}

fn ended_notice(admin: &Admin, agency: &Agency, to: jiff::civil::Date) -> Markup {
    let w = admin.words();
    let title = w.ta("admin-agency-ends", &[("date", short_date(admin.lang(), to).into())]);
    notice(
        w,
        Notice::Warning,
        title,
        &html! {
            @if agency.successors.is_empty() { p { (w.t("admin-agency-no-successor")) } }
            @else { p { (w.t("admin-agency-successors")) ": "
                @for (at, id) in agency.successors.iter().enumerate() { @if at > 0 { ", " } (link(admin, *id)) } } }
        },
    )
}

fn facts(admin: &Admin, agency: &Agency) -> Markup {
    let (w, base) = (admin.words(), path(agency));
    let subject = Subject::Agency(agency.id);
    let earlier: Vec<AgencyId> = admin
        .reference
        .directory
        .agencies()
        .filter(|other| other.successors.contains(&agency.id))
        .map(|other| other.id)
        .collect();
    let mut facts = vec![
        Fact::new(w.t("admin-agency-address"), html! { code { (agency.slug) } }),
        Fact::new(w.t("admin-agency-since"), html! { (day_from(admin, agency.valid_from)) }),
        Fact::new(w.t("admin-agency-zone"), html! { (agency.zone.word().to_uppercase()) }),
    ];
    if let Some(code) = agency.region {
        let region = admin.reference.regions.full_name(code);
        facts.push(Fact::new(w.t("admin-agency-region"), html! { (region) " (" (code) ")" }));
    }
    if let Some(parent) = agency.parent {
        facts.push(Fact::new(w.t("admin-agency-parent"), link(admin, parent)));
    }
    if !earlier.is_empty() {
        let list = html! { @for (at, id) in earlier.iter().enumerate() { @if at > 0 { ", " } (link(admin, *id)) } };
        facts.push(Fact::new(w.t("admin-agency-earlier"), list));
    }
    let limit =
        agency.settlement.map_or_else(|| w.t("admin-agency-limit-none"), |l| super::limit(w, l));
    let mut limit = Fact::new(w.t("admin-agency-limit"), html! { (limit) });
    let mut hidden = Fact::new(w.t("admin-agency-hidden"), hidden(admin, agency));
    if admin.may(Act::SetAgencyLimit, subject) {
        limit = limit.change(admin.href(&format!("{base}/batas")));
    }
    if admin.may(Act::HideCategories, subject) {
        hidden = hidden.change(admin.href(&format!("{base}/kategori")));
    }
    facts.extend([limit, hidden]);
    summary_list(w, &facts)
}

fn hidden(admin: &Admin, agency: &Agency) -> Markup {
    let mut codes: Vec<_> = admin.reference.hidden.of(agency.id).collect();
    codes.sort();
    let name = |code| {
        admin.reference.categories.get(code).map(|node| super::local(admin.lang(), &node.name))
    };
    html! {
        @if codes.is_empty() { (admin.words().t("admin-agency-hidden-none")) }
        @else { ul.plain { @for code in codes { li { (name(code).unwrap_or(code.as_str())) } } } }
    }
}

fn names(admin: &Admin, agency: &Agency) -> Markup {
    let w = admin.words();
    let mut table = Table::new(
        w.t("admin-agency-names-caption"),
        vec![
            Column::text(w.t("admin-agency-name")),
            Column::text(w.t("admin-agency-short")),
            Column::text(w.t("admin-from")),
            Column::text(w.t("admin-to")),
        ],
    );
    for AgencyName { valid_from, valid_to, name, short_name } in agency.names.iter().rev() {
        table.row(vec![
            html! { (name) },
            html! { (short_name) },
            html! { (day_from(admin, *valid_from)) },
            html! { (day_to(admin, *valid_to)) },
        ]);
    }
    html! { h2 { (w.t("admin-agency-names")) } (table.render()) }
}

fn hubs(admin: &Admin, agency: &Agency) -> Markup {
    let w = admin.words();
    let mut rows: Vec<_> = admin
        .reference
        .directory
        .hubs()
        .flat_map(|hub| hub.members.iter().map(move |member| (hub, member)))
        .filter(|(_, (member, _, _))| *member == agency.id)
        .map(|(hub, (_, from, to))| (super::local(admin.lang(), &hub.name), hub, *from, *to))
        .collect();
    rows.sort_by_key(|(name, _, from, _)| (*name, *from));
    let mut table = Table::new(
        w.t("admin-agency-hubs-caption"),
        vec![
            Column::text(w.t("admin-hub-name")),
            Column::text(w.t("admin-from")),
            Column::text(w.t("admin-to")),
        ],
    );
    for (name, hub, from, to) in &rows {
        table.row(vec![
            html! { a href=(admin.href(&format!("/atur/simpul/{}", hub.code))) { (name) } },
            html! { (day_from(admin, *from)) },
            html! { (day_to(admin, *to)) },
        ]);
    }
    html! {
        h2 { (w.t("admin-agency-hubs")) }
        @if rows.is_empty() { p { (w.t("admin-agency-hubs-none")) } } @else { (table.render()) }
    }
}

async fn officers(admin: &Admin, agency: &Agency) -> Answer<Markup> {
    let w = admin.words();
    let n = roster::count(admin.store(), Some(agency.id)).await?;
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    let href = admin.href(&format!("/atur/petugas?instansi={}", agency.slug));
    Ok(html! {
        h2 { (w.t("admin-place-officers")) }
        p { a href=(href) { (w.ta("admin-agency-officers", &[("n", n.into())])) } }
    })
}

fn ways(admin: &Admin, agency: &Agency) -> Markup {
    let (w, base) = (admin.words(), path(agency));
    let mut buttons = Vec::new();
    if admin.may(Act::ChangeAgencies, Subject::Nation) && agency.valid_to.is_none() {
        buttons.push(
            Button::secondary(w.t("admin-agency-rename")).href(admin.href(&format!("{base}/nama"))),
        );
        buttons.push(
            Button::secondary(w.t("admin-agency-end")).href(admin.href(&format!("{base}/akhiri"))),
        );
    }
    if admin.may(Act::ReadJournal, Subject::Agency(agency.id)) {
        let href = admin.href(&format!("/atur/jurnal?perihal=agency:{}", agency.id));
        buttons.push(Button::quiet(w.t("admin-history")).href(href));
    }
    html! { @if !buttons.is_empty() { (button_row(&buttons)) } }
}

/// What every page below an agency begins with.
pub(crate) fn sheet<'a>(
    admin: &'a Admin,
    agency: &'a Agency,
    title: impl Into<crate::ui::Text<'a>>,
) -> Sheet<'a> {
    let name = name(admin, agency);
    Sheet::new(admin, Place::Agencies, title).above(name).under(name, path(agency))
}

/// The agency's page after a change.
pub(crate) fn back(admin: &Admin, agency: &Agency, done: super::frame::Done) -> Response {
    super::frame::done(admin, &path(agency), done)
}
