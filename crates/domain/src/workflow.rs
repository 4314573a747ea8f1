//! The workflow as a table: transitions T1 to T28, deadlines D1 to D18, reasons for archiving.
//!
//! The rows are compared with what [`crate::decide::decide`] does at every stage that can be
//! reached, so this table cannot say more or less than the rules.

mod transitions;

pub use transitions::TRANSITIONS;

use crate::authority::{self, Action, Scope};
use crate::deadline::DeadlineKind as D;
use crate::kind::ArchiveReason;
use crate::report::StageName as S;
use crate::role::Role;
use crate::rules::Rules;
use std::collections::BTreeSet;
use std::fmt::Write;

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Transition {
    /// T1 to T28; empty for acts that the regulation's table does not number.
    pub number: &'static str,
    /// The act.
    pub action: Action,
    /// From where to where.
    pub moves: Moves,
    /// By when it has to be done.
    pub within: &'static [D],
    /// Word of the event it leaves; notices hang on it.
    pub event: &'static str,
    /// What is special about it.
    pub remark: &'static str,
}

/// Where an act leads.
#[derive(Debug, Clone, Copy)]
pub enum Moves {
    /// A report begins here.
    Begins(&'static [S]),
    /// From one stage to another, or to another office at the same.
    Goes(&'static [(S, S)]),
    /// The stage does not change.
    Stays(&'static [S]),
}

impl Moves {
    /// Pairs of stages; `None` before the report exists.
    #[must_use]
    pub fn pairs(self) -> Vec<(Option<S>, S)> {
        match self {
            Self::Begins(stages) => stages.iter().map(|to| (None, *to)).collect(),
            Self::Goes(pairs) => pairs.iter().map(|(from, to)| (Some(*from), *to)).collect(),
            Self::Stays(stages) => stages.iter().map(|stage| (Some(*stage), *stage)).collect(),
        }
    }
}

/// Why a deadline is what it is.
#[expect(clippy::match_same_arms, reason = "a table, read row by row")]
fn source(kind: D) -> &'static str {
    match kind {
        D::NationalVerification | D::FirstResponse | D::ReporterWindow => {
            "the application's own description"
        }
        D::AgencyVerification => "Permen PANRB 46/2020 §2.2.3: the reporter hears on day six",
        D::SettleInformation | D::SettleAspiration | D::SettleComplaint | D::SettleSupervisory => {
            "Permen PANRB 62/2018 chapter VI"
        }
        D::Completion => "Permen PANRB 62/2018",
        D::OmbudsmanEscalation => "Permen PANRB 46/2020 §3.5 no. 16",
        D::StatutoryLimit => "UU 25/2009 art. 50; told, not enforced",
        D::CompletenessAnswer => "UU 25/2009 art. 44; told, not enforced",
        D::StatutoryCompletion => "UU 25/2009 art. 44; told, not enforced",
        D::DecisionDelivery => "UU 25/2009 art. 50; told, not enforced",
        D::FilingPeriod => "UU 25/2009 art. 42; told, not enforced",
        D::InformationExtension => "UU 14/2008 art. 22, added to D4 once",
        D::CategorySettlement => "Permen PANRB 46/2020 §3.3; the category's own row, if shorter",
        D::AgencySettlement => "service standard of the agency, if shorter",
        D::ForcedDecision => "LAPOR: ends the passing on of a report",
        D::AppealWindow => "LAPOR: as long as the reporter's window",
        D::SupportTask => "LAPOR: as long as a first response",
    }
}

/// Who may act, by scope, from the table of authority.
fn who(action: Action) -> String {
    let scopes = |role: &Role| -> Option<String> {
        let granted = authority::grants(*role, action);
        let words: Vec<&str> = granted.iter().map(|scope: &Scope| scope.word()).collect();
        (!words.is_empty()).then(|| format!("{role} ({})", words.join(", ")))
    };
    let mut all: Vec<String> = Role::ALL.iter().filter_map(scopes).collect();
    if authority::system_may(action) {
        all.push("LAPOR itself".into());
    }
    all.join(", ")
}

fn words<T: std::fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    let mut seen: Vec<String> = Vec::new();
    for item in items {
        let word = item.to_string();
        if !seen.contains(&word) {
            seen.push(word);
        }
    }
    seen.join(", ")
}

/// The tables for docs/generated/workflow.md: transitions, deadlines with the limits of
/// [`Rules::seed`], reasons for archiving, and the diagram.
#[must_use]
pub fn table() -> String {
    let mut out = String::from(
        "# Workflow\n\nGenerated from `domain::workflow`, which the tests compare with what \
         `decide` does at every stage. \
         A role may act on those reports that its scope names; see the table of authority.\n\n## Transitions\n\n\
         | no. | from | to | command | who may (on which reports) | deadline | event, notice | remark |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    let any = words(S::ALL);
    let open = words(S::ALL.iter().filter(|stage| stage.is_open()));
    for t in TRANSITIONS {
        let pairs = t.moves.pairs();
        let from = words(pairs.iter().map(|(from, _)| from.map_or("–", S::word)));
        let from = if from == any {
            "any".into()
        } else if from == open {
            "any open".into()
        } else {
            from
        };
        let to = match t.moves {
            Moves::Stays(_) => "the same".into(),
            Moves::Begins(_) | Moves::Goes(_) => words(pairs.iter().map(|(_, to)| *to)),
        };
        let within = words(t.within.iter().map(|kind| label(*kind)));
        let _ = writeln!(
            out,
            "| {} | {from} | {to} | {} | {} | {within} | {} | {} |",
            t.number,
            t.action,
            who(t.action),
            t.event,
            t.remark
        );
    }
    out.push_str(
        "\nT19 is the absence of a row: nothing closes a contested report but an answer and what \
         follows it. T20 is no event either: a clock past its date shows red to everybody who has \
         to do with the report.\n",
    );
    write_deadlines(&mut out);
    out.push_str("\n## Reasons for archiving\n\n| reason | given by |\n|---|---|\n");
    for reason in ArchiveReason::ALL {
        let by =
            if *reason == ArchiveReason::NotCompleted { "the clock (T5)" } else { "a desk (T6)" };
        let _ = writeln!(out, "| {reason} | {by} |");
    }
    let _ = write!(out, "\n## Diagram\n\n```mermaid\n{}```\n", diagram());
    out
}

fn label(kind: D) -> String {
    kind.number().map_or_else(|| kind.word().into(), |number| format!("D{number}"))
}

fn write_deadlines(out: &mut String) {
    let rules = Rules::seed();
    let _ = write!(
        out,
        "\n## Deadlines\n\nThe limits of the seeded rules ({}). Reports keep the rules of the day \
         they were received. D8 and the articles of D11 to D16 have not been checked \
         against the official texts.\n\n| no. | deadline | limit | waits for | source |\n|---|---|---|---|---|\n",
        rules.source
    );
    for kind in D::ALL {
        let number = kind.number().map_or("–".into(), |number| format!("D{number}"));
        let limit = rules.limits.get(kind).map_or("as set".into(), |limit| {
            let unit = limit.unit.word().replace('_', " ");
            let unit = if limit.amount == 1 { unit.trim_end_matches('s') } else { &unit };
            format!("{} {unit}", limit.amount)
        });
        let waits = if kind.waits_for_reporter() { "the reporter" } else { "an office" };
        let _ = writeln!(out, "| {number} | {kind} | {limit} | {waits} | {} |", source(*kind));
    }
}

/// The stages and what leads from one to the other, in Mermaid's notation; acts that change
/// nothing but the history are left out.
#[must_use]
pub fn diagram() -> String {
    let mut arrows: BTreeSet<(Option<S>, S)> = BTreeSet::new();
    for t in TRANSITIONS.iter().filter(|t| !matches!(t.moves, Moves::Stays(_))) {
        arrows.extend(t.moves.pairs());
    }
    let mut out = String::from("stateDiagram-v2\n    direction LR\n");
    for (from, to) in arrows {
        let acts = TRANSITIONS.iter().filter(|t| !matches!(t.moves, Moves::Stays(_)));
        let acts = words(acts.filter(|t| t.moves.pairs().contains(&(from, to))).map(|t| t.action));
        let from = from.map_or("[*]", S::word);
        let _ = writeln!(out, "    {from} --> {to}: {acts}");
    }
    for end in S::ALL.iter().filter(|stage| !stage.is_open()) {
        let _ = writeln!(out, "    {end} --> [*]");
    }
    out
}
