//! Who finds what by which words, the same on both engines, and an index that survives.

use crate::world::{
    PAPUA, WEST, WORKS, World, admin, answer, assign, duty, forward, intake, liaison, national,
};
use domain::command::Post;
use domain::kind::{ActionTaken, Channel, ReportKind};
use domain::redaction::Redaction;
use domain::region::RegionCode;
use domain::report::StageName;
use domain::{Command, ReportId, Role};
use jiff::SignedDuration;
use std::collections::BTreeSet;
use store::check::{self, Contents};
use store::clock::{Clock, SystemClock};
use store::db::Engine;
use store::search::{Ask, Facets, Narrow, Order, Scope, find, find_for, learn, rebuild};
use store::{Store, both_engines, params, reports};
use text::Query;

const BODY: &str = "Sudah tiga minggu begini dan warga di kampung kami mengeluh.";

/// A report with these words, received a second after the one before.
async fn file(world: &World, title: &str, body: &str) -> ReportId {
    world.clock.advance(SignedDuration::from_secs(1));
    let mut new =
        intake(format!("{title}|{body}|{}", world.store.next_id()), Channel::Website, None);
    (new.filing.title, new.filing.body) = (title.to_owned(), body.to_owned());
    reports::file(&world.store, new).await.unwrap().id
}

/// The same, verified and with the agency in the west, so that everybody finds it.
async fn open(world: &World, title: &str, body: &str) -> ReportId {
    let id = file(world, title, body).await;
    world.give(id, national(), forward(WEST)).await;
    id
}

fn public(words: &str) -> Ask {
    Ask::new(Query::parse(words), Narrow::default(), Scope::public())
}

async fn ids(store: &Store, ask: Ask) -> Vec<ReportId> {
    find(store, ask).await.unwrap().rows.into_iter().map(|row| row.id).collect()
}

both_engines!(what_an_officer_covers_is_found_no_more, |db| async move {
    let world = World::new(&db);
    let id = open(&world, "Lampu padam di warung Kenangarini", BODY).await;
    world.give(id, admin(WEST), answer()).await;
    let found = async |words: &str| ids(&world.store, public(words)).await;
    assert_eq!(found("kenangarini").await, [id]);
    let redact = |how, passage: &str| Command::Redact {
        how,
        passage: passage.to_owned(),
        reason: "Nama pemilik warung".to_owned(),
    };
    world.give(id, admin(WEST), redact(Redaction::Cover, "kenangarini")).await;
    assert_eq!(found("kenangarini").await, []);
    assert_eq!(found("\"warung kenangarini\"").await, []);
    assert_eq!(found("lampu warung").await, [id]);
    let row = find(&world.store, public("lampu")).await.unwrap().rows.remove(0);
    assert_eq!(row.redactions.of(Redaction::Cover).collect::<Vec<_>>(), ["kenangarini"]);
    // Rows and index made anew are as they were.
    let findings = check::check(&world.store, Contents::Unchecked, |_| {}).await.unwrap();
    assert!(findings.is_clean(), "{findings:?}");
    check::rebuild(&world.store, |_| {}).await.unwrap();
    assert_eq!(found("kenangarini").await, []);
    world.give(id, national(), redact(Redaction::Uncover, "kenangarini")).await;
    assert_eq!(found("kenangarini").await, [id]);
});

both_engines!(words_phrases_and_what_must_not_be_there, |db| async move {
    let world = World::new(&db);
    let lamp = open(&world, "Lampu jalan padam", BODY).await;
    let apart =
        open(&world, "Jalan rusak", "Lampu juga mati dan jalan gelap, mohon diperbaiki.").await;
    let found = async |words: &str| ids(&world.store, public(words)).await;
    assert_eq!(found("lampu jalan").await, [apart, lamp], "newest first, in any order");
    assert_eq!(found("\"lampu jalan\"").await, [lamp]);
    assert_eq!(found("perbaikan").await, [apart], "by the stem");
    assert_eq!(found("lampu -rusak").await, [lamp]);
    assert_eq!(found("lampu -\"jalan padam\"").await, [apart]);
    // Adjacent once stop words are set aside, but not as somebody wrote it.
    assert_eq!(found("\"mati jalan\"").await, []);
    assert_eq!(found("\"mati dan jalan\"").await, [apart]);
    assert_eq!(found("kanarikuning").await, []);
    let mut typing = public("jalan pad");
    assert_eq!(ids(&world.store, typing.clone()).await, []);
    for n in 0..3 {
        open(&world, &format!("Padam lagi {n}"), BODY).await;
    }
    learn(&world.store).await.unwrap();
    typing.unfinished = true;
    assert_eq!(ids(&world.store, typing).await, [lamp], "the last word is being typed");
});

