//! A report at the desk: stale forms, words given back, keys, files, news and letters.

use crate::app_test;
use crate::desk_acts::{WORDS, told, tries};
use crate::nation::{CITY, HEALTH, ROADS};
use crate::world::{Who, World, accused, assign, forward};
use axum::http::StatusCode;
use domain::Filing;
use domain::command::{Command, Post};
use domain::kind::{ArchiveReason, DeclineReason};

app_test!(a_stale_form_says_what_changed_and_keeps_the_words, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let (cookie, number) = (world.sign_in(Who::Liaison).await, report.tracking.compact());
    let page = world.get(&format!("/meja/saya/{number}"), &cookie).await;
    let (token, version) = (page.hidden("token"), page.hidden("versi"));
    world
        .give_as(
            report.id,
            Command::PostProgress(Post {
                text: "Rina sudah memeriksa tiang pada pagi ini.".to_owned(),
                files: Vec::new(),
            }),
            Who::Liaison,
        )
        .await;
    let fields = [
        ("token", token.as_str()),
        ("versi", version.as_str()),
        ("antrean", "saya"),
        ("jawab-isi", WORDS),
        ("jawab-tindakan", "done"),
    ];
    let stale = world.post(&format!("/meja/laporan/{number}/jawab"), &cookie, &fields).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        stale.has("baru saja diubah orang lain")
            && stale.has("Rina sudah memeriksa")
            && stale.has(WORDS)
    );
    assert_eq!(stale.hidden("versi"), "4");
    let before = world.load(report.id).await.version;
    let fields = [
        ("token", token.as_str()),
        ("versi", "4"),
        ("antrean", "saya"),
        ("jawab-isi", WORDS),
        ("jawab-tindakan", "done"),
    ];
    let sent = world.post(&format!("/meja/laporan/{number}/jawab"), &cookie, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert!(world.load(report.id).await.version > before);
    // A second click on the same form changes nothing.
    let twice = world.post(&format!("/meja/laporan/{number}/jawab"), &cookie, &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.load(report.id).await.answers, 1);
});

app_test!(words_are_given_back_when_the_report_has_moved_on, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let (cookie, number) = (world.sign_in(Who::Liaison).await, report.tracking.compact());
    let page = world.get(&format!("/meja/saya/{number}"), &cookie).await;
    let (token, version) = (page.hidden("token"), page.hidden("versi"));
    world.give_as(report.id, assign(HEALTH), Who::CityAdmin).await;
    let fields = [
        ("token", token.as_str()),
        ("versi", version.as_str()),
        ("antrean", "saya"),
        ("jawab-isi", WORDS),
    ];
    let lost = world.post(&format!("/meja/laporan/{number}/jawab"), &cookie, &fields).await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
    assert!(lost.has(WORDS) && !lost.has(&report.title));
});

app_test!(officers_meet_only_what_is_theirs_to_do, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let number = report.tracking.compact();
    // A head reads and may note; nothing else is on the page, nothing else is carried out.
    let cookie = world.sign_in(Who::Head).await;
    let page = world.get(&format!("/meja/semua/{number}"), &cookie).await;
    assert!(page.has("/catat\"") && !page.has("/jawab\"") && !page.has("/identitas\""));
    tries(Who::Head, "semua", "jawab", &[("jawab-isi", WORDS), ("jawab-tindakan", "done")])
        .fails(&world, &report, "tidak mencakup")
        .await;
    // A liaison elsewhere does not even meet it.
    let sub = world.sign_in(Who::SubLiaison).await;
    let token = world.get("/meja/akun", &sub).await.hidden("token");
    let fields =
        [("token", token.as_str()), ("versi", "3"), ("jawab-isi", ""), ("antrean", "saya")];
    assert_eq!(
        world.post(&format!("/meja/laporan/{number}/jawab"), &sub, &fields).await.status,
        StatusCode::NOT_FOUND
    );
    // An office complained about does not find its own case.
    let about = world.file(Filing { accused: accused(Some(ROADS)), ..World::filing() }).await;
    world.give_as(about.id, forward(CITY), Who::National).await;
    let own = world
        .get(
            &format!("/meja/saya/{}", about.tracking.compact()),
            &world.sign_in(Who::Liaison).await,
        )
        .await;
    assert_eq!(own.status, StatusCode::NOT_FOUND);
    for (path, expect) in [("entah", StatusCode::NOT_FOUND), ("recount", StatusCode::NOT_FOUND)] {
        let page = world
            .post(
                &format!("/meja/laporan/{number}/{path}"),
                &cookie,
                &[("token", &world.get("/meja/akun", &cookie).await.hidden("token"))],
            )
            .await;
        assert_eq!(page.status, expect);
    }
});

app_test!(keys_and_order_are_in_the_page, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let page = world
        .get(
            &format!("/meja/saya/{}", report.tracking.compact()),
            &world.sign_in(Who::Liaison).await,
        )
        .await;
    for marker in [
        "data-queue",
        "data-key=\"/\"",
        "data-key=\"t\"",
        "data-key=\"r\"",
        "data-key=\"a\"",
        "data-keys",
        "class=\"back pane-back\"",
    ] {
        assert!(page.has(marker), "{marker}");
    }
    let order =
        ["pane-queue", "pane-report", "pane-actions"].map(|pane| page.html.find(pane).unwrap());
    assert!(order.is_sorted(), "focus goes as the eye does");
    assert_eq!(page.html.matches("<details class=\"command\" open").count(), 1, "one act is open");
    // Every id is there once.
    let ids: Vec<&str> =
        page.html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len());
});

