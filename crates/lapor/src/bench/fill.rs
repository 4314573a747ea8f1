//! Reports to measure with: filed, verified and sent to agencies through the same door as real
//! ones, a twentieth of them to one agency, whose queue is then long.

use crate::compose::Failed;
use crate::say::Progress;
use domain::category::CategoryCode;
use domain::command::Command;
use domain::filing::{ReporterFacts, Where};
use domain::kind::{Channel, ComplaintClass, ReportKind};
use domain::region::{RegionCode, RegionLevel};
use domain::role::{Actor, Duty, Role};
use domain::visibility::Privacy;
use domain::{AgencyId, Filing, OfficerId, Reference, TrackingId};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::people::Identity;
use store::reports::{self, Intake};
use store::{Store, follow};

/// Reports being written at the same time: enough for full commits.
const AT_ONCE: u64 = 128;
/// One report in so many goes to the agency with the long queue.
const TO_ONE: u64 = 20;
/// Public pages that the load reads, spread evenly over all reports.
const SAMPLES: u64 = 2_000;

/// What the load needs to know of the reports.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filled {
    pub(crate) reports: u64,
    /// Public numbers of some of them.
    pub(crate) samples: Vec<TrackingId>,
}

/// Where reports are said to be, what about, and for whom.
struct Country {
    regencies: Vec<RegionCode>,
    categories: Vec<CategoryCode>,
    agencies: Vec<AgencyId>,
    national: Actor,
}

impl Country {
    fn of(store: &Store) -> Result<Self, Failed> {
        let reference = store.reference();
        let today = Reference::today(store.now());
        let regencies = reference.regions.all().map(|region| region.code);
        let categories = reference.categories.leaves().filter(|leaf| leaf.is_used_on(today));
        let agencies = reference.directory.agencies().filter(|agency| agency.exists_on(today));
        let national = Duty {
            officer: OfficerId(store.next_id()),
            role: Role::NationalAdmin,
            agency: None,
            unit: None,
            hub: None,
            province: None,
        };
        let country = Self {
            regencies: regencies.filter(|code| code.level() == RegionLevel::Regency).collect(),
            categories: categories.map(|leaf| leaf.code.clone()).collect(),
            agencies: agencies.map(|agency| agency.id).take(200).collect(),
            national: Actor::Officer(national),
        };
        if country.agencies.is_empty()
            || country.regencies.is_empty()
            || country.categories.is_empty()
        {
            return Err("the reference data is not loaded".into());
        }
        Ok(country)
    }

    fn agency(&self, n: u64) -> Option<AgencyId> {
        let at = if n.is_multiple_of(TO_ONE) { 0 } else { n };
        pick(&self.agencies, at)
    }
}

/// The agency with the long queue.
pub(crate) fn busiest(store: &Store) -> Result<AgencyId, Failed> {
    Country::of(store)?.agency(0).ok_or_else(|| "there is no agency".into())
}

/// Brings the database to so many reports, and its followers behind them.
pub(crate) async fn up_to(store: &Store, filled: &mut Filled, reports: u64) -> Result<(), Failed> {
    let country = Arc::new(Country::of(store)?);
    let next = Arc::new(AtomicU64::new(filled.reports));
    let shown = Arc::new(std::sync::Mutex::new(Progress::new("bench")));
    let every = (reports / SAMPLES).max(1);
    let tasks: Vec<_> = (0..AT_ONCE)
        .map(|_| {
            let (store, country, next, shown) =
                (store.clone(), Arc::clone(&country), Arc::clone(&next), Arc::clone(&shown));
            tokio::spawn(async move {
                let mut samples = Vec::new();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= reports {
                        return Ok::<_, Failed>(samples);
                    }
                    let tracking = one(&store, &country, n).await?;
                    if n % every == 0 {
                        samples.push(tracking);
                    }
                    if (n + 1) % 1_000 == 0 || n + 1 == reports {
                        let mut shown =
                            shown.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                        shown.at("reports", size(n + 1), size(reports));
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        filled.samples.extend(task.await??);
    }
    filled.reports = reports;
    while follow::advance_all(store).await? > 0 {}
    Ok(())
}

async fn one(store: &Store, country: &Country, n: u64) -> Result<TrackingId, Failed> {
    let intake = Intake {
        key: format!("bench:{n}:{}", store.next_id()),
        report_id: None,
        filing: filing(country, n),
        identity: Some(identity(n)),
        language: "id".to_owned(),
        draft: None,
    };
    let receipt = reports::file(store, intake).await?;
    let lead = country.agency(n).ok_or("there is no agency")?;
    let command = Command::Forward {
        lead,
        supporting: Vec::new(),
        copies: Vec::new(),
        watcher: None,
        note: String::new(),
    };
    reports::execute(store, receipt.id, None, command, country.national.clone()).await?;
    Ok(receipt.tracking)
}

fn filing(country: &Country, n: u64) -> Filing {
    Filing {
        kind: ReportKind::Complaint,
        class: ComplaintClass::NonSupervisory,
        title: title(n),
        body: body(n),
        wish: String::new(),
        category: pick(&country.categories, n / 7),
        level: None,
        happened_on: None,
        place: Where { region: pick(&country.regencies, n / 3), detail: street(n), point: None },
        target: None,
        accused: Vec::new(),
        deficits: Vec::new(),
        privacy: Privacy::default(),
        channel: Channel::Website,
        files: Vec::new(),
        reporter: ReporterFacts { reachable: true, ..ReporterFacts::default() },
    }
}

/// Somebody who does not exist: numbers that start with 62 800 belong to nobody.
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
        let mixed = (n * 131 + at + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        pick(&WORDS, mixed).unwrap_or_default()
    });
    drawn.collect::<Vec<_>>().join(" ")
}

fn street(n: u64) -> String {
    format!("Jalan Mawar {} dekat simpang {}", n % 900 + 1, n % 7_919)
}

/// The title of the `n`th report.
pub(crate) fn title(n: u64) -> String {
    format!("Mohon {} diperbaiki", words(n, 4))
}

/// The text of the `n`th report: about 400 characters, the length that real ones have.
pub(crate) fn body(n: u64) -> String {
    format!(
        "Sudah beberapa minggu {}. Kami di {} berharap {}.",
        words(n, 30),
        street(n),
        words(n + 1, 12)
    )
}

fn pick<T: Clone>(from: &[T], n: u64) -> Option<T> {
    let at = n.checked_rem(u64::try_from(from.len()).ok()?)?;
    from.get(usize::try_from(at).ok()?).cloned()
}

fn size(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
