//! Messages set apart from the text, and what opens on demand.

use maud::{Markup, html};

use super::{Icon, Text, icon};
use crate::i18n::Words;

/// What a message is about; shown by icon and word, not by colour alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Notice {
    /// Good to know.
    Info,
    /// Something was done.
    Success,
    /// Something needs care.
    Warning,
    /// Something could not be done.
    Problem,
}

/// A message with a title and any body. `Success` and `Problem` are announced when they appear.
#[must_use]
pub fn notice<'a>(w: Words, kind: Notice, title: impl Into<Text<'a>>, body: &Markup) -> Markup {
    let (class, shown, word) = match kind {
        Notice::Info => ("notice notice-info", Icon::Info, "notice-info"),
        Notice::Success => ("notice notice-success", Icon::CircleCheck, "notice-success"),
        Notice::Warning => ("notice notice-warning", Icon::TriangleAlert, "notice-warning"),
        Notice::Problem => ("notice notice-problem", Icon::CircleAlert, "notice-problem"),
    };
    let role = match kind {
        Notice::Success => Some("status"),
        Notice::Problem => Some("alert"),
        Notice::Info | Notice::Warning => None,
    };
    html! {
        div class=(class) role=[role] {
            (icon(shown))
            div.notice-text {
                p.notice-title { span.sr { (w.t(word)) ": " } (title.into()) }
                @if !body.0.is_empty() { div.notice-body { (body) } }
            }
        }
    }
}

/// Text that opens on demand: a reason, an explanation, a rarely needed choice.
#[must_use]
pub fn reveal<'a>(summary: impl Into<Text<'a>>, body: &Markup) -> Markup {
    html! {
        details.reveal {
            summary { (icon(Icon::ChevronDown)) (summary.into()) }
            div.reveal-body { (body) }
        }
    }
}

/// Leaves for a neutral site at once; pressing Shift three times does the same with scripts.
///
/// `away` is an address nobody needs to explain, such as a weather report.
#[must_use]
pub fn exit_button<'a>(w: Words, away: impl Into<Text<'a>>) -> Markup {
    html! {
        a.exit href=(away.into()) rel="noreferrer nofollow" data-exit {
            (icon(Icon::LogOut)) (w.t("exit-leave"))
            span.exit-hint.js-only { (w.t("exit-shift")) }
        }
    }
}
