//! Tables of our own words, looked up for every word of a text.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// Words with what they mean.
pub(crate) type Words<K, V> = HashMap<K, V, BuildHasherDefault<Fnv>>;
/// Words.
pub(crate) type WordSet = HashSet<&'static str, BuildHasherDefault<Fnv>>;

/// The words of a list with blanks between them.
pub(crate) fn words(list: &'static str) -> WordSet {
    list.split_whitespace().collect()
}

/// FNV-1a (<https://www.rfc-editor.org/rfc/rfc9923>). Only words that stand in our own files are
/// ever put into a table, so nobody can make them collide.
#[derive(Debug)]
pub(crate) struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
