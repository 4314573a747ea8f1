//! What a check can find.

use domain::ReportId;
use domain::filing::FileNo;

/// Findings kept; more are counted only, so that a lost table does not fill the memory.
pub const FINDINGS_MAX: usize = 1_000;

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// An event cannot be read.
    #[error("event {version} cannot be read ({why})")]
    EventUnreadable {
        /// Which.
        version: u32,
        /// The field.
        why: String,
    },
    /// An event is missing, or one is there twice.
    #[error("event {expected} is missing: {found} comes in its place")]
    VersionGap {
        /// The version that should follow.
        expected: u32,
        /// The version that does.
        found: u32,
    },
    /// The first event does not file the report.
    #[error("the events do not begin with a filing")]
    NoFiling,
    /// A row that no event accounts for.
    #[error("there is a row but no event")]
    NoEvents,
    /// Events without a row.
    #[error("the row is missing")]
    RowMissing,
    /// The row is not what the events lead to.
    #[error("the row differs from the events: {}", columns.join(", "))]
    RowDiffers {
        /// Which columns.
        columns: Vec<&'static str>,
    },
    /// The tasks are not what the events lead to.
    #[error("the task rows differ from the events")]
    TasksDiffer,
    /// The agencies told of it are not those that the events name.
    #[error("the rows of agencies that got a copy differ from the events")]
    CopiesDiffer,
    /// The report cannot be found by its words.
    #[error("the report is missing from the search")]
    SearchMissing,
    /// The report is found by other words than its own, or by those who may not.
    #[error("the search holds other words than the report")]
    SearchStale,
    /// The search finds a report that is not there.
    #[error("the search holds a report that does not exist")]
    SearchAlone,
    /// An event names a file without a row.
    #[error("file {no} is named by an event and has no row")]
    FileMissing {
        /// Which.
        no: FileNo,
    },
    /// The content of a file is not there.
    #[error("the content of file {no} is lost")]
    ContentLost {
        /// Which.
        no: FileNo,
    },
    /// The content of a file is not what was stored.
    #[error("the content of file {no} was changed")]
    ContentDiffers {
        /// Which.
        no: FileNo,
    },
    /// An intake led to a report that does not exist.
    #[error("an intake points to a report that does not exist")]
    IntakeAlone,
    /// A person is linked to a report that does not exist.
    #[error("a person is linked to a report that does not exist")]
    PersonAlone,
    /// The database file itself is damaged.
    #[error("the database is damaged: {verdict}")]
    Database {
        /// What the engine says.
        verdict: String,
    },
}

impl Fault {
    /// True when writing the rows again from the events puts it right.
    #[must_use]
    pub fn is_of_rows(&self) -> bool {
        matches!(
            self,
            Self::RowMissing
                | Self::RowDiffers { .. }
                | Self::TasksDiffer
                | Self::CopiesDiffer
                | Self::SearchMissing
                | Self::SearchStale
        )
    }

    /// True when the events cannot be trusted.
    #[must_use]
    pub fn is_of_events(&self) -> bool {
        matches!(
            self,
            Self::EventUnreadable { .. }
                | Self::VersionGap { .. }
                | Self::NoFiling
                | Self::NoEvents
        )
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which report; `None` for the database as a whole.
    pub report: Option<ReportId>,
    /// What is wrong.
    pub fault: Fault,
    /// True when it was put right.
    pub mended: bool,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(id) = self.report {
            write!(f, "report {id}: ")?;
        }
        write!(f, "{}", self.fault)?;
        if self.mended { f.write_str(" (put right)") } else { Ok(()) }
    }
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// Reports looked at.
    pub reports: u64,
    /// Events folded.
    pub events: u64,
    /// Files whose content was looked at.
    pub files: u64,
    /// The first [`FINDINGS_MAX`] findings.
    pub found: Vec<Finding>,
    /// How many there were.
    pub count: u64,
}

impl Findings {
    /// True when nothing was found.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.count == 0
    }

    pub(super) fn push(&mut self, finding: Finding) {
        self.count += 1;
        if self.found.len() < FINDINGS_MAX {
            self.found.push(finding);
        }
    }

    pub(super) fn add(&mut self, report: Option<ReportId>, fault: Fault) {
        self.push(Finding { report, fault, mended: false });
    }
}
