//! A form that is not sent yet, kept for somebody without an account.
//!
//! Whoever has the token has the draft; only its keyed hash is stored, and the body is
//! encrypted. The name of the report is reserved with the draft, so that files can be uploaded
//! before sending.

use crate::clock::{instant, micros};
use crate::db::Tx;
use crate::files::hex;
use crate::keys::{Place, Purpose};
use crate::{Error, Result, Store, params};
use domain::refusal::Field;
use domain::{Refusal, ReportId};
use jiff::{SignedDuration, Timestamp};

/// How long a draft lives after its last change: long enough to find a document at home, short
/// enough that a borrowed phone does not remember for ever.
pub const DRAFT_LIFE: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Longest body of a draft in bytes: every field of the form at its own limit fits in.
pub const DRAFT_BYTES_MAX: usize = 100_000;

const FIELD: &str = "draft.body";

const INSERT: &str = "INSERT INTO draft (token_hash, report_id, body, changed_at, expires_at) \
                      VALUES ($1, $2, $3, $4, $5)";
const FIND: &str = "SELECT report_id, body, changed_at, expires_at FROM draft \
                    WHERE token_hash = $1 AND expires_at > $2";
const SAVE: &str = "UPDATE draft SET body = $2, changed_at = $3, expires_at = $4 \
                    WHERE token_hash = $1 AND expires_at > $3";
const DELETE: &str = "DELETE FROM draft WHERE token_hash = $1 RETURNING report_id";
const DELETE_FILES: &str = "DELETE FROM attachment WHERE report_id = $1 \
                            AND NOT EXISTS (SELECT 1 FROM event WHERE event.report_id = $1)";
const PURGE: &str = "DELETE FROM draft WHERE token_hash IN \
                     (SELECT token_hash FROM draft WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2) \
                     RETURNING report_id";

/// A draft just begun.
#[derive(Clone, PartialEq, Eq)]
pub struct NewDraft {
    /// Opens it: 128 random bits as 32 hexadecimal digits. Shown once, stored nowhere.
    pub token: String,
    /// The name reserved for the report.
    pub report_id: ReportId,
}

/// A draft as it was saved last.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// The name reserved for the report.
    pub report_id: ReportId,
    /// What was saved; empty before the first time.
    pub body: String,
    /// When it was saved.
    pub changed_at: Timestamp,
    /// When it is forgotten unless it is saved again.
    pub expires_at: Timestamp,
}

/// Begins a draft.
pub async fn create(store: &Store) -> Result<NewDraft> {
    let mut bytes = [0; 16];
    store.chance().fill(&mut bytes);
    let token = hex(&bytes);
    let report_id = ReportId(store.next_id());
    let hash = store.keys().hash(Purpose::Draft, &token);
    let body = store.keys().seal(Place { field: FIELD, row: report_id.0 }, "", store.chance())?;
    let now = store.now();
    let (changed, expires) = (micros(now), micros(expiry(now)));
    store
        .db()
        .write("draft-create", move |tx| {
            tx.queue(INSERT, params![hash.clone(), report_id.0, body.clone(), changed, expires])
        })
        .await?;
    Ok(NewDraft { token, report_id })
}

/// Saves a body, usually JSON, over the last one and keeps the draft for another
/// [`DRAFT_LIFE`]. False when there is no such draft any more. More than [`DRAFT_BYTES_MAX`] is
/// refused as too long.
pub async fn save(store: &Store, token: &str, body: &str) -> Result<bool> {
    if body.len() > DRAFT_BYTES_MAX {
        let (max, length) = (DRAFT_BYTES_MAX, body.len());
        return Err(Error::Refused(Refusal::TooLong { field: Field::Body, max, length }));
    }
    let hash = store.keys().hash(Purpose::Draft, token);
    let now = store.now();
    let (changed, expires) = (micros(now), micros(expiry(now)));
    let (shared, body) = (store.clone(), body.to_owned());
    store
        .db()
        .write("draft-save", move |tx| {
            let found = tx.first(FIND, params![hash.clone(), changed], |row| row.get::<i64>(0))?;
            let Some(report_id) = found else { return Ok(false) };
            let place = Place { field: FIELD, row: report_id };
            let sealed = shared.keys().seal(place, &body, shared.chance())?;
            Ok(tx.exec(SAVE, params![hash.clone(), sealed, changed, expires])? == 1)
        })
        .await
}

/// The draft of a token; `None` when it has expired, was sent, discarded or never existed.
pub async fn load(store: &Store, token: &str) -> Result<Option<Draft>> {
    let hash = store.keys().hash(Purpose::Draft, token);
    let params = params![hash, micros(store.now())];
    let rows = store
        .db()
        .select("draft-load", FIND, params, |row| {
            Ok((row.get::<i64>(0)?, row.get::<Vec<u8>>(1)?, row.get(2)?, row.get(3)?))
        })
        .await?;
    let Some((row, sealed, changed, expires)) = rows.into_iter().next() else { return Ok(None) };
    let body = store.keys().open(Place { field: FIELD, row }, &sealed)?;
    Ok(Some(Draft {
        report_id: ReportId(row),
        body,
        changed_at: instant(changed),
        expires_at: instant(expires),
    }))
}

/// Forgets a draft and its files at once. False when there was none.
pub async fn discard(store: &Store, token: &str) -> Result<bool> {
    let hash = store.keys().hash(Purpose::Draft, token);
    store
        .db()
        .write("draft-discard", move |tx| {
            let gone = tx.first(DELETE, params![hash.clone()], |row| row.get::<i64>(0))?;
            gone.map(|report_id| forget_files(tx, report_id)).transpose().map(|gone| gone.is_some())
        })
        .await
}

/// Forgets at most `limit` drafts that have expired, the oldest first, with their files. Says
/// how many; fewer than `limit` means that none are left.
pub async fn purge(store: &Store, limit: u32) -> Result<usize> {
    let now = micros(store.now());
    store
        .db()
        .write("draft-purge", move |tx| {
            let gone = tx.all(PURGE, params![now, limit], |row| row.get::<i64>(0))?;
            for report_id in &gone {
                forget_files(tx, *report_id)?;
            }
            Ok(gone.len())
        })
        .await
}

/// The rows only; the blobs go with the next sweep of the bucket.
fn forget_files(tx: &mut Tx<'_>, report_id: i64) -> Result<()> {
    tx.queue(DELETE_FILES, params![report_id])
}

fn expiry(now: Timestamp) -> Timestamp {
    now.checked_add(DRAFT_LIFE).unwrap_or(Timestamp::MAX)
}
