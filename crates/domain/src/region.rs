//! Where: codes of provinces, regencies, districts and villages, and their tree.

use crate::calendar::Zone;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Official code of a region (Kepmendagri): 2 digits a province, 4 a regency or city, 6 a
/// district, 10 a village. A prefix of a code is the code of what it lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RegionCode(i64);

crate::worded! {
    /// Depth of a region in the tree.
    pub enum RegionLevel {
        /// Provinsi.
        Province = "province",
        /// Kabupaten or kota.
        Regency = "regency",
        /// Kecamatan (distrik in Papua).
        District = "district",
        /// Desa or kelurahan.
        Village = "village",
    }
}

impl RegionCode {
    /// Reads a code of 2, 4, 6 or 10 digits; dots are ignored (`32.73.01`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| *c != '.').collect();
        let known = matches!(digits.len(), 2 | 4 | 6 | 10) && !digits.starts_with('0');
        if known && digits.bytes().all(|b| b.is_ascii_digit()) {
            digits.parse().ok().map(Self)
        } else {
            None
        }
    }

    /// The code as a number, for storage.
    #[must_use]
    pub fn number(self) -> i64 {
        self.0
    }

    /// The inverse of [`Self::number`].
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        Self::parse(&number.to_string())
    }

    /// How deep the region lies.
    #[must_use]
    pub fn level(self) -> RegionLevel {
        match self.0 {
            0..=99 => RegionLevel::Province,
            100..=9_999 => RegionLevel::Regency,
            10_000..=999_999 => RegionLevel::District,
            _ => RegionLevel::Village,
        }
    }

    /// The region one level up.
    #[must_use]
    pub fn parent(self) -> Option<Self> {
        match self.level() {
            RegionLevel::Province => None,
            RegionLevel::Regency | RegionLevel::District => Some(Self(self.0 / 100)),
            RegionLevel::Village => Some(Self(self.0 / 10_000)),
        }
    }

    /// This region or the one above it at `level`; `None` when it lies higher already.
    #[must_use]
    pub fn at(self, level: RegionLevel) -> Option<Self> {
        let mut here = self;
        while here.level() > level {
            here = here.parent()?;
        }
        (here.level() == level).then_some(here)
    }

    /// The province it lies in.
    #[must_use]
    pub fn province(self) -> Self {
        self.at(RegionLevel::Province).unwrap_or(self)
    }

    /// First and last number that a region directly below `parent` can have.
    fn range_below(parent: Option<Self>) -> (i64, i64) {
        match parent.map(|p| (p.0, p.level())) {
            None => (0, 99),
            Some((code, RegionLevel::Province | RegionLevel::Regency)) => {
                (code * 100, code * 100 + 99)
            }
            Some((code, RegionLevel::District)) => (code * 10_000, code * 10_000 + 9_999),
            Some((_, RegionLevel::Village)) => (1, 0),
        }
    }

    /// True when `self` is `other` or lies in it.
    #[must_use]
    pub fn lies_in(self, other: Self) -> bool {
        self.at(other.level()) == Some(other)
    }
}

impl std::fmt::Display for RegionCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One region.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Region<'r> {
    /// Its code.
    pub code: RegionCode,
    /// Its name with its kind for regencies and cities ("Kabupaten Bandung", "Kota Bandung").
    pub name: &'r str,
    /// Degrees north, degrees east of a point inside it, where known.
    pub point: Option<(f32, f32)>,
}

/// All regions, from provinces to villages. Clones share them.
///
/// One sorted list: what lies in a region is a range of codes, so a nation of 91,599 regions
/// needs no map of children beside it. Their names stand one after another in one text.
#[derive(Debug, Clone, Default)]
pub struct Regions(Arc<Tree>);

#[derive(Debug, Default)]
struct Tree {
    sorted: Box<[Entry]>,
    names: Box<str>,
    zones: HashMap<RegionCode, Zone>,
}

#[derive(Debug)]
struct Entry {
    code: RegionCode,
    point: Option<(f32, f32)>,
    /// Where in the text of all names its own ends; the one before ends where it begins.
    end: u32,
}

impl Tree {
    fn at(&self, index: usize) -> Option<Region<'_>> {
        let entry = self.sorted.get(index)?;
        let before = index.checked_sub(1).and_then(|before| self.sorted.get(before));
        let start = before.map_or(0, |before| before.end);
        let name = self.names.get(start as usize..entry.end as usize)?;
        Some(Region { code: entry.code, name, point: entry.point })
    }

    fn within(&self, indices: Range<usize>) -> impl Iterator<Item = Region<'_>> {
        indices.filter_map(|index| self.at(index))
    }
}

impl Regions {
    /// Builds the tree of codes, names and points; `zones` are given for provinces (and regencies
    /// that differ). Of two regions with one code the first is kept.
    #[must_use]
    pub fn new<N: AsRef<str>>(
        regions: impl IntoIterator<Item = (RegionCode, N, Option<(f32, f32)>)>,
        zones: HashMap<RegionCode, Zone>,
    ) -> Self {
        let mut given: Vec<_> = regions.into_iter().collect();
        given.sort_by_key(|(code, ..)| *code);
        given.dedup_by_key(|(code, ..)| *code);
        let (mut names, mut sorted) = (String::new(), Vec::with_capacity(given.len()));
        for (code, name, point) in given {
            names.push_str(name.as_ref());
            let end = u32::try_from(names.len()).unwrap_or(u32::MAX);
            sorted.push(Entry { code, point, end });
        }
        let (sorted, names) = (sorted.into_boxed_slice(), names.into_boxed_str());
        Self(Arc::new(Tree { sorted, names, zones }))
    }

