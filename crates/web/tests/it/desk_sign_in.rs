//! Signing in, being strangers, and what was typed when a session ended.

use crate::app_test;
use crate::world::{EVERYBODY, PASSWORD, Who, World};
use axum::http::StatusCode;
use jiff::SignedDuration;
use store::totp::TotpSecret;

app_test!(a_first_sign_in_leads_through_every_step_to_the_queue, |db| async move {
    let world = World::new(db).await;
    world.officer(Who::CityAdmin).await;
    let asked = world.get("/masuk?kembali=%2Fmeja%2Fterlambat", "").await;
    assert_eq!(asked.status, StatusCode::OK);
    let fields = [
        ("nama-pengguna", "cityadmin"),
        ("sandi", "bukan yang ini"),
        ("kembali", "/meja/terlambat"),
    ];
    let wrong = world.post("/masuk", "", &fields).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.has("tidak cocok") && wrong.has("cityadmin"));
    world.clock.advance(SignedDuration::from_mins(30));
    let fields =
        [("nama-pengguna", "cityadmin"), ("sandi", PASSWORD), ("kembali", "/meja/terlambat")];
    let right = world.post("/masuk", "", &fields).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.html);
    assert!(right.location.starts_with("/masuk/kunci"));
    let cookie = right.cookie.unwrap();
    // Halfway in, the desk stays closed.
    assert!(world.get("/meja", &cookie).await.location.starts_with("/masuk?"));
    let enrol = world.get(&right.location, &cookie).await;
    let key = enrol
        .html
        .split("secret-key\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .replace(' ', "");
    let secret = TotpSecret::from_base32(&key).unwrap();
    let code = secret.code(world.store.now());
    let forged = world.post("/masuk/kunci", &cookie, &[("kode", &code), ("token", "x")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let token = enrol.hidden("token");
    let fields =
        [("kode", code.as_str()), ("token", token.as_str()), ("kembali", "/meja/terlambat")];
    let done = world.post("/masuk/kunci", &cookie, &fields).await;
    assert_eq!((done.status, done.location.as_str()), (StatusCode::SEE_OTHER, "/meja/terlambat"));
    let cookie = done.cookie.unwrap();
    assert_eq!(world.get("/meja/terlambat", &cookie).await.status, StatusCode::OK);
    // Out again: the cookie is worth nothing afterwards.
    let leave = world.get("/keluar", &cookie).await;
    let token = leave.hidden("token");
    assert_eq!(world.post("/keluar", &cookie, &[("token", &token)]).await.location, "/masuk");
    assert!(world.get("/meja", &cookie).await.location.starts_with("/masuk?"));
});

app_test!(nobody_is_led_to_another_site_after_signing_in, |db| async move {
    let world = World::new(db).await;
    let cookie = world.sign_in(Who::CityAdmin).await;
    assert_eq!(
        world.get("/masuk?kembali=https%3A%2F%2Fevil.example", &cookie).await.location,
        "/meja"
    );
    assert_eq!(world.get("/masuk?kembali=%2F%2Fevil.example", &cookie).await.location, "/meja");
});

app_test!(strangers_are_refused_everywhere, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let number = report.tracking.compact();
    let pages = [
        "/meja",
        "/meja/verifikasi",
        "/meja/akun",
        "/meja/kabar",
        "/meja/naik",
        "/meja/surat",
        "/meja/tanya",
        "/meja/tanya/baru",
        "/meja/tanya/usulan",
        "/meja/tanya/1",
        "/meja/tanya/1/ubah",
        &format!("/meja/saya/{number}"),
        &format!("/meja/laporan/{number}"),
    ];
    for cookie in ["", "meja=0000", "meja="] {
        for path in pages {
            let page = world.get(path, cookie).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
            assert!(page.location.starts_with("/masuk?kembali="), "{path}");
        }
        for path in [
            "/meja/akun/sandi",
            "/meja/akun/tugas",
            "/meja/akun/sesi",
            "/meja/kabar",
            "/meja/surat",
            "/meja/tanya/baru",
            "/meja/tanya/1/ubah",
            "/meja/tanya/1/terbitkan",
            "/meja/tanya/1/tarik",
            &format!("/meja/laporan/{number}/jawab"),
        ] {
            let page = world.post(path, cookie, &[("token", "")]).await;
            assert!(
                [StatusCode::SEE_OTHER, StatusCode::FORBIDDEN].contains(&page.status),
                "{path} {}",
                page.status
            );
        }
    }
    assert_eq!(world.load(report.id).await.version, report.version);
});

