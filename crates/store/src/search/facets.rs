//! What a report is found by: its words, the words of its answers, and facets, which say what it
//! is, where it lies and who may find it.
//!
//! A facet begins with `_`, a word of an answer with `=`, and `=` stands between two words that
//! follow each other in the title; no word of a text can hold either, so nobody writes themselves
//! into a list.

use crate::reports::{Recorded, desk_word, told, unit_of};
use domain::category::CategoryCode;
use domain::event::Fact;
use domain::kind::{Channel, ReportKind};
use domain::region::RegionCode;
use domain::report::StageName;
use domain::{AgencyId, Desk, Event, Report, UnitId};
use std::collections::BTreeSet;
use text::personal::covered;

/// Tokens of one report that are kept; a case with hundreds of answers is found by its first ones.
const TOKENS_MAX: usize = 20_000;

/// What the public may find.
pub(crate) const LISTED: &str = "_l";
/// Supervisory: restricted view.
pub(crate) const RESTRICTED: &str = "_i";
/// With the Ombudsman.
pub(crate) const ESCALATED: &str = "_e";

/// The agency that answers for the case.
pub(crate) fn lead(agency: AgencyId) -> String {
    format!("_a{agency}")
}

/// The unit that has it, or answered what has ended.
pub(crate) fn unit(unit: UnitId) -> String {
    format!("_u{unit}")
}

/// An agency that was asked to help and has not yet.
pub(crate) fn task(agency: AgencyId) -> String {
    format!("_t{agency}")
}

/// A unit that was asked to help and has not yet.
pub(crate) fn unit_task(unit: UnitId) -> String {
    format!("_x{unit}")
}

/// An agency that was told of it.
pub(crate) fn copy(agency: AgencyId) -> String {
    format!("_c{agency}")
}

/// The desk that has it.
pub(crate) fn desk(desk: Desk) -> String {
    format!("_d{}", desk_word(desk))
}

pub(crate) fn stage(stage: StageName) -> String {
    format!("_s{}", stage.word())
}

pub(crate) fn kind(kind: ReportKind) -> String {
    format!("_k{}", kind.word())
}

pub(crate) fn channel(channel: Channel) -> String {
    format!("_h{}", channel.word())
}

/// A category or one above it.
pub(crate) fn category(code: &CategoryCode) -> String {
    format!("_g{}", code.as_str().replace('.', "_0"))
}

/// A region or one it lies in.
pub(crate) fn region(code: RegionCode) -> String {
    format!("_r{}", code.number())
}

/// Every facet of a report.
fn facets(report: &Report) -> BTreeSet<String> {
    let mut own =
        BTreeSet::from([stage(report.stage.name()), kind(report.kind), channel(report.channel)]);
    own.extend(report.is_listed().then(|| LISTED.to_owned()));
    own.extend(report.restricted.then(|| RESTRICTED.to_owned()));
    own.extend(report.escalated.map(|_| ESCALATED.to_owned()));
    own.extend(report.stage.desk().map(desk));
    own.extend(report.lead.map(lead));
    own.extend(unit_of(report).map(unit));
    for open in report.open_tasks() {
        own.insert(task(open.office.agency));
        own.extend(open.office.unit.map(unit_task));
    }
    own.extend(told(report).map(copy));
    let codes = std::iter::successors(report.category.clone(), CategoryCode::parent);
    own.extend(codes.map(|code| category(&code)));
    let regions = std::iter::successors(report.region, |code| code.parent());
    own.extend(regions.map(region));
    own
}

/// What the offices wrote for the reporter to read: answers and progress.
pub(crate) fn posts<'a>(facts: impl IntoIterator<Item = &'a Event>) -> Vec<String> {
    let text = |event: &'a Event| match &event.fact {
        Fact::AnswerPosted { text, .. } | Fact::ProgressPosted { text, .. } => Some(text.clone()),
        _ => None,
    };
    facts.into_iter().filter_map(text).collect()
}

/// [`posts`] of a history.
pub(crate) fn posts_of(history: &[Recorded]) -> Vec<String> {
    posts(history.iter().map(|recorded| &recorded.event))
}

/// Whether the index has to be written again when a report goes from one state to the next.
pub(crate) fn changed(before: &Report, after: &Report) -> bool {
    before.title != after.title
        || before.redactions != after.redactions
        || facets(before) != facets(after)
}

/// Every token of a report, in the order in which they stand.
pub(crate) fn tokens(report: &Report, body: &str, posts: &[String]) -> Vec<String> {
    let mut tokens: Vec<String> = facets(report).into_iter().collect();
    // What is covered where the public reads is found by nobody.
    let title = text::tokens(&covered(&report.title, &report.redactions));
    tokens.extend(pairs(&title));
    tokens.extend(title);
    tokens.extend(text::tokens(&covered(body, &report.redactions)));
    for post in posts {
        tokens.extend(
            text::tokens(&covered(post, &report.redactions)).iter().map(|token| answered(token)),
        );
    }
    tokens.truncate(TOKENS_MAX);
    tokens
}

/// How words that follow each other in a title stand in the index: two by two.
pub(crate) fn pairs(title: &[String]) -> impl Iterator<Item = String> {
    title.windows(2).map(|two| two.join("="))
}

/// How a word of an answer stands in the index.
pub(crate) fn answered(token: &str) -> String {
    format!("={token}")
}
