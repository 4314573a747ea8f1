//! What is left of an answer when numbers, names and places are set aside.

use super::wording::{DAYS, MONTHS, NAME_FOLLOWS, NUMBERS};
use super::words::Text;

/// The words of the form that an answer was filled into.
pub(super) fn template(text: &Text) -> Vec<&str> {
    let tells = text.words.iter().any(|word| word.capital);
    let mut kept = Vec::with_capacity(text.words.len());
    let mut follows = false;
    for word in &text.words {
        let named = if tells { word.capital && !word.first } else { follows };
        follows = word.is(NAME_FOLLOWS);
        let counted = word.has_digit() || word.is(MONTHS) || word.is(DAYS) || word.is(NUMBERS);
        // Dropped even in small letters, so that both ways of writing leave the same form.
        if !named && !counted && !follows {
            kept.push(word.folded.as_str());
        }
    }
    kept
}
