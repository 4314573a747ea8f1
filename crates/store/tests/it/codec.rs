//! The shape of events is for ever: one of each kind, as it is written down.
//!
//! A changed line in golden/events.jsonl means that events already stored would no longer read the
//! same. Set `LAPOR_BLESS=1` to write the file again after adding a kind.

use domain::answer::AnswerFault;
use domain::calendar::{Limit, Place, Zone};
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
use domain::report::{ClosedBy, NationalDesk, Office, Stage};
use domain::role::Desk;
use domain::visibility::{Part, Privacy};
use domain::{AgencyId, Clock, Event, ReportId, RulesId, TaskNo, TrackingId, UnitId};
use jiff::Timestamp;
use jiff::civil::date;
use std::path::PathBuf;
use store::codec;

const WEST: AgencyId = AgencyId(3204);
const WORKS: UnitId = UnitId(3_204_012);

fn clock() -> Clock {
    let at = |seconds: i64| Timestamp::from_second(1_790_000_000 + seconds).unwrap();
    Clock {
        kind: DeadlineKind::SettleComplaint,
        from: at(0),
        limit: Limit::working_days(14),
        place: Place { zone: Zone::Wit, province: RegionCode::parse("91") },
        warn_at: at(500_000),
        due: at(900_000),
    }
}

fn filing() -> Filing {
    Filing {
        kind: ReportKind::Complaint,
        class: ComplaintClass::NonSupervisory,
        title: "Lampu jalan padam".into(),
        body: "Padam sejak \"Senin\".\nGelap.".into(),
        wish: "Diperbaiki".into(),
        category: CategoryCode::parse("public_works.roads.lighting"),
        level: Some(Level::Regency),
        happened_on: Some(date(2026, 11, 20)),
        place: Where {
            region: RegionCode::parse("3204012001"),
            detail: "Depan SD".into(),
            point: Some((-6_914_700, 107_609_800)),
        },
        target: Some(WEST),
        accused: vec![Office { agency: WEST, unit: Some(WORKS) }],
        deficits: vec![ServiceDeficit::Facility],
        privacy: Privacy { anonymous: true, confidential: false },
        channel: Channel::Website,
        files: vec![1, 2],
        reporter: ReporterFacts {
            sex: Some(Sex::Female),
            disability: Some(false),
            reachable: true,
            proxy: false,
        },
    }
}

fn handling() -> Vec<Fact> {
    let office = Office { agency: WEST, unit: Some(WORKS) };
    let text = || "Sudah diperbaiki hari ini.".to_owned();
    vec![
        Fact::Assigned { by: Desk::Agency(WEST), agency: WEST, unit: WORKS, note: text() },
        Fact::TakenUp { office },
        Fact::ProgressPosted { office, text: text(), files: vec![3] },
        Fact::AnswerPosted {
            office,
            text: text(),
            files: vec![],
            action: ActionTaken::Scheduled,
            scheduled_for: Some(date(2026, 12, 1)),
        },
        Fact::MessageSent { from: None, text: text(), files: vec![] },
        Fact::MessageSent { from: Some(Desk::Unit(WEST, WORKS)), text: text(), files: vec![4] },
        Fact::NotePosted { by: Desk::Ombudsman, text: text(), despite: vec![] },
        Fact::TaskOpened { task: TaskNo(1), office, request: text(), clock: clock() },
        Fact::TaskFinished { task: TaskNo(1), text: text(), files: vec![] },
        Fact::TaskReleased { task: TaskNo(2), reason: text() },
        Fact::Supervised { agency: WEST, unit: WORKS },
        Fact::DisputeRecorded { form: DisputeForm::Mediation, outcome: text() },
        Fact::LimitExtended { reason: text() },
        Fact::IdentityRevealed { part: Part::Contact, reason: text() },
        Fact::DuesRecounted { revision: 7, tasks: vec![(TaskNo(1), clock())] },
    ]
}

fn verification() -> Vec<Fact> {
    let stage = Stage::AtAgency { agency: WEST };
    let why = || "Perlu lokasi yang jelas.".to_owned();
    vec![
        Fact::Filed {
            tracking: TrackingId::from_draw(482_915_736),
            filing: Box::new(filing()),
            rules: RulesId(1),
            stage: Stage::AtNational { desk: NationalDesk::Triage, forced: false },
        },
        Fact::Forwarded {
            from: Desk::National,
            lead: WEST,
            copies: vec![AgencyId(9)],
            watcher: None,
            decided: true,
            note: why(),
        },
        Fact::Reclassified(Classification {
            title: Some("Lampu padam".into()),
            urgency: Some(Urgency::High),
            tags: Some(vec!["mudik".into()]),
            confidential: Some(true),
            class: Some(ComplaintClass::NonSupervisory),
            ..Classification::default()
        }),
        Fact::Postponed { by: Desk::Review, missing: vec![MissingItem::Place], question: why() },
        Fact::Completed { text: why(), files: vec![5] },
        Fact::Archived { by: Desk::National, reason: ArchiveReason::Unclear, explanation: why() },
        Fact::Declined {
            by: Desk::Agency(WEST),
            to: Stage::AwaitingReporter {
                asked_by: Desk::National,
                back_to: Box::new(stage.clone()),
            },
            reason: DeclineReason::OtherLevel,
            explanation: why(),
            suggested: Some(AgencyId(9)),
        },
        Fact::ConflictDeclared {
            office: Office { agency: WEST, unit: None },
            reason: why(),
            to: Some(stage.clone()),
        },
    ]
}

