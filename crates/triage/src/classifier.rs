//! Suggests labels with probabilities and learns from what officers confirm.

use crate::calibration::Calibration;
use crate::features::{Frequencies, Terms, word_buckets};
use crate::knowledge::Knowledge;
use crate::margins::Margins;

/// Step of the scales that turn margins into probabilities.
const STEP: f32 = 0.2;
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
    scales: Scales,
    calibration: Calibration,
    learned: u64,
}

impl Classifier {
    /// A classifier of so many labels; with `knowledge` it is of use before the first decision.
    #[must_use]
    pub fn new(labels: usize, knowledge: Option<Knowledge>) -> Self {
        let mut margins = Margins::new();
        margins.widen(labels);
        let (frequencies, scales) = (Frequencies::new(), Scales::new(labels));
        let calibration = Calibration::new();
        Self { labels, knowledge, frequencies, margins, scales, calibration, learned: 0 }
    }

    /// Every label, the likeliest first.
    #[must_use]
    pub fn suggest(&self, text: &str) -> Vec<Suggestion> {
        let heard = self.heard(&Terms::of(text));
        let mut found = ranked(self.scales.chances(&heard));
        if let Some((first, rest)) = found.split_first_mut() {
            let honest = self.calibration.of(first.probability);
            let left = (1.0 - honest) / (1.0 - first.probability).max(f32::MIN_POSITIVE);
            first.probability = honest;
            for other in rest {
                other.probability *= left;
            }
        }
        found
    }

    /// The words that speak most for a label, strongest first.
    #[must_use]
    pub fn reasons(&self, text: &str, label: usize, most: usize) -> Vec<String> {
        let weights = self.frequencies.weigh(&Terms::of(text));
        let share = |bucket: u32| {
            let at = weights.binary_search_by_key(&bucket, |(bucket, _)| *bucket).ok();
            let weight = at.and_then(|at| weights.get(at)).map_or(0.0, |(_, weight)| *weight);
            weight * self.margins.share(bucket, label)
        };
        let mut words: Vec<(String, f32)> = word_buckets(text)
            .into_iter()
            .map(|(word, bucket)| (word, share(bucket)))
            .filter(|(_, share)| *share > 0.0)
            .collect();
        words.sort_by(|a, b| b.1.total_cmp(&a.1));
        words.dedup_by(|a, b| a.0 == b.0);
        words.into_iter().map(|(word, _)| word).take(most).collect()
    }

    /// Learns what an officer confirmed.
    pub fn learn(&mut self, text: &str, label: usize) {
        let terms = Terms::of(text);
        self.labels = self.labels.max(label + 1);
        self.scales.widen(self.labels);
        // The scales learn from what was heard before this decision was known, so that a
        // probability means what it says on texts not seen yet.
        let heard = self.heard(&terms);
        if let Some(first) = ranked(self.scales.chances(&heard)).first() {
            self.calibration.learn(first.probability, first.label == label);
        }
        self.scales.learn(&heard, label);
        self.frequencies.count(&terms);
        self.margins.learn(&self.frequencies.weigh(&terms), label);
        self.learned += 1;
    }

    /// Goes over what is remembered once more, as upkeep does by night.
    pub fn settle(&mut self) {
        self.margins.settle(SETTLING);
    }

    /// What margins and knowledge say of each label.
    fn heard(&self, terms: &Terms) -> Heard {
        let mut margins = if self.learned < HEARD_FROM {
            Vec::new()
        } else {
            self.margins.of(&self.frequencies.weigh(terms))
        };
        margins.resize(self.labels, 0.0);
        let mut known = self.knowledge.as_ref().map_or_else(Vec::new, |it| it.logs(terms));
        // A label that no description leads to is as good as any until it has been decided for.
        known.resize(self.labels, Knowledge::nothing());
        Heard { margins, known }
    }
}

/// Every label with its chance, the likeliest first.
fn ranked(chances: Vec<f32>) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = chances
        .into_iter()
        .enumerate()
        .map(|(label, probability)| Suggestion { label, probability })
        .collect();
    found.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    found
}

/// Visits of each remembered text when settling.
const SETTLING: usize = 8;

/// Two opinions on each label.
struct Heard {
    margins: Vec<f32>,
    known: Vec<f32>,
}

/// Turns opinions into probabilities: one factor for each opinion and an inclination for each
/// label, found by descent on the logarithmic loss.
#[derive(Debug, Clone)]
struct Scales {
    margin: Step,
    known: Step,
    inclinations: Vec<Step>,
}

/// A number that is learned in ever smaller steps (`AdaGrad`: Duchi, Hazan, Singer, JMLR 2011).
#[derive(Debug, Clone, Copy)]
struct Step {
    value: f32,
    squares: f32,
}

impl Step {
    fn at(value: f32) -> Self {
        Self { value, squares: 1.0 }
    }

    fn down(&mut self, slope: f32) {
        self.squares += slope * slope;
        self.value -= STEP * slope / self.squares.sqrt();
    }
}

impl Scales {
    fn new(labels: usize) -> Self {
        Self {
            margin: Step::at(2.0),
            known: Step::at(1.0),
            inclinations: vec![Step::at(0.0); labels],
        }
    }

    fn widen(&mut self, labels: usize) {
        self.inclinations.resize(labels, Step::at(0.0));
    }

    fn chances(&self, heard: &Heard) -> Vec<f32> {
        let scores: Vec<f32> = heard
            .margins
            .iter()
            .zip(&heard.known)
            .zip(&self.inclinations)
            .map(|((margin, known), inclined)| {
                self.margin.value * margin + self.known.value * known + inclined.value
            })
            .collect();
        let highest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let raised: Vec<f32> = scores.into_iter().map(|score| (score - highest).exp()).collect();
        let sum = raised.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        raised.into_iter().map(|one| one / sum).collect()
    }

    fn learn(&mut self, heard: &Heard, label: usize) {
        let chances = self.chances(heard);
        let (mut margin, mut known) = (0.0, 0.0);
        let opinions = heard.margins.iter().zip(&heard.known);
        for ((at, (m, k)), (chance, inclined)) in
            opinions.enumerate().zip(chances.iter().zip(&mut self.inclinations))
        {
            let slope = chance - if at == label { 1.0 } else { 0.0 };
            margin += slope * m;
            known += slope * k;
            inclined.down(slope);
        }
        self.margin.down(margin);
        self.known.down(known);
    }
}
