//! The data files of this build, unpacked.

use crate::{Error, Result};
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::Read;

/// Made by `build.rs`, which describes its layout.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/data.gz"));

/// The files of `data/` by their path in it. `data/README.md` describes them.
#[derive(Debug, Clone)]
pub struct DataSet {
    files: BTreeMap<String, String>,
}

impl DataSet {
    /// What this build was made with. [`Error::Fault`] only when the build is broken.
    pub fn embedded() -> Result<Self> {
        let mut bytes = Vec::new();
        GzDecoder::new(PACKED).read_to_end(&mut bytes).map_err(|_| broken())?;
        let mut files = BTreeMap::new();
        let mut rest = bytes.as_slice();
        while !rest.is_empty() {
            let path = line(&mut rest)?;
            let length: usize = line(&mut rest)?.parse().map_err(|_| broken())?;
            let (text, tail) = rest.split_at_checked(length).ok_or_else(broken)?;
            files.insert(path, std::str::from_utf8(text).map_err(|_| broken())?.to_owned());
            rest = tail;
        }
        Ok(Self { files })
    }

    /// The same with one file replaced or added.
    #[must_use]
    pub fn with(mut self, path: &str, text: impl Into<String>) -> Self {
        self.files.insert(path.to_owned(), text.into());
        self
    }

    /// One file. [`Error::Fault`] when there is none of that path.
    pub fn text(&self, path: &str) -> Result<&str> {
        let found = self.files.get(path).map(String::as_str);
        found.ok_or_else(|| Error::Fault(format!("the data set has no {path}")))
    }

    /// Paths and texts of the files whose path begins with `prefix`, in order of path.
    pub fn below(&self, prefix: &str) -> impl Iterator<Item = (&str, &str)> {
        let files = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        files.filter(move |(path, _)| path.starts_with(prefix))
    }

    /// Tells data sets apart: SHA-256 over paths and texts, in hexadecimal.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for (path, text) in &self.files {
            hash.update(format!("{path}\n{}\n", text.len()));
            hash.update(text);
        }
        let mut hex = String::with_capacity(64);
        for byte in hash.finalize() {
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

fn line(rest: &mut &[u8]) -> Result<String> {
    let end = rest.iter().position(|byte| *byte == b'\n').ok_or_else(broken)?;
    let (line, tail) = rest.split_at_checked(end).ok_or_else(broken)?;
    *rest = tail.get(1..).unwrap_or_default();
    String::from_utf8(line.to_vec()).map_err(|_| broken())
}

fn broken() -> Error {
    Error::Fault("the data packed into this build cannot be read".to_owned())
}
