//! What lies in a queue, and what must not be seen there, counted there or found there.

use crate::app_test;
use crate::nation::{CITY, MINISTRY, ROADS};
use crate::world::{EVERYBODY, Page, Who, World, accused, assign, forward};
use axum::http::StatusCode;
use domain::command::Command;
use domain::kind::{ArchiveReason, ReopenGround};
use domain::visibility::{Part, Privacy, Sight, may_see};
use domain::{Filing, Office, Report};
use web::desk::{queues_of, reads};

/// Every page on which a duty could meet a report: its queues, and searches in them.
async fn everywhere(world: &World, who: Who, cookie: &str, report: &Report) -> Vec<(String, Page)> {
    let duty = who.duty(domain::OfficerId(1));
    let mut pages = Vec::new();
    for queue in queues_of(duty.role) {
        let number = report.tracking.compact();
        for path in [
            format!("/meja/{queue}"),
            format!("/meja/{queue}?q=lampu"),
            format!("/meja/{queue}?q={number}"),
            format!("/meja/{queue}/{number}"),
        ] {
            pages.push((path.clone(), world.get(&path, cookie).await));
        }
    }
    for path in [
        "/meja/cari?q=lampu".to_owned(),
        "/meja/cari?q=rahasia".to_owned(),
        "/meja/cari?jenis=complaint".to_owned(),
        "/meja/cari/saran?q=tampi".to_owned(),
        format!("/meja/cari?q={}", report.tracking.compact()),
    ] {
        pages.push((path.clone(), world.get(&path, cookie).await));
    }
    pages
}

app_test!(a_protected_report_is_nowhere_for_those_who_may_not_read_it, |db| async move {
    let world = World::new(db).await;
    let secret = "Rahasia yang tidak boleh tampil";
    let filing =
        |privacy, accused| Filing { title: secret.to_owned(), privacy, accused, ..World::filing() };
    let confidential = Privacy { anonymous: false, confidential: true };
    let open = world.file(filing(Privacy::default(), Vec::new())).await;
    let hidden = world.file(filing(confidential, Vec::new())).await;
    let supervised = world.file(filing(Privacy::default(), Vec::new())).await;
    let about_roads = world.file(filing(Privacy::default(), accused(Some(ROADS)))).await;
    for report in [&open, &hidden, &supervised, &about_roads] {
        world.give_as(report.id, forward(CITY), Who::National).await;
    }
    world.give_as(hidden.id, assign(ROADS), Who::CityAdmin).await;
    world.give_as(supervised.id, Command::Supervise { agency: CITY }, Who::CityAdmin).await;
    let reference = world.store.reference();
    let mut refused = 0;
    for who in EVERYBODY {
        let cookie = world.sign_in(who).await;
        for report in [&open, &hidden, &supervised, &about_roads] {
            let report = world.load(report.id).await;
            let duty = who.duty(domain::OfficerId(1));
            let viewer = reads(&duty, &report, &reference, world.store.now());
            let sight = viewer
                .map(|viewer| may_see(viewer, Part::Content, report.privacy, report.restricted));
            assert!(sight.is_none_or(|sight| sight == Sight::Full));
            if viewer.is_some() {
                continue;
            }
            refused += 1;
            let number = report.tracking.to_string();
            for (path, page) in everywhere(&world, who, &cookie, &report).await {
                assert!(!page.has(&number), "{who:?} meets {number} at {path}");
                let own = path.ends_with(&report.tracking.compact()) && !path.contains('?');
                assert_eq!(page.status == StatusCode::NOT_FOUND, own, "{who:?} {path}");
            }
        }
    }
    assert!(refused > 20, "{refused}");
    // Nor does the number of unread news.
    while store::notices::advance(&world.store).await.unwrap() > 0 {}
    world.clock.advance(jiff::SignedDuration::from_mins(1));
    let cookie = world.sign_in(Who::CityAdmin).await;
    let news = world.get("/meja/kabar", &cookie).await;
    assert!(!news.has(&supervised.tracking.to_string()));
    // The counts tell nothing of them either.
    let hub = world.get("/meja/semua", &world.sign_in(Who::Hub).await).await;
    assert!(hub.has("2 laporan") && hub.has("<span class=\"tab-count\">2</span>"));
    let admin = world.get("/meja/semua", &world.sign_in(Who::CityAdmin).await).await;
    assert!(
        admin.has("3 laporan") && admin.has("<span class=\"tab-count\">3</span>"),
        "{}",
        admin.html.len()
    );
});

