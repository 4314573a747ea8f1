//! How good suggestions are, measured on texts whose labels are known.

use crate::{Classifier, Knowledge, Model, sequence};
use domain::category::CategoryCode;
use std::collections::{BTreeMap, BTreeSet, HashMap};

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
    /// Share right among the surest texts, for each part of [`SUREST`].
    pub surest: [f32; 5],
}

/// Parts of the texts, the surest first, of which the share of right ones is measured.
pub const SUREST: [f32; 5] = [0.2, 0.4, 0.6, 0.8, 1.0];

impl Measures {
    /// Measures answers.
    pub(crate) fn of(answers: impl IntoIterator<Item = Answer>) -> Self {
        Answers { rows: answers.into_iter().collect() }.measures()
    }
}

/// Collects answers and measures them.
#[derive(Debug, Default)]
pub struct Answers {
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
    /// An answer: what was right, what was said, the likeliest first, and how likely the first is.
    pub fn add(&mut self, truth: usize, said: impl IntoIterator<Item = usize>, probability: f32) {
        let mut said = said.into_iter().peekable();
        if let Some(first) = said.peek().copied() {
            let rank = said.position(|label| label == truth).unwrap_or(usize::MAX);
            self.rows.push(Answer { truth, said: first, rank, probability });
        }
    }

    fn ask(&mut self, classifier: &Classifier, one: &Labelled) {
        let suggested = classifier.suggest(&one.text);
        let probability = suggested.first().map_or(0.0, |first| first.probability);
        self.add(one.label, suggested.iter().map(|it| it.label), probability);
    }

    /// What the answers are worth.
    #[must_use]
    pub fn measures(mut self) -> Measures {
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
            surest: SUREST.map(|part| self.right_among(part)),
        }
    }

    fn right_among(&self, part: f32) -> f32 {
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of a count of texts"
        )]
        let taken = (self.rows.len() as f32 * part).round() as usize;
        let surest = self.rows.get(..taken).unwrap_or_default();
        ratio(surest.iter().filter(|row| row.rank == 0).count(), taken)
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

/// Words that a run has by which texts are compared.
const SHINGLE: usize = 3;

/// How many texts are nearly the same as an earlier one (more than half of the runs of three words
/// of either are in both), and how many of these have the label of the nearest such text: what
/// nobody who reads the text alone can be much better than.
#[must_use]
pub fn agreement(texts: &[Labelled]) -> (usize, usize) {
    let mut with: HashMap<Vec<&str>, Vec<usize>> = HashMap::new();
    let mut sizes = Vec::with_capacity(texts.len());
    let (mut near, mut same) = (0, 0);
    for (at, one) in texts.iter().enumerate() {
        let words: Vec<&str> = one.text.split_whitespace().collect();
        let runs: BTreeSet<&[&str]> = words.windows(SHINGLE).collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for run in &runs {
            let earlier = with.entry(run.to_vec()).or_default();
            for other in earlier.iter() {
                *shared.entry(*other).or_default() += 1;
            }
            earlier.push(at);
        }
        sizes.push(runs.len());
        let nearest = shared.into_iter().max_by_key(|(_, both)| *both);
        if let Some((other, both)) = nearest
            && 2 * both > runs.len().max(sizes.get(other).copied().unwrap_or(usize::MAX))
        {
            near += 1;
            same += usize::from(texts.get(other).is_some_and(|it| it.label == one.label));
        }
    }
    (near, same)
}

/// A text and where it stands in the category tree, as deep as that is known.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The text.
    pub text: String,
    /// An affair, a branch or a leaf.
    pub code: CategoryCode,
}

/// How well a model suggests places in the tree; all shares are between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct TreeMeasures {
    /// Texts.
    pub texts: usize,
    /// Affair right at the first suggestion.
    pub affair: f32,
    /// Branch right, of texts whose branch is known.
    pub branch: f32,
    /// Leaf right, of texts whose leaf is known.
    pub leaf: f32,
    /// Leaf right among the first three, of the same.
    pub leaf_top_three: f32,
    /// Calibration error of the affair's probability.
    pub calibration_error: f32,
}

/// Measures each text and learns it thereafter, when `learning`, as in life.
pub fn in_tree(model: &mut Model, on: &[Placed], learning: bool) -> TreeMeasures {
    let (mut affairs, mut found) = (Answers::default(), [(0, 0); 3]);
    for Placed { text, code } in on {
        let suggested = model.suggest(text, 3);
        let Some(first) = suggested.first() else { continue };
        let is_right = first.code.affair() == code.affair();
        affairs.add(0, [usize::from(!is_right)], first.affair);
        let mut count = |which: usize, right: bool| {
            if let Some((right_ones, all)) = found.get_mut(which) {
                *right_ones += usize::from(right);
                *all += 1;
            }
        };
        if code.depth() == 2 {
            count(0, first.code.parent().as_ref() == Some(code));
        } else if code.depth() == 3 {
            count(0, first.code.parent() == code.parent());
            count(1, first.code == *code);
            count(2, suggested.iter().any(|it| it.code == *code));
        }
        if learning {
            model.learn(text, code);
        }
    }
    let [branch, leaf, leaf_top_three] = found.map(|(right, all)| ratio(right, all));
    let Measures { texts, accuracy: affair, calibration_error, .. } = affairs.measures();
    TreeMeasures { texts, affair, branch, leaf, leaf_top_three, calibration_error }
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
        close(found.surest[0], 1.0);
        close(found.surest[4], 0.75);
        close(found.macro_f1, f32::midpoint(0.8, 2.0 / 3.0));
    }

    #[test]
    fn texts_nearly_the_same_agree_or_do_not() {
        let of = |text: &str, label| Labelled { text: text.to_owned(), label };
        let texts = [
            of("lampu jalan mati di depan pasar lama", 0),
            of("lampu jalan mati di depan pasar baru", 0),
            of("lampu jalan mati di depan pasar lama sekali", 1),
            of("sampah menumpuk di depan pasar lama sekali", 1),
        ];
        assert_eq!(agreement(&texts), (2, 1));
    }

    #[test]
    fn a_shuffle_keeps_all() {
        let mut order = shuffled(100, 7);
        assert_ne!(order, (0..100).collect::<Vec<_>>());
        order.sort_unstable();
        assert_eq!(order, (0..100).collect::<Vec<_>>());
    }
}
