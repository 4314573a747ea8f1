//! A made-up nation that drives the real code: people who report, offices that answer or do not,
//! holidays, floods of reports. Everything follows from one seed.
//!
//! [`Nation`] says who reports what and how offices work, [`life`] what happens to a report next,
//! [`Run`] lets time pass. What happens is told to a [`Scribe`], which keeps the reports: in
//! memory with their whole histories ([`stories`]), or only as they are by now ([`states`]).

mod demand;
pub mod draw;
mod life;
mod matters;
mod nation;
mod offices;
pub mod people;
pub mod plan;
mod run;
pub mod slots;
pub mod states;
pub mod stories;
pub mod summary;
mod texts;

pub use nation::{Nation, Scenario};
pub use offices::Workload;
pub use run::{Done, Filed, Run, Scribe, Span, officers};

/// Why a simulation could not go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The simulation's own data do not read.
    #[error("data of the simulation: {0}")]
    Data(#[from] toml::de::Error),
    /// The reference data lack what it needs.
    #[error("the simulation needs {0}")]
    Missing(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Whoever takes what has happened is gone.
    #[error("nobody takes the reports any more")]
    Gone,
}

/// Of this crate.
pub type Result<T> = std::result::Result<T, Error>;
