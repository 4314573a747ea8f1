//! Where a report stands: steps of the form, stage, light, due date, timeline.

use jiff::civil::Date;
use maud::{Markup, html};

use super::{Icon, Text, icon, reveal};
use crate::format;
use crate::i18n::{Value, Words};

/// Place in a process of several pages: "Langkah 3 dari 6".
#[must_use]
pub fn steps(w: Words, current: u8, total: u8) -> Markup {
    let told = w.ta("steps", &[("n", Value::from(current)), ("total", Value::from(total))]);
    html! {
        div.steps {
            p.steps-word { (told) }
            div.steps-bar aria-hidden="true" {
                @for at in 1..=total { span.done[at < current].now[at == current] {} }
            }
        }
    }
}

/// How a deadline stands; shown as shape, word and colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Light {
    /// Enough time.
    OnTime,
    /// The end is near.
    Near,
    /// The end has passed.
    Late,
}

impl Light {
    /// Locale key of the word.
    const fn key(self) -> &'static str {
        match self {
            Self::OnTime => "light-on-time",
            Self::Near => "light-near",
            Self::Late => "light-late",
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::OnTime => "light light-green",
            Self::Near => "light light-yellow",
            Self::Late => "light light-red",
        }
    }

    /// ● ▲ ■ as a drawing, so that no font decides how it looks.
    pub(super) fn shape(self) -> Markup {
        html! {
            svg.light-shape viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false" {
                @match self {
                    Self::OnTime => circle cx="6" cy="6" r="5" {},
                    Self::Near => path d="M6 .8 11.600 11H.4z" {},
                    Self::Late => rect x="1" y="1" width="10" height="10" {},
                }
            }
        }
    }
}

/// ● Tepat waktu, ▲ Mendekati batas, ■ Terlambat.
#[must_use]
pub fn light(w: Words, state: Light) -> Markup {
    html! { span class=(state.class()) { (state.shape()) (w.t(state.key())) } }
}

/// A promised date with its reason: why this day and not another.
pub struct Due<'a> {
    /// The last day of the promise, in the agency's calendar.
    pub date: Date,
    /// Today in the same calendar, for "3 hari lagi".
    pub today: Date,
    /// How it stands.
    pub light: Light,
    /// What is promised: "Dijawab paling lambat".
    pub promise: Text<'a>,
    /// Rule, start, days not counted, pauses.
    pub reason: Text<'a>,
}

/// The promise, its date, how it stands, and "Mengapa tanggal ini?".
#[must_use]
pub fn due(w: Words, due: &Due<'_>) -> Markup {
    html! {
        div.due {
            p.due-promise {
                (due.promise) " "
                time.due-date datetime=(due.date) { (format::long_date(w.lang(), due.date)) }
            }
            p.due-state {
                (light(w, due.light))
                span.due-relative { (format::relative_day(w, due.today, due.date)) }
            }
            (reveal(w.t("due-why"), &html! { p { (due.reason) } }))
        }
    }
}

/// Stages as readers know them; the internal names stay inside.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PublicStage {
    /// Waiting to be checked.
    AwaitingCheck,
    /// Sent on to an agency.
    Forwarded,
    /// Being worked on.
    InProgress,
    /// The reporter is asked to complete it.
    AwaitingReporter,
    /// Answered; the reporter may object.
    Answered,
    /// The reporter has objected.
    Contested,
    /// Finished.
    Closed,
    /// Cannot be handled.
    Archived,
    /// Taken back by the reporter.
    Withdrawn,
    /// Handled together with another report.
    Merged,
}

impl PublicStage {
    /// Every stage.
    pub const ALL: [Self; 10] = [
        Self::AwaitingCheck,
        Self::Forwarded,
        Self::InProgress,
        Self::AwaitingReporter,
        Self::Answered,
        Self::Contested,
        Self::Closed,
        Self::Archived,
        Self::Withdrawn,
        Self::Merged,
    ];

