//! The program itself: started, killed, stopped and asked, as an operator does it.

use crate::browser::Browser;
use crate::until;
use std::fs::{self, File, OpenOptions};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;
use store::db::{Db, Engine, Options};
use store::testing::Place;
use tokio::time::Instant;

/// From the start of the process to its readiness.
const START_LIMIT: Duration = Duration::from_secs(90);

/// One installation: database, keys, files, address, settings.
#[derive(Clone)]
pub(crate) struct Home {
    folder: PathBuf,
    database: String,
    port: u16,
    settings: Vec<(String, String)>,
}

impl Home {
    pub(crate) fn new(place: &Place) -> Self {
        let database = match place.engine {
            Engine::Sqlite => format!("sqlite:{}", place.url),
            Engine::Postgres => place.url.clone(),
        };
        Self::at(place.folder().clone(), database)
    }

    pub(crate) fn at(folder: PathBuf, database: String) -> Self {
        Self { folder, database, port: free_port(), settings: Vec::new() }
    }

    /// With one more setting, named as the environment names it.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.settings.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Somebody who has not been here before.
    pub(crate) fn browser(&self) -> Browser {
        Browser::new(format!("http://{}", self.address()))
    }

    /// Everything the program has written on standard output and standard error.
    pub(crate) fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(self.log_path()).unwrap_or_default()).into_owned()
    }

    fn log_path(&self) -> PathBuf {
        self.folder.join("lapor.log")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lapor"));
        command.args(arguments).env_clear().current_dir(&self.folder);
        command.env("PATH", std::env::var("PATH").unwrap());
        command.env("LAPOR_SERVER_LISTEN", self.address());
        // Each person comes from an address of its own, as through a proxy in front.
        command.env("LAPOR_SERVER_BEHIND_PROXY", "true");
        command.env("LAPOR_DATABASE_URL", &self.database);
        command.env("LAPOR_KEYS_PATH", self.folder.join("lapor.keys"));
        command.env("LAPOR_FILES_FOLDER", self.folder.join("files"));
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs `lapor` with these arguments to its end; its words go to the log, too.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        let ended = tokio::task::spawn_blocking(move || command.output().unwrap());
        let output = ended.await.unwrap();
        let mut log = self.log_file();
        for words in [&output.stdout, &output.stderr] {
            std::io::Write::write_all(&mut log, words).unwrap();
        }
        output
    }

    /// Runs `lapor` with these arguments, which must succeed.
    pub(crate) async fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments).await;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "lapor {}: {said}{told}", arguments.join(" "));
        said
    }

    fn log_file(&self) -> File {
        OpenOptions::new().create(true).append(true).open(self.log_path()).unwrap()
    }

    /// Starts the service and does not wait for it.
    pub(crate) fn launch(&self) -> Server {
        self.spawn(&["serve"])
    }

    /// Starts `lapor` with these arguments and does not wait for it.
    pub(crate) fn spawn(&self, arguments: &[&str]) -> Server {
        let process = self
            .command(arguments)
            .stdin(Stdio::null())
            .stdout(self.log_file())
            .stderr(self.log_file())
            .spawn()
            .unwrap();
        Server(process)
    }

    /// Starts the service and waits until it is ready.
    pub(crate) async fn start(&self) -> Server {
        let mut server = self.launch();
        let browser = self.browser();
        until("the service is ready", START_LIMIT, async || {
            if let Some(status) = server.0.try_wait().unwrap() {
                panic!("lapor serve ended with {status}:\n{}", self.log());
            }
            browser.get("/readyz").await.ok().filter(|reply| reply.status == 200)
        })
        .await;
        server
    }

    /// The database as it is, read past the program.
    pub(crate) async fn database(&self) -> Db {
        Db::open(&Options::new(self.database.clone())).await.unwrap()
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// A running `lapor`; killed when dropped.
pub(crate) struct Server(Child);

impl Server {
    /// The setting of this name in the running process.
    #[cfg(target_os = "linux")]
    pub(crate) fn setting(&self, name: &str) -> Option<String> {
        let all = std::fs::read(format!("/proc/{}/environ", self.0.id())).unwrap();
        let all = String::from_utf8(all).unwrap();
        all.split('\0').find_map(|one| Some(one.strip_prefix(name)?.strip_prefix('=')?.to_owned()))
    }

    /// Pulls the plug.
    pub(crate) fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }

    /// Pulls the plug; whether it was still running.
    pub(crate) fn kill_while_running(mut self) -> bool {
        let running = self.0.try_wait().unwrap().is_none();
        self.kill();
        running
    }

    /// Asks it to stop and waits at most `limit`.
    pub(crate) async fn stop(mut self, limit: Duration) -> (ExitStatus, Duration) {
        let asked = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        assert!(asked.unwrap().success());
        let since = Instant::now();
        let status = until("the service stops", limit, async || self.0.try_wait().unwrap()).await;
        (status, since.elapsed())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _gone = self.0.wait();
    }
}

/// A port below those the kernel gives to outgoing connections: while the program is down, a
/// client that knocks at one of those could be connected to itself.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = u16::try_from(std::process::id() % 1_000).unwrap() * 10;
    loop {
        let offset = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = 20_000 + first.wrapping_add(offset) % 12_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
