//! Following, answering and judging with number and secret.

use crate::app_test;
use crate::guest::{Guest, HIDDEN, NAMED, words};
use crate::nation::ROADS;
use crate::world::{Who, World, assign};
use axum::http::StatusCode;
use domain::command::{Command, Post};
use domain::kind::{ActionTaken, MissingItem};
use domain::report::StageName;
use domain::visibility::Part;
use domain::{Report, TrackingId};
use store::reports::queries;

async fn report_of(world: &World, number: &str) -> Report {
    let tracking = TrackingId::parse(number).unwrap();
    let row = queries::by_tracking(&world.store, tracking).await.unwrap().unwrap();
    world.load(row.id).await
}

fn post(text: &str) -> Post {
    Post { text: text.to_owned(), files: Vec::new() }
}

fn answer() -> Command {
    Command::PostAnswer {
        post: post("Lampu sudah diganti hari ini oleh petugas kami."),
        action: ActionTaken::Done,
        scheduled_for: None,
    }
}

async fn filed<'w>(world: &'w World, who: &[(&str, &str)]) -> (Guest<'w>, String, String) {
    let mut guest = Guest::new(world);
    guest.write("complaint", who).await;
    let (number, secret) = guest.send().await;
    let mut reader = Guest::new(world);
    assert_eq!(reader.open(&number, &secret).await, format!("/lacak/{number}"));
    (reader, number, secret)
}

async fn version(guest: &mut Guest<'_>, path: &str) -> String {
    guest.get(path).await.hidden("versi")
}

app_test!(wrong_number_and_wrong_secret_are_answered_alike, |db| async move {
    let world = World::new(db).await;
    let (_, number, secret) = filed(&world, NAMED).await;
    let other = TrackingId::from_draw(7).compact();
    let wrong = "1234123412341234";
    let pages = [
        world.post("/lacak", "", &[("nomor", &number), ("kode", wrong)]).await,
        world.post("/lacak", "", &[("nomor", &other), ("kode", &secret)]).await,
    ];
    for page in &pages {
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.has("tidak cocok") && page.cookie.is_none());
    }
    let text =
        |page: &crate::world::Page| words(&page.html).replace(&number, "").replace(&other, "");
    assert_eq!(text(&pages[0]), text(&pages[1]));
    let short = world.post("/lacak", "", &[("nomor", "12"), ("kode", "")]).await;
    assert!(short.has("href=\"#nomor\"") && short.has("href=\"#kode\""));
});

