//! The category tree: what each category is now, was and will be, and whether the tree is sound.

use super::authority::{Act, Subject};
use super::frame::{Place, Sheet};
use super::session::Admin;
use super::{day_from, day_to, label, local, route};
use crate::failure::{Answer, Failure};
use crate::fields::Query;
use crate::ui::{
    Button, Column, Fact, Finder, Icon, Notice, Table, Text, button_row, count_line, empty_state,
    notice, summary_list,
};
use axum::extract::Path;
use domain::category::{Category, CategoryCode, TreeFault};
use maud::{Markup, Render as _, html};
use store::reference::rows::{self, CategoryRow};

/// Categories that one search shows; more words find fewer.
const FOUND_MAX: usize = 50;

pub(crate) fn path(code: &CategoryCode) -> String {
    format!("/atur/kategori/{code}")
}

pub(crate) fn name<'a>(admin: &Admin, category: &'a Category) -> &'a str {
    local(admin.lang(), &category.name)
}

pub(crate) fn link(admin: &Admin, code: &CategoryCode) -> Markup {
    let shown =
        admin.reference.categories.get(code).map_or(code.as_str(), |node| name(admin, node));
    html! { a href=(admin.href(&path(code))) { (shown) } }
}

/// The names from the affair down to the category.
pub(crate) fn full_name(admin: &Admin, code: &CategoryCode) -> String {
    let up = std::iter::successors(Some(code.clone()), CategoryCode::parent);
    let nodes = up.filter_map(|code| admin.reference.categories.get(&code));
    let mut names: Vec<&str> = nodes.map(|node| name(admin, node)).collect();
    names.reverse();
    names.join(" \u{203a} ")
}

/// The category of an address, also one that is retired.
pub(crate) fn find<'a>(admin: &'a Admin, code: &str) -> Result<&'a Category, Failure> {
    let code = CategoryCode::parse(code).ok_or(Failure::NotFound)?;
    admin.reference.categories.get(&code).ok_or(Failure::NotFound)
}

fn used<'a>(admin: &'a Admin, above: Option<&CategoryCode>) -> impl Iterator<Item = &'a Category> {
    let today = admin.today;
    admin.reference.categories.below(above).filter(move |node| node.is_used_on(today))
}

pub(crate) async fn index(admin: Admin, Query(asked): Query) -> Answer {
    admin.require(Act::ReadDirectory, Subject::Nation)?;
    let w = admin.words();
    let words = asked.line("q");
    let leaves =
        admin.reference.categories.leaves().filter(|leaf| leaf.is_used_on(admin.today)).count();
    let n = i64::try_from(leaves).unwrap_or(i64::MAX);
    let list = if words.is_empty() { affairs(&admin) } else { found(&admin, &words) };
    let faults = admin.reference.categories.tree_faults().len();
    let check = if faults == 0 {
        w.t("admin-tree-sound-short")
    } else {
        w.ta("admin-tree-faults-short", &[("n", faults.into())])
    };
    let body = html! {
        (Finder::new(admin.href("/atur/kategori"), w.t("admin-categories-search"), words.as_str())
            .clear((!words.is_empty()).then(|| admin.href("/atur/kategori"))).bar(w))
        (count_line(w.ta("admin-categories-count", &[("n", n.into())]), w.t("admin-categories-order")))
        (list)
        p { (check) " " a href=(admin.href("/atur/kategori/periksa")) { (w.t("admin-tree-check")) } }
        @if admin.may(Act::ChangeCategories, Subject::Nation) {
            (button_row(&[Button::secondary(w.t("admin-category-add-affair")).href(admin.href("/atur/kategori/baru"))]))
        }
    };
    Ok(Sheet::new(&admin, Place::Categories, w.t("admin-place-categories"))
        .show(&html! { div.flow { (body) } }))
}

