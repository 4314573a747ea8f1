//! Places and offices by the names people give them: in any case, shortened, by a part, with
//! what they lie in. Answered from the snapshot by looking at every name.

mod office;
mod place;

pub use office::offices;
pub use place::places;

/// Words of one question that are looked at.
const WORDS_MAX: usize = 12;

/// How people shorten what offices are called in full. Initials need no entry.
const SHORT: &[(&str, &[&str])] = &[
    ("puskesmas", &["pusat", "kesehatan", "masyarakat"]),
    ("dinkes", &["dinas", "kesehatan"]),
    ("disdik", &["dinas", "pendidikan"]),
    ("dispendik", &["dinas", "pendidikan"]),
    ("dukcapil", &["kependudukan", "pencatatan", "sipil"]),
    ("disdukcapil", &["dinas", "kependudukan", "pencatatan", "sipil"]),
    ("dishub", &["dinas", "perhubungan"]),
    ("dinsos", &["dinas", "sosial"]),
    ("disnaker", &["dinas", "tenaga", "kerja"]),
    ("disnakertrans", &["dinas", "tenaga", "kerja", "transmigrasi"]),
    ("disperindag", &["dinas", "perindustrian", "perdagangan"]),
    ("disbudpar", &["dinas", "kebudayaan", "pariwisata"]),
    ("dispora", &["dinas", "kepemudaan", "olahraga"]),
    ("diskominfo", &["dinas", "komunikasi", "informatika"]),
    ("kominfo", &["komunikasi", "informatika"]),
    ("dinkop", &["dinas", "koperasi"]),
    ("distan", &["dinas", "pertanian"]),
    ("dishut", &["dinas", "kehutanan"]),
    ("diskan", &["dinas", "perikanan"]),
    ("bappeda", &["perencanaan", "pembangunan", "daerah"]),
    ("bapenda", &["pendapatan", "daerah"]),
    ("kesbangpol", &["kesatuan", "bangsa", "politik"]),
    ("satpol", &["satuan", "polisi"]),
    ("damkar", &["pemadam", "kebakaran"]),
    ("pdam", &["air", "minum"]),
    ("setda", &["sekretariat", "daerah"]),
    ("pemkab", &["pemerintah", "kabupaten"]),
    ("pemkot", &["pemerintah", "kota"]),
    ("pemprov", &["pemerintah", "provinsi"]),
    ("rsud", &["rumah", "sakit", "umum", "daerah"]),
];

/// Words that narrow what was found and find nothing by themselves.
const GENERIC: &[&str] = &["kabupaten", "kota", "provinsi", "pemerintah", "kantor"];

/// What was asked for, word by word. A name answers for words by their bits.
struct Asked {
    words: Vec<Word>,
    /// Bits of the words that find nothing by themselves.
    generic: u32,
}

struct Word {
    text: String,
    full: &'static [&'static str],
}

/// The words a name answers for: by a beginning, and by a whole word, initials or a short form.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Answered {
    any: u32,
    whole: u32,
}

impl Answered {
    fn and(self, other: Self) -> Self {
        Self { any: self.any | other.any, whole: self.whole | other.whole }
    }
}

impl Asked {
    fn new(words: impl IntoIterator<Item = String>) -> Self {
        let full =
            |text: &str| SHORT.iter().find(|(short, _)| *short == text).map(|(_, full)| *full);
        let word = |text: String| Word { full: full(&text).unwrap_or_default(), text };
        let words: Vec<Word> = words.into_iter().take(WORDS_MAX).map(word).collect();
        let bits = words.iter().enumerate();
        let generic = bits
            .filter(|(_, word)| GENERIC.contains(&word.text.as_str()))
            .fold(0, |mask, (at, _)| mask | 1 << at);
        let all = (1 << words.len()) - 1;
        // Where nothing else was asked for, they are what is looked for.
        Self { words, generic: if generic == all { 0 } else { generic } }
    }

    /// Words too short to name anything find everything.
    fn is_too_short(&self) -> bool {
        self.words.iter().all(|word| word.text.chars().count() < 2)
    }

    /// The words that a name answers for; `short` also by its initials and short forms. Every
    /// name of the nation passes here at each question, so it is read once.
    fn answered(&self, name: &str, short: bool) -> Answered {
        let mut found = Answered::default();
        for part in parts(name) {
            for (at, word) in self.words.iter().enumerate() {
                if begins(part, &word.text) {
                    found.any |= 1 << at;
                    found.whole |= u32::from(part.len() == word.text.len()) << at;
                }
            }
        }
        for (at, word) in self.words.iter().enumerate().filter(|_| short) {
            if is_full(name, word.full) || has_initials(name, &word.text) {
                found = found.and(Answered { any: 1 << at, whole: 1 << at });
            }
        }
        found
    }

    /// How many telling words are among these.
    fn telling(&self, mask: u32) -> u32 {
        (mask & !self.generic).count_ones()
    }
}

/// The words of a name; every sign of ASCII but letters and digits separates.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric());
    parts.filter(|part| !part.is_empty())
}

/// The words typed, in small letters.
fn typed_words(typed: &str) -> impl Iterator<Item = String> {
    parts(typed).map(str::to_lowercase)
}

fn begins(part: &str, word: &str) -> bool {
    part.as_bytes().get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
}

fn is_full(name: &str, full: &[&str]) -> bool {
    !full.is_empty()
        && full.iter().all(|wanted| parts(name).any(|part| part.eq_ignore_ascii_case(wanted)))
}

/// True when the word is made of the first letters of words that follow each other: "pu" of
/// "Dinas Pekerjaan Umum dan Penataan Ruang", and "pupr" too.
fn has_initials(name: &str, word: &str) -> bool {
    if word.len() < 2 {
        return false;
    }
    let small = |part: &&str| !part.eq_ignore_ascii_case("dan");
    let first = |part: &str| part.chars().next().map(|c| c.to_ascii_lowercase());
    let initials: String = parts(name).filter(small).filter_map(first).collect();
    initials.contains(word)
}
