//! The story keeps what it promises.

use super::*;
use domain::role::Role;
use std::collections::BTreeSet;
use store::check::{self, Contents};
use store::counters;
use store::db::{Db, Engine};
use store::files::{FilesPlace, FilesSettings};
use store::keys::Keys;
use store::reference::DataSet;
use store::testing;

/// 22 November 2026, noon in Jakarta: a Sunday.
fn noon() -> Timestamp {
    "2026-11-22T05:00:00Z".parse().unwrap()
}

struct Stage {
    store: Store,
    told: Told,
    bucket: Bucket,
}

async fn told(db: Db, folder: &std::path::Path, count: usize) -> Stage {
    let keys = || Keys::generate(&SeededChance::new(3));
    let clock = Arc::new(ManualClock::new(noon()));
    let store = Store::new(db, keys(), clock, Arc::new(SystemChance), 1);
    reference::seed(&store, DataSet::embedded().unwrap(), |_| {}).await.unwrap();
    reference::load(&store).await.unwrap();
    let place = FilesPlace::Folder(folder.join("files"));
    let bucket = || Bucket::open(&FilesSettings { place: place.clone(), scanner: None }).unwrap();
    let setting = Setting { now: noon(), seed: 46, count, cost: Cost::TRIFLING };
    let told = tell(&store, keys(), bucket(), &setting, &Sheet::default()).await.unwrap();
    Stage { store, told, bucket: bucket() }
}

#[test]
fn a_small_story_shows_everything_and_is_clean() {
    testing::run_empty(Engine::Sqlite, |place| async move {
        let db = place.open().await;
        store::migrate::apply(&db, store::migrate::STEPS, 0, |_| {}).await.unwrap();
        let stage = told(db.clone(), place.folder(), 60).await;
        let findings =
            check::check(&stage.store, Contents::Read(&stage.bucket), |_| {}).await.unwrap();
        assert!(findings.is_clean(), "{:?}", findings.found);
        assert!(findings.files > 20, "{} files", findings.files);
        assert_eq!(counters::check(&stage.store, |_| {}).await.unwrap(), []);
        let kinds: BTreeSet<String> =
            words(&stage.store, "SELECT DISTINCT kind FROM event").await.into_iter().collect();
        let missing: Vec<&str> =
            EVENT_KINDS.iter().copied().filter(|kind| !kinds.contains(*kind)).collect();
        assert!(missing.is_empty(), "no event {missing:?}; refused: {:?}", stage.told.refused);
        assert_eq!(kinds.len(), EVENT_KINDS.len());
        let stages: BTreeSet<String> =
            words(&stage.store, "SELECT DISTINCT stage FROM report").await.into_iter().collect();
        let known: BTreeSet<String> =
            StageName::ALL.iter().map(|stage| stage.word().to_owned()).collect();
        assert_eq!(stages, known);
        let refused = &stage.told.refused;
        assert!(
            refused.len() * 40 < stage.told.reports,
            "{} of {}: {refused:?}",
            refused.len(),
            stage.told.reports
        );
        let waiting =
            words(&stage.store, "SELECT channel FROM notice WHERE state = 'waiting'").await;
        assert!(waiting.is_empty(), "nothing is left to send");
        db.close().await.unwrap();
    });
}

#[test]
fn the_same_seed_tells_the_same_story() {
    let run = || {
        let numbers = Arc::new(std::sync::Mutex::new(Vec::new()));
        let kept = Arc::clone(&numbers);
        testing::run(Engine::Sqlite, |db| async move {
            let folder =
                std::env::temp_dir().join(format!("lapor-demo-{}-{:p}", std::process::id(), &kept));
            let stage = told(db, &folder, 1).await;
            let sql = "SELECT CAST(tracking AS TEXT) || title || stage FROM report ORDER BY id";
            *kept.lock().unwrap() = words(&stage.store, sql).await;
            std::fs::remove_dir_all(folder).unwrap();
        });
        Arc::try_unwrap(numbers).unwrap().into_inner().unwrap()
    };
    let first = run();
    assert!(first.len() > 70);
    assert_eq!(first, run());
}

