//! Every command of the desk through its form: once carried out, once refused with the words kept.

use crate::app_test;
use crate::nation::{CITY, HEALTH, LEAF, ROADS};
use crate::world::{Page, Who, World, accused, assign, forward};
use axum::http::StatusCode;
use domain::command::{Command, Post};
use domain::deadline::DeadlineKind;
use domain::kind::{ActionTaken, ArchiveReason, DeclineReason, ReportKind};
use domain::report::StageName;
use domain::role::Actor;
use domain::{Filing, Report};
use store::reports::history;

const WORDS: &str = "Regu penerangan sudah mengganti tiga lampu pada hari Selasa.";

fn post() -> Post {
    Post { text: WORDS.to_owned(), files: Vec::new() }
}

fn answer() -> Command {
    Command::PostAnswer { post: post(), action: ActionTaken::Done, scheduled_for: None }
}

/// What a form sends, who sends it from which queue, and what comes of it.
struct Try<'a> {
    who: Who,
    queue: &'a str,
    slug: &'a str,
    fields: &'a [(&'a str, &'a str)],
}

impl Try<'_> {
    async fn send(&self, world: &World, report: &Report) -> Page {
        let cookie = world.sign_in(self.who).await;
        world.act(&cookie, self.queue, report, self.slug, self.fields).await
    }

    /// It is carried out: one more event, a way on, the news of success.
    async fn works(&self, world: &World, report: &Report) -> Report {
        let page = self.send(world, report).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{} {}", self.slug, told(&page));
        assert!(page.location.ends_with(&format!("?berhasil={}", self.slug)), "{}", page.location);
        let cookie = world.sign_in(self.who).await;
        let after = world.get(&page.location, &cookie).await;
        assert_eq!(after.status, StatusCode::OK, "{}", page.location);
        assert!(after.has("role=\"status\""), "{} says that it is done", self.slug);
        let fresh = world.load(report.id).await;
        assert!(fresh.version > report.version, "{}", self.slug);
        fresh
    }

    /// It is refused: nothing changes, everything typed is shown again with the reason.
    async fn fails(&self, world: &World, report: &Report, reason: &str) {
        let page = self.send(world, report).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", self.slug);
        assert!(page.has(reason), "{}: {}", self.slug, told(&page));
        assert!(page.has("<title>Kesalahan: "), "{}", self.slug);
        for (name, value) in
            self.fields.iter().filter(|(name, value)| name.ends_with("-isi") && !value.is_empty())
        {
            assert!(page.has(value), "{} keeps {name}", self.slug);
        }
        assert_eq!(world.load(report.id).await.version, report.version, "{}", self.slug);
    }
}

/// The errors of a page, for the message of a test.
fn told(page: &Page) -> String {
    page.html
        .split("error-summary")
        .nth(1)
        .unwrap_or("no error summary")
        .chars()
        .take(500)
        .collect()
}

fn tries<'a>(who: Who, queue: &'a str, slug: &'a str, fields: &'a [(&'a str, &'a str)]) -> Try<'a> {
    Try { who, queue, slug, fields }
}

