//! Draws: repeatable, and each thing of the nation from a stream of its own, so that what one
//! person does stays when another one is added.
//!
//! Whole numbers only: logarithms of two machines may differ in their last digit.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// What a stream is for.
#[derive(Debug, Clone, Copy)]
pub enum Of {
    /// Who reports what.
    Report = 1,
    /// Who somebody is.
    Person = 2,
    /// What is done next about a report.
    Turn = 3,
    /// How an agency works.
    Habit = 4,
    /// When the reports of a day come.
    Day = 5,
    /// What somebody is called.
    Name = 6,
}

/// The stream of the `nth` thing.
#[must_use]
pub fn stream(seed: u64, of: Of, nth: u64) -> StdRng {
    let mixed = (seed ^ (of as u64) << 56).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ nth;
    StdRng::seed_from_u64(mixed)
}

/// One of them; `None` of nothing.
pub fn pick<'a, T>(all: &'a [T], rng: &mut StdRng) -> Option<&'a T> {
    if all.is_empty() { None } else { all.get(rng.random_range(0..all.len())) }
}

/// True so many times in a hundred.
pub fn percent(share: u32, rng: &mut StdRng) -> bool {
    rng.random_range(0..100) < share
}

/// True so many times in a thousand.
pub fn permille(share: u32, rng: &mut StdRng) -> bool {
    rng.random_range(0..1_000) < share
}

/// One of them, by weight.
pub fn weighted<'a, T>(
    all: &'a [T],
    weight: impl Fn(&T) -> u32,
    rng: &mut StdRng,
) -> Option<&'a T> {
    let total: u32 = all.iter().map(&weight).sum();
    if total == 0 {
        return None;
    }
    let mut left = rng.random_range(0..total);
    all.iter().find(|one| {
        let share = weight(one);
        let here = left < share;
        left = left.saturating_sub(share);
        here
    })
}

/// Many things to draw from by weight, again and again.
#[derive(Debug, Clone)]
pub(crate) struct Lot<T> {
    all: Vec<T>,
    /// The sum of weights up to and with each.
    ends: Vec<u64>,
}

impl<T> Lot<T> {
    pub(crate) fn new(all: impl IntoIterator<Item = (T, u64)>) -> Self {
        let (mut things, mut ends, mut end) = (Vec::new(), Vec::new(), 0);
        for (thing, weight) in all {
            end += weight;
            things.push(thing);
            ends.push(end);
        }
        Self { all: things, ends }
    }

    /// One of them; `None` where nothing has weight.
    pub(crate) fn draw(&self, rng: &mut StdRng) -> Option<&T> {
        let total = *self.ends.last()?;
        if total == 0 {
            return None;
        }
        let at = rng.random_range(0..total);
        self.all.get(self.ends.partition_point(|end| *end <= at))
    }
}

/// How values spread around their middle: points of their distribution, straight lines between.
#[derive(Debug, Clone)]
pub(crate) struct Spread(Vec<(u64, u64)>);

impl Spread {
    /// Points in thousandths: the share of values up to there, the value beside the middle one.
    pub(crate) fn new(points: Vec<(u64, u64)>) -> Self {
        Self(points)
    }

    /// A value whose middle is `median`.
    pub(crate) fn draw(&self, median: u64, rng: &mut StdRng) -> u64 {
        // Finer than thousandths, so that the far end is not of a few steps.
        let at = rng.random_range(0..1_000_000_u64);
        let above = self.0.partition_point(|(share, _)| share * 1_000 <= at);
        let (Some(low), Some(high)) = (self.0.get(above.saturating_sub(1)), self.0.get(above))
        else {
            return median;
        };
        let span = (high.0 - low.0) * 1_000;
        let times = low.1 + (high.1 - low.1) * (at - low.0 * 1_000) / span.max(1);
        median * times / 1_000
    }
}
