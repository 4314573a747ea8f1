//! Linear margins, one for each label against all others, learned from one decision after another.
//!
//! An L2-regularised squared-hinge machine solved in its dual by coordinates (Hsieh et al., "A Dual
//! Coordinate Descent Method for Large-scale Linear SVM", ICML 2008). It has no learning rate, an
//! example may be visited any number of times and in any order, and the same visits give the same
//! weights, to the bit: what a replay needs.

use crate::features::{BUCKETS, Vector};
use crate::sequence;
use std::collections::VecDeque;

/// How much a violated margin costs.
const COST: f32 = 0.3;
/// Examples kept to be visited again; older ones stay in the weights as they left them.
const MEMORY: usize = 10_000;
/// Old examples visited again with each new one.
const AGAIN: usize = 2;
/// Labels for which the table is made larger at once.
const GROWTH: usize = 8;

/// A text whose label somebody confirmed.
#[derive(Debug, Clone)]
struct Example {
    vector: Packed,
    label: usize,
    /// Its dual variable for each label.
    alphas: Vec<f32>,
}

/// A vector in half the space: 18 bits of bucket, 14 of weight.
#[derive(Debug, Clone)]
struct Packed(Box<[u32]>);

const WEIGHT_BITS: u32 = 14;
const WEIGHT_MAX: u32 = (1 << WEIGHT_BITS) - 1;

impl Packed {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a weight between 0 and 1 in 14 bits"
    )]
    fn of(vector: &Vector) -> Self {
        let packed = vector.iter().map(|(bucket, weight)| {
            bucket << WEIGHT_BITS | (weight.clamp(0.0, 1.0) * WEIGHT_MAX as f32).round() as u32
        });
        Self(packed.collect())
    }

    #[expect(clippy::cast_precision_loss, reason = "14 bits")]
    fn iter(&self) -> impl Iterator<Item = (u32, f32)> {
        self.0.iter().map(|one| (one >> WEIGHT_BITS, (one & WEIGHT_MAX) as f32 / WEIGHT_MAX as f32))
    }
}

/// The weights and what they were learned from.
#[derive(Debug, Clone)]
pub(crate) struct Margins {
    labels: usize,
    /// Places for labels in each row.
    stride: usize,
    /// A row of labels for each bucket.
    weights: Vec<f32>,
    memory: VecDeque<Example>,
    drawn: u64,
}

impl Margins {
    pub(crate) fn new() -> Self {
        Self { labels: 0, stride: 0, weights: Vec::new(), memory: VecDeque::new(), drawn: 1 }
    }

    /// Makes room for this many labels.
    pub(crate) fn widen(&mut self, labels: usize) {
        if labels > self.stride {
            let stride = labels.next_multiple_of(GROWTH);
            let mut wider = vec![0.0; BUCKETS * stride];
            let old = self.weights.chunks(self.stride.max(1));
            for (row, old) in wider.chunks_mut(stride).zip(old) {
                row.iter_mut().zip(old).for_each(|(new, old)| *new = *old);
            }
            (self.weights, self.stride) = (wider, stride);
        }
        self.labels = self.labels.max(labels);
    }

    /// The margin of each label.
    pub(crate) fn of(&self, vector: &Vector) -> Vec<f32> {
        margins(&self.weights, self.stride, self.labels, vector.iter().copied())
    }

    /// What one bucket adds to the margin of a label.
    pub(crate) fn share(&self, bucket: u32, label: usize) -> f32 {
        self.weights.get(bucket as usize * self.stride + label).copied().unwrap_or(0.0)
    }

    /// Learns an example and visits some old ones again.
    pub(crate) fn learn(&mut self, vector: &Vector, label: usize) {
        self.widen(label + 1);
        if self.memory.len() >= MEMORY {
            self.memory.pop_front();
        }
        self.memory.push_back(Example { vector: Packed::of(vector), label, alphas: Vec::new() });
        self.visit(self.memory.len() - 1);
        for _ in 0..AGAIN {
            let which = self.draw();
            self.visit(which);
        }
    }

    /// Visits what is remembered so many times over, until nothing moves any more.
    pub(crate) fn settle(&mut self, times: usize) {
        for _ in 0..times * self.memory.len() {
            let which = self.draw();
            self.visit(which);
        }
    }

    /// A place among the examples: the same ones for the same history.
    fn draw(&mut self) -> usize {
        sequence::next(&mut self.drawn, self.memory.len())
    }

    /// Solves one example's part of the dual with all others held still.
    fn visit(&mut self, which: usize) {
        let Some(example) = self.memory.get_mut(which) else { return };
        example.alphas.resize(self.labels, 0.0);
        let vector = &example.vector;
        let found = margins(&self.weights, self.stride, self.labels, vector.iter());
        let diagonal = 0.5 / COST;
        let curvature = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>() + diagonal;
        let mut steps = Vec::with_capacity(self.labels);
        for (label, (alpha, margin)) in example.alphas.iter_mut().zip(found).enumerate() {
            let sign = if label == example.label { 1.0 } else { -1.0 };
            let slope = sign * margin - 1.0 + diagonal * *alpha;
            let solved = (*alpha - slope / curvature).max(0.0);
            steps.push((solved - *alpha) * sign);
            *alpha = solved;
        }
        for (bucket, weight) in vector.iter() {
            let start = bucket as usize * self.stride;
            if let Some(row) = self.weights.get_mut(start..start + self.labels) {
                row.iter_mut().zip(&steps).for_each(|(cell, step)| *cell += weight * step);
            }
        }
    }
}

fn margins(
    weights: &[f32],
    stride: usize,
    labels: usize,
    vector: impl Iterator<Item = (u32, f32)>,
) -> Vec<f32> {
    let mut found = vec![0.0; labels];
    for (bucket, weight) in vector {
        let start = bucket as usize * stride;
        if let Some(row) = weights.get(start..start + labels) {
            found.iter_mut().zip(row).for_each(|(sum, cell)| *sum += weight * cell);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_learned_is_told_apart_and_a_new_label_keeps_it() {
        let (lamp, water) = (vec![(1, 0.6), (2, 0.8)], vec![(2, 0.6), (3, 0.8)]);
        let mut margins = Margins::new();
        for _ in 0..10 {
            margins.learn(&lamp, 0);
            margins.learn(&water, 1);
        }
        let best = |found: Vec<f32>| {
            found.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(label, _)| label)
        };
        assert_eq!(best(margins.of(&lamp)), Some(0));
        margins.learn(&vec![(9, 1.0)], 20);
        assert_eq!(best(margins.of(&water)), Some(1));
        assert_eq!(best(margins.of(&vec![(9, 1.0)])), Some(20));
        assert!(margins.share(1, 0) > 0.0 && margins.share(1, 1) < 0.0);
    }

    #[test]
    fn the_same_history_gives_the_same_weights() {
        let made = || {
            let mut margins = Margins::new();
            for n in 0..500_u32 {
                margins.learn(&vec![(n % 7, 0.6), (n % 11 + 20, 0.8)], (n % 3) as usize);
            }
            margins.settle(2);
            margins.weights
        };
        assert_eq!(made(), made());
    }

    #[test]
    fn packing_keeps_a_weight_to_four_places() {
        let vector = vec![(5, 0.123_456), (196_607, 1.0)];
        for ((bucket, weight), (same, near)) in vector.iter().zip(Packed::of(&vector).iter()) {
            assert_eq!(*bucket, same);
            assert!((weight - near).abs() < 1e-4);
        }
    }
}
