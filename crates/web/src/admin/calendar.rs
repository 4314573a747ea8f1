//! The calendar of working days: a year at a glance, and what changes it. Each change counts the
//! dates of open reports again, and each report says so in its history.

use super::authority::{Act, Subject};
use super::form::{Asked, need_date, need_text, put_date, refused};
use super::frame::{Confirm, Done, Place, SURE, Sheet, leavable, post};
use super::session::{Admin, AdminForm};
use super::{label, local};
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, Query};
use crate::format::{long_date, month_name, short_weekday};
use crate::ui::{Button, Choice, Column, Errors, Notice, Table, Text, Width, button_row, notice};
use axum::response::Response;
use domain::calendar::{Holiday, HolidayKind};
use domain::region::RegionCode;
use jiff::civil::{Date, Weekday};
use maud::{Markup, Render as _, html};
use store::reference::change::{self, Refusal};
use store::reference::rows::{self, HolidayRow};

/// Open reports are counted up to here: more is "more than".
const COUNTED_MAX: u32 = 10_000;
/// Longest name of a holiday or decree, in characters; the store refuses more.
const TEXT_MAX: usize = 200;

pub(crate) async fn index(admin: Admin, Query(asked): Query) -> Answer {
    admin.require(Act::ReadDirectory, Subject::Nation)?;
    let w = admin.words();
    let year = asked.number("tahun").and_then(|year| i16::try_from(year).ok());
    let year = year.filter(|year| (1990..=2199).contains(year)).unwrap_or(admin.today.year());
    let rows = rows::holidays(admin.store(), year).await?;
    let estimated = rows.iter().filter(|row| row.estimated).count();
    let href = |year: i16| admin.href(&format!("/atur/kalender?tahun={year}"));
    let body = html! {
        nav.years aria-label=(w.t("admin-calendar-years")) {
            a href=(href(year - 1)) { (year - 1) } strong aria-current="page" { (year) } a href=(href(year + 1)) { (year + 1) }
        }
        p.count-line { strong { (w.ta("admin-calendar-count", &[("n", rows.len().into())])) } " · " (w.t("admin-calendar-zone")) }
        @if estimated > 0 {
            (notice(w, Notice::Warning, w.ta("admin-calendar-estimated", &[("n", estimated.into())]), &html! { (w.t("admin-calendar-estimated-help")) }))
        }
        (year_view(&admin, year, &rows))
        (table(&admin, &rows))
        @if admin.may(Act::ChangeCalendar, Subject::Nation) {
            (button_row(&[Button::secondary(w.t("admin-holiday-add")).href(admin.href("/atur/kalender/baru"))]))
        }
    };
    let title = w.ta("admin-calendar-title", &[("year", year.to_string().into())]);
    Ok(Sheet::new(&admin, Place::Calendar, title).show(&html! { div.flow { (body) } }))
}

/// Twelve months as tables; a day off has a mark beside its colour and says its name.
fn year_view(admin: &Admin, year: i16, rows: &[HolidayRow]) -> Markup {
    html! { div.year { @for month in 1..=12 { @if let Ok(first) = Date::new(year, month, 1) { (month_view(admin, first, rows)) } } } }
}

fn month_view(admin: &Admin, first: Date, rows: &[HolidayRow]) -> Markup {
    let lang = admin.lang();
    let lead = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0);
    let days = first.days_in_month();
    let cells: Vec<Option<Date>> = std::iter::repeat_n(None, lead)
        .chain((1..=days).map(|day| Date::new(first.year(), first.month(), day).ok()))
        .collect();
    let weekdays = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];
    html! {
        table.month {
            caption { (month_name(lang, first)) }
            thead { tr { @for day in weekdays { th scope="col" { abbr title=(crate::format::weekday_name(lang, day)) { (short_weekday(lang, day)) } } } } }
            tbody { @for week in cells.chunks(7) { tr { @for cell in week {
                @match cell { None => td {}, Some(date) => (day_cell(admin, *date, rows)) }
            } } } }
        }
    }
}

