//! The `lapor` program: one binary for the service, its worker and its upkeep.

mod bench;
mod compose;
mod config;
mod demo;
mod evaluate;
mod learning;
mod logs;
mod memory;
mod place;
mod routing;
mod say;
mod serve;
mod simulate;
mod stop;
mod upkeep;
mod user;
mod worker;

use clap::{Parser, Subcommand};
use compose::Failed;
use config::Config;
use evaluate::TriageCommand;
use std::path::PathBuf;
use std::process::ExitCode;

/// LAPOR: complaints, aspirations and requests for information to the state.
///
/// `lapor serve` is all a small installation needs: it makes its database, loads the national
/// reference data, answers at the printed address and does the background work.
#[derive(Parser)]
#[command(name = "lapor", version, arg_required_else_help = true)]
struct Arguments {
    /// Configuration file (TOML). Every key is in docs/generated/configuration.md.
    #[arg(long, short, global = true, env = "LAPOR_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Answer over HTTP; with background work unless worker.enabled is off.
    ///
    /// On SQLite the database is made and migrated by itself. Stops gracefully on SIGTERM and
    /// SIGINT: running requests end, acknowledged reports are on disk.
    Serve,
    /// Do the background work only: notices, clocks, counters. Any number may run beside each other.
    Worker,
    /// Bring the database to this build's schema and its reference data up to date.
    ///
    /// Forward only, each step in a transaction; run it before starting a new version on
    /// PostgreSQL. On SQLite `serve` does it by itself.
    Migrate,
    /// Load the national reference data of this build; what operators changed stays changed.
    Seed,
    /// Make accounts of officers and give them duties.
    User {
        #[command(subcommand)]
        what: user::UserCommand,
    },
    /// Fill an empty database with a believable month and print accounts for every role.
    ///
    /// People, offices' words and events are made up; nothing is sent to anybody. The same seed
    /// tells the same story. `lapor demo code <username>` prints the present second factor.
    Demo(demo::DemoArguments),
    /// Check that what is stored is whole: events, rows, counters, files.
    ///
    /// Exit code 0 means clean. `--rebuild` writes rows and counters again from the events and
    /// says what was different.
    Check {
        /// Also read every attachment and compare its hash.
        #[arg(long)]
        deep: bool,
        /// Write the rows again from the events.
        #[arg(long)]
        rebuild: bool,
    },
    /// Fill the search index again from the events, while the service runs.
    ///
    /// Goes on where an earlier run was cut off. Reports are found at every moment, those that
    /// are filed or changed meanwhile too.
    Search,
    /// Copy database, keys and attachments into a new folder while the service runs.
    Backup {
        /// The folder to make.
        to: PathBuf,
    },
    /// Bring back a backup into an empty place, and check it.
    Restore {
        /// The folder of the backup.
        from: PathBuf,
    },
    /// Measure this machine: reports filed, pages read, memory and start, each beside its own limit.
    ///
    /// Starts servers of its own on free ports of 127.0.0.1 with databases of its own in a temporary
    /// folder, and touches no other data. The whole run with a million reports takes an hour or so
    /// and 10 GB; a first look is `lapor bench --reports 10000 --seconds 3`. Prints a table in which
    /// each figure stands beside what the machine could do at most, and whether its bar is met.
    Bench(bench::Arguments),
    /// Let a made-up nation live through a year on the real rules.
    Sim {
        #[command(subcommand)]
        what: simulate::SimCommand,
    },
    /// Read texts and measure what is suggested.
    Triage {
        #[command(subcommand)]
        what: TriageCommand,
    },
    /// Show or check the configuration.
    Config {
        #[command(subcommand)]
        what: ConfigCommand,
    },
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Print the reference of all keys as Markdown.
    Reference,
    /// Read file and environment and say whether they are right.
    Check,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if matches!(arguments.command, Command::Serve | Command::Worker) {
        memory::share();
    }
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            say::warn(format!("lapor: {why}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Failed> {
    if let Command::Config { what: ConfigCommand::Reference } = arguments.command {
        say::line(config::reference());
        return Ok(());
    }
    let config = config::read(arguments.config.as_deref(), |name| std::env::var(name).ok())?;
    if let Command::Config { what: ConfigCommand::Check } = arguments.command {
        say::line("the configuration is right");
        return Ok(());
    }
    if rustls::crypto::ring::default_provider().install_default().is_err() {
        return Err("another TLS provider is installed".into());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(work(arguments.command, &config))
}

async fn work(command: Command, config: &Config) -> Result<(), Failed> {
    // Exporters of traces need the runtime.
    let _guard = logs::start(config)?;
    match command {
        Command::Serve => serve::serve(config).await,
        Command::Worker => worker::work(config).await,
        Command::Migrate | Command::Seed => upkeep::migrate(config).await,
        Command::User { what } => user::run(config, what).await,
        Command::Demo(arguments) => demo::run(config, arguments).await,
        Command::Check { deep, rebuild } => upkeep::check(config, deep, rebuild).await,
        Command::Search => upkeep::search(config).await,
        Command::Backup { to } => upkeep::backup(config, &to).await,
        Command::Restore { from } => upkeep::restore(config, &from).await,
        Command::Sim { what } => simulate::run(config, what).await,
        Command::Bench(arguments) => bench::run(config, arguments).await,
        Command::Triage { what: TriageCommand::Learn(arguments) } => {
            learning::learn(config, &arguments).await
        }
        Command::Triage { what } => evaluate::run(what).await,
        Command::Config { .. } => Ok(()),
    }
}
