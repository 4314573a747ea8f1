//! A small nation lives through small spans, on both engines.

#![expect(clippy::unwrap_used, reason = "tests")]

mod run;
