//! Following the events: what is made from them is made once from each.
//!
//! A follower reads events in an order in which nothing can later appear in front of what it has
//! read, and moves its position in the same transaction that writes what it made of them. So an
//! event is neither missed nor taken twice, whenever the process dies and however many run.
//!
//! Within one report a later version may be met before an earlier one when both were committed at
//! nearly the same time; states are therefore folded from the report's own events.

use crate::db::{Row, Tx};
use crate::reports::{Recorded, fold, read_event};
use crate::{Error, Result, Store, dialect, params};
use domain::{Report, ReportId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

const POSITION: &str = "SELECT tx, report_id, version FROM follower WHERE name = $1";
const BEGIN: &str = "INSERT INTO follower (name, tx, report_id, version) VALUES ($1, $2, $3, $4) \
                     ON CONFLICT (name) DO NOTHING";
const PUT: &str = "INSERT INTO follower (name, tx, report_id, version) VALUES ($1, $2, $3, $4) ON CONFLICT (name) \
                   DO UPDATE SET tx = excluded.tx, report_id = excluded.report_id, version = excluded.version";
const MOVE: &str = "UPDATE follower SET tx = $2, report_id = $3, version = $4 \
                    WHERE name = $1 AND tx = $5 AND report_id = $6 AND version = $7";
const HISTORIES: &str = "SELECT version, at, actor, officer, role, agency, unit, kind, body, report_id \
                         FROM event WHERE report_id {{IN $1}} ORDER BY report_id, version";

/// A place in the order of all events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Position {
    pub(crate) tx: i64,
    pub(crate) report: i64,
    pub(crate) version: i64,
}

impl Position {
    /// Reads three columns, the first at `index`.
    pub(crate) fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        Ok(Self { tx: row.get(index)?, report: row.get(index + 1)?, version: row.get(index + 2)? })
    }

    /// Where a follower stands; `None` before its first event.
    pub(crate) fn of(tx: &mut Tx<'_>, name: &'static str) -> Result<Option<Self>> {
        tx.first(POSITION, params![name], |row| Self::read(row, 0))
    }

    /// Names and places of the events behind this.
    pub(crate) fn next(self, tx: &mut Tx<'_>, limit: u16) -> Result<Vec<(ReportId, u32, Self)>> {
        let sql = dialect::events_behind(tx.engine());
        tx.all(sql, params![self.tx, self.report, self.version, limit], |row| {
            Ok((ReportId(row.get(0)?), row.get::<u32>(1)?, Self::read(row, 2)?))
        })
    }

    /// Puts a walk that follows no events at a place.
    pub(crate) fn put(self, tx: &mut Tx<'_>, name: &'static str) -> Result<()> {
        tx.queue(PUT, params![name, self.tx, self.report, self.version])
    }
}

/// An event with the states it lies between.
#[derive(Debug, Clone)]
pub struct Change {
    /// Of which report.
    pub report: ReportId,
    /// The event.
    pub recorded: Recorded,
    /// The state before; `None` for a filing.
    pub before: Option<Report>,
    /// The state after.
    pub after: Report,
}

