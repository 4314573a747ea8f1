//! Who belongs to which hub, and since when.

use super::super::{from_day, subject};
use super::agency::find as find_agency;
use super::{Edit, Outcome, Refusal, edit};
use crate::{Store, params};
use domain::directory::{Hub, HubKind};
use domain::role::HubId;
use domain::{AgencyId, OfficerId};
use jiff::civil::Date;
use serde_json::json;

const INSERT: &str = "INSERT INTO hub_member (hub, agency, valid_from) VALUES ($1, $2, $3)";
const END: &str = "UPDATE hub_member SET valid_to = $4 \
                   WHERE hub = $1 AND agency = $2 AND valid_from = $3";

/// Makes an agency a member from a day on. It may belong to several hubs.
pub async fn add_hub_member(
    store: &Store,
    officer: OfficerId,
    hub: HubId,
    agency: AgencyId,
    from: Date,
) -> Outcome<()> {
    edit(store, officer, "hub-member-add", 1, move |edit| {
        let found = find(edit, hub)?;
        if !find_agency(edit, agency)?.exists_on(from) || !found.exists_on(from) {
            return Err(Refusal::NotOnThatDay.into());
        }
        let mut own = found.members.iter().filter(|(member, _, _)| *member == agency);
        if own.any(|(_, _, to)| to.is_none_or(|to| from <= to)) {
            return Err(Refusal::AlreadyMember.into());
        }
        edit.exec(INSERT, params![hub.0, agency.0, from.to_string()])?;
        let after = json!({ "from": from.to_string() });
        let subject = subject::hub_member(hub.0, agency.0);
        edit.record("hub_member.added", subject, None, Some(after))?;
        Ok(())
    })
    .await
}

/// Ends a membership with a day.
pub async fn end_hub_member(
    store: &Store,
    officer: OfficerId,
    hub: HubId,
    agency: AgencyId,
    last_day: Date,
) -> Outcome<()> {
    edit(store, officer, "hub-member-end", 1, move |edit| {
        let found = find(edit, hub)?;
        let mut own = found.members.iter().filter(|(member, _, _)| *member == agency);
        let running = own.find(|(_, from, to)| {
            from.is_none_or(|from| from <= last_day) && to.is_none_or(|to| last_day < to)
        });
        let (_, from, to) = *running.ok_or(Refusal::NotMember)?;
        edit.exec(END, params![hub.0, agency.0, from_day(from), last_day.to_string()])?;
        let before = json!({ "last_day": to.map(|day| day.to_string()) });
        let after = json!({ "last_day": last_day.to_string() });
        let subject = subject::hub_member(hub.0, agency.0);
        edit.record("hub_member.ended", subject, Some(before), Some(after))?;
        Ok(())
    })
    .await
}

fn find<'e>(edit: &Edit<'e, '_>, hub: HubId) -> Outcome<&'e Hub> {
    let found = edit.reference.directory.hub(hub).ok_or(Refusal::UnknownHub)?;
    if found.kind == HubKind::National { Err(Refusal::HubHasAll.into()) } else { Ok(found) }
}
