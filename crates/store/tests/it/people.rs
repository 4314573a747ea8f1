//! Who reports: nothing readable lies in the database, and everything is found again.

use crate::setting::{Setting, profile, setting};
use domain::visibility::Part;
use domain::{Nik, PersonId, ReportId};
use store::db::{Db, Engine};
use store::people::{self, Handle, Identity, Represented, Revealed};
use store::testing::Place;
use store::{Error, both_engines, migrate, officers, params};

const NAME: &str = "Nama Kenari Rahasia";
const PHONE: &str = "+628123456789";
const EMAIL: &str = "Kenari.Surel@contoh.id";
const NIK: &str = "3273015405900001";
const ADDRESS: &str = "Jalan Kenari Alamat 7";
const REPRESENTED: &str = "Ibu Kenari Terwakili";
const RELATION: &str = "anak angkat kenari";

fn mother() -> Represented {
    Represented { name: REPRESENTED.to_owned(), relation: RELATION.to_owned() }
}

fn identity() -> Identity {
    Identity {
        name: Some(NAME.to_owned()),
        phone: Some(PHONE.to_owned()),
        email: Some(EMAIL.to_owned()),
        nik: Some(Nik::parse(NIK).unwrap()),
        address: Some(ADDRESS.to_owned()),
        language: "id".to_owned(),
    }
}

async fn file(it: &Setting, person: i64, report: i64, identity: &Identity) {
    file_for(it, (person, report), identity, None).await;
}

async fn file_for(
    it: &Setting,
    (person, report): (i64, i64),
    identity: &Identity,
    represents: Option<&Represented>,
) {
    let sealed =
        people::seal_for(&it.store, PersonId(person), identity, represents).unwrap().unwrap();
    let work = move |tx: &mut store::db::Tx<'_>| people::insert(tx, &sealed, ReportId(report));
    it.store.db().write("test-file", work).await.unwrap();
}

async fn reveal(it: &Setting, report: i64, part: Part) -> Result<Option<Revealed>, Error> {
    let store = it.store.clone();
    let work =
        move |tx: &mut store::db::Tx<'_>| people::reveal(tx, store.keys(), ReportId(report), part);
    it.store.db().write("test-reveal", work).await
}

async fn count(db: &Db, sql: &'static str) -> i64 {
    db.select("test-count", sql, params![], |row| row.get(0)).await.unwrap()[0]
}

/// Every byte of the database: files, or every row of every table.
async fn dump(place: &Place) -> Vec<u8> {
    if place.engine == Engine::Sqlite {
        let files = std::fs::read_dir(place.folder()).unwrap();
        return files.flat_map(|file| std::fs::read(file.unwrap().path()).unwrap()).collect();
    }
    let (client, connection) =
        tokio_postgres::connect(&place.url, tokio_postgres::NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    let cells = async |sql: String| -> Vec<String> {
        let rows = client.simple_query(&sql).await.unwrap();
        let text = |message: &tokio_postgres::SimpleQueryMessage| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        };
        rows.iter().filter_map(text).collect()
    };
    let mut dump = String::new();
    let tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'";
    for table in cells(tables.to_owned()).await {
        for row in cells(format!("SELECT CAST(it AS TEXT) FROM \"{table}\" it")).await {
            dump.push_str(&row);
        }
    }
    drop(client);
    connection.await.unwrap().unwrap();
    dump.into_bytes()
}

fn holds(dump: &[u8], text: &str) -> bool {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap();
    let hex: String = text.bytes().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect();
    let in_dump = |needle: &[u8]| dump.windows(needle.len()).any(|it| it == needle);
    in_dump(text.as_bytes()) || in_dump(hex.as_bytes())
}

both_engines!(empty nobody_can_be_read_from_the_database, |place| async move {
    let db = place.open().await;
    migrate::apply(&db, migrate::STEPS, 0, |_| {}).await.unwrap();
    let it = setting(&db);
    file_for(&it, (1, 10), &identity(), Some(&mother())).await;
    let officer = officers::Profile {
        email: Some("kenari.pejabat@kota.go.id".to_owned()),
        phone: Some("+628987654321".to_owned()),
        ..profile("Budi Santoso Terbuka")
    };
    officers::create(&it.store, &it.passwords, "budi", &officer, crate::setting::PASSWORD, None)
        .await
        .unwrap();
    let (session, secret) = it.enrol("budi").await;
    drop(it);
    db.close().await.unwrap();
    drop(db);
    let dump = dump(&place).await;
    let secret = secret.to_base32();
    for plain in [
        NAME, "Kenari", PHONE, &PHONE[3..], EMAIL, "kenari.surel@contoh.id", NIK, "05900001",
        ADDRESS, REPRESENTED, RELATION, "kenari.pejabat", "8987654321",
        crate::setting::PASSWORD, session.expose(), &secret,
    ] {
        assert!(!holds(&dump, plain), "{plain} can be read");
    }
    assert!(holds(&dump, "Budi Santoso Terbuka"), "the dump holds what is public");
});

both_engines!(a_guest_without_contact_has_no_row, |db| async move {
    let it = setting(&db);
    let nobody =
        Identity { language: "id".to_owned(), name: Some("  ".to_owned()), ..Identity::default() };
    assert!(people::seal(&it.store, PersonId(1), &nobody).unwrap().is_none());
    assert_eq!(people::contact(&it.store, ReportId(10)).await.unwrap(), None);
    assert_eq!(reveal(&it, 10, Part::Name).await, Ok(None));
    let wrong = Identity { phone: Some("08123456789".to_owned()), ..Identity::default() };
    let fault = people::seal(&it.store, PersonId(1), &wrong).err().unwrap();
    assert!(matches!(&fault, Error::Fault(text) if !text.contains("0812")), "{fault}");
});

