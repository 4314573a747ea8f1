//! What administration changes.

use super::{OFFICER, TODAY, World, code, new_agency, refused, region};
use domain::calendar::{Holiday, HolidayKind, Limit, Zone};
use domain::directory::{Agency, AgencyKind, HubKind, UnitKind};
use domain::{AgencyId, DeadlineKind, Rules};
use jiff::civil::date;
use store::both_engines;
use store::reference::change::{self, NewAgency, NewUnit, Refusal, Reorganisation};
use store::reference::{self, list};

both_engines!(names_travel_in_time, |db| async move {
    let world = World::without_villages(db).await;
    let store = &world.store;
    let bp2mi = world
        .reference()
        .directory
        .agencies()
        .find(|a| a.names.len() > 1 && a.id == AgencyId(23))
        .unwrap()
        .clone();
    let short = |agency: &Agency, day| agency.name_on(day).unwrap().short_name.to_string();
    assert_eq!(short(&bp2mi, date(2021, 5, 1)), "BP2MI");
    assert_eq!(short(&bp2mi, TODAY), "KP2MI/BP2MI");

    let health = world.agency("kemenkes").id;
    let from = date(2027, 2, 1);
    let name = || ("Kementerian Kesehatan Nasional".into(), "Kemenkesnas".into());
    change::rename_agency(store, OFFICER, health, from, name()).await.unwrap();
    let renamed = world.agency("kemenkes");
    assert_eq!(short(&renamed, TODAY), "Kemenkes");
    assert_eq!(short(&renamed, date(2027, 1, 31)), "Kemenkes");
    assert_eq!(short(&renamed, from), "Kemenkesnas");
    assert_eq!(world.audit(format!("agency:{health}")).await, ["agency.renamed"]);
    let again =
        change::rename_agency(store, OFFICER, health, from, ("Lain".into(), "L".into())).await;
    assert_eq!(refused(again), Refusal::LaterChange);
    let same = change::rename_agency(store, OFFICER, health, date(2028, 1, 1), name()).await;
    assert_eq!(refused(same), Refusal::Unchanged);
});

both_engines!(agencies_split_and_merge, |db| async move {
    let world = World::without_villages(db).await;
    let store = &world.store;
    let before = store.reference().revision;
    let first = change::add_agency(store, OFFICER, new_agency("kemencoba-satu")).await.unwrap();
    let second = change::add_agency(store, OFFICER, new_agency("kemencoba-dua")).await.unwrap();
    assert_eq!(
        refused(change::add_agency(store, OFFICER, new_agency("kemencoba-dua")).await),
        Refusal::SlugTaken
    );
    assert!(store.reference().directory.inspectorate_of(first).is_some());
    assert_eq!(store.reference().revision, before + 2);

    let (last_day, next) = (date(2026, 12, 31), date(2027, 1, 1));
    let old = world.agency("kemenkes");
    let split =
        |successors: Vec<AgencyId>| Reorganisation { ended: vec![old.id], last_day, successors };
    assert_eq!(
        refused(change::reorganise(store, OFFICER, split(vec![old.id])).await),
        Refusal::BadSuccessor
    );
    let early = Reorganisation { last_day: date(2026, 6, 30), ..split(vec![first]) };
    assert_eq!(refused(change::reorganise(store, OFFICER, early).await), Refusal::BadSuccessor);
    change::reorganise(store, OFFICER, split(vec![first, second])).await.unwrap();
    assert_eq!(
        refused(change::reorganise(store, OFFICER, split(vec![first])).await),
        Refusal::AlreadyEnded
    );
    let reference = store.reference();
    let directory = &reference.directory;
    assert_eq!(directory.resolve(old.id, last_day).unwrap().id, old.id);
    assert!(directory.resolve(old.id, next).is_none(), "somebody has to choose");
    assert!(directory.hubs_of(old.id, next).all(|hub| hub.kind == HubKind::National));
    assert!(directory.hubs_of(old.id, last_day).any(|hub| hub.kind == HubKind::Sector));

    let merged = [world.agency("bkn").id, world.agency("lan").id];
    let merge = Reorganisation { ended: merged.to_vec(), last_day, successors: vec![first] };
    change::reorganise(store, OFFICER, merge).await.unwrap();
    let reference = store.reference();
    for agency in merged {
        assert_eq!(reference.directory.resolve(agency, next).unwrap().id, first);
        assert_eq!(world.audit(format!("agency:{agency}")).await, ["agency.ended"]);
    }
    let city = NewAgency {
        kind: AgencyKind::City,
        region: Some(region("3273")),
        ..new_agency("kota-lain")
    };
    assert_eq!(refused(change::add_agency(store, OFFICER, city).await), Refusal::RegionGoverned);
});

