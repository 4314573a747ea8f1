//! Routes, and what goes around all of them.

use crate::app::App;
use crate::assets::{self, CONTENT_SECURITY_POLICY};
use crate::fields::Fields;
use crate::reader::{Reader, Site, take_language};
use crate::ui::{THEME_PATH, Theme};
use crate::{compress, desk, failure, guard, ops, public, reporter, urls};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use tower::ServiceBuilder;
use tower::util::MapRequestLayer;

/// Bytes a request may have; forms with files are bounded again where they are read.
const BODY_BYTES_MAX: usize = 30_000_000;

/// Everything LAPOR answers over HTTP.
pub fn router(app: App) -> Router {
    let site = Site::new(&app.settings().base_url);
    let pages = Router::new()
        .route("/aset/{name}", get(asset))
        .route(THEME_PATH, post(choose_theme))
        .merge(
            public::routes().merge(reporter::routes()).layer(middleware::from_fn(compress::pages)),
        )
        .merge(ops::routes())
        .merge(desk::routes())
        .merge(crate::admin::routes())
        .fallback(async || failure::Failure::NotFound)
        .layer(middleware::from_fn(guard::same_site))
        .layer(middleware::from_fn(failure::render))
        .layer(middleware::from_fn_with_state(app.clone(), deadline))
        .layer(middleware::from_fn_with_state(app.clone(), ops::measure))
        .layer(middleware::from_fn(headers))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(tower_http::catch_panic::CatchPanicLayer::custom(after_panic))
        .with_state(app);
    // The language is taken off the address before a route is looked for.
    let arriving = MapRequestLayer::new(move |request| take_language(request, site.clone()));
    let routed = ServiceBuilder::new().layer(arriving).service(pages);
    Router::new().fallback_service(routed)
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    assets::serve(&name, &headers)
}

/// Keeps the chosen theme in a cookie and leads back.
async fn choose_theme(reader: Reader, form: Fields) -> Response {
    let theme = Theme::from_code(form.get("tema"));
    let back = urls::local(form.get("kembali")).map_or_else(|| reader.href("/"), str::to_owned);
    let mut response = Redirect::to(&back).into_response();
    if let Ok(cookie) = HeaderValue::from_str(&theme.set_cookie()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Answers with an apology instead of hanging.
async fn deadline(State(app): State<App>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(app.settings().request_limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Headers of every answer. Pages that do not say otherwise are not kept by anybody.
async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let fixed = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "geolocation=(self), camera=(), microphone=()",
        ),
    ];
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

fn after_panic(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
