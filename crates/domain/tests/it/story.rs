//! A story in one line: `filed(to=A) → assign(pw) → answer → contest → answer → accept`.
//!
//! A step is `[who:]verb[(arguments)]`. Who acts is guessed from the verb and from where the
//! report lies unless the step says so. After every step the invariants hold and the events fold
//! to the same state. `late(clock)` moves time just past a due date, `wait(3d)` by days, `at(…)`
//! to a local date and time,
//! `ends(A, P)` ends `A`, whose only successor is `P`. Only the last step may be refused.

use crate::invariants;
use crate::world::{self, actor, category, desk_name, office, office_name};
use domain::calendar::Zone;
use domain::command::{Classification, Command, Evidence, MainReport, Post, Rating};
use domain::decide::{Context, decide, file};
use domain::event::Event;
use domain::filing::{Filing, ReporterFacts, Where};
use domain::id::{AgencyId, OfficerId, ReportId, TaskNo};
use domain::kind::{
    ActionTaken, ArchiveReason, Channel, CloseGround, ComplaintClass, DeclineReason, DisputeForm,
    MissingItem, ReopenGround, ReportKind,
};
use domain::redaction::Redaction;
use domain::reference::Reference;
use domain::region::RegionCode;
use domain::report::{NationalDesk, Report, Stage};
use domain::role::Actor;
use domain::tracking::TrackingId;
use domain::visibility::{Part, Privacy};
use domain::{DeadlineKind, Refusal};
use jiff::civil::{DateTime, date};
use jiff::{Timestamp, ToSpan};
use std::sync::Arc;

/// An event as it is kept: when and by which officer.
pub(crate) type Kept = (Event, Timestamp, Option<OfficerId>);

/// Says how a story went when a check of it fails.
struct Trail<'a>(&'a Story);

impl Drop for Trail<'_> {
    #[expect(clippy::print_stderr, reason = "only while a test fails")]
    fn drop(&mut self) {
        if std::thread::panicking() {
            for (event, at, officer) in &self.0.history {
                let clocks = event
                    .clocks
                    .as_ref()
                    .map(|clocks| joined(clocks.iter().map(|c| c.kind.word())));
                eprintln!("{at} {:?} {} {clocks:?} {:?}", officer, event.fact.word(), event.fact);
            }
        }
    }
}

/// The main report of every merge in a story.
pub(crate) const MAIN: ReportId = ReportId(99);

/// One report under way.
#[derive(Clone)]
pub(crate) struct Story {
    pub(crate) now: Timestamp,
    pub(crate) reference: Arc<Reference>,
    pub(crate) report: Option<Report>,
    pub(crate) history: Vec<Kept>,
    pub(crate) refused: Option<Refusal>,
    /// Words of the events of the last step.
    pub(crate) last: Vec<&'static str>,
}

/// A working Monday, nine o'clock in Jakarta.
pub(crate) fn monday() -> Timestamp {
    Zone::Wib.instant(date(2026, 11, 16).at(9, 0, 0, 0))
}

/// Tells the story and compares every item of `expect` with what came out.
#[track_caller]
pub(crate) fn check(story: &str, expect: &str) {
    let told = tell(story);
    if let Some(refusal) = &told.refused {
        assert!(expect.starts_with("refused"), "{refusal:?} in: {story}");
    }
    for item in expect.split_whitespace() {
        let (key, wanted) = item.split_once('=').unwrap_or(("stage", item));
        assert_eq!(told.shows(key), wanted, "{key} after: {story}");
    }
}

#[track_caller]
pub(crate) fn tell(story: &str) -> Story {
    let mut told = Story::new();
    told.go_on(story);
    told
}

impl Story {
    pub(crate) fn new() -> Self {
        Self {
            now: monday(),
            reference: Arc::new(world::reference()),
            report: None,
            history: Vec::new(),
            refused: None,
            last: Vec::new(),
        }
    }

    #[track_caller]
    pub(crate) fn report(&self) -> &Report {
        self.report.as_ref().unwrap_or_else(|| panic!("nothing was filed"))
    }

