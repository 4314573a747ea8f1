//! Frequent questions with ready answers: what domain's rules let officers write, and how often it
//! helped.

use crate::clock::{instant, micros};
use crate::db::{Row, Value};
use crate::{Error, Result, Store, dialect, params};
use domain::category::CategoryCode;
use domain::counter::day_of;
use domain::faq::{Faq, FaqAct, FaqLanguage, FaqState, FaqWords, after, may};
use domain::{AgencyId, Duty, FaqId, OfficerId, Refusal, ReportId, limit};
use jiff::Timestamp;
use std::collections::HashMap;

/// Published entries that are read at once: more than 740 agencies keep up to date.
const PUBLISHED_MAX: u32 = 20_000;

/// A row of an entry with what follows `FROM faq`. Stands before what uses it.
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT id, revision, agency, category, language, question, answer, basis, sources, state, author, ",
            "created_at, changed_at FROM faq ",
            $rest
        )
    };
}

const COUNT: &str =
    "SELECT COUNT(*) FROM faq WHERE agency IS NOT DISTINCT FROM $1 AND state <> 'retired'";
const INSERT: &str = "INSERT INTO faq (id, revision, agency, category, language, question, answer, basis, sources, \
                      state, author, created_at, changed_at) \
                      VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, 'proposed', $9, $10, $10)";
const UPDATE: &str = "UPDATE faq SET revision = revision + 1, category = $3, language = $4, question = $5, answer = $6, \
                      basis = $7, state = $8, changed_at = $9 WHERE id = $1 AND revision = $2";
const EDIT: &str = "INSERT INTO faq_edit (faq, revision, at, officer, act, question, answer, basis) \
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const EDITS: &str = "SELECT revision, at, officer, act, question, answer, basis FROM faq_edit \
                     WHERE faq = $1 ORDER BY revision DESC";
const SHOWN: &str = "INSERT INTO faq_use (faq, day, shown, confirmed) VALUES ($1, $2, 1, 0) \
                     ON CONFLICT (faq, day) DO UPDATE SET shown = faq_use.shown + 1";
const CONFIRMED: &str = "INSERT INTO faq_use (faq, day, shown, confirmed) VALUES ($1, $2, 0, 1) \
                         ON CONFLICT (faq, day) DO UPDATE SET confirmed = faq_use.confirmed + 1";
const USES: &str = "SELECT faq, CAST(SUM(shown) AS BIGINT), CAST(SUM(confirmed) AS BIGINT) FROM faq_use \
                    WHERE faq {{IN $1}} GROUP BY faq";

/// The entry that counts forms: how many were offered any answer, how many ended with one.
const FORMS: i64 = 0;

/// What an officer writes about an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFaq {
    /// Its words.
    pub words: FaqWords,
    /// What it is about.
    pub category: Option<CategoryCode>,
    /// Its language.
    pub language: FaqLanguage,
}

/// One change of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaqEdit {
    /// The revision it made.
    pub revision: u32,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub officer: OfficerId,
    /// What was done.
    pub act: FaqAct,
    /// The words as they were then.
    pub words: FaqWords,
}

/// How often entries were offered and said to help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FaqUse {
    /// Times it was offered to somebody writing a report.
    pub shown: i64,
    /// Times it was said to answer the question, and nothing was filed.
    pub confirmed: i64,
}

