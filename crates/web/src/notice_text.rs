//! What notices say: one sentence and one next step for each event and language, the same in SMS
//! and e-mail. Never the content of a report: a phone is read by others too.

use crate::i18n::{Lang, Value, Words};
use domain::Reference;
use domain::category::CategoryCode;
use domain::notice::NoticeKey;
use domain::region::RegionCode;
use std::borrow::Cow;

/// What a notice may name.
#[derive(Debug, Clone, Default)]
pub struct NoticeFacts {
    /// Public number in its groups; empty for a digest.
    pub number: String,
    /// Short name of the agency that has it.
    pub agency: String,
    /// Date by which the reader or the office has to act.
    pub date: String,
    /// Where to read on.
    pub url: String,
    /// Counts of a digest: late, near the limit, open; of an alarm: reports, days.
    pub counts: [i64; 3],
    /// What rises and where, of an alarm.
    pub matter: String,
    /// Where a supporter leaves.
    pub leave: String,
}

impl NoticeFacts {
    /// Takes over what an alarm noted with its notice.
    pub fn rising(&mut self, w: Words, reference: &Reference, detail: Option<&str>) {
        let noted =
            detail.and_then(|detail| serde_json::from_str::<serde_json::Value>(detail).ok());
        let Some(noted) = noted else { return };
        let number = |name: &str| noted.get(name).and_then(serde_json::Value::as_i64).unwrap_or(0);
        let text =
            |name: &str| noted.get(name).and_then(|value| value.as_str()).unwrap_or_default();
        self.counts = [number("count"), number("days"), 0];
        let branch = CategoryCode::parse(text("branch"));
        if let Some((branch, regency)) = branch.zip(RegionCode::from_number(number("regency"))) {
            self.matter =
                crate::desk::rising::matter(w, reference, &branch, regency, text("place"));
        }
    }
}

/// Who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeReader {
    /// The reporter.
    Reporter,
    /// An officer.
    Officer,
    /// Somebody who supports a report.
    Supporter,
}

/// A short message: at most 160 characters of the GSM alphabet.
#[must_use]
pub fn sms(lang: Lang, reader: NoticeReader, key: NoticeKey, facts: &NoticeFacts) -> String {
    let w = Words::of(lang);
    let (line, next) = sentences(w, reader, key, facts);
    let number: String = facts.number.split(' ').collect();
    // There is room for the way out or for the next step.
    let next = if facts.leave.is_empty() { next } else { leave(w, facts) };
    format!("LAPOR {number}: {line} {next}").trim().replace("  ", " ")
}

/// Subject and text of an e-mail.
#[must_use]
pub fn mail(
    lang: Lang,
    reader: NoticeReader,
    key: NoticeKey,
    facts: &NoticeFacts,
) -> (String, String) {
    let w = Words::of(lang);
    let (line, next) = sentences(w, reader, key, facts);
    let subject = if key == NoticeKey::Rising {
        w.t("notice-rising-subject").into_owned()
    } else if facts.number.is_empty() {
        w.t("notice-digest-subject").into_owned()
    } else {
        w.ta("notice-subject", &[("number", Value::from(facts.number.as_str()))]).into_owned()
    };
    let foot = match reader {
        NoticeReader::Reporter => w.t("notice-foot"),
        NoticeReader::Officer => w.t("notice-foot-officer"),
        NoticeReader::Supporter => w.t("notice-foot-supporter"),
    };
    let leave = leave(w, facts);
    let body = format!("{line}\n\n{next}\n\n{}\n\n-- \n{foot}\n{leave}\n", facts.url);
    (subject, body.replace("\n\n\n\n", "\n\n"))
}

/// Where a supporter leaves; nothing for others.
fn leave(w: Words, facts: &NoticeFacts) -> Cow<'static, str> {
    if facts.leave.is_empty() {
        return Cow::Borrowed("");
    }
    w.ta("notice-leave", &[("url", Value::from(facts.leave.as_str()))])
}

/// The sentence and the next step.
#[must_use]
pub fn sentences(
    w: Words,
    reader: NoticeReader,
    key: NoticeKey,
    facts: &NoticeFacts,
) -> (Cow<'static, str>, Cow<'static, str>) {
    let (line, next) = match reader {
        NoticeReader::Reporter => reporter_keys(key),
        NoticeReader::Officer => officer_keys(key),
        NoticeReader::Supporter => (supporter_key(key), "notice-supporter-next"),
    };
    let [late, near, open] = facts.counts;
    let agency =
        if facts.agency.is_empty() { w.t("notice-office") } else { facts.agency.clone().into() };
    let values = [
        ("number", Value::from(facts.number.as_str())),
        ("agency", Value::from(agency.as_ref())),
        ("date", Value::from(facts.date.as_str())),
        ("late", Value::from(late)),
        ("near", Value::from(near)),
        ("open", Value::from(open)),
        ("matter", Value::from(facts.matter.as_str())),
    ];
    (w.ta(line, &values), w.ta(next, &values))
}