app_test!(the_national_desk_verifies, |db| async move {
    let world = World::new(db).await;
    fn at<'a>(slug: &'a str, fields: &'a [(&'a str, &'a str)]) -> Try<'a> {
        tries(Who::National, "verifikasi", slug, fields)
    }
    let report = world.file(World::filing()).await;
    at("teruskan", &[("teruskan-instansi", "")]).fails(&world, &report, "Tulis instansi").await;
    at("teruskan", &[("teruskan-instansi", "entah apa")])
        .fails(&world, &report, "Tidak ditemukan")
        .await;
    at("teruskan", &[("teruskan-instansi", "pe")]).fails(&world, &report, "Yang mana?").await;
    at("teruskan", &[("teruskan-instansi", "pemkot bandung"), ("teruskan-dukung", "siapa")])
        .fails(&world, &report, "tidak jelas")
        .await;
    let fields = [
        ("teruskan-instansi", "pe"),
        ("teruskan-instansi-pilih", "1"),
        ("teruskan-dukung", "Kementerian Pekerjaan Umum"),
    ];
    let sent = at("teruskan", &fields).works(&world, &report).await;
    assert_eq!(
        (sent.stage.name(), sent.lead, sent.tasks.len()),
        (StageName::AtAgency, Some(CITY), 1)
    );

    // The form proposes the competent agency.
    let fresh = world.file(World::filing()).await;
    let page = world
        .get(
            &format!("/meja/verifikasi/{}", fresh.tracking.compact()),
            &world.sign_in(Who::National).await,
        )
        .await;
    assert!(
        page.has("value=\"Pemerintah Kota Bandung\"") && page.has("<datalist id=\"instansi\">")
    );
    at("tunda", &[("tunda-isi", "Apa?")]).fails(&world, &fresh, "baru 4 huruf").await;
    let asked =
        at("tunda", &[("tunda-isi", "Di lampu nomor berapa tepatnya?"), ("tunda-kurang", "place")])
            .works(&world, &fresh)
            .await;
    assert_eq!(asked.stage.name(), StageName::AwaitingReporter);

    let fresh = world.file(World::filing()).await;
    at("klasifikasi", &[("klasifikasi-isi", "Pendek")])
        .fails(&world, &fresh, "Judul baru 6 huruf")
        .await;
    let fields = [
        ("klasifikasi-isi", "Tiga lampu jalan padam di depan sekolah"),
        ("klasifikasi-jenis", "aspiration"),
        ("klasifikasi-kategori", "jalan"),
        ("klasifikasi-wilayah", "andir"),
        ("klasifikasi-mendesak", "high"),
    ];
    at("klasifikasi", &fields).fails(&world, &fresh, "Ada beberapa yang cocok").await;
    let mut clear = fields.to_vec();
    clear.extend([
        ("klasifikasi-kategori-pilih", LEAF),
        ("klasifikasi-kekurangan", "facility"),
        ("klasifikasi-rahasia", "ya"),
    ]);
    let better = at("klasifikasi", &clear).works(&world, &fresh).await;
    assert_eq!((better.kind, better.privacy.confidential), (ReportKind::Aspiration, true));
    at("arsipkan", &[("arsipkan-alasan", ""), ("arsipkan-isi", WORDS)])
        .fails(&world, &better, "Pilih salah satu")
        .await;
    at("arsipkan", &[("arsipkan-alasan", "not_completed"), ("arsipkan-isi", WORDS)])
        .fails(&world, &better, "hanya diberikan oleh sistem")
        .await;
    let ended = at("arsipkan", &[("arsipkan-alasan", "unclear"), ("arsipkan-isi", WORDS)])
        .works(&world, &better)
        .await;
    assert_eq!(ended.stage.name(), StageName::Archived);
});

app_test!(an_agency_hands_on_declines_and_asks_for_support, |db| async move {
    let world = World::new(db).await;
    let report = world.at_city().await;
    fn at<'a>(slug: &'a str, fields: &'a [(&'a str, &'a str)]) -> Try<'a> {
        tries(Who::CityAdmin, "verifikasi", slug, fields)
    }
    at("serahkan", &[("serahkan-unit", "")]).fails(&world, &report, "Pilih unit").await;
    let health = HEALTH.to_string();
    let roads = ROADS.to_string();
    let given = at("serahkan", &[("serahkan-unit", &roads), ("serahkan-dukung", &health)])
        .works(&world, &report)
        .await;
    assert_eq!((given.stage.name(), given.tasks.len()), (StageName::AtUnit, 1));
    tries(Who::CityAdmin, "di-unit", "serahkan", &[("serahkan-unit", &roads)])
        .fails(&world, &given, "sudah ada di sana")
        .await;

    let task = tries(
        Who::CityAdmin,
        "semua",
        "tugaskan",
        &[
            ("tugaskan-isi", "Mohon data tiang lampu di jalan ini."),
            ("tugaskan-instansi", "Kementerian PU"),
        ],
    );
    let tasked = task.works(&world, &given).await;
    assert_eq!(tasked.open_tasks().count(), 2);
    task.fails(&world, &tasked, "sudah ada di sana").await;
    tries(Who::Liaison, "saya", "jawab", &[("jawab-isi", WORDS), ("jawab-tindakan", "done")])
        .fails(&world, &tasked, "Masih ada 2 tugas")
        .await;
    let done = tries(
        Who::MinistryAdmin,
        "tugas",
        "selesaikan",
        &[("selesaikan-tugas", "2"), ("selesaikan-isi", WORDS)],
    );
    let finished = done.works(&world, &tasked).await;
    assert_eq!(finished.open_tasks().count(), 1);
    let released = tries(
        Who::CityAdmin,
        "semua",
        "lepas",
        &[("lepas-tugas", "1"), ("lepas-isi", "Tidak diperlukan lagi oleh kami.")],
    );
    assert_eq!(released.works(&world, &finished).await.open_tasks().count(), 0);

    let other = world.at_city().await;
    at("kembalikan", &[("kembalikan-alasan", "other_level"), ("kembalikan-isi", "Bukan")])
        .fails(&world, &other, "baru 5 huruf")
        .await;
    let fields = [
        ("kembalikan-alasan", "other_level"),
        ("kembalikan-isi", "Jalan ini jalan nasional."),
        ("kembalikan-instansi", "Kementerian PU"),
    ];
    let page = at("kembalikan", &fields).send(&world, &other).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    let back = world
        .get(
            &format!("/meja/dikembalikan/{}", other.tracking.compact()),
            &world.sign_in(Who::National).await,
        )
        .await;
    assert!(
        back.has("Jalan ini jalan nasional.") && back.has("value=\"Kementerian Pekerjaan Umum\"")
    );
});

