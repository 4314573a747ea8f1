//! What was measured, beside what it is held to; as a table for people and as JSON.

use super::load::Measured;
use serde::Serialize;
use std::fmt::Write as _;

/// Everything of one run.
#[derive(Debug, Serialize)]
pub(crate) struct Outcome {
    /// When it began, UTC.
    pub(crate) at: String,
    /// Version of the program measured.
    pub(crate) version: &'static str,
    /// False for a build without optimisation, whose figures mean nothing.
    pub(crate) optimised: bool,
    pub(crate) machine: Machine,
    /// Reports in the database whose pages were read.
    pub(crate) reports: u64,
    /// Seconds of each measurement.
    pub(crate) seconds: u64,
    pub(crate) rows: Vec<Row>,
    /// Wrong answers of all measurements together.
    pub(crate) wrong: usize,
    pub(crate) complaints: Vec<String>,
}

/// What it ran on.
#[derive(Debug, Serialize)]
pub(crate) struct Machine {
    pub(crate) cores: usize,
    pub(crate) memory_bytes: Option<u64>,
    /// Processes that wanted to run on average of the last minute, before the run began: what else
    /// the machine was doing.
    pub(crate) load_before: Option<f64>,
}

impl Machine {
    /// As the system tells.
    pub(crate) fn look() -> Self {
        let memory = std::fs::read_to_string("/proc/meminfo").ok();
        let kib = memory.as_deref().and_then(|text| {
            let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
            line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()
        });
        let load = std::fs::read_to_string("/proc/loadavg").ok();
        Self {
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            memory_bytes: kib.map(|kib| kib * 1024),
            load_before: load.and_then(|text| text.split(' ').next()?.parse().ok()),
        }
    }
}

/// What a figure is held to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Bar {
    /// The ratio to the machine's own limit, or to what is compared.
    RatioAtLeast(f64),
    /// The ratio to what is compared.
    RatioAtMost(f64),
    /// The figure itself.
    AtMost(f64),
    /// The figure itself.
    AtLeast(f64),
}

/// One figure.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    /// `intake`, `flush`, `pages`, `totals`, `alike`, `memory`, `start` or `search`.
    pub(crate) group: &'static str,
    pub(crate) what: String,
    pub(crate) engine: &'static str,
    /// Connections that asked at the same time.
    pub(crate) connections: Option<usize>,
    pub(crate) measured: f64,
    pub(crate) unit: &'static str,
    pub(crate) p50_ms: Option<f64>,
    pub(crate) p99_ms: Option<f64>,
    /// The machine's own limit, or what is compared, in the same unit.
    pub(crate) limit: Option<f64>,
    /// What that limit is.
    pub(crate) limit_is: &'static str,
    pub(crate) ratio: Option<f64>,
    pub(crate) bar: Option<Bar>,
    /// Whether the bar is met; `None` without one.
    pub(crate) met: Option<bool>,
}

impl Row {
    /// A rate with its waits.
    pub(crate) fn rate(
        group: &'static str,
        what: String,
        engine: &'static str,
        unit: &'static str,
        found: &Measured,
    ) -> Self {
        Self {
            p50_ms: Some(found.percentile(50)),
            p99_ms: Some(found.percentile(99)),
            ..Self::plain(group, what, engine, unit, found.rate())
        }
    }

    /// A figure by itself.
    pub(crate) fn plain(
        group: &'static str,
        what: String,
        engine: &'static str,
        unit: &'static str,
        measured: f64,
    ) -> Self {
        Self {
            group,
            what,
            engine,
            connections: None,
            measured,
            unit,
            p50_ms: None,
            p99_ms: None,
            limit: None,
            limit_is: "",
            ratio: None,
            bar: None,
            met: None,
        }
    }

    pub(crate) fn connections(self, connections: usize) -> Self {
        Self { connections: Some(connections), ..self }
    }

