//! What is read in texts.

mod classifier;
