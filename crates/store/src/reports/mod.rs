//! Reports: the one door through which they change, and the rows they are read from.
//!
//! [`file`] receives, [`execute`] changes. Both decide in `domain`, append the events at the
//! expected version and bring the rows up to date in one transaction; nothing else writes reports.

pub mod answers;
mod door;
mod filing;
mod history;
pub mod queries;
mod row;

pub use door::{execute, execute_all, execute_at, merge, reveal};
pub use filing::{Intake, Receipt, file, file_for, receipt_of};
pub(crate) use filing::{intake_row, secret_of};
pub use history::{By, Recorded, history, load, load_many};
pub(crate) use history::{
    Versioned, append_rows, events_between, events_of, fold, read as read_event,
    rows as history_rows,
};
pub(crate) use row::{
    Fixed, OPEN_BELOW, Prepared, copies_between, desk_of, desk_word, expected_copies, expected_row,
    expected_tasks, redactions_of, rewrite, rows_between, tasks_between, told, unit_of,
};
