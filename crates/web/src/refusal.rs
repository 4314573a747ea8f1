//! Refusals in people's words: what is wrong and what to do.

use crate::i18n::{Value, Words};
use domain::Refusal;
use domain::refusal::Field;
use std::borrow::Cow;

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
            &[("field", field(f)), ("max", (*max).into()), ("over", length.saturating_sub(*max).into())],
        ),
        Refusal::TooManyFiles { max } | Refusal::TooManyOffices { max } => {
            w.ta(refusal.key(), &[("max", (*max).into())])
        }
        Refusal::TasksOpen { open } => w.ta(refusal.key(), &[("open", (*open).into())]),
        Refusal::WrongStage { stage, .. } => {
            w.ta(refusal.key(), &[("stage", Value::from(stage_name(w, stage).into_owned()))])
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
