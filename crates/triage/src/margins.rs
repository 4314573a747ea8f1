//! Linear margins, one for each choice against all others, learned from one decision after another.
//!
//! An L2-regularised squared-hinge machine solved in its dual by coordinates (Hsieh et al., "A Dual
//! Coordinate Descent Method for Large-scale Linear SVM", ICML 2008). It has no learning rate, an
//! example may be visited any number of times and in any order, and the same visits give the same
//! weights, to the bit: what a replay needs.
//!
//! Choices stand below nodes. The first node, through which every text goes, has a table of its
//! own; all others hear words only and share one, in which bucket and node together point to a row
//! (the hashing trick: Weinberger et al., ICML 2009), so that a thousand choices need no more room
//! than a hundred.

use crate::bytes::{Reader, Writer};
use crate::features::{BUCKETS, Vector, bucket, is_of_words};
use crate::sequence;
use std::collections::VecDeque;

/// How much a violated margin costs.
const COST: f32 = 0.3;
/// How much more it costs where the choice is the right one, which is seldom.
const RIGHT: f32 = 1.5;
/// Least and most that is added to this for rare choices and taken from it for frequent ones.
const RARE: std::ops::RangeInclusive<f32> = 0.5..=2.0;
/// Examples kept to be visited again; older ones stay in the weights as they left them.
const MEMORY: usize = 10_000;
/// Weights of examples kept, all together: 8 MB.
const HELD_MAX: usize = 1 << 21;
/// Choices for which the first node's table is made larger at once.
const GROWTH: usize = 8;
/// Places in the table that the other nodes share, in lines of [`LINE`]: 16 MB.
const LINES: u32 = 1 << 18;
/// Cells between two places where a row may begin.
const LINE: usize = 16;

/// A node and which of its choices is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Goal {
    pub(crate) node: usize,
    pub(crate) right: usize,
}

/// Whether a node hears a term: letters, which are many, forgive spelling at the first node only.
const fn is_heard(node: usize, term: u32) -> bool {
    node == 0 || is_of_words(term)
}

/// A text about which somebody decided.
#[derive(Debug, Clone, PartialEq)]
struct Example {
    vector: Packed,
    /// For each node decided at, the dual variables that are not zero, by choice.
    goals: Vec<(Goal, Vec<(u32, f32)>)>,
}

/// A vector in half the space: 18 bits of bucket, 14 of weight.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Margins {
    weights: Weights,
    memory: VecDeque<Example>,
    /// Weights in the memory.
    held: usize,
    drawn: u64,
    /// Old examples visited again with each new one.
    again: usize,
}

/// A weight in half the space: the upper half of an `f32` (bfloat16). A plain number, as only then
/// a table of zeroes takes no memory before it is written to.
type Cell = u16;

const fn value(cell: Cell) -> f32 {
    f32::from_bits((cell as u32) << 16)
}

/// Rounds up with the chance that is lost by rounding down, as `dither` of 16 bits draws it: many
/// small steps add up to what they would in full precision (Gupta et al., "Deep Learning with
/// Limited Numerical Precision", ICML 2015).
const fn rounded(value: f32, dither: u32) -> Cell {
    (value.to_bits().wrapping_add(dither) >> 16) as Cell
}

/// A row of cells for each node and bucket, a cell for each choice.
#[derive(Debug, Clone, PartialEq)]
struct Weights {
    /// Decisions for each choice of each node.
    decided: Vec<Vec<u32>>,
    /// Cells in each row of the first node.
    stride: usize,
    first: Vec<Cell>,
    /// Rows of all other nodes; empty while there is none.
    shared: Vec<Cell>,
}

impl Weights {
    fn width(&self, node: usize) -> usize {
        self.decided(node).len()
    }

    fn decided(&self, node: usize) -> &[u32] {
        self.decided.get(node).map_or(&[], Vec::as_slice)
    }

    /// What a violated margin of the right choice costs: the more the rarer it is.
    #[expect(clippy::cast_precision_loss, reason = "counts of decisions")]
    fn cost(&self, goal: Goal) -> f32 {
        let (mut sum, mut choices) = (0, 0);
        for count in self.decided(goal.node).iter().filter(|count| **count > 0) {
            (sum, choices) = (sum + count, choices + 1);
        }
        let usual = sum as f32 / (choices as f32).max(1.0);
        let count = self.decided(goal.node).get(goal.right).copied().unwrap_or(1);
        let rare = (usual / (count as f32).max(1.0)).sqrt().sqrt();
        COST * RIGHT * rare.clamp(*RARE.start(), *RARE.end())
    }

    fn start(&self, node: usize, term: u32) -> usize {
        if node == 0 {
            return term as usize * self.stride;
        }
        let hash = (node as u64) << 32 | u64::from(term);
        bucket(hash.wrapping_mul(0x9e37_79b9_7f4a_7c15), LINES) as usize * LINE
    }

    fn row(&self, node: usize, term: u32) -> &[Cell] {
        let (start, width) = (self.start(node, term), self.width(node));
        let table = if node == 0 { &self.first } else { &self.shared };
        table.get(start..start + width).unwrap_or_default()
    }

