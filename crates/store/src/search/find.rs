//! Finding: the words as typed first; where nothing has them, the words that were probably meant.

use super::ask::{Ask, Order, newest};
use super::rank;
use crate::db::Tx;
use crate::reports::queries::Summary;
use crate::{Result, Store, codec, dialect, reports};
use domain::authority::reads;
use domain::category::CategoryCode;
use domain::kind::{Channel, ReportKind};
use domain::region::{RegionCode, RegionLevel};
use domain::report::StageName;
use domain::{AgencyId, Duty, ReportId};
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;
use text::personal::covered;
use text::{Query, Term, Vocabulary};

/// What a search found.
#[derive(Debug, Clone)]
pub struct Found {
    /// At most 300 reports, in the order asked for.
    pub rows: Vec<Summary>,
    /// There may be more, older ones: counts are of these rows and not of all matches.
    pub bounded: bool,
    /// The words that were looked for instead, because nothing has those that were typed.
    pub instead: Option<Query>,
}

/// Finds reports. The same rows in the same order on both engines.
pub async fn find(store: &Store, ask: Ask) -> Result<Found> {
    let words = store.words();
    let found = run(store, ask.clone(), Arc::clone(&words)).await?;
    if !found.rows.is_empty() || ask.exactly || ask.before.is_some() {
        return Ok(found);
    }
    let Some(meant) = meant(&ask.query, &words) else { return Ok(found) };
    let again = run(store, Ask { query: meant.clone(), ..ask }, words).await?;
    Ok(if again.rows.is_empty() { found } else { Found { instead: Some(meant), ..again } })
}

/// What a search finds that a duty works with, newest first, with what the rows cannot say asked
/// of the reports themselves.
pub async fn find_for(store: &Store, duty: &Duty, ask: Ask) -> Result<Found> {
    let (reference, now) = (store.reference(), store.now());
    let mut found = find(store, ask).await?;
    let clear = |row: &Summary| row.is_read_by(duty, &reference.directory, now);
    let asked = found.rows.iter().filter(|row| !clear(row));
    let ids: Vec<ReportId> = asked.map(|row| row.id).collect();
    let open: HashSet<ReportId> = reports::load_many(store, &ids)
        .await?
        .into_iter()
        .filter(|report| reads(duty, report, &reference.directory, now).is_some())
        .map(|report| report.id)
        .collect();
    found.rows.retain(|row| clear(row) || open.contains(&row.id));
    Ok(found)
}

async fn run(store: &Store, ask: Ask, words: Arc<Vocabulary>) -> Result<Found> {
    let now = store.now();
    let look = move |tx: &mut Tx<'_>| {
        let rare = ask.is_rare(&words);
        let (mut rows, bounded) = newest(tx, &ask, &ask.expr(&words, false), rare, now)?;
        let several = ask.query.with.iter().flat_map(Term::tokens).nth(1).is_some();
        if ask.order == Order::Best {
            // Newer reports with the words apart must not hide an old one named so.
            if bounded && several && ask.query.with.iter().all(|t| matches!(t, Term::Word(_))) {
                let (together, _) = newest(tx, &ask, &ask.expr(&words, true), true, now)?;
                let known: Vec<_> = rows.iter().map(|row| row.id).collect();
                rows.extend(together.into_iter().filter(|row| !known.contains(&row.id)));
            }
            rank::sort(&mut rows, &ask.query, &words);
            rows.truncate(super::CANDIDATES);
        }
        Ok(Found { rows, bounded, instead: None })
    };
    store.db().read("search", look).await
}

/// The newest rows that hold the words exactly.
pub(crate) fn found_newest(
    tx: &mut Tx<'_>,
    ask: &Ask,
    words: &Vocabulary,
    now: Timestamp,
) -> Result<Vec<Summary>> {
    Ok(newest(tx, ask, &ask.expr(words, false), ask.is_rare(words), now)?.0)
}

/// The query with unknown words replaced by those that were probably meant; `None` when there is
/// nothing to replace.
fn meant(query: &Query, words: &Vocabulary) -> Option<Query> {
    let meant = query.with_words(|word| {
        if words.knows(word) {
            return word;
        }
        words.nearest(word).or_else(|| words.completions(word, 1).first().copied()).unwrap_or(word)
    });
    (meant != *query).then_some(meant)
}

