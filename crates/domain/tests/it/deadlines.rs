//! D1 to D18: golden dates, each counted by hand.
//!
//! Days off here: 25 November 2026 in Papua, 9, 24 and 25 December 2026, 1 January 2027.

use crate::story::{Story, check, plain_filing, tell};
use crate::world::{OLD_RULES, actor, agency};
use domain::calendar::{Limit, Zone};
use domain::deadline::statutory;
use domain::notice::notices;
use domain::rules::Rules;
use domain::{Clock, DeadlineKind as D, decide::decide};
use jiff::civil::{Date, date};

/// Monday 16 November, nine o'clock.
#[test]
fn every_limit_from_a_working_morning() {
    for (story, due) in [
        ("filed", "due.national_verification=2026-11-19"),
        ("filed(to=A)", "due.agency_verification=2026-11-19"),
        ("filed(to=A)", "due.first_response=2026-11-23"),
        ("filed(to=A, kind=information)", "due.settle_information=2026-11-23"),
        ("filed(to=A, kind=aspiration)", "due.settle_aspiration=2026-11-23"),
        ("filed(to=A)", "due.settle_complaint=2026-12-04"),
        // Sixty working days, less four holidays.
        ("filed(to=A, supervisory)", "due.settle_supervisory=2027-02-12"),
        ("filed(to=A) → postpone", "due.completion=2026-11-30"),
        ("filed(to=A) → take_up → answer", "due.reporter_window=2026-11-30"),
        ("filed(to=A)", "due.ombudsman_escalation=2027-01-15"),
        // Five working days and seven more.
        ("filed(to=A, kind=information) → extend", "due.settle_information=2026-12-02"),
        ("filed(to=A, category=works.roads.lamps)", "due.category_settlement=2026-11-20"),
        ("filed(to=P)", "due.agency_settlement=2026-11-25"),
        ("filed → archive", "due.appeal_window=2026-11-30"),
        (
            "filed(to=A) → decline → forward(B) → decline → forward(P) → decline",
            "due.forced_decision=2026-11-17",
        ),
        ("filed(to=A) → take_up → answer → contest", "due.first_response=2026-11-23"),
    ] {
        check(story, due);
    }
    let told = tell("filed(to=A) → task(P)");
    let task = told.report().tasks.first().map(|task| Zone::Wib.date(task.clock.due));
    assert_eq!(task, Some(date(2026, 11, 23)));
}

#[test]
fn receipt_on_a_friday_evening_counts_from_monday() {
    let friday = "at(2026-11-20T19:30) → filed";
    check(friday, "due.national_verification=2026-11-26 due.settle_complaint=2026-12-14");
    // The law's sixty days run from the day itself, Friday or not.
    check(friday, "due.ombudsman_escalation=2027-01-19");
    check("at(2026-11-20T15:59) → filed", "due.national_verification=2026-11-25");
    check("at(2026-11-20T16:00) → filed", "due.national_verification=2026-11-26");
    check("at(2026-11-22T10:00) → filed", "due.national_verification=2026-11-26");
}

#[test]
fn receipt_before_a_holiday_passes_over_it() {
    // Tuesday before the holiday on Wednesday 9 December.
    check("at(2026-12-08T10:00) → filed", "due.national_verification=2026-12-14");
    check("at(2026-12-08T17:00) → filed", "due.national_verification=2026-12-15");
    // Joint leave, Christmas, weekend, New Year.
    check("at(2026-12-23T10:00) → filed(to=A)", "due.first_response=2027-01-04");
}

#[test]
fn in_papua_the_day_is_two_hours_older() {
    // Three in the afternoon in Jakarta is five in Papua, where 25 November is a holiday.
    let papua = "at(2026-11-24T15:00) → filed(to=B)";
    check(papua, "due.agency_verification=2026-12-01 due.first_response=2026-12-03");
    check("at(2026-11-24T15:00 wit) → filed(to=B)", "due.agency_verification=2026-11-30");
    check("at(2026-11-24T15:00) → filed(to=A)", "due.agency_verification=2026-11-27");
    // Before any agency has it, settlement is counted where the matter is.
    check(
        "at(2026-11-24T15:00) → filed(region=9103)",
        "due.national_verification=2026-11-27 due.settle_complaint=2026-12-16",
    );
}

