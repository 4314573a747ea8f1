//! The pages of the steps of signing in.

use super::{Step, Way};
use crate::app::App;
use crate::desk::form::{self, RESTORE, TOKEN};
use crate::desk::label;
use crate::desk::session::Begun;
use crate::failure::Failure;
use crate::reader::Reader;
use crate::refusal::account_refusal_text;
use crate::ui::{
    Button, Choice, Errors, Field, Form, PublicPage, Radios, error_summary, heading, qr,
};
use domain::Reference;
use maud::{Markup, Render as _, html};
use store::duties;
use store::refusal::{Denied, Refusal};
use store::sign_in;

pub(super) fn page(
    reader: &Reader,
    title: &'static str,
    errors: &Errors<'_>,
    body: &Markup,
) -> Markup {
    let w = reader.words;
    PublicPage::new(reader.view(), w.t(title)).unlisted().errors(!errors.is_empty()).around(
        &html! {
            (error_summary(w, errors))
            (body)
        },
    )
}

pub(super) fn password_page(
    reader: &Reader,
    way: &Way,
    username: &str,
    refusal: Option<&Refusal>,
    above: Option<&Markup>,
) -> Markup {
    let w = reader.words;
    let mut errors = Errors::none();
    if let Some(refusal) = refusal {
        errors.add("nama-pengguna", account_refusal_text(w, refusal));
    }
    let fields = html! {
        (Field::text(w, "nama-pengguna", w.t("sign-in-username")).value(username).autocomplete("username")
            .width(crate::ui::Width::Medium).error(errors.of("nama-pengguna")))
        (Field::password(w, "sandi", w.t("sign-in-password")).autocomplete("current-password"))
    };
    let form = way.carry(Form::post(reader.href("/masuk"))).button(Button::primary(w.t("sign-in")));
    page(
        reader,
        "sign-in-title",
        &errors,
        &html! {
            @if let Some(above) = above { (above) }
            (heading(Some(w.t("sign-in-above")), w.t("sign-in-title")))
            (form.around(&fields))
            p.flow { (w.t("sign-in-help")) }
        },
    )
}

fn step_form<'a>(reader: &Reader, begun: &'a Begun, way: &'a Way, step: &Step) -> Form<'a> {
    way.carry(Form::post(reader.href(step.path())).hidden(TOKEN, begun.form_token.as_str()))
}

pub(super) fn new_password_page(
    reader: &Reader,
    begun: &Begun,
    way: &Way,
    message: Option<String>,
) -> Markup {
    let w = reader.words;
    let errors = Errors::maybe("sandi-baru", message);
    let fields = html! {
        (Field::password(w, "sandi-baru", w.t("sign-in-new-password")).autocomplete("new-password")
            .hint(w.t("sign-in-new-password-hint")).error(errors.of("sandi-baru")))
        (Field::password(w, "sandi-ulang", w.t("sign-in-repeat-password")).autocomplete("new-password"))
    };
    let form = step_form(reader, begun, way, &Step::NewPassword)
        .button(Button::primary(w.t("sign-in-next")));
    page(
        reader,
        "sign-in-new-title",
        &errors,
        &html! {
            (heading(Some(begun.session.name.as_str().into()), w.t("sign-in-new-title")))
            p { (w.t("sign-in-new-help")) }
            (form.around(&fields))
        },
    )
}

pub(super) async fn enrolment_page(
    app: &App,
    reader: &Reader,
    begun: &Begun,
    way: &Way,
    message: Option<String>,
) -> Result<Markup, Failure> {
    let w = reader.words;
    let enrolment = match sign_in::enrolment(app.store(), &begun.token).await {
        Ok(enrolment) => enrolment,
        Err(Denied::Store(error)) => return Err(error.into()),
        Err(Denied::Refused(_)) => return Err(Failure::SessionEnded { back: way.back.clone() }),
    };
    let errors = Errors::maybe("kode", message);
    let form = step_form(reader, begun, way, &Step::Enrolment)
        .button(Button::primary(w.t("sign-in-next")));
    let groups = crate::ui::grouped(&enrolment.base32, &[4; 7]).join(" ");
    Ok(page(
        reader,
        "sign-in-enrol-title",
        &errors,
        &html! {
            (heading(Some(begun.session.name.as_str().into()), w.t("sign-in-enrol-title")))
            div.flow {
                p { (w.t("sign-in-enrol-help")) }
                @if let Some(code) = qr(&enrolment.uri, &w.t("sign-in-enrol-qr")) { div.qr-frame { (code) } }
                p { (w.t("sign-in-enrol-typed")) " " strong.secret-key { (groups) } }
            }
            (form.around(&code_field(reader, &errors)))
        },
    ))
}

