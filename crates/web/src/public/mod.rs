//! Pages for everybody: home, public reports, figures, help.

pub(crate) mod shown;

use crate::app::App;
use axum::Router;

/// Routes of the public pages.
pub(crate) fn routes() -> Router<App> {
    Router::new()
}
