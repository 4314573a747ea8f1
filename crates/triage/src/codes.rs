//! Categories by small numbers, in the order they were first met.

use crate::bytes::{Reader, Writer};
use domain::category::CategoryCode;
use std::collections::HashMap;

/// Stands for no category, and for those beyond the last number.
pub(crate) const NO_CODE: u16 = u16::MAX;

/// The categories met so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Codes {
    codes: Vec<CategoryCode>,
    numbers: HashMap<CategoryCode, u16>,
}

impl Codes {
    /// The number of a category, a new one when it was not met before.
    pub(crate) fn meet(&mut self, code: &CategoryCode) -> u16 {
        if let Some(number) = self.number(code) {
            return number;
        }
        let number = u16::try_from(self.codes.len()).unwrap_or(NO_CODE);
        if number != NO_CODE {
            self.codes.push(code.clone());
            self.numbers.insert(code.clone(), number);
        }
        number
    }

    /// The number of a category that was met.
    pub(crate) fn number(&self, code: &CategoryCode) -> Option<u16> {
        self.numbers.get(code).copied()
    }

    /// The category of a number.
    pub(crate) fn code(&self, number: u16) -> Option<&CategoryCode> {
        self.codes.get(usize::from(number))
    }

    pub(crate) fn write(&self, to: &mut Writer<'_>) {
        to.list(&self.codes, |to, code| to.word(code.as_str()));
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let codes = from.list(|from| CategoryCode::parse(from.word()?))?;
        let numbers = codes.iter().cloned().zip(0..).collect();
        Some(Self { codes, numbers })
    }
}
