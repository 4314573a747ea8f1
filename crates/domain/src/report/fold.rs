//! `apply`: what each event does to the state.

use super::{ClosedBy, Closer, Office, Report, Stage, Task, TaskState};
use crate::command::Classification;
use crate::event::{Event, Fact};
use crate::id::{AgencyId, OfficerId, TaskNo};
use crate::kind::{ComplaintClass, ReportKind};
use jiff::Timestamp;

impl Report {
    /// Folds one event into the state. Total: any event can follow any state, so that history
    /// written under older rules always reads back.
    pub fn apply(&mut self, event: &Event, at: Timestamp, officer: Option<OfficerId>) {
        self.version += 1;
        if matches!(event.fact, Fact::AnswerPosted { .. } | Fact::Closed { .. }) {
            self.late |= self.settlement().is_some_and(|clock| at > clock.due);
        }
        if let Some(clocks) = &event.clocks {
            self.clocks.clone_from(clocks);
        }
        match &event.fact {
            Fact::Filed { .. }
            | Fact::MessageSent { from: Some(_), .. }
            | Fact::NotePosted { .. }
            | Fact::Advised { .. }
            | Fact::DisputeRecorded { .. }
            | Fact::IdentityRevealed { .. } => {}
            Fact::DuesRecounted { tasks, .. } => {
                for task in &mut self.tasks {
                    if let Some((_, clock)) = tasks.iter().find(|(no, _)| *no == task.no) {
                        task.clock.clone_from(clock);
                    }
                }
            }
            Fact::Forwarded { lead, copies, watcher, decided, .. } => {
                self.lead = Some(*lead);
                self.copies = union(&self.copies, copies);
                self.watcher = watcher.or(self.watcher);
                self.decided = *decided;
                self.milestones.verified.get_or_insert(at);
                self.milestones.forwarded.get_or_insert(at);
                self.enter(Stage::AtAgency { agency: *lead }, at);
            }
            Fact::Routed { category, lead, .. } => {
                self.category = Some(category.clone());
                self.lead = Some(*lead);
                self.routed = true;
                self.milestones.forwarded.get_or_insert(at);
                self.enter(Stage::AtAgency { agency: *lead }, at);
            }
            Fact::Redacted { how, passage, .. } => self.redactions.put(*how, passage),
            Fact::Reclassified(found) => self.reclassify(found),
            Fact::Postponed { by, .. } => {
                self.postponements = self.postponements.saturating_add(1);
                let back_to = Box::new(self.stage.clone());
                self.enter(Stage::AwaitingReporter { asked_by: *by, back_to }, at);
            }
            Fact::Completed { .. } => {
                self.milestones.complete = at;
                self.settle_from = at;
                self.count_reply();
                if let Stage::AwaitingReporter { back_to, .. } = &self.stage {
                    let back_to = (**back_to).clone();
                    self.enter(back_to, at);
                }
            }
            Fact::Archived { by, reason, .. } => {
                self.closers.push(Closer { desk: *by, officer });
                self.end(Stage::Archived { reason: *reason }, at);
            }
            Fact::Declined { to, .. } => {
                // Where nobody has sent it yet, nobody is passing it around.
                let unseen = self.routed && self.milestones.verified.is_none();
                if matches!(to, Stage::AtNational { .. }) && !unseen {
                    self.transfers = self.transfers.saturating_add(1);
                }
                self.routed = false;
                self.give_back(to, at);
            }
            Fact::Assigned { agency, unit, .. } => {
                self.milestones.verified.get_or_insert(at);
                self.milestones.assigned.get_or_insert(at);
                self.enter(Stage::AtUnit { agency: *agency, unit: *unit }, at);
            }
            Fact::TakenUp { office } => {
                self.milestones.verified.get_or_insert(at);
                self.milestones.assigned.get_or_insert(at);
                self.enter(Stage::InProgress { office: *office }, at);
            }
            Fact::ProgressPosted { office, .. } => {
                self.milestones.verified.get_or_insert(at);
                self.milestones.responded.get_or_insert(at);
                if !matches!(self.stage, Stage::Contested { .. }) {
                    // A note of the agency's desk does not take the report from its unit.
                    let office = self.stage.office().unwrap_or(*office);
                    self.enter(Stage::InProgress { office }, at);
                }
            }
            Fact::AnswerPosted { office, .. } => {
                self.milestones.verified.get_or_insert(at);
                self.milestones.responded.get_or_insert(at);
                self.milestones.answered = Some(at);
                self.answers = self.answers.saturating_add(1);
                self.contests_answered += u16::from(self.contest_open);
                self.contest_open = false;
                self.answered_by = Some(Closer { desk: office.desk(), officer });
                self.enter(Stage::Answered { office: *office }, at);
            }
            Fact::MessageSent { from: None, .. } => self.count_reply(),
            Fact::Contested { .. } => {
                self.contests = self.contests.saturating_add(1);
                self.contest_open = true;
                self.count_reply();
                if let Some(office) = self.stage.office() {
                    self.enter(Stage::Contested { office }, at);
                }
            }
            Fact::Rated(rating) => self.rating = Some(rating.clone()),
            Fact::Closed { how, by, .. } => {
                let answered_by = self.answered_by.filter(|_| *how != ClosedBy::Agency);
                self.closers.push(answered_by.unwrap_or(Closer { desk: *by, officer }));
                self.end(Stage::Closed { how: *how }, at);
            }
            Fact::Escalated { .. } => {
                self.escalated.get_or_insert(at);
            }
            Fact::Withdrawn { .. } => self.end(Stage::Withdrawn, at),
            Fact::Merged { main } => {
                let back_to = Box::new(self.stage.clone());
                self.end(Stage::MergedInto { main: *main, back_to }, at);
            }
            Fact::Followed { joined } => self.followers.push(*joined),
            Fact::Unfollowed { joined } => self.followers.retain(|r| r != joined),
            Fact::Reopened { to, .. } | Fact::Appealed { to, .. } => {
                self.reopenings = self.reopenings.saturating_add(1);
                self.milestones.ended = None;
                self.settle_from = at;
                // What was said and marked before does not close it a second time.
                self.contests_answered = 0;
                self.rating = None;
                self.enter(to.clone(), at);
            }
            Fact::TaskOpened { task, office, clock, .. } => self.tasks.push(Task {
                no: *task,
                office: *office,
                clock: clock.clone(),
                state: TaskState::Open,
            }),
            Fact::TaskFinished { task, .. } => self.settle_task(*task, TaskState::Done(at)),
            Fact::TaskReleased { task, .. } => self.settle_task(*task, TaskState::Released(at)),
            Fact::Supervised { agency, unit } => {
                self.decided |= matches!(self.stage, Stage::AtNational { forced: true, .. });
                self.lead = Some(*agency);
                self.class = ComplaintClass::Supervisory;
                self.restricted = true;
                self.milestones.verified.get_or_insert(at);
                self.milestones.forwarded.get_or_insert(at);
                self.milestones.assigned.get_or_insert(at);
                self.enter(Stage::AtUnit { agency: *agency, unit: *unit }, at);
            }
            Fact::ConflictDeclared { office, to, .. } => {
                if !self.accused.contains(office) {
                    self.accused.push(*office);
                }
                if let Some(to) = to {
                    self.give_back(to, at);
                }
            }
            Fact::Succeeded { ended, heir, to } => {
                if let Some(heir) = heir {
                    self.hand_over(*ended, *heir);
                }
                if self.lead == Some(*ended) {
                    self.lead = *heir;
                }
                match to {
                    Some(to) if to.name() == self.stage.name() => self.stage = to.clone(),
                    Some(to) => self.enter(to.clone(), at),
                    None => {}
                }
            }
            Fact::LimitExtended { .. } => self.extended = true,
        }
        self.note_appeal(&event.fact);
    }

