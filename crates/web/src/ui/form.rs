//! Forms and groups of controls.

use maud::{Markup, Render, html};

use super::field::{describedby, error_line, hint_line};
use super::{Button, Choice, DateParts, Text, button_row};
use crate::i18n::Words;

/// A form that posts. The caller gives the hidden fields (proof of origin, one-time id).
pub struct Form<'a> {
    action: Text<'a>,
    method: &'static str,
    hidden: Vec<(&'a str, Text<'a>)>,
    multipart: bool,
    buttons: Vec<Button<'a>>,
}

impl<'a> Form<'a> {
    /// A form that changes something.
    #[must_use]
    pub fn post(action: impl Into<Text<'a>>) -> Self {
        let hidden = Vec::new();
        Self {
            action: action.into(),
            method: "post",
            hidden,
            multipart: false,
            buttons: Vec::new(),
        }
    }

    /// A form that only asks: searches and filters.
    #[must_use]
    pub fn get(action: impl Into<Text<'a>>) -> Self {
        Self { method: "get", ..Self::post(action) }
    }

    /// A hidden field.
    #[must_use]
    pub fn hidden(mut self, name: &'a str, value: impl Into<Text<'a>>) -> Self {
        self.hidden.push((name, value.into()));
        self
    }

    /// Carries files.
    #[must_use]
    pub fn with_files(mut self) -> Self {
        self.multipart = true;
        self
    }

    /// Adds a button below the fields; the primary first.
    #[must_use]
    pub fn button(mut self, button: Button<'a>) -> Self {
        self.buttons.push(button);
        self
    }

    /// The form around its fields.
    #[must_use]
    pub fn around(&self, fields: &Markup) -> Markup {
        // The browser's own bubbles cannot be styled, translated or read again: the server checks.
        html! {
            form.form action=(self.action) method=(self.method) novalidate
                enctype=[self.multipart.then_some("multipart/form-data")] {
                @for (name, value) in &self.hidden { input type="hidden" name=(name) value=(value); }
                (fields)
                @if !self.buttons.is_empty() { (button_row(&self.buttons)) }
            }
        }
    }
}

/// One answer of a few, each on a card of its own.
pub struct Radios<'a> {
    words: Words,
    name: &'a str,
    legend: Text<'a>,
    choices: Vec<Choice<'a>>,
    chosen: Text<'a>,
    hint: Option<Text<'a>>,
    error: Option<Text<'a>>,
    page_heading: bool,
    inline: bool,
}

impl<'a> Radios<'a> {
    /// A question and its answers. The error summary links to the first answer.
    #[must_use]
    pub fn new(
        words: Words,
        name: &'a str,
        legend: impl Into<Text<'a>>,
        choices: Vec<Choice<'a>>,
    ) -> Self {
        Self {
            words,
            name,
            legend: legend.into(),
            choices,
            chosen: Text::Borrowed(""),
            hint: None,
            error: None,
            page_heading: false,
            inline: false,
        }
    }

    /// The answer given before.
    #[must_use]
    pub fn chosen(mut self, value: impl Into<Text<'a>>) -> Self {
        self.chosen = value.into();
        self
    }

    /// What helps to choose.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Text<'a>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<Text<'a>>>) -> Self {
        self.error = error.map(Into::into);
        self
    }

    /// The question is the page's first heading.
    #[must_use]
    pub fn as_page_heading(mut self) -> Self {
        self.page_heading = true;
        self
    }

    /// Short answers side by side.
    #[must_use]
    pub fn inline(mut self) -> Self {
        self.inline = true;
        self
    }
}

impl Render for Radios<'_> {
    fn render(&self) -> Markup {
        let body = html! {
            div.cards.cards-inline[self.inline] {
                @for (at, choice) in self.choices.iter().enumerate() {
                    (card("radio", self.name, at, choice, choice.value == self.chosen))
                }
            }
        };
        group(
            &Group {
                words: self.words,
                name: self.name,
                legend: &self.legend,
                hint: self.hint.as_deref(),
                error: self.error.as_deref(),
                page_heading: self.page_heading,
            },
            &body,
        )
    }
}

/// Any number of answers of a few.
pub struct Checkboxes<'a> {
    words: Words,
    name: &'a str,
    legend: Text<'a>,
    choices: Vec<Choice<'a>>,
    chosen: &'a [&'a str],
    hint: Option<Text<'a>>,
    error: Option<Text<'a>>,
}

