//! Whole lives: T12 to T25, from the first answer to the last word.

use crate::story::{check, tell};

#[test]
fn a_contested_answer_is_answered_again_and_accepted() {
    check(
        "filed → forward(A) → assign(pw) → answer → contest → answer → accept(5, 4)",
        "closed(reporter) clocks=none rated=true closer=A/pw last=closed+rated",
    );
    check("filed(to=A) → take_up → answer → accept → rate(3)", "closed(reporter) rated=true");
    check("filed(to=A) → take_up → answer → accept(3) → rate(3)", "refused(AlreadyRated)");
}

#[test]
fn progress_is_not_an_answer() {
    check(
        "filed(to=A) → assign(pw) → progress",
        "in_progress(A/pw) clocks=ombudsman_escalation,settle_complaint",
    );
    check("filed(to=A) → progress → progress", "in_progress(A)");
    check("filed(to=A) → progress → contest", "refused(WrongStage)");
    check("filed(to=A) → progress → close", "refused(NotAnswered)");
    check("filed(to=A) → progress → clock:lapse", "refused(WrongStage)");
    check("filed(to=A) → progress → late(settle_complaint)", "in_progress(A) light=red");
}

#[test]
fn an_answer_opens_the_reporters_window_and_the_clock_closes_it() {
    check("filed(to=A) → take_up → answer", "answered(A) clocks=reporter_window light=none");
    check("filed(to=A) → take_up → answer → wait(5d) → lapse", "refused(LimitNotPassed)");
    let late = "filed(to=A) → take_up → answer → late(reporter_window)";
    check(&format!("{late} → lapse"), "closed(clock) closer=A clocks=appeal_window");
    check(&format!("{late} → contest"), "refused(WindowOver)");
    check(&format!("{late} → A:lapse"), "refused(NotAllowed)");
    // The promise of a scheduled action needs its date, and not one that is over.
    check("filed(to=A) → take_up → answer(2026-12-01)", "answered(A)");
    check("filed(to=A) → take_up → answer(2026-11-15)", "refused(DateInPast)");
}

/// T19.
#[test]
fn a_contest_never_closes_by_itself() {
    let contested = "filed(to=A) → assign(pw) → answer → contest";
    check(contested, "contested(A/pw) clocks=first_response,ombudsman_escalation");
    check(&format!("{contested} → wait(400d) → lapse"), "refused(WrongStage)");
    check(&format!("{contested} → close"), "refused(ContestOpen)");
    // A note does not answer it, nor does handing it to another unit.
    check(
        &format!("{contested} → progress"),
        "contested(A/pw) clocks=first_response,ombudsman_escalation",
    );
    let handed = format!("{contested} → assign(health) → progress");
    check(&handed, "in_progress(A/health) clocks=first_response,ombudsman_escalation");
    check(&format!("{handed} → A:close"), "refused(ContestOpen)");
    check(&format!("{handed} → answer → contest → answer → accept"), "closed(reporter)");
}

/// T17.
#[test]
fn an_agency_closes_only_after_it_answered_a_contest() {
    check("filed(to=A) → take_up → close", "refused(NotAnswered)");
    check("filed(to=A) → take_up → answer → close", "refused(NotAnswered)");
    check("filed(to=A) → take_up → answer → contest → answer → close", "closed(agency) closer=A");
    check(
        "filed(to=A) → take_up → answer → contest → answer → nat:close",
        "closed(agency) closer=national",
    );
    check("filed(to=A) → close", "refused(WrongStage)");
    check("filed → nat:close", "refused(WrongStage)");
}

#[test]
fn the_reporter_may_take_it_back_as_long_as_it_is_open() {
    for stage in
        ["", "→ assign(pw)", "→ take_up → answer", "→ postpone", "→ take_up → answer → contest"]
    {
        check(&format!("filed(to=A) {stage} → withdraw"), "withdrawn clocks=none tasks=0");
    }
    check("filed → withdraw → withdraw", "refused(WrongStage)");
    check("filed → A:withdraw", "refused(NotAllowed)");
    check("filed(to=A) → archive → withdraw", "refused(WrongStage)");
}

