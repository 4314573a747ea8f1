//! The forms of the desk: one for each act that is offered, with what was typed kept.

mod handling;
mod verification;

use super::example;
use super::form::TOKEN;
use super::label;
use super::list::Asked;
use super::report::Case;
use super::screen::Typed;
use super::session::Officer;
use crate::i18n::Words;
use crate::reader::Reader;
use crate::ui::{Button, Choice, CommandForm, Field, Form, Radios, Width, button_row};
use domain::authority::Action;
use domain::kind::{CloseGround, DisputeForm, ReopenGround};
use domain::{Reference, limit};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, Render as _, html};

/// What is wrong with a form: the field, the sentence, and the candidates when a name was not
/// clear.
pub(crate) struct Fault {
    pub(crate) field: String,
    pub(crate) message: String,
    /// Value and words of each candidate for the field.
    pub(crate) candidates: Vec<(String, String)>,
}

impl Fault {
    pub(crate) fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into(), candidates: Vec::new() }
    }
}

/// Everything the forms of a page look at.
pub(crate) struct Asking<'a> {
    pub(crate) reader: &'a Reader,
    pub(crate) officer: &'a Officer,
    pub(crate) asked: &'a Asked,
    pub(crate) case: &'a Case,
    pub(crate) reference: &'a Reference,
    pub(crate) now: Timestamp,
    pub(crate) typed: Option<&'a Typed<'a>>,
}

/// Types of files that are taken, for the dialogue of the browser.
const FILE_TYPES: &str = "image/jpeg,image/png,image/webp,application/pdf,video/mp4,video/quicktime,video/3gpp,video/webm,audio/mp4,audio/ogg,audio/mpeg";
/// Acts that are one step away; the others open on demand.
const NEAR: usize = 4;

/// The forms in order; the first is open, the rarer ones stand behind "Tindakan lain".
pub(crate) fn forms(asking: &Asking<'_>, offered: &[Action]) -> Markup {
    let w = asking.reader.words;
    let typed = asking.typed.map(|typed| typed.action);
    let mut order: Vec<Action> = offered.to_vec();
    if let Some(at) = order.iter().position(|action| Some(*action) == typed) {
        // What was just typed comes first, open, whatever it was.
        let action = order.remove(at);
        order.insert(0, action);
    } else if let Some(action) = typed {
        // The act is not offered any more: its words are shown all the same, to be saved.
        order.insert(0, action);
    }
    let (near, rest) = order.split_at(order.len().min(NEAR));
    html! {
        @for (at, action) in near.iter().enumerate() { (form(asking, *action, at == 0)) }
        @if !rest.is_empty() {
            details.more-acts {
                summary data-key="a" { (w.t("desk-actions-more")) " (" (rest.len()) ")" kbd aria-hidden="true" { "a" } }
                @for action in rest { (form(asking, *action, false)) }
            }
        }
        @if has_picker(&order) { (agencies(asking)) }
    }
}

fn form(asking: &Asking<'_>, action: Action, open: bool) -> Markup {
    let Some(act) = label::act(action) else { return html! {} };
    let w = asking.reader.words;
    let number = asking.case.report.tracking.compact();
    let mut form = Form::post(asking.reader.href(&format!("/meja/laporan/{number}/{}", act.slug)))
        .hidden(TOKEN, asking.officer.form_token.as_str())
        .hidden("versi", asking.case.report.version.to_string())
        .hidden("antrean", asking.asked.name.word());
    if takes_files(action) {
        form = form.with_files();
    }
    let beside = asking.typed_into(action).map(|typed| &typed.beside);
    let fields = html! {
        @if let Some(beside) = beside { (beside.above) }
        (asking.fields(action, act.slug))
        @if let Some(beside) = beside { (beside.last) }
    };
    let below = html! {
        @if action == Action::PostAnswer {
            (button_row(&[Button::quiet(w.t("desk-draft-ask")).value(example::ASK, "ya")]))
        }
        @if let Some(beside) = beside { (beside.below) }
    };
    // What a field says beside itself is not said twice.
    let fault = asking.typed_into(action).and_then(|typed| typed.fault.as_ref());
    let refusal =
        fault.filter(|fault| !has_field(&fields, &fault.field)).map(|fault| fault.message.clone());
    let form = CommandForm::new(w, w.t(act.title), form, w.t(act.submit))
        .key(act.key)
        .fields(fields)
        .below(below)
        .refusal(refusal);
    if open { form.open().render() } else { form.render() }
}

