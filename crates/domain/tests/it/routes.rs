//! Routes: which row decides, and what to look at before a row is changed.

use crate::world::{agency, category, reference, region};
use domain::UnitId;
use domain::kind::Level;
use domain::report::Office;
use domain::routing::{Route, RouteFault, Routing};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 20);

fn route(code: &str, level: Level, to: Option<&str>, unit: &str) -> Route {
    Route { category: category(code), level, agency: to.map(agency), unit: unit.into() }
}

fn table() -> Routing {
    Routing::new([
        route("works", Level::Regency, None, "pw"),
        route("works.roads.lamps", Level::Regency, None, "roads"),
        route("works", Level::National, Some("M"), "highways"),
    ])
}

fn faults(table: &Routing, route: &Route) -> Vec<RouteFault> {
    let reference = reference();
    table.faults_of(route, &reference.categories, &reference.directory, TODAY)
}

#[test]
fn the_first_level_with_an_office_is_competent() {
    let (reference, table) = (reference(), table());
    let lamps = category("works.roads.lamps");
    let ask = |levels: &[Level], place| {
        let levels = levels.iter().copied();
        table.competent(&lamps, levels, place, &reference.directory, TODAY)
    };
    let here = Some(region("3204"));
    let roads = Office { agency: agency("A"), unit: Some(UnitId(13)) };
    assert_eq!(ask(&[Level::Regency, Level::National], here), Some((Level::Regency, roads)));
    // Without a place no regency answers.
    let highways = Office { agency: agency("M"), unit: Some(UnitId(42)) };
    assert_eq!(ask(&[Level::Regency, Level::National], None), Some((Level::National, highways)));
    assert_eq!(ask(&[Level::Province], here), None);
    let without = table.clone().without(&lamps, Level::Regency);
    let decides = without.row(&lamps, Level::Regency).unwrap();
    assert_eq!(decides.category, category("works"));
    assert_eq!(without.with(table.row(&lamps, Level::Regency).unwrap().clone()).rows().count(), 3);
}

#[test]
fn a_row_that_would_say_nothing_is_named() {
    let table = table();
    let same = route("works.roads", Level::Regency, None, "pw");
    let lamps = vec![category("works.roads.lamps")];
    assert!(faults(&table, &same).contains(&RouteFault::SaysTheSame { above: category("works") }));
    let other = route("works.roads", Level::Regency, None, "insp");
    assert_eq!(faults(&table, &other), [RouteFault::Narrowed { by: lamps.clone() }]);
    let whole = table.with(route("works.roads.potholes", Level::Regency, None, "roads"));
    let by = vec![lamps[0].clone(), category("works.roads.potholes")];
    assert_eq!(faults(&whole, &other), [RouteFault::Hidden { by }]);
    assert_eq!(faults(&whole, &route("conduct", Level::Regency, None, "insp")), []);
}

#[test]
fn a_row_that_would_lead_nowhere_is_named() {
    let ended = route("conduct", Level::National, Some("O"), "insp");
    let last_day = date(2024, 10, 20);
    let found = faults(&table(), &ended);
    assert_eq!(found, [RouteFault::AgencyEnds { agency: agency("O"), last_day }]);
    let health = route("conduct", Level::Regency, None, "health");
    assert_eq!(faults(&table(), &health), [RouteFault::UnitMissing { without: 1, of: 2 }]);
    let gone = route("conduct", Level::Village, None, "gone");
    assert_eq!(faults(&table(), &gone), [RouteFault::UnitMissing { without: 2, of: 2 }]);
    assert_eq!(faults(&table(), &route("conduct", Level::Village, None, "district")), []);
}
