//! Writing and sending a report: the whole way, every wrong input, and nothing said twice.

use crate::app_test;
use crate::guest::{BODY, Guest, HIDDEN, NAMED, TITLE, between, words};
use crate::world::{Who, World, forward};
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST};
use axum::http::{Request, StatusCode};
use domain::TrackingId;
use domain::visibility::Part;
use jiff::SignedDuration;
use store::reports::{self, queries};

async fn report_of(world: &World, number: &str) -> domain::Report {
    let tracking = TrackingId::parse(number).unwrap();
    let row = queries::by_tracking(&world.store, tracking).await.unwrap().unwrap();
    world.load(row.id).await
}

app_test!(a_guest_files_with_one_cookie_and_gets_a_receipt, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    assert_eq!(guest.get("/lapor").await.status, StatusCode::OK);
    assert!(guest.cookie_names().is_empty(), "reading sets no cookie");
    guest.write("complaint", NAMED).await;
    assert_eq!(guest.cookie_names(), ["draf"]);
    let preview = guest.get("/lapor/periksa").await;
    assert!(
        preview.has("Pemerintah Kota Bandung") && preview.has("Siti Rahma"),
        "{}",
        preview.html
    );
    let (number, secret) = guest.send().await;
    let receipt = guest.get("/lapor/terkirim").await;
    assert!(receipt.has("<svg role=\"img\""), "there is a QR code");
    assert!(!between(&receipt.html, "receipt-qr", "</div>").contains(&secret));
    assert!(receipt.has("hari kerja"), "the dates come with their reason");
    let report = report_of(&world, &number).await;
    assert_eq!((report.title.as_str(), report.lead), (TITLE, Some(crate::nation::CITY)));
    assert_eq!(report.reporter.sex, Some(domain::nik::Sex::Female));
    let own = store::people::own(&world.store, report.id).await.unwrap().unwrap();
    assert_eq!(own.phone.as_deref(), Some("+6281234567890"));
});

app_test!(somebody_files_for_a_person_who_cannot, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    let with = |more: &[(&'static str, &'static str)]| [NAMED, more].concat();
    let nameless = guest.post("/lapor/pelapor", &with(&[("wakil", "ya")])).await;
    assert_eq!(nameless.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nameless.has("href=\"#wakil-nama\""));
    let mother = [("wakil", "ya"), ("wakil-nama", "Ibu Aminah"), ("wakil-hubungan", "anak")];
    assert_eq!(guest.answer("/lapor/pelapor", &with(&mother)).await, "/lapor/periksa");
    assert!(guest.get("/lapor/pelapor").await.has("value=\"Ibu Aminah\""));
    assert!(guest.get("/lapor/periksa").await.has("Mewakili orang lain: Ibu Aminah (anak)"));
    let (number, secret) = guest.send().await;
    let report = report_of(&world, &number).await;
    assert!(report.reporter.proxy);
    let own = store::people::own(&world.store, report.id).await.unwrap().unwrap();
    assert_eq!(
        own.represents.map(|it| (it.name, it.relation)),
        Some(("Ibu Aminah".to_owned(), "anak".to_owned()))
    );
    let page = guest.open(&number, &secret).await;
    assert!(guest.get(&page).await.has("Ibu Aminah"), "the reporter sees what is known");
    // The office learns that somebody files for another, and who only with a reason.
    let cookie = world.sign_in(Who::CityAdmin).await;
    let desk = world.get(&format!("/meja/verifikasi/{}", report.tracking.compact()), &cookie).await;
    assert!(desk.has("(mewakili orang lain)") && !desk.has("Aminah"));
    let asked = [
        ("identitas-bagian", "name"),
        ("identitas-isi", "Perlu mencocokkan nama dengan surat kuasa."),
    ];
    let shown = world.act(&cookie, "verifikasi", &report, "identitas", &asked).await;
    assert!(shown.has("Siti Rahma") && shown.has("Ibu Aminah") && shown.has("anak"));
    // Who stays anonymous need name nobody.
    let mut other = Guest::new(&world);
    other.write("complaint", &[HIDDEN, &[("wakil", "ya")]].concat()).await;
    let (number, _) = other.send().await;
    let hidden = report_of(&world, &number).await;
    assert!(hidden.reporter.proxy);
    assert!(store::people::own(&world.store, hidden.id).await.unwrap().is_none());
});

