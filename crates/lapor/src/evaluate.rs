//! `lapor triage eval`: how good suggestions are on texts whose labels are known.

mod baseline;
mod table;

use crate::compose::Failed;
use crate::place::reference_of_build;
use crate::say::{self, Progress};
use clap::Subcommand;
use domain::Reference;
use domain::category::Category;
use domain::kind::Level;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use table::{Plan, Table};
use triage::evaluation::{self, Labelled, Measures, Placed, SUREST};
use triage::{Classifier, Knowledge, Model, description};

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
    /// calibration, the share of texts that could be sent at 95 % precision, how many are right
    /// among the surest, and speed. Where topics are places in the category tree, the model of the
    /// whole tree is measured too.
    Eval {
        /// The texts: CSV with a head, or a JSON object on each line (.jsonl).
        file: PathBuf,
        /// Which columns to read and what its labels mean (as data/evaluation/surabaya.toml).
        #[arg(long)]
        labels: PathBuf,
        /// Random splits to average over.
        #[arg(long, default_value_t = 5)]
        splits: u64,
        /// Run this program on the same splits and tell its measures beside ours
        /// (scripts/triage-baseline.sh: scikit-learn).
        #[arg(long, value_name = "SCRIPT")]
        baseline: Option<PathBuf>,
    },
}

/// Labels learned before the learning curve is read.
const CURVE: [usize; 3] = [100, 1_000, 5_000];
/// One part in five is tested on a random split.
const PARTS: usize = 5;

pub(crate) async fn run(what: TriageCommand) -> Result<(), Failed> {
    let TriageCommand::Eval { file, labels, splits, baseline } = what else { return Ok(()) };
    let told = |why: &dyn std::fmt::Display, file: &Path| format!("{}: {why}", file.display());
    let plan = std::fs::read_to_string(&labels).map_err(|why| told(&why, &labels))?;
    let plan: Plan = toml::from_str(&plan).map_err(|why| told(&why, &labels))?;
    let table = table::read(&file, &plan).map_err(|why| told(&why, &file))?;
    if table.names.is_empty() {
        let why = format!("no label has {} texts", plan.least);
        return Err(told(&why, &file).into());
    }
    say::line(format!("{} texts, {} labels", table.texts.len(), table.names.len()));
    let reference = reference_of_build().await?;
    let model = Model::new(&reference.categories);
    let known = knowledge(&reference, &plan, &table.names);
    tokio::task::spawn_blocking(move || {
        evaluate(&table, &known, splits, baseline.as_deref())?;
        in_tree(&table, model)?;
        Ok(())
    })
    .await?
}

/// The category tree's descriptions of the leaves that a unit with a label answers for.
fn knowledge(reference: &Reference, plan: &Plan, names: &[String]) -> Knowledge {
    let mut leaves: Vec<&Category> = reference.categories.leaves().collect();
    leaves.sort_by(|a, b| a.code.cmp(&b.code));
    let described: Vec<(usize, String)> = leaves
        .into_iter()
        .filter_map(|leaf| {
            let national = !plan.agencies.is_empty();
            let mut levels =
                leaf.levels.iter().filter(|level| national || **level != Level::National);
            let row = levels.find_map(|level| reference.routing.row(&leaf.code, *level))?;
            let agency = row.agency.and_then(|agency| reference.directory.agency(agency));
            let name = match agency {
                Some(agency) => plan.agencies.get(&*agency.slug),
                None => plan.units.get(&*row.unit),
            };
            let label = names.iter().position(|one| Some(one) == name)?;
            let branch = leaf.code.parent().and_then(|code| reference.categories.get(&code));
            Some((label, description(leaf, branch)))
        })
        .collect();
    Knowledge::of(names.len(), described.iter().map(|(label, text)| (*label, text.as_str())))
}

/// Which texts are learned and which are tested, as places in the table.
struct Split {
    what: String,
    learned: Vec<usize>,
    tested: Vec<usize>,
}

