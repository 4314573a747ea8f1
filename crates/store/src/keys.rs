//! Encryption of personal data per field, and keyed hashes to find it by.
//!
//! XChaCha20-Poly1305 under a named key; the place of the field (table, column, row) is
//! authenticated, so that a value copied to another row does not open there. Keyed hashes are
//! HMAC-SHA-256 cut to 128 bits, one derived key per purpose.

use crate::chance::Chance;
use crate::{Error, Result};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Where an encrypted value lives; it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// Table and column: `person.name`.
    pub field: &'a str,
    /// The row.
    pub row: i64,
}

/// What a keyed hash is for; the same text hashes differently for each purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Secret of a report.
    TrackingSecret,
    /// Telephone number.
    Phone,
    /// E-mail address.
    Email,
    /// Population number.
    Nik,
    /// Session token.
    Session,
    /// Draft token.
    Draft,
    /// Idempotency key of an intake.
    Intake,
    /// Token in a form against forgery.
    Form,
    /// Proof that a reader has opened a report with its secret.
    Access,
    /// What belongs to the support of a report: form, contact, link to leave.
    Support,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::TrackingSecret => b"tracking-secret",
            Self::Phone => b"phone",
            Self::Email => b"email",
            Self::Nik => b"nik",
            Self::Session => b"session",
            Self::Draft => b"draft",
            Self::Intake => b"intake",
            Self::Form => b"form",
            Self::Access => b"access",
            Self::Support => b"support",
        }
    }
}

type Key = Zeroizing<[u8; 32]>;

/// The keys of an installation: the newest encrypts, every one decrypts.
pub struct Keys {
    encryption: BTreeMap<u8, Key>,
    hashing: Key,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({} encryption keys)", self.encryption.len())
    }
}

impl Keys {
    /// Fresh keys.
    #[must_use]
    pub fn generate(chance: &dyn Chance) -> Self {
        let fresh = || {
            let mut key = Zeroizing::new([0; 32]);
            chance.fill(&mut *key);
            key
        };
        Self { encryption: BTreeMap::from([(1, fresh())]), hashing: fresh() }
    }

    /// Adds a newer encryption key; what older ones encrypted still opens.
    pub fn rotate(&mut self, chance: &dyn Chance) -> Result<()> {
        let next = self.encryption.keys().next_back().copied().unwrap_or(0).checked_add(1);
        let next =
            next.ok_or_else(|| Error::Fault("no more than 255 encryption keys".to_owned()))?;
        let mut key = Zeroizing::new([0; 32]);
        chance.fill(&mut *key);
        self.encryption.insert(next, key);
        Ok(())
    }

