//! Sessions of officers: opaque tokens, of which only a keyed hash is kept.
//!
//! A session begins unverified when the password was right, and is replaced by a verified one with
//! another token when the second factor was. What an officer may do is read afresh with every
//! [`load`]: an account closed or a duty ended a moment ago counts at once.

use crate::clock::{instant, micros};
use crate::db::{Row, Tx};
use crate::duties::{self, DutyId};
use crate::keys::Purpose;
use crate::officers::State;
use crate::refusal::{Denied, Refusal};
use crate::{Error, Result, Store, audit, params};
use domain::{Duty, OfficerId, Reference};
use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

/// A session ends when nothing was asked for so long.
pub const IDLE_MAX: SignedDuration = SignedDuration::from_mins(30);
/// A session ends so long after signing in, whatever happens.
pub const AGE_MAX: SignedDuration = SignedDuration::from_hours(12);
/// Time between the password and the second factor.
pub const UNVERIFIED_AGE_MAX: SignedDuration = SignedDuration::from_mins(10);
/// How exactly it is known when a session was last used.
pub const SEEN_EVERY: SignedDuration = SignedDuration::from_mins(1);
/// Verified sessions of one officer; the next one ends the one that was idle longest.
pub const PER_OFFICER_MAX: i64 = 8;

/// What a browser holds: 256 random bits in hexadecimal. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<String>);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

impl Token {
    /// A token from a cookie; anything may stand there.
    #[must_use]
    pub fn from_cookie(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }

    /// For the cookie. Never log it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self, store: &Store) -> Vec<u8> {
        store.keys().hash(Purpose::Session, &self.0)
    }
}

/// What an officer still has to do before the session is good for anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Replace the one-time password.
    NewPassword,
    /// Set up the second factor.
    Enrolment,
    /// Type the code of the second factor.
    Code,
}

impl Missing {
    pub(crate) fn of(state: State, enrolled: bool) -> Self {
        match (state, enrolled) {
            (State::Invited, _) => Self::NewPassword,
            (_, false) => Self::Enrolment,
            (_, true) => Self::Code,
        }
    }
}

/// A session in force.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Whose it is.
    pub officer: OfficerId,
    /// The name to sign in with.
    pub username: String,
    /// The officer's name.
    pub name: String,
    /// Language of the desk.
    pub language: String,
    /// Both factors were right. Nothing of the desk is shown before.
    pub verified: bool,
    /// What is to be done first; `None` exactly when `verified`.
    pub missing: Option<Missing>,
    /// The duty taken up, while it is in force.
    pub duty: Option<(DutyId, Duty)>,
    /// When the officer signed in.
    pub created_at: Timestamp,
    /// When it ends at the latest.
    pub expires_at: Timestamp,
    /// What tokens against forged forms are derived from, with [`Purpose::Form`]. It differs from
    /// session to session, is no secret by itself, and names the session in [`list`].
    pub mark: String,
}

/// A session about to be written, with everything drawn that a transaction must not draw.
#[derive(Clone)]
pub(crate) struct Opening {
    pub(crate) token: Token,
    pub(crate) hash: Vec<u8>,
    pub(crate) officer: OfficerId,
    pub(crate) duty: Option<DutyId>,
    pub(crate) verified: bool,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Timestamp,
}

impl Opening {
    pub(crate) fn new(store: &Store, officer: OfficerId, verified: bool) -> Self {
        let mut bits = Zeroizing::new([0; 32]);
        store.chance().fill(&mut *bits);
        let token = Token(Zeroizing::new(hex(&*bits)));
        let (hash, now) = (token.hash(store), store.now());
        let age = if verified { AGE_MAX } else { UNVERIFIED_AGE_MAX };
        let expires_at = now.checked_add(age).unwrap_or(Timestamp::MAX);
        Self { token, hash, officer, duty: None, verified, created_at: now, expires_at }
    }
}

const INSERT: &str = "INSERT INTO session \
     (token_hash, officer, duty, verified, created_at, seen_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const PRUNE: &str = "DELETE FROM session WHERE officer = $1 AND verified = 1 AND token_hash NOT IN \
     (SELECT token_hash FROM session WHERE officer = $1 AND verified = 1 \
      ORDER BY seen_at DESC, created_at DESC, token_hash LIMIT $2)";

