//! Reads reports again under other rules and says what would differ.
//!
//! Both readings are [`Learned::propose`], what the desk and the router ask: what a replay says is
//! what a real run says that knows the same decisions.

use crate::record::permille;
use crate::suggester::{Asked, Learned};
use domain::category::{Categories, Category, CategoryCode};
use domain::kind::Level;
use domain::region::RegionCode;
use domain::report::Office;
use domain::{Reference, ReportId};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashSet};

/// Probability in thousandths below which a category is more likely wrong than right.
pub const LIKELY_PERMILLE: u16 = 500;
/// Reports named for each move.
pub const EXAMPLES: usize = 3;

/// A report to be read again.
#[derive(Debug, Clone)]
pub struct Told {
    /// Its name.
    pub report: ReportId,
    /// Title and text.
    pub text: String,
    /// Where, if known.
    pub region: Option<RegionCode>,
    /// The level of government the reporter named, if any.
    pub level: Option<Level>,
}

/// What a reading comes to: the likeliest category and its office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// A leaf.
    pub category: CategoryCode,
    /// How likely it is, in thousandths.
    pub permille: u16,
    /// Who answers for it there.
    pub office: Option<Office>,
    /// Category and level of the route that named the office; `None` by officers' custom.
    pub route: Option<(CategoryCode, Level)>,
}

impl Outcome {
    /// An officer has to think twice: more likely wrong than right, or nobody to send it to.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.permille < LIKELY_PERMILLE || self.office.is_none()
    }

    /// It reaches the threshold from which its category may be routed without an officer.
    fn is_sent(&self, thresholds: &BTreeMap<CategoryCode, u16>) -> bool {
        thresholds.get(&self.category).is_some_and(|from| self.permille >= *from)
    }

    fn place(&self) -> Place {
        Place { category: self.category.clone(), office: self.office }
    }
}

/// A report under both rules; `None` where no category can be suggested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reread {
    /// Which.
    pub report: ReportId,
    /// Under the rules in force.
    pub before: Option<Outcome>,
    /// Under the changed ones.
    pub after: Option<Outcome>,
}

/// What is suggested for a report under these rules, which `learned` has taken over.
#[must_use]
pub fn read(learned: &Learned, told: &Told, reference: &Reference, today: Date) -> Option<Outcome> {
    let Told { text, region, level, .. } = told;
    let asked = Asked { text, region: *region, level: *level, reference, today };
    let proposal = learned.propose(&asked, 1).pop()?;
    let route = proposal.level.and_then(|level| reference.routing.row(&proposal.category, level));
    Some(Outcome {
        permille: permille(proposal.probability),
        office: proposal.office,
        route: route.map(|route| (route.category.clone(), route.level)),
        category: proposal.category,
    })
}

/// Reads each report under the rules in force, which `learned` knows, and under the changed ones.
#[must_use]
pub fn reread(
    mut learned: Learned,
    told: &[Told],
    before: &Reference,
    after: &Reference,
    today: Date,
) -> Vec<Reread> {
    let first: Vec<_> = told.iter().map(|one| read(&learned, one, before, today)).collect();
    learned.renew(&after.categories);
    let pairs = told.iter().zip(first);
    pairs
        .map(|(one, before)| Reread {
            report: one.report,
            before,
            after: read(&learned, one, after, today),
        })
        .collect()
}

/// A category with its office.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// A leaf.
    pub category: CategoryCode,
    /// Who answers for it; `None` when nobody is named.
    pub office: Option<Office>,
}

/// Reports that go from one place to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Where they went.
    pub from: Option<Place>,
    /// Where they would go.
    pub to: Option<Place>,
    /// How many.
    pub reports: usize,
    /// The first [`EXAMPLES`] of them, in the order they were read.
    pub examples: Vec<ReportId>,
}

/// A figure under the rules in force and under the changed ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pair {
    /// Under the rules in force.
    pub before: usize,
    /// Under the changed ones.
    pub after: usize,
}

impl Pair {
    fn add(&mut self, before: bool, after: bool) {
        self.before += usize::from(before);
        self.after += usize::from(after);
    }
}

/// What differs between two readings of the same reports.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Reports compared.
    pub reports: usize,
    /// What goes elsewhere, the most reports first.
    pub moves: Vec<Move>,
    /// Reports that leave doubt ([`Outcome::is_doubtful`]) or get no suggestion at all.
    pub doubtful: Pair,
    /// Reports that reach the threshold of their category.
    pub sent: Pair,
    /// Routes that named an office and would name none any more, in order.
    pub idle: Vec<(CategoryCode, Level)>,
}

