//! Steps made of words: answers of offices, and everything that reporters do.

use super::journey::Act;
use super::texts::{Reply, Words};
use super::world::{Done, World, has_ended};
use crate::compose::Failed;
use domain::command::{Post, Rating};
use domain::kind::{ActionTaken, CloseGround};
use domain::report::ClosedBy;
use domain::role::Desk;
use domain::{Actor, Command, Report, Stage};
use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use rand::Rng;
use sim::draw::{percent, pick};
use store::files::Origin;

impl World {
    pub(super) async fn say(
        &mut self,
        nth: usize,
        report: &Report,
        act: Act,
    ) -> Result<Done, Failed> {
        match act {
            Act::Progress => self.progress(nth, report).await,
            Act::Answer => self.answer(nth, report).await,
            Act::AnswerAgain => self.answer_again(nth, report).await,
            Act::OfficeMessage => {
                let text = self.one_of(|words| &words.office_messages);
                self.at_desk(report, Command::SendMessage(Post { text, files: Vec::new() })).await
            }
            Act::Close(ground) => self.close(report, ground).await,
            Act::ReporterMessage => {
                let text = self.one_of(|words| &words.reporter_messages);
                self.by_reporter(report, Command::SendMessage(Post { text, files: Vec::new() }))
                    .await
            }
            Act::Complete => self.complete(nth, report).await,
            Act::Contest => self.contest(nth, report).await,
            Act::Accept => self.accept(report).await,
            Act::RateOnceClosed => self.rate(report).await,
            Act::AppealOnceEnded => self.appeal(report).await,
            Act::Escalate => self.by_reporter(report, Command::Escalate).await,
            Act::Withdraw => {
                let reason = self.said("withdrawn");
                self.by_reporter(report, Command::Withdraw { reason }).await
            }
            _ => Ok(Done::PassedOver),
        }
    }

    async fn by_reporter(&self, report: &Report, command: Command) -> Result<Done, Failed> {
        self.give(report.id, command, Actor::Reporter).await
    }

    /// What is said on the matter, with days before and after now in its slots.
    fn reply(&mut self, nth: usize, report: &Report) -> Option<Reply> {
        let today = domain::Reference::today(self.store.now());
        let back = self.rng.random_range(0..2_i64);
        let ahead = self.rng.random_range(7..40_i64);
        let case = self.cases.get(nth)?;
        let mut slots = case.slots.clone();
        let directory = &self.store.reference().directory;
        let office = case.competent.unit.and_then(|unit| directory.unit(unit));
        let past = today.checked_sub(back.days()).unwrap_or(today);
        slots.0.insert("lalu", long_date(past));
        slots.0.insert("kelak", long_date(self.day_in(ahead)));
        slots.0.insert(
            "office",
            office.map_or_else(|| "kami".to_owned(), |unit| unit.name.to_string()),
        );
        let said = self.texts.reply(&case.category, report.kind)?;
        let fill = |text: &Option<String>| text.as_ref().map(|text| slots.fill(text));
        Some(Reply {
            progress: slots.fill(&said.progress),
            done: fill(&said.done),
            scheduled: fill(&said.scheduled),
            explained: fill(&said.explained),
            contest: fill(&said.contest),
            again: fill(&said.again),
        })
    }

    fn day_in(&self, days: i64) -> Date {
        let today = domain::Reference::today(self.store.now());
        today.checked_add(days.days()).unwrap_or(today)
    }

    async fn progress(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        let Some(reply) = self.reply(nth, report) else { return Ok(Done::PassedOver) };
        let files = self.picture_of_work(nth, report, 25).await?;
        // What was said once is not said again in the same words.
        let text = if report.milestones.responded.is_some() {
            self.said("progress")
        } else {
            reply.progress
        };
        self.at_desk(report, Command::PostProgress(Post { text, files })).await
    }

    /// A picture that the office adds, so many times in a hundred.
    async fn picture_of_work(
        &mut self,
        nth: usize,
        report: &Report,
        share: u32,
    ) -> Result<Vec<domain::filing::FileNo>, Failed> {
        let photo = self
            .cases
            .get(nth)
            .and_then(|case| case.photo.clone())
            .filter(|photo| photo != "document");
        match photo {
            Some(photo) if percent(share, &mut self.rng) => {
                self.attach(report.id, Origin::Office, &photo, true).await
            }
            _ => Ok(Vec::new()),
        }
    }

