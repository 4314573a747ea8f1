//! What the data files say, taken together.

use super::{TODAY, World, code, region};
use domain::calendar::Zone;
use domain::directory::{Agency, AgencyKind, HubKind};
use domain::kind::Level;
use domain::region::{RegionCode, RegionLevel};
use domain::{Reference, Rules};
use jiff::civil::date;
use std::collections::BTreeMap;
use store::both_engines;
use store::reference::list;

fn current(reference: &Reference) -> impl Iterator<Item = &Agency> {
    reference.directory.agencies().filter(|agency| agency.exists_on(TODAY))
}

both_engines!(the_nation_is_complete, |db| async move {
    let reference = World::nation(db).await.reference();
    let at = |level| reference.regions.all().filter(|r| r.code.level() == level).count();
    let levels =
        [RegionLevel::Province, RegionLevel::Regency, RegionLevel::District, RegionLevel::Village];
    assert_eq!(levels.map(at), [38, 514, 7_285, 83_762]);
    assert_eq!(reference.regions.len(), 91_599);
    assert_eq!(reference.regions.zone(region("9471")), Zone::Wit);
    assert!(current(&reference).count() >= 727);
    for (kind, count) in
        [(AgencyKind::Province, 38), (AgencyKind::Regency, 415), (AgencyKind::City, 93)]
    {
        assert_eq!(current(&reference).filter(|a| a.kind == kind).count(), count, "{kind}");
    }
    for agency in reference.directory.agencies() {
        assert!(!agency.names.is_empty(), "{} has no name", agency.slug);
        if agency.exists_on(TODAY) && agency.kind != AgencyKind::AdministrativeCity {
            assert!(reference.directory.inspectorate_of(agency.id).is_some(), "{}", agency.slug);
        }
    }
    let districts = reference.directory.units().filter(|u| u.code.starts_with("district.")).count();
    assert_eq!(districts, 7_285);
    let provinces =
        reference.regions.below(None).filter(|p| reference.ombudsman_office(p.code).is_some());
    assert_eq!(provinces.count(), 38);
    assert!(reference.tags.len() >= 30 && reference.tag("corona").is_some());
    assert!(reference.calendar.holidays().count() > 300);
    assert_eq!(reference.rules.sets(), [Rules::seed()]);
});

both_engines!(the_tree_is_whole, |db| async move {
    let reference = World::without_villages(db).await.reference();
    let tree = &reference.categories;
    assert_eq!(tree.faults(), Vec::<String>::new());
    assert!(tree.below(None).count() >= 32);
    assert!(tree.leaves().count() >= 350);
    assert_eq!(
        tree.below(None).last().map(|affair| affair.code.as_str().to_owned()),
        Some("other".into())
    );
    for node in tree.all() {
        let words = [&node.name.0, &node.name.1, &node.about.0, &node.about.1];
        assert!(words.iter().all(|text| !text.trim().is_empty()), "{}", node.code);
        assert_eq!(node.examples.0.len(), node.examples.1.len(), "{}", node.code);
        assert!(!node.levels.is_empty(), "{}", node.code);
    }
});

both_engines!(the_hubs_of_the_regulation_hold_what_it_lists, |db| async move {
    let world = World::without_villages(db).await;
    let reference = world.reference();
    let directory = &reference.directory;
    let day = date(2020, 7, 1);
    let hub = |code: &str| directory.hubs().find(|hub| &*hub.code == code).unwrap();
    for (code, entries) in [("marves", 14), ("perekonomian", 15), ("polhukam", 23), ("pmk", 15)] {
        let members: Vec<&Agency> =
            hub(code).members_on(day).map(|id| directory.agency(id).unwrap()).collect();
        assert!(members.iter().all(|agency| agency.exists_on(day)), "{code}");
        let enterprises = members.iter().filter(|a| a.kind == AgencyKind::StateEnterprise).count();
        let all = directory
            .agencies()
            .filter(|a| a.kind == AgencyKind::StateEnterprise && a.valid_to.is_none());
        assert_eq!(enterprises, all.count(), "{code}");
        // All state enterprises together are the last entry of each list.
        assert_eq!(members.len() - enterprises + 1, entries, "{code}");
    }
    let sectors = |slug: &str| -> Vec<&str> {
        let id = world.agency(slug).id;
        let mut codes: Vec<&str> = directory
            .hubs_of(id, day)
            .filter(|hub| hub.kind == HubKind::Sector)
            .map(|hub| &*hub.code)
            .collect();
        codes.sort_unstable();
        codes
    };
    assert_eq!(sectors("kemenpupr"), ["marves", "perekonomian"]);
    assert_eq!(sectors("klhk"), ["marves", "perekonomian"]);
    assert!(directory.hubs().count() >= 38);
    let provinces = directory.hubs().filter(|h| h.kind == HubKind::Province && h.exists_on(TODAY));
    assert_eq!(provinces.count(), 38);
    for agency in current(&reference) {
        let kinds = directory.hubs_of(agency.id, TODAY).map(|hub| hub.kind);
        assert!(kinds.filter(|kind| *kind != HubKind::National).count() > 0, "{}", agency.slug);
    }
});