fn day_cell(admin: &Admin, date: Date, rows: &[HolidayRow]) -> Markup {
    let lang = admin.lang();
    let off: Vec<&HolidayRow> = rows.iter().filter(|row| row.holiday.date == date).collect();
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    let class = match off.first().map(|row| row.holiday.kind) {
        Some(HolidayKind::National) => "off off-national",
        Some(HolidayKind::JointLeave) => "off off-joint",
        Some(HolidayKind::Regional) => "off off-regional",
        None if weekend => "weekend",
        None => "",
    };
    let names = off.iter().map(|row| local(lang, &row.holiday.name)).collect::<Vec<_>>().join(", ");
    html! {
        td class=(class) aria-current=[(date == admin.today).then_some("date")] {
            @if names.is_empty() { (date.day()) }
            @else { span title=(names) { (date.day()) span.sr { ": " (names) } } }
        }
    }
}

fn table(admin: &Admin, rows: &[HolidayRow]) -> Markup {
    let (w, lang) = (admin.words(), admin.lang());
    let may = admin.may(Act::ChangeCalendar, Subject::Nation);
    let mut columns = vec![
        Column::text(w.t("admin-holiday-date")),
        Column::text(w.t("admin-holiday-name")),
        Column::text(w.t("admin-holiday-kind")),
        Column::text(w.t("admin-holiday-decree")),
    ];
    if may {
        columns.push(Column::text(w.t("admin-duty-ways")));
    }
    let mut table = Table::new(w.t("admin-calendar-caption"), columns);
    for row in rows {
        let holiday = &row.holiday;
        let region = holiday.region.and_then(|code| admin.reference.regions.get(code));
        let mut cells = vec![
            html! { (long_date(lang, holiday.date)) },
            html! { (local(lang, &holiday.name)) },
            html! { (label::holiday_kind(w, holiday.kind)) @if let Some(region) = region { ", " (region.name) } },
            html! { (row.decree) @if row.estimated { " " span.badge-plain { (w.t("admin-holiday-estimated")) } } },
        ];
        if may {
            let query = key_query(holiday);
            let name = local(lang, &holiday.name);
            cells.push(html! { span.row-ways {
                a href=(admin.href(&format!("/atur/kalender/pindah?{query}"))) { (w.t("admin-holiday-move-short")) span.sr { " " (name) } }
                a href=(admin.href(&format!("/atur/kalender/hapus?{query}"))) { (w.t("admin-holiday-remove-short")) span.sr { " " (name) } }
            } });
        }
        table.row(cells);
    }
    html! { @if rows.is_empty() { p { (w.t("admin-calendar-none")) } } @else { (table.render()) } }
}

/// The address of a holiday: what its row is known by.
fn key_query(holiday: &Holiday) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("tanggal", &holiday.date.to_string())
        .append_pair("jenis", holiday.kind.word());
    query.append_pair("nama", &holiday.name.0);
    if let Some(region) = holiday.region {
        query.append_pair("wilayah", &region.to_string());
    }
    query.finish()
}

/// The holiday that fields name, as it is in the calendar.
fn find(admin: &Admin, fields: &Fields) -> Result<Holiday, Failure> {
    let date: Date = fields.get("tanggal").parse().map_err(|_| Failure::NotFound)?;
    let (kind, region) =
        (HolidayKind::from_word(fields.get("jenis")), RegionCode::parse(fields.get("wilayah")));
    let same = |holiday: &&Holiday| {
        holiday.date == date
            && Some(holiday.kind) == kind
            && holiday.region == region
            && *holiday.name.0 == *fields.get("nama")
    };
    admin.reference.calendar.holidays().find(same).cloned().ok_or(Failure::NotFound)
}

/// How many open reports a change counts again.
async fn recounted(admin: &Admin) -> Answer<Text<'static>> {
    let n = rows::open_reports(admin.store(), COUNTED_MAX + 1).await?;
    let w = admin.words();
    let bound = n.min(COUNTED_MAX);
    let values = [("n", bound.into())];
    Ok(if n > COUNTED_MAX {
        w.ta("admin-recount-more", &values)
    } else {
        w.ta("admin-recount", &values)
    })
}

fn year_path(date: Date) -> String {
    format!("/atur/kalender?tahun={}", date.year())
}

fn field(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::UnknownRegion => "wilayah",
        Refusal::BadText => "nama-id",
        _ => "tanggal-baru",
    }
}