/// By time, with few labels, and with four fifths of all; the last two once for each seed.
fn splits(table: &Table, seeds: u64) -> Vec<Split> {
    let all = table.texts.len();
    let split = |what: &str, learned: &[usize], tested: &[usize]| {
        let sorted = |places: &[usize]| {
            let mut places = places.to_vec();
            places.sort_unstable();
            places
        };
        Split { what: what.to_owned(), learned: sorted(learned), tested: sorted(tested) }
    };
    let places: Vec<usize> = (0..all).collect();
    let (before, after) = places.split_at(table.cut);
    let mut found = vec![split(BY_TIME, before, after)];
    let orders: Vec<Vec<usize>> = (0..seeds).map(|seed| evaluation::shuffled(all, seed)).collect();
    let halves = || orders.iter().map(|order| order.split_at(all / PARTS));
    for count in CURVE {
        let few = halves().filter_map(|(tested, learned)| Some((tested, learned.get(..count)?)));
        found.extend(few.map(|(tested, few)| split(&format!("{count} labels"), few, tested)));
    }
    let random = halves().map(|(tested, learned)| split(RANDOM, learned, tested));
    found.extend(random);
    found
}

const BY_TIME: &str = "by time, frozen";
const RANDOM: &str = "random, four fifths learned";

fn evaluate(
    table: &Table,
    known: &Knowledge,
    seeds: u64,
    baseline: Option<&Path>,
) -> Result<(), Failed> {
    let labels = table.names.len();
    let all: Vec<&Labelled> = table.texts.iter().collect();
    let at = |places: &[usize]| -> Vec<&Labelled> {
        places.iter().filter_map(|place| all.get(*place).copied()).collect()
    };
    let train = |on: &[&Labelled]| evaluation::trained(labels, Some(known.clone()), on);
    let zero = Classifier::new(labels, Some(known.clone()));
    let mut rows = vec![("day zero, no label".to_owned(), evaluation::frozen(&zero, &all))];
    let (before, after) = all.split_at(table.cut);
    let mut by_time = train(before);
    let on_the_way = evaluation::learning(&mut by_time, after);
    let splits = splits(table, seeds);
    let mut progress = Progress::new("eval");
    let mut ours = Vec::with_capacity(splits.len());
    for split in &splits {
        ours.push(evaluation::frozen(&train(&at(&split.learned)), &at(&split.tested)));
        progress.at("splits", ours.len(), splits.len());
    }
    rows.extend(means(&splits, &ours));
    rows.insert(2, ("by time, learning on the way".to_owned(), on_the_way));
    say::line(format!(
        "\n{:<40} {:>6} {:>8} {:>8} {:>8} {:>8} {:>9}",
        "", "texts", "accuracy", "top 3", "macro F1", "ECE", "95 % sure"
    ));
    for (what, found) in &rows {
        tell(what, found, &format!("{:.3}", found.calibration_error));
    }
    if let Some(script) = baseline {
        for (what, found) in means(&splits, &baseline::measured(script, table, &splits)?) {
            tell(&format!("baseline: {what}"), &found, "-");
        }
    }
    say::line(format!("\n{:<40} right among the surest", ""));
    say::line(format!("{:<40} {}", "", SUREST.map(percent).join(" ")));
    for (what, found) in &rows {
        say::line(format!(
            "{what:<40} {}",
            found.surest.map(|one| format!("{one:>8.3}")).join(" ")
        ));
    }
    let (near, same) = evaluation::agreement(&table.texts);
    say::line(format!(
        "\n{near} texts are nearly the same as an earlier one; {same} of them have its label"
    ));
    speed(&by_time, after);
    Ok(())
}

fn percent(part: f32) -> String {
    format!("{:>6.0} %", part * 100.0)
}

/// The mean of the splits of one name, in the order of their names.
fn means(splits: &[Split], found: &[Measures]) -> Vec<(String, Measures)> {
    let both: Vec<(&Split, &Measures)> = splits.iter().zip(found).collect();
    both.chunk_by(|(a, _), (b, _)| a.what == b.what)
        .filter_map(|same| {
            let measures: Vec<Measures> = same.iter().map(|(_, found)| **found).collect();
            Some((same.first()?.0.what.clone(), mean(&measures)))
        })
        .collect()
}

