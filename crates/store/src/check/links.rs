//! What points to reports and to contents.

use super::Contents;
use super::finding::{Fault, Findings};
use crate::files::Bucket;
use crate::{Result, Store, params};
use domain::ReportId;
use domain::filing::FileNo;

/// Rows looked at in one read.
const PAGE: i64 = 1_000;

const INTAKES: &str = "SELECT i.key_hash, i.report_id, r.id FROM intake i LEFT JOIN report r ON r.id = i.report_id \
                       WHERE i.key_hash > $1 ORDER BY i.key_hash LIMIT $2";
const PERSONS: &str = "SELECT p.report_id, r.id FROM report_person p LEFT JOIN report r ON r.id = p.report_id \
                       WHERE p.report_id > $1 ORDER BY p.report_id LIMIT $2";
const FILES: &str = "SELECT report_id, no, sha256, bytes FROM attachment \
                     WHERE (report_id, no) > ($1, $2) ORDER BY report_id, no LIMIT $3";

/// Intakes and links of persons lead to reports.
pub(super) async fn check(store: &Store, findings: &mut Findings) -> Result<()> {
    let mut after = Vec::new();
    loop {
        let page = store
            .db()
            .select("check-intakes", INTAKES, params![after, PAGE], |row| {
                Ok((row.get::<Vec<u8>>(0)?, row.get::<i64>(1)?, row.get::<Option<i64>>(2)?))
            })
            .await?;
        for (_, id, _) in page.iter().filter(|(_, _, found)| found.is_none()) {
            findings.add(Some(ReportId(*id)), Fault::IntakeAlone);
        }
        let Some((last, ..)) = page.into_iter().next_back() else { break };
        after = last;
    }
    let mut after = i64::MIN;
    loop {
        let page = store
            .db()
            .select("check-persons", PERSONS, params![after, PAGE], |row| {
                Ok((row.get::<i64>(0)?, row.get::<Option<i64>>(1)?))
            })
            .await?;
        for (id, _) in page.iter().filter(|(_, found)| found.is_none()) {
            findings.add(Some(ReportId(*id)), Fault::PersonAlone);
        }
        let Some((last, _)) = page.last() else { break };
        after = *last;
    }
    Ok(())
}

/// A file as its row names its content.
pub(crate) struct Named {
    pub(crate) report_id: i64,
    pub(crate) no: FileNo,
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
}

/// The next files after one, by report and number.
pub(crate) async fn files_after(store: &Store, after: (i64, FileNo)) -> Result<Vec<Named>> {
    store
        .db()
        .select("check-files", FILES, params![after.0, after.1, PAGE], |row| {
            let (report_id, no) = (row.get(0)?, row.get(1)?);
            Ok(Named { report_id, no, sha256: row.get(2)?, bytes: row.get(3)? })
        })
        .await
}

/// Every file has its content.
pub(super) async fn check_contents(
    store: &Store,
    contents: Contents<'_>,
    findings: &mut Findings,
) -> Result<()> {
    if matches!(contents, Contents::Unchecked) {
        return Ok(());
    }
    let mut after = (i64::MIN, 0);
    loop {
        let page = files_after(store, after).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = (last.report_id, last.no);
        for file in page {
            findings.files += 1;
            let fault = match contents {
                Contents::Unchecked => None,
                Contents::There(bucket) => look(bucket, &file).await?,
                Contents::Read(bucket) => read(bucket, &file).await?,
            };
            if let Some(fault) = fault {
                findings.add(Some(ReportId(file.report_id)), fault);
            }
        }
    }
}

async fn look(bucket: &Bucket, file: &Named) -> Result<Option<Fault>> {
    Ok(match bucket.head(&file.sha256).await? {
        None => Some(Fault::ContentLost { no: file.no }),
        Some(stored) if stored.bytes != file.bytes => Some(Fault::ContentDiffers { no: file.no }),
        Some(_) => None,
    })
}

async fn read(bucket: &Bucket, file: &Named) -> Result<Option<Fault>> {
    Ok(match bucket.is_whole(&file.sha256).await? {
        None => Some(Fault::ContentLost { no: file.no }),
        Some(false) => Some(Fault::ContentDiffers { no: file.no }),
        Some(true) => None,
    })
}
