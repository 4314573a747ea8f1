//! Reads a form of the desk into a command. What cannot be read is said beside its field; what the
//! rules refuse is left to the rules.

use super::fields::Fault;
use super::label;
use super::office::{self, Found};
use super::report::Case;
use super::session::Officer;
use crate::fields::Fields;
use crate::reader::Reader;
use domain::authority::Action;
use domain::command::{Classification, Command, Post};
use domain::filing::FileNo;
use domain::kind::{
    ActionTaken, ArchiveReason, CloseGround, ComplaintClass, DeclineReason, DisputeForm,
    MissingItem, ReopenGround, ReportKind, ServiceDeficit, Urgency,
};
use domain::redaction::Redaction;
use domain::refusal::Field as Named;
use domain::region::RegionCode;
use domain::visibility::Part;
use domain::{AgencyId, Office, Reference, Refusal, TaskNo, UnitId};
use jiff::civil::Date;
use text::personal;

/// A form on its way to a command.
pub(crate) struct Reading<'a> {
    pub(crate) reader: &'a Reader,
    pub(crate) officer: &'a Officer,
    pub(crate) case: &'a Case,
    pub(crate) fields: &'a Fields,
    pub(crate) reference: &'a Reference,
    pub(crate) today: Date,
    pub(crate) slug: &'static str,
}

type Read<T> = Result<T, Fault>;

