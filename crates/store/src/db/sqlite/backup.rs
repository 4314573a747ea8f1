//! A copy of the database while it is in use.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::{Session, plain};
use crate::db::BackupProgress;
use crate::{Error, Result};

/// Pages copied between two reports of progress (4 MiB).
const STEP_PAGES: i32 = 1_024;
/// Page cache of the connection that copies.
const CACHE_KIB: u32 = 2_048;
/// Pause when the source is locked for a moment.
const LOCKED_PAUSE: Duration = Duration::from_millis(20);

/// Copies the state at this moment to `to`, verifies it and only then gives it its name.
///
/// The source is read in one snapshot, so writers neither wait nor make the copy start
/// again; the write-ahead log keeps growing until the copy is done.
pub(in crate::db) fn backup(
    from: &Path,
    to: &Path,
    progress: &mut dyn FnMut(BackupProgress),
) -> Result<()> {
    if to.exists() {
        return Err(Error::Fault("the backup file exists already".to_owned()));
    }
    let mut partial = to.as_os_str().to_owned();
    partial.push(".partial");
    let partial = Path::new(&partial);
    let copied = copy(from, partial, progress).and_then(|()| publish(partial, to));
    if copied.is_err() && partial.exists() {
        fs::remove_file(partial).map_err(|error| file_error(&error))?;
    }
    copied
}

fn copy(from: &Path, partial: &Path, progress: &mut dyn FnMut(BackupProgress)) -> Result<()> {
    if partial.exists() {
        fs::remove_file(partial).map_err(|error| file_error(&error))?;
    }
    let source = Session::reader(from, CACHE_KIB, Duration::ZERO)?;
    source.command("BEGIN")?;
    let snapshot = source.conn.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |_| Ok(()));
    snapshot.map_err(|error| plain(&error))?;
    let mut target = Connection::open(partial).map_err(|error| plain(&error))?;
    {
        let copy = Backup::new(&source.conn, &mut target).map_err(|error| plain(&error))?;
        loop {
            let step = copy.step(STEP_PAGES).map_err(|error| plain(&error))?;
            let at = copy.progress();
            let pages = |count: i32| u64::try_from(count).unwrap_or_default();
            progress(BackupProgress {
                pages_done: pages(at.pagecount - at.remaining),
                pages: pages(at.pagecount),
            });
            match step {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(LOCKED_PAUSE),
            }
        }
    }
    source.command("ROLLBACK")?;
    verify(&target)
}

fn verify(target: &Connection) -> Result<()> {
    let verdict: String = target
        .query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))
        .map_err(|error| plain(&error))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(Error::Corrupt("the copy does not pass the integrity check".to_owned()))
    }
}

/// Flushes the copy, then its name.
fn publish(partial: &Path, to: &Path) -> Result<()> {
    let flushed = File::open(partial)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(partial, to))
        .and_then(|()| match to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            Some(folder) => File::open(folder)?.sync_all(),
            None => File::open(".")?.sync_all(),
        });
    flushed.map_err(|error| file_error(&error))
}

fn file_error(error: &std::io::Error) -> Error {
    Error::Unavailable(format!("the backup file cannot be written ({})", error.kind()))
}
