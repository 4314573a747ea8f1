//! Accounts of officers: who they are, how to reach them, and whether they may sign in.
//!
//! Whether the one who changes an account may do so is decided by the caller; every change is
//! written down in the transaction that makes it. A lost password or phone is cured only by
//! [`reset`], never by e-mail.

use crate::audit::{self, Act, Entry};
use crate::clock::{instant, micros};
use crate::db::{Row, Tx, Value};
use crate::keys::Place;
use crate::password::{self, Passwords};
use crate::people::{Contact, is_e164, seal_field};
use crate::refusal::{Denied, Refusal, flatten};
use crate::{Error, Result, Store, params, sessions};
use domain::OfficerId;
use domain::filing::is_forbidden;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use zeroize::Zeroizing;

/// Shortest user name.
pub const USERNAME_MIN: usize = 3;
/// Longest user name: a NIP has 18 digits.
pub const USERNAME_MAX: usize = 32;
/// Longest name, in characters.
pub const NAME_MAX: usize = 100;
/// Longest e-mail address, in bytes (RFC 5321).
pub const EMAIL_MAX: usize = 254;
/// A one-time password is good for so long.
pub const INVITATION_AGE_MAX: SignedDuration = SignedDuration::from_hours(7 * 24);

domain::worded! {
    /// State of an account.
    pub enum State {
        /// Has a one-time password and must choose another.
        Invited = "invited",
        /// May sign in.
        Active = "active",
        /// May not.
        Suspended = "suspended",
    }
}

impl State {
    pub(crate) fn stored(word: &str) -> Result<Self> {
        Self::from_word(word).ok_or_else(|| Error::Decode("officer.state".to_owned()))
    }
}

/// What can be said of an officer. `Debug` leaves the contact out.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Profile {
    /// The name that reporters and colleagues see.
    pub name: String,
    /// Where notices go.
    pub email: Option<String>,
    /// In E.164 form.
    pub phone: Option<String>,
    /// Language of the desk and of notices.
    pub language: String,
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Profile")
            .field("name", &self.name)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

impl Profile {
    fn check(&self) -> Result<(), Refusal> {
        let length = self.name.trim().chars().count();
        if !(1..=NAME_MAX).contains(&length) || self.name.chars().any(is_forbidden) {
            return Err(Refusal::Name);
        }
        if self.phone.as_deref().is_some_and(|phone| !is_e164(phone)) {
            return Err(Refusal::Phone);
        }
        if self.email.as_deref().is_some_and(|email| !is_mailbox(email)) {
            return Err(Refusal::Email);
        }
        Ok(())
    }
}

/// Something before and something with a dot after one `@`; the mail itself proves the rest.
fn is_mailbox(address: &str) -> bool {
    let parts = address.rsplit_once('@');
    address.len() <= EMAIL_MAX
        && !address.chars().any(|c| c.is_whitespace() || c.is_control())
        && parts
            .is_some_and(|(user, host)| !user.is_empty() && host.trim_matches('.').contains('.'))
}

/// The user name as it is kept: small letters without spaces around.
#[must_use]
pub fn username(typed: &str) -> String {
    typed.trim().to_lowercase()
}

/// 3 to 32 of a to z, 0 to 9, dot, dash and underscore, beginning and ending with neither.
pub fn check_username(name: &str) -> Result<(), Refusal> {
    let outer = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let fits = (USERNAME_MIN..=USERNAME_MAX).contains(&name.len())
        && name.chars().all(|c| outer(c) || matches!(c, '.' | '-' | '_'))
        && name.starts_with(outer)
        && name.ends_with(outer);
    if fits { Ok(()) } else { Err(Refusal::Username) }
}

pub(crate) const EMAIL: &str = "officer.email";
pub(crate) const PHONE: &str = "officer.phone";
pub(crate) const TOTP: &str = "officer.totp";

pub(crate) fn subject(officer: OfficerId) -> String {
    audit::subject("officer", officer)
}

/// Makes an account with a one-time password, which is returned and kept nowhere.
pub async fn invite(
    store: &Store,
    passwords: &Passwords,
    username: &str,
    profile: &Profile,
    by: Option<OfficerId>,
) -> Result<(OfficerId, Zeroizing<String>), Denied> {
    let one_time = password::one_time(store.chance());
    let hash = passwords.hash(&one_time, store.chance()).await?;
    let id = insert(store, username, profile, hash, State::Invited, by).await?;
    Ok((id, one_time))
}

/// Makes an account that may sign in at once: the first one, from the command line.
pub async fn create(
    store: &Store,
    passwords: &Passwords,
    username: &str,
    profile: &Profile,
    chosen: &str,
    by: Option<OfficerId>,
) -> Result<OfficerId, Denied> {
    password::check(chosen, &self::username(username))?;
    let hash = passwords.hash(chosen, store.chance()).await?;
    insert(store, username, profile, hash, State::Active, by).await
}

