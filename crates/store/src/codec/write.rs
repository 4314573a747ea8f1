//! Domain to JSON.

use super::Object;
use crate::clock::micros;
use domain::command::{Classification, Rating};
use domain::event::Fact;
use domain::filing::Filing;
use domain::report::{Office, Stage};
use domain::role::Desk;
use domain::{AgencyId, Clock};
use serde_json::{Value, json};

fn object(value: Value) -> Object {
    match value {
        Value::Object(map) => map,
        _ => Object::new(),
    }
}

fn agencies(list: &[AgencyId]) -> Vec<i64> {
    list.iter().map(|a| a.0).collect()
}

pub(super) fn office(office: Office) -> Value {
    json!({ "agency": office.agency.0, "unit": office.unit.map(|u| u.0) })
}

pub(super) fn desk(desk: Desk) -> Value {
    match desk {
        Desk::National => json!("national"),
        Desk::Review => json!("review"),
        Desk::Ombudsman => json!("ombudsman"),
        Desk::Agency(agency) => json!({ "agency": agency.0 }),
        Desk::Unit(agency, unit) => json!({ "agency": agency.0, "unit": unit.0 }),
    }
}

/// A stage with its facts.
#[must_use]
pub fn stage(at: &Stage) -> Value {
    let mut out = match at {
        Stage::AtNational { desk, forced } => json!({ "desk": desk.word(), "forced": forced }),
        Stage::AtAgency { agency } => json!({ "agency": agency.0 }),
        Stage::AtUnit { agency, unit } => json!({ "agency": agency.0, "unit": unit.0 }),
        Stage::AwaitingReporter { asked_by, back_to } => {
            json!({ "asked_by": desk(*asked_by), "back_to": stage(back_to) })
        }
        Stage::InProgress { office: o }
        | Stage::Answered { office: o }
        | Stage::Contested { office: o } => office(*o),
        Stage::Closed { how } => json!({ "how": how.word() }),
        Stage::Archived { reason } => json!({ "reason": reason.word() }),
        Stage::Withdrawn => json!({}),
        Stage::MergedInto { main, back_to } => json!({ "main": main.0, "back_to": stage(back_to) }),
    };
    if let Value::Object(map) = &mut out {
        map.insert("stage".into(), json!(at.name().word()));
    }
    out
}

pub(super) fn clock(clock: &Clock) -> Value {
    json!({
        "kind": clock.kind.word(),
        "from": micros(clock.from),
        "amount": clock.limit.amount,
        "unit": clock.limit.unit.word(),
        "zone": clock.place.zone.word(),
        "province": clock.place.province.map(domain::region::RegionCode::number),
        "warn_at": micros(clock.warn_at),
        "due": micros(clock.due),
    })
}

fn rating(rating: &Rating) -> Value {
    json!({ "overall": rating.overall, "accuracy": rating.accuracy, "comment": rating.comment })
}

fn classification(found: &Classification) -> Value {
    json!({
        "title": found.title,
        "kind": found.kind.map(domain::kind::ReportKind::word),
        "category": found.category.as_ref().map(ToString::to_string),
        "region": found.region.map(domain::region::RegionCode::number),
        "urgency": found.urgency.map(domain::kind::Urgency::word),
        "deficits": found.deficits.as_ref().map(|d| d.iter().map(|d| d.word()).collect::<Vec<_>>()),
        "tags": found.tags,
        "confidential": found.confidential,
        "class": found.class.map(domain::kind::ComplaintClass::word),
    })
}

fn filing(filing: &Filing) -> Value {
    json!({
        "kind": filing.kind.word(),
        "class": filing.class.word(),
        "title": filing.title,
        "body": filing.body,
        "wish": filing.wish,
        "category": filing.category.as_ref().map(ToString::to_string),
        "level": filing.level.map(domain::kind::Level::word),
        "happened_on": filing.happened_on.map(|d| d.to_string()),
        "region": filing.place.region.map(domain::region::RegionCode::number),
        "place": filing.place.detail,
        "point": filing.place.point.map(|(lat, lon)| [lat, lon]),
        "target": filing.target.map(|a| a.0),
        "accused": filing.accused.iter().map(|o| office(*o)).collect::<Vec<_>>(),
        "deficits": filing.deficits.iter().map(|d| d.word()).collect::<Vec<_>>(),
        "anonymous": filing.privacy.anonymous,
        "confidential": filing.privacy.confidential,
        "channel": filing.channel.word(),
        "files": filing.files,
        "sex": filing.reporter.sex.map(domain::nik::Sex::word),
        "disability": filing.reporter.disability,
        "reachable": filing.reporter.reachable,
        "proxy": filing.reporter.proxy,
    })
}

