//! Sample words and numbers of the gallery.

use jiff::Timestamp;
use web::i18n::{Lang, Words};

/// Sample text in the reader's language.
pub(crate) fn say(w: Words, indonesian: &'static str, english: &'static str) -> &'static str {
    match w.lang() {
        Lang::Id => indonesian,
        Lang::En => english,
    }
}

/// The instant at which the gallery stands still, plus `hours`.
pub(crate) fn at(hours: i64) -> Timestamp {
    let noon = 1_795_590_000_i64;
    Timestamp::from_second(noon + hours * 3600).unwrap_or(Timestamp::UNIX_EPOCH)
}
