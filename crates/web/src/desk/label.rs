//! Domain words in people's words, as officers read them.

mod act;

pub(crate) use act::{Act, act, act_of};

use crate::i18n::{Lang, Words};
use domain::answer::AnswerFault;
use domain::directory::Directory;
use domain::event::Fact;
use domain::kind::{
    ActionTaken, ArchiveReason, Channel, CloseGround, DeclineReason, DisputeForm, MissingItem,
    ReopenGround, ReportKind, ServiceDeficit, Urgency,
};
use domain::redaction::Redaction;
use domain::visibility::Part;
use domain::{AgencyId, DeadlineKind, Duty, Office, Reference, Role};
use jiff::civil::Date;
use std::borrow::Cow;
use triage::answer::Missing;

type Label = Cow<'static, str>;

/// A role.
#[must_use]
pub(crate) fn role(w: Words, of: Role) -> Label {
    match of {
        Role::Visitor => w.t("desk-role-visitor"),
        Role::Reporter => w.t("desk-role-reporter"),
        Role::Proxy => w.t("desk-role-proxy"),
        Role::IntakeOperator => w.t("desk-role-intake-operator"),
        Role::NationalAdmin => w.t("desk-role-national-admin"),
        Role::NationalSupervisor => w.t("desk-role-national-supervisor"),
        Role::WorkingCommittee => w.t("desk-role-working-committee"),
        Role::PresidentialStaff => w.t("desk-role-presidential-staff"),
        Role::HomeAffairs => w.t("desk-role-home-affairs"),
        Role::OmbudsmanOfficer => w.t("desk-role-ombudsman-officer"),
        Role::HubManager => w.t("desk-role-hub-manager"),
        Role::AgencyHead => w.t("desk-role-agency-head"),
        Role::ServiceOwner => w.t("desk-role-service-owner"),
        Role::AgencyAdmin => w.t("desk-role-agency-admin"),
        Role::LiaisonOfficer => w.t("desk-role-liaison-officer"),
        Role::ComplaintAnalyst => w.t("desk-role-complaint-analyst"),
        Role::DataProcessor => w.t("desk-role-data-processor"),
        Role::SystemAnalyst => w.t("desk-role-system-analyst"),
        Role::PublicRelations => w.t("desk-role-public-relations"),
        Role::InspectorateOfficer => w.t("desk-role-inspectorate-officer"),
        Role::AgencyDeveloper => w.t("desk-role-agency-developer"),
        Role::LearningManagerNational => w.t("desk-role-learning-manager-national"),
        Role::LearningManagerAgency => w.t("desk-role-learning-manager-agency"),
        Role::Learner => w.t("desk-role-learner"),
        Role::GuestLearner => w.t("desk-role-guest-learner"),
        Role::SocialMediaOperator => w.t("desk-role-social-media-operator"),
        Role::Evaluator => w.t("desk-role-evaluator"),
        Role::CivilSocietyPartner => w.t("desk-role-civil-society-partner"),
        Role::DataConsumer => w.t("desk-role-data-consumer"),
        Role::DataProtectionOfficer => w.t("desk-role-data-protection-officer"),
        Role::SystemOperator => w.t("desk-role-system-operator"),
    }
}

/// What the reporter wants.
#[must_use]
pub(crate) fn kind(w: Words, of: ReportKind) -> Label {
    match of {
        ReportKind::Complaint => w.t("desk-kind-complaint"),
        ReportKind::Aspiration => w.t("desk-kind-aspiration"),
        ReportKind::InformationRequest => w.t("desk-kind-information-request"),
        ReportKind::Whistleblowing => w.t("desk-kind-whistleblowing"),
    }
}

