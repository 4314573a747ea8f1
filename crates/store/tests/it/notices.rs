//! Notices go to the right ones, by the right way, once.

use crate::world::{
    HUB_INBOX, PAPUA, WEST, WORKS, World, accept, admin, answer, assign, duty, forward, liaison,
    national, post, progress,
};
use domain::kind::{ArchiveReason, Channel as Intake};
use domain::notice::NoticeKey;
use domain::{Actor, Command, OfficerId, ReportId, Role};
use jiff::SignedDuration;
use std::collections::BTreeSet;
use std::time::Duration;
use store::notices::{self, Addressed, Channel, EMAIL_QUEUE, SMS_QUEUE, State};
use store::{both_engines, jobs, params, reports};

const FORGET: &str = "DELETE FROM follower WHERE name = 'notices'";

/// What was told about a report: "key recipient channel" in order.
async fn told(world: &World, report: ReportId) -> Vec<String> {
    let found = notices::of_report(&world.store, report).await.unwrap();
    let line = |d: notices::Delivery| {
        let who = d.officer.map(|officer| format!("officer{officer}")).or(d.desk);
        format!("{} {} {}", d.key, who.unwrap_or_else(|| "reporter".to_owned()), d.channel)
    };
    found.into_iter().map(line).collect()
}

async fn rows(world: &World) -> usize {
    const ALL: &str = "SELECT id FROM notice";
    world.store.db().select("all", ALL, params![], |row| row.get::<i64>(0)).await.unwrap().len()
}

async fn claim(world: &World, queue: &'static str) -> Vec<jobs::Claimed> {
    jobs::claim(&world.store, queue, 100, SignedDuration::from_mins(5)).await.unwrap()
}

/// Follows, dying on the way several times.
async fn follow_badly(world: World) -> World {
    for micros in [0, 100, 400, 1_600] {
        let limit = Duration::from_micros(micros);
        drop(tokio::time::timeout(limit, notices::advance(&world.store)).await);
    }
    let world = world.restarted();
    world.catch_up().await;
    world
}

both_engines!(who_gets_a_copy_is_told, |db| async move {
    let world = World::new(&db);
    let id = world.file().await;
    let copied = Command::Forward {
        lead: WEST,
        supporting: Vec::new(),
        copies: vec![PAPUA],
        watcher: None,
        note: String::new(),
    };
    world.give(id, national(), copied).await;
    world.catch_up().await;
    assert!(told(&world, id).await.contains(&"copied a2 inbox".to_owned()));
});

both_engines!(the_story_is_told_to_the_right_ones, |db| async move {
    let mut world = World::new(&db);
    world.officer(12, &duty(Role::LiaisonOfficer, Some(WEST), Some(WORKS))).await;
    world.officer(1, &duty(Role::AgencyAdmin, Some(WEST), None)).await;
    let id = world.file().await;
    world.reachable(id, true, true).await;
    world = follow_badly(world).await;
    world.give(id, national(), forward(WEST)).await;
    world.give(id, admin(WEST), assign(WORKS)).await;
    world = follow_badly(world).await;
    world.give(id, liaison(WORKS), progress()).await;
    world.give(id, liaison(WORKS), answer()).await;
    world = follow_badly(world).await;
    world.give(id, Actor::Reporter, Command::Contest(post())).await;
    world.give(id, liaison(WORKS), answer()).await;
    world = follow_badly(world).await;
    world.give(id, Actor::Reporter, accept()).await;
    world = follow_badly(world).await;
    let expected = [
        "received reporter email",
        "received reporter sms",
        "received national inbox",
        "forwarded reporter email",
        "forwarded a1 inbox",
        "assigned reporter email",
        "assigned u12 inbox",
        "progress reporter email",
        "answered reporter email",
        "answered reporter sms",
        "contested u12 inbox",
        "contested officer12 email",
        "answered reporter email",
        "answered reporter sms",
    ];
    assert_eq!(told(&world, id).await, expected);
    assert_eq!(
        (claim(&world, EMAIL_QUEUE).await.len(), claim(&world, SMS_QUEUE).await.len()),
        (7, 3)
    );
    // A follower that begins again from the first event tells nothing twice.
    db.write("forget", |tx| tx.exec(FORGET, params![])).await.unwrap();
    world.catch_up().await;
    assert_eq!(rows(&world).await, expected.len());
    assert_eq!(
        (claim(&world, EMAIL_QUEUE).await.len(), claim(&world, SMS_QUEUE).await.len()),
        (0, 0)
    );
});

