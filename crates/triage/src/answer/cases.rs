//! An agency's own closed cases, found by what a new report has in common with them.
//!
//! A draft may be offered with its sources; an officer writes and sends the answer.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// Words in common that are named.
const WORDS_MAX: usize = 8;

/// Closed cases of one agency; when it is full, the oldest makes room.
#[derive(Debug)]
pub struct Cases {
    room: usize,
    /// Count of cases that made room: the place of the oldest one kept.
    gone: u64,
    kept: VecDeque<Case>,
    /// Stem to the places of cases that have it, in order.
    places: HashMap<String, VecDeque<u64>>,
}

#[derive(Debug)]
struct Case {
    id: i64,
    /// Stem and its weight in this text, in order of the alphabet.
    stems: BTreeMap<String, f32>,
}

/// A closed case near to a report.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarCase {
    /// The closed case.
    pub id: i64,
    /// Cosine of the weighted stems, from 0 to 1.
    pub similarity: f32,
    /// What the two have in common, in the words of the new report, heaviest first.
    pub words: Vec<String>,
}

impl Default for Cases {
    /// Room for 10,000 cases.
    fn default() -> Self {
        Self::with_room(10_000)
    }
}

impl Cases {
    /// An empty set that keeps at most `room` cases.
    #[must_use]
    pub fn with_room(room: usize) -> Self {
        Self { room, gone: 0, kept: VecDeque::new(), places: HashMap::new() }
    }

    /// Adds the report of a closed case.
    pub fn add(&mut self, id: i64, report: &str) {
        let stems = weights(report);
        if self.room == 0 || stems.is_empty() {
            return;
        }
        while self.kept.len() >= self.room {
            self.forget_oldest();
        }
        let place = self.gone.saturating_add(u64::try_from(self.kept.len()).unwrap_or(u64::MAX));
        for stem in stems.keys() {
            self.places.entry(stem.clone()).or_default().push_back(place);
        }
        self.kept.push_back(Case { id, stems });
    }

    fn forget_oldest(&mut self) {
        let Some(case) = self.kept.pop_front() else { return };
        for stem in case.stems.keys() {
            let Some(places) = self.places.get_mut(stem) else { continue };
            places.pop_front();
            if places.is_empty() {
                self.places.remove(stem);
            }
        }
        self.gone = self.gone.saturating_add(1);
    }

    /// How much a stem tells: the rarer, the more. Zero for one that no case has.
    fn rarity(&self, stem: &str) -> f32 {
        let with = self.places.get(stem).map_or(0, VecDeque::len);
        if with == 0 { 0.0 } else { (1.0 + count(self.kept.len()) / count(with)).ln() }
    }

    fn norm(&self, stems: &BTreeMap<String, f32>) -> f32 {
        stems.iter().map(|(stem, weight)| (weight * self.rarity(stem)).powi(2)).sum::<f32>().sqrt()
    }
}

/// The agency's closed cases nearest to a report, at most `n`, nearest first.
#[must_use]
pub fn similar_cases(report: &str, cases: &Cases, n: usize) -> Vec<SimilarCase> {
    let asked = weights(report);
    let norm = cases.norm(&asked);
    let mut dots: HashMap<u64, f32> = HashMap::new();
    for (stem, weight) in &asked {
        let rarity = cases.rarity(stem);
        for place in cases.places.get(stem).into_iter().flatten() {
            if let Some(case) = cases.at(*place) {
                let other = case.stems.get(stem).copied().unwrap_or_default();
                *dots.entry(*place).or_default() += weight * other * rarity * rarity;
            }
        }
    }
    let mut near: Vec<(f32, u64)> = dots
        .into_iter()
        .filter_map(|(place, dot)| {
            let both = norm * cases.norm(&cases.at(place)?.stems);
            (both > 0.0).then(|| ((dot / both).min(1.0), place))
        })
        .collect();
    near.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal).then(b.1.cmp(&a.1)));
    near.truncate(n);
    let written = as_written(report);
    near.into_iter()
        .filter_map(|(similarity, place)| {
            let case = cases.at(place)?;
            let words = cases.in_common(&asked, case, &written);
            Some(SimilarCase { id: case.id, similarity, words })
        })
        .collect()
}

impl Cases {
    fn at(&self, place: u64) -> Option<&Case> {
        self.kept.get(usize::try_from(place.checked_sub(self.gone)?).ok()?)
    }

    fn in_common(
        &self,
        asked: &BTreeMap<String, f32>,
        case: &Case,
        written: &HashMap<String, String>,
    ) -> Vec<String> {
        let mut common: Vec<(f32, &String)> = asked
            .iter()
            .filter_map(|(stem, weight)| {
                let other = case.stems.get(stem)?;
                Some((weight * other * self.rarity(stem), stem))
            })
            .collect();
        common.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(Ordering::Equal).then(a.1.cmp(b.1)));
        common.truncate(WORDS_MAX);
        common.into_iter().map(|(_, stem)| written.get(stem).unwrap_or(stem).clone()).collect()
    }
}

/// Stems with how often they stand in a text, damped: a word said ten times is not ten words.
fn weights(text: &str) -> BTreeMap<String, f32> {
    let mut counts: BTreeMap<String, f32> = BTreeMap::new();
    for stem in text::tokens(text) {
        *counts.entry(stem).or_default() += 1.0;
    }
    for weight in counts.values_mut() {
        *weight = 1.0 + weight.ln();
    }
    counts
}

/// Stem to the word as the report first has it.
fn as_written(report: &str) -> HashMap<String, String> {
    let mut written = HashMap::new();
    for word in report.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        for stem in text::tokens(word) {
            written.entry(stem).or_insert_with(|| word.to_lowercase());
        }
    }
    written
}

fn count(n: usize) -> f32 {
    u32::try_from(n).map_or(f32::MAX, |n| {
        let high = u16::try_from(n >> 16).unwrap_or(u16::MAX);
        let low = u16::try_from(n & 0xffff).unwrap_or(u16::MAX);
        f32::from(high) * 65_536.0 + f32::from(low)
    })
}
