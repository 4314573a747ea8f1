//! Those who support a report instead of filing the same again (docs/adr/0018).
//!
//! A supporter is a row beside the report: nothing of the report changes, an officer's page does
//! not grow stale, and the row goes without a trace when its owner leaves. One answer reaches all
//! of them, each by the way they left open, some at a time.

use crate::clock::{instant, micros};
use crate::db::{Row, Tx};
use crate::files::hex;
use crate::keys::{Place, Purpose};
use crate::notices::{self, Channel};
use crate::people::{Contact, is_e164, seal_field};
use crate::{Error, Result, Store, dialect, params};
use domain::filing::check_text;
use domain::notice::NoticeKey;
use domain::refusal::Field;
use domain::{Refusal, ReportId, limit};
use jiff::Timestamp;
use std::collections::HashMap;

/// Supporters told in one transaction.
const BATCH: u16 = 200;

const PHONE: &str = "supporter.phone";
const EMAIL: &str = "supporter.email";
const NOTE: &str = "supporter.note";

const MAY: &str = "SELECT id FROM report WHERE id = $1 AND listed = 1 AND open = 1";
const SAME: &str =
    "SELECT id FROM supporter WHERE report_id = $1 AND contact_hash = $2 AND counted = 1";
const INSERT: &str = "INSERT INTO supporter (id, report_id, key_hash, contact_hash, counted, phone, email, note, language, created_at) \
                      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (key_hash) DO NOTHING";
const KNOWN: &str = "SELECT id FROM supporter WHERE key_hash = $1";
const COUNT: &str = "INSERT INTO supported (report_id, n) VALUES ($1, $2) \
                     ON CONFLICT (report_id) DO UPDATE SET n = supported.n + excluded.n";
const COUNTS: &str = "SELECT report_id, n FROM supported WHERE report_id {{IN $1}} AND n > 0";
const FIND: &str = "SELECT report_id, counted FROM supporter WHERE id = $1";
const DELETE: &str =
    "DELETE FROM supporter WHERE id = $1 RETURNING report_id, counted, contact_hash";
const NEXT_OF_SAME: &str = "UPDATE supporter SET counted = 1 WHERE id = (SELECT MIN(id) FROM supporter \
                            WHERE report_id = $1 AND contact_hash = $2)";
const NOTES: &str = "SELECT id, note, created_at FROM supporter WHERE report_id = $1 AND note IS NOT NULL \
                     ORDER BY id DESC LIMIT $2";
const CONTACT: &str = "SELECT phone, email, language FROM supporter WHERE id = $1";
const NEWS: &str = "INSERT INTO support_news (report_id, cause, version, notice_key, after, at) \
                    VALUES ($1, $2, $3, $4, 0, $5) ON CONFLICT (report_id, cause, version) DO NOTHING";
const NEWS_DUE: &str = "SELECT report_id, cause, version, notice_key, after FROM support_news ORDER BY at LIMIT 1 {{SKIP LOCKED}}";
const NEWS_MOVE: &str =
    "UPDATE support_news SET after = $4 WHERE report_id = $1 AND cause = $2 AND version = $3";
const NEWS_DONE: &str =
    "DELETE FROM support_news WHERE report_id = $1 AND cause = $2 AND version = $3";
const TO_TELL: &str = "SELECT id, language, phone IS NOT NULL, email IS NOT NULL FROM supporter \
                       WHERE report_id = $1 AND id > $2 AND counted = 1 ORDER BY id LIMIT $3";

/// Somebody who supports a report.
#[derive(Clone, Default)]
pub struct NewSupport {
    /// The same for every repeat of the same form: 128 random bits.
    pub key: String,
    /// In E.164 form.
    pub phone: Option<String>,
    /// An address.
    pub email: Option<String>,
    /// What they add for the office; may be empty.
    pub note: String,
    /// Language of what they are told, `id` or `en`.
    pub language: String,
}

/// A support that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Support {
    /// Opens the page on which one leaves.
    pub token: String,
    /// False when this was a repeat.
    pub first: bool,
}

