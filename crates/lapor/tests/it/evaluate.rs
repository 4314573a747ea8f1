//! `lapor triage eval` on a small table of invented texts.

use std::fmt::Write as _;
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

#[test]
fn labelled_texts_are_measured() {
    let folder = std::env::temp_dir().join(format!("lapor-eval-test-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (texts, labels) = (folder.join("texts.csv"), folder.join("labels.toml"));
    let mut table = "isi,kantor,waktu\n".to_owned();
    for (place, month) in PLACES.iter().zip(1..) {
        for (text, office) in [
            ("Lampu jalan mati di", "Perhubungan"),
            ("Sampah menumpuk di", "Kebersihan"),
            ("Air ledeng keruh di", "Air Minum"),
        ] {
            writeln!(table, "{text} {place},{office},2026-{month:02}-01").unwrap();
        }
    }
    std::fs::write(&texts, table).unwrap();
    let plan = "text = \"isi\"\nlabel = \"kantor\"\ntime = \"waktu\"\ncut = \"2026-10-01\"\nleast = 5\n\
                [units]\ntransport = \"Perhubungan\"\nenvironment = \"Kebersihan\"\nwater_utility = \"Air Minum\"\n";
    std::fs::write(&labels, plan).unwrap();
    let run = |file: &std::path::Path| {
        Command::new(env!("CARGO_BIN_EXE_lapor"))
            .current_dir(&folder)
            .args(["triage", "eval", "--splits", "1", "--labels"])
            .arg(&labels)
            .arg(file)
            .output()
            .unwrap()
    };
    let ended = run(&texts);
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    assert!(ended.status.success(), "{said}{}", String::from_utf8_lossy(&ended.stderr));
    assert!(said.starts_with("36 texts, 3 labels"), "{said}");
    let row = said.lines().find(|line| line.starts_with("by time, frozen")).unwrap();
    let cells: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(cells.get(3..5), Some(["9", "1.000"].as_slice()), "{row}");
    let missing = run(&folder.join("labels.toml"));
    assert!(!missing.status.success());
    let said = String::from_utf8_lossy(&missing.stderr).into_owned();
    assert!(said.contains("labels.toml: there is no column isi"), "{said}");
    let nowhere = run(&folder.join("nowhere.csv"));
    let said = String::from_utf8_lossy(&nowhere.stderr).into_owned();
    assert!(!nowhere.status.success() && said.contains("nowhere.csv: No such file"), "{said}");
    std::fs::remove_dir_all(&folder).unwrap();
}
