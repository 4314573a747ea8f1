//! The reference data of the nation: complete, resolvable, dated, and safe from a second seed.

mod acts;
mod find;
mod nation;
mod routes;
mod second_seed;

use domain::calendar::Zone;
use domain::category::CategoryCode;
use domain::directory::{Agency, AgencyKind};
use domain::region::RegionCode;
use domain::{OfficerId, Reference};
use jiff::civil::{Date, date};
use std::sync::Arc;
use store::chance::SeededChance;
use store::clock::ManualClock;
use store::db::Db;
use store::keys::Keys;
use store::reference::change::{Failure, NewAgency, Refusal};
use store::reference::{self, DataSet, Seeded};
use store::{Store, params};

pub(crate) const TODAY: Date = date(2026, 11, 20);
pub(crate) const OFFICER: OfficerId = OfficerId(7);

pub(crate) struct World {
    pub(crate) store: Store,
    pub(crate) clock: Arc<ManualClock>,
}

impl World {
    pub(crate) fn new(db: Db, node: u16) -> Self {
        let clock = Arc::new(ManualClock::new(Zone::Wib.instant(TODAY.at(10, 0, 0, 0))));
        let chance = Arc::new(SeededChance::new(1));
        let store = Store::new(db, Keys::generate(&*chance), clock.clone(), chance, node);
        Self { store, clock }
    }

    /// Everything.
    pub(crate) async fn nation(db: Db) -> Self {
        let world = Self::new(db, 1);
        seed(&world.store, DataSet::embedded().unwrap()).await;
        world
    }

    /// Everything but the villages, for tests that do not need them.
    pub(crate) async fn without_villages(db: Db) -> Self {
        let world = Self::new(db, 1);
        seed(&world.store, small()).await;
        world
    }

    pub(crate) fn reference(&self) -> Arc<Reference> {
        self.store.reference()
    }

    pub(crate) fn agency(&self, slug: &str) -> Agency {
        self.reference().directory.agency_by_slug(slug).expect(slug).clone()
    }

    pub(crate) async fn audit(&self, subject: String) -> Vec<String> {
        let sql = "SELECT act FROM audit WHERE subject = $1 AND officer = 7 ORDER BY id";
        self.store.db().select("test", sql, params![subject], |row| row.get(0)).await.unwrap()
    }
}

pub(crate) fn small() -> DataSet {
    DataSet::embedded().unwrap().with("regions/villages.csv", "code,name,lat,lon,postal\n")
}

pub(crate) async fn seed(store: &Store, data: DataSet) -> Seeded {
    reference::seed(store, data, |_| {}).await.unwrap()
}

pub(crate) fn code(text: &str) -> CategoryCode {
    CategoryCode::parse(text).unwrap()
}

pub(crate) fn region(text: &str) -> RegionCode {
    RegionCode::parse(text).unwrap()
}

pub(crate) fn refused<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> Refusal {
    match outcome {
        Err(Failure::Refused(refusal)) => refusal,
        other => panic!("expected a refusal, got {other:?}"),
    }
}

/// A ministry that begins in 2027.
pub(crate) fn new_agency(slug: &str) -> NewAgency {
    NewAgency {
        slug: slug.into(),
        kind: AgencyKind::Ministry,
        name: "Kementerian Percobaan".into(),
        short_name: "Kemencoba".into(),
        parent: None,
        region: None,
        zone: Zone::Wib,
        valid_from: Some(date(2027, 1, 1)),
        inspectorate: "Inspektorat Jenderal".into(),
    }
}