both_engines!(a_word_nobody_wrote_becomes_the_one_that_was_meant, |db| async move {
    let world = World::new(&db);
    let mut lamps = Vec::new();
    for n in 0..4 {
        lamps.insert(0, open(&world, &format!("Lampu padam nomor {n}"), BODY).await);
    }
    let hidden = file(&world, "Kanarikuning di kantor", BODY).await;
    learn(&world.store).await.unwrap();
    let found = find(&world.store, public("lapmu padam")).await.unwrap();
    assert_eq!(found.instead, Some(Query::parse("lampu padam")));
    assert_eq!(found.rows.iter().map(|row| row.id).collect::<Vec<_>>(), lamps);
    let exact = find(&world.store, Ask { exactly: true, ..public("lapmu padam") }).await.unwrap();
    assert_eq!((exact.rows.len(), exact.instead), (0, None));
    // A word that one report has is right, however near it is to another one.
    let rare = open(&world, "Lampo padam", BODY).await;
    assert_eq!(ids(&world.store, public("lampo")).await, [rare]);
    // What nobody may read teaches no word.
    let words = world.store.words();
    assert!(!words.knows("kanarikuning") && words.nearest("kanarikunin").is_none(), "{hidden}");
});

both_engines!(an_old_match_is_not_hidden_by_three_hundred_newer_ones, |db| async move {
    let world = World::new(&db);
    let old = open(&world, "Jembatan gantung putus", BODY).await;
    // Not verified yet, so nobody outside reads it.
    let hidden = file(&world, "Jembatan gantung putus", BODY).await;
    let rare = open(&world, "Jembatan xenolit retak", BODY).await;
    let elsewhere = open(&world, "Jembatan miring", BODY).await;
    world.give(elsewhere, admin(WEST), assign(WORKS)).await;
    for n in 0..310 {
        open(&world, &format!("Gantung {n} di jembatan kabel putus"), BODY).await;
    }
    learn(&world.store).await.unwrap();
    let found = async |ask: Ask| ids(&world.store, ask).await;
    assert_eq!(found(public("jembatan xenolit")).await, [rare], "the rarest word leads");
    assert_eq!(found(public("\"jembatan gantung\"")).await, [old], "a phrase");
    let narrow = Narrow { stage: Some(StageName::AtUnit), ..Narrow::default() };
    assert_eq!(found(Ask { narrow, ..public("jembatan") }).await, [elsewhere], "a filter");
    let all = find(&world.store, public("jembatan")).await.unwrap();
    assert!(all.bounded && all.rows.len() == 300);
    let best = Ask { order: Order::Best, ..public("jembatan gantung putus") };
    let best = find(&world.store, best).await.unwrap();
    assert_eq!(best.rows[0].id, old, "the words as they were typed");
    assert!(best.rows.iter().all(|row| row.id != hidden));
    assert!(best.bounded && best.rows.len() == 300);
    // Page by page, everything is met once.
    let (mut seen, mut before) = (BTreeSet::new(), None);
    loop {
        let page = find(&world.store, Ask { before, ..public("jembatan") }).await.unwrap();
        seen.extend(page.rows.iter().map(|row| row.id));
        before = page.rows.last().map(|row| row.id);
        if !page.bounded {
            break;
        }
    }
    assert_eq!(seen.len(), 313);
});

both_engines!(filters_and_their_counts, |db| async move {
    let world = World::new(&db);
    let mut all = Vec::new();
    for (n, code) in [(0, "3204"), (1, "3204"), (2, "9103")] {
        world.at(&format!("2026-11-0{}T10:00", 3 + n));
        let mut new = intake(format!("f{n}"), Channel::Website, None);
        new.filing.place.region = RegionCode::parse(code);
        new.filing.kind = if n == 1 { ReportKind::Aspiration } else { ReportKind::Complaint };
        let id = reports::file(&world.store, new).await.unwrap().id;
        world.give(id, national(), forward(if n == 2 { PAPUA } else { WEST })).await;
        all.push(id);
    }
    let none = Narrow::default;
    let found = async |narrow: Narrow| ids(&world.store, Ask { narrow, ..public("lampu") }).await;
    let region = |code| Narrow { region: RegionCode::parse(code), ..none() };
    assert_eq!(found(region("32")).await, [all[1], all[0]]);
    assert_eq!(found(region("9103")).await, [all[2]]);
    assert_eq!(found(Narrow { kind: Some(ReportKind::Aspiration), ..none() }).await, [all[1]]);
    assert_eq!(found(Narrow { agency: Some(PAPUA), ..none() }).await, [all[2]]);
    assert_eq!(found(Narrow { channel: Some(Channel::Sms), ..none() }).await, []);
    let day = |text: &str| text.parse().ok();
    assert_eq!(found(Narrow { from: day("2026-11-04"), ..none() }).await, [all[2], all[1]]);
    assert_eq!(found(Narrow { to: day("2026-11-04"), ..none() }).await, [all[1], all[0]]);
    let both = Narrow { from: day("2026-11-04"), to: day("2026-11-04"), ..region("32") };
    assert_eq!(found(both).await, [all[1]]);
    let rows = find(&world.store, public("lampu")).await.unwrap().rows;
    let counts = Facets::of(&rows, &none());
    assert_eq!(counts.kinds, [(ReportKind::Complaint, 2), (ReportKind::Aspiration, 1)]);
    assert_eq!(counts.agencies, [(WEST, 2), (PAPUA, 1)]);
    assert_eq!(counts.stages, [(StageName::AtAgency, 3)]);
    let provinces = ["32", "91"].map(|code| RegionCode::parse(code).unwrap());
    assert_eq!(counts.regions, [(provinces[0], 2), (provinces[1], 1)]);
    let below = Facets::of(&rows, &region("32"));
    assert_eq!(below.regions[0].0, RegionCode::parse("3204").unwrap());
});

