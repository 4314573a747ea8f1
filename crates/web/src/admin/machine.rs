//! What LAPOR may route by itself: the switch, and for each category what a threshold would have
//! done with the last thirty days.

use super::authority::{Act, Subject};
use super::form::Asked;
use super::frame::{Done, Place, Sheet, done, post};
use super::session::{Admin, AdminForm};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::format;
use crate::label;
use crate::ui::{Button, Column, Errors, Notice, Table, Width, button_row, notice};
use axum::extract::Path;
use axum::response::Response;
use domain::category::{Category, CategoryCode};
use domain::counter::day_of;
use maud::{Markup, Render as _, html};
use store::machine_routing::{self, Allowed};
use triage::record::{Group, Point};

/// Days of decisions that a threshold is judged by.
const DAYS: i32 = 30;
/// Of what would have been sent, how much must be right before a threshold is proposed.
const PRECISION_PERCENT: usize = 95;
/// Decisions below which nothing is proposed.
const ENOUGH: usize = 20;
/// Categories listed.
const LISTED: usize = 50;
const PATH: &str = "/atur/otomatis";

fn since(admin: &Admin) -> i32 {
    day_of(admin.store().now()) - DAYS
}

/// The lowest threshold that keeps the promised precision.
fn proposed(curve: &[Point]) -> Option<Point> {
    let keeps = |point: &&Point| {
        point.sent >= ENOUGH && point.right * 100 >= point.sent * PRECISION_PERCENT
    };
    curve.iter().rev().find(keeps).copied()
}

/// What a threshold would have done.
fn at(curve: &[Point], permille: u16) -> Option<Point> {
    curve.iter().rev().find(|point| point.permille >= permille).copied()
}

pub(crate) async fn index(admin: Admin) -> Answer {
    admin.require(Act::ReadDirectory, Subject::Nation)?;
    let allowed = machine_routing::allowed(admin.store()).await?;
    Ok(index_page(&admin, &allowed))
}

fn index_page(admin: &Admin, allowed: &Allowed) -> Response {
    let w = admin.words();
    let may = admin.may(Act::ChangeLimits, Subject::Nation);
    let (state, help, button) = if allowed.on {
        ("admin-machine-on", "admin-machine-on-help", "admin-machine-turn-off")
    } else {
        ("admin-machine-off", "admin-machine-off-help", "admin-machine-turn-on")
    };
    let turn = post(admin, PATH).hidden("nyala", if allowed.on { "tidak" } else { "ya" }).button(
        if allowed.on { Button::danger(w.t(button)) } else { Button::primary(w.t(button)) },
    );
    let body = html! {
        p.lead { (w.t("admin-machine-lead")) }
        (notice(w, if allowed.on { Notice::Success } else { Notice::Info }, w.t(state), &html! {
            p { (w.t(help)) }
            @if may { (turn.around(&html! {})) }
        }))
        (categories(admin, allowed))
        (button_row(&[Button::quiet(w.t("admin-machine-card")).href(admin.href("/model"))]))
    };
    Sheet::new(admin, Place::Machine, w.t("admin-place-machine"))
        .show(&html! { div.flow { (body) } })
}

/// Categories decided most in the last days, and those allowed.
fn categories(admin: &Admin, allowed: &Allowed) -> Markup {
    let (w, since) = (admin.words(), since(admin));
    let record = admin.app.suggester().record();
    let mut listed: Vec<CategoryCode> = allowed.thresholds.keys().cloned().collect();
    for (code, _) in record.groups(Group::Category, since).into_iter().take(LISTED) {
        if let Some(code) = CategoryCode::parse(&code)
            && !listed.contains(&code)
        {
            listed.push(code);
        }
    }
    let mut table = Table::new(
        w.t("admin-machine-caption"),
        vec![
            Column::text(w.t("admin-machine-category")),
            Column::number(w.t("admin-machine-suggested")),
            Column::text(w.t("admin-machine-threshold")),
            Column::text(w.t("admin-machine-would")),
        ],
    );
    for code in &listed {
        let Some(category) = admin.reference.categories.get(code) else { continue };
        let curve = record.curve(code, since);
        let threshold = allowed.thresholds.get(code).copied();
        let would = threshold.and_then(|permille| at(&curve, permille)).or(proposed(&curve));
        table.row(vec![
            html! { a href=(admin.href(&format!("{PATH}/{code}"))) { (label::category(w, category)) } },
            html! { (format::count(w.lang(), curve.last().map_or(0, |all| to_count(all.sent)))) },
            html! { @match threshold { Some(permille) => strong { (share(admin, permille)) }, None => (w.t("admin-machine-none")) } },
            html! { @if let Some(point) = would { (would_have(admin, &point)) } @else { (w.t("admin-machine-too-few")) } },
        ]);
    }
    html! {
        @if listed.is_empty() { p { (w.t("admin-machine-empty")) } } @else { (table.render()) }
    }
}

pub(super) fn to_count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn share(admin: &Admin, permille: u16) -> String {
    format!("{}%", format::number(admin.lang(), f64::from(permille) / 10.0))
}

fn would_have(admin: &Admin, point: &Point) -> String {
    let told = [
        ("sent", to_count(point.sent).into()),
        ("wrong", to_count(point.sent - point.right).into()),
        ("from", share(admin, point.permille).into()),
    ];
    admin.words().ta("admin-machine-would-text", &told).into_owned()
}

