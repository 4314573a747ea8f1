//! Pages for everybody: home, public reports, figures, frequent questions, help.

mod ask;
pub(crate) mod cache;
mod cluster;
mod feed;
mod files;
mod home;
mod list;
mod model;
mod page;
pub(crate) mod shown;
mod statistics;
mod support;
mod texts;

use crate::app::App;
use axum::Router;
use axum::routing::get;

/// Routes of the public pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home::show))
        .route("/laporan", get(list::show))
        .route("/laporan/saran", get(list::suggest))
        .route("/laporan.atom", get(feed::show))
        .route("/laporan/{nomor}", get(page::show))
        .route("/laporan/{nomor}/dukung", get(support::show).post(support::save))
        .route("/laporan/{nomor}/serupa", get(cluster::show))
        .route("/dukungan/{token}", get(support::own).post(support::leave))
        .route("/tanya", get(ask::show))
        .route("/statistik", get(statistics::show))
        .route("/model", get(model::show))
        .route("/bantuan", get(texts::help))
        .route("/bantuan/petugas", get(texts::officers))
        .route("/tentang", get(texts::about))
        .route("/privasi", get(texts::privacy))
        .route("/aksesibilitas", get(texts::accessibility))
        .route("/data", get(texts::data))
        .route("/berkas/{nomor}/{no}", get(files::show))
}
