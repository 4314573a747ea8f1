//! What a closure can do inside its transaction.

use super::value::{Row, Value};
use super::{Engine, postgres, sqlite};
use crate::{Error, Result};

/// A failed statement, and what a worker may do about it.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) error: Error,
    pub(super) remedy: Remedy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Remedy {
    /// Running it again gives the same answer.
    None,
    /// Lost a race (serialization failure, deadlock, stale plan): run again.
    Again,
    /// The connection is gone and nothing was committed: run again on a new one.
    Reconnect,
}

impl Failure {
    pub(super) fn last(error: Error) -> Self {
        Self { error, remedy: Remedy::None }
    }
}

/// Stops at the first database failure (outer) or at the first refusal of the visitor (inner).
pub(super) type Visited = std::result::Result<Result<()>, Failure>;

/// What a visitor of rows wants next.
pub(super) enum Next {
    More,
    Enough,
}

pub(super) enum Session<'t> {
    Sqlite(&'t sqlite::Session),
    Postgres(&'t mut postgres::Session),
}

/// A transaction in progress.
///
/// After a statement fails, the transaction is lost on both engines: every further call
/// returns the first failure, and so does the transaction even when the closure returns
/// `Ok`. Use `ON CONFLICT DO NOTHING` and the affected count instead of catching
/// [`Error::Unique`]. Closures may run more than once, so they hold no side effects.
pub struct Tx<'t> {
    session: Session<'t>,
    failure: Option<Failure>,
}

impl<'t> Tx<'t> {
    pub(super) fn new(session: Session<'t>) -> Self {
        Self { session, failure: None }
    }

    pub(super) fn into_failure(self) -> Option<Failure> {
        self.failure
    }

    /// Which engine runs this; for the few statements that exist twice (see [`crate::dialect`]).
    #[must_use]
    pub fn engine(&self) -> Engine {
        match self.session {
            Session::Sqlite(_) => Engine::Sqlite,
            Session::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement without result rows and returns how many rows it touched.
    pub fn exec(&mut self, sql: &'static str, params: Vec<Value>) -> Result<u64> {
        self.check(&params)?;
        let done = match &mut self.session {
            Session::Sqlite(session) => session.exec(sql, &params),
            Session::Postgres(session) => session.exec(sql, params),
        };
        self.note(done)
    }

    /// Like [`Tx::exec`] when the count does not matter: PostgreSQL gets it together with the
    /// next query or the commit, in the same round trip, and may report its failure only then.
    pub fn queue(&mut self, sql: &'static str, params: Vec<Value>) -> Result<()> {
        self.check(&params)?;
        let done = match &mut self.session {
            Session::Sqlite(session) => session.exec(sql, &params).map(|_| ()),
            Session::Postgres(session) => {
                session.queue(sql, params);
                Ok(())
            }
        };
        self.note(done)
    }

    /// All rows, in the order of the statement.
    pub fn all<T>(
        &mut self,
        sql: &'static str,
        params: Vec<Value>,
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.visit(sql, params, &mut |row| {
            rows.push(read(row)?);
            Ok(Next::More)
        })?;
        Ok(rows)
    }

    /// The first row, if there is one. PostgreSQL sends them all: say `LIMIT 1` where more match.
    pub fn first<T>(
        &mut self,
        sql: &'static str,
        params: Vec<Value>,
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut first = None;
        self.visit(sql, params, &mut |row| {
            first = Some(read(row)?);
            Ok(Next::Enough)
        })?;
        Ok(first)
    }

    /// The first row, or [`Error::Missing`].
    pub fn one<T>(
        &mut self,
        sql: &'static str,
        params: Vec<Value>,
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.first(sql, params, read)?.ok_or(Error::Missing)
    }

    /// Only prepares the statement, to learn whether this engine understands it.
    #[cfg(feature = "testing")]
    pub fn prepare(&mut self, sql: &'static str) -> Result<()> {
        self.check(&[])?;
        let done = match &mut self.session {
            Session::Sqlite(session) => session.prepare(sql),
            Session::Postgres(session) => session.prepare(sql),
        };
        self.note(done)
    }

    /// Runs a script of several statements, for migrations. No time limit applies.
    pub(crate) fn script(&mut self, sql: &str) -> Result<()> {
        self.check(&[])?;
        let done = match &mut self.session {
            Session::Sqlite(session) => session.script(sql),
            Session::Postgres(session) => session.script(sql),
        };
        self.note(done)
    }

    fn visit(
        &mut self,
        sql: &'static str,
        params: Vec<Value>,
        visit: &mut dyn FnMut(&Row<'_>) -> Result<Next>,
    ) -> Result<()> {
        self.check(&params)?;
        let visited = match &mut self.session {
            Session::Sqlite(session) => session.visit(sql, &params, visit),
            Session::Postgres(session) => session.visit(sql, params, visit),
        };
        self.note(visited)?
    }

    fn check(&mut self, params: &[Value]) -> Result<()> {
        if let Some(failure) = &self.failure {
            return Err(failure.error.clone());
        }
        for param in params {
            if let Err(error) = param.check() {
                self.failure = Some(Failure::last(error.clone()));
                return Err(error);
            }
        }
        Ok(())
    }

    fn note<T>(&mut self, done: std::result::Result<T, Failure>) -> Result<T> {
        done.map_err(|failure| {
            let error = failure.error.clone();
            self.failure = Some(failure);
            error
        })
    }
}