fn affairs(admin: &Admin) -> Markup {
    let w = admin.words();
    let mut table = Table::new(
        w.t("admin-affairs-caption"),
        vec![
            Column::text(w.t("admin-category-affair")),
            Column::number(w.t("admin-category-branches")),
            Column::number(w.t("admin-category-leaves")),
        ],
    );
    for affair in used(admin, None) {
        let branches = used(admin, Some(&affair.code)).count();
        let leaves: usize = used(admin, Some(&affair.code))
            .map(|branch| used(admin, Some(&branch.code)).count())
            .sum();
        table.row(vec![link(admin, &affair.code), html! { (branches) }, html! { (leaves) }]);
    }
    table.render()
}

fn found(admin: &Admin, words: &str) -> Markup {
    let w = admin.words();
    let wanted: Vec<String> = words.to_lowercase().split_whitespace().map(str::to_owned).collect();
    let fits = |node: &&Category| {
        let text = [&*node.name.0, &*node.name.1, node.code.as_str()].into_iter();
        let text = text
            .chain(node.keywords.iter().map(|word| &**word))
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase();
        wanted.iter().all(|word| text.contains(word.as_str()))
    };
    let mut nodes: Vec<&Category> = admin.reference.categories.all().filter(fits).collect();
    nodes.sort_by_key(|node| &node.code);
    html! {
        @if nodes.is_empty() {
            (empty_state(Icon::Search, w.t("admin-categories-none"), &html! { p { (w.t("admin-categories-none-help")) } }))
        } @else {
            ul.rows { @for node in nodes.iter().take(FOUND_MAX) {
                li.row { span.row-name { a href=(admin.href(&path(&node.code))) { (full_name(admin, &node.code)) } " " (retired(admin, node)) } }
            } }
            @if nodes.len() > FOUND_MAX { p.muted { (w.ta("admin-found-more", &[("n", FOUND_MAX.into())])) } }
        }
    }
}

fn retired(admin: &Admin, node: &Category) -> Markup {
    html! { @if node.valid_to.is_some() { span.muted { (admin.words().t("admin-category-until")) " " (day_to(admin, node.valid_to)) } } }
}

pub(crate) async fn show(admin: Admin, Path(code): Path<String>) -> Answer {
    admin.require(Act::ReadDirectory, Subject::Nation)?;
    let node = find(&admin, &code)?;
    let rows = rows::of_category(admin.store(), &node.code).await?;
    let w = admin.words();
    let above = match node.code.depth() {
        1 => w.t("admin-category-affair"),
        2 => w.t("admin-category-branch"),
        _ => w.t("admin-category-leaf"),
    };
    let body = html! {
        p.lead { (local(admin.lang(), &node.about)) }
        (facts(&admin, node, &rows))
        @if node.code.depth() < 3 { (children(&admin, node)) }
        (route::section(&admin, node))
        (history(&admin, &rows))
        (ways(&admin, node))
    };
    let mut sheet = Sheet::new(&admin, Place::Categories, name(&admin, node)).above(above);
    let up: Vec<&Category> = std::iter::successors(node.code.parent(), CategoryCode::parent)
        .filter_map(|code| admin.reference.categories.get(&code))
        .collect();
    for above in up.into_iter().rev() {
        sheet = sheet.under(name(&admin, above), path(&above.code));
    }
    Ok(sheet.show(&html! { div.flow { (body) } }))
}

