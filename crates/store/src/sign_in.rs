//! Signing in: password, then what is missing, then a verified session.
//!
//! ```text
//! password ─► Missing::NewPassword ─ new_password ─► Missing::Enrolment ─ enrol ─┐
//!         └─► Missing::Enrolment ── enrol ───────────────────────────────────────┼─► verified
//!         └─► Missing::Code ── code ──────────────────────────────────────────────┘
//! ```
//!
//! Every step replaces the token. An attempt is counted before the password is looked at, so that
//! attempts made at once count as well; names that do not exist wait and answer like names that
//! do.

use crate::audit::{self, Act, Entry};
use crate::clock::{instant, micros};
use crate::db::{Row, Tx};
use crate::keys::{Keys, Place, Purpose};
use crate::lockout::Lockout;
use crate::officers::{self, INVITATION_AGE_MAX, State, subject};
use crate::password::{self, Passwords};
use crate::refusal::{Denied, Refusal, flatten};
use crate::sessions::{self, Missing, Opening, Token};
use crate::totp::TotpSecret;
use crate::{Error, Result, Store, params};
use domain::OfficerId;
use jiff::Timestamp;
use zeroize::Zeroizing;

/// A step that went well.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// The token from here on.
    pub token: Token,
    /// What is to be done next; `None` when the session is verified.
    pub missing: Option<Missing>,
}

/// An account as it was when an attempt was counted.
#[derive(Clone)]
struct Known {
    id: OfficerId,
    password: String,
    state: State,
    enrolled: bool,
    password_at: Timestamp,
}

/// Attempts that are looked back on for a name that does not exist; more only wait the longest.
const LOOK_BACK: i64 = 32;

const ACCOUNT: &str = "SELECT id, password, state, totp IS NOT NULL, password_at, failures, \
     locked_until FROM officer WHERE username = $1 {{LOCK ROW}}";
const ATTEMPTS: &str =
    "SELECT at FROM audit WHERE subject = $1 AND act = $2 ORDER BY at DESC LIMIT $3";
const COUNT: &str = "UPDATE officer SET failures = $2, locked_until = $3 WHERE id = $1";

/// Counts an attempt with a name, or says how long to wait. The statements are the same for every
/// name. A name that does not exist is kept as a keyed hash: people type passwords there.
async fn count(store: &Store, username: &str) -> Result<Option<Known>, Denied> {
    let now = store.now();
    let hash = store.keys().hash(Purpose::Form, &format!("sign-in {username}"));
    let stranger = audit::subject("sign-in", sessions::hex(&hash));
    let username = username.to_owned();
    let entry = Entry::new(store, None, Act::SignInTried, stranger.clone());
    let work = move |tx: &mut Tx<'_>| {
        let account = tx.first(ACCOUNT, params![&username], read_account)?;
        let looked = params![&stranger, Act::SignInTried.word(), LOOK_BACK];
        let attempts = tx.all(ATTEMPTS, looked, |row| Ok(instant(row.get(0)?)))?;
        let (known, lockout) = match account {
            Some((known, lockout)) => (Some(known), lockout),
            None => (None, Lockout::replay(attempts.into_iter().rev())),
        };
        if let Some(until) = lockout.wait(now) {
            return Ok(Err(Refusal::Locked { until }));
        }
        let next = lockout.attempt(now);
        let id = known.as_ref().map_or(0, |known| known.id.0);
        tx.queue(COUNT, params![id, next.failures, next.until])?;
        let about = known.as_ref().map_or(stranger.clone(), |known| subject(known.id));
        audit::append(tx, &entry.clone().about(about))?;
        Ok(Ok(known))
    };
    flatten(store.db().write("sign-in-count", work).await)
}

fn read_account(row: &Row<'_>) -> Result<(Known, Lockout)> {
    let known = Known {
        id: OfficerId(row.get(0)?),
        password: row.get(1)?,
        state: State::stored(&row.get::<String>(2)?)?,
        enrolled: row.get(3)?,
        password_at: instant(row.get(4)?),
    };
    Ok((known, Lockout { failures: row.get(5)?, until: row.get(6)? }))
}

