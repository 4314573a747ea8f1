//! Reference data: seeded from the files in `data/`, kept in dated rows, held in memory.
//!
//! [`seed`] fills a database, [`load`] makes the snapshot that every decision reads,
//! [`change`] is the only way in which officers alter it, [`find`] knows places and offices by
//! the names people give them, and [`list`] answers the questions of the administration's pages
//! from that snapshot.
//!
//! A date column that may not be null holds the empty text for "from the beginning", which
//! sorts before every date on both engines.

pub mod change;
mod dataset;
mod files;
pub mod find;
pub mod list;
mod load;
pub mod rows;
mod seed;
mod subject;

pub use dataset::DataSet;
pub use load::{load, refresh_if_changed};
pub use seed::{Progress, Seeded, seed};

use crate::{Error, Result, Store};
use domain::Reference;
use jiff::civil::Date;

/// What a date column holds for "from the beginning".
const ALWAYS: &str = "";

/// Makes this store, and its clones, decide by a snapshot that is not the database's, until the next
/// [`load`]: for the demonstration and the simulator, whose calendars change as time goes by.
pub fn assume(store: &Store, snapshot: Reference) {
    store.set_reference(snapshot);
}

/// Reads a date column.
fn day(text: Option<&str>) -> Result<Option<Date>> {
    match text {
        None | Some(ALWAYS) => Ok(None),
        Some(text) => {
            text.parse().map(Some).map_err(|_| Error::Decode("a day that is no date".to_owned()))
        }
    }
}

/// A date column that may not be null.
fn from_day(day: Option<Date>) -> String {
    day.map_or_else(|| ALWAYS.to_owned(), |day| day.to_string())
}

/// A list of words or sentences in one column.
fn json_list<T: AsRef<str>>(items: &[T]) -> String {
    items.iter().map(AsRef::as_ref).collect::<serde_json::Value>().to_string()
}

/// The inverse of [`json_list`].
fn list_of(text: &str) -> Result<Vec<Box<str>>> {
    serde_json::from_str(text).map_err(|_| Error::Decode("a list that is no JSON".to_owned()))
}
