//! What people and officers write: frames with slots, said in somebody's manner.

use crate::Result;
use crate::draw::{percent, pick};
use crate::matters::Matter;
use crate::nation::{Manner, Person};
use crate::slots::Slots;
use domain::kind::{ArchiveReason, ReportKind};
use domain::region::{RegionCode, RegionLevel};
use domain::{Reference, limit};
use rand::Rng;
use rand::rngs::StdRng;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

const FORMS: &str = include_str!("../../../data/sim/forms.toml");
const SPEECH: &str = include_str!("../../../data/sim/speech.toml");
const REPLIES: &str = include_str!("../../../data/sim/replies.toml");

#[derive(Deserialize)]
struct Forms {
    complaint: Frames,
    aspiration: Frames,
    information: Frames,
    whistleblowing: Frames,
    slots: Fillings,
    effects: HashMap<String, Vec<String>>,
    affairs: Affairs,
}

/// Titles and texts of one kind.
#[derive(Deserialize)]
struct Frames {
    titles: Vec<String>,
    bodies: Vec<String>,
}

#[derive(Deserialize)]
struct Fillings {
    since: Vec<String>,
    asks: Vec<String>,
}

/// How often people report about an affair, in thousandths, and what it does to them.
#[derive(Deserialize)]
pub(crate) struct Affairs(HashMap<String, (String, u64)>);

impl Affairs {
    pub(crate) fn read() -> Result<Self> {
        Ok(toml::from_str::<Forms>(FORMS)?.affairs)
    }

    pub(crate) fn permille(&self, affair: &str) -> u64 {
        self.0.get(affair).map_or(1, |(_, share)| *share)
    }
}

#[derive(Deserialize)]
struct Speech {
    short: HashMap<String, Vec<String>>,
    region: Vec<Regional>,
    plain: Manners,
    junk: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Manners {
    openers: Vec<String>,
    closers: Vec<String>,
}

#[derive(Deserialize)]
struct Regional {
    provinces: Vec<i64>,
    openers: Vec<String>,
    closers: Vec<String>,
    words: HashMap<String, String>,
}

/// What officers and reporters write on the way, by what it is for.
pub(crate) type Replies = HashMap<String, Vec<String>>;

/// Every text.
pub(crate) struct Texts {
    forms: Forms,
    speech: Speech,
    replies: Replies,
}

/// Title and text of a report.
#[derive(Debug, Clone)]
pub(crate) struct Written {
    pub(crate) title: String,
    pub(crate) body: String,
}

/// Where a report is of, in words.
pub(crate) struct Spot {
    place: String,
    office: String,
}

impl Spot {
    pub(crate) fn of(reference: &Reference, region: RegionCode, rng: &mut StdRng) -> Self {
        let name = |level| {
            let found = region.at(level).and_then(|code| reference.regions.get(code));
            found.map(|region| region.name.to_string()).unwrap_or_default()
        };
        let (village, district, regency) =
            (name(RegionLevel::Village), name(RegionLevel::District), name(RegionLevel::Regency));
        let rt = rng.random_range(1..=14);
        let place = match rng.random_range(0..6) {
            0 => format!("RT {rt:02} {village}"),
            1 => format!("{village}, {district}"),
            2 => format!("Kelurahan {village}"),
            3 => format!("Kecamatan {district}"),
            4 => format!("{village} RT {rt:02}/RW {:02}", rng.random_range(1..=12)),
            _ => format!("{district}, {regency}"),
        };
        Self { place, office: format!("Pemerintah {regency}") }
    }
}

impl Texts {
    pub(crate) fn read() -> Result<Self> {
        Ok(Self {
            forms: toml::from_str(FORMS)?,
            speech: toml::from_str(SPEECH)?,
            replies: toml::from_str(REPLIES)?,
        })
    }

    /// What somebody writes about a matter.
    pub(crate) fn report(
        &self,
        matter: &Matter,
        kind: ReportKind,
        spot: &Spot,
        person: &Person,
        rng: &mut StdRng,
    ) -> Written {
        let frames = match kind {
            ReportKind::Complaint => &self.forms.complaint,
            ReportKind::Aspiration => &self.forms.aspiration,
            ReportKind::InformationRequest => &self.forms.information,
            ReportKind::Whistleblowing => &self.forms.whistleblowing,
        };
        let slots = self.slots(matter, spot, rng);
        let one = |all: &[String], rng: &mut StdRng| {
            capital(&slots.fill(pick(all, rng).map_or("{apa}", String::as_str)))
        };
        let title = one(&frames.titles, rng);
        let mut body = one(&frames.bodies, rng);
        if person.manner == Manner::Long {
            for _ in 0..rng.random_range(2..5) {
                body.push(' ');
                body.push_str(&one(&frames.bodies, rng));
            }
        }
        Written { title: fitting(&title, limit::TITLE_MIN), body: self.said(&body, person, rng) }
    }

    /// What nobody can act upon, and why.
    pub(crate) fn junk(&self, person: &Person, rng: &mut StdRng) -> (ArchiveReason, Written) {
        let all: Vec<_> = self.speech.junk.iter().collect();
        let (word, texts) = match pick(&all, rng) {
            Some((word, texts)) => (word.as_str(), texts.as_slice()),
            None => ("", &[][..]),
        };
        let reason = ArchiveReason::from_word(word).unwrap_or(ArchiveReason::Unclear);
        let text = pick(texts, rng).cloned().unwrap_or_default();
        let title = capital(&text.chars().take(40).collect::<String>());
        let body = fitting(&self.said(&text, person, rng), limit::BODY_MIN);
        (reason, Written { title: fitting(&title, limit::TITLE_MIN), body })
    }

