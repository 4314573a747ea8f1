//! Whether two reports tell of the same thing at the same place, with the reasons.
//!
//! A suggestion only: a citizen decides to support, an officer decides to merge. The store finds
//! few candidates (same regency, same branch of the tree or same named place), this compares them.

use crate::normal::Normal;
use domain::category::CategoryCode;
use domain::region::{RegionCode, RegionLevel};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use text::place::{Kind, Named, places};

/// A likeness of at least this is shown. Set on the half of the labelled pairs that was not held
/// out.
pub const LIKELY: f32 = 0.5;
/// Days between two reports beyond which they are not compared.
pub const WINDOW_DAYS: i64 = 90;
/// Words in common that are named.
const WORDS_MAX: usize = 4;
/// Bytes of a text that are read: a matter is told in its beginning.
const BYTES_MAX: usize = 3_000;

/// What a report says, as far as it is compared.
#[derive(Debug, Clone, Copy)]
pub struct Said<'a> {
    /// Title.
    pub title: &'a str,
    /// Text.
    pub body: &'a str,
    /// Where, in words.
    pub place: &'a str,
    /// What it is about.
    pub category: Option<&'a CategoryCode>,
    /// Where.
    pub region: Option<RegionCode>,
    /// When it was received.
    pub received_at: Timestamp,
}

/// A report read for comparing.
#[derive(Debug, Clone)]
pub struct Sketch {
    /// Stem to how often it stands there, damped, and to the word as written first.
    stems: BTreeMap<String, (f32, String)>,
    places: Vec<Named>,
    category: Option<CategoryCode>,
    region: Option<RegionCode>,
    received_at: Timestamp,
}

/// Why two reports are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Both name this street.
    Street(String),
    /// Both name this landmark.
    Landmark(String),
    /// Both name this neighbourhood, `rt 3 rw 5`.
    Neighbourhood(String),
    /// Both lie in this village or district.
    Region(RegionCode),
    /// Both have this leaf or branch of the tree.
    Category(CategoryCode),
    /// Both use these words, the most telling first.
    Words(Vec<String>),
    /// So many days lie between them.
    Days(u16),
}

/// How alike two reports are.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// From 0 to 1; from [`LIKELY`] on they are taken for the same matter at the same place.
    pub score: f32,
    /// What speaks for it, the strongest first.
    pub reasons: Vec<Reason>,
}

/// Stems that stand in most complaints and tell nothing of the matter.
const FILLERS: &[&str] = &[
    "mohon",
    "tolong",
    "segera",
    "baik",
    "tindaklanjut",
    "lanjut",
    "tindak",
    "lapor",
    "keluh",
    "warga",
    "masyarakat",
    "perintah",
    "dinas",
    "kait",
    "hari",
    "minggu",
    "bulan",
    "tahun",
    "lama",
    "kasih",
    "hormat",
    "sampai",
    "kondisi",
    "adu",
    "informasi",
    "tangan",
    "perhati",
    "bantu",
    "jalan",
    "daerah",
    "wilayah",
    "lingkung",
    "depan",
    "dekat",
    "sekitar",
    "samping",
    "belakang",
    "seberang",
    "rumah",
    "rukun",
    "tetangga",
    "kecamatan",
    "kelurahan",
    "desa",
    "kota",
    "kabupaten",
    "sekolah",
    "pagi",
    "siang",
    "sore",
    "malam",
    "ganggu",
    "bahaya",
    "rawan",
    "khawatir",
    "takut",
    "orang",
    "anak",
    "lewat",
    "lintas",
    "guna",
    "kendara",
    "penuh",
    "parah",
    "kali",
    "sering",
];

/// Stems that say the same of a thing; the second stands for both.
const SAME: &[(&str, &str)] = &[
    ("padam", "mati"),
    ("nyala", "mati"),
    ("terang", "lampu"),
    ("lubang", "rusak"),
    ("lobang", "rusak"),
    ("bolong", "rusak"),
    ("hancur", "rusak"),
    ("amblas", "rusak"),
    ("ambles", "rusak"),
    ("ambrol", "rusak"),
    ("kelupas", "rusak"),
    ("gelombang", "rusak"),
    ("onggok", "sampah"),
    ("tumpuk", "sampah"),
    ("numpuk", "sampah"),
    ("angkut", "sampah"),
    ("mampet", "sumbat"),
    ("mampat", "sumbat"),
    ("buntu", "sumbat"),
    ("got", "selokan"),
    ("drainase", "selokan"),
    ("saluran", "selokan"),
    ("salur", "selokan"),
    ("parit", "selokan"),
    ("genang", "banjir"),
    ("luap", "banjir"),
    ("pungli", "pungut"),
    ("tarik", "pungut"),
    ("tagih", "pungut"),
    ("bayar", "pungut"),
    ("biaya", "pungut"),
    ("bising", "berisik"),
    ("gaduh", "berisik"),
    ("ribut", "berisik"),
    ("pdam", "air"),
    ("ledeng", "air"),
    ("keran", "air"),
    ("kering", "mati"),
    ("alir", "mati"),
    ("antri", "antre"),
    ("antrian", "antre"),
    ("antrean", "antre"),
    ("roboh", "tumbang"),
    ("patah", "tumbang"),
    ("stok", "obat"),
    ("habis", "kosong"),
    ("kosong", "kosong"),
    ("langka", "kosong"),
    ("busuk", "bau"),
    ("sengat", "bau"),
    ("ktp", "ktp"),
    ("identitas", "ktp"),
];