fn facts(admin: &Admin, node: &Category, rows: &[CategoryRow]) -> Markup {
    let w = admin.words();
    let list =
        |items: Vec<Text<'_>>| html! { @if items.is_empty() { "–" } @else { (items.join(", ")) } };
    let lines = |items: &[Box<str>]| html! { @if items.is_empty() { "–" } @else { ul.plain { @for item in items { li { (item) } } } } };
    let limit = node
        .settlement
        .map_or_else(|| w.t("admin-category-limit-none"), |limit| super::limit(w, limit));
    let kind = node
        .kind
        .map_or_else(|| w.t("admin-category-kind-any"), |kind| label::report_kind(w, kind));
    let mut facts = vec![
        Fact::new(w.t("admin-category-code"), html! { code { (node.code) } }),
        Fact::new(w.t("admin-category-name-id"), html! { span lang="id" { (node.name.0) } }),
        Fact::new(w.t("admin-category-name-en"), html! { span lang="en" { (node.name.1) } }),
        Fact::new(w.t("admin-category-limit"), html! { (limit) }),
        Fact::new(w.t("admin-category-kind"), html! { (kind) }),
        Fact::new(w.t("admin-category-class"), html! { (label::complaint_class(w, node.class)) }),
        Fact::new(
            w.t("admin-category-sensitive"),
            list(node.sensitive.iter().map(|why| label::sensitivity(w, *why)).collect()),
        ),
        Fact::new(
            w.t("admin-category-keywords"),
            list(node.keywords.iter().map(|word| Text::Borrowed(&**word)).collect()),
        ),
        Fact::new(
            w.t("admin-category-examples"),
            lines(if admin.lang() == crate::i18n::Lang::Id {
                &node.examples.0
            } else {
                &node.examples.1
            }),
        ),
    ];
    if node.code.depth() == 3 {
        facts.push(Fact::new(
            w.t("admin-category-levels"),
            list(node.levels.iter().map(|level| label::level(w, *level)).collect()),
        ));
    }
    if node.catch_all {
        facts.push(Fact::new(
            w.t("admin-category-catch-all"),
            html! { (w.t("admin-category-catch-all-is")) },
        ));
    }
    if let Some(to) = node.valid_to {
        facts.push(Fact::new(w.t("admin-last-day"), html! { (day_to(admin, Some(to))) }));
    }
    if let Some(by) = rows.iter().find_map(|row| row.replaced_by.as_ref()) {
        facts.push(Fact::new(
            w.t("admin-category-replaced"),
            html! { a href=(admin.href(&path(by))) { (full_name(admin, by)) } },
        ));
    }
    summary_list(w, &facts)
}

fn children(admin: &Admin, node: &Category) -> Markup {
    let w = admin.words();
    let nodes: Vec<&Category> = admin.reference.categories.below(Some(&node.code)).collect();
    let add = admin.href(&format!("/atur/kategori/baru?di={}", node.code));
    html! {
        h2 { @if node.code.depth() == 1 { (w.t("admin-category-branches")) } @else { (w.t("admin-category-leaves")) } }
        ul.rows { @for child in nodes {
            li.row { span.row-name { (link(admin, &child.code)) " " (retired(admin, child))
                @if child.catch_all { " " span.badge-plain { (w.t("admin-category-catch-all")) } } } }
        } }
        @if admin.may(Act::ChangeCategories, Subject::Nation) && node.valid_to.is_none() {
            p { a href=(add) { @if node.code.depth() == 1 { (w.t("admin-category-add-branch")) } @else { (w.t("admin-category-add-leaf")) } } }
        }
    }
}

fn history(admin: &Admin, rows: &[CategoryRow]) -> Markup {
    let w = admin.words();
    let mut table = Table::new(
        w.t("admin-category-rows-caption"),
        vec![
            Column::text(w.t("admin-from")),
            Column::text(w.t("admin-to")),
            Column::text(w.t("admin-category-name")),
            Column::text(w.t("admin-category-limit")),
            Column::text(w.t("admin-category-sensitive")),
        ],
    );
    let mut next: Option<jiff::civil::Date> = None;
    for row in rows {
        let to = row.category.valid_to.or_else(|| next.and_then(|day| day.yesterday().ok()));
        let planned = row.valid_from.is_some_and(|from| from > admin.today);
        let limit =
            row.category.settlement.map_or_else(|| "–".into(), |limit| super::limit(w, limit));
        let why = row
            .category
            .sensitive
            .iter()
            .map(|why| label::sensitivity(w, *why))
            .collect::<Vec<_>>()
            .join(", ");
        table.row(vec![
            html! { (day_from(admin, row.valid_from)) @if planned { " " span.badge-plain { (w.t("admin-planned")) } } },
            html! { (day_to(admin, to)) },
            html! { (local(admin.lang(), &row.category.name)) },
            html! { (limit) },
            html! { @if why.is_empty() { "–" } @else { (why) } },
        ]);
        next = row.valid_from;
    }
    html! { h2 { (w.t("admin-category-rows")) } (table.render()) }
}

