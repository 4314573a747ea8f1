//! Limits: the rules in force, those before, those to come, and what new ones would do.

use super::authority::{Act, Subject};
use super::form::{Asked, need_date, need_text, put_date, refused};
use super::frame::{Done, Place, Sheet, post};
use super::session::{Admin, AdminForm};
use super::{day_to, label};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::format::{long_date, short_date, time};
use crate::ui::{
    Button, Column, Errors, Fact, Field, Notice, Table, Width, button_row, notice, reveal,
    summary_list,
};
use axum::extract::Path;
use axum::response::Response;
use domain::calendar::{Counted, Limit, LimitUnit, Place as Where};
use domain::{DeadlineKind, Rules, RulesId};
use jiff::ToSpan as _;
use jiff::civil::{Date, Time};
use maud::{Markup, Render as _, html};
use store::reference::change::{self, Refusal};

/// Longest name of an instrument, in characters; the store refuses more.
const SOURCE_MAX: usize = 200;

/// The deadlines that a rule set names, in the order of the regulation.
fn kinds() -> impl Iterator<Item = DeadlineKind> {
    let seed = Rules::seed();
    DeadlineKind::ALL.iter().copied().filter(move |kind| seed.limits.contains_key(kind))
}

pub(crate) async fn index(admin: Admin) -> Answer {
    admin.require(Act::ReadDirectory, Subject::Nation)?;
    let w = admin.words();
    let rules = admin.reference.rules.on(admin.today).ok_or(Failure::NotFound)?;
    let body = html! {
        p.lead { (w.t("admin-limits-lead")) }
        h2 { (rules.source) }
        (facts(&admin, rules))
        (limits_table(&admin, rules, None))
        (sets(&admin, rules.id))
        @if admin.may(Act::ChangeLimits, Subject::Nation) {
            (button_row(&[Button::secondary(w.t("admin-rules-new")).href(admin.href("/atur/batas/baru"))]))
        }
    };
    Ok(Sheet::new(&admin, Place::Limits, w.t("admin-place-limits"))
        .show(&html! { div.flow { (body) } }))
}

pub(crate) async fn show(admin: Admin, Path(id): Path<i64>) -> Answer {
    admin.require(Act::ReadDirectory, Subject::Nation)?;
    let rules = admin.reference.rules.get(RulesId(id)).ok_or(Failure::NotFound)?;
    let w = admin.words();
    let now = admin.reference.rules.on(admin.today).filter(|present| present.id != rules.id);
    let body = html! {
        (facts(&admin, rules))
        (limits_table(&admin, rules, now))
        @if super::authority::reaches_nation(admin.duty(), Act::ReadJournal) {
            (button_row(&[Button::quiet(w.t("admin-history")).href(admin.href(&format!("/atur/jurnal?perihal=rules:{id}")))]))
        }
    };
    let title = format!("{} ({})", rules.source, short_date(admin.lang(), rules.valid_from));
    Ok(Sheet::new(&admin, Place::Limits, title)
        .above(w.t("admin-rules"))
        .show(&html! { div.flow { (body) } }))
}

fn facts(admin: &Admin, rules: &Rules) -> Markup {
    let (w, lang) = (admin.words(), admin.lang());
    let hours = format!(
        "{} – {}",
        time(lang, rules.office_hours.open),
        time(lang, rules.office_hours.close)
    );
    let facts = [
        Fact::new(w.t("admin-rules-from"), html! { (long_date(lang, rules.valid_from)) }),
        Fact::new(w.t("admin-to"), html! { (day_to(admin, rules.valid_to)) }),
        Fact::new(w.t("admin-rules-hours"), html! { (hours) }),
        Fact::new(
            w.t("admin-rules-yellow"),
            html! { (w.ta("admin-percent", &[("n", (rules.yellow_permille / 10).into())])) },
        ),
        Fact::new(w.t("admin-rules-transfers"), html! { (rules.transfers_max) }),
        Fact::new(w.t("admin-rules-contests"), html! { (rules.contests_before_close) }),
    ];
    summary_list(w, &facts)
}