both_engines!(every_leaf_finds_an_office_everywhere, |db| async move {
    let world = World::without_villages(db).await;
    let reference = world.reference();
    let (directory, routing) = (&reference.directory, &reference.routing);
    let places: Vec<RegionCode> = reference
        .regions
        .all()
        .filter(|r| r.code.level() == RegionLevel::Regency)
        .map(|regency| reference.regions.below(Some(regency.code)).next().unwrap().code)
        .collect();
    assert_eq!(places.len(), 514);
    let mut without: BTreeMap<String, String> = BTreeMap::new();
    for leaf in reference.categories.leaves() {
        for level in &leaf.levels {
            // What a place changes is only who governs it.
            let everywhere = if *level == Level::National { &places[..1] } else { &places[..] };
            for place in everywhere {
                let office = routing.office(&leaf.code, *level, Some(*place), directory, TODAY);
                let found = office
                    .and_then(|o| Some((directory.agency(o.agency)?, directory.unit(o.unit?)?)));
                match found {
                    Some((agency, unit)) if agency.exists_on(TODAY) && unit.agency == agency.id => {
                    }
                    other => {
                        let why = format!("{place}: {:?}", other.map(|(a, u)| (&a.slug, &u.code)));
                        without.entry(format!("{} {level}", leaf.code)).or_insert(why);
                    }
                }
            }
        }
    }
    assert_eq!(without, BTreeMap::new());

    let jakarta = world.agency("prov-dki-jakarta").id;
    let office = |category: &str, level, place: &str| {
        let office =
            routing.office(&code(category), level, Some(region(place)), directory, TODAY).unwrap();
        (office.agency, directory.unit(office.unit.unwrap()).unwrap().code.to_string())
    };
    for city in reference.regions.below(Some(region("31"))) {
        assert_eq!(directory.government_of(city.code, TODAY).unwrap().id, jakarta);
    }
    let waiting = "health.care.waiting";
    assert_eq!(office(waiting, Level::Regency, "317101").0, jakarta);
    assert_eq!(office("village", Level::Village, "317101"), (jakarta, "district.317101".into()));
    let bandung = world.agency("kota-bandung").id;
    assert_eq!(office("village", Level::Village, "327301"), (bandung, "district.327301".into()));
    let name = |code: &str| {
        let unit = directory.unit_by_code(bandung, code).unwrap().id;
        directory.full_unit_name(unit, TODAY).unwrap()
    };
    assert_eq!(name("health"), "Dinas Kesehatan Kota Bandung");
    assert_eq!(name("district.327301"), "Kecamatan Sukasari Kota Bandung");
    let ministry = directory.inspectorate_of(world.agency("kemenkes").id).unwrap().id;
    assert_eq!(
        directory.full_unit_name(ministry, TODAY).unwrap(),
        "Inspektorat Jenderal, Kemenkes"
    );
    // A place known only by its city has no district.
    assert_eq!(office("village", Level::Village, "3273").0, bandung);
});

both_engines!(agencies_are_found_by_any_name, |db| async move {
    let world = World::without_villages(db).await;
    let reference = world.reference();
    let find = |text: &str, kind, after, limit| {
        let filter = list::AgencyFilter { text: text.into(), kind, ended: false };
        list::agencies(&reference.directory, &filter, TODAY, after, limit)
    };
    let slugs = |text: &str| -> Vec<String> {
        find(text, None, None, 50).agencies.iter().map(|a| a.slug.to_string()).collect()
    };
    assert!(slugs("KOTA band").contains(&"kota-bandung".to_owned()));
    assert_eq!(slugs("bp2mi"), slugs("pelindungan pekerja migran"));
    assert_eq!(slugs("tidak ada di mana pun"), Vec::<String>::new());
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = find("", Some(AgencyKind::Regency), after, 100);
        seen.extend(page.agencies.iter().map(|agency| agency.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 415);
});
