//! Everything that anybody might try, at every state that can be reached within bounds.

use crate::story::{Story, answer, forward, main_report, post, rating, reason, route, tell};
use crate::world::{actor, agency, calendar, ended, office};
use domain::authority::Action;
use domain::calendar::Zone;
use domain::command::{Classification, Command};
use domain::decide::{Context, decide};
use domain::id::{ReportId, TaskNo};
use domain::kind::{
    ArchiveReason, CloseGround, DeclineReason, DisputeForm, MissingItem, ReopenGround, ReportKind,
};
use domain::redaction::Redaction;
use domain::report::{Report, StageName};
use domain::role::Actor;
use domain::visibility::Part;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::Arc;

/// An act, where the report was, where it went, and the word of the first event.
pub(crate) type Moved = (Action, StageName, StageName, &'static str);

pub(crate) const FILINGS: &[&str] = &[
    "filed",
    "filed(to=A)",
    "filed(to=A, secret, anonymous)",
    "filed(to=A, accused=A/pw)",
    "filed(to=A, accused=A)",
    "filed(to=A, supervisory)",
    "filed(supervisory)",
    "filed(kind=information, to=B)",
    "filed(kind=whistleblowing, to=A)",
];

/// States that a short search from a filing does not reach.
const LATER: &[&str] = &[
    "filed(to=A) → follow(5)",
    "filed(to=A) → follow(5) → assign(pw) → answer",
    "filed(to=A) → assign(pw) → answer → contest → answer",
    "filed(to=A) → assign(pw) → answer → late(reporter_window) → lapse → appeal",
    "filed(to=A) → assign(pw) → answer → late(reporter_window) → lapse → appeal → decline",
    "filed(to=A) → take_up → answer → late(reporter_window) → lapse → appeal",
    "filed(to=A) → take_up → answer → late(reporter_window) → lapse → appeal → nat:close → appeal
     → sup:close",
    "filed → archive → appeal → sup:forward(A) → take_up → answer",
    "filed(to=A, supervisory) → answer → late(reporter_window) → lapse → appeal",
    "filed → forward(A) → decline → forward(A) → decline → forward(A) → decline",
];

const ACTORS: &[&str] = &[
    "citizen",
    "clock",
    "nat",
    "nat#2",
    "sup",
    "hub",
    "ori",
    "A",
    "A#2",
    "B",
    "A/pw",
    "A/roads",
    "A/insp",
    "A/insp#2",
    "P/insp",
    "A.analyst",
];

/// Every kind of command, with the arguments that lead somewhere else.
pub(crate) fn commands() -> Vec<Command> {
    let explanation = reason();
    let mut all = vec![
        forward(agency("A")),
        forward(agency("B")),
        forward(agency("P")),
        Command::Forward {
            lead: agency("A"),
            supporting: vec![agency("P")],
            copies: vec![agency("N")],
            watcher: Some(agency("P")),
            note: String::new(),
        },
        route(agency("A")),
        Command::Reclassify(Classification::default()),
        Command::Reclassify(Classification {
            kind: Some(ReportKind::Whistleblowing),
            ..Classification::default()
        }),
        Command::Postpone { missing: vec![MissingItem::Time], question: reason() },
        Command::Complete(post()),
        Command::Archive { reason: ArchiveReason::Unclear, explanation: explanation.clone() },
        Command::Decline {
            reason: DeclineReason::OtherLevel,
            explanation: explanation.clone(),
            suggested: Some(agency("P")),
        },
        Command::TakeUp,
        Command::PostProgress(post()),
        answer(),
        Command::SendMessage(post()),
        Command::PostNote { text: reason() },
        Command::Contest(post()),
        Command::Accept { rating: Some(rating(4, 5)) },
        Command::Rate(rating(1, 2)),
        Command::Close { ground: CloseGround::AnsweredAgain, explanation: explanation.clone() },
        Command::Lapse,
        Command::Escalate,
        Command::Advise(post()),
        Command::Withdraw { reason: String::new() },
        Command::Merge { main: main_report() },
        Command::Follow { joined: ReportId(5) },
        Command::Unfollow { joined: ReportId(5) },
        Command::Reopen { ground: ReopenGround::Supervision, explanation },
        Command::Appeal(post()),
        Command::OpenTask { office: office("P"), request: reason() },
        Command::OpenTask { office: office("A/health"), request: reason() },
        Command::FinishTask { task: TaskNo(1), post: post() },
        Command::ReleaseTask { task: TaskNo(1), reason: reason() },
        Command::Supervise { agency: agency("A") },
        Command::Supervise { agency: agency("P") },
        Command::RecordDispute { form: DisputeForm::Mediation, outcome: reason() },
        Command::DeclareConflict { office: office("A"), reason: reason() },
        Command::DeclareConflict { office: office("A/pw"), reason: reason() },
        Command::DeclareConflict { office: office("P"), reason: reason() },
        Command::Extend { reason: reason() },
        Command::RevealIdentity { part: Part::Name, reason: reason() },
        Command::Redact { how: Redaction::Cover, passage: reason(), reason: reason() },
        Command::Recount,
    ];
    let units = ["A/pw", "A/roads", "A/insp", "B/pw"];
    all.extend(units.map(|unit| Command::Assign {
        unit: office(unit).unit.unwrap_or(domain::UnitId(0)),
        supporting: Vec::new(),
        note: String::new(),
    }));
    all
}

pub(crate) fn actors() -> Vec<Actor> {
    ACTORS.iter().map(|who| actor(who)).collect()
}

/// What distinguishes states for the search; counters are cut where more makes no difference.
fn key(r: &Report, now: Timestamp) -> String {
    let clocks: BTreeSet<&str> = r.clocks.iter().map(|clock| clock.kind.word()).collect();
    let late = r.clocks.iter().any(|clock| now > clock.due);
    format!(
        "{:?} {:?} {} {} {} {} {} {} {:?} {} {} {:?} {:?} {} {} {late} {clocks:?}",
        r.stage,
        r.lead,
        r.restricted,
        r.transfers,
        r.decided,
        r.answers.min(1),
        r.contests_answered.min(1),
        r.contest_open,
        r.closers,
        r.appeal_open,
        r.escalated.is_some(),
        r.accused,
        r.watcher,
        r.open_tasks().count(),
        r.followers.is_empty(),
    )
}

/// Walks breadth first over at most `states` states from every start; every state is checked by
/// the invariants. Returns every move that was made.
pub(crate) fn explore(states: usize) -> BTreeSet<Moved> {
    let (commands, actors) = (commands(), actors());
    let mut moves = BTreeSet::new();
    for start in FILINGS.iter().chain(LATER) {
        let start = tell(start);
        let mut seen: HashSet<String> = [key(start.report(), start.now)].into();
        let mut queue: VecDeque<Story> = [start].into();
        while let Some(here) = queue.pop_front() {
            for actor in &actors {
                for command in &commands {
                    let Some((there, word)) = after(&here, command, actor) else { continue };
                    let (from, to) = (here.report().stage.name(), there.stage.name());
                    moves.insert((command.action(), from, to, word));
                    if seen.len() < states && seen.insert(key(&there, here.now)) {
                        let mut there = here.clone();
                        there.give(command, actor);
                        queue.push_back(there);
                    }
                }
            }
            moves.extend(recounted(&here));
            moves.extend(succeeded(&here));
            let mut later = here;
            if let Some(due) = later.report().clocks.iter().map(|clock| clock.due).max() {
                later.now = later.now.max(due + SignedDuration::from_mins(1));
                if seen.len() < states && seen.insert(key(later.report(), later.now)) {
                    queue.push_back(later);
                }
            }
        }
    }
    moves
}

/// The report after a command; `None` when it is refused or nothing happens.
fn after(here: &Story, command: &Command, actor: &Actor) -> Option<(Report, &'static str)> {
    let context = Context { now: here.now, reference: &here.reference };
    let events = decide(here.report(), command, actor, &context).ok()?;
    let word = events.first()?.fact.word();
    let mut report = here.report().clone();
    for event in events {
        report.apply(&event, here.now, actor.officer());
    }
    Some((report, word))
}

/// What a new national holiday does to the state.
fn recounted(here: &Story) -> Option<Moved> {
    let mut here = here.clone();
    let soon =
        [1, 2, 3].map(|days| Zone::Wib.date(here.now + SignedDuration::from_hours(24 * days)));
    Arc::make_mut(&mut here.reference).calendar = calendar(2, &soon);
    let stage = here.report().stage.name();
    let (_, word) = after(&here, &Command::Recount, &actor("calendar"))?;
    Some((Action::Recount, stage, stage, word))
}

/// What the end of an agency does to the state: with one successor, one without an inspectorate,
/// two, and none.
fn succeeded(here: &Story) -> Vec<Moved> {
    let stage = here.report().stage.name();
    let mut moves = Vec::new();
    for ends in ["A", "B", "P"] {
        for heirs in [&["M"][..], &["N"], &["M", "N"], &[]] {
            let mut here = here.clone();
            Arc::make_mut(&mut here.reference).directory = ended(ends, heirs);
            let command = Command::Succeed { ended: agency(ends) };
            let Some((there, word)) = after(&here, &command, &actor("directory")) else { continue };
            assert!(
                there.lead != Some(agency(ends))
                    && !(there.involves(agency(ends)) && heirs == ["M"])
            );
            here.give(&command, &actor("directory"));
            moves.push((Action::Succeed, stage, there.stage.name(), word));
        }
    }
    moves
}
