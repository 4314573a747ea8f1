//! Indonesian as people write it, analysed once for both engines: folded, split, stemmed; what
//! people type into a search box, and the words they probably meant.

pub mod personal;
pub mod place;
mod query;
pub mod region;
mod span;
mod spelling;

pub use query::{Query, TERMS_MAX, Term};
pub use span::Span;
pub use spelling::Vocabulary;

use snowball_stemmers_rs::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

/// Longest token kept; longer ones are noise (URLs, pasted codes).
const TOKEN_MAX: usize = 40;

/// Words too common to tell anything.
const STOP_WORDS: &[&str] = &[
    "ada",
    "adalah",
    "agar",
    "akan",
    "aku",
    "anda",
    "apa",
    "apakah",
    "atau",
    "bagi",
    "bahwa",
    "banyak",
    "bapak",
    "belum",
    "bisa",
    "bukan",
    "buat",
    "dalam",
    "dan",
    "dari",
    "dengan",
    "di",
    "dia",
    "dong",
    "hal",
    "harus",
    "hingga",
    "ibu",
    "ini",
    "itu",
    "iya",
    "jadi",
    "jika",
    "juga",
    "kah",
    "kalau",
    "kami",
    "kamu",
    "karena",
    "ke",
    "kepada",
    "kita",
    "lagi",
    "lah",
    "lain",
    "maka",
    "masih",
    "mau",
    "mereka",
    "mohon",
    "nya",
    "oleh",
    "pada",
    "para",
    "per",
    "pun",
    "saat",
    "saja",
    "sangat",
    "saya",
    "sebagai",
    "secara",
    "sehingga",
    "sejak",
    "sekali",
    "selalu",
    "semua",
    "seperti",
    "serta",
    "setelah",
    "sudah",
    "supaya",
    "tapi",
    "telah",
    "tentang",
    "terima",
    "terimakasih",
    "tersebut",
    "tetapi",
    "tidak",
    "tolong",
    "untuk",
    "yaitu",
    "yang",
    "yg",
    "yth",
    "dgn",
    "utk",
    "krn",
    "tdk",
    "gak",
    "ga",
    "nggak",
    "the",
    "and",
    "of",
    "to",
    "in",
    "is",
];

/// Analyses a text into tokens, in order, repeats kept.
#[must_use]
pub fn tokens(text: &str) -> Vec<String> {
    let stemmer = Stemmer::create(Algorithm::Indonesian);
    words(text)
        .filter(|word| !is_stop_word(word))
        .map(|word| stemmer.stem(&word).into_owned())
        .collect()
}

/// Lowercase words without accents, in order; everything but letters and digits separates.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    let folded: String = fold(text);
    let split: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.chars().count() <= TOKEN_MAX)
        .map(str::to_owned)
        .collect();
    split.into_iter()
}

/// True for a word (as [`words`] gives it) that is in nearly every text and so in no index.
#[must_use]
pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(&word)
}

/// Folds case, width and accents: `Café` and `ＣＡＦＥ` become `cafe`.
#[must_use]
pub fn fold(text: &str) -> String {
    // Most text is plain, and then this is all there is to do.
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        assert_eq!(tokens("Perbaikan jalan"), tokens("memperbaiki JALAN"));
        assert_eq!(tokens("jalanan"), tokens("jalan"));
        assert_eq!(tokens("Yth. Bapak, tolong…"), Vec::<String>::new());
        assert_eq!(fold("ＣＡＦÉ"), "cafe");
    }
}
