//! One connection: prepared statements, the queue of statements not yet sent, the pipeline.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::runtime::Runtime;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Statement};

use super::connect::{Outage, Target};
use super::error::{commit_failure, failure, lost};
use super::fits;
use crate::db::Engine;
use crate::db::tx::{Failure, Next, Remedy, Visited};
use crate::db::value::{Row, Value};
use crate::{Error, Result, dialect};

/// A server that has not answered this long after its own limit is taken for lost.
const ANSWER_SLACK: Duration = Duration::from_secs(5);

/// How a transaction begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// `BEGIN`, and `COMMIT` together with the last statements.
    Write,
    /// `BEGIN` of a snapshot.
    Snapshot,
    /// A single statement is its own snapshot.
    Single,
}

pub(in crate::db) struct Session {
    runtime: Runtime,
    target: Target,
    outage: Outage,
    link: Option<Link>,
    mode: Mode,
    pending: Vec<Pending>,
    begun: bool,
    touched: bool,
}

struct Link {
    client: Client,
    statements: HashMap<&'static str, Statement>,
}

struct Pending {
    sql: &'static str,
    params: Vec<Value>,
}

/// What follows the pending statements in the same round trip.
enum Last {
    Nothing,
    Exec(Pending),
    Rows(Pending),
    Commit,
}

enum Answer {
    Done(u64),
    Rows(Vec<tokio_postgres::Row>),
}

type Step<'a> = Pin<Box<dyn Future<Output = Result<Answer, tokio_postgres::Error>> + 'a>>;

