//! Short messages through the HTTP gateway of any provider.
//!
//! A provider is configuration: where to send, which fields it wants, and how
//! its answer says yes. No provider has code of its own. In TOML:
//!
//! ```toml
//! url = "https://gateway.example/v1/messages"
//! method = "POST"
//! headers = { Authorization = "Bearer …" }
//! body = "json"
//! number_style = "bare"
//! sender = "LAPOR1708"
//! fields = { from = "{sender}", to = ["{to}"], text = "{text}", reference = "{id}" }
//! connect_timeout_seconds = 10
//! timeout_seconds = 30
//!
//! [success]
//! pointer = "/status"
//! accepted = ["queued", "sent"]
//! never = ["invalid-number"]
//! id_pointer = "/id"
//! ```

mod alphabet;
mod answer;
mod number;
mod template;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Url};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use serde::Deserialize;
use serde_json::{Map, Value};

pub use alphabet::{Cost, Encoding, GSM7_PART, GSM7_SINGLE, UCS2_PART, UCS2_SINGLE, cost, plain};
pub use answer::SuccessRule;
pub use number::{DIGITS_MAX, DIGITS_MIN, MobileNumber, NumberError, NumberStyle};
pub use template::BodyKind;

use crate::delivery::{Delivered, Error, Why};
use crate::email::is_this_machine;
use crate::secret::Secret;
use template::{Filled, Filling};

/// Most bytes of a gateway's answer that are read.
pub const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// Most segments that one message may cost the operator.
pub const SEGMENTS_MAX: usize = 4;

/// A provider. Read from the configuration.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SmsSettings {
    /// Where messages are sent; `https`, or `http` on this machine.
    pub url: String,
    /// The HTTP method.
    pub method: Method,
    /// Headers, such as the provider's key.
    #[serde(default)]
    pub headers: BTreeMap<String, Secret>,
    /// How the request carries the fields.
    pub body: BodyKind,
    /// The fields by name; `{to}`, `{text}`, `{id}` and `{sender}` are filled
    /// in wherever they stand in a text. An unknown placeholder is refused.
    pub fields: Map<String, Value>,
    /// How the provider wants numbers written.
    #[serde(default)]
    pub number_style: NumberStyle,
    /// The name or short code that people see.
    #[serde(default)]
    pub sender: String,
    /// When an answer means accepted.
    #[serde(default)]
    pub success: SuccessRule,
    /// Further certificates to trust, in PEM.
    #[serde(default)]
    pub trusted_certificates_pem: Option<String>,
    /// Longest time to connect.
    pub connect_timeout_seconds: u64,
    /// Longest duration of one attempt, with the answer's body.
    pub timeout_seconds: u64,
}

impl fmt::Debug for SmsSettings {
    /// URL and fields may carry the provider's key.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmsSettings")
            .field("method", &self.method)
            .field("body", &self.body)
            .field("number_style", &self.number_style)
            .field("success", &self.success)
            .finish_non_exhaustive()
    }
}

/// The HTTP methods that gateways use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// Only with [`BodyKind::Query`].
    Get,
    /// The usual one.
    Post,
    /// A few providers create messages by name.
    Put,
}

/// Settings that cannot work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Not a URL, or one with a user name; keys belong into the headers.
    #[error("the gateway's URL cannot be used")]
    Url,
    /// `http` with a host other than this machine.
    #[error("short messages may leave unencrypted only to this machine")]
    UnencryptedRemote,
    /// A header's name or value is not allowed in HTTP.
    #[error("a header cannot be used")]
    Header,
    /// An unknown placeholder, a nested form, or a body with GET.
    #[error("the fields cannot be used")]
    Fields,
    /// A pointer without accepted values or the reverse, or not a pointer.
    #[error("the rule for success cannot be used")]
    Success,
    /// The certificates cannot be read, or the client cannot be made.
    #[error("the TLS settings cannot be used")]
    Tls,
    /// A number that must be at least one is zero.
    #[error("timeouts must be at least 1 second")]
    Zero,
}

/// One short message to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct ShortMessage {
    /// The recipient.
    pub to: MobileNumber,
    /// The text; typographic characters are written plainly before sending.
    pub text: String,
    /// Names the notice; the same at every attempt, so that a gateway which
    /// takes it as `{id}` can tell a repeat.
    pub id: String,
}

