//! What leaves no doubt is routed by itself, in the order of the filings, while it is allowed.

use crate::crowd::{finish, reach};
use crate::journey::{At, Journey, Story};
use crate::ledger::Ledger;
use crate::program::Home;
use crate::until;
use std::sync::Arc;
use std::time::Duration;
use store::db::Db;
use store::testing::Place;
use store::{both_engines, params};

/// As if the national supervisor had allowed every leaf: what counts here is that one is routed.
const ALLOW: &str = "INSERT INTO machine_threshold (category, permille, officer, at) SELECT code, 1, 1, 0 FROM category";
const ON: &str = "INSERT INTO machine_routing (id, is_on, officer, at) VALUES (1, 1, 1, 0) \
                  ON CONFLICT (id) DO UPDATE SET is_on = 1";
const OFF: &str = "UPDATE machine_routing SET is_on = 0";
const ROUTED: &str = "SELECT COUNT(*) FROM event e JOIN report r ON r.id = e.report_id \
                      WHERE e.kind = 'routed' AND r.title = $1";
const NAMES: &str = "SELECT title FROM report ORDER BY id";
/// Within this time everything is routed that will be.
const LIMIT: Duration = Duration::from_secs(20);
/// Several times the rest of the router between two looks.
const LONG_ENOUGH: Duration = Duration::from_secs(4);

both_engines!(empty what_leaves_no_doubt_is_routed_while_it_is_allowed, |place| async move {
    route(place).await;
});

async fn route(place: Place) {
    let home = Home::new(&place);
    home.succeed(&["migrate"]).await;
    let server = home.start().await;
    let db = home.database().await;
    let ledger = Arc::new(Ledger::begin(home.folder()));
    let begin = |title: &str| {
        let story = Story { region: Some(("32", "32.04")), ..Story::anonymous(title) };
        Journey::new(home.browser(), story, Arc::clone(&ledger))
    };
    // Its draft takes its name before the others and is sent behind them.
    let mut slow = begin("Jalan berlubang, ditulis lama");
    reach(&mut slow, At::Send).await;
    let mut before = begin("Jalan berlubang, belum diizinkan");
    finish(&mut before).await;
    tokio::time::sleep(LONG_ENOUGH).await;
    run(&db, ALLOW).await;
    run(&db, ON).await;
    let mut quick = begin("Jalan berlubang, ditulis cepat");
    finish(&mut quick).await;
    wait(&db, &quick).await;
    finish(&mut slow).await;
    wait(&db, &slow).await;
    let titles = db.select("names", NAMES, params![], |row| row.get::<String>(0)).await.unwrap();
    assert_eq!(titles.first(), Some(&slow.story.title), "the slow one has the lowest name");
    run(&db, OFF).await;
    let mut after = begin("Jalan berlubang, tidak lagi diizinkan");
    finish(&mut after).await;
    tokio::time::sleep(LONG_ENOUGH).await;
    for (journey, times) in [(&slow, 1), (&quick, 1), (&before, 0), (&after, 0)] {
        assert_eq!(routed(&db, journey).await, times, "{}", journey.story.title);
    }
    // What waited meanwhile is looked at after a start, and only then.
    server.kill();
    run(&db, ON).await;
    let _server = home.start().await;
    wait(&db, &before).await;
    wait(&db, &after).await;
    assert_eq!(routed(&db, &slow).await, 1);
}

async fn run(db: &Db, sql: &'static str) {
    db.write("allow", move |tx| tx.queue(sql, params![])).await.unwrap();
}

async fn routed(db: &Db, journey: &Journey) -> i64 {
    let title = journey.story.title.clone();
    let found = db.select("routed", ROUTED, params![title], |row| row.get::<i64>(0)).await;
    found.unwrap().into_iter().sum()
}

async fn wait(db: &Db, journey: &Journey) {
    until(&journey.story.title, LIMIT, async || (routed(db, journey).await > 0).then_some(()))
        .await;
}
