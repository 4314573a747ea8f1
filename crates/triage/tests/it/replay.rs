//! Reports read again under other rules.

use crate::tree::{code, node};
use domain::category::{Categories, Category};
use domain::directory::{Agency, AgencyKind, Directory, Unit, UnitKind};
use domain::kind::Level;
use domain::region::RegionCode;
use domain::report::Office;
use domain::routing::{Route, Routing};
use domain::{AgencyId, Reference, ReportId, UnitId, Zone};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use triage::replay::{self, Comparison, KeywordUse, Move, Outcome, Pair, Place, Told};
use triage::{Asked, Decision, Learned};

const TODAY: Date = date(2026, 11, 20);
const LAMPS: &str = "works.roads.lamps";
const TREES: &str = "works.parks.trees";
const CITY: AgencyId = AgencyId(1);
const MINISTRY: AgencyId = AgencyId(2);
const ROADS: UnitId = UnitId(11);
const PARKS: UnitId = UnitId(12);

fn leaf(at: &str, name: &str, keywords: &[&str]) -> Category {
    Category { levels: vec![Level::Regency], ..node(at, name, keywords) }
}

fn city() -> Directory {
    let agency = |id: AgencyId, kind, region| Agency {
        id,
        slug: id.to_string().into(),
        kind,
        parent: None,
        region,
        zone: Zone::Wib,
        valid_from: None,
        valid_to: None,
        successors: Vec::new(),
        settlement: None,
        names: Vec::new(),
    };
    let unit = |id, code: &str| Unit {
        id,
        agency: CITY,
        parent: None,
        code: code.into(),
        kind: UnitKind::Dinas,
        name: code.into(),
        valid_to: None,
    };
    let agencies = [
        agency(CITY, AgencyKind::City, RegionCode::parse("3273")),
        agency(MINISTRY, AgencyKind::Ministry, None),
    ];
    Directory::new(agencies, [unit(ROADS, "roads"), unit(PARKS, "parks")], [])
}

fn reference() -> Reference {
    let route = |code_of: &str, unit: &str| Route {
        category: code(code_of),
        level: Level::Regency,
        agency: None,
        unit: unit.into(),
    };
    Reference {
        directory: city(),
        categories: Categories::new([
            node("works", "Pekerjaan umum", &[]),
            node("works.roads", "Jalan", &[]),
            leaf(LAMPS, "Lampu jalan", &["lampu padam", "penerangan"]),
            node("works.parks", "Taman", &[]),
            leaf(TREES, "Pohon dan taman", &["pohon tumbang", "taman kota"]),
        ]),
        routing: Routing::new([route("works", "roads"), route("works.parks", "parks")]),
        ..Reference::default()
    }
}

fn told() -> Vec<Told> {
    let texts = [
        "Lampu padam di gang melati",
        "Lampu hias taman kota mati sejak lama",
        "Lampu hias taman kota rusak",
        "Pohon tumbang menutup jalan",
    ];
    let told = |(n, text): (i64, &str)| Told {
        report: ReportId(n),
        text: text.to_owned(),
        region: RegionCode::parse("327302"),
        level: None,
    };
    (1..).zip(texts).map(told).collect()
}

/// Lamps are now said to be those of parks as well.
fn with_park_lamps(reference: &Reference) -> Reference {
    let lamps = Category {
        keywords: ["lampu padam", "penerangan", "lampu hias", "lampu taman", "lampu"]
            .map(Into::into)
            .to_vec(),
        examples: (vec!["lampu hias taman kota rusak atau mati".into()], Vec::new()),
        ..reference.categories.get(&code(LAMPS)).unwrap().clone()
    };
    Reference { categories: reference.categories.clone().with(lamps), ..reference.clone() }
}

