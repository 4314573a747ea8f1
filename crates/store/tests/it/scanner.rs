//! A real clamd, with one signature of our own: the EICAR test string.

use crate::files::{add, furnished};
use bytes::Bytes;
use domain::ReportId;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use store::db::Engine;
use store::files::{
    self, Bucket, FileRefusal, FileState, FilesPlace, FilesSettings, Origin, ScannerAddress,
};
use store::{Error, testing};

/// In two parts, so that a scanner on a developer's machine lets this file be.
const EICAR: [&str; 2] =
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"];

/// A running clamd, ended with the test.
struct Scanner {
    process: Child,
    socket: PathBuf,
}

impl Drop for Scanner {
    fn drop(&mut self) {
        self.process.kill().expect("clamd was running");
        self.process.wait().expect("clamd ends");
    }
}

impl Scanner {
    fn start(folder: &Path) -> Self {
        let folder = folder.join("clamd");
        fs::create_dir_all(&folder).unwrap();
        let signature = hex_of(&EICAR.concat());
        fs::write(folder.join("test.ndb"), format!("Test.Eicar:0:*:{signature}\n")).unwrap();
        let socket = folder.join("socket");
        let configuration = folder.join("clamd.conf");
        let lines = format!(
            "DatabaseDirectory {}\nLocalSocket {}\nForeground yes\n",
            folder.display(),
            socket.display()
        );
        fs::write(&configuration, lines).unwrap();
        let mut command = Command::new(clamd());
        command
            .arg("--config-file")
            .arg(configuration)
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut process = command.spawn().expect("clamd starts");
        // The last thing it says before it listens.
        let said = BufReader::new(process.stdout.take().unwrap()).lines();
        let ready = said.map_while(Result::ok).any(|line| line.contains("Self checking"));
        assert!(ready, "clamd ended before it listened");
        Self { process, socket }
    }
}

fn hex_of(text: &str) -> String {
    text.bytes().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

/// Without clamd this test fails: a skipped test would look like a passed one.
fn clamd() -> PathBuf {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&on_path).collect();
    folders.push("/usr/sbin".into());
    let found = folders.into_iter().map(|folder| folder.join("clamd")).find(|path| path.is_file());
    found.expect("this test needs clamd: run scripts/install-test-programs.sh")
}

#[test]
fn what_the_scanner_finds_is_refused_and_what_was_held_is_judged() {
    testing::run_empty(Engine::Sqlite, |place| async move {
        let (store, _) = furnished(&place).await;
        let folder = place.folder().clone();
        let settings = |socket: PathBuf| FilesSettings {
            place: FilesPlace::Folder(folder.join("files")),
            scanner: Some(ScannerAddress::Unix(socket)),
        };
        let id = ReportId(store.next_id());
        let away = Bucket::open(&settings(folder.join("nobody"))).unwrap();
        let harmful = format!("Catatan: {}", EICAR.concat());
        add(&store, &away, id, harmful.clone().into_bytes()).await;
        add(&store, &away, id, b"Catatan biasa.".to_vec()).await;

        let home = folder.clone();
        let scanner = tokio::task::spawn_blocking(move || Scanner::start(&home)).await.unwrap();
        let bucket = Bucket::open(&settings(scanner.socket.clone())).unwrap();
        let sent = Bytes::from(harmful);
        let found = files::add(&store, &bucket, id, Origin::Reporter, "a.txt", sent).await;
        assert!(matches!(found, Err(Error::File(FileRefusal::Infected))), "{found:?}");
        let large = [b"%PDF-1.7\n".to_vec(), vec![b' '; 2_000_000], b"\n%%EOF".to_vec()].concat();
        assert_eq!(add(&store, &bucket, id, large).await.state, FileState::Ready);

        let swept = files::sweep(&store, &bucket, 10).await.unwrap();
        assert_eq!(swept.judged, 2);
        let states: Vec<_> =
            files::list(&store, id).await.unwrap().iter().map(|f| f.state).collect();
        assert_eq!(states, [FileState::Infected, FileState::Ready, FileState::Ready]);
        let infected = files::read(&store, &bucket, id, 1).await;
        assert!(matches!(infected, Err(Error::File(FileRefusal::Infected))));
        assert!(files::read(&store, &bucket, id, 2).await.is_ok());
    });
}
