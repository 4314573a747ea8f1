//! Pages per second beside bare answers of equal size, the cost of totals, memory and start-up,
//! on databases as large as the bars speak of.

use super::fill;
use super::load::{self, Measured, Requests};
use super::outcome::{Bar, Row};
use super::service::Service;
use super::{Part, Run, alike, http, search, seed};
use crate::compose::Failed;
use crate::place::Place;
use domain::role::{Duty, Role};
use domain::{AgencyId, OfficerId, Reference, TrackingId};
use std::path::Path;
use std::time::{Duration, Instant};
use store::duties::{self, NewDuty};
use store::officers::{self, Profile};
use store::password::{Cost, Passwords, one_time};
use store::reports::queries::is_any;
use store::{Store, counters, sessions};

/// Sizes at which totals and memory are held to their bars.
const SMALL: u64 = 1_000;
const MEDIUM: u64 = 100_000;
const LARGE: u64 = 1_000_000;
/// Reports of the agency that the desk's bar speaks of.
const LARGE_AGENCY: u64 = 50_000;
/// Starts, of which the middle one counts.
const STARTS: usize = 5;
/// Sums of all counters, of which the middle one counts.
const TOTALS: usize = 101;

/// A database with so many reports, and what the load reads of it.
struct Filled {
    reports: u64,
    samples: Vec<TrackingId>,
}

/// Measures what is wanted at each size, on a database of its own, which stays with `keep`.
pub(crate) async fn measure(run: &mut Run, under: &Path, keep: bool) -> Result<(), Failed> {
    let reports = run.plan.reports;
    let mut small = None;
    let mut sizes = vec![SMALL, MEDIUM, reports];
    // Only totals and memory look at smaller ones.
    if ![Part::Pages, Part::Memory].iter().any(|part| run.wants(*part)) {
        sizes = vec![reports];
    }
    sizes.retain(|size| *size <= reports);
    sizes.dedup();
    for size in sizes {
        let place = Place::sqlite(under, &format!("pages-{size}"))?;
        let store = place.open().await?;
        if !is_any(&store).await? {
            run.tell(format!("writing {size} reports"));
            fill::write(&place, &store, size).await?;
        }
        let filled = Filled { reports: size, samples: fill::samples(&store).await? };
        store.db().close().await?;
        run.tell(format!("learning from {size} reports"));
        Service::learn(&place).await?;
        if run.wants(Part::Memory) {
            memory(run, &place, &filled).await?;
        }
        if size == reports {
            if run.wants(Part::Pages) {
                totals(run, &place, size, small.as_ref()).await?;
                pages(run, &place, &filled).await?;
            }
            if run.wants(Part::Search) {
                search::measure(run, &place, size).await?;
            }
            if run.wants(Part::Alike) {
                alike::measure(run, &place, size, &filled.samples).await?;
            }
            if run.wants(Part::Start) {
                start(run, &place, size).await?;
            }
        }
        if size == SMALL && size < reports {
            small = Some(place);
        } else if !keep {
            place.remove().await?;
        }
    }
    match small {
        Some(small) if !keep => small.remove().await,
        _ => Ok(()),
    }
}

/// Likely duplicates on a database of another engine.
pub(crate) async fn alike_only(run: &mut Run, place: &Place) -> Result<(), Failed> {
    let reports = run.plan.reports;
    run.tell(format!("writing {reports} reports"));
    let store = place.open().await?;
    fill::write(place, &store, reports).await?;
    let samples = fill::samples(&store).await?;
    store.db().close().await?;
    alike::measure(run, place, reports, &samples).await
}

/// The agency with a twentieth of all reports.
fn large_agency(store: &Store) -> Result<AgencyId, Failed> {
    let reference = store.reference();
    let agency = reference.directory.agency_by_slug(seed::LARGE);
    Ok(agency.ok_or("the large agency is not in the reference data")?.id)
}

/// The sums of all counters, which public totals and indicators are made of, here and on the small
/// database in turns, so that both meet the same machine.
async fn totals(
    run: &mut Run,
    place: &Place,
    size: u64,
    small: Option<&Place>,
) -> Result<(), Failed> {
    let mut stores = vec![place.open().await?];
    if let Some(small) = small {
        stores.push(small.open().await?);
    }
    let mut times = vec![Vec::new(); stores.len()];
    for _ in 0..TOTALS {
        for (store, times) in stores.iter().zip(&mut times) {
            let began = Instant::now();
            counters::totals(store).await?;
            times.push(began.elapsed().as_secs_f64() * 1000.0);
        }
    }
    for store in stores {
        store.db().close().await?;
    }
    let mut middles = times.into_iter().map(middle);
    let now = middles.next().unwrap_or_default();
    let what = format!("public totals at {size} reports");
    let row = Row::plain("totals", what, place.engine, "ms", now);
    run.rows.push(match middles.next() {
        Some(before) => row.beside(before, "at 1000 reports").held_to(Bar::RatioAtMost(1.5)),
        None => row,
    });
    Ok(())
}

/// Proportional memory after public pages were read and reports listed.
async fn memory(run: &mut Run, place: &Place, filled: &Filled) -> Result<(), Failed> {
    let service = Service::start(place).await?;
    let connections = run.plan.connections.first().copied().unwrap_or(16);
    let requests = Requests::again(public_pages(filled));
    let found = load::run(service.address, &requests, connections, run.plan.time(), is_page).await;
    run.count(&found);
    let Some(bytes) = service.memory_bytes() else {
        run.complaints.push("this system does not tell the memory of a process".to_owned());
        return service.stop().await;
    };
    let megabytes = f64::from(u32::try_from(bytes / 10_000).unwrap_or(u32::MAX)) / 100.0;
    let what = format!("memory (PSS) at {} reports, after reading", filled.reports);
    let row = Row::plain("memory", what, place.engine, "MB", megabytes);
    run.rows.push(if filled.reports <= MEDIUM {
        row.held_to(Bar::AtMost(100.0))
    } else if filled.reports <= LARGE {
        row.held_to(Bar::AtMost(300.0))
    } else {
        row
    });
    service.stop().await
}

