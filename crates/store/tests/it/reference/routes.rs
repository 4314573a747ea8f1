//! Routes change with a day, are looked at before, and never by somebody who saw another table.

use super::{OFFICER, TODAY, World, code, refused, region, seed, small};
use domain::calendar::Zone;
use domain::kind::Level;
use domain::report::Office;
use domain::routing::Route;
use jiff::civil::date;
use store::both_engines;
use store::reference::change::{self, Refusal};
use store::reference::{self, rows};

both_engines!(a_route_holds_from_its_day_until_its_last, |db| async move {
    let world = World::without_villages(db).await;
    let store = &world.store;
    let lamps = code("public_works.roads.street_lighting");
    let bandung = region("3273");
    let unit = |of: &str| {
        let reference = store.reference();
        let city = reference.directory.agency_by_slug("kota-bandung").unwrap().id;
        let unit = reference.directory.unit_by_code(city, of).expect(of).id;
        Office { agency: city, unit: Some(unit) }
    };
    let office = |day| {
        let reference = store.reference();
        reference.routing.office(&lamps, Level::Regency, Some(bandung), &reference.directory, day)
    };
    let before = office(TODAY).unwrap();
    assert_ne!(before, unit("health"));
    let route = Route {
        category: lamps.clone(),
        level: Level::Regency,
        agency: None,
        unit: "health".into(),
    };
    let from = date(2026, 12, 1);
    let seen = store.reference().sorting;
    let revision = store.reference().revision;
    change::may_set_route(store, route.clone(), from, seen).await.unwrap();
    assert_eq!(store.reference().revision, revision, "looking changes nothing");
    change::set_route(store, OFFICER, route.clone(), from, seen).await.unwrap();
    assert_eq!(office(TODAY), Some(before), "not yet");
    world.clock.set(Zone::Wib.instant(from.at(0, 1, 0, 0)));
    assert!(reference::refresh_if_changed(store).await.unwrap());
    assert_eq!(office(from), Some(unit("health")));

    // A newer data set does not take it back.
    seed(store, small().with("notes.csv", "newer\n")).await;
    assert_eq!(office(from), Some(unit("health")));

    let seen = store.reference().sorting;
    let key = (lamps.clone(), Level::Regency);
    change::may_end_route(store, key.clone(), from, seen).await.unwrap();
    change::end_route(store, OFFICER, key.clone(), from, seen).await.unwrap();
    assert_eq!(office(from), Some(unit("health")), "until its last day");
    world.clock.set(Zone::Wib.instant(date(2026, 12, 2).at(0, 1, 0, 0)));
    assert!(reference::refresh_if_changed(store).await.unwrap());
    let above = {
        let reference = store.reference();
        reference.routing.row(&code("public_works.roads"), Level::Regency).unwrap().unit.clone()
    };
    assert_eq!(office(date(2026, 12, 2)), Some(unit(&above)), "the next shorter one decides");
    let seen = store.reference().sorting;
    let again = change::end_route(store, OFFICER, key, date(2026, 12, 9), seen).await;
    assert_eq!(refused(again), Refusal::UnknownCategory);
    let written = rows::of_route(store, &lamps, Level::Regency).await.unwrap();
    let dates: Vec<_> = written.iter().map(|row| (row.valid_from, row.valid_to)).collect();
    assert_eq!(dates[0], (Some(from), Some(from)));
    let acts = world.audit(format!("route:{lamps}:regency")).await;
    assert_eq!(acts, ["route.set", "route.ended"]);
});

both_engines!(a_route_that_leads_nowhere_is_refused, |db| async move {
    let world = World::without_villages(db).await;
    let store = &world.store;
    let health = world.agency("kemenkes").id;
    let from = date(2026, 12, 1);
    let seen = store.reference().sorting;
    let national = Route {
        category: code("health"),
        level: Level::National,
        agency: Some(health),
        unit: "inspectorate".into(),
    };
    let regency = Route { level: Level::Regency, agency: None, ..national.clone() };
    let ended = store
        .reference()
        .directory
        .agencies()
        .find(|it| it.valid_to.is_some_and(|to| to < TODAY))
        .unwrap()
        .id;
    let none = |unit: &str| unit.into();
    for (route, why) in [
        (Route { category: code("health.no.such"), ..national.clone() }, Refusal::UnknownCategory),
        (Route { agency: None, ..national.clone() }, Refusal::AgencyNeeded),
        (Route { agency: Some(health), ..regency.clone() }, Refusal::AgencyNeeded),
        (Route { agency: Some(ended), ..national.clone() }, Refusal::NotOnThatDay),
        (Route { unit: none("no_such"), ..national.clone() }, Refusal::UnknownUnit),
        (Route { unit: none("no_such"), ..regency.clone() }, Refusal::UnknownUnit),
        (Route { unit: none("health"), ..regency.clone() }, Refusal::Unchanged),
    ] {
        let looked = change::may_set_route(store, route.clone(), from, seen).await;
        assert_eq!(refused(looked), why, "{route:?}");
        assert_eq!(refused(change::set_route(store, OFFICER, route, from, seen).await), why);
    }
    let early = change::set_route(store, OFFICER, national.clone(), date(2026, 11, 19), seen).await;
    assert_eq!(refused(early), Refusal::InPast);
    // The last one that names anybody for an affair stays.
    let key = (code("health"), Level::Regency);
    let last = change::end_route(store, OFFICER, key, from, seen).await;
    assert_eq!(refused(last), Refusal::RouteNeeded);
    change::set_route(store, OFFICER, national.clone(), from, seen).await.unwrap();
    let late = change::set_route(store, OFFICER, regency, from, seen).await;
    assert_eq!(refused(late), Refusal::Stale, "somebody has changed a route since");
    let seen = store.reference().sorting;
    let unit = Route { unit: none("secretariat"), ..national };
    assert_eq!(
        refused(change::set_route(store, OFFICER, unit, from, seen).await),
        Refusal::LaterChange
    );
});

both_engines!(a_category_is_not_changed_by_who_saw_another, |db| async move {
    let world = World::without_villages(db).await;
    let store = &world.store;
    let roads = code("public_works.roads");
    let leaf = {
        let reference = store.reference();
        reference.categories.below(Some(&roads)).next().unwrap().clone()
    };
    let mut mine = leaf.clone();
    mine.keywords.push("lubang jalan kampung".into());
    let mut theirs = leaf.clone();
    theirs.keywords.push("aspal mengelupas".into());
    let seen = store.reference().sorting;
    let (first, second) = (date(2026, 12, 1), date(2026, 12, 2));
    change::may_change_category(store, mine.clone(), second, seen).await.unwrap();
    change::change_category(store, OFFICER, theirs, first, seen).await.unwrap();
    let looked = change::may_change_category(store, mine.clone(), second, seen).await;
    assert_eq!(refused(looked), Refusal::Stale);
    let saved = change::change_category(store, OFFICER, mine.clone(), second, seen).await;
    assert_eq!(refused(saved), Refusal::Stale);
    let seen = store.reference().sorting;
    change::change_category(store, OFFICER, mine, second, seen).await.unwrap();
});
