//! New categories, changed ones and retired ones. A report keeps the category it was given.

use super::agency_change::NAME_MAX;
use super::authority::{Act, Subject};
use super::categories::{find, name, path};
use super::form::{Asked, limit_units, may_limit, need_date, need_text, put_date, refused};
use super::frame::{Confirm, Done, Place, SURE, Sheet, leavable, post};
use super::replay::{self, BACK, Change, SEEN};
use super::session::{Admin, AdminForm};
use super::{label, local};
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, Query};
use crate::format::long_date;
use crate::ui::{Choice, Errors, Width};
use axum::extract::Path;
use axum::response::Response;
use domain::calendar::LimitUnit;
use domain::category::{Category, CategoryCode};
use domain::kind::{ComplaintClass, Level, ReportKind, Sensitivity};
use jiff::ToSpan as _;
use jiff::civil::Date;
use maud::{Markup, html};
use store::reference::change::{self, Refusal};

/// Longest description, in characters; the store refuses more.
const ABOUT_MAX: usize = 400;
/// Where a new category is asked for.
const NEW: &str = "/atur/kategori/baru";

fn tomorrow(admin: &Admin) -> Date {
    admin.today.checked_add(1.day()).unwrap_or(admin.today)
}

/// Takes a refusal to its field; a keyword that a sibling has is named together with the sibling.
fn refuse(
    admin: &Admin,
    category: &Category,
    failure: change::Failure,
    fields: &mut Fields,
    errors: &mut Errors<'static>,
) -> Result<(), Failure> {
    let tree = &admin.reference.categories;
    let is_sibling = |code: &CategoryCode| code.parent() == category.code.parent();
    let taken = tree.also_claimed(category).into_iter().find(|(_, code)| is_sibling(code));
    if failure == change::Failure::Refused(Refusal::KeywordTaken)
        && let Some((word, code)) = taken
    {
        let whose = tree.get(&code).map_or("", |node| name(admin, node)).to_owned();
        let told = [("word", word.into_string().into()), ("name", whose.into())];
        errors.add("kata-kunci", admin.words().ta("admin-replay-keyword-taken", &told));
        return Ok(());
    }
    replay::refused(admin, failure, fields, errors, field)
}

fn field(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::CodeTaken | Refusal::BadCode | Refusal::HasChildren => "kode",
        Refusal::LaterChange
        | Refusal::BeforeBeginning
        | Refusal::NotInFuture
        | Refusal::NotOnThatDay => "sejak",
        Refusal::KeywordTaken => "kata-kunci",
        Refusal::OneCatchAll => "lainnya",
        Refusal::LevelNeeded => "tingkat",
        Refusal::BadLimit => "jumlah",
        _ => "nama-id",
    }
}

/// The category below which a new one is asked for; `None` for an affair.
fn above<'a>(admin: &'a Admin, fields: &Fields) -> Result<Option<&'a Category>, Failure> {
    match fields.get("di") {
        "" => Ok(None),
        code => find(admin, code).map(Some),
    }
}

pub(crate) async fn ask_new(admin: Admin, Query(mut fields): Query) -> Answer {
    admin.require(Act::ChangeCategories, Subject::Nation)?;
    let above = above(&admin, &fields)?;
    fields.set("satuan", LimitUnit::WorkingDays.word());
    fields.set("sifat", ComplaintClass::NonSupervisory.word());
    replay::begin(&admin, &mut fields, tomorrow(&admin));
    Ok(new_page(&admin, above, &fields, &Errors::none()))
}

