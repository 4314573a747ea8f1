//! Answers are read before they are posted; drafts come from the agency's own closed cases.

use crate::app_test;
use crate::desk_acts::{told, tries};
use crate::nation::ROADS;
use crate::world::{Page, Who, World, assign, forward};
use axum::http::StatusCode;
use domain::answer::AnswerFault;
use domain::command::{Classification, Command, Post, Rating};
use domain::event::Fact;
use domain::kind::ActionTaken;
use domain::report::StageName;
use domain::role::Actor;
use domain::visibility::Privacy;
use domain::{Filing, Report};
use exif::experimental::Writer;
use exif::{In, Rational, Tag, Value};
use image::ImageEncoder as _;
use image::codecs::png::PngEncoder;
use std::io::Cursor;
use store::reports::history;

const GOOD: &str =
    "Regu 3 sudah mengganti tiga lampu pada Selasa, 1 Desember 2026; foto terlampir.";
const EMPTY: &str = "Terima kasih atas laporannya, akan segera kami tindaklanjuti.";
const REASON: &str = "Gangguan yang sama terjadi di empat kelurahan.";

async fn answer(world: &World, report: &Report, fields: &[(&str, &str)]) -> Page {
    let cookie = world.sign_in(Who::Liaison).await;
    let all = [&[("jawab-tindakan", "done")], fields].concat();
    world.act(&cookie, "saya", report, "jawab", &all).await
}

fn post(text: &str) -> Command {
    let post = Post { text: text.to_owned(), files: Vec::new() };
    Command::PostAnswer { post, action: ActionTaken::Done, scheduled_for: None }
}

/// A report that was filed so, answered so by the roads and accepted.
async fn closed(world: &World, filing: Filing, answer: &str, overall: u8) -> Report {
    let report = world.file(filing).await;
    world.give_as(report.id, forward(crate::nation::CITY), Who::National).await;
    world.give_as(report.id, assign(ROADS), Who::CityAdmin).await;
    world.give_as(report.id, post(answer), Who::Liaison).await;
    let rating = Rating { overall, accuracy: overall, comment: String::new() };
    world.give(report.id, Command::Accept { rating: Some(rating) }, Actor::Reporter).await
}

app_test!(an_answer_that_says_nothing_comes_back_with_its_faults, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let page = answer(&world, &report, &[("jawab-isi", EMPTY)]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("Belum dikirim") && page.has("Tidak menyebut tindakan."), "{}", told(&page));
    assert!(
        page.has("<mark>Terima kasih atas laporannya</mark><sup>1, 3</sup>"),
        "the words at fault carry the numbers of their faults"
    );
    assert!(page.has(&format!(">{EMPTY}</textarea>")), "what was typed is kept");
    assert!(page.has("name=\"jawab-tetap\"") && page.has("href=\"#jawab-isi\""));
    assert_eq!(world.load(report.id).await.version, report.version);
    // A changed answer is posted without a word of a reason.
    let done = answer(&world, &report, &[("jawab-isi", GOOD)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", told(&done));
    let events = history(&world.store, report.id).await.unwrap();
    assert!(!events.iter().any(|one| matches!(one.event.fact, Fact::NotePosted { .. })));
});

app_test!(an_answer_with_faults_goes_out_with_a_reason_that_officers_read, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let short = answer(&world, &report, &[("jawab-isi", EMPTY), ("jawab-tetap", "ya")]).await;
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.has("href=\"#jawab-tetap\"") && short.has("Alasan baru 2 huruf"));
    let sent = answer(&world, &report, &[("jawab-isi", EMPTY), ("jawab-tetap", REASON)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", told(&sent));
    let after = world.load(report.id).await;
    assert_eq!(after.stage.name(), StageName::Answered);
    let events = history(&world.store, report.id).await.unwrap();
    let [.., note, posted] = events.as_slice() else { panic!("two events") };
    assert!(matches!(posted.event.fact, Fact::AnswerPosted { .. }));
    let Fact::NotePosted { text, despite, .. } = &note.event.fact else { panic!("a note") };
    assert_eq!(text, REASON);
    assert!(despite.contains(&AnswerFault::NoAction), "{despite:?}");
    let number = report.tracking.compact();
    let admin = world.sign_in(Who::CityAdmin).await;
    let desk = world.get(&format!("/meja/semua/{number}"), &admin).await;
    assert!(desk.has("Dikirim walau ditandai: ") && desk.has(REASON));
    let public = world.get(&format!("/laporan/{number}"), "").await;
    assert!(public.has("akan segera kami tindaklanjuti") && !public.has(REASON));
});

app_test!(not_ours_is_given_back_and_not_posted, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let words = "Mohon maaf, lampu di jalan itu bukan kewenangan kami, silakan hubungi provinsi.";
    let fields = [("jawab-isi", words), ("jawab-tetap", REASON)];
    let page = answer(&world, &report, &fields).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("<mark>bukan kewenangan") && page.has("name=\"alihkan\""));
    assert!(!page.has("name=\"jawab-tetap\""), "a reason does not help");
    let form = answer(&world, &report, &[("jawab-isi", words), ("alihkan", "ya")]).await;
    assert_eq!(form.status, StatusCode::OK);
    let open = form.html.split("<details class=\"command\" open").nth(1).unwrap_or_default();
    assert!(open.contains("name=\"kembalikan-isi\"") && open.contains(words), "{open}");
    let fields = [("kembalikan-isi", words), ("kembalikan-alasan", "other_level")];
    let back = tries(Who::Liaison, "saya", "kembalikan", &fields).works(&world, &report).await;
    assert_eq!(back.stage.name(), StageName::AtAgency);
});

