//! The words that public reports use, for corrections and completions.
//!
//! Learnt from the newest reports that everybody may read and kept in memory, so that there is
//! nothing to repair after a crash and a report that is hidden later is forgotten with the next
//! round. A word of fewer than three reports, or with a digit in it, is never shown to anybody.

use crate::db::Row;
use crate::reports::redactions_of;
use crate::{Result, Store, params};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use text::Vocabulary;
use text::personal::covered;
use tokio::sync::watch;

/// Reports that are learnt from.
const REPORTS: usize = 50_000;
/// Reports read at a time.
const BATCH: i64 = 500;
/// Different words held while learning; beyond it those met once are dropped.
const WORDS_MAX: usize = 100_000;
/// Reports that have to use a word before others are shown it.
const USED_MIN: u32 = 3;
/// Letters of a word: shorter ones are not worth it, longer ones are no words.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=24;
/// How often they are learnt anew.
const EVERY: Duration = Duration::from_secs(3_600);

const PUBLIC: &str = "SELECT id, title, body, redactions FROM report WHERE listed = 1 AND id < $1 ORDER BY id DESC LIMIT $2";

/// What a store knows by now.
#[derive(Default)]
pub(crate) struct Words(RwLock<Arc<Vocabulary>>);

impl Words {
    pub(crate) fn get(&self) -> Arc<Vocabulary> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn put(&self, words: Vocabulary) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(words);
    }
}

/// Learns the words of the newest public reports; returns how many words.
pub async fn learn(store: &Store) -> Result<usize> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let (mut before, mut seen) = (i64::MAX, 0);
    while seen < REPORTS {
        let read = |row: &Row<'_>| {
            let said = format!("{} {}", row.get::<String>(1)?, row.get::<String>(2)?);
            let redactions = redactions_of(row.get::<Option<String>>(3)?.as_deref())?;
            Ok((row.get::<i64>(0)?, (said, redactions)))
        };
        let page = store.db().select("words-learn", PUBLIC, params![before, BATCH], read).await?;
        let Some((last, _)) = page.last() else { break };
        before = *last;
        seen += page.len();
        for (_, (text, redactions)) in &page {
            let words: HashSet<String> =
                text::words(&covered(text, redactions)).filter(|word| is_shown(word)).collect();
            for word in words {
                *counts.entry(word).or_default() += 1;
            }
        }
        if counts.len() > WORDS_MAX {
            counts.retain(|_, reports| *reports > 1);
        }
        tokio::task::yield_now().await;
    }
    let words = Vocabulary::new(counts.into_iter().filter(|(_, reports)| *reports >= USED_MIN));
    let known = words.len();
    store.keep_words(words);
    Ok(known)
}

fn is_shown(word: &str) -> bool {
    LETTERS.contains(&word.chars().count())
        && word.chars().all(char::is_alphabetic)
        && !text::is_stop_word(word)
}

/// Learns again and again until `shutdown` becomes true.
pub async fn run(store: &Store, mut shutdown: watch::Receiver<bool>) {
    while !*shutdown.borrow() {
        if let Err(error) = learn(store).await {
            tracing::warn!(%error, "the words of reports were not learnt");
        }
        if tokio::time::timeout(EVERY, shutdown.wait_for(|stop| *stop)).await.is_ok() {
            return;
        }
    }
}

impl Store {
    /// The words of public reports; none before [`learn`] has run.
    #[must_use]
    pub fn words(&self) -> Arc<Vocabulary> {
        self.words_kept().get()
    }

    fn keep_words(&self, words: Vocabulary) {
        self.words_kept().put(words);
    }
}
