//! Passwords of officers: what is accepted, how it is hashed, and how many at a time.
//!
//! Argon2id with the parameters OWASP names first (19 MiB, 2 passes, 1 lane). No rule on
//! composition and no expiry (OWASP ASVS 5.0, 6.2.5 and 6.2.10); length and a list of what
//! everybody tries instead.

use crate::chance::Chance;
use crate::refusal::Refusal;
use crate::{Error, Result};
use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Fewest characters of a password.
pub const LENGTH_MIN: usize = 12;
/// Most bytes of a password: room for a passphrase, none for a flood.
pub const BYTES_MAX: usize = 256;
/// Hashes computed at once: each takes 19 MiB and a core.
pub const HASHES_AT_ONCE: usize = 2;
/// Hashes that may wait for their turn; the next one gets [`Error::Busy`].
pub const HASHES_WAITING_MAX: usize = 64;
/// Characters that must be left of a password when the user name is taken out.
const BESIDE_USERNAME_MIN: usize = 8;
/// Different characters a password has at least: `111111111111` and `121212121212` have fewer.
const DIFFERENT_MIN: usize = 5;

const COMMON: &str = include_str!("password_common.txt");

/// Checks a password that an officer chooses.
pub fn check(password: &str, username: &str) -> Result<(), Refusal> {
    if password.chars().count() < LENGTH_MIN {
        return Err(Refusal::PasswordShort);
    }
    if password.len() > BYTES_MAX {
        return Err(Refusal::PasswordLong);
    }
    let lower = password.to_lowercase();
    let mut different: Vec<char> = lower.chars().collect();
    different.sort_unstable();
    different.dedup();
    let listed = COMMON.lines().any(|common| !common.starts_with('#') && common == lower);
    if listed || different.len() < DIFFERENT_MIN || is_run(&lower) {
        return Err(Refusal::PasswordCommon);
    }
    if lower.contains(username) && lower.replace(username, "").chars().count() < BESIDE_USERNAME_MIN
    {
        return Err(Refusal::PasswordIsUsername);
    }
    Ok(())
}

/// `123456789012`, `abcdefghijkl`: every character follows the one before it.
fn is_run(password: &str) -> bool {
    let follows = |pair: &[u8]| match pair {
        [b'9', b'0'] => true,
        [a, b] => a.checked_add(1) == Some(*b),
        _ => false,
    };
    password.as_bytes().windows(2).all(follows)
}

/// A password to be used once: four groups of five characters that are not taken for each other,
/// 100 bits.
#[must_use]
pub fn one_time(chance: &dyn Chance) -> Zeroizing<String> {
    const LETTERS: [char; 32] = [
        'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'm', 'n', 'p', 'q', 'r', 's', 't',
        'u', 'v', 'w', 'x', 'y', 'z', '2', '3', '4', '5', '6', '7', '8', '9',
    ];
    let mut draws = Zeroizing::new([0; 20]);
    chance.fill(&mut *draws);
    let mut text = Zeroizing::new(String::with_capacity(23));
    for (at, draw) in draws.iter().enumerate() {
        if at > 0 && at % 5 == 0 {
            text.push('-');
        }
        text.extend(LETTERS.get(usize::from(draw % 32)));
    }
    text
}

/// What a hash costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// What the service uses.
    pub const STANDARD: Self = Self { memory_kib: 19_456, passes: 2 };
    /// What tests use: the same code, no protection.
    pub const TRIFLING: Self = Self { memory_kib: 8, passes: 1 };
}

/// Hashes and verifies passwords, a few at a time. Clones share the turns.
#[derive(Clone)]
pub struct Passwords(Arc<Inner>);

struct Inner {
    argon2: Argon2<'static>,
    turns: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    /// What passwords of unknown names are verified against, so that they take the same time.
    decoy: String,
}

