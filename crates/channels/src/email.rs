//! E-mail through one SMTP relay.

mod compose;
mod relay;

use std::fmt;
use std::net::IpAddr;

use jiff::Timestamp;
use lettre::message::Mailbox;
use serde::Deserialize;

use crate::delivery::{Delivered, Error};
use crate::secret::Secret;
use relay::Relay;

/// The header (RFC 3834) that keeps vacation responders from answering.
pub const AUTO_GENERATED: (&str, &str) = ("Auto-Submitted", "auto-generated");

/// Where and how mail leaves. Read from the configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmailSettings {
    /// Host name or IP address of the relay.
    pub host: String,
    /// TCP port, commonly 587 (`starttls`), 465 (`tls`) or 25.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// User and password, where the relay wants them.
    #[serde(default)]
    pub login: Option<Login>,
    /// The sender as it appears to people: `LAPOR! <noreply@example.go.id>`.
    pub from: String,
    /// Further certificates to trust, in PEM: a ministry's own authority.
    #[serde(default)]
    pub trusted_certificates_pem: Option<String>,
    /// How many connections may be open at a time, at least 1.
    pub connections_max: usize,
    /// Longest duration of one attempt from connecting to the last reply.
    pub timeout_seconds: u64,
}

/// How a connection to the relay is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Begin in the clear, upgrade before anything is said; refuse to go on
    /// where the relay cannot.
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// In the clear, to a relay on this machine only.
    None,
}

/// Who we are to the relay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// User name.
    pub user: String,
    /// Password.
    pub password: Secret,
}

/// Settings that cannot work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// `security = "none"` with a host other than this machine.
    #[error("mail may leave unencrypted only to a relay on this machine")]
    UnencryptedRemote,
    /// `from` is not a mailbox.
    #[error("the sender is not a valid mailbox")]
    From,
    /// A trusted certificate or the host name cannot be used for TLS.
    #[error("the TLS settings cannot be used")]
    Tls,
    /// A number that must be at least one is zero.
    #[error("connections_max and timeout_seconds must be at least 1")]
    Zero,
}

/// One mail to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Mail {
    /// The recipient's bare address (`name@example.id`).
    pub to: String,
    /// Subject in plain Unicode; control characters become spaces.
    pub subject: String,
    /// The plain-text body, always present.
    pub text: String,
    /// The same in HTML, where there is one.
    pub html: Option<String>,
    /// Names the notice; the same key gives the same Message-ID, and the
    /// same mail gives the same bytes.
    pub dedup_key: String,
    /// When the notice was written: the `Date` header, also of a late re-send.
    pub written_at: Timestamp,
    /// Where answers go, as a mailbox.
    pub reply_to: Option<String>,
    /// Further headers such as [`AUTO_GENERATED`]; those which this crate
    /// writes itself are refused.
    pub headers: Vec<(String, String)>,
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail").field("dedup_key", &self.dedup_key).finish_non_exhaustive()
    }
}

/// Sends mails over a bounded number of kept connections.
pub struct Mailer {
    relay: Relay,
    from: Mailbox,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mailer").finish_non_exhaustive()
    }
}

impl Mailer {
    /// Checks the settings; connects only when there is something to send.
    pub fn new(settings: &EmailSettings) -> Result<Self, SettingsError> {
        if settings.connections_max == 0 || settings.timeout_seconds == 0 {
            return Err(SettingsError::Zero);
        }
        if settings.security == Security::None && !is_this_machine(&settings.host) {
            return Err(SettingsError::UnencryptedRemote);
        }
        let from = settings.from.parse().map_err(|_| SettingsError::From)?;
        Ok(Self { relay: Relay::new(settings)?, from })
    }

    /// The Message-ID under which a mail with this key leaves; later notices
    /// may refer to it (`In-Reply-To`).
    #[must_use]
    pub fn message_id(&self, dedup_key: &str) -> String {
        compose::message_id(dedup_key, self.from.email.domain())
    }

    /// Hands the mail to the relay.
    ///
    /// Dropping the future closes the connection in mid-dialogue, which the
    /// relay takes as "not sent".
    pub async fn send(&self, mail: &Mail) -> Result<Delivered, Error> {
        let message = compose::message(mail, &self.from)?;
        self.relay.send(message.envelope(), &message.formatted()).await?;
        Ok(Delivered { id: self.message_id(&mail.dedup_key) })
    }
}

/// Whether a host name or address can only mean this machine.
pub(crate) fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}