    #[track_caller]
    pub(crate) fn go_on(&mut self, story: &str) {
        for step in story.split('→').map(str::trim).filter(|step| !step.is_empty()) {
            if let Some(refusal) = &self.refused {
                panic!("{refusal:?} before {step} in: {story}");
            }
            let (who, rest) = match step.split_once(':') {
                Some((who, rest)) if !who.contains('(') => (Some(who.trim()), rest.trim()),
                _ => (None, step),
            };
            let (verb, arguments) = rest.split_once('(').unwrap_or((rest, ""));
            let arguments: Vec<&str> = arguments
                .trim_end_matches(')')
                .split(',')
                .map(str::trim)
                .filter(|argument| !argument.is_empty())
                .collect();
            self.step(who, verb, &arguments);
        }
    }

    fn step(&mut self, who: Option<&str>, verb: &str, arguments: &[&str]) {
        let first = arguments.first().copied().unwrap_or("");
        match verb {
            "at" => self.now = instant(first),
            "wait" => {
                let days: i64 = number(first.trim_end_matches('d'));
                self.now += (days * 24).hours();
            }
            "late" => {
                let clock = DeadlineKind::from_word(first).and_then(|k| self.report().clock(k));
                let clock = clock.unwrap_or_else(|| panic!("no clock {first}"));
                self.now = clock.due + 1.minute();
            }
            "holiday" => {
                let days: Vec<_> = arguments.iter().map(|day| parsed(day)).collect();
                Arc::make_mut(&mut self.reference).calendar = world::calendar(2, &days);
            }
            "ends" => {
                Arc::make_mut(&mut self.reference).directory =
                    world::ended(first, arguments.get(1..).unwrap_or_default());
            }
            "filed" => self.file(&filing(arguments)),
            _ => {
                let command = command(verb, arguments);
                let actor = who.map_or_else(|| self.usual_actor(&command), actor);
                self.give(&command, &actor);
            }
        }
    }

    pub(crate) fn file(&mut self, filing: &Filing) {
        let context = Context { now: self.now, reference: &self.reference };
        match file(filing.clone(), TrackingId::from_draw(482_915_736), &context) {
            Ok(event) => {
                self.report = Report::begin(ReportId(1), &event, self.now);
                self.last = vec![event.fact.word()];
                self.history = vec![(event, self.now, None)];
                invariants::check(self);
            }
            Err(faults) => self.refused = faults.into_iter().next(),
        }
    }

    /// Gives a command; a refusal is kept and changes nothing.
    pub(crate) fn give(&mut self, command: &Command, actor: &Actor) {
        let Some(report) = &mut self.report else { panic!("nothing was filed") };
        let context = Context { now: self.now, reference: &self.reference };
        match decide(report, command, actor, &context) {
            Ok(events) => {
                invariants::check_step(report, command, actor, &events);
                self.refused = None;
                self.last = events.iter().map(|event| event.fact.word()).collect();
                for event in events {
                    report.apply(&event, self.now, actor.officer());
                    self.history.push((event, self.now, actor.officer()));
                }
                let trail = Trail(self);
                invariants::check(trail.0);
            }
            Err(refusal) => self.refused = Some(refusal),
        }
    }

