//! What can go wrong between a command and the rows it wanted to write.

/// The result of everything in this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why nothing was written or read.
///
/// Constraint names are the same on both engines: the name in the schema, or the
/// name PostgreSQL would give (`<table>_pkey`, `<table>_<columns>_key`,
/// `<table>_<columns>_fkey`, `<table>_<column>_not_null`). Texts never hold values
/// of rows or parameters, so they may be logged.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Error {
    /// A row with this key is already there.
    #[error("a row with this key exists already ({constraint})")]
    Unique {
        /// Name of the unique index or key.
        constraint: String,
    },
    /// The row points to a row that is not there, or others still point to it.
    #[error("a row that this one refers to is missing or still in use ({constraint})")]
    Foreign {
        /// Name of the foreign key; empty where the engine does not tell.
        constraint: String,
    },
    /// A CHECK or NOT NULL of the schema said no.
    #[error("a value is not allowed by the schema ({constraint})")]
    Check {
        /// Name of the constraint.
        constraint: String,
    },
    /// The one row asked for is not there.
    #[error("no such row")]
    Missing,
    /// The database cannot serve now (gone, disk full, read-only). Nothing was written.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The database went away while it was committing, so the write may or may not be
    /// there. Repeat it with the same idempotency key to find out.
    #[error("the database went away before it confirmed the write: {0}")]
    Unconfirmed(String),
    /// More transactions are waiting than [`crate::db::Options`] allows. Nothing was written.
    #[error("too many transactions are waiting")]
    Busy,
    /// The file or an index is damaged.
    #[error("the database is damaged: {0}")]
    Corrupt(String),
    /// A stored value does not have the type or shape the code expects.
    #[error("a stored value cannot be read: {0}")]
    Decode(String),
    /// Somebody else changed the same rows at the same time, again and again. Nothing was written.
    #[error("the same rows were changed by somebody else")]
    Conflict,
    /// The rules say no; the reason is for people to read.
    #[error("refused: {0}")]
    Refused(domain::Refusal),
    /// Every fault of a form at once.
    #[error("refused: {} faults in the form", .0.len())]
    Form(Vec<domain::Refusal>),
    /// A file is not taken or not given out; the reason is for people to read.
    #[error("refused: {0}")]
    File(#[from] crate::files::FileRefusal),
    /// A mistake in the program: broken SQL, a wrong parameter, a panic.
    #[error("fault in the store: {0}")]
    Fault(String),
}
