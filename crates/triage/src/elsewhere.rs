//! What this service cannot settle, and what helps instead. The report is taken all the same.

use crate::cues::{Cue, Hit};
use crate::normal::Normal;
use crate::urgency::{Danger, UrgencyRead, distinct_weight};
use domain::kind::{Sensitivity, Urgency};
use domain::worded;
use text::Span;

worded! {
    /// Why a text may belong elsewhere.
    pub enum Elsewhere {
        /// A crime between private people.
        Police = "police",
        /// A case before a court.
        Court = "court",
        /// Neighbours, family, a seller: no office is involved.
        PrivateDispute = "private",
        /// Cannot wait for an office to read it.
        EmergencyNow = "emergency",
        /// Sells something.
        Advertising = "spam",
        /// No words.
        Gibberish = "gibberish",
    }
}

worded! {
    /// What to show instead.
    pub enum Instead {
        /// Report to the police, 110.
        ReportToPolice = "report_to_police",
        /// Wait for the judgment or use its remedies; legal aid is free for the poor.
        UseCourtRemedies = "use_court_remedies",
        /// Mediation in the village, or the consumer dispute body.
        Mediate = "mediate",
        /// Call now, then write.
        CallNow = "call_now",
        /// Ask what was meant.
        WriteAgain = "write_again",
    }
}

impl Elsewhere {
    /// What helps instead.
    #[must_use]
    pub const fn instead(self) -> Instead {
        match self {
            Self::Police => Instead::ReportToPolice,
            Self::Court => Instead::UseCourtRemedies,
            Self::PrivateDispute => Instead::Mediate,
            Self::EmergencyNow => Instead::CallNow,
            Self::Advertising | Self::Gibberish => Instead::WriteAgain,
        }
    }
}

/// Weight one ground must reach.
const ENOUGH: u32 = 3;
/// Least letters to judge whether they are words.
const LETTERS_MIN: usize = 8;

/// Where else the text belongs, with the words.
pub(crate) fn read(
    text: &str,
    normal: &Normal,
    hits: &[Hit],
    urgency: &UrgencyRead,
) -> Option<(Elsewhere, Vec<Span>)> {
    if is_gibberish(normal, text) {
        return Some((Elsewhere::Gibberish, Vec::new()));
    }
    let happening = urgency.level == Urgency::Emergency;
    if happening {
        let spans = urgency.because.iter().map(|(_, span)| *span).collect();
        return Some((Elsewhere::EmergencyNow, spans));
    }
    // Officials, offices' conduct and harm to the weak are this service's matter even when they
    // are crimes too.
    let has = |sense| hits.iter().any(|hit| hit.cue == Cue::Sense(sense) && !hit.negated);
    let weak = has(Sensitivity::Gender) || has(Sensitivity::Child);
    let ours = crate::wanted::supervisory(hits).is_some()
        || urgency.because.iter().any(|(danger, _)| match danger {
            Danger::Child | Danger::Stopped | Danger::Hazard => true,
            Danger::Violence => weak,
            Danger::Life | Danger::Suicide | Danger::Disaster | Danger::Health => false,
        });
    let of = |ground: Elsewhere| {
        hits.iter().filter(move |hit| {
            hit.cue == Cue::Elsewhere(ground) && !hit.negated && !is_past(hit, hits)
        })
    };
    let spam = distinct_weight(of(Elsewhere::Advertising));
    let grounds = [
        (Elsewhere::Advertising, spam > ENOUGH || (spam == ENOUGH && !speaks_of_service(hits))),
        (Elsewhere::Court, !ours),
        (Elsewhere::Police, !ours),
        (Elsewhere::PrivateDispute, !ours && !office_named(hits)),
    ];
    grounds
        .into_iter()
        .find(|(ground, may)| *may && distinct_weight(of(*ground)) >= ENOUGH)
        .map(|(ground, _)| (ground, of(ground).map(|hit| hit.span).collect()))
}

/// Spoken of as of long ago, or as settled.
fn is_past(hit: &Hit, hits: &[Hit]) -> bool {
    hits.iter().filter(|other| other.sentence == hit.sentence).any(|other| match other.cue {
        Cue::Past => other.first < hit.first,
        Cue::Calm => true,
        _ => false,
    })
}

fn speaks_of_service(hits: &[Hit]) -> bool {
    hits.iter().any(|hit| matches!(hit.cue, Cue::Deficit(_) | Cue::Office | Cue::Time))
}

fn office_named(hits: &[Hit]) -> bool {
    hits.iter().any(|hit| hit.cue == Cue::Office)
}

/// Letters that make no words: hardly any vowels, or keys typed along the keyboard.
fn is_gibberish(normal: &Normal, text: &str) -> bool {
    let mut words = 0_u32;
    let mut odd = 0_u32;
    let mut letters = 0;
    for token in &normal.tokens {
        let raw = token.span.of(text);
        if !raw.is_ascii() || raw.bytes().all(|b| b.is_ascii_digit()) {
            continue;
        }
        words += 1;
        letters += raw.len();
        odd += u32::from(
            is_odd(raw) && crate::slang::written_out(&raw.to_ascii_lowercase()).is_none(),
        );
    }
    letters >= LETTERS_MIN && odd * 3 >= words * 2
}

/// Consonants that stand together in Indonesian or English words.
fn has_cluster(word: &str) -> bool {
    const CLUSTERS: [&str; 22] = [
        "ng", "ny", "tr", "st", "kr", "pr", "dr", "sk", "ch", "th", "gh", "bl", "gr", "ck", "sy",
        "kh", "pl", "br", "fr", "ll", "ss", "kl",
    ];
    CLUSTERS.iter().any(|cluster| word.contains(cluster))
}

fn is_odd(word: &str) -> bool {
    const ROWS: [&str; 6] =
        ["qwertyuiop", "poiuytrewq", "asdfghjkl", "lkjhgfdsa", "zxcvbnm", "mnbvcxz"];
    let small = word.to_ascii_lowercase();
    let mut run = 0;
    let mut longest = 0;
    for byte in small.bytes() {
        run = if matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y') { 0 } else { run + 1 };
        longest = longest.max(run);
    }
    let bytes = small.as_bytes();
    let one_letter = bytes.first().is_some_and(|first| bytes.iter().all(|byte| byte == first));
    let along = small.len() >= 3 && ROWS.iter().any(|row| row.contains(small.as_str()));
    longest >= 4
        || (longest == 3 && !has_cluster(&small))
        || along
        || (one_letter && small.len() >= 3)
}
