//! Puts the parts together from the configuration.

use crate::config::Config;
use crate::say::Progress;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use store::chance::{Chance, SystemChance};
use store::clock::{Clock, SystemClock};
use store::db::{Db, Engine, Options};
use store::files::{Bucket, FilesPlace, FilesSettings, S3Settings, ScannerAddress};
use store::keys::Keys;
use store::reference::{self, DataSet};
use store::{Store, migrate};

/// Why LAPOR does not start, in words for the operator.
pub(crate) type Failed = Box<dyn std::error::Error + Send + Sync>;

fn options(config: &Config) -> Options {
    let mut options = Options::new(config.database.url.clone());
    options.writers = config.database.writers.max(1);
    if config.database.readers > 0 {
        options.readers = config.database.readers;
    }
    options
}

async fn open(config: &Config, options: Options) -> Result<Db, Failed> {
    if let Some(path) = config.database.url.strip_prefix("sqlite:")
        && let Some(folder) = Path::new(path).parent()
    {
        fs::create_dir_all(folder)?;
    }
    Db::open(&options).await.map_err(|why| format!("the database does not open: {why}").into())
}

/// Opens the store: database, keys, clock.
pub(crate) async fn store(config: &Config) -> Result<Store, Failed> {
    over(config, options(config)).await
}

/// The store of a process that writes much and serves nobody.
pub(crate) async fn store_in_bulk(config: &Config) -> Result<Store, Failed> {
    over(config, options(config).in_bulk()).await
}

async fn over(config: &Config, options: Options) -> Result<Store, Failed> {
    let chance: Arc<dyn Chance> = Arc::new(SystemChance);
    let keys = keys(&config.keys.path, &*chance)?;
    let db = open(config, options).await?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    Ok(Store::new(db, keys, clock, chance, config.database.node))
}

/// Reads the key file, or makes one, readable by its owner only.
pub(crate) fn keys(path: &Path, chance: &dyn Chance) -> Result<Keys, Failed> {
    if path.exists() {
        let text = fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))?;
        return Keys::from_text(&text).map_err(|why| format!("{}: {why}", path.display()).into());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let keys = Keys::generate(chance);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(keys.to_text().as_bytes())?;
    file.sync_all()?;
    Ok(keys)
}

/// Brings the database to this build's schema and its reference data up to date.
pub(crate) async fn prepare(store: &Store) -> Result<(), Failed> {
    let now = store::clock::micros(store.now());
    migrate::apply(store.db(), migrate::STEPS, now, |step| {
        tracing::info!(step = step.name, "migrating");
    })
    .await?;
    let data = DataSet::embedded()?;
    let progress = Mutex::new(Progress::new("reference data"));
    reference::seed(store, data, move |at| {
        let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.at(at.table, at.done, at.total);
    })
    .await?;
    reference::load(store).await?;
    Ok(())
}

/// PostgreSQL is migrated on purpose (`lapor migrate`), SQLite by itself: it has one process.
pub(crate) async fn open_for_work(config: &Config) -> Result<Store, Failed> {
    let store = store(config).await?;
    match store.db().engine() {
        Engine::Sqlite => prepare(&store).await?,
        Engine::Postgres => {
            let pending = migrate::pending(store.db(), migrate::STEPS).await?;
            if !pending.is_empty() {
                return Err(format!(
                    "{} migrations are pending: run `lapor migrate` first",
                    pending.len()
                )
                .into());
            }
            reference::load(&store).await?;
        }
    }
    Ok(store)
}

/// Opens the place of attachments.
pub(crate) fn bucket(config: &Config) -> Result<Bucket, Failed> {
    let files = &config.files;
    let place = if files.s3_bucket.is_empty() {
        FilesPlace::Folder(files.folder.clone())
    } else {
        FilesPlace::S3(S3Settings {
            endpoint: files.s3_endpoint.clone(),
            bucket: files.s3_bucket.clone(),
            region: files.s3_region.clone(),
            access_key: files.s3_access_key.clone(),
            secret_key: files.s3_secret_key.clone().into(),
        })
    };
    let scanner = match files.clamd.as_str() {
        "" => None,
        socket if socket.starts_with('/') => Some(ScannerAddress::Unix(socket.into())),
        address => Some(ScannerAddress::Tcp(address.to_owned())),
    };
    Ok(Bucket::open(&FilesSettings { place, scanner })?)
}
