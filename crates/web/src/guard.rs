//! Keeps other sites from posting in a reader's name.
//!
//! Browsers say where a request comes from (`Sec-Fetch-Site`, else `Origin`, else `Referer`); one
//! that says another site, and one that says nothing while it carries cookies, is refused. Forms
//! of signed-in officers carry a token beside that (see `desk`).

use crate::failure::Failure;
use axum::extract::Request;
use axum::http::header::{COOKIE, HOST, ORIGIN, REFERER};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Middleware: refuses forged posts.
pub(crate) async fn same_site(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || comes_from_us(request.headers()) {
        next.run(request).await
    } else {
        Failure::Forged.into_response()
    }
}

fn comes_from_us(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|v: &axum::http::HeaderValue| v.to_str().ok());
    if let Some(site) = headers.get("sec-fetch-site").and_then(|v| v.to_str().ok()) {
        return site == "same-origin";
    }
    let host = text(HOST).unwrap_or("");
    if let Some(origin) = text(ORIGIN).or_else(|| text(REFERER)) {
        let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        let named = rest.map(|r| r.split('/').next().unwrap_or(""));
        return named == Some(host) && !host.is_empty();
    }
    // No browser sends cookies without one of the three; a script without cookies forges nothing.
    !headers.contains_key(COOKIE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, "lapor.test".parse().unwrap());
        for (name, value) in pairs {
            headers.insert(*name, value.parse().unwrap());
        }
        comes_from_us(&headers)
    }

    #[test]
    fn only_our_own_pages_may_post_with_cookies() {
        assert!(says(&[("sec-fetch-site", "same-origin"), ("cookie", "a=b")]));
        assert!(!says(&[("sec-fetch-site", "cross-site")]));
        assert!(!says(&[("sec-fetch-site", "same-site")]));
        assert!(says(&[("origin", "https://lapor.test")]));
        assert!(!says(&[("origin", "https://lapor.test.evil")]));
        assert!(!says(&[("origin", "null")]));
        assert!(says(&[("referer", "http://lapor.test/lapor")]));
        assert!(!says(&[("cookie", "a=b")]));
        assert!(says(&[]));
    }
}