app_test!(a_file_goes_with_an_answer_or_neither_does, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let (cookie, number) = (world.sign_in(Who::Liaison).await, report.tracking.compact());
    let page = world.get(&format!("/meja/saya/{number}"), &cookie).await;
    let (token, version) = (page.hidden("token"), page.hidden("versi"));
    let send = async |text: &str, name: &str, content: &[u8]| {
        let fields = [
            ("token", token.as_str()),
            ("versi", &version),
            ("antrean", "saya"),
            ("jawab-isi", text),
            ("jawab-tindakan", "done"),
        ];
        let path = format!("/meja/laporan/{number}/jawab");
        world.upload(&path, &cookie, &fields, &[("jawab-berkas", name, content)]).await
    };
    let refused =
        send(WORDS, "program.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("id=\"jawab-berkas-error\"") && refused.has(WORDS));
    let mut picture = Vec::new();
    let image = image::RgbImage::from_pixel(40, 30, image::Rgb([200, 60, 20]));
    image.write_to(&mut std::io::Cursor::new(&mut picture), image::ImageFormat::Png).unwrap();
    let refused = send("Pendek", "bukti.png", &picture).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        store::files::list(&world.store, report.id).await.unwrap().is_empty(),
        "nothing is left behind"
    );
    let sent = send(WORDS, "bukti.png", &picture).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", told(&sent));
    let kept = store::files::list(&world.store, report.id).await.unwrap();
    assert_eq!(kept.len(), 1);
    let shown = world.get(&sent.location, &cookie).await;
    assert!(shown.has("bukti") && shown.has("1 berkas"));
});

app_test!(news_and_letters_reach_their_desk, |db| async move {
    let world = World::new(db).await;
    let paper = Filing { channel: domain::kind::Channel::Letter, ..World::filing() };
    let report = world.file_by_paper(paper).await;
    world.give_as(report.id, forward(CITY), Who::National).await;
    world
        .give_as(
            report.id,
            Command::Archive { reason: ArchiveReason::Unclear, explanation: WORDS.to_owned() },
            Who::CityAdmin,
        )
        .await;
    while store::notices::advance(&world.store).await.unwrap() > 0 {}
    let cookie = world.sign_in(Who::CityAdmin).await;
    let news = world.get("/meja/kabar", &cookie).await;
    assert!(news.has(&report.tracking.to_string()) && news.has("Kabar (1)"));
    // Notices by e-mail name the report, not the queue.
    let number = report.tracking.compact();
    assert_eq!(
        world.get(&format!("/meja/laporan/{number}"), &cookie).await.location,
        format!("/meja/semua/{number}")
    );
    let (token, ids) = (news.hidden("token"), news.hidden("kabar"));
    world.post("/meja/kabar", &cookie, &[("token", &token), ("kabar", &ids)]).await;
    assert!(!world.get("/meja/kabar", &cookie).await.has("Kabar (1)"));
    let letters = world.get("/meja/surat", &cookie).await;
    assert!(letters.has("class=\"letter\"") && letters.has(WORDS), "{}", letters.html.len());
    let (token, ids) = (letters.hidden("token"), letters.hidden("surat"));
    let strange = world.sign_in(Who::MinistryAdmin).await;
    assert!(!world.get("/meja/surat", &strange).await.has(WORDS));
    world.post("/meja/surat", &cookie, &[("token", &token), ("surat", &ids)]).await;
    assert!(world.get("/meja/surat", &cookie).await.has("Tidak ada surat"));
    assert_eq!(
        world.get("/meja/surat", &world.sign_in(Who::Liaison).await).await.status,
        StatusCode::FORBIDDEN
    );
});

app_test!(what_was_wrongly_restricted_is_set_free_by_the_national_desk, |db| async move {
    let world = World::new(db).await;
    let report = world.at_inspectorate().await;
    let decline = Command::Decline {
        reason: DeclineReason::NotOurAuthority,
        explanation: "Tidak ada dugaan pelanggaran, ini soal lampu.".to_owned(),
        suggested: None,
    };
    let back = world.give_as(report.id, decline, Who::Inspector).await;
    let cookie = world.sign_in(Who::National).await;
    let page = world.get(&format!("/meja/semua/{}", back.tracking.compact()), &cookie).await;
    assert!(page.has("Bukan berkadar pengawasan"));
    let free = [
        ("klasifikasi-isi", back.title.as_str()),
        ("klasifikasi-jenis", back.kind.word()),
        ("klasifikasi-mendesak", back.urgency.word()),
        ("klasifikasi-bebas", "ya"),
    ];
    let freed = tries(Who::National, "semua", "klasifikasi", &free).works(&world, &back).await;
    assert!(!freed.restricted);
    let page = world.get(&format!("/meja/semua/{}", back.tracking.compact()), &cookie).await;
    assert!(!page.has("Bukan berkadar pengawasan"));
});
