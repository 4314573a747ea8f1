//! Lists, reports, figures and words for everybody.

use crate::app_test;
use crate::guest::{Guest, NAMED, words};
use crate::nation::{CITY, HEALTH, LEAF, ROADS};
use crate::world::{Page, Who, World, assign, forward};
use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ETAG, HOST, IF_NONE_MATCH, VARY,
};
use axum::http::{Request, StatusCode};
use axum::response::Response;
use domain::Filing;
use domain::command::{Command, Post};
use domain::kind::ActionTaken;
use tower::ServiceExt as _;

const PAGES: [&str; 15] = [
    "/",
    "/lapor",
    "/lapor/jenis",
    "/lacak",
    "/laporan",
    "/laporan?kata=lampu",
    "/statistik",
    "/tanya",
    "/tanya?q=lampu",
    "/lapor/terjawab",
    "/bantuan",
    "/tentang",
    "/privasi",
    "/aksesibilitas",
    "/data",
];

async fn raw(world: &World, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = Request::get(path).header(HOST, "lapor.test");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    web::router(world.app.clone()).oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
}

fn sound(page: &Page, path: &str) {
    assert_eq!(page.status, StatusCode::OK, "{path}");
    assert_eq!(page.html.matches("<h1").count(), 1, "{path} has one first heading");
    for lost in ["-title<", "-text<", ">home-", ">help-", ">list-", "{ $"] {
        assert!(!page.has(lost), "{path} shows a key: {lost}");
    }
}

app_test!(every_page_is_there_in_both_languages, |db| async move {
    let world = World::new(db).await;
    world.at_roads().await;
    for path in PAGES {
        let page = world.get(path, "").await;
        sound(&page, path);
        assert!(page.has("<html lang=\"id\""), "{path}");
        let english = if path == "/" { "/en".to_owned() } else { format!("/en{path}") };
        let page = world.get(&english, "").await;
        sound(&page, &english);
        assert!(page.has("<html lang=\"en\""), "{english}");
    }
});

app_test!(help_names_only_channels_that_are_there, |db| async move {
    let world = World::new(db).await;
    for path in ["/bantuan", "/en/bantuan"] {
        let page = world.get(path, "").await;
        // Nothing here receives short messages; they are only sent.
        assert!(!page.has("1708") && !page.has("SMS"), "{path}");
    }
});

app_test!(every_step_is_there_in_english, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    let steps = [
        "/en/lapor",
        "/en/lapor/jenis",
        "/en/lapor/isi",
        "/en/lapor/kategori",
        "/en/lapor/kategori?bidang=public_works",
        "/en/lapor/kategori?cari=lighting",
        "/en/lapor/tempat",
        "/en/lapor/tujuan",
        "/en/lapor/tujuan?cari=bandung",
        "/en/lapor/terlapor",
        "/en/lapor/berkas",
        "/en/lapor/pelapor",
        "/en/lapor/periksa",
        "/en/lapor/buang",
    ];
    for path in steps {
        sound(&guest.get(path).await, path);
    }
    let (number, secret) = guest.send().await;
    for path in ["/en/lapor/terkirim", "/en/lapor/terkirim?cetak=ya"] {
        sound(&guest.get(path).await, path);
    }
    guest.open(&number, &secret).await;
    for path in [
        format!("/en/lacak/{number}"),
        format!("/en/lacak/{number}/pesan"),
        format!("/en/lacak/{number}/cabut"),
    ] {
        let page = guest.get(&path).await;
        sound(&page, &path);
        assert!(!page.has("Laporan Anda"), "{path} speaks English");
    }
});

app_test!(a_list_is_narrowed_and_says_so, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let mut other = World::filing();
    other.title = "Obat habis di puskesmas".to_owned();
    other.body = "Sudah dua minggu obat darah tinggi tidak ada di puskesmas kami.".to_owned();
    other.category = None;
    let other = world.file(other).await;
    world.give_as(other.id, crate::world::forward(crate::nation::CITY), Who::National).await;
    world.give_as(other.id, assign(HEALTH), Who::CityAdmin).await;
    let (light, drug) = (report.title.as_str(), "Obat habis di puskesmas");
    for (path, sees_light, sees_drug) in [
        ("/laporan".to_owned(), true, true),
        ("/laporan?kata=lampu".to_owned(), true, false),
        (format!("/laporan?kategori={LEAF}"), true, false),
        ("/laporan?kategori=public_works".to_owned(), true, false),
        ("/laporan?instansi=kota-bandung".to_owned(), true, true),
        ("/laporan?instansi=pemkot".to_owned(), true, true),
        ("/laporan?instansi=tidak+ada".to_owned(), false, false),
        ("/laporan?provinsi=32&kabupaten=3273".to_owned(), true, true),
        ("/laporan?keadaan=closed".to_owned(), false, false),
        ("/laporan?keadaan=at_unit".to_owned(), true, true),
        (format!("/laporan?sebelum={}", other.tracking.compact()), true, false),
    ] {
        let page = world.get(&path, "").await;
        assert_eq!((page.has(light), page.has(drug)), (sees_light, sees_drug), "{path}");
    }
    let none = world.get("/laporan?kata=gajah", "").await;
    assert!(none.has("Tampilkan semua laporan"));
});