app_test!(a_unit_works_answers_and_talks, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    fn at<'a>(slug: &'a str, fields: &'a [(&'a str, &'a str)]) -> Try<'a> {
        tries(Who::Liaison, "saya", slug, fields)
    }
    let begun = at("kelola", &[]).works(&world, &report).await;
    assert_eq!(begun.stage.name(), StageName::InProgress);
    at("kabari", &[("kabari-isi", "Pendek saja")]).fails(&world, &begun, "baru 11 huruf").await;
    let news = at("kabari", &[("kabari-isi", WORDS)]).works(&world, &begun).await;
    at("pesan", &[("pesan-isi", "Boleh kami tahu nomor tiangnya?")]).works(&world, &news).await;
    at("pesan", &[("pesan-isi", "")])
        .fails(&world, &world.load(report.id).await, "belum diisi")
        .await;
    at("catat", &[("catat-isi", "Menunggu suku cadang dari gudang.")])
        .works(&world, &world.load(report.id).await)
        .await;
    let fresh = world.load(report.id).await;
    let promise = |day| {
        [
            ("jawab-isi", WORDS),
            ("jawab-tindakan", "scheduled"),
            ("jawab-tanggal-day", day),
            ("jawab-tanggal-month", "12"),
            ("jawab-tanggal-year", "2026"),
        ]
    };
    at("jawab", &[("jawab-isi", WORDS), ("jawab-tindakan", "scheduled")])
        .fails(&world, &fresh, "Tulis tanggal pekerjaan")
        .await;
    at("jawab", &promise("41")).fails(&world, &fresh, "Tanggal ini tidak ada").await;
    at("jawab", &[("jawab-isi", WORDS)]).fails(&world, &fresh, "Pilih salah satu").await;
    let answered = at("jawab", &promise("20")).works(&world, &fresh).await;
    assert_eq!(answered.stage.name(), StageName::Answered);
    let shown = world
        .get(
            &format!("/meja/saya/{}", report.tracking.compact()),
            &world.sign_in(Who::Liaison).await,
        )
        .await;
    assert!(
        shown.has("20 Desember 2026") && shown.has("Petugas Liaison, Pejabat penghubung"),
        "the journal"
    );

    // The answer was contested: only after a second answer may the agency close.
    world.give(report.id, Command::Contest(post()), Actor::Reporter).await;
    world.give_as(report.id, answer(), Who::Liaison).await;
    let contested = world.load(report.id).await;
    let shut = tries(
        Who::CityAdmin,
        "dijawab",
        "tutup",
        &[("tutup-alasan", "answered_again"), ("tutup-isi", "Sudah")],
    );
    shut.fails(&world, &contested, "baru 5 huruf").await;
    let closed = tries(
        Who::CityAdmin,
        "dijawab",
        "tutup",
        &[("tutup-alasan", "answered_again"), ("tutup-isi", WORDS)],
    )
    .works(&world, &contested)
    .await;
    assert_eq!(closed.stage.name(), StageName::Closed);
    let again = tries(
        Who::National,
        "semua",
        "buka-lagi",
        &[("buka-lagi-alasan", "new_facts"), ("buka-lagi-isi", WORDS)],
    )
    .works(&world, &closed)
    .await;
    assert_eq!(again.stage.name(), StageName::InProgress);
});

