//! Steps of officers: what each asks of the door.

use super::journey::Act;
use super::texts::Words;
use super::world::{Done, World, has_ended, settle};
use crate::compose::Failed;
use domain::command::{Classification, Post};
use domain::directory::UnitKind;
use domain::kind::{ArchiveReason, DeclineReason, DisputeForm, MissingItem};
use domain::report::{NationalDesk, Office, TaskState};
use domain::role::{Desk, Duty, HubId};
use domain::visibility::Part;
use domain::{Actor, AgencyId, Command, Report, ReportId, Stage, UnitId};
use jiff::SignedDuration;
use sim::draw::{percent, pick};
use store::reports;

impl World {
    /// Carries out a step on a report.
    pub(super) async fn perform(
        &mut self,
        nth: usize,
        id: ReportId,
        act: Act,
    ) -> Result<Done, Failed> {
        let Some((report, _)) = reports::load(&self.store, id).await? else {
            return Ok(Done::PassedOver);
        };
        match act {
            Act::Forward => self.forward(nth, &report, false).await,
            Act::ForwardJointly => self.forward(nth, &report, true).await,
            Act::ForwardWrong => self.forward_wrong(nth, &report).await,
            Act::Postpone => self.postpone(&report).await,
            Act::Archive(reason) => self.archive(&report, reason).await,
            Act::Decline => self.decline(nth, &report).await,
            Act::Assign => self.assign(nth, &report).await,
            Act::AssignWrong => self.assign_wrong(nth, &report).await,
            Act::Reassign => self.reassign(nth, &report).await,
            Act::TakeUp => self.take_up(&report).await,
            Act::Note => {
                let text = self.one_of(|words| &words.notes);
                self.at_desk(&report, Command::PostNote { text }).await
            }
            Act::OpenTask => self.open_task(&report).await,
            Act::FinishTasks => self.finish_task(&report).await,
            Act::ReleaseTask => self.release_task(&report).await,
            Act::Supervise => self.supervise(&report).await,
            Act::RecordDispute => {
                let outcome = self.said("disputes");
                let actor = self.actor(Desk::Review).await?;
                self.give(
                    id,
                    Command::RecordDispute { form: DisputeForm::Mediation, outcome },
                    actor,
                )
                .await
            }
            Act::DeclareConflict => self.declare_conflict(&report).await,
            Act::Extend => {
                let reason = self.said("extensions");
                self.at_desk(&report, Command::Extend { reason }).await
            }
            Act::Reveal => self.reveal(&report).await,
            Act::Advise => {
                let post = Post { text: self.said("advice"), files: Vec::new() };
                let actor = self.actor(Desk::Ombudsman).await?;
                self.give(id, Command::Advise(post), actor).await
            }
            Act::ForwardByOmbudsman => self.forward_by_ombudsman(nth, &report).await,
            Act::ForwardByHub => self.forward_by_hub(nth, &report).await,
            Act::Merge => self.merge(nth, &report).await,
            Act::Reopen(ground) => self.reopen(&report, ground).await,
            Act::Progress
            | Act::Answer
            | Act::AnswerAgain
            | Act::OfficeMessage
            | Act::Close(_)
            | Act::ReporterMessage
            | Act::Complete
            | Act::Contest
            | Act::Accept
            | Act::RateOnceClosed
            | Act::AppealOnceEnded
            | Act::Escalate
            | Act::Withdraw => self.say(nth, &report, act).await,
        }
    }

    /// Who acts for a desk.
    pub(super) async fn actor(&mut self, desk: Desk) -> Result<Actor, Failed> {
        Ok(Actor::Officer(self.staff.at(&self.people, desk).await?))
    }

    /// A command of whoever has the report; passed over where nobody has.
    pub(super) async fn at_desk(
        &mut self,
        report: &Report,
        command: Command,
    ) -> Result<Done, Failed> {
        let Some(desk) = report.stage.desk() else { return Ok(Done::PassedOver) };
        let actor = self.actor(desk).await?;
        self.give(report.id, command, actor).await
    }

    pub(super) fn one_of(&mut self, list: impl Fn(&Words) -> &Vec<String>) -> String {
        pick(list(&self.texts.words), &mut self.rng).cloned().unwrap_or_default()
    }

    pub(super) fn said(&mut self, word: &str) -> String {
        Words::one(&self.texts.words.others, word, &mut self.rng)
    }

    fn competent(&self, nth: usize) -> Option<Office> {
        self.cases.get(nth).map(|case| case.competent)
    }

