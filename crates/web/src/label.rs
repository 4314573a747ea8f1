//! Domain values in people's words, shared by citizens', officers' and administrators' pages.
//! Sorted by type.

pub mod events;
pub mod promise;

use crate::format;
use crate::i18n::{Lang, Value, Words};
use crate::ui;
use domain::calendar::{Limit, LimitUnit};
use domain::category::{Category, CategoryCode};
use domain::kind::{
    ActionTaken, ArchiveReason, Channel, CloseGround, ComplaintClass, DeclineReason, DisputeForm,
    Level, MissingItem, ReopenGround, ReportKind, Sensitivity, ServiceDeficit, Urgency,
};
use domain::nik::Sex;
use domain::region::{RegionCode, RegionLevel};
use domain::report::Office;
use domain::role::Desk;
use domain::visibility::Viewer;
use domain::{AgencyId, Reference, UnitId};
use jiff::civil::Date;
use std::borrow::Cow;

/// Words from the locale files, or a name from the reference data.
pub type Label = Cow<'static, str>;

/// What an answer says was done.
#[must_use]
pub fn action_taken(w: Words, action: ActionTaken) -> Label {
    w.t(match action {
        ActionTaken::Done => "action-done",
        ActionTaken::Scheduled => "action-scheduled",
        ActionTaken::Explained => "action-explained",
        ActionTaken::Refused => "action-refused",
    })
}

/// Name of an agency on a day: old reports keep the names of their time.
#[must_use]
pub fn agency(w: Words, reference: &Reference, id: AgencyId, day: Date) -> String {
    let found = reference.directory.agency(id).and_then(|agency| agency.name_on(day));
    found.map_or_else(|| w.t("agency-unknown").into_owned(), |name| name.name.to_string())
}

/// Why a report is not handled.
#[must_use]
pub fn archive_reason(w: Words, reason: ArchiveReason) -> Label {
    w.t(match reason {
        ArchiveReason::WrongFormat => "archive-wrong-format",
        ArchiveReason::TooGeneral => "archive-too-general",
        ArchiveReason::NotPublicService => "archive-not-public-service",
        ArchiveReason::Unclear => "archive-unclear",
        ArchiveReason::DuplicateInProcess => "archive-duplicate",
        ArchiveReason::Hateful => "archive-hateful",
        ArchiveReason::UnderLegalProcess => "archive-legal-process",
        ArchiveReason::Spam => "archive-spam",
        ArchiveReason::NotCompleted => "archive-not-completed",
    })
}

/// Name of a category in the reader's language.
#[must_use]
pub fn category(w: Words, category: &Category) -> &str {
    in_language(w, &category.name)
}

/// What a category is about, one sentence.
#[must_use]
pub fn category_about(w: Words, category: &Category) -> &str {
    in_language(w, &category.about)
}

/// Names from the affair down to this category: "Pekerjaan umum › Jalan › Jalan berlubang".
#[must_use]
pub fn category_path(w: Words, reference: &Reference, code: &CategoryCode) -> String {
    let up = std::iter::successors(Some(code.clone()), CategoryCode::parent);
    let mut names: Vec<&str> =
        up.filter_map(|code| reference.categories.get(&code)).map(|c| category(w, c)).collect();
    names.reverse();
    names.join(" › ")
}

/// How a report entered.
#[must_use]
pub fn channel(w: Words, channel: Channel) -> Label {
    w.t(match channel {
        Channel::Website => "channel-website",
        Channel::Mobile => "channel-mobile",
        Channel::Widget => "channel-widget",
        Channel::Api => "channel-api",
        Channel::Sms => "channel-sms",
        Channel::Phone => "channel-phone",
        Channel::Letter => "channel-letter",
        Channel::Email => "channel-email",
        Channel::WalkIn => "channel-walk-in",
        Channel::Whatsapp => "channel-whatsapp",
        Channel::Telegram => "channel-telegram",
        Channel::X => "channel-x",
        Channel::Facebook => "channel-facebook",
        Channel::Instagram => "channel-instagram",
        Channel::Other => "channel-other",
    })
}

