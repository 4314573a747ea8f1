//! What is written into the databases that are measured: the texts of drafts, and the public
//! numbers by which the load reads what the seed wrote.

use crate::compose::{self, Failed};
use domain::TrackingId;
use store::people::Identity;
use store::{Store, params};

use super::seed;

/// Public pages that the load reads, spread evenly over the year.
const SAMPLES: i64 = 2_000;

const ENDS: &str = "SELECT MIN(id), MAX(id) FROM report";
const NEXT_PUBLIC: &str =
    "SELECT tracking FROM report WHERE listed = 1 AND id >= $1 ORDER BY id LIMIT 1";

/// Writes so many reports into an empty database.
pub(crate) async fn write(
    place: &crate::place::Place,
    store: &Store,
    reports: u64,
) -> Result<(), Failed> {
    let keys = compose::keys(&place.keys(), store.chance())?;
    let plan = seed::Plan { reports, seed: 46, now: store.now() };
    seed::write(store, &keys, &plan).await.map(drop)
}

/// Public numbers of some reports.
pub(crate) async fn samples(store: &Store) -> Result<Vec<TrackingId>, Failed> {
    let read =
        |row: &store::db::Row<'_>| Ok((row.get::<Option<i64>>(0)?, row.get::<Option<i64>>(1)?));
    let ends = store.db().select("bench-ends", ENDS, params![], read).await?;
    let Some((Some(first), Some(last))) = ends.into_iter().next() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for nth in 0..SAMPLES {
        let from = first.saturating_add((last - first) / SAMPLES * nth);
        let next = store
            .db()
            .select("bench-sample", NEXT_PUBLIC, params![from], |row| row.get::<i64>(0))
            .await?;
        found.extend(next.into_iter().next().and_then(TrackingId::from_number));
    }
    found.dedup();
    Ok(found)
}

/// Somebody who does not exist: no network has numbers that start with 62 800.
pub(crate) fn identity(n: u64) -> Identity {
    Identity {
        name: Some(format!("Warga {n}")),
        phone: Some(format!("+62800{:08}", n % 100_000_000)),
        email: Some(format!("warga{n}@lapor.invalid")),
        language: "id".to_owned(),
        ..Identity::default()
    }
}

/// Words as citizens use them; each report draws its own.
const WORDS: [&str; 64] = [
    "jalan",
    "lubang",
    "lampu",
    "sampah",
    "banjir",
    "saluran",
    "air",
    "sekolah",
    "guru",
    "pungutan",
    "puskesmas",
    "antrean",
    "obat",
    "bantuan",
    "sosial",
    "beras",
    "listrik",
    "padam",
    "kabel",
    "pohon",
    "tumbang",
    "jembatan",
    "rusak",
    "trotoar",
    "parkir",
    "liar",
    "kebisingan",
    "malam",
    "warung",
    "pasar",
    "harga",
    "minyak",
    "pupuk",
    "petani",
    "irigasi",
    "kering",
    "sungai",
    "limbah",
    "pabrik",
    "bau",
    "asap",
    "kebakaran",
    "lahan",
    "sertifikat",
    "tanah",
    "kelurahan",
    "surat",
    "pindah",
    "kependudukan",
    "identitas",
    "petugas",
    "loket",
    "lama",
    "menunggu",
    "rumah",
    "sakit",
    "rujukan",
    "jaminan",
    "iuran",
    "kereta",
    "bus",
    "halte",
    "tiket",
    "pelabuhan",
];

/// The same words for the same number, so that two runs measure the same work.
fn words(n: u64, count: u64) -> String {
    let drawn = (0..count).map(|at| {
        let mixed = (n * 131 + at + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58;
        usize::try_from(mixed).ok().and_then(|at| WORDS.get(at).copied()).unwrap_or_default()
    });
    drawn.collect::<Vec<_>>().join(" ")
}

/// The title of the `n`th report.
pub(crate) fn title(n: u64) -> String {
    format!("Mohon {} diperbaiki", words(n, 4))
}

/// The text of the `n`th report: about 400 characters, the length that real ones have.
pub(crate) fn body(n: u64) -> String {
    let street = format!("Jalan Mawar {} dekat simpang {}", n % 900 + 1, n % 7_919);
    format!(
        "Sudah beberapa minggu {}. Kami di {street} berharap {}.",
        words(n, 30),
        words(n + 1, 12)
    )
}