impl Passwords {
    /// [`Error::Fault`] for a cost that Argon2 does not know.
    pub fn new(cost: Cost, chance: &dyn Chance) -> Result<Self> {
        let params = Params::new(cost.memory_kib, cost.passes, 1, None).map_err(fault)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut seed = Zeroizing::new([0; 32]);
        chance.fill(&mut *seed);
        let (password, salt) = seed.split_at(16);
        let decoy = argon2.hash_password_with_salt(password, salt).map_err(fault)?.to_string();
        Ok(Self(Arc::new(Inner {
            argon2,
            turns: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
            queue: Arc::new(Semaphore::new(HASHES_AT_ONCE + HASHES_WAITING_MAX)),
            decoy,
        })))
    }

    /// The hash of a password as a PHC string.
    pub async fn hash(&self, password: &str, chance: &dyn Chance) -> Result<String> {
        let mut salt = [0; 16];
        chance.fill(&mut salt);
        let password = Zeroizing::new(password.to_owned());
        self.in_turn(move |inner| {
            let hash = inner.argon2.hash_password_with_salt(password.as_bytes(), &salt);
            Ok(hash.map_err(fault)?.to_string())
        })
        .await
    }

    /// Whether the password belongs to the hash. Without a hash the answer is no and takes as
    /// long.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let known = hash.is_some() && password.len() <= BYTES_MAX;
        let hash = hash.unwrap_or(&self.0.decoy).to_owned();
        let tried = if known { password } else { "" };
        let tried = Zeroizing::new(tried.to_owned());
        self.in_turn(move |inner| {
            let hash = PasswordHash::new(&hash)
                .map_err(|_| Error::Decode("officer.password is no PHC string".to_owned()))?;
            match inner.argon2.verify_password(tried.as_bytes(), &hash) {
                Ok(()) => Ok(known),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(fault(error)),
            }
        })
        .await
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let closed = |_| Error::Fault("the turns are closed".to_owned());
        let place = Arc::clone(&self.0.queue).try_acquire_owned().map_err(|_| Error::Busy)?;
        let turn = Arc::clone(&self.0.turns).acquire_owned().await.map_err(closed)?;
        let inner = Arc::clone(&self.0);
        let hashing = tokio::task::spawn_blocking(move || {
            let done = work(&inner);
            drop((turn, place));
            done
        });
        hashing.await.map_err(|_| Error::Fault("hashing a password panicked".to_owned()))?
    }
}

fn fault(error: impl std::fmt::Display) -> Error {
    Error::Fault(format!("Argon2: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::SeededChance;

    #[test]
    fn refuses_what_everybody_tries() {
        for (password, why) in [
            ("sebelas char", None),
            ("sebelas-cha", Some(Refusal::PasswordShort)),
            ("rumah biru di ujung gang", None),
            ("aaaaaaaaaaaaaaaa", Some(Refusal::PasswordCommon)),
            ("123456789012", Some(Refusal::PasswordCommon)),
            ("Password1234", Some(Refusal::PasswordCommon)),
            ("indonesia1945", Some(Refusal::PasswordCommon)),
            ("siti.rahma2026", Some(Refusal::PasswordIsUsername)),
            ("siti.rahma di kantor", None),
        ] {
            assert_eq!(check(password, "siti.rahma").err(), why, "{password}");
        }
        assert_eq!(check(&"é".repeat(129), "siti").err(), Some(Refusal::PasswordLong));
        let list: Vec<_> = COMMON.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(list.len() >= 100 && list.iter().all(|it| it.len() >= LENGTH_MIN));
    }

    #[tokio::test]
    async fn the_service_pays_the_standard_cost() {
        let chance = SeededChance::new(1);
        let passwords = Passwords::new(Cost::STANDARD, &chance).unwrap();
        let hash = passwords.hash("rumah biru di ujung gang", &chance).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.verify("rumah biru di ujung gang", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("rumah biru di ujung", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("", None).await.unwrap());
    }

    #[test]
    fn one_time_passwords_differ_and_are_accepted() {
        let chance = SeededChance::new(1);
        let (one, two) = (one_time(&chance), one_time(&chance));
        assert_ne!(one, two);
        assert_eq!(one.len(), 23);
        assert_eq!(check(&one, "siti"), Ok(()));
    }
}
