//! What LAPOR keeps: one SQL text on two engines, SQLite and PostgreSQL.
//!
//! [`db`] runs named transactions; [`migrate`] brings a database to the schema
//! of this build; [`dialect`] holds every difference between the engines.

pub mod chance;
pub mod clock;
pub mod codec;
pub mod counters;
pub mod db;
pub mod dialect;
mod error;
pub mod follow;
pub mod jobs;
pub mod keys;
pub mod migrate;
pub mod notices;
#[cfg(feature = "testing")]
pub mod testing;

pub mod people;
pub mod reports;
mod store;
pub mod timekeeper;

pub use error::{Error, Result};
pub use store::Store;
