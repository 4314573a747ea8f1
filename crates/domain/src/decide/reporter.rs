//! What the reporter does: complete, contest, accept, rate, withdraw, appeal, escalate.

use super::{Case, Decision, at_national, check_post, plain};
use crate::command::{Post, Rating};
use crate::deadline::DeadlineKind as D;
use crate::event::Fact;
use crate::filing::check_text;
use crate::limit;
use crate::refusal::{Field, Refusal};
use crate::report::{ClosedBy, NationalDesk, Stage};
use crate::role::{Actor, Desk};

impl Case<'_> {
    /// T4: the file is complete now, every clock counts from now.
    pub(super) fn complete(&self, post: &Post) -> Decision {
        let Stage::AwaitingReporter { back_to, .. } = &self.report.stage else {
            return self.wrong_stage();
        };
        check_post(post, 1)?;
        let clocks = self.entering(back_to, self.now);
        Ok(vec![
            clocks
                .with(Fact::Completed { text: post.text.trim().into(), files: post.files.clone() }),
        ])
    }

    /// T14.
    pub(super) fn contest(&self, post: &Post) -> Decision {
        let Stage::Answered { office } = &self.report.stage else { return self.wrong_stage() };
        self.check_window(D::ReporterWindow)?;
        check_post(post, limit::REASON_MIN)?;
        let place = self.place(office.agency);
        let clocks =
            self.clocks().stop(&[D::ReporterWindow]).start(D::FirstResponse, self.now, place);
        let clocks = self.outer(clocks, self.report.settle_from, place);
        Ok(vec![
            clocks
                .with(Fact::Contested { text: post.text.trim().into(), files: post.files.clone() }),
        ])
    }

    /// T16.
    pub(super) fn accept(&self, rating: Option<&Rating>) -> Decision {
        let Stage::Answered { office } = &self.report.stage else { return self.wrong_stage() };
        if let Some(rating) = rating {
            check_rating(rating)?;
        }
        let closed = self.clocks().stop_all().with(Fact::Closed {
            how: ClosedBy::Reporter,
            by: office.desk(),
            ground: None,
            explanation: String::new(),
        });
        let mut events = vec![closed];
        events.extend(rating.map(|rating| plain(Fact::Rated(rating.clone()))));
        Ok(events)
    }

    pub(super) fn rate(&self, rating: &Rating) -> Decision {
        if !matches!(self.report.stage, Stage::Closed { .. }) {
            return self.wrong_stage();
        }
        if self.report.rating.is_some() {
            return Err(Refusal::AlreadyRated);
        }
        check_rating(rating)?;
        Ok(vec![plain(Fact::Rated(rating.clone()))])
    }

    /// T23.
    pub(super) fn withdraw(&self, reason: &str) -> Decision {
        if !self.is_open() {
            return self.wrong_stage();
        }
        check_text(Field::Reason, reason, 0, limit::REASON_MAX)?;
        Ok(vec![self.clocks().stop_all().with(Fact::Withdrawn { reason: reason.trim().into() })])
    }

    /// An objection never lands on the desk that closed: a unit's goes to its agency, an agency's
    /// to the nation, the nation's to the supervisor, the supervisor's to the Ombudsman. Within
    /// LAPOR the supervisor's word is the last, so such a report stays closed meanwhile.
    pub(super) fn appeal(&self, post: &Post) -> Decision {
        if !matches!(self.report.stage, Stage::Closed { .. } | Stage::Archived { .. }) {
            return self.wrong_stage();
        }
        self.check_window(D::AppealWindow)?;
        check_post(post, limit::REASON_MIN)?;
        let closed_by = self.report.closers.last().map_or(Desk::National, |closer| closer.desk);
        let (text, files) = (post.text.trim().to_owned(), post.files.clone());
        let Some(to) = self.superior(closed_by) else {
            let clocks = self.clocks().stop(&[D::AppealWindow]);
            let mut events = vec![clocks.with(Fact::MessageSent { from: None, text, files })];
            let new = self.report.escalated.is_none();
            events.extend(new.then(|| plain(Fact::Escalated { asked: true })));
            return Ok(events);
        };
        let clocks = self.entering(&to, self.now);
        Ok(vec![clocks.with(Fact::Appealed { text, files, to })])
    }

    /// The desk above one that closed; one that closed it before is passed over. `None` when all
    /// have: only the Ombudsman is left, who may open it again.
    pub(super) fn superior(&self, closed_by: Desk) -> Option<Stage> {
        let (report, directory) = (self.report, &self.reference.directory);
        if let Desk::Unit(agency, unit) = closed_by {
            // An inspectorate answers to no desk of its agency in what it examined.
            let examined = report.restricted || directory.is_inspectorate(unit);
            if !examined && !report.was_closed_by(Desk::Agency(agency)) {
                return Some(Stage::AtAgency { agency });
            }
        }
        let above = matches!(closed_by, Desk::Unit(..) | Desk::Agency(_));
        if above && !report.was_closed_by(Desk::National) {
            return Some(at_national(false));
        }
        let review = Stage::AtNational { desk: NationalDesk::Review, forced: false };
        (!report.was_closed_by(Desk::Review)).then_some(review)
    }

    /// T21: by the clock at the outer limit, or by the reporter once the office is late.
    pub(super) fn escalate(&self) -> Decision {
        if !self.is_open() {
            return self.wrong_stage();
        }
        if self.report.escalated.is_some() {
            return Err(Refusal::AlreadyEscalated);
        }
        let passed =
            |clock: Option<&crate::deadline::Clock>| clock.is_some_and(|c| self.now > c.due);
        let outer = passed(self.report.clock(D::OmbudsmanEscalation));
        // After a contest the settlement clock is gone; the office's limit is that of its answer.
        let late_again = self.report.contest_open && passed(self.report.clock(D::FirstResponse));
        match self.actor {
            Actor::System(_) if !outer => return Err(Refusal::LimitNotPassed),
            Actor::Reporter if !outer && !passed(self.report.settlement()) && !late_again => {
                return Err(Refusal::LimitNotPassed);
            }
            Actor::System(_) | Actor::Reporter | Actor::Officer(_) => {}
        }
        let clocks = self.clocks().stop(&[D::OmbudsmanEscalation]);
        Ok(vec![clocks.with(Fact::Escalated { asked: !self.is_triage() })])
    }

    fn check_window(&self, kind: D) -> Result<(), Refusal> {
        match self.report.clock(kind) {
            Some(clock) if self.now <= clock.due => Ok(()),
            _ => Err(Refusal::WindowOver),
        }
    }
}

fn check_rating(rating: &Rating) -> Result<(), Refusal> {
    if !(1..=5).contains(&rating.overall) || !(1..=5).contains(&rating.accuracy) {
        return Err(Refusal::RatingRange);
    }
    check_text(Field::Text, &rating.comment, 0, limit::REASON_MAX)
}
