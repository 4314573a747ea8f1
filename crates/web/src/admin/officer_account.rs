//! Accounts: new ones, their names and contacts, closing, opening, unlocking, starting over.

use super::authority::{Act, Subject};
use super::form::{Asked, denied};
use super::frame::{Confirm, Done, Place, SURE, Sheet, leavable, post};
use super::officer_duty;
use super::officers::{self as list, path, telling};
use super::session::{Admin, AdminForm};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::format::{Zone, date_time};
use crate::i18n::Lang;
use crate::ui::{
    Button, Choice, Errors, Fact, Field, Notice, Text, Width, button_row, notice, summary_list,
};
use axum::extract::Path;
use axum::response::Response;
use domain::OfficerId;
use maud::{Markup, html};
use store::officers::{self, INVITATION_AGE_MAX, Officer, Profile};
use store::{duties, refusal::Denied};

pub(crate) async fn ask_new(admin: Admin) -> Answer {
    if !super::authority::reaches(admin.duty(), Act::GiveDuty) {
        return Err(Failure::Forbidden);
    }
    let mut fields = Fields::default();
    fields.set("bahasa", Lang::Id.code());
    officer_duty::begin(&admin, &mut fields);
    Ok(new_page(&admin, &fields, &Errors::none()))
}

/// Makes the account and gives its first duty; the one-time password is in this answer only.
pub(crate) async fn take_new(form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    if !super::authority::reaches(admin.duty(), Act::GiveDuty) {
        return Err(Failure::Forbidden);
    }
    let w = admin.words();
    let mut errors = Errors::none();
    let (profile, username) = (profile(&fields), fields.line("username"));
    let new = officer_duty::read(&admin, OfficerId(0), &fields, &mut errors);
    if let Some(mut new) = new.filter(|_| errors.is_empty() && !restored) {
        admin.require(Act::GiveDuty, Subject::Duty(&new.duty))?;
        let made = officers::invite(
            admin.store(),
            admin.app.passwords()?,
            &username,
            &profile,
            Some(admin.id()),
        );
        match made.await {
            Ok((id, password)) => {
                new.duty.officer = id;
                if let Err(why) = duties::add(admin.store(), &new, Some(admin.id())).await {
                    // The account is there: its page lets the duty be given again.
                    tracing::warn!(officer.id = id.0, error = %why, "a new account is without its first duty");
                }
                return password_page(&admin, id, &password, &w.t("admin-officer-added")).await;
            }
            Err(why) => denied(w, why, &mut errors)?,
        }
    }
    Ok(new_page(&admin, &fields, &errors))
}

fn profile(fields: &Fields) -> Profile {
    let some = |name: &str| Some(fields.line(name)).filter(|text| !text.is_empty());
    let language = Lang::ALL
        .iter()
        .find(|lang| lang.code() == fields.get("bahasa"))
        .copied()
        .unwrap_or_default();
    Profile {
        name: fields.line("nama"),
        email: some("surel"),
        phone: some("telepon").map(|typed| e164(&typed)),
        language: language.code().to_owned(),
    }
}

/// A number as it is dialled inside the country becomes an international one; anything else stays
/// and is refused if it is none.
fn e164(typed: &str) -> String {
    let digits: String =
        typed.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')).collect();
    match digits.strip_prefix('0') {
        Some(rest) if !rest.starts_with('0') => format!("+62{rest}"),
        _ => digits,
    }
}

fn profile_fields<'a>(asked: Asked<'a>) -> Markup {
    let w = asked.w;
    let typed = |field: Field<'a>, name: &'static str| {
        field.value(asked.fields.get(name)).error(asked.errors.of(name))
    };
    let languages = Lang::ALL.iter().map(|lang| Choice::new(lang.code(), lang.name())).collect();
    html! {
        (typed(Field::email(w, "surel", w.t("admin-officer-email")), "surel").autocomplete("off").optional())
        (typed(Field::phone(w, "telepon", w.t("admin-officer-phone")), "telepon").autocomplete("off").hint(w.t("admin-officer-phone-hint")).optional())
        (asked.radios("bahasa", w.t("admin-account-language"), languages).inline())
    }
}

