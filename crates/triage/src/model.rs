//! Suggests leaves of the national category tree and learns from what officers confirm.
//!
//! Two questions, one after the other: which affair, and which leaf of it. Each is answered from
//! two opinions, what the tree says of itself ([`Knowledge`]) and what was learned ([`Margins`]);
//! the leaves of a branch learn together as well as each alone, so that a decision for one leaf
//! helps its neighbours.

use crate::bytes::{Reader, Writer};
use crate::calibration::Calibration;
use crate::features::{BUCKETS, Frequencies, Terms, Vector, word_buckets};
use crate::knowledge::{self, Knowledge, description};
use crate::margins::{Goal, Margins};
use crate::scales::{Scales, Step};
use domain::category::{Categories, Category, CategoryCode};
use std::collections::HashMap;
use std::io;

/// Affairs whose leaves are looked at, at most.
const BEAM: usize = 5;
/// Affairs whose leaves are looked at however unlikely they are.
const BEAM_MIN: usize = 2;
/// Chance from which the leaves of further affairs are looked at.
const LIKELY: f32 = 0.01;
/// Old texts visited again with each decision.
const AGAIN: usize = 1;
/// Number of the form in which a model is written down.
const FORMAT: u64 = 3;

/// A leaf and how likely it is; all three are between 0 and 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggested {
    /// The leaf.
    pub code: CategoryCode,
    /// How likely it is.
    pub probability: f32,
    /// How likely its affair is, at least `branch`.
    pub affair: f32,
    /// How likely its branch is, at least `probability`.
    pub branch: f32,
}

/// Suggests leaves of the category tree and learns from what officers confirm. The same tree and
/// the same decisions in the same order give the same bytes.
#[derive(Debug, Clone)]
pub struct Model {
    knowledge: Knowledge,
    frequencies: Frequencies,
    margins: Margins,
    affairs: Vec<Affair>,
    inclinations: Vec<Step>,
    places: HashMap<CategoryCode, Path>,
    among_affairs: Scales<2>,
    among_leaves: Scales<3>,
    affair_calibration: Calibration,
    leaf_calibration: Calibration,
    learned: u64,
}

/// An affair with what is below it; its number never changes.
#[derive(Debug, Clone, PartialEq)]
struct Affair {
    code: CategoryCode,
    branches: Vec<CategoryCode>,
    leaves: Vec<Leaf>,
    inclinations: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq)]
struct Leaf {
    code: CategoryCode,
    /// Number of its branch within the affair.
    branch: usize,
    /// May be suggested: in the tree and without a last day.
    used: bool,
    /// Number of its description.
    described: Option<usize>,
}

/// Where a code stands: as deep as it goes.
#[derive(Debug, Clone, Copy)]
struct Path {
    affair: usize,
    branch: Option<usize>,
    leaf: Option<usize>,
}

impl Path {
    const fn affair_goal(self) -> Goal {
        Goal { node: 0, right: self.affair }
    }

    fn branch_goal(self) -> Option<Goal> {
        Some(Goal { node: branches(self.affair), right: self.branch? })
    }

    fn leaf_goal(self) -> Option<Goal> {
        Some(Goal { node: leaves(self.affair), right: self.leaf? })
    }

