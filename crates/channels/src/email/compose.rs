//! From a [`Mail`] to the bytes on the wire, the same bytes every time.

use std::time::SystemTime;

use lettre::message::header::{ContentType, Date, HeaderName, HeaderValue, MessageId};
use lettre::message::{Mailbox, Message, MessageBuilder, MultiPart, MultiPartKind, SinglePart};
use lettre::{Address, message};
use sha2::{Digest, Sha256};

use super::Mail;
use crate::delivery::{Error, Why};

/// Bytes of the hash that a Message-ID shows; 128 bits never collide here.
const ID_BYTES: usize = 16;

/// Headers that follow from the other fields of a [`Mail`].
const OWN_HEADERS: [&str; 11] = [
    "from",
    "sender",
    "to",
    "cc",
    "bcc",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "return-path",
];

/// `<hash of the key @ the sender's domain>`; the hash keeps what the key
/// says out of other people's mail systems.
pub(super) fn message_id(dedup_key: &str, domain: &str) -> String {
    format!("<{}@{domain}>", key_hash(dedup_key))
}

fn key_hash(dedup_key: &str) -> String {
    use std::fmt::Write as _;
    Sha256::digest(dedup_key).iter().take(ID_BYTES).fold(String::new(), |mut hex, byte| {
        let _infallible = write!(hex, "{byte:02x}");
        hex
    })
}

pub(super) fn message(mail: &Mail, from: &Mailbox) -> Result<Message, Error> {
    let to: Address = mail.to.parse().map_err(|_| Error::permanent(Why::BadAddress))?;
    let mut builder = Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(mail.subject.replace(char::is_control, " "))
        .header(Date::from(SystemTime::from(mail.written_at)))
        .header(MessageId::from(message_id(&mail.dedup_key, from.email.domain())));
    if let Some(reply_to) = &mail.reply_to {
        builder = builder.reply_to(reply_to.parse().map_err(not_composable)?);
    }
    for (name, value) in &mail.headers {
        builder = builder.raw_header(checked_header(name, value)?);
    }
    with_body(builder, mail).map_err(not_composable)
}

fn with_body(builder: MessageBuilder, mail: &Mail) -> Result<Message, lettre::error::Error> {
    let text = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(mail.text.clone());
    let Some(html) = &mail.html else {
        return builder.singlepart(text);
    };
    let html = SinglePart::builder().header(ContentType::TEXT_HTML).body(html.clone());
    let both: MultiPart = message::MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        // lettre would draw a random boundary; a re-send shall be identical.
        .boundary(format!("={}=", key_hash(&format!("boundary {}", mail.dedup_key))))
        .singlepart(text)
        .singlepart(html);
    builder.multipart(both)
}

/// The library checks names and values only in part; a line break in either
/// would let a caller's text become a header or a body of its own.
fn checked_header(name: &str, value: &str) -> Result<HeaderValue, Error> {
    let lower = name.to_ascii_lowercase();
    let ours = OWN_HEADERS.contains(&lower.as_str()) || lower.starts_with("content-");
    let plain_name = name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':');
    if ours || !plain_name || value.contains(char::is_control) {
        return Err(Error::permanent(Why::NotComposable));
    }
    let name = HeaderName::new_from_ascii(name.to_owned()).map_err(not_composable)?;
    Ok(HeaderValue::new(name, value.to_owned()))
}

fn not_composable<E>(_: E) -> Error {
    Error::permanent(Why::NotComposable)
}
