//! The same rows and the same errors on both engines.

use store::db::{Db, Row, Tx};
use store::testing::Place;
use store::{Error, both_engines, dialect, params};

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
    "CREATE UNIQUE INDEX report_open_tracking ON report (tracking) WHERE closed = 0",
    "CREATE TABLE event (
        report_id BIGINT NOT NULL, version BIGINT NOT NULL, body TEXT NOT NULL,
        PRIMARY KEY (report_id, version)
    )",
];

const INSERT_AGENCY: &str = "INSERT INTO agency (id, name) VALUES ($1, $2)";
const INSERT_REPORT: &str = "INSERT INTO report (id, agency_id, parent_id, tracking, kind, score) \
                             VALUES ($1, $2, $3, $4, $5, $6)";
const INSERT_EVENT: &str = "INSERT INTO event (report_id, version, body) VALUES ($1, $2, $3)";

type Tried = Result<u64, Error>;
type Work = fn(&mut Tx<'_>) -> Tried;
type Read = fn(&Row<'_>) -> Result<(), Error>;

/// One agency (7) with three reports (1, 2, 3).
async fn populated(place: &Place) -> Db {
    let db = place.open().await;
    db.write("populate", |tx| {
        for sql in SCHEMA {
            tx.exec(sql, params![])?;
        }
        tx.queue(INSERT_AGENCY, params![7, "Dinas Pekerjaan Umum"])?;
        report(tx, 1, "100", None, Some(0.5))?;
        report(tx, 2, "200", Some(1), None)?;
        report(tx, 3, "300", Some(1), Some(-2.25))?;
        tx.queue(INSERT_EVENT, params![1, 1, "submitted"])
    })
    .await
    .unwrap();
    db
}

fn report(
    tx: &mut Tx<'_>,
    id: i64,
    tracking: &str,
    parent: Option<i64>,
    score: Option<f64>,
) -> Result<(), Error> {
    tx.queue(INSERT_REPORT, params![id, 7, parent, tracking, "complaint", score])
}

async fn tried(db: &Db, work: Work) -> Tried {
    db.write("try", work).await
}

fn unique(name: &str) -> Tried {
    Err(Error::Unique { constraint: name.to_owned() })
}

fn foreign(name: &str) -> Tried {
    Err(Error::Foreign { constraint: name.to_owned() })
}

fn check(name: &str) -> Tried {
    Err(Error::Check { constraint: name.to_owned() })
}

both_engines!(empty parameters_go_by_number, |place| async move {
    let db = place.open().await;
    let read = db.select(
        "test",
        "SELECT CAST($2 AS TEXT), CAST($1 AS BIGINT), CAST($2 AS TEXT)",
        params![1, "two"],
        |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?, row.get::<String>(2)?)),
    );
    assert_eq!(read.await, Ok(vec![("two".to_owned(), 1, "two".to_owned())]));
});

both_engines!(empty values_come_back, |place| async move {
    let db = place.open().await;
    let blob = match place.engine {
        store::db::Engine::Sqlite => "CREATE TABLE v (i BIGINT, r DOUBLE PRECISION, t TEXT, b BLOB)",
        store::db::Engine::Postgres => "CREATE TABLE v (i BIGINT, r DOUBLE PRECISION, t TEXT, b BYTEA)",
    };
    db.write("create", move |tx| tx.exec(blob, params![])).await.unwrap();
    let kept = db
        .write("test", |tx| {
            let insert = "INSERT INTO v (i, r, t, b) VALUES ($1, $2, $3, $4)";
            tx.queue(insert, params![i64::MIN, f64::MAX, "lapor — \u{1F6A7}", vec![0_u8, 255]])?;
            tx.queue(insert, params![true, -0.0, "", &b""[..]])?;
            tx.queue(insert, params![None::<i64>, None::<f64>, None::<&str>, None::<Vec<u8>>])?;
            tx.all("SELECT i, r, t, b FROM v ORDER BY i NULLS LAST", params![], |row| {
                Ok((
                    row.get::<Option<i64>>(0)?,
                    row.get::<Option<f64>>(1)?,
                    row.get::<Option<String>>(2)?,
                    row.get::<Option<Vec<u8>>>(3)?,
                ))
            })
        })
        .await;
    assert_eq!(
        kept,
        Ok(vec![
            (Some(i64::MIN), Some(f64::MAX), Some("lapor — \u{1F6A7}".to_owned()), Some(vec![0, 255])),
            (Some(1), Some(-0.0), Some(String::new()), Some(vec![])),
            (None, None, None, None),
        ])
    );
});