app_test!(guessing_secrets_is_stopped, |db| async move {
    let world = World::new(db).await;
    let (_, number, secret) = filed(&world, NAMED).await;
    let right = [("nomor", number.as_str()), ("kode", secret.as_str())];
    for _ in 0..15 {
        let opened = world.post("/lacak", "", &right).await.status;
        assert_eq!(opened, StatusCode::SEE_OTHER, "the right secret is never too much");
    }
    let mut last = StatusCode::OK;
    for guess in 0..12 {
        let kode = format!("{guess:016}");
        last = world.post("/lacak", "", &[("nomor", &number), ("kode", &kode)]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let shut = world.post("/lacak", "", &right).await.status;
    assert_eq!(shut, StatusCode::TOO_MANY_REQUESTS, "nor does a lucky guess get in then");
});

app_test!(a_stranger_is_asked_for_the_secret, |db| async move {
    let world = World::new(db).await;
    let (guest, number, _) = filed(&world, NAMED).await;
    let (_, other, _) = filed(&world, NAMED).await;
    let forged = guest.cookie_line().replace("lacak=", "lacak=9");
    for (path, cookie) in [
        (format!("/lacak/{number}"), String::new()),
        (format!("/lacak/{number}"), forged),
        (format!("/lacak/{other}"), guest.cookie_line()),
        (format!("/lacak/{number}/pesan"), String::new()),
    ] {
        let page = world.get(&path, &cookie).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
        assert!(page.location.starts_with("/lacak?nomor="));
    }
    let act = world.post(&format!("/lacak/{number}/cabut"), "", &[("versi", "1")]).await;
    assert_eq!(act.status, StatusCode::SEE_OTHER);
    assert_eq!(report_of(&world, &number).await.stage.name(), StageName::AtAgency);
});

app_test!(the_proof_ends_after_two_hours, |db| async move {
    let world = World::new(db).await;
    let (mut guest, number, _) = filed(&world, NAMED).await;
    assert_eq!(guest.get(&format!("/lacak/{number}")).await.status, StatusCode::OK);
    world.clock.advance(jiff::SignedDuration::from_hours(3));
    assert_eq!(guest.get(&format!("/lacak/{number}")).await.status, StatusCode::SEE_OTHER);
});

app_test!(an_anonymous_reporter_talks_both_ways, |db| async move {
    let world = World::new(db).await;
    let (mut guest, number, _) = filed(&world, HIDDEN).await;
    let report = report_of(&world, &number).await;
    world
        .give_as(
            report.id,
            Command::SendMessage(post("Tiang nomor berapa yang padam?")),
            Who::CityAdmin,
        )
        .await;
    let page = guest.get(&format!("/lacak/{number}")).await;
    assert!(page.has("Tiang nomor berapa yang padam?"));
    let path = format!("/lacak/{number}/pesan");
    let versi = version(&mut guest, &path).await;
    let fields = [("versi", versi.as_str()), ("teks", "Tiang nomor 7 dan 8.")];
    let sent = guest.upload(&path, &fields, &[("denah.txt", b"denah")]).await;
    assert_eq!(sent.location, format!("/lacak/{number}?selesai=pesan"), "{}", words(&sent.html));
    let page = guest.get(&sent.location).await;
    assert!(
        page.has("Pesan Anda sudah terkirim")
            && page.has("Tiang nomor 7 dan 8.")
            && page.has("denah.txt")
    );
    // The second click of the same words is the same message.
    let again = guest.post(&path, &fields).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let messages = world.load(report.id).await.version;
    assert_eq!(messages, 3);
    assert!(store::people::own(&world.store, report.id).await.unwrap().is_none());
});

app_test!(what_changed_meanwhile_is_shown_and_words_are_kept, |db| async move {
    let world = World::new(db).await;
    let (mut guest, number, _) = filed(&world, NAMED).await;
    let path = format!("/lacak/{number}/pesan");
    let versi = version(&mut guest, &path).await;
    let report = report_of(&world, &number).await;
    world.give_as(report.id, assign(ROADS), Who::CityAdmin).await;
    let page =
        guest.post(&path, &[("versi", &versi), ("teks", "Tulisan yang tidak boleh hilang")]).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.has("baru saja berubah") && page.has("Tulisan yang tidak boleh hilang"));
    assert!(page.has("Dinas Sumber Daya Air dan Bina Marga"));
    assert_eq!(page.hidden("versi"), "2");
});

app_test!(an_answer_is_contested_accepted_and_rated, |db| async move {
    let world = World::new(db).await;
    let (mut guest, number, _) = filed(&world, NAMED).await;
    let report = report_of(&world, &number).await;
    let early = guest.get(&format!("/lacak/{number}/sanggah")).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.has("belum atau tidak lagi dapat dilakukan"));
    assert!(!guest.get(&format!("/lacak/{number}")).await.has(&format!("/lacak/{number}/sanggah")));
    world.give_as(report.id, answer(), Who::CityAdmin).await;
    let page = guest.get(&format!("/lacak/{number}")).await;
    for deed in ["sanggah", "terima", "pesan", "cabut"] {
        assert!(page.has(&format!("/lacak/{number}/{deed}\"")), "{deed}");
    }
    let contest = format!("/lacak/{number}/sanggah");
    let versi = version(&mut guest, &contest).await;
    let empty = guest.post(&contest, &[("versi", &versi), ("teks", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    guest.answer(&contest, &[("versi", &versi), ("teks", "Lampunya masih padam malam ini.")]).await;
    assert_eq!(report_of(&world, &number).await.stage.name(), StageName::Contested);
    world.give_as(report.id, answer(), Who::CityAdmin).await;
    let accept = format!("/lacak/{number}/terima");
    let versi = version(&mut guest, &accept).await;
    let half = guest.post(&accept, &[("versi", &versi), ("nilai", "5")]).await;
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY);
    let marks =
        [("versi", versi.as_str()), ("nilai", "4"), ("ketepatan", "5"), ("teks", "Terima kasih.")];
    guest.answer(&accept, &marks).await;
    let report = report_of(&world, &number).await;
    assert_eq!(report.stage.name(), StageName::Closed);
    assert_eq!(report.rating.map(|r| (r.overall, r.accuracy)), Some((4, 5)));
});

app_test!(a_postponed_report_is_completed_and_a_withdrawal_confirmed, |db| async move {
    let world = World::new(db).await;
    let (mut guest, number, _) = filed(&world, NAMED).await;
    let report = report_of(&world, &number).await;
    let ask = Command::Postpone {
        missing: vec![MissingItem::Place],
        question: "Di gang mana lampunya padam?".to_owned(),
    };
    world.give_as(report.id, ask, Who::CityAdmin).await;
    let page = guest.get(&format!("/lacak/{number}")).await;
    assert!(page.has("Perlu dilengkapi Anda") && page.has("Di gang mana lampunya padam?"));
    let complete = format!("/lacak/{number}/lengkapi");
    let versi = version(&mut guest, &complete).await;
    guest.answer(&complete, &[("versi", &versi), ("teks", "Gang Mawar, dekat masjid.")]).await;
    assert_eq!(report_of(&world, &number).await.stage.name(), StageName::AtAgency);
    let withdraw = format!("/lacak/{number}/cabut");
    let page = guest.get(&withdraw).await;
    assert!(page.has("tidak dapat dibatalkan"));
    guest.answer(&withdraw, &[("versi", &page.hidden("versi"))]).await;
    assert_eq!(report_of(&world, &number).await.stage.name(), StageName::Withdrawn);
});

app_test!(the_ombudsman_is_offered_once_the_limit_has_passed, |db| async move {
    let world = World::new(db).await;
    let (mut guest, number, secret) = filed(&world, NAMED).await;
    let path = format!("/lacak/{number}/ombudsman");
    let early = guest.get(&path).await;
    assert_eq!(early.status, StatusCode::CONFLICT);
    assert!(early.has("Batas waktunya belum lewat"));
    world.wait("2027-01-15T03:00:00Z");
    guest.open(&number, &secret).await;
    let page = guest.get(&format!("/lacak/{number}")).await;
    assert!(page.has(&path) && page.has("Terlambat"));
    let versi = version(&mut guest, &path).await;
    guest.answer(&path, &[("versi", &versi)]).await;
    assert!(report_of(&world, &number).await.escalated.is_some());
});

app_test!(who_read_my_identity_is_told_to_me, |db| async move {
    let world = World::new(db).await;
    let (mut guest, number, _) = filed(&world, NAMED).await;
    assert!(guest.get(&format!("/lacak/{number}")).await.has("Belum ada yang membacanya"));
    let report = report_of(&world, &number).await;
    let command = Command::RevealIdentity {
        part: Part::Contact,
        reason: "Menanyakan letak tiang lampu".to_owned(),
    };
    world.give_as(report.id, command, Who::CityAdmin).await;
    let page = guest.get(&format!("/lacak/{number}")).await;
    assert!(page.has("Petugas membaca kontak pelapor") && page.has("Menanyakan letak tiang lampu"));
    assert!(page.has("Siti Rahma"), "the reporter sees what is kept");
});