app_test!(sending_twice_is_one_report_and_the_same_receipt, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    let first = guest.send().await;
    assert_eq!(guest.send().await, first);
    let rows =
        queries::queue(&world.store, queries::Queue::Nation, queries::QueueFilter::default());
    assert_eq!(rows.await.unwrap().len(), 1);
});

app_test!(two_clicks_at_once_are_one_report, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    let cookie = guest.cookie_line();
    let clicks = (0..4).map(|_| world.post("/lapor/kirim", &cookie, &[]));
    for page in futures_util::future::join_all(clicks).await {
        assert_eq!(
            (page.status, page.location.as_str()),
            (StatusCode::SEE_OTHER, "/lapor/terkirim")
        );
    }
    let rows =
        queries::queue(&world.store, queries::Queue::Nation, queries::QueueFilter::default());
    assert_eq!(rows.await.unwrap().len(), 1);
});

app_test!(the_receipt_closes_after_a_quarter_of_an_hour, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    let (_, secret) = guest.send().await;
    world.clock.advance(SignedDuration::from_mins(16));
    let page = guest.get("/lapor/terkirim").await;
    assert_eq!((page.status, page.location.as_str()), (StatusCode::SEE_OTHER, "/lacak"));
    let stranger = world.get("/lapor/terkirim", "").await;
    assert_eq!(stranger.location, "/lacak");
    assert!(!stranger.has(&secret));
});

app_test!(the_preview_is_what_the_public_will_read, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    let preview = guest.get("/lapor/periksa").await;
    let promised = words(between(&preview.html, "<div class=\"shown\">", "<h2>"));
    let title = words(between(&preview.html, "preview-title\">", "</h3>"));
    let (number, _) = guest.send().await;
    let path = format!("/laporan/{number}");
    assert_eq!(world.get(&path, "").await.status, StatusCode::NOT_FOUND, "nobody has checked it");
    let report = report_of(&world, &number).await;
    world.give_as(report.id, crate::world::assign(crate::nation::ROADS), Who::CityAdmin).await;
    let public = world.get(&path, "").await;
    assert_eq!(public.status, StatusCode::OK);
    assert_eq!(words(between(&public.html, "<div class=\"shown\">", "<h2>")), promised);
    assert_eq!(words(between(&public.html, "<h1>", "</h1>")), title);
    for secret in ["Siti", "Rahma", "812", "draf"] {
        assert!(!words(&public.html).contains(secret), "{secret} is on the public page");
    }
});

