//! What LAPOR keeps: one SQL text on two engines, SQLite and PostgreSQL.
//!
//! [`db`] runs named transactions; [`migrate`] brings a database to the schema
//! of this build; [`dialect`] holds every difference between the engines.

pub mod backup;
pub mod chance;
pub mod check;
pub mod clock;
pub mod codec;
pub mod db;
pub mod dialect;
mod error;
pub mod keys;
pub mod migrate;
#[cfg(feature = "testing")]
pub mod testing;

pub mod drafts;
pub mod files;
pub mod people;
pub mod reports;
mod store;

pub use error::{Error, Result};
pub use store::Store;
