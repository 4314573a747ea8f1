//! Lists of officers for administration: by name, by agency, by unit, with their duties.

use crate::db::Row;
use crate::duties::{self, Held};
use crate::officers::{self, Officer};
use crate::{Result, Store, params};
use domain::{AgencyId, OfficerId, UnitId};

/// Whose officers are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Whose {
    /// Every officer, also those without a duty.
    #[default]
    Everybody,
    /// Those who have or had a duty in an agency or one of its units.
    Agency(AgencyId),
    /// Those who have or had a duty in a unit.
    Unit(UnitId),
}

/// Which officers to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Part of the name or of the user name; small and capital letters are the same.
    pub text: String,
    /// Where.
    pub whose: Whose,
}

/// Where a page begins: the name and number of the last officer of the page before.
pub type After = (String, OfficerId);

/// One page of officers in order of name.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The officers with every duty they have or had, the latest first.
    pub officers: Vec<(Officer, Vec<Held>)>,
    /// What to pass as `after` for the next page; `None` on the last.
    pub next: Option<After>,
}

const ALL: &str = "SELECT id, username, name, state, totp IS NOT NULL, language, locked_until, \
     password_at, created_at FROM officer \
     WHERE (lower(name) LIKE $1 ESCAPE '!' OR username LIKE $1 ESCAPE '!') AND (name, id) > ($2, $3) \
     ORDER BY name, id LIMIT $4";
const IN_AGENCY: &str = "SELECT id, username, name, state, totp IS NOT NULL, language, locked_until, \
     password_at, created_at FROM officer WHERE id IN (SELECT officer FROM duty WHERE agency = $5) \
     AND (lower(name) LIKE $1 ESCAPE '!' OR username LIKE $1 ESCAPE '!') AND (name, id) > ($2, $3) \
     ORDER BY name, id LIMIT $4";
const IN_UNIT: &str = "SELECT id, username, name, state, totp IS NOT NULL, language, locked_until, \
     password_at, created_at FROM officer WHERE id IN (SELECT officer FROM duty WHERE unit = $5) \
     AND (lower(name) LIKE $1 ESCAPE '!' OR username LIKE $1 ESCAPE '!') AND (name, id) > ($2, $3) \
     ORDER BY name, id LIMIT $4";

/// The officers that `filter` lets through, at most `limit` of those that come after `after`.
pub async fn page(
    store: &Store,
    filter: &Filter,
    after: Option<&After>,
    limit: u16,
) -> Result<Page> {
    let (name, id) = after.map_or((String::new(), i64::MIN), |(name, id)| (name.clone(), id.0));
    let mut wanted = params![pattern(&filter.text), name, id, i64::from(limit) + 1];
    let limit = usize::from(limit);
    let sql = match filter.whose {
        Whose::Everybody => ALL,
        Whose::Agency(agency) => {
            wanted.extend(params![agency.0]);
            IN_AGENCY
        }
        Whose::Unit(unit) => {
            wanted.extend(params![unit.0]);
            IN_UNIT
        }
    };
    let work = move |tx: &mut crate::db::Tx<'_>| {
        let mut found: Vec<Officer> = tx.all(sql, wanted.clone(), officers::read)?;
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| (last.name.clone(), last.id));
        let mut officers = Vec::with_capacity(found.len());
        for officer in found {
            let held = tx.all(duties::OF_OFFICER, params![officer.id.0], duties::read_held)?;
            officers.push((officer, held));
        }
        Ok(Page { officers, next })
    };
    store.db().read("roster-page", work).await
}

const COUNT: &str = "SELECT COUNT(*) FROM officer";
const COUNT_AGENCY: &str =
    "SELECT COUNT(*) FROM officer WHERE id IN (SELECT officer FROM duty WHERE agency = $1)";

/// How many officers there are, in the nation or in one agency.
pub async fn count(store: &Store, agency: Option<AgencyId>) -> Result<u64> {
    let (sql, wanted) = match agency {
        None => (COUNT, params![]),
        Some(agency) => (COUNT_AGENCY, params![agency.0]),
    };
    let read = |row: &Row<'_>| row.get(0);
    Ok(store
        .db()
        .select("roster-count", sql, wanted, read)
        .await?
        .into_iter()
        .next()
        .unwrap_or_default())
}

/// A pattern that finds the text anywhere; the text's own wildcards stand for themselves.
fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.trim().to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_themselves() {
        assert_eq!(pattern(" Siti "), "%siti%");
        assert_eq!(pattern("a_b%!"), "%a!_b!%!!%");
        assert_eq!(pattern(""), "%%");
    }
}