impl Sketch {
    /// Reads a report.
    #[must_use]
    pub fn of(said: &Said<'_>) -> Self {
        let mut written = String::with_capacity(said.title.len() + said.body.len().min(BYTES_MAX));
        for part in [said.place, said.title, said.body] {
            written.push_str(cut(part));
            written.push('\n');
        }
        let places = places(&written);
        let normal = Normal::of(written.get(cut(said.place).len()..).unwrap_or_default());
        let mut stems: BTreeMap<String, (f32, String)> = BTreeMap::new();
        let kept = normal.tokens.iter().filter(|token| !token.aside);
        let words: Vec<&str> = kept.map(|token| normal.word(token)).collect();
        for word in &words {
            let named = places.iter().any(|place| place.proper().split(' ').any(|p| p == *word));
            if named || word.bytes().all(|b| b.is_ascii_digit()) {
                continue;
            }
            if let Some(known) = stems.values_mut().find(|(_, first)| first == word) {
                known.0 += 1.0;
                continue;
            }
            for stem in text::tokens(word) {
                let stem = SAME.iter().find(|(a, _)| *a == stem).map_or(stem, |(_, b)| (*b).into());
                stems.entry(stem).or_insert_with(|| (0.0, (*word).to_owned())).0 += 1.0;
            }
        }
        for (weight, _) in stems.values_mut() {
            *weight = 1.0 + weight.ln();
        }
        Self {
            stems,
            places,
            category: said.category.cloned(),
            region: said.region,
            received_at: said.received_at,
        }
    }

    fn names(&self, kind: Kind) -> impl Iterator<Item = &Named> {
        self.places.iter().filter(move |place| place.kind == kind)
    }
}

/// The beginning of a text, up to a whole character.
fn cut(text: &str) -> &str {
    let end = (0..=BYTES_MAX).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or(text)
}

/// How much each stem tells among some reports: the rarer, the more.
#[derive(Debug, Default)]
pub struct Rarity {
    reports: f32,
    with: HashMap<String, f32>,
}

impl Rarity {
    /// Counts the stems of some reports.
    #[must_use]
    pub fn among<'s>(sketches: impl IntoIterator<Item = &'s Sketch>) -> Self {
        let mut rarity = Self::default();
        for sketch in sketches {
            rarity.reports += 1.0;
            for stem in sketch.stems.keys() {
                *rarity.with.entry(stem.clone()).or_default() += 1.0;
            }
        }
        rarity
    }

    /// Smoothed as if eight more reports had been read, none of them with the stem.
    fn of(&self, stem: &str) -> f32 {
        if FILLERS.contains(&stem) {
            return 0.3;
        }
        let with = self.with.get(stem).copied().unwrap_or_default();
        (1.0 + (self.reports + 8.0) / (with + 0.5)).ln()
    }
}

/// Compares two reports.
#[must_use]
pub fn compare(report: &Sketch, other: &Sketch, rarity: &Rarity) -> Likeness {
    let mut reasons = Vec::new();
    let days = other.received_at.duration_since(report.received_at).as_hours().unsigned_abs() / 24;
    let words = words(report, other, rarity);
    let odds = BIAS
        + places_speak(report, other, &mut reasons)
        + region_speaks(report, other, &mut reasons)
        + category_speaks(report, other, &mut reasons)
        + WORDS * words.0
        - PER_DAY * f32::from(u16::try_from(days).unwrap_or(u16::MAX));
    if !words.1.is_empty() {
        reasons.push(Reason::Words(words.1));
    }
    reasons.push(Reason::Days(u16::try_from(days).unwrap_or(u16::MAX)));
    Likeness { score: 1.0 / (1.0 + (-odds).exp()), reasons }
}

/// Those of the others that are likely the same, the likeliest first, by their place in `others`.
#[must_use]
pub fn likely(report: &Sketch, others: &[Sketch]) -> Vec<(usize, Likeness)> {
    let rarity = Rarity::among(others.iter().chain([report]));
    let mut found: Vec<(usize, Likeness)> = others
        .iter()
        .map(|other| compare(report, other, &rarity))
        .enumerate()
        .filter(|(_, likeness)| likeness.score >= LIKELY)
        .collect();
    found.sort_by(|(_, a), (_, b)| b.score.total_cmp(&a.score));
    found
}

const BIAS: f32 = -4.0;
const WORDS: f32 = 5.0;
const PER_DAY: f32 = 0.01;

