//! Every reason for saying no is given by something.

use crate::story::{Story, answer, plain_filing, post, rating, reason, refusal_name, tell};
use crate::world::{actor, agency, office};
use domain::Refusal;
use domain::command::{Classification, Command, Post};
use domain::decide::{Context, file};
use domain::filing::Filing;
use domain::id::UnitId;
use domain::kind::{ActionTaken, CloseGround, MissingItem, ReopenGround};
use domain::limit;
use domain::redaction::Redaction;
use domain::tracking::TrackingId;
use domain::visibility::Part;
use jiff::civil::date;
use std::collections::BTreeSet;

/// What the store says, not `decide`: a version that has moved on, a number nobody has, a full list.
const OF_THE_STORE: &[&str] = &["refusal-stale", "refusal-unknown", "refusal-too-many-questions"];

/// A story that ends in each refusal.
const STORIES: &[(&str, &str)] = &[
    ("NotAllowed", "filed(to=A) → B:answer"),
    ("WrongStage", "filed → contest"),
    ("DateInPast", "filed(to=A) → answer(2026-01-01)"),
    ("DateTooFar", "filed(to=A) → answer(2028-01-01)"),
    (
        "AskedEnough",
        "filed → postpone → complete → postpone → complete → postpone → complete → postpone",
    ),
    ("UnknownAgency", "filed → forward(S)"),
    ("UnknownUnit", "filed(to=A) → assign(gone)"),
    ("UnknownCategory", "filed → nat:reclassify(category=works)"),
    ("SameOffice", "filed(to=A) → nat:forward(A)"),
    ("ConflictOfInterest", "filed(accused=A) → forward(A)"),
    ("ClosedItBefore", "filed → archive → nat:reopen"),
    (
        "TransferDecided",
        "filed(to=A) → decline → forward(A) → decline → forward(A) → decline → forward(A) → decline",
    ),
    ("TasksOpen", "filed(to=A) → task(P) → answer"),
    ("TaskNotOpen", "filed(to=A) → release(1)"),
    ("NotAnswered", "filed(to=A) → take_up → close"),
    ("ContestOpen", "filed(to=A) → answer → contest → close"),
    ("WindowOver", "filed → archive → late(appeal_window) → appeal"),
    ("LimitNotPassed", "filed(to=A) → answer → lapse"),
    ("AlreadyRated", "filed(to=A) → answer → accept(5) → rate(5)"),
    ("AlreadyEscalated", "filed → nat:escalate → escalate"),
    ("NotExtendable", "filed(to=A) → extend"),
    ("RatingRange", "filed(to=A) → answer → accept(6)"),
    ("CannotMerge", "filed(secret) → merge"),
    ("NotSupervisory", "filed(kind=aspiration) → nat:supervise(A)"),
    ("NoInspectorate", "filed → nat:supervise(N)"),
    ("ReasonOfClock", "filed → archive(not_completed)"),
    ("Hidden", "filed(to=A) → reveal(nik)"),
];

fn said(start: &str, who: &str, command: &Command) -> Refusal {
    let mut told = tell(start);
    told.give(command, &actor(who));
    told.refused.unwrap_or_else(|| panic!("{command:?} was not refused"))
}

/// Faults of words, files and dates.
fn faults() -> Vec<(&'static str, Refusal)> {
    let at = "filed(to=A)";
    let say = |text: &str| Command::PostProgress(Post { text: text.into(), files: Vec::new() });
    let files = Post { files: (1..=11).collect(), ..post() };
    let scheduled =
        Command::PostAnswer { post: post(), action: ActionTaken::Scheduled, scheduled_for: None };
    let many = Command::Forward {
        lead: agency("A"),
        supporting: vec![agency("P"); limit::SUPPORT_MAX + 1],
        copies: Vec::new(),
        watcher: None,
        note: String::new(),
    };
    let future = Filing { happened_on: Some(date(2026, 11, 17)), ..plain_filing() };
    let told = Story::new();
    let context = Context { now: told.now, reference: &told.reference };
    let late = file(future, TrackingId::from_draw(1), &context).err().and_then(|mut all| all.pop());
    let late = late.unwrap_or(Refusal::Unknown);
    vec![
        ("Empty", said(at, "A", &say("  "))),
        ("TooShort", said(at, "A", &say("Sudah."))),
        ("TooLong", said(at, "A", &say(&"a".repeat(limit::ANSWER_MAX + 1)))),
        ("HiddenCharacters", said(at, "A", &say("Sudah kami kerjakan \u{202e} semua."))),
        ("TooManyFiles", said(at, "A", &Command::PostProgress(files))),
        ("DateMissing", said(at, "A", &scheduled)),
        ("TooManyOffices", said("filed", "nat", &many)),
        ("DateInFuture", late),
        ("TooManyRedactions", fifty_first()),
    ]
}

fn redact(passage: &str, reason: &str) -> Command {
    let (passage, reason) = (passage.to_owned(), reason.to_owned());
    Command::Redact { how: Redaction::Cover, passage, reason }
}

