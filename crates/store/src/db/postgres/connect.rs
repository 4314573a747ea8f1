//! Reaching the server, again and again.

use std::time::{Duration, Instant};

use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::{Error, Result};

/// How long one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(3);
/// Pause between two attempts of one worker.
const PAUSE: Duration = Duration::from_millis(100);
/// A peer that does not acknowledge packets for this long is gone.
const PEER_GONE: Duration = Duration::from_secs(10);

/// Where the server is and how long to wait for it.
#[derive(Clone)]
pub(in crate::db) struct Target {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    /// How long a transaction waits for a server that is gone.
    pub(super) patience: Duration,
    /// After this the server cancels a statement.
    pub(super) statement_limit: Duration,
}

/// When the server was lost and last tried.
#[derive(Default)]
pub(super) struct Outage {
    since: Option<Instant>,
    tried: Option<Instant>,
}

impl Target {
    pub(in crate::db) fn parse(
        url: &str,
        patience: Duration,
        statement_limit: Duration,
    ) -> Result<Self> {
        let mut config: Config = url
            .parse()
            .map_err(|_| Error::Fault("the PostgreSQL URL cannot be read".to_owned()))?;
        config.connect_timeout(ATTEMPT).tcp_user_timeout(PEER_GONE).keepalives_idle(PEER_GONE);
        if config.get_application_name().is_none() {
            config.application_name("lapor");
        }
        if config.get_hosts().len() > 1 {
            // Of several servers only the primary takes writes.
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        let tls = if wants_tls(&config) { Some(tls()?) } else { None };
        Ok(Self { config, tls, patience, statement_limit })
    }

    /// A connection, or why there is none. Waits while the outage is younger than the
    /// patience, then fails at once and tries only every [`PAUSE`], so that nobody queues
    /// behind a server that stays away.
    pub(super) async fn connect(&self, outage: &mut Outage, read_only: bool) -> Result<Client> {
        let since = *outage.since.get_or_insert_with(Instant::now);
        loop {
            if let Some(wait) = outage.tried.and_then(|tried| PAUSE.checked_sub(tried.elapsed())) {
                if since.elapsed() > self.patience {
                    return Err(Error::Unavailable("PostgreSQL cannot be reached".to_owned()));
                }
                tokio::time::sleep(wait).await;
            }
            let attempt = tokio::time::timeout(ATTEMPT, self.attempt(read_only)).await;
            outage.tried = Some(Instant::now());
            match attempt {
                Ok(Ok(client)) => {
                    *outage = Outage::default();
                    return Ok(client);
                }
                Ok(Err(Error::Unavailable(_))) | Err(_) if since.elapsed() < self.patience => {}
                Ok(Err(error)) => return Err(error),
                Err(_) => {
                    return Err(Error::Unavailable("PostgreSQL does not answer".to_owned()));
                }
            }
        }
    }

    async fn attempt(&self, read_only: bool) -> Result<Client> {
        let client = if let Some(tls) = &self.tls {
            let connected = self.config.connect(tls.clone()).await;
            let (client, connection) = connected.map_err(|error| refused(&error))?;
            tokio::spawn(connection);
            client
        } else {
            let connected = self.config.connect(NoTls).await;
            let (client, connection) = connected.map_err(|error| refused(&error))?;
            tokio::spawn(connection);
            client
        };
        let settings = format!(
            "SET statement_timeout = {}; SET default_transaction_read_only = {}; \
             SET default_transaction_isolation = '{}'; SET timezone = 'UTC'",
            self.statement_limit.as_millis(),
            if read_only { "on" } else { "off" },
            if read_only { "repeatable read" } else { "read committed" },
        );
        client.batch_execute(&settings).await.map_err(|error| refused(&error))?;
        Ok(client)
    }
}

fn refused(error: &tokio_postgres::Error) -> Error {
    match error.as_db_error() {
        Some(error) => Error::Unavailable(format!("PostgreSQL says {}", error.code().code())),
        None => Error::Unavailable(format!("PostgreSQL cannot be reached ({error})")),
    }
}

/// Plain text only where it never leaves the machine, or where the URL says
/// `sslmode=disable`. With the default `prefer` a remote server without TLS is still used.
fn wants_tls(config: &Config) -> bool {
    let local = config.get_hosts().iter().all(|host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost"
                || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
        }
    });
    match config.get_ssl_mode() {
        SslMode::Disable => false,
        SslMode::Prefer => !local,
        _ => true,
    }
}

/// Trusts the certificates of the operating system; `SSL_CERT_FILE` names others.
fn tls() -> Result<MakeRustlsConnect> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| Error::Fault("no TLS version can be used".to_owned()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