app_test!(what_an_officer_covers_the_public_reads_no_more, |db| async move {
    let world = World::new(db).await;
    let report = world
        .file(domain::Filing {
            title: "Lampu mati di TPS Kenangarini".to_owned(),
            body: "Hubungi posko 0812-3456-7890 bila lampu di TPS Kenangarini belum menyala."
                .to_owned(),
            ..World::filing()
        })
        .await;
    world.give_as(report.id, forward(CITY), Who::National).await;
    let path = format!("/laporan/{}", report.tracking.compact());
    let number = report.tracking.compact();
    let before = world.get(&path, "").await;
    assert!(before.has("Kenangarini") && before.has("▒▒▒▒-▒▒▒▒"));
    let send = async |how: &str, passage: &str| {
        let cookie = world.sign_in(Who::National).await;
        let fields = [
            ("samarkan-cara", how),
            ("samarkan-kutipan", passage),
            ("samarkan-isi", "Nama pribadi, bukan nama tempat"),
        ];
        let fresh = world.load(report.id).await;
        world.act(&cookie, "semua", &fresh, "samarkan", &fields).await
    };
    let missing = send("cover", "Tidak Ada Di Sini").await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.has("Kutipan ini tidak ada") && missing.has("Tidak Ada Di Sini"));
    for (how, passage) in [("cover", "Kenangarini"), ("uncover", "0812-3456-7890")] {
        assert_eq!(send(how, passage).await.status, StatusCode::SEE_OTHER, "{passage}");
    }
    for address in [path.as_str(), "/laporan", "/laporan?kata=lampu", "/laporan.atom"] {
        let page = world.get(address, "").await;
        assert!(!page.has("Kenangarini"), "{address}");
    }
    let after = world.get(&path, "").await;
    assert!(after.has("0812-3456-7890") && !after.has("Nama pribadi"));
    assert!(!world.get("/laporan?kata=kenangarini", "").await.has(&path));
    let cookie = world.sign_in(Who::National).await;
    let own = world.get(&format!("/meja/semua/{number}"), &cookie).await;
    assert!(own.has("Data pribadi disamarkan") && own.has("Nama pribadi, bukan nama tempat"));
});

app_test!(a_public_page_tells_the_journey_and_keeps_talk_and_people, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let message =
        |text: &str| Command::SendMessage(Post { text: text.to_owned(), files: Vec::new() });
    world.give_as(report.id, message("Nomor telepon Bapak berapa?"), Who::Liaison).await;
    world
        .give_as(
            report.id,
            Command::PostNote { text: "Catatan dapur kantor".to_owned() },
            Who::Liaison,
        )
        .await;
    let reveal = Command::RevealIdentity {
        part: domain::visibility::Part::Name,
        reason: "Perlu memanggil pelapor".to_owned(),
    };
    world.give_as(report.id, reveal, Who::Liaison).await;
    let answer = Command::PostAnswer {
        post: Post { text: "Lampu sudah diganti hari ini.".to_owned(), files: Vec::new() },
        action: ActionTaken::Done,
        scheduled_for: None,
    };
    world.give_as(report.id, answer, Who::Liaison).await;
    let path = format!("/laporan/{}", report.tracking.compact());
    let page = world.get(&path, "").await;
    assert!(
        page.has("Lampu sudah diganti hari ini.")
            && page.has("Dinas Sumber Daya Air dan Bina Marga")
    );
    for secret in [
        "Nomor telepon Bapak",
        "Catatan dapur",
        "Perlu memanggil",
        "Siti",
        "812345",
        "Petugas Liaison",
    ] {
        assert!(!page.has(secret), "{secret}");
    }
    world.wait("2027-03-01T03:00:00Z");
});

