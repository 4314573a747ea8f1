//! Many reports with whole histories: made by the rules in memory, written by the thousand.
//!
//! One task makes stories while the database writes those made before. Names, numbers and draws of
//! a report follow from its place in the row, so the same seed makes the same reports however many
//! tasks there are.

use crate::compose::Failed;
use crate::say::Progress;
use domain::category::CategoryCode;
use domain::command::{Post, Rating};
use domain::filing::{ReporterFacts, Where};
use domain::kind::{
    ActionTaken, ArchiveReason, Channel, ComplaintClass, Level, MissingItem, ReportKind,
};
use domain::nik::Sex;
use domain::region::{RegionCode, RegionLevel};
use domain::report::Office;
use domain::role::{Desk, Duty, Reconciler, Role};
use domain::visibility::Privacy;
use domain::{Actor, AgencyId, Command, Filing, OfficerId, Reference, ReportId, TrackingId};
use jiff::{SignedDuration, Timestamp};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::collections::VecDeque;
use std::sync::Arc;
use store::Store;
use store::bulk::{self, Story, StoryRows, Tally};
use store::chance::SeededChance;
use store::clock::ManualClock;
use store::db::Db;
use store::keys::Keys;
use store::people::Identity;
use store::reports::Intake;
use store::search::rebuild;
use tokio::task::JoinHandle;
use zeroize::Zeroizing;

/// Reports in one transaction.
const BATCH: u64 = 1_000;
/// Batches being made at the same time.
const AHEAD: usize = 3;
/// From the first report to now.
const SPAN: SignedDuration = SignedDuration::from_hours(365 * 24);
/// Open reports are no older than this: none has reached the limit of sixty days.
const OPEN_AGE: SignedDuration = SignedDuration::from_hours(50 * 24);
/// Of a thousand reports so many are open.
const OPEN_PERMILLE: u64 = 80;
/// Every so many-th report is for the one large agency.
pub(crate) const LARGE_EVERY: u64 = 20;
/// The large agency.
pub(crate) const LARGE: &str = "kota-bandung";
/// Nodes whose names the batches bear in turn, so that those of neighbours never meet.
const NODES: u64 = 1_000;
/// Has no factor in common with the count of numbers, so it visits each of them once.
const STRIDE: u64 = 387_420_489;

/// What to write.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) reports: u64,
    pub(crate) seed: u64,
    pub(crate) now: Timestamp,
}

/// What was written.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Written {
    pub(crate) reports: u64,
    pub(crate) events: u64,
}

/// A leaf of the tree with what it takes to write about it.
struct Topic {
    code: CategoryCode,
    level: Level,
    kind: ReportKind,
    title: String,
    body: String,
    supervisory: bool,
}

/// What every task looks at.
struct World {
    db: Db,
    keys: Zeroizing<String>,
    reference: Arc<Reference>,
    topics: Vec<Topic>,
    villages: Vec<RegionCode>,
    villages_of_large: Vec<RegionCode>,
    plan: Plan,
}

/// Writes the reports, the counters and the followers' places.
pub(crate) async fn write(store: &Store, keys: &Keys, plan: &Plan) -> Result<Written, Failed> {
    // Reports are written with what the index holds of them: nothing is left to be filled.
    rebuild::finish(store, |_| {}).await?;
    let (mut written, mut whole) = (Written::default(), Tally::default());
    let (mut begun, mut making): (u64, VecDeque<JoinHandle<_>>) = (0, VecDeque::new());
    let world = World::of(store, keys, *plan);
    let mut shown = Progress::new("bench");
    let total = usize::try_from(plan.reports)?;
    loop {
        while making.len() < AHEAD && begun < plan.reports {
            let (from, to) = (begun, (begun + BATCH).min(plan.reports));
            let world = Arc::clone(&world);
            making.push_back(tokio::task::spawn_blocking(move || world.make(from, to)));
            begun = to;
        }
        let Some(made) = making.pop_front() else { break };
        let (stories, tally) = made.await??;
        written.reports += u64::try_from(stories.len())?;
        whole.join(tally);
        bulk::write(store, stories).await?;
        shown.at("reports", usize::try_from(written.reports)?, total);
    }
    written.events = whole.events();
    shown.at("counters", 0, 1);
    bulk::settle(store, whole).await?;
    shown.at("counters", 1, 1);
    Ok(written)
}

type Made = Result<(Vec<StoryRows>, Tally), Failed>;