app_test!(a_forged_form_is_refused, |db| async move {
    let world = World::new(db).await;
    let (report, cookie) = (world.at_roads().await, world.sign_in(Who::Liaison).await);
    let other = world.sign_in(Who::National).await;
    let foreign = world.get("/meja/akun", &other).await.hidden("token");
    for token in ["", "0000", &foreign] {
        let path = format!("/meja/laporan/{}/kelola", report.tracking.compact());
        let page = world.post(&path, &cookie, &[("token", token), ("versi", "3")]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(world.load(report.id).await.version, report.version);
});

app_test!(an_ended_session_keeps_what_was_typed, |db| async move {
    let world = World::new(db).await;
    let (report, cookie) = (world.at_roads().await, world.sign_in(Who::Liaison).await);
    let number = report.tracking.compact();
    let page = world.get(&format!("/meja/saya/{number}"), &cookie).await;
    let (token, version) = (page.hidden("token"), page.hidden("versi"));
    world.clock.advance(SignedDuration::from_mins(45));
    let words = "Lampu sudah kami ganti pada hari Selasa oleh regu penerangan.";
    let fields = [
        ("token", token.as_str()),
        ("versi", version.as_str()),
        ("antrean", "saya"),
        ("jawab-isi", words),
        ("jawab-tindakan", "done"),
    ];
    let ended = world.post(&format!("/meja/laporan/{number}/jawab"), &cookie, &fields).await;
    assert_eq!(ended.status, StatusCode::UNAUTHORIZED);
    assert!(!ended.has(words), "the words travel sealed");
    let kept = ended.hidden("simpanan");
    let fields = [("nama-pengguna", "liaison"), ("sandi", PASSWORD), ("simpanan", &kept)];
    let step = world.post("/masuk", "", &fields).await;
    assert_eq!(step.status, StatusCode::OK);
    let cookie = step.cookie.clone().unwrap();
    let key = step
        .html
        .split("secret-key\">")
        .nth(1)
        .unwrap()
        .split('<')
        .next()
        .unwrap()
        .replace(' ', "");
    let code = TotpSecret::from_base32(&key).unwrap().code(world.store.now());
    let (token, kept) = (step.hidden("token"), step.hidden("simpanan"));
    let fields = [("kode", code.as_str()), ("token", token.as_str()), ("simpanan", kept.as_str())];
    let back = world.post("/masuk/kunci", &cookie, &fields).await;
    assert_eq!(back.status, StatusCode::OK);
    let cookie = back.cookie.clone().unwrap();
    let (token, version) = (back.hidden("token"), back.hidden("versi"));
    let fields = [
        ("token", token.as_str()),
        ("versi", version.as_str()),
        ("antrean", "saya"),
        ("pulihkan", "ya"),
        ("jawab-isi", words),
        ("jawab-tindakan", "done"),
    ];
    assert!(back.has(&format!("name=\"jawab-isi\" value=\"{words}\"")));
    let form = world.post(&format!("/meja/laporan/{number}/jawab"), &cookie, &fields).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.has(words), "shown again");
    assert_eq!(world.load(report.id).await.version, report.version, "and not sent");
});

app_test!(every_page_is_there_in_both_languages, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    for who in EVERYBODY {
        let cookie = world.sign_in(who).await;
        for prefix in ["", "/en"] {
            let mut at = format!("{prefix}/meja");
            let start = world.get(&at, &cookie).await;
            if start.status == StatusCode::SEE_OTHER {
                at = start.location;
            }
            for path in [
                at,
                format!("{prefix}/meja/akun"),
                format!("{prefix}/meja/kabar"),
                format!("{prefix}/keluar"),
            ] {
                let page = world.get(&path, &cookie).await;
                assert_eq!(page.status, StatusCode::OK, "{who:?} {path}");
                assert_eq!(page.html.matches("<h1").count(), 1, "{who:?} {path}");
            }
        }
    }
    let cookie = world.sign_in(Who::Liaison).await;
    let shown = world.get(&format!("/en/meja/saya/{}", report.tracking.compact()), &cookie).await;
    assert!(shown.has("Answer the reporter") && !shown.has(">desk-"));
});

app_test!(a_password_is_changed_and_sessions_are_ended, |db| async move {
    let world = World::new(db).await;
    let cookie = world.sign_in(Who::Head).await;
    let other = world.sign_in_again(Who::Head).await;
    let page = world.get("/meja/akun", &cookie).await;
    let token = page.hidden("token");
    let mark = page.hidden("sesi");
    let ended = world.post("/meja/akun/sesi", &cookie, &[("token", &token), ("sesi", &mark)]).await;
    assert_eq!(ended.location, "/meja/akun?berhasil=sesi");
    assert!(world.get("/meja", &other).await.location.starts_with("/masuk"));
    let change = async |present: &str, chosen: &str, again: &str| {
        let fields = [
            ("token", token.as_str()),
            ("sandi", present),
            ("sandi-baru", chosen),
            ("sandi-ulang", again),
        ];
        world.post("/meja/akun/sandi", &cookie, &fields).await
    };
    for (present, chosen, again) in [
        (PASSWORD, "pendek", "pendek"),
        (PASSWORD, "sawah hijau sesudah hujan", "beda"),
        ("salah benar", "sawah hijau sesudah hujan", "sawah hijau sesudah hujan"),
    ] {
        assert_eq!(change(present, chosen, again).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    world.clock.advance(SignedDuration::from_mins(5));
    let done = change(PASSWORD, "sawah hijau sesudah hujan", "sawah hijau sesudah hujan").await;
    assert_eq!(done.location, "/meja/akun?berhasil=sandi", "{}", done.html);
    assert_eq!(world.get("/meja/akun", &done.cookie.unwrap()).await.status, StatusCode::OK);
    assert!(world.get("/meja/akun", &cookie).await.location.starts_with("/masuk"));
});

app_test!(an_office_signs_in_together_and_a_guesser_waits, |db| async move {
    let world = World::new(db).await;
    world.officer(Who::CityAdmin).await;
    let right = [("nama-pengguna", "cityadmin"), ("sandi", PASSWORD)];
    for _ in 0..15 {
        let entered = world.post("/masuk", "", &right).await.status;
        assert_eq!(entered, StatusCode::SEE_OTHER, "the right password is never too much");
    }
    let guesses = (0..40).map(|guess| {
        let (world, name) = (&world, format!("nama{guess}"));
        async move {
            let fields = [("nama-pengguna", name.as_str()), ("sandi", "tebakan")];
            world.post("/masuk", "", &fields).await.status
        }
    });
    let answers = futures_util::future::join_all(guesses).await;
    let looked_at = answers.iter().filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(looked_at.count(), 10, "all at once is no more than in a row: {answers:?}");
    let shut = world.post("/masuk", "", &right).await.status;
    assert_eq!(shut, StatusCode::TOO_MANY_REQUESTS);
});
