//! What a running service asks: suggestions for a report, learned from officers' decisions.

use crate::bytes::{Reader, Writer};
use crate::language;
use crate::model::Model;
use crate::normal::Normal;
use crate::offices::Offices;
use crate::record::{COMPARED, Facts, Record};
use domain::category::{Categories, CategoryCode};
use domain::kind::Level;
use domain::nik::Sex;
use domain::region::RegionCode;
use domain::report::Office;
use domain::{AgencyId, Reference, UnitId};
use jiff::civil::Date;
use std::io;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

/// Form of what is written down beside the model.
const FORMAT: u64 = 3;
/// Words told as reasons.
const REASONS: usize = 4;

/// What an officer confirmed of a report.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// Title and text as handed in.
    pub text: &'a str,
    /// The category it has from now on.
    pub category: &'a CategoryCode,
    /// The agency that answers for it.
    pub lead: Option<AgencyId>,
    /// The unit it was given to.
    pub unit: Option<UnitId>,
    /// Where.
    pub region: Option<RegionCode>,
    /// As the reporter stated it.
    pub sex: Option<Sex>,
    /// Days since 1970-01-01 in Jakarta.
    pub day: i32,
}

/// A category with the office competent for it, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// A leaf.
    pub category: CategoryCode,
    /// How likely it is, between 0 and 1; its branch and affair are at least as likely.
    pub probability: f32,
    /// How likely its branch is.
    pub branch: f32,
    /// How likely its affair is.
    pub affair: f32,
    /// Who answers for it there; `None` when the place is missing.
    pub office: Option<Office>,
    /// Officers have lately sent such reports of that place to this office, whatever the table.
    pub by_custom: bool,
    /// The level whose route named the office; `None` by custom and without an office.
    pub level: Option<Level>,
    /// The words that carried it, strongest first.
    pub words: Vec<String>,
}

/// Everything learned from the events up to a place in their order.
#[derive(Debug, Clone)]
pub struct Learned {
    model: Model,
    offices: Offices,
    record: Arc<Record>,
    place: [i64; 6],
}

impl Learned {
    /// Nothing learned yet.
    #[must_use]
    pub fn new(categories: &Categories) -> Self {
        let model = Model::new(categories);
        Self { model, offices: Offices::default(), record: Arc::default(), place: [0; 6] }
    }

    /// The place in the order of the events, as whoever follows them counts it; zeroes before the
    /// first.
    #[must_use]
    pub fn place(&self) -> [i64; 6] {
        self.place
    }

    /// Everything up to this place is in it.
    pub fn pass(&mut self, place: [i64; 6]) {
        self.place = place;
    }

    /// Compares the decision with what would have been suggested, then learns it.
    pub fn learn(&mut self, decision: &Decision<'_>) {
        let suggested = self.model.suggest(decision.text, COMPARED);
        let suggested: Vec<_> = suggested.into_iter().map(|it| (it.code, it.probability)).collect();
        let facts = Facts {
            day: decision.day,
            lead: decision.lead,
            province: decision.region.map(|region| region.province().number()),
            language: language::of(decision.text, &Normal::of(decision.text)),
            sex: decision.sex,
        };
        Arc::make_mut(&mut self.record).keep(&suggested, decision.category, &facts);
        self.model.learn(decision.text, decision.category);
    }

    /// Learns where an officer sent it.
    pub fn learn_office(&mut self, decision: &Decision<'_>) {
        let (code, region) = (decision.category, decision.region);
        match (decision.lead, decision.unit) {
            (Some(_), Some(unit)) => self.offices.assigned(code, region, unit),
            (Some(lead), None) => self.offices.sent(code, region, lead),
            (None, _) => {}
        }
    }

    /// Takes over a changed tree.
    pub fn renew(&mut self, categories: &Categories) {
        self.model.renew(categories);
    }

    /// Name of this state of the model: form and decisions learned.
    #[must_use]
    pub fn version(&self) -> String {
        format!("{FORMAT}.{}", self.model.learned())
    }

