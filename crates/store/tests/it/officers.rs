//! Accounts, the two factors, waits after wrong attempts, and duties.

use crate::setting::{PASSWORD, Setting, afternoon, profile, setting};
use domain::role::HubId;
use domain::{AgencyId, Duty, OfficerId, Role, UnitId};
use jiff::{SignedDuration, Timestamp};
use store::audit::{self, Act};
use store::duties::{self, NewDuty, Office};
use store::officers::{self, State};
use store::refusal::{Denied, Refusal};
use store::sessions::{self, Missing};
use store::totp::TotpSecret;
use store::{both_engines, params, sign_in};

const CHOSEN: &str = "sawah hijau sesudah hujan";

fn refused<T: std::fmt::Debug>(outcome: Result<T, Denied>) -> Refusal {
    match outcome {
        Err(Denied::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn try_password(it: &Setting, username: &str, typed: &str) -> Result<(), Denied> {
    sign_in::password(&it.store, &it.passwords, username, typed).await.map(|_| ())
}

async fn acts(it: &Setting, officer: OfficerId) -> Vec<String> {
    let subject = audit::subject("officer", officer);
    let acts = audit::of_subject(&it.store, &subject, Timestamp::MAX, 50).await.unwrap();
    acts.into_iter().rev().map(|it| it.act).collect()
}

both_engines!(an_invited_officer_comes_to_a_verified_session, |db| async move {
    let it = setting(&db);
    let (store, passwords) = (&it.store, &it.passwords);
    let (id, one_time) =
        officers::invite(store, passwords, " Siti.Rahma ", &profile("Siti Rahma"), None)
            .await
            .unwrap();
    let first = sign_in::password(store, passwords, "SITI.rahma", &one_time).await.unwrap();
    assert_eq!(first.missing, Some(Missing::NewPassword));
    let short = sign_in::new_password(store, passwords, &first.token, "pendek").await;
    assert_eq!(refused(short), Refusal::PasswordShort);
    // No step can be left out.
    assert_eq!(refused(sign_in::enrol(store, &first.token, "000000").await), Refusal::SessionEnded);
    assert_eq!(refused(sign_in::code(store, &first.token, "000000").await), Refusal::SessionEnded);
    let second = sign_in::new_password(store, passwords, &first.token, CHOSEN).await.unwrap();
    assert_eq!(second.missing, Some(Missing::Enrolment));
    assert_eq!(sessions::load(store, &first.token).await.unwrap(), None);
    let enrolment = sign_in::enrolment(store, &second.token).await.unwrap();
    assert_eq!(enrolment.base32, sign_in::enrolment(store, &second.token).await.unwrap().base32);
    assert!(enrolment.uri.starts_with("otpauth://totp/LAPOR:siti.rahma?secret="));
    let secret = TotpSecret::from_base32(&enrolment.base32).unwrap();
    let late = secret.code(store.now() + SignedDuration::from_mins(5));
    assert_eq!(refused(sign_in::enrol(store, &second.token, &late).await), Refusal::TotpWrong);
    let code = secret.code(store.now());
    let third = sign_in::enrol(store, &second.token, &code).await.unwrap();
    let session = sessions::load(store, &third.token).await.unwrap().unwrap();
    assert_eq!((session.officer, session.verified, session.missing), (id, true, None));
    assert_eq!(session.name, "Siti Rahma");
    assert!(sign_in::password(store, passwords, "siti.rahma", &one_time).await.is_err());
    let expected = [
        Act::OfficerCreated,
        Act::SignInTried,
        Act::PasswordChanged,
        Act::SecondFactorEnrolled,
        Act::SignedIn,
        Act::SignInTried,
    ];
    assert_eq!(acts(&it, id).await, expected.map(Act::word));
});

both_engines!(an_invitation_lasts_a_week, |db| async move {
    let it = setting(&db);
    let (_, one_time) =
        officers::invite(&it.store, &it.passwords, "budi", &profile("Budi"), None).await.unwrap();
    it.wait(officers::INVITATION_AGE_MAX + SignedDuration::from_secs(1));
    let outcome = try_password(&it, "budi", &one_time).await;
    assert_eq!(refused(outcome), Refusal::InvitationExpired);
});

both_engines!(what_an_account_may_not_be, |db| async move {
    let it = setting(&db);
    let (store, passwords) = (&it.store, &it.passwords);
    let id = it.officer("budi").await;
    for (username, officer, password, why) in [
        ("BUDI", profile("Budi"), PASSWORD, Refusal::UsernameTaken),
        ("b", profile("Budi"), PASSWORD, Refusal::Username),
        ("ani", profile("  "), PASSWORD, Refusal::Name),
        ("ani", profile("Ani"), "password1234", Refusal::PasswordCommon),
        (
            "ani",
            officers::Profile { email: Some("ani".into()), ..profile("Ani") },
            PASSWORD,
            Refusal::Email,
        ),
        (
            "ani",
            officers::Profile { phone: Some("0812".into()), ..profile("Ani") },
            PASSWORD,
            Refusal::Phone,
        ),
    ] {
        let made = officers::create(store, passwords, username, &officer, password, None).await;
        assert_eq!(refused(made), why);
    }
    let changed = officers::Profile {
        email: Some("budi@kota.go.id".into()),
        phone: Some("+628123456789".into()),
        ..profile("Budi Santoso")
    };
    officers::change(store, id, &changed, Some(id)).await.unwrap();
    let found = officers::find(store, "Budi").await.unwrap().unwrap();
    assert_eq!(
        (found.name.as_str(), found.state, found.enrolled),
        ("Budi Santoso", State::Active, false)
    );
    let contact = officers::contact(store, id).await.unwrap().unwrap();
    assert_eq!(contact.email.as_deref(), Some("budi@kota.go.id"));
    assert_eq!(contact.phone.as_deref(), Some("+628123456789"));
    assert_eq!(officers::page(store, "", 10).await.unwrap().len(), 1);
    assert_eq!(
        refused(officers::change(store, OfficerId(1), &changed, None).await),
        Refusal::AccountState
    );
});

both_engines!(one_of_many_gets_the_user_name, |db| async move {
    let it = setting(&db);
    let officer = profile("Ani");
    let tries =
        (0..8).map(|_| officers::create(&it.store, &it.passwords, "ani", &officer, PASSWORD, None));
    let outcomes = futures_util::future::join_all(tries).await;
    assert_eq!(outcomes.iter().filter(|it| it.is_ok()).count(), 1);
    let lost = outcomes.into_iter().filter(Result::is_err).map(refused);
    assert!(lost.into_iter().all(|why| why == Refusal::UsernameTaken));
});

both_engines!(a_name_that_does_not_exist_answers_and_waits_like_one_that_does, |db| async move {
    let it = setting(&db);
    it.officer("budi").await;
    let mut stories = Vec::new();
    for username in ["budi", "bukan-siapa-siapa"] {
        it.clock.set(afternoon());
        let mut story = Vec::new();
        for _ in 0..12 {
            let why = refused(try_password(&it, username, "bukan kata sandinya").await);
            story.push((it.store.now(), why));
            if let Refusal::Locked { until } = why {
                it.clock.set(until);
            } else {
                it.wait(SignedDuration::from_secs(1));
            }
        }
        stories.push(story);
    }
    assert_eq!(stories[0], stories[1]);
    let (_, sixth) = stories[0][5];
    let until = afternoon() + SignedDuration::from_secs(4 + 30);
    assert_eq!(sixth, Refusal::Locked { until });
    assert_eq!(sixth.key(), "sign-in-locked");
    let typed = "SELECT COUNT(*) FROM audit WHERE subject LIKE '%bukan%'";
    let kept = db.select("test", typed, params![], |row| row.get::<i64>(0)).await.unwrap();
    assert_eq!(kept, [0], "a typed name that does not exist is not kept");
});

both_engines!(the_right_password_waits_too_and_then_opens, |db| async move {
    let it = setting(&db);
    it.officer("budi").await;
    for _ in 0..5 {
        assert_eq!(refused(try_password(&it, "budi", "salah salah salah").await), Refusal::SignIn);
    }
    let Refusal::Locked { until } = refused(try_password(&it, "budi", PASSWORD).await) else {
        panic!("not locked")
    };
    it.clock.set(until);
    // The sixth attempt is right and does not lock out the code that follows.
    it.enrol("budi").await;
    assert_eq!(officers::find(&it.store, "budi").await.unwrap().unwrap().locked_until, None);
});

both_engines!(attempts_made_at_once_count_one_by_one, |db| async move {
    let it = setting(&db);
    it.officer("budi").await;
    let tries = (0..20).map(|_| try_password(&it, "budi", "salah salah salah"));
    let outcomes = futures_util::future::join_all(tries).await.into_iter().map(refused);
    assert_eq!(outcomes.filter(|why| *why == Refusal::SignIn).count(), 5);
});

both_engines!(a_code_is_taken_once, |db| async move {
    let it = setting(&db);
    let id = it.officer("budi").await;
    let (token, secret) = it.enrol("budi").await;
    let used = secret.code(it.store.now());
    let pending = it.password("budi").await;
    assert_eq!(refused(sign_in::code(&it.store, &pending, &used).await), Refusal::TotpUsed);
    assert_eq!(refused(sign_in::confirm(&it.store, &token, &used).await), Refusal::TotpUsed);
    it.wait(SignedDuration::from_secs(30));
    let next = secret.code(it.store.now());
    assert!(sign_in::code(&it.store, &pending, &next).await.unwrap().missing.is_none());
    // Neither the code nor one from an earlier step that would still be in the window.
    let again = it.password("budi").await;
    assert_eq!(refused(sign_in::code(&it.store, &again, &next).await), Refusal::TotpUsed);
    assert_eq!(refused(sign_in::code(&it.store, &again, &used).await), Refusal::TotpUsed);
    assert!(acts(&it, id).await.contains(&Act::CodeRefused.word().to_owned()));
    it.wait(SignedDuration::from_secs(30));
    let fresh = secret.code(it.store.now());
    assert_eq!(sign_in::confirm(&it.store, &token, &fresh).await, Ok(()));
});

both_engines!(a_code_sent_twice_at_once_opens_one_session, |db| async move {
    let it = setting(&db);
    it.officer("budi").await;
    let (_, secret) = it.enrol("budi").await;
    it.wait(SignedDuration::from_secs(30));
    let (one, two) = (it.password("budi").await, it.password("budi").await);
    let code = secret.code(it.store.now());
    let (one, two) =
        tokio::join!(sign_in::code(&it.store, &one, &code), sign_in::code(&it.store, &two, &code));
    assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1);
});

both_engines!(guessing_codes_is_stopped_even_with_the_password, |db| async move {
    let it = setting(&db);
    it.officer("budi").await;
    let (_, secret) = it.enrol("budi").await;
    it.wait(SignedDuration::from_mins(2));
    let start = it.store.now();
    let (mut guesses, mut waited) = (0, 0);
    while it.store.now().duration_since(start) < SignedDuration::from_hours(24) {
        let wrong = if secret.code(it.store.now()) == "000000" { "000001" } else { "000000" };
        let step = sign_in::password(&it.store, &it.passwords, "budi", PASSWORD).await;
        let outcome = match step {
            Ok(step) => sign_in::code(&it.store, &step.token, wrong).await.map(|_| ()),
            Err(denied) => Err(denied),
        };
        match refused(outcome) {
            Refusal::TotpWrong => guesses += 1,
            Refusal::Locked { until } => {
                waited += 1;
                it.clock.set(until);
            }
            other => panic!("{other:?}"),
        }
    }
    // Three codes of a million are right at a time: 40 guesses a day find one in 20 years.
    assert!(guesses < 40, "{guesses} guesses, {waited} waits");
});

both_engines!(a_reset_takes_both_factors_away, |db| async move {
    let it = setting(&db);
    let admin = it.officer("admin").await;
    let id = it.officer("budi").await;
    let (token, _) = it.enrol("budi").await;
    let one_time = officers::reset(&it.store, &it.passwords, id, Some(admin)).await.unwrap();
    assert_eq!(sessions::load(&it.store, &token).await.unwrap(), None);
    assert_eq!(refused(try_password(&it, "budi", PASSWORD).await), Refusal::SignIn);
    let step = sign_in::password(&it.store, &it.passwords, "budi", &one_time).await.unwrap();
    assert_eq!(step.missing, Some(Missing::NewPassword));
    let done = audit::by_officer(&it.store, admin, Timestamp::MAX, 1).await.unwrap();
    assert_eq!(
        (done[0].act.as_str(), done[0].subject.clone()),
        ("officer_reset", format!("officer:{id}"))
    );
});

both_engines!(a_closed_account_looks_like_none, |db| async move {
    let it = setting(&db);
    let id = it.officer("budi").await;
    officers::suspend(&it.store, id, None).await.unwrap();
    assert_eq!(refused(try_password(&it, "budi", PASSWORD).await), Refusal::SignIn);
    assert_eq!(refused(officers::suspend(&it.store, id, None).await), Refusal::AccountState);
    let reset = officers::reset(&it.store, &it.passwords, id, None).await;
    assert_eq!(refused(reset), Refusal::AccountState);
    let one_time = officers::reinstate(&it.store, &it.passwords, id, None).await.unwrap();
    assert_eq!(try_password(&it, "budi", &one_time).await, Ok(()));
});

pub(crate) fn liaison(officer: OfficerId) -> Duty {
    Duty {
        officer,
        role: Role::LiaisonOfficer,
        agency: Some(AgencyId(5)),
        unit: Some(UnitId(50)),
        hub: None,
        province: None,
    }
}

/// Agency 5 with unit 50, agency 6 without any.
pub(crate) async fn offices(it: &Setting) {
    let statements = [
        "INSERT INTO agency (id, slug, kind, zone) VALUES (5, 'bandung', 'city', 'wib')",
        "INSERT INTO agency (id, slug, kind, zone) VALUES (6, 'bogor', 'city', 'wib')",
        "INSERT INTO unit (id, agency, code, kind, name) VALUES (50, 5, 'pu', 'dinas', 'Dinas PU')",
    ];
    let work = move |tx: &mut store::db::Tx<'_>| {
        statements.iter().try_for_each(|sql| tx.queue(sql, params![]))
    };
    it.store.db().write("test-offices", work).await.unwrap();
}

pub(crate) fn new_duty(duty: Duty, from: &str, to: Option<&str>) -> NewDuty {
    NewDuty {
        duty,
        valid_from: from.parse().unwrap(),
        valid_to: to.map(|day| day.parse().unwrap()),
        decree: "SK 12/2027".to_owned(),
    }
}

both_engines!(a_duty_is_in_force_from_its_first_to_its_last_day, |db| async move {
    let it = setting(&db);
    offices(&it).await;
    let id = it.officer("budi").await;
    let new = new_duty(liaison(id), "2027-01-10", Some("2027-01-31"));
    let duty = duties::add(&it.store, &new, None).await.unwrap();
    let days = ["2027-01-09", "2027-01-10", "2027-01-31", "2027-02-01"];
    let mut in_force = Vec::new();
    for day in days {
        let day = day.parse().unwrap();
        let on = duties::on(&it.store, id, day).await.unwrap();
        let members = duties::members(&it.store, Office::Unit(UnitId(50)), day).await.unwrap();
        assert_eq!(on.len(), members.len());
        assert!(on.iter().all(|held| held.duty == liaison(id) && held.is_in_force(day)));
        in_force.push(on.len());
    }
    assert_eq!(in_force, [0, 1, 1, 0]);
    duties::end(&it.store, duty, "2027-01-20".parse().unwrap(), Some(id)).await.unwrap();
    let day = "2027-01-21".parse().unwrap();
    assert_eq!(duties::members(&it.store, Office::Agency(AgencyId(5)), day).await.unwrap(), []);
    let longer = duties::end(&it.store, duty, "2027-01-25".parse().unwrap(), None).await;
    assert_eq!(refused(longer), Refusal::DutyNotInForce);
    let all = duties::of(&it.store, id).await.unwrap();
    assert_eq!(all[0].valid_to, Some("2027-01-20".parse().unwrap()));
    assert_eq!(acts(&it, id).await, ["officer_created", "duty_added", "duty_ended"]);
});

both_engines!(a_duty_fits_its_role_and_its_place, |db| async move {
    let it = setting(&db);
    offices(&it).await;
    let id = it.officer("budi").await;
    let fits = liaison(id);
    for (duty, why) in [
        (Duty { agency: None, ..fits.clone() }, Refusal::DutyPlace),
        (Duty { unit: None, ..fits.clone() }, Refusal::DutyPlace),
        (Duty { hub: Some(HubId(1)), ..fits.clone() }, Refusal::DutyPlace),
        (Duty { agency: Some(AgencyId(6)), ..fits.clone() }, Refusal::DutyPlaceUnknown),
        (
            Duty { role: Role::HubManager, agency: None, unit: None, ..fits.clone() },
            Refusal::DutyPlace,
        ),
        (Duty { officer: OfficerId(1), ..fits.clone() }, Refusal::AccountState),
    ] {
        let added = duties::add(&it.store, &new_duty(duty, "2027-01-10", None), None).await;
        assert_eq!(refused(added), why);
    }
    let backwards = new_duty(fits.clone(), "2027-01-10", Some("2027-01-09"));
    assert_eq!(refused(duties::add(&it.store, &backwards, None).await), Refusal::DutyDates);
    let without = NewDuty { decree: " ".to_owned(), ..new_duty(fits, "2027-01-10", None) };
    assert_eq!(refused(duties::add(&it.store, &without, None).await), Refusal::DutyDecree);
    let national = Duty { role: Role::NationalAdmin, agency: None, unit: None, ..liaison(id) };
    duties::add(&it.store, &new_duty(national, "2027-01-10", None), None).await.unwrap();
    let day = "2027-01-22".parse().unwrap();
    let admins = duties::members(&it.store, Office::Role(Role::NationalAdmin), day).await.unwrap();
    assert_eq!((admins.len(), admins[0].username.as_str()), (1, "budi"));
});
