//! The national category tree: affair, branch, leaf; mutually exclusive, together complete.

use crate::calendar::Limit;
use crate::kind::{ComplaintClass, Level, ReportKind, Sensitivity};
use jiff::civil::Date;
use std::collections::HashMap;

/// Dotted code of a category: `public_works`, `public_works.roads`, `public_works.roads.potholes`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CategoryCode(Box<str>);

impl CategoryCode {
    /// Reads a code: one to three dot-separated words of `[a-z0-9_]`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let word = |w: &str| {
            !w.is_empty()
                && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        let count = text.split('.').count();
        (count <= 3 && text.len() <= 100 && text.split('.').all(word)).then(|| Self(text.into()))
    }

    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code one level up.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('.').map(|(head, _)| Self(head.into()))
    }

    /// The branch it belongs to or is; `None` for an affair.
    #[must_use]
    pub fn branch(&self) -> Option<Self> {
        let end = self.0.match_indices('.').nth(1).map_or(self.0.len(), |(at, _)| at);
        self.0.get(..end).filter(|head| head.contains('.')).map(|head| Self(head.into()))
    }

    /// The government affair it belongs to.
    #[must_use]
    pub fn affair(&self) -> &str {
        self.0.split('.').next().unwrap_or(&self.0)
    }

    /// 1 for an affair, 2 for a branch, 3 for a leaf.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.split('.').count()
    }
}

impl std::fmt::Display for CategoryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One node of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Its code.
    pub code: CategoryCode,
    /// Indonesian and English names.
    pub name: (Box<str>, Box<str>),
    /// One sentence a citizen understands, Indonesian and English.
    pub about: (Box<str>, Box<str>),
    /// How people say it, Indonesian and English.
    pub examples: (Vec<Box<str>>, Vec<Box<str>>),
    /// Words that point here and to no sibling.
    pub keywords: Vec<Box<str>>,
    /// Only for this kind of report; `None` for any.
    pub kind: Option<ReportKind>,
    /// Class a complaint of this category has.
    pub class: ComplaintClass,
    /// Its own settlement limit.
    pub settlement: Option<Limit>,
    /// Why it is confidential by default; empty when it is not.
    pub sensitive: Vec<Sensitivity>,
    /// Levels of government that can own it, the usual one first.
    pub levels: Vec<Level>,
    /// Takes what no sibling takes.
    pub catch_all: bool,
    /// Last day.
    pub valid_to: Option<Date>,
}

impl Category {
    /// True until its last day has passed: retired ones stay for the reports that bear them.
    #[must_use]
    pub fn is_used_on(&self, day: Date) -> bool {
        self.valid_to.is_none_or(|to| day <= to)
    }
}

/// The whole tree, in the order of its files.
#[derive(Debug, Clone, Default)]
pub struct Categories {
    nodes: HashMap<CategoryCode, Category>,
    children: HashMap<Option<CategoryCode>, Vec<CategoryCode>>,
}

impl Categories {
    /// Builds the tree; siblings keep the order given.
    #[must_use]
    pub fn new(nodes: impl IntoIterator<Item = Category>) -> Self {
        let mut tree = Self::default();
        for node in nodes {
            tree.children.entry(node.code.parent()).or_default().push(node.code.clone());
            tree.nodes.insert(node.code.clone(), node);
        }
        tree
    }

    /// The same tree with this node, in place of the one of its code if there is one.
    #[must_use]
    pub fn with(mut self, node: Category) -> Self {
        let siblings = self.children.entry(node.code.parent()).or_default();
        if !siblings.contains(&node.code) {
            siblings.push(node.code.clone());
        }
        self.nodes.insert(node.code.clone(), node);
        self
    }

    /// One node.
    #[must_use]
    pub fn get(&self, code: &CategoryCode) -> Option<&Category> {
        self.nodes.get(code)
    }

