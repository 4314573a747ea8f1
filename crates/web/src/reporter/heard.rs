//! What the text says of itself, told to its writer while it can still be changed. It asks and
//! proposes; nothing of it stands in the way of sending.

use super::draft::{Said, Step};
use crate::i18n::{Value, Words};
use crate::label;
use crate::reader::Reader;
use crate::ui::{Notice, notice};
use domain::kind::{MissingItem, ReportKind, Sensitivity};
use maud::{Markup, html};
use triage::elsewhere::Instead;
use triage::reading::{self, Reading};

/// Title and text together, as they are read.
pub(crate) fn text(said: &Said) -> String {
    format!("{}\n{}", said.title, said.body)
}

/// Everything the text says of itself.
pub(crate) fn reading(said: &Said) -> Reading {
    reading::read(&text(said))
}

/// After the matter was written: that it sounds like something else, or may belong elsewhere.
pub(crate) fn after_matter(reader: &Reader, said: &Said) -> Markup {
    let (w, read) = (reader.words, reading(said));
    let sounds_like = (!read.kind.1.is_empty())
        .then_some(read.kind.0)
        .filter(|kind| said.kind().is_some_and(|chosen| chosen != *kind && may_change(chosen)));
    html! {
        @if let Some((ground, _)) = &read.elsewhere { (instead(w, ground.instead())) }
        @if let Some(kind) = sounds_like {
            @let name = label::report_kind(w, kind).into_owned();
            (notice(w, Notice::Info, w.ta("heard-kind", &[("kind", Value::from(name))]), &html! {
                p { a href=(reader.href(&format!("{}?ubah=ya", Step::Kind.path()))) { (w.t("heard-kind-change")) } }
            }))
        }
    }
}

/// Whoever reports wrongdoing chose the protection that comes with it.
fn may_change(chosen: ReportKind) -> bool {
    chosen != ReportKind::Whistleblowing
}

fn instead(w: Words, what: Instead) -> Markup {
    let (title, help) = match what {
        Instead::ReportToPolice => ("heard-police", "heard-police-help"),
        Instead::UseCourtRemedies => ("heard-court", "heard-court-help"),
        Instead::Mediate => ("heard-private", "heard-private-help"),
        // The help lines stand above already.
        Instead::CallNow => return html! {},
        Instead::WriteAgain => ("heard-unclear", "heard-unclear-help"),
    };
    let body = html! { p { (w.t(help)) } p { (w.t("heard-go-on")) } };
    notice(w, Notice::Info, w.t(title), &body)
}

/// Before sending: what an office would have to ask for, each with the way to add it.
pub(crate) fn before_sending(reader: &Reader, said: &Said) -> Markup {
    let w = reader.words;
    let missing: Vec<(MissingItem, Step)> = reading(said)
        .missing
        .into_iter()
        .filter_map(|item| {
            let (step, given) = match item {
                MissingItem::Place => {
                    (Step::Place, said.region.is_some() || !said.place.is_empty())
                }
                MissingItem::Time => (Step::Matter, said.happened_on.is_some()),
                MissingItem::Office => (Step::Office, said.agency.is_some()),
                MissingItem::Facts => (Step::Matter, false),
                MissingItem::Evidence => (Step::Files, !said.files.is_empty()),
                MissingItem::Contact | MissingItem::Proxy => (Step::Identity, true),
            };
            (!given).then_some((item, step))
        })
        .collect();
    html! {
        @if !missing.is_empty() {
            (notice(w, Notice::Info, w.t("heard-missing"), &html! {
                ul {
                    @for (item, step) in &missing {
                        li { a href=(reader.href(&format!("{}?ubah=ya", step.path()))) { (label::missing_item(w, *item)) } }
                    }
                }
                p { (w.t("heard-missing-go-on")) }
            }))
        }
    }
}

/// Grounds to propose that the public does not read it.
pub(crate) fn sensitive(said: &Said) -> Vec<Sensitivity> {
    reading(said).sensitivity.into_iter().map(|(why, _)| why).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_with_its_title() {
        let said = Said {
            title: "Anak dipukuli".to_owned(),
            body: "Terjadi di sekolah kemarin siang.".to_owned(),
            ..Said::default()
        };
        assert!(sensitive(&said).contains(&Sensitivity::Child));
    }
}
