//! Fresh databases for tests of this and other crates: every test once, on both engines.
//!
//! The PostgreSQL half needs `LAPOR_TEST_POSTGRES`, the URL of a superuser, which
//! `scripts/postgres-for-tests.sh url` prints. Without it that half fails; it is never
//! skipped. Everything here panics on trouble, as tests do.
#![expect(clippy::expect_used, reason = "a test without a database must fail loudly")]

use std::fs;
use std::future::Future;
use std::panic::{AssertUnwindSafe, resume_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::FutureExt;
use sha2::{Digest, Sha256};
use tokio_postgres::NoTls;

use crate::chance::SeededChance;
use crate::clock::Clock;
use crate::db::{Db, Engine, Options};
use crate::keys::Keys;
use crate::{Store, migrate};
use domain::Reference;

/// Instantiates one test for both engines.
///
/// `both_engines!(name, |db| async move { .. })` gets a database with the schema of this
/// build; `both_engines!(empty name, |place| async move { .. })` a [`testing::Place`](Place)
/// whose database is empty and not yet open.
#[macro_export]
macro_rules! both_engines {
    (empty $name:ident, $test:expr) => {
        mod $name {
            use super::*;

            #[test]
            fn sqlite() {
                $crate::testing::run_empty($crate::db::Engine::Sqlite, $test);
            }

            #[test]
            fn postgres() {
                $crate::testing::run_empty($crate::db::Engine::Postgres, $test);
            }
        }
    };
    ($name:ident, $test:expr) => {
        mod $name {
            use super::*;

            #[test]
            fn sqlite() {
                $crate::testing::run($crate::db::Engine::Sqlite, $test);
            }

            #[test]
            fn postgres() {
                $crate::testing::run($crate::db::Engine::Postgres, $test);
            }
        }
    };
}

/// A database of a test, removed when the test ends.
#[derive(Clone)]
pub struct Place {
    /// Which engine it is on.
    pub engine: Engine,
    /// What [`Options::new`] takes.
    pub url: String,
    folder: PathBuf,
    database: String,
}

/// Runs `test` with an open database that has the schema of this build.
///
/// # Panics
/// When the test does, or when there is no PostgreSQL.
pub fn run<F, Fut>(engine: Engine, test: F)
where
    F: FnOnce(Db) -> Fut,
    Fut: Future<Output = ()>,
{
    in_place(engine, true, |place| async move {
        let db = place.open().await;
        test(db.clone()).await;
        db.close().await.expect("the database closes");
    });
}

/// Runs `test` with an empty database.
///
/// # Panics
/// When the test does, or when there is no PostgreSQL.
pub fn run_empty<F, Fut>(engine: Engine, test: F)
where
    F: FnOnce(Place) -> Fut,
    Fut: Future<Output = ()>,
{
    in_place(engine, false, test);
}

fn in_place<F, Fut>(engine: Engine, migrated: bool, test: F)
where
    F: FnOnce(Place) -> Fut,
    Fut: Future<Output = ()>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let outcome = runtime.block_on(async {
        let place = Place::new(engine, migrated).await;
        let outcome = AssertUnwindSafe(test(place.clone())).catch_unwind().await;
        place.remove().await;
        outcome
    });
    if let Err(panic) = outcome {
        resume_unwind(panic);
    }
}

impl Place {
    /// The defaults for this database.
    #[must_use]
    pub fn options(&self) -> Options {
        Options::new(&self.url)
    }