    /// Who usually does this: the office that has the report, or who else is asked for it.
    fn usual_actor(&self, command: &Command) -> Actor {
        let here = self.report().stage.office();
        let handler = || here.map_or_else(|| "nat".into(), office_name);
        let lead = || self.report().lead.map_or("nat", world::letter).to_owned();
        let who = match command {
            Command::Complete(_)
            | Command::Contest(_)
            | Command::Accept { .. }
            | Command::Rate(_)
            | Command::SendMessage(_)
            | Command::Escalate
            | Command::Withdraw { .. }
            | Command::Appeal(_) => "citizen".into(),
            Command::Forward { .. } | Command::Merge { .. } => "nat".into(),
            Command::Lapse => "clock".into(),
            Command::Route { .. } | Command::Follow { .. } | Command::Unfollow { .. } => {
                "triage".into()
            }
            Command::Recount => "calendar".into(),
            Command::Succeed { .. } => "directory".into(),
            Command::Reopen { .. } => "sup".into(),
            Command::Advise(_) => "ori".into(),
            Command::RecordDispute { .. } => format!("{}.analyst", lead()),
            Command::Assign { .. }
            | Command::OpenTask { .. }
            | Command::Extend { .. }
            | Command::ReleaseTask { .. }
            | Command::Supervise { .. } => lead(),
            Command::FinishTask { task, .. } => {
                let task = self.report().tasks.iter().find(|t| t.no == *task);
                task.map_or_else(lead, |task| office_name(task.office))
            }
            Command::Close { .. } => handler().chars().take(1).collect(),
            _ => handler(),
        };
        actor(if who == "n" { "nat" } else { &who })
    }

    /// What came out, by name.
    #[track_caller]
    pub(crate) fn shows(&self, key: &str) -> String {
        if key == "stage"
            && let Some(refusal) = &self.refused
        {
            return format!("refused({})", refusal_name(refusal));
        }
        let report = self.report();
        if let Some(kind) = key.strip_prefix("due.") {
            let clock = DeadlineKind::from_word(kind).and_then(|kind| report.clock(kind));
            return clock.map_or("none".into(), |c| c.place.zone.date(c.due).to_string());
        }
        match key {
            "stage" => stage_name(&report.stage),
            "lead" => report.lead.map_or("none", world::letter).into(),
            "clocks" => joined(report.clocks.iter().map(|clock| clock.kind.word())),
            "tasks" => report.open_tasks().count().to_string(),
            "transfers" => report.transfers.to_string(),
            "decided" => report.decided.to_string(),
            "restricted" => report.restricted.to_string(),
            "listed" => report.is_listed().to_string(),
            "confidential" => report.privacy.confidential.to_string(),
            "escalated" => report.escalated.is_some().to_string(),
            "reopenings" => report.reopenings.to_string(),
            "rated" => report.rating.is_some().to_string(),
            "followers" => report.followers.len().to_string(),
            "light" => report.light(self.now).map_or("none", domain::Light::word).into(),
            "watcher" => report.watcher.map_or("none", world::letter).into(),
            "copies" => joined(report.copies.iter().map(|id| world::letter(*id))),
            "last" => self.last.join("+"),
            "rules" => report.rules.to_string(),
            "closer" => report.closers.last().map_or("none".into(), |c| desk_name(c.desk)),
            _ => panic!("unknown item {key}"),
        }
    }
}

fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = words.collect();
    words.sort_unstable();
    if words.is_empty() { "none".into() } else { words.join(",") }
}

pub(crate) fn refusal_name(refusal: &Refusal) -> String {
    let debug = format!("{refusal:?}");
    debug.chars().take_while(char::is_ascii_alphanumeric).collect()
}

pub(crate) fn stage_name(stage: &Stage) -> String {
    match stage {
        Stage::AtNational { desk: NationalDesk::Review, .. } => "at_review".into(),
        Stage::AtNational { forced: true, .. } => "at_national(forced)".into(),
        Stage::AtNational { .. } => "at_national".into(),
        Stage::AtAgency { .. }
        | Stage::AtUnit { .. }
        | Stage::InProgress { .. }
        | Stage::Answered { .. }
        | Stage::Contested { .. } => {
            let office = stage.office().map_or("?".into(), office_name);
            format!("{}({office})", stage.name())
        }
        Stage::AwaitingReporter { asked_by, .. } => format!("awaiting({})", desk_name(*asked_by)),
        Stage::Closed { how } => format!("closed({how})"),
        Stage::Archived { reason } => format!("archived({reason})"),
        Stage::Withdrawn => "withdrawn".into(),
        Stage::MergedInto { main, .. } => format!("merged_into({main})"),
    }
}

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("no number: {text}"))
}

fn parsed<T: std::str::FromStr>(text: &str) -> T {
    text.parse().unwrap_or_else(|_| panic!("not understood: {text}"))
}