/// Counts an attempt and verifies the password; the account when both went well.
async fn verify(
    store: &Store,
    passwords: &Passwords,
    username: &str,
    typed: &str,
) -> Result<Known, Denied> {
    let known = count(store, username).await?;
    let hash = known.as_ref().map(|known| known.password.as_str());
    let right = passwords.verify(typed, hash).await?;
    known
        .filter(|known| right && known.state != State::Suspended)
        .ok_or(Denied::Refused(Refusal::SignIn))
}

const FORGIVE: &str = "UPDATE officer SET locked_until = $2 \
     WHERE id = $1 AND state = $3 AND password = $4";

/// The first step. [`Refusal::SignIn`], [`Refusal::Locked`], and
/// [`Refusal::InvitationExpired`] when the right one-time password is too old.
pub async fn password(
    store: &Store,
    passwords: &Passwords,
    username: &str,
    typed: &str,
) -> Result<Admitted, Denied> {
    let known = verify(store, passwords, &officers::username(username), typed).await?;
    let now = store.now();
    let age = now.duration_since(known.password_at);
    if known.state == State::Invited && age > INVITATION_AGE_MAX {
        return Err(Refusal::InvitationExpired.into());
    }
    let opening = Opening::new(store, known.id, false);
    let missing = Missing::of(known.state, known.enrolled);
    let token = opening.token.clone();
    let work = move |tx: &mut Tx<'_>| {
        // The wait that the attempt itself began must not meet the code that follows; how many
        // attempts there were is forgotten only when the code is right, too.
        let forgiven = params![known.id.0, micros(now), known.state.word(), &known.password];
        if tx.exec(FORGIVE, forgiven)? == 0 {
            return Ok(Err(Refusal::SignIn));
        }
        sessions::open(tx, &opening)?;
        Ok(Ok(()))
    };
    flatten(store.db().write("sign-in-password", work).await)?;
    Ok(Admitted { token, missing: Some(missing) })
}

const SET_PASSWORD: &str = "UPDATE officer SET password = $2, password_at = $3, \
     state = 'active', failures = 0, locked_until = NULL \
     WHERE id = $1 AND state = $4";

/// Replaces the one-time password of an invited officer and ends every other session.
pub async fn new_password(
    store: &Store,
    passwords: &Passwords,
    token: &Token,
    chosen: &str,
) -> Result<Admitted, Denied> {
    let session = sessions::load(store, token).await?;
    let session = session.filter(|it| it.missing == Some(Missing::NewPassword));
    let session = session.ok_or(Refusal::SessionEnded)?;
    password::check(chosen, &session.username)?;
    let opening = Opening::new(store, session.officer, false);
    set_password(store, passwords, chosen, State::Invited, token, opening).await
}

/// Changes the password of an officer who is signed in; every session ends and this one goes on
/// under another token until it would have ended.
pub async fn change_password(
    store: &Store,
    passwords: &Passwords,
    token: &Token,
    present: &str,
    chosen: &str,
) -> Result<Admitted, Denied> {
    let session = sessions::load(store, token).await?;
    let session = session.filter(|it| it.verified).ok_or(Refusal::SessionEnded)?;
    password::check(chosen, &session.username)?;
    if present == chosen {
        return Err(Refusal::PasswordSame.into());
    }
    verify(store, passwords, &session.username, present).await?;
    let opening = Opening {
        duty: session.duty.as_ref().map(|(id, _)| *id),
        expires_at: session.expires_at,
        ..Opening::new(store, session.officer, true)
    };
    set_password(store, passwords, chosen, State::Active, token, opening).await
}

