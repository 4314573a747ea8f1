//! A check finds what was tampered with and names it; a rebuild puts it right.

use crate::files::{add, furnished};
use crate::pictures::jpeg;
use crate::town::{self, assign, file, send};
use domain::ReportId;
use store::check::{self, Contents, Fault, Findings};
use store::db::{Engine, Value};
use store::{Store, both_engines, params, reports};

/// Three reports that have been handled a little.
async fn three(store: &Store) -> [ReportId; 3] {
    let mut ids = [ReportId(0); 3];
    for (n, id) in ids.iter_mut().enumerate() {
        *id = file(store, &format!("laporan {n}"), None, vec![]).await;
        assign(store, *id).await;
        send(store, *id, vec![]).await;
    }
    ids
}

async fn run(store: &Store, sql: &'static str, params: Vec<Value>) {
    let touched = store.db().write("tamper", move |tx| tx.exec(sql, params.clone())).await.unwrap();
    assert_eq!(touched, 1, "{sql}");
}

async fn checked(store: &Store) -> Findings {
    check::check(store, Contents::Unchecked, |_| {}).await.unwrap()
}

/// The only finding, which must be of this report.
async fn only_fault(store: &Store, id: ReportId) -> Fault {
    let findings = checked(store).await;
    let [finding] = findings.found.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.report, Some(id));
    finding.fault.clone()
}

/// Mends what is found and shows that nothing is left.
async fn mended(store: &Store) {
    let found = check::rebuild(store, |_| {}).await.unwrap();
    assert!(!found.is_clean() && found.found.iter().all(|finding| finding.mended), "{found:?}");
    assert!(checked(store).await.is_clean());
    assert!(check::rebuild(store, |_| {}).await.unwrap().is_clean());
}

both_engines!(what_happened_is_what_is_read, |db| async move {
    let (store, _) = town::store(db);
    assert!(checked(&store).await.is_clean());
    three(&store).await;
    let mut last = None;
    let findings =
        check::check(&store, Contents::Unchecked, |progress| last = Some(progress)).await.unwrap();
    assert!(findings.is_clean(), "{findings:?}");
    assert_eq!((findings.reports, findings.events), (3, 9));
    assert_eq!(last.map(|p| (p.done, p.total)), Some((3, 3)));
});

both_engines!(more_reports_than_one_batch_are_all_seen, |db| async move {
    let (store, _) = town::store(db);
    let mut last = ReportId(0);
    for n in 0..205 {
        last = file(&store, &format!("laporan {n}"), None, vec![]).await;
    }
    let mut steps = Vec::new();
    let findings = check::check(&store, Contents::Unchecked, |p| steps.push(p.done)).await.unwrap();
    assert_eq!(
        (findings.count, findings.reports, steps.as_slice()),
        (0, 205, &[100, 200, 205][..])
    );
    run(&store, "UPDATE report SET title = 'x' WHERE id = $1", params![last.0]).await;
    assert_eq!(only_fault(&store, last).await, Fault::RowDiffers { columns: vec!["title"] });
});

both_engines!(a_changed_row_is_found_and_put_right, |db| async move {
    let (store, _) = town::store(db);
    let [_, id, _] = three(&store).await;
    let before = reports::load(&store, id).await.unwrap();
    run(
        &store,
        "UPDATE report SET stage = 'closed', open = 0, due_at = NULL, body = 'lain' WHERE id = $1",
        params![id.0],
    )
    .await;
    let columns = vec!["body", "stage", "open", "due_at"];
    assert_eq!(only_fault(&store, id).await, Fault::RowDiffers { columns });
    mended(&store).await;
    assert_eq!(reports::load(&store, id).await.unwrap(), before);
});

both_engines!(a_lost_row_is_found_and_put_right, |db| async move {
    let (store, _) = town::store(db);
    let [_, _, id] = three(&store).await;
    run(&store, "DELETE FROM report WHERE id = $1", params![id.0]).await;
    let findings = checked(&store).await;
    let faults: Vec<_> = findings.found.iter().map(|f| (f.report, &f.fault)).collect();
    assert_eq!(faults, [(Some(id), &Fault::RowMissing), (Some(id), &Fault::IntakeAlone)]);
    mended(&store).await;
});

