//! Reads a text and suggests what it is about, with probabilities and reasons. It never decides.

mod classifier;
mod features;
mod knowledge;
mod margins;

pub use classifier::{Classifier, Suggestion};
pub use knowledge::Knowledge;
