//! A span of time in the nation, in the order in which things happen.

use crate::demand::{Arrival, Demand};
use crate::draw::{Of, percent, stream};
use crate::life::{Case, Life, Turn, here};
use crate::nation::{Nation, Person, Scenario};
use crate::offices::{Offices, Workload};
use crate::people::Reached;
use crate::texts::Spot;
use crate::{Error, Result};
use domain::filing::{ReporterFacts, Where};
use domain::kind::{Channel, ComplaintClass, ReportKind};
use domain::region::RegionLevel;
use domain::report::Office;
use domain::visibility::Privacy;
use domain::{Actor, Command, Desk, Filing, Reference, Report, TrackingId, Zone};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use rand::rngs::StdRng;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use store::people::Identity;

/// Reports looked at to know how much work each desk will have.
const SURVEYED: u64 = 20_000;
/// Of a hundred working minutes so many go into reports where there are just enough officers.
const BUSY: u64 = 75;
/// Reports of a year for which the Ombudsman has one officer.
const PER_OMBUDSMAN: u64 = 10_000;
/// The number from which the survey's reports are counted, behind all real ones.
const SURVEY: u64 = 1 << 40;

/// How long, from when, how many.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// First day.
    pub from: Date,
    /// Days on which people report.
    pub days: usize,
    /// Reports in all.
    pub reports: u64,
}

impl Span {
    /// The end of its last day in Jakarta.
    #[must_use]
    pub fn until(&self) -> Timestamp {
        Zone::Wib.instant(self.after().at(0, 0, 0, 0))
    }

    /// The day after its last one.
    fn after(&self) -> Date {
        self.from.saturating_add(i64::try_from(self.days).unwrap_or(i64::MAX).days())
    }
}

/// What somebody hands in.
pub struct Filed {
    /// The how manieth report.
    pub nth: u64,
    /// The form.
    pub filing: Filing,
    /// Who, if they say.
    pub identity: Option<Identity>,
}

/// Has no factor in common with the count of public numbers, so it visits each of them once.
const STRIDE: u64 = 387_420_489;

/// The public number of the `nth` report.
pub(crate) fn tracking(nth: u64, seed: u64) -> TrackingId {
    let number = u128::from(nth) * u128::from(STRIDE) + u128::from(seed);
    TrackingId::from_draw(u64::try_from(number % u128::from(TrackingId::SPACE)).unwrap_or(0))
}

/// Keeps reports and carries out what is asked of them.
pub trait Scribe {
    /// A report that is kept.
    type Page;

    /// Takes in a report.
    fn file(&mut self, filed: Filed, at: Timestamp) -> Result<Self::Page>;

    /// The state of a report.
    fn report<'a>(&'a self, page: &'a Self::Page) -> &'a Report;

    /// Gives a command; false where the rules refuse it.
    fn give(
        &mut self,
        page: &mut Self::Page,
        command: &Command,
        actor: Actor,
        at: Timestamp,
    ) -> Result<bool>;

    /// Nothing more happens to a report before the end.
    fn end(&mut self, page: Self::Page) -> Result<()>;

    /// A day has gone by, the `nth` of so many.
    fn day(&mut self, nth: usize, of: usize) -> Result<()>;
}

/// What is drawn of a report before it is filed.
struct Draft {
    case: Case,
    filing: Filing,
    reached: Reached,
    nameless: bool,
    /// The inspectorate examines it.
    restricted: bool,
}

struct Open<P> {
    case: Case,
    page: P,
    /// Which plan holds; turns of an older one are passed over.
    plan: u32,
}

/// When, in which order of planning, of which report, of which plan.
type Due = Reverse<(Turn, u64, u64, u32)>;

/// A span of time in the nation.
pub struct Run<'a, S: Scribe> {
    life: Life<'a>,
    span: Span,
    until: Timestamp,
    offices: Offices,
    demand: Demand,
    scribe: &'a mut S,
    open: HashMap<u64, Open<S::Page>>,
    queue: BinaryHeap<Due>,
    planned: u64,
    refused: u64,
    given: u64,
}

