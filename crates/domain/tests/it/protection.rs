//! Who must not have a report, and who must not read it.

use crate::story::{Story, answer, check, main_report, tell};
use crate::world::{actor, office};
use domain::authority::viewer;
use domain::command::{Command, MainReport};
use domain::redaction::Redaction;
use domain::role::Actor;
use domain::visibility::{Part, Sight, Viewer, may_see};

fn sees(story: &Story, who: &str, part: Part) -> Sight {
    let Actor::Officer(duty) = actor(who) else { panic!("{who} is no officer") };
    let viewer = viewer(&duty, story.report(), &story.reference.directory, story.now);
    may_see(viewer, part, story.report().privacy, story.report().restricted)
}

#[test]
fn a_supervisory_complaint_goes_to_the_inspectorate_alone() {
    check("filed(to=A, supervisory)", "at_unit(A/insp) restricted=true");
    check("filed(to=A, category=conduct.money.bribe)", "at_unit(A/insp) restricted=true");
    check("filed(to=A, kind=whistleblowing)", "at_unit(A/insp) restricted=true confidential=true");
    check("filed(to=N, supervisory)", "at_national restricted=true");
    check("filed(supervisory) → forward(A)", "at_unit(A/insp) last=forwarded+supervised");
    check("filed(supervisory) → forward(N)", "refused(NoInspectorate)");
    check(
        "filed(to=A) → supervise(A)",
        "at_unit(A/insp) restricted=true due.settle_supervisory=2027-02-12",
    );
    check("filed(to=A) → supervise(B)", "refused(NotAllowed)");
    check("filed → nat:supervise(N)", "refused(NoInspectorate)");
    check("filed(kind=aspiration, to=A) → supervise(A)", "refused(NotSupervisory)");
    check("filed(to=A, supervisory) → nat:supervise(A)", "refused(SameOffice)");
    let told = tell("filed(to=A, supervisory)");
    for who in ["A", "A/pw", "A.head", "A.analyst", "hub", "B/insp", "ori", "operator"] {
        assert_eq!(sees(&told, who, Part::Content), Sight::Hidden, "{who}");
        check(&format!("filed(to=A, supervisory) → {who}:answer"), "refused(NotAllowed)");
    }
    for who in ["A/insp", "nat", "sup"] {
        assert_eq!(sees(&told, who, Part::Content), Sight::Full, "{who}");
    }
    check("filed(to=A, supervisory) → take_up → answer", "answered(A/insp)");
}

#[test]
fn what_turns_out_to_be_a_whistleblowers_report_is_protected_from_then_on() {
    check(
        "filed → nat:reclassify(kind=whistleblowing)",
        "at_national restricted=true confidential=true due.settle_supervisory=2027-02-12",
    );
    check("filed(to=A) → reclassify(kind=whistleblowing)", "refused(WrongStage)");
    check(
        "filed(to=A, supervisory) → nat:reclassify(kind=whistleblowing) → nat:reclassify(kind=complaint)",
        "restricted=true confidential=true",
    );
}

/// B21.
#[test]
fn no_office_handles_what_is_said_about_itself() {
    check("filed(to=A, accused=A)", "at_national");
    check("filed(to=A, accused=A/pw)", "at_agency(A)");
    check("filed(to=A, accused=A/insp, supervisory)", "at_national");
    check("filed(accused=A) → forward(A)", "refused(ConflictOfInterest)");
    check("filed(accused=A) → forward(A, watch=A)", "refused(ConflictOfInterest)");
    check("filed(accused=A, accused=P) → forward(A, watch=P)", "refused(ConflictOfInterest)");
    check("filed(accused=A) → forward(A, watch=P)", "at_agency(A) watcher=P");
    check("filed(accused=A) → forward(B, support=A)", "refused(ConflictOfInterest)");
    check("filed(accused=A) → nat:supervise(A)", "refused(ConflictOfInterest)");
    check("filed(to=A, accused=A/pw) → assign(pw)", "refused(ConflictOfInterest)");
    check("filed(to=A, accused=A/pw) → assign(roads)", "refused(ConflictOfInterest)");
    check("filed(to=A, accused=A/pw) → assign(health)", "at_unit(A/health)");
    check("filed(to=A, accused=A/pw) → A/pw:note", "refused(ConflictOfInterest)");
    // Another name does not help: `O` became `M`.
    check("filed(to=O, accused=O)", "at_national");
    check("filed(accused=O) → forward(M)", "refused(ConflictOfInterest)");
    check("filed(accused=S) → forward(N)", "refused(ConflictOfInterest)");
}

#[test]
fn a_conflict_found_later_moves_the_report_at_once() {
    let at = "due.national_verification=2026-11-19";
    check("filed(to=A) → conflict(A)", &format!("at_national {at}"));
    check("filed(to=A) → assign(pw) → citizen:conflict(A/pw)", "at_agency(A)");
    check("filed(to=A) → assign(pw) → citizen:conflict(A)", "at_national");
    check("filed(to=A) → assign(pw) → citizen:conflict(A/health)", "at_unit(A/pw)");
    check("filed(to=A) → take_up → answer → citizen:conflict(A)", &format!("at_national {at}"));
    check("filed(to=A) → postpone → citizen:conflict(A)", "awaiting(national) clocks=completion");
    check("filed(to=A) → postpone → citizen:conflict(A) → complete", "at_national");
    check("filed(to=A, supervisory) → citizen:conflict(A/insp)", "at_national");
    check("filed(accused=A) → forward(A, watch=P) → nat:conflict(P)", "at_national");
    check("filed(to=A) → conflict(A) → A:note", "refused(ConflictOfInterest)");
    check("filed(to=A) → conflict(S)", "refused(UnknownAgency)");
    check("filed(to=A) → archive → citizen:conflict(A)", "refused(WrongStage)");
    // Neither an appeal nor a reopening brings it back.
    check(
        "filed(to=A) → take_up → answer → citizen:conflict(A) → nat:archive → sup:reopen",
        "at_national",
    );
}

