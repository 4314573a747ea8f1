//! How good suggestions are, measured on texts whose labels are known.

use crate::{Classifier, Knowledge, sequence};
use std::collections::BTreeMap;

/// Bins of probability in which what was promised is compared with what came true.
const BINS: u16 = 15;
/// How sure suggestions must be right to be sent without an officer.
const PRECISION: f32 = 0.95;

/// A text and what it is about.
#[derive(Debug, Clone)]
pub struct Labelled {
    /// The text.
    pub text: String,
    /// Number of its label.
    pub label: usize,
}

/// What was found on some texts; all shares are between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measures {
    /// Texts.
    pub texts: usize,
    /// Right at the first suggestion.
    pub accuracy: f32,
    /// Right among the first three.
    pub top_three: f32,
    /// F1 of each label, averaged, rare labels as heavy as frequent ones.
    pub macro_f1: f32,
    /// Expected calibration error (Guo et al., ICML 2017): how far probabilities are from the truth.
    pub calibration_error: f32,
    /// Largest share of texts, surest first, of which 95 in 100 are right.
    pub coverage: f32,
}

impl Measures {
    /// Measures answers.
    pub(crate) fn of(answers: impl IntoIterator<Item = Answer>) -> Self {
        Answers { rows: answers.into_iter().collect() }.measures()
    }
}

/// Collects answers and measures them.
#[derive(Debug, Default)]
struct Answers {
    rows: Vec<Answer>,
}

/// What was said of a text whose label is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer {
    /// Its label.
    pub(crate) truth: usize,
    /// The first suggestion.
    pub(crate) said: usize,
    /// Where the label stands among the suggestions; 0 is the first.
    pub(crate) rank: usize,
    /// How likely the first was called.
    pub(crate) probability: f32,
}

impl Answers {
    fn ask(&mut self, classifier: &Classifier, one: &Labelled) {
        let suggested = classifier.suggest(&one.text);
        let rank = suggested.iter().position(|it| it.label == one.label);
        if let Some(first) = suggested.first() {
            self.rows.push(Answer {
                truth: one.label,
                said: first.label,
                rank: rank.unwrap_or(usize::MAX),
                probability: first.probability,
            });
        }
    }

    fn measures(mut self) -> Measures {
        let texts = self.rows.len();
        self.rows.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        let share = |n: usize| ratio(n, texts);
        Measures {
            texts,
            accuracy: share(self.rows.iter().filter(|row| row.rank == 0).count()),
            top_three: share(self.rows.iter().filter(|row| row.rank < 3).count()),
            macro_f1: self.macro_f1(),
            calibration_error: self.calibration_error(),
            coverage: share(self.covered()),
        }
    }

    fn macro_f1(&self) -> f32 {
        #[derive(Default)]
        struct Counts {
            truths: usize,
            said: usize,
            both: usize,
        }
        let mut labels: BTreeMap<usize, Counts> = BTreeMap::new();
        for row in &self.rows {
            labels.entry(row.truth).or_default().truths += 1;
            let said = labels.entry(row.said).or_default();
            said.said += 1;
            said.both += usize::from(row.rank == 0);
        }
        let there: Vec<&Counts> = labels.values().filter(|counts| counts.truths > 0).collect();
        let sum: f32 = there.iter().map(|it| ratio(2 * it.both, it.truths + it.said)).sum();
        #[expect(clippy::cast_precision_loss, reason = "a count of labels")]
        let counted = there.len().max(1) as f32;
        sum / counted
    }

    fn calibration_error(&self) -> f32 {
        let gap = |bin: u16| {
            let (low, high) =
                (f32::from(bin) / f32::from(BINS), f32::from(bin + 1) / f32::from(BINS));
            let here =
                self.rows.iter().filter(|row| row.probability > low && row.probability <= high);
            let promised: f32 = here.clone().map(|row| row.probability).sum();
            let right: f32 = here.map(|row| if row.rank == 0 { 1.0 } else { 0.0 }).sum();
            (promised - right).abs()
        };
        #[expect(clippy::cast_precision_loss, reason = "a count of texts")]
        let texts = self.rows.len().max(1) as f32;
        (0..BINS).map(gap).sum::<f32>() / texts
    }

    /// How many of the surest can be taken before more than one in twenty is wrong.
    fn covered(&self) -> usize {
        let (mut right, mut covered) = (0, 0);
        for (row, taken) in self.rows.iter().zip(1..) {
            right += usize::from(row.rank == 0);
            if ratio(right, taken) >= PRECISION {
                covered = taken;
            }
        }
        covered
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of texts")]
fn ratio(part: usize, whole: usize) -> f32 {
    part as f32 / whole.max(1) as f32
}

/// A classifier that learned these in their order and settled.
#[must_use]
pub fn trained(labels: usize, known: Option<Knowledge>, on: &[&Labelled]) -> Classifier {
    let mut classifier = Classifier::new(labels, known);
    for one in on {
        classifier.learn(&one.text, one.label);
    }
    classifier.settle();
    classifier
}

/// Measures without learning on the way.
#[must_use]
pub fn frozen(classifier: &Classifier, on: &[&Labelled]) -> Measures {
    let mut answers = Answers::default();
    for one in on {
        answers.ask(classifier, one);
    }
    answers.measures()
}

/// Measures each text before learning it, as in life.
pub fn learning(classifier: &mut Classifier, on: &[&Labelled]) -> Measures {
    let mut answers = Answers::default();
    for one in on {
        answers.ask(classifier, one);
        classifier.learn(&one.text, one.label);
    }
    answers.measures()
}

/// The order in which a split is drawn: the same for the same seed.
#[must_use]
pub fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut state = seed.wrapping_mul(2).wrapping_add(1);
    for at in (1..count).rev() {
        order.swap(at, sequence::next(&mut state, at + 1));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_what_they_say() {
        let answer = |truth, said, rank, probability| Answer { truth, said, rank, probability };
        let rows = vec![
            answer(0, 0, 0, 1.0),
            answer(0, 0, 0, 1.0),
            answer(1, 0, 1, 0.5),
            answer(1, 1, 0, 0.5),
        ];
        let found = Answers { rows }.measures();
        let close = |a: f32, b: f32| assert!((a - b).abs() < 1e-6, "{a} {b}");
        close(found.accuracy, 0.75);
        close(found.top_three, 1.0);
        close(found.calibration_error, 0.0);
        close(found.coverage, 0.5);
        close(found.macro_f1, f32::midpoint(0.8, 2.0 / 3.0));
    }

    #[test]
    fn a_shuffle_keeps_all() {
        let mut order = shuffled(100, 7);
        assert_ne!(order, (0..100).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..100).collect::<Vec<_>>());
    }
}
