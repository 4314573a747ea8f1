//! The region that a text means: "Kec. Gedangan, Sidoarjo", "coblong bandung".
//!
//! Names are looked up by passing over all regions once for each question: some milliseconds, and
//! no index beside the tree. Most names are borne by many villages, and some are everyday words
//! ("yang", "sudah"), so a name counts by what stands around it, and by the larger region named
//! with it. What stays open is left to the reader: up to [`MEANT_MAX`] choices, or none.

use crate::place::{Kind, Word, begins_name, hash, is_cased, named_at, words};
use domain::region::{Region, RegionCode, RegionLevel, Regions};
use std::collections::HashMap;

/// Regions proposed from one text.
pub const MEANT_MAX: usize = 3;
/// Characters of a text that are read.
const READ_MAX: usize = 4_000;
/// Words of a name.
const NAME_WORDS_MAX: usize = 4;
/// Names of one text that are weighed; there are villages called "Yang" and "Sudah".
const NAMES_MAX: usize = 200;
/// Names told as places that are chosen among.
const TOLD_MAX: usize = 20;
/// Letters below which a name is none: "Ur", "As".
const LETTERS_MIN: usize = 3;

/// What is written before a name to say what it is, and how its full name then begins.
const KINDS: &[(&str, RegionLevel, &str)] = &[
    ("desa", RegionLevel::Village, ""),
    ("ds", RegionLevel::Village, ""),
    ("kel", RegionLevel::Village, ""),
    ("kelurahan", RegionLevel::Village, ""),
    ("kalurahan", RegionLevel::Village, ""),
    ("gampong", RegionLevel::Village, ""),
    ("nagari", RegionLevel::Village, ""),
    ("kec", RegionLevel::District, ""),
    ("kecamatan", RegionLevel::District, ""),
    ("distrik", RegionLevel::District, ""),
    ("kapanewon", RegionLevel::District, ""),
    ("kemantren", RegionLevel::District, ""),
    ("kab", RegionLevel::Regency, "Kabupaten"),
    ("kabupaten", RegionLevel::Regency, "Kabupaten"),
    ("pemkab", RegionLevel::Regency, "Kabupaten"),
    ("bupati", RegionLevel::Regency, "Kabupaten"),
    ("kota", RegionLevel::Regency, "Kota"),
    ("kotamadya", RegionLevel::Regency, "Kota"),
    ("pemkot", RegionLevel::Regency, "Kota"),
    ("walikota", RegionLevel::Regency, "Kota"),
    ("prov", RegionLevel::Province, ""),
    ("provinsi", RegionLevel::Province, ""),
    ("propinsi", RegionLevel::Province, ""),
    ("pemprov", RegionLevel::Province, ""),
    ("gubernur", RegionLevel::Province, ""),
];

/// How people shorten names, with the letters of the full name.
const SHORT: &[(&str, &str)] = &[
    ("babel", "kepulauanbangkabelitung"),
    ("bdg", "bandung"),
    ("dki", "dkijakarta"),
    ("diy", "diyogyakarta"),
    ("jabar", "jawabarat"),
    ("jakbar", "jakartabarat"),
    ("jakpus", "jakartapusat"),
    ("jaksel", "jakartaselatan"),
    ("jaktim", "jakartatimur"),
    ("jakut", "jakartautara"),
    ("jateng", "jawatengah"),
    ("jatim", "jawatimur"),
    ("jkt", "jakarta"),
    ("jogja", "yogyakarta"),
    ("jogjakarta", "yogyakarta"),
    ("kalbar", "kalimantanbarat"),
    ("kalsel", "kalimantanselatan"),
    ("kalteng", "kalimantantengah"),
    ("kaltara", "kalimantanutara"),
    ("kaltim", "kalimantantimur"),
    ("kepri", "kepulauanriau"),
    ("lobar", "lombokbarat"),
    ("loteng", "lomboktengah"),
    ("lotim", "lomboktimur"),
    ("ntb", "nusatenggarabarat"),
    ("ntt", "nusatenggaratimur"),
    ("sby", "surabaya"),
    ("solo", "surakarta"),
    ("sulbar", "sulawesibarat"),
    ("sulsel", "sulawesiselatan"),
    ("sulteng", "sulawesitengah"),
    ("sultra", "sulawesitenggara"),
    ("sulut", "sulawesiutara"),
    ("sumbar", "sumaterabarat"),
    ("sumsel", "sumateraselatan"),
    ("sumut", "sumaterautara"),
    ("tangsel", "tangerangselatan"),
    ("yogya", "yogyakarta"),
];

