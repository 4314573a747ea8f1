//! Load in a closed circle: each connection asks, waits for the whole answer and asks again.

use super::http::{Answer, Connection};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Requests ready to be sent.
#[derive(Clone)]
pub(crate) struct Requests {
    all: Arc<[Vec<u8>]>,
    next: Arc<AtomicUsize>,
    once: bool,
}

impl Requests {
    /// Each is sent once; the measurement ends when none is left.
    pub(crate) fn once(all: Vec<Vec<u8>>) -> Self {
        Self { all: all.into(), next: Arc::default(), once: true }
    }

    /// Round and round.
    pub(crate) fn again(all: Vec<Vec<u8>>) -> Self {
        Self { all: all.into(), next: Arc::default(), once: false }
    }

    fn next(&self) -> Option<&[u8]> {
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        let at = if self.once { at } else { at.checked_rem(self.all.len())? };
        self.all.get(at).map(Vec::as_slice)
    }
}

/// What a run of the load found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Measured {
    /// Right answers.
    pub(crate) right: usize,
    /// Other answers and broken connections.
    pub(crate) wrong: usize,
    /// What the first wrong one was, for the operator.
    pub(crate) complaint: Option<String>,
    pub(crate) seconds: f64,
    /// Bytes of the bodies of right answers, on average.
    pub(crate) body_bytes: usize,
    /// Microseconds of every right answer, shortest first.
    waits: Vec<u32>,
}

impl Measured {
    /// Right answers per second.
    pub(crate) fn rate(&self) -> f64 {
        float(self.right) / self.seconds.max(1e-9)
    }

    /// Milliseconds within which this part of a hundred was answered.
    pub(crate) fn percentile(&self, part: usize) -> f64 {
        let at = (self.waits.len() * part).div_ceil(100).saturating_sub(1);
        self.waits.get(at).map_or(0.0, |micros| f64::from(*micros) / 1000.0)
    }

    fn add(&mut self, other: Self) {
        self.body_bytes += other.body_bytes;
        self.right += other.right;
        self.wrong += other.wrong;
        self.complaint = self.complaint.take().or(other.complaint);
        self.waits.extend(other.waits);
    }
}

/// Sends the requests over so many connections for so long.
pub(crate) async fn run(
    to: SocketAddr,
    requests: &Requests,
    connections: usize,
    time: Duration,
    right: fn(&Answer) -> bool,
) -> Measured {
    let began = Instant::now();
    let until = began + time;
    let clients: Vec<_> = (0..connections)
        .map(|_| tokio::spawn(client(to, requests.clone(), until, right)))
        .collect();
    let mut all = Measured::default();
    for client in clients {
        match client.await {
            Ok(one) => all.add(one),
            Err(_) => all.wrong += 1,
        }
    }
    all.seconds = began.elapsed().as_secs_f64();
    all.body_bytes = all.body_bytes.checked_div(all.right).unwrap_or(0);
    all.waits.sort_unstable();
    all
}

async fn client(
    to: SocketAddr,
    requests: Requests,
    until: Instant,
    right: fn(&Answer) -> bool,
) -> Measured {
    /// A client that is refused at every turn would only measure the refusals.
    const WRONG_MAX: usize = 20;
    let mut found = Measured::default();
    let mut connection = Connection::new(to);
    while found.wrong < WRONG_MAX {
        let began = Instant::now();
        if began >= until {
            break;
        }
        let Some(request) = requests.next() else { break };
        match connection.ask(request).await {
            Ok(answer) if right(&answer) => {
                found.right += 1;
                found.body_bytes += answer.body_bytes;
                found.waits.push(u32::try_from(began.elapsed().as_micros()).unwrap_or(u32::MAX));
            }
            Ok(answer) => {
                found.wrong += 1;
                found
                    .complaint
                    .get_or_insert_with(|| format!("answer {} {}", answer.status, answer.location));
            }
            Err(why) => {
                found.wrong += 1;
                found.complaint.get_or_insert_with(|| why.to_string());
                connection = Connection::new(to);
            }
        }
    }
    found
}

/// Counts as numbers to divide.
pub(crate) fn float(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_sorted_waits() {
        let measured =
            Measured { waits: (1..=200).map(|n| n * 1000).collect(), ..Measured::default() };
        assert!((measured.percentile(50) - 100.0).abs() < 1e-9);
        assert!((measured.percentile(99) - 198.0).abs() < 1e-9);
        assert!((measured.percentile(100) - 200.0).abs() < 1e-9);
        assert!(Measured::default().percentile(99).abs() < 1e-9);
    }

    #[test]
    fn requests_that_count_once_run_out() {
        let once = Requests::once(vec![b"a".to_vec(), b"b".to_vec()]);
        assert_eq!(
            [once.next(), once.next(), once.next()],
            [Some(&b"a"[..]), Some(&b"b"[..]), None]
        );
        let again = Requests::again(vec![b"a".to_vec()]);
        assert_eq!([again.next(), again.next()], [Some(&b"a"[..]), Some(&b"a"[..])]);
        assert_eq!(Requests::again(Vec::new()).next(), None);
    }
}