    /// The text of a key file: one line a key, `encrypt <n> <hex>` or `hash <hex>`.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::from(
            "# Keys of this LAPOR. Whoever has them reads personal data; without them it is lost.\n",
        ));
        text.push_str(&format!("hash {}\n", hex(&*self.hashing)));
        for (number, key) in &self.encryption {
            text.push_str(&format!("encrypt {number} {}\n", hex(&**key)));
        }
        text
    }

    /// Reads a key file.
    pub fn from_text(text: &str) -> Result<Self> {
        let fault = |what: &str| Error::Fault(format!("the key file is not readable: {what}"));
        let mut encryption = BTreeMap::new();
        let mut hashing = None;
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
            match line.split_whitespace().collect::<Vec<_>>().as_slice() {
                ["hash", key] => hashing = unhex(key),
                ["encrypt", number, key] => {
                    let number = number.parse().map_err(|_| fault("a key number"))?;
                    encryption.insert(number, unhex(key).ok_or_else(|| fault("a key"))?);
                }
                _ => return Err(fault("a line")),
            }
        }
        if encryption.is_empty() {
            return Err(fault("no encryption key"));
        }
        Ok(Self { encryption, hashing: hashing.ok_or_else(|| fault("no hashing key"))? })
    }

    /// Encrypts a field: key number, nonce, ciphertext.
    pub fn seal(&self, place: Place<'_>, text: &str, chance: &dyn Chance) -> Result<Vec<u8>> {
        let (number, key) = self.encryption.iter().next_back().ok_or_else(no_key)?;
        let mut nonce = [0; 24];
        chance.fill(&mut nonce);
        let aad = associated(place);
        let payload = Payload { msg: text.as_bytes(), aad: &aad };
        let sealed = cipher(key)?
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| Error::Fault("encryption failed".to_owned()))?;
        let mut out = Vec::with_capacity(25 + sealed.len());
        out.push(*number);
        out.extend_from_slice(&nonce);
        out.extend(sealed);
        Ok(out)
    }

    /// Decrypts a field. [`Error::Corrupt`] when it was changed, moved or its key is missing.
    pub fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<String> {
        let corrupt = || Error::Corrupt(format!("{} does not open", place.field));
        let (number, rest) = sealed.split_first().ok_or_else(corrupt)?;
        let (nonce, body) = rest.split_first_chunk::<24>().ok_or_else(corrupt)?;
        let key = self.encryption.get(number).ok_or_else(no_key)?;
        let aad = associated(place);
        let plain = cipher(key)?
            .decrypt(&XNonce::from(*nonce), Payload { msg: body, aad: &aad })
            .map_err(|_| corrupt())?;
        String::from_utf8(plain).map_err(|_| corrupt())
    }

    /// The keyed hash of a text, 16 bytes.
    #[must_use]
    pub fn hash(&self, purpose: Purpose, text: &str) -> Vec<u8> {
        let full = self.mac(purpose, text.as_bytes());
        full.get(..16).unwrap_or(&full).to_vec()
    }

    /// A 64-bit draw that only the holder of the keys can repeat: the same secret is derived again
    /// when the same submission is sent again.
    #[must_use]
    pub fn derive_draw(&self, purpose: Purpose, text: &str) -> u64 {
        let full = self.mac(purpose, text.as_bytes());
        full.first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes))
    }

    fn mac(&self, purpose: Purpose, text: &[u8]) -> Vec<u8> {
        let mut derived = Zeroizing::new([0u8; 32]);
        let expanded =
            Hkdf::<Sha256>::new(None, &*self.hashing).expand(purpose.label(), &mut *derived);
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&*derived);
        match (expanded, mac) {
            (Ok(()), Ok(mac)) => mac.chain_update(text).finalize().into_bytes().to_vec(),
            // 32 bytes are a valid length for both; nothing can bring us here.
            _ => Vec::new(),
        }
    }
}

fn no_key() -> Error {
    Error::Fault("the encryption key is missing".to_owned())
}

fn cipher(key: &Key) -> Result<XChaCha20Poly1305> {
    XChaCha20Poly1305::new_from_slice(&**key).map_err(|_| no_key())
}

fn associated(place: Place<'_>) -> Vec<u8> {
    format!("{}|{}", place.field, place.row).into_bytes()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn unhex(text: &str) -> Option<Key> {
    let mut key = Zeroizing::new([0; 32]);
    if text.len() != 64 {
        return None;
    }
    for (i, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::SeededChance;

    #[test]
    fn opens_only_where_it_was_sealed() {
        let chance = SeededChance::new(1);
        let keys = Keys::generate(&chance);
        let here = Place { field: "person.name", row: 7 };
        let sealed = keys.seal(here, "Siti", &chance).unwrap();
        assert_eq!(keys.open(here, &sealed).unwrap(), "Siti");
        assert!(keys.open(Place { row: 8, ..here }, &sealed).is_err());
        assert!(keys.open(Place { field: "person.phone", ..here }, &sealed).is_err());
        let mut changed = sealed.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert!(keys.open(here, &changed).is_err());
        assert!(!sealed.windows(4).any(|w| w == b"Siti"));
    }

    #[test]
    fn a_rotated_key_still_opens_what_the_old_one_sealed() {
        let chance = SeededChance::new(2);
        let mut keys = Keys::generate(&chance);
        let here = Place { field: "person.nik", row: 1 };
        let old = keys.seal(here, "x", &chance).unwrap();
        keys.rotate(&chance).unwrap();
        let read = Keys::from_text(&keys.to_text()).unwrap();
        assert_eq!(read.open(here, &old).unwrap(), "x");
        assert_eq!(read.seal(here, "x", &chance).unwrap()[0], 2);
        assert_eq!(read.hash(Purpose::Nik, "1"), keys.hash(Purpose::Nik, "1"));
        assert_ne!(read.hash(Purpose::Nik, "1"), keys.hash(Purpose::Phone, "1"));
    }
}
