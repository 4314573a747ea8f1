//! Starts the servers of tests/servers/ and reads what they kept.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::Value;

/// A folder of one test, removed with it.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("channels-{}-{number}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left_behind = std::fs::remove_dir_all(&self.0);
    }
}

/// A running server; it ends with the value, or with the test's process.
pub(crate) struct Server {
    process: Child,
    pub(crate) port: u16,
    pub(crate) folder: Folder,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _already_gone = self.process.kill();
        let _already_gone = self.process.wait();
    }
}

/// How the server is to protect its connections.
#[derive(Clone, Copy)]
pub(crate) enum Protection {
    Starttls,
    Tls,
    None,
}

impl Server {
    pub(crate) fn smtp(protection: Protection, further: &[&str]) -> Self {
        let folder = Folder::new();
        let mut command = script("smtp_relay.py");
        command.arg("--maildir").arg(folder.path("maildir")).args(further);
        match protection {
            Protection::None => {}
            Protection::Starttls => {
                command.args(["--security", "starttls"]);
                add_certificate(&mut command, &folder);
            }
            Protection::Tls => {
                command.args(["--security", "tls"]);
                add_certificate(&mut command, &folder);
            }
        }
        Self::start(command, folder)
    }

    pub(crate) fn sms(protection: Protection) -> Self {
        let folder = Folder::new();
        let mut command = script("sms_gateway.py");
        command.arg("--log").arg(folder.path("log"));
        if let Protection::Tls = protection {
            add_certificate(&mut command, &folder);
        }
        Self::start(command, folder)
    }

    fn start(mut command: Command, folder: Folder) -> Self {
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("start the server");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).expect("the server did not say its port");
        let port = u16::try_from(said["port"].as_u64().unwrap()).unwrap();
        Self { process, port, folder }
    }

    pub(crate) fn certificate_pem(&self) -> String {
        std::fs::read_to_string(self.folder.path("certificate.pem")).unwrap()
    }

    /// What the relay kept, as Python's mail parser reads it.
    pub(crate) fn mails(&self) -> Vec<Value> {
        let output =
            script("read_maildir.py").arg(self.folder.path("maildir")).output().expect("python");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The one mail that the relay kept.
    pub(crate) fn only_mail(&self) -> Value {
        let mut mails = self.mails();
        assert_eq!(mails.len(), 1, "{mails:#?}");
        mails.remove(0)
    }

    /// The same mails, byte for byte, without the relay's own first line.
    pub(crate) fn raw_mails(&self) -> Vec<String> {
        let new = std::fs::read_dir(self.folder.path("maildir/new")).unwrap();
        new.map(|entry| {
            let raw = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            raw.split_once('\n').unwrap().1.to_owned()
        })
        .collect()
    }

    /// What the gateway was asked, oldest first.
    pub(crate) fn requests(&self) -> Vec<Value> {
        let log = std::fs::read_to_string(self.folder.path("log")).unwrap();
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

fn script(name: &str) -> Command {
    let servers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/servers");
    let mut command = Command::new(python());
    command.arg(servers.join(name));
    command
}

/// The interpreter with aiosmtpd. Without Python these tests fail: a skipped
/// test would look like a passed one.
fn python() -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/smtp-for-tests.sh");
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("smtp-for-tests");
    let output = Command::new("sh").arg(script).arg(home).output().expect("run sh");
    assert!(
        output.status.success(),
        "these tests need python3 with venv: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    PathBuf::from(String::from_utf8(output.stdout).unwrap().trim())
}

/// A self-signed certificate for 127.0.0.1, made for this test alone.
fn add_certificate(command: &mut Command, folder: &Folder) {
    let (certificate, key) = (folder.path("certificate.pem"), folder.path("key.pem"));
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"])
        .args(["-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"])
        .args(["-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .expect("these tests need the openssl command");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    command.arg("--certificate").arg(certificate).arg("--key").arg(key);
}
