//! Numbers as people write them.

use channels::sms::{MobileNumber, NumberError, NumberStyle};
use proptest::prelude::*;

#[test]
fn the_usual_spellings_are_one_number() {
    for written in [
        "081234567890",
        "6281234567890",
        "+6281234567890",
        " 0812-3456-7890 ",
        "(0812) 3456.7890",
        "+62 812 3456 7890",
        "+62 (0)812 3456 7890",
        "62081234567890",
    ] {
        assert_eq!(MobileNumber::parse(written).unwrap().as_str(), "+6281234567890", "{written}");
    }
}

#[test]
fn other_texts_are_refused() {
    for (written, expected) in [
        ("", NumberError::NotANumber),
        ("+", NumberError::NotANumber),
        ("0812x4567890", NumberError::NotANumber),
        ("++6281234567890", NumberError::NotANumber),
        ("0812+34567890", NumberError::NotANumber),
        ("٠٨١٢٣٤٥٦٧٨٩٠", NumberError::NotANumber),
        ("+6591234567", NumberError::NotMobile),
        ("+081234567890", NumberError::NotMobile),
        ("0215551234", NumberError::NotMobile),
        ("+62215551234", NumberError::NotMobile),
        ("1708", NumberError::NotMobile),
        ("81234567890", NumberError::NotMobile),
        ("62", NumberError::NotMobile),
        ("081234", NumberError::Length),
        ("08123456789012", NumberError::Length),
    ] {
        assert_eq!(MobileNumber::parse(written), Err(expected), "{written}");
    }
    for written in ["0812345", "0812345678901"] {
        MobileNumber::parse(written).unwrap();
    }
}

#[test]
fn debug_output_hides_the_number() {
    let shown = format!("{:?}", MobileNumber::parse("081234567890"));
    assert!(!shown.contains("812"), "{shown}");
}

proptest! {
    #[test]
    fn every_spelling_of_a_number_is_that_number(
        national in "8[0-9]{5,11}",
        prefix in prop::sample::select(vec!["0", "62", "+62", "+620", "620"]),
        gaps in prop::collection::vec(prop::sample::select(vec!["", " ", "-", "."]), 12),
    ) {
        let spread: String =
            national.chars().zip(&gaps).flat_map(|(digit, gap)| [digit.to_string(), (*gap).to_owned()]).collect();
        let number = MobileNumber::parse(&format!("{prefix}{spread}")).unwrap();
        prop_assert_eq!(number.as_str(), format!("+62{national}"));
        for style in [NumberStyle::Plus, NumberStyle::Bare, NumberStyle::National] {
            prop_assert_eq!(&MobileNumber::parse(&number.written(style)).unwrap(), &number);
        }
    }

    #[test]
    fn whatever_is_accepted_is_e164(written in "[+]?[0-9 .()-]{0,20}|\\PC{0,20}") {
        if let Ok(number) = MobileNumber::parse(&written) {
            let digits = number.as_str().strip_prefix('+').unwrap();
            prop_assert!(digits.starts_with("628") && (8..=14).contains(&digits.len()));
            prop_assert!(digits.bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}
