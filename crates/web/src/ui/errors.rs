//! What is wrong with a form, told before it and beside its fields.

use maud::{Markup, html};

use super::{Icon, Text, icon};
use crate::i18n::Words;

/// What is wrong with a form: field and sentence, in the order of the page.
#[derive(Default, Debug)]
pub struct Errors<'a> {
    found: Vec<(&'a str, Text<'a>)>,
}

impl<'a> Errors<'a> {
    /// Nothing wrong.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// What is wrong with one field, if anything.
    #[must_use]
    pub fn maybe(name: &'a str, message: Option<impl Into<Text<'a>>>) -> Self {
        Self { found: message.map(|message| (name, message.into())).into_iter().collect() }
    }

    /// Adds what is wrong with the field `name`: what happened and what to do.
    pub fn add(&mut self, name: &'a str, message: impl Into<Text<'a>>) {
        self.found.push((name, message.into()));
    }

    /// True when the form may be taken.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The first error of a field.
    #[must_use]
    pub fn of(&self, name: &str) -> Option<&str> {
        self.found.iter().find(|(field, _)| *field == name).map(|(_, message)| message.as_ref())
    }
}

/// All errors before the form, each a link to its field. Takes the focus when the page opens.
#[must_use]
pub fn error_summary(w: Words, errors: &Errors<'_>) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.error-summary role="alert" tabindex="-1" id="halaman-kesalahan" autofocus {
                h2 { (icon(Icon::CircleAlert)) (w.t("error-summary-title")) }
                ul {
                    @for (name, message) in &errors.found { li { a href={ "#" (name) } { (message) } } }
                }
            }
        }
    }
}
