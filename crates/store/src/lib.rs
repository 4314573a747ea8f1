//! What LAPOR keeps: one SQL text on two engines, SQLite and PostgreSQL.
//!
//! [`db`] runs named transactions; [`migrate`] brings a database to the schema
//! of this build; [`dialect`] holds every difference between the engines.

pub mod audit;
pub mod chance;
pub mod clock;
pub mod codec;
pub mod db;
pub mod dialect;
pub mod drafts;
pub mod duties;
mod error;
pub mod keys;
mod lockout;
pub mod migrate;
pub mod officers;
pub mod password;
pub mod people;
pub mod refusal;
pub mod reports;
pub mod sessions;
pub mod sign_in;
pub mod reference;
#[cfg(feature = "testing")]
pub mod testing;
pub mod totp;

mod store;

pub use error::{Error, Result};
pub use store::Store;
