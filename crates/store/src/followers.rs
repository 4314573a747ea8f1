//! The followers of the events, run together: counters, notices, reminders, what rises.

use crate::{Result, Store, counters, follow, notices, rising, supporters, timekeeper};
use std::time::Duration;
use tokio::sync::watch;

/// How long they rest when there is nothing new: what is counted is fresh within a second.
const REST: Duration = Duration::from_millis(250);
/// How long they rest after a failure.
const REST_AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Runs them until `shutdown` becomes true; none while the order of the
/// events cannot be relied on ([`follow::check_origin`]).
pub async fn run(store: &Store, mut shutdown: watch::Receiver<bool>) {
    let mut trusted = false;
    while !*shutdown.borrow() {
        let origin = if trusted { Ok(()) } else { follow::check_origin(store).await };
        trusted = origin.is_ok();
        let taken = match origin {
            Ok(()) => advance_all(store).await,
            Err(error) => Err(error),
        };
        let rest = match taken {
            Ok(0) => REST,
            Ok(_) => continue,
            Err(error) => {
                tracing::warn!(%error, "a follower of the events stopped for a moment");
                REST_AFTER_FAILURE
            }
        };
        // A sender that is gone means shutdown too.
        if matches!(tokio::time::timeout(rest, shutdown.changed()).await, Ok(Err(_))) {
            return;
        }
    }
}

/// One batch of each follower and of the supporters to be told; how many events and supporters
/// they took together.
pub async fn advance_all(store: &Store) -> Result<usize> {
    let counted = counters::advance(store).await?;
    let told = notices::advance(store).await? + supporters::tell_due(store).await?;
    let reminded = timekeeper::advance(store).await?;
    // Reads what was counted.
    let rising = rising::advance(store).await?;
    Ok(counted + told + reminded + rising)
}
