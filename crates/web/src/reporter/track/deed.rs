//! What the reporter may do with a report now. Whether it is possible is asked of the domain.

use crate::fields::Fields;
use crate::i18n::{Value, Words};
use crate::label::Label;
use domain::command::{Command, Post, Rating};
use domain::decide::{Context, decide};
use domain::filing::FileNo;
use domain::role::Actor;
use domain::{Reference, Report};
use jiff::Timestamp;

/// One thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Complete,
    Contest,
    Accept,
    Rate,
    Appeal,
    Message,
    Escalate,
    Withdraw,
}

impl Deed {
    /// In the order of the page: what is asked of the reporter first, losses last.
    pub(super) const ALL: [Self; 8] = [
        Self::Complete,
        Self::Accept,
        Self::Contest,
        Self::Rate,
        Self::Appeal,
        Self::Message,
        Self::Escalate,
        Self::Withdraw,
    ];

    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Complete => "lengkapi",
            Self::Contest => "sanggah",
            Self::Accept => "terima",
            Self::Rate => "nilai",
            Self::Appeal => "keberatan",
            Self::Message => "pesan",
            Self::Escalate => "ombudsman",
            Self::Withdraw => "cabut",
        }
    }

    pub(super) fn from_path(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.path() == path)
    }

    /// What the button says.
    pub(super) fn label(self, w: Words) -> Label {
        w.t(match self {
            Self::Complete => "deed-complete",
            Self::Contest => "deed-contest",
            Self::Accept => "deed-accept",
            Self::Rate => "deed-rate",
            Self::Appeal => "deed-appeal",
            Self::Message => "deed-message",
            Self::Escalate => "deed-escalate",
            Self::Withdraw => "deed-withdraw",
        })
    }

    /// What it leads to.
    pub(super) fn consequence(self, w: Words) -> Label {
        w.t(match self {
            Self::Complete => "deed-complete-then",
            Self::Contest => "deed-contest-then",
            Self::Accept => "deed-accept-then",
            Self::Rate => "deed-rate-then",
            Self::Appeal => "deed-appeal-then",
            Self::Message => "deed-message-then",
            Self::Escalate => "deed-escalate-then",
            Self::Withdraw => "deed-withdraw-then",
        })
    }

    /// What is said once it is done.
    pub(super) fn done(self, w: Words) -> Label {
        w.t(match self {
            Self::Complete => "deed-complete-done",
            Self::Contest => "deed-contest-done",
            Self::Accept => "deed-accept-done",
            Self::Rate => "deed-rate-done",
            Self::Appeal => "deed-appeal-done",
            Self::Message => "deed-message-done",
            Self::Escalate => "deed-escalate-done",
            Self::Withdraw => "deed-withdraw-done",
        })
    }

    /// The question over the text, for those that have one.
    pub(super) fn question(self, w: Words) -> Label {
        match self {
            Self::Complete => w.t("deed-complete-text"),
            Self::Contest => w.t("deed-contest-text"),
            Self::Appeal => w.t("deed-appeal-text"),
            Self::Withdraw => w.t("deed-withdraw-text"),
            Self::Message | Self::Escalate => w.t("deed-message-text"),
            Self::Accept | Self::Rate => w.t("deed-rate-text"),
        }
    }

    /// Words and files.
    pub(super) const fn has_text(self) -> bool {
        matches!(self, Self::Complete | Self::Contest | Self::Appeal | Self::Message)
    }

    /// Marks of 1 to 5.
    pub(super) const fn has_marks(self) -> bool {
        matches!(self, Self::Accept | Self::Rate)
    }

    /// The command of what was typed.
    pub(super) fn command(self, fields: &Fields, files: Vec<FileNo>) -> Command {
        let text = fields.text("teks");
        let mark = |name| fields.number(name).and_then(|n| u8::try_from(n).ok()).unwrap_or(0);
        let rating = || Rating {
            overall: mark("nilai"),
            accuracy: mark("ketepatan"),
            comment: text.clone(),
        };
        let marked = fields.has("nilai") || fields.has("ketepatan");
        match self {
            Self::Complete => Command::Complete(Post { text, files }),
            Self::Contest => Command::Contest(Post { text, files }),
            Self::Appeal => Command::Appeal(Post { text, files }),
            Self::Message => Command::SendMessage(Post { text, files }),
            Self::Accept => Command::Accept { rating: marked.then(rating) },
            Self::Rate => Command::Rate(rating()),
            Self::Escalate => Command::Escalate,
            Self::Withdraw => Command::Withdraw { reason: text },
        }
    }

    /// Whether the domain would let it happen now, with words and marks that are in order.
    pub(super) fn is_possible(
        self,
        report: &Report,
        reference: &Reference,
        now: Timestamp,
    ) -> bool {
        let mut fields = Fields::default();
        fields.set("teks", "-".repeat(domain::limit::REASON_MIN));
        if self.has_marks() {
            fields.set("nilai", "3");
            fields.set("ketepatan", "3");
        }
        let command = self.command(&fields, Vec::new());
        decide(report, &command, &Actor::Reporter, &Context { now, reference }).is_ok()
    }
}

/// Marks as the form names them, when they were chosen.
pub(super) fn mark(fields: &Fields, name: &str) -> Option<u8> {
    fields.number(name).and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=5).contains(n))
}

/// "Laporan 482 915 7364".
pub(super) fn number_line(w: Words, report: &Report) -> String {
    w.ta("report-number", &[("number", Value::from(report.tracking.to_string()))]).into_owned()
}
