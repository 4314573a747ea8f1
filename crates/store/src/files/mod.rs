//! Attachments: taken in, kept, given out.
//!
//! A file is judged by its content, cleaned of what it tells about the person who made it, and
//! stored under its hash ([`Bucket`]); its row is written after its content, so that a row
//! never points to nothing. A file waits until an event names it; what nobody names is
//! forgotten after [`UNCLAIMED_LIFE`] ([`sweep`]).

mod bucket;
mod container;
mod image;
mod look;
mod pdf;
mod refusal;
mod scan;
mod sniff;
mod sweep;
mod taken;

use crate::clock::{instant, micros};
use crate::db::{Row, Tx};
use crate::drafts::DRAFT_LIFE;
use crate::keys::Place;
use crate::reports::events_of;
use crate::{Error, Result, Store, params};
use bytes::Bytes;
use domain::filing::{FileNo, is_forbidden};
use domain::limit::{FILES_BYTES_MAX, FILES_MAX};
use domain::{ReportId, worded};
use futures_util::stream::BoxStream;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use scan::Verdict;
use std::collections::BTreeSet;

pub(crate) use bucket::hex;
pub use bucket::{Bucket, FilesPlace, FilesSettings, S3Settings};
pub use image::{DECODED_BYTES_MAX, SIDE_MAX};
pub use look::{Proof, Used, proof};
pub use refusal::FileRefusal;
pub use scan::ScannerAddress;
pub use sniff::FileKind;
pub use sweep::{ORPHAN_AGE, Swept, sweep};
pub use taken::Taken;

/// How long an upload waits for the submission it belongs to: as long as a draft.
pub const UNCLAIMED_LIFE: SignedDuration = DRAFT_LIFE;
/// Longest name of a file in characters: what fits on two lines of a phone.
pub const NAME_MAX: usize = 100;

/// Uploads of one submission at the same moment lose a race for a number at most this often.
const ATTEMPTS_MAX: usize = 2 * FILES_MAX + 2;

worded! {
    /// Who added a file: decides who may see it.
    pub enum Origin {
        /// With the report, a completion, a message, a contest.
        Reporter = "reporter",
        /// With an answer, a note, advice.
        Office = "office",
    }
}

worded! {
    /// Whether a file is given out.
    pub enum FileState {
        /// Yes.
        Ready = "ready",
        /// Not before the scanner has seen it.
        Held = "held",
        /// Never: the scanner found something.
        Infected = "infected",
    }
}

/// A file of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Whose.
    pub report_id: ReportId,
    /// Its number within the report, from 1.
    pub no: FileNo,
    /// Who added it.
    pub origin: Origin,
    /// Its cleaned name, ending as its type does.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Its size as stored.
    pub bytes: u64,
    /// The hash of what is stored, in hexadecimal digits.
    pub sha256: String,
    /// Width and height in pixels, of pictures.
    pub size: Option<(u32, u32)>,
    /// Whether it is given out.
    pub state: FileState,
    /// When it was taken in.
    pub created_at: Timestamp,
}