/// On what ground an office closed.
#[must_use]
pub fn close_ground(w: Words, ground: CloseGround) -> Label {
    w.t(match ground {
        CloseGround::AnsweredAgain => "close-answered-again",
        CloseGround::SettledSince => "close-settled-since",
        CloseGround::BeyondLaw => "close-beyond-law",
    })
}

/// Whether a complaint needs examination.
#[must_use]
pub fn complaint_class(w: Words, class: ComplaintClass) -> Label {
    w.t(match class {
        ComplaintClass::NonSupervisory => "class-non-supervisory",
        ComplaintClass::Supervisory => "class-supervisory",
    })
}

/// Why an office says the matter is not its own.
#[must_use]
pub fn decline_reason(w: Words, reason: DeclineReason) -> Label {
    w.t(match reason {
        DeclineReason::NotOurAuthority => "decline-not-our-authority",
        DeclineReason::OtherLevel => "decline-other-level",
        DeclineReason::OtherRegion => "decline-other-region",
        DeclineReason::Conflict => "decline-conflict",
    })
}

/// A desk by the office it belongs to.
#[must_use]
pub fn desk(w: Words, reference: &Reference, desk: Desk, day: Date) -> String {
    match desk {
        Desk::National => w.t("desk-national").into_owned(),
        Desk::Review => w.t("desk-review").into_owned(),
        Desk::Ombudsman => w.t("desk-ombudsman").into_owned(),
        Desk::Agency(id) => agency(w, reference, id, day),
        Desk::Unit(id, unit) => office(w, reference, Office { agency: id, unit: Some(unit) }, day),
    }
}

/// How a dispute is settled.
#[must_use]
pub fn dispute_form(w: Words, form: DisputeForm) -> Label {
    w.t(match form {
        DisputeForm::Mediation => "dispute-mediation",
        DisputeForm::Conciliation => "dispute-conciliation",
        DisputeForm::Adjudication => "dispute-adjudication",
    })
}

/// Level of government.
#[must_use]
pub fn level(w: Words, level: Level) -> Label {
    w.t(match level {
        Level::Village => "level-village",
        Level::Regency => "level-regency",
        Level::Province => "level-province",
        Level::National => "level-national",
    })
}

/// "14 hari kerja".
#[must_use]
pub fn limit(w: Words, limit: Limit) -> Label {
    let key = match limit.unit {
        LimitUnit::WorkingDays => "limit-working-days",
        LimitUnit::CalendarDays => "limit-calendar-days",
        LimitUnit::WorkingHours => "limit-working-hours",
    };
    w.ta(key, &[("n", Value::from(limit.amount))])
}

/// What is missing in a report.
#[must_use]
pub fn missing_item(w: Words, item: MissingItem) -> Label {
    w.t(match item {
        MissingItem::Place => "missing-place",
        MissingItem::Time => "missing-time",
        MissingItem::Office => "missing-office",
        MissingItem::Facts => "missing-facts",
        MissingItem::Evidence => "missing-evidence",
        MissingItem::Contact => "missing-contact",
        MissingItem::Proxy => "missing-proxy",
    })
}

/// An agency, or one of its units with the agency's name behind it.
#[must_use]
pub fn office(w: Words, reference: &Reference, of: Office, day: Date) -> String {
    let name = agency(w, reference, of.agency, day);
    match of.unit.and_then(|id| unit(reference, id)) {
        Some(unit) => format!("{unit}, {name}"),
        None => name,
    }
}

/// Level of a region, as the head of a choice.
#[must_use]
pub fn region_level(w: Words, level: RegionLevel) -> Label {
    w.t(match level {
        RegionLevel::Province => "region-province",
        RegionLevel::Regency => "region-regency",
        RegionLevel::District => "region-district",
        RegionLevel::Village => "region-village",
    })
}

/// Where something is, without the name of the country's levels: "Sukajadi, Kota Bandung".
#[must_use]
pub fn region(reference: &Reference, code: RegionCode) -> String {
    reference.regions.full_name(code)
}

