//! What was typed into a form: every value kept as it came, so that it can be shown again.

use crate::failure::Failure;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;
use jiff::civil::Date;

/// Bytes of a form without files.
pub(crate) const FORM_BYTES_MAX: usize = 256 * 1024;

/// Names and values of a form, in the order sent; repeats kept.
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// From names and values.
    #[must_use]
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// From `a=1&b=2`.
    #[must_use]
    pub fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The first value of a field, as typed; empty when absent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
    }

    /// The first value with newlines made equal and outer spaces taken off.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.get(name).replace("\r\n", "\n").trim().to_owned()
    }

    /// One line: also without control characters, for search words and numbers.
    #[must_use]
    pub fn line(&self, name: &str) -> String {
        let clean: String =
            self.get(name).chars().filter(|c| !domain::filing::is_forbidden(*c)).collect();
        clean.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Names and values, in the order sent.
    pub fn into_pairs(self) -> impl Iterator<Item = (String, String)> {
        self.0.into_iter()
    }

    /// All values of a field.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// True when the field was sent, with whatever value.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// A whole number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name).trim().parse().ok()
    }

    /// A date typed into three inputs `name-day`, `name-month`, `name-year`: `Ok(None)` when all
    /// are empty, `Err` when it is no date.
    #[expect(clippy::result_unit_err, reason = "there is one thing to say, and the caller says it")]
    pub fn date(&self, name: &str) -> Result<Option<Date>, ()> {
        let part = |suffix: &str| self.line(&format!("{name}-{suffix}"));
        let (day, month, year) = (part("day"), part("month"), part("year"));
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return Ok(None);
        }
        let read = || Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
        read().filter(|date| date.year() >= 1900).map(Some).ok_or(())
    }

    /// All names and values.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }

    /// Replaces a field's values by one.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(n, _)| n != name);
        self.0.push((name.to_owned(), value.into()));
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let form = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|v| v.to_str().ok())
            .is_some_and(|t| t.starts_with("application/x-www-form-urlencoded"));
        if !form {
            return Err(Failure::BadForm);
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| Failure::TooLarge)?;
        if body.len() > FORM_BYTES_MAX {
            return Err(Failure::TooLarge);
        }
        Ok(Self::parse(&body))
    }
}

/// The query of an address, read the same way as a form.
#[derive(Debug, Clone, Default)]
pub struct Query(pub Fields);

impl<S: Sync> axum::extract::FromRequestParts<S> for Query {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        _: &S,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self(Fields::parse(parts.uri.query().unwrap_or("").as_bytes())))
    }
}