/// A file on its way out.
pub struct Opened {
    /// Which.
    pub file: Attachment,
    /// Headers an answer must carry besides those of caching, which the page decides: a picture
    /// is shown, everything else is saved, and nothing of it may run.
    pub headers: Vec<(&'static str, String)>,
    /// The content.
    pub content: BoxStream<'static, Result<Bytes>>,
}

const COLUMNS_OF_REPORT: &str = "SELECT report_id, no, origin, name, mime, bytes, sha256, width, height, state, \
    created_at FROM attachment WHERE report_id = $1 ORDER BY no";
const COLUMNS_OF_ONE: &str = "SELECT report_id, no, origin, name, mime, bytes, sha256, width, height, state, \
    created_at FROM attachment WHERE report_id = $1 AND no = $2";
const TAKEN: &str = "SELECT taken FROM attachment WHERE report_id = $1 AND no = $2";
const INSERT: &str = "INSERT INTO attachment (report_id, no, origin, name, mime, bytes, sha256, width, height, \
    created_at, state, taken, sweep_at, look) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const DELETE: &str = "DELETE FROM attachment WHERE report_id = $1 AND no = $2";

fn read_row(row: &Row<'_>) -> Result<Attachment> {
    let word = |column: &str| Error::Decode(format!("attachment.{column}"));
    let size = row.get::<Option<u32>>(7)?.zip(row.get::<Option<u32>>(8)?);
    Ok(Attachment {
        report_id: ReportId(row.get(0)?),
        no: row.get(1)?,
        origin: Origin::from_word(&row.get::<String>(2)?).ok_or_else(|| word("origin"))?,
        name: row.get(3)?,
        kind: FileKind::from_word(&row.get::<String>(4)?).ok_or_else(|| word("mime"))?,
        bytes: row.get(5)?,
        sha256: row.get(6)?,
        size,
        state: FileState::from_word(&row.get::<String>(9)?).ok_or_else(|| word("state"))?,
        created_at: instant(row.get(10)?),
    })
}

/// What is stored of an upload.
struct Prepared {
    kind: FileKind,
    bytes: Bytes,
    size: Option<(u32, u32)>,
    taken: Taken,
    /// How a picture looks.
    look: Option<i64>,
}

/// Takes in a file for the next submission of `origin` to a report or to the draft of one.
///
/// Counts against the limits of that submission: the files of the same origin that no event
/// names yet, at most [`FILES_MAX`] and [`FILES_BYTES_MAX`] together as stored. What is refused
/// is [`Error::File`]. A configured scanner that does not answer leaves the file
/// [`FileState::Held`]; [`sweep`] asks again.
pub async fn add(
    store: &Store,
    bucket: &Bucket,
    report_id: ReportId,
    origin: Origin,
    file_name: &str,
    bytes: Bytes,
) -> Result<Attachment> {
    if bytes.len() as u64 > FILES_BYTES_MAX {
        return Err(FileRefusal::TooLarge { max: FILES_BYTES_MAX }.into());
    }
    let (waiting, _) = store.db().read("file-room", move |tx| room(tx, report_id, origin)).await?;
    admit(&waiting, 0)?;
    let state = match &bucket.scanner {
        None => FileState::Ready,
        Some(scanner) => match scanner.ask(&bytes).await {
            Verdict::Clean => FileState::Ready,
            Verdict::Infected => return Err(FileRefusal::Infected.into()),
            Verdict::Away => FileState::Held,
        },
    };
    let prepared = prepare(bucket, bytes).await?;
    admit(&waiting, prepared.bytes.len() as u64)?;
    let sha256 = bucket.put(prepared.bytes.clone()).await?;
    let file = Attachment {
        report_id,
        no: 0,
        origin,
        name: clean_name(file_name, prepared.kind),
        kind: if prepared.kind.is_image() { FileKind::Jpeg } else { prepared.kind },
        bytes: prepared.bytes.len() as u64,
        sha256: sha256.clone(),
        size: prepared.size,
        state,
        created_at: store.now(),
    };
    let file = insert(store, file, &prepared).await?;
    // A sweep that took the same content for an orphan a moment ago is made good.
    if bucket.head(&sha256).await?.is_none() {
        bucket.put(prepared.bytes).await?;
    }
    Ok(file)
}

/// Judges and cleans an upload away from the threads that serve people.
async fn prepare(bucket: &Bucket, bytes: Bytes) -> Result<Prepared> {
    let closed = |_| Error::Fault("the workers for files ended".to_owned());
    let worker = bucket.workers.clone().acquire_owned().await.map_err(closed)?;
    let done = tokio::task::spawn_blocking(move || {
        let prepared = prepare_now(&bytes);
        drop(worker);
        prepared
    });
    // A decoder that panics has met a file made to break it.
    done.await.unwrap_or(Err(FileRefusal::Damaged)).map_err(Error::File)
}

fn prepare_now(bytes: &Bytes) -> Result<Prepared, FileRefusal> {
    let kind = sniff::sniff(bytes)?;
    if kind.is_image() {
        let picture = image::recode(kind, bytes)?;
        let size = Some((picture.width, picture.height));
        let (bytes, taken) = (picture.jpeg.into(), picture.taken);
        return Ok(Prepared { kind, bytes, size, taken, look: picture.look });
    }
    let mut cleaned = bytes.to_vec();
    let taken = container::clean(kind, &mut cleaned)?;
    Ok(Prepared { kind, bytes: cleaned.into(), size: None, taken, look: None })
}

/// Files of one origin that wait for an event, as sizes, and the highest number of all files.
fn room(tx: &mut Tx<'_>, report_id: ReportId, origin: Origin) -> Result<(Vec<u64>, FileNo)> {
    let named = named_files(tx, report_id)?;
    let files = tx.all(COLUMNS_OF_REPORT, params![report_id.0], read_row)?;
    let highest = files.iter().map(|file| file.no).max().unwrap_or(0);
    let highest = named.last().copied().unwrap_or(0).max(highest);
    let waiting = files.iter().filter(|f| f.origin == origin && !named.contains(&f.no));
    Ok((waiting.map(|file| file.bytes).collect(), highest))
}

/// Numbers of files that events of the report name.
pub(crate) fn named_files(tx: &mut Tx<'_>, report_id: ReportId) -> Result<BTreeSet<FileNo>> {
    let events = events_of(tx, report_id)?;
    Ok(events.iter().flat_map(|recorded| recorded.event.fact.files()).copied().collect())
}

fn admit(waiting: &[u64], bytes: u64) -> Result<(), FileRefusal> {
    if waiting.len() >= FILES_MAX {
        Err(FileRefusal::TooMany { max: FILES_MAX })
    } else if waiting.iter().sum::<u64>() + bytes > FILES_BYTES_MAX {
        Err(FileRefusal::TooLarge { max: FILES_BYTES_MAX })
    } else {
        Ok(())
    }
}

/// Writes the row under the next number. Two uploads at once collide on the number, and the
/// loser looks at the limits again.
async fn insert(store: &Store, file: Attachment, prepared: &Prepared) -> Result<Attachment> {
    let once = || insert_once(store, file.clone(), prepared.taken.clone(), prepared.look);
    for _ in 1..ATTEMPTS_MAX {
        match once().await {
            Err(Error::Unique { constraint }) if constraint == "attachment_pkey" => {}
            done => return done,
        }
    }
    once().await
}

async fn insert_once(
    store: &Store,
    file: Attachment,
    taken: Taken,
    look: Option<i64>,
) -> Result<Attachment> {
    let shared = store.clone();
    let sweep_at = file.created_at.checked_add(UNCLAIMED_LIFE).unwrap_or(Timestamp::MAX);
    store
        .db()
        .write("file-add", move |tx| {
            let (waiting, highest) = room(tx, file.report_id, file.origin)?;
            admit(&waiting, file.bytes)?;
            let no = highest.checked_add(1).ok_or(FileRefusal::TooMany { max: FILES_MAX })?;
            let sealed = seal_taken(&shared, file.report_id, no, &taken)?;
            tx.exec(
                INSERT,
                params![
                    file.report_id.0,
                    no,
                    file.origin.word(),
                    file.name.as_str(),
                    file.kind.word(),
                    i64::try_from(file.bytes).unwrap_or(i64::MAX),
                    file.sha256.as_str(),
                    file.size.map(|(width, _)| width),
                    file.size.map(|(_, height)| height),
                    micros(file.created_at),
                    file.state.word(),
                    sealed,
                    micros(sweep_at),
                    look,
                ],
            )?;
            Ok(Attachment { no, ..file.clone() })
        })
        .await
}

fn taken_field(no: FileNo) -> String {
    format!("attachment.taken.{no}")
}

fn seal_taken(store: &Store, id: ReportId, no: FileNo, taken: &Taken) -> Result<Option<Vec<u8>>> {
    if taken.is_empty() {
        return Ok(None);
    }
    let text = serde_json::to_string(taken)
        .map_err(|_| Error::Fault("time and place do not write".to_owned()))?;
    let place = Place { field: &taken_field(no), row: id.0 };
    store.keys().seal(place, &text, store.chance()).map(Some)
}

/// When and where the original said it was taken; `None` when it did not say or there is no
/// such file. It can show where somebody lives: the caller first writes down who reads it, as
/// for every other part of an identity.
pub async fn taken(store: &Store, report_id: ReportId, no: FileNo) -> Result<Option<Taken>> {
    let read = |row: &Row<'_>| row.get::<Option<Vec<u8>>>(0);
    let rows = store.db().select("file-taken", TAKEN, params![report_id.0, no], read).await?;
    let Some(sealed) = rows.into_iter().next().flatten() else { return Ok(None) };
    let text = store.keys().open(Place { field: &taken_field(no), row: report_id.0 }, &sealed)?;
    serde_json::from_str(&text).map(Some).map_err(|_| Error::Decode("attachment.taken".to_owned()))
}

/// All files of a report or of the draft of one, by number.
pub async fn list(store: &Store, report_id: ReportId) -> Result<Vec<Attachment>> {
    store.db().select("file-list", COLUMNS_OF_REPORT, params![report_id.0], read_row).await
}

/// A file with its content. [`Error::Missing`] when there is none of this number,
/// [`Error::File`] when the scanner has not seen it or found something. Whether the asker may
/// see it is decided before.
pub async fn read(
    store: &Store,
    bucket: &Bucket,
    report_id: ReportId,
    no: FileNo,
) -> Result<Opened> {
    let params = params![report_id.0, no];
    let found = store.db().select("file-read", COLUMNS_OF_ONE, params, read_row).await?;
    let file = found.into_iter().next().ok_or(Error::Missing)?;
    match file.state {
        FileState::Ready => {}
        FileState::Held => return Err(FileRefusal::ScannerAway.into()),
        FileState::Infected => return Err(FileRefusal::Infected.into()),
    }
    let content = bucket.get(&file.sha256).await?;
    let content = content.ok_or_else(|| {
        Error::Corrupt(format!("the content of file {no} of report {report_id} is lost"))
    })?;
    Ok(Opened { headers: headers(&file), file, content })
}

fn headers(file: &Attachment) -> Vec<(&'static str, String)> {
    let mime = match file.kind {
        FileKind::Text => "text/plain; charset=utf-8",
        kind => kind.word(),
    };
    let shown = if file.kind.is_image() { "inline" } else { "attachment" };
    let name = utf8_percent_encode(&file.name, NON_ALPHANUMERIC);
    vec![
        ("content-type", mime.to_owned()),
        ("content-length", file.bytes.to_string()),
        ("content-disposition", format!("{shown}; filename*=UTF-8''{name}")),
        ("x-content-type-options", "nosniff".to_owned()),
        ("content-security-policy", "default-src 'none'; sandbox".to_owned()),
        ("cross-origin-resource-policy", "same-origin".to_owned()),
        ("referrer-policy", "no-referrer".to_owned()),
    ]
}

/// Takes back a file that no event names yet: from a draft, or from an answer not yet sent.
/// False when there is none of this number or it is part of the history. The content goes with
/// the next sweep.
pub async fn remove(store: &Store, report_id: ReportId, no: FileNo) -> Result<bool> {
    store
        .db()
        .write("file-remove", move |tx| {
            if named_files(tx, report_id)?.contains(&no) {
                return Ok(false);
            }
            Ok(tx.exec(DELETE, params![report_id.0, no])? == 1)
        })
        .await
}

/// A name to save under: no folder, nothing hidden, nothing a file system refuses, at most
/// [`NAME_MAX`] characters, ending as its type does.
fn clean_name(name: &str, kind: FileKind) -> String {
    let kind = if kind.is_image() { FileKind::Jpeg } else { kind };
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let allowed = |c: &char| {
        !is_forbidden(*c)
            && !c.is_control()
            && !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
    };
    let name: String = name.chars().filter(allowed).collect();
    let is_ending =
        |end: &str| (1..=5).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric());
    let stem = match name.rsplit_once('.') {
        Some((stem, end)) if is_ending(end) => stem,
        _ => &name,
    };
    let stem: String = stem.trim_matches(['.', ' ']).chars().take(NAME_MAX - 5).collect();
    let stem = stem.trim_end_matches(['.', ' ']);
    let stem = if stem.is_empty() { "file" } else { stem };
    format!("{stem}.{}", kind.extension())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_fit_to_save_under() {
        for (given, kind, expected) in [
            ("foto jalan.PNG", FileKind::Png, "foto jalan.jpg"),
            ("../../etc/passwd", FileKind::Text, "passwd.txt"),
            ("C:\\Users\\Budi\\KTP.jpeg", FileKind::Jpeg, "KTP.jpg"),
            ("invoice.pdf.exe", FileKind::Pdf, "invoice.pdf.pdf"),
            ("a\u{202e}gpj\r\n\0b.mp4", FileKind::Mp4, "agpjb.mp4"),
            ("...", FileKind::Pdf, "file.pdf"),
            ("", FileKind::Webm, "file.webm"),
            ("surat no. 12 tahun 2026", FileKind::Pdf, "surat no. 12 tahun 2026.pdf"),
        ] {
            assert_eq!(clean_name(given, kind), expected, "{given:?}");
        }
        let long = clean_name(&"ñ".repeat(500), FileKind::Webm);
        assert_eq!(long.chars().count(), NAME_MAX);
    }
}
