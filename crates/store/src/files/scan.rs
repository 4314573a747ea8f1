//! Asks a clamd about a file, with its own `INSTREAM` command.
//!
//! Thirty lines of protocol instead of a crate: the published clients want whole files or an
//! async runtime of their own choosing, and none has a time limit.

use crate::{Error, Result};
use std::path::PathBuf;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// How long one file may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// clamd takes parts of any size up to its limit; this keeps its buffers small.
const PART_BYTES: usize = 64 * 1_024;
/// Longest answer that is read.
const ANSWER_MAX: u64 = 1_024;

/// Where a clamd listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScannerAddress {
    /// `host:port`.
    Tcp(String),
    /// A socket of this machine.
    Unix(PathBuf),
}

/// What a scanner says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Clean,
    Infected,
    /// Not reached, not in time, or not able to tell.
    Away,
}

#[derive(Clone)]
pub(super) struct Scanner(ScannerAddress);

impl Scanner {
    pub(super) fn new(address: ScannerAddress) -> Self {
        Self(address)
    }

    pub(super) async fn ask(&self, bytes: &[u8]) -> Verdict {
        match tokio::time::timeout(PATIENCE, self.converse(bytes)).await {
            Ok(Ok(answer)) if answer == "stream: OK" => Verdict::Clean,
            Ok(Ok(answer)) if answer.ends_with(" FOUND") => {
                tracing::warn!("the scanner found harmful software in an upload");
                Verdict::Infected
            }
            Ok(Ok(_)) => {
                tracing::warn!("the scanner could not judge a file");
                Verdict::Away
            }
            Ok(Err(_)) | Err(_) => {
                tracing::warn!("the scanner does not answer");
                Verdict::Away
            }
        }
    }

    async fn converse(&self, bytes: &[u8]) -> Result<String> {
        match &self.0 {
            ScannerAddress::Tcp(address) => {
                let stream = tokio::net::TcpStream::connect(address).await.map_err(|e| away(&e))?;
                instream(stream, bytes).await.map_err(|e| away(&e))
            }
            ScannerAddress::Unix(path) => {
                let stream = tokio::net::UnixStream::connect(path).await.map_err(|e| away(&e))?;
                instream(stream, bytes).await.map_err(|e| away(&e))
            }
        }
    }
}

async fn instream<S>(mut stream: S, bytes: &[u8]) -> std::io::Result<String>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    stream.write_all(b"zINSTREAM\0").await?;
    for part in bytes.chunks(PART_BYTES) {
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        stream.write_all(&length.to_be_bytes()).await?;
        stream.write_all(part).await?;
    }
    stream.write_all(&0u32.to_be_bytes()).await?;
    stream.flush().await?;
    let mut answer = Vec::new();
    stream.take(ANSWER_MAX).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).trim_end_matches(['\0', '\n']).to_owned())
}

fn away(error: &std::io::Error) -> Error {
    Error::Unavailable(format!("the scanner ({})", error.kind()))
}