/// Proposes an entry of the duty's agency, or of the nation, drawn from these settled reports.
pub async fn propose(
    store: &Store,
    duty: &Duty,
    new: NewFaq,
    sources: &[ReportId],
) -> Result<FaqId> {
    if !may(duty, FaqAct::Propose, duty.agency, FaqState::Proposed) {
        return Err(Error::Refused(Refusal::Unknown));
    }
    refuse(&new.words)?;
    let id = FaqId(store.next_id());
    let at = micros(store.now());
    let sources = sources.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let (agency, officer) = (duty.agency.map(|agency| agency.0), duty.officer);
    store
        .db()
        .write("faq-propose", move |tx| {
            let there: i64 = tx.one(COUNT, params![agency], |row| row.get(0))?;
            if usize::try_from(there).is_ok_and(|there| there >= limit::FAQ_MAX) {
                return Err(Error::Refused(Refusal::TooManyQuestions { max: limit::FAQ_MAX }));
            }
            let NewFaq { words, category, language } = &new;
            let FaqWords { question, answer, basis } = words;
            let category = category.as_ref().map(ToString::to_string);
            tx.queue(
                INSERT,
                params![
                    id.0,
                    agency,
                    category,
                    language.word(),
                    question.trim(),
                    answer.trim(),
                    basis.trim(),
                    sources.as_str(),
                    officer.0,
                    at
                ],
            )?;
            tx.queue(EDIT, edit(id, 1, at, officer, FaqAct::Propose, words))
        })
        .await?;
    Ok(id)
}

/// Does something to an entry as the officer saw it. `new` are its words from now on; `None`
/// leaves them. Refused as stale when it has changed since, or when the duty may not.
pub async fn change(
    store: &Store,
    duty: &Duty,
    seen: &Faq,
    act: FaqAct,
    new: Option<NewFaq>,
) -> Result<()> {
    if !may(duty, act, seen.agency, seen.state) {
        return Err(Error::Refused(Refusal::Unknown));
    }
    let now = NewFaq {
        words: seen.words.clone(),
        category: seen.category.clone(),
        language: seen.language,
    };
    let new = new.unwrap_or(now);
    refuse(&new.words)?;
    let (id, revision, state, at) =
        (seen.id, seen.revision, after(seen.state, act), micros(store.now()));
    let officer = duty.officer;
    store
        .db()
        .write("faq-change", move |tx| {
            let NewFaq { words, category, language } = &new;
            let FaqWords { question, answer, basis } = words;
            let category = category.as_ref().map(ToString::to_string);
            let values = params![
                id.0,
                revision,
                category,
                language.word(),
                question.trim(),
                answer.trim(),
                basis.trim(),
                state.word(),
                at
            ];
            if tx.exec(UPDATE, values)? == 0 {
                return Err(Error::Refused(Refusal::Stale));
            }
            tx.queue(EDIT, edit(id, revision.saturating_add(1), at, officer, act, words))
        })
        .await
}

fn refuse(words: &FaqWords) -> Result<()> {
    words.faults().into_iter().next().map_or(Ok(()), |fault| Err(Error::Refused(fault)))
}

fn edit(
    id: FaqId,
    revision: u32,
    at: i64,
    officer: OfficerId,
    act: FaqAct,
    words: &FaqWords,
) -> Vec<Value> {
    params![
        id.0,
        revision,
        at,
        officer.0,
        act.word(),
        words.question.trim(),
        words.answer.trim(),
        words.basis.trim()
    ]
}

/// An entry, whatever its state.
pub async fn get(store: &Store, id: FaqId) -> Result<Option<Faq>> {
    let rows = store.db().select("faq", columns!("WHERE id = $1"), params![id.0], read).await?;
    Ok(rows.into_iter().next())
}

/// The entries of an agency, or of the nation, the last changed first; at most [`limit::FAQ_MAX`],
/// retired ones last.
pub async fn of(store: &Store, agency: Option<AgencyId>) -> Result<Vec<Faq>> {
    const OF: &str = columns!(
        "WHERE agency IS NOT DISTINCT FROM $1 \
         ORDER BY CASE WHEN state = 'retired' THEN 1 ELSE 0 END, changed_at DESC, id DESC LIMIT $2"
    );
    let most = u32::try_from(limit::FAQ_MAX).unwrap_or(u32::MAX);
    store.db().select("faq-of", OF, params![agency.map(|agency| agency.0), most], read).await
}

