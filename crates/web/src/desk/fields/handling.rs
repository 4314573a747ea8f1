//! Fields of the acts of whoever handles a report: units, answers, tasks, identities.

use super::Asking;
use crate::desk::label;
use crate::ui::{Checkboxes, Choice, DateField, DateParts, Field, Radios, Width, reveal};
use domain::Role;
use domain::authority::Action;
use domain::kind::ActionTaken;
use domain::limit;
use domain::redaction::Redaction;
use domain::visibility::{Part, Sight};
use maud::{Markup, Render as _, html};
use store::reference::list::unit_tree;

impl Asking<'_> {
    pub(super) fn units(&self) -> Vec<(String, String)> {
        let Some(agency) = self.case.report.lead else { return Vec::new() };
        let tree = unit_tree(&self.reference.directory, agency, self.today(), false);
        tree.into_iter()
            .map(|(depth, unit)| {
                (unit.id.to_string(), format!("{}{}", "— ".repeat(depth), unit.name))
            })
            .collect()
    }

    pub(super) fn assign(&self, slug: &str) -> Markup {
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

    pub(super) fn answer(&self, slug: &str) -> Markup {
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

    pub(super) fn merge(&self, slug: &str) -> Markup {
        let (w, action, name) = (self.w(), Action::Merge, format!("{slug}-isi"));
        let value = self.value(action, &name).unwrap_or_default().to_owned();
        Field::digits(w, &name, w.t("desk-field-main"))
            .value(value)
            .hint(w.t("desk-field-main-hint"))
            .error(self.error(action, &name))
            .render()
    }

    pub(super) fn open_task(&self, slug: &str) -> Markup {
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
    pub(super) fn task(&self, action: Action, slug: &str) -> Markup {
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

    pub(super) fn conflict(&self, slug: &str) -> Markup {
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

    /// What the public does not read is listed: it is copied from there to be uncovered.
    pub(super) fn redact(&self, slug: &str) -> Markup {
        let (w, action) = (self.w(), Action::Redact);
        let covered = self.case.covered();
        let ways = Redaction::ALL.iter().map(|how| (how.word(), label::redaction(w, *how)));
        let name = format!("{slug}-kutipan");
        let value = self.value(action, &name).unwrap_or_default().to_owned();
        html! {
            @if covered.is_empty() { p { (w.t("desk-field-covered-none")) } }
            @else {
                p { (w.t("desk-field-covered")) }
                ul { @for passage in covered { li { (passage) } } }
            }
            (self.select(action, &format!("{slug}-cara"), "desk-field-redact", ways, ""))
            (Field::text(w, &name, w.t("desk-field-passage")).width(Width::Full).value(value)
                .hint(w.t("desk-field-passage-hint")).error(self.error(action, &name)))
            (self.text(action, slug, "desk-field-reason", "desk-field-officers-read", limit::REASON_MAX))
        }
    }

    pub(super) fn identity(&self, slug: &str) -> Markup {
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
