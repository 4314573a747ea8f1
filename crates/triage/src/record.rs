//! What was suggested beside what officers confirmed: how good the model has been, for whom, and
//! from which probability a category could be sent without an officer.

use crate::bytes::{Reader, Writer};
use crate::codes::{Codes, NO_CODE};
use crate::evaluation::{Answer, Measures};
use crate::language::Language;
use domain::AgencyId;
use domain::category::CategoryCode;
use domain::nik::Sex;
use std::collections::{BTreeMap, VecDeque};

/// Outcomes remembered, 3 MB.
const OUTCOMES_MAX: usize = 100_000;
/// Suggestions compared with each decision.
pub(crate) const COMPARED: usize = 3;
/// Stands for no province.
const NOWHERE: u16 = u16::MAX;
/// Stands for a language or sex that is not known.
const UNSAID: u8 = u8::MAX;

/// A suggestion and the decision that followed.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Outcome {
    lead: i64,
    day: i32,
    chance: f32,
    suggested: [u16; COMPARED],
    confirmed: u16,
    province: u16,
    language: u8,
    sex: u8,
}

/// What is known of a decision besides its text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Facts {
    /// Days since 1970-01-01 in Jakarta.
    pub(crate) day: i32,
    pub(crate) lead: Option<AgencyId>,
    pub(crate) province: Option<i64>,
    pub(crate) language: Language,
    pub(crate) sex: Option<Sex>,
}

domain::worded! {
    /// By what the model's figures are told apart.
    pub enum Group {
        /// The affair confirmed.
        Affair = "affair",
        /// The leaf confirmed.
        Category = "category",
        /// The agency it went to.
        Agency = "agency",
        /// Province of the place.
        Province = "province",
        /// Language of the text.
        Language = "language",
        /// Sex of the reporter as stated.
        Sex = "sex",
        /// Month of the decision, as days since 1970 divided by 30.
        Month = "month",
    }
}

/// A threshold and what it would have meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Probability from which a report would have been sent, in thousandths.
    pub permille: u16,
    /// Reports that would have been sent.
    pub sent: usize,
    /// Of these, right.
    pub right: usize,
}

/// Outcomes in the order of the decisions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    codes: Codes,
    outcomes: VecDeque<Outcome>,
}

impl Record {
    pub(crate) fn keep(
        &mut self,
        suggested: &[(CategoryCode, f32)],
        confirmed: &CategoryCode,
        facts: &Facts,
    ) {
        let mut codes = [NO_CODE; COMPARED];
        for (slot, (code, _)) in codes.iter_mut().zip(suggested) {
            *slot = self.codes.meet(code);
        }
        let confirmed = self.codes.meet(confirmed);
        // Taken once, touched as it fills: growing by doubling leaves holes behind.
        self.outcomes.reserve_exact(OUTCOMES_MAX.saturating_sub(self.outcomes.len()));
        if self.outcomes.len() >= OUTCOMES_MAX {
            self.outcomes.pop_front();
        }
        let place = |word: Option<usize>| word.and_then(|at| at.try_into().ok()).unwrap_or(UNSAID);
        self.outcomes.push_back(Outcome {
            day: facts.day,
            suggested: codes,
            chance: suggested.first().map_or(0.0, |(_, chance)| *chance),
            confirmed,
            lead: facts.lead.map_or(0, |agency| agency.0),
            province: facts.province.and_then(|code| code.try_into().ok()).unwrap_or(NOWHERE),
            language: place(Language::ALL.iter().position(|one| *one == facts.language)),
            sex: place(Sex::ALL.iter().position(|one| Some(*one) == facts.sex)),
        });
    }

    /// Decisions remembered since a day.
    #[must_use]
    pub fn count(&self, since: i32) -> usize {
        self.since(since).count()
    }

    fn since(&self, day: i32) -> impl Iterator<Item = &Outcome> + Clone {
        self.outcomes.iter().filter(move |outcome| outcome.day >= day)
    }

    /// How good the suggestions have been since a day.
    #[must_use]
    pub fn measures(&self, since: i32) -> Measures {
        Measures::of(self.since(since).map(answer))
    }

    /// The same for each group, those with most decisions first.
    #[must_use]
    pub fn groups(&self, by: Group, since: i32) -> Vec<(String, Measures)> {
        let mut parts: BTreeMap<String, Vec<Answer>> = BTreeMap::new();
        for outcome in self.since(since) {
            if let Some(key) = self.key(by, outcome) {
                parts.entry(key).or_default().push(answer(outcome));
            }
        }
        let mut found: Vec<_> =
            parts.into_iter().map(|(key, answers)| (key, Measures::of(answers))).collect();
        found.sort_by(|a, b| b.1.texts.cmp(&a.1.texts).then_with(|| a.0.cmp(&b.0)));
        found
    }

    fn key(&self, by: Group, outcome: &Outcome) -> Option<String> {
        let confirmed = || self.codes.code(outcome.confirmed);
        Some(match by {
            Group::Affair => confirmed()?.affair().to_owned(),
            Group::Category => confirmed()?.to_string(),
            Group::Agency => (outcome.lead != 0).then(|| outcome.lead.to_string())?,
            Group::Province => {
                (outcome.province != NOWHERE).then(|| outcome.province.to_string())?
            }
            Group::Language => Language::ALL.get(usize::from(outcome.language))?.word().to_owned(),
            Group::Sex => Sex::ALL.get(usize::from(outcome.sex))?.word().to_owned(),
            Group::Month => outcome.day.div_euclid(30).to_string(),
        })
    }

