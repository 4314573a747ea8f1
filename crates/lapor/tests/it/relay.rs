//! A mail relay that can be away: aiosmtpd, started and stopped at will on one port.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub(crate) struct Relay(Child);

impl Relay {
    /// Listens on `port` and keeps mails in `maildir`.
    pub(crate) fn start(port: u16, maildir: &Path) -> Self {
        let mut command = script("smtp_relay.py");
        command.arg("--maildir").arg(maildir).args(["--port", &port.to_string()]);
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the relay starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains(&port.to_string()), "the relay listens: {line}");
        Self(process)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _gone = self.0.wait();
    }
}

/// The recipients of the mails that a relay kept, sorted.
pub(crate) fn recipients(maildir: &Path) -> Vec<String> {
    let output = script("read_maildir.py").arg(maildir).output().expect("python");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mails: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let mut to: Vec<String> =
        mails.iter().map(|mail| mail["headers"]["to"].as_str().unwrap().to_owned()).collect();
    to.sort();
    to
}

fn script(name: &str) -> Command {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut command = Command::new(python(&root));
    command.arg(root.join("crates/channels/tests/servers").join(name));
    command
}

fn python(root: &Path) -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("smtp-for-tests");
    let made = Command::new("sh").arg(root.join("scripts/smtp-for-tests.sh")).arg(home).output();
    let output = made.expect("sh runs");
    let why = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "this test needs python3 with venv: {why}");
    PathBuf::from(String::from_utf8(output.stdout).unwrap().trim())
}
