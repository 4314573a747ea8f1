//! Rendered public pages, kept in memory and given out with an entity tag.

use crate::compress;
use crate::hex::hex;
use crate::i18n::Lang;
use crate::reader::Reader;
use crate::ui::Theme;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use maud::Markup;
use moka::sync::Cache;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;

/// Seconds for which anybody may keep a public page.
const CACHE_POLICY: &str = "public, max-age=5";
/// Bytes of all kept pages together.
const BYTES_MAX: u64 = 32_000_000;
/// Bytes of a kept page besides what is sent.
const BYTES_BESIDE: usize = 300;
/// How long a list may be old.
const LISTS_LIVE: Duration = Duration::from_secs(5);
/// How long a page is kept that carries its version in its key.
const PAGES_LIVE: Duration = Duration::from_secs(10 * 60);

/// What a kept page depends on besides the data.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    what: String,
    lang: Lang,
    theme: &'static str,
}

impl Key {
    /// A page named by its address, or by the version it shows.
    pub(crate) fn new(reader: &Reader, what: String) -> Self {
        Self { what, lang: reader.lang(), theme: theme(reader.theme) }
    }
}

fn theme(theme: Theme) -> &'static str {
    theme.code()
}

/// A page ready to be sent: packed, a quarter of its size, where packing makes it smaller. The few
/// readers who take nothing packed have it unpacked for them.
#[derive(Debug)]
pub(crate) struct Kept {
    etag: String,
    body: Bytes,
    packed: bool,
}

impl Kept {
    fn new(page: Markup) -> Self {
        let plain = page.into_string();
        let digest: [u8; 32] = Sha256::digest(&plain).into();
        let etag = hex(digest.get(..12).unwrap_or(&digest));
        let packed = compress::gzip(plain.as_bytes());
        Self { etag, packed: packed.is_some(), body: packed.unwrap_or_else(|| plain.into()) }
    }

    /// The answer: nothing when the reader has it already.
    fn answer(&self, headers: &HeaderMap) -> Response {
        let packed = self.packed && compress::accepts(headers);
        let etag = format!("\"{}{}\"", self.etag, if packed { "-g" } else { "" });
        let known = headers.get_all(IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
        let unchanged = known.flat_map(|v| v.split(',')).any(|one| one.trim() == etag);
        let mut response = if unchanged {
            StatusCode::NOT_MODIFIED.into_response()
        } else if self.packed && !packed {
            compress::gunzip(&self.body).into_response()
        } else {
            self.body.clone().into_response()
        };
        let out = response.headers_mut();
        out.insert(CACHE_CONTROL, HeaderValue::from_static(CACHE_POLICY));
        // The theme is a cookie: a cache must not show one reader's theme to another.
        out.insert(VARY, HeaderValue::from_static("accept-encoding, cookie"));
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            out.insert(ETAG, etag);
        }
        if !unchanged {
            out.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            if packed {
                out.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
        }
        response
    }
}

/// The pages kept by this process.
#[derive(Debug)]
pub(crate) struct Pages {
    lists: Cache<Key, Arc<Kept>>,
    pages: Cache<Key, Arc<Kept>>,
}

impl Default for Pages {
    fn default() -> Self {
        let made = |live| {
            Cache::builder()
                .max_capacity(BYTES_MAX / 2)
                .weigher(|_: &Key, kept: &Arc<Kept>| {
                    u32::try_from(kept.body.len() + BYTES_BESIDE).unwrap_or(u32::MAX)
                })
                .time_to_live(live)
                .build()
        };
        Self { lists: made(LISTS_LIVE), pages: made(PAGES_LIVE) }
    }
}

impl Pages {
    /// A list or figure that may be some seconds old.
    pub(crate) fn list(&self, key: &Key, headers: &HeaderMap) -> Option<Response> {
        self.lists.get(key).map(|kept| kept.answer(headers))
    }

    /// Keeps a list and answers with it.
    pub(crate) fn keep_list(&self, key: Key, page: Markup, headers: &HeaderMap) -> Response {
        keep(&self.lists, key, page, headers)
    }

    /// A page whose key says its version.
    pub(crate) fn page(&self, key: &Key, headers: &HeaderMap) -> Option<Response> {
        self.pages.get(key).map(|kept| kept.answer(headers))
    }

    /// Keeps a page and answers with it.
    pub(crate) fn keep_page(&self, key: Key, page: Markup, headers: &HeaderMap) -> Response {
        keep(&self.pages, key, page, headers)
    }
}

fn keep(cache: &Cache<Key, Arc<Kept>>, key: Key, page: Markup, headers: &HeaderMap) -> Response {
    let kept = Arc::new(Kept::new(page));
    cache.insert(key, Arc::clone(&kept));
    kept.answer(headers)
}
