//! Refusals in people's words: what is wrong and what to do.

use crate::i18n::{Value, Words};
use domain::Refusal;
use domain::refusal::Field;
use std::borrow::Cow;
use store::files::FileRefusal;

/// The sentence that explains a refusal.
#[must_use]
pub fn refusal_text(w: Words, refusal: &Refusal) -> Cow<'static, str> {
    let field = |field: &Field| Value::from(field_name(w, *field).into_owned());
    match refusal {
        Refusal::Empty { field: f } | Refusal::HiddenCharacters { field: f } => {
            w.ta(refusal.key(), &[("field", field(f))])
        }
        Refusal::TooShort { field: f, min, length } => w.ta(
            refusal.key(),
            &[("field", field(f)), ("min", (*min).into()), ("length", (*length).into())],
        ),
        Refusal::TooLong { field: f, max, length } => w.ta(
            refusal.key(),
            &[
                ("field", field(f)),
                ("max", (*max).into()),
                ("over", length.saturating_sub(*max).into()),
            ],
        ),
        Refusal::TooManyFiles { max }
        | Refusal::TooManyOffices { max }
        | Refusal::TooManyRedactions { max }
        | Refusal::TooManyQuestions { max } => w.ta(refusal.key(), &[("max", (*max).into())]),
        Refusal::AskedEnough { max } => w.ta(refusal.key(), &[("max", (*max).into())]),
        Refusal::DateTooFar { days } => w.ta(refusal.key(), &[("days", (*days).into())]),
        Refusal::TasksOpen { open } => w.ta(refusal.key(), &[("open", (*open).into())]),
        Refusal::WrongStage { stage, .. } => {
            w.ta(refusal.key(), &[("stage", Value::from(stage_name(w, stage).into_owned()))])
        }
        _ => w.t(refusal.key()),
    }
}

/// The sentence that explains why a file is not taken.
#[must_use]
pub fn file_refusal_text(w: Words, refusal: FileRefusal) -> Cow<'static, str> {
    match refusal {
        FileRefusal::TooMany { max } => w.ta(refusal.key(), &[("max", max.into())]),
        FileRefusal::TooLarge { max } => {
            let size = crate::format::bytes(w.lang(), max);
            w.ta(refusal.key(), &[("max", Value::from(size))])
        }
        _ => w.t(refusal.key()),
    }
}

fn field_name(w: Words, field: Field) -> Cow<'static, str> {
    match field {
        Field::Title => w.t("field-title"),
        Field::Body => w.t("field-body"),
        Field::Wish => w.t("field-wish"),
        Field::Place => w.t("field-place"),
        Field::Text => w.t("field-text"),
        Field::Reason => w.t("field-reason"),
        Field::Request => w.t("field-request"),
        Field::Question => w.t("field-question"),
        Field::Basis => w.t("field-basis"),
        Field::Passage => w.t("field-passage"),
    }
}

fn stage_name(w: Words, word: &str) -> Cow<'static, str> {
    use crate::ui::{PublicStage, Reader as ReaderOf};
    use domain::report::StageName;
    match StageName::from_word(word) {
        Some(stage) => w.t(PublicStage::from(stage).key(ReaderOf::Public)),
        None => w.t("stage-unknown"),
    }
}

/// The sentence that explains why something about an account is not done.
#[must_use]
pub fn account_refusal_text(w: Words, refusal: &store::refusal::Refusal) -> String {
    use store::refusal::Refusal as R;
    let text = match refusal {
        R::SignIn => w.t("sign-in-refused"),
        R::Locked { until } => {
            let until = crate::format::short_date_time(w.lang(), *until, crate::format::Zone::WIB);
            w.ta("sign-in-locked", &[("until", Value::from(until))])
        }
        R::InvitationExpired => w.t("sign-in-invitation-expired"),
        R::SessionEnded => w.t("session-ended"),
        R::TotpWrong => w.t("totp-wrong"),
        R::TotpUsed => w.t("totp-used"),
        R::Username => w.t("officer-username"),
        R::UsernameTaken => w.t("officer-username-taken"),
        R::Name => w.t("officer-name"),
        R::Phone => w.t("officer-phone"),
        R::Email => w.t("officer-email"),
        R::PasswordShort => w.t("password-short"),
        R::PasswordLong => w.t("password-long"),
        R::PasswordCommon => w.t("password-common"),
        R::PasswordIsUsername => w.t("password-is-username"),
        R::PasswordSame => w.t("password-same"),
        R::AccountState => w.t("officer-state"),
        R::DutyPlace => w.t("duty-place"),
        R::DutyPlaceUnknown => w.t("duty-place-unknown"),
        R::DutyDates => w.t("duty-dates"),
        R::DutyDecree => w.t("duty-decree"),
        R::DutyNotInForce => w.t("duty-not-in-force"),
    };
    text.into_owned()
}
