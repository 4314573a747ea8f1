//! The category tree: a row with a later date for every change, the old rows stay.

use super::super::{json_list, subject};
use super::{
    ABOUT_MAX, Edit, Outcome, Refusal, check_limit, check_name, check_text, edit, limit_json, look,
};
use crate::db::Value;
use crate::{Store, params};
use domain::OfficerId;
use domain::category::{Category, CategoryCode};
use domain::kind::{Level, ReportKind, Sensitivity};
use jiff::civil::Date;
use serde_json::{Value as Json, json};

const INSERT: &str = "INSERT INTO category (code, valid_from, position, name_id, name_en, \
     about_id, about_en, examples_id, examples_en, keywords, kind, class, settlement_amount, \
     settlement_unit, sensitive, levels, catch_all) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
const LAST: &str = "SELECT valid_from, position FROM category WHERE code = $1 \
                    ORDER BY valid_from DESC";
const POSITION: &str = "SELECT MAX(position) FROM category WHERE code = $1";
const RETIRE: &str = "UPDATE category SET valid_to = $3, replaced_by = $4 \
                      WHERE code = $1 AND valid_from = $2";

/// Adds a category below an existing one, or an affair, from a day on. It stands before the
/// catch-all of its siblings. The first node below a new branch is its catch-all. `seen` is
/// [`domain::Reference::sorting`] when the tree was looked at.
pub async fn add_category(
    store: &Store,
    officer: OfficerId,
    category: Category,
    from: Date,
    seen: i64,
) -> Outcome<()> {
    edit(store, officer, "category-add", 1, move |edit| {
        check_added(edit, &category, seen)?;
        // Rows of one position are ordered with the catch-all last.
        let last = edit.reference.categories.below(category.code.parent().as_ref()).last();
        let last = last.map(|sibling| sibling.code.as_str().to_owned()).unwrap_or_default();
        let position: Option<i64> = edit.tx.one(POSITION, params![last], |row| row.get(0))?;
        edit.sorting = true;
        edit.exec(INSERT, row(&category, from, position.unwrap_or(0)))?;
        let subject = subject::category(category.code.as_str());
        edit.record("category.added", subject, None, Some(describe(&category, from)))?;
        Ok(())
    })
    .await
}

/// What [`add_category`] would be answered now; writes nothing.
pub async fn may_add_category(store: &Store, category: Category, seen: i64) -> Outcome<()> {
    look(store, "category-may-add", move |edit| check_added(edit, &category, seen)).await
}

fn check_added(edit: &mut Edit<'_, '_>, category: &Category, seen: i64) -> Outcome<()> {
    if last_row(edit, &category.code)?.is_some() {
        return Err(Refusal::CodeTaken.into());
    }
    edit.fresh(seen)?;
    if let Some(parent) = category.code.parent() {
        find(edit, &parent)?;
    }
    check(edit, category)
}

/// Gives a category new words, keywords, limit, sensitivity, class, levels or kind from a day on.
/// `seen` is [`domain::Reference::sorting`] when the category was looked at.
pub async fn change_category(
    store: &Store,
    officer: OfficerId,
    category: Category,
    from: Date,
    seen: i64,
) -> Outcome<()> {
    edit(store, officer, "category-change", 1, move |edit| {
        let position = check_changed(edit, &category, from, seen)?;
        let before = describe(find(edit, &category.code)?, from);
        edit.sorting = true;
        edit.exec(INSERT, row(&category, from, position))?;
        let subject = subject::category(category.code.as_str());
        edit.record("category.changed", subject, Some(before), Some(describe(&category, from)))?;
        Ok(())
    })
    .await
}

/// What [`change_category`] would be answered now; writes nothing.
pub async fn may_change_category(
    store: &Store,
    category: Category,
    from: Date,
    seen: i64,
) -> Outcome<()> {
    let work =
        move |edit: &mut Edit<'_, '_>| check_changed(edit, &category, from, seen).map(|_| ());
    look(store, "category-may-change", work).await
}

/// The category's position, when it may be changed so.
fn check_changed(
    edit: &mut Edit<'_, '_>,
    category: &Category,
    from: Date,
    seen: i64,
) -> Outcome<i64> {
    let present = find(edit, &category.code)?;
    edit.fresh(seen)?;
    let (since, position) = last_row(edit, &category.code)?.ok_or(Refusal::UnknownCategory)?;
    if from.to_string() <= since {
        return Err(Refusal::LaterChange.into());
    }
    check(edit, category)?;
    if present == category {
        return Err(Refusal::Unchanged.into());
    }
    Ok(position)
}

