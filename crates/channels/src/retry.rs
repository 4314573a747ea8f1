//! When to try again: exponential backoff with jitter, as pure arithmetic.

use std::time::Duration;

/// The longest wait that another side may ask of us (`Retry-After`).
pub const RETRY_AFTER_MAX: Duration = Duration::from_secs(24 * 3600);

/// E-mail: patient for about four and a half days, as RFC 5321 §4.5.4.1 asks
/// (give up after at least 4 to 5 days).
pub const EMAIL: Schedule = Schedule {
    first: Duration::from_secs(30),
    longest: Duration::from_secs(6 * 3600),
    attempts_max: EMAIL_ATTEMPTS_MAX,
};

/// Attempts to send one mail before it goes to the dead letters.
pub const EMAIL_ATTEMPTS_MAX: u32 = 28;

/// Short messages: quick at first, over within about seven hours, because
/// a stale notice on a phone misleads more than it helps.
pub const SMS: Schedule = Schedule {
    first: Duration::from_secs(15),
    longest: Duration::from_secs(30 * 60),
    attempts_max: SMS_ATTEMPTS_MAX,
};

/// Attempts to send one short message before it goes to the dead letters.
pub const SMS_ATTEMPTS_MAX: u32 = 20;

/// A backoff schedule: each wait is twice the one before, up to `longest`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    /// The wait after the first failed attempt.
    pub first: Duration,
    /// The wait that later attempts do not exceed by themselves.
    pub longest: Duration,
    /// How many attempts are made in all.
    pub attempts_max: u32,
}

impl Schedule {
    /// How long to wait after `attempts` failed attempts (1 after the first
    /// one), or `None` when that was the last.
    ///
    /// `jitter` is a uniformly drawn number; the wait lies between one half
    /// and the whole of the nominal one, so that messages which failed
    /// together do not return together. `asked` is what the other side wants
    /// us to wait; it lengthens a wait up to [`RETRY_AFTER_MAX`] and never
    /// shortens one.
    #[must_use]
    pub fn wait_after(
        &self,
        attempts: u32,
        jitter: u32,
        asked: Option<Duration>,
    ) -> Option<Duration> {
        if attempts >= self.attempts_max {
            return None;
        }
        let doublings = attempts.saturating_sub(1).min(31);
        let nominal = self.first.saturating_mul(1 << doublings).min(self.longest);
        let half_ms = u64::try_from(nominal.as_millis() / 2).unwrap_or(u64::MAX);
        let jitter_ms = u128::from(half_ms) * u128::from(jitter) / u128::from(u32::MAX);
        let jitter_ms = u64::try_from(jitter_ms).unwrap_or(half_ms);
        let wait = Duration::from_millis(half_ms.saturating_add(jitter_ms));
        Some(asked.map_or(wait, |asked| wait.max(asked.min(RETRY_AFTER_MAX))))
    }
}
