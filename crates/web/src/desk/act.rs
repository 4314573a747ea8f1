//! Carries out what officers decide: one address for each act, one door in the store.

use super::command::{Reading, with_files};
use super::example;
use super::fields::Fault;
use super::form::{DeskForm, Upload};
use super::gate::{self, Passed};
use super::label;
use super::list::Asked;
use super::merge;
use super::queues::reads;
use super::report::Case;
use super::screen::{Beside, Shown, Typed, asked_of, case, page, plain_page};
use super::session::Officer;
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::reader::Reader;
use crate::refusal::{file_refusal_text, refusal_text};
use crate::ui::{Fact, Field, Notice, notice, summary_list};
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::post;
use domain::authority::Action;
use domain::command::Command;
use domain::filing::FileNo;
use domain::visibility::Part;
use domain::{Nik, Reference, Refusal, Report};
use maud::{Markup, Render as _, html};
use store::files::{self, Origin};
use store::people::Revealed;
use store::reports;

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/meja/laporan/{number}/{act}", post(take))
}

/// One act under way: what every step of it needs.
pub(crate) struct Doing<'a> {
    pub(crate) app: &'a App,
    pub(crate) reader: &'a Reader,
    pub(crate) officer: &'a Officer,
    pub(crate) fields: &'a Fields,
    pub(crate) case: Case,
    pub(crate) asked: Asked,
    pub(crate) action: Action,
    pub(crate) act: label::Act,
    /// Files came with the form; a page shown again cannot keep them.
    pub(crate) attached: bool,
}

async fn take(
    State(app): State<App>,
    reader: Reader,
    Path((number, slug)): Path<(String, String)>,
    form: DeskForm,
) -> Answer {
    let action = label::act_of(&slug).ok_or(Failure::NotFound)?;
    let act = label::act(action).ok_or(Failure::NotFound)?;
    let asked = asked_of(&form.officer, &form.fields)?;
    let case = match case(&app, &form.officer, &number).await {
        Ok(case) => case,
        Err(Failure::NotFound) => return out_of_sight(&app, &reader, &form, act.slug).await,
        Err(failure) => return Err(failure),
    };
    let (officer, fields) = (&form.officer, &form.fields);
    let attached = !form.uploads.is_empty();
    let doing =
        Doing { app: &app, reader: &reader, officer, fields, case, asked, action, act, attached };
    if form.restored {
        return doing.again(None).await;
    }
    match action {
        Action::Merge => merge::take(&doing).await,
        Action::RevealIdentity => reveal(&doing).await,
        Action::PostAnswer if fields.has(example::ASK) || fields.has(example::TAKE) => {
            example::show(&doing).await
        }
        Action::PostAnswer | Action::Close if fields.has(gate::INSTEAD) => {
            gate::go_instead(&doing).await
        }
        _ => carry_out(&doing, &form.uploads).await,
    }
}

impl Doing<'_> {
    /// The version the officer saw; a form without one has seen nothing.
    pub(crate) fn seen(&self) -> u32 {
        self.fields.number("versi").and_then(|version| u32::try_from(version).ok()).unwrap_or(0)
    }

    pub(crate) fn reading<'r>(&'r self, reference: &'r Reference) -> Reading<'r> {
        Reading {
            reader: self.reader,
            officer: self.officer,
            case: &self.case,
            fields: self.fields,
            reference,
            today: Reference::today(self.app.store().now()),
            slug: self.act.slug,
        }
    }

    /// The page again with everything typed; the report as it is by now.
    pub(crate) async fn again(&self, fault: Option<Fault>) -> Answer {
        self.show(self.action, self.fields, fault, Beside::default()).await
    }

    /// The page again with the form of an act filled so, and what stands beside it.
    pub(crate) async fn show(
        &self,
        action: Action,
        fields: &Fields,
        fault: Option<Fault>,
        beside: Beside,
    ) -> Answer {
        let fresh = case(self.app, self.officer, &self.case.report.tracking.compact()).await?;
        let typed = Typed { action, fields, fault, seen: Some(self.seen()), beside };
        let shown = Shown { typed: Some(typed), ..Shown::default() };
        page(self.app, self.reader, self.officer, &self.asked, &fresh, shown).await
    }

    /// The page again with the reason of the rules.
    pub(crate) async fn refused(&self, refusal: &Refusal) -> Answer {
        let reference = self.app.store().reference();
        let field = self.reading(&reference).field_of(refusal);
        self.again(Some(Fault::new(field, refusal_text(self.reader.words, refusal)))).await
    }

    /// Back to the report, or to the queue when it has left the officer's sight.
    pub(crate) fn done(&self, after: &Report) -> Response {
        self.app.desk().forget(&self.officer.duty);
        let reference = self.app.store().reference();
        let still = reads(&self.officer.duty, after, &reference, self.app.store().now()).is_some();
        let address = self.asked.address(self.reader, still.then_some(after.tracking));
        Redirect::to(&format!("{address}?berhasil={}", self.act.slug)).into_response()
    }
}