both_engines!(each_reporter_by_the_way_left_open, |db| async move {
    let world = World::new(&db);
    for (phone, email, intake, expected) in [
        (true, false, Intake::Website, vec!["received reporter sms"]),
        (false, true, Intake::Letter, vec!["received reporter email"]),
        (false, false, Intake::Website, vec![]),
        (false, false, Intake::WalkIn, vec!["received reporter letter"]),
    ] {
        let id = world.file_by(intake, Some(WEST)).await;
        world.reachable(id, phone, email).await;
        world.catch_up().await;
        let mut found = told(&world, id).await;
        assert_eq!(found.pop().as_deref(), Some("received a1 inbox"));
        assert_eq!(found, expected, "{intake}");
    }
});

both_engines!(letters_are_printed_once_by_their_agency, |db| async move {
    let world = World::new(&db);
    let here = world.file_by(Intake::Letter, Some(WEST)).await;
    let there = world.file_by(Intake::Letter, None).await;
    world.catch_up().await;
    let all = notices::letters_to_print(&world.store, None, None, 10).await.unwrap();
    assert_eq!(all.iter().map(|letter| letter.report).collect::<Vec<_>>(), [here, there]);
    let own = notices::letters_to_print(&world.store, Some(WEST), None, 10).await.unwrap();
    assert_eq!(own, all[..1]);
    assert_eq!(own[0].version, Some(1));
    assert_eq!(notices::mark_printed(&world.store, &[own[0].id]).await, Ok(1));
    assert_eq!(notices::mark_printed(&world.store, &[own[0].id]).await, Ok(0));
    assert_eq!(notices::letters_to_print(&world.store, Some(WEST), None, 10).await.unwrap(), []);
});

both_engines!(who_joined_hears_of_the_main_report, |db| async move {
    let world = World::new(&db);
    let main = world.at_unit().await;
    let joined = world.file().await;
    world.reachable(joined, false, true).await;
    reports::merge(&world.store, joined, None, main, national()).await.unwrap();
    let after = world.give(main, liaison(WORKS), progress()).await;
    world.catch_up().await;
    let found = told(&world, joined).await;
    let expected = [
        "received reporter email",
        "received national inbox",
        "merged reporter email",
        "progress reporter email",
    ];
    assert_eq!(found, expected);
    let sent = claim(&world, EMAIL_QUEUE).await;
    let last = notices::of_report(&world.store, joined).await.unwrap().pop().unwrap();
    let to_send = notices::load_for_sending(&world.store, last.id).await.unwrap().unwrap();
    assert_eq!(
        (to_send.report, to_send.cause, to_send.version),
        (Some(joined), Some(main), Some(after.version))
    );
    assert_eq!((sent.len(), to_send.to), (3, Addressed::Reporter(joined)));
});

both_engines!(old_history_is_not_news, |db| async move {
    let world = World::new(&db);
    let id = world.file().await;
    world.reachable(id, true, true).await;
    world.clock.advance(SignedDuration::from_hours(31 * 24));
    world.catch_up().await;
    assert_eq!(told(&world, id).await, Vec::<String>::new());
});