pub(crate) async fn take_new(form: AdminForm) -> Answer {
    let AdminForm { admin, mut fields, restored } = form;
    admin.require(Act::ChangeCategories, Subject::Nation)?;
    let (above, w) = (above(&admin, &fields)?, admin.words());
    let mut errors = Errors::none();
    let word = fields.line("kode");
    let full = above.map_or(word.clone(), |above| format!("{}.{word}", above.code));
    let depth = above.map_or(1, |above| above.code.depth() + 1);
    let code = CategoryCode::parse(&full).filter(|code| code.depth() == depth);
    if code.is_none() {
        errors.add("kode", label::refusal(w, Refusal::BadCode));
    }
    if restored || fields.has(BACK) {
        return Ok(new_page(&admin, above, &fields, &Errors::none()));
    }
    let read = read(&admin, code.as_ref(), &fields, &mut errors);
    let parsed = code.zip(read).filter(|_| errors.is_empty());
    if let Some((code, (mut category, from))) = parsed {
        category.catch_all = fields.has("lainnya");
        let up = above.map_or_else(|| Place::Categories.path(), |above| path(&above.code));
        let (store, seen) = (admin.store(), replay::seen(&fields));
        let answer = if fields.has(SURE) {
            change::add_category(store, admin.id(), category.clone(), from, seen).await
        } else {
            change::may_add_category(store, category.clone(), seen).await
        };
        match answer {
            Ok(()) if !fields.has(SURE) => {
                let mut sheet = Sheet::new(&admin, Place::Categories, w.t("admin-replay-title"));
                sheet = sheet.above(local(admin.lang(), &category.name).to_owned());
                if let Some(above) = above {
                    sheet = sheet.under(name(&admin, above), up);
                }
                let change = Change::Category(Box::new(category));
                return replay::show(&admin, &sheet, &change, (from, NEW), &fields).await;
            }
            // One that begins later is not in today's tree yet.
            Ok(()) if from > admin.today => {
                return Ok(super::frame::done(&admin, &up, Done::Added));
            }
            Ok(()) => return Ok(super::frame::done(&admin, &path(&code), Done::Added)),
            Err(failure) => refuse(&admin, &category, failure, &mut fields, &mut errors)?,
        }
    }
    Ok(new_page(&admin, above, &fields, &errors))
}

fn new_page(
    admin: &Admin,
    above: Option<&Category>,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let depth = above.map_or(1, |above| above.code.depth() + 1);
    let title = match depth {
        1 => w.t("admin-category-add-affair"),
        2 => w.t("admin-category-add-branch"),
        _ => w.t("admin-category-add-leaf"),
    };
    let body = html! {
        (asked.text("kode", w.t("admin-category-word")).width(Width::Medium).hint(w.t("admin-category-word-hint")))
        (inputs(asked, depth))
        (asked.checkbox("lainnya", w.t("admin-category-catch-all-ask")).hint(w.t("admin-category-catch-all-hint")))
        (asked.date("sejak", w.t("admin-category-from")).hint(w.t("admin-category-from-hint")))
    };
    let up = above.map_or_else(|| Place::Categories.path(), |above| path(&above.code));
    let form = post(admin, NEW).hidden(SEEN, fields.get(SEEN));
    let mut form = leavable(admin, form, w.t("admin-replay-look"), &up);
    if let Some(above) = above {
        form = form.hidden("di", above.code.as_str());
    }
    let mut sheet = Sheet::new(admin, Place::Categories, title);
    if let Some(above) = above {
        sheet = sheet.above(name(admin, above)).under(name(admin, above), up);
    }
    sheet.ask(errors, &form.around(&body))
}

