//! What is read in texts.

mod personal;