/// Takes a supporter in. The same form counts once, and the same contact counts once for a report.
/// [`Refusal::Unknown`] for a report that the public does not see or that has ended,
/// [`Refusal::TooLong`] for a note beyond its limit.
pub async fn support(store: &Store, report: ReportId, new: &NewSupport) -> Result<Support> {
    let note = new.note.trim();
    check_text(Field::Text, note, 0, limit::SUPPORT_NOTE_MAX).map_err(Error::Refused)?;
    if new.phone.as_deref().is_some_and(|phone| !is_e164(phone)) {
        return Err(Error::Fault("a phone number is not in E.164 form".to_owned()));
    }
    let (keys, chance, id) = (store.keys(), store.chance(), store.next_id());
    let hash = |what: &str, text: &str| keys.hash(Purpose::Support, &format!("{what}|{text}"));
    let key_hash = hash("form", &new.key);
    // Apart for each report: nobody learns from the rows what else somebody supports.
    let reach = new.phone.clone().or_else(|| new.email.as_deref().map(str::to_lowercase));
    let contact_hash = reach.map(|reach| hash("contact", &format!("{report}|{reach}")));
    let phone = seal_field(keys, chance, PHONE, id, new.phone.as_deref())?;
    let email = seal_field(keys, chance, EMAIL, id, new.email.as_deref())?;
    let note = seal_field(keys, chance, NOTE, id, Some(note).filter(|note| !note.is_empty()))?;
    let (language, now) = (new.language.clone(), micros(store.now()));
    let (kept, first) = store
        .db()
        .write("support", move |tx| {
            let known = |tx: &mut Tx<'_>| {
                tx.first(KNOWN, params![key_hash.clone()], |row| row.get::<i64>(0))
            };
            if let Some(kept) = known(tx)? {
                return Ok((kept, false));
            }
            if tx.first(MAY, params![report.0], |row| row.get::<i64>(0))?.is_none() {
                return Err(Error::Refused(Refusal::Unknown));
            }
            let same = match &contact_hash {
                Some(hash) => {
                    tx.first(SAME, params![report.0, hash.clone()], |row| row.get::<i64>(0))?
                }
                None => None,
            };
            let values = params![
                id,
                report.0,
                key_hash.clone(),
                contact_hash.clone(),
                same.is_none(),
                phone.clone(),
                email.clone(),
                note.clone(),
                &language,
                now,
            ];
            if tx.exec(INSERT, values)? == 0 {
                // Another window was faster.
                return Ok((known(tx)?.unwrap_or(id), false));
            }
            if same.is_none() {
                tx.queue(COUNT, params![report.0, 1])?;
            }
            Ok((id, true))
        })
        .await?;
    Ok(Support { token: token(store, kept), first })
}

/// What opens the page on which a supporter leaves; only the holder of the keys can make it.
#[must_use]
pub fn token(store: &Store, supporter: i64) -> String {
    let mac = store.keys().derive_draw(Purpose::Support, &format!("leave|{supporter}"));
    format!("{}{}", hex(&supporter.to_be_bytes()), hex(&mac.to_be_bytes()))
}

/// The supporter of such a token, whether they are still there or not.
fn of_token(store: &Store, told: &str) -> Option<i64> {
    let id = i64::from_str_radix(told.get(..16)?, 16).ok()?;
    let sound: bool =
        subtle::ConstantTimeEq::ct_eq(token(store, id).as_bytes(), told.as_bytes()).into();
    sound.then_some(id)
}

/// The report that the holder of a token supports; `None` for a wrong token and for one who has
/// left.
pub async fn supports(store: &Store, token: &str) -> Result<Option<ReportId>> {
    let Some(id) = of_token(store, token) else { return Ok(None) };
    let rows = store.db().select("support-find", FIND, params![id], |row| row.get(0)).await?;
    Ok(rows.into_iter().next().map(ReportId))
}

/// Lets a supporter leave and forgets all they said; the report they supported, `None` when there
/// is nobody to leave.
pub async fn leave(store: &Store, token: &str) -> Result<Option<ReportId>> {
    let Some(id) = of_token(store, token) else { return Ok(None) };
    let write = move |tx: &mut Tx<'_>| {
        let read = |row: &Row<'_>| {
            Ok((row.get::<i64>(0)?, row.get::<bool>(1)?, row.get::<Option<Vec<u8>>>(2)?))
        };
        let Some((report, counted, contact)) = tx.first(DELETE, params![id], read)? else {
            return Ok(None);
        };
        // The same person may have supported twice: the other row takes over.
        let takes_over = match contact {
            Some(contact) if counted => tx.exec(NEXT_OF_SAME, params![report, contact])? > 0,
            _ => false,
        };
        if counted && !takes_over {
            tx.queue(COUNT, params![report, -1])?;
        }
        Ok(Some(ReportId(report)))
    };
    store.db().write("support-leave", write).await
}

/// How many support each of these reports; those without support are left out.
pub async fn counts(store: &Store, reports: &[ReportId]) -> Result<HashMap<ReportId, u64>> {
    let ids = dialect::list(reports.iter().map(|report| report.0));
    let read = |row: &Row<'_>| Ok((ReportId(row.get(0)?), row.get::<u64>(1)?));
    Ok(store.db().select("support-counts", COUNTS, vec![ids], read).await?.into_iter().collect())
}

