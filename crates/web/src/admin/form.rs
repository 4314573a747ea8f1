//! Fields of administration's forms with what was typed, and what becomes of it.

use super::label;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::i18n::Words;
use crate::ui::{Checkbox, Checkboxes, Choice, DateField, DateParts, Errors, Field, Radios, Text};
use domain::calendar::{Limit, LimitUnit};
use jiff::civil::Date;
use store::reference::change;
use store::refusal::{Denied, Refusal as AccountRefusal};

/// A form with what was typed into it and what is wrong with it.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) w: Words,
    pub(crate) fields: &'a Fields,
    pub(crate) errors: &'a Errors<'static>,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(w: Words, fields: &'a Fields, errors: &'a Errors<'static>) -> Self {
        Self { w, fields, errors }
    }

    fn filled(self, field: Field<'a>, name: &'static str) -> Field<'a> {
        field.value(self.fields.get(name)).error(self.errors.of(name))
    }

    pub(crate) fn text(self, name: &'static str, label: impl Into<Text<'a>>) -> Field<'a> {
        self.filled(Field::text(self.w, name, label), name)
    }

    pub(crate) fn digits(self, name: &'static str, label: impl Into<Text<'a>>) -> Field<'a> {
        self.filled(Field::digits(self.w, name, label), name)
    }

    pub(crate) fn long(self, name: &'static str, label: impl Into<Text<'a>>) -> Field<'a> {
        self.filled(Field::long(self.w, name, label), name)
    }

    pub(crate) fn select(
        self,
        name: &'static str,
        label: impl Into<Text<'a>>,
        choices: Vec<Choice<'a>>,
    ) -> Field<'a> {
        self.filled(Field::select(self.w, name, label, choices), name)
    }

    pub(crate) fn radios(
        self,
        name: &'static str,
        legend: impl Into<Text<'a>>,
        choices: Vec<Choice<'a>>,
    ) -> Radios<'a> {
        let radios = Radios::new(self.w, name, legend, choices);
        radios.chosen(self.fields.get(name)).error(self.errors.of(name))
    }

    pub(crate) fn checkboxes(
        self,
        name: &'static str,
        legend: impl Into<Text<'a>>,
        choices: Vec<Choice<'a>>,
        chosen: &'a [&'a str],
    ) -> Checkboxes<'a> {
        Checkboxes::new(self.w, name, legend, choices, chosen).error(self.errors.of(name))
    }

    pub(crate) fn checkbox(self, name: &'static str, label: impl Into<Text<'a>>) -> Checkbox<'a> {
        let checkbox = Checkbox::new(self.w, name, label);
        checkbox.checked(self.fields.has(name)).error(self.errors.of(name))
    }

    pub(crate) fn date(self, name: &'static str, legend: impl Into<Text<'a>>) -> DateField<'a> {
        let part = |part: &str| {
            let wanted = format!("{name}-{part}");
            self.fields.pairs().iter().find(|(n, _)| *n == wanted).map_or("", |(_, v)| v.as_str())
        };
        let parts = DateParts { day: part("day"), month: part("month"), year: part("year") };
        DateField::new(self.w, name, legend, parts).error(self.errors.of(name))
    }
}

/// Puts a date into the three fields of a [`DateField`].
pub(crate) fn put_date(fields: &mut Fields, name: &str, date: Date) {
    fields.set(&format!("{name}-day"), date.day().to_string());
    fields.set(&format!("{name}-month"), date.month().to_string());
    fields.set(&format!("{name}-year"), date.year().to_string());
}

/// A date that must be there; adds what is wrong with it.
pub(crate) fn need_date(
    w: Words,
    fields: &Fields,
    name: &'static str,
    errors: &mut Errors<'static>,
) -> Option<Date> {
    let date = fields.date(name);
    match date {
        Ok(Some(date)) => return Some(date),
        Ok(None) => errors.add(name, w.t("admin-date-missing")),
        Err(()) => errors.add(name, w.t("admin-date-wrong")),
    }
    None
}

