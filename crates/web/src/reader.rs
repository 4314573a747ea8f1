//! Who reads the page: language, theme and where they are. No session.

use crate::i18n::{Lang, Words};
use crate::ui::{Theme, View};
use crate::urls;
use axum::extract::{FromRequestParts, Request};
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use axum::http::uri::{PathAndQuery, Uri};
use std::convert::Infallible;
use std::sync::Arc;

/// The reader of a page; taken from the request by every handler that answers with one.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Words of the reader's language.
    pub words: Words,
    /// The theme chosen, if any.
    pub theme: Theme,
    /// Path and query as asked, without the language prefix.
    pub path: String,
    /// Where the public reaches this site, without a slash at the end.
    site: Site,
}

/// Address of the site; every request carries it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Site(Arc<str>);

impl Site {
    pub(crate) fn new(base_url: &str) -> Self {
        Self(base_url.into())
    }
}

impl Reader {
    /// For the page shells.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View { words: self.words, theme: self.theme, path: &self.path, site: &self.site.0 }
    }

    /// A path of this site in the reader's language.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        urls::path(self.words.lang(), path)
    }

    /// The same reader at the same page without its query, for pages that are kept and shown to
    /// others: nothing that one reader typed may stand in them.
    #[must_use]
    pub(crate) fn without_query(mut self) -> Self {
        let end = self.path.find('?').unwrap_or(self.path.len());
        self.path.truncate(end);
        self
    }

    /// The language.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.words.lang()
    }

    pub(crate) fn of(parts: &Parts) -> Self {
        let lang = parts.extensions.get::<Lang>().copied().unwrap_or_default();
        let cookies = parts.headers.get_all(COOKIE).iter().filter_map(|v| v.to_str().ok());
        let theme = cookies.map(Theme::from_cookies).find(|t| *t != Theme::default());
        let path = parts.uri.path_and_query().map_or("/", PathAndQuery::as_str).to_owned();
        let site = parts.extensions.get::<Site>().cloned().unwrap_or_default();
        Self { words: Words::of(lang), theme: theme.unwrap_or_default(), path, site }
    }
}

impl<S: Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

/// Takes the language prefix off the address before routing and remembers the language, so that
/// every route exists once.
pub(crate) fn take_language(mut request: Request, site: Site) -> Request {
    let asked = request.uri().path_and_query().map_or("/", PathAndQuery::as_str).to_owned();
    let (lang, rest) = urls::split(&asked);
    if lang != Lang::default()
        && let Ok(rest) = rest.parse::<PathAndQuery>()
    {
        let mut parts = request.uri().clone().into_parts();
        parts.path_and_query = Some(rest);
        if let Ok(uri) = Uri::from_parts(parts) {
            *request.uri_mut() = uri;
        }
    }
    request.extensions_mut().insert(lang);
    request.extensions_mut().insert(site);
    request
}
