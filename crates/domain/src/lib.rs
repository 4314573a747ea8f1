//! What a report is and may become: the rules of SP4N-LAPOR! as pure functions.
//!
//! Nothing here waits, logs, reads a clock or draws a random number. [`decide::decide`] is total:
//! given a report, a command, who gives it and the rules, it returns events or a [`Refusal`].
//! [`Report::apply`] never fails. Everything else in LAPOR follows from these two.

pub mod answer;
pub mod authority;
pub mod calendar;
pub mod category;
pub mod command;
pub mod confirmation;
pub mod counter;
pub mod deadline;
pub mod decide;
pub mod directory;
pub mod event;
pub mod faq;
pub mod filing;
pub mod id;
pub mod kind;
pub mod limit;
pub mod nik;
pub mod notice;
pub mod redaction;
pub mod reference;
pub mod refusal;
pub mod region;
pub mod reminder;
pub mod report;
pub mod role;
pub mod routing;
pub mod rules;
pub mod surge;
pub mod tracking;
pub mod visibility;
pub mod words;
pub mod workflow;

pub use calendar::{Calendar, Zone};
pub use command::Command;
pub use deadline::{Clock, DeadlineKind, Light};
pub use event::Event;
pub use filing::Filing;
pub use id::{AgencyId, FaqId, OfficerId, PersonId, ReportId, RulesId, TaskNo, UnitId};
pub use nik::Nik;
pub use reference::Reference;
pub use refusal::Refusal;
pub use report::{Office, Report, Stage};
pub use role::{Actor, Desk, Duty, Role};
pub use rules::Rules;
pub use tracking::{TrackingId, TrackingSecret};