/// Words after which a place is told.
const LOCATIVE: &[&str] =
    &["di", "daerah", "dari", "wilayah", "warga", "lokasi", "sekitar", "dkt", "dekat", "ke", "se"];

/// Regencies called like everyday things: in small letters only their kind tells.
const EVERYDAY: &[&str] = &["banjar", "batang", "batu", "puncak"];

/// Words after which a name is a person's or a business's.
const OTHER_NAMES: &[&str] = &[
    "bank",
    "bapak",
    "bpk",
    "bu",
    "bus",
    "cv",
    "hotel",
    "ibu",
    "makan",
    "masakan",
    "pak",
    "pt",
    "saudara",
    "sdr",
    "toko",
    "ud",
    "universitas",
    "warung",
];

/// The level that a word before a name says it has: `kec`, `kabupaten`.
#[must_use]
pub fn level_said(word: &str) -> Option<RegionLevel> {
    kind(word).map(|(_, level, _)| *level)
}

fn kind(word: &str) -> Option<&'static (&'static str, RegionLevel, &'static str)> {
    KINDS.iter().find(|(kind, ..)| *kind == word)
}

/// What surrounds a word that may begin a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ground {
    Free,
    /// Inside of the name of a street or landmark, after its first word: only a larger region.
    Tail,
    /// A person, a business, the first word of a street: no region.
    Taken,
}

/// A name found in a text, with the regions that bear it.
#[derive(Debug)]
struct Mention {
    line: usize,
    from: usize,
    words: usize,
    bearers: Vec<RegionCode>,
}

/// A word of a line, with what was learnt of it.
struct Line {
    words: Vec<Word>,
    ground: Vec<Ground>,
    cased: bool,
}

/// How much a mention speaks for a region: marked by its kind, told as a place, or merely there.
const MARKED: u32 = 4;
const LARGE: u32 = 3;
const TOLD: u32 = 2;
const THERE: u32 = 1;

/// The regions that a text means, likeliest first: one where it is clear, up to [`MEANT_MAX`]
/// where a reader has to choose, none where nothing tells.
#[must_use]
pub fn meant(regions: &Regions, text: &str) -> Vec<RegionCode> {
    let read: String = text.chars().take(READ_MAX).collect();
    let lines: Vec<Line> = read.lines().map(line).collect();
    let mentions = mentions(regions, &lines);
    let weighed = mentions.iter().map(|one| weights(regions, &lines, &mentions, one));
    // Of a small region that is merely there nothing follows.
    let told = |said: &Vec<(RegionCode, u32)>| {
        said.iter().any(|(code, weight)| *weight > THERE || code.level() <= RegionLevel::Regency)
    };
    let weighed: Vec<_> = weighed.filter(told).take(TOLD_MAX).collect();
    choose(&weighed)
}

