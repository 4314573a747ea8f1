//! Offices that help with a case or were told of it: what they find and see.

use crate::app_test;
use crate::nation::{CITY, HEALTH, LIGHTS, MINISTRY};
use crate::world::{Page, Who, World, assign};
use axum::http::StatusCode;
use domain::command::{Command, Post};
use domain::visibility::{Part, Privacy, Sight, Viewer, may_see};
use domain::{Filing, Office, Report};
use store::files;
use web::desk::{offered, reads};

/// Where a number leads from the search box, and from the address that notices name.
async fn by_number(world: &World, cookie: &str, widest: &str, report: &Report) -> Vec<Page> {
    let number = report.tracking.compact();
    let mut pages = Vec::new();
    for path in [format!("/meja/{widest}?q={number}"), format!("/meja/laporan/{number}")] {
        let led = world.get(&path, cookie).await;
        pages.push(if led.location.is_empty() {
            led
        } else {
            world.get(&led.location, cookie).await
        });
    }
    pages
}

fn task(office: Office) -> Command {
    Command::OpenTask { office, request: "Mohon data jaringan listrik di jalan ini.".to_owned() }
}

const MINISTRY_DESK: Office = Office { agency: MINISTRY, unit: None };

/// Exactly what a supporting office may see of a report.
fn sees_as_support(world: &World, page: &Page, report: &Report) {
    let duty = Who::MinistryAdmin.duty(domain::OfficerId(1));
    let viewer = reads(&duty, report, &world.store.reference(), world.store.now());
    assert_eq!(viewer, Some(Viewer::Support));
    for part in Part::ALL {
        let sight = may_see(Viewer::Support, *part, report.privacy, report.restricted);
        let identity = matches!(part, Part::Name | Part::Contact | Part::Nik);
        assert_eq!(sight == Sight::Hidden, identity, "{part}");
    }
    assert_eq!(page.status, StatusCode::OK);
    for seen in [report.title.as_str(), "Anak-anak pulang dalam gelap", "Depan SD Negeri 3"] {
        assert!(page.has(seen), "{seen}");
    }
    assert!(page.has("Diteruskan"), "the journal");
    for hidden in
        ["Siti Rahma", "+628123456789", "/identitas\"", "Riwayat penanganan tidak terbuka"]
    {
        assert!(!page.has(hidden), "{hidden}");
    }
}

app_test!(a_supporting_agency_opens_its_case_by_number_and_queue, |db| async move {
    let world = World::new(db).await;
    let confidential = Privacy { anonymous: false, confidential: true };
    let filed = world.file(Filing { privacy: confidential, ..World::filing() }).await;
    world.give_as(filed.id, crate::world::forward(CITY), Who::National).await;
    let cookie = world.sign_in(Who::MinistryAdmin).await;
    for page in by_number(&world, &cookie, "semua", &filed).await {
        assert!(!page.has(&filed.title), "not before it was asked");
    }
    let report = world.give_as(filed.id, task(MINISTRY_DESK), Who::CityAdmin).await;
    for page in by_number(&world, &cookie, "semua", &report).await {
        sees_as_support(&world, &page, &report);
        assert!(page.has("/selesaikan\""), "the task can be finished from here");
    }
    let queue = world.get("/meja/tugas", &cookie).await;
    assert!(queue.has(&report.tracking.to_string()));
    let done =
        Post { text: "Data jaringan sudah kami kirim kepada dinas.".to_owned(), files: vec![] };
    let done = Command::FinishTask { task: report.tasks[0].no, post: done };
    let report = world.give_as(report.id, done, Who::MinistryAdmin).await;
    assert!(!world.get("/meja/tugas", &cookie).await.has(&report.tracking.to_string()));
    for page in by_number(&world, &cookie, "semua", &report).await {
        sees_as_support(&world, &page, &report);
    }
    let report =
        world.give_as(report.id, Command::Supervise { agency: CITY }, Who::CityAdmin).await;
    for page in by_number(&world, &cookie, "semua", &report).await {
        assert!(!page.has(&report.title), "an inspectorate's case is closed to helpers");
    }
});

app_test!(an_agency_that_got_a_copy_reads_it_and_does_nothing, |db| async move {
    let world = World::new(db).await;
    let filed = world.file(World::filing()).await;
    let forward = Command::Forward {
        lead: CITY,
        supporting: Vec::new(),
        copies: vec![MINISTRY],
        watcher: None,
        note: String::new(),
    };
    let report = world.give_as(filed.id, forward, Who::National).await;
    let cookie = world.sign_in(Who::MinistryAdmin).await;
    for page in by_number(&world, &cookie, "semua", &report).await {
        sees_as_support(&world, &page, &report);
        assert!(page.has("Tembusan"));
    }
    let queue = world.get("/meja/tembusan", &cookie).await;
    assert!(queue.has(&report.tracking.to_string()));
    assert!(!world.get("/meja/tugas", &cookie).await.has(&report.tracking.to_string()));
    let duty = Who::MinistryAdmin.duty(domain::OfficerId(1));
    assert_eq!(offered(&report, &duty, &world.store.reference(), world.store.now()), []);
    let lead = world.get("/meja/tembusan", &world.sign_in(Who::CityAdmin).await).await;
    assert!(!lead.has(&report.tracking.to_string()), "its own case is no copy");
});

