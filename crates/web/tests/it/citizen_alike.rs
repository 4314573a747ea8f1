//! Similar reports before filing, supporting one instead, and the page of all of them.

use crate::app_test;
use crate::guest::{Guest, NAMED, words};
use crate::nation::{CITY, LEAF};
use crate::world::{Page, Who, World, forward};
use axum::http::StatusCode;
use domain::Report;
use domain::command::{Classification, Command};
use domain::visibility::Privacy;
use store::reports::Intake;
use store::{reports, supporters};

const ALIKE: &str = "/lapor/serupa";

/// A report about the lamps that the guest will report too, verified and public.
async fn lamps(world: &World) -> Report {
    let report = world.file(World::filing()).await;
    world.give_as(report.id, forward(CITY), Who::National).await
}

/// Answers up to the place and says where that leads.
async fn up_to_place(guest: &mut Guest<'_>, kind: &str, leaf: &str) -> String {
    guest.answer("/lapor/jenis", &[("jenis", kind)]).await;
    let said = [
        ("judul", "Lampu jalan padam di Jalan Merdeka"),
        ("isi", "Lampu di depan SD Negeri 3 padam sejak tiga minggu, gelap sekali."),
    ];
    guest.answer("/lapor/isi", &said).await;
    guest.answer("/lapor/kategori", &[("kategori", leaf)]).await;
    let place = [
        ("tampil", "4"),
        ("provinsi", "32"),
        ("kabupaten", "3273"),
        ("kecamatan", "327302"),
        ("keterangan", "Jalan Merdeka"),
    ];
    guest.answer("/lapor/tempat", &place).await
}

/// Supports a report and returns the page that follows.
async fn support(guest: &mut Guest<'_>, report: &Report, fields: &[(&str, &str)]) -> Page {
    let path = format!("/laporan/{}/dukung", report.tracking.compact());
    let form = guest.get(&path).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.html);
    let key = form.hidden("kunci");
    let mut all = vec![("kunci", key.as_str())];
    all.extend_from_slice(fields);
    guest.post(&path, &all).await
}

app_test!(the_form_offers_what_was_reported_before, |db| async move {
    let world = World::new(db).await;
    let report = lamps(&world).await;
    let mut guest = Guest::new(&world);
    assert_eq!(up_to_place(&mut guest, "complaint", LEAF).await, ALIKE);
    let page = guest.get(ALIKE).await;
    let text = words(&page.html);
    assert!(text.contains("1 orang sudah melaporkan hal serupa"), "{text}");
    assert!(
        text.contains("di Jalan Merdeka") && text.contains("perkara Penerangan jalan"),
        "{text}"
    );
    assert!(text.contains("Dijawab paling lambat") || text.contains("paling lambat"), "{text}");
    assert!(page.has(&format!("/laporan/{}/dukung", report.tracking.compact())));
    assert!(page.has("href=\"/lapor/tujuan\""), "one may go on");
    let english = guest.get("/en/lapor/serupa").await;
    assert!(words(&english.html).contains("1 person has reported something similar"));
    // Going on is one step; the preview reminds once more.
    guest.answer("/lapor/tujuan", &[("tujuan", "1.regency")]).await;
    guest.answer("/lapor/terlapor", &[]).await;
    guest.answer("/lapor/berkas", &[("lanjut", "ya")]).await;
    guest.answer("/lapor/pelapor", NAMED).await;
    let review = guest.get("/lapor/periksa").await;
    assert!(words(&review.html).contains("Ada 1 laporan serupa yang masih terbuka"));
    let again = guest.get("/lapor/serupa?ubah=ya").await;
    assert!(again.has("href=\"/lapor/periksa\""), "from the preview back to the preview");
    guest.send().await;
});

app_test!(nothing_is_offered_that_is_not_public, |db| async move {
    let world = World::new(db).await;
    // Not verified; confidential; another place.
    world.file(World::filing()).await;
    let mut secret = World::filing();
    secret.privacy = Privacy { confidential: true, anonymous: false };
    let secret = world.file(secret).await;
    world.give_as(secret.id, forward(CITY), Who::National).await;
    let mut far = World::filing();
    far.title = "Lampu padam di Jalan Sudirman".to_owned();
    far.body = "Lampu di Jalan Sudirman padam, tolong diganti.".to_owned();
    far.place.detail = "Jalan Sudirman".to_owned();
    let far = world.file(far).await;
    world.give_as(far.id, forward(CITY), Who::National).await;
    let mut guest = Guest::new(&world);
    assert_eq!(up_to_place(&mut guest, "complaint", LEAF).await, "/lapor/tujuan");
    assert_eq!(guest.get(ALIKE).await.location, "/lapor/tujuan");
    // An officer hides the only one that is the same.
    let same = lamps(&world).await;
    assert_eq!(guest.get(ALIKE).await.status, StatusCode::OK);
    let hide = Classification { confidential: Some(true), ..Classification::default() };
    world.give_as(same.id, Command::Reclassify(hide), Who::CityAdmin).await;
    assert_eq!(guest.get(ALIKE).await.location, "/lapor/tujuan");
});