both_engines!(a_missing_event_is_found_and_not_papered_over, |db| async move {
    let (store, _) = town::store(db);
    let [first, second, _] = three(&store).await;
    run(&store, "DELETE FROM event WHERE report_id = $1 AND version = 2", params![first.0]).await;
    let findings = checked(&store).await;
    assert!(findings.found.iter().all(|f| f.report == Some(first)), "{findings:?}");
    let gap = Fault::VersionGap { expected: 2, found: 3 };
    assert!(findings.found.iter().any(|f| f.fault == gap), "{findings:?}");
    let rebuilt = check::rebuild(&store, |_| {}).await.unwrap();
    assert!(rebuilt.found.iter().all(|f| !f.mended));
    assert!(!checked(&store).await.is_clean());

    run(&store, "DELETE FROM event WHERE report_id = $1 AND version = 3", params![second.0]).await;
    let findings = checked(&store).await;
    let of_second: Vec<_> = findings.found.iter().filter(|f| f.report == Some(second)).collect();
    assert!(
        matches!(&of_second[..], [only] if matches!(&only.fault, Fault::RowDiffers { columns }
            if columns.contains(&"version"))),
        "{of_second:?}"
    );
});

both_engines!(a_report_without_events_and_one_without_a_filing_are_found, |db| async move {
    let (store, _) = town::store(db);
    let [first, second, _] = three(&store).await;
    let delete = |sql, id: ReportId| {
        let store = store.clone();
        async move { store.db().write("tamper", move |tx| tx.exec(sql, params![id.0])).await.unwrap() }
    };
    assert_eq!(delete("DELETE FROM event WHERE report_id = $1", first).await, 3);
    assert_eq!(only_fault(&store, first).await, Fault::NoEvents);
    run(&store, "UPDATE event SET kind = 'rated', body = '{\"v\":1,\"overall\":5,\"accuracy\":5,\"comment\":\"\"}' \
                 WHERE report_id = $1 AND version = 1", params![second.0]).await;
    let findings = checked(&store).await;
    assert_eq!(findings.found[1].fault, Fault::NoFiling);
});

both_engines!(an_event_that_does_not_read_is_found, |db| async move {
    let (store, _) = town::store(db);
    let [id, ..] = three(&store).await;
    run(&store, "UPDATE event SET body = '{}' WHERE report_id = $1 AND version = 2", params![id.0])
        .await;
    let findings = checked(&store).await;
    assert!(
        matches!(findings.found[0].fault, Fault::EventUnreadable { version: 2, .. }),
        "{findings:?}"
    );
});

both_engines!(stale_search_tokens_are_found_and_put_right, |db| async move {
    let (store, _) = town::store(db);
    let [first, second, third] = three(&store).await;
    let (drop, put) = match store.db().engine() {
        Engine::Sqlite => (
            "DELETE FROM search WHERE rowid = $1",
            "INSERT INTO search (rowid, tokens) VALUES ($1, $2)",
        ),
        Engine::Postgres => (
            "DELETE FROM search WHERE report_id = $1",
            "INSERT INTO search (report_id, tokens) VALUES ($1, CAST(CAST($2 AS TEXT) AS tsvector))",
        ),
    };
    // What the report says, without what it is and who may find it.
    let (report, _) = reports::load(&store, first).await.unwrap().unwrap();
    let mut tokens = text::tokens(&report.title);
    tokens.extend(text::tokens(&town::filing("", vec![]).body));
    run(&store, drop, params![first.0]).await;
    run(&store, put, params![first.0, tokens.join(" ")]).await;
    run(&store, drop, params![second.0]).await;
    run(&store, put, params![second.0, "kata lain"]).await;
    run(&store, drop, params![third.0]).await;
    run(&store, put, params![77, "siapa"]).await;
    let findings = checked(&store).await;
    let faults: Vec<_> =
        findings.found.iter().map(|f| (f.report.unwrap(), f.fault.clone())).collect();
    let expected = [
        (ReportId(77), Fault::SearchAlone),
        (first, Fault::SearchStale),
        (second, Fault::SearchStale),
        (third, Fault::SearchMissing),
    ];
    assert_eq!(faults.len(), expected.len());
    assert!(expected.iter().all(|fault| faults.contains(fault)), "{faults:?}");
    run(&store, drop, params![77]).await;
    mended(&store).await;
});

