//! What is asked of the index, and the newest reports that answer it.

use super::expr::Expr;
use super::facets;
use crate::db::Tx;
use crate::reports::queries::{Summary, rows_of};
use crate::{Result, dialect, params};
use domain::category::CategoryCode;
use domain::deadline::Light;
use domain::directory::Directory;
use domain::kind::{Channel, ReportKind};
use domain::region::RegionCode;
use domain::report::StageName;
use domain::{AgencyId, Duty, Reference, ReportId, Role, UnitId, Zone};
use jiff::Timestamp;
use jiff::civil::Date;
use text::{Query, Term, Vocabulary};

/// Matches a search looks at (docs/adr/0014-search.md: bounded candidates).
pub(crate) const CANDIDATES: usize = 300;
/// Times it asks for as many older ones when a filter that is in no index drops some.
const ROUNDS_MAX: usize = 10;
/// A token of at most so many of the reports that were learnt from counts as rare.
const RARE: u32 = 500;

/// What a search is narrowed by besides words.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Narrow {
    /// What is wanted.
    pub kind: Option<ReportKind>,
    /// Stage.
    pub stage: Option<StageName>,
    /// Agency that answers.
    pub agency: Option<AgencyId>,
    /// Affair, branch or leaf.
    pub category: Option<CategoryCode>,
    /// Province, regency or city, district.
    pub region: Option<RegionCode>,
    /// How it came.
    pub channel: Option<Channel>,
    /// Received on this day or later, in Jakarta.
    pub from: Option<Date>,
    /// Received on this day or earlier, in Jakarta.
    pub to: Option<Date>,
    /// The light of the office's clock; of open reports.
    pub light: Option<Light>,
}

impl Narrow {
    /// True when nothing is narrowed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn facets(&self) -> impl Iterator<Item = String> {
        [
            self.kind.map(facets::kind),
            self.stage.map(facets::stage),
            self.agency.map(facets::lead),
            self.category.as_ref().map(facets::category),
            self.region.map(facets::region),
            self.channel.map(facets::channel),
        ]
        .into_iter()
        .flatten()
    }

    /// What no facet says.
    fn fits(&self, row: &Summary, now: Timestamp) -> bool {
        let day = Zone::Wib.date(row.received_at);
        self.from.is_none_or(|from| day >= from)
            && self.to.is_none_or(|to| day <= to)
            && self.light.is_none_or(|light| row.stage.is_open() && row.light(now) == Some(light))
    }

    /// The lowest and the highest name a report received within the days can have.
    fn names(&self) -> (i64, i64) {
        let start = |day: Date| Zone::Wib.instant(day.at(0, 0, 0, 0));
        let from = self.from.map_or(i64::MIN, |from| crate::chance::first_received(start(from)));
        let after = self.to.and_then(|to| to.tomorrow().ok());
        (from, after.map_or(i64::MAX, |after| crate::chance::first_name(start(after))))
    }
}

/// In what order the matches stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The best match first.
    Best,
}

/// Among which reports is looked. It bounds the search; whether somebody reads what is found is
/// asked again of `may_see`.
#[derive(Debug, Clone)]
pub struct Scope {
    expr: Option<Expr>,
    public: bool,
}

impl Scope {
    /// What the public may see; answers are not looked into.
    #[must_use]
    pub fn public() -> Self {
        Self { expr: Some(Expr::Token(facets::LISTED.to_owned())), public: true }
    }

    /// What any of these facets names; everything for `None`.
    pub(crate) fn any(facets: impl IntoIterator<Item = String>) -> Self {
        Self { expr: Some(any(facets.into_iter().map(Expr::Token))), public: false }
    }

    /// The whole nation.
    pub(crate) fn nation() -> Self {
        Self { expr: None, public: false }
    }

    /// What lies at the office of a duty, is helped with there or was told to it, open or ended.
    #[must_use]
    pub fn of_duty(duty: &Duty, directory: &Directory, now: Timestamp) -> Self {
        let today = Reference::today(now);
        match (duty.role, duty.agency, duty.unit, duty.hub.and_then(|hub| directory.hub(hub))) {
            (Role::NationalAdmin | Role::NationalSupervisor, ..) => Self::nation(),
            (Role::OmbudsmanOfficer, ..) => Self::any([facets::ESCALATED.to_owned()]),
            (Role::HubManager, _, _, Some(hub)) => {
                let agencies = directory.agencies().map(|agency| agency.id);
                Self::any(agencies.filter(|agency| hub.has(*agency, today)).map(facets::lead))
            }
            (Role::InspectorateOfficer | Role::LiaisonOfficer, Some(agency), Some(unit), _) => {
                let units = directory.units_of(agency).map(|unit| unit.id);
                let units = units.filter(|below| directory.is_within(*below, unit));
                let tokens = units.flat_map(|unit| [facets::unit(unit), facets::unit_task(unit)]);
                let mut own: Vec<Expr> = tokens.map(Expr::Token).collect();
                if duty.role == Role::InspectorateOfficer {
                    own.push(Expr::tokens([facets::lead(agency), facets::RESTRICTED.to_owned()]));
                }
                Self { expr: Some(any(own)), public: false }
            }
            (_, Some(agency), None, _) => {
                Self::any([facets::lead(agency), facets::task(agency), facets::copy(agency)])
            }
            _ => Self::any([]),
        }
    }

    /// What lies at these units.
    pub(crate) fn units(units: &[UnitId]) -> Self {
        Self::any(units.iter().copied().map(facets::unit))
    }
}

