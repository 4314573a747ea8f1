//! Home addresses: a street or a neighbourhood with the number of a house.

use super::lexicon;
use super::tokens::Scan;
use super::{Claims, PersonalKind};

/// Words in the name of a street.
const NAME_WORDS: usize = 4;
/// No address is longer, in tokens.
const TOKENS_MAX: usize = 48;

pub(super) fn find(scan: &Scan<'_>, claims: &mut Claims) {
    let mut at = 0;
    while at < scan.len() {
        at = match address(scan, at) {
            Some(last) => {
                claims.claim(scan.span(at, last), PersonalKind::HomeAddress);
                last + 1
            }
            None => at + 1,
        };
    }
}

/// The last token of an address that begins at `from`; `None` when no house is told.
fn address(scan: &Scan<'_>, from: usize) -> Option<usize> {
    if !is_place(scan.word(from)) || is_public(scan, from) {
        return None;
    }
    let mut walk = Walk { at: from, last: from, names: 0, house: false, estate: false };
    while walk.at < from + TOKENS_MAX && walk.step(scan, from) {}
    walk.house.then_some(walk.last)
}

/// How far an address has been read.
struct Walk {
    at: usize,
    /// The last token that belongs to it.
    last: usize,
    names: usize,
    house: bool,
    /// In an estate `H-12` is a house.
    estate: bool,
}

impl Walk {
    /// Reads one part; false when the address has ended.
    fn step(&mut self, scan: &Scan<'_>, from: usize) -> bool {
        let at = self.at;
        if matches!(scan.mark(at), '.' | ',' | '/' | '-' | ':') {
            let line = scan.first(at + 1);
            let after_house =
                self.house && !is_neighbourhood(scan.word(at + 1)) && !is_part(scan.word(at + 1));
            self.at += 1;
            return !line && !after_house;
        }
        let word = scan.word(at);
        if matches!(word, "no" | "nomor" | "nmr" | "nomer" | "num") {
            return self.house_number(scan, scan.past(at + 1, &['.', ':']));
        }
        if is_neighbourhood(word) || is_part(word) || is_place(word) {
            self.estate |= is_estate(word);
            self.names = 0;
            return self.part(scan, at);
        }
        if !scan.digits(at).is_empty() {
            return self.figure(scan, from);
        }
        if word.is_empty() || self.house {
            return false;
        }
        if self.lot(scan, at) {
            return true;
        }
        let stops = lexicon::is_common(word) && !names_streets(word);
        self.names += 1;
        (self.at, self.last) = (at + 1, at);
        !stops && self.names <= NAME_WORDS && word.len() > 1
    }

    /// Takes tokens up to `last` as belonging to the address.
    fn take(&mut self, last: usize) -> bool {
        (self.at, self.last) = (last + 1, last);
        true
    }

    fn house_number(&mut self, scan: &Scan<'_>, number: usize) -> bool {
        let digits = scan.digits(number);
        if digits.is_empty() || digits.len() > 4 {
            // `No. A-12`, `no B5`
            return self.lot(scan, number);
        }
        // `No. 1 sampai No. 50` is a stretch of the street.
        let end = letter_after(scan, number);
        self.house = !matches!(scan.word(end + 1), "sampai" | "sampe" | "hingga" | "sd" | "s");
        self.take(end) && self.house
    }

    /// `RT 03`, `blok A2`, `lantai 3`, `gg 2`, `km 4`: the word and what numbers it.
    fn part(&mut self, scan: &Scan<'_>, at: usize) -> bool {
        let value = scan.past(at + 1, &['.', ':']);
        let word = scan.word(at);
        if !scan.digits(value).is_empty() {
            // `RT 02/03`: RT and RW.
            let both = scan.mark(value + 1) == '/' && !scan.digits(value + 2).is_empty();
            return self.take(if both && is_neighbourhood(word) { value + 2 } else { value });
        }
        if matches!(word, "blok" | "blk" | "block" | "tower") && scan.word(value).len() <= 2 {
            let number = scan.past(value + 1, &['-']);
            let numbered = !scan.digits(number).is_empty() && !scan.word(value).is_empty();
            let end = if numbered { number } else { value };
            // `blok C2/5`, `blok A-12`: block and house.
            if matches!(scan.mark(end + 1), '/') && !scan.digits(end + 2).is_empty() {
                self.house = true;
                return self.take(end + 2);
            }
            return self.take(end);
        }
        if is_neighbourhood(word) {
            return false;
        }
        self.take(at)
    }

