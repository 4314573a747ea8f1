//! What is known before anybody has decided anything: the category tree's own words.
//!
//! Every leaf describes itself: name, what it is about, examples, keywords. A text is compared with
//! these descriptions, and each label gets the likeness of the descriptions that lead to it.

use crate::features::{BUCKETS, Frequencies, Terms, Vector};
use domain::category::Category;

/// How sharply a better likeness is preferred.
const SHARPNESS: f32 = 20.0;
/// What a label gets that no description leads to.
const FLOOR: f32 = 1e-3;

/// Descriptions, found by their terms.
#[derive(Debug, Clone)]
pub struct Knowledge {
    frequencies: Frequencies,
    /// For each bucket the descriptions that have it.
    found: Vec<Vec<(u32, f32)>>,
    /// The label each description leads to.
    labels: Vec<usize>,
    count: usize,
}

impl Knowledge {
    /// Knowledge of `count` labels from pairs of label and description.
    #[must_use]
    pub fn of<'a>(count: usize, described: impl IntoIterator<Item = (usize, &'a str)>) -> Self {
        let described: Vec<(usize, Terms)> =
            described.into_iter().map(|(label, text)| (label, Terms::of(text))).collect();
        let mut frequencies = Frequencies::new();
        for (_, terms) in &described {
            // Twice: a term of one description alone is its best.
            frequencies.count(terms);
            frequencies.count(terms);
        }
        let mut found = vec![Vec::new(); BUCKETS];
        for ((_, terms), at) in described.iter().zip(0_u32..) {
            for (bucket, weight) in frequencies.weigh(terms) {
                if let Some(list) = found.get_mut(bucket as usize) {
                    list.push((at, weight));
                }
            }
        }
        let labels = described.into_iter().map(|(label, _)| label).collect();
        Self { frequencies, found, labels, count }
    }

    /// What is known of a label without a description.
    pub(crate) fn nothing() -> f32 {
        FLOOR.ln()
    }

    /// The natural logarithm of each label's share.
    pub(crate) fn logs(&self, terms: &Terms) -> Vec<f32> {
        let likeness = self.likeness(&self.frequencies.weigh(terms));
        let highest = likeness.iter().copied().fold(0.0, f32::max);
        let mut shares = vec![0.0; self.count];
        for (label, like) in self.labels.iter().zip(likeness) {
            if let Some(share) = shares.get_mut(*label) {
                *share += (SHARPNESS * (like - highest)).exp();
            }
        }
        let sum = shares.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        shares.into_iter().map(|share| (share / sum + FLOOR).ln()).collect()
    }

    fn likeness(&self, vector: &Vector) -> Vec<f32> {
        let mut likeness = vec![0.0; self.labels.len()];
        for (bucket, weight) in vector {
            for (at, theirs) in self.found.get(*bucket as usize).into_iter().flatten() {
                if let Some(sum) = likeness.get_mut(*at as usize) {
                    *sum += weight * theirs;
                }
            }
        }
        likeness
    }
}

/// A leaf of the category tree in its own words, with those of its branch; the name counts twice,
/// keywords three times.
#[must_use]
pub fn description(leaf: &Category, branch: Option<&Category>) -> String {
    let keywords = leaf.keywords.join(" ");
    let mut said = vec![&*leaf.name.0, &*leaf.name.0, &*leaf.about.0];
    said.extend(leaf.examples.0.iter().map(|example| &**example));
    said.extend([keywords.as_str(); 3]);
    if let Some(branch) = branch {
        said.push(&branch.name.0);
        said.extend(branch.keywords.iter().map(|word| &**word));
    }
    said.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_nearest_to_the_description_that_shares_its_words() {
        let known = Knowledge::of(
            3,
            [(0, "lampu jalan mati, penerangan jalan umum"), (1, "air keruh, air ledeng mati")],
        );
        let logs = known.logs(&Terms::of("lampu penerangan di gang kami padam"));
        assert!(logs[0] > logs[1] && logs[1] > logs[2], "{logs:?}");
    }
}
