//! Counters: sums and counts by day, folded from the events.
//!
//! Every public total, dashboard and indicator reads these sums, so their cost does not grow with
//! the number of reports. They are exact: [`check`] folds every event again and compares.

use crate::db::{Row, Tx};
use crate::follow::{self, Position};
use crate::{Error, Result, Store, params};
use domain::counter::{Delta, Dimension, Measure, deltas};
use domain::kind::ReportKind;
use domain::report::StageName;
use domain::{Reference, Report, ReportId};
use std::collections::{BTreeMap, HashMap};

/// Name of the follower.
pub const FOLLOWER: &str = "counters";

/// Events in one transaction: a few thousand upserts, some hundredths of a second.
const BATCH: u16 = 200;
/// Rows and events read at once by [`check`].
const PAGE: u16 = 5_000;
/// Rows corrected in one transaction by [`repair`].
const REPAIR: usize = 1_000;
/// The row that sums all days.
const ALL_DAYS: i32 = -1;

const ADD: &str = "INSERT INTO counter (dimension, key, measure, day, n) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (dimension, key, measure, day) DO UPDATE SET n = counter.n + excluded.n";
const SUMS: &str = "SELECT measure, n FROM counter WHERE dimension = $1 AND key = $2 AND day = -1";
const SUMS_OF_ALL: &str = "SELECT key, measure, n FROM counter WHERE dimension = $1 AND day = -1";
const SERIES: &str = "SELECT day, n FROM counter WHERE dimension = $1 AND key = $2 AND measure = $3 \
                      AND day >= $4 AND day <= $5 ORDER BY day";
const BETWEEN: &str = "SELECT measure, CAST(SUM(n) AS BIGINT) FROM counter WHERE dimension = $1 AND key = $2 \
                       AND day >= $3 AND day <= $4 GROUP BY measure";
const TOP: &str = "SELECT key, n FROM counter WHERE dimension = $1 AND measure = $2 AND day = -1 AND n > 0 \
                   ORDER BY n DESC, key LIMIT $3";
const ROWS: &str = "SELECT dimension, key, measure, day, n FROM counter \
                    WHERE (dimension, key, measure, day) > ($1, $2, $3, $4) \
                    ORDER BY dimension, key, measure, day LIMIT $5";

/// Sums by measure; a measure that never occurred is 0.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sums(BTreeMap<Measure, i64>);

impl Sums {
    /// The sum of a measure.
    #[must_use]
    pub fn of(&self, measure: Measure) -> i64 {
        self.0.get(&measure).copied().unwrap_or(0)
    }

    /// Reports at a stage now.
    #[must_use]
    pub fn at(&self, stage: StageName) -> i64 {
        self.of(Measure::of_stage(stage))
    }

    /// A mean from a sum and a count; `None` when nothing was counted.
    #[must_use]
    pub fn mean(&self, sum: Measure, count: Measure) -> Option<f64> {
        let count = self.of(count);
        #[expect(clippy::cast_precision_loss, reason = "sums stay far below 2^52")]
        (count > 0).then(|| self.of(sum) as f64 / count as f64)
    }
}

/// The country's totals, over all days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Totals {
    /// Of all reports.
    pub nation: Sums,
    /// Of each kind.
    pub kinds: BTreeMap<ReportKind, Sums>,
}

/// Takes the follower past one batch; how many events it took.
pub async fn advance(store: &Store) -> Result<usize> {
    let reference = store.reference();
    let look = move |_: &mut Tx<'_>, changes: &[follow::Change]| {
        let mut sums = BTreeMap::new();
        for change in changes {
            for delta in deltas_of(change, &reference) {
                for day in [delta.day, ALL_DAYS] {
                    let key = (delta.dimension, delta.key.clone(), delta.measure, day);
                    *sums.entry(key).or_insert(0) += delta.n;
                }
            }
        }
        sums.retain(|_, n| *n != 0);
        Ok(sums)
    };
    // In the order of the keys, so that nobody who adds to the same rows can deadlock with it.
    let apply = |tx: &mut Tx<'_>, sums: &BTreeMap<(Dimension, String, Measure, i32), i64>| {
        for ((dimension, key, measure, day), n) in sums {
            tx.queue(ADD, params![dimension.word(), key, measure.word(), *day, *n])?;
        }
        Ok(())
    };
    follow::advance(store, FOLLOWER, BATCH, look, apply).await
}