impl Session {
    pub(super) fn new(target: Target, mode: Mode) -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::Unavailable(format!("no runtime ({})", error.kind())))?;
        Ok(Self {
            runtime,
            target,
            outage: Outage::default(),
            link: None,
            mode,
            pending: Vec::new(),
            begun: false,
            touched: false,
        })
    }

    pub(super) fn set_mode(&mut self, mode: Mode) {
        self.mode = mode;
    }

    /// Makes sure there is a connection that looks alive.
    pub(super) fn ready(&mut self) -> Result<()> {
        if let Some(link) = &self.link {
            // The connection's task runs only while we wait: one turn for the runtime to see
            // that the socket was closed, one for the task to be woken, one for it to end.
            self.runtime.block_on(async {
                for _ in 0..3 {
                    tokio::task::yield_now().await;
                }
            });
            if !link.client.is_closed() {
                return Ok(());
            }
        }
        self.drop_link();
        let read_only = self.mode != Mode::Write;
        let client = self.runtime.block_on(self.target.connect(&mut self.outage, read_only))?;
        self.link = Some(Link { client, statements: HashMap::new() });
        Ok(())
    }

    fn drop_link(&mut self) {
        self.link = None;
        self.pending.clear();
        self.begun = false;
        self.touched = false;
    }

    pub(in crate::db) fn queue(&mut self, sql: &'static str, params: Vec<Value>) {
        self.touched = true;
        self.pending.push(Pending { sql, params });
    }

    pub(in crate::db) fn exec(
        &mut self,
        sql: &'static str,
        params: Vec<Value>,
    ) -> Result<u64, Failure> {
        self.touched = true;
        match self.send(&Last::Exec(Pending { sql, params }))? {
            Answer::Done(count) => Ok(count),
            Answer::Rows(_) => Ok(0),
        }
    }

    pub(in crate::db) fn visit(
        &mut self,
        sql: &'static str,
        params: Vec<Value>,
        visit: &mut dyn FnMut(&Row<'_>) -> Result<Next>,
    ) -> Visited {
        if !sql.trim_start().starts_with("SELECT") {
            self.touched = true;
        }
        let Answer::Rows(rows) = self.send(&Last::Rows(Pending { sql, params }))? else {
            return Ok(Ok(()));
        };
        for row in &rows {
            match visit(&Row::postgres(row)) {
                Ok(Next::More) => {}
                Ok(Next::Enough) => break,
                Err(error) => return Ok(Err(error)),
            }
        }
        Ok(Ok(()))
    }

    /// Only prepares, to learn whether the engine understands it.
    #[cfg(feature = "testing")]
    pub(in crate::db) fn prepare(&mut self, sql: &'static str) -> Result<(), Failure> {
        let text = dialect::expand(Engine::Postgres, sql).map_err(Failure::last)?;
        let Some(link) = &self.link else { return Err(lost("no connection")) };
        let prepared = self.runtime.block_on(link.client.prepare(&text));
        prepared.map(drop).map_err(|error| failure(&error))
    }

    pub(in crate::db) fn script(&mut self, sql: &str) -> Result<(), Failure> {
        self.touched = true;
        self.send(&Last::Nothing)?;
        let Some(link) = &mut self.link else { return Err(lost("no connection")) };
        // What was prepared against the old schema may not fit the new one.
        link.statements.clear();
        let begin = if self.begun { "" } else { "BEGIN; " };
        self.begun = true;
        let script = format!("{begin}SET LOCAL statement_timeout = 0; {sql}");
        let done = self.runtime.block_on(link.client.batch_execute(&script));
        done.map_err(|error| self.failed(failure(&error)))
    }

    /// From here on [`Session::touched`] speaks of the next closure.
    pub(super) fn begin_closure(&mut self) {
        self.touched = false;
    }

    /// The closure has written or queued something.
    pub(super) fn touched(&self) -> bool {
        self.touched
    }

    /// Sends what is queued, to learn whether it fails.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.send(&Last::Nothing).map(|_| ())
    }

    /// Sends what is queued together with the commit. Whether that reached the server at all
    /// (a transaction without statements does not).
    pub(super) fn commit(&mut self) -> Result<bool, Failure> {
        if !self.begun && self.pending.is_empty() {
            return Ok(false);
        }
        self.send(&Last::Commit)?;
        self.begun = false;
        Ok(true)
    }

    /// Takes everything back. A connection that cannot do it is given up.
    pub(super) fn rollback(&mut self) {
        self.pending.clear();
        self.touched = false;
        if !std::mem::take(&mut self.begun) {
            return;
        }
        let Some(link) = &self.link else { return };
        let limit = ANSWER_SLACK;
        let done = self.runtime.block_on(async {
            tokio::time::timeout(limit, link.client.batch_execute("ROLLBACK")).await
        });
        if !matches!(done, Ok(Ok(()))) {
            self.drop_link();
        }
    }

    fn send(&mut self, last: &Last) -> Result<Answer, Failure> {
        let Some(link) = &mut self.link else { return Err(lost("no connection")) };
        let pending = std::mem::take(&mut self.pending);
        let alone = matches!(last, Last::Commit) && !self.begun && pending.len() == 1;
        let begin = match self.mode {
            _ if self.begun || alone => None,
            Mode::Write | Mode::Snapshot => Some("BEGIN"),
            Mode::Single => None,
        };
        self.begun |= begin.is_some();
        let limit = self.target.statement_limit + ANSWER_SLACK;
        let work = async {
            link.prepare(&pending, last).await?;
            link.pipeline(begin, &pending, last, alone).await
        };
        let done = self.runtime.block_on(async {
            let work = tokio::time::timeout(limit, work).await;
            work.unwrap_or_else(|_| match last {
                Last::Commit => Err(Failure {
                    error: Error::Unconfirmed("no answer to a commit".to_owned()),
                    remedy: Remedy::Reconnect,
                }),
                _ => Err(lost("no answer")),
            })
        });
        done.map_err(|failure| self.failed(failure))
    }

    /// Drops what can no longer be trusted after a failure.
    fn failed(&mut self, failure: Failure) -> Failure {
        match failure.remedy {
            Remedy::Reconnect => self.drop_link(),
            Remedy::Again => {
                if let Some(link) = &mut self.link {
                    link.statements.clear();
                }
            }
            Remedy::None => {
                if matches!(failure.error, Error::Unconfirmed(_)) {
                    self.drop_link();
                }
            }
        }
        failure
    }
}