/// How a report entered.
#[must_use]
pub(crate) fn channel(w: Words, of: Channel) -> Label {
    match of {
        Channel::Website => w.t("desk-channel-website"),
        Channel::Mobile => w.t("desk-channel-mobile"),
        Channel::Widget => w.t("desk-channel-widget"),
        Channel::Api => w.t("desk-channel-api"),
        Channel::Sms => w.t("desk-channel-sms"),
        Channel::Phone => w.t("desk-channel-phone"),
        Channel::Letter => w.t("desk-channel-letter"),
        Channel::Email => w.t("desk-channel-email"),
        Channel::WalkIn => w.t("desk-channel-walk-in"),
        Channel::Whatsapp => w.t("desk-channel-whatsapp"),
        Channel::Telegram => w.t("desk-channel-telegram"),
        Channel::X => w.t("desk-channel-x"),
        Channel::Facebook => w.t("desk-channel-facebook"),
        Channel::Instagram => w.t("desk-channel-instagram"),
        Channel::Other => w.t("desk-channel-other"),
    }
}

/// How fast harm follows.
#[must_use]
pub(crate) fn urgency(w: Words, of: Urgency) -> Label {
    match of {
        Urgency::Low => w.t("desk-urgency-low"),
        Urgency::Normal => w.t("desk-urgency-normal"),
        Urgency::High => w.t("desk-urgency-high"),
        Urgency::Emergency => w.t("desk-urgency-emergency"),
    }
}

/// What was lacking.
#[must_use]
pub(crate) fn deficit(w: Words, of: ServiceDeficit) -> Label {
    match of {
        ServiceDeficit::Procedure => w.t("desk-deficit-procedure"),
        ServiceDeficit::Facility => w.t("desk-deficit-facility"),
        ServiceDeficit::Cost => w.t("desk-deficit-cost"),
        ServiceDeficit::Competence => w.t("desk-deficit-competence"),
        ServiceDeficit::Behaviour => w.t("desk-deficit-behaviour"),
    }
}

/// Why a report is archived.
#[must_use]
pub(crate) fn archive_reason(w: Words, of: ArchiveReason) -> Label {
    match of {
        ArchiveReason::WrongFormat => w.t("desk-archive-wrong-format"),
        ArchiveReason::TooGeneral => w.t("desk-archive-too-general"),
        ArchiveReason::NotPublicService => w.t("desk-archive-not-public-service"),
        ArchiveReason::Unclear => w.t("desk-archive-unclear"),
        ArchiveReason::DuplicateInProcess => w.t("desk-archive-duplicate-in-process"),
        ArchiveReason::Hateful => w.t("desk-archive-hateful"),
        ArchiveReason::UnderLegalProcess => w.t("desk-archive-under-legal-process"),
        ArchiveReason::Spam => w.t("desk-archive-spam"),
        ArchiveReason::NotCompleted => w.t("desk-archive-not-completed"),
    }
}

/// Why an office returns a report.
#[must_use]
pub(crate) fn decline_reason(w: Words, of: DeclineReason) -> Label {
    match of {
        DeclineReason::NotOurAuthority => w.t("desk-decline-not-our-authority"),
        DeclineReason::OtherLevel => w.t("desk-decline-other-level"),
        DeclineReason::OtherRegion => w.t("desk-decline-other-region"),
        DeclineReason::Conflict => w.t("desk-decline-conflict"),
    }
}

/// What an answer says was done.
#[must_use]
pub(crate) fn action_taken(w: Words, of: ActionTaken) -> Label {
    match of {
        ActionTaken::Done => w.t("desk-taken-done"),
        ActionTaken::Scheduled => w.t("desk-taken-scheduled"),
        ActionTaken::Explained => w.t("desk-taken-explained"),
        ActionTaken::Refused => w.t("desk-taken-refused"),
    }
}

/// On what ground a report is closed.
#[must_use]
pub(crate) fn close_ground(w: Words, of: CloseGround) -> Label {
    match of {
        CloseGround::AnsweredAgain => w.t("desk-close-answered-again"),
        CloseGround::SettledSince => w.t("desk-close-settled-since"),
        CloseGround::BeyondLaw => w.t("desk-close-beyond-law"),
    }
}

