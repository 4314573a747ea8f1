//! Notices as pages show them: what a reporter was told, what is new on a desk, letters to print.

use super::{Channel, State};
use crate::clock::{instant, micros};
use crate::db::{Row, Tx};
use crate::{Error, Result, Store, dialect, params};
use domain::notice::NoticeKey;
use domain::{AgencyId, OfficerId, ReportId};
use jiff::Timestamp;

/// Rows on one page.
const PAGE: u16 = 25;
/// More unread news than this are not counted: a number that nobody reads need not be exact.
pub const UNREAD_MAX: u16 = 1_000;

const OF_REPORT: &str = "SELECT id, notice_key, recipient, desk, officer, channel, state, error, created_at, sent_at, version \
                         FROM notice WHERE report_id = $1 ORDER BY id";
const INBOX: &str = "SELECT id, report_id, version, notice_key, desk, detail, state, created_at FROM notice \
                     WHERE desk = $1 AND channel = 'inbox' AND id < $2 ORDER BY id DESC LIMIT $3";
const UNREAD: &str = "SELECT COUNT(*) FROM (SELECT id FROM notice WHERE desk = $1 AND state = 'unread' LIMIT $2) AS unread";
const READ: &str =
    "UPDATE notice SET state = 'read' WHERE id {{IN $1}} AND desk = $2 AND state = 'unread'";
const REPORT_READ: &str = "UPDATE notice SET state = 'read' WHERE desk = $2 AND state = 'unread' \
                           AND id IN (SELECT id FROM notice WHERE report_id = $1)";
const LETTERS: &str = "SELECT n.id, n.report_id, n.cause, n.version, n.notice_key, n.language, n.created_at \
                       FROM notice n JOIN report r ON r.id = n.report_id \
                       WHERE n.state = 'to_print' AND n.id > $1 AND ($2 = 0 OR r.lead = $2) ORDER BY n.id LIMIT $3";
const PRINTED: &str =
    "UPDATE notice SET state = 'printed', sent_at = $2 WHERE id {{IN $1}} AND state = 'to_print'";

pub(super) fn known<T>(row: &Row<'_>, index: usize, from: impl Fn(&str) -> Option<T>) -> Result<T> {
    from(&row.get::<String>(index)?).ok_or_else(|| Error::Decode("notice row".to_owned()))
}

/// One notice about a report, and whether it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its name.
    pub id: i64,
    /// What was told.
    pub key: NoticeKey,
    /// The desk told; `None` for the reporter.
    pub desk: Option<String>,
    /// The officer told by e-mail.
    pub officer: Option<OfficerId>,
    /// By which way.
    pub channel: Channel,
    /// How far it is.
    pub state: State,
    /// Why it did not arrive.
    pub error: Option<String>,
    /// When it was decided.
    pub created_at: Timestamp,
    /// When it was handed over or printed.
    pub sent_at: Option<Timestamp>,
    /// The event it tells of; `None` for reminders.
    pub version: Option<u32>,
}

/// Every notice about a report, oldest first.
pub async fn of_report(store: &Store, report: ReportId) -> Result<Vec<Delivery>> {
    let read = |row: &Row<'_>| {
        Ok(Delivery {
            id: row.get(0)?,
            key: known(row, 1, NoticeKey::from_word)?,
            desk: row.get(3)?,
            officer: row.get::<Option<i64>>(4)?.map(OfficerId),
            channel: known(row, 5, Channel::from_word)?,
            state: known(row, 6, State::from_word)?,
            error: row.get(7)?,
            created_at: instant(row.get(8)?),
            sent_at: row.get::<Option<i64>>(9)?.map(instant),
            version: row.get(10)?,
        })
    };
    store.db().select("notices-of-report", OF_REPORT, params![report.0], read).await
}

/// One piece of news on a desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxItem {
    /// Its name.
    pub id: i64,
    /// About which report; `None` for a digest.
    pub report: Option<ReportId>,
    /// About which event; `None` for reminders and digests.
    pub version: Option<u32>,
    /// What is told.
    pub key: NoticeKey,
    /// In which inbox.
    pub desk: String,
    /// Facts as JSON: the deadline of a reminder, the counts of a digest.
    pub detail: Option<String>,
    /// Nobody of the desk has seen it.
    pub unread: bool,
    /// When.
    pub created_at: Timestamp,
}

