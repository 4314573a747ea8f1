//! The smallest town in which a report can be handled, and a store in it.

use domain::calendar::{Calendar, Zone};
use domain::command::{Command, Post};
use domain::directory::{Agency, AgencyKind, AgencyName, Directory, Unit, UnitKind};
use domain::filing::{FileNo, Filing, ReporterFacts, Where};
use domain::kind::{Channel, ComplaintClass, ReportKind};
use domain::role::{Actor, Duty, Role};
use domain::rules::{RuleBook, Rules};
use domain::visibility::Privacy;
use domain::{AgencyId, OfficerId, Reference, ReportId, UnitId};
use jiff::Timestamp;
use std::sync::Arc;
use store::Store;
use store::clock::ManualClock;
use store::db::Db;
use store::reports::{self, Intake};
use store::testing::with_reference;

pub(crate) const CITY: AgencyId = AgencyId(700);
pub(crate) const ROADS: UnitId = UnitId(7_001);

fn reference() -> Reference {
    let city = Agency {
        id: CITY,
        slug: "kota-bandung".into(),
        kind: AgencyKind::City,
        parent: None,
        region: None,
        zone: Zone::Wib,
        valid_from: None,
        valid_to: None,
        successors: Vec::new(),
        settlement: None,
        names: vec![AgencyName {
            valid_from: None,
            valid_to: None,
            name: "Pemerintah Kota Bandung".into(),
            short_name: "Kota Bandung".into(),
        }],
    };
    let roads = Unit {
        id: ROADS,
        agency: CITY,
        parent: None,
        code: "public_works".into(),
        kind: UnitKind::Dinas,
        name: "Dinas Pekerjaan Umum".into(),
        valid_to: None,
    };
    Reference {
        rules: RuleBook::new(vec![Rules::seed()]),
        calendar: Calendar::new(1, []),
        directory: Directory::new([city], [roads], []),
        ..Reference::default()
    }
}

/// Monday 2026-03-02, 09:00 in Jakarta.
pub(crate) fn morning() -> Timestamp {
    "2026-03-02T02:00:00Z".parse().unwrap()
}

pub(crate) fn store_at(db: Db, now: Timestamp) -> (Store, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::new(now));
    (with_reference(db, reference(), clock.clone()), clock)
}

pub(crate) fn store(db: Db) -> (Store, Arc<ManualClock>) {
    store_at(db, morning())
}

pub(crate) fn filing(title: &str, files: Vec<FileNo>) -> Filing {
    Filing {
        kind: ReportKind::Complaint,
        class: ComplaintClass::NonSupervisory,
        title: title.to_owned(),
        body: "Jalan di depan sekolah berlubang besar dan anak-anak sering jatuh.".to_owned(),
        wish: String::new(),
        category: None,
        level: None,
        happened_on: None,
        place: Where { region: None, detail: "Jalan Braga".to_owned(), point: None },
        target: Some(CITY),
        accused: Vec::new(),
        deficits: Vec::new(),
        privacy: Privacy { anonymous: false, confidential: false },
        channel: Channel::Website,
        files,
        reporter: ReporterFacts::default(),
    }
}

/// Files a report, under the name of a draft when one is given.
pub(crate) async fn file(
    store: &Store,
    key: &str,
    report_id: Option<ReportId>,
    files: Vec<FileNo>,
) -> ReportId {
    let intake = Intake {
        key: key.to_owned(),
        report_id,
        filing: filing(&format!("Jalan rusak {key}"), files),
        identity: None,
        language: "id".to_owned(),
        draft: None,
    };
    reports::file(store, intake).await.unwrap().id
}

pub(crate) fn officer() -> Actor {
    Actor::Officer(Duty {
        officer: OfficerId(9),
        role: Role::AgencyAdmin,
        agency: Some(CITY),
        unit: None,
        hub: None,
        province: None,
    })
}

/// Assigns a report to the unit for roads.
pub(crate) async fn assign(store: &Store, id: ReportId) {
    let command = Command::Assign {
        unit: ROADS,
        supporting: Vec::new(),
        note: "Mohon ditindaklanjuti.".to_owned(),
    };
    reports::execute(store, id, None, command, officer()).await.unwrap();
}

/// The reporter sends a message with files.
pub(crate) async fn send(store: &Store, id: ReportId, files: Vec<FileNo>) {
    let post = Post { text: "Ini foto keadaan hari ini, mohon dilihat.".to_owned(), files };
    reports::execute(store, id, None, Command::SendMessage(post), Actor::Reporter).await.unwrap();
}