app_test!(rarer_acts, |db| async move {
    let world = World::new(db).await;
    let information =
        world.file(Filing { kind: ReportKind::InformationRequest, ..World::filing() }).await;
    let information = world.give_as(information.id, forward(CITY), Who::National).await;
    let more = tries(
        Who::CityAdmin,
        "verifikasi",
        "perpanjang",
        &[("perpanjang-isi", "Dokumen ada di arsip provinsi.")],
    );
    let longer = more.works(&world, &information).await;
    assert!(longer.settlement().unwrap().due > information.settlement().unwrap().due);

    let report = world.at_roads().await;
    let conflict = tries(
        Who::CityAdmin,
        "di-unit",
        "konflik",
        &[("konflik-unit", "11"), ("konflik-isi", "Kepala dinas yang dilaporkan.")],
    );
    let moved = conflict.works(&world, &report).await;
    assert_eq!((moved.stage.name(), moved.accused.len()), (StageName::AtAgency, 1));

    let up = tries(Who::National, "semua", "eskalasi", &[]).works(&world, &moved).await;
    assert!(up.escalated.is_some());
    tries(Who::Ombudsman, "ombudsman", "saran", &[("saran-isi", WORDS)]).works(&world, &up).await;
    let dispute = [
        ("sengketa-alasan", "mediation"),
        ("sengketa-isi", "Kedua pihak sepakat pada jadwal baru."),
    ];
    tries(Who::Ombudsman, "ombudsman", "sengketa", &dispute)
        .works(&world, &world.load(up.id).await)
        .await;

    let wrong = world.file(Filing { kind: ReportKind::Aspiration, ..World::filing() }).await;
    let page = world
        .get(
            &format!("/meja/verifikasi/{}", wrong.tracking.compact()),
            &world.sign_in(Who::National).await,
        )
        .await;
    assert!(!page.has("/awasi\""), "an aspiration is not for the inspectorate");
    let complaint = world.file(World::filing()).await;
    let watch = |name| [("awasi-instansi", name)];
    tries(Who::National, "verifikasi", "awasi", &watch("Kementerian PU"))
        .fails(&world, &complaint, "belum punya inspektorat")
        .await;
    let secret = tries(Who::National, "verifikasi", "awasi", &watch("Pemkot Bandung"))
        .works(&world, &complaint)
        .await;
    assert!(secret.restricted && secret.clock(DeadlineKind::SettleSupervisory).is_some());
});

app_test!(two_reports_are_compared_before_they_are_joined, |db| async move {
    let world = World::new(db).await;
    let (one, main) = (
        world.file(World::filing()).await,
        world
            .file(Filing { title: "Gelap di depan SD Negeri 3".to_owned(), ..World::filing() })
            .await,
    );
    let number = main.tracking.compact();
    tries(Who::National, "verifikasi", "gabung", &[("gabung-isi", "501 000 0000")])
        .fails(&world, &one, "Tidak ada laporan")
        .await;
    let compare = tries(Who::National, "verifikasi", "gabung", &[("gabung-isi", &number)])
        .send(&world, &one)
        .await;
    assert_eq!(compare.status, StatusCode::OK);
    assert!(
        compare.has(&one.title)
            && compare.has("Gelap di depan SD Negeri 3")
            && compare.has("name=\"yakin\"")
    );
    assert_eq!(world.load(one.id).await.version, one.version);
    tries(
        Who::National,
        "verifikasi",
        "gabung",
        &[("gabung-isi", &one.tracking.compact()), ("yakin", "ya")],
    )
    .fails(&world, &one, "Tidak dapat digabung")
    .await;
    let joined =
        tries(Who::National, "verifikasi", "gabung", &[("gabung-isi", &number), ("yakin", "ya")])
            .works(&world, &one)
            .await;
    assert_eq!(joined.stage.name(), StageName::MergedInto);
    assert_eq!(world.load(main.id).await.followers, [one.id]);
});

