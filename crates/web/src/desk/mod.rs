//! The officers' side: signing in, queues, one screen for a report, its commands, the inbox.

mod account;
mod act;
mod alike;
mod command;
mod earlier;
mod example;
mod fields;
pub(crate) mod form;
mod gate;
mod inbox;
mod journal;
pub(crate) mod label;
mod letters;
mod list;
mod merge;
mod offered;
mod office;
mod proposals;
mod questions;
mod queues;
mod report;
pub(crate) mod rising;
mod screen;
mod search;
mod session;
mod shared;
mod sign_in;

pub use form::DeskForm;
pub use offered::offered;
pub use queues::{QueueName, queues_of, reads};
pub use session::Officer;
pub(crate) use session::officer;
pub(crate) use shared::Shared;

use crate::app::App;
use axum::Router;

/// Every address of the desk.
pub(crate) fn routes() -> Router<App> {
    sign_in::routes()
        .merge(account::routes())
        .merge(inbox::routes())
        .merge(rising::routes())
        .merge(letters::routes())
        .merge(questions::routes())
        .merge(search::routes())
        .merge(screen::routes())
        .merge(proposals::routes())
        .merge(act::routes())
}
