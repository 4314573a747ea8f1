//! What was backed up comes back, whole or not at all.

use crate::files::{add, content, folder, furnished};
use crate::pictures::{jpeg, with_exif};
use crate::town::{self, assign, file, send};
use domain::ReportId;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use store::backup::{self, Target};
use store::chance::SeededChance;
use store::check::{self, Contents};
use store::clock::ManualClock;
use store::db::{Engine, Value};
use store::files::Bucket;
use store::keys::{Keys, Purpose};
use store::testing::Place;
use store::{Error, Store, both_engines, drafts, files, params, reports};

const TABLES: [&str; 8] = [
    "SELECT id, tracking, secret_hash, version, title, body, stage, due_at FROM report ORDER BY id",
    "SELECT report_id, version, at, actor, officer, kind, body, 0 FROM event ORDER BY report_id, version",
    "SELECT report_id, no, origin, name, bytes, sha256, taken, state FROM attachment ORDER BY report_id, no",
    "SELECT key_hash, report_id, at, 0, 0, 0, 0, 0 FROM intake ORDER BY key_hash",
    "SELECT token_hash, report_id, body, changed_at, expires_at, 0, 0, 0 FROM draft ORDER BY token_hash",
    "SELECT report_id, no, agency, unit, state, warn_at, due_at, 0 FROM task ORDER BY report_id, no",
    "SELECT version, name, sha256, 0, 0, 0, 0, 0 FROM schema_migration ORDER BY version",
    "SELECT id, revision, calendar, 0, 0, 0, 0, 0 FROM reference_revision ORDER BY id",
];

async fn rows(store: &Store) -> Vec<Vec<Vec<Value>>> {
    let mut all = Vec::new();
    for sql in TABLES {
        let read = |row: &store::db::Row<'_>| (0..8).map(|at| row.get::<Value>(at)).collect();
        all.push(store.db().select("test", sql, params![], read).await.unwrap());
    }
    all
}

/// Two reports, one with a photo, and a draft with another.
async fn lived_in(store: &Store, bucket: &Bucket) -> (ReportId, String) {
    let id = file(store, "pertama", None, vec![]).await;
    file(store, "kedua", None, vec![]).await;
    add(store, bucket, id, with_exif(&jpeg(90, 60))).await;
    send(store, id, vec![1]).await;
    assign(store, id).await;
    let begun = drafts::create(store).await.unwrap();
    drafts::save(store, &begun.token, "Siti").await.unwrap();
    add(store, bucket, begun.report_id, jpeg(30, 30)).await;
    (id, begun.token)
}

fn target<'a>(url: &'a str, keys_file: &'a Path, bucket: &'a Bucket) -> Target<'a> {
    let clock = Arc::new(ManualClock::new("2035-03-05T03:00:00Z".parse().unwrap()));
    Target { database_url: url, keys_file, bucket, clock, chance: Arc::new(SeededChance::new(5)) }
}

/// Opens what was brought back, with the keys that came with it.
async fn reopened(place: &Place, keys_file: &Path) -> Store {
    let keys = Keys::from_text(&fs::read_to_string(keys_file).unwrap()).unwrap();
    let clock = Arc::new(ManualClock::new("2035-03-05T03:00:00Z".parse().unwrap()));
    Store::new(place.open().await, keys, clock, Arc::new(SeededChance::new(6)), 2)
}

