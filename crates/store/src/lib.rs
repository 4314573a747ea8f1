//! What LAPOR keeps: one SQL text on two engines, SQLite and PostgreSQL.
//!
//! [`db`] runs named transactions; [`migrate`] brings a database to the schema
//! of this build; [`dialect`] holds every difference between the engines.

pub mod audit;
pub mod backup;
pub mod bulk;
pub mod chance;
pub mod check;
pub mod clock;
pub mod codec;
pub mod counters;
pub mod db;
pub mod dialect;
pub mod drafts;
pub mod duties;
mod error;
pub mod faq;
pub mod files;
pub mod follow;
pub mod followers;
pub mod jobs;
pub mod keys;
pub mod lessons;
mod lockout;
pub mod machine_routing;
pub mod migrate;
pub mod notices;
pub mod officers;
pub mod password;
pub mod people;
pub mod reference;
pub mod refusal;
pub mod reports;
pub mod rising;
pub mod roster;
pub mod search;
pub mod sessions;
pub mod sign_in;
mod store;
pub mod supporters;
#[cfg(feature = "testing")]
pub mod testing;
pub mod timekeeper;
pub mod totp;

pub use error::{Error, Result};
pub use store::Store;
