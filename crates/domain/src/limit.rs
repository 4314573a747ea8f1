//! Every limit on what may be typed, sent or repeated, in one place with its reason.

/// Shortest title that says anything, in characters.
pub const TITLE_MIN: usize = 8;
/// Longest title: one line on a desk, two on a phone.
pub const TITLE_MAX: usize = 150;
/// Shortest body that can be acted on, in characters.
pub const BODY_MIN: usize = 20;
/// Longest body: about four typed pages; more belongs into an attachment.
pub const BODY_MAX: usize = 10_000;
/// Shortest answer; anything below says nothing.
pub const ANSWER_MIN: usize = 20;
/// Longest answer, note or message.
pub const ANSWER_MAX: usize = 10_000;
/// Shortest frequent question.
pub const QUESTION_MIN: usize = 10;
/// Longest frequent question: two lines on a phone.
pub const QUESTION_MAX: usize = 200;
/// Longest basis of a ready answer: the name of a law with its articles, or an address.
pub const BASIS_MAX: usize = 300;
/// Frequent questions of one agency that are not retired, and of the nation: more than anybody
/// keeps up to date.
pub const FAQ_MAX: usize = 200;
/// Shortest reason for an act that the reporter or an auditor reads.
pub const REASON_MIN: usize = 10;
/// Longest reason.
pub const REASON_MAX: usize = 2_000;
/// Longest description of a place in words.
pub const PLACE_MAX: usize = 300;
/// Shortest passage that may be covered: two letters stand everywhere.
pub const PASSAGE_MIN: usize = 3;
/// Longest passage covered or uncovered: an address with its village.
pub const PASSAGE_MAX: usize = 200;
/// Passages of one report that officers covered or uncovered.
pub const REDACTIONS_MAX: usize = 50;
/// Files with one report, answer or message.
pub const FILES_MAX: usize = 10;
/// Bytes of all files of one submission (25 MB).
pub const FILES_BYTES_MAX: u64 = 25_000_000;
/// Supporting agencies asked in one step.
pub const SUPPORT_MAX: usize = 10;
/// Offices one report may name as complained about.
pub const ACCUSED_MAX: usize = 10;
/// Days ahead that an office may promise action: one budget year.
pub const PROMISE_DAYS: i64 = 366;
/// Times a reporter may be asked to complete one report; each time stops the clocks.
pub const POSTPONEMENTS_MAX: u8 = 3;
/// Longest text that somebody who supports a report adds to it, in characters.
pub const SUPPORT_NOTE_MAX: usize = 2_000;
