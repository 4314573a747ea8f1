//! The effect of a category or a route before it is saved: true, bounded, and nothing by itself.

use super::{Office, day, with_day};
use crate::app_test;
use crate::guest::words;
use crate::nation::region;
use crate::world::World;
use axum::http::StatusCode;
use domain::category::{Category, CategoryCode};
use domain::kind::Level;
use domain::routing::Route;
use domain::{Filing, Reference, ReportId};
use jiff::civil::date;
use store::reference::change;
use store::reports::queries;
use store::{both_engines, reference};
use triage::replay::{self, Comparison, Told};

const LAMPS: &str = "public_works.roads.street_lighting";
const TEXTS: [(&str, &str); 6] = [
    ("Lampu jalan padam di gang", "Lampu penerangan jalan umum di gang kami padam sejak seminggu."),
    ("Lampu hias taman mati", "Lampu hias di taman alun-alun mati semua sejak dua minggu lalu."),
    ("Lampu hias taman rusak", "Lampu hias taman bermain rusak dan kabelnya terlihat dari luar."),
    ("Pohon tumbang di jalan", "Pohon besar tumbang menutup jalan di depan kantor kelurahan."),
    ("Sampah tidak diangkut", "Sampah rumah tangga tidak diangkut petugas sudah satu minggu."),
    ("Ijazah ditahan sekolah", "Ijazah anak saya ditahan sekolah karena tunggakan uang sekolah."),
];

fn code(text: &str) -> CategoryCode {
    CategoryCode::parse(text).unwrap()
}

fn filing((title, body): (&str, &str)) -> Filing {
    let mut filing = Filing {
        title: title.to_owned(),
        body: body.to_owned(),
        category: None,
        level: None,
        ..World::filing()
    };
    filing.place.region = Some(region("327302"));
    filing
}

async fn filed(office: &Office) -> Vec<ReportId> {
    let mut filed = Vec::new();
    for text in TEXTS {
        filed.push(office.world.file(filing(text)).await.id);
    }
    filed
}

/// The leaf that the ornamental lamps are taken for, changed to say what they say.
fn claiming(office: &Office, leaf: &str) -> Category {
    let mut category = office.world.store.reference().categories.get(&code(leaf)).unwrap().clone();
    category.keywords.push("lampu hias taman".into());
    category.keywords.push("kata yang tidak pernah ada".into());
    category.examples.0.push("Lampu hias taman bermain mati atau rusak".into());
    category.examples.0.push("Lampu hias di taman alun-alun mati semua".into());
    category
}

fn typed(category: &Category) -> Vec<(String, String)> {
    let joined = |items: &[Box<str>]| items.join("\n");
    let mut fields: Vec<(&str, String)> = vec![
        ("nama-id", category.name.0.to_string()),
        ("nama-en", category.name.1.to_string()),
        ("uraian-id", category.about.0.to_string()),
        ("uraian-en", category.about.1.to_string()),
        ("contoh-id", joined(&category.examples.0)),
        ("contoh-en", joined(&category.examples.1)),
        ("kata-kunci", joined(&category.keywords)),
        ("sifat", category.class.word().to_owned()),
        ("satuan", "working_days".to_owned()),
        ("tingkat-utama", category.levels[0].word().to_owned()),
    ];
    fields.extend(category.levels.iter().map(|level| ("tingkat", level.word().to_owned())));
    let owned = fields.into_iter().map(|(name, value)| (name.to_owned(), value));
    owned.collect()
}