/// Why a report goes on.
#[must_use]
pub(crate) fn reopen_ground(w: Words, of: ReopenGround) -> Label {
    match of {
        ReopenGround::Objection => w.t("desk-reopen-objection"),
        ReopenGround::Supervision => w.t("desk-reopen-supervision"),
        ReopenGround::NewFacts => w.t("desk-reopen-new-facts"),
        ReopenGround::WronglyMerged => w.t("desk-reopen-wrongly-merged"),
    }
}

/// How a dispute is settled.
#[must_use]
pub(crate) fn dispute_form(w: Words, of: DisputeForm) -> Label {
    match of {
        DisputeForm::Mediation => w.t("desk-dispute-mediation"),
        DisputeForm::Conciliation => w.t("desk-dispute-conciliation"),
        DisputeForm::Adjudication => w.t("desk-dispute-adjudication"),
    }
}

/// What is missing.
#[must_use]
pub(crate) fn missing_item(w: Words, of: MissingItem) -> Label {
    match of {
        MissingItem::Place => w.t("desk-missing-place"),
        MissingItem::Time => w.t("desk-missing-time"),
        MissingItem::Office => w.t("desk-missing-office"),
        MissingItem::Facts => w.t("desk-missing-facts"),
        MissingItem::Evidence => w.t("desk-missing-evidence"),
        MissingItem::Contact => w.t("desk-missing-contact"),
        MissingItem::Proxy => w.t("desk-missing-proxy"),
    }
}

/// What is done to a passage.
#[must_use]
pub(crate) fn redaction(w: Words, of: Redaction) -> Label {
    match of {
        Redaction::Cover => w.t("redaction-cover"),
        Redaction::Uncover => w.t("redaction-uncover"),
    }
}

/// A part of a report.
#[must_use]
pub(crate) fn part(w: Words, of: Part) -> Label {
    match of {
        Part::Stage => w.t("desk-part-stage"),
        Part::Content => w.t("desk-part-content"),
        Part::Files => w.t("desk-part-files"),
        Part::Journal => w.t("desk-part-journal"),
        Part::Name => w.t("desk-part-name"),
        Part::Contact => w.t("desk-part-contact"),
        Part::Nik => w.t("desk-part-nik"),
        Part::Accused => w.t("desk-part-accused"),
    }
}

/// What must happen by a date; the date follows.
#[must_use]
pub(crate) fn deadline(w: Words, of: DeadlineKind) -> Label {
    match of {
        DeadlineKind::NationalVerification => w.t("desk-deadline-national-verification"),
        DeadlineKind::AgencyVerification => w.t("desk-deadline-agency-verification"),
        DeadlineKind::FirstResponse => w.t("desk-deadline-first-response"),
        DeadlineKind::SettleInformation => w.t("desk-deadline-settle-information"),
        DeadlineKind::SettleAspiration => w.t("desk-deadline-settle-aspiration"),
        DeadlineKind::SettleComplaint => w.t("desk-deadline-settle-complaint"),
        DeadlineKind::SettleSupervisory => w.t("desk-deadline-settle-supervisory"),
        DeadlineKind::Completion => w.t("desk-deadline-completion"),
        DeadlineKind::ReporterWindow => w.t("desk-deadline-reporter-window"),
        DeadlineKind::OmbudsmanEscalation => w.t("desk-deadline-ombudsman-escalation"),
        DeadlineKind::StatutoryLimit => w.t("desk-deadline-statutory-limit"),
        DeadlineKind::CompletenessAnswer => w.t("desk-deadline-completeness-answer"),
        DeadlineKind::StatutoryCompletion => w.t("desk-deadline-statutory-completion"),
        DeadlineKind::DecisionDelivery => w.t("desk-deadline-decision-delivery"),
        DeadlineKind::FilingPeriod => w.t("desk-deadline-filing-period"),
        DeadlineKind::InformationExtension => w.t("desk-deadline-information-extension"),
        DeadlineKind::CategorySettlement => w.t("desk-deadline-category-settlement"),
        DeadlineKind::AgencySettlement => w.t("desk-deadline-agency-settlement"),
        DeadlineKind::ForcedDecision => w.t("desk-deadline-forced-decision"),
        DeadlineKind::AppealWindow => w.t("desk-deadline-appeal-window"),
        DeadlineKind::SupportTask => w.t("desk-deadline-support-task"),
    }
}

