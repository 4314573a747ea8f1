//! What is read in texts.

mod answers;
