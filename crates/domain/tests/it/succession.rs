//! B25: agencies end; what is open moves on, and what was promised stays.

use crate::story::{check, tell};
use domain::notice::notices;

#[test]
fn an_open_report_moves_to_the_only_successor_with_its_dates() {
    let worked = "filed(to=A) → assign(pw) → progress";
    let promised = tell(worked).shows("due.settle_complaint");
    let moved = format!("{worked} → ends(A, B) → succeed(A)");
    check(&moved, "in_progress(B) lead=B transfers=0 last=succeeded");
    check(&moved, &format!("due.settle_complaint={promised}"));
    check("filed(to=A) → ends(A, B) → succeed(A)", "at_agency(B) lead=B");
    check("filed(to=A) → assign(pw) → ends(A, B) → succeed(A)", "at_agency(B)");
    check(&format!("{moved} → B:answer → contest"), "contested(B)");
    check(&format!("{moved} → succeed(A)"), "refused(SameOffice)");
    check("filed(to=A) → succeed(A)", "refused(SameOffice)");
    check("filed(to=A) → ends(A, B) → nat:succeed(A)", "refused(NotAllowed)");
}

#[test]
fn where_several_took_over_the_national_desk_chooses() {
    check(
        "filed(to=A) → assign(pw) → progress → ends(A, B, P) → succeed(A)",
        "at_national lead=none transfers=0",
    );
    check("filed(to=A) → ends(A) → succeed(A) → forward(B)", "at_agency(B) transfers=0");
    // What the reporter is asked stays asked.
    let asked = "filed(to=A) → postpone → ends(A, B, P) → succeed(A)";
    check(asked, "awaiting(national) lead=none");
    check(&format!("{asked} → complete"), "at_national");
    let answered = "filed(to=A) → assign(pw) → answer → ends(A, B, P)";
    check(&format!("{answered} → succeed(A)"), "refused(WrongStage)");
    check(&format!("{answered} → contest → succeed(A)"), "at_national lead=none");
}

#[test]
fn what_is_restricted_goes_to_an_inspectorate_or_to_the_nation() {
    check("filed(to=A, supervisory) → ends(A, B) → succeed(A)", "at_unit(B/insp) lead=B");
    check("filed(to=A, supervisory) → ends(A, N) → succeed(A)", "at_national lead=none");
    check("filed(to=A, supervisory, accused=A/pw) → ends(A, B) → succeed(A)", "at_unit(B/insp)");
}

#[test]
fn help_and_copies_move_too() {
    let helped = "filed(to=A) → task(P) → ends(P, M)";
    check(&format!("{helped} → succeed(P)"), "at_agency(A) lead=A tasks=1");
    check(&format!("{helped} → succeed(P) → M:done(1)"), "tasks=0");
    check(&format!("{helped} → succeed(A)"), "refused(SameOffice)");
    check("filed(to=A) → task(P) → ends(P, M, N) → succeed(P)", "refused(SameOffice)");
    let told = tell(&format!("{helped} → succeed(P)"));
    assert!(told.history.last().is_some_and(|(event, ..)| event.fact.is_internal()));
}

#[test]
fn an_appeal_stays_with_its_judge() {
    let appealed = "filed(to=A) → take_up → answer → late(reporter_window) → lapse → appeal";
    check(appealed, "at_national lead=A");
    let moved = tell(&format!("{appealed} → ends(A, B) → succeed(A)"));
    assert_eq!((moved.shows("stage"), moved.shows("lead")), ("at_national".into(), "B".into()));
    let (event, ..) = moved.history.last().unwrap();
    assert!(notices(event, moved.report()).is_empty(), "nobody has it anew");
    check(&format!("{appealed} → ends(A) → succeed(A)"), "at_national lead=none");
}
