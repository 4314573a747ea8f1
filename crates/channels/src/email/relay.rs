//! The connections to the relay.
//!
//! lettre's own pool is not used: its asynchronous client limits only the
//! time to connect, so a silent relay would hold a job for ever, and its pool
//! takes back connections whose dialogue was cut off. Here one limit covers
//! the whole attempt, and a connection is kept only after a completed mail.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::{EmailSettings, Security, SettingsError};
use crate::delivery::{Error, Why, is_tls_failure};

/// How long a kept connection may take to show that it is still alive.
const PROBE_TIMEOUT: Duration = Duration::from_secs(3);

pub(super) struct Relay {
    host: String,
    port: u16,
    protection: Protection,
    login: Option<Credentials>,
    hello: ClientId,
    timeout: Duration,
    permits: Semaphore,
    idle: Mutex<Vec<AsyncSmtpConnection>>,
}

enum Protection {
    Starttls(TlsParameters),
    Tls(TlsParameters),
    None,
}

impl Relay {
    pub(super) fn new(settings: &EmailSettings) -> Result<Self, SettingsError> {
        let protection = match settings.security {
            Security::Starttls => Protection::Starttls(tls_parameters(settings)?),
            Security::Tls => Protection::Tls(tls_parameters(settings)?),
            Security::None => Protection::None,
        };
        let login = settings
            .login
            .as_ref()
            .map(|login| Credentials::new(login.user.clone(), login.password.reveal().to_owned()));
        Ok(Self {
            host: settings.host.clone(),
            port: settings.port,
            protection,
            login,
            hello: ClientId::default(),
            timeout: Duration::from_secs(settings.timeout_seconds),
            permits: Semaphore::new(settings.connections_max),
            idle: Mutex::new(Vec::new()),
        })
    }

    pub(super) async fn send(&self, envelope: &Envelope, message: &[u8]) -> Result<(), Error> {
        // Waiting for a turn does not count against the attempt.
        let Ok(_turn) = self.permits.acquire().await else {
            return Err(Error::transient(Why::Unreachable));
        };
        timeout(self.timeout, self.dialogue(envelope, message))
            .await
            .unwrap_or(Err(Error::transient(Why::TimedOut)))
    }

    async fn dialogue(&self, envelope: &Envelope, message: &[u8]) -> Result<(), Error> {
        let mut connection = match self.take_living().await {
            Some(connection) => connection,
            None => self.open().await.map_err(|error| verdict_on_us(&error))?,
        };
        connection.send(envelope, message).await.map_err(|error| verdict_on_mail(&error))?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        Ok(())
    }

    async fn take_living(&self) -> Option<AsyncSmtpConnection> {
        loop {
            let mut kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
            if timeout(PROBE_TIMEOUT, kept.test_connected()).await == Ok(true) {
                return Some(kept);
            }
        }
    }

    async fn open(&self) -> Result<AsyncSmtpConnection, smtp::Error> {
        let wrapper = match &self.protection {
            Protection::Tls(parameters) => Some(parameters.clone()),
            Protection::Starttls(_) | Protection::None => None,
        };
        let address = (self.host.as_str(), self.port);
        let limit = Some(self.timeout);
        let mut connection =
            AsyncSmtpConnection::connect_tokio1(address, limit, &self.hello, wrapper, None).await?;
        if let Protection::Starttls(parameters) = &self.protection {
            connection.starttls(parameters.clone(), &self.hello).await?;
        }
        if let Some(login) = &self.login {
            connection.auth(DEFAULT_MECHANISMS, login).await?;
        }
        Ok(connection)
    }
}

fn tls_parameters(settings: &EmailSettings) -> Result<TlsParameters, SettingsError> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.trusted_certificates_pem {
        let certificate = Certificate::from_pem(pem.as_bytes());
        builder = builder.add_root_certificate(certificate.map_err(|_| SettingsError::Tls)?);
    }
    builder.build().map_err(|_| SettingsError::Tls)
}

/// A failure before the mail was mentioned: about us, never about the mail.
fn verdict_on_us(error: &smtp::Error) -> Error {
    Error::transient(match error.status() {
        Some(code) => Why::Unwelcome { code: code.into() },
        None if error.is_client() => Why::RelayUnfit,
        None if error.is_timeout() => Why::TimedOut,
        None if is_tls_failure(error) => Why::Tls,
        None if error.is_response() => Why::AnswerNotUnderstood,
        None => Why::Unreachable,
    })
}

fn verdict_on_mail(error: &smtp::Error) -> Error {
    match error.status().map(u16::from) {
        Some(code) if error.is_permanent() => Error::permanent(Why::Refused { code }),
        Some(code) => Error::transient(Why::Refused { code }),
        // An address beyond ASCII, and a relay without SMTPUTF8.
        None if error.is_client() => Error::permanent(Why::NotComposable),
        None if error.is_response() => Error::transient(Why::AnswerNotUnderstood),
        None => Error::transient(Why::Unreachable),
    }
}
