//! What another program makes of the same splits.

use super::{Split, Table};
use crate::compose::Failed;
use crate::say::Progress;
use serde::Deserialize;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use triage::evaluation::{Answers, Measures};

/// What it says of one text.
#[derive(Deserialize)]
struct Said {
    /// Labels, the likeliest first.
    said: Vec<usize>,
    /// How sure it is; only the order counts.
    sure: f32,
}

/// Runs `script FOLDER` over `texts.jsonl` and `splits.jsonl`; it prints a line of JSON for each
/// split. The folder is removed, whatever happens.
pub(super) fn measured(
    script: &Path,
    table: &Table,
    splits: &[Split],
) -> Result<Vec<Measures>, Failed> {
    let folder = std::env::temp_dir().join(format!("lapor-baseline-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let found = write(&folder, table, splits).and_then(|()| run(script, &folder, table, splits));
    std::fs::remove_dir_all(&folder)?;
    found
}

fn write(folder: &Path, table: &Table, splits: &[Split]) -> Result<(), Failed> {
    let (mut texts, mut lines) = (String::new(), String::new());
    for one in &table.texts {
        writeln!(texts, "{}", serde_json::json!({ "text": one.text, "label": one.label }))?;
    }
    for split in splits {
        let (learned, tested) = (&split.learned, &split.tested);
        writeln!(lines, "{}", serde_json::json!({ "learned": learned, "tested": tested }))?;
    }
    std::fs::write(folder.join("texts.jsonl"), texts)?;
    std::fs::write(folder.join("splits.jsonl"), lines)?;
    Ok(())
}

fn run(
    script: &Path,
    folder: &Path,
    table: &Table,
    splits: &[Split],
) -> Result<Vec<Measures>, Failed> {
    let mut child = Command::new(script).arg(folder).stdout(Stdio::piped()).spawn()?;
    let out = child.stdout.take().ok_or("the baseline has no output")?;
    let mut progress = Progress::new("baseline");
    let mut found = Vec::new();
    for (line, split) in BufReader::new(out).lines().zip(splits) {
        let said: Vec<Said> = serde_json::from_str(&line?)?;
        let mut answers = Answers::default();
        for (place, said) in split.tested.iter().zip(said) {
            if let Some(one) = table.texts.get(*place) {
                answers.add(one.label, said.said, said.sure);
            }
        }
        found.push(answers.measures());
        progress.at("splits", found.len(), splits.len());
    }
    let ended = child.wait()?;
    if !ended.success() || found.len() < splits.len() {
        return Err(format!("{} ended early: {ended}", script.display()).into());
    }
    Ok(found)
}
