//! Places and offices found by name on the form, without a script.

use crate::app_test;
use crate::guest::{Guest, NAMED};
use crate::nation::{CITY, HEALTH, region};
use crate::world::World;
use axum::http::StatusCode;
use domain::Office;
use store::reports;
use store::reports::queries::by_tracking;

app_test!(a_place_is_found_by_its_name, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    let here = "/lapor/tempat";
    assert!(guest.get(here).await.has("name=\"nama\""));
    let page = guest.get("/lapor/tempat?cari=Kec.+andir&ubah=ya").await;
    assert!(page.has("1 tempat cocok") && page.has("value=\"327306\""));
    assert!(page.has("Kecamatan · Kota Bandung, Jawa Barat"), "what it lies in");
    // Nothing chosen, and something that is not there.
    for wrong in ["", "99"] {
        let again = guest.post(here, &[("cari", "andir"), ("wilayah", wrong)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.has("href=\"#wilayah\"") && again.has("value=\"327306\""));
    }
    let chosen = [("cari", "andir"), ("wilayah", "327306"), ("ubah", "ya")];
    assert_eq!(guest.answer(here, &chosen).await, "/lapor/tempat?ubah=ya");
    let page = guest.get("/lapor/tempat?ubah=ya").await;
    assert!(page.has("<option value=\"327306\" selected>Andir</option>"));
    assert!(page.has("Depan SD Negeri 3"), "the words stay");
    let on = [
        ("tampil", "3"),
        ("provinsi", "32"),
        ("kabupaten", "3273"),
        ("kecamatan", "327306"),
        ("keterangan", "Depan pasar"),
        ("ubah", "ya"),
    ];
    assert_eq!(guest.answer(here, &on).await, "/lapor/periksa");
    let (number, _) = guest.send().await;
    let row = by_tracking(&world.store, domain::TrackingId::parse(&number).unwrap()).await;
    assert_eq!(row.unwrap().unwrap().region, Some(region("327306")));
    let none = guest.get("/en/lapor/tempat?cari=%3Cb%3Ezzz").await;
    assert!(!none.has("<b>zzz"));
});

app_test!(what_was_written_proposes_the_place, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    let here = "/lapor/tempat";
    guest.answer("/lapor/jenis", &[("jenis", "complaint")]).await;
    let body = "Lampu jalan di Kecamatan Andir, Kota Bandung padam sejak Senin.";
    guest.answer("/lapor/isi", &[("judul", "Lampu jalan padam"), ("isi", body)]).await;
    guest.answer("/lapor/kategori", &[("biar", "petugas")]).await;
    let asked = [
        (here, "Dari tulisan Anda", "Kecamatan · Kota Bandung"),
        ("/en/lapor/tempat", "From what you wrote", "District · Kota Bandung"),
    ];
    for (path, question, what) in asked {
        let page = guest.get(path).await;
        assert!(page.has(question) && page.has(what), "{path}");
        assert!(page.has("name=\"usul\"") && page.has("value=\"327306\""));
        assert!(!page.has(" checked"), "nothing is chosen for anybody");
    }
    // Nothing chosen is nothing chosen, and the proposal is still there.
    let none = [("tampil", "1"), ("usul", "lain")];
    let again = guest.post(here, &none).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.has("name=\"usul\"") && again.has("href=\"#provinsi\""));
    let one = [("tampil", "1"), ("usul", "327306"), ("keterangan", "Depan pasar")];
    assert_eq!(guest.answer(here, &one).await, "/lapor/tujuan");
    let page = guest.get(here).await;
    assert!(page.has("<option value=\"327306\" selected>Andir</option>"));
    assert!(page.has("Depan pasar") && !page.has("name=\"usul\""));
});

