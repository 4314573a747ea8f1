//! The category tree as it is delivered.

use domain::category::{Categories, Category, CategoryCode};
use domain::kind::ComplaintClass;
use std::path::Path;
use toml::{Table, Value};

/// A code that must be one.
pub(crate) fn code(text: &str) -> CategoryCode {
    CategoryCode::parse(text).expect(text)
}

/// A node with its name and keywords.
pub(crate) fn node(at: &str, name: &str, keywords: &[&str]) -> Category {
    Category {
        code: code(at),
        name: (name.into(), name.into()),
        about: ("".into(), "".into()),
        examples: (Vec::new(), Vec::new()),
        keywords: keywords.iter().map(|word| (*word).into()).collect(),
        kind: None,
        class: ComplaintClass::NonSupervisory,
        settlement: None,
        sensitive: Vec::new(),
        levels: Vec::new(),
        catch_all: false,
        valid_to: None,
    }
}

/// All nodes of the delivered tree, as far as a text is compared with them.
pub(crate) fn delivered() -> Vec<Category> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/categories");
    let mut nodes = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let affair: Table = std::fs::read_to_string(file.unwrap().path()).unwrap().parse().unwrap();
        let affair_code = affair["code"].as_str().unwrap();
        nodes.push(read(affair_code, &affair));
        for branch in tables(&affair, "branch") {
            let branch_code = format!("{affair_code}.{}", branch["code"].as_str().unwrap());
            nodes.push(read(&branch_code, branch));
            for leaf in tables(branch, "leaf") {
                let leaf_code = format!("{branch_code}.{}", leaf["code"].as_str().unwrap());
                nodes.push(read(&leaf_code, leaf));
            }
        }
    }
    nodes
}

fn tables<'a>(of: &'a Table, name: &str) -> impl Iterator<Item = &'a Table> {
    of.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_table)
}

fn read(at: &str, table: &Table) -> Category {
    let words = |name: &str| -> Vec<&str> {
        let found = table.get(name).and_then(Value::as_array);
        found.into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let text = |name: &str| table.get(name).and_then(Value::as_str).unwrap_or_default();
    let mut read = node(at, text("id"), &words("keywords"));
    read.about.0 = text("about_id").into();
    read.examples.0 = words("examples_id").into_iter().map(Into::into).collect();
    read
}

/// The delivered tree.
pub(crate) fn categories() -> Categories {
    Categories::new(delivered())
}