    /// One of the sentences for a purpose.
    pub(crate) fn reply(
        &self,
        what: &str,
        matter: &Matter,
        reference: &Reference,
        region: RegionCode,
        rng: &mut StdRng,
    ) -> String {
        let all = self.replies.get(what).map_or(&[][..], Vec::as_slice);
        let Some(text) = pick(all, rng) else { return String::new() };
        if !text.contains('{') {
            return text.clone();
        }
        let spot = Spot::of(reference, region, rng);
        self.slots(matter, &spot, rng).fill(text)
    }

    fn slots(&self, matter: &Matter, spot: &Spot, rng: &mut StdRng) -> Slots {
        const DAYS: [&str; 6] = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];
        let group =
            self.forms.affairs.0.get(matter.code.affair()).map_or("state", |(group, _)| group);
        let one = |all: &[String], rng: &mut StdRng| pick(all, rng).cloned().unwrap_or_default();
        let effects = self.forms.effects.get(group).map_or(&[][..], Vec::as_slice);
        let counts = Slots(BTreeMap::from([
            ("n", rng.random_range(2..=9).to_string()),
            ("hari", pick(&DAYS, rng).copied().unwrap_or_default().to_owned()),
        ]));
        let since = counts.fill(&one(&self.forms.slots.since, rng));
        Slots(BTreeMap::from([
            ("apa", lower_first(&matter.example)),
            ("nama", matter.name.clone()),
            ("kata", one(&matter.keywords, rng)),
            ("tempat", spot.place.clone()),
            ("tempat_awal", spot.place.clone()),
            ("kantor", spot.office.clone()),
            ("sejak_awal", capital(&since)),
            ("sejak", since),
            ("akibat", counts.fill(&one(effects, rng))),
            ("minta", one(&self.forms.slots.asks, rng)),
            ("hari", counts.fill("{hari}")),
        ]))
    }

    /// A text in somebody's manner.
    fn said(&self, text: &str, person: &Person, rng: &mut StdRng) -> String {
        let province = person.home.province().number();
        let here = self.speech.region.iter().find(|one| one.provinces.contains(&province));
        let regional = here.filter(|_| percent(30, rng));
        let greets = match person.manner {
            Manner::Formal => 100,
            Manner::Short | Manner::Capitals => 5,
            Manner::Plain | Manner::Chatty | Manner::Long => 35,
        };
        let (openers, closers) = regional
            .map_or((&self.speech.plain.openers, &self.speech.plain.closers), |one| {
                (&one.openers, &one.closers)
            });
        let mut out = String::with_capacity(text.len() + 64);
        if percent(greets, rng)
            && let Some(opener) = pick(openers, rng)
        {
            out.push_str(opener);
            out.push_str(", ");
        }
        let swaps = regional.map(|one| &one.words);
        let shortens = match person.manner {
            Manner::Short => 90,
            Manner::Chatty => 60,
            Manner::Plain => 5,
            Manner::Formal | Manner::Capitals | Manner::Long => 0,
        };
        for (at, word) in text.split(' ').enumerate() {
            if at > 0 {
                out.push(' ');
            }
            let bare = word.trim_end_matches(['.', ',', '?']);
            let end = word.get(bare.len()..).unwrap_or_default();
            let key = bare.to_lowercase();
            let local = swaps.and_then(|words| words.get(&key)).filter(|_| percent(70, rng));
            let short = || self.speech.short.get(&key);
            let said = match (local, short().filter(|_| percent(shortens, rng))) {
                (Some(local), _) => local.as_str(),
                (None, Some(short)) => pick(short, rng).map_or(bare, String::as_str),
                (None, None) => bare,
            };
            if shortens > 5 && said.len() > 5 && said.is_ascii() && percent(3, rng) {
                out.push_str(&mistyped(said, rng));
            } else {
                out.push_str(said);
            }
            if !(person.manner == Manner::Short && end == ",") {
                out.push_str(end);
            }
        }
        if percent(greets, rng)
            && let Some(closer) = pick(closers, rng)
        {
            out.push(' ');
            out.push_str(closer);
            out.push('.');
        }
        match person.manner {
            Manner::Capitals => out.to_uppercase(),
            Manner::Short | Manner::Chatty if percent(60, rng) => out.to_lowercase(),
            _ => out,
        }
    }
}

/// Two letters the wrong way round, one too few or one too many.
fn mistyped(word: &str, rng: &mut StdRng) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = rng.random_range(1..letters.len() - 1);
    match rng.random_range(0..3) {
        0 => letters.swap(at, at + 1),
        1 => drop(letters.remove(at)),
        _ => {
            let again = letters.get(at).copied().unwrap_or_default();
            letters.insert(at, again);
        }
    }
    letters.into_iter().collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn lower_first(text: &str) -> String {
    // Abbreviations and names of two capitals stay.
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}

/// Between the bounds of a title; of a text only the lower one is ever near.
fn fitting(text: &str, least: usize) -> String {
    let mut text: String = text.chars().take(limit::TITLE_MAX.max(least)).collect();
    while text.chars().count() < least {
        text.push_str(" mohon");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_reported_in_twenty_ways() {
        let forms = Texts::read().unwrap().forms;
        for frames in [&forms.complaint, &forms.aspiration, &forms.information] {
            assert!(frames.bodies.len() >= 20, "{} forms", frames.bodies.len());
        }
    }
}
