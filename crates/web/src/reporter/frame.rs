//! What every page of the form has around its question.

use super::danger;
use super::draft::{Draft, Said, Step};
use crate::app::App;
use crate::fields::Fields;
use crate::format::{self, Zone};
use crate::i18n::Value;
use crate::reader::Reader;
use crate::ui::{Button, Errors, Form, Place, PublicPage, error_summary, steps};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

/// One page of the form: where it is, what is wrong, and the question itself.
pub(crate) struct Frame<'a> {
    pub(crate) app: &'a App,
    pub(crate) reader: &'a Reader,
    pub(crate) step: Step,
    pub(crate) title: &'a str,
    pub(crate) errors: &'a Errors<'a>,
    /// None before the first answer.
    pub(crate) draft: Option<&'a Draft>,
}

impl Frame<'_> {
    /// The page; 422 when something is wrong with what was sent.
    pub(crate) fn page(&self, body: &Markup) -> Response {
        let w = self.reader.words;
        let status =
            if self.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let said = self.draft.map(|draft| &draft.said);
        let inside = html! {
            (error_summary(w, self.errors))
            (steps(w, self.step.number(), Step::COUNT))
            @if said.is_some_and(danger::is_near) { (danger::help_lines(w)) }
            (body)
            @if let Some(draft) = self.draft { (self.kept(draft)) }
        };
        let back = self.step.before().map_or("/lapor", Step::path);
        let page = PublicPage::new(self.reader.view(), self.title)
            .place(Place::Submit)
            .back(self.reader.href(back))
            .exit_to(self.app.settings().exit_url.as_str())
            .errors(!self.errors.is_empty());
        // The first question is for everybody; what follows shows what somebody wrote.
        let page = if self.draft.is_some() { page.unlisted() } else { page };
        let page = page.around(&inside);
        (status, page).into_response()
    }

    /// Nothing has to be saved by hand; whoever shares the device learns how to remove it.
    fn kept(&self, draft: &Draft) -> Markup {
        let w = self.reader.words;
        let until = format::plain_date(w.lang(), Zone::WIB.civil(draft.expires_at).date());
        html! {
            p.kept { (w.ta("draft-kept", &[("until", Value::from(until))])) " "
                a href=(self.reader.href("/lapor/buang")) { (w.t("draft-discard")) } }
        }
    }

    /// A form that posts to this step, with its one primary button.
    pub(crate) fn form(&self, fields: &Markup, changing: bool) -> Markup {
        let w = self.reader.words;
        let mut form = Form::post(self.reader.href(self.step.path()));
        if changing {
            form = form.hidden("ubah", "ya");
        }
        form.button(Button::primary(w.t("form-continue"))).around(fields)
    }
}

/// True when the step was opened from the preview, to change one answer.
pub(crate) fn is_changing(fields: &Fields) -> bool {
    fields.get("ubah") == "ya"
}

/// The first step that must be answered before `step`, if one is open.
pub(crate) fn missing_before(said: &Said, step: Step) -> Option<Step> {
    let open = said.next_open();
    let at = |step| Step::ALL.iter().position(|one| *one == step);
    (at(open) < at(step)).then_some(open)
}

/// Typed text that may be shown again: without characters that would change how the page reads.
pub(crate) fn shown_again(text: &str) -> String {
    text.chars().filter(|c| !domain::filing::is_forbidden(*c)).collect()
}