app_test!(an_identity_is_read_once_with_a_reason_that_is_kept, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let at = |part, reason| [("identitas-bagian", part), ("identitas-isi", reason)];
    tries(Who::Liaison, "saya", "identitas", &at("contact", "Perlu"))
        .fails(&world, &report, "baru 5 huruf")
        .await;
    tries(Who::Liaison, "saya", "identitas", &at("nik", WORDS))
        .fails(&world, &report, "tidak dapat dibuka")
        .await;
    let page = tries(
        Who::Liaison,
        "saya",
        "identitas",
        &at("contact", "Teknisi perlu menelepon pelapor."),
    )
    .send(&world, &report)
    .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.has("+628123456789") && !page.has("Siti Rahma"));
    let events = history(&world.store, report.id).await.unwrap();
    let last = events.last().unwrap();
    assert_eq!(last.event.fact.word(), "identity_revealed");
    assert_eq!(last.officer(), Some(world.officer(Who::Liaison).await));
    let again = world
        .get(
            &format!("/meja/saya/{}", report.tracking.compact()),
            &world.sign_in(Who::Liaison).await,
        )
        .await;
    assert!(!again.has("+628123456789") && again.has("Teknisi perlu menelepon pelapor."));
    // An anonymous reporter is not offered, and cannot be read by asking all the same.
    let privacy = domain::visibility::Privacy { anonymous: true, confidential: false };
    let hidden = world.file(Filing { privacy, ..World::filing() }).await;
    world.give_as(hidden.id, forward(CITY), Who::National).await;
    let hidden = world.give_as(hidden.id, assign(ROADS), Who::CityAdmin).await;
    let page = world
        .get(
            &format!("/meja/saya/{}", hidden.tracking.compact()),
            &world.sign_in(Who::Liaison).await,
        )
        .await;
    assert!(!page.has("/identitas\"") && page.has("Anonim"));
    tries(Who::Liaison, "saya", "identitas", &at("name", WORDS))
        .fails(&world, &hidden, "tidak dapat dibuka")
        .await;
});

app_test!(a_stale_form_says_what_changed_and_keeps_the_words, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let (cookie, number) = (world.sign_in(Who::Liaison).await, report.tracking.compact());
    let page = world.get(&format!("/meja/saya/{number}"), &cookie).await;
    let (token, version) = (page.hidden("token"), page.hidden("versi"));
    world
        .give_as(
            report.id,
            Command::PostProgress(Post {
                text: "Rina sudah memeriksa tiang pada pagi ini.".to_owned(),
                files: Vec::new(),
            }),
            Who::Liaison,
        )
        .await;
    let fields = [
        ("token", token.as_str()),
        ("versi", version.as_str()),
        ("antrean", "saya"),
        ("jawab-isi", WORDS),
        ("jawab-tindakan", "done"),
    ];
    let stale = world.post(&format!("/meja/laporan/{number}/jawab"), &cookie, &fields).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        stale.has("baru saja diubah orang lain")
            && stale.has("Rina sudah memeriksa")
            && stale.has(WORDS)
    );
    assert_eq!(stale.hidden("versi"), "4");
    let before = world.load(report.id).await.version;
    let fields = [
        ("token", token.as_str()),
        ("versi", "4"),
        ("antrean", "saya"),
        ("jawab-isi", WORDS),
        ("jawab-tindakan", "done"),
    ];
    let sent = world.post(&format!("/meja/laporan/{number}/jawab"), &cookie, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert!(world.load(report.id).await.version > before);
    // A second click on the same form changes nothing.
    let twice = world.post(&format!("/meja/laporan/{number}/jawab"), &cookie, &fields).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(world.load(report.id).await.answers, 1);
});

app_test!(words_are_given_back_when_the_report_has_moved_on, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let (cookie, number) = (world.sign_in(Who::Liaison).await, report.tracking.compact());
    let page = world.get(&format!("/meja/saya/{number}"), &cookie).await;
    let (token, version) = (page.hidden("token"), page.hidden("versi"));
    world.give_as(report.id, assign(HEALTH), Who::CityAdmin).await;
    let fields = [
        ("token", token.as_str()),
        ("versi", version.as_str()),
        ("antrean", "saya"),
        ("jawab-isi", WORDS),
    ];
    let lost = world.post(&format!("/meja/laporan/{number}/jawab"), &cookie, &fields).await;
    assert_eq!(lost.status, StatusCode::NOT_FOUND);
    assert!(lost.has(WORDS) && !lost.has(&report.title));
});