fn borrowed(fields: &[(String, String)]) -> Vec<(&str, &str)> {
    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

async fn told(office: &Office) -> Vec<Told> {
    let since = "2026-11-01T00:00:00Z".parse().unwrap();
    let found = queries::received(&office.world.store, since, 100).await.unwrap().newest;
    let told = found.into_iter().map(|row| Told {
        report: row.id,
        text: format!("{}\n{}", row.title, row.body),
        region: row.region,
        level: row.level,
    });
    told.collect()
}

/// What each report is suggested now, as the desk and the router would be told.
fn real_run(office: &Office, told: &[Told]) -> Vec<Option<replay::Outcome>> {
    let world = &office.world;
    let today = Reference::today(world.store.now());
    let (learned, reference) = (world.app.suggester().read(), world.store.reference());
    told.iter().map(|one| replay::read(&learned, one, &reference, today)).collect()
}

/// The day comes, and whoever learns takes the new rules over.
async fn comes(office: &Office, day: &str) {
    let store = &office.world.store;
    office.world.wait(day);
    reference::load(store).await.unwrap();
    office.world.app.suggester().teach(|learned| learned.renew(&store.reference().categories));
}

both_engines!(a_replay_is_what_a_real_run_does_afterwards, |db| async move {
    let office = Office::new(db).await;
    filed(&office).await;
    let cookie = office.supervisor().await;
    let (store, told) = (&office.world.store, told(&office).await);
    let before = real_run(&office, &told);
    // A leaf of another affair takes the lamps of parks.
    let leaf = "environment.waste.collection";
    let changed = claiming(&office, leaf);
    let present = store.reference();
    let after = Reference {
        categories: present.categories.clone().with(changed.clone()),
        ..(*present).clone()
    };
    let today = Reference::today(store.now());
    let learned = office.world.app.suggester().read().clone();
    let expected = replay::reread(learned, &told, &present, &after, today);
    let moved = Comparison::of(&expected, &[].into()).moved();
    assert!(moved >= 2, "{expected:?}");
    let sides = expected.iter().map(|it| it.before.clone()).collect::<Vec<_>>();
    assert_eq!(sides, before, "the rules in force are those of today");

    let fields = typed(&changed);
    let from = day("sejak", "2026-12-02");
    let path = format!("/atur/kategori/{leaf}/ubah");
    let (page, _) =
        office.change_looked(&path, &cookie, &with_day(&borrowed(&fields), &from)).await;
    let shown = words(&page.html);
    assert!(shown.contains(&format!("Laporan yang akan berpindah: {moved}")), "{shown}");
    assert!(
        shown.contains("Dibaca ulang: 6 laporan terbaru yang boleh Anda baca, dari 6"),
        "{shown}"
    );
    assert!(shown.contains("kata yang tidak pernah ada"), "a dead keyword is named: {shown}");
    comes(&office, "2026-12-02T03:00:00Z").await;
    let real = real_run(&office, &told);
    assert_eq!(expected.into_iter().map(|it| it.after).collect::<Vec<_>>(), real);

    // And a route: the lamps of roads go to the health office.
    let cookie = office.supervisor().await;
    let route =
        Route { category: code(LAMPS), level: Level::Regency, agency: None, unit: "health".into() };
    let present = store.reference();
    let after = Reference { routing: present.routing.clone().with(route), ..(*present).clone() };
    let learned = office.world.app.suggester().read().clone();
    let today = Reference::today(store.now());
    let expected = replay::reread(learned, &told, &present, &after, today);
    let moved = Comparison::of(&expected, &[].into()).moved();
    assert!(moved >= 1);
    let path = format!("/atur/kategori/{LAMPS}/rute/regency");
    let from = day("sejak", "2026-12-03");
    let (page, done) = office
        .change_looked(&path, &cookie, &with_day(&[("unit", "Dinas Kesehatan")], &from))
        .await;
    let shown = words(&page.html);
    assert!(shown.contains(&format!("Laporan yang akan berpindah: {moved}")), "{shown}");
    assert!(shown.contains("Dinas Kesehatan") && done.has("direncanakan"), "{shown}");
    comes(&office, "2026-12-03T03:00:00Z").await;
    let real = real_run(&office, &told);
    assert_eq!(expected.into_iter().map(|it| it.after).collect::<Vec<_>>(), real);

    // The route ends: its reports go to the office of the shorter route.
    let cookie = office.supervisor().await;
    let last = day("sejak", "2026-12-04");
    let end = format!("{path}/akhiri");
    let (page, _) = office.change_looked(&end, &cookie, &with_day(&[], &last)).await;
    assert!(words(&page.html).contains("Sesudahnya yang berlaku"), "{}", words(&page.html));
    comes(&office, "2026-12-05T03:00:00Z").await;
    assert_ne!(real_run(&office, &told), real);
    let acts = office.audited(&format!("route:{LAMPS}:regency")).await;
    assert_eq!(acts, ["route.ended", "route.set"]);
});

app_test!(looking_saves_nothing_and_who_was_overtaken_keeps_the_words, |db| async move {
    let office = Office::new(db).await;
    filed(&office).await;
    let cookie = office.national().await;
    let store = &office.world.store;
    let revision = store.reference().revision;
    let path = format!("/atur/kategori/{LAMPS}/ubah");
    let seen = office.get(&path, &cookie).await.hidden("versi");
    let changed = claiming(&office, LAMPS);
    let mut fields = typed(&changed);
    fields.push(("versi".to_owned(), seen.clone()));
    fields.extend(day("sejak", "2027-01-01"));
    let looked = office.send(&path, &cookie, &borrowed(&fields)).await;
    assert_eq!(looked.status, StatusCode::OK);
    assert_eq!(store.reference().revision, revision);
    let back: Vec<_> =
        borrowed(&fields).into_iter().chain([("pasti", "ya"), ("kembali", "ya")]).collect();
    let page = office.send(&path, &cookie, &back).await;
    assert!(page.status == StatusCode::OK && page.has("lampu hias taman") && page.has("sejak-day"));
    assert_eq!(store.reference().revision, revision);

    // Somebody else changes another leaf meanwhile.
    let mut other =
        store.reference().categories.get(&code("environment.waste.collection")).unwrap().clone();
    other.about.0 = "Uraian lain.".into();
    let sorting = store.reference().sorting;
    let officer = office.officer("lain", domain::Role::NationalAdmin, None).await;
    change::change_category(store, officer, other, date(2026, 12, 5), sorting).await.unwrap();
    let sure: Vec<_> = borrowed(&fields).into_iter().chain([("pasti", "ya")]).collect();
    let page = office.send(&path, &cookie, &sure).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.has("diubah orang lain") && page.has("lampu hias taman"));
    let again = page.hidden("versi");
    assert_ne!(again, seen);
    let fresh: Vec<_> = sure
        .into_iter()
        .map(|(name, value)| (name, if name == "versi" { again.as_str() } else { value }))
        .collect();
    office.change(&path, &cookie, &fresh).await;
});

