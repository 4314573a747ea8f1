//! Texts with holes: `{name}` stands for what differs from report to report.

use std::collections::BTreeMap;

/// Names and numbers that stand in the slots of one report.
#[derive(Debug, Clone, Default)]
pub struct Slots(pub BTreeMap<&'static str, String>);

impl Slots {
    /// The text with every known slot filled.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 32);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            out.push_str(self.0.get(name).map_or("", String::as_str));
            rest = tail;
        }
        out.push_str(rest);
        out
    }
}
