//! Two-tier verification: T1 to T11, transfers and the forced decision.

use crate::story::{check, tell};
use domain::kind::ArchiveReason;

#[test]
fn the_nation_verifies_first_and_the_agency_second() {
    check(
        "filed",
        "at_national clocks=national_verification,ombudsman_escalation,settle_complaint",
    );
    check(
        "filed → forward(A)",
        "at_agency(A) lead=A clocks=agency_verification,first_response,ombudsman_escalation,settle_complaint",
    );
    check(
        "filed → forward(A) → assign(pw)",
        "at_unit(A/pw) clocks=first_response,ombudsman_escalation,settle_complaint",
    );
}

#[test]
fn a_report_that_names_its_agency_goes_straight_there() {
    check("filed(to=A)", "at_agency(A) lead=A");
    check("filed(to=K)", "at_agency(P)");
    check("filed(to=O)", "at_agency(M)");
    check("filed(to=S)", "refused(UnknownAgency)");
}

#[test]
fn lapor_routes_by_itself_where_the_text_leaves_no_doubt() {
    check(
        "filed → route(A)",
        "at_agency(A) lead=A listed=false clocks=agency_verification,first_response,ombudsman_escalation,settle_complaint",
    );
    check("filed → route(A) → assign(pw)", "at_unit(A/pw) listed=true");
    check("filed → nat:route(A)", "refused(NotAllowed)");
    for act in ["forward(A)", "assign(pw)", "archive", "take_up", "reclassify(kind=aspiration)"] {
        check(&format!("filed → triage:{act}"), "refused(NotAllowed)");
    }
}

#[test]
fn what_is_delicate_or_was_touched_is_routed_by_people() {
    for filed in
        ["filed(secret)", "filed(supervisory)", "filed(kind=whistleblowing)", "filed(accused=A)"]
    {
        check(&format!("{filed} → route(A)"), "refused(NotAllowed)");
    }
    check("filed → reclassify(kind=aspiration) → route(A)", "refused(WrongStage)");
    check("filed(to=A) → route(P)", "refused(WrongStage)");
    check("filed → route(A) → decline → route(A)", "refused(WrongStage)");
}

#[test]
fn what_a_machine_sent_wrongly_goes_back_in_one_step_and_counts_no_transfer() {
    check("filed → route(A) → decline", "at_national transfers=0 lead=none");
    check("filed → route(A) → nat:forward(B)", "at_agency(B) lead=B");
    check("filed → route(A) → decline → forward(A) → decline", "at_national transfers=1");
    check("filed → route(A) → assign(pw) → decline → decline", "at_national transfers=1");
}

#[test]
fn what_lapor_does_not_do_by_itself() {
    check("filed → triage:supervise(A)", "refused(NotAllowed)");
}

#[test]
fn copies_and_supporting_agencies_come_with_the_forwarding() {
    check(
        "filed → forward(A, support=P, support=B, copy=N)",
        "at_agency(A) tasks=2 copies=N last=forwarded+task_opened+task_opened",
    );
    check("filed → forward(A, support=A)", "refused(SameOffice)");
    check("filed → forward(A, support=P, support=P)", "refused(SameOffice)");
    check("filed → forward(A, support=K, support=P)", "refused(SameOffice)");
}

#[test]
fn what_is_incomplete_waits_for_the_reporter_and_begins_anew() {
    check("filed → postpone", "awaiting(national) clocks=completion light=none");
    check("filed(to=A) → postpone", "awaiting(A) clocks=completion");
    check("filed(to=A, supervisory) → postpone", "awaiting(A/insp) clocks=completion");
    check("filed(to=A) → assign(pw) → postpone", "refused(NotAllowed)");
    check("filed(to=A) → assign(pw) → A:postpone", "refused(WrongStage)");
    check("filed → postpone → complete", "at_national due.national_verification=2026-11-19");
    check(
        "filed → postpone → wait(3d) → complete",
        "at_national due.national_verification=2026-11-24 due.settle_complaint=2026-12-10",
    );
    check("filed(to=A) → postpone → complete", "at_agency(A)");
    check("filed(to=A, supervisory) → postpone → complete", "at_unit(A/insp)");
    check("filed → postpone → clock:lapse", "refused(LimitNotPassed)");
    check(
        "filed → postpone → late(completion) → lapse",
        "archived(not_completed) closer=national clocks=appeal_window",
    );
    // Late but not yet lapsed: what the reporter adds still counts.
    check("filed → postpone → late(completion) → complete", "at_national");
    check("filed → complete", "refused(WrongStage)");
}

#[test]
fn every_reason_archives_except_the_clocks_own() {
    for reason in ArchiveReason::ALL {
        for (start, closer) in [("filed", "national"), ("filed(to=A)", "A")] {
            let story = format!("{start} → archive({reason})");
            if *reason == ArchiveReason::NotCompleted {
                check(&story, "refused(ReasonOfClock)");
            } else {
                check(&story, &format!("archived({reason}) closer={closer} clocks=appeal_window"));
            }
        }
    }
    check("filed(to=A) → assign(pw) → A:archive", "refused(WrongStage)");
}

