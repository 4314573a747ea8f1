//! Forgets files nobody needs, and asks the scanner again about those it has not seen.

use super::scan::Verdict;
use super::{Bucket, FileState, named_files, read_row};
use crate::clock::micros;
use crate::db::Tx;
use crate::{Result, Store, drafts, params};
use domain::ReportId;
use domain::filing::FileNo;
use futures_util::TryStreamExt;
use jiff::SignedDuration;

/// How old a content without a row must be: its row is written within seconds or never.
pub const ORPHAN_AGE: SignedDuration = SignedDuration::from_hours(24);

/// The first byte of a hash divides the bucket into this many parts.
const PARTS: i64 = 256;
/// Hashes looked up in one read.
const LOOKED_UP: usize = 200;

/// What a sweep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Drafts forgotten because they expired.
    pub drafts: usize,
    /// Files forgotten because no event and no draft needs them.
    pub files: usize,
    /// Contents removed because no file has them.
    pub contents: usize,
    /// Held files that the scanner has judged.
    pub judged: usize,
    /// True when the limit was reached: there may be more to do now.
    pub more: bool,
}

const DUE: &str =
    "SELECT report_id, no FROM attachment WHERE sweep_at <= $1 ORDER BY sweep_at LIMIT $2";
const CLAIMED: &str = "UPDATE attachment SET sweep_at = NULL WHERE report_id = $1 AND no = $2";
const LATER: &str = "UPDATE attachment SET sweep_at = $3 WHERE report_id = $1 AND no = $2";
const FORGET: &str = "DELETE FROM attachment WHERE report_id = $1 AND no = $2";
const DRAFT: &str = "SELECT expires_at FROM draft WHERE report_id = $1 AND expires_at > $2";
const USED: &str = "SELECT 1 FROM attachment WHERE sha256 = $1 LIMIT 1";
const HELD: &str = "SELECT report_id, no, origin, name, mime, bytes, sha256, width, height, state, created_at \
                    FROM attachment WHERE state = 'held' ORDER BY report_id, no LIMIT $1";
const JUDGED: &str =
    "UPDATE attachment SET state = $3 WHERE report_id = $1 AND no = $2 AND state = 'held'";
const POSITION: &str = "SELECT position FROM sweep WHERE name = 'contents'";
const MOVE_ON: &str = "INSERT INTO sweep (name, position) VALUES ('contents', $1) \
                       ON CONFLICT (name) DO UPDATE SET position = excluded.position";

/// Forgets expired drafts, files that nobody named in time, and contents without a file, at most
/// about `limit` of each; asks the scanner about at most `limit` held files. Goes round the
/// bucket part by part and goes on where the last sweep, on whatever machine, has stopped. Two
/// sweeps at once do the same work twice and no harm.
pub async fn sweep(store: &Store, bucket: &Bucket, limit: u32) -> Result<Swept> {
    let drafts = drafts::purge(store, limit).await?;
    let due = forget_unclaimed(store, limit).await?;
    let judged = judge_held(store, bucket, limit).await?;
    let (contents, round) = remove_orphans(store, bucket, limit).await?;
    let full = limit as usize;
    let more = drafts >= full || due.looked_at >= full || !round;
    Ok(Swept { drafts, files: due.forgotten, contents, judged, more })
}

#[derive(Clone, Copy)]
struct Due {
    looked_at: usize,
    forgotten: usize,
}

async fn forget_unclaimed(store: &Store, limit: u32) -> Result<Due> {
    let now = micros(store.now());
    store
        .db()
        .write("file-sweep", move |tx| {
            let read =
                |row: &crate::db::Row<'_>| Ok((ReportId(row.get(0)?), row.get::<FileNo>(1)?));
            let files = tx.all(DUE, params![now, limit], read)?;
            let mut due = Due { looked_at: files.len(), forgotten: 0 };
            for (report_id, no) in files {
                due.forgotten += usize::from(forget(tx, report_id, no, now)?);
            }
            Ok(due)
        })
        .await
}

/// Keeps what an event names for ever and what a draft holds as long as the draft.
fn forget(tx: &mut Tx<'_>, report_id: ReportId, no: FileNo, now: i64) -> Result<bool> {
    if named_files(tx, report_id)?.contains(&no) {
        tx.queue(CLAIMED, params![report_id.0, no])?;
        return Ok(false);
    }
    let draft = tx.first(DRAFT, params![report_id.0, now], |row| row.get::<i64>(0))?;
    match draft {
        Some(expires_at) => tx.queue(LATER, params![report_id.0, no, expires_at])?,
        None => tx.queue(FORGET, params![report_id.0, no])?,
    }
    Ok(draft.is_none())
}

async fn judge_held(store: &Store, bucket: &Bucket, limit: u32) -> Result<usize> {
    // Without a scanner nothing is let go: a machine that was set up without one must not undo
    // what another held.
    let Some(scanner) = &bucket.scanner else { return Ok(0) };
    let held = store.db().select("file-held", HELD, params![limit], read_row).await?;
    let mut judged = 0;
    for file in held {
        let Some(parts) = bucket.get(&file.sha256).await? else { continue };
        let parts: Vec<_> = parts.try_collect().await?;
        let state = match scanner.ask(&parts.concat()).await {
            Verdict::Clean => FileState::Ready,
            Verdict::Infected => FileState::Infected,
            Verdict::Away => return Ok(judged),
        };
        let (id, no, word) = (file.report_id.0, file.no, state.word());
        store.db().write("file-judged", move |tx| tx.exec(JUDGED, params![id, no, word])).await?;
        judged += 1;
    }
    Ok(judged)
}

/// How many contents were removed, and whether the whole bucket has been gone round.
async fn remove_orphans(store: &Store, bucket: &Bucket, limit: u32) -> Result<(usize, bool)> {
    let start =
        store.db().select("sweep-position", POSITION, params![], |row| row.get::<i64>(0)).await?;
    let start = start.into_iter().next().unwrap_or(0).rem_euclid(PARTS);
    let old = micros(store.now().checked_sub(ORPHAN_AGE).unwrap_or(jiff::Timestamp::MIN));
    let (mut removed, mut passed) = (0, 0);
    while passed < PARTS && removed < limit as usize {
        let part = u8::try_from((start + passed) % PARTS).unwrap_or_default();
        removed += remove_orphans_of(store, bucket, part, old).await?;
        passed += 1;
    }
    let next = (start + passed) % PARTS;
    store.db().write("sweep-move-on", move |tx| tx.exec(MOVE_ON, params![next])).await?;
    Ok((removed, passed == PARTS))
}

async fn remove_orphans_of(store: &Store, bucket: &Bucket, part: u8, old: i64) -> Result<usize> {
    let aged = bucket.list(part).try_filter(|stored| std::future::ready(stored.put_at < old));
    let mut groups = aged.map_ok(|stored| stored.sha256).try_chunks(LOOKED_UP);
    let mut removed = 0;
    while let Some(group) = groups.try_next().await.map_err(|failed| failed.1)? {
        for sha256 in unused(store, group).await? {
            // Somebody may have sent the same content again since it was listed.
            if bucket.head(&sha256).await?.is_some_and(|stored| stored.put_at < old) {
                bucket.delete(&sha256).await?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}

async fn unused(store: &Store, group: Vec<String>) -> Result<Vec<String>> {
    store
        .db()
        .read("file-used", move |tx| {
            let mut unused = Vec::new();
            for sha256 in &group {
                if tx.first(USED, params![sha256], |_| Ok(()))?.is_none() {
                    unused.push(sha256.clone());
                }
            }
            Ok(unused)
        })
        .await
}
