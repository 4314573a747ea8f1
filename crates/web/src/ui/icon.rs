//! Icons as symbols of one sprite, and the kawung motif.

use maud::{Markup, PreEscaped, html};

include!(concat!(env!("OUT_DIR"), "/icons.rs"));

/// An icon beside words that say the same; hidden from screen readers.
#[must_use]
pub fn icon(icon: Icon) -> Markup {
    html! {
        svg.icon aria-hidden="true" focusable="false" { use href={ "#i-" (icon.name()) } {} }
    }
}

/// The symbols that `body` refers to, or all of them for pages that receive fragments later.
pub(crate) fn sprite(body: &Markup, all: bool) -> Markup {
    let used = |icon: &Icon| all || body.0.contains(&format!("\"#i-{}\"", icon.name()));
    html! {
        svg.sprite aria-hidden="true" width="0" height="0" {
            @for icon in Icon::ALL.iter().filter(|icon| used(icon)) {
                symbol id={ "i-" (icon.name()) } viewBox="0 0 24 24" { (PreEscaped(icon.body())) }
            }
        }
    }
}

/// The mark: one kawung, the palm fruit of Javanese batik, four petals around a seed.
#[must_use]
pub fn kawung_mark() -> Markup {
    html! {
        svg.kawung-mark viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false" {
            path d=(PETALS) {}
        }
    }
}

/// Four petals in a 32 by 32 field, leaving a cross of air between them.
const PETALS: &str = "M14.6 14.6C8 14.6 2.6 9.4 1.6 1.6c7.8 1 13 6.400 13 13zM17.4 14.6c0-6.600 \
    5.200-12 13-13-1 7.800-6.400 13-13 13zM17.4 17.4c6.600 0 12 5.200 13 13-7.800-1-13-6.400-13-13z\
    M14.6 17.4c0 6.600-5.200 12-13 13 1-7.800 6.400-13 13-13z";

/// A band of kawung in the colour of the text around it, for the receipt.
#[must_use]
pub fn kawung_band() -> Markup {
    pattern("kawung-band", 24, ".75", &html! {})
}

/// A field of large kawung, one of them in the brand's colour: one voice among many. For a page
/// that opens with few words.
#[must_use]
pub fn kawung_field() -> Markup {
    let one = html! { path.kawung-one transform="translate(160 80)scale(2.5)" d=(PETALS) {} };
    pattern("kawung-field", 80, "2.5", &one)
}

fn pattern(name: &str, side: u8, scale: &str, above: &Markup) -> Markup {
    html! {
        svg class=(name) aria-hidden="true" focusable="false" {
            defs {
                pattern id=(name) width=(side) height=(side) patternUnits="userSpaceOnUse" {
                    path transform={ "scale(" (scale) ")" } d=(PETALS) {}
                }
            }
            rect width="100%" height="100%" fill={ "url(#" (name) ")" } {}
            (above)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_carries_only_the_symbols_it_uses() {
        let body = icon(Icon::Check);
        let sprite = sprite(&body, false).0;
        assert!(sprite.contains("id=\"i-check\""));
        assert_eq!(sprite.matches("<symbol").count(), 1);
    }

    #[test]
    fn the_motif_stays_below_a_kilobyte() {
        assert!(kawung_band().0.len() < 1024);
        assert!(kawung_field().0.len() < 1024);
    }
}
