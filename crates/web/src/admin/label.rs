//! Words of the administration for what the domain and the store name by enums.

pub(crate) use crate::desk::label::role;
use crate::i18n::Words;
pub(crate) use crate::label::{complaint_class, level, report_kind, sensitivity};
use crate::ui::Text;
use domain::DeadlineKind;
use domain::calendar::HolidayKind;
use domain::calendar::LimitUnit;
use domain::directory::AgencyKind;
use domain::directory::HubKind;
use domain::directory::UnitKind;
use store::notices::Channel;
use store::officers::State;
use store::reference::change::Refusal as ChangeRefusal;

/// Words of [`AgencyKind`].
pub(crate) fn agency_kind(w: Words, value: AgencyKind) -> Text<'static> {
    match value {
        AgencyKind::CoordinatingMinistry => w.t("admin-agency-kind-coordinating-ministry"),
        AgencyKind::Ministry => w.t("admin-agency-kind-ministry"),
        AgencyKind::NonMinisterial => w.t("admin-agency-kind-non-ministerial"),
        AgencyKind::StateOrgan => w.t("admin-agency-kind-state-organ"),
        AgencyKind::NonStructural => w.t("admin-agency-kind-non-structural"),
        AgencyKind::PublicBroadcaster => w.t("admin-agency-kind-public-broadcaster"),
        AgencyKind::SocialSecurity => w.t("admin-agency-kind-social-security"),
        AgencyKind::StateEnterprise => w.t("admin-agency-kind-state-enterprise"),
        AgencyKind::RegionalEnterprise => w.t("admin-agency-kind-regional-enterprise"),
        AgencyKind::Province => w.t("admin-agency-kind-province"),
        AgencyKind::Regency => w.t("admin-agency-kind-regency"),
        AgencyKind::City => w.t("admin-agency-kind-city"),
        AgencyKind::AdministrativeCity => w.t("admin-agency-kind-administrative-city"),
    }
}

/// Words of [`UnitKind`].
pub(crate) fn unit_kind(w: Words, value: UnitKind) -> Text<'static> {
    match value {
        UnitKind::Secretariat => w.t("admin-unit-kind-secretariat"),
        UnitKind::Inspectorate => w.t("admin-unit-kind-inspectorate"),
        UnitKind::Directorate => w.t("admin-unit-kind-directorate"),
        UnitKind::Dinas => w.t("admin-unit-kind-dinas"),
        UnitKind::Badan => w.t("admin-unit-kind-badan"),
        UnitKind::Hospital => w.t("admin-unit-kind-hospital"),
        UnitKind::Utility => w.t("admin-unit-kind-utility"),
        UnitKind::Council => w.t("admin-unit-kind-council"),
        UnitKind::District => w.t("admin-unit-kind-district"),
        UnitKind::Other => w.t("admin-unit-kind-other"),
    }
}

/// Words of [`HubKind`].
pub(crate) fn hub_kind(w: Words, value: HubKind) -> Text<'static> {
    match value {
        HubKind::National => w.t("admin-hub-kind-national"),
        HubKind::Sector => w.t("admin-hub-kind-sector"),
        HubKind::Province => w.t("admin-hub-kind-province"),
        HubKind::Unlisted => w.t("admin-hub-kind-unlisted"),
    }
}

/// Words of [`DeadlineKind`].
pub(crate) fn deadline(w: Words, value: DeadlineKind) -> Text<'static> {
    match value {
        DeadlineKind::NationalVerification => w.t("admin-deadline-national-verification"),
        DeadlineKind::AgencyVerification => w.t("admin-deadline-agency-verification"),
        DeadlineKind::FirstResponse => w.t("admin-deadline-first-response"),
        DeadlineKind::SettleInformation => w.t("admin-deadline-settle-information"),
        DeadlineKind::SettleAspiration => w.t("admin-deadline-settle-aspiration"),
        DeadlineKind::SettleComplaint => w.t("admin-deadline-settle-complaint"),
        DeadlineKind::SettleSupervisory => w.t("admin-deadline-settle-supervisory"),
        DeadlineKind::Completion => w.t("admin-deadline-completion"),
        DeadlineKind::ReporterWindow => w.t("admin-deadline-reporter-window"),
        DeadlineKind::OmbudsmanEscalation => w.t("admin-deadline-ombudsman-escalation"),
        DeadlineKind::StatutoryLimit => w.t("admin-deadline-statutory-limit"),
        DeadlineKind::CompletenessAnswer => w.t("admin-deadline-completeness-answer"),
        DeadlineKind::StatutoryCompletion => w.t("admin-deadline-statutory-completion"),
        DeadlineKind::DecisionDelivery => w.t("admin-deadline-decision-delivery"),
        DeadlineKind::FilingPeriod => w.t("admin-deadline-filing-period"),
        DeadlineKind::InformationExtension => w.t("admin-deadline-information-extension"),
        DeadlineKind::CategorySettlement => w.t("admin-deadline-category-settlement"),
        DeadlineKind::AgencySettlement => w.t("admin-deadline-agency-settlement"),
        DeadlineKind::ForcedDecision => w.t("admin-deadline-forced-decision"),
        DeadlineKind::AppealWindow => w.t("admin-deadline-appeal-window"),
        DeadlineKind::SupportTask => w.t("admin-deadline-support-task"),
    }
}