pub(crate) async fn ask_new(admin: Admin) -> Answer {
    admin.require(Act::ChangeCalendar, Subject::Nation)?;
    let mut fields = Fields::default();
    fields.set("jenis", HolidayKind::National.word());
    Ok(new_page(&admin, &fields, &Errors::none(), &recounted(&admin).await?))
}

pub(crate) async fn take_new(form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    admin.require(Act::ChangeCalendar, Subject::Nation)?;
    let w = admin.words();
    let mut errors = Errors::none();
    let date = need_date(w, &fields, "tanggal-baru", &mut errors);
    let name = (
        need_text(w, &fields, "nama-id", TEXT_MAX, &mut errors),
        need_text(w, &fields, "nama-en", TEXT_MAX, &mut errors),
    );
    let decree = need_text(w, &fields, "keputusan", TEXT_MAX, &mut errors);
    let kind = HolidayKind::from_word(fields.get("jenis"));
    if kind.is_none() {
        errors.add("jenis", w.t("admin-choose"));
    }
    let region =
        RegionCode::parse(fields.get("wilayah")).filter(|_| kind == Some(HolidayKind::Regional));
    if let Some((date, kind)) = date.zip(kind).filter(|_| errors.is_empty() && !restored) {
        let holiday = Holiday { date, kind, region, name };
        match change::add_holiday(admin.store(), admin.id(), holiday, decree).await {
            Ok(()) => return Ok(super::frame::done(&admin, &year_path(date), Done::Recounting)),
            Err(failure) => refused(w, failure, &mut errors, field)?,
        }
    }
    Ok(new_page(&admin, &fields, &errors, &recounted(&admin).await?))
}

fn new_page(admin: &Admin, fields: &Fields, errors: &Errors<'static>, recounted: &str) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let kinds = HolidayKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.word(), label::holiday_kind(w, *kind)))
        .collect();
    let provinces = admin
        .reference
        .regions
        .below(None)
        .map(|region| Choice::new(region.code.to_string(), region.name));
    let provinces =
        std::iter::once(Choice::new("", w.t("admin-nation"))).chain(provinces).collect();
    let body = html! {
        (notice(w, Notice::Info, recounted.to_owned(), &html! { (w.t("admin-recount-help")) }))
        (asked.date("tanggal-baru", w.t("admin-holiday-date")))
        (asked.text("nama-id", w.t("admin-holiday-name-id")).width(Width::Medium))
        (asked.text("nama-en", w.t("admin-holiday-name-en")).width(Width::Medium))
        (asked.radios("jenis", w.t("admin-holiday-kind"), kinds).inline())
        (asked.select("wilayah", w.t("admin-holiday-region"), provinces).hint(w.t("admin-holiday-region-hint")))
        (asked.text("keputusan", w.t("admin-holiday-decree")).hint(w.t("admin-holiday-decree-hint")))
    };
    let form = leavable(
        admin,
        post(admin, "/atur/kalender/baru"),
        w.t("admin-holiday-add"),
        "/atur/kalender",
    );
    Sheet::new(admin, Place::Calendar, w.t("admin-holiday-add")).ask(errors, &form.around(&body))
}

pub(crate) async fn ask_move(admin: Admin, Query(mut fields): Query) -> Answer {
    admin.require(Act::ChangeCalendar, Subject::Nation)?;
    let holiday = find(&admin, &fields)?;
    put_date(&mut fields, "tanggal-baru", holiday.date);
    Ok(move_page(&admin, &holiday, &fields, &Errors::none(), &recounted(&admin).await?))
}

pub(crate) async fn take_move(form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    admin.require(Act::ChangeCalendar, Subject::Nation)?;
    let (holiday, w) = (find(&admin, &fields)?, admin.words());
    let mut errors = Errors::none();
    let to = need_date(w, &fields, "tanggal-baru", &mut errors);
    let decree = need_text(w, &fields, "keputusan", TEXT_MAX, &mut errors);
    if let Some(to) = to.filter(|_| errors.is_empty() && !restored) {
        match change::move_holiday(admin.store(), admin.id(), holiday.clone(), to, decree).await {
            Ok(()) => return Ok(super::frame::done(&admin, &year_path(to), Done::Recounting)),
            Err(failure) => refused(w, failure, &mut errors, field)?,
        }
    }
    Ok(move_page(&admin, &holiday, &fields, &errors, &recounted(&admin).await?))
}