both_engines!(empty a_backup_comes_back_equal, |place| async move {
    let (store, bucket) = furnished(&place).await;
    let (id, token) = lived_in(&store, &bucket).await;
    let to = place.folder().join("backup");
    let mut copied = 0;
    let header = backup::backup(&store, &bucket, &place.url, &to, |done| copied = done).await.unwrap();
    assert_eq!((header.engine, header.entries, copied), (place.engine, 5, 2));
    assert_eq!(backup::verify(&to).await.unwrap(), header);
    let before = rows(&store).await;
    // What comes later is not in it.
    file(&store, "ketiga", None, vec![]).await;

    let other = place.other().await;
    let keys_file = other.folder().join("keys.txt");
    let elsewhere = folder(&other.folder().join("files"));
    let findings = backup::restore(&to, target(&other.url, &keys_file, &elsewhere), |_| {}).await.unwrap();
    assert!(findings.is_clean(), "{findings:?}");
    assert_eq!((findings.reports, findings.files), (2, 2));

    let restored = reopened(&other, &keys_file).await;
    assert_eq!(rows(&restored).await, before);
    assert_eq!(content(&restored, &elsewhere, id, 1).await, content(&store, &bucket, id, 1).await);
    assert!(files::taken(&restored, id, 1).await.unwrap().unwrap().point.is_some());
    assert_eq!(drafts::load(&restored, &token).await.unwrap().unwrap().body, "Siti");
    assert_eq!(
        restored.keys().hash(Purpose::Nik, "1"),
        store.keys().hash(Purpose::Nik, "1"),
        "the same people are found again"
    );
    assert_eq!(reports::history(&restored, id).await.unwrap(), reports::history(&store, id).await.unwrap());
    restored.db().close().await.unwrap();
});

both_engines!(empty a_backup_that_was_touched_is_refused, |place| async move {
    let (store, bucket) = furnished(&place).await;
    lived_in(&store, &bucket).await;
    let to = place.folder().join("backup");
    backup::backup(&store, &bucket, &place.url, &to, |_| {}).await.unwrap();
    let database = match place.engine {
        Engine::Sqlite => "database.sqlite",
        Engine::Postgres => "database.dump",
    };
    let sha256 = &files::list(&store, first_report(&store).await).await.unwrap()[0].sha256;
    let photo = format!("files/{}/{}/{sha256}", &sha256[..2], &sha256[2..4]);
    for name in [database, "keys.txt", "backup.json", photo.as_str()] {
        let whole = fs::read(to.join(name)).unwrap();
        let mut touched = whole.clone();
        touched[whole.len() / 2] ^= 1;
        fs::write(to.join(name), &touched).unwrap();
        let said = backup::verify(&to).await;
        assert!(matches!(&said, Err(Error::Corrupt(what)) if what.contains(name)), "{said:?}");
        fs::remove_file(to.join(name)).unwrap();
        let said = backup::verify(&to).await;
        assert!(matches!(&said, Err(Error::Corrupt(what)) if what.contains(name)), "{said:?}");
        fs::write(to.join(name), &whole).unwrap();
    }
    let manifest = fs::read_to_string(to.join("manifest.sha256")).unwrap();
    let shorter: Vec<_> = manifest.lines().skip(1).collect();
    let reaching_out = manifest.replacen("keys.txt", "../../keys.txt", 1);
    for forged in [format!("{}\n", shorter.join("\n")), reaching_out, String::new()] {
        fs::write(to.join("manifest.sha256"), forged).unwrap();
        assert!(matches!(backup::verify(&to).await, Err(Error::Corrupt(_))));
    }
    fs::remove_file(to.join("manifest.sha256")).unwrap();
    let other = place.other().await;
    let keys_file = other.folder().join("keys.txt");
    let elsewhere = folder(&other.folder().join("files"));
    let said = backup::restore(&to, target(&other.url, &keys_file, &elsewhere), |_| {}).await;
    assert!(matches!(said, Err(Error::Corrupt(_))), "{said:?}");
    assert!(!keys_file.exists());
});

async fn first_report(store: &Store) -> ReportId {
    let sql = "SELECT id FROM report ORDER BY id LIMIT 1";
    let ids = store.db().select("test", sql, params![], |row| row.get(0)).await.unwrap();
    ReportId(ids[0])
}