/// The limits with what a report received now would be promised; beside `other` limits if given.
fn limits_table(admin: &Admin, rules: &Rules, other: Option<&Rules>) -> Markup {
    let (w, lang) = (admin.words(), admin.lang());
    let mut columns =
        vec![Column::text(w.t("admin-limit-what")), Column::text(w.t("admin-limit-length"))];
    if other.is_some() {
        columns.push(Column::text(w.t("admin-limit-present")));
    }
    columns.push(Column::text(w.t("admin-limit-today")));
    let mut table = Table::new(w.t("admin-limits-caption"), columns);
    for kind in kinds() {
        let limit = rules.limit(kind);
        let number = kind.number().map(|n| format!("D{n}"));
        let mut row = vec![
            html! { (label::deadline(w, kind)) @if let Some(number) = number { " " span.muted { (number) } } },
            html! { (super::limit(w, limit)) },
        ];
        if let Some(other) = other {
            let before = other.limit(kind);
            row.push(html! { @if before == limit { span.muted { (w.t("admin-limit-same")) } } @else { strong { (super::limit(w, before)) } } });
        }
        row.push(html! { (long_date(lang, counted(admin, limit, rules).last_day)) });
        table.row(row);
    }
    html! {
        (table.render())
        (reveal(w.t("admin-limit-why"), &html! { p { (w.t("admin-limit-why-text")) } }))
    }
}

/// As if a report were received now in Jakarta.
fn counted(admin: &Admin, limit: Limit, rules: &Rules) -> Counted {
    admin.reference.calendar.count(admin.store().now(), limit, Where::NATIONAL, rules.office_hours)
}

fn sets(admin: &Admin, present: RulesId) -> Markup {
    let w = admin.words();
    let mut table = Table::new(
        w.t("admin-rules-caption"),
        vec![
            Column::text(w.t("admin-rules")),
            Column::text(w.t("admin-from")),
            Column::text(w.t("admin-to")),
            Column::text(w.t("admin-rules-state")),
        ],
    );
    for set in admin.reference.rules.sets().iter().rev() {
        let state = if set.id == present {
            w.t("admin-rules-present")
        } else if set.valid_from > admin.today {
            w.t("admin-planned")
        } else {
            w.t("admin-rules-former")
        };
        table.row(vec![
            html! { a href=(admin.href(&format!("/atur/batas/{}", set.id))) { (set.source) } },
            html! { (short_date(admin.lang(), set.valid_from)) },
            html! { (day_to(admin, set.valid_to)) },
            html! { (state) },
        ]);
    }
    html! { h2 { (w.t("admin-rules-all")) } (table.render()) }
}

/// Names of the fields of each limit: amount and unit.
fn names(kind: DeadlineKind) -> (String, String) {
    (format!("jumlah-{}", kind.word()), format!("satuan-{}", kind.word()))
}

/// Refusals name a field before any form is read; these are the fixed ones.
const AMOUNT: &str = "jumlah";

pub(crate) async fn ask_new(admin: Admin) -> Answer {
    admin.require(Act::ChangeLimits, Subject::Nation)?;
    let rules = admin.reference.rules.on(admin.today).ok_or(Failure::NotFound)?;
    let mut fields = Fields::default();
    for kind in kinds() {
        let (amount, unit) = names(kind);
        let limit = rules.limit(kind);
        fields.set(&amount, limit.amount.to_string());
        fields.set(&unit, limit.unit.word());
    }
    fields.set("buka", clock(rules.office_hours.open));
    fields.set("tutup", clock(rules.office_hours.close));
    fields.set("kuning", (rules.yellow_permille / 10).to_string());
    fields.set("pelimpahan", rules.transfers_max.to_string());
    fields.set("sanggahan", rules.contests_before_close.to_string());
    put_date(&mut fields, "sejak", admin.today.checked_add(1.day()).unwrap_or(admin.today));
    Ok(new_page(&admin, &fields, &Errors::none(), None))
}