#[test]
fn the_outer_limit_hands_it_to_the_ombudsman() {
    check("filed → clock:escalate", "refused(LimitNotPassed)");
    check("filed → escalate", "refused(LimitNotPassed)");
    let late = "filed(to=A) → assign(pw) → progress → late(ombudsman_escalation)";
    check(
        &format!("{late} → clock:escalate"),
        "in_progress(A/pw) escalated=true clocks=settle_complaint",
    );
    check(&format!("{late} → clock:escalate → clock:escalate"), "refused(AlreadyEscalated)");
    check("filed(to=A) → late(settle_complaint) → escalate", "at_agency(A) escalated=true");
    check("filed(to=A) → A:escalate", "refused(NotAllowed)");
    check("filed(to=A) → nat:escalate", "escalated=true");
    // After a contest the office's limit is that of its next answer.
    let contested = "filed(to=A) → take_up → answer → contest";
    check(&format!("{contested} → escalate"), "refused(LimitNotPassed)");
    check(&format!("{contested} → late(first_response) → escalate"), "escalated=true");
    // Once there, the clock does not start again.
    check(
        "filed(to=A) → late(ombudsman_escalation) → clock:escalate → answer → contest",
        "contested(A) clocks=first_response",
    );
}

#[test]
fn the_ombudsman_reads_advises_forwards_and_reopens() {
    check("filed(to=A) → ori:advise", "refused(NotAllowed)");
    let with = "filed(to=A, region=3204) → nat:escalate";
    check(&format!("{with} → advise"), "at_agency(A) last=advised");
    check(&format!("{with} → ori:forward(P)"), "at_agency(P) lead=P");
    check(&format!("{with} → ori:forward(A)"), "refused(SameOffice)");
    check(&format!("{with} → ori:reveal(name)"), "last=identity_revealed");
    check(&format!("{with} → ori:dispute"), "last=dispute_recorded");
    check(&format!("{with} → ori:supervise(A)"), "at_unit(A/insp) restricted=true");
    check(&format!("{with} → ori:archive"), "refused(NotAllowed)");
    check(&format!("{with} → archive → ori:reopen"), "at_national");
    // A regional office only in its own province.
    check(&format!("{with} → ori32:advise"), "last=advised");
    check(&format!("{with} → ori91:advise"), "refused(NotAllowed)");
}

#[test]
fn reopening_goes_above_the_unit_and_counts_anew() {
    let closed = "filed(to=A) → assign(pw) → answer → contest → answer → accept(2)";
    check(
        &format!("{closed} → wait(2d) → reopen"),
        "in_progress(A) reopenings=1 rated=false due.settle_complaint=2026-12-08",
    );
    // What was answered before does not close it a second time.
    check(&format!("{closed} → reopen → A:close"), "refused(NotAnswered)");
    check(&format!("{closed} → reopen → answer → close"), "refused(NotAnswered)");
    check(&format!("{closed} → reopen → assign(pw)"), "refused(ClosedItBefore)");
}

#[test]
fn the_nation_does_not_reopen_its_own_ending() {
    check("filed → archive → nat:reopen", "refused(ClosedItBefore)");
    check("filed → archive → sup:reopen", "at_national reopenings=1");
    check("filed(to=A) → archive → nat:reopen", "at_national");
    check("filed(to=A) → archive → A:reopen", "refused(NotAllowed)");
    check("filed → withdraw → sup:reopen", "refused(WrongStage)");
    check("filed → sup:reopen", "refused(WrongStage)");
}

#[test]
fn a_joined_report_follows_and_may_leave_again() {
    check("filed → merge", "merged_into(99) clocks=none");
    check("filed → follow(5)", "at_national followers=1");
    check("filed → follow(5) → follow(5)", "refused(CannotMerge)");
    check("filed → follow(1)", "refused(CannotMerge)");
    check("filed → follow(5) → merge", "refused(CannotMerge)");
    check("filed → follow(5) → unfollow(5)", "followers=0");
    check("filed → unfollow(5)", "refused(CannotMerge)");
    check("filed → archive → triage:follow(5)", "refused(CannotMerge)");
    let clocks = [
        ("", "at_agency(A)", "agency_verification"),
        ("→ assign(pw)", "at_unit(A/pw)", "first_response"),
        ("→ postpone", "awaiting(A)", "completion"),
        ("→ take_up → answer", "answered(A)", "reporter_window"),
        ("→ take_up → answer → contest", "contested(A)", "first_response"),
        ("→ decline", "at_national", "national_verification"),
    ];
    for (before, back, clock) in clocks {
        let told = tell(&format!("filed(to=A) {before} → merge → reopen(wrongly_merged)"));
        assert_eq!(told.shows("stage"), back);
        assert_ne!(told.shows(&format!("due.{clock}")), "none", "{back} has no {clock}");
    }
}

#[test]
fn talk_changes_nothing() {
    check(
        "filed(to=A) → message → A:message → A:note → A.analyst:note → A.head:note",
        "at_agency(A)",
    );
    check("filed(to=A) → take_up → answer → accept → message", "refused(WrongStage)");
    check("filed(to=A) → A.head:archive", "refused(NotAllowed)");
    check("filed(to=A) → dispute", "at_agency(A) last=dispute_recorded");
}