app_test!(who_reports_in_confidence_is_offered_nothing, |db| async move {
    let world = World::new(db).await;
    lamps(&world).await;
    let mut whistle = Guest::new(&world);
    assert_eq!(up_to_place(&mut whistle, "whistleblowing", LEAF).await, "/lapor/tujuan");
    let mut other = Guest::new(&world);
    assert_eq!(up_to_place(&mut other, "aspiration", LEAF).await, "/lapor/tujuan", "another kind");
    let mut guest = Guest::new(&world);
    assert_eq!(up_to_place(&mut guest, "complaint", LEAF).await, ALIKE);
    guest.answer("/lapor/tujuan", &[("tujuan", "1.regency")]).await;
    guest.answer("/lapor/terlapor", &[]).await;
    guest.answer("/lapor/berkas", &[("lanjut", "ya")]).await;
    guest.answer("/lapor/pelapor", crate::guest::HIDDEN).await;
    let review = guest.get("/lapor/periksa").await;
    assert!(!words(&review.html).contains("laporan serupa"), "confidential by now");
    assert_eq!(guest.get("/lapor/serupa?ubah=ya").await.location, "/lapor/periksa");
});

app_test!(a_supporter_comes_and_goes, |db| async move {
    let world = World::new(db).await;
    let report = lamps(&world).await;
    let number = report.tracking.compact();
    let mut guest = Guest::new(&world);
    let fields = [("telepon", "0812 3456 7890"), ("keterangan", "Sejak Agustus.")];
    let sent = support(&mut guest, &report, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let thanks = guest.get(&sent.location).await;
    assert!(words(&thanks.html).contains("Terima kasih, dukungan Anda tercatat"));
    assert!(!thanks.has("0812") && !thanks.has("Sejak Agustus"));
    for path in [format!("/laporan/{number}"), "/laporan".to_owned(), "/".to_owned()] {
        assert!(words(&guest.get(&path).await.html).contains("1 orang mendukung"), "{path}");
    }
    let own = sent.location.trim_end_matches("?baru=ya");
    assert_eq!(guest.get(&format!("/en{own}")).await.status, StatusCode::OK);
    let left = guest.post(own, &[]).await;
    assert!(words(&left.html).contains("Anda tidak lagi mendukung"));
    assert_eq!(guest.get(own).await.status, StatusCode::NOT_FOUND);
    assert_eq!(supporters::count(&world.store, report.id).await.unwrap(), 0);
    assert!(!guest.get(&format!("/laporan/{number}")).await.has("orang mendukung"));
});

app_test!(a_second_click_counts_once_and_bad_words_come_back, |db| async move {
    let world = World::new(db).await;
    let report = lamps(&world).await;
    let path = format!("/laporan/{}/dukung", report.tracking.compact());
    let mut guest = Guest::new(&world);
    let wrong = support(
        &mut guest,
        &report,
        &[("telepon", "12"), ("email", "siti@"), ("keterangan", "Halo")],
    )
    .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.has("value=\"12\"") && wrong.has("siti@") && wrong.has("Halo"),
        "typed text stays"
    );
    let key = wrong.hidden("kunci");
    let long = "x".repeat(2_001);
    let sent = guest.post(&path, &[("kunci", &key), ("keterangan", &long)]).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let first = guest.post(&path, &[("kunci", &key)]).await;
    let second = guest.post(&path, &[("kunci", &key)]).await;
    assert_eq!(first.location, second.location);
    assert_eq!(supporters::count(&world.store, report.id).await.unwrap(), 1);
    assert_eq!(guest.post(&path, &[("kunci", "")]).await.status, StatusCode::BAD_REQUEST);
    for nth in 0..40 {
        let key = format!("{nth:032x}");
        let page = guest.post(&path, &[("kunci", &key)]).await;
        if page.status == StatusCode::TOO_MANY_REQUESTS {
            return;
        }
    }
    panic!("one address may support without end");
});