app_test!(every_wrong_word_is_kept_and_explained, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    let none = guest.post("/lapor/jenis", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.has("Kesalahan: ") && none.has("href=\"#jenis\""));
    guest.answer("/lapor/jenis", &[("jenis", "complaint")]).await;
    let long = "a".repeat(10_001);
    let cases: [(&[(&str, &str)], &str); 8] = [
        (&[("judul", ""), ("isi", "")], "Judul belum diisi"),
        (&[("judul", "Lampu"), ("isi", BODY)], "baru 5 huruf"),
        (&[("judul", TITLE), ("isi", &long)], "terlalu panjang 1 huruf"),
        (
            &[("judul", TITLE), ("isi", "Lampu\u{0}padam sejak tiga minggu di sini")],
            "karakter tersembunyi",
        ),
        (
            &[("judul", TITLE), ("isi", "Lampu \u{202e}padam sejak tiga minggu")],
            "karakter tersembunyi",
        ),
        (
            &[
                ("judul", TITLE),
                ("isi", BODY),
                ("tanggal-day", "31"),
                ("tanggal-month", "2"),
                ("tanggal-year", "2026"),
            ],
            "Tanggal ini tidak ada",
        ),
        (&[("judul", TITLE), ("isi", BODY), ("tanggal-day", "x")], "Tanggal ini tidak ada"),
        (
            &[
                ("judul", TITLE),
                ("isi", BODY),
                ("tanggal-day", "1"),
                ("tanggal-month", "1"),
                ("tanggal-year", "2030"),
            ],
            "belum terjadi",
        ),
    ];
    for (fields, says) in cases {
        let page = guest.post("/lapor/isi", fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(page.has(says), "{says}: {}", words(&page.html));
        assert!(!page.html.contains('\u{0}') && !page.html.contains('\u{202e}'));
        if fields[0].1 == TITLE {
            assert!(page.has(TITLE), "the title is kept");
        }
    }
    let script = "<script>alert(1)</script> di jalan";
    guest.answer("/lapor/isi", &[("judul", script), ("isi", BODY)]).await;
    let again = guest.get("/lapor/isi").await;
    assert!(again.has("&lt;script&gt;") && !again.has("<script>alert"));
    let unknown = guest.post("/lapor/kategori", &[("kategori", "tidak.ada.itu")]).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    guest.answer("/lapor/kategori", &[("biar", "petugas")]).await;
    for fields in [&[("tampil", "1")][..], &[("tampil", "1"), ("provinsi", "99")]] {
        let page = guest.post("/lapor/tempat", fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.has("href=\"#provinsi\""));
    }
    guest.answer("/lapor/tempat", &[("tampil", "1"), ("keterangan", "Depan pasar")]).await;
    let office = guest.post("/lapor/tujuan", &[("tujuan", "987654.regency")]).await;
    assert_eq!(office.status, StatusCode::UNPROCESSABLE_ENTITY);
    guest.answer("/lapor/tujuan", &[("tujuan", "tidak-tahu")]).await;
    let accused = guest.post("/lapor/terlapor", &[("terlapor", "1.99999")]).await;
    assert_eq!(accused.status, StatusCode::UNPROCESSABLE_ENTITY);
});

app_test!(a_wrong_contact_is_told_beside_its_field, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    let wrong =
        [("siapa", "nama"), ("nama", ""), ("telepon", "12"), ("email", "siti"), ("nik", "123")];
    let page = guest.post("/lapor/pelapor", &wrong).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for name in ["nama", "telepon", "email", "nik"] {
        assert!(page.has(&format!("href=\"#{name}\"")), "{name}");
        assert!(page.has(&format!("id=\"{name}-error\"")), "{name}");
    }
    assert!(page.has("value=\"siti\""));
});