fn new_page(admin: &Admin, fields: &Fields, errors: &Errors<'static>) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let body = html! {
        p { (w.t("admin-officer-new-lead")) }
        (asked.text("nama", w.t("admin-officer-name")).width(Width::Medium))
        (asked.text("username", w.t("admin-officer-username")).width(Width::Medium).hint(w.t("admin-officer-username-hint")).autocomplete("off"))
        (profile_fields(asked))
        h2 { (w.t("admin-officer-first-duty")) }
        (officer_duty::inputs(admin, asked))
    };
    let form = leavable(
        admin,
        post(admin, "/atur/petugas/baru"),
        w.t("admin-officer-add"),
        "/atur/petugas",
    );
    Sheet::new(admin, Place::Officers, w.t("admin-officer-add")).ask(errors, &form.around(&body))
}

/// The slip for the officer. Nobody sees the password again, so it is made to be printed.
async fn password_page(admin: &Admin, id: OfficerId, password: &str, title: &str) -> Answer {
    let w = admin.words();
    let officer = officers::get(admin.store(), id).await?.ok_or(Failure::NotFound)?;
    let until = officer.password_at.checked_add(INVITATION_AGE_MAX).unwrap_or(officer.password_at);
    let until = date_time(admin.lang(), until, Zone::WIB);
    let address = format!("{}{}", admin.app.settings().base_url, admin.href("/masuk"));
    let facts = [
        Fact::new(w.t("admin-officer-name"), html! { (officer.name) }),
        Fact::new(w.t("admin-slip-address"), html! { (address) }),
        Fact::new(w.t("admin-officer-username"), html! { strong { (officer.username) } }),
        Fact::new(w.t("admin-slip-password"), html! { strong.secret { (password) } }),
        Fact::new(w.t("admin-slip-until"), html! { (until) }),
    ];
    let body = html! {
        div.flow {
            (notice(w, Notice::Warning, w.t("admin-slip-once"), &html! { (w.t("admin-slip-once-help")) }))
            (summary_list(w, &facts))
            h2 { (w.t("admin-slip-next")) }
            ol { li { (w.t("admin-slip-step-1")) } li { (w.t("admin-slip-step-2")) } li { (w.t("admin-slip-step-3")) } }
            div.no-print { (button_row(&[Button::secondary(w.t("admin-slip-to-officer")).href(admin.href(&path(id)))])) }
        }
    };
    Ok(Sheet::new(admin, Place::Officers, title.to_owned()).show(&body))
}

/// The account of an address, when this officer may change it.
async fn find(admin: &Admin, id: i64) -> Answer<Officer> {
    let (officer, held) = list::find(admin, id).await?;
    let telling = telling(admin, &held);
    admin.require(Act::ChangeAccount, Subject::Account(officer.id, &telling))?;
    Ok(officer)
}

fn sheet<'a>(admin: &'a Admin, officer: &'a Officer, title: impl Into<Text<'a>>) -> Sheet<'a> {
    let name = officer.name.as_str();
    Sheet::new(admin, Place::Officers, title).above(name).under(name, path(officer.id))
}

pub(crate) async fn ask_change(admin: Admin, Path(id): Path<i64>) -> Answer {
    let officer = find(&admin, id).await?;
    let contact = officers::contact(admin.store(), officer.id).await?;
    let mut fields = Fields::default();
    fields.set("nama", officer.name.as_str());
    fields.set("bahasa", officer.language.as_str());
    if let Some(contact) = contact {
        fields.set("surel", contact.email.unwrap_or_default());
        fields.set("telepon", contact.phone.unwrap_or_default());
    }
    Ok(change_page(&admin, &officer, &fields, &Errors::none()))
}

pub(crate) async fn take_change(Path(id): Path<i64>, form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    let officer = find(&admin, id).await?;
    let mut errors = Errors::none();
    if !restored {
        match officers::change(admin.store(), officer.id, &profile(&fields), Some(admin.id())).await
        {
            Ok(()) => return Ok(super::frame::done(&admin, &path(officer.id), Done::Changed)),
            Err(why) => denied(admin.words(), why, &mut errors)?,
        }
    }
    Ok(change_page(&admin, &officer, &fields, &errors))
}

fn change_page(
    admin: &Admin,
    officer: &Officer,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let body = html! { (asked.text("nama", w.t("admin-officer-name")).width(Width::Medium)) (profile_fields(asked)) };
    let form = leavable(
        admin,
        post(admin, &format!("{}/ubah", path(officer.id))),
        w.t("admin-save"),
        &path(officer.id),
    );
    sheet(admin, officer, w.t("admin-account-change")).ask(errors, &form.around(&body))
}