fn ways(admin: &Admin, node: &Category) -> Markup {
    let (w, base) = (admin.words(), path(&node.code));
    let mut buttons = Vec::new();
    if admin.may(Act::ChangeCategories, Subject::Nation) && node.valid_to.is_none() {
        buttons.push(
            Button::secondary(w.t("admin-category-change"))
                .href(admin.href(&format!("{base}/ubah"))),
        );
        if !node.catch_all {
            buttons.push(
                Button::secondary(w.t("admin-category-retire"))
                    .href(admin.href(&format!("{base}/hentikan"))),
            );
        }
    }
    if super::authority::reaches_nation(admin.duty(), Act::ReadJournal) {
        buttons.push(
            Button::quiet(w.t("admin-history"))
                .href(admin.href(&format!("/atur/jurnal?perihal=category:{}", node.code))),
        );
    }
    html! { @if !buttons.is_empty() { (button_row(&buttons)) } }
}

/// Overlaps and gaps of the tree.
pub(crate) async fn check(admin: Admin) -> Answer {
    admin.require(Act::ReadDirectory, Subject::Nation)?;
    let w = admin.words();
    let faults = admin.reference.categories.tree_faults();
    let (overlaps, gaps): (Vec<_>, Vec<_>) =
        faults.iter().partition(|fault| matches!(fault, TreeFault::SharedKeyword { .. }));
    let unrouted: Vec<&Category> = admin
        .reference
        .categories
        .leaves()
        .filter(|leaf| leaf.valid_to.is_none())
        .filter(|leaf| {
            leaf.levels
                .iter()
                .any(|level| admin.reference.routing.row(&leaf.code, *level).is_none())
        })
        .collect();
    let part = |title: Text<'static>, about: Text<'static>, found: Vec<Markup>| {
        html! {
            h2 { (title) }
            p { (about) }
            @if found.is_empty() { (notice(w, Notice::Success, w.t("admin-tree-none"), &html! {})) }
            @else {
                p { strong { (w.ta("admin-tree-found", &[("n", found.len().into())])) } }
                ul.rows { @for one in &found { li.row { span.row-name { (one) } } } }
            }
        }
    };
    let told =
        |faults: Vec<&TreeFault>| faults.into_iter().map(|fault| told(&admin, fault)).collect();
    let body = html! {
        p { (w.t("admin-tree-lead")) }
        (part(w.t("admin-tree-overlaps"), w.t("admin-tree-overlaps-about"), told(overlaps)))
        (part(w.t("admin-tree-gaps"), w.t("admin-tree-gaps-about"), told(gaps)))
        (part(w.t("admin-tree-unrouted"), w.t("admin-tree-unrouted-about"), unrouted.iter().map(|leaf| link(&admin, &leaf.code)).collect()))
    };
    Ok(Sheet::new(&admin, Place::Categories, w.t("admin-tree-check"))
        .show(&html! { div.flow { (body) } }))
}

fn told(admin: &Admin, fault: &TreeFault) -> Markup {
    let w = admin.words();
    match fault {
        TreeFault::SharedKeyword { word, one, other } => html! {
            (link(admin, one)) " · " (link(admin, other)) ": " (w.ta("admin-tree-shared", &[("word", (&**word).into())]))
        },
        TreeFault::CatchAlls { parent, count } => html! {
            @match parent { Some(code) => (link(admin, code)), None => (w.t("admin-tree-root")) } ": "
            (w.ta("admin-tree-catch-alls", &[("n", (*count).into())]))
        },
        TreeFault::Childless { code } => {
            html! { (link(admin, code)) ": " (w.t("admin-tree-childless")) }
        }
    }
}