#[test]
fn accounts_of_every_kind_are_printed_and_their_codes_are_right() {
    testing::run(Engine::Sqlite, |db| async move {
        let keys = Keys::generate(&SeededChance::new(3));
        let clock = Arc::new(ManualClock::new(noon()));
        let store = Store::new(db, keys, clock, Arc::new(SystemChance), 1);
        reference::seed(&store, DataSet::embedded().unwrap(), |_| {}).await.unwrap();
        reference::load(&store).await.unwrap();
        let passwords = Passwords::new(Cost::TRIFLING, store.chance()).unwrap();
        let since = domain::Reference::today(noon());
        let made = Accounts::make(&store, &passwords, since, &Sheet::default()).await.unwrap();
        let sheet = Sheet { accounts: made.printed(), reports: Vec::new() };
        let roles: BTreeSet<Role> = made.duties().map(|duty| duty.role).collect();
        for role in
            [Role::NationalAdmin, Role::NationalSupervisor, Role::AgencyAdmin, Role::LiaisonOfficer]
        {
            assert!(roles.contains(&role), "{role}");
        }
        for role in
            [Role::InspectorateOfficer, Role::OmbudsmanOfficer, Role::HubManager, Role::AgencyHead]
        {
            assert!(roles.contains(&role), "{role}");
        }
        let later = noon() + SignedDuration::from_mins(5);
        let (code, _) = sheet.code("kota", later).unwrap();
        let account = sheet.accounts.iter().find(|it| it.username == "kota").unwrap();
        let keys = Keys::generate(&SeededChance::new(3));
        let store = Store::new(
            store.db().clone(),
            keys,
            Arc::new(ManualClock::new(later)),
            Arc::new(SystemChance),
            1,
        );
        let step =
            store::sign_in::password(&store, &passwords, "kota", &account.password).await.unwrap();
        let verified = store::sign_in::code(&store, &step.token, &code).await.unwrap();
        assert_eq!(verified.missing, None);
        assert!(sheet.code("nobody", later).is_err());
        let again = Accounts::make(&store, &passwords, since, &sheet).await.unwrap();
        assert_eq!(
            again.printed().len(),
            sheet.accounts.len(),
            "a second story keeps the accounts"
        );
    });
}

#[test]
fn every_text_has_its_category_its_answers_and_no_empty_slot() {
    let texts = Texts::read().unwrap();
    assert!(texts.reports.len() >= 120, "{} texts", texts.reports.len());
    let data = DataSet::embedded().unwrap();
    let known = |code: &str| {
        let affair = code.split('.').next().unwrap();
        data.below("categories/").any(|(path, text)| {
            path.contains(&format!("-{affair}."))
                && code.split('.').all(|word| text.contains(&format!("code = \"{word}\"")))
        })
    };
    let slots = ["kel", "kec", "kota", "prov", "jalan", "rt", "rw", "n", "jam", "hari"];
    let in_slots = |text: &str| -> Vec<String> {
        text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap().to_owned()).collect()
    };
    for text in &texts.reports {
        assert!(known(text.category.as_str()), "{}", text.category);
        let reply = texts
            .reply(&text.category, text.kind)
            .unwrap_or_else(|| panic!("no answers for {}", text.category));
        assert!(reply.done.is_some() || reply.scheduled.is_some() || reply.explained.is_some());
        let words = [&text.title, &text.body, &text.wish, &text.detail];
        for slot in words.into_iter().flat_map(|words| in_slots(words)) {
            assert!(slots.contains(&slot.as_str()), "{{{slot}}} in {}", text.title);
        }
    }
    let titles: BTreeSet<&str> = texts.reports.iter().map(|text| text.title.as_str()).collect();
    assert_eq!(titles.len(), texts.reports.len(), "no title twice");
}

async fn words(store: &Store, sql: &'static str) -> Vec<String> {
    store.db().select("test-words", sql, Vec::new(), |row| row.get::<String>(0)).await.unwrap()
}

const EVENT_KINDS: [&str; 33] = [
    "filed",
    "forwarded",
    "reclassified",
    "postponed",
    "completed",
    "archived",
    "declined",
    "assigned",
    "taken_up",
    "progress_posted",
    "answer_posted",
    "message_sent",
    "note_posted",
    "contested",
    "rated",
    "closed",
    "escalated",
    "advised",
    "withdrawn",
    "merged",
    "followed",
    "unfollowed",
    "reopened",
    "appealed",
    "task_opened",
    "task_finished",
    "task_released",
    "supervised",
    "dispute_recorded",
    "conflict_declared",
    "limit_extended",
    "identity_revealed",
    "dues_recounted",
];
