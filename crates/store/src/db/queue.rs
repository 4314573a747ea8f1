//! The bounded line in front of writers and readers.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::{Error, Result};

/// First come, first served; many may push, many may take.
pub(super) struct Queue<T> {
    state: Mutex<State<T>>,
    arrived: Condvar,
    limit: usize,
}

struct State<T> {
    waiting: VecDeque<T>,
    closed: bool,
}

/// What a worker got.
pub(super) enum Taken<T> {
    /// At least one.
    Some(VecDeque<T>),
    /// Nothing came in time.
    Idle,
    /// Nothing is waiting and nothing will come.
    Closed,
}

impl<T> Queue<T> {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            state: Mutex::new(State { waiting: VecDeque::new(), closed: false }),
            arrived: Condvar::new(),
            limit,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// [`Error::Busy`] at the limit, [`Error::Unavailable`] after [`Queue::close`].
    pub(super) fn push(&self, item: T) -> Result<()> {
        let mut state = self.lock();
        if state.closed {
            return Err(Error::Unavailable("the database is closed".to_owned()));
        }
        if state.waiting.len() >= self.limit {
            return Err(Error::Busy);
        }
        state.waiting.push_back(item);
        drop(state);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits up to `patience` and takes at most `most` of what is there, without waiting for more.
    pub(super) fn take(&self, most: usize, patience: Duration) -> Taken<T> {
        let (mut state, _) = self
            .arrived
            .wait_timeout_while(self.lock(), patience, |state| {
                state.waiting.is_empty() && !state.closed
            })
            .unwrap_or_else(PoisonError::into_inner);
        if state.waiting.is_empty() {
            return if state.closed { Taken::Closed } else { Taken::Idle };
        }
        let count = state.waiting.len().min(most);
        let rest = state.waiting.split_off(count);
        Taken::Some(std::mem::replace(&mut state.waiting, rest))
    }

    /// Takes no more; what waits is still served.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
    }

    pub(super) fn len(&self) -> usize {
        self.lock().waiting.len()
    }
}
