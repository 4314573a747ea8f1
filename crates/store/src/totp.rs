//! The second factor: codes of RFC 6238, six digits every thirty seconds.

use crate::chance::Chance;
use crate::{Error, Result};
use jiff::Timestamp;
use totp_rs::{Algorithm, Builder, Secret, Totp};
use zeroize::Zeroizing;

/// Seconds that a code stands.
pub const STEP_S: u64 = 30;
/// Steps before and after the present one whose codes are taken: clocks of phones differ.
pub const SKEW: u16 = 1;

/// A shared secret of 160 bits. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret(Zeroizing<[u8; 20]>);

impl std::fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TotpSecret(..)")
    }
}

impl TotpSecret {
    /// A new one.
    #[must_use]
    pub fn draw(chance: &dyn Chance) -> Self {
        let mut bytes = Zeroizing::new([0; 20]);
        chance.fill(&mut *bytes);
        Self(bytes)
    }

    pub(crate) fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// As an authenticator takes it typed: 32 characters of base 32.
    #[must_use]
    pub fn to_base32(&self) -> Zeroizing<String> {
        Zeroizing::new(Secret::new_stack(*self.0).to_base32())
    }

    /// The inverse of [`Self::to_base32`]; [`Error::Decode`] for anything else.
    pub fn from_base32(text: &str) -> Result<Self> {
        let bad = || Error::Decode("a TOTP secret is not 20 bytes in base 32".to_owned());
        let secret = Secret::try_from_base32(text).map_err(|_| bad())?;
        let bytes = secret.as_bytes().try_into().map_err(|_| bad())?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    /// What a QR code for an authenticator holds (Key Uri Format).
    #[must_use]
    pub fn uri(&self, username: &str) -> Zeroizing<String> {
        let secret = self.to_base32();
        Zeroizing::new(format!(
            "otpauth://totp/LAPOR:{username}?secret={}&issuer=LAPOR&algorithm=SHA1&digits=6&period={STEP_S}",
            *secret
        ))
    }

    /// The code of an instant.
    #[must_use]
    pub fn code(&self, now: Timestamp) -> String {
        self.totp().generate(seconds(now)).to_string()
    }

    /// The step whose code this is, if it is one of those that are taken now. Spaces within a
    /// typed code do not count.
    #[must_use]
    pub fn check(&self, typed: &str, now: Timestamp) -> Option<i64> {
        let code: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        self.totp().check(&code, seconds(now)).and_then(|step| i64::try_from(step).ok())
    }

    fn totp(&self) -> Totp {
        // The fixed values fulfil the RFC; the checking builder could only fail on them.
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(SKEW)
            .with_step_duration(STEP_S)
            .with_secret(Secret::new_stack(*self.0))
            .build_noncompliant()
    }
}

fn seconds(now: Timestamp) -> u64 {
    u64::try_from(now.as_second()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238 appendix B, SHA-1; the last six of its eight digits.
    const VECTORS: [(i64, &str); 6] = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];

    #[test]
    fn codes_are_those_of_the_rfc() {
        let secret = TotpSecret::from_bytes(*b"12345678901234567890");
        for (second, code) in VECTORS {
            let now = Timestamp::from_second(second).unwrap();
            assert_eq!(secret.code(now), code);
            assert_eq!(secret.check(code, now), Some(second / 30));
        }
        assert_eq!(*secret.to_base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(TotpSecret::from_base32(&secret.to_base32()).unwrap(), secret);
    }

    #[test]
    fn one_step_early_or_late_is_taken_and_two_are_not() {
        let secret = TotpSecret::from_bytes(*b"12345678901234567890");
        let at = |second| Timestamp::from_second(second).unwrap();
        let code = secret.code(at(1_800_000_000));
        let taken: Vec<_> = [-60, -30, 0, 30, 60]
            .into_iter()
            .map(|off| secret.check(&code, at(1_800_000_000 + off)).is_some())
            .collect();
        assert_eq!(taken, [false, true, true, true, false]);
        let spaced = format!(" {} {}", &code[..3], &code[3..]);
        assert!(secret.check(&spaced, at(1_800_000_000)).is_some());
        assert_eq!(secret.check("12345", at(1_800_000_000)), None);
    }
}
