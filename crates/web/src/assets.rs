//! Style sheets and scripts: embedded, named by their hash, compressed when built.

use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;

/// Path under which the application serves [`serve`]; the file name follows.
pub const PREFIX: &str = "/aset/";

/// Content security policy under which every page works: nothing inline, nothing foreign.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; \
    script-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// One file of the bundle in its three encodings.
pub(crate) struct Asset {
    logical: &'static str,
    file: &'static str,
    plain: &'static [u8],
    brotli: &'static [u8],
    gzip: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The bundles a page may load.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bundle {
    /// What citizens load: small enough for the first flight on a slow line.
    Public,
    /// What officers load.
    Desk,
}

impl Bundle {
    /// Address of the style sheet, with its hash.
    #[must_use]
    pub fn style(self) -> String {
        address(match self {
            Self::Public => "public.css",
            Self::Desk => "desk.css",
        })
    }

    /// Address of the script, with its hash.
    #[must_use]
    pub fn script(self) -> String {
        address(match self {
            Self::Public => "public.js",
            Self::Desk => "desk.js",
        })
    }
}

/// Address of the icon browsers show in a tab.
#[must_use]
pub fn site_icon() -> String {
    address("icon.svg")
}

fn address(logical: &str) -> String {
    let file = FILES.iter().find(|asset| asset.logical == logical).map_or(logical, |a| a.file);
    format!("{PREFIX}{file}")
}

/// Answers a request for the file `name` (the part after [`PREFIX`]).
///
/// A name never changes its content, so it may be kept for a year. An unknown name, such as one of
/// an older release, is 404.
#[must_use]
pub fn serve(name: &str, headers: &HeaderMap) -> Response {
    let Some(asset) = FILES.iter().find(|asset| asset.file == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let (encoding, body) = asset.encoded(headers);
    let etag =
        format!("\"{}{}\"", asset.file, encoding.map(|e| format!("-{e}")).unwrap_or_default());
    let unchanged = headers
        .get(IF_NONE_MATCH)
        .and_then(|seen| seen.to_str().ok())
        .is_some_and(|seen| seen.split(',').any(|one| one.trim() == etag));

    let mut response = if unchanged {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Bytes::from_static(body).into_response()
    };
    let out = response.headers_mut();
    out.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    out.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        out.insert(ETAG, etag);
    }
    if unchanged {
        return response;
    }
    out.insert(CONTENT_TYPE, HeaderValue::from_static(asset.content_type()));
    out.insert("x-content-type-options", HeaderValue::from_static("nosniff"));
    if let Some(encoding) = encoding {
        out.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

impl Asset {
    fn content_type(&self) -> &'static str {
        match self.logical.rsplit_once('.') {
            Some((_, "css")) => "text/css; charset=utf-8",
            Some((_, "svg")) => "image/svg+xml",
            _ => "text/javascript; charset=utf-8",
        }
    }

    fn encoded(&self, headers: &HeaderMap) -> (Option<&'static str>, &'static [u8]) {
        let accepts = |coding: &str| {
            headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).any(
                |value| {
                    value.split(',').any(|one| {
                        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
                        let refused =
                            weight.replace(' ', "").strip_prefix("q=").is_some_and(|weight| {
                                weight.parse::<f32>().is_ok_and(|weight| weight <= 0.0)
                            });
                        name.trim().eq_ignore_ascii_case(coding) && !refused
                    })
                },
            )
        };
        if accepts("br") {
            (Some("br"), self.brotli)
        } else if accepts("gzip") {
            (Some("gzip"), self.gzip)
        } else {
            (None, self.plain)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(accept: &'static str) -> Response {
        let style = Bundle::Public.style();
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(accept));
        serve(style.strip_prefix(PREFIX).unwrap(), &headers)
    }

    #[test]
    fn the_smallest_accepted_encoding_is_sent() {
        let encoding = |accept| {
            ask(accept).headers().get(CONTENT_ENCODING).map(|e| e.to_str().unwrap().to_owned())
        };
        assert_eq!(encoding("gzip, deflate, br").as_deref(), Some("br"));
        assert_eq!(encoding("gzip").as_deref(), Some("gzip"));
        assert_eq!(encoding("br;q=0, gzip;q=0.5").as_deref(), Some("gzip"));
        assert_eq!(encoding("identity"), None);
    }

    #[test]
    fn a_known_version_is_not_sent_again() {
        let etag = ask("br").headers().get(ETAG).unwrap().clone();
        let style = Bundle::Public.style();
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("br"));
        headers.insert(IF_NONE_MATCH, etag);
        let again = serve(style.strip_prefix(PREFIX).unwrap(), &headers);
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    }

    #[test]
    fn an_unknown_name_is_not_found() {
        assert_eq!(serve("public-0.css", &HeaderMap::new()).status(), StatusCode::NOT_FOUND);
        assert_eq!(serve("../Cargo.toml", &HeaderMap::new()).status(), StatusCode::NOT_FOUND);
    }
}
