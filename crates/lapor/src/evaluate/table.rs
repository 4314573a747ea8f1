//! Labelled texts as they are read from a file.

use crate::compose::Failed;
use domain::category::CategoryCode;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use triage::evaluation::{Labelled, Placed};

/// How a table is read.
#[derive(Deserialize)]
pub(super) struct Plan {
    text: String,
    title: Option<String>,
    label: String,
    topic: Option<String>,
    time: String,
    cut: String,
    pub(super) least: usize,
    #[serde(default)]
    merge: Vec<Merge>,
    /// Labels of units of a region's government.
    pub(super) units: BTreeMap<String, String>,
    /// Labels of agencies of the nation.
    #[serde(default)]
    pub(super) agencies: BTreeMap<String, String>,
    /// Categories of topics.
    #[serde(default)]
    categories: BTreeMap<String, String>,
}

impl Plan {
    /// Whether a time is before that of testing; a shorter number is a smaller one.
    fn is_before(&self, time: &str) -> bool {
        time.len() < self.cut.len() || (time < self.cut.as_str())
    }
}

/// Which labels are one.
#[derive(Deserialize)]
struct Merge {
    prefix: Option<String>,
    contains: Option<String>,
    into: String,
}

impl Merge {
    fn takes(&self, name: &str) -> bool {
        self.prefix.as_ref().is_some_and(|prefix| name.starts_with(prefix))
            || self.contains.as_ref().is_some_and(|part| name.contains(part))
    }
}

/// Texts in the order of time, the names of their labels, and where the time of testing begins.
pub(super) struct Table {
    pub(super) texts: Vec<Labelled>,
    pub(super) names: Vec<String>,
    pub(super) cut: usize,
    /// Texts whose topic is a place in the category tree, in the order of time.
    pub(super) placed: Vec<Placed>,
    /// Where the time of testing begins among these.
    pub(super) placed_cut: usize,
}

/// One row; in the order of these fields.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    /// Shorter numbers come before longer ones.
    time: (usize, String),
    nth: usize,
    label: String,
    text: String,
    code: Option<CategoryCode>,
}

pub(super) fn read(file: &Path, plan: &Plan) -> Result<Table, Failed> {
    let cells = if file.extension().is_some_and(|ending| ending == "jsonl") {
        objects(file, plan)?
    } else {
        rows(file, plan)?
    };
    let mut rows = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for ([title, text, label, topic, time], nth) in cells.into_iter().zip(0..) {
        let text = [title, text].join(" ").trim().to_owned();
        if seen.insert(text.clone()) {
            let merged = plan.merge.iter().find(|merge| merge.takes(&label));
            let label = merged.map_or(label, |merge| merge.into.clone());
            let code = plan.categories.get(&topic).and_then(|code| CategoryCode::parse(code));
            rows.insert(Row { time: (time.len(), time), nth, label, text, code });
        }
    }
    Ok(table(&rows, plan))
}

fn table(rows: &BTreeSet<Row>, plan: &Plan) -> Table {
    let is_before = |row: &Row| plan.is_before(&row.time.1);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| !row.label.is_empty()) {
        *counts.entry(&row.label).or_default() += 1;
    }
    counts.retain(|_, count| *count >= plan.least);
    let names: Vec<String> = counts.into_keys().map(str::to_owned).collect();
    let (mut texts, mut placed, mut cut, mut placed_cut) = (Vec::new(), Vec::new(), 0, 0);
    for row in rows {
        if let Ok(label) = names.binary_search(&row.label) {
            cut += usize::from(is_before(row));
            texts.push(Labelled { text: row.text.clone(), label });
        }
        if let Some(code) = &row.code {
            placed_cut += usize::from(is_before(row));
            placed.push(Placed { text: row.text.clone(), code: code.clone() });
        }
    }
    Table { texts, names, cut, placed, placed_cut }
}

/// Title, text, label, topic and time of each row of a table with a head.
fn rows(file: &Path, plan: &Plan) -> Result<Vec<[String; 5]>, Failed> {
    let mut reader = csv::Reader::from_path(file)?;
    let head = reader.headers()?.clone();
    let column = |name: &str| {
        let at = head.iter().position(|column| column == name);
        at.ok_or_else(|| format!("there is no column {name}"))
    };
    let maybe = |name: &Option<String>| name.as_deref().map(column).transpose();
    let (text, label, time) = (column(&plan.text)?, column(&plan.label)?, column(&plan.time)?);
    let columns = [maybe(&plan.title)?, Some(text), Some(label), maybe(&plan.topic)?, Some(time)];
    let mut found = Vec::new();
    for row in reader.records() {
        let row = row?;
        found.push(
            columns.map(|at| at.and_then(|at| row.get(at)).unwrap_or_default().trim().to_owned()),
        );
    }
    Ok(found)
}

/// The same of a file with a JSON object on each line; what an object does not have is empty.
fn objects(file: &Path, plan: &Plan) -> Result<Vec<[String; 5]>, Failed> {
    let mut found = Vec::new();
    for (line, number) in std::fs::read_to_string(file)?.lines().zip(1..) {
        let object: serde_json::Value =
            serde_json::from_str(line).map_err(|why| format!("line {number}: {why}"))?;
        let cell = |name: Option<&str>| match name.and_then(|name| object.get(name)) {
            Some(serde_json::Value::String(text)) => text.trim().to_owned(),
            Some(serde_json::Value::Number(number)) => number.to_string(),
            _ => String::new(),
        };
        found.push([
            cell(plan.title.as_deref()),
            cell(Some(&plan.text)),
            cell(Some(&plan.label)),
            cell(plan.topic.as_deref()),
            cell(Some(&plan.time)),
        ]);
    }
    Ok(found)
}
