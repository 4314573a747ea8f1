//! Intake: exactly once, from every channel.

use super::history;
use super::row::{Fixed, Prepared};
use crate::clock::{instant, micros};
use crate::db::Tx;
use crate::keys::Purpose;
use crate::people::{self, Identity, Represented, Sealed};
use crate::{Error, Result, Store, params};
use domain::decide::{self, Context};
use domain::role::Actor;
use domain::{Filing, PersonId, Report, ReportId, TrackingId, TrackingSecret};
use jiff::Timestamp;

/// What a channel hands over.
#[derive(Debug, Clone)]
pub struct Intake {
    /// The same for every repeat of the same submission, different for every other: form nonce,
    /// API header, message id of an SMS or mail. It is also what the secret is derived from, so a
    /// channel chooses it unguessable (128 random bits) where the reporter cannot be asked again.
    pub key: String,
    /// The name reserved when files were uploaded before sending.
    pub report_id: Option<ReportId>,
    /// What was handed in.
    pub filing: Filing,
    /// Who files; `None` for anonymous guests who leave no contact.
    pub identity: Option<Identity>,
    /// Language of notices, `id` or `en`.
    pub language: String,
    /// Token of the draft that ends with this.
    pub draft: Option<String>,
}

/// What the reporter gets: the same for every repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Internal name.
    pub id: ReportId,
    /// Public number.
    pub tracking: TrackingId,
    /// Opens the report.
    pub secret: TrackingSecret,
    /// When it was received.
    pub received_at: Timestamp,
    /// False when this was a repeat.
    pub first: bool,
}

const INTAKE: &str = "INSERT INTO intake (key_hash, report_id, at) VALUES ($1, $2, $3)";
const KNOWN: &str = "SELECT r.id, r.tracking, r.received_at FROM intake i JOIN report r ON r.id = i.report_id \
                     WHERE i.key_hash = $1";
const DRAFT_DONE: &str = "DELETE FROM draft WHERE token_hash = $1";

/// Draws of a tracking number before giving up; with ten million reports in use one draw in a
/// hundred collides.
const DRAWS_MAX: usize = 8;

/// Receives a report. Answers only after the commit; [`Error::Form`] holds every fault of the
/// form, [`Error::Unconfirmed`] means: send the same again.
pub async fn file(store: &Store, intake: Intake) -> Result<Receipt> {
    file_for(store, intake, None).await
}

/// [`file`] by somebody who files for a person that cannot.
pub async fn file_for(
    store: &Store,
    intake: Intake,
    represents: Option<Represented>,
) -> Result<Receipt> {
    let key_hash = store.keys().hash(Purpose::Intake, &intake.key);
    let id = intake.report_id.unwrap_or_else(|| ReportId(store.next_id()));
    let secret = secret_of(store, &intake.key, id);
    let mut last = Error::Conflict;
    for _ in 0..DRAWS_MAX {
        let tracking = TrackingId::from_draw(store.chance().draw());
        let who = sealed(store, &intake, represents.as_ref())?;
        match write(store, &intake, who, id, tracking, &secret, key_hash.clone()).await {
            Err(Error::Unique { constraint }) if constraint == "report_tracking_key" => {
                last = Error::Unique { constraint };
            }
            Err(Error::Unique { constraint }) => {
                // Sent before, or a draft was sent from two windows at once.
                return match known(store, &key_hash, &intake.key).await? {
                    Some(receipt) => Ok(receipt),
                    None => Err(Error::Unique { constraint }),
                };
            }
            done => return done,
        }
    }
    Err(last)
}

/// Who files, and for whom, ready to be written; `None` when nothing was said of anybody.
fn sealed(
    store: &Store,
    intake: &Intake,
    represents: Option<&Represented>,
) -> Result<Option<Sealed>> {
    let nobody = Identity { language: intake.language.clone(), ..Identity::default() };
    let identity = intake.identity.as_ref().or(represents.map(|_| &nobody));
    let Some(identity) = identity else { return Ok(None) };
    people::seal_for(store, PersonId(store.next_id()), identity, represents)
}

async fn write(
    store: &Store,
    intake: &Intake,
    person: Option<Sealed>,
    id: ReportId,
    tracking: TrackingId,
    secret: &TrackingSecret,
    key_hash: Vec<u8>,
) -> Result<Receipt> {
    let now = store.now();
    let reference = store.reference();
    let context = Context { now, reference: &reference };
    let event = decide::file(intake.filing.clone(), tracking, &context).map_err(Error::Form)?;
    let report =
        Report::begin(id, &event, now).ok_or_else(|| Error::Fault("no filing".to_owned()))?;
    let secret_hash = store.keys().hash(Purpose::TrackingSecret, secret.expose());
    let draft = intake.draft.as_ref().map(|token| store.keys().hash(Purpose::Draft, token));
    let fixed = Fixed { secret_hash, filing: &intake.filing, language: &intake.language };
    let row = Prepared::of(&report, &fixed, now);
    let events = history::rows(id, 0, now, &Actor::Reporter, &[event]);
    store
        .db()
        .write("file", move |tx| {
            intake_row(tx, key_hash.clone(), id, now)?;
            history::append_rows(tx, events.clone())?;
            row.insert(tx)?;
            if let Some(person) = &person {
                people::insert(tx, person, id)?;
            }
            if let Some(draft) = &draft {
                tx.queue(DRAFT_DONE, params![draft.clone()])?;
            }
            Ok(())
        })
        .await?;
    Ok(Receipt { id, tracking, secret: secret.clone(), received_at: now, first: true })
}

/// The receipt of what was sent under a key, for whoever still holds the key. `None` when nothing
/// was.
pub async fn receipt_of(store: &Store, key: &str) -> Result<Option<Receipt>> {
    known(store, &store.keys().hash(Purpose::Intake, key), key).await
}

/// Remembers a submission under the hash of its key.
pub(crate) fn intake_row(
    tx: &mut Tx<'_>,
    key_hash: Vec<u8>,
    id: ReportId,
    at: Timestamp,
) -> Result<()> {
    tx.queue(INTAKE, params![key_hash, id.0, micros(at)])
}

/// The receipt of a submission that was received before.
async fn known(store: &Store, key_hash: &[u8], key: &str) -> Result<Option<Receipt>> {
    let rows = store
        .db()
        .select("intake-known", KNOWN, params![key_hash], |row| {
            Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?))
        })
        .await?;
    Ok(rows.into_iter().next().and_then(|(id, tracking, at)| {
        let id = ReportId(id);
        let tracking = TrackingId::from_number(tracking)?;
        let secret = secret_of(store, key, id);
        Some(Receipt { id, tracking, secret, received_at: instant(at), first: false })
    }))
}

/// Derived, not drawn, so that a repeat shows the same secret although only its hash is stored.
pub(crate) fn secret_of(store: &Store, key: &str, id: ReportId) -> TrackingSecret {
    TrackingSecret::from_draw(
        store.keys().derive_draw(Purpose::TrackingSecret, &format!("{id}|{key}")),
    )
}
