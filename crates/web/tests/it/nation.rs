//! A nation small enough to hold in mind: a city with units and an inspectorate, a ministry, a
//! hub, three levels of one category.

use domain::calendar::Zone;
use domain::category::{Categories, Category, CategoryCode};
use domain::directory::{Agency, AgencyKind, AgencyName, Directory, Hub, HubKind, Unit, UnitKind};
use domain::kind::{ComplaintClass, Level};
use domain::region::{RegionCode, Regions};
use domain::role::HubId;
use domain::routing::{Route, Routing};
use domain::rules::{RuleBook, Rules};
use domain::{AgencyId, Calendar, Reference, UnitId};
use std::collections::HashMap;

pub(crate) const CITY: AgencyId = AgencyId(1);
pub(crate) const MINISTRY: AgencyId = AgencyId(2);
pub(crate) const ROADS: UnitId = UnitId(11);
pub(crate) const LIGHTS: UnitId = UnitId(12);
pub(crate) const INSPECTORATE: UnitId = UnitId(13);
pub(crate) const HEALTH: UnitId = UnitId(14);
pub(crate) const HUB: HubId = HubId(1);
pub(crate) const LEAF: &str = "public_works.roads.lighting";

pub(crate) fn region(code: &str) -> RegionCode {
    RegionCode::parse(code).expect("a region's code")
}

fn agency(
    id: AgencyId,
    slug: &str,
    kind: AgencyKind,
    name: &str,
    short: &str,
    place: Option<&str>,
) -> Agency {
    Agency {
        id,
        slug: slug.into(),
        kind,
        parent: None,
        region: place.map(region),
        zone: Zone::Wib,
        valid_from: None,
        valid_to: None,
        successors: Vec::new(),
        settlement: None,
        names: vec![AgencyName {
            valid_from: None,
            valid_to: None,
            name: name.into(),
            short_name: short.into(),
        }],
    }
}

fn unit(id: UnitId, code: &str, kind: UnitKind, name: &str, parent: Option<UnitId>) -> Unit {
    Unit { id, agency: CITY, parent, code: code.into(), kind, name: name.into(), valid_to: None }
}

fn category(code: &str, id: &str, en: &str, catch_all: bool) -> Category {
    Category {
        code: CategoryCode::parse(code).expect("a category's code"),
        name: (id.into(), en.into()),
        about: ("".into(), "".into()),
        examples: (Vec::new(), Vec::new()),
        keywords: Vec::new(),
        kind: None,
        class: ComplaintClass::NonSupervisory,
        settlement: None,
        sensitive: Vec::new(),
        levels: vec![Level::Regency],
        catch_all,
        valid_to: None,
    }
}

/// Everything that decisions look up.
pub(crate) fn reference() -> Reference {
    let agencies = [
        agency(
            CITY,
            "kota-bandung",
            AgencyKind::City,
            "Pemerintah Kota Bandung",
            "Pemkot Bandung",
            Some("3273"),
        ),
        agency(
            MINISTRY,
            "pu",
            AgencyKind::Ministry,
            "Kementerian Pekerjaan Umum",
            "Kementerian PU",
            None,
        ),
    ];
    let units = [
        unit(ROADS, "public_works", UnitKind::Dinas, "Dinas Sumber Daya Air dan Bina Marga", None),
        unit(
            LIGHTS,
            "public_works.lights",
            UnitKind::Other,
            "Bidang Penerangan Jalan Umum",
            Some(ROADS),
        ),
        unit(HEALTH, "health", UnitKind::Dinas, "Dinas Kesehatan", None),
        unit(INSPECTORATE, "inspectorate", UnitKind::Inspectorate, "Inspektorat", None),
    ];
    let hub = Hub {
        id: HUB,
        code: "jawa-barat".into(),
        kind: HubKind::Province,
        name: ("Simpul Provinsi Jawa Barat".into(), "West Java provincial hub".into()),
        province: Some(region("32")),
        coordinator: None,
        valid_from: None,
        valid_to: None,
        members: vec![(CITY, None, None)],
    };
    let names = [
        ("32", "Jawa Barat", None),
        ("3273", "Kota Bandung", Some((-6.91, 107.61))),
        ("327302", "Coblong", Some((-6.89, 107.61))),
        ("327306", "Andir", Some((-6.91, 107.58))),
        ("3274", "Kota Cirebon", Some((-6.71, 108.56))),
    ];
    let regions = names.map(|(code, name, point)| (region(code), name, point));
    let zones = HashMap::from([(region("32"), Zone::Wib)]);
    let categories = [
        category("public_works", "Pekerjaan umum", "Public works", false),
        category("public_works.roads", "Jalan", "Roads", false),
        category(LEAF, "Penerangan jalan", "Street lighting", false),
        category("public_works.roads.holes", "Jalan berlubang", "Potholes", true),
    ];
    let route = Route {
        category: CategoryCode::parse("public_works").expect("a category's code"),
        level: Level::Regency,
        agency: None,
        unit: "public_works".into(),
    };
    Reference {
        revision: 1,
        rules: RuleBook::new(vec![Rules::seed()]),
        calendar: Calendar::new(1, []),
        directory: Directory::new(agencies, units, [hub]),
        categories: Categories::new(categories),
        regions: Regions::new(regions, zones),
        routing: Routing::new([route]),
        ..Reference::default()
    }
}
