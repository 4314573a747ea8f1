//! Frequent questions: written at the desk, read by everybody, offered to who writes a report.

use crate::app_test;
use crate::guest::{BODY, Guest, TITLE};
use crate::nation::{CITY, MINISTRY, ROADS};
use crate::world::{Page, Who, World, assign, forward};
use axum::http::StatusCode;
use domain::command::{Command, Post, Rating};
use domain::faq::{Faq, FaqAct, FaqState};
use domain::kind::ActionTaken;
use domain::role::Actor;
use domain::visibility::Privacy;
use domain::{AgencyId, Filing, Report};
use store::faq::{self, FaqUse};

const QUESTION: &str = "Lampu jalan padam, ke mana saya melapor?";
const ANSWER: &str = "Sebut nomor tiang dan nama jalan. Petugas datang dalam lima hari kerja.";

async fn send(world: &World, who: Who, path: &str, fields: &[(&str, &str)]) -> Page {
    let cookie = world.sign_in(who).await;
    let token = world.get("/meja/tanya/baru", &cookie).await.hidden("token");
    world.post(path, &cookie, &[&[("token", token.as_str())], fields].concat()).await
}

async fn propose(world: &World, who: Who, question: &str, answer: &str) -> Page {
    let fields =
        [("tanya", question), ("jawab", answer), ("bahasa", "id"), ("bidang", "public_works")];
    send(world, who, "/meja/tanya/baru", &fields).await
}

async fn entries(world: &World, agency: Option<AgencyId>) -> Vec<Faq> {
    faq::of(&world.store, agency).await.unwrap()
}

/// An entry that the city has published.
async fn published(world: &World) -> Faq {
    let made = propose(world, Who::CityAdmin, QUESTION, ANSWER).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.html);
    let entry = entries(world, Some(CITY)).await.remove(0);
    let path = format!("/meja/tanya/{}/terbitkan", entry.id);
    let done = send(world, Who::CityAdmin, &path, &[("revisi", "1")]).await;
    assert_eq!(done.location, format!("/meja/tanya/{}?berhasil=publish", entry.id));
    entries(world, Some(CITY)).await.remove(0)
}

async fn settled(world: &World, filing: Filing, answer: &str) -> Report {
    let report = world.file(filing).await;
    world.give_as(report.id, forward(CITY), Who::National).await;
    world.give_as(report.id, assign(ROADS), Who::CityAdmin).await;
    let post = Post { text: answer.to_owned(), files: Vec::new() };
    let said = Command::PostAnswer { post, action: ActionTaken::Done, scheduled_for: None };
    world.give_as(report.id, said, Who::Liaison).await;
    let rating = Rating { overall: 5, accuracy: 5, comment: String::new() };
    world.give(report.id, Command::Accept { rating: Some(rating) }, Actor::Reporter).await
}

app_test!(an_entry_is_proposed_by_a_unit_and_published_by_its_admin, |db| async move {
    let world = World::new(db).await;
    let made = propose(&world, Who::Liaison, QUESTION, ANSWER).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.html);
    let entry = entries(&world, Some(CITY)).await.remove(0);
    let page = format!("/meja/tanya/{}", entry.id);
    assert!(!world.get("/tanya", "").await.has(QUESTION), "a proposal is not public");
    let liaison = world.sign_in(Who::Liaison).await;
    assert!(!world.get(&page, &liaison).await.has(&format!("{page}/terbitkan")));
    let tried = send(&world, Who::Liaison, &format!("{page}/terbitkan"), &[("revisi", "1")]).await;
    assert!(tried.has("Tugas Anda tidak mencakup"));
    // The admin changes the words, then publishes what was seen last.
    let better =
        [("tanya", QUESTION), ("jawab", "Sebut nomor tiang lampu. Gratis."), ("revisi", "1")];
    let edited = send(&world, Who::CityAdmin, &format!("{page}/ubah"), &better).await;
    assert_eq!(edited.status, StatusCode::SEE_OTHER, "{}", edited.html);
    let stale =
        send(&world, Who::CityAdmin, &format!("{page}/terbitkan"), &[("revisi", "1")]).await;
    assert!(stale.has("baru saja diubah orang lain"));
    send(&world, Who::CityAdmin, &format!("{page}/terbitkan"), &[("revisi", "2")]).await;
    let public = world.get("/tanya?q=lampu", "").await;
    assert!(public.has(QUESTION) && public.has("Gratis.") && public.has("Pemerintah Kota Bandung"));
    let admin = world.sign_in(Who::CityAdmin).await;
    let shown = world.get(&page, &admin).await;
    assert!(shown.has("Riwayat (3)") && shown.has(ANSWER), "every wording is kept");
    send(&world, Who::CityAdmin, &format!("{page}/tarik"), &[("revisi", "3")]).await;
    assert!(!world.get("/tanya?q=lampu", "").await.has(QUESTION));
    assert_eq!(entries(&world, Some(CITY)).await[0].state, FaqState::Retired);
});

