//! A line that fails: requests arrive, answers do not.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What becomes of one connection. Each carries one request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    /// The request goes through; of the answer comes nothing.
    NoAnswer,
    /// The request goes through; the answer breaks off after its first bytes.
    TornAnswer,
    /// The request breaks off after its first bytes.
    TornRequest,
}

/// Bytes that still pass before a line breaks.
const FIRST_BYTES: usize = 20;

/// Forwards to the service; the next connections meet the faults it is told to make.
pub(crate) struct Proxy {
    address: SocketAddr,
    plan: Arc<Plan>,
    work: JoinHandle<()>,
}

struct Plan {
    fault: Fault,
    left: AtomicUsize,
}

impl Proxy {
    /// A line to `upstream` on which the first `times` connections meet `fault`.
    pub(crate) async fn start(upstream: String, fault: Fault, times: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let plan = Arc::new(Plan { fault, left: AtomicUsize::new(times) });
        let shared = Arc::clone(&plan);
        let work = tokio::spawn(async move {
            loop {
                let (client, _) = listener.accept().await.unwrap();
                let (upstream, plan) = (upstream.clone(), Arc::clone(&shared));
                tokio::spawn(async move { drop(carry(client, &upstream, &plan).await) });
            }
        });
        Self { address, plan, work }
    }

    pub(crate) fn address(&self) -> String {
        self.address.to_string()
    }

    /// Faults not yet met.
    pub(crate) fn left(&self) -> usize {
        self.plan.left.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.work.abort();
    }
}

async fn carry(mut client: TcpStream, upstream: &str, plan: &Plan) -> std::io::Result<()> {
    let mut server = TcpStream::connect(upstream).await?;
    let one_less = |left: usize| left.checked_sub(1);
    if plan.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less).is_err() {
        copy_bidirectional(&mut client, &mut server).await?;
        return Ok(());
    }
    let mut request = vec![0; 64 * 1024];
    let read = client.read(&mut request).await?;
    if matches!(plan.fault, Fault::TornRequest) {
        return server.write_all(&request[..read.min(FIRST_BYTES)]).await;
    }
    server.write_all(&request[..read]).await?;
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let rest = tokio::io::copy(&mut from_client, &mut to_server);
    let mut answer = vec![0; 64 * 1024];
    // The first byte of the answer comes after the commit: from here on it is acknowledged.
    tokio::select! {
        ended = rest => drop(ended?),
        read = from_server.read(&mut answer) => {
            let read = read?;
            if matches!(plan.fault, Fault::TornAnswer) {
                to_client.write_all(&answer[..read.min(FIRST_BYTES)]).await?;
            }
        }
    }
    Ok(())
}