/// Each page with bare answers of the same size before and after it.
async fn pages(run: &mut Run, place: &Place, filled: &Filled) -> Result<(), Failed> {
    let store = place.open().await?;
    let agency = large_agency(&store)?;
    let cookie = sign_in(&store, agency).await?;
    store.db().close().await?;
    let service = Service::start(place).await?;
    let bare = Service::bare(place).await?;
    let of_agency = filled.reports.div_ceil(seed::LARGE_EVERY);
    let desk = format!("desk queue of an agency with {of_agency} reports");
    let desk_bar = (of_agency >= LARGE_AGENCY).then_some(Bar::RatioAtLeast(0.05));
    let fifth = Some(Bar::RatioAtLeast(0.2));
    let one = filled
        .samples
        .first()
        .map(|number| format!("/laporan/{}", number.compact()))
        .unwrap_or_default();
    let each = |path: &dyn Fn(&str) -> String| -> Vec<Vec<u8>> {
        filled.samples.iter().map(|number| http::get(&path(&number.compact()), "")).collect()
    };
    let all = [
        ("home".to_owned(), vec![http::get("/", "")], None),
        ("list".to_owned(), vec![http::get("/laporan", "")], fifth),
        (
            "list, every reader at another place".to_owned(),
            each(&|n| format!("/laporan?sebelum={n}")),
            fifth,
        ),
        ("report page".to_owned(), vec![http::get(&one, "")], fifth),
        (
            "report page, every reader another one".to_owned(),
            each(&|n| format!("/laporan/{n}")),
            fifth,
        ),
        (desk, vec![http::get("/meja/semua", &cookie)], desk_bar),
    ];
    let connections = run.plan.connections.first().copied().unwrap_or(16);
    for (what, requests, bar) in all {
        run.tell(format!("reading: {what}"));
        let requests = Requests::again(requests);
        let half = run.plan.time() / 2;
        let warm = load::run(service.address, &requests, connections, half / 2, is_page).await;
        let limit = Requests::again(vec![http::get(&format!("/{}", warm.body_bytes), "")]);
        let first = load::run(bare.address, &limit, connections, half, is_page).await;
        let found =
            load::run(service.address, &requests, connections, run.plan.time(), is_page).await;
        let second = load::run(bare.address, &limit, connections, half, is_page).await;
        for one in [&warm, &first, &found, &second] {
            run.count(one);
        }
        run.rows.push(page_row(
            place,
            &what,
            connections,
            &found,
            f64::midpoint(first.rate(), second.rate()),
            bar,
        ));
    }
    service.stop().await
}

fn page_row(
    place: &Place,
    what: &str,
    connections: usize,
    found: &Measured,
    limit: f64,
    bar: Option<Bar>,
) -> Row {
    let row = Row::rate(
        "pages",
        format!("{what} ({} bytes)", found.body_bytes),
        place.engine,
        "pages/s",
        found,
    )
    .connections(connections)
    .beside(limit, "bare answer of equal size");
    match bar {
        Some(bar) => row.held_to(bar),
        None => row,
    }
}

fn is_page(answer: &http::Answer) -> bool {
    answer.status == 200
}

fn public_pages(filled: &Filled) -> Vec<Vec<u8>> {
    let reports = filled.samples.iter().map(|number| format!("/laporan/{}", number.compact()));
    ["/", "/laporan"]
        .map(str::to_owned)
        .into_iter()
        .chain(reports)
        .map(|path| http::get(&path, ""))
        .collect()
}

/// Seconds from the start of the process until it is ready, on a database that is there.
async fn start(run: &mut Run, place: &Place, reports: u64) -> Result<(), Failed> {
    run.tell(format!("starting {STARTS} times"));
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let service = Service::start(place).await?;
        times.push(service.ready_after.as_secs_f64());
        service.stop().await?;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let what = format!("start until ready at {reports} reports");
    run.rows.push(
        Row::plain("start", what, place.engine, "s", middle(times)).held_to(Bar::AtMost(0.5)),
    );
    Ok(())
}

/// An officer of the agency with the long queue, signed in.
async fn sign_in(store: &Store, agency: AgencyId) -> Result<String, Failed> {
    let passwords = Passwords::new(Cost::STANDARD, store.chance())?;
    let profile =
        Profile { name: "Petugas".to_owned(), email: None, phone: None, language: "id".to_owned() };
    let password = one_time(store.chance());
    // One more in each run over a database that is kept.
    let name = format!("bench-{}", store.now().as_millisecond());
    let officer = officers::create(store, &passwords, &name, &profile, &password, None).await?;
    let duty = duty_of(officer, agency);
    let valid_from = Reference::today(store.now());
    duties::add(
        store,
        &NewDuty { duty, valid_from, valid_to: None, decree: "bench".to_owned() },
        None,
    )
    .await?;
    Ok(format!("meja={}", sessions::open_for(store, officer).await?.expose()))
}

fn duty_of(officer: OfficerId, agency: AgencyId) -> Duty {
    Duty {
        officer,
        role: Role::AgencyAdmin,
        agency: Some(agency),
        unit: None,
        hub: None,
        province: None,
    }
}

fn middle(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(0.0)
}
