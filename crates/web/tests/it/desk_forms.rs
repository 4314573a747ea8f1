//! What a form of the desk says before it is sent.

use crate::app_test;
use crate::nation;
use crate::world::{Who, World};
use domain::calendar::Limit;
use domain::rules::{RuleBook, Rules};
use domain::{DeadlineKind, Reference};

app_test!(a_question_names_the_last_day_by_the_reports_own_rules, |db| async move {
    let world = World::new(db).await;
    let mut rules = Rules::seed();
    rules.limits.insert(DeadlineKind::Completion, Limit::working_days(4));
    let changed = Reference { rules: RuleBook::new(vec![rules]), ..nation::reference() };
    store::reference::assume(&world.store, changed);
    let report = world.at_city().await;
    let page = world
        .get(
            &format!("/meja/verifikasi/{}", report.tracking.compact()),
            &world.sign_in(Who::CityAdmin).await,
        )
        .await;
    // From Tuesday 1 December: Wednesday, Thursday, Friday, Monday.
    assert!(page.has("paling lambat Senin, 7 Desember 2026 (4 hari kerja)"));
    assert!(!page.has("10 hari kerja sejak"));
});
