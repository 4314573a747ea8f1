//! The shape in which events are written down forever: JSON, version 1.
//!
//! Domain types are free to change; this is not. A new field is optional on reading, a changed
//! meaning is a new version. Golden files in `tests/it/golden` hold one of each.

mod read;
mod write;

use crate::{Error, Result};
use domain::Event;
use domain::event::Fact;
use serde_json::{Map, Value, json};

pub use write::stage as write_stage;

/// Version of the shape.
const VERSION: i64 = 1;

/// The body of an event row; its kind is [`Fact::word`].
#[must_use]
pub fn encode(event: &Event) -> String {
    let mut body = write::fact(&event.fact);
    body.insert("v".into(), json!(VERSION));
    if let Some(clocks) = &event.clocks {
        body.insert("clocks".into(), Value::Array(clocks.iter().map(write::clock).collect()));
    }
    Value::Object(body).to_string()
}

/// Reads an event row back. [`Error::Decode`] names what is wrong, never what it says.
pub fn decode(kind: &str, body: &str) -> Result<Event> {
    let value: Value = serde_json::from_str(body).map_err(|_| wrong(kind, "JSON"))?;
    let fields = read::Fields::new(kind, &value)?;
    if fields.int("v")? != VERSION {
        return Err(wrong(kind, "v"));
    }
    let clocks = fields.list("clocks", read::clock)?;
    let fact: Fact = read::fact(kind, &fields)?;
    Ok(Event { fact, clocks })
}

fn wrong(kind: &str, field: &str) -> Error {
    Error::Decode(format!("event {kind}: {field}"))
}

type Object = Map<String, Value>;