both_engines!(officers_find_answers_and_only_what_is_theirs, |db| async move {
    let world = World::new(&db);
    let ours = file(&world, "Lampu jalan padam", BODY).await;
    world.give(ours, national(), forward(WEST)).await;
    world.give(ours, admin(WEST), assign(WORKS)).await;
    let text = "Kabel kanarikuning sudah kami ganti di seluruh jalan itu.".to_owned();
    let post = Post { text, files: Vec::new() };
    let said = Command::PostAnswer { post, action: ActionTaken::Done, scheduled_for: None };
    world.give(ours, liaison(WORKS), said).await;
    let theirs = file(&world, "Lampu pasar kanarikuning", BODY).await;
    world.give(theirs, national(), forward(PAPUA)).await;
    let now = world.store.now();
    let reference = world.store.reference();
    let found = async |role, agency, unit, words: &str| {
        let duty = duty(role, agency, unit);
        let scope = Scope::of_duty(&duty, &reference.directory, now);
        let ask = Ask::new(Query::parse(words), Narrow::default(), scope);
        let found = find_for(&world.store, &duty, ask).await.unwrap();
        found.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    for words in ["kanarikuning", "\"kabel kanarikuning sudah\"", "ganti -pasar"] {
        assert_eq!(found(Role::AgencyAdmin, Some(WEST), None, words).await, [ours], "{words}");
        assert_eq!(found(Role::LiaisonOfficer, Some(WEST), Some(WORKS), words).await, [ours]);
    }
    assert_eq!(found(Role::NationalAdmin, None, None, "kanarikuning").await, [theirs, ours]);
    assert_eq!(found(Role::AgencyAdmin, Some(PAPUA), None, "kanarikuning").await, [theirs]);
    assert_eq!(found(Role::OmbudsmanOfficer, None, None, "kanarikuning").await, []);
    assert_eq!(found(Role::Learner, None, None, "lampu").await, []);
    // The public looks into what citizens wrote.
    assert_eq!(ids(&world.store, public("kabel kanarikuning")).await, []);
});

both_engines!(nobody_writes_themselves_into_a_list, |db| async move {
    let world = World::new(&db);
    let id =
        file(&world, "Lampu _l _a1 padam", "Kata =lampu dan _l ditulis di sini \" ' saja.").await;
    for words in ["lampu", "_l", "padam"] {
        assert_eq!(ids(&world.store, public(words)).await, [], "{words}");
    }
    world.give(id, national(), forward(PAPUA)).await;
    let west = Narrow { agency: Some(WEST), ..Narrow::default() };
    assert_eq!(ids(&world.store, Ask { narrow: west, ..public("padam") }).await, []);
    assert_eq!(ids(&world.store, public("padam")).await, [id]);
    for hard in ["'", "\"", "lampu' | !x", "a\\b", "* AND OR NOT (", "-", "\"\" -\"\""] {
        find(&world.store, public(hard)).await.unwrap();
    }
});

async fn lose_everything(store: &Store) {
    store.db().write("lose", |tx| tx.exec("DELETE FROM search", params![])).await.unwrap();
}

async fn faults(store: &Store) -> Vec<check::Finding> {
    check::check(store, Contents::Unchecked, |_| {}).await.unwrap().found
}

both_engines!(a_lost_index_is_filled_while_reports_come_and_change, |db| async move {
    let world = World::new(&db);
    let mut all = Vec::new();
    for n in 0..450 {
        all.push(open(&world, &format!("Lampu {n} padam"), BODY).await);
    }
    lose_everything(&world.store).await;
    assert_eq!(faults(&world.store).await.len(), 450);
    rebuild::begin(&world.store).await.unwrap();
    assert_eq!(rebuild::progress(&world.store).await.unwrap().map(|at| at.done), Some(0));
    // Both walk over each other while reports are handled and filed.
    let (store, other) = (world.store.clone(), world.store.clone());
    let walks = [store, other]
        .map(|store| tokio::spawn(async move { rebuild::finish(&store, |_| {}).await.unwrap() }));
    for id in all.iter().rev().step_by(9) {
        world.give(*id, admin(WEST), assign(WORKS)).await;
        world.give(*id, liaison(WORKS), answer()).await;
        file(&world, "Laporan baru", BODY).await;
    }
    for walk in walks {
        walk.await.unwrap();
    }
    assert_eq!(faults(&world.store).await, []);
    assert_eq!(rebuild::progress(&world.store).await.unwrap(), None);
    let mut steps = Vec::new();
    rebuild::begin(&world.store).await.unwrap();
    rebuild::finish(&world.store, |at| steps.push((at.done, at.total))).await.unwrap();
    assert_eq!(steps, [(200, 500), (400, 500), (500, 500)]);
    rebuild::finish(&world.store, |_| panic!("it has ended")).await.unwrap();
});

const URL: &str = "LAPOR_SEARCH_URL";
/// Draws that earlier processes used up: chance repeats itself in tests.
const DRAWN: &str = "LAPOR_SEARCH_DRAWN";

/// Files, handles and rebuilds until it is killed.
#[test]
#[ignore = "this is the process that the next test starts and kills"]
fn indexing_child() {
    let Ok(url) = std::env::var(URL) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let db = store::db::Db::open(&store::db::Options::new(url)).await.unwrap();
        let world = World::new(&db);
        let drawn: i64 = std::env::var(DRAWN).unwrap().parse().unwrap();
        // Names come from the clock, which the process before has put ahead of the time of day.
        world.clock.set(SystemClock::default().now() + SignedDuration::from_secs(drawn));
        for _ in 0..drawn {
            world.store.chance().draw();
        }
        let store = world.store.clone();
        tokio::spawn(async move {
            loop {
                rebuild::begin(&store).await.unwrap();
                rebuild::finish(&store, |_| {}).await.unwrap();
            }
        });
        for n in 0.. {
            let id = open(&world, &format!("Lampu {n} padam"), BODY).await;
            world.give(id, admin(WEST), assign(WORKS)).await;
            world.give(id, liaison(WORKS), answer()).await;
            println!("\nworked {n}");
        }
    });
}

