//! Upkeep of the source: `cargo xtask tidy | codegen | ci`.

mod codegen;
mod tidy;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

type Failed = Box<dyn std::error::Error>;

fn say(text: &str) {
    drop(writeln!(std::io::stdout(), "{text}"));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(|| PathBuf::from("."), PathBuf::from)
}

fn main() -> ExitCode {
    let done = match std::env::args().nth(1).as_deref() {
        Some("tidy") => tidy::run(&root()),
        Some("codegen") => codegen::run(&root(), codegen::Mode::Write),
        Some("ci") => ci(),
        _ => {
            say(
                "cargo xtask tidy      check what no compiler checks: directions, words, paths in documents",
            );
            say("cargo xtask codegen   write docs/generated again from the code");
            say("cargo xtask ci        format, lints, tidy and generated documents, as CI does");
            return ExitCode::SUCCESS;
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            say(&format!("xtask: {why}"));
            ExitCode::FAILURE
        }
    }
}

fn ci() -> Result<(), Failed> {
    cargo(&["fmt", "--all", "--check"])?;
    cargo(&["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"])?;
    tidy::run(&root())?;
    codegen::run(&root(), codegen::Mode::Compare)
}

fn cargo(arguments: &[&str]) -> Result<(), Failed> {
    say(&format!("cargo {}", arguments.join(" ")));
    let status = Command::new("cargo").args(arguments).current_dir(root()).status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("cargo {} failed", arguments.join(" ")).into())
    }
}