app_test!(only_those_who_answer_write_entries_and_only_their_own, |db| async move {
    let world = World::new(db).await;
    let entry = published(&world).await;
    let page = format!("/meja/tanya/{}", entry.id);
    for who in [Who::Ombudsman, Who::Hub, Who::Inspector, Who::Learner, Who::Head] {
        let cookie = world.sign_in(who).await;
        for path in ["/meja/tanya", "/meja/tanya/baru", "/meja/tanya/usulan", &page] {
            assert_eq!(world.get(path, &cookie).await.status, StatusCode::FORBIDDEN, "{who:?}");
        }
    }
    for who in [Who::MinistryAdmin, Who::National] {
        let cookie = world.sign_in(who).await;
        assert_eq!(world.get(&page, &cookie).await.status, StatusCode::NOT_FOUND, "{who:?}");
        for act in ["ubah", "tarik"] {
            let path = format!("{page}/{act}");
            let fields =
                [("revisi", "2"), ("tanya", QUESTION), ("jawab", "Kata orang lain saja ya.")];
            assert_eq!(send(&world, who, &path, &fields).await.status, StatusCode::NOT_FOUND);
        }
    }
    assert_eq!(entries(&world, Some(CITY)).await, [entry]);
    assert!(entries(&world, Some(MINISTRY)).await.is_empty());
    propose(&world, Who::National, "Apa itu nomor laporan?", "Nomor yang membuka laporan Anda.")
        .await;
    assert_eq!(entries(&world, None).await.len(), 1);
});

app_test!(a_form_with_mistakes_or_personal_data_comes_back_with_its_words, |db| async move {
    let world = World::new(db).await;
    let bad = propose(&world, Who::CityAdmin, "Apa?", "Ya.").await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.has("href=\"#tanya\"") && bad.has("href=\"#jawab\"") && bad.has(">Ya.</textarea>"));
    let told = "Telepon Ibu Aminah di 0812-3456-7890 pada hari kerja.";
    let held = propose(&world, Who::CityAdmin, QUESTION, told).await;
    assert!(held.has("0812-3456-7890</mark>") && held.has("name=\"periksa\""));
    assert!(entries(&world, Some(CITY)).await.is_empty());
    let fields = [("tanya", QUESTION), ("jawab", told), ("bahasa", "id"), ("periksa", "ya")];
    let kept = send(&world, Who::CityAdmin, "/meja/tanya/baru", &fields).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
});

app_test!(what_is_asked_often_is_proposed_from_settled_reports_of_the_public, |db| async move {
    let world = World::new(db).await;
    let admin = world.sign_in(Who::CityAdmin).await;
    assert!(world.get("/meja/tanya/usulan", &admin).await.has("Belum ada kelompok"));
    let hidden = Filing {
        title: "Lampu rahasia padam di Jalan Merdeka".to_owned(),
        privacy: Privacy { anonymous: false, confidential: true },
        ..World::filing()
    };
    let answer = "Lampu diganti 3 November oleh Regu 2. Telepon 0812-3456-7890.";
    let mut all = Vec::new();
    for _ in 0..3 {
        all.push(settled(&world, World::filing(), answer).await);
    }
    let secret = settled(&world, hidden, "Jawaban rahasia untuk satu orang.").await;
    let page = world.get("/meja/tanya/usulan", &admin).await;
    assert!(page.has("3 laporan serupa") && page.has("Lampu diganti 3 November"));
    assert!(!page.has("0812-3456-7890") && !page.has("rahasia"), "{}", page.html);
    let numbers: Vec<String> = all.iter().map(|report| report.tracking.compact()).collect();
    let from = format!("{},{}", numbers.join(","), secret.tracking.compact());
    let form = world.get(&format!("/meja/tanya/baru?dari={from}"), &admin).await;
    assert!(form.has("value=\"Lampu jalan padam di Jalan Merdeka\"") && !form.has("rahasia"));
    assert!(!form.hidden("sumber").contains(&secret.tracking.compact()));
    let fields = [("tanya", QUESTION), ("jawab", ANSWER), ("bahasa", "id"), ("sumber", &from)];
    send(&world, Who::CityAdmin, "/meja/tanya/baru", &fields).await;
    let entry = entries(&world, Some(CITY)).await.remove(0);
    let ids: Vec<_> = all.iter().map(|report| report.id).collect();
    assert_eq!(entry.sources, ids, "what is not public is no source");
    let shown = world.get(&format!("/meja/tanya/{}", entry.id), &admin).await;
    assert!(shown.has(&format!("/laporan/{}\"", numbers[0])));
});

async fn writing(guest: &mut Guest<'_>, kind: &str, title: &str) -> String {
    assert_eq!(guest.answer("/lapor/jenis", &[("jenis", kind)]).await, "/lapor/isi");
    guest.answer("/lapor/isi", &[("judul", title), ("isi", BODY)]).await
}