    /// Opens it with the defaults.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open(&self) -> Db {
        Db::open(&self.options()).await.expect("the test database opens")
    }

    /// A folder of this test.
    #[must_use]
    pub fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// A second empty place of the same engine, which goes when this one does.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn other(&self) -> Self {
        let folder = self.folder.join("other");
        fs::create_dir_all(&folder).expect("a test folder");
        let database = format!("{}_other", self.database);
        let url = match self.engine {
            Engine::Sqlite => {
                folder.join("lapor.sqlite").to_str().expect("a UTF-8 path").to_owned()
            }
            Engine::Postgres => postgres_database(&database, false).await,
        };
        Self { engine: self.engine, url, folder, database }
    }

    async fn new(engine: Engine, migrated: bool) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name =
            format!("lapor_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(&name);
        if folder.exists() {
            fs::remove_dir_all(&folder).expect("an old test folder can be removed");
        }
        fs::create_dir_all(&folder).expect("a test folder");
        let url = match engine {
            Engine::Sqlite => {
                let file = folder.join("lapor.sqlite");
                if migrated {
                    fs::copy(sqlite_template().await, &file).expect("the template is copied");
                }
                file.to_str().expect("a UTF-8 path").to_owned()
            }
            Engine::Postgres => postgres_database(&name, migrated).await,
        };
        Self { engine, url, folder, database: name }
    }

    async fn remove(self) {
        fs::remove_dir_all(&self.folder).expect("the test folder can be removed");
        if self.engine == Engine::Postgres {
            for suffix in ["", "_other"] {
                let name = format!("{}{suffix}", self.database);
                admin(&[&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")]).await;
            }
        }
    }
}

/// A store over a migrated database, with its own reference data, clock and repeatable chance.
#[must_use]
pub fn with_reference(db: Db, reference: Reference, clock: Arc<dyn Clock>) -> Store {
    let chance = Arc::new(SeededChance::new(46));
    let keys = Keys::generate(&*chance);
    let store = Store::new(db, keys, clock, chance, 1);
    store.set_reference(reference);
    store
}

/// Changes the reference data of a store under its feet, as another node's administrator would.
pub fn change_reference(store: &Store, reference: Reference) {
    store.set_reference(reference);
}

/// Names a template by the schema it holds.
fn schema_name() -> String {
    let mut hash = Sha256::new();
    for step in migrate::STEPS {
        hash.update(step.name);
        hash.update(step.sql);
    }
    format!("lapor_template_{}", migrate::hex(&hash.finalize()).get(..16).unwrap_or_default())
}

async fn migrate(url: &str) {
    let db = Db::open(&Options::new(url)).await.expect("the template opens");
    migrate::apply(&db, migrate::STEPS, 0, |_| {}).await.expect("the migrations apply");
    db.close().await.expect("the template closes");
}

/// A migrated file, made once for each schema and shared by all test processes.
async fn sqlite_template() -> PathBuf {
    let finished = std::env::temp_dir().join(format!("{}.sqlite", schema_name()));
    if !finished.exists() {
        let building =
            std::env::temp_dir().join(format!("{}_{}.sqlite", schema_name(), std::process::id()));
        migrate(building.to_str().expect("a UTF-8 path")).await;
        fs::rename(&building, &finished).expect("the template gets its name");
    }
    finished
}

/// The URL of a superuser of the PostgreSQL that tests may use.
///
/// # Panics
/// When `LAPOR_TEST_POSTGRES` is not set.
#[must_use]
pub fn postgres_url() -> String {
    std::env::var("LAPOR_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!(
            "this test needs PostgreSQL: run `make test-postgres`, or set LAPOR_TEST_POSTGRES \
             to what `scripts/postgres-for-tests.sh url` prints"
        )
    })
}

/// The same server and user, another database.
fn with_database(url: &str, database: &str) -> String {
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let server = base
        .rfind('/')
        .filter(|at| *at > "postgresql://".len())
        .map_or(base, |at| base.get(..at).unwrap_or(base));
    if query.is_empty() {
        format!("{server}/{database}")
    } else {
        format!("{server}/{database}?{query}")
    }
}

async fn admin(commands: &[&str]) -> Vec<String> {
    let (client, connection) = tokio_postgres::connect(&postgres_url(), NoTls)
        .await
        .expect("PostgreSQL answers at LAPOR_TEST_POSTGRES");
    let connection = tokio::spawn(connection);
    let mut cells = Vec::new();
    for command in commands {
        let answer = client.simple_query(command).await;
        for message in answer.unwrap_or_else(|error| panic!("{command}: {error:?}")) {
            if let tokio_postgres::SimpleQueryMessage::Row(row) = message {
                cells.extend(row.get(0).map(str::to_owned));
            }
        }
    }
    drop(client);
    connection.await.expect("the connection ends").expect("the connection ends well");
    cells
}

async fn postgres_database(name: &str, migrated: bool) -> String {
    let template = if migrated { postgres_template().await } else { "template0".to_owned() };
    admin(&[
        &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        &format!("CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' LOCALE 'C'"),
    ])
    .await;
    with_database(&postgres_url(), name)
}

/// A migrated database, made once for each schema under a lock, so that test processes wait
/// for the one that makes it.
async fn postgres_template() -> String {
    let name = schema_name();
    let exists = format!("SELECT datname FROM pg_database WHERE datname = '{name}'");
    if !admin(&[&exists]).await.is_empty() {
        return name;
    }
    let (client, connection) = tokio_postgres::connect(&postgres_url(), NoTls)
        .await
        .expect("PostgreSQL answers at LAPOR_TEST_POSTGRES");
    let connection = tokio::spawn(connection);
    client.batch_execute("SELECT pg_advisory_lock(46020)").await.expect("the template lock");
    if admin(&[&exists]).await.is_empty() {
        let building = format!("{name}_building");
        admin(&[
            &format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)"),
            &format!("CREATE DATABASE {building} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"),
        ])
        .await;
        migrate(&with_database(&postgres_url(), &building)).await;
        admin(&[&format!("ALTER DATABASE {building} RENAME TO {name}")]).await;
    }
    drop(client);
    connection.await.expect("the connection ends").expect("the connection ends well");
    name
}
