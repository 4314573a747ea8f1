//! `lapor triage eval`: how good suggestions are on texts whose labels are known.

use crate::compose::Failed;
use crate::place::Place;
use crate::say::{self, Progress};
use clap::Subcommand;
use domain::Reference;
use domain::category::Category;
use domain::kind::Level;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use triage::evaluation::{self, Labelled, Measures};
use triage::{Classifier, Knowledge, description};

/// What is done with texts from the command line.
#[derive(Subcommand)]
pub(crate) enum TriageCommand {
    /// Learn from officers' decisions what `lapor serve` has not learned yet.
    ///
    /// Follows the events and keeps what was learned in the file triage.model. `serve` does the
    /// same by itself; this is for large histories, and to begin anew.
    Learn(crate::learning::Arguments),
    /// Measure suggestions on a table of labelled texts.
    ///
    /// Trains and tests on random splits, by time (frozen, and learning on the way), with few
    /// labels and with none at all, and prints accuracy, right among the first three, F1,
    /// calibration, the share of texts that could be sent at 95 % precision, and speed.
    Eval {
        /// The texts: CSV with a head.
        file: PathBuf,
        /// Which columns to read and what its labels mean (as data/evaluation/surabaya.toml).
        #[arg(long)]
        labels: PathBuf,
        /// Random splits to average over.
        #[arg(long, default_value_t = 5)]
        splits: u64,
    },
}