/// One list of names for all fields that take an agency; browsers offer it while typing.
fn agencies(asking: &Asking<'_>) -> Markup {
    let today = Reference::today(asking.now);
    let directory = &asking.reference.directory;
    let there = directory.agencies().filter(|agency| agency.exists_on(today));
    let mut names: Vec<&str> =
        there.filter_map(|agency| agency.name_on(today)).map(|name| &*name.name).collect();
    names.sort_unstable();
    html! { datalist #instansi { @for name in names { option value=(name) {} } } }
}

impl<'a> Asking<'a> {
    fn w(&self) -> Words {
        self.reader.words
    }

    fn today(&self) -> Date {
        Reference::today(self.now)
    }

    fn typed_into(&self, action: Action) -> Option<&Typed<'a>> {
        self.typed.filter(|typed| typed.action == action)
    }

    fn value(&self, action: Action, name: &str) -> Option<&str> {
        self.typed_into(action).map(|typed| typed.fields.get(name))
    }

    fn values(&self, action: Action, name: &'a str) -> Vec<&str> {
        self.typed_into(action).map(|typed| typed.fields.all(name).collect()).unwrap_or_default()
    }

    fn error(&self, action: Action, name: &str) -> Option<String> {
        let fault = self.typed_into(action)?.fault.as_ref()?;
        (fault.field == name).then(|| fault.message.clone())
    }

    fn fields(&self, action: Action, slug: &str) -> Markup {
        match action {
            Action::Forward => self.forward(slug),
            Action::Reclassify => self.reclassify(slug),
            Action::Postpone => self.postpone(slug),
            Action::Archive => self.archive(slug),
            Action::Decline => self.decline(slug),
            Action::Assign => self.assign(slug),
            Action::PostAnswer => self.answer(slug),
            Action::PostProgress => {
                self.post(action, slug, "desk-field-progress", "desk-field-public-hint")
            }
            Action::SendMessage => {
                self.post(action, slug, "desk-field-message", "desk-field-message-hint")
            }
            Action::Advise => {
                self.post(action, slug, "desk-field-advice", "desk-field-advice-hint")
            }
            Action::PostNote => self.text(
                action,
                slug,
                "desk-field-note",
                "desk-field-note-hint",
                limit::ANSWER_MAX,
            ),
            Action::Close => html! {
                (self.ground(action, slug, CloseGround::ALL.iter().map(|g| (g.word(), label::close_ground(self.w(), *g)))))
                (self.text(action, slug, "desk-field-explanation", "desk-field-close-hint", limit::REASON_MAX))
            },
            Action::Reopen => html! {
                (self.ground(action, slug, ReopenGround::ALL.iter().map(|g| (g.word(), label::reopen_ground(self.w(), *g)))))
                (self.text(action, slug, "desk-field-explanation", "desk-field-reporter-reads", limit::REASON_MAX))
            },
            Action::RecordDispute => html! {
                (self.ground(action, slug, DisputeForm::ALL.iter().map(|g| (g.word(), label::dispute_form(self.w(), *g)))))
                (self.text(action, slug, "desk-field-outcome", "desk-field-reporter-reads", limit::REASON_MAX))
            },
            Action::Extend => self.text(
                action,
                slug,
                "desk-field-reason",
                "desk-field-extend-hint",
                limit::REASON_MAX,
            ),
            Action::Escalate => html! { p { (self.w().t("desk-field-escalate")) } },
            Action::TakeUp => html! { p { (self.w().t("desk-field-take-up")) } },
            Action::Merge => self.merge(slug),
            Action::OpenTask => self.open_task(slug),
            Action::FinishTask => html! {
                (self.task(action, slug))
                (self.post(action, slug, "desk-field-task-done", "desk-field-task-done-hint"))
            },
            Action::ReleaseTask => html! {
                (self.task(action, slug))
                (self.text(action, slug, "desk-field-reason", "desk-field-office-reads", limit::REASON_MAX))
            },
            Action::Supervise => self.supervise(slug),
            Action::DeclareConflict => self.conflict(slug),
            Action::RevealIdentity => self.identity(slug),
            Action::Redact => self.redact(slug),
            _ => html! {},
        }
    }

    /// The words of an act, in the field `<slug>-isi`.
    fn text(
        &self,
        action: Action,
        slug: &str,
        term: &'static str,
        hint: &'static str,
        max: usize,
    ) -> Markup {
        let w = self.w();
        let name = format!("{slug}-isi");
        let value = self.value(action, &name).unwrap_or_default().to_owned();
        let max = u32::try_from(max).unwrap_or(u32::MAX);
        Field::long(w, &name, w.t(term))
            .rows(4)
            .limit(max)
            .value(value)
            .hint(w.t(hint))
            .error(self.error(action, &name))
            .render()
    }

    /// Words with files.
    fn post(&self, action: Action, slug: &str, term: &'static str, hint: &'static str) -> Markup {
        let w = self.w();
        let name = format!("{slug}-berkas");
        html! {
            (self.text(action, slug, term, hint, limit::ANSWER_MAX))
            @if takes_files(action) {
                (Field::files(w, &name, w.t("desk-field-files"), FILE_TYPES)
                    .optional().hint(w.t("desk-field-files-hint")).error(self.error(action, &name)))
            }
        }
    }

    fn note(&self, action: Action, slug: &str) -> Markup {
        let w = self.w();
        let name = format!("{slug}-catatan");
        let value = self.value(action, &name).unwrap_or_default().to_owned();
        Field::long(w, &name, w.t("desk-field-office-note"))
            .rows(2)
            .optional()
            .value(value)
            .hint(w.t("desk-field-office-note-hint"))
            .error(self.error(action, &name))
            .render()
    }

    fn select<'c>(
        &self,
        action: Action,
        name: &str,
        term: &'static str,
        choices: impl Iterator<Item = (&'c str, std::borrow::Cow<'c, str>)>,
        now: &str,
    ) -> Markup {
        let w = self.w();
        let value = self.value(action, name).unwrap_or(now).to_owned();
        let choices = choices.map(|(value, words)| Choice::new(value, words)).collect();
        Field::select(w, name, w.t(term), choices)
            .width(Width::Full)
            .value(value)
            .error(self.error(action, name))
            .render()
    }

    /// The reason for the counts, in the field `<slug>-alasan`.
    fn ground<'c>(
        &self,
        action: Action,
        slug: &str,
        choices: impl Iterator<Item = (&'c str, std::borrow::Cow<'c, str>)>,
    ) -> Markup {
        self.select(action, &format!("{slug}-alasan"), "desk-field-ground", choices, "")
    }

    /// A name typed, with candidates when it was not clear.
    fn pick(
        &self,
        action: Action,
        name: &str,
        term: &'static str,
        hint: Option<String>,
        given: &str,
        optional: bool,
    ) -> Markup {
        let w = self.w();
        let value = self.value(action, name).unwrap_or(given).to_owned();
        let fault = self.typed_into(action).and_then(|typed| typed.fault.as_ref());
        let candidates =
            fault.filter(|fault| fault.field == name).map_or(&[][..], |fault| &fault.candidates);
        let chosen = format!("{name}-pilih");
        let choices = candidates
            .iter()
            .map(|(value, words)| Choice::new(value.as_str(), words.as_str()))
            .collect();
        let mut field = Field::text(w, name, w.t(term))
            .value(value)
            .error(self.error(action, name))
            .list(pick_list(name));
        if let Some(hint) = hint {
            field = field.hint(hint);
        }
        if optional {
            field = field.optional();
        }
        html! {
            (field)
            @if !candidates.is_empty() { (Radios::new(w, &chosen, w.t("desk-field-which"), choices)) }
        }
    }

    fn agency_name(&self, id: domain::AgencyId) -> String {
        label::agency(&self.reference.directory, id, self.today())
    }
}

/// The list that a browser offers while typing into a field.
fn pick_list(name: &str) -> Option<&'static str> {
    (name.ends_with("-instansi") || name.ends_with("-pengawas")).then_some("instansi")
}

/// Whether a field is among those of a form.
pub(crate) fn has_field(fields: &Markup, name: &str) -> bool {
    fields.0.contains(&format!(" id=\"{name}\""))
}

/// Whether one of the forms takes the name of an agency.
fn has_picker(offered: &[Action]) -> bool {
    offered.iter().any(|action| {
        matches!(
            action,
            Action::Forward
                | Action::Decline
                | Action::OpenTask
                | Action::DeclareConflict
                | Action::Supervise
        )
    })
}

/// Whether files go with the words of an act.
fn takes_files(action: Action) -> bool {
    matches!(
        action,
        Action::PostAnswer
            | Action::PostProgress
            | Action::SendMessage
            | Action::Advise
            | Action::FinishTask
    )
}