/// The fields that a new category and a changed one share.
fn inputs(asked: Asked<'_>, depth: usize) -> Markup {
    let w = asked.w;
    let kinds =
        ReportKind::ALL.iter().map(|kind| Choice::new(kind.word(), label::report_kind(w, *kind)));
    let kinds =
        std::iter::once(Choice::new("", w.t("admin-category-kind-any"))).chain(kinds).collect();
    let classes = ComplaintClass::ALL
        .iter()
        .map(|class| Choice::new(class.word(), label::complaint_class(w, *class)))
        .collect();
    let why = Sensitivity::ALL
        .iter()
        .map(|why| Choice::new(why.word(), label::sensitivity(w, *why)))
        .collect();
    let levels =
        || Level::ALL.iter().map(|level| Choice::new(level.word(), label::level(w, *level)));
    let sensitive: Vec<&str> = asked.fields.all("rahasia").collect();
    let chosen: Vec<&str> = asked.fields.all("tingkat").collect();
    html! {
        (asked.text("nama-id", w.t("admin-category-name-id")))
        (asked.text("nama-en", w.t("admin-category-name-en")))
        (asked.long("uraian-id", w.t("admin-category-about-id")).rows(3).hint(w.t("admin-category-about-hint")).limit(400))
        (asked.long("uraian-en", w.t("admin-category-about-en")).rows(3).limit(400))
        (asked.long("contoh-id", w.t("admin-category-examples-id")).rows(4).hint(w.t("admin-one-a-line")).optional())
        (asked.long("contoh-en", w.t("admin-category-examples-en")).rows(4).hint(w.t("admin-one-a-line")).optional())
        (asked.long("kata-kunci", w.t("admin-category-keywords")).rows(4).hint(w.t("admin-category-keywords-hint")).optional())
        (asked.select("jenis", w.t("admin-category-kind"), kinds))
        (asked.radios("sifat", w.t("admin-category-class"), classes))
        (asked.checkboxes("rahasia", w.t("admin-category-sensitive"), why, &sensitive).hint(w.t("admin-category-sensitive-hint")))
        (asked.digits("jumlah", w.t("admin-category-limit")).width(Width::Short).hint(w.t("admin-category-limit-hint")).optional())
        (asked.select("satuan", w.t("admin-limit-unit"), limit_units(w)))
        @if depth == 3 {
            (asked.checkboxes("tingkat", w.t("admin-category-levels"), levels().collect(), &chosen))
            (asked.select("tingkat-utama", w.t("admin-category-level-usual"), levels().collect()).hint(w.t("admin-category-level-usual-hint")))
        }
    }
}

/// The category and its first day as typed; only good while `errors` stays empty.
fn read(
    admin: &Admin,
    code: Option<&CategoryCode>,
    fields: &Fields,
    errors: &mut Errors<'static>,
) -> Option<(Category, Date)> {
    let w = admin.words();
    let name = (
        need_text(w, fields, "nama-id", NAME_MAX, errors),
        need_text(w, fields, "nama-en", NAME_MAX, errors),
    );
    let about = (
        need_text(w, fields, "uraian-id", ABOUT_MAX, errors),
        need_text(w, fields, "uraian-en", ABOUT_MAX, errors),
    );
    let settlement = may_limit(w, fields, ("jumlah", "satuan"), errors);
    let from = need_date(w, fields, "sejak", errors);
    let usual = Level::from_word(fields.get("tingkat-utama"));
    let mut levels: Vec<Level> = fields.all("tingkat").filter_map(Level::from_word).collect();
    levels.sort_by_key(|level| (Some(*level) != usual, *level));
    let category = Category {
        code: code?.clone(),
        name,
        about,
        examples: (lines(fields, "contoh-id"), lines(fields, "contoh-en")),
        keywords: lines(fields, "kata-kunci")
            .iter()
            .map(|word| word.to_lowercase().into())
            .collect(),
        kind: ReportKind::from_word(fields.get("jenis")),
        class: ComplaintClass::from_word(fields.get("sifat"))
            .unwrap_or(ComplaintClass::NonSupervisory),
        settlement,
        sensitive: fields.all("rahasia").filter_map(Sensitivity::from_word).collect(),
        levels,
        catch_all: false,
        valid_to: None,
    };
    Some((category, from?))
}

fn lines(fields: &Fields, name: &str) -> Vec<Box<str>> {
    fields
        .text(name)
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(Into::into)
        .collect()
}

