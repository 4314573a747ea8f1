//! How a picture looks, in 64 bits: the same photograph is found again after it was shrunk or
//! encoded anew, so that one proof does not serve two cases.
//!
//! Each bit says whether a cell of a 9 by 8 grid is brighter than its right neighbour (difference
//! hash). Two pictures whose bits differ in few places are one photograph. With at most three
//! differing bits one quarter of the 64 is the same in both, so equal quarters are looked up.

use super::bucket::Bucket;
use super::prepare;
use super::taken::Taken;
use crate::db::Row;
use crate::{Error, Result, Store, params};
use ::image::{DynamicImage, RgbImage};
use bytes::Bytes;
use domain::ReportId;

/// Bits that may differ between two encodings of one photograph.
const DIFFERING_MAX: u32 = 3;
/// Bits of each kind that a telling picture has: a grey wall looks like any other.
const TELLING_MIN: u32 = 12;
/// Steps of grey that encoding makes where there are none.
const NOISE: u8 = 3;
/// Pictures compared at most; where more share a quarter, the newest are.
const COMPARED_MAX: u32 = 500;

const ALIKE: &str = "SELECT report_id, look FROM attachment WHERE look IS NOT NULL \
     AND ((look & 65535) = $1 OR ((look >> 16) & 65535) = $2 OR ((look >> 32) & 65535) = $3 OR ((look >> 48) & 65535) = $4) \
     AND ((report_id = $5 AND origin = 'reporter') OR (report_id <> $5 AND origin = 'office')) \
     ORDER BY report_id DESC LIMIT $6";

/// Where a photograph was used before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Used {
    /// By the reporter, in this report.
    ByReporter,
    /// By an office, in another report.
    Elsewhere(ReportId),
}

/// The look of a picture; `None` when it shows too little to be told from others.
pub(super) fn of(picture: &RgbImage) -> Option<i64> {
    let small = DynamicImage::ImageRgb8(picture.clone()).thumbnail_exact(9, 8).into_luma8();
    let mut bits: u64 = 0;
    for row in small.rows() {
        let cells: Vec<u8> = row.map(|cell| cell.0.first().copied().unwrap_or(0)).collect();
        for pair in cells.windows(2) {
            let grey = |cell: Option<&u8>| cell.copied().unwrap_or(0);
            let brighter = grey(pair.first()) > grey(pair.last()).saturating_add(NOISE);
            bits = (bits << 1) | u64::from(brighter);
        }
    }
    let ones = bits.count_ones();
    (TELLING_MIN..=64 - TELLING_MIN).contains(&ones).then(|| bits.cast_signed())
}

fn same(one: i64, other: i64) -> bool {
    (one ^ other).count_ones() <= DIFFERING_MAX
}

/// What is known of an upload as proof.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// Where its photograph was used before, this report first. What is no picture, or shows too
    /// little, was used nowhere.
    pub used: Option<Used>,
    /// When and where it says it was taken.
    pub taken: Taken,
}

/// Looks at an upload that is to prove something of a report.
pub async fn proof(
    store: &Store,
    bucket: &Bucket,
    report_id: ReportId,
    bytes: Bytes,
) -> Result<Proof> {
    match prepare(bucket, bytes).await {
        Ok(prepared) => {
            let used = match prepared.look {
                Some(look) => used(store, report_id, look).await?,
                None => None,
            };
            Ok(Proof { used, taken: prepared.taken })
        }
        // Taking it in says what is wrong with it.
        Err(Error::File(_)) => Ok(Proof::default()),
        Err(error) => Err(error),
    }
}

async fn used(store: &Store, report_id: ReportId, look: i64) -> Result<Option<Used>> {
    let quarter = |n: u32| (look >> (16 * n)) & 65_535;
    let values = params![quarter(0), quarter(1), quarter(2), quarter(3), report_id.0, COMPARED_MAX];
    let read = |row: &Row<'_>| Ok((ReportId(row.get(0)?), row.get::<i64>(1)?));
    let alike = store.db().select("file-alike", ALIKE, values, read).await?;
    let mut alike = alike.into_iter().filter(|(_, other)| same(look, *other));
    let found = alike.clone().find(|(report, _)| *report == report_id).or_else(|| alike.next());
    Ok(found.map(
        |(report, _)| {
            if report == report_id { Used::ByReporter } else { Used::Elsewhere(report) }
        },
    ))
}
