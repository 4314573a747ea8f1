//! Beside a report: likely duplicates to be joined, supporters' words; and what rises.

use crate::app_test;
use crate::guest::words;
use crate::nation::{CITY, MINISTRY, region};
use crate::world::{EVERYBODY, Who, World, forward};
use axum::http::StatusCode;
use domain::report::StageName;
use domain::visibility::Privacy;
use jiff::SignedDuration;
use store::followers;
use store::supporters::{self, NewSupport};

app_test!(a_likely_duplicate_is_joined_with_one_step, |db| async move {
    let world = World::new(db).await;
    let (main, twin) = (world.at_city().await, world.at_city().await);
    let cookie = world.sign_in(Who::CityAdmin).await;
    let (own, other) = (twin.tracking.compact(), main.tracking.compact());
    let page = world.get(&format!("/meja/verifikasi/{own}"), &cookie).await;
    let text = words(&page.html);
    assert!(text.contains("Mungkin sama: 1 laporan"), "{text}");
    assert!(text.contains("di Jalan Merdeka") && text.contains("% mirip"), "{text}");
    assert!(page.has(&format!("name=\"gabung-isi\" value=\"{other}\"")), "the number is filled in");
    assert!(page.has("data-key=\"=\""));
    // What the button sends: both are shown, then joined.
    let token = page.hidden("token");
    let mut fields = vec![
        ("token", token.as_str()),
        ("versi", "2"),
        ("antrean", "verifikasi"),
        ("gabung-isi", other.as_str()),
    ];
    let path = format!("/meja/laporan/{own}/gabung");
    let both = world.post(&path, &cookie, &fields).await;
    assert!(both.has("side-by-side"), "{}", words(&both.html));
    fields.push(("yakin", "ya"));
    let done = world.post(&path, &cookie, &fields).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", words(&done.html));
    assert_eq!(world.load(twin.id).await.stage.name(), StageName::MergedInto);
});

app_test!(the_queue_marks_what_names_the_same_place, |db| async move {
    let world = World::new(db).await;
    world.at_city().await;
    let cookie = world.sign_in(Who::CityAdmin).await;
    let mark = "Mungkin ganda";
    assert!(!world.get("/meja/verifikasi", &cookie).await.has(mark));
    world.at_city().await;
    let page = world.get("/meja/verifikasi", &cookie).await;
    assert_eq!(page.html.matches(mark).count(), 2);
});

app_test!(a_duplicate_that_the_officer_may_not_read_is_not_shown, |db| async move {
    let world = World::new(db).await;
    let own = world.at_city().await;
    let mut secret = World::filing();
    secret.title = "Laporan rahasia di Jalan Merdeka".to_owned();
    secret.privacy = Privacy { confidential: true, anonymous: true };
    let secret = world.file(secret).await;
    world.give_as(secret.id, forward(MINISTRY), Who::National).await;
    let at_inspectorate = world.at_inspectorate().await;
    for who in [Who::CityAdmin, Who::Head] {
        let cookie = world.sign_in(who).await;
        let page = world.get(&format!("/meja/semua/{}", own.tracking.compact()), &cookie).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.has(&secret.tracking.to_string()) && !page.has("Laporan rahasia"), "{who:?}");
        assert!(!page.has(&at_inspectorate.tracking.to_string()), "{who:?}");
    }
    let cookie = world.sign_in(Who::National).await;
    let page = world.get(&format!("/meja/semua/{}", own.tracking.compact()), &cookie).await;
    assert!(page.has(&secret.tracking.to_string()), "the nation reads it");
});

app_test!(what_supporters_add_is_for_the_office, |db| async move {
    let world = World::new(db).await;
    let report = world.at_city().await;
    let new = NewSupport {
        key: "satu".to_owned(),
        phone: Some("+628123456789".to_owned()),
        note: "Tiang nomor 12 juga padam.".to_owned(),
        language: "id".to_owned(),
        ..NewSupport::default()
    };
    supporters::support(&world.store, report.id, &new).await.unwrap();
    let number = report.tracking.compact();
    let cookie = world.sign_in(Who::CityAdmin).await;
    let page = world.get(&format!("/meja/verifikasi/{number}"), &cookie).await;
    assert!(page.has("1 orang mendukung") && page.has("Tiang nomor 12 juga padam."));
    assert!(!page.has("8123456789"), "who supports stays unknown");
    assert!(!world.get(&format!("/laporan/{number}"), "").await.has("Tiang nomor 12"));
});

app_test!(what_rises_is_shown_with_its_evidence, |db| async move {
    let world = World::new(db).await;
    let mut secret = None;
    for nth in 0..12 {
        let mut filing = World::filing();
        filing.title = format!("Jalan gelap nomor {nth}");
        filing.body = "Lampu penerangan di jalan padam semua sejak kemarin.".to_owned();
        filing.place.detail = String::new();
        filing.place.region = Some(region("327302"));
        filing.target = Some(CITY);
        filing.privacy.confidential = nth == 11;
        let report = world.file(filing).await;
        secret = Some(report);
    }
    while followers::advance_all(&world.store).await.unwrap() > 0 {}
    let secret = secret.unwrap();
    for who in EVERYBODY {
        let cookie = world.sign_in(who).await;
        let page = world.get("/meja/naik", &cookie).await;
        let watches = matches!(
            who,
            Who::National | Who::Supervisor | Who::CityAdmin | Who::MinistryAdmin | Who::Head
        );
        assert_eq!(page.status == StatusCode::OK, watches, "{who:?}");
        let text = words(&page.html);
        let told = matches!(who, Who::National | Who::Supervisor | Who::CityAdmin | Who::Head);
        assert_eq!(text.contains("11 laporan dalam 1 hari"), told, "{who:?}: {text}");
        if told {
            assert!(text.contains("Jalan, Kota Bandung"), "{who:?}: {text}");
            let english = world.get("/en/meja/naik", &cookie).await;
            assert!(words(&english.html).contains("11 reports in 1 day; usually"), "{who:?}");
        }
        assert!(!text.contains(&secret.title), "{who:?}");
    }
    let cookie = world.sign_in(Who::CityAdmin).await;
    let news = world.get("/meja/kabar", &cookie).await;
    assert!(
        words(&news.html).contains("laporan dalam 1 hari: Jalan, Kota Bandung"),
        "{}",
        words(&news.html)
    );
    assert!(news.has("href=\"/meja/naik\""));
    world.clock.advance(SignedDuration::from_hours(20 * 24));
    let cookie = world.sign_in(Who::CityAdmin).await;
    let quiet = world.get("/meja/naik", &cookie).await;
    assert!(words(&quiet.html).contains("Tidak ada yang naik"), "{}", words(&quiet.html));
});
