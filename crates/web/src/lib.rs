//! Pages of LAPOR: what citizens and officers see.

pub mod assets;
pub mod format;
pub mod i18n;
pub mod ui;
pub mod urls;