/// A page of the news of some inboxes ([`super::inboxes_of`]), newest first, behind `before`.
pub async fn inbox(
    store: &Store,
    inboxes: &[String],
    before: Option<i64>,
) -> Result<Vec<InboxItem>> {
    let (inboxes, before) = (inboxes.to_vec(), before.unwrap_or(i64::MAX));
    let read = |row: &Row<'_>| {
        Ok(InboxItem {
            id: row.get(0)?,
            report: row.get::<Option<i64>>(1)?.map(ReportId),
            version: row.get(2)?,
            key: known(row, 3, NoticeKey::from_word)?,
            desk: row.get(4)?,
            detail: row.get(5)?,
            unread: known(row, 6, State::from_word)? == State::Unread,
            created_at: instant(row.get(7)?),
        })
    };
    let pages = move |tx: &mut Tx<'_>| {
        let mut found = Vec::new();
        for desk in &inboxes {
            found.extend(tx.all(INBOX, params![desk, before, PAGE], read)?);
        }
        found.sort_by_key(|item| std::cmp::Reverse(item.id));
        found.truncate(usize::from(PAGE));
        Ok(found)
    };
    store.db().read("inbox", pages).await
}

/// Unread news of some inboxes, each counted up to [`UNREAD_MAX`].
pub async fn unread_count(store: &Store, inboxes: &[String]) -> Result<u64> {
    let inboxes = inboxes.to_vec();
    let count = move |tx: &mut Tx<'_>| {
        let mut sum = 0;
        for desk in &inboxes {
            sum += tx.one(UNREAD, params![desk, UNREAD_MAX], |row| row.get::<u64>(0))?;
        }
        Ok(sum)
    };
    store.db().read("inbox-unread", count).await
}

/// Marks news as seen, as far as they are in one of these inboxes; how many.
pub async fn mark_read(store: &Store, inboxes: &[String], ids: &[i64]) -> Result<u64> {
    let (inboxes, ids) = (inboxes.to_vec(), dialect::list(ids.iter().copied()));
    let mark = move |tx: &mut Tx<'_>| {
        let mut sum = 0;
        for desk in &inboxes {
            let mut values = vec![ids.clone()];
            values.extend(params![desk]);
            sum += tx.exec(READ, values)?;
        }
        Ok(sum)
    };
    store.db().write("inbox-read", mark).await
}

/// Marks the news about a report as seen: an officer has opened it; how many.
pub async fn mark_report_read(store: &Store, inboxes: &[String], report: ReportId) -> Result<u64> {
    let inboxes = inboxes.to_vec();
    let mark = move |tx: &mut Tx<'_>| {
        let mut sum = 0;
        for desk in &inboxes {
            sum += tx.exec(REPORT_READ, params![report.0, desk])?;
        }
        Ok(sum)
    };
    store.db().write("inbox-report-read", mark).await
}

/// A letter to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// Its name.
    pub id: i64,
    /// To the reporter of which report.
    pub report: ReportId,
    /// The report whose event it tells of; another one when the reporter's was joined to it.
    pub cause: Option<ReportId>,
    /// That event.
    pub version: Option<u32>,
    /// What is told.
    pub key: NoticeKey,
    /// In which language.
    pub language: String,
    /// When.
    pub created_at: Timestamp,
}

/// Letters to be printed, oldest first, behind `after`: those of the reports that an agency
/// answers for, or all.
pub async fn letters_to_print(
    store: &Store,
    agency: Option<AgencyId>,
    after: Option<i64>,
    limit: u16,
) -> Result<Vec<Letter>> {
    let read = |row: &Row<'_>| {
        Ok(Letter {
            id: row.get(0)?,
            report: ReportId(row.get(1)?),
            cause: row.get::<Option<i64>>(2)?.map(ReportId),
            version: row.get(3)?,
            key: known(row, 4, NoticeKey::from_word)?,
            language: row.get(5)?,
            created_at: instant(row.get(6)?),
        })
    };
    let values = params![after.unwrap_or(0), agency.map_or(0, |agency| agency.0), limit];
    store.db().select("letters-to-print", LETTERS, values, read).await
}

/// Marks letters as printed; how many were still to be printed.
pub async fn mark_printed(store: &Store, ids: &[i64]) -> Result<u64> {
    let (ids, now) = (dialect::list(ids.iter().copied()), micros(store.now()));
    let mark = move |tx: &mut Tx<'_>| {
        let mut values = vec![ids.clone()];
        values.extend(params![now]);
        tx.exec(PRINTED, values)
    };
    store.db().write("letters-printed", mark).await
}
