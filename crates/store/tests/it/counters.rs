//! Counters are what the events say.

use crate::world::{
    WEST, WORKS, World, accept, admin, answer, assign, forward, intake, liaison, national, post,
    progress,
};
use domain::command::Post;
use domain::counter::{Dimension, Measure, day_of};
use domain::kind::{Channel, ReportKind};
use domain::report::StageName;
use domain::{Actor, Command, ReportId};
use store::counters::{self, between, series, sums, top, totals};
use store::{both_engines, follow, params, reports};

/// Filed on Monday the 2nd, closed on Monday the 16th, ten working days later.
async fn story(world: &World) -> ReportId {
    let id = world.file().await;
    world.at("2026-11-03T09:00");
    world.give(id, national(), forward(WEST)).await;
    world.give(id, admin(WEST), assign(WORKS)).await;
    world.at("2026-11-05T09:00");
    world.give(id, liaison(WORKS), progress()).await;
    world.at("2026-11-09T09:00");
    world.give(id, liaison(WORKS), answer()).await;
    world.at("2026-11-10T09:00");
    let contest = Post { text: "Lampunya masih padam.".to_owned(), files: Vec::new() };
    world.give(id, Actor::Reporter, Command::Contest(contest)).await;
    world.at("2026-11-12T09:00");
    world.give(id, liaison(WORKS), answer()).await;
    world.at("2026-11-16T09:00");
    world.give(id, Actor::Reporter, accept()).await;
    id
}

both_engines!(count_what_the_story_says, |db| async move {
    let world = World::new(&db);
    story(&world).await;
    world.catch_up().await;
    let totals = totals(&world.store).await.unwrap();
    let expected = [
        (Measure::Received, 1),
        (Measure::Verified, 1),
        (Measure::Dispositioned, 1),
        (Measure::Responded, 1),
        (Measure::Answered, 2),
        (Measure::Contested, 1),
        (Measure::Replied, 1),
        (Measure::Closed, 1),
        (Measure::ClosedInTime, 1),
        (Measure::DaysToDisposition, 1),
        (Measure::DaysToResponse, 2),
        (Measure::DaysToFollowUp, 3),
        (Measure::DaysToClosing, 10),
        (Measure::Ratings, 1),
        (Measure::RatingSum, 4),
        (Measure::AccuracySum, 5),
        (Measure::Open, 0),
        (Measure::Archived, 0),
    ];
    for (measure, n) in expected {
        assert_eq!(totals.nation.of(measure), n, "{measure}");
    }
    for stage in StageName::ALL {
        assert_eq!(totals.nation.at(*stage), i64::from(*stage == StageName::Closed), "{stage}");
    }
    assert_eq!(totals.nation.mean(Measure::DaysToClosing, Measure::Closed), Some(10.0));
    assert_eq!(totals.nation.mean(Measure::DaysToClosing, Measure::Archived), None);
    assert_eq!(totals.kinds[&ReportKind::Complaint].of(Measure::Closed), 1);
    let agency = sums(&world.store, Dimension::Agency, "1").await.unwrap();
    assert_eq!((agency.of(Measure::Answered), agency.of(Measure::Received)), (2, 0));
    assert_eq!(counters::check(&world.store, |_| {}).await.unwrap(), []);
});

both_engines!(tell_days_and_ranks, |db| async move {
    let world = World::new(&db);
    let monday = day_of(world.store.now());
    world.file().await;
    world.file_by(Channel::Sms, Some(WEST)).await;
    story(&world).await;
    world.catch_up().await;
    let open = series(&world.store, Dimension::Nation, "", Measure::Open, monday, monday + 30)
        .await
        .unwrap();
    assert_eq!(open, [(monday, 3), (monday + 14, -1)]);
    let answered =
        series(&world.store, Dimension::Nation, "", Measure::Answered, monday + 8, monday + 30)
            .await
            .unwrap();
    assert_eq!(answered, [(monday + 10, 1)]);
    let at_end_of_first_day =
        between(&world.store, Dimension::Nation, "", 0, monday).await.unwrap();
    assert_eq!(at_end_of_first_day.at(StageName::AtNational), 2);
    assert_eq!(at_end_of_first_day.at(StageName::AtAgency), 1);
    let channels = top(&world.store, Dimension::Channel, Measure::Received, 1).await.unwrap();
    assert_eq!(channels, [("website".to_owned(), 2)]);
    let channels = counters::by_key(&world.store, Dimension::Channel).await.unwrap();
    assert_eq!(channels["sms"].of(Measure::Open), 1);
});

both_engines!(equal_the_events_under_many_writers, |db| async move {
    let world = World::new(&db);
    let writers: Vec<_> = (0..16)
        .map(|writer| {
            let store = world.store.clone();
            tokio::spawn(async move {
                for nth in 0..4 {
                    let filed = intake(
                        format!("{writer} {nth}"),
                        Channel::Website,
                        (nth == 1).then_some(WEST),
                    );
                    let id = reports::file(&store, filed).await.unwrap().id;
                    let message = Command::SendMessage(post());
                    reports::execute(&store, id, None, message, Actor::Reporter).await.unwrap();
                    let withdraw = Command::Withdraw { reason: String::new() };
                    if nth == 2 {
                        reports::execute(&store, id, None, withdraw, Actor::Reporter)
                            .await
                            .unwrap();
                    }
                }
            })
        })
        .collect();
    while !writers.iter().all(tokio::task::JoinHandle::is_finished) {
        counters::advance(&world.store).await.unwrap();
        // Checked while it is being counted: the events up to the follower, no more and no less.
        assert_eq!(counters::check(&world.store, |_| {}).await.unwrap(), []);
    }
    world.catch_up().await;
    let mut events = 0;
    assert_eq!(
        counters::check(&world.store, |progress| events = progress.events).await.unwrap(),
        []
    );
    let totals = totals(&world.store).await.unwrap();
    assert_eq!(
        (totals.nation.of(Measure::Received), totals.nation.at(StageName::Withdrawn)),
        (64, 16)
    );
    assert_eq!(u64::try_from(16 * 9).unwrap(), events);
});

both_engines!(a_wrong_counter_is_found_and_repaired, |db| async move {
    const SPOIL: &str =
        "UPDATE counter SET n = n + 3 WHERE dimension = 'channel' AND measure = 'received'";
    let world = World::new(&db);
    story(&world).await;
    world.catch_up().await;
    db.write("spoil", |tx| tx.exec(SPOIL, params![])).await.unwrap();
    let found = counters::check(&world.store, |_| {}).await.unwrap();
    assert_eq!(
        found.iter().map(|f| (f.dimension, f.missing)).collect::<Vec<_>>(),
        [(Dimension::Channel, -3); 2]
    );
    assert_eq!(found[0].day, -1);
    // Counted meanwhile: stays right.
    world.file().await;
    world.catch_up().await;
    counters::repair(&world.store, &found).await.unwrap();
    assert_eq!(counters::check(&world.store, |_| {}).await.unwrap(), []);
    assert!(follow::is_caught_up(&world.store, counters::FOLLOWER).await.unwrap());
});
