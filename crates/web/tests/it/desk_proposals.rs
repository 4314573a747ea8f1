//! What LAPOR suggests at the desk, and accepting it.

use crate::app_test;
use crate::guest::words;
use crate::nation::{CITY, LEAF, ROADS};
use crate::world::{Who, World};
use axum::http::StatusCode;
use domain::category::CategoryCode;
use domain::report::{Office, StageName};
use domain::visibility::Privacy;
use domain::{Filing, Report};
use triage::Decision;

const LAMP: &str = "public_works.roads.lighting";
const HOLE: &str = "public_works.roads.holes";

fn code(text: &str) -> CategoryCode {
    CategoryCode::parse(text).expect("a code")
}

/// Files what nobody has classified yet.
async fn filed(world: &World, title: &str, body: &str) -> Report {
    let (title, body) = (title.to_owned(), body.to_owned());
    world.file(Filing { title, body, category: None, ..World::filing() }).await
}

fn teach(world: &World, text: &str, category: &str, times: usize) {
    let category = code(category);
    let decision = Decision {
        text,
        category: &category,
        lead: Some(CITY),
        unit: None,
        region: None,
        sex: None,
        day: 0,
    };
    world.app.suggester().teach(|learned| (0..times).for_each(|_| learned.learn(&decision)));
}

app_test!(one_key_accepts_a_suggestion_and_sends_the_report_on, |db| async move {
    let world = World::new(db).await;
    let report =
        filed(&world, "Penerangan jalan mati", "Penerangan jalan di gang kami mati.").await;
    let cookie = world.sign_in(Who::National).await;
    let path = format!("/meja/verifikasi/{}", report.tracking.compact());
    let page = world.get(&path, &cookie).await;
    let shown = words(&page.html);
    assert!(shown.contains("Usulan LAPOR 1 Penerangan jalan · Jalan → Dinas"), "{shown}");
    assert!(page.has("data-key=\"1\" data-press") && shown.contains("penerangan"), "with reasons");
    let (city, roads) = (CITY.to_string(), ROADS.to_string());
    let fields = [("kategori", LAMP), ("instansi", city.as_str()), ("unit", roads.as_str())];
    let sent = world.act(&cookie, "verifikasi", &report, "usulan", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let after = world.load(report.id).await;
    assert_eq!((&after.category, after.lead), (&Some(code(LAMP)), Some(CITY)));
    assert_eq!(after.stage.name(), StageName::AtAgency);
    // A second click has seen an older version.
    let number = report.tracking.compact();
    let stale = [("token", page.hidden("token")), ("versi", "1".into()), ("kategori", HOLE.into())];
    let stale: Vec<_> = stale.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let again = world.post(&format!("/meja/laporan/{number}/usulan"), &cookie, &stale).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.load(report.id).await.category, Some(code(LAMP)));
    // At the agency the same key gives it to the unit.
    let cookie = world.sign_in(Who::CityAdmin).await;
    let sent = world.act(&cookie, "verifikasi", &after, "usulan", &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.html);
    let office = Some(Office { agency: CITY, unit: Some(ROADS) });
    assert_eq!(world.load(report.id).await.stage.office(), office);
});

app_test!(a_corrected_suggestion_changes_the_next_similar_one, |db| async move {
    let world = World::new(db).await;
    let text = "Gelap gulita sepanjang gang belakang pasar lama";
    let first = |html: &str| {
        let shown = words(html);
        let at = shown.find("Usulan LAPOR 1 ").unwrap() + "Usulan LAPOR 1 ".len();
        shown[at..].split(" · ").next().unwrap().to_owned()
    };
    let cookie = world.sign_in(Who::National).await;
    for other in ["Jalan berlubang dalam di depan rumah", "Aspal berlubang dan retak"] {
        teach(&world, other, HOLE, 15);
    }
    teach(&world, text, LAMP, 10);
    let report = filed(&world, "Gang gelap gulita", "Gang belakang pasar gelap gulita.").await;
    let path = format!("/meja/verifikasi/{}", report.tracking.compact());
    assert_eq!(first(&world.get(&path, &cookie).await.html), "Penerangan jalan");
    let report = filed(&world, "Berlubang dalam", "Depan rumah berlubang dalam sekali.").await;
    let path = format!("/meja/verifikasi/{}", report.tracking.compact());
    assert_eq!(first(&world.get(&path, &cookie).await.html), "Jalan berlubang");
});

app_test!(a_suggestion_is_refused_to_whom_the_rules_refuse_it, |db| async move {
    let world = World::new(db).await;
    let report =
        filed(&world, "Penerangan jalan mati", "Penerangan jalan di gang kami mati.").await;
    let number = report.tracking.compact();
    let path = format!("/meja/laporan/{number}/usulan");
    let stranger = world.post(&path, "", &[("kategori", LEAF)]).await;
    assert_ne!(stranger.status, StatusCode::OK);
    let cookie = world.sign_in(Who::CityAdmin).await;
    let theirs = world.at_city().await.tracking.compact();
    let token = world.get(&format!("/meja/verifikasi/{theirs}"), &cookie).await.hidden("token");
    let fields = [("token", token.as_str()), ("kategori", LEAF), ("antrean", "verifikasi")];
    assert_eq!(world.post(&path, &cookie, &fields).await.status, StatusCode::NOT_FOUND);
    let cookie = world.sign_in(Who::National).await;
    let nonsense = [("kategori", "!!"), ("instansi", "x")];
    let page = world.act(&cookie, "verifikasi", &report, "usulan", &nonsense).await;
    assert!(page.status.is_client_error(), "{}", page.status);
    let unknown = [("kategori", "no.such.leaf"), ("instansi", "1")];
    let page = world.act(&cookie, "verifikasi", &report, "usulan", &unknown).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.load(report.id).await.version, 1);
});

app_test!(what_a_text_says_of_danger_is_shown_to_officers, |db| async move {
    let world = World::new(db).await;
    let body = "Anak tetangga dipukuli ayahnya setiap malam, sekarang juga masih terdengar.";
    let filing = Filing {
        title: "Anak dipukuli di rumah".into(),
        body: body.into(),
        privacy: Privacy::default(),
        ..World::filing()
    };
    let report = world.file(filing).await;
    let cookie = world.sign_in(Who::National).await;
    let path = format!("/meja/verifikasi/{}", report.tracking.compact());
    let page = world.get(&path, &cookie).await;
    assert!(page.has("proposal-signs") && words(&page.html).contains("dipukuli"));
});