    /// Locale key of the word for a reader.
    #[must_use]
    pub const fn key(self, reader: Reader) -> &'static str {
        match (reader, self) {
            (Reader::Officer, stage) => stage.desk_key(),
            (Reader::Public, Self::AwaitingReporter) => "stage-awaiting-reporter-public",
            (Reader::Public, Self::Contested) => "stage-contested-public",
            (_, Self::AwaitingCheck) => "stage-awaiting-check",
            (_, Self::Forwarded) => "stage-forwarded",
            (_, Self::InProgress) => "stage-in-progress",
            (_, Self::AwaitingReporter) => "stage-awaiting-reporter",
            (_, Self::Answered) => "stage-answered",
            (_, Self::Contested) => "stage-contested",
            (_, Self::Closed) => "stage-closed",
            (_, Self::Archived) => "stage-archived",
            (_, Self::Withdrawn) => "stage-withdrawn",
            (_, Self::Merged) => "stage-merged",
        }
    }

    const fn desk_key(self) -> &'static str {
        match self {
            Self::AwaitingCheck => "desk-stage-awaiting-check",
            Self::Forwarded => "desk-stage-forwarded",
            Self::InProgress => "desk-stage-in-progress",
            Self::AwaitingReporter => "desk-stage-awaiting-reporter",
            Self::Answered => "desk-stage-answered",
            Self::Contested => "desk-stage-contested",
            Self::Closed => "desk-stage-closed",
            Self::Archived => "desk-stage-archived",
            Self::Withdrawn => "desk-stage-withdrawn",
            Self::Merged => "desk-stage-merged",
        }
    }

    /// Open, waiting for this reader, or over: three looks are enough to scan a list.
    const fn class(self, reader: Reader) -> &'static str {
        match (self, reader) {
            (Self::AwaitingReporter, Reader::Reporter) | (Self::Contested, Reader::Officer) => {
                "badge badge-yours"
            }
            (Self::AwaitingCheck | Self::Forwarded | Self::InProgress | Self::Contested, _) => {
                "badge badge-open"
            }
            (Self::Answered | Self::Closed, _) => "badge badge-done",
            (Self::AwaitingReporter | Self::Archived | Self::Withdrawn | Self::Merged, _) => {
                "badge"
            }
        }
    }
}

/// Who reads about a stage: "Anda menyanggah" is true for one person only.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reader {
    /// The one who sent the report.
    Reporter,
    /// Anyone else outside.
    Public,
    /// An officer.
    Officer,
}

/// The stage of a report in one word.
#[must_use]
pub fn stage_badge(w: Words, stage: PublicStage, reader: Reader) -> Markup {
    html! { span class=(stage.class(reader)) { (w.t(stage.key(reader))) } }
}

/// One thing that happened, or that comes next.
pub struct Moment<'a> {
    /// Machine-readable instant for `<time>`; none for what is still to come.
    pub at: Option<jiff::Timestamp>,
    /// The instant or the promise as read: "4 Des 2026, 14.30".
    pub when: Text<'a>,
    /// Who did it, or whose turn it is.
    pub who: Text<'a>,
    /// What happened.
    pub what: Text<'a>,
    /// An answer, a reason, attachments.
    pub detail: Option<Markup>,
}

/// What happened and what comes next, oldest first.
#[must_use]
pub fn timeline(w: Words, moments: &[Moment<'_>]) -> Markup {
    html! {
        ol.timeline {
            @for moment in moments {
                li.moment.moment-next[moment.at.is_none()] {
                    p.moment-head {
                        @if moment.at.is_none() { span.moment-tag { (icon(Icon::Clock)) (w.t("timeline-next")) } }
                        strong.moment-what { (moment.what) }
                    }
                    p.moment-meta {
                        (moment.who) " · "
                        @match moment.at {
                            Some(at) => time datetime=(at) { (moment.when) },
                            None => (moment.when),
                        }
                    }
                    @if let Some(detail) = &moment.detail { div.moment-detail { (detail) } }
                }
            }
        }
    }
}

impl From<domain::report::StageName> for PublicStage {
    /// Total: every internal stage has a public one (B17).
    fn from(stage: domain::report::StageName) -> Self {
        use domain::report::StageName as S;
        match stage {
            S::AtNational => Self::AwaitingCheck,
            S::AtAgency | S::AtUnit => Self::Forwarded,
            S::InProgress => Self::InProgress,
            S::AwaitingReporter => Self::AwaitingReporter,
            S::Answered => Self::Answered,
            S::Contested => Self::Contested,
            S::Closed => Self::Closed,
            S::Archived => Self::Archived,
            S::Withdrawn => Self::Withdrawn,
            S::MergedInto => Self::Merged,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    #[test]
    fn every_stage_and_light_has_words_in_both_languages() {
        for lang in Lang::ALL {
            let w = Words::of(lang);
            for stage in PublicStage::ALL {
                for reader in [Reader::Reporter, Reader::Public, Reader::Officer] {
                    assert_ne!(w.t(stage.key(reader)), stage.key(reader));
                }
            }
            for state in [Light::OnTime, Light::Near, Light::Late] {
                assert_ne!(w.t(state.key()), state.key());
            }
        }
    }
}
