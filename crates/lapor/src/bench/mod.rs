//! `lapor bench`: what LAPOR does in a second, beside what this machine could do at most.
//!
//! Figures of one machine say little about another, and a shared machine is another one every
//! minute. So each figure is a ratio to a limit measured in the same run, and bars are on ratios.

mod alike;
mod bare;
mod fill;
mod http;
mod intake;
mod limit;
mod load;
mod outcome;
mod pages;
mod search;
mod seed;
mod service;
#[cfg(test)]
mod tests;

use crate::compose::{self, Failed};
use crate::config::Config;
use crate::place::Place;
use crate::say;
use clap::{Args, Subcommand, ValueEnum};
use outcome::{Machine, Outcome, Row};
use std::net::SocketAddr;
use std::path::PathBuf;
use store::clock::{Clock, SystemClock};

/// What to measure, and how long.
#[derive(Debug, Clone, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    /// Reports in the database whose pages are read. The bars are set at 1000000.
    #[arg(long, default_value_t = 1_000_000, value_name = "N")]
    reports: u64,
    /// Seconds of each measurement; longer is steadier.
    #[arg(long, default_value_t = 10, value_name = "S", value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// People who send reports at the same time, one measurement each; the first also reads pages.
    #[arg(long, value_delimiter = ',', default_values_t = [16, 256], value_name = "N,N")]
    connections: Vec<usize>,
    /// A PostgreSQL on which to measure intake too, by a user who may make databases:
    /// `postgres://postgres@127.0.0.1:5432/postgres`. A database is made there and dropped.
    #[arg(long, value_name = "URL")]
    postgres: Option<String>,
    /// Measure only these.
    #[arg(long, value_delimiter = ',', value_enum, value_name = "PART,PART")]
    only: Vec<Part>,
    /// Also write everything as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Where the databases are made; they go afterwards. On a file system in memory commits cost
    /// nothing and the figures say nothing.
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Leave the databases whose pages are read in `lapor-bench` of that folder, and read those that
    /// an earlier run left there: writing a million reports takes longer than measuring them.
    #[arg(long, requires = "folder")]
    keep: bool,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Clone, Subcommand)]
enum What {
    /// The bare answers that pages are compared with.
    #[command(hide = true)]
    Bare {
        /// Address and port.
        #[arg(long)]
        listen: SocketAddr,
    },
    /// Write a year of reports with whole histories into an empty database, fast.
    ///
    /// For measurements only: texts repeat and nobody real reports. What a run that was cut off
    /// leaves behind is to be thrown away.
    Seed {
        /// How many reports.
        #[arg(long, default_value_t = 1_000_000)]
        reports: u64,
        /// The same number makes the same reports.
        #[arg(long, default_value_t = 46)]
        seed: u64,
    },
}

/// A part of the measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Reports filed per second through the form.
    Intake,
    /// Pages per second, and the cost of totals.
    Pages,
    /// Time to find likely duplicates.
    Alike,
    /// Memory of the server.
    Memory,
    /// Time from start to ready.
    Start,
    /// Searches of every shape, and filling the index again.
    Search,
}

/// What the parts need to know.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) reports: u64,
    pub(crate) seconds: u64,
    pub(crate) connections: Vec<usize>,
    /// Drafts made for one measurement of intake at most.
    pub(crate) drafts_max: u64,
}

/// A run in progress.
pub(crate) struct Run {
    pub(crate) plan: Plan,
    only: Vec<Part>,
    pub(crate) rows: Vec<Row>,
    pub(crate) wrong: usize,
    pub(crate) complaints: Vec<String>,
}

impl Run {
    pub(crate) fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    /// How far it is, to the person at the terminal.
    #[expect(clippy::unused_self, reason = "what a run does is told by the run")]
    pub(crate) fn tell(&self, what: impl AsRef<str>) {
        say::warn(format!("bench: {}", what.as_ref()));
    }
}

/// Drafts for intake: no more than for this many reports, so that a short try is short.
const DRAFTS_MAX: u64 = 100_000;

