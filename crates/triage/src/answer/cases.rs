//! Texts found by what a new one has in common with them: an agency's own closed cases, and the
//! answers to frequent questions.
//!
//! A draft may be offered with its sources; an officer writes and sends the answer.

use domain::ReportId;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

/// Words in common that are named.
const WORDS_MAX: usize = 8;
/// From this similarity on, two reports are of one matter.
const SAME_MATTER: f32 = 0.3;
/// From this similarity on, a case or a ready answer is worth reading; below, it is noise.
const CLOSE: f32 = 0.12;
/// Words that what is close has in common: one alone is shared by chance.
const CLOSE_WORDS: usize = 2;
/// Newest cases from which groups are made: what is asked often now, in a bounded time.
const GROUPED_MAX: usize = 1_000;

/// Texts by name, the closed cases of one agency unless said otherwise; when it is full, the oldest
/// makes room.
#[derive(Debug)]
pub struct Cases<K = ReportId> {
    room: usize,
    /// Count of cases that made room: the place of the oldest one kept.
    gone: u64,
    kept: VecDeque<Case<K>>,
    numbers: HashMap<String, usize>,
    /// By the stem's number: the places of cases that have it with its weight there, in order.
    places: Vec<VecDeque<(u64, f32)>>,
    /// Numbers of stems that no case has any more.
    free: Vec<usize>,
}

#[derive(Debug)]
struct Case<K> {
    id: K,
    /// Stems with their numbers and their weights in this text.
    stems: Vec<(String, usize, f32)>,
}

/// A closed case near to a report.
#[derive(Debug, Clone, PartialEq)]
pub struct SimilarCase<K = ReportId> {
    /// The closed case.
    pub id: K,
    /// Cosine of the weighted stems, from 0 to 1.
    pub similarity: f32,
    /// What the two have in common, in the words of the new report, heaviest first.
    pub words: Vec<String>,
}

impl<K> SimilarCase<K> {
    /// Near enough to be worth reading.
    #[must_use]
    pub fn is_close(&self) -> bool {
        self.similarity >= CLOSE && self.words.len() >= CLOSE_WORDS
    }
}

/// Cases of one matter.
#[derive(Debug, Clone, PartialEq)]
pub struct Frequent<K = ReportId> {
    /// The cases, newest first.
    pub cases: Vec<K>,
    /// What they have in common, as stems, heaviest first.
    pub stems: Vec<String>,
}

impl<K> Default for Cases<K> {
    /// Room for 10,000 cases, about 40 MB.
    fn default() -> Self {
        Self::with_room(10_000)
    }
}

impl<K> Cases<K> {
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

