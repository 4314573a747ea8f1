//! The words of the demonstration, from data/demo: what citizens write and offices answer.

use crate::compose::Failed;
use domain::category::CategoryCode;
use domain::kind::{Channel, Level, ReportKind, Urgency};
use rand::rngs::StdRng;
use serde::Deserialize;
use sim::draw::pick;
use std::collections::BTreeMap;

const REPORTS: [&str; 3] = [
    include_str!("../../../../data/demo/reports_infrastructure.toml"),
    include_str!("../../../../data/demo/reports_people.toml"),
    include_str!("../../../../data/demo/reports_state.toml"),
];
const REPLIES: [&str; 3] = [
    include_str!("../../../../data/demo/replies_infrastructure.toml"),
    include_str!("../../../../data/demo/replies_people.toml"),
    include_str!("../../../../data/demo/replies_state.toml"),
];
const WORDS: &str = include_str!("../../../../data/demo/words.toml");

#[derive(Deserialize)]
struct ReportFile {
    report: Vec<RawText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawText {
    category: String,
    kind: Option<String>,
    level: Option<String>,
    place: Option<String>,
    title: String,
    body: String,
    #[serde(default)]
    wish: String,
    #[serde(default)]
    detail: String,
    photo: Option<String>,
    privacy: Option<String>,
    urgency: Option<String>,
    channel: Option<String>,
    #[serde(default)]
    disability: bool,
    #[serde(default)]
    proxy: bool,
    #[serde(default)]
    accuses: bool,
}

/// What a citizen writes, with slots for names and numbers.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own in the data file")]
pub(crate) struct Text {
    /// The leaf it is about.
    pub(crate) category: CategoryCode,
    /// What is wanted.
    pub(crate) kind: ReportKind,
    /// Level of government that owns it; `None` takes the category's usual one.
    pub(crate) level: Option<Level>,
    /// Trait of the places it fits; `None` fits anywhere.
    pub(crate) place: Option<String>,
    /// One line.
    pub(crate) title: String,
    /// The matter.
    pub(crate) body: String,
    /// What the reporter hopes for.
    pub(crate) wish: String,
    /// Where, in words.
    pub(crate) detail: String,
    /// What its picture shows.
    pub(crate) photo: Option<String>,
    /// The person is hidden.
    pub(crate) anonymous: bool,
    /// The content is hidden.
    pub(crate) confidential: bool,
    /// How fast harm follows, where it is not the usual.
    pub(crate) urgency: Option<Urgency>,
    /// The only channel it fits.
    pub(crate) channel: Option<Channel>,
    /// Written by a person with a disability, or for one.
    pub(crate) disability: bool,
    /// Written for somebody else.
    pub(crate) proxy: bool,
    /// Complains about the very agency that would be competent.
    pub(crate) accuses: bool,
}

impl TryFrom<RawText> for Text {
    type Error = Failed;

    fn try_from(raw: RawText) -> Result<Self, Failed> {
        fn word<T>(
            text: Option<&str>,
            read: impl Fn(&str) -> Option<T>,
        ) -> Result<Option<T>, Failed> {
            text.map(|text| read(text).ok_or_else(|| format!("demonstration: no {text}").into()))
                .transpose()
        }
        let category = CategoryCode::parse(&raw.category)
            .ok_or_else(|| format!("demonstration: {} is no category", raw.category))?;
        let privacy = raw.privacy.as_deref().unwrap_or_default();
        Ok(Self {
            category,
            kind: word(raw.kind.as_deref(), ReportKind::from_word)?
                .unwrap_or(ReportKind::Complaint),
            level: word(raw.level.as_deref(), Level::from_word)?,
            place: raw.place,
            title: raw.title,
            body: raw.body,
            wish: raw.wish,
            detail: raw.detail,
            photo: raw.photo,
            anonymous: matches!(privacy, "anonymous" | "both"),
            confidential: matches!(privacy, "confidential" | "both"),
            urgency: word(raw.urgency.as_deref(), Urgency::from_word)?,
            channel: word(raw.channel.as_deref(), Channel::from_word)?,
            disability: raw.disability,
            proxy: raw.proxy,
            accuses: raw.accuses,
        })
    }
}

/// What is said on one matter. The letters are those of the files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reply {
    /// On what is being done.
    #[serde(rename = "p")]
    pub(crate) progress: String,
    /// An answer: it is done.
    #[serde(rename = "d")]
    pub(crate) done: Option<String>,
    /// An answer: it will be done by a date.
    #[serde(rename = "s")]
    pub(crate) scheduled: Option<String>,
    /// An answer: what was asked, explained.
    #[serde(rename = "e")]
    pub(crate) explained: Option<String>,
    /// What the reporter objects.
    #[serde(rename = "c")]
    pub(crate) contest: Option<String>,
    /// What the office answers to that.
    #[serde(rename = "a")]
    pub(crate) again: Option<String>,
}

/// Sentences that fit any matter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// With a forwarding.
    pub(crate) notes_forward: Vec<String>,
    /// With an assignment.
    pub(crate) notes_assign: Vec<String>,
    /// Among officers.
    pub(crate) notes: Vec<String>,
    /// Asking another office to help.
    pub(crate) supporting: Vec<String>,
    /// What it did.
    pub(crate) supported: Vec<String>,
    /// Letting it go.
    pub(crate) released: Vec<String>,
    /// What reporters add when asked.
    pub(crate) completions: Vec<String>,
    /// From reporters.
    pub(crate) reporter_messages: Vec<String>,
    /// To reporters.
    pub(crate) office_messages: Vec<String>,
    /// By missing item.
    pub(crate) questions: BTreeMap<String, Vec<String>>,
    /// By reason of archiving.
    pub(crate) archives: BTreeMap<String, Vec<String>>,
    /// By reason of declining.
    pub(crate) declines: BTreeMap<String, Vec<String>>,
    /// By ground of closing.
    pub(crate) closes: BTreeMap<String, Vec<String>>,
    /// By what it is said with.
    pub(crate) others: BTreeMap<String, Vec<String>>,
    /// Title and text of what deserves archiving, by reason.
    pub(crate) junk: BTreeMap<String, [String; 2]>,
}

/// Everything that is said.
pub(crate) struct Texts {
    /// By citizens.
    pub(crate) reports: Vec<Text>,
    replies: BTreeMap<String, Reply>,
    /// Beside the matter.
    pub(crate) words: Words,
}

impl Texts {
    /// Reads the words.
    pub(crate) fn read() -> Result<Self, Failed> {
        let mut reports = Vec::new();
        for file in REPORTS {
            let file: ReportFile = toml::from_str(file)?;
            for raw in file.report {
                reports.push(Text::try_from(raw)?);
            }
        }
        let mut replies = BTreeMap::new();
        for file in REPLIES {
            replies.extend(toml::from_str::<BTreeMap<String, Reply>>(file)?);
        }
        Ok(Self { reports, replies, words: toml::from_str(WORDS)? })
    }

    /// What is said on a category and kind.
    pub(crate) fn reply(&self, category: &CategoryCode, kind: ReportKind) -> Option<&Reply> {
        let own = self.replies.get(&format!("{category}#{kind}"));
        own.or_else(|| self.replies.get(category.as_str()))
    }
}

impl Words {
    /// One of the sentences under a word; a dash where there are none.
    pub(crate) fn one(
        table: &BTreeMap<String, Vec<String>>,
        word: &str,
        rng: &mut StdRng,
    ) -> String {
        table.get(word).and_then(|all| pick(all, rng)).cloned().unwrap_or_else(|| "–".to_owned())
    }
}