/// Takes the follower `name` past at most `limit` events and returns how many there were.
///
/// `look` finds out, in a reading transaction, what is to be written; `apply` writes it in the
/// transaction that moves the follower. Both may run more than once, only one run counts. When
/// another process was faster nothing is written and the answer is 0.
pub async fn advance<E, L, A>(
    store: &Store,
    name: &'static str,
    limit: u16,
    look: L,
    apply: A,
) -> Result<usize>
where
    E: Send + 'static,
    L: Fn(&mut Tx<'_>, &[Change]) -> Result<E> + Send + 'static,
    A: Fn(&mut Tx<'_>, &E) -> Result<()> + Send + 'static,
{
    advance_behind(store, (name, None), limit, look, apply).await
}

/// [`advance`] for a follower that reads what another one has made of the same events: it passes
/// no event that the other has not passed.
pub(crate) async fn advance_behind<E, L, A>(
    store: &Store,
    (name, leader): (&'static str, Option<&'static str>),
    limit: u16,
    look: L,
    apply: A,
) -> Result<usize>
where
    E: Send + 'static,
    L: Fn(&mut Tx<'_>, &[Change]) -> Result<E> + Send + 'static,
    A: Fn(&mut Tx<'_>, &E) -> Result<()> + Send + 'static,
{
    let read = move |tx: &mut Tx<'_>| {
        // A leader that has not begun has passed nothing.
        let place = |leader| Ok::<_, Error>(Position::of(tx, leader)?.unwrap_or_default());
        let upto = leader.map(place).transpose()?;
        let Some(batch) = Batch::read(tx, name, limit, upto)? else { return Ok(None) };
        let changes = changes(tx, &batch.events)?;
        let effects = look(tx, &changes)?;
        Ok(Some((batch, effects)))
    };
    let Some((batch, effects)) = store.db().read(name, read).await? else { return Ok(0) };
    store
        .db()
        .write(name, move |tx| {
            if !batch.pass(tx, name)? {
                return Ok(0);
            }
            apply(tx, &effects)?;
            Ok(batch.events.len())
        })
        .await
}

/// The events behind a place with the states around them, and the place behind those; `None` when
/// there is nothing new.
pub(crate) fn read(
    tx: &mut Tx<'_>,
    behind: Position,
    limit: u16,
) -> Result<Option<(Vec<Change>, Position)>> {
    let found = behind.next(tx, limit)?;
    let Some((_, _, to)) = found.last().copied() else { return Ok(None) };
    let events: Vec<_> = found.into_iter().map(|(report, version, _)| (report, version)).collect();
    Ok(Some((changes(tx, &events)?, to)))
}

/// Events behind a position.
struct Batch {
    from: Option<Position>,
    to: Position,
    events: Vec<(ReportId, u32)>,
}

impl Batch {
    /// `upto`: no event behind this place.
    fn read(
        tx: &mut Tx<'_>,
        name: &'static str,
        limit: u16,
        upto: Option<Position>,
    ) -> Result<Option<Self>> {
        let from = Position::of(tx, name)?;
        let mut found = from.unwrap_or_default().next(tx, limit)?;
        if let Some(upto) = upto {
            found.retain(|(_, _, position)| *position <= upto);
        }
        let Some((_, _, to)) = found.last().copied() else { return Ok(None) };
        let events = found.into_iter().map(|(report, version, _)| (report, version)).collect();
        Ok(Some(Self { from, to, events }))
    }

    /// Moves the follower behind the batch; false when it stands elsewhere by now.
    fn pass(&self, tx: &mut Tx<'_>, name: &'static str) -> Result<bool> {
        let mut values = params![name, self.to.tx, self.to.report, self.to.version];
        let moved = match self.from {
            None => tx.exec(BEGIN, values)?,
            Some(from) => {
                values.extend(params![from.tx, from.report, from.version]);
                tx.exec(MOVE, values)?
            }
        };
        Ok(moved == 1)
    }
}

/// The wanted events with the states around them, in the order given.
fn changes(tx: &mut Tx<'_>, wanted: &[(ReportId, u32)]) -> Result<Vec<Change>> {
    let order: HashMap<(ReportId, u32), usize> = wanted.iter().copied().zip(0..).collect();
    let reports: BTreeSet<ReportId> = wanted.iter().map(|(report, _)| *report).collect();
    let mut found = BTreeMap::new();
    for (report, history) in histories(tx, reports)? {
        let mut state: Option<Report> = None;
        for recorded in history {
            let before = state.clone();
            let after = step(report, state.take(), &recorded)?;
            if let Some(place) = order.get(&(report, recorded.version)) {
                found.insert(*place, Change { report, recorded, before, after: after.clone() });
            }
            state = Some(after);
        }
    }
    if found.len() < wanted.len() {
        return Err(Error::Corrupt("an event is gone".to_owned()));
    }
    Ok(found.into_values().collect())
}

/// The state after one more event.
pub(crate) fn step(id: ReportId, before: Option<Report>, recorded: &Recorded) -> Result<Report> {
    match before {
        Some(mut report) => {
            report.apply(&recorded.event, recorded.at, recorded.officer());
            Ok(report)
        }
        None => fold(id, std::slice::from_ref(recorded))?
            .ok_or_else(|| Error::Corrupt(format!("report {id} has no events"))),
    }
}

/// All events of these reports.
pub(crate) fn histories(
    tx: &mut Tx<'_>,
    reports: impl IntoIterator<Item = ReportId>,
) -> Result<BTreeMap<ReportId, Vec<Recorded>>> {
    let mut histories: BTreeMap<ReportId, Vec<Recorded>> = BTreeMap::new();
    let ids = dialect::list(reports.into_iter().map(|report| report.0));
    for (report, recorded) in
        tx.all(HISTORIES, vec![ids], |row| Ok((ReportId(row.get(9)?), read_event(row)?)))?
    {
        histories.entry(report).or_default().push(recorded);
    }
    Ok(histories)
}

/// One page of all events, report by report, behind `(report, version)`, each with its position.
pub(crate) fn events_by_report(
    tx: &mut Tx<'_>,
    behind: (i64, i64),
    limit: u16,
) -> Result<Vec<(ReportId, Recorded, Position)>> {
    let sql = dialect::events_by_report(tx.engine());
    tx.all(sql, params![behind.0, behind.1, limit], |row| {
        Ok((ReportId(row.get(9)?), read_event(row)?, Position::read(row, 10)?))
    })
}

/// Whether the follower has seen every event, those of running transactions included.
pub async fn is_caught_up(store: &Store, name: &'static str) -> Result<bool> {
    let look = move |tx: &mut Tx<'_>| {
        let newest =
            tx.first(dialect::newest_event(tx.engine()), params![], |row| Position::read(row, 0))?;
        Ok(newest <= Position::of(tx, name)?)
    };
    store.db().read("follower-caught-up", look).await
}

/// Whether the order of the events can be relied on.
///
/// PostgreSQL numbers transactions per cluster. After a dump was restored into another cluster the
/// numbers of old events mean nothing there, and followers would pass new events by: move clusters
/// by a physical copy (`pg_basebackup`), which keeps them.
pub async fn check_origin(store: &Store) -> Result<()> {
    let look = |tx: &mut Tx<'_>| {
        tx.first(dialect::foreign_event(tx.engine()), params![], |row| row.get::<i64>(0))
    };
    match store.db().read("follower-origin", look).await? {
        None => Ok(()),
        Some(_) => {
            Err(Error::Corrupt("events were numbered by another PostgreSQL cluster".to_owned()))
        }
    }
}