    /// Adds to the row of a term, rounded by what `salt` draws for it.
    fn add(&mut self, node: usize, term: u32, weight: f32, moves: &[(usize, f32)], salt: u32) {
        let (start, width) = (self.start(node, term), self.width(node));
        let table = if node == 0 { &mut self.first } else { &mut self.shared };
        let row = table.get_mut(start..start + width).unwrap_or_default();
        let dither = (term.wrapping_mul(0x9e37_79b1) ^ salt) >> 16;
        for (choice, step) in moves {
            if let Some(cell) = row.get_mut(*choice) {
                *cell = rounded(value(*cell) + weight * step, dither);
            }
        }
    }

    fn margins(&self, node: usize, vector: impl Iterator<Item = (u32, f32)>) -> Vec<f32> {
        let mut found = vec![0.0; self.width(node)];
        for (term, weight) in vector.filter(|(term, _)| is_heard(node, *term)) {
            let row = self.row(node, term);
            found.iter_mut().zip(row).for_each(|(sum, cell)| *sum += weight * value(*cell));
        }
        found
    }

    fn widen(&mut self, node: usize, choices: usize) {
        if self.decided.len() <= node {
            self.decided.resize(node + 1, Vec::new());
        }
        if let Some(decided) = self.decided.get_mut(node) {
            decided.resize(choices.max(decided.len()), 0);
        }
        if node == 0 && choices > self.stride {
            let stride = choices.next_multiple_of(GROWTH);
            // Zeroes that nobody has written take no memory: only what was learned is copied.
            let mut wider = vec![0; BUCKETS * stride];
            let old = self.first.chunks(self.stride.max(1));
            for (row, old) in wider.chunks_mut(stride).zip(old) {
                let learned = row.iter_mut().zip(old).filter(|(_, old)| **old != 0);
                learned.for_each(|(new, old)| *new = *old);
            }
            (self.first, self.stride) = (wider, stride);
        }
        if node > 0 {
            // A row at the last place still finds all its cells.
            let cells = LINES as usize * LINE + choices.next_multiple_of(LINE);
            if self.shared.is_empty() {
                self.shared = vec![0; cells];
            }
            let more = cells.saturating_sub(self.shared.len());
            self.shared.reserve_exact(more);
            self.shared.resize(self.shared.len() + more, 0);
        }
    }
}

impl Margins {
    /// Nothing learned; with each example, `again` old ones are visited again.
    pub(crate) fn new(again: usize) -> Self {
        let weights =
            Weights { decided: Vec::new(), stride: 0, first: Vec::new(), shared: Vec::new() };
        Self { weights, memory: VecDeque::new(), held: 0, drawn: 1, again }
    }

    /// Makes room for this many choices at a node.
    pub(crate) fn widen(&mut self, node: usize, choices: usize) {
        self.weights.widen(node, choices);
    }

    /// The margin of each choice of a node.
    pub(crate) fn of(&self, node: usize, vector: &Vector) -> Vec<f32> {
        self.weights.margins(node, vector.iter().copied())
    }

    /// Decisions for each choice of a node.
    pub(crate) fn decided(&self, node: usize) -> &[u32] {
        self.weights.decided(node)
    }

    /// What one bucket adds to the margin of a choice.
    pub(crate) fn share(&self, bucket: u32, goal: Goal) -> f32 {
        self.weights.row(goal.node, bucket).get(goal.right).map_or(0.0, |cell| value(*cell))
    }