fn deltas_of(change: &follow::Change, reference: &Reference) -> Vec<Delta> {
    let recorded = &change.recorded;
    deltas(
        change.before.as_ref(),
        &recorded.event,
        &change.after,
        recorded.at,
        &reference.calendar,
        &reference.directory,
    )
}

fn measure(row: &Row<'_>, index: usize) -> Result<Option<Measure>> {
    // A measure that this build does not know was counted by a newer one.
    Ok(Measure::from_word(&row.get::<String>(index)?))
}

/// The country's totals. Constant cost.
pub async fn totals(store: &Store) -> Result<Totals> {
    let nation = sums(store, Dimension::Nation, "").await?;
    let kinds = by_key(store, Dimension::Kind).await?;
    let kinds =
        kinds.into_iter().filter_map(|(word, sums)| Some((ReportKind::from_word(&word)?, sums)));
    Ok(Totals { nation, kinds: kinds.collect() })
}

/// The sums over all days of one key: an agency, a category, a province.
pub async fn sums(store: &Store, dimension: Dimension, key: &str) -> Result<Sums> {
    let rows = store
        .db()
        .select("counter-sums", SUMS, params![dimension.word(), key], |row| {
            Ok((measure(row, 0)?, row.get(1)?))
        })
        .await?;
    Ok(Sums(rows.into_iter().filter_map(|(measure, n)| Some((measure?, n))).collect()))
}

/// The sums over all days of every key of a dimension.
pub async fn by_key(store: &Store, dimension: Dimension) -> Result<BTreeMap<String, Sums>> {
    let rows = store
        .db()
        .select("counter-by-key", SUMS_OF_ALL, params![dimension.word()], |row| {
            Ok((row.get::<String>(0)?, measure(row, 1)?, row.get::<i64>(2)?))
        })
        .await?;
    let mut found: BTreeMap<String, Sums> = BTreeMap::new();
    for (key, measure, n) in rows {
        let sums = found.entry(key).or_default();
        sums.0.extend(measure.map(|measure| (measure, n)));
    }
    Ok(found)
}

/// A measure by day (days since 1970-01-01 in Jakarta), both ends included; days on which nothing
/// happened are left out.
pub async fn series(
    store: &Store,
    dimension: Dimension,
    key: &str,
    measure: Measure,
    from_day: i32,
    to_day: i32,
) -> Result<Vec<(i32, i64)>> {
    let values = params![dimension.word(), key, measure.word(), from_day.max(0), to_day];
    store.db().select("counter-series", SERIES, values, |row| Ok((row.get(0)?, row.get(1)?))).await
}

/// The sums of some days, both ends included. From day 0 on, a stock's sum is what it was at the
/// end of the last day.
pub async fn between(
    store: &Store,
    dimension: Dimension,
    key: &str,
    from_day: i32,
    to_day: i32,
) -> Result<Sums> {
    let values = params![dimension.word(), key, from_day.max(0), to_day];
    let rows = store
        .db()
        .select("counter-between", BETWEEN, values, |row| Ok((measure(row, 0)?, row.get(1)?)))
        .await?;
    Ok(Sums(rows.into_iter().filter_map(|(measure, n)| Some((measure?, n))).collect()))
}

