//! What is around every page of administration: its places, the way back, what was just done.

use super::authority::{self, Act};
use super::session::Admin;
use crate::desk::form::TOKEN;
use crate::fields::Fields;
use crate::i18n::Words;
use crate::ui::{
    Button, Crumb, DeskPage, Errors, Form, Notice, Text, confirm, crumbs, error_summary, heading,
    notice, side_nav,
};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::{Duty, worded};
use maud::{Markup, html};

worded! {
    /// A place of the administration; the word is the last part of its address.
    pub(crate) enum Place {
        /// What this duty may administer.
        Overview = "",
        /// Agencies and their units.
        Agencies = "instansi",
        /// Officers and their duties.
        Officers = "petugas",
        /// The category tree.
        Categories = "kategori",
        /// Limits.
        Limits = "batas",
        /// What LAPOR may route by itself.
        Machine = "otomatis",
        /// Working days.
        Calendar = "kalender",
        /// Hubs.
        Hubs = "simpul",
        /// Offices of the Ombudsman.
        Ombudsman = "ombudsman",
        /// What officers did.
        Journal = "jurnal",
        /// What was given up.
        Work = "pekerjaan",
    }
}

impl Place {
    pub(crate) fn path(self) -> String {
        if self == Self::Overview { "/atur".to_owned() } else { format!("/atur/{}", self.word()) }
    }

    pub(crate) fn label(self, w: Words) -> Text<'static> {
        match self {
            Self::Overview => w.t("admin-title"),
            Self::Agencies => w.t("admin-place-agencies"),
            Self::Officers => w.t("admin-place-officers"),
            Self::Categories => w.t("admin-place-categories"),
            Self::Limits => w.t("admin-place-limits"),
            Self::Machine => w.t("admin-place-machine"),
            Self::Calendar => w.t("admin-place-calendar"),
            Self::Hubs => w.t("admin-place-hubs"),
            Self::Ombudsman => w.t("admin-place-ombudsman"),
            Self::Journal => w.t("admin-place-journal"),
            Self::Work => w.t("admin-place-work"),
        }
    }

    /// What opens it.
    pub(crate) fn act(self) -> Act {
        match self {
            Self::Officers => Act::ReadOfficers,
            Self::Journal => Act::ReadJournal,
            Self::Work => Act::ReviveWork,
            Self::Overview
            | Self::Agencies
            | Self::Categories
            | Self::Limits
            | Self::Machine
            | Self::Calendar
            | Self::Hubs
            | Self::Ombudsman => Act::ReadDirectory,
        }
    }

    /// The places a duty may open.
    pub(crate) fn of(duty: &Duty) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|place| authority::reaches(duty, place.act()))
    }
}

worded! {
    /// What was just done; carried in the address of the page that follows.
    pub(crate) enum Done {
        /// Entered.
        Added = "ditambah",
        /// Changed.
        Changed = "diubah",
        /// Given a last day.
        Ended = "diakhiri",
        /// Taken away.
        Removed = "dihapus",
        /// An account was closed.
        Suspended = "ditutup",
        /// The wait after wrong passwords was ended.
        Unlocked = "dibuka",
        /// Something given up begins again.
        Revived = "dimulai",
        /// The calendar changed; dates are being counted again.
        Recounting = "dihitung",
    }
}

impl Done {
    fn text(self, w: Words) -> Text<'static> {
        match self {
            Self::Added => w.t("admin-done-added"),
            Self::Changed => w.t("admin-done-changed"),
            Self::Ended => w.t("admin-done-ended"),
            Self::Removed => w.t("admin-done-removed"),
            Self::Suspended => w.t("admin-done-suspended"),
            Self::Unlocked => w.t("admin-done-unlocked"),
            Self::Revived => w.t("admin-done-revived"),
            Self::Recounting => w.t("admin-done-recounting"),
        }
    }
}

/// Name of the part of an address that says what was just done.
const DONE: &str = "hasil";
/// Name of the field that says that the consequence was read.
pub(crate) const SURE: &str = "pasti";

/// A page of administration.
pub(crate) struct Sheet<'a> {
    admin: &'a Admin,
    place: Place,
    title: Text<'a>,
    above: Option<Text<'a>>,
    trail: Vec<(Text<'a>, String)>,
    has_errors: bool,
}

impl<'a> Sheet<'a> {
    pub(crate) fn new(admin: &'a Admin, place: Place, title: impl Into<Text<'a>>) -> Self {
        let (title, above, trail) = (title.into(), None, Vec::new());
        Self { admin, place, title, above, trail, has_errors: false }
    }

    /// What kind of thing it is, above the title.
    pub(crate) fn above(mut self, above: impl Into<Text<'a>>) -> Self {
        self.above = Some(above.into());
        self
    }

    /// One more step between the place and this page: words and path.
    pub(crate) fn under(mut self, label: impl Into<Text<'a>>, path: impl Into<String>) -> Self {
        self.trail.push((label.into(), path.into()));
        self
    }

