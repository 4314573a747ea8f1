//! Where one is in a place with many pages: its parts, and the way back up.

use maud::{Markup, html};

use super::Text;

/// A page that leads here, or stands beside this one.
pub struct Crumb<'a> {
    pub(crate) label: Text<'a>,
    href: Text<'a>,
    current: bool,
}

impl<'a> Crumb<'a> {
    /// Words and address.
    #[must_use]
    pub fn new(label: impl Into<Text<'a>>, href: impl Into<Text<'a>>) -> Self {
        Self { label: label.into(), href: href.into(), current: false }
    }

    /// Whether the page shown belongs to it.
    #[must_use]
    pub fn current(mut self, current: bool) -> Self {
        self.current = current;
        self
    }
}

/// The pages above this one, the highest first.
#[must_use]
pub fn crumbs<'a>(label: impl Into<Text<'a>>, above: &[Crumb<'_>]) -> Markup {
    html! {
        @if !above.is_empty() {
            nav.crumbs aria-label=(label.into()) {
                ol { @for crumb in above { li { a href=(crumb.href) { (crumb.label) } } } }
            }
        }
    }
}

/// The parts of a place beside its pages; on a narrow screen the place's first page lists them.
#[must_use]
pub fn side_nav<'a>(label: impl Into<Text<'a>>, parts: &[Crumb<'_>]) -> Markup {
    html! {
        nav.side-nav aria-label=(label.into()) {
            ul {
                @for part in parts {
                    li { a href=(part.href) aria-current=[part.current.then_some("true")] { (part.label) } }
                }
            }
        }
    }
}