    /// Forwards from the national desk. What the reporter left out is found out before.
    async fn forward(
        &mut self,
        nth: usize,
        report: &Report,
        jointly: bool,
    ) -> Result<Done, Failed> {
        let Stage::AtNational { desk, .. } = report.stage else { return Ok(Done::PassedOver) };
        if let Done::Refused(why) = self.reclassify(nth, report).await? {
            return Ok(Done::Refused(why));
        }
        let Some(lead) = self.competent(nth).map(|office| office.agency) else {
            return Ok(Done::PassedOver);
        };
        let directory = std::sync::Arc::clone(&self.store.reference());
        let home_affairs = directory.directory.agency_by_slug("kemendagri").map(|agency| agency.id);
        let inspected = directory.directory.inspectorate_of(lead).is_some() || !report.restricted;
        let lead = if inspected { lead } else { home_affairs.unwrap_or(lead) };
        let (supporting, note) = if jointly {
            (
                self.other_agencies(nth, lead).into_iter().take(1).collect(),
                self.one_of(|words| &words.supporting),
            )
        } else {
            (Vec::new(), self.one_of(|words| &words.notes_forward))
        };
        let copies = if percent(12, &mut self.rng) {
            home_affairs
                .filter(|agency| *agency != lead && !supporting.contains(agency))
                .into_iter()
                .collect()
        } else {
            Vec::new()
        };
        let national = if desk == NationalDesk::Review { Desk::Review } else { Desk::National };
        let actor = self.actor(national).await?;
        let command = Command::Forward { lead, supporting, copies, watcher: None, note };
        self.give(report.id, command, actor).await
    }

    /// Governments of the place and the ministry of home affairs, without this one.
    fn other_agencies(&self, nth: usize, without: AgencyId) -> Vec<AgencyId> {
        let Some(case) = self.cases.get(nth) else { return Vec::new() };
        let reference = self.store.reference();
        let today = domain::Reference::today(self.store.now());
        let directory = &reference.directory;
        let regency = case.region.at(domain::region::RegionLevel::Regency);
        let here = [Some(case.region.province()), regency].into_iter().flatten();
        let mut found: Vec<AgencyId> = here
            .filter_map(|region| directory.government_of(region, today))
            .map(|agency| agency.id)
            .collect();
        let more = ["kemendagri", "kemenpu", "kemensos", "kemenhub"];
        found.extend(
            more.iter().filter_map(|slug| directory.agency_by_slug(slug)).map(|agency| agency.id),
        );
        found.retain(|agency| *agency != without && *agency != case.competent.agency);
        found.dedup();
        found
    }

    async fn forward_wrong(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        if !matches!(report.stage, Stage::AtNational { .. }) {
            return Ok(Done::PassedOver);
        }
        let tried = self.cases.get(nth).map(|case| case.wrong.clone()).unwrap_or_default();
        let others = self.other_agencies(nth, AgencyId(0));
        let Some(lead) = others.into_iter().find(|agency| !tried.contains(agency)) else {
            return Ok(Done::PassedOver);
        };
        if let Some(case) = self.cases.get_mut(nth) {
            case.wrong.push(lead);
        }
        let note = self.one_of(|words| &words.notes_forward);
        let command = forward(lead, note);
        self.at_desk(report, command).await
    }

    /// Writes down the category and how urgent it is, where the reporter did not say.
    async fn reclassify(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        let Some(case) = self.cases.get(nth) else { return Ok(Done::PassedOver) };
        let category = report.category.is_none().then(|| case.category.clone());
        let urgency = case.urgency.filter(|urgency| *urgency != report.urgency);
        if category.is_none() && urgency.is_none() {
            return Ok(Done::PassedOver);
        }
        let tags = (category.is_some()
            && case.category.as_str().starts_with("public_order.disasters"))
        .then(|| {
            self.store
                .reference()
                .tags
                .iter()
                .find(|tag| &*tag.kind == "disaster")
                .map(|tag| tag.code.to_string())
        })
        .flatten()
        .map(|tag| vec![tag]);
        let found = Classification { category, urgency, tags, ..Classification::default() };
        self.at_desk(report, Command::Reclassify(found)).await
    }

    async fn postpone(&mut self, report: &Report) -> Result<Done, Failed> {
        let all = [
            (MissingItem::Place, "place"),
            (MissingItem::Evidence, "evidence"),
            (MissingItem::Facts, "facts"),
        ];
        let Some((missing, word)) = pick(&all, &mut self.rng).copied() else {
            return Ok(Done::PassedOver);
        };
        let question = Words::one(&self.texts.words.questions, word, &mut self.rng);
        self.at_desk(report, Command::Postpone { missing: vec![missing], question }).await
    }

    async fn archive(&mut self, report: &Report, reason: ArchiveReason) -> Result<Done, Failed> {
        let explanation = Words::one(&self.texts.words.archives, reason.word(), &mut self.rng);
        self.at_desk(report, Command::Archive { reason, explanation }).await
    }

