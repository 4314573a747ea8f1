//! Reads a text and suggests what it is about, with probabilities and reasons. It never decides.
pub mod answer;
mod bytes;
mod calibration;
mod classifier;
mod completeness;
mod concern;
mod cues;
pub mod elsewhere;
pub mod evaluation;
mod features;
mod knowledge;
pub mod language;
mod margins;
mod model;
pub mod normal;
pub mod reading;
mod scales;
mod sequence;
pub mod slang;
pub mod urgency;
mod wanted;

pub use classifier::{Classifier, Suggestion};
pub use knowledge::{Knowledge, description};
pub use model::{Model, Suggested};
pub use text::Span;
