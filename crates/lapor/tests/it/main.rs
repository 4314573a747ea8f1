//! The real program under load, killed, starved and cut off: nothing acknowledged is ever lost.
//!
//! The truth is a ledger that the load generator writes and flushes outside of the program. Every
//! run prints its seed; `LAPOR_SEED` repeats the choices of a run, though not the scheduling of
//! the machine.
#![cfg(test)]

mod backup;
mod bench;
mod browser;
mod crash;
mod crowd;
mod evaluate;
mod exactly_once;
mod faults;
mod hygiene;
mod journey;
mod learning;
mod ledger;
#[cfg(target_os = "linux")]
mod memory;
mod program;
mod proxy;
mod relay;
mod routing;
mod trial;

use std::time::Duration;

/// How often something that is waited for is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// Looks in so long a time.
fn looks(limit: Duration) -> u128 {
    limit.as_millis() / LOOK.as_millis()
}

/// Waits until `look` finds something; panics with `what` after about `limit`.
///
/// Looks are counted rather than seconds, so that a machine that was put to sleep, or a process
/// that was paused, does not fail what it interrupts.
async fn until<T>(what: &str, limit: Duration, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..looks(limit) {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(LOOK).await;
    }
    panic!("{what}: not within {limit:?}")
}

/// The seed of this run: `LAPOR_SEED`, or a new one.
fn seed() -> u64 {
    use store::chance::{Chance as _, SystemChance};
    let given = std::env::var("LAPOR_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| SystemChance.draw() >> 32);
    println!("seed {seed} (repeat with LAPOR_SEED={seed})");
    seed
}