fn code_field(reader: &Reader, errors: &Errors<'_>) -> Markup {
    let w = reader.words;
    Field::digits(w, "kode", w.t("sign-in-code"))
        .autocomplete("one-time-code")
        .width(crate::ui::Width::Short)
        .hint(w.t("sign-in-code-hint"))
        .error(errors.of("kode"))
        .render()
}

pub(super) fn code_page(
    reader: &Reader,
    begun: &Begun,
    way: &Way,
    message: Option<String>,
) -> Markup {
    let w = reader.words;
    let errors = Errors::maybe("kode", message);
    let form = step_form(reader, begun, way, &Step::Code).button(Button::primary(w.t("sign-in")));
    page(
        reader,
        "sign-in-code-title",
        &errors,
        &html! {
            (heading(Some(begun.session.name.as_str().into()), w.t("sign-in-code-title")))
            (form.around(&code_field(reader, &errors)))
        },
    )
}

pub(super) async fn duty_page(
    app: &App,
    reader: &Reader,
    begun: &Begun,
    way: &Way,
    message: Option<String>,
) -> Result<Markup, Failure> {
    let w = reader.words;
    let today = Reference::today(app.store().now());
    let held = duties::on(app.store(), begun.session.officer, today).await?;
    let errors = Errors::maybe("tugas", message);
    if held.is_empty() {
        return Ok(page(
            reader,
            "sign-in-duty-none",
            &errors,
            &html! {
                (heading(Some(begun.session.name.as_str().into()), w.t("sign-in-duty-none")))
                div.flow {
                    p { (w.t("sign-in-duty-none-help")) }
                    p { a href=(reader.href("/keluar")) { (w.t("desk-sign-out")) } }
                }
            },
        ));
    }
    let reference = app.store().reference();
    let choices = held.iter().map(|held| {
        let place = label::duty_place(&held.duty, &reference, w.lang(), today);
        Choice::new(held.id.0.to_string(), label::role(w, held.duty.role)).hint(place)
    });
    let radios =
        Radios::new(w, "tugas", w.t("sign-in-duty"), choices.collect()).error(errors.of("tugas"));
    let form =
        step_form(reader, begun, way, &Step::Duty).button(Button::primary(w.t("sign-in-next")));
    Ok(page(
        reader,
        "sign-in-duty-title",
        &errors,
        &html! {
            (heading(Some(begun.session.name.as_str().into()), w.t("sign-in-duty-title")))
            p { (w.t("sign-in-duty-help")) }
            (form.around(&radios.render()))
        },
    ))
}

/// Signed in again with a form in hand: one press leads back to what was typed.
pub(super) fn restored_page(app: &App, reader: &Reader, begun: &Begun, way: &Way) -> Markup {
    let w = reader.words;
    let none = Errors::none();
    let Some(kept) = form::open(app, &way.kept) else {
        return page(
            reader,
            "sign-in-lost-title",
            &none,
            &html! {
                (heading(None, w.t("sign-in-lost-title")))
                div.flow { p { (w.t("sign-in-lost")) } p { a href=(reader.href("/meja")) { (w.t("desk-to-queue")) } } }
            },
        );
    };
    let pairs: Vec<(String, String)> = kept.fields.into_pairs().collect();
    let mut form =
        Form::post(kept.action).hidden(TOKEN, begun.form_token.as_str()).hidden(RESTORE, "ya");
    for (name, value) in &pairs {
        form = form.hidden(name, value.as_str());
    }
    let form = form.button(Button::primary(w.t("sign-in-restored-go")));
    page(
        reader,
        "sign-in-restored-title",
        &none,
        &html! {
            (heading(None, w.t("sign-in-restored-title")))
            p { (w.t("sign-in-restored")) }
            (form.around(&html! {}))
        },
    )
}
