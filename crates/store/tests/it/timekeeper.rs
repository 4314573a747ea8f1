//! The timekeeper: nothing lapses early, nothing is forgotten, everything is told once.

use crate::world::{
    PAPUA, WEST, WORKS, World, accept, admin, answer, calendar, duty, forward, liaison, national,
    post, progress, reference_with, wib,
};
use domain::directory::{Agency, Directory, Unit};
use domain::kind::{ArchiveReason, Channel, MissingItem};
use domain::notice::NoticeKey;
use domain::report::{ClosedBy, Office};
use domain::role::Desk;
use domain::{Actor, AgencyId, Command, DeadlineKind, ReportId, Role, Stage};
use jiff::SignedDuration;
use jiff::civil::date;
use std::collections::BTreeMap;
use store::check::{self, Contents};
use store::reports::queries::{Queue, QueueFilter, queue};
use store::timekeeper::{
    Activation, digest, escalate_due, lapse_due, recount_due, run_once, succeed_due,
};
use store::{Store, both_engines, notices, testing};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Reminders of a report: key and recipient, with how often.
async fn reminders(store: &Store, report: ReportId) -> BTreeMap<(NoticeKey, String), usize> {
    let mut found = BTreeMap::new();
    for told in notices::of_report(store, report).await.unwrap() {
        if told.version.is_none() {
            let who = told.desk.unwrap_or_else(|| told.channel.to_string());
            *found.entry((told.key, who)).or_insert(0) += 1;
        }
    }
    found
}

/// Lets everything that follows and everything that is due happen.
async fn settle(world: &World) {
    loop {
        world.catch_up().await;
        let done = run_once(&world.store, world.store.now()).await.unwrap();
        if done == (Activation { digests: done.digests, ..Activation::default() }) {
            return;
        }
    }
}

async fn days(world: &World, count: usize) {
    for _ in 0..count {
        world.clock.advance(DAY);
        settle(world).await;
    }
}

both_engines!(an_office_that_says_nothing_is_reminded_then_escalated, |db| async move {
    let world = World::new(&db);
    let id = world.file().await;
    world.give(id, national(), forward(WEST)).await;
    settle(&world).await;
    assert_eq!(reminders(&world.store, id).await, BTreeMap::new());
    // Thursday the 5th is the last day of the agency's verification.
    days(&world, 3).await;
    let soon = (NoticeKey::DueSoon, "a1".to_owned());
    assert_eq!(reminders(&world.store, id).await, BTreeMap::from([(soon.clone(), 1)]));
    days(&world, 1).await;
    let late = |who: &str| (NoticeKey::Overdue, who.to_owned());
    let friday = reminders(&world.store, id).await;
    assert_eq!((friday.get(&late("a1")), friday.get(&late("h1"))), (Some(&1), Some(&1)));
    // Verification, first response and settlement, each near and late once; the 60th day is the 1st of January.
    days(&world, 56).await;
    assert_eq!(world.store.now(), wib("2027-01-01T10:00"));
    let new_year = reminders(&world.store, id).await;
    assert_eq!(new_year, BTreeMap::from([(soon, 3), (late("a1"), 3), (late("h1"), 3)]));
    assert_eq!(world.load(id).await.escalated, None);
    days(&world, 1).await;
    assert_eq!(world.load(id).await.escalated, Some(world.store.now()));
    let desks: Vec<_> = notices::of_report(&world.store, id).await.unwrap();
    let told = desks
        .iter()
        .filter(|told| told.key == NoticeKey::Escalated)
        .filter_map(|told| told.desk.as_deref());
    assert_eq!(told.collect::<Vec<_>>(), ["a1", "ombudsman"]);
    assert_eq!(escalate_due(&world.store, world.store.now(), 10).await, Ok(0));
});

both_engines!(a_late_unit_is_told_to_its_agency, |db| async move {
    let world = World::new(&db);
    let id = world.at_unit().await;
    days(&world, 8).await;
    let found = reminders(&world.store, id).await;
    let expected = [
        (NoticeKey::DueSoon, "u12"),
        (NoticeKey::Overdue, "a1"),
        (NoticeKey::Overdue, "h1"),
        (NoticeKey::Overdue, "u12"),
    ];
    assert_eq!(found, expected.map(|(key, who)| ((key, who.to_owned()), 1)).into());
});

