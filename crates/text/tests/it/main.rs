//! What is found in texts.

mod personal;
mod regions;
