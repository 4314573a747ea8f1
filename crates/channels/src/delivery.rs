//! What became of one attempt to send.

use std::time::Duration;

/// The next hop took responsibility for the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// What to quote when asking the operator of the relay or gateway about
    /// the message: the Message-ID of a mail, the gateway's id of a short
    /// message (or our own id where the gateway gives none).
    pub id: String,
}

/// The message was not taken, or nobody can tell whether it was.
///
/// The line between the two is who can cure it: whatever time or an operator
/// can cure is transient, so that a wrong password does not cost citizens
/// their notices; permanent is only what this very message will always meet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Another attempt with the same message makes sense.
    ///
    /// After [`Why::TimedOut`], [`Why::Unreachable`] and unreadable answers
    /// the first attempt may have arrived; the stable id of the message lets
    /// the receiving side recognise the second.
    #[error("not delivered yet: {why}")]
    Transient {
        /// What happened.
        why: Why,
        /// How long the other side asked us to wait.
        retry_after: Option<Duration>,
    },
    /// No further attempt with this message will succeed.
    #[error("cannot be delivered: {why}")]
    Permanent {
        /// What happened.
        why: Why,
    },
}

impl Error {
    pub(crate) fn transient(why: Why) -> Self {
        Self::Transient { why, retry_after: None }
    }

    pub(crate) fn permanent(why: Why) -> Self {
        Self::Permanent { why }
    }
}

/// Why a message was not taken.
///
/// It holds codes and never the other side's words: relays like to repeat the
/// recipient's address in theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// No connection, or it broke.
    #[error("no connection")]
    Unreachable,
    /// No answer within the configured time.
    #[error("no answer in time")]
    TimedOut,
    /// The certificate or the handshake was not acceptable.
    #[error("no trusted TLS connection")]
    Tls,
    /// The relay offers neither the encryption nor the login we insist on.
    #[error("the relay lacks the required STARTTLS or login method")]
    RelayUnfit,
    /// The other side does not want us, whatever we send: login, quota, path.
    #[error("refused by the other side before looking at the message, code {code}")]
    Unwelcome {
        /// SMTP reply code or HTTP status.
        code: u16,
    },
    /// The other side looked at the message and said no.
    #[error("refused with code {code}")]
    Refused {
        /// SMTP reply code or HTTP status.
        code: u16,
    },
    /// The gateway answered 2xx, but its body says no.
    #[error("the gateway's answer says it did not accept")]
    NotAccepted,
    /// The answer could not be read.
    #[error("the answer was not understood")]
    AnswerNotUnderstood,
    /// The answer was larger than [`crate::sms::ANSWER_BYTES_MAX`].
    #[error("the answer was too large")]
    AnswerTooLarge,
    /// The recipient's address is not one.
    #[error("the recipient's address is not valid")]
    BadAddress,
    /// A header, address or encoding that no relay would take.
    #[error("the message cannot be composed")]
    NotComposable,
    /// The text needs more than [`crate::sms::SEGMENTS_MAX`] segments.
    #[error("the text is too long")]
    TooLong,
}

/// Whether a failed connection failed in the TLS handshake; both clients hide
/// rustls's error inside an I/O error inside their own.
pub(crate) fn is_tls_failure(error: &(dyn std::error::Error + 'static)) -> bool {
    let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    error.is::<rustls::Error>()
        || inner.is_some_and(|inner| is_tls_failure(inner))
        || error.source().is_some_and(is_tls_failure)
}
