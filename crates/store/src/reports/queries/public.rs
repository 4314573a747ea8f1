//! The public list as it is when nobody looks for words: newest first, narrowed by at most one
//! thing that an index of the rows serves. Everything else is a search.

use super::{PAGE, Summary, light, read};
use crate::clock::instant;
use crate::db::Value;
use crate::search::{Ask, Narrow, Scope, find};
use crate::{Result, Store, params};
use domain::region::RegionLevel;
use domain::{Light, ReportId, TrackingId};
use text::Query;

/// What a report's public page depends on besides its events. They and the report are read only
/// where no page is kept of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Face {
    /// Internal name.
    pub id: ReportId,
    /// Version shown.
    pub version: u32,
    /// The light of the office's most urgent clock.
    pub light: Option<Light>,
    /// How many support it.
    pub supporters: u64,
}

const FACE: &str = "SELECT id, version, warn_at, due_at, COALESCE((SELECT n FROM supported WHERE report_id = report.id), 0) \
                    FROM report WHERE tracking = $1 AND listed = 1";

/// The face of a report that the public may see.
pub async fn face(store: &Store, tracking: TrackingId) -> Result<Option<Face>> {
    let now = store.now();
    let found = store.db().select("public-face", FACE, params![tracking.number()], move |row| {
        let at = |index| Ok::<_, crate::Error>(row.get::<Option<i64>>(index)?.map(instant));
        let (id, version, supporters) = (ReportId(row.get(0)?), row.get(1)?, row.get(4)?);
        Ok(Face { id, version, light: light(at(2)?, at(3)?, now), supporters })
    });
    Ok(found.await?.into_iter().next())
}

/// A page of what the public may see, newest first, one row more than [`PAGE`] when there are more.
pub async fn public_list(
    store: &Store,
    narrow: Narrow,
    before: Option<ReportId>,
) -> Result<Vec<Summary>> {
    let Some((sql, mut values)) = statement(&narrow) else {
        let ask = Ask { before, ..Ask::new(Query::default(), narrow, Scope::public()) };
        let mut rows = find(store, ask).await?.rows;
        rows.truncate(PAGE + 1);
        return Ok(rows);
    };
    let limit = i64::try_from(PAGE + 1).unwrap_or(26);
    values.extend(params![before.map_or(i64::MAX, |id| id.0), limit]);
    store.db().read("public-list", move |tx| tx.all(sql, values.clone(), read)).await
}

/// The statement that gives the list in order from one index; `None` when there is none.
fn statement(narrow: &Narrow) -> Option<(&'static str, Vec<Value>)> {
    let none = Narrow::default();
    if *narrow == none {
        return Some((
            columns!("WHERE listed = 1 AND $1 = 1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![1_i64],
        ));
    }
    if let Some(agency) = narrow.agency
        && *narrow == (Narrow { agency: Some(agency), ..none.clone() })
    {
        return Some((
            columns!("WHERE listed = 1 AND lead = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![agency.0],
        ));
    }
    if let Some(stage) = narrow.stage
        && *narrow == (Narrow { stage: Some(stage), ..none.clone() })
    {
        return Some((
            columns!("WHERE listed = 1 AND stage = $1 AND id < $2 ORDER BY id DESC LIMIT $3"),
            params![stage.word()],
        ));
    }
    let region = narrow.region?;
    if *narrow != (Narrow { region: Some(region), ..none }) {
        return None;
    }
    let by = match region.level() {
        RegionLevel::Province => {
            columns!("WHERE listed = 1 AND province = $1 AND id < $2 ORDER BY id DESC LIMIT $3")
        }
        RegionLevel::Regency => {
            columns!("WHERE listed = 1 AND regency = $1 AND id < $2 ORDER BY id DESC LIMIT $3")
        }
        RegionLevel::District | RegionLevel::Village => return None,
    };
    Some((by, params![region.number()]))
}
