//! Categories, limits, calendar, and what was given up.

use super::{Office, day, with_day};
use crate::app_test;
use axum::http::StatusCode;
use domain::category::CategoryCode;
use domain::{DeadlineKind, ReportId};
use jiff::civil::date;
use store::jobs::{self, NewJob};
use store::reference::{self, rows};

fn code(text: &str) -> CategoryCode {
    CategoryCode::parse(text).unwrap()
}

app_test!(a_category_changes_from_a_day_and_its_history_stays, |db| async move {
    let office = Office::new(db).await;
    let cookie = office.supervisor().await;
    let store = &office.world.store;
    let reference = store.reference();
    let branch =
        reference.categories.below(Some(&code("public_works"))).next().unwrap().code.clone();
    let texts = [
        ("nama-id", "Lampu hias"),
        ("nama-en", "Ornamental lights"),
        ("uraian-id", "Lampu hias di taman."),
        ("uraian-en", "Lights in parks."),
    ];
    let rest = [
        ("satuan", "working_days"),
        ("sifat", "non_supervisory"),
        ("tingkat", "regency"),
        ("tingkat-utama", "regency"),
    ];
    let from = day("sejak", "2026-12-02");
    let word =
        [("di", branch.as_str()), ("kode", "ornamental"), ("kata-kunci", "lampu hias taman")];
    let fields: Vec<_> = texts.iter().chain(&rest).chain(&word).copied().collect();
    let add = "/atur/kategori/baru";
    office.change_looked(add, &cookie, &with_day(&fields, &from)).await;
    office.refuse(add, &cookie, &with_day(&fields, &from), "Kode ini sudah dipakai").await;
    let full = format!("{branch}.ornamental");
    office.world.wait("2026-12-03T03:00:00Z");
    reference::load(store).await.unwrap();
    let cookie = office.supervisor().await;
    let own = format!("/atur/kategori/{full}");
    assert!(office.get(&own, &cookie).await.has("Lampu hias"));

    // A shorter limit and a reason to keep it confidential, from a day to come.
    let later = day("sejak", "2027-01-01");
    let changed = [("jumlah", "3"), ("rahasia", "child"), ("kata-kunci", "lampu hias taman")];
    let fields: Vec<_> = texts.iter().chain(&rest).chain(&changed).copied().collect();
    let change = format!("{own}/ubah");
    let (_, page) = office.change_looked(&change, &cookie, &with_day(&fields, &later)).await;
    assert!(page.has("direncanakan") && page.has("3 hari kerja"));
    let seen = office.get(&change, &cookie).await.hidden("versi");
    let fields: Vec<_> = fields.into_iter().chain([("versi", seen.as_str())]).collect();
    office
        .refuse(&change, &cookie, &with_day(&fields, &later), "Pilih tanggal yang lebih kemudian")
        .await;
    let written = rows::of_category(store, &code(&full)).await.unwrap();
    let days: Vec<_> = written.iter().map(|row| row.valid_from).collect();
    assert_eq!(days, [Some(date(2027, 1, 1)), Some(date(2026, 12, 2))]);
    assert_eq!(written[1].category.settlement, None);

    office.world.wait("2027-01-05T03:00:00Z");
    reference::load(store).await.unwrap();
    let cookie = office.supervisor().await;
    let retire = format!("{own}/hentikan");
    let sibling = store.reference().categories.below(Some(&branch)).next().unwrap().code.clone();
    let last = day("sejak", "2027-06-30");
    let before = day("sejak", "2026-12-31");
    office
        .refuse(
            &retire,
            &cookie,
            &with_day(&[("pengganti", ""), ("pasti", "ya")], &before),
            "sebelum tanggal mulainya",
        )
        .await;
    office
        .change_surely(&retire, &cookie, &with_day(&[("pengganti", sibling.as_str())], &last))
        .await;
    let written = rows::of_category(store, &code(&full)).await.unwrap();
    assert_eq!(written[0].replaced_by.as_ref(), Some(&sibling));
    let acts = ["category.retired", "category.changed", "category.added"];
    assert_eq!(office.audited(&format!("category:{full}")).await, acts);
});

