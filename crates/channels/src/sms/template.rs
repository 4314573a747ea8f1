//! The provider's fields, filled with one message.

use serde::Deserialize;
use serde_json::{Map, Value};

/// How a request carries its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BodyKind {
    /// `application/x-www-form-urlencoded`
    Form,
    /// `application/json`; fields may be nested.
    Json,
    /// Fields in the URL's query, no body.
    Query,
}

/// What stands in the place of `{to}`, `{text}`, `{id}` and `{sender}`.
#[derive(Clone, Copy)]
pub(super) struct Filling<'a> {
    pub(super) to: &'a str,
    pub(super) text: &'a str,
    pub(super) id: &'a str,
    pub(super) sender: &'a str,
}

/// Filled fields, ready to be sent.
pub(super) enum Filled {
    Form(String),
    Json(String),
    Query(String),
}

/// Checks that every placeholder is known and that a form or query is flat.
pub(super) fn is_usable(kind: BodyKind, fields: &Map<String, Value>) -> bool {
    let sample = Filling { to: "", text: "", id: "", sender: "" };
    let flat = || fields.values().all(|value| !value.is_object() && !value.is_array());
    (kind == BodyKind::Json || flat())
        && fields.values().all(|value| filled_value(value, sample).is_some())
}

/// `None` only for fields that [`is_usable`] refuses.
pub(super) fn fill(kind: BodyKind, fields: &Map<String, Value>, with: Filling) -> Option<Filled> {
    let filled: Map<String, Value> = fields
        .iter()
        .map(|(name, value)| Some((name.clone(), filled_value(value, with)?)))
        .collect::<Option<_>>()?;
    Some(match kind {
        BodyKind::Json => Filled::Json(Value::Object(filled).to_string()),
        BodyKind::Form => Filled::Form(encoded_pairs(&filled)),
        BodyKind::Query => Filled::Query(encoded_pairs(&filled)),
    })
}

fn encoded_pairs(fields: &Map<String, Value>) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields {
        match value {
            Value::String(text) => pairs.append_pair(name, text),
            other => pairs.append_pair(name, &other.to_string()),
        };
    }
    pairs.finish()
}

fn filled_value(value: &Value, with: Filling) -> Option<Value> {
    Some(match value {
        Value::String(template) => Value::String(filled_text(template, with)?),
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| filled_value(item, with)).collect::<Option<_>>()?)
        }
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| Some((name.clone(), filled_value(value, with)?)))
                .collect::<Option<_>>()?,
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    })
}

/// One pass over the template: a citizen's text that contains `{to}` is sent
/// as written and never filled in its turn.
fn filled_text(template: &str, with: Filling) -> Option<String> {
    let mut parts = template.split('{');
    let mut text = parts.next()?.to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}')?;
        text.push_str(match name {
            "to" => with.to,
            "text" => with.text,
            "id" => with.id,
            "sender" => with.sender,
            _ => return None,
        });
        text.push_str(rest);
    }
    Some(text)
}
