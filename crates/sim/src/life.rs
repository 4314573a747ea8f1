//! What happens to a report next: who acts on it, when, and how. Nothing here changes anything; the
//! [run](crate::Run) gives the commands.

use crate::draw::{Of, percent, permille, stream, weighted};
use crate::matters::Matter;
use crate::nation::{Habit, Nation, Scenario};
use crate::offices::{Offices, officer};
use crate::{Error, Result};
use domain::command::{Classification, Evidence, Post, Rating};
use domain::deadline::DeadlineKind;
use domain::kind::{
    ActionTaken, ArchiveReason, CloseGround, DeclineReason, MissingItem, ReportKind,
};
use domain::region::{RegionCode, RegionLevel};
use domain::report::{ClosedBy, Office};
use domain::role::{Duty, Reconciler, Role};
use domain::{Actor, AgencyId, Command, Desk, Reference, Report, Stage};
use jiff::{SignedDuration, Timestamp, ToSpan};
use rand::Rng;
use rand::rngs::StdRng;
use std::collections::HashMap;

/// The clock's own commands come this long after a limit has passed.
const CLOCK_LATE: SignedDuration = SignedDuration::from_secs(15);
/// Hours until a reporter reacts, in the middle.
const REACTION: u64 = 20;
/// How soon LAPOR itself has read a report.
const MACHINE: SignedDuration = SignedDuration::from_secs(2);

/// What somebody is going to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    Route,
    Verify,
    Sort,
    Progress,
    Answer,
    Judge,
    Advise,
    Complete,
    Ask,
    Accept,
    Contest,
    Rate,
    Appeal,
    Withdraw,
    Lapse,
    Escalate,
}

/// A step and when it is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Turn {
    pub(crate) at: Timestamp,
    pub(crate) step: Step,
    /// Not yet with an officer: it comes to the desk then and waits for one.
    pub(crate) comes: bool,
}

/// What the simulation knows about a report besides its state.
#[derive(Debug)]
pub(crate) struct Case {
    /// The how manieth report.
    pub(crate) nth: u64,
    pub(crate) matter: usize,
    pub(crate) region: RegionCode,
    /// Who ought to handle it.
    pub(crate) competent: Office,
    /// Nobody can act upon it, and why.
    pub(crate) junk: Option<ArchiveReason>,
    /// The last answer said what was done.
    pub(crate) concrete: bool,
    /// The office has said what it does.
    pub(crate) told: bool,
    /// The Ombudsman has said a word.
    pub(crate) advised: bool,
}

/// One of the sentences for a purpose.
type Say<'s> = dyn Fn(&str, &mut StdRng) -> String + 's;

/// The rules by which people act.
pub(crate) struct Life<'a> {
    pub(crate) nation: &'a Nation,
    habits: HashMap<AgencyId, &'a Habit>,
    /// What leaves no doubt is sent on by LAPOR itself.
    machine: bool,
}

impl<'a> Life<'a> {
    pub(crate) fn new(nation: &'a Nation, scenario: &Scenario) -> Result<Self> {
        Ok(Self { nation, habits: nation.habits(scenario)?, machine: scenario.machine })
    }

