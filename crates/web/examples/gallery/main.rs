//! Every component in its states, in both languages and all themes, on a local address.
//!
//! `cargo run -p web --example gallery -- 4600` serves `http://127.0.0.1:4600/`. The browser tests
//! walk through [`PAGES`]; a component that is missing here is not looked at.

mod citizen;
mod officer;
mod sample;

use axum::Router;
use axum::extract::{Form, Path, Request};
use axum::http::header::{CONTENT_SECURITY_POLICY, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use maud::{Markup, html};
use serde::Deserialize;
use web::assets;
use web::i18n::Words;
use web::ui::{Place, PublicPage, THEME_PATH, Theme, View, heading};
use web::urls;

/// Path and maker of each page.
type Page = (&'static str, fn(View<'_>) -> Markup);

/// All pages of the gallery.
const PAGES: [Page; 17] = [
    ("/", index),
    ("/beranda", citizen::home),
    ("/isian", citizen::form),
    ("/isian-salah", citizen::form_with_errors),
    ("/pilihan", citizen::choices),
    ("/periksa", citizen::check_answers),
    ("/terima", citizen::receipt),
    ("/laporan", citizen::report),
    ("/daftar", citizen::list),
    ("/kosong", citizen::empty),
    ("/statistik", citizen::statistics),
    ("/pesan", citizen::messages),
    ("/yakin", citizen::confirmation),
    ("/meja", officer::queue_only),
    ("/meja/laporan", officer::report_open),
    ("/meja/ditolak", officer::refused),
    ("/meja/daftar", officer::table),
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = std::env::args().nth(1).map_or(Ok(4600), |port| port.parse())?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    let app = Router::new()
        .route("/aset/{file}", get(asset))
        .route(THEME_PATH, post(choose_theme))
        .fallback(page);
    axum::serve(listener, app).await?;
    Ok(())
}

async fn asset(Path(file): Path<String>, headers: HeaderMap) -> Response {
    assets::serve(&file, &headers)
}

#[derive(Deserialize)]
struct Choice {
    tema: String,
    kembali: String,
}

async fn choose_theme(Form(choice): Form<Choice>) -> Response {
    let cookie = Theme::from_code(&choice.tema).set_cookie();
    let back = urls::local(&choice.kembali).unwrap_or("/").to_owned();
    (StatusCode::SEE_OTHER, [(SET_COOKIE, cookie), (LOCATION, back)]).into_response()
}

async fn page(headers: HeaderMap, request: Request) -> Response {
    let (lang, path) = urls::split(request.uri().path());
    let cookies = headers.get(COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let view = View { words: Words::of(lang), theme: Theme::from_cookies(cookies), path, site: "" };
    let Some((_, render)) = PAGES.iter().find(|(known, _)| *known == path) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    ([(CONTENT_SECURITY_POLICY, assets::CONTENT_SECURITY_POLICY)], render(view)).into_response()
}

fn index(view: View<'_>) -> Markup {
    let body = html! {
        (heading(None, "Gallery"))
        ul { @for (path, _) in &PAGES { li { a href=(view.href(path)) { (path) } } } }
    };
    PublicPage::new(view, "Gallery").place(Place::Help).unlisted().around(&body)
}