pub(crate) async fn turn(form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    admin.require(Act::ChangeLimits, Subject::Nation)?;
    if restored {
        return index(admin).await;
    }
    machine_routing::turn(admin.store(), fields.get("nyala") == "ya", admin.id()).await?;
    Ok(done(&admin, PATH, Done::Changed))
}

fn category<'a>(admin: &'a Admin, code: &str) -> Result<&'a Category, Failure> {
    let code = CategoryCode::parse(code).ok_or(Failure::NotFound)?;
    let category = admin.reference.categories.get(&code).ok_or(Failure::NotFound)?;
    if code.depth() == 3 { Ok(category) } else { Err(Failure::NotFound) }
}

pub(crate) async fn show(admin: Admin, Path(code): Path<String>) -> Answer {
    admin.require(Act::ReadDirectory, Subject::Nation)?;
    let category = category(&admin, &code)?;
    let allowed = machine_routing::allowed(admin.store()).await?;
    let mut fields = Fields::default();
    let curve = admin.app.suggester().record().curve(&category.code, since(&admin));
    let present = allowed.thresholds.get(&category.code).copied();
    if let Some(permille) = present.or(proposed(&curve).map(|point| point.permille)) {
        fields.set("ambang", (permille.div_ceil(10)).to_string());
    }
    Ok(page(&admin, category, &curve, &fields, &Errors::none(), present.is_some()))
}

fn page(
    admin: &Admin,
    category: &Category,
    curve: &[Point],
    fields: &Fields,
    errors: &Errors<'static>,
    is_allowed: bool,
) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let path = format!("{PATH}/{}", category.code);
    let mut form = post(admin, &path).button(Button::primary(w.t("admin-machine-allow")));
    if is_allowed {
        form = form.button(Button::danger(w.t("admin-machine-forbid")).value("larang", "ya"));
    }
    let form = form.button(Button::quiet(w.t("admin-cancel")).href(admin.href(PATH)));
    let delicate = !category.sensitive.is_empty()
        || category.class == domain::kind::ComplaintClass::Supervisory;
    let body = html! {
        p.lead { (w.t("admin-machine-category-lead")) }
        @if delicate {
            (notice(w, Notice::Warning, w.t("admin-machine-delicate"), &html! {}))
        } @else {
            (curve_table(admin, curve))
            @if admin.may(Act::ChangeLimits, Subject::Nation) {
                (form.around(&html! {
                    (asked.digits("ambang", w.t("admin-machine-ask")).width(Width::Short).hint(w.t("admin-machine-ask-hint")))
                }))
            }
        }
    };
    Sheet::new(admin, Place::Machine, label::category(w, category).to_owned())
        .above(w.t("admin-place-machine"))
        .ask(errors, &html! { div.flow { (body) } })
}

/// Precision against coverage, at steps that people think in.
fn curve_table(admin: &Admin, curve: &[Point]) -> Markup {
    const STEPS: [u16; 8] = [990, 980, 950, 900, 850, 800, 700, 500];
    let w = admin.words();
    if curve.is_empty() {
        return html! { p { (w.t("admin-machine-too-few")) } };
    }
    let all = curve.last().map_or(0, |point| point.sent);
    let mut table = Table::new(
        w.t("admin-machine-curve"),
        vec![
            Column::number(w.t("admin-machine-from")),
            Column::number(w.t("admin-machine-sent")),
            Column::number(w.t("admin-machine-wrong")),
            Column::number(w.t("admin-machine-precision")),
        ],
    );
    for step in STEPS {
        let point = at(curve, step).unwrap_or(Point { permille: step, sent: 0, right: 0 });
        let precision = (point.right * 100).checked_div(point.sent);
        table.row(vec![
            html! { (share(admin, step)) },
            html! { (format::count(w.lang(), to_count(point.sent))) },
            html! { (format::count(w.lang(), to_count(point.sent - point.right))) },
            html! { @if let Some(percent) = precision { (percent) "%" } @else { "–" } },
        ]);
    }
    html! {
        p { (w.ta("admin-machine-decisions", &[("n", to_count(all).into())])) }
        (table.render())
    }
}

pub(crate) async fn allow(Path(code): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    admin.require(Act::ChangeLimits, Subject::Nation)?;
    let category = category(&admin, &code)?;
    let w = admin.words();
    let present = machine_routing::allowed(admin.store()).await?;
    let is_allowed = present.thresholds.contains_key(&category.code);
    let curve = admin.app.suggester().record().curve(&category.code, since(&admin));
    let mut errors = Errors::none();
    if restored {
        return Ok(page(&admin, category, &curve, &fields, &errors, is_allowed));
    }
    if fields.get("larang") == "ya" {
        machine_routing::allow(admin.store(), &category.code, None, admin.id()).await?;
        return Ok(done(&admin, PATH, Done::Removed));
    }
    let typed = fields.line("ambang").parse::<u16>().ok().filter(|n| (50..=100).contains(n));
    let Some(percent) = typed else {
        errors
            .add("ambang", w.ta("admin-number-wrong", &[("min", 50.into()), ("max", 100.into())]));
        return Ok(page(&admin, category, &curve, &fields, &errors, is_allowed));
    };
    machine_routing::allow(admin.store(), &category.code, Some(percent * 10), admin.id()).await?;
    Ok(done(&admin, PATH, Done::Changed))
}
