//! Many reports at once: for benchmarks and the import of history.
//!
//! A [`Story`] takes commands in memory, through the same `decide` as the door; [`write`] puts the
//! rows that the door would have put, many reports in one transaction. The [`Tally`] adds up what
//! the follower of the counters would have; [`settle`] writes the sums and moves the followers past
//! what was written. Nothing is told to anybody: who reads of it was there when it happened.

use crate::clock::micros;
use crate::counters::{self, Ledger};
use crate::db::{Tx, Value};
use crate::follow::Position;
use crate::keys::Purpose;
use crate::people::{self, Sealed};
use crate::reports::{Fixed, Intake, Prepared, append_rows, history_rows, intake_row, secret_of};
use crate::search::facets::posts;
use crate::{Error, Result, Store, dialect, notices, params, rising, timekeeper};
use domain::decide::{self, Context};
use domain::reminder::reminders;
use domain::role::Actor;
use domain::{Command, Event, Filing, PersonId, Reference, Refusal, Report, ReportId, TrackingId};
use jiff::Timestamp;
use std::sync::Arc;

/// Sums written in one transaction.
const SUMS: usize = 20_000;

/// A report with everything that happened to it, not yet written.
#[derive(Clone)]
pub struct Story {
    report: Report,
    filing: Filing,
    language: String,
    key_hash: Vec<u8>,
    secret_hash: Vec<u8>,
    person: Option<Sealed>,
    /// The version before, when, by whom, what.
    chapters: Vec<(u32, Timestamp, Actor, Vec<Event>)>,
}

impl Story {
    /// Receives a report at an instant, under a name and a number that the caller keeps unique.
    /// [`Error::Form`] holds every fault of the form. The draft of the intake is not looked at.
    pub fn file(
        store: &Store,
        reference: &Reference,
        intake: &Intake,
        (id, tracking): (ReportId, TrackingId),
        at: Timestamp,
        tally: &mut Tally,
    ) -> Result<Self> {
        let context = Context { now: at, reference };
        let event = decide::file(intake.filing.clone(), tracking, &context).map_err(Error::Form)?;
        let report =
            Report::begin(id, &event, at).ok_or_else(|| Error::Fault("no filing".to_owned()))?;
        tally.add(None, &event, &report, at, reference);
        let secret = secret_of(store, &intake.key, id);
        let person = match &intake.identity {
            Some(identity) => people::seal(store, PersonId(store.next_id()), identity)?,
            None => None,
        };
        Ok(Self {
            filing: intake.filing.clone(),
            language: intake.language.clone(),
            key_hash: store.keys().hash(Purpose::Intake, &intake.key),
            secret_hash: store.keys().hash(Purpose::TrackingSecret, secret.expose()),
            person,
            chapters: vec![(0, at, Actor::Reporter, vec![event])],
            report,
        })
    }

    /// Gives a command. Those that concern a second report are refused: a story is of one.
    pub fn give(
        &mut self,
        reference: &Reference,
        command: &Command,
        actor: Actor,
        at: Timestamp,
        tally: &mut Tally,
    ) -> Result<()> {
        if matches!(
            command,
            Command::Merge { .. } | Command::Follow { .. } | Command::Unfollow { .. }
        ) {
            return Err(Error::Refused(Refusal::CannotMerge));
        }
        let at = self.chapters.last().map_or(at, |(_, last, ..)| at.max(*last));
        let context = Context { now: at, reference };
        let events =
            decide::decide(&self.report, command, &actor, &context).map_err(Error::Refused)?;
        let version = self.report.version;
        for event in &events {
            let before = self.report.clone();
            self.report.apply(event, at, actor.officer());
            tally.add(Some(&before), event, &self.report, at, reference);
        }
        if !events.is_empty() {
            self.chapters.push((version, at, actor, events));
        }
        Ok(())
    }

    /// The state by now.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Count of events.
    #[must_use]
    pub fn events(&self) -> usize {
        self.chapters.iter().map(|(_, _, _, events)| events.len()).sum()
    }

