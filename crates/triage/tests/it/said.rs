//! What a reading says, and that it says it about any text.

use domain::kind::{ComplaintClass, ReportKind, Sensitivity, Urgency};
use proptest::prelude::*;
use triage::Span;
use triage::elsewhere::{Elsewhere, Instead};
use triage::reading::{Reading, read};
use triage::urgency::HelpLine;

/// Every piece of the text that a reading points to.
fn spans(reading: &Reading) -> Vec<Span> {
    let mut spans: Vec<Span> = reading.normal.tokens.iter().map(|token| token.span).collect();
    spans.extend(reading.normal.asides.iter().map(|aside| aside.span));
    spans.extend(&reading.kind.1);
    spans.extend(&reading.class.1);
    spans.extend(reading.urgency.because.iter().map(|(_, span)| *span));
    spans.extend(reading.sensitivity.iter().flat_map(|(_, spans)| spans));
    spans.extend(reading.deficits.iter().flat_map(|(_, spans)| spans));
    spans.extend(reading.elsewhere.iter().flat_map(|(_, spans)| spans));
    spans
}

fn check_spans(text: &str) -> Result<(), TestCaseError> {
    for span in spans(&read(text)) {
        let words = text.get(span.start..span.end);
        prop_assert!(words.is_some_and(|words| !words.is_empty()), "{span:?} of {text:?}");
        prop_assert_eq!(Some(span.of(text)), words);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_and_every_span_lies_in_it(text in "\\PC{0,200}") {
        check_spans(&text)?;
    }

    #[test]
    fn any_words_are_read_and_every_span_lies_in_them(
        words in prop::collection::vec("(tidak|kebakaran|sekarang|jl\\.|Yth\\.|anak2|pungli|ＫＯＴＡ|é|\u{301}|\n|di|terima kasih|[a-z]{1,9}|[0-9]{1,3}|[!?.,…])", 0..60),
    ) {
        check_spans(&words.join(" "))?;
    }
}

#[test]
fn the_words_that_carried_an_answer_are_shown() {
    let text = "Tadi malam oknum petugas minta uang pelicin di kelurahan Sukun";
    let reading = read(text);
    assert_eq!(reading.class.0, ComplaintClass::Supervisory);
    assert!(reading.class.1.iter().any(|span| span.of(text) == "uang pelicin"), "{reading:?}");
    assert!(reading.proposes_confidential());
}

#[test]
fn who_is_in_danger_is_shown_a_line() {
    let help = |text: &str| read(text).urgency.help;
    let tired = "Saya sudah tidak kuat, ingin mengakhiri hidup saja";
    assert!(help(tired).contains(&HelpLine::MentalHealth));
    assert_eq!(read(tired).urgency.level, Urgency::Emergency);
    let beaten = help("istri tetangga sedang dipukuli suaminya, tolong cepat");
    assert!(beaten.contains(&HelpLine::Police) && beaten.contains(&HelpLine::WomenAndChildren));
    assert!(help("kebakaran di pasar sekarang, api makin besar").contains(&HelpLine::Emergency));
    assert!(help("lampu jalan mati di Jl. Melati").is_empty());
    assert_eq!(HelpLine::MentalHealth.number(), "119 ext. 8");
}

#[test]
fn what_is_denied_over_or_asked_about_is_no_emergency() {
    let level = |text: &str| read(text).urgency.level;
    assert_eq!(
        level("Pohon tumbang kemarin, tidak ada korban, jalan sudah bersih"),
        Urgency::Normal
    );
    assert_eq!(level("Tahun lalu ada kebakaran di pasar, kios belum dibangun"), Urgency::Normal);
    assert_eq!(level("Bagaimana cara melaporkan kekerasan dalam rumah tangga?"), Urgency::Low);
}

#[test]
fn a_question_about_a_group_concerns_nobody() {
    let asked = read("Apakah ada lowongan untuk penyandang disabilitas di Kota Solo?");
    assert_eq!(asked.kind.0, ReportKind::InformationRequest);
    assert!(asked.sensitivity.is_empty());
    let own = read("Saya tuna netra, ditolak masuk bus kemarin");
    assert_eq!(own.sensitivity.first().map(|(ground, _)| *ground), Some(Sensitivity::Disability));
}

#[test]
fn what_belongs_elsewhere_says_what_helps_instead() {
    let instead =
        |text: &str| read(text).elsewhere.map(|(ground, _): (Elsewhere, _)| ground.instead());
    assert_eq!(instead("motor saya dicuri tadi malam"), Some(Instead::ReportToPolice));
    assert_eq!(instead("perkara kami sedang disidangkan"), Some(Instead::UseCourtRemedies));
    assert_eq!(instead("oknum polisi minta uang damai"), None);
    assert_eq!(instead(""), None);
}