#[test]
fn an_hourly_standard_is_counted_in_office_hours() {
    let told = tell("at(2026-11-20T14:30) → filed(to=M)");
    let due = told.report().settlement().map(|clock| (clock.kind, Zone::Wib.local(clock.due)));
    assert_eq!(due, Some((D::AgencySettlement, date(2026, 11, 23).at(9, 30, 0, 0))));
}

#[test]
fn the_shortest_limit_wins_and_is_found_anew_with_the_agency() {
    check("filed(category=works.roads.lamps, to=P)", "due.category_settlement=2026-11-20");
    check("filed → forward(P)", "due.agency_settlement=2026-11-25");
    check(
        "filed(to=P) → nat:forward(B)",
        "due.agency_settlement=none due.settle_complaint=2026-12-07",
    );
}

#[test]
fn information_requests_are_extended_once() {
    check("filed(to=A) → extend", "refused(NotExtendable)");
    check("filed(to=A, kind=information) → extend → extend", "refused(NotExtendable)");
    check("filed(to=A, kind=information) → take_up → answer → extend", "refused(NotExtendable)");
    check(
        "filed(to=A, kind=information) → assign(pw) → A/pw:extend",
        "due.settle_information=2026-12-02",
    );
    // Three hours and seven working days are seven working days.
    check("filed(to=M, kind=information) → extend", "due.agency_settlement=2026-11-25");
    let rules = Rules::seed();
    assert_eq!(rules.extended(Limit::working_days(5)), Limit::working_days(12));
    assert_eq!(rules.extended(Limit::calendar_days(30)), Limit::calendar_days(30));
}

#[test]
fn lights_turn_with_the_clock() {
    check("filed(to=A) → assign(pw) → progress", "light=green");
    check("filed(to=A) → assign(pw) → progress → at(2026-12-02T08:00)", "light=yellow");
    check("filed(to=A) → assign(pw) → progress → at(2026-12-04T23:00)", "light=yellow");
    check("filed(to=A) → assign(pw) → progress → late(settle_complaint)", "light=red");
    check("filed(to=A) → take_up → answer → wait(5d)", "light=none");
}

#[test]
fn an_old_report_keeps_the_rules_it_was_received_under() {
    check("at(2018-12-28T09:00) → filed(to=A)", "rules=7 due.settle_complaint=2019-02-08");
    check("at(2019-01-02T09:00) → filed(to=A)", "rules=1 due.settle_complaint=2019-01-22");
    // Long after the new rules came, the old report is forwarded under its own.
    check(
        "at(2018-12-28T09:00) → filed(to=A) → at(2019-01-10T09:00) → nat:forward(B)",
        "rules=7 due.settle_complaint=2019-02-08",
    );
    assert_eq!(OLD_RULES.0, 7);
}

#[test]
fn a_change_of_the_calendar_recounts_with_an_event() {
    check("filed(to=A) → recount", "last= due.settle_complaint=2026-12-04");
    check(
        "filed(to=A) → holiday(2026-11-18) → recount",
        "last=dues_recounted due.agency_verification=2026-11-20 due.settle_complaint=2026-12-07",
    );
    check("filed(to=A) → holiday(2026-11-18) → A:recount", "refused(NotAllowed)");
    let told = tell("filed(to=A) → task(P) → holiday(2026-11-18) → recount");
    let task = told.report().tasks.first().map(|task| Zone::Wib.date(task.clock.due));
    assert_eq!(task, Some(date(2026, 11, 24)), "the supporting office's date moves too");
    let said = told.history.last().map(|kept| notices(&kept.0, told.report()));
    assert_eq!(said, Some(Vec::new()), "nobody writes to a million people about a holiday");
    check("filed → withdraw → holiday(2026-11-18) → recount", "withdrawn last=");
}