app_test!(a_ready_answer_is_offered_once_and_never_in_the_way, |db| async move {
    let world = World::new(db).await;
    let entry = published(&world).await;
    let mut guest = Guest::new(&world);
    assert_eq!(writing(&mut guest, "complaint", TITLE).await, "/lapor/jawaban");
    let page = guest.get("/lapor/jawaban").await;
    assert!(page.has(QUESTION) && page.has(ANSWER) && page.has("Ini menjawab pertanyaan saya"));
    assert!(page.has("class=\"btn btn-primary\" href=\"/lapor/kategori\""), "on with one press");
    assert_eq!(faq::forms(&world.store).await.unwrap(), FaqUse { shown: 1, confirmed: 0 });
    // Reading again and changing the words counts nothing and asks nothing again.
    guest.get("/lapor/jawaban").await;
    let again = guest.answer("/lapor/isi", &[("judul", TITLE), ("isi", BODY)]).await;
    assert_eq!(again, "/lapor/kategori");
    assert_eq!(faq::forms(&world.store).await.unwrap().shown, 1);
    let uses = faq::uses(&world.store, &[entry.id]).await.unwrap();
    assert_eq!(uses.get(&entry.id), Some(&FaqUse { shown: 1, confirmed: 0 }));
});

app_test!(an_answer_that_settles_it_is_counted_once_and_nothing_is_filed, |db| async move {
    let world = World::new(db).await;
    let entry = published(&world).await;
    let id = entry.id.to_string();
    let mut guest = Guest::new(&world);
    writing(&mut guest, "complaint", TITLE).await;
    let cookie = guest.cookie_line();
    let other = guest.answer("/lapor/jawaban", &[("jawab", "12345")]).await;
    assert_eq!(other, "/lapor/jawaban", "an entry that was not offered settles nothing");
    let end = guest.answer("/lapor/jawaban", &[("jawab", &id)]).await;
    assert_eq!(end, format!("/lapor/terjawab?tanya={id}"));
    let page = guest.get(&end).await;
    assert!(page.has("Tidak ada laporan yang dikirim") && page.has(ANSWER));
    assert!(!guest.has_cookie("draf"));
    // The second click finds no draft any more.
    let twice = world.post("/lapor/jawaban", &cookie, &[("jawab", &id)]).await;
    assert_eq!(twice.location, "/lapor?hilang=ya");
    assert_eq!(faq::forms(&world.store).await.unwrap(), FaqUse { shown: 1, confirmed: 1 });
    assert!(!store::reports::queries::is_any(&world.store).await.unwrap());
    let admin = world.sign_in(Who::CityAdmin).await;
    assert!(world.get("/meja/tanya", &admin).await.has("1 / 1 (100%)"));
});

app_test!(who_is_in_danger_or_reports_wrongdoing_is_not_sent_to_an_answer, |db| async move {
    let world = World::new(db).await;
    published(&world).await;
    for (kind, title) in [
        ("whistleblowing", TITLE),
        ("complaint", "Saya diancam karena lampu jalan padam di depan sekolah"),
        ("complaint", "Guru honorer belum menerima gaji bulan ini"),
    ] {
        let mut guest = Guest::new(&world);
        let body = "Gaji guru honorer belum dibayar empat bulan oleh kepala dinas.";
        guest.answer("/lapor/jenis", &[("jenis", kind)]).await;
        let body = if title.starts_with("Guru") { body } else { BODY };
        let on = guest.answer("/lapor/isi", &[("judul", title), ("isi", body)]).await;
        assert_eq!(on, "/lapor/kategori", "{title}");
    }
    let mut stranger = Guest::new(&world);
    assert_eq!(stranger.get("/lapor/jawaban").await.location, "/lapor");
    let page = stranger.post("/lapor/jawaban", &[("jawab", "1")]).await;
    assert_eq!(page.location, "/lapor");
});

app_test!(readers_of_either_language_find_answers, |db| async move {
    let world = World::new(db).await;
    let entry = published(&world).await;
    let english = [
        ("tanya", "Where do I report a broken street lamp?"),
        ("jawab", "Tell us the number on the pole and the street."),
        ("bahasa", "en"),
    ];
    send(&world, Who::CityAdmin, "/meja/tanya/baru", &english).await;
    let made =
        entries(&world, Some(CITY)).await.into_iter().find(|one| one.id != entry.id).unwrap();
    let admin = Who::CityAdmin.duty(world.officer(Who::CityAdmin).await);
    faq::change(&world.store, &admin, &made, FaqAct::Publish, None).await.unwrap();
    let fresh = world.begun_again();
    let page = fresh.get("/en/tanya", "").await;
    assert!(page.has("broken street lamp") && page.has(QUESTION), "{}", page.html);
    let page = fresh.get("/tanya", "").await;
    assert!(page.has(QUESTION) && !page.has("broken street lamp"));
    let page = fresh.get("/tanya?bidang=public_works", "").await;
    assert!(page.has(QUESTION));
    assert!(fresh.get("/tanya?q=gajah", "").await.has("Tidak ada jawaban dengan kata itu"));
});
