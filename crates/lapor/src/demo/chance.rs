//! Draws of the story: repeatable, and apart from those the store makes.

use rand::Rng;
use rand::rngs::StdRng;

/// One of them; `None` of nothing.
pub(crate) fn pick<'a, T>(all: &'a [T], rng: &mut StdRng) -> Option<&'a T> {
    if all.is_empty() { None } else { all.get(rng.random_range(0..all.len())) }
}

/// True so many times in a hundred.
pub(crate) fn percent(share: u32, rng: &mut StdRng) -> bool {
    rng.random_range(0..100) < share
}

/// One of them, by weight.
pub(crate) fn weighted<'a, T>(
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
