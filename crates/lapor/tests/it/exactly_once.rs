//! However often the same submission arrives, there is one report and one receipt.

use crate::crowd::{finish, reach};
use crate::journey::{At, Journey, Setback, Story};
use crate::ledger::{Ledger, stored};
use crate::program::Home;
use crate::proxy::{Fault, Proxy};
use crate::trial;
use std::sync::Arc;
use store::both_engines;
use store::testing::Place;
use tokio::task::JoinSet;

/// Repeats of one submission at the same time.
const REPEATS: usize = 200;
/// Answers of one submission that get lost in a row.
const LOST: usize = 5;

both_engines!(empty a_submission_whose_answer_was_lost_is_recorded_once, |place| async move {
    for_each_fault(place).await;
});

async fn for_each_fault(place: Place) {
    let home = Home::new(&place);
    home.succeed(&["migrate"]).await;
    let server = home.start().await;
    let ledger = Arc::new(Ledger::begin(home.folder()));
    for fault in [Fault::NoAnswer, Fault::TornAnswer, Fault::TornRequest] {
        let story = Story::anonymous(format!("Jembatan putus, {fault:?}"));
        let mut journey = Journey::new(home.browser(), story, Arc::clone(&ledger));
        reach(&mut journey, At::Send).await;
        let line = Proxy::start(home.address(), fault, LOST).await;
        let straight = std::mem::replace(&mut journey.browser, home.browser());
        journey.browser = straight.through(&line.address());
        for _ in 0..LOST {
            let answered = journey.step().await;
            assert!(matches!(answered, Err(Setback::NoAnswer)), "{fault:?}: {answered:?}");
        }
        assert_eq!(line.left(), 0);
        finish(&mut journey).await;
        let first = journey.numbers.clone();
        journey.browser = straight;
        journey.at = At::Send;
        finish(&mut journey).await;
        assert_eq!(journey.numbers, first, "the same receipt by every way");
    }
    let trial = trial::hold(&home, server, &ledger).await;
    assert_eq!(trial.stored.len(), 3);
    trial.acquit(&home).await;
}

both_engines!(empty two_hundred_repeats_at_once_are_one_report, |place| async move {
    let home = Home::new(&place);
    home.succeed(&["migrate"]).await;
    let server = home.start().await;
    let ledger = Arc::new(Ledger::begin(home.folder()));
    let story = Story::anonymous("Pohon tumbang menutup jalan");
    let mut journey = Journey::new(home.browser(), story, Arc::clone(&ledger));
    reach(&mut journey, At::Send).await;
    let mut clicks = JoinSet::new();
    for _ in 0..REPEATS {
        let mut browser = journey.browser.elsewhere();
        clicks.spawn(async move {
            let sent = browser.post("/lapor/kirim", &[]).await.unwrap();
            assert_eq!((sent.status, sent.location.as_str()), (303, "/lapor/terkirim"), "{}", sent.title());
            let receipt = browser.get("/lapor/terkirim").await.unwrap();
            let field = |name| receipt.hidden(name).unwrap().to_owned();
            (field("nomor"), field("kode"))
        });
    }
    let receipts: std::collections::BTreeSet<_> = clicks.join_all().await.into_iter().collect();
    assert_eq!(receipts.len(), 1, "everybody saw the same receipt");
    finish(&mut journey).await;
    let db = home.database().await;
    assert_eq!(stored(&db).await.len(), 1);
    db.close().await.unwrap();
    trial::hold(&home, server, &ledger).await.acquit(&home).await;
});
