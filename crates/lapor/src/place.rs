//! Where a measurement takes place: a folder of its own and, on PostgreSQL, a database of its own.
//! Both go when it ends.

use crate::compose::{self, Failed};
use crate::config::{self, Config};
use domain::Reference;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use store::Store;
use tokio_postgres::NoTls;

/// A database to be measured, with what a server of it is told.
pub(crate) struct Place {
    pub(crate) engine: &'static str,
    pub(crate) folder: PathBuf,
    pub(crate) url: String,
    /// Server and name of the database to drop at the end.
    made: Option<(String, String)>,
}

impl Place {
    /// An SQLite file.
    pub(crate) fn sqlite(under: &Path, name: &str) -> Result<Self, Failed> {
        let folder = under.join(name);
        fs::create_dir_all(&folder)?;
        let url = format!("sqlite:{}", folder.join("lapor.db").display());
        Ok(Self { engine: "SQLite", folder, url, made: None })
    }

    /// A new database on the server of `url`, whose user may make databases.
    pub(crate) async fn postgres(under: &Path, url: &str) -> Result<Self, Failed> {
        let folder = under.join("postgres");
        fs::create_dir_all(&folder)?;
        let name = format!("lapor_bench_{}", std::process::id());
        let locale = "ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0";
        command(url, &format!("CREATE DATABASE {name} {locale}")).await?;
        let own = named(url, &name).ok_or("the address of PostgreSQL names no database")?;
        Ok(Self { engine: "PostgreSQL", folder, url: own, made: Some((url.to_owned(), name)) })
    }

    /// Removes everything.
    pub(crate) async fn remove(self) -> Result<(), Failed> {
        fs::remove_dir_all(&self.folder)?;
        if let Some((server, name)) = self.made {
            command(&server, &format!("DROP DATABASE {name} WITH (FORCE)")).await?;
        }
        Ok(())
    }

    /// The file of its keys.
    pub(crate) fn keys(&self) -> PathBuf {
        self.folder.join("lapor.keys")
    }

    /// The environment of a server over this place. The limit on reports from one address is
    /// lifted, because all of them come from this machine.
    pub(crate) fn environment(&self, port: u16) -> BTreeMap<String, String> {
        let path = |name: &str| self.folder.join(name).display().to_string();
        [
            ("LAPOR_SERVER_LISTEN", format!("127.0.0.1:{port}")),
            ("LAPOR_SERVER_FILING_PER_MINUTE", "0".to_owned()),
            ("LAPOR_DATABASE_URL", self.url.clone()),
            ("LAPOR_KEYS_PATH", self.keys().display().to_string()),
            ("LAPOR_FILES_FOLDER", path("files")),
            ("LAPOR_TRIAGE_MODEL", path("lapor.model")),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }

    fn config(&self) -> Result<Config, Failed> {
        let environment = self.environment(0);
        Ok(config::read(None, |name| environment.get(name).cloned())?)
    }

    /// Opens the store in this process, to be filled, with schema and reference data. No server may
    /// run on an SQLite file meanwhile.
    pub(crate) async fn open(&self) -> Result<Store, Failed> {
        let store = compose::store_in_bulk(&self.config()?).await?;
        compose::prepare(&store).await?;
        Ok(store)
    }
}

/// The reference data of this build, by way of a database that comes and goes.
pub(crate) async fn reference_of_build() -> Result<Arc<Reference>, Failed> {
    let name = format!("lapor-reference-{}", std::process::id());
    let place = Place::sqlite(&std::env::temp_dir(), &name)?;
    let found = match place.open().await {
        Ok(store) => {
            let reference = store.reference();
            store.db().close().await.map(|()| reference).map_err(Failed::from)
        }
        Err(why) => Err(why),
    };
    place.remove().await?;
    found
}

/// The same address with another database.
fn named(url: &str, name: &str) -> Option<String> {
    let (address, options) = url.split_once('?').map_or((url, None), |(a, o)| (a, Some(o)));
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split('/').next()?;
    let options = options.map(|o| format!("?{o}")).unwrap_or_default();
    Some(format!("{scheme}://{host}/{name}{options}"))
}

async fn command(url: &str, sql: &str) -> Result<(), Failed> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    let talking = tokio::spawn(connection);
    client.batch_execute(sql).await?;
    drop(client);
    talking.await??;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_of_an_address_can_be_replaced() {
        let url = "postgres://u@127.0.0.1:5432/postgres?sslmode=disable";
        assert_eq!(
            named(url, "x").as_deref(),
            Some("postgres://u@127.0.0.1:5432/x?sslmode=disable")
        );
        assert_eq!(named("postgres://u@h", "x").as_deref(), Some("postgres://u@h/x"));
    }
}
