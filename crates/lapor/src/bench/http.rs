//! One connection that asks and waits: plain HTTP/1.1 with keep-alive, so that the client costs
//! as little of the shared machine as possible.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use std::str::FromStr;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// What came back. The body is counted, not kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where a redirect leads.
    pub(crate) location: String,
    /// Bytes of the body as they came over the wire.
    pub(crate) body_bytes: usize,
    closes: bool,
}

/// A connection; opened again when the server has closed it.
pub(crate) struct Connection {
    to: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
    line: Vec<u8>,
    body: Vec<u8>,
}

impl Connection {
    pub(crate) fn new(to: SocketAddr) -> Self {
        Self { to, stream: None, line: Vec::new(), body: Vec::new() }
    }

    /// Sends a whole request and reads the whole answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                let stream = TcpStream::connect(self.to).await?;
                stream.set_nodelay(true)?;
                BufReader::with_capacity(16_384, stream)
            }
        };
        stream.get_mut().write_all(request).await?;
        let answer = self.read(&mut stream).await?;
        if !answer.closes {
            self.stream = Some(stream);
        }
        Ok(answer)
    }

    async fn read(&mut self, stream: &mut BufReader<TcpStream>) -> Result<Answer> {
        let first = line(stream, &mut self.line).await?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
        let mut answer =
            Answer { status: status.ok_or_else(|| broken("no status"))?, ..Answer::default() };
        let (mut length, mut chunked) = (0, false);
        loop {
            let header = line(stream, &mut self.line).await?;
            let Some((name, value)) = header.split_once(':') else { break };
            let value = value.trim();
            if name.eq_ignore_ascii_case("content-length") {
                length =
                    usize::from_str(value).map_err(|_| broken("a length that is no number"))?;
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                chunked = value.eq_ignore_ascii_case("chunked");
            } else if name.eq_ignore_ascii_case("location") {
                value.clone_into(&mut answer.location);
            } else if name.eq_ignore_ascii_case("connection") {
                answer.closes = value.eq_ignore_ascii_case("close");
            }
        }
        if !chunked {
            answer.body_bytes = length;
            self.skip(stream, length).await?;
            return Ok(answer);
        }
        loop {
            let size = line(stream, &mut self.line).await?;
            let size =
                usize::from_str_radix(size, 16).map_err(|_| broken("a chunk without a size"))?;
            self.skip(stream, size + 2).await?;
            answer.body_bytes += size;
            if size == 0 {
                return Ok(answer);
            }
        }
    }

    async fn skip(&mut self, stream: &mut BufReader<TcpStream>, bytes: usize) -> Result<()> {
        self.body.resize(bytes, 0);
        stream.read_exact(&mut self.body).await.map(drop)
    }
}

/// The next line without its end.
async fn line<'b>(stream: &mut BufReader<TcpStream>, into: &'b mut Vec<u8>) -> Result<&'b str> {
    into.clear();
    if stream.read_until(b'\n', into).await? == 0 {
        return Err(broken("the connection ended"));
    }
    let text = std::str::from_utf8(into).map_err(|_| broken("a line that is no text"))?;
    Ok(text.trim_end())
}

fn broken(why: &'static str) -> Error {
    Error::new(ErrorKind::InvalidData, why)
}

/// A GET of a page as a browser asks for it.
pub(crate) fn get(path: &str, cookie: &str) -> Vec<u8> {
    let cookie = if cookie.is_empty() { String::new() } else { format!("cookie: {cookie}\r\n") };
    format!(
        "GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/html\r\naccept-encoding: gzip\r\n{cookie}\r\n"
    )
    .into_bytes()
}

/// A form without fields, sent by our own page.
pub(crate) fn post(path: &str, cookie: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nsec-fetch-site: same-origin\r\ncookie: {cookie}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: 0\r\n\r\n"
    )
    .into_bytes()
}
