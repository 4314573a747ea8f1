//! A small country with a clock in hand: a regency in the west with two units, one in Papua, a hub.

use domain::calendar::{Calendar, Holiday, HolidayKind, Zone};
use domain::category::{Categories, Category, CategoryCode};
use domain::command::{Post, Rating};
use domain::directory::{Agency, AgencyKind, Directory, Hub, Unit, UnitKind};
use domain::filing::{Filing, ReporterFacts, Where};
use domain::kind::{ActionTaken, Channel, ComplaintClass, Level, ReportKind};
use domain::region::RegionCode;
use domain::role::HubId;
use domain::rules::{RuleBook, Rules};
use domain::visibility::Privacy;
use domain::{
    Actor, AgencyId, Command, Duty, OfficerId, Reference, Report, ReportId, Role, UnitId,
};
use jiff::SignedDuration;
use jiff::civil::{Date, DateTime};
use std::sync::Arc;
use store::chance::{Chance, SeededChance};
use store::clock::ManualClock;
use store::db::Db;
use store::reports::{self, Intake};
use store::{Result, Store, follow, followers, params, testing};

/// The regency in the west, its dinas and its inspectorate; the regency in Papua; the hub.
pub(crate) const WEST: AgencyId = AgencyId(1);
pub(crate) const WORKS: UnitId = UnitId(12);
pub(crate) const PAPUA: AgencyId = AgencyId(2);
const HUB: HubId = HubId(1);
pub(crate) const HUB_INBOX: &str = "h1";

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) clock: Arc<ManualClock>,
    draws: SeededChance,
}

impl World {
    /// Monday, 2 November 2026, ten in the morning in Jakarta.
    pub(crate) fn new(db: &Db) -> Self {
        let clock = Arc::new(ManualClock::new(wib("2026-11-02T10:00")));
        let store = testing::with_reference(db.clone(), reference(calendar(1, &[])), clock.clone());
        Self { store, clock, draws: SeededChance::new(7) }
    }

    /// The same country after the process died and another began; that takes a moment.
    pub(crate) fn restarted(self) -> Self {
        self.clock.advance(SignedDuration::from_millis(1));
        let db = self.store.db().clone();
        let reference = (*self.store.reference()).clone();
        let store = testing::with_reference(db, reference, self.clock.clone());
        Self { store, ..self }
    }

    pub(crate) fn at(&self, local: &str) {
        self.clock.set(wib(local));
    }

    pub(crate) async fn file(&self) -> ReportId {
        self.file_by(Channel::Website, None).await
    }

    pub(crate) async fn file_by(&self, channel: Channel, target: Option<AgencyId>) -> ReportId {
        let key = format!("{:016x}", self.draws.draw());
        reports::file(&self.store, intake(key, channel, target)).await.unwrap().id
    }

    /// Gives the reporter of a report a telephone, an address or both.
    pub(crate) async fn reachable(&self, report: ReportId, phone: bool, email: bool) {
        const PERSON: &str = "INSERT INTO person (id, phone, email, language, created_at) VALUES ($1, $2, $3, 'id', 0)";
        const LINK: &str = "INSERT INTO report_person (report_id, person_id) VALUES ($1, $1)";
        let sealed = |is: bool| is.then(|| vec![1_u8, 2, 3]);
        let write = move |tx: &mut store::db::Tx<'_>| {
            tx.exec(PERSON, params![report.0, sealed(phone), sealed(email)])?;
            tx.exec(LINK, params![report.0])
        };
        self.store.db().write("person", write).await.unwrap();
    }

    /// An officer with an e-mail address.
    pub(crate) async fn officer(&self, id: i64, duty: &Duty) {
        const OFFICER: &str = "INSERT INTO officer (id, username, name, email, password, totp_step, state, language, \
                               failures, password_at, created_at) VALUES ($1, $2, 'x', $3, 'x', 0, 'active', 'en', 0, 0, 0)";
        const DUTY: &str = "INSERT INTO duty (id, officer, role, agency, unit, hub, province, valid_from, decree) \
                            VALUES ($1, $1, $2, $3, $4, $5, $6, '2020-01-01', '')";
        let duty = duty.clone();
        let write = move |tx: &mut store::db::Tx<'_>| {
            let (agency, unit) = (duty.agency.map(|a| a.0), duty.unit.map(|u| u.0));
            let province = duty.province.map(RegionCode::number);
            tx.exec(OFFICER, params![id, format!("officer{id}"), vec![1_u8]])?;
            tx.exec(
                DUTY,
                params![id, duty.role.word(), agency, unit, duty.hub.map(|h| h.0), province],
            )
        };
        self.store.db().write("officer", write).await.unwrap();
    }

    pub(crate) async fn give(&self, report: ReportId, actor: Actor, command: Command) -> Report {
        self.try_to(report, actor, command).await.unwrap()
    }

    pub(crate) async fn try_to(
        &self,
        report: ReportId,
        actor: Actor,
        command: Command,
    ) -> Result<Report> {
        reports::execute(&self.store, report, None, command, actor).await
    }

    pub(crate) async fn load(&self, report: ReportId) -> Report {
        reports::load(&self.store, report).await.unwrap().unwrap().0
    }

    /// Lets all followers see everything.
    pub(crate) async fn catch_up(&self) {
        for name in [
            store::counters::FOLLOWER,
            store::notices::FOLLOWER,
            store::timekeeper::FOLLOWER,
            store::rising::FOLLOWER,
        ] {
            // What is final depends on every transaction of the server, those of other tests too.
            while !follow::is_caught_up(&self.store, name).await.unwrap() {
                followers::advance_all(&self.store).await.unwrap();
                tokio::task::yield_now().await;
            }
        }
        while store::supporters::tell_due(&self.store).await.unwrap() > 0 {}
    }

    /// Brings a report to the unit's desk.
    pub(crate) async fn at_unit(&self) -> ReportId {
        let report = self.file().await;
        self.give(report, national(), forward(WEST)).await;
        self.give(report, admin(WEST), assign(WORKS)).await;
        report
    }
}