fn fill(category: &Category, fields: &mut Fields) {
    let joined = |items: &[Box<str>]| items.join("\n");
    fields.set("nama-id", &*category.name.0);
    fields.set("nama-en", &*category.name.1);
    fields.set("uraian-id", &*category.about.0);
    fields.set("uraian-en", &*category.about.1);
    fields.set("contoh-id", joined(&category.examples.0));
    fields.set("contoh-en", joined(&category.examples.1));
    fields.set("kata-kunci", joined(&category.keywords));
    fields.set("jenis", category.kind.map_or("", ReportKind::word));
    fields.set("sifat", category.class.word());
    if let Some(limit) = category.settlement {
        fields.set("jumlah", limit.amount.to_string());
    }
    fields.set(
        "satuan",
        category.settlement.map_or(LimitUnit::WorkingDays, |limit| limit.unit).word(),
    );
    fields.set("tingkat-utama", category.levels.first().map_or("", |level| level.word()));
    let levels =
        category.levels.iter().map(|level| ("tingkat".to_owned(), level.word().to_owned()));
    let why = category.sensitive.iter().map(|why| ("rahasia".to_owned(), why.word().to_owned()));
    let kept = std::mem::take(fields).into_pairs();
    *fields = Fields::new(kept.chain(levels).chain(why).collect());
}

pub(crate) async fn ask_change(admin: Admin, Path(code): Path<String>) -> Answer {
    admin.require(Act::ChangeCategories, Subject::Nation)?;
    let category = find(&admin, &code)?;
    let mut fields = Fields::default();
    fill(category, &mut fields);
    replay::begin(&admin, &mut fields, tomorrow(&admin));
    Ok(change_page(&admin, category, &fields, &Errors::none()))
}

pub(crate) async fn take_change(Path(code): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, mut fields, restored } = form;
    admin.require(Act::ChangeCategories, Subject::Nation)?;
    let present = find(&admin, &code)?;
    let mut errors = Errors::none();
    if restored || fields.has(BACK) {
        return Ok(change_page(&admin, present, &fields, &errors));
    }
    let read = read(&admin, Some(&present.code), &fields, &mut errors);
    if let Some((mut category, from)) = read.filter(|_| errors.is_empty()) {
        category.catch_all = present.catch_all;
        let (store, seen) = (admin.store(), replay::seen(&fields));
        let answer = if fields.has(SURE) {
            change::change_category(store, admin.id(), category.clone(), from, seen).await
        } else {
            change::may_change_category(store, category.clone(), from, seen).await
        };
        match answer {
            Ok(()) if !fields.has(SURE) => {
                let sheet = sheet(&admin, present, admin.words().t("admin-replay-title"));
                let path = format!("{}/ubah", path(&present.code));
                let change = Change::Category(Box::new(category));
                return replay::show(&admin, &sheet, &change, (from, &path), &fields).await;
            }
            Ok(()) => return Ok(super::frame::done(&admin, &path(&present.code), Done::Changed)),
            Err(failure) => refuse(&admin, &category, failure, &mut fields, &mut errors)?,
        }
    }
    Ok(change_page(&admin, present, &fields, &errors))
}

fn change_page(
    admin: &Admin,
    category: &Category,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let body = html! {
        (inputs(asked, category.code.depth()))
        (asked.date("sejak", w.t("admin-category-from")).hint(w.t("admin-category-change-hint")))
    };
    let own = path(&category.code);
    let form = post(admin, &format!("{own}/ubah")).hidden(SEEN, fields.get(SEEN));
    let form = leavable(admin, form, w.t("admin-replay-look"), &own);
    sheet(admin, category, w.t("admin-category-change")).ask(errors, &form.around(&body))
}

fn sheet<'a>(
    admin: &'a Admin,
    category: &'a Category,
    title: impl Into<crate::ui::Text<'a>>,
) -> Sheet<'a> {
    let name = local(admin.lang(), &category.name);
    Sheet::new(admin, Place::Categories, title).above(name).under(name, path(&category.code))
}