both_engines!(a_changed_task_is_found_and_put_right, |db| async move {
    let (store, _) = town::store(db);
    let [id, ..] = three(&store).await;
    let insert = "INSERT INTO task (report_id, no, agency, unit, state, warn_at, due_at) \
                  VALUES ($1, 1, 700, NULL, 'open', 1, 2)";
    run(&store, insert, params![id.0]).await;
    assert_eq!(only_fault(&store, id).await, Fault::TasksDiffer);
    mended(&store).await;
});

both_engines!(a_lost_copy_is_found_and_put_right, |db| async move {
    let (store, _) = town::store(db);
    let [id, ..] = three(&store).await;
    run(&store, "INSERT INTO copied (report_id, agency) VALUES ($1, 700)", params![id.0]).await;
    assert_eq!(only_fault(&store, id).await, Fault::CopiesDiffer);
    mended(&store).await;
});

both_engines!(links_to_nowhere_are_found, |db| async move {
    let (store, _) = town::store(db);
    three(&store).await;
    let insert = "INSERT INTO intake (key_hash, report_id, at) VALUES ($1, 41, 0)";
    run(&store, insert, params![vec![1u8, 2, 3]]).await;
    let person = "INSERT INTO person (id, language, created_at) VALUES (5, 'id', 0)";
    run(&store, person, params![]).await;
    run(&store, "INSERT INTO report_person (report_id, person_id) VALUES (42, 5)", params![]).await;
    let findings = checked(&store).await;
    let faults: Vec<_> = findings.found.iter().map(|f| (f.report, f.fault.clone())).collect();
    let expected =
        [(Some(ReportId(41)), Fault::IntakeAlone), (Some(ReportId(42)), Fault::PersonAlone)];
    assert_eq!(faults, expected);
});

both_engines!(empty a_lost_or_changed_content_is_found, |place| async move {
    let (store, bucket) = furnished(&place).await;
    let id = file(&store, "laporan", None, vec![]).await;
    let lost = add(&store, &bucket, id, jpeg(60, 40)).await;
    let changed = add(&store, &bucket, id, jpeg(40, 60)).await;
    add(&store, &bucket, id, jpeg(50, 50)).await;
    send(&store, id, vec![1, 2, 3]).await;
    let clean = check::check(&store, Contents::Read(&bucket), |_| {}).await.unwrap();
    assert_eq!((clean.count, clean.files), (0, 3));

    let path = |sha256: &str| {
        place.folder().join("files").join(&sha256[..2]).join(&sha256[2..4]).join(sha256)
    };
    std::fs::remove_file(path(&lost.sha256)).unwrap();
    let mut bytes = std::fs::read(path(&changed.sha256)).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(path(&changed.sha256), &bytes).unwrap();
    let faults = |findings: Findings| findings.found.into_iter().map(|f| f.fault).collect::<Vec<_>>();
    let there = check::check(&store, Contents::There(&bucket), |_| {}).await.unwrap();
    assert_eq!(faults(there), [Fault::ContentLost { no: 1 }]);
    let read = check::check(&store, Contents::Read(&bucket), |_| {}).await.unwrap();
    assert_eq!(faults(read), [Fault::ContentLost { no: 1 }, Fault::ContentDiffers { no: 2 }]);

    run(&store, "DELETE FROM attachment WHERE report_id = $1 AND no = 3", params![id.0]).await;
    assert_eq!(only_fault(&store, id).await, Fault::FileMissing { no: 3 });
});
