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

/// How far a long piece of work is: one moving line on a terminal, a line per step elsewhere.
pub(crate) struct Progress {
    label: &'static str,
    step: String,
    terminal: bool,
}

impl Progress {
    /// Begins to tell.
    pub(crate) fn new(label: &'static str) -> Self {
        Self { label, step: String::new(), terminal: std::io::stderr().is_terminal() }
    }

    /// `done` of `total` of a step.
    pub(crate) fn at(&mut self, step: &str, done: usize, total: usize) {
        let mut out = std::io::stderr().lock();
        let ended = done >= total;
        if self.terminal {
            let percent = done.saturating_mul(100).checked_div(total).unwrap_or(100);
            drop(write!(out, "\r{}: {step} {done} of {total} ({percent} %)\x1b[K", self.label));
            if ended {
                drop(writeln!(out));
            }
            drop(out.flush());
        } else if ended && self.step != step {
            drop(writeln!(out, "{}: {step} {done}", self.label));
            step.clone_into(&mut self.step);
        }
    }
}
