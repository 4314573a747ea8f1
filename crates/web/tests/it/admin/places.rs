//! Agencies, units, hubs: each change once with success and once refused; the past stays.

use super::{CITY, Office, day, with_day};
use crate::app_test;
use axum::http::StatusCode;
use jiff::civil::date;

app_test!(a_ministry_is_made_renamed_and_split_and_the_past_keeps_its_names, |db| async move {
    let office = Office::new(db).await;
    let cookie = office.national().await;
    let new = [
        ("nama", "Kementerian Uji & Coba"),
        ("singkatan", "Kemenuji"),
        ("alamat", "kemenuji"),
        ("jenis", "ministry"),
        ("induk", ""),
        ("wilayah", ""),
        ("zona", "wib"),
        ("inspektorat", "Inspektorat Jenderal"),
    ];
    let add = "/atur/instansi/baru";
    office.change(add, &cookie, &new).await;
    office.refuse(add, &cookie, &new, "sudah dipakai instansi lain").await;
    let wrong = [
        ("nama", "Lain"),
        ("singkatan", "Lain"),
        ("alamat", "lain"),
        ("jenis", "regency"),
        ("zona", "wib"),
        ("inspektorat", "I"),
        ("wilayah", "Entah"),
    ];
    office.refuse(add, &cookie, &wrong, "Tidak ada wilayah").await;
    let id = office.agency("kemenuji");
    assert_eq!(office.audited(&format!("agency:{id}")).await, ["agency.added"]);

    let (from, own) = (day("sejak", "2026-12-20"), "/atur/instansi/kemenuji");
    let renamed =
        with_day(&[("nama", "Kementerian Uji Nasional"), ("singkatan", "Kemenuji")], &from);
    let page = office.change(&format!("{own}/nama"), &cookie, &renamed).await;
    assert!(
        page.has("Kementerian Uji &amp; Coba")
            && page.has("Kementerian Uji Nasional")
            && page.has("20 Des 2026")
    );
    let early = day("sejak", "2026-12-10");
    let again = with_day(&[("nama", "Lebih Dulu"), ("singkatan", "LD")], &early);
    office
        .refuse(&format!("{own}/nama"), &cookie, &again, "Pilih tanggal yang lebih kemudian")
        .await;

    let end = format!("{own}/akhiri");
    let last = day("sampai", "2027-03-31");
    let wrong = with_day(&[("pengganti", "kemenuji"), ("bersama", ""), ("pasti", "ya")], &last);
    office.refuse(&end, &cookie, &wrong, "Pengganti harus instansi lain").await;
    let split = with_day(&[("pengganti", "kemensos\nkemenag"), ("bersama", "")], &last);
    let page = office.change_surely(&end, &cookie, &split).await;
    assert!(page.has("/atur/instansi/kemensos") && page.has("31 Mar 2027"));
    // Time travel: the same agency on three days.
    let reference = office.world.store.reference();
    let agency = reference.directory.agency(id).unwrap();
    let name = |day| agency.name_on(day).map(|name| name.name.to_string());
    assert_eq!(name(date(2026, 12, 19)).as_deref(), Some("Kementerian Uji & Coba"));
    assert_eq!(name(date(2026, 12, 20)).as_deref(), Some("Kementerian Uji Nasional"));
    assert!(agency.exists_on(date(2027, 3, 31)) && !agency.exists_on(date(2027, 4, 1)));
    assert_eq!(agency.successors.len(), 2);
    let journal = office.get(&format!("/atur/jurnal?perihal=agency:{id}"), &cookie).await;
    assert!(
        journal.has("Instansi berganti nama")
            && journal.has("Instansi diakhiri")
            && journal.has("Petugas nasional")
    );
});