pub(crate) async fn take_new(form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    admin.require(Act::ChangeLimits, Subject::Nation)?;
    let w = admin.words();
    let mut errors = Errors::none();
    let read = read(&admin, &fields, &mut errors);
    let Some(rules) = read.filter(|_| !restored) else {
        return Ok(new_page(&admin, &fields, &errors, None));
    };
    if fields.has("pratinjau") {
        return Ok(new_page(&admin, &fields, &errors, Some(&rules)));
    }
    let field = |refusal| match refusal {
        Refusal::NotInFuture | Refusal::RulesOverlap => "sejak",
        Refusal::BadText => "sumber",
        _ => AMOUNT,
    };
    match change::add_rules(admin.store(), admin.id(), rules).await {
        Ok(_) => return Ok(super::frame::done(&admin, &Place::Limits.path(), Done::Added)),
        Err(failure) => refused(w, failure, &mut errors, field)?,
    }
    Ok(new_page(&admin, &fields, &errors, None))
}

/// "08:00", the form in which times are typed.
fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn read_clock(typed: &str) -> Option<Time> {
    let (hour, minute) = typed.split_once([':', '.'])?;
    Time::new(hour.trim().parse().ok()?, minute.trim().parse().ok()?, 0, 0).ok()
}

fn read(admin: &Admin, fields: &Fields, errors: &mut Errors<'static>) -> Option<Rules> {
    let w = admin.words();
    let present = admin.reference.rules.on(admin.today)?;
    let source = need_text(w, fields, "sumber", SOURCE_MAX, errors);
    let valid_from = need_date(w, fields, "sejak", errors);
    let mut rules = Rules { source, valid_to: None, ..present.clone() };
    let mut wrong = Vec::new();
    for kind in kinds() {
        let (amount, unit) = names(kind);
        let typed = fields.line(&amount).parse().ok().filter(|amount| (1..=3_650).contains(amount));
        match typed.zip(LimitUnit::from_word(fields.get(&unit))) {
            Some((amount, unit)) => drop(rules.limits.insert(kind, Limit { amount, unit })),
            None => wrong.push(label::deadline(w, kind)),
        }
    }
    if !wrong.is_empty() {
        errors.add(AMOUNT, w.ta("admin-limits-wrong", &[("names", wrong.join("; ").into())]));
    }
    let mut number = |name: &'static str, range: std::ops::RangeInclusive<u16>| {
        let typed = fields.line(name).parse().ok().filter(|n| range.contains(n));
        if typed.is_none() {
            let bounds = [("min", (*range.start()).into()), ("max", (*range.end()).into())];
            errors.add(name, w.ta("admin-number-wrong", &bounds));
        }
        typed.unwrap_or_default()
    };
    rules.yellow_permille = number("kuning", 1..=99) * 10;
    rules.transfers_max = u8::try_from(number("pelimpahan", 1..=20)).unwrap_or(u8::MAX);
    rules.contests_before_close = u8::try_from(number("sanggahan", 0..=20)).unwrap_or(u8::MAX);
    for (name, time) in
        [("buka", &mut rules.office_hours.open), ("tutup", &mut rules.office_hours.close)]
    {
        match read_clock(fields.get(name)) {
            Some(typed) => *time = typed,
            None => errors.add(name, w.t("admin-time-wrong")),
        }
    }
    rules.valid_from = valid_from.filter(|_| errors.is_empty())?;
    Some(rules)
}

