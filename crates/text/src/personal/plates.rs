//! Vehicle plates: region, number, series.

use super::tokens::Scan;
use super::{Claims, PersonalKind};

pub(super) fn find(scan: &Scan<'_>, claims: &mut Claims) {
    for at in 0..scan.len() {
        if let Some(last) = plate(scan, at) {
            claims.claim(scan.span(at, last), PersonalKind::VehiclePlate);
        }
    }
}

/// The last token of a plate whose region stands at `at`.
fn plate(scan: &Scan<'_>, at: usize) -> Option<usize> {
    if !is_region(scan.word(at)) {
        return None;
    }
    let number = scan.past(at + 1, &['-', '.']);
    let digits = scan.digits(number);
    if !(1..=4).contains(&digits.len()) || digits.starts_with('0') {
        return None;
    }
    let said = said(scan, at);
    let series = scan.past(number + 1, &['-', '.']);
    let letters = scan.word(series);
    if !(1..=3).contains(&letters.len()) || is_no_series(letters) {
        let alone = said == Some(Said::Plate) && digits.len() >= 3;
        return alone.then_some(number);
    }
    // `B 1 RI` is the president's.
    if letters == "ri" && digits.len() < 3 {
        return None;
    }
    let capitals = scan.capital(at) && scan.capital(series);
    let dashed = series > number + 1 && number > at + 1;
    let joined = scan.glued(number) && scan.glued(series);
    let shaped = capitals && digits.len() >= 3 && (letters.len() >= 2 || dashed || joined);
    (said.is_some() && capitals || said == Some(Said::Plate) || shaped && !announced(scan, at))
        .then_some(series)
}

#[derive(PartialEq, Eq)]
enum Said {
    Plate,
    Vehicle,
}

/// What the words before say: a plate, or at least a vehicle.
fn said(scan: &Scan<'_>, at: usize) -> Option<Said> {
    scan.words_before(at, 4).find_map(|word| match word {
        "plat" | "pelat" | "nopol" | "polisi" | "platnya" | "nopolnya" | "tnkb" => {
            Some(Said::Plate)
        }
        "mobil" | "motor" | "truk" | "truck" | "bus" | "bis" | "angkot" | "kendaraan" | "stnk"
        | "bpkb" | "pickup" | "taksi" | "ojol" | "pengemudi" => Some(Said::Vehicle),
        _ => None,
    })
}

/// Words before that make it a number of something else.
fn announced(scan: &Scan<'_>, at: usize) -> bool {
    scan.words_before(at, 2).any(|word| {
        matches!(
            word,
            "surat"
                | "sk"
                | "kereta"
                | "ka"
                | "pesawat"
                | "penerbangan"
                | "tiang"
                | "gardu"
                | "kode"
                | "tipe"
                | "type"
                | "seri"
                | "ruang"
                | "gedung"
                | "blok"
                | "kelas"
                | "pasal"
        )
    })
}

fn is_region(word: &str) -> bool {
    matches!(
        word,
        "a" | "b"
            | "d"
            | "e"
            | "f"
            | "g"
            | "h"
            | "k"
            | "l"
            | "m"
            | "n"
            | "p"
            | "r"
            | "s"
            | "t"
            | "w"
            | "z"
            | "aa"
            | "ab"
            | "ad"
            | "ae"
            | "ag"
            | "ba"
            | "bb"
            | "bd"
            | "be"
            | "bg"
            | "bh"
            | "bk"
            | "bl"
            | "bm"
            | "bn"
            | "bp"
            | "da"
            | "db"
            | "dc"
            | "dd"
            | "de"
            | "dg"
            | "dh"
            | "dk"
            | "dl"
            | "dm"
            | "dn"
            | "dp"
            | "dr"
            | "ds"
            | "dt"
            | "dw"
            | "ea"
            | "eb"
            | "ed"
            | "kb"
            | "kh"
            | "kt"
            | "ku"
            | "pa"
            | "pb"
            | "pe"
            | "pg"
            | "ps"
            | "pt"
    )
}

/// Short words and units that stand behind numbers.
fn is_no_series(letters: &str) -> bool {
    matches!(
        letters,
        "di" | "ke"
            | "dan"
            | "yg"
            | "tdk"
            | "ini"
            | "itu"
            | "ada"
            | "utk"
            | "dgn"
            | "dr"
            | "jam"
            | "va"
            | "km"
            | "kg"
            | "cc"
            | "m"
            | "cm"
            | "rt"
            | "rw"
            | "rb"
            | "jt"
            | "hp"
            | "wa"
            | "sd"
            | "smp"
            | "sma"
            | "kk"
            | "jln"
            | "jl"
            | "gg"
            | "no"
            | "kpu"
            | "tgl"
            | "thn"
            | "gak"
            | "ga"
            | "bln"
            | "hr"
            | "mau"
            | "pak"
            | "bu"
            | "sdh"
            | "blm"
            | "org"
            | "wib"
    )
}