impl<'a> Checkboxes<'a> {
    /// A question with several possible answers and those given before.
    #[must_use]
    pub fn new(
        words: Words,
        name: &'a str,
        legend: impl Into<Text<'a>>,
        choices: Vec<Choice<'a>>,
        chosen: &'a [&'a str],
    ) -> Self {
        Self { words, name, legend: legend.into(), choices, chosen, hint: None, error: None }
    }

    /// What helps to choose.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Text<'a>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<Text<'a>>>) -> Self {
        self.error = error.map(Into::into);
        self
    }
}

impl Render for Checkboxes<'_> {
    fn render(&self) -> Markup {
        let body = html! {
            div.cards {
                @for (at, choice) in self.choices.iter().enumerate() {
                    (card("checkbox", self.name, at, choice, self.chosen.contains(&choice.value.as_ref())))
                }
            }
        };
        group(
            &Group {
                words: self.words,
                name: self.name,
                legend: &self.legend,
                hint: self.hint.as_deref(),
                error: self.error.as_deref(),
                page_heading: false,
            },
            &body,
        )
    }
}

/// One yes: consent, a wish. Sends `ya` when set.
pub struct Checkbox<'a> {
    words: Words,
    name: &'a str,
    label: Text<'a>,
    checked: bool,
    hint: Option<Text<'a>>,
    error: Option<Text<'a>>,
}

impl<'a> Checkbox<'a> {
    /// A statement one may set a tick at.
    #[must_use]
    pub fn new(words: Words, name: &'a str, label: impl Into<Text<'a>>) -> Self {
        Self { words, name, label: label.into(), checked: false, hint: None, error: None }
    }

    /// Whether it was set before.
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = checked;
        self
    }

    /// What it means.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Text<'a>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<Text<'a>>>) -> Self {
        self.error = error.map(Into::into);
        self
    }
}

impl Render for Checkbox<'_> {
    fn render(&self) -> Markup {
        let mut choice = Choice::new("ya", self.label.as_ref());
        if let Some(hint) = &self.hint {
            choice = choice.hint(hint.as_ref());
        }
        html! {
            div.field.field-error[self.error.is_some()] {
                (error_line(self.words, self.name, self.error.as_deref()))
                (card("checkbox", self.name, 0, &choice, self.checked))
            }
        }
    }
}

/// A remembered date in three fields: `<name>-day`, `<name>-month`, `<name>-year`.
pub struct DateField<'a> {
    words: Words,
    name: &'a str,
    legend: Text<'a>,
    parts: DateParts<'a>,
    hint: Option<Text<'a>>,
    error: Option<Text<'a>>,
}

impl<'a> DateField<'a> {
    /// A question for a date and what was typed before.
    #[must_use]
    pub fn new(
        words: Words,
        name: &'a str,
        legend: impl Into<Text<'a>>,
        parts: DateParts<'a>,
    ) -> Self {
        Self { words, name, legend: legend.into(), parts, hint: None, error: None }
    }

    /// An example.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Text<'a>>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is wrong and what to do.
    #[must_use]
    pub fn error(mut self, error: Option<impl Into<Text<'a>>>) -> Self {
        self.error = error.map(Into::into);
        self
    }
}

impl Render for DateField<'_> {
    fn render(&self) -> Markup {
        let w = self.words;
        // The summary links to the group's name, so the day carries it.
        let part = |part: &str, label: Text<'_>, value: &str, class: &str| {
            let id =
                if part == "day" { self.name.to_owned() } else { format!("{}-{part}", self.name) };
            html! {
                div.date-part {
                    label.date-label for=(id) { (label) }
                    input class=(class) id=(id) name={ (self.name) "-" (part) } value=(value)
                        type="text" inputmode="numeric" aria-invalid=[self.error.is_some().then_some("true")];
                }
            }
        };
        let body = html! {
            div.date-parts {
                (part("day", w.t("date-day"), self.parts.day, "control control-two"))
                (part("month", w.t("date-month"), self.parts.month, "control control-two"))
                (part("year", w.t("date-year"), self.parts.year, "control control-four"))
            }
        };
        group(
            &Group {
                words: w,
                name: self.name,
                legend: &self.legend,
                hint: self.hint.as_deref(),
                error: self.error.as_deref(),
                page_heading: false,
            },
            &body,
        )
    }
}

