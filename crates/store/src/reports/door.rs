//! The one door: load, decide, append, bring the rows up to date; one transaction.

use super::history::{Recorded, append, events_of, fold};
use super::row::write_row;
use crate::db::Tx;
use crate::people;
use crate::search::{self, facets};
use crate::{Error, Result, Store, params};
use domain::command::{Command, MainReport};
use domain::decide::{Context, decide};
use domain::role::{Actor, Reconciler};
use domain::visibility::Part;
use domain::{Event, Reference, Refusal, Report, ReportId, Stage};
use jiff::Timestamp;

/// Attempts when somebody else writes the same report at the same time.
const ATTEMPTS_MAX: usize = 5;

const BODY: &str = "SELECT body FROM report WHERE id = $1";

/// What a decision needs besides the report.
struct Now<'a> {
    at: Timestamp,
    reference: &'a Reference,
}

/// Gives a command to a report. `expected` is the version its sender saw: if the report has moved
/// on, the command is refused as stale instead of being carried out on something unseen.
pub async fn execute(
    store: &Store,
    id: ReportId,
    expected: Option<u32>,
    command: Command,
    actor: Actor,
) -> Result<Report> {
    execute_at(store, id, expected, command, actor, store.now()).await
}

/// [`execute`] at a given instant, for the demonstration and the simulator.
pub async fn execute_at(
    store: &Store,
    id: ReportId,
    expected: Option<u32>,
    command: Command,
    actor: Actor,
    at: Timestamp,
) -> Result<Report> {
    let run = move |tx: &mut Tx<'_>, now: &Now<'_>| step(tx, id, expected, &command, &actor, now);
    through(store, "execute", at, run).await
}

/// Gives several commands to a report, one after another in one transaction: all are carried out
/// or none. `expected` is the version before the first.
pub async fn execute_all(
    store: &Store,
    id: ReportId,
    expected: Option<u32>,
    commands: Vec<Command>,
    actor: Actor,
) -> Result<Report> {
    let run = move |tx: &mut Tx<'_>, now: &Now<'_>| {
        let mut expected = expected;
        let mut after = None;
        for command in &commands {
            let report = step(tx, id, expected, command, &actor, now)?;
            expected = Some(report.version);
            after = Some(report);
        }
        after.ok_or_else(|| Error::Fault("no command was given".to_owned()))
    };
    through(store, "execute-all", store.now(), run).await
}

/// Joins a report to another (T24); both change in the same transaction.
pub async fn merge(
    store: &Store,
    id: ReportId,
    expected: Option<u32>,
    main: ReportId,
    actor: Actor,
) -> Result<Report> {
    let run = move |tx: &mut Tx<'_>, now: &Now<'_>| {
        let Some(found) = fold(main, &events_of(tx, main)?)? else {
            return Err(Error::Refused(Refusal::Unknown));
        };
        let main = MainReport::of(&found);
        step(tx, id, expected, &Command::Merge { main }, &actor, now)
    };
    through(store, "merge", store.now(), run).await
}

/// Reads one part of who the reporter is. The event is in the same transaction as the reading: no
/// identity is shown without being written down.
pub async fn reveal(
    store: &Store,
    id: ReportId,
    part: Part,
    reason: String,
    actor: Actor,
) -> Result<Option<people::Revealed>> {
    let keys = store.clone();
    let command = Command::RevealIdentity { part, reason };
    let run = move |tx: &mut Tx<'_>, now: &Now<'_>| {
        step(tx, id, None, &command, &actor, now)?;
        people::reveal(tx, keys.keys(), id, part)
    };
    through(store, "reveal", store.now(), run).await
}

/// Runs the closure, again when another writer was faster.
async fn through<T, F>(store: &Store, name: &'static str, at: Timestamp, run: F) -> Result<T>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>, &Now<'_>) -> Result<T> + Send + Clone + 'static,
{
    for _ in 1..ATTEMPTS_MAX {
        match once(store, name, at, run.clone()).await {
            Err(Error::Unique { constraint }) if constraint == "event_report_id_version_key" => {}
            done => return done,
        }
    }
    once(store, name, at, run).await
}

async fn once<T, F>(store: &Store, name: &'static str, at: Timestamp, run: F) -> Result<T>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>, &Now<'_>) -> Result<T> + Send + 'static,
{
    let reference = store.reference();
    store.db().write(name, move |tx| run(tx, &Now { at, reference: &reference })).await
}

/// One command on one report, and what it does to another.
fn step(
    tx: &mut Tx<'_>,
    id: ReportId,
    expected: Option<u32>,
    command: &Command,
    actor: &Actor,
    now: &Now<'_>,
) -> Result<Report> {
    let events = events_of(tx, id)?;
    let before = fold(id, &events)?.ok_or(Error::Refused(Refusal::Unknown))?;
    if expected.is_some_and(|version| version != before.version) {
        return Err(Error::Refused(Refusal::Stale));
    }
    // Time never runs backwards within a report, whatever the clocks of several machines say.
    let at = events.last().map_or(now.at, |last| now.at.max(last.at));
    let context = Context { now: at, reference: now.reference };
    let decided = decide(&before, command, actor, &context).map_err(Error::Refused)?;
    let after = commit(tx, &before, &events, &decided, actor, at)?;
    if let Command::Merge { main } = command {
        let system = Actor::System(Reconciler::Timekeeper);
        step(tx, main.id, None, &Command::Follow { joined: id }, &system, now)?;
    }
    if let (Stage::MergedInto { main, .. }, Command::Reopen { .. }) = (&before.stage, command) {
        let system = Actor::System(Reconciler::Timekeeper);
        step(tx, *main, None, &Command::Unfollow { joined: id }, &system, now)?;
    }
    Ok(after)
}

/// Appends the events and brings the rows to the state they lead to.
fn commit(
    tx: &mut Tx<'_>,
    before: &Report,
    history: &[Recorded],
    events: &[Event],
    actor: &Actor,
    at: Timestamp,
) -> Result<Report> {
    let mut after = before.clone();
    if events.is_empty() {
        return Ok(after);
    }
    for event in events {
        after.apply(event, at, actor.officer());
    }
    append(tx, before.id, before.version, at, actor, events)?;
    write_row(tx, before, &after, at)?;
    let said = facets::posts(events);
    if facets::changed(before, &after) || !said.is_empty() {
        let body: String = tx.one(BODY, params![before.id.0], |row| row.get(0))?;
        let mut posts = facets::posts_of(history);
        posts.extend(said);
        search::put_again(tx, &after, &body, &posts)?;
    }
    Ok(after)
}