fn reporter_keys(key: NoticeKey) -> (&'static str, &'static str) {
    use NoticeKey as K;
    match key {
        K::Received => ("notice-received", "notice-received-next"),
        K::Forwarded | K::Declined => ("notice-forwarded", "notice-track"),
        K::Postponed => ("notice-postponed", "notice-postponed-next"),
        K::Archived => ("notice-archived", "notice-archived-next"),
        K::Assigned | K::Copied | K::TaskOpened | K::TaskSettled => {
            ("notice-assigned", "notice-track")
        }
        K::Progress => ("notice-progress", "notice-track"),
        K::Answered => ("notice-answered", "notice-answered-next"),
        K::Message => ("notice-message", "notice-reply"),
        K::Completed | K::Contested | K::Appealed => ("notice-taken", "notice-track"),
        K::Closed => ("notice-closed", "notice-closed-next"),
        K::Escalated => ("notice-escalated", "notice-track"),
        K::Advised => ("notice-advised", "notice-track"),
        K::Withdrawn => ("notice-withdrawn", "notice-track"),
        K::Merged => ("notice-merged", "notice-track"),
        K::Reopened => ("notice-reopened", "notice-track"),
        K::DateMoved | K::DueSoon | K::Overdue | K::Digest | K::Found | K::Rising => {
            ("notice-date-moved", "notice-track")
        }
        K::IdentityRead => ("notice-identity-read", "notice-identity-read-next"),
        K::WindowEnding => ("notice-window-ending", "notice-answered-next"),
    }
}

fn supporter_key(key: NoticeKey) -> &'static str {
    use NoticeKey as K;
    match key {
        K::Answered => "notice-supporter-answered",
        K::Closed => "notice-supporter-closed",
        K::Archived => "notice-supporter-archived",
        K::Withdrawn => "notice-supporter-withdrawn",
        K::Merged => "notice-supporter-merged",
        K::Reopened => "notice-supporter-reopened",
        _ => "notice-supporter-progress",
    }
}

fn officer_keys(key: NoticeKey) -> (&'static str, &'static str) {
    use NoticeKey as K;
    match key {
        K::Received | K::Forwarded => ("desk-notice-received", "desk-notice-by"),
        K::Assigned | K::Merged => ("desk-notice-assigned", "desk-notice-by"),
        K::Completed => ("desk-notice-completed", "desk-notice-by"),
        K::Declined => ("desk-notice-declined", "desk-notice-by"),
        K::Message | K::Postponed => ("desk-notice-message", "desk-notice-open"),
        K::Contested => ("desk-notice-contested", "desk-notice-by"),
        K::Appealed => ("desk-notice-appealed", "desk-notice-by"),
        K::Reopened => ("desk-notice-reopened", "desk-notice-by"),
        K::Escalated => ("desk-notice-escalated", "desk-notice-open"),
        K::Advised => ("desk-notice-advised", "desk-notice-open"),
        K::Copied => ("desk-notice-copied", "desk-notice-open"),
        K::TaskOpened => ("desk-notice-task", "desk-notice-by"),
        K::TaskSettled | K::Progress | K::Answered => {
            ("desk-notice-task-settled", "desk-notice-open")
        }
        K::Withdrawn | K::Closed | K::Archived => ("desk-notice-withdrawn", "desk-notice-open"),
        K::DueSoon | K::WindowEnding => ("desk-notice-due-soon", "desk-notice-open"),
        K::Overdue | K::DateMoved => ("desk-notice-overdue", "desk-notice-open"),
        K::IdentityRead => ("desk-notice-identity", "desk-notice-open"),
        K::Digest => ("desk-notice-digest", "desk-notice-open"),
        K::Found => ("desk-notice-found", "desk-notice-open"),
        K::Rising => ("desk-notice-rising", "desk-notice-open"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// GSM 03.38 without its extension: what fits one short message of 160.
    fn is_gsm(c: char) -> bool {
        c.is_ascii() && !"[]{}\\^~|`".contains(c) || "éèàùòñüöäÉÑÜÖÄ".contains(c)
    }

    #[test]
    fn every_short_message_fits_one_segment() {
        let facts = NoticeFacts {
            number: "482 915 7364".to_owned(),
            agency: "Kab. Penukal Abab Lematang Ilir".to_owned(),
            date: "Rabu, 30 September 2026".to_owned(),
            url: String::new(),
            counts: [120, 340, 5600],
            matter: "Jalan, Kota Bandung".to_owned(),
            leave: "https://lapor.go.id/dukungan/00f1e2d3c4b5a69788796a5b4c3d2e1f".to_owned(),
        };
        for lang in Lang::ALL {
            for key in NoticeKey::ALL {
                for reader in
                    [NoticeReader::Reporter, NoticeReader::Officer, NoticeReader::Supporter]
                {
                    let leave = match reader {
                        NoticeReader::Supporter => facts.leave.clone(),
                        NoticeReader::Reporter | NoticeReader::Officer => String::new(),
                    };
                    let facts = NoticeFacts { leave, ..facts.clone() };
                    let text = sms(lang, reader, *key, &facts);
                    assert!(
                        text.chars().count() <= 160,
                        "{} characters: {text}",
                        text.chars().count()
                    );
                    assert!(text.chars().all(is_gsm), "{text}");
                    assert!(text.contains("4829157364") && !text.contains("notice-"), "{text}");
                }
            }
        }
    }
}
