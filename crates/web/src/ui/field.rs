//! Fields of one control: text, long text, choice from a list, file.

use maud::{Markup, Render, html};

use super::{Icon, Text, icon};
use crate::i18n::{Value, Words};

/// One of several answers.
pub struct Choice<'a> {
    pub(crate) value: Text<'a>,
    pub(crate) label: Text<'a>,
    pub(crate) hint: Option<Text<'a>>,
}

impl<'a> Choice<'a> {
    /// An answer: the value sent and the words shown.
    #[must_use]
    pub fn new(value: impl Into<Text<'a>>, label: impl Into<Text<'a>>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// A line that explains the answer.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Text<'a>>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// How much a text field is expected to hold; its width says so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Width {
    /// The full measure.
    #[default]
    Full,
    /// About twenty characters: a name, a phone number.
    Medium,
    /// About ten: a code.
    Short,
}

/// Day, month and year as typed, before anything is checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DateParts<'a> {
    /// Day as typed.
    pub day: &'a str,
    /// Month as typed.
    pub month: &'a str,
    /// Year as typed.
    pub year: &'a str,
}

enum Control<'a> {
    Input { kind: &'static str, mode: Option<&'static str>, pattern: Option<&'static str> },
    Long { rows: u16, limit: Option<u32> },
    Select { choices: Vec<Choice<'a>> },
    File { accept: &'a str, multiple: bool },
}

/// A labelled control with its hint and its error. The id is the name unless told.
pub struct Field<'a> {
    words: Words,
    name: &'a str,
    id: &'a str,
    label: Text<'a>,
    control: Control<'a>,
    value: Text<'a>,
    hint: Option<Text<'a>>,
    error: Option<Text<'a>>,
    width: Width,
    autocomplete: Option<&'static str>,
    list: Option<&'static str>,
    required: bool,
    optional: bool,
    page_heading: bool,
}

impl<'a> Field<'a> {
    fn new(words: Words, name: &'a str, label: impl Into<Text<'a>>, control: Control<'a>) -> Self {
        Self {
            words,
            name,
            id: name,
            label: label.into(),
            control,
            value: Text::Borrowed(""),
            hint: None,
            error: None,
            width: Width::Full,
            autocomplete: None,
            list: None,
            required: true,
            optional: false,
            page_heading: false,
        }
    }

    fn input(w: Words, name: &'a str, label: impl Into<Text<'a>>, kind: &'static str) -> Self {
        Self::new(w, name, label, Control::Input { kind, mode: None, pattern: None })
    }

    /// One line of text.
    #[must_use]
    pub fn text(w: Words, name: &'a str, label: impl Into<Text<'a>>) -> Self {
        Self::input(w, name, label, "text")
    }

    /// An e-mail address.
    #[must_use]
    pub fn email(w: Words, name: &'a str, label: impl Into<Text<'a>>) -> Self {
        Self::input(w, name, label, "email").autocomplete("email").width(Width::Medium)
    }

    /// A phone number.
    #[must_use]
    pub fn phone(w: Words, name: &'a str, label: impl Into<Text<'a>>) -> Self {
        Self::input(w, name, label, "tel").autocomplete("tel").width(Width::Medium)
    }

    /// A password.
    #[must_use]
    pub fn password(w: Words, name: &'a str, label: impl Into<Text<'a>>) -> Self {
        Self::input(w, name, label, "password").width(Width::Medium)
    }

    /// A search text.
    #[must_use]
    pub fn search(w: Words, name: &'a str, label: impl Into<Text<'a>>) -> Self {
        Self::input(w, name, label, "search")
    }

    /// A day, chosen from the reader's own calendar.
    #[must_use]
    pub fn day(w: Words, name: &'a str, label: impl Into<Text<'a>>) -> Self {
        Self::input(w, name, label, "date").width(Width::Medium)
    }

    /// Digits that are not a quantity: NIK, tracking number, code. Brings up the digit keyboard.
    #[must_use]
    pub fn digits(w: Words, name: &'a str, label: impl Into<Text<'a>>) -> Self {
        let control =
            Control::Input { kind: "text", mode: Some("numeric"), pattern: Some("[0-9 .\\-]*") };
        Self::new(w, name, label, control).width(Width::Medium)
    }

    /// Several lines of text.
    #[must_use]
    pub fn long(w: Words, name: &'a str, label: impl Into<Text<'a>>) -> Self {
        Self::new(w, name, label, Control::Long { rows: 6, limit: None })
    }

    /// One choice from a list too long for [`Radios`](super::Radios).
    #[must_use]
    pub fn select(
        w: Words,
        name: &'a str,
        label: impl Into<Text<'a>>,
        choices: Vec<Choice<'a>>,
    ) -> Self {
        Self::new(w, name, label, Control::Select { choices }).width(Width::Medium)
    }

    /// Files of the types `accept` (as in the HTML attribute).
    #[must_use]
    pub fn files(w: Words, name: &'a str, label: impl Into<Text<'a>>, accept: &'a str) -> Self {
        Self::new(w, name, label, Control::File { accept, multiple: true })
    }

    /// Rows of a long text.
    #[must_use]
    pub fn rows(mut self, count: u16) -> Self {
        if let Control::Long { rows, .. } = &mut self.control {
            *rows = count;
        }
        self
    }

    /// Most characters of a long text; shown and counted, the server refuses more.
    #[must_use]
    pub fn limit(mut self, characters: u32) -> Self {
        if let Control::Long { limit, .. } = &mut self.control {
            *limit = Some(characters);
        }
        self
    }

    /// Another id than the name, where several forms of a page share a name.
    #[must_use]
    pub fn id(mut self, id: &'a str) -> Self {
        self.id = id;
        self
    }

    /// What was typed before.
    #[must_use]
    pub fn value(mut self, value: impl Into<Text<'a>>) -> Self {
        self.value = value.into();
        self
    }

    /// How to fill it in, below the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Text<'a>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong and what to do; the same words stand in the error summary.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<Text<'a>>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// The expected width.
    #[must_use]
    pub fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }

    /// The HTML `autocomplete` token, so that the device can fill it in.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// The id of a `datalist` whose words the browser offers while typing.
    #[must_use]
    pub fn list(mut self, id: Option<&'static str>) -> Self {
        self.list = id;
        self
    }

    /// May stay empty; the label says so.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.required = false;
        self.optional = true;
        self
    }

    /// May stay empty and need not say so: filters and searches.
    #[must_use]
    pub fn unforced(mut self) -> Self {
        self.required = false;
        self
    }

    /// The label is the question of the page and its first heading.
    #[must_use]
    pub fn as_page_heading(mut self) -> Self {
        self.page_heading = true;
        self
    }

    fn control(&self, described: Option<&str>) -> Markup {
        let width = match self.width {
            Width::Full => "control",
            Width::Medium => "control control-medium",
            Width::Short => "control control-short",
        };
        let invalid = self.error.is_some().then_some("true");
        let required = self.required.then_some("true");
        match &self.control {
            Control::Input { kind, mode, pattern } => html! {
                input class=(width) id=(self.id) name=(self.name) type=(kind) value=(self.value)
                    inputmode=[mode] pattern=[pattern] list=[self.list] autocomplete=[self.autocomplete]
                    aria-describedby=[described] aria-invalid=[invalid] aria-required=[required];
            },
            Control::Long { rows, limit } => html! {
                textarea class=(width) id=(self.id) name=(self.name) rows=(rows)
                    data-limit=[limit] aria-describedby=[described] aria-invalid=[invalid]
                    aria-required=[required] {
                    // A parser drops the first line break of a text area.
                    @if self.value.starts_with('\n') { "\n" }
                    (self.value)
                }
            },
            Control::Select { choices } => html! {
                div.select {
                    select class=(width) id=(self.id) name=(self.name) aria-describedby=[described]
                        aria-invalid=[invalid] aria-required=[required] {
                        @for choice in choices {
                            option value=(choice.value) selected[choice.value == self.value] {
                                (choice.label)
                            }
                        }
                    }
                    (icon(Icon::ChevronDown))
                }
            },
            Control::File { accept, multiple } => html! {
                input.control.control-file id=(self.id) name=(self.name) type="file" accept=(accept)
                    multiple[*multiple] aria-describedby=[described] aria-invalid=[invalid]
                    aria-required=[required];
            },
        }
    }

    fn limit_line(&self) -> Option<Markup> {
        let Control::Long { limit: Some(limit), .. } = self.control else { return None };
        let shown = [("n", Value::from(limit))];
        Some(html! {
            p.count id={ (self.id) "-count" } data-left=(self.words.t("field-left-template"))
                data-over=(self.words.t("field-over-template")) { (self.words.ta("field-limit", &shown)) }
        })
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        let limit = self.limit_line();
        let described = describedby(
            self.id,
            &[
                ("hint", self.hint.is_some()),
                ("error", self.error.is_some()),
                ("count", limit.is_some()),
            ],
        );
        let label = html! {
            label.label for=(self.id) {
                (self.label)
                @if self.optional { " " span.optional { (self.words.t("field-optional")) } }
            }
        };
        html! {
            div.field.field-error[self.error.is_some()] {
                @if self.page_heading { h1.label-heading { (label) } } @else { (label) }
                (hint_line(self.id, self.hint.as_deref()))
                (error_line(self.words, self.id, self.error.as_deref()))
                (self.control(described.as_deref()))
                @if let Some(line) = limit { (line) }
            }
        }
    }
}

/// The value of `aria-describedby` for the parts that are there.
pub(super) fn describedby(name: &str, parts: &[(&str, bool)]) -> Option<String> {
    let ids: Vec<String> = parts
        .iter()
        .filter(|(_, there)| *there)
        .map(|(part, _)| format!("{name}-{part}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

pub(super) fn hint_line(name: &str, hint: Option<&str>) -> Markup {
    html! { @if let Some(hint) = hint { p.hint id={ (name) "-hint" } { (hint) } } }
}

pub(super) fn error_line(w: Words, name: &str, error: Option<&str>) -> Markup {
    html! {
        @if let Some(error) = error {
            p.error id={ (name) "-error" } {
                (icon(Icon::CircleAlert)) span.sr { (w.t("field-error-prefix")) " " } (error)
            }
        }
    }
}