/// How a table is read.
#[derive(Deserialize)]
struct Plan {
    text: String,
    label: String,
    time: String,
    cut: String,
    least: usize,
    #[serde(default)]
    merge: Vec<Merge>,
    units: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Merge {
    prefix: String,
    into: String,
}

/// Texts in the order of time, the names of their labels, and where the time of testing begins.
struct Table {
    texts: Vec<Labelled>,
    names: Vec<String>,
    cut: usize,
}

/// Labels learned before the learning curve is read.
const CURVE: [usize; 3] = [100, 1_000, 5_000];
/// One part in five is tested on a random split.
const PARTS: usize = 5;

pub(crate) async fn run(what: TriageCommand) -> Result<(), Failed> {
    let TriageCommand::Eval { file, labels, splits } = what else { return Ok(()) };
    let told = |why: &dyn std::fmt::Display, file: &Path| format!("{}: {why}", file.display());
    let plan = std::fs::read_to_string(&labels).map_err(|why| told(&why, &labels))?;
    let plan: Plan = toml::from_str(&plan).map_err(|why| told(&why, &labels))?;
    let table = read(&file, &plan).map_err(|why| told(&why, &file))?;
    if table.names.is_empty() {
        let why = format!("no label has {} texts", plan.least);
        return Err(told(&why, &file).into());
    }
    say::line(format!("{} texts, {} labels", table.texts.len(), table.names.len()));
    let known = known(&plan, &table.names).await?;
    tokio::task::spawn_blocking(move || evaluate(&table, &known, splits)).await?;
    Ok(())
}

/// What this build's reference data tells of the labels.
async fn known(plan: &Plan, names: &[String]) -> Result<Knowledge, Failed> {
    let name = format!("lapor-eval-{}", std::process::id());
    let place = Place::sqlite(&std::env::temp_dir(), &name)?;
    let found = match place.open().await {
        Ok(store) => {
            let found = knowledge(&store.reference(), plan, names);
            store.db().close().await.map(|()| found).map_err(Failed::from)
        }
        Err(why) => Err(why),
    };
    place.remove().await?;
    found
}

fn read(file: &Path, plan: &Plan) -> Result<Table, Failed> {
    let mut reader = csv::Reader::from_path(file)?;
    let head = reader.headers()?.clone();
    let column = |name: &str| {
        let at = head.iter().position(|column| column == name);
        at.ok_or_else(|| format!("there is no column {name}"))
    };
    let (text, label, time) = (column(&plan.text)?, column(&plan.label)?, column(&plan.time)?);
    let mut rows = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for (row, nth) in reader.records().zip(0_usize..) {
        let row = row?;
        let cell = |at: usize| row.get(at).unwrap_or_default().trim().to_owned();
        let text = cell(text);
        if seen.insert(text.clone()) {
            let name = cell(label);
            let merged = plan.merge.iter().find(|merge| name.starts_with(&merge.prefix));
            let name = merged.map_or(name, |merge| merge.into.clone());
            rows.insert((cell(time), nth, name, text));
        }
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, name, _) in &rows {
        *counts.entry(name).or_default() += 1;
    }
    counts.retain(|_, count| *count >= plan.least);
    let names: Vec<String> = counts.into_keys().map(str::to_owned).collect();
    let (mut texts, mut cut) = (Vec::new(), 0);
    for (time, _, name, text) in rows {
        if let Ok(label) = names.binary_search(&name) {
            cut += usize::from(time < plan.cut);
            texts.push(Labelled { text, label });
        }
    }
    Ok(Table { texts, names, cut })
}

/// The category tree's descriptions of the leaves that a unit with a label answers for.
fn knowledge(reference: &Reference, plan: &Plan, names: &[String]) -> Knowledge {
    let mut leaves: Vec<&Category> = reference.categories.leaves().collect();
    leaves.sort_by(|a, b| a.code.cmp(&b.code));
    let described: Vec<(usize, String)> = leaves
        .into_iter()
        .filter_map(|leaf| {
            let mut levels = leaf.levels.iter().filter(|level| **level != Level::National);
            let row = levels.find_map(|level| reference.routing.row(&leaf.code, *level))?;
            let label = names.iter().position(|name| Some(name) == plan.units.get(&*row.unit))?;
            let branch = leaf.code.parent().and_then(|code| reference.categories.get(&code));
            Some((label, description(leaf, branch)))
        })
        .collect();
    Knowledge::of(names.len(), described.iter().map(|(label, text)| (*label, text.as_str())))
}

fn evaluate(table: &Table, known: &Knowledge, splits: u64) {
    let labels = table.names.len();
    let all: Vec<&Labelled> = table.texts.iter().collect();
    let train = |on: &[&Labelled]| evaluation::trained(labels, Some(known.clone()), on);
    say::line(format!(
        "\n{:<34} {:>6} {:>8} {:>8} {:>8} {:>8} {:>9}",
        "", "texts", "accuracy", "top 3", "macro F1", "ECE", "95 % sure"
    ));
    let zero = Classifier::new(labels, Some(known.clone()));
    tell("day zero, no label", &evaluation::frozen(&zero, &all));
    let (before, after) = all.split_at(table.cut);
    let mut by_time = train(before);
    tell("by time, frozen", &evaluation::frozen(&by_time, after));
    tell("by time, learning on the way", &evaluation::learning(&mut by_time, after));
    let mut progress = Progress::new("eval");
    let total = usize::try_from(splits).unwrap_or(1);
    let (mut random, mut curve) = (Vec::new(), vec![Vec::new(); CURVE.len()]);
    for seed in 0..splits {
        let order = evaluation::shuffled(all.len(), seed);
        let (tested, learned) = order.split_at(all.len() / PARTS);
        let of = |places: &[usize]| {
            let mut places = places.to_vec();
            places.sort_unstable();
            places.iter().filter_map(|at| all.get(*at).copied()).collect::<Vec<_>>()
        };
        let tested = of(tested);
        for (count, found) in CURVE.iter().zip(&mut curve) {
            let few = learned.get(..*count).unwrap_or(learned);
            found.push(evaluation::frozen(&train(&of(few)), &tested));
        }
        random.push(evaluation::frozen(&train(&of(learned)), &tested));
        progress.at("random splits", random.len(), total);
    }
    for (count, found) in CURVE.iter().zip(&curve) {
        tell(&format!("{count} labels"), &mean(found));
    }
    tell("random, four fifths learned", &mean(&random));
    speed(&by_time, after);
}

fn speed(classifier: &Classifier, texts: &[&Labelled]) {
    let mut learner = classifier.clone();
    let began = Instant::now();
    for one in texts {
        drop(classifier.suggest(&one.text));
    }
    let reading = began.elapsed();
    let began = Instant::now();
    for one in texts {
        learner.learn(&one.text, one.label);
    }
    let each = |time: Duration| {
        time.as_secs_f64() * 1e6 / f64::from(u32::try_from(texts.len()).unwrap_or(1).max(1))
    };
    say::line(format!(
        "\n{:.0} texts/s read on one core, {:.0} microseconds to learn one decision",
        1e6 / each(reading),
        each(began.elapsed())
    ));
}

fn mean(found: &[Measures]) -> Measures {
    let count = f32::from(u16::try_from(found.len()).unwrap_or(1).max(1));
    let of = |pick: fn(&Measures) -> f32| found.iter().map(pick).sum::<f32>() / count;
    Measures {
        texts: found.first().map_or(0, |one| one.texts),
        accuracy: of(|one| one.accuracy),
        top_three: of(|one| one.top_three),
        macro_f1: of(|one| one.macro_f1),
        calibration_error: of(|one| one.calibration_error),
        coverage: of(|one| one.coverage),
    }
}

fn tell(what: &str, found: &Measures) {
    say::line(format!(
        "{what:<34} {:>6} {:>8.3} {:>8.3} {:>8.3} {:>8.3} {:>9.3}",
        found.texts,
        found.accuracy,
        found.top_three,
        found.macro_f1,
        found.calibration_error,
        found.coverage
    ));
}
