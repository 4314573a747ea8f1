//! The nation: its people, its offices and its year, as data/sim tells them.

use crate::draw::{Lot, Of, Spread, percent, pick, stream, weighted};
use crate::matters::Matters;
use crate::people::People;
use crate::texts::Texts;
use crate::{Error, Result};
use domain::kind::Channel;
use domain::nik::Sex;
use domain::region::{RegionCode, RegionLevel};
use domain::{AgencyId, Reference};
use jiff::civil::Date;
use rand::Rng;
use rand::rngs::StdRng;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;

const NATION: &str = include_str!("../../../data/sim/nation.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    province: Vec<Province>,
    rhythm: Rhythm,
    person: Traits,
    channels: HashMap<String, u64>,
    delay: Delay,
    effort: Effort,
    machine: Machine,
    habit: Vec<Habit>,
    scenario: Vec<Scenario>,
    shock: Vec<Shock>,
}

#[derive(Deserialize)]
struct Province {
    code: i64,
    people: u64,
    tell: u64,
}

/// When people report.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Rhythm {
    /// By local hour.
    pub(crate) hours: Vec<u64>,
    /// From Monday on.
    pub(crate) weekdays: Vec<u64>,
    /// A day off beside a usual one, in thousandths.
    pub(crate) holiday: u64,
}

/// Of a hundred people.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Traits {
    women: u32,
    disability: u32,
    pub(crate) states_disability: u32,
    pub(crate) states_sex: u32,
    repeats: u32,
    trolls: u32,
    pub(crate) anonymous: u32,
    pub(crate) nameless: u32,
    pub(crate) proxy: u32,
    pub(crate) names_agency: u32,
    pub(crate) knows_category: u32,
    habitual_permille: u32,
    ages: Vec<(u8, u8, u32)>,
    writes: Vec<(Manner, u32)>,
}

/// How somebody writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Manner {
    Plain,
    Chatty,
    Short,
    Formal,
    Capitals,
    Long,
}

#[derive(Deserialize)]
struct Delay {
    shape: Vec<(u64, u64)>,
}

/// Minutes an officer works on one step.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Effort {
    pub(crate) verify: u64,
    pub(crate) sort: u64,
    pub(crate) answer: u64,
    pub(crate) progress: u64,
    pub(crate) judge: u64,
}

/// What LAPOR's own reading is worth, in thousandths.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Machine {
    /// Reports of which it is sure enough to send them on.
    pub(crate) sure: u32,
    /// Of those, what goes to another office than the right one.
    pub(crate) mistaken: u32,
}

/// How an agency works, in thousandths; `pace` in working minutes.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Habit {
    /// Its name.
    #[expect(dead_code, reason = "names the row")]
    code: String,
    /// Until an answer, in the middle.
    pub(crate) pace: u64,
    /// Says what it does before it answers.
    pub(crate) progress: u32,
    /// Answers with what was done.
    pub(crate) concrete: u32,
    /// Never answers.
    pub(crate) stalls: u32,
    /// Says that others are competent although it is.
    pub(crate) declines: u32,
}

/// How a year was or is planned to be.
#[derive(Debug, Clone, Deserialize)]
pub struct Scenario {
    /// Its name: `2024`.
    pub name: String,
    /// Reports received in the year.
    pub reports: u64,
    /// Of a hundred agencies, by habit.
    habits: Vec<u32>,
    /// Officers beside those that would do, in hundredths.
    pub staff: u64,
    /// LAPOR itself sends on what leaves no doubt.
    #[serde(default)]
    pub machine: bool,
}

/// Something that happens once.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Shock {
    /// Its name.
    #[expect(dead_code, reason = "names the row")]
    name: String,
    /// On which day of the span it begins.
    pub(crate) day: usize,
    /// How many days it goes on, less each day.
    pub(crate) days: usize,
    /// Of a thousand reports of a year.
    pub(crate) permille: u64,
    /// What it is about.
    pub(crate) categories: Vec<String>,
    /// Where, unless it is everywhere.
    pub(crate) region: Option<i64>,
}

/// Somebody who may report.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    /// Which: the same number is the same person.
    pub(crate) nth: u64,
    /// Village of theirs.
    pub(crate) home: RegionCode,
    /// As registered.
    pub(crate) sex: Sex,
    /// Years.
    pub(crate) age: u8,
    /// Lives with a disability.
    pub(crate) disability: bool,
    /// Sends what nobody can act upon.
    pub(crate) troll: bool,
    /// How they write.
    pub(crate) manner: Manner,
    /// Through what they report.
    pub(crate) channel: Channel,
}

/// Everything that does not change while time passes.
pub struct Nation {
    /// The state's own data.
    pub(crate) reference: Arc<Reference>,
    /// Draws of everything hang on it.
    pub(crate) seed: u64,
    pub(crate) rhythm: Rhythm,
    pub(crate) traits: Traits,
    pub(crate) effort: Effort,
    pub(crate) machine: Machine,
    pub(crate) delay: Spread,
    pub(crate) shocks: Vec<Shock>,
    pub(crate) matters: Matters,
    pub(crate) texts: Texts,
    pub(crate) people: People,
    habits: Vec<Habit>,
    scenarios: Vec<Scenario>,
    regencies: Lot<RegionCode>,
    villages: HashMap<RegionCode, Vec<RegionCode>>,
    channels: Lot<Channel>,
}