    fn habit(&self, agency: AgencyId) -> Result<&'a Habit> {
        self.habits.get(&agency).copied().ok_or(Error::Missing("the habit of an agency"))
    }

    /// Everything that may happen next, each with its instant. The first that does changes the rest.
    pub(crate) fn plan(
        &self,
        case: &Case,
        report: &Report,
        at: Timestamp,
        offices: &mut Offices,
    ) -> Result<Vec<Turn>> {
        let rng = &mut self.stream(case, report, 0);
        let mut turns = Vec::with_capacity(3);
        let reference = &*self.nation.reference;
        match &report.stage {
            Stage::AtNational { .. } => {
                let step = if report.appeal_open { Step::Judge } else { Step::Verify };
                let reads = self.machine && report.version == 1 && case.junk.is_none();
                let sure = reads && permille(self.nation.machine.sure, rng);
                // Nobody takes up what is being read; what may not be sent on comes to them after.
                let comes_at = if sure { at + MACHINE * 2 } else { at };
                turns.push(Turn { at: comes_at, step, comes: true });
                if sure {
                    turns.push(Turn { at: at + MACHINE, step: Step::Route, comes: false });
                }
            }
            Stage::AtAgency { agency } => {
                let habit = self.habit(*agency)?;
                if report.appeal_open {
                    turns.push(Turn { at, step: Step::Judge, comes: true });
                } else if habit.progress > 0 || !self.stalls(case, *agency, habit) {
                    let wait = self.nation.delay.draw(habit.pace / 12, rng) * 60;
                    let at = offices.after(reference, Desk::Agency(*agency), at, wait);
                    turns.push(Turn { at, step: Step::Sort, comes: true });
                }
            }
            Stage::AtUnit { agency, .. } => {
                turns.extend(self.work(case, report, *agency, at, offices, rng)?);
            }
            Stage::InProgress { office } | Stage::Contested { office } => {
                turns.extend(self.work(case, report, office.agency, at, offices, rng)?);
                if report.replies == 0 && percent(3, rng) {
                    turns.push(self.reaction(at, Step::Ask, rng));
                }
                if permille(3, rng) {
                    turns.push(self.reaction(at, Step::Withdraw, rng));
                }
            }
            Stage::AwaitingReporter { .. } => {
                if percent(70, rng) {
                    turns.push(self.reaction(at, Step::Complete, rng));
                }
                turns.extend(lapse(report));
            }
            Stage::Answered { .. } => {
                let (content, angry) = if case.concrete { (44, 5) } else { (10, 26) };
                let drawn = rng.random_range(0..100);
                if drawn < content {
                    turns.push(self.reaction(at, Step::Accept, rng));
                } else if drawn < content + angry && report.contests < 4 {
                    turns.push(self.reaction(at, Step::Contest, rng));
                }
                turns.extend(lapse(report));
            }
            Stage::Closed { how: ClosedBy::Clock } if percent(5, rng) => {
                turns.push(self.reaction(at, Step::Rate, rng));
            }
            Stage::Closed { how: ClosedBy::Agency } | Stage::Archived { .. }
                if case.junk.is_none() && report.reopenings == 0 && percent(6, rng) =>
            {
                turns.push(self.reaction(at, Step::Appeal, rng));
            }
            Stage::Closed { .. }
            | Stage::Archived { .. }
            | Stage::Withdrawn
            | Stage::MergedInto { .. } => {}
        }
        if report.stage.name().is_open() {
            if let Some(clock) = report
                .clock(DeadlineKind::OmbudsmanEscalation)
                .filter(|_| report.escalated.is_none())
            {
                turns.push(Turn { at: clock.due + CLOCK_LATE, step: Step::Escalate, comes: false });
            }
            if report.escalated.is_some() && !case.advised && percent(60, rng) {
                let wait = self.nation.delay.draw(2_400, rng) * 60;
                let at = offices.after(reference, Desk::Ombudsman, at, wait);
                turns.push(Turn { at, step: Step::Advise, comes: true });
            }
        }
        Ok(turns)
    }

    /// What the office does that has it: says what it does, answers, or neither.
    fn work(
        &self,
        case: &Case,
        report: &Report,
        agency: AgencyId,
        at: Timestamp,
        offices: &mut Offices,
        rng: &mut StdRng,
    ) -> Result<Option<Turn>> {
        let habit = self.habit(agency)?;
        let Some(desk) = report.stage.desk() else { return Ok(None) };
        let tells = !case.told && permille(habit.progress, rng);
        let stalls = self.stalls(case, agency, habit);
        let (step, pace) = match (tells, stalls) {
            (true, _) => (Step::Progress, habit.pace / 3),
            (false, true) => return Ok(None),
            (false, false) => (Step::Answer, habit.pace),
        };
        let wait = self.nation.delay.draw(pace, rng) * 60;
        let at = offices.after(&self.nation.reference, desk, at, wait);
        Ok(Some(Turn { at, step, comes: true }))
    }

    /// Whether an agency leaves this report lying.
    fn stalls(&self, case: &Case, agency: AgencyId, habit: &Habit) -> bool {
        let number = (case.nth << 12) ^ agency.0.unsigned_abs();
        let rng = &mut stream(self.nation.seed, Of::Habit, number);
        permille(habit.stalls, rng) && !(case.advised && percent(50, rng))
    }

    /// Seconds of work that a step takes an officer, and at which desk.
    pub(crate) fn effort(&self, report: &Report, step: Step) -> Option<(Desk, u64)> {
        let effort = self.nation.effort;
        let minutes = match step {
            Step::Verify => effort.verify,
            Step::Sort => effort.sort,
            Step::Progress => effort.progress,
            Step::Answer => effort.answer,
            Step::Judge => effort.judge,
            Step::Advise => return Some((Desk::Ombudsman, effort.judge * 60)),
            Step::Route
            | Step::Complete
            | Step::Ask
            | Step::Accept
            | Step::Contest
            | Step::Rate
            | Step::Appeal
            | Step::Withdraw
            | Step::Lapse
            | Step::Escalate => return None,
        };
        Some((report.stage.desk()?, minutes * 60))
    }

    /// A reporter does something after a while, by day.
    fn reaction(&self, at: Timestamp, step: Step, rng: &mut StdRng) -> Turn {
        let minutes = self.nation.delay.draw(REACTION * 60, rng);
        let minutes = i64::try_from(minutes.min(60 * 24 * 90)).unwrap_or(0);
        Turn { at: at + SignedDuration::from_mins(minutes), step, comes: false }
    }

    fn stream(&self, case: &Case, report: &Report, what: u64) -> StdRng {
        let number = (case.nth << 12) | (u64::from(report.version) << 1) | what;
        stream(self.nation.seed, Of::Turn, number)
    }

    /// The commands of a step, in order, with who gives them.
    pub(crate) fn act(
        &self,
        case: &mut Case,
        report: &Report,
        step: Step,
        at: Timestamp,
    ) -> Result<Vec<(Command, Actor)>> {
        let rng = &mut self.stream(case, report, 1);
        let nation = self.nation;
        let matter = nation.matters.get(case.matter)?;
        let (reference, region) = (&*nation.reference, case.region);
        let say =
            |what: &str, rng: &mut StdRng| nation.texts.reply(what, matter, reference, region, rng);
        let post = |text: String| Post { text, files: Vec::new() };
        let desk = report.stage.desk().unwrap_or(Desk::National);
        let officer = self.actor(desk);
        let by_reporter = |command| vec![(command, Actor::Reporter)];
        Ok(match step {
            Step::Route => {
                let mistaken = permille(nation.machine.mistaken, rng);
                let other = self.other(case, at).filter(|_| mistaken);
                let evidence = Evidence {
                    model: "sim".to_owned(),
                    permille: 1_000 - u16::try_from(nation.machine.mistaken).unwrap_or(0),
                    words: matter.keywords.iter().take(2).cloned().collect(),
                };
                let (category, lead) = (matter.code.clone(), case.competent.agency);
                let lead = other.unwrap_or(lead);
                let command = Command::Route { category, lead, evidence };
                vec![(command, Actor::System(Reconciler::Triage))]
            }
            Step::Verify => {
                let all = self.verify(case, report, matter, &say, at, rng).into_iter();
                all.map(|command| (command, officer.clone())).collect()
            }
            Step::Sort => vec![(self.sort(case, report, &say, rng)?, officer)],
            Step::Progress => {
                case.told = true;
                vec![(Command::PostProgress(post(say("progress", rng))), officer)]
            }
            Step::Answer => {
                let mut all: Vec<(Command, Actor)> = Vec::new();
                for task in report.open_tasks() {
                    let done = post(say("helped", rng));
                    let helper = self.actor(task.office.desk());
                    all.push((Command::FinishTask { task: task.no, post: done }, helper));
                }
                let habit = desk.agency().map(|agency| self.habit(agency)).transpose()?;
                case.concrete = habit.is_some_and(|habit| permille(habit.concrete, rng));
                let (text, action) = answer(case, report, rng);
                let scheduled_for = (action == ActionTaken::Scheduled)
                    .then(|| {
                        Reference::today(at)
                            .checked_add(i64::from(rng.random_range(7..60_u8)).days())
                            .ok()
                    })
                    .flatten();
                let post = post(say(text, rng));
                all.push((Command::PostAnswer { post, action, scheduled_for }, officer));
                all
            }
            Step::Judge => vec![(self.judge(case, report, &say, rng)?, officer)],
            Step::Advise => {
                case.advised = true;
                let word = "Mohon instansi menyampaikan jawaban paling lambat lima hari kerja.";
                vec![(Command::Advise(post(word.to_owned())), self.actor(Desk::Ombudsman))]
            }
            Step::Complete => by_reporter(Command::Complete(post(say("completion", rng)))),
            Step::Ask => by_reporter(Command::SendMessage(post(say("message", rng)))),
            Step::Accept => {
                let rating = percent(60, rng).then(|| rating(case, say("thanks", rng), rng));
                by_reporter(Command::Accept { rating })
            }
            Step::Contest => by_reporter(Command::Contest(post(say("contest", rng)))),
            Step::Rate => by_reporter(Command::Rate(rating(case, say("thanks", rng), rng))),
            Step::Appeal => by_reporter(Command::Appeal(post(say("appeal", rng)))),
            Step::Withdraw => by_reporter(Command::Withdraw { reason: String::new() }),
            Step::Lapse => vec![(Command::Lapse, Actor::System(Reconciler::Timekeeper))],
            Step::Escalate => vec![(Command::Escalate, Actor::System(Reconciler::Timekeeper))],
        })
    }

    /// The national desk looks at it and sends it on.
    fn verify(
        &self,
        case: &Case,
        report: &Report,
        matter: &Matter,
        say: &Say<'_>,
        at: Timestamp,
        rng: &mut StdRng,
    ) -> Vec<Command> {
        if let Some(reason) = case.junk {
            return vec![Command::Archive { reason, explanation: say("archive", rng) }];
        }
        if report.postponements == 0 && percent(3, rng) {
            let missing = vec![MissingItem::Place];
            return vec![Command::Postpone { missing, question: say("question", rng) }];
        }
        let mut all = Vec::new();
        if report.category.is_none() {
            let category = Some(matter.code.clone());
            let found = Classification { category, ..Classification::default() };
            all.push(Command::Reclassify(found));
        }
        let other = self.other(case, at);
        let mistaken = report.transfers == 0 && percent(5, rng);
        let lead = other.filter(|_| mistaken).unwrap_or(case.competent.agency);
        let lead = self.inspected(report, lead);
        let helps = !report.restricted && percent(1, rng);
        let supporting = other.filter(|one| *one != lead && helps);
        all.push(forward(lead, supporting, say("forward", rng)));
        all
    }

    /// An agency that has to do with a place without being the one that is asked.
    fn other(&self, case: &Case, at: Timestamp) -> Option<AgencyId> {
        let directory = &self.nation.reference.directory;
        let government = directory.government_of(case.region.province(), Reference::today(at));
        government.map(|one| one.id)
    }

    /// An agency without an inspectorate hands what is restricted to the ministry of home affairs.
    fn inspected(&self, report: &Report, agency: AgencyId) -> AgencyId {
        let directory = &self.nation.reference.directory;
        if !report.restricted || directory.inspectorate_of(agency).is_some() {
            return agency;
        }
        directory.agency_by_slug("kemendagri").map_or(agency, |home_affairs| home_affairs.id)
    }

    /// An agency's admin looks at it and hands it down.
    fn sort(
        &self,
        case: &Case,
        report: &Report,
        say: &Say<'_>,
        rng: &mut StdRng,
    ) -> Result<Command> {
        let agency = report.lead.unwrap_or(case.competent.agency);
        let habit = self.habit(agency)?;
        let competent = self.inspected(report, case.competent.agency);
        let may_decline = report.transfers < 3 && !report.decided;
        if let Some(reason) = case.junk {
            return Ok(Command::Archive { reason, explanation: say("archive", rng) });
        }
        Ok(if may_decline && (agency != competent || permille(habit.declines, rng)) {
            let suggested = Some(competent).filter(|other| *other != agency);
            Command::Decline {
                reason: DeclineReason::NotOurAuthority,
                explanation: say("decline", rng),
                suggested,
            }
        } else if report.postponements == 0 && percent(2, rng) {
            Command::Postpone { missing: vec![MissingItem::Facts], question: say("question", rng) }
        } else if permille(8, rng) {
            let reason = ArchiveReason::TooGeneral;
            Command::Archive { reason, explanation: say("archive", rng) }
        } else {
            let unit = case.competent.unit.filter(|_| agency == case.competent.agency);
            match unit {
                Some(unit) => {
                    Command::Assign { unit, supporting: Vec::new(), note: say("assign", rng) }
                }
                None => Command::TakeUp,
            }
        })
    }

    /// The desk above the one that ended it judges the reporter's objection.
    fn judge(
        &self,
        case: &Case,
        report: &Report,
        say: &Say<'_>,
        rng: &mut StdRng,
    ) -> Result<Command> {
        let explanation = say("archive", rng);
        Ok(if percent(50, rng) && report.answers > 0 {
            Command::Close { ground: CloseGround::BeyondLaw, explanation }
        } else if percent(50, rng) && report.answers == 0 {
            Command::Archive { reason: ArchiveReason::TooGeneral, explanation }
        } else if matches!(report.stage, Stage::AtAgency { .. }) {
            self.sort(case, report, say, rng)?
        } else {
            forward(self.inspected(report, case.competent.agency), None, say("forward", rng))
        })
    }

    /// Whoever sits at a desk.
    fn actor(&self, desk: Desk) -> Actor {
        let (agency, unit) = (desk.agency(), desk.unit());
        let directory = &self.nation.reference.directory;
        let role = match desk {
            Desk::National => Role::NationalAdmin,
            Desk::Review => Role::NationalSupervisor,
            Desk::Ombudsman => Role::OmbudsmanOfficer,
            Desk::Agency(_) => Role::AgencyAdmin,
            Desk::Unit(_, unit) if directory.is_inspectorate(unit) => Role::InspectorateOfficer,
            Desk::Unit(..) => Role::LiaisonOfficer,
        };
        Actor::Officer(Duty {
            officer: officer(desk),
            role,
            agency,
            unit,
            hub: None,
            province: None,
        })
    }
}

