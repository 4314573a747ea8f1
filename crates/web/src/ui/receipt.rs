//! The receipt: what a reporter takes along.

use std::fmt::Write as _;

use maud::{Markup, html};
use qrcode::{Color, QrCode};

use super::{Button, Icon, Text, kawung_band};
use crate::i18n::Words;

/// The numbers of a sent report. The secret is shown this once only.
pub struct Receipt<'a> {
    /// Digits of the public number.
    pub number: &'a str,
    /// Digits of the secret, for reports without an account.
    pub secret: Option<&'a str>,
    /// A QR code of the tracking address, as SVG.
    pub qr: Option<Markup>,
    /// The page made for printing.
    pub print_href: Text<'a>,
}

impl Receipt<'_> {
    /// The panel.
    #[must_use]
    pub fn panel(&self, w: Words) -> Markup {
        html! {
            section.receipt aria-labelledby="tanda-terima" {
                (kawung_band())
                div.receipt-inside {
                    div.receipt-numbers {
                        h2.receipt-term #tanda-terima { (w.t("receipt-number")) }
                        p.receipt-number { (digits(self.number, &[3, 3])) }
                        @if let Some(secret) = self.secret {
                            h3.receipt-term { (w.t("receipt-secret")) }
                            p.receipt-number.receipt-secret { (digits(secret, &[4, 4, 4])) }
                            p.receipt-note { (w.t("receipt-secret-note")) }
                        }
                    }
                    @if let Some(qr) = &self.qr {
                        div.receipt-qr { (qr) p { (w.t("receipt-qr")) } }
                    }
                }
                div.receipt-foot.no-print {
                    (Button::secondary(w.t("receipt-print")).href(self.print_href.as_ref()).icon(Icon::Printer))
                }
            }
        }
    }
}

/// A QR code of `text` as one path, dark on white in every theme, or none when it is too long.
#[must_use]
pub fn qr(text: &str, label: &str) -> Option<Markup> {
    let code = QrCode::new(text).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            // Writing to a String cannot fail.
            let _ = write!(path, "M{} {}h1v1h-1z", at % width + QUIET, at / width + QUIET);
        }
    }
    let side = width + 2 * QUIET;
    Some(html! {
        svg role="img" aria-label=(label) viewBox={ "0 0 " (side) " " (side) }
            shape-rendering="crispEdges" { path fill="#000" d=(path) {} }
    })
}

/// Modules of white around a QR code, asked for by ISO/IEC 18004.
const QUIET: usize = 4;

fn digits(number: &str, sizes: &[usize]) -> Markup {
    html! {
        @for (at, group) in grouped(number, sizes).into_iter().enumerate() {
            @if at > 0 { " " }
            span.digits { (group) }
        }
    }
}

/// Cuts digits into groups of the given sizes; what is left is the last group.
#[must_use]
pub fn grouped<'a>(number: &'a str, sizes: &[usize]) -> Vec<&'a str> {
    let mut groups = Vec::new();
    let mut rest = number;
    for size in sizes {
        let Some((group, left)) = rest.split_at_checked(*size) else { break };
        groups.push(group);
        rest = left;
    }
    if !rest.is_empty() {
        groups.push(rest);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_said_in_groups() {
        assert_eq!(grouped("5010653724", &[3, 3]), ["501", "065", "3724"]);
        assert_eq!(grouped("4821", &[4, 4, 4]), ["4821"]);
        assert_eq!(grouped("482", &[4]), ["482"]);
    }
}
