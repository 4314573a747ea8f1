//! A scribe that keeps nothing but what a report is by now: to learn what a run comes to.

use crate::run::{Filed, Scribe, tracking};
use crate::summary::Summary;
use crate::{Error, Result};
use domain::decide::{self, Context};
use domain::{Actor, Command, Reference, Report, ReportId};
use jiff::Timestamp;
use std::sync::Arc;

/// Keeps states; `told` hears how many days have gone by.
pub struct States<F> {
    reference: Arc<Reference>,
    seed: u64,
    summary: Summary,
    told: F,
}

impl<F: FnMut(usize, usize)> States<F> {
    /// Until an instant, by which reports are judged.
    pub fn new(reference: Arc<Reference>, seed: u64, until: Timestamp, told: F) -> Self {
        let summary = Summary::new(Arc::clone(&reference), until);
        Self { reference, seed, summary, told }
    }

    /// What it came to.
    pub fn finish(self) -> Summary {
        self.summary
    }
}

impl<F: FnMut(usize, usize)> Scribe for States<F> {
    type Page = Report;

    fn file(&mut self, filed: Filed, at: Timestamp) -> Result<Report> {
        let context = Context { now: at, reference: &self.reference };
        let event = decide::file(filed.filing, tracking(filed.nth, self.seed), &context);
        let event = event.map_err(|faults| Error::Store(store::Error::Form(faults)))?;
        let id = ReportId(i64::try_from(filed.nth).unwrap_or(i64::MAX));
        Report::begin(id, &event, at).ok_or(Error::Missing("a filing"))
    }

    fn report<'a>(&'a self, page: &'a Report) -> &'a Report {
        page
    }

    fn give(
        &mut self,
        page: &mut Report,
        command: &Command,
        actor: Actor,
        at: Timestamp,
    ) -> Result<bool> {
        let context = Context { now: at, reference: &self.reference };
        let Ok(events) = decide::decide(page, command, &actor, &context) else { return Ok(false) };
        for event in &events {
            page.apply(event, at, actor.officer());
        }
        Ok(true)
    }

    fn end(&mut self, page: Report) -> Result<()> {
        let events = usize::try_from(page.version).unwrap_or(0);
        self.summary.add(&page, events);
        Ok(())
    }

    fn day(&mut self, nth: usize, of: usize) -> Result<()> {
        (self.told)(nth, of);
        Ok(())
    }
}