impl<'a, S: Scribe> Run<'a, S> {
    /// A span that begins with nothing in anybody's hands and ends with its last day, with as many
    /// officers as [`officers`] finds.
    pub fn new(
        nation: &'a Nation,
        scenario: &Scenario,
        span: Span,
        scribe: &'a mut S,
    ) -> Result<Self> {
        let officers = officers(nation, scenario, &span)?;
        Self::staffed(nation, scenario, span, officers, scribe)
    }

    /// The same with these officers; desks that are not named have one.
    pub fn staffed(
        nation: &'a Nation,
        scenario: &Scenario,
        span: Span,
        officers: HashMap<Desk, u64>,
        scribe: &'a mut S,
    ) -> Result<Self> {
        // Turns far behind the end are planned too.
        let beyond = span.after().saturating_add(400.days());
        Ok(Self {
            life: Life::new(nation, scenario)?,
            until: span.until(),
            offices: Offices::new(nation.seed, span.from, beyond, officers),
            demand: Demand::new(nation, &span),
            span,
            scribe,
            open: HashMap::new(),
            queue: BinaryHeap::new(),
            planned: 0,
            refused: 0,
            given: 0,
        })
    }

    /// Lets it all happen.
    pub fn go(mut self) -> Result<Done> {
        for day in 0..=self.span.days {
            let arrivals = self.demand.of_day(self.life.nation, day)?.unwrap_or_default();
            // The day begins earliest in the east.
            let date = self.span.from.saturating_add(i64::try_from(day).unwrap_or(0).days());
            let begins = Zone::Wit.instant(date.at(0, 0, 0, 0)).min(self.until);
            self.happen(begins)?;
            for arrival in arrivals {
                self.happen(arrival.at)?;
                self.file(&arrival)?;
            }
            self.scribe.day(day, self.span.days)?;
        }
        self.happen(self.until)?;
        let mut left: Vec<_> = self.open.into_iter().collect();
        left.sort_unstable_by_key(|(nth, _)| *nth);
        for (_, open) in left {
            self.scribe.end(open.page)?;
        }
        let mut loads: Vec<_> = self.offices.loads().collect();
        loads.sort_unstable_by_key(|(desk, _)| *desk);
        Ok(Done { loads, refused: self.refused, given: self.given })
    }

    /// Everything that is due before an instant.
    fn happen(&mut self, before: Timestamp) -> Result<()> {
        while let Some(Reverse((turn, _, nth, plan))) = self.queue.peek().copied() {
            if turn.at >= before {
                break;
            }
            self.queue.pop();
            let Some(open) = self.open.get(&nth).filter(|open| open.plan == plan) else { continue };
            let report = self.scribe.report(&open.page);
            if turn.comes
                && let Some((desk, seconds)) = self.life.effort(report, turn.step)
            {
                let reference = &self.life.nation.reference;
                let at = self.offices.take(reference, desk, turn.at, seconds);
                self.push(Turn { at, comes: false, ..turn }, nth, plan);
            } else {
                self.step(nth, turn)?;
            }
        }
        Ok(())
    }

    fn push(&mut self, turn: Turn, nth: u64, plan: u32) {
        if turn.at < self.until {
            self.queue.push(Reverse((turn, self.planned, nth, plan)));
            self.planned += 1;
        }
    }

    fn step(&mut self, nth: u64, turn: Turn) -> Result<()> {
        let Some(mut open) = self.open.remove(&nth) else { return Ok(()) };
        let report = self.scribe.report(&open.page);
        let commands = self.life.act(&mut open.case, report, turn.step, turn.at)?;
        let version = report.version;
        for (command, actor) in commands {
            self.given += 1;
            if !self.scribe.give(&mut open.page, &command, actor, turn.at)? {
                self.refused += 1;
                break;
            }
        }
        if self.scribe.report(&open.page).version == version {
            // Refused: what else was planned still holds.
            self.open.insert(nth, open);
            return Ok(());
        }
        open.plan += 1;
        self.plan(nth, open, turn.at)
    }

