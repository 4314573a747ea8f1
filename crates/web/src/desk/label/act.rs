//! Words, addresses and keys of the acts of the desk.

use domain::authority::Action;

/// How an act stands on the pages of the desk.
pub(crate) struct Act {
    /// Its name in addresses and before the names of its fields.
    pub(crate) slug: &'static str,
    /// The key that opens its form.
    pub(crate) key: &'static str,
    /// Heading of its form.
    pub(crate) title: &'static str,
    /// Words of its button.
    pub(crate) submit: &'static str,
    /// What is said when it is done.
    pub(crate) done: &'static str,
}

/// The acts of the desk; `None` for those that only reporters or LAPOR itself do.
#[must_use]
pub(crate) fn act(of: Action) -> Option<Act> {
    let act = |slug, key, title, submit, done| Some(Act { slug, key, title, submit, done });
    match of {
        Action::Forward => act(
            "teruskan",
            "f",
            "desk-act-forward",
            "desk-act-forward-submit",
            "desk-act-forward-done",
        ),
        Action::Reclassify => act(
            "klasifikasi",
            "e",
            "desk-act-reclassify",
            "desk-act-reclassify-submit",
            "desk-act-reclassify-done",
        ),
        Action::Postpone => act(
            "tunda",
            "p",
            "desk-act-postpone",
            "desk-act-postpone-submit",
            "desk-act-postpone-done",
        ),
        Action::Archive => act(
            "arsipkan",
            "x",
            "desk-act-archive",
            "desk-act-archive-submit",
            "desk-act-archive-done",
        ),
        Action::Decline => act(
            "kembalikan",
            "b",
            "desk-act-decline",
            "desk-act-decline-submit",
            "desk-act-decline-done",
        ),
        Action::Assign => act(
            "serahkan",
            "s",
            "desk-act-assign",
            "desk-act-assign-submit",
            "desk-act-assign-done",
        ),
        Action::TakeUp => act(
            "kelola",
            "t",
            "desk-act-take-up",
            "desk-act-take-up-submit",
            "desk-act-take-up-done",
        ),
        Action::PostProgress => act(
            "kabari",
            "g",
            "desk-act-post-progress",
            "desk-act-post-progress-submit",
            "desk-act-post-progress-done",
        ),
        Action::PostAnswer => act(
            "jawab",
            "r",
            "desk-act-post-answer",
            "desk-act-post-answer-submit",
            "desk-act-post-answer-done",
        ),
        Action::SendMessage => act(
            "pesan",
            "m",
            "desk-act-send-message",
            "desk-act-send-message-submit",
            "desk-act-send-message-done",
        ),
        Action::PostNote => act(
            "catat",
            "n",
            "desk-act-post-note",
            "desk-act-post-note-submit",
            "desk-act-post-note-done",
        ),
        Action::Close => {
            act("tutup", "c", "desk-act-close", "desk-act-close-submit", "desk-act-close-done")
        }
        Action::Escalate => act(
            "eskalasi",
            "o",
            "desk-act-escalate",
            "desk-act-escalate-submit",
            "desk-act-escalate-done",
        ),
        Action::Advise => {
            act("saran", "v", "desk-act-advise", "desk-act-advise-submit", "desk-act-advise-done")
        }
        Action::Merge => {
            act("gabung", "w", "desk-act-merge", "desk-act-merge-submit", "desk-act-merge-done")
        }
        Action::Reopen => act(
            "buka-lagi",
            "l",
            "desk-act-reopen",
            "desk-act-reopen-submit",
            "desk-act-reopen-done",
        ),
        Action::OpenTask => act(
            "tugaskan",
            "d",
            "desk-act-open-task",
            "desk-act-open-task-submit",
            "desk-act-open-task-done",
        ),
        Action::FinishTask => act(
            "selesaikan",
            "y",
            "desk-act-finish-task",
            "desk-act-finish-task-submit",
            "desk-act-finish-task-done",
        ),
        Action::ReleaseTask => act(
            "lepas",
            "z",
            "desk-act-release-task",
            "desk-act-release-task-submit",
            "desk-act-release-task-done",
        ),
        Action::Supervise => act(
            "awasi",
            "i",
            "desk-act-supervise",
            "desk-act-supervise-submit",
            "desk-act-supervise-done",
        ),
        Action::RecordDispute => act(
            "sengketa",
            "q",
            "desk-act-record-dispute",
            "desk-act-record-dispute-submit",
            "desk-act-record-dispute-done",
        ),
        Action::DeclareConflict => act(
            "konflik",
            "h",
            "desk-act-declare-conflict",
            "desk-act-declare-conflict-submit",
            "desk-act-declare-conflict-done",
        ),
        Action::Extend => act(
            "perpanjang",
            "+",
            "desk-act-extend",
            "desk-act-extend-submit",
            "desk-act-extend-done",
        ),
        Action::RevealIdentity => act(
            "identitas",
            "0",
            "desk-act-reveal-identity",
            "desk-act-reveal-identity-submit",
            "desk-act-reveal-identity-done",
        ),
        Action::Redact => act(
            "samarkan",
            "-",
            "desk-act-redact",
            "desk-act-redact-submit",
            "desk-act-redact-done",
        ),
        Action::File
        | Action::Complete
        | Action::Contest
        | Action::Accept
        | Action::Rate
        | Action::Route
        | Action::Lapse
        | Action::Withdraw
        | Action::Follow
        | Action::Unfollow
        | Action::Appeal
        | Action::Succeed
        | Action::Recount => None,
    }
}

/// The act of a name in an address.
#[must_use]
pub(crate) fn act_of(slug: &str) -> Option<Action> {
    Action::ALL.iter().copied().find(|action| act(*action).is_some_and(|act| act.slug == slug))
}
