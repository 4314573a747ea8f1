//! What is offered equals what the rules accept, for every duty at every stage.

use crate::app_test;
use crate::nation::{CITY, HEALTH, INSPECTORATE, LIGHTS, MINISTRY, ROADS, reference};
use crate::world::{EVERYBODY, Who, World, accused, assign, forward};
use domain::authority::Action;
use domain::command::{Classification, Command, MainReport, Post};
use domain::decide::{Context, decide};
use domain::kind::{
    ActionTaken, ArchiveReason, CloseGround, DeclineReason, DisputeForm, MissingItem, ReopenGround,
    ReportKind,
};
use domain::redaction::Redaction;
use domain::role::Actor;
use domain::visibility::{Part, Privacy};
use domain::{Office, OfficerId, Report, ReportId, TaskNo};
use std::collections::BTreeSet;
use web::desk::offered;

fn post() -> Post {
    Post {
        text: "Sudah kami kerjakan bersama warga pada hari Selasa.".to_owned(),
        files: Vec::new(),
    }
}

fn words() -> String {
    post().text
}

/// Every command that a form of the desk could send, over everything its fields can name.
fn all_commands() -> Vec<Command> {
    let mut all = vec![
        Command::Reclassify(Classification {
            kind: Some(ReportKind::Aspiration),
            ..Classification::default()
        }),
        Command::Reclassify(Classification::default()),
        Command::Postpone { missing: vec![MissingItem::Place], question: words() },
        Command::TakeUp,
        Command::PostProgress(post()),
        Command::SendMessage(post()),
        Command::PostNote { text: words() },
        Command::Redact { how: Redaction::Cover, passage: words(), reason: words() },
        Command::Escalate,
        Command::Advise(post()),
        Command::Extend { reason: words() },
    ];
    for lead in [CITY, MINISTRY] {
        all.push(forward(lead));
        for watcher in [CITY, MINISTRY] {
            let (supporting, copies, note) = (Vec::new(), Vec::new(), String::new());
            all.push(Command::Forward { lead, supporting, copies, watcher: Some(watcher), note });
        }
        all.push(Command::Supervise { agency: lead });
        let office = Office { agency: lead, unit: None };
        all.push(Command::OpenTask { office, request: words() });
        all.push(Command::DeclareConflict { office, reason: words() });
    }
    for unit in [ROADS, LIGHTS, HEALTH, INSPECTORATE] {
        all.push(assign(unit));
        let office = Office { agency: CITY, unit: Some(unit) };
        all.push(Command::OpenTask { office, request: words() });
        all.push(Command::DeclareConflict { office, reason: words() });
    }
    for task in 1..4 {
        all.push(Command::FinishTask { task: TaskNo(task), post: post() });
        all.push(Command::ReleaseTask { task: TaskNo(task), reason: words() });
    }
    for open in [true, false] {
        for restricted in [true, false] {
            for accused in [Vec::new(), accused(None), accused(Some(ROADS))] {
                let main =
                    MainReport { id: ReportId(5), open, confidential: true, restricted, accused };
                all.push(Command::Merge { main });
            }
        }
    }
    all.extend(
        ArchiveReason::ALL
            .iter()
            .map(|reason| Command::Archive { reason: *reason, explanation: words() }),
    );
    all.extend(DeclineReason::ALL.iter().map(|reason| Command::Decline {
        reason: *reason,
        explanation: words(),
        suggested: None,
    }));
    all.extend(
        CloseGround::ALL
            .iter()
            .map(|ground| Command::Close { ground: *ground, explanation: words() }),
    );
    all.extend(
        ReopenGround::ALL
            .iter()
            .map(|ground| Command::Reopen { ground: *ground, explanation: words() }),
    );
    all.extend(
        DisputeForm::ALL
            .iter()
            .map(|form| Command::RecordDispute { form: *form, outcome: words() }),
    );
    all.extend(
        Part::ALL.iter().map(|part| Command::RevealIdentity { part: *part, reason: words() }),
    );
    all.extend(ActionTaken::ALL.iter().map(|action| {
        let scheduled_for = Some(jiff::civil::date(2027, 3, 1));
        Command::PostAnswer { post: post(), action: *action, scheduled_for }
    }));
    all
}