/// Kills it so many times at other moments, and compares the index with the events each time.
/// Twenty unless `LAPOR_SEARCH_KILLS` says how many.
fn survives(engine: Engine) {
    use std::io::{BufRead, BufReader};
    use std::process::{Command as Process, Stdio};
    let kills = std::env::var("LAPOR_SEARCH_KILLS").map_or(20, |kills| kills.parse().unwrap());
    store::testing::run_empty(engine, move |place| async move {
        let db = place.open().await;
        store::migrate::apply(&db, store::migrate::STEPS, 0, |_| {}).await.unwrap();
        db.close().await.unwrap();
        for nth in 0..kills {
            let mut child = Process::new(std::env::current_exe().unwrap())
                .args(["--exact", "search::indexing_child", "--ignored", "--nocapture"])
                .env(URL, &place.url)
                .env(DRAWN, (nth * 10_000).to_string())
                .stdout(Stdio::piped())
                .stderr(Stdio::inherit())
                .spawn()
                .unwrap();
            let lines = BufReader::new(child.stdout.take().unwrap()).lines();
            let worked = lines.map_while(Result::ok).filter(|line| line.starts_with("worked"));
            assert_eq!(worked.take(1 + nth % 4).count(), 1 + nth % 4);
            child.kill().unwrap();
            child.wait().unwrap();
            let db = place.open().await;
            let world = World::new(&db);
            // An interrupted walk goes on where it was; before it does, nothing is wrong either.
            assert_eq!(faults(&world.store).await, [], "after {nth} kills");
            rebuild::finish(&world.store, |_| {}).await.unwrap();
            assert_eq!(faults(&world.store).await, [], "after {nth} kills and a walk");
            db.close().await.unwrap();
        }
    });
}

#[test]
fn the_index_is_whole_however_often_it_is_killed_sqlite() {
    survives(Engine::Sqlite);
}

#[test]
fn the_index_is_whole_however_often_it_is_killed_postgres() {
    survives(Engine::Postgres);
}
