//! Files that belong to a report.

use maud::{Markup, html};

use super::{Icon, Text, icon};
use crate::format;
use crate::i18n::{Value, Words};

/// A stored file.
pub struct Attachment<'a> {
    /// Name as the sender gave it.
    pub name: Text<'a>,
    /// Where it is served.
    pub href: Text<'a>,
    /// Size in bytes.
    pub size: u64,
    /// Small picture, if it is an image.
    pub thumbnail: Option<Text<'a>>,
    /// What it shows, if someone said so.
    pub description: Option<Text<'a>>,
}

/// The files with their sizes, so that nobody opens 20 MB unaware.
#[must_use]
pub fn attachment_list(w: Words, files: &[Attachment<'_>]) -> Markup {
    html! {
        ul.files {
            @for file in files {
                li.file {
                    @match &file.thumbnail {
                        // The link beside it says the name: the picture would only repeat it.
                        Some(source) => img.file-picture src=(source) alt="" loading="lazy" width="56" height="56";,
                        None => span.file-picture { (icon(Icon::FileText)) },
                    }
                    div.file-text {
                        a href=(file.href) { (file.name) }
                        p.file-meta {
                            @if let Some(description) = &file.description { (description) " · " }
                            (w.ta("file-size", &[("size", Value::from(format::bytes(w.lang(), file.size)))]))
                        }
                    }
                }
            }
        }
    }
}