#[test]
fn a_report_joins_only_one_that_protects_as_much() {
    let merge = |start: &str, main: MainReport| {
        let mut told = tell(start);
        told.give(&Command::Merge { main }, &actor("nat"));
        told.shows("stage")
    };
    let secret = MainReport { confidential: true, ..main_report() };
    let accusing = MainReport { accused: vec![office("A")], ..main_report() };
    let over = MainReport { open: false, ..main_report() };
    let joined = "merged_into(99)";
    let refused = "refused(CannotMerge)";
    assert_eq!(merge("filed", main_report()), joined);
    assert_eq!(merge("filed", over), refused);
    assert_eq!(merge("filed(secret)", main_report()), refused);
    assert_eq!(merge("filed(secret)", secret.clone()), joined);
    assert_eq!(merge("filed", secret), joined);
    assert_eq!(merge("filed(supervisory)", main_report()), refused);
    assert_eq!(merge("filed", MainReport { restricted: true, ..main_report() }), refused);
    assert_eq!(merge("filed(accused=A)", main_report()), refused);
    assert_eq!(merge("filed(accused=A)", accusing), joined);
    let told = tell("filed(accused=A, secret)");
    let itself = MainReport::of(told.report());
    assert_eq!((itself.open, itself.confidential, itself.accused.len()), (true, true, 1));
    assert_eq!(merge("filed(accused=A, secret)", itself), refused);
}

#[test]
fn an_identity_is_read_only_where_the_table_allows_and_with_a_reason() {
    check("filed(to=A) → reveal(name)", "last=identity_revealed");
    check("filed(to=A, anonymous) → reveal(name)", "refused(Hidden)");
    check("filed(to=A, anonymous) → nat:reveal(name)", "last=identity_revealed");
    check("filed(to=A) → reveal(nik)", "refused(Hidden)");
    check("filed(to=A) → reveal(content)", "refused(Hidden)");
    check("filed(to=A) → hub:reveal(name)", "refused(NotAllowed)");
    check("filed(to=A) → A.head:reveal(name)", "refused(NotAllowed)");
}

#[test]
fn personal_data_is_covered_by_who_verifies_at_any_stage() {
    check("filed(to=A) → redact(cover)", "last=redacted");
    check("filed → nat:redact(uncover)", "last=redacted");
    check("filed(to=A) → answer → accept → redact(cover)", "last=redacted");
    check("filed(to=A) → hub:redact(cover)", "refused(NotAllowed)");
    check("filed(to=A) → citizen:redact(uncover)", "refused(NotAllowed)");
    check("filed(to=A) → B:redact(cover)", "refused(NotAllowed)");
    check("filed(to=A, supervisory) → redact(uncover)", "refused(NotAllowed)");
    check("filed(accused=A) → A:redact(uncover)", "refused(ConflictOfInterest)");
    let told = tell("filed(to=A) → redact(cover) → redact(uncover)");
    let redactions = &told.report().redactions;
    assert_eq!(redactions.of(Redaction::Uncover).collect::<Vec<_>>(), ["Budi Santoso"]);
    assert_eq!(redactions.of(Redaction::Cover).count(), 0, "the last word holds");
}

#[test]
fn supporting_and_copied_offices_read_along_and_no_more() {
    let told = tell("filed → forward(A, support=P, copy=N)");
    for who in ["P", "N"] {
        assert_eq!(sees(&told, who, Part::Content), Sight::Full, "{who}");
        assert_eq!(sees(&told, who, Part::Name), Sight::Hidden, "{who}");
    }
    assert_eq!(sees(&told, "B", Part::Journal), Sight::Hidden);
    let Actor::Officer(duty) = actor("A") else { panic!("an officer") };
    let seen = viewer(&duty, told.report(), &told.reference.directory, told.now);
    assert_eq!(seen, Viewer::Agency);
    let mut told = told;
    told.give(&answer(), &actor("P"));
    assert_eq!(told.shows("stage"), "refused(NotAllowed)");
}

/// "Not ours" ends the right to read with the duty to act.
#[test]
fn who_gives_a_report_back_reads_it_no_more() {
    let told = tell("filed(to=A) → decline");
    for who in ["A", "A.head", "A/pw", "hub"] {
        assert_eq!(sees(&told, who, Part::Journal), Sight::Hidden, "{who}");
    }
    let told = tell("filed(to=A) → decline → forward(A)");
    assert_eq!(sees(&told, "A", Part::Journal), Sight::Full);
}

/// The other way round, T27 restricts: only where all restricted reports are read is that undone.
#[test]
fn what_was_wrongly_called_supervisory_is_set_free_by_the_national_desk_alone() {
    let wrongly = "filed(to=A, supervisory)";
    let free = "nat:reclassify(class=non_supervisory)";
    check(&format!("{wrongly} → A/insp:reclassify(class=non_supervisory)"), "refused(NotAllowed)");
    check(&format!("{wrongly} → {free}"), "refused(WrongStage)");
    check(&format!("{wrongly} → decline → {free}"), "at_national restricted=false");
    check(&format!("{wrongly} → decline → {free} → forward(A)"), "at_agency(A) restricted=false");
    check("filed → nat:reclassify(class=supervisory)", "refused(NotSupervisory)");
    let whistle = "filed → nat:reclassify(kind=whistleblowing)";
    check(&format!("{whistle} → {free}"), "refused(NotSupervisory)");
}
