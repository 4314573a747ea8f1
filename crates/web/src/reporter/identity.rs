//! Who reports, and who may know it.

use super::contact;
use super::draft::{Draft, Said, Step};
use super::frame::{Frame, is_changing, missing_before, shown_again};
use super::heard;
use crate::app::App;
use crate::failure::Answer;
use crate::fields::{Fields, Query};
use crate::i18n::Words;
use crate::label;
use crate::reader::Reader;
use crate::ui::{
    Checkbox, Choice, Column, Errors, Field, Notice, Radios, Table, heading, notice, reveal,
};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::filing::is_forbidden;
use domain::kind::{ComplaintClass, ReportKind};
use domain::nik::Sex;
use domain::visibility::{Part, Privacy, Sight, Viewer, may_see};
use domain::{Nik, Reference};
use maud::{Markup, html};

/// Longest name and address in characters.
const NAME_MAX: usize = 120;
const ADDRESS_MAX: usize = 300;

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    draft: Draft,
    Query(query): Query,
) -> Answer {
    if let Some(step) = missing_before(&draft.said, Step::Identity) {
        return Ok(Redirect::to(&reader.href(step.path())).into_response());
    }
    let said = &draft.said;
    let mut typed = Fields::default();
    if said.has_answered(Step::Identity) || said.anonymous {
        typed.set("siapa", if said.anonymous { "anonim" } else { "nama" });
    }
    if said.confidential {
        typed.set("rahasia", "ya");
    }
    for (name, value) in [
        ("nama", &said.name),
        ("telepon", &said.phone),
        ("email", &said.email),
        ("nik", &said.nik),
        ("alamat", &said.address),
        ("wakil-nama", &said.represented),
        ("wakil-hubungan", &said.relation),
    ] {
        typed.set(name, value.as_str());
    }
    if said.proxy {
        typed.set("wakil", "ya");
    }
    typed.set("kelamin", said.sex.as_deref().unwrap_or(""));
    typed.set("difabel", said.disability.map_or("", |yes| if yes { "ya" } else { "tidak" }));
    Ok(page(&app, &reader, &draft, &typed, &Errors::none(), is_changing(&query)))
}

/// True when only an inspectorate, the nation and the Ombudsman will read it.
fn is_restricted(said: &Said, reference: &Reference) -> bool {
    let supervisory =
        said.category(reference).is_some_and(|c| c.class == ComplaintClass::Supervisory);
    match said.kind() {
        Some(ReportKind::Whistleblowing) => true,
        Some(ReportKind::Complaint) => supervisory,
        Some(ReportKind::Aspiration | ReportKind::InformationRequest) | None => false,
    }
}

fn page(
    app: &App,
    reader: &Reader,
    draft: &Draft,
    typed: &Fields,
    errors: &Errors<'_>,
    changing: bool,
) -> Response {
    let w = reader.words;
    let reference = app.store().reference();
    let restricted = is_restricted(&draft.said, &reference);
    let title = w.t("identity-title");
    let frame =
        Frame { app, reader, step: Step::Identity, title: &title, errors, draft: Some(draft) };
    let fields = html! {
        (Radios::new(w, "siapa", w.t("identity-question"), vec![
            Choice::new("nama", w.t("identity-named")).hint(w.t("identity-named-hint")),
            Choice::new("anonim", w.t("identity-anonymous")).hint(w.t("identity-anonymous-hint")),
        ]).chosen(typed.get("siapa")).error(errors.of("siapa")))
        (confidentiality(w, draft, &reference, typed))
        (reveal(w.t("identity-table-open"), &sight_table(w, restricted)))
        (personal(w, typed, errors))
        (represented(w, typed, errors))
    };
    frame.page(&html! { (heading(None, title.as_ref())) (frame.form(&fields, changing)) })
}