fn move_page(
    admin: &Admin,
    holiday: &Holiday,
    fields: &Fields,
    errors: &Errors<'static>,
    recounted: &str,
) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let body = html! {
        (notice(w, Notice::Info, recounted.to_owned(), &html! { (w.t("admin-recount-help")) }))
        p { strong { (local(admin.lang(), &holiday.name)) } ", " (long_date(admin.lang(), holiday.date)) }
        (asked.date("tanggal-baru", w.t("admin-holiday-new-date")))
        (asked.text("keputusan", w.t("admin-holiday-decree")).hint(w.t("admin-holiday-decree-hint")))
    };
    let form = leavable(
        admin,
        keyed(admin, "/atur/kalender/pindah", holiday),
        w.t("admin-holiday-move"),
        &year_path(holiday.date),
    );
    Sheet::new(admin, Place::Calendar, w.t("admin-holiday-move")).ask(errors, &form.around(&body))
}

/// A form that carries which holiday it is about.
fn keyed<'a>(admin: &'a Admin, path: &str, holiday: &'a Holiday) -> crate::ui::Form<'a> {
    post(admin, path)
        .hidden("tanggal", holiday.date.to_string())
        .hidden("jenis", holiday.kind.word())
        .hidden("nama", &*holiday.name.0)
        .hidden("wilayah", holiday.region.map(|code| code.to_string()).unwrap_or_default())
}

pub(crate) async fn ask_remove(admin: Admin, Query(fields): Query) -> Answer {
    admin.require(Act::ChangeCalendar, Subject::Nation)?;
    let holiday = find(&admin, &fields)?;
    Ok(remove_page(&admin, &holiday, &fields, &Errors::none()))
}

pub(crate) async fn take_remove(form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    admin.require(Act::ChangeCalendar, Subject::Nation)?;
    let (holiday, w) = (find(&admin, &fields)?, admin.words());
    let mut errors = Errors::none();
    let decree = need_text(w, &fields, "keputusan", TEXT_MAX, &mut errors);
    if errors.is_empty() && !restored {
        if !fields.has(SURE) {
            return remove_confirm(&admin, &holiday, &fields).await;
        }
        match change::remove_holiday(admin.store(), admin.id(), holiday.clone(), decree).await {
            Ok(()) => {
                return Ok(super::frame::done(&admin, &year_path(holiday.date), Done::Recounting));
            }
            Err(failure) => refused(w, failure, &mut errors, |_| "keputusan")?,
        }
    }
    Ok(remove_page(&admin, &holiday, &fields, &errors))
}

fn remove_page(
    admin: &Admin,
    holiday: &Holiday,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let body = html! {
        p { strong { (local(admin.lang(), &holiday.name)) } ", " (long_date(admin.lang(), holiday.date)) }
        (asked.text("keputusan", w.t("admin-holiday-remove-why")).hint(w.t("admin-holiday-remove-hint")))
    };
    let form = leavable(
        admin,
        keyed(admin, "/atur/kalender/hapus", holiday),
        w.t("admin-continue"),
        &year_path(holiday.date),
    );
    Sheet::new(admin, Place::Calendar, w.t("admin-holiday-remove")).ask(errors, &form.around(&body))
}

async fn remove_confirm(admin: &Admin, holiday: &Holiday, fields: &Fields) -> Answer {
    let w = admin.words();
    let day = long_date(admin.lang(), holiday.date);
    let weekend = matches!(holiday.date.weekday(), Weekday::Saturday | Weekday::Sunday);
    let consequence = html! { ul {
        li { (w.ta("admin-holiday-remove-effect", &[("date", day.into())])) }
        @if weekend { li { (w.t("admin-holiday-remove-weekend")) } }
        li { (recounted(admin).await?) " " (w.t("admin-recount-help")) }
    } };
    let values = [("name", local(admin.lang(), &holiday.name).to_owned().into())];
    let back = year_path(holiday.date);
    let asked = Confirm {
        question: w.ta("admin-holiday-remove-ask", &values),
        consequence: &consequence,
        path: "/atur/kalender/hapus",
        yes: w.t("admin-holiday-remove"),
        back: &back,
    };
    Ok(Sheet::new(admin, Place::Calendar, w.t("admin-holiday-remove")).confirm(&asked, fields))
}