both_engines!(a_notice_is_sent_once, |db| async move {
    let world = World::new(&db);
    let id = world.file().await;
    world.reachable(id, false, true).await;
    world.catch_up().await;
    let job = claim(&world, EMAIL_QUEUE).await.remove(0);
    assert_eq!(job.kind, notices::DELIVER);
    let notice = notices::of_report(&world.store, id).await.unwrap().remove(0);
    assert_eq!(job.payload, format!("{{\"notice\":{}}}", notice.id));
    let state = || async {
        let found = notices::of_report(&world.store, id).await.unwrap().remove(0);
        (found.state, found.error, found.sent_at)
    };
    notices::mark_tried(&world.store, notice.id, "the relay is away").await.unwrap();
    assert_eq!(state().await, (State::Waiting, Some("the relay is away".to_owned()), None));
    notices::mark_failed(&world.store, notice.id, "no such mailbox").await.unwrap();
    assert_eq!(state().await.0, State::Failed);
    let to_send = notices::load_for_sending(&world.store, notice.id).await.unwrap().unwrap();
    assert_eq!(
        (to_send.key, to_send.channel, &*to_send.language),
        (NoticeKey::Received, Channel::Email, "id")
    );
    notices::mark_sent(&world.store, notice.id, Some("queue id 1")).await.unwrap();
    assert_eq!(state().await, (State::Sent, None, Some(world.store.now())));
    assert_eq!(notices::load_for_sending(&world.store, notice.id).await, Ok(None));
    notices::mark_failed(&world.store, notice.id, "too late to fail").await.unwrap();
    assert_eq!(state().await.0, State::Sent);
});

both_engines!(an_inbox_belongs_to_its_desk, |db| async move {
    let world = World::new(&db);
    let mine = notices::inboxes_of(&duty(Role::AgencyAdmin, Some(WEST), None));
    let other = notices::inboxes_of(&duty(Role::LiaisonOfficer, Some(WEST), Some(WORKS)));
    // Beside the desk's everybody has one of their own.
    assert_eq!(
        (&mine[..], &other[..]),
        (&["a1", "o101"].map(str::to_owned)[..], &["u12", "o113"].map(str::to_owned)[..])
    );
    assert_eq!(notices::inboxes_of(&crate::world::hub_manager()), [HUB_INBOX, "o100"]);
    assert_eq!(notices::inboxes_of(&duty(Role::DataConsumer, None, None)), ["o100"]);
    let first = world.file_by(Intake::Website, Some(WEST)).await;
    let second = world.file_by(Intake::Website, Some(WEST)).await;
    world.catch_up().await;
    let news = notices::inbox(&world.store, &mine, None).await.unwrap();
    assert_eq!(
        news.iter().map(|item| item.report).collect::<Vec<_>>(),
        [Some(second), Some(first)]
    );
    assert!(news.iter().all(|item| item.unread && item.key == NoticeKey::Received));
    assert_eq!(notices::inbox(&world.store, &mine, Some(news[0].id)).await.unwrap(), news[1..]);
    assert_eq!(notices::unread_count(&world.store, &mine).await, Ok(2));
    assert_eq!(notices::mark_read(&world.store, &other, &[news[0].id]).await, Ok(0));
    assert_eq!(notices::mark_read(&world.store, &mine, &[news[0].id]).await, Ok(1));
    assert_eq!(notices::mark_report_read(&world.store, &mine, first).await, Ok(1));
    assert_eq!(notices::unread_count(&world.store, &mine).await, Ok(0));
});

both_engines!(officers_are_written_to_when_it_is_urgent, |db| async move {
    let world = World::new(&db);
    world.officer(7, &duty(Role::NationalAdmin, None, None)).await;
    world.officer(8, &duty(Role::NationalSupervisor, None, None)).await;
    let id = world.at_unit().await;
    let other = world.file().await;
    let archive = Command::Archive {
        reason: ArchiveReason::Unclear,
        explanation: "Tidak jelas di mana.".to_owned(),
    };
    world.give(other, national(), archive).await;
    world.give(other, Actor::Reporter, Command::Appeal(post())).await;
    world.catch_up().await;
    let mails: BTreeSet<_> = [told(&world, id).await, told(&world, other).await]
        .concat()
        .into_iter()
        .filter(|line| line.ends_with("email"))
        .collect();
    // What the national admins archived is judged by their supervisor.
    assert_eq!(mails, BTreeSet::from(["appealed officer8 email".to_owned()]));
    let last = notices::of_report(&world.store, other).await.unwrap().pop().unwrap();
    let to_send = notices::load_for_sending(&world.store, last.id).await.unwrap().unwrap();
    assert_eq!((to_send.to, &*to_send.language), (Addressed::Officer(OfficerId(8)), "en"));
});
