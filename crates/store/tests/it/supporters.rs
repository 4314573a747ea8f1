//! Support instead of a duplicate: counted once, told once, gone without a trace.

use crate::world::{WEST, WORKS, World, accept, admin, answer, assign, forward, liaison, national};
use domain::command::{Classification, Command};
use domain::{Actor, Refusal, ReportId};
use jiff::SignedDuration;
use std::collections::BTreeSet;
use store::notices::{self, Addressed, Channel};
use store::supporters::{self, NewSupport};
use store::{Error, both_engines, jobs, params};

fn new(key: &str, phone: Option<&str>, email: Option<&str>) -> NewSupport {
    NewSupport {
        key: key.to_owned(),
        phone: phone.map(str::to_owned),
        email: email.map(str::to_owned),
        note: String::new(),
        language: "id".to_owned(),
    }
}

async fn count(world: &World, report: ReportId) -> u64 {
    supporters::count(&world.store, report).await.unwrap()
}

async fn rows(world: &World) -> i64 {
    const ALL: &str = "SELECT COUNT(*) FROM supporter";
    world.store.db().select("all", ALL, params![], |row| row.get(0)).await.unwrap()[0]
}

/// What supporters have been told so far: who, what, how.
async fn told(world: &World) -> Vec<(i64, String, Channel)> {
    let mut told = Vec::new();
    for queue in [notices::EMAIL_QUEUE, notices::SMS_QUEUE] {
        let claimed =
            jobs::claim(&world.store, queue, 1_000, SignedDuration::from_mins(5)).await.unwrap();
        for job in claimed {
            let payload: serde_json::Value = serde_json::from_str(&job.payload).unwrap();
            let id = payload["notice"].as_i64().unwrap();
            let notice = notices::load_for_sending(&world.store, id).await.unwrap().unwrap();
            if let Addressed::Supporter(supporter) = notice.to {
                told.push((supporter, notice.key.to_string(), notice.channel));
            }
        }
    }
    told
}

both_engines!(the_same_form_and_the_same_person_count_once, |db| async move {
    let world = World::new(&db);
    let report = world.at_unit().await;
    let phone = Some("+628123456789");
    let support = async |key: &str, phone| {
        supporters::support(&world.store, report, &new(key, phone, None)).await.unwrap()
    };
    let first = support("a", phone).await;
    assert!(first.first);
    let again = support("a", None).await;
    assert_eq!((again.token == first.token, again.first), (true, false));
    assert_eq!(count(&world, report).await, 1);
    let other = support("b", phone).await;
    assert_ne!(other.token, first.token, "who types a number does not hold the other's link");
    assert_eq!(count(&world, report).await, 1);
    support("c", None).await;
    assert_eq!(count(&world, report).await, 2);
    // The one that counted leaves; the other row of the same person takes over.
    assert_eq!(supporters::leave(&world.store, &first.token).await.unwrap(), Some(report));
    assert_eq!(count(&world, report).await, 2);
    assert_eq!(supporters::leave(&world.store, &first.token).await.unwrap(), None);
    assert_eq!(supporters::leave(&world.store, &other.token).await.unwrap(), Some(report));
    assert_eq!((count(&world, report).await, rows(&world).await), (1, 1));
});

both_engines!(many_at_once_count_once_each, |db| async move {
    let world = World::new(&db);
    let report = world.at_unit().await;
    let mut sent = tokio::task::JoinSet::new();
    for nth in 0..40 {
        let store = world.store.clone();
        let new = new(&format!("form {}", nth % 20), None, None);
        sent.spawn(async move { supporters::support(&store, report, &new).await.unwrap() });
    }
    let tokens: BTreeSet<String> =
        sent.join_all().await.into_iter().map(|support| support.token).collect();
    assert_eq!((tokens.len(), count(&world, report).await), (20, 20));
});

both_engines!(only_what_the_public_sees_and_is_open_is_supported, |db| async move {
    let world = World::new(&db);
    let report = world.file().await;
    let try_to =
        async |report| supporters::support(&world.store, report, &new("x", None, None)).await;
    let refused = Err(Error::Refused(Refusal::Unknown));
    assert_eq!(try_to(report).await, refused, "nobody has verified it");
    assert_eq!(try_to(ReportId(1)).await, refused, "it is not there");
    world.give(report, national(), forward(WEST)).await;
    let hide = Classification { confidential: Some(true), ..Classification::default() };
    world.give(report, national(), Command::Reclassify(hide)).await;
    assert_eq!(try_to(report).await, refused, "it was hidden");
    let other = world.at_unit().await;
    world.give(other, liaison(WORKS), answer()).await;
    world.give(other, Actor::Reporter, accept()).await;
    assert_eq!(try_to(other).await, refused, "it is closed");
    let note = NewSupport { note: "x".repeat(2_001), ..new("y", None, None) };
    let open = world.at_unit().await;
    let long = supporters::support(&world.store, open, &note).await;
    assert!(matches!(long, Err(Error::Refused(Refusal::TooLong { .. }))), "{long:?}");
});