impl World {
    fn of(store: &Store, keys: &Keys, plan: Plan) -> Arc<Self> {
        let reference = store.reference();
        let villages: Vec<RegionCode> = reference
            .regions
            .all()
            .map(|region| region.code)
            .filter(|code| code.level() == RegionLevel::Village)
            .collect();
        let large = reference.directory.agency_by_slug(LARGE).and_then(|agency| agency.region);
        let inside = |code: &RegionCode| large.is_some_and(|region| code.lies_in(region));
        let villages_of_large = villages.iter().copied().filter(inside).collect();
        let topics = topics(&reference);
        let (db, keys) = (store.db().clone(), keys.to_text());
        Arc::new(Self { db, keys, reference, topics, villages, villages_of_large, plan })
    }

    /// The stories of some places in the row, with a clock and draws of their own.
    fn make(&self, from: u64, to: u64) -> Made {
        let clock = Arc::new(ManualClock::new(self.plan.now));
        let own = Store::new(
            self.db.clone(),
            Keys::from_text(&self.keys)?,
            Arc::<ManualClock>::clone(&clock),
            Arc::new(SeededChance::new(self.plan.seed ^ from)),
            u16::try_from((from / BATCH) % NODES)?,
        );
        let mut tally = Tally::default();
        let mut stories = Vec::new();
        for nth in from..to {
            let mut rng = StdRng::seed_from_u64(self.plan.seed.wrapping_mul(STRIDE) ^ nth);
            let (at, open) = self.received(nth);
            clock.set(at);
            stories.push(self.story(&own, nth, (at, open), &mut rng, &mut tally)?);
        }
        Ok((stories, tally))
    }

    /// Most of the row is spread over the year; its end holds what is open.
    fn received(&self, nth: u64) -> (Timestamp, bool) {
        let Plan { reports, now, .. } = self.plan;
        let open_from = reports - reports * OPEN_PERMILLE / 1_000;
        let share = |at: u64, of: u64, span: SignedDuration| {
            let seconds = i128::from(span.as_secs()) * i128::from(at) / i128::from(of.max(1));
            SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(0))
        };
        if nth < open_from {
            (now - SPAN + share(nth, open_from, SPAN - OPEN_AGE), false)
        } else {
            let hour = SignedDuration::from_hours(1);
            (now - OPEN_AGE + share(nth - open_from, reports - open_from, OPEN_AGE - hour), true)
        }
    }

    fn story(
        &self,
        own: &Store,
        nth: u64,
        (at, open): (Timestamp, bool),
        rng: &mut StdRng,
        tally: &mut Tally,
    ) -> Result<StoryRows, Failed> {
        let large = nth.is_multiple_of(LARGE_EVERY);
        let (topic, region) = self.matter(large, rng).ok_or("no categories or regions")?;
        let office = self.office(topic, region, large).ok_or("no agency")?;
        let intake = Intake {
            key: format!("bench-{}-{nth}", self.plan.seed),
            report_id: None,
            filing: filing(topic, region, office.agency, rng),
            identity: identity(nth, rng),
            language: "id".to_owned(),
            draft: None,
        };
        let id = ReportId(own.next_id());
        let tracking = TrackingId::from_draw((nth * STRIDE + self.plan.seed) % TrackingId::SPACE);
        let mut story = Story::file(own, &self.reference, &intake, (id, tracking), at, tally)?;
        let mut telling = Telling { world: self, story: &mut story, tally, rng, at };
        if open {
            telling.open(office)?;
        } else {
            telling.closed(office)?;
        }
        Ok(story.end(&self.reference, self.plan.now))
    }

    fn matter(&self, large: bool, rng: &mut StdRng) -> Option<(&Topic, RegionCode)> {
        let villages = if large { &self.villages_of_large } else { &self.villages };
        let region = *villages.get(rng.random_range(0..villages.len().max(1)))?;
        for _ in 0..64 {
            let topic = self.topics.get(rng.random_range(0..self.topics.len().max(1)))?;
            if !large || (topic.level == Level::Regency && !topic.supervisory) {
                return Some((topic, region));
            }
        }
        Some((self.topics.first()?, region))
    }

    fn office(&self, topic: &Topic, region: RegionCode, large: bool) -> Option<Office> {
        let Reference { routing, directory, .. } = &*self.reference;
        let today = Reference::today(self.plan.now);
        let routed = routing.office(&topic.code, topic.level, Some(region), directory, today);
        let here = || {
            let agency = directory.government_of(region.at(RegionLevel::Regency)?, today)?;
            Some(Office { agency: agency.id, unit: None })
        };
        if large {
            here().map(|own| routed.filter(|o| o.agency == own.agency).unwrap_or(own))
        } else {
            routed.or_else(here)
        }
    }
}

/// One story on its way.
struct Telling<'a> {
    world: &'a World,
    story: &'a mut Story,
    tally: &'a mut Tally,
    rng: &'a mut StdRng,
    at: Timestamp,
}