both_engines!(an_answer_nobody_contests_closes_by_itself, |db| async move {
    let world = World::new(&db);
    let id = world.at_unit().await;
    world.reachable(id, true, true).await;
    world.give(id, liaison(WORKS), answer()).await;
    // Ten working days end on Monday the 16th; two before is Thursday the 12th.
    world.at("2026-11-12T08:00");
    settle(&world).await;
    assert_eq!(reminders(&world.store, id).await, BTreeMap::new());
    for local in ["2026-11-12T08:01", "2026-11-13T08:01", "2026-11-16T23:59"] {
        world.at(local);
        settle(&world).await;
        let ending = (NoticeKey::WindowEnding, "email".to_owned());
        assert_eq!(reminders(&world.store, id).await, BTreeMap::from([(ending, 1)]));
    }
    assert!(matches!(world.load(id).await.stage, Stage::Answered { .. }));
    world.at("2026-11-17T00:00");
    settle(&world).await;
    assert_eq!(world.load(id).await.stage, Stage::Closed { how: ClosedBy::Clock });
    let closed = notices::of_report(&world.store, id).await.unwrap();
    assert_eq!(closed.iter().filter(|told| told.key == NoticeKey::Closed).count(), 2);
    assert_eq!(lapse_due(&world.store, world.store.now(), 10).await, Ok(0));
});

both_engines!(a_contested_answer_never_closes_by_itself, |db| async move {
    let world = World::new(&db);
    let id = world.at_unit().await;
    world.give(id, liaison(WORKS), answer()).await;
    world.give(id, Actor::Reporter, Command::Contest(post())).await;
    days(&world, 100).await;
    let report = world.load(id).await;
    assert!(matches!(report.stage, Stage::Contested { .. }));
    assert!(report.escalated.is_some());
});

both_engines!(what_is_not_completed_is_archived, |db| async move {
    let world = World::new(&db);
    let id = world.file().await;
    let question = "Di jalan apa lampu itu padam?".to_owned();
    world
        .give(id, national(), Command::Postpone { missing: vec![MissingItem::Place], question })
        .await;
    days(&world, 14).await;
    assert!(matches!(world.load(id).await.stage, Stage::AwaitingReporter { .. }));
    days(&world, 1).await;
    assert_eq!(world.load(id).await.stage, Stage::Archived { reason: ArchiveReason::NotCompleted });
});

both_engines!(a_supporting_office_is_reminded_of_its_task, |db| async move {
    let world = World::new(&db);
    let id = world.at_unit().await;
    let office = domain::Office { agency: PAPUA, unit: None };
    let request = "Mohon periksa jaringan listriknya.".to_owned();
    world.give(id, admin(WEST), Command::OpenTask { office, request }).await;
    days(&world, 8).await;
    let found = reminders(&world.store, id).await;
    assert_eq!(found[&(NoticeKey::DueSoon, "a2".to_owned())], 1);
    assert_eq!(found[&(NoticeKey::Overdue, "a2".to_owned())], 1);
});

both_engines!(desks_get_a_list_in_the_morning_of_their_own_zone, |db| async move {
    let world = World::new(&db);
    world.officer(1, &duty(Role::AgencyAdmin, Some(WEST), None)).await;
    world.file_by(Channel::Website, Some(WEST)).await;
    world.file_by(Channel::Website, Some(PAPUA)).await;
    let digests = |local: &'static str| {
        let store = world.store.clone();
        async move { digest(&store, wib(local)).await.unwrap() }
    };
    // 07:30 in Papua is 05:30 in Jakarta.
    assert_eq!(digests("2026-11-03T05:29").await, 0);
    assert_eq!(digests("2026-11-03T05:30").await, 1);
    assert_eq!(digests("2026-11-03T07:29").await, 0);
    assert_eq!(digests("2026-11-03T07:30").await, 1);
    assert_eq!(digests("2026-11-03T15:00").await, 0);
    assert_eq!(digests("2026-11-07T09:00").await, 0);
    assert_eq!(digests("2026-11-10T09:00").await, 2);
    let inbox = notices::inbox(&world.store, &["a1".to_owned()], None).await.unwrap();
    let details: Vec<_> = inbox.iter().filter_map(|item| item.detail.as_deref()).collect();
    assert_eq!(
        details,
        [
            r#"{"green":0,"red":1,"waiting":0,"yellow":0}"#,
            r#"{"green":1,"red":0,"waiting":0,"yellow":0}"#
        ]
    );
    world.at("2026-11-10T09:00");
    let mails = store::jobs::claim(&world.store, notices::EMAIL_QUEUE, 9, DAY).await.unwrap();
    assert_eq!(mails.len(), 2);
});

both_engines!(a_changed_calendar_is_counted_again_even_when_cut_off, |db| async move {
    let world = World::new(&db);
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(world.file().await);
    }
    let now = world.store.now();
    assert_eq!(recount_due(&world.store, now, 2).await, Ok(0));
    let due =
        |report: &domain::Report| report.clock(DeadlineKind::NationalVerification).unwrap().due;
    assert_eq!(
        due(&world.load(ids[0]).await),
        wib("2026-11-06T00:00") - SignedDuration::from_micros(1)
    );
    testing::change_reference(&world.store, reference_with(calendar(2, &[date(2026, 11, 4)])));
    assert_eq!(recount_due(&world.store, now, 2).await, Ok(2));
    let world = world.restarted();
    assert_eq!(recount_due(&world.store, now, 2).await, Ok(2));
    assert_eq!(recount_due(&world.store, now, 2).await, Ok(1));
    assert_eq!(recount_due(&world.store, now, 2).await, Ok(0));
    for id in ids {
        let report = world.load(id).await;
        assert_eq!(due(&report), wib("2026-11-07T00:00") - SignedDuration::from_micros(1));
        assert_eq!(report.version, 2);
    }
});

