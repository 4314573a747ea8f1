//! What is read in texts.

mod answers;
mod classifier;
mod personal;