    /// A number in the name of a street, or glued to a letter the house: `56A`.
    fn figure(&mut self, scan: &Scan<'_>, from: usize) -> bool {
        let (at, digits) = (self.at, scan.digits(self.at).len());
        if digits > 3 || self.house {
            return false;
        }
        let end = letter_after(scan, at);
        let told = end > at;
        let home = scan.words_before(from, 3).any(|word| {
            matches!(word, "rumah" | "alamat" | "tinggal" | "domisili" | "beralamat" | "kediaman")
        });
        let closes = end + 1 >= scan.len()
            || matches!(scan.mark(end + 1), ',' | '.' | ')')
            || is_neighbourhood(scan.word(end + 1));
        self.house |= self.names > 0 && (told || home && closes);
        self.take(end)
    }

    /// `H-12`, `C2/5`, `A12` in an estate.
    fn lot(&mut self, scan: &Scan<'_>, at: usize) -> bool {
        let number = scan.past(at + 1, &['-', '/']);
        let is_lot = (1..=2).contains(&scan.word(at).len())
            && scan.glued(number)
            && (1..=3).contains(&scan.digits(number).len());
        if !is_lot || !self.estate {
            return false;
        }
        self.house = true;
        let behind = scan.mark(number + 1) == '/' && !scan.digits(number + 2).is_empty();
        self.take(if behind { number + 2 } else { number })
    }
}

/// The letter glued to a house number, if there is one.
fn letter_after(scan: &Scan<'_>, number: usize) -> usize {
    let next = number + 1;
    if scan.glued(next) && scan.word(next).len() == 1 { next } else { number }
}

fn is_place(word: &str) -> bool {
    matches!(
        word,
        "jl" | "jln"
            | "jalan"
            | "jln2"
            | "gang"
            | "gg"
            | "dusun"
            | "dsn"
            | "kampung"
            | "kp"
            | "kmp"
            | "lorong"
            | "lrg"
    ) || is_estate(word)
        || matches!(word, "blok" | "blk" | "rt")
}

/// Everyday words that streets and estates are called by.
fn names_streets(word: &str) -> bool {
    matches!(
        word,
        "raya"
            | "baru"
            | "besar"
            | "mas"
            | "timur"
            | "barat"
            | "utara"
            | "selatan"
            | "tengah"
            | "pasar"
            | "pemuda"
            | "negara"
            | "taruna"
            | "industri"
            | "sehat"
            | "sekolah"
            | "stasiun"
            | "karang"
            | "gunung"
            | "pulau"
            | "kapal"
            | "damai"
            | "dua"
            | "tiga"
    ) || lexicon::is_city(word)
}

fn is_estate(word: &str) -> bool {
    matches!(
        word,
        "perum"
            | "perumahan"
            | "prum"
            | "komplek"
            | "kompleks"
            | "komp"
            | "cluster"
            | "klaster"
            | "rusun"
            | "rusunawa"
            | "apartemen"
            | "apt"
            | "griya"
            | "villa"
            | "vila"
            | "btn"
    )
}

fn is_neighbourhood(word: &str) -> bool {
    matches!(word, "rt" | "rw")
}

fn is_part(word: &str) -> bool {
    matches!(
        word,
        "blok" | "blk" | "block" | "lantai" | "lt" | "km" | "unit" | "tower" | "gg" | "gang"
    )
}

/// The address of an office, a school, a lamp: nobody's home.
fn is_public(scan: &Scan<'_>, from: usize) -> bool {
    scan.words_before(from, 3).any(|word| {
        matches!(
            word,
            "kantor"
                | "puskesmas"
                | "sekolah"
                | "sd"
                | "sdn"
                | "smp"
                | "smpn"
                | "sma"
                | "sman"
                | "smk"
                | "rsud"
                | "rs"
                | "klinik"
                | "masjid"
                | "gereja"
                | "bank"
                | "dinas"
                | "tiang"
                | "lampu"
                | "pju"
                | "halte"
                | "stasiun"
                | "terminal"
                | "spbu"
                | "pasar"
                | "mall"
                | "hotel"
                | "gudang"
                | "pabrik"
                | "samsat"
                | "polsek"
                | "polres"
                | "kelurahan"
                | "kecamatan"
                | "apotek"
                | "minimarket"
        )
    })
}
