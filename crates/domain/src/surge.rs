//! Whether more reports of a matter arrive than usual: counts by day against their own past.
//!
//! The usual is the mean of eight weeks, by weekday, with what is not known of it: counts scatter
//! more than chance alone, and a short past says little. An alarm needs a number that would hardly
//! ever occur by itself, a minimum of reports, and at least twice the usual.

/// Days that the usual is taken from.
pub const BASELINE_DAYS: i32 = 56;
/// Days before today that are left out of the usual, so that a surge does not become its own.
pub const GUARD_DAYS: i32 = 7;
/// Fewer reports than this are no surge.
pub const COUNT_MIN: i64 = 5;
/// A surge that was quiet for so many days has ended; the next one is told again.
pub const QUIET_DAYS: i32 = 7;
/// Reports of one matter at one place in [`CLUSTER_DAYS`] that are told as a cluster.
pub const CLUSTER_MIN: i64 = 4;
/// See [`CLUSTER_MIN`].
pub const CLUSTER_DAYS: i32 = 14;
/// Times a matter was settled at one place within [`REPEAT_DAYS`] from which on it comes back too
/// often.
pub const REPEAT_MIN: i64 = 3;
/// See [`REPEAT_MIN`].
pub const REPEAT_DAYS: i32 = 365;

/// Last days that are looked at together.
const WINDOWS: [i32; 3] = [1, 3, 7];
/// How seldom a count must be by itself: once in ten to the power of this.
const SURPRISE_MIN: f64 = 5.0;
/// How often more than usual.
const RATIO_MIN: f64 = 2.0;
/// Scatter of counts beyond chance: variance = mean + scatter x mean squared.
const SCATTER: f64 = 0.1;
/// What is supposed of a matter without a past: one report in two weeks.
const PRIOR: (f64, f64) = (1.0, 14.0);

/// More reports than usual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Surge {
    /// In the last so many days.
    pub days: i32,
    /// So many reports.
    pub count: i64,
    /// Where so many are usual.
    pub expected: f64,
    /// How seldom that is by itself: once in ten to the power of this.
    pub surprise: f64,
}

/// The clearest surge that lasts on `today`. `series` has counts by day (days since 1970-01-01);
/// days on which nothing happened may be left out, days outside of the past looked at are ignored.
#[must_use]
pub fn detect(series: &[(i32, i64)], today: i32) -> Option<Surge> {
    let between = |from: i32, to: i32| -> i64 {
        series.iter().filter(|(day, _)| (from..=to).contains(day)).map(|(_, n)| *n).sum()
    };
    let longest = WINDOWS.iter().copied().max().unwrap_or(1);
    if between(today - longest + 1, today) < COUNT_MIN {
        return None;
    }
    let last = today - GUARD_DAYS;
    let usual = Usual::of(series, last - BASELINE_DAYS + 1, last);
    let surges = WINDOWS.into_iter().filter_map(|days| {
        let count = between(today - days + 1, today);
        let expected: f64 = (today - days + 1..=today).map(|day| usual.on(day)).sum();
        if count < COUNT_MIN || float(count) < RATIO_MIN * expected {
            return None;
        }
        let surprise = -at_least(count, expected, usual.scatter).log10();
        (surprise >= SURPRISE_MIN).then_some(Surge { days, count, expected, surprise })
    });
    surges.max_by(|a, b| a.surprise.total_cmp(&b.surprise))
}

/// What is usual of a matter.
struct Usual {
    by_day: f64,
    weekdays: [f64; 7],
    scatter: f64,
}

impl Usual {
    fn of(series: &[(i32, i64)], from: i32, to: i32) -> Self {
        let (mut weekdays, mut weeks) = ([0.0; 7], [0.0; 8]);
        for (day, n) in series.iter().filter(|(day, _)| (from..=to).contains(day)) {
            if let Some(sum) = weekdays.get_mut(weekday(*day)) {
                *sum += float(*n);
            }
            let week = usize::try_from((day - from) / 7).unwrap_or_default();
            if let Some(sum) = weeks.get_mut(week) {
                *sum += float(*n);
            }
        }
        let sum: f64 = weeks.iter().sum();
        // Weekdays count as far as the past is long enough to tell them apart.
        let weekdays = weekdays.map(|of_day| (of_day + 8.0) / (sum / 7.0 + 8.0));
        let mean = sum / 8.0;
        let variance = weeks.iter().map(|week| (week - mean).powi(2)).sum::<f64>() / 7.0;
        let seen =
            if mean > 0.0 { ((variance - mean) / mean.powi(2)).clamp(0.0, 2.0) } else { 0.0 };
        Self {
            by_day: (sum + PRIOR.0) / (f64::from(BASELINE_DAYS) + PRIOR.1),
            weekdays,
            // What the past does not tell of the mean scatters too.
            scatter: SCATTER + seen / 2.0 + 1.0 / (sum + PRIOR.0),
        }
    }

    fn on(&self, day: i32) -> f64 {
        self.by_day * self.weekdays.get(weekday(day)).copied().unwrap_or(1.0)
    }
}

fn weekday(day: i32) -> usize {
    usize::try_from(day.rem_euclid(7)).unwrap_or_default()
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn float(n: i64) -> f64 {
    n as f64
}

/// The probability of `count` or more under a negative binomial distribution.
fn at_least(count: i64, mean: f64, scatter: f64) -> f64 {
    let size = 1.0 / scatter;
    let step = |k: f64| ((size + k) / (k + 1.0) * mean / (size + mean)).ln();
    let mut log = -size * (1.0 + mean / size).ln();
    let mut k = 0.0;
    while k < float(count) {
        log += step(k);
        k += 1.0;
    }
    let (mut term, mut sum) = (log.exp(), 0.0);
    // Behind its peak each term is smaller than the one before; the rest is soon nothing.
    while term > sum * 1e-9 && term > 0.0 {
        sum += term;
        log += step(k);
        k += 1.0;
        term = log.exp();
    }
    sum.clamp(f64::MIN_POSITIVE, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_that_of_the_distribution() {
        // Without scatter it is Poisson's: P(X >= 3 | 1) = 1 - 5/(2e).
        let poisson = at_least(3, 1.0, 1e-9);
        assert!((poisson - (1.0 - 2.5 / std::f64::consts::E)).abs() < 1e-6, "{poisson}");
        // With scatter 1 it is geometric: P(X >= 4 | 1) = 1/16.
        assert!((at_least(4, 1.0, 1.0) - 0.0625).abs() < 1e-9);
        assert!(at_least(500, 3.0, 0.1) > 0.0);
    }

    #[test]
    fn a_surge_stands_out_of_its_own_past() {
        let quiet: Vec<(i32, i64)> = (0..70).map(|day| (day, i64::from(day % 3 == 0))).collect();
        assert_eq!(detect(&quiet, 69), None);
        let mut loud = quiet.clone();
        loud.push((69, 12));
        let surge = detect(&loud, 69).unwrap();
        assert_eq!((surge.days, surge.count), (1, 13));
        assert!(surge.expected < 0.5 && surge.surprise > 6.0, "{surge:?}");
        // What is much every week is no surge.
        let mondays: Vec<(i32, i64)> =
            (0..70).map(|day| (day, if day % 7 == 4 { 30 } else { 2 })).collect();
        assert_eq!(detect(&mondays, 67), None);
        assert_eq!(detect(&[], 69), None);
    }
}