impl Link {
    /// Prepares what this connection has not seen, all in one round trip.
    async fn prepare(&mut self, pending: &[Pending], last: &Last) -> Result<(), Failure> {
        let last = match last {
            Last::Exec(last) | Last::Rows(last) => Some(last),
            Last::Nothing | Last::Commit => None,
        };
        let mut missing: Vec<(&'static str, String)> = Vec::new();
        for Pending { sql, .. } in pending.iter().chain(last) {
            if !self.statements.contains_key(sql) && missing.iter().all(|(known, _)| known != sql) {
                let text = dialect::expand(Engine::Postgres, sql).map_err(Failure::last)?;
                missing.push((sql, text.into_owned()));
            }
        }
        if !missing.is_empty() {
            let prepared =
                join_all(missing.iter().map(|(_, text)| self.client.prepare(text))).await;
            for ((sql, _), statement) in missing.iter().zip(prepared) {
                self.statements.insert(sql, statement.map_err(|error| failure(&error))?);
            }
        }
        for Pending { sql, params } in pending.iter().chain(last) {
            let expected = self.statement(sql)?.params();
            if expected.len() != params.len() {
                return Err(Failure::last(Error::Fault(format!(
                    "{} parameters given, {} expected in: {sql}",
                    params.len(),
                    expected.len()
                ))));
            }
            let wrong = params.iter().zip(expected).position(|(value, to)| !fits(value, to));
            if let Some(index) = wrong {
                return Err(Failure::last(Error::Fault(format!(
                    "parameter ${} is of the wrong type in: {sql}",
                    index + 1
                ))));
            }
        }
        Ok(())
    }

    fn statement(&self, sql: &'static str) -> Result<&Statement, Failure> {
        self.statements
            .get(sql)
            .ok_or_else(|| Failure::last(Error::Fault(format!("not prepared: {sql}"))))
    }

    /// Sends everything without waiting in between and reads the answers in order. The first
    /// failure counts: the server refuses everything behind it, the commit included.
    async fn pipeline(
        &self,
        begin: Option<&'static str>,
        pending: &[Pending],
        last: &Last,
        alone: bool,
    ) -> Result<Answer, Failure> {
        let mut steps: Vec<Step<'_>> = Vec::with_capacity(pending.len() + 2);
        if let Some(begin) = begin {
            steps.push(Box::pin(self.command(begin)));
        }
        for Pending { sql, params } in pending {
            steps.push(Box::pin(self.execute(self.statement(sql)?, params)));
        }
        match last {
            Last::Nothing => {}
            Last::Exec(last) => {
                steps.push(Box::pin(self.execute(self.statement(last.sql)?, &last.params)));
            }
            Last::Rows(last) => {
                steps.push(Box::pin(self.query(self.statement(last.sql)?, &last.params)));
            }
            Last::Commit if alone => {}
            Last::Commit => steps.push(Box::pin(self.command("COMMIT"))),
        }
        let count = steps.len();
        let mut result = Answer::Done(0);
        for (at, answer) in in_order(steps).await.into_iter().enumerate() {
            let commits = at + 1 == count && matches!(last, Last::Commit);
            result = match answer {
                Ok(answer) => answer,
                Err(error) if commits => return Err(commit_failure(&error)),
                // The socket broke while the commit was already on its way.
                Err(error) if matches!(last, Last::Commit) && error.as_db_error().is_none() => {
                    return Err(commit_failure(&error));
                }
                Err(error) => return Err(failure(&error)),
            };
        }
        Ok(result)
    }

    async fn command(&self, sql: &'static str) -> Result<Answer, tokio_postgres::Error> {
        self.client.batch_execute(sql).await.map(|()| Answer::Done(0))
    }

    async fn execute(
        &self,
        statement: &Statement,
        params: &[Value],
    ) -> Result<Answer, tokio_postgres::Error> {
        self.client.execute_raw(statement, as_sql(params)).await.map(Answer::Done)
    }

    async fn query(
        &self,
        statement: &Statement,
        params: &[Value],
    ) -> Result<Answer, tokio_postgres::Error> {
        let params: Vec<&(dyn ToSql + Sync)> = as_sql(params).collect();
        self.client.query(statement, &params).await.map(Answer::Rows)
    }
}

fn as_sql(params: &[Value]) -> impl ExactSizeIterator<Item = &(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync))
}

/// Drives all steps at once; each is first polled, and so sent, in its order.
async fn in_order(steps: Vec<Step<'_>>) -> Vec<Result<Answer, tokio_postgres::Error>> {
    let mut steps: Vec<Option<Step<'_>>> = steps.into_iter().map(Some).collect();
    let mut answers: Vec<Option<Result<Answer, tokio_postgres::Error>>> =
        steps.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (step, answer) in steps.iter_mut().zip(&mut answers) {
            if let Some(running) = step
                && let Poll::Ready(done) = running.as_mut().poll(cx)
            {
                *answer = Some(done);
                *step = None;
            }
        }
        if steps.iter().all(Option::is_none) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    answers.into_iter().flatten().collect()
}
