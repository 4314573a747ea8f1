//! The search beside bare answers of equal size, shape by shape, and the speed at which an index is
//! filled again.

use super::load::{self, Requests};
use super::outcome::{Bar, Row};
use super::service::Service;
use super::{Run, http};
use crate::compose::Failed;
use crate::place::Place;
use std::time::Instant;
use store::Store;
use store::search::{Query, learn, rebuild};

/// Requests of one shape, each another address, so that no answer is a kept one.
const REQUESTS: usize = 4_000;
/// Milliseconds within which ninety-nine of a hundred searches are answered.
const P99_MS: f64 = 50.0;
/// Reports a second that an index takes up again.
const REBUILT: f64 = 5_000.0;
/// Words whose rarest is looked for.
const WORDS: [&str; 24] = [
    "jalan",
    "air",
    "sekolah",
    "guru",
    "obat",
    "rumah",
    "listrik",
    "sampah",
    "banjir",
    "pajak",
    "tanah",
    "pasar",
    "bus",
    "kereta",
    "hutan",
    "laut",
    "pupuk",
    "izin",
    "gaji",
    "kartu",
    "lampu",
    "jembatan",
    "pelabuhan",
    "museum",
];

/// Measures on a database that is filled.
pub(crate) async fn measure(run: &mut Run, place: &Place, reports: u64) -> Result<(), Failed> {
    let store = place.open().await?;
    let began = Instant::now();
    let words = learn(&store).await?;
    let learnt = began.elapsed().as_secs_f64();
    run.rows.push(Row::plain(
        "search",
        format!("learning {words} words"),
        place.engine,
        "s",
        learnt,
    ));
    let shapes = shapes(&store);
    filled(run, &store, place, reports).await?;
    store.db().close().await?;
    let service = Service::start(place).await?;
    let bare = Service::bare(place).await?;
    let warm = each(&shapes.first().map(|(_, path)| path.clone()).unwrap_or_default());
    // The server learns its words when it starts.
    let time = run.plan.time();
    drop(load::run(service.address, &Requests::again(warm), 1, time, is_page).await);
    for (what, path) in shapes {
        run.tell(format!("searching: {what}"));
        let found =
            load::run(service.address, &Requests::once(each(&path)), 1, time, is_page).await;
        let limit = Requests::again(vec![http::get(&format!("/{}", found.body_bytes), "")]);
        let limit = load::run(bare.address, &limit, 1, time / 4, is_page).await;
        run.count(&found);
        run.count(&limit);
        let what = format!("{what}, p99 of one reader at {reports} reports");
        let row = Row::plain("search", what, place.engine, "ms", found.percentile(99));
        let row = row.beside(limit.percentile(99), "bare answer of equal size");
        run.rows.push(row.waits(&found).held_to(Bar::AtMost(P99_MS)));
    }
    bare.stop().await?;
    service.stop().await
}

/// The index lost and filled again, as after an upgrade, while nobody writes.
async fn filled(run: &mut Run, store: &Store, place: &Place, reports: u64) -> Result<(), Failed> {
    run.tell("filling the search index again");
    let began = Instant::now();
    rebuild::begin(store).await?;
    rebuild::finish(store, |_| {}).await?;
    let speed =
        f64::from(u32::try_from(reports).unwrap_or(u32::MAX)) / began.elapsed().as_secs_f64();
    let what = format!("filling the search index again with {reports} reports");
    let row = Row::plain("search", what, place.engine, "reports/s", speed);
    run.rows.push(row.held_to(Bar::AtLeast(REBUILT)));
    Ok(())
}

fn is_page(answer: &http::Answer) -> bool {
    answer.status == 200
}

/// The same search under so many addresses.
fn each(path: &str) -> Vec<Vec<u8>> {
    (0..REQUESTS).map(|n| http::get(&format!("{path}&n={n}"), "")).collect()
}

/// What people look for, by how many reports have it.
fn shapes(store: &Store) -> Vec<(&'static str, String)> {
    let known = store.words();
    let uses = |word: &&str| {
        known.reports_with(
            &Query::parse(word)
                .with
                .iter()
                .flat_map(store::search::Term::tokens)
                .collect::<String>(),
        )
    };
    let rare = WORDS.iter().filter(|word| uses(word) > 0).min_by_key(|word| uses(word));
    let common = WORDS.iter().max_by_key(|word| uses(word));
    let (rare, common) = (rare.unwrap_or(&"museum"), common.unwrap_or(&"jalan"));
    vec![
        ("a word with a typing mistake", "/laporan?kata=segeraa+ditindaklnjuti".to_owned()),
        ("a word that every report has", "/laporan?kata=segera".to_owned()),
        ("a common word", format!("/laporan?kata={common}")),
        ("a rare word", format!("/laporan?kata={rare}")),
        ("a rare and a common word", format!("/laporan?kata={rare}+segera")),
        ("two common words", format!("/laporan?kata=segera+{common}")),
        ("a phrase", format!("/laporan?kata=%22segera+ditindaklanjuti%22+{common}")),
        ("a word nobody uses", "/laporan?kata=xqzjwv".to_owned()),
        ("a common word, newest first", "/laporan?kata=segera&urut=baru".to_owned()),
        (
            "a common word in a regency",
            "/laporan?kata=segera&provinsi=32&kabupaten=3273".to_owned(),
        ),
        (
            "three filters without words",
            "/laporan?provinsi=35&jenis=complaint&keadaan=closed".to_owned(),
        ),
        ("days and a common word", "/laporan?kata=segera&sampai=2026-01-31".to_owned()),
        ("suggestions while typing", "/laporan/saran?kata=seg".to_owned()),
        ("the feed of a search", "/laporan.atom?kata=segera".to_owned()),
    ]
}
