//! A backup made while people file holds all that was acknowledged before it began.

use crate::crowd::{Crowd, open_all};
use crate::ledger::{Ledger, compare, stored};
use crate::program::Home;
use crate::{seed, trial};
use std::sync::Arc;
use store::both_engines;
use store::testing::Place;

both_engines!(empty a_backup_under_load_is_whole, |place| async move {
    back_up_and_restore(place).await;
});

async fn back_up_and_restore(place: Place) {
    let seed = seed();
    let home = Home::new(&place);
    home.succeed(&["migrate"]).await;
    let server = home.start().await;
    let ledger = Arc::new(Ledger::begin(home.folder()));
    let mut crowd = Crowd::gather(&home, &ledger, seed);
    crowd.wait_for(30, &ledger).await;

    let mut before = ledger.read();
    let folder = home.folder().join("copy");
    let folder = folder.to_str().unwrap();
    let began = ledger.sent();
    home.succeed(&["backup", folder]).await;
    assert!(ledger.sent() > began, "people filed meanwhile");
    crowd.wait_for(10, &ledger).await;
    crowd.disperse().await;
    let whole = trial::hold(&home, server, &ledger).await;
    whole.acquit(&home).await;

    let other = Home::new(&place.other().await);
    other.succeed(&["restore", folder]).await;
    other.succeed(&["check", "--deep"]).await;
    let db = other.database().await;
    let copied = stored(&db).await;
    db.close().await.unwrap();
    // Words that somebody was adding when the copy was made are on one side or the other.
    before.retain(|title, told| whole.told.get(title).is_some_and(|later| later.said == told.said));
    let verdict = compare(&before, &copied);
    assert!(
        verdict.lost.is_empty() && verdict.doubled.is_empty() && verdict.torn.is_empty(),
        "{verdict:?}"
    );
    for title in &verdict.unaccounted {
        assert!(whole.told.contains_key(title), "{title} is in the copy and was never sent");
    }

    // The copy serves: with its keys the secrets open the reports, and counting goes on.
    let server = other.start().await;
    open_all(&other, &before).await;
    let (status, _) = server.stop(trial::STOP_LIMIT).await;
    assert!(status.success());
}
