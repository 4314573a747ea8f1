//! Routing by LAPOR itself: allowed by the national supervisor, told to everybody, undone at once.

use crate::app_test;
use crate::guest::words;
use crate::nation::{CITY, LEAF};
use crate::world::{Who, World};
use axum::http::StatusCode;
use domain::category::CategoryCode;
use domain::command::{Command, Evidence};
use domain::kind::DeclineReason;
use domain::report::StageName;
use domain::{Filing, Report};
use store::machine_routing::{self, Allowed};
use triage::Decision;

async fn routed(world: &World) -> Report {
    let report = world.file(Filing { category: None, ..World::filing() }).await;
    let category = CategoryCode::parse(LEAF).unwrap();
    let words = vec!["lampu".to_owned(), "padam".to_owned()];
    let evidence = Evidence { model: "1.40".into(), permille: 984, words };
    let done = machine_routing::route(&world.store, report.id, category, CITY, evidence).await;
    assert!(done.unwrap(), "an untouched plain report is routed");
    world.load(report.id).await
}

app_test!(only_the_national_supervisor_lets_a_machine_route, |db| async move {
    let world = World::new(db).await;
    let leaf = CategoryCode::parse(LEAF).unwrap();
    let path = format!("/atur/otomatis/{LEAF}");
    for path in ["/atur/otomatis", path.as_str()] {
        assert_ne!(world.get(path, "").await.status, StatusCode::OK, "a stranger");
    }
    let cookie = world.sign_in(Who::CityAdmin).await;
    let token = {
        let report = world.at_city().await.tracking.compact();
        world.get(&format!("/meja/verifikasi/{report}"), &cookie).await.hidden("token")
    };
    let turn = [("token", token.as_str()), ("nyala", "ya")];
    assert_ne!(world.post("/atur/otomatis", &cookie, &turn).await.status, StatusCode::SEE_OTHER);
    assert_eq!(machine_routing::allowed(&world.store).await.unwrap(), Allowed::default());

    let cookie = world.sign_in(Who::Supervisor).await;
    let page = world.get("/atur/otomatis", &cookie).await;
    assert_eq!(page.status, StatusCode::OK, "{}", words(&page.html));
    let token = page.hidden("token");
    let turn = [("token", token.as_str()), ("nyala", "ya")];
    let page = world.post("/atur/otomatis", &cookie, &turn).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    for (typed, status) in [("", 422), ("49", 422), ("101", 422), ("abc", 422), ("97", 303)] {
        let allow = [("token", token.as_str()), ("ambang", typed)];
        let page = world.post(&path, &cookie, &allow).await;
        assert_eq!(page.status.as_u16(), status, "{typed}");
    }
    let allowed = machine_routing::allowed(&world.store).await.unwrap();
    assert!(allowed.on && allowed.thresholds == [(leaf.clone(), 970)].into());
    let page = world.get("/atur/otomatis", &cookie).await;
    assert!(words(&page.html).contains("97%"), "{}", words(&page.html));
    let off = [("token", token.as_str()), ("nyala", "tidak")];
    world.post("/atur/otomatis", &cookie, &off).await;
    let forbid = [("token", token.as_str()), ("larang", "ya")];
    world.post(&path, &cookie, &forbid).await;
    assert_eq!(machine_routing::allowed(&world.store).await.unwrap(), Allowed::default());
    for unknown in ["/atur/otomatis/public_works", "/atur/otomatis/no.such.leaf"] {
        assert_eq!(world.get(unknown, &cookie).await.status, StatusCode::NOT_FOUND);
    }
});

app_test!(the_curve_of_a_category_comes_from_decisions, |db| async move {
    let world = World::new(db).await;
    let leaf = CategoryCode::parse(LEAF).unwrap();
    let day = domain::counter::day_of(world.store.now());
    world.app.suggester().teach(|learned| {
        // A third of them two months ago.
        for n in 0..90 {
            let text = format!("Penerangan jalan mati di gang nomor {n}");
            let decision = Decision {
                text: &text,
                category: &leaf,
                lead: Some(CITY),
                unit: None,
                region: None,
                sex: None,
                day: if n < 30 { day - 60 } else { day },
            };
            learned.learn(&decision);
        }
    });
    let cookie = world.sign_in(Who::Supervisor).await;
    let page = world.get(&format!("/atur/otomatis/{LEAF}"), &cookie).await;
    assert!(words(&page.html).contains("diputus petugas: 60"), "{}", words(&page.html));
    let card = world.get("/model", "").await;
    let shown = words(&card.html);
    assert!(card.status == StatusCode::OK && shown.contains("Keputusan 90"), "{shown}");
    assert!(shown.contains("Usulan pertama tepat: ") && shown.contains("% → "), "{shown}");
    assert!(world.get("/en/model", "").await.has("First proposal right"));
});

app_test!(a_routed_report_says_so_and_is_public_only_after_an_officer, |db| async move {
    let world = World::new(db).await;
    let report = routed(&world).await;
    assert_eq!((report.stage.name(), report.lead), (StageName::AtAgency, Some(CITY)));
    let path = format!("/laporan/{}", report.tracking.compact());
    assert_eq!(world.get(&path, "").await.status, StatusCode::NOT_FOUND);
    let cookie = world.sign_in(Who::CityAdmin).await;
    let page = world.get(&format!("/meja/verifikasi/{}", report.tracking.compact()), &cookie).await;
    let shown = words(&page.html);
    assert!(shown.contains("98% yakin karena: lampu, padam. Model 1.40"), "{shown}");
    // Given back in one step, and no transfer is counted.
    let decline = Command::Decline {
        reason: DeclineReason::NotOurAuthority,
        explanation: "Lampu ini milik kementerian.".into(),
        suggested: None,
    };
    let back = world.give_as(report.id, decline, Who::CityAdmin).await;
    assert_eq!((back.stage.name(), back.transfers), (StageName::AtNational, 0));
    // Nobody's work is taken over by a machine.
    let category = CategoryCode::parse(LEAF).unwrap();
    let evidence = Evidence { model: "1.40".into(), permille: 999, words: Vec::new() };
    let again = machine_routing::route(&world.store, report.id, category, CITY, evidence).await;
    assert!(!again.unwrap());
});
