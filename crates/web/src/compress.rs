//! Smaller pages on slow lines: HTML leaves gzipped when the reader accepts it.
//!
//! Only citizens' pages go through here. None of them holds a secret beside text that a stranger
//! could have put there, so their length gives nothing away.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use flate2::bufread::GzDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};
use std::cell::RefCell;
use std::io::Read as _;

/// Below this the headers cost more than is won.
const BYTES_MIN: usize = 1_000;
/// No page is longer; a longer body is a file and passes as it is.
const BYTES_MAX: usize = 2_000_000;

/// Whether the reader takes gzip.
pub(crate) fn accepts(headers: &HeaderMap) -> bool {
    headers.get_all(ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok()).any(|value| {
        value.split(',').any(|one| {
            let (name, weight) = one.split_once(';').unwrap_or((one, ""));
            let refused = weight
                .replace(' ', "")
                .strip_prefix("q=")
                .is_some_and(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
            name.trim().eq_ignore_ascii_case("gzip") && !refused
        })
    })
}

thread_local! {
    /// A quarter of a megabyte of working memory. Made anew for each page it scattered the heap: at
    /// full speed the process held twice as much.
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new_gzip(Compression::new(6), 15));
}

/// The gzipped form; `None` when it would not be smaller.
pub(crate) fn gzip(bytes: &[u8]) -> Option<Bytes> {
    if bytes.len() < BYTES_MIN {
        return None;
    }
    // One byte less than the page: what does not fit is not smaller.
    let mut packed = Vec::with_capacity(bytes.len() - 1);
    let done = PACKER.with_borrow_mut(|packer| {
        packer.reset();
        packer.compress_vec(bytes, &mut packed, FlushCompress::Finish)
    });
    packed.shrink_to_fit();
    matches!(done, Ok(Status::StreamEnd)).then(|| packed.into())
}

/// What was packed here, as it was.
pub(crate) fn gunzip(packed: &[u8]) -> Bytes {
    let mut plain = Vec::new();
    // Reading from memory what this process packed does not fail.
    let _all = GzDecoder::new(packed).read_to_end(&mut plain);
    plain.into()
}

/// Middleware: packs HTML that is not packed yet.
pub(crate) async fn pages(request: Request, next: Next) -> Response {
    let wanted = accepts(request.headers());
    let response = next.run(request).await;
    let headers = response.headers();
    let html = headers
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/html")));
    if !wanted || !html || headers.contains_key(CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, BYTES_MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let Some(packed) = gzip(&bytes) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.entry(VARY).or_insert(HeaderValue::from_static("accept-encoding"));
    Response::from_parts(parts, Body::from(packed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_accepts_it_gets_gzip() {
        let says = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(value));
            accepts(&headers)
        };
        assert!(says("br, gzip"));
        assert!(!says("br, gzip;q=0"));
        assert!(!says("identity"));
        assert!(gzip(&[b'a'; 5_000]).is_some_and(|packed| packed.len() < 200));
        assert!(gzip(b"short").is_none());
        let page = "<p>Lampu jalan padam</p>".repeat(100);
        assert_eq!(gunzip(&gzip(page.as_bytes()).unwrap()), page);
    }
}
