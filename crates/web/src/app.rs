//! What every page needs beside the request: the store and the settings.

use crate::ops::Meters;
use crate::public::cache::Pages;
use crate::rate::Limits;
use store::Store;
use store::files::Bucket;
use std::sync::Arc;
use std::time::Duration;

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
}

/// Shared by all requests. Clones share it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    bucket: Bucket,
    settings: Settings,
    limits: Limits,
    meters: Meters,
    pages: Pages,
}

impl App {
    /// The application over an open store.
    #[must_use]
    pub fn new(store: Store, bucket: Bucket, settings: Settings) -> Self {
        let (limits, meters, pages) = (Limits::default(), Meters::default(), Pages::default());
        Self(Arc::new(Inner { store, bucket, settings, limits, meters, pages }))
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

    /// What is counted for the operator.
    pub(crate) fn meters(&self) -> &Meters {
        &self.0.meters
    }

    /// Public pages kept for some seconds.
    pub(crate) fn pages(&self) -> &Pages {
        &self.0.pages
    }

    /// Rate limits.
    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }
}