both_engines!(one_answer_reaches_every_supporter_once, |db| async move {
    let mut world = World::new(&db);
    let report = world.at_unit().await;
    // More than one transaction tells, each by the way left open.
    for nth in 0..450 {
        let (phone, email) = (format!("+62812{nth:07}"), format!("p{nth}@contoh.id"));
        let new = match nth % 3 {
            0 => new(&format!("k{nth}"), Some(&phone), None),
            1 => new(&format!("k{nth}"), Some(&phone), Some(&email)),
            _ => new(&format!("k{nth}"), None, None),
        };
        supporters::support(&world.store, report, &new).await.unwrap();
    }
    assert_eq!(count(&world, report).await, 450);
    world.catch_up().await;
    told(&world).await;
    world.give(report, liaison(WORKS), answer()).await;
    // It dies on the way several times.
    for micros in [0, 200, 800, 3_000, 12_000] {
        let limit = std::time::Duration::from_micros(micros);
        drop(tokio::time::timeout(limit, notices::advance(&world.store)).await);
        drop(tokio::time::timeout(limit, supporters::tell_due(&world.store)).await);
        world = world.restarted();
    }
    world.catch_up().await;
    let told = told(&world).await;
    let whom: BTreeSet<i64> = told.iter().map(|(supporter, ..)| *supporter).collect();
    assert_eq!((told.len(), whom.len()), (300, 300), "300 left a way, each is told once");
    assert!(told.iter().all(|(_, key, _)| key == "answered"));
    let mails = told.iter().filter(|(.., way)| *way == Channel::Email).count();
    assert_eq!(mails, 150, "an address goes before a telephone");
    // The list of what the reporter was told holds none of it.
    let own = notices::of_report(&world.store, report).await.unwrap();
    assert!(own.len() < 20, "{}", own.len());
});

both_engines!(supporters_follow_into_the_report_it_was_joined_to, |db| async move {
    let world = World::new(&db);
    let (report, main) = (world.at_unit().await, world.at_unit().await);
    let new = new("a", None, Some("siti@contoh.id"));
    supporters::support(&world.store, report, &new).await.unwrap();
    store::reports::merge(&world.store, report, None, main, admin(WEST)).await.unwrap();
    world.give(main, liaison(WORKS), answer()).await;
    world.catch_up().await;
    let keys: Vec<String> = told(&world).await.into_iter().map(|(_, key, _)| key).collect();
    assert_eq!(keys, ["merged", "answered"]);
});

both_engines!(nothing_is_told_once_hidden_or_left, |db| async move {
    let world = World::new(&db);
    let (hidden, left) = (world.file().await, world.file().await);
    for report in [hidden, left] {
        world.give(report, national(), forward(WEST)).await;
        world.give(report, admin(WEST), assign(WORKS)).await;
    }
    let mail = Some("siti@contoh.id");
    supporters::support(&world.store, hidden, &new("a", None, mail)).await.unwrap();
    let kept = supporters::support(&world.store, left, &new("b", None, mail)).await.unwrap();
    let hide = Classification { confidential: Some(true), ..Classification::default() };
    world.give(hidden, admin(WEST), Command::Reclassify(hide)).await;
    world.give(hidden, liaison(WORKS), answer()).await;
    world.give(left, liaison(WORKS), answer()).await;
    supporters::leave(&world.store, &kept.token).await.unwrap();
    world.catch_up().await;
    assert_eq!(told(&world).await, []);
});

both_engines!(what_a_supporter_said_lies_encrypted, |db| async move {
    let world = World::new(&db);
    let report = world.at_unit().await;
    let note = NewSupport {
        note: "Anak saya jatuh di sana.".to_owned(),
        ..new("a", Some("+628123456789"), Some("siti@contoh.id"))
    };
    let kept = supporters::support(&world.store, report, &note).await.unwrap();
    let notes = supporters::notes(&world.store, report, 10).await.unwrap();
    assert_eq!(
        notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(),
        ["Anak saya jatuh di sana."]
    );
    const RAW: &str = "SELECT phone, email, note, contact_hash FROM supporter";
    let raw: Vec<Vec<u8>> = world
        .store
        .db()
        .select("raw", RAW, params![], |row| {
            let bytes = |at| row.get::<Option<Vec<u8>>>(at).map(Option::unwrap_or_default);
            Ok([bytes(0)?, bytes(1)?, bytes(2)?, bytes(3)?].concat())
        })
        .await
        .unwrap();
    let raw = String::from_utf8_lossy(&raw[0]).into_owned();
    for said in ["8123456789", "siti", "Anak"] {
        assert!(!raw.contains(said));
    }
    assert_eq!(supporters::supports(&world.store, &kept.token).await.unwrap(), Some(report));
    for wrong in ["", "x", "é", &kept.token[..31], &format!("{}0", &kept.token[..31])] {
        let known = kept.token == *wrong;
        assert!(known || supporters::supports(&world.store, wrong).await.unwrap().is_none());
    }
});