/// What happened, for the journal.
#[must_use]
pub(crate) fn fact(w: Words, of: &Fact) -> Label {
    match of {
        Fact::Filed { .. } => w.t("desk-did-filed"),
        Fact::Forwarded { .. } => w.t("desk-did-forwarded"),
        Fact::Routed { .. } => w.t("desk-did-routed"),
        Fact::Reclassified(_) => w.t("desk-did-reclassified"),
        Fact::Postponed { .. } => w.t("desk-did-postponed"),
        Fact::Completed { .. } => w.t("desk-did-completed"),
        Fact::Archived { .. } => w.t("desk-did-archived"),
        Fact::Declined { .. } => w.t("desk-did-declined"),
        Fact::Assigned { .. } => w.t("desk-did-assigned"),
        Fact::TakenUp { .. } => w.t("desk-did-taken-up"),
        Fact::ProgressPosted { .. } => w.t("desk-did-progress"),
        Fact::AnswerPosted { .. } => w.t("desk-did-answer"),
        Fact::MessageSent { .. } => w.t("desk-did-message"),
        Fact::NotePosted { .. } => w.t("desk-did-note"),
        Fact::Contested { .. } => w.t("desk-did-contested"),
        Fact::Rated(_) => w.t("desk-did-rated"),
        Fact::Closed { .. } => w.t("desk-did-closed"),
        Fact::Escalated { .. } => w.t("desk-did-escalated"),
        Fact::Advised { .. } => w.t("desk-did-advised"),
        Fact::Withdrawn { .. } => w.t("desk-did-withdrawn"),
        Fact::Merged { .. } => w.t("desk-did-merged"),
        Fact::Followed { .. } => w.t("desk-did-followed"),
        Fact::Unfollowed { .. } => w.t("desk-did-unfollowed"),
        Fact::Reopened { .. } => w.t("desk-did-reopened"),
        Fact::Appealed { .. } => w.t("desk-did-appealed"),
        Fact::TaskOpened { .. } => w.t("desk-did-task-opened"),
        Fact::TaskFinished { .. } => w.t("desk-did-task-finished"),
        Fact::TaskReleased { .. } => w.t("desk-did-task-released"),
        Fact::Supervised { .. } => w.t("desk-did-supervised"),
        Fact::DisputeRecorded { .. } => w.t("desk-did-dispute"),
        Fact::ConflictDeclared { .. } => w.t("desk-did-conflict"),
        Fact::LimitExtended { .. } => w.t("desk-did-extended"),
        Fact::IdentityRevealed { .. } => w.t("desk-did-revealed"),
        Fact::Succeeded { .. } => w.t("desk-did-succeeded"),
        Fact::DuesRecounted { .. } => w.t("desk-did-recounted"),
        Fact::Redacted { how: Redaction::Cover, .. } => w.t("desk-did-covered"),
        Fact::Redacted { how: Redaction::Uncover, .. } => w.t("desk-did-uncovered"),
    }
}

/// The name of an agency today.
#[must_use]
pub(crate) fn agency(directory: &Directory, id: AgencyId, today: Date) -> String {
    let agency = directory.agency(id);
    agency
        .and_then(|agency| agency.name_on(today))
        .map_or_else(|| id.to_string(), |name| name.name.to_string())
}

/// The name of an office: its unit and its agency.
#[must_use]
pub(crate) fn office(directory: &Directory, office: Office, today: Date) -> String {
    let agency = agency(directory, office.agency, today);
    match office.unit.and_then(|unit| directory.unit(unit)) {
        Some(unit) => format!("{}, {agency}", unit.name),
        None => agency,
    }
}

