//! What is true of every report at every moment, whoever did what.

use crate::story::Story;
use crate::world::actor;
use domain::DeadlineKind as D;
use domain::authority::{Action, viewer};
use domain::command::Command;
use domain::event::{Event, Fact};
use domain::reference::Reference;
use domain::report::{Report, Stage, StageName};
use domain::role::{Actor, Desk};
use domain::visibility::{Part, Sight, Viewer, may_see};

/// Officers of every kind, near to the report and far from it.
const OFFICERS: &[&str] = &[
    "nat",
    "sup",
    "hub",
    "ori",
    "ori32",
    "ori91",
    "operator",
    "A",
    "A#2",
    "B",
    "P",
    "M",
    "N",
    "A/pw",
    "A/roads",
    "A/health",
    "A/insp",
    "B/insp",
    "B/pw",
    "P/insp",
    "A.analyst",
    "A.head",
];

/// Everything that must hold of the state a story has reached.
#[track_caller]
pub(crate) fn check(story: &Story) {
    let (report, reference) = (story.report(), &story.reference);
    folds_to_itself(story);
    clocks_fit_the_stage(report);
    let max = reference.rules.get(report.rules).map_or(0, |rules| rules.transfers_max);
    assert!(report.transfers <= max, "{} transfers: {report:?}", report.transfers);
    no_closer_judges(report);
    never_only_with_the_accused(report, reference);
    content_stays_with_those_who_may_read_it(story);
    if !report.stage.name().is_open() {
        assert_eq!(report.open_tasks().count(), 0, "open tasks at the end: {report:?}");
        assert_eq!(report.light(story.now), None, "a light at the end: {report:?}");
    }
}

/// The history is the report: folding it again gives the same state, one version per event.
#[track_caller]
fn folds_to_itself(story: &Story) {
    let report = story.report();
    let mut events = story.history.iter();
    let first = events.next().and_then(|(event, at, _)| Report::begin(report.id, event, *at));
    let folded = first.map(|mut folded| {
        for (event, at, officer) in events {
            folded.apply(event, *at, *officer);
        }
        folded
    });
    assert_eq!(folded.as_ref(), Some(report), "folding gives another state");
    assert_eq!(usize::try_from(report.version).ok(), Some(story.history.len()));
}

/// Which clocks may run at a stage; settlement is any one of its kinds.
fn allowed(stage: StageName) -> &'static [D] {
    match stage {
        StageName::AtNational => {
            &[D::NationalVerification, D::ForcedDecision, D::OmbudsmanEscalation]
        }
        StageName::AtAgency => &[D::AgencyVerification, D::FirstResponse, D::OmbudsmanEscalation],
        StageName::AtUnit | StageName::InProgress | StageName::Contested => {
            &[D::FirstResponse, D::OmbudsmanEscalation]
        }
        StageName::AwaitingReporter => &[D::Completion],
        StageName::Answered => &[D::ReporterWindow],
        StageName::Closed | StageName::Archived => &[D::AppealWindow],
        StageName::Withdrawn | StageName::MergedInto => &[],
    }
}

#[track_caller]
fn clocks_fit_the_stage(report: &Report) {
    let stage = report.stage.name();
    let office_works = matches!(
        stage,
        StageName::AtNational
            | StageName::AtAgency
            | StageName::AtUnit
            | StageName::InProgress
            | StageName::Contested
    );
    let kinds: Vec<D> = report.clocks.iter().map(|clock| clock.kind).collect();
    for (nth, kind) in kinds.iter().enumerate() {
        let fits = allowed(stage).contains(kind) || office_works && kind.is_settlement();
        assert!(fits, "{kind} runs at {stage}");
        assert!(!kinds.iter().take(nth).any(|k| k == kind), "{kind} runs twice");
    }
    assert!(kinds.iter().filter(|k| k.is_settlement()).count() <= 1, "two settlement clocks");
    assert_eq!(
        report.office_clock().is_some(),
        office_works,
        "an office without a limit: {report:?}"
    );
    let waits = matches!(stage, StageName::AwaitingReporter | StageName::Answered);
    assert!(!waits || report.reporter_clock().is_some(), "{stage} waits for ever");
    for clock in &report.clocks {
        assert!(clock.from <= clock.due && clock.warn_at <= clock.due, "{clock:?} runs backwards");
    }
}

/// B6: an appeal waits at no desk that closed the report.
#[track_caller]
fn no_closer_judges(report: &Report) {
    if report.appeal_open
        && let Some(desk) = report.stage.desk()
    {
        assert!(!report.was_closed_by(desk), "{desk:?} judges what it closed: {report:?}");
    }
}

/// B21: an office complained about never has the report with nobody watching.
#[track_caller]
fn never_only_with_the_accused(report: &Report, reference: &Reference) {
    let directory = &reference.directory;
    if let Some(office) = report.stage.office()
        && report.accuses(office, directory)
    {
        let watched = office.unit.is_none() && report.is_watched(directory);
        assert!(watched, "only with the accused: {report:?}");
    }
}

/// Hidden content is read by those who examine or oversee it, and never by the accused.
#[track_caller]
fn content_stays_with_those_who_may_read_it(story: &Story) {
    let (report, directory) = (story.report(), &story.reference.directory);
    for who in OFFICERS {
        let Actor::Officer(duty) = actor(who) else { continue };
        let viewer = viewer(&duty, report, directory, story.now);
        let sight = may_see(viewer, Part::Files, report.privacy, report.restricted);
        let examines =
            matches!(viewer, Viewer::Inspectorate | Viewer::National | Viewer::OmbudsmanEscalated);
        if report.restricted {
            assert_eq!(sight == Sight::Full, examines, "{who} as {viewer} of {report:?}");
        }
        if report.accuses_duty(&duty, directory) {
            assert_eq!(sight, Sight::Hidden, "{who} is complained about");
        }
        let named = may_see(viewer, Part::Name, report.privacy, report.restricted);
        assert_ne!(named, Sight::Full, "{who} reads the name without a reason");
    }
}

/// Talk does not judge.
fn is_talk(action: Action) -> bool {
    matches!(
        action,
        Action::PostNote
            | Action::SendMessage
            | Action::DeclareConflict
            | Action::RevealIdentity
            | Action::Redact
            | Action::FinishTask
    )
}

/// What must hold between a state and the events decided on it.
#[track_caller]
pub(crate) fn check_step(before: &Report, command: &Command, actor: &Actor, events: &[Event]) {
    if before.reopenings > 0 && !is_talk(command.action()) {
        assert!(!before.was_closed_by_actor(actor), "{command:?} by who closed it");
    }
    for event in events {
        match &event.fact {
            Fact::Closed { .. } | Fact::AnswerPosted { .. } => {
                assert_eq!(before.open_tasks().count(), 0, "{command:?} with open tasks");
            }
            Fact::Appealed { to, .. } => {
                let desk = to.desk().unwrap_or(Desk::National);
                assert!(!before.was_closed_by(desk), "the appeal goes to {desk:?}");
            }
            Fact::TaskOpened { office, .. } => {
                assert!(!before.accused.contains(office), "a task for the accused {office:?}");
            }
            Fact::Declined { to: Stage::AtNational { .. }, .. } => {
                assert!(!before.decided, "declined after the decision");
            }
            _ => {}
        }
    }
}
