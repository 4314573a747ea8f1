//! Short forms, slang and common misspellings, and how they are written out.

use crate::wordlist::Words;
use std::sync::LazyLock;

static ENTRIES: LazyLock<Words<&'static str, &'static str>> = LazyLock::new(|| entries().collect());

/// How a short form is written out, when it is one.
#[must_use]
pub fn written_out(word: &str) -> Option<&'static str> {
    ENTRIES.get(word).copied()
}

/// Every short form with how it is written out.
pub fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    include_str!("../data/slang.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_out_ends_at_once() {
        let all: Vec<_> = entries().collect();
        assert!(all.len() >= 350, "{} entries", all.len());
        let mut seen = std::collections::HashSet::new();
        for (short, written) in all {
            assert!(seen.insert(short), "{short} stands twice");
            for word in written.split(['-', ' ']) {
                assert!(
                    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase()),
                    "{short}: {written}"
                );
                let again = written_out(word);
                assert!(again.is_none() || again == Some(word), "{short}: {word} is a short form");
            }
        }
    }
}
