//! What an agency answered and closed: every answer once, in order; closed cases of the public only.

use crate::world::{PAPUA, WEST, WORKS, World, accept, admin, answer, forward, liaison, national};
use domain::answer::AnswerFault;
use domain::command::{Classification, Command, Post, Rating};
use domain::counter::{Dimension, Measure};
use domain::event::Fact;
use domain::kind::ActionTaken;
use domain::report::StageName;
use domain::{Actor, Refusal, ReportId};
use jiff::Timestamp;
use store::reports::answers::{AnswerPlace, answers_behind, closed_since};
use store::{Error, both_engines, counters, reports};

fn said(text: &str) -> Command {
    let post = Post { text: text.to_owned(), files: Vec::new() };
    Command::PostAnswer { post, action: ActionTaken::Done, scheduled_for: None }
}

async fn answered(world: &World, text: &str) -> ReportId {
    let report = world.at_unit().await;
    world.give(report, liaison(WORKS), said(text)).await;
    report
}

async fn closed(world: &World, rating: Option<Rating>) -> ReportId {
    let report = world.at_unit().await;
    world.give(report, liaison(WORKS), answer()).await;
    world.give(report, Actor::Reporter, Command::Accept { rating }).await;
    report
}

both_engines!(every_answer_of_an_agency_is_met_in_order, |db| async move {
    let world = World::new(&db);
    let mut reports = Vec::new();
    for text in ["Lampu pertama diganti hari ini.", "Lampu kedua diganti hari ini."] {
        reports.push(answered(&world, text).await);
    }
    let elsewhere = world.file().await;
    world.give(elsewhere, national(), forward(PAPUA)).await;
    world.give(elsewhere, admin(PAPUA), said("Jembatan di Papua sudah selesai dibangun.")).await;
    let all = answers_behind(&world.store, WEST, AnswerPlace::default(), 10).await.unwrap();
    assert_eq!(all.iter().map(|given| given.report).collect::<Vec<_>>(), reports);
    assert_eq!(all[1].text, "Lampu kedua diganti hari ini.");
    assert!(all[0].place < all[1].place);
    let newest = answers_behind(&world.store, WEST, AnswerPlace::default(), 1).await.unwrap();
    assert_eq!(newest.iter().map(|given| given.report).collect::<Vec<_>>(), [reports[1]]);
    // Reading on from a place, in a process begun later, meets only what came after.
    let world = world.restarted();
    let later = answered(&world, "Lampu ketiga diganti hari ini.").await;
    let behind = answers_behind(&world.store, WEST, all[1].place, 10).await.unwrap();
    assert_eq!(behind.iter().map(|given| given.report).collect::<Vec<_>>(), [later]);
    let one = answers_behind(&world.store, PAPUA, AnswerPlace::default(), 10).await.unwrap();
    assert_eq!(one.iter().map(|given| given.report).collect::<Vec<_>>(), [elsewhere]);
});

both_engines!(only_closed_cases_that_the_public_reads_are_examples, |db| async move {
    let world = World::new(&db);
    let from = world.store.now();
    answered(&world, "Lampu sudah diganti, belum dinilai.").await;
    let open = closed(&world, None).await;
    let secret = world.at_unit().await;
    let hide = Classification { confidential: Some(true), ..Classification::default() };
    world.give(secret, national(), Command::Reclassify(hide)).await;
    world.give(secret, liaison(WORKS), answer()).await;
    world.give(secret, Actor::Reporter, Command::Accept { rating: None }).await;
    let poor = Rating { overall: 2, accuracy: 2, comment: String::new() };
    let poor = closed(&world, Some(poor)).await;
    let cases = closed_since(&world.store, WEST, from, 10).await.unwrap();
    let found: Vec<_> = cases.iter().map(|case| (case.id, case.rating, case.contests)).collect();
    assert_eq!(found, [(open, None, 0), (poor, Some(2), 0)]);
    assert!(cases[0].text.contains("Lampu jalan padam\n"));
    let none = closed_since(&world.store, WEST, Timestamp::MAX, 10).await.unwrap();
    assert_eq!(
        (none.len(), closed_since(&world.store, PAPUA, from, 10).await.unwrap().len()),
        (0, 0)
    );
    let newest = closed_since(&world.store, WEST, from, 1).await.unwrap();
    assert_eq!(newest.iter().map(|case| case.id).collect::<Vec<_>>(), [poor]);
});

both_engines!(an_answer_and_the_reason_for_it_are_posted_together_or_not_at_all, |db| async move {
    let world = World::new(&db);
    let report = world.at_unit().await;
    let justify = |reason: &str| Command::Justify {
        faults: vec![AnswerFault::Canned],
        reason: reason.to_owned(),
    };
    let both = |reason: &str| vec![justify(reason), answer()];
    let give = |expected, commands| {
        reports::execute_all(&world.store, report, expected, commands, liaison(WORKS))
    };
    let before = world.load(report).await;
    assert!(matches!(
        give(Some(before.version), both("pendek")).await,
        Err(Error::Refused(Refusal::TooShort { .. }))
    ));
    assert!(matches!(
        give(Some(before.version - 1), both("Gangguan yang sama di semua kelurahan.")).await,
        Err(Error::Refused(Refusal::Stale))
    ));
    // The second is refused: the first leaves nothing.
    let accepted = vec![justify("Gangguan yang sama di semua kelurahan."), accept()];
    assert!(give(Some(before.version), accepted).await.is_err());
    assert_eq!(world.load(report).await, before);
    let after = give(Some(before.version), both("Gangguan yang sama di semua kelurahan.")).await;
    let after = after.unwrap();
    assert_eq!((after.stage.name(), after.version), (StageName::Answered, before.version + 2));
    let history = reports::history(&world.store, report).await.unwrap();
    let note = &history[history.len() - 2].event;
    assert!(note.fact.is_internal());
    assert!(
        matches!(&note.fact, Fact::NotePosted { despite, .. } if despite == &[AnswerFault::Canned])
    );
    world.catch_up().await;
    let key = WEST.to_string();
    let top = counters::top(&world.store, Dimension::Agency, Measure::PostedDespite, 5).await;
    assert_eq!(top.unwrap(), [(key, 1)]);
});