impl Nation {
    /// The nation of these reference data on a day.
    pub fn new(reference: Arc<Reference>, seed: u64, today: Date) -> Result<Self> {
        let raw: Raw = toml::from_str(NATION)?;
        let mut villages: HashMap<RegionCode, Vec<RegionCode>> = HashMap::new();
        for region in reference.regions.all() {
            if region.code.level() == RegionLevel::Village
                && let Some(regency) = region.code.at(RegionLevel::Regency)
            {
                villages.entry(regency).or_default().push(region.code);
            }
        }
        for all in villages.values_mut() {
            all.sort_unstable();
        }
        let regencies = regencies(&raw.province, &villages);
        let mut channels: Vec<(Channel, u64)> = Vec::new();
        for channel in Channel::ALL {
            channels.push((*channel, raw.channels.get(channel.word()).copied().unwrap_or(0)));
        }
        Ok(Self {
            matters: Matters::new(&reference, today)?,
            texts: Texts::read()?,
            people: People::read()?,
            seed,
            rhythm: raw.rhythm,
            traits: raw.person,
            effort: raw.effort,
            machine: raw.machine,
            delay: Spread::new(raw.delay.shape),
            shocks: raw.shock,
            habits: raw.habit,
            scenarios: raw.scenario,
            regencies: Lot::new(regencies),
            villages,
            channels: Lot::new(channels),
            reference,
        })
    }

    /// The state's own data.
    #[must_use]
    pub fn reference(&self) -> Arc<Reference> {
        Arc::clone(&self.reference)
    }

    /// What all draws hang on.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// What is known by a name.
    #[must_use]
    pub fn scenario(&self, name: &str) -> Option<&Scenario> {
        self.scenarios.iter().find(|one| one.name == name)
    }

    /// All of them.
    #[must_use]
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// How each agency works; one that is diligent in one scenario seldom is less so in a later one.
    pub(crate) fn habits(&self, scenario: &Scenario) -> Result<HashMap<AgencyId, &Habit>> {
        let all: Vec<(&Habit, u32)> =
            self.habits.iter().zip(scenario.habits.iter().copied()).collect();
        let habit = |agency: AgencyId| {
            let mut rng = stream(self.seed, Of::Habit, agency.0.unsigned_abs());
            let found = weighted(&all, |(_, share)| *share, &mut rng);
            found.map(|(habit, _)| (agency, *habit)).ok_or(Error::Missing("shares of habits"))
        };
        self.reference.directory.agencies().map(|agency| habit(agency.id)).collect()
    }

    /// Who sends the `nth` of so many reports: some come back again and again, one all the time.
    pub(crate) fn reporter(&self, nth: u64, of: u64, rng: &mut StdRng) -> Result<Person> {
        let regulars = (of / 8).max(1);
        let who = if rng.random_range(0..1_000) < self.traits.habitual_permille {
            0
        } else if percent(self.traits.repeats, rng) {
            // The lower of two draws: few report often, many twice.
            rng.random_range(0..regulars).min(rng.random_range(0..regulars))
        } else {
            regulars + nth
        };
        self.person(who)
    }

    /// The person of a number.
    pub(crate) fn person(&self, nth: u64) -> Result<Person> {
        let rng = &mut stream(self.seed, Of::Person, nth);
        let regency = self.regencies.draw(rng).ok_or(Error::Missing("regencies"))?;
        let home = self.village(*regency, rng);
        let traits = &self.traits;
        let age = weighted(&traits.ages, |(.., share)| *share, rng);
        let age = age.map_or(30, |(from, to, _)| rng.random_range(*from..=*to));
        let manner = weighted(&traits.writes, |(_, share)| *share, rng);
        Ok(Person {
            nth,
            home,
            sex: if percent(traits.women, rng) { Sex::Female } else { Sex::Male },
            age,
            disability: percent(traits.disability, rng),
            troll: percent(traits.trolls, rng),
            manner: manner.map_or(Manner::Plain, |(manner, _)| *manner),
            channel: self.channels.draw(rng).copied().unwrap_or(Channel::Website),
        })
    }

    /// A village of a regency, or what is left of it where villages are not known.
    pub(crate) fn village(&self, regency: RegionCode, rng: &mut StdRng) -> RegionCode {
        let all = self.villages.get(&regency);
        all.and_then(|all| pick(all, rng)).copied().unwrap_or(regency)
    }
}

/// Regencies by how many reports come from there: the province's people and their wish to tell,
/// divided by villages.
fn regencies(
    provinces: &[Province],
    villages: &HashMap<RegionCode, Vec<RegionCode>>,
) -> Vec<(RegionCode, u64)> {
    let mut all: Vec<_> = villages.iter().map(|(code, all)| (*code, all.len())).collect();
    all.sort_unstable();
    let mut of_province: HashMap<i64, u64> = HashMap::new();
    for (code, count) in &all {
        *of_province.entry(code.province().number()).or_default() += *count as u64;
    }
    let weight = |(code, count): (RegionCode, usize)| {
        let province = provinces.iter().find(|one| one.code == code.province().number());
        let share = province.map_or(0, |one| one.people * one.tell);
        let all = of_province.get(&code.province().number()).copied().unwrap_or(1);
        (code, share * count as u64 / all.max(1))
    };
    all.into_iter().map(weight).collect()
}