pub(crate) fn intake(key: String, channel: Channel, target: Option<AgencyId>) -> Intake {
    let filing = Filing {
        kind: ReportKind::Complaint,
        class: ComplaintClass::NonSupervisory,
        title: "Lampu jalan padam".to_owned(),
        body: "Lampu jalan di depan sekolah padam sejak tiga minggu.".to_owned(),
        wish: String::new(),
        category: None,
        level: None,
        happened_on: None,
        place: Where { region: RegionCode::parse("3204"), detail: String::new(), point: None },
        target,
        accused: Vec::new(),
        deficits: Vec::new(),
        privacy: Privacy::default(),
        channel,
        files: Vec::new(),
        reporter: ReporterFacts::default(),
    };
    Intake { key, report_id: None, filing, identity: None, language: "id".to_owned(), draft: None }
}

fn reference(calendar: Calendar) -> Reference {
    let agency = |id: AgencyId, region: &str, zone| Agency {
        id,
        slug: region.into(),
        kind: AgencyKind::Regency,
        parent: None,
        region: RegionCode::parse(region),
        zone,
        valid_from: None,
        valid_to: None,
        successors: Vec::new(),
        settlement: None,
        names: Vec::new(),
    };
    let unit = |id, kind| Unit {
        id: UnitId(id),
        agency: WEST,
        parent: None,
        code: format!("unit{id}").into(),
        kind,
        name: "Unit".into(),
        valid_to: None,
    };
    let hub = Hub {
        kind: domain::directory::HubKind::Province,
        coordinator: None,
        valid_from: None,
        valid_to: None,
        id: HUB,
        code: "west".into(),
        name: ("Simpul".into(), "Hub".into()),
        province: RegionCode::parse("32"),
        members: vec![(WEST, None, None)],
    };
    let agencies = [agency(WEST, "3204", Zone::Wib), agency(PAPUA, "9103", Zone::Wit)];
    let units =
        [unit(11, UnitKind::Inspectorate), unit(12, UnitKind::Dinas), unit(13, UnitKind::Dinas)];
    Reference {
        revision: 1,
        rules: RuleBook::new(vec![Rules::seed()]),
        calendar,
        directory: Directory::new(agencies, units, [hub]),
        categories: Categories::new(LEAVES.iter().map(|code| leaf(code))),
        ..Reference::default()
    }
}

/// Leaves that reports of this country are about.
const LEAVES: [&str; 3] = [
    "public_works.roads.street_lighting",
    "public_works.roads.potholes",
    "environment.waste.uncollected",
];

fn leaf(code: &str) -> Category {
    Category {
        code: CategoryCode::parse(code).unwrap(),
        name: ("Daun".into(), "Leaf".into()),
        about: ("Daun".into(), "Leaf".into()),
        examples: (Vec::new(), Vec::new()),
        keywords: Vec::new(),
        kind: None,
        class: ComplaintClass::NonSupervisory,
        settlement: None,
        sensitive: Vec::new(),
        levels: vec![Level::Regency],
        catch_all: false,
        valid_to: None,
    }
}

pub(crate) fn calendar(revision: i64, holidays: &[Date]) -> Calendar {
    let holiday = |date: &Date| Holiday {
        date: *date,
        kind: HolidayKind::National,
        region: None,
        name: ("Libur".into(), "Holiday".into()),
    };
    Calendar::new(revision, holidays.iter().map(holiday))
}

pub(crate) fn reference_with(calendar: Calendar) -> Reference {
    reference(calendar)
}

/// The instant of a local time in Jakarta.
pub(crate) fn wib(local: &str) -> jiff::Timestamp {
    Zone::Wib.instant(local.parse::<DateTime>().unwrap())
}

pub(crate) fn duty(role: Role, agency: Option<AgencyId>, unit: Option<UnitId>) -> Duty {
    let officer = OfficerId(100 + agency.map_or(0, |a| a.0) + unit.map_or(0, |u| u.0));
    Duty { officer, role, agency, unit, hub: None, province: None }
}

pub(crate) fn hub_manager() -> Duty {
    Duty { hub: Some(HUB), ..duty(Role::HubManager, None, None) }
}

pub(crate) fn national() -> Actor {
    Actor::Officer(duty(Role::NationalAdmin, None, None))
}

pub(crate) fn admin(agency: AgencyId) -> Actor {
    Actor::Officer(duty(Role::AgencyAdmin, Some(agency), None))
}

pub(crate) fn liaison(unit: UnitId) -> Actor {
    Actor::Officer(duty(Role::LiaisonOfficer, Some(WEST), Some(unit)))
}

pub(crate) fn forward(lead: AgencyId) -> Command {
    Command::Forward {
        lead,
        supporting: Vec::new(),
        copies: Vec::new(),
        watcher: None,
        note: String::new(),
    }
}

pub(crate) fn assign(unit: UnitId) -> Command {
    Command::Assign { unit, supporting: Vec::new(), note: String::new() }
}

pub(crate) fn post() -> Post {
    Post { text: "Tim kami sudah memeriksa lampu di lokasi itu.".to_owned(), files: Vec::new() }
}

pub(crate) fn progress() -> Command {
    Command::PostProgress(post())
}

pub(crate) fn answer() -> Command {
    Command::PostAnswer { post: post(), action: ActionTaken::Done, scheduled_for: None }
}

pub(crate) fn accept() -> Command {
    Command::Accept { rating: Some(Rating { overall: 4, accuracy: 5, comment: String::new() }) }
}
