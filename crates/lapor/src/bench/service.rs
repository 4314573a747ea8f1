//! A real `lapor serve` beside the measurement: started, waited for, weighed and stopped.

use super::http::{Connection, get};
use crate::compose::Failed;
use crate::place::Place;
use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a start may take before the measurement gives up.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often is asked whether it is ready: finer than the figure to be measured.
const ASK_EVERY: Duration = Duration::from_millis(2);

/// A running server. Killed when dropped without [`Service::stop`].
pub(crate) struct Service {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From the start of the process to the first answer that it is ready.
    pub(crate) ready_after: Duration,
    said: PathBuf,
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Service {
    /// Starts `lapor serve` over a place and waits until it is ready.
    pub(crate) async fn start(place: &Place) -> Result<Self, Failed> {
        let address = free_address()?;
        let mut command = own_program()?;
        command.arg("serve").envs(place.environment(address.port()));
        Self::begin(command, address, place.folder.join("server.log"), "/readyz").await
    }

    /// Learns what officers decided, to the end: a server that has a year to learn takes a
    /// processor from what is measured.
    pub(crate) async fn learn(place: &Place) -> Result<(), Failed> {
        let mut command = own_program()?;
        command.args(["triage", "learn"]).envs(place.environment(0));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let ended = tokio::task::spawn_blocking(move || command.output()).await??;
        if ended.status.success() {
            return Ok(());
        }
        Err(format!("nothing was learned: {}", String::from_utf8_lossy(&ended.stderr)).into())
    }

    /// Starts the bare answers that pages are compared with.
    pub(crate) async fn bare(place: &Place) -> Result<Self, Failed> {
        let address = free_address()?;
        let mut command = own_program()?;
        command.args(["bench", "bare", "--listen", &address.to_string()]);
        Self::begin(command, address, place.folder.join("bare.log"), "/1").await
    }

    async fn begin(
        mut command: Command,
        address: SocketAddr,
        said: PathBuf,
        ready: &str,
    ) -> Result<Self, Failed> {
        let log = File::create(&said)?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let began = Instant::now();
        let child = command.spawn()?;
        let mut service = Self { child, address, ready_after: Duration::ZERO, said };
        let (mut connection, request) = (Connection::new(address), get(ready, ""));
        loop {
            if connection.ask(&request).await.is_ok_and(|answer| answer.status == 200) {
                service.ready_after = began.elapsed();
                return Ok(service);
            }
            if service.child.try_wait()?.is_some() || began.elapsed() > PATIENCE {
                return Err(
                    format!("the server did not become ready: {}", service.last_words()).into()
                );
            }
            connection = Connection::new(address);
            tokio::time::sleep(ASK_EVERY).await;
        }
    }

    /// Proportional memory of the process in bytes; `None` where the system does not tell.
    pub(crate) fn memory_bytes(&self) -> Option<u64> {
        let path = format!("/proc/{}/smaps_rollup", self.child.id());
        pss_bytes(&fs::read_to_string(path).ok()?)
    }

    /// Stops it as an operator does and waits for its end.
    pub(crate) async fn stop(mut self) -> Result<(), Failed> {
        let signal = format!("kill -TERM {}", self.child.id());
        if !Command::new("sh").args(["-c", &signal]).status()?.success() {
            return Err("the server could not be told to stop".into());
        }
        let began = Instant::now();
        while self.child.try_wait()?.is_none() {
            if began.elapsed() > PATIENCE {
                return Err("the server did not stop".into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// The end of what it wrote.
    pub(crate) fn last_words(&self) -> String {
        let text = fs::read_to_string(&self.said).unwrap_or_default();
        let lines: Vec<&str> = text.lines().rev().take(5).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join(" | ")
    }
}

/// This program, without the settings that this process was given.
fn own_program() -> Result<Command, Failed> {
    let mut command = Command::new(std::env::current_exe()?);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("LAPOR_") {
            command.env_remove(name);
        }
    }
    Ok(command)
}

/// A port of the loopback interface that nobody has.
fn free_address() -> Result<SocketAddr, Failed> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}

fn pss_bytes(rollup: &str) -> Option<u64> {
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proportional_memory_is_read_from_the_rollup() {
        let rollup = "00400000-7ffd ---p 00000000 00:00 0 [rollup]\nRss:  5000 kB\nPss:   4096 kB\nPss_Dirty: 1 kB\n";
        assert_eq!(pss_bytes(rollup), Some(4096 * 1024));
        assert_eq!(pss_bytes(""), None);
    }
}
