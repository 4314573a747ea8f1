//! Upkeep: migrate, check, backup, restore.

use crate::compose::{self, Failed};
use crate::config::Config;
use crate::say::{self, Progress};
use std::path::Path;
use std::sync::Arc;
use store::backup::{self, Target};
use store::chance::SystemChance;
use store::check::{self, Contents, Findings};
use store::clock::SystemClock;
use store::search::rebuild;
use store::{counters, reference};

/// Schema and reference data.
pub(crate) async fn migrate(config: &Config) -> Result<(), Failed> {
    let store = compose::store(config).await?;
    compose::prepare(&store).await?;
    let reference = store.reference();
    say::line(format!(
        "the database is up to date: {} agencies, {} categories, {} regions",
        reference.directory.agencies().count(),
        reference.categories.all().count(),
        reference.regions.len(),
    ));
    store.db().close().await?;
    Ok(())
}

/// Is everything stored whole?
pub(crate) async fn check(config: &Config, deep: bool, rebuild: bool) -> Result<(), Failed> {
    let store = compose::store(config).await?;
    reference::load(&store).await?;
    let bucket = compose::bucket(config)?;
    let mut shown = Progress::new("check");
    let findings = if rebuild {
        check::rebuild(&store, |at| shown.at("reports", to_usize(at.done), to_usize(at.total)))
            .await?
    } else {
        let contents = if deep { Contents::Read(&bucket) } else { Contents::There(&bucket) };
        check::check(&store, contents, |at| {
            shown.at("reports", to_usize(at.done), to_usize(at.total));
        })
        .await?
    };
    let differences = counters::check(&store, |_| {}).await?;
    for difference in &differences {
        say::line(format!("counter: {difference:?}"));
    }
    let clean = tell(&findings) && differences.is_empty();
    store.db().close().await?;
    if clean { Ok(()) } else { Err("the database is not clean".into()) }
}

/// Fills the search index again.
pub(crate) async fn search(config: &Config) -> Result<(), Failed> {
    let store = compose::store(config).await?;
    if rebuild::progress(&store).await?.is_none() {
        rebuild::begin(&store).await?;
    }
    let mut shown = Progress::new("search");
    let mut done = 0;
    rebuild::finish(&store, |at| {
        done = at.done;
        shown.at("reports", to_usize(at.done), to_usize(at.total));
    })
    .await?;
    say::line(format!("the search index is whole: {done} reports"));
    store.db().close().await?;
    Ok(())
}

fn tell(findings: &Findings) -> bool {
    for finding in &findings.found {
        let mended = if finding.mended { " (mended)" } else { "" };
        match finding.report {
            Some(report) => say::line(format!("report {report}: {}{mended}", finding.fault)),
            None => say::line(format!("{}{mended}", finding.fault)),
        }
    }
    say::line(format!(
        "{} reports, {} events, {} files checked: {}",
        findings.reports,
        findings.events,
        findings.files,
        if findings.is_clean() { "clean".to_owned() } else { format!("{} faults", findings.count) },
    ));
    findings.is_clean()
}

/// A whole copy while the service runs.
pub(crate) async fn backup(config: &Config, to: &Path) -> Result<(), Failed> {
    let store = compose::store(config).await?;
    let bucket = compose::bucket(config)?;
    let mut shown = Progress::new("backup");
    backup::backup(&store, &bucket, &config.database.url, to, |files| {
        shown.at("files", to_usize(files), 0);
    })
    .await?;
    say::line(format!("backed up to {}: keep it as safe as the keys it contains", to.display()));
    store.db().close().await?;
    Ok(())
}

/// Brings a backup back and checks it.
pub(crate) async fn restore(config: &Config, from: &Path) -> Result<(), Failed> {
    let bucket = compose::bucket(config)?;
    let target = Target {
        database_url: &config.database.url,
        keys_file: &config.keys.path,
        bucket: &bucket,
        clock: Arc::new(SystemClock::default()),
        chance: Arc::new(SystemChance),
    };
    let mut shown = Progress::new("restore");
    let findings = backup::restore(from, target, |at| {
        shown.at("reports", to_usize(at.done), to_usize(at.total));
    })
    .await?;
    if tell(&findings) { Ok(()) } else { Err("what was restored is not clean".into()) }
}

fn to_usize(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