fn places_speak(report: &Sketch, other: &Sketch, reasons: &mut Vec<Reason>) -> f32 {
    let mut sum = 0.0;
    let mut met = false;
    for (kind, same, different) in
        [(Kind::Street, 2.6, -3.0), (Kind::Landmark, 2.0, -0.8), (Kind::Neighbourhood, 1.0, -1.2)]
    {
        let both: Vec<(&Named, &Named)> =
            report.names(kind).flat_map(|a| other.names(kind).map(move |b| (a, b))).collect();
        let shared = both.iter().find(|(a, b)| is_same_place(a, b));
        if let Some((named, _)) = shared {
            met = true;
            sum += same;
            reasons.push(match kind {
                Kind::Street => Reason::Street(named.name.clone()),
                Kind::Landmark => Reason::Landmark(named.name.clone()),
                Kind::Neighbourhood => Reason::Neighbourhood(named.name.clone()),
            });
        } else if !both.is_empty() {
            // Two schools are two places; a school and a market may be neighbours.
            let rivals = both.iter().any(|(a, b)| kind == Kind::Landmark && a.sort() == b.sort());
            sum += if rivals { -3.0 } else { different };
        }
    }
    let named =
        |sketch: &Sketch| sketch.names(Kind::Street).chain(sketch.names(Kind::Landmark)).count();
    let apart = |a: &Sketch, b: &Sketch| {
        a.names(Kind::Street).next().is_some() && b.names(Kind::Street).next().is_none()
    };
    // One names a street, the other a landmark: perhaps the same place, rather not.
    if !met
        && named(report) > 0
        && named(other) > 0
        && (apart(report, other) || apart(other, report))
    {
        sum -= 1.0;
    }
    sum
}

/// The same name, one of them shorter, or a slip of the finger in a long one.
fn is_same_place(a: &Named, b: &Named) -> bool {
    if a.kind == Kind::Neighbourhood {
        return a.name == b.name || a.name.ends_with(&b.name) || b.name.ends_with(&a.name);
    }
    let (x, y) = (a.proper(), b.proper());
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short).is_some_and(|rest| {
            // "Kenanga" and "Kenanga 3" may be one; "Kenanga 2" and "Kenanga 3" are two.
            rest.is_empty() || rest.starts_with(' ')
        })
    };
    begins(x, y) || begins(y, x) || (x.len() >= 6 && is_slip(x, y))
}

/// One letter more, less or other. Figures are never a slip.
fn is_slip(a: &str, b: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    if a.len().abs_diff(b.len()) > 1 || digits(a) != digits(b) {
        return false;
    }
    let head = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let tail = a.bytes().rev().zip(b.bytes().rev()).take_while(|(x, y)| x == y).count();
    head + tail + 1 >= a.len().max(b.len())
}

fn region_speaks(report: &Sketch, other: &Sketch, reasons: &mut Vec<Reason>) -> f32 {
    let (Some(a), Some(b)) = (report.region, other.region) else { return 0.0 };
    let at = |level| (a.at(level), b.at(level));
    match (at(RegionLevel::Village), at(RegionLevel::District), at(RegionLevel::Regency)) {
        ((Some(a), Some(b)), _, _) if a == b => {
            reasons.push(Reason::Region(a));
            1.0
        }
        (villages, (Some(a), Some(b)), _) if a == b => {
            reasons.push(Reason::Region(a));
            if matches!(villages, (Some(_), Some(_))) { -0.6 } else { 0.4 }
        }
        (_, (Some(_), Some(_)), (a, b)) if a == b => -2.0,
        (_, _, (Some(a), Some(b))) if a == b => 0.0,
        _ => -4.0,
    }
}

fn category_speaks(report: &Sketch, other: &Sketch, reasons: &mut Vec<Reason>) -> f32 {
    let (Some(a), Some(b)) = (&report.category, &other.category) else { return 0.0 };
    if a == b {
        reasons.push(Reason::Category(a.clone()));
        return 1.0;
    }
    match (a.parent(), b.parent()) {
        (Some(a), Some(b)) if a == b && a.depth() == 2 => {
            reasons.push(Reason::Category(a));
            0.2
        }
        _ => -2.0,
    }
}

/// Cosine of the weighted stems, and the words that carry it.
fn words(report: &Sketch, other: &Sketch, rarity: &Rarity) -> (f32, Vec<String>) {
    let mut common: Vec<(f32, &String)> = Vec::new();
    let mut dot = 0.0;
    for (stem, (weight, written)) in &report.stems {
        if let Some((theirs, _)) = other.stems.get(stem) {
            let rare = rarity.of(stem);
            let carried = weight * theirs * rare * rare;
            dot += carried;
            if rare > 0.5 {
                common.push((carried, written));
            }
        }
    }
    let norm = |sketch: &Sketch| {
        let squares = sketch.stems.iter().map(|(stem, (w, _))| (w * rarity.of(stem)).powi(2));
        squares.sum::<f32>().sqrt()
    };
    let both = norm(report) * norm(other);
    common.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let named = common.into_iter().take(WORDS_MAX).map(|(_, word)| word.clone()).collect();
    (if both > 0.0 { (dot / both).min(1.0) } else { 0.0 }, named)
}
