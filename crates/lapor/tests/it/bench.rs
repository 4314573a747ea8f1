//! `lapor bench`, so short that its figures mean nothing: it runs, and says all it promises.

use serde_json::Value;
use std::process::Command;

#[test]
fn a_short_measurement_says_everything() {
    let folder = std::env::temp_dir().join(format!("lapor-bench-test-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("bench.json");
    let ended = Command::new(env!("CARGO_BIN_EXE_lapor"))
        .args(["bench", "--reports", "200", "--seconds", "1", "--connections", "4"])
        .arg("--json")
        .arg(&file)
        .arg("--folder")
        .arg(&folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.success(), "{said}");
    let found: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let left: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(left, ["bench.json"], "databases of a measurement go with it");
    assert_eq!((&found["wrong"], &found["reports"]), (&Value::from(0), &Value::from(200)));
    assert!(found["machine"]["cores"].as_u64() >= Some(1), "{found}");
    let rows = found["rows"].as_array().unwrap();
    let of = |group: &str| rows.iter().filter(|row| row["group"] == group).count();
    let groups = ["intake", "flush", "totals", "pages", "alike", "memory", "start"].map(of);
    assert_eq!(groups, [2, 1, 1, 6, 1, 1, 1], "{found}");
    for row in rows {
        assert!(row["measured"].as_f64() > Some(0.0), "{row}");
        for field in [
            "what",
            "engine",
            "unit",
            "connections",
            "p50_ms",
            "p99_ms",
            "limit",
            "limit_is",
            "ratio",
            "bar",
            "met",
        ] {
            assert!(row.get(field).is_some(), "{field} in {row}");
        }
        if matches!(row["group"].as_str(), Some("intake" | "pages")) {
            assert!(row["ratio"].as_f64() > Some(0.0), "{row}");
            assert!(row["p99_ms"].as_f64() >= row["p50_ms"].as_f64(), "{row}");
        }
    }
}
