//! A scribe that keeps reports in memory and hands them on once nothing more happens to them, to be
//! written many at a time.

use crate::run::{Filed, Scribe, tracking};
use crate::summary::Summary;
use crate::{Error, Result};
use domain::{Actor, Command, Reference, Report, ReportId};
use jiff::Timestamp;
use std::sync::Arc;
use store::Store;
use store::bulk::{Story, Tally};
use store::chance::SeededChance;
use store::clock::ManualClock;
use store::db::Db;
use store::keys::Keys;
use store::reports::Intake;

/// Stories handed on at a time. What is written together writes a page of an index once.
const BATCH: usize = 10_000;
/// The node whose names the stories bear.
const NODE: u16 = 1_021;

/// Takes stories that have ended, and hears how many days have gone by.
pub trait Taker {
    /// Stories in the order of their names; `false` when nobody wants them any more.
    fn take(&mut self, stories: Vec<Story>) -> bool;

    /// So many of so many days have gone by.
    fn day(&mut self, nth: usize, of: usize);
}

/// Keeps stories.
pub struct Stories<T> {
    own: Store,
    reference: Arc<Reference>,
    clock: Arc<ManualClock>,
    seed: u64,
    ended: Vec<Story>,
    taker: T,
    tally: Tally,
    summary: Summary,
}

impl<T: Taker> Stories<T> {
    /// For a database with these keys, from which nothing is read and to which nothing is written.
    /// Nothing happens at `until` or later.
    pub fn new(
        db: Db,
        keys: Keys,
        reference: Arc<Reference>,
        seed: u64,
        (from, until): (Timestamp, Timestamp),
        taker: T,
    ) -> Self {
        let clock = Arc::new(ManualClock::new(from));
        let chance = Arc::new(SeededChance::new(seed));
        let own = Store::new(db, keys, Arc::<ManualClock>::clone(&clock), chance, NODE);
        let summary = Summary::new(Arc::clone(&reference), until);
        Self {
            own,
            reference,
            clock,
            seed,
            ended: Vec::new(),
            taker,
            tally: Tally::default(),
            summary,
        }
    }

    /// Hands on what is left: the sums of all stories, what they came to, and who took them.
    pub fn finish(mut self) -> Result<(Tally, Summary, T)> {
        self.hand_on()?;
        Ok((self.tally, self.summary, self.taker))
    }

    fn hand_on(&mut self) -> Result<()> {
        let mut stories = std::mem::take(&mut self.ended);
        // An index that is written in order is written once.
        stories.sort_unstable_by_key(|story| story.report().id);
        if self.taker.take(stories) { Ok(()) } else { Err(Error::Gone) }
    }
}

impl<T: Taker> Scribe for Stories<T> {
    type Page = Story;

    fn file(&mut self, filed: Filed, at: Timestamp) -> Result<Story> {
        self.clock.set(at);
        let intake = Intake {
            key: format!("sim-{}-{}", self.seed, filed.nth),
            report_id: None,
            filing: filed.filing,
            identity: filed.identity,
            language: "id".to_owned(),
            draft: None,
        };
        let id = ReportId(self.own.next_id());
        let tracking = tracking(filed.nth, self.seed);
        Ok(Story::file(&self.own, &self.reference, &intake, (id, tracking), at, &mut self.tally)?)
    }

    fn report<'a>(&'a self, page: &'a Story) -> &'a Report {
        page.report()
    }

    fn give(
        &mut self,
        page: &mut Story,
        command: &Command,
        actor: Actor,
        at: Timestamp,
    ) -> Result<bool> {
        match page.give(&self.reference, command, actor, at, &mut self.tally) {
            Ok(()) => Ok(true),
            Err(store::Error::Refused(_)) => Ok(false),
            Err(other) => Err(other.into()),
        }
    }

    fn end(&mut self, page: Story) -> Result<()> {
        self.summary.add(page.report(), page.events());
        self.ended.push(page);
        if self.ended.len() >= BATCH { self.hand_on() } else { Ok(()) }
    }

    fn day(&mut self, nth: usize, of: usize) -> Result<()> {
        self.taker.day(nth, of);
        Ok(())
    }
}
