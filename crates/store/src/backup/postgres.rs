//! PostgreSQL's own tools, because a server's data is its own business.

use super::folder;
use crate::db::{Db, Options};
use crate::{Error, Result, params};
use std::path::Path;
use std::process::{Command, Stdio};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

const TABLES: &str = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'";

/// Numbers of transactions mean nothing to another server, whose own may be lower: followers
/// would wait for ever or miss what comes. What each follower has seen is kept exactly by
/// dividing the events at the followers' places and giving each part one low number; within a
/// part nobody stands, so its order may change. The walks named here follow no events: what they
/// keep in these columns is a day or a revision.
const RENUMBER: &str = "
    UPDATE event SET tx = CAST(CAST(3 + (
        SELECT COUNT(DISTINCT (f.tx, f.report_id, f.version)) FROM follower f
        WHERE f.name NOT IN ('recount', 'digest-wib', 'digest-wita', 'digest-wit')
        AND (f.tx, f.report_id, f.version) < (CAST(CAST(event.tx AS TEXT) AS BIGINT), event.report_id, event.version)
    ) AS TEXT) AS xid8);
    UPDATE follower SET
        tx = 3 + (SELECT COUNT(DISTINCT (f.tx, f.report_id, f.version)) FROM follower f
                  WHERE f.name NOT IN ('recount', 'digest-wib', 'digest-wita', 'digest-wit')
                  AND (f.tx, f.report_id, f.version) < (follower.tx, follower.report_id, follower.version)),
        report_id = 9223372036854775807,
        version = 9223372036854775807
    WHERE name NOT IN ('recount', 'digest-wib', 'digest-wita', 'digest-wit');
";

/// Writes the database as one file in `pg_dump`'s custom format.
pub(super) async fn dump(url: &str, to: &Path) -> Result<()> {
    let mut command = tool("pg_dump", url)?;
    command.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(to);
    run("pg_dump", command).await?;
    let dumped = std::fs::File::open(to).and_then(|file| file.sync_all());
    dumped.map_err(|error| folder::fault("written", &error))
}

/// Brings a dump back into a database without tables, all of it or nothing.
pub(super) async fn restore(url: &str, from: &Path) -> Result<()> {
    let db = Db::open(&Options::new(url)).await?;
    let tables = db.select("restore-tables", TABLES, params![], |row| row.get::<i64>(0)).await?;
    db.close().await?;
    if tables != [0] {
        return Err(Error::Fault("the database to restore into has tables already".to_owned()));
    }
    let database = config(url)?.get_dbname().unwrap_or("postgres").to_owned();
    let mut command = tool("pg_restore", url)?;
    command.args(["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]);
    command.arg("--dbname").arg(database).arg(from);
    run("pg_restore", command).await
}

/// See [`RENUMBER`].
pub(super) async fn renumber(db: &Db) -> Result<()> {
    db.write("restore-renumber", |tx| tx.script(RENUMBER)).await
}

fn config(url: &str) -> Result<Config> {
    url.parse().map_err(|_| Error::Fault("the PostgreSQL URL cannot be read".to_owned()))
}

/// The tool with the server in its environment, because arguments show in the list of
/// processes.
fn tool(name: &str, url: &str) -> Result<Command> {
    let config = config(url)?;
    let mut command = Command::new(name);
    let hosts: Vec<String> = config
        .get_hosts()
        .iter()
        .map(|host| match host {
            Host::Tcp(name) => name.clone(),
            Host::Unix(path) => path.display().to_string(),
        })
        .collect();
    let ports: Vec<String> = config.get_ports().iter().map(u16::to_string).collect();
    let tls = match config.get_ssl_mode() {
        SslMode::Disable => "disable",
        SslMode::Require => "require",
        _ => "prefer",
    };
    command.env("PGHOST", hosts.join(",")).env("PGPORT", ports.join(",")).env("PGSSLMODE", tls);
    command.env("PGAPPNAME", "lapor-backup").env("LC_ALL", "C");
    command.envs(config.get_user().map(|user| ("PGUSER", user)));
    command.envs(config.get_dbname().map(|name| ("PGDATABASE", name)));
    if let Some(password) = config.get_password() {
        let text = std::str::from_utf8(password);
        command.env(
            "PGPASSWORD",
            text.map_err(|_| Error::Fault("the password is not text".to_owned()))?,
        );
    }
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    Ok(command)
}

async fn run(name: &'static str, mut command: Command) -> Result<()> {
    let ended = tokio::task::spawn_blocking(move || command.output()).await;
    let ended = ended.map_err(|_| Error::Fault(format!("{name} could not be watched")))?;
    let output = ended.map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Error::Fault(format!(
            "{name} is not installed or not on the path (Debian: package postgresql-client)"
        )),
        kind => Error::Unavailable(format!("{name} cannot be started ({kind})")),
    })?;
    if output.status.success() {
        return Ok(());
    }
    // Only its first complaint: the lines that follow may quote rows.
    let complaint = String::from_utf8_lossy(&output.stderr);
    let complaint =
        complaint.lines().find(|line| line.contains("error:")).unwrap_or("no reason given");
    Err(Error::Unavailable(format!("{name} failed: {complaint}")))
}