    /// Learns an example and visits some old ones again.
    pub(crate) fn learn(&mut self, vector: &Vector, goals: &[Goal]) {
        for goal in goals {
            self.widen(goal.node, goal.right + 1);
            let decided = self.weights.decided.get_mut(goal.node);
            if let Some(count) = decided.and_then(|counts| counts.get_mut(goal.right)) {
                *count += 1;
            }
        }
        self.held += vector.len();
        while self.memory.len() >= MEMORY || self.held > HELD_MAX {
            let Some(oldest) = self.memory.pop_front() else { break };
            self.held -= oldest.vector.0.len();
        }
        let goals = goals.iter().map(|goal| (*goal, Vec::new())).collect();
        self.memory.push_back(Example { vector: Packed::of(vector), goals });
        self.visit(self.memory.len() - 1);
        for _ in 0..self.again {
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

    /// What the cells of one visit are rounded by: the same for the same history.
    fn salt(&mut self) -> u32 {
        let half = |drawn: &mut u64| u32::try_from(sequence::next(drawn, 1 << 16)).unwrap_or(0);
        half(&mut self.drawn) << 16 | half(&mut self.drawn)
    }

    /// Solves one example's part of the dual with all others held still.
    fn visit(&mut self, which: usize) {
        let salt = self.salt();
        let Some(Example { vector, goals }) = self.memory.get_mut(which) else { return };
        for (goal, alphas) in goals {
            let heard = || vector.iter().filter(|(term, _)| is_heard(goal.node, *term));
            let length = heard().map(|(_, weight)| weight * weight).sum::<f32>();
            let mut steps = self.weights.margins(goal.node, vector.iter());
            let mut dual = vec![0.0_f32; steps.len()];
            for (choice, alpha) in alphas.drain(..) {
                if let Some(place) = dual.get_mut(choice as usize) {
                    *place = alpha;
                }
            }
            let of_right = (1.0, 0.5 / self.weights.cost(*goal));
            for (choice, (alpha, step)) in dual.iter_mut().zip(&mut steps).enumerate() {
                let (sign, diagonal) =
                    if choice == goal.right { of_right } else { (-1.0, 0.5 / COST) };
                let slope = sign * *step - 1.0 + diagonal * *alpha;
                let solved = (*alpha - slope / (length + diagonal)).max(0.0);
                *step = (solved - *alpha) * sign;
                *alpha = solved;
            }
            let held = (0..).zip(dual).filter(|(_, alpha)| *alpha != 0.0);
            alphas.extend(held);
            alphas.shrink_to_fit();
            // Most choices are far from their margin and stay where they are.
            let moves: Vec<_> =
                steps.into_iter().enumerate().filter(|(_, step)| *step != 0.0).collect();
            for (term, weight) in heard() {
                self.weights.add(goal.node, term, weight, &moves, salt);
            }
        }
    }

    /// Bytes held, allocations counted at what they hold.
    pub(crate) fn footprint_bytes(&self) -> usize {
        let cells = size_of::<Cell>() * (self.weights.first.len() + self.weights.shared.len());
        let alphas =
            |one: &Example| one.goals.iter().map(|(_, it)| 2 * it.len() + 12).sum::<usize>();
        let alphas: usize = self.memory.iter().map(alphas).sum();
        cells + 4 * (self.held + alphas) + 48 * self.memory.len()
    }

    pub(crate) fn write(&self, to: &mut Writer<'_>) {
        to.list(&self.weights.decided, |to, node| {
            to.list(node, |to, count| to.count(*count as usize));
        });
        to.count(self.weights.stride);
        to.sparse(&self.weights.first, Writer::half);
        to.sparse(&self.weights.shared, Writer::half);
        to.long(self.drawn);
        to.count(self.memory.len());
        for Example { vector, goals } in &self.memory {
            to.list(&vector.0, |to, one| to.count(*one as usize));
            to.list(goals, |to, (goal, alphas)| {
                to.count(goal.node);
                to.count(goal.right);
                to.list(alphas, |to, (choice, alpha)| {
                    to.count(*choice as usize);
                    to.float(*alpha);
                });
            });
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>, again: usize) -> Option<Self> {
        let weights = Weights {
            decided: from.list(|from| from.list(Reader::small))?,
            stride: from.count()?,
            first: from.sparse(Reader::half)?,
            shared: from.sparse(Reader::half)?,
        };
        let drawn = from.long()?;
        let example = |from: &mut Reader<'_>| {
            let vector = Packed(from.list(Reader::small)?.into());
            let goals = from.list(|from| {
                let goal = Goal { node: from.count()?, right: from.count()? };
                Some((goal, from.list(|from| Some((from.small()?, from.float()?)))?))
            })?;
            Some(Example { vector, goals })
        };
        let memory: VecDeque<Example> = from.list(example)?.into();
        let held = memory.iter().map(|example| example.vector.0.len()).sum();
        Some(Self { weights, memory, held, drawn, again })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(right: usize) -> Goal {
        Goal { node: 0, right }
    }

    #[test]
    fn what_was_learned_is_told_apart_and_a_new_label_keeps_it() {
        let (lamp, water) = (vec![(1, 0.6), (2, 0.8)], vec![(2, 0.6), (3, 0.8)]);
        let mut margins = Margins::new(2);
        for _ in 0..10 {
            margins.learn(&lamp, &[at(0)]);
            margins.learn(&water, &[at(1)]);
        }
        let best = |found: Vec<f32>| {
            found.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(label, _)| label)
        };
        assert_eq!(best(margins.of(0, &lamp)), Some(0));
        margins.learn(&vec![(9, 1.0)], &[at(20)]);
        assert_eq!(best(margins.of(0, &water)), Some(1));
        assert_eq!(best(margins.of(0, &vec![(9, 1.0)])), Some(20));
        assert!(margins.share(1, at(0)) > 0.0 && margins.share(1, at(1)) < 0.0);
    }

    #[test]
    fn the_same_history_gives_the_same_weights() {
        let made = || {
            let mut margins = Margins::new(2);
            for n in 0..500_u32 {
                margins.learn(&vec![(n % 7, 0.6), (n % 11 + 20, 0.8)], &[at((n % 3) as usize)]);
            }
            margins.settle(2);
            margins.weights
        };
        assert_eq!(made(), made());
    }

    #[test]
    fn small_steps_add_up_though_each_is_below_what_a_cell_can_hold() {
        let mut cell = rounded(1.0, 0);
        for nth in 0..10_000_u32 {
            cell = rounded(value(cell) + 0.0001, nth.wrapping_mul(0x9e37_79b1) >> 16);
        }
        assert!((value(cell) - 2.0).abs() < 0.05, "{}", value(cell));
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