app_test!(files_are_cleaned_kept_and_refused_by_name, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    let wrong = guest
        .upload("/lapor/berkas", &[("tambah", "ya")], &[("virus.exe", b"MZ\x90\x00\x03")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("virus.exe") && wrong.has("tidak diterima"), "{}", words(&wrong.html));
    let text = guest
        .upload("/lapor/berkas", &[("tambah", "ya")], &[("catatan.txt", b"catatan kejadian")])
        .await;
    assert_eq!(text.status, StatusCode::OK, "{}", words(&text.html));
    let more = guest.upload("/lapor/berkas", &[("tambah", "ya")], &[("kosong.txt", b"")]).await;
    assert!(more.has("catatan.txt") && more.has("kosong.txt"), "what was there stays");
    let huge = vec![b'a'; 26_000_000];
    let page = guest.upload("/lapor/berkas", &[("tambah", "ya")], &[("besar.txt", &huge)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("besar.txt") && page.has("catatan.txt"));
    let (number, secret) = guest.send().await;
    assert_eq!(report_of(&world, &number).await.lead, Some(crate::nation::CITY));
    let path = format!("/berkas/{number}/1");
    assert_eq!(world.get(&path, "").await.status, StatusCode::NOT_FOUND, "not for strangers");
    guest.open(&number, &secret).await;
    let file = guest.get(&path).await;
    assert_eq!((file.status, file.html.as_str()), (StatusCode::OK, "catatan kejadian"));
});

app_test!(anonymous_and_confidential_is_seen_nowhere, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", HIDDEN).await;
    let preview = guest.get("/lapor/periksa").await;
    assert!(preview.has("Masyarakat tidak melihat laporan ini") && !preview.has("data-preview"));
    let (number, _) = guest.send().await;
    let report = report_of(&world, &number).await;
    world.give_as(report.id, crate::world::assign(crate::nation::ROADS), Who::CityAdmin).await;
    let unknown = world.get("/laporan/0000000000", "").await;
    let hidden = world.get(&format!("/laporan/{number}"), "").await;
    assert_eq!((hidden.status, words(&hidden.html)), (StatusCode::NOT_FOUND, words(&unknown.html)));
    for path in [
        "/",
        "/laporan",
        "/laporan?kata=lampu",
        "/laporan?instansi=kota-bandung",
        "/laporan?provinsi=32",
    ] {
        let page = world.get(path, "").await;
        assert!(!page.has(TITLE) && !page.has(&number), "{path}");
    }
    assert!(
        store::people::own(&world.store, report.id).await.unwrap().is_none(),
        "no link to a person"
    );
});

app_test!(whistleblowing_goes_to_oversight_and_names_nobody, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("whistleblowing", &[("siapa", "anonim")]).await;
    let (number, _) = guest.send().await;
    let report = report_of(&world, &number).await;
    assert!(report.restricted && report.privacy.confidential && report.privacy.anonymous);
    assert_eq!(report.stage.office().and_then(|o| o.unit), Some(crate::nation::INSPECTORATE));
});

app_test!(an_accused_office_does_not_get_its_own_case, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    guest.answer("/lapor/terlapor", &[("terlapor", "1"), ("ubah", "ya")]).await;
    let preview = guest.get("/lapor/periksa").await;
    assert!(preview.has("petugas LAPOR nasional"), "{}", words(&preview.html));
    let (number, _) = guest.send().await;
    let report = report_of(&world, &number).await;
    assert_eq!(report.lead, None);
    let page = world.give_as(report.id, forward(crate::nation::MINISTRY), Who::National).await;
    assert_eq!(page.lead, Some(crate::nation::MINISTRY));
});

app_test!(danger_brings_help_lines_and_loses_nothing, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.answer("/lapor/jenis", &[("jenis", "complaint")]).await;
    let matter = [
        ("judul", "Tetangga saya dipukuli"),
        ("isi", "Setiap malam terdengar kekerasan di rumah sebelah."),
    ];
    guest.answer("/lapor/isi", &matter).await;
    let page = guest.get("/lapor/kategori").await;
    for line in ["tel:112", "tel:110", "tel:119", "tel:129"] {
        assert!(page.has(line), "{line}");
    }
});

app_test!(a_draft_is_resumed_changed_and_thrown_away, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    assert!(guest.get("/").await.has("Lanjutkan laporan saya"));
    let start = guest.get("/lapor").await;
    assert!(start.has("Lanjutkan laporan saya"));
    let changed = guest
        .answer(
            "/lapor/isi",
            &[("judul", "Lampu padam di gang kami"), ("isi", BODY), ("ubah", "ya")],
        )
        .await;
    assert_eq!(changed, "/lapor/periksa");
    assert!(guest.get("/lapor/periksa").await.has("Lampu padam di gang kami"));
    assert_eq!(guest.get("/lapor/buang").await.status, StatusCode::OK);
    assert_eq!(guest.answer("/lapor/buang", &[]).await, "/");
    assert!(!guest.has_cookie("draf"));
    assert_eq!(guest.get("/lapor/isi").await.location, "/lapor");
});

