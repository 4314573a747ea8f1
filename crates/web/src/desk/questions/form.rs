//! Writing an entry anew or otherwise; personal data in it is shown before it is kept.

use super::propose::{given, source_ids};
use super::{Asked, HOME, refused, seen};
use crate::app::App;
use crate::desk::form::{DeskForm, TOKEN};
use crate::desk::gate::marked;
use crate::desk::session::Officer;
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, Query};
use crate::i18n::Lang;
use crate::label;
use crate::reader::Reader;
use crate::ui::{
    Button, Checkbox, Choice, Errors, Field, Form, Notice, Radios, error_summary, notice,
};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use domain::category::CategoryCode;
use domain::faq::{Faq, FaqAct, FaqLanguage, FaqWords};
use domain::{Refusal, limit, refusal};
use maud::{Markup, html};
use store::faq::{self, NewFaq};
use text::personal;

pub(crate) async fn ask_new(
    State(app): State<App>,
    reader: Reader,
    officer: Officer,
    Query(query): Query,
) -> Answer {
    let asked = Asked::of(&app, &reader, &officer)?;
    let mut fields = given(&asked, &query).await?;
    fields.set("bahasa", reader.lang().code());
    page(&asked, None, &fields, &Errors::none(), None).await
}

pub(crate) async fn ask_edit(
    State(app): State<App>,
    reader: Reader,
    officer: Officer,
    Path(id): Path<String>,
) -> Answer {
    let asked = Asked::of(&app, &reader, &officer)?;
    let entry = asked.entry(&id).await?;
    if !asked.may(FaqAct::Edit, &entry) {
        return Err(Failure::Forbidden);
    }
    let mut fields = Fields::default();
    fields.set("tanya", entry.words.question.as_str());
    fields.set("jawab", entry.words.answer.as_str());
    fields.set("dasar", entry.words.basis.as_str());
    fields.set("bahasa", entry.language.word());
    fields.set("bidang", entry.category.as_ref().map_or("", CategoryCode::as_str));
    fields.set("revisi", entry.revision.to_string());
    page(&asked, Some(&entry), &fields, &Errors::none(), None).await
}

pub(crate) async fn take_new(State(app): State<App>, reader: Reader, form: DeskForm) -> Answer {
    let asked = Asked::of(&app, &reader, &form.officer)?;
    save(&asked, None, &form).await
}

pub(crate) async fn take_edit(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
    form: DeskForm,
) -> Answer {
    let asked = Asked::of(&app, &reader, &form.officer)?;
    let entry = asked.entry(&id).await?;
    save(&asked, Some(&entry), &form).await
}

async fn save(asked: &Asked<'_>, entry: Option<&Faq>, form: &DeskForm) -> Answer {
    let (w, fields) = (asked.w(), &form.fields);
    if form.restored {
        return page(asked, entry, fields, &Errors::none(), None).await;
    }
    let new = read(asked, fields);
    let mut errors = Errors::none();
    for fault in new.words.faults() {
        errors.add(field_of(&fault), refused(w, &fault));
    }
    let told = personal_data(&new.words);
    if errors.is_empty() && told.is_some() && !fields.has("periksa") {
        errors.add("periksa", w.t("desk-faq-personal-missing"));
    }
    if !errors.is_empty() {
        return page(asked, entry, fields, &errors, told).await;
    }
    let (store, duty) = (asked.app.store(), &form.officer.duty);
    let written = match entry {
        None => {
            let sources = source_ids(asked, fields).await?;
            let written = faq::propose(store, duty, new, &sources).await;
            written.map(|id| (id, FaqAct::Propose))
        }
        Some(entry) => {
            let seen = Faq { revision: seen(fields), ..entry.clone() };
            let written = faq::change(store, duty, &seen, FaqAct::Edit, Some(new)).await;
            written.map(|()| (entry.id, FaqAct::Edit))
        }
    };
    match written {
        Ok((id, act)) => Ok(asked.done(id, act)),
        Err(store::Error::Refused(refusal)) => {
            errors.add("tanya", refused(w, &refusal));
            page(asked, entry, fields, &errors, told).await
        }
        Err(error) => Err(error.into()),
    }
}

