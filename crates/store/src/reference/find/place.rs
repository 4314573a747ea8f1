//! Regions by name: "gedangan", "Kec. Gedangan, Sidoarjo", "jambewangi".

use super::{Asked, parts, typed_words};
use domain::region::{Region, RegionCode, RegionLevel, Regions};
use std::cmp::Reverse;
use text::region::level_said;

/// A question for a place.
struct Wanted {
    asked: Asked,
    /// What the first word says it is.
    level: Option<RegionLevel>,
    /// The first name without its spaces, and the bits of its words.
    joined: String,
    joined_bits: u32,
}

impl Wanted {
    fn read(typed: &str) -> Self {
        // Of a regency the name itself says what it is: "Kota Bandung".
        let mark = |word: &str| level_said(word).filter(|level| *level != RegionLevel::Regency);
        let level = typed_words(typed).next().and_then(|word| mark(&word));
        let spelt = |word: String| if word == "kab" { "kabupaten".to_owned() } else { word };
        let named = |part: &str| -> Vec<String> {
            typed_words(part).filter(|word| mark(word).is_none()).map(spelt).collect()
        };
        let first = named(typed.split(',').next().unwrap_or_default());
        let words = named(typed);
        // Nothing but marks: then they are the name.
        let words = if words.is_empty() { typed_words(typed).collect() } else { words };
        let asked = Asked::new(words);
        let joined_bits = (1 << first.len().min(asked.words.len())) - 1;
        Self { asked, level, joined: first.concat(), joined_bits }
    }

    fn is_joined(&self, region: Region<'_>) -> bool {
        let letters = bare(region).chars().filter(|c| c.is_alphanumeric());
        letters.map(|c| c.to_ascii_lowercase()).eq(self.joined.chars())
    }
}

/// The name without the kind that regencies and cities bear before it.
fn bare(region: Region<'_>) -> &str {
    let name = region.name;
    if region.code.level() != RegionLevel::Regency {
        return name;
    }
    name.strip_prefix("Kabupaten ").or(name.strip_prefix("Kota ")).unwrap_or(name)
}

/// The regions that `typed` names, at most `limit`: those that answer for the most words, what was
/// named by its kind first, then exact names, then the larger before the smaller. A word may name
/// what a region lies in: "Gedangan Sidoarjo".
#[must_use]
pub fn places(regions: &Regions, typed: &str, limit: usize) -> Vec<RegionCode> {
    let wanted = Wanted::read(typed);
    let asked = &wanted.asked;
    if asked.is_too_short() {
        return Vec::new();
    }
    let mut best = 1;
    let mut found = Vec::new();
    // Regions follow each other by code, so neighbours mostly lie in the same one.
    let mut last: Option<(RegionCode, u32)> = None;
    for region in regions.all() {
        let mut own = asked.answered(region.name, false).any;
        let joined = wanted.is_joined(region);
        if joined {
            own |= wanted.joined_bits;
        }
        if asked.telling(own) == 0 {
            continue;
        }
        let above = region.code.parent().map_or(0, |parent| match last {
            Some((known, mask)) if known == parent => mask,
            _ => {
                let mask = above(regions, asked, parent);
                last = Some((parent, mask));
                mask
            }
        });
        let count = asked.telling(own | above);
        if count > best {
            found.clear();
            best = count;
        }
        if count == best {
            let level = region.code.level();
            let extra = if joined { 0 } else { unasked(asked, region) };
            let rank = (
                wanted.level.is_some_and(|wanted| wanted != level),
                Reverse(((own | above) & asked.generic).count_ones()),
                extra > 0,
                own & 1 == 0,
                level,
                extra,
            );
            found.push((rank, region.code));
        }
    }
    if found.len() > limit {
        found.select_nth_unstable(limit);
        found.truncate(limit);
    }
    found.sort_unstable();
    found.into_iter().map(|(_, code)| code).collect()
}

/// The words that the names of a region and of what it lies in answer for.
fn above(regions: &Regions, asked: &Asked, code: RegionCode) -> u32 {
    let up = std::iter::successors(Some(code), |code| code.parent());
    up.filter_map(|code| regions.get(code))
        .fold(0, |mask, region| mask | asked.answered(region.name, false).any)
}

/// Words of the name that were not asked for.
fn unasked(asked: &Asked, region: Region<'_>) -> usize {
    let known = |part: &&str| asked.words.iter().any(|word| part.eq_ignore_ascii_case(&word.text));
    parts(bare(region)).filter(|part| !known(part)).count()
}
