//! The same rows and the same errors on both engines.

use store::db::{Db, Engine, Tx};
use store::testing::Place;
use store::{Error, both_engines, params};

const SCHEMA: [&str; 4] = [
    "CREATE TABLE agency (id BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL)",
    "CREATE TABLE report (
        id BIGINT NOT NULL PRIMARY KEY,
        agency_id BIGINT REFERENCES agency (id),
        parent_id BIGINT REFERENCES report (id),
        tracking TEXT NOT NULL,
        kind TEXT NOT NULL CONSTRAINT report_kind_check CHECK (kind IN ('complaint', 'request')),
        score DOUBLE PRECISION,
        closed BIGINT NOT NULL DEFAULT 0,
        UNIQUE (agency_id, tracking)
    )",
    "CREATE UNIQUE INDEX report_tracking ON report (tracking)",
    "CREATE TABLE event (
        report_id BIGINT NOT NULL, version BIGINT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (report_id, version)
    )",
];

const INSERT_AGENCY: &str = "INSERT INTO agency (id, name) VALUES ($1, $2)";
const INSERT_REPORT: &str = "INSERT INTO report (id, agency_id, parent_id, tracking, kind) \
                             VALUES ($1, $2, $3, $4, $5)";
const INSERT_EVENT: &str = "INSERT INTO event (report_id, version, body) VALUES ($1, $2, $3)";

async fn with_schema(place: &Place) -> Db {
    let db = place.open().await;
    db.write("schema", |tx| {
        for sql in SCHEMA {
            tx.exec(sql, params![])?;
        }
        Ok(())
    })
    .await
    .unwrap();
    db
}

async fn written<F>(db: &Db, work: F) -> Result<u64, Error>
where
    F: Fn(&mut Tx<'_>) -> Result<u64, Error> + Send + 'static,
{
    db.write("test", work).await
}

both_engines!(empty parameters_go_by_number, |place| async move {
    let db = with_schema(&place).await;
    let pair = db
        .read("test", |tx| {
            tx.one("SELECT CAST($2 AS TEXT), CAST($1 AS BIGINT), CAST($2 AS TEXT)", params![1, "two"], |row| {
                Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?))
            })
        })
        .await;
    assert_eq!(pair, Ok(("two".to_owned(), 1, "two".to_owned())));
});
