//! Frequent questions with ready answers, of one agency or of the nation.
//!
//! An entry is proposed by whoever answers reports, published by the admin of its agency (the
//! national admin for the nation), and offered to citizens before they file. It counts as helpful
//! only when a citizen says so.

use crate::category::CategoryCode;
use crate::filing::check_text;
use crate::id::{AgencyId, FaqId, OfficerId, ReportId};
use crate::limit;
use crate::refusal::{Field, Refusal};
use crate::role::{Duty, Role};
use crate::worded;
use jiff::Timestamp;

worded! {
    /// Where an entry stands.
    pub enum FaqState {
        /// Read by officers only.
        Proposed = "proposed",
        /// Read by everybody and offered while filing.
        Published = "published",
        /// Taken back; kept for the record.
        Retired = "retired",
    }
}

worded! {
    /// What officers do to an entry.
    pub enum FaqAct {
        /// Writes a new one.
        Propose = "propose",
        /// Changes its words.
        Edit = "edit",
        /// Puts it before the public.
        Publish = "publish",
        /// Takes it back.
        Retire = "retire",
    }
}

worded! {
    /// Language of an entry.
    pub enum FaqLanguage {
        /// Indonesian.
        Indonesian = "id",
        /// English.
        English = "en",
    }
}

/// The words of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FaqWords {
    /// The question, as citizens ask it.
    pub question: String,
    /// The answer.
    pub answer: String,
    /// A law, a standard of service, an address: what the answer rests on; may be empty.
    pub basis: String,
}

impl FaqWords {
    /// What is wrong with the words, each with its field, in the order of a form.
    #[must_use]
    pub fn faults(&self) -> Vec<Refusal> {
        let checks = [
            (Field::Question, &self.question, limit::QUESTION_MIN, limit::QUESTION_MAX),
            (Field::Text, &self.answer, limit::ANSWER_MIN, limit::ANSWER_MAX),
            (Field::Basis, &self.basis, 0, limit::BASIS_MAX),
        ];
        let check = |(field, text, min, max): (_, &String, _, _)| check_text(field, text, min, max);
        checks.into_iter().filter_map(|one| check(one).err()).collect()
    }
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faq {
    /// Its name.
    pub id: FaqId,
    /// Counts its changes, from 1; an editor changes only what they saw.
    pub revision: u32,
    /// Whose it is; `None` for the nation.
    pub agency: Option<AgencyId>,
    /// What it is about.
    pub category: Option<CategoryCode>,
    /// Its language.
    pub language: FaqLanguage,
    /// Its words.
    pub words: FaqWords,
    /// The settled reports it was drawn from, if any.
    pub sources: Vec<ReportId>,
    /// Where it stands.
    pub state: FaqState,
    /// Who proposed it.
    pub author: OfficerId,
    /// When it was proposed.
    pub created_at: Timestamp,
    /// When it last changed.
    pub changed_at: Timestamp,
}

/// Whether a duty may do this to an entry of this agency (`None`: of the nation) in this state; a
/// new entry counts as proposed.
#[must_use]
pub fn may(duty: &Duty, act: FaqAct, agency: Option<AgencyId>, state: FaqState) -> bool {
    let fits = match act {
        FaqAct::Propose => state == FaqState::Proposed,
        FaqAct::Edit => state != FaqState::Retired,
        FaqAct::Publish => state != FaqState::Published,
        FaqAct::Retire => state != FaqState::Retired,
    };
    let own = agency.is_some() && duty.agency == agency;
    let words = matches!(act, FaqAct::Propose | FaqAct::Edit) && state == FaqState::Proposed;
    fits && match duty.role {
        Role::NationalAdmin | Role::NationalSupervisor => agency.is_none(),
        Role::AgencyAdmin => own,
        Role::LiaisonOfficer | Role::ComplaintAnalyst => own && words,
        _ => false,
    }
}

/// Whether the desk shows a duty the entries of its agency, or of the nation.
#[must_use]
pub fn works_on(duty: &Duty) -> bool {
    may(duty, FaqAct::Propose, duty.agency, FaqState::Proposed)
}

/// The state after an act.
#[must_use]
pub fn after(state: FaqState, act: FaqAct) -> FaqState {
    match act {
        FaqAct::Propose | FaqAct::Edit => state,
        FaqAct::Publish => FaqState::Published,
        FaqAct::Retire => FaqState::Retired,
    }
}
