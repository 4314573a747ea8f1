//! Notices as whoever sends them needs them.

use super::inbox::known;
use super::{Channel, State};
use crate::clock::{instant, micros};
use crate::db::{Row, Tx};
use crate::{Result, Store, params};
use domain::notice::NoticeKey;
use domain::{OfficerId, ReportId};
use jiff::Timestamp;

const LOAD: &str = "SELECT id, report_id, cause, version, notice_key, desk, officer, channel, language, detail, created_at, supporter \
                    FROM notice WHERE id = $1 AND state IN ('waiting', 'failed') AND channel IN ('email', 'sms')";
const SENT: &str = "UPDATE notice SET state = 'sent', sent_at = $2, provider = $3, error = NULL, attempts = attempts + 1 \
                    WHERE id = $1 AND state IN ('waiting', 'failed')";
const NOT_SENT: &str = "UPDATE notice SET state = $2, error = $3, attempts = attempts + 1 \
                        WHERE id = $1 AND state IN ('waiting', 'failed')";

/// To whom a notice goes. Addresses are looked up when it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Addressed {
    /// The reporter of a report ([`crate::people::contact`]).
    Reporter(ReportId),
    /// An officer.
    Officer(OfficerId),
    /// Somebody who supports a report ([`crate::supporters::contact`]).
    Supporter(i64),
}

/// A notice to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToSend {
    /// Its name; also what a provider may use to tell a repeat.
    pub id: i64,
    /// To whom.
    pub to: Addressed,
    /// By which way: e-mail or SMS.
    pub channel: Channel,
    /// In which language.
    pub language: String,
    /// What is told.
    pub key: NoticeKey,
    /// About which report; `None` for a digest.
    pub report: Option<ReportId>,
    /// The report whose event it tells of; another one when the reporter's was joined to it.
    pub cause: Option<ReportId>,
    /// That event; `None` for reminders and digests.
    pub version: Option<u32>,
    /// The desk, for officers.
    pub desk: Option<String>,
    /// Facts as JSON: the deadline of a reminder, the counts of a digest.
    pub detail: Option<String>,
    /// When it was decided.
    pub created_at: Timestamp,
}

/// A notice to be sent; `None` when it was sent before, so that a repeated job does nothing.
pub async fn load_for_sending(store: &Store, id: i64) -> Result<Option<ToSend>> {
    let read = |row: &Row<'_>| {
        let report = row.get::<Option<i64>>(1)?.map(ReportId);
        let officer = row.get::<Option<i64>>(6)?.map(OfficerId);
        let cause = row.get::<Option<i64>>(2)?.map(ReportId);
        let supporter = row.get::<Option<i64>>(11)?.map(Addressed::Supporter);
        let citizen = supporter.or(report.map(Addressed::Reporter));
        let Some(to) = officer.map(Addressed::Officer).or(citizen) else { return Ok(None) };
        Ok(Some(ToSend {
            id: row.get(0)?,
            to,
            channel: known(row, 7, Channel::from_word)?,
            language: row.get(8)?,
            key: known(row, 4, NoticeKey::from_word)?,
            report: report.or(cause.filter(|_| supporter.is_some())),
            cause,
            version: row.get(3)?,
            desk: row.get(5)?,
            detail: row.get(9)?,
            created_at: instant(row.get(10)?),
        }))
    };
    let rows = store.db().select("notice-load", LOAD, params![id], read).await?;
    Ok(rows.into_iter().next().flatten())
}

/// The relay or gateway has taken it, under this name of its own.
pub async fn mark_sent(store: &Store, id: i64, provider: Option<&str>) -> Result<()> {
    let (now, provider) = (micros(store.now()), provider.map(str::to_owned));
    let mark = move |tx: &mut Tx<'_>| tx.queue(SENT, params![id, now, provider.clone()]);
    store.db().write("notice-sent", mark).await
}

/// An attempt did not succeed; it will be tried again. `why` holds no personal data.
pub async fn mark_tried(store: &Store, id: i64, why: &str) -> Result<()> {
    not_sent(store, id, State::Waiting, why).await
}

/// It was given up. `why` holds no personal data.
pub async fn mark_failed(store: &Store, id: i64, why: &str) -> Result<()> {
    not_sent(store, id, State::Failed, why).await
}

async fn not_sent(store: &Store, id: i64, state: State, why: &str) -> Result<()> {
    let why = why.to_owned();
    let mark = move |tx: &mut Tx<'_>| tx.queue(NOT_SENT, params![id, state.word(), &why]);
    store.db().write("notice-not-sent", mark).await
}

const FAILED: &str = "SELECT id, report_id, notice_key, recipient, officer, channel, attempts, error, created_at \
                      FROM notice WHERE state = 'failed' AND id < $1 ORDER BY id DESC LIMIT $2";

/// A notice that was given up, as whoever looks after delivery sees it: no address, no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedNotice {
    /// Its name.
    pub id: i64,
    /// About which report.
    pub report: Option<ReportId>,
    /// What was to be told.
    pub key: NoticeKey,
    /// "reporter", "desk" or "officer".
    pub recipient: String,
    /// Which officer.
    pub officer: Option<OfficerId>,
    /// By which way.
    pub channel: Channel,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last attempt did not succeed.
    pub error: Option<String>,
    /// When it was decided.
    pub created_at: Timestamp,
}

/// Notices that were given up, newest first, behind the name `before`.
pub async fn failed(store: &Store, before: Option<i64>, limit: u16) -> Result<Vec<FailedNotice>> {
    let read = |row: &Row<'_>| {
        Ok(FailedNotice {
            id: row.get(0)?,
            report: row.get::<Option<i64>>(1)?.map(ReportId),
            key: known(row, 2, NoticeKey::from_word)?,
            recipient: row.get(3)?,
            officer: row.get::<Option<i64>>(4)?.map(OfficerId),
            channel: known(row, 5, Channel::from_word)?,
            attempts: row.get(6)?,
            error: row.get(7)?,
            created_at: instant(row.get(8)?),
        })
    };
    store
        .db()
        .select("notice-failed", FAILED, params![before.unwrap_or(i64::MAX), limit], read)
        .await
}
