//! A list's own search: words to look for and filters, in one form that asks.

use maud::{Markup, html};

use super::{Button, Facet, Icon, Text};
use crate::i18n::Words;

/// A search with filters; what was asked has an address that can be shared.
pub struct Finder<'a> {
    action: Text<'a>,
    label: Text<'a>,
    asked: Text<'a>,
    facets: Vec<Facet<'a>>,
    hidden: Vec<(&'a str, Text<'a>)>,
    days: Vec<(&'a str, Text<'a>, String)>,
    suggest: Option<Text<'a>>,
    clear: Option<Text<'a>>,
}

impl<'a> Finder<'a> {
    /// Where it asks (field `q`), the label of the words, and the words asked for.
    #[must_use]
    pub fn new(
        action: impl Into<Text<'a>>,
        label: impl Into<Text<'a>>,
        asked: impl Into<Text<'a>>,
    ) -> Self {
        let (action, label, asked) = (action.into(), label.into(), asked.into());
        Self {
            action,
            label,
            asked,
            facets: Vec::new(),
            hidden: Vec::new(),
            days: Vec::new(),
            suggest: None,
            clear: None,
        }
    }

    /// A filter beside the words.
    #[must_use]
    pub fn facet(mut self, facet: Facet<'a>) -> Self {
        self.facets.push(facet);
        self
    }

    /// A day beside the words, as `2026-01-31`.
    #[must_use]
    pub fn day(mut self, name: &'a str, label: impl Into<Text<'a>>, day: Option<String>) -> Self {
        self.days.push((name, label.into(), day.unwrap_or_default()));
        self
    }

    /// Where a script asks for suggestions while somebody types.
    #[must_use]
    pub fn suggest(mut self, href: impl Into<Text<'a>>) -> Self {
        self.suggest = Some(href.into());
        self
    }

    /// What stays as it is when the search is changed.
    #[must_use]
    pub fn keep(mut self, name: &'a str, value: impl Into<Text<'a>>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    /// The address of the whole list, when something is asked.
    #[must_use]
    pub fn clear(mut self, href: Option<impl Into<Text<'a>>>) -> Self {
        self.clear = href.map(Into::into);
        self
    }

    /// The form.
    #[must_use]
    pub fn bar(&self, w: Words) -> Markup {
        html! {
            form.filters action=(self.action) method="get" role="search" {
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                div.filter.filter-words.finder data-suggest=[self.suggest.as_deref()] {
                    label for="saring-q" { (self.label) }
                    input.control #saring-q name="q" type="search" value=(self.asked) data-key=[self.suggest.as_ref().map(|_| "/")];
                }
                @for facet in &self.facets { (facet) }
                @for (name, label, day) in &self.days {
                    div.filter {
                        label for={ "saring-" (name) } { (label) }
                        input.control id={ "saring-" (name) } name=(name) type="date" value=(day);
                    }
                }
                div.filter-go {
                    (Button::secondary(w.t("finder-go")).icon(Icon::Search))
                    @if let Some(href) = &self.clear { (Button::quiet(w.t("filter-clear")).href(href.as_ref())) }
                }
            }
        }
    }
}
