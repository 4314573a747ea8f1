//! A span that is lived through and written.

use super::{Setting, SpanArguments, tell};
use crate::compose::{self, Failed};
use crate::config::Config;
use crate::say::{self, Progress};
use domain::{Reference, Zone};
use jiff::Timestamp;
use sim::stories::{Stories, Taker};
use sim::summary::Summary;
use sim::{Done, Run};
use std::sync::Arc;
use store::bulk::{self, Story, StoryRows, Tally};
use store::keys::Keys;
use store::reports::queries::is_any;
use store::search::rebuild;
use tokio::sync::mpsc;

/// Batches that wait for the next thread; each is some hundred megabytes.
const AHEAD: usize = 1;

/// Hands on stories, and tells the day to the terminal.
struct Sender {
    stories: mpsc::Sender<Vec<Story>>,
    shown: Progress,
}

impl Taker for Sender {
    fn take(&mut self, stories: Vec<Story>) -> bool {
        self.stories.blocking_send(stories).is_ok()
    }

    fn day(&mut self, nth: usize, of: usize) {
        self.shown.at("day", nth, of);
    }
}

pub(super) async fn live(config: &Config, arguments: &SpanArguments) -> Result<(), Failed> {
    let store = compose::store_in_bulk(config).await?;
    compose::prepare(&store).await?;
    if is_any(&store).await? {
        return Err("the database holds reports already: a simulation fills an empty one".into());
    }
    let keys = compose::keys(&config.keys.path, store.chance())?;
    let began = store.now();
    let setting = arguments.setting(store.reference())?;
    // Stories are written with what the index holds of them: nothing is left to be filled.
    rebuild::finish(&store, |_| {}).await?;
    let (stories, ended) = mpsc::channel(AHEAD);
    let mut written = rows(ended, store.reference(), setting.span.until());
    let db = store.db().clone();
    let sender = Sender { stories, shown: Progress::new("sim") };
    let lived = tokio::task::spawn_blocking(move || through(&setting, db, keys, sender));
    while let Some(rows) = written.recv().await {
        bulk::write(&store, rows).await?;
    }
    let (tally, summary, done) = lived.await??;
    say::warn("sim: writing counters");
    bulk::settle(&store, tally).await?;
    let took = store.now().duration_since(began).as_secs_f64();
    tell::outcome(&store.reference(), &summary, &done, took);
    store.db().close().await?;
    Ok(())
}

/// Makes rows of stories on a thread of its own, between that which lives through them and that
/// which writes them.
fn rows(
    mut stories: mpsc::Receiver<Vec<Story>>,
    reference: Arc<Reference>,
    until: Timestamp,
) -> mpsc::Receiver<Vec<StoryRows>> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        while let Some(stories) = stories.blocking_recv() {
            let rows = stories.into_iter().map(|story| story.end(&reference, until)).collect();
            if sender.blocking_send(rows).is_err() {
                return;
            }
        }
    });
    receiver
}

/// The whole span, on a thread of its own.
fn through(
    setting: &Setting,
    db: store::db::Db,
    keys: Keys,
    sender: Sender,
) -> sim::Result<(Tally, Summary, Done)> {
    let Setting { nation, scenario, span } = setting;
    let begins = Zone::Wib.instant(span.from.at(0, 0, 0, 0));
    let mut stories =
        Stories::new(db, keys, nation.reference(), nation.seed(), (begins, span.until()), sender);
    let done = Run::new(nation, scenario, *span, &mut stories)?.go()?;
    let (tally, summary, _) = stories.finish()?;
    Ok((tally, summary, done))
}