app_test!(a_draft_is_for_its_holder_and_for_seven_days, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    let first = guest.get("/lapor/jenis").await;
    assert!(!first.has("noindex"), "who looks for a place to complain finds it");
    assert!(first.has(r#"hreflang="en" href="http"#), "search engines take whole addresses only");
    guest.write("complaint", NAMED).await;
    for path in ["/lapor/isi", "/lapor/pelapor", "/lapor/periksa"] {
        for cookie in ["", "draf=00000000000000000000000000000000", "draf=x"] {
            let page = world.get(path, cookie).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{path} {cookie}");
            assert!(!page.has(TITLE) && !page.has("Siti"));
        }
    }
    world.clock.advance(SignedDuration::from_hours(7 * 24 + 1));
    assert_eq!(guest.get("/lapor/isi").await.location, "/lapor?hilang=ya");
    assert!(guest.get("/lapor?hilang=ya").await.has("sudah tidak ada"));
});

app_test!(steps_cannot_be_jumped_over, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.answer("/lapor/jenis", &[("jenis", "complaint")]).await;
    for path in ["/lapor/kategori", "/lapor/tempat", "/lapor/berkas", "/lapor/periksa"] {
        assert_eq!(guest.get(path).await.location, "/lapor/isi", "{path}");
    }
    assert_eq!(guest.answer("/lapor/kirim", &[]).await, "/lapor/isi");
});

app_test!(another_site_cannot_send_for_the_reader, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    let request = Request::post("/lapor/kirim")
        .header(HOST, "lapor.test")
        .header("origin", "https://jahat.example")
        .header(COOKIE, guest.cookie_line())
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let page = world.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let rows =
        queries::queue(&world.store, queries::Queue::Nation, queries::QueueFilter::default());
    assert_eq!(rows.await.unwrap().len(), 0);
});

app_test!(a_draft_leaves_no_trace_in_addresses_or_titles, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    for path in ["/lapor/isi", "/lapor/pelapor", "/lapor/periksa", "/lapor/berkas"] {
        let page = guest.get(path).await;
        let head = between(&page.html, "<title>", "</title>");
        assert!(!head.contains("Lampu") && !head.contains("Siti"), "{path}: {head}");
        assert!(page.has("noindex"), "{path}");
    }
    let (number, _) = guest.send().await;
    let report = report_of(&world, &number).await;
    let (_, history) = reports::load(&world.store, report.id).await.unwrap().unwrap();
    let told = format!("{:?}", history[0].event);
    assert!(!told.contains("Siti") && !told.contains("812"), "events name no person");
    assert!(
        reports::reveal(
            &world.store,
            report.id,
            Part::Name,
            String::new(),
            domain::role::Actor::Reporter
        )
        .await
        .is_err()
    );
});

app_test!(a_text_is_read_while_it_can_still_be_changed, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.answer("/lapor/jenis", &[("jenis", "complaint")]).await;
    let matter = [
        ("judul", "Bagaimana cara mengurus akta"),
        ("isi", "Apa saja syarat mengurus akta kelahiran anak dan berapa lama selesainya?"),
    ];
    guest.answer("/lapor/isi", &matter).await;
    let page = guest.get("/lapor/kategori").await;
    assert!(words(&page.html).contains("terdengar seperti"), "{}", words(&page.html));
    let matter = [
        ("judul", "Penerangan jalan mati"),
        ("isi", "Penerangan jalan di gang kami mati, anak saya dipukuli orang mabuk."),
    ];
    guest.answer("/lapor/isi", &matter).await;
    let page = guest.get("/lapor/kategori").await;
    let shown = words(&page.html);
    assert!(shown.contains("telepon dulu"), "help lines at once: {shown}");
    assert!(shown.contains("Dari tulisan Anda, mungkin ini Penerangan jalan"), "{shown}");
    // Nothing of it stands in the way.
    guest.answer("/lapor/kategori", &[("biar", "petugas")]).await;
});