const INSERT: &str = "INSERT INTO officer (id, username, name, email, phone, password, totp, \
     totp_step, state, language, failures, locked_until, password_at, created_at) \
     VALUES ($1, $2, $3, $4, $5, $6, NULL, 0, $7, $8, 0, NULL, $9, $9) \
     ON CONFLICT (username) DO NOTHING";

async fn insert(
    store: &Store,
    username: &str,
    profile: &Profile,
    hash: String,
    state: State,
    by: Option<OfficerId>,
) -> Result<OfficerId, Denied> {
    let username = self::username(username);
    check_username(&username)?;
    profile.check()?;
    let id = OfficerId(store.next_id());
    let (email, phone) = seal_contact(store, id, profile)?;
    let row = params![
        id.0,
        &username,
        profile.name.trim(),
        email,
        phone,
        hash,
        state.word(),
        &profile.language,
        micros(store.now()),
    ];
    let entry = Entry::new(store, by, Act::OfficerCreated, subject(id))
        .after(json!({ "username": username, "state": state.word() }));
    let work = move |tx: &mut Tx<'_>| {
        if tx.exec(INSERT, row.clone())? == 0 {
            return Ok(Err(Refusal::UsernameTaken));
        }
        audit::append(tx, &entry)?;
        Ok(Ok(id))
    };
    flatten(store.db().write("officer-create", work).await)
}

type SealedContact = (Option<Vec<u8>>, Option<Vec<u8>>);

fn seal_contact(store: &Store, id: OfficerId, profile: &Profile) -> Result<SealedContact> {
    let seal = |field, text| seal_field(store.keys(), store.chance(), field, id.0, text);
    Ok((seal(EMAIL, profile.email.as_deref())?, seal(PHONE, profile.phone.as_deref())?))
}

const UPDATE: &str =
    "UPDATE officer SET name = $2, email = $3, phone = $4, language = $5 WHERE id = $1";

/// Replaces what is said of an officer.
pub async fn change(
    store: &Store,
    officer: OfficerId,
    profile: &Profile,
    by: Option<OfficerId>,
) -> Result<(), Denied> {
    profile.check()?;
    let (email, phone) = seal_contact(store, officer, profile)?;
    let row = params![officer.0, profile.name.trim(), email, phone, &profile.language];
    let entry = Entry::new(store, by, Act::OfficerChanged, subject(officer));
    account_change(store, "officer-change", UPDATE, row, officer, entry, false).await
}

const SUSPEND: &str = "UPDATE officer SET state = 'suspended' \
     WHERE id = $1 AND state IN ('invited', 'active')";

/// Closes an account and ends its sessions. Its duties stay on paper.
pub async fn suspend(
    store: &Store,
    officer: OfficerId,
    by: Option<OfficerId>,
) -> Result<(), Denied> {
    let entry = Entry::new(store, by, Act::OfficerSuspended, subject(officer));
    account_change(store, "officer-suspend", SUSPEND, params![officer.0], officer, entry, true)
        .await
}

const RESET: &str = "UPDATE officer SET password = $2, password_at = $3, state = 'invited', \
     totp = NULL, totp_step = 0, failures = 0, locked_until = NULL \
     WHERE id = $1 AND state IN ('invited', 'active')";
const REINSTATE: &str = "UPDATE officer SET password = $2, password_at = $3, state = 'invited', \
     totp = NULL, totp_step = 0, failures = 0, locked_until = NULL \
     WHERE id = $1 AND state = 'suspended'";

/// Takes password and second factor away, ends all sessions and returns a one-time password: for
/// a lost password or phone, by an admin who knows who asks.
pub async fn reset(
    store: &Store,
    passwords: &Passwords,
    officer: OfficerId,
    by: Option<OfficerId>,
) -> Result<Zeroizing<String>, Denied> {
    start_over(store, passwords, officer, RESET, Act::OfficerReset, by).await
}

/// Opens a closed account again, with a one-time password and a new second factor.
pub async fn reinstate(
    store: &Store,
    passwords: &Passwords,
    officer: OfficerId,
    by: Option<OfficerId>,
) -> Result<Zeroizing<String>, Denied> {
    start_over(store, passwords, officer, REINSTATE, Act::OfficerReinstated, by).await
}

const UNLOCK: &str = "UPDATE officer SET failures = 0, locked_until = NULL \
     WHERE id = $1 AND locked_until IS NOT NULL";

/// Ends the wait after wrong passwords. The wrong passwords stay in the audit trail.
pub async fn unlock(
    store: &Store,
    officer: OfficerId,
    by: Option<OfficerId>,
) -> Result<(), Denied> {
    let entry = Entry::new(store, by, Act::OfficerUnlocked, subject(officer));
    account_change(store, "officer-unlock", UNLOCK, params![officer.0], officer, entry, false).await
}

async fn start_over(
    store: &Store,
    passwords: &Passwords,
    officer: OfficerId,
    sql: &'static str,
    act: Act,
    by: Option<OfficerId>,
) -> Result<Zeroizing<String>, Denied> {
    let one_time = password::one_time(store.chance());
    let hash = passwords.hash(&one_time, store.chance()).await?;
    let row = params![officer.0, hash, micros(store.now())];
    let entry = Entry::new(store, by, act, subject(officer));
    account_change(store, "officer-start-over", sql, row, officer, entry, true).await?;
    Ok(one_time)
}

