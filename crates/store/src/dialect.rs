//! Every difference between the two engines, one function each.
//!
//! A statement is written once. Where one engine needs other words it holds a token in
//! double braces, which is replaced before the statement is prepared.

use std::borrow::Cow;

use crate::db::{Engine, Value};
use crate::search::Expr;
use crate::{Error, Result};

/// `{{SKIP LOCKED}}`: claim rows that no other worker has claimed. SQLite has one writer,
/// so there is nobody to skip.
fn skip_locked(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "",
        Engine::Postgres => "FOR UPDATE SKIP LOCKED",
    }
}

/// `{{LOCK ROW}}`: hold the selected rows until the commit.
fn lock_row(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "",
        Engine::Postgres => "FOR UPDATE",
    }
}

/// `{{IN $n}}`: the column left of it is one of the integers in parameter `$n`, which is
/// made by [`list`].
fn in_list(engine: Engine, param: &str) -> String {
    match engine {
        Engine::Sqlite => format!("IN (SELECT value FROM json_each('[' || {param} || ']'))"),
        Engine::Postgres => format!("= ANY(CAST(STRING_TO_ARRAY({param}, ',') AS BIGINT[]))"),
    }
}

/// The parameter for `{{IN $n}}`.
#[must_use]
pub fn list(ids: impl IntoIterator<Item = i64>) -> Value {
    let mut text = String::new();
    for id in ids {
        if !text.is_empty() {
            text.push(',');
        }
        text.push_str(&id.to_string());
    }
    Value::Text(text)
}

/// Keeps other nodes from migrating at the same time, before there is a table to lock; SQLite's
/// writer lock does it anyway. The number is "lapor" in ASCII.
pub(crate) fn lock_migrations(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "",
        Engine::Postgres => "SELECT pg_advisory_xact_lock(465573244786)",
    }
}

/// Puts a report's tokens ($2, made by [`search_tokens`]) into the full-text index under its id ($1).
pub(crate) fn search_put(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "INSERT INTO search (rowid, tokens) VALUES ($1, $2)",
        Engine::Postgres => {
            "INSERT INTO search (report_id, tokens) VALUES ($1, CAST(CAST($2 AS TEXT) AS tsvector))"
        }
    }
}

/// Takes a report ($1) out of the full-text index.
pub(crate) fn search_drop(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "DELETE FROM search WHERE rowid = $1",
        Engine::Postgres => "DELETE FROM search WHERE report_id = $1",
    }
}

/// Takes the held reports ($3) after an id ($1) up to another ($2) out of the full-text index, and
/// what is of no report. Not the whole stretch: on PostgreSQL a report may have been filed there
/// since the others were held.
pub(crate) fn search_drop_held(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "DELETE FROM search WHERE rowid > $1 AND rowid <= $2 AND (rowid {{IN $3}} \
             OR NOT EXISTS (SELECT 1 FROM report WHERE report.id = search.rowid))"
        }
        Engine::Postgres => {
            "DELETE FROM search WHERE report_id > $1 AND report_id <= $2 AND (report_id {{IN $3}} \
             OR NOT EXISTS (SELECT 1 FROM report WHERE report.id = search.report_id))"
        }
    }
}

/// Newest reports that match ($1, made by [`search_query`]) below an id ($2), at most $3.
///
/// SQLite walks the lists of all tokens from the newest report on. PostgreSQL either gathers every
/// match first, which costs as much as the rarest token has reports, or walks the table from the
/// newest row on, which costs as much as matches are far between; `rare` says which is less, and
/// its planner, which knows nothing of tokens that avoid each other, is not asked.
pub(crate) fn search_newest(engine: Engine, rare: bool) -> &'static str {
    match (engine, rare) {
        (Engine::Sqlite, _) => {
            "SELECT rowid FROM search WHERE search MATCH $1 AND rowid < $2 ORDER BY rowid DESC LIMIT $3"
        }
        (Engine::Postgres, true) => {
            "WITH found AS MATERIALIZED \
             (SELECT report_id FROM search WHERE tokens @@ CAST(CAST($1 AS TEXT) AS tsquery) AND report_id < $2) \
             SELECT report_id FROM found ORDER BY report_id DESC LIMIT $3"
        }
        (Engine::Postgres, false) => {
            "SELECT report_id FROM search WHERE tokens @@ CAST(CAST($1 AS TEXT) AS tsquery) AND report_id < $2 \
             ORDER BY report_id DESC LIMIT $3"
        }
    }
}

