//! B6: an objection goes to the desk above the one that closed, never to that desk or officer.

use crate::story::check;

const BY_UNIT: &str = "filed(to=A) → assign(pw) → answer → late(reporter_window) → lapse";
const BY_AGENCY: &str = "filed(to=A) → take_up → answer → late(reporter_window) → lapse";

#[test]
fn an_appeal_climbs_one_desk_at_a_time() {
    check(&format!("{BY_UNIT} → appeal"), "at_agency(A) reopenings=1");
    check(&format!("{BY_AGENCY} → appeal"), "at_national reopenings=1");
    check("filed(to=A) → archive → appeal", "at_national");
    check("filed → archive → appeal", "at_review");
    check(
        "filed → sup:archive → appeal",
        "archived(unclear) escalated=true last=message_sent+escalated",
    );
    // A unit, its agency, the nation, the supervisor, the Ombudsman.
    let upheld_thrice = format!("{BY_UNIT} → appeal → A:close → appeal → nat:close → appeal");
    check(&upheld_thrice, "at_review reopenings=3");
    let last = format!("{upheld_thrice} → sup:close → appeal");
    check(&last, "closed(agency) escalated=true closer=review clocks=none");
    check(&format!("{last} → appeal"), "refused(WindowOver)");
    check(&format!("{last} → ori:reopen"), "in_progress(A)");
}

#[test]
fn the_window_for_an_appeal_ends() {
    check(&format!("{BY_UNIT} → late(appeal_window) → appeal"), "refused(WindowOver)");
    // Who accepted the answer has said that it is settled; a supervisor may still open it.
    check("filed(to=A) → take_up → answer → accept → appeal", "refused(WindowOver)");
    check("filed(to=A) → take_up → answer → accept → sup:reopen(new_facts)", "in_progress(A)");
    check("filed(to=A) → appeal", "refused(WrongStage)");
}

#[test]
fn who_closed_it_does_not_judge() {
    check(&format!("{BY_UNIT} → appeal → assign(pw)"), "refused(ClosedItBefore)");
    check(&format!("{BY_UNIT} → appeal → assign(health)"), "at_unit(A/health)");
    check(&format!("{BY_UNIT} → appeal → take_up → answer"), "answered(A)");
    check("filed → archive → appeal → nat:forward(A)", "refused(ClosedItBefore)");
    check("filed → archive → appeal → nat#2:forward(A)", "refused(ClosedItBefore)");
    check("filed → archive → appeal → nat#2:archive", "refused(ClosedItBefore)");
    check("filed → archive → appeal → nat#2:postpone", "refused(ClosedItBefore)");
    check("filed → archive → appeal → nat#2:supervise(A)", "refused(ClosedItBefore)");
    check("filed → archive → appeal → nat#2:merge", "refused(ClosedItBefore)");
    check("filed → archive → appeal → sup:forward(A)", "at_agency(A)");
    check(&format!("{BY_AGENCY} → appeal → triage:forward(B)"), "refused(NotAllowed)");
    // Nor does the agency that declines the judgement hand it to a national desk that closed it.
    check(
        "filed → archive → appeal → sup:forward(A) → assign(pw) → answer
            → late(reporter_window) → lapse → appeal → decline",
        "at_review",
    );
}

#[test]
fn a_judge_may_send_it_back_but_not_to_the_same_officer() {
    let back = format!("{BY_AGENCY} → appeal → forward(A)");
    check(&back, "at_agency(A)");
    check(&format!("{back} → A:take_up"), "refused(ClosedItBefore)");
    check(&format!("{back} → A#2:take_up → A#2:answer"), "answered(A)");
    check(&format!("{back} → A:note"), "last=note_posted");
    check(&format!("{back} → A#2:close"), "refused(WrongStage)");
    // Only a national desk judges; the Ombudsman and hubs do not pass it to who closed it.
    check(
        &format!("{BY_AGENCY} → appeal → nat:forward(P) → nat:escalate → ori:forward(A)"),
        "refused(ClosedItBefore)",
    );
}

#[test]
fn a_judge_who_finds_the_closing_right_lets_it_stand() {
    check(&format!("{BY_UNIT} → appeal → A:close"), "closed(agency) closer=A");
    check(&format!("{BY_AGENCY} → appeal → nat:close"), "closed(agency) closer=national");
    check("filed(to=A) → archive → appeal → nat:close", "refused(NotAnswered)");
    check("filed(to=A) → archive → appeal → nat:archive", "archived(unclear) closer=national");
    // What the reporter contested and nobody answered is not settled by a judge either.
    check(
        "filed(to=A) → answer → contest → nat:forward(B) → archive → appeal → nat:close",
        "refused(ContestOpen)",
    );
    // After the judgement the agency has to answer anew like any other.
    check("filed → archive → appeal → sup:forward(A) → A:close", "refused(WrongStage)");
    check("filed → archive → appeal → sup:forward(A) → take_up → close", "refused(NotAnswered)");
}

#[test]
fn an_inspectorates_ending_goes_past_its_agency() {
    let closed = "filed(to=A, supervisory) → answer → late(reporter_window) → lapse → appeal";
    check(closed, "at_national restricted=true");
    check(&format!("{closed} → nat:supervise(P)"), "at_unit(P/insp)");
    check(&format!("{closed} → nat:forward(A)"), "at_unit(A/insp)");
    check(&format!("{closed} → nat:forward(A) → answer"), "refused(ClosedItBefore)");
    check(&format!("{closed} → nat:forward(A) → A/insp#2:answer"), "answered(A/insp)");
}

#[test]
fn an_appeal_may_wait_for_the_reporter_too() {
    check(
        &format!("{BY_UNIT} → appeal → A:postpone → complete → A:close"),
        "closed(agency) closer=A reopenings=1",
    );
}
