//! Reads a text and suggests what it is about, with probabilities and reasons. It never decides.

pub mod answer;
mod classifier;
pub mod evaluation;
mod features;
mod honesty;
mod knowledge;
mod margins;
pub mod personal;

pub use classifier::{Classifier, Suggestion};
pub use knowledge::Knowledge;
