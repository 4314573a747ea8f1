//! `lapor sim`: a made-up nation lives through a year on the real rules.

use crate::compose::{self, Failed};
use crate::config::Config;
use crate::say::{self, Progress};
use clap::{Args, Subcommand};
use domain::{Desk, Reference, Zone};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use sim::stories::{Stories, Taker};
use sim::summary::{HOURS, Summary, Sums};
use sim::{Done, Nation, Run, Scenario, Span};
use std::sync::Arc;
use store::Store;
use store::bulk::{self, Story, StoryRows, Tally};
use store::keys::Keys;
use store::reports::queries::is_any;
use store::search::rebuild;
use tokio::sync::mpsc;

/// Batches that wait for the database.
const AHEAD: usize = 8;
/// Desks with the longest queues that are shown.
const SHOWN: usize = 10;

/// What to do with a simulated nation.
#[derive(Subcommand)]
pub(crate) enum SimCommand {
    /// Live through a span of time and write every report with its whole history.
    ///
    /// Fills the configured database, which has to be empty; `lapor serve` then serves it. People,
    /// texts and offices are made up and nothing is sent to anybody. The same seed makes the same
    /// events on both databases. Prints what it came to: settled, silent, late, by hub, and where
    /// queues formed.
    Run(RunArguments),
}

/// Which span of which nation.
#[derive(Args)]
pub(crate) struct RunArguments {
    /// Whose volume and offices are taken: 2019 to 2024 as the national plan asks, 2023-seen as it
    /// came.
    #[arg(long, default_value = "2024", value_name = "NAME")]
    scenario: String,
    /// Reports, where it is not the scenario's number for so many days.
    #[arg(long)]
    reports: Option<u64>,
    /// Days on which people report.
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=3_660))]
    days: u16,
    /// First day; without it the last day is yesterday.
    #[arg(long)]
    from: Option<Date>,
    /// The same number makes the same nation.
    #[arg(long, default_value_t = 46)]
    seed: u64,
    /// Write nothing, only say what it came to.
    #[arg(long)]
    dry: bool,
}

/// Carries it out.
pub(crate) async fn run(config: &Config, command: SimCommand) -> Result<(), Failed> {
    match command {
        SimCommand::Run(arguments) => live(config, &arguments).await,
    }
}

/// Hands stories to the database, and the day to the terminal.
struct Sender {
    stories: Option<mpsc::Sender<Vec<Story>>>,
    shown: Progress,
}

impl Taker for Sender {
    fn take(&mut self, stories: Vec<Story>) -> bool {
        self.stories.as_ref().is_none_or(|writer| writer.blocking_send(stories).is_ok())
    }

    fn day(&mut self, nth: usize, of: usize) {
        self.shown.at("day", nth, of);
    }
}

async fn live(config: &Config, arguments: &RunArguments) -> Result<(), Failed> {
    let store = compose::store_in_bulk(config).await?;
    compose::prepare(&store).await?;
    if !arguments.dry && is_any(&store).await? {
        return Err("the database holds reports already: a simulation fills an empty one".into());
    }
    let keys = compose::keys(&config.keys.path, store.chance())?;
    let began = store.now();
    let days = i64::from(arguments.days);
    let today = Reference::today(began);
    let from = match arguments.from {
        Some(from) => from,
        None => today.checked_sub(days.days())?,
    };
    let (reference, db) = (store.reference(), store.db().clone());
    let nation = Nation::new(reference, arguments.seed, from)?;
    let Some(scenario) = nation.scenario(&arguments.scenario).cloned() else {
        let known: Vec<&str> = nation.scenarios().iter().map(|one| &*one.name).collect();
        return Err(
            format!("there is no scenario {}: {}", arguments.scenario, known.join(", ")).into()
        );
    };
    let usual = scenario.reports * u64::from(arguments.days) / 365;
    let reports = arguments.reports.unwrap_or(usual);
    let span = Span { from, days: usize::from(arguments.days), reports };
    say::warn(format!("sim: {reports} reports from {from}, seed {}", arguments.seed));
    if !arguments.dry {
        // Stories are written with what the index holds of them: nothing is left to be filled.
        rebuild::finish(&store, |_| {}).await?;
    }
    let (sender, ended) = mpsc::channel(AHEAD);
    let mut written = rows(ended, store.reference(), span.until());
    let stories = (!arguments.dry).then_some(sender);
    let sender = Sender { stories, shown: Progress::new("sim") };
    let lived =
        tokio::task::spawn_blocking(move || through(&nation, &scenario, span, db, keys, sender));
    while let Some(rows) = written.recv().await {
        bulk::write(&store, rows).await?;
    }
    let (tally, summary, done) = lived.await??;
    if !arguments.dry {
        say::warn("sim: writing counters");
        bulk::settle(&store, tally).await?;
    }
    let took = store.now().duration_since(began).as_secs_f64();
    print(&store, &summary, &done, took);
    store.db().close().await?;
    Ok(())
}

