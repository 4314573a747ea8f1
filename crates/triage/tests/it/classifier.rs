//! Learning from decisions, and saying why.

use triage::{Classifier, Knowledge};

const LAMP: usize = 0;
const WATER: usize = 1;
const WASTE: usize = 2;

fn decisions() -> Vec<(String, usize)> {
    let places = ["Sukasari", "Cibiru", "Antapani", "Coblong", "Regol", "Lengkong", "Andir"];
    let forms = [
        ("Lampu jalan di {} mati sejak Senin, gelap sekali", LAMP),
        ("PJU {} padam, tolong diperbaiki", LAMP),
        ("Air ledeng di {} keruh dan berbau", WATER),
        ("Pipa PDAM di {} bocor, air tidak mengalir", WATER),
        ("Sampah menumpuk di {}, belum diangkut", WASTE),
        ("Truk sampah tidak lewat {} tiga minggu", WASTE),
    ];
    let text = |place: &str| {
        forms.iter().map(|(form, label)| (form.replace("{}", place), *label)).collect::<Vec<_>>()
    };
    places.iter().flat_map(|place| text(place)).collect()
}

fn learned(decisions: &[(String, usize)]) -> Classifier {
    let mut classifier = Classifier::new(3, None);
    for (text, label) in decisions {
        classifier.learn(text, *label);
    }
    classifier
}

#[test]
fn what_officers_confirm_is_suggested_next() {
    let classifier = learned(&decisions());
    for (text, label) in
        [("lampu gang kami padam", LAMP), ("airnya keruh", WATER), ("sampah numpuk", WASTE)]
    {
        let first = classifier.suggest(text)[0];
        assert_eq!(first.label, label, "{text}");
        assert!(first.probability > 0.5, "{text} {}", first.probability);
    }
    let sum: f32 = classifier.suggest("apa saja").iter().map(|it| it.probability).sum();
    assert!((sum - 1.0).abs() < 1e-4);
}

#[test]
fn a_suggestion_names_the_words_that_carried_it() {
    let reasons = learned(&decisions()).reasons("Di RT kami sampah belum diangkut juga", WASTE, 3);
    assert!(reasons.iter().any(|word| word.contains("sampah")), "{reasons:?}");
    assert!(!reasons.iter().any(|word| word == "juga"), "{reasons:?}");
}

#[test]
fn a_correction_changes_the_next_similar_suggestion() {
    let mut classifier = learned(&decisions());
    let odd = "Kabel optik menjuntai di depan rumah";
    let before = classifier.suggest(odd)[0];
    for place in ["Arcamanik", "Kiaracondong", "Batununggal"] {
        classifier.learn(&format!("Kabel optik menjuntai di {place}"), 3);
    }
    let after = classifier.suggest(odd)[0];
    assert_ne!(before.label, 3);
    assert_eq!(after.label, 3, "a label nobody knew of is learned without starting anew");
}

#[test]
fn the_tree_suggests_before_the_first_decision_and_gives_way_to_decisions() {
    let known = Knowledge::of(
        3,
        [
            (LAMP, "Lampu jalan mati. Penerangan jalan umum, PJU"),
            (WATER, "Air minum keruh. PDAM, ledeng"),
            (WASTE, "Sampah tidak diangkut. TPS, truk sampah"),
        ],
    );
    let mut classifier = Classifier::new(3, Some(known));
    assert_eq!(classifier.suggest("pju padam semua")[0].label, LAMP);
    for n in 0..60 {
        classifier.learn(&format!("tiang pju nomor {n} roboh"), WATER);
        classifier.learn(&format!("sampah di saluran nomor {n}"), WASTE);
    }
    let suggested = classifier.suggest("tiang pju di sini roboh");
    assert_eq!(suggested[0].label, WATER, "{suggested:?}");
}

#[test]
fn a_replay_gives_the_same_classifier() {
    let (once, again) = (learned(&decisions()), learned(&decisions()));
    for (text, _) in decisions() {
        assert_eq!(once.suggest(&text), again.suggest(&text));
    }
}
