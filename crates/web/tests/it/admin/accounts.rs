//! Accounts and duties: made, changed, ended, closed, opened, unlocked.

use super::{Office, day, with_day};
use crate::app_test;
use axum::http::StatusCode;
use domain::Role;
use jiff::civil::date;
use store::duties;
use store::officers::{self, State};
use store::password::{Cost, Passwords};
use store::sign_in;

app_test!(an_agency_admin_makes_an_account_with_its_first_duty, |db| async move {
    let office = Office::new(db).await;
    let cookie = office.city().await;
    let store = &office.world.store;
    let from = day("sejak", "2026-12-01");
    let typed = [
        ("nama", "Dewi Lestari"),
        ("username", "dewi.lestari"),
        ("surel", "dewi@bandung.go.id"),
        ("telepon", "0812-3456-7890"),
        ("bahasa", "id"),
        ("peran", "liaison_officer"),
        ("unit", "inspectorate"),
        ("keputusan", "SK 44/2026"),
    ];
    let fields = with_day(&typed, &from);
    let slip = office.send("/atur/petugas/baru", &cookie, &fields).await;
    assert_eq!(slip.status, StatusCode::OK, "{}", super::told(&slip));
    assert!(slip.has("dewi.lestari") && slip.has("hanya tampil sekarang"));
    let password =
        slip.html.split("class=\"secret\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let passwords = Passwords::new(Cost::TRIFLING, store.chance()).unwrap();
    assert!(sign_in::password(store, &passwords, "dewi.lestari", &password).await.is_ok());
    office.refuse("/atur/petugas/baru", &cookie, &fields, "Nama pengguna ini sudah dipakai").await;

    let made = officers::find(store, "dewi.lestari").await.unwrap().unwrap();
    assert_eq!(made.state, State::Invited);
    let contact = officers::contact(store, made.id).await.unwrap().unwrap();
    assert_eq!(contact.phone.as_deref(), Some("+6281234567890"));
    let held = duties::of(store, made.id).await.unwrap();
    assert_eq!((held.len(), held[0].duty.agency), (1, Some(office.agency("kota-bandung"))));
    let page = office.get(&format!("/atur/petugas/{}", made.id), &cookie).await;
    assert!(page.has("Dewi Lestari") && !page.has(&password) && !page.has("dewi@bandung.go.id"));
    // Roles that the nation gives are no choice here, and are refused when sent anyway.
    let mut wrong = fields.clone();
    for (name, value) in &mut wrong {
        match *name {
            "username" => *value = "lain",
            "peran" => *value = "national_admin",
            _ => {}
        }
    }
    let refused = office.send("/atur/petugas/baru", &cookie, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(officers::find(store, "lain").await.unwrap().is_none());
});

app_test!(duties_begin_by_decree_and_end_with_a_warning_for_admins, |db| async move {
    let office = Office::new(db).await;
    let cookie = office.national().await;
    let store = &office.world.store;
    let officer = office.officer("bandung", Role::AgencyAdmin, Some("kota-bandung")).await;
    let page = format!("/atur/petugas/{officer}");
    let (from, give) = (day("sejak", "2026-12-01"), format!("{page}/tugas"));
    let without = with_day(
        &[("peran", "complaint_analyst"), ("instansi", "Kota Bandung"), ("keputusan", "")],
        &from,
    );
    office.refuse(&give, &cookie, &without, "Bagian ini belum diisi").await;
    let unplaced = with_day(
        &[("peran", "liaison_officer"), ("instansi", "kota-bandung"), ("keputusan", "SK 5")],
        &from,
    );
    office.refuse(&give, &cookie, &unplaced, "memerlukan unit").await;
    let analyst = with_day(
        &[("peran", "complaint_analyst"), ("instansi", "kota-bandung"), ("keputusan", "SK 5/2026")],
        &from,
    );
    assert!(office.change(&give, &cookie, &analyst).await.has("SK 5/2026"));

    let held = duties::of(store, officer).await.unwrap();
    let admin = held.iter().find(|held| held.duty.role == Role::AgencyAdmin).unwrap();
    let (end, last) = (format!("{page}/tugas/{}/akhiri", admin.id.0), day("sampai", "2026-12-31"));
    let asked = office.send(&end, &cookie, &with_day(&[], &last)).await;
    assert!(
        asked.has("masa tugas dua tahun") && asked.has("5 Januari 2028"),
        "the tenure is warned of"
    );
    office.change_surely(&end, &cookie, &with_day(&[], &last)).await;
    office
        .refuse(
            &end,
            &cookie,
            &with_day(&[("pasti", "ya")], &day("sampai", "2027-05-01")),
            "sudah berakhir",
        )
        .await;
    let held = duties::of(store, officer).await.unwrap();
    assert!(
        held.iter().any(|held| held.valid_to == Some(date(2026, 12, 31))),
        "the duty stays on paper"
    );
    let acts = office.audited(&format!("officer:{officer}")).await;
    assert_eq!(acts[..2], ["duty_ended", "duty_added"]);
});

app_test!(accounts_are_changed_closed_opened_and_unlocked, |db| async move {
    let office = Office::new(db).await;
    let store = &office.world.store;
    let (cookie, liaison) = (office.city().await, office.liaison().await);
    let officer = office.officer("penghubung", Role::LiaisonOfficer, None).await;
    let page = format!("/atur/petugas/{officer}");
    let profile = [("nama", "Asep Hidayat"), ("surel", ""), ("telepon", ""), ("bahasa", "en")];
    assert!(office.change(&format!("{page}/ubah"), &cookie, &profile).await.has("Asep Hidayat"));
    let wrong =
        [("nama", "Asep Hidayat"), ("surel", "bukan surel"), ("telepon", ""), ("bahasa", "en")];
    office.refuse(&format!("{page}/ubah"), &cookie, &wrong, "alamat surel lengkap").await;

    // Six wrong passwords make the name wait.
    let passwords = Passwords::new(Cost::TRIFLING, store.chance()).unwrap();
    for _ in 0..6 {
        drop(sign_in::password(store, &passwords, "penghubung", "bukan ini").await);
    }
    assert!(office.get(&page, &cookie).await.has("Akhiri masa tunggu"));
    office.change(&format!("{page}/lepas"), &cookie, &[("pasti", "ya")]).await;
    let again = office.send(&format!("{page}/lepas"), &cookie, &[("pasti", "ya")]).await;
    assert!(again.has("Keadaan akun sudah berubah"));

    office.change_surely(&format!("{page}/tutup"), &cookie, &[]).await;
    assert_eq!(
        office.get("/meja", &liaison).await.status,
        StatusCode::SEE_OTHER,
        "the session ended"
    );
    let opened = office.send(&format!("{page}/buka"), &cookie, &[("pasti", "ya")]).await;
    assert!(opened.status == StatusCode::OK && opened.has("class=\"secret\""));
    let reset = office.send(&format!("{page}/setel-ulang"), &cookie, &[("pasti", "ya")]).await;
    assert!(reset.status == StatusCode::OK && reset.has("class=\"secret\""));
    let acts = office.audited(&format!("officer:{officer}")).await;
    let expected = ["officer_reset", "officer_reinstated", "officer_suspended", "officer_unlocked"];
    assert_eq!(acts[..4], expected);
});

app_test!(nobody_changes_oneself_and_no_admin_a_supervisor, |db| async move {
    let office = Office::new(db).await;
    let (national, supervisor) = (office.national().await, office.supervisor().await);
    let own = office.officer("nasional", Role::NationalAdmin, None).await;
    let other = office.officer("pengawas", Role::NationalSupervisor, None).await;
    for officer in [own, other] {
        for step in ["tutup", "setel-ulang", "ubah", "tugas"] {
            let path = format!("/atur/petugas/{officer}/{step}");
            assert_eq!(office.get(&path, &national).await.status, StatusCode::FORBIDDEN, "{path}");
            let sent = office.send(&path, &national, &[("pasti", "ya")]).await;
            assert_eq!(sent.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
    assert!(office.get(&format!("/atur/petugas/{own}"), &national).await.has("akun Anda sendiri"));
    office.change_surely(&format!("/atur/petugas/{own}/tutup"), &supervisor, &[]).await;
    assert_eq!(office.get("/atur", &national).await.status, StatusCode::SEE_OTHER);
    // Another agency's officers are not there for an agency's admin.
    let city = office.city().await;
    assert_eq!(
        office.get(&format!("/atur/petugas/{other}"), &city).await.status,
        StatusCode::NOT_FOUND
    );
    assert!(!office.get("/atur/petugas", &city).await.has("Petugas pengawas"));
});
