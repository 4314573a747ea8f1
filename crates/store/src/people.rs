//! Who reports: identities, encrypted field by field, and the ways to them.
//!
//! A report and a person meet only in `report_person`. A guest who leaves neither name nor contact
//! has no row at all. Officers read an identity through [`reveal`] and through nothing else.

use crate::chance::Chance;
use crate::clock::micros;
use crate::db::{Row, Tx};
use crate::keys::{Keys, Place, Purpose};
use crate::{Error, Result, Store, params};
use domain::visibility::Part;
use domain::{Nik, PersonId, ReportId};
use std::fmt;

/// Reports that one look-up by phone, e-mail or NIK returns at most, the newest.
pub const FOUND_MAX: i64 = 200;

/// For whom somebody files who cannot do it. `Debug` shows nothing of it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Represented {
    /// Their name.
    pub name: String,
    /// What the one who files is to them, as typed; may be empty.
    pub relation: String,
}

impl fmt::Debug for Represented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Represented(..)")
    }
}

/// What a reporter said of themselves. `Debug` shows which fields are there, not what they hold.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// As on the identity card.
    pub name: Option<String>,
    /// In E.164 form, `+628123456789`.
    pub phone: Option<String>,
    /// As typed.
    pub email: Option<String>,
    /// Population number.
    pub nik: Option<Nik>,
    /// As typed.
    pub address: Option<String>,
    /// Language of notices: `id`, `en`.
    pub language: String,
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity")
            .field("name", &self.name.is_some())
            .field("phone", &self.phone.is_some())
            .field("email", &self.email.is_some())
            .field("nik", &self.nik.is_some())
            .field("address", &self.address.is_some())
            .field("language", &self.language)
            .finish()
    }
}

/// An identity ready to be written: fields encrypted, hashes made.
#[derive(Clone)]
pub struct Sealed {
    id: i64,
    name: Option<Vec<u8>>,
    phone: Option<Hashed>,
    email: Option<Hashed>,
    nik: Option<Hashed>,
    address: Option<Vec<u8>>,
    represented: Option<Vec<u8>>,
    relation: Option<Vec<u8>>,
    language: String,
    created_at: i64,
}

#[derive(Clone)]
struct Hashed {
    sealed: Vec<u8>,
    hash: Vec<u8>,
}

const NAME: &str = "person.name";
const PHONE: &str = "person.phone";
const EMAIL: &str = "person.email";
const NIK: &str = "person.nik";
const ADDRESS: &str = "person.address";
const REPRESENTED: &str = "person.represented";
const RELATION: &str = "person.relation";

/// Encrypts an identity for the row `id`, before the transaction: the writer does not wait for
/// ciphers, and a transaction that runs twice draws no new numbers. `None` when nothing names or
/// reaches the reporter. [`Error::Fault`] when the phone is not in E.164 form.
pub fn seal(store: &Store, id: PersonId, identity: &Identity) -> Result<Option<Sealed>> {
    seal_for(store, id, identity, None)
}

/// [`seal`] with whom they file for, when it is not for themselves.
pub fn seal_for(
    store: &Store,
    id: PersonId,
    identity: &Identity,
    represents: Option<&Represented>,
) -> Result<Option<Sealed>> {
    let (keys, chance) = (store.keys(), store.chance());
    let name = given(identity.name.as_deref());
    let phone = given(identity.phone.as_deref());
    let email = given(identity.email.as_deref());
    let address = given(identity.address.as_deref());
    let nik = identity.nik.as_ref().map(Nik::expose);
    let represented = given(represents.map(|it| it.name.as_str()));
    let relation = given(represents.map(|it| it.relation.as_str()));
    if name.or(phone).or(email).or(address).or(nik).or(represented).is_none() {
        return Ok(None);
    }
    if phone.is_some_and(|phone| !is_e164(phone)) {
        return Err(Error::Fault("a phone number is not in E.164 form".to_owned()));
    }
    let hashed = |field, purpose, text: Option<&str>, found_by: Option<String>| {
        let Some((text, found_by)) = text.zip(found_by) else { return Ok(None) };
        let sealed = keys.seal(Place { field, row: id.0 }, text, chance)?;
        Ok::<_, Error>(Some(Hashed { sealed, hash: keys.hash(purpose, &found_by) }))
    };
    Ok(Some(Sealed {
        id: id.0,
        name: seal_field(keys, chance, NAME, id.0, name)?,
        phone: hashed(PHONE, Purpose::Phone, phone, phone.map(str::to_owned))?,
        email: hashed(EMAIL, Purpose::Email, email, email.map(mailbox))?,
        nik: hashed(NIK, Purpose::Nik, nik, nik.map(str::to_owned))?,
        address: seal_field(keys, chance, ADDRESS, id.0, address)?,
        represented: seal_field(keys, chance, REPRESENTED, id.0, represented)?,
        relation: seal_field(keys, chance, RELATION, id.0, relation)?,
        language: identity.language.clone(),
        created_at: micros(store.now()),
    }))
}

