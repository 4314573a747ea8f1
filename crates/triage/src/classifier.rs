//! Suggests labels with probabilities and learns from what officers confirm.

use crate::calibration::Calibration;
use crate::features::{Frequencies, Terms};
use crate::knowledge::Knowledge;
use crate::margins::{Goal, Margins};
use crate::model::strongest;
use crate::scales::{Scales, Step};

/// Decisions before the margins are heard at all.
const HEARD_FROM: u64 = 20;

/// A label and how likely it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suggestion {
    /// Number of the label.
    pub label: usize,
    /// Between 0 and 1.
    pub probability: f32,
}

/// Learns one decision at a time. The same decisions in the same order give the same classifier.
#[derive(Debug, Clone)]
pub struct Classifier {
    labels: usize,
    knowledge: Option<Knowledge>,
    frequencies: Frequencies,
    margins: Margins,
    scales: Scales<2>,
    inclinations: Vec<Step>,
    calibration: Calibration,
    learned: u64,
}

impl Classifier {
    /// A classifier of so many labels; with `knowledge` it is of use before the first decision.
    #[must_use]
    pub fn new(labels: usize, knowledge: Option<Knowledge>) -> Self {
        let mut margins = Margins::new(AGAIN);
        margins.widen(0, labels);
        Self {
            labels,
            knowledge,
            frequencies: Frequencies::new(),
            margins,
            scales: Scales::new([2.0, 1.0]),
            inclinations: vec![Step::at(0.0); labels],
            calibration: Calibration::new(),
            learned: 0,
        }
    }

    /// Every label, the likeliest first.
    #[must_use]
    pub fn suggest(&self, text: &str) -> Vec<Suggestion> {
        let heard = self.heard(&Terms::of(text));
        let mut chances = self.scales.chances(&heard, &self.inclinations);
        self.calibration.correct(&mut chances);
        let mut found: Vec<Suggestion> = chances
            .into_iter()
            .enumerate()
            .map(|(label, probability)| Suggestion { label, probability })
            .collect();
        found.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        found
    }

    /// The words that speak most for a label, strongest first.
    #[must_use]
    pub fn reasons(&self, text: &str, label: usize, most: usize) -> Vec<String> {
        let weights = self.frequencies.weigh(&Terms::of(text));
        let share = |bucket: u32| {
            let found = weights.iter().find(|(here, _)| *here == bucket);
            found.map_or(0.0, |(_, weight)| *weight)
                * self.margins.share(bucket, Goal { node: 0, right: label })
        };
        strongest(text, share, most)
    }

    /// Learns what an officer confirmed.
    pub fn learn(&mut self, text: &str, label: usize) {
        let terms = Terms::of(text);
        self.labels = self.labels.max(label + 1);
        self.inclinations.resize(self.labels, Step::at(0.0));
        // The scales learn from what was heard before this decision was known, so that a
        // probability means what it says on texts not seen yet.
        let heard = self.heard(&terms);
        self.calibration.watch(&self.scales.chances(&heard, &self.inclinations), label);
        self.scales.learn(&heard, &mut self.inclinations, label);
        self.frequencies.count(&terms);
        self.margins.learn(&self.frequencies.weigh(&terms), &[Goal { node: 0, right: label }]);
        self.learned += 1;
    }

    /// Goes over what is remembered once more, as upkeep does by night.
    pub fn settle(&mut self) {
        self.margins.settle(SETTLING);
    }

    /// What margins and knowledge say of each label.
    fn heard(&self, terms: &Terms) -> [Vec<f32>; 2] {
        let mut margins = if self.learned < HEARD_FROM {
            Vec::new()
        } else {
            self.margins.of(0, &self.frequencies.weigh(terms))
        };
        margins.resize(self.labels, 0.0);
        let mut known = self.knowledge.as_ref().map_or_else(Vec::new, |it| it.logs(terms));
        // A label that no description leads to is as good as any until it has been decided for.
        known.resize(self.labels, Knowledge::nothing());
        [margins, known]
    }
}

/// Old texts visited again with each decision.
const AGAIN: usize = 2;
/// Visits of each remembered text when settling.
const SETTLING: usize = 8;
