//! One deed on one page: what it leads to, the form, and what to do when the report has moved on.

use super::super::danger;
use super::super::files::{field, take};
use super::access::Opened;
use super::deed::{Deed, mark, number_line};
use super::report::teller;
use crate::app::App;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::i18n::Value;
use crate::label::events;
use crate::reader::Reader;
use crate::refusal::refusal_text;
use crate::reporter::frame::shown_again;
use crate::ui::{
    Button, Errors, Field, Form, Icon, Notice, Place, PublicPage, error_summary, heading, notice,
    rating, timeline,
};
use crate::upload::Upload;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::filing::FileNo;
use domain::role::Actor;
use domain::{Refusal, Report, limit};
use maud::{Markup, html};
use store::files::{Attachment, Origin};
use store::reports::{self, By, Recorded};

type Names = Path<(String, String)>;

/// Why the page is shown again.
enum Why {
    /// It is not.
    First,
    /// What was typed has to be put right.
    Faults,
    /// The rules say no whatever is typed.
    Refused(Refusal),
    /// Somebody changed the report since version `n` was read.
    Stale(u32),
}

pub(super) async fn show(
    State(app): State<App>,
    reader: Reader,
    opened: Opened,
    Path((_, path)): Names,
) -> Answer {
    let deed = Deed::from_path(&path).ok_or(Failure::NotFound)?;
    let page = Page { app: &app, reader: &reader, opened: &opened, deed };
    let reference = app.store().reference();
    if deed.is_possible(&opened.report, &reference, app.store().now()) {
        return Ok(page.render(&Fields::default(), &Errors::none(), &Why::First));
    }
    let refusal = page.why_not();
    Ok(page.render(&Fields::default(), &Errors::none(), &Why::Refused(refusal)))
}

pub(super) async fn act(
    State(app): State<App>,
    reader: Reader,
    opened: Opened,
    Path((_, path)): Names,
    upload: Upload,
) -> Answer {
    let deed = Deed::from_path(&path).ok_or(Failure::NotFound)?;
    let Upload { fields, files } = upload;
    let id = opened.report.id;
    let mut errors = Errors::none();
    take(&app, reader.words, id, files, &mut errors).await?;
    let kept = store::files::list(app.store(), id).await?;
    let waiting = unclaimed(&kept, &opened.history);
    let page = Page { app: &app, reader: &reader, opened: &opened, deed };
    if !errors.is_empty() {
        return Ok(page.render(&fields, &errors, &Why::Faults));
    }
    let expected = fields.number("versi").and_then(|n| u32::try_from(n).ok());
    let Some(expected) = expected else { return Err(Failure::BadForm) };
    let command = deed.command(&fields, waiting);
    match reports::execute(app.store(), id, Some(expected), command, Actor::Reporter).await {
        Ok(_) => Ok(page.done()),
        // The second click of the same words finds them already there.
        Err(store::Error::Refused(Refusal::Stale)) if page.is_there(expected, &fields) => {
            Ok(page.done())
        }
        Err(store::Error::Refused(Refusal::Stale)) => {
            Ok(page.render(&fields, &Errors::none(), &Why::Stale(expected)))
        }
        Err(store::Error::Refused(refusal)) => Ok(page.refused(&fields, refusal)),
        Err(error) => Err(error.into()),
    }
}

/// Files of the reporter that no event names yet: they go with the next words.
fn unclaimed(kept: &[Attachment], history: &[Recorded]) -> Vec<FileNo> {
    let named: Vec<FileNo> =
        history.iter().flat_map(|recorded| events::files(&recorded.event.fact)).copied().collect();
    kept.iter()
        .filter(|file| file.origin == Origin::Reporter && !named.contains(&file.no))
        .map(|file| file.no)
        .collect()
}

struct Page<'a> {
    app: &'a App,
    reader: &'a Reader,
    opened: &'a Opened,
    deed: Deed,
}