#[test]
fn three_transfers_force_a_decision_within_a_working_day() {
    check(
        "filed(to=A) → decline",
        "at_national transfers=1 lead=none due.national_verification=2026-11-19",
    );
    let thrice = "filed(to=A) → decline → forward(B) → decline → forward(P) → decline";
    check(thrice, "at_national(forced) transfers=3 decided=false due.forced_decision=2026-11-17");
    check(&format!("{thrice} → postpone → complete"), "at_national(forced) transfers=3");
    check(&format!("{thrice} → forward(A)"), "at_agency(A) decided=true transfers=3");
    check(&format!("{thrice} → forward(A) → decline"), "refused(TransferDecided)");
    check(&format!("{thrice} → forward(A) → assign(pw) → decline"), "at_agency(A) transfers=3");
    // An archive in between gives no more transfers.
    check(
        &format!("{thrice} → archive → appeal → sup:forward(A) → decline"),
        "refused(TransferDecided)",
    );
}

#[test]
fn an_inspectorates_returns_are_counted_too() {
    let thrice = "filed(to=A, supervisory) → decline → nat:supervise(B) → decline
                  → nat:supervise(P) → decline";
    check(thrice, "at_national(forced) transfers=3");
    check(&format!("{thrice} → nat:supervise(A)"), "at_unit(A/insp) decided=true");
    check(&format!("{thrice} → nat:supervise(A) → decline"), "refused(TransferDecided)");
}

#[test]
fn who_declined_has_no_say_at_the_national_desk() {
    for act in ["A:archive", "A:postpone", "A:reclassify(kind=aspiration)", "A:merge", "A:note"] {
        check(&format!("filed(to=A) → decline → {act}"), "refused(NotAllowed)");
    }
    check("filed(to=A) → decline → hub:forward(P)", "refused(NotAllowed)");
}

#[test]
fn units_hand_down_the_tree_and_back_up() {
    check("filed(to=A) → assign(pw) → A/pw:assign(roads)", "at_unit(A/roads) last=assigned");
    check("filed(to=A) → assign(pw) → A/pw:assign(health)", "refused(NotAllowed)");
    check("filed(to=A) → assign(pw) → assign(health)", "at_unit(A/health)");
    check("filed(to=A) → assign(pw) → assign(pw)", "refused(SameOffice)");
    check("filed(to=A) → assign(roads) → decline", "at_agency(A) transfers=0");
    check("filed(to=A) → assign(gone)", "refused(UnknownUnit)");
    check("filed(to=A) → assign(B/pw)", "refused(UnknownUnit)");
    check("filed(to=A) → assign(pw, support=health)", "at_unit(A/pw) tasks=1");
    check("filed(to=A) → assign(pw, support=pw)", "refused(SameOffice)");
    // The unit above may post for the one below; the report stays where the work is.
    check("filed(to=A) → assign(roads) → A/pw:progress", "in_progress(A/roads)");
    check("filed(to=A) → assign(pw) → A:progress", "in_progress(A/pw)");
    check("filed(to=A) → assign(pw) → A:progress → A/pw:answer", "answered(A/pw)");
    // Who answers answers for it.
    check("filed(to=A) → assign(roads) → A/pw:answer", "answered(A/pw)");
    check("filed(to=A) → assign(pw) → A:answer → contest", "contested(A)");
    check("filed(to=A) → assign(pw) → A/roads:answer", "refused(NotAllowed)");
    check("filed(to=A) → assign(pw) → A/health:answer", "refused(NotAllowed)");
    check("filed(to=A) → assign(pw) → B:answer", "refused(NotAllowed)");
}

#[test]
fn the_agency_may_handle_it_itself() {
    check(
        "filed(to=A) → take_up",
        "in_progress(A) clocks=first_response,ombudsman_escalation,settle_complaint",
    );
    check("filed(to=A) → assign(pw) → take_up", "in_progress(A/pw)");
    check("filed(to=A) → take_up → take_up", "refused(WrongStage)");
}

#[test]
fn officers_correct_what_a_report_is() {
    check("filed → nat:reclassify(kind=aspiration)", "due.settle_aspiration=2026-11-23");
    check(
        "filed → nat:reclassify(category=works.roads.lamps)",
        "due.category_settlement=2026-11-20 due.settle_complaint=none",
    );
    check("filed → nat:reclassify(category=works.roads)", "refused(UnknownCategory)");
    check("filed → nat:reclassify(category=works.roads.none)", "refused(UnknownCategory)");
    check("filed → nat:reclassify(secret) → nat:reclassify(open)", "confidential=true");
    let told = tell("filed(kind=information, to=A) → extend → reclassify(kind=complaint)");
    assert_eq!(
        told.shows("due.settle_complaint"),
        "2026-12-04",
        "the extension is not carried over"
    );
}

/// B25: `O` became `M` in October 2024.
#[test]
fn an_agency_that_ended_hands_its_open_reports_to_its_successor() {
    let before = "at(2024-10-01T09:00) → filed(to=O)";
    check(before, "at_agency(O)");
    let after = format!("{before} → at(2024-10-21T09:00)");
    check(&format!("{after} → M:take_up"), "refused(NotAllowed)");
    check(&format!("{after} → nat:forward(O)"), "at_agency(M) lead=M");
    check(&format!("{after} → nat:forward(O) → M:take_up"), "in_progress(M)");
}