/// `2026-11-20T19:30 wit`.
fn instant(text: &str) -> Timestamp {
    let (local, zone) = text.split_once(' ').unwrap_or((text, "wib"));
    let zone = Zone::from_word(zone).unwrap_or_else(|| panic!("no zone: {zone}"));
    zone.instant(parsed::<DateTime>(local))
}

/// A report about a hole in the road, without any of what makes reports special.
pub(crate) fn plain_filing() -> Filing {
    Filing {
        kind: ReportKind::Complaint,
        class: ComplaintClass::NonSupervisory,
        title: "Jalan berlubang di depan pasar".into(),
        body: "Sudah tiga bulan jalan di depan pasar berlubang dan membahayakan.".into(),
        wish: String::new(),
        category: None,
        level: None,
        happened_on: None,
        place: Where::default(),
        target: None,
        accused: Vec::new(),
        deficits: Vec::new(),
        privacy: Privacy::default(),
        channel: Channel::Website,
        files: Vec::new(),
        reporter: ReporterFacts::default(),
    }
}

fn filing(arguments: &[&str]) -> Filing {
    let mut filing = plain_filing();
    for argument in arguments {
        let (key, value) = argument.split_once('=').unwrap_or((argument, ""));
        match key {
            "to" => filing.target = Some(world::agency(value)),
            "kind" => filing.kind = ReportKind::from_word(value).unwrap_or(ReportKind::Complaint),
            "supervisory" => filing.class = ComplaintClass::Supervisory,
            "accused" => filing.accused.push(office(value)),
            "category" => filing.category = Some(category(value)),
            "region" => filing.place.region = RegionCode::parse(value),
            "secret" => filing.privacy.confidential = true,
            "anonymous" => filing.privacy.anonymous = true,
            "happened" => filing.happened_on = Some(parsed(value)),
            _ => panic!("unknown in a filing: {argument}"),
        }
    }
    filing
}

pub(crate) fn post() -> Post {
    Post { text: "Petugas sudah memeriksa lokasi dan menutup lubangnya.".into(), files: Vec::new() }
}

pub(crate) fn reason() -> String {
    "Alasannya dijelaskan di sini.".into()
}

pub(crate) fn rating(overall: u8, accuracy: u8) -> Rating {
    Rating { overall, accuracy, comment: String::new() }
}

pub(crate) fn main_report() -> MainReport {
    MainReport { id: MAIN, open: true, confidential: false, restricted: false, accused: Vec::new() }
}

pub(crate) fn answer() -> Command {
    Command::PostAnswer { post: post(), action: ActionTaken::Done, scheduled_for: None }
}

pub(crate) fn forward(lead: AgencyId) -> Command {
    Command::Forward {
        lead,
        supporting: Vec::new(),
        copies: Vec::new(),
        watcher: None,
        note: "Mohon ditindaklanjuti.".into(),
    }
}

pub(crate) fn route(lead: AgencyId) -> Command {
    let words = vec!["berlubang".into()];
    let evidence = Evidence { model: "1.120".into(), permille: 984, words };
    Command::Route { category: category("works.roads.potholes"), lead, evidence }
}

fn forward_with(arguments: &[&str]) -> Command {
    let named = |name: &str| -> Vec<AgencyId> {
        let of =
            |argument: &&str| argument.strip_prefix(name)?.strip_prefix('=').map(world::agency);
        arguments.iter().filter_map(of).collect()
    };
    let lead = arguments.first().copied().map_or(AgencyId(0), world::agency);
    Command::Forward {
        lead,
        supporting: named("support"),
        copies: named("copy"),
        watcher: named("watch").pop(),
        note: "Mohon ditindaklanjuti.".into(),
    }
}

fn reclassified(arguments: &[&str]) -> Command {
    let mut found = Classification::default();
    for argument in arguments {
        let (key, value) = argument.split_once('=').unwrap_or((argument, ""));
        match key {
            "kind" => found.kind = ReportKind::from_word(value),
            "category" => found.category = Some(category(value)),
            "secret" => found.confidential = Some(true),
            "class" => found.class = ComplaintClass::from_word(value),
            "open" => found.confidential = Some(false),
            _ => panic!("unknown in a classification: {argument}"),
        }
    }
    Command::Reclassify(found)
}

