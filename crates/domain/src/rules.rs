//! Rules as data with dates: limits, windows, thresholds. A report keeps those it was received under.

use crate::calendar::{Limit, OfficeHours};
use crate::deadline::DeadlineKind;
use crate::id::RulesId;
use crate::kind::{ComplaintClass, ReportKind};
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;

/// One dated set of rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Its name.
    pub id: RulesId,
    /// The instrument it comes from ("Permen PANRB 62/2018").
    pub source: Box<str>,
    /// First day on which reports are received under it.
    pub valid_from: Date,
    /// Last such day.
    pub valid_to: Option<Date>,
    /// How long each thing may take.
    pub limits: BTreeMap<DeadlineKind, Limit>,
    /// When offices are open.
    pub office_hours: OfficeHours,
    /// Share of a limit after which its light is yellow, in thousandths.
    pub yellow_permille: u16,
    /// Transfers after which the national desk decides.
    pub transfers_max: u8,
    /// Contests that must have been answered before an agency may close.
    pub contests_before_close: u8,
}

impl Rules {
    /// The national rules of Permen PANRB 62/2018, as quoted by the guides of `KemenPANRB`, with the
    /// statutory limits of UU 25/2009 and UU 14/2008; the seed of the rules table.
    #[must_use]
    pub fn seed() -> Self {
        use DeadlineKind as D;
        let limits = [
            (D::NationalVerification, Limit::working_days(3)),
            (D::AgencyVerification, Limit::working_days(3)),
            (D::FirstResponse, Limit::working_days(5)),
            (D::SettleInformation, Limit::working_days(5)),
            (D::SettleAspiration, Limit::working_days(5)),
            (D::SettleComplaint, Limit::working_days(14)),
            (D::SettleSupervisory, Limit::working_days(60)),
            (D::Completion, Limit::working_days(10)),
            (D::ReporterWindow, Limit::working_days(10)),
            (D::OmbudsmanEscalation, Limit::calendar_days(60)),
            (D::StatutoryLimit, Limit::calendar_days(60)),
            (D::CompletenessAnswer, Limit::calendar_days(14)),
            (D::StatutoryCompletion, Limit::calendar_days(30)),
            (D::DecisionDelivery, Limit::calendar_days(14)),
            (D::FilingPeriod, Limit::calendar_days(30)),
            (D::InformationExtension, Limit::working_days(7)),
            (D::ForcedDecision, Limit::working_days(1)),
            (D::AppealWindow, Limit::working_days(10)),
            (D::SupportTask, Limit::working_days(5)),
        ];
        Self {
            id: RulesId(1),
            source: "Permen PANRB 62/2018".into(),
            valid_from: Date::constant(2018, 12, 31),
            valid_to: None,
            limits: limits.into_iter().collect(),
            office_hours: OfficeHours {
                open: Time::constant(8, 0, 0, 0),
                close: Time::constant(16, 0, 0, 0),
            },
            yellow_permille: 750,
            transfers_max: 3,
            contests_before_close: 1,
        }
    }

    /// The limit of a deadline; missing rows fall back to the law's sixty days.
    #[must_use]
    pub fn limit(&self, kind: DeadlineKind) -> Limit {
        self.limits.get(&kind).copied().unwrap_or(Limit::calendar_days(60))
    }

    /// A limit of an information request with the extension of D16. A category's or an agency's
    /// limit in hours or calendar days gives way to the extension alone where that is longer.
    #[must_use]
    pub fn extended(&self, limit: Limit) -> Limit {
        let extension = self.limit(DeadlineKind::InformationExtension);
        if limit.unit == extension.unit {
            return Limit { amount: limit.amount.saturating_add(extension.amount), ..limit };
        }
        if usual_hours(extension) > usual_hours(limit) { extension } else { limit }
    }

    /// Which settlement deadline a report of this kind and class has.
    #[must_use]
    pub fn settlement(kind: ReportKind, class: ComplaintClass) -> DeadlineKind {
        match (kind, class) {
            (ReportKind::Whistleblowing, _)
            | (ReportKind::Complaint, ComplaintClass::Supervisory) => {
                DeadlineKind::SettleSupervisory
            }
            (ReportKind::Complaint, ComplaintClass::NonSupervisory) => {
                DeadlineKind::SettleComplaint
            }
            (ReportKind::Aspiration, _) => DeadlineKind::SettleAspiration,
            (ReportKind::InformationRequest, _) => DeadlineKind::SettleInformation,
        }
    }

    /// The shortest of the national rule, the category's and the agency's, and which one it is.
    ///
    /// A category or agency may only shorten. Working days, calendar days and hours are compared
    /// by their usual length: 8 working hours a day, 7 calendar days for 5 working days.
    #[must_use]
    pub fn shortest_settlement(
        &self,
        kind: ReportKind,
        class: ComplaintClass,
        category: Option<Limit>,
        agency: Option<Limit>,
    ) -> (DeadlineKind, Limit) {
        let national = Self::settlement(kind, class);
        let mut best = (national, self.limit(national));
        let own = [
            (DeadlineKind::CategorySettlement, category),
            (DeadlineKind::AgencySettlement, agency),
        ];
        for (source, limit) in own {
            if let Some(limit) = limit
                && usual_hours(limit) < usual_hours(best.1)
            {
                best = (source, limit);
            }
        }
        best
    }
}

fn usual_hours(limit: Limit) -> u32 {
    use crate::calendar::LimitUnit as U;
    match limit.unit {
        U::WorkingHours => u32::from(limit.amount) * 7,
        U::WorkingDays => u32::from(limit.amount) * 8 * 7,
        U::CalendarDays => u32::from(limit.amount) * 8 * 5,
    }
}

/// All dated rule sets.
#[derive(Debug, Clone, Default)]
pub struct RuleBook {
    sets: Vec<Rules>,
}

impl RuleBook {
    /// A book of these sets.
    #[must_use]
    pub fn new(mut sets: Vec<Rules>) -> Self {
        sets.sort_by_key(|r| (r.valid_from, r.id));
        Self { sets }
    }

    /// The rules in force on a day: the set that began last and has not ended.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&Rules> {
        let in_force = |r: &&Rules| r.valid_from <= day && r.valid_to.is_none_or(|end| day <= end);
        self.sets.iter().rev().find(in_force).or(self.sets.first())
    }

    /// The rules of this name.
    #[must_use]
    pub fn get(&self, id: RulesId) -> Option<&Rules> {
        self.sets.iter().find(|r| r.id == id)
    }

    /// Every set, oldest first.
    #[must_use]
    pub fn sets(&self) -> &[Rules] {
        &self.sets
    }
}
