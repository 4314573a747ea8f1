//! The forms of the desk: one for each act that is offered, with what was typed kept.

use super::form::TOKEN;
use super::label;
use super::list::Asked;
use super::office::competent;
use super::report::{self, Case};
use super::screen::Typed;
use super::session::Officer;
use crate::i18n::{Value, Words};
use crate::reader::Reader;
use crate::ui::{
    Checkbox, Checkboxes, Choice, CommandForm, DateField, DateParts, Field, Form, Radios, Width,
    reveal,
};
use domain::authority::Action;
use domain::event::Fact;
use domain::kind::{
    ActionTaken, ArchiveReason, CloseGround, DeclineReason, DisputeForm, MissingItem, ReopenGround,
    ReportKind, ServiceDeficit, Urgency,
};
use domain::limit;
use domain::visibility::{Part, Sight};
use domain::{Reference, Role};
use jiff::Timestamp;
use jiff::civil::Date;
use maud::{Markup, Render as _, html};
use store::reference::list::unit_tree;

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
    let fields = asking.fields(action, act.slug);
    // What a field says beside itself is not said twice.
    let fault = asking.typed_into(action).and_then(|typed| typed.fault.as_ref());
    let refusal =
        fault.filter(|fault| !has_field(&fields, &fault.field)).map(|fault| fault.message.clone());
    let form = CommandForm::new(w, w.t(act.title), form, w.t(act.submit))
        .key(act.key)
        .fields(fields)
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

    fn forward(&self, slug: &str) -> Markup {
        let (w, action) = (self.w(), Action::Forward);
        let returned =
            self.case.events.iter().rev().find_map(|recorded| match &recorded.event.fact {
                Fact::Declined { suggested, .. } => Some(*suggested),
                _ => None,
            });
        let competent = competent(self.reference, &self.case.report, self.today());
        let given = returned.flatten().or(competent).map(|id| self.agency_name(id));
        let hint = match (returned.flatten(), competent) {
            (Some(_), _) => Some(w.t("desk-field-lead-returned").into_owned()),
            (None, Some(_)) => Some(w.t("desk-field-lead-competent").into_owned()),
            (None, None) => Some(w.t("desk-field-lead-hint").into_owned()),
        };
        let more = html! {
            (self.lines(action, &format!("{slug}-dukung"), "desk-field-supporting", "desk-field-supporting-hint"))
            (self.lines(action, &format!("{slug}-tembusan"), "desk-field-copies", "desk-field-copies-hint"))
        };
        html! {
            (self.pick(action, &format!("{slug}-instansi"), "desk-field-lead", hint, given.as_deref().unwrap_or_default(), false))
            @if !self.case.report.accused.is_empty() {
                (self.pick(action, &format!("{slug}-pengawas"), "desk-field-watcher", Some(w.t("desk-field-watcher-hint").into_owned()), "", true))
            }
            (reveal(w.t("desk-field-more-agencies"), &more))
            (self.note(action, slug))
        }
    }

    /// Several agencies, one on each line.
    fn lines(&self, action: Action, name: &str, term: &'static str, hint: &'static str) -> Markup {
        let w = self.w();
        let value = self.value(action, name).unwrap_or_default().to_owned();
        Field::long(w, name, w.t(term))
            .rows(2)
            .optional()
            .value(value)
            .hint(w.t(hint))
            .error(self.error(action, name))
            .render()
    }

    fn reclassify(&self, slug: &str) -> Markup {
        let (w, action, report) = (self.w(), Action::Reclassify, &self.case.report);
        let title = format!("{slug}-isi");
        let value = self.value(action, &title).map_or_else(|| report.title.clone(), str::to_owned);
        let kinds = ReportKind::ALL.iter().map(|kind| (kind.word(), label::kind(w, *kind)));
        let urgencies =
            Urgency::ALL.iter().map(|urgency| (urgency.word(), label::urgency(w, *urgency)));
        let deficits = format!("{slug}-kekurangan");
        let known: Vec<&str> = match self.typed_into(action) {
            Some(typed) => typed.fields.all(&deficits).collect(),
            None => report.deficits.iter().map(|deficit| deficit.word()).collect(),
        };
        let choices = ServiceDeficit::ALL
            .iter()
            .map(|deficit| Choice::new(deficit.word(), label::deficit(w, *deficit)));
        let region = report
            .region
            .map(|region| self.reference.regions.full_name(region))
            .unwrap_or_default();
        let category = report::category(self.reader, report, self.reference);
        let more = html! {
            (Checkboxes::new(w, &deficits, w.t("desk-fact-deficits"), choices.collect(), &known))
            (self.tags(action, slug))
        };
        html! {
            (Field::text(w, &title, w.t("field-title")).value(value).hint(w.t("desk-field-title-hint")).error(self.error(action, &title)))
            (self.select(action, &format!("{slug}-jenis"), "desk-fact-kind", kinds, report.kind.word()))
            (self.pick(action, &format!("{slug}-kategori"), "desk-fact-category",
                Some(w.ta("desk-field-category-hint", &[("now", Value::from(category))]).into_owned()), "", true))
            (self.pick(action, &format!("{slug}-wilayah"), "desk-field-region",
                Some(w.ta("desk-field-region-hint", &[("now", Value::from(region))]).into_owned()), "", true))
            (self.select(action, &format!("{slug}-mendesak"), "desk-fact-urgency", urgencies, report.urgency.word()))
            (reveal(w.t("desk-field-more-details"), &more))
            @if !report.privacy.confidential {
                (Checkbox::new(w, &format!("{slug}-rahasia"), w.t("desk-field-confidential"))
                    .checked(self.value(action, &format!("{slug}-rahasia")) == Some("ya")).hint(w.t("desk-field-confidential-hint")))
            }
        }
    }

    fn tags(&self, action: Action, slug: &str) -> Markup {
        let (w, name) = (self.w(), format!("{slug}-tag"));
        let known: Vec<&str> = match self.typed_into(action) {
            Some(typed) => typed.fields.all(&name).collect(),
            None => self.case.report.tags.iter().map(String::as_str).collect(),
        };
        let choices = self.reference.tags.iter().map(|tag| {
            let words = match self.reader.lang() {
                crate::i18n::Lang::Id => &tag.name.0,
                crate::i18n::Lang::En => &tag.name.1,
            };
            Choice::new(&*tag.code, &**words)
        });
        let choices: Vec<_> = choices.collect();
        html! { @if !choices.is_empty() { (Checkboxes::new(w, &name, w.t("desk-fact-tags"), choices, &known)) } }
    }

    fn postpone(&self, slug: &str) -> Markup {
        let (w, action, name) = (self.w(), Action::Postpone, format!("{slug}-kurang"));
        let known: Vec<&str> = self
            .typed_into(action)
            .map(|typed| typed.fields.all(&name).collect())
            .unwrap_or_default();
        let choices = MissingItem::ALL
            .iter()
            .map(|item| Choice::new(item.word(), label::missing_item(w, *item)));
        html! {
            (Checkboxes::new(w, &name, w.t("desk-field-missing"), choices.collect(), &known))
            (self.text(action, slug, "desk-field-question", "desk-field-question-hint", limit::REASON_MAX))
            (reveal(w.t("desk-field-preview"), &html! { p { (w.t("desk-field-question-preview")) } }))
        }
    }

    fn archive(&self, slug: &str) -> Markup {
        let (w, action) = (self.w(), Action::Archive);
        let reasons =
            ArchiveReason::ALL.iter().filter(|reason| **reason != ArchiveReason::NotCompleted);
        let elsewhere = [
            "desk-elsewhere-crime",
            "desk-elsewhere-corruption",
            "desk-elsewhere-court",
            "desk-elsewhere-consumer",
            "desk-elsewhere-press",
            "desk-elsewhere-emergency",
        ];
        html! {
            (self.ground(action, slug, reasons.map(|reason| (reason.word(), label::archive_reason(w, *reason)))))
            (self.text(action, slug, "desk-field-explanation", "desk-field-archive-hint", limit::REASON_MAX))
            (reveal(w.t("desk-elsewhere"), &html! { ul.secrets { @for place in elsewhere { li { (w.t(place)) } } } }))
        }
    }

    fn decline(&self, slug: &str) -> Markup {
        let (w, action) = (self.w(), Action::Decline);
        let reasons = DeclineReason::ALL
            .iter()
            .map(|reason| (reason.word(), label::decline_reason(w, *reason)));
        html! {
            (self.ground(action, slug, reasons))
            (self.text(action, slug, "desk-field-reason", "desk-field-decline-hint", limit::REASON_MAX))
            (self.pick(action, &format!("{slug}-instansi"), "desk-field-suggested", Some(w.t("desk-field-lead-hint").into_owned()), "", true))
        }
    }

    /// Units of the lead as a tree; `None` offers none.
    fn units(&self) -> Vec<(String, String)> {
        let Some(agency) = self.case.report.lead else { return Vec::new() };
        let tree = unit_tree(&self.reference.directory, agency, self.today(), false);
        tree.into_iter()
            .map(|(depth, unit)| {
                (unit.id.to_string(), format!("{}{}", "— ".repeat(depth), unit.name))
            })
            .collect()
    }

    fn assign(&self, slug: &str) -> Markup {
        let (w, action) = (self.w(), Action::Assign);
        let own = (self.officer.duty.role == Role::LiaisonOfficer)
            .then_some(self.officer.duty.unit)
            .flatten();
        let directory = &self.reference.directory;
        let within = |id: &str| {
            own.is_none_or(|own| {
                id.parse().is_ok_and(|unit| directory.is_within(domain::UnitId(unit), own))
            })
        };
        let units: Vec<_> = self.units().into_iter().filter(|(id, _)| within(id)).collect();
        let choices = std::iter::once(("", w.t("desk-field-choose")))
            .chain(units.iter().map(|(id, name)| (id.as_str(), name.as_str().into())));
        let helpers = format!("{slug}-dukung");
        let known =
            self.values(action, &helpers).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let boxes = units
            .iter()
            .map(|(id, name)| Choice::new(id.as_str(), name.trim_start_matches("— ")))
            .collect();
        html! {
            (self.select(action, &format!("{slug}-unit"), "desk-field-unit", choices, ""))
            (reveal(w.t("desk-field-supporting-units"), &Checkboxes::new(w, &helpers, w.t("desk-field-supporting-units"), boxes, &known).render()))
            (self.note(action, slug))
        }
    }

    fn answer(&self, slug: &str) -> Markup {
        let (w, action) = (self.w(), Action::PostAnswer);
        let name = format!("{slug}-tindakan");
        let choices = ActionTaken::ALL
            .iter()
            .map(|taken| Choice::new(taken.word(), label::action_taken(w, *taken)));
        let chosen = self.value(action, &name).unwrap_or_default().to_owned();
        let date = format!("{slug}-tanggal");
        let part = |part: &str| {
            self.value(action, &format!("{date}-{part}")).unwrap_or_default().to_owned()
        };
        let (day, month, year) = (part("day"), part("month"), part("year"));
        html! {
            (self.post(action, slug, "desk-field-answer", "desk-field-answer-hint"))
            (Radios::new(w, &name, w.t("desk-field-taken"), choices.collect()).chosen(chosen).error(self.error(action, &name)))
            (DateField::new(w, &date, w.t("desk-field-date"), DateParts { day: &day, month: &month, year: &year })
                .hint(w.t("desk-field-date-hint")).error(self.error(action, &date)))
        }
    }

    fn merge(&self, slug: &str) -> Markup {
        let (w, action, name) = (self.w(), Action::Merge, format!("{slug}-isi"));
        let value = self.value(action, &name).unwrap_or_default().to_owned();
        Field::digits(w, &name, w.t("desk-field-main"))
            .value(value)
            .hint(w.t("desk-field-main-hint"))
            .error(self.error(action, &name))
            .render()
    }

    fn open_task(&self, slug: &str) -> Markup {
        let (w, action) = (self.w(), Action::OpenTask);
        let units = self.units();
        let choices = std::iter::once(("", w.t("desk-field-other-agency")))
            .chain(units.iter().map(|(id, name)| (id.as_str(), name.as_str().into())));
        html! {
            (self.select(action, &format!("{slug}-unit"), "desk-field-unit", choices, ""))
            (self.pick(action, &format!("{slug}-instansi"), "desk-field-or-agency", Some(w.t("desk-field-lead-hint").into_owned()), "", true))
            (self.text(action, slug, "field-request", "desk-field-task-hint", limit::REASON_MAX))
        }
    }

    /// Which task; a single one needs no question.
    fn task(&self, action: Action, slug: &str) -> Markup {
        let name = format!("{slug}-tugas");
        let own = self.officer.duty.agency;
        let tasks: Vec<_> = self
            .case
            .report
            .open_tasks()
            .filter(|task| action != Action::FinishTask || Some(task.office.agency) == own)
            .map(|task| {
                (
                    task.no.to_string(),
                    label::office(&self.reference.directory, task.office, self.today()),
                )
            })
            .collect();
        if let [(no, office)] = tasks.as_slice() {
            return html! { p { strong { (office) } } input type="hidden" name=(name) value=(no); };
        }
        let choices = tasks.iter().map(|(no, office)| (no.as_str(), office.as_str().into()));
        self.select(action, &name, "desk-field-task", choices, "")
    }

    fn supervise(&self, slug: &str) -> Markup {
        let (w, action) = (self.w(), Action::Supervise);
        let lead = self.case.report.lead.map(|id| self.agency_name(id)).unwrap_or_default();
        html! {
            p { (w.t("desk-field-supervise")) }
            @if self.officer.duty.agency.is_none() {
                (self.pick(action, &format!("{slug}-instansi"), "desk-field-inspectorate", Some(w.t("desk-field-lead-hint").into_owned()), &lead, false))
            }
        }
    }

    fn conflict(&self, slug: &str) -> Markup {
        let (w, action) = (self.w(), Action::DeclareConflict);
        let lead = self.case.report.lead;
        let mut offices: Vec<(String, String)> = Vec::new();
        if let Some(lead) = lead {
            offices.push(("instansi".to_owned(), self.agency_name(lead)));
        }
        offices.extend(self.units());
        let choices = offices.iter().map(|(value, name)| (value.as_str(), name.as_str().into()));
        html! {
            p { (w.t("desk-field-conflict")) }
            @if !offices.is_empty() { (self.select(action, &format!("{slug}-unit"), "desk-field-accused", choices, "")) }
            @else { (self.pick(action, &format!("{slug}-instansi"), "desk-field-accused", Some(w.t("desk-field-lead-hint").into_owned()), "", false)) }
            (self.text(action, slug, "desk-field-reason", "desk-field-officers-read", limit::REASON_MAX))
        }
    }

    fn identity(&self, slug: &str) -> Markup {
        let (w, action) = (self.w(), Action::RevealIdentity);
        let open = [Part::Name, Part::Contact, Part::Nik]
            .into_iter()
            .filter(|part| self.case.sees(*part) == Sight::Audited);
        let choices = open.map(|part| (part.word(), label::part(w, part)));
        html! {
            p { (w.t("desk-field-identity")) }
            (self.select(action, &format!("{slug}-bagian"), "desk-field-part", choices, ""))
            (self.text(action, slug, "desk-field-reason", "desk-field-identity-hint", limit::REASON_MAX))
        }
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