fn new_page(
    admin: &Admin,
    fields: &Fields,
    errors: &Errors<'static>,
    preview: Option<&Rules>,
) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let units: Vec<_> = kinds().map(|kind| (kind, names(kind))).collect();
    let body = html! {
        @if let Some(rules) = preview { (preview_of(admin, rules)) }
        (asked.text("sumber", w.t("admin-rules-source")).hint(w.t("admin-rules-source-hint")))
        (asked.date("sejak", w.t("admin-rules-from")).hint(w.t("admin-rules-from-hint")))
        fieldset.limits id=(AMOUNT) tabindex="-1" {
            legend.label { (w.t("admin-limits-all")) }
            @if let Some(error) = errors.of(AMOUNT) { p.error { (error) } }
            @for (kind, (amount, unit)) in &units { (limit_row(admin, fields, *kind, amount, unit)) }
        }
        (asked.text("buka", w.t("admin-rules-open")).width(Width::Short).hint(w.t("admin-time-hint")))
        (asked.text("tutup", w.t("admin-rules-close")).width(Width::Short).hint(w.t("admin-rules-close-hint")))
        (asked.digits("kuning", w.t("admin-rules-yellow-ask")).width(Width::Short).hint(w.t("admin-rules-yellow-hint")))
        (asked.digits("pelimpahan", w.t("admin-rules-transfers")).width(Width::Short).hint(w.t("admin-rules-transfers-hint")))
        (asked.digits("sanggahan", w.t("admin-rules-contests")).width(Width::Short).hint(w.t("admin-rules-contests-hint")))
    };
    let form = post(admin, "/atur/batas/baru")
        .button(Button::secondary(w.t("admin-rules-preview")).value("pratinjau", "ya"))
        .button(Button::primary(w.t("admin-rules-save")))
        .button(Button::quiet(w.t("admin-cancel")).href(admin.href("/atur/batas")));
    Sheet::new(admin, Place::Limits, w.t("admin-rules-new")).ask(errors, &form.around(&body))
}

fn limit_row(
    admin: &Admin,
    fields: &Fields,
    kind: DeadlineKind,
    amount: &str,
    unit: &str,
) -> Markup {
    let w = admin.words();
    let what = label::deadline(w, kind);
    html! {
        div.limit-row role="group" aria-label=(what) {
            (Field::digits(w, amount, what.clone()).width(Width::Short).value(fields.get(amount)))
            (Field::select(w, unit, w.t("admin-limit-unit"), super::form::limit_units(w)).width(Width::Short).value(fields.get(unit)))
        }
    }
}

/// What the typed rules would promise, beside those in force.
fn preview_of(admin: &Admin, rules: &Rules) -> Markup {
    let (w, lang) = (admin.words(), admin.lang());
    let Some(present) = admin.reference.rules.on(admin.today) else { return html! {} };
    let mut table = Table::new(
        w.t("admin-preview-caption"),
        vec![
            Column::text(w.t("admin-limit-what")),
            Column::text(w.t("admin-limit-present")),
            Column::text(w.t("admin-preview-new")),
        ],
    );
    let mut changed = 0;
    for kind in kinds() {
        let (before, after) = (
            counted(admin, present.limit(kind), present),
            counted(admin, rules.limit(kind), rules),
        );
        if present.limit(kind) == rules.limit(kind) && before.last_day == after.last_day {
            continue;
        }
        changed += 1;
        let told = |limit: Limit, day: Date| html! { (super::limit(w, limit)) br; span.muted { (long_date(lang, day)) } };
        table.row(vec![
            html! { (label::deadline(w, kind)) },
            told(present.limit(kind), before.last_day),
            told(rules.limit(kind), after.last_day),
        ]);
    }
    let title = w.ta(
        "admin-preview-title",
        &[("n", changed.into()), ("date", long_date(lang, rules.valid_from).into())],
    );
    html! {
        div.preview role="status" {
            (notice(w, Notice::Info, title, &html! { (w.t("admin-preview-help")) }))
            @if changed > 0 { (table.render()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_colon_or_dot() {
        assert_eq!(read_clock("08:00"), Some(Time::constant(8, 0, 0, 0)));
        assert_eq!(read_clock(" 16.30 "), Some(Time::constant(16, 30, 0, 0)));
        assert_eq!(read_clock("25:00"), None);
        assert_eq!(read_clock("8"), None);
        assert_eq!(clock(Time::constant(8, 5, 0, 0)), "08:05");
    }
}