/// Makes rows of stories on a thread of its own, between that which lives through them and that
/// which writes them.
fn rows(
    mut stories: mpsc::Receiver<Vec<Story>>,
    reference: Arc<Reference>,
    until: Timestamp,
) -> mpsc::Receiver<Vec<StoryRows>> {
    let (sender, receiver) = mpsc::channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        while let Some(stories) = stories.blocking_recv() {
            let rows = stories.into_iter().map(|story| story.end(&reference, until)).collect();
            if sender.blocking_send(rows).is_err() {
                return;
            }
        }
    });
    receiver
}

/// The whole span, on a thread of its own.
fn through(
    nation: &Nation,
    scenario: &Scenario,
    span: Span,
    db: store::db::Db,
    keys: Keys,
    sender: Sender,
) -> sim::Result<(Tally, Summary, Done)> {
    let begins = Zone::Wib.instant(span.from.at(0, 0, 0, 0));
    let mut stories =
        Stories::new(db, keys, nation.reference(), nation.seed(), (begins, span.until()), sender);
    let done = Run::new(nation, scenario, span, &mut stories)?.go()?;
    let (tally, summary, _) = stories.finish()?;
    Ok((tally, summary, done))
}

fn print(store: &Store, summary: &Summary, done: &Done, took: f64) {
    let nation = &summary.nation;
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let speed = nation.received as f64 / took.max(0.001);
    say::line(format!(
        "{} reports, {} events in {took:.1} s: {speed:.0} reports/s; {} of {} commands refused",
        nation.received, summary.events, done.refused, done.given
    ));
    say::line("");
    say::line(
        "                                            received settled  silent archived   late contested Ombudsman",
    );
    sums("nation", nation);
    let reference = store.reference();
    for (hub, own) in summary.hubs() {
        sums(reference.directory.hub(hub).map_or("", |hub| &*hub.name.0), &own);
    }
    say::line("");
    let words: u64 = summary.first_word.iter().sum();
    let mut so_far = 0;
    let columns = HOURS.iter().zip(summary.first_word).map(|(hours, count)| {
        so_far += count;
        let share = so_far * 100 / words.max(1);
        if *hours == i64::MAX { String::new() } else { format!("{share} % within {hours} h") }
    });
    let columns: Vec<String> = columns.filter(|one| !one.is_empty()).collect();
    say::line(format!("first word to the reporter: {}", columns.join(", ")));
    say::line("");
    say::line(
        "longest queues                                            officers    done  busy h  waited h (middle, longest)",
    );
    let mut loads = done.loads.clone();
    loads.sort_by_key(|(desk, load)| (std::cmp::Reverse(load.waited), *desk));
    for (desk, load) in loads.iter().take(SHOWN) {
        let name = desk_name(&reference, *desk);
        let mean = load.waited / load.done.max(1) / 3_600;
        say::line(format!(
            "{name:<56} {:>9} {:>7} {:>7} {mean:>8} {:>6}",
            load.officers,
            load.done,
            load.busy / 3_600,
            load.longest / 3_600
        ));
    }
}

fn sums(name: &str, sums: &Sums) {
    let share = |some| {
        let permille = sums.permille(some);
        format!("{}.{} %", permille / 10, permille % 10)
    };
    let name: String = name.chars().take(42).collect();
    say::line(format!(
        "{name:<42} {:>9} {:>7} {:>7} {:>7} {:>7} {:>7} {:>7}",
        sums.received,
        share(sums.settled),
        share(sums.silent),
        share(sums.archived),
        share(sums.late),
        share(sums.contested),
        share(sums.escalated)
    ));
}

fn desk_name(reference: &Reference, desk: Desk) -> String {
    let directory = &reference.directory;
    let agency = desk.agency().and_then(|agency| directory.agency(agency));
    let agency = agency.and_then(|agency| agency.names.last()).map_or("", |name| &*name.short_name);
    let unit = desk.unit().and_then(|unit| directory.unit(unit)).map(|unit| &*unit.name);
    let name = match (desk, unit) {
        (Desk::National, _) => "National desk".to_owned(),
        (Desk::Review, _) => "National supervisor".to_owned(),
        (Desk::Ombudsman, _) => "Ombudsman".to_owned(),
        (_, Some(unit)) => format!("{unit}, {agency}"),
        (_, None) => agency.to_owned(),
    };
    name.chars().take(56).collect()
}
