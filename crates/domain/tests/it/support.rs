//! B7: one case, several offices, one answer.

use crate::story::check;

#[test]
fn no_answer_while_a_supporting_office_has_not_finished() {
    let asked = "filed(to=A) → assign(pw) → task(P)";
    check(asked, "at_unit(A/pw) tasks=1 last=task_opened");
    check(&format!("{asked} → answer"), "refused(TasksOpen)");
    check(&format!("{asked} → progress"), "in_progress(A/pw) tasks=1");
    check(&format!("{asked} → done(1) → answer"), "answered(A/pw) tasks=0");
    check(&format!("{asked} → release(1) → answer"), "answered(A/pw)");
    check(&format!("{asked} → done(1) → done(1)"), "refused(NotAllowed)");
    check(&format!("{asked} → done(1) → release(1)"), "refused(TaskNotOpen)");
    check(&format!("{asked} → release(2)"), "refused(TaskNotOpen)");
}

#[test]
fn a_task_belongs_to_its_office() {
    let asked = "filed(to=A) → assign(pw) → task(P) → task(A/health)";
    check(asked, "tasks=2");
    check(&format!("{asked} → B:done(1)"), "refused(NotAllowed)");
    check(&format!("{asked} → A/health:done(1)"), "refused(NotAllowed)");
    check(&format!("{asked} → A/pw:done(2)"), "refused(NotAllowed)");
    check(&format!("{asked} → A:done(2)"), "tasks=1");
    check(&format!("{asked} → P:release(2)"), "refused(NotAllowed)");
    check(&format!("{asked} → P:answer"), "refused(NotAllowed)");
    check(&format!("{asked} → task(P)"), "refused(SameOffice)");
    check("filed(to=A) → assign(pw) → task(A/pw)", "refused(SameOffice)");
    check("filed(to=A) → task(A/gone)", "refused(UnknownUnit)");
    check("filed(to=A) → task(S)", "refused(UnknownAgency)");
    check("filed → nat:task(A)", "refused(WrongStage)");
}

#[test]
fn a_hub_brings_its_members_together() {
    check("filed(to=A) → hub:task(P)", "at_agency(A) tasks=1");
    check("filed(to=A) → hub:task(B)", "refused(NotAllowed)");
    check("filed(to=A) → hub:forward(P)", "at_agency(P)");
    check("filed(to=A) → hub:forward(B)", "refused(NotAllowed)");
    check("filed(to=B) → hub:forward(A)", "refused(NotAllowed)");
    check("filed(to=A, supervisory) → hub:forward(P)", "refused(NotAllowed)");
    check("filed(to=A) → hub:task(P) → hub:release(1)", "tasks=0");
}

#[test]
fn endings_let_the_supporting_offices_go() {
    check("filed(to=A) → task(P) → withdraw", "withdrawn tasks=0");
    check("filed(to=A) → task(P) → archive", "archived(unclear) tasks=0");
    check("filed(to=A) → task(P) → decline", "at_national tasks=1");
    check("filed(to=A) → task(P) → decline → done(1)", "at_national tasks=0");
}
