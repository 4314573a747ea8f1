//! What PostgreSQL's errors mean here.

use tokio_postgres::error::{DbError, SqlState};

use crate::Error;
use crate::db::tx::{Failure, Remedy};

/// The failure of a statement that was not (part of) a commit.
pub(super) fn failure(error: &tokio_postgres::Error) -> Failure {
    match error.as_db_error() {
        Some(error) => from_server(error),
        None => lost(&error.to_string()),
    }
}

/// The connection is gone.
pub(super) fn lost(why: &str) -> Failure {
    Failure { error: Error::Unavailable(why.to_owned()), remedy: Remedy::Reconnect }
}

/// The failure of the statement that commits. Unless the server itself refused, nobody knows
/// whether the commit happened. A shutdown may be reported after the commit took place.
pub(super) fn commit_failure(error: &tokio_postgres::Error) -> Failure {
    let failure = failure(error);
    match (failure.remedy, failure.error) {
        (Remedy::Reconnect, Error::Unavailable(why)) => Failure::last(Error::Unconfirmed(why)),
        (remedy, error) => Failure { error, remedy },
    }
}

fn from_server(error: &DbError) -> Failure {
    let code = error.code();
    let constraint = || error.constraint().unwrap_or_default().to_owned();
    let unavailable = || Error::Unavailable(format!("PostgreSQL says {}", code.code()));
    let again = |error| Failure { error, remedy: Remedy::Again };
    match *code {
        SqlState::UNIQUE_VIOLATION => Failure::last(Error::Unique { constraint: constraint() }),
        SqlState::FOREIGN_KEY_VIOLATION => {
            Failure::last(Error::Foreign { constraint: constraint() })
        }
        SqlState::CHECK_VIOLATION => Failure::last(Error::Check { constraint: constraint() }),
        SqlState::NOT_NULL_VIOLATION => {
            let (table, column) = (error.table(), error.column());
            Failure::last(Error::Check {
                constraint: format!(
                    "{}_{}_not_null",
                    table.unwrap_or_default(),
                    column.unwrap_or_default()
                ),
            })
        }
        SqlState::T_R_SERIALIZATION_FAILURE
        | SqlState::T_R_DEADLOCK_DETECTED
        | SqlState::LOCK_NOT_AVAILABLE
        | SqlState::INVALID_SQL_STATEMENT_NAME => again(Error::Conflict),
        // A migration changed a table under a prepared statement.
        SqlState::FEATURE_NOT_SUPPORTED if error.message().contains("cached plan") => {
            again(Error::Conflict)
        }
        SqlState::READ_ONLY_SQL_TRANSACTION => {
            Failure::last(Error::Fault("a statement that writes in a read".to_owned()))
        }
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => {
            Failure::last(Error::Corrupt(format!("PostgreSQL says {}", code.code())))
        }
        SqlState::QUERY_CANCELED => {
            Failure::last(Error::Unavailable("a statement took too long".to_owned()))
        }
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
            Failure { error: unavailable(), remedy: Remedy::Reconnect }
        }
        _ if code.code().starts_with("08") => {
            Failure { error: unavailable(), remedy: Remedy::Reconnect }
        }
        // Insufficient resources (disk full, too many connections), operator, system.
        _ if ["53", "57", "58"].iter().any(|class| code.code().starts_with(class)) => {
            Failure::last(unavailable())
        }
        // Only class 42 (syntax, missing tables) is sure to quote no values.
        _ if code.code().starts_with("42") => Failure::last(Error::Fault(format!(
            "PostgreSQL says {}: {}",
            code.code(),
            error.message()
        ))),
        _ => Failure::last(Error::Fault(format!("PostgreSQL says {}", code.code()))),
    }
}
