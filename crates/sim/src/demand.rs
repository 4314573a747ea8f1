//! How many reports come on each day, and when.

use crate::Result;
use crate::draw::{Lot, Of, stream};
use crate::nation::{Nation, Person};
use crate::run::Span;
use domain::calendar::Place;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rand::Rng;

/// Somebody is about to report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrival {
    pub(crate) at: Timestamp,
    /// The how manieth report.
    pub(crate) nth: u64,
    pub(crate) person: Person,
    /// What shook the country, if that is why.
    pub(crate) shock: Option<usize>,
}

/// Reports of each day of a span.
pub(crate) struct Demand {
    days: Vec<Day>,
    hours: Lot<i8>,
    reports: u64,
}

struct Day {
    date: Date,
    /// The number of its first report.
    first: u64,
    usual: u64,
    shocks: Vec<(usize, u64)>,
}

impl Demand {
    /// Exactly the reports of the span, more on Mondays than on Sundays, fewer on holidays.
    pub(crate) fn new(nation: &Nation, span: &Span) -> Self {
        let dates: Vec<Date> = span.from.series(1.day()).take(span.days).collect();
        let mut shaken: Vec<Vec<(usize, u64)>> = vec![Vec::new(); span.days];
        let mut usual = span.reports;
        for (at, shock) in nation.shocks.iter().enumerate() {
            let range = shock.day..shock.day + shock.days;
            let Some(days) = shaken.get_mut(range) else { continue };
            let all = span.reports * shock.permille / 1_000;
            // Most on the first day.
            let weights: Vec<u64> = (0..days.len()).map(|day| (days.len() - day) as u64).collect();
            for (day, count) in days.iter_mut().zip(parts(all, &weights)) {
                day.push((at, count));
            }
            usual -= all;
        }
        let calendar = &nation.reference.calendar;
        let weight = |date: &Date| {
            let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
            let usual = nation.rhythm.weekdays.get(weekday).copied().unwrap_or(1_000);
            let off = calendar.holiday(*date, Place::NATIONAL).is_some();
            if off { usual * nation.rhythm.holiday / 1_000 } else { usual }
        };
        let weights: Vec<u64> = dates.iter().map(weight).collect();
        let mut days = Vec::with_capacity(span.days);
        let mut first = 0;
        for ((date, usual), shocks) in dates.into_iter().zip(parts(usual, &weights)).zip(shaken) {
            let of_shocks: u64 = shocks.iter().map(|(_, count)| count).sum();
            days.push(Day { date, first, usual, shocks });
            first += usual + of_shocks;
        }
        let hours = (0_i8..24).zip(nation.rhythm.hours.iter().copied());
        Self { days, hours: Lot::new(hours), reports: span.reports }
    }

    /// Who reports on the `nth` day, in order of time; `None` after the last.
    pub(crate) fn of_day(&self, nation: &Nation, nth: usize) -> Result<Option<Vec<Arrival>>> {
        let Some(day) = self.days.get(nth) else { return Ok(None) };
        let mut reasons = vec![None; usize::try_from(day.usual).unwrap_or(0)];
        for (shock, count) in &day.shocks {
            reasons.extend((0..*count).map(|_| Some(*shock)));
        }
        let mut all = Vec::with_capacity(reasons.len());
        for (nth, shock) in (day.first..).zip(reasons) {
            let rng = &mut stream(nation.seed, Of::Day, nth);
            let person = nation.reporter(nth, self.reports, rng)?;
            let hour = self.hours.draw(rng).copied().unwrap_or(9);
            let (minute, second) = (rng.random_range(0..60), rng.random_range(0..60));
            let zone = nation.reference.regions.zone(person.home);
            let at = zone.instant(day.date.at(hour, minute, second, 0));
            all.push(Arrival { at, nth, person, shock });
        }
        all.sort_unstable_by_key(|one| (one.at, one.nth));
        Ok(Some(all))
    }
}

/// A whole in parts by weight, none lost to rounding.
fn parts(whole: u64, weights: &[u64]) -> Vec<u64> {
    let all: u64 = weights.iter().sum();
    let (mut so_far, mut given) = (0, 0);
    let part = |weight: &u64| {
        so_far += weight;
        let up_to = u128::from(whole) * u128::from(so_far) / u128::from(all.max(1));
        let part = u64::try_from(up_to).unwrap_or(u64::MAX) - given;
        given += part;
        part
    };
    weights.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn nothing_is_lost_in_parts() {
        assert_eq!(parts(10, &[1, 1, 1]), [3, 3, 4]);
        assert_eq!(parts(0, &[1, 2]), [0, 0]);
        assert_eq!(parts(7, &[0, 5, 0]), [0, 7, 0]);
    }
}
