//! What officers found about personal data in a text that its finder got wrong.

use crate::worded;

worded! {
    /// What an officer does to a passage.
    pub enum Redaction {
        /// It is personal: nobody outside reads it, no search finds it.
        Cover = "cover",
        /// It is not, though it was taken for it.
        Uncover = "uncover",
    }
}

/// The passages of one report that officers covered or uncovered, each once, in their order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redactions(Vec<(Redaction, String)>);

impl Redactions {
    /// As they were kept.
    #[must_use]
    pub fn new(passages: Vec<(Redaction, String)>) -> Self {
        Self(passages)
    }

    /// The last word on a passage holds.
    pub(crate) fn put(&mut self, how: Redaction, passage: &str) {
        self.0.retain(|(_, known)| known != passage);
        self.0.push((how, passage.to_owned()));
    }

    /// True when there is a word on this passage already.
    pub(crate) fn knows(&self, passage: &str) -> bool {
        self.0.iter().any(|(_, known)| known == passage)
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = (Redaction, &str)> {
        self.0.iter().map(|(how, passage)| (*how, passage.as_str()))
    }

    /// Passages of one sort.
    pub fn of(&self, how: Redaction) -> impl Iterator<Item = &str> {
        self.all().filter(move |(known, _)| *known == how).map(|(_, passage)| passage)
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when officers left everything to the finder.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