pub(crate) async fn ask_retire(admin: Admin, Path(code): Path<String>) -> Answer {
    admin.require(Act::ChangeCategories, Subject::Nation)?;
    let category = find(&admin, &code)?;
    let mut fields = Fields::default();
    put_date(&mut fields, "sejak", admin.today);
    Ok(retire_page(&admin, category, &fields, &Errors::none()))
}

pub(crate) async fn take_retire(Path(code): Path<String>, form: AdminForm) -> Answer {
    let AdminForm { admin, fields, restored } = form;
    admin.require(Act::ChangeCategories, Subject::Nation)?;
    let (category, w) = (find(&admin, &code)?, admin.words());
    let mut errors = Errors::none();
    let last_day = need_date(w, &fields, "sejak", &mut errors);
    let typed = fields.line("pengganti");
    let replacement = CategoryCode::parse(&typed);
    if !typed.is_empty() && replacement.is_none() {
        errors.add("pengganti", label::refusal(w, Refusal::UnknownCategory));
    }
    if let Some(last_day) = last_day.filter(|_| errors.is_empty() && !restored) {
        if !fields.has(SURE) {
            return retire_confirm(&admin, category, last_day, &fields).await;
        }
        let field = |refusal| match refusal {
            Refusal::UnknownCategory => "pengganti",
            _ => "sejak",
        };
        match change::retire_category(
            admin.store(),
            admin.id(),
            category.code.clone(),
            last_day,
            replacement,
        )
        .await
        {
            Ok(()) => return Ok(super::frame::done(&admin, &path(&category.code), Done::Ended)),
            Err(failure) => refused(w, failure, &mut errors, field)?,
        }
    }
    Ok(retire_page(&admin, category, &fields, &errors))
}

async fn retire_confirm(
    admin: &Admin,
    category: &Category,
    last_day: Date,
    fields: &Fields,
) -> Answer {
    let w = admin.words();
    let ended = Category { valid_to: Some(last_day), ..category.clone() };
    let change = Change::Category(Box::new(ended));
    let replayed = replay::run(admin, &change).await?;
    let (own, page) = (path(&category.code), format!("{}/hentikan", path(&category.code)));
    let consequence = html! {
        ul {
            li { (w.ta("admin-category-retire-day", &[("date", long_date(admin.lang(), last_day).into())])) }
            li { (w.t("admin-category-retire-kept")) }
            li { (w.t("admin-category-retire-replaced")) }
        }
        div.flow { (replay::effect(admin, &change, &replayed, last_day)) }
    };
    let asked = Confirm {
        question: w.ta("admin-category-retire-ask", &[("name", name(admin, category).into())]),
        consequence: &consequence,
        path: &page,
        yes: w.t("admin-category-retire"),
        back: &own,
    };
    Ok(sheet(admin, category, w.t("admin-category-retire")).confirm(&asked, fields))
}

fn retire_page(
    admin: &Admin,
    category: &Category,
    fields: &Fields,
    errors: &Errors<'static>,
) -> Response {
    let w = admin.words();
    let asked = Asked::new(w, fields, errors);
    let above = category.code.parent();
    let siblings = admin.reference.categories.below(above.as_ref());
    let siblings = siblings.filter(|node| node.code != category.code && node.valid_to.is_none());
    let siblings = siblings.map(|node| Choice::new(node.code.as_str(), name(admin, node)));
    let choices = std::iter::once(Choice::new("", w.t("admin-none"))).chain(siblings).collect();
    let body = html! {
        (asked.date("sejak", w.t("admin-last-day")).hint(w.t("admin-category-retire-hint")))
        (asked.select("pengganti", w.t("admin-category-replaced"), choices).width(Width::Full).hint(w.t("admin-category-replaced-hint")))
    };
    let own = path(&category.code);
    let form =
        leavable(admin, post(admin, &format!("{own}/hentikan")), w.t("admin-continue"), &own);
    sheet(admin, category, w.t("admin-category-retire")).ask(errors, &form.around(&body))
}