    /// A page without a form.
    pub(crate) fn show(&self, body: &Markup) -> Response {
        self.respond(
            StatusCode::OK,
            &html! {
                (heading(self.above.clone(), self.title.clone()))
                (body)
            },
        )
    }

    /// A page with a form: 422 and its errors first when there are some.
    pub(crate) fn ask(mut self, errors: &Errors<'_>, body: &Markup) -> Response {
        self.has_errors = !errors.is_empty();
        let status =
            if self.has_errors { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        self.respond(
            status,
            &html! {
                (error_summary(self.admin.words(), errors))
                (heading(self.above.clone(), self.title.clone()))
                (body)
            },
        )
    }

    /// Asks once more before a step with a loss. What was typed goes along.
    pub(crate) fn confirm(&self, asked: &Confirm<'_>, fields: &Fields) -> Response {
        let admin = self.admin;
        let mut form = post(admin, asked.path).hidden(SURE, "ya");
        for (name, value) in fields.pairs().iter().filter(|(name, _)| name != TOKEN && name != SURE)
        {
            form = form.hidden(name, value.as_str());
        }
        let no = Button::secondary(admin.words().t("admin-cancel")).href(admin.href(asked.back));
        let body = confirm(asked.question.clone(), asked.consequence, form, asked.yes.clone(), no);
        self.respond(StatusCode::OK, &body)
    }

    fn respond(&self, status: StatusCode, body: &Markup) -> Response {
        let (admin, w) = (self.admin, self.admin.words());
        let session = &admin.officer.session;
        let agency = admin.duty().agency.and_then(|id| admin.reference.directory.agency(id));
        let agency = agency.and_then(|agency| agency.name_on(admin.today)).map(|name| &*name.name);
        let role = super::label::role(w, admin.duty().role);
        let of = agency.map_or(role.clone(), |agency| format!("{role}, {agency}").into());
        let page =
            DeskPage::new(admin.reader.view(), self.title.clone(), session.name.as_str(), of)
                .nav(w.t("desk-queues"), admin.href("/meja"), false)
                .nav(w.t("admin-title"), admin.href("/atur"), true)
                .errors(self.has_errors);
        let places: Vec<Crumb<'_>> = Place::of(admin.duty())
            .map(|place| {
                Crumb::new(place.label(w), admin.href(&place.path())).current(place == self.place)
            })
            .collect();
        let inside = html! {
            div.admin {
                (side_nav(w.t("admin-places"), &places))
                div.admin-body {
                    (crumbs(w.t("admin-way"), &self.way()))
                    (self.done())
                    (body)
                }
            }
        };
        (status, page.around(&inside)).into_response()
    }

    fn way(&self) -> Vec<Crumb<'_>> {
        let (admin, w) = (self.admin, self.admin.words());
        let mut way = Vec::new();
        if self.place != Place::Overview {
            way.push(Crumb::new(Place::Overview.label(w), admin.href("/atur")));
            way.push(Crumb::new(self.place.label(w), admin.href(&self.place.path())));
        }
        way.extend(
            self.trail.iter().map(|(label, path)| Crumb::new(label.clone(), admin.href(path))),
        );
        // The last step may be this page itself.
        if way.last().is_some_and(|last| last.label == self.title) {
            way.pop();
        }
        way
    }

    fn done(&self) -> Markup {
        let admin = self.admin;
        let query = admin.reader.path.split_once('?').map_or("", |(_, query)| query);
        let done = Done::from_word(Fields::parse(query.as_bytes()).get(DONE));
        html! {
            @if let Some(done) = done {
                (notice(admin.words(), Notice::Success, done.text(admin.words()), &html! {}))
            }
        }
    }
}

/// The question before a step with a loss.
pub(crate) struct Confirm<'a> {
    pub(crate) question: Text<'a>,
    /// What is lost and what stays.
    pub(crate) consequence: &'a Markup,
    /// Where the answer goes.
    pub(crate) path: &'a str,
    /// The words of the step itself.
    pub(crate) yes: Text<'a>,
    /// Where "no" leads.
    pub(crate) back: &'a str,
}

/// A form of this session.
pub(crate) fn post<'a>(admin: &'a Admin, path: &str) -> Form<'a> {
    Form::post(admin.href(path)).hidden(TOKEN, admin.officer.form_token.as_str())
}

/// A form that is sent or left for the page it came from.
pub(crate) fn leavable<'a>(
    admin: &'a Admin,
    form: Form<'a>,
    send: impl Into<Text<'a>>,
    back: &str,
) -> Form<'a> {
    let leave = Button::quiet(admin.words().t("admin-cancel")).href(admin.href(back));
    form.button(Button::primary(send)).button(leave)
}

/// Leads to a page that says what was done.
pub(crate) fn done(admin: &Admin, path: &str, done: Done) -> Response {
    let mark = if path.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{}{mark}{DONE}={}", admin.href(path), done.word())).into_response()
}