/// Carries it out.
pub(crate) async fn run(config: &Config, arguments: Arguments) -> Result<(), Failed> {
    match arguments.what {
        Some(What::Bare { listen }) => return bare::serve(listen).await,
        Some(What::Seed { reports, seed }) => return fill_with(config, reports, seed).await,
        None => {}
    }
    let under = arguments.folder.clone().unwrap_or_else(std::env::temp_dir);
    let under = under.join(if arguments.keep {
        "lapor-bench".to_owned()
    } else {
        format!("lapor-bench-{}", std::process::id())
    });
    let machine = Machine::look();
    let at = SystemClock::default().now().to_string();
    let plan = Plan {
        reports: arguments.reports.max(1),
        seconds: arguments.seconds,
        connections: arguments.connections.clone(),
        drafts_max: DRAFTS_MAX.min(arguments.reports.max(1_000)),
    };
    let mut run = Run {
        plan,
        only: arguments.only.clone(),
        rows: Vec::new(),
        wrong: 0,
        complaints: Vec::new(),
    };
    let done = measure(&mut run, &arguments, &under).await;
    if !arguments.keep {
        drop(std::fs::remove_dir_all(&under));
    }
    done?;
    let outcome = Outcome {
        at,
        version: env!("CARGO_PKG_VERSION"),
        optimised: !cfg!(debug_assertions),
        machine,
        reports: run.plan.reports,
        seconds: run.plan.seconds,
        rows: run.rows,
        wrong: run.wrong,
        complaints: run.complaints,
    };
    finish(&outcome, arguments.json.as_deref())
}

/// Fills the configured database for measurements.
async fn fill_with(config: &Config, reports: u64, seed: u64) -> Result<(), Failed> {
    let store = compose::store_in_bulk(config).await?;
    compose::prepare(&store).await?;
    if store::reports::queries::is_any(&store).await? {
        return Err("the database holds reports already".into());
    }
    let keys = compose::keys(&config.keys.path, store.chance())?;
    let began = store.now();
    let done = seed::write(&store, &keys, &seed::Plan { reports, seed, now: began }).await?;
    let seconds = store.now().duration_since(began).as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let speed = done.reports as f64 / seconds.max(0.001);
    say::line(format!(
        "{} reports, {} events in {seconds:.1} s: {speed:.0} reports/s",
        done.reports, done.events
    ));
    store.db().close().await?;
    Ok(())
}

async fn measure(
    run: &mut Run,
    arguments: &Arguments,
    under: &std::path::Path,
) -> Result<(), Failed> {
    if run.wants(Part::Intake) {
        let place = Place::sqlite(under, "intake")?;
        intake::measure(run, &place).await?;
        place.remove().await?;
        if let Some(url) = &arguments.postgres {
            let place = Place::postgres(under, url).await?;
            let done = intake::measure(run, &place).await;
            place.remove().await?;
            done?;
        }
    }
    if run.wants(Part::Alike)
        && let Some(url) = &arguments.postgres
    {
        let place = Place::postgres(under, url).await?;
        let done = pages::alike_only(run, &place).await;
        place.remove().await?;
        done?;
    }
    if [Part::Pages, Part::Alike, Part::Memory, Part::Start, Part::Search]
        .iter()
        .any(|part| run.wants(*part))
    {
        pages::measure(run, under, arguments.keep).await?;
    }
    Ok(())
}

fn finish(outcome: &Outcome, json: Option<&std::path::Path>) -> Result<(), Failed> {
    let machine = &outcome.machine;
    say::line(format!(
        "lapor {} on {} cores, load before {:.1}, {} s for each figure, {}",
        outcome.version,
        machine.cores,
        machine.load_before.unwrap_or(0.0),
        outcome.seconds,
        outcome.at,
    ));
    if !outcome.optimised {
        say::line("this build is not optimised: the figures mean nothing");
    }
    say::line(outcome::table(&outcome.rows));
    if let Some(path) = json {
        std::fs::write(path, serde_json::to_vec_pretty(outcome)?)?;
    }
    if outcome.wrong > 0 {
        let first = outcome.complaints.first().map_or("", String::as_str);
        return Err(format!("{} answers were wrong, the first: {first}", outcome.wrong).into());
    }
    Ok(())
}