    async fn decline(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        let suggested = self.competent(nth).map(|office| office.agency);
        let at_unit = matches!(report.stage, Stage::AtUnit { .. });
        let reasons =
            [DeclineReason::NotOurAuthority, DeclineReason::OtherLevel, DeclineReason::OtherRegion];
        let reason = match pick(&reasons, &mut self.rng) {
            Some(reason) if !at_unit => *reason,
            _ => DeclineReason::NotOurAuthority,
        };
        let word = if at_unit { "unit" } else { reason.word() };
        let explanation = Words::one(&self.texts.words.declines, word, &mut self.rng);
        let suggested = suggested.filter(|_| !at_unit);
        self.at_desk(report, Command::Decline { reason, explanation, suggested }).await
    }

    async fn assign(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        let Stage::AtAgency { agency } = report.stage else { return Ok(Done::PassedOver) };
        self.reclassify(nth, report).await?;
        let office = self.competent(nth).filter(|office| office.agency == agency);
        let usable = |unit: &UnitId| !report.was_closed_by(Desk::Unit(agency, *unit));
        let Some(unit) = office.and_then(|office| office.unit).filter(usable) else {
            return self.take_up(report).await;
        };
        let note = self.one_of(|words| &words.notes_assign);
        self.at_desk(report, Command::Assign { unit, supporting: Vec::new(), note }).await
    }

    /// A unit of the agency other than the competent one and its inspectorate.
    fn other_unit(&mut self, agency: AgencyId, without: Option<UnitId>) -> Option<UnitId> {
        let reference = self.store.reference();
        let fits = |kind| matches!(kind, UnitKind::Dinas | UnitKind::Directorate | UnitKind::Badan);
        let units = reference.directory.units_of(agency);
        let units: Vec<UnitId> = units
            .filter(|unit| fits(unit.kind) && unit.valid_to.is_none() && Some(unit.id) != without)
            .map(|unit| unit.id)
            .collect();
        pick(&units, &mut self.rng).copied()
    }

    async fn assign_wrong(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        let Stage::AtAgency { agency } = report.stage else { return Ok(Done::PassedOver) };
        let competent = self.competent(nth).and_then(|office| office.unit);
        let Some(unit) = self.other_unit(agency, competent) else { return Ok(Done::PassedOver) };
        let note = self.one_of(|words| &words.notes_assign);
        self.at_desk(report, Command::Assign { unit, supporting: Vec::new(), note }).await
    }

    async fn reassign(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        let Stage::AtUnit { agency, unit: now } = report.stage else { return Ok(Done::PassedOver) };
        let office = self.competent(nth).filter(|office| office.agency == agency);
        let Some(unit) = office.and_then(|office| office.unit).filter(|unit| *unit != now) else {
            return Ok(Done::PassedOver);
        };
        let note = self.one_of(|words| &words.notes_assign);
        let actor = self.actor(Desk::Agency(agency)).await?;
        self.give(report.id, Command::Assign { unit, supporting: Vec::new(), note }, actor).await
    }

    async fn take_up(&mut self, report: &Report) -> Result<Done, Failed> {
        if !matches!(report.stage, Stage::AtAgency { .. } | Stage::AtUnit { .. }) {
            return Ok(Done::PassedOver);
        }
        self.at_desk(report, Command::TakeUp).await
    }

    async fn open_task(&mut self, report: &Report) -> Result<Done, Failed> {
        let Some(here) = report.stage.office() else { return Ok(Done::PassedOver) };
        let unit = self.other_unit(here.agency, here.unit);
        let office = Office { agency: here.agency, unit };
        let request = self.one_of(|words| &words.supporting);
        let actor = self.actor(Desk::Agency(here.agency)).await?;
        self.give(report.id, Command::OpenTask { office, request }, actor).await
    }

    /// One open task; tried again while there are more.
    async fn finish_task(&mut self, report: &Report) -> Result<Done, Failed> {
        let mut open = report.open_tasks();
        let Some(task) = open.next() else { return Ok(Done::PassedOver) };
        let more = open.next().is_some();
        let post = Post { text: self.one_of(|words| &words.supported), files: Vec::new() };
        let actor = self.actor(task.office.desk()).await?;
        let done = self.give(report.id, Command::FinishTask { task: task.no, post }, actor).await?;
        let later = self.store.now() + SignedDuration::from_hours(5);
        Ok(if more && matches!(done, Done::Acted) { Done::NotYet(later) } else { done })
    }

