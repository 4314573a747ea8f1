//! Labelled pairs: which are the same matter at the same place. Every second pair was held out
//! while the weights were set.

use domain::category::CategoryCode;
use domain::region::RegionCode;
use jiff::{SignedDuration, Timestamp};
use triage::likeness::{LIKELY, Rarity, Reason, Said, Sketch, compare, likely};

const PAIRS: &str = include_str!("../data/pairs.txt");

/// What stands for a leaf in the file.
fn leaf(short: &str) -> Option<CategoryCode> {
    let code = match short {
        "lamp" => "public_works.roads.street_lighting",
        "pot" => "public_works.roads.potholes",
        "bridge" => "public_works.roads.bridges",
        "drain" => "public_works.drainage_sanitation.drains",
        "pond" => "public_works.drainage_sanitation.ponding",
        "out" => "public_works.water_supply.outage",
        "leak" => "public_works.water_supply.leaks",
        "trash" => "environment.waste.uncollected",
        "burn" => "environment.pollution.smoke",
        "tree" => "environment.green.trees",
        "levy" => "education.fees.levies",
        "queue" => "health.facilities.waiting",
        "pharm" => "health.medicine.stock",
        "park" => "transport.road.parking",
        "bus" => "transport.public.buses",
        "noise" => "public_order.nuisance.noise",
        "aid" => "social.assistance.recipients",
        "ktp" => "civil_registration.documents.id_card",
        _ => return None,
    };
    CategoryCode::parse(code)
}

fn region(short: &str) -> RegionCode {
    let code = match short {
        "v1" => "3273021001",
        "v2" => "3273021002",
        "v3" => "3273031001",
        "d1" => "327302",
        "d3" => "327303",
        "r" => "3273",
        "x" => "3204011001",
        _ => panic!("no region {short}"),
    };
    RegionCode::parse(code).unwrap()
}

struct Pair {
    same: bool,
    sketches: [Sketch; 2],
    line: &'static str,
}

fn sketch(tags: &str, text: &str, received_at: Timestamp) -> Sketch {
    let category = tags.split(' ').next().and_then(leaf);
    let (said, place) = text.split_once(" @ ").unwrap();
    let (title, body) = said.split_once(". ").unwrap();
    Sketch::of(&Said {
        title,
        body,
        place,
        category: category.as_ref(),
        region: Some(region(tags.rsplit(' ').next().unwrap())),
        received_at,
    })
}

fn pairs() -> Vec<Pair> {
    let day = |days: i64| -> Timestamp {
        let first: Timestamp = "2026-11-02T03:00:00Z".parse().unwrap();
        first + SignedDuration::from_hours(24 * days)
    };
    PAIRS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let cells: Vec<&str> = line.split(" | ").collect();
            let [label, a, b, days, first, second] = cells.as_slice() else {
                panic!("not six cells: {line}")
            };
            let sketches =
                [sketch(a, first, day(0)), sketch(b, second, day(days.parse().unwrap()))];
            Pair { same: *label == "=", sketches, line }
        })
        .collect()
}

/// Precision and recall of the pairs at even or odd places, and the lines judged wrongly.
fn judged(parity: usize) -> (f64, f64, Vec<String>) {
    let all = pairs();
    // Words are as rare as they are among all texts of the town.
    let rarity = Rarity::among(all.iter().flat_map(|pair| &pair.sketches));
    let (mut right, mut found, mut same) = (0.0, 0.0, 0.0);
    let mut wrong = Vec::new();
    for (_, pair) in all.iter().enumerate().filter(|(at, _)| at % 2 == parity) {
        let [a, b] = &pair.sketches;
        let likeness = compare(a, b, &rarity);
        let is = likeness.score >= LIKELY;
        found += f64::from(is);
        same += f64::from(pair.same);
        right += f64::from(is && pair.same);
        if is != pair.same {
            wrong.push(format!("{:.2} {}", likeness.score, pair.line));
        }
    }
    (right / found, right / same, wrong)
}

#[test]
fn labelled_pairs_are_told_apart() {
    for (half, parity) in [("seen", 0), ("held out", 1)] {
        let (precision, recall, wrong) = judged(parity);
        println!("{half}: precision {precision:.3}, recall {recall:.3}");
        println!("{}", wrong.join("\n"));
        assert!(precision >= 0.93, "{half}: precision {precision:.3}\n{}", wrong.join("\n"));
        assert!(recall >= 0.95, "{half}: recall {recall:.3}\n{}", wrong.join("\n"));
    }
}

fn said<'a>(body: &'a str, category: &'a CategoryCode, village: &str) -> Said<'a> {
    Said {
        title: "Lampu jalan padam",
        body,
        place: "",
        category: Some(category),
        region: Some(region(village)),
        received_at: "2026-11-02T03:00:00Z".parse().unwrap(),
    }
}

#[test]
fn the_likeliest_comes_first_with_its_reasons() {
    let lamp = leaf("lamp").unwrap();
    let of = |body: &str, village: &str| Sketch::of(&said(body, &lamp, village));
    let report = of("Lampu di Jl. Kenanga padam sejak Senin.", "v1");
    let others = [
        of("Lampu di Jl. Melati padam.", "v1"),
        of("Lampu penerangan Jalan Kenanga mati.", "v2"),
        of("PJU jln kenanga padam sejak senin, gelap.", "v1"),
    ];
    let found = likely(&report, &others);
    assert_eq!(found.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [2, 1]);
    let reasons = &found[0].1.reasons;
    assert_eq!(reasons[0], Reason::Street("jalan kenanga".to_owned()));
    assert!(reasons.contains(&Reason::Region(region("v1"))), "{reasons:?}");
    assert!(reasons.contains(&Reason::Category(lamp.clone())), "{reasons:?}");
    let words = reasons.iter().find_map(|reason| match reason {
        Reason::Words(words) => Some(words.as_slice()),
        _ => None,
    });
    assert!(words.unwrap().contains(&"lampu".to_owned()), "{reasons:?}");
    assert_eq!(reasons.last(), Some(&Reason::Days(0)));
}

#[test]
fn texts_of_any_kind_are_compared() {
    let lamp = leaf("lamp").unwrap();
    let long = "é".repeat(20_000);
    for body in ["", "😀 😀", "rt rw jl jl. gg", long.as_str(), "RT 000/000 Jl. Jl. Jl."] {
        let sketch = Sketch::of(&said(body, &lamp, "v1"));
        let likeness = compare(&sketch, &sketch, &Rarity::among([&sketch]));
        assert!((0.0..=1.0).contains(&likeness.score), "{body:.20}");
    }
}
