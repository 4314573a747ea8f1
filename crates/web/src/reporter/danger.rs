//! Help lines for somebody whose words sound like danger to life or limb.

use super::draft::Said;
use crate::i18n::Words;
use crate::ui::{Notice, notice};
use maud::{Markup, html};
use triage::reading;

/// Words that bring up the help lines; part of a word counts. Better once too often.
const SIGNS: &[&str] = &[
    "bunuh diri",
    "mengakhiri hidup",
    "ingin mati",
    "dibunuh",
    "diancam",
    "kekerasan",
    "dipukul",
    "dipukuli",
    "diperkosa",
    "pemerkosaan",
    "pelecehan",
    "dicabuli",
    "pencabulan",
    "kdrt",
    "disekap",
    "diculik",
    "darurat",
    "kebakaran",
    "tenggelam",
    "longsor",
    "banjir bandang",
    "sekarat",
    "kritis",
    "suicide",
    "kill myself",
    "violence",
    "rape",
    "emergency",
];

/// Whether the text sounds like it.
pub(crate) fn is_near(said: &Said) -> bool {
    said.danger
}

/// Whether this text does.
pub(crate) fn sounds(text: &str) -> bool {
    let lower = text.to_lowercase();
    SIGNS.iter().any(|sign| lower.contains(sign)) || !reading::read(text).urgency.help.is_empty()
}

/// Whom to call now. The numbers are national and free of charge.
pub(crate) fn help_lines(w: Words) -> Markup {
    let body = html! {
        p { (w.t("danger-text")) }
        ul.calls {
            li { a href="tel:112" { "112" } " " (w.t("danger-112")) }
            li { a href="tel:110" { "110" } " " (w.t("danger-110")) }
            li { a href="tel:119" { "119" } " " (w.t("danger-119")) }
            li { a href="tel:129" { "129" } " " (w.t("danger-129")) }
        }
    };
    notice(w, Notice::Warning, w.t("danger-title"), &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn danger_is_heard_in_capitals_and_not_in_potholes() {
        assert!(sounds("Tetangga saya DIPUKULI suaminya"));
        assert!(!sounds("Jalan di depan pasar berlubang besar"));
    }
}