fn endings() -> Vec<Fact> {
    let why = || "Belum selesai.".to_owned();
    let back_to = Box::new(Stage::InProgress { office: Office { agency: WEST, unit: None } });
    vec![
        Fact::Contested { text: why(), files: vec![] },
        Fact::Rated(Rating { overall: 4, accuracy: 5, comment: why() }),
        Fact::Closed {
            how: ClosedBy::Agency,
            by: Desk::Agency(WEST),
            ground: Some(CloseGround::AnsweredAgain),
            explanation: why(),
        },
        Fact::Escalated { asked: true },
        Fact::Advised { text: why(), files: vec![] },
        Fact::Withdrawn { reason: String::new() },
        Fact::Merged { main: ReportId(77) },
        Fact::Followed { joined: ReportId(78) },
        Fact::Unfollowed { joined: ReportId(78) },
        Fact::Reopened {
            ground: ReopenGround::Supervision,
            explanation: why(),
            to: Stage::MergedInto { main: ReportId(77), back_to },
        },
        Fact::Appealed { text: why(), files: vec![], to: Stage::Closed { how: ClosedBy::Clock } },
        Fact::Succeeded { ended: WEST, heir: None, to: None },
        Fact::Succeeded {
            ended: WEST,
            heir: Some(AgencyId(9)),
            to: Some(Stage::AtAgency { agency: AgencyId(9) }),
        },
        Fact::Routed {
            category: CategoryCode::parse("public_works.roads.lighting").unwrap(),
            lead: WEST,
            evidence: Evidence {
                model: "1.120".into(),
                permille: 984,
                words: vec!["lampu".into(), "lampu jalan".into()],
            },
        },
        Fact::NotePosted {
            by: Desk::Agency(WEST),
            text: why(),
            despite: vec![AnswerFault::Canned, AnswerFault::NoAction],
        },
        Fact::Redacted {
            by: Desk::Agency(WEST),
            how: Redaction::Uncover,
            passage: "TPS 011".to_owned(),
            reason: "Nama tempat, bukan nama orang.".to_owned(),
        },
    ]
}

fn every_kind() -> Vec<Event> {
    let facts = verification().into_iter().chain(handling()).chain(endings());
    facts
        .enumerate()
        .map(|(n, fact)| Event { fact, clocks: (n % 3 == 0).then(|| vec![clock()]) })
        .collect()
}

#[test]
fn events_are_written_as_they_always_were() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/events.jsonl");
    let lines: Vec<String> = every_kind()
        .iter()
        .map(|event| format!("{} {}", event.fact.word(), codec::encode(event)))
        .collect();
    let written = format!("{}\n", lines.join("\n"));
    if std::env::var_os("LAPOR_BLESS").is_some() {
        std::fs::write(&path, &written).unwrap();
    }
    let golden = std::fs::read_to_string(&path).unwrap();
    for (now, then) in written.lines().zip(golden.lines()) {
        assert_eq!(now, then);
    }
    assert_eq!(written.lines().count(), golden.lines().count());
}

#[test]
fn events_read_back_as_they_were() {
    for event in every_kind() {
        let read = codec::decode(event.fact.word(), &codec::encode(&event)).unwrap();
        assert_eq!(read, event);
    }
}

#[test]
fn every_kind_of_event_is_in_the_golden_file() {
    let source = include_str!("../../../domain/src/event.rs");
    let words = source
        .lines()
        .filter_map(|line| line.trim().split_once("=> \""))
        .map(|(_, word)| word.trim_end_matches(['"', ',']));
    let have: Vec<&str> = every_kind().iter().map(|event| event.fact.word()).collect();
    for word in words {
        assert!(have.contains(&word), "{word} has no golden line");
    }
}

#[test]
fn an_event_that_does_not_read_says_which_field_and_not_what_it_held() {
    let body = r#"{"v":1,"by":"national","text":12345}"#;
    let error = codec::decode("note_posted", body).unwrap_err().to_string();
    assert!(error.contains("text") && !error.contains("12345"), "{error}");
    assert!(codec::decode("note_posted", r#"{"v":2}"#).is_err());
    assert!(codec::decode("unheard_of", r#"{"v":1}"#).is_err());
}
