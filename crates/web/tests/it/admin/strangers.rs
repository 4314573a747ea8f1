//! Who is not let in, and that every page opens in both languages for who is.

use super::{CITY, Office};
use crate::app_test;
use axum::http::StatusCode;
use domain::Role;

/// Every page of administration, with what the admin of a city gets: 200, 403 or 404.
fn pages(officer: i64, duty: i64) -> Vec<(String, u16)> {
    let of = |path: String, city: u16| (path, city);
    let officer = format!("/atur/petugas/{officer}");
    let unit = format!("{CITY}/unit/inspectorate");
    let holiday = "tanggal=2026-12-25&jenis=national&nama=";
    vec![
        of("/atur".into(), 200),
        of("/atur/instansi".into(), 200),
        of("/atur/instansi?q=bandung&jenis=city&berakhir=ya".into(), 200),
        of("/atur/instansi/baru".into(), 403),
        of(CITY.into(), 200),
        of(format!("{CITY}/nama"), 403),
        of(format!("{CITY}/akhiri"), 403),
        of(format!("{CITY}/batas"), 200),
        of(format!("{CITY}/kategori"), 200),
        of(format!("{CITY}/unit?berakhir=ya"), 200),
        of(format!("{CITY}/unit/baru"), 200),
        of(format!("{unit}/nama"), 200),
        of(format!("{unit}/pindah"), 200),
        of(format!("{unit}/akhiri"), 200),
        of("/atur/instansi/kota-cimahi".into(), 200),
        of("/atur/instansi/kota-cimahi/batas".into(), 403),
        of("/atur/instansi/kota-cimahi/kategori".into(), 403),
        of("/atur/instansi/kota-cimahi/unit/baru".into(), 403),
        of("/atur/instansi/kota-cimahi/unit/inspectorate/nama".into(), 403),
        of("/atur/petugas".into(), 200),
        of("/atur/petugas?q=penghubung".into(), 200),
        of("/atur/petugas/baru".into(), 200),
        of(officer.clone(), 200),
        of(format!("{officer}/ubah"), 200),
        of(format!("{officer}/tugas"), 200),
        of(format!("{officer}/tugas/{duty}/akhiri"), 200),
        of(format!("{officer}/tutup"), 200),
        of(format!("{officer}/buka"), 200),
        of(format!("{officer}/setel-ulang"), 200),
        of(format!("{officer}/lepas"), 200),
        of("/atur/kategori".into(), 200),
        of("/atur/kategori?q=jalan".into(), 200),
        of("/atur/kategori/periksa".into(), 200),
        of("/atur/kategori/baru?di=public_works".into(), 403),
        of("/atur/kategori/public_works".into(), 200),
        of("/atur/kategori/public_works/ubah".into(), 403),
        of("/atur/kategori/public_works/hentikan".into(), 403),
        of("/atur/kategori/public_works/rute/national".into(), 403),
        of("/atur/kategori/public_works/rute/regency".into(), 403),
        of("/atur/kategori/public_works/rute/regency/akhiri".into(), 403),
        of("/atur/batas".into(), 200),
        of("/atur/batas/1".into(), 200),
        of("/atur/batas/baru".into(), 403),
        of("/atur/kalender?tahun=2026".into(), 200),
        of("/atur/kalender/baru".into(), 403),
        of(format!("/atur/kalender/pindah?{holiday}"), 403),
        of(format!("/atur/kalender/hapus?{holiday}"), 403),
        of("/atur/simpul".into(), 200),
        of("/atur/simpul/pmk?lama=ya".into(), 200),
        of("/atur/simpul/pmk/baru".into(), 403),
        of("/atur/simpul/pmk/kemensos/akhiri".into(), 403),
        of("/atur/ombudsman".into(), 200),
        of("/atur/jurnal".into(), 200),
        of("/atur/jurnal?perihal=rules:1".into(), 404),
        of("/atur/pekerjaan".into(), 403),
        of("/atur/pekerjaan/kabar".into(), 403),
    ]
}

