//! Filling the index again from the events while reports are filed, changed and searched.
//!
//! Goes through the reports from the newest to the oldest, so that a new index is of use at once.
//! Each batch of reports is written in one transaction together with how far the walk is: a walk
//! that was cut off goes on where it was, and what is written meanwhile by others stays right,
//! because a batch holds its reports and looks whether they have moved on.

use super::{facets, put};
use crate::db::Tx;
use crate::follow::Position;
use crate::reports::{Versioned, events_between, events_of, fold};
use crate::{Result, Store, dialect, params};
use domain::event::Fact;
use domain::{Report, ReportId};
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::watch;

/// The walk's place among those of the followers: the name of the last report done, the reports
/// done, and whether it has ended.
const WALK: &str = "search";
/// Reports written in one transaction.
const BATCH: i64 = 200;
/// How long an unfinished walk rests after a failure.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(5);

const TOTAL: &str = "SELECT COUNT(*) FROM report";
const NEXT: &str = "SELECT id FROM report WHERE id < $1 ORDER BY id DESC LIMIT $2";
const HOLD: &str = "SELECT id, version FROM report WHERE id > $1 AND id <= $2 {{LOCK ROW}}";

/// How far a walk is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Reports done.
    pub done: u64,
    /// Reports there were when it was asked.
    pub total: u64,
}

/// How far the index is being filled; `None` when it is whole.
pub async fn progress(store: &Store) -> Result<Option<Progress>> {
    let look = |tx: &mut Tx<'_>| {
        let at = Position::of(tx, WALK)?.unwrap_or(START);
        if at.version == ENDED {
            return Ok(None);
        }
        let total = tx.one(TOTAL, params![], |row| row.get::<u64>(0))?;
        Ok(Some(Progress { done: u64::try_from(at.tx).unwrap_or(0), total }))
    };
    store.db().read("search-progress", look).await
}

const ENDED: i64 = 1;
const START: Position = Position { tx: 0, report: i64::MAX, version: 0 };

/// Begins the walk anew, for an index that is not trusted.
pub async fn begin(store: &Store) -> Result<()> {
    store.db().write("search-begin", |tx| START.put(tx, WALK)).await
}

/// Goes on with the walk until every report is in the index. Several processes may do this at
/// once; they do the same work twice and no harm.
pub async fn finish(store: &Store, mut told: impl FnMut(Progress)) -> Result<()> {
    let total = store.db().select("search-total", TOTAL, params![], |row| row.get(0)).await?;
    let total: u64 = total.into_iter().next().unwrap_or(0);
    let mut next = None;
    loop {
        let batch = match next.take() {
            Some(batch) => batch,
            None => match Batch::read(store, None).await? {
                Some(batch) => batch,
                None => return Ok(()),
            },
        };
        let (after, ended) = (batch.place(), batch.ended);
        // The next reports are read and analysed while these are written.
        let ahead = async { if ended { Ok(None) } else { Batch::read(store, Some(after)).await } };
        let (written, ahead) = tokio::join!(batch.write(store), ahead);
        written?;
        told(Progress { done: u64::try_from(after.tx).unwrap_or(0).min(total), total });
        if ended {
            return Ok(());
        }
        next = ahead?;
    }
}

/// Finishes a walk that is not, until `shutdown` becomes true.
pub async fn run(store: &Store, mut shutdown: watch::Receiver<bool>) {
    loop {
        let done = tokio::select! {
            done = finish(store, |_| {}) => done,
            _ = shutdown.wait_for(|stop| *stop) => return,
        };
        let Err(error) = done else { return };
        tracing::warn!(%error, "the search index could not be filled");
        if tokio::time::timeout(REST_AFTER_FAILURE, shutdown.wait_for(|stop| *stop)).await.is_ok() {
            return;
        }
    }
}

/// Some reports with their tokens as of a version.
struct Batch {
    from: Position,
    /// No report of the batch has a lower name.
    lowest: i64,
    ended: bool,
    done: i64,
    tokens: HashMap<i64, (u32, Vec<String>)>,
}

impl Batch {
    /// The reports behind a place, or behind where the walk stands; `None` when it has ended.
    async fn read(store: &Store, from: Option<Position>) -> Result<Option<Self>> {
        let read = move |tx: &mut Tx<'_>| {
            let from = match from {
                Some(from) => from,
                None => Position::of(tx, WALK)?.unwrap_or(START),
            };
            if from.version == ENDED {
                return Ok(None);
            }
            let ids: Vec<i64> = tx.all(NEXT, params![from.report, BATCH], |row| row.get(0))?;
            let done = i64::try_from(ids.len()).unwrap_or(0);
            let ended = done < BATCH;
            let lowest = ids.last().copied().filter(|_| !ended).unwrap_or(i64::MIN);
            let events =
                events_between(tx, lowest.saturating_sub(1), from.report.saturating_sub(1))?;
            Ok(Some((Self { from, lowest, ended, done, tokens: HashMap::new() }, events)))
        };
        let Some((batch, events)) = store.db().read("search-read", read).await? else {
            return Ok(None);
        };
        let analyse = move || {
            let tokens =
                events.into_iter().filter_map(|(id, events)| Some((id, analysed(id, events)?)));
            tokens.collect()
        };
        let tokens = tokio::task::spawn_blocking(analyse).await;
        let tokens = tokens.map_err(|error| crate::Error::Fault(error.to_string()))?;
        Ok(Some(Self { tokens, ..batch }))
    }

    /// Where the walk stands once this is written.
    fn place(&self) -> Position {
        let version = if self.ended { ENDED } else { 0 };
        Position { tx: self.from.tx + self.done, report: self.lowest, version }
    }

    async fn write(self, store: &Store) -> Result<()> {
        let write = move |tx: &mut Tx<'_>| {
            let (after, upto) = (self.lowest.saturating_sub(1), self.from.report.saturating_sub(1));
            let held = tx.all(HOLD, params![after, upto], |row| {
                Ok((row.get::<i64>(0)?, row.get::<u32>(1)?))
            })?;
            let mut stretch = params![after, upto];
            stretch.push(dialect::list(held.iter().map(|(id, _)| *id)));
            tx.queue(dialect::search_drop_held(tx.engine()), stretch)?;
            for (id, version) in held {
                match self.tokens.get(&id) {
                    Some((seen, tokens)) if *seen == version => put(tx, ReportId(id), tokens)?,
                    _ => {
                        // It has moved on since it was read.
                        let events = events_of(tx, ReportId(id))?;
                        let events = events.into_iter().map(|event| (event.version, Ok(event)));
                        if let Some((_, tokens)) = analysed(id, events.collect()) {
                            put(tx, ReportId(id), &tokens)?;
                        }
                    }
                }
            }
            self.place().put(tx, WALK)
        };
        store.db().write("search-write", write).await
    }
}

/// The version and the tokens of a report; `None` when its events do not fold, which
/// [`crate::check`] reports.
fn analysed(id: i64, events: Vec<Versioned>) -> Option<(u32, Vec<String>)> {
    let events: Vec<_> = events.into_iter().filter_map(|(_, event)| event.ok()).collect();
    let report: Report = fold(ReportId(id), &events).ok().flatten()?;
    let Fact::Filed { filing, .. } = &events.first()?.event.fact else { return None };
    let tokens = facets::tokens(&report, &filing.body, &facets::posts_of(&events));
    Some((report.version, tokens))
}
