//! Headings, tables, lists, tabs and the way through many pages.

use maud::{Markup, html};

use super::{Icon, Text, icon};
use crate::i18n::Words;

/// The first heading of a page, with the place it belongs to above it.
#[must_use]
pub fn heading<'a>(above: Option<Text<'a>>, title: impl Into<Text<'a>>) -> Markup {
    html! {
        div.heading {
            @if let Some(above) = above { p.heading-above { (above) } }
            h1 { (title.into()) }
        }
    }
}

/// An instant as read, with the machine's form behind it.
#[must_use]
pub fn when<'a>(at: jiff::Timestamp, shown: impl Into<Text<'a>>) -> Markup {
    html! { time datetime=(at) { (shown.into()) } }
}

/// One line of a summary: what it is and what was said.
pub struct Fact<'a> {
    term: Text<'a>,
    value: Markup,
    change: Option<Text<'a>>,
}

impl<'a> Fact<'a> {
    /// A fact.
    #[must_use]
    pub fn new(term: impl Into<Text<'a>>, value: Markup) -> Self {
        Self { term: term.into(), value, change: None }
    }

    /// Where it can be changed.
    #[must_use]
    pub fn change(mut self, href: impl Into<Text<'a>>) -> Self {
        self.change = Some(href.into());
        self
    }
}

/// Facts one under another; used for "check your answers" and for the head of a report.
#[must_use]
pub fn summary_list(w: Words, facts: &[Fact<'_>]) -> Markup {
    html! {
        dl.facts {
            @for fact in facts {
                div.fact {
                    dt { (fact.term) }
                    dd { (fact.value) }
                    @if let Some(href) = &fact.change {
                        dd.fact-change {
                            a href=(href) { (w.t("change")) span.sr { " " (fact.term) } }
                        }
                    }
                }
            }
        }
    }
}

/// A column of a table.
pub struct Column<'a> {
    head: Text<'a>,
    numeric: bool,
}

impl<'a> Column<'a> {
    /// A column of words.
    #[must_use]
    pub fn text(head: impl Into<Text<'a>>) -> Self {
        Self { head: head.into(), numeric: false }
    }

    /// A column of figures: set to the right, in figures of one width.
    #[must_use]
    pub fn number(head: impl Into<Text<'a>>) -> Self {
        Self { head: head.into(), numeric: true }
    }
}

/// A table; on a phone each row becomes a card. The first cell of a row names it.
pub struct Table<'a> {
    caption: Text<'a>,
    columns: Vec<Column<'a>>,
    rows: Vec<Vec<Markup>>,
}

impl<'a> Table<'a> {
    /// A table with its caption and columns.
    #[must_use]
    pub fn new(caption: impl Into<Text<'a>>, columns: Vec<Column<'a>>) -> Self {
        Self { caption: caption.into(), columns, rows: Vec::new() }
    }

    /// Adds a row: one cell for each column.
    pub fn row(&mut self, cells: Vec<Markup>) {
        self.rows.push(cells);
    }
}

impl maud::Render for Table<'_> {
    fn render(&self) -> Markup {
        // Cards take the table's display away and with it its meaning; the roles give it back.
        html! {
            table.table role="table" {
                caption { (self.caption) }
                thead role="rowgroup" {
                    tr role="row" {
                        @for column in &self.columns {
                            th role="columnheader" scope="col" .num[column.numeric] { (column.head) }
                        }
                    }
                }
                tbody role="rowgroup" {
                    @for row in &self.rows {
                        tr role="row" {
                            @for (at, (column, cell)) in self.columns.iter().zip(row).enumerate() {
                                @if at == 0 {
                                    th role="rowheader" scope="row" { (cell) }
                                } @else {
                                    td role="cell" data-label=(column.head) .num[column.numeric] { (cell) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How many there are and why they stand in this order.
#[must_use]
pub fn count_line<'a>(count: impl Into<Text<'a>>, order: impl Into<Text<'a>>) -> Markup {
    html! { p.count-line { strong { (count.into()) } " · " (order.into()) } }
}

/// Nothing here yet: what would be here and how to begin.
#[must_use]
pub fn empty_state<'a>(shown: Icon, title: impl Into<Text<'a>>, body: &Markup) -> Markup {
    html! {
        div.empty {
            (icon(shown))
            h2.empty-title { (title.into()) }
            div.empty-body { (body) }
        }
    }
}

/// To newer and older entries; the addresses carry the key to continue from.
#[must_use]
pub fn pages<'a>(w: Words, newer: Option<Text<'a>>, older: Option<Text<'a>>) -> Markup {
    html! {
        @if newer.is_some() || older.is_some() {
            nav.pages aria-label=(w.t("pages-label")) {
                @if let Some(href) = newer {
                    a.pages-newer rel="prev" href=(href) { (icon(Icon::ArrowLeft)) (w.t("pages-newer")) }
                }
                @if let Some(href) = older {
                    a.pages-older rel="next" href=(href) { (w.t("pages-older")) (icon(Icon::ArrowRight)) }
                }
            }
        }
    }
}

/// One of several views of the same thing, each with an address.
pub struct Tab<'a> {
    /// Words of the tab.
    pub label: Text<'a>,
    /// Its address.
    pub href: Text<'a>,
    /// How many it holds, as read.
    pub count: Option<Text<'a>>,
    /// Whether it is the one shown.
    pub current: bool,
}

/// Tabs as links: they work without scripts and can be shared.
#[must_use]
pub fn tabs<'a>(label: impl Into<Text<'a>>, tabs: &[Tab<'_>]) -> Markup {
    html! {
        nav.tabs aria-label=(label.into()) {
            ul {
                @for tab in tabs {
                    li {
                        a href=(tab.href) aria-current=[tab.current.then_some("page")] {
                            (tab.label)
                            @if let Some(count) = &tab.count { " " span.tab-count { (count) } }
                        }
                    }
                }
            }
        }
    }
}
