//! Reports that likely tell of the same: the store finds few candidates, `triage` compares them.

use crate::format;
use crate::i18n::{Value, Words};
use crate::label;
use domain::{Reference, ReportId};
use jiff::{SignedDuration, Timestamp};
use store::Store;
use store::reports::queries::{Nearby, Summary, nearby};
use text::personal::covered;
use triage::likeness::{Likeness, Rarity, Reason, Said, Sketch, WINDOW_DAYS, compare, likely};

/// Likely reports shown to an officer.
pub(crate) const SHOWN_MAX: usize = 5;

/// A report that likely tells of the same.
#[derive(Debug)]
pub struct Alike {
    /// Its row.
    pub row: Summary,
    /// How alike, and why.
    pub likeness: Likeness,
}

/// What a row says.
#[must_use]
pub fn said(row: &Summary) -> Said<'_> {
    Said {
        title: &row.title,
        body: &row.body,
        place: &row.place,
        category: row.category.as_ref(),
        region: row.region,
        received_at: row.received_at,
    }
}

/// What likely tells of the same as `told`, the likeliest first; nothing without a region. `own` is
/// the report itself, once it is one. With `listed` only what the public sees is looked at, and
/// reasons name no word that is covered for the public.
pub async fn alike(
    store: &Store,
    told: Said<'_>,
    own: Option<ReportId>,
    listed: bool,
) -> store::Result<Vec<Alike>> {
    let Some(region) = told.region else { return Ok(Vec::new()) };
    let window = SignedDuration::from_hours(24 * WINDOW_DAYS);
    let asked = Nearby {
        region,
        category: told.category.cloned(),
        said: [told.place, told.title, told.body].join("\n"),
        since: told.received_at.checked_sub(window).unwrap_or(Timestamp::MIN),
        except: own,
        listed,
    };
    let rows = nearby(store, asked).await?;
    let own = Sketch::of(&told);
    let sketches: Vec<Sketch> = rows.iter().map(|row| Sketch::of(&said(row))).collect();
    let mut found: Vec<(usize, Likeness)> = likely(&own, &sketches);
    if listed {
        let rarity = Rarity::among(sketches.iter().chain([&own]));
        for (at, likeness) in &mut found {
            let Some(row) = rows.get(*at) else { continue };
            let shown =
                [&row.title, &row.body, &row.place].map(|text| covered(text, &row.redactions));
            let [title, body, place] = shown.each_ref().map(|text| &**text);
            let sketch = Sketch::of(&Said { title, body, place, ..said(row) });
            likeness.reasons = compare(&own, &sketch, &rarity).reasons;
        }
    }
    let mut rows: Vec<Option<Summary>> = rows.into_iter().map(Some).collect();
    let taken = found.into_iter().filter_map(|(at, likeness)| {
        let row = rows.get_mut(at)?.take()?;
        Some(Alike { row, likeness })
    });
    Ok(taken.collect())
}

/// The strongest reasons as one line: the place, the matter, the words in common, the days between.
pub(crate) fn reasons(w: Words, reference: &Reference, likeness: &Likeness, most: usize) -> String {
    let named = |key, what: String| w.ta(key, &[("what", Value::from(what))]).into_owned();
    let line = |reason: &Reason| match reason {
        Reason::Street(name) | Reason::Landmark(name) => Some(named("alike-place", capitals(name))),
        Reason::Neighbourhood(name) => Some(named("alike-place", name.to_uppercase())),
        Reason::Region(region) => {
            let name = reference.regions.get(*region).map(|region| region.name.to_string());
            name.map(|name| named("alike-region", name))
        }
        Reason::Category(code) => {
            let category = reference.categories.get(code)?;
            Some(named("alike-matter", label::category(w, category).to_owned()))
        }
        Reason::Words(words) => Some(named("alike-words", words.join(", "))),
        Reason::Days(days) => Some(w.ta("alike-days", &[("n", Value::from(*days))]).into_owned()),
    };
    likeness.reasons.iter().filter_map(line).take(most).collect::<Vec<_>>().join(" · ")
}

/// "jalan kenanga" as it is written on a sign.
pub(crate) fn capitals(name: &str) -> String {
    let word = |word: &str| match word {
        "sd" | "smp" | "sma" | "smk" | "mts" | "rs" | "rsud" | "spbu" => word.to_uppercase(),
        _ => {
            let mut chars = word.chars();
            let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            format!("{first}{}", chars.as_str())
        }
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// "12 orang mendukung", nothing for nobody.
pub(crate) fn supporters(w: Words, n: u64) -> Option<String> {
    let shown = format::count(w.lang(), i64::try_from(n).unwrap_or(i64::MAX));
    let values =
        [("n", Value::from(i64::try_from(n).unwrap_or(i64::MAX))), ("shown", shown.into())];
    (n > 0).then(|| w.ta("support-count", &values).into_owned())
}
