//! Places that a text names: streets, alleys, landmarks, neighbourhoods.
//!
//! No gazetteer is asked: a name is what follows a word like "Jl." or "Pasar". What is found is
//! good for comparing two texts of the same regency and for nothing else.

use crate::fold;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Jalan, gang.
    Street,
    /// A school, market, mosque, bridge, estate.
    Landmark,
    /// RT and RW, both or one.
    Neighbourhood,
}

/// A place that a text names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Named {
    /// What it is.
    pub kind: Kind,
    /// Folded, in its usual spelling: `jalan kenanga`, `pasar baru`, `rt 3 rw 5`.
    pub name: String,
}

impl Named {
    /// The word that says what it is: `jalan`, `pasar`.
    #[must_use]
    pub fn sort(&self) -> &str {
        self.name.split(' ').next().unwrap_or_default()
    }

    /// The name without the word that says what it is.
    #[must_use]
    pub fn proper(&self) -> &str {
        self.name.split_once(' ').map_or(self.name.as_str(), |(_, rest)| rest)
    }
}

/// Words of a name after the one that begins it.
const WORDS_MAX: usize = 3;
/// Places read from one text.
const PLACES_MAX: usize = 12;

/// What begins the name of a street, with how it is usually written.
const STREETS: &[(&str, &str)] =
    &[("jalan", "jalan"), ("jl", "jalan"), ("jln", "jalan"), ("gang", "gang"), ("gg", "gang")];

/// What begins the name of a landmark, with how it is usually written.
const LANDMARKS: &[(&str, &str)] = &[
    ("sd", "sd"),
    ("sdn", "sd"),
    ("smp", "smp"),
    ("smpn", "smp"),
    ("sma", "sma"),
    ("sman", "sma"),
    ("smk", "smk"),
    ("smkn", "smk"),
    ("mts", "mts"),
    ("puskesmas", "puskesmas"),
    ("posyandu", "posyandu"),
    ("rs", "rs"),
    ("rsud", "rsud"),
    ("pasar", "pasar"),
    ("masjid", "masjid"),
    ("mesjid", "masjid"),
    ("musala", "musala"),
    ("mushola", "musala"),
    ("musholla", "musala"),
    ("gereja", "gereja"),
    ("pura", "pura"),
    ("jembatan", "jembatan"),
    ("terminal", "terminal"),
    ("stasiun", "stasiun"),
    ("halte", "halte"),
    ("simpang", "simpang"),
    ("pertigaan", "simpang"),
    ("perempatan", "simpang"),
    ("perumahan", "perumahan"),
    ("perum", "perumahan"),
    ("komplek", "perumahan"),
    ("kompleks", "perumahan"),
    ("kampung", "kampung"),
    ("kampong", "kampung"),
    ("kp", "kampung"),
    ("dusun", "dusun"),
    ("sungai", "sungai"),
    ("kali", "sungai"),
    ("taman", "taman"),
    ("lapangan", "lapangan"),
    ("apartemen", "apartemen"),
    ("rusun", "rusun"),
    ("rusunawa", "rusun"),
    ("pabrik", "pabrik"),
    ("spbu", "spbu"),
];

