//! Which event is told to whom (pure); words and channels are found elsewhere.

use crate::event::{Event, Fact};
use crate::id::OfficerId;
use crate::report::{ClosedBy, Report};
use crate::role::{Desk, HubId};
use crate::worded;

worded! {
    /// What is told. One text per key and language.
    pub enum NoticeKey {
        /// The report arrived.
        Received = "received",
        /// It went to an agency.
        Forwarded = "forwarded",
        /// Something is missing.
        Postponed = "postponed",
        /// What was missing came.
        Completed = "completed",
        /// It will not be handled.
        Archived = "archived",
        /// It came back: not ours.
        Declined = "declined",
        /// It is at a unit.
        Assigned = "assigned",
        /// Something is being done.
        Progress = "progress",
        /// It was answered; the window is open.
        Answered = "answered",
        /// A message from the other side.
        Message = "message",
        /// The answer was contested.
        Contested = "contested",
        /// Closed; please rate.
        Closed = "closed",
        /// With the Ombudsman.
        Escalated = "escalated",
        /// The Ombudsman spoke.
        Advised = "advised",
        /// Taken back.
        Withdrawn = "withdrawn",
        /// Joined to another.
        Merged = "merged",
        /// Goes on.
        Reopened = "reopened",
        /// An objection to judge.
        Appealed = "appealed",
        /// It was told of, to read along.
        Copied = "copied",
        /// A supporting task.
        TaskOpened = "task_opened",
        /// A supporting task is done or let go.
        TaskSettled = "task_settled",
        /// The date moved.
        DateMoved = "date_moved",
        /// Somebody read who the reporter is.
        IdentityRead = "identity_read",
        /// A limit is near.
        DueSoon = "due_soon",
        /// A limit has passed.
        Overdue = "overdue",
        /// The reporter's window ends soon.
        WindowEnding = "window_ending",
        /// The morning's list for a desk.
        Digest = "digest",
        /// A search that somebody keeps has found more.
        Found = "found",
        /// A matter rises, or a place comes back.
        Rising = "rising",
    }
}

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Recipient {
    /// The one who filed it.
    Reporter,
    /// The reporters of the reports joined to it.
    Followers,
    /// Those who support it or a report joined to it.
    Supporters,
    /// A desk's officers.
    Desk(Desk),
    /// A hub's managers.
    Hub(HubId),
    /// One officer, whatever desk they work at.
    Officer(OfficerId),
}

/// One notice to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// To whom.
    pub to: Recipient,
    /// What.
    pub key: NoticeKey,
}