/// Why a report goes on.
#[must_use]
pub fn reopen_ground(w: Words, ground: ReopenGround) -> Label {
    w.t(match ground {
        ReopenGround::Objection => "reopen-objection",
        ReopenGround::Supervision => "reopen-supervision",
        ReopenGround::NewFacts => "reopen-new-facts",
        ReopenGround::WronglyMerged => "reopen-wrongly-merged",
    })
}

/// What the reporter wants.
#[must_use]
pub fn report_kind(w: Words, kind: ReportKind) -> Label {
    w.t(match kind {
        ReportKind::Complaint => "kind-complaint",
        ReportKind::Aspiration => "kind-aspiration",
        ReportKind::InformationRequest => "kind-information",
        ReportKind::Whistleblowing => "kind-whistleblowing",
    })
}

/// Why a category is confidential by default.
#[must_use]
pub fn sensitivity(w: Words, why: Sensitivity) -> Label {
    w.t(match why {
        Sensitivity::Child => "sensitive-child",
        Sensitivity::Gender => "sensitive-gender",
        Sensitivity::Disability => "sensitive-disability",
        Sensitivity::Health => "sensitive-health",
        Sensitivity::Violence => "sensitive-violence",
    })
}

/// What was lacking in the service.
#[must_use]
pub fn service_deficit(w: Words, deficit: ServiceDeficit) -> Label {
    w.t(match deficit {
        ServiceDeficit::Procedure => "deficit-procedure",
        ServiceDeficit::Facility => "deficit-facility",
        ServiceDeficit::Cost => "deficit-cost",
        ServiceDeficit::Competence => "deficit-competence",
        ServiceDeficit::Behaviour => "deficit-behaviour",
    })
}

/// Sex as stated.
#[must_use]
pub fn sex(w: Words, sex: Sex) -> Label {
    w.t(match sex {
        Sex::Male => "sex-male",
        Sex::Female => "sex-female",
    })
}

/// Name of a unit without its agency's.
#[must_use]
pub fn unit(reference: &Reference, id: UnitId) -> Option<String> {
    reference.directory.unit(id).map(|unit| unit.name.to_string())
}

/// How fast harm follows.
#[must_use]
pub fn urgency(w: Words, urgency: Urgency) -> Label {
    w.t(match urgency {
        Urgency::Low => "urgency-low",
        Urgency::Normal => "urgency-normal",
        Urgency::High => "urgency-high",
        Urgency::Emergency => "urgency-emergency",
    })
}

/// Who looks at a report.
#[must_use]
pub fn viewer(w: Words, viewer: Viewer) -> Label {
    w.t(match viewer {
        Viewer::Public | Viewer::OtherOfficer => "viewer-public",
        Viewer::Reporter => "viewer-reporter",
        Viewer::Follower => "viewer-follower",
        Viewer::National => "viewer-national",
        Viewer::Agency => "viewer-agency",
        Viewer::Unit => "viewer-unit",
        Viewer::Support => "viewer-support",
        Viewer::Inspectorate => "viewer-inspectorate",
        Viewer::Hub => "viewer-hub",
        Viewer::OmbudsmanEscalated => "viewer-ombudsman-escalated",
        Viewer::Ombudsman => "viewer-ombudsman",
        Viewer::Accused => "viewer-accused",
        Viewer::Operator => "viewer-operator",
    })
}

/// The Indonesian or the English text of a pair.
#[must_use]
pub fn in_language(w: Words, pair: &(Box<str>, Box<str>)) -> &str {
    match w.lang() {
        Lang::Id => &pair.0,
        Lang::En => &pair.1,
    }
}

impl From<domain::Light> for ui::Light {
    fn from(light: domain::Light) -> Self {
        match light {
            domain::Light::Green => Self::OnTime,
            domain::Light::Yellow => Self::Near,
            domain::Light::Red => Self::Late,
        }
    }
}

impl From<domain::Zone> for format::Zone {
    fn from(zone: domain::Zone) -> Self {
        match zone {
            domain::Zone::Wib => Self::WIB,
            domain::Zone::Wita => Self::WITA,
            domain::Zone::Wit => Self::WIT,
        }
    }
}
