//! The tree of categories as rows.

use super::super::files::{BranchTable, LeafTable, Words, affairs};
use super::super::{ALWAYS, DataSet, json_list};
use super::fault;
use crate::db::Value;
use crate::{Result, params};
use domain::calendar::LimitUnit;
use domain::category::CategoryCode;
use domain::kind::{ComplaintClass, Level, ReportKind, Sensitivity};

/// Places for the nodes of one affair, so that a new one can be put between two files.
const PER_AFFAIR: i64 = 1_000;
/// What a catch-all is called: it is one even where the file does not say so.
const CATCH_ALL: &str = "other";

/// Every node, parents before children.
pub(super) fn rows_of(data: &DataSet) -> Result<Vec<Vec<Value>>> {
    let mut rows = Vec::with_capacity(1_600);
    for (number, affair) in affairs(data)? {
        let mut position = number * PER_AFFAIR;
        let leaves: Vec<&LeafTable> = affair.branch.iter().flat_map(|b| &b.leaf).collect();
        let inner = Inner {
            keywords: &affair.keywords,
            levels: levels(&leaves),
            catch_all: affair.catch_all || affair.words.code == CATCH_ALL,
        };
        let code = affair.words.code.clone();
        rows.push(inner.row(&code, position, &affair.words)?);
        for branch in &affair.branch {
            push_branch(&mut rows, &code, &mut position, branch)?;
        }
    }
    Ok(rows)
}

fn push_branch(
    rows: &mut Vec<Vec<Value>>,
    affair: &str,
    position: &mut i64,
    branch: &BranchTable,
) -> Result<()> {
    let code = format!("{affair}.{}", branch.words.code);
    let inner = Inner {
        keywords: &branch.keywords,
        levels: levels(&branch.leaf.iter().collect::<Vec<_>>()),
        catch_all: branch.catch_all || branch.words.code == CATCH_ALL,
    };
    *position += 1;
    rows.push(inner.row(&code, *position, &branch.words)?);
    for leaf in &branch.leaf {
        *position += 1;
        rows.push(leaf_row(&format!("{code}.{}", leaf.words.code), *position, leaf)?);
    }
    Ok(())
}

/// What a node that is no leaf has.
struct Inner<'f> {
    keywords: &'f [String],
    levels: Vec<&'f str>,
    catch_all: bool,
}

impl Inner<'_> {
    fn row(&self, code: &str, position: i64, words: &Words) -> Result<Vec<Value>> {
        checked_code(code)?;
        let none: [&str; 0] = [];
        Ok(params![
            code,
            ALWAYS,
            position,
            &words.id,
            &words.en,
            &words.about_id,
            &words.about_en,
            json_list(&none),
            json_list(&none),
            json_list(self.keywords),
            None::<String>,
            ComplaintClass::NonSupervisory.word(),
            None::<i64>,
            None::<String>,
            "",
            self.levels.join(","),
            self.catch_all,
        ])
    }
}

fn leaf_row(code: &str, position: i64, leaf: &LeafTable) -> Result<Vec<Value>> {
    checked_code(code)?;
    let unknown =
        |what: &str, word: &str| fault(format_args!("{code}: no {what} is called {word}"));
    let kind = match leaf.kind.as_str() {
        "any" => None,
        word => Some(ReportKind::from_word(word).ok_or_else(|| unknown("kind", word))?),
    };
    let class =
        ComplaintClass::from_word(&leaf.class).ok_or_else(|| unknown("class", &leaf.class))?;
    for word in &leaf.levels {
        Level::from_word(word).ok_or_else(|| unknown("level", word))?;
    }
    for word in &leaf.sensitive {
        Sensitivity::from_word(word).ok_or_else(|| unknown("sensitivity", word))?;
    }
    Ok(params![
        code,
        ALWAYS,
        position,
        &leaf.words.id,
        &leaf.words.en,
        &leaf.words.about_id,
        &leaf.words.about_en,
        json_list(&leaf.examples_id),
        json_list(&leaf.examples_en),
        json_list(&leaf.keywords),
        kind.map(ReportKind::word),
        class.word(),
        leaf.days,
        leaf.days.map(|_| LimitUnit::WorkingDays.word()),
        leaf.sensitive.join(","),
        leaf.levels.join(","),
        leaf.catch_all || leaf.words.code == CATCH_ALL,
    ])
}

fn checked_code(code: &str) -> Result<()> {
    let code = CategoryCode::parse(code).map(|_| ()).ok_or(code);
    code.map_err(|code| fault(format_args!("{code} is no code of a category")))
}

/// The levels of the leaves below a node, in the order in which they first occur.
fn levels<'f>(leaves: &[&'f LeafTable]) -> Vec<&'f str> {
    let mut levels = Vec::new();
    for level in leaves.iter().flat_map(|leaf| &leaf.levels) {
        if !levels.contains(&level.as_str()) {
            levels.push(level.as_str());
        }
    }
    levels
}
