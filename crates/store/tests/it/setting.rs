//! A store whose clock stands still and whose chance repeats, and officers in it.

use jiff::{SignedDuration, Timestamp};
use std::sync::Arc;
use store::Store;
use store::chance::SeededChance;
use store::clock::ManualClock;
use store::db::Db;
use store::keys::Keys;
use store::officers::{self, Profile};
use store::password::{Cost, Passwords};
use store::sessions::{Missing, Token};
use store::sign_in;
use store::totp::TotpSecret;

pub(crate) const PASSWORD: &str = "rumah biru di ujung gang";

pub(crate) struct Setting {
    pub(crate) store: Store,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) passwords: Passwords,
}

/// 22 January 2027, 15:00 in Jakarta.
pub(crate) fn afternoon() -> Timestamp {
    "2027-01-22T08:00:00Z".parse().unwrap()
}

pub(crate) fn setting(db: &Db) -> Setting {
    let chance = Arc::new(SeededChance::new(7));
    let clock = Arc::new(ManualClock::new(afternoon()));
    let passwords = Passwords::new(Cost::TRIFLING, &*chance).unwrap();
    let keys = Keys::generate(&*chance);
    let store = Store::new(db.clone(), keys, Arc::<ManualClock>::clone(&clock), chance, 1);
    Setting { store, clock, passwords }
}

pub(crate) fn profile(name: &str) -> Profile {
    Profile { name: name.to_owned(), email: None, phone: None, language: "id".to_owned() }
}

impl Setting {
    pub(crate) fn wait(&self, by: SignedDuration) {
        self.clock.advance(by);
    }

    pub(crate) async fn officer(&self, username: &str) -> domain::OfficerId {
        let profile = profile("Siti Rahma");
        officers::create(&self.store, &self.passwords, username, &profile, PASSWORD, None)
            .await
            .unwrap()
    }

    pub(crate) async fn password(&self, username: &str) -> Token {
        let step = sign_in::password(&self.store, &self.passwords, username, PASSWORD).await;
        step.unwrap().token
    }

    /// Enrols an officer made by [`Self::officer`].
    pub(crate) async fn enrol(&self, username: &str) -> (Token, TotpSecret) {
        let step = sign_in::password(&self.store, &self.passwords, username, PASSWORD).await;
        let step = step.unwrap();
        assert_eq!(step.missing, Some(Missing::Enrolment));
        let enrolment = sign_in::enrolment(&self.store, &step.token).await.unwrap();
        let secret = TotpSecret::from_base32(&enrolment.base32).unwrap();
        let code = secret.code(self.store.now());
        let verified = sign_in::enrol(&self.store, &step.token, &code).await.unwrap();
        assert_eq!(verified.missing, None);
        (verified.token, secret)
    }
}
