//! The whole tree suggested from, learned, written down and read back.

use crate::tree::{categories, code, delivered, node};
use domain::category::Categories;
use std::sync::LazyLock;
use triage::Model;

const LAMPS: &str = "public_works.roads.street_lighting";
const WASTE: &str = "environment.waste.collection";
const DRAINS: &str = "public_works.drainage_sanitation.drains";
const POST: &str = "informatics.post.lost_late";

/// Bytes that a model may hold.
const HELD_MAX: usize = 64 << 20;

static FRESH: LazyLock<Model> = LazyLock::new(|| Model::new(&categories()));

fn first(model: &Model, text: &str) -> String {
    model.suggest(text, 1)[0].code.to_string()
}

/// Decisions about three things in many places.
fn decisions(count: usize) -> Vec<(String, &'static str)> {
    let kinds = [
        ("lampu jalan padam di kampung", LAMPS),
        ("sampah menumpuk depan gang", WASTE),
        ("saluran mampet di perumahan", DRAINS),
    ];
    let names = ["melati", "mawar", "kenanga", "dahlia", "anggrek"];
    let of = |n: usize| {
        let (words, leaf) = kinds[n % kinds.len()];
        (format!("{words} {} {}", names[n % names.len()], names[n / 7 % names.len()]), leaf)
    };
    (0..count).map(of).collect()
}

fn learned(model: &Model, decisions: &[(String, &str)]) -> Model {
    let mut model = model.clone();
    for (text, leaf) in decisions {
        model.learn(text, &code(leaf));
    }
    model
}

#[test]
fn on_day_zero_plain_words_find_their_leaf() {
    for (text, leaf) in [
        ("Ijazah anak saya ditahan sekolah karena tunggakan SPP", "education.students.diploma"),
        ("anak saya tidak lolos zonasi ppdb", "education.students.admission"),
        ("Lampu penerangan jalan umum di gang kami padam", LAMPS),
        ("Sampah tidak diangkut sudah seminggu", WASTE),
        ("paket pos saya hilang", POST),
    ] {
        assert_eq!(first(&FRESH, text), leaf, "{text}");
        assert!(!FRESH.reasons(text, &code(leaf), 3).is_empty(), "{text}");
    }
    assert_eq!(FRESH.learned(), 0);
}

#[test]
fn suggestions_are_leaves_in_order_with_their_affair_and_branch() {
    let model = learned(&FRESH, &decisions(60));
    assert_eq!(model.learned(), 60);
    for text in ["lampu jalan padam", "", "xyz", "ktp saya hilang dan jalan rusak"] {
        let found = model.suggest(text, 10);
        assert_eq!(found.len(), 10, "{text}");
        assert!(found.is_sorted_by(|a, b| a.probability >= b.probability), "{found:?}");
        for one in &found {
            assert_eq!(one.code.depth(), 3);
            assert!(0.0 <= one.probability && one.probability <= one.branch, "{one:?}");
            assert!(one.branch <= one.affair + 1e-6 && one.affair <= 1.0, "{one:?}");
        }
    }
    assert!(model.suggest("lampu jalan padam di kampung mawar", 1)[0].probability > 0.5);
}

#[test]
fn a_correction_changes_the_next_similar_text() {
    let odd = "tiang roboh menimpa warung kami";
    let wrong = first(&FRESH, odd);
    assert_ne!(wrong, POST);
    let mut model = learned(&FRESH, &decisions(60));
    for text in ["ada tiang roboh menimpa warung", "tiang roboh lagi, warung rusak"] {
        model.learn(text, &code(POST));
    }
    assert_eq!(first(&model, odd), POST);
    let reasons = model.reasons(odd, &code(POST), 3);
    assert!(reasons.iter().any(|words| words.contains("roboh")), "{reasons:?}");
}

#[test]
fn an_affair_or_a_branch_alone_may_be_confirmed() {
    let mut model = FRESH.clone();
    for n in 0..5 {
        model.learn(&format!("kurir datang terlambat {n}"), &code("informatics.post"));
        model.learn(&format!("gedung tua angker {n}"), &code("culture"));
    }
    let found = model.suggest("kurir selalu terlambat", 1).remove(0);
    assert!(found.branch > 0.5 && found.code.as_str().starts_with("informatics.post."));
    assert!(first(&model, "gedung tua angker").starts_with("culture."));
}

#[test]
fn a_new_leaf_is_suggested_without_learning_anew_and_a_retired_one_no_longer() {
    let mut model = learned(&FRESH, &decisions(300));
    let text = "trotoar penuh skuter listrik sewaan";
    let scooters = "transport.traffic.rental_scooters";
    let mut nodes = delivered();
    nodes.push(node(scooters, "Skuter listrik sewaan", &["skuter listrik", "skuter sewaan"]));
    for node in nodes.iter_mut().filter(|node| node.code.as_str() == LAMPS) {
        node.valid_to = Some(jiff::civil::date(2026, 12, 31));
    }
    model.renew(&Categories::new(nodes));
    assert_eq!(first(&model, text), scooters);
    let lamp = "lampu jalan padam di kampung melati";
    let all = model.suggest(lamp, usize::MAX);
    assert!(all.iter().all(|one| one.code.as_str() != LAMPS));
    assert_eq!(first(&model, "sampah menumpuk depan gang mawar"), WASTE, "what was learned stays");
    model.learn(text, &code(scooters));
    assert_eq!(first(&model, "skuter listrik parkir sembarangan"), scooters);
}

#[test]
fn a_code_that_nobody_knows_is_added() {
    let mut model = FRESH.clone();
    let new = code("space.rockets.noise");
    assert!(model.reasons("roket meluncur", &new, 3).is_empty());
    for _ in 0..3 {
        model.learn("roket meluncur tengah malam, bising", &new);
    }
    assert_eq!(first(&model, "bising roket meluncur"), new.as_str());
}

fn bytes_of(model: &Model) -> Vec<u8> {
    let mut bytes = Vec::new();
    model.write(&mut bytes).unwrap();
    bytes
}

#[test]
fn what_is_written_down_is_read_back_and_goes_on_the_same() {
    let all = decisions(120);
    let (before, after) = all.split_at(80);
    let stopped = learned(&FRESH, before);
    let bytes = bytes_of(&stopped);
    let restored = Model::from_bytes(&categories(), &bytes).unwrap();
    assert_eq!(bytes_of(&restored), bytes);
    assert_eq!(restored.learned(), 80);
    let text = "lampu padam, sampah menumpuk";
    assert_eq!(restored.suggest(text, 5), stopped.suggest(text, 5));
    assert_eq!(bytes_of(&learned(&restored, after)), bytes_of(&learned(&FRESH, &all)));
}

#[test]
fn damaged_bytes_are_no_model() {
    let bytes = bytes_of(&learned(&FRESH, &decisions(10)));
    for at in (0..bytes.len()).step_by(bytes.len() / 8) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1;
        assert!(Model::from_bytes(&categories(), &damaged).is_none(), "{at}");
        assert!(Model::from_bytes(&categories(), &bytes[..at]).is_none(), "{at}");
    }
}

#[test]
fn with_all_leaves_learned_it_fits_into_64_megabytes() {
    let mut model = FRESH.clone();
    for category in delivered() {
        let said = format!("{} {}", category.name.0, category.about.0);
        model.learn(&said, &category.code);
    }
    assert!(model.learned() > 1_400, "{}", model.learned());
    let held = model.footprint_bytes();
    assert!(held < HELD_MAX, "{held}");
}