    /// An appeal waits until its judge sends the report on, takes it up or lets the ending stand.
    fn note_appeal(&mut self, fact: &Fact) {
        let mut here = &self.stage;
        while let Stage::AwaitingReporter { back_to, .. } | Stage::MergedInto { back_to, .. } = here
        {
            here = back_to;
        }
        let with_judge = matches!(here, Stage::AtNational { .. } | Stage::AtAgency { .. });
        self.appeal_open = match fact {
            Fact::Appealed { .. } => true,
            Fact::Forwarded { .. } => false,
            _ => self.appeal_open && with_judge,
        };
    }

    /// Back from an agency that does not keep it; at the national desk nobody leads.
    fn give_back(&mut self, to: &Stage, at: Timestamp) {
        if matches!(to, Stage::AtNational { .. }) {
            self.lead = None;
        }
        self.enter(to.clone(), at);
    }

    /// Open tasks, copies and the watch of an agency that ended go to its successor.
    fn hand_over(&mut self, ended: AgencyId, heir: AgencyId) {
        for task in self.tasks.iter_mut().filter(|task| task.state == TaskState::Open) {
            if task.office.agency == ended {
                task.office = Office { agency: heir, unit: None };
            }
        }
        if self.copies.contains(&ended) {
            let others: Vec<AgencyId> =
                self.copies.iter().copied().filter(|agency| *agency != ended).collect();
            self.copies = union(&others, &[heir]);
        }
        self.watcher = self.watcher.map(|agency| if agency == ended { heir } else { agency });
    }

    fn enter(&mut self, stage: Stage, at: Timestamp) {
        self.stage = stage;
        self.stage_since = at;
    }

    fn end(&mut self, stage: Stage, at: Timestamp) {
        for task in self.tasks.iter_mut().filter(|t| t.state == TaskState::Open) {
            task.state = TaskState::Released(at);
        }
        self.milestones.ended = Some(at);
        self.enter(stage, at);
    }

    fn count_reply(&mut self) {
        if self.milestones.responded.is_some() {
            self.replies = self.replies.saturating_add(1);
        }
    }

    fn settle_task(&mut self, no: TaskNo, state: TaskState) {
        if let Some(task) = self.tasks.iter_mut().find(|t| t.no == no) {
            task.state = state;
        }
    }

    fn reclassify(&mut self, found: &Classification) {
        if let Some(title) = &found.title {
            self.title.clone_from(title);
        }
        self.kind = found.kind.unwrap_or(self.kind);
        if self.kind == ReportKind::Whistleblowing {
            self.class = ComplaintClass::Supervisory;
            self.restricted = true;
            self.privacy.confidential = true;
        }
        if let Some(class) = found.class {
            self.class = class;
            self.restricted = class == ComplaintClass::Supervisory;
        }
        self.category = found.category.clone().or(self.category.take());
        self.region = found.region.or(self.region);
        self.urgency = found.urgency.unwrap_or(self.urgency);
        if let Some(deficits) = &found.deficits {
            self.deficits.clone_from(deficits);
        }
        if let Some(tags) = &found.tags {
            self.tags.clone_from(tags);
        }
        self.privacy.confidential |= found.confidential.unwrap_or(false);
    }
}

fn union(a: &[AgencyId], b: &[AgencyId]) -> Vec<AgencyId> {
    let mut all = a.to_vec();
    all.extend(b.iter().filter(|agency| !a.contains(agency)));
    all
}