fn confidentiality(w: Words, draft: &Draft, reference: &Reference, typed: &Fields) -> Markup {
    if draft.said.kind() == Some(ReportKind::Whistleblowing) {
        let body = html! { p { (w.t("identity-wbs-text")) } };
        return html! {
            input type="hidden" name="rahasia" value="ya";
            (notice(w, Notice::Info, w.t("identity-wbs"), &body))
        };
    }
    let why: Vec<String> = draft
        .said
        .category(reference)
        .into_iter()
        .flat_map(|category| &category.sensitive)
        .map(|why| label::sensitivity(w, *why).into_owned())
        .collect();
    let heard: Vec<String> = heard::sensitive(&draft.said)
        .into_iter()
        .map(|why| label::sensitivity(w, why).into_owned())
        .collect();
    html! {
        @if !why.is_empty() {
            (notice(w, Notice::Info, w.t("identity-sensitive"), &html! {
                p { (w.ta("identity-sensitive-text", &[("why", why.join(", ").into())])) }
            }))
        } @else if !heard.is_empty() {
            (notice(w, Notice::Info, w.ta("heard-sensitive", &[("why", heard.join(", ").into())]), &html! {
                p { (w.t("heard-sensitive-help")) }
            }))
        }
        (Checkbox::new(w, "rahasia", w.t("identity-confidential"))
            .hint(w.t("identity-confidential-hint")).checked(typed.get("rahasia") == "ya"))
    }
}

fn personal(w: Words, typed: &Fields, errors: &Errors<'_>) -> Markup {
    let again = |name| shown_again(typed.get(name));
    html! {
        h2 { (w.t("identity-personal")) }
        p.hint { (w.t("identity-personal-text")) }
        (Field::text(w, "nama", w.t("identity-name")).hint(w.t("identity-name-hint"))
            .autocomplete("name").unforced().value(again("nama")).error(errors.of("nama")))
        (Field::phone(w, "telepon", w.t("identity-phone")).hint(w.t("identity-phone-hint"))
            .unforced().value(again("telepon")).error(errors.of("telepon")))
        (Field::email(w, "email", w.t("identity-email")).hint(w.t("identity-email-hint"))
            .unforced().value(again("email")).error(errors.of("email")))
        (Field::digits(w, "nik", w.t("identity-nik")).hint(w.t("identity-nik-hint")).optional()
            .value(again("nik")).error(errors.of("nik")))
        (Field::text(w, "alamat", w.t("identity-address")).hint(w.t("identity-address-hint"))
            .autocomplete("street-address").optional().value(again("alamat")).error(errors.of("alamat")))
        (Radios::new(w, "kelamin", w.t("identity-sex"), vec![
            Choice::new(Sex::Female.word(), label::sex(w, Sex::Female)),
            Choice::new(Sex::Male.word(), label::sex(w, Sex::Male)),
            Choice::new("", w.t("identity-not-say")),
        ]).chosen(typed.get("kelamin").to_owned()).hint(w.t("identity-count-hint")).inline())
        (Radios::new(w, "difabel", w.t("identity-disability"), vec![
            Choice::new("ya", w.t("identity-yes")),
            Choice::new("tidak", w.t("identity-no")),
            Choice::new("", w.t("identity-not-say")),
        ]).chosen(typed.get("difabel").to_owned()).hint(w.t("identity-count-hint")).inline())
    }
}

/// For whom one files who does not file for themselves.
fn represented(w: Words, typed: &Fields, errors: &Errors<'_>) -> Markup {
    let again = |name| shown_again(typed.get(name));
    html! {
        h2 { (w.t("identity-proxy-title")) }
        (Checkbox::new(w, "wakil", w.t("identity-proxy"))
            .hint(w.t("identity-proxy-hint")).checked(typed.get("wakil") == "ya"))
        (Field::text(w, "wakil-nama", w.t("identity-represented")).hint(w.t("identity-represented-hint"))
            .unforced().value(again("wakil-nama")).error(errors.of("wakil-nama")))
        (Field::text(w, "wakil-hubungan", w.t("identity-relation")).hint(w.t("identity-relation-hint"))
            .optional().value(again("wakil-hubungan")).error(errors.of("wakil-hubungan")))
    }
}

