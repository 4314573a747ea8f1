//! Makes a probability mean what it says: of all suggestions promised at 80 in 100, 80 come true.
//!
//! What was promised and what came true is counted in bins, older promises fading, and read back as
//! a line that never falls (isotonic regression by pooling adjacent violators; Zadrozny and Elkan,
//! KDD 2002).

use crate::bytes::{Reader, Writer};

/// Bins of promised probability.
const BINS: usize = 20;
/// Promises each bin is believed to have kept before any was counted.
const BELIEF: f32 = 10.0;
/// What remains of a bin's count at each further promise in it.
const FADING: f32 = 0.995;

/// Promised, come true, and how many: sums of one bin.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bin {
    promised: f32,
    kept: f32,
    count: f32,
}

/// The line from what is promised to what comes true.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Calibration {
    bins: Vec<Bin>,
    /// Points of the line, both coordinates rising.
    line: Vec<(f32, f32)>,
}

impl Calibration {
    pub(crate) fn new() -> Self {
        #[expect(clippy::cast_precision_loss, reason = "twenty bins")]
        let middle = |at: usize| (at as f32 + 0.5) / BINS as f32;
        let bins = (0..BINS).map(|at| {
            let believed = BELIEF * middle(at);
            Bin { promised: believed, kept: believed, count: BELIEF }
        });
        let mut calibration = Self { bins: bins.collect(), line: Vec::new() };
        calibration.draw();
        calibration
    }

    /// What `promised` has been worth.
    fn of(&self, promised: f32) -> f32 {
        let mut from = (0.0, 0.0);
        for to in self.line.iter().copied().chain(std::iter::once((1.0, 1.0))) {
            if promised <= to.0 {
                let along = (promised - from.0) / (to.0 - from.0).max(f32::MIN_POSITIVE);
                return from.1 + (to.1 - from.1) * along.clamp(0.0, 1.0);
            }
            from = to;
        }
        promised
    }

    /// Corrects the highest chance; the others share what it leaves, in proportion. It stays the
    /// highest.
    pub(crate) fn correct(&self, chances: &mut [f32]) {
        let Some((first, promised)) = highest(chances) else { return };
        let rest = (1.0 - promised).max(f32::MIN_POSITIVE);
        let others = chances.iter().enumerate().filter(|(at, _)| *at != first);
        let next = others.map(|(_, chance)| *chance).fold(0.0, f32::max);
        let honest = self.of(promised).max(next / (rest + next));
        for (at, chance) in chances.iter_mut().enumerate() {
            *chance = if at == first { honest } else { *chance * (1.0 - honest) / rest };
        }
    }

    /// Learns whether the highest chance was that of the right choice.
    pub(crate) fn watch(&mut self, chances: &[f32], right: usize) {
        if let Some((first, promised)) = highest(chances) {
            self.learn(promised, first == right);
        }
    }

    /// A promise was kept or not.
    fn learn(&mut self, promised: f32, kept: bool) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a share of twenty bins"
        )]
        let at = ((promised * BINS as f32) as usize).min(BINS - 1);
        if let Some(bin) = self.bins.get_mut(at) {
            bin.promised = bin.promised * FADING + promised;
            bin.kept = bin.kept * FADING + f32::from(u8::from(kept));
            bin.count = bin.count * FADING + 1.0;
        }
        self.draw();
    }

    pub(crate) fn write(&self, to: &mut Writer<'_>) {
        to.list(&self.bins, |to, bin| {
            for one in [bin.promised, bin.kept, bin.count] {
                to.float(one);
            }
        });
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let bins = from.list(|from| {
            Some(Bin { promised: from.float()?, kept: from.float()?, count: from.float()? })
        })?;
        let mut calibration = Self { bins, line: Vec::new() };
        calibration.draw();
        Some(calibration)
    }

    fn draw(&mut self) {
        let mut pools: Vec<Bin> = Vec::with_capacity(BINS);
        for bin in &self.bins {
            pools.push(*bin);
            while let [.., before, last] = pools.as_slice() {
                if before.kept * last.count <= last.kept * before.count {
                    break;
                }
                let pooled = Bin {
                    promised: before.promised + last.promised,
                    kept: before.kept + last.kept,
                    count: before.count + last.count,
                };
                pools.truncate(pools.len() - 2);
                pools.push(pooled);
            }
        }
        self.line =
            pools.into_iter().map(|it| (it.promised / it.count, it.kept / it.count)).collect();
    }
}

/// Where the highest chance is, the first of equals, and what it is.
fn highest(chances: &[f32]) -> Option<(usize, f32)> {
    let all = chances.iter().copied().enumerate();
    all.reduce(|best, one| if one.1 > best.1 { one } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_any_promise_a_probability_is_believed() {
        let calibration = Calibration::new();
        for promised in [0.05, 0.3, 0.62, 0.99] {
            assert!(
                (calibration.of(promised) - promised).abs() < 0.01,
                "{}",
                calibration.of(promised)
            );
        }
    }

    #[test]
    fn one_who_promises_too_much_is_believed_less_and_the_order_stays() {
        let mut calibration = Calibration::new();
        for n in 0..2_000 {
            calibration.learn(0.9, n % 10 < 6);
            calibration.learn(0.5, n % 10 < 4);
        }
        assert!(calibration.of(0.9) < 0.75, "{}", calibration.of(0.9));
        let read: Vec<f32> = [0.1, 0.4, 0.5, 0.7, 0.9, 1.0].map(|p| calibration.of(p)).to_vec();
        assert!(read.is_sorted(), "{read:?}");
    }
}
