//! Pages of words: help, about, privacy, accessibility, data.

use super::cache::Key;
use crate::app::App;
use crate::reader::Reader;
use crate::reporter::sight_table;
use crate::ui::{Place, PublicPage, heading};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

/// Keys of a section: its heading, its paragraphs, its list.
struct Section {
    title: &'static str,
    paragraphs: &'static [&'static str],
    list: &'static [&'static str],
}

const HELP: &[Section] = &[
    Section {
        title: "help-well",
        paragraphs: &[],
        list: &[
            "help-well-one",
            "help-well-where",
            "help-well-when",
            "help-well-proof",
            "help-well-private",
        ],
    },
    Section {
        title: "help-channels",
        paragraphs: &["help-channels-text"],
        list: &["help-channel-site", "help-channel-counter", "help-channel-other"],
    },
    Section {
        title: "help-danger",
        paragraphs: &["help-danger-text"],
        list: &["help-danger-112", "help-danger-110", "help-danger-119", "help-danger-129"],
    },
    Section {
        title: "help-not",
        paragraphs: &["help-not-text"],
        list: &[
            "help-not-crime",
            "help-not-corruption",
            "help-not-court",
            "help-not-private",
            "help-not-hate",
        ],
    },
    Section {
        title: "help-unhappy",
        paragraphs: &[],
        list: &["help-unhappy-contest", "help-unhappy-appeal", "help-unhappy-ombudsman"],
    },
];

const OFFICERS: &[Section] = &[
    Section {
        title: "officers-day",
        paragraphs: &[],
        list: &["officers-day-queue", "officers-day-light", "officers-day-news"],
    },
    Section {
        title: "officers-report",
        paragraphs: &[],
        list: &[
            "officers-report-read",
            "officers-report-act",
            "officers-report-return",
            "officers-report-task",
            "officers-report-ask",
        ],
    },
    Section {
        title: "officers-answer",
        paragraphs: &[],
        list: &[
            "officers-answer-done",
            "officers-answer-not",
            "officers-answer-plain",
            "officers-answer-check",
            "officers-answer-draft",
            "officers-answer-faq",
        ],
    },
    Section { title: "officers-date", paragraphs: &["officers-date-text"], list: &[] },
    Section {
        title: "officers-secret",
        paragraphs: &[],
        list: &["officers-secret-marks", "officers-secret-name", "officers-secret-accused"],
    },
    Section {
        title: "officers-keys",
        paragraphs: &["officers-keys-text"],
        list: &[
            "officers-keys-walk",
            "officers-keys-search",
            "officers-keys-act",
            "officers-keys-all",
        ],
    },
    Section { title: "officers-account", paragraphs: &["officers-account-text"], list: &[] },
];

const ABOUT: &[Section] = &[
    Section { title: "about-what", paragraphs: &["about-what-text", "about-door"], list: &[] },
    Section {
        title: "about-law",
        paragraphs: &[],
        list: &["about-law-25", "about-law-76", "about-law-62", "about-law-37"],
    },
    Section {
        title: "about-promise",
        paragraphs: &[],
        list: &[
            "about-promise-date",
            "about-promise-judge",
            "about-promise-close",
            "about-promise-machine",
        ],
    },
];

const PRIVACY: &[Section] = &[
    Section {
        title: "privacy-what",
        paragraphs: &[],
        list: &[
            "privacy-what-report",
            "privacy-what-you",
            "privacy-what-files",
            "privacy-what-not",
        ],
    },
    Section {
        title: "privacy-how",
        paragraphs: &[],
        list: &[
            "privacy-how-encrypted",
            "privacy-how-link",
            "privacy-how-secret",
            "privacy-how-read",
        ],
    },
    Section {
        title: "privacy-cookies",
        paragraphs: &["privacy-cookies-text"],
        list: &["privacy-cookie-draft", "privacy-cookie-track", "privacy-cookie-theme"],
    },
    Section {
        title: "privacy-rights",
        paragraphs: &["privacy-rights-text"],
        list: &[
            "privacy-right-know",
            "privacy-right-correct",
            "privacy-right-erase",
            "privacy-right-object",
        ],
    },
];

