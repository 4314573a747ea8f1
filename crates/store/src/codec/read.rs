//! JSON to domain.

use super::wrong;
use crate::clock::instant;
use crate::{Error, Result};
use domain::answer::AnswerFault;
use domain::calendar::{Limit, LimitUnit, Place, Zone};
use domain::category::CategoryCode;
use domain::command::{Classification, Evidence, Rating};
use domain::deadline::DeadlineKind;
use domain::event::Fact;
use domain::filing::{Filing, ReporterFacts, Where};
use domain::kind::{
    ActionTaken, ArchiveReason, Channel, CloseGround, ComplaintClass, DeclineReason, DisputeForm,
    Level, MissingItem, ReopenGround, ReportKind, ServiceDeficit, Urgency,
};
use domain::nik::Sex;
use domain::redaction::Redaction;
use domain::region::RegionCode;
use domain::report::{ClosedBy, NationalDesk, Office, Stage, StageName};
use domain::role::Desk;
use domain::visibility::{Part, Privacy};
use domain::{AgencyId, Clock, ReportId, RulesId, TaskNo, TrackingId, UnitId};
use jiff::civil::Date;
use serde_json::{Map, Value};

/// The fields of one JSON object, read with the event's kind in every complaint.
pub(super) struct Fields<'a> {
    kind: &'a str,
    map: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(kind: &'a str, value: &'a Value) -> Result<Self> {
        value.as_object().map(|map| Self { kind, map }).ok_or_else(|| wrong(kind, "object"))
    }

    fn fault(&self, field: &str) -> Error {
        wrong(self.kind, field)
    }

    fn value(&self, field: &str) -> Option<&'a Value> {
        self.map.get(field).filter(|value| !value.is_null())
    }

    fn need<T>(&self, field: &str, found: Option<T>) -> Result<T> {
        found.ok_or_else(|| self.fault(field))
    }

    /// An absent field is `None`, a present one that does not read is an error.
    fn maybe<T>(&self, field: &str, read: impl Fn(&'a Value) -> Option<T>) -> Result<Option<T>> {
        self.value(field).map(|value| self.need(field, read(value))).transpose()
    }

    pub(super) fn int(&self, field: &str) -> Result<i64> {
        self.need(field, self.value(field).and_then(Value::as_i64))
    }

    fn maybe_int(&self, field: &str) -> Result<Option<i64>> {
        self.maybe(field, Value::as_i64)
    }

    fn small<T: TryFrom<i64>>(&self, field: &str) -> Result<T> {
        T::try_from(self.int(field)?).map_err(|_| self.fault(field))
    }

    fn text(&self, field: &str) -> Result<String> {
        self.need(field, self.value(field).and_then(Value::as_str).map(str::to_owned))
    }

    fn flag(&self, field: &str) -> Result<bool> {
        self.need(field, self.value(field).and_then(Value::as_bool))
    }

    fn word<T>(&self, field: &str, from_word: fn(&str) -> Option<T>) -> Result<T> {
        self.need(field, self.value(field).and_then(Value::as_str).and_then(from_word))
    }

    fn maybe_word<T>(&self, field: &str, from_word: fn(&str) -> Option<T>) -> Result<Option<T>> {
        self.maybe(field, |value| value.as_str().and_then(from_word))
    }

    pub(super) fn list<T>(
        &self,
        field: &str,
        read: impl Fn(&Fields<'a>) -> Result<T>,
    ) -> Result<Option<Vec<T>>> {
        let Some(value) = self.value(field) else { return Ok(None) };
        let items = self.need(field, value.as_array())?;
        items
            .iter()
            .map(|item| read(&Fields::new(self.kind, item)?))
            .collect::<Result<_>>()
            .map(Some)
    }

    fn words<T>(&self, field: &str, from_word: fn(&str) -> Option<T>) -> Result<Option<Vec<T>>> {
        let Some(value) = self.value(field) else { return Ok(None) };
        let items = self.need(field, value.as_array())?;
        let read = |item: &Value| self.need(field, item.as_str().and_then(from_word));
        items.iter().map(read).collect::<Result<_>>().map(Some)
    }

    fn ints<T: TryFrom<i64>>(&self, field: &str) -> Result<Vec<T>> {
        let Some(value) = self.value(field) else { return Ok(Vec::new()) };
        let items = self.need(field, value.as_array())?;
        let read = |item: &Value| self.need(field, item.as_i64().and_then(|i| T::try_from(i).ok()));
        items.iter().map(read).collect()
    }

    fn inner(&self, field: &str) -> Result<Fields<'a>> {
        Fields::new(self.kind, self.need(field, self.value(field))?)
    }

    fn maybe_inner<T>(
        &self,
        field: &str,
        read: impl Fn(&Fields<'a>) -> Result<T>,
    ) -> Result<Option<T>> {
        self.value(field).map(|value| read(&Fields::new(self.kind, value)?)).transpose()
    }

    fn date(&self, field: &str) -> Result<Option<Date>> {
        self.maybe(field, |value| value.as_str().and_then(|text| text.parse().ok()))
    }

    fn region(&self, field: &str) -> Result<Option<RegionCode>> {
        self.maybe(field, |value| value.as_i64().and_then(RegionCode::from_number))
    }

    fn category(&self, field: &str) -> Result<Option<CategoryCode>> {
        self.maybe(field, |value| value.as_str().and_then(CategoryCode::parse))
    }

    fn agency(&self, field: &str) -> Result<AgencyId> {
        self.int(field).map(AgencyId)
    }

    fn maybe_agency(&self, field: &str) -> Result<Option<AgencyId>> {
        Ok(self.maybe_int(field)?.map(AgencyId))
    }

    fn unit(&self, field: &str) -> Result<UnitId> {
        self.int(field).map(UnitId)
    }

    fn desk(&self, field: &str) -> Result<Desk> {
        match self.value(field) {
            Some(Value::String(word)) => match word.as_str() {
                "national" => Ok(Desk::National),
                "review" => Ok(Desk::Review),
                "ombudsman" => Ok(Desk::Ombudsman),
                _ => Err(self.fault(field)),
            },
            Some(_) => office(&self.inner(field)?).map(Office::desk),
            None => Err(self.fault(field)),
        }
    }

    fn stage(&self, field: &str) -> Result<Stage> {
        stage(&self.inner(field)?)
    }
}

fn office(fields: &Fields<'_>) -> Result<Office> {
    Ok(Office { agency: fields.agency("agency")?, unit: fields.maybe_int("unit")?.map(UnitId) })
}

fn stage(fields: &Fields<'_>) -> Result<Stage> {
    Ok(match fields.word("stage", StageName::from_word)? {
        StageName::AtNational => Stage::AtNational {
            desk: fields.word("desk", NationalDesk::from_word)?,
            forced: fields.flag("forced")?,
        },
        StageName::AtAgency => Stage::AtAgency { agency: fields.agency("agency")? },
        StageName::AtUnit => {
            Stage::AtUnit { agency: fields.agency("agency")?, unit: fields.unit("unit")? }
        }
        StageName::AwaitingReporter => Stage::AwaitingReporter {
            asked_by: fields.desk("asked_by")?,
            back_to: Box::new(fields.stage("back_to")?),
        },
        StageName::InProgress => Stage::InProgress { office: office(fields)? },
        StageName::Answered => Stage::Answered { office: office(fields)? },
        StageName::Contested => Stage::Contested { office: office(fields)? },
        StageName::Closed => Stage::Closed { how: fields.word("how", ClosedBy::from_word)? },
        StageName::Archived => {
            Stage::Archived { reason: fields.word("reason", ArchiveReason::from_word)? }
        }
        StageName::Withdrawn => Stage::Withdrawn,
        StageName::MergedInto => Stage::MergedInto {
            main: ReportId(fields.int("main")?),
            back_to: Box::new(fields.stage("back_to")?),
        },
    })
}

pub(super) fn clock(fields: &Fields<'_>) -> Result<Clock> {
    Ok(Clock {
        kind: fields.word("kind", DeadlineKind::from_word)?,
        from: instant(fields.int("from")?),
        limit: Limit {
            amount: fields.small("amount")?,
            unit: fields.word("unit", LimitUnit::from_word)?,
        },
        place: Place {
            zone: fields.word("zone", Zone::from_word)?,
            province: fields.region("province")?,
        },
        warn_at: instant(fields.int("warn_at")?),
        due: instant(fields.int("due")?),
    })
}

fn task_clock(fields: &Fields<'_>) -> Result<(TaskNo, Clock)> {
    Ok((TaskNo(fields.small("task")?), clock(&fields.inner("clock")?)?))
}

fn rating(fields: &Fields<'_>) -> Result<Rating> {
    Ok(Rating {
        overall: fields.small("overall")?,
        accuracy: fields.small("accuracy")?,
        comment: fields.text("comment")?,
    })
}

fn classification(fields: &Fields<'_>) -> Result<Classification> {
    Ok(Classification {
        title: fields.maybe("title", |v| v.as_str().map(str::to_owned))?,
        kind: fields.maybe_word("kind", ReportKind::from_word)?,
        category: fields.category("category")?,
        region: fields.region("region")?,
        urgency: fields.maybe_word("urgency", Urgency::from_word)?,
        deficits: fields.words("deficits", ServiceDeficit::from_word)?,
        tags: fields.words("tags", |word| Some(word.to_owned()))?,
        confidential: fields.maybe("confidential", Value::as_bool)?,
        class: fields.maybe_word("class", ComplaintClass::from_word)?,
    })
}

fn filing(fields: &Fields<'_>) -> Result<Filing> {
    let point = match fields.ints::<i64>("point")?.as_slice() {
        [latitude, longitude] => Some((*latitude, *longitude)),
        _ => None,
    };
    Ok(Filing {
        kind: fields.word("kind", ReportKind::from_word)?,
        class: fields.word("class", ComplaintClass::from_word)?,
        title: fields.text("title")?,
        body: fields.text("body")?,
        wish: fields.text("wish")?,
        category: fields.category("category")?,
        level: fields.maybe_word("level", Level::from_word)?,
        happened_on: fields.date("happened_on")?,
        place: Where { region: fields.region("region")?, detail: fields.text("place")?, point },
        target: fields.maybe_agency("target")?,
        accused: fields.list("accused", office)?.unwrap_or_default(),
        deficits: fields.words("deficits", ServiceDeficit::from_word)?.unwrap_or_default(),
        privacy: Privacy {
            anonymous: fields.flag("anonymous")?,
            confidential: fields.flag("confidential")?,
        },
        channel: fields.word("channel", Channel::from_word)?,
        files: fields.ints("files")?,
        reporter: ReporterFacts {
            sex: fields.maybe_word("sex", Sex::from_word)?,
            disability: fields.maybe("disability", Value::as_bool)?,
            reachable: fields.flag("reachable")?,
            proxy: fields.flag("proxy")?,
        },
    })
}

pub(super) fn fact(kind: &str, f: &Fields<'_>) -> Result<Fact> {
    Ok(match kind {
        "filed" => Fact::Filed {
            tracking: f.need("tracking", TrackingId::from_number(f.int("tracking")?))?,
            filing: Box::new(filing(&f.inner("filing")?)?),
            rules: RulesId(f.int("rules")?),
            stage: f.stage("to")?,
        },
        "forwarded" => Fact::Forwarded {
            from: f.desk("from")?,
            lead: f.agency("lead")?,
            copies: f.ints("copies")?.into_iter().map(AgencyId).collect(),
            watcher: f.maybe_agency("watcher")?,
            decided: f.flag("decided")?,
            note: f.text("note")?,
        },
        "routed" => Fact::Routed {
            category: f.need("category", f.category("category")?)?,
            lead: f.agency("lead")?,
            evidence: Evidence {
                model: f.text("model")?,
                permille: f.small("permille")?,
                words: f.words("words", |word| Some(word.to_owned()))?.unwrap_or_default(),
            },
        },
        "reclassified" => Fact::Reclassified(classification(f)?),
        "postponed" => Fact::Postponed {
            by: f.desk("by")?,
            missing: f.words("missing", MissingItem::from_word)?.unwrap_or_default(),
            question: f.text("question")?,
        },
        "completed" => Fact::Completed { text: f.text("text")?, files: f.ints("files")? },
        "contested" => Fact::Contested { text: f.text("text")?, files: f.ints("files")? },
        "advised" => Fact::Advised { text: f.text("text")?, files: f.ints("files")? },
        "archived" => Fact::Archived {
            by: f.desk("by")?,
            reason: f.word("reason", ArchiveReason::from_word)?,
            explanation: f.text("explanation")?,
        },
        "declined" => Fact::Declined {
            by: f.desk("by")?,
            to: f.stage("to")?,
            reason: f.word("reason", DeclineReason::from_word)?,
            explanation: f.text("explanation")?,
            suggested: f.maybe_agency("suggested")?,
        },
        "assigned" => Fact::Assigned {
            by: f.desk("by")?,
            agency: f.agency("agency")?,
            unit: f.unit("unit")?,
            note: f.text("note")?,
        },
        "taken_up" => Fact::TakenUp { office: office(&f.inner("office")?)? },
        "progress_posted" => Fact::ProgressPosted {
            office: office(&f.inner("office")?)?,
            text: f.text("text")?,
            files: f.ints("files")?,
        },
        "answer_posted" => Fact::AnswerPosted {
            office: office(&f.inner("office")?)?,
            text: f.text("text")?,
            files: f.ints("files")?,
            action: f.word("action", ActionTaken::from_word)?,
            scheduled_for: f.date("scheduled_for")?,
        },
        "message_sent" => Fact::MessageSent {
            from: f.value("from").map(|_| f.desk("from")).transpose()?,
            text: f.text("text")?,
            files: f.ints("files")?,
        },
        "note_posted" => Fact::NotePosted {
            by: f.desk("by")?,
            text: f.text("text")?,
            despite: f.words("despite", AnswerFault::from_word)?.unwrap_or_default(),
        },
        "rated" => Fact::Rated(rating(f)?),
        "closed" => Fact::Closed {
            how: f.word("how", ClosedBy::from_word)?,
            by: f.desk("by")?,
            ground: f.maybe_word("ground", CloseGround::from_word)?,
            explanation: f.text("explanation")?,
        },
        "escalated" => Fact::Escalated { asked: f.flag("asked")? },
        "withdrawn" => Fact::Withdrawn { reason: f.text("reason")? },
        "limit_extended" => Fact::LimitExtended { reason: f.text("reason")? },
        "merged" => Fact::Merged { main: ReportId(f.int("main")?) },
        "followed" => Fact::Followed { joined: ReportId(f.int("joined")?) },
        "unfollowed" => Fact::Unfollowed { joined: ReportId(f.int("joined")?) },
        "reopened" => Fact::Reopened {
            ground: f.word("ground", ReopenGround::from_word)?,
            explanation: f.text("explanation")?,
            to: f.stage("to")?,
        },
        "appealed" => {
            Fact::Appealed { text: f.text("text")?, files: f.ints("files")?, to: f.stage("to")? }
        }
        "task_opened" => Fact::TaskOpened {
            task: TaskNo(f.small("task")?),
            office: office(&f.inner("office")?)?,
            request: f.text("request")?,
            clock: clock(&f.inner("clock")?)?,
        },
        "task_finished" => Fact::TaskFinished {
            task: TaskNo(f.small("task")?),
            text: f.text("text")?,
            files: f.ints("files")?,
        },
        "task_released" => {
            Fact::TaskReleased { task: TaskNo(f.small("task")?), reason: f.text("reason")? }
        }
        "supervised" => Fact::Supervised { agency: f.agency("agency")?, unit: f.unit("unit")? },
        "dispute_recorded" => Fact::DisputeRecorded {
            form: f.word("form", DisputeForm::from_word)?,
            outcome: f.text("outcome")?,
        },
        "conflict_declared" => Fact::ConflictDeclared {
            office: office(&f.inner("office")?)?,
            reason: f.text("reason")?,
            to: f.maybe_inner("to", stage)?,
        },
        "identity_revealed" => Fact::IdentityRevealed {
            part: f.word("part", Part::from_word)?,
            reason: f.text("reason")?,
        },
        "redacted" => Fact::Redacted {
            by: f.desk("by")?,
            how: f.word("how", Redaction::from_word)?,
            passage: f.text("passage")?,
            reason: f.text("reason")?,
        },
        "succeeded" => Fact::Succeeded {
            ended: f.agency("ended")?,
            heir: f.maybe_agency("heir")?,
            to: f.maybe_inner("to", stage)?,
        },
        "dues_recounted" => Fact::DuesRecounted {
            revision: f.int("revision")?,
            tasks: f.list("tasks", task_clock)?.unwrap_or_default(),
        },
        _ => return Err(wrong(kind, "kind")),
    })
}
