//! Published frequent questions, held in memory: for the page of all, and for who writes a report.

use crate::app::App;
use crate::failure::Failure;
use crate::i18n::{Lang, Words};
use crate::label;
use domain::category::CategoryCode;
use domain::faq::{Faq, FaqLanguage, FaqWords};
use domain::{FaqId, Reference};
use jiff::civil::Date;
use maud::{Markup, html};
use moka::sync::Cache;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use store::faq;
use triage::answer::{Cases, likely_answers, similar_cases};

/// How long an entry that another process published may be unknown here.
const HELD_FOR: Duration = Duration::from_secs(30);

/// The published entries with what finds them.
pub(crate) struct Published {
    entries: HashMap<FaqId, Faq>,
    index: Cases<FaqId>,
}

impl Published {
    fn of(entries: Vec<Faq>) -> Self {
        let mut index = Cases::with_room(entries.len());
        for entry in &entries {
            // The question counts twice: it is how people ask.
            let FaqWords { question, answer, .. } = &entry.words;
            index.add(entry.id, &format!("{question} {question} {answer}"));
        }
        Self { entries: entries.into_iter().map(|entry| (entry.id, entry)).collect(), index }
    }

    /// A published entry.
    pub(crate) fn get(&self, id: FaqId) -> Option<&Faq> {
        self.entries.get(&id)
    }

    /// Those that may settle what somebody is about to report, the likeliest first.
    pub(crate) fn likely(&self, text: &str, n: usize) -> Vec<FaqId> {
        likely_answers(text, &self.index, n)
    }

    /// Those that share words with a search, the nearest first.
    pub(crate) fn found(&self, words: &str, n: usize) -> Vec<&Faq> {
        let near = similar_cases(words, &self.index, n);
        near.iter().filter_map(|one| self.get(one.id)).collect()
    }

    /// Those of an affair that the reader understands, own language first, then by question;
    /// `None` for those without a category.
    pub(crate) fn about(&self, affair: Option<&CategoryCode>, lang: Lang) -> Vec<&Faq> {
        let mut found: Vec<&Faq> = self
            .entries
            .values()
            .filter(|entry| {
                entry.category.as_ref().map(CategoryCode::affair)
                    == affair.map(CategoryCode::affair)
            })
            .filter(|entry| lang == Lang::En || language(entry.language) == lang)
            .collect();
        found.sort_by(|a, b| {
            let order = |entry: &Faq| {
                (language(entry.language) != lang, entry.words.question.to_lowercase())
            };
            order(a).cmp(&order(b))
        });
        found
    }

    /// True when nothing is published.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// The published entries as this process knows them.
pub(crate) struct Questions(Cache<(), Arc<Published>>);

impl Default for Questions {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(1).time_to_live(HELD_FOR).build())
    }
}

impl Questions {
    /// Something was published or taken back here.
    pub(crate) fn forget(&self) {
        self.0.invalidate(&());
    }
}

/// The published entries.
pub(crate) async fn published(app: &App) -> Result<Arc<Published>, Failure> {
    if let Some(known) = app.questions().0.get(&()) {
        return Ok(known);
    }
    let entries = faq::published(app.store()).await?;
    let reading = tokio::task::spawn_blocking(move || Published::of(entries));
    let read = reading.await.map_err(|_| Failure::Fault("reading questions ended".to_owned()))?;
    let read = Arc::new(read);
    app.questions().0.insert((), Arc::clone(&read));
    Ok(read)
}

/// The interface's language of an entry.
pub(crate) fn language(of: FaqLanguage) -> Lang {
    match of {
        FaqLanguage::Indonesian => Lang::Id,
        FaqLanguage::English => Lang::En,
    }
}

/// The answer of an entry with what it rests on and whose it is.
pub(crate) fn answer(w: Words, reference: &Reference, today: Date, entry: &Faq) -> Markup {
    let whose = entry.agency.map(|agency| label::agency(w, reference, agency, today));
    html! {
        div.ready lang=(language(entry.language).code()) {
            p.ready-text { (entry.words.answer) }
            @if !entry.words.basis.is_empty() { p.hint { (w.t("ask-basis")) ": " (entry.words.basis) } }
            p.hint lang=(w.lang().code()) {
                @match whose { Some(name) => (name), None => (w.t("ask-nation")) }
            }
        }
    }
}