impl Telling<'_> {
    fn after(&mut self, hours: std::ops::Range<i64>) {
        self.at += SignedDuration::from_hours(self.rng.random_range(hours));
    }

    fn give(&mut self, command: &Command, actor: Actor) -> Result<(), Failed> {
        let at = self.at.min(self.world.plan.now);
        Ok(self.story.give(&self.world.reference, command, actor, at, self.tally)?)
    }

    /// Whoever has the report.
    fn desk(&self) -> Actor {
        let desk = self.story.report().stage.desk().unwrap_or(Desk::National);
        let (agency, unit) = (desk.agency(), desk.unit());
        let inspected =
            unit.is_some_and(|unit| self.world.reference.directory.is_inspectorate(unit));
        let role = match (agency, unit) {
            (None, _) => Role::NationalAdmin,
            (Some(_), None) => Role::AgencyAdmin,
            (Some(_), Some(_)) if inspected => Role::InspectorateOfficer,
            (Some(_), Some(_)) => Role::LiaisonOfficer,
        };
        // One officer for each agency; accounts are not what is measured.
        let officer = OfficerId(agency.map_or(1, |agency| 1_000 + agency.0));
        Actor::Officer(Duty { officer, role, agency, unit, hub: None, province: None })
    }

    /// To the agency and its unit, where it has not come so far.
    fn deliver(&mut self, office: Office) -> Result<(), Failed> {
        use domain::Stage;
        if matches!(self.story.report().stage, Stage::AtNational { .. }) {
            self.after(2..40);
            let note = "Mohon ditindaklanjuti.".to_owned();
            let (supporting, copies) = (Vec::new(), Vec::new());
            let lead = self.leads(office.agency);
            self.give(
                &Command::Forward { lead, supporting, copies, watcher: None, note },
                self.desk(),
            )?;
        }
        if let (Stage::AtAgency { agency }, Some(unit)) = (&self.story.report().stage, office.unit)
            && *agency == office.agency
        {
            self.after(2..40);
            let note = "Mohon ditangani.".to_owned();
            self.give(&Command::Assign { unit, supporting: Vec::new(), note }, self.desk())?;
        }
        Ok(())
    }

    /// An agency without an inspectorate hands what is restricted to the ministry of home affairs.
    fn leads(&self, agency: AgencyId) -> AgencyId {
        let directory = &self.world.reference.directory;
        let inspected =
            !self.story.report().restricted || directory.inspectorate_of(agency).is_some();
        let home_affairs = directory.agency_by_slug("kemendagri").map(|agency| agency.id);
        if inspected { agency } else { home_affairs.unwrap_or(agency) }
    }

    fn progress(&mut self) -> Result<(), Failed> {
        self.after(6..90);
        let text =
            "Petugas kami sudah memeriksa di lapangan dan sedang menyiapkan penanganan.".to_owned();
        self.give(&Command::PostProgress(Post { text, files: Vec::new() }), self.desk())
    }

    fn answer(&mut self) -> Result<(), Failed> {
        self.after(12..220);
        let text = "Laporan Bapak/Ibu sudah kami tindak lanjuti dan pekerjaan telah selesai. Terima kasih.".to_owned();
        let (post, action) = (Post { text, files: Vec::new() }, ActionTaken::Done);
        self.give(&Command::PostAnswer { post, action, scheduled_for: None }, self.desk())
    }

    fn contest(&mut self) -> Result<(), Failed> {
        self.after(4..100);
        let text = "Di lapangan belum ada perubahan, mohon diperiksa kembali.".to_owned();
        self.give(&Command::Contest(Post { text, files: Vec::new() }), Actor::Reporter)
    }

    fn accept(&mut self) -> Result<(), Failed> {
        self.after(2..150);
        let rating = self.rng.random_bool(0.7).then(|| Rating {
            overall: self.rng.random_range(2..=5),
            accuracy: self.rng.random_range(2..=5),
            comment: String::new(),
        });
        self.give(&Command::Accept { rating }, Actor::Reporter)
    }

    /// The reporter's time runs out.
    fn lapse(&mut self) -> Result<(), Failed> {
        let due = self.story.report().reporter_clock().map(|clock| clock.due);
        self.at = due.unwrap_or(self.at) + SignedDuration::from_secs(15);
        self.give(&Command::Lapse, Actor::System(Reconciler::Timekeeper))
    }

    /// A history that has ended.
    fn closed(&mut self, office: Office) -> Result<(), Failed> {
        match self.rng.random_range(0..100) {
            0..5 if self.story.report().lead.is_none() => {
                self.after(2..50);
                let explanation = "Laporan belum menyebut tempat dan waktu yang jelas.".to_owned();
                return self.give(
                    &Command::Archive { reason: ArchiveReason::TooGeneral, explanation },
                    self.desk(),
                );
            }
            5..7 => {
                self.after(2..90);
                return self.give(&Command::Withdraw { reason: String::new() }, Actor::Reporter);
            }
            7..11 if self.story.report().lead.is_none() => {
                self.after(2..40);
                let question = "Mohon sebutkan patokan lokasi terdekat.".to_owned();
                self.give(
                    &Command::Postpone { missing: vec![MissingItem::Place], question },
                    self.desk(),
                )?;
                self.after(4..120);
                let text = "Di sebelah balai desa, dekat masjid.".to_owned();
                self.give(&Command::Complete(Post { text, files: Vec::new() }), Actor::Reporter)?;
            }
            _ => {}
        }
        self.deliver(office)?;
        if self.rng.random_bool(0.7) {
            self.progress()?;
        }
        self.answer()?;
        if self.rng.random_bool(0.08) {
            self.contest()?;
            self.answer()?;
        }
        if self.rng.random_bool(0.45) { self.accept() } else { self.lapse() }
    }

    /// A history that goes on.
    fn open(&mut self, office: Office) -> Result<(), Failed> {
        let stop = self.rng.random_range(0..100);
        if stop < 8 {
            return Ok(());
        }
        self.deliver(office)?;
        if stop < 35 || self.at >= self.world.plan.now {
            return Ok(());
        }
        self.progress()?;
        let left = self.world.plan.now.duration_since(self.at);
        // An answer that nobody contests closes after ten working days.
        if stop < 80
            || left < SignedDuration::from_hours(30)
            || left > SignedDuration::from_hours(9 * 24)
        {
            return Ok(());
        }
        self.answer()
    }
}