#[test]
fn a_changed_keyword_moves_what_a_real_run_would_move() {
    let before = reference();
    let after = with_park_lamps(&before);
    let mut learned = Learned::new(&before.categories);
    let found = replay::reread(learned.clone(), &told(), &before, &after, TODAY);
    let compared = Comparison::of(&found, &BTreeMap::new());
    let place = |at: &str, unit| {
        let office = Some(Office { agency: CITY, unit: Some(unit) });
        Some(Place { category: code(at), office })
    };
    let moved = Move {
        from: place(TREES, PARKS),
        to: place(LAMPS, ROADS),
        reports: 2,
        examples: vec![ReportId(2), ReportId(3)],
    };
    assert_eq!((compared.moves.as_slice(), compared.moved()), (&[moved][..], 2));
    assert_eq!((compared.reports, compared.idle.len()), (4, 0));
    // What the desk and the router would be told afterwards.
    learned.renew(&after.categories);
    for (one, reread) in told().iter().zip(&found) {
        let asked = Asked {
            text: &one.text,
            region: one.region,
            level: one.level,
            reference: &after,
            today: TODAY,
        };
        let proposal = learned.propose(&asked, 1).pop().unwrap();
        let after = reread.after.as_ref().unwrap();
        assert_eq!((&after.category, after.office), (&proposal.category, proposal.office));
    }
}

#[test]
fn a_changed_route_moves_the_office_and_names_the_route_that_idles() {
    let before = reference();
    let routing = before.routing.clone().without(&code("works.parks"), Level::Regency);
    let after = Reference { routing, ..before.clone() };
    let learned = Learned::new(&before.categories);
    let found = replay::reread(learned.clone(), &told(), &before, &after, TODAY);
    let compared = Comparison::of(&found, &BTreeMap::new());
    assert_eq!((compared.moves.len(), compared.moved()), (1, 3));
    assert_eq!(compared.idle, [(code("works.parks"), Level::Regency)]);
    assert_eq!(replay::decided_by(&found, &code("works"), Level::Regency), 4);
    // Where officers agree on an office, the table is not asked.
    let mut used = learned;
    for _ in 0..3 {
        used.learn_office(&Decision {
            text: "",
            category: &code(TREES),
            lead: Some(MINISTRY),
            unit: None,
            region: RegionCode::parse("327302"),
            sex: None,
            day: 0,
        });
    }
    let again = replay::reread(used, &told(), &before, &after, TODAY);
    let compared = Comparison::of(&again, &BTreeMap::new());
    assert_eq!((compared.moved(), compared.idle), (0, Vec::new()));
}

#[test]
fn doubt_and_thresholds_are_counted_on_both_sides() {
    let outcome =
        |permille, office| Outcome { category: code(LAMPS), permille, office, route: None };
    let office = Some(Office { agency: CITY, unit: None });
    let pair = |n, before, after| replay::Reread { report: ReportId(n), before, after };
    let found = [
        pair(1, Some(outcome(960, office)), Some(outcome(940, office))),
        pair(2, Some(outcome(960, office)), Some(outcome(960, None))),
        pair(3, Some(outcome(400, office)), Some(outcome(500, office))),
        pair(4, None, None),
    ];
    let compared = Comparison::of(&found, &[(code(LAMPS), 950)].into());
    assert_eq!(compared.doubtful, Pair { before: 2, after: 2 });
    assert_eq!(compared.sent, Pair { before: 2, after: 1 });
    assert_eq!(compared.moved(), 1, "an office lost is a move, a probability is none");
}

#[test]
fn keywords_that_meet_nothing_or_stand_behind_another_are_named() {
    let tree = with_park_lamps(&reference()).categories;
    let lamps = tree.get(&code(LAMPS)).unwrap();
    let longer = leaf("works.parks.lights", "Lampu taman", &["lampu hias taman"]);
    let tree = tree.clone().with(longer);
    let used = replay::keyword_use(lamps, &tree, &told());
    let of = |word: &str| used.iter().find(|it| &*it.word == word).unwrap().clone();
    let plain = |word: &str, met| KeywordUse { word: word.into(), met, hidden_by: None };
    assert_eq!(of("penerangan"), plain("penerangan", 0));
    assert_eq!(of("lampu"), plain("lampu", 3));
    assert_eq!(of("lampu padam"), plain("lampu padam", 1));
    let hidden_by = Some(("lampu hias taman".into(), code("works.parks.lights")));
    assert_eq!(of("lampu hias"), KeywordUse { hidden_by, ..plain("lampu hias", 2) });
}