both_engines!(empty nothing_is_written_over, |place| async move {
    let (store, bucket) = furnished(&place).await;
    lived_in(&store, &bucket).await;
    let to = place.folder().join("backup");
    backup::backup(&store, &bucket, &place.url, &to, |_| {}).await.unwrap();
    let again = backup::backup(&store, &bucket, &place.url, &to, |_| {}).await;
    assert!(matches!(again, Err(Error::Fault(_))), "{again:?}");
    let keys_file = place.folder().join("keys.txt");
    let over = backup::restore(&to, target(&place.url, &keys_file, &bucket), |_| {}).await;
    assert!(matches!(over, Err(Error::Fault(_))), "{over:?}");
    assert!(check::check(&store, Contents::Read(&bucket), |_| {}).await.unwrap().is_clean());
});

both_engines!(empty a_lost_content_stops_the_backup, |place| async move {
    let (store, bucket) = furnished(&place).await;
    lived_in(&store, &bucket).await;
    fs::remove_dir_all(place.folder().join("files")).unwrap();
    fs::create_dir(place.folder().join("files")).unwrap();
    let to = place.folder().join("backup");
    let said = backup::backup(&store, &bucket, &place.url, &to, |_| {}).await;
    assert!(matches!(said, Err(Error::Corrupt(_))), "{said:?}");
    assert!(matches!(backup::verify(&to).await, Err(Error::Corrupt(_))));
});

/// Transaction numbers of another server are lower; what followers have seen must not change.
#[test]
fn followers_go_on_where_they_stood_after_a_restore() {
    store::testing::run_empty(Engine::Postgres, |place| async move {
        let (store, bucket) = furnished(&place).await;
        for n in 0..6 {
            file(&store, &format!("laporan {n}"), None, vec![]).await;
        }
        let positions = "SELECT CAST(CAST(tx AS TEXT) AS BIGINT), report_id, version FROM event \
                         ORDER BY tx, report_id, version";
        let read = |row: &store::db::Row<'_>| {
            Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?))
        };
        let events = store.db().select("test", positions, params![], read).await.unwrap();
        let follow = "INSERT INTO follower (name, tx, report_id, version) VALUES ($1, $2, $3, $4)";
        let places = [
            ("counters", events[5]),
            ("notices", events[2]),
            ("reminders", events[2]),
            ("digest-wib", (20_000, 0, 0)),
        ];
        for (name, (tx, report, version)) in places {
            store
                .db()
                .write("test", move |t| t.exec(follow, params![name, tx, report, version]))
                .await
                .unwrap();
        }
        let to = place.folder().join("backup");
        backup::backup(&store, &bucket, &place.url, &to, |_| {}).await.unwrap();
        let other = place.other().await;
        let keys_file = other.folder().join("keys.txt");
        let elsewhere = folder(&other.folder().join("files"));
        backup::restore(&to, target(&other.url, &keys_file, &elsewhere), |_| {}).await.unwrap();
        let now = "2035-03-06T03:00:00Z".parse().unwrap();
        let (restored, _) = town::store_at(other.open().await, now);
        file(&restored, "sesudahnya", None, vec![]).await;
        let unseen = "SELECT e.report_id FROM event e JOIN follower f ON f.name = $1 \
                      WHERE (CAST(CAST(e.tx AS TEXT) AS BIGINT), e.report_id, e.version) \
                          > (f.tx, f.report_id, f.version) ORDER BY e.tx, e.report_id";
        for (name, ahead) in [("counters", 1), ("notices", 4), ("reminders", 4)] {
            let ids = restored
                .db()
                .select("test", unseen, params![name], |row| row.get::<i64>(0))
                .await
                .unwrap();
            assert_eq!(ids.len(), ahead, "{name}");
            assert!(events[..7 - ahead].iter().all(|(_, id, _)| !ids.contains(id)), "{name}");
        }
        let digest = "SELECT tx FROM follower WHERE name = 'digest-wib'";
        let day =
            restored.db().select("test", digest, params![], |row| row.get::<i64>(0)).await.unwrap();
        assert_eq!(day, [20_000]);
        restored.db().close().await.unwrap();
    });
}