/// Retires a category with a day and says what takes its place, if anything does. Reports that
/// bear it keep it.
pub async fn retire_category(
    store: &Store,
    officer: OfficerId,
    code: CategoryCode,
    last_day: Date,
    replaced_by: Option<CategoryCode>,
) -> Outcome<()> {
    edit(store, officer, "category-retire", 1, move |edit| {
        let present = find(edit, &code)?;
        if present.catch_all {
            return Err(Refusal::OneCatchAll.into());
        }
        if edit.reference.categories.below(Some(&code)).any(|node| node.valid_to.is_none()) {
            return Err(Refusal::HasChildren.into());
        }
        let (since, _) = last_row(edit, &code)?.ok_or(Refusal::UnknownCategory)?;
        if since > edit.today.to_string() {
            return Err(Refusal::LaterChange.into());
        }
        if last_day.to_string() < since {
            return Err(Refusal::BeforeBeginning.into());
        }
        if let Some(other) = &replaced_by {
            find(edit, other)?;
            if *other == code {
                return Err(Refusal::UnknownCategory.into());
            }
        }
        let other = replaced_by.as_ref().map(CategoryCode::as_str);
        edit.sorting = true;
        edit.exec(RETIRE, params![code.as_str(), since, last_day.to_string(), other])?;
        let after = json!({ "last_day": last_day.to_string(), "replaced_by": other });
        edit.record("category.retired", subject::category(code.as_str()), None, Some(after))?;
        Ok(())
    })
    .await
}

/// The category as it is today, unless it is retired or about to be.
fn find<'e>(edit: &Edit<'e, '_>, code: &CategoryCode) -> Outcome<&'e Category> {
    let found = edit.reference.categories.get(code).filter(|node| node.valid_to.is_none());
    Ok(found.ok_or(Refusal::UnknownCategory)?)
}

/// First day and position of the newest row, also of one that has not begun.
fn last_row(edit: &mut Edit<'_, '_>, code: &CategoryCode) -> Outcome<Option<(String, i64)>> {
    let read = |row: &crate::db::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    Ok(edit.tx.first(LAST, params![code.as_str()], read)?)
}

fn check(edit: &Edit<'_, '_>, category: &Category) -> Outcome<()> {
    [&category.name.0, &category.name.1].into_iter().try_for_each(|name| check_name(name))?;
    let about = [&category.about.0, &category.about.1];
    about.into_iter().try_for_each(|text| check_text(text, ABOUT_MAX))?;
    check_limit(category.settlement)?;
    if category.code.depth() == 3 && category.levels.is_empty() {
        return Err(Refusal::LevelNeeded.into());
    }
    let tree = &edit.reference.categories;
    let siblings: Vec<&Category> = tree
        .below(category.code.parent().as_ref())
        .filter(|node| node.code != category.code && node.valid_to.is_none())
        .collect();
    let taken = |word| siblings.iter().any(|node| node.keywords.contains(word));
    if category.keywords.iter().any(taken) {
        return Err(Refusal::KeywordTaken.into());
    }
    if siblings.iter().any(|node| node.catch_all) == category.catch_all {
        return Err(Refusal::OneCatchAll.into());
    }
    Ok(())
}

fn row(category: &Category, from: Date, position: i64) -> Vec<Value> {
    let (name, about, examples) = (&category.name, &category.about, &category.examples);
    params![
        category.code.as_str(),
        from.to_string(),
        position,
        &*name.0,
        &*name.1,
        &*about.0,
        &*about.1,
        json_list(&examples.0),
        json_list(&examples.1),
        json_list(&category.keywords),
        category.kind.map(ReportKind::word),
        category.class.word(),
        category.settlement.map(|limit| limit.amount),
        category.settlement.map(|limit| limit.unit.word()),
        words(&category.sensitive, Sensitivity::word),
        words(&category.levels, Level::word),
        category.catch_all,
    ]
}

fn words<T: Copy>(items: &[T], word: impl Fn(T) -> &'static str) -> String {
    items.iter().map(|item| word(*item)).collect::<Vec<_>>().join(",")
}

fn describe(category: &Category, from: Date) -> Json {
    json!({
        "from": from.to_string(),
        "name": [category.name.0, category.name.1],
        "about": [category.about.0, category.about.1],
        "keywords": category.keywords,
        "class": category.class.word(),
        "kind": category.kind.map(ReportKind::word),
        "settlement": limit_json(category.settlement),
        "sensitive": words(&category.sensitive, Sensitivity::word),
        "levels": words(&category.levels, Level::word),
    })
}
