//! The only place that draws random numbers, and the internal names made from time and chance.

use crate::clock::Clock;
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{RngCore, SeedableRng};
use std::sync::{Arc, Mutex, PoisonError};

/// Draws random numbers fit for secrets.
pub trait Chance: Send + Sync + 'static {
    /// Fills the buffer.
    fn fill(&self, buffer: &mut [u8]);

    /// One 64-bit draw.
    fn draw(&self) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_le_bytes(bytes)
    }
}

/// The operating system's generator.
#[derive(Debug, Default)]
pub struct SystemChance;

impl Chance for SystemChance {
    fn fill(&self, buffer: &mut [u8]) {
        #[expect(clippy::disallowed_methods, reason = "the one place that draws")]
        rand::rng().fill_bytes(buffer);
    }
}

/// A repeatable generator for tests, the demonstration and the simulator.
#[derive(Debug)]
pub struct SeededChance(Mutex<StdRng>);

impl SeededChance {
    /// The generator of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }
}

impl Chance for SeededChance {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(buffer);
    }
}

/// Hands out internal names: 41 bits of milliseconds since 2020, 10 bits of node, 12 of sequence.
///
/// Names of one node grow with time, so keys cluster by time without a shared sequence. Each
/// process begins its sequences elsewhere: a command beside the server has the server's node.
pub struct Ids {
    clock: Arc<dyn Clock>,
    node: i64,
    begin: i64,
    last: Mutex<i64>,
}

impl Ids {
    /// 2020-01-01 in milliseconds since 1970.
    const EPOCH_MS: i64 = 1_577_836_800_000;

    /// Names of the node `node` (0 to 1023); `place`, drawn once,
    /// decides where in the first half of each millisecond's sequence this process begins.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, node: u16, place: u64) -> Self {
        let begin = (place & 0x7ff).cast_signed();
        Self { clock, node: i64::from(node & 0x3ff), begin, last: Mutex::new(0) }
    }

    /// The next name, larger than every one before from this node.
    #[must_use]
    pub fn next(&self) -> i64 {
        let ms = (self.clock.now().as_millisecond() - Self::EPOCH_MS).max(0);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (last_ms, sequence) = (*last >> 12, *last & 0xfff);
        *last = if ms > last_ms {
            (ms << 12) | self.begin
        } else if sequence < 0xfff {
            *last + 1
        } else {
            ((last_ms + 1) << 12) | self.begin
        };
        let (ms, sequence) = (*last >> 12, *last & 0xfff);
        (ms << 22) | (self.node << 12) | sequence
    }
}

/// The lowest internal name that can have been given at an instant or later.
pub(crate) fn first_name(at: jiff::Timestamp) -> i64 {
    (at.as_millisecond() - Ids::EPOCH_MS).max(0) << 22
}

/// A report gets its name when its form is begun, which may be so long before it is sent.
const NAMED_BEFORE: SignedDuration = SignedDuration::from_hours(8 * 24);

/// The lowest internal name that a report received at an instant or later can have.
pub(crate) fn first_received(at: jiff::Timestamp) -> i64 {
    first_name(at.saturating_sub(NAMED_BEFORE).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;
    use jiff::Timestamp;

    #[test]
    fn names_grow_even_when_the_clock_stands_still() {
        let clock = Arc::new(ManualClock::new(Timestamp::from_second(1_800_000_000).unwrap()));
        let ids = Ids::new(clock.clone(), 5, 2_047);
        let names: Vec<i64> = (0..10_000).map(|_| ids.next()).collect();
        assert!(names.windows(2).all(|w| w[0] < w[1]));
        clock.set(Timestamp::from_second(1_700_000_000).unwrap());
        assert!(ids.next() > names[9_999]);
    }

    #[test]
    fn a_command_of_the_same_millisecond_takes_other_names_than_the_server() {
        let clock = Arc::new(ManualClock::new(Timestamp::from_second(1_800_000_000).unwrap()));
        let [server, command] = [3, 700].map(|place| Ids::new(clock.clone(), 0, place));
        let taken: Vec<i64> = (0..500).map(|_| server.next()).collect();
        assert!((0..500).all(|_| !taken.contains(&command.next())));
    }
}
