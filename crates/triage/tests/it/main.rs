//! What is read in texts.
