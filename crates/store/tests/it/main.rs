//! Tests of the store, each on both engines.

#[cfg(test)]
mod reference;
#[cfg(test)]
mod statements;