/// Satisfaction from 1 to 5, each with its word.
#[must_use]
pub fn rating<'a>(
    w: Words,
    name: &'a str,
    legend: impl Into<Text<'a>>,
    chosen: Option<u8>,
    error: Option<&'a str>,
) -> Markup {
    let answers = [
        ("1", w.t("rating-1")),
        ("2", w.t("rating-2")),
        ("3", w.t("rating-3")),
        ("4", w.t("rating-4")),
        ("5", w.t("rating-5")),
    ];
    let chosen = chosen.map(|value| value.to_string());
    let legend = legend.into();
    let body = html! {
        div.rating {
            @for (at, (value, word)) in answers.iter().enumerate() {
                div.rating-one {
                    input id=(choice_id(name, at)) type="radio" name=(name) value=(value)
                        checked[chosen.as_deref() == Some(*value)];
                    label for=(choice_id(name, at)) { span.rating-value { (value) } (word) }
                }
            }
        }
    };
    let group_of =
        Group { words: w, name, legend: &legend, hint: None, error, page_heading: false };
    group(&group_of, &body)
}

/// Asks once more before a step with a loss: the question, its consequence, and the two ways.
#[must_use]
pub fn confirm<'a>(
    question: impl Into<Text<'a>>,
    consequence: &Markup,
    form: Form<'a>,
    yes: impl Into<Text<'a>>,
    no: Button<'a>,
) -> Markup {
    let form = form.button(Button::danger(yes)).button(no);
    html! {
        div.confirm {
            h1 { (question.into()) }
            div.confirm-consequence { (consequence) }
            (form.around(&html! {}))
        }
    }
}

struct Group<'a> {
    words: Words,
    name: &'a str,
    legend: &'a str,
    hint: Option<&'a str>,
    error: Option<&'a str>,
    page_heading: bool,
}

fn group(of: &Group<'_>, body: &Markup) -> Markup {
    let described =
        describedby(of.name, &[("hint", of.hint.is_some()), ("error", of.error.is_some())]);
    html! {
        fieldset.field.field-error[of.error.is_some()] aria-describedby=[described] {
            legend.label {
                @if of.page_heading { h1.label-heading { (of.legend) } } @else { (of.legend) }
            }
            (hint_line(of.name, of.hint))
            (error_line(of.words, of.name, of.error))
            (body)
        }
    }
}

/// The first answer carries the name itself, where the error summary points.
fn choice_id(name: &str, at: usize) -> String {
    if at == 0 { name.to_owned() } else { format!("{name}-{}", at + 1) }
}

fn card(kind: &str, name: &str, at: usize, choice: &Choice<'_>, set: bool) -> Markup {
    let id = choice_id(name, at);
    let note = choice.hint.is_some().then(|| format!("{id}-note"));
    // The whole card is the label, so that it can be pressed anywhere; the name is its first line.
    html! {
        div.card-choice {
            input id=(id) type=(kind) name=(name) value=(choice.value) checked[set]
                aria-labelledby=[note.as_ref().map(|_| format!("{id}-label"))] aria-describedby=[&note];
            label for=(id) {
                @match &choice.hint {
                    Some(hint) => {
                        span.card-label id={ (id) "-label" } { (choice.label) }
                        span.card-hint id=[&note] { (hint) }
                    },
                    None => (choice.label),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::ui::{Errors, error_summary};

    #[test]
    fn each_error_links_to_a_field_that_is_there() {
        let w = Words::of(Lang::Id);
        let mut errors = Errors::none();
        errors.add("kind", "Pilih jenis laporan");
        errors.add("born", "Tulis tanggal lahir");
        let page = html! {
            (error_summary(w, &errors))
            (Radios::new(w, "kind", "Jenis", vec![Choice::new("a", "A")]).error(errors.of("kind")))
            (DateField::new(w, "born", "Lahir", DateParts::default()).error(errors.of("born")))
        };
        for name in ["kind", "born"] {
            assert!(page.0.contains(&format!("href=\"#{name}\"")), "{name} is not in the summary");
            assert_eq!(page.0.matches(&format!("id=\"{name}\"")).count(), 1, "{name}");
        }
    }

    #[test]
    fn what_people_type_stays_text() {
        let w = Words::of(Lang::Id);
        let field = super::super::Field::text(w, "title", "Judul").value("\"><script>").render();
        assert!(!field.0.contains("<script>"));
    }
}