    /// One region.
    #[must_use]
    pub fn get(&self, code: RegionCode) -> Option<Region<'_>> {
        self.0.at(self.0.sorted.binary_search_by_key(&code, |entry| entry.code).ok()?)
    }

    /// The regions directly below `parent` (provinces for `None`), by code.
    pub fn below(&self, parent: Option<RegionCode>) -> impl Iterator<Item = Region<'_>> {
        let (first, last) = RegionCode::range_below(parent);
        let from = self.0.sorted.partition_point(|entry| entry.code.0 < first);
        let to = self.0.sorted.partition_point(|entry| entry.code.0 <= last);
        self.0.within(from..to)
    }

    /// All regions, by code: provinces, then regencies, districts, villages.
    pub fn all(&self) -> impl Iterator<Item = Region<'_>> {
        self.0.within(0..self.len())
    }

    /// The region whose point lies nearest.
    #[must_use]
    pub fn nearest(&self, point: (f32, f32)) -> Option<Region<'_>> {
        let placed = self.all().filter_map(|region| Some((region, region.point?)));
        let away = |other: (f32, f32)| kilometres(point, other);
        placed.min_by(|a, b| away(a.1).total_cmp(&away(b.1))).map(|(region, _)| region)
    }

    /// Names from the region up to its province: "Sukajadi, Kota Bandung, Jawa Barat".
    #[must_use]
    pub fn full_name(&self, code: RegionCode) -> String {
        let up = std::iter::successors(Some(code), |c| c.parent());
        up.filter_map(|c| self.get(c)).map(|r| r.name).collect::<Vec<_>>().join(", ")
    }

    /// Time zone of a region: its own entry or its province's.
    #[must_use]
    pub fn zone(&self, code: RegionCode) -> Zone {
        let mut up = std::iter::successors(Some(code), |c| c.parent());
        up.find_map(|c| self.0.zones.get(&c).copied()).unwrap_or(Zone::Wib)
    }

    /// Count of all regions.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.sorted.len()
    }

    /// True before any region is loaded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.sorted.is_empty()
    }
}

/// Kilometres between two points in degrees north and east, on a ball. Good to half a per cent over
/// the distances between neighbouring regions.
#[must_use]
pub fn kilometres(one: (f32, f32), other: (f32, f32)) -> f32 {
    /// Of a degree of latitude.
    const DEGREE: f32 = 111.2;
    let (north, east) = (one.0 - other.0, one.1 - other.1);
    let narrowed = east * f32::midpoint(one.0, other.0).to_radians().cos();
    DEGREE * north.hypot(narrowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_is_the_parent() {
        let village = RegionCode::parse("32.73.01.1001").unwrap();
        assert_eq!(village.parent(), RegionCode::parse("327301"));
        assert_eq!(village.at(RegionLevel::Regency), RegionCode::parse("3273"));
        assert_eq!(village.province(), RegionCode::parse("32").unwrap());
        assert!(village.lies_in(RegionCode::parse("3273").unwrap()));
        assert!(!RegionCode::parse("32").unwrap().lies_in(village));
        assert_eq!(RegionCode::parse("327"), None);
        assert_eq!(RegionCode::parse("0073"), None);
    }

    #[test]
    fn below_gives_one_level_by_code() {
        let codes = ["3273011001", "32", "3273", "327301", "3274", "31", "3273021001", "327302"];
        let region = |code: &&'static str| (RegionCode::parse(code).unwrap(), *code, None);
        let regions = Regions::new(codes.iter().map(region), HashMap::new());
        let below = |parent: &str| -> Vec<String> {
            regions.below(RegionCode::parse(parent)).map(|r| r.name.to_string()).collect()
        };
        assert_eq!(below(""), ["31", "32"]);
        assert_eq!(below("32"), ["3273", "3274"]);
        assert_eq!(below("3273"), ["327301", "327302"]);
        assert_eq!(below("327301"), ["3273011001"]);
        assert!(below("3273011001").is_empty() && below("31").is_empty());
        assert_eq!(regions.full_name(RegionCode::parse("327301").unwrap()), "327301, 3273, 32");
    }

    #[test]
    fn the_nearest_point_is_found_and_how_far_it_is() {
        let code = |text| RegionCode::parse(text).unwrap();
        let (bandung, jakarta) = ((-6.9147_f32, 107.6098_f32), (-6.1754_f32, 106.8272_f32));
        let places = [
            (code("3273"), "Kota Bandung", Some(bandung)),
            (code("3171"), "Kota Jakarta Pusat", Some(jakarta)),
            (code("3174"), "Kota Jakarta Selatan", None),
        ];
        let regions = Regions::new(places, HashMap::new());
        let found = |point| regions.nearest(point).map(|region| region.name);
        assert_eq!(found((-6.9, 107.5)), Some("Kota Bandung"));
        assert_eq!(found((-6.2, 106.8)), Some("Kota Jakarta Pusat"));
        assert_eq!(Regions::default().nearest(bandung), None);
        // Great-circle distance between Merdeka Square and Asia Afrika: 119 km.
        assert!((kilometres(bandung, jakarta) - 119.0).abs() < 1.0);
    }
}
