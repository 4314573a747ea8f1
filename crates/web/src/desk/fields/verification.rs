//! Fields of the acts that decide where a report goes and what it is.

use super::Asking;
use crate::desk::label;
use crate::desk::offered::WORDS;
use crate::desk::office::competent;
use crate::desk::report;
use crate::i18n::Value;
use crate::label::{limit as limit_words, promise};
use crate::ui::{Checkbox, Checkboxes, Choice, Field, reveal};
use domain::DeadlineKind;
use domain::authority::Action;
use domain::command::Command;
use domain::decide::{Context, decide};
use domain::event::Fact;
use domain::kind::{
    ArchiveReason, DeclineReason, MissingItem, ReportKind, ServiceDeficit, Urgency,
};
use domain::limit;
use maud::{Markup, Render as _, html};

impl Asking<'_> {
    pub(super) fn forward(&self, slug: &str) -> Markup {
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
    pub(super) fn lines(
        &self,
        action: Action,
        name: &str,
        term: &'static str,
        hint: &'static str,
    ) -> Markup {
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

    pub(super) fn reclassify(&self, slug: &str) -> Markup {
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
            @if report.may_be_freed() {
                (Checkbox::new(w, &format!("{slug}-bebas"), w.t("desk-field-free"))
                    .checked(self.value(action, &format!("{slug}-bebas")) == Some("ya")).hint(w.t("desk-field-free-hint")))
            }
        }
    }

    pub(super) fn tags(&self, action: Action, slug: &str) -> Markup {
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

    pub(super) fn postpone(&self, slug: &str) -> Markup {
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
            @if let Some(preview) = self.question_preview() {
                (reveal(w.t("desk-field-preview"), &html! { p { (preview) } }))
            }
        }
    }

    /// What the reporter will read, with the last day that the rules would give if the question
    /// were asked now.
    fn question_preview(&self) -> Option<String> {
        let (w, report) = (self.w(), &self.case.report);
        let rules = self.reference.rules.get(report.rules)?;
        let asked = Command::Postpone { missing: Vec::new(), question: WORDS.to_owned() };
        let context = Context { now: self.now, reference: self.reference };
        let events = decide(report, &asked, &self.officer.actor(), &context).ok()?;
        let clocks = events.iter().filter_map(|event| event.clocks.as_ref()).flatten();
        let clock = clocks.rev().find(|clock| clock.kind == DeadlineKind::Completion)?;
        let told = [
            ("date", Value::from(promise::last_day(w, self.reference, rules, clock))),
            ("limit", Value::from(limit_words(w, clock.limit))),
        ];
        Some(w.ta("desk-field-question-preview", &told).into_owned())
    }

    pub(super) fn archive(&self, slug: &str) -> Markup {
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

    pub(super) fn decline(&self, slug: &str) -> Markup {
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

    pub(super) fn supervise(&self, slug: &str) -> Markup {
        let (w, action) = (self.w(), Action::Supervise);
        let lead = self.case.report.lead.map(|id| self.agency_name(id)).unwrap_or_default();
        html! {
            p { (w.t("desk-field-supervise")) }
            @if self.officer.duty.agency.is_none() {
                (self.pick(action, &format!("{slug}-instansi"), "desk-field-inspectorate", Some(w.t("desk-field-lead-hint").into_owned()), &lead, false))
            }
        }
    }
}
