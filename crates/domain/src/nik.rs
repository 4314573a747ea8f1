//! NIK, the sixteen-digit population number: its structure, and nothing it cannot prove.

use crate::region::RegionCode;
use jiff::civil::Date;

/// A well-formed population number (UU 23/2006): `PPKKCC DDMMYY SSSS`.
///
/// The region is the district of *issue*, women have 40 added to the day of birth, the century is
/// not coded, and there is no check digit. Being well-formed is no proof of identity. `Debug`
/// shows only the district.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Nik(String);

/// Why typed text cannot be a population number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NikError {
    /// Not sixteen digits.
    #[error("a NIK has 16 digits, found {0}")]
    Length(usize),
    /// Contains something other than digits.
    #[error("a NIK has only digits")]
    NotDigits,
    /// The first digits are no province.
    #[error("the first digits of a NIK name a region")]
    Region,
    /// Digits 7 to 12 are no date of birth.
    #[error("digits 7 to 12 of a NIK are a date of birth")]
    BirthDate,
    /// Serial numbers start at 0001.
    #[error("the last four digits of a NIK start at 0001")]
    Serial,
}

crate::worded! {
    /// Sex as the reporter states it.
    pub enum Sex {
        /// Laki-laki.
        Male = "male",
        /// Perempuan.
        Female = "female",
    }
}

impl Nik {
    /// Reads a typed number; spaces, dots and dashes between groups are ignored.
    pub fn parse(typed: &str) -> Result<Self, NikError> {
        let digits: String =
            typed.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '\u{a0}')).collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NikError::NotDigits);
        }
        if digits.len() != 16 {
            return Err(NikError::Length(digits.len()));
        }
        let nik = Self(digits);
        if nik.pair(0) < 11 || nik.pair(2) == 0 || nik.pair(4) == 0 {
            return Err(NikError::Region);
        }
        if nik.birth_date(2099).is_none() {
            return Err(NikError::BirthDate);
        }
        if nik.0.ends_with("0000") {
            return Err(NikError::Serial);
        }
        Ok(nik)
    }

    fn pair(&self, at: usize) -> i16 {
        self.0.get(at..at + 2).and_then(|s| s.parse().ok()).unwrap_or(0)
    }

    /// District of issue; may be one that has since been split or renamed.
    #[must_use]
    pub fn issued_in(&self) -> Option<RegionCode> {
        RegionCode::parse(self.0.get(..6)?)
    }

    /// Sex as coded; the reporter's own statement stands above it.
    #[must_use]
    pub fn sex(&self) -> Sex {
        if self.pair(6) > 40 { Sex::Female } else { Sex::Male }
    }

    /// Date of birth, taking the latest century that lies not after `year_now`.
    #[must_use]
    pub fn birth_date(&self, year_now: i16) -> Option<Date> {
        let day = if self.pair(6) > 40 { self.pair(6) - 40 } else { self.pair(6) };
        let mut year = year_now - year_now % 100 + self.pair(10);
        if year > year_now {
            year -= 100;
        }
        let (month, day) = (i8::try_from(self.pair(8)).ok()?, i8::try_from(day).ok()?);
        // 29 February exists only in one of the two possible centuries for some years.
        Date::new(year, month, day).or_else(|_| Date::new(year - 100, month, day)).ok()
    }

    /// What may be shown to its owner: `3273********0001`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}********{}", self.0.get(..4).unwrap_or(""), self.0.get(12..).unwrap_or(""))
    }

    /// All digits, to be encrypted or hashed. Never log them.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Nik {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Nik({}**********)", self.0.get(..6).unwrap_or(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_region_birth_date_and_sex() {
        let nik = Nik::parse("3273 0154 0590 0001").unwrap();
        assert_eq!(nik.issued_in(), RegionCode::parse("327301"));
        assert_eq!(nik.birth_date(2026), Date::new(1990, 5, 14).ok());
        assert_eq!(nik.sex(), Sex::Female);
        assert_eq!(nik.masked(), "3273********0001");
        assert!(!format!("{nik:?}").contains("0001"));
        let boy = Nik::parse("1171011405140002").unwrap();
        assert_eq!((boy.sex(), boy.birth_date(2026)), (Sex::Male, Date::new(2014, 5, 14).ok()));
    }

    #[test]
    fn says_what_is_wrong() {
        for (typed, why) in [
            ("327301540590001", NikError::Length(15)),
            ("32730154059O0001", NikError::NotDigits),
            ("0073015405900001", NikError::Region),
            ("3273013213900001", NikError::BirthDate),
            ("3273017205900001", NikError::BirthDate),
            ("3273015405900000", NikError::Serial),
        ] {
            assert_eq!(Nik::parse(typed), Err(why), "{typed}");
        }
    }

    #[test]
    fn leap_day_is_taken_from_the_century_that_has_it() {
        assert_eq!(
            Nik::parse("3273012902000001").unwrap().birth_date(2026),
            Date::new(2000, 2, 29).ok()
        );
        assert!(Nik::parse("3273012902010001").is_err());
    }
}