pub(super) fn fact(fact: &Fact) -> Object {
    object(match fact {
        Fact::Filed { tracking, filing: handed_in, rules, stage: first } => json!({
            "tracking": tracking.number(), "rules": rules.0, "filing": filing(handed_in), "to": stage(first),
        }),
        Fact::Forwarded { from, lead, copies, watcher, decided, note } => json!({
            "from": desk(*from), "lead": lead.0, "copies": agencies(copies),
            "watcher": watcher.map(|a| a.0), "decided": decided, "note": note,
        }),
        Fact::Routed { category, lead, evidence } => json!({
            "category": category.as_str(), "lead": lead.0, "model": evidence.model,
            "permille": evidence.permille, "words": evidence.words,
        }),
        Fact::Reclassified(found) => classification(found),
        Fact::Postponed { by, missing, question } => json!({
            "by": desk(*by), "missing": missing.iter().map(|m| m.word()).collect::<Vec<_>>(), "question": question,
        }),
        Fact::Completed { text, files }
        | Fact::Contested { text, files }
        | Fact::Advised { text, files } => {
            json!({ "text": text, "files": files })
        }
        Fact::Archived { by, reason, explanation } => {
            json!({ "by": desk(*by), "reason": reason.word(), "explanation": explanation })
        }
        Fact::Declined { by, to, reason, explanation, suggested } => json!({
            "by": desk(*by), "to": stage(to), "reason": reason.word(), "explanation": explanation,
            "suggested": suggested.map(|a| a.0),
        }),
        Fact::Assigned { by, agency, unit, note } => {
            json!({ "by": desk(*by), "agency": agency.0, "unit": unit.0, "note": note })
        }
        Fact::TakenUp { office: o } => json!({ "office": office(*o) }),
        Fact::ProgressPosted { office: o, text, files } => {
            json!({ "office": office(*o), "text": text, "files": files })
        }
        Fact::AnswerPosted { office: o, text, files, action, scheduled_for } => json!({
            "office": office(*o), "text": text, "files": files, "action": action.word(),
            "scheduled_for": scheduled_for.map(|d| d.to_string()),
        }),
        Fact::MessageSent { from, text, files } => {
            json!({ "from": from.map(desk), "text": text, "files": files })
        }
        Fact::NotePosted { by, text, despite } if despite.is_empty() => {
            json!({ "by": desk(*by), "text": text })
        }
        Fact::NotePosted { by, text, despite } => json!({
            "by": desk(*by), "text": text, "despite": despite.iter().map(|fault| fault.word()).collect::<Vec<_>>(),
        }),
        Fact::Rated(marks) => rating(marks),
        Fact::Closed { how, by, ground, explanation } => json!({
            "how": how.word(), "by": desk(*by), "ground": ground.map(domain::kind::CloseGround::word),
            "explanation": explanation,
        }),
        Fact::Escalated { asked } => json!({ "asked": asked }),
        Fact::Withdrawn { reason } | Fact::LimitExtended { reason } => json!({ "reason": reason }),
        Fact::Merged { main } => json!({ "main": main.0 }),
        Fact::Followed { joined } | Fact::Unfollowed { joined } => json!({ "joined": joined.0 }),
        Fact::Reopened { ground, explanation, to } => {
            json!({ "ground": ground.word(), "explanation": explanation, "to": stage(to) })
        }
        Fact::Appealed { text, files, to } => {
            json!({ "text": text, "files": files, "to": stage(to) })
        }
        Fact::TaskOpened { task, office: o, request, clock: runs } => json!({
            "task": task.0, "office": office(*o), "request": request, "clock": clock(runs),
        }),
        Fact::TaskFinished { task, text, files } => {
            json!({ "task": task.0, "text": text, "files": files })
        }
        Fact::TaskReleased { task, reason } => json!({ "task": task.0, "reason": reason }),
        Fact::Supervised { agency, unit } => json!({ "agency": agency.0, "unit": unit.0 }),
        Fact::DisputeRecorded { form, outcome } => {
            json!({ "form": form.word(), "outcome": outcome })
        }
        Fact::ConflictDeclared { office: o, reason, to } => {
            json!({ "office": office(*o), "reason": reason, "to": to.as_ref().map(stage) })
        }
        Fact::IdentityRevealed { part, reason } => json!({ "part": part.word(), "reason": reason }),
        Fact::Redacted { by, how, passage, reason } => json!({
            "by": desk(*by), "how": how.word(), "passage": passage, "reason": reason,
        }),
        Fact::Succeeded { ended, heir, to } => json!({
            "ended": ended.0, "heir": heir.map(|a| a.0), "to": to.as_ref().map(stage),
        }),
        Fact::DuesRecounted { revision, tasks } => json!({
            "revision": revision,
            "tasks": tasks.iter().map(|(no, runs)| json!({ "task": no.0, "clock": clock(runs) })).collect::<Vec<_>>(),
        }),
    })
}
