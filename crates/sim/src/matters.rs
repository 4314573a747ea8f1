//! What people report about: every leaf of the tree that is in use, as often as its affair is.

use crate::draw::{Lot, pick, weighted};
use crate::texts::Affairs;
use crate::{Error, Result};
use domain::Reference;
use domain::category::{Category, CategoryCode};
use domain::kind::{ComplaintClass, Level, ReportKind};
use jiff::civil::Date;
use rand::rngs::StdRng;

/// One of a hundred reports that may be of any kind.
const KINDS: [(ReportKind, u32); 4] = [
    (ReportKind::Complaint, 80),
    (ReportKind::InformationRequest, 12),
    (ReportKind::Aspiration, 7),
    (ReportKind::Whistleblowing, 1),
];
/// The usual level of a matter is the first; the others are rare.
const LEVELS: [u32; 4] = [80, 10, 6, 4];

/// Something to report.
#[derive(Debug, Clone)]
pub(crate) struct Matter {
    pub(crate) code: CategoryCode,
    pub(crate) name: String,
    /// As people say it, without the full stop.
    pub(crate) example: String,
    pub(crate) keywords: Vec<String>,
    pub(crate) supervisory: bool,
    pub(crate) sensitive: bool,
    /// Takes what no sibling takes.
    rest: bool,
    kind: Option<ReportKind>,
    levels: Vec<(Level, u32)>,
}

/// Everything there is to report.
pub(crate) struct Matters {
    all: Vec<Matter>,
    lot: Lot<usize>,
}

impl Matters {
    pub(crate) fn new(reference: &Reference, today: Date) -> Result<Self> {
        let affairs = Affairs::read()?;
        let mut leaves: Vec<&Category> = reference.categories.leaves().collect();
        leaves.retain(|leaf| leaf.is_used_on(today) && !leaf.levels.is_empty());
        leaves.sort_by(|a, b| a.code.cmp(&b.code));
        let all: Vec<Matter> = leaves.iter().map(|leaf| matter(leaf)).collect();
        let of_affair =
            |affair: &str| all.iter().filter(|one| one.code.affair() == affair).count() as u64;
        let weights: Vec<(usize, u64)> = all
            .iter()
            .enumerate()
            .map(|(at, one)| {
                let affair = one.code.affair();
                // What is named is reported more often than what is left over.
                let rest = if one.rest { 1 } else { 3 };
                (at, affairs.permille(affair) * 1_000 * rest / of_affair(affair).max(1))
            })
            .collect();
        if all.is_empty() {
            return Err(Error::Missing("categories"));
        }
        Ok(Self { all, lot: Lot::new(weights) })
    }

    pub(crate) fn get(&self, at: usize) -> Result<&Matter> {
        self.all.get(at).ok_or(Error::Missing("a matter of that number"))
    }

    /// Which matter somebody reports; with `about`, one of these categories.
    pub(crate) fn draw(&self, about: &[String], rng: &mut StdRng) -> usize {
        let fits = |one: &Matter| about.iter().any(|code| is_below(&one.code, code));
        if about.is_empty() {
            return self.lot.draw(rng).copied().unwrap_or(0);
        }
        let fitting: Vec<usize> =
            (0..self.all.len()).filter(|at| self.all.get(*at).is_some_and(fits)).collect();
        pick(&fitting, rng).copied().unwrap_or(0)
    }
}

impl Matter {
    /// What is wanted.
    pub(crate) fn kind(&self, rng: &mut StdRng) -> ReportKind {
        let any = || weighted(&KINDS, |(_, share)| *share, rng).map(|(kind, _)| *kind);
        self.kind.or_else(any).unwrap_or(ReportKind::Complaint)
    }

    /// Which level owns it.
    pub(crate) fn level(&self, rng: &mut StdRng) -> Level {
        weighted(&self.levels, |(_, share)| *share, rng).map_or(Level::Regency, |(level, _)| *level)
    }
}

fn matter(leaf: &Category) -> Matter {
    let example = leaf.examples.0.first().map_or(&*leaf.about.0, |example| &**example);
    let keywords = leaf.keywords.iter().map(ToString::to_string).collect::<Vec<_>>();
    let name = leaf.name.0.to_string();
    Matter {
        code: leaf.code.clone(),
        example: example.trim_end_matches(['.', '?', '!']).to_owned(),
        keywords: if keywords.is_empty() { vec![name.to_lowercase()] } else { keywords },
        name,
        supervisory: leaf.class == ComplaintClass::Supervisory,
        sensitive: !leaf.sensitive.is_empty(),
        rest: leaf.catch_all,
        kind: leaf.kind,
        levels: leaf.levels.iter().copied().zip(LEVELS).collect(),
    }
}

fn is_below(code: &CategoryCode, above: &str) -> bool {
    code.as_str().strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
