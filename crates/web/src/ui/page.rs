//! The page around the content of citizens' pages.

use maud::{DOCTYPE, Markup, html};

use super::icon::sprite;
use super::{Icon, THEME_PATH, Text, Theme, exit_button, icon, kawung_mark};
use crate::assets::{Bundle, site_icon};
use crate::i18n::{Lang, Words};
use crate::urls;

/// What a page must know of its reader and its own address.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The reader's words.
    pub words: Words,
    /// The reader's theme.
    pub theme: Theme,
    /// Address of this page with its query, without language prefix.
    pub path: &'a str,
    /// Where the public reaches this site, without a slash at the end.
    pub site: &'a str,
}

impl View<'_> {
    /// A path of this site in the reader's language.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        urls::path(self.words.lang(), path)
    }
}

/// A main place of the public site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// Writing a report.
    Submit,
    /// Following one's own report.
    Track,
    /// Reading public reports.
    Browse,
    /// Figures.
    Statistics,
    /// Help.
    Help,
}

impl Place {
    const ALL: [Self; 5] = [Self::Submit, Self::Track, Self::Browse, Self::Statistics, Self::Help];

    /// Its path without language prefix.
    #[must_use]
    pub const fn path(self) -> &'static str {
        match self {
            Self::Submit => "/lapor",
            Self::Track => "/lacak",
            Self::Browse => "/laporan",
            Self::Statistics => "/statistik",
            Self::Help => "/bantuan",
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Submit => "place-submit",
            Self::Track => "place-track",
            Self::Browse => "place-browse",
            Self::Statistics => "place-statistics",
            Self::Help => "place-help",
        }
    }
}

/// A page for citizens: one thing, generous space.
pub struct PublicPage<'a> {
    view: View<'a>,
    title: Text<'a>,
    place: Option<Place>,
    back: Option<Text<'a>>,
    exit: Option<Text<'a>>,
    account: Option<Text<'a>>,
    has_errors: bool,
    wide: bool,
    unlisted: bool,
}

impl<'a> PublicPage<'a> {
    /// A page with its title.
    #[must_use]
    pub fn new(view: View<'a>, title: impl Into<Text<'a>>) -> Self {
        Self {
            view,
            title: title.into(),
            place: None,
            back: None,
            exit: None,
            account: None,
            has_errors: false,
            wide: false,
            unlisted: false,
        }
    }

    /// The place of the menu it belongs to.
    #[must_use]
    pub fn place(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// One step back in a process.
    #[must_use]
    pub fn back(mut self, href: impl Into<Text<'a>>) -> Self {
        self.back = Some(href.into());
        self
    }

    /// Offers to leave at once for the given neutral address.
    #[must_use]
    pub fn exit_to(mut self, away: impl Into<Text<'a>>) -> Self {
        self.exit = Some(away.into());
        self
    }

    /// Who is signed in; without it the menu offers to sign in.
    #[must_use]
    pub fn account(mut self, name: impl Into<Text<'a>>) -> Self {
        self.account = Some(name.into());
        self
    }

    /// The form on it has errors: the title says so first.
    #[must_use]
    pub fn errors(mut self, has_errors: bool) -> Self {
        self.has_errors = has_errors;
        self
    }

    /// Uses the full width: lists, tables, figures.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Search engines keep away.
    #[must_use]
    pub fn unlisted(mut self) -> Self {
        self.unlisted = true;
        self
    }

    /// The same where it holds: answers to what somebody typed are for them.
    #[must_use]
    pub fn unlisted_if(mut self, unlisted: bool) -> Self {
        self.unlisted |= unlisted;
        self
    }

    /// The whole page around `body`, which brings its own first heading.
    #[must_use]
    pub fn around(&self, body: &Markup) -> Markup {
        let w = self.view.words;
        let inside = html! {
            (skip_link(w))
            (self.header())
            @if self.back.is_some() || self.exit.is_some() {
                nav.way.way-exit[self.exit.is_some()] aria-label=(w.t("nav-way")) {
                    div.wrap.way-row {
                    @if let Some(back) = &self.back {
                        a.back href=(back) { (icon(Icon::ArrowLeft)) (w.t("back")) }
                    }
                    @if let Some(away) = &self.exit { (exit_button(w, away.as_ref())) }
                    }
                }
            }
            main.wrap.main.main-wide[self.wide] id="halaman-isi" tabindex="-1" { (body) }
            (self.footer())
        };
        document(&Document {
            view: self.view,
            title: &self.title,
            has_errors: self.has_errors,
            unlisted: self.unlisted,
            bundle: Bundle::Public,
            inside: &inside,
        })
    }

    fn header(&self) -> Markup {
        let w = self.view.words;
        html! {
            header.site-head {
                div.wrap.site-head-row {
                    a.mark href=(self.view.href("/")) { (kawung_mark()) span.mark-name { "LAPOR" } }
                    nav.site-nav aria-label=(w.t("nav-main")) {
                        ul {
                            @for place in Place::ALL {
                                li {
                                    a href=(self.view.href(place.path()))
                                        aria-current=[(self.place == Some(place)).then_some("true")] {
                                        (w.t(place.key()))
                                    }
                                }
                            }
                        }
                    }
                    div.site-tools {
                        (language_switch(self.view))
                        @match &self.account {
                            Some(name) => a href=(self.view.href("/akun")) { (icon(Icon::User)) (name) },
                            None => a href=(self.view.href("/masuk")) { (w.t("sign-in")) },
                        }
                    }
                }
            }
        }
    }

    fn footer(&self) -> Markup {
        let w = self.view.words;
        let links = [
            ("/bantuan", w.t("footer-help")),
            ("/tanya", w.t("ask-title")),
            ("/tentang", w.t("footer-about")),
            ("/privasi", w.t("footer-privacy")),
            ("/aksesibilitas", w.t("footer-accessibility")),
            ("/data", w.t("footer-data")),
        ];
        html! {
            footer.site-foot {
                div.wrap.foot-top {
                    div.foot-help {
                        h2 { (w.t("footer-help-title")) }
                        p { (w.t("footer-help-text")) }
                    }
                    (theme_switch(self.view))
                }
                div.wrap.foot-end {
                    nav aria-label=(w.t("nav-footer")) {
                        ul { @for (path, label) in &links { li { a href=(self.view.href(path)) { (label) } } } }
                    }
                    p { (w.t("footer-owner")) }
                }
            }
        }
    }
}

pub(super) struct Document<'a> {
    pub(super) view: View<'a>,
    pub(super) title: &'a str,
    pub(super) has_errors: bool,
    pub(super) unlisted: bool,
    pub(super) bundle: Bundle,
    pub(super) inside: &'a Markup,
}

