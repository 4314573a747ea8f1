//! What no compiler checks: who may know whom, words, and whether documents tell the truth.

use crate::{Failed, say};
use std::fs;
use std::path::{Path, PathBuf};

/// Which of our crates a crate may depend on (ARCHITECTURE.md, code map).
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("text", &["domain"]),
    ("store", &["domain", "text"]),
    ("triage", &["domain", "text"]),
    ("channels", &["domain"]),
    ("web", &["domain", "text", "store", "triage"]),
    ("sim", &["domain", "store"]),
    ("lapor", &["domain", "text", "store", "channels", "triage", "web", "sim"]),
];

/// Dependencies that would end the purity of the rules.
const NOT_IN_DOMAIN: &[&str] =
    &["tokio", "serde", "serde_json", "rand", "tracing", "rusqlite", "reqwest"];

/// Words of SQL that one engine does not know; they live in dialect.rs and in migrations.
const ONE_SIDED: &[&str] =
    &[" ILIKE ", "= ANY(", "SKIP LOCKED", "::bigint", "::text", "to_tsquery", " GLOB "];

/// Module names that collect everything because they name nothing.
const NAMELESS: &[&str] = &["utils", "helpers", "common", "misc", "manager", "util", "helper"];

/// Lines a file of pages may have.
const WEB_LINES_MAX: usize = 500;

/// Runs every check and reports all that is wrong.
pub(crate) fn run(root: &Path) -> Result<(), Failed> {
    let mut faults = Vec::new();
    directions(root, &mut faults)?;
    let sources = files(&root.join("crates"), "rs")?;
    for path in &sources {
        source(root, path, &mut faults)?;
    }
    documents(root, &mut faults)?;
    coverage(root, &sources, &mut faults)?;
    glossary(root, &sources, &mut faults)?;
    for fault in &faults {
        say(fault);
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(format!("{} things are untidy", faults.len()).into())
    }
}

fn directions(root: &Path, faults: &mut Vec<String>) -> Result<(), Failed> {
    for entry in fs::read_dir(root.join("crates"))? {
        let folder = entry?.path();
        let name = folder.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
        let Some((_, allowed)) = MAY_KNOW.iter().find(|(known, _)| *known == name) else {
            faults.push(format!(
                "crates/{name}: a new crate needs an ADR and a line in xtask/src/tidy.rs"
            ));
            continue;
        };
        let manifest: toml::Table = fs::read_to_string(folder.join("Cargo.toml"))?.parse()?;
        let Some(dependencies) = manifest.get("dependencies").and_then(|d| d.as_table()) else {
            continue;
        };
        for used in dependencies.keys() {
            let ours = MAY_KNOW.iter().any(|(known, _)| known == used);
            if ours && !allowed.contains(&used.as_str()) {
                faults.push(format!("crates/{name} must not know {used}"));
            }
            if name == "domain" && NOT_IN_DOMAIN.contains(&used.as_str()) {
                faults
                    .push(format!("crates/domain must not use {used}: it decides, it never acts"));
            }
        }
    }
    Ok(())
}

fn source(root: &Path, path: &Path, faults: &mut Vec<String>) -> Result<(), Failed> {
    let text = fs::read_to_string(path)?;
    let shown = path.strip_prefix(root).unwrap_or(path).display().to_string();
    let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or_default();
    if NAMELESS.contains(&stem) {
        faults.push(format!("{shown}: a module named {stem} names nothing"));
    }
    if shown.starts_with("crates/web/src") && text.lines().count() > WEB_LINES_MAX {
        faults.push(format!("{shown}: more than {WEB_LINES_MAX} lines"));
    }
    let is_dialect = shown.ends_with("dialect.rs");
    for (number, line) in text.lines().enumerate() {
        let at = || format!("{shown}:{}", number + 1);
        for mark in ["FIXME", "TODO", "XXX"] {
            if line.contains(mark) {
                faults.push(format!("{}: {mark} belongs into an issue", at()));
            }
        }
        let in_store = shown.starts_with("crates/store/src") && !is_dialect;
        let token = line.contains("{{");
        let comment = line.trim_start().starts_with("//");
        if in_store && !token && !comment && ONE_SIDED.iter().any(|word| line.contains(word)) {
            faults.push(format!("{}: SQL of one engine only belongs into dialect.rs", at()));
        }
        let trimmed = line.trim_start();
        if trimmed.starts_with("// ")
            && (trimmed.ends_with(';') || trimmed.ends_with('{'))
            && trimmed.contains('(')
        {
            faults.push(format!("{}: commented-out code", at()));
        }
    }
    Ok(())
}

