//! Every command of the desk through its form: once carried out, once refused with the words kept.

use crate::app_test;
use crate::nation::{CITY, HEALTH, LEAF, ROADS};
use crate::world::{Page, Who, World, assign, forward};
use axum::http::StatusCode;
use domain::command::{Command, Post};
use domain::deadline::DeadlineKind;
use domain::kind::{ActionTaken, ReportKind};
use domain::report::StageName;
use domain::role::Actor;
use domain::{Filing, Report};
use store::reports::history;

pub(crate) const WORDS: &str = "Regu penerangan sudah mengganti tiga lampu pada hari Selasa.";

fn post() -> Post {
    Post { text: WORDS.to_owned(), files: Vec::new() }
}

fn answer() -> Command {
    Command::PostAnswer { post: post(), action: ActionTaken::Done, scheduled_for: None }
}

/// What a form sends, who sends it from which queue, and what comes of it.
pub(crate) struct Try<'a> {
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
    pub(crate) async fn works(&self, world: &World, report: &Report) -> Report {
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
    pub(crate) async fn fails(&self, world: &World, report: &Report, reason: &str) {
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
pub(crate) fn told(page: &Page) -> String {
    page.html
        .split("error-summary")
        .nth(1)
        .unwrap_or("no error summary")
        .chars()
        .take(500)
        .collect()
}

pub(crate) fn tries<'a>(
    who: Who,
    queue: &'a str,
    slug: &'a str,
    fields: &'a [(&'a str, &'a str)],
) -> Try<'a> {
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
