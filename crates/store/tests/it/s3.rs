//! The same files on a real S3 server.

use crate::files::{add, content, furnished};
use crate::pictures::jpeg;
use domain::ReportId;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use store::check::{self, Contents, Fault};
use store::db::Engine;
use store::files::{self, Bucket, FilesPlace, FilesSettings, S3Settings};
use store::{Error, testing};

const BUCKET: &str = "lapor";

/// A server in memory; it ends when its input closes.
struct Server {
    process: Child,
    port: u64,
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        self.process.wait().expect("the server ends");
    }
}

impl Server {
    fn start() -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/servers/s3.py");
        let mut command = Command::new(python());
        command.arg(script).arg(BUCKET).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the server starts");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).expect("the server says its port");
        Self { process, port: said["port"].as_u64().unwrap() }
    }

    fn settings(&self, bucket: &str) -> FilesSettings {
        settings(&format!("http://127.0.0.1:{}", self.port), bucket)
    }
}

fn settings(endpoint: &str, bucket: &str) -> FilesSettings {
    let s3 = S3Settings {
        endpoint: endpoint.to_owned(),
        bucket: bucket.to_owned(),
        region: "us-east-1".to_owned(),
        access_key: "test".to_owned(),
        secret_key: "test".to_owned().into(),
    };
    FilesSettings { place: FilesPlace::S3(s3), scanner: None }
}

/// Without Python this test fails: a skipped test would look like a passed one.
fn python() -> PathBuf {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scripts/s3-for-tests.sh");
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("s3-for-tests");
    let output = Command::new("sh").arg(script).arg(home).output().expect("run sh");
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "this test needs python3 with venv: {complaint}");
    PathBuf::from(String::from_utf8(output.stdout).unwrap().trim())
}

#[test]
fn files_are_kept_read_checked_and_swept() {
    let server = Server::start();
    testing::run_empty(Engine::Sqlite, |place| async move {
        let (store, _) = furnished(&place).await;
        let bucket = Bucket::open(&server.settings(BUCKET)).unwrap();
        let id = ReportId(store.next_id());
        add(&store, &bucket, id, jpeg(300, 200)).await;
        let again = add(&store, &bucket, id, jpeg(300, 200)).await;
        assert_eq!(content(&store, &bucket, id, 1).await.len() as u64, again.bytes);
        let findings = check::check(&store, Contents::Read(&bucket), |_| {}).await.unwrap();
        assert_eq!((findings.count, findings.files), (0, 2));

        // Both files have the same content: it goes with the second.
        assert!(files::remove(&store, id, 1).await.unwrap());
        assert_eq!(files::sweep(&store, &bucket, 10).await.unwrap().contents, 0);
        assert!(files::remove(&store, id, 2).await.unwrap());
        assert_eq!(files::sweep(&store, &bucket, 10).await.unwrap().contents, 1);

        add(&store, &bucket, id, jpeg(30, 20)).await;
        let elsewhere = Bucket::open(&server.settings("no-such-bucket")).unwrap();
        let lost = check::check(&store, Contents::There(&elsewhere), |_| {}).await;
        let named =
            lost.map(|found| found.found.iter().any(|f| f.fault == Fault::ContentLost { no: 1 }));
        assert!(matches!(named, Ok(true) | Err(Error::Unavailable(_))), "{named:?}");
    });
}

#[test]
fn plain_http_is_for_this_machine_only() {
    for refused in ["http://files.example.id", "ftp://127.0.0.1", "http://10.0.0.7:9000", "files"] {
        let opened = Bucket::open(&settings(refused, BUCKET));
        assert!(matches!(opened, Err(Error::Fault(_))), "{refused}");
    }
    for taken in ["https://files.example.id", "http://localhost:9000", "http://[::1]:9000"] {
        assert!(Bucket::open(&settings(taken, BUCKET)).is_ok(), "{taken}");
    }
}