/// A facet that no report has, where nothing is to be found.
fn any(exprs: impl IntoIterator<Item = Expr>) -> Expr {
    let mut exprs: Vec<Expr> = exprs.into_iter().collect();
    if exprs.is_empty() {
        exprs.push(Expr::Token("_none".to_owned()));
    }
    Expr::Any(exprs)
}

/// A search.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Words.
    pub query: Query,
    /// The last word is still being typed: what begins so is found too.
    pub unfinished: bool,
    /// Filters.
    pub narrow: Narrow,
    /// Among which reports.
    pub scope: Scope,
    /// Order.
    pub order: Order,
    /// Older than this report.
    pub before: Option<ReportId>,
    /// Look for exactly these words, also when nothing is found.
    pub exactly: bool,
}

impl Ask {
    /// A search for words, newest first.
    #[must_use]
    pub fn new(query: Query, narrow: Narrow, scope: Scope) -> Self {
        Self {
            query,
            unfinished: false,
            narrow,
            scope,
            order: Order::Newest,
            before: None,
            exactly: false,
        }
    }

    /// What the index is asked; with `together`, the words have to follow each other in the title.
    pub(super) fn expr(&self, words: &Vocabulary, together: bool) -> Expr {
        let mut all: Vec<Expr> = self.scope.expr.iter().cloned().collect();
        all.extend(self.narrow.facets().map(Expr::Token));
        let last = self.query.last_word().filter(|_| self.unfinished);
        if together {
            let tokens: Vec<String> = self.query.with.iter().flat_map(Term::tokens).collect();
            all.extend(facets::pairs(&tokens).map(Expr::Token));
        } else {
            let terms = self.query.with.iter().map(|term| match (term, last) {
                (Term::Word(word), Some(last)) if word == last => self.beginning(word, words),
                _ => self.term(term.tokens()),
            });
            all.extend(terms);
        }
        if all.is_empty() {
            all.extend([any(ReportKind::ALL.iter().map(|kind| Expr::Token(facets::kind(*kind))))]);
        }
        let without: Vec<Expr> =
            self.query.without.iter().map(|term| self.term(term.tokens())).collect();
        if without.is_empty() {
            Expr::All(all)
        } else {
            Expr::Except(Box::new(Expr::All(all)), Box::new(any(without)))
        }
    }

    /// Tokens in the text and, for officers, in the answers.
    fn term(&self, tokens: Vec<String>) -> Expr {
        let row = |mut tokens: Vec<String>| match tokens.len() {
            1 => Expr::Token(tokens.remove(0)),
            _ => Expr::Row(tokens),
        };
        if self.scope.public {
            return row(tokens);
        }
        let answered = tokens.iter().map(|token| facets::answered(token)).collect();
        Expr::Any(vec![row(tokens), row(answered)])
    }

    fn beginning(&self, word: &str, words: &Vocabulary) -> Expr {
        const COMPLETIONS: usize = 8;
        let mut all = words.completions(word, COMPLETIONS);
        all.insert(0, word);
        let tokens = all.into_iter().map(|word| Term::Word(word.to_owned()).tokens());
        let mut tokens: Vec<_> = tokens.filter(|tokens| !tokens.is_empty()).collect();
        tokens.sort_unstable();
        tokens.dedup();
        any(tokens.into_iter().map(|tokens| self.term(tokens)))
    }

    /// True when the rarest of the words is in few reports, so that all matches are few.
    pub(super) fn is_rare(&self, words: &Vocabulary) -> bool {
        let tokens = self.query.with.iter().flat_map(Term::tokens);
        tokens.map(|token| words.reports_with(&token)).min().is_some_and(|least| least <= RARE)
    }
}

/// The newest reports that answer `expr` and fit `ask`, at most [`CANDIDATES`], and whether there
/// may be older ones.
pub(super) fn newest(
    tx: &mut Tx<'_>,
    ask: &Ask,
    expr: &Expr,
    rare: bool,
    now: Timestamp,
) -> Result<(Vec<Summary>, bool)> {
    let (lowest, highest) = ask.narrow.names();
    let mut before = ask.before.map_or(i64::MAX, |id| id.0).min(highest);
    let mut found = Vec::new();
    for _ in 0..ROUNDS_MAX {
        let rows = candidates(tx, expr, rare, before)?;
        let full = rows.len() == CANDIDATES;
        let last = rows.last().map_or(i64::MIN, |row| row.id.0);
        let rows = rows.into_iter().filter(|row| ask.narrow.fits(row, now));
        found.extend(super::find::said(tx, ask, rows.collect())?);
        if found.len() >= CANDIDATES {
            found.truncate(CANDIDATES);
            return Ok((found, true));
        }
        if !full || last <= lowest {
            return Ok((found, false));
        }
        before = last;
    }
    Ok((found, true))
}

/// The newest reports below a name that answer `expr`, at most [`CANDIDATES`].
pub(crate) fn candidates(
    tx: &mut Tx<'_>,
    expr: &Expr,
    rare: bool,
    before: i64,
) -> Result<Vec<Summary>> {
    let query = dialect::search_query(tx.engine(), expr);
    let sql = dialect::search_newest(tx.engine(), rare);
    let limit = i64::try_from(CANDIDATES).unwrap_or(i64::MAX);
    let ids: Vec<i64> = tx.all(sql, params![query, before, limit], |row| row.get(0))?;
    rows_of(tx, ids)
}

impl Scope {
    pub(super) fn is_public(&self) -> bool {
        self.public
    }
}