/// The keys with the largest sums over all days, largest first.
pub async fn top(
    store: &Store,
    dimension: Dimension,
    measure: Measure,
    limit: u16,
) -> Result<Vec<(String, i64)>> {
    let values = params![dimension.word(), measure.word(), limit];
    store.db().select("counter-top", TOP, values, |row| Ok((row.get(0)?, row.get(1)?))).await
}

/// One counter that is not what the events say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// By what it counts.
    pub dimension: Dimension,
    /// Of which.
    pub key: String,
    /// What it counts.
    pub measure: Measure,
    /// On which day; -1 is the sum of all days.
    pub day: i32,
    /// What the events say, less what is stored.
    pub missing: i64,
}

/// How far [`check`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Reports begun.
    pub reports: u64,
    /// Events folded.
    pub events: u64,
}

/// Counters by small numbers instead of words, because there are millions; day by day, because what
/// is counted one after the other is mostly of one day.
#[derive(Default)]
pub(crate) struct Ledger {
    keys: BTreeMap<Dimension, HashMap<String, u32>>,
    next: u32,
    days: BTreeMap<i32, HashMap<(u32, Measure), i64>>,
}

impl Ledger {
    fn number(&mut self, dimension: Dimension, key: &str) -> u32 {
        let keys = self.keys.entry(dimension).or_default();
        if let Some(number) = keys.get(key) {
            return *number;
        }
        keys.insert(key.to_owned(), self.next);
        self.next += 1;
        self.next - 1
    }

    fn add(&mut self, dimension: Dimension, key: &str, measure: Measure, day: i32, n: i64) {
        let number = self.number(dimension, key);
        *self.days.entry(day).or_default().entry((number, measure)).or_insert(0) += n;
    }

    /// Adds a delta to its day. Sums of all days are made at the end, by [`Ledger::sum_days`].
    pub(crate) fn add_on_day(&mut self, delta: &Delta) {
        self.add(delta.dimension, &delta.key, delta.measure, delta.day, delta.n);
    }

    /// Adds what another holds.
    pub(crate) fn join(&mut self, other: Self) {
        let mut numbers = HashMap::new();
        for (dimension, keys) in other.keys {
            for (key, theirs) in keys {
                numbers.insert(theirs, self.number(dimension, &key));
            }
        }
        for (day, sums) in other.days {
            let own = self.days.entry(day).or_default();
            for ((theirs, measure), n) in sums {
                if let Some(number) = numbers.get(&theirs) {
                    *own.entry((*number, measure)).or_insert(0) += n;
                }
            }
        }
    }

    /// Puts beside the sums of each day those of all days.
    pub(crate) fn sum_days(&mut self) {
        let mut all: HashMap<(u32, Measure), i64> = HashMap::new();
        for (what, n) in self.days.values().flatten() {
            *all.entry(*what).or_insert(0) += n;
        }
        self.days.insert(ALL_DAYS, all);
    }

    /// Every sum that is not zero, in the order of the counters' keys.
    pub(crate) fn differences(self) -> Vec<Difference> {
        let of_dimension = |(dimension, keys): (Dimension, HashMap<String, u32>)| {
            keys.into_iter().map(move |(key, number)| (dimension, key, number))
        };
        let mut names: Vec<_> = self.keys.into_iter().flat_map(of_dimension).collect();
        names.sort_unstable();
        // Sums are millions and names some thousands: only these are compared as words.
        let places = (0_u32..).zip(&names).map(|(place, (_, _, number))| (*number, place));
        let places: HashMap<u32, u32> = places.collect();
        let of_day = |(day, sums): (i32, HashMap<(u32, Measure), i64>)| {
            sums.into_iter().map(move |((number, measure), n)| (number, measure, day, n))
        };
        let sums = self.days.into_iter().flat_map(of_day).filter(|(_, _, _, n)| *n != 0);
        let mut sums: Vec<_> = sums
            .filter_map(|(number, measure, day, n)| Some((*places.get(&number)?, measure, day, n)))
            .collect();
        sums.sort_unstable();
        let named = |(place, measure, day, missing): (u32, Measure, i32, i64)| {
            let (dimension, key, _) = names.get(usize::try_from(place).ok()?)?;
            Some(Difference { dimension: *dimension, key: key.clone(), measure, day, missing })
        };
        sums.into_iter().filter_map(named).collect()
    }
}

