//! The box for everybody and the box at the desk: numbers, words, mistakes, filters with counts,
//! suggestions, the feed, and searches that are kept.

use crate::app_test;
use crate::guest::words;
use crate::nation::{CITY, LEAF, MINISTRY};
use crate::world::{Page, Who, World, forward};
use axum::http::StatusCode;
use domain::command::{Command, Post};
use domain::kind::ActionTaken;
use domain::visibility::Privacy;
use domain::{AgencyId, Filing, Report};
use jiff::SignedDuration;
use store::search::{learn, saved};

/// A report with this title at the desk of an agency.
async fn at(world: &World, agency: AgencyId, title: &str) -> Report {
    let filing = Filing { title: title.to_owned(), ..World::filing() };
    let report = world.file(filing).await;
    world.give_as(report.id, forward(agency), Who::National).await
}

async fn get(world: &World, path: &str) -> Page {
    let page = world.get(path, "").await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    page
}

app_test!(a_number_in_any_grouping_leads_to_its_report, |db| async move {
    let world = World::new(db).await;
    let open = at(&world, CITY, "Lampu jalan padam").await;
    let secret = Privacy { anonymous: false, confidential: true };
    let hidden = world.file(Filing { privacy: secret, ..World::filing() }).await;
    let digits = open.tracking.compact();
    let grouped = open.tracking.to_string().replace(' ', "+");
    for typed in [digits.clone(), grouped, format!("{}-{}", &digits[..3], &digits[3..])] {
        let page = world.get(&format!("/en/laporan?kata={typed}"), "").await;
        assert_eq!(page.location, format!("/en/laporan/{digits}"), "{typed}");
    }
    let page = get(&world, &format!("/laporan?kata={}", hidden.tracking.compact())).await;
    let unknown = get(&world, "/laporan?kata=1234567890").await;
    let told = |page: &Page| words(&page.html).contains("Tidak ada laporan di sini");
    assert!(told(&page) && told(&unknown), "hidden and unknown look the same");
});

app_test!(what_was_meant_is_shown_and_what_was_typed_can_be_had, |db| async move {
    let world = World::new(db).await;
    for n in 0..4 {
        at(&world, CITY, &format!("Jembatan gantung {n}")).await;
    }
    learn(&world.store).await.unwrap();
    let page = get(&world, "/laporan?kata=jemabtan").await;
    let text = words(&page.html);
    assert!(
        text.contains("Ini hasil untuk jembatan") && text.contains("4 laporan cocok"),
        "{text}"
    );
    assert!(page.has("persis=ya"));
    let exact = get(&world, "/laporan?kata=jemabtan&persis=ya").await;
    assert!(!exact.has("Jembatan gantung"));
    let common = get(&world, "/en/laporan?kata=yang").await;
    assert!(words(&common.html).contains("Nearly every report has that word"));
    // What was typed comes back as text, whatever it is.
    let odd = get(&world, "/laporan?kata=%3Cb%3E%22x%27+-&dari=kapan&halaman=999&batas=x").await;
    assert!(!odd.has("<b>") && odd.has("&lt;b&gt;"));
});

app_test!(results_are_counted_narrowed_and_turned, |db| async move {
    let world = World::new(db).await;
    for n in 0..28 {
        at(&world, if n < 3 { MINISTRY } else { CITY }, &format!("Lampu jalan nomor {n}")).await;
    }
    let page = get(&world, "/laporan?kata=lampu").await;
    let text = words(&page.html);
    assert!(
        text.contains("28 laporan cocok") && text.contains("(25)") && text.contains("(3)"),
        "{text}"
    );
    assert!(page.has("kata=lampu&amp;halaman=1"), "the next page");
    let second = get(&world, "/laporan?kata=lampu&halaman=1").await;
    assert_eq!(second.html.matches("<h2><a href=\"/laporan/").count(), 3);
    let agency = get(&world, "/laporan?kata=lampu&instansi=kota-bandung").await;
    assert!(words(&agency.html).contains("25 laporan cocok"));
    assert!(agency.has("Hapus saringan"));
    let newest = get(&world, "/laporan?kata=lampu&urut=baru").await;
    assert!(newest.has("sebelum="));
    let named = get(&world, "/laporan?kata=lampu+kota+bandung").await;
    assert!(named.has("?kata=lampu&amp;") && words(&named.html).contains("Maksud Anda"));
    for (path, n) in [
        ("/laporan?kata=lampu&jenis=aspiration", 0),
        ("/laporan?kata=lampu&dari=2026-12-02", 0),
        ("/laporan?kata=lampu&sampai=2026-12-01&provinsi=32", 28),
        (&format!("/laporan?kata=lampu&kategori={LEAF}"), 28),
        ("/laporan?jenis=complaint&keadaan=at_agency&provinsi=32", 28),
    ] {
        let page = get(&world, path).await;
        let told = words(&page.html).contains(&format!("{n} laporan cocok"));
        assert!(told || (n == 0 && page.has("Tampilkan semua laporan")), "{path}");
    }
});