app_test!(new_limits_hold_from_their_day_and_can_be_seen_before, |db| async move {
    let office = Office::new(db).await;
    let cookie = office.national().await;
    let asked = office.get("/atur/batas/baru", &cookie).await;
    let mut fields: Vec<(String, String)> = Vec::new();
    for kind in DeadlineKind::ALL {
        let name = format!("jumlah-{}", kind.word());
        if asked.has(&format!("name=\"{name}\"")) {
            fields.push((
                name,
                if *kind == DeadlineKind::FirstResponse { "2".into() } else { "9".into() },
            ));
            fields.push((format!("satuan-{}", kind.word()), "working_days".into()));
        }
    }
    let plain = [
        ("sumber", "Permen PANRB 5/2027"),
        ("buka", "08:00"),
        ("tutup", "16:00"),
        ("kuning", "75"),
        ("pelimpahan", "3"),
        ("sanggahan", "1"),
    ];
    fields.extend(plain.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let all = |sejak: &str, extra: &[(&str, &str)]| -> Vec<(String, String)> {
        let extra = extra.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        fields.iter().cloned().chain(day("sejak", sejak)).chain(extra).collect()
    };
    let send = |fields: Vec<(String, String)>| {
        let (office, cookie) = (&office, &cookie);
        async move {
            let fields: Vec<_> =
                fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            office.send("/atur/batas/baru", cookie, &fields).await
        }
    };
    // Looked at: nothing is kept. A report received now would get its answer two working days on.
    let preview = send(all("2027-01-01", &[("pratinjau", "ya")])).await;
    assert_eq!(preview.status, StatusCode::OK);
    assert!(preview.has("Belum disimpan") && preview.has("Kamis, 3 Desember 2026"), "the preview");
    assert_eq!(office.world.store.reference().rules.sets().len(), 1);
    let today = send(all("2026-12-01", &[])).await;
    assert_eq!(today.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(today.has("mulai besok") && today.has("Permen PANRB 5/2027"));
    let mut wrong = all("2027-01-01", &[]);
    wrong.iter_mut().find(|(name, _)| name == "jumlah-first_response").unwrap().1 = "0".into();
    assert_eq!(send(wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = send(all("2027-01-01", &[])).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let book = office.world.store.reference().rules.clone();
    assert_eq!(book.on(date(2026, 12, 31)).unwrap().limit(DeadlineKind::FirstResponse).amount, 5);
    let new = book.on(date(2027, 1, 1)).unwrap();
    assert_eq!(
        (new.limit(DeadlineKind::FirstResponse).amount, &*new.source),
        (2, "Permen PANRB 5/2027")
    );
    assert_eq!(office.audited(&format!("rules:{}", new.id)).await, ["rules.added"]);
    let page = office.get("/atur/batas", &cookie).await;
    assert!(page.has("direncanakan") && page.has("31 Des 2026"));
});

app_test!(a_holiday_comes_moves_and_goes_and_says_what_is_counted_again, |db| async move {
    let office = Office::new(db).await;
    let cookie = office.national().await;
    let calendar = || office.world.store.reference().calendar.clone();
    let add = "/atur/kalender/baru";
    assert!(office.get(add, &cookie).await.has("0 laporan terbuka akan dihitung ulang"));
    let on = day("tanggal-baru", "2026-12-10");
    let names = [
        ("nama-id", "Hari Uji"),
        ("nama-en", "Test Day"),
        ("jenis", "national"),
        ("keputusan", "SKB 9/2026"),
    ];
    let before = calendar().revision();
    let page = office.change(add, &cookie, &with_day(&names, &on)).await;
    assert!(page.has("Hari Uji") && page.has("SKB 9/2026") && calendar().revision() > before);
    office.refuse(add, &cookie, &with_day(&names, &on), "sudah ada pada tanggal itu").await;

    let key =
        [("tanggal", "2026-12-10"), ("jenis", "national"), ("nama", "Hari Uji"), ("wilayah", "")];
    let to = day("tanggal-baru", "2026-12-11");
    let moved: Vec<_> = key.iter().chain(&[("keputusan", "SKB 10/2026")]).copied().collect();
    office.change("/atur/kalender/pindah", &cookie, &with_day(&moved, &to)).await;
    let gone = office.send("/atur/kalender/pindah", &cookie, &with_day(&moved, &to)).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);

    let key =
        [("tanggal", "2026-12-11"), ("jenis", "national"), ("nama", "Hari Uji"), ("wilayah", "")];
    office.refuse("/atur/kalender/hapus", &cookie, &key, "Bagian ini belum diisi").await;
    let removed: Vec<_> = key.iter().chain(&[("keputusan", "SKB 11/2026")]).copied().collect();
    office.change_surely("/atur/kalender/hapus", &cookie, &removed).await;
    assert!(!calendar().holidays().any(|holiday| &*holiday.name.0 == "Hari Uji"));
    let acts = office.audited("holiday:2026-12-11:0:national:Hari Uji").await;
    assert_eq!(acts, ["holiday.removed", "holiday.added"]);
    assert_eq!(
        office.audited("holiday:2026-12-10:0:national:Hari Uji").await,
        ["holiday.moved", "holiday.added"]
    );
    let journal = office.get("/atur/jurnal", &cookie).await;
    assert!(journal.has("Hari libur dihapus") && journal.has("SKB 11/2026"));
});

app_test!(a_job_that_was_given_up_begins_again_by_name, |db| async move {
    let office = Office::new(db).await;
    let store = &office.world.store;
    let cookie = office.sign_in("operator", domain::Role::SystemOperator, None).await;
    let id = store.next_id();
    let job = NewJob {
        id,
        queue: "email",
        kind: "deliver_notice",
        dedup: "satu".to_owned(),
        payload: format!("{{\"notice\":{}}}", ReportId(7)),
        run_at: store.now(),
        created_at: store.now(),
    };
    store.db().write("test", move |tx| jobs::enqueue(tx, &job)).await.unwrap();
    let claimed = jobs::claim(store, "email", 1, jiff::SignedDuration::from_mins(1)).await.unwrap();
    jobs::settle(store, &claimed[0], jobs::Outcome::Dead { why: "the relay said 550".to_owned() })
        .await
        .unwrap();
    let page = office.get("/atur/pekerjaan", &cookie).await;
    assert!(page.has("the relay said 550") && page.has("Mulai lagi"));
    assert!(office.get("/atur", &cookie).await.has("Ada pekerjaan yang macet"));
    office.change(&format!("/atur/pekerjaan/{id}"), &cookie, &[]).await;
    let again = office.send(&format!("/atur/pekerjaan/{id}"), &cookie, &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND);
    assert_eq!(office.audited(&format!("job:{id}")).await, ["job_revived"]);
    // The operator looks after machines, not after people.
    assert_eq!(office.get("/atur/petugas", &cookie).await.status, StatusCode::FORBIDDEN);
    assert_eq!(office.get("/atur/jurnal", &cookie).await.status, StatusCode::FORBIDDEN);
});
