//! What officers did outside of reports. What they did to a report is in the report's events.

use crate::clock::{instant, micros};
use crate::db::{Row, Tx};
use crate::{Result, Store, params};
use domain::OfficerId;
use jiff::Timestamp;

domain::worded! {
    /// An act worth keeping.
    pub enum Act {
        /// A password was tried; without a `signed_in` after it, in vain.
        SignInTried = "sign_in_tried",
        /// A one-time code was wrong or used before.
        CodeRefused = "code_refused",
        /// Signed in with both factors.
        SignedIn = "signed_in",
        /// Signed out.
        SignedOut = "signed_out",
        /// An account was made.
        OfficerCreated = "officer_created",
        /// Name, contact or language of an account changed.
        OfficerChanged = "officer_changed",
        /// An account was closed; its sessions ended.
        OfficerSuspended = "officer_suspended",
        /// A closed account was opened again.
        OfficerReinstated = "officer_reinstated",
        /// Password and second factor were taken away for a fresh start.
        OfficerReset = "officer_reset",
        /// The wait after wrong passwords was ended.
        OfficerUnlocked = "officer_unlocked",
        /// An officer chose a password.
        PasswordChanged = "password_changed",
        /// An officer enrolled a second factor.
        SecondFactorEnrolled = "second_factor_enrolled",
        /// A duty began.
        DutyAdded = "duty_added",
        /// A duty got its last day.
        DutyEnded = "duty_ended",
        /// A job that was given up was let begin again.
        JobRevived = "job_revived",
        /// Reference data changed.
        ReferenceChanged = "reference_changed",
    }
}

/// An act to be written down. `before` and `after` hold no personal data.
#[derive(Debug, Clone)]
pub struct Entry {
    id: i64,
    at: Timestamp,
    officer: Option<OfficerId>,
    act: Act,
    subject: String,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
}

impl Entry {
    /// `officer` did `act` to `subject` now; `None` is LAPOR itself or its command line. Made
    /// before the transaction, because it takes a name and the time.
    #[must_use]
    pub fn new(store: &Store, officer: Option<OfficerId>, act: Act, subject: String) -> Self {
        let (id, at) = (store.next_id(), store.now());
        Self { id, at, officer, act, subject, before: None, after: None }
    }

    /// The same act with the subject that only the transaction knows.
    #[must_use]
    pub(crate) fn about(mut self, subject: String) -> Self {
        self.subject = subject;
        self
    }

    /// The same act with the officer and subject that only the transaction knows.
    #[must_use]
    pub(crate) fn of(mut self, officer: OfficerId, subject: String) -> Self {
        self.officer = Some(officer);
        self.about(subject)
    }

    /// With what was there before.
    #[must_use]
    pub fn before(mut self, before: serde_json::Value) -> Self {
        self.before = Some(before);
        self
    }

    /// With what is there now.
    #[must_use]
    pub fn after(mut self, after: serde_json::Value) -> Self {
        self.after = Some(after);
        self
    }
}

/// The name of something acted upon: `officer:17`.
#[must_use]
pub fn subject(kind: &str, id: impl std::fmt::Display) -> String {
    format!("{kind}:{id}")
}

const INSERT: &str = "INSERT INTO audit (id, at, officer, act, subject, before, after) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Writes an act down, in the transaction that carries it out.
pub fn append(tx: &mut Tx<'_>, entry: &Entry) -> Result<()> {
    let text = |json: &Option<serde_json::Value>| json.as_ref().map(ToString::to_string);
    tx.queue(
        INSERT,
        params![
            entry.id,
            micros(entry.at),
            entry.officer.map(|officer| officer.0),
            entry.act.word(),
            &entry.subject,
            text(&entry.before),
            text(&entry.after),
        ],
    )
}

/// An act as it was written down.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// Its name; grows with time.
    pub id: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub officer: Option<OfficerId>,
    /// What: the word of an [`Act`], which another build may know and this one not.
    pub act: String,
    /// To what.
    pub subject: String,
    /// What was there before.
    pub before: Option<serde_json::Value>,
    /// What was there afterwards.
    pub after: Option<serde_json::Value>,
}

fn read(row: &Row<'_>) -> Result<Recorded> {
    // A fingerprint or another plain text stands there as it is: the trail must stay readable.
    let json = |column| -> Result<Option<serde_json::Value>> {
        let text: Option<String> = row.get(column)?;
        Ok(text.map(|text| serde_json::from_str(&text).unwrap_or(serde_json::Value::String(text))))
    };
    Ok(Recorded {
        id: row.get(0)?,
        at: instant(row.get(1)?),
        officer: row.get::<Option<i64>>(2)?.map(OfficerId),
        act: row.get(3)?,
        subject: row.get(4)?,
        before: json(5)?,
        after: json(6)?,
    })
}

const BY_SUBJECT: &str = "SELECT id, at, officer, act, subject, before, after FROM audit \
     WHERE subject = $1 AND at < $2 ORDER BY at DESC, id DESC LIMIT $3";
const BY_OFFICER: &str = "SELECT id, at, officer, act, subject, before, after FROM audit \
     WHERE officer = $1 AND at < $2 ORDER BY at DESC, id DESC LIMIT $3";

/// What was done to a subject before an instant, newest first, at most `limit` acts.
pub async fn of_subject(
    store: &Store,
    subject: &str,
    before: Timestamp,
    limit: u16,
) -> Result<Vec<Recorded>> {
    let wanted = params![subject, micros(before), limit];
    store.db().select("audit-subject", BY_SUBJECT, wanted, read).await
}

/// What an officer did before an instant, newest first, at most `limit` acts.
pub async fn by_officer(
    store: &Store,
    officer: OfficerId,
    before: Timestamp,
    limit: u16,
) -> Result<Vec<Recorded>> {
    let wanted = params![officer.0, micros(before), limit];
    store.db().select("audit-officer", BY_OFFICER, wanted, read).await
}

/// Whose part of the trail is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trail {
    /// Everything.
    Whole,
    /// What was done to a subject.
    Subject(String),
    /// What an officer did.
    Officer(OfficerId),
}

const PAGE: &str = "SELECT id, at, officer, act, subject, before, after FROM audit \
     WHERE id < $1 ORDER BY id DESC LIMIT $2";
const PAGE_SUBJECT: &str = "SELECT id, at, officer, act, subject, before, after FROM audit \
     WHERE subject = $3 AND id < $1 ORDER BY id DESC LIMIT $2";
const PAGE_OFFICER: &str = "SELECT id, at, officer, act, subject, before, after FROM audit \
     WHERE officer = $3 AND id < $1 ORDER BY id DESC LIMIT $2";

/// One page of the trail, newest first, behind the act named `before`, at most `limit` acts. Acts
/// of one instant are never torn apart and lost.
pub async fn page(
    store: &Store,
    trail: &Trail,
    before: Option<i64>,
    limit: u16,
) -> Result<Vec<Recorded>> {
    let mut wanted = params![before.unwrap_or(i64::MAX), limit];
    let sql = match trail {
        Trail::Whole => PAGE,
        Trail::Subject(subject) => {
            wanted.extend(params![subject]);
            PAGE_SUBJECT
        }
        Trail::Officer(officer) => {
            wanted.extend(params![officer.0]);
            PAGE_OFFICER
        }
    };
    store.db().select("audit-page", sql, wanted, read).await
}
