//! What was acknowledged, written down outside of the program and flushed before anybody goes on;
//! and the judge who compares it with what is stored.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use store::db::Db;
use store::params;

/// One line of the ledger: what people were told. A title names one submission.
#[derive(Debug, Clone)]
pub(crate) enum Line {
    /// The report was taken, with a file of this hash.
    Sent { title: String, file: Option<String> },
    /// The receipt showed this number and this secret.
    Receipt { title: String, number: String, secret: String },
    /// These words were added to it.
    Said { title: String, words: String },
}

/// The file. Lines are on the disk before a writer goes on.
pub(crate) struct Ledger {
    path: PathBuf,
    file: Mutex<File>,
    sent: AtomicUsize,
}

impl Ledger {
    pub(crate) fn begin(folder: &Path) -> Self {
        let path = folder.join("ledger");
        let file = OpenOptions::new().create(true).append(true).open(&path).unwrap();
        Self { path, file: Mutex::new(file), sent: AtomicUsize::new(0) }
    }

    pub(crate) fn write(&self, line: &Line) {
        let text = match line {
            Line::Sent { title, file } => {
                format!("sent\t{title}\t{}\n", file.as_deref().unwrap_or_default())
            }
            Line::Receipt { title, number, secret } => {
                format!("receipt\t{title}\t{number}\t{secret}\n")
            }
            Line::Said { title, words } => format!("said\t{title}\t{words}\n"),
        };
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.write_all(text.as_bytes()).and_then(|()| file.sync_data()).unwrap();
        if matches!(line, Line::Sent { .. }) {
            self.sent.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// Reports acknowledged so far.
    pub(crate) fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    /// What the file says by now.
    pub(crate) fn read(&self) -> BTreeMap<String, Told> {
        let mut told: BTreeMap<String, Told> = BTreeMap::new();
        for line in fs::read_to_string(&self.path).unwrap().lines() {
            let words: Vec<&str> = line.split('\t').collect();
            let entry = told.entry(words[1].to_owned()).or_default();
            match (words[0], &words[2..]) {
                ("sent", [file]) => {
                    entry.sent = true;
                    entry.file = Some(*file).filter(|file| !file.is_empty()).map(str::to_owned);
                }
                ("receipt", [number, secret]) => {
                    entry.receipts.insert(((*number).to_owned(), (*secret).to_owned()));
                }
                ("said", [words]) => drop(entry.said.insert((*words).to_owned())),
                _ => panic!("an unreadable line in the ledger: {line}"),
            }
        }
        told
    }
}

/// What somebody was told about one submission.
#[derive(Debug, Clone, Default)]
pub(crate) struct Told {
    pub(crate) sent: bool,
    pub(crate) file: Option<String>,
    /// All receipts that were shown: one, however often it was sent.
    pub(crate) receipts: BTreeSet<(String, String)>,
    pub(crate) said: BTreeSet<String>,
}

/// A report as the database has it.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    pub(crate) title: String,
    pub(crate) number: String,
    /// Events that say that it was filed: one.
    filed: i64,
    /// Keys of submissions that led to it: one.
    keys: i64,
    files: Vec<String>,
    said: Vec<String>,
}

const REPORTS: &str = "SELECT r.id, r.title, r.tracking, \
     (SELECT COUNT(*) FROM event e WHERE e.report_id = r.id AND e.kind = 'filed'), \
     (SELECT COUNT(*) FROM intake i WHERE i.report_id = r.id) FROM report r ORDER BY r.id";
const FILES: &str = "SELECT report_id, sha256 FROM attachment ORDER BY report_id, no";
const MESSAGES: &str =
    "SELECT report_id, body FROM event WHERE kind = 'message_sent' ORDER BY report_id, version";

/// Everything that is stored, read past the program.
pub(crate) async fn stored(db: &Db) -> Vec<Stored> {
    let pairs = async |name, sql| {
        let rows =
            db.select(name, sql, params![], |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?)));
        let mut by_report: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        for (report, text) in rows.await.unwrap() {
            by_report.entry(report).or_default().push(text);
        }
        by_report
    };
    let (mut files, mut said) =
        (pairs("judge-files", FILES).await, pairs("judge-messages", MESSAGES).await);
    let reports = db.select("judge-reports", REPORTS, params![], |row| {
        Ok((
            row.get::<i64>(0)?,
            row.get::<String>(1)?,
            row.get::<i64>(2)?,
            row.get::<i64>(3)?,
            row.get::<i64>(4)?,
        ))
    });
    let told = |(id, title, number, filed, keys): (i64, String, i64, i64, i64)| Stored {
        title,
        number: format!("{number:010}"),
        filed,
        keys,
        files: files.remove(&id).unwrap_or_default(),
        said: said.remove(&id).unwrap_or_default(),
    };
    reports.await.unwrap().into_iter().map(told).collect()
}