/// One statement on one account and its audit row; nothing happens when it touches no row.
async fn account_change(
    store: &Store,
    name: &'static str,
    sql: &'static str,
    row: Vec<Value>,
    officer: OfficerId,
    entry: Entry,
    ends_sessions: bool,
) -> Result<(), Denied> {
    let work = move |tx: &mut Tx<'_>| {
        if tx.exec(sql, row.clone())? == 0 {
            return Ok(Err(Refusal::AccountState));
        }
        if ends_sessions {
            sessions::end_all(tx, officer)?;
        }
        audit::append(tx, &entry)?;
        Ok(Ok(()))
    };
    flatten(store.db().write(name, work).await)
}

/// An account as admins see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Officer {
    /// Its name.
    pub id: OfficerId,
    /// The name to sign in with.
    pub username: String,
    /// The officer's name.
    pub name: String,
    /// Whether it may sign in.
    pub state: State,
    /// Has a second factor.
    pub enrolled: bool,
    /// Language of the desk and of notices.
    pub language: String,
    /// End of the wait after wrong passwords, perhaps in the past.
    pub locked_until: Option<Timestamp>,
    /// When the password was set.
    pub password_at: Timestamp,
    /// When the account was made.
    pub created_at: Timestamp,
}

const BY_ID: &str = "SELECT id, username, name, state, totp IS NOT NULL, language, locked_until, \
     password_at, created_at FROM officer WHERE id = $1";
const BY_USERNAME: &str = "SELECT id, username, name, state, totp IS NOT NULL, language, \
     locked_until, password_at, created_at FROM officer WHERE username = $1";
const AFTER: &str = "SELECT id, username, name, state, totp IS NOT NULL, language, locked_until, \
     password_at, created_at FROM officer WHERE username > $1 ORDER BY username LIMIT $2";

pub(crate) fn read(row: &Row<'_>) -> Result<Officer> {
    Ok(Officer {
        id: OfficerId(row.get(0)?),
        username: row.get(1)?,
        name: row.get(2)?,
        state: State::stored(&row.get::<String>(3)?)?,
        enrolled: row.get(4)?,
        language: row.get(5)?,
        locked_until: row.get::<Option<i64>>(6)?.map(instant),
        password_at: instant(row.get(7)?),
        created_at: instant(row.get(8)?),
    })
}

/// An account.
pub async fn get(store: &Store, officer: OfficerId) -> Result<Option<Officer>> {
    let rows = store.db().select("officer-get", BY_ID, params![officer.0], read).await?;
    Ok(rows.into_iter().next())
}

/// The account of a user name.
pub async fn find(store: &Store, typed: &str) -> Result<Option<Officer>> {
    let wanted = params![username(typed)];
    let rows = store.db().select("officer-find", BY_USERNAME, wanted, read).await?;
    Ok(rows.into_iter().next())
}

/// Accounts whose user names come after `after`, in their order, at most `limit`.
pub async fn page(store: &Store, after: &str, limit: u16) -> Result<Vec<Officer>> {
    store.db().select("officer-page", AFTER, params![after, limit], read).await
}

const CONTACT: &str = "SELECT email, phone, language FROM officer WHERE id = $1";

/// How to reach an officer, for whoever sends notices and for the officer's own page.
pub async fn contact(store: &Store, officer: OfficerId) -> Result<Option<Contact>> {
    let read = |row: &Row<'_>| {
        let email = row.get::<Option<Vec<u8>>>(0)?;
        Ok((email, row.get::<Option<Vec<u8>>>(1)?, row.get(2)?))
    };
    let rows = store.db().select("officer-contact", CONTACT, params![officer.0], read).await?;
    let Some((email, phone, language)) = rows.into_iter().next() else { return Ok(None) };
    let open = |field, sealed: Option<Vec<u8>>| {
        sealed.map(|it| store.keys().open(Place { field, row: officer.0 }, &it)).transpose()
    };
    Ok(Some(Contact { phone: open(PHONE, phone)?, email: open(EMAIL, email)?, language }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn user_names_are_plain() {
        for name in ["siti.rahma", "198501012010011001", "a-b", "dinas_pu"] {
            assert_eq!(check_username(name), Ok(()), "{name}");
        }
        for name in ["ab", "Siti", ".siti", "siti-", "siti rahma", "sití", &"a".repeat(33)] {
            assert_eq!(check_username(name), Err(Refusal::Username), "{name}");
        }
        assert_eq!(username("  Siti.Rahma "), "siti.rahma");
    }

    #[test]
    fn a_mailbox_has_a_user_and_a_host() {
        for (address, fits) in [
            ("siti@kota.go.id", true),
            ("siti", false),
            ("@kota.go.id", false),
            ("siti@localhost", false),
            ("siti rahma@kota.go.id", false),
        ] {
            assert_eq!(is_mailbox(address), fits, "{address}");
        }
    }
}
