//! The `lapor` program: one binary for the service, its worker and its upkeep.

mod compose;
mod config;
mod logs;
mod say;
mod serve;

use clap::{Parser, Subcommand};
use compose::Failed;
use config::Config;
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
        Command::Config { .. } => Ok(()),
    }
}