/// Words that are no name, whatever stands before them.
const NO_NAMES: &[&str] = &[
    "ada",
    "aja",
    "aman",
    "amblas",
    "ambles",
    "ambrol",
    "antara",
    "arah",
    "aspal",
    "atau",
    "bagi",
    "banget",
    "banjir",
    "banyak",
    "baru2",
    "bau",
    "becek",
    "belakang",
    "belum",
    "berbahaya",
    "berdebu",
    "bergelombang",
    "berlobang",
    "berlubang",
    "bersama",
    "besar",
    "bikin",
    "bisa",
    "bocor",
    "bolong",
    "buntu",
    "cor",
    "dalam",
    "dan",
    "dari",
    "dekat",
    "dengan",
    "depan",
    "desa",
    "di",
    "dilalui",
    "ditutup",
    "dgn",
    "gelap",
    "hancur",
    "ini",
    "itu",
    "jadi",
    "jalan",
    "juga",
    "kab",
    "kabupaten",
    "kami",
    "karena",
    "kecamatan",
    "kec",
    "kecil",
    "kel",
    "kelurahan",
    "kena",
    "kendaraan",
    "kerap",
    "kita",
    "kosong",
    "kota",
    "kotor",
    "kumuh",
    "lewat",
    "licin",
    "lobang",
    "longsor",
    "lubang",
    "macet",
    "malam",
    "masih",
    "masuk",
    "mati",
    "menuju",
    "menumpuk",
    "meluap",
    "milik",
    "mohon",
    "nasional",
    "nih",
    "no",
    "nomor",
    "nya",
    "oleh",
    "padam",
    "pada",
    "parah",
    "penuh",
    "penghubung",
    "perlu",
    "pintu",
    "poros",
    "prov",
    "provinsi",
    "putus",
    "rawan",
    "retak",
    "roboh",
    "rt",
    "rusak",
    "rw",
    "saja",
    "samping",
    "sampai",
    "sangat",
    "saya",
    "sebelah",
    "sebelum",
    "sedang",
    "sekitar",
    "selalu",
    "semakin",
    "sempit",
    "sendiri",
    "sepanjang",
    "sering",
    "setelah",
    "setapak",
    "setempat",
    "sini",
    "situ",
    "sudah",
    "tanah",
    "tanpa",
    "tapi",
    "telah",
    "tembus",
    "tempat",
    "terdekat",
    "tersebut",
    "terus",
    "tidak",
    "tikus",
    "tol",
    "tolong",
    "tsb",
    "tua",
    "tutup",
    "udah",
    "umum",
    "untuk",
    "utama",
    "warga",
    "yang",
    "yg",
    "lingkungan",
    "kampung",
    "perumahan",
    "komplek",
    "kompleks",
    "dusun",
    "gang",
    "gg",
    "jl",
    "jln",
    "km",
    "jembatan",
    "pasar",
    "masjid",
    "sekolah",
    "sungai",
    "hujan",
    "air",
    "lampu",
    "sampah",
    "rumah",
    "pagi",
    "sore",
    "siang",
    "hari",
    "minggu2",
    "bulan",
    "tahun",
    "terlalu",
    "cepat",
    "lama2",
    "negara",
    "lintas",
    "layak",
    "liar",
    "swasta",
    "bus",
    "tergenang",
    "tersumbat",
    "jebol",
    "kering",
    "dangkal",
    "tercemar",
    "keruh",
    "putri2",
    "adalah",
    "ke",
    "krn",
    "sdh",
    "blm",
    "tdk",
    "semua",
    "beberapa",
    "orang",
    "anak",
    "mobil",
    "motor",
    "truk",
    "pak",
    "bu",
    "bapak",
    "ibu",
];

/// Words that continue a name although they are written small.
const CONTINUES: &[&str] = &[
    "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "timur", "barat", "utara",
    "selatan", "tengah", "baru", "lama", "negeri", "raya", "indah", "asri", "permai", "jaya",
];

/// A word as a name is read from it.
#[expect(clippy::struct_excessive_bools, reason = "signs that stand after a word")]
pub(crate) struct Word {
    pub(crate) folded: String,
    pub(crate) capital: bool,
    /// What follows ends a name: a comma, a full stop, a bracket, a new line.
    pub(crate) ends: bool,
    /// What follows ends a sentence.
    pub(crate) stops: bool,
    /// A slash follows: `RT 03/05`.
    slash: bool,
}

/// The places a text names, in its order, each once.
#[must_use]
pub fn places(text: &str) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    // Title, text and place are typed at different moments, each in its own way of capitals.
    for line in text.lines() {
        places_of_line(&words(line), &mut found);
    }
    found.truncate(PLACES_MAX);
    found
}

fn places_of_line(words: &[Word], found: &mut Vec<Named>) {
    let cased = is_cased(words);
    let mut at = 0;
    while at < words.len() {
        let (named, used) = named_at(words, at, cased);
        found.extend(named.filter(|named| !found.contains(named)));
        at += 1 + used;
    }
}