    /// Precision against coverage of one category, surest first: what would have been sent from
    /// each probability on, had the model been let.
    #[must_use]
    pub fn curve(&self, category: &CategoryCode, since: i32) -> Vec<Point> {
        let Some(number) = self.codes.number(category) else { return Vec::new() };
        let first = |outcome: &&Outcome| outcome.suggested.first() == Some(&number);
        let mut told: Vec<&Outcome> = self.since(since).filter(first).collect();
        told.sort_by(|a, b| b.chance.total_cmp(&a.chance));
        let (mut points, mut right): (Vec<Point>, usize) = (Vec::new(), 0);
        for (outcome, sent) in told.into_iter().zip(1..) {
            right += usize::from(outcome.confirmed == number);
            let point = Point { permille: permille(outcome.chance), sent, right };
            match points.last_mut() {
                Some(last) if last.permille == point.permille => *last = point,
                _ => points.push(point),
            }
        }
        points
    }

    pub(crate) fn write(&self, to: &mut Writer<'_>) {
        self.codes.write(to);
        let outcomes: Vec<&Outcome> = self.outcomes.iter().collect();
        to.list(&outcomes, |to, it| {
            to.long(it.lead.cast_unsigned());
            to.long(u64::from(it.day.cast_unsigned()));
            to.float(it.chance);
            for number in it.suggested.into_iter().chain([it.confirmed, it.province]) {
                to.half(number);
            }
            for number in [it.language, it.sex] {
                to.count(usize::from(number));
            }
        });
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let codes = Codes::read(from)?;
        let outcomes = from.list(|from| {
            let lead = from.long()?.cast_signed();
            let day = u32::try_from(from.long()?).ok()?.cast_signed();
            let chance = from.float()?;
            let suggested = [from.half()?, from.half()?, from.half()?];
            let (confirmed, province) = (from.half()?, from.half()?);
            let [language, sex] = [from.small()?, from.small()?].map(u8::try_from);
            let (language, sex) = (language.ok()?, sex.ok()?);
            Some(Outcome { lead, day, chance, suggested, confirmed, province, language, sex })
        })?;
        Some(Self { codes, outcomes: outcomes.into() })
    }
}

fn answer(outcome: &Outcome) -> Answer {
    let rank = outcome.suggested.iter().position(|code| *code == outcome.confirmed);
    let said = outcome.suggested.first().copied().unwrap_or(NO_CODE);
    Answer {
        truth: usize::from(outcome.confirmed),
        said: usize::from(said),
        rank: rank.unwrap_or(usize::MAX),
        probability: outcome.chance,
    }
}

/// A probability in thousandths, rounded down: a threshold is never passed by rounding.
#[must_use]
pub fn permille(probability: f32) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000"
    )]
    let permille = (probability.clamp(0.0, 1.0) * 1000.0) as u16;
    permille
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> CategoryCode {
        CategoryCode::parse(text).unwrap()
    }

    fn record() -> Record {
        let (lamp, road) = (code("works.roads.lamps"), code("works.roads.potholes"));
        let mut record = Record::default();
        let facts = |day, sex| Facts {
            day,
            lead: Some(AgencyId(7)),
            province: Some(32),
            language: Language::Indonesian,
            sex,
        };
        for (day, chance, right) in [(1, 0.99, true), (2, 0.9, true), (3, 0.8, false)] {
            let suggested = [(lamp.clone(), chance), (road.clone(), 1.0 - chance)];
            let confirmed = if right { &lamp } else { &road };
            record.keep(&suggested, confirmed, &facts(day, Some(Sex::Female)));
        }
        record
    }

    #[test]
    fn the_curve_says_what_each_threshold_would_have_sent() {
        let record = record();
        let lamp = code("works.roads.lamps");
        let points: Vec<_> =
            record.curve(&lamp, 0).iter().map(|at| (at.permille, at.sent, at.right)).collect();
        assert_eq!(points, [(990, 1, 1), (900, 2, 2), (800, 3, 2)]);
        assert_eq!(record.curve(&lamp, 3).len(), 1);
        assert!(record.curve(&code("works.roads.potholes"), 0).is_empty());
    }

    #[test]
    fn figures_are_told_apart_by_group() {
        let record = record();
        assert_eq!(record.measures(0).texts, 3);
        let by = |group| {
            let found = record.groups(group, 0);
            found.into_iter().map(|(key, found)| (key, found.texts)).collect::<Vec<_>>()
        };
        assert_eq!(by(Group::Affair), [("works".to_owned(), 3)]);
        assert_eq!(
            by(Group::Category),
            [("works.roads.lamps".to_owned(), 2), ("works.roads.potholes".to_owned(), 1)]
        );
        assert_eq!(by(Group::Agency), [("7".to_owned(), 3)]);
        assert_eq!(by(Group::Sex), [("female".to_owned(), 3)]);
        assert_eq!(by(Group::Language), [("id".to_owned(), 3)]);
    }

    #[test]
    fn what_was_written_is_read() {
        let record = record();
        let mut bytes = Vec::new();
        let mut to = Writer::new(&mut bytes);
        record.write(&mut to);
        to.end().unwrap();
        assert_eq!(Record::read(&mut Reader::of(&bytes).unwrap()), Some(record));
    }
}
