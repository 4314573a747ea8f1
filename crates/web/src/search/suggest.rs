//! What is offered while somebody types: the report of a number, words, offices, places, subjects
//! and reports. A list of options as HTML, which a script puts under the box; without a script
//! nobody asks for it.

use super::shown::Around;
use super::{Place, Wanted};
use crate::reader::Reader;
use crate::ui;
use domain::Reference;
use jiff::civil::Date;
use maud::{Markup, html};
use store::reports::queries::Summary;
use store::search::named::beginning;
use store::search::{Query, Vocabulary};
use text::personal::covered;

/// Reports offered at once.
pub(crate) const REPORTS_MAX: usize = 5;
/// Offices, places and subjects offered at once, of each.
const NAMED_MAX: usize = 3;
/// Words offered at once.
const WORDS_MAX: usize = 4;
/// Letters from which something is offered.
pub(crate) const TYPED_MIN: usize = 2;

/// What a list of suggestions is made of.
pub(crate) struct Suggesting<'a> {
    pub(crate) reader: &'a Reader,
    pub(crate) place: Place,
    pub(crate) wanted: &'a Wanted,
    pub(crate) reference: &'a Reference,
    pub(crate) today: Date,
    pub(crate) words: &'a Vocabulary,
    /// The reports and where each is read.
    pub(crate) reports: Vec<(&'a Summary, String)>,
}

impl Suggesting<'_> {
    /// The options; empty when there is nothing to offer.
    pub(crate) fn list(&self) -> Markup {
        let w = self.reader.words;
        let around = Around {
            reader: self.reader,
            place: self.place,
            wanted: self.wanted,
            reference: self.reference,
            today: self.today,
            to: ui::Reader::Public,
        };
        let mut options: Vec<(String, String, String)> = Vec::new();
        if let Some(last) = self.wanted.words.last_word() {
            for word in self.words.completions(last, WORDS_MAX).into_iter().filter(|w| *w != last) {
                let query =
                    self.wanted.words.with_words(|own| if own == last { word } else { own });
                let href =
                    self.wanted.with_words(&query).href(self.reader, self.place, self.reference);
                options.push((query.to_string(), String::new(), href));
            }
        }
        for named in beginning(self.reference, &self.wanted.typed, self.today, NAMED_MAX) {
            let alone =
                Wanted { typed: String::new(), words: Query::default(), ..self.wanted.clone() };
            let href = alone.named(&named).href(self.reader, self.place, self.reference);
            options.push((
                around.sentence(&named).into_owned(),
                w.t("search-all-reports").into_owned(),
                href,
            ));
        }
        for (row, href) in &self.reports {
            // The desk reads titles as they are.
            let public = self.place == super::PUBLIC;
            let title = if public {
                covered(&row.title, &row.redactions).into_owned()
            } else {
                row.title.clone()
            };
            options.push((title, row.tracking.to_string(), href.clone()));
        }
        html! {
            @for (n, (title, hint, href)) in options.iter().enumerate() {
                li role="option" id={ "saran-" (n) } data-href=(href) aria-selected="false" {
                    span { (title) } @if !hint.is_empty() { " " span.hint { (hint) } }
                }
            }
        }
    }
}