/// Folds every event that the counters have seen and returns the counters that differ; empty when
/// all is well. Counting goes on meanwhile. Sums of working days are folded under the calendar of
/// today, so a changed calendar shows as a difference too.
pub async fn check(
    store: &Store,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Vec<Difference>> {
    let (seen, mut ledger) = store.db().read("counter-check", stored).await?;
    let Some(seen) = seen else { return Ok(ledger.differences()) };
    let reference = store.reference();
    let (mut behind, mut done) = ((i64::MIN, 0), Progress::default());
    let mut state: Option<Report> = None;
    loop {
        let page = store
            .db()
            .read("counter-check", move |tx| follow::events_by_report(tx, behind, PAGE))
            .await?;
        let Some((last, recorded, _)) = page.last() else { return Ok(ledger.differences()) };
        behind = (last.0, i64::from(recorded.version));
        for (report, recorded, position) in page {
            let before = state.take().filter(|state| state.id == report);
            done.reports += u64::from(before.is_none());
            done.events += 1;
            let change = changed(report, recorded, before)?;
            if position <= seen {
                for delta in deltas_of(&change, &reference) {
                    ledger.add(delta.dimension, &delta.key, delta.measure, delta.day, delta.n);
                    ledger.add(delta.dimension, &delta.key, delta.measure, ALL_DAYS, delta.n);
                }
            }
            state = Some(change.after);
        }
        progress(done);
    }
}

fn changed(
    report: ReportId,
    recorded: crate::reports::Recorded,
    before: Option<Report>,
) -> Result<follow::Change> {
    let after = follow::step(report, before.clone(), &recorded)?;
    Ok(follow::Change { report, recorded, before, after })
}

/// What is stored, with the sign turned, and up to which event it was counted.
fn stored(tx: &mut Tx<'_>) -> Result<(Option<Position>, Ledger)> {
    let seen = Position::of(tx, FOLLOWER)?;
    let mut ledger = Ledger::default();
    let mut behind = (String::new(), String::new(), String::new(), i64::MIN);
    loop {
        let (dimension, key, measure, day) = behind;
        let page = tx.all(ROWS, params![dimension, key, measure, day, PAGE], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get::<i32>(3)?, row.get::<i64>(4)?))
        })?;
        let Some((dimension, key, measure, day, _)) = page.last().cloned() else {
            return Ok((seen, ledger));
        };
        behind = (dimension, key, measure, i64::from(day));
        for (dimension, key, measure, day, n) in page {
            let found = Dimension::from_word(&dimension).zip(Measure::from_word(&measure));
            let (dimension, measure) =
                found.ok_or_else(|| Error::Decode("counter row".to_owned()))?;
            ledger.add(dimension, &key, measure, day, -n);
        }
    }
}

/// Adds to the counters.
pub(crate) fn put_sums(tx: &mut Tx<'_>, sums: &[Difference]) -> Result<()> {
    for at in sums {
        let values = params![at.dimension.word(), &at.key, at.measure.word(), at.day, at.missing];
        tx.queue(ADD, values)?;
    }
    Ok(())
}

/// Adds what [`check`] found missing. Sums commute, so what was counted meanwhile stays right; do
/// not apply the same differences twice.
pub async fn repair(store: &Store, differences: &[Difference]) -> Result<()> {
    for part in differences.chunks(REPAIR) {
        let part = part.to_vec();
        let add = move |tx: &mut Tx<'_>| put_sums(tx, &part);
        store.db().write("counter-repair", add).await?;
    }
    Ok(())
}
