//! Files of a backup: private, flushed, never over an older one.

use crate::files::hex;
use crate::{Error, Result};
use bytes::Bytes;
use futures_util::TryStreamExt;
use futures_util::stream::BoxStream;
use sha2::{Digest, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use tokio::io::AsyncWriteExt;

/// Bytes hashed at a time.
const PART_BYTES: usize = 256 * 1_024;

/// What cannot be done and the kind of the failure. No path: it may hold a name.
pub(super) fn fault(what: &str, error: &std::io::Error) -> Error {
    Error::Unavailable(format!("a file of the backup cannot be {what} ({})", error.kind()))
}

pub(super) fn make_empty(folder: &Path) -> Result<()> {
    let made = fs::create_dir_all(folder).and_then(|()| private(folder, 0o700));
    made.map_err(|error| fault("written", &error))?;
    let mut entries = fs::read_dir(folder).map_err(|error| fault("read", &error))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(Error::Fault("the folder for the backup is not empty".to_owned())),
    }
}

#[cfg(unix)]
fn private(path: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn private(_: &Path, _: u32) -> std::io::Result<()> {
    Ok(())
}

/// Writes a file that was not there and that only its owner reads, and flushes it.
pub(super) fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    let write = || {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(content)?;
        file.sync_all()
    };
    write().map_err(|error| fault("written", &error))
}

pub(super) fn read_text(path: &Path) -> Result<zeroize::Zeroizing<String>> {
    let text = fs::read_to_string(path).map_err(|error| fault("read", &error))?;
    Ok(zeroize::Zeroizing::new(text))
}

/// Copies a database file to a path where none is, with nothing left under its name when it
/// fails.
pub(super) async fn copy_file(from: &Path, to: &Path) -> Result<()> {
    let (from, to) = (from.to_owned(), to.to_owned());
    let copied = tokio::task::spawn_blocking(move || {
        let mut partial = to.clone().into_os_string();
        partial.push(".partial");
        if to.exists() {
            return Err(Error::Fault("the database exists already".to_owned()));
        }
        let copy = || {
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::copy(&from, &partial)?;
            File::open(&partial)?.sync_all()?;
            fs::rename(&partial, &to)
        };
        copy().map_err(|error| fault("copied", &error))
    });
    copied.await.map_err(|_| Error::Fault("copying the database panicked".to_owned()))?
}

/// Writes a content as it comes and says its hash.
pub(super) async fn copy_content(
    mut parts: BoxStream<'static, Result<Bytes>>,
    to: &Path,
) -> Result<String> {
    let written = |error: std::io::Error| fault("written", &error);
    if let Some(folder) = to.parent() {
        tokio::fs::create_dir_all(folder).await.map_err(written)?;
    }
    let mut file = tokio::fs::File::create_new(to).await.map_err(written)?;
    let mut hash = Sha256::new();
    while let Some(part) = parts.try_next().await? {
        hash.update(&part);
        file.write_all(&part).await.map_err(written)?;
    }
    file.sync_all().await.map_err(written)?;
    Ok(hex(&hash.finalize()))
}

/// The hash of a file.
pub(super) fn hash_of(path: &Path) -> Result<String> {
    let mut file = File::open(path).map_err(|error| fault("read", &error))?;
    let (mut hash, mut buffer) = (Sha256::new(), vec![0; PART_BYTES]);
    loop {
        let length = file.read(&mut buffer).map_err(|error| fault("read", &error))?;
        match buffer.get(..length) {
            None | Some([]) => return Ok(hex(&hash.finalize())),
            Some(part) => hash.update(part),
        }
    }
}

/// Flushes the names in a folder.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| fault("written", &error))
}
