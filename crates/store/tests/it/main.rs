//! Tests of the store, each on both engines.

mod backup;
mod check;
mod drafts;
mod files;
mod nation;
mod pictures;
mod s3;
mod scanner;
mod statements;
