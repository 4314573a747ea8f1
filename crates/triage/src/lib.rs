//! Reads a text and suggests what it is about, with probabilities and reasons. It never decides.

pub mod answer;