both_engines!(a_late_report_does_not_hold_up_the_others, |db| async move {
    let world = World::new(&db);
    for _ in 0..3 {
        let id = world.at_unit().await;
        world.give(id, liaison(WORKS), answer()).await;
    }
    world.clock.advance(DAY * 30);
    let now = world.store.now();
    assert_eq!(lapse_due(&world.store, now, 2).await, Ok(2));
    assert_eq!(lapse_due(&world.store, now, 2).await, Ok(1));
    // Two machines at once: each report closes once.
    let id = world.at_unit().await;
    world.give(id, liaison(WORKS), answer()).await;
    world.clock.advance(DAY * 30);
    let now = world.store.now();
    let (one, other) =
        tokio::join!(lapse_due(&world.store, now, 9), lapse_due(&world.store, now, 9));
    assert_eq!(one.unwrap() + other.unwrap(), 1);
});

/// WEST ends on the third, and these take over.
fn end_west(world: &World, successors: &[AgencyId]) {
    let mut reference = (*world.store.reference()).clone();
    let units: Vec<Unit> = reference.directory.units().cloned().collect();
    let agencies: Vec<Agency> = reference.directory.agencies().cloned().collect();
    let ended = agencies.into_iter().map(|agency| match agency.id {
        WEST => {
            Agency { valid_to: Some(date(2026, 11, 3)), successors: successors.to_vec(), ..agency }
        }
        _ => agency,
    });
    reference.directory = Directory::new(ended, units, []);
    testing::change_reference(&world.store, reference);
}

both_engines!(open_reports_move_when_an_agency_ends, |db| async move {
    let world = World::new(&db);
    let worked = world.at_unit().await;
    world.give(worked, liaison(WORKS), progress()).await;
    let ended = world.at_unit().await;
    world.give(ended, liaison(WORKS), answer()).await;
    world.give(ended, Actor::Reporter, accept()).await;
    let helped = world.file().await;
    let both = Command::Forward {
        lead: PAPUA,
        supporting: vec![WEST],
        copies: vec![WEST],
        watcher: None,
        note: String::new(),
    };
    world.give(helped, national(), both).await;
    settle(&world).await;
    let before = world.load(worked).await;
    end_west(&world, &[PAPUA]);
    let now = world.store.now();
    assert_eq!(succeed_due(&world.store, now, 10).await, Ok(0), "its last day is not over");
    world.at("2026-11-04T00:10");
    let now = world.store.now();
    assert_eq!(succeed_due(&world.store, now, 1).await, Ok(1), "cut off after one");
    settle(&world).await;
    let after = world.load(worked).await;
    assert_eq!(after.lead, Some(PAPUA));
    assert_eq!(after.stage, Stage::InProgress { office: Office { agency: PAPUA, unit: None } });
    assert_eq!(after.settlement(), before.settlement());
    let helping = world.load(helped).await;
    assert_eq!(helping.lead, Some(PAPUA));
    assert!(!helping.involves(WEST) && helping.involves(PAPUA));
    assert_eq!(world.load(ended).await.lead, Some(WEST), "what has ended keeps its office");
    let rows = queue(&world.store, Queue::Agency(PAPUA), QueueFilter::default()).await.unwrap();
    assert_eq!(rows.len(), 2);
    let rows = queue(&world.store, Queue::Tasks(PAPUA), QueueFilter::default()).await.unwrap();
    assert_eq!(rows.len(), 1);
    let told = notices::of_report(&world.store, worked).await.unwrap();
    let to_heir = |told: &notices::Delivery| told.desk.as_deref() == Some("a2");
    assert!(told.iter().any(|told| to_heir(told) && told.key == NoticeKey::Forwarded));
    assert_eq!(succeed_due(&world.store, world.store.now(), 10).await, Ok(0));
    assert!(check::check(&world.store, Contents::Unchecked, |_| {}).await.unwrap().is_clean());
});

both_engines!(without_a_successor_the_national_desk_chooses, |db| async move {
    let world = World::new(&db);
    let open = world.at_unit().await;
    let answered = world.at_unit().await;
    world.give(answered, liaison(WORKS), answer()).await;
    end_west(&world, &[]);
    world.at("2026-11-04T00:10");
    settle(&world).await;
    let open = world.load(open).await;
    assert_eq!((open.lead, open.stage.desk()), (None, Some(Desk::National)));
    assert!(matches!(world.load(answered).await.stage, Stage::Answered { .. }));
});