app_test!(suggestions_and_the_feed_hold_what_everybody_may_read, |db| async move {
    let world = World::new(db).await;
    for n in 0..3 {
        at(&world, CITY, &format!("Jembatan gantung {n}")).await;
    }
    let unverified = world.file(Filing { title: "Jembatan rahasia".to_owned(), ..World::filing() });
    let unverified = unverified.await.tracking;
    learn(&world.store).await.unwrap();
    let list = get(&world, "/laporan/saran?kata=jemb").await;
    assert_eq!(
        list.html.matches("role=\"option\"").count(),
        4,
        "a word, three reports: {}",
        list.html
    );
    assert!(list.has(">jembatan<") && !list.has("rahasia") && !list.has(&unverified.to_string()));
    let places = get(&world, "/en/laporan/saran?kata=bandu").await;
    assert!(
        places.has("in Kota Bandung") && places.has("for Pemerintah Kota Bandung"),
        "{}",
        places.html
    );
    assert!(get(&world, "/laporan/saran?kata=j").await.html.is_empty());
    let feed = get(&world, "/laporan.atom?kata=jembatan").await;
    assert_eq!(feed.html.matches("<entry>").count(), 3);
    assert!(feed.has("http://lapor.test/laporan.atom?kata=jembatan") && !feed.has("rahasia"));
    assert!(feed.html.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns="));
    assert!(get(&world, "/laporan?kata=jembatan").await.has("/laporan.atom?kata=jembatan"));
});

app_test!(the_desk_finds_answers_of_its_office_and_leads_to_the_report, |db| async move {
    let world = World::new(db).await;
    let ours = world.at_roads().await;
    let post = Post { text: "Kabel kanarikuning sudah diganti.".to_owned(), files: Vec::new() };
    let said = Command::PostAnswer { post, action: ActionTaken::Done, scheduled_for: None };
    world.give_as(ours.id, said, Who::Liaison).await;
    let link = format!("/meja/laporan/{}", ours.tracking.compact());
    for who in [Who::CityAdmin, Who::Liaison, Who::Head, Who::National] {
        let cookie = world.sign_in(who).await;
        let page = world.get("/meja/cari?q=kanarikuning", &cookie).await;
        assert!(page.has(&link) && words(&page.html).contains("1 laporan cocok"), "{who:?}");
        let list = world.get("/meja/cari/saran?q=kanarik", &cookie).await;
        assert!(!list.has(&link), "half a word that nobody taught");
        let number = world.get(&format!("/meja/cari?q={}", ours.tracking.compact()), &cookie).await;
        assert!(number.location.ends_with(&ours.tracking.compact()), "{who:?} {}", number.location);
    }
    let other = world.sign_in(Who::MinistryAdmin).await;
    assert!(!world.get("/meja/cari?q=kanarikuning", &other).await.has(&link));
    let learner = world.sign_in(Who::Learner).await;
    assert_eq!(world.get("/meja/cari?q=lampu", &learner).await.status, StatusCode::FORBIDDEN);
    assert!(!world.get("/meja/cari?q=lampu", "").await.location.is_empty(), "strangers sign in");
});

app_test!(a_kept_search_tells_what_it_newly_finds, |db| async move {
    let world = World::new(db).await;
    at(&world, CITY, "Lampu jalan padam").await;
    let cookie = world.sign_in(Who::CityAdmin).await;
    let token = world.get("/meja/cari?q=lampu", &cookie).await.hidden("token");
    let keep = async |name: &str| {
        let fields =
            [("token", token.as_str()), ("cari", "q=lampu"), ("nama", name), ("kabari", "soon")];
        world.post("/meja/cari/simpan", &cookie, &fields).await
    };
    let bad = keep("").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.has("href=\"#nama\"") && bad.has("value=\"lampu\""), "the words stay");
    let kept = keep("Lampu di kota").await;
    assert_eq!(kept.location, "/meja/cari?q=lampu&berhasil=simpan");
    assert!(world.get("/meja/cari", &cookie).await.has("Lampu di kota"));
    let officer = world.officer(Who::CityAdmin).await;
    let told = async || {
        world.clock.advance(SignedDuration::from_mins(6));
        assert_eq!(saved::look(&world.store).await.unwrap(), 1);
        assert_eq!(saved::look(&world.store).await.unwrap(), 0, "not before its time");
        let inbox = [format!("o{officer}")];
        store::notices::inbox(&world.store, &inbox, None).await.unwrap().len()
    };
    assert_eq!(told().await, 0, "what it found when it was kept is no news");
    at(&world, MINISTRY, "Lampu gedung padam").await;
    assert_eq!(told().await, 0, "another agency's");
    let new = at(&world, CITY, "Lampu taman padam").await;
    at(&world, CITY, "Lampu pasar padam").await;
    assert_eq!(told().await, 1);
    assert_eq!(told().await, 1, "once");
    let page = world.get("/meja/kabar", &cookie).await;
    assert!(
        page.has("2 laporan baru cocok")
            && page.has("Lampu di kota")
            && page.has("/meja/cari?q=lampu")
    );
    // Nobody else reads it, not even at the same desk.
    let head = world.sign_in(Who::Head).await;
    assert!(!world.get("/meja/kabar", &head).await.has("Lampu di kota"));
    let id = saved::of_officer(&world.store, officer).await.unwrap()[0].id.to_string();
    let change = async |cookie: &str, token: &str, act: &str| {
        let fields =
            [("token", token), ("simpanan", id.as_str()), ("kabari", "never"), ("tindakan", act)];
        world.post("/meja/cari/simpanan", cookie, &fields).await
    };
    let theirs = world.get("/meja/cari?q=lampu", &head).await.hidden("token");
    assert_eq!(change(&head, &theirs, "hapus").await.status, StatusCode::NOT_FOUND);
    assert!(change(&cookie, &token, "ubah").await.location.contains("ubah"));
    world.clock.advance(SignedDuration::from_hours(1));
    assert_eq!(saved::look(&world.store).await.unwrap(), 0, "turned off");
    let again = world.sign_in(Who::CityAdmin).await;
    let token = world.get("/meja/cari?q=lampu", &again).await.hidden("token");
    assert!(change(&again, &token, "hapus").await.location.contains("hapus"));
    assert!(saved::of_officer(&world.store, officer).await.unwrap().is_empty(), "{}", new.id);
});