/// The notices an event causes; `after` is the state it led to.
#[must_use]
pub fn notices(event: &Event, after: &Report) -> Vec<Notice> {
    use NoticeKey as K;
    use Recipient as R;
    let mut out = Vec::new();
    let mut tell = |to: R, key: K| out.push(Notice { to, key });
    let desk = after.stage.desk().map(R::Desk);
    let both = |tell: &mut dyn FnMut(R, K), key| {
        tell(R::Reporter, key);
        if let Some(desk) = desk {
            tell(desk, key);
        }
    };
    if let Some(key) = told_to_supporters(&event.fact, after) {
        tell(R::Supporters, key);
    }
    match &event.fact {
        Fact::Filed { .. } => both(&mut tell, K::Received),
        Fact::Forwarded { copies, watcher, .. } => {
            both(&mut tell, K::Forwarded);
            // Nobody but its inspectorate reads what is restricted.
            for agency in copies.iter().chain(watcher).filter(|_| !after.restricted) {
                tell(R::Desk(Desk::Agency(*agency)), K::Copied);
            }
        }
        Fact::Routed { .. } | Fact::Succeeded { to: Some(_), heir: Some(_), .. } => {
            both(&mut tell, K::Forwarded);
        }
        Fact::Succeeded { to: Some(_), heir: None, .. } => {
            if let Some(desk) = desk {
                tell(desk, K::Received);
            }
        }
        Fact::Succeeded { to: None, heir, .. } => {
            let helps = |agency| after.open_tasks().any(|task| task.office.agency == agency);
            if let Some(agency) = heir.filter(|heir| after.involves(*heir)) {
                let key = if helps(agency) { K::TaskOpened } else { K::Copied };
                tell(R::Desk(Desk::Agency(agency)), key);
            }
        }
        Fact::Postponed { .. } => tell(R::Reporter, K::Postponed),
        Fact::Archived { .. } => tell(R::Reporter, K::Archived),
        Fact::Assigned { .. } | Fact::Supervised { .. } => both(&mut tell, K::Assigned),
        Fact::ProgressPosted { .. } => {
            tell(R::Reporter, K::Progress);
            tell(R::Followers, K::Progress);
        }
        Fact::AnswerPosted { .. } => {
            tell(R::Reporter, K::Answered);
            tell(R::Followers, K::Answered);
        }
        Fact::MessageSent { from: Some(_), .. } => tell(R::Reporter, K::Message),
        Fact::Advised { .. } => both(&mut tell, K::Advised),
        Fact::Escalated { .. } => {
            both(&mut tell, K::Escalated);
            tell(R::Desk(Desk::Ombudsman), K::Escalated);
        }
        Fact::Merged { .. } => tell(R::Reporter, K::Merged),
        Fact::Reopened { .. } => both(&mut tell, K::Reopened),
        Fact::Closed { how, .. } => {
            tell(R::Followers, K::Closed);
            // Who accepts an answer knows that it is closed.
            if *how != ClosedBy::Reporter {
                tell(R::Reporter, K::Closed);
            }
        }
        Fact::LimitExtended { .. } => tell(R::Reporter, K::DateMoved),
        Fact::IdentityRevealed { .. } => tell(R::Reporter, K::IdentityRead),
        Fact::TaskOpened { office, .. } => tell(R::Desk(office.desk()), K::TaskOpened),
        Fact::Declined { .. } | Fact::ConflictDeclared { to: Some(_), .. } => {
            if let Some(desk) = desk {
                tell(desk, K::Declined);
            }
        }
        Fact::Completed { .. } => {
            if let Some(desk) = desk {
                tell(desk, K::Completed);
            }
        }
        Fact::Contested { .. } => {
            if let Some(desk) = desk {
                tell(desk, K::Contested);
            }
        }
        Fact::MessageSent { from: None, .. } => {
            if let Some(desk) = desk {
                tell(desk, K::Message);
            }
        }
        Fact::Appealed { .. } => {
            if let Some(desk) = desk {
                tell(desk, K::Appealed);
            }
        }
        Fact::TaskFinished { .. } | Fact::TaskReleased { .. } => {
            if let Some(desk) = desk {
                tell(desk, K::TaskSettled);
            }
        }
        Fact::Withdrawn { .. } => {
            // An agency's own desk does not hear of what lay with its inspectorate.
            if let Some(agency) = after.lead.filter(|_| !after.restricted) {
                tell(R::Desk(Desk::Agency(agency)), K::Withdrawn);
            }
        }
        // A changed calendar moves the dates of every open report: the page of each shows the new
        // date with its reason, and nobody sends a million messages about it.
        Fact::DuesRecounted { .. }
        | Fact::Reclassified(_)
        | Fact::TakenUp { .. }
        | Fact::NotePosted { .. }
        | Fact::Redacted { .. }
        | Fact::Rated(_)
        | Fact::Followed { .. }
        | Fact::Unfollowed { .. }
        | Fact::DisputeRecorded { .. }
        | Fact::ConflictDeclared { to: None, .. } => {}
    }
    out
}

/// What those hear who support a report: how it goes on and ends, as long as the public sees it,
/// and when it is taken back.
fn told_to_supporters(fact: &Fact, after: &Report) -> Option<NoticeKey> {
    use NoticeKey as K;
    let hidden = after.privacy.confidential || after.restricted;
    match fact {
        _ if hidden => None,
        Fact::ProgressPosted { .. } => Some(K::Progress),
        Fact::AnswerPosted { .. } => Some(K::Answered),
        Fact::Closed { .. } => Some(K::Closed),
        Fact::Archived { .. } => Some(K::Archived),
        Fact::Reopened { .. } => Some(K::Reopened),
        Fact::Merged { .. } => Some(K::Merged),
        Fact::Withdrawn { .. } => Some(K::Withdrawn),
        _ => None,
    }
}