/// How many support a report.
pub async fn count(store: &Store, report: ReportId) -> Result<u64> {
    Ok(counts(store, &[report]).await?.remove(&report).unwrap_or(0))
}

/// What a supporter added for the office.
#[derive(Clone, PartialEq, Eq)]
pub struct Note {
    /// Their words.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// What supporters of a report added, the newest first. For those who handle it: whether somebody
/// may read it is `may_see`'s to say.
pub async fn notes(store: &Store, report: ReportId, limit: u16) -> Result<Vec<Note>> {
    let read =
        |row: &Row<'_>| Ok((row.get::<i64>(0)?, row.get::<Vec<u8>>(1)?, instant(row.get(2)?)));
    let rows = store.db().select("support-notes", NOTES, params![report.0, limit], read).await?;
    let open = |(row, sealed, at): (i64, Vec<u8>, Timestamp)| {
        let text = store.keys().open(Place { field: NOTE, row }, &sealed)?;
        Ok(Note { text, at })
    };
    rows.into_iter().map(open).collect()
}

/// How to reach a supporter, for whoever sends notices; `None` when they have left.
pub async fn contact(store: &Store, supporter: i64) -> Result<Option<Contact>> {
    let read = |row: &Row<'_>| {
        Ok((row.get::<Option<Vec<u8>>>(0)?, row.get::<Option<Vec<u8>>>(1)?, row.get(2)?))
    };
    let rows = store.db().select("support-contact", CONTACT, params![supporter], read).await?;
    let Some((phone, email, language)) = rows.into_iter().next() else { return Ok(None) };
    let open = |field, sealed: Option<Vec<u8>>| {
        sealed.map(|sealed| store.keys().open(Place { field, row: supporter }, &sealed)).transpose()
    };
    Ok(Some(Contact { phone: open(PHONE, phone)?, email: open(EMAIL, email)?, language }))
}

/// News for the supporters of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct News {
    /// The report they support.
    pub(crate) report: ReportId,
    /// The report it happened to, and the event.
    pub(crate) cause: ReportId,
    pub(crate) version: u32,
    pub(crate) key: NoticeKey,
}

/// Remembers that supporters are to be told, in the transaction that passes the event.
pub(crate) fn put_news(tx: &mut Tx<'_>, news: &[News], now: Timestamp) -> Result<()> {
    for one in news {
        let values = params![one.report.0, one.cause.0, one.version, one.key.word(), micros(now)];
        tx.queue(NEWS, values)?;
    }
    Ok(())
}

/// Tells the next supporters, at most some hundred; how many. The notices, the jobs that send them
/// and the place in the row are one transaction, so nobody is told twice or left out.
pub async fn tell_due(store: &Store) -> Result<usize> {
    let (now, writer) = (store.now(), store.clone());
    let step = move |tx: &mut Tx<'_>| {
        let read = |row: &Row<'_>| {
            let key = NoticeKey::from_word(&row.get::<String>(3)?);
            let news = News {
                report: ReportId(row.get(0)?),
                cause: ReportId(row.get(1)?),
                version: row.get(2)?,
                key: key.ok_or_else(|| Error::Decode("news of supporters".to_owned()))?,
            };
            Ok((news, row.get::<i64>(4)?))
        };
        let Some((news, after)) = tx.first(NEWS_DUE, params![], read)? else { return Ok(0) };
        let told = tx.all(TO_TELL, params![news.report.0, after, BATCH], |row| {
            let (phone, email) = (row.get::<bool>(2)?, row.get::<bool>(3)?);
            let way = if email { Some(Channel::Email) } else { phone.then_some(Channel::Sms) };
            Ok((row.get::<i64>(0)?, row.get::<String>(1)?, way))
        })?;
        for (supporter, language, way) in &told {
            if let Some(way) = way {
                let to = (*supporter, language.as_str());
                notices::write_to_supporter(tx, &writer, &news, to, *way, now)?;
            }
        }
        let place = params![news.report.0, news.cause.0, news.version];
        match told.last() {
            Some((last, ..)) if told.len() == usize::from(BATCH) => {
                let mut values = place;
                values.extend(params![*last]);
                tx.queue(NEWS_MOVE, values)?;
            }
            _ => tx.queue(NEWS_DONE, place)?,
        }
        // The row itself counts: without supporters it is work too.
        Ok(told.len().max(1))
    };
    if !is_news(store).await? {
        return Ok(0);
    }
    store.db().write("supporters-tell", step).await
}

/// A look that takes no writer's time: there is hardly ever news.
async fn is_news(store: &Store) -> Result<bool> {
    const ANY: &str = "SELECT report_id FROM support_news LIMIT 1";
    let found =
        store.db().select("supporters-news", ANY, params![], |row| row.get::<i64>(0)).await?;
    Ok(!found.is_empty())
}
