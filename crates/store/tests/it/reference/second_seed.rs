//! Seeds after the first one.

use super::{OFFICER, World, new_agency, refused, seed, small};
use domain::calendar::Limit;
use jiff::civil::date;
use store::reference::change::{self, Refusal};
use store::reference::{self, Seeded};
use store::{both_engines, params};

both_engines!(an_operators_change_survives_a_newer_data_set, |db| async move {
    let world = World::without_villages(db.clone()).await;
    let store = &world.store;
    let first = store.reference();
    assert_eq!(seed(store, small()).await, Seeded { rows: 0, ended: 0 });
    let commented = small().with("notes.csv", "another data set with the same rows\n");
    assert_eq!(seed(store, commented).await, Seeded { rows: 0, ended: 0 });
    assert_eq!(store.reference().revision, first.revision);

    let new_year = first.calendar.holidays().find(|h| h.date == date(2027, 1, 1)).unwrap().clone();
    change::remove_holiday(store, OFFICER, new_year.clone(), "SKB".into()).await.unwrap();
    let health = world.agency("kemenkes").id;
    change::rename_agency(
        store,
        OFFICER,
        health,
        date(2027, 1, 1),
        ("Kementerian K".into(), "KK".into()),
    )
    .await
    .unwrap();
    let early = change::add_agency(store, OFFICER, new_agency("kemencoba")).await.unwrap();

    // The next data set knows the new ministry by another number, ends two agencies that a
    // later one follows, and brings a tag.
    let data = small();
    let ended = |line: &str| match line.split(',').nth(1) {
        Some("kemenkes" | "bkn") => {
            let (head, tail) = line.split_once(",wib,").unwrap();
            let source = tail.splitn(4, ',').last().unwrap();
            format!("{head},wib,,2026-12-31,990,{source}")
        }
        _ => line.to_owned(),
    };
    let lines = data.text("agencies.csv").unwrap().lines().map(ended);
    let mut agencies = lines.collect::<Vec<_>>().join("\n") + "\n";
    agencies
        .push_str("990,kemencoba,ministry,Kementerian Percobaan,Kemencoba,,,wib,2027-01-01,,,UU\n");
    let tags = format!("{}zzz,Uji,Test,campaign\n", data.text("tags.csv").unwrap());
    let units = format!(
        "{}kemencoba,desk,,secretariat,Biro,Biro,other\n",
        data.text("units/central.csv").unwrap()
    );
    assert!(data.text("agencies.csv").unwrap().lines().all(|line| !line.starts_with("990,")));
    let newer =
        data.with("agencies.csv", agencies).with("tags.csv", tags).with("units/central.csv", units);
    let seeded = seed(store, newer).await;
    let reference = store.reference();
    assert!(reference.tag("zzz").is_some());
    assert!(
        reference.directory.unit_by_code(early, "desk").is_some(),
        "under the operator's number"
    );
    assert!(world.agency("kemenkes").valid_to.is_none(), "an operator has dealt with it");
    let bkn = world.agency("bkn");
    assert_eq!((bkn.valid_to, bkn.successors.as_slice()), (Some(date(2026, 12, 31)), &[early][..]));
    assert!(reference.calendar.holidays().all(|h| *h != new_year), "removed stays removed");
    assert_eq!(
        world.agency("kemenkes").name_on(date(2027, 1, 1)).unwrap().short_name.as_ref(),
        "KK"
    );
    assert_eq!(seeded, Seeded { rows: 3, ended: 1 });

    // Another node sees all of it at its next look.
    let other = World::new(db, 2);
    assert!(reference::refresh_if_changed(&other.store).await.unwrap());
    assert_eq!(other.store.reference().revision, reference.revision);
    assert_eq!(other.store.reference().regions.len(), reference.regions.len());
    change::set_settlement(store, OFFICER, bkn.id, Some(Limit::working_days(3))).await.unwrap();
    let stale =
        change::set_settlement(&other.store, OFFICER, bkn.id, Some(Limit::working_days(3))).await;
    assert_eq!(refused(stale), Refusal::Unchanged, "a change never decides on stale data");
});

both_engines!(a_broken_data_set_changes_nothing, |db| async move {
    let world = World::new(db, 1);
    let broken = small().with("tags.csv", "code,name_id,name_en,kind\nlonely\n");
    let error = reference::seed(&world.store, broken, |_| {}).await.unwrap_err();
    assert!(error.to_string().contains("tags.csv"), "{error}");
    let rows = "SELECT COUNT(*) FROM agency";
    let count = world.store.db().select("test", rows, params![], |row| row.get::<i64>(0)).await;
    assert_eq!(count, Ok(vec![0]));
});