/// A step on an account that is asked for once more.
#[derive(Clone, Copy)]
enum Step {
    Suspend,
    Reinstate,
    Reset,
    Unlock,
}

impl Step {
    fn of(word: &str) -> Option<Self> {
        match word {
            "tutup" => Some(Self::Suspend),
            "buka" => Some(Self::Reinstate),
            "setel-ulang" => Some(Self::Reset),
            "lepas" => Some(Self::Unlock),
            _ => None,
        }
    }

    /// Question, consequence and words of the button.
    fn texts(
        self,
        admin: &Admin,
        officer: &Officer,
    ) -> (Text<'static>, Text<'static>, Text<'static>) {
        let w = admin.words();
        let name = [("name", officer.name.clone().into())];
        match self {
            Self::Suspend => (
                w.ta("admin-suspend-ask", &name),
                w.t("admin-suspend-effect"),
                w.t("admin-account-suspend"),
            ),
            Self::Reinstate => (
                w.ta("admin-reinstate-ask", &name),
                w.t("admin-reinstate-effect"),
                w.t("admin-account-reinstate"),
            ),
            Self::Reset => (
                w.ta("admin-reset-ask", &name),
                w.t("admin-reset-effect"),
                w.t("admin-account-reset"),
            ),
            Self::Unlock => (
                w.ta("admin-unlock-ask", &name),
                w.t("admin-unlock-effect"),
                w.t("admin-account-unlock"),
            ),
        }
    }
}

pub(crate) async fn ask_step(admin: Admin, Path((id, word)): Path<(i64, String)>) -> Answer {
    let step = Step::of(&word).ok_or(Failure::NotFound)?;
    let officer = find(&admin, id).await?;
    Ok(step_page(&admin, &officer, step, &word, None))
}

pub(crate) async fn take_step(Path((id, word)): Path<(i64, String)>, form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    let step = Step::of(&word).ok_or(Failure::NotFound)?;
    let officer = find(&admin, id).await?;
    if restored || !fields.has(SURE) {
        return Ok(step_page(&admin, &officer, step, &word, None));
    }
    match carry_out(&admin, &officer, step).await {
        Ok(Some(password)) => {
            let title = step.texts(&admin, &officer).2;
            password_page(&admin, officer.id, &password, &title).await
        }
        Ok(None) => {
            let done = if matches!(step, Step::Suspend) { Done::Suspended } else { Done::Unlocked };
            Ok(super::frame::done(&admin, &path(officer.id), done))
        }
        Err(Denied::Refused(_)) => {
            let why = admin.words().t("admin-account-state");
            Ok(step_page(&admin, &officer, step, &word, Some(why)))
        }
        Err(Denied::Store(error)) => Err(error.into()),
    }
}

/// Does the step; the one-time password when it makes one.
async fn carry_out(admin: &Admin, officer: &Officer, step: Step) -> Result<Option<String>, Denied> {
    let (store, id, by) = (admin.store(), officer.id, Some(admin.id()));
    let fault = || Denied::Store(store::Error::Fault("passwords cannot be hashed".to_owned()));
    match step {
        Step::Suspend => officers::suspend(store, id, by).await.map(|()| None),
        Step::Unlock => officers::unlock(store, id, by).await.map(|()| None),
        Step::Reset | Step::Reinstate => {
            let passwords = admin.app.passwords().map_err(|_| fault())?;
            let password = match step {
                Step::Reset => officers::reset(store, passwords, id, by).await?,
                _ => officers::reinstate(store, passwords, id, by).await?,
            };
            Ok(Some(password.to_string()))
        }
    }
}

fn step_page(
    admin: &Admin,
    officer: &Officer,
    step: Step,
    word: &str,
    refusal: Option<Text<'static>>,
) -> Response {
    let w = admin.words();
    let (question, effect, yes) = step.texts(admin, officer);
    let consequence = html! {
        @if let Some(refusal) = refusal { (notice(w, Notice::Problem, refusal, &html! {})) }
        p { (effect) }
    };
    let (own, page) = (path(officer.id), format!("{}/{word}", path(officer.id)));
    let asked =
        Confirm { question, consequence: &consequence, path: &page, yes: yes.clone(), back: &own };
    sheet(admin, officer, yes).confirm(&asked, &Fields::default())
}
