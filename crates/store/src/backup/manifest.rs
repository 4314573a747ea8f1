//! The list of a backup's files with their hashes, as `sha256sum -c` reads it.

use super::folder::{fault, hash_of, sync_folder};
use super::{HEADER, KEYS, POSTGRES, SQLITE};
use crate::db::Engine;
use crate::{Error, Result};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

const MANIFEST: &str = "manifest.sha256";
const UNFINISHED: &str = "manifest.unfinished";
/// Version of the layout of the folder.
const LAYOUT: i64 = 1;

/// What a backup is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Which engine it was made on.
    pub engine: Engine,
    /// When, in microseconds since 1970.
    pub made_at: i64,
    /// The newest migration of the build that made it.
    pub schema: i64,
    /// Lines of the manifest.
    pub entries: u64,
}

impl Header {
    pub(super) fn to_text(self) -> String {
        let engine = match self.engine {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        };
        let (made_at, schema, entries) = (self.made_at, self.schema, self.entries);
        json!({ "layout": LAYOUT, "engine": engine, "made_at": made_at, "schema": schema, "entries": entries })
            .to_string()
    }

    fn from_text(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        if value.get("layout")?.as_i64()? != LAYOUT {
            return None;
        }
        let engine = match value.get("engine")?.as_str()? {
            "sqlite" => Engine::Sqlite,
            "postgres" => Engine::Postgres,
            _ => return None,
        };
        Some(Self {
            engine,
            made_at: value.get("made_at")?.as_i64()?,
            schema: value.get("schema")?.as_i64()?,
            entries: value.get("entries")?.as_u64()?,
        })
    }
}

/// The path of a content within the folder.
pub(super) fn content_name(sha256: &str) -> Result<String> {
    match (sha256.get(..2), sha256.get(2..4)) {
        (Some(first), Some(second)) => Ok(format!("files/{first}/{second}/{sha256}")),
        _ => Err(Error::Corrupt("the hash of a file is not a hash".to_owned())),
    }
}

/// A manifest being written under another name.
pub(super) struct Writer {
    folder: PathBuf,
    file: BufWriter<File>,
    entries: u64,
}

impl Writer {
    pub(super) fn begin(folder: &Path) -> Result<Self> {
        let file =
            File::create_new(folder.join(UNFINISHED)).map_err(|error| fault("written", &error))?;
        Ok(Self { folder: folder.to_owned(), file: BufWriter::new(file), entries: 0 })
    }

    pub(super) fn entries(&self) -> u64 {
        self.entries
    }

    pub(super) fn add(&mut self, sha256: &str, name: &str) -> Result<()> {
        self.entries += 1;
        writeln!(self.file, "{sha256}  {name}").map_err(|error| fault("written", &error))
    }

    /// Adds a file by reading it.
    pub(super) async fn add_file(&mut self, name: &str) -> Result<()> {
        let path = self.folder.join(name);
        let hashed = tokio::task::spawn_blocking(move || hash_of(&path)).await;
        let sha256 =
            hashed.map_err(|_| Error::Fault("hashing the backup panicked".to_owned()))??;
        self.add(&sha256, name)
    }

    /// Flushes it and gives it its name: now the folder is a backup.
    pub(super) fn finish(mut self) -> Result<()> {
        let flushed = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        flushed.map_err(|error| fault("written", &error))?;
        sync_folder(&self.folder)?;
        fs::rename(self.folder.join(UNFINISHED), self.folder.join(MANIFEST))
            .map_err(|error| fault("written", &error))?;
        sync_folder(&self.folder)
    }
}

/// A manifest read back: hashes and names.
pub(super) struct Manifest(Vec<(String, String)>);

impl Manifest {
    /// Reads it; refuses names that a backup never has, so that a forged one cannot reach
    /// outside its folder.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let text = fs::read_to_string(folder.join(MANIFEST)).map_err(|_| Error::Missing).map_err(
            |_| Error::Corrupt("the backup has no manifest, so it was not finished".to_owned()),
        )?;
        let entries = text.lines().map(entry).collect::<Option<Vec<_>>>();
        entries.map(Self).ok_or_else(|| Error::Corrupt("the manifest cannot be read".to_owned()))
    }

    /// The contents of attachments.
    pub(super) fn contents(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter().filter(|(_, name)| name.starts_with("files/"))
    }

    pub(super) fn verify(&self, folder: &Path) -> Result<Header> {
        for (sha256, name) in &self.0 {
            if !folder.join(name).is_file() {
                return Err(Error::Corrupt(format!("{name} is missing from the backup")));
            }
            if hash_of(&folder.join(name))? != *sha256 {
                return Err(Error::Corrupt(format!("{name} was changed since the backup")));
            }
        }
        let text =
            fs::read_to_string(folder.join(HEADER)).map_err(|error| fault("read", &error))?;
        let header = Header::from_text(&text)
            .ok_or_else(|| Error::Corrupt("the header of the backup cannot be read".to_owned()))?;
        let database = match header.engine {
            Engine::Sqlite => SQLITE,
            Engine::Postgres => POSTGRES,
        };
        let lists = |wanted: &str| self.0.iter().any(|(_, name)| name == wanted);
        if header.entries != self.0.len() as u64 || ![HEADER, KEYS, database].into_iter().all(lists)
        {
            return Err(Error::Corrupt("the manifest does not list the whole backup".to_owned()));
        }
        Ok(header)
    }
}

fn entry(line: &str) -> Option<(String, String)> {
    let (sha256, name) = line.split_once("  ")?;
    let hash = sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let known = [HEADER, KEYS, SQLITE, POSTGRES].contains(&name);
    (hash && (known || content_name(sha256).is_ok_and(|content| content == name)))
        .then(|| (sha256.to_owned(), name.to_owned()))
}
