//! What an officer's act confirms of a report, for whoever learns from it.

use crate::category::CategoryCode;
use crate::event::{Event, Fact};
use crate::report::{Office, Report};

/// What is right because an officer did it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Confirmed {
    /// The category the report now has.
    pub category: Option<CategoryCode>,
    /// Where the officer sent it.
    pub office: Option<Office>,
}

impl Confirmed {
    /// What this act of an officer confirms; empty when nothing. The category counts when an
    /// officer verifies the report with it, and whenever it is corrected afterwards; what was only
    /// suggested or typed by the reporter does not. Of protected reports nothing is taken: what
    /// they say stays with those who may read them.
    #[must_use]
    pub fn of(before: Option<&Report>, event: &Event, after: &Report) -> Self {
        let Some(before) = before else { return Self::default() };
        if after.restricted || after.privacy.confidential {
            return Self::default();
        }
        let verifies = before.milestones.verified.is_none() && after.milestones.verified.is_some();
        let corrects = after.milestones.verified.is_some() && before.category != after.category;
        let category = if verifies || corrects { after.category.clone() } else { None };
        let office = match &event.fact {
            Fact::Forwarded { lead, .. } => Some(Office { agency: *lead, unit: None }),
            Fact::Assigned { agency, unit, .. } => {
                Some(Office { agency: *agency, unit: Some(*unit) })
            }
            Fact::TakenUp { office } if verifies => Some(*office),
            _ => None,
        };
        Self { category, office }
    }

    /// Whether there is nothing to learn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.category.is_none() && self.office.is_none()
    }
}