both_engines!(empty portable_statements_agree, |place| async move {
    let db = populated(&place).await;
    let cases: [(&'static str, &[i64]); 14] = [
        ("SELECT COUNT(*) FROM report WHERE agency_id = 7", &[3]),
        ("SELECT CAST(COALESCE(SUM(id), 0) AS BIGINT) FROM report", &[6]),
        ("SELECT COUNT(*) FILTER (WHERE parent_id IS NULL) FROM report", &[1]),
        ("SELECT id FROM report ORDER BY parent_id NULLS LAST, id DESC", &[3, 2, 1]),
        ("SELECT id FROM report WHERE (agency_id, id) > (7, 1) ORDER BY agency_id, id", &[2, 3]),
        ("SELECT ROW_NUMBER() OVER (ORDER BY id DESC) FROM report ORDER BY id", &[3, 2, 1]),
        ("WITH RECURSIVE down (id) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT report.id FROM report \
          JOIN down ON report.parent_id = down.id) SELECT id FROM down ORDER BY id", &[1, 2, 3]),
        ("WITH w AS MATERIALIZED (SELECT id FROM report) SELECT COUNT(*) FROM w", &[3]),
        ("SELECT id FROM report WHERE score IS NOT DISTINCT FROM NULL", &[2]),
        ("SELECT CASE WHEN id = 2 THEN 1 ELSE 0 END FROM report ORDER BY id", &[0, 1, 0]),
        ("SELECT (id + 86400000000) / 86400000000 FROM report ORDER BY id", &[1, 1, 1]),
        ("SELECT OCTET_LENGTH(tracking) FROM report ORDER BY id", &[3, 3, 3]),
        ("SELECT column1 FROM (VALUES (1), (2)) AS v ORDER BY column1", &[1, 2]),
        ("SELECT id = 1 FROM report ORDER BY id", &[1, 0, 0]),
    ];
    for (sql, expected) in cases {
        let got = db.select("case", sql, params![], |row| row.get::<i64>(0)).await;
        assert_eq!(got.as_deref(), Ok(expected), "{sql}");
    }
});

both_engines!(empty writes_agree, |place| async move {
    let db = populated(&place).await;
    let upsert = "INSERT INTO event (report_id, version, body) VALUES ($1, $2, $3) \
                  ON CONFLICT (report_id, version) DO UPDATE SET body = event.body || excluded.body \
                  RETURNING body";
    let body = db
        .write("upsert", move |tx| tx.one(upsert, params![1, 1, "!"], |row| row.get::<String>(0)))
        .await;
    assert_eq!(body, Ok("submitted!".to_owned()));
    let ignored = "INSERT INTO report (id, agency_id, tracking, kind) VALUES (9, 7, '100', 'request') \
                   ON CONFLICT (tracking) WHERE closed = 0 DO NOTHING";
    assert_eq!(db.write("ignore", move |tx| tx.exec(ignored, params![])).await, Ok(0));
    let guarded = "UPDATE report SET closed = 1 WHERE id = $1 AND closed = $2";
    assert_eq!(db.write("guard", move |tx| tx.exec(guarded, params![2, 0])).await, Ok(1));
    assert_eq!(db.write("guard", move |tx| tx.exec(guarded, params![2, 0])).await, Ok(0));
    let delete = "DELETE FROM report WHERE parent_id = $1 RETURNING id";
    let mut gone = db
        .write("delete", move |tx| tx.all(delete, params![1], |row| row.get::<i64>(0)))
        .await
        .unwrap();
    gone.sort_unstable();
    assert_eq!(gone, [2, 3]);
    let claim = "UPDATE report SET closed = 2 WHERE closed = 0 AND id IN (SELECT id FROM report \
                 WHERE closed = 0 ORDER BY id LIMIT $1 {{SKIP LOCKED}}) RETURNING id";
    let claimed = db
        .write("claim", move |tx| tx.all(claim, params![5], |row| row.get::<i64>(0)))
        .await;
    assert_eq!(claimed, Ok(vec![1]));
});

both_engines!(empty lists_bind_as_one_parameter, |place| async move {
    let db = populated(&place).await;
    let sql = "SELECT id FROM report WHERE agency_id = $2 AND id {{IN $1}} ORDER BY id";
    for (ids, expected) in [(vec![3, 1, 99], vec![1, 3]), (vec![], vec![])] {
        let params = params![dialect::list(ids), 7];
        assert_eq!(db.select("list", sql, params, |row| row.get::<i64>(0)).await, Ok(expected));
    }
});

both_engines!(empty constraints_have_the_same_names, |place| async move {
    let db = populated(&place).await;
    let cases: [(Tried, Work); 12] = [
        (unique("agency_pkey"), |tx| tx.exec(INSERT_AGENCY, params![7, "again"])),
        (unique("report_open_tracking"), |tx| {
            tx.exec(INSERT_REPORT, params![8, None::<i64>, None::<i64>, "100", "request", None::<f64>])
        }),
        (unique("report_agency_id_tracking_key"), |tx| {
            tx.exec("UPDATE report SET closed = 1", params![])?;
            tx.exec(INSERT_REPORT, params![8, 7, None::<i64>, "100", "request", None::<f64>])
        }),
        (unique("event_pkey"), |tx| tx.exec(INSERT_EVENT, params![1, 1, "twice"])),
        (unique("event_pkey"), |tx| {
            tx.queue(INSERT_EVENT, params![1, 1, "twice"])?;
            Ok(0)
        }),
        (foreign("report_agency_id_fkey"), |tx| {
            tx.exec(INSERT_REPORT, params![8, 99, None::<i64>, "800", "request", None::<f64>])
        }),
        (foreign("report_parent_id_fkey"), |tx| {
            tx.exec(INSERT_REPORT, params![8, 7, 99, "800", "request", None::<f64>])
        }),
        (foreign("report_parent_id_fkey"), |tx| {
            tx.exec("UPDATE report SET score = $1, parent_id = $2 WHERE id = 1", params![1.0, 99])
        }),
        (check("report_kind_check"), |tx| {
            tx.exec(INSERT_REPORT, params![8, 7, None::<i64>, "800", "rant", None::<f64>])
        }),
        (check("report_tracking_not_null"), |tx| {
            tx.exec(INSERT_REPORT, params![8, 7, None::<i64>, None::<&str>, "request", None::<f64>])
        }),
        (Err(Error::Missing), |tx| {
            tx.one("SELECT id FROM report WHERE id = $1", params![99], |row| row.get::<u64>(0))
        }),
        (Ok(0), |tx| tx.exec("UPDATE report SET closed = 1 WHERE id = $1", params![99])),
    ];
    for (at, (expected, work)) in cases.into_iter().enumerate() {
        assert_eq!(tried(&db, work).await, expected, "case {at}");
    }
    let deleted = tried(&db, |tx| tx.exec("DELETE FROM agency WHERE id = 7", params![])).await;
    assert!(matches!(deleted, Err(Error::Foreign { .. })), "{deleted:?}");
});

both_engines!(empty mistakes_are_faults, |place| async move {
    let db = populated(&place).await;
    let cases: [Work; 9] = [
        |tx| tx.exec("INSERT INTO agency (id, name) VALUES ($1)", params![1]),
        |tx| tx.exec("UPDATE nowhere SET a = 1", params![]),
        |tx| tx.exec(INSERT_AGENCY, params![1]),
        |tx| tx.exec(INSERT_AGENCY, params![1, "a", "b"]),
        |tx| tx.exec(INSERT_AGENCY, params![1, "a\0b"]),
        |tx| tx.exec("UPDATE report SET score = $1", params![f64::NAN]),
        |tx| tx.exec("UPDATE report SET kind = \"complaint\"", params![]),
        |tx| tx.exec("UPDATE report SET closed = 1 WHERE id {{NEAR $1}}", params![1]),
        |tx| tx.exec("UPDATE agency SET id = $2", params![1, 2]),
    ];
    for (at, work) in cases.into_iter().enumerate() {
        let got = tried(&db, work).await;
        assert!(matches!(got, Err(Error::Fault(_))), "case {at}: {got:?}");
    }
});

both_engines!(empty columns_of_another_kind_are_refused, |place| async move {
    let db = populated(&place).await;
    let sql = "SELECT id, tracking, score, parent_id, id + 5000000000 FROM report WHERE id = 1";
    let cases: [(&str, Read); 7] = [
        ("column 0 is an integer", |row| row.get::<String>(0).map(drop)),
        ("column 1 is text", |row| row.get::<i64>(1).map(drop)),
        ("column 2 is a real", |row| row.get::<i64>(2).map(drop)),
        ("column 3 is NULL", |row| row.get::<i64>(3).map(drop)),
        ("column 4 is an integer too large for i32", |row| row.get::<i32>(4).map(drop)),
        ("column 4 is an integer other than 0 and 1", |row| row.get::<bool>(4).map(drop)),
        ("column 5 is not in the answer", |row| row.get::<i64>(5).map(drop)),
    ];
    for (expected, read) in cases {
        let got = db.select("decode", sql, params![], read).await;
        assert_eq!(got, Err(Error::Decode(expected.to_owned())));
    }
});

both_engines!(empty a_failed_statement_ends_the_transaction, |place| async move {
    let db = populated(&place).await;
    let swallowed = tried(&db, |tx| {
        let first = tx.exec(INSERT_AGENCY, params![7, "again"]);
        assert!(first.is_err());
        let second = tx.exec(INSERT_AGENCY, params![8, "new"]);
        assert_eq!(second, first);
        Ok(1)
    })
    .await;
    assert_eq!(swallowed, unique("agency_pkey"));
    // What a closure makes of the failure is what its caller hears.
    let mapped = tried(&db, |tx| {
        tx.exec(INSERT_AGENCY, params![7, "again"]).map_err(|_| Error::Conflict)
    })
    .await;
    assert_eq!(mapped, Err(Error::Conflict));
    let agencies = db.select("count", "SELECT COUNT(*) FROM agency", params![], |row| row.get::<i64>(0));
    assert_eq!(agencies.await, Ok(vec![1]));
});

both_engines!(empty a_refusal_keeps_nothing, |place| async move {
    let db = populated(&place).await;
    let refused = tried(&db, |tx| {
        tx.queue(INSERT_AGENCY, params![8, "queued"])?;
        tx.exec(INSERT_AGENCY, params![9, "sent"])?;
        tx.queue(INSERT_AGENCY, params![10, "queued again"])?;
        Err(Error::Missing)
    })
    .await;
    assert_eq!(refused, Err(Error::Missing));
    // A queued statement that fails comes before the refusal behind it, as on SQLite.
    let failed = tried(&db, |tx| {
        tx.queue(INSERT_AGENCY, params![7, "again"])?;
        Err(Error::Missing)
    })
    .await;
    assert_eq!(failed, unique("agency_pkey"));
    let agencies = db.select("count", "SELECT COUNT(*) FROM agency", params![], |row| row.get::<i64>(0));
    assert_eq!(agencies.await, Ok(vec![1]));
});

both_engines!(empty a_read_cannot_write, |place| async move {
    let db = populated(&place).await;
    let got = db.read("sneaky", |tx| tx.exec(INSERT_AGENCY, params![8, "no"])).await;
    assert_eq!(got, Err(Error::Fault("a statement that writes in a read".to_owned())));
    assert_eq!(db.ping().await, Ok(()));
});

both_engines!(empty a_read_sees_one_moment, |place| async move {
    let db = populated(&place).await;
    let (began, wait_began) = std::sync::mpsc::channel();
    let (go_on, wait_go_on) = std::sync::mpsc::channel::<()>();
    let reading = tokio::spawn({
        let db = db.clone();
        let wait_go_on = std::sync::Mutex::new(wait_go_on);
        async move {
            db.read("snapshot", move |tx| {
                let count = |tx: &mut Tx<'_>| {
                    tx.one("SELECT COUNT(*) FROM agency", params![], |row| row.get::<i64>(0))
                };
                let before = count(tx)?;
                began.send(()).unwrap();
                wait_go_on.lock().unwrap().recv().unwrap();
                Ok((before, count(tx)?))
            })
            .await
        }
    });
    tokio::task::spawn_blocking(move || wait_began.recv().unwrap()).await.unwrap();
    // The write neither waits for the read nor shows in it.
    tried(&db, |tx| tx.exec(INSERT_AGENCY, params![8, "new"])).await.unwrap();
    go_on.send(()).unwrap();
    assert_eq!(reading.await.unwrap(), Ok((1, 1)));
});

both_engines!(empty many_queued_statements_keep_their_order, |place| async move {
    let db = populated(&place).await;
    let kept = db
        .write("long", |tx| {
            for version in 1..=2_000_i64 {
                tx.queue(INSERT_EVENT, params![2, version, "step"])?;
                tx.queue(
                    "UPDATE event SET body = $3 WHERE report_id = $1 AND version = $2",
                    params![2, version, version.to_string()],
                )?;
            }
            tx.one("SELECT COUNT(*) FROM event WHERE report_id = 2 AND body <> 'step'", params![], |row| {
                row.get::<i64>(0)
            })
        })
        .await;
    assert_eq!(kept, Ok(2_000));
});

#[test]
fn values_do_not_show_what_people_wrote() {
    let shown = format!("{:?}", params!["rahasia", 42, vec![1_u8, 2], None::<i64>]);
    assert_eq!(shown, "[Text(7 bytes), Int, Blob(2 bytes), Null]");
}
