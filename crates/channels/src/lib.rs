//! How words leave LAPOR: e-mail through an SMTP relay, short messages
//! through the HTTP gateway of any provider.
//!
//! A channel sends one message and says what became of it: [`Delivered`], or
//! an [`Error`] that tells whether another attempt makes sense. When that
//! attempt is due is computed by [`retry`]; remembering and repeating is the
//! business of the job queue, not of this crate.
//!
//! Nothing here logs, and no error text or `Debug` output carries an address,
//! a number, a text or a secret.

pub mod delivery;
pub mod email;
pub mod retry;
pub mod secret;
pub mod sms;

pub use delivery::{Delivered, Error, Why};
pub use secret::Secret;
