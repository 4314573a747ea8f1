//! The story told in the order of time: reports are filed, people act, the clock of LAPOR runs.

use super::cast::Case;
use super::drawing;
use super::hours::{self, Wait};
use super::journey::Act;
use super::staff::Staff;
use super::texts::Texts;
use crate::compose::Failed;
use crate::say::Progress;
use domain::calendar::{Place, Zone};
use domain::filing::FileNo;
use domain::report::StageName;
use domain::{Refusal, Report, ReportId};
use jiff::{SignedDuration, Timestamp};
use rand::Rng;
use rand::rngs::StdRng;
use sim::draw as chance;
use sim::people::People;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;
use store::clock::ManualClock;
use store::files::{self, Bucket, Origin};
use store::jobs::{self, Outcome};
use store::reports::{self, Intake};
use store::{Error, Store, followers, notices, reference, timekeeper};

/// How often the clock of LAPOR is looked at.
const TICK: SignedDuration = SignedDuration::from_hours(3);
/// Notices taken at a time.
const BATCH: u16 = 500;
/// How long before the end a changed calendar comes into force.
const DECREE_AGE: SignedDuration = SignedDuration::from_hours(9 * 24);

/// What became of a step.
pub(super) enum Done {
    /// It was carried out.
    Acted,
    /// The report has come further already.
    PassedOver,
    /// To be tried again at.
    NotYet(Timestamp),
    /// The door refused.
    Refused(Refusal),
}

/// Everything the story needs.
pub(crate) struct World {
    pub(super) store: Store,
    pub(super) clock: Arc<ManualClock>,
    pub(super) bucket: Bucket,
    pub(super) people: People,
    pub(super) texts: Texts,
    pub(super) staff: Staff,
    pub(super) rng: StdRng,
    pub(super) cases: Vec<Case>,
    pub(super) until: Timestamp,
    /// The calendar has changed.
    pub(super) decreed: bool,
    /// What was refused, with the step.
    pub(super) refused: Vec<(Act, Refusal)>,
}

/// Instant, order of arrival, case.
type Due = Reverse<(Timestamp, usize, usize)>;

impl World {
    /// Tells the whole story from `from` on.
    pub(crate) async fn tell(&mut self, from: Timestamp) -> Result<(), Failed> {
        let mut queue: BinaryHeap<Due> = BinaryHeap::new();
        let mut arrivals = 0;
        for nth in 0..self.cases.len() {
            let Some(at) = self.begin(nth) else { continue };
            queue.push(Reverse((at, arrivals, nth)));
            arrivals += 1;
        }
        let days =
            |at: Timestamp| usize::try_from(at.duration_since(from).as_hours() / 24).unwrap_or(0);
        let (mut shown, total) = (Progress::new("demo"), days(self.until));
        let mut tick = from;
        while let Some(Reverse((at, _, nth))) = queue.pop() {
            while tick < at {
                self.clock.set(tick);
                self.keep_time().await?;
                shown.at("day", days(tick).min(total.saturating_sub(1)), total);
                tick += TICK;
            }
            self.clock.set(at);
            if let Some(next) = self.step(nth, at).await?
                && next < self.until
            {
                queue.push(Reverse((next, arrivals, nth)));
                arrivals += 1;
            }
        }
        while tick < self.until {
            self.clock.set(tick);
            self.keep_time().await?;
            tick += TICK;
        }
        self.clock.set(self.until);
        self.keep_time().await?;
        shown.at("day", total, total);
        Ok(())
    }