    /// With the waits it comes from.
    pub(crate) fn waits(self, found: &Measured) -> Self {
        let at = |part| Some(found.percentile(part));
        Self { p50_ms: at(50), p99_ms: at(99), ..self }
    }

    /// Beside what the machine can do at most.
    pub(crate) fn beside(self, limit: f64, limit_is: &'static str) -> Self {
        let ratio = (limit > 0.0).then(|| self.measured / limit);
        Self { limit: Some(limit), limit_is, ratio, ..self }
    }

    /// Held to a bar.
    pub(crate) fn held_to(self, bar: Bar) -> Self {
        let met = match bar {
            Bar::RatioAtLeast(least) => self.ratio.is_some_and(|ratio| ratio >= least),
            Bar::RatioAtMost(most) => self.ratio.is_some_and(|ratio| ratio <= most),
            Bar::AtMost(most) => self.measured <= most,
            Bar::AtLeast(least) => self.measured >= least,
        };
        Self { bar: Some(bar), met: Some(met), ..self }
    }

    fn cells(&self) -> [String; 8] {
        let number = |n: f64| if n >= 100.0 { format!("{n:.0}") } else { format!("{n:.2}") };
        let maybe = |n: Option<f64>| n.map(number).unwrap_or_default();
        let connections =
            self.connections.map(|n| format!(", {n} connections")).unwrap_or_default();
        let bar = match self.bar {
            None => String::new(),
            Some(Bar::RatioAtLeast(n)) => format!(">= {n} x"),
            Some(Bar::RatioAtMost(n)) => format!("<= {n} x"),
            Some(Bar::AtMost(n)) => format!("<= {n} {}", self.unit),
            Some(Bar::AtLeast(n)) => format!(">= {n} {}", self.unit),
        };
        let verdict = match self.met {
            None => "",
            Some(true) => "met",
            Some(false) => "MISSED",
        };
        let limit =
            self.limit.map(|n| format!("{} ({})", number(n), self.limit_is)).unwrap_or_default();
        [
            format!("{}, {}{connections}", self.what, self.engine),
            format!("{} {}", number(self.measured), self.unit),
            maybe(self.p50_ms),
            maybe(self.p99_ms),
            limit,
            maybe(self.ratio),
            bar,
            verdict.to_owned(),
        ]
    }
}

const HEAD: [&str; 8] = [
    "figure",
    "measured",
    "p50 ms",
    "p99 ms",
    "the machine's own limit",
    "ratio",
    "bar",
    "verdict",
];

/// The table, as Markdown that also reads well on a terminal.
pub(crate) fn table(rows: &[Row]) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    lines.extend(rows.iter().map(Row::cells));
    let mut widths = [0; 8];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = cell.chars().count().max(*width);
        }
    }
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        for (width, cell) in widths.iter().zip(line) {
            let _ = write!(text, "| {cell:width$} ");
        }
        text.push_str("|\n");
        if at == 0 {
            for width in widths {
                let _ = write!(text, "|{:-<1$}", "", width + 2);
            }
            text.push_str("|\n");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_met_or_missed() {
        let row = |bar| {
            Row::plain("pages", "list".to_owned(), "SQLite", "pages/s", 50.0)
                .beside(100.0, "bare")
                .held_to(bar)
        };
        assert_eq!(row(Bar::RatioAtLeast(0.5)).met, Some(true));
        assert_eq!(row(Bar::RatioAtLeast(0.6)).met, Some(false));
        assert_eq!(row(Bar::RatioAtMost(0.4)).met, Some(false));
        assert_eq!(row(Bar::AtMost(50.0)).met, Some(true));
        assert_eq!(row(Bar::AtLeast(50.1)).met, Some(false));
        let table = table(&[row(Bar::RatioAtLeast(0.6))]);
        assert!(table.contains("| list, SQLite | 50.00 pages/s |"), "{table}");
        assert!(table.contains("MISSED"), "{table}");
    }
}