/// Writes a session down. A verified one takes up the officer's duty when there is only one.
pub(crate) fn open(tx: &mut Tx<'_>, opening: &Opening) -> Result<()> {
    let mut duty = opening.duty;
    if opening.verified && duty.is_none() {
        let today = Reference::today(opening.created_at);
        if let [only] = duties::in_force(tx, opening.officer, today)?.as_slice() {
            duty = Some(only.id);
        }
    }
    tx.queue(
        INSERT,
        params![
            opening.hash.clone(),
            opening.officer.0,
            duty.map(|duty| duty.0),
            opening.verified,
            micros(opening.created_at),
            micros(opening.created_at),
            micros(opening.expires_at),
        ],
    )?;
    if opening.verified {
        tx.queue(PRUNE, params![opening.officer.0, PER_OFFICER_MAX])?;
    }
    Ok(())
}

/// Opens a verified session without asking for anything: for the demonstration and for tests.
pub async fn open_for(store: &Store, officer: OfficerId) -> Result<Token> {
    let opening = Opening::new(store, officer, true);
    let token = opening.token.clone();
    store.db().write("session-open", move |tx| open(tx, &opening)).await?;
    Ok(token)
}

const LOAD: &str = "SELECT s.officer, s.verified, s.created_at, s.seen_at, s.expires_at, \
     o.username, o.name, o.language, o.state, o.totp IS NOT NULL, \
     d.id, d.role, d.agency, d.unit, d.hub, d.province \
     FROM session s JOIN officer o ON o.id = s.officer \
     LEFT JOIN duty d ON d.id = s.duty AND d.officer = s.officer \
     AND d.valid_from <= $2 AND (d.valid_to IS NULL OR d.valid_to >= $2) \
     WHERE s.token_hash = $1 AND s.expires_at > $3 AND s.seen_at > $4 AND o.state <> 'suspended'";
const TOUCH: &str = "UPDATE session SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2";

/// The session of a token, if it is in force; one statement. Notes the use once in
/// [`SEEN_EVERY`].
pub async fn load(store: &Store, token: &Token) -> Result<Option<Session>> {
    let now = store.now();
    let hash = token.hash(store);
    let mark = hex(&hash);
    let today = Reference::today(now).to_string();
    let idle_since = now.checked_sub(IDLE_MAX).unwrap_or(Timestamp::MIN);
    let wanted = params![hash.clone(), today, micros(now), micros(idle_since)];
    let read = move |row: &Row<'_>| read(row, &mark);
    let found = store.db().select("session-load", LOAD, wanted, read).await?;
    let Some((session, seen_at)) = found.into_iter().next() else { return Ok(None) };
    if now.duration_since(seen_at) >= SEEN_EVERY {
        let seen = move |tx: &mut Tx<'_>| tx.exec(TOUCH, params![hash.clone(), micros(now)]);
        if let Err(error) = store.db().write("session-seen", seen).await {
            // The page is served all the same; at worst the session ends a little earlier.
            tracing::warn!(%error, "the use of a session was not noted");
        }
    }
    Ok(Some(session))
}

fn read(row: &Row<'_>, mark: &str) -> Result<(Session, Timestamp)> {
    let officer = OfficerId(row.get(0)?);
    let state = State::stored(&row.get::<String>(8)?)?;
    let verified = row.get::<bool>(1)? && state == State::Active;
    let duty = match row.get::<Option<i64>>(10)? {
        Some(id) => Some((DutyId(id), duties::read_duty(row, officer, 11)?)),
        None => None,
    };
    let session = Session {
        officer,
        username: row.get(5)?,
        name: row.get(6)?,
        language: row.get(7)?,
        verified,
        missing: (!verified).then_some(Missing::of(state, row.get(9)?)),
        duty,
        created_at: instant(row.get(2)?),
        expires_at: instant(row.get(4)?),
        mark: mark.to_owned(),
    };
    Ok((session, instant(row.get(3)?)))
}

const CHOOSE: &str = "UPDATE session SET duty = $2 WHERE token_hash = $1 AND verified = 1 \
     AND EXISTS (SELECT 1 FROM duty d WHERE d.id = $2 AND d.officer = session.officer \
     AND d.valid_from <= $3 AND (d.valid_to IS NULL OR d.valid_to >= $3))";