app_test!(a_unit_that_helps_another_opens_the_case, |db| async move {
    let world = World::new(db).await;
    let report = world.at_city().await;
    world.give_as(report.id, assign(HEALTH), Who::CityAdmin).await;
    let lights = Office { agency: CITY, unit: Some(LIGHTS) };
    let report = world.give_as(report.id, task(lights), Who::CityAdmin).await;
    // The roads stand above the lights; their liaison helps too.
    for (who, widest) in [(Who::SubLiaison, "saya"), (Who::Liaison, "saya")] {
        let cookie = world.sign_in(who).await;
        for page in by_number(&world, &cookie, widest, &report).await {
            assert!(page.status == StatusCode::OK && page.has("/selesaikan\""), "{who:?}");
            assert!(!page.has("Siti Rahma") && !page.has("/identitas\""), "{who:?}");
        }
        let queue = world.get("/meja/tugas", &cookie).await;
        assert!(queue.has(&report.tracking.to_string()), "{who:?}");
    }
    // A liaison finds by number what lies below, too.
    let below = world.at_city().await;
    let below = world.give_as(below.id, assign(LIGHTS), Who::CityAdmin).await;
    for page in by_number(&world, &world.sign_in(Who::Liaison).await, "saya", &below).await {
        assert!(page.status == StatusCode::OK && page.has(&below.tracking.to_string()));
        assert!(page.has("/jawab\""));
    }
});

app_test!(files_of_a_report_open_for_officers_who_read_it, |db| async move {
    let world = World::new(db).await;
    let report = world.at_city().await;
    let mut picture = Vec::new();
    let image = image::RgbImage::from_pixel(40, 30, image::Rgb([200, 60, 20]));
    image.write_to(&mut std::io::Cursor::new(&mut picture), image::ImageFormat::Png).unwrap();
    let no = world.attach(report.id, "bukti.png", picture).await;
    let post =
        Post { text: "Ini foto keadaan hari ini, mohon dilihat.".to_owned(), files: vec![no] };
    world.give(report.id, Command::SendMessage(post), domain::Actor::Reporter).await;
    assert_eq!(files::list(&world.store, report.id).await.unwrap().len(), 1);
    let path = format!("/berkas/{}/{no}", report.tracking.compact());
    let open = async |who| world.get(&path, &world.sign_in(who).await).await.status;
    for who in [Who::National, Who::CityAdmin, Who::Head] {
        assert_eq!(open(who).await, StatusCode::OK, "{who:?}");
    }
    for who in [Who::MinistryAdmin, Who::Liaison, Who::Hub, Who::Learner] {
        assert_eq!(open(who).await, StatusCode::NOT_FOUND, "{who:?}");
    }
    assert_eq!(world.get(&path, "").await.status, StatusCode::NOT_FOUND);
    world.give_as(report.id, task(MINISTRY_DESK), Who::CityAdmin).await;
    assert_eq!(open(Who::MinistryAdmin).await, StatusCode::OK);
});

app_test!(an_agency_that_declined_meets_the_report_nowhere, |db| async move {
    let world = World::new(db).await;
    let report = world.at_city().await;
    let decline = Command::Decline {
        reason: domain::kind::DeclineReason::OtherLevel,
        explanation: "Jalan ini milik pemerintah pusat.".to_owned(),
        suggested: Some(MINISTRY),
    };
    let report = world.give_as(report.id, decline, Who::CityAdmin).await;
    let number = report.tracking.compact();
    for who in [Who::CityAdmin, Who::Head, Who::Liaison, Who::Hub] {
        let cookie = world.sign_in(who).await;
        for queue in web::desk::queues_of(who.duty(domain::OfficerId(1)).role) {
            for asked in ["", "?q=lampu", &format!("?q={number}")] {
                let page = world.get(&format!("/meja/{queue}{asked}"), &cookie).await;
                assert!(page.location.is_empty(), "{who:?} {queue}{asked}");
                assert!(!page.has(&report.tracking.to_string()), "{who:?} {queue}{asked}");
            }
        }
        let page = world.get(&format!("/meja/laporan/{number}"), &cookie).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{who:?}");
    }
    world.give_as(report.id, crate::world::forward(CITY), Who::National).await;
    let again = world.get("/meja/semua", &world.sign_in(Who::CityAdmin).await).await;
    assert!(again.has(&report.tracking.to_string()));
});