    /// Ends it at `now`, in which the reporter and the office are still reminded of what is due later.
    #[must_use]
    pub fn end(self, reference: &Reference, now: Timestamp) -> StoryRows {
        let id = self.report.id;
        let reminders = reminders(&self.report, reference, now).into_iter();
        let received = self.report.milestones.received;
        let changed = self.chapters.last().map_or(received, |(_, at, ..)| *at);
        let fixed =
            Fixed { secret_hash: self.secret_hash, filing: &self.filing, language: &self.language };
        let posts = posts(self.chapters.iter().flat_map(|(_, _, _, events)| events));
        let events = self.chapters.iter().flat_map(|(version, at, actor, events)| {
            history_rows(id, *version, *at, actor, events)
        });
        StoryRows {
            id,
            received,
            key_hash: self.key_hash,
            events: events.collect(),
            row: Prepared::whole(&self.report, &fixed, &posts, changed),
            person: self.person,
            reminder: reminders.map(|one| one.at).filter(|at| *at > now).min().map(micros),
        }
    }
}

/// A story that has ended, as the rows that are written of it.
pub struct StoryRows {
    id: ReportId,
    received: Timestamp,
    key_hash: Vec<u8>,
    events: Vec<Vec<Value>>,
    row: Prepared,
    person: Option<Sealed>,
    reminder: Option<i64>,
}

impl StoryRows {
    fn put(&self, tx: &mut Tx<'_>) -> Result<()> {
        intake_row(tx, self.key_hash.clone(), self.id, self.received)?;
        append_rows(tx, self.events.iter().cloned())?;
        self.row.insert(tx)?;
        if let Some(person) = &self.person {
            people::insert(tx, person, self.id)?;
        }
        if let Some(at) = self.reminder {
            timekeeper::put_reminder(tx, self.id, at)?;
        }
        Ok(())
    }
}

/// What stories add to the counters.
#[derive(Default)]
pub struct Tally {
    ledger: Ledger,
    events: u64,
}

impl Tally {
    fn add(
        &mut self,
        before: Option<&Report>,
        event: &Event,
        after: &Report,
        at: Timestamp,
        reference: &Reference,
    ) {
        self.events += 1;
        let (calendar, directory) = (&reference.calendar, &reference.directory);
        for delta in domain::counter::deltas(before, event, after, at, calendar, directory) {
            self.ledger.add_on_day(&delta);
        }
    }

    /// Takes over what another tally holds.
    pub fn join(&mut self, other: Self) {
        self.events += other.events;
        self.ledger.join(other.ledger);
    }

    /// Count of events.
    #[must_use]
    pub fn events(&self) -> u64 {
        self.events
    }
}

/// Writes stories in one transaction.
pub async fn write(store: &Store, stories: Vec<StoryRows>) -> Result<()> {
    let stories = Arc::new(stories);
    let work = move |tx: &mut Tx<'_>| stories.iter().try_for_each(|story| story.put(tx));
    store.db().write("bulk", work).await
}

const EVENTS: &str = "SELECT COUNT(*) FROM event";

/// Writes the sums and moves every follower past the newest event. Once, at the end of all
/// [`write`]s, on a database that held no event before and that nobody else writes to; anything
/// else is [`Error::Conflict`], and then the followers have to do it.
pub async fn settle(store: &Store, mut tally: Tally) -> Result<()> {
    let wanted = i64::try_from(tally.events).unwrap_or(i64::MAX);
    let look = |tx: &mut Tx<'_>| {
        let written: i64 = tx.one(EVENTS, params![], |row| row.get(0))?;
        Ok((written, Position::of(tx, counters::FOLLOWER)?))
    };
    let (written, position) = store.db().read("bulk-look", look).await?;
    if written != wanted || position.is_some() {
        return Err(Error::Conflict);
    }
    tally.ledger.sum_days();
    let sums = tally.ledger.differences();
    for part in sums.chunks(SUMS) {
        let part = part.to_vec();
        let put = move |tx: &mut Tx<'_>| counters::put_sums(tx, &part);
        store.db().write("bulk-sums", put).await?;
    }
    let pass = |tx: &mut Tx<'_>| {
        let Some(newest) =
            tx.first(dialect::newest_event(tx.engine()), params![], |row| Position::read(row, 0))?
        else {
            return Ok(());
        };
        for follower in
            [counters::FOLLOWER, notices::FOLLOWER, timekeeper::FOLLOWER, rising::FOLLOWER]
        {
            newest.put(tx, follower)?;
        }
        Ok(())
    };
    store.db().write("bulk-pass", pass).await
}