/// Who sees what in each of the four combinations, as `may_see` decides.
pub(crate) fn sight_table(w: Words, restricted: bool) -> Markup {
    let combinations = [(false, false), (true, false), (false, true), (true, true)];
    let heads = ["sight-open", "sight-anonymous", "sight-confidential", "sight-both"];
    let mut columns = vec![Column::text(w.t("sight-who"))];
    columns.extend(heads.map(|head| Column::text(w.t(head))));
    let mut table = Table::new(w.t("sight-caption"), columns);
    let viewers = [
        Viewer::Public,
        Viewer::Agency,
        Viewer::Unit,
        Viewer::Accused,
        Viewer::Inspectorate,
        Viewer::OmbudsmanEscalated,
        Viewer::National,
    ];
    for viewer in viewers {
        let mut row = vec![html! { (label::viewer(w, viewer)) }];
        row.extend(combinations.map(|(anonymous, confidential)| {
            let privacy = Privacy { anonymous, confidential };
            html! { (sight(w, viewer, privacy, restricted)) }
        }));
        table.row(row);
    }
    html! { (table) p.hint { (w.t("sight-note")) } }
}

fn sight(w: Words, viewer: Viewer, privacy: Privacy, restricted: bool) -> label::Label {
    let seen = |part| may_see(viewer, part, privacy, restricted) != Sight::Hidden;
    w.t(match (seen(Part::Content), seen(Part::Name)) {
        (true, true) => "sight-content-audited",
        (true, false) => "sight-content",
        (false, true) => "sight-audited",
        (false, false) if seen(Part::Stage) => "sight-stage",
        (false, false) => "sight-nothing",
    })
}

pub(crate) async fn save(
    State(app): State<App>,
    reader: Reader,
    mut draft: Draft,
    fields: Fields,
) -> Answer {
    let w = reader.words;
    let mut errors = Errors::none();
    let anonymous = match fields.get("siapa") {
        "anonim" => true,
        "nama" => false,
        _ => {
            errors.add("siapa", w.t("identity-missing"));
            draft.said.anonymous
        }
    };
    let [name, email, nik, address] = ["nama", "email", "nik", "alamat"].map(|n| fields.line(n));
    let [represented, relation] = ["wakil-nama", "wakil-hubungan"].map(|n| fields.line(n));
    // Whoever names somebody files for them, ticked or not.
    let proxy = fields.get("wakil") == "ya" || !represented.is_empty();
    let typed_phone = fields.line("telepon");
    let phone = contact::phone(&typed_phone);
    let texts = [
        ("nama", NAME_MAX),
        ("alamat", ADDRESS_MAX),
        ("wakil-nama", NAME_MAX),
        ("wakil-hubungan", NAME_MAX),
    ];
    for (field, max) in texts {
        let typed = fields.get(field);
        if typed.chars().any(is_forbidden) {
            errors.add(field, w.t("identity-hidden-characters"));
        } else if typed.chars().count() > max {
            errors.add(field, w.ta("identity-too-long", &[("max", max.into())]));
        }
    }
    if !anonymous && fields.get("siapa") == "nama" && name.is_empty() {
        errors.add("nama", w.t("identity-name-missing"));
    }
    if proxy && !anonymous && represented.is_empty() {
        errors.add("wakil-nama", w.t("identity-represented-missing"));
    }
    if !typed_phone.is_empty() && phone.is_none() {
        errors.add("telepon", w.t("identity-phone-wrong"));
    }
    if !email.is_empty() && !contact::is_email(&email) {
        errors.add("email", w.t("identity-email-wrong"));
    }
    if !nik.is_empty() && Nik::parse(&nik).is_err() {
        errors.add("nik", w.t("identity-nik-wrong"));
    }
    let changing = is_changing(&fields);
    if !errors.is_empty() {
        return Ok(page(&app, &reader, &draft, &fields, &errors, changing));
    }
    let said = &mut draft.said;
    said.anonymous = anonymous;
    said.confidential =
        fields.get("rahasia") == "ya" || said.kind() == Some(ReportKind::Whistleblowing);
    (said.name, said.email, said.nik, said.address) = (name, email, nik, address);
    (said.proxy, said.represented) = (proxy, represented);
    said.relation = if proxy { relation } else { String::new() };
    said.phone = phone.unwrap_or_default();
    said.sex = Sex::from_word(fields.get("kelamin")).map(|sex| sex.word().to_owned());
    said.disability = match fields.get("difabel") {
        "ya" => Some(true),
        "tidak" => Some(false),
        _ => None,
    };
    draft.proceed(&app, &reader, Step::Identity, changing).await
}
