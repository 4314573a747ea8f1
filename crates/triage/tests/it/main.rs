//! What is read in texts.

mod classifier;
mod personal;
