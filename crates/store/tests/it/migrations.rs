//! Steps are applied once, in order, and never change afterwards.

use store::db::Engine;
use store::migrate::{self, STEPS, Step, translate};
use store::{Error, both_engines, params};

const REPORT: Step = Step {
    version: 1,
    name: "0001_report",
    sql: "CREATE TABLE report (id {{PK}}, at BIGINT NOT NULL, score DOUBLE PRECISION, photo {{BLOB}}) {{STRICT}};
          CREATE INDEX report_day ON report (CAST(at AS BIGINT));",
};
const SEARCH: Step = Step {
    version: 2,
    name: "0002_search",
    sql: "{{ONLY sqlite}}CREATE VIRTUAL TABLE search USING fts5(words);{{END}}
          {{ONLY postgres}}CREATE TABLE search (words tsvector);{{END}}
          INSERT INTO report (id, at) VALUES (1, 2);",
};
const CHANGED: Step = Step { sql: "CREATE TABLE report (id {{PK}})", ..REPORT };
const BROKEN: Step = Step {
    version: 2,
    name: "0002_broken",
    sql: "CREATE TABLE half (id {{PK}}); INSERT INTO nowhere VALUES (1);",
};

const FIRST: &[Step] = &[REPORT];
const BOTH: &[Step] = &[REPORT, SEARCH];
const TAMPERED: &[Step] = &[CHANGED, SEARCH];
const HALF: &[Step] = &[REPORT, BROKEN];

both_engines!(empty steps_apply_once, |place| async move {
    let db = place.open().await;
    assert_eq!(migrate::pending(&db, BOTH).await.unwrap().len(), 2);
    let mut seen = Vec::new();
    assert_eq!(migrate::apply(&db, FIRST, 5, |step| seen.push(step.name)).await, Ok(1));
    assert_eq!(migrate::apply(&db, BOTH, 6, |step| seen.push(step.name)).await, Ok(1));
    assert_eq!(migrate::apply(&db, BOTH, 7, |step| seen.push(step.name)).await, Ok(0));
    assert_eq!(seen, ["0001_report", "0002_search"]);
    let sql = "SELECT version, at FROM schema_migration ORDER BY version";
    let applied = db.select("applied", sql, params![], |row| Ok((row.get(0)?, row.get(1)?))).await;
    assert_eq!(applied, Ok(vec![(1_i64, 5_i64), (2, 6)]));
});

both_engines!(empty a_changed_step_is_refused, |place| async move {
    let db = place.open().await;
    migrate::apply(&db, FIRST, 5, |_| {}).await.unwrap();
    let refused = migrate::apply(&db, TAMPERED, 6, |_| {}).await;
    assert_eq!(refused, Err(Error::Fault("0001_report was changed after it was applied".to_owned())));
});

both_engines!(empty an_older_build_is_refused, |place| async move {
    let db = place.open().await;
    migrate::apply(&db, BOTH, 5, |_| {}).await.unwrap();
    let refused = migrate::pending(&db, FIRST).await;
    assert!(matches!(refused, Err(Error::Fault(_))), "{refused:?}");
});

both_engines!(empty a_step_applies_whole_or_not_at_all, |place| async move {
    let db = place.open().await;
    assert!(matches!(migrate::apply(&db, HALF, 5, |_| {}).await, Err(Error::Fault(_))));
    let half = db.select("half", "SELECT id FROM half", params![], |row| row.get::<i64>(0)).await;
    assert!(matches!(half, Err(Error::Fault(_))), "{half:?}");
    assert_eq!(migrate::pending(&db, BOTH).await, Ok(vec![SEARCH]));
});

both_engines!(empty several_nodes_may_migrate_at_once, |place| async move {
    let (one, two) = (place.open().await, place.open().await);
    let (first, second) =
        tokio::join!(migrate::apply(&one, BOTH, 5, |_| {}), migrate::apply(&two, BOTH, 5, |_| {}));
    assert!(first.is_ok() && second.is_ok(), "{first:?} {second:?}");
    assert_eq!(migrate::pending(&one, BOTH).await, Ok(vec![]));
});

both_engines!(the_schema_of_this_build_is_complete, |db| async move {
    assert_eq!(migrate::pending(&db, STEPS).await, Ok(vec![]));
});

#[test]
fn tokens_become_each_engines_words() {
    let sqlite = translate(Engine::Sqlite, REPORT.sql).unwrap();
    assert!(
        sqlite.contains(
            "id INTEGER PRIMARY KEY, at INTEGER NOT NULL, score REAL, photo BLOB) STRICT"
        )
    );
    assert!(sqlite.contains("CAST(at AS BIGINT)"));
    let postgres = translate(Engine::Postgres, REPORT.sql).unwrap();
    assert!(postgres.contains("id BIGINT PRIMARY KEY"));
    assert!(postgres.contains("photo BYTEA)"));
    for broken in ["{{PK", "{{NEW}}", "{{ONLY sqlite}} x", "{{ONLY mysql}}{{END}}", "{{END}}"] {
        assert!(matches!(translate(Engine::Sqlite, broken), Err(Error::Fault(_))), "{broken}");
    }
}
