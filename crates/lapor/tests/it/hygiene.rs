//! What people tell us is in no line of the log, at any level, through faults and crashes.

use crate::crowd::{finish, reach};
use crate::journey::{At, Journey, Story};
use crate::ledger::Ledger;
use crate::program::{Home, free_port};
use crate::relay::Relay;
use crate::until;
use std::sync::Arc;
use std::time::Duration;
use store::both_engines;
use store::params;
use store::testing::Place;

const NAME: &str = "Kenarwati Purnamasandi";
const PHONE: &str = "081298765401";
/// Without its first digit, as every spelling of the number contains it.
const PHONE_CORE: &str = "81298765401";
/// The relay refuses this name, repeating the address.
const EMAIL: &str = "busy@kenari-7781.example";
const NIK: &str = "3273014507880003";
const ADDRESS: &str = "Gang Cempakasari 77 RT 03";
const TITLE: &str = "Kenarikuning berkicau di loket";
const BODY: &str = "Petugas loket meminta uang Kenaribiru sebelum melayani kami.";
const PLACE: &str = "Kelurahan Kenarihijau";
const FILE: &str = "kenarimerah";
const FILE_TEXT: &str = "isi berkas kenariungu";
const MESSAGE: &str = "Tambahan kenariputih dari pelapor.";
const PASSWORD: &str = "kenarijingga-rahasia";
const OFFICER: &str = "kenariperak";

both_engines!(empty the_log_holds_nothing_that_people_told, |place| async move {
    tell_everything(place).await;
});

fn story() -> Story {
    Story {
        title: TITLE.to_owned(),
        body: BODY.to_owned(),
        place: PLACE.to_owned(),
        region: None,
        name: NAME.to_owned(),
        phone: PHONE.to_owned(),
        email: EMAIL.to_owned(),
        nik: NIK.to_owned(),
        address: ADDRESS.to_owned(),
        file: Some((format!("{FILE}.txt"), FILE_TEXT.to_owned())),
        message: Some(MESSAGE.to_owned()),
        impatient: true,
    }
}

async fn tell_everything(place: Place) {
    let port = free_port();
    let home = Home::new(&place)
        .with("LAPOR_LOG_LEVEL", "trace")
        .with("LAPOR_EMAIL_HOST", "127.0.0.1")
        .with("LAPOR_EMAIL_PORT", port.to_string())
        .with("LAPOR_EMAIL_SECURITY", "none");
    let _relay = Relay::start(port, &home.folder().join("maildir"));
    home.succeed(&["migrate"]).await;
    let server = home.start().await;
    let ledger = Arc::new(Ledger::begin(home.folder()));
    let mut journey = Journey::new(home.browser(), story(), ledger);
    reach(&mut journey, At::Identity).await;
    mistype(&mut journey).await;
    server.kill();
    let server = home.start().await;
    finish(&mut journey).await;
    refused_mail(&home).await;
    let token = journey.browser.cookie("draf").unwrap().to_owned();
    drop(server);
    home.succeed(&["check", "--deep"]).await;

    let log = home.log();
    assert!(log.contains("migrating"), "this is the log: {log}");
    let numbers = journey.numbers.unwrap();
    let told = [
        NAME,
        PHONE_CORE,
        EMAIL,
        NIK,
        ADDRESS,
        TITLE,
        BODY,
        PLACE,
        FILE,
        FILE_TEXT,
        MESSAGE,
        PASSWORD,
        OFFICER,
        "kenari",
        "Kenari",
        &token,
        &numbers.secret,
    ];
    for words in told {
        let lines: Vec<&str> = log.lines().filter(|line| line.contains(words)).take(3).collect();
        assert!(lines.is_empty(), "\"{words}\" is in the log: {lines:#?}");
    }
}

/// Forms that are refused hold what was typed as well.
async fn mistype(journey: &mut Journey) {
    let browser = &mut journey.browser;
    let wrong = [
        ("siapa", "nama"),
        ("nama", NAME),
        ("telepon", "kenari"),
        ("email", "kenari"),
        ("nik", NIK),
    ];
    let reply = browser.post("/lapor/pelapor", &wrong).await.unwrap();
    assert_eq!(reply.status, 422);
    let reply = browser.get(&format!("/lacak?nomor={NAME}&kode={PASSWORD}")).await.unwrap();
    assert_eq!(reply.status, 200);
    let reply =
        browser.post("/masuk", &[("nama-pengguna", OFFICER), ("sandi", PASSWORD)]).await.unwrap();
    assert_eq!(reply.status, 422, "{}", reply.title());
    let reply = browser.post("/lacak", &[("nomor", NIK), ("kode", PASSWORD)]).await.unwrap();
    assert_eq!(reply.status, 422);
    let reply = browser.get(&format!("/kenari/{OFFICER}")).await.unwrap();
    assert_eq!(reply.status, 404);
}

/// Waits until the relay has refused the notice of the receipt.
async fn refused_mail(home: &Home) {
    let db = home.database().await;
    let sql = "SELECT COUNT(*) FROM notice WHERE channel = 'email' AND attempts > 0";
    until("a mail is refused", Duration::from_secs(60), async || {
        let tried = db.select("refused", sql, params![], |row| row.get::<i64>(0)).await.unwrap();
        (tried[0] > 0).then_some(())
    })
    .await;
    db.close().await.unwrap();
}
