//! How long to wait after wrong passwords and codes.

use jiff::Timestamp;

use crate::clock::{instant, micros};

/// Attempts in a row that cost no wait.
const FREE: i64 = 5;
/// Wait after the last of them; every further attempt doubles it.
const FIRST_WAIT_S: i64 = 30;
/// Longest wait: a stranger must not shut an officer out for a day.
const LONGEST_WAIT_S: i64 = 3_600;
/// Attempts are forgotten after this long without one.
const FORGET_S: i64 = 86_400;
const MICROS: i64 = 1_000_000;

/// Attempts in a row with a name, the same for names that exist and names that do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Lockout {
    pub(crate) failures: i64,
    /// UTC microseconds until which no attempt counts; in the past when there is no wait.
    pub(crate) until: Option<i64>,
}

impl Lockout {
    /// The end of the wait, if one is on.
    pub(crate) fn wait(self, now: Timestamp) -> Option<Timestamp> {
        self.until.filter(|until| *until > micros(now)).map(instant)
    }

    /// After one more attempt at `now`.
    #[must_use]
    pub(crate) fn attempt(self, now: Timestamp) -> Self {
        let now = micros(now);
        let forgotten = self.until.is_none_or(|until| until + FORGET_S * MICROS < now);
        let failures = if forgotten { 1 } else { self.failures + 1 };
        Self { failures, until: Some(now + wait_s(failures) * MICROS) }
    }

    /// After attempts at these instants, oldest first.
    pub(crate) fn replay(attempts: impl IntoIterator<Item = Timestamp>) -> Self {
        attempts.into_iter().fold(Self::default(), Self::attempt)
    }
}

fn wait_s(failures: i64) -> i64 {
    if failures < FREE {
        return 0;
    }
    let doublings = u32::try_from(failures - FREE).unwrap_or(u32::MAX).min(16);
    (FIRST_WAIT_S << doublings).min(LONGEST_WAIT_S)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;

    #[test]
    fn waits_grow_to_an_hour_and_are_forgotten_after_a_day() {
        let mut now = Timestamp::from_second(1_800_000_000).unwrap();
        let mut lockout = Lockout::default();
        let mut waits = Vec::new();
        for _ in 0..15 {
            assert_eq!(lockout.wait(now), None);
            lockout = lockout.attempt(now);
            let until = lockout.wait(now).unwrap_or(now);
            waits.push(until.duration_since(now).as_secs());
            now = until;
        }
        let expected = [0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600, 3_600];
        assert_eq!(waits, expected);
        let later = now + SignedDuration::from_hours(25);
        assert_eq!(lockout.attempt(later).failures, 1);
    }
}