    fn goals(self) -> Vec<Goal> {
        [Some(self.affair_goal()), self.branch_goal(), self.leaf_goal()]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// The node of an affair's branches.
const fn branches(affair: usize) -> usize {
    1 + 2 * affair
}

/// The node of an affair's leaves.
const fn leaves(affair: usize) -> usize {
    2 + 2 * affair
}

/// What both opinions are formed from.
struct Heard {
    vector: Vector,
    /// The share of each description.
    known: Vec<f32>,
}

impl Model {
    /// A model that knows the tree's own words and no decision.
    #[must_use]
    pub fn new(categories: &Categories) -> Self {
        let mut model = Self {
            knowledge: Knowledge::of(0, []),
            frequencies: Frequencies::new(),
            margins: Margins::new(AGAIN),
            affairs: Vec::new(),
            inclinations: Vec::new(),
            places: HashMap::new(),
            among_affairs: Scales::new([2.0, 1.0]),
            among_leaves: Scales::new([1.0, 1.5, 1.0]),
            affair_calibration: Calibration::new(),
            leaf_calibration: Calibration::new(),
            learned: 0,
        };
        model.renew(categories);
        model.frequencies = model.knowledge.frequencies().clone();
        model
    }

    /// Leaves, the likeliest first, at most so many.
    #[must_use]
    pub fn suggest(&self, text: &str, most: usize) -> Vec<Suggested> {
        let heard = self.hear(&Terms::of(text));
        let mut affairs = self.affair_chances(&heard);
        let is_used = |affair: &Affair| affair.leaves.iter().any(|leaf| leaf.used);
        keep(&mut affairs, self.affairs.iter().map(is_used));
        self.affair_calibration.correct(&mut affairs);
        let mut likeliest: Vec<(&Affair, usize, f32)> = self
            .affairs
            .iter()
            .zip(affairs)
            .enumerate()
            .map(|(number, (affair, chance))| (affair, number, chance))
            .collect();
        likeliest.sort_by(|a, b| b.2.total_cmp(&a.2));
        let mut found = Vec::new();
        let is_likely = |(rank, (_, _, chance)): &(usize, (&Affair, usize, f32))| {
            *rank < BEAM_MIN || *chance >= LIKELY
        };
        let beam = likeliest.into_iter().enumerate().take(BEAM).take_while(is_likely);
        for (_, (affair, number, chance)) in beam {
            let mut chances = self.leaf_chances(number, affair, &heard);
            keep(&mut chances, affair.leaves.iter().map(|leaf| leaf.used));
            self.leaf_calibration.correct(&mut chances);
            let mut of_branches = vec![0.0; affair.branches.len()];
            for (leaf, one) in affair.leaves.iter().zip(&chances) {
                if let Some(sum) = of_branches.get_mut(leaf.branch) {
                    *sum += one;
                }
            }
            let used = affair.leaves.iter().zip(chances).filter(|(leaf, _)| leaf.used);
            found.extend(used.map(|(leaf, one)| Suggested {
                code: leaf.code.clone(),
                probability: chance * one,
                affair: chance,
                branch: chance * of_branches.get(leaf.branch).map_or(one, |sum| sum.max(one)),
            }));
        }
        found.sort_by(|a, b| {
            b.probability.total_cmp(&a.probability).then_with(|| a.code.cmp(&b.code))
        });
        found.truncate(most);
        found
    }

    /// The words that speak most for a code, strongest first: from its description or from what
    /// was learned. Empty for a code nobody knows.
    #[must_use]
    pub fn reasons(&self, text: &str, code: &CategoryCode, most: usize) -> Vec<String> {
        let Some(path) = self.places.get(code) else { return Vec::new() };
        let terms = Terms::of(text);
        let (learned, known) =
            (self.frequencies.weigh(&terms), self.knowledge.frequencies().weigh(&terms));
        let weight_in = |vector: &Vector, bucket: u32| {
            let found = vector.iter().find(|(here, _)| *here == bucket);
            found.map_or(0.0, |(_, weight)| *weight)
        };
        let share =
            |goal: Option<Goal>, bucket| goal.map_or(0.0, |goal| self.margins.share(bucket, goal));
        let [of_affair, affair_known] = self.among_affairs.factors.map(|factor| factor.value);
        let [of_branch, of_leaf, _] = self.among_leaves.factors.map(|factor| factor.value);
        let described = self.described(*path);
        let speaks = |bucket: u32| {
            let margin = of_affair * share(Some(path.affair_goal()), bucket)
                + of_branch * share(path.branch_goal(), bucket)
                + of_leaf * share(path.leaf_goal(), bucket);
            let weight = weight_in(&known, bucket);
            let likeness = described.map_or(0.0, |it| self.knowledge.likeness(bucket, weight, it));
            weight_in(&learned, bucket) * margin + affair_known * likeness
        };
        strongest(text, speaks, most)
    }

    /// Learns what an officer confirmed, an affair, a branch or a leaf. A code that is not in the
    /// tree is added.
    pub fn learn(&mut self, text: &str, code: &CategoryCode) {
        let path = self.place(code);
        let terms = Terms::of(text);
        // Scales and calibration learn from what was heard before this decision was known, so that
        // a probability means what it says on texts not seen yet.
        let heard = self.hear(&terms);
        let opinions = self.affair_opinions(&heard);
        self.affair_calibration
            .watch(&self.among_affairs.chances(&opinions, &self.inclinations), path.affair);
        self.among_affairs.learn(&opinions, &mut self.inclinations, path.affair);
        if let (Some(leaf), Some(affair)) = (path.leaf, self.affairs.get(path.affair)) {
            let opinions = self.leaf_opinions(path.affair, affair, &heard);
            let chances = self.among_leaves.chances(&opinions, &affair.inclinations);
            self.leaf_calibration.watch(&chances, leaf);
            if let Some(affair) = self.affairs.get_mut(path.affair) {
                self.among_leaves.learn(&opinions, &mut affair.inclinations, leaf);
            }
        }
        self.frequencies.count(&terms);
        self.margins.learn(&self.frequencies.weigh(&terms), &path.goals());
        self.learned += 1;
    }

    /// Takes over a changed tree: new leaves are suggested by their own words, those that are gone
    /// or have a last day no longer. What was learned stays.
    pub fn renew(&mut self, categories: &Categories) {
        let lasts =
            |code: &CategoryCode| categories.get(code).is_some_and(|node| node.valid_to.is_none());
        let mut leaves: Vec<&Category> = categories
            .leaves()
            .filter(|leaf| {
                let above = std::iter::successors(Some(leaf.code.clone()), CategoryCode::parent);
                above.into_iter().all(|code| lasts(&code))
            })
            .collect();
        leaves.sort_by(|a, b| a.code.cmp(&b.code));
        let affairs = leaves.chunk_by(|a, b| a.code.affair() == b.code.affair()).count();
        self.margins.widen(0, affairs);
        for leaf in self.affairs.iter_mut().flat_map(|affair| &mut affair.leaves) {
            (leaf.used, leaf.described) = (false, None);
        }
        let mut described = Vec::with_capacity(leaves.len());
        for (number, leaf) in leaves.iter().enumerate() {
            let path = self.place(&leaf.code);
            let affair = self.affairs.get_mut(path.affair);
            let place = affair.and_then(|affair| affair.leaves.get_mut(path.leaf?));
            if let Some(place) = place {
                (place.used, place.described) = (true, Some(number));
            }
            let branch = leaf.code.parent().and_then(|code| categories.get(&code));
            described.push(description(leaf, branch));
        }
        let described = described.iter().enumerate().map(|(number, text)| (number, text.as_str()));
        self.knowledge = Knowledge::of(leaves.len(), described);
    }

    /// Decisions learned so far.
    #[must_use]
    pub fn learned(&self) -> u64 {
        self.learned
    }

    /// Bytes of memory held.
    #[must_use]
    pub fn footprint_bytes(&self) -> usize {
        let leaves: usize = self.affairs.iter().map(|affair| affair.leaves.len()).sum();
        self.margins.footprint_bytes()
            + self.knowledge.footprint_bytes()
            + 4 * BUCKETS
            + leaves * (size_of::<Leaf>() + size_of::<Step>() + 2 * size_of::<Path>() + 128)
    }

    /// Writes everything learned, to go on from later. The tree itself is not in it.
    ///
    /// # Errors
    /// What `to` says.
    pub fn write(&self, to: &mut dyn io::Write) -> io::Result<()> {
        let mut to = Writer::new(to);
        self.put(&mut to);
        to.end()
    }

    pub(crate) fn put(&self, to: &mut Writer<'_>) {
        to.long(FORMAT);
        to.long(self.learned);
        let step = |to: &mut Writer<'_>, step: &Step| {
            to.float(step.value);
            to.float(step.squares);
        };
        to.list(&self.affairs, |to, affair| {
            to.word(affair.code.as_str());
            to.list(&affair.branches, |to, branch| to.word(branch.as_str()));
            to.list(&affair.leaves, |to, leaf| to.word(leaf.code.as_str()));
            to.list(&affair.inclinations, step);
        });
        to.list(&self.inclinations, step);
        to.list(&self.among_affairs.factors, step);
        to.list(&self.among_leaves.factors, step);
        self.affair_calibration.write(to);
        self.leaf_calibration.write(to);
        self.frequencies.write(to);
        self.margins.write(to);
    }

    /// Goes on from bytes with this tree; `None` when they are damaged or of another form.
    #[must_use]
    pub fn from_bytes(categories: &Categories, bytes: &[u8]) -> Option<Self> {
        let mut from = Reader::of(bytes)?;
        let model = Self::take(categories, &mut from)?;
        from.is_over().then_some(model)
    }

    pub(crate) fn take(categories: &Categories, from: &mut Reader<'_>) -> Option<Self> {
        if from.long()? != FORMAT {
            return None;
        }
        let learned = from.long()?;
        let code = |from: &mut Reader<'_>| CategoryCode::parse(from.word()?);
        let step =
            |from: &mut Reader<'_>| Some(Step { value: from.float()?, squares: from.float()? });
        let affairs = from.list(|from| {
            let affair = code(from)?;
            let branches = from.list(code)?;
            let leaves = from.list(|from| {
                let code = code(from)?;
                let branch = code.parent()?;
                let branch = branches.iter().position(|one| *one == branch)?;
                Some(Leaf { code, branch, used: false, described: None })
            })?;
            Some(Affair { code: affair, branches, leaves, inclinations: from.list(step)? })
        })?;
        let mut model = Self {
            knowledge: Knowledge::of(0, []),
            places: places(&affairs),
            affairs,
            inclinations: from.list(step)?,
            among_affairs: Scales { factors: from.list(step)?.try_into().ok()? },
            among_leaves: Scales { factors: from.list(step)?.try_into().ok()? },
            affair_calibration: Calibration::read(from)?,
            leaf_calibration: Calibration::read(from)?,
            frequencies: Frequencies::read(from)?,
            margins: Margins::read(from, AGAIN)?,
            learned,
        };
        model.renew(categories);
        Some(model)
    }

    fn hear(&self, terms: &Terms) -> Heard {
        Heard { vector: self.frequencies.weigh(terms), known: self.knowledge.shares(terms) }
    }

    fn affair_chances(&self, heard: &Heard) -> Vec<f32> {
        self.among_affairs.chances(&self.affair_opinions(heard), &self.inclinations)
    }

    fn affair_opinions(&self, heard: &Heard) -> [Vec<f32>; 2] {
        let mut margins = self.margins.of(0, &heard.vector);
        hold_back(&mut margins, self.margins.decided(0));
        let known = self.affairs.iter().map(|affair| {
            let shares = affair.leaves.iter().filter_map(|leaf| leaf.known(heard));
            shares.reduce(|sum, share| sum + share)
        });
        [margins, logs(known.collect())]
    }

    fn leaf_chances(&self, number: usize, affair: &Affair, heard: &Heard) -> Vec<f32> {
        self.among_leaves.chances(&self.leaf_opinions(number, affair, heard), &affair.inclinations)
    }

    fn leaf_opinions(&self, number: usize, affair: &Affair, heard: &Heard) -> [Vec<f32>; 3] {
        let of_branches = self.margins.of(branches(number), &heard.vector);
        let mut margins = self.margins.of(leaves(number), &heard.vector);
        hold_back(&mut margins, self.margins.decided(leaves(number)));
        let of_branch = |leaf: &Leaf| of_branches.get(leaf.branch).copied().unwrap_or(0.0);
        let known: Vec<Option<f32>> = affair.leaves.iter().map(|leaf| leaf.known(heard)).collect();
        let sum = known.iter().flatten().sum::<f32>().max(f32::MIN_POSITIVE);
        let known = known.into_iter().map(|share| share.map(|share| share / sum));
        [affair.leaves.iter().map(of_branch).collect(), margins, logs(known.collect())]
    }

    fn described(&self, path: Path) -> Option<usize> {
        self.affairs.get(path.affair)?.leaves.get(path.leaf?)?.described
    }

    /// Where a code stands; what is not there yet is added.
    fn place(&mut self, code: &CategoryCode) -> Path {
        if let Some(path) = self.places.get(code) {
            return *path;
        }
        let path = match code.parent() {
            None => {
                self.affairs.push(Affair {
                    code: code.clone(),

                    branches: Vec::new(),
                    leaves: Vec::new(),
                    inclinations: Vec::new(),
                });
                self.inclinations.push(Step::at(0.0));
                self.margins.widen(0, self.affairs.len());
                Path { affair: self.affairs.len() - 1, branch: None, leaf: None }
            }
            Some(parent) => {
                let above = self.place(&parent);
                self.place_below(above, code)
            }
        };
        self.places.insert(code.clone(), path);
        path
    }

    fn place_below(&mut self, above: Path, code: &CategoryCode) -> Path {
        let Some(affair) = self.affairs.get_mut(above.affair) else { return above };
        match above.branch {
            None => {
                affair.branches.push(code.clone());
                self.margins.widen(branches(above.affair), affair.branches.len());
                Path { branch: Some(affair.branches.len() - 1), ..above }
            }
            Some(branch) => {
                let code = code.clone();
                affair.leaves.push(Leaf { code, branch, used: true, described: None });
                affair.inclinations.push(Step::at(0.0));
                self.margins.widen(leaves(above.affair), affair.leaves.len());
                Path { leaf: Some(affair.leaves.len() - 1), ..above }
            }
        }
    }
}

impl Leaf {
    /// The share of its description.
    fn known(&self, heard: &Heard) -> Option<f32> {
        heard.known.get(self.described?).copied()
    }
}

fn places(affairs: &[Affair]) -> HashMap<CategoryCode, Path> {
    let mut places = HashMap::new();
    for (affair, one) in affairs.iter().enumerate() {
        let path = Path { affair, branch: None, leaf: None };
        places.insert(one.code.clone(), path);
        for (branch, code) in one.branches.iter().enumerate() {
            places.insert(code.clone(), Path { branch: Some(branch), ..path });
        }
        for (number, leaf) in one.leaves.iter().enumerate() {
            let path = Path { branch: Some(leaf.branch), leaf: Some(number), ..path };
            places.insert(leaf.code.clone(), path);
        }
    }
    places
}

/// Shares as logarithms; what nothing describes is as good as any.
fn logs(shares: Vec<Option<f32>>) -> Vec<f32> {
    #[expect(clippy::cast_precision_loss, reason = "a count of choices")]
    let any = 1.0 / shares.len().max(1) as f32;
    shares.into_iter().map(|share| knowledge::log(share.unwrap_or(any))).collect()
}

/// A choice nobody has decided for yet is no better than the average one, however new its weights.
fn hold_back(margins: &mut [f32], decided: &[u32]) {
    #[expect(clippy::cast_precision_loss, reason = "a count of choices")]
    let average = margins.iter().sum::<f32>() / margins.len().max(1) as f32;
    for (margin, decided) in margins.iter_mut().zip(decided) {
        if *decided == 0 {
            *margin = margin.min(average);
        }
    }
}

/// Chances of what may be chosen; all together 1 again.
fn keep(chances: &mut [f32], used: impl Iterator<Item = bool>) {
    chances.iter_mut().zip(used).for_each(|(chance, used)| *chance *= f32::from(u8::from(used)));
    let sum = chances.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    for chance in chances {
        *chance /= sum;
    }
}

/// The words and pairs of words that speak for something, strongest first, each once.
pub(crate) fn strongest(text: &str, speaks: impl Fn(u32) -> f32, most: usize) -> Vec<String> {
    let mut words: Vec<(String, f32)> = word_buckets(text)
        .into_iter()
        .map(|(word, bucket)| (word, speaks(bucket)))
        .filter(|(_, share)| *share > 0.0)
        .collect();
    words.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.dedup_by(|a, b| a.0 == b.0);
    words.into_iter().map(|(word, _)| word).take(most).collect()
}
