//! An agency's own closed cases, found by what a new report has in common with them.
//!
//! A draft may be offered with its sources; an officer writes and sends the answer.

use domain::ReportId;
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
    numbers: HashMap<String, usize>,
    /// By the stem's number: the places of cases that have it with its weight there, in order.
    places: Vec<VecDeque<(u64, f32)>>,
    /// Numbers of stems that no case has any more.
    free: Vec<usize>,
}

#[derive(Debug)]
struct Case {
    id: ReportId,
    /// Stems with their numbers and their weights in this text.
    stems: Vec<(String, usize, f32)>,
}

/// A closed case near to a report.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarCase {
    /// The closed case.
    pub id: ReportId,
    /// Cosine of the weighted stems, from 0 to 1.
    pub similarity: f32,
    /// What the two have in common, in the words of the new report, heaviest first.
    pub words: Vec<String>,
}

impl Default for Cases {
    /// Room for 10,000 cases, about 40 MB.
    fn default() -> Self {
        Self::with_room(10_000)
    }
}

impl Cases {
    /// An empty set that keeps at most `room` cases.
    #[must_use]
    pub fn with_room(room: usize) -> Self {
        Self {
            room,
            gone: 0,
            kept: VecDeque::new(),
            numbers: HashMap::new(),
            places: Vec::new(),
            free: Vec::new(),
        }
    }

    /// Adds the report of a closed case.
    pub fn add(&mut self, id: ReportId, report: &str) {
        let stems = weights(report);
        if self.room == 0 || stems.is_empty() {
            return;
        }
        while self.kept.len() >= self.room {
            self.forget_oldest();
        }
        let place = self.gone.saturating_add(u64::try_from(self.kept.len()).unwrap_or(u64::MAX));
        let stems = stems
            .into_iter()
            .map(|(stem, weight)| {
                let number = self.number(&stem);
                if let Some(places) = self.places.get_mut(number) {
                    places.push_back((place, weight));
                }
                (stem, number, weight)
            })
            .collect();
        self.kept.push_back(Case { id, stems });
    }

    fn number(&mut self, stem: &str) -> usize {
        if let Some(number) = self.numbers.get(stem) {
            return *number;
        }
        let number = self.free.pop().unwrap_or_else(|| {
            self.places.push(VecDeque::new());
            self.places.len() - 1
        });
        self.numbers.insert(stem.to_owned(), number);
        number
    }

    fn forget_oldest(&mut self) {
        let Some(case) = self.kept.pop_front() else { return };
        for (stem, number, _) in case.stems {
            let Some(places) = self.places.get_mut(number) else { continue };
            places.pop_front();
            if places.is_empty() {
                self.numbers.remove(&stem);
                self.free.push(number);
            }
        }
        self.gone = self.gone.saturating_add(1);
    }

    fn at(&self, place: u64) -> Option<&Case> {
        self.kept.get(usize::try_from(place.checked_sub(self.gone)?).ok()?)
    }

    /// How much each stem tells: the rarer, the more.
    fn rarities(&self) -> Vec<f32> {
        let all = count(self.kept.len());
        let rarity = |places: &VecDeque<_>| match places.len() {
            0 => 0.0,
            with => (1.0 + all / count(with)).ln(),
        };
        self.places.iter().map(rarity).collect()
    }
}

/// The agency's closed cases nearest to a report, at most `n`, nearest first.
#[must_use]
pub fn similar_cases(report: &str, cases: &Cases, n: usize) -> Vec<SimilarCase> {
    let rarities = cases.rarities();
    let rarity = |number: usize| rarities.get(number).copied().unwrap_or_default();
    let asked: BTreeMap<usize, f32> = weights(report)
        .into_iter()
        .filter_map(|(stem, weight)| Some((*cases.numbers.get(&stem)?, weight)))
        .collect();
    let own = norm(asked.iter().map(|(number, weight)| weight * rarity(*number)));
    let mut dots: HashMap<u64, f32> = HashMap::new();
    for (number, weight) in &asked {
        for (place, other) in cases.places.get(*number).into_iter().flatten() {
            *dots.entry(*place).or_default() += weight * other * rarity(*number).powi(2);
        }
    }
    let mut near: Vec<(f32, u64)> = dots
        .into_iter()
        .filter_map(|(place, dot)| {
            let stems = &cases.at(place)?.stems;
            let both = own * norm(stems.iter().map(|(_, n, weight)| weight * rarity(*n)));
            (both > 0.0).then(|| ((dot / both).min(1.0), place))
        })
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    near.truncate(n);
    let written = as_written(report);
    let in_common = |case: &Case| {
        let mut common: Vec<(f32, &String)> = case
            .stems
            .iter()
            .filter_map(|(stem, number, weight)| {
                Some((weight * asked.get(number)? * rarity(*number), stem))
            })
            .collect();
        common.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let heaviest = common.into_iter().take(WORDS_MAX);
        heaviest.map(|(_, stem)| written.get(stem).unwrap_or(stem).clone()).collect()
    };
    near.into_iter()
        .filter_map(|(similarity, place)| {
            let case = cases.at(place)?;
            Some(SimilarCase { id: case.id, similarity, words: in_common(case) })
        })
        .collect()
}

fn norm(weights: impl Iterator<Item = f32>) -> f32 {
    weights.map(|weight| weight.powi(2)).sum::<f32>().sqrt()
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
