//! Packs the reference data into one gzipped file that the library embeds.
//!
//! Layout before compression, repeated: path, line feed, length in bytes, line feed, bytes.
//! Files are in order of path and nothing else goes in, so the same data gives the same bytes.

use flate2::{Compression, GzBuilder};
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../data");
    let out = PathBuf::from(env::var("OUT_DIR")?).join("data.gz");
    let mut paths = Vec::new();
    list(&root, &root, &mut paths)?;
    paths.sort();
    let mut packed = GzBuilder::new().write(Vec::new(), Compression::default());
    for path in paths {
        let bytes = fs::read(root.join(&path))?;
        write!(packed, "{path}\n{}\n", bytes.len())?;
        packed.write_all(&bytes)?;
    }
    fs::write(out, packed.finish()?)?;
    emit("rerun-if-changed=build.rs");
    emit(&format!("rerun-if-changed={}", root.display()));
    Ok(())
}

/// Collects the CSV and TOML files below `folder` as paths from `root` with `/`.
fn list(root: &Path, folder: &Path, paths: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(root, &path, paths)?;
        } else if path.extension().is_some_and(|kind| kind == "csv" || kind == "toml") {
            let inside = path.strip_prefix(root)?.to_str().ok_or("a path that is not UTF-8")?;
            paths.push(inside.replace('\\', "/"));
        }
    }
    Ok(())
}

fn emit(instruction: &str) {
    println!("cargo::{instruction}");
}
