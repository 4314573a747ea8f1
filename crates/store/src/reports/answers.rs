//! What an agency has answered and closed, for reading a new answer against it.

use crate::clock::{instant, micros};
use crate::follow::Position;
use crate::{Error, Result, Store, codec, dialect, params};
use domain::event::Fact;
use domain::{AgencyId, ReportId};
use jiff::Timestamp;

const CLOSED: &str = "SELECT id, title, body, stage_since, rating, contests FROM report \
                      WHERE lead = $1 AND stage = 'closed' AND listed = 1 AND stage_since >= $2 \
                      ORDER BY stage_since DESC, id DESC LIMIT $3";

/// A place among the answers of an agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct AnswerPlace(Position);

/// An answer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// To which report.
    pub report: ReportId,
    /// The version of the report it made.
    pub version: u32,
    /// Its words.
    pub text: String,
    /// Where it stands.
    pub place: AnswerPlace,
    /// No answer can later appear in front of it.
    pub settled: bool,
}

/// The newest answers of an agency's officers behind a place, at most `limit`, the oldest first.
///
/// Whoever reads on from a place takes that of the last settled answer, and meets those after it
/// again: on PostgreSQL a transaction that began earlier may commit later.
pub async fn answers_behind(
    store: &Store,
    agency: AgencyId,
    behind: AnswerPlace,
    limit: u16,
) -> Result<Vec<Given>> {
    let Position { tx, report, version } = behind.0;
    let read = move |t: &mut crate::db::Tx<'_>| {
        let sql = dialect::answers_behind(t.engine());
        t.all(sql, params![agency.0, tx, report, version, limit], |row| {
            let event = codec::decode("answer_posted", &row.get::<String>(2)?)?;
            let Fact::AnswerPosted { text, .. } = event.fact else {
                return Err(Error::Decode("event answer_posted: kind".to_owned()));
            };
            Ok(Given {
                report: ReportId(row.get(0)?),
                version: row.get(1)?,
                text,
                place: AnswerPlace(Position::read(row, 3)?),
                settled: row.get(6)?,
            })
        })
    };
    let mut given = store.db().read("answers-behind", read).await?;
    given.reverse();
    Ok(given)
}

/// A closed case that everybody may read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedCase {
    /// Which.
    pub id: ReportId,
    /// Its title and text.
    pub text: String,
    /// When it was closed.
    pub closed_at: Timestamp,
    /// Overall mark, if one was given.
    pub rating: Option<u8>,
    /// Times its reporter contested an answer.
    pub contests: u16,
}

/// The cases of an agency closed last, from an instant on, at most `limit`, the oldest first. Only
/// those that the public may read: what is confidential, supervisory or not verified is left out.
pub async fn closed_since(
    store: &Store,
    agency: AgencyId,
    from: Timestamp,
    limit: u16,
) -> Result<Vec<ClosedCase>> {
    let values = params![agency.0, micros(from), limit];
    let mut cases = store
        .db()
        .select("cases-closed", CLOSED, values, |row| {
            Ok(ClosedCase {
                id: ReportId(row.get(0)?),
                text: format!("{}\n{}", row.get::<String>(1)?, row.get::<String>(2)?),
                closed_at: instant(row.get(3)?),
                rating: row.get(4)?,
                contests: row.get(5)?,
            })
        })
        .await?;
    cases.reverse();
    Ok(cases)
}