async fn set_password(
    store: &Store,
    passwords: &Passwords,
    chosen: &str,
    state: State,
    token: &Token,
    opening: Opening,
) -> Result<Admitted, Denied> {
    let hash = passwords.hash(chosen, store.chance()).await?;
    let officer = opening.officer;
    let row = params![officer.0, hash, micros(store.now()), state.word()];
    let entry = Entry::new(store, Some(officer), Act::PasswordChanged, subject(officer));
    let missing = (!opening.verified).then_some(Missing::Enrolment);
    let (old, new_token) = (token.hash(store), opening.token.clone());
    let work = move |tx: &mut Tx<'_>| {
        if tx.exec(SET_PASSWORD, row.clone())? == 0 || !sessions::exists(tx, &old, officer)? {
            return Err(Error::Missing);
        }
        sessions::end_all(tx, officer)?;
        sessions::open(tx, &opening)?;
        audit::append(tx, &entry)
    };
    ended_if_missing(store.db().write("sign-in-set-password", work).await)?;
    Ok(Admitted { token: new_token, missing })
}

/// A row that went away under a running step means that its session did; the whole transaction
/// was rolled back.
fn ended_if_missing<T>(outcome: Result<T>) -> Result<T, Denied> {
    outcome.map_err(|error| match error {
        Error::Missing => Refusal::SessionEnded.into(),
        error => error.into(),
    })
}

/// What an officer's authenticator needs.
#[derive(Clone)]
pub struct Enrolment {
    /// To be typed.
    pub base32: Zeroizing<String>,
    /// To be scanned.
    pub uri: Zeroizing<String>,
}

/// The second factor that [`enrol`] will keep for this session: the same each time, derived from
/// the token, written down nowhere before a code has proved that it arrived.
pub async fn enrolment(store: &Store, token: &Token) -> Result<Enrolment, Denied> {
    let session = sessions::load(store, token).await?;
    let session = session.filter(|it| it.missing == Some(Missing::Enrolment));
    let session = session.ok_or(Refusal::SessionEnded)?;
    let secret = secret_of(store, token);
    Ok(Enrolment { base32: secret.to_base32(), uri: secret.uri(&session.username) })
}

fn secret_of(store: &Store, token: &Token) -> TotpSecret {
    let mut bytes = [0; 20];
    for (part, chunk) in bytes.chunks_mut(8).enumerate() {
        let text = Zeroizing::new(format!("second factor {part} {}", token.expose()));
        let draw = store.keys().derive_draw(Purpose::Session, &text).to_le_bytes();
        for (byte, drawn) in chunk.iter_mut().zip(draw) {
            *byte = drawn;
        }
    }
    TotpSecret::from_bytes(bytes)
}

const ENROL: &str = "UPDATE officer SET totp = $2, totp_step = $3, failures = 0, \
     locked_until = NULL WHERE id = $1 AND totp IS NULL AND state = 'active'";

/// Keeps the second factor once a code proves that the authenticator has it; the session is
/// verified.
pub async fn enrol(store: &Store, token: &Token, typed: &str) -> Result<Admitted, Denied> {
    let session = sessions::load(store, token).await?;
    let session = session.filter(|it| it.missing == Some(Missing::Enrolment));
    let officer = session.ok_or(Refusal::SessionEnded)?.officer;
    let secret = secret_of(store, token);
    let step = secret.check(typed, store.now()).ok_or(Refusal::TotpWrong)?;
    let place = Place { field: officers::TOTP, row: officer.0 };
    let sealed = store.keys().seal(place, &secret.to_base32(), store.chance())?;
    let opening = Opening::new(store, officer, true);
    let entries = [Act::SecondFactorEnrolled, Act::SignedIn]
        .map(|act| Entry::new(store, Some(officer), act, subject(officer)));
    let (old, token) = (token.hash(store), opening.token.clone());
    let work = move |tx: &mut Tx<'_>| {
        if tx.exec(ENROL, params![officer.0, sealed.clone(), step])? == 0 {
            return Err(Error::Missing);
        }
        sessions::replace(tx, &old, &opening)?;
        entries.iter().try_for_each(|entry| audit::append(tx, entry))
    };
    ended_if_missing(store.db().write("sign-in-enrol", work).await)?;
    Ok(Admitted { token, missing: None })
}

