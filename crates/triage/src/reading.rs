//! Everything a text says about itself, read in one go. It suggests; a person decides.

use crate::completeness;
use crate::concern;
use crate::cues;
use crate::elsewhere::{self, Elsewhere};
use crate::language::{self, Language};
use crate::normal::Normal;
use crate::urgency::{self, UrgencyRead};
use crate::wanted;
use domain::kind::{ComplaintClass, MissingItem, ReportKind, Sensitivity, ServiceDeficit};
use text::Span;

/// What a text says about itself, each answer with the words that carried it, so that an
/// officer sees why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The text in its usual spelling.
    pub normal: Normal,
    /// Its language.
    pub language: Language,
    /// What the writer wants; whistle blowing is chosen by the writer and never suggested.
    pub kind: (ReportKind, Vec<Span>),
    /// Whether officials' conduct needs examination.
    pub class: (ComplaintClass, Vec<Span>),
    /// How fast harm may follow, and the help lines to show.
    pub urgency: UrgencyRead,
    /// Grounds to propose confidentiality.
    pub sensitivity: Vec<(Sensitivity, Vec<Span>)>,
    /// What was lacking.
    pub deficits: Vec<(ServiceDeficit, Vec<Span>)>,
    /// What the form can ask for.
    pub missing: Vec<MissingItem>,
    /// Where else it may belong. Never a reason to refuse it.
    pub elsewhere: Option<(Elsewhere, Vec<Span>)>,
}

impl Reading {
    /// True when confidentiality should be proposed to the reporter.
    #[must_use]
    pub fn proposes_confidential(&self) -> bool {
        !self.sensitivity.is_empty() || self.class.0 == ComplaintClass::Supervisory
    }
}

/// Reads a text.
#[must_use]
pub fn read(text: &str) -> Reading {
    let normal = Normal::of(text);
    let hits = cues::find(&normal);
    let kind = wanted::kind(text, &hits);
    let class = wanted::class(&hits, kind.0);
    let urgency = urgency::read(&normal, &hits, kind.0);
    let sensitivity = concern::sensitivity(&normal, &hits, kind.0);
    let deficits = concern::deficits(&hits);
    let elsewhere = elsewhere::read(text, &normal, &hits, &urgency);
    // Who is in danger complains of nothing and suggests nothing.
    let kind = match elsewhere {
        Some((Elsewhere::EmergencyNow, _)) => (ReportKind::Complaint, Vec::new()),
        _ => kind,
    };
    let missing = completeness::missing(
        &normal,
        &hits,
        &completeness::Read {
            kind: kind.0,
            class: class.0,
            deficits: &deficits,
            elsewhere: elsewhere.as_ref().map(|(ground, _)| *ground),
        },
    );
    let language = language::of(text, &normal);
    Reading { normal, language, kind, class, urgency, sensitivity, deficits, missing, elsewhere }
}
