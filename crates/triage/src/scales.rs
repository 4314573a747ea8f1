//! Turns opinions into probabilities: one factor for each kind of opinion and an inclination for
//! each choice, found by descent on the logarithmic loss.

/// Step of the descent.
const STEP: f32 = 0.2;
/// What remains of past slopes at each step, so that a step never becomes too small for a month in
/// which other things are complained about.
const FADING: f32 = 0.999;

/// A number that is learned in ever smaller steps (`AdaGrad`: Duchi, Hazan, Singer, JMLR 2011).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Step {
    pub(crate) value: f32,
    pub(crate) squares: f32,
}

impl Step {
    pub(crate) const fn at(value: f32) -> Self {
        Self { value, squares: 1.0 }
    }

    /// A step down; of the squares so far `kept` remains.
    fn down(&mut self, slope: f32, kept: f32) {
        self.squares = self.squares * kept + slope * slope;
        self.value -= STEP * slope / self.squares.sqrt();
    }
}

/// One factor for each kind of opinion. Opinions come as one list for each kind, of the same
/// length as the inclinations.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scales<const N: usize> {
    pub(crate) factors: [Step; N],
}

impl<const N: usize> Scales<N> {
    pub(crate) fn new(factors: [f32; N]) -> Self {
        Self { factors: factors.map(Step::at) }
    }

    /// The chance of each choice; all together 1.
    pub(crate) fn chances(&self, opinions: &[Vec<f32>; N], inclinations: &[Step]) -> Vec<f32> {
        let mut scores: Vec<f32> = inclinations.iter().map(|inclined| inclined.value).collect();
        for (factor, heard) in self.factors.iter().zip(opinions) {
            scores.iter_mut().zip(heard).for_each(|(score, one)| *score += factor.value * one);
        }
        shares(&scores, 1.0)
    }

    /// Learns which choice was right.
    pub(crate) fn learn(
        &mut self,
        opinions: &[Vec<f32>; N],
        inclinations: &mut [Step],
        right: usize,
    ) {
        let mut slopes = self.chances(opinions, inclinations);
        if let Some(slope) = slopes.get_mut(right) {
            *slope -= 1.0;
        }
        for (factor, heard) in self.factors.iter_mut().zip(opinions) {
            factor.down(slopes.iter().zip(heard).map(|(slope, one)| slope * one).sum(), 1.0);
        }
        inclinations
            .iter_mut()
            .zip(slopes)
            .for_each(|(inclined, slope)| inclined.down(slope, FADING));
    }
}

/// Scores as shares of one, the better the sharper.
pub(crate) fn shares(scores: &[f32], sharpness: f32) -> Vec<f32> {
    let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut raised: Vec<f32> =
        scores.iter().map(|score| (sharpness * (score - highest)).exp()).collect();
    let sum = raised.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    for one in &mut raised {
        *one /= sum;
    }
    raised
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opinion_that_is_right_gains() {
        let mut scales = Scales::new([1.0, 1.0]);
        let mut inclinations = vec![Step::at(0.0); 2];
        let opinions = [vec![1.0, 0.0], vec![0.0, 1.0]];
        for _ in 0..50 {
            scales.learn(&opinions, &mut inclinations, 1);
        }
        assert!(scales.factors[1].value > scales.factors[0].value);
        assert!(scales.chances(&opinions, &inclinations)[1] > 0.9);
    }
}
