//! Documents that are printed by the code, so that they cannot be wrong.

use crate::{Failed, say};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::{fs, str};
use store::db::Engine;
use store::migrate;

/// Write them, or only compare.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Compare,
}

/// Writes or compares everything in docs/generated.
pub(crate) fn run(root: &Path, mode: Mode) -> Result<(), Failed> {
    let folder = root.join("docs/generated");
    fs::create_dir_all(&folder)?;
    let documents = [
        ("authority.md", domain::authority::table()),
        ("visibility.md", domain::visibility::table()),
        ("workflow.md", domain::workflow::table()),
        ("workflow.mmd", domain::workflow::diagram()),
        ("schema.md", schema()?),
        ("configuration.md", configuration(root)?),
    ];
    let mut stale = Vec::new();
    for (name, text) in documents {
        let path = folder.join(name);
        let text = format!("{}\n", text.trim_end());
        if fs::read_to_string(&path).is_ok_and(|there| there == text) {
            continue;
        }
        match mode {
            Mode::Write => {
                fs::write(&path, text)?;
                say(&format!("written docs/generated/{name}"));
            }
            Mode::Compare => stale.push(name),
        }
    }
    if stale.is_empty() {
        return Ok(());
    }
    Err(format!(
        "docs/generated is behind the code ({}): run `cargo xtask codegen`",
        stale.join(", ")
    )
    .into())
}

fn schema() -> Result<String, Failed> {
    let mut out = String::from("# Schema\n\nGenerated from crates/store/migrations.\n");
    for (title, engine) in [("SQLite", Engine::Sqlite), ("PostgreSQL", Engine::Postgres)] {
        let _ = writeln!(out, "\n## {title}");
        for step in migrate::STEPS {
            let sql = migrate::translate(engine, step.sql)?;
            let _ = writeln!(out, "\n### {}\n\n```sql\n{}\n```", step.name, sql.trim());
        }
    }
    Ok(out)
}

fn configuration(root: &Path) -> Result<String, Failed> {
    let printed = Command::new("cargo")
        .args(["run", "--quiet", "--locked", "-p", "lapor", "--", "config", "reference"])
        .current_dir(root)
        .output()?;
    if !printed.status.success() {
        return Err(format!(
            "lapor config reference: {}",
            String::from_utf8_lossy(&printed.stderr)
        )
        .into());
    }
    Ok(str::from_utf8(&printed.stdout)?.to_owned())
}
