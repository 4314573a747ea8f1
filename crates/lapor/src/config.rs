//! Configuration: one TOML file and the environment, every key known, described and checked.
//!
//! The table [`KEYS`] is the reference (docs/generated/configuration.md) and the only list of
//! keys: a key that is not in it is refused with the nearest one that is.

use serde::Deserialize;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// One key.
pub(crate) struct Key {
    section: &'static str,
    name: &'static str,
    kind: Kind,
    default: &'static str,
    about: &'static str,
}

#[derive(Clone, Copy)]
enum Kind {
    Text,
    Number,
    Switch,
    /// Only in the file: it has a structure of its own.
    Table,
}

macro_rules! keys {
    ($($section:ident.$name:ident $kind:ident = $default:literal, $about:literal;)*) => {
        &[$(Key {
            section: stringify!($section), name: stringify!($name), kind: Kind::$kind,
            default: $default, about: $about,
        }),*]
    };
}

/// Every key with its default and meaning.
pub(crate) const KEYS: &[Key] = keys! {
    server.listen Text = "127.0.0.1:8080", "Address and port to listen on.";
    server.base_url Text = "", "Address under which the public reaches LAPOR, without a slash at the end. Empty: http:// and the listening address. With https cookies are marked secure.";
    server.behind_proxy Switch = "false", "A proxy in front adds X-Forwarded-For; its last entry is taken as the caller for rate limits.";
    server.request_seconds Number = "20", "A request that takes longer is answered with an apology.";
    server.filing_per_minute Number = "30", "Reports one address may send in a minute. 0 lifts the limit, which only measuring on this machine (lapor bench) needs.";
    server.exit_url Text = "https://www.bmkg.go.id/", "Where the button \"leave this page\" leads: a harmless site.";
    server.shutdown_seconds Number = "20", "After a stop signal, how long running requests may take to end.";
    database.url Text = "sqlite:var/lapor.db", "sqlite:PATH, or postgres://user:password@host/database?sslmode=require.";
    database.writers Number = "4", "Connections that write (PostgreSQL; SQLite has one).";
    database.readers Number = "0", "Connections that read; 0 takes the engine's usual number (SQLite 4, PostgreSQL 8).";
    database.node Number = "0", "Number of this process among those that share a database, 0 to 1023; names of reports contain it.";
    keys.path Text = "var/lapor.keys", "File of the keys that encrypt personal data. Made at first start, readable by the owner only. Back it up apart from the database: without it personal data is lost.";
    files.folder Text = "var/files", "Folder for attachments, when no S3 bucket is given.";
    files.s3_bucket Text = "", "S3 bucket for attachments; empty keeps them in the folder.";
    files.s3_endpoint Text = "", "Address of the S3 service.";
    files.s3_region Text = "us-east-1", "Region of the S3 service.";
    files.s3_access_key Text = "", "Access key of the S3 service.";
    files.s3_secret_key Text = "", "Secret key of the S3 service.";
    files.clamd Text = "", "Address of a clamd virus scanner (host:port or a socket path); empty scans nothing. A scanner that is configured but away holds files back.";
    email.host Text = "", "SMTP relay; empty sends no e-mail.";
    email.port Number = "587", "Port of the relay.";
    email.security Text = "starttls", "starttls, tls, or none (only on this machine).";
    email.user Text = "", "User name at the relay.";
    email.password Text = "", "Password at the relay.";
    email.from Text = "LAPOR <noreply@localhost>", "Sender of e-mails.";
    sms.gateway Table = "", "HTTP gateway for short messages: url, method, headers, body, fields, success (see docs/operating.md). Absent sends no SMS.";
    triage.model Text = "var/lapor.model", "File of what was learned from officers' decisions. A copy of what the events say: without it LAPOR learns again.";
    worker.enabled Switch = "true", "serve also does the background work. Off where lapor worker runs beside it.";
    log.level Text = "info", "error, warn, info, debug, or a filter such as info,store=debug.";
    log.format Text = "text", "text for people, json for machines. Neither ever holds personal data.";
    telemetry.otlp_endpoint Text = "", "OpenTelemetry collector (http://host:4318); empty sends no traces.";
};

