//! What a handler returns when there is no page to show, and the pages for it.
//!
//! A failure never says why inside; it says what happened, what still works and which number to
//! quote. The cause goes to the log under the same number.

use crate::i18n::Words;
use crate::reader::Reader;
use crate::refusal::refusal_text;
use crate::ui::{PublicPage, heading};
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use maud::{Markup, html};

/// The result of a handler.
pub type Answer<T = Response> = Result<T, Failure>;

/// Why there is no page.
#[derive(Debug, Clone)]
pub enum Failure {
    /// Nothing there, or nothing this reader may see: the answer is the same.
    NotFound,
    /// The reader may not do this.
    Forbidden,
    /// The rules say no, and there is no form to say it in.
    Refused(Refusal),
    /// The session has ended; `back` is where to go on after signing in again.
    SessionEnded {
        /// Path asked for.
        back: String,
    },
    /// The form did not come from a page of ours.
    Forged,
    /// Too often; seconds to wait.
    TooMany(u64),
    /// More bytes than allowed.
    TooLarge,
    /// The form cannot be read.
    BadForm,
    /// The database cannot serve now; nothing was taken.
    Unavailable,
    /// Whether it was taken is not known; sending the same again is safe.
    Unconfirmed,
    /// A mistake of ours, with its cause for the log.
    Fault(String),
}

impl Failure {
    fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Forged => StatusCode::FORBIDDEN,
            Self::Refused(Refusal::Unknown) => StatusCode::NOT_FOUND,
            Self::Refused(Refusal::NotAllowed { .. } | Refusal::Hidden { .. }) => {
                StatusCode::FORBIDDEN
            }
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::SessionEnded { .. } => StatusCode::UNAUTHORIZED,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BadForm => StatusCode::BAD_REQUEST,
            Self::Unavailable | Self::Unconfirmed => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn keys(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound | Self::Refused(Refusal::Unknown) => {
                ("failure-not-found", "failure-not-found-help")
            }
            Self::Forbidden => ("failure-forbidden", "failure-forbidden-help"),
            Self::Refused(_) => ("failure-refused", "failure-refused-help"),
            Self::SessionEnded { .. } => ("failure-session", "failure-session-help"),
            Self::Forged => ("failure-forged", "failure-forged-help"),
            Self::TooMany(_) => ("failure-too-many", "failure-too-many-help"),
            Self::TooLarge => ("failure-too-large", "failure-too-large-help"),
            Self::BadForm => ("failure-bad-form", "failure-bad-form-help"),
            Self::Unavailable => ("failure-unavailable", "failure-unavailable-help"),
            Self::Unconfirmed => ("failure-unconfirmed", "failure-unconfirmed-help"),
            Self::Fault(_) => ("failure-fault", "failure-fault-help"),
        }
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        use store::Error as E;
        match error {
            E::Refused(refusal) => Self::Refused(refusal),
            E::Missing => Self::NotFound,
            // Forms with files show it beside the field; here no form is left to show it in.
            E::File(_) => Self::BadForm,
            E::Unavailable(_) | E::Busy | E::Conflict => Self::Unavailable,
            E::Unconfirmed(_) => Self::Unconfirmed,
            E::Unique { .. }
            | E::Foreign { .. }
            | E::Check { .. }
            | E::Corrupt(_)
            | E::Decode(_)
            | E::Form(_)
            | E::Fault(_) => Self::Fault(error.to_string()),
        }
    }
}

/// Leaves the failure to [`render`], which knows the reader.
impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Middleware: turns failures into pages in the reader's language, unknown paths included.
pub(crate) async fn render(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let reader = Reader::of(&parts);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let failure = match response.extensions_mut().remove::<Failure>() {
        Some(failure) => failure,
        None if is_bare(&response) => bare(response.status()),
        None => return response,
    };
    page(&reader, &failure)
}

/// Answers of the framework itself carry no page: wrong method, unreadable path or body.
fn is_bare(response: &Response) -> bool {
    let status = response.status();
    (status.is_client_error() || status.is_server_error())
        && !response.headers().get("content-type").is_some_and(|t| {
            t.to_str().is_ok_and(|t| t.starts_with("text/html") || t.starts_with("application/"))
        })
}

fn bare(status: StatusCode) -> Failure {
    match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Failure::NotFound,
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => Failure::Unavailable,
        status if status.is_client_error() => Failure::BadForm,
        _ => Failure::Fault(format!("the framework answered {status}")),
    }
}

/// The page of a failure.
pub(crate) fn page(reader: &Reader, failure: &Failure) -> Response {
    let w = reader.words;
    let reference = reference_number();
    if let Failure::Fault(cause) = failure {
        tracing::error!(reference, cause, "a page could not be made");
    }
    let (title, help) = failure.keys();
    let body = html! {
        (heading(None, w.t(title)))
        p.lead { (w.t(help)) }
        (detail(w, failure, &reference))
        ul.links {
            li { a href=(reader.href("/")) { (w.t("failure-home")) } }
            li { a href=(reader.href("/lacak")) { (w.t("failure-track")) } }
            li { a href=(reader.href("/bantuan")) { (w.t("failure-help")) } }
        }
    };
    let page = PublicPage::new(reader.view(), w.t(title)).unlisted().around(&body);
    let mut response = (failure.status(), page).into_response();
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Failure::TooMany(seconds) = failure {
        headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
    } else if matches!(failure, Failure::Unavailable | Failure::Unconfirmed) {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("10"));
    }
    response
}

fn detail(w: Words, failure: &Failure, reference: &str) -> Markup {
    match failure {
        Failure::Refused(refusal) if *refusal != Refusal::Unknown => {
            html! { p { (refusal_text(w, refusal)) } }
        }
        Failure::SessionEnded { back } => {
            let again = crate::urls::path(w.lang(), "/masuk");
            let back: String =
                percent_encoding::utf8_percent_encode(back, percent_encoding::NON_ALPHANUMERIC)
                    .to_string();
            html! { p { a href={ (again) "?kembali=" (back) } { (w.t("failure-sign-in")) } } }
        }
        Failure::TooMany(seconds) => {
            html! { p { (w.ta("failure-wait", &[("minutes", seconds.div_ceil(60).into())])) } }
        }
        Failure::Fault(_) => html! { p { (w.t("failure-reference")) " " strong { (reference) } } },
        _ => html! {},
    }
}

/// A short number to quote; unique enough to find one line in a day's log.
fn reference_number() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{:06}-{:04}", std::process::id() % 1_000_000, n % 10_000)
}
