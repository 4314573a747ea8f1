//! A small country: two regencies, a province, two ministries, their units, one hub.

use domain::calendar::{Calendar, Holiday, HolidayKind, Limit, LimitUnit, Zone};
use domain::category::{Categories, Category, CategoryCode};
use domain::directory::{Agency, AgencyKind, Directory, Hub, HubKind, Unit, UnitKind};
use domain::id::{AgencyId, OfficerId, RulesId, UnitId};
use domain::kind::{ComplaintClass, Level};
use domain::reference::Reference;
use domain::region::RegionCode;
use domain::report::Office;
use domain::role::{Actor, Desk, Duty, HubId, Reconciler, Role};
use domain::rules::{RuleBook, Rules};
use domain::{region::Regions, role};
use jiff::civil::{Date, date};

/// Letter, number, kind, region, zone, successors.
type AgencyRow = (&'static str, i64, AgencyKind, &'static str, Zone, &'static [i64]);

/// `A` a regency in the west, `B` one in Papua, `P` the province of `A`, `M` a ministry, `N` a
/// ministry without inspectorate, `K` an administrative city of `P`, `O` one that became `M`, `S`
/// one that was split.
const AGENCIES: &[AgencyRow] = &[
    ("A", 1, AgencyKind::Regency, "3204", Zone::Wib, &[]),
    ("B", 2, AgencyKind::Regency, "9103", Zone::Wit, &[]),
    ("P", 3, AgencyKind::Province, "32", Zone::Wib, &[]),
    ("M", 4, AgencyKind::Ministry, "", Zone::Wib, &[]),
    ("N", 5, AgencyKind::Ministry, "", Zone::Wib, &[]),
    ("O", 6, AgencyKind::Ministry, "", Zone::Wib, &[4]),
    ("S", 7, AgencyKind::Ministry, "", Zone::Wib, &[4, 5]),
    ("K", 8, AgencyKind::AdministrativeCity, "3275", Zone::Wib, &[]),
];

/// Code, number, agency, unit above, kind.
const UNITS: &[(&str, i64, i64, Option<i64>, UnitKind)] = &[
    ("insp", 11, 1, None, UnitKind::Inspectorate),
    ("pw", 12, 1, None, UnitKind::Dinas),
    ("roads", 13, 1, Some(12), UnitKind::Other),
    ("health", 14, 1, None, UnitKind::Dinas),
    ("gone", 15, 1, None, UnitKind::Dinas),
    ("insp", 21, 2, None, UnitKind::Inspectorate),
    ("pw", 22, 2, None, UnitKind::Dinas),
    ("insp", 31, 3, None, UnitKind::Inspectorate),
    ("insp", 41, 4, None, UnitKind::Inspectorate),
    ("highways", 42, 4, None, UnitKind::Directorate),
    ("service", 51, 5, None, UnitKind::Directorate),
];

/// Days off: Papua's own, a national holiday in the week, joint leave before Christmas.
const HOLIDAYS: &[(Date, HolidayKind, &str)] = &[
    (date(2026, 11, 25), HolidayKind::Regional, "91"),
    (date(2026, 12, 9), HolidayKind::National, ""),
    (date(2026, 12, 24), HolidayKind::JointLeave, ""),
    (date(2026, 12, 25), HolidayKind::National, ""),
    (date(2027, 1, 1), HolidayKind::National, ""),
];

/// The rules in force before those of [`Rules::seed`]: longer, under another name.
pub(crate) const OLD_RULES: RulesId = RulesId(7);

pub(crate) fn reference() -> Reference {
    let mut old = Rules::seed();
    old.id = OLD_RULES;
    old.valid_from = date(2014, 1, 1);
    old.valid_to = Some(date(2018, 12, 30));
    old.limits.insert(domain::DeadlineKind::SettleComplaint, Limit::working_days(30));
    Reference {
        revision: 1,
        rules: RuleBook::new(vec![Rules::seed(), old]),
        calendar: calendar(1, &[]),
        directory: directory(),
        categories: categories(),
        regions: Regions::new::<&str>(
            [],
            [(region("91"), Zone::Wit), (region("32"), Zone::Wib)].into(),
        ),
        ..Reference::default()
    }
}

/// The calendar with more national holidays.
pub(crate) fn calendar(revision: i64, more: &[Date]) -> Calendar {
    let usual = HOLIDAYS.iter().map(|(day, kind, region)| (*day, *kind, RegionCode::parse(region)));
    let more = more.iter().map(|day| (*day, HolidayKind::National, None));
    let holidays = usual.chain(more).map(|(date, kind, region)| Holiday {
        date,
        kind,
        region,
        name: ("Libur".into(), "Holiday".into()),
    });
    Calendar::new(revision, holidays)
}

fn directory() -> Directory {
    directory_of(agencies())
}

/// The directory after an agency ended and others took over from it.
pub(crate) fn ended(letter: &str, heirs: &[&str]) -> Directory {
    directory_of(agencies().map(|mut row| {
        if row.id == agency(letter) {
            row.valid_to = Some(date(2026, 1, 31));
            row.successors = heirs.iter().map(|heir| agency(heir)).collect();
        }
        row
    }))
}

fn agencies() -> impl Iterator<Item = Agency> {
    AGENCIES.iter().map(|(letter, id, kind, region, zone, successors)| Agency {
        id: AgencyId(*id),
        slug: letter.to_lowercase().into(),
        kind: *kind,
        parent: (*letter == "K").then_some(AgencyId(3)),
        region: RegionCode::parse(region),
        zone: *zone,
        valid_from: None,
        valid_to: (!successors.is_empty()).then(|| date(2024, 10, 20)),
        successors: successors.iter().map(|id| AgencyId(*id)).collect(),
        settlement: match *letter {
            "P" => Some(Limit::working_days(7)),
            "M" => Some(Limit { amount: 3, unit: LimitUnit::WorkingHours }),
            _ => None,
        },
        names: Vec::new(),
    })
}

fn directory_of(agencies: impl Iterator<Item = Agency>) -> Directory {
    let units = UNITS.iter().map(|(code, id, agency, parent, kind)| Unit {
        id: UnitId(*id),
        agency: AgencyId(*agency),
        parent: parent.map(UnitId),
        code: (*code).into(),
        kind: *kind,
        name: (*code).into(),
        valid_to: (*code == "gone").then(|| date(2025, 12, 31)),
    });
    let members = [AgencyId(1), AgencyId(3)].map(|agency| (agency, None, None)).to_vec();
    let hub = Hub {
        id: HubId(1),
        code: "west".into(),
        kind: HubKind::Province,
        name: ("Simpul".into(), "Hub".into()),
        province: RegionCode::parse("32"),
        coordinator: None,
        valid_from: None,
        valid_to: None,
        members,
    };
    Directory::new(agencies, units, [hub])
}

fn categories() -> Categories {
    let node = |text: &str, settlement, class| Category {
        code: category(text),
        name: ("Kategori".into(), "Category".into()),
        about: ("".into(), "".into()),
        examples: (Vec::new(), Vec::new()),
        keywords: Vec::new(),
        kind: None,
        class,
        settlement,
        sensitive: Vec::new(),
        levels: vec![Level::Regency],
        catch_all: false,
        valid_to: None,
    };
    let plain = ComplaintClass::NonSupervisory;
    Categories::new([
        node("works", None, plain),
        node("works.roads", None, plain),
        node("works.roads.potholes", None, plain),
        node("works.roads.lamps", Some(Limit::working_days(4)), plain),
        node("conduct", None, plain),
        node("conduct.money", None, plain),
        node("conduct.money.bribe", None, ComplaintClass::Supervisory),
    ])
}

pub(crate) fn category(text: &str) -> CategoryCode {
    CategoryCode::parse(text).unwrap_or_else(|| panic!("no category {text}"))
}

pub(crate) fn region(text: &str) -> RegionCode {
    RegionCode::parse(text).unwrap_or_else(|| panic!("no region {text}"))
}

pub(crate) fn agency(letter: &str) -> AgencyId {
    let row = AGENCIES.iter().find(|row| row.0 == letter);
    AgencyId(row.unwrap_or_else(|| panic!("no agency {letter}")).1)
}

/// `A` or `A/pw`.
pub(crate) fn office(text: &str) -> Office {
    let (letter, code) = text.split_once('/').map_or((text, None), |(a, u)| (a, Some(u)));
    let agency = agency(letter);
    let unit = code.map(|code| {
        let row = UNITS.iter().find(|row| row.0 == code && row.2 == agency.0);
        UnitId(row.unwrap_or_else(|| panic!("no unit {text}")).1)
    });
    Office { agency, unit }
}

pub(crate) fn letter(agency: AgencyId) -> &'static str {
    AGENCIES.iter().find(|row| row.1 == agency.0).map_or("?", |row| row.0)
}