/// Reports after an id ($1) up to another ($2) that are in the full-text index.
pub(crate) fn search_ids(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SELECT id FROM search_docsize WHERE id > $1 AND id <= $2",
        Engine::Postgres => "SELECT report_id FROM search WHERE report_id > $1 AND report_id <= $2",
    }
}

/// Whether the full-text index holds for a report ($1) what these tokens ($2) make, as one
/// integer: 1 is yes. SQLite keeps no copy of the tokens, so there it says whether all of a
/// [`search_query`] are among them.
pub(crate) fn search_holds(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SELECT COUNT(*) FROM search WHERE rowid = $1 AND search MATCH $2",
        Engine::Postgres => {
            "SELECT COUNT(*) FROM search WHERE report_id = $1 AND tokens = CAST(CAST($2 AS TEXT) AS tsvector)"
        }
    }
}

/// How many tokens SQLite's index has for a report ($1), as the variable-length integer it is
/// stored as.
pub(crate) const SEARCH_LENGTH_SQLITE: &str = "SELECT sz FROM search_docsize WHERE id = $1";

/// The tokens of one report, in order, as [`search_put`] takes them. PostgreSQL is given their
/// places, so that its own idea of what a word is never comes into it.
pub(crate) fn search_tokens(engine: Engine, tokens: &[String]) -> String {
    match engine {
        Engine::Sqlite => tokens.join(" "),
        Engine::Postgres => {
            let placed = tokens.iter().zip(1_usize..).map(|(token, at)| format!("'{token}':{at}"));
            placed.collect::<Vec<_>>().join(" ")
        }
    }
}

/// What the index is asked. Tokens hold letters, digits, `_` and `=` only, so quoting cannot be
/// broken out of.
pub(crate) fn search_query(engine: Engine, expr: &Expr) -> String {
    let (quote, and, or, not, next) = match engine {
        Engine::Sqlite => ('"', " AND ", " OR ", " NOT ", " "),
        Engine::Postgres => ('\'', " & ", " | ", " & !", " <-> "),
    };
    let joined = |exprs: &[Expr], word: &str| {
        let parts: Vec<String> = exprs.iter().map(|expr| search_query(engine, expr)).collect();
        format!("({})", parts.join(word))
    };
    match expr {
        Expr::Token(token) => format!("{quote}{token}{quote}"),
        Expr::Row(tokens) if engine == Engine::Sqlite => format!("\"{}\"", tokens.join(next)),
        Expr::Row(tokens) => {
            let quoted: Vec<String> = tokens.iter().map(|t| format!("{quote}{t}{quote}")).collect();
            format!("({})", quoted.join(next))
        }
        Expr::All(exprs) => joined(exprs, and),
        Expr::Any(exprs) => joined(exprs, or),
        Expr::Except(all, none) => {
            format!("({}{not}{})", search_query(engine, all), search_query(engine, none))
        }
    }
}

/// Names and positions of the events behind a position ($1 to $3), at most $4, in an order in
/// which nothing can appear later in front of what was read: report, version, position.
///
/// SQLite has one writer, so its counter grows with the commits. On PostgreSQL numbers are handed
/// out before the commit; only what is older than every running transaction is final.
pub(crate) fn events_behind(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "SELECT report_id, version, 0, position, 0 FROM event \
             WHERE $1 = 0 AND $3 = 0 AND position > $2 ORDER BY position LIMIT $4"
        }
        Engine::Postgres => {
            "SELECT report_id, version, CAST(CAST(tx AS TEXT) AS BIGINT), report_id, version FROM event \
             WHERE (tx, report_id, version) > (CAST(CAST(CAST($1 AS BIGINT) AS TEXT) AS xid8), $2, $3) \
             AND tx < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY tx, report_id, version LIMIT $4"
        }
    }
}

