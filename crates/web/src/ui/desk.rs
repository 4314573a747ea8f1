//! The officers' pages: queue, report and actions on one screen.

use maud::{Markup, Render, html};

use super::page::{Document, document, language_switch, skip_link, theme_switch};
use super::{
    Button, Form, Icon, Light, Notice, PublicStage, Reader, Text, View, button_row, icon,
    kawung_mark, light, notice, reveal, stage_badge,
};
use crate::assets::Bundle;
use crate::i18n::Words;

/// A page for officers: dense, quiet, keyboard first.
pub struct DeskPage<'a> {
    view: View<'a>,
    title: Text<'a>,
    officer: Text<'a>,
    agency: Text<'a>,
    nav: Vec<(Text<'a>, Text<'a>, bool)>,
    search: Option<(Text<'a>, Text<'a>)>,
    has_errors: bool,
    full: bool,
}

impl<'a> DeskPage<'a> {
    /// A page with its title, and who works on it for which agency.
    #[must_use]
    pub fn new(
        view: View<'a>,
        title: impl Into<Text<'a>>,
        officer: impl Into<Text<'a>>,
        agency: impl Into<Text<'a>>,
    ) -> Self {
        Self {
            view,
            title: title.into(),
            officer: officer.into(),
            agency: agency.into(),
            nav: Vec::new(),
            search: None,
            has_errors: false,
            full: false,
        }
    }

    /// Adds an entry to the menu.
    #[must_use]
    pub fn nav(
        mut self,
        label: impl Into<Text<'a>>,
        href: impl Into<Text<'a>>,
        current: bool,
    ) -> Self {
        self.nav.push((label.into(), href.into(), current));
        self
    }

    /// A search box in the head: where it asks (field `q`) and what was asked.
    #[must_use]
    pub fn search(mut self, action: impl Into<Text<'a>>, asked: impl Into<Text<'a>>) -> Self {
        self.search = Some((action.into(), asked.into()));
        self
    }

    /// The form on it has errors: the title says so first.
    #[must_use]
    pub fn errors(mut self, has_errors: bool) -> Self {
        self.has_errors = has_errors;
        self
    }

    /// The body fills the screen with [`panes`] that scroll by themselves.
    #[must_use]
    pub fn full(mut self) -> Self {
        self.full = true;
        self
    }

    /// The whole page around `body`, which brings its own first heading.
    #[must_use]
    pub fn around(&self, body: &Markup) -> Markup {
        let w = self.view.words;
        let inside = html! {
            (skip_link(w))
            (self.header())
            main.desk-main.desk-full[self.full] id="halaman-isi" tabindex="-1" { (body) }
            footer.desk-foot {
                (keyboard_help(w))
                (reveal(w.t("theme-title"), &theme_switch(self.view)))
                (language_switch(self.view))
                a href=(self.view.href("/bantuan/petugas")) { (icon(Icon::CircleHelp)) (w.t("desk-help")) }
            }
        };
        document(&Document {
            view: self.view,
            title: &self.title,
            has_errors: self.has_errors,
            unlisted: true,
            bundle: Bundle::Desk,
            inside: &inside,
        })
    }