both_engines!(units_hubs_and_settings_change, |db| async move {
    let world = World::without_villages(db).await;
    let store = &world.store;
    let bandung = world.agency("kota-bandung").id;
    let unit =
        |code: &str| store.reference().directory.unit_by_code(bandung, code).unwrap().clone();
    let health = unit("health").id;
    let new = NewUnit {
        agency: bandung,
        parent: Some(health),
        code: "clinic".into(),
        kind: UnitKind::Other,
        name: "Klinik".into(),
    };
    let clinic = change::add_unit(store, OFFICER, new.clone()).await.unwrap();
    assert_eq!(refused(change::add_unit(store, OFFICER, new).await), Refusal::CodeTaken);
    assert_eq!(
        refused(change::end_unit(store, OFFICER, health, TODAY).await),
        Refusal::HasChildren
    );
    assert_eq!(
        refused(change::move_unit(store, OFFICER, health, Some(clinic)).await),
        Refusal::BadParent
    );
    let reference = store.reference();
    let tree = list::unit_tree(&reference.directory, bandung, TODAY, false);
    let at = tree.iter().position(|(_, unit)| unit.id == clinic).unwrap();
    assert_eq!((tree[at].0, tree[at - 1].1.id), (1, health));
    change::rename_unit(store, OFFICER, clinic, "Klinik Utama".into()).await.unwrap();
    change::move_unit(store, OFFICER, clinic, None).await.unwrap();
    change::end_unit(store, OFFICER, clinic, TODAY).await.unwrap();
    assert_eq!(&*unit("clinic").name, "Klinik Utama");
    assert!(!unit("clinic").exists_on(date(2026, 11, 21)));
    let inspectorate = unit("inspectorate").id;
    assert_eq!(
        refused(change::end_unit(store, OFFICER, inspectorate, TODAY).await),
        Refusal::InspectorateNeeded
    );
    assert_eq!(
        world.audit(format!("unit:{clinic}")).await,
        ["unit.added", "unit.renamed", "unit.moved", "unit.ended"]
    );

    let hub =
        |code: &str| store.reference().directory.hubs().find(|h| &*h.code == code).unwrap().id;
    let (pmk, ministry) = (hub("pmk"), world.agency("kemenkes").id);
    assert_eq!(
        refused(change::add_hub_member(store, OFFICER, pmk, ministry, TODAY).await),
        Refusal::AlreadyMember
    );
    assert_eq!(
        refused(change::end_hub_member(store, OFFICER, hub("pangan"), ministry, TODAY).await),
        Refusal::NotMember
    );
    assert_eq!(
        refused(change::add_hub_member(store, OFFICER, hub("national"), ministry, TODAY).await),
        Refusal::HubHasAll
    );
    change::end_hub_member(store, OFFICER, pmk, ministry, date(2026, 12, 31)).await.unwrap();
    change::add_hub_member(store, OFFICER, hub("pangan"), ministry, date(2027, 1, 1))
        .await
        .unwrap();
    let reference = store.reference();
    let sectors = |day| {
        reference
            .directory
            .hubs_of(ministry, day)
            .filter(|h| h.kind == HubKind::Sector)
            .map(|h| h.id)
            .collect::<Vec<_>>()
    };
    assert_eq!((sectors(TODAY), sectors(date(2027, 1, 1))), (vec![pmk], vec![hub("pangan")]));

    let limit = Some(Limit::working_days(7));
    change::set_settlement(store, OFFICER, bandung, limit).await.unwrap();
    assert_eq!(world.agency("kota-bandung").settlement, limit);
    change::set_category_hidden(store, OFFICER, bandung, code("forestry"), true).await.unwrap();
    assert!(store.reference().hidden.has(bandung, &code("forestry.other")));
    let catch_all = change::set_category_hidden(store, OFFICER, bandung, code("other"), true).await;
    assert_eq!(refused(catch_all), Refusal::OneCatchAll);
    change::set_category_hidden(store, OFFICER, bandung, code("forestry"), false).await.unwrap();
    assert_eq!(store.reference().hidden.of(bandung).count(), 0);
});

