//! An agency's earlier answers, found again by the form they share.
//!
//! Signatures are minima of hashed three-word runs (Broder 1997), banded so that only answers that
//! probably share a form are compared.

use super::template::template;
use super::words::Text;
use domain::ReportId;
use std::collections::{BTreeSet, VecDeque};

/// Words of a run.
const RUN: usize = 3;
/// Bands of a signature; with four rows each, answers alike by 0.6 meet with 98.8 %.
const BANDS: usize = 32;
const ROWS: usize = 4;
const SIGNATURE: usize = BANDS * ROWS;
/// Answers compared in one look-up; a form used more often is found among the newest of them.
const COMPARED_MAX: usize = 200;

/// An agency's earlier answers to other reports; when it is full, the oldest makes room.
#[derive(Debug)]
pub struct Earlier {
    room: usize,
    /// Count of answers that made room: the place of the oldest one kept.
    gone: u64,
    kept: VecDeque<(ReportId, Vec<u32>)>,
    /// Hash of a band with the place of an answer that has it; a tree takes a quarter of the
    /// memory of a map to lists, as most bands are of one answer.
    bands: BTreeSet<(u64, u64)>,
}

impl Default for Earlier {
    /// Room for 10,000 answers, about 15 MB.
    fn default() -> Self {
        Self::with_room(10_000)
    }
}

impl Earlier {
    /// An empty set that keeps at most `room` answers.
    #[must_use]
    pub fn with_room(room: usize) -> Self {
        Self { room, gone: 0, kept: VecDeque::new(), bands: BTreeSet::new() }
    }

    /// How many answers are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether none is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// Adds the answer that was given to report `id`. One of fewer than three words is left out.
    pub fn add(&mut self, id: ReportId, answer: &str) {
        let text = Text::read(answer);
        let Some(signature) = signature(&template(&text)) else { return };
        if self.room == 0 {
            return;
        }
        while self.kept.len() >= self.room {
            self.forget_oldest();
        }
        let place = self.gone.saturating_add(u64::try_from(self.kept.len()).unwrap_or(u64::MAX));
        for key in band_keys(&signature) {
            self.bands.insert((key, place));
        }
        self.kept.push_back((id, signature));
    }

    fn forget_oldest(&mut self) {
        let Some((_, signature)) = self.kept.pop_front() else { return };
        for key in band_keys(&signature) {
            self.bands.remove(&(key, self.gone));
        }
        self.gone = self.gone.saturating_add(1);
    }

    /// The most similar earlier answer, the newest of equals: similarity from 0 to 1, and its id.
    ///
    /// Below about 0.4 it may miss one.
    #[must_use]
    pub fn nearest(&self, answer: &str) -> Option<(f32, ReportId)> {
        self.nearest_template(&template(&Text::read(answer)), None)
    }

    /// The same, answers to the report `own` left out.
    pub(super) fn nearest_template(
        &self,
        template: &[&str],
        own: Option<ReportId>,
    ) -> Option<(f32, ReportId)> {
        let signature = signature(template)?;
        let mut places: Vec<u64> = band_keys(&signature)
            .flat_map(|key| {
                let band = self.bands.range((key, 0)..=(key, u64::MAX));
                band.rev().take(COMPARED_MAX).map(|(_, place)| *place)
            })
            .collect();
        places.sort_unstable_by(|a, b| b.cmp(a));
        places.dedup();
        let mut nearest: Option<(u16, ReportId)> = None;
        for place in places.into_iter().take(COMPARED_MAX) {
            let at = usize::try_from(place.saturating_sub(self.gone)).unwrap_or(usize::MAX);
            let Some((id, other)) = self.kept.get(at).filter(|(id, _)| Some(*id) != own) else {
                continue;
            };
            let equal = signature.iter().zip(other).filter(|(a, b)| a == b).count();
            let equal = u16::try_from(equal).unwrap_or(u16::MAX);
            if nearest.is_none_or(|(most, _)| equal > most) {
                nearest = Some((equal, *id));
            }
        }
        let all = f32::from(u16::try_from(SIGNATURE).unwrap_or(u16::MAX));
        nearest.map(|(equal, id)| (f32::from(equal) / all, id))
    }
}

/// The signature of a form, if it has a run at all.
fn signature(template: &[&str]) -> Option<Vec<u32>> {
    let runs: Vec<u64> = template.windows(RUN).map(hash_words).collect();
    if runs.is_empty() {
        return None;
    }
    let least = |row: u64| {
        let (turn, step) = (mix(row) | 1, mix(row ^ 0x5bd1_e995));
        runs.iter().map(|run| high(run.wrapping_mul(turn).wrapping_add(step))).min()
    };
    (0..u64::try_from(SIGNATURE).unwrap_or(0)).map(least).collect()
}

fn band_keys(signature: &[u32]) -> impl Iterator<Item = u64> + '_ {
    (0_u64..)
        .zip(signature.chunks(ROWS))
        .map(|(band, rows)| rows.iter().fold(mix(band), |key, row| mix(key ^ u64::from(*row))))
}

fn high(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or(u32::MAX)
}

/// FNV-1a over the words, then mixed; the same on every machine.
fn hash_words(words: &[&str]) -> u64 {
    let bytes = words.iter().flat_map(|word| word.bytes().chain(std::iter::once(0)));
    mix(bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    }))
}

/// The finaliser of `SplitMix64`.
fn mix(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
