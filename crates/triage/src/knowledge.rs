//! What is known before anybody has decided anything: the category tree's own words.
//!
//! Every leaf describes itself: name, what it is about, examples, keywords. A text is compared with
//! these descriptions, and each label gets the likeness of the descriptions that lead to it.

use crate::features::{BUCKETS, Frequencies, Terms};
use crate::scales::shares;
use domain::category::Category;

/// How sharply a better likeness is preferred.
const SHARPNESS: f32 = 20.0;
/// A term that more than one description in so many has tells them hardly apart and is left out:
/// it is what most of the time would go into.
const WIDESPREAD: usize = 12;
/// What a label gets that no description leads to.
const FLOOR: f32 = 1e-3;

/// Descriptions, found by their terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Knowledge {
    frequencies: Frequencies,
    /// Descriptions with a term and its weight there, in the order of the terms.
    found: Vec<(u32, f32)>,
    /// Where each bucket's part of `found` begins, and the end.
    starts: Vec<u32>,
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
        let mut all: Vec<(u32, u32, f32)> = Vec::new();
        for ((_, terms), at) in described.iter().zip(0_u32..) {
            let weighed = frequencies.weigh(terms);
            all.extend(weighed.into_iter().map(|(bucket, weight)| (bucket, at, weight)));
        }
        all.sort_unstable_by_key(|(bucket, at, _)| (*bucket, *at));
        let widespread = (described.len() / WIDESPREAD).max(WIDESPREAD);
        let mut found = Vec::with_capacity(all.len());
        let mut starts = Vec::with_capacity(BUCKETS + 1);
        let mut terms = all.chunk_by(|a, b| a.0 == b.0).peekable();
        for bucket in 0..=BUCKETS {
            starts.push(u32::try_from(found.len()).unwrap_or(u32::MAX));
            let here = |term: &&[(u32, u32, f32)]| {
                term.first().is_some_and(|(here, _, _)| *here as usize == bucket)
            };
            if let Some(term) = terms.next_if(here)
                && term.len() <= widespread
            {
                found.extend(term.iter().map(|(_, at, weight)| (*at, *weight)));
            }
        }
        let labels = described.into_iter().map(|(label, _)| label).collect();
        Self { frequencies, found, starts, labels, count }
    }

    /// What is known of a label without a description.
    pub(crate) fn nothing() -> f32 {
        FLOOR.ln()
    }

    /// The natural logarithm of each label's share.
    pub(crate) fn logs(&self, terms: &Terms) -> Vec<f32> {
        let mut sums = vec![0.0; self.count];
        for (label, share) in self.labels.iter().zip(self.shares(terms)) {
            if let Some(sum) = sums.get_mut(*label) {
                *sum += share;
            }
        }
        sums.into_iter().map(log).collect()
    }

    /// The share of each description; all together 1.
    pub(crate) fn shares(&self, terms: &Terms) -> Vec<f32> {
        let mut likeness = vec![0.0; self.labels.len()];
        for (bucket, weight) in self.frequencies.weigh(terms) {
            for (at, theirs) in self.descriptions_with(bucket) {
                if let Some(sum) = likeness.get_mut(*at as usize) {
                    *sum += weight * theirs;
                }
            }
        }
        shares(&likeness, SHARPNESS)
    }

    /// What a bucket of a text adds to the likeness of one description.
    pub(crate) fn likeness(&self, bucket: u32, weight: f32, description: usize) -> f32 {
        let mut with = self.descriptions_with(bucket).iter();
        let found = with.find(|(at, _)| *at as usize == description);
        found.map_or(0.0, |(_, theirs)| SHARPNESS * weight * theirs)
    }

    /// How often terms occur in the descriptions.
    pub(crate) fn frequencies(&self) -> &Frequencies {
        &self.frequencies
    }

    pub(crate) fn footprint_bytes(&self) -> usize {
        8 * self.found.len() + 4 * (self.starts.len() + BUCKETS) + 8 * self.labels.len()
    }

    fn descriptions_with(&self, bucket: u32) -> &[(u32, f32)] {
        let at = bucket as usize;
        match self.starts.get(at..at + 2) {
            Some([from, to]) => self.found.get(*from as usize..*to as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

/// The natural logarithm of a share, never below that of [`FLOOR`].
pub(crate) fn log(share: f32) -> f32 {
    (share + FLOOR).ln()
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
        assert!(logs[0] > logs[1] && logs[1] >= logs[2], "{logs:?}");
    }
}
