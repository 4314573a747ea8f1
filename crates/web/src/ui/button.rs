//! Buttons and links that look like buttons.

use maud::{Markup, Render, html};

use super::{Icon, Text, icon};

#[derive(Clone, Copy)]
enum Weight {
    Primary,
    Secondary,
    Danger,
    Quiet,
}

/// A button that sends its form, or a link of the same look.
pub struct Button<'a> {
    label: Text<'a>,
    weight: Weight,
    href: Option<Text<'a>>,
    name_value: Option<(&'a str, &'a str)>,
    icon: Option<Icon>,
}

impl<'a> Button<'a> {
    fn new(label: impl Into<Text<'a>>, weight: Weight) -> Self {
        Self { label: label.into(), weight, href: None, name_value: None, icon: None }
    }

    /// The one thing to do here; at most one on a page.
    #[must_use]
    pub fn primary(label: impl Into<Text<'a>>) -> Self {
        Self::new(label, Weight::Primary)
    }

    /// Another thing to do.
    #[must_use]
    pub fn secondary(label: impl Into<Text<'a>>) -> Self {
        Self::new(label, Weight::Secondary)
    }

    /// A step with a loss; always behind [`confirm`](super::confirm).
    #[must_use]
    pub fn danger(label: impl Into<Text<'a>>) -> Self {
        Self::new(label, Weight::Danger)
    }

    /// A way out, or an action of a row.
    #[must_use]
    pub fn quiet(label: impl Into<Text<'a>>) -> Self {
        Self::new(label, Weight::Quiet)
    }

    /// Makes it a link: for going somewhere, never for changing something.
    #[must_use]
    pub fn href(mut self, href: impl Into<Text<'a>>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// The field a pressed button adds to its form.
    #[must_use]
    pub fn value(mut self, name: &'a str, value: &'a str) -> Self {
        self.name_value = Some((name, value));
        self
    }

    /// An icon before the words.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        let class = match self.weight {
            Weight::Primary => "btn btn-primary",
            Weight::Secondary => "btn",
            Weight::Danger => "btn btn-danger",
            Weight::Quiet => "btn btn-quiet",
        };
        let inside = html! {
            @if let Some(shown) = self.icon { (icon(shown)) }
            (self.label)
        };
        html! {
            @match &self.href {
                Some(href) => a class=(class) href=(href) { (inside) },
                None => button class=(class) type="submit" name=[self.name_value.map(|(name, _)| name)]
                    value=[self.name_value.map(|(_, value)| value)] { (inside) },
            }
        }
    }
}

/// Buttons in one row, the primary first; on a phone below one another.
#[must_use]
pub fn button_row(buttons: &[Button<'_>]) -> Markup {
    html! { div.btn-row { @for button in buttons { (button) } } }
}