/// Which words an answer is made of, and what it says was done.
fn answer(case: &Case, report: &Report, rng: &mut StdRng) -> (&'static str, ActionTaken) {
    const ACTIONS: [((&str, ActionTaken), u32); 3] = [
        (("done", ActionTaken::Done), 65),
        (("scheduled", ActionTaken::Scheduled), 15),
        (("explained", ActionTaken::Explained), 20),
    ];
    match (case.concrete, report.contests, report.kind) {
        (false, ..) => ("canned", ActionTaken::Explained),
        (true, 0, ReportKind::InformationRequest | ReportKind::Aspiration) => {
            ("explained", ActionTaken::Explained)
        }
        (true, 0, ReportKind::Complaint | ReportKind::Whistleblowing) => {
            weighted(&ACTIONS, |(_, share)| *share, rng)
                .map_or(("done", ActionTaken::Done), |(found, _)| *found)
        }
        (true, ..) => ("again", ActionTaken::Done),
    }
}

fn forward(lead: AgencyId, supporting: Option<AgencyId>, note: String) -> Command {
    let supporting = supporting.into_iter().collect();
    Command::Forward { lead, supporting, copies: Vec::new(), watcher: None, note }
}

/// The reporter's time runs out.
fn lapse(report: &Report) -> Option<Turn> {
    let due = report.reporter_clock()?.due;
    Some(Turn { at: due + CLOCK_LATE, step: Step::Lapse, comes: false })
}

fn rating(case: &Case, comment: String, rng: &mut StdRng) -> Rating {
    let (least, most) = if case.concrete { (3, 5) } else { (1, 3) };
    Rating {
        overall: rng.random_range(least..=most),
        accuracy: rng.random_range(least..=most),
        comment,
    }
}

/// The government of a place, where nobody else is competent.
pub(crate) fn here(
    reference: &Reference,
    region: RegionCode,
    today: jiff::civil::Date,
) -> Option<Office> {
    let agency = reference.directory.government_of(region.at(RegionLevel::Regency)?, today)?;
    Some(Office { agency: agency.id, unit: None })
}
