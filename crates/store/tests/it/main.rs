//! Tests of the store, each on both engines.

mod restore;
mod check;
mod drafts;
mod files;
mod town;
mod pictures;
mod s3;
mod scanner;
mod statements;
