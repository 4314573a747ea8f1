//! `lapor sim`: a made-up nation lives through a year on the real rules.

mod chart;
mod tell;
mod write;

use crate::compose::Failed;
use crate::config::Config;
use crate::place::reference_of_build;
use crate::say::{self, Progress};
use clap::{Args, Subcommand};
use domain::Reference;
use domain::calendar::Limit;
use domain::deadline::DeadlineKind;
use domain::rules::RuleBook;
use jiff::ToSpan;
use jiff::civil::Date;
use sim::plan::plan;
use sim::states::States;
use sim::{Nation, Run, Scenario, Span};
use std::path::PathBuf;
use std::sync::Arc;
use store::clock::{Clock, SystemClock};

/// What to do with a simulated nation.
#[derive(Subcommand)]
pub(crate) enum SimCommand {
    /// Live through a span of time and write every report with its whole history.
    ///
    /// Fills the configured database, which has to be empty; `lapor serve` then serves it. People,
    /// texts and offices are made up and nothing is sent to anybody. The same seed makes the same
    /// events on both databases. Prints what it came to: settled, silent, late, by hub, and where
    /// queues formed. With --dry it writes nothing and is a question: what if there were more
    /// officers (--staff 120), if LAPOR itself sent on what leaves no doubt (--machine), if a
    /// complaint had to be settled in ten days (--settle-days 10)?
    Run(RunArguments),
    /// Find how many officers each agency needs so that nothing waits long for one.
    ///
    /// Lives through the span again and again, with more officers where things wait. Prints agencies
    /// by officers and those that miss the goal although nobody waits there: habits, not hands.
    Plan(PlanArguments),
}

/// Which span of which nation.
#[derive(Args)]
pub(crate) struct SpanArguments {
    /// Whose volume and offices are taken: 2019 to 2024 as the national plan asks, 2023-seen as it
    /// came.
    #[arg(long, default_value = "2024", value_name = "NAME")]
    scenario: String,
    /// Reports, where it is not the scenario's number for so many days.
    #[arg(long, value_name = "N")]
    reports: Option<u64>,
    /// Days on which people report.
    #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=3_660))]
    days: u16,
    /// First day; without it the last day is yesterday.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The same number makes the same nation.
    #[arg(long, default_value_t = 46)]
    seed: u64,
    /// Officers beside those that would do, in hundredths.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(1..=1_000))]
    staff: Option<u64>,
    /// LAPOR itself sends on what leaves no doubt.
    #[arg(long)]
    machine: bool,
}

/// A span to live through.
#[derive(Args)]
pub(crate) struct RunArguments {
    #[command(flatten)]
    span: SpanArguments,
    /// Write nothing, only say what it came to.
    #[arg(long)]
    dry: bool,
    /// Working days in which a complaint is to be settled. What is written has the limits in force.
    #[arg(long, value_name = "DAYS", requires = "dry")]
    settle_days: Option<u16>,
}

/// A goal, and a span in which to reach it.
#[derive(Args)]
pub(crate) struct PlanArguments {
    #[command(flatten)]
    span: SpanArguments,
    /// Reports that are to be settled, of a hundred.
    #[arg(long, default_value_t = 90, value_name = "PERCENT")]
    settled: u64,
    /// Reports that are to be answered in time, of a hundred.
    #[arg(long, default_value_t = 90, value_name = "PERCENT")]
    on_time: u64,
    /// Also draw it.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

/// A nation, what it is like, and when.
struct Setting {
    nation: Nation,
    scenario: Scenario,
    span: Span,
}

impl SpanArguments {
    fn setting(&self, reference: Arc<Reference>) -> Result<Setting, Failed> {
        let today = Reference::today(SystemClock::default().now());
        let from = match self.from {
            Some(from) => from,
            None => today.checked_sub(i64::from(self.days).days())?,
        };
        let nation = Nation::new(reference, self.seed, from)?;
        let Some(mut scenario) = nation.scenario(&self.scenario).cloned() else {
            let known: Vec<&str> = nation.scenarios().iter().map(|one| &*one.name).collect();
            let why = format!("there is no scenario {}: {}", self.scenario, known.join(", "));
            return Err(why.into());
        };
        scenario.staff = self.staff.unwrap_or(scenario.staff);
        scenario.machine |= self.machine;
        let usual = scenario.reports * u64::from(self.days) / 365;
        let reports = self.reports.unwrap_or(usual);
        let span = Span { from, days: usize::from(self.days), reports };
        say::warn(format!("sim: {reports} reports from {from}, seed {}", self.seed));
        Ok(Setting { nation, scenario, span })
    }
}

/// Carries it out.
pub(crate) async fn run(config: &Config, command: SimCommand) -> Result<(), Failed> {
    match command {
        SimCommand::Run(arguments) if arguments.dry => {
            let mut reference = (*reference_of_build().await?).clone();
            if let Some(days) = arguments.settle_days {
                settled_in(&mut reference, days);
            }
            let setting = arguments.span.setting(Arc::new(reference))?;
            tokio::task::spawn_blocking(move || dry(&setting)).await?
        }
        SimCommand::Run(arguments) => write::live(config, &arguments.span).await,
        SimCommand::Plan(arguments) => {
            let setting = arguments.span.setting(reference_of_build().await?)?;
            tokio::task::spawn_blocking(move || staff(&setting, &arguments)).await?
        }
    }
}

/// Every set of rules with another limit for complaints.
fn settled_in(reference: &mut Reference, days: u16) {
    let mut sets = reference.rules.sets().to_vec();
    for set in &mut sets {
        set.limits.insert(DeadlineKind::SettleComplaint, Limit::working_days(days));
    }
    reference.rules = RuleBook::new(sets);
}

/// Only says what it came to.
fn dry(setting: &Setting) -> Result<(), Failed> {
    let Setting { nation, scenario, span } = setting;
    let began = SystemClock::default().now();
    let mut shown = Progress::new("sim");
    let mut states = States::new(nation.reference(), nation.seed(), span.until(), |day, days| {
        shown.at("day", day, days);
    });
    let done = Run::new(nation, scenario, *span, &mut states)?.go()?;
    let took = SystemClock::default().now().duration_since(began).as_secs_f64();
    tell::outcome(&nation.reference(), &states.finish(), &done, took);
    Ok(())
}

/// Finds how many officers it takes.
fn staff(setting: &Setting, arguments: &PlanArguments) -> Result<(), Failed> {
    let Setting { nation, scenario, span } = setting;
    let mut shown = Progress::new("sim");
    let found = plan(nation, scenario, *span, |round, day, days| {
        shown.at(&format!("round {round}, day"), day, days);
    })?;
    let goal = (arguments.settled * 10, arguments.on_time * 10);
    tell::plan(&nation.reference(), &found, goal);
    if let Some(path) = &arguments.svg {
        std::fs::write(path, chart::draw(&nation.reference(), &found))?;
    }
    Ok(())
}
