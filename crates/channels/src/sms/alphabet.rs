//! What a text costs: the GSM 7-bit default alphabet (3GPP TS 23.038 §6.2.1)
//! and how a text divides into segments.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Septets of a message that stands alone.
pub const GSM7_SINGLE: usize = 160;
/// Septets of each part of a longer message; the header takes seven.
pub const GSM7_PART: usize = 153;
/// UTF-16 units of a message that stands alone.
pub const UCS2_SINGLE: usize = 70;
/// UTF-16 units of each part of a longer message.
pub const UCS2_PART: usize = 67;

const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// Characters that need the escape septet before them.
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// How a text travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Seven bits a character.
    Gsm7,
    /// Sixteen bits a unit; one foreign character costs the whole message.
    Ucs2,
}

/// What a text costs to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// How the text travels.
    pub encoding: Encoding,
    /// Septets or UTF-16 units of the whole text.
    pub units: usize,
    /// Messages to pay for; an empty text is one too.
    pub segments: usize,
}

/// Counts the segments of a text as it stands.
#[must_use]
pub fn cost(text: &str) -> Cost {
    let septets: Option<Vec<usize>> = text.chars().map(septets).collect();
    if let Some(widths) = septets {
        return packed(Encoding::Gsm7, &widths, GSM7_SINGLE, GSM7_PART);
    }
    let widths: Vec<usize> = text.chars().map(char::len_utf16).collect();
    packed(Encoding::Ucs2, &widths, UCS2_SINGLE, UCS2_PART)
}

/// Neither an escaped character nor a surrogate pair may be cut in two, so a
/// part can end one unit early; dividing by the part's size would undercount.
fn packed(encoding: Encoding, widths: &[usize], single: usize, part: usize) -> Cost {
    let units = widths.iter().sum();
    if units <= single {
        return Cost { encoding, units, segments: 1 };
    }
    let (segments, _) = widths.iter().fold((1, 0), |(segments, used), width| {
        if used + width > part { (segments + 1, *width) } else { (segments, used + width) }
    });
    Cost { encoding, units, segments }
}

/// Septets of one character, `None` outside the alphabet.
fn septets(character: char) -> Option<usize> {
    if BASIC.contains(character) {
        Some(1)
    } else if EXTENDED.contains(character) {
        Some(2)
    } else {
        None
    }
}

/// Writes typographic characters with those of the alphabet: quotation marks,
/// dashes, fancy spaces, invisible marks, accents that Indonesian can spare.
///
/// A text with anything that has no plain spelling comes back as it is: it
/// travels in UCS-2 in any case, where typography costs nothing and where the
/// invisible marks of other scripts have a meaning.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    // Composed first, so that a letter with its accent beside it is judged
    // like the one character that it is.
    for character in text.nfc() {
        if septets(character).is_some() {
            written.push(character);
        } else if let Some(spelling) = spelling(character) {
            written.push_str(spelling);
        } else {
            let base = std::iter::once(character).nfkd().filter(|c| !is_combining_mark(*c));
            let before = written.len();
            written.extend(base);
            let base = written.get(before..).unwrap_or_default();
            if base.is_empty() || base.chars().any(|c| septets(c).is_none()) {
                return text.to_owned();
            }
        }
    }
    written
}

fn spelling(character: char) -> Option<&'static str> {
    Some(match character {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{2032}' | '\u{b4}' | '`' => "'",
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{2033}' | '«' | '»' => "\"",
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2022}' | '\u{b7}' | '\u{2043}' => "-",
        '\u{2026}' => "...",
        '\u{2192}' => "->",
        '\u{2190}' => "<-",
        '\u{2264}' => "<=",
        '\u{2265}' => ">=",
        '×' => "x",
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => " ",
        '\u{2028}' | '\u{2029}' | '\u{85}' => "\n",
        // Soft hyphens, zero-width marks, and the isolates that the message
        // formatter puts around arguments.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{2066}'..='\u{2069}' => "",
        _ => return None,
    })
}
