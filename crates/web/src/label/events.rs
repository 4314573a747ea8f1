//! What happened to a report, told to the reporter, to the public and to officers.
//!
//! Who may read which words is decided by `domain::visibility`; this module is asked only for
//! readers who may see the content, and still keeps the talk between reporter and office, and
//! what officers write to each other, from everybody else.

use super::{
    action_taken, agency, archive_reason, close_ground, decline_reason, desk, dispute_form,
    missing_item, office, reopen_ground,
};
use crate::format::{self, Zone};
use crate::i18n::{Value, Words};
use crate::ui::{Moment, Reader};
use domain::event::Fact;
use domain::filing::FileNo;
use domain::redaction::{Redaction, Redactions};
use domain::report::{ClosedBy, Office, Stage};
use domain::role::Role;
use domain::visibility::Part;
use domain::{AgencyId, Reference};
use jiff::civil::Date;
use maud::{Markup, html};
use store::reports::{By, Recorded};
use text::personal::covered;

/// To whom, in which language, under which names.
#[derive(Clone, Copy)]
pub struct Teller<'a> {
    /// The reader's language.
    pub words: Words,
    /// Who reads.
    pub reader: Reader,
    /// Names of offices.
    pub reference: &'a Reference,
    /// Where the reader's clock hangs.
    pub zone: Zone,
    /// What officers found about personal data; for the public.
    pub redactions: &'a Redactions,
}

