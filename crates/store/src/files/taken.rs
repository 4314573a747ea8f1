//! When and where a picture or a video says it was taken: evidence, and a way to find a person.

use domain::answer::PhotoData;
use domain::calendar::Zone;
use exif::{Exif, In, Tag, Value};
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// What the original told about itself. Stored encrypted, apart from the file.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// By the clock of the device: ISO 8601, with an offset only when the device gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// Degrees north and east, in millionths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<(i64, i64)>,
}

/// Shows what is known, never the values: a place can be a home.
impl std::fmt::Debug for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Taken(at {}, point {})", self.at.is_some(), self.point.is_some())
    }
}

impl Taken {
    /// True when nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What answers are held against; a time without an offset is one of `zone`.
    #[must_use]
    pub fn told(&self, zone: Zone) -> PhotoData {
        let day = self.at.as_deref().and_then(|at| {
            let instant = at.parse::<Timestamp>().map(|at| zone.date(at));
            instant.or_else(|_| at.parse::<DateTime>().map(DateTime::date)).ok()
        });
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "metres")]
        let degrees = |millionths: i64| (millionths as f64 / 1e6) as f32;
        let point = self.point.map(|(north, east)| (degrees(north), degrees(east)));
        PhotoData { day, point }
    }

    /// Reads EXIF data as a TIFF block. What cannot be read is left out: a broken tag must not
    /// keep a photo from being sent.
    pub(super) fn from_exif(block: Vec<u8>) -> Self {
        let Ok(found) = exif::Reader::new().read_raw(block) else { return Self::default() };
        let latitude = degrees(&found, Tag::GPSLatitude, Tag::GPSLatitudeRef, b'S');
        let longitude = degrees(&found, Tag::GPSLongitude, Tag::GPSLongitudeRef, b'W');
        let point = latitude.zip(longitude).and_then(|(lat, lon)| Self::point_of(lat, lon));
        Self { at: moment(&found), point }
    }

    /// Degrees as millionths; `None` when they are no place on Earth.
    pub(super) fn point_of(latitude: f64, longitude: f64) -> Option<(i64, i64)> {
        #[expect(clippy::cast_possible_truncation, reason = "at most 180 million")]
        let millionths = |degrees: f64| (degrees * 1e6).round() as i64;
        (latitude.abs() <= 90.0 && longitude.abs() <= 180.0)
            .then(|| (millionths(latitude), millionths(longitude)))
    }
}

fn ascii(found: &Exif, tag: Tag) -> Option<&[u8]> {
    match &found.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.first().map(Vec::as_slice),
        _ => None,
    }
}

fn moment(found: &Exif) -> Option<String> {
    let text = ascii(found, Tag::DateTimeOriginal).or_else(|| ascii(found, Tag::DateTime))?;
    let mut at = exif::DateTime::from_ascii(text).ok()?;
    let local = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        at.year, at.month, at.day, at.hour, at.minute, at.second
    );
    if let Some(offset) = ascii(found, Tag::OffsetTimeOriginal)
        && at.parse_offset(offset).is_ok()
        && let Some(minutes) = at.offset
    {
        let sign = if minutes < 0 { '-' } else { '+' };
        let minutes = minutes.unsigned_abs();
        return Some(format!("{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60));
    }
    Some(local)
}

fn degrees(found: &Exif, tag: Tag, reference: Tag, negative: u8) -> Option<f64> {
    let Value::Rational(parts) = &found.get_field(tag, In::PRIMARY)?.value else { return None };
    let [degrees, minutes, seconds] = parts.as_slice() else { return None };
    let sum = degrees.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3_600.0;
    let minus = ascii(found, reference)?.first() == Some(&negative);
    sum.is_finite().then_some(if minus { -sum } else { sum })
}
