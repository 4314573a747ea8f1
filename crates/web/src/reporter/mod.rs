//! Pages of the one who reports: writing, sending, following and answering.

mod accused;
mod alike;
mod answers;
mod category;
pub(crate) mod contact;
mod danger;
mod draft;
mod files;
mod frame;
mod heard;
mod identity;
mod journey;
mod kind;
mod matter;
mod office;
mod place;
mod review;
mod sent;
mod track;
mod typing;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};

pub(crate) use draft::has_draft;
pub(crate) use identity::sight_table;
pub(crate) use journey::zone;
pub(crate) use track::{filing, opened_id};

/// Routes of filing and following.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/lapor", get(kind::start))
        .route("/lapor/jenis", get(kind::show).post(kind::save))
        .route("/lapor/isi", get(matter::show).post(matter::save))
        .route(typing::PATH, post(typing::propose))
        .route("/lapor/jawaban", get(answers::show).post(answers::settle))
        .route("/lapor/terjawab", get(answers::settled))
        .route("/lapor/kategori", get(category::show).post(category::save))
        .route("/lapor/tempat", get(place::show).post(place::save))
        .route(alike::PATH, get(alike::show))
        .route("/lapor/tujuan", get(office::show).post(office::save))
        .route("/lapor/terlapor", get(accused::show).post(accused::save))
        .route("/lapor/berkas", get(files::show).post(files::save))
        .route("/lapor/pelapor", get(identity::show).post(identity::save))
        .route("/lapor/periksa", get(review::show))
        .route("/lapor/kirim", post(review::send))
        .route("/lapor/terkirim", get(sent::show))
        .route("/lapor/buang", get(kind::ask_discard).post(kind::discard))
        .merge(track::routes())
}