/// Where forms are sent.
fn forms(officer: i64, duty: i64) -> Vec<String> {
    let officer = format!("/atur/petugas/{officer}");
    let agency = [
        "nama",
        "akhiri",
        "batas",
        "kategori",
        "unit/baru",
        "unit/inspectorate/nama",
        "unit/inspectorate/pindah",
        "unit/inspectorate/akhiri",
    ];
    let account = ["ubah", "tugas", "tutup", "buka", "setel-ulang", "lepas"];
    let fixed = [
        "/atur/instansi/baru",
        "/atur/petugas/baru",
        "/atur/kategori/baru",
        "/atur/kategori/public_works/ubah",
        "/atur/kategori/public_works/hentikan",
        "/atur/kategori/public_works/rute/regency",
        "/atur/kategori/public_works/rute/regency/akhiri",
        "/atur/batas/baru",
        "/atur/kalender/baru",
        "/atur/kalender/pindah",
        "/atur/kalender/hapus",
        "/atur/simpul/pmk/baru",
        "/atur/simpul/pmk/kemensos/akhiri",
        "/atur/pekerjaan/1",
    ];
    let agency = agency.iter().map(|what| format!("{CITY}/{what}"));
    let account = account.iter().map(|what| format!("{officer}/{what}"));
    let duty = format!("{officer}/tugas/{duty}/akhiri");
    agency.chain(account).chain(fixed.iter().map(|path| (*path).to_owned())).chain([duty]).collect()
}

app_test!(every_page_knows_who_may_open_it, |db| async move {
    let office = Office::new(db).await;
    let (supervisor, city, liaison) =
        (office.supervisor().await, office.city().await, office.liaison().await);
    let officer = office.officer("penghubung", Role::LiaisonOfficer, None).await;
    let duty = store::duties::of(&office.world.store, officer).await.unwrap()[0].id.0;
    let christmas = office
        .world
        .store
        .reference()
        .calendar
        .holidays()
        .find(|holiday| holiday.date == jiff::civil::date(2026, 12, 25))
        .expect("Christmas")
        .clone();
    let name: String = form_urlencoded::byte_serialize(christmas.name.0.as_bytes()).collect();
    for (path, of_city) in pages(officer.0, duty) {
        let path = if path.ends_with("nama=") { format!("{path}{name}") } else { path };
        for lang in ["", "/en"] {
            let page = office.get(&format!("{lang}{path}"), &supervisor).await;
            assert_eq!(page.status, StatusCode::OK, "{lang}{path}");
            assert_eq!(page.html.matches("<h1").count(), 1, "{lang}{path}");
            assert!(!page.has(">admin-"), "{lang}{path} shows a key");
        }
        let page = office.get(&path, &city).await;
        assert_eq!(page.status.as_u16(), of_city, "{path} for the city's admin");
        let page = office.get(&path, &liaison).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} for a liaison officer");
        let page = office.get(&path, "").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path} for a stranger");
        assert!(
            page.location.starts_with("/masuk?"),
            "{path} leads strangers to {}",
            page.location
        );
    }
});

app_test!(no_form_is_taken_from_a_stranger_or_a_wrong_role, |db| async move {
    let office = Office::new(db).await;
    let (city, liaison) = (office.city().await, office.liaison().await);
    let cimahi = office.sign_in("cimahi", Role::AgencyAdmin, Some("kota-cimahi")).await;
    let officer = office.officer("penghubung", Role::LiaisonOfficer, None).await;
    let duty = store::duties::of(&office.world.store, officer).await.unwrap()[0].id.0;
    let revision = office.world.store.reference().revision;
    for path in forms(officer.0, duty) {
        let page = office.world.post(&path, "", &[("pasti", "ya")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path} for a stranger");
        let page = office.world.post(&path, &city, &[("pasti", "ya")]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} without the token");
        let page = office.send(&path, &liaison, &[("pasti", "ya")]).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path} for a liaison officer");
        if path != "/atur/petugas/baru" {
            let page = office.send(&path, &cimahi, &[("pasti", "ya")]).await;
            assert!(
                matches!(page.status.as_u16(), 403 | 404),
                "{path} for another city: {}",
                page.status
            );
        }
    }
    assert_eq!(office.world.store.reference().revision, revision);
    assert_eq!(
        office.audited(&format!("officer:{officer}")).await,
        ["duty_added", "officer_created"]
    );
});