/// True where capitals tell a name: some stand inside of sentences, and not everywhere.
pub(crate) fn is_cased(words: &[Word]) -> bool {
    let capitals = words.iter().filter(|word| word.capital).count();
    let inside = words.windows(2).filter(|two| matches!(two, [a, b] if b.capital && !a.ends));
    inside.count() >= 1 && capitals * 10 < words.len() * 7
}

/// True for a word that begins the name of a street or landmark: `gang`, `pasar`.
pub(crate) fn begins_name(word: &str) -> bool {
    STREETS.iter().chain(LANDMARKS).any(|(begin, _)| *begin == word)
}

/// The place whose name the word at `at` begins, and how many words after it belong to the name.
pub(crate) fn named_at(words: &[Word], at: usize, cased: bool) -> (Option<Named>, usize) {
    let Some(word) = words.get(at) else { return (None, 0) };
    let begin = word.folded.as_str();
    if matches!(begin, "rt" | "rw") {
        return neighbourhood(words.get(at..).unwrap_or_default());
    }
    let street = STREETS.iter().find(|(word, _)| *word == begin);
    let landmark = LANDMARKS.iter().find(|(word, _)| *word == begin);
    let kind = if street.is_some() { Kind::Street } else { Kind::Landmark };
    let short = matches!(begin, "jl" | "jln" | "gg" | "kp");
    match street.or(landmark) {
        // "Pasar, sekolah": the comma ends it; "Jl." is an abbreviation.
        Some((_, usual)) if short || !word.ends => {
            named(kind, usual, words.get(at + 1..).unwrap_or_default(), cased && !short)
        }
        _ => (None, 0),
    }
}

/// The place by which a report is found again: the first street it names, or the first landmark.
#[must_use]
pub fn main_place(text: &str) -> Option<Named> {
    let mut found = places(text);
    found.retain(|named| named.kind != Kind::Neighbourhood);
    let at = found.iter().position(|named| named.kind == Kind::Street).unwrap_or(0);
    (at < found.len()).then(|| found.swap_remove(at))
}

/// A number for a name, the same for ever: FNV-1a, as rows keep it.
#[must_use]
pub fn number(name: &str) -> i64 {
    i64::from_ne_bytes(hash(name.bytes()).to_ne_bytes())
}

/// FNV-1a.
pub(crate) fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let mark = piece.chars().next_back().filter(|c| !c.is_alphanumeric());
        if !word.is_empty() {
            let capital = word.chars().next().is_some_and(char::is_uppercase);
            words.push(Word {
                folded: fold(word),
                capital,
                ends: false,
                stops: false,
                slash: false,
            });
        }
        if let (Some(last), Some(mark)) = (words.last_mut(), mark) {
            last.ends |= matches!(mark, '.' | ',' | ';' | ':' | '(' | ')' | '\n' | '!' | '?' | '"');
            last.stops |= matches!(mark, '.' | '\n' | '!' | '?');
            last.slash |= mark == '/';
        }
    }
    words
}

/// A name that begins here: how many of the words belong to it.
fn named(kind: Kind, usual: &str, rest: &[Word], cased: bool) -> (Option<Named>, usize) {
    let mut parts: Vec<String> = Vec::new();
    let mut used = 0;
    for word in rest.iter().take(WORDS_MAX + 1) {
        let text = word.folded.as_str();
        let number = text.bytes().all(|b| b.is_ascii_digit());
        let continues = used > 0 && (number || CONTINUES.contains(&text));
        let refused = NO_NAMES.contains(&text) || (cased && !word.capital && !number);
        // Without capitals one word is the name, and what usually continues one.
        let beyond = !cased && parts.iter().any(|part| part != "raya");
        if !continues && (refused || beyond) || parts.len() == WORDS_MAX {
            break;
        }
        used += 1;
        parts.push(usual_part(text));
        if word.ends {
            break;
        }
    }
    // "Jalan Raya Bogor" and "Jalan Bogor" are one, and so are "SMP Negeri 5" and "SMP 5".
    if parts.len() > 1 {
        parts.retain(|part| part != "raya" && part != "negeri");
    }
    let only_number =
        kind == Kind::Street && parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()));
    let short = parts.iter().map(String::len).sum::<usize>() < 2 && kind == Kind::Street;
    if parts.is_empty() || only_number || short || parts == ["raya"] {
        return (None, 0);
    }
    (Some(Named { kind, name: format!("{usual} {}", parts.join(" ")) }), used)
}