/// The newest answers of an agency ($1) behind a position ($2 to $4), at most $5, newest first:
/// report, version, body, position, and whether nothing can appear in front of it any more.
pub(crate) fn answers_behind(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "SELECT report_id, version, body, 0, position, 0, 1 FROM event \
             WHERE agency = $1 AND kind = 'answer_posted' AND $2 = 0 AND $4 = 0 AND position > $3 \
             ORDER BY position DESC LIMIT $5"
        }
        Engine::Postgres => {
            "SELECT report_id, version, body, CAST(CAST(tx AS TEXT) AS BIGINT), report_id, version, \
             CASE WHEN tx < pg_snapshot_xmin(pg_current_snapshot()) THEN CAST(1 AS BIGINT) ELSE 0 END \
             FROM event WHERE agency = $1 AND kind = 'answer_posted' \
             AND (tx, report_id, version) > (CAST(CAST(CAST($2 AS BIGINT) AS TEXT) AS xid8), $3, $4) \
             ORDER BY tx DESC, report_id DESC, version DESC LIMIT $5"
        }
    }
}

/// The event at a position: report, version, instant.
pub(crate) fn event_at(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "SELECT report_id, version, at FROM event WHERE position = $2 AND $1 = 0 AND $3 = 0"
        }
        Engine::Postgres => {
            "SELECT report_id, version, at FROM event WHERE report_id = $2 AND version = $3 \
             AND tx = CAST(CAST(CAST($1 AS BIGINT) AS TEXT) AS xid8)"
        }
    }
}

/// The position from which on everything will appear that is not final yet.
pub(crate) fn events_end(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SELECT 0, COALESCE(MAX(position), 0), 0 FROM event",
        Engine::Postgres => {
            "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS TEXT) AS BIGINT), \
             CAST(0 AS BIGINT), CAST(0 AS BIGINT)"
        }
    }
}

/// The position of the newest event, final or not.
pub(crate) fn newest_event(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SELECT 0, position, 0 FROM event ORDER BY position DESC LIMIT 1",
        Engine::Postgres => {
            "SELECT CAST(CAST(tx AS TEXT) AS BIGINT), report_id, version FROM event \
             ORDER BY tx DESC, report_id DESC, version DESC LIMIT 1"
        }
    }
}

/// An event of a transaction that this server has not had: it was written by another cluster, from
/// which the database was dumped and restored.
pub(crate) fn foreign_event(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "SELECT report_id FROM event WHERE position < 0 LIMIT 1",
        Engine::Postgres => {
            "SELECT report_id FROM event WHERE tx >= pg_snapshot_xmax(pg_current_snapshot()) \
             ORDER BY tx DESC LIMIT 1"
        }
    }
}

/// All events report by report, behind report $1 and version $2, at most $3: the columns of a
/// recorded event, then the report and the position.
pub(crate) fn events_by_report(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => {
            "SELECT version, at, actor, officer, role, agency, unit, kind, body, report_id, 0, position, 0 \
             FROM event WHERE (report_id, version) > ($1, $2) ORDER BY report_id, version LIMIT $3"
        }
        Engine::Postgres => {
            "SELECT version, at, actor, officer, role, agency, unit, kind, body, report_id, \
             CAST(CAST(tx AS TEXT) AS BIGINT), report_id, version \
             FROM event WHERE (report_id, version) > ($1, $2) ORDER BY report_id, version LIMIT $3"
        }
    }
}

/// The statement as `engine` wants it. [`Error::Fault`] for an unknown token.
pub fn expand(engine: Engine, sql: &str) -> Result<Cow<'_, str>> {
    if !sql.contains("{{") {
        return Ok(Cow::Borrowed(sql));
    }
    let mut expanded = String::with_capacity(sql.len() + 64);
    let mut rest = sql;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((token, tail)) = after.split_once("}}") else {
            return Err(Error::Fault(format!("a token has no end in: {sql}")));
        };
        expanded.push_str(before);
        match token {
            "SKIP LOCKED" => expanded.push_str(skip_locked(engine)),
            "LOCK ROW" => expanded.push_str(lock_row(engine)),
            _ => match token.strip_prefix("IN ") {
                Some(param) if param.starts_with('$') => {
                    expanded.push_str(&in_list(engine, param));
                }
                _ => return Err(Error::Fault(format!("unknown token {{{{{token}}}}}"))),
            },
        }
        rest = tail;
    }
    expanded.push_str(rest);
    Ok(Cow::Owned(expanded))
}