    /// Plans what comes next, or ends what nothing comes to before the end.
    fn plan(&mut self, nth: u64, open: Open<S::Page>, at: Timestamp) -> Result<()> {
        let report = self.scribe.report(&open.page);
        let turns = self.life.plan(&open.case, report, at, &mut self.offices)?;
        if turns.iter().all(|turn| turn.at >= self.until) {
            return self.scribe.end(open.page);
        }
        for turn in turns {
            self.push(turn, nth, open.plan);
        }
        self.open.insert(nth, open);
        Ok(())
    }

    fn file(&mut self, arrival: &Arrival) -> Result<()> {
        let nation = self.life.nation;
        let rng = &mut stream(nation.seed, Of::Report, arrival.nth);
        let draft = draft(nation, arrival, rng)?;
        // Whoever reports again has the same name.
        let rng = &mut stream(nation.seed, Of::Name, arrival.person.nth);
        let person = nation.people.person(arrival.person.home, draft.reached, rng);
        let identity = (!draft.nameless).then_some(person.identity);
        let filed = Filed { nth: arrival.nth, filing: draft.filing, identity };
        let page = self.scribe.file(filed, arrival.at)?;
        self.plan(arrival.nth, Open { case: draft.case, page, plan: 0 }, arrival.at)
    }
}

/// What a run came to.
#[derive(Debug)]
pub struct Done {
    /// What each desk had to do.
    pub loads: Vec<(Desk, Workload)>,
    /// Commands that the rules refused.
    pub refused: u64,
    /// Commands given.
    pub given: u64,
}

/// What somebody reports, and how.
fn draft(nation: &Nation, arrival: &Arrival, rng: &mut StdRng) -> Result<Draft> {
    let Person { home, sex, age, disability, troll, .. } = arrival.person;
    let traits = &nation.traits;
    let reference = &*nation.reference;
    let shock = arrival.shock.and_then(|at| nation.shocks.get(at));
    let at = nation.matters.draw(shock.map_or(&[], |shock| &shock.categories), rng);
    let matter = nation.matters.get(at)?;
    // Most report about where they live.
    let elsewhere =
        shock.and_then(|shock| shock.region).and_then(domain::region::RegionCode::from_number);
    let regency = elsewhere.or(home.at(RegionLevel::Regency)).unwrap_or(home);
    let region =
        if elsewhere.is_none() && percent(70, rng) { home } else { nation.village(regency, rng) };
    let kind = matter.kind(rng);
    let level = matter.level(rng);
    let today = Reference::today(arrival.at);
    let routed =
        reference.routing.office(&matter.code, level, Some(region), &reference.directory, today);
    let competent: Office = routed
        .or_else(|| here(reference, region, today))
        .ok_or(Error::Missing("a competent office"))?;
    let spot = Spot::of(reference, region, rng);
    let sends_junk = troll && percent(80, rng);
    let (junk, written) = if sends_junk {
        let (reason, written) = nation.texts.junk(&arrival.person, rng);
        (Some(reason), written)
    } else {
        (None, nation.texts.report(matter, kind, &spot, &arrival.person, rng))
    };
    let channel = arrival.person.channel;
    let restricted =
        kind == ReportKind::Whistleblowing || (kind == ReportKind::Complaint && matter.supervisory);
    let named = percent(traits.names_agency, rng);
    let knows = !sends_junk && (restricted || named || percent(traits.knows_category, rng));
    let anonymous = kind == ReportKind::Whistleblowing || percent(traits.anonymous, rng);
    let nameless = anonymous && !channel.is_paper() && percent(traits.nameless, rng);
    let reached = reached(channel, age, rng);
    let filing = Filing {
        kind,
        class: ComplaintClass::NonSupervisory,
        title: written.title,
        body: written.body,
        wish: String::new(),
        category: knows.then(|| matter.code.clone()),
        level: knows.then_some(level),
        happened_on: None,
        place: Where { region: Some(region), detail: String::new(), point: None },
        target: (named && !sends_junk).then_some(competent.agency),
        accused: Vec::new(),
        deficits: Vec::new(),
        privacy: Privacy { anonymous, confidential: matter.sensitive && percent(80, rng) },
        channel,
        files: Vec::new(),
        reporter: ReporterFacts {
            sex: percent(traits.states_sex, rng).then_some(sex),
            disability: percent(traits.states_disability, rng).then_some(disability),
            reachable: !nameless && reached != Reached::Address,
            proxy: percent(traits.proxy, rng),
        },
    };
    let case = Case {
        nth: arrival.nth,
        matter: at,
        region,
        competent,
        junk,
        concrete: false,
        told: false,
        advised: false,
    };
    Ok(Draft { case, filing, reached, nameless, restricted })
}