fn line(text: &str) -> Line {
    let words = words(text);
    let cased = is_cased(&words);
    let mut ground = vec![Ground::Free; words.len()];
    let mut take = |at: usize, what: Ground| {
        if let Some(ground) = ground.get_mut(at) {
            *ground = what;
        }
    };
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let mut used = 0;
        if OTHER_NAMES.contains(&word.folded.as_str()) && !word.ends {
            let named = |next: &&Word| kind(&next.folded).is_none() && (!cased || next.capital);
            let rest = words.get(at + 1..).unwrap_or_default();
            used = rest.iter().take(if cased { 2 } else { 1 }).take_while(named).count();
            (at + 1..=at + used).for_each(|at| take(at, Ground::Taken));
        } else if let (Some(named), words_of) = named_at(&words, at, cased) {
            used = words_of;
            let raya = words.get(at + 1).is_some_and(|word| word.folded == "raya");
            let first = at + 1 + usize::from(raya);
            (at + 1..=at + used).for_each(|at| {
                let taken = named.kind == Kind::Neighbourhood || at <= first;
                take(at, if taken { Ground::Taken } else { Ground::Tail });
            });
            // "Jl. Ahmad Yani": one word was read, the name may be longer.
            take(at + used + 1, Ground::Tail);
        }
        at += 1 + used;
    }
    Line { words, ground, cased }
}

/// The names in the text, the longer before the shorter, none inside of another.
fn mentions(regions: &Regions, lines: &[Line]) -> Vec<Mention> {
    let mut spelt: HashMap<u64, Vec<usize>> = HashMap::new();
    let mut found: Vec<Mention> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        for (from, words, letters) in names_of(line) {
            spelt.entry(hash(letters.bytes())).or_default().push(found.len());
            found.push(Mention { line: at, from, words, bearers: Vec::new() });
        }
    }
    for region in regions.all() {
        for name in names(region) {
            for at in spelt.get(&hash(letters(name))).into_iter().flatten() {
                if let Some(mention) = found.get_mut(*at) {
                    mention.bearers.push(region.code);
                }
            }
        }
    }
    found.retain(|mention| !mention.bearers.is_empty());
    // "Kota Padang" is the city before it is a village of that name.
    let marked = |mention: &Mention| {
        let word = lines.get(mention.line).and_then(|line| line.words.get(mention.from));
        let Some(level) = word.and_then(|word| level_said(&word.folded)) else { return false };
        found.iter().any(|other| {
            (other.line, other.from, other.words + 1)
                == (mention.line, mention.from + 1, mention.words)
                && other.bearers.iter().any(|code| code.level() == level)
        })
    };
    let doubled: Vec<bool> = found.iter().map(marked).collect();
    let single = found.into_iter().zip(doubled).filter(|(_, doubled)| !doubled);
    let mut found: Vec<Mention> = single.map(|(mention, _)| mention).collect();
    found.sort_by_key(|mention| std::cmp::Reverse(mention.words));
    let mut kept: Vec<Mention> = Vec::new();
    for mention in found {
        let beside = |other: &Mention| {
            other.line != mention.line
                || other.from >= mention.from + mention.words
                || mention.from >= other.from + other.words
        };
        if kept.iter().all(beside) {
            kept.push(mention);
        }
    }
    kept.sort_by_key(|mention| (mention.line, mention.from));
    kept.truncate(NAMES_MAX);
    kept
}

/// What may be a name in a line: where it begins, its words, its letters.
fn names_of(line: &Line) -> impl Iterator<Item = (usize, usize, String)> {
    let at = |at: usize| line.words.get(at).zip(line.ground.get(at));
    (0..line.words.len()).flat_map(move |from| {
        let mut said = String::new();
        let mut names = Vec::new();
        for count in 1..=NAME_WORDS_MAX {
            let Some((word, ground)) = at(from + count - 1) else { break };
            // "Pasar Minggu" begins a landmark and is a district.
            let taken = *ground == Ground::Taken && (count == 1 || !is_landmark(line, from));
            let kind_alone = count == 1 && kind(&word.folded).is_some();
            if taken || (word.folded == "di" && !word.capital) {
                break;
            }
            said.push_str(figure(&word.folded));
            if let Some((_, full)) = SHORT.iter().find(|(short, _)| count == 1 && *short == said) {
                names.push((from, count, (*full).to_owned()));
            } else if said.len() >= LETTERS_MIN && !kind_alone {
                names.push((from, count, said.clone()));
            }
            if word.ends {
                break;
            }
        }
        names
    })
}