pub(crate) fn seal_field(
    keys: &Keys,
    chance: &dyn Chance,
    field: &str,
    row: i64,
    text: Option<&str>,
) -> Result<Option<Vec<u8>>> {
    text.map(|text| keys.seal(Place { field, row }, text, chance)).transpose()
}

fn given(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}

/// By what a mailbox is found: people write the same address in capitals.
fn mailbox(address: &str) -> String {
    address.trim().to_lowercase()
}

/// `+` and 8 to 15 digits.
pub(crate) fn is_e164(phone: &str) -> bool {
    phone.strip_prefix('+').is_some_and(|digits| {
        (8..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

const INSERT_PERSON: &str = "INSERT INTO person (id, name, phone, phone_hash, email, email_hash, \
     nik, nik_hash, address, language, created_at, represented, relation) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const INSERT_LINK: &str = "INSERT INTO report_person (report_id, person_id) VALUES ($1, $2)";

/// Writes the person of a report, in the transaction that takes the report in.
pub fn insert(tx: &mut Tx<'_>, person: &Sealed, report: ReportId) -> Result<()> {
    let split = |field: &Option<Hashed>| match field {
        Some(it) => (Some(it.sealed.clone()), Some(it.hash.clone())),
        None => (None, None),
    };
    let ((phone, phone_hash), (email, email_hash)) = (split(&person.phone), split(&person.email));
    let (nik, nik_hash) = split(&person.nik);
    tx.queue(
        INSERT_PERSON,
        params![
            person.id,
            person.name.clone(),
            phone,
            phone_hash,
            email,
            email_hash,
            nik,
            nik_hash,
            person.address.clone(),
            &person.language,
            person.created_at,
            person.represented.clone(),
            person.relation.clone(),
        ],
    )?;
    tx.queue(INSERT_LINK, params![report.0, person.id])
}

/// How to reach somebody. `Debug` shows which ways are there.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    /// In E.164 form.
    pub phone: Option<String>,
    /// An address.
    pub email: Option<String>,
    /// Language of notices.
    pub language: String,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact")
            .field("phone", &self.phone.is_some())
            .field("email", &self.email.is_some())
            .field("language", &self.language)
            .finish()
    }
}

const SELECT_PERSON: &str = "SELECT p.id, p.name, p.phone, p.email, p.nik, p.address, p.language, \
     p.represented, p.relation FROM report_person r JOIN person p ON p.id = r.person_id WHERE r.report_id = $1";

/// A row as it lies there.
struct Stored {
    id: i64,
    name: Option<Vec<u8>>,
    phone: Option<Vec<u8>>,
    email: Option<Vec<u8>>,
    nik: Option<Vec<u8>>,
    address: Option<Vec<u8>>,
    language: String,
    represented: Option<Vec<u8>>,
    relation: Option<Vec<u8>>,
}

impl Stored {
    fn read(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            name: row.get(1)?,
            phone: row.get(2)?,
            email: row.get(3)?,
            nik: row.get(4)?,
            address: row.get(5)?,
            language: row.get(6)?,
            represented: row.get(7)?,
            relation: row.get(8)?,
        })
    }

    fn open(&self, keys: &Keys, field: &str, sealed: Option<&Vec<u8>>) -> Result<Option<String>> {
        sealed.map(|sealed| keys.open(Place { field, row: self.id }, sealed)).transpose()
    }

    fn name(&self, keys: &Keys) -> Result<Option<String>> {
        self.open(keys, NAME, self.name.as_ref())
    }

    fn phone(&self, keys: &Keys) -> Result<Option<String>> {
        self.open(keys, PHONE, self.phone.as_ref())
    }

    fn email(&self, keys: &Keys) -> Result<Option<String>> {
        self.open(keys, EMAIL, self.email.as_ref())
    }

    fn address(&self, keys: &Keys) -> Result<Option<String>> {
        self.open(keys, ADDRESS, self.address.as_ref())
    }

    fn represents(&self, keys: &Keys) -> Result<Option<Represented>> {
        let name = self.open(keys, REPRESENTED, self.represented.as_ref())?;
        let relation = self.open(keys, RELATION, self.relation.as_ref())?.unwrap_or_default();
        Ok(name.map(|name| Represented { name, relation }))
    }

    fn nik(&self, keys: &Keys) -> Result<Option<Nik>> {
        let digits = self.open(keys, NIK, self.nik.as_ref())?;
        let read = |digits: String| {
            Nik::parse(&digits).map_err(|_| Error::Decode("person.nik is no NIK".to_owned()))
        };
        digits.map(read).transpose()
    }
}