    /// The likeliest categories with their offices, at most so many.
    #[must_use]
    pub fn propose(&self, asked: &Asked<'_>, most: usize) -> Vec<Proposal> {
        let fits = |code: &CategoryCode| {
            let leaf = asked.reference.categories.get(code)?;
            leaf.is_used_on(asked.today).then_some(leaf)
        };
        // Some more than asked for: what cannot be of this day is passed over.
        let suggested = self.model.suggest(asked.text, most + COMPARED);
        let mut found = Vec::with_capacity(most);
        for one in suggested {
            let Some(leaf) = fits(&one.code) else { continue };
            if found.len() >= most {
                break;
            }
            let levels = asked.level.into_iter().chain(leaf.levels.iter().copied());
            let (office, level) = self.office(asked, &one.code, levels);
            found.push(Proposal {
                words: self.model.reasons(asked.text, &one.code, REASONS),
                category: one.code,
                probability: one.probability,
                branch: one.branch,
                affair: one.affair,
                office,
                by_custom: office.is_some() && level.is_none(),
                level,
            });
        }
        found
    }

    /// The office of the routing table with the level it was found at, unless officers have lately
    /// agreed on another one.
    fn office(
        &self,
        asked: &Asked<'_>,
        code: &CategoryCode,
        levels: impl Iterator<Item = Level>,
    ) -> (Option<Office>, Option<Level>) {
        let (reference, region, today) = (asked.reference, asked.region, asked.today);
        let directory = &reference.directory;
        let by_law = reference.routing.competent(code, levels, region, directory, today);
        let custom = self.offices.agency(code, region);
        let custom = custom.and_then(|agency| directory.resolve(agency, today)).map(|it| it.id);
        let agency = custom.or(by_law.map(|(_, office)| office.agency));
        let Some(agency) = agency else { return (None, None) };
        let by_law = by_law.filter(|(_, office)| office.agency == agency);
        let unit = self.offices.unit(code, region).and_then(|unit| directory.unit(unit));
        let unit = unit.filter(|unit| unit.agency == agency && unit.exists_on(today));
        let lawful = by_law.and_then(|(_, office)| office.unit);
        (
            Some(Office { agency, unit: unit.map(|unit| unit.id).or(lawful) }),
            by_law.map(|(level, _)| level),
        )
    }

    /// Writes everything, to go on from later.
    ///
    /// # Errors
    /// What `to` says.
    pub fn write(&self, to: &mut dyn io::Write) -> io::Result<()> {
        let mut to = Writer::new(to);
        to.long(FORMAT);
        for part in self.place {
            to.long(part.cast_unsigned());
        }
        self.offices.write(&mut to);
        self.record.write(&mut to);
        self.model.put(&mut to);
        to.end()
    }

    /// Goes on from bytes; `None` when they are damaged or of another form.
    #[must_use]
    pub fn from_bytes(categories: &Categories, bytes: &[u8]) -> Option<Self> {
        let mut from = Reader::of(bytes)?;
        if from.long()? != FORMAT {
            return None;
        }
        let mut place = [0; 6];
        for part in &mut place {
            *part = from.long()?.cast_signed();
        }
        let offices = Offices::read(&mut from)?;
        let record = Arc::new(Record::read(&mut from)?);
        let model = Model::take(categories, &mut from)?;
        from.is_over().then_some(Self { model, offices, record, place })
    }
}

/// What is asked about.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// Title and text.
    pub text: &'a str,
    /// Where, if known.
    pub region: Option<RegionCode>,
    /// The level of government the reporter named, if any.
    pub level: Option<Level>,
    /// Categories, routing, agencies.
    pub reference: &'a Reference,
    /// The day.
    pub today: Date,
}

/// What was learned, asked by many and taught by one.
#[derive(Debug)]
pub struct Suggester(RwLock<Learned>);

impl Suggester {
    /// Shares it.
    #[must_use]
    pub fn new(learned: Learned) -> Self {
        Self(RwLock::new(learned))
    }

    /// To ask.
    pub fn read(&self) -> RwLockReadGuard<'_, Learned> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// How good it has been, to look at for as long as it takes.
    pub fn record(&self) -> Arc<Record> {
        Arc::clone(&self.read().record)
    }

    /// To teach; others wait meanwhile, so a lesson is short.
    pub fn teach<T>(&self, lesson: impl FnOnce(&mut Learned) -> T) -> T {
        lesson(&mut self.0.write().unwrap_or_else(PoisonError::into_inner))
    }
}