/// One spelling for numbers and doubled letters.
fn usual_part(word: &str) -> String {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    if let Some(at) = ROMAN.iter().position(|roman| *roman == word) {
        return (at + 1).to_string();
    }
    if word.bytes().all(|b| b.is_ascii_digit()) {
        return word.trim_start_matches('0').to_owned();
    }
    let word = word.replace("oe", "u").replace("dj", "j").replace("tj", "c");
    let mut spelt = String::with_capacity(word.len());
    for c in word.chars() {
        if !spelt.ends_with(c) || c.is_numeric() {
            spelt.push(c);
        }
    }
    spelt
}

/// `RT 03/05`, `RT 3 RW 5`, `RW 05`.
fn neighbourhood(words: &[Word]) -> (Option<Named>, usize) {
    let figure = |at: usize| {
        let text = words.get(at)?.folded.as_str();
        let digits = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.trim_start_matches('0').to_owned()).filter(|text| !text.is_empty())
    };
    let word = |at: usize| words.get(at).map_or("", |word| word.folded.as_str());
    let Some(first) = figure(1) else { return (None, 0) };
    let named = |name| Some(Named { kind: Kind::Neighbourhood, name });
    if word(0) == "rw" {
        return (named(format!("rw {first}")), 1);
    }
    let slash = words.get(1).is_some_and(|word| word.slash);
    match (word(2), figure(2), figure(3)) {
        ("rw", _, Some(second)) => (named(format!("rt {first} rw {second}")), 3),
        (_, Some(second), _) if slash => (named(format!("rt {first} rw {second}")), 2),
        _ => (named(format!("rt {first}")), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        places(text).into_iter().map(|named| named.name).collect()
    }

    #[test]
    fn streets_are_read_in_every_spelling() {
        for text in [
            "Lampu padam di Jl. Kenanga dekat pos ronda",
            "Lampu padam di Jln Kenanga, gelap",
            "Di Jalan Kenangga lampu padam. Tolong Pak",
            "lampu padam di jalan kenanga sudah lama",
            "LAMPU PADAM DI JALAN KENANGA",
            "Ada lubang di Jalan Raya Kenanga No. 12",
        ] {
            assert_eq!(names(text), ["jalan kenanga"], "{text}");
        }
        assert_eq!(names("gg. mawar III rt 03/05"), ["gang mawar 3", "rt 3 rw 5"]);
    }

    #[test]
    fn a_road_that_is_no_name_is_none() {
        for text in [
            "Jalan rusak parah di depan rumah",
            "Lampu jalan padam, jalan gelap sekali",
            "lampu jalan mati di jalan utama desa",
            "Jalan Berlubang Sangat Dalam",
            "Mohon perbaikan jalan, terima kasih",
        ] {
            assert_eq!(names(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn landmarks_and_neighbourhoods_are_named() {
        assert_eq!(
            names("Depan SD Negeri 03, seberang Pasar Baru. RT 002 RW 010"),
            ["sd 3", "pasar baru", "rt 2 rw 10"]
        );
        assert_eq!(main_place("Depan Pasar Baru di Jl. Melati").unwrap().name, "jalan melati");
        assert_eq!(main_place("rt 3 saja"), None);
    }

    #[test]
    fn the_number_of_a_name_stays() {
        assert_eq!(number("jalan kenanga"), number("jalan kenanga"));
        assert_eq!(number("a"), -5_808_556_873_153_909_620);
    }
}