/// Every leaf in use, with a text made of its own words.
fn topics(reference: &Reference) -> Vec<Topic> {
    let mut all: Vec<_> =
        reference.categories.all().filter(|category| category.code.depth() == 3).collect();
    all.sort_by(|a, b| a.code.cmp(&b.code));
    let topic = |category: &domain::category::Category| {
        let kind = category.kind.unwrap_or(ReportKind::Complaint);
        let example = category.examples.0.first().map_or(&*category.about.0, |example| &**example);
        Some(Topic {
            code: category.code.clone(),
            level: category.levels.first().copied()?,
            kind,
            title: category.name.0.chars().take(90).collect(),
            body: format!("{example} {} Mohon segera ditindaklanjuti.", category.about.0),
            supervisory: category.class == ComplaintClass::Supervisory,
        })
    };
    all.into_iter().filter(|category| !category.catch_all).filter_map(topic).collect()
}

fn filing(topic: &Topic, region: RegionCode, agency: AgencyId, rng: &mut StdRng) -> Filing {
    const CHANNELS: [Channel; 5] =
        [Channel::Website, Channel::Website, Channel::Mobile, Channel::Sms, Channel::Whatsapp];
    let target = rng.random_bool(0.6).then_some(agency);
    let sexes = [Some(Sex::Female), Some(Sex::Male), None];
    Filing {
        kind: topic.kind,
        class: ComplaintClass::NonSupervisory,
        title: format!("{} di RT {:02}", topic.title, rng.random_range(1..=20)),
        body: format!("{} Sudah {} hari.", topic.body, rng.random_range(2..90)),
        wish: String::new(),
        category: Some(topic.code.clone()),
        level: Some(topic.level),
        happened_on: None,
        place: Where { region: Some(region), detail: String::new(), point: None },
        target,
        accused: Vec::new(),
        deficits: Vec::new(),
        privacy: Privacy { anonymous: rng.random_bool(0.12), confidential: rng.random_bool(0.06) },
        channel: CHANNELS
            .get(rng.random_range(0..CHANNELS.len()))
            .copied()
            .unwrap_or(Channel::Website),
        files: Vec::new(),
        reporter: ReporterFacts {
            sex: sexes.get(rng.random_range(0..3)).copied().flatten(),
            disability: rng.random_bool(0.5).then(|| rng.random_bool(0.05)),
            reachable: true,
            proxy: false,
        },
    }
}

/// Half leave a name and a number that no network has.
fn identity(nth: u64, rng: &mut StdRng) -> Option<Identity> {
    rng.random_bool(0.5).then(|| Identity {
        name: Some(format!("Pelapor {nth}")),
        phone: Some(format!("+62000{:09}", nth % 1_000_000_000)),
        language: "id".to_owned(),
        ..Identity::default()
    })
}
