//! Pages of LAPOR: what citizens and officers see. No rule lives here: deleting this crate loses
//! no behaviour of a report.

pub mod admin;
pub mod alike;
pub mod app;
pub mod assets;
mod compress;
pub mod desk;
pub mod failure;
pub mod fields;
pub mod format;
mod guard;
mod hex;
pub mod i18n;
pub mod label;
pub mod notice_text;
mod ops;
mod public;
mod questions;
pub mod rate;
pub mod reader;
pub mod refusal;
mod reporter;
mod search;
pub mod server;
pub mod ui;
mod upload;
pub mod urls;

pub use app::{App, Settings};
pub use server::router;