/// How somebody may be reached who reports through a channel; the old by telephone.
fn reached(channel: Channel, age: u8, rng: &mut StdRng) -> Reached {
    match channel {
        Channel::Sms | Channel::Whatsapp | Channel::Phone | Channel::Telegram => Reached::Phone,
        Channel::Email => Reached::Email,
        Channel::Letter | Channel::WalkIn if percent(70, rng) => Reached::Address,
        _ if age > 55 || percent(40, rng) => Reached::Phone,
        _ if percent(50, rng) => Reached::Email,
        _ => Reached::Both,
    }
}

/// As many officers at each desk as its work asks for, more or fewer as the scenario has them.
pub fn officers(nation: &Nation, scenario: &Scenario, span: &Span) -> Result<HashMap<Desk, u64>> {
    let mut minutes: HashMap<Desk, u64> = HashMap::new();
    let noon = Zone::Wib.instant(span.from.at(12, 0, 0, 0));
    let effort = nation.effort;
    for nth in 0..SURVEYED {
        let rng = &mut stream(nation.seed, Of::Report, SURVEY + nth);
        let person = nation.reporter(SURVEY + nth, span.reports, rng)?;
        let arrival = Arrival { at: noon, nth: SURVEY + nth, person, shock: None };
        let draft = draft(nation, &arrival, rng)?;
        let competent = draft.case.competent;
        let mut add = |desk, some| *minutes.entry(desk).or_default() += some;
        if draft.filing.target.is_none() {
            add(Desk::National, effort.verify);
        }
        if draft.case.junk.is_none() {
            add(Desk::Agency(competent.agency), effort.sort);
            let directory = &nation.reference.directory;
            let inspectorate =
                directory.inspectorate_of(competent.agency).filter(|_| draft.restricted);
            let desk =
                inspectorate.map_or(competent.desk(), |unit| Desk::Unit(competent.agency, unit.id));
            add(desk, effort.answer + effort.progress);
        }
    }
    // Who watches the outer limit has an office in each province.
    let outer = span.reports.div_ceil(PER_OMBUDSMAN).max(38);
    // Five of seven days, eight hours each.
    let there = span.days as u64 * 5 / 7 * 480 * BUSY / 100;
    let needed = |minutes: u64| {
        let all = u128::from(minutes) * u128::from(span.reports) * u128::from(scenario.staff);
        let officers = all.div_ceil(u128::from(SURVEYED * there.max(1)) * 100);
        u64::try_from(officers).unwrap_or(u64::MAX)
    };
    let mut officers: HashMap<Desk, u64> =
        minutes.into_iter().map(|(desk, minutes)| (desk, needed(minutes))).collect();
    officers.insert(Desk::Ombudsman, outer);
    Ok(officers)
}