    /// When a case is filed, and how much its steps have to hurry to happen before the end.
    fn begin(&mut self, nth: usize) -> Option<Timestamp> {
        let (until, zone) = (self.until, self.zone(nth));
        let after_main = self.cases.get(nth)?.main;
        let case = self.cases.get_mut(nth)?;
        let at = hours::filed(zone, until, case.days_ago, &mut self.rng);
        let pace = hours::pace(Some(case.competent.agency));
        let wanted: f64 = case.acts.iter().map(|act| hours::usual_hours(*act, pace)).sum();
        let windows =
            case.acts.iter().filter(|act| matches!(hours::wait(**act), Wait::Ended)).count();
        let late = case.acts.iter().any(|act| matches!(hours::wait(*act), Wait::Late));
        let fixed = 16.0 * 24.0 * f64::from(u8::try_from(windows).unwrap_or(1))
            + if late { 22.0 * 24.0 } else { 0.0 };
        let there = until.duration_since(at).as_secs_f64() / 3600.0 - fixed;
        case.hurry = if wanted > 0.0 { (0.8 * there.max(20.0) / wanted).min(1.0) } else { 1.0 };
        // A report that is joined to another comes after it.
        let earliest = after_main.map(|_| until - SignedDuration::from_hours(44 * 24));
        Some(earliest.map_or(at, |earliest| at.max(earliest)))
    }

    fn zone(&self, nth: usize) -> Zone {
        self.cases
            .get(nth)
            .map_or(Zone::Wib, |case| self.store.reference().regions.zone(case.region))
    }

    /// Files, or takes the next step; the instant of the one after it.
    async fn step(&mut self, nth: usize, at: Timestamp) -> Result<Option<Timestamp>, Failed> {
        let filed =
            self.cases.get(nth).and_then(|case| case.receipt.as_ref()).map(|receipt| receipt.id);
        let Some(id) = filed else {
            self.file(nth).await?;
            return self.next(nth, at).await;
        };
        loop {
            let Some(act) = self.cases.get(nth).and_then(|case| case.acts.front().copied()) else {
                return Ok(None);
            };
            match self.perform(nth, id, act).await? {
                Done::NotYet(later) => return Ok(Some(later)),
                Done::Refused(why) => {
                    self.refused.push((act, why));
                    return Ok(None);
                }
                Done::Acted => {
                    self.pop(nth);
                    return self.next(nth, at).await;
                }
                Done::PassedOver => self.pop(nth),
            }
        }
    }

    fn pop(&mut self, nth: usize) {
        if let Some(case) = self.cases.get_mut(nth) {
            case.acts.pop_front();
        }
    }

    /// When the next step is taken.
    async fn next(&mut self, nth: usize, at: Timestamp) -> Result<Option<Timestamp>, Failed> {
        let Some(case) = self.cases.get(nth) else { return Ok(None) };
        let (Some(act), Some(receipt)) = (case.acts.front().copied(), &case.receipt) else {
            return Ok(None);
        };
        let (hurry, zone) = (case.hurry, self.zone(nth));
        let Some((report, _)) = reports::load(&self.store, receipt.id).await? else {
            return Ok(None);
        };
        Ok(Some(match hours::wait(act) {
            Wait::Office(least, most) => {
                let agency = report.stage.desk().and_then(domain::Desk::agency);
                let reference = self.store.reference();
                let place =
                    agency.map_or(Place::NATIONAL, |agency| reference.directory.place(agency));
                let span = self.rng.random_range(least..most) * hours::pace(agency) * hurry;
                hours::in_office(&reference.calendar, place, at, span)
            }
            Wait::Reporter(least, most) => {
                let span = self.rng.random_range(least..most) * hurry;
                hours::by_day(zone, at, span)
            }
            Wait::Ended => at + SignedDuration::from_hours(20),
            Wait::Late => match report.settlement() {
                Some(clock) => clock.due + SignedDuration::from_hours(self.rng.random_range(8..40)),
                None => return Ok(None),
            },
        }))
    }