fn command(verb: &str, arguments: &[&str]) -> Command {
    let first = arguments.first().copied().unwrap_or("");
    let second = arguments.get(1).copied().unwrap_or("5");
    match verb {
        "forward" => forward_with(arguments),
        "route" => route(world::agency(first)),
        "reclassify" => reclassified(arguments),
        "postpone" => Command::Postpone { missing: vec![MissingItem::Place], question: reason() },
        "complete" => Command::Complete(post()),
        "archive" => Command::Archive {
            reason: ArchiveReason::from_word(first).unwrap_or(ArchiveReason::Unclear),
            explanation: reason(),
        },
        "decline" => Command::Decline {
            reason: DeclineReason::from_word(first).unwrap_or(DeclineReason::NotOurAuthority),
            explanation: reason(),
            suggested: None,
        },
        "assign" => {
            let unit = |text: &str| {
                let text = if text.contains('/') { text.into() } else { format!("A/{text}") };
                office(&text).unit.unwrap_or_else(|| panic!("no unit {text}"))
            };
            let helpers = arguments.iter().filter_map(|a| a.strip_prefix("support="));
            let supporting = helpers.map(unit).collect();
            Command::Assign { unit: unit(first), supporting, note: reason() }
        }
        "take_up" => Command::TakeUp,
        "progress" => Command::PostProgress(post()),
        "answer" if first.is_empty() => answer(),
        "answer" => Command::PostAnswer {
            post: post(),
            action: ActionTaken::Scheduled,
            scheduled_for: Some(parsed(first)),
        },
        "message" => Command::SendMessage(post()),
        "note" => Command::PostNote { text: reason() },
        "contest" => Command::Contest(post()),
        "accept" if first.is_empty() => Command::Accept { rating: None },
        "accept" => Command::Accept { rating: Some(rating(number(first), number(second))) },
        "rate" => Command::Rate(rating(number(first), number(second))),
        "close" => Command::Close { ground: CloseGround::AnsweredAgain, explanation: reason() },
        "lapse" => Command::Lapse,
        "escalate" => Command::Escalate,
        "advise" => Command::Advise(post()),
        "withdraw" => Command::Withdraw { reason: String::new() },
        _ => rare_command(verb, first),
    }
}

fn rare_command(verb: &str, first: &str) -> Command {
    match verb {
        "merge" => Command::Merge { main: main_report() },
        "follow" => Command::Follow { joined: ReportId(number(first)) },
        "unfollow" => Command::Unfollow { joined: ReportId(number(first)) },
        "reopen" => Command::Reopen {
            ground: ReopenGround::from_word(first).unwrap_or(ReopenGround::Objection),
            explanation: reason(),
        },
        "appeal" => Command::Appeal(post()),
        "task" => Command::OpenTask { office: office(first), request: reason() },
        "done" => Command::FinishTask { task: TaskNo(number(first)), post: post() },
        "release" => Command::ReleaseTask { task: TaskNo(number(first)), reason: reason() },
        "supervise" => Command::Supervise { agency: world::agency(first) },
        "dispute" => Command::RecordDispute { form: DisputeForm::Mediation, outcome: reason() },
        "conflict" => Command::DeclareConflict { office: office(first), reason: reason() },
        "extend" => Command::Extend { reason: reason() },
        "reveal" => Command::RevealIdentity {
            part: Part::from_word(first).unwrap_or(Part::Name),
            reason: reason(),
        },
        "redact" => Command::Redact {
            how: Redaction::from_word(first).unwrap_or(Redaction::Cover),
            passage: "Budi Santoso".to_owned(),
            reason: reason(),
        },
        "succeed" => Command::Succeed { ended: world::agency(first) },
        "recount" => Command::Recount,
        _ => panic!("unknown verb {verb}"),
    }
}