/// B5: whoever asks why gets the day it counts from and every day that was passed over.
#[test]
fn every_due_date_explains_itself() {
    for story in [
        "at(2026-12-04T19:00) → filed(to=A)",
        "at(2026-12-04T19:00) → filed(to=B, kind=information) → extend",
        "at(2026-12-04T19:00) → filed(to=P, supervisory)",
        "at(2026-12-04T19:00) → filed(to=M)",
        "at(2026-12-04T19:00) → filed → postpone",
    ] {
        let told = tell(story);
        let rules = told.reference.rules.get(told.report().rules).unwrap();
        for clock in &told.report().clocks {
            let why = clock.explain(&told.reference.calendar, rules);
            assert_eq!(why.due, clock.due, "{} in {story}", clock.kind);
            assert!(why.day_zero <= why.last_day);
            assert_eq!(why.last_day, clock.place.zone.date(clock.due));
        }
    }
    let told = tell("at(2026-12-04T19:00) → filed(to=A)");
    let rules = told.reference.rules.get(told.report().rules).unwrap();
    let clock = told.report().clock(D::FirstResponse).unwrap();
    let why = clock.explain(&told.reference.calendar, rules);
    assert_eq!((why.day_zero, why.moved), (date(2026, 12, 7), true));
    assert_eq!((why.last_day, why.weekend_days), (date(2026, 12, 15), 2));
    assert_eq!(why.holidays, [date(2026, 12, 9)]);
}

fn laws(told: &Story) -> Vec<(D, Date)> {
    let place = told.reference.directory.place(agency("A"));
    let clocks: Vec<Clock> =
        statutory(told.report(), place, &Rules::seed(), &told.reference.calendar);
    clocks.iter().map(|clock| (clock.kind, place.zone.date(clock.due))).collect()
}

/// D11 to D15.
#[test]
fn the_laws_own_dates_are_told_and_never_enforced() {
    let told = tell("filed(to=A, happened=2026-09-01)");
    assert_eq!(
        laws(&told),
        [
            (D::StatutoryLimit, date(2027, 1, 15)),
            (D::CompletenessAnswer, date(2026, 11, 30)),
            (D::FilingPeriod, date(2026, 10, 1)),
        ]
    );
    let told = tell("filed(to=A) → wait(2d) → postpone");
    assert!(laws(&told).contains(&(D::StatutoryCompletion, date(2026, 12, 18))));
    let told = tell("filed(to=A) → wait(2d) → postpone → wait(1d) → complete → take_up → answer");
    let dates = laws(&told);
    assert!(dates.contains(&(D::StatutoryLimit, date(2027, 1, 18))), "from the complete file");
    assert!(dates.contains(&(D::DecisionDelivery, date(2026, 12, 3))));
    assert!(!dates.iter().any(|(kind, _)| *kind == D::StatutoryCompletion));
    // A matter of long ago is received all the same.
    check("filed(to=A, happened=2020-01-01)", "at_agency(A)");
}

#[test]
fn every_numbered_deadline_is_counted_somewhere() {
    let seed = Rules::seed();
    for kind in D::ALL {
        let own = matches!(kind, D::CategorySettlement | D::AgencySettlement);
        assert!(own || seed.limits.contains_key(kind), "{kind} has no seeded limit");
    }
    let numbers: Vec<u8> = D::ALL.iter().filter_map(|kind| kind.number()).collect();
    assert_eq!(numbers, (1..=18).collect::<Vec<u8>>());
}

/// The decision depends on nothing but its arguments.
#[test]
fn deciding_twice_gives_the_same() {
    let told = tell("filed(to=A) → assign(pw)");
    let context = domain::decide::Context { now: told.now, reference: &told.reference };
    let answer = crate::story::answer();
    let once = decide(told.report(), &answer, &actor("A/pw"), &context);
    assert_eq!(once, decide(told.report(), &answer, &actor("A/pw"), &context));
    assert!(once.is_ok() && plain_filing().faults(date(2026, 11, 16)).is_empty());
}

/// Silence cannot close what was only promised before the promised day had come.
#[test]
fn the_window_of_a_promise_opens_on_the_promised_day() {
    let promised = "filed(to=A) → take_up → answer(2026-12-21)";
    check(promised, "answered(A) due.reporter_window=2027-01-07");
    check(&format!("{promised} → contest"), "contested(A)");
}