/// True where a word begins the name of a landmark: "Pasar", "Kampung".
fn is_landmark(line: &Line, at: usize) -> bool {
    let (named, _) = named_at(&line.words, at, line.cased);
    named.is_some_and(|named| named.kind == Kind::Landmark)
}

/// The names a region goes by: without its kind, and without what only its full name has.
fn names(region: Region<'_>) -> impl Iterator<Item = &str> {
    let name = region.name;
    let (name, other) = match region.code.level() {
        RegionLevel::Regency => {
            let bare = name.strip_prefix("Kabupaten ").or(name.strip_prefix("Kota "));
            let bare = bare.unwrap_or(name);
            (bare.strip_prefix("Administrasi ").unwrap_or(bare), None)
        }
        RegionLevel::Province => (name, name.strip_prefix("DI ").or(name.strip_prefix("DKI "))),
        RegionLevel::District | RegionLevel::Village => (name, None),
    };
    std::iter::once(name).chain(other)
}

/// Letters and digits of a name, small, numbers in one spelling.
fn letters(name: &str) -> impl Iterator<Item = u8> {
    name.split(|c: char| !c.is_ascii_alphanumeric())
        .flat_map(|word| figure(word).bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// "Ilir Barat Satu" is also written "Ilir Barat I" and "Ilir Barat 1".
fn figure(word: &str) -> &str {
    const FIGURES: [(&str, &str, &str); 5] = [
        ("i", "satu", "1"),
        ("ii", "dua", "2"),
        ("iii", "tiga", "3"),
        ("iv", "empat", "4"),
        ("v", "lima", "5"),
    ];
    let same = |(roman, spelt, _): &&(&str, &str, &str)| {
        word.eq_ignore_ascii_case(roman) || word.eq_ignore_ascii_case(spelt)
    };
    if word.len() > 5 {
        return word;
    }
    FIGURES.iter().find(same).map_or(word, |(.., figure)| figure)
}

/// How much a mention speaks for each of its bearers.
fn weights(
    regions: &Regions,
    lines: &[Line],
    mentions: &[Mention],
    one: &Mention,
) -> Vec<(RegionCode, u32)> {
    let Some(line) = lines.get(one.line) else { return Vec::new() };
    let word = |at: usize| line.words.get(at);
    let before = one.from.checked_sub(1).and_then(word);
    let marks = before.and_then(|word| kind(&word.folded)).or_else(|| {
        let administrative = before.is_some_and(|word| word.folded == "administrasi");
        let earlier = one.from.checked_sub(2).filter(|_| administrative).and_then(word);
        earlier.and_then(|word| kind(&word.folded))
    });
    let fits = |code: &RegionCode, (_, level, begins): &(&str, RegionLevel, &str)| {
        let name = regions.get(*code).map_or("", |region| region.name);
        code.level() == *level && name.starts_with(begins)
    };
    if let Some(mark) = marks {
        let marked: Vec<_> = one.bearers.iter().filter(|code| fits(code, mark)).collect();
        if !marked.is_empty() {
            // "kelurahan tutup": a village is called so, and the office is closed.
            let small = word(one.from).is_some_and(|word| !word.capital);
            let weight = if small && mark.1 == RegionLevel::Village { TOLD } else { MARKED };
            return marked.into_iter().map(|code| (*code, weight)).collect();
        }
    }
    let beside = mentions.iter().any(|other| is_beside(line, one, other));
    let tail = line.ground.get(one.from) == Some(&Ground::Tail);
    let begins = before.is_none_or(|word| word.stops);
    let capital = word(one.from).is_some_and(|word| word.capital);
    let named = line.cased && capital && !begins;
    let everyday =
        one.words == 1 && word(one.from).is_some_and(|w| EVERYDAY.contains(&w.folded.as_str()));
    let located = before.is_some_and(|word| LOCATIVE.contains(&word.folded.as_str()));
    let told = named || (located && (capital || !everyday)) || beside;
    let large = |code: &RegionCode| code.level() <= RegionLevel::Regency;
    // Of a city and a village somewhere that bear one name, the city is meant.
    let city = one.bearers.iter().any(large);
    let telling = told && !tail && is_telling(regions, line, one);
    let weight = |code: &RegionCode| match city {
        _ if telling => MARKED,
        true if large(code) && (told || tail && capital) => LARGE,
        false if told && !tail => TOLD,
        _ => THERE,
    };
    one.bearers.iter().map(|code| (*code, weight(code))).collect()
}

/// True when one follows the other and lies in it: "Gedangan, Kab. Sidoarjo".
fn is_beside(line: &Line, one: &Mention, other: &Mention) -> bool {
    let follows = |first: &Mention, second: &Mention| {
        let end = first.from + first.words;
        let kind_between = line.words.get(end).is_some_and(|word| kind(&word.folded).is_some());
        second.from == end || (kind_between && second.from == end + 1)
    };
    let lies = |inner: &Mention, outer: &Mention| {
        let above = |code: &RegionCode| outer.bearers.iter().any(|o| o != code && code.lies_in(*o));
        inner.bearers.iter().any(above)
    };
    one.line == other.line
        && (follows(one, other) || follows(other, one))
        && (lies(one, other) || lies(other, one))
}

/// True for a name of several words that one region bears, spelt as it is: "Cimahi Utara" needs
/// no more. "Gang Buntu" and "alun alun" are a village's name too.
fn is_telling(regions: &Regions, line: &Line, one: &Mention) -> bool {
    let [code] = one.bearers[..] else { return false };
    let said = line.words.get(one.from..one.from + one.words).unwrap_or_default();
    let spelt = regions.get(code).into_iter().flat_map(names).any(|name| {
        let parts = name.split(' ').map(str::to_lowercase);
        parts.eq(said.iter().map(|word| word.folded.clone()))
    });
    let begins = said.first().map_or("", |word| word.folded.as_str());
    let doubled = said.iter().skip(1).any(|word| word.folded == begins);
    one.words > 1 && spelt && !doubled && !begins_name(begins)
}

/// The regions that most of what was said speaks for.
fn choose(weighed: &[Vec<(RegionCode, u32)>]) -> Vec<RegionCode> {
    let small = |code: RegionCode| code.level() > RegionLevel::Regency;
    // What is said of the region itself by each mention, and what of those it lies in.
    let witness = |region: RegionCode| {
        let (mut own, mut above) = (Vec::new(), 0);
        for said in weighed {
            let weight = |fits: &dyn Fn(RegionCode) -> bool| {
                said.iter().filter(|(code, _)| fits(*code)).map(|(_, weight)| *weight).max()
            };
            match weight(&|code| code == region) {
                Some(weight) => own.push(weight),
                None => above += weight(&|code| region.lies_in(code)).unwrap_or(0),
            }
        }
        // A small region's name said twice is no second witness: "masing-masing".
        let once = own.iter().copied().max().unwrap_or(0);
        (if small(region) { once } else { own.iter().sum() }, above)
    };
    let mut best = 0;
    let mut found: Vec<RegionCode> = Vec::new();
    for said in weighed {
        for (region, weight) in said {
            let (own, above) = witness(*region);
            let only = said.iter().filter(|(code, _)| code.level() == region.level()).count() == 1;
            let holds = match region.level() {
                RegionLevel::Province | RegionLevel::Regency => *weight >= LARGE,
                RegionLevel::District | RegionLevel::Village if above == 0 => {
                    *weight == MARKED && only
                }
                RegionLevel::District | RegionLevel::Village => *weight >= TOLD,
            };
            let supported = own + above;
            if !holds || supported < best {
                continue;
            }
            if supported > best {
                best = supported;
                found.clear();
            }
            if !found.contains(region) {
                found.push(*region);
            }
        }
    }
    // Of a district and a village in it that bear one name, the larger is safe.
    let all = found.clone();
    found.retain(|code| {
        !small(*code) || !all.iter().any(|other| other != code && code.lies_in(*other))
    });
    if found.len() > MEANT_MAX {
        found.clear();
    }
    found
}
