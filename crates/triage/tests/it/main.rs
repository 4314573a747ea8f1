//! What is read in texts.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on says so, and lists what it measured"
)]

mod answers;
mod classifier;
mod likeness;
mod model;
mod readings;
mod replay;
mod said;
mod tree;