    /// How many are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether none is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Adds the report of a closed case.
    pub fn add(&mut self, id: K, report: &str) {
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

    fn at(&self, place: u64) -> Option<&Case<K>> {
        self.kept.get(usize::try_from(place.checked_sub(self.gone)?).ok()?)
    }

    /// The weights of those stems that some case has, by their numbers.
    fn known(&self, weights: &BTreeMap<String, f32>) -> BTreeMap<usize, f32> {
        let known = |(stem, weight): (&String, &f32)| Some((*self.numbers.get(stem)?, *weight));
        weights.iter().filter_map(known).collect()
    }

    /// Places from `oldest` on of the cases that share a stem, with how near they are, nearest
    /// first, of equals the newest.
    fn near(&self, asked: &BTreeMap<usize, f32>, rarities: &[f32], oldest: u64) -> Vec<(f32, u64)> {
        let rarity = |number: usize| rarities.get(number).copied().unwrap_or_default();
        let own = norm(asked.iter().map(|(number, weight)| weight * rarity(*number)));
        let mut dots: HashMap<u64, f32> = HashMap::new();
        for (number, weight) in asked {
            let Some(places) = self.places.get(*number) else { continue };
            let from = places.partition_point(|(place, _)| *place < oldest);
            for (place, other) in places.range(from..) {
                *dots.entry(*place).or_default() += weight * other * rarity(*number).powi(2);
            }
        }
        let mut near: Vec<(f32, u64)> = dots
            .into_iter()
            .filter_map(|(place, dot)| {
                let stems = &self.at(place)?.stems;
                let both = own * norm(stems.iter().map(|(_, n, weight)| weight * rarity(*n)));
                (both > 0.0).then(|| ((dot / both).min(1.0), place))
            })
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        near
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
pub fn similar_cases<K: Copy>(report: &str, cases: &Cases<K>, n: usize) -> Vec<SimilarCase<K>> {
    let rarities = cases.rarities();
    let asked = cases.known(&weights(report));
    let mut near = cases.near(&asked, &rarities, cases.gone);
    near.truncate(n);
    let written = as_written(report);
    near.into_iter()
        .filter_map(|(similarity, place)| {
            let case = cases.at(place)?;
            let stems = in_common(case, &asked, &rarities);
            let words = stems.map(|stem| written.get(stem).unwrap_or(stem).clone()).collect();
            Some(SimilarCase { id: case.id, similarity, words })
        })
        .collect()
}

/// The ready answers that may settle what somebody is about to report, at most `n`, the likeliest
/// first; none rather than a poor one.
#[must_use]
pub fn likely_answers<K: Copy>(report: &str, ready: &Cases<K>, n: usize) -> Vec<K> {
    let near = similar_cases(report, ready, n.saturating_mul(2));
    near.into_iter().filter(SimilarCase::is_close).take(n).map(|one| one.id).collect()
}

/// Groups of at least `least` cases of one matter among the newest, at most `n`, the largest first.
#[must_use]
pub fn frequent<K: Copy>(cases: &Cases<K>, least: usize, n: usize) -> Vec<Frequent<K>> {
    let rarities = cases.rarities();
    let newest = cases.gone + u64::try_from(cases.kept.len()).unwrap_or(u64::MAX);
    let oldest =
        newest.saturating_sub(u64::try_from(GROUPED_MAX).unwrap_or(u64::MAX)).max(cases.gone);
    let mut taken: HashSet<u64> = HashSet::new();
    let mut groups = Vec::new();
    for place in (oldest..newest).rev() {
        let Some(case) = cases.at(place).filter(|_| !taken.contains(&place)) else { continue };
        let asked = case.stems.iter().map(|(_, number, weight)| (*number, *weight)).collect();
        let mut alike: Vec<u64> = cases
            .near(&asked, &rarities, oldest)
            .into_iter()
            .take_while(|(similarity, _)| *similarity >= SAME_MATTER)
            .map(|(_, place)| place)
            .filter(|place| !taken.contains(place))
            .collect();
        if alike.len() < least.max(1) {
            continue;
        }
        taken.extend(&alike);
        alike.sort_unstable_by(|a, b| b.cmp(a));
        let next = alike.iter().find(|other| **other != place).and_then(|other| cases.at(*other));
        let stems = next.map(|other| in_common(other, &asked, &rarities).cloned().collect());
        let members = alike.iter().filter_map(|place| Some(cases.at(*place)?.id)).collect();
        groups.push(Frequent { cases: members, stems: stems.unwrap_or_default() });
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.cases.len()));
    groups.truncate(n);
    groups
}

/// The stems that a case shares with what is asked, heaviest first.
fn in_common<'c, K>(
    case: &'c Case<K>,
    asked: &BTreeMap<usize, f32>,
    rarities: &[f32],
) -> impl Iterator<Item = &'c String> {
    let rarity = |number: usize| rarities.get(number).copied().unwrap_or_default();
    let mut common: Vec<(f32, &String)> = case
        .stems
        .iter()
        .filter_map(|(stem, number, weight)| {
            Some((weight * asked.get(number)? * rarity(*number), stem))
        })
        .collect();
    common.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    common.into_iter().take(WORDS_MAX).map(|(_, stem)| stem)
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
