//! The region meant is proposed for the labelled texts of `tests/data/regions.txt`.

use domain::region::{RegionCode, Regions};
use std::collections::HashMap;
use text::region::meant;

const LABELLED: &str = include_str!("../data/regions.txt");

/// The regions of the nation, from the files that a database is seeded with.
fn nation() -> Regions {
    let files = [
        include_str!("../../../../data/regions/provinces.csv"),
        include_str!("../../../../data/regions/regencies.csv"),
        include_str!("../../../../data/regions/districts.csv"),
        include_str!("../../../../data/regions/villages.csv"),
    ];
    let rows = files.into_iter().flat_map(|file| file.lines().skip(1));
    let region = |row: &'static str| {
        let mut cells = row.split(',');
        let code = cells.next().and_then(RegionCode::parse)?;
        Some((code, cells.next()?, None))
    };
    Regions::new(rows.filter_map(region), HashMap::new())
}

/// What is right and what was found, as full names.
struct Outcome {
    held_out: bool,
    wanted: Vec<String>,
    found: Vec<String>,
    text: &'static str,
}

impl Outcome {
    fn is_single(&self) -> bool {
        self.found.len() == 1
    }

    /// What is right, or a part of what is, is among what was found.
    fn offers(&self) -> bool {
        let begins = |name: &String, wanted: &String| {
            let rest = name.strip_prefix(wanted.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(','))
        };
        self.found.iter().any(|name| self.wanted.iter().any(|wanted| begins(name, wanted)))
    }

    /// One proposal where one is right.
    fn hits(&self) -> bool {
        self.is_single() && self.wanted.len() == 1 && self.offers()
    }
}

fn outcomes() -> Vec<Outcome> {
    let regions = nation();
    let lines = LABELLED.lines().zip(1_usize..);
    lines
        .filter(|(line, _)| !line.is_empty() && !line.starts_with('#'))
        .map(|(line, number)| {
            let (label, text) = line.split_once(" | ").unwrap_or_default();
            let wanted = label.split("; ").filter(|name| *name != "-").map(str::to_owned);
            let found = meant(&regions, text).into_iter().map(|code| regions.full_name(code));
            Outcome {
                held_out: number.is_multiple_of(2),
                wanted: wanted.collect(),
                found: found.collect(),
                text,
            }
        })
        .collect()
}

#[test]
fn a_single_proposal_is_the_region_meant() {
    let outcomes = outcomes();
    assert!(outcomes.len() >= 120, "{} texts", outcomes.len());
    for held_out in [false, true] {
        let part: Vec<&Outcome> = outcomes.iter().filter(|one| one.held_out == held_out).collect();
        let count = |is: &dyn Fn(&Outcome) -> bool| part.iter().filter(|one| is(one)).count();
        let (single, hits) = (count(&Outcome::is_single), count(&Outcome::hits));
        let (clear, told) =
            (count(&|one| one.wanted.len() == 1), count(&|one| !one.wanted.is_empty()));
        let offered = count(&Outcome::offers);
        let set = if held_out { "held out" } else { "development" };
        println!(
            "{set}: precision {hits}/{single}, recall {hits}/{clear}, offered {offered}/{told}"
        );
        for one in part.iter().filter(|one| !one.hits() && one.wanted.len() < 2) {
            if one.wanted != one.found {
                println!("  {:?} for {:?}: {}", one.found, one.wanted, one.text);
            }
        }
        assert!(hits * 100 >= single * 95, "{set}: {hits} of {single} single proposals are right");
        assert!(hits * 100 >= clear * 90, "{set}: {hits} of {clear} regions are proposed");
    }
}

#[test]
fn a_name_that_many_bear_is_left_to_what_is_named_with_it() {
    let regions = nation();
    let names = |text: &str| -> Vec<String> {
        meant(&regions, text).into_iter().map(|code| regions.full_name(code)).collect()
    };
    assert_eq!(names("Jalan Desa Sukamaju rusak"), Vec::<String>::new());
    assert_eq!(names("yang sudah bocor di pinggir kali"), Vec::<String>::new());
    assert_eq!(
        names("Jalan Desa Sukamaju Kec. Jonggol rusak"),
        ["Sukamaju, Jonggol, Kabupaten Bogor, Jawa Barat"]
    );
    // Who reads has to choose between a city and the regency around it.
    assert_eq!(names("Macet di Bandung").len(), 2, "the city and the regency");
    assert_eq!(names(""), Vec::<String>::new());
    // Names and nothing but names: more than anybody could choose among.
    assert_eq!(names(&"di Sukamaju Mekarsari ".repeat(180)), Vec::<String>::new());
    assert_eq!(names(&"di ".repeat(5_000)), Vec::<String>::new());
}
