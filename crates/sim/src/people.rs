//! Who reports, and where: made-up names of many regions, places by weight.

use crate::Result;
use crate::draw::{percent, pick, weighted};
use crate::slots::Slots;
use domain::Reference;
use domain::nik::{Nik, Sex};
use domain::region::{RegionCode, RegionLevel};
use rand::Rng;
use rand::rngs::StdRng;
use serde::Deserialize;
use std::collections::BTreeMap;
use store::people::Identity;

const PEOPLE: &str = include_str!("../../../data/demo/people.toml");

#[derive(Deserialize)]
struct Origin {
    provinces: Vec<i64>,
    female: Vec<String>,
    male: Vec<String>,
    last: Vec<String>,
}

#[derive(Deserialize)]
struct Streets {
    names: Vec<String>,
}

#[derive(Deserialize)]
struct Place {
    region: i64,
    weight: u32,
    traits: Vec<String>,
}

/// Names and places.
#[derive(Deserialize)]
pub struct People {
    origin: Vec<Origin>,
    streets: Streets,
    place: Vec<Place>,
}

/// Somebody who reports.
pub struct Person {
    /// What they say of themselves.
    pub identity: Identity,
    /// As stated.
    pub sex: Sex,
}

/// How a person may be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// By telephone.
    Phone,
    /// By e-mail.
    Email,
    /// Both ways.
    Both,
    /// By post only.
    Address,
}

impl People {
    /// Reads names and places.
    pub fn read() -> Result<Self> {
        Ok(toml::from_str(PEOPLE)?)
    }

    /// A regency or city that has the trait, or any when none has it.
    pub fn regency(&self, wanted: Option<&str>, rng: &mut StdRng) -> Option<RegionCode> {
        let fits =
            |place: &Place| wanted.is_none_or(|name| place.traits.iter().any(|it| it == name));
        let weight = |place: &Place| if fits(place) { place.weight } else { 0 };
        let found = weighted(&self.place, weight, rng).or_else(|| self.place.first())?;
        RegionCode::from_number(found.region)
    }

    /// A village of the regency, or the deepest region there is.
    pub fn village(reference: &Reference, regency: RegionCode, rng: &mut StdRng) -> RegionCode {
        let mut at = regency;
        while at.level() != RegionLevel::Village {
            let below: Vec<RegionCode> =
                reference.regions.below(Some(at)).map(|region| region.code).collect();
            let Some(next) = pick(&below, rng) else { break };
            at = *next;
        }
        at
    }

    /// What stands in the slots of a text about this region.
    pub fn slots(&self, reference: &Reference, region: RegionCode, rng: &mut StdRng) -> Slots {
        const DAYS: [&str; 6] = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];
        let name = |level| {
            let found = region.at(level).and_then(|code| reference.regions.get(code));
            found.map(|region| region.name.to_string()).unwrap_or_default()
        };
        let names = BTreeMap::from([
            ("kel", name(RegionLevel::Village)),
            ("kec", name(RegionLevel::District)),
            ("kota", name(RegionLevel::Regency).replace("Kota Administrasi ", "")),
            ("prov", name(RegionLevel::Province)),
            ("jalan", pick(&self.streets.names, rng).cloned().unwrap_or_default()),
            ("rt", format!("{:02}", rng.random_range(1..=12))),
            ("rw", format!("{:02}", rng.random_range(1..=15))),
            ("n", rng.random_range(2..=6).to_string()),
            ("jam", format!("{:02}.{:02}", rng.random_range(7..=20), rng.random_range(0..6) * 10)),
            ("hari", pick(&DAYS, rng).copied().unwrap_or_default().to_owned()),
        ]);
        Slots(names)
    }

    /// A name as people of a province bear it.
    pub fn name(&self, region: Option<RegionCode>, sex: Sex, rng: &mut StdRng) -> String {
        let province = region.map(|region| region.province().number());
        let here = self
            .origin
            .iter()
            .find(|origin| province.is_some_and(|it| origin.provinces.contains(&it)));
        // Some live far from where they come from.
        let elsewhere = pick(&self.origin, rng);
        let origin = if percent(15, rng) { elsewhere } else { here.or(elsewhere) };
        let Some(origin) = origin else { return String::new() };
        let first = match sex {
            Sex::Female => pick(&origin.female, rng),
            Sex::Male => pick(&origin.male, rng),
        };
        let last = pick(&origin.last, rng).map_or("", String::as_str);
        format!("{} {last}", first.map_or("", String::as_str))
    }

    /// Somebody who lives in a region. Telephone numbers begin with digits that no network has,
    /// addresses end in a name that no mail server has, so nothing ever reaches a real person.
    pub fn person(&self, region: RegionCode, reached: Reached, rng: &mut StdRng) -> Person {
        let sex = if percent(47, rng) { Sex::Female } else { Sex::Male };
        let name = self.name(Some(region), sex, rng);
        let number: u32 = rng.random_range(10_000_000..100_000_000);
        let phone =
            matches!(reached, Reached::Phone | Reached::Both).then(|| format!("+62000{number}"));
        let mailbox: String =
            name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let email = matches!(reached, Reached::Email | Reached::Both)
            .then(|| format!("{mailbox}{}@example.invalid", number % 100));
        let nik = percent(35, rng).then(|| made_up_nik(region, sex, rng)).flatten();
        let address = (reached == Reached::Address || percent(20, rng)).then(|| {
            let street = pick(&self.streets.names, rng).map_or("", String::as_str);
            format!("{street} No. {}", rng.random_range(1..120))
        });
        let language = "id".to_owned();
        Person {
            identity: Identity { name: Some(name), phone, email, nik, address, language },
            sex,
        }
    }
}

/// Serial numbers from 9900 on are not given out within a day's births of one district.
fn made_up_nik(region: RegionCode, sex: Sex, rng: &mut StdRng) -> Option<Nik> {
    let district = region.at(RegionLevel::District)?;
    let day = rng.random_range(1..=28) + if sex == Sex::Female { 40 } else { 0 };
    let (month, year) = (rng.random_range(1..=12), rng.random_range(60..=99));
    Nik::parse(&format!(
        "{}{day:02}{month:02}{year:02}{}",
        district.number(),
        rng.random_range(9_900..=9_999)
    ))
    .ok()
}
