//! What a gateway's answer means.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use serde::Deserialize;
use serde_json::Value;

use super::ANSWER_BYTES_MAX;
use crate::delivery::{Error, Why, is_tls_failure};

/// Longest id that we keep from a gateway.
const ID_BYTES_MAX: usize = 128;

/// When a 2xx answer means that the message was accepted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuccessRule {
    /// JSON pointer (RFC 6901) to the value that tells; without it every 2xx
    /// is a success.
    #[serde(default)]
    pub pointer: Option<String>,
    /// The values there that mean accepted.
    #[serde(default)]
    pub accepted: Vec<Value>,
    /// The values there that mean "never", such as an unassigned number.
    /// Every other value counts as a passing trouble.
    #[serde(default)]
    pub never: Vec<Value>,
    /// JSON pointer to the gateway's id of the message.
    #[serde(default)]
    pub id_pointer: Option<String>,
}

impl SuccessRule {
    /// A pointer needs values to compare with, and the reverse.
    pub(super) fn is_usable(&self) -> bool {
        let is_pointer = |pointer: &Option<String>| {
            pointer.as_ref().is_none_or(|pointer| pointer.is_empty() || pointer.starts_with('/'))
        };
        self.pointer.is_some() != self.accepted.is_empty()
            && (self.pointer.is_some() || self.never.is_empty())
            && is_pointer(&self.pointer)
            && is_pointer(&self.id_pointer)
    }

    /// Whether the answer's body matters at all.
    fn reads_body(&self) -> bool {
        self.pointer.is_some() || self.id_pointer.is_some()
    }

    /// The gateway's id, where the rule finds a usable one.
    fn verdict(&self, body: &[u8]) -> Result<Option<String>, Error> {
        let parsed: Result<Value, _> = serde_json::from_slice(body);
        if let Some(pointer) = &self.pointer {
            let answer = parsed.as_ref().map_err(|_| Error::transient(Why::AnswerNotUnderstood))?;
            match answer.pointer(pointer) {
                Some(value) if self.accepted.contains(value) => {}
                Some(value) if self.never.contains(value) => {
                    return Err(Error::permanent(Why::NotAccepted));
                }
                Some(_) => return Err(Error::transient(Why::NotAccepted)),
                None => return Err(Error::transient(Why::AnswerNotUnderstood)),
            }
        }
        let id = self.id_pointer.as_ref().and_then(|pointer| {
            match parsed.as_ref().ok()?.pointer(pointer)? {
                Value::String(id) => Some(id.clone()),
                Value::Number(id) => Some(id.to_string()),
                _ => None,
            }
        });
        Ok(id.filter(|id| id.len() <= ID_BYTES_MAX && id.bytes().all(|b| b.is_ascii_graphic())))
    }
}

/// Reads status and, where the rule asks for it, the bounded body.
pub(super) async fn read(
    mut response: reqwest::Response,
    rule: &SuccessRule,
) -> Result<Option<String>, Error> {
    let status = response.status().as_u16();
    if !response.status().is_success() {
        return Err(refusal(status, response.headers()));
    }
    if !rule.reads_body() {
        return Ok(None);
    }
    match bounded_body(&mut response).await {
        Ok(body) => rule.verdict(&body),
        // The status alone said yes; failing now for want of an id would
        // send the message twice.
        Err(_) if rule.pointer.is_none() => Ok(None),
        Err(error) => Err(error),
    }
}

async fn bounded_body(response: &mut reqwest::Response) -> Result<Vec<u8>, Error> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| broken(&error))? {
        if body.len() + chunk.len() > ANSWER_BYTES_MAX {
            return Err(Error::transient(Why::AnswerTooLarge));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// A request or an answer that did not come through.
pub(super) fn broken(error: &reqwest::Error) -> Error {
    Error::transient(if error.is_timeout() {
        Why::TimedOut
    } else if is_tls_failure(error) {
        Why::Tls
    } else {
        Why::Unreachable
    })
}

fn refusal(status: u16, headers: &HeaderMap) -> Error {
    match status {
        // Too early, too much, or broken: the same request may pass later.
        408 | 425 | 429 | 500..=599 => Error::Transient {
            why: Why::Refused { code: status },
            retry_after: retry_after(headers),
        },
        // A redirect, key, balance or path: the operator's to cure, and no
        // reason to give up a citizen's notice.
        300..=399 | 401..=405 | 407 => Error::transient(Why::Unwelcome { code: status }),
        _ => Error::permanent(Why::Refused { code: status }),
    }
}

/// Seconds, or a date, which is taken relative to the answer's own `Date`:
/// that needs no clock of ours and survives one that is wrong.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let asked = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = asked.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let instant = |text: &str| -> Option<Timestamp> {
        rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
    };
    let until = instant(asked)?;
    let answered = instant(headers.get(DATE)?.to_str().ok()?)?;
    Duration::try_from(until.duration_since(answered)).ok()
}
