//! One shared case, several offices: tasks with their own clocks (T26).

use super::{Case, Decision, check_post, check_reason, plain};
use crate::command::Post;
use crate::deadline::{Clock, DeadlineKind};
use crate::event::{Event, Fact};
use crate::filing::check_text;
use crate::id::{AgencyId, TaskNo};
use crate::limit;
use crate::reference::Reference;
use crate::refusal::{Field, Refusal};
use crate::report::{Office, Stage, Task, TaskState};
use crate::role::Actor;

impl Case<'_> {
    pub(super) fn open_task(&self, office: Office, request: &str) -> Decision {
        match &self.report.stage {
            Stage::AtAgency { .. }
            | Stage::AtUnit { .. }
            | Stage::InProgress { .. }
            | Stage::Contested { .. } => {}
            Stage::AtNational { .. }
            | Stage::AwaitingReporter { .. }
            | Stage::Answered { .. }
            | Stage::Closed { .. }
            | Stage::Archived { .. }
            | Stage::Withdrawn
            | Stage::MergedInto { .. } => return self.wrong_stage(),
        }
        check_text(Field::Request, request, limit::REASON_MIN, limit::REASON_MAX)?;
        if self.report.stage.office() == Some(office) {
            return Err(Refusal::SameOffice);
        }
        Ok(vec![self.task_event(office, request, 0)?])
    }

    /// Tasks for the agencies asked to support when a report is forwarded.
    pub(super) fn open_tasks_for_agencies(
        &self,
        lead: AgencyId,
        supporting: &[AgencyId],
        request: &str,
        events: &mut Vec<Event>,
    ) -> Result<(), Refusal> {
        if supporting.len() > limit::SUPPORT_MAX {
            return Err(Refusal::TooManyOffices { max: limit::SUPPORT_MAX });
        }
        let mut asked = vec![lead];
        for (nth, agency) in supporting.iter().enumerate() {
            let agency = self.agency(*agency)?;
            if asked.contains(&agency) {
                return Err(Refusal::SameOffice);
            }
            asked.push(agency);
            events.push(self.task_event(Office { agency, unit: None }, request, nth)?);
        }
        Ok(())
    }

    /// A task event; `nth` counts the tasks opened by the same command.
    pub(super) fn task_event(
        &self,
        office: Office,
        request: &str,
        nth: usize,
    ) -> Result<Event, Refusal> {
        let agency = self.agency(office.agency)?;
        self.check_hub(agency)?;
        let office = Office { agency, unit: office.unit };
        if let Some(unit) = office.unit {
            let today = Reference::today(self.now);
            let found = self.reference.directory.unit(unit).filter(|u| u.agency == agency);
            if found.is_none_or(|u| u.valid_to.is_some_and(|end| end < today)) {
                return Err(Refusal::UnknownUnit);
            }
        }
        if self.report.accuses(office, &self.reference.directory) {
            return Err(Refusal::ConflictOfInterest);
        }
        if self.report.open_tasks().any(|task| task.office == office) {
            return Err(Refusal::SameOffice);
        }
        let kind = DeadlineKind::SupportTask;
        let limit = self.rules.limit(kind);
        let clock = Clock::start(
            kind,
            self.now,
            limit,
            self.place(agency),
            &self.reference.calendar,
            self.rules,
        );
        let no = self.report.tasks.len() + nth + 1;
        let task = TaskNo(u16::try_from(no).unwrap_or(u16::MAX));
        Ok(plain(Fact::TaskOpened { task, office, request: request.trim().into(), clock }))
    }

    fn task(&self, no: TaskNo) -> Result<&Task, Refusal> {
        let task = self.report.tasks.iter().find(|t| t.no == no);
        task.filter(|t| t.state == TaskState::Open).ok_or(Refusal::TaskNotOpen)
    }

    pub(super) fn finish_task(&self, no: TaskNo, post: &Post) -> Decision {
        let task = self.task(no)?;
        if let Actor::Officer(duty) = self.actor {
            let own_unit = match (duty.unit, task.office.unit) {
                (Some(own), Some(unit)) => self.reference.directory.is_within(unit, own),
                (None, _) => true,
                (Some(_), None) => false,
            };
            if duty.agency != Some(task.office.agency) || !own_unit {
                return Err(Refusal::NotAllowed { action: self.action });
            }
        }
        check_post(post, limit::ANSWER_MIN)?;
        Ok(vec![plain(Fact::TaskFinished {
            task: no,
            text: post.text.trim().into(),
            files: post.files.clone(),
        })])
    }

    pub(super) fn release_task(&self, no: TaskNo, reason: &str) -> Decision {
        self.task(no)?;
        check_reason(reason)?;
        Ok(vec![plain(Fact::TaskReleased { task: no, reason: reason.trim().into() })])
    }
}