both_engines!(categories_rules_and_holidays_are_dated, |db| async move {
    let world = World::without_villages(db).await;
    let store = &world.store;
    let roads = code("public_works.roads");
    let (leaf, sibling) = {
        let reference = store.reference();
        let mut leaves = reference
            .categories
            .below(Some(&roads))
            .filter(|l| !l.catch_all && !l.keywords.is_empty());
        (leaves.next().unwrap().clone(), leaves.next().unwrap().clone())
    };
    let from = date(2026, 12, 1);
    let mut changed = leaf.clone();
    changed.name = ("Jalan rusak".into(), "Damaged road".into());
    changed.settlement = Some(Limit::working_days(2));
    let mut stolen = changed.clone();
    stolen.keywords = sibling.keywords.clone();
    assert_eq!(
        refused(
            change::change_category(store, OFFICER, stolen, from, store.reference().sorting).await
        ),
        Refusal::KeywordTaken
    );
    change::change_category(store, OFFICER, changed.clone(), from, store.reference().sorting)
        .await
        .unwrap();
    assert_eq!(store.reference().categories.get(&leaf.code), Some(&leaf), "not yet");
    assert!(!reference::refresh_if_changed(store).await.unwrap());
    world.clock.set(Zone::Wib.instant(from.at(0, 1, 0, 0)));
    assert!(reference::refresh_if_changed(store).await.unwrap());
    assert_eq!(store.reference().categories.get(&leaf.code), Some(&changed));

    let mut added = changed.clone();
    added.code = code("public_works.roads.tunnels");
    added.keywords = vec!["terowongan".into()];
    change::add_category(store, OFFICER, added.clone(), from, store.reference().sorting)
        .await
        .unwrap();
    assert_eq!(
        refused(
            change::add_category(store, OFFICER, added.clone(), from, store.reference().sorting)
                .await
        ),
        Refusal::CodeTaken
    );
    let reference = store.reference();
    let order: Vec<bool> = reference.categories.below(Some(&roads)).map(|l| l.catch_all).collect();
    assert_eq!(order.last(), Some(&true), "the catch-all stays last");
    assert_eq!(reference.categories.faults(), Vec::<String>::new());
    assert_eq!(
        refused(change::retire_category(store, OFFICER, roads.clone(), from, None).await),
        Refusal::HasChildren
    );
    change::retire_category(store, OFFICER, added.code.clone(), from, None).await.unwrap();
    assert!(!store.reference().categories.get(&added.code).unwrap().is_used_on(date(2026, 12, 2)));

    let mut rules = Rules {
        valid_from: date(2027, 1, 1),
        source: "Permen PANRB 5/2025".into(),
        ..Rules::seed()
    };
    rules.limits.insert(DeadlineKind::SettleComplaint, Limit::working_days(10));
    let past = Rules { valid_from: from, ..rules.clone() };
    assert_eq!(refused(change::add_rules(store, OFFICER, past).await), Refusal::NotInFuture);
    let id = change::add_rules(store, OFFICER, rules.clone()).await.unwrap();
    assert_eq!(
        refused(change::add_rules(store, OFFICER, rules.clone()).await),
        Refusal::RulesOverlap
    );
    let reference = store.reference();
    let settle = |day| reference.rules.on(day).unwrap().limit(DeadlineKind::SettleComplaint).amount;
    assert_eq!((settle(date(2026, 12, 31)), settle(date(2027, 1, 1))), (14, 10));
    assert_eq!(reference.rules.get(id), Some(&Rules { id, ..rules }));

    let calendar = store.reference().calendar.revision();
    let holiday = Holiday {
        date: date(2027, 3, 3),
        kind: HolidayKind::National,
        region: None,
        name: ("Libur percobaan".into(), "Trial holiday".into()),
    };
    change::add_holiday(store, OFFICER, holiday.clone(), "SKB".into()).await.unwrap();
    assert_eq!(
        refused(change::add_holiday(store, OFFICER, holiday.clone(), "SKB".into()).await),
        Refusal::HolidayTaken
    );
    change::move_holiday(store, OFFICER, holiday.clone(), date(2027, 3, 4), "SKB".into())
        .await
        .unwrap();
    assert_eq!(
        refused(change::remove_holiday(store, OFFICER, holiday, "SKB".into()).await),
        Refusal::UnknownHoliday
    );
    assert_eq!(store.reference().calendar.revision(), calendar + 2);
    let national = domain::calendar::Place::NATIONAL;
    assert!(store.reference().calendar.holiday(date(2027, 3, 4), national).is_some());
    assert!(store.reference().calendar.holiday(date(2027, 3, 3), national).is_none());
});