/// The second step of an enrolled officer. [`Refusal::TotpWrong`] and [`Refusal::TotpUsed`] count
/// like wrong passwords.
pub async fn code(store: &Store, token: &Token, typed: &str) -> Result<Admitted, Denied> {
    let session = sessions::load(store, token).await?;
    let session = session.filter(|it| it.missing == Some(Missing::Code));
    let officer = session.ok_or(Refusal::SessionEnded)?.officer;
    let opening = Opening::new(store, officer, true);
    let signed_in = Entry::new(store, Some(officer), Act::SignedIn, subject(officer));
    let guard = Guard::new(store, officer, typed);
    let (old, token) = (token.hash(store), opening.token.clone());
    let store_in = store.clone();
    let work = move |tx: &mut Tx<'_>| {
        if let Err(refusal) = guard.pass(tx, store_in.keys())? {
            return Ok(Err(refusal));
        }
        sessions::replace(tx, &old, &opening)?;
        audit::append(tx, &signed_in)?;
        Ok(Ok(()))
    };
    ended_if_missing(store.db().write("sign-in-code", work).await)??;
    Ok(Admitted { token, missing: None })
}

/// Asks an officer who is signed in for another code, before an act that must not happen on a
/// desk left open: reading an identity, an export. The code of the sign-in does not count again.
pub async fn confirm(store: &Store, token: &Token, typed: &str) -> Result<(), Denied> {
    let session = sessions::load(store, token).await?;
    let session = session.filter(|it| it.verified).ok_or(Refusal::SessionEnded)?;
    let guard = Guard::new(store, session.officer, typed);
    let store_in = store.clone();
    let work = move |tx: &mut Tx<'_>| guard.pass(tx, store_in.keys());
    ended_if_missing(store.db().write("sign-in-confirm", work).await)??;
    Ok(())
}

const FACTOR: &str = "SELECT totp, totp_step, failures, locked_until FROM officer \
     WHERE id = $1 AND state = 'active' AND totp IS NOT NULL {{LOCK ROW}}";
const PASS: &str =
    "UPDATE officer SET totp_step = $2, failures = 0, locked_until = NULL WHERE id = $1";

/// A typed code on its way to the second factor.
struct Guard {
    officer: OfficerId,
    typed: Zeroizing<String>,
    now: Timestamp,
    refused: Entry,
}

impl Guard {
    fn new(store: &Store, officer: OfficerId, typed: &str) -> Self {
        Self {
            officer,
            typed: Zeroizing::new(typed.to_owned()),
            now: store.now(),
            refused: Entry::new(store, Some(officer), Act::CodeRefused, subject(officer)),
        }
    }

    /// Takes a code once: its step and every one before are used up. [`Error::Missing`] when the
    /// officer has no second factor any more.
    fn pass(&self, tx: &mut Tx<'_>, keys: &Keys) -> Result<Result<(), Refusal>> {
        let read = |row: &Row<'_>| {
            let lockout = Lockout { failures: row.get(2)?, until: row.get(3)? };
            Ok((row.get::<Vec<u8>>(0)?, row.get::<i64>(1)?, lockout))
        };
        let (sealed, used, lockout) = tx.one(FACTOR, params![self.officer.0], read)?;
        if let Some(until) = lockout.wait(self.now) {
            return Ok(Err(Refusal::Locked { until }));
        }
        let place = Place { field: officers::TOTP, row: self.officer.0 };
        let secret = TotpSecret::from_base32(&Zeroizing::new(keys.open(place, &sealed)?))?;
        let refusal = match secret.check(&self.typed, self.now) {
            Some(step) if step > used => {
                tx.queue(PASS, params![self.officer.0, step])?;
                return Ok(Ok(()));
            }
            Some(_) => Refusal::TotpUsed,
            None => Refusal::TotpWrong,
        };
        let next = lockout.attempt(self.now);
        tx.queue(COUNT, params![self.officer.0, next.failures, next.until])?;
        audit::append(tx, &self.refused)?;
        Ok(Err(refusal))
    }
}