impl fmt::Debug for ShortMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ShortMessage").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Sends short messages through one provider.
pub struct SmsGateway {
    client: Client,
    url: Url,
    settings: SmsSettings,
}

impl fmt::Debug for SmsGateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmsGateway").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl SmsGateway {
    /// Checks the settings; connects only when there is something to send.
    pub fn new(settings: SmsSettings) -> Result<Self, SettingsError> {
        if settings.timeout_seconds == 0 || settings.connect_timeout_seconds == 0 {
            return Err(SettingsError::Zero);
        }
        let url = checked_url(&settings.url)?;
        if settings.method == Method::Get && settings.body != BodyKind::Query
            || !template::is_usable(settings.body, &settings.fields)
        {
            return Err(SettingsError::Fields);
        }
        if !settings.success.is_usable() {
            return Err(SettingsError::Success);
        }
        let client = Client::builder()
            .default_headers(headers(&settings.headers)?)
            .redirect(reqwest::redirect::Policy::none())
            // The environment shall not decide where citizens' numbers go.
            .no_proxy()
            .tls_backend_preconfigured(tls(settings.trusted_certificates_pem.as_deref())?)
            .connect_timeout(Duration::from_secs(settings.connect_timeout_seconds))
            .timeout(Duration::from_secs(settings.timeout_seconds))
            .build()
            .map_err(|_| SettingsError::Tls)?;
        Ok(Self { client, url, settings })
    }

    /// Hands the message to the gateway.
    pub async fn send(&self, message: &ShortMessage) -> Result<Delivered, Error> {
        let text = plain(&message.text);
        if cost(&text).segments > SEGMENTS_MAX {
            return Err(Error::permanent(Why::TooLong));
        }
        let request = self.request(message, &text)?;
        let response = request.send().await.map_err(|error| answer::broken(&error))?;
        let id = answer::read(response, &self.settings.success).await?;
        Ok(Delivered { id: id.unwrap_or_else(|| message.id.clone()) })
    }

    fn request(
        &self,
        message: &ShortMessage,
        text: &str,
    ) -> Result<reqwest::RequestBuilder, Error> {
        let to = message.to.written(self.settings.number_style);
        let sender = &self.settings.sender;
        let filling = Filling { to: &to, text, id: &message.id, sender };
        let filled = template::fill(self.settings.body, &self.settings.fields, filling)
            .ok_or(Error::permanent(Why::NotComposable))?;
        let method = match self.settings.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
        };
        let mut url = self.url.clone();
        if let Filled::Query(pairs) = &filled {
            let query = match url.query() {
                Some(fixed) if !fixed.is_empty() => format!("{fixed}&{pairs}"),
                _ => pairs.clone(),
            };
            url.set_query(Some(&query));
        }
        let request = self.client.request(method, url);
        Ok(match filled {
            Filled::Query(_) => request,
            Filled::Form(body) => {
                request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body)
            }
            Filled::Json(body) => request.header(CONTENT_TYPE, "application/json").body(body),
        })
    }
}

fn checked_url(written: &str) -> Result<Url, SettingsError> {
    let url = Url::parse(written).map_err(|_| SettingsError::Url)?;
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(SettingsError::Url);
    }
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) => Ok(url),
        ("http", Some(host)) if is_this_machine(host) => Ok(url),
        ("http", Some(_)) => Err(SettingsError::UnencryptedRemote),
        _ => Err(SettingsError::Url),
    }
}

fn headers(configured: &BTreeMap<String, Secret>) -> Result<HeaderMap, SettingsError> {
    configured
        .iter()
        .map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            let mut value = HeaderValue::from_str(value.reveal()).ok()?;
            value.set_sensitive(true);
            Some((name, value))
        })
        .collect::<Option<HeaderMap>>()
        .ok_or(SettingsError::Header)
}

/// The machine's certificates and the operator's own, with ring, without
/// depending on a process-wide default.
fn tls(own_pem: Option<&str>) -> Result<ClientConfig, SettingsError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for certificate in CertificateDer::pem_slice_iter(own_pem.unwrap_or_default().as_bytes()) {
        let certificate = certificate.map_err(|_| SettingsError::Tls)?;
        roots.add(certificate).map_err(|_| SettingsError::Tls)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| SettingsError::Tls)?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
