//! What a text costs.

use channels::sms::{Cost, Encoding, cost, plain};
use proptest::prelude::*;

/// 3GPP TS 23.038 §6.2.1 in the order of its table, escape left out.
const TABLE: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const ESCAPED: &str = "^{}\\[~]|€";

fn gsm7(units: usize, segments: usize) -> Cost {
    Cost { encoding: Encoding::Gsm7, units, segments }
}

fn ucs2(units: usize, segments: usize) -> Cost {
    Cost { encoding: Encoding::Ucs2, units, segments }
}

#[test]
fn the_boundaries_of_segments() {
    let a = |n: usize| "a".repeat(n);
    let table = [
        (String::new(), gsm7(0, 1)),
        (a(160), gsm7(160, 1)),
        (a(161), gsm7(161, 2)),
        (a(306), gsm7(306, 2)),
        (a(307), gsm7(307, 3)),
        ("€".repeat(80), gsm7(160, 1)),
        // The escaped character does not fit the last septet of a part.
        (a(152) + "€" + &a(152), gsm7(306, 3)),
        ("語".repeat(70), ucs2(70, 1)),
        ("語".repeat(71), ucs2(71, 2)),
        ("語".repeat(134), ucs2(134, 2)),
        ("語".repeat(135), ucs2(135, 3)),
        ("☂️".to_owned() + &a(68), ucs2(70, 1)),
        // Nor does a surrogate pair the last unit.
        (a(66) + "😀" + &a(66), ucs2(134, 3)),
    ];
    for (text, expected) in table {
        assert_eq!(cost(&text), expected, "{text}");
    }
    assert_eq!(TABLE.chars().count(), 127);
    assert_eq!(cost(TABLE), gsm7(127, 1));
    assert_eq!(cost(ESCAPED), gsm7(18, 1));
}

#[test]
fn a_notice_stays_one_segment() {
    let notice = "LAPOR!: Laporan \u{2068}123\u{a0}456\u{a0}781\u{2069} “jalan rusak” dijawab – \
                  lihat lapor.go.id… Balas ‘YA’ bila selesai • Terima kasih, Bapak/Ibu Désirée";
    assert_eq!(cost(notice).encoding, Encoding::Ucs2);
    let written = plain(notice);
    assert_eq!(
        written,
        "LAPOR!: Laporan 123 456 781 \"jalan rusak\" dijawab - lihat lapor.go.id... \
         Balas 'YA' bila selesai - Terima kasih, Bapak/Ibu Désirée"
    );
    assert_eq!(cost(&written).segments, 1);
    assert_eq!(cost(&written).encoding, Encoding::Gsm7);
}

#[test]
fn accents_are_spared_only_where_the_alphabet_lacks_them() {
    assert_eq!(
        plain("Kecamatan Sukarâja, Ênde, é, e\u{301}, ﬁnal, ²"),
        "Kecamatan Sukaraja, Ende, é, é, final, 2"
    );
    // Half a transliteration would save nothing.
    for kept in
        ["ꦗꦮ “Jawa”", "語 – 語", "\u{200f}“سلام”", "keluarga 👨\u{200d}👩\u{200d}👧", "\u{301}“"]
    {
        assert_eq!(plain(kept), kept);
    }
}

proptest! {
    #[test]
    fn plain_is_stable_and_never_dearer(text in "\\PC{0,200}") {
        let once = plain(&text);
        prop_assert_eq!(plain(&once), once.clone());
        if cost(&text).encoding == Encoding::Gsm7 {
            prop_assert_eq!(&once, &text);
        }
    }

    #[test]
    fn gsm7_texts_pack_as_an_independent_packer_says(
        text in prop::collection::vec(prop::sample::select((TABLE.to_owned() + ESCAPED).chars().collect::<Vec<_>>()), 0..700)
    ) {
        let text: String = text.into_iter().collect();
        // Cut parts one by one, as a phone would join them.
        let septets = |c: char| if ESCAPED.contains(c) { 2 } else { 1 };
        let total: usize = text.chars().map(septets).sum();
        let mut parts = vec![String::new()];
        for c in text.chars() {
            let used: usize = parts.last().unwrap().chars().map(septets).sum();
            let limit = if total <= 160 { 160 } else { 153 };
            if used + septets(c) > limit {
                parts.push(String::new());
            }
            parts.last_mut().unwrap().push(c);
        }
        prop_assert_eq!(cost(&text), gsm7(total, parts.len()));
        prop_assert_eq!(parts.concat(), text);
    }

    #[test]
    fn ucs2_segments_lie_between_their_bounds(text in "語\\PC{0,300}") {
        let Cost { encoding, units, segments } = cost(&text);
        prop_assert_eq!(encoding, Encoding::Ucs2);
        prop_assert_eq!(units, text.encode_utf16().count());
        if units <= 70 {
            prop_assert_eq!(segments, 1);
        } else {
            // At worst each part loses one unit to a pair.
            prop_assert!((units.div_ceil(67)..=units.div_ceil(66)).contains(&segments));
        }
    }
}