/// Words of [`HolidayKind`].
pub(crate) fn holiday_kind(w: Words, value: HolidayKind) -> Text<'static> {
    match value {
        HolidayKind::National => w.t("admin-holiday-kind-national"),
        HolidayKind::JointLeave => w.t("admin-holiday-kind-joint-leave"),
        HolidayKind::Regional => w.t("admin-holiday-kind-regional"),
    }
}

/// Words of [`LimitUnit`].
pub(crate) fn limit_unit(w: Words, value: LimitUnit) -> Text<'static> {
    match value {
        LimitUnit::WorkingDays => w.t("admin-limit-unit-working-days"),
        LimitUnit::CalendarDays => w.t("admin-limit-unit-calendar-days"),
        LimitUnit::WorkingHours => w.t("admin-limit-unit-working-hours"),
    }
}

/// Words of [`State`].
pub(crate) fn account_state(w: Words, value: State) -> Text<'static> {
    match value {
        State::Invited => w.t("admin-account-state-invited"),
        State::Active => w.t("admin-account-state-active"),
        State::Suspended => w.t("admin-account-state-suspended"),
    }
}

/// Words of [`Channel`].
pub(crate) fn channel(w: Words, value: Channel) -> Text<'static> {
    match value {
        Channel::Email => w.t("admin-channel-email"),
        Channel::Sms => w.t("admin-channel-sms"),
        Channel::Letter => w.t("admin-channel-letter"),
        Channel::Inbox => w.t("admin-channel-inbox"),
    }
}

/// Words of [`ChangeRefusal`].
pub(crate) fn refusal(w: Words, value: ChangeRefusal) -> Text<'static> {
    match value {
        ChangeRefusal::UnknownAgency => w.t("admin-refusal-unknown-agency"),
        ChangeRefusal::UnknownUnit => w.t("admin-refusal-unknown-unit"),
        ChangeRefusal::UnknownHub => w.t("admin-refusal-unknown-hub"),
        ChangeRefusal::UnknownCategory => w.t("admin-refusal-unknown-category"),
        ChangeRefusal::UnknownRegion => w.t("admin-refusal-unknown-region"),
        ChangeRefusal::UnknownHoliday => w.t("admin-refusal-unknown-holiday"),
        ChangeRefusal::BadText => w.t("admin-refusal-bad-text"),
        ChangeRefusal::BadCode => w.t("admin-refusal-bad-code"),
        ChangeRefusal::SlugTaken => w.t("admin-refusal-slug-taken"),
        ChangeRefusal::CodeTaken => w.t("admin-refusal-code-taken"),
        ChangeRefusal::RegionGoverned => w.t("admin-refusal-region-governed"),
        ChangeRefusal::NotOnThatDay => w.t("admin-refusal-not-on-that-day"),
        ChangeRefusal::AlreadyEnded => w.t("admin-refusal-already-ended"),
        ChangeRefusal::BeforeBeginning => w.t("admin-refusal-before-beginning"),
        ChangeRefusal::NotInFuture => w.t("admin-refusal-not-in-future"),
        ChangeRefusal::LaterChange => w.t("admin-refusal-later-change"),
        ChangeRefusal::Unchanged => w.t("admin-refusal-unchanged"),
        ChangeRefusal::BadSuccessor => w.t("admin-refusal-bad-successor"),
        ChangeRefusal::BadParent => w.t("admin-refusal-bad-parent"),
        ChangeRefusal::HasChildren => w.t("admin-refusal-has-children"),
        ChangeRefusal::InspectorateNeeded => w.t("admin-refusal-inspectorate-needed"),
        ChangeRefusal::AlreadyMember => w.t("admin-refusal-already-member"),
        ChangeRefusal::NotMember => w.t("admin-refusal-not-member"),
        ChangeRefusal::HubHasAll => w.t("admin-refusal-hub-has-all"),
        ChangeRefusal::KeywordTaken => w.t("admin-refusal-keyword-taken"),
        ChangeRefusal::OneCatchAll => w.t("admin-refusal-one-catch-all"),
        ChangeRefusal::LevelNeeded => w.t("admin-refusal-level-needed"),
        ChangeRefusal::BadLimit => w.t("admin-refusal-bad-limit"),
        ChangeRefusal::RulesOverlap => w.t("admin-refusal-rules-overlap"),
        ChangeRefusal::Stale => w.t("admin-refusal-stale"),
        ChangeRefusal::InPast => w.t("admin-refusal-in-past"),
        ChangeRefusal::AgencyNeeded => w.t("admin-refusal-agency-needed"),
        ChangeRefusal::RouteNeeded => w.t("admin-refusal-route-needed"),
        ChangeRefusal::HolidayTaken => w.t("admin-refusal-holiday-taken"),
    }
}
