//! Rule sets: a copy of the present one with changes, from a day to come.

use super::super::seed::{insert_limits, insert_rules};
use super::super::subject;
use super::{Edit, Outcome, Refusal, check_name, day_before, edit, limit_json};
use crate::{Store, params};
use domain::{OfficerId, Reference, Rules, RulesId};
use serde_json::{Map, Value as Json, json};

const CLOSE: &str = "UPDATE rule_set SET valid_to = $2 WHERE id = $1";

/// Longest limit: beyond ten years of days it is no limit.
const LIMIT_MAX: u16 = 3_650;

/// Adds the rules that hold from `rules.valid_from` on and ends those before on the day before.
/// Number and last day are given here, whatever `rules` has. Reports received earlier keep what
/// they were received under.
pub async fn add_rules(store: &Store, officer: OfficerId, rules: Rules) -> Outcome<RulesId> {
    edit(store, officer, "rules-add", 1, move |edit| {
        check(edit, &rules)?;
        let sets = edit.reference.rules.sets();
        let id = RulesId(sets.iter().map(|set| set.id.0).max().unwrap_or(0) + 1);
        let rules = Rules { id, valid_to: None, ..rules.clone() };
        let ended = day_before(rules.valid_from);
        for before in sets.iter().filter(|set| set.valid_to.is_none_or(|to| ended < to)) {
            edit.exec(CLOSE, params![before.id.0, ended.to_string()])?;
        }
        edit.wrote = true;
        insert_rules(edit.tx, &rules)?;
        insert_limits(edit.tx, &rules)?;
        let before = edit.reference.rules.on(ended).map(describe);
        edit.record("rules.added", subject::rules(id.0), before, Some(describe(&rules)))?;
        Ok(id)
    })
    .await
}

fn check(edit: &Edit<'_, '_>, rules: &Rules) -> Outcome<()> {
    check_name(&rules.source)?;
    if rules.valid_from <= edit.today {
        return Err(Refusal::NotInFuture.into());
    }
    let reference: &Reference = edit.reference;
    if reference.rules.sets().iter().any(|set| set.valid_from >= rules.valid_from) {
        return Err(Refusal::RulesOverlap.into());
    }
    let needed = Rules::seed().limits;
    let complete = needed.keys().all(|kind| rules.limits.contains_key(kind));
    let hours = rules.office_hours;
    let sane = rules.limits.values().all(|limit| (1..=LIMIT_MAX).contains(&limit.amount))
        && hours.open < hours.close
        && (1..=999).contains(&rules.yellow_permille)
        && rules.transfers_max > 0;
    if complete && sane { Ok(()) } else { Err(Refusal::BadLimit.into()) }
}

fn describe(rules: &Rules) -> Json {
    let limits: Map<String, Json> = rules
        .limits
        .iter()
        .map(|(kind, limit)| (kind.word().to_owned(), limit_json(Some(*limit))))
        .collect();
    json!({
        "id": rules.id.0,
        "source": rules.source,
        "valid_from": rules.valid_from.to_string(),
        "limits": limits,
        "office_hours": [rules.office_hours.open.to_string(), rules.office_hours.close.to_string()],
        "yellow_permille": rules.yellow_permille,
        "transfers_max": rules.transfers_max,
        "contests_before_close": rules.contests_before_close,
    })
}
