//! Indonesian mobile numbers as people write them.

use std::fmt;

/// Fewest digits of a number with its country code.
pub const DIGITS_MIN: usize = 8;

/// Most digits of a number with its country code.
pub const DIGITS_MAX: usize = 14;

/// Characters that people put between digits.
const SEPARATORS: [char; 6] = [' ', '\u{a0}', '-', '.', '(', ')'];

/// An Indonesian mobile number in E.164 form, `+628…`.
///
/// Only numbers of the country code 62 that begin with 8 can be made: nothing
/// else receives our short messages, and a foreign or premium number would
/// let a stranger spend the operator's money.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct MobileNumber(String);

/// Why a text is not an Indonesian mobile number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Something other than digits, separators and one leading plus sign.
    #[error("a phone number has digits only")]
    NotANumber,
    /// Begins with neither 08, 62 nor +62, or is no mobile number.
    #[error("not an Indonesian mobile number")]
    NotMobile,
    /// Outside [`DIGITS_MIN`] to [`DIGITS_MAX`].
    #[error("a mobile number has 8 to 14 digits")]
    Length,
}

/// How a gateway wants numbers written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NumberStyle {
    /// `+62812…`
    #[default]
    Plus,
    /// `62812…`
    Bare,
    /// `0812…`
    National,
}

impl MobileNumber {
    /// Reads `08…`, `62…` and `+62…`, with separators, and with the trunk
    /// zero that many leave in (`+62 0812…`).
    pub fn parse(written: &str) -> Result<Self, NumberError> {
        let written = written.trim();
        let (plus, rest) = match written.strip_prefix('+') {
            Some(rest) => (true, rest),
            None => (false, written),
        };
        let digits: String = rest.chars().filter(|c| !SEPARATORS.contains(c)).collect();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NumberError::NotANumber);
        }
        let national = match digits.strip_prefix("62") {
            Some(abroad) => abroad.strip_prefix('0').unwrap_or(abroad),
            None if plus => return Err(NumberError::NotMobile),
            None => digits.strip_prefix('0').ok_or(NumberError::NotMobile)?,
        };
        if !national.starts_with('8') {
            return Err(NumberError::NotMobile);
        }
        if !(DIGITS_MIN..=DIGITS_MAX).contains(&("62".len() + national.len())) {
            return Err(NumberError::Length);
        }
        Ok(Self(format!("+62{national}")))
    }

    /// The number in E.164 form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number as a gateway wants it.
    #[must_use]
    pub fn written(&self, style: NumberStyle) -> String {
        let national = self.0.strip_prefix("+62").unwrap_or(&self.0);
        match style {
            NumberStyle::Plus => format!("+62{national}"),
            NumberStyle::Bare => format!("62{national}"),
            NumberStyle::National => format!("0{national}"),
        }
    }
}

impl fmt::Debug for MobileNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MobileNumber(…)")
    }
}