    /// Brings counters, notices and reminders up to date and lets the timekeeper do its work.
    async fn keep_time(&mut self) -> Result<(), Failed> {
        let now = self.store.now();
        if !self.decreed && now >= self.until - DECREE_AGE {
            reference::load(&self.store).await?;
            self.decreed = true;
        }
        for _ in 0..64 {
            if timekeeper::run_once(&self.store, now).await? == timekeeper::Activation::default() {
                break;
            }
        }
        while followers::advance_all(&self.store).await? > 0 {}
        for queue in [notices::EMAIL_QUEUE, notices::SMS_QUEUE] {
            self.deliver(queue).await?;
        }
        Ok(())
    }

    /// Notices of the demonstration count as sent and go nowhere: nobody real is written to.
    async fn deliver(&self, queue: &'static str) -> Result<(), Failed> {
        loop {
            let claimed =
                jobs::claim(&self.store, queue, BATCH, SignedDuration::from_mins(10)).await?;
            if claimed.is_empty() {
                return Ok(());
            }
            for job in claimed {
                let payload: serde_json::Value = serde_json::from_str(&job.payload)?;
                if let Some(id) = payload.get("notice").and_then(serde_json::Value::as_i64) {
                    notices::mark_sent(&self.store, id, Some("demo")).await?;
                }
                jobs::settle(&self.store, &job, Outcome::Done).await?;
            }
        }
    }

    async fn file(&mut self, nth: usize) -> Result<(), Failed> {
        let id = ReportId(self.store.next_id());
        let Some(case) = self.cases.get(nth) else { return Ok(()) };
        let (photo, mut filing, identity) =
            (case.photo.clone(), case.filing.clone(), case.identity.clone());
        let day = domain::Reference::today(self.store.now());
        let back = self.rng.random_range(0..9_i64);
        filing.happened_on = chance::percent(60, &mut self.rng)
            .then(|| day.checked_sub(jiff::Span::new().days(back)).unwrap_or(day));
        if let Some(photo) = photo
            && chance::percent(75, &mut self.rng)
        {
            filing.files = self.attach(id, Origin::Reporter, &photo, false).await?;
        }
        let key = format!("demo-{:016x}-{nth}", self.rng.random::<u64>());
        let language = "id".to_owned();
        let intake = Intake { key, report_id: Some(id), filing, identity, language, draft: None };
        let receipt = reports::file(&self.store, intake).await?;
        if let Some(case) = self.cases.get_mut(nth) {
            case.receipt = Some(receipt);
        }
        Ok(())
    }

    /// A picture, or a paper, on its way into the next submission.
    pub(super) async fn attach(
        &mut self,
        id: ReportId,
        origin: Origin,
        what: &str,
        mended: bool,
    ) -> Result<Vec<FileNo>, Failed> {
        let (name, bytes) = if what == "document" {
            (
                format!("dokumen-{}.pdf", self.rng.random_range(10..99)),
                drawing::paper("Dokumen pendukung"),
            )
        } else {
            let number: u32 = self.rng.random_range(1_000..9_999);
            (format!("IMG_{number}.jpg"), drawing::picture(what, mended, &mut self.rng)?)
        };
        let file = files::add(&self.store, &self.bucket, id, origin, &name, bytes.into()).await?;
        Ok(vec![file.no])
    }

    /// Gives a command; what the rules refuse is part of the story, everything else a failure.
    pub(super) async fn give(
        &self,
        id: ReportId,
        command: domain::Command,
        actor: domain::Actor,
    ) -> Result<Done, Failed> {
        settle(reports::execute(&self.store, id, None, command, actor).await)
    }
}

/// Sorts out what a door said.
pub(super) fn settle<T>(said: store::Result<T>) -> Result<Done, Failed> {
    match said {
        Ok(_) => Ok(Done::Acted),
        Err(Error::Refused(why)) => Ok(Done::Refused(why)),
        Err(other) => Err(other.into()),
    }
}

/// True once nobody has to do anything any more.
pub(super) fn has_ended(report: &Report) -> bool {
    matches!(report.stage.name(), StageName::Closed | StageName::Archived)
}