app_test!(a_late_office_is_named_as_late, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let path = format!("/laporan/{}", report.tracking.compact());
    assert!(!world.get(&path, "").await.has("melewati batas waktunya"));
    world.wait("2027-03-01T03:00:00Z");
    assert!(world.get(&path, "").await.has("melewati batas waktunya"));
});

app_test!(public_pages_are_kept_by_version, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let path = format!("/laporan/{}", report.tracking.compact());
    let first = raw(&world, &path, &[]).await;
    let header = |response: &Response, name| {
        response
            .headers()
            .get(name)
            .map(|v: &axum::http::HeaderValue| v.to_str().unwrap().to_owned())
    };
    assert_eq!(header(&first, CACHE_CONTROL).as_deref(), Some("public, max-age=5"));
    assert!(header(&first, VARY).unwrap().contains("cookie"));
    let etag = header(&first, ETAG).unwrap();
    let again = raw(&world, &path, &[(IF_NONE_MATCH.as_str(), &etag)]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    world.give_as(report.id, Command::TakeUp, Who::Liaison).await;
    let changed = raw(&world, &path, &[(IF_NONE_MATCH.as_str(), &etag)]).await;
    assert_eq!(changed.status(), StatusCode::OK);
    let private = raw(&world, "/lacak", &[]).await;
    assert_eq!(header(&private, CACHE_CONTROL).as_deref(), Some("no-store"));
});

app_test!(first_views_fit_into_fourteen_kilobytes, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let style = |html: &str| {
        let at = html.find("/aset/public").unwrap();
        html[at..].split('"').next().unwrap().to_owned()
    };
    let sheet = style(&world.get("/", "").await.html);
    let length = |response: Response| async move {
        axum::body::to_bytes(response.into_body(), 1_000_000).await.unwrap().len()
    };
    let css = length(raw(&world, &sheet, &[(ACCEPT_ENCODING.as_str(), "br")]).await).await;
    let public = format!("/laporan/{}", report.tracking.compact());
    for path in ["/", "/lapor", "/lapor/jenis", "/lacak", public.as_str()] {
        let response = raw(&world, path, &[(ACCEPT_ENCODING.as_str(), "gzip")]).await;
        assert_eq!(response.headers().get(CONTENT_ENCODING).unwrap(), "gzip", "{path}");
        let html = length(response).await;
        assert!(css + html <= 14 * 1024, "{path} needs {html} + {css} bytes");
    }
});

app_test!(figures_stand_beside_their_table, |db| async move {
    let world = World::new(db).await;
    world.at_roads().await;
    while store::counters::advance(&world.store).await.unwrap() > 0 {}
    let page = world.get("/statistik", "").await;
    assert!(
        page.has("<table") && page.has("Pemerintah Kota Bandung") && page.has("Pekerjaan umum")
    );
    let home = world.get("/", "").await;
    assert!(words(&home.html).contains("Diterima 1"), "{}", words(&home.html));
});

app_test!(personal_data_in_a_text_is_covered_for_the_public, |db| async move {
    let world = World::new(db).await;
    let body = "Lampu di depan SD padam. Hubungi saya di 0812-3456-7890 atau siti.rahma@mail.id.";
    let title = "Lampu padam, telepon 0812-3456-7890".to_owned();
    let filing = Filing { title, body: body.to_owned(), ..World::filing() };
    let report = world.file(filing).await;
    world.give_as(report.id, forward(CITY), Who::National).await;
    let report = world.give_as(report.id, assign(ROADS), Who::CityAdmin).await;
    let path = format!("/laporan/{}", report.tracking.compact());
    for path in [path.as_str(), "/laporan", "/laporan?kata=padam"] {
        let page = world.get(path, "").await;
        assert!(page.has("padam") && !page.has("3456") && !page.has("siti.rahma"), "{path}");
    }
    for words in ["7890", "081234567890", "rahma"] {
        let found = world.get(&format!("/laporan?kata={words}"), "").await;
        assert!(!found.has(&path), "found by {words}");
    }
    let cookie = world.sign_in(Who::Liaison).await;
    let desk = world.get(&format!("/meja/laporan/{}", report.tracking.compact()), &cookie).await;
    let desk = world.get(&desk.location, &cookie).await;
    assert!(desk.has("0812-3456-7890") && desk.has("siti.rahma@mail.id"));
});