/// A date that may be left open.
pub(crate) fn may_date(
    w: Words,
    fields: &Fields,
    name: &'static str,
    errors: &mut Errors<'static>,
) -> Option<Date> {
    let date = fields.date(name);
    if date.is_err() {
        errors.add(name, w.t("admin-date-wrong"));
    }
    date.unwrap_or_default()
}

/// One line that must be there, at most `max` characters; adds what is wrong with it.
pub(crate) fn need_text(
    w: Words,
    fields: &Fields,
    name: &'static str,
    max: usize,
    errors: &mut Errors<'static>,
) -> Box<str> {
    let text = fields.line(name);
    let length = text.chars().count();
    if length == 0 {
        errors.add(name, w.t("admin-text-missing"));
    } else if length > max {
        let over = [("max", max.into()), ("over", (length - max).into())];
        errors.add(name, w.ta("admin-text-long", &over));
    }
    text.into()
}

/// A limit typed as a number (`name`) and a unit (`unit`); `None` when the number is empty.
pub(crate) fn may_limit(
    w: Words,
    fields: &Fields,
    (name, unit): (&'static str, &'static str),
    errors: &mut Errors<'static>,
) -> Option<Limit> {
    let typed = fields.line(name);
    if typed.is_empty() {
        return None;
    }
    let amount = typed.parse().ok().filter(|amount| (1..=3_650).contains(amount));
    match (amount, LimitUnit::from_word(fields.get(unit))) {
        (Some(amount), Some(unit)) => return Some(Limit { amount, unit }),
        (None, _) => errors.add(name, label::refusal(w, change::Refusal::BadLimit)),
        (_, None) => errors.add(unit, w.t("admin-choose")),
    }
    None
}

/// The units of a limit to choose from.
pub(crate) fn limit_units(w: Words) -> Vec<Choice<'static>> {
    LimitUnit::ALL
        .iter()
        .map(|unit| Choice::new(unit.word(), label::limit_unit(w, *unit)))
        .collect()
}

/// Takes a refusal of a change to the field it speaks of; what the store cannot do goes on.
pub(crate) fn refused(
    w: Words,
    failure: change::Failure,
    errors: &mut Errors<'static>,
    field: impl Fn(change::Refusal) -> &'static str,
) -> Result<(), Failure> {
    match failure {
        change::Failure::Refused(refusal) => {
            errors.add(field(refusal), label::refusal(w, refusal));
            Ok(())
        }
        change::Failure::Store(error) => Err(error.into()),
    }
}

/// Takes a refusal about an account or duty to the field it speaks of.
pub(crate) fn denied(
    w: Words,
    denied: Denied,
    errors: &mut Errors<'static>,
) -> Result<(), Failure> {
    use AccountRefusal as R;
    let refusal = match denied {
        Denied::Refused(refusal) => refusal,
        Denied::Store(error) => return Err(error.into()),
    };
    let (field, text) = match refusal {
        R::Username => ("username", w.t("admin-account-username")),
        R::UsernameTaken => ("username", w.t("admin-account-username-taken")),
        R::Name => ("nama", w.t("admin-account-name")),
        R::Phone => ("telepon", w.t("admin-account-phone")),
        R::Email => ("surel", w.t("admin-account-email")),
        R::DutyPlace => ("peran", w.t("admin-duty-place")),
        R::DutyPlaceUnknown => ("instansi", w.t("admin-duty-place-unknown")),
        R::DutyDates => ("sampai", w.t("admin-duty-dates")),
        R::DutyDecree => ("keputusan", w.t("admin-duty-decree")),
        R::DutyNotInForce => ("sampai", w.t("admin-duty-over")),
        _ => ("nama", w.t("admin-account-state")),
    };
    errors.add(field, text);
    Ok(())
}