both_engines!(one_part_is_revealed_at_a_time, |db| async move {
    let it = setting(&db);
    file_for(&it, (1, 10), &identity(), Some(&mother())).await;
    let names = Revealed::Name { own: Some(NAME.to_owned()), represents: Some(mother()) };
    assert_eq!(reveal(&it, 10, Part::Name).await, Ok(Some(names)));
    let nik = Nik::parse(NIK).unwrap();
    assert_eq!(reveal(&it, 10, Part::Nik).await, Ok(Some(Revealed::Nik(nik))));
    let contact = Revealed::Contact {
        phone: Some(PHONE.to_owned()),
        email: Some(EMAIL.to_owned()),
        address: Some(ADDRESS.to_owned()),
    };
    assert_eq!(reveal(&it, 10, Part::Contact).await, Ok(Some(contact)));
    assert!(matches!(reveal(&it, 10, Part::Content).await, Err(Error::Fault(_))));
    let only_name = Identity { name: Some("Ani".to_owned()), ..Identity::default() };
    file(&it, 2, 11, &only_name).await;
    assert_eq!(reveal(&it, 11, Part::Contact).await, Ok(None));
    assert_eq!(reveal(&it, 11, Part::Nik).await, Ok(None));
});

both_engines!(a_reporter_sees_all_but_the_whole_nik, |db| async move {
    let it = setting(&db);
    file(&it, 1, 10, &identity()).await;
    let own = people::own(&it.store, ReportId(10)).await.unwrap().unwrap();
    assert_eq!(own.name.as_deref(), Some(NAME));
    assert_eq!(own.address.as_deref(), Some(ADDRESS));
    assert_eq!(own.nik_masked.as_deref(), Some("3273********0001"));
    let contact = people::contact(&it.store, ReportId(10)).await.unwrap().unwrap();
    assert_eq!((contact.phone.as_deref(), contact.email.as_deref()), (Some(PHONE), Some(EMAIL)));
    assert!(!format!("{contact:?} {:?}", identity()).contains("enari"));
});

both_engines!(a_moved_or_changed_field_does_not_open, |db| async move {
    let it = setting(&db);
    file(&it, 1, 10, &identity()).await;
    let other = Identity { name: Some("Ani".to_owned()), ..identity() };
    file(&it, 2, 11, &other).await;
    let moves = |sql: &'static str| {
        let db = db.clone();
        async move { db.write("test-move", move |tx| tx.exec(sql, params![])).await.unwrap() }
    };
    moves("UPDATE person SET name = (SELECT name FROM person WHERE id = 1) WHERE id = 2").await;
    assert!(matches!(reveal(&it, 11, Part::Name).await, Err(Error::Corrupt(_))));
    moves("UPDATE person SET name = email WHERE id = 1").await;
    assert!(matches!(reveal(&it, 10, Part::Name).await, Err(Error::Corrupt(_))));
    moves("UPDATE person SET phone = nik_hash WHERE id = 1").await;
    assert!(matches!(people::contact(&it.store, ReportId(10)).await, Err(Error::Corrupt(_))));
});

both_engines!(reports_are_found_by_what_the_reporter_knows, |db| async move {
    let it = setting(&db);
    file(&it, 1, 10, &identity()).await;
    file(&it, 2, 11, &Identity { name: None, nik: None, phone: None, ..identity() }).await;
    let nik = Nik::parse(NIK).unwrap();
    let found = async |handle| people::reports_of(&it.store, handle).await.unwrap();
    assert_eq!(found(Handle::Email(" KENARI.surel@CONTOH.id")).await, [ReportId(11), ReportId(10)]);
    assert_eq!(found(Handle::Phone(PHONE)).await, [ReportId(10)]);
    assert_eq!(found(Handle::Nik(&nik)).await, [ReportId(10)]);
    assert_eq!(found(Handle::Phone("+628000000000")).await, []);
    // A phone number is not found as a NIK: each purpose hashes differently.
    assert_eq!(found(Handle::Phone(NIK)).await, []);
});

both_engines!(who_is_forgotten_is_gone, |db| async move {
    let it = setting(&db);
    file(&it, 1, 10, &identity()).await;
    file(&it, 2, 11, &identity()).await;
    let link = "INSERT INTO report_person (report_id, person_id) VALUES (12, 2)";
    db.write("test-link", move |tx| tx.exec(link, params![])).await.unwrap();
    let erase = async |report| {
        db.write("test-erase", move |tx| people::erase(tx, ReportId(report))).await.unwrap()
    };
    assert!(erase(10).await);
    assert!(!erase(10).await);
    assert_eq!(count(&db, "SELECT COUNT(*) FROM person").await, 1);
    // Another report hangs on the second person, who stays until both are forgotten.
    assert!(erase(11).await);
    assert_eq!(count(&db, "SELECT COUNT(*) FROM person").await, 1);
    assert!(erase(12).await);
    assert_eq!(count(&db, "SELECT COUNT(*) FROM person").await, 0);
    assert_eq!(count(&db, "SELECT COUNT(*) FROM report_person").await, 0);
});
