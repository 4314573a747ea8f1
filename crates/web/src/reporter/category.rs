//! What it is about: suggestions from the text, a search, or the tree; or let officers choose.

use super::draft::{Draft, Said, Step};
use super::frame::{Frame, is_changing, missing_before};
use super::heard;
use crate::app::App;
use crate::failure::Answer;
use crate::fields::{Fields, Query};
use crate::i18n::{Lang, Value, Words};
use crate::label;
use crate::reader::Reader;
use crate::ui::{Button, Choice, Errors, Field, Form, Icon, Radios, button_row, heading, icon};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use domain::Reference;
use domain::category::{Category, CategoryCode};
use domain::kind::ReportKind;
use jiff::civil::Date;
use maud::{Markup, html};
use triage::{Asked, Proposal};

/// Leaves shown for a search.
const FOUND_MAX: usize = 12;
/// Leaves suggested from the text.
const SUGGESTED_MAX: usize = 4;
/// How likely a leaf must be to be suggested.
const LIKELY: f32 = 0.01;

pub(crate) async fn show(
    State(app): State<App>,
    reader: Reader,
    draft: Draft,
    Query(query): Query,
) -> Answer {
    if let Some(step) = missing_before(&draft.said, Step::Category) {
        return Ok(Redirect::to(&reader.href(step.path())).into_response());
    }
    Ok(page(&app, &reader, &draft, &query, &Errors::none()))
}

pub(crate) async fn save(
    State(app): State<App>,
    reader: Reader,
    mut draft: Draft,
    fields: Fields,
) -> Answer {
    if fields.get("biar") == "petugas" {
        draft.said.category = None;
        return draft.proceed(&app, &reader, Step::Category, is_changing(&fields)).await;
    }
    let reference = app.store().reference();
    let today = Reference::today(app.store().now());
    let leaf = CategoryCode::parse(fields.get("kategori"))
        .and_then(|code| reference.categories.get(&code))
        .filter(|leaf| fits(leaf, draft.said.kind(), today));
    let Some(leaf) = leaf else {
        let mut errors = Errors::none();
        errors.add("kategori", reader.words.t("category-missing"));
        return Ok(page(&app, &reader, &draft, &fields, &errors));
    };
    // Sensitive matters start out hidden from the public; the reporter decides later.
    draft.said.confidential |= !leaf.sensitive.is_empty();
    draft.said.category = Some(leaf.code.to_string());
    draft.proceed(&app, &reader, Step::Category, is_changing(&fields)).await
}

fn fits(leaf: &Category, kind: Option<ReportKind>, today: Date) -> bool {
    leaf.code.depth() == 3
        && leaf.is_used_on(today)
        && leaf.kind.is_none_or(|only| kind.is_none_or(|kind| kind == only))
}

/// What the text seems to be about, likeliest first, of those that this kind of report may have.
pub(super) fn proposals(app: &App, reference: &Reference, said: &Said) -> Vec<Proposal> {
    let today = Reference::today(app.store().now());
    let text = heard::text(said);
    let asked = Asked { text: &text, region: said.region(), level: said.level(), reference, today };
    // Some more than shown: those of another kind of report are passed over.
    let mut found = app.suggester().read().propose(&asked, 2 * SUGGESTED_MAX);
    found.retain(|one| {
        let leaf = reference.categories.get(&one.category);
        leaf.is_some_and(|leaf| fits(leaf, said.kind(), today))
    });
    found
}

fn page(
    app: &App,
    reader: &Reader,
    draft: &Draft,
    asked: &Fields,
    errors: &Errors<'_>,
) -> Response {
    let w = reader.words;
    let reference = app.store().reference();
    let today = Reference::today(app.store().now());
    let title = w.t("category-title");
    let words = asked.line("cari");
    let affair = CategoryCode::parse(asked.get("bidang"))
        .and_then(|code| reference.categories.get(&code))
        .filter(|node| node.code.depth() == 1);
    let picker = Picker {
        app,
        reader,
        reference: &reference,
        draft,
        errors,
        changing: is_changing(asked),
        today,
    };
    let body = html! {
        (heading(None, title.as_ref()))
        @if words.is_empty() && affair.is_none() { (heard::after_matter(reader, &draft.said)) }
        p { (w.t("category-why")) }
        (picker.search(&words))
        @if let Some(affair) = affair { (picker.leaves_of(affair)) }
        @else if !words.is_empty() { (picker.found(&words)) }
        @else { (picker.suggested()) (picker.affairs()) }
        (picker.leave_it())
    };
    let frame =
        Frame { app, reader, step: Step::Category, title: &title, errors, draft: Some(draft) };
    frame.page(&body)
}

struct Picker<'a> {
    app: &'a App,
    reader: &'a Reader,
    reference: &'a Reference,
    draft: &'a Draft,
    errors: &'a Errors<'a>,
    changing: bool,
    today: Date,
}

