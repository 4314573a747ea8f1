//! What is read in texts.

mod readings;
