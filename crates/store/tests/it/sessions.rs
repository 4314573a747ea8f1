//! Sessions: how they begin, change hands, and end.

use crate::officers::{liaison, new_duty, offices};
use crate::setting::{PASSWORD, afternoon, setting};
use domain::{Duty, Role};
use jiff::SignedDuration;
use store::refusal::{Denied, Refusal};
use store::sessions::{self, AGE_MAX, IDLE_MAX, PER_OFFICER_MAX, Token, UNVERIFIED_AGE_MAX};
use store::{both_engines, duties, officers, sign_in};

const SECOND: SignedDuration = SignedDuration::from_secs(1);

async fn is_in_force(store: &store::Store, token: &Token) -> bool {
    sessions::load(store, token).await.unwrap().is_some()
}

both_engines!(a_session_ends_when_it_is_idle, |db| async move {
    let it = setting(&db);
    let id = it.officer("budi").await;
    let token = sessions::open_for(&it.store, id).await.unwrap();
    for _ in 0..3 {
        it.wait(IDLE_MAX - SECOND);
        assert!(is_in_force(&it.store, &token).await);
    }
    it.wait(IDLE_MAX);
    assert!(!is_in_force(&it.store, &token).await);
    assert_eq!(sessions::list(&it.store, id).await.unwrap(), []);
    assert_eq!(sessions::sweep(&it.store).await.unwrap(), 1);
});

both_engines!(a_session_ends_after_half_a_day_of_work, |db| async move {
    let it = setting(&db);
    let id = it.officer("budi").await;
    let token = sessions::open_for(&it.store, id).await.unwrap();
    let end = afternoon() + AGE_MAX;
    while it.store.now() < end {
        assert!(is_in_force(&it.store, &token).await);
        it.wait(SignedDuration::from_mins(20));
    }
    assert!(!is_in_force(&it.store, &token).await);
});

both_engines!(use_is_noted_once_a_minute, |db| async move {
    let it = setting(&db);
    let id = it.officer("budi").await;
    let token = sessions::open_for(&it.store, id).await.unwrap();
    let mut noted = Vec::new();
    for _ in 0..5 {
        it.wait(SignedDuration::from_secs(25));
        assert!(is_in_force(&it.store, &token).await);
        let seen = sessions::list(&it.store, id).await.unwrap()[0].seen_at;
        noted.push(seen.duration_since(afternoon()).as_secs());
    }
    assert_eq!(noted, [0, 0, 75, 75, 75]);
});

both_engines!(every_step_changes_the_token, |db| async move {
    let it = setting(&db);
    it.officer("budi").await;
    let (_, secret) = it.enrol("budi").await;
    it.wait(SignedDuration::from_secs(30));
    let pending = it.password("budi").await;
    let session = sessions::load(&it.store, &pending).await.unwrap().unwrap();
    assert!(!session.verified && session.duty.is_none());
    let code = secret.code(it.store.now());
    let verified = sign_in::code(&it.store, &pending, &code).await.unwrap().token;
    assert_ne!(pending, verified);
    assert!(!is_in_force(&it.store, &pending).await);
    let session = sessions::load(&it.store, &verified).await.unwrap().unwrap();
    assert!(session.verified);
    assert_eq!(session.created_at, it.store.now());
    assert!(!format!("{verified:?}").contains(verified.expose()));
    assert!(!is_in_force(&it.store, &Token::from_cookie(&session.mark)).await);
    assert!(!is_in_force(&it.store, &Token::from_cookie("")).await);
});

both_engines!(the_code_must_follow_soon, |db| async move {
    let it = setting(&db);
    it.officer("budi").await;
    let (_, secret) = it.enrol("budi").await;
    let pending = it.password("budi").await;
    it.wait(UNVERIFIED_AGE_MAX);
    let code = secret.code(it.store.now());
    let late = sign_in::code(&it.store, &pending, &code).await;
    assert!(matches!(late, Err(Denied::Refused(Refusal::SessionEnded))));
});

both_engines!(a_session_is_ended_by_its_officer, |db| async move {
    let it = setting(&db);
    let (id, other) = (it.officer("budi").await, it.officer("ani").await);
    let token = sessions::open_for(&it.store, id).await.unwrap();
    let second = sessions::open_for(&it.store, id).await.unwrap();
    let mark = sessions::load(&it.store, &second).await.unwrap().unwrap().mark;
    assert!(sessions::list(&it.store, id).await.unwrap().iter().any(|it| it.mark == mark));
    assert!(!sessions::end_one(&it.store, other, &mark).await.unwrap());
    assert!(!sessions::end_one(&it.store, id, "keliru").await.unwrap());
    assert!(sessions::end_one(&it.store, id, &mark).await.unwrap());
    assert!(!is_in_force(&it.store, &second).await);
    sessions::end(&it.store, &token).await.unwrap();
    sessions::end(&it.store, &token).await.unwrap();
    assert!(!is_in_force(&it.store, &token).await);
});

