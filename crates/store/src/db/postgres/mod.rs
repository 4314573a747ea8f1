//! PostgreSQL: workers, each with a connection, a thread and a runtime of its own.

mod connect;
mod error;
mod reader;
mod session;
mod worker;

use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{Format, FromSql, IsNull, ToSql, Type, to_sql_checked};

pub(super) use connect::Target;
pub(super) use reader::Reader;
pub(super) use session::Session;
pub(super) use worker::Worker;

use super::value::{Cell, Value};

type Dynamic = Box<dyn std::error::Error + Sync + Send>;

/// Whether `value` can be sent as a parameter of type `to`. Checked before anything is sent,
/// so that a value that cannot be encoded never leaves half a transaction on the wire.
fn fits(value: &Value, to: &Type) -> bool {
    match value {
        Value::Null => true,
        Value::Int(int) => match *to {
            Type::INT8 => true,
            Type::INT4 => i32::try_from(*int).is_ok(),
            Type::INT2 => i16::try_from(*int).is_ok(),
            Type::BOOL => matches!(int, 0 | 1),
            _ => false,
        },
        Value::Real(_) => *to == Type::FLOAT8,
        Value::Blob(_) => *to == Type::BYTEA,
        // Anything else that takes text: tsquery, tsvector, names.
        Value::Text(_) => !matches!(
            *to,
            Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL | Type::FLOAT8 | Type::BYTEA
        ),
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Dynamic> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(int) => match *ty {
                Type::INT4 => i32::try_from(*int)?.to_sql(ty, out),
                Type::INT2 => i16::try_from(*int)?.to_sql(ty, out),
                Type::BOOL => (*int != 0).to_sql(ty, out),
                _ => int.to_sql(ty, out),
            },
            Self::Real(real) => real.to_sql(ty, out),
            Self::Text(text) => text.to_sql(ty, out),
            Self::Blob(blob) => blob.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        // `fits` looked at type and value together.
        true
    }

    fn encode_format(&self, ty: &Type) -> Format {
        match self {
            Self::Text(_) if !<&str as ToSql>::accepts(ty) => Format::Text,
            _ => Format::Binary,
        }
    }

    to_sql_checked!();
}

/// The bytes of a column with their type, undecoded.
struct Raw<'r>(&'r Type, &'r [u8]);

struct Bytes<'r>(&'r [u8]);

impl<'r> FromSql<'r> for Bytes<'r> {
    fn from_sql(_: &Type, raw: &'r [u8]) -> Result<Self, Dynamic> {
        Ok(Self(raw))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A column, or what is wrong with it.
pub(super) fn cell(row: &tokio_postgres::Row, index: usize) -> Result<Cell<'_>, String> {
    let column = row.columns().get(index).ok_or("not in the answer")?;
    let bytes: Option<Bytes<'_>> = row.try_get(index).map_err(|error| error.to_string())?;
    bytes.map_or(Ok(Cell::Null), |Bytes(bytes)| decode(Raw(column.type_(), bytes)))
}

fn decode(Raw(ty, bytes): Raw<'_>) -> Result<Cell<'_>, String> {
    let broken = |error: Dynamic| error.to_string();
    Ok(match *ty {
        Type::INT8 => Cell::Int(i64::from_sql(ty, bytes).map_err(broken)?),
        Type::INT4 => Cell::Int(i32::from_sql(ty, bytes).map_err(broken)?.into()),
        Type::INT2 => Cell::Int(i16::from_sql(ty, bytes).map_err(broken)?.into()),
        Type::BOOL => Cell::Int(bool::from_sql(ty, bytes).map_err(broken)?.into()),
        Type::FLOAT8 => Cell::Real(f64::from_sql(ty, bytes).map_err(broken)?),
        Type::TEXT | Type::VARCHAR | Type::NAME => {
            Cell::Text(<&str>::from_sql(ty, bytes).map_err(broken)?)
        }
        Type::BYTEA => Cell::Blob(bytes),
        _ => return Err(format!("of type {}, which needs a CAST", ty.name())),
    })
}
