//! Reads an answer before it is posted and says what is wrong with it and what it leaves out.
//!
//! It advises the officer and stops nothing by itself: what a fault leads to is decided elsewhere.
//! Empty wordings are a closed set that officers share, deeds are an open one; so an answer is
//! read by what remains of it once the empty wordings are set aside.

mod cases;
mod earlier;
mod matter;
mod substance;
mod template;
// Tables of words: one word a line would make them unreadable.
#[rustfmt::skip]
mod wording;
mod words;

pub use cases::{Cases, Frequent, SimilarCase, frequent, likely_answers, similar_cases};
pub use earlier::Earlier;

use domain::ReportId;
use domain::answer::AnswerFault;
use substance::Substance;
use text::Span;
use words::{Text, Word};

/// From this similarity on, two answers are one template filled in twice.
const SAME_TEMPLATE: f32 = 0.55;

/// A template of fewer words is how anybody says the same short fact.
const TEMPLATE_WORDS_MIN: usize = 6;

/// Share of an answer's words that makes it a copy of the report.
const ECHO_SHARE: f32 = 0.45;

/// Share of empty wordings that makes an answer canned without any earlier one.
const FORMULA_SHARE: f32 = 0.7;

/// What reading an answer brought to light.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// What is wrong, gravest first; each kind once.
    pub faults: Vec<Fault>,
    /// What a reader would still ask.
    pub missing: Vec<Missing>,
}

/// One thing that is wrong with an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// What is wrong.
    pub kind: AnswerFault,
    /// Where: byte ranges in the answer, in order, never overlapping.
    pub spans: Vec<Span>,
    /// For [`AnswerFault::Canned`]: the report that was answered in nearly the same words before.
    pub like: Option<ReportId>,
}

/// What an answer leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Missing {
    /// What was done or decided.
    Action,
    /// When it was or will be done.
    When,
    /// Who did it, or whom to ask.
    Who,
    /// Why it is refused: a reason or the legal basis.
    Reason,
    /// Something that shows it: a photograph, a letter's number, minutes.
    Evidence,
}

/// What an answer is for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The report; what was answered to it before is no template.
    pub id: ReportId,
    /// Its title and text.
    pub text: &'a str,
    /// Everybody will read the answer.
    pub public: bool,
}

/// Reads an answer to a report, against what the agency answered to other reports.
#[must_use]
pub fn review(answer: &str, to: Asked<'_>, earlier: &Earlier) -> Review {
    let text = Text::read(answer);
    let asked = Text::read(to.text);
    let echoed = matter::echoed(&text, &asked);
    let found = Substance::of(&text, &echoed);
    let acts = found.acts();
    let mut faults = Vec::new();
    let mut fault = |kind, spans: Vec<Span>, like| {
        let spans = if spans.is_empty() { whole(answer) } else { merged(spans) };
        faults.push(Fault { kind, spans, like });
    };

    if !found.blame.is_empty() {
        fault(AnswerFault::Blames, found.blame.clone(), None);
    }
    if to.public {
        let told: Vec<Span> =
            text::personal::find(answer).iter().map(|finding| finding.span).collect();
        if !told.is_empty() {
            fault(AnswerFault::Personal, told, None);
        }
    }
    if !found.not_ours.is_empty() && !found.own_deed() {
        fault(AnswerFault::NotOurAuthority, found.not_ours.clone(), None);
    }
    if let Some(spans) = matter::off_topic(&text, &asked) {
        fault(AnswerFault::OffTopic, spans, None);
    }
    if !found.elsewhere.is_empty() && !acts {
        fault(AnswerFault::RefersElsewhere, found.elsewhere.clone(), None);
    }
    if share(echoed.iter().filter(|copied| **copied).count(), text.words.len()) >= ECHO_SHARE
        && !acts
    {
        fault(AnswerFault::Echoes, marked(&text, &echoed), None);
    }
    if let Some((like, spans)) = canned(&text, &found, to.id, earlier) {
        fault(AnswerFault::Canned, spans, like);
    }
    if !found.promises.is_empty() && !acts && !found.dated() {
        fault(AnswerFault::Undated, found.promises.clone(), None);
    }
    if !acts {
        fault(AnswerFault::NoAction, found.empty.clone(), None);
    }
    let length = text.words.len();
    if length < 3 || (length < 5 && !found.dated()) || (length < 8 && !acts) {
        fault(AnswerFault::TooShort, Vec::new(), None);
    }
    Review { faults, missing: found.missing() }
}

/// The earlier answer this one repeats, or nothing but formulas.
///
/// A form filled in with a deed of its own and its day is how counters rightly answer.
fn canned(
    text: &Text,
    found: &Substance,
    own: ReportId,
    earlier: &Earlier,
) -> Option<(Option<ReportId>, Vec<Span>)> {
    let template = template::template(text);
    if template.len() >= TEMPLATE_WORDS_MIN
        && !(found.own_deed() && found.dated())
        && let Some((similarity, id)) = earlier.nearest_template(&template, Some(own))
        && similarity >= SAME_TEMPLATE
    {
        return Some((Some(id), Vec::new()));
    }
    let formulas = found.formula_words;
    (formulas > 0 && !found.acts() && share(formulas, text.words.len()) >= FORMULA_SHARE)
        .then(|| (None, found.empty.clone()))
}

fn share(part: usize, all: usize) -> f32 {
    let count = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    if all == 0 { 0.0 } else { count(part) / count(all) }
}

/// The spans of marked words.
fn marked(text: &Text, marks: &[bool]) -> Vec<Span> {
    let marked = text.words.iter().zip(marks).filter(|(_, mark)| **mark);
    marked.map(|(word, _)| word.span()).collect()
}

fn whole(answer: &str) -> Vec<Span> {
    let kept = answer.trim();
    let start = answer.len() - answer.trim_start().len();
    let span = Span { start, end: start + kept.len() };
    if span.is_empty() { Vec::new() } else { vec![span] }
}

/// Spans in order; those that touch or are parted by a space become one.
fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| (span.start, span.end));
    let mut all: Vec<Span> = Vec::new();
    for span in spans {
        match all.last_mut() {
            Some(last) if span.start <= last.end + 1 => last.end = last.end.max(span.end),
            _ => all.push(span),
        }
    }
    all
}

/// The span from the first to the last of some neighbouring words.
fn across(words: &[Word]) -> Option<Span> {
    Some(words.first()?.span().to(words.last()?.span()))
}
