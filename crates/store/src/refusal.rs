//! Why something about an account is not done. Values, never faults.

use crate::Error;
use jiff::Timestamp;

/// Why not. None of them tells whether an account exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Name and password do not belong together, or the account is closed.
    #[error("name and password do not belong together")]
    SignIn,
    /// Too many attempts with this name.
    #[error("too many attempts")]
    Locked {
        /// When the next attempt counts.
        until: Timestamp,
    },
    /// The one-time password was not used in time.
    #[error("the one-time password is too old")]
    InvitationExpired,
    /// The session has ended, or is not at this step.
    #[error("the session has ended")]
    SessionEnded,
    /// The code is not the present one.
    #[error("the code is wrong")]
    TotpWrong,
    /// The code was used before.
    #[error("the code was used before")]
    TotpUsed,
    /// Not 3 to 32 of a to z, 0 to 9, dot, dash and underscore.
    #[error("a user name has 3 to 32 letters, digits, dots and dashes")]
    Username,
    /// Another officer has this user name.
    #[error("the user name is taken")]
    UsernameTaken,
    /// Not 1 to 100 characters.
    #[error("a name has 1 to 100 characters")]
    Name,
    /// Not in E.164 form.
    #[error("the phone number is not in international form")]
    Phone,
    /// No address.
    #[error("this is no e-mail address")]
    Email,
    /// Fewer than twelve characters.
    #[error("a password has at least 12 characters")]
    PasswordShort,
    /// More than can be a passphrase.
    #[error("a password has at most 256 bytes")]
    PasswordLong,
    /// Among the first that anybody would try.
    #[error("the password is too common")]
    PasswordCommon,
    /// Little more than the user name.
    #[error("the password holds the user name and little else")]
    PasswordIsUsername,
    /// The same as before.
    #[error("the password is the present one")]
    PasswordSame,
    /// No such account, or it is not in the state for this.
    #[error("the account is not in the state for this")]
    AccountState,
    /// The role needs an agency, a unit or a hub, or must not have one.
    #[error("the role needs another place")]
    DutyPlace,
    /// The agency, unit or hub does not exist, or the unit belongs to another agency.
    #[error("this place does not exist")]
    DutyPlaceUnknown,
    /// The last day comes before the first.
    #[error("the last day comes before the first")]
    DutyDates,
    /// The decree was not named.
    #[error("a duty rests on a decree")]
    DutyDecree,
    /// Not a duty of this officer that is in force.
    #[error("the duty is not in force")]
    DutyNotInForce,
}

impl Refusal {
    /// The key of its message in every language.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::SignIn => "sign-in-refused",
            Self::Locked { .. } => "sign-in-locked",
            Self::InvitationExpired => "sign-in-invitation-expired",
            Self::SessionEnded => "session-ended",
            Self::TotpWrong => "totp-wrong",
            Self::TotpUsed => "totp-used",
            Self::Username => "officer-username",
            Self::UsernameTaken => "officer-username-taken",
            Self::Name => "officer-name",
            Self::Phone => "officer-phone",
            Self::Email => "officer-email",
            Self::PasswordShort => "password-short",
            Self::PasswordLong => "password-long",
            Self::PasswordCommon => "password-common",
            Self::PasswordIsUsername => "password-is-username",
            Self::PasswordSame => "password-same",
            Self::AccountState => "officer-state",
            Self::DutyPlace => "duty-place",
            Self::DutyPlaceUnknown => "duty-place-unknown",
            Self::DutyDates => "duty-dates",
            Self::DutyDecree => "duty-decree",
            Self::DutyNotInForce => "duty-not-in-force",
        }
    }
}

/// A refusal, or a store that could not answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Denied {
    /// To be told to who asked.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Nobody's fault who asked.
    #[error(transparent)]
    Store(#[from] Error),
}

/// What a transaction that may refuse leads to: a refusal is no error of the transaction, so
/// closures return it inside.
pub(crate) fn flatten<T>(outcome: crate::Result<Result<T, Refusal>>) -> Result<T, Denied> {
    Ok(outcome??)
}