pub(super) fn document(page: &Document<'_>) -> Markup {
    let w = page.view.words;
    html! {
        (DOCTYPE)
        html lang=(w.lang().code()) data-theme=[page.view.theme.attribute()] {
            head {
                meta charset="utf-8";
                title {
                    @if page.has_errors { (w.t("title-error-prefix")) " " }
                    (page.title) " · LAPOR"
                }
                meta name="viewport" content="width=device-width, initial-scale=1";
                @if page.unlisted { meta name="robots" content="noindex"; }
                @else if page.bundle == Bundle::Public { (for_finders(page)) }
                link rel="stylesheet" href=(page.bundle.style());
                link rel="icon" type="image/svg+xml" href=(site_icon());
                script type="module" src=(page.bundle.script()) {}
            }
            body { (page.inside) (sprite(page.inside, page.bundle == Bundle::Desk)) }
        }
    }
}

/// What search engines show and where the other languages are: they take whole addresses only.
fn for_finders(page: &Document<'_>) -> Markup {
    let View { words, path, site, .. } = page.view;
    html! {
        meta name="description" content=(words.t("site-description"));
        @for lang in Lang::ALL {
            link rel="alternate" hreflang=(lang.code()) href={ (site) (urls::path(lang, path)) };
        }
    }
}

pub(super) fn skip_link(w: Words) -> Markup {
    html! { a.skip href="#halaman-isi" { (w.t("skip")) } }
}

/// The same page in the other language.
pub(super) fn language_switch(view: View<'_>) -> Markup {
    html! {
        @for lang in Lang::ALL.into_iter().filter(|lang| *lang != view.words.lang()) {
            a.lang-switch href=(urls::path(lang, view.path)) lang=(lang.code()) hreflang=(lang.code()) {
                (lang.name())
            }
        }
    }
}

/// A small form: the choice is a cookie set by the server, no script involved.
pub(super) fn theme_switch(view: View<'_>) -> Markup {
    let w = view.words;
    html! {
        form.themes action=(THEME_PATH) method="post" {
            input type="hidden" name="kembali" value=(view.href(view.path));
            fieldset {
                legend { (w.t("theme-title")) }
                @for theme in Theme::ALL {
                    button type="submit" name="tema" value=(theme.code())
                        aria-pressed=(if theme == view.theme { "true" } else { "false" }) {
                        (w.t(theme.key()))
                    }
                }
            }
        }
    }
}