async fn stored(store: &Store, name: &'static str, report: ReportId) -> Result<Option<Stored>> {
    let rows = store.db().select(name, SELECT_PERSON, params![report.0], Stored::read).await?;
    Ok(rows.into_iter().next())
}

/// How to reach the reporter, for whoever sends notices; not for pages that officers see.
pub async fn contact(store: &Store, report: ReportId) -> Result<Option<Contact>> {
    let Some(stored) = stored(store, "person-contact", report).await? else { return Ok(None) };
    let keys = store.keys();
    Ok(Some(Contact {
        phone: stored.phone(keys)?,
        email: stored.email(keys)?,
        language: stored.language,
    }))
}

/// A part of an identity in plain text. `Debug` shows only which part.
#[derive(Clone, PartialEq, Eq)]
pub enum Revealed {
    /// Names; at least one is there.
    Name {
        /// Of the one who filed.
        own: Option<String>,
        /// Of whom they filed for.
        represents: Option<Represented>,
    },
    /// Where to reach the reporter; at least one is there.
    Contact {
        /// In E.164 form.
        phone: Option<String>,
        /// An address.
        email: Option<String>,
        /// Where they live.
        address: Option<String>,
    },
    /// The population number.
    Nik(Nik),
}

impl fmt::Debug for Revealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Name { .. } => "Name(..)",
            Self::Contact { .. } => "Contact(..)",
            Self::Nik(_) => "Nik(..)",
        })
    }
}

/// Reads one part of who reports, for an officer.
///
/// The caller has appended the report's `IdentityRevealed` event for this part earlier **in the
/// same transaction**, so that nobody reads an identity without leaving a trace: when the event
/// cannot be written, neither is anything shown, and the answer leaves the transaction only after
/// the commit. `None` when the reporter gave no such part. [`Error::Fault`] for a part that is not
/// [`Part::Name`], [`Part::Contact`] or [`Part::Nik`].
pub fn reveal(
    tx: &mut Tx<'_>,
    keys: &Keys,
    report: ReportId,
    part: Part,
) -> Result<Option<Revealed>> {
    if !matches!(part, Part::Name | Part::Contact | Part::Nik) {
        return Err(Error::Fault(format!("{part} is no part of an identity")));
    }
    let Some(stored) = tx.first(SELECT_PERSON, params![report.0], Stored::read)? else {
        return Ok(None);
    };
    match part {
        Part::Name => {
            let (own, represents) = (stored.name(keys)?, stored.represents(keys)?);
            let there = own.is_some() || represents.is_some();
            Ok(there.then_some(Revealed::Name { own, represents }))
        }
        Part::Nik => Ok(stored.nik(keys)?.map(Revealed::Nik)),
        _ => {
            let (phone, email) = (stored.phone(keys)?, stored.email(keys)?);
            let address = stored.address(keys)?;
            let there = phone.is_some() || email.is_some() || address.is_some();
            Ok(there.then_some(Revealed::Contact { phone, email, address }))
        }
    }
}

