//! A form that is not sent yet.

use crate::town::{self, filing};
use domain::Refusal;
use jiff::SignedDuration;
use store::drafts::{self, DRAFT_BYTES_MAX, DRAFT_LIFE};
use store::reports::{self, Intake};
use store::{Error, both_engines, params};

both_engines!(a_draft_is_resumed_by_its_token_only, |db| async move {
    let (store, clock) = town::store(db);
    let begun = drafts::create(&store).await.unwrap();
    assert_eq!(begun.token.len(), 32);
    let empty = drafts::load(&store, &begun.token).await.unwrap().unwrap();
    assert_eq!((empty.body.as_str(), empty.report_id), ("", begun.report_id));

    clock.advance(SignedDuration::from_hours(1));
    assert!(drafts::save(&store, &begun.token, r#"{"title":"Jalan"}"#).await.unwrap());
    let resumed = drafts::load(&store, &begun.token).await.unwrap().unwrap();
    assert_eq!(resumed.body, r#"{"title":"Jalan"}"#);
    assert_eq!(resumed.changed_at, store.now());

    let other = drafts::create(&store).await.unwrap();
    assert_ne!(other.token, begun.token);
    assert!(drafts::load(&store, "0123").await.unwrap().is_none());
    assert!(!drafts::save(&store, "0123", "{}").await.unwrap());
});

both_engines!(neither_token_nor_words_are_readable_in_the_database, |db| async move {
    let (store, _) = town::store(db);
    let begun = drafts::create(&store).await.unwrap();
    drafts::save(&store, &begun.token, "Siti Aisyah").await.unwrap();
    let rows = store
        .db()
        .select("test", "SELECT token_hash, body FROM draft", params![], |row| {
            Ok((row.get::<Vec<u8>>(0)?, row.get::<Vec<u8>>(1)?))
        })
        .await
        .unwrap();
    let [(hash, body)] = rows.as_slice() else { panic!("one draft") };
    assert_ne!(hash.as_slice(), begun.token.as_bytes());
    assert!(!body.windows(4).any(|w| w == b"Siti"));
});

both_engines!(saving_keeps_a_draft_and_time_forgets_it, |db| async move {
    let (store, clock) = town::store(db);
    let (kept, left) =
        (drafts::create(&store).await.unwrap(), drafts::create(&store).await.unwrap());
    clock.advance(DRAFT_LIFE - SignedDuration::from_secs(1));
    assert!(drafts::save(&store, &kept.token, "{}").await.unwrap());
    assert_eq!(drafts::purge(&store, 10).await.unwrap(), 0);
    clock.advance(SignedDuration::from_secs(1));
    assert!(drafts::load(&store, &left.token).await.unwrap().is_none());
    assert!(!drafts::save(&store, &left.token, "{}").await.unwrap());
    assert!(drafts::load(&store, &kept.token).await.unwrap().is_some());
    assert_eq!(drafts::purge(&store, 10).await.unwrap(), 1);
    assert!(drafts::discard(&store, &kept.token).await.unwrap());
    assert!(!drafts::discard(&store, &kept.token).await.unwrap());
});

both_engines!(purging_is_bounded, |db| async move {
    let (store, clock) = town::store(db);
    for _ in 0..5 {
        drafts::create(&store).await.unwrap();
    }
    clock.advance(DRAFT_LIFE);
    assert_eq!(drafts::purge(&store, 3).await.unwrap(), 3);
    assert_eq!(drafts::purge(&store, 3).await.unwrap(), 2);
});

both_engines!(sending_ends_the_draft, |db| async move {
    let (store, _) = town::store(db);
    let begun = drafts::create(&store).await.unwrap();
    let intake = Intake {
        key: "form nonce".to_owned(),
        report_id: Some(begun.report_id),
        filing: filing("Jalan rusak parah", vec![]),
        identity: None,
        language: "id".to_owned(),
        draft: Some(begun.token.clone()),
    };
    assert_eq!(reports::file(&store, intake).await.unwrap().id, begun.report_id);
    assert!(drafts::load(&store, &begun.token).await.unwrap().is_none());
});

both_engines!(a_body_beyond_the_limit_is_refused, |db| async move {
    let (store, _) = town::store(db);
    let begun = drafts::create(&store).await.unwrap();
    let longest = "x".repeat(DRAFT_BYTES_MAX);
    assert!(drafts::save(&store, &begun.token, &longest).await.unwrap());
    let refused = drafts::save(&store, &begun.token, &format!("{longest}x")).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::TooLong { .. }))));
});