app_test!(an_agency_arranges_its_own_units_limit_and_categories, |db| async move {
    let office = Office::new(db).await;
    let cookie = office.city().await;
    let unit = [("nama", "Dinas Uji"), ("kode", "dinas_uji"), ("jenis", "dinas"), ("di-bawah", "")];
    office.change(&format!("{CITY}/unit/baru"), &cookie, &unit).await;
    office.refuse(&format!("{CITY}/unit/baru"), &cookie, &unit, "Kode ini sudah dipakai").await;
    let own = format!("{CITY}/unit/dinas_uji");
    office.change(&format!("{own}/nama"), &cookie, &[("nama", "Dinas Uji Coba")]).await;
    office
        .refuse(
            &format!("{own}/nama"),
            &cookie,
            &[("nama", "Dinas Uji Coba")],
            "Tidak ada yang berubah",
        )
        .await;
    office.change(&format!("{own}/pindah"), &cookie, &[("di-bawah", "inspectorate")]).await;
    // Below itself is no choice of the form, and is refused when sent anyway.
    let below = office
        .send(&format!("{CITY}/unit/inspectorate/pindah"), &cookie, &[("di-bawah", "dinas_uji")])
        .await;
    assert!(below.status == StatusCode::UNPROCESSABLE_ENTITY && below.has("di bawah dirinya"));
    let last = day("sampai", "2026-12-31");
    office
        .refuse(
            &format!("{CITY}/unit/inspectorate/akhiri"),
            &cookie,
            &with_day(&[("pasti", "ya")], &last),
            "Masih ada bagian di bawahnya",
        )
        .await;
    office.change_surely(&format!("{own}/akhiri"), &cookie, &with_day(&[], &last)).await;
    let city = office.agency("kota-bandung");
    let reference = office.world.store.reference();
    let id = reference.directory.unit_by_code(city, "dinas_uji").unwrap().id;
    assert_eq!(
        office.audited(&format!("unit:{id}")).await,
        ["unit.ended", "unit.moved", "unit.renamed", "unit.added"]
    );

    let limit = format!("{CITY}/batas");
    let page = office.change(&limit, &cookie, &[("jumlah", "7"), ("satuan", "working_days")]).await;
    assert!(page.has("7 hari kerja"));
    office
        .refuse(&limit, &cookie, &[("jumlah", "0"), ("satuan", "working_days")], "di luar batas")
        .await;

    let hide = format!("{CITY}/kategori");
    office.change(&hide, &cookie, &[("sembunyikan", "defence")]).await;
    office.refuse(&hide, &cookie, &[("sembunyikan", "defence")], "Tidak ada yang berubah").await;
    assert!(office.get(CITY, &cookie).await.has("Pertahanan"));
    office.change(&hide, &cookie, &[("tampilkan", "defence")]).await;
    let acts = ["agency.category_shown", "agency.category_hidden", "agency.settlement"];
    assert_eq!(office.audited(&format!("agency:{city}")).await, acts);
});

app_test!(memberships_of_hubs_have_dates, |db| async move {
    let office = Office::new(db).await;
    let cookie = office.supervisor().await;
    let from = day("sejak", "2026-12-10");
    let member = with_day(&[("instansi", "kota-bandung")], &from);
    office.change("/atur/simpul/pmk/baru", &cookie, &member).await;
    office
        .refuse("/atur/simpul/pmk/baru", &cookie, &member, "sudah atau akan menjadi anggota")
        .await;
    let end = "/atur/simpul/pmk/kota-bandung/akhiri";
    let last = day("sampai", "2027-01-31");
    office.change_surely(end, &cookie, &with_day(&[], &last)).await;
    let late = day("sampai", "2027-02-28");
    office.refuse(end, &cookie, &with_day(&[("pasti", "ya")], &late), "bukan anggota").await;
    let city = office.agency("kota-bandung");
    let reference = office.world.store.reference();
    let hub = reference.directory.hubs().find(|hub| &*hub.code == "pmk").unwrap();
    assert!(
        hub.has(city, date(2027, 1, 31))
            && !hub.has(city, date(2027, 2, 1))
            && !hub.has(city, date(2026, 12, 9))
    );
    assert!(office.get("/atur/simpul/pmk?lama=ya", &cookie).await.has("31 Jan 2027"));
    let acts = office.audited(&format!("hub_member:{}:{city}", hub.id.0)).await;
    assert_eq!(acts, ["hub_member.ended", "hub_member.added"]);
});