impl Picker<'_> {
    fn words(&self) -> Words {
        self.reader.words
    }

    fn here(&self) -> String {
        self.reader.href(Step::Category.path())
    }

    fn change(&self) -> &'static str {
        if self.changing { "&ubah=ya" } else { "" }
    }

    fn search(&self, words: &str) -> Markup {
        let w = self.words();
        let mut form = Form::get(self.here());
        if self.changing {
            form = form.hidden("ubah", "ya");
        }
        form.button(Button::secondary(w.t("category-search-go")).icon(Icon::Search)).around(
            &html! {
                (Field::search(w, "cari", w.t("category-search")).hint(w.t("category-search-hint"))
                    .value(words).unforced())
            },
        )
    }

    fn form(&self) -> Form<'_> {
        let form = Form::post(self.here());
        if self.changing { form.hidden("ubah", "ya") } else { form }
    }

    /// One question over some leaves, with the names of what they lie in as hints.
    fn choose(&self, legend: &str, leaves: &[&Category]) -> Markup {
        let w = self.words();
        let choices = leaves
            .iter()
            .map(|leaf| {
                Choice::new(leaf.code.as_str(), label::category(w, leaf))
                    .hint(label::category_about(w, leaf))
            })
            .collect();
        let chosen = self.draft.said.category.clone().unwrap_or_default();
        let radios = Radios::new(w, "kategori", legend, choices)
            .chosen(chosen)
            .error(self.errors.of("kategori"));
        self.form().button(Button::primary(w.t("category-choose"))).around(&html! { (radios) })
    }

    fn suggested(&self) -> Markup {
        let w = self.words();
        let said = &self.draft.said;
        let mut leaves: Vec<&Category> = said.category(self.reference).into_iter().collect();
        let proposals = proposals(self.app, self.reference, said);
        let likely = proposals.iter().filter(|one| one.probability >= LIKELY);
        for leaf in likely.filter_map(|one| self.reference.categories.get(&one.category)) {
            if leaves.len() < SUGGESTED_MAX && !leaves.contains(&leaf) {
                leaves.push(leaf);
            }
        }
        html! { @if !leaves.is_empty() { (self.choose(&w.t("category-suggested"), &leaves)) } }
    }

    fn found(&self, words: &str) -> Markup {
        let w = self.words();
        let fitting = |leaf: &&Category| fits(leaf, self.draft.said.kind(), self.today);
        let leaves = search(self.reference.categories.leaves().filter(fitting), words, w.lang());
        let n = [("n", Value::from(leaves.len())), ("words", Value::from(words))];
        html! {
            @if leaves.is_empty() {
                p { (w.ta("category-found-none", &n)) }
                (self.affairs())
            } @else {
                (self.choose(&w.ta("category-found", &n), &leaves))
                p { a href=(self.here()) { (w.t("category-all")) } }
            }
        }
    }

    fn affairs(&self) -> Markup {
        let w = self.words();
        html! {
            h2 { (w.t("category-affairs")) }
            ul.links {
                @for affair in self.reference.categories.below(None).filter(|a| a.is_used_on(self.today)) {
                    li { a href={ (self.here()) "?bidang=" (affair.code) (self.change()) } { (label::category(w, affair)) } }
                }
            }
        }
    }

    /// All leaves of an affair on one page, branch by branch, each branch opened on demand.
    fn leaves_of(&self, affair: &Category) -> Markup {
        let w = self.words();
        let chosen = self.draft.said.category_code();
        let used = |node: &&Category| node.is_used_on(self.today);
        let tree = &self.reference.categories;
        let mut first = true;
        let branches = html! {
            @for branch in tree.below(Some(&affair.code)).filter(used) {
                details.branch open[chosen.as_ref().and_then(CategoryCode::parent).as_ref() == Some(&branch.code)] {
                    summary { (icon(Icon::ChevronDown)) (label::category(w, branch)) }
                    div.cards {
                        @for leaf in tree.below(Some(&branch.code)).filter(|leaf| fits(leaf, self.draft.said.kind(), self.today)) {
                            @let id = if std::mem::take(&mut first) { "kategori".to_owned() } else { format!("k-{}", leaf.code) };
                            div.card-choice {
                                input id=(id) type="radio" name="kategori" value=(leaf.code) checked[chosen.as_ref() == Some(&leaf.code)];
                                label for=(id) {
                                    span.card-label { (label::category(w, leaf)) }
                                    span.card-hint { (label::category_about(w, leaf)) }
                                }
                            }
                        }
                    }
                }
            }
        };
        html! {
            p { a href=(self.here()) { (w.t("category-all")) } }
            h2 { (label::category(w, affair)) }
            p { (label::category_about(w, affair)) }
            (self.form().hidden("bidang", affair.code.as_str())
                .button(Button::primary(w.t("category-choose"))).around(&branches))
        }
    }

    fn leave_it(&self) -> Markup {
        let w = self.words();
        let button = Button::secondary(w.t("category-leave")).value("biar", "petugas");
        html! {
            h2 { (w.t("category-leave-title")) }
            p { (w.t("category-leave-text")) }
            (self.form().around(&button_row(&[button])))
        }
    }
}

/// Leaves that have every word, or the beginning of one, in keywords, name, examples or
/// description; best places first.
fn search<'r>(
    leaves: impl Iterator<Item = &'r Category>,
    words: &str,
    lang: Lang,
) -> Vec<&'r Category> {
    let wanted = words_of(words);
    let score = |leaf: &Category| -> Option<usize> {
        let (name, about, examples) = match lang {
            Lang::Id => (&leaf.name.0, &leaf.about.0, &leaf.examples.0),
            Lang::En => (&leaf.name.1, &leaf.about.1, &leaf.examples.1),
        };
        let places = [
            (8, words_of(name)),
            (5, leaf.keywords.iter().flat_map(|word| words_of(word)).collect()),
            (2, words_of(about)),
            (1, examples.iter().flat_map(|example| words_of(example)).collect()),
        ];
        wanted.iter().try_fold(0, |sum, word| {
            let best = places
                .iter()
                .filter(|(_, has)| has.iter().any(|own| own.starts_with(word.as_str())))
                .map(|(worth, _)| *worth)
                .max()?;
            Some(sum + best)
        })
    };
    let mut scored: Vec<(usize, &Category)> =
        leaves.filter_map(|leaf| Some((score(leaf)?, leaf))).collect();
    scored.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.code.cmp(&y.code)));
    scored.into_iter().map(|(_, leaf)| leaf).take(FOUND_MAX).collect()
}

fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}
