//! A desk with a few reports at different stages, on a local address, for the browser tests.
//!
//! `cargo run -p web --example desk -- 4700` prints one line of JSON: the address, and for each
//! officer the cookie of a session and the page to look at.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a stage for browser tests; it shares the tests' world"
)]

#[path = "../../tests/it/nation.rs"]
mod nation;
#[path = "../../tests/it/world.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod world;

use domain::Filing;
use domain::command::{Command, Post};
use domain::kind::{ActionTaken, Channel, ReportKind, Urgency};
use domain::role::Actor;
use domain::visibility::Privacy;
use nation::{CITY, HEALTH, MINISTRY, ROADS, region};
use world::{EVERYBODY, Who, World, assign, forward};

fn main() {
    let port: u16 = std::env::args().nth(1).and_then(|port| port.parse().ok()).unwrap_or(4700);
    store::testing::run(store::db::Engine::Sqlite, async move |db| {
        let world = World::new(db).await;
        fill(&world).await;
        let mut officers = Vec::new();
        for who in EVERYBODY {
            let cookie = world.sign_in(who).await;
            officers.push(serde_json::json!({ "who": format!("{who:?}"), "cookie": cookie.trim_start_matches("meja=") }));
        }
        let listener =
            tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("a free port");
        let origin = format!("http://127.0.0.1:{port}");
        #[expect(clippy::print_stdout, reason = "what the browser tests read")]
        {
            println!("{}", serde_json::json!({ "origin": origin, "officers": officers }));
        }
        axum::serve(listener, web::router(world.app.clone())).await.expect("the server runs");
    });
}

fn post(text: &str) -> Post {
    Post { text: text.to_owned(), files: Vec::new() }
}

/// Titles, texts and districts of the reports.
const MATTERS: [(&str, &str, &str); 8] = [
    (
        "Lampu jalan padam di Jalan Merdeka",
        "Sejak tiga minggu lampu di depan SD Negeri 3 padam. Anak-anak pulang mengaji dalam gelap, dan kemarin ada yang jatuh ke selokan.\n\nMohon segera diperbaiki.",
        "327302",
    ),
    (
        "Jalan berlubang di depan pasar, dua motor jatuh minggu ini dan belum ada tanda peringatan",
        "Lubangnya selebar ban mobil dan sedalam mata kaki. Malam hari tidak terlihat karena lampu juga mati.",
        "327306",
    ),
    (
        "Selokan mampat setelah proyek galian kabel",
        "Air hujan masuk ke rumah warga sejak galian ditutup asal-asalan.",
        "327302",
    ),
    (
        "Trotoar dipakai parkir",
        "Setiap pagi trotoar di depan kantor penuh mobil, pejalan kaki turun ke jalan.",
        "327306",
    ),
    (
        "Usul zebra cross di SD Negeri 3",
        "Anak-anak menyeberang tanpa tanda. Mohon dibuatkan zebra cross dan rambu.",
        "327302",
    ),
    (
        "Tanggul retak, warga takut banjir",
        "Retakan memanjang dua meter dan air mulai merembes.",
        "327306",
    ),
    (
        "Pohon condong menimpa kabel",
        "Sudah dua kali lapor ke kelurahan, belum ada yang datang.",
        "327302",
    ),
    (
        "Petugas meminta uang untuk surat jalan",
        "Saya diminta membayar di luar ketentuan oleh petugas di loket dua.",
        "327306",
    ),
];

fn filing(matter: usize) -> Filing {
    let (title, body, district) = MATTERS[matter % MATTERS.len()];
    let mut filing = World::filing();
    filing.title = title.to_owned();
    filing.body = body.to_owned();
    filing.place.region = Some(region(district));
    filing
}

async fn fill(world: &World) {
    world.wait("2026-11-16T03:00:00Z");
    for matter in [0, 1, 2] {
        let report = world.file(filing(matter)).await;
        world.give_as(report.id, forward(CITY), Who::National).await;
        world.give_as(report.id, assign(ROADS), Who::CityAdmin).await;
        world
            .give_as(
                report.id,
                Command::PostProgress(post(
                    "Regu kami memeriksa lokasi hari ini dan memesan suku cadang.",
                )),
                Who::Liaison,
            )
            .await;
        if matter == 2 {
            let answer = Command::PostAnswer {
                post: post("Selokan sudah kami bersihkan bersama kontraktor pada hari Rabu."),
                action: ActionTaken::Done,
                scheduled_for: None,
            };
            world.give_as(report.id, answer, Who::Liaison).await;
            world
                .give(
                    report.id,
                    Command::Contest(post(
                        "Baru separuh yang dibersihkan, airnya masih menggenang.",
                    )),
                    Actor::Reporter,
                )
                .await;
        }
    }
    world.wait("2026-11-25T02:00:00Z");
    for matter in [3, 4, 5, 6] {
        let privacy = Privacy { anonymous: matter % 2 == 1, confidential: matter == 5 };
        let report = world.file(Filing { privacy, ..filing(matter) }).await;
        if matter == 5 {
            let found = domain::command::Classification {
                urgency: Some(Urgency::High),
                ..Default::default()
            };
            world.give_as(report.id, Command::Reclassify(found), Who::National).await;
        }
        world.give_as(report.id, forward(CITY), Who::National).await;
        let unit = if matter == 6 { HEALTH } else { ROADS };
        world.give_as(report.id, assign(unit), Who::CityAdmin).await;
    }
    let secret = world
        .file(Filing { privacy: Privacy { anonymous: true, confidential: true }, ..filing(7) })
        .await;
    world.give_as(secret.id, forward(CITY), Who::National).await;
    world.give_as(secret.id, Command::Supervise { agency: CITY }, Who::CityAdmin).await;
    let shared = world.file(filing(5)).await;
    world.give_as(shared.id, forward(CITY), Who::National).await;
    let office = domain::Office { agency: MINISTRY, unit: None };
    let request = "Mohon data debit air sungai dalam tiga bulan terakhir.".to_owned();
    world.give_as(shared.id, Command::OpenTask { office, request }, Who::CityAdmin).await;
    world.give_as(shared.id, Command::Escalate, Who::National).await;
    world.wait("2026-12-01T02:30:00Z");
    for matter in [1, 4] {
        let kind = if matter == 4 { ReportKind::Aspiration } else { ReportKind::Complaint };
        world.file(Filing { kind, ..filing(matter) }).await;
    }
    let city = world.file(filing(0)).await;
    world.give_as(city.id, forward(CITY), Who::National).await;
    let paper = world.file_by_paper(Filing { channel: Channel::Letter, ..filing(3) }).await;
    world.give_as(paper.id, forward(CITY), Who::National).await;
    while store::notices::advance(&world.store).await.expect("notices") > 0 {}
    world.wait("2026-12-01T03:00:00Z");
}