/// What a reporter sees of themselves; the NIK stays masked.
#[derive(Clone, PartialEq, Eq)]
pub struct OwnIdentity {
    /// As on the identity card.
    pub name: Option<String>,
    /// In E.164 form.
    pub phone: Option<String>,
    /// As typed.
    pub email: Option<String>,
    /// `3273********0001`.
    pub nik_masked: Option<String>,
    /// As typed.
    pub address: Option<String>,
    /// For whom they filed.
    pub represents: Option<Represented>,
    /// Language of notices.
    pub language: String,
}

/// The identity of a report, for the reporter who has proved to be it.
pub async fn own(store: &Store, report: ReportId) -> Result<Option<OwnIdentity>> {
    let Some(stored) = stored(store, "person-own", report).await? else { return Ok(None) };
    let keys = store.keys();
    Ok(Some(OwnIdentity {
        name: stored.name(keys)?,
        phone: stored.phone(keys)?,
        email: stored.email(keys)?,
        nik_masked: stored.nik(keys)?.as_ref().map(Nik::masked),
        address: stored.address(keys)?,
        represents: stored.represents(keys)?,
        language: stored.language,
    }))
}

/// What a reporter is looked up by.
#[derive(Clone, Copy)]
pub enum Handle<'a> {
    /// In E.164 form.
    Phone(&'a str),
    /// As typed; case does not matter.
    Email(&'a str),
    /// Population number.
    Nik(&'a Nik),
}

const FIND_PHONE: &str = "SELECT r.report_id FROM person p JOIN report_person r \
     ON r.person_id = p.id WHERE p.phone_hash = $1 ORDER BY r.report_id DESC LIMIT $2";
const FIND_EMAIL: &str = "SELECT r.report_id FROM person p JOIN report_person r \
     ON r.person_id = p.id WHERE p.email_hash = $1 ORDER BY r.report_id DESC LIMIT $2";
const FIND_NIK: &str = "SELECT r.report_id FROM person p JOIN report_person r \
     ON r.person_id = p.id WHERE p.nik_hash = $1 ORDER BY r.report_id DESC LIMIT $2";

/// Reports filed with this phone, e-mail or NIK, the newest [`FOUND_MAX`], newest first. Whoever
/// asks must have proved that the handle is theirs.
pub async fn reports_of(store: &Store, handle: Handle<'_>) -> Result<Vec<ReportId>> {
    let keys = store.keys();
    let (sql, hash) = match handle {
        Handle::Phone(phone) => (FIND_PHONE, keys.hash(Purpose::Phone, phone.trim())),
        Handle::Email(email) => (FIND_EMAIL, keys.hash(Purpose::Email, &mailbox(email))),
        Handle::Nik(nik) => (FIND_NIK, keys.hash(Purpose::Nik, nik.expose())),
    };
    let read = |row: &Row<'_>| Ok(ReportId(row.get(0)?));
    store.db().select("person-reports", sql, params![hash, FOUND_MAX], read).await
}

const SELECT_LINK: &str = "SELECT person_id FROM report_person WHERE report_id = $1 {{LOCK ROW}}";
const DELETE_LINK: &str = "DELETE FROM report_person WHERE report_id = $1";
const DELETE_PERSON: &str = "DELETE FROM person WHERE id = $1 \
     AND NOT EXISTS (SELECT 1 FROM report_person WHERE person_id = $1)";

/// Forgets who filed a report: its link, and the person when no other report hangs on it. True
/// when there was somebody to forget. The report itself stays.
pub fn erase(tx: &mut Tx<'_>, report: ReportId) -> Result<bool> {
    let Some(person) = tx.first(SELECT_LINK, params![report.0], |row| row.get::<i64>(0))? else {
        return Ok(false);
    };
    tx.queue(DELETE_LINK, params![report.0])?;
    tx.queue(DELETE_PERSON, params![person])?;
    Ok(true)
}
