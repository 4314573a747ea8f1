//! Parameters and columns: the five types both engines share.

use std::fmt;

use crate::{Error, Result};

/// A parameter. Booleans are 0 and 1, instants are UTC microseconds, JSON is text.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// SQL NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// DOUBLE PRECISION.
    Real(f64),
    /// TEXT without NUL characters.
    Text(String),
    /// BLOB or BYTEA.
    Blob(Vec<u8>),
}

/// Shows lengths, never contents: parameters hold what people wrote.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Int(_) => f.write_str("Int"),
            Self::Real(_) => f.write_str("Real"),
            Self::Text(text) => write!(f, "Text({} bytes)", text.len()),
            Self::Blob(blob) => write!(f, "Blob({} bytes)", blob.len()),
        }
    }
}

impl Value {
    /// Refuses what one engine would take and the other would not: NUL in text, and NaN,
    /// which SQLite stores as NULL.
    pub(super) fn check(&self) -> Result<()> {
        match self {
            Self::Text(text) if text.as_bytes().contains(&0) => {
                Err(Error::Fault("a text parameter holds a NUL character".to_owned()))
            }
            Self::Real(real) if real.is_nan() => {
                Err(Error::Fault("a number parameter is not a number".to_owned()))
            }
            _ => Ok(()),
        }
    }
}

macro_rules! value_from {
    ($($from:ty => |$it:ident| $to:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($it: $from) -> Self {
                $to
            }
        }
    )*};
}

value_from! {
    i64 => |it| Self::Int(it);
    i32 => |it| Self::Int(it.into());
    i16 => |it| Self::Int(it.into());
    u32 => |it| Self::Int(it.into());
    u16 => |it| Self::Int(it.into());
    u8 => |it| Self::Int(it.into());
    bool => |it| Self::Int(it.into());
    f64 => |it| Self::Real(it);
    &str => |it| Self::Text(it.to_owned());
    String => |it| Self::Text(it);
    &String => |it| Self::Text(it.clone());
    &[u8] => |it| Self::Blob(it.to_vec());
    Vec<u8> => |it| Self::Blob(it);
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(it: &[u8; N]) -> Self {
        Self::Blob(it.to_vec())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(it: Option<T>) -> Self {
        it.map_or(Self::Null, Into::into)
    }
}

/// The parameters of a statement, `$1` first.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        ::std::vec![$($crate::db::Value::from($value)),*]
    };
}

/// A column as the engine gave it.
#[derive(Clone, Copy)]
pub enum Cell<'r> {
    /// SQL NULL.
    Null,
    /// Any integer type, and PostgreSQL's boolean.
    Int(i64),
    /// Any binary floating type.
    Real(f64),
    /// Text.
    Text(&'r str),
    /// Bytes.
    Blob(&'r [u8]),
}

impl Cell<'_> {
    fn kind(self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Int(_) => "an integer",
            Self::Real(_) => "a real",
            Self::Text(_) => "text",
            Self::Blob(_) => "bytes",
        }
    }
}

/// A type that a column can be read as. No conversions between kinds: both engines must
/// agree on what a statement returns.
pub trait FromValue: Sized {
    /// Reads the cell; the error says what was found instead.
    fn from_cell(cell: Cell<'_>) -> Result<Self, String>;
}

macro_rules! from_integer {
    ($($int:ty)*) => {$(
        impl FromValue for $int {
            fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
                match cell {
                    Cell::Int(int) => <$int>::try_from(int)
                        .map_err(|_| concat!("an integer too large for ", stringify!($int)).to_owned()),
                    other => Err(other.kind().to_owned()),
                }
            }
        }
    )*};
}

from_integer!(i64 i32 i16 u64 u32 u16 u8);

impl FromValue for f64 {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Real(real) => Ok(real),
            other => Err(other.kind().to_owned()),
        }
    }
}

impl FromValue for bool {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Int(0) => Ok(false),
            Cell::Int(1) => Ok(true),
            Cell::Int(_) => Err("an integer other than 0 and 1".to_owned()),
            other => Err(other.kind().to_owned()),
        }
    }
}

impl FromValue for String {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Text(text) => Ok(text.to_owned()),
            other => Err(other.kind().to_owned()),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Blob(blob) => Ok(blob.to_vec()),
            other => Err(other.kind().to_owned()),
        }
    }
}

/// Whatever it is: for comparing columns with what they should hold.
impl FromValue for Value {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        Ok(match cell {
            Cell::Null => Self::Null,
            Cell::Int(int) => Self::Int(int),
            Cell::Real(real) => Self::Real(real),
            Cell::Text(text) => Self::Text(text.to_owned()),
            Cell::Blob(blob) => Self::Blob(blob.to_vec()),
        })
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_cell(cell: Cell<'_>) -> Result<Self, String> {
        match cell {
            Cell::Null => Ok(None),
            other => T::from_cell(other).map(Some),
        }
    }
}

/// One row of an answer.
pub struct Row<'r>(Source<'r>);

enum Source<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

impl<'r> Row<'r> {
    pub(super) fn sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Self(Source::Sqlite(row))
    }

    pub(super) fn postgres(row: &'r tokio_postgres::Row) -> Self {
        Self(Source::Postgres(row))
    }

    /// The column at `index`, counted from 0. [`Error::Decode`] when it is of another kind,
    /// out of range or absent.
    pub fn get<T: FromValue>(&self, index: usize) -> Result<T> {
        let cell = match self.0 {
            Source::Sqlite(row) => super::sqlite::cell(row, index),
            Source::Postgres(row) => super::postgres::cell(row, index),
        };
        cell.and_then(T::from_cell)
            .map_err(|found| Error::Decode(format!("column {index} is {found}")))
    }
}