app_test!(officers_meet_only_what_is_theirs_to_do, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let number = report.tracking.compact();
    // A head reads and may note; nothing else is on the page, nothing else is carried out.
    let cookie = world.sign_in(Who::Head).await;
    let page = world.get(&format!("/meja/semua/{number}"), &cookie).await;
    assert!(page.has("/catat\"") && !page.has("/jawab\"") && !page.has("/identitas\""));
    tries(Who::Head, "semua", "jawab", &[("jawab-isi", WORDS), ("jawab-tindakan", "done")])
        .fails(&world, &report, "tidak mencakup")
        .await;
    // A liaison elsewhere does not even meet it.
    let sub = world.sign_in(Who::SubLiaison).await;
    let token = world.get("/meja/akun", &sub).await.hidden("token");
    let fields =
        [("token", token.as_str()), ("versi", "3"), ("jawab-isi", ""), ("antrean", "saya")];
    assert_eq!(
        world.post(&format!("/meja/laporan/{number}/jawab"), &sub, &fields).await.status,
        StatusCode::NOT_FOUND
    );
    // An office complained about does not find its own case.
    let about = world.file(Filing { accused: accused(Some(ROADS)), ..World::filing() }).await;
    world.give_as(about.id, forward(CITY), Who::National).await;
    let own = world
        .get(
            &format!("/meja/saya/{}", about.tracking.compact()),
            &world.sign_in(Who::Liaison).await,
        )
        .await;
    assert_eq!(own.status, StatusCode::NOT_FOUND);
    for (path, expect) in [("entah", StatusCode::NOT_FOUND), ("recount", StatusCode::NOT_FOUND)] {
        let page = world
            .post(
                &format!("/meja/laporan/{number}/{path}"),
                &cookie,
                &[("token", &world.get("/meja/akun", &cookie).await.hidden("token"))],
            )
            .await;
        assert_eq!(page.status, expect);
    }
});

app_test!(keys_and_order_are_in_the_page, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let page = world
        .get(
            &format!("/meja/saya/{}", report.tracking.compact()),
            &world.sign_in(Who::Liaison).await,
        )
        .await;
    for marker in [
        "data-queue",
        "data-key=\"/\"",
        "data-key=\"t\"",
        "data-key=\"r\"",
        "data-key=\"a\"",
        "data-keys",
        "class=\"back pane-back\"",
    ] {
        assert!(page.has(marker), "{marker}");
    }
    let order =
        ["pane-queue", "pane-report", "pane-actions"].map(|pane| page.html.find(pane).unwrap());
    assert!(order.is_sorted(), "focus goes as the eye does");
    assert_eq!(page.html.matches("<details class=\"command\" open").count(), 1, "one act is open");
    // Every id is there once.
    let ids: Vec<&str> =
        page.html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len());
});

app_test!(a_file_goes_with_an_answer_or_neither_does, |db| async move {
    let world = World::new(db).await;
    let report = world.at_roads().await;
    let (cookie, number) = (world.sign_in(Who::Liaison).await, report.tracking.compact());
    let page = world.get(&format!("/meja/saya/{number}"), &cookie).await;
    let (token, version) = (page.hidden("token"), page.hidden("versi"));
    let send = async |text: &str, name: &str, content: &[u8]| {
        let mut body = Vec::new();
        for (field, value) in [
            ("token", token.as_str()),
            ("versi", &version),
            ("antrean", "saya"),
            ("jawab-isi", text),
            ("jawab-tindakan", "done"),
        ] {
            body.extend_from_slice(
                format!(
                    "--batas\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        body.extend_from_slice(format!("--batas\r\nContent-Disposition: form-data; name=\"jawab-berkas\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n").as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--batas--\r\n");
        let request = axum::http::Request::post(format!("/meja/laporan/{number}/jawab"))
            .header("host", "lapor.test")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", &cookie)
            .header("content-type", "multipart/form-data; boundary=batas");
        world.send(request.body(axum::body::Body::from(body)).unwrap()).await
    };
    let refused =
        send(WORDS, "program.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.has("id=\"jawab-berkas-error\"") && refused.has(WORDS));
    let mut picture = Vec::new();
    let image = image::RgbImage::from_pixel(40, 30, image::Rgb([200, 60, 20]));
    image.write_to(&mut std::io::Cursor::new(&mut picture), image::ImageFormat::Png).unwrap();
    let refused = send("Pendek", "bukti.png", &picture).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        store::files::list(&world.store, report.id).await.unwrap().is_empty(),
        "nothing is left behind"
    );
    let sent = send(WORDS, "bukti.png", &picture).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", told(&sent));
    let kept = store::files::list(&world.store, report.id).await.unwrap();
    assert_eq!(kept.len(), 1);
    let shown = world.get(&sent.location, &cookie).await;
    assert!(shown.has("bukti") && shown.has("1 berkas"));
});

