//! Everything needed to go on elsewhere, in one folder: the database, the keys, the contents of
//! attachments, and a manifest with the hash of each.
//!
//! The manifest is what `sha256sum -c` reads and is written last: a folder without one is not a
//! backup. Whoever has the folder reads personal data, because the keys are in it.

mod folder;
mod manifest;
mod postgres;

use crate::chance::Chance;
use crate::check::links::files_after;
use crate::check::{self, Contents, Findings, Progress};
use crate::clock::{Clock, micros};
use crate::db::{Db, Engine, Options};
use crate::files::Bucket;
use crate::keys::Keys;
use crate::migrate;
use crate::{Error, Result, Store};
use domain::filing::FileNo;
use folder::{copy_content, copy_file, read_text, write_private};
use manifest::{Manifest, Writer};
use std::path::Path;
use std::sync::Arc;

pub use manifest::Header;

const HEADER: &str = "backup.json";
const KEYS: &str = "keys.txt";
const SQLITE: &str = "database.sqlite";
const POSTGRES: &str = "database.dump";

/// Where a backup is brought back to; every part of it must be empty.
pub struct Target<'a> {
    /// As [`Options::new`] takes it: a path that does not exist, or a PostgreSQL database
    /// without tables, of the engine the backup was made on.
    pub database_url: &'a str,
    /// The key file to write, which must not exist.
    pub keys_file: &'a Path,
    /// Where the contents of attachments go.
    pub bucket: &'a Bucket,
    /// The machine's clock.
    pub clock: Arc<dyn Clock>,
    /// The machine's chance.
    pub chance: Arc<dyn Chance>,
}

/// Copies everything into the folder `to`, which must be empty or not there, while LAPOR goes
/// on. `database_url` is the one the store was opened with. `progress` is told how many contents
/// of attachments have been copied.
///
/// Contents are copied before the database, and those that came meanwhile after it: whatever
/// file the copy of the database names has its content in the folder. PostgreSQL is copied by
/// `pg_dump`, which must be on the path and not older than the server.
pub async fn backup(
    store: &Store,
    bucket: &Bucket,
    database_url: &str,
    to: &Path,
    mut progress: impl FnMut(u64),
) -> Result<Header> {
    folder::make_empty(to)?;
    let mut manifest = Writer::begin(to)?;
    copy_contents(store, bucket, to, &mut manifest, &mut progress).await?;
    let name = match store.db().engine() {
        Engine::Sqlite => {
            store.db().backup_to(to.join(SQLITE), |_| {}).await?;
            SQLITE
        }
        Engine::Postgres => {
            postgres::dump(database_url, &to.join(POSTGRES)).await?;
            POSTGRES
        }
    };
    manifest.add_file(name).await?;
    copy_contents(store, bucket, to, &mut manifest, &mut progress).await?;
    write_private(&to.join(KEYS), store.keys().to_text().as_bytes())?;
    manifest.add_file(KEYS).await?;
    let header = Header {
        engine: store.db().engine(),
        made_at: micros(store.now()),
        schema: migrate::STEPS.last().map_or(0, |step| step.version),
        entries: manifest.entries() + 1,
    };
    write_private(&to.join(HEADER), header.to_text().as_bytes())?;
    manifest.add_file(HEADER).await?;
    manifest.finish()?;
    Ok(header)
}

/// Copies what is not in the folder yet. A content that is lost stops the backup: better no
/// backup than one that looks whole.
async fn copy_contents(
    store: &Store,
    bucket: &Bucket,
    to: &Path,
    manifest: &mut Writer,
    progress: &mut impl FnMut(u64),
) -> Result<()> {
    let mut after = (i64::MIN, FileNo::MIN);
    loop {
        let page = files_after(store, after).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = (last.report_id, last.no);
        for file in page {
            let name = manifest::content_name(&file.sha256)?;
            if to.join(&name).exists() {
                continue;
            }
            let missing = || {
                let (no, report) = (file.no, file.report_id);
                Error::Corrupt(format!(
                    "the content of file {no} of report {report} is lost or changed"
                ))
            };
            let content = bucket.get(&file.sha256).await?.ok_or_else(missing)?;
            if copy_content(content, &to.join(&name)).await? != file.sha256 {
                return Err(missing());
            }
            manifest.add(&file.sha256, &name)?;
            progress(manifest.entries());
        }
    }
}

/// Reads the whole backup and compares every file with the manifest. [`Error::Corrupt`] says
/// which one is missing, changed or too many.
pub async fn verify(from: &Path) -> Result<Header> {
    let folder = from.to_owned();
    let verified = tokio::task::spawn_blocking(move || Manifest::read(&folder)?.verify(&folder));
    verified.await.map_err(|_| Error::Fault("verifying the backup panicked".to_owned()))?
}

/// Verifies a backup, brings it back into empty places, brings its schema to that of this
/// build, and checks the result against its own events, contents included. Nothing is written
/// when the backup is damaged. The findings are those of [`check::check`].
pub async fn restore(
    from: &Path,
    target: Target<'_>,
    progress: impl FnMut(Progress),
) -> Result<Findings> {
    let header = verify(from).await?;
    let options = Options::new(target.database_url);
    if Db::engine_of(&options) != header.engine {
        return Err(Error::Fault("the backup is of the other engine".to_owned()));
    }
    if target.keys_file.exists() {
        return Err(Error::Fault("the key file exists already".to_owned()));
    }
    let keys = read_text(&from.join(KEYS))?;
    let opened = Keys::from_text(&keys)?;
    match header.engine {
        Engine::Sqlite => {
            let path = Db::sqlite_path(&options);
            copy_file(&from.join(SQLITE), &path).await?;
        }
        Engine::Postgres => postgres::restore(target.database_url, &from.join(POSTGRES)).await?,
    }
    restore_contents(from, target.bucket).await?;
    write_private(target.keys_file, keys.as_bytes())?;
    let db = Db::open(&options).await?;
    if header.engine == Engine::Postgres {
        postgres::renumber(&db).await?;
    }
    migrate::apply(&db, migrate::STEPS, micros(target.clock.now()), |_| {}).await?;
    let store = Store::new(db, opened, target.clock, target.chance, 0);
    let findings = check::check(&store, Contents::Read(target.bucket), progress).await;
    store.db().close().await?;
    findings
}

async fn restore_contents(from: &Path, bucket: &Bucket) -> Result<()> {
    let manifest = Manifest::read(from)?;
    for (sha256, name) in manifest.contents() {
        let path = from.join(name);
        let bytes = tokio::fs::read(&path).await.map_err(|error| folder::fault("read", &error))?;
        if bucket.put(bytes.into()).await? != *sha256 {
            return Err(Error::Corrupt(format!("{name} changed while it was brought back")));
        }
    }
    Ok(())
}
