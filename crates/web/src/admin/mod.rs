//! Administration under `/atur`: who exists, who works where, which categories, limits and days
//! off hold from when. Every change is dated and written down; nothing rewrites the past.

mod agencies;
mod agency_change;
mod agency_settings;
mod authority;
mod calendar;
mod categories;
mod category_change;
mod form;
mod frame;
mod hubs;
mod journal;
mod label;
mod limits;
mod machine;
mod officer_account;
mod officer_duty;
mod officers;
mod overview;
mod pick;
mod replay;
mod route;
mod session;
mod units;
mod work;

pub use authority::{Act, Subject, administers, may, table};

use crate::app::App;
use crate::format::short_date;
use crate::i18n::{Lang, Words};
use crate::label::limit;
use crate::ui::Text;
use axum::Router;
use axum::routing::{get, post};
use jiff::civil::Date;
use session::Admin;

/// Every page of administration.
pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/atur", get(overview::index))
        .merge(agency_routes())
        .merge(officer_routes())
        .merge(rule_routes())
        .route("/atur/simpul", get(hubs::index))
        .route("/atur/simpul/{code}", get(hubs::show))
        .route("/atur/simpul/{code}/baru", get(hubs::ask_new).post(hubs::take_new))
        .route("/atur/simpul/{code}/{slug}/akhiri", get(hubs::ask_end).post(hubs::take_end))
        .route("/atur/ombudsman", get(hubs::ombudsman))
        .route("/atur/otomatis", get(machine::index).post(machine::turn))
        .route("/atur/otomatis/{code}", get(machine::show).post(machine::allow))
        .route("/atur/jurnal", get(journal::index))
        .route("/atur/pekerjaan", get(work::index))
        .route("/atur/pekerjaan/kabar", get(work::failed))
        .route("/atur/pekerjaan/{id}", post(work::revive))
}

fn agency_routes() -> Router<App> {
    use agency_change as change;
    use agency_settings as settings;
    Router::new()
        .route("/atur/instansi", get(agencies::index))
        .route("/atur/instansi/baru", get(change::ask_new).post(change::take_new))
        .route("/atur/instansi/{slug}", get(agencies::show))
        .route("/atur/instansi/{slug}/nama", get(change::ask_name).post(change::take_name))
        .route("/atur/instansi/{slug}/akhiri", get(change::ask_end).post(change::take_end))
        .route("/atur/instansi/{slug}/batas", get(settings::ask_limit).post(settings::take_limit))
        .route(
            "/atur/instansi/{slug}/kategori",
            get(settings::ask_categories).post(settings::take_categories),
        )
        .route("/atur/instansi/{slug}/unit", get(units::index))
        .route("/atur/instansi/{slug}/unit/baru", get(units::ask_new).post(units::take_new))
        .route(
            "/atur/instansi/{slug}/unit/{code}/nama",
            get(units::ask_name).post(units::take_name),
        )
        .route(
            "/atur/instansi/{slug}/unit/{code}/pindah",
            get(units::ask_move).post(units::take_move),
        )
        .route(
            "/atur/instansi/{slug}/unit/{code}/akhiri",
            get(units::ask_end).post(units::take_end),
        )
}

fn officer_routes() -> Router<App> {
    use officer_account as account;
    use officer_duty as duty;
    Router::new()
        .route("/atur/petugas", get(officers::index))
        .route("/atur/petugas/baru", get(account::ask_new).post(account::take_new))
        .route("/atur/petugas/{id}", get(officers::show))
        .route("/atur/petugas/{id}/ubah", get(account::ask_change).post(account::take_change))
        .route("/atur/petugas/{id}/tugas", get(duty::ask_new).post(duty::take_new))
        .route("/atur/petugas/{id}/tugas/{duty}/akhiri", get(duty::ask_end).post(duty::take_end))
        .route("/atur/petugas/{id}/{step}", get(account::ask_step).post(account::take_step))
}

fn rule_routes() -> Router<App> {
    use category_change as change;
    Router::new()
        .route("/atur/kategori", get(categories::index))
        .route("/atur/kategori/periksa", get(categories::check))
        .route("/atur/kategori/baru", get(change::ask_new).post(change::take_new))
        .route("/atur/kategori/{code}", get(categories::show))
        .route("/atur/kategori/{code}/ubah", get(change::ask_change).post(change::take_change))
        .route("/atur/kategori/{code}/hentikan", get(change::ask_retire).post(change::take_retire))
        .route("/atur/kategori/{code}/rute/{level}", get(route::ask).post(route::take))
        .route(
            "/atur/kategori/{code}/rute/{level}/akhiri",
            get(route::ask_end).post(route::take_end),
        )
        .route("/atur/batas", get(limits::index))
        .route("/atur/batas/baru", get(limits::ask_new).post(limits::take_new))
        .route("/atur/batas/{id}", get(limits::show))
        .route("/atur/kalender", get(calendar::index))
        .route("/atur/kalender/baru", get(calendar::ask_new).post(calendar::take_new))
        .route("/atur/kalender/pindah", get(calendar::ask_move).post(calendar::take_move))
        .route("/atur/kalender/hapus", get(calendar::ask_remove).post(calendar::take_remove))
}

/// The text of a pair in the reader's language.
fn local(lang: Lang, pair: &(Box<str>, Box<str>)) -> &str {
    crate::label::in_language(Words::of(lang), pair)
}

/// A first day; without one it has always been so.
fn day_from(admin: &Admin, day: Option<Date>) -> Text<'static> {
    day.map_or_else(
        || admin.words().t("admin-from-always"),
        |day| short_date(admin.lang(), day).into(),
    )
}

/// A last day; without one there is no end.
fn day_to(admin: &Admin, day: Option<Date>) -> Text<'static> {
    day.map_or_else(|| admin.words().t("admin-to-open"), |day| short_date(admin.lang(), day).into())
}

/// An address with what was asked before and what is asked now.
fn query_path(admin: &Admin, path: &str, kept: &[(&str, &str)], new: &[(&str, String)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in kept.iter().filter(|(_, value)| !value.is_empty()) {
        query.append_pair(name, value);
    }
    for (name, value) in new {
        query.append_pair(name, value);
    }
    format!("{}?{}", admin.href(path), query.finish())
}