    fn header(&self) -> Markup {
        let w = self.view.words;
        html! {
            header.desk-head {
                a.mark href=(self.view.href("/meja")) { (kawung_mark()) span.mark-name { "LAPOR" } }
                nav.desk-nav aria-label=(w.t("nav-main")) {
                    ul {
                        @for (label, href, current) in &self.nav {
                            li { a href=(href) aria-current=[current.then_some("page")] { (label) } }
                        }
                    }
                }
                @if let Some((action, asked)) = &self.search {
                    form.desk-search action=(action) method="get" role="search" {
                        label.sr for="meja-cari" { (w.t("desk-search")) }
                        (icon(Icon::Search))
                        input.control #meja-cari name="q" type="search" value=(asked) placeholder=(w.t("desk-search")) data-key="/";
                    }
                }
                div.desk-who {
                    details.menu {
                        summary { (icon(Icon::User)) span.desk-name { (self.officer) } span.desk-short { (w.t("desk-menu")) } (icon(Icon::ChevronDown)) }
                        div.menu-body {
                            p { strong { (self.officer) } br; (self.agency) }
                            ul {
                                li { a href=(self.view.href("/meja/akun")) { (w.t("desk-account")) } }
                                li { a href=(self.view.href("/keluar")) { (w.t("desk-sign-out")) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Queue, report and actions side by side; on a phone only the report, with a way back.
///
/// `report` is none when nothing is chosen: the queue then takes the screen of a phone.
#[must_use]
pub fn panes(
    w: Words,
    queue: &Markup,
    report: Option<&Markup>,
    actions: Option<&Markup>,
    back_href: &str,
) -> Markup {
    html! {
        div.panes.panes-open[report.is_some()] {
            section.pane.pane-queue aria-label=(w.t("pane-queue")) tabindex="0" { (queue) }
            section.pane.pane-report aria-label=(w.t("pane-report")) tabindex="0" {
                @if let Some(report) = report {
                    a.back.pane-back href=(back_href) { (icon(Icon::ArrowLeft)) (w.t("pane-back")) }
                    (report)
                } @else {
                    div.empty { (icon(Icon::Inbox)) p { (w.t("pane-choose")) } }
                }
            }
            @if let Some(actions) = actions {
                section.pane.pane-actions aria-label=(w.t("pane-actions")) tabindex="0" { (actions) }
            }
        }
    }
}

/// One report in the queue.
pub struct QueueRow<'a> {
    /// Its page.
    pub href: Text<'a>,
    /// Its public number, as read.
    pub number: Text<'a>,
    /// Its title.
    pub title: Text<'a>,
    /// Its stage.
    pub stage: PublicStage,
    /// How its nearest deadline stands; none when no office has to act.
    pub light: Option<Light>,
    /// "3 hari lagi".
    pub due: Text<'a>,
    /// Place, category or unit.
    pub note: Text<'a>,
    /// Who has it open right now.
    pub reader: Option<Text<'a>>,
    /// Whether nobody of this agency has opened it yet.
    pub unread: bool,
    /// What it may be besides: a duplicate.
    pub mark: Option<Text<'a>>,
    /// Whether it is the one shown.
    pub current: bool,
}

/// The list of reports; j and k walk through it with scripts.
#[must_use]
pub fn queue(w: Words, rows: &[QueueRow<'_>]) -> Markup {
    html! {
        ol.queue data-queue {
            @for row in rows {
                li.queue-row.queue-unread[row.unread] {
                    a.queue-link href=(row.href) aria-current=[row.current.then_some("true")] {
                        span.queue-title {
                            @if row.unread { span.sr { (w.t("queue-unread")) ": " } }
                            (row.title)
                        }
                        span.queue-line {
                            @if let Some(state) = row.light { (light(w, state)) } span.queue-due { (row.due) }
                        }
                        span.queue-line.queue-note {
                            span.queue-number { (row.number) } span.queue-place { (row.note) } (stage_badge(w, row.stage, Reader::Officer))
                        }
                        @if let Some(mark) = &row.mark {
                            span.queue-line.queue-note { (icon(Icon::Users)) (mark) }
                        }
                        @if let Some(reader) = &row.reader {
                            span.queue-line.queue-reader { (icon(Icon::Eye)) (reader) }
                        }
                    }
                }
            }
        }
    }
}

/// One filter: its field and the values to choose from.
pub struct Facet<'a> {
    /// Name of the field.
    pub name: &'a str,
    /// Words of the label.
    pub label: Text<'a>,
    /// Value and words of each choice; the first is usually "all".
    pub choices: Vec<(Text<'a>, Text<'a>)>,
    /// The value chosen.
    pub chosen: Text<'a>,
}

impl Render for Facet<'_> {
    fn render(&self) -> Markup {
        html! {
            div.filter {
                label for={ "saring-" (self.name) } { (self.label) }
                div.select {
                    select.control id={ "saring-" (self.name) } name=(self.name) {
                        @for (value, label) in &self.choices {
                            option value=(value) selected[*value == self.chosen] { (label) }
                        }
                    }
                    (icon(Icon::ChevronDown))
                }
            }
        }
    }
}

/// Filters of a list as one form that asks; each has an address that can be shared.
pub struct FilterBar<'a> {
    action: Text<'a>,
    facets: Vec<Facet<'a>>,
    clear: Option<Text<'a>>,
}

impl<'a> FilterBar<'a> {
    /// Filters and where they ask.
    #[must_use]
    pub fn new(action: impl Into<Text<'a>>, facets: Vec<Facet<'a>>) -> Self {
        Self { action: action.into(), facets, clear: None }
    }

    /// The address without any filter, when some are set.
    #[must_use]
    pub fn clear(mut self, href: Option<impl Into<Text<'a>>>) -> Self {
        self.clear = href.map(Into::into);
        self
    }

    /// The bar.
    #[must_use]
    pub fn bar(&self, w: Words) -> Markup {
        html! {
            form.filters action=(self.action) method="get" {
                @for facet in &self.facets { (facet) }
                div.filter-go {
                    (Button::secondary(w.t("filter-apply")).icon(Icon::Filter))
                    @if let Some(href) = &self.clear { (Button::quiet(w.t("filter-clear")).href(href.as_ref())) }
                }
            }
        }
    }
}

/// The keys of the desk, opened by "?" or by the summary.
#[must_use]
pub fn keyboard_help(w: Words) -> Markup {
    let keys = [
        ("j", w.t("key-next")),
        ("k", w.t("key-previous")),
        ("Enter", w.t("key-open")),
        ("/", w.t("key-search")),
        ("r", w.t("key-reply")),
        ("u", w.t("key-back")),
        ("?", w.t("key-help")),
        ("Esc", w.t("key-close")),
    ];
    html! {
        details.reveal.keys data-keys {
            summary { (icon(Icon::Keyboard)) (w.t("key-title")) }
            dl.reveal-body {
                @for (key, meaning) in &keys { div { dt { kbd { (key) } } dd { (meaning) } } }
            }
        }
    }
}

/// One command an officer may give, closed until chosen.
pub struct CommandForm<'a> {
    words: Words,
    title: Text<'a>,
    form: Form<'a>,
    fields: Markup,
    below: Markup,
    submit: Text<'a>,
    refusal: Option<Text<'a>>,
    open: bool,
    key: Option<&'static str>,
}

impl<'a> CommandForm<'a> {
    /// A command: its name, the form it is sent with and the words on its button.
    #[must_use]
    pub fn new(
        words: Words,
        title: impl Into<Text<'a>>,
        form: Form<'a>,
        submit: impl Into<Text<'a>>,
    ) -> Self {
        let (title, submit) = (title.into(), submit.into());
        let (fields, below) = (html! {}, html! {});
        Self { words, title, form, fields, below, submit, refusal: None, open: false, key: None }
    }

    /// Its fields.
    #[must_use]
    pub fn fields(mut self, fields: Markup) -> Self {
        self.fields = fields;
        self
    }

    /// What stands behind its button: other ways to send it.
    #[must_use]
    pub fn below(mut self, below: Markup) -> Self {
        self.below = below;
        self
    }

    /// Why it was refused just now; opens the form.
    #[must_use]
    pub fn refusal(mut self, refusal: Option<impl Into<Text<'a>>>) -> Self {
        self.refusal = refusal.map(Into::into);
        self.open |= self.refusal.is_some();
        self
    }

    /// Open from the start: the most likely next step.
    #[must_use]
    pub fn open(mut self) -> Self {
        self.open = true;
        self
    }

    /// The key that opens it and goes to its first field.
    #[must_use]
    pub fn key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }
}

impl Render for CommandForm<'_> {
    fn render(&self) -> Markup {
        let w = self.words;
        let inside = html! {
            @if let Some(refusal) = &self.refusal {
                (notice(w, Notice::Problem, refusal.as_ref(), &html! {}))
            }
            (self.fields)
            (button_row(&[Button::primary(self.submit.as_ref())]))
            (self.below)
        };
        html! {
            details.command open[self.open] data-key=[self.key] {
                summary {
                    (self.title)
                    @if let Some(key) = self.key { kbd aria-hidden="true" { (key) } }
                    (icon(Icon::ChevronDown))
                }
                div.command-body { (self.form.around(&inside)) }
            }
        }
    }
}
