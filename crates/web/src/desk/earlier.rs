//! What the agencies answered and closed, held in memory for reading new answers against it.
//!
//! An agency's part is filled from the events when it is first asked for, and brought up to date
//! each time; nothing of it is written down, so it is the same after a restart.

use crate::app::App;
use crate::failure::Failure;
use domain::answer::well_judged;
use domain::{AgencyId, ReportId};
use jiff::{SignedDuration, Timestamp};
use moka::policy::EvictionPolicy;
use moka::sync::Cache;
use std::collections::HashSet;
use std::sync::Arc;
use store::reports::answers::{AnswerPlace, ClosedCase, Given, answers_behind, closed_since};
use tokio::sync::{Mutex, OwnedMutexGuard};
use triage::answer::{Cases, Earlier};

/// Answers, and closed cases, of one agency.
const KEPT: u16 = 10_000;
/// Answers and closed cases of all agencies together; the agency asked for longest ago makes room.
const KEPT_IN_ALL: u64 = 80_000;
/// How long a transaction that closes a case may take to commit.
const COMMIT_LAG: SignedDuration = SignedDuration::from_mins(5);

/// One agency's answers and closed cases.
pub(crate) struct Held {
    pub(crate) answers: Earlier,
    pub(crate) cases: Cases,
    /// Behind the last settled answer.
    place: AnswerPlace,
    /// Answers behind that place that are in already.
    ahead: HashSet<(ReportId, u32)>,
    /// When the case in last was closed.
    closed_at: Timestamp,
    /// Cases closed shortly before that are in already.
    recent: HashSet<(ReportId, Timestamp)>,
}

impl Held {
    fn empty() -> Self {
        Self {
            answers: Earlier::with_room(KEPT.into()),
            cases: Cases::with_room(KEPT.into()),
            place: AnswerPlace::default(),
            ahead: HashSet::new(),
            closed_at: Timestamp::UNIX_EPOCH,
            recent: HashSet::new(),
        }
    }

    fn take_in(&mut self, given: Vec<Given>, closed: Vec<ClosedCase>) {
        for answer in given {
            let name = (answer.report, answer.version);
            if self.ahead.insert(name) {
                self.answers.add(answer.report, &answer.text);
            }
            if answer.settled {
                self.place = answer.place;
                self.ahead.remove(&name);
            }
        }
        for case in closed {
            self.closed_at = self.closed_at.max(case.closed_at);
            let is_new = self.recent.insert((case.id, case.closed_at));
            if is_new && well_judged(case.rating, case.contests) {
                self.cases.add(case.id, &case.text);
            }
        }
        let from = self.cases_from();
        self.recent.retain(|(_, at)| *at >= from);
    }

    fn cases_from(&self) -> Timestamp {
        self.closed_at.checked_sub(COMMIT_LAG).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn weight(&self) -> u32 {
        u32::try_from(self.answers.len() + self.cases.len()).unwrap_or(u32::MAX)
    }
}

/// The part of an agency with what it weighed when it was last up to date.
#[derive(Clone)]
struct Part {
    held: Arc<Mutex<Held>>,
    weight: u32,
}

/// The parts of the agencies that asked lately.
pub(crate) struct Memory(Cache<AgencyId, Part>);

impl Memory {
    pub(crate) fn new() -> Self {
        Self(
            Cache::builder()
                .max_capacity(KEPT_IN_ALL)
                .weigher(|_, part: &Part| part.weight)
                .eviction_policy(EvictionPolicy::lru())
                .build(),
        )
    }

    fn part(&self, agency: AgencyId) -> Arc<Mutex<Held>> {
        let empty = || Part { held: Arc::new(Mutex::new(Held::empty())), weight: 0 };
        self.0.get_with(agency, empty).held
    }
}

/// An agency's answers and closed cases up to now. Others who ask for the same agency wait.
pub(crate) async fn of(app: &App, agency: AgencyId) -> Result<OwnedMutexGuard<Held>, Failure> {
    let memory = app.desk().memory();
    let part = memory.part(agency);
    let mut held = Arc::clone(&part).lock_owned().await;
    let given = answers_behind(app.store(), agency, held.place, KEPT).await?;
    let closed = closed_since(app.store(), agency, held.cases_from(), KEPT).await?;
    // Reading ten thousand texts takes seconds, in which the other pages go on.
    let reading = tokio::task::spawn_blocking(move || {
        held.take_in(given, closed);
        held
    });
    let held = reading.await.map_err(|_| Failure::Fault("reading answers ended".to_owned()))?;
    memory.0.insert(agency, Part { held: part, weight: held.weight() });
    Ok(held)
}