fn read(asked: &Asked<'_>, fields: &Fields) -> NewFaq {
    let reference = asked.app.store().reference();
    let category = CategoryCode::parse(fields.get("bidang"))
        .filter(|code| reference.categories.get(code).is_some());
    let words = FaqWords {
        question: fields.line("tanya"),
        answer: fields.text("jawab"),
        basis: fields.line("dasar"),
    };
    let language = FaqLanguage::from_word(fields.get("bahasa"));
    NewFaq { words, category, language: language.unwrap_or(FaqLanguage::Indonesian) }
}

fn field_of(fault: &Refusal) -> &'static str {
    match fault {
        Refusal::Empty { field }
        | Refusal::TooShort { field, .. }
        | Refusal::TooLong { field, .. }
        | Refusal::HiddenCharacters { field } => match field {
            refusal::Field::Question => "tanya",
            refusal::Field::Basis => "dasar",
            _ => "jawab",
        },
        _ => "tanya",
    }
}

/// The words with what looks like personal data marked, if there is any.
fn personal_data(words: &FaqWords) -> Option<Markup> {
    let text = format!("{}\n{}", words.question, words.answer);
    let found = personal::find(&text);
    let spans: Vec<_> = found.iter().map(|finding| (finding.span, None)).collect();
    (!spans.is_empty()).then(|| html! { p.gate-text { (marked(&text, &spans)) } })
}

async fn page(
    asked: &Asked<'_>,
    entry: Option<&Faq>,
    fields: &Fields,
    errors: &Errors<'_>,
    told: Option<Markup>,
) -> Answer {
    let w = asked.w();
    let (title, to, back) = match entry {
        None => {
            (w.t("desk-faq-new"), asked.reader.href("/meja/tanya/baru"), asked.reader.href(HOME))
        }
        Some(entry) => {
            let here = asked.href(entry.id);
            (w.t("desk-faq-edit"), format!("{here}/ubah"), here)
        }
    };
    let mut form = Form::post(to)
        .hidden(TOKEN, asked.officer.form_token.as_str())
        .hidden("revisi", fields.get("revisi"))
        .hidden("sumber", fields.get("sumber"));
    form = form.button(Button::primary(w.t("desk-faq-save")));
    form = form.button(Button::quiet(w.t("desk-faq-leave")).href(back));
    let body = html! {
        (error_summary(w, errors))
        p { (w.t("desk-faq-form-lead")) }
        (form.around(&html! {
            (inputs(asked, fields, errors))
            @if let Some(told) = &told {
                (notice(w, Notice::Warning, w.t("desk-faq-personal"), told))
                (Checkbox::new(w, "periksa", w.t("desk-faq-personal-checked"))
                    .checked(fields.has("periksa")).error(errors.of("periksa")))
            }
        }))
    };
    let page = asked.page(&title, !errors.is_empty(), &body).await?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, page).into_response())
}

fn inputs(asked: &Asked<'_>, fields: &Fields, errors: &Errors<'_>) -> Markup {
    let w = asked.w();
    let reference = asked.app.store().reference();
    let max = |max: usize| u32::try_from(max).unwrap_or(u32::MAX);
    let affairs = reference.categories.below(None);
    let subjects = std::iter::once(Choice::new("", w.t("ask-other")))
        .chain(affairs.map(|affair| Choice::new(affair.code.as_str(), label::category(w, affair))));
    let languages = Lang::ALL.map(|lang| Choice::new(lang.code(), lang.name()));
    html! {
        (Field::text(w, "tanya", w.t("desk-faq-question")).hint(w.t("desk-faq-question-hint"))
            .value(fields.get("tanya")).error(errors.of("tanya")))
        (Field::long(w, "jawab", w.t("desk-faq-answer")).hint(w.t("desk-faq-answer-hint")).rows(6)
            .limit(max(limit::ANSWER_MAX)).value(fields.get("jawab")).error(errors.of("jawab")))
        (Field::text(w, "dasar", w.t("ask-basis")).hint(w.t("desk-faq-basis-hint")).optional()
            .value(fields.get("dasar")).error(errors.of("dasar")))
        (Field::select(w, "bidang", w.t("shown-category"), subjects.collect())
            .value(affair(fields.get("bidang"))))
        (Radios::new(w, "bahasa", w.t("desk-faq-language"), languages.into()).inline()
            .chosen(fields.get("bahasa")))
    }
}

/// The affair of a category: entries are grouped by it.
fn affair(code: &str) -> String {
    CategoryCode::parse(code).map(|code| code.affair().to_string()).unwrap_or_default()
}
