//! The officer who administers, with what every page of administration needs.

use super::authority::{self, Act, Subject};
use crate::app::App;
use crate::desk::Officer;
use crate::desk::form::DeskForm;
use crate::failure::Failure;
use crate::fields::Fields;
use crate::i18n::{Lang, Words};
use crate::reader::Reader;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::directory::Agency;
use domain::{Duty, OfficerId, Reference};
use jiff::civil::Date;
use std::sync::Arc;
use store::Store;

/// An officer whose duty administers something. Others are refused before any page is made.
pub(crate) struct Admin {
    pub(crate) app: App,
    pub(crate) officer: Officer,
    pub(crate) reader: Reader,
    /// The reference data as they were when the request came.
    pub(crate) reference: Arc<Reference>,
    /// The date in Jakarta.
    pub(crate) today: Date,
}

impl Admin {
    fn new(app: &App, officer: Officer, reader: Reader) -> Result<Self, Failure> {
        if !authority::administers(&officer.duty) {
            return Err(Failure::Forbidden);
        }
        let (reference, today) = (app.store().reference(), Reference::today(app.store().now()));
        Ok(Self { app: app.clone(), officer, reader, reference, today })
    }

    pub(crate) fn store(&self) -> &Store {
        self.app.store()
    }

    pub(crate) fn words(&self) -> Words {
        self.reader.words
    }

    pub(crate) fn lang(&self) -> Lang {
        self.reader.lang()
    }

    /// A path of this site in the reader's language.
    pub(crate) fn href(&self, path: &str) -> String {
        self.reader.href(path)
    }

    pub(crate) fn duty(&self) -> &Duty {
        &self.officer.duty
    }

    /// Who is written down for a change.
    pub(crate) fn id(&self) -> OfficerId {
        self.officer.duty.officer
    }

    pub(crate) fn may(&self, act: Act, subject: Subject<'_>) -> bool {
        authority::may(self.duty(), act, subject)
    }

    pub(crate) fn require(&self, act: Act, subject: Subject<'_>) -> Result<(), Failure> {
        if self.may(act, subject) { Ok(()) } else { Err(Failure::Forbidden) }
    }

    /// The agency of an address.
    pub(crate) fn agency(&self, slug: &str) -> Result<&Agency, Failure> {
        self.reference.directory.agency_by_slug(slug).ok_or(Failure::NotFound)
    }
}

impl FromRequestParts<App> for Admin {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let officer = Officer::from_request_parts(parts, app).await?;
        Self::new(app, officer, Reader::of(parts)).map_err(IntoResponse::into_response)
    }
}

/// A form of administration with the officer who sent it.
pub(crate) struct AdminForm {
    pub(crate) admin: Admin,
    /// What was typed.
    pub(crate) fields: Fields,
    /// To be shown again, not carried out: it comes back from signing in.
    pub(crate) restored: bool,
}

impl FromRequest<App> for AdminForm {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let reader = Reader::of(&parts);
        let form = DeskForm::from_request(Request::from_parts(parts, body), app).await?;
        let admin = Admin::new(app, form.officer, reader).map_err(IntoResponse::into_response)?;
        Ok(Self { admin, fields: form.fields, restored: form.restored })
    }
}
