//! What a reporter hands in.

use crate::category::CategoryCode;
use crate::id::AgencyId;
use crate::kind::{Channel, ComplaintClass, Level, ReportKind, ServiceDeficit};
use crate::limit;
use crate::nik::Sex;
use crate::refusal::{Field, Refusal};
use crate::region::RegionCode;
use crate::report::Office;
use crate::visibility::Privacy;
use jiff::civil::Date;

/// Number of an attachment within its report, from 1.
pub type FileNo = u16;

/// Where the matter is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Where {
    /// As deep as the reporter knows.
    pub region: Option<RegionCode>,
    /// In words: landmark, street, directions.
    pub detail: String,
    /// Degrees north and east of a pin, in millionths.
    pub point: Option<(i64, i64)>,
}

/// What the nation may count about the reporter, without knowing who it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReporterFacts {
    /// As stated.
    pub sex: Option<Sex>,
    /// As stated; `None` when not asked or not answered.
    pub disability: Option<bool>,
    /// A phone number or e-mail was left.
    pub reachable: bool,
    /// Filed for somebody else.
    pub proxy: bool,
}

/// A report before it exists.
#[derive(Debug, Clone, PartialEq)]
pub struct Filing {
    /// What the reporter wants.
    pub kind: ReportKind,
    /// Supervisory when the category is or the reporter says so.
    pub class: ComplaintClass,
    /// One line.
    pub title: String,
    /// The matter.
    pub body: String,
    /// What the reporter hopes for.
    pub wish: String,
    /// A leaf, when known.
    pub category: Option<CategoryCode>,
    /// Level of authority, when known.
    pub level: Option<Level>,
    /// When it happened.
    pub happened_on: Option<Date>,
    /// Where it happened.
    pub place: Where,
    /// The agency the reporter chose; `None` is "I don't know".
    pub target: Option<AgencyId>,
    /// Offices complained about: the report never lands only on one of these.
    pub accused: Vec<Office>,
    /// What was lacking.
    pub deficits: Vec<ServiceDeficit>,
    /// Anonymous, confidential.
    pub privacy: Privacy,
    /// How it entered.
    pub channel: Channel,
    /// Attachments, already stored.
    pub files: Vec<FileNo>,
    /// Countable facts.
    pub reporter: ReporterFacts,
}

impl Filing {
    /// Checks what can be checked without knowing anything else; all faults at once, so that a
    /// form can show every one of them beside its field.
    #[must_use]
    pub fn faults(&self, today: Date) -> Vec<Refusal> {
        let mut faults = Vec::new();
        let mut text = |field, text: &str, min, max| {
            if let Err(fault) = check_text(field, text, min, max) {
                faults.push(fault);
            }
        };
        text(Field::Title, &self.title, limit::TITLE_MIN, limit::TITLE_MAX);
        text(Field::Body, &self.body, limit::BODY_MIN, limit::BODY_MAX);
        text(Field::Wish, &self.wish, 0, limit::REASON_MAX);
        text(Field::Place, &self.place.detail, 0, limit::PLACE_MAX);
        if self.happened_on.is_some_and(|day| day > today) {
            faults.push(Refusal::DateInFuture);
        }
        if self.files.len() > limit::FILES_MAX {
            faults.push(Refusal::TooManyFiles { max: limit::FILES_MAX });
        }
        if self.accused.len() > limit::ACCUSED_MAX {
            faults.push(Refusal::TooManyOffices { max: limit::ACCUSED_MAX });
        }
        faults
    }
}

/// Checks the length of trimmed text in characters, and that no control character hides in it.
pub fn check_text(field: Field, text: &str, min: usize, max: usize) -> Result<(), Refusal> {
    let length = text.trim().chars().count();
    if text.chars().any(is_forbidden) {
        Err(Refusal::HiddenCharacters { field })
    } else if length == 0 && min > 0 {
        Err(Refusal::Empty { field })
    } else if length < min {
        Err(Refusal::TooShort { field, min, length })
    } else if length > max {
        Err(Refusal::TooLong { field, max, length })
    } else {
        Ok(())
    }
}

/// Control characters and direction overrides: they can make text read other than it is.
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