    async fn answer(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        let Some(reply) = self.reply(nth, report) else { return Ok(Done::PassedOver) };
        let all = [
            (ActionTaken::Done, reply.done),
            (ActionTaken::Explained, reply.explained),
            (ActionTaken::Scheduled, reply.scheduled),
        ];
        let usable: Vec<(ActionTaken, String)> =
            all.into_iter().filter_map(|(action, text)| Some((action, text?))).collect();
        let Some((action, text)) = pick(&usable, &mut self.rng).cloned() else {
            return Ok(Done::PassedOver);
        };
        let text = if report.answers > 0 { self.said("answer_later") } else { text };
        let finished = action == ActionTaken::Done;
        let files =
            if finished { self.picture_of_work(nth, report, 55).await? } else { Vec::new() };
        let scheduled_for = (action == ActionTaken::Scheduled).then(|| self.day_in(40));
        let command = Command::PostAnswer { post: Post { text, files }, action, scheduled_for };
        self.at_desk(report, command).await
    }

    async fn answer_again(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        if !report.contest_open {
            return Ok(Done::PassedOver);
        }
        let Some(reply) = self.reply(nth, report) else { return Ok(Done::PassedOver) };
        let own = reply.again.filter(|_| report.contests == 1);
        let text = own.unwrap_or_else(|| self.said("answer_later"));
        let files = self.picture_of_work(nth, report, 60).await?;
        let post = Post { text, files };
        let command = Command::PostAnswer { post, action: ActionTaken::Done, scheduled_for: None };
        self.at_desk(report, command).await
    }

    /// By the agency's own admins, and by the judge of an appeal.
    async fn close(&mut self, report: &Report, ground: CloseGround) -> Result<Done, Failed> {
        let desk = match report.stage.desk() {
            Some(Desk::Unit(agency, _)) => Desk::Agency(agency),
            Some(desk) => desk,
            None => return Ok(Done::PassedOver),
        };
        let explanation = Words::one(&self.texts.words.closes, ground.word(), &mut self.rng);
        let actor = self.actor(desk).await?;
        self.give(report.id, Command::Close { ground, explanation }, actor).await
    }

    async fn complete(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        if !matches!(report.stage, Stage::AwaitingReporter { .. }) {
            return Ok(Done::PassedOver);
        }
        let text = self.one_of(|words| &words.completions);
        let photo = self.cases.get(nth).and_then(|case| case.photo.clone());
        let files = match photo {
            Some(photo) if percent(60, &mut self.rng) => {
                self.attach(report.id, Origin::Reporter, &photo, false).await?
            }
            _ => Vec::new(),
        };
        self.by_reporter(report, Command::Complete(Post { text, files })).await
    }

    async fn contest(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        if !matches!(report.stage, Stage::Answered { .. }) {
            return Ok(Done::PassedOver);
        }
        let Some(reply) = self.reply(nth, report) else { return Ok(Done::PassedOver) };
        let own = reply.contest.filter(|_| report.contests == 0);
        let text = own.unwrap_or_else(|| self.said("contest_later"));
        self.by_reporter(report, Command::Contest(Post { text, files: Vec::new() })).await
    }

    fn rating(&mut self, report: &Report) -> Rating {
        let slow = report.late || report.contests > 0;
        let draw = self.rng.random_range(0..100) + if slow { 30 } else { 0 };
        let (overall, word): (u8, &str) = match draw {
            0..45 => (5, "rating_good"),
            45..72 => (4, "rating_good"),
            72..96 => (3, "rating_fair"),
            _ => (if draw % 2 == 0 { 2 } else { 1 }, "rating_poor"),
        };
        let shift = self.rng.random_range(-1_i8..=1);
        let accuracy = overall.saturating_add_signed(shift).clamp(1, 5);
        Rating { overall, accuracy, comment: self.said(word) }
    }

    async fn accept(&mut self, report: &Report) -> Result<Done, Failed> {
        if !matches!(report.stage, Stage::Answered { .. }) {
            return Ok(Done::PassedOver);
        }
        let rating = percent(78, &mut self.rng).then(|| self.rating(report));
        self.by_reporter(report, Command::Accept { rating }).await
    }

    async fn rate(&mut self, report: &Report) -> Result<Done, Failed> {
        if !has_ended(report) {
            return Ok(Done::NotYet(self.store.now() + SignedDuration::from_hours(15)));
        }
        if !matches!(report.stage, Stage::Closed { how: ClosedBy::Clock }) {
            return Ok(Done::PassedOver);
        }
        let rating = self.rating(report);
        self.by_reporter(report, Command::Rate(rating)).await
    }

    async fn appeal(&mut self, report: &Report) -> Result<Done, Failed> {
        if !has_ended(report) {
            return Ok(Done::NotYet(self.store.now() + SignedDuration::from_hours(15)));
        }
        let text = self.said("appeals");
        self.by_reporter(report, Command::Appeal(Post { text, files: Vec::new() })).await
    }
}

/// "12 November 2026".
fn long_date(day: Date) -> String {
    web::format::long_date(web::i18n::Lang::Id, day)
}