impl Reading<'_> {
    /// The command of an act; `None` for those that have a page or a door of their own.
    pub(crate) fn command(&self, action: Action) -> Read<Option<Command>> {
        let text = || self.fields.text(&self.name("isi"));
        let post = || Post { text: text(), files: Vec::new() };
        Ok(Some(match action {
            Action::Forward => self.forward()?,
            Action::Reclassify => Command::Reclassify(self.classification()?),
            Action::Postpone => {
                let missing = self.all("kurang", MissingItem::from_word);
                Command::Postpone { missing, question: text() }
            }
            Action::Archive => Command::Archive {
                reason: self.word("alasan", ArchiveReason::from_word)?,
                explanation: text(),
            },
            Action::Decline => Command::Decline {
                reason: self.word("alasan", DeclineReason::from_word)?,
                explanation: text(),
                suggested: self.agency("instansi", false)?,
            },
            Action::Assign => self.assign()?,
            Action::TakeUp => Command::TakeUp,
            Action::PostProgress => Command::PostProgress(post()),
            Action::PostAnswer => Command::PostAnswer {
                post: post(),
                action: self.word("tindakan", ActionTaken::from_word)?,
                scheduled_for: self.date("tanggal")?,
            },
            Action::SendMessage => Command::SendMessage(post()),
            Action::PostNote => Command::PostNote { text: text() },
            Action::Close => Command::Close {
                ground: self.word("alasan", CloseGround::from_word)?,
                explanation: text(),
            },
            Action::Escalate => Command::Escalate,
            Action::Advise => Command::Advise(post()),
            Action::Reopen => Command::Reopen {
                ground: self.word("alasan", ReopenGround::from_word)?,
                explanation: text(),
            },
            Action::OpenTask => Command::OpenTask { office: self.helper()?, request: text() },
            Action::FinishTask => Command::FinishTask { task: self.task()?, post: post() },
            Action::ReleaseTask => Command::ReleaseTask { task: self.task()?, reason: text() },
            Action::Supervise => Command::Supervise { agency: self.inspectorate()? },
            Action::RecordDispute => Command::RecordDispute {
                form: self.word("alasan", DisputeForm::from_word)?,
                outcome: text(),
            },
            Action::DeclareConflict => {
                Command::DeclareConflict { office: self.accused()?, reason: text() }
            }
            Action::Redact => Command::Redact {
                how: self.word("cara", Redaction::from_word)?,
                passage: self.passage()?,
                reason: text(),
            },
            Action::Extend => Command::Extend { reason: text() },
            _ => return Ok(None),
        }))
    }

    /// The part of an identity and the reason to read it.
    pub(crate) fn identity(&self) -> Read<(Part, String)> {
        Ok((self.word("bagian", Part::from_word)?, self.fields.text(&self.name("isi"))))
    }

    fn name(&self, part: &str) -> String {
        format!("{}-{part}", self.slug)
    }

    fn fault(&self, part: &str, key: &'static str) -> Fault {
        Fault::new(self.name(part), self.reader.words.t(key))
    }

    fn word<T>(&self, part: &str, from: impl Fn(&str) -> Option<T>) -> Read<T> {
        from(self.fields.get(&self.name(part))).ok_or_else(|| self.fault(part, "desk-fault-choose"))
    }

    fn all<T>(&self, part: &str, from: impl Fn(&str) -> Option<T>) -> Vec<T> {
        self.fields.all(&self.name(part)).filter_map(from).collect()
    }

    fn date(&self, part: &str) -> Read<Option<Date>> {
        self.fields.date(&self.name(part)).map_err(|()| self.fault(part, "desk-fault-date"))
    }

    /// A value that was chosen among candidates, or found by what was typed; `None` when empty.
    fn picked<T: Clone>(
        &self,
        part: &str,
        chosen: impl Fn(&str) -> Option<T>,
        find: impl Fn(&str) -> Found<T>,
        told: impl Fn(&T) -> (String, String),
    ) -> Read<Option<T>> {
        if let Some(value) = chosen(self.fields.get(&self.name(&format!("{part}-pilih")))) {
            return Ok(Some(value));
        }
        let typed = self.fields.line(&self.name(part));
        if typed.is_empty() {
            return Ok(None);
        }
        match find(&typed) {
            Found::One(value) => Ok(Some(value)),
            Found::None => Err(self.fault(part, "desk-fault-unknown")),
            Found::Several(values) => {
                let candidates = values.iter().map(told).collect();
                Err(Fault { candidates, ..self.fault(part, "desk-fault-several") })
            }
        }
    }

    fn agency(&self, part: &str, required: bool) -> Read<Option<AgencyId>> {
        let directory = &self.reference.directory;
        let known =
            |id: &str| id.parse().ok().map(AgencyId).filter(|id| directory.agency(*id).is_some());
        let find = |typed: &str| office::agency(self.reference, typed, self.today);
        let told = |id: &AgencyId| (id.to_string(), label::agency(directory, *id, self.today));
        let found = self.picked(part, known, find, told)?;
        if required && found.is_none() {
            return Err(self.fault(part, "desk-fault-agency"));
        }
        Ok(found)
    }

    /// Several agencies, one on each line.
    fn agencies(&self, part: &str) -> Read<Vec<AgencyId>> {
        let text = self.fields.text(&self.name(part));
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let find = |line: &str| match office::agency(self.reference, line, self.today) {
            Found::One(id) => Ok(id),
            Found::None | Found::Several(_) => {
                let told = [("name", crate::i18n::Value::from(line.to_owned()))];
                Err(Fault::new(self.name(part), self.reader.words.ta("desk-fault-line", &told)))
            }
        };
        lines.map(find).collect()
    }

    fn forward(&self) -> Read<Command> {
        let lead = self
            .agency("instansi", true)?
            .ok_or_else(|| self.fault("instansi", "desk-fault-agency"))?;
        Ok(Command::Forward {
            lead,
            supporting: self.agencies("dukung")?,
            copies: self.agencies("tembusan")?,
            watcher: self.agency("pengawas", false)?,
            note: self.fields.text(&self.name("catatan")),
        })
    }

    /// Only what differs from the report as it is.
    fn classification(&self) -> Read<Classification> {
        let report = &self.case.report;
        let title = self.fields.line(&self.name("isi"));
        let kind = ReportKind::from_word(self.fields.get(&self.name("jenis")));
        let urgency = Urgency::from_word(self.fields.get(&self.name("mendesak")));
        let deficits = self.all("kekurangan", ServiceDeficit::from_word);
        let tags: Vec<String> =
            self.all("tag", |code| self.reference.tag(code).map(|tag| tag.code.to_string()));
        let lang = self.reader.lang();
        let category_of = |code: &domain::category::CategoryCode| {
            let category = self.reference.categories.get(code);
            let name = category.map(|category| label::category_name(category, lang).to_owned());
            (code.to_string(), name.unwrap_or_default())
        };
        let category = self.picked(
            "kategori",
            domain::category::CategoryCode::parse,
            |typed| office::category(self.reference, typed, lang, self.today),
            category_of,
        )?;
        let region = self.picked(
            "wilayah",
            |code| code.parse().ok().and_then(RegionCode::from_number),
            |typed| office::region(self.reference, typed),
            |code| (code.number().to_string(), self.reference.regions.full_name(*code)),
        )?;
        Ok(Classification {
            title: (title != report.title).then_some(title),
            kind: kind.filter(|kind| *kind != report.kind),
            category: category.filter(|code| Some(code) != report.category.as_ref()),
            region: region.filter(|region| Some(*region) != report.region),
            urgency: urgency.filter(|urgency| *urgency != report.urgency),
            deficits: (deficits != report.deficits).then_some(deficits),
            tags: (tags != report.tags).then_some(tags),
            confidential: (self.fields.get(&self.name("rahasia")) == "ya").then_some(true),
            class: (self.fields.get(&self.name("bebas")) == "ya")
                .then_some(ComplaintClass::NonSupervisory),
        })
    }

    /// A passage that stands in something the public reads.
    fn passage(&self) -> Read<String> {
        let passage = self.fields.line(&self.name("kutipan"));
        let stands = |text: &str| personal::occurs(text, &passage);
        if passage.is_empty() || self.case.public_texts().any(stands) {
            return Ok(passage);
        }
        Err(self.fault("kutipan", "desk-fault-passage"))
    }

    fn unit(&self, part: &str) -> Option<UnitId> {
        self.fields.number(&self.name(part)).map(UnitId)
    }

    fn assign(&self) -> Read<Command> {
        let unit = self.unit("unit").ok_or_else(|| self.fault("unit", "desk-fault-unit"))?;
        let supporting = self.all("dukung", |id| id.parse().ok().map(UnitId));
        Ok(Command::Assign { unit, supporting, note: self.fields.text(&self.name("catatan")) })
    }

    /// The office asked to support: a unit of the lead, or another agency.
    fn helper(&self) -> Read<Office> {
        if let (Some(unit), Some(agency)) = (self.unit("unit"), self.case.report.lead) {
            return Ok(Office { agency, unit: Some(unit) });
        }
        let agency = self.agency("instansi", true)?;
        let agency = agency.ok_or_else(|| self.fault("instansi", "desk-fault-agency"))?;
        Ok(Office { agency, unit: None })
    }

    /// The office complained about.
    fn accused(&self) -> Read<Office> {
        match (self.fields.get(&self.name("unit")), self.case.report.lead) {
            ("instansi", Some(agency)) => Ok(Office { agency, unit: None }),
            _ => self.helper(),
        }
    }

    /// An officer of an agency passes it to the own inspectorate.
    fn inspectorate(&self) -> Read<AgencyId> {
        match self.officer.duty.agency {
            Some(own) => Ok(own),
            None => self
                .agency("instansi", true)?
                .ok_or_else(|| self.fault("instansi", "desk-fault-agency")),
        }
    }

    fn task(&self) -> Read<TaskNo> {
        let no = self.fields.number(&self.name("tugas")).and_then(|no| u16::try_from(no).ok());
        no.map(TaskNo).ok_or_else(|| self.fault("tugas", "desk-fault-choose"))
    }

    /// The field a refusal of the rules belongs to.
    pub(crate) fn field_of(&self, refusal: &Refusal) -> String {
        let part = match refusal {
            Refusal::UnknownAgency | Refusal::NoInspectorate => "instansi",
            Refusal::SameOffice | Refusal::ConflictOfInterest if self.slug == "teruskan" => {
                return self.name("instansi");
            }
            Refusal::UnknownUnit | Refusal::SameOffice | Refusal::ConflictOfInterest => "unit",
            Refusal::DateInPast | Refusal::DateTooFar { .. } | Refusal::DateMissing => "tanggal",
            Refusal::UnknownCategory => "kategori",
            Refusal::TooManyFiles { .. } => "berkas",
            Refusal::TooManyOffices { .. } => "dukung",
            Refusal::TaskNotOpen => "tugas",
            Refusal::Hidden { .. } => "bagian",
            Refusal::TooManyRedactions { .. }
            | Refusal::Empty { field: Named::Passage }
            | Refusal::HiddenCharacters { field: Named::Passage }
            | Refusal::TooShort { field: Named::Passage, .. }
            | Refusal::TooLong { field: Named::Passage, .. } => "kutipan",
            _ => "isi",
        };
        self.name(part)
    }
}

/// Puts the numbers of stored files into a command that carries some.
pub(crate) fn with_files(mut command: Command, files: &[FileNo]) -> Command {
    match &mut command {
        Command::PostAnswer { post, .. }
        | Command::PostProgress(post)
        | Command::SendMessage(post)
        | Command::Advise(post)
        | Command::FinishTask { post, .. } => post.files = files.to_vec(),
        _ => {}
    }
    command
}