/// The inverse of [`office`].
pub(crate) fn office_name(office: Office) -> String {
    let unit = office.unit.and_then(|unit| UNITS.iter().find(|row| row.1 == unit.0));
    unit.map_or(letter(office.agency).into(), |row| format!("{}/{}", letter(office.agency), row.0))
}

pub(crate) fn desk_name(desk: Desk) -> String {
    match desk {
        Desk::National => "national".into(),
        Desk::Review => "review".into(),
        Desk::Ombudsman => "ombudsman".into(),
        Desk::Agency(agency) => office_name(Office { agency, unit: None }),
        Desk::Unit(agency, unit) => office_name(Office { agency, unit: Some(unit) }),
    }
}

/// Who acts: `citizen`, `clock`, `triage`, `calendar`, `directory`, `nat`, `sup`, `hub`, `ori`, `ori32`, an
/// agency's admin `A`, its analyst `A.analyst`, its head `A.head`, an officer of a unit `A/pw`.
/// `nat#2` is a colleague of `nat`.
pub(crate) fn actor(who: &str) -> Actor {
    let name = who.split('#').next().unwrap_or(who);
    let number = who.bytes().fold(7, |n, byte| (n * 31 + i64::from(byte)) % 1_000_003);
    let mut duty = Duty {
        officer: OfficerId(number),
        role: Role::NationalAdmin,
        agency: None,
        unit: None,
        hub: None,
        province: None,
    };
    match name {
        "citizen" => return Actor::Reporter,
        "clock" => return Actor::System(Reconciler::Timekeeper),
        "triage" => return Actor::System(Reconciler::Triage),
        "calendar" => return Actor::System(role::Reconciler::Calendar),
        "directory" => return Actor::System(Reconciler::Directory),
        "nat" => {}
        "sup" => duty.role = Role::NationalSupervisor,
        "operator" => duty.role = Role::SystemOperator,
        "hub" => {
            duty.role = Role::HubManager;
            duty.hub = Some(HubId(1));
        }
        _ if name.starts_with("ori") => {
            duty.role = Role::OmbudsmanOfficer;
            duty.province = RegionCode::parse(name.trim_start_matches("ori"));
        }
        _ => {
            let (place, function) = name.split_once('.').unwrap_or((name, "admin"));
            let office = office(place);
            duty.agency = Some(office.agency);
            duty.unit = office.unit;
            duty.role = match (function, office.unit) {
                ("analyst", _) => Role::ComplaintAnalyst,
                ("head", _) => Role::AgencyHead,
                (_, Some(_)) if place.ends_with("/insp") => Role::InspectorateOfficer,
                (_, Some(_)) => Role::LiaisonOfficer,
                (_, None) => Role::AgencyAdmin,
            };
        }
    }
    Actor::Officer(duty)
}
