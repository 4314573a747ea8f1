//! Components of the pages: functions and builders that return markup.
//!
//! A component takes what it needs to be accessible as a required parameter: a field cannot be
//! made without a label, a table without a caption, an icon without words beside it. Texts come
//! from the caller, already in the reader's language; the few words a component says itself come
//! from [`Words`](crate::i18n::Words).

mod attachment;
mod button;
mod desk;
mod errors;
mod field;
mod figure;
mod finder;
mod form;
mod icon;
mod journey;
mod listing;
mod notice;
mod page;
mod receipt;
mod theme;
mod trail;

use std::borrow::Cow;

pub use attachment::{Attachment, attachment_list};
pub use button::{Button, button_row};
pub use desk::{CommandForm, DeskPage, Facet, FilterBar, QueueRow, keyboard_help, panes, queue};
pub use errors::{Errors, error_summary};
pub use field::{Choice, DateParts, Field, Width};
pub use figure::{Bar, Course, bar_figure, course_figure};
pub use finder::Finder;
pub use form::{Checkbox, Checkboxes, DateField, Form, Radios, confirm, rating};
pub use icon::{Icon, icon, kawung_band, kawung_field, kawung_mark};
pub use journey::{
    Due, Light, Moment, PublicStage, Reader, due, light, stage_badge, steps, timeline,
};
pub use listing::{
    Column, Fact, Tab, Table, count_line, empty_state, heading, pages, summary_list, tabs, when,
};
pub use notice::{Notice, exit_button, notice, reveal};
pub use page::{Place, PublicPage, View};
pub use receipt::{Receipt, grouped, qr};
pub use theme::{THEME_COOKIE, THEME_PATH, Theme};
pub use trail::{Crumb, crumbs, side_nav};

/// Text given to a component: borrowed, owned or straight from the locale files.
pub type Text<'a> = Cow<'a, str>;
