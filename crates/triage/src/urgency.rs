//! How fast harm may follow, why, and which help line to show.

use crate::cues::{Cue, Hit};
use crate::normal::Normal;
use domain::kind::{ReportKind, Urgency};
use domain::worded;
use text::Span;

worded! {
    /// Why something should not wait.
    pub enum Danger {
        /// Life or limb.
        Life = "life",
        /// Somebody speaks of ending a life.
        Suicide = "suicide",
        /// Somebody is hurt by somebody.
        Violence = "violence",
        /// A child is harmed or left alone.
        Child = "child",
        /// Flood, quake, landslide, fire over a wide area, and what they leave.
        Disaster = "disaster",
        /// Something that will hurt somebody if it stays.
        Hazard = "hazard",
        /// Illness that spreads, or care refused.
        Health = "health",
        /// Water, power or a way is cut off.
        Stopped = "stopped",
    }
}

worded! {
    /// A line that answers at once.
    pub enum HelpLine {
        /// Emergency call of the regencies and cities.
        Emergency = "emergency",
        /// Police.
        Police = "police",
        /// Ambulance and health.
        Health = "health",
        /// Mental health, an extension of the health line.
        MentalHealth = "mental_health",
        /// SAPA: women and children.
        WomenAndChildren = "women_and_children",
    }
}

impl HelpLine {
    /// The number to dial.
    #[must_use]
    pub const fn number(self) -> &'static str {
        match self {
            Self::Emergency => "112",
            Self::Police => "110",
            Self::Health => "119",
            Self::MentalHealth => "119 ext. 8",
            Self::WomenAndChildren => "129",
        }
    }
}

/// How urgent a text sounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrgencyRead {
    /// The level suggested.
    pub level: Urgency,
    /// Why, with the words; empty for the two lower levels.
    pub because: Vec<(Danger, Span)>,
    /// Lines to show before anything else is asked.
    pub help: Vec<HelpLine>,
}

/// Weight of "now" that turns an event into an emergency.
const NOW: u32 = 2;
/// Words a fear reaches over.
const FEAR_REACHES: usize = 5;

/// Reads the urgency; what is only asked about or wished for waits.
pub(crate) fn read(normal: &Normal, hits: &[Hit], kind: ReportKind) -> UrgencyRead {
    let live = |hit: &&Hit| !hit.negated && !is_over(hit, hits);
    let now: u32 = distinct_weight(hits.iter().filter(|hit| hit.cue == Cue::Now));
    let mut emergency = Vec::new();
    let mut high = Vec::new();
    for hit in hits.iter().filter(live) {
        match hit.cue {
            Cue::Emergency(danger) => emergency.push((danger, hit.span)),
            Cue::Event(danger) if now >= NOW && !is_feared(normal, hit, hits) => {
                emergency.push((danger, hit.span));
            }
            Cue::Event(danger) | Cue::High(danger) => high.push((danger, hit.span)),
            _ => {}
        }
    }
    let asks = kind == ReportKind::InformationRequest || kind == ReportKind::Aspiration;
    let (level, mut because) = if !emergency.is_empty() {
        emergency.extend(high);
        (Urgency::Emergency, emergency)
    } else if !high.is_empty() && (!asks || is_own(normal, &high)) {
        (Urgency::High, high)
    } else if asks || hits.iter().any(|hit| hit.cue == Cue::Low) {
        (Urgency::Low, Vec::new())
    } else {
        (Urgency::Normal, Vec::new())
    };
    because.sort_unstable();
    because.dedup();
    let help = help_lines(level, &because, hits);
    UrgencyRead { level, because, help }
}

/// Who was hurt and asks where to turn asks no mere question.
fn is_own(normal: &Normal, high: &[(Danger, Span)]) -> bool {
    let person = |danger| matches!(danger, Danger::Violence | Danger::Child | Danger::Life);
    high.iter().any(|(danger, _)| person(*danger))
        && normal.tokens.iter().any(|token| matches!(normal.word(token), "saya" | "aku" | "my"))
}

/// Over, repaired, long ago, or named only in passing. Violence against a person does not end
/// with the day it happened.
fn is_over(hit: &Hit, hits: &[Hit]) -> bool {
    let lasting = matches!(
        hit.cue,
        Cue::Emergency(_) | Cue::High(Danger::Violence | Danger::Child | Danger::Health)
    );
    let event = matches!(hit.cue, Cue::Event(_));
    hits.iter().filter(|other| !other.negated).any(|other| match other.cue {
        Cue::Calm => other.overlaps(hit) || (!lasting && other.sentence == hit.sentence),
        Cue::Past => event && other.sentence == hit.sentence,
        _ => false,
    })
}

fn is_feared(normal: &Normal, hit: &Hit, hits: &[Hit]) -> bool {
    let clause = |index: usize| normal.tokens.get(index).map(|token| token.clause);
    hits.iter().any(|fear| {
        fear.cue == Cue::Feared
            && fear.last < hit.first
            && hit.first - fear.last <= FEAR_REACHES
            && clause(fear.first) == clause(hit.first)
    })
}

/// Weights of hits that do not lie on each other.
pub(crate) fn distinct_weight<'a>(hits: impl Iterator<Item = &'a Hit>) -> u32 {
    let mut sum = 0;
    let mut reached = None;
    let mut best = 0;
    for hit in hits {
        if reached.is_some_and(|last| hit.first <= last) {
            sum += hit.weight.saturating_sub(best);
            best = best.max(hit.weight);
        } else {
            sum += hit.weight;
            best = hit.weight;
        }
        reached = reached.max(Some(hit.last));
    }
    sum
}

fn help_lines(level: Urgency, because: &[(Danger, Span)], hits: &[Hit]) -> Vec<HelpLine> {
    use domain::kind::Sensitivity;
    let now = level == Urgency::Emergency;
    let has = |danger| because.iter().any(|(named, _)| *named == danger);
    let sense = |sense| hits.iter().any(|hit| hit.cue == Cue::Sense(sense) && !hit.negated);
    let mut lines = Vec::new();
    if has(Danger::Suicide) {
        lines.push(HelpLine::MentalHealth);
    }
    if now && (has(Danger::Life) || has(Danger::Disaster) || has(Danger::Hazard)) {
        lines.push(HelpLine::Emergency);
    }
    if now && has(Danger::Violence) {
        lines.push(HelpLine::Police);
    }
    if now && has(Danger::Health) {
        lines.push(HelpLine::Health);
    }
    let person = sense(Sensitivity::Gender) || sense(Sensitivity::Child);
    if (has(Danger::Violence) && person) || has(Danger::Child) {
        lines.push(HelpLine::WomenAndChildren);
    }
    lines
}