/// Every published entry, the oldest first.
pub async fn published(store: &Store) -> Result<Vec<Faq>> {
    const PUBLISHED: &str = columns!("WHERE state = 'published' ORDER BY id LIMIT $1");
    store.db().select("faq-published", PUBLISHED, params![PUBLISHED_MAX], read).await
}

/// What was done to an entry, the newest first.
pub async fn edits(store: &Store, id: FaqId) -> Result<Vec<FaqEdit>> {
    let read = |row: &Row<'_>| {
        Ok(FaqEdit {
            revision: row.get(0)?,
            at: instant(row.get(1)?),
            officer: OfficerId(row.get(2)?),
            act: known(FaqAct::from_word(&row.get::<String>(3)?))?,
            words: FaqWords { question: row.get(4)?, answer: row.get(5)?, basis: row.get(6)? },
        })
    };
    store.db().select("faq-edits", EDITS, params![id.0], read).await
}

/// Counts a form to which these entries were offered for the first time.
pub async fn count_shown(store: &Store, ids: Vec<FaqId>) -> Result<()> {
    let day = day_of(store.now());
    store
        .db()
        .write("faq-shown", move |tx| {
            // In order, so that two forms never wait for each other.
            let mut ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
            ids.push(FORMS);
            ids.sort_unstable();
            ids.dedup();
            ids.iter().try_for_each(|id| tx.queue(SHOWN, params![*id, day]))
        })
        .await
}

/// Counts a form that ended because this entry answered its question.
pub async fn count_confirmed(store: &Store, id: FaqId) -> Result<()> {
    let day = day_of(store.now());
    store
        .db()
        .write("faq-confirmed", move |tx| {
            tx.queue(CONFIRMED, params![FORMS, day])?;
            tx.queue(CONFIRMED, params![id.0, day])
        })
        .await
}

/// How often these entries were offered and helped; those that never were are left out.
pub async fn uses(store: &Store, ids: &[FaqId]) -> Result<HashMap<FaqId, FaqUse>> {
    let found = tallies(store, ids.iter().map(|id| id.0)).await?;
    Ok(found.into_iter().map(|(id, tally)| (FaqId(id), tally)).collect())
}

/// Forms to which any answer was offered, and those that ended with one.
pub async fn forms(store: &Store) -> Result<FaqUse> {
    let found = tallies(store, [FORMS]).await?;
    Ok(found.first().map(|(_, tally)| *tally).unwrap_or_default())
}

async fn tallies(store: &Store, ids: impl IntoIterator<Item = i64>) -> Result<Vec<(i64, FaqUse)>> {
    let read =
        |row: &Row<'_>| Ok((row.get(0)?, FaqUse { shown: row.get(1)?, confirmed: row.get(2)? }));
    store.db().select("faq-uses", USES, vec![dialect::list(ids)], read).await
}

fn known<T>(found: Option<T>) -> Result<T> {
    found.ok_or_else(|| Error::Decode("faq row".to_owned()))
}

fn read(row: &Row<'_>) -> Result<Faq> {
    let text = |index: usize| row.get::<String>(index);
    let sources = text(8)?;
    Ok(Faq {
        id: FaqId(row.get(0)?),
        revision: row.get(1)?,
        agency: row.get::<Option<i64>>(2)?.map(AgencyId),
        category: row.get::<Option<String>>(3)?.and_then(|code| CategoryCode::parse(&code)),
        language: known(FaqLanguage::from_word(&text(4)?))?,
        words: FaqWords { question: text(5)?, answer: text(6)?, basis: text(7)? },
        sources: sources.split(',').filter_map(|id| id.parse().ok().map(ReportId)).collect(),
        state: known(FaqState::from_word(&text(9)?))?,
        author: OfficerId(row.get(10)?),
        created_at: instant(row.get(11)?),
        changed_at: instant(row.get(12)?),
    })
}