app_test!(what_a_retired_category_leaves_goes_elsewhere, |db| async move {
    let office = Office::new(db).await;
    filed(&office).await;
    let cookie = office.national().await;
    let last = day("sejak", "2026-12-31");
    let path = format!("/atur/kategori/{LAMPS}/hentikan");
    let page = office.send(&path, &cookie, &with_day(&[("pengganti", "")], &last)).await;
    let shown = words(&page.html);
    assert!(page.has("confirm-consequence") && shown.contains("akan berpindah: "), "{shown}");
    assert!(shown.contains("Berlaku sampai Kamis, 31 Desember 2026"), "{shown}");
    let kept = office.world.store.reference().categories.get(&code(LAMPS)).unwrap().valid_to;
    assert_eq!(kept, None);
});

app_test!(a_keyword_of_a_sibling_is_refused_by_name, |db| async move {
    let office = Office::new(db).await;
    let cookie = office.national().await;
    let path = format!("/atur/kategori/{LAMPS}/ubah");
    let seen = office.get(&path, &cookie).await.hidden("versi");
    let reference = office.world.store.reference();
    let above = code(LAMPS).parent();
    let mut siblings = reference.categories.below(above.as_ref());
    let other = |it: &&Category| it.code != code(LAMPS) && !it.keywords.is_empty();
    let sibling = siblings.find(other).unwrap().clone();
    let mut changed = claiming(&office, LAMPS);
    changed.keywords.push(sibling.keywords[0].clone());
    let mut fields = typed(&changed);
    fields.push(("versi".to_owned(), seen));
    fields.extend(day("sejak", "2027-01-01"));
    let page = office.send(&path, &cookie, &borrowed(&fields)).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let shown = words(&page.html);
    let why = format!("sudah dipakai kategori {}", sibling.name.0);
    assert!(shown.contains(&why), "{shown}");
});

app_test!(what_this_officer_may_not_read_is_not_counted, |db| async move {
    let office = Office::new(db).await;
    filed(&office).await;
    let bandung = office.agency("kota-bandung");
    let accused = vec![domain::Office { agency: bandung, unit: None }];
    office.world.file(Filing { accused, ..filing(TEXTS[0]) }).await;
    let mut secret = filing(TEXTS[1]);
    secret.privacy.confidential = true;
    office.world.file(secret).await;
    let cookie = office.national().await;
    let path = format!("/atur/kategori/{LAMPS}/rute/regency");
    let seen = office.get(&path, &cookie).await.hidden("versi");
    let mut fields = vec![("versi".to_owned(), seen), ("unit".to_owned(), "health".to_owned())];
    fields.extend(day("sejak", "2026-12-02"));
    let page = office.send(&path, &cookie, &borrowed(&fields)).await;
    let shown = words(&page.html);
    // The national desk reads what is confidential; who is complained about is told by the events.
    assert!(
        shown.contains("Dibaca ulang: 7 laporan terbaru yang boleh Anda baca, dari 8"),
        "{shown}"
    );
    for (unit, why) in [("", "belum diisi"), ("tidak_ada", "Unit ini tidak ada")] {
        fields[1].1 = unit.to_owned();
        let page = office.send(&path, &cookie, &borrowed(&fields)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{unit}");
        assert!(words(&page.html).contains(why), "{}", words(&page.html));
    }
    for unknown in ["galaxy", ""] {
        let path = format!("/atur/kategori/{LAMPS}/rute/{unknown}");
        assert_eq!(office.get(&path, &cookie).await.status, StatusCode::NOT_FOUND);
    }
});