    async fn release_task(&mut self, report: &Report) -> Result<Done, Failed> {
        let open =
            report.tasks.iter().find(|task| task.state == TaskState::Open).map(|task| task.no);
        let (Some(task), Some(lead)) = (open, report.lead) else { return Ok(Done::PassedOver) };
        let reason = self.one_of(|words| &words.released);
        let actor = self.actor(Desk::Agency(lead)).await?;
        self.give(report.id, Command::ReleaseTask { task, reason }, actor).await
    }

    async fn supervise(&mut self, report: &Report) -> Result<Done, Failed> {
        let Some(agency) = report.lead else { return Ok(Done::PassedOver) };
        if self.store.reference().directory.inspectorate_of(agency).is_none() {
            return Ok(Done::PassedOver);
        }
        self.at_desk(report, Command::Supervise { agency }).await
    }

    async fn declare_conflict(&mut self, report: &Report) -> Result<Done, Failed> {
        let Some(office) = report.stage.office().filter(|office| office.unit.is_some()) else {
            return Ok(Done::PassedOver);
        };
        let reason = self.said("conflicts");
        self.at_desk(report, Command::DeclareConflict { office, reason }).await
    }

    async fn reveal(&mut self, report: &Report) -> Result<Done, Failed> {
        let (Some(desk), false) = (report.stage.desk(), report.privacy.anonymous) else {
            return Ok(Done::PassedOver);
        };
        let reason = self.said("reveals");
        let actor = self.actor(desk).await?;
        settle(reports::reveal(&self.store, report.id, Part::Contact, reason, actor).await)
    }

    async fn forward_by_ombudsman(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        let Some(now) = report.lead.filter(|_| report.escalated.is_some()) else {
            return Ok(Done::PassedOver);
        };
        let Some(lead) = self.other_agencies(nth, now).into_iter().next() else {
            return Ok(Done::PassedOver);
        };
        let note = self.said("advice");
        let command = forward(lead, note);
        let actor = self.actor(Desk::Ombudsman).await?;
        self.give(report.id, command, actor).await
    }

    /// From one member of a province's hub to another.
    async fn forward_by_hub(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        let Some((hub, lead)) = self.hub_for(nth, report) else { return Ok(Done::PassedOver) };
        let note = self.one_of(|words| &words.notes_forward);
        let command = forward(lead, note);
        let duty: Duty = self.staff.hub(&self.people, hub).await?;
        self.give(report.id, command, Actor::Officer(duty)).await
    }

    fn hub_for(&self, nth: usize, report: &Report) -> Option<(HubId, AgencyId)> {
        let reference = self.store.reference();
        let today = domain::Reference::today(self.store.now());
        let now = report.lead?;
        let others = self.cases.get(nth).map(|case| {
            let regency = case.region.at(domain::region::RegionLevel::Regency);
            let here = [Some(case.region.province()), regency].into_iter().flatten();
            here.filter_map(|region| reference.directory.government_of(region, today))
                .map(|a| a.id)
                .collect()
        });
        let others: Vec<AgencyId> = others.unwrap_or_default();
        let province = self.cases.get(nth).map(|case| case.region.province());
        let hub = reference
            .directory
            .hubs()
            .find(|hub| hub.province == province && hub.has(now, today))?;
        let other = others.into_iter().find(|agency| *agency != now && hub.has(*agency, today))?;
        Some((hub.id, other))
    }

    async fn merge(&mut self, nth: usize, report: &Report) -> Result<Done, Failed> {
        let main =
            self.cases.get(nth).and_then(|case| case.main).and_then(|main| self.cases.get(main));
        let Some(main) = main.and_then(|main| main.receipt.as_ref()).map(|receipt| receipt.id)
        else {
            return Ok(Done::NotYet(self.store.now() + SignedDuration::from_hours(12)));
        };
        let Some((found, _)) = reports::load(&self.store, main).await? else {
            return Ok(Done::PassedOver);
        };
        if !found.stage.name().is_open() {
            return Ok(Done::PassedOver);
        }
        let actor = self.actor(Desk::National).await?;
        settle(reports::merge(&self.store, report.id, None, main, actor).await)
    }

    async fn reopen(
        &mut self,
        report: &Report,
        ground: domain::kind::ReopenGround,
    ) -> Result<Done, Failed> {
        let merged = matches!(report.stage, Stage::MergedInto { .. });
        if !merged && !has_ended(report) {
            return Ok(Done::PassedOver);
        }
        let explanation = self.said(if merged { "unmerged" } else { "reopened" });
        let actor = self.actor(Desk::Review).await?;
        self.give(report.id, Command::Reopen { ground, explanation }, actor).await
    }
}

/// To one agency alone.
fn forward(lead: AgencyId, note: String) -> Command {
    Command::Forward { lead, supporting: Vec::new(), copies: Vec::new(), watcher: None, note }
}