/// One passage more than a report may have covered.
fn fifty_first() -> Refusal {
    let mut told = tell("filed(to=A)");
    for n in 0..limit::REDACTIONS_MAX {
        told.give(&redact(&format!("Orang {n}"), &reason()), &actor("A"));
    }
    // A passage that is known may still change its side.
    told.give(&redact("Orang 1", &reason()), &actor("A"));
    assert_eq!(told.refused, None);
    told.give(&redact("Satu lagi", &reason()), &actor("A"));
    told.refused.unwrap_or(Refusal::Unknown)
}

/// A variant that nothing gives any more, or one that nobody tested, fails here.
#[test]
fn every_refusal_is_given_by_something() {
    let mut given: BTreeSet<&'static str> = OF_THE_STORE.iter().copied().collect();
    for (name, story) in STORIES {
        let told = tell(story);
        let refusal = told.refused.unwrap_or_else(|| panic!("not refused: {story}"));
        assert_eq!(refusal_name(&refusal), *name, "{story}");
        given.insert(refusal.key());
    }
    for (name, refusal) in faults() {
        assert_eq!(refusal_name(&refusal), name);
        given.insert(refusal.key());
    }
    let source = include_str!("../../src/refusal.rs");
    let keys: BTreeSet<&str> =
        source.split('"').filter(|text| text.starts_with("refusal-")).collect();
    assert_eq!(given, keys);
}

/// Every text of every command is checked, whichever it is.
#[test]
fn no_command_takes_hidden_characters() {
    let bad = || String::from("teks dengan \u{2066}arah tersembunyi");
    let post = || Post { text: bad(), files: Vec::new() };
    let answered = "filed(to=A) → answer";
    let commands = [
        ("filed(to=A)", "A", Command::PostProgress(post())),
        ("filed(to=A)", "A", Command::PostNote { text: bad() }),
        ("filed(to=A)", "A", Command::Justify { faults: Vec::new(), reason: bad() }),
        ("filed(to=A)", "A", Command::SendMessage(post())),
        ("filed(to=A)", "citizen", Command::SendMessage(post())),
        ("filed(to=A)", "citizen", Command::Withdraw { reason: bad() }),
        ("filed(to=A)", "A", Command::OpenTask { office: office("P"), request: bad() }),
        ("filed(to=A)", "A", Command::DeclareConflict { office: office("P"), reason: bad() }),
        ("filed(to=A)", "A", Command::RevealIdentity { part: Part::Name, reason: bad() }),
        ("filed(to=A)", "A", redact(&bad(), &reason())),
        ("filed(to=A)", "A", redact("Budi", &bad())),
        (
            "filed(to=A)",
            "A",
            Command::Postpone { missing: vec![MissingItem::Time], question: bad() },
        ),
        ("filed(to=A, kind=information)", "A", Command::Extend { reason: bad() }),
        (
            "filed(to=A)",
            "A",
            Command::Assign {
                unit: office("A/pw").unit.unwrap_or(UnitId(0)),
                supporting: Vec::new(),
                note: bad(),
            },
        ),
        (
            "filed",
            "nat",
            Command::Reclassify(Classification { title: Some(bad()), ..Classification::default() }),
        ),
        ("filed → postpone", "citizen", Command::Complete(post())),
        (answered, "citizen", Command::Contest(post())),
        (
            answered,
            "citizen",
            Command::Accept {
                rating: Some(domain::command::Rating { comment: bad(), ..rating(1, 1) }),
            },
        ),
        ("filed → archive", "citizen", Command::Appeal(post())),
        (
            "filed → archive",
            "sup",
            Command::Reopen { ground: ReopenGround::Objection, explanation: bad() },
        ),
        (
            "filed(to=A) → answer → contest → answer",
            "A",
            Command::Close { ground: CloseGround::BeyondLaw, explanation: bad() },
        ),
        ("filed → nat:escalate", "ori", Command::Advise(post())),
    ];
    for (start, who, command) in commands {
        let refusal = said(start, who, &command);
        assert_eq!(refusal.key(), "refusal-hidden-characters", "{command:?}");
    }
}

#[test]
fn a_form_names_all_its_faults_at_once() {
    let bad = Filing {
        title: "Jalan".into(),
        body: String::new(),
        target: Some(agency("S")),
        category: Some(crate::world::category("works.roads")),
        accused: vec![domain::report::Office { unit: Some(UnitId(22)), ..office("A") }],
        files: (1..=11).collect(),
        ..plain_filing()
    };
    let told = Story::new();
    let context = Context { now: told.now, reference: &told.reference };
    let faults = file(bad, TrackingId::from_draw(1), &context).unwrap_err();
    let names: Vec<String> = faults.iter().map(refusal_name).collect();
    let wanted =
        ["TooShort", "Empty", "TooManyFiles", "UnknownCategory", "UnknownAgency", "UnknownUnit"];
    assert_eq!(names, wanted);
}

/// The message for people speaks of the same thing as the one for the log.
#[test]
fn refusals_say_what_was_tried_and_where() {
    let refusal = said("filed", "nat", &answer());
    assert_eq!(refusal.to_string(), "post_answer is not possible at stage at_national");
    let refusal = said("filed", "citizen", &Command::Advise(post()));
    assert_eq!(refusal.to_string(), "not allowed: advise");
}