/// Takes up a duty of the officer that is in force today, in place of the one before.
pub async fn choose(store: &Store, token: &Token, duty: DutyId) -> Result<(), Denied> {
    let (hash, today) = (token.hash(store), Reference::today(store.now()).to_string());
    let work = move |tx: &mut Tx<'_>| tx.exec(CHOOSE, params![hash.clone(), duty.0, &today]);
    match store.db().write("session-duty", work).await? {
        0 => Err(Refusal::DutyNotInForce.into()),
        _ => Ok(()),
    }
}

/// A session as its officer sees it among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Equal to [`Session::mark`] of the session in use.
    pub mark: String,
    /// When the officer signed in.
    pub created_at: Timestamp,
    /// Last use, to the minute.
    pub seen_at: Timestamp,
}

const LIST: &str = "SELECT token_hash, created_at, seen_at FROM session WHERE officer = $1 \
     AND verified = 1 AND expires_at > $2 AND seen_at > $3 ORDER BY seen_at DESC, token_hash";

/// The sessions of an officer that are in force, the last used first.
pub async fn list(store: &Store, officer: OfficerId) -> Result<Vec<Listed>> {
    let now = store.now();
    let idle_since = now.checked_sub(IDLE_MAX).unwrap_or(Timestamp::MIN);
    let wanted = params![officer.0, micros(now), micros(idle_since)];
    let read = |row: &Row<'_>| {
        let mark = hex(&row.get::<Vec<u8>>(0)?);
        Ok(Listed { mark, created_at: instant(row.get(1)?), seen_at: instant(row.get(2)?) })
    };
    store.db().select("session-list", LIST, wanted, read).await
}

const DELETE: &str = "DELETE FROM session WHERE token_hash = $1 AND officer = $2";
const DELETE_ALL: &str = "DELETE FROM session WHERE officer = $1";
const OWNER: &str = "SELECT officer FROM session WHERE token_hash = $1";
const SWEEP: &str = "DELETE FROM session WHERE expires_at <= $1 OR seen_at <= $2";

/// Signs out.
pub async fn end(store: &Store, token: &Token) -> Result<()> {
    let hash = token.hash(store);
    let blank = audit::Entry::new(store, None, audit::Act::SignedOut, String::new());
    let work = move |tx: &mut Tx<'_>| {
        let Some(officer) = tx.first(OWNER, params![hash.clone()], |row| row.get(0))? else {
            return Ok(());
        };
        let officer = OfficerId(officer);
        tx.queue(DELETE, params![hash.clone(), officer.0])?;
        let subject = audit::subject("officer", officer);
        audit::append(tx, &blank.clone().of(officer, subject))
    };
    store.db().write("session-end", work).await
}

/// Ends one of an officer's sessions by its [`Listed::mark`]; false when there is none.
pub async fn end_one(store: &Store, officer: OfficerId, mark: &str) -> Result<bool> {
    let Some(hash) = unhex(mark) else { return Ok(false) };
    let work = move |tx: &mut Tx<'_>| tx.exec(DELETE, params![hash.clone(), officer.0]);
    Ok(store.db().write("session-end-one", work).await? > 0)
}

/// Ends every session of an officer.
pub(crate) fn end_all(tx: &mut Tx<'_>, officer: OfficerId) -> Result<()> {
    tx.queue(DELETE_ALL, params![officer.0])
}

/// Whether a session is still there, in the transaction of a step that ends it.
pub(crate) fn exists(tx: &mut Tx<'_>, hash: &[u8], officer: OfficerId) -> Result<bool> {
    let owner = tx.first(OWNER, params![hash], |row| row.get(0))?;
    Ok(owner == Some(officer.0))
}

/// Replaces a session by another one; [`Error::Missing`] when it is gone meanwhile.
pub(crate) fn replace(tx: &mut Tx<'_>, old: &[u8], opening: &Opening) -> Result<()> {
    if tx.exec(DELETE, params![old, opening.officer.0])? == 0 {
        return Err(Error::Missing);
    }
    open(tx, opening)
}

/// Deletes sessions that have ended; returns how many.
pub async fn sweep(store: &Store) -> Result<u64> {
    let now = store.now();
    let idle_since = now.checked_sub(IDLE_MAX).unwrap_or(Timestamp::MIN);
    let work = move |tx: &mut Tx<'_>| tx.exec(SWEEP, params![micros(now), micros(idle_since)]);
    store.db().write("session-sweep", work).await
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 32 || !text.is_ascii() {
        return None;
    }
    let byte = |at| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
    (0..text.len()).step_by(2).map(byte).collect()
}