impl Page<'_> {
    fn report(&self) -> &Report {
        &self.opened.report
    }

    fn done(&self) -> Response {
        let to = format!("{}?selesai={}", self.opened.path(), self.deed.path());
        Redirect::to(&self.reader.href(&to)).into_response()
    }

    /// Why this deed is not possible now, in the words of the domain.
    fn why_not(&self) -> Refusal {
        use domain::decide::{Context, decide};
        let mut fields = Fields::default();
        fields.set("teks", "-".repeat(limit::REASON_MIN));
        fields.set("nilai", "3");
        fields.set("ketepatan", "3");
        let reference = self.app.store().reference();
        let context = Context { now: self.app.store().now(), reference: &reference };
        let command = self.deed.command(&fields, Vec::new());
        decide(self.report(), &command, &Actor::Reporter, &context).err().unwrap_or(Refusal::Stale)
    }

    /// Whether the reporter's own words came in after `version`.
    fn is_there(&self, version: u32, fields: &Fields) -> bool {
        let typed = fields.text("teks");
        let teller = teller(self.app, self.reader, self.report());
        self.opened.history.iter().filter(|recorded| recorded.version > version).any(|recorded| {
            recorded.by == By::Reporter
                && teller.text(&recorded.event.fact).unwrap_or_default() == typed
        })
    }

    fn refused(&self, fields: &Fields, refusal: Refusal) -> Response {
        let mut errors = Errors::none();
        let text = refusal_text(self.reader.words, &refusal);
        match &refusal {
            Refusal::Empty { .. }
            | Refusal::TooShort { .. }
            | Refusal::TooLong { .. }
            | Refusal::HiddenCharacters { .. } => errors.add("teks", text),
            Refusal::TooManyFiles { .. } => errors.add("berkas", text),
            Refusal::RatingRange => errors.add("nilai", text),
            _ => return self.render(fields, &errors, &Why::Refused(refusal)),
        }
        self.render(fields, &errors, &Why::Faults)
    }

    fn render(&self, fields: &Fields, errors: &Errors<'_>, why: &Why) -> Response {
        let (w, deed) = (self.reader.words, self.deed);
        let status = match why {
            Why::First => StatusCode::OK,
            Why::Faults => StatusCode::UNPROCESSABLE_ENTITY,
            Why::Refused(_) | Why::Stale(_) => StatusCode::CONFLICT,
        };
        let title = deed.label(w);
        let typed = shown_again(&fields.text("teks"));
        let body = html! {
            (error_summary(w, errors))
            (heading(Some(number_line(w, self.report()).into()), title.as_ref()))
            @if danger::sounds(&typed) { (danger::help_lines(w)) }
            @match why {
                Why::Refused(refusal) => (self.explained(refusal, &typed)),
                Why::Stale(version) => { (self.changed(*version)) (self.form(fields, errors, &typed)) },
                Why::First | Why::Faults => (self.form(fields, errors, &typed)),
            }
        };
        let page = PublicPage::new(self.reader.view(), title)
            .place(Place::Track)
            .back(self.reader.href(&self.opened.path()))
            .exit_to(self.app.settings().exit_url.as_str())
            .errors(!errors.is_empty())
            .unlisted()
            .around(&body);
        (status, page).into_response()
    }

    /// Not possible: why, what is possible, and the words that were typed, to be copied.
    fn explained(&self, refusal: &Refusal, typed: &str) -> Markup {
        let w = self.reader.words;
        html! {
            (notice(w, Notice::Problem, w.t("deed-not-now"), &html! { p { (refusal_text(w, refusal)) } }))
            @if !typed.is_empty() {
                h2 { (w.t("deed-your-words")) }
                blockquote { (events::paragraphs(typed)) }
            }
            p { (Button::secondary(w.t("deed-back")).href(self.reader.href(&self.opened.path()))) }
        }
    }

    /// What happened since the page was opened.
    fn changed(&self, version: u32) -> Markup {
        let w = self.reader.words;
        let teller = teller(self.app, self.reader, self.report());
        let newer = self.opened.history.iter().filter(|recorded| recorded.version > version);
        let moments: Vec<_> = newer.filter_map(|recorded| teller.moment(recorded, None)).collect();
        notice(
            w,
            Notice::Warning,
            w.t("deed-stale"),
            &html! {
                p { (w.t("deed-stale-text")) }
                (timeline(w, &moments))
            },
        )
    }

    fn form(&self, fields: &Fields, errors: &Errors<'_>, typed: &str) -> Markup {
        let (w, deed) = (self.reader.words, self.deed);
        let action = self.reader.href(&format!("{}/{}", self.opened.path(), deed.path()));
        let button = match deed {
            Deed::Withdraw => Button::danger(w.t("deed-withdraw-yes")),
            _ => Button::primary(deed.label(w)).icon(Icon::Send),
        };
        let form = Form::post(action)
            .hidden("versi", self.report().version.to_string())
            .with_files()
            .button(button)
            .button(Button::quiet(w.t("deed-back")).href(self.reader.href(&self.opened.path())));
        let waiting = unclaimed(&self.opened.files, &self.opened.history).len();
        form.around(&html! {
            p { (deed.consequence(w)) }
            @if deed.has_marks() { (self.marks(fields, errors)) }
            @if deed != Deed::Escalate { (self.text(errors, typed)) }
            @if deed.has_text() {
                @if waiting > 0 { p { (w.ta("deed-files-waiting", &[("n", Value::from(waiting))])) } }
                (field(w, errors))
            }
        })
    }

    fn text(&self, errors: &Errors<'_>, typed: &str) -> Markup {
        let (w, deed) = (self.reader.words, self.deed);
        let max = if deed.has_text() { limit::ANSWER_MAX } else { limit::REASON_MAX };
        let field = Field::long(w, "teks", deed.question(w))
            .limit(u32::try_from(max).unwrap_or(u32::MAX))
            .value(typed)
            .error(errors.of("teks"));
        html! { @if deed.has_text() { (field) } @else { (field.optional().rows(3)) } }
    }

    fn marks(&self, fields: &Fields, errors: &Errors<'_>) -> Markup {
        let w = self.reader.words;
        html! {
            @if self.deed == Deed::Accept { p { (w.t("deed-marks-optional")) } }
            (rating(w, "nilai", w.t("deed-overall"), mark(fields, "nilai"), errors.of("nilai")))
            (rating(w, "ketepatan", w.t("deed-accuracy"), mark(fields, "ketepatan"), None))
        }
    }
}
