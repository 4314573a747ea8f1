//! `lapor bench`: what it takes to measure LAPOR.

mod seed;
#[cfg(test)]
mod tests;

use crate::compose::{self, Failed};
use crate::config::Config;
use crate::say;
use clap::Subcommand;
use seed::Plan;
use store::reports;

/// What to do.
#[derive(Subcommand)]
pub(crate) enum BenchCommand {
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

/// Carries it out.
pub(crate) async fn run(config: &Config, command: BenchCommand) -> Result<(), Failed> {
    let BenchCommand::Seed { reports, seed } = command;
    let store = compose::store(config).await?;
    compose::prepare(&store).await?;
    if reports::queries::is_any(&store).await? {
        return Err("the database holds reports already".into());
    }
    let keys = compose::keys(&config.keys.path, store.chance())?;
    let began = store.now();
    let done = seed::write(&store, &keys, &Plan { reports, seed, now: began }).await?;
    let seconds = store.now().duration_since(began).as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    let speed = done.reports as f64 / seconds.max(0.001);
    say::line(format!("{} reports, {} events in {seconds:.1} s: {speed:.0} reports/s", done.reports, done.events));
    store.db().close().await?;
    Ok(())
}