/// Every crate is in ARCHITECTURE.md, and every path that a document names exists.
fn documents(root: &Path, faults: &mut Vec<String>) -> Result<(), Failed> {
    let architecture = fs::read_to_string(root.join("ARCHITECTURE.md"))?;
    for (name, _) in MAY_KNOW {
        if !architecture.contains(&format!("`{name}`")) {
            faults.push(format!("ARCHITECTURE.md does not speak of the crate {name}"));
        }
    }
    let mut pages = files(&root.join("docs"), "md")?;
    pages.extend(
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"]
            .map(|name| root.join(name)),
    );
    for page in pages {
        let text = fs::read_to_string(&page)?;
        let shown = page.strip_prefix(root).unwrap_or(&page).display().to_string();
        for path in named_paths(&text) {
            if !root.join(&path).exists() {
                faults.push(format!("{shown} names {path}, which does not exist"));
            }
        }
    }
    Ok(())
}

/// Paths in backticks that begin with a folder of this repository.
fn named_paths(text: &str) -> Vec<String> {
    const FOLDERS: &[&str] = &["crates/", "docs/", "data/", "scripts/", "xtask/", "packaging/"];
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(|quoted| FOLDERS.iter().any(|folder| quoted.starts_with(folder)))
        .filter(|quoted| !quoted.contains(['*', '<', '{', ' ', '…']))
        .map(|quoted| {
            quoted.split("::").next().unwrap_or(quoted).trim_end_matches(['.', ',']).to_owned()
        })
        .collect()
}

/// docs/coverage.md: each row names code and a test that exist.
fn coverage(root: &Path, sources: &[PathBuf], faults: &mut Vec<String>) -> Result<(), Failed> {
    let text = fs::read_to_string(root.join("docs/coverage.md"))?;
    let mut all = String::new();
    for path in sources {
        all.push_str(&fs::read_to_string(path)?);
    }
    for path in files(&root.join("crates/web/browser"), "mjs")? {
        all.push_str(&fs::read_to_string(path)?);
    }
    for line in text.lines().filter(|l| l.starts_with("| C") || l.starts_with("| B")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let (Some(number), Some(test)) = (cells.get(1), cells.get(4)) else { continue };
        let tests: Vec<&str> = test.split('`').skip(1).step_by(2).collect();
        if tests.is_empty() {
            faults.push(format!("docs/coverage.md: {number} names no test"));
        }
        for name in tests.iter().filter(|name| !name.contains('/')) {
            let plain = name.rsplit("::").next().unwrap_or(name);
            if !all.contains(plain) {
                faults.push(format!(
                    "docs/coverage.md: {number} names the test {name}, which does not exist"
                ));
            }
        }
    }
    Ok(())
}

/// GLOSSARY.md: every code identifier of the second column exists.
fn glossary(root: &Path, sources: &[PathBuf], faults: &mut Vec<String>) -> Result<(), Failed> {
    let text = fs::read_to_string(root.join("GLOSSARY.md"))?;
    let mut all = String::new();
    for path in sources {
        all.push_str(&fs::read_to_string(path)?);
    }
    for line in text.lines().filter(|l| l.starts_with("| ") && !l.starts_with("| Indonesian")) {
        for identifier in line.split('|').nth(2).unwrap_or("").split('`').skip(1).step_by(2) {
            let last = identifier.rsplit("::").next().unwrap_or(identifier);
            if !all.contains(last) {
                faults.push(format!("GLOSSARY.md: {identifier} is not in the code"));
            }
        }
    }
    Ok(())
}

/// Files with an extension below a folder, dependencies aside.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Failed> {
    let mut found = Vec::new();
    if !folder.exists() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if path.file_name().is_none_or(|name| name != "node_modules") {
                found.extend(files(&path, extension)?);
            }
        } else if path.extension().is_some_and(|e| e == extension) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