/// The model of the whole tree, where the texts' topics are places in it.
fn in_tree(table: &Table, model: Model) -> io::Result<()> {
    if table.placed.is_empty() {
        return Ok(());
    }
    say::line(format!(
        "\n{:<40} {:>6} {:>8} {:>8} {:>8} {:>8} {:>9}",
        "the whole tree", "texts", "affair", "branch", "leaf", "leaf 3", "ECE"
    ));
    let tell = |what: &str, model: &mut Model, on: &[Placed], learning: bool| {
        let found = evaluation::in_tree(model, on, learning);
        say::line(format!(
            "{what:<40} {:>6} {:>8.3} {:>8.3} {:>8.3} {:>8.3} {:>9.3}",
            found.texts,
            found.affair,
            found.branch,
            found.leaf,
            found.leaf_top_three,
            found.calibration_error
        ));
    };
    let mut model = model;
    let (before, after) = table.placed.split_at(table.placed_cut);
    tell("day zero", &mut model, &table.placed, false);
    tell("learning from the first decision", &mut model, before, true);
    tell("by time, frozen", &mut model, after, false);
    let mut learner = model.clone();
    tell("by time, learning on the way", &mut learner, after, true);
    let texts: Vec<&str> = after.iter().map(|one| one.text.as_str()).collect();
    let suggesting = timed(&texts, |text| drop(model.suggest(text, 3)));
    let mut taught = after.iter();
    let learning = timed(&texts, |_| {
        if let Some(one) = taught.next() {
            model.learn(&one.text, &one.code);
        }
    });
    let mut written = Vec::new();
    model.write(&mut written)?;
    say::line(format!(
        "{:.0} microseconds to suggest, {:.0} to learn, {:.1} MB of memory, {:.1} MB written down",
        suggesting,
        learning,
        megabytes(model.footprint_bytes()),
        megabytes(written.len())
    ));
    Ok(())
}

fn megabytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes >> 10).unwrap_or(u32::MAX)) / 1024.0
}

/// Microseconds for one text.
fn timed<'a>(texts: &[&'a str], mut each: impl FnMut(&'a str)) -> f64 {
    let began = Worked::now();
    for text in texts {
        each(text);
    }
    let count = f64::from(u32::try_from(texts.len()).unwrap_or(u32::MAX).max(1));
    began.elapsed().as_secs_f64() * 1e6 / count
}

/// Time this thread was on a core, where Linux tells it, so that others who use the machine do not
/// count; elsewhere time on the wall.
enum Worked {
    OnCore(Duration),
    OnWall(Instant),
}

impl Worked {
    fn now() -> Self {
        on_core().map_or_else(|| Self::OnWall(Instant::now()), Self::OnCore)
    }

    fn elapsed(&self) -> Duration {
        match self {
            Self::OnCore(began) => on_core().unwrap_or_default().saturating_sub(*began),
            Self::OnWall(began) => began.elapsed(),
        }
    }
}

/// proc(5): the first number of schedstat is nanoseconds on a core.
fn on_core() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// Times each part is timed; the mean is told.
const RUNS: u8 = 5;

fn speed(classifier: &Classifier, on: &[&Labelled]) {
    let texts: Vec<&str> = on.iter().map(|one| one.text.as_str()).collect();
    let mut means = [0.0; 4];
    for _ in 0..RUNS {
        let mut learner = classifier.clone();
        let mut labelled = on.iter();
        let found = [
            timed(&texts, |text| drop(classifier.suggest(text))),
            timed(&texts, |text| drop(triage::reading::read(text))),
            timed(&texts, |text| drop(text::personal::find(text))),
            timed(&texts, |_| {
                if let Some(one) = labelled.next() {
                    learner.learn(&one.text, one.label);
                }
            }),
        ];
        means.iter_mut().zip(found).for_each(|(mean, found)| *mean += found / f64::from(RUNS));
    }
    let [suggesting, reading, personal, learning] = means;
    say::line(format!(
        "\n{:.0} texts/s read whole on one core ({suggesting:.0} microseconds to suggest, \
         {reading:.0} to read, {personal:.0} for personal data), {learning:.0} to learn one decision",
        1e6 / (suggesting + reading + personal)
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
        surest: std::array::from_fn(|part| {
            let at = |one: &Measures| one.surest.get(part).copied().unwrap_or_default();
            found.iter().map(at).sum::<f32>() / count
        }),
    }
}

fn tell(what: &str, found: &Measures, calibration_error: &str) {
    say::line(format!(
        "{what:<40} {:>6} {:>8.3} {:>8.3} {:>8.3} {calibration_error:>8} {:>9.3}",
        found.texts, found.accuracy, found.top_three, found.macro_f1, found.coverage
    ));
}