/// Those of the rows that hold every phrase of a search to the letter. What officers look for may
/// also stand in an answer.
pub(super) fn said(tx: &mut Tx<'_>, ask: &Ask, rows: Vec<Summary>) -> Result<Vec<Summary>> {
    let phrases: Vec<&Term> =
        ask.query.with.iter().filter(|term| matches!(term, Term::Phrase(_))).collect();
    if phrases.is_empty() || rows.is_empty() {
        return Ok(rows);
    }
    let posts = if ask.scope.is_public() { HashMap::new() } else { posts_of(tx, &rows)? };
    let holds = |row: &Summary| {
        let own = [row.title.as_str(), row.body.as_str()];
        let said = posts.get(&row.id.0).into_iter().flatten().map(String::as_str);
        // What is covered is in no index, for officers either.
        let words = |text| text::words(&covered(text, &row.redactions)).collect();
        let texts: Vec<Vec<String>> = own.into_iter().chain(said).map(words).collect();
        phrases.iter().all(|phrase| texts.iter().any(|text| phrase.is_in(text)))
    };
    Ok(rows.into_iter().filter(holds).collect())
}

const POSTS: &str = "SELECT report_id, kind, body FROM event WHERE report_id {{IN $1}} \
                     AND kind IN ('answer_posted', 'progress_posted') ORDER BY report_id, version";

/// What offices wrote in these reports.
fn posts_of(tx: &mut Tx<'_>, rows: &[Summary]) -> Result<HashMap<i64, Vec<String>>> {
    let ids = dialect::list(rows.iter().map(|row| row.id.0));
    let mut found: HashMap<i64, Vec<String>> = HashMap::new();
    let events = tx.all(POSTS, vec![ids], |row| {
        Ok((row.get::<i64>(0)?, codec::decode(&row.get::<String>(1)?, &row.get::<String>(2)?)?))
    })?;
    for (id, event) in &events {
        found.entry(*id).or_default().extend(super::facets::posts([event]));
    }
    Ok(found)
}

/// How many of some reports there are of each kind, stage, agency and so on, the most first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By what is wanted.
    pub kinds: Vec<(ReportKind, usize)>,
    /// By stage.
    pub stages: Vec<(StageName, usize)>,
    /// By the agency that answers.
    pub agencies: Vec<(AgencyId, usize)>,
    /// By affair, or by what lies directly below the category chosen.
    pub categories: Vec<(CategoryCode, usize)>,
    /// By province, or by what lies directly below the region chosen.
    pub regions: Vec<(RegionCode, usize)>,
    /// By channel.
    pub channels: Vec<(Channel, usize)>,
}

impl Facets {
    /// Counts rows that were found with these filters.
    #[must_use]
    pub fn of(rows: &[Summary], narrow: &super::Narrow) -> Self {
        let depth = narrow.category.as_ref().map_or(1, |code| code.depth() + 1);
        let level = match narrow.region.map(RegionCode::level) {
            None => RegionLevel::Province,
            Some(RegionLevel::Province) => RegionLevel::Regency,
            Some(_) => RegionLevel::District,
        };
        let up = |code: &CategoryCode| {
            let mut all = std::iter::successors(Some(code.clone()), CategoryCode::parent);
            all.find(|code| code.depth() == depth)
        };
        Self {
            kinds: counted(rows.iter().map(|row| row.kind)),
            stages: counted(rows.iter().map(|row| row.stage)),
            agencies: counted(rows.iter().filter_map(|row| row.lead)),
            categories: counted(rows.iter().filter_map(|row| up(row.category.as_ref()?))),
            regions: counted(rows.iter().filter_map(|row| row.region?.at(level))),
            channels: counted(rows.iter().map(|row| row.channel)),
        }
    }
}

fn counted<T: Eq + Hash + Ord>(values: impl Iterator<Item = T>) -> Vec<(T, usize)> {
    let mut counts: HashMap<T, usize> = HashMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|(a, n), (b, m)| (Reverse(n), a).cmp(&(Reverse(m), b)));
    counts
}