impl Teller<'_> {
    /// One event as an entry of the timeline, with `files` below its words; `None` when this
    /// reader does not read of it.
    #[must_use]
    pub fn moment(&self, recorded: &Recorded, files: Option<Markup>) -> Option<Moment<'static>> {
        let what = self.sentence(recorded)?;
        let text = self.text(&recorded.event.fact);
        let detail = (text.is_some() || files.is_some()).then(|| {
            html! {
                @if let Some(text) = &text { (paragraphs(text)) }
                @if let Some(files) = files { (files) }
            }
        });
        let when = format::short_date_time(self.words.lang(), recorded.at, self.zone);
        Some(Moment {
            at: Some(recorded.at),
            when: format!("{when} {}", self.zone.abbreviation).into(),
            who: self.who(recorded).into(),
            what: what.into(),
            detail,
        })
    }

    /// Who did it, as this reader knows them: never an officer's name.
    #[must_use]
    pub fn who(&self, recorded: &Recorded) -> String {
        let w = self.words;
        let day = self.day(recorded);
        match &recorded.by {
            By::Reporter if self.reader == Reader::Reporter => w.t("who-you").into_owned(),
            By::Reporter => w.t("who-reporter").into_owned(),
            By::System => w.t("who-system").into_owned(),
            By::Officer { agency: Some(agency), unit, .. } => {
                office(w, self.reference, Office { agency: *agency, unit: *unit }, day)
            }
            By::Officer { role: Some(Role::OmbudsmanOfficer), .. } => {
                w.t("desk-ombudsman").into_owned()
            }
            By::Officer { role: Some(Role::HubManager), .. } => w.t("desk-hub").into_owned(),
            By::Officer { .. } => w.t("desk-national").into_owned(),
        }
    }

    fn day(&self, recorded: &Recorded) -> Date {
        self.zone.civil(recorded.at).date()
    }

    fn by_reader(&self, reporter: &'static str, other: &'static str) -> String {
        let key = if self.reader == Reader::Reporter { reporter } else { other };
        self.words.t(key).into_owned()
    }

    fn with(&self, key: &'static str, name: &'static str, value: String) -> String {
        self.words.ta(key, &[(name, Value::from(value))]).into_owned()
    }

    /// What happened in one sentence; `None` when this reader does not read of it.
    #[must_use]
    pub fn sentence(&self, recorded: &Recorded) -> Option<String> {
        let (w, day) = (self.words, self.day(recorded));
        let fact = &recorded.event.fact;
        if self.is_hidden(fact) {
            return None;
        }
        let agency = |id: AgencyId| agency(w, self.reference, id, day);
        let office = |of: Office| office(w, self.reference, of, day);
        Some(match fact {
            Fact::Filed { stage, .. } => self.filed(stage, day),
            Fact::Forwarded { lead, .. } => self.with("event-forwarded", "office", agency(*lead)),
            Fact::Routed { lead, .. } => self.with("event-routed", "office", agency(*lead)),
            Fact::Reclassified(_) => w.t("event-reclassified").into_owned(),
            Fact::Postponed { .. } => self.by_reader("event-postponed-you", "event-postponed"),
            Fact::Completed { .. } => self.by_reader("event-completed-you", "event-completed"),
            Fact::Archived { reason, .. } => {
                self.with("event-archived", "reason", archive_reason(w, *reason).into_owned())
            }
            Fact::Declined { reason, .. } => {
                self.with("event-declined", "reason", decline_reason(w, *reason).into_owned())
            }
            Fact::Assigned { agency, unit, .. } => {
                let to = office(Office { agency: *agency, unit: Some(*unit) });
                self.with("event-assigned", "office", to)
            }
            Fact::TakenUp { .. } => w.t("event-taken-up").into_owned(),
            Fact::ProgressPosted { .. } => w.t("event-progress").into_owned(),
            Fact::AnswerPosted { action, scheduled_for, .. } => match scheduled_for {
                Some(date) => {
                    self.with("event-answer-scheduled", "date", format::long_date(w.lang(), *date))
                }
                None => self.with("event-answer", "action", action_taken(w, *action).into_owned()),
            },
            Fact::MessageSent { from: Some(_), .. } => {
                self.by_reader("event-message-you", "event-message")
            }
            Fact::MessageSent { from: None, .. } => {
                self.by_reader("event-reply-you", "event-reply")
            }
            Fact::NotePosted { .. } => w.t("event-note").into_owned(),
            Fact::Contested { .. } => self.by_reader("event-contested-you", "event-contested"),
            Fact::Rated(rating) => {
                let marks =
                    [("overall", rating.overall.into()), ("accuracy", rating.accuracy.into())];
                let key =
                    if self.reader == Reader::Reporter { "event-rated-you" } else { "event-rated" };
                w.ta(key, &marks).into_owned()
            }
            Fact::Closed { how, ground, .. } => match (how, ground) {
                (ClosedBy::Reporter, _) => self.by_reader("event-accepted-you", "event-accepted"),
                (ClosedBy::Agency, Some(ground)) => {
                    self.with("event-closed", "ground", close_ground(w, *ground).into_owned())
                }
                (ClosedBy::Agency, None) => w.t("event-closed-plain").into_owned(),
                (ClosedBy::Clock, _) => w.t("event-closed-clock").into_owned(),
            },
            Fact::Escalated { asked: true } => w.t("event-escalated-asked").into_owned(),
            Fact::Escalated { asked: false } => w.t("event-escalated").into_owned(),
            Fact::Advised { .. } => w.t("event-advised").into_owned(),
            Fact::Withdrawn { .. } => self.by_reader("event-withdrawn-you", "event-withdrawn"),
            Fact::Merged { .. } => w.t("event-merged").into_owned(),
            Fact::Followed { .. } => w.t("event-followed").into_owned(),
            Fact::Unfollowed { .. } => w.t("event-unfollowed").into_owned(),
            Fact::Reopened { ground, .. } => {
                self.with("event-reopened", "ground", reopen_ground(w, *ground).into_owned())
            }
            Fact::Appealed { .. } => self.by_reader("event-appealed-you", "event-appealed"),
            Fact::TaskOpened { office: of, .. } => {
                self.with("event-task-opened", "office", office(*of))
            }
            Fact::TaskFinished { .. } => w.t("event-task-finished").into_owned(),
            Fact::TaskReleased { .. } => w.t("event-task-released").into_owned(),
            Fact::Supervised { agency, unit } => {
                let to = office(Office { agency: *agency, unit: Some(*unit) });
                self.with("event-supervised", "office", to)
            }
            Fact::DisputeRecorded { form, .. } => {
                self.with("event-dispute", "form", dispute_form(w, *form).into_owned())
            }
            Fact::ConflictDeclared { office: of, .. } => {
                self.with("event-conflict", "office", office(*of))
            }
            Fact::LimitExtended { .. } => w.t("event-extended").into_owned(),
            Fact::IdentityRevealed { part, .. } => self.revealed(*part),
            Fact::Succeeded { ended, heir, to } => {
                let key = match (heir, to) {
                    (None, _) => "event-succeeded-nobody",
                    (Some(_), Some(_)) => "event-succeeded",
                    (Some(_), None) => "event-succeeded-help",
                };
                let heir = heir.map(agency).unwrap_or_default();
                w.ta(key, &[("ended", agency(*ended).into()), ("heir", heir.into())]).into_owned()
            }
            Fact::DuesRecounted { .. } => w.t("event-recounted").into_owned(),
            Fact::Redacted { how: Redaction::Cover, .. } => w.t("event-covered").into_owned(),
            Fact::Redacted { how: Redaction::Uncover, .. } => w.t("event-uncovered").into_owned(),
        })
    }

    fn filed(&self, stage: &Stage, day: Date) -> String {
        match stage.office() {
            Some(of) => {
                self.with("event-filed-to", "office", office(self.words, self.reference, of, day))
            }
            None => self.words.t("event-filed").into_owned(),
        }
    }

    fn revealed(&self, part: Part) -> String {
        self.words
            .t(match part {
                Part::Contact => "event-revealed-contact",
                Part::Nik => "event-revealed-nik",
                Part::Name
                | Part::Stage
                | Part::Content
                | Part::Files
                | Part::Journal
                | Part::Accused => "event-revealed-name",
            })
            .into_owned()
    }

    /// What officers keep among themselves, and what is only between reporter and offices.
    fn is_hidden(&self, fact: &Fact) -> bool {
        match self.reader {
            Reader::Officer => false,
            Reader::Reporter => fact.is_internal(),
            Reader::Public => {
                fact.is_internal()
                    || matches!(fact, Fact::MessageSent { .. } | Fact::IdentityRevealed { .. })
            }
        }
    }

    /// The words behind an event that this reader may read.
    #[must_use]
    pub fn text(&self, fact: &Fact) -> Option<String> {
        let own = self.reader != Reader::Public;
        let officer = self.reader == Reader::Officer;
        let text = match fact {
            Fact::ProgressPosted { text, .. }
            | Fact::AnswerPosted { text, .. }
            | Fact::Advised { text, .. } => Some(text.clone()),
            Fact::Postponed { missing, question, .. } if own => {
                let w = self.words;
                let items: Vec<String> =
                    missing.iter().map(|item| missing_item(w, *item).into_owned()).collect();
                let list = self.with("event-postponed-missing", "items", items.join(", "));
                Some(if items.is_empty() {
                    question.clone()
                } else {
                    format!("{question}\n{list}")
                })
            }
            Fact::Completed { text, .. }
            | Fact::MessageSent { text, .. }
            | Fact::Contested { text, .. }
            | Fact::Appealed { text, .. }
                if own =>
            {
                Some(text.clone())
            }
            Fact::Archived { explanation: text, .. }
            | Fact::Declined { explanation: text, .. }
            | Fact::Closed { explanation: text, .. }
            | Fact::Reopened { explanation: text, .. }
            | Fact::Withdrawn { reason: text }
            | Fact::DisputeRecorded { outcome: text, .. }
            | Fact::LimitExtended { reason: text }
            | Fact::IdentityRevealed { reason: text, .. }
                if own =>
            {
                Some(text.clone())
            }
            Fact::Rated(rating) if own => Some(rating.comment.clone()),
            Fact::Forwarded { note: text, .. }
            | Fact::Assigned { note: text, .. }
            | Fact::NotePosted { text, .. }
            | Fact::TaskOpened { request: text, .. }
            | Fact::TaskFinished { text, .. }
            | Fact::TaskReleased { reason: text, .. }
            | Fact::ConflictDeclared { reason: text, .. }
            | Fact::Redacted { reason: text, .. }
                if officer =>
            {
                Some(text.clone())
            }
            _ => None,
        };
        let text = text.filter(|text| !text.trim().is_empty())?;
        Some(if own { text } else { covered(&text, self.redactions).into_owned() })
    }

    /// The desk a report came from or is at, in this reader's words.
    #[must_use]
    pub fn desk(&self, of: domain::Desk, day: Date) -> String {
        desk(self.words, self.reference, of, day)
    }
}

/// Attachments that came with an event.
#[must_use]
pub fn files(fact: &Fact) -> &[FileNo] {
    match fact {
        Fact::Filed { filing, .. } => &filing.files,
        Fact::Completed { files, .. }
        | Fact::ProgressPosted { files, .. }
        | Fact::AnswerPosted { files, .. }
        | Fact::MessageSent { files, .. }
        | Fact::Contested { files, .. }
        | Fact::Advised { files, .. }
        | Fact::Appealed { files, .. }
        | Fact::TaskFinished { files, .. } => files,
        _ => &[],
    }
}

/// Typed text as paragraphs: an empty line parts them, a line break stays one.
#[must_use]
pub fn paragraphs(text: &str) -> Markup {
    html! {
        @for part in text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
            p {
                @for (at, line) in part.lines().enumerate() {
                    @if at > 0 { br; }
                    (line)
                }
            }
        }
    }
}