impl Comparison {
    /// Compares; `thresholds` as the national supervisor has set them, in thousandths.
    #[must_use]
    pub fn of(reread: &[Reread], thresholds: &BTreeMap<CategoryCode, u16>) -> Self {
        let mut found = Self { reports: reread.len(), ..Self::default() };
        let mut moves: BTreeMap<_, (usize, Vec<ReportId>)> = BTreeMap::new();
        let doubtful = |read: &Option<Outcome>| read.as_ref().is_none_or(Outcome::is_doubtful);
        let sent =
            |read: &Option<Outcome>| read.as_ref().is_some_and(|read| read.is_sent(thresholds));
        for one in reread {
            found.doubtful.add(doubtful(&one.before), doubtful(&one.after));
            found.sent.add(sent(&one.before), sent(&one.after));
            let [from, to] = [&one.before, &one.after].map(|it| it.as_ref().map(Outcome::place));
            if from != to {
                let (reports, examples) = moves.entry((from, to)).or_default();
                *reports += 1;
                if examples.len() < EXAMPLES {
                    examples.push(one.report);
                }
            }
        }
        let of = |((from, to), (reports, examples))| Move { from, to, reports, examples };
        found.moves = moves.into_iter().map(of).collect();
        found.moves.sort_by_key(|it| std::cmp::Reverse(it.reports));
        let routes = |read: fn(&Reread) -> &Option<Outcome>| -> HashSet<_> {
            reread.iter().filter_map(|one| read(one).as_ref()?.route.clone()).collect()
        };
        let (before, after) = (routes(|one| &one.before), routes(|one| &one.after));
        found.idle = before.difference(&after).cloned().collect();
        found.idle.sort();
        found
    }

    /// How many reports go elsewhere.
    #[must_use]
    pub fn moved(&self) -> usize {
        self.moves.iter().map(|it| it.reports).sum()
    }
}

/// How many reports a route would name the office of.
#[must_use]
pub fn decided_by(reread: &[Reread], category: &CategoryCode, level: Level) -> usize {
    let is = |one: &&Reread| {
        let route = one.after.as_ref().and_then(|after| after.route.as_ref());
        route.is_some_and(|(code, at)| code == category && *at == level)
    };
    reread.iter().filter(is).count()
}

/// What a keyword met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeywordUse {
    /// The keyword.
    pub word: Box<str>,
    /// Reports that hold all of its words, in whatever form.
    pub met: usize,
    /// A longer keyword of another category that each of these reports holds as well.
    pub hidden_by: Option<(Box<str>, CategoryCode)>,
}

/// What the keywords of a category met in these reports, in the order of the keywords; `categories`
/// is the tree with the changed category in it.
#[must_use]
pub fn keyword_use(category: &Category, categories: &Categories, told: &[Told]) -> Vec<KeywordUse> {
    let texts: Vec<HashSet<String>> = told.iter().map(|one| stems(&one.text)).collect();
    let kin = |one: &CategoryCode, other: &CategoryCode| {
        std::iter::successors(Some(one.clone()), CategoryCode::parent).any(|it| it == *other)
    };
    let elsewhere = categories.all().filter(|it| {
        it.valid_to.is_none() && !kin(&it.code, &category.code) && !kin(&category.code, &it.code)
    });
    let others: Vec<(HashSet<String>, &str, &Category)> = elsewhere
        .flat_map(|it| it.keywords.iter().map(move |word| (stems(word), &**word, it)))
        .collect();
    let of = |word: &str| {
        let own = stems(word);
        let holds = |text: &&HashSet<String>| !own.is_empty() && own.is_subset(text);
        let met: Vec<&HashSet<String>> = texts.iter().filter(holds).collect();
        let hides = |stems: &HashSet<String>| {
            stems.len() > own.len()
                && own.is_subset(stems)
                && met.iter().all(|text| stems.is_subset(text))
        };
        let hidden_by = others.iter().find(|(stems, ..)| !met.is_empty() && hides(stems));
        let hidden_by = hidden_by.map(|(_, word, it)| ((*word).into(), it.code.clone()));
        KeywordUse { word: word.into(), met: met.len(), hidden_by }
    };
    category.keywords.iter().map(|word| of(word)).collect()
}

fn stems(text: &str) -> HashSet<String> {
    text::tokens(text).into_iter().collect()
}