/// Everything LAPOR is told.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Config {
    pub(crate) server: Server,
    pub(crate) database: Database,
    pub(crate) keys: KeyFile,
    pub(crate) files: Files,
    pub(crate) email: Email,
    pub(crate) sms: Sms,
    pub(crate) triage: Triage,
    pub(crate) worker: Worker,
    pub(crate) log: Log,
    pub(crate) telemetry: Telemetry,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Server {
    pub(crate) listen: std::net::SocketAddr,
    pub(crate) base_url: String,
    pub(crate) behind_proxy: bool,
    pub(crate) request_seconds: u64,
    pub(crate) filing_per_minute: u32,
    pub(crate) exit_url: String,
    pub(crate) shutdown_seconds: u64,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Database {
    pub(crate) url: String,
    pub(crate) writers: usize,
    pub(crate) readers: usize,
    pub(crate) node: u16,
}

/// The address may hold a password.
impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("node", &self.node).finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyFile {
    pub(crate) path: PathBuf,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Files {
    pub(crate) folder: PathBuf,
    pub(crate) s3_bucket: String,
    pub(crate) s3_endpoint: String,
    pub(crate) s3_region: String,
    pub(crate) s3_access_key: String,
    pub(crate) s3_secret_key: String,
    pub(crate) clamd: String,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Files").field("folder", &self.folder).finish_non_exhaustive()
    }
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Email {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: channels::email::Security,
    pub(crate) user: String,
    pub(crate) password: String,
    pub(crate) from: String,
}

impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Email").field("host", &self.host).finish_non_exhaustive()
    }
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sms {
    #[serde(default)]
    pub(crate) gateway: Option<channels::sms::SmsSettings>,
}

impl std::fmt::Debug for Sms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sms").field("gateway", &self.gateway.is_some()).finish()
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Triage {
    pub(crate) model: PathBuf,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Worker {
    pub(crate) enabled: bool,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Log {
    pub(crate) level: String,
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Telemetry {
    pub(crate) otlp_endpoint: String,
}

/// Why the configuration is refused: the key, what is wrong with it and what would be right.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error("the configuration file {path} cannot be read: {why}")]
    File { path: String, why: String },
    #[error("{key} is not a key of the configuration{hint}")]
    UnknownKey { key: String, hint: String },
    #[error("{key}: {why}")]
    Value { key: String, why: String },
}

impl Key {
    fn path(&self) -> String {
        format!("{}.{}", self.section, self.name)
    }

    /// `LAPOR_DATABASE_URL` for `database.url`.
    fn variable(&self) -> String {
        format!("LAPOR_{}_{}", self.section, self.name).to_uppercase()
    }

    fn read(&self, text: &str) -> Result<Option<Value>, Refused> {
        let wrong = |why: &str| Refused::Value { key: self.path(), why: why.to_owned() };
        match self.kind {
            Kind::Text => Ok(Some(Value::String(text.to_owned()))),
            Kind::Number => text
                .trim()
                .parse()
                .map(|n| Some(Value::Integer(n)))
                .map_err(|_| wrong("a whole number is needed")),
            Kind::Switch => match text.trim() {
                "true" | "1" | "yes" | "on" => Ok(Some(Value::Boolean(true))),
                "false" | "0" | "no" | "off" => Ok(Some(Value::Boolean(false))),
                _ => Err(wrong("true or false is needed")),
            },
            Kind::Table => Ok(None),
        }
    }
}

/// Reads the file, if one is given, then the environment, then fills in the defaults.
pub(crate) fn read(
    file: Option<&Path>,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Config, Refused> {
    let mut table = match file {
        Some(path) => from_file(path)?,
        None => Table::new(),
    };
    check_known(&table)?;
    for key in KEYS {
        let section = table.entry(key.section).or_insert_with(|| Value::Table(Table::new()));
        let Value::Table(section) = section else {
            return Err(Refused::Value {
                key: key.section.to_owned(),
                why: "a section is needed".to_owned(),
            });
        };
        let given = variable(&key.variable()).map(|text| key.read(&text)).transpose()?.flatten();
        if let Some(value) = given {
            section.insert(key.name.to_owned(), value);
        } else if !section.contains_key(key.name)
            && let Some(value) = key.read(key.default)?
        {
            section.insert(key.name.to_owned(), value);
        }
    }
    let mut config: Config = Value::Table(table).try_into().map_err(|error: toml::de::Error| {
        Refused::Value { key: "configuration".to_owned(), why: error.message().to_owned() }
    })?;
    config.settle()?;
    Ok(config)
}

fn from_file(path: &Path) -> Result<Table, Refused> {
    let fault = |why: String| Refused::File { path: path.display().to_string(), why };
    let text = std::fs::read_to_string(path).map_err(|error| fault(error.to_string()))?;
    text.parse::<Table>().map_err(|error| fault(error.to_string()))
}

/// Refuses sections and keys that are not in the table, naming the nearest.
fn check_known(table: &Table) -> Result<(), Refused> {
    for (section, value) in table {
        let names: Vec<String> = match value {
            Value::Table(keys) => keys.keys().map(|name| format!("{section}.{name}")).collect(),
            _ => vec![section.clone()],
        };
        for name in names {
            if !KEYS.iter().any(|key| key.path() == name) {
                let nearest = KEYS.iter().map(Key::path).min_by_key(|known| distance(known, &name));
                let hint = nearest.map(|n| format!("; did you mean {n}?")).unwrap_or_default();
                return Err(Refused::UnknownKey { key: name, hint });
            }
        }
    }
    Ok(())
}

/// Edits between two short texts (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.bytes().enumerate() {
        let mut next = vec![i + 1];
        for (j, to) in b.bytes().enumerate() {
            let replace = row.get(j).copied().unwrap_or(0) + usize::from(from != to);
            let remove = row.get(j + 1).copied().unwrap_or(0) + 1;
            let insert = next.get(j).copied().unwrap_or(0) + 1;
            next.push(replace.min(remove).min(insert));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

impl Config {
    /// Checks what depends on several keys and fills in what follows from others.
    fn settle(&mut self) -> Result<(), Refused> {
        let wrong =
            |key: &str, why: &str| Err(Refused::Value { key: key.to_owned(), why: why.to_owned() });
        if self.server.base_url.is_empty() {
            self.server.base_url = format!("http://{}", self.server.listen);
        }
        let url = self.server.base_url.trim_end_matches('/').to_owned();
        self.server.base_url = url;
        let scheme = self.server.base_url.split("://").next();
        if !matches!(scheme, Some("http" | "https")) || !self.server.base_url.contains("://") {
            return wrong("server.base_url", "it begins with http:// or https://");
        }
        let known = ["sqlite:", "postgres://", "postgresql://"];
        if !known.iter().any(|scheme| self.database.url.starts_with(scheme)) {
            return wrong("database.url", "it begins with sqlite: or postgres://");
        }
        if self.database.node > 1023 {
            return wrong("database.node", "0 to 1023");
        }
        if !self.files.s3_bucket.is_empty() && self.files.s3_endpoint.is_empty() {
            return wrong("files.s3_endpoint", "a bucket needs the address of its service");
        }
        if !self.server.exit_url.starts_with("https://") {
            return wrong("server.exit_url", "it begins with https://");
        }
        Ok(())
    }

    /// Cookies are marked secure when the public comes over https.
    pub(crate) fn secure_cookies(&self) -> bool {
        self.server.base_url.starts_with("https://")
    }
}

/// The reference: every key, as Markdown.
pub(crate) fn reference() -> String {
    let mut out = String::from(
        "# Configuration\n\nGenerated by `lapor config reference`. A TOML file (`--config`), and for each key an \
         environment variable that wins over the file. An unknown key or a wrong value is refused at start.\n\n\
         | key | variable | default | meaning |\n|---|---|---|---|\n",
    );
    for key in KEYS {
        let variable = match key.kind {
            Kind::Table => "(file only)".to_owned(),
            Kind::Text | Kind::Number | Kind::Switch => format!("`{}`", key.variable()),
        };
        let default =
            if key.default.is_empty() { String::new() } else { format!("`{}`", key.default) };
        let _ = writeln!(out, "| `{}` | {variable} | {default} | {} |", key.path(), key.about);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(file: &str, environment: &[(&str, &str)]) -> Result<Config, Refused> {
        let folder = std::env::temp_dir().join(format!(
            "lapor-config-{}-{}",
            std::process::id(),
            distance(file, "")
        ));
        std::fs::write(&folder, file).unwrap();
        let read = read(Some(&folder), |name| {
            environment.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned())
        });
        std::fs::remove_file(&folder).unwrap();
        read
    }

    #[test]
    fn defaults_make_a_running_service() {
        let config = read(None, |_| None).unwrap();
        assert_eq!(config.server.base_url, "http://127.0.0.1:8080");
        assert!(!config.secure_cookies());
        assert!(config.worker.enabled);
        assert_eq!(config.server.filing_per_minute, web::rate::FILING_PER_MINUTE);
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let file = "[server]\nlisten = \"127.0.0.1:1\"\nbase_url = \"https://lapor.test/\"\n";
        let config = with(file, &[("LAPOR_SERVER_LISTEN", "127.0.0.1:2")]).unwrap();
        assert_eq!(config.server.listen.port(), 2);
        assert_eq!(config.server.base_url, "https://lapor.test");
        assert!(config.secure_cookies());
    }

    #[test]
    fn wrong_configuration_is_refused_with_the_reason() {
        for (file, environment, says) in [
            (
                "[server]\nlisten_on = \"x\"\n",
                vec![],
                "server.listen_on is not a key of the configuration; did you mean server.listen?",
            ),
            (
                "[database]\nurl = \"mysql://x\"\n",
                vec![],
                "database.url: it begins with sqlite: or postgres://",
            ),
            (
                "[server]\n",
                vec![("LAPOR_WORKER_ENABLED", "maybe")],
                "worker.enabled: true or false is needed",
            ),
            ("[server]\nlisten = \"nowhere\"\n", vec![], "socket address"),
            ("server = 1\n", vec![], "server is not a key"),
        ] {
            let refused = with(file, &environment).unwrap_err().to_string();
            assert!(refused.contains(says), "{refused}");
        }
    }
}