async fn carry_out(doing: &Doing<'_>, uploads: &[Upload]) -> Answer {
    let store = doing.app.store();
    let reference = store.reference();
    let command = match doing.reading(&reference).command(doing.action) {
        Ok(command) => command.ok_or(Failure::NotFound)?,
        Err(fault) => return doing.again(Some(fault)).await,
    };
    let justify = match gate::pass(doing, &command, uploads).await? {
        Passed::Yes(justify) => justify,
        Passed::No(page) => return Ok(*page),
    };
    let stored = match keep(doing, uploads).await? {
        Ok(stored) => stored,
        Err(fault) => return doing.again(Some(fault)).await,
    };
    let id = doing.case.report.id;
    match execute(doing, justify, with_files(command, &stored)).await {
        Ok(after) => Ok(doing.done(&after)),
        Err(store::Error::Refused(refusal)) => {
            for no in stored {
                files::remove(store, id, no).await?;
            }
            doing.refused(&refusal).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn execute(
    doing: &Doing<'_>,
    justify: Option<Command>,
    command: Command,
) -> store::Result<Report> {
    let (id, actor) = (doing.case.report.id, doing.officer.actor());
    let commands = justify.into_iter().chain([command]).collect();
    reports::execute_all(doing.app.store(), id, Some(doing.seen()), commands, actor).await
}

/// Stores what was attached. When one file is not taken, none is.
async fn keep(
    doing: &Doing<'_>,
    uploads: &[Upload],
) -> Result<Result<Vec<FileNo>, Fault>, Failure> {
    let (store, bucket, id) = (doing.app.store(), doing.app.bucket(), doing.case.report.id);
    let field = format!("{}-berkas", doing.act.slug);
    let mut stored = Vec::new();
    for upload in uploads.iter().filter(|upload| upload.field == field) {
        let taken =
            files::add(store, bucket, id, Origin::Office, &upload.name, upload.bytes.clone()).await;
        match taken {
            Ok(file) => stored.push(file.no),
            Err(store::Error::File(refusal)) => {
                for no in stored {
                    files::remove(store, id, no).await?;
                }
                return Ok(Err(Fault::new(field, file_refusal_text(doing.reader.words, refusal))));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Ok(stored))
}

/// Reads a part of an identity: the page that answers is the only one that shows it.
async fn reveal(doing: &Doing<'_>) -> Answer {
    let reference = doing.app.store().reference();
    let (part, reason) = match doing.reading(&reference).identity() {
        Ok(read) => read,
        Err(fault) => return doing.again(Some(fault)).await,
    };
    let (store, id, actor) = (doing.app.store(), doing.case.report.id, doing.officer.actor());
    match reports::reveal(store, id, part, reason, actor).await {
        Ok(revealed) => {
            let fresh =
                case(doing.app, doing.officer, &doing.case.report.tracking.compact()).await?;
            let identity = Some(identity(doing.reader, part, revealed.as_ref()));
            let shown = Shown { identity, ..Shown::default() };
            page(doing.app, doing.reader, doing.officer, &doing.asked, &fresh, shown).await
        }
        Err(store::Error::Refused(refusal)) => doing.refused(&refusal).await,
        Err(error) => Err(error.into()),
    }
}

fn identity(reader: &Reader, part: Part, revealed: Option<&Revealed>) -> Markup {
    let w = reader.words;
    let line = |term: &'static str, value: &str| {
        Fact::new(w.t(term), html! { strong.revealed { (value) } })
    };
    let lines: Vec<Fact<'_>> = match revealed {
        None => Vec::new(),
        Some(Revealed::Name { own, represents }) => {
            let own = own.iter().map(|name| line("desk-part-name", name));
            let lines = represents.iter().flat_map(|it| {
                let relation =
                    (!it.relation.is_empty()).then(|| line("desk-identity-relation", &it.relation));
                std::iter::once(line("desk-identity-represents", &it.name)).chain(relation)
            });
            own.chain(lines).collect()
        }
        Some(Revealed::Nik(nik)) => vec![line("desk-part-nik", Nik::expose(nik))],
        Some(Revealed::Contact { phone, email, address }) => {
            let all = [
                ("desk-identity-phone", phone),
                ("desk-identity-email", email),
                ("desk-identity-address", address),
            ];
            all.into_iter()
                .filter_map(|(term, value)| value.as_ref().map(|value| line(term, value)))
                .collect()
        }
    };
    let told = html! {
        @if lines.is_empty() { p { (w.t("desk-identity-none")) } } @else { (summary_list(w, &lines)) }
        p { (w.t("desk-identity-told")) }
    };
    notice(w, Notice::Warning, label::part(w, part), &told)
}

/// The report went elsewhere while the officer wrote: the words are given back, nothing else.
async fn out_of_sight(app: &App, reader: &Reader, form: &DeskForm, slug: &str) -> Answer {
    let w = reader.words;
    let words = form.fields.text(&format!("{slug}-isi"));
    if words.is_empty() {
        return Err(Failure::NotFound);
    }
    let body = html! {
        p { (w.t("desk-out-of-sight-help")) }
        (Field::long(w, "tulisan", w.t("desk-out-of-sight-words")).value(words).unforced().render())
        p { a href=(reader.href("/meja")) { (w.t("desk-to-queue")) } }
    };
    let mut response =
        plain_page(app, reader, &form.officer, &w.t("desk-out-of-sight"), &body).await?;
    *response.status_mut() = StatusCode::NOT_FOUND;
    Ok(response)
}