    /// The nodes directly below `parent`, affairs for `None`.
    pub fn below(&self, parent: Option<&CategoryCode>) -> impl Iterator<Item = &Category> {
        self.children.get(&parent.cloned()).into_iter().flatten().filter_map(|code| self.get(code))
    }

    /// All leaves.
    pub fn leaves(&self) -> impl Iterator<Item = &Category> {
        self.nodes.values().filter(|node| node.code.depth() == 3)
    }

    /// All nodes, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Category> {
        self.nodes.values()
    }

    /// Keywords of a node that another node has as well, with that other; those of siblings break
    /// the rules of the tree, those of nodes further away overlap.
    #[must_use]
    pub fn also_claimed(&self, node: &Category) -> Vec<(Box<str>, CategoryCode)> {
        let others = self.all().filter(|it| it.code != node.code && it.valid_to.is_none());
        let mut claimed: Vec<_> = others
            .flat_map(|it| it.keywords.iter().map(move |word| (word.clone(), it.code.clone())))
            .filter(|(word, _)| node.keywords.contains(word))
            .collect();
        claimed.sort();
        claimed
    }

    /// What breaks the rules of the tree: siblings that share a keyword, inner nodes without
    /// exactly one catch-all or without children. Empty when the tree is sound. Nodes with a last
    /// day are left out: what replaces them may take their words.
    #[must_use]
    pub fn tree_faults(&self) -> Vec<TreeFault> {
        let mut faults = Vec::new();
        for (parent, children) in &self.children {
            let nodes: Vec<&Category> = children
                .iter()
                .filter_map(|code| self.get(code))
                .filter(|node| node.valid_to.is_none())
                .collect();
            if nodes.is_empty() {
                continue;
            }
            let count = nodes.iter().filter(|node| node.catch_all).count();
            if count != 1 {
                faults.push(TreeFault::CatchAlls { parent: parent.clone(), count });
            }
            shared_keywords(&nodes, &mut faults);
        }
        for node in self.nodes.values().filter(|node| node.valid_to.is_none()) {
            if node.code.depth() < 3 && self.below(Some(&node.code)).all(|n| n.valid_to.is_some()) {
                faults.push(TreeFault::Childless { code: node.code.clone() });
            }
        }
        faults.sort();
        faults
    }

    /// [`Self::tree_faults`] in words for operators.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        self.tree_faults().iter().map(ToString::to_string).collect()
    }
}

/// What makes a tree overlap or leaves a gap in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TreeFault {
    /// Two siblings claim the same word.
    SharedKeyword {
        /// The word.
        word: Box<str>,
        /// One of them.
        one: CategoryCode,
        /// The other.
        other: CategoryCode,
    },
    /// Nothing, or more than one thing, takes what no sibling takes.
    CatchAlls {
        /// Above them; `None` for the affairs.
        parent: Option<CategoryCode>,
        /// How many there are.
        count: usize,
    },
    /// An inner node without anything to choose below it.
    Childless {
        /// The node.
        code: CategoryCode,
    },
}

impl std::fmt::Display for TreeFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::SharedKeyword { word, one, other } => {
                write!(f, "{one} and {other} share the keyword \"{word}\"")
            }
            Self::CatchAlls { parent, count } => {
                let here = parent.as_ref().map_or("root", CategoryCode::as_str);
                write!(f, "{here}: {count} catch-alls, one is needed")
            }
            Self::Childless { code } => write!(f, "{code}: an inner node without children"),
        }
    }
}

fn shared_keywords(siblings: &[&Category], faults: &mut Vec<TreeFault>) {
    let mut owner: HashMap<&str, &CategoryCode> = HashMap::new();
    for node in siblings {
        for word in &node.keywords {
            if let Some(other) = owner.insert(word, &node.code)
                && other != &node.code
            {
                let (word, one, other) = (word.clone(), other.clone(), node.code.clone());
                faults.push(TreeFault::SharedKeyword { word, one, other });
            }
        }
    }
}