app_test!(news_and_letters_reach_their_desk, |db| async move {
    let world = World::new(db).await;
    let paper = Filing { channel: domain::kind::Channel::Letter, ..World::filing() };
    let report = world.file_by_paper(paper).await;
    world.give_as(report.id, forward(CITY), Who::National).await;
    world
        .give_as(
            report.id,
            Command::Archive { reason: ArchiveReason::Unclear, explanation: WORDS.to_owned() },
            Who::CityAdmin,
        )
        .await;
    while store::notices::advance(&world.store).await.unwrap() > 0 {}
    let cookie = world.sign_in(Who::CityAdmin).await;
    let news = world.get("/meja/kabar", &cookie).await;
    assert!(news.has(&report.tracking.to_string()) && news.has("Kabar (1)"));
    // Notices by e-mail name the report, not the queue.
    let number = report.tracking.compact();
    assert_eq!(
        world.get(&format!("/meja/laporan/{number}"), &cookie).await.location,
        format!("/meja/semua/{number}")
    );
    let (token, ids) = (news.hidden("token"), news.hidden("kabar"));
    world.post("/meja/kabar", &cookie, &[("token", &token), ("kabar", &ids)]).await;
    assert!(!world.get("/meja/kabar", &cookie).await.has("Kabar (1)"));
    let letters = world.get("/meja/surat", &cookie).await;
    assert!(letters.has("class=\"letter\"") && letters.has(WORDS), "{}", letters.html.len());
    let (token, ids) = (letters.hidden("token"), letters.hidden("surat"));
    let strange = world.sign_in(Who::MinistryAdmin).await;
    assert!(!world.get("/meja/surat", &strange).await.has(WORDS));
    world.post("/meja/surat", &cookie, &[("token", &token), ("surat", &ids)]).await;
    assert!(world.get("/meja/surat", &cookie).await.has("Tidak ada surat"));
    assert_eq!(
        world.get("/meja/surat", &world.sign_in(Who::Liaison).await).await.status,
        StatusCode::FORBIDDEN
    );
});

app_test!(what_was_wrongly_restricted_is_set_free_by_the_national_desk, |db| async move {
    let world = World::new(db).await;
    let report = world.at_inspectorate().await;
    let decline = Command::Decline {
        reason: DeclineReason::NotOurAuthority,
        explanation: "Tidak ada dugaan pelanggaran, ini soal lampu.".to_owned(),
        suggested: None,
    };
    let back = world.give_as(report.id, decline, Who::Inspector).await;
    let cookie = world.sign_in(Who::National).await;
    let page = world.get(&format!("/meja/semua/{}", back.tracking.compact()), &cookie).await;
    assert!(page.has("Bukan berkadar pengawasan"));
    let free = [
        ("klasifikasi-isi", back.title.as_str()),
        ("klasifikasi-jenis", back.kind.word()),
        ("klasifikasi-mendesak", back.urgency.word()),
        ("klasifikasi-bebas", "ya"),
    ];
    let freed = tries(Who::National, "semua", "klasifikasi", &free).works(&world, &back).await;
    assert!(!freed.restricted);
    let page = world.get(&format!("/meja/semua/{}", back.tracking.compact()), &cookie).await;
    assert!(!page.has("Bukan berkadar pengawasan"));
});