/// Reports at every stage, in every combination of protection.
async fn reports(world: &World) -> Vec<Report> {
    let mut all = Vec::new();
    let answer =
        || Command::PostAnswer { post: post(), action: ActionTaken::Done, scheduled_for: None };
    for privacy in [Privacy::default(), Privacy { anonymous: true, confidential: true }] {
        for who in [Vec::new(), accused(Some(ROADS))] {
            let filed =
                world.file(domain::Filing { privacy, accused: who, ..World::filing() }).await;
            all.push(filed.clone());
            all.push(
                world
                    .give_as(
                        filed.id,
                        Command::Postpone { missing: Vec::new(), question: words() },
                        Who::National,
                    )
                    .await,
            );
        }
        let filed = world.file(domain::Filing { privacy, ..World::filing() }).await;
        all.push(world.give_as(filed.id, forward(CITY), Who::National).await);
        all.push(world.give_as(filed.id, assign(ROADS), Who::CityAdmin).await);
        let office = Office { agency: MINISTRY, unit: None };
        let task = world
            .give_as(filed.id, Command::OpenTask { office, request: words() }, Who::CityAdmin)
            .await;
        all.push(task);
        all.push(world.give_as(filed.id, Command::TakeUp, Who::Liaison).await);
        all.push(world.give_as(filed.id, Command::Escalate, Who::National).await);
        world
            .give_as(
                filed.id,
                Command::ReleaseTask { task: TaskNo(1), reason: words() },
                Who::CityAdmin,
            )
            .await;
        all.push(world.give_as(filed.id, answer(), Who::Liaison).await);
        all.push(world.give(filed.id, Command::Contest(post()), Actor::Reporter).await);
        world.give_as(filed.id, answer(), Who::Liaison).await;
        let close = Command::Close { ground: CloseGround::AnsweredAgain, explanation: words() };
        all.push(world.give_as(filed.id, close, Who::CityAdmin).await);
        all.push(world.give(filed.id, Command::Appeal(post()), Actor::Reporter).await);
    }
    all.push(world.at_inspectorate().await);
    let archived = world.file(World::filing()).await;
    let archive = Command::Archive { reason: ArchiveReason::Unclear, explanation: words() };
    all.push(world.give_as(archived.id, archive, Who::National).await);
    all.push(world.give(archived.id, Command::Appeal(post()), Actor::Reporter).await);
    let information = world
        .file(domain::Filing { kind: ReportKind::InformationRequest, ..World::filing() })
        .await;
    all.push(world.give_as(information.id, forward(CITY), Who::National).await);
    let withdrawn = world.file(World::filing()).await;
    all.push(
        world
            .give(withdrawn.id, Command::Withdraw { reason: String::new() }, Actor::Reporter)
            .await,
    );
    all
}

app_test!(what_is_offered_is_what_the_rules_accept, |db| async move {
    let world = World::new(db).await;
    let (reports, commands, reference) = (reports(&world).await, all_commands(), reference());
    let now = world.store.now();
    let context = Context { now, reference: &reference };
    let mut stages = BTreeSet::new();
    for report in &reports {
        stages.insert(report.stage.name().word());
        for who in EVERYBODY {
            // Somebody who has closed nothing, so that only duty and stage decide.
            let duty = who.duty(OfficerId(1));
            let actor = Actor::Officer(duty.clone());
            let accepted: BTreeSet<&str> = commands
                .iter()
                .filter(|command| decide(report, command, &actor, &context).is_ok())
                .map(|command| command.action().word())
                .collect();
            let shown = offered(report, &duty, &reference, now);
            let shown_words: BTreeSet<&str> =
                shown.iter().map(|action: &Action| action.word()).collect();
            assert_eq!(shown.len(), shown_words.len(), "nothing is offered twice");
            assert_eq!(shown_words, accepted, "{who:?} at {:?}", report.stage);
        }
    }
    assert!(stages.len() >= 9, "{stages:?}");
});