const ACCESSIBILITY: &[Section] = &[
    Section {
        title: "access-can",
        paragraphs: &["access-standard"],
        list: &[
            "access-script",
            "access-keyboard",
            "access-reader",
            "access-zoom",
            "access-themes",
            "access-slow",
            "access-map",
        ],
    },
    Section { title: "access-other", paragraphs: &["access-other-text"], list: &[] },
    Section { title: "access-tell", paragraphs: &["access-tell-text"], list: &[] },
];

const DATA: &[Section] = &[
    Section {
        title: "data-open",
        paragraphs: &[],
        list: &["data-open-reports", "data-open-journey", "data-open-figures"],
    },
    Section {
        title: "data-closed",
        paragraphs: &[],
        list: &[
            "data-closed-who",
            "data-closed-confidential",
            "data-closed-files",
            "data-closed-talk",
        ],
    },
    Section { title: "data-how", paragraphs: &["data-how-text", "data-how-count"], list: &[] },
];

fn sections(reader: &Reader, sections: &[Section]) -> Markup {
    let w = reader.words;
    html! {
        div.flow {
            @for section in sections {
                h2 { (w.t(section.title)) }
                @for key in section.paragraphs { p { (w.t(key)) } }
                @if !section.list.is_empty() {
                    ul { @for key in section.list { li { (w.t(key)) } } }
                }
            }
        }
    }
}

/// A page of words; it changes only with a release.
fn page(
    app: &App,
    reader: &Reader,
    headers: &HeaderMap,
    title: &'static str,
    lead: &'static str,
    place: Option<Place>,
    body: impl FnOnce() -> Markup,
) -> Response {
    let key = Key::new(reader, title.to_owned());
    if let Some(kept) = app.pages().page(&key, headers) {
        return kept;
    }
    let w = reader.words;
    let inside = html! {
        (heading(None, w.t(title)))
        p.lead { (w.t(lead)) }
        (body())
    };
    let mut page = PublicPage::new(reader.view(), w.t(title));
    if let Some(place) = place {
        page = page.place(place);
    }
    app.pages().keep_page(key, page.around(&inside), headers)
}

pub(crate) async fn help(State(app): State<App>, reader: Reader, headers: HeaderMap) -> Response {
    let reader = reader.without_query();
    let body = || sections(&reader, HELP);
    page(&app, &reader, &headers, "help-title", "help-lead", Some(Place::Help), body)
}

/// What an officer needs on the first day; open to everybody, for it holds nothing secret.
pub(crate) async fn officers(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
) -> Response {
    let reader = reader.without_query();
    let body = || {
        html! {
            (sections(&reader, OFFICERS))
            ul.links { li { a href=(reader.href("/meja")) { (reader.words.t("officers-desk")) } } }
        }
    };
    page(&app, &reader, &headers, "officers-title", "officers-lead", Some(Place::Help), body)
}

pub(crate) async fn about(State(app): State<App>, reader: Reader, headers: HeaderMap) -> Response {
    let reader = reader.without_query();
    let body = || sections(&reader, ABOUT);
    page(&app, &reader, &headers, "about-title", "about-lead", None, body)
}

pub(crate) async fn privacy(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
) -> Response {
    let reader = reader.without_query();
    let w = reader.words;
    let body = || {
        html! {
            (sections(&reader, PRIVACY))
            h2 { (w.t("privacy-who")) }
            (sight_table(w, false))
            h2 { (w.t("privacy-who-restricted")) }
            p { (w.t("privacy-who-restricted-text")) }
            (sight_table(w, true))
        }
    };
    page(&app, &reader, &headers, "privacy-title", "privacy-lead", None, body)
}

pub(crate) async fn accessibility(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
) -> Response {
    let reader = reader.without_query();
    let body = || sections(&reader, ACCESSIBILITY);
    page(&app, &reader, &headers, "access-title", "access-lead", None, body)
}

pub(crate) async fn data(State(app): State<App>, reader: Reader, headers: HeaderMap) -> Response {
    let reader = reader.without_query();
    let w = reader.words;
    let body = || {
        html! {
            (sections(&reader, DATA))
            ul.links {
                li { a href=(reader.href("/laporan")) { (w.t("data-link-reports")) } }
                li { a href=(reader.href("/statistik")) { (w.t("data-link-figures")) } }
            }
        }
    };
    page(&app, &reader, &headers, "data-title", "data-lead", None, body)
}