app_test!(each_duty_has_its_own_queues, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let office = Office { agency: MINISTRY, unit: None };
    let request = "Mohon data jaringan listrik di jalan ini.".to_owned();
    world.give_as(report.id, Command::OpenTask { office, request }, Who::CityAdmin).await;
    world.give_as(report.id, Command::Escalate, Who::National).await;
    let number = report.tracking.to_string();
    for (who, queue) in [
        (Who::National, "semua"),
        (Who::National, "ombudsman"),
        (Who::Supervisor, "semua"),
        (Who::CityAdmin, "di-unit"),
        (Who::CityAdmin, "semua"),
        (Who::Liaison, "saya"),
        (Who::MinistryAdmin, "tugas"),
        (Who::Ombudsman, "ombudsman"),
        (Who::Hub, "semua"),
        (Who::Head, "semua"),
    ] {
        let page = world.get(&format!("/meja/{queue}"), &world.sign_in(who).await).await;
        assert!(page.has(&number), "{who:?} misses it in {queue}");
        assert!(page.has("data-queue"), "the walk with j and k");
    }
    let sub = world.get("/meja/saya", &world.sign_in(Who::SubLiaison).await).await;
    assert!(sub.has("Tidak ada laporan di sini") && !sub.has(&number));
    for (who, queue) in [
        (Who::Liaison, "verifikasi"),
        (Who::Head, "verifikasi"),
        (Who::Learner, "semua"),
        (Who::National, "entah"),
    ] {
        let page = world.get(&format!("/meja/{queue}"), &world.sign_in(who).await).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{who:?} {queue}");
    }
    world.wait("2026-12-15T03:00:00Z");
    let late = world.get("/meja/terlambat", &world.sign_in(Who::Hub).await).await;
    assert!(late.has(&number) && late.has("Terlambat"));
    let light = world.get("/meja/semua?batas=green", &world.sign_in(Who::Head).await).await;
    assert!(!light.has(&number));
});

app_test!(a_number_leads_to_its_report_and_pages_go_on_by_key, |db| async move {
    let world = World::new(db).await;
    let mut numbers = Vec::new();
    for _ in 0..30 {
        numbers.push(world.file(World::filing()).await.tracking);
    }
    let cookie = world.sign_in(Who::National).await;
    let found =
        world.get(&format!("/meja/semua?q={}", numbers[3]).replace(' ', "+"), &cookie).await;
    assert_eq!(found.location, format!("/meja/semua/{}", numbers[3].compact()));
    let first = world.get("/meja/verifikasi", &cookie).await;
    let next = first
        .html
        .split("rel=\"next\" href=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&");
    let second = world.get(&next, &cookie).await;
    for number in &numbers {
        let number = number.to_string();
        assert!(first.has(&number) != second.has(&number), "{number} once");
    }
    assert!(first.has("<span class=\"tab-count\">30</span>"));
    for _ in 0..75 {
        world.file(World::filing()).await;
    }
    world.clock.advance(jiff::SignedDuration::from_mins(1));
    let other = world.get("/meja/verifikasi", &world.sign_in(Who::Supervisor).await).await;
    assert!(other.has("<span class=\"tab-count\">99+</span>"));
});

app_test!(no_queue_and_no_page_names_the_reporter, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    for who in EVERYBODY {
        let cookie = world.sign_in(who).await;
        for (path, page) in everywhere(&world, who, &cookie, &report).await {
            assert!(!page.has("Siti Rahma") && !page.has("+628123456789"), "{who:?} {path}");
        }
    }
});

app_test!(the_desk_opens_where_something_waits, |db| async move {
    let world = World::new(db).await;
    world.at_roads().await;
    for (who, queue) in [(Who::CityAdmin, "di-unit"), (Who::MinistryAdmin, "verifikasi")] {
        let cookie = world.sign_in(who).await;
        assert_eq!(world.get("/meja", &cookie).await.location, format!("/meja/{queue}"));
    }
});

app_test!(who_closed_a_report_is_told_why_others_judge_it, |db| async move {
    let world = World::new(db).await;
    let report = world.file(World::filing()).await;
    let explanation = "Tidak jelas apa yang dimaksud dan di mana.".to_owned();
    let archive = Command::Archive { reason: ArchiveReason::Unclear, explanation };
    world.give_as(report.id, archive, Who::National).await;
    let explanation = "Tempat dan kejadian sudah tertulis jelas.".to_owned();
    let reopen = Command::Reopen { ground: ReopenGround::Supervision, explanation };
    world.give_as(report.id, reopen, Who::Supervisor).await;
    let cookie = world.sign_in(Who::National).await;
    let page = format!("/meja/verifikasi/{}", report.tracking.compact());
    assert!(world.get(&page, &cookie).await.has("Keberatan harus diperiksa oleh yang lain"));
});
