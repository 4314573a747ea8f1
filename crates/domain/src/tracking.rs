//! The number that everyone may know and the secret that opens a report.

use std::fmt;

/// Public number of a report: nine random digits and a Damm check digit.
///
/// Said in three groups (`482 915 7364`). It opens nothing by itself. The check digit catches
/// every single wrong digit and every swap of neighbours (Damm 2004), so a number misheard over
/// the telephone is refused at once instead of showing a stranger's report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TrackingId(u64);

/// Opens a guest's or anonymous reporter's own report: sixteen digits, shown once in four groups.
///
/// Only a keyed hash of it is stored. It has no `Display` and its `Debug` hides the digits.
#[derive(Clone, PartialEq, Eq)]
pub struct TrackingSecret(String);

/// Why a typed number or secret cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TrackingError {
    /// Not the right count of digits.
    #[error("expected {expected} digits, found {found}")]
    Length {
        /// Digits a well-formed value has.
        expected: usize,
        /// Digits that were typed.
        found: usize,
    },
    /// A digit was mistyped or two were swapped.
    #[error("check digit does not match")]
    CheckDigit,
}

/// Quasigroup of order 10 that is totally anti-symmetric (Damm 2004, thesis, table p. 111).
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn damm(digits: impl Iterator<Item = u8>) -> u8 {
    digits.fold(0, |interim, digit| {
        DAMM.get(usize::from(interim))
            .and_then(|row| row.get(usize::from(digit)))
            .copied()
            .unwrap_or(0)
    })
}

/// Digits of typed text; everything people put between groups is ignored.
fn digits(typed: &str) -> impl Iterator<Item = u8> + '_ {
    typed.chars().filter_map(|c| c.to_digit(10)).filter_map(|d| u8::try_from(d).ok())
}

impl TrackingId {
    /// Count of digits, check digit included.
    pub const DIGITS: usize = 10;
    /// How many different numbers there are; a random draw below this makes one.
    pub const SPACE: u64 = 1_000_000_000;

    /// The number whose first nine digits are `draw` (taken modulo [`Self::SPACE`]).
    #[must_use]
    pub fn from_draw(draw: u64) -> Self {
        let nine = draw % Self::SPACE;
        let check = damm(format!("{nine:09}").bytes().map(|b| b - b'0'));
        Self(nine * 10 + u64::from(check))
    }

    /// Reads what a person typed: spaces, dashes, `#` and the like are ignored.
    pub fn parse(typed: &str) -> Result<Self, TrackingError> {
        let found: Vec<u8> = digits(typed).collect();
        if found.len() != Self::DIGITS {
            return Err(TrackingError::Length { expected: Self::DIGITS, found: found.len() });
        }
        if damm(found.iter().copied()) != 0 {
            return Err(TrackingError::CheckDigit);
        }
        Ok(Self(found.iter().fold(0, |n, d| n * 10 + u64::from(*d))))
    }

    /// The ten digits as one number, for storage.
    #[must_use]
    pub fn number(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }

    /// The inverse of [`Self::number`]; `None` when the check digit is wrong.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        u64::try_from(number).ok().and_then(|n| Self::parse(&format!("{n:010}")).ok())
    }

    /// The ten digits without groups, for URLs and SMS.
    #[must_use]
    pub fn compact(self) -> String {
        format!("{:010}", self.0)
    }
}

impl fmt::Display for TrackingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, rest) = (self.0 / 10_000_000, self.0 % 10_000_000);
        write!(f, "{head:03} {:03} {:04}", rest / 10_000, rest % 10_000)
    }
}

impl TrackingSecret {
    /// Count of digits.
    pub const DIGITS: usize = 16;

    /// The secret whose digits are `draw` (taken modulo 10^16).
    #[must_use]
    pub fn from_draw(draw: u64) -> Self {
        Self(format!("{:016}", draw % 10_000_000_000_000_000))
    }

    /// Reads what a person typed; everything but digits is ignored.
    pub fn parse(typed: &str) -> Result<Self, TrackingError> {
        let found: String = digits(typed).map(|d| char::from(b'0' + d)).collect();
        if found.len() == Self::DIGITS {
            Ok(Self(found))
        } else {
            Err(TrackingError::Length { expected: Self::DIGITS, found: found.len() })
        }
    }

    /// The digits, to be hashed or shown once on the receipt. Never log them.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The digits in four groups of four, for the receipt.
    #[must_use]
    pub fn grouped(&self) -> String {
        let mut out = String::with_capacity(19);
        for (i, c) in self.0.chars().enumerate() {
            if i > 0 && i % 4 == 0 {
                out.push(' ');
            }
            out.push(c);
        }
        out
    }
}

impl fmt::Debug for TrackingSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TrackingSecret(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn damm_example_of_the_thesis() {
        assert_eq!(damm([5, 7, 2].into_iter()), 4);
    }

    #[test]
    fn is_said_in_three_groups() {
        let id = TrackingId::from_draw(482_915_736);
        assert_eq!(id.to_string(), format!("482 915 736{}", id.number() % 10));
        assert_eq!(TrackingSecret::from_draw(12).grouped(), "0000 0000 0000 0012");
    }

    proptest! {
        #[test]
        fn reads_back_what_it_wrote(draw in 0u64..TrackingId::SPACE) {
            let id = TrackingId::from_draw(draw);
            prop_assert_eq!(TrackingId::parse(&id.to_string()), Ok(id));
            prop_assert_eq!(TrackingId::parse(&format!("#{}-", id.compact())), Ok(id));
            prop_assert_eq!(TrackingId::from_number(id.number()), Some(id));
        }

        #[test]
        fn catches_one_wrong_digit_and_swapped_neighbours(draw in 0u64..TrackingId::SPACE, at in 0usize..10, add in 1u8..10) {
            let right = TrackingId::from_draw(draw).compact().into_bytes();
            let mut wrong = right.clone();
            wrong[at] = b'0' + (wrong[at] - b'0' + add) % 10;
            prop_assert_eq!(TrackingId::parse(std::str::from_utf8(&wrong).unwrap()), Err(TrackingError::CheckDigit));
            let mut swapped = right.clone();
            let next = (at + 1) % 10;
            if at + 1 < 10 && swapped[at] != swapped[next] {
                swapped.swap(at, next);
                prop_assert_eq!(TrackingId::parse(std::str::from_utf8(&swapped).unwrap()), Err(TrackingError::CheckDigit));
            }
        }
    }
}
