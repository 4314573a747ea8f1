//! The store: a database with what every module needs beside it.

use crate::chance::{Chance, Ids};
use crate::clock::Clock;
use crate::db::Db;
use crate::keys::Keys;
use crate::search::Words;
use domain::Reference;
use std::sync::{Arc, PoisonError, RwLock};

/// An open store. Clones share it.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    db: Db,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    ids: Ids,
    keys: Keys,
    reference: RwLock<Arc<Reference>>,
    words: Words,
}

impl Store {
    /// A store over an open, migrated database. The reference data is empty until
    /// [`crate::reference::load`] has run.
    #[must_use]
    pub fn new(
        db: Db,
        keys: Keys,
        clock: Arc<dyn Clock>,
        chance: Arc<dyn Chance>,
        node: u16,
    ) -> Self {
        let ids = Ids::new(Arc::clone(&clock), node, chance.draw());
        let (reference, words) = (RwLock::default(), Words::default());
        Self(Arc::new(Inner { db, clock, chance, ids, keys, reference, words }))
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> jiff::Timestamp {
        self.0.clock.now()
    }

    /// The clock itself.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.0.clock
    }

    /// Random numbers.
    #[must_use]
    pub fn chance(&self) -> &dyn Chance {
        &*self.0.chance
    }

    pub(crate) fn words_kept(&self) -> &Words {
        &self.0.words
    }

    /// A new internal name.
    #[must_use]
    pub fn next_id(&self) -> i64 {
        self.0.ids.next()
    }

    /// Encryption and keyed hashes.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// The reference data as it is now.
    #[must_use]
    pub fn reference(&self) -> Arc<Reference> {
        Arc::clone(&self.0.reference.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Replaces the reference data by a small set of a test's own.
    #[cfg(feature = "testing")]
    pub fn put_reference(&self, reference: Reference) {
        self.set_reference(reference);
    }

    pub(crate) fn set_reference(&self, reference: Reference) {
        *self.0.reference.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(reference);
    }
}
