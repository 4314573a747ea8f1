//! Deadlines D1 to D18, the clocks that run towards them, and the traffic light.

use crate::calendar::{Calendar, Counted, Limit, Place};
use crate::report::{Report, Stage};
use crate::rules::Rules;
use jiff::Timestamp;
use jiff::civil::Time;

crate::worded! {
    /// What must happen in time. Numbers D1 to D18 are those of docs/generated/workflow.md.
    pub enum DeadlineKind {
        /// D1: the national desk verifies and forwards.
        NationalVerification = "national_verification",
        /// D2: the agency verifies and assigns.
        AgencyVerification = "agency_verification",
        /// D3: first answer or progress note by the agency; again after a contest.
        FirstResponse = "first_response",
        /// D4: settlement of an information request.
        SettleInformation = "settle_information",
        /// D5: settlement of an aspiration.
        SettleAspiration = "settle_aspiration",
        /// D6: settlement of a complaint that is not supervisory.
        SettleComplaint = "settle_complaint",
        /// D7: settlement of a supervisory complaint or a whistleblower's report.
        SettleSupervisory = "settle_supervisory",
        /// D8: the reporter completes a postponed report.
        Completion = "completion",
        /// D9: the reporter contests or accepts an answer; then it closes by itself.
        ReporterWindow = "reporter_window",
        /// D10: nobody settled it: it goes to the Ombudsman.
        OmbudsmanEscalation = "ombudsman_escalation",
        /// D11: outer limit of the law, from the complete file (UU 25/2009 art. 50).
        StatutoryLimit = "statutory_limit",
        /// D12: the provider says whether the file is complete (UU 25/2009 art. 44).
        CompletenessAnswer = "completeness_answer",
        /// D13: the law's own limit for completing, after which a complaint counts as withdrawn.
        StatutoryCompletion = "statutory_completion",
        /// D14: the decision is delivered (UU 25/2009 art. 50).
        DecisionDelivery = "decision_delivery",
        /// D15: a complaint is to be filed (UU 25/2009 art. 42); told, never enforced.
        FilingPeriod = "filing_period",
        /// D16: public information law (UU 14/2008 art. 22): its extension of D4, once.
        InformationExtension = "information_extension",
        /// D17: the category's own, shorter limit.
        CategorySettlement = "category_settlement",
        /// D18: the agency's own, shorter limit.
        AgencySettlement = "agency_settlement",
        /// After the last allowed transfer the national desk decides.
        ForcedDecision = "forced_decision",
        /// The reporter may appeal against a closing or archiving.
        AppealWindow = "appeal_window",
        /// A supporting agency does its task.
        SupportTask = "support_task",
    }
}

impl DeadlineKind {
    /// Its number in the regulation's table, where it has one.
    #[must_use]
    pub fn number(self) -> Option<u8> {
        match self {
            Self::ForcedDecision | Self::AppealWindow | Self::SupportTask => None,
            _ => Self::ALL.iter().position(|k| *k == self).and_then(|i| u8::try_from(i + 1).ok()),
        }
    }

    /// True for clocks that measure the whole handling.
    #[must_use]
    pub fn is_settlement(self) -> bool {
        matches!(
            self,
            Self::SettleInformation
                | Self::SettleAspiration
                | Self::SettleComplaint
                | Self::SettleSupervisory
                | Self::CategorySettlement
                | Self::AgencySettlement
        )
    }

    /// True for clocks that wait for the reporter, not for an office.
    #[must_use]
    pub fn waits_for_reporter(self) -> bool {
        matches!(
            self,
            Self::Completion
                | Self::ReporterWindow
                | Self::AppealWindow
                | Self::StatutoryCompletion
                | Self::FilingPeriod
        )
    }
}

crate::worded! {
    /// Merah, kuning, hijau.
    pub enum Light {
        /// Tepat waktu.
        Green = "green",
        /// Mendekati batas.
        Yellow = "yellow",
        /// Terlambat.
        Red = "red",
    }
}

/// The dates that the law sets beside those LAPOR keeps: D11 to D15, as far as they apply by now.
///
/// They are told and explained, never enforced: nothing closes or is refused by them. `place` is
/// that of the agency that answers for the case. Each date explains itself by [`Clock::explain`].
#[must_use]
pub fn statutory(report: &Report, place: Place, rules: &Rules, calendar: &Calendar) -> Vec<Clock> {
    let reached = &report.milestones;
    let asked = matches!(report.stage, Stage::AwaitingReporter { .. });
    let served =
        report.happened_on.map(|day| place.zone.instant(day.to_datetime(Time::midnight())));
    let starts = [
        (DeadlineKind::StatutoryLimit, Some(reached.complete)),
        (DeadlineKind::CompletenessAnswer, Some(reached.received)),
        (DeadlineKind::StatutoryCompletion, asked.then_some(report.stage_since)),
        (DeadlineKind::DecisionDelivery, reached.answered),
        (DeadlineKind::FilingPeriod, served),
    ];
    let clock = |(kind, from): (DeadlineKind, Option<Timestamp>)| {
        Some(Clock::start(kind, from?, rules.limit(kind), place, calendar, rules))
    };
    starts.into_iter().filter_map(clock).collect()
}

/// One running deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// What must happen.
    pub kind: DeadlineKind,
    /// When it began to run.
    pub from: Timestamp,
    /// How long it may take.
    pub limit: Limit,
    /// Where it is counted.
    pub place: Place,
    /// When it turns yellow.
    pub warn_at: Timestamp,
    /// When it turns red.
    pub due: Timestamp,
}

impl Clock {
    /// Starts a clock and finds its dates.
    #[must_use]
    pub fn start(
        kind: DeadlineKind,
        from: Timestamp,
        limit: Limit,
        place: Place,
        calendar: &Calendar,
        rules: &Rules,
    ) -> Self {
        let due = calendar.count(from, limit, place, rules.office_hours).due;
        let warned =
            calendar.count(from, limit.share(rules.yellow_permille), place, rules.office_hours);
        // A limit of a day or two has no earlier day to warn on: it is yellow in its last day.
        let warn_at = if warned.due < due {
            warned.due
        } else {
            place.zone.instant(warned.last_day.to_datetime(jiff::civil::Time::midnight()))
        };
        Self { kind, from, limit, place, warn_at, due }
    }

    /// The same clock under a changed calendar.
    #[must_use]
    pub fn recount(&self, calendar: &Calendar, rules: &Rules) -> Self {
        Self::start(self.kind, self.from, self.limit, self.place, calendar, rules)
    }

    /// How the date was found, for whoever asks why.
    #[must_use]
    pub fn explain(&self, calendar: &Calendar, rules: &Rules) -> Counted {
        calendar.count(self.from, self.limit, self.place, rules.office_hours)
    }

    /// Its light at an instant.
    #[must_use]
    pub fn light(&self, now: Timestamp) -> Light {
        if now > self.due {
            Light::Red
        } else if now > self.warn_at {
            Light::Yellow
        } else {
            Light::Green
        }
    }
}