both_engines!(one_session_more_than_allowed_ends_the_idlest, |db| async move {
    let it = setting(&db);
    let id = it.officer("budi").await;
    let mut tokens = Vec::new();
    for _ in 0..=PER_OFFICER_MAX {
        tokens.push(sessions::open_for(&it.store, id).await.unwrap());
        it.wait(SECOND);
    }
    assert!(!is_in_force(&it.store, &tokens[0]).await);
    for token in &tokens[1..] {
        assert!(is_in_force(&it.store, token).await);
    }
});

both_engines!(a_suspended_officer_is_out_at_once, |db| async move {
    let it = setting(&db);
    let id = it.officer("budi").await;
    let (token, pending) = (it.enrol("budi").await.0, it.password("budi").await);
    officers::suspend(&it.store, id, None).await.unwrap();
    assert!(!is_in_force(&it.store, &token).await);
    assert!(!is_in_force(&it.store, &pending).await);
    // A session that slipped in beside the suspension is worth nothing either.
    let slipped = sessions::open_for(&it.store, id).await.unwrap();
    assert!(!is_in_force(&it.store, &slipped).await);
});

both_engines!(a_changed_password_ends_every_other_session, |db| async move {
    let it = setting(&db);
    let id = it.officer("budi").await;
    let (token, _) = it.enrol("budi").await;
    let other = sessions::open_for(&it.store, id).await.unwrap();
    let expires_at = sessions::load(&it.store, &token).await.unwrap().unwrap().expires_at;
    it.wait(SignedDuration::from_mins(5));
    let change = async |present: &str, chosen: &str| {
        sign_in::change_password(&it.store, &it.passwords, &token, present, chosen).await
    };
    let chosen = "sawah hijau sesudah hujan";
    for (present, new, why) in [
        ("bukan yang dulu", chosen, Refusal::SignIn),
        (PASSWORD, PASSWORD, Refusal::PasswordSame),
        (PASSWORD, "budibudi2027", Refusal::PasswordIsUsername),
    ] {
        assert_eq!(change(present, new).await.err(), Some(Denied::Refused(why)));
    }
    assert!(is_in_force(&it.store, &other).await);
    let fresh = change(PASSWORD, chosen).await.unwrap().token;
    assert!(!is_in_force(&it.store, &token).await);
    assert!(!is_in_force(&it.store, &other).await);
    let session = sessions::load(&it.store, &fresh).await.unwrap().unwrap();
    assert_eq!((session.verified, session.expires_at), (true, expires_at));
    let old = sign_in::password(&it.store, &it.passwords, "budi", PASSWORD).await.err();
    assert_eq!(old, Some(Denied::Refused(Refusal::SignIn)));
});

both_engines!(a_duty_is_taken_up_while_it_lasts, |db| async move {
    let it = setting(&db);
    offices(&it).await;
    let (id, stranger) = (it.officer("budi").await, it.officer("ani").await);
    let add = async |duty: Duty, from, to| {
        duties::add(&it.store, &new_duty(duty, from, to), None).await.unwrap()
    };
    let only = add(liaison(id), "2027-01-01", Some("2027-01-22")).await;
    let token = sessions::open_for(&it.store, id).await.unwrap();
    let taken = async || sessions::load(&it.store, &token).await.unwrap().unwrap().duty;
    // The only one is taken up by itself.
    assert_eq!(taken().await, Some((only, liaison(id))));
    let admin = Duty { role: Role::AgencyAdmin, unit: None, ..liaison(id) };
    let later = add(admin.clone(), "2027-01-23", None).await;
    let foreign = add(liaison(stranger), "2027-01-01", None).await;
    for wrong in [later, foreign] {
        let refused = sessions::choose(&it.store, &token, wrong).await.err();
        assert_eq!(refused, Some(Denied::Refused(Refusal::DutyNotInForce)));
    }
    assert_eq!(taken().await, Some((only, liaison(id))));
    // 17:00 UTC is midnight in Jakarta: the last day is over there.
    for (to, duty) in [("16:59:00", true), ("17:00:00", false)] {
        it.clock.set(afternoon());
        let now = format!("2027-01-22T{to}Z").parse().unwrap();
        while it.store.now() < now {
            it.clock.set((it.store.now() + SignedDuration::from_mins(20)).min(now));
            assert!(is_in_force(&it.store, &token).await);
        }
        assert_eq!(taken().await.is_some(), duty, "{to}");
    }
    sessions::choose(&it.store, &token, later).await.unwrap();
    assert_eq!(taken().await, Some((later, admin)));
    duties::end(&it.store, later, "2027-01-22".parse().unwrap(), None).await.unwrap();
    assert_eq!(taken().await, None);
});