app_test!(an_answer_used_before_is_known_also_after_a_restart, |db| async move {
    let world = World::new(db).await;
    let form =
        "Laporan Anda sudah kami pelajari bersama bidang penerangan dan menjadi bahan rapat.";
    let first = world.at_roads().await;
    let sent = answer(&world, &first, &[("jawab-isi", form), ("jawab-tetap", REASON)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", told(&sent));
    let other = world.at_roads().await;
    let number = format!("Jawaban serupa: {}", first.tracking);
    let known = answer(&world, &other, &[("jawab-isi", form)]).await;
    assert!(known.has("Jawaban templat.") && known.has(&number), "{}", told(&known));
    let begun = world.begun_again();
    let known = answer(&begun, &other, &[("jawab-isi", form)]).await;
    assert!(known.has(&number), "a process begun later reads the same events");
    // What was answered to the report itself is no template.
    let again = answer(&begun, &first, &[("jawab-isi", form)]).await;
    assert!(!again.has(&number));
});

app_test!(a_similar_answer_is_not_named_to_those_who_do_not_read_its_report, |db| async move {
    let world = World::new(db).await;
    let form =
        "Laporan Anda sudah kami pelajari bersama bidang penerangan dan menjadi bahan rapat.";
    let hidden =
        Filing { privacy: Privacy { anonymous: true, confidential: true }, ..World::filing() };
    let secret = world.file(hidden).await;
    world.give_as(secret.id, forward(crate::nation::CITY), Who::National).await;
    world.give_as(secret.id, post(form), Who::CityAdmin).await;
    let report = world.at_roads().await;
    let page = answer(&world, &report, &[("jawab-isi", form)]).await;
    assert!(page.has("Jawaban templat.") && !page.has("Jawaban serupa:"));
});

app_test!(personal_data_does_not_go_out_to_everybody_unseen, |db| async move {
    let world = World::new(db).await;
    let words = format!("{GOOD} Pelapor dapat dihubungi di 0812-3456-7890.");
    let report = world.at_roads().await;
    let page = answer(&world, &report, &[("jawab-isi", &words)]).await;
    assert!(page.has("Memuat data pribadi.") && page.has("<mark>0812-3456-7890</mark>"));
    // The reporter alone reads the answer to a confidential report.
    let hidden =
        Filing { privacy: Privacy { anonymous: false, confidential: true }, ..World::filing() };
    let secret = world.file(hidden).await;
    world.give_as(secret.id, forward(crate::nation::CITY), Who::National).await;
    let secret = world.give_as(secret.id, assign(ROADS), Who::CityAdmin).await;
    let sent = answer(&world, &secret, &[("jawab-isi", &words)]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", told(&sent));
});

app_test!(the_words_of_a_closing_are_read_too, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    world.give_as(report.id, post(GOOD), Who::Liaison).await;
    let contest = Post { text: "Lampunya masih padam sampai malam ini.".to_owned(), files: vec![] };
    world.give(report.id, Command::Contest(contest), Actor::Reporter).await;
    let report = world.give_as(report.id, post(GOOD), Who::Liaison).await;
    let fields = [
        ("tutup-alasan", "answered_again"),
        ("tutup-isi", "Sudah dijawab. Makanya jangan manja, baca dahulu jawabannya."),
    ];
    tries(Who::CityAdmin, "semua", "tutup", &fields)
        .fails(&world, &report, "Menyalahkan pelapor.")
        .await;
    let with_reason = [&fields[..], &[("tutup-tetap", REASON)]].concat();
    tries(Who::CityAdmin, "semua", "tutup", &with_reason).works(&world, &report).await;
});

app_test!(a_draft_comes_from_closed_cases_that_everybody_reads, |db| async move {
    let world = World::new(db).await;
    let told_name = "Ibu Aminah, lampu diganti 3 November oleh Regu 2. Telepon 0812-3456-7890.";
    let good = closed(&world, World::filing(), told_name, 4).await;
    let poor = closed(&world, World::filing(), "Lampu sudah dicek petugas kemarin sore.", 1).await;
    let hidden =
        Filing { privacy: Privacy { anonymous: false, confidential: true }, ..World::filing() };
    let secret = closed(&world, hidden, "Lampu rahasia diganti kemarin oleh Regu 9.", 5).await;
    let report = world.at_roads().await;
    let page = answer(&world, &report, &[("jawab-isi", "Kata saya."), ("draf", "ya")]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("Kasus serupa yang sudah selesai"), "{}", page.html);
    let number = good.tracking.compact();
    assert!(page.has(&format!("value=\"{number}\"")) && page.has(&format!("/laporan/{number}\"")));
    assert!(page.has("lampu diganti 3 November") && !page.has("0812-3456-7890"), "masked");
    assert!(page.has("Kata saya.</textarea>"), "what was typed is kept");
    for (case, words) in [(&poor, "dicek petugas"), (&secret, "Lampu rahasia")] {
        assert!(!page.has(words) && !page.has(&format!("value=\"{}\"", case.tracking.compact())));
    }
    let taken = answer(&world, &report, &[("jawab-isi", "Kata saya."), ("pakai", &number)]).await;
    assert_eq!(taken.status, StatusCode::OK);
    assert!(taken.has("Kata saya.\n\n") && taken.has("lampu diganti 3 November"));
    assert!(taken.has("Draf dari laporan"));
    assert_eq!(world.load(report.id).await.version, report.version, "nothing is sent");
    // Whatever number is sent: only an example is taken over.
    for other in [secret.tracking.compact(), poor.tracking.compact(), "x".to_owned()] {
        let page = answer(&world, &report, &[("pakai", &other)]).await;
        assert!(page.has("tidak lagi dapat dipakai") && !page.has("Lampu rahasia"));
    }
});

app_test!(a_case_that_was_hidden_after_it_was_closed_is_no_example_any_more, |db| async move {
    let world = World::new(db).await;
    let case = closed(&world, World::filing(), GOOD, 5).await;
    let report = world.at_roads().await;
    let number = case.tracking.compact();
    assert!(answer(&world, &report, &[("draf", "ya")]).await.has(&format!("value=\"{number}\"")));
    let reopen = Command::Reopen {
        ground: domain::kind::ReopenGround::NewFacts,
        explanation: "Ada keterangan baru dari warga.".to_owned(),
    };
    world.give_as(case.id, reopen, Who::Supervisor).await;
    let hide = Classification { confidential: Some(true), ..Classification::default() };
    world.give_as(case.id, Command::Reclassify(hide), Who::National).await;
    let page = answer(&world, &report, &[("draf", "ya")]).await;
    assert!(page.has("Belum ada kasus serupa") && !page.has(&format!("value=\"{number}\"")));
});

/// Light and shade that no other seed has.
fn photograph(seed: u32) -> Vec<u8> {
    photograph_of(seed, Vec::new())
}

/// The same with data in it.
fn photograph_of(seed: u32, exif: Vec<u8>) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(360, 320, |x, y| {
        let mixed = (x / 40 + 31 * (y / 40) + 997 * seed).wrapping_mul(2_654_435_761);
        let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(2_246_822_519);
        image::Rgb([u8::try_from((mixed >> 13) % 200).unwrap() + 20; 3])
    });
    let mut out = Vec::new();
    let mut encoder = PngEncoder::new(&mut out);
    encoder.set_exif_metadata(exif).unwrap();
    picture.write_with_encoder(encoder).unwrap();
    out
}

/// What a phone writes into a photograph: the date on its clock, and so many seconds of a degree
/// south and east.
fn taken(date: &str, south: u32, east: u32) -> Vec<u8> {
    let text = |text: &str| Value::Ascii(vec![text.as_bytes().to_vec()]);
    let angle =
        |seconds| Value::Rational([(0, 1), (0, 1), (seconds, 1)].map(Rational::from).into());
    let fields = [
        (Tag::DateTimeOriginal, text(&format!("{date} 09:30:00"))),
        (Tag::GPSLatitudeRef, text("S")),
        (Tag::GPSLatitude, angle(south)),
        (Tag::GPSLongitudeRef, text("E")),
        (Tag::GPSLongitude, angle(east)),
    ]
    .map(|(tag, value)| exif::Field { tag, ifd_num: In::PRIMARY, value });
    let mut writer = Writer::new();
    for field in &fields {
        writer.push_field(field);
    }
    let mut out = Cursor::new(Vec::new());
    writer.write(&mut out, false).unwrap();
    out.into_inner()
}

/// The answer with a photograph.
async fn with_photo(world: &World, report: &Report, photo: &[u8], reason: &str) -> Page {
    let cookie = world.sign_in(Who::Liaison).await;
    let number = report.tracking.compact();
    let page = world.get(&format!("/meja/saya/{number}"), &cookie).await;
    let (token, version) = (page.hidden("token"), page.hidden("versi"));
    let fields = [
        ("token", token.as_str()),
        ("versi", &version),
        ("antrean", "saya"),
        ("jawab-isi", GOOD),
        ("jawab-tindakan", "done"),
        ("jawab-tetap", reason),
    ];
    let path = format!("/meja/laporan/{number}/jawab");
    world.upload(&path, &cookie, &fields, &[("jawab-berkas", "a.png", photo)]).await
}

app_test!(a_photograph_that_served_before_is_no_proof_without_a_reason, |db| async move {
    let world = World::new(db).await;
    let first = world.at_roads().await;
    let sent = with_photo(&world, &first, &photograph(1), "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", told(&sent));
    let second = world.at_roads().await;
    let held = with_photo(&world, &second, &photograph(1), "").await;
    assert_eq!(held.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(held.has("Foto pernah dipakai.") && held.has("Pilih lagi berkas Anda"));
    assert!(held.has(&format!("Jawaban serupa: {}", first.tracking)));
    let files = store::files::list(&world.store, second.id).await.unwrap();
    assert!(files.is_empty(), "nothing is left behind");
    let sent = with_photo(&world, &second, &photograph(1), REASON).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", told(&sent));
    let events = history(&world.store, second.id).await.unwrap();
    let noted = |fact: &Fact| matches!(fact, Fact::NotePosted { despite, .. } if despite == &[AnswerFault::ReusedPhoto]);
    assert!(events.iter().any(|one| noted(&one.event.fact)));
    let third = world.at_roads().await;
    world.attach(third.id, "foto.png", photograph(2)).await;
    assert!(with_photo(&world, &third, &photograph(2), "").await.has("Foto pernah dipakai."));
    let sent = with_photo(&world, &third, &photograph(3), "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", told(&sent));
});

app_test!(a_photograph_from_before_or_elsewhere_is_no_proof_without_a_reason, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let (old, far) = ("Foto lebih lama dari laporan.", "Foto dari tempat lain.");
    // Two kilometres off the point by which the district is known.
    let (here, cirebon) = ((24_750, 387_400), (24_150, 390_850));
    let held = async |date, (south, east)| {
        let photo = photograph_of(7, taken(date, south, east));
        let page = with_photo(&world, &report, &photo, "").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{date}");
        [page.has(old), page.has(far)]
    };
    assert_eq!(held("2026:11:30", here).await, [true, false]);
    assert_eq!(held("2026:12:01", cirebon).await, [false, true]);
    assert_eq!(held("2026:11:30", cirebon).await, [true, true]);
    let photo = photograph_of(7, taken("2026:12:01", here.0, here.1));
    let sent = with_photo(&world, &report, &photo, "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", told(&sent));
    let second = world.at_roads().await;
    let photo = photograph_of(8, taken("2026:11:30", cirebon.0, cirebon.1));
    let sent = with_photo(&world, &second, &photo, REASON).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", told(&sent));
    let events = history(&world.store, second.id).await.unwrap();
    let both = [AnswerFault::OldPhoto, AnswerFault::FarPhoto];
    let noted = |fact: &Fact| matches!(fact, Fact::NotePosted { despite, .. } if despite == &both);
    assert!(events.iter().any(|one| noted(&one.event.fact)));
});
