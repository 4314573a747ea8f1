//! Pictures made for tests, with what cameras hide in them.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};

/// A picture whose upper left quarter is red on blue.
fn drawn(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        if x < width / 2 && y < height / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) }
    })
}

pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    drawn(width, height).write_with_encoder(JpegEncoder::new_with_quality(&mut out, 90)).unwrap();
    out
}

pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    drawn(width, height).write_with_encoder(PngEncoder::new(&mut out)).unwrap();
    out
}

/// All transparent.
pub(crate) fn png_of_glass() -> Vec<u8> {
    let mut out = Vec::new();
    PngEncoder::new(&mut out).write_image(&[0; 4 * 4 * 4], 4, 4, ExtendedColorType::Rgba8).unwrap();
    out
}

pub(crate) fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut out = Vec::new();
    drawn(width, height).write_with_encoder(WebPEncoder::new_lossless(&mut out)).unwrap();
    out
}

/// The JPEG with an APP1 segment as a phone writes it: turned by 90 degrees, taken on
/// 2026-02-27 at 15:04:05 +07:00 at 6°54'52.92" S, 107°36'35.28" E.
pub(crate) fn with_exif(jpeg: &[u8]) -> Vec<u8> {
    let tiff = tiff();
    let length = u16::try_from(2 + 6 + tiff.len()).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, b"Exif\0\0", &tiff, &jpeg[2..]].concat()
}

struct Entry(u16, u16, u32, Vec<u8>);

fn tiff() -> Vec<u8> {
    let ascii = |tag, text: &str| {
        let bytes = [text.as_bytes(), b"\0"].concat();
        Entry(tag, 2, u32::try_from(bytes.len()).unwrap(), bytes)
    };
    let degrees = |tag, parts: [(u32, u32); 3]| {
        let bytes = parts.iter().flat_map(|(n, d)| [n.to_be_bytes(), d.to_be_bytes()]).flatten();
        Entry(tag, 5, 3, bytes.collect())
    };
    let camera = vec![ascii(0x9003, "2026:02:27 15:04:05"), ascii(0x9011, "+07:00")];
    let gps = vec![
        ascii(1, "S"),
        degrees(2, [(6, 1), (54, 1), (5_292, 100)]),
        ascii(3, "E"),
        degrees(4, [(107, 1), (36, 1), (3_528, 100)]),
    ];
    // The first directory has four entries: orientation, maker and where the others are.
    let first_length = 8 + 2 + 4 * 12 + 4 + 16;
    let camera_at = first_length;
    let camera_bytes = directory(camera, camera_at);
    let gps_at = camera_at + camera_bytes.len();
    let gps_bytes = directory(gps, gps_at);
    let pointer =
        |tag, at: usize| Entry(tag, 4, 1, u32::try_from(at).unwrap().to_be_bytes().to_vec());
    let first = vec![
        ascii(0x010f, "Kamera Budi 12"),
        Entry(0x0112, 3, 1, vec![0, 6, 0, 0]),
        pointer(0x8769, camera_at),
        pointer(0x8825, gps_at),
    ];
    let mut out = [&b"MM\0\x2a"[..], &8u32.to_be_bytes(), &directory(first, 8)].concat();
    out.resize(first_length, 0);
    [out, camera_bytes, gps_bytes].concat()
}

/// Entries, then the values that do not fit into four bytes.
fn directory(entries: Vec<Entry>, at: usize) -> Vec<u8> {
    let mut values_at = at + 2 + entries.len() * 12 + 4;
    let mut out = u16::try_from(entries.len()).unwrap().to_be_bytes().to_vec();
    let mut values = Vec::new();
    for Entry(tag, kind, count, mut value) in entries {
        out.extend([tag.to_be_bytes(), kind.to_be_bytes()].concat());
        out.extend(count.to_be_bytes());
        if value.len() <= 4 {
            value.resize(4, 0);
            out.extend(value);
        } else {
            out.extend(u32::try_from(values_at).unwrap().to_be_bytes());
            value.resize(value.len().next_multiple_of(2), 0);
            values_at += value.len();
            values.extend(value);
        }
    }
    out.extend([0; 4]);
    out.extend(values);
    out
}

/// A photograph with light and shade, another for each seed.
pub(crate) fn scene(seed: u32, width: u32, height: u32, quality: u8) -> Vec<u8> {
    let cell = |x: u32, y: u32| {
        let mixed = (x + 31 * y + 997 * seed).wrapping_mul(2_654_435_761);
        let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(2_246_822_519);
        u8::try_from((mixed >> 13) % 200).unwrap() + 20
    };
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let shade = cell(x * 9 / width, y * 8 / height);
        Rgb([shade, shade / 2, 255 - shade])
    });
    let mut out = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut out, quality)).unwrap();
    out
}