app_test!(words_typed_beside_a_search_are_kept, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    let here = "/lapor/tempat";
    guest.answer("/lapor/jenis", &[("jenis", "complaint")]).await;
    let body = "Lampu jalan padam sejak hari Senin dan jalan gelap.";
    guest.answer("/lapor/isi", &[("judul", "Lampu jalan padam"), ("isi", body)]).await;
    guest.answer("/lapor/kategori", &[("biar", "petugas")]).await;
    assert!(!guest.get(here).await.has("name=\"usul\""), "the text names no region");
    let asked = [("tampil", "1"), ("nama", "kec. andir & <b>"), ("keterangan", "Depan pasar")];
    let to = "/lapor/tempat?cari=kec.+andir+%26+%3Cb%3E";
    assert_eq!(guest.answer(here, &asked).await, to);
    let found = guest.get("/lapor/tempat?cari=kec.+andir").await;
    assert!(found.has("value=\"327306\""));
    assert_eq!(guest.answer(here, &[("cari", "andir"), ("wilayah", "327306")]).await, here);
    assert!(guest.get(here).await.has("Depan pasar"), "the words stay");
    // Too many words: told, and the name stays with them.
    let long = "x".repeat(5_000);
    let asked = [("tampil", "1"), ("nama", "andir"), ("keterangan", &long)];
    let page = guest.post(here, &asked).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("value=\"andir\"") && page.has("href=\"#keterangan\""));
});

app_test!(a_place_that_nobody_knows_leads_back_to_the_steps, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    let page = guest.get("/lapor/tempat?cari=zzzz").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("0 tempat cocok") && page.has("href=\"/lapor/tempat\""));
    assert!(!page.has("name=\"wilayah\""));
});

app_test!(an_office_complained_about_is_found_down_to_its_unit, |db| async move {
    let world = World::new(db).await;
    let mut guest = Guest::new(&world);
    guest.write("complaint", NAMED).await;
    let unit = format!("{CITY}.{HEALTH}");
    for typed in ["dinkes+bandung", "Dinas+Kesehatan", "dinas+kesehatan+kota+bandung"] {
        let page = guest.get(&format!("/lapor/terlapor?cari={typed}")).await;
        assert!(page.has(&format!("value=\"{unit}\"")), "{typed}");
        assert!(page.has("Dinas Kesehatan, Pemerintah Kota Bandung"), "{typed}");
        assert!(page.has("kantor cocok dengan"), "{typed}");
    }
    guest.answer("/lapor/terlapor", &[("terlapor", &unit), ("ubah", "ya")]).await;
    let review = guest.get("/lapor/periksa").await;
    assert!(review.has("Dinas Kesehatan, Pemerintah Kota Bandung"));
    let (number, _) = guest.send().await;
    let tracking = domain::TrackingId::parse(&number).unwrap();
    let row = by_tracking(&world.store, tracking).await.unwrap().unwrap();
    let (report, _) = reports::load(&world.store, row.id).await.unwrap().unwrap();
    assert_eq!(report.accused, [Office { agency: CITY, unit: Some(HEALTH) }]);
});

app_test!(a_unit_leads_to_the_agency_that_answers, |db| async move {
    let world = World::new(db).await;
    // Nothing is suggested without category and place; the unit finds its agency.
    let mut guest = Guest::new(&world);
    guest.answer("/lapor/jenis", &[("jenis", "information")]).await;
    let matter = [("judul", crate::guest::TITLE), ("isi", crate::guest::BODY)];
    guest.answer("/lapor/isi", &matter).await;
    guest.answer("/lapor/kategori", &[("biar", "petugas")]).await;
    guest.answer("/lapor/tempat", &[("tampil", "1")]).await;
    let page = guest.get("/lapor/tujuan?cari=dinkes").await;
    assert!(page.has("1 instansi cocok") && page.has("Dinas Kesehatan"), "{}", page.html);
    assert!(page.has(&format!("value=\"{CITY}.\"")));
    guest.answer("/lapor/tujuan", &[("tujuan", &format!("{CITY}."))]).await;
});