/// Where a duty reaches.
#[must_use]
pub(crate) fn duty_place(duty: &Duty, reference: &Reference, lang: Lang, today: Date) -> String {
    let directory = &reference.directory;
    if let Some(agency) = duty.agency {
        return office(directory, Office { agency, unit: duty.unit }, today);
    }
    let hub = duty.hub.and_then(|hub| directory.hub(hub)).map(|hub| match lang {
        Lang::Id => hub.name.0.to_string(),
        Lang::En => hub.name.1.to_string(),
    });
    let province = || duty.province.map(|province| reference.regions.full_name(province));
    hub.or_else(province).unwrap_or_else(|| "Indonesia".to_owned())
}

/// The name of a category.
#[must_use]
pub(crate) fn category_name(category: &domain::category::Category, lang: Lang) -> &str {
    match lang {
        Lang::Id => &category.name.0,
        Lang::En => &category.name.1,
    }
}

/// What is wrong with an answer.
#[must_use]
pub(crate) fn answer_fault(w: Words, fault: AnswerFault) -> Label {
    match fault {
        AnswerFault::Blames => w.t("desk-fault-blames"),
        AnswerFault::Personal => w.t("desk-fault-personal"),
        AnswerFault::ReusedPhoto => w.t("desk-fault-photo"),
        AnswerFault::OldPhoto => w.t("desk-fault-photo-old"),
        AnswerFault::FarPhoto => w.t("desk-fault-photo-far"),
        AnswerFault::NotOurAuthority => w.t("desk-fault-not-ours"),
        AnswerFault::OffTopic => w.t("desk-fault-off-topic"),
        AnswerFault::RefersElsewhere => w.t("desk-fault-elsewhere"),
        AnswerFault::Echoes => w.t("desk-fault-echoes"),
        AnswerFault::Canned => w.t("desk-fault-canned"),
        AnswerFault::Undated => w.t("desk-fault-undated"),
        AnswerFault::NoAction => w.t("desk-fault-no-action"),
        AnswerFault::TooShort => w.t("desk-fault-too-short"),
    }
}

/// What would mend it.
#[must_use]
pub(crate) fn answer_fault_help(w: Words, fault: AnswerFault) -> Label {
    match fault {
        AnswerFault::Blames => w.t("desk-fault-blames-help"),
        AnswerFault::Personal => w.t("desk-fault-personal-help"),
        AnswerFault::ReusedPhoto => w.t("desk-fault-photo-help"),
        AnswerFault::OldPhoto => w.t("desk-fault-photo-old-help"),
        AnswerFault::FarPhoto => w.t("desk-fault-photo-far-help"),
        AnswerFault::NotOurAuthority => w.t("desk-fault-not-ours-help"),
        AnswerFault::OffTopic => w.t("desk-fault-off-topic-help"),
        AnswerFault::RefersElsewhere => w.t("desk-fault-elsewhere-help"),
        AnswerFault::Echoes => w.t("desk-fault-echoes-help"),
        AnswerFault::Canned => w.t("desk-fault-canned-help"),
        AnswerFault::Undated => w.t("desk-fault-undated-help"),
        AnswerFault::NoAction => w.t("desk-fault-no-action-help"),
        AnswerFault::TooShort => w.t("desk-fault-too-short-help"),
    }
}

/// What a reader of an answer would still ask.
#[must_use]
pub(crate) fn missing_of(w: Words, what: Missing) -> Label {
    match what {
        Missing::Action => w.t("desk-unsaid-action"),
        Missing::When => w.t("desk-unsaid-when"),
        Missing::Who => w.t("desk-unsaid-who"),
        Missing::Reason => w.t("desk-unsaid-reason"),
        Missing::Evidence => w.t("desk-unsaid-evidence"),
    }
}
