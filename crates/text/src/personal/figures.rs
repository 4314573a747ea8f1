//! Digit groups that belong to one number, however they are separated.

use super::tokens::Scan;

/// Longest number worth reading, in digits.
const DIGITS_MAX: usize = 20;
/// A longer group is a whole number: what follows behind a space is another.
const GROUP_MAX: usize = 7;

/// Where a number may end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    /// The last token.
    pub(super) last: usize,
    /// Digits up to there.
    pub(super) digits: usize,
}

/// A run of digit groups from one token on.
pub(super) struct Figures {
    /// All digits without what separates them.
    pub(super) digits: String,
    /// The end of each group.
    pub(super) cuts: Vec<Cut>,
    /// What stands before each group but the first; a space when nothing does.
    pub(super) marks: Vec<char>,
}

impl Figures {
    /// Reads the groups that begin at `from`; `None` when there are no digits.
    pub(super) fn read(scan: &Scan<'_>, from: usize) -> Option<Self> {
        let mut at = from;
        let mut group = scan.digits(at);
        if group.is_empty() {
            return None;
        }
        let mut all = Self { digits: String::new(), cuts: Vec::new(), marks: Vec::new() };
        loop {
            all.digits.push_str(group);
            all.cuts.push(Cut { last: at, digits: all.digits.len() });
            let Some((next, mark)) = next_group(scan, at) else { break };
            group = scan.digits(next);
            if all.digits.len() + group.len() > DIGITS_MAX {
                break;
            }
            all.marks.push(mark);
            at = next;
        }
        Some(all)
    }

    /// The first digits, up to a cut.
    pub(super) fn upto(&self, cut: Cut) -> &str {
        self.digits.get(..cut.digits).unwrap_or("")
    }

    /// The longest cut with so many digits.
    pub(super) fn cut(&self, least: usize, most: usize) -> Option<Cut> {
        self.cuts.iter().rev().find(|c| (least..=most).contains(&c.digits)).copied()
    }

    /// How many digits each group has.
    pub(super) fn groups(&self) -> impl Iterator<Item = usize> {
        let before = std::iter::once(0).chain(self.cuts.iter().map(|cut| cut.digits));
        self.cuts.iter().zip(before).map(|(cut, before)| cut.digits - before)
    }

    /// Groups as in `12-03-1985` or `2024.01.31`.
    pub(super) fn is_date(&self) -> bool {
        let first: Vec<usize> = self.groups().take(3).collect();
        let dated = matches!(first.as_slice(), [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2]);
        dated && self.marks.iter().take(2).all(|mark| matches!(mark, '-' | '.' | '/'))
    }

    /// Groups as in `1.250.000`.
    pub(super) fn is_amount(&self) -> bool {
        self.marks.first() == Some(&'.')
            && self.marks.iter().all(|mark| *mark == '.')
            && self.groups().skip(1).all(|digits| digits == 3)
    }
}

/// The group after the one at `at`, and the mark between them.
fn next_group(scan: &Scan<'_>, at: usize) -> Option<(usize, char)> {
    let short = |i: usize| (1..=GROUP_MAX).contains(&scan.digits(i).len());
    let after = scan.past(at + 1, &[')']);
    if short(at) && short(after) {
        return Some((after, ' '));
    }
    let mark = scan.mark(after);
    let next = after + 1;
    let joins = matches!(mark, '-' | '.' | '/' | '–');
    let tight = scan.glued(after) && scan.glued(next);
    let dashed = mark == '-' && short(at) && short(next);
    (joins && !scan.digits(next).is_empty() && (tight || dashed)).then_some((next, mark))
}
