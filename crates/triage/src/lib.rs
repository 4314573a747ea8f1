//! Reads a text and suggests what it is about, with probabilities and reasons. It never decides.

mod completeness;
mod concern;
mod cues;
pub mod elsewhere;
pub mod language;
pub mod normal;
pub mod reading;
pub mod slang;
pub mod urgency;
mod wanted;
