//! What the faults of an answer lead to, and who writes ready answers.

use crate::story::{Story, plain_filing};
use crate::world::{reference, region};
use domain::answer::{AnswerFault, Gate, PhotoData, gate, photo_faults, well_judged};
use domain::calendar::Zone;
use domain::faq::{FaqAct, FaqState, FaqWords, after, may, works_on};
use domain::region::Regions;
use domain::{AgencyId, Duty, OfficerId, Reference, Refusal, Report, Role};
use jiff::civil::date;

#[test]
fn an_answer_without_faults_is_posted() {
    assert_eq!(gate(&[], "", true), Gate::Open);
}

#[test]
fn faults_ask_for_a_reason_that_says_something() {
    let faults = [AnswerFault::Canned, AnswerFault::NoAction];
    assert_eq!(gate(&faults, " ", true), Gate::NeedsReason(None));
    assert!(matches!(
        gate(&faults, "ya", true),
        Gate::NeedsReason(Some(Refusal::TooShort { length: 2, .. }))
    ));
    assert_eq!(gate(&faults, "Gangguan yang sama di empat kelurahan.", true), Gate::Open);
}

#[test]
fn not_ours_is_given_back_wherever_that_is_possible() {
    let faults = [AnswerFault::NotOurAuthority];
    let reason = "Warga sudah diberi tahu lewat telepon.";
    assert_eq!(gate(&faults, reason, true), Gate::Decline);
    assert_eq!(gate(&faults, reason, false), Gate::Open);
    assert_eq!(gate(&faults, "", false), Gate::NeedsReason(None));
}

#[test]
fn the_words_of_a_closing_need_not_tell_what_was_done() {
    let counted: Vec<_> =
        AnswerFault::ALL.iter().filter(|fault| fault.counts_in_closing()).collect();
    assert_eq!(
        counted,
        [&AnswerFault::Blames, &AnswerFault::Personal, &AnswerFault::NotOurAuthority]
    );
}

#[test]
fn a_photograph_is_held_against_the_day_and_place_of_its_report() {
    let nation = Reference {
        regions: Regions::new(
            [
                (region("9103"), "Kabupaten Jayapura", Some((-2.57, 140.52))),
                (region("910301"), "Sentani", Some((-2.56, 140.51))),
                (region("9171"), "Kota Jayapura", Some((-2.53, 140.70))),
                (region("32"), "Jawa Barat", None),
            ],
            [(region("91"), Zone::Wit), (region("32"), Zone::Wib)].into(),
        ),
        ..reference()
    };
    let mut story = Story::new();
    story.file(&plain_filing());
    let mut report: Report = story.report().clone();
    // One in the morning of the second there, still the first in UTC and in the capital.
    report.milestones.received = "2026-12-01T16:00:00Z".parse().unwrap();
    report.region = Some(region("910301"));
    let (first, second) = (Some(date(2026, 12, 1)), Some(date(2026, 12, 2)));
    let here = Some((-2.57, 140.50));
    // Nine kilometres off, nearer to the city than to any place of the regency; then eleven.
    let (beside, away) = (Some((-2.56, 140.60)), Some((-2.55, 140.62)));
    let faults =
        |report: &Report, day, point| photo_faults(PhotoData { day, point }, report, &nation);
    use AnswerFault::{FarPhoto, OldPhoto};
    assert_eq!(faults(&report, second, here), []);
    assert_eq!(faults(&report, first, here), [OldPhoto]);
    assert_eq!(faults(&report, second, beside), []);
    assert_eq!(faults(&report, second, away), [FarPhoto]);
    assert_eq!(faults(&report, first, away), [OldPhoto, FarPhoto]);
    // What is not known is held against nobody.
    assert_eq!(faults(&report, None, None), []);
    report.region = Some(region("32"));
    assert_eq!(faults(&report, second, away), [], "no point is known of the place");
    report.region = None;
    assert_eq!(faults(&report, first, away), [], "in the capital it is still the first");
}

#[test]
fn an_example_is_a_case_whose_reporter_was_content() {
    let judged = [(Some(5), 2), (Some(3), 0), (None, 0), (Some(2), 0), (None, 1)];
    assert_eq!(
        judged.map(|(rating, contests)| well_judged(rating, contests)),
        [true, true, true, false, false]
    );
}

fn duty(role: Role, agency: Option<i64>) -> Duty {
    let agency = agency.map(AgencyId);
    Duty { officer: OfficerId(1), role, agency, unit: None, hub: None, province: None }
}

#[test]
fn an_admin_publishes_what_is_its_own() {
    use FaqAct as A;
    use FaqState as S;
    let own = Some(AgencyId(1));
    let admin = duty(Role::AgencyAdmin, Some(1));
    let liaison = duty(Role::LiaisonOfficer, Some(1));
    let nation = duty(Role::NationalAdmin, None);
    assert!(may(&admin, A::Publish, own, S::Proposed) && may(&admin, A::Edit, own, S::Published));
    assert!(!may(&admin, A::Publish, Some(AgencyId(2)), S::Proposed));
    assert!(!may(&admin, A::Publish, None, S::Proposed));
    assert!(!may(&admin, A::Publish, own, S::Published) && !may(&admin, A::Edit, own, S::Retired));
    assert!(
        may(&liaison, A::Propose, own, S::Proposed) && may(&liaison, A::Edit, own, S::Proposed)
    );
    assert!(!may(&liaison, A::Edit, own, S::Published));
    assert!(!may(&liaison, A::Publish, own, S::Proposed));
    assert!(
        may(&nation, A::Publish, None, S::Proposed) && !may(&nation, A::Edit, own, S::Proposed)
    );
    assert!(works_on(&admin) && works_on(&liaison) && works_on(&nation));
    for role in [Role::OmbudsmanOfficer, Role::Learner, Role::HubManager, Role::InspectorateOfficer]
    {
        assert!(!works_on(&duty(role, Some(1))) && !works_on(&duty(role, None)), "{role}");
    }
    assert_eq!(after(S::Proposed, A::Publish), S::Published);
    assert_eq!(after(S::Published, A::Edit), S::Published);
    assert_eq!(after(S::Published, A::Retire), S::Retired);
}

#[test]
fn every_field_of_an_entry_is_checked() {
    let empty = FaqWords::default();
    assert_eq!(empty.faults().len(), 2, "the basis may be empty");
    let good = FaqWords {
        question: "Bagaimana melaporkan lampu jalan padam?".to_owned(),
        answer: "Sebut nomor tiang dan nama jalan; petugas datang dalam lima hari kerja."
            .to_owned(),
        basis: "Standar pelayanan penerangan jalan 2026".to_owned(),
    };
    assert_eq!(good.faults(), []);
    let long = FaqWords { basis: "x".repeat(301), question: "\u{202e}".repeat(20), ..good };
    assert_eq!(long.faults().len(), 2);
}
