//! Bundles the assets with node and lists the locale files.
//!
//! Everything made goes to `OUT_DIR`, so checkouts that share nothing but the sources do not
//! disturb each other. node and npm are build tools only: the crate embeds what they made.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

type Failure = Box<dyn std::error::Error>;

const SOURCES: [&str; 9] = [
    "assets/css",
    "assets/js",
    "assets/build.mjs",
    "assets/tokens.mjs",
    "assets/icon.svg",
    "assets/icons.json",
    "assets/package.json",
    "assets/package-lock.json",
    "locales",
];

fn main() -> Result<(), Failure> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    println!("cargo::rerun-if-changed=build.rs");

    let assets = root.join("assets");
    install_packages(&assets)?;
    let dist = out.join("dist");
    run(Command::new("node").arg("build.mjs").arg("--out").arg(&dist).current_dir(&assets))?;

    fs::write(out.join("assets.rs"), asset_table(&dist)?)?;
    fs::write(out.join("icons.rs"), icon_enum(&dist)?)?;
    fs::write(out.join("locales.rs"), locale_table(&root.join("locales"))?)?;
    Ok(())
}

fn install_packages(assets: &Path) -> Result<(), Failure> {
    let lock = fs::metadata(assets.join("package-lock.json"))?.modified()?;
    let installed = fs::metadata(assets.join("node_modules/.package-lock.json"))
        .and_then(|found| found.modified())
        .is_ok_and(|at| at >= lock);
    if installed {
        return Ok(());
    }
    run(Command::new("npm").args(["ci", "--ignore-scripts"]).current_dir(assets))?;
    // npm keeps the time of an unchanged record, which would ask for another install each time.
    let record =
        fs::File::options().append(true).open(assets.join("node_modules/.package-lock.json"))?;
    record.set_modified(std::time::SystemTime::UNIX_EPOCH + since_epoch(lock)?)?;
    Ok(())
}

fn since_epoch(at: std::time::SystemTime) -> Result<std::time::Duration, Failure> {
    Ok(at.duration_since(std::time::SystemTime::UNIX_EPOCH)?)
}

fn run(command: &mut Command) -> Result<(), Failure> {
    let shown = format!("{} in crates/web/assets", command.get_program().display());
    let output = command.output().map_err(|error| {
        format!(
            "cannot run {shown}: {error}. Building the web crate needs node 20 or newer with npm"
        )
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{shown} ended with {}:\n{said}", output.status).into())
}

fn asset_table(dist: &Path) -> Result<String, Failure> {
    let manifest: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&fs::read_to_string(dist.join("manifest.json"))?)?;
    let mut table = String::from("pub(crate) static FILES: &[Asset] = &[\n");
    for (logical, file) in &manifest {
        let file = file.as_str().ok_or("manifest.json: a file name is not text")?;
        let path = dist.join(file);
        let at = path.display().to_string();
        writeln!(
            table,
            "Asset {{ logical: {logical:?}, file: {file:?}, plain: include_bytes!({at:?}), \
             brotli: include_bytes!({:?}), gzip: include_bytes!({:?}) }},",
            format!("{at}.br"),
            format!("{at}.gz"),
        )?;
    }
    table.push_str("];\n");
    Ok(table)
}

fn icon_enum(dist: &Path) -> Result<String, Failure> {
    let icons: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&fs::read_to_string(dist.join("icons.json"))?)?;
    let mut variants = String::new();
    let mut names = String::new();
    let mut bodies = String::new();
    let mut all = String::new();
    for (name, body) in &icons {
        let variant = name.split('-').map(capitalised).collect::<String>();
        let body = body.as_str().ok_or("icons.json: a body is not text")?;
        writeln!(variants, "    /// `{name}`\n    {variant},")?;
        writeln!(names, "Self::{variant} => {name:?},")?;
        writeln!(bodies, "Self::{variant} => {body:?},")?;
        write!(all, "Self::{variant}, ")?;
    }
    Ok(format!(
        "/// Icons of Lucide (ISC licence), by their names there.\n\
         #[derive(Clone, Copy, PartialEq, Eq, Debug)]\npub enum Icon {{\n{variants}}}\n\
         impl Icon {{\n\
         pub(crate) const ALL: &'static [Self] = &[{all}];\n\
         pub(crate) const fn name(self) -> &'static str {{ match self {{ {names} }} }}\n\
         pub(crate) const fn body(self) -> &'static str {{ match self {{ {bodies} }} }}\n}}\n"
    ))
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn locale_table(locales: &Path) -> Result<String, Failure> {
    let mut table = String::new();
    for (lang, name) in [("id", "INDONESIAN"), ("en", "ENGLISH")] {
        let mut files = fs::read_dir(locales.join(lang))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<Vec<_>, _>>()?;
        files.retain(|path| path.extension().is_some_and(|ext| ext == "ftl"));
        files.sort();
        writeln!(table, "pub(crate) static {name}: &[(&str, &str)] = &[")?;
        for path in &files {
            let stem = path.file_stem().ok_or("a locale file has no name")?.display().to_string();
            writeln!(table, "({stem:?}, include_str!({:?})),", path.display().to_string())?;
        }
        writeln!(table, "];")?;
    }
    Ok(table)
}