/// What the judge found, by title.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Acknowledged and not there.
    pub(crate) lost: Vec<String>,
    /// One submission, several reports or several receipts.
    pub(crate) doubled: Vec<String>,
    /// There in part: without its event, its file or its words.
    pub(crate) torn: Vec<String>,
    /// There and never acknowledged.
    pub(crate) unaccounted: Vec<String>,
}

impl Verdict {
    pub(crate) fn is_clean(&self) -> bool {
        *self == Self::default()
    }
}

/// Compares what people were told with what is stored.
pub(crate) fn compare(told: &BTreeMap<String, Told>, stored: &[Stored]) -> Verdict {
    let mut verdict = Verdict::default();
    let mut by_title: BTreeMap<&str, Vec<&Stored>> = BTreeMap::new();
    for report in stored {
        by_title.entry(&report.title).or_default().push(report);
    }
    for (title, told) in told.iter().filter(|(_, told)| told.sent) {
        let there = by_title.remove(title.as_str()).unwrap_or_default();
        let [report] = there.as_slice() else {
            let list = if there.is_empty() { &mut verdict.lost } else { &mut verdict.doubled };
            list.push(title.clone());
            continue;
        };
        if told.receipts.len() > 1 {
            verdict.doubled.push(title.clone());
        } else if told.receipts.iter().any(|(number, _)| *number != report.number) {
            verdict.lost.push(title.clone());
        } else if !is_whole(told, report) {
            verdict.torn.push(title.clone());
        }
    }
    verdict.unaccounted = by_title.into_keys().map(str::to_owned).collect();
    verdict
}

fn is_whole(told: &Told, report: &Stored) -> bool {
    let files: Vec<&str> = report.files.iter().map(String::as_str).collect();
    let once = |words: &String| {
        report.said.iter().filter(|body| body.contains(words.as_str())).count() == 1
    };
    report.filed == 1
        && report.keys == 1
        && files == told.file.as_deref().into_iter().collect::<Vec<_>>()
        && report.said.len() == told.said.len()
        && told.said.iter().all(once)
}

/// The judge must find what is planted, in the very data that it has just called clean; a judge
/// who finds nothing here has proved nothing there.
pub(crate) fn check_the_judge(told: &BTreeMap<String, Told>, stored: &[Stored]) {
    let (title, _) = told.iter().find(|(_, told)| told.sent).expect("something was acknowledged");
    let at = stored.iter().position(|report| report.title == *title).expect("it is stored");
    let only = |verdict: &Verdict, list: &[String]| {
        let all = [&verdict.lost, &verdict.doubled, &verdict.torn, &verdict.unaccounted];
        list == std::slice::from_ref(title) && all.map(Vec::len).iter().sum::<usize>() == 1
    };

    let mut missing = stored.to_vec();
    missing.remove(at);
    let verdict = compare(told, &missing);
    assert!(only(&verdict, &verdict.lost), "a lost report was not found: {verdict:?}");

    let mut forgotten = told.clone();
    forgotten.remove(title);
    let verdict = compare(&forgotten, stored);
    assert!(only(&verdict, &verdict.unaccounted), "a dropped line was not found: {verdict:?}");

    let mut twice = stored.to_vec();
    twice.push(stored[at].clone());
    let verdict = compare(told, &twice);
    assert!(only(&verdict, &verdict.doubled), "a doubled report was not found: {verdict:?}");

    let mut half = stored.to_vec();
    half[at].filed = 0;
    let verdict = compare(told, &half);
    assert!(only(&verdict, &verdict.torn), "half a report was not found: {verdict:?}");
}
