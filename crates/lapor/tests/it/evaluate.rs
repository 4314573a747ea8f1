//! `lapor triage eval` on a small table of invented texts.

use std::fmt::Write as _;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

const PLACES: [&str; 12] = [
    "Sukasari",
    "Cibiru",
    "Antapani",
    "Coblong",
    "Regol",
    "Lengkong",
    "Andir",
    "Arcamanik",
    "Rancasari",
    "Buahbatu",
    "Cicendo",
    "Panyileukan",
];

const KINDS: [(&str, &str, &str); 3] = [
    ("Lampu jalan mati di", "Perhubungan", "lampu"),
    ("Sampah menumpuk di", "Kebersihan", "sampah"),
    ("Air ledeng keruh di", "Air Minum", ""),
];

const PLAN: &str = r#"
text = "isi"
label = "kantor"
topic = "hal"
time = "waktu"
cut = "2026-10-01"
least = 5
[units]
transport = "Perhubungan"
environment = "Kebersihan"
water_utility = "Air Minum"
[categories]
lampu = "public_works.roads.street_lighting"
sampah = "environment.waste.collection"
"#;

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("lapor-eval-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, words: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, words).unwrap();
        path
    }

    /// Evaluates a file: whether it ended well, and what it said on both outputs.
    fn evaluate(&self, plan: &Path, file: &Path, more: &[&str]) -> (bool, String) {
        let ended = Command::new(env!("CARGO_BIN_EXE_lapor"))
            .current_dir(&self.0)
            .args(["triage", "eval", "--splits", "1", "--labels"])
            .args([plan, file])
            .args(more)
            .output()
            .unwrap();
        let said = [ended.stdout, ended.stderr].concat();
        (ended.status.success(), String::from_utf8_lossy(&said).into_owned())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// The cells of the row that begins with these words, without them.
fn row<'a>(said: &'a str, what: &str) -> Vec<&'a str> {
    let row = said.lines().find_map(|line| line.strip_prefix(what));
    row.unwrap_or_else(|| panic!("no {what}: {said}")).split_whitespace().collect()
}

fn table() -> String {
    let mut table = "isi,kantor,hal,waktu\n".to_owned();
    for (place, month) in PLACES.iter().zip(1..) {
        for (text, office, topic) in KINDS {
            writeln!(table, "{text} {place},{office},{topic},2026-{month:02}-01").unwrap();
        }
    }
    table
}

#[test]
fn labelled_texts_are_measured() {
    let folder = Folder::new("table");
    let (plan, texts) = (folder.write("plan.toml", PLAN), folder.write("texts.csv", &table()));
    let (well, said) = folder.evaluate(&plan, &texts, &[]);
    assert!(well && said.starts_with("36 texts, 3 labels"), "{said}");
    assert_eq!(row(&said, "by time, frozen")[..2], ["9", "1.000"], "{said}");
    assert!(said.contains("are nearly the same") && said.contains("texts/s read whole"), "{said}");
    let tree = said.split_once("the whole tree").unwrap().1;
    assert_eq!(row(tree, "day zero")[..2], ["24", "1.000"], "{said}");
    assert_eq!(row(tree, "by time, learning on the way")[..4], ["6", "1.000", "1.000", "1.000"]);
    assert!(!said.contains("baseline"), "{said}");
}

#[test]
fn another_program_is_measured_on_the_same_splits() {
    let folder = Folder::new("baseline");
    let (plan, texts) = (folder.write("plan.toml", PLAN), folder.write("texts.csv", &table()));
    let script = |words: &str| {
        let path = folder.write("other.sh", &format!("#!/bin/sh\n{words}\n"));
        std::fs::set_permissions(&path, Permissions::from_mode(0o700)).unwrap();
        path
    };
    // "Air Minum" to every text; of each split the first three are answered.
    let said = r#"{"said":[0,1,2],"sure":0.5}"#;
    let path = script(&format!("sed 's/.*/[{said},{said},{said}]/' \"$1/splits.jsonl\""));
    let (well, said) = folder.evaluate(&plan, &texts, &["--baseline", path.to_str().unwrap()]);
    assert!(well, "{said}");
    assert_eq!(row(&said, "baseline: by time, frozen")[..3], ["3", "0.333", "1.000"], "{said}");
    let path = script("exit 3");
    let (well, said) = folder.evaluate(&plan, &texts, &["--baseline", path.to_str().unwrap()]);
    assert!(!well && said.contains("other.sh ended early: exit status: 3"), "{said}");
}

#[test]
fn objects_are_read_line_by_line_and_offices_of_one_kind_are_one_label() {
    let folder = Folder::new("objects");
    let plan = r#"
text = "text"
title = "title"
label = "addressee"
time = "id"
cut = "1000"
least = 5
[[merge]]
contains = "hubungan"
into = "Perhubungan"
[units]
[agencies]
bpjs-kesehatan = "BPJS"
"#;
    let mut lines = String::new();
    for (place, id) in PLACES.iter().zip(991..) {
        writeln!(lines, r#"{{"id":{id},"title":"Lampu","text":"mati di {place}","addressee":"Dinas Perhubungan {place}"}}"#).unwrap();
        writeln!(
            lines,
            r#"{{"id":{id},"title":"Kartu BPJS","text":"tidak aktif {place}","addressee":"BPJS"}}"#
        )
        .unwrap();
        writeln!(
            lines,
            r#"{{"id":{id},"title":null,"text":"kepada siapa {place}","addressee":null}}"#
        )
        .unwrap();
    }
    let plan = folder.write("plan.toml", plan);
    let (well, said) = folder.evaluate(&plan, &folder.write("texts.jsonl", &lines), &[]);
    assert!(well && said.starts_with("24 texts, 2 labels"), "{said}");
    assert_eq!(row(&said, "by time, frozen")[0], "6", "ids of four digits are later: {said}");
    let (well, said) = folder.evaluate(&plan, &folder.write("odd.jsonl", "{\n"), &[]);
    assert!(!well && said.contains("odd.jsonl: line 1: "), "{said}");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = Folder::new("faults");
    let plan = folder.write("plan.toml", PLAN);
    let (well, said) = folder.evaluate(&plan, &plan, &[]);
    assert!(!well && said.contains("plan.toml: there is no column isi"), "{said}");
    let (well, said) = folder.evaluate(&plan, &folder.0.join("nowhere.csv"), &[]);
    assert!(!well && said.contains("nowhere.csv: No such file"), "{said}");
}
