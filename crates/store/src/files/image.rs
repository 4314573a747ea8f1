//! Pictures are decoded and encoded again: what was hidden in the file does not survive.

use super::FileRefusal;
use super::look;
use super::sniff::FileKind;
use super::taken::Taken;
use ::image::codecs::jpeg::JpegEncoder;
use ::image::metadata::Orientation;
use ::image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbImage};
use std::io::Cursor;

/// Longest side of a stored picture: enough to read a number plate, small enough for a desk.
pub const SIDE_MAX: u32 = 2_560;
/// Memory one decoded picture may take: 22 million pixels of a photo. What a phone takes by
/// default has 12 to 16; its browser shrinks more.
pub const DECODED_BYTES_MAX: u64 = 64 * 1_024 * 1_024;
/// Longest side that is decoded at all.
const SIDE_DECODED_MAX: u32 = 32_768;
const QUALITY: u8 = 82;

/// A picture fit to be shown.
pub(super) struct Picture {
    pub(super) jpeg: Vec<u8>,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) taken: Taken,
    pub(super) look: Option<i64>,
}

/// Decodes within bounds, turns it upright, shrinks it and encodes it as JPEG without metadata.
/// Transparency becomes white.
pub(super) fn recode(kind: FileKind, bytes: &[u8]) -> Result<Picture, FileRefusal> {
    let format = match kind {
        FileKind::Png => ImageFormat::Png,
        FileKind::Webp => ImageFormat::WebP,
        _ => ImageFormat::Jpeg,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits());
    let mut decoder = reader.into_decoder().map_err(|error| refusal(&error))?;
    if decoder.total_bytes() > DECODED_BYTES_MAX {
        return Err(FileRefusal::TooManyPixels);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let taken = decoder.exif_metadata().ok().flatten().map(Taken::from_exif).unwrap_or_default();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|error| refusal(&error))?;
    if picture.width().max(picture.height()) > SIDE_MAX {
        picture = picture.thumbnail(SIDE_MAX, SIDE_MAX);
    }
    picture.apply_orientation(orientation);
    let flat = flatten(picture);
    let (width, height) = flat.dimensions();
    let mut jpeg = Vec::new();
    flat.write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, QUALITY))
        .map_err(|error| refusal(&error))?;
    Ok(Picture { jpeg, width, height, taken, look: look::of(&flat) })
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_DECODED_MAX);
    limits.max_image_height = Some(SIDE_DECODED_MAX);
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    limits
}

fn refusal(error: &ImageError) -> FileRefusal {
    match error {
        ImageError::Limits(_) => FileRefusal::TooManyPixels,
        _ => FileRefusal::Damaged,
    }
}

fn flatten(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let seen = picture.into_rgba8();
    let mut flat = RgbImage::new(seen.width(), seen.height());
    for (from, to) in seen.pixels().zip(flat.pixels_mut()) {
        let [red, green, blue, alpha] = from.0;
        let over_white = |part: u8| {
            let mixed = (u16::from(part) * u16::from(alpha) + 255 * (255 - u16::from(alpha))) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        to.0 = [red, green, blue].map(over_white);
    }
    flat
}