app_test!(only_an_open_public_report_is_supported, |db| async move {
    let world = World::new(db).await;
    let unseen = world.file(World::filing()).await;
    for number in [unseen.tracking.compact(), "1234567890".to_owned(), "abc".to_owned()] {
        let path = format!("/laporan/{number}/dukung");
        assert_eq!(world.get(&path, "").await.status, StatusCode::NOT_FOUND, "{number}");
        assert_eq!(
            world.get(&format!("/laporan/{number}/serupa"), "").await.status,
            StatusCode::NOT_FOUND
        );
        let sent = world.post(&path, "", &[("kunci", &"0".repeat(32))]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{number}");
    }
    for token in ["x", "0", &"0".repeat(32)] {
        let own = world.get(&format!("/dukungan/{token}"), "").await;
        assert_eq!(own.status, StatusCode::NOT_FOUND, "{token}");
    }
});

app_test!(the_page_of_the_same_shows_what_the_public_sees, |db| async move {
    let world = World::new(db).await;
    let main = lamps(&world).await;
    let joined = lamps(&world).await;
    let mut hidden = World::filing();
    hidden.title = "Rahasia tentang lampu di Jalan Merdeka".to_owned();
    hidden.privacy = Privacy { confidential: true, anonymous: false };
    let hidden = world.file(hidden).await;
    world.give_as(hidden.id, forward(CITY), Who::National).await;
    let alone = format!("/laporan/{}/serupa", main.tracking.compact());
    let officer = world.officer(Who::CityAdmin).await;
    let actor = domain::Actor::Officer(Who::CityAdmin.duty(officer));
    reports::merge(&world.store, joined.id, None, main.id, actor.clone()).await.unwrap();
    let other = Intake {
        key: "lain".to_owned(),
        report_id: None,
        filing: World::filing(),
        identity: None,
        language: "id".to_owned(),
        draft: None,
    };
    let other = reports::file(&world.store, other).await.unwrap();
    world.give_as(other.id, forward(CITY), Who::National).await;
    let page = world.get(&alone, "").await;
    let text = words(&page.html);
    for number in [main.tracking, joined.tracking, other.tracking] {
        assert!(page.has(&format!("/laporan/{}\"", number.compact())), "{text}");
    }
    assert!(!text.contains("Rahasia tentang"), "{text}");
    assert!(text.contains("3 laporan") && text.contains("Digabung 1"), "{text}");
    let page = world.get(&format!("/laporan/{}/serupa", joined.tracking.compact()), "").await;
    assert_eq!(page.location, alone, "one page for all of them");
    let public = world.get(&format!("/laporan/{}", main.tracking.compact()), "").await;
    assert!(public.has(&alone) && words(&public.html).contains("1 laporan lain sudah digabung"));
    let english = world.get(&format!("/en{alone}"), "").await;
    assert!(words(&english.html).contains("Reports about the same thing"));
});

app_test!(reasons_name_no_personal_data, |db| async move {
    let world = World::new(db).await;
    let mut filing = World::filing();
    filing.body =
        "Lampu di Jalan Merdeka padam. Hubungi Bapak Suparman Hadi di 081234567890.".to_owned();
    let report = world.file(filing).await;
    world.give_as(report.id, forward(CITY), Who::National).await;
    let mut guest = Guest::new(&world);
    guest.answer("/lapor/jenis", &[("jenis", "complaint")]).await;
    let said = [
        ("judul", "Lampu jalan padam di Jalan Merdeka"),
        ("isi", "Lampu padam di Jalan Merdeka, Suparman Hadi 081234567890 tahu."),
    ];
    guest.answer("/lapor/isi", &said).await;
    guest.answer("/lapor/kategori", &[("kategori", LEAF)]).await;
    let place =
        [("tampil", "4"), ("provinsi", "32"), ("kabupaten", "3273"), ("kecamatan", "327302")];
    assert_eq!(guest.answer("/lapor/tempat", &place).await, ALIKE);
    let page = guest.get(ALIKE).await;
    assert!(!page.has("081234567890"), "{}", words(&page.html));
    let why = words(&page.html);
    let why = why.split("Mengapa ditampilkan:").nth(1).unwrap();
    assert!(!why.to_lowercase().contains("suparman"), "{why}");
});

app_test!(what_is_typed_is_answered_at_once_and_kept_nowhere, |db| async move {
    let world = World::new(db).await;
    let report = lamps(&world).await;
    let mut guest = Guest::new(&world);
    guest.answer("/lapor/jenis", &[("jenis", "complaint")]).await;
    let ask = "/lapor/isi/usulan";
    let form = guest.get("/lapor/isi").await;
    assert!(form.has("data-typing=\"/lapor/isi/usulan\""), "{}", form.html);
    let short = guest.post(ask, &[("judul", "Lampu"), ("isi", "")]).await;
    assert_eq!((short.status, short.html.as_str()), (StatusCode::OK, ""));
    let typed = [
        ("judul", "Lampu jalan padam di Jalan Merdeka"),
        ("isi", "Lampu penerangan jalan di Kota Bandung padam sejak tiga minggu."),
    ];
    let page = guest.post(ask, &typed).await;
    let text = words(&page.html);
    assert!(text.contains("Sepertinya tentang"), "{text}");
    assert!(text.contains("→"), "who would answer there: {text}");
    let path = format!("/laporan/{}", report.tracking.compact());
    assert!(text.contains("Sudah dilaporkan orang lain") && page.has(&path), "{text}");
    let kept = guest.get("/lapor/isi").await;
    assert!(!kept.html.contains("Jalan Merdeka"), "nothing is kept before it is handed in");
    let long = "Lampu jalan padam. ".repeat(2_000);
    for unfit in
        ["Lampu jalan padam\0 di Kota Bandung", "Lampu \u{202e}padam di Kota Bandung", &long]
    {
        let page = guest.post(ask, &[typed[0], ("isi", unfit)]).await;
        assert_eq!((page.status, page.html.as_str()), (StatusCode::OK, ""), "{unfit}");
    }
    let mut whistle = Guest::new(&world);
    whistle.answer("/lapor/jenis", &[("jenis", "whistleblowing")]).await;
    assert!(!whistle.get("/lapor/isi").await.has("data-typing"));
});
