//! Words to the person at the terminal. Never panics: a closed pipe ends the words, not the work.

use std::io::{IsTerminal, Write};

/// One line on standard output.
pub(crate) fn line(text: impl AsRef<str>) {
    let mut out = std::io::stdout().lock();
    drop(writeln!(out, "{}", text.as_ref()));
}

/// One line on standard error.
pub(crate) fn warn(text: impl AsRef<str>) {
    let mut out = std::io::stderr().lock();
    drop(writeln!(out, "{}", text.as_ref()));
}

/// How far a long piece of work is: one moving line on a terminal, one line per tenth elsewhere.
pub(crate) struct Progress {
    label: String,
    last_tenth: u64,
    terminal: bool,
}

impl Progress {
    /// Begins to tell.
    pub(crate) fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), last_tenth: u64::MAX, terminal: std::io::stderr().is_terminal() }
    }

    /// `done` of `total` (0 when unknown).
    pub(crate) fn at(&mut self, done: u64, total: u64) {
        let tenth = if total == 0 { done / 10_000 } else { done.saturating_mul(10) / total };
        let mut out = std::io::stderr().lock();
        if self.terminal {
            let percent = if total == 0 { String::new() } else { format!(" {:3} %", done.saturating_mul(100) / total) };
            drop(write!(out, "\r{}: {done}{percent}   ", self.label));
            if total > 0 && done >= total {
                drop(writeln!(out));
            }
            drop(out.flush());
        } else if tenth != self.last_tenth {
            self.last_tenth = tenth;
            drop(writeln!(out, "{}: {done} of {total}", self.label));
        }
    }
}
