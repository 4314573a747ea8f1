//! What every page needs beside the request: the store and the settings.

use crate::desk;
use crate::failure::Failure;
use crate::ops::Meters;
use crate::public::cache::Pages;
use crate::questions::Questions;
use crate::rate::Limits;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use store::Store;
use store::files::Bucket;
use store::password::{Cost, Passwords};
use tokio::sync::Mutex;
use triage::{Learned, Suggester};

/// Settings of the pages.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address under which the public reaches LAPOR, without a slash at the end; in notices and QR.
    pub base_url: String,
    /// Cookies only over https. Off only on loopback.
    pub secure_cookies: bool,
    /// Where "leave this page" leads.
    pub exit_url: String,
    /// Whether a proxy in front tells the caller's address in `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// A request that takes longer is answered with an apology.
    pub request_limit: Duration,
    /// Reports one address may file in a minute; 0 lifts the limit.
    pub filing_per_minute: u32,
}

/// Shared by all requests. Clones share it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    bucket: Bucket,
    settings: Settings,
    limits: Limits,
    passwords: OnceLock<Passwords>,
    desk: desk::Shared,
    meters: Meters,
    pages: Pages,
    suggester: OnceLock<Arc<Suggester>>,
    questions: Questions,
    /// One replay at a time: each holds a copy of what was learned.
    replaying: Mutex<()>,
}

impl App {
    /// The application over an open store.
    #[must_use]
    pub fn new(store: Store, bucket: Bucket, settings: Settings) -> Self {
        let limits = Limits::new(settings.filing_per_minute);
        Self(Arc::new(Inner {
            store,
            bucket,
            settings,
            limits,
            passwords: OnceLock::new(),
            desk: desk::Shared::new(),
            meters: Meters::default(),
            pages: Pages::default(),
            suggester: OnceLock::new(),
            questions: Questions::default(),
            replaying: Mutex::new(()),
        }))
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Where attachments are.
    #[must_use]
    pub fn bucket(&self) -> &Bucket {
        &self.0.bucket
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Hashes passwords with these costs instead of the standard ones: for tests. Without effect
    /// once a password has been hashed.
    #[must_use]
    pub fn with_passwords(self, passwords: Passwords) -> Self {
        let _ = self.0.passwords.set(passwords);
        self
    }

    /// Hashes passwords; made when the first one is.
    pub(crate) fn passwords(&self) -> Result<&Passwords, Failure> {
        if let Some(passwords) = self.0.passwords.get() {
            return Ok(passwords);
        }
        let made = Passwords::new(Cost::STANDARD, self.store().chance())?;
        Ok(self.0.passwords.get_or_init(|| made))
    }

    /// Asks this suggester, which somebody teaches, instead of one that knows only the category
    /// tree's own words. Without effect once the first was asked.
    #[must_use]
    pub fn with_suggester(self, suggester: Arc<Suggester>) -> Self {
        let _ = self.0.suggester.set(suggester);
        self
    }

    /// Who suggests.
    #[must_use]
    pub fn suggester(&self) -> &Suggester {
        let new = || Arc::new(Suggester::new(Learned::new(&self.store().reference().categories)));
        self.0.suggester.get_or_init(new)
    }

    /// The turn of who replays rules; others wait for it.
    pub(crate) fn replaying(&self) -> &Mutex<()> {
        &self.0.replaying
    }

    /// What the desk keeps for some seconds.
    pub(crate) fn desk(&self) -> &desk::Shared {
        &self.0.desk
    }

    /// What is counted for the operator.
    pub(crate) fn meters(&self) -> &Meters {
        &self.0.meters
    }

    /// Public pages kept for some seconds.
    pub(crate) fn pages(&self) -> &Pages {
        &self.0.pages
    }

    /// Frequent questions kept for some seconds.
    pub(crate) fn questions(&self) -> &Questions {
        &self.0.questions
    }

    /// Rate limits.
    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }
}
